"""Draw the program's icon in every size from resources/icons/passerelle.svg: `.venv/bin/python packaging/icons.py`.

What it writes lies in the repository beside the drawing, so that nothing needs it to build or to start; run it again
after a change of the drawing. The same drawing and the same Qt give the same bytes.
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.ui.icons import SIZES

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "icons"
DRAWING = FOLDER / "passerelle.svg"
COMPRESSED = 256  # in the .ico: smaller ones as bitmaps, which every reader of icons takes


def draw(size: int) -> QImage:
    """The icon on a transparent ground."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """The picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want its format as bytes, Qt as text
    return bytes(buffer.data().data())


def ico(images: list[QImage]) -> bytes:
    """One file of Windows with all of them: a head, an entry of 16 bytes for each, then the pictures."""
    pictures = [png(image) if image.width() >= COMPRESSED else _bitmap(image) for image in images]
    head = struct.pack("<HHH", 0, 1, len(images))
    start = len(head) + 16 * len(images)
    for image, picture in zip(images, pictures, strict=True):
        side = image.width() % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), start)
        start += len(picture)
    return head + b"".join(pictures)


def _bitmap(image: QImage) -> bytes:
    """A device-independent bitmap, from the bottom up; its mask of one bit lets the alpha of the colours decide."""
    side = image.width()
    head = struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, 32, 0, 0, 0, 0, 0, 0)
    upwards = image.flipped(Qt.Orientation.Vertical)  # held by a name: its bits go with it
    colours = bytes(upwards.constBits())
    mask = bytes(((side + 31) // 32 * 4) * side)
    return head + colours + mask


def write(folder: Path) -> None:
    """Write every size and the icon of Windows into a folder."""
    images = [draw(size) for size in SIZES]
    for image in images:
        (folder / f"passerelle-{image.width()}.png").write_bytes(png(image))
    (folder / "passerelle.ico").write_bytes(ico(images))


if __name__ == "__main__":
    write(FOLDER)

"""The program's icon: what lies in the repository is the drawing, and it stands out on every ground."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop.ui.icons import SIZES, program_icon
from desktop.ui.theme import DARK, LIGHT
from tests.conftest import load_script

STANDS_OUT = 3.0  # WCAG 1.4.11, of drawings
ROUNDING = 2  # of 255: what processors round differently


def differ(one: QImage, other: QImage) -> int:
    """The largest difference of a colour or of the transparency of any pixel."""
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return max(abs(left - right) for left, right in pairs)


def luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("size", SIZES)
def test_every_size_is_the_drawing(root: Path, qapp: QApplication, size: int) -> None:
    stored = QImage(str(root / "resources" / "icons" / f"passerelle-{size}.png"))
    assert (stored.width(), stored.height()) == (size, size)
    assert differ(stored.convertToFormat(QImage.Format.Format_ARGB32), load_script("icons").draw(size)) <= ROUNDING


def test_the_icon_of_windows_holds_every_size(root: Path) -> None:
    content = (root / "resources" / "icons" / "passerelle.ico").read_bytes()
    with Image.open(io.BytesIO(content)) as icon:
        assert icon.info["sizes"] == {(size, size) for size in SIZES}
    for size in SIZES:
        with Image.open(io.BytesIO(content)) as icon:
            icon.size = (size, size)
            with Image.open(root / "resources" / "icons" / f"passerelle-{size}.png") as png:
                assert icon.convert("RGBA").tobytes() == png.convert("RGBA").tobytes()


@pytest.mark.parametrize("ground", [LIGHT.ground, LIGHT.surface, DARK.ground, DARK.surface, "#000000", "#FFFFFF"])
def test_it_stands_out_in_every_theme(qapp: QApplication, ground: str) -> None:
    """The tile against the ground, and the bridge against the tile, at the smallest size."""
    image = program_icon().pixmap(16, 16).toImage()
    tile, deck = image.pixelColor(8, 1), image.pixelColor(8, 11)
    assert contrast(tile, QColor(ground)) >= STANDS_OUT
    assert contrast(tile, deck) >= STANDS_OUT

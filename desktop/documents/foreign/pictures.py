"""Whether a picture can be opened to its last line."""

import warnings
from io import BytesIO
from typing import Literal

from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign import kinds
from desktop.documents.foreign.kinds import FileKind
from desktop.documents.foreign.packages import unfolds_too_far

MOST_PIXELS = 150_000_000  # of one picture: an A0 plan at 300 dots per inch; three times as many bytes in memory
MOST_OF_ALL = 600_000_000  # of all pages of a TIFF that are looked at
PICTURE_DAMAGES = (  # what damaged structures make of Pillow's look-ups, an unknown kind among them (an OSError)
    *(OSError, EOFError, MemoryError, SyntaxError, RuntimeError),
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
)
MOST_PAGES, MOST_TAGS = 1000, 200  # of a TIFF, and of a page of it: scanned files have hundreds, and dozens
_SIZES = {3: 2, 4: 4, 16: 8}  # bytes of the types of numbers that TIFF counts in
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")


def picture_flaw(kind: FileKind, content: bytes, name: str) -> FileFlaw | None:
    """CUT for a picture that is damaged or ends early; raises RefusedFile for one of absurdly many pixels."""
    from PIL import Image

    seen = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # large, or with odd tags: neither is a flaw
            with Image.open(BytesIO(content), formats=_FORMATS) as picture:
                if kind is kinds.TIFF and not _is_tiff_whole(content):
                    return FileFlaw.CUT
                pages = getattr(picture, "n_frames", 1) if kind is kinds.TIFF else 1
                for page in range(pages):
                    picture.seek(page)
                    pixels = picture.width * picture.height
                    if pixels > MOST_PIXELS:
                        raise unfolds_too_far(name)
                    seen += pixels
                    if seen > MOST_OF_ALL:
                        return None
                    if kind is kinds.JPEG:
                        picture.draft("L", (picture.width // 8 + 1, picture.height // 8 + 1))  # read whole, kept small
                    picture.load()
    except Image.DecompressionBombError as error:
        raise unfolds_too_far(name) from error
    except PICTURE_DAMAGES:
        return FileFlaw.CUT
    return None


def _is_tiff_whole(content: bytes) -> bool:
    """Whether every page of a TIFF 6.0 or BigTIFF, and every strip or tile of it, ends within the file.

    A page that is missing at the end is passed over by what decodes the others.
    """
    order: Literal["little", "big"] = "little" if content[:2] == b"II" else "big"
    is_big = content[2:4] in (b"+\0", b"\0+")
    wide, counted, entry = (8, 8, 20) if is_big else (4, 2, 12)

    def number(at: int, size: int) -> int:
        if at < 0 or at + size > len(content):
            raise EOFError
        return int.from_bytes(content[at : at + size], order)

    def numbers(at: int) -> list[int]:
        size, count = _SIZES.get(number(at + 2, 2), 1), number(at + 4, wide)
        if size * count > min(len(content), 1 << 20):
            raise EOFError
        place = at + 4 + wide if size * count <= wide else number(at + 4 + wide, wide)
        return [number(place + size * which, size) for which in range(count)]

    page, seen = number(8 if is_big else 4, wide), set[int]()
    while page and page not in seen:
        seen.add(page)
        entries = number(page, counted)
        if len(seen) > MOST_PAGES or entries > MOST_TAGS:
            return False
        places = [page + counted + entry * which for which in range(entries)]
        tags = {number(place, 2): place for place in places}
        for offsets, lengths in ((273, 279), (324, 325)):  # of strips and of tiles
            if offsets in tags and lengths in tags:
                parts = zip(numbers(tags[offsets]), numbers(tags[lengths]), strict=False)
                if any(offset + length > len(content) for offset, length in parts):
                    return False
        page = number(page + counted + entry * entries, wide)
    return bool(seen)


def boxes_flaw(content: bytes) -> FileFlaw | None:
    """CUT for a HEIC or AVIF picture whose boxes (ISO/IEC 14496-12) end beyond the file or are too few."""
    at, boxes = 0, set()
    while at + 8 <= len(content):
        size, header = int.from_bytes(content[at : at + 4], "big"), 8
        boxes.add(content[at + 4 : at + 8])
        if size == 1:
            size, header = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = len(content) - at
        if size < header or at + size > len(content):
            return FileFlaw.CUT
        at += size
    has_pixels = b"mdat" in boxes or b"idat" in content
    return None if has_pixels and boxes & {b"meta", b"moov"} else FileFlaw.CUT

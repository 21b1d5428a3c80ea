"""Reading paper back: which pages of which record came home, and what a PDF says about itself.

Pictures are read with the codes printed on every page; ask for scans at 200 dots per inch. A code is a claim:
the content of a signed page is compared by a person.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.documents.codes import DIGITS, Code, foot, plain_reference, understood

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 60_000_000  # pixels of one scanned page: A3 at 400 dots per inch


def read_codes(picture: "Image") -> list[Code]:
    """Our codes on one picture, each once, whatever way up it lies; [] when none can be read."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    codes = (understood(code.text) for code in found)
    return list(dict.fromkeys(code for code in codes if code))


def open_picture(data: bytes) -> "Image":
    """A scanned picture (PNG, JPEG, TIFF); raises Problem for anything else or for an absurdly large one."""
    from io import BytesIO

    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP"))
        if picture.width * picture.height > LARGEST:
            raise Problem(
                _("This picture is too large to be read; nothing was changed."),
                _("Scan the pages again at 200 dots per inch."),
            )
        return picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Problem(
            _("This file is not a picture that can be read; nothing was changed."),
            _("Scan the pages again as PDF, PNG or JPEG."),
        ) from error


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan holds of one expected document. Numbers are pages of the document, from 1, in order.

    `twice` came more than once; `extra` have numbers beyond the last page; `foreign` are codes of another record or
    another version; `unread` are places in the scan, from 1, where no code of ours could be read.
    """

    present: tuple[int, ...]
    missing: tuple[int, ...]
    twice: tuple[int, ...]
    extra: tuple[int, ...]
    foreign: tuple[Code, ...]
    unread: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """Every page is there and nothing else is: the reader may still compare the content."""
        return not (self.missing or self.twice or self.extra or self.foreign or self.unread)


def compare(scanned: Iterable[Iterable[Code]], reference: str, record: str, pages: int) -> Scan:
    """Hold the codes of each scanned page, in order, against the document that was printed.

    `record` is the record's whole SHA-256; `pages` is how many pages the document has.
    """
    mine: Counter[int] = Counter()
    foreign: list[Code] = []
    unread: list[int] = []
    expected = (plain_reference(reference), record[:DIGITS].upper())
    for place, codes in enumerate(scanned, 1):
        found = list(codes)
        mine.update({code.page for code in found if code[:2] == expected})
        foreign += [code for code in found if code[:2] != expected]
        if not found:
            unread.append(place)
    return Scan(
        present=tuple(sorted(page for page in mine if page <= pages)),
        missing=tuple(page for page in range(1, pages + 1) if page not in mine),
        twice=tuple(sorted(page for page, times in mine.items() if times > 1)),
        extra=tuple(sorted(page for page in mine if page > pages)),
        foreign=tuple(dict.fromkeys(foreign)),
        unread=tuple(unread),
    )


def read_scan(data: bytes) -> list[list[Code]]:
    """The codes of each page of a scan, in order: a PDF of pictures, or one picture.

    Raises Problem when the file is neither.
    """
    if not data.lstrip()[:5].startswith(b"%PDF"):
        return [read_codes(open_picture(data))]
    from desktop.documents.archive import pictures

    found: dict[int, list[Code]] = {}

    def read(number: int, picture: "Image") -> None:
        found[number] = read_codes(picture.convert("L"))

    pages = pictures(data, read, LARGEST)
    return [found.get(number, []) for number in range(pages)]


def read_record(data: bytes) -> dict[str, Any]:
    """The record attached to a PDF of ours; raises Problem when there is none or it was altered."""
    from desktop.documents.archive import inside

    found = inside(data)
    if sha256(found.record) != found.stated:
        raise Problem(
            _("The record inside this PDF does not match its digest: the file was altered or damaged."),
            _("Ask for the original file, and compare the digest on the printed pages."),
        )
    try:
        value = json.loads(found.record)
    except ValueError as error:
        raise Problem(
            _("The record inside this PDF cannot be read: the file was altered or damaged."),
            _("Ask for the original file, and compare the digest on the printed pages."),
        ) from error
    return dict(value)


@dataclass(frozen=True, slots=True)
class Report:
    """What can be said of a PDF without the office that made it. Digests are SHA-256 in hexadecimal.

    `whole` tells whether the attached record matches its digest; `file` is the digest of the file itself;
    `fingerprint` is what the foot of every page shows; `archive` is the standard the file claims; `loose` are the
    fonts it does not carry.
    """

    title: str
    reference: str
    pages: int
    record: str
    stated: str
    file: str
    fingerprint: str
    archive: str
    whole: bool
    loose: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the record is unaltered and the file will read the same in years (PDF/A with its fonts)."""
        return self.whole and bool(self.archive) and not self.loose


def verify(data: bytes) -> Report:
    """Look into a PDF of ours, for `passerelle verify`; raises Problem when it is no PDF or holds no record."""
    from desktop.documents.archive import inside

    found = inside(data)
    record = sha256(found.record)
    return Report(
        title=found.title,
        reference=found.reference,
        pages=found.pages,
        record=record,
        stated=found.stated,
        file=sha256(data),
        fingerprint=foot(record),
        archive=found.archive,
        whole=record == found.stated,
        loose=found.loose,
    )

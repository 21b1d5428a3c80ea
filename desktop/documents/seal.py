"""Reading paper back: the pages of a record that a scan holds, and the record inside a PDF.

Scanned pages are recognised by their printed codes; ask for scans at 200 dots per inch. A code is a claim: a person
compares the content of a signed page.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import parse_json, sha256
from desktop.documents.blocks import DocumentRecord
from desktop.documents.codes import DIGITS, Code, foot, parse_code, plain_reference
from desktop.documents.foreign.judging import is_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 60_000_000  # pixels of one scanned page: A3 at 400 dots per inch


def read_codes(picture: "Image") -> list[Code]:
    """Our codes on one picture, each once, in any orientation; [] when none can be read."""
    import zxingcpp

    barcodes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    codes = (parse_code(code.text) for code in barcodes)
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
                code="picture-too-large",
            )
        return picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Problem(
            _("This file is not a picture that can be read; nothing was changed."),
            _("Scan the pages again as PDF, PNG or JPEG."),
            code="picture-unreadable",
        ) from error


@dataclass(frozen=True, slots=True)
class ScanReport:
    """The pages of one expected document in a scan, by their numbers from 1, in order.

    `twice` are those scanned more than once, `extra` those numbered beyond the last page; `foreign` are codes of
    another record or version, `unread` the places in the scan, from 1, where no code of ours could be read.
    """

    present: tuple[int, ...]
    missing: tuple[int, ...]
    twice: tuple[int, ...]
    extra: tuple[int, ...]
    foreign: tuple[Code, ...]
    unread: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """Whether every page is there and nothing else; a person still compares the content."""
        return not (self.missing or self.twice or self.extra or self.foreign or self.unread)


def compare(scanned: Iterable[Iterable[Code]], reference: str, record: str, pages: int) -> ScanReport:
    """Compare the codes of each scanned page, in order, with the printed document.

    `record` is the record's whole SHA-256; `pages` is how many pages the document has.
    """
    mine: Counter[int] = Counter()
    foreign: list[Code] = []
    unread: list[int] = []
    expected = (plain_reference(reference), record[:DIGITS].upper())
    for place, codes in enumerate(scanned, 1):
        page_codes = list(codes)
        mine.update({code.page for code in page_codes if code[:2] == expected})
        foreign += [code for code in page_codes if code[:2] != expected]
        if not page_codes:
            unread.append(place)
    return ScanReport(
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
    if not is_pdf(data):
        return [read_codes(open_picture(data))]
    from desktop.documents.archive import pictures

    codes_by_page: dict[int, list[Code]] = {}

    def read(number: int, picture: "Image") -> None:
        codes_by_page[number] = read_codes(picture.convert("L"))

    pages = pictures(data, read, LARGEST)
    return [codes_by_page.get(number, []) for number in range(pages)]


def read_record(data: bytes) -> DocumentRecord:
    """The record attached to a PDF of ours; raises Problem when there is none or it was altered."""
    from desktop.documents.archive import embedded_record

    embedded = embedded_record(data)
    if sha256(embedded.record) != embedded.stated:
        raise Problem(
            _("The record inside this PDF does not match its digest: the file was altered or damaged."),
            _("Ask for the original file, and compare the digest on the printed pages."),
            code="record-altered",
        )
    try:
        value = parse_json(embedded.record)
    except ValueError as error:
        raise Problem(
            _("The record inside this PDF cannot be read: the file was altered or damaged."),
            _("Ask for the original file, and compare the digest on the printed pages."),
            code="record-unreadable",
        ) from error
    return dict(value)


class PaperVerdict(StrEnum):
    """What was found of a PDF that says it is ours."""

    SOUND = "sound"  # byte for byte the file that its office keeps
    UNCHECKED = "unchecked"  # its record is unaltered, its pages were not compared with anything
    OTHER_FILE = "other"  # not the file that its office keeps
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class PdfReport:
    """The verification of a PDF, which needs no office folder. Digests are SHA-256 in hexadecimal.

    `whole` tells whether the attached record matches its digest; `file` is the digest of the file itself;
    `fingerprint` is printed at the foot of every page; `archive` is the standard the file claims; `loose` are the
    fonts that are not embedded.
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

    def judged(self, identical: bool | None) -> PaperVerdict:
        """What may be said of the paper; `identical`: its office keeps this very file; None when it was not asked.

        The record proves nothing about the pages around it: whoever paints over a page leaves the record as it is.
        """
        if not self.whole:
            return PaperVerdict.ALTERED
        if identical is None:
            lasts = bool(self.archive) and not self.loose  # as we write it: PDF/A with its fonts
            return PaperVerdict.UNCHECKED if lasts else PaperVerdict.ALTERED
        return PaperVerdict.SOUND if identical else PaperVerdict.OTHER_FILE


def verify(data: bytes) -> PdfReport:
    """Verify a PDF of ours; raises Problem when it is no PDF or has no record."""
    from desktop.documents.archive import embedded_record

    embedded = embedded_record(data)
    record = sha256(embedded.record)
    return PdfReport(
        title=embedded.title,
        reference=embedded.reference,
        pages=embedded.pages,
        record=record,
        stated=embedded.stated,
        file=sha256(data),
        fingerprint=foot(record),
        archive=embedded.archive,
        whole=record == embedded.stated,
        loose=embedded.loose,
    )

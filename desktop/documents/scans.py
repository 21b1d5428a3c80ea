"""Signed paper as it comes back: the pages of PDFs and pictures, known by their codes, put in order in one PDF.

Ask for scans at 200 dots per inch. A code is a claim: a person compares the content of a signed page.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.documents.codes import DIGITS, Code, parse_code, plain_reference
from desktop.documents.foreign.judging import is_pdf, is_telephone_picture
from desktop.documents.foreign.pictures import PICTURE_DAMAGES

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

LARGEST = 60_000_000  # pixels of one scanned page: A3 at 400 dots per inch
MOST_PAGES = 500  # of one file; the longest pack has a fifth of them
_PICTURES_OF_A_PAGE = 8  # that are searched for a code: some scanners cut a page into strips or layers
_INK = 160  # grey (0 black, 255 white) below which a dot counts as ink
_BLANK = 0.0005  # the part of a page that may be ink when nothing stands on it: dust, the shadow of an edge
_MARGIN = 0.04  # of width and height: where shadows of edges and holes lie
_SMALL = 600  # pixels across, for telling blank pages
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_MOST_OF_PICTURE = 4 * LARGEST  # bytes of a picture once unfolded
_MOST_OF_CONTENT = 4 << 20  # bytes of what draws one page; ours have a hundredth of them
_STEP = 1 << 20
_TWO_TONE = "1"
_PLAIN = frozenset({_TWO_TONE, "L", "RGB"})  # kinds of pictures that a PDF holds as they are
_INCH = 200  # dots of a picture that does not say how large it is on paper


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as it came back: its codes of ours; `blank` when nothing stands on it, as on the back of a sheet.

    `content` is the SHA-256 of what draws a page that is no picture, as in a PDF signed on a screen; else "".
    """

    codes: tuple[Code, ...]
    blank: bool = False
    content: str = ""


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """A document that pages may belong to: its reference, how many pages it has, and the SHA-256 of its record.

    `files` are the SHA-256 of its PDF as it was drawn, and of each marked original of it; `contents` are those of what
    draws each page, in order, of one after the other.
    """

    reference: str
    record: str
    count: int
    files: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()

    def page_of(self, page: ScannedPage) -> int | None:
        """Which of its pages that is, from 1; None when it is none of them, or its codes do not agree."""
        if page.content and page.content in self.contents:
            return self.contents.index(page.content) % self.count + 1
        numbers = {code.page for code in page.codes if self.owns(code)}
        is_mine = all(self.owns(code) for code in page.codes)
        return numbers.pop() if is_mine and len(numbers) == 1 else None

    def owns(self, code: Code) -> bool:
        """Whether a code claims to be of this document."""
        return code[:2] == (plain_reference(self.reference), self.record[:DIGITS].upper())


def printed_pages(data: bytes, reference: str, record: str, originals: Sequence[bytes] = ()) -> PrintedPages:
    """The pages of a PDF as it was drawn, to know those that come back by. `record` is its record's SHA-256.

    `originals` are PDFs of the same pages that differ in a mark alone.
    """
    from desktop.documents.archive import open_pdf

    contents: list[str] = []
    for file in (data, *originals):
        with open_pdf(file) as pdf:
            contents += [_content(page) for page in pdf.pages]
    count = len(contents) // (1 + len(originals))
    return PrintedPages(reference, record, count, tuple(map(sha256, (data, *originals))), tuple(contents))


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan holds of one document. Places count the pages of the scan from 0.

    `places` tells where each page of the document stands, by its number from 1, the last one scanned at the end;
    `foreign` are pages of another document, record or version, each with its code; on `unread` ones no code of ours
    could be read; nothing stands on `blank` ones.
    """

    count: int
    places: Mapping[int, tuple[int, ...]]
    foreign: tuple[tuple[int, Code], ...]
    unread: tuple[int, ...]
    blank: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The pages of the document that the scan does not hold."""
        return tuple(number for number in range(1, self.count + 1) if number not in self.places)

    @property
    def twice(self) -> tuple[int, ...]:
        """Those that it holds more than once: the last one counts."""
        return tuple(number for number, places in self.places.items() if len(places) > 1)


def compare(pages: Sequence[ScannedPage], document: PrintedPages) -> ScanReport:
    """Hold the pages of a scan, in their order, against the document that was printed."""
    places: dict[int, tuple[int, ...]] = {}
    foreign: list[tuple[int, Code]] = []
    unread: list[int] = []
    blank: list[int] = []
    for place, page in enumerate(pages):
        number = document.page_of(page)
        if number is not None and number <= document.count:
            places[number] = (*places.get(number, ()), place)
        elif page.codes:
            foreign.append((place, next((code for code in page.codes if not document.owns(code)), page.codes[0])))
        else:
            (blank if page.blank else unread).append(place)
    return ScanReport(document.count, dict(sorted(places.items())), tuple(foreign), tuple(unread), tuple(blank))


def read_pages(data: bytes) -> tuple[ScannedPage, ...]:
    """The pages of a PDF, in their order.

    Raises Problem for a file that is no PDF, is damaged or locked, or has absurdly many pages.
    """
    from desktop.documents.archive import open_pdf

    with open_pdf(data) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise Problem(
                _("This file has {count} pages, far more than any pack; it was not read.").format(count=len(pdf.pages)),
                _("Scan the pages of this agreement alone."),
                code="scan-too-long",
            )
        return tuple(_read_page(page) for page in pdf.pages)


def _read_page(page: "pikepdf.Page") -> ScannedPage:
    largest: Image | None = None
    try:
        for picture in _pictures(page):
            if codes := read_codes(picture):
                return ScannedPage(tuple(codes))
            largest = largest or picture
        return ScannedPage((), largest is not None and is_blank(largest), _content(page))
    except _unreadable():
        return ScannedPage(())


def _unreadable() -> tuple[type[Exception], ...]:
    """What damaged or unknown structures make of reading a page."""
    import pikepdf

    unknown = (pikepdf.PdfError, pikepdf.UnsupportedImageTypeError, pikepdf.DependencyError, zlib.error)
    return (*unknown, *PICTURE_DAMAGES)


def _pictures(page: "pikepdf.Page") -> Iterable["Image"]:
    """The pictures on a page that are not absurdly large, the largest first, in grey."""
    import pikepdf

    streams = [_stream(image) for image in page.get_images().values()]
    images = [pikepdf.PdfImage(stream) for stream in streams]
    sized = sorted((-image.width * image.height, place) for place, image in enumerate(images))
    for size, place in sized[:_PICTURES_OF_A_PAGE]:
        if -size <= LARGEST and not _unfolds_too_far(streams[place]):
            try:
                yield images[place].as_pil_image().convert("L")
            except _unreadable():
                continue


def _stream(image: Any) -> "pikepdf.Stream":
    return image  # type: ignore[no-any-return]  # what get_images hands out, whatever its stubs say


def _unfolding(stream: "pikepdf.Object") -> Iterator[bytes]:
    """What a stream holds, piece by piece, its first compression undone when that is the common one."""
    import pikepdf

    filters = stream.get("/Filter")
    first = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    raw = bytes(stream.read_raw_bytes())
    if str(first) != "/FlateDecode":
        yield raw
        return
    unfolding = zlib.decompressobj()
    while raw:
        yield unfolding.decompress(raw, _STEP)
        raw = unfolding.unconsumed_tail


def _unfolds_too_far(stream: "pikepdf.Object") -> bool:
    """Whether a picture is far larger than it says: nobody's scanner makes such a one."""
    size = 0
    return any((size := size + len(part)) > _MOST_OF_PICTURE for part in _unfolding(stream))


def _content(page: "pikepdf.Page") -> str:
    """The digest of what draws a page; "" for one that is nothing but pictures, or is drawn by absurdly much."""
    import pikepdf

    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [] if contents is None else [contents]
    drawn = bytearray()
    for stream in streams:
        for part in _unfolding(stream):
            drawn += part
            if len(drawn) > _MOST_OF_CONTENT:
                return ""
    return sha256(bytes(drawn)) if b"Tj" in drawn or b"TJ" in drawn else ""


def read_codes(picture: "Image") -> list[Code]:
    """Our codes on one picture, each once, in any orientation; [] when none can be read."""
    import zxingcpp

    barcodes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    codes = (parse_code(code.text) for code in barcodes)
    return list(dict.fromkeys(code for code in codes if code))


def is_blank(picture: "Image") -> bool:
    """Whether next to nothing stands on a grey picture of a page, its edges aside."""
    width, height = picture.size
    across, down = round(width * _MARGIN), round(height * _MARGIN)
    inner = picture.crop((across, down, max(width - across, across + 1), max(height - down, down + 1)))
    inner.thumbnail((_SMALL, _SMALL * 2))
    dark = sum(inner.histogram()[:_INK])
    return dark <= _BLANK * inner.width * inner.height


# --- files of every kind as one


def as_pdf(data: bytes, name: str) -> bytes:
    """A scan as a PDF: the file itself when it is one, else a page for each picture in it, the right way up.

    Raises Problem for a file that is neither a PDF nor a picture that can be read.
    """
    if is_pdf(data):
        return data
    if is_telephone_picture(data):
        raise Problem(
            _("“{name}” is a HEIC or AVIF picture, which the program does not open; nothing was changed.").format(
                name=name
            ),
            _(
                "Save it as JPEG on the telephone, or set its camera to JPEG (“most compatible”) and photograph the "
                "pages again. Better still, scan them as PDF."
            ),
            code="picture-of-a-telephone",
        )
    from PIL import Image, ImageOps, ImageSequence

    out = BytesIO()
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            pages: list[Image.Image] = []
            for frame in ImageSequence.Iterator(opened):
                _require_size(frame.size)
                if len(pages) == MOST_PAGES:
                    break
                upright = ImageOps.exif_transpose(frame)
                pages.append(upright if upright.mode in _PLAIN else upright.convert("RGB"))
            density = float(opened.info.get("dpi", (_INCH, _INCH))[0]) or _INCH
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except PICTURE_DAMAGES as error:
        raise Problem(
            _("“{name}” is neither a PDF nor a picture that can be read; nothing was changed.").format(name=name),
            _("Scan the pages again as PDF, PNG or JPEG."),
            code="picture-unreadable",
        ) from error
    fine = {} if any(page.mode == _TWO_TONE for page in pages) else {"quality": 90}  # of JPEG; a fax knows none
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=max(density, 72.0), **fine)
    return out.getvalue()


def _require_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > LARGEST:
        raise _too_large()


def _too_large() -> Problem:
    return Problem(
        _("This picture is too large to be read; nothing was changed."),
        _("Scan the pages again at 200 dots per inch."),
        code="picture-too-large",
    )


def in_order(files: Sequence[bytes], places: Sequence[tuple[int, int]]) -> bytes:
    """One PDF of these pages, each told by its file and its place there, both from 0, unchanged.

    When they are all the pages of one file in their order, it is that very file, whatever is signed into it.
    """
    import pikepdf

    from desktop.documents.archive import open_pdf

    used = sorted({file for file, _place in places})
    opened = {file: open_pdf(files[file]) for file in used}
    try:
        if len(used) == 1 and list(places) == [(used[0], place) for place in range(len(opened[used[0]].pages))]:
            return files[used[0]]
        with pikepdf.new() as target:
            for file, place in places:
                target.pages.append(opened[file].pages[place])
            out = BytesIO()
            target.save(out, deterministic_id=True)
        return out.getvalue()
    finally:
        for pdf in opened.values():
            pdf.close()

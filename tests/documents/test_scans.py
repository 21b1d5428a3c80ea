"""Paper that comes home: pages known by their codes, whatever a scanner made of them."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import sample
from PIL import Image, ImageFilter

from desktop.documents import codes
from desktop.documents.codes import Code
from desktop.documents.pack import Pack, build_pack
from desktop.documents.scans import (
    LARGEST,
    PrintedPages,
    ScannedPage,
    as_pdf,
    compare,
    in_order,
    is_blank,
    printed_pages,
    read_codes,
    read_pages,
)
from tests.paper import photographed, scanned, signed
from tests.refusal import refused

REFERENCE = "SN10-2026-014/v3"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return build_pack(sample.pack(draft=True))


@pytest.fixture(scope="module")
def pictures(pack: Pack) -> list[Image.Image]:
    return photographed(pack.data, 200)


@pytest.fixture(scope="module")
def document(pack: Pack) -> PrintedPages:
    return printed_pages(pack.data, REFERENCE, pack.record)


def _expected(pack: Pack, page: int) -> Code:
    return Code(REFERENCE.upper(), pack.record[:24].upper(), page)


def _file(picture: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)  # type: ignore[arg-type]  # Pillow's own options
    return out.getvalue()


def test_every_page_of_a_scan_is_read(pack: Pack, pictures: list[Image.Image], document: PrintedPages) -> None:
    pages = read_pages(scanned(pictures))
    assert [page.codes for page in pages] == [(_expected(pack, number),) for number in range(1, pack.pages + 1)]
    assert not compare(pages, document).missing


@pytest.mark.parametrize(
    "spoil",
    [
        lambda page: page.rotate(180),
        lambda page: page.rotate(90, expand=True),
        lambda page: page.rotate(2.5, expand=True, fillcolor=255),
        lambda page: page.filter(ImageFilter.GaussianBlur(1.2)),
        lambda page: Image.open(BytesIO(_file(page, "JPEG", quality=25))),
        lambda page: page.point(lambda grey: grey * 0.6 + 30),
        lambda page: page.convert("1"),
    ],
    ids=["upside down", "sideways", "crooked", "blurred", "JPEG", "pale", "black and white"],
)
def test_a_page_is_known_however_it_was_scanned(
    pack: Pack, pictures: list[Image.Image], spoil: Callable[[Image.Image], Image.Image]
) -> None:
    assert read_codes(spoil(pictures[3]).convert("L")) == [_expected(pack, 4)]


def test_a_page_is_read_with_either_code_hidden(pack: Pack, pictures: list[Image.Image]) -> None:
    width, height = pictures[3].size
    for corner in ((width // 2, 0, width, height // 8), (0, height * 7 // 8, width // 2, height)):
        stained = pictures[3].copy()
        stained.paste(90, corner)
        assert read_codes(stained) == [_expected(pack, 4)]


def test_missing_pages_are_named(pictures: list[Image.Image], pack: Pack, document: PrintedPages) -> None:
    report = compare(read_pages(scanned(pictures[:4])), document)
    assert tuple(report.places) == (1, 2, 3, 4)
    assert report.missing == tuple(range(5, pack.pages + 1))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "BMP", "WEBP"])
def test_a_picture_is_a_scan_of_one_page(pack: Pack, pictures: list[Image.Image], form: str) -> None:
    (page,) = read_pages(as_pdf(_file(pictures[1], form), "page"))
    assert page.codes == (_expected(pack, 2),)


def test_a_fax_holds_many_pages(pack: Pack, pictures: list[Image.Image]) -> None:
    fax = [picture.convert("1") for picture in pictures[:3]]
    data = _file(fax[0], "TIFF", save_all=True, append_images=fax[1:], compression="group4")
    assert [page.codes[0].page for page in read_pages(as_pdf(data, "fax.tif"))] == [1, 2, 3]


def test_a_telephone_s_picture_stands_upright_in_what_is_kept(pictures: list[Image.Image]) -> None:
    turned, exif = pictures[0].rotate(90, expand=True), Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter to the right, EXIF 2.32, 4.6.4
    with pikepdf.open(BytesIO(as_pdf(_file(turned, "JPEG", exif=exif), "photo.jpg"))) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert (image.Width, image.Height) == pictures[0].size


def test_the_back_of_a_sheet_is_blank_and_a_page_with_little_on_it_is_not() -> None:
    back = Image.new("L", (1654, 2339), 250)
    back.paste(60, (0, 0, 1654, 12))  # the shadow of the lid
    assert is_blank(back)
    signed_alone = back.copy()
    signed_alone.paste(20, (400, 900, 900, 908))
    assert not is_blank(signed_alone)
    (page,) = read_pages(scanned([back], 200))
    assert page == ScannedPage((), blank=True)


def test_pages_signed_on_a_screen_are_known_by_what_draws_them(pack: Pack, document: PrintedPages) -> None:
    pages = read_pages(signed(pack.data))
    assert [document.page_of(page) for page in pages] == list(range(1, pack.pages + 1))


def test_pages_that_are_missing_doubled_foreign_unread_or_blank_are_told_apart() -> None:
    record, other = "ab" * 32, "cd" * 32

    def page(number: int, of: str = record) -> ScannedPage:
        code = codes.parse_code(codes.code_content("SN10-1", of, number))
        assert code
        return ScannedPage((code,))

    both = ScannedPage((*page(2).codes, *page(3).codes))
    pages = [page(1), page(1), page(9), page(2, other), ScannedPage(()), ScannedPage((), blank=True), both]
    report = compare(pages, PrintedPages("SN10-1", record, 3))
    assert (report.places, report.missing, report.twice) == ({1: (0, 1)}, (2, 3), (1,))
    assert [(place, code.page) for place, code in report.foreign] == [(2, 9), (3, 2), (6, 2)]
    assert (report.unread, report.blank) == ((4,), (5,))


@pytest.mark.parametrize("content", ["", "PSR1", "PSR1:A:00:P1", "https://example.org", "PSR1:A:" + "0" * 24 + ":P0"])
def test_a_code_that_is_not_ours_says_nothing(content: str) -> None:
    assert codes.parse_code(content) is None


def test_pages_are_put_in_order_and_a_whole_file_is_left_as_it_is(pictures: list[Image.Image]) -> None:
    first, second = scanned([pictures[2], pictures[0]], 200), scanned([pictures[1]], 200)
    one = in_order([first, second], [(0, 1), (1, 0), (0, 0)])
    assert [page.codes[0].page for page in read_pages(one)] == [1, 2, 3]
    assert in_order([first, second], [(0, 0), (0, 1)]) is first
    assert in_order([first], [(0, 1)]) != first


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"hello", b"GIF89a" + b"\0" * 40])
def test_what_is_neither_pdf_nor_picture_is_refused_in_a_sentence(data: bytes) -> None:
    with refused("picture-unreadable"):
        as_pdf(data, "scan")


def test_a_damaged_pdf_is_refused_in_a_sentence() -> None:
    with refused("pdf-damaged"):
        read_pages(b"%PDF-1.7\nnothing")


def test_a_picture_of_absurd_size_is_refused() -> None:
    with refused("picture-too-large"):
        as_pdf(_file(Image.new("1", (10_000, LARGEST // 10_000 + 1)), "PNG"), "scan.png")


def test_a_picture_that_unfolds_beyond_its_size_is_not_read(pictures: list[Image.Image]) -> None:
    with pikepdf.open(BytesIO(scanned(pictures[:1], 200))) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert isinstance(image, pikepdf.Stream)
        image.write(b"\0" * (4 * LARGEST + 1), filter=None)
        image.Width, image.Height, image.ColorSpace = 10, 10, pikepdf.Name.DeviceGray
        out = BytesIO()
        pdf.save(out, compress_streams=True, recompress_flate=True)
    assert len(out.getvalue()) < 1_000_000
    assert read_pages(out.getvalue()) == (ScannedPage(()),)


def test_a_file_of_absurdly_many_pages_is_refused() -> None:
    out = BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(501):
            pdf.add_blank_page()
        pdf.save(out)
    with refused("scan-too-long"):
        read_pages(out.getvalue())


@pytest.mark.parametrize("name", ["libheif.heic", "pillow-heif.heic", "pillow.avif"])
def test_a_picture_as_telephones_keep_it_is_refused_with_what_to_do(name: str) -> None:
    content = (Path(__file__).parents[1] / "evidence_files" / name).read_bytes()
    with refused("picture-of-a-telephone") as caught:
        as_pdf(content, name)
    assert "JPEG" in str(caught.value)

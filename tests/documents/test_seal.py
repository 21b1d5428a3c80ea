"""Paper that comes home: codes, missing pages, altered files."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import sample
from PIL import Image

from desktop.base.errors import Problem
from desktop.base.values import sha256
from desktop.documents import codes
from desktop.documents.codes import Code
from desktop.documents.pack import Pack, build_pack
from desktop.documents.seal import LARGEST, compare, open_picture, read_codes, read_record, read_scan, verify
from tests.paper import photographed
from tests.refusal import refused

REFERENCE = "SN10-2026-014/v3"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return build_pack(sample.pack(draft=True))


@pytest.fixture(scope="module")
def pictures(pack: Pack) -> list[Image.Image]:
    return photographed(pack.data, 200)


def _expected(pack: Pack, page: int) -> Code:
    return Code(REFERENCE.upper(), pack.record[:24].upper(), page)


def test_every_page_of_a_scan_is_read(pack: Pack, pictures: list[Image.Image]) -> None:
    codes_read = [read_codes(picture) for picture in pictures]
    assert codes_read == [[_expected(pack, number)] for number in range(1, pack.pages + 1)]
    assert compare(codes_read, REFERENCE, pack.record, pack.pages).complete


def test_a_page_is_read_upside_down_and_with_either_code_hidden(pack: Pack, pictures: list[Image.Image]) -> None:
    page = pictures[3]
    assert read_codes(page.rotate(180)) == [_expected(pack, 4)]
    width, height = page.size
    for corner in ((width // 2, 0, width, height // 8), (0, height * 7 // 8, width // 2, height)):
        stained = page.copy()
        stained.paste(90, corner)
        assert read_codes(stained) == [_expected(pack, 4)]


def test_a_scan_in_one_pdf_is_read_page_by_page(pack: Pack, pictures: list[Image.Image]) -> None:
    out = BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:4], resolution=200)
    scan = compare(read_scan(out.getvalue()), REFERENCE, pack.record, pack.pages)
    assert scan.present == (1, 2, 3, 4)
    assert scan.missing == tuple(range(5, pack.pages + 1))
    assert not scan.complete


def test_one_picture_is_a_scan_of_one_page(pack: Pack, pictures: list[Image.Image]) -> None:
    out = BytesIO()
    pictures[1].save(out, "JPEG")
    assert read_scan(out.getvalue()) == [[_expected(pack, 2)]]


def test_pages_that_are_missing_doubled_extra_foreign_or_unread_are_told_apart() -> None:
    record, other = "ab" * 32, "cd" * 32

    def page(number: int, of: str = record) -> list[Code]:
        code = codes.parse_code(codes.code_content("SN10-1", of, number))
        assert code
        return [code]

    scan = compare([page(1), page(1), page(9), page(2, other), []], "SN10-1", record, 3)
    assert (scan.present, scan.missing, scan.twice, scan.extra) == ((1,), (2, 3), (1,), (9,))
    assert [code.page for code in scan.foreign] == [2]
    assert scan.unread == (5,)


@pytest.mark.parametrize("content", ["", "PSR1", "PSR1:A:00:P1", "https://example.org", "PSR1:A:" + "0" * 24 + ":P0"])
def test_a_code_that_is_not_ours_says_nothing(content: str) -> None:
    assert codes.parse_code(content) is None


def test_the_attached_record_is_the_one_that_was_given(pack: Pack) -> None:
    assert read_record(pack.data) == sample.pack().record
    report = verify(pack.data)
    assert report.whole
    assert (report.pages, report.record, report.stated) == (pack.pages, pack.record, pack.record)
    assert (report.reference, report.archive) == (REFERENCE, "PDF/A-3B")
    assert report.fingerprint.replace(" ", "").lower() == pack.record[:12]


def test_an_altered_record_is_noticed(pack: Pack) -> None:
    with pikepdf.open(BytesIO(pack.data)) as pdf:
        stream = pdf.Root.Names.EmbeddedFiles.Names[1].EF.F
        stream.write(stream.read_bytes().replace(b"18400.00", b"98400.00"))
        out = BytesIO()
        pdf.save(out)
    assert not verify(out.getvalue()).whole
    with refused("record-altered"):
        read_record(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"\x00" * 100, b"hello"])
def test_what_is_no_pdf_is_refused_in_a_sentence(data: bytes) -> None:
    with refused("pdf-damaged"):
        read_record(data)
    with refused("picture-unreadable"):
        open_picture(data)


def test_a_picture_of_absurd_size_is_refused() -> None:
    out = BytesIO()
    Image.new("1", (10_000, LARGEST // 10_000 + 1)).save(out, "PNG")
    with refused("picture-too-large"):
        open_picture(out.getvalue())


def test_a_record_that_is_no_json_is_refused(pack: Pack) -> None:
    with pikepdf.open(BytesIO(pack.data)) as pdf:
        spec = pdf.Root.Names.EmbeddedFiles.Names[1]
        spec.EF.F.write(b"no JSON")
        spec.Desc = pikepdf.String(f"sha256:{sha256(b'no JSON')}")
        out = BytesIO()
        pdf.save(out)
    with refused("record-unreadable"):
        read_record(out.getvalue())


def test_a_pdf_of_somebody_else_has_no_record_of_ours() -> None:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    with refused("pdf-without-record"):
        verify(out.getvalue())


def test_a_locked_pdf_is_refused_in_a_sentence(pack: Pack) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(pack.data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with refused("pdf-locked"):
        verify(out.getvalue())


def test_a_cut_file_is_refused_or_read_never_a_crash(pack: Pack, tmp_path: Path) -> None:
    for length in range(0, len(pack.data), 20_011):
        try:
            verify(pack.data[:length])
        except Problem as problem:
            assert problem.remedy


def test_a_file_with_spoilt_bytes_is_refused_or_read_never_a_crash(pack: Pack) -> None:
    for place in range(100, len(pack.data), 1_709):
        spoilt = bytearray(pack.data)
        spoilt[place : place + 3] = b"\x00/<"
        try:
            report = verify(bytes(spoilt))
        except Problem as problem:
            assert problem.remedy
        else:
            assert report.record == pack.record or not report.whole

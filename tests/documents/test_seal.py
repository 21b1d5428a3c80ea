"""The record inside a PDF of ours, read back; altered files."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import sample

from desktop.base.errors import Problem
from desktop.base.values import sha256
from desktop.documents.pack import Pack, build_pack
from desktop.documents.seal import read_record, verify
from tests.refusal import refused

REFERENCE = "SN10-2026-014/v3"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return build_pack(sample.pack(draft=True))


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

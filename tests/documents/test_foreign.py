"""Files of others: what they are is told by their content, and whether they open is said when they come."""

import contextlib
import csv
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.errors import Problem
from desktop.base.tables import rows
from desktop.documents.foreign import kinds
from desktop.documents.foreign.judging import judge
from tests.foreign import (
    CUT,
    PASSWORD,
    SAVED,
    SOUND,
    UNUSABLE,
    SavedFile,
    compound_with,
    packed,
    repacked,
    saved,
    sound_pdf,
)
from tests.refusal import refused

CASES = Path(__file__).parents[3] / "shared" / "data" / "cases" / "evidence"


def test_the_stored_files_come_from_a_dozen_programs_and_more() -> None:
    assert len(SOUND) >= 60
    assert len({saved.program for saved in SOUND}) >= 12
    assert all(saved.version and saved.content for saved in SAVED)
    assert len(UNUSABLE) >= 40


@pytest.mark.parametrize("stored", SOUND, ids=lambda stored: stored.name)
def test_a_file_saved_by_another_program_is_kept_as_what_it_is(stored: SavedFile) -> None:
    judged = judge(stored.content, stored.name)
    assert (judged.kind.media_type, judged.name, judged.flaw) == (stored.kind, stored.name, "")


@pytest.mark.parametrize("stored", SOUND, ids=lambda stored: stored.name)
def test_a_file_is_known_without_its_name(stored: SavedFile) -> None:
    """But a text and a table are the same without one."""
    judged = judge(stored.content, "document")
    assert judged.kind.media_type == ("text/plain" if stored.kind == "text/csv" else stored.kind)
    assert judged.name == f"document.{judged.kind.endings[0]}"


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_used_is_named_with_the_true_reason(name: str) -> None:
    made, reason = UNUSABLE[name]
    if reason in (PASSWORD, CUT):
        assert judge(made(), name).flaw == reason
    else:
        with refused(reason) as caught:
            judge(made(), name)
        assert name in caught.value.text and caught.value.remedy


@pytest.mark.parametrize(
    ("name", "media_type", "flaw"),
    [
        ("word-online-document2.docx", kinds.DOCX.media_type, ""),
        ("gmail-show-original.eml", "message/rfc822", ""),
        ("DA-1p.heic", "image/heic", ""),
        ("notepad-unicode.txt", "text/plain", ""),
        ("excel-unicode-text.csv", "text/csv", ""),
        ("password_protected.xlsx", kinds.XLSX.media_type, PASSWORD),
    ],
)
@pytest.mark.skipif(not CASES.is_dir(), reason="the files of others are not beside the project")
def test_the_files_that_were_refused(name: str, media_type: str, flaw: str) -> None:
    judged = judge((CASES / name).read_bytes(), name)
    assert (judged.kind.media_type, judged.flaw) == (media_type, flaw)


def test_word_on_the_web_names_its_document_otherwise() -> None:
    """The main part is the one that the relationships name, whatever it is called and wherever it lies."""
    part = "word/document.xml"
    types = unpacked("python-docx.docx", "[Content_Types].xml").replace(b"/word/document.xml", b"/word/document2.xml")
    relations = unpacked("python-docx.docx", "_rels/.rels").replace(b"word/document.xml", b"/word/document2.xml")
    content = repacked(
        "python-docx.docx",
        {
            part: None,
            "word/document2.xml": unpacked("python-docx.docx", part),
            "[Content_Types].xml": types,
            "_rels/.rels": relations,
        },
    )
    judged = judge(content, "rapport.docx")
    assert (judged.kind, judged.flaw) == (kinds.DOCX, "")


def unpacked(name: str, part: str) -> bytes:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(saved(name))) as package:
        return package.read(part)


@pytest.mark.parametrize(
    "start",
    [
        b"Delivered-To: b@exemple.test\r\nReceived: by 10.0.0.1;\r\n Tue, 3 Feb 2026\r\nFrom: a@exemple.test\r\n",
        b"X-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 00000000\r\nX-Mozilla-Keys:  \r\nTo: b@exemple.test\r\n",
        b"ARC-Seal: i=1; a=rsa-sha256\r\nARC-Message-Signature: i=1\r\nFrom: =?utf-8?q?=C3=89?= <a@exemple.test>\r\n",
        b"\xef\xbb\xbfSubject: Registre\r\nFrom: a@exemple.test\r\nDate: Tue, 3 Feb 2026 18:09:54 +0000\r\n",
        b"From a@exemple.test Tue Feb  3 18:09:54 2026\nReturn-Path: <a@exemple.test>\nDate: x\nFrom: a\n",
        b"1234      \nFrom: a@exemple.test\nDate: Tue, 3 Feb 2026 18:09:54 +0000\nTo: b@exemple.test\n",
        b"\r\nThread-Topic: x\r\nMessage-ID: <1@exemple.test>\r\nFrom: a@exemple.test\r\n",
    ],
    ids=["Gmail", "Thunderbird", "Outlook on the web", "with a mark", "mbox", "Apple Mail", "after a blank line"],
)
def test_a_mail_is_known_by_its_fields_in_any_order(start: bytes) -> None:
    judged = judge(start + b"MIME-Version: 1.0\r\n\r\nBonjour\r\n", "message.eml")
    assert (judged.kind, judged.name, judged.flaw) == (kinds.MAIL, "message.eml", "")


@pytest.mark.parametrize(
    "lead",
    [b"\r\n", b"\xef\xbb\xbf", b"\0" * 8, b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n", b" " * 1000],
)
def test_a_pdf_may_begin_after_up_to_1024_bytes(lead: bytes) -> None:
    judged = judge(lead + sound_pdf(), "scan.pdf")
    assert (judged.kind, judged.flaw) == (kinds.PDF, "")


def test_what_a_server_adds_behind_a_pdf_is_no_cut() -> None:
    assert judge(sound_pdf() + b"\n<!-- page served in 3 ms -->" * 200, "scan.pdf").flaw == ""


def test_a_page_lost_at_the_end_of_a_picture_is_a_cut() -> None:
    pages = saved("libtiff-pages.tif")
    assert judge(pages[: len(pages) - 100], "scan.tif").flaw == CUT


@pytest.mark.parametrize(
    ("made", "name", "code"),
    [
        (lambda: compound_with("Unknown"), "setup.msi", "file-is-program"),
        (lambda: b'<?xml version="1.0"?><plist><key>URL</key></plist>', "site.webloc", "file-is-link"),
        (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "export.xls", "file-is-web-page"),
        (lambda: b"a\tb\n1\t2\n", "export.xls", "file-misnamed"),
        (lambda: b"\xef\xbb\xbf", "note.txt", "file-empty"),
        (lambda: b"PK\x05\x06" + bytes(18), "vide.docx", "file-is-archive"),
    ],
)
def test_what_is_not_what_its_name_says_is_named_as_what_it_is(made: Callable[[], bytes], name: str, code: str) -> None:
    with refused(code):
        judge(made(), name)


def test_a_text_that_speaks_of_pdf_is_a_text() -> None:
    assert judge(b"A PDF begins with %PDF-1.7 and ends with %%EOF.\n", "note.txt").kind is kinds.TEXT


@pytest.mark.parametrize(
    ("made", "name", "right"),
    [
        (lambda: saved("netpbm.png"), "scan.pdf", "scan.png"),
        (lambda: saved("reportlab.pdf"), "contrat.docx", "contrat.pdf"),
        (lambda: saved("writer.docx"), "contrat v1.2 signé", "contrat v1.2 signé.docx"),
        (lambda: saved("cwebp.webp"), "IMG-20260203.JPG", "IMG-20260203.webp"),
        (lambda: saved("calc.xlsx"), "liste.final", "liste.final.xlsx"),
    ],
)
def test_a_wrong_ending_is_put_right(made: Callable[[], bytes], name: str, right: str) -> None:
    assert judge(made(), name).name == right


@pytest.mark.parametrize("seed", range(8))
def test_whatever_a_file_holds_there_is_a_verdict(seed: int, tmp_path: Path) -> None:
    """Bytes altered, cut, taken out and put in: a kind, a flaw or a reason, and nothing else."""
    chance, path = random.Random(seed), tmp_path / "table"
    for _each in range(150):
        stored = chance.choice(SAVED)
        content = bytearray(stored.content)
        at = chance.randrange(len(content))
        match chance.randrange(4):
            case 0:
                for _byte in range(chance.randint(1, 30)):
                    content[chance.randrange(len(content))] = chance.randrange(256)
            case 1:
                del content[at:]
            case 2:
                del content[at : at + chance.randint(1, 500)]
            case 3:
                content[at:at] = chance.randbytes(chance.randint(1, 50))
        with contextlib.suppress(Problem):
            judge(bytes(content), stored.name)
        path.write_bytes(content)
        with contextlib.suppress(Problem, csv.Error, UnicodeDecodeError):
            for _row in rows(path):
                pass


def test_a_package_of_nothing_known_is_an_archive() -> None:
    with refused("file-is-archive"):
        judge(packed(a__b_txt=b"x"), "dossier.docx")

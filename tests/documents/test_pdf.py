"""Paper: archived, searchable, the same every time, and safe whatever a user typed."""

import hashlib
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
import sample
from pikepdf.pdfa import validate_written

from desktop.documents.blocks import (
    ArticleBlock,
    BulletsBlock,
    ClauseBlock,
    ContentsBlock,
    CoverBlock,
    CoverParties,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    LevelChip,
    NoticeBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
    Signatory,
    SignaturesBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.enclosures.brief import draw_brief
from desktop.documents.enclosures.certificate import draw_certificate
from desktop.documents.enclosures.delivery import draw_delivery_slip
from desktop.documents.enclosures.recovery import draw_recovery_sheet
from desktop.documents.pack import build_pack, labels, pack_document, partner_copy
from desktop.documents.pdf import Pdf, render
from tests.paper import assert_archivable, marked, outlined, page_texts

if TYPE_CHECKING:
    from desktop.documents.drawing import InkRow

ROOT = Path(__file__).parents[2]
WORDS = ("cabane", "rivière", "soleil", "matin", "lampe", "poivre", "tortue", "anneau", "velours", "citron", "falaise")
HOSTILE = (
    "<img src='file:///etc/passwd'/>",
    "</para><b>bold</b> & &amp; &#65; <a href='javascript:x'>",
    "\u202egnihtyna\u202c \u2066isolated\u2069 \u200b\ufeff\x00\x07\x1b[31m",
    "x" * 5000,
    "م" * 400,
    "\u0301\u0301 e\u0301 🙂 中国公司 ကမ្ពុជា \ud800 \U0010ffff",
    "﷽ لا إله الله",
    "",
    " ",
    "line\nbreak\r\nagain\ttab",
)


def _brief(language: str) -> Pdf:
    return draw_brief(sample.brief(), language, "SN10-D-2026-009", sample.MADE, "Dakar", {"kind": "brief"})


def _pack(language: str) -> Pdf:
    pack = build_pack(sample.pack((language,), draft=language == "es"))
    return Pdf(pack.data, pack.pages, pack.record)


KINDS: dict[str, Callable[[str], Pdf]] = {
    "pack": _pack,
    "brief": _brief,
    "recovery": lambda code: draw_recovery_sheet(WORDS, "Dakar", "Awa Ndiaye", "24.11.2026", code, sample.MADE),
    "slip": lambda code: draw_delivery_slip(sample.delivery(), (code,), sample.MADE),
    "certificate": lambda code: draw_certificate(
        sample.certificate(), (code,), "SN10-F-2026-021", sample.MADE, "Dakar"
    ),
}


@pytest.fixture(scope="module")
def pack() -> Pdf:
    drawn = build_pack(sample.pack())
    return Pdf(drawn.data, drawn.pages, drawn.record)


def _text(data: bytes, tmp_path: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    file = tmp_path / "document.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return unicodedata.normalize("NFKC", done.stdout.decode())


@pytest.mark.parametrize("language", ["fr", "en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_document_in_every_language_is_fit_for_the_archive(kind: str, language: str) -> None:
    drawn = KINDS[kind](language)
    assert_archivable(drawn.data)
    assert (drawn.pages == 1) == (kind in ("brief", "recovery", "slip")) or kind == "certificate"


def test_a_pack_in_two_languages_is_fit_for_the_archive_and_small(pack: Pdf) -> None:
    assert_archivable(pack.data)
    assert len(pack.data) < 400_000


def test_the_archive_check_refuses_a_spoilt_file(pack: Pdf) -> None:
    with pikepdf.open(BytesIO(pack.data)) as pdf:
        del pdf.Root.OutputIntents
        out = BytesIO()
        pdf.save(out)
    assert not validate_written(out, "3b").passed


def test_qpdf_finds_nothing_wrong(pack: Pdf, tmp_path: Path) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    (tmp_path / "pack.pdf").write_bytes(pack.data)
    subprocess.run(["qpdf", "--check", str(tmp_path / "pack.pdf")], check=True, capture_output=True)


def test_another_process_another_clock_zone_and_hash_seed_draw_the_same_bytes(pack: Pdf) -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "import sample\nfrom desktop.documents.pack import build_pack\n"
        "print(hashlib.sha256(build_pack(sample.pack()).data).hexdigest())"
    )
    environment = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    command = [sys.executable, "-c", code, str(ROOT), str(Path(__file__).parent)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == hashlib.sha256(pack.data).hexdigest()


def test_every_font_is_embedded(pack: Pdf) -> None:
    with pikepdf.open(BytesIO(pack.data)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_names_are_found_by_a_search_in_every_script(pack: Pdf, tmp_path: Path) -> None:
    text = " ".join(_text(pack.data, tmp_path).split())
    for name in (sample.PARTNER, sample.ARABIC, sample.CYRILLIC, "Jean-Marc Okafor", "18 400 USD", "7F2A-91C4"):
        assert name in text


def test_the_outline_leads_to_the_right_pages(pack: Pdf, tmp_path: Path) -> None:
    pages = outlined(pack.data)
    assert pages == sorted(pages)
    assert pages[0] == 3
    assert pages[-1] == pack.pages
    assert len(set(pages)) > 8


@pytest.mark.parametrize(("articles", "opens"), [(10, 2), (52, 2), (56, 2), (64, 3)])
def test_contents_that_are_a_few_lines_too_long_are_set_tighter(articles: int, opens: int) -> None:
    blocks = [ArticleBlock(str(n), f"Title {n}", (ClauseBlock("", "Text."),)) for n in range(1, articles + 1)]
    drawn = render(
        Document(
            "Terms", "R-1", (ContentsBlock("Contents"), PartBlock("Terms"), *blocks), ("en",), sample.MADE, "Dakar"
        )
    )
    assert outlined(drawn.data)[0] == opens


def test_everything_drawn_is_tagged_or_an_artifact_and_the_tree_is_complete(pack: Pdf) -> None:
    with pikepdf.open(BytesIO(pack.data)) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        for number, page in enumerate(pdf.pages):
            marks = _marks(page)
            assert marks == list(range(len(marks)))
            assert len(parents[number]) == len(marks)
            for link in page.get("/Annots", []):
                assert parents[int(link.StructParent)].S == "/Link"


def _marks(page: pikepdf.Page) -> list[int]:
    """The numbers of the page's marks; fails where something is painted outside any."""
    depth, marks = 0, []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
            if name == "BDC":
                marks.append(int(operands[1].MCID))
        depth -= name == "EMC"
        assert depth or name not in ("Tj", "TJ", "f", "S", "B", "f*", "b", "Do"), operator
    assert depth == 0
    return marks


def _hostile(text: str) -> Document:
    columns = (TableColumn("A", 1), TableColumn(text, 1, "right"), TableColumn("C", 2))
    return Document(
        text,
        "X-1",
        (
            CoverBlock(text, text, (("Label", text), (text, text)), text),
            CoverBlock(text, text, (), text, CoverParties(text, text, text, (text, text), text, text, (text, text))),
            PartBlock(text, text),
            KeyValuesBlock((("Label", text), ("Level", LevelChip("high", text)))),
            TableBlock(columns, (("1", text, LevelChip("excluded", text)), ("2", "b", text))),
            ArticleBlock(
                "1", (text, text), (ClauseBlock("1.1", (text, text)), ClauseBlock("", (text, "short"), ((text, text),)))
            ),
            ParagraphBlock((text, "left " + text)),
            BulletsBlock((text,)),
            NoticeBlock(text, text),
            RatingBlock(LevelChip("unrated", text), text),
            SignaturesBlock((Signatory(text, text, text), Signatory("Other")), labels(("fr", "en"))),
        ),
        ("fr", "en"),
        sample.MADE,
        text,
        {"text": text.encode("utf-8", "replace").decode()},
        PageMark(("PROJET", "DRAFT")),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_user_typed_is_drawn_as_text_and_fit_for_the_archive(text: str) -> None:
    assert_archivable(render(_hostile(text)).data)


def test_markup_typed_by_a_user_is_shown_and_opens_no_file(tmp_path: Path) -> None:
    text = _text(render(_hostile(HOSTILE[0])).data, tmp_path)
    assert "file:///etc/passwd" in text.replace("\n", "")
    assert "root:" not in text


@pytest.mark.parametrize("text", [*HOSTILE, "Nonseparable" * 9, "18 400,00 USD " * 30])
def test_no_text_is_wider_than_its_cell(text: str) -> None:
    assert _overflowing(_hostile(text)) == []


def test_no_text_of_the_pack_is_wider_than_its_cell() -> None:
    assert _overflowing(pack_document(sample.pack())) == []


def _overflowing(document: Document) -> list[str]:
    from desktop.documents import pdf

    pdf.prepare()
    from desktop.documents.drawing import ChipInk, TextInk
    from desktop.documents.layout import Layout
    from desktop.documents.tags import Node

    inks = [ink for row in Layout(document, Node("Document")).lay() for cell in row.cells for ink in cell.inks]
    words = [ink.label if isinstance(ink, ChipInk) else ink for ink in inks]
    return [str(ink.paragraph)[:80] for ink in words if isinstance(ink, TextInk) and _widest(ink) > ink.width + 0.1]


def _widest(words: object) -> float:
    lines = words.paragraph.blPara.lines  # type: ignore[attr-defined]
    room = words.width  # type: ignore[attr-defined]
    return max((room - (line[0] if isinstance(line, tuple) else line.extraSpace) for line in lines), default=0)


def _rows(document: Document) -> "list[InkRow]":
    from desktop.documents import pdf

    pdf.prepare()
    from desktop.documents.layout import Layout
    from desktop.documents.tags import Node

    return Layout(document, Node("Document")).lay()


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_one_language_is_set_in_a_measure_to_be_read(language: str) -> None:
    """60 to 75 characters a line, at 10.5 on 15 points: more tire the eye, fewer break the sentence."""
    prose = sample.articles(("fr",) if language == "fr" else ("en",))
    document = Document("Terms", "R-1", (PartBlock("Terms"), *prose), (language,), sample.MADE, "Dakar")
    rows = _rows(document)
    inks = [ink for row in rows for cell in row.cells for ink in cell.inks if isinstance(ink, _text_ink())]
    full = [
        len(" ".join(line[1]) if isinstance(line, tuple) else " ".join(word.text for word in line.words))
        for ink in inks
        if ink.paragraph.style.fontSize == 10.5 and ink.paragraph.style.leading == 15
        for line in ink.paragraph.blPara.lines[:-1]
    ]
    assert len(full) > 30
    assert 60 <= sum(full) / len(full) <= 75
    assert max(full) <= 82


def _text_ink() -> type:
    from desktop.documents.drawing import TextInk

    return TextInk


@pytest.mark.parametrize("languages", [("fr",), ("fr", "en")], ids="-".join)
def test_items_of_a_list_hang_and_are_tagged_as_a_list(languages: tuple[str, ...]) -> None:
    long = "an item of several lines " * 8
    item = (long,) if len(languages) == 1 else (long, long[:60])
    clause = ClauseBlock("1.1", item, (item, item))
    document = Document("T", "R", (PartBlock("T"), ArticleBlock("1", "T", (clause,))), languages, sample.MADE, "D")
    above, *items = _rows(document)[-3:]
    for row in items:
        dot, text = row.cells[:2]
        assert text.x - dot.x >= 10 and text.x > above.cells[1].x
        assert row.cells[1].inks[0].node.role == "LBody"
    assert len({round(row.height) for row in items}) == 1  # level in both languages


def test_there_is_room_to_sign_and_to_stamp_and_no_signatures_stand_alone(tmp_path: Path) -> None:
    from desktop.documents.drawing import SignatureInk

    millimetre = 72 / 25.4
    assert round(SignatureInk.signing / millimetre) == 25 and round(SignatureInk.stamp / millimetre) == 40
    for articles in range(6, 20):
        blocks = [ArticleBlock(str(n), f"Title {n}", (ClauseBlock("", "Text. " * 60),)) for n in range(1, articles)]
        last = replace(blocks[-1], number="99", title="Authority", kept=True)
        ends = (PartBlock("Signatures", flows=True), SignaturesBlock((Signatory("A"), Signatory("B")), labels(("en",))))
        drawn = render(Document("T", "R", (PartBlock("T"), *blocks, last, *ends), ("en",), sample.MADE, "D"))
        final = page_texts(drawn.data)[-1]
        assert "Authority" in final and "Signatures" in final, articles


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("languages", [("en",), ("fr", "en")], ids="-".join)
def test_the_cover_is_one_page_that_names_both_parties(paper: Paper, languages: tuple[str, ...]) -> None:
    content = replace(
        sample.pack(languages),
        paper=paper,
        partner="A company with a very long name " * 6,
        partner_local="国家电力公司 · ኤሌክትሪክ",
        place_and_date=tuple("Dakar, 11.2026" for _language in languages),
        title="A partnership that is called by many words " * 3,
    )
    drawn = build_pack(content)
    cover, contents, *_rest = page_texts(drawn.data)
    assert "between" in cover and "the International Organization for Migration (IOM)" in cover
    assert "Dakar, 11.2026" in cover and "square brackets" in cover
    assert contents.startswith((sample.pack(languages).reference, "Contents", "Sommaire")) and "Contents" in contents
    with pikepdf.open(BytesIO(drawn.data)) as pdf:
        sizes = {tuple(map(float, page.mediabox[2:])) for page in pdf.pages}
    assert sizes == {(595.28, 841.89) if paper is Paper.A4 else (612.0, 792.0)}
    assert_archivable(drawn.data)


def test_a_draft_says_so_on_every_page_and_a_final_pack_does_not(tmp_path: Path) -> None:
    draft = build_pack(sample.pack(("fr",), draft=True))
    final = build_pack(sample.pack(("fr",), draft=False))
    assert (marked(draft.data), marked(final.data)) == ([1] * draft.pages, [0] * final.pages)
    assert marked(build_pack(sample.pack(("fr", "en"), draft=True)).data)[0] == 2
    assert "il n’engage personne" in _text(draft.data, tmp_path).replace("\xa0", " ")


def test_a_slip_and_a_recovery_sheet_take_the_mark_too() -> None:
    mark = PageMark(("ENTRAÎNEMENT – SANS VALEUR",))
    slip = draw_delivery_slip(sample.delivery(), ("fr",), sample.MADE, mark)
    sheet = draw_recovery_sheet(WORDS, "Dakar", "Awa Ndiaye", "24.11.2026", "fr", sample.MADE, mark)
    for drawn in (slip, sheet):
        assert marked(drawn.data) == [1]
        assert_archivable(drawn.data)


def test_what_is_handed_to_the_partner_holds_no_internal_sheet(tmp_path: Path) -> None:
    content = partner_copy(sample.pack(), "SN10-2026-014/P", {"kind": "agreement"})
    text = _text(build_pack(content).data, tmp_path)
    assert "INTERNE" not in text
    assert "modéré" not in text
    assert "Fiche de transparence" in text


def test_internal_sheets_say_so_on_every_page(tmp_path: Path) -> None:
    text = _text(KINDS["certificate"]("fr").data, tmp_path)
    assert text.count("INTERNE À L’OIM") == text.count("\f")


def test_a_table_refuses_a_row_of_the_wrong_length() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        TableBlock((TableColumn("A", 1),), (("1", "2"),))


def test_a_short_table_is_never_cut_by_a_page() -> None:
    columns = (TableColumn("Heading", 1), TableColumn("Text", 3))
    for lines in range(30, 46):
        before = tuple(ParagraphBlock(f"line {number}", "quiet") for number in range(lines))
        table = TableBlock(columns, tuple((f"row{number}", "text") for number in range(4)), ("sum", "total"))
        sheet = (PartBlock("Sheet"), *before, HeadingBlock("Contributions"), table)
        drawn = render(Document("Sheet", "R-1", sheet, ("en",), sample.MADE, "D"))
        words = ("Contributions", "Heading", "row0", "row3", "total")
        holding = [page for page in page_texts(drawn.data) if any(word in page for word in words)]
        assert len(holding) == 1, lines


def test_a_long_table_repeats_its_header_and_loses_no_row(tmp_path: Path) -> None:
    rows = tuple((f"row{n}", "text " * (n % 40)) for n in range(400))
    blocks = (PartBlock("Register"), TableBlock((TableColumn("Heading", 1), TableColumn("Text", 3)), rows))
    drawn = render(Document("Register", "R-1", blocks, ("en",), sample.MADE, "Dakar"))
    text = _text(drawn.data, tmp_path)
    assert text.count("Heading") == drawn.pages
    assert all(f"row{n}\n" in text or f"row{n} " in text for n in range(400))


def test_recovery_words_are_on_the_paper_but_not_in_the_record() -> None:
    from desktop.documents.seal import read_record

    record = read_record(KINDS["recovery"]("fr").data)
    assert not any(word in str(record) for word in WORDS)

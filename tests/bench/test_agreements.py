"""Agreements on paper and in Word, beside a plain document of the same text as floor.

A pack of about 25 pages in two languages is to be drawn in 250 ms, a Word file to be written and compared in 300 ms
each, the clauses to be read and checked in 20 ms: of this process alone, on the machine of the measurement.
"""

import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from desktop.base import paths
from desktop.base.values import today
from desktop.definitions.clauses.checking import check_clauses
from desktop.definitions.clauses.library import read_library
from desktop.definitions.clauses.parsing import parse
from desktop.documents.pack import build_pack, pack_document
from desktop.documents.word import units
from desktop.services.agreements import pack_content, word
from tests.agreed import Agreed, agreed, agreed_folder
from tests.bench.test_speed import processor, shown
from tests.makers import on

__all__ = ["agreed", "agreed_folder"]

Say = Callable[[str], None]
ROUNDS = 5


def least(deed: Callable[[], object]) -> float:
    """The least of some rounds after a first one, in milliseconds of this process."""
    deed()
    return min(processor(deed) for _round in range(ROUNDS))


def plain(texts: list[str]) -> bytes:
    """The same words one after the other, as ReportLab draws them without any care."""
    out, style = BytesIO(), ParagraphStyle("plain", fontSize=9.2, leading=12.6)
    SimpleDocTemplate(out).build([Paragraph(escape(text), style) for text in texts])
    return out.getvalue()


@pytest.mark.parametrize("languages", [("fr",), ("fr", "en")], ids="+".join)
def test_a_pack_and_its_word_file(agreed: Agreed, tell: Say, languages: tuple[str, ...]) -> None:
    made, work = agreed.complete(languages), on(agreed.office, today())
    composition = agreed.composition(made.id)
    content = pack_content.content(work, composition, 1)
    pack, texts = build_pack(content), [unit.text for unit in units(pack_document(content), {})]
    drawn, floor = least(lambda: build_pack(content)), least(lambda: plain(texts))
    read = least(lambda: pack_content.content(work, agreed.composition(made.id), 1))
    tell(
        f"pack in {'+'.join(languages)}, {pack.pages} pages, {len(pack.data) // 1000} KB: read {shown(read)} ms, "
        f"drawn {shown(drawn)} ms, plain text {shown(floor)} ms"
    )
    file = word.written(work, made.id)
    with zipfile.ZipFile(BytesIO(file)) as package:
        unpacked = sum(part.file_size for part in package.infolist())
    write, back = (
        least(lambda: word.written(work, made.id)),
        least(lambda: word.read_back(work, made.id, file, "a.docx")),
    )
    tell(f"Word file of it, {unpacked // 1000} KB unpacked: written {shown(write)} ms, compared {shown(back)} ms")
    assert len(pack.data) < 400_000
    assert drawn < 12 * floor and write < 6 * floor and back < 12 * floor


def test_every_clause_is_read_and_checked(tell: Say) -> None:
    folder = paths.forms() / "clauses"
    sources = [path.read_text("utf-8") for path in sorted(folder.glob("*.clause"))]
    fields = read_library(folder).fields
    taken = least(lambda: check_clauses([parse(source) for source in sources], fields))
    floor = least(lambda: [line.split() for source in sources for line in source.splitlines()])
    tell(f"{len(sources)} clauses parsed and checked in {shown(taken)} ms; split into words {shown(floor)} ms")
    assert taken < 25 * floor

"""Agreements on paper and in Word, beside a plain document of the same text as floor.

A pack of about 25 pages in two languages is to be drawn in 250 ms, a Word file to be written and compared in 300 ms
each, the clauses to be read and checked in 20 ms: of this process alone, on the machine of the measurement.
"""

import json
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from desktop.base import paths
from desktop.base.values import today
from desktop.definitions.clauses.checking import check_clauses
from desktop.definitions.clauses.library import read_library
from desktop.definitions.clauses.parsing import parse
from desktop.documents.blocks import TableBlock
from desktop.documents.pack import PackContent, build_pack, pack_document
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


FRESH = """
import json, pickle, sys, time
from io import BytesIO
from pathlib import Path
content = pickle.loads(Path(sys.argv[1]).read_bytes())
{draw}
(peak,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([time.process_time(), int(peak) // 1024]))
"""
PACK = "from desktop.documents.pack import build_pack; build_pack(content)"
PLAIN = """
from xml.sax.saxutils import escape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate
style = ParagraphStyle("plain", fontSize=9.2, leading=12.6)
SimpleDocTemplate(BytesIO()).build([Paragraph(escape(text), style) for text in content])
"""


def fresh(draw: str, content: object, folder: Path) -> tuple[float, int]:
    """The least of some new processes that draw once: processor seconds from their start on, and megabytes at most."""
    (folder / "content").write_bytes(pickle.dumps(content))
    asked = [sys.executable, "-c", FRESH.format(draw=draw), str(folder / "content")]
    told = [json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout) for _n in range(3)]
    return min(seconds for seconds, _peak in told), max(peak for _seconds, peak in told)


@pytest.mark.skipif(sys.platform != "linux", reason="tells the peak of memory as Linux does")
def test_a_pack_in_a_fresh_process(agreed: Agreed, tell: Say, tmp_path: Path) -> None:
    """Wished: 0.7 s and 100 MB. The floor draws the same words, and imports ReportLab too."""
    made, work = agreed.complete(("fr", "en")), on(agreed.office, today())
    content = pack_content.content(work, agreed.composition(made.id), 1)
    texts = [unit.text for unit in units(pack_document(content), {})]
    (seconds, peak), (floor, least_peak) = fresh(PACK, content, tmp_path), fresh(PLAIN, texts, tmp_path)
    tell(f"pack in a fresh process {shown(seconds)} s and {peak} MB; plain text {shown(floor)} s and {least_peak} MB")
    assert peak < 100 and seconds < 4 * floor


def test_a_pack_of_a_hundred_pages(agreed: Agreed, tell: Say) -> None:
    """Growth in proportion to the pages: twice the articles and a table of six hundred rows, then twice as much."""
    made, work = agreed.complete(("fr", "en")), on(agreed.office, today())
    content = pack_content.content(work, agreed.composition(made.id), 1)
    annex = next(annex for annex in content.annexes if isinstance(annex.blocks[0], TableBlock))
    table = annex.blocks[0]
    assert isinstance(table, TableBlock)

    def longer(times: int) -> PackContent:
        rows = replace(table, rows=(table.rows * 300 * times)[: 300 * times])
        return replace(content, articles=content.articles * times, annexes=(replace(annex, blocks=(rows,)),))

    (few, short), (many, long) = ((build_pack(longer(n)), least(partial(build_pack, longer(n)))) for n in (2, 4))
    growth = (long / many.pages) / (short / few.pages)
    tell(
        f"{few.pages} pages {shown(short)} ms, {many.pages} pages {shown(long)} ms and {len(many.data) // 1000} KB: "
        f"{shown(growth)} x as long a page"
    )
    assert many.pages >= 100 and growth < 1.25


def test_every_clause_is_read_and_checked(tell: Say) -> None:
    folder = paths.forms() / "clauses"
    sources = [path.read_text("utf-8") for path in sorted(folder.glob("*.clause"))]
    fields = read_library(folder).fields
    taken = least(lambda: check_clauses([parse(source) for source in sources], fields))
    floor = least(lambda: [line.split() for source in sources for line in source.splitlines()])
    tell(f"{len(sources)} clauses parsed and checked in {shown(taken)} ms; split into words {shown(floor)} ms")
    assert taken < 25 * floor

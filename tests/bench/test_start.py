"""From nothing to something on the screen: the unlock page against a bare window, and a pack in a fresh process."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from desktop.documents.pack import pack_document
from tests.documents import sample
from tests.starting import ROOT, fresh, office_in, to_the_unlock_page

Say = Callable[[str], None]
RUNS = 5
BARE = """
import time, sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Passerelle"))
window.show()
app.processEvents()
print(time.process_time())
"""


def test_the_unlock_page_is_painted_within_four_bare_windows(tmp_path: Path, tell: Say) -> None:
    folder = office_in(tmp_path)
    bare = min(float(fresh(BARE, config=tmp_path)) for _run in range(RUNS))
    ours = min(to_the_unlock_page(folder, tmp_path).spent for _run in range(RUNS))
    tell(f"unlock page painted: {ours * 1000:.0f} ms, bare window {bare * 1000:.0f} ms, {ours / bare:.1f} times")
    assert ours <= 4 * bare


PACK = """
import sys, time
from dataclasses import replace
from tests.documents import sample
from desktop.documents.pack import build_pack
content = sample.pack()
pack = build_pack(replace(content, articles=content.articles * 2))  # about twenty pages
print(time.process_time(), pack.pages, len(pack.data))
"""
PLAIN = """
import sys, time
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
texts, body = Path(sys.argv[1]).read_text("utf-8").splitlines(), getSampleStyleSheet()["BodyText"]
document = SimpleDocTemplate(BytesIO())
document.build([block for text in texts for block in (Paragraph(escape(text), body), Spacer(0, 4))])
print(time.process_time(), document.page)
"""


def test_a_pack_is_drawn_in_a_fresh_process_within_some_plain_documents(tmp_path: Path, tell: Say) -> None:
    """Floor: ReportLab alone setting the same texts one after the other. The target is 0.6 s."""
    content = sample.pack()
    texts = "\n".join(printed_texts(pack_document(replace(content, articles=content.articles * 2)).blocks))
    file = tmp_path / "texts.txt"
    file.write_text(texts, "utf-8")
    plain = min(float(fresh(PLAIN, str(file), config=tmp_path).split()[0]) for _run in range(RUNS))
    runs = [fresh(PACK, config=tmp_path).split() for _run in range(RUNS)]
    spent, pages, size = min(float(run[0]) for run in runs), int(runs[0][1]), int(runs[0][2])
    tell(
        f"pack of {pages} pages: {spent:.2f} s from nothing (target 0.6), {spent / plain:.1f} x a plain document "
        f"({plain:.2f} s), {size / 1024:.0f} KB"
    )
    assert spent <= 4 * plain
    assert size <= 400 * 1024


def printed_texts(block: object) -> Iterator[str]:
    """Every text inside a block, a tuple of blocks or a sentence, one line each."""
    if isinstance(block, str):
        if block.strip():
            yield " ".join(block.split())
    elif isinstance(block, tuple):
        for inner in block:
            yield from printed_texts(inner)
    elif is_dataclass(block):
        for field in fields(block):
            yield from printed_texts(getattr(block, field.name))


@pytest.mark.parametrize("verb", ["--help", "partners"])
def test_the_command_line_answers_at_once(verb: str, tmp_path: Path, tell: Say) -> None:
    script = (
        "import sys, time\nfrom desktop import commands\ntry:\n    commands.main([sys.argv[1], '--help'])\nfinally:\n"
    )
    script += "    print(time.process_time(), file=sys.stderr)\n"
    environment = {**os.environ, "PASSERELLE_CONFIG": str(tmp_path)}
    command = [sys.executable, "-c", script, verb]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    tell(f"passerelle {verb}: {float(done.stderr.split()[-1]) * 1000:.0f} ms")

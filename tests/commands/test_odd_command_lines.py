"""Command lines as people, scripts and accidents write them: never a traceback, and the exit code that is documented.

`PASSERELLE_ODD_LINES` says how many are tried; the same number makes the same lines.
"""

import argparse
import contextlib
import io
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pikepdf
import pytest

from desktop import commands
from desktop.commands import VERBS
from tests.commands.test_commands import PASSPHRASE, set_up
from tests.offices import Templates

LINES = int(os.environ.get("PASSERELLE_ODD_LINES", "200"))
DOCUMENTED = {commands.DONE, commands.PROBLEM, commands.USAGE}
WORDS = (
    *(
        "SN10",
        "HQ",
        "ec1o",
        "../../etc",
        "Ω",
        "\udcff",
        "x" * 5000,
        "",
        " ",
        "-",
        "--",
        "-1",
        "0",
        "9" * 21,
        "’",
        "Awa Ndiaye",
    ),
    *(
        "mysql://a:b@c/d",
        "postgresql://nobody@127.0.0.1:1/none",
        "sqlite://",
        "://",
        "2026-13-45",
        "2026-11-28",
        "*.csv",
    ),
    *("import", "show", "--help", "--version", "--nothing", "--json=1", "--language=xx", "--language"),
)


@pytest.fixture(scope="module")
def places(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office and every kind of thing that a path may name by mistake."""
    folder = tmp_path_factory.mktemp("odd")
    template, request = templates.folder(set_up)
    shutil.copytree(template, folder / "office")
    (folder / "request.enrol").write_bytes(request)
    (folder / "folder").mkdir()
    (folder / "folder" / "inside.csv").write_text("name\nAmina Sow\n", encoding="utf-8")
    contents = {
        "empty": b"",
        "text.csv": "name;kind\nAmina Sow;person\n".encode("cp1252"),
        "utf16.txt": "quatre mots assez longs".encode("utf-16"),
        "mark.txt": b"\xef\xbb\xbfquatre mots assez longs\r\n",
        "odd.bin": bytes(range(256)) * 20,
        "list.xml": b"<CONSOLIDATED_LIST dateGenerated='2026-11-20'><INDIVIDUALS/></CONSOLIDATED_LIST>",
        "deep.xml": b"<a>" * 3000,
        "deep.json": b"[" * 100_000,
        "cut.pdf": b"%PDF-1.7\n1 0 obj << /Type /Catalog",
        "damaged-properties.pdf": damaged_properties(),
        "bundle.psb": b"age-encryption.org/v1\n-> X25519 abc\n",
        "zero.db": b"SQLite format 3\0" + b"\0" * 200,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    if sys.platform != "win32":  # there names are text, and only administrators make links
        (folder / "\udcffname.pdf").write_bytes(b"%PDF-1.7\n")
        (folder / "nowhere").symlink_to(folder / "gone")
        (folder / "circle").symlink_to(folder / "circle")
    return folder


def damaged_properties() -> bytes:
    """A document whose properties are XML of another kind."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Metadata = document.make_stream(b"<a>no properties</a>", Type=pikepdf.Name.Metadata)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def odd_line(random: Random, folder: Path) -> list[str]:
    """One command line: of the right form more often than not, with values of every kind."""
    paths = [str(path) for path in sorted(folder.iterdir())]
    paths += [str(folder / "missing" / "x"), str(folder / "odd.bin" / "x"), str(folder / ("n" * 300)), "/", "/dev/null"]

    def value(action: argparse.Action) -> str:
        if action.dest == "office" and random.random() < 0.8:
            return str(folder / "office")
        return random.choice([*paths, *paths, *WORDS, *map(str, action.choices or ())])

    verb = random.choice([verb for verb in VERBS if verb not in ("demo", "check")])
    parser = random.choice([leaf for leaf in commands.leaves(commands.parser(verb)) if leaf.prog.split()[1] == verb])
    line = parser.prog.split()[1:]
    for action in parser._actions:
        if not action.option_strings:
            line += [value(action) for _each in range(random.choice((1, 1, 1, 2)) if action.nargs else 1)]
        elif isinstance(action, argparse._HelpAction):
            continue
        elif action.dest == "office" or random.random() < 0.3:
            line += [action.option_strings[0], *([] if action.nargs == 0 else [value(action)])]
    if random.random() < 0.25:
        line.insert(random.randrange(len(line) + 1), random.choice([*WORDS, *paths]))
    if random.random() < 0.1:
        del line[random.randrange(len(line))]
    return line


def run(line: Sequence[str]) -> tuple[int, str, str]:
    """The exit code, what was answered and what was said."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=how) for how in ("strict", "backslashreplace"))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = commands.main(line)
        except SystemExit as ended:  # argparse has said what is wrong with the line
            code = ended.code if isinstance(ended.code, int) else -1
    return code, _written(out), _written(err)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return str(stream.buffer.getvalue().decode("utf-8", "replace"))  # type: ignore[attr-defined]


def test_no_line_however_odd_ends_in_a_traceback(places: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    random = Random(LINES)
    wrong = []
    for _number in range(LINES):
        line = odd_line(random, places)
        try:
            code, _out, err = run(line)
        except Exception as error:
            wrong.append(f"{type(error).__name__}: {error!s:.80} <- {line}")
            continue
        if code not in DOCUMENTED or "Traceback" in err or (code == commands.PROBLEM and not err.strip()):
            wrong.append(f"exit {code}, said {err[:80]!r} <- {line}")
    assert not wrong, "\n".join([f"{len(wrong)} of {LINES}", *(text[:400] for text in wrong[:40])])

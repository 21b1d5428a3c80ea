"""Every file that the program reads, altered in every way that a disk, a line or somebody's hand alters one.

`python -m tests.altered 100000` alters so many files for each reader and tells the crashes, the slowest answer and
how many lines of the reader's own modules were run; `python -m tests.altered 5000 evidence table` does it for two. A
crash is anything but an answer or one of the errors that end in a sentence; the file that made it is stored in
`altered` below the folder for temporary files (or the folder `ALTERED`), to be tried again once it is mended.
"""

import csv
import io
import os
import random
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from desktop.base.errors import Problem
from desktop.base.swelling import DAMAGED_PACKAGE
from desktop.base.tables import rows, sheets
from desktop.bundles import armour, parts, program_release, strict
from desktop.bundles.bundle import Refused, show
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest, Keyset
from desktop.bundles.list_files import ListFiles
from desktop.definitions.loading import Definitions
from desktop.definitions.xlsforms.importing import read_questionnaire
from desktop.documents import scans, seal
from desktop.documents.foreign import iati, judging
from desktop.documents.foreign.word import read_word
from desktop.documents.pack import build_pack
from desktop.screening.lists import read_list
from desktop.services.exchange import enrolment
from desktop.store import backup
from desktop.store.records import Partner
from tests import foreign
from tests.hostile import HostileLaptop, entry

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "screening" / "samples"
CASES = ROOT.parent / "shared" / "data" / "cases"
WORDS = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b"&",
    b'"',
    b",",
    b"\r\n",
    b"[",
    b"{",
    b"\xc3",
    b"%PDF",
    b"PK\x03\x04",
)
NUMBERS = (b"-1", b"0", b"99999999999999999999", b"1e999", b"NaN", b"2147483648")
PATIENCE = 20.0  # seconds after which an answer counts as none
LARGEST = 300_000  # bytes of a file that is altered: larger ones only take longer

Read = Callable[[bytes, Path], object]


@dataclass(frozen=True)
class Reader:
    """Something that reads a file of others. `read` gets its bytes, and a path at which they lie where it asks."""

    name: str
    read: Read
    corpus: Callable[[], Sequence[tuple[str, bytes]]]
    modules: tuple[str, ...]
    needs_path: bool = True
    dear: int = 1  # times dearer than others, which are tried so many times less


def _files(*places: Path, but: Sequence[str] = ()) -> Sequence[tuple[str, bytes]]:
    every = [path for place in places for path in (sorted(place.iterdir()) if place.is_dir() else [place])]
    sound = [path for path in every if path.is_file() and path.name not in but and 0 < path.stat().st_size <= LARGEST]
    return [(path.name, path.read_bytes()) for path in sound]


def _tables() -> Sequence[tuple[str, bytes]]:
    own = [(one.name, one.content) for one in foreign.SAVED if one.name.endswith((".csv", ".xlsx", ".ods", ".xls"))]
    return [*own, *_files(CASES / "tables", CASES / "spreadsheets")]


def _lists() -> Sequence[tuple[str, bytes]]:
    return _files(SAMPLES, ROOT / "resources" / "reference" / "practice-un.xml", CASES / "lists")


def _cells(path: Path) -> object:
    """The rows of a table; of a CSV file that ends too early whoever reads it says so itself."""
    try:
        return list(rows(path))
    except (csv.Error, UnicodeDecodeError):
        return None


@cache
def _definitions() -> Sequence[tuple[str, bytes]]:
    return [
        (path.relative_to(ROOT / "forms").as_posix(), path.read_bytes()) for path in (ROOT / "forms").rglob("*.toml")
    ]


def _read_definitions(content: bytes, path: Path) -> object:
    """As what Headquarters published is checked: the altered file among all others."""
    name = path.name.replace("!", "/")
    with tempfile.TemporaryDirectory() as folder:
        for other in (ROOT / "forms").rglob("*"):
            if other.is_file():
                target = Path(folder) / other.relative_to(ROOT / "forms")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(other)
        target = Path(folder) / name
        target.unlink()
        target.write_bytes(content)
        return list(Definitions.load(Path(folder)).problems())


@cache
def _office_backup() -> tuple[bytes, bytes]:
    """A whole backup of an office that was just set up, and its key."""
    from tests.offices import set_up

    with tempfile.TemporaryDirectory() as folder:
        staff = set_up(Path(folder) / "office")
        made = backup.back_up_whole(Path(folder) / "office", Path(folder), staff.officer.key, datetime.now(UTC))
        return made.read_bytes(), staff.officer.key


@cache
def _update() -> bytes:
    from tests import releases

    with tempfile.TemporaryDirectory() as folder:
        return releases.update(Path(folder)).read_bytes()


@cache
def _bundle() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        laptop = HostileLaptop(_keys(), [DeviceKeys.generate().public], Path(folder))
        entries = [entry(Partner, f"{number:032x}", name=f"Partner {number}") for number in range(20)]
        return laptop.send(*entries).read_bytes()


def _mails() -> Sequence[tuple[str, bytes]]:
    bundle = _bundle()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.psb", bundle)
    text = armour.armoured(bundle)
    mail = b"From: a@b\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\n" + text
    return [("mail.txt", text), ("mail.eml", mail), ("mail.zip", written.getvalue()), ("mail.psb", bundle)]


def _read_parts(content: bytes, _path: Path) -> object:
    parts.sort_of(content[:64])
    part = parts.BundlePart.from_bytes(content)
    return parts.missing([part]), parts.join([part])


READERS = {
    reader.name: reader
    for reader in (
        Reader(
            "evidence",
            lambda content, path: judging.judge(content, path.name),
            lambda: [(one.name, one.content) for one in foreign.SAVED if len(one.content) <= LARGEST],
            ("documents/foreign", "base/compound.py"),
            needs_path=False,
        ),
        Reader(
            "word",
            lambda content, path: read_word(content, path.name),
            lambda: [(one.name, one.content) for one in foreign.SAVED if one.name.endswith(".docx")],
            ("documents/foreign/word.py", "documents/foreign/packages.py"),
            needs_path=False,
        ),
        Reader("table", lambda _content, path: _cells(path), _tables, ("base/tables.py", "base/decoding.py")),
        Reader("list", lambda _content, path: list(read_list(path).entries), _lists, ("screening",)),
        Reader(
            "form",
            lambda _content, path: read_questionnaire(sheets(path), path.name),
            lambda: [file for file in (*_files(CASES / "xlsforms"), *_tables()) if file[0].endswith(".xlsx")],
            ("definitions/xlsforms",),
        ),
        Reader("definitions", _read_definitions, _definitions, ("definitions",), dear=20),
        Reader(
            "iati",
            lambda _content, path: list(iati.read_activities(path, "fr")),
            lambda: _files(CASES / "iati-activities") or [("iati.xml", _IATI)],
            ("documents/foreign/iati.py",),
        ),
        Reader(
            "scan",
            lambda content, _path: scans.read_pages(content),
            lambda: [(one.name, one.content) for one in foreign.SAVED if one.name.endswith(".pdf")],
            ("documents/scans.py",),
            needs_path=False,
        ),
        Reader(
            "signed",
            lambda content, _path: (seal.holds_record(content), seal.verify(content)),
            lambda: _signed(),
            ("documents/seal.py",),
            needs_path=False,
        ),
        Reader(
            "bundle",
            lambda _content, path: show(path, Keyset(hq=(_keys().public,))),
            lambda: [("one.psb", _bundle())],
            ("bundles/bundle.py",),
        ),
        Reader("mail", lambda content, _path: list(armour.files_in(content)), _mails, ("bundles/armour.py",), False),
        Reader(
            "part",
            _read_parts,
            lambda: [(f"{n}.part", part.to_bytes()) for n, part in enumerate(parts.cut(_bundle(), 700))],
            ("bundles/parts.py",),
            needs_path=False,
        ),
        Reader(
            "request",
            lambda content, _path: EnrolmentRequest.from_bytes(content),
            lambda: [("request.json", _request())],
            ("bundles/keys.py",),
            needs_path=False,
        ),
        Reader(
            "kit",
            lambda content, _path: enrolment.read_kit(content, _keys()),
            lambda: [("kit.json", _kit())],
            ("services/exchange/enrolment.py", "bundles/key_list.py", "bundles/keys.py"),
            needs_path=False,
        ),
        Reader(
            "listfiles",
            lambda content, _path: ListFiles.from_bytes(content),
            lambda: [("run", ListFiles({"list.xml": b"<a/>", "b.csv": b"1,2"}).to_bytes())],
            ("bundles/list_files.py",),
            needs_path=False,
        ),
        Reader(
            "backup",
            lambda _content, path: (backup.describe(path, _office_backup()[1]), backup.pieces_of(path)),
            lambda: [("one.backup", _office_backup()[0])],
            ("store/backup.py", "store/slots.py"),
        ),
        Reader(
            "update",
            lambda _content, path: _read_update(path),
            lambda: [("one.update", _update())],
            ("bundles/program_release.py",),
        ),
    )
}


def _read_update(path: Path) -> object:
    from tests import releases

    return program_release.read(path, releases.CHAIN[-1], ())


@cache
def _keys() -> DeviceKeys:
    return DeviceKeys.generate()


@cache
def _request() -> bytes:
    return EnrolmentRequest(_keys().public, "SN10", "laptop", "o", "2026-01-01T00:00:00.000Z").to_bytes(_keys())


@cache
def _kit() -> bytes:
    """The answer of Headquarters to the request, without a test of the keys."""
    headquarters = DeviceKeys.generate()
    certificate = EnrolmentRequest.from_bytes(_request()).certified(headquarters, ("send",), "2026-01-01T00:00:00.000Z")
    keyset = Keyset(hq=(headquarters.public,), certificates=(certificate,)).signed(headquarters)
    return strict.dumps({"keyset": keyset.to_json(), "office": "SN10", "tests": {}, "key_lists": []})


@cache
def _signed() -> Sequence[tuple[str, bytes]]:
    sys.path.append(str(ROOT / "tests" / "documents"))
    import sample

    data = build_pack(sample.pack(draft=True)).data
    return [("pack.pdf", data)]


_IATI = b"""<?xml version="1.0"?><iati-activities version="2.03"><iati-activity default-currency="USD">
<iati-identifier>XX-1</iati-identifier><title><narrative xml:lang="fr">Puits</narrative></title>
<transaction><value currency="EUR" value-date="2026-01-02">10.5</value></transaction>
</iati-activity></iati-activities>"""


# --- altering


def altered(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """The content with one to eight alterations; of a package half the time in one of its parts."""
    if content[:4] == b"PK\x03\x04" and chance.random() < 0.6:
        return _altered_package(content, chance)
    if b"FlateDecode" in content and chance.random() < 0.4:
        return _altered_stream(content, chance)
    data = bytearray(content)
    for _turn in range(chance.choice((1, 1, 1, 2, 3, 8))):
        _alter(data, other, chance)
    return bytes(data)


def _alter(data: bytearray, other: bytes, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    length = chance.choice((1, 2, 4, 16, 64, 512))
    match chance.randrange(9):
        case 0 if data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        case 1 if data:
            data[at % len(data)] = chance.choice((0, 1, 9, 10, 32, 34, 60, 127, 128, 255))
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))
        case 4:
            data[at:at] = chance.choice(WORDS)
        case 5:
            del data[at:]
        case 6:
            start = chance.randrange(len(other) + 1)
            data[at : at + length] = other[start : start + length]
        case 7:
            _other_number(data, at, chance)
        case _:
            data[at:at] = chance.randbytes(length)


def _other_number(data: bytearray, at: int, chance: random.Random) -> None:
    """The next run of digits becomes a number that nobody expects."""
    start = next((place for place in range(at, min(at + 4096, len(data))) if 48 <= data[place] <= 57), None)
    if start is None:
        return
    end = start
    while end < len(data) and 48 <= data[end] <= 57:
        end += 1
    data[start:end] = chance.choice(NUMBERS)


def _altered_package(content: bytes, chance: random.Random) -> bytes:
    """A package whose parts are whole but for one, as another program might have written it."""
    written = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as package,
            zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            names = package.namelist()
            which = chance.randrange(len(names))
            for number, name in enumerate(names):
                part = bytearray(package.read(name))
                if number == which:
                    if chance.random() < 0.1:
                        continue
                    for _turn in range(chance.choice((1, 1, 2, 5))):
                        _alter(part, content, chance)
                new.writestr(name, bytes(part))
    except DAMAGED_PACKAGE:
        return content[: chance.randrange(len(content))]
    return written.getvalue()


def _altered_stream(content: bytes, chance: random.Random) -> bytes:
    """A PDF with one of its folded streams altered inside."""
    starts = [*_places(content, b"stream\n"), *_places(content, b"stream\r\n")]
    if not starts:
        return content
    start = chance.choice(starts)
    start += 8 if content[start : start + 8] == b"stream\r\n" else 7
    end = content.find(b"endstream", start)
    try:
        inside = bytearray(zlib.decompress(content[start:end]))
    except zlib.error:
        return content[:start]
    for _turn in range(chance.choice((1, 2, 5))):
        _alter(inside, content, chance)
    return content[:start] + zlib.compress(bytes(inside)) + b"\n" + content[end:]


def _places(content: bytes, sought: bytes) -> Iterator[int]:
    at = content.find(sought)
    while at >= 0:
        yield at
        at = content.find(sought, at + 1)


# --- trying


@dataclass
class Trial:
    """What altering files for one reader came to. `crashes` are the last lines of the traces, with the stored file."""

    executions: int = 0
    answered: int = 0
    slowest: float = 0.0
    crashes: list[str] = field(default_factory=list)
    lines: set[tuple[str, int]] = field(default_factory=set)


def try_reader(reader: Reader, executions: int, seed: int, watched: int = 0) -> Trial:
    """Alter so many files for a reader, fewer for a dear one; the lines that the first `watched` run are noted."""
    trial, chance = Trial(), random.Random(f"{reader.name} {seed}")
    corpus = reader.corpus()
    assert corpus, reader.name
    with tempfile.TemporaryDirectory() as folder:
        for number in range(executions // reader.dear):
            name, content = chance.choice(corpus)
            _other, other = chance.choice(corpus)
            data = altered(content, other, chance)
            if number < min(len(corpus), executions // 4):
                name, data = corpus[number]  # as they are: most are answered
            path = Path(folder) / name.replace("/", "!")
            if reader.needs_path:
                path.write_bytes(data)
            _try_one(reader, data, path, trial, watch=number < watched)
    return trial


def _try_one(reader: Reader, data: bytes, path: Path, trial: Trial, *, watch: bool) -> None:
    began = time.perf_counter()
    if watch:
        sys.settrace(_watching(trial.lines))
    try:
        reader.read(data, path)
        trial.answered += 1
    except (Problem, Refused, strict.Unsound):
        pass
    except Exception as error:
        sys.settrace(None)
        trial.crashes.append(f"{_stored(reader, data, path)}: {traceback.format_exception_only(error)[-1].strip()}")
    finally:
        sys.settrace(None)
    trial.executions += 1
    trial.slowest = max(trial.slowest, time.perf_counter() - began)


def _stored(reader: Reader, data: bytes, path: Path) -> Path:
    folder = Path(os.environ.get("ALTERED") or Path(tempfile.gettempdir()) / "altered") / reader.name
    folder.mkdir(parents=True, exist_ok=True)
    stored = folder / f"{len(list(folder.iterdir())):04}-{path.name}"
    stored.write_bytes(data)
    return stored


def _watching(lines: set[tuple[str, int]]) -> Any:
    root = str(ROOT / "desktop")

    def watch(frame: FrameType, event: str, _argument: object) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(root):
            return None
        if event == "line":
            lines.add((name, frame.f_lineno))
        return watch

    return watch


def share_run(reader: Reader, lines: set[tuple[str, int]]) -> float:
    """Which share of the lines inside functions of the reader's own modules was run."""
    own = [ROOT / "desktop" / module for module in reader.modules]
    files = [path for module in own for path in (sorted(module.rglob("*.py")) if module.is_dir() else [module])]
    whole = {(str(path), line) for path in files for line in _lines_of(path)}
    return len(whole & lines) / max(1, len(whole))


def _lines_of(path: Path) -> Iterator[int]:
    pending = [compile(path.read_text(encoding="utf-8"), str(path), "exec")]
    while pending:
        code = pending.pop()
        inner = [constant for constant in code.co_consts if hasattr(constant, "co_code")]
        pending.extend(inner)
        if code.co_name != "<module>" and code.co_flags & 0x2:  # of functions alone, not of modules and classes
            first = code.co_firstlineno
            yield from (line for _start, _end, line in code.co_lines() if line is not None and line != first)


def main() -> None:
    executions = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chosen = sys.argv[2:] or list(READERS)
    seed = int(os.environ.get("SEED", "0"))
    print("| reader | executions | answered | crashes | slowest | lines run |\n|---|---|---|---|---|---|")
    for name in chosen:
        trial = try_reader(READERS[name], executions, seed, watched=400)
        share = share_run(READERS[name], trial.lines)
        print(
            f"| {name} | {trial.executions} | {trial.answered} | {len(trial.crashes)} | {trial.slowest:.1f} s |"
            f" {share:.0%} |",
            flush=True,
        )
        for crash in trial.crashes[:20]:
            print(f"  {crash}")


if __name__ == "__main__":
    main()

"""`passerelle check`: whether this installation is complete and works, from source and frozen alike."""

import argparse
import secrets
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from desktop import __version__
from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.intact import require_intact
from desktop.base.process import own_command
from desktop.base.release import require_day
from desktop.base.text import LANGUAGES, N_, SOURCE, _, catalogue, is_complete
from desktop.base.values import Json, stamp
from desktop.commands import terminal

WINDOW_PARTS = "--window-parts"  # with this the program tells which of them are missing
PATIENCE = 120.0  # seconds that a slow computer may take to load them

Check = Callable[[Path], str]  # given an empty folder: what was found, in words; raises when something is wrong

# Whatever a broken installation may raise: what is missing, truncated or of another version
BROKEN = (
    Problem,
    subprocess.SubprocessError,
    ImportError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RuntimeError,
    AssertionError,
)


@dataclass(frozen=True)
class CheckResult:
    """What one check came to; `finding` says what was found, or what is wrong."""

    name: str
    works: bool
    finding: str
    seconds: float

    def to_json(self) -> Json:
        """The result as `--json` gives it."""
        return {"name": self.name, "works": self.works, "found": self.finding, "seconds": self.seconds}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    rows = []
    for name, check in CHECKS:
        with TemporaryDirectory(prefix="passerelle-check-") as folder:
            rows.append(_run_check(name, check, Path(folder)))
    whole = all(row.works for row in rows)
    lines = terminal.table((_(row.name), _("works") if row.works else _("FAILED"), row.finding) for row in rows)
    lines.append(_("This installation works.") if whole else _("This installation is not whole: install it again."))
    terminal.answer(options, {"works": whole, "checks": [row.to_json() for row in rows]}, lines)
    return 0 if whole else 1


def _run_check(name: str, check: Check, folder: Path) -> CheckResult:
    start = perf_counter()
    try:
        works, outcome = True, check(folder)
    except BROKEN as error:
        works, outcome = False, str(error) if isinstance(error, Problem) else f"{type(error).__name__}: {error}"
    return CheckResult(name, works, outcome, round(perf_counter() - start, 3))


def _require(holds: bool, refusal: str) -> None:
    if not holds:
        raise Problem(
            refusal,
            _("Install the program again; no data is lost."),
            code="installation-broken",
        )


def _version(_folder: Path) -> str:
    return _("{version}, built on {day}").format(version=__version__, day=require_day().isoformat())


def _files(_folder: Path) -> str:
    count = require_intact()
    return _("{count} files, each as it was built").format(count=count) if count else _("run from source: not listed")


def _definitions(_folder: Path) -> str:
    from desktop.definitions.loading import Definitions

    definitions = Definitions.load(paths.forms())
    questions, agreements = len(definitions.form.questions), len(definitions.agreements)
    _require(bool(questions and agreements and definitions.authority.digest), _("A definition is empty."))
    return _("{questions} questions, {agreements} types of agreement").format(
        questions=questions, agreements=agreements
    )


def _catalogues(_folder: Path) -> str:
    for code in LANGUAGES:
        _require(is_complete(code), _("The sentences in “{language}” are missing.").format(language=code))
    sentences_of = {code: _sentences(code) for code in LANGUAGES if code != SOURCE}
    everything = set().union(*sentences_of.values())
    for code, sentences in sentences_of.items():
        _require(sentences == everything, _("The sentences in “{language}” are incomplete.").format(language=code))
    return _("{count} sentences in each language").format(count=len(everything))


def _sentences(code: str) -> set[str]:
    entries: dict[str | tuple[str, int], str] = vars(catalogue(code))["_catalog"]
    return {key if isinstance(key, str) else key[0] for key, translation in entries.items() if translation}


def _fonts(_folder: Path) -> str:
    from desktop.documents import fonts

    for face, letters in (("sans", "éœ€’"), ("serif", "ñ¿«"), ("arabic", "شركة"), ("bengali", "বাংলা")):
        _require(
            all(letter in fonts.characters(face) for letter in letters),
            _("The font “{face}” lacks letters.").format(face=face),
        )
    return _("{count} faces").format(count=len(fonts.FONTS))


def _encryption(folder: Path) -> str:
    from desktop.store import cipher

    path, key, marker = folder / "check.db", secrets.token_bytes(cipher.KEY_BYTES), "visible-if-not-encrypted"
    connection = cipher.connect(path, key)
    connection.execute("CREATE TABLE kept (words TEXT)")
    connection.execute("INSERT INTO kept VALUES (?)", (marker,))
    connection.commit()
    version = connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()
    cipher.settle(path, key)
    data = path.read_bytes()
    _require(marker.encode() not in data and not data.startswith(b"SQLite"), _("The database is not encrypted."))
    _require(not cipher.fits(path, secrets.token_bytes(cipher.KEY_BYTES)), _("Another key opens the database."))
    return f"SQLCipher {version}"


def _documents(_folder: Path) -> str:
    from desktop.documents import seal
    from desktop.documents.enclosures.recovery import draw_recovery_sheet

    words = ("alpha",) * 12
    sheet = draw_recovery_sheet(words, "SN10", "Awa Ndiaye", "24/11/2026", "fr", "2026-11-24T12:00:00.000Z")
    report = seal.verify(sheet.data)
    _require(report.whole and b"pdfaid" in sheet.data, _("A page was drawn that is not an archive document."))
    return _("PDF/A drawn and read back")


def _screening(folder: Path) -> str:
    from desktop.screening.index import Index, build_index
    from desktop.screening.lists import read_list
    from desktop.services.demo import invented

    parsed = read_list(paths.resources() / "reference" / invented.PRACTICE_LIST)
    build_index(folder / "index.sqlite", [parsed])
    with Index.open(folder / "index.sqlite") as index:
        name = next(iter(parsed.entries)).name
        hits = index.search(name)
        _require(bool(hits) and hits[0].name == name, _("A listed name was not found again."))
    return _("a listed name is found")


def _reader(folder: Path) -> str:
    """A bundle written here and read by the capped child process."""
    from desktop.base.change import START, Change
    from desktop.bundles.bundle import BundleKind, Load, write
    from desktop.bundles.content import About, DeviceJournal
    from desktop.bundles.keys import DeviceCertificate, DeviceKeys, Keyset
    from desktop.bundles.reader import BundleReader

    hq, laptop = DeviceKeys.generate(), DeviceKeys.generate()
    certificate = DeviceCertificate(laptop.public, "check", ("office",), "2026-01-01T00:00:00.000Z", "check").signed(hq)
    keyset = Keyset((hq.public,), (certificate,), {}, 1).signed(hq)
    change = Change(laptop.device, 1, "Office set up", "0" * 32, 0, 0, "check", 1, ())
    load = Load(journals=[DeviceJournal(laptop.device, START, (change,))])
    path = write(folder, BundleKind.CHANGES, laptop, [hq.public], About("check", 1, stamp()), load)
    with BundleReader(keyset, (hq,)) as reader:
        arrived = reader.read(path)
    _require(arrived.journals[0].changes == (change,), _("The bundle read is not the bundle written."))
    return _("a bundle is written, encrypted, and read apart")


def _release_keys(_folder: Path) -> str:
    from desktop.presenters.exchange import update_words
    from desktop.services.exchange import program_updates

    root = program_updates.shipped_root()
    words = _("Release keys number {number}: {mark}").format(number=root.version, mark=root.fingerprint)
    return " · ".join(filter(None, (words, update_words.development_words(root))))


def _window(_folder: Path) -> str:
    """Everything that the window needs, loaded in a process of its own: what is damaged may end it."""
    done = subprocess.run(  # noqa: S603 - our own program, no part of the command comes from outside
        [*own_command("desktop"), WINDOW_PARTS], capture_output=True, check=False, text=True, timeout=PATIENCE
    )
    names = ", ".join(f"“{name}”" for name in done.stdout.split()) or "Qt"
    _require(done.returncode == 0, _("Missing or damaged: {names}.").format(names=names))
    return _("every part can be loaded")


def _server(_folder: Path) -> str:
    """What reaches PostgreSQL: a part of its own, that offices do without."""
    from desktop.store.server import DRIVER

    try:
        import psycopg
    except ModuleNotFoundError as error:
        if error.name == DRIVER:
            return _("not installed: only Headquarters needs it")
        raise
    return f"psycopg {psycopg.__version__}"


CHECKS: tuple[tuple[str, Check], ...] = (
    (N_("Version of the program"), _version),
    (N_("Files of the program"), _files),
    (N_("Questionnaire, clauses, authority"), _definitions),
    (N_("French and Spanish"), _catalogues),
    (N_("Fonts for paper"), _fonts),
    (N_("Encrypted database"), _encryption),
    (N_("Documents for the archive"), _documents),
    (N_("Screening"), _screening),
    (N_("Reading bundles apart"), _reader),
    (N_("Keys of updates"), _release_keys),
    (N_("Window"), _window),
    (N_("Way to a PostgreSQL database"), _server),
)

"""Pictures of the screens, taken by the window itself: `--pictures DIR --office DIR --language xx`.

For handbooks, the main screens; for looking at what a change did, `--every` screen in each of the `--languages`,
`--sizes`, `--looks` and `--texts` (per cent), of which `--only` takes those with a word in their name, with contact
sheets of each. It needs no display, and changes nothing in the office.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from time import monotonic

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.base.decoding import decoded
from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, _, speak
from desktop.office import Office
from desktop.presenters import status
from desktop.services.agreements import lookup
from desktop.services.diligence import assessments, cases
from desktop.services.office.rights import Right, may
from desktop.store.records import Case
from desktop.store.states import CaseState
from desktop.store.vault import Vault
from desktop.ui.app import put_away
from desktop.ui.display import application
from desktop.ui.frame.controller import banner_of
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.screens import Opening, screens
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme

USUAL, SMALL = QSize(1366, 768), QSize(911, 464)
PAUSE = 0.25  # seconds: what stands beside a list is read a moment after its row was chosen
PATIENCE = 20.0  # seconds that a screen may take
SIZES, LOOKS, TEXTS = "900x460,1366x768,1920x1080", "light,dark,contrast", "100,150,200"
ACROSS, DOWN, SMALLER = 4, 5, 3  # pictures on a contact sheet, and how much smaller they are there
LONGEST = 4096  # bytes of a passphrase


@dataclass(frozen=True)
class Shot:
    """One picture: a place with its arguments, a size and a look."""

    name: str
    key: str
    arguments: dict[str, str] = field(default_factory=dict)
    size: QSize = USUAL
    look: str = "light"
    open: Opening | None = None


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; passphrases come on standard input, one a line: an officer's, then whoever decides."""
    parser = argparse.ArgumentParser(prog="passerelle")
    parser.add_argument("--pictures", type=Path, required=True, metavar="DIR")
    parser.add_argument("--office", type=Path, required=True, metavar="DIR")
    parser.add_argument("--language", choices=LANGUAGES, default="fr")
    parser.add_argument("--every", action="store_true", help="every screen, not only the main ones")
    parser.add_argument("--languages", default=",".join(LANGUAGES), metavar="LIST")
    parser.add_argument("--sizes", default=SIZES, metavar="LIST")
    parser.add_argument("--looks", default=LOOKS, metavar="LIST")
    parser.add_argument("--texts", default=TEXTS, metavar="LIST")
    parser.add_argument("--only", default="", metavar="WORD")
    options = parser.parse_args(list(arguments))
    speak(options.language)
    officer, _end, decider = decoded(sys.stdin.buffer.read(LONGEST)).strip("\r\n").partition("\n")
    try:
        for passphrase in (officer.strip("\r"), *([decider.strip("\r")] if decider else [])):
            if options.every:
                take_every(options.pictures, options.office, passphrase, _variants(options), options.only)
            else:
                take(options.pictures, options.office, passphrase, options.language)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


@dataclass(frozen=True)
class Variants:
    """In which languages, sizes of window, looks and sizes of text screens are pictured."""

    languages: tuple[str, ...]
    sizes: tuple[QSize, ...]
    looks: tuple[str, ...]
    texts: tuple[int, ...]


def _variants(options: argparse.Namespace) -> Variants:
    sizes = [QSize(*(int(side) for side in size.split("x"))) for size in options.sizes.split(",")]
    texts = tuple(int(text) for text in options.texts.split(","))
    return Variants(tuple(options.languages.split(",")), tuple(sizes), tuple(options.looks.split(",")), texts)


def take_every(folder: Path, office_folder: Path, passphrase: str, variants: Variants, only: str) -> None:
    """Write a PNG of every screen with `only` in its name in each variant, and a contact sheet of each twenty.

    Raises Problem when the passphrase opens the office for none of its officers.
    """
    app = QApplication.instance() or application()
    assert isinstance(app, QApplication)
    with _opened(office_folder, passphrase) as office:
        for language in variants.languages:
            speak(language)
            for size, look, text in product(variants.sizes, variants.looks, variants.texts):
                place = folder / f"{language}-{size.width()}x{size.height()}-{look}-{text}"
                place.mkdir(parents=True, exist_ok=True)
                camera = _Camera(app, office, place, text)
                try:
                    pictured = [
                        camera.take(Shot(screen.name, screen.key, dict(screen.arguments), size, look, screen.open))
                        for screen in screens(office, places().all)
                        if only in screen.name
                    ]
                finally:
                    camera.close()
                _contact_sheets(place, pictured, size)


def _contact_sheets(place: Path, pictured: Sequence[Path], size: QSize) -> None:
    """Lay pictures beside one another, each under its name."""
    cell, caption = size / SMALLER, 20
    for start in range(0, len(pictured), ACROSS * DOWN):
        sheet = QImage(cell.width() * ACROSS, (cell.height() + caption) * DOWN, QImage.Format.Format_RGB32)
        sheet.fill(0xFFFFFFFF)
        painter = QPainter(sheet)
        for at, path in enumerate(pictured[start : start + ACROSS * DOWN]):
            corner = QPoint(at % ACROSS * cell.width(), at // ACROSS * (cell.height() + caption))
            painter.drawText(corner + QPoint(4, caption - 6), path.stem)
            smooth = QImage(str(path)).scaled(
                cell, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            painter.drawImage(corner + QPoint(0, caption), smooth)
        painter.end()
        sheet.save(str(place.with_name(f"{place.name}-sheet-{start // (ACROSS * DOWN) + 1}.png")))


def take(folder: Path, office_folder: Path, passphrase: str, language: str) -> list[Path]:
    """Write a PNG of each main screen of this office into `folder`; for whoever decides, of the decision alone.

    Raises Problem when the passphrase opens the office for none of its officers.
    """
    speak(language)
    app = QApplication.instance() or application()
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    with _opened(office_folder, passphrase) as office:
        shots = [*_office_shots(office)]
        camera = _Camera(app, office, folder)
        try:
            return [camera.take(shot) for shot in shots if camera.knows(shot.key)]
        finally:
            camera.close()


@contextmanager
def _opened(folder: Path, passphrase: str) -> Iterator[Office]:
    """The office, opened by whichever of its officers has this passphrase."""
    wrong: Problem | None = None
    for officer in Vault.open(folder).officers:
        try:
            office = Office.unlock(folder, officer.id, passphrase)
        except Problem as problem:
            wrong = problem
            continue
        with office:
            yield office
            return
    raise wrong or Problem(
        _("This office has no officer; no picture was taken."),
        _("Choose another office."),
        code="office-without-officer",
    )


def _office_shots(office: Office) -> Iterator[Shot]:
    """The main screens, on the records that the office has; Headquarters has a page of its own instead."""
    if office.is_hq:
        yield Shot("headquarters", "hq")
        return
    handed_over = _case(office, CaseState.READY)
    if may(office.user, Right.DECIDE):
        yield Shot("decisions", "decisions")
        if handed_over is not None:
            yield Shot("decision", "decision", {"case": handed_over.id})
        return
    yield Shot("today", "today")
    yield Shot("partners", "partners")
    case = _case(office, CaseState.OPEN) or _case(office, CaseState.DECIDED)
    if case is not None:
        yield from _case_shots(office, case)
    for agreement, _partner in lookup.listed(office.store)[:1]:
        yield Shot("agreements", "agreements")
        yield Shot("agreement", "agreement", {"id": agreement.id})
        yield Shot("preview", "agreement", {"id": agreement.id, "step": "preview"})
    yield Shot("sync", "sync")
    yield Shot("lists", "lists")
    yield Shot("backups", "backups")
    yield Shot("settings", "settings")
    yield Shot("today-small", "today", size=SMALL)
    yield Shot("today-dark", "today", look="dark")


def _case_shots(office: Office, case: Case) -> Iterator[Shot]:
    question = _explained(office, case)
    yield Shot("partner", "partner", {"id": case.partner_id})
    yield Shot("diligence", "diligence", {"case": case.id})
    yield Shot("question", "question", question)
    yield Shot("screening", "screening", {"case": case.id})
    yield Shot("question-small", "question", question, SMALL)


def _case(office: Office, state: CaseState) -> Case | None:
    return next(iter(cases.in_state(office.store, state)), None)


def _explained(office: Office, case: Case) -> dict[str, str]:
    """A question that was answered with a note: it shows most of what the page can do."""
    answers = assessments.read(office.work, case.id).answers
    explained = next((name for name, content in answers.items() if content.note), "")
    return {"case": case.id, "question": explained} if explained else {"case": case.id}


class _Camera:
    """A window, and patience until it has finished showing."""

    def __init__(self, app: QApplication, office: Office, folder: Path, text: int = 100) -> None:
        self._app, self._office, self._folder = app, office, folder
        self._tasks, self._theme = Tasks(), Theme(app, "light", text)
        self._failed: list[BaseException] = []
        self._tasks.failed.connect(self._note_failure)
        self._window = Window(office, places(), self._tasks, self._theme)
        if (banner := banner_of(office)) is not None:
            self._window.show_banner(banner)
        self._window.show_badges()
        self._window.show_status(status.chips(office, unsaved=False))

    def _note_failure(self, error: BaseException) -> None:
        """What a user can act on is said on the page, as the program does; anything else ends the pictures."""
        if isinstance(error, Problem):
            self._window.show_problem(error)
        else:
            self._failed.append(error)

    def knows(self, key: str) -> bool:
        """Whether the program has this screen."""
        return any(place.key == key for place in self._window.places.all)

    def take(self, shot: Shot) -> Path:
        """Go there, wait, and write what is seen."""
        if self._theme.choice != shot.look:
            self._theme.choose(shot.look)
        self._window.setMinimumSize(QSize(0, 0))
        self._window.resize(shot.size)
        self._window.show()
        try:
            self._window.go(shot.key, **shot.arguments)
        except Problem as problem:  # said on the page that is still there, as the program does
            self._window.show_problem(problem)
        self._settle()
        if shot.open is not None and self._window.view is not None:
            shot.open(self._window.view)
            self._settle()
        path = self._folder / f"{shot.name}.png"
        if not self._window.grab().save(str(path)):
            raise Problem(
                _("“{name}” could not be written there; nothing was changed.").format(name=path.name),
                _("Check that the folder or the stick is present and not read-only, then try again."),
                code="file-not-writable",
            )
        return path

    def _settle(self) -> None:
        """Until no work is under way and nothing more is to be drawn; what went wrong is raised here."""
        end, quiet, least = monotonic() + PATIENCE, 0, monotonic() + PAUSE
        while (quiet < 12 or monotonic() < least) and monotonic() < end:
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            document = self._window.view.document if self._window.view is not None else None
            drawing = document is not None and not document.is_drawn
            quiet = 0 if self._tasks.busy or drawing else quiet + 1
        if self._failed:
            raise self._failed[0]

    def close(self) -> None:
        """Put everything away."""
        self._window.close()
        self._tasks.close()
        put_away(self._app)

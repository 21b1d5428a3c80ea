"""The program with a window: welcome or unlocking first, then the office, locked again after a pause."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.base import file_kinds, paths
from desktop.base.errors import Problem
from desktop.base.installation import InstalledProgram, own_installation
from desktop.base.progress import Progress
from desktop.base.settings import Settings, save_settings, settings_folder, spoken_language
from desktop.base.text import LANGUAGES, _, lacking_language, language, speak
from desktop.base.usage import argparse_speaks
from desktop.presenters.office.unlock import Damage, UnlockPresenter
from desktop.store.place import SLOTS
from desktop.store.vault import Opened, Vault
from desktop.ui import alerts
from desktop.ui.display import Application, application
from desktop.ui.frame.front import FrontWindow
from desktop.ui.frame.sizes import geometry_text, restore_geometry
from desktop.ui.garbage import spare_loaded
from desktop.ui.icons import program_icon
from desktop.ui.opened_files import OpenedFiles
from desktop.ui.tasks import Tasks
from desktop.ui.theme import STYLE, STYLED, Theme
from desktop.ui.views.office.unlock import UnlockView
from desktop.ui.widgets import Message

if TYPE_CHECKING:
    from desktop.office import Office
    from desktop.ui.frame.controller import WindowController

REPORTS = "reports"


def main(arguments: Sequence[str], settings: Settings) -> int:
    """Open the program on an office's folder (`--office DIR`, else the one last used) and stay until it is closed.

    A file is opened on its page. Where a program of this user runs already, that one opens it, or comes forward; only a
    line that names an office has a window of its own. `--language` is that of the window from now on, as if it were
    chosen in the settings. Raises Problem for a file of a kind that is not opened so.
    """
    with argparse_speaks(spoken_language(settings)):
        parser = argparse.ArgumentParser(prog="passerelle", allow_abbrev=False)
        parser.add_argument("--office", type=Path, metavar=_("DIR"), help=_("folder of the office"))
        parser.add_argument("--language", choices=LANGUAGES, help=_("language of sentences and documents"))
        parser.add_argument(
            "file", type=Path, nargs="?", metavar=_("FILE"), help=_("a bundle, an answer or a request to open")
        )
        options = parser.parse_args(list(arguments))
    settings = replace(settings, language=options.language or settings.language)
    if options.file is not None and not file_kinds.ending_of(options.file):
        raise Problem(
            _("“{name}” is no file that Passerelle opens by itself.").format(name=options.file.name),
            _("Open the page where it belongs, for instance that of a partner or an agreement, and drop it there."),
            code="file-not-opened",
        )
    app = QApplication.instance() or _application()
    assert isinstance(app, QApplication)
    installation = own_installation()
    files = OpenedFiles(settings_folder())
    if not files.listen() and options.office is None:
        if files.hand_over(options.file):
            if installation is not None:
                installation.forget_try()
            return 0  # the program that runs already opens it
        files.listen()  # that one has ended meanwhile, or does not answer
    program = Program(app, settings, options.office, installation)
    files.asked.connect(program.open_file)
    if isinstance(app, Application):
        app.opened.connect(program.open_file)
    program.begin()
    if options.file is not None:
        program.open_file(options.file)
    code = app.exec()
    files.close()
    program.close()
    put_away(app)
    return code


def _application() -> QApplication:
    """The application in its style, which as an argument costs nothing: setting it loads all that styles can draw."""
    app = application("-style", STYLE)
    app.setProperty(STYLED, True)
    return app


def put_away(app: QApplication) -> None:
    """Delete every window with what it holds; the end of the interpreter would do it in any order, and may crash."""
    for window in app.topLevelWidgets():
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Program(QObject):
    """Which window stands: the front before an office is open, the main window after."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        folder: Path | None = None,
        installation: InstalledProgram | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self._installation = installation
        speak(spoken_language(self.settings, QLocale.system().uiLanguages()))
        self._dialogs: QTranslator | None = None
        app.setApplicationName("Passerelle")
        app.setDesktopFileName("passerelle")  # by which Wayland finds name and icon
        app.setWindowIcon(program_icon())
        app.setQuitOnLastWindowClosed(True)
        self.theme = Theme(app, self.settings.theme, self.settings.text_size)
        self.tasks = Tasks()
        self.folder = folder or Path(self.settings.office or paths.default_office())
        self.front: FrontWindow | None = None
        self.office: Office | None = None
        self.controller: WindowController | None = None
        self._undo_alerts: Callable[[], None] = lambda: None
        self._file: Path | None = None  # asked for before an office was open

    def begin(self) -> None:
        """Show the page that fits: unlocking where an office exists, the welcome elsewhere."""
        front = self._open_front()
        self.speak_dialogs()
        if (self.folder / SLOTS).exists():
            self._show_unlock()
        else:
            self._show_welcome()
        if lack := lacking_language():
            front.show_message(Message("warn", lack), "language")
        front.show()
        if self._installation is not None:
            QTimer.singleShot(0, self, self._confirm_version)

    def _confirm_version(self) -> None:
        """The window stands: note it for the launcher, and say so where it came back from a version that did not."""
        installation = self._installation
        if installation is None:
            return
        failed = installation.failed_version()
        installation.confirm_shown()
        self.tasks.quietly(installation.remove_older, lambda _nothing: None)
        if failed is None:
            return
        words = _("Version {version} did not show its window twice: the one before is in use again.").format(
            version=failed.version
        )
        name = failed.backup.name if failed.backup is not None else ""
        do = _("If the office does not open, restore the backup made before: {name}.").format(name=name) if name else ""
        problem = Problem(words, do, code="update-went-back")
        restore = (_("Restore a backup…"), lambda: self._show_rescue(problem))
        actions = (restore,) if (self.folder / SLOTS).exists() else ()
        self._front().show_message(Message("warn", words, do, actions), "update")
        installation.forget_failed()

    def _open_front(self) -> FrontWindow:
        self.front = FrontWindow(self.theme)
        if self.settings.front_geometry:
            restore_geometry(self.front, self.settings.front_geometry)
        self._undo_alerts = alerts.install(self.front, self.tasks, settings_folder() / REPORTS)
        return self.front

    def open_file(self, path: Path | None) -> None:
        """Come forward, and open a file as a double click on it asks: on its page, once an office is open."""
        window = self.front or (self.controller.window if self.controller is not None else None)
        if window is None:
            return
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        if path is None:
            return
        if self.controller is not None:
            self.controller.window.open_file(path)
            return
        self._file = path
        words = _("“{name}” is opened as soon as the office is open.").format(name=path.name)
        self._front().show_message(Message("info", words), "file")

    # --- before the office

    def _show_welcome(self) -> None:
        from desktop.presenters.office.welcome import WelcomePresenter
        from desktop.ui.views.office.welcome import WelcomeView

        front = self._front()
        presenter = WelcomePresenter(self.folder, self.tasks, self._entered, front.rebuild, self._show_restoring)
        front.put(WelcomeView(presenter))

    def _show_restoring(self) -> None:
        from desktop.presenters.office.restoring import RestoringPresenter
        from desktop.ui.views.office.restoring import RestoringView

        presenter = RestoringPresenter(self.folder, self.tasks, self._show_unlock, self._show_welcome)
        view = RestoringView(presenter)
        self._front().put(view)
        QTimer.singleShot(0, view, view.focus_first)

    def _show_unlock(self) -> None:
        front = self._front()
        try:
            presenter = self._unlocking()
        except Problem as problem:
            self._show_rescue(problem)
            return
        view = UnlockView(presenter)
        front.put(view)
        QTimer.singleShot(0, view, view.focus_first)

    def _unlocking(self) -> "UnlockPresenter[Office]":
        return UnlockPresenter(
            Vault.open(self.folder),
            self.tasks,
            self._enter,
            self._entered,
            self._damaged,
            officer=self.settings.officer,
            office=self._office_name(),
            training=self.folder == paths.training_office(),
        )

    def _office_name(self) -> str:
        """What the office is called, as far as it is known before it is open: its folder has no name inside."""
        if self.settings.office_name and self.folder == Path(self.settings.office):
            return self.settings.office_name
        return "" if self.folder == paths.default_office() else self.folder.name

    def _front(self) -> FrontWindow:
        if self.front is None:
            raise RuntimeError("the front window is gone")
        return self.front

    def _enter(self, vault: Vault, opened: Opened) -> "Office":
        from desktop.office import Office
        from desktop.store import cipher

        vault.require_database()
        if cipher.quick_check(vault.database, opened.key):
            raise cipher.damaged()
        return Office.enter(self.folder, vault, opened)

    def _damaged(self, damage: Damage) -> None:
        self._show_rescue(damage.problem, damage.opened)

    def _show_rescue(self, problem: Problem, opened: Opened | None = None) -> None:
        from desktop.presenters.office.backups import RescuePresenter
        from desktop.ui.views.office.backups import RescueView

        presenter = RescuePresenter(self.folder, self.tasks, problem, opened, self._show_unlock)
        self._front().put(RescueView(presenter))

    # --- the office

    def _entered(self, office: "Office") -> None:
        """Put the main window in the place of the front."""
        from desktop.ui.frame.controller import WindowController

        spare_loaded()
        self.office = office
        self._stop_alerts()
        self.speak_dialogs()
        self.controller = WindowController(self, office)
        if not office.is_practice:
            called = office.profile.name or office.profile.code
            self.keep(office=str(office.folder), office_name=called, officer=office.user.id, language=language())
        front, self.front = self.front, None
        if front is not None:
            self.keep(front_geometry=geometry_text(front))
            front.close()
            front.deleteLater()
        if (path := self._file) is not None:
            self._file = None
            QTimer.singleShot(0, self, lambda: self.open_file(path))

    def speak_dialogs(self) -> None:
        """Let Qt's own dialogs and menus speak the language of the program."""
        self._silence_dialogs()
        self._dialogs = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._dialogs.load(f"qtbase_{language()}", folder):
            QApplication.installTranslator(self._dialogs)

    def _silence_dialogs(self) -> None:
        if self._dialogs is not None:
            QApplication.removeTranslator(self._dialogs)
            self._dialogs = None

    def keep(self, **values: object) -> None:
        """Change settings of this machine, now and for the next start."""
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]
        save_settings(self.settings)

    def apply(self) -> None:
        """Dress and speak as the settings say, in every window."""
        speak(self.settings.language or language())
        self.speak_dialogs()
        self.theme.choice = self.settings.theme
        self.theme.resize(self.settings.text_size)

    def reopen(self, work: Callable[[Vault, Opened], Opened], place: str) -> None:
        """Close the office, do what needs it closed, open it again with what `work` gives, and show a place."""
        QTimer.singleShot(0, self, lambda: self._reopen(work, place))  # the asking page is still on the stack

    def _reopen(self, work: Callable[[Vault, Opened], Opened], place: str) -> None:
        controller, office = self.controller, self.office
        if controller is None or office is None:
            return
        self.folder, vault, opened = office.folder, office.vault, office.opened
        self._open_front()
        self._front().put(UnlockView(self._unlocking()))
        self._front().show()
        controller.close()
        self.controller = self.office = None

        def reworked(_progress: Progress) -> "Office | Problem":
            try:
                return self._enter(vault, work(vault, opened))
            except Problem as problem:
                return problem

        self.tasks.run(_("Opening the office"), reworked, lambda opening: self._reopened(opening, place))

    def _reopened(self, opening: "Office | Problem", place: str) -> None:
        if isinstance(opening, Problem):
            self._show_unlock()
            self._front().show_problem(opening)
            return
        self._entered(opening)
        if self.controller is not None:
            self.controller.window.go(place)

    def change_officer(self, opened: Opened) -> None:
        """Close the window of one officer and open one for another, who has shown a passphrase."""
        controller, office = self.controller, self.office
        if controller is None or office is None:
            return
        folder, vault = office.folder, office.vault
        controller.close()
        self.controller = self.office = None
        self.folder = folder
        self._entered(self._enter(vault, opened))

    def close(self) -> None:
        """Let go of everything, in the order in which it leans on one another."""
        self.tasks.close()
        if self.controller is not None:
            self.controller.close()
        elif self.office is not None:
            self.office.close()
        self._silence_dialogs()
        self._stop_alerts()

    def _stop_alerts(self) -> None:
        undo, self._undo_alerts = self._undo_alerts, lambda: None
        undo()

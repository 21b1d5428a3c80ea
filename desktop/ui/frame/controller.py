"""The office at work: its window, what the status bar says, the lock after a pause, the first backup of the day."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer

from desktop.base.dates import moment_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress, keep_loaded, release_loaded
from desktop.base.settings import settings_folder
from desktop.base.text import _, language
from desktop.presenters import only_reading, status
from desktop.presenters.exchange.outbox import Outbox
from desktop.presenters.office.settings import ComputerSettings
from desktop.presenters.office.unlock import UnlockPresenter
from desktop.services.office import (
    backup,
    believed_clock,
    drafts,
    people,
    restore_test,
    second_place,
    sitting,
)
from desktop.services.office.restore_test import RestoreTest
from desktop.services.office.rights import ROLE_NAMES
from desktop.store.only_reading import OnlyReading
from desktop.store.vault import Opened
from desktop.ui import alerts
from desktop.ui.frame.banner import Banner, BannerWords
from desktop.ui.frame.sizes import geometry_text, restore_geometry
from desktop.ui.frame.window import PAUSE, Window
from desktop.ui.navigation import places
from desktop.ui.printing import PrinterDesk
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.office.unlock import UnlockView
from desktop.ui.widgets import Message

if TYPE_CHECKING:
    from desktop.office import Office

REPORTS = "reports"
LOOKS_EVERY = 15_000  # ms between two looks at how long nobody has typed
SENDS_EVERY = 60_000  # ms between two looks whether something is to leave by itself
COUNTS_EVERY = 60_000  # ms between two readings of the ages in the status bar
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


def _noted(_nothing: None) -> None:
    """Nothing is shown of it."""


def _turn(outbox: Outbox) -> None:
    outbox.turn(monotonic())


def training_banner() -> Banner:
    """What stands above every page of the training office."""
    words = _("Training office: everything here is invented, and nothing leaves this computer.")
    return Banner(words, _("Training: everything is invented."))


def reading_banner(why: OnlyReading) -> Banner:
    """What stands above every page where the records can only be read."""
    return Banner(only_reading.words(why), _("Read only: nothing is changed."))


def banner_of(office: "Office") -> BannerWords | None:
    """What stands above every page of this office; None for an ordinary one."""
    if (why := office.store.only_reading) is not None:
        return partial(reading_banner, why)
    return training_banner if office.is_practice else None


class ProgramHost(ComputerSettings, Protocol):
    """Who started the program: it keeps the settings and knows how to change officers."""

    theme: Theme
    tasks: Tasks

    def change_officer(self, opened: Opened) -> None: ...


class WindowController(QObject):
    """Everything around one open office; `close` ends the sitting."""

    def __init__(self, owner: ProgramHost, office: "Office") -> None:
        super().__init__()
        self.owner, self.office = owner, office
        self.window = Window(office, places(owner), owner.tasks, owner.theme)
        self.window.printers = PrinterDesk(self.window, owner.tasks, owner)
        self.touched = time()
        self._timers: list[QTimer] = []
        self._chips_soon = QTimer(self, singleShot=True, interval=PAUSE)  # once for many changes
        self._chips_soon.timeout.connect(self._show_chips)
        self._undo = alerts.install(self.window, owner.tasks, settings_folder() / REPORTS)
        self._roles: Mapping[str, str] = {}
        self._read_roles()
        self._wire()
        before = sitting.begin(office.machine)
        self._first_page()
        restore_geometry(self.window, owner.settings.geometry)
        self.window.show()
        self._watch()
        if before is not None and before.abruptly:
            self._offer_to_go_on(before)
        QTimer.singleShot(0, self, self._back_up_once_a_day)
        keep_loaded()

    def _wire(self) -> None:
        window, office = self.window, self.office
        office.on_change = window.stale.emit
        office.unsaved.written = window.typed.emit
        window.typed.connect(self._show_saved)
        window.arrived.connect(self._show_saved)
        window.stale.connect(self._chips_changed)
        window.stale.connect(lambda kinds: self._read_roles() if "officer" in kinds else None)
        self.owner.theme.changed.connect(self._redress)
        window.arrived.connect(self._note_place)
        self.owner.tasks.ended.connect(self._chips_changed)  # lists and backups lie outside the office's database
        window.searched.connect(lambda text: window.go("search", text=text))
        window.person_wanted.connect(self.lock)
        window.backup_wanted.connect(self._back_up_now)
        window.new_wanted.connect(lambda: window.go("add_partner"))
        window.keep_menu_bar(self.owner.settings.menu_bar)
        window.menu_bar_turned.connect(lambda on: self.owner.keep(menu_bar=on))
        if (banner := banner_of(office)) is not None:
            window.show_banner(banner)

    def _first_page(self) -> None:
        self.window.go("today")
        self.window.show_badges()
        self._show_chips()

    def _watch(self) -> None:
        handle = self.window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)  # the window's own events only: cheap, where the application's are not
        outbox = Outbox(self.office, self.owner.tasks, monotonic())
        turn = partial(_turn, outbox)
        for every, deed in ((LOOKS_EVERY, self._lock_when_idle), (COUNTS_EVERY, self._show_chips), (SENDS_EVERY, turn)):
            timer = QTimer(self, interval=every)
            timer.timeout.connect(deed)
            timer.start()
            self._timers.append(timer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.touched = time()
        return False

    # --- status

    def _chips_changed(self, _what: object = None) -> None:
        self._chips_soon.start()

    def _show_chips(self) -> None:
        """Read the state of the work away from the window, and show it when it is known."""
        office, unsaved = self.office, self.window.holds_unsaved
        self.owner.tasks.quietly(lambda: status.chips(office, unsaved=unsaved), self.window.show_status)

    def _show_saved(self, _place: str = "") -> None:
        """Only what is typed has changed: nothing is read."""
        self.window.show_saved(status.saved(self.office, unsaved=self.window.holds_unsaved))

    def _redress(self) -> None:
        self.window.show_badges()
        self._show_chips()

    # --- where we are, and after a power cut

    def _note_place(self, key: str) -> None:
        """Note the place, away from the window: the disk may take its time."""
        machine, arguments = self.office.machine, self.window.arguments
        self.owner.tasks.quietly(lambda: sitting.note_place(machine, key, arguments), _noted)

    def _offer_to_go_on(self, before: sitting.FormerSitting) -> None:
        """Say that the program did not end as it should; of what was typed, only what is really there."""
        what, typed = _("The program was closed abruptly."), drafts.newest(self.office.work)
        if typed:
            moment = moment_in_words(typed, language())
            kept = _("What had been typed until {moment} is kept, and shown again where it was typed.")
            what = f"{what} {kept.format(moment=moment)}"
        self.window.show_message(Message("info", what, actions=self._ways_on(before)), "resume")

    def _ways_on(self, before: sitting.FormerSitting) -> tuple[tuple[str, Callable[[], object]], ...]:
        places = {place.key: place for place in self.window.places.all}
        if before.key not in places or before.key == "today":
            return ()
        words = _("Go on: {place}").format(place=places[before.key].title())
        return ((words, lambda: self.window.go(before.key, **before.arguments)),)

    # --- locking

    def _lock_when_idle(self) -> None:
        if time() - self.touched > self.owner.settings.lock_minutes * 60:
            self.lock()

    def lock(self) -> None:
        """Cover the window until an officer opens it again."""
        if self.window.lock_screen is not None:
            return
        presenter = UnlockPresenter(
            self.office.vault,
            self.owner.tasks,
            lambda _vault, opened: opened,
            self._unlocked,
            lambda _damage: None,
            office=self.office.profile.name or self.office.profile.code,
            officer=self.office.user.id,
            locked=True,
            training=self.office.is_practice,
            roles=self._roles,
        )
        self.window.tell_typing()  # even where it cannot be written: the window is covered
        screen = UnlockView(presenter)
        self.window.lock(screen)
        QTimer.singleShot(0, screen, screen.focus_first)

    def _read_roles(self) -> None:
        """What each officer does here, read beforehand: nothing is read when the window is to be locked."""
        known = people.officers(self.office.store)
        self._roles = {officer.id: _(ROLE_NAMES[officer.role]) for officer in known}

    def _unlocked(self, opened: Opened) -> None:
        self.touched = time()
        if opened.officer_id == self.office.user.id:
            self.window.unlock()
        else:
            self.owner.change_officer(opened)

    # --- backups

    def _back_up_once_a_day(self) -> None:
        office = self.office
        if office.store.only_reading is not None:
            return
        self.owner.tasks.quietly(lambda: believed_clock.note_start(office.work), lambda _nothing: None)
        if not backup.is_due(office.work, office.backups):
            self._test_once_a_month()
            return
        self.owner.tasks.run(_("Backup of the day"), self._write_backup, self._backed_up)

    def _write_backup(self, progress: Progress) -> tuple[Path, ...] | Problem:
        """One in every place that is there."""
        office = self.office
        try:
            return office.back_up(backup.places(office.backups, second_place.read(office.machine)), progress)
        except Problem as problem:
            return problem

    def _back_up_now(self) -> None:
        """Somebody asks for one, wherever they are, and is told that it is there."""
        if self.office.store.only_reading is not None:
            self.window.go("backups")  # which says why there is none to make
            return
        self.owner.tasks.run(_("Backing up"), self._write_backup, self._tell_backup)

    def _tell_backup(self, outcome: tuple[Path, ...] | Problem) -> None:
        if not isinstance(outcome, Problem):
            sentence = _("The backup was made and read back: {name}").format(name=outcome[0].name)
            self.window.show_message(Message("good", sentence), "backup")
        self._show_backup(outcome)

    def _backed_up(self, outcome: tuple[Path, ...] | Problem) -> None:
        self._show_backup(outcome)
        if not isinstance(outcome, Problem):
            self._test_once_a_month()

    def _show_backup(self, outcome: tuple[Path, ...] | Problem) -> None:
        self._show_chips()
        if isinstance(outcome, Problem):
            ways = ((_("Open the backups"), lambda: self.window.go("backups")),)
            self.window.show_message(Message("bad", outcome.text, outcome.remedy, ways), "backup")
        elif self.window.here in ("today", "backups"):
            self.window.refresh()  # these two say when the last backup was made

    def _test_once_a_month(self) -> None:
        """Restore the newest backup on trial; nothing is said unless it failed."""
        office = self.office
        if office.is_hq or office.is_practice:
            return
        last = restore_test.read(office.machine)
        if restore_test.is_due(last, backup.oldest((office.backups,)), believed_clock.likely_now(office.work)):
            self.owner.tasks.run(_("Restoring on trial"), office.test_restore, self._tested)

    def _tested(self, outcome: RestoreTest | None) -> None:
        if outcome is not None and not outcome.passed:
            ways = ((_("Open the backups"), lambda: self.window.go("backups")),)
            remedy = _("Make a backup now; it is tested at the next start.")
            self.window.show_message(Message("bad", outcome.refused, remedy, ways), "backup")

    # --- the end

    def close(self) -> None:
        """End the sitting as it should be ended."""
        release_loaded()
        for timer in (*self._timers, self._chips_soon):
            timer.stop()
        self.owner.tasks.ended.disconnect(self._chips_changed)
        theme = self.owner.theme
        theme.changed.disconnect(self._redress)
        theme.changed.disconnect(self.window.rebuild)
        self.owner.keep(geometry=geometry_text(self.window))
        self.window.close()
        self._undo()
        self.owner.tasks.settle()
        with suppress(Problem):  # the folder is gone: what could not be noted is not missed
            sitting.end(self.office.machine)
        self.office.close()
        self.window.deleteLater()
        self.deleteLater()

"""Backups: make one, see which open, come back from one; and the way back when the database is damaged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import ago, day_in_words, day_of, format_moment, months_later
from desktop.base.errors import Problem
from desktop.base.numbers import format_size
from desktop.base.plausibility import age_in_days, is_after, newest_until
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import local_day
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.office.settings import ComputerSettings
from desktop.presenters.presenter import Confirmation, Presenter, Screen
from desktop.services.exchange import restore_preview
from desktop.services.exchange.headquarters import backing_up
from desktop.services.exchange.restore_preview import NamedPreview
from desktop.services.exchange.unsent import UnsentDeed
from desktop.services.office import backup, people, restore_test, second_place
from desktop.services.office.backup import Backup
from desktop.services.office.restore_test import RestoreTest
from desktop.services.office.rights import Right, may, require
from desktop.services.office.second_place import SecondPlace
from desktop.store.backup import MONTHS, ErasedFiles, RestorePreview
from desktop.store.vault import Opened, Vault

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class BackupLine:
    """One backup in words."""

    path: Path
    title: str
    note: str
    opens: bool
    cells: Mapping[str, RowCell] = field(default_factory=dict)
    lacking: int = 0  # attached files that are not beside it


RestoreDeed = Callable[[Path, Path, bytes, str], Path | None]  # of a folder, a backup, its key and the officer

BACKUP_COLUMNS = (
    ListColumn("records", N_("Records"), figures=True),
    ListColumn("size", N_("Size"), figures=True),
    ListColumn("change", N_("Last change")),
    ListColumn("state", N_("State")),
)


class BackupsPresenter(Presenter):
    """The office's backups."""

    def __init__(self, office: "Office", runner: Runner, machine: ComputerSettings) -> None:
        super().__init__(office, runner)
        self._machine = machine
        self.listing = Listing(self, "backups", N_("Backups"), BACKUP_COLUMNS, first_title=N_("Backup"))
        self.lines: tuple[BackupLine, ...] = ()
        self.second, self.has_second = "", False
        self.tested, self.erased = "", ""
        self.last = ""
        self.is_old = False
        self.done = ""
        self.busy = False
        self.is_hq = office.is_hq
        self.may = may(office.user, Right.ADMINISTER)
        self.chosen: BackupLine | None = None
        self.preview: NamedPreview | None = None

    def refresh(self) -> None:
        """Read the folders again, away from the window: a stick may be slow."""
        office = self.office
        noted = restore_test.notes(office.work)
        self.second, self.has_second = self._about_second(noted.second), noted.second is not None
        self.tested = "" if self.is_hq else test_in_words(noted.last_test)
        folders, key, now = backup.places(office.backups, noted.second), office.opened.key, noted.likely_now
        self.runner.run(
            _("Looking at the backups"),
            lambda _progress: (backup.every(folders, key, now), backup.erased(office.work, folders, key)),
            lambda looked: self._show(*looked, now),
        )
        self.changed()

    def _show(self, copies: tuple[Backup, ...], erased: ErasedFiles | None, now: datetime) -> None:
        self.erased = erased_in_words(erased)
        names = people.names(self.office.store)
        self.lines = tuple(self._line(copy, names, now) for copy in copies)
        last = newest_until((c.made_at for c in copies if self._holds_all(c) and not c.lacking), now)
        self.last = format_moment(last, language()) if last else ""
        self.is_old = last is None or age_in_days(local_day(last), self.office.work.today()) > backup.TOO_OLD_DAYS
        self.changed()

    def _holds_all(self, copy: Backup) -> bool:
        office = self.office
        return backing_up.holds_records(copy, office.store is not office.machine) if self.is_hq else copy.opens

    def _line(self, copy: Backup, names: dict[str, str], now: datetime) -> BackupLine:
        line = _line(copy, names, now)
        if not copy.opens or self._holds_all(copy):
            return line
        note = _("The keys of Headquarters alone: its records are not in it.")
        return replace(line, note=note, opens=False)

    # --- making

    def make(self) -> None:
        """One now, in every place that is present."""
        self._make(backup.places(self.office.backups, second_place.read(self.office.machine)))

    def make_elsewhere(self) -> None:
        """One now, on a stick or in a folder of the user's choice."""
        office = self.office
        question = _("Where should the backup go?")
        self.asker.folder(question, lambda folder: self._write(lambda p: office.back_up_whole(folder, p)))

    def save_chosen(self) -> None:
        """The chosen backup once more, in one file that needs nothing beside it."""
        if self.chosen is None or not self.chosen.opens or self.is_hq:
            return
        office, path = self.office, self.chosen.path

        def save(folder: Path) -> None:
            self._write(lambda _p: (backup.save_whole(path, folder, office.opened.key, office.folder),))

        self.asker.folder(_("Where should this backup go?"), save)

    def _make(self, folders: Sequence[Path]) -> None:
        office = self.office
        self._write(lambda progress: office.back_up(folders, progress))

    def _write(self, deed: Callable[[Progress], tuple[Path, ...]]) -> None:
        self.busy, self.problem, self.done = True, None, ""
        self.changed()

        def work(progress: Progress) -> tuple[Path, ...] | Problem:
            try:
                return deed(progress)
            except Problem as problem:
                return problem

        self.runner.run(_("Backing up"), work, self._show_outcome)

    def _show_outcome(self, outcome: "tuple[Path, ...] | Problem") -> None:
        self.busy = False
        if isinstance(outcome, Problem):
            self.refuse(outcome)
            return
        tried = _("The backup of keys, records and bundles received was made, read back and restored on trial: {name}")
        self.done = (tried if self.is_hq else _("The backup was made and read back: {name}")).format(
            name=outcome[0].name
        )
        self.refresh()

    # --- the restore test

    def test(self) -> None:
        """Restore the newest backup on trial now."""
        office = self.office
        self.busy, self.problem, self.done = True, None, ""
        self.changed()
        self.runner.run(_("Restoring on trial"), office.test_restore, self._show_test)

    def _show_test(self, outcome: RestoreTest | None) -> None:
        self.busy = False
        if outcome is not None and not outcome.passed:
            remedy = _("Make a backup now; it is tested at the next start.")
            self.refuse(Problem(outcome.refused, remedy, code="restore-test-failed"))
        self.refresh()

    # --- the second place

    def choose_second(self) -> None:
        """Ask for the second place."""
        self.asker.folder(_("Choose a second location for backups"), self._take_second)

    def _take_second(self, folder: Path | None) -> None:
        second_place.choose(self.office.work, folder)
        self.refresh()

    def _about_second(self, second: SecondPlace | None) -> str:
        """Where it is, whether it is there, and how old the newest copy outside this computer is."""
        if second is None:
            return ""
        folder, age = str(second.folder), _("No backup was made there yet.")
        if second.copied_at:
            copied = day_of(second.copied_at)
            day, how_old = day_in_words(second.copied_at, language()), ago(copied, self.office.work.today(), language())
            age = _("The newest copy outside this computer is of {day}, {ago}.").format(day=day, ago=how_old)
        if second.is_there:
            return _("{folder}. {age}").format(folder=folder, age=age)
        return _("{folder} is not there, or is not the place that was chosen: nothing is written to it. {age}").format(
            folder=folder, age=age
        )

    def forget_second(self) -> Callable[[], None]:
        """No second place any more; gives back how the one there was is chosen again."""
        before = second_place.read(self.office.machine)
        self._take_second(None)
        return lambda: self._choose_again(before)

    def _choose_again(self, place: SecondPlace | None) -> None:
        if place is not None:
            second_place.choose_again(self.office.work, place)
            self.refresh()

    # --- restoring

    def choose(self, path: Path) -> None:
        """Show what restoring this backup would lose and regain."""
        self.chosen = next(line for line in self.lines if line.path == path)
        self.preview = None
        if not self.chosen.opens or self.is_hq:  # Headquarters is put back by a command, into a new folder
            self.changed()
            return
        office, key = self.office, self.office.opened.key
        self.runner.run(
            _("Comparing with the backup"),
            lambda _p: restore_preview.read(path, office.folder, key),
            self._show_preview,
        )

    def _show_preview(self, preview: NamedPreview) -> None:
        self.preview = preview
        self.changed()

    @property
    def comparison(self) -> str:
        """In words, what restoring the chosen backup would lose and regain."""
        if self.preview is None or self.chosen is None:
            return ""
        return f"{comparison_in_words(self.preview.counts)} {lacking_in_words(self.chosen.lacking)}".strip()

    @property
    def why_not(self) -> str:
        """Why the chosen backup cannot be restored here."""
        return _("It was made under another key: “passerelle restore” opens it with the passphrase of that time.")

    @property
    def way_back(self) -> str:
        """How the chosen backup of Headquarters is put back."""
        if self.chosen is None or not self.chosen.opens:
            return _("This file cannot bring Headquarters back: choose another.")
        return _("“passerelle hq restore” restores it into a new folder, here or elsewhere; offices stay authorized.")

    @property
    def losses(self) -> tuple[str, ...]:
        """The last deeds that restoring would undo, by the names of the records."""
        return () if self.preview is None else tuple(map(_named_deed, self.preview.lost))

    @property
    def gains(self) -> tuple[str, ...]:
        """The last deeds that restoring would bring back."""
        return () if self.preview is None else tuple(map(_named_deed, self.preview.regained))

    def restore(self) -> None:
        """Read the chosen backup through, ask once, then close the office, put it in its place and open it again."""
        require(self.office.user, Right.ADMINISTER)
        if self.chosen is None or self.preview is None or self.busy:
            return
        line, office = self.chosen, self.office
        self.busy, self.problem, self.done = True, None, ""
        self.changed()

        def work(progress: Progress) -> Problem | None:
            try:
                backup.verify(line.path, office.opened.key, office.folder, progress)
            except Problem as problem:
                return problem
            return None

        self.runner.run(_("Checking the backup"), work, lambda problem: self._ask(line, problem))

    def _ask(self, line: BackupLine, problem: Problem | None) -> None:
        self.busy = False
        self.changed()
        if problem is not None and problem.code == backup.LACKS_FILES:
            self.asker.confirm(without_missing(), lambda: self._put_back(line, backup.restore_without_missing))
            return
        if problem is not None:
            self.refuse(problem)
            return
        question = Confirmation(
            _("Restore this backup?"),
            f"{self.comparison} " + _("The present state is kept beside, under a name that says why."),
            _("Restore it"),
            _("Leave everything as it is"),
            grave=True,
        )
        self.asker.confirm(question, lambda: self._put_back(line, backup.restore))

    def _put_back(self, line: BackupLine, deed: RestoreDeed) -> None:
        folder = self.office.folder

        def work(_vault: Vault, opened: Opened) -> Opened:
            deed(folder, line.path, opened.key, opened.officer_id)
            return opened

        self._machine.reopen(work, "backups")


class RescuePresenter(Screen):
    """The database is damaged or missing: which backups open, and putting one back.

    Without `opened` the key is not known, because the file that opens the office is unreadable.
    """

    def __init__(
        self, folder: Path, runner: Runner, damage: Problem, opened: Opened | None, again: Callable[[], None]
    ) -> None:
        super().__init__(runner)
        self.folder, self.damage, self.opened, self._again = folder, damage, opened, again
        self.lines: tuple[BackupLine, ...] = ()
        self.chosen: BackupLine | None = None
        self.busy, self.looked = False, False
        self._folders: tuple[Path, ...] = (folder / "backups",)
        self._look()

    def _look(self) -> None:
        if self.opened is None:
            self.looked = True
            return
        key, folders = self.opened.key, self._folders
        # no office is open whose clock could be asked, and the computer's may be what is wrong here
        self.runner.run(_("Looking at the backups"), lambda _progress: backup.every(folders, key, None), self._show)

    def _show(self, copies: tuple[Backup, ...]) -> None:
        self.lines = tuple(_line(copy, {}, None) for copy in copies if copy.opens)
        self.chosen = next((line for line in self.lines if not line.lacking), self.lines[0] if self.lines else None)
        self.looked = True
        self.changed()

    def look_elsewhere(self) -> None:
        """Look on a stick or in another folder too."""
        self.asker.folder(_("Where are backups of this office?"), self._also)

    def _also(self, folder: Path) -> None:
        self._folders = (*self._folders, folder)
        self._look()

    def choose(self, path: Path) -> None:
        """This backup."""
        self.chosen = next(line for line in self.lines if line.path == path)
        self.changed()

    def restore(self) -> None:
        """Put the chosen backup in the place of the damaged database, which is kept."""
        self._put_back(backup.restore)

    def _put_back(self, deed: RestoreDeed) -> None:
        if self.chosen is None or self.opened is None or self.busy:
            return
        self.busy, self.problem = True, None
        self.changed()
        path, opened = self.chosen.path, self.opened

        def work(_progress: Progress) -> Problem | None:
            try:
                deed(self.folder, path, opened.key, opened.officer_id)
            except Problem as problem:
                return problem
            return None

        self.runner.run(_("Restoring the backup"), work, self._restored)

    def _restored(self, problem: Problem | None) -> None:
        self.busy = False
        if problem is not None and problem.code == backup.LACKS_FILES:
            self.changed()
            self.asker.confirm(without_missing(), lambda: self._put_back(backup.restore_without_missing))
        elif problem is not None:
            self.refuse(problem)
        else:
            self._again()

    def try_again(self) -> None:
        """Open once more: one failed read can look like damage."""
        self._again()


def without_missing() -> Confirmation:
    """The question whether a backup is restored without the attached files that are not whole beside it."""
    return Confirmation(
        _("Restore it without these attached files?"),
        _(
            "Attached files that this backup needs are missing or damaged beside it. All else comes back; of each of "
            "these files the office says that it is not on this computer. Another backup, or the folder beside it, may "
            "have them."
        ),
        _("Restore it without them"),
        _("Leave everything as it is"),
        grave=True,
    )


def lacking_in_words(lacking: int) -> str:
    """How many attached files would not come back; empty for none."""
    if not lacking:
        return ""
    return plural(
        "{count} attached file is missing beside it and would not come back.",
        "{count} attached files are missing beside it and would not come back.",
        lacking,
    )


def erased_in_words(erased: ErasedFiles | None) -> str:
    """What was erased in the office and is in backups still, and until when; empty without any."""
    if erased is None:
        return ""
    month = f"{months_later(local_day(erased.newest), MONTHS):%Y-%m}"
    what = plural(
        "{count} attached file that is no longer in the office is still in earlier backups.",
        "{count} attached files that are no longer in the office are still in earlier backups.",
        erased.count,
    )
    until = _("The last of these backups goes in {month} at the latest, if backups go on.")
    return f"{what} {until.format(month=day_in_words(month, language()))}"


def test_in_words(last: RestoreTest | None) -> str:
    """What the last restore test found."""
    if last is None:
        return _("No backup was restored on trial yet; it is done by itself once a month.")
    moment = format_moment(last.at, language())
    if not last.passed:
        failed = _("The restore on trial of {moment} failed: {reason}")
        return failed.format(moment=moment, reason=last.refused)
    records = plural("{count} record", "{count} records", last.records)
    attached = plural("{count} attached file", "{count} attached files", last.attached)
    passed = _("On {moment} the newest backup was restored on trial: {records}, {attached}, all as they were noted.")
    sentence = passed.format(moment=moment, records=records, attached=attached)
    if last.damaged:
        damaged = plural(
            "{count} attached file beside the backups no longer opened and was written again if the office has it.",
            "{count} attached files beside the backups no longer opened and were written again if the office has them.",
            last.damaged,
        )
        sentence += f" {damaged}"
    return sentence


def comparison_in_words(preview: RestorePreview) -> str:
    """What restoring would do, in two sentences."""
    if preview.lost:
        lost = plural(
            "{count} change made since would be lost.", "{count} changes made since would be lost.", preview.lost
        )
    else:
        lost = _("Nothing was done since: no change would be lost.")
    if preview.regained:
        count = preview.regained
        lost += " " + plural("{count} change would come back.", "{count} changes would come back.", count)
    records = _("Records now: {now}; then: {then}.").format(now=preview.records_now, then=preview.records_then)
    return f"{lost} {records}"


def _line(copy: Backup, names: dict[str, str], now: datetime | None) -> BackupLine:
    title = format_moment(copy.made_at, language())
    size = format_size(copy.size, language())
    if copy.contents is None:
        note = _("does not open with today’s key, or is damaged · {size}").format(size=size)
        return BackupLine(copy.path, title, note, False, {"size": RowCell(size, copy.size)})
    records = plural("{count} record", "{count} records", copy.contents.records)
    last = copy.contents.last
    last_deed = _deed(last.what, names.get(last.by, ""), last.at) if last else ""
    is_of_the_future = now is not None and is_after(copy.made_at, now)
    future = _("dated in the future: it counts for nothing") if is_of_the_future else ""
    attached = ""
    if copy.lacking:
        attached = plural(
            "{count} attached file that it needs is not whole beside it",
            "{count} attached files that it needs are not whole beside it",
            copy.lacking,
        )
    elif copy.attached:
        attached = plural("{count} attached file beside it", "{count} attached files beside it", copy.attached)
    note = " · ".join(part for part in (future, records, size, attached, last_deed) if part)
    cells = {
        "records": RowCell(records, copy.contents.records),
        "size": RowCell(size, copy.size),
        "change": RowCell(last_deed),
    }
    return BackupLine(copy.path, title, note, True, cells, copy.lacking)


def _named_deed(deed: UnsentDeed) -> str:
    what = f"{deed.what} — {deed.about}" if deed.about else deed.what
    return ", ".join(part for part in (what, deed.by, format_moment(deed.at, language())) if part)


def _deed(what: str, who: str, at: int) -> str:
    when = format_moment(datetime.fromtimestamp(at / 1000, UTC), language())
    return ", ".join(part for part in (_(what), who, when) if part)

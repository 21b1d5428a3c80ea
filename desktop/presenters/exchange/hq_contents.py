"""Headquarters publishes rules and templates: what was chosen, what changes in it, what it touches, who has it.

One person prepares a version, a second one sees the same differences and releases it with their passphrase.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language
from desktop.base.values import Json
from desktop.bundles.program_release import SUFFIX, Release
from desktop.presenters.exchange import content_words, update_words
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.office.sealing import SealingPresenter
from desktop.presenters.presenter import Confirmation
from desktop.presenters.screening import published_words
from desktop.services.exchange import program_updates, releasing
from desktop.services.exchange.headquarters import publishing, publishing_lists
from desktop.services.exchange.headquarters.publishing import ContentTrial, OfficeContents
from desktop.services.exchange.headquarters.publishing_lists import ListTrial, OwnList
from desktop.services.office.rights import Right, may
from desktop.store.records import ContentVersion

if TYPE_CHECKING:
    from desktop.office import Office

CHANGES = (
    ListColumn("before", N_("Until now")),
    ListColumn("after", N_("From then on")),
)
VERSIONS = (
    ListColumn("state", N_("State")),
    ListColumn("reason", N_("Reason")),
    ListColumn("prepared", N_("Prepared by")),
    ListColumn("by", N_("Released by")),
)
OWN_LISTS = (
    ListColumn("dated", N_("Published on")),
    ListColumn("state", N_("State")),
    ListColumn("used", N_("Offices that use it")),
)
LAPTOPS = (ListColumn("office", N_("Office")), ListColumn("version", N_("Works with")))


class HqContentsPresenter(SealingPresenter, HeldForm):
    """The versions, and a trial of the next one: of chosen files, or of what waits for a second person.

    Files are read and tried away from the window.
    """

    shows = frozenset({"content_version", "device"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.form_name = "contents"
        self.changes = Listing(self, "contents-changes", N_("What changes"), CHANGES, first_title=N_("Where"))
        self.versions = Listing(self, "contents-versions", N_("Versions"), VERSIONS, first_title=N_("Version"))
        self.laptops = Listing(self, "contents-laptops", N_("Laptops"), LAPTOPS, first_title=N_("Laptop"))
        title = N_("Lists and rates")
        self.lists = Listing(self, "contents-lists", title, OWN_LISTS, first_title=N_("List"))
        self.trial: ContentTrial | ListTrial | None = None  # of what was chosen, or of what waits
        self.waiting: ContentVersion | None = None  # what waits for a second person, where that is what was tried
        self.busy, self.outcome = False, ""
        self._versions: Sequence[ContentVersion] | None = None
        self._held: Sequence[OfficeContents] = ()
        self._own_lists: Sequence[OwnList] = ()
        self._reading = 0

    def refresh(self) -> None:
        """Read them again; of several readings the last is shown. What waits is tried, unless files were chosen."""
        if not self.office.is_hq:
            self._versions = ()
            self.changed()
            return
        self._reading += 1
        reading, work = self._reading, self.office.work
        chosen = self.trial is not None and self.waiting is None
        looked_at = self.waiting.id if self.waiting is not None else ""

        def read() -> Callable[[], None]:
            versions, laptops = publishing.history(work), publishing.held_by_offices(work)
            lists = publishing_lists.own_lists(work)
            prepared = [record for record in versions if content_words.waits(record)]
            waiting = next((record for record in prepared if record.id == looked_at), next(iter(prepared), None))
            trial = publishing.examine_prepared(work, waiting, Progress()) if waiting and not chosen else None

            def show() -> None:
                if reading == self._reading:
                    self._versions, self._held, self._own_lists = versions, laptops, lists
                    if not chosen:
                        self.waiting, self.trial = waiting, trial
                    self.changed()

            return show

        self.runner.quietly(read, lambda show: show())
        self.changed()

    # --- what there is

    @property
    def sentence(self) -> str:
        """With which version Headquarters works, and how many laptops do."""
        if self._versions is None:
            return ""
        rules = (record for record in self._versions if record.subject == releasing.RULES)
        last = next((record for record in rules if record.published_at), None)
        if last is None:
            return _("The rules and templates of the program are in force.")
        with_it = sum(own.version == last.version and own.is_same for own in self._held)
        words = _("Version {version} is in force. Laptops that work with it: {held} of {all}.")
        return words.format(version=last.version, held=with_it, all=len(self._held))

    @property
    def notice(self) -> str:
        """That a version waits for a second person, and who prepared it; empty where none is shown."""
        record = self.waiting
        if record is None:
            return ""
        return content_words.prepared_words(record, is_own=record.prepared_by == self.office.user.id)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was published or chosen yet, as far as it was read."""
        nothing = self._versions is not None and not self._versions and not self._own_lists
        return nothing and self.trial is None

    @property
    def version_lines(self) -> Sequence[NotedLine]:
        """Every version, the newest first: what waits and what was withdrawn too."""
        return [
            NotedLine(
                record.id,
                content_words.record_words(record),
                record.reason,
                {
                    "state": RowCell(content_words.state_words(record)),
                    "reason": RowCell(record.reason),
                    "prepared": RowCell(record.preparer_name),
                    "by": RowCell(record.publisher_name),
                },
            )
            for record in self._versions or ()
        ]

    @property
    def laptop_lines(self) -> Sequence[NotedLine]:
        """With which version each laptop works."""
        return [
            NotedLine(
                f"{own.office}:{own.laptop}:{place}",
                own.laptop or own.office,
                content_words.held_words(own),
                {"office": RowCell(own.office), "version": RowCell(content_words.held_words(own))},
            )
            for place, own in enumerate(self._held)
        ]

    @property
    def change_lines(self) -> Sequence[NotedLine]:
        """In what the chosen files differ from what is in force."""
        return content_words.lines(self.trial.differences) if self.trial is not None else ()

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with the chosen files, a sentence each."""
        return [fault.text for fault in self.trial.faults] if self.trial is not None else ()

    @property
    def touched(self) -> Sequence[str]:
        """What the chosen files would touch, a sentence each."""
        trial = self.trial
        if trial is None or trial.faults:
            return ()
        if not trial.differences and isinstance(trial, ListTrial):
            return [_("This very list was published already.")]
        if not trial.differences:
            return [_("Nothing in these files differs from what is in force.")]
        return content_words.effect_lines(trial)

    @property
    def list_lines(self) -> Sequence[NotedLine]:
        """The lists and rates with which Headquarters works."""
        return [
            NotedLine(
                own.subject,
                _(own.title),
                content_words.own_list_words(own),
                {
                    "dated": RowCell(day_in_words(own.dated_on, language())),
                    "state": RowCell(content_words.own_list_words(own)),
                    "used": RowCell(content_words.used_words(own)),
                },
            )
            for own in self._own_lists
        ]

    # --- deeds

    @property
    def may_prepare(self) -> bool:
        """Whether what was chosen can be prepared by this reader."""
        sound = self.waiting is None and self.trial is not None and self.trial.can_be_published
        return sound and may(self.office.user, Right.PUBLISH) and not self.busy

    @property
    def may_release(self) -> bool:
        """Whether this reader can release what waits."""
        record, trial = self.waiting, self.trial
        if record is None or trial is None or not trial.can_be_published or self.busy:
            return False
        return releasing.may_release(self.office.work, record)

    @property
    def may_withdraw(self) -> bool:
        """Whether this reader can take back what waits."""
        return self.waiting is not None and releasing.may_withdraw(self.office.work, self.waiting) and not self.busy

    @property
    def rows(self) -> FormRows:
        """Why, and until when; of what waits the passphrase of whoever releases it."""
        if self.waiting is not None:
            title = _("Passphrase of {name}").format(name=self.office.user.name)
            help_ = _("It releases the version in your name.")
            return [[FieldSpec("passphrase", InputKind.SECRET, title, help_)]] if self.asks_passphrase else []
        reason = FieldSpec(
            "reason", InputKind.AREA, _("Why it is published"), required=_("Write it."), chars=0, lines=2
        )
        help_ = _("After this day offices are warned, and go on.")
        return [[reason], [FieldSpec("until", InputKind.DATE, _("Valid until"), help_)]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """Nobody proposes a reason."""
        return {"reason": "", "until": ""}

    def choose_files(self) -> None:
        """A changed file."""
        self.asker.files(_("A changed file"), "*.toml *.clause", lambda paths: self.look_at(paths[0]))

    def choose_folder(self) -> None:
        """A folder of changed files."""
        self.asker.folder(_("The folder with the changed files"), self.look_at)

    def look_at(self, path: Path) -> None:
        """Read, compare and try what was chosen; nothing is published."""
        work = self.office.work
        self._try(lambda progress: publishing.examine(work, path, progress))

    def look_at_list(self, subject: object) -> None:
        """Compare a list with which Headquarters works with the version published last, and try it."""
        work = self.office.work
        self._try(lambda progress: publishing_lists.examine(work, str(subject), progress))

    def open_version(self, record_id: object) -> None:
        """Look at a version that waits for a second person; any other only stands in the list."""
        record = next((own for own in self._versions or () if own.id == record_id), None)
        if record is None or not content_words.waits(record):
            return
        work = self.office.work
        self._try(lambda progress: publishing.examine_prepared(work, record, progress))
        self.waiting = record
        self.changed()

    def withdraw(self) -> None:
        """Look at what the withdrawal of the last version comes to; it is published as a newer one."""
        work = self.office.work
        self._try(lambda progress: publishing.examine_withdrawal(work, progress))

    def _try(self, examine: Callable[[Progress], ContentTrial | ListTrial]) -> None:
        self.busy, self.outcome, self.trial, self.waiting = True, "", None, None
        self.changed()
        self.runner.run(_("Reading and trying the files…"), examine, self._show_trial)

    def _show_trial(self, trial: ContentTrial | ListTrial) -> None:
        self.trial, self.busy = trial, False
        self.changed()

    def leave(self) -> None:
        """Prepare nothing of what was chosen."""
        self.trial = self.waiting = None
        self.changed()

    def prepare(self) -> None:
        """Prepare what was chosen for a second person: until then nothing leaves, and it can be withdrawn."""
        trial = self.trial
        if trial is None or not self.may_prepare:
            return
        fields = self.fields
        reason, until = text_of(fields.get("reason")), text_of(fields.get("until"))
        if isinstance(trial, ListTrial):
            publishing_lists.prepare(self.office.work, trial, reason, until)
        else:
            publishing.prepare(self.office.work, trial, reason, until)
        self.forget()
        self.trial = None
        self.outcome = _("Prepared: a second person at Headquarters releases it, then it goes out.")
        self.refresh()

    def release(self, passphrase: str) -> None:
        """Ask, then release what waits: nothing takes it back but a newer version. Raises Problem without a passphrase.

        The passphrase opens the key that seals it, away from the window.
        """
        record, passphrase = self.waiting, self.own_passphrase(passphrase)
        if record is None or not self.may_release:
            return
        if not passphrase:
            raise Problem(
                _("Your passphrase releases the version; nothing was released."),
                _("Type your own passphrase."),
                code="passphrase-missing",
            )
        question = Confirmation(
            _("Release this: {what}?").format(what=published_words.notice_words(releasing.pack_of(record))),
            _("Each office gets it with its next return. Only a newer version takes it back."),
            _("Release it"),
            _("Not now"),
        )
        self.asker.confirm(question, lambda: self._release(record, passphrase))

    def _release(self, record: ContentVersion, passphrase: str) -> None:
        office = self.office
        self.busy, self.outcome = True, ""
        self.changed()

        def work(progress: Progress) -> ContentVersion:
            seed = office.vault.unlock(office.user.id, passphrase).seal_seed
            return publishing.release(office.work, record, seed, progress)

        self.runner.run(_("Releasing the version"), work, self._show_released)

    def _show_released(self, record: ContentVersion) -> None:
        self.office.renew_definitions()
        self.busy, self.trial, self.waiting = False, None, None
        self.outcome = content_words.released_words(record)
        self.refresh()

    def withdraw_prepared(self) -> None:
        """Take back what waits; it can be prepared again."""
        if self.waiting is None or not self.may_withdraw:
            return
        record = releasing.withdraw(self.office.work, self.waiting.id)
        self.trial = self.waiting = None
        self.outcome = content_words.withdrawn_words(record)
        self.refresh()

    @property
    def can_write(self) -> bool:
        """Whether there is a version to write."""
        return any(record.published_at for record in self._versions or ()) and not self.busy

    @property
    def can_withdraw(self) -> bool:
        """Whether there is a version of the rules to withdraw; a list is only replaced by a newer one."""
        rules = (record for record in self._versions or () if record.subject == releasing.RULES)
        return any(record.published_at for record in rules) and not self.busy

    def write_file(self) -> None:
        """The last version as a file for all offices."""
        name = "headquarters-contents.psb"
        self.asker.place_to_save(_("Save the file for all offices"), name, self._write)

    def _write(self, path: Path) -> None:
        office = self.office
        packs = publishing.write_broadcast(office.work, office.keys, path)
        self.outcome = _("{what}: this is in {path}, and any office can import it.").format(
            what=published_words.notices_words(packs), path=path.name
        )
        self.changed()

    def choose_update(self) -> None:
        """A program update, and the stick or folder onto which it is copied as it is."""
        title = _("The program update, as its maker gives it")
        self.asker.files(title, f"*{SUFFIX}", lambda paths: self._ask_where(paths[0]))

    def _ask_where(self, path: Path) -> None:
        self.asker.folder(_("The stick or folder for the office"), lambda folder: self.forward_update(path, folder))

    def forward_update(self, path: Path, folder: Path) -> None:
        """Copy it away from the window; nothing of it is signed."""
        work = self.office.work
        self.busy, self.outcome = True, ""
        self.changed()
        self.runner.run(
            _("Copying the program update"),
            lambda progress: program_updates.forward(work, path, folder, progress),
            self._show_forwarded,
        )

    def _show_forwarded(self, release: Release) -> None:
        self.busy, self.outcome = False, update_words.forwarded_words(release)
        self.changed()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)

    def close(self) -> None:
        """Back to the page of Headquarters."""
        self.open_place("hq")

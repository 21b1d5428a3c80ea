"""Headquarters publishes rules and templates: what was chosen, what changes in it, what it touches, who has it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _
from desktop.base.values import Json
from desktop.presenters.exchange import content_words
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.presenter import Confirmation
from desktop.services.exchange import contents
from desktop.services.exchange.headquarters import publishing
from desktop.services.exchange.headquarters.publishing import ContentTrial, OfficeContents
from desktop.services.office.rights import Right, may
from desktop.store.records import ContentVersion

if TYPE_CHECKING:
    from desktop.office import Office

CHANGES = (
    ListColumn("before", N_("Until now")),
    ListColumn("after", N_("From then on")),
)
VERSIONS = (ListColumn("reason", N_("Reason")), ListColumn("by", N_("Published by")))
LAPTOPS = (ListColumn("office", N_("Office")), ListColumn("version", N_("Works with")))


class HqContentsPresenter(HeldForm):
    """The versions published, and a trial of the next one. Files are read and tried away from the window."""

    shows = frozenset({"content_version", "device"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.form_name = "contents"
        self.changes = Listing(self, "contents-changes", N_("What changes"), CHANGES, first_title=N_("Where"))
        self.versions = Listing(self, "contents-versions", N_("Versions"), VERSIONS, first_title=N_("Version"))
        self.laptops = Listing(self, "contents-laptops", N_("Laptops"), LAPTOPS, first_title=N_("Laptop"))
        self.trial: ContentTrial | None = None
        self.busy, self.outcome = False, ""
        self._published: Sequence[ContentVersion] | None = None
        self._held: Sequence[OfficeContents] = ()
        self._reading = 0

    def refresh(self) -> None:
        """Read them again; of several readings the last is shown."""
        if not self.office.is_hq:
            self._published = ()
            self.changed()
            return
        self._reading += 1
        reading, work = self._reading, self.office.work

        def read() -> Callable[[], None]:
            versions, laptops = publishing.published(work), publishing.held_by_offices(work)

            def show() -> None:
                if reading == self._reading:
                    self._published, self._held = versions, laptops
                    self.changed()

            return show

        self.runner.quietly(read, lambda show: show())
        self.changed()

    # --- what there is

    @property
    def sentence(self) -> str:
        """With which version Headquarters works, and how many laptops do."""
        if not self._published:
            return _("The rules and templates of the program are in force.") if self._published is not None else ""
        last = self._published[0]
        with_it = sum(own.version == last.version and own.is_same for own in self._held)
        words = _("Version {version} is in force. Laptops that work with it: {held} of {all}.")
        return words.format(version=last.version, held=with_it, all=len(self._held))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was published or chosen yet, as far as it was read."""
        return self._published is not None and not self._published and self.trial is None

    @property
    def version_lines(self) -> Sequence[NotedLine]:
        """What was published, the newest first."""
        lines = []
        for record in self._published or ():
            pack = contents.pack_of(record)
            cells = {"reason": RowCell(pack.reason), "by": RowCell(pack.publisher)}
            lines.append(NotedLine(record.id, content_words.version_words(pack), pack.reason, cells))
        return lines

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
        if not trial.differences:
            return [_("Nothing in these files differs from what is in force.")]
        return content_words.effect_lines(trial)

    # --- deeds

    @property
    def may_publish(self) -> bool:
        """Whether what was chosen can be published by this reader."""
        sound = self.trial is not None and self.trial.can_be_published
        return sound and may(self.office.user, Right.PUBLISH) and not self.busy

    @property
    def rows(self) -> FormRows:
        """Why, and until when."""
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

    def withdraw(self) -> None:
        """Look at what the withdrawal of the last version comes to; it is published as a newer one."""
        work = self.office.work
        self._try(lambda progress: publishing.examine_withdrawal(work, progress))

    def _try(self, examine: Callable[[Progress], ContentTrial]) -> None:
        self.busy, self.outcome, self.trial = True, "", None
        self.changed()
        self.runner.run(_("Reading and trying the files…"), examine, self._show_trial)

    def _show_trial(self, trial: ContentTrial) -> None:
        self.trial, self.busy = trial, False
        self.changed()

    def leave(self) -> None:
        """Publish nothing of what was chosen."""
        self.trial = None
        self.changed()

    def publish(self) -> None:
        """Ask, then publish: nothing takes it back but a newer version."""
        trial = self.trial
        if trial is None or not self.may_publish:
            return
        question = Confirmation(
            _("Publish version {version}?").format(version=trial.base + 1),
            _("Each office gets it with its next return. Only a newer version takes it back."),
            _("Publish it"),
            _("Not now"),
        )
        self.asker.confirm(question, lambda: self._publish(trial))

    def _publish(self, trial: ContentTrial) -> None:
        fields, office = self.fields, self.office
        record = publishing.publish(office.work, trial, text_of(fields.get("reason")), text_of(fields.get("until")))
        office.renew_definitions()
        self.forget()
        self.trial = None
        self.outcome = _("Version {version} is published; each office gets it with its next return.").format(
            version=record.version
        )
        self.refresh()

    @property
    def can_write(self) -> bool:
        """Whether there is a version to write or to withdraw."""
        return bool(self._published) and not self.busy

    def write_file(self) -> None:
        """The last version as a file for all offices."""
        last = (self._published or ())[0]
        name = f"rules-and-templates-{last.version}.psb"
        self.asker.place_to_save(_("Save the file for all offices"), name, self._write)

    def _write(self, path: Path) -> None:
        office = self.office
        pack = publishing.write_broadcast(office.work, office.keys, path)
        self.outcome = _("Version {version} is in {path}: any office can import it.").format(
            version=pack.version, path=path.name
        )
        self.changed()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)

    def close(self) -> None:
        """Back to the page of Headquarters."""
        self.open_place("hq")

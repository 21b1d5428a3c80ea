"""A file that Headquarters returned: looked into, then taken in."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import discard
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, plural
from desktop.presenters.exchange import receiving_words, update_words
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.presenters.screening import published_words
from desktop.services.exchange import receiving, renewal
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.depositing import ARRIVED
from desktop.services.exchange.receiving import ReturnContents

if TYPE_CHECKING:
    from desktop.office import Office


class ReceivePresenter(Presenter):
    """`path` is the file chosen. Nothing of it is applied before the officer says so."""

    def __init__(self, office: "Office", runner: Runner, path: str = "") -> None:
        super().__init__(office, runner)
        self.path = Path(path)
        self.contents: ReturnContents | None = None
        self.report: BundleReport | None = None
        self.update = ""  # what is to be said of a newer version of the program beside the file
        self.busy = False
        self.parted = False  # whether Headquarters holds another history of this laptop
        self.moved: int | None = None  # changes that go on under a new identity
        self._looked = False

    def refresh(self) -> None:
        """Look into the file, once."""
        if self._looked:
            self.changed()
            return
        self._looked = self.busy = True
        office = self.office
        self.changed()
        self.runner.run(
            _("Looking into the file…"),
            lambda progress: receiving.look_into(office.work, office.keys, self.path, office.inbox),
            self._show,
        )

    def _show(self, contents: ReturnContents) -> None:
        self.contents, self.busy = contents, False
        self.changed()

    @property
    def sentence(self) -> str:
        """Where it stands."""
        if self.moved is not None:
            return _("This laptop has a new identity: Headquarters must authorize it again, by one file each way.")
        if self.report is not None and self.has_troubles:
            return _("It was imported; what does not agree waits for you.")
        if self.report is not None:
            return _("It was imported; there is nothing else to do.")
        if self.contents is not None and self.contents.already_taken_in:
            return _("This return, or a later one, was already imported.")
        if self.contents is not None:
            return _("The file is sound and comes from Headquarters. Nothing of it is applied yet.")
        return _("Looking into the file…") if self.busy else _("Nothing was applied; the file is kept aside.")

    def facts(self) -> list[tuple[str, str]]:
        """What the file holds, before it is applied."""
        return receiving_words.contents_facts(self.contents) if self.contents is not None else []

    @property
    def may_take_in(self) -> bool:
        """Whether the file was looked into and holds something that was not applied yet."""
        untouched = self.report is None and self.moved is None and not self.parted
        return self.contents is not None and untouched and not self.contents.already_taken_in

    @property
    def _file(self) -> Path:
        """The chosen file; where it is gone, what was kept of it."""
        return (
            self.path if self.path.is_file() or self.contents is None else self.office.inbox / self.contents.path.name
        )

    def take_in(self) -> None:
        """Apply it, all or nothing."""
        office, contents = self.office, self.contents
        if contents is None:
            return
        path = self._file
        self.busy, self.problem = True, None
        self.changed()

        def work(progress: Progress) -> tuple[BundleReport, str]:
            office.back_up_before_import(progress)
            report = receiving.take_in(office.work, office.keys, path, office.inbox)
            return report, update_words.beside_words(office.work, self.path.parent, progress)

        self.runner.run(_("Importing the return…"), work, lambda answer: self._show_report(*answer))

    def _show_report(self, report: BundleReport, update: str) -> None:
        self.report, self.update, self.busy = report, update, False
        if self.path.parent == self.office.folder / ARRIVED:  # it is archived, and offered no more
            discard(self.path)
        self.changed()

    def summary(self) -> list[str]:
        """What was done, one sentence each."""
        if self.moved is not None:
            return [plural("{count} change goes on under it.", "{count} changes go on under it.", self.moved)]
        if self.report is None:
            return []
        version = self.contents.version if self.contents is not None else 0
        waits = _("Version {version} of the rules and templates waits under “Send and receive”, “Rules and templates”.")
        lists = [
            _("{what} waits under “Sanctions lists”.").format(what=published_words.notice_words(pack))
            for pack in (self.contents.lists if self.contents is not None else ())
        ]
        rules = [waits.format(version=version)] if version else []
        update = [self.update] if self.update else []
        return [*receiving_words.report_lines(self.report), *rules, *lists, *update]

    @property
    def has_troubles(self) -> bool:
        """Whether something now waits for a look."""
        report = self.report
        return report is not None and bool(report.reviews + report.parked + report.refused)

    def close(self) -> None:
        """Back to the overview."""
        self.open_place("sync")

    def show_troubles(self) -> None:
        """Go to what disagrees."""
        self.open_place("disagreements")

    # --- another history of this laptop

    def take_new_identity(self) -> None:
        """Ask once, then go on under a new identity."""
        self.asker.confirm(
            Confirmation(
                _("Give this laptop a new identity?"),
                _("Nothing is lost: what was written here goes on under it. Headquarters must authorize it again."),
                _("Give a new identity"),
                _("Cancel"),
            ),
            self._renew,
        )

    def _renew(self) -> None:
        office = self.office
        self.busy, self.problem = True, None
        self.changed()
        self.runner.run(
            _("Going on under a new identity…"),
            lambda progress: renewal.take_new_identity(office.work, office.keys, self._file, office.inbox),
            self._show_renewed,
        )

    def _show_renewed(self, moved: int) -> None:
        self.moved, self.parted, self.busy = moved, False, False
        self.changed()

    def refuse(self, problem: Problem) -> None:
        """The file was refused; it is kept as it came."""
        self.busy = False
        self.parted = problem.code == receiving.ANOTHER_HISTORY
        super().refuse(problem)

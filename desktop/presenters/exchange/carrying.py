"""A case that goes to another laptop of the office by a stick, and whatever file comes from there."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import _, language, plural
from desktop.bundles.bundle import SUFFIX
from desktop.presenters.presenter import Presenter
from desktop.services.exchange import carrying
from desktop.services.exchange.carrying import CarriedCase, CarriedFile, Errand
from desktop.store.records import Case
from desktop.store.states import CaseState

if TYPE_CHECKING:
    from desktop.office import Office


class CarryPresenter(Presenter):
    """`case` is what is carried from here, `path` a file that came from another laptop; one of them may be missing.

    Nothing of a file is applied before the officer says so.
    """

    shows = frozenset({"diligence_case", "decision"})

    def __init__(self, office: "Office", runner: Runner, case: str = "", path: str = "") -> None:
        super().__init__(office, runner)
        self.case_id, self.path = case, Path(path) if path else None
        self.about: CarriedCase | None = None  # what the file that came is about
        self.written: CarriedFile | None = None
        self.carried_on = ""
        self.waits = self.is_here = False
        self.busy = False

    def refresh(self) -> None:
        """Read where the case stands; look into the file, once."""
        with self.office.store.read() as session:
            case = session.get(Case, self.case_id) if self.case_id else None
            self.is_here, self.waits = case is not None, case is not None and case.state == CaseState.READY
            moment = carrying.carried_at(session, case) if case is not None else ""
        self.carried_on = day_in_words(moment, language()) if moment else ""
        self.changed()
        if self.path is not None and self.about is None and not self.busy and self.problem is None:
            self._look(self.path)

    # --- what is shown

    @property
    def title(self) -> str:
        """What the page is about."""
        everything = self.about is not None and self.about.errand is Errand.EVERYTHING
        return _("From another laptop of the office") if everything else _("Carry the case")

    @property
    def sentence(self) -> str:
        """One sentence: where the case is, and what comes next."""
        if self.about is not None and self.about.errand is Errand.EVERYTHING:
            return _("Another laptop of this office hands over all that it holds. Nothing of it is applied yet.")
        if self.about is not None and self.about.errand is Errand.TO_DECIDE:
            return _("Another laptop hands you this case for decision. Nothing of it is applied yet.")
        if self.about is not None:
            return _("The decision on this case has come back. Nothing of it is applied yet.")
        if self.written is not None:
            return _("Written to {folder} and read back: you can remove the stick.").format(
                folder=self.written.path.parent
            )
        if not self.case_id:
            return _("Open the file on the stick: it carries a case to you for decision, or a decision back to you.")
        if self.waits and self.carried_on:
            return _("Carried on {day}; its decision has not come back yet.").format(day=self.carried_on)
        if self.waits:
            return _("One file on a stick carries the case to the other laptop; another one brings the decision back.")
        return _("One file on a stick carries the decision back to the laptop that the case came from.")

    @property
    def asks_for_file(self) -> bool:
        """Whether nothing is here yet: neither a case to carry nor a file that came."""
        return self.about is None and self.path is None and not self.is_here

    @property
    def acts(self) -> tuple[str, ...]:
        """What to do, in its order; nothing for a file that came."""
        if self.about is not None or self.path is not None or not self.is_here:
            return ()
        if not self.waits:
            return (
                _("Put a stick into this computer and write the file to it."),
                _("Open the file on the laptop that the case came from."),
            )
        return (
            _("Put a stick into this computer and write the file to it."),
            _("On the other laptop, drop the file on the window or open it from Decisions; read, decide and seal."),
            _("Bring the file that it writes back, and open it here."),
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What a file says of itself, before it is applied; or who can open the file that was written."""
        if self.about is not None and self.about.errand is Errand.EVERYTHING:
            return [(_("Written by"), self.about.by)]
        if self.about is not None:
            return [
                (_("Case"), self.about.number),
                (_("Partner"), self.about.partner),
                (_("Written by"), self.about.by),
            ]
        if self.written is None:
            return []
        left = plural(
            "{count} file of evidence had no room in it", "{count} files of evidence had no room in it",
            self.written.left_out,
        )  # fmt: skip
        return [
            (_("File"), self.written.path.name),
            (_("Can be opened by"), ", ".join(self.written.to)),
            *([(_("Left out"), left)] if self.written.left_out else []),
        ]

    @property
    def main_button(self) -> str:
        """What the one filled button does."""
        if self.about is not None and self.about.errand is Errand.EVERYTHING:
            return _("Import everything")
        if self.about is not None:
            return _("Import the case") if self.about.errand is Errand.TO_DECIDE else _("Import the decision")
        if self.waits and (self.carried_on or self.written is not None):
            return _("Open the file that came back…")
        return _("Write the file…") if self.is_here else _("Open a file…")

    @property
    def may_write_again(self) -> bool:
        """Whether the case was written out and can be once more."""
        return self.about is None and self.waits and bool(self.carried_on)

    # --- deeds

    def press(self) -> None:
        """Do what the filled button says."""
        if self.about is not None:
            self.take_in()
        elif self.is_here and not (self.waits and (self.carried_on or self.written is not None)):
            self.write()
        else:
            self.choose()

    def write(self) -> None:
        """Ask for the stick, then write the file and read it back."""
        self.asker.folder(_("Where is the stick?"), self._write)

    def _write(self, folder: Path) -> None:
        office, case_id = self.office, self.case_id
        self.runner.run(
            _("Writing the file…"),
            lambda progress: carrying.carry(office.work, office.keys, case_id, folder),
            self._show_written,
        )

    def _show_written(self, written: CarriedFile) -> None:
        self.written, self.problem = written, None
        self.refresh()

    def choose(self) -> None:
        """Choose the file that came back."""
        self.asker.files(_("A case carried on a stick"), f"*{SUFFIX}", lambda paths: self.read(paths[0]))

    def takes(self, path: Path) -> bool:
        """Whether a case may have come in a file of this name."""
        return path.suffix.lower() == SUFFIX

    def read(self, path: Path) -> None:
        """Look into a file chosen or dropped here."""
        self.path, self.about, self.problem = path, None, None
        self._look(path)

    def _look(self, path: Path) -> None:
        office, case_id = self.office, self.case_id
        self.busy = True
        self.changed()
        self.runner.run(
            _("Looking into the file…"),
            lambda progress: carrying.look_into(office.work, office.keys, path, office.inbox, case_id),
            self._show_about,
        )

    def _show_about(self, about: CarriedCase) -> None:
        self.about, self.busy = about, False
        self.changed()

    def take_in(self) -> None:
        """Apply the file, all or nothing, then show the case."""
        office, case_id, path = self.office, self.case_id, self.path
        if path is None:
            return
        self.busy, self.problem = True, None
        self.changed()
        self.runner.run(
            _("Importing the case…"),
            lambda progress: carrying.take_in(office.work, office.keys, path, office.inbox, case_id),
            self._show_what_came,
        )

    def _show_what_came(self, about: CarriedCase) -> None:
        if about.errand is Errand.EVERYTHING:
            self.open_place("sync")
        else:
            self.open_place("decision", case=about.case_id)

    def refuse(self, problem: Problem) -> None:
        """The file was refused: nothing was changed."""
        self.busy, self.about, self.path = False, None, None
        super().refuse(problem)

    def close(self) -> None:
        """Back to the case, or to the cases that wait."""
        if self.is_here:
            self.open_place("decision", case=self.case_id)
        else:
            self.open_place("decisions")

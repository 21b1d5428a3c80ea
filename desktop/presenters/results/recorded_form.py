"""A form about what came of a partnership whose record can be corrected and taken back, and what shows it."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import _
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.file_intake import FileIntake
from desktop.presenters.opened_paper import OpenedPaper
from desktop.presenters.results.result_form import ResultForm
from desktop.presenters.scanner import ScannerFolder
from desktop.services.diligence import papers
from desktop.store.records import Evidence

if TYPE_CHECKING:
    from desktop.office import Office


class RecordedForm(ResultForm, CorrectableForm):
    """A new record without an `id`, of a `partnership` or with a `partner` where one is given; else one on record.

    A page reads its record in `_read`, and sets `form_name`.
    """

    @abstractmethod
    def _read(self) -> None:
        """Read everything that the page shows."""

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    @property
    @abstractmethod
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is known of the one on record beside its fields: names and values."""

    @property
    def remarks(self) -> Sequence[tuple[str, str]]:
        """What is to be said above the form, each with its tone."""
        return ()

    def correct_or_record(self, place: str, correct: Callable[[], object], record: Callable[[], str]) -> None:
        """Correct what is on record, or record it and show it at its `place`; `record` gives its id."""
        if self.id:
            correct()
            self.forget()
            self.refresh()
            self.tell(_("Corrected."))
            return
        id_ = record()
        self.forget()
        self.open_place(place, id=id_)

    @abstractmethod
    def open_list(self) -> None:
        """Back to the list."""


class EvidencedForm(RecordedForm):
    """The same of what files show: `pieces` are those on record, set in `_read`."""

    pieces: Sequence[Evidence] = ()

    def __init__(self, office: "Office", runner: Runner, id: str, partnership: str, partner: str) -> None:  # noqa: A002
        super().__init__(office, runner, id, partnership, partner)
        self.opened = OpenedPaper(self)
        self.intake = FileIntake(self, self.refresh)
        self.scanner = ScannerFolder(self)

    def attach(self, paths: Sequence[Path]) -> None:
        """Keep files that show it, as `FileIntake.take` does."""
        self.intake.take(partial(papers.add_to_result, self.office.work, self.id), paths)

    def open_piece(self, evidence_id: str) -> None:
        """Look at a piece of evidence; raises Problem where its file is not on this computer."""
        piece = next((piece for piece in self.pieces if piece.id == evidence_id), None)
        if piece is not None:
            self.opened.open(piece, papers.open_paper(self.office.work, evidence_id)[1])

    def detach(self, evidence_id: str, detached: bool) -> None:
        """Take a piece of evidence off, or put it back; it stays with the partner."""
        papers.detach(self.office.work, self.id, evidence_id, detached)
        self.refresh()

"""The papers kept with a partner: added, looked at, taken away and brought back."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from desktop.base.dates import day_in_words, day_known
from desktop.base.files import write_safely
from desktop.base.numbers import format_size
from desktop.base.text import N_, _, language
from desktop.presenters.file_intake import FileIntake
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.opened_paper import OpenedPaper
from desktop.presenters.presenter import Presenter
from desktop.presenters.scanner import ScannerFolder
from desktop.services.diligence import papers
from desktop.services.diligence.papers import PartnerPaper
from desktop.services.labels import FLAWS
from desktop.store.records import Evidence

COLUMNS = (
    ListColumn("added", N_("Added on")),
    ListColumn("size", N_("Size"), figures=True, shown=False),
    ListColumn("used", N_("Evidence of")),
    ListColumn("state", N_("State")),
)


class PartnerPapers:
    """The papers of the partner that a page shows. `opened` is the one looked at."""

    def __init__(self, presenter: Presenter, partner_id: str) -> None:
        self._presenter, self._partner_id = presenter, partner_id
        self.all: Sequence[PartnerPaper] = ()
        self.text = ""  # what is searched for
        self.opened = OpenedPaper(presenter)
        self.intake = FileIntake(presenter, presenter.refresh)
        self.scanner = ScannerFolder(presenter)
        self.listing = Listing(presenter, "partner-papers", N_("Papers"), COLUMNS, first_title=N_("Title"))

    @property
    def lines(self) -> Sequence[PartnerPaper]:
        """Those that have every word that is searched for."""
        return [paper for paper in self.all if papers.tells(paper.paper, self.text)]

    def search(self, text: str) -> None:
        """Show only the papers whose title or file name has every word."""
        self.text = text
        self._presenter.changed()

    def add(self, paths: Sequence[Path]) -> None:
        """Keep files with the partner, as `FileIntake.take` does."""
        self.intake.take(partial(papers.add, self._presenter.office.work, self._partner_id), paths)

    def open(self, paper_id: str) -> None:
        """Show a paper, or save a copy of what cannot be shown; raises Problem where its file is not here."""
        paper = self._paper(paper_id)
        if paper is not None:
            self.opened.open(paper.paper, papers.open_paper(self._presenter.office.work, paper_id)[1])

    def save_copy(self, paper_id: str) -> None:
        """Ask where to write a copy of the file."""
        name, data = papers.open_paper(self._presenter.office.work, paper_id)
        self._presenter.asker.place_to_save(_("Save a copy"), name, lambda path: write_safely(path, data))

    def retitle(self, paper_id: str, title: str) -> None:
        """Give a paper another title. Raises Problem for an empty one."""
        papers.retitle(self._presenter.office.work, paper_id, title)

    def remove(self, paper_id: str, removed: bool = True) -> None:
        """Put a paper away that nothing uses, or bring it back; raises Problem for one that a case uses."""
        papers.remove(self._presenter.office.work, paper_id, removed)

    def title(self, paper_id: str) -> str:
        """What a paper is called."""
        paper = self._paper(paper_id)
        return paper.paper.title if paper is not None else ""

    def _paper(self, paper_id: str) -> PartnerPaper | None:
        return next((paper for paper in self.all if paper.paper.id == paper_id), None)

    # What is shown

    @staticmethod
    def note(shown: PartnerPaper) -> str:
        """A paper's size, the day on which it was added, and what is wrong with it."""
        paper, spoken = shown.paper, language()
        day = _("added on {day}").format(day=day_in_words(paper.seen_on, spoken)) if paper.seen_on else ""
        return " · ".join(part for part in (_size(paper), day, state(shown)) if part)

    @staticmethod
    def cells(shown: PartnerPaper) -> Mapping[str, RowCell]:
        """What a paper says in each column."""
        paper = shown.paper
        return {
            "added": RowCell(day_in_words(paper.seen_on, language()), day_known(paper.seen_on)),
            "size": RowCell(_size(paper), paper.size),
            "used": RowCell(", ".join(shown.used_in)),
            "state": RowCell(state(shown)),
        }


def state(shown: PartnerPaper) -> str:
    """What is to be known of a paper's file, in words: that it cannot be opened, or is not on this computer."""
    if not shown.is_here:
        return _("at the office that added it")
    return _(FLAWS[shown.paper.flaw]) if shown.paper.flaw else ""


def _size(paper: Evidence) -> str:
    return format_size(paper.size, language()) if paper.size else ""

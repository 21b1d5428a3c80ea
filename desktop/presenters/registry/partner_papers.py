"""The papers kept with a partner: added, looked at, taken away and brought back."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from desktop.base.dates import day_in_words, day_known
from desktop.base.files import write_safely
from desktop.base.numbers import format_size
from desktop.base.text import N_, _, language
from desktop.documents.scans import as_pdf
from desktop.presenters.file_intake import FileIntake
from desktop.presenters.listing import ListColumn, Listing, RowCell
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
LOOKED_AT = ("application/pdf", "image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp")


class PartnerPapers:
    """The papers of the partner that a page shows. `pdf` is the one looked at, None while none is."""

    def __init__(self, presenter: Presenter, partner_id: str) -> None:
        self._presenter, self._partner_id = presenter, partner_id
        self.all: Sequence[PartnerPaper] = ()
        self.text = ""  # what is searched for
        self.pdf: bytes | None = None
        self.looked_at = ""  # the name of the file looked at
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
        """Show a PDF or a picture; of any other file, and of one that cannot be shown, ask where to save a copy."""
        work = self._presenter.office.work
        name, data = papers.open_paper(work, paper_id)
        paper = self._paper(paper_id)
        if paper is None or paper.paper.media_type not in LOOKED_AT or paper.paper.flaw:
            self._save(name, data)
            return
        self.looked_at, self._content = name, data
        self._presenter.runner.run(_("Opening the paper"), lambda _progress: as_pdf(data, name), self._show)

    def _show(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._presenter.changed()

    def close(self) -> None:
        """Back from the paper to the partner."""
        self.pdf = None
        self._presenter.changed()

    def save_copy(self, paper_id: str) -> None:
        """Ask where to write a copy of the file."""
        self._save(*papers.open_paper(self._presenter.office.work, paper_id))

    def save_looked_at(self) -> None:
        """Ask where to write a copy of the file looked at, as it was added."""
        self._save(self.looked_at, self._content)

    def _save(self, name: str, data: bytes) -> None:
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

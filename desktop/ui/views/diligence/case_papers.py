"""The papers of a case as a list: Enter opens one."""

from desktop.base.text import _
from desktop.presenters.diligence.case_papers import CasePapers
from desktop.services.diligence.papers import PartnerPaper
from desktop.ui.lists import Row, RowList
from desktop.ui.widgets import Mark, SectionBox, set_shown


class CasePapersSection(SectionBox):
    """What is attached to the case, for whoever judges it; nothing where nothing is."""

    def __init__(self, papers: CasePapers) -> None:
        super().__init__(_("Papers of the case"))
        self._papers = papers
        self.list = self.add(RowList(_("Papers of the case"), fits=True, arrows=True, listing=papers.listing))
        self.list.opened.connect(lambda key: papers.open(str(key)))

    def show_papers(self) -> None:
        """Make the list agree with the presenter."""
        set_shown(self, bool(self._papers.all))
        self.note.set(self._papers.note)
        self.list.set_rows([self._row(line) for line in self._papers.all])

    def _row(self, line: PartnerPaper) -> Row:
        papers = self._papers
        words = papers.state(line)
        mark = Mark("warn", words) if words else None
        cells = papers.cells(line)
        brief = papers.listing.brief({"supports": cells["supports"].text})
        supports = cells["supports"].text
        return Row(
            line.paper.id,
            line.paper.title,
            supports,
            mark,
            drawing="document",
            cells=cells,
            brief=brief,
            mark_in="state",
        )

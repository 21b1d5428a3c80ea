"""One dollar followed: its steps, each with what is proved of it; Enter opens the record of a step."""

from desktop.base.text import _
from desktop.presenters.listing import NotedLine
from desktop.presenters.results.trail import TrailPresenter
from desktop.ui import deeds
from desktop.ui.lists import Row, RowList
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Mark


class TrailView(PaperView[TrailPresenter]):
    """Ctrl+P shows the paper."""

    wide = True

    def build(self) -> None:
        """The steps."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Indicators"), lambda: shown.open_place("indicators")),
                (_("For an auditor"), shown.back),
                (_("From the receipt to the evidence"), None),
            ]
        )
        self.list = page.add(RowList(_("Steps"), fits=True, listing=shown.listing))
        self.list.opened.connect(shown.open_step)
        page.add_stretch()
        self.add_paper()

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.list.set_rows([self._row(line) for line in shown.lines])
        self.agree_on_paper()
        self.agree_on_bar()

    def _row(self, line: NotedLine) -> Row:
        mark = Mark(*self.presenter.mark(line.key))
        return Row(line.key, line.title, line.note, mark, cells=line.cells, brief=line.note, mark_in="proof")

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the steps"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("For an auditor"), shown.back)
        bar.primary(_("Show the paper"), shown.show_paper).says_key(deeds.PRINT)

"""The periods whose figures are signed off."""

from desktop.base.text import _
from desktop.presenters.results.periods import PeriodsPresenter
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, SectionBox, set_shown

MOST_ROWS = 20  # of a list; with more of them it scrolls by itself


class PeriodsView(View[PeriodsPresenter]):
    """What was put forward and signed, then what may be put forward."""

    def build(self) -> None:
        """The two lists."""
        page, shown = self.page, self.presenter
        title = _("Closed periods")
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (title, None)])
        self.none = page.add(EmptyState("results", _("The figures of no period were put forward yet.")))
        self.closed = page.add(SectionBox(_("Put forward or signed")))
        self.rows = self.closed.add(RowList(title, fits=True, most=MOST_ROWS, arrows=True, listing=shown.listing))
        self.rows.opened.connect(shown.open_period)
        self.open = page.add(SectionBox(_("Over and not closed")))
        self.open.note.set(_("Enter puts the figures forward as the records say them now; somebody else signs them."))
        self.open_rows = self.open.add(RowList(_("Over and not closed"), fits=True, arrows=True))
        self.open_rows.opened.connect(shown.prepare)
        page.add_stretch()
        page.bar.back(_("Back to the indicators"), lambda: shown.open_place("indicators"))

    def show_state(self) -> None:
        """What there is."""
        shown = self.presenter
        self.page.set_title(_("Closed periods"))
        set_shown(self.none, shown.is_empty)
        self.rows.set_rows(rows_of(shown.lines))
        set_shown(self.closed, bool(shown.lines))
        lines = shown.open_lines
        self.open_rows.set_rows(rows_of(lines))
        set_shown(self.open, bool(lines))

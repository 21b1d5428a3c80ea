"""The list of everything that was signed before the program."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.agreements.signed_before import SignedBeforeLine, SignedBeforePresenter
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark


class SignedBeforeView(NarrowedListView[SignedBeforePresenter]):
    """By partner, type, and what lacks."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        title = _("Signed before the program")
        page.set_crumbs([(_("Agreements"), lambda: shown.open_place("agreements")), (title, None)])
        none = _(
            "Nothing is recorded that was signed before the program. It is recorded from the page of its partner, or "
            "imported from a table."
        )
        unfound = _("Nothing matches. Look for something else, or show them all again.")
        self.build_list(title, _("Partner, reference or type"), EmptyState("agreements", none), unfound)
        page.bar.back(_("Back to the agreements"), lambda: shown.open_place("agreements"))

    @property
    def rows(self) -> Sequence[Row]:
        return [self._row(line) for line in self.presenter.lines]

    def _row(self, line: SignedBeforeLine) -> Row:
        mark, brief = Mark(line.tone, line.state), self.presenter.brief(line)
        return Row(line.id, line.partner, line.note, mark, cells=line.cells, brief=brief, mark_in="state")

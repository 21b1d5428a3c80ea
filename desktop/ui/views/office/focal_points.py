"""The list of focal points."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.office.focal_points import KINDS, FocalLine, FocalPointsPresenter
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark


class FocalPointsView(NarrowedListView[FocalPointsPresenter]):
    """The offices without one first, then who is or was one, and the substitutes."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: shown.open_place("settings")), (_("Focal points"), None)])
        none = _("No focal point yet. Say who follows private-sector partners in this office, and who stands in.")
        button = _("Name a focal point") if shown.may_add else ""
        unfound = _("No focal point matches. Look for another word, or show them all again.")
        nobody = EmptyState("user", none, button, shown.add, "outlined")
        self.build_list(_("Focal points"), _("Name or role"), nobody, unfound)
        page.bar.back(_("Back to the settings"), lambda: shown.open_place("settings"))
        page.bar.other(_("Trainings"), lambda: shown.open_place("trainings"))
        if shown.may_add:
            page.bar.primary(_("Name a focal point"), shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        return [_row(line) for line in self.presenter.lines]


def _row(line: FocalLine) -> Row:
    tone, word = KINDS[line.kind]
    mark = Mark(tone, _(word))
    return Row(line.key, line.name, line.note, mark, cells=line.cells, brief=line.brief, mark_in="state")

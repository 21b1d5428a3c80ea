"""The list of trainings."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.office.trainings import TrainingLine, TrainingsPresenter
from desktop.ui.lists import Row
from desktop.ui.views.narrowed_list import NarrowedListView
from desktop.ui.widgets import EmptyState, Mark


class TrainingsView(NarrowedListView[TrainingsPresenter]):
    """Who was never trained first, then every training; Enter opens one, or begins the first of somebody."""

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: shown.open_place("settings")), (_("Trainings"), None)])
        none = _("No training yet. Record who was trained, in what and when: focal points need it (¶30 e).")
        button = _("Record a training") if shown.may_add else ""
        unfound = _("No training matches. Look for another word, or show them all again.")
        nothing = EmptyState("book", none, button, shown.add, "outlined")
        self.build_list(_("Trainings"), _("Name, subject or trainer"), nothing, unfound)
        page.bar.back(_("Back to the settings"), lambda: shown.open_place("settings"))
        page.bar.other(_("Focal points"), lambda: shown.open_place("focal_points"))
        if shown.may_add:
            page.bar.primary(_("Record a training"), shown.add)

    @property
    def rows(self) -> Sequence[Row]:
        return [_row(line) for line in self.presenter.lines]


def _row(line: TrainingLine) -> Row:
    mark = Mark(line.tone, line.word)
    return Row(line.key, line.name, line.note, mark, cells=line.cells, brief=line.brief, mark_in="state")

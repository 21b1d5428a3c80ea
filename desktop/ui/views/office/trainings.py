"""The list of trainings."""

from desktop.base.text import _
from desktop.presenters.office.trainings import TrainingLine, TrainingsPresenter
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class TrainingsView(View[TrainingsPresenter]):
    """Who was never trained first, then every training; Enter opens one, or begins the first of somebody."""

    wide, scrolls = True, False

    def build(self) -> None:
        """The filters, the list or a sentence."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: shown.open_place("settings")), (_("Trainings"), None)])
        self.filters = page.add(FilterBar(_("Name, subject or trainer")))
        self.filters.searched.connect(shown.filter)
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.list = page.add(RowList(_("Trainings"), listing=shown.listing, way=shown.way), 1)
        self.list.opened.connect(shown.open)
        self.bind_paper(self.list.print_rows)
        none = _("No training yet. Record who was trained, in what and when: focal points need it (¶30 e).")
        button = _("Record a training") if shown.may_add else ""
        self.none = page.add(EmptyState("book", none, button, shown.add, "outlined"), 1)
        unfound = _("No training matches. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        page.bar.back(_("Back to the settings"), lambda: shown.open_place("settings"))
        page.bar.other(_("Focal points"), lambda: shown.open_place("focal_points"))
        if shown.may_add:
            page.bar.primary(_("Record a training"), shown.add)

    def show_state(self) -> None:
        """The rows, and how many they are."""
        shown = self.presenter
        self.page.set_title(_("Trainings"), shown.state)
        lines = shown.lines
        self.filters.write(shown.text)
        self.filters.show_filters(shown.filters)
        self.list.set_rows([self._row(line) for line in lines])
        set_shown(self.list, bool(lines))
        set_shown(self.none, shown.known and not shown.every)
        set_shown(self.unfound, shown.known and bool(shown.every) and not lines)

    def _row(self, line: TrainingLine) -> Row:
        mark = Mark(line.tone, line.word)
        return Row(line.key, line.name, line.note, mark, cells=line.cells, brief=line.brief, mark_in="state")

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()

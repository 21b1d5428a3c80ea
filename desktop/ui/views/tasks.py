"""The list of tasks: what, for which partner, who sees to it, by which day."""

from desktop.base.dates import day_in_words
from desktop.base.text import _, language
from desktop.presenters.tasks import TaskLine, TasksPresenter
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class TasksView(View[TasksPresenter]):
    """One list; Enter goes where the task is done."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The list, or a sentence."""
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Today"), lambda: presenter.open_place("today")), (_("Tasks"), None)])
        self.list = page.add(RowList(_("Tasks"), listing=presenter.listing, way=presenter.way), 1)
        self.list.opened.connect(presenter.open)
        self.bind_paper(self.list.print_rows)
        self.none = page.add(EmptyState("good", _("No task of yours is open.")), 1)
        page.bar.back(_("Today"), lambda: presenter.open_place("today"))
        self.week = page.bar.other(_("Print the week"), presenter.print_week)
        self.turn = page.bar.other(_("Show the tasks of everybody"), presenter.turn)

    def show_state(self) -> None:
        """The rows, and how many they are."""
        presenter = self.presenter
        self.page.set_title(_("Tasks"), presenter.state)
        lines = presenter.lines
        self.list.set_rows([self._row(line) for line in lines])
        set_shown(self.list, bool(lines))
        self.none.say(_("No task is open.") if presenter.of_everybody else _("No task of yours is open."))
        set_shown(self.none, presenter.known and not lines)
        everybody = presenter.of_everybody
        self.turn.setText(_("Show only my tasks") if everybody else _("Show the tasks of everybody"))

    def _row(self, line: TaskLine) -> Row:
        words = line.words
        note = "" if line.card.note == words["partner"] else line.card.note
        below = " · ".join(text for text in (note, *words.values()) if text)
        mark = Mark("warn", _("Overdue")) if line.card.warns else None
        if line.until:
            note = " · ".join(part for part in (note, line.why) if part)
            mark = Mark("neutral", _("put off until {day}").format(day=day_in_words(line.until, language(), "short")))
            below = " · ".join(text for text in (note, *words.values()) if text)
        return Row(
            line.card,
            line.card.title,
            below,
            mark,
            cells=line.cells,
            brief=self.presenter.listing.brief({"note": note, **words}),
        )

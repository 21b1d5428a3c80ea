"""The list of tasks: what, for which partner, who sees to it, by which day."""

from PySide6.QtCore import QTimer

from desktop.base.dates import day_in_words
from desktop.base.text import _, language
from desktop.presenters.listing import RowDeed
from desktop.presenters.tasks import TaskLine, TasksPresenter
from desktop.presenters.today_cards import CardState
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.putting_off import PutOffForm
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown
from desktop.ui.widgets.page import LEAST_BELOW

NEVER_HIDDEN = -1_000  # em: a form with something typed in it stands beside messages, however little room there is


class TasksView(View[TasksPresenter]):
    """One list; Enter goes where the task is done, R puts it off or has it on Today again."""

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
        self.put_off_form: PutOffForm | None = None  # made when first asked for
        page.bar.back(_("Today"), lambda: presenter.open_place("today"))
        self.later = page.bar.other("", self._turn_later).says_key(deeds.PUT_OFF)
        shortcut(self, deeds.PUT_OFF, self._turn_later)
        self.list.current.connect(lambda _key: self._name_later())
        self.week = page.bar.other(_("Print the week"), presenter.print_week)
        self.turn = page.bar.other(_("Show the tasks of everybody"), presenter.turn)
        self.undoing = LastDeed(self, presenter)

    def show_state(self) -> None:
        """The rows, and how many they are."""
        presenter = self.presenter
        self.page.set_title(_("Tasks"), presenter.state)
        lines = presenter.lines
        self.list.set_rows([self._row(line) for line in lines])
        self.none.say(_("No task is open.") if presenter.of_everybody else _("No task of yours is open."))
        set_shown(self.none, presenter.known and not lines)
        again = RowDeed(_("On Today again"), lambda keys: self._turn(keys[0], aside=True))
        later = RowDeed(_("Put off…"), lambda keys: self._turn(keys[0], aside=False))
        self.list.deeds = (later, again) if any(line.until for line in lines) else (later,)
        self._show_form(bool(lines))
        self._name_later()
        self.undoing.show()
        everybody = presenter.of_everybody
        self.turn.setText(_("Show only my tasks") if everybody else _("Show the tasks of everybody"))

    def _show_form(self, listed: bool) -> None:
        """The form in the place of the list, which comes back with the task where it was."""
        shown, asks = self.presenter, self.presenter.moving is not None
        if asks and self.put_off_form is None:
            self.put_off_form = self.page.insert(0, PutOffForm(shown, self.keeping(shown.draft)))
        form = self.put_off_form
        closed = not asks and self.put_off_form is not None and not self.put_off_form.isHidden()
        set_shown(self.list, listed and not asks)
        if closed and listed:
            self.list.view.setFocus()
        set_shown(self.page.bar, not asks)  # the open form leads on alone
        self.page.least_below = NEVER_HIDDEN if asks else LEAST_BELOW
        if form is not None and form.show_state():
            QTimer.singleShot(0, form, lambda: self.page.reveal(form.first()))

    def _name_later(self) -> None:
        card = self.list.current_key()
        again = isinstance(card, CardState) and self.presenter.is_put_off(card)
        self.later.setText(_("On Today again") if again else _("Put off…"))
        set_shown(self.later, bool(self.presenter.lines))

    def _turn_later(self) -> None:
        card = self.list.current_key() or next((line.card for line in self.presenter.lines), None)
        self._turn(card, aside=isinstance(card, CardState) and self.presenter.is_put_off(card))

    def _turn(self, card: object, *, aside: bool) -> None:
        """Have a task on Today again that is put `aside`, or put one off: one that is already, until another day."""
        if isinstance(card, CardState) and not aside:
            self.presenter.put_off(card)
        elif isinstance(card, CardState) and self.presenter.is_put_off(card):
            self.presenter.bring_back(card)

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

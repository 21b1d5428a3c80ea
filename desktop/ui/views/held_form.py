"""The form of a page whose presenter holds what is told of it, and the page of one record."""

from typing import TypeVar

from desktop.base.text import _
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FormRows
from desktop.presenters.held_form import HeldForm
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, UndoLine, set_shown

H = TypeVar("H", bound=HeldForm)
R = TypeVar("R", bound=CorrectableForm)


def add_held_form(view: View[H], rows: FormRows) -> Form:
    """Put the form on the page in `build`, with what was told of it before; what is typed in it is kept."""
    presenter = view.presenter
    form = view.page.add(Form(presenter.office.work.clock, rows, gap=12))
    form.set_values(presenter.fields)
    form.changed.connect(presenter.take)
    view.keeping(presenter.typed, presenter.start_over, restored=presenter.has_begun).hold_form(form, told=True)
    return form


class CorrectableFormView(View[R]):
    """The page of one record: Ctrl+Enter records it, or corrects what is on record, and a link takes it back.

    In `build` the parts are added where they stand: `add_record_form`, `add_undo`, `add_way_back`, and once all of the
    page is there `add_saving`. `show_state` calls `show_record`.
    """

    has_form = True  # whether this reader sees the form

    def add_record_form(self) -> None:
        """The form; who may not write it reads it."""
        self.form = add_held_form(self, self.presenter.rows)
        self.form.lock(not self.presenter.editable)

    def add_undo(self) -> None:
        """The line that offers to undo."""
        self.undo = self.page.add(UndoLine(self.page))

    def add_way_back(self) -> None:
        """The link by which one on record is taken back, or put there again."""
        self.away = self.page.add(Button("", self._turn, "link"))
        set_shown(self.away, bool(self.presenter.id) and self.presenter.editable)

    def add_saving(self, words: str = "") -> None:
        """Ctrl+Enter, and with the words for a new one the main button; nothing for who may not write."""
        if not self.presenter.editable:
            return
        shortcut(self, deeds.CONTINUE, self.save)
        if words:
            self.add_saving_button(words)

    def add_saving_button(self, words: str) -> None:
        """The main button, with these words for a new one."""
        self.page.bar.primary(_("Save the corrections") if self.presenter.id else words, self.save)

    def show_record(self) -> None:
        """The title, and of what is in the form everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        if self.has_form:
            self.form.show_fields(shown.rows)
            self.form.set_values(shown.fields)
            again = _("Put it back on record") if shown.is_set_aside else _("Recorded by mistake: take it back")
            self.away.setText(again)

    def save(self) -> None:
        """Record it, or correct it, once the form is filled in."""
        if self.filled_in(self.form):
            self.presenter.save()

    def _turn(self) -> None:
        aside = not self.presenter.is_set_aside
        sentence = _("Taken back: it stands in no list any more.") if aside else _("It is on record again.")
        self.undo.do_and_offer(self.presenter.set_aside, aside, _("taking it back"), sentence)

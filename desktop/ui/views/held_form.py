"""The form of a page whose presenter holds what is told of it."""

from typing import Protocol, TypeVar

from desktop.base.text import _
from desktop.presenters.form import FormRows
from desktop.presenters.held_form import HeldForm
from desktop.ui.forms.form import Form
from desktop.ui.views.view import View
from desktop.ui.widgets import UndoLine

H = TypeVar("H", bound=HeldForm)


def add_held_form(view: View[H], rows: FormRows) -> Form:
    """Put the form on the page in `build`, with what was told of it before; what is typed in it is kept."""
    presenter = view.presenter
    form = view.page.add(Form(presenter.office.work.clock, rows, gap=12))
    form.set_values(presenter.fields)
    form.changed.connect(presenter.take)
    view.keeping(presenter.typed, presenter.start_over, restored=presenter.has_begun).hold_form(form, told=True)
    return form


class RecordedByHand(Protocol):
    """A record that can be taken back as written down by mistake."""

    @property
    def is_set_aside(self) -> bool: ...
    def set_aside(self, aside: bool) -> None: ...


def take_back_or_again(recorded: RecordedByHand, undo: UndoLine) -> None:
    """Take back what was recorded by mistake, or put it on record again, with its way back."""
    aside = not recorded.is_set_aside
    sentence = _("Taken back: it stands in no list any more.") if aside else _("It is on record again.")
    undo.do_and_offer(recorded.set_aside, aside, _("taking it back"), sentence)

"""The form of a page whose presenter holds what is told of it."""

from typing import TypeVar

from desktop.presenters.form import FormRows
from desktop.presenters.held_form import HeldForm
from desktop.ui.forms.form import Form
from desktop.ui.views.view import View

H = TypeVar("H", bound=HeldForm)


def add_held_form(view: View[H], rows: FormRows) -> Form:
    """Put the form on the page in `build`, with what was told of it before; what is typed in it is kept."""
    presenter = view.presenter
    form = view.page.add(Form(presenter.office.work.clock, rows, gap=12))
    form.set_values(presenter.fields)
    form.changed.connect(presenter.take)
    view.keeping(presenter.typed, presenter.start_over, restored=presenter.has_begun).hold_form(form, told=True)
    return form

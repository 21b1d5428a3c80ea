"""A view whose page can also show its paper: the preview, Ctrl+P, and the buttons below it."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from desktop.base.text import _
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.written_paper import WrittenPaper
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.preview import DocumentPreview
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import SideHelp

Q = TypeVar("Q", bound=PaperPresenter)
W = TypeVar("W", bound=WrittenPaper)


class PaperView(View[Q]):
    """Call `add_paper` at the end of the content, and `agree_on_paper` in `show_state`.

    A page whose bar has other buttons beside its paper fills it in `fill_bar` and `fill_paper_bar`, and calls
    `agree_on_bar` too.
    """

    _bar_is_paper: bool | None = None  # whether the bar has the paper's buttons; None before it has any

    def add_paper(self, show: Callable[[], object] | None = None) -> None:
        """Let Ctrl+P show the paper, by `show` where more has to be done first."""
        self.bind_paper(show or self.presenter.show_paper)

    @cached_property
    def preview(self) -> DocumentPreview:
        """What shows the paper, made with the first one: its tools are as many widgets as a small page."""
        return self.page.add_document(DocumentPreview(self.presenter.print_paper, self.presenter.save_paper))

    def agree_on_paper(self) -> None:
        """Show the paper that the presenter has, or the page again."""
        pdf = self.presenter.looked_at
        if pdf is not None and self.preview.property("shown") != id(pdf):
            self.preview.setProperty("shown", id(pdf))
            self.preview.set_pdf(pdf)
        self.page.show_document(pdf is not None)

    def agree_on_bar(self) -> None:
        """Give the bar the buttons of the paper or of the page, when it has those of the other."""
        on_paper = self.presenter.looked_at is not None
        if on_paper is not self._bar_is_paper:
            self._bar_is_paper = on_paper
            self.page.bar.clear()
            self.fill_paper_bar() if on_paper else self.fill_bar()

    def fill_bar(self) -> None:
        """The buttons of the page, in its empty bar."""

    def fill_paper_bar(self) -> None:
        """The buttons of the paper, in the empty bar."""

    def add_paper_buttons(self) -> None:
        """What can be done with the paper: save it, print it."""
        bar, presenter = self.page.bar, self.presenter
        bar.other(_("Save as PDF…"), presenter.save_paper, drawing="save")
        bar.primary(_("Print…"), presenter.print_paper).says_key(deeds.PRINT)


class WrittenPaperView(PaperView[W]):
    """A form from which a paper is written, and beside it what the paper says by itself.

    Ctrl+Enter and Ctrl+P show the paper, and Ctrl+Enter prints it then. Call `add_form` at the end of the content.
    """

    def add_form(self, back: str) -> None:
        """The form, and beside it what the paper says by itself; `back` leads from the paper to the form."""
        self.form, self._back = add_held_form(self, self.presenter.rows), back
        self.page.add_stretch()
        self.beside: SideHelp = self.page.add_side(SideHelp())
        self.add_paper(self.show_written)
        shortcut(self, deeds.CONTINUE, self._show_or_print)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        self.beside.set(shown.passages)
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(self._back, self.presenter.hide_paper)
        self.page.bar.other(_("Save as Word…"), self.save_word)
        self.add_paper_buttons()

    def show_written(self) -> None:
        """Show the paper once the form is filled in."""
        if self.filled_in(self.form):
            self.presenter.show_paper()

    def save_word(self) -> None:
        """Save the paper as a Word file, with what is being typed."""
        self.form.commit()
        self.presenter.save_word()

    def _show_or_print(self) -> None:
        self.presenter.print_paper() if self.presenter.pdf is not None else self.show_written()

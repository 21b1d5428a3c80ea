"""The last deed of a page: a message that says it and offers to take it back, and the keys of undoing."""

from functools import partial
from typing import Any, Protocol

from desktop.base.text import _
from desktop.presenters.registry.undoing import Undo
from desktop.ui.views.view import View
from desktop.ui.widgets import Message, Undoing


class PresenterWithDeeds(Protocol):
    """What `UndoingPresenter` says of its last deed."""

    undo: Undo | None

    def take_back_deed(self, undo: Undo) -> None: ...
    def do_again(self, undo: Undo) -> None: ...
    def keep_change(self) -> None: ...


class LastDeed(Undoing):
    """What was done last on this page, until its message is closed; what was done before can be taken back by keys."""

    def __init__(self, view: View[Any], presenter: PresenterWithDeeds) -> None:
        super().__init__(view, lambda: None)
        self._page, self._presenter = view.page, presenter
        self._shown: Undo | None = None

    def show(self) -> None:
        """Say the last deed, once, or nothing where there is none."""
        undo, presenter = self._presenter.undo, self._presenter
        if undo is None:
            self._page.clear_message("undo")
        elif undo is not self._shown:
            self._shown = undo
            self.offer(undo.name, undo.text, partial(presenter.take_back_deed, undo), partial(presenter.do_again, undo))
            message = Message("good", undo.text, actions=((_("Undo"), self.undo),))
            self._page.show_message(message, "undo", presenter.keep_change)

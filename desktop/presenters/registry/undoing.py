"""The last deed of a page: said in a sentence, taken back and done again."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.presenters.presenter import Presenter


@dataclass(frozen=True)
class Undo:
    """The last deed: what the menu calls it, a sentence, how it is taken back and how it is done again."""

    name: str
    text: str
    back: Callable[[], None]
    again: Callable[[], None]


class UndoingPresenter(Presenter):
    """A page whose last deed is in `undo` until the officer has seen it or it is taken back."""

    undo: Undo | None = None

    def undoable(self, name: str, text: str, back: Callable[[], None], again: Callable[[], None]) -> None:
        """Something was done on this page that `back` takes back and `again` does again: say so, and offer it."""
        self.undo = Undo(name, text, back, again)
        self.changed()

    def _do(self, name: str, text: str, deed: Callable[[], None], back: Callable[[], None]) -> None:
        """Do what is taken back as one."""
        deed()
        self.undo = Undo(name, text, back, deed)
        self.refresh()

    def take_back_deed(self, undo: Undo) -> None:
        """Undo one deed of this page."""
        if self.undo is undo:
            self.undo = None
        undo.back()
        self.refresh()

    def do_again(self, undo: Undo) -> None:
        """Do again what was taken back; it can be taken back once more."""
        self._do(undo.name, undo.text, undo.again, undo.back)

    def keep_change(self) -> None:
        """The officer has seen the message about the last deed."""
        self.undo = None
        self.changed()

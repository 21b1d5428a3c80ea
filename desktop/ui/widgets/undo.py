"""What was just done and can be taken back: for the menu and its keys, and beside the place where it stood."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.keyboard import ASIDE, announce, shortcut
from desktop.ui.widgets.basics import Button, Deed, Text
from desktop.ui.widgets.layouts import line, set_shown


@dataclass(frozen=True)
class Undoable:
    """A deed that can be taken back by `back` and done again by `again`. `name` is what the menu calls it."""

    name: str
    sentence: str
    back: Deed
    again: Deed
    order: int


class Undoing(QObject):
    """What can be taken back in `owner`, and done again after that: the last first, as long as the page is open.

    In a window the keys and the menu mean what was done last, wherever on the page that was.
    """

    def __init__(self, owner: QWidget, changed: Deed) -> None:
        super().__init__(owner)
        self.owner, self._changed = owner, changed
        self._doing_again = False
        self._offers: list[Undoable] = []
        self._taken_back: list[Undoable] = []
        self.undo_keys = shortcut(owner, deeds.UNDO, self.undo, ready=lambda: self.last is not None)
        self.redo_keys = shortcut(owner, deeds.REDO, self.redo, ready=lambda: self.next is not None)
        self.undo_keys.words = lambda: _("Undo: {deed}").format(deed=self.last.name) if self.last else _("Undo")
        self.redo_keys.words = lambda: _("Redo: {deed}").format(deed=self.next.name) if self.next else _("Redo")
        self._tell()

    @property
    def last(self) -> Undoable | None:
        """What would be taken back."""
        return self._offers[-1] if self._offers else None

    @property
    def next(self) -> Undoable | None:
        """What would be done again."""
        return self._taken_back[-1] if self._taken_back else None

    def offer(self, name: str, sentence: str, back: Deed, again: Deed) -> None:
        """Offer to take back what was just done; what was taken back before it cannot be done again any more."""
        if not self._doing_again:
            self._taken_back.clear()
        self._offers.append(Undoable(name, sentence, back, again, next(_ORDER)))
        self._tell()

    def undo(self) -> None:
        """Take back what was done last."""
        if self._offers:
            undone = self._offers.pop()
            self._taken_back.append(Undoable(undone.name, undone.sentence, undone.back, undone.again, next(_ORDER)))
            self._tell()
            undone.back()

    def redo(self) -> None:
        """Do again what was taken back last; it offers itself to be taken back, as it did the first time."""
        if self._taken_back:
            again = self._taken_back.pop()
            self._tell()
            self._doing_again = True
            try:
                again.again()
            finally:
                self._doing_again = False

    def forget(self) -> None:
        """Offer nothing any more: something else stands here now."""
        self._offers.clear()
        self._taken_back.clear()
        self._tell()

    def _tell(self) -> None:
        self._changed()
        settle_undo_keys(self.owner.window())


_ORDER = count()  # of all deeds of the program: what was done last is taken back first


def settle_undo_keys(window: QWidget) -> None:
    """Give the keys of undoing to the place where something was done last; two would silence one another."""
    places = [undoing for undoing in _places(window) if undoing.owner.isVisible() or undoing.owner is window]
    places = places or list(_places(window))
    undo_at = max((place for place in places if place.last), key=lambda place: _order(place.last), default=None)
    redo_at = max((place for place in places if place.next), key=lambda place: _order(place.next), default=None)
    for place in _places(window):
        place.undo_keys.setEnabled(place is undo_at)
        place.redo_keys.setEnabled(place is redo_at)


def _order(undoable: Undoable | None) -> int:
    return undoable.order if undoable else -1


def _places(window: QWidget) -> Iterator[Undoing]:
    yield from window.findChildren(Undoing)


class UndoLine(QWidget):
    """Offers to bring back what was taken away in `owner`, the last first; the keys of undoing do it as well.

    It never takes the focus by itself. What was taken away can be brought back as long as the page is open.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__()
        self.setProperty(ASIDE, True)
        self._row = line(self, 12)
        self.undoing = Undoing(owner, lambda: None)
        self.undoing._changed = self._show
        self._show()

    @cached_property
    def words(self) -> Text:
        """What was taken away; made with the first: most pages are left without."""
        return Text(role="note", measure=0)

    @cached_property
    def button(self) -> Button:
        """What brings it back."""
        button = Button(_("Restore"), self.undo, "link")
        button.says_key(deeds.UNDO)
        self._row.addWidget(button)
        self._row.addWidget(self.words, 1)
        return button

    def offer(self, name: str, bring_back: Deed, again: Deed) -> None:
        """Say that something of this name was taken off by `again`, and offer to bring it back."""
        sentence = _("Removed: {name}").format(name=name)
        self.offer_after(_("taking off {name}").format(name=name), sentence, bring_back, again)

    def offer_after(self, deed: str, sentence: str, bring_back: Deed, again: Deed) -> None:
        """Say in a sentence what was done by `again`, and offer to bring back what was there before it."""
        self.undoing.offer(deed, sentence, bring_back, again)
        announce(self, self.words.text())

    def do_and_offer(self, change: Callable[[bool], object], aside: bool, deed: str, sentence: str) -> None:
        """Set something aside by `change`, or bring it back; say so in a sentence, and offer the other."""
        change(aside)
        self.offer_after(deed, sentence, lambda: change(not aside), lambda: change(aside))

    def undo(self) -> None:
        """Bring back what was taken off last."""
        self.undoing.undo()

    def forget(self) -> None:
        """Offer nothing any more: something else stands here now."""
        self.undoing.forget()

    def _show(self) -> None:
        last = self.undoing.last
        if last is not None or "button" in vars(self):
            self.button.setAccessibleDescription(last.sentence if last else "")
            self.words.set(last.sentence if last else "")
        set_shown(self, last is not None)

"""The ways to the parts of a long form: beside it while the window is wide, in one line above it where it is narrow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.ui.forms.fields import Choice
from desktop.ui.widgets import Button, Card, PageFrame, Text, line, literal, set_shown


@dataclass(frozen=True)
class Anchor:
    """A part of a form: its key, and its name with what is left to be done in it."""

    key: str
    words: str


class Anchors:
    """Leads from anywhere on `page` to the parts of its form: `lead` is told the key of the one asked for."""

    def __init__(self, page: PageFrame, lead: Callable[[str], None], note: str = "") -> None:
        self._lead = lead
        self._page = page
        self.beside = Card(_("On this page"))
        self.ways: dict[str, Button] = {}
        self._note = self.beside.add(Text(note, "note")) if note else None
        self.above = QWidget()
        row = line(self.above, 8)
        self.jump = Choice()
        self.jump.setAccessibleName(_("On this page"))
        self.jump.setPlaceholderText(_("Go to a part of this page…"))
        self.jump.picked.connect(self._jump)
        row.addWidget(self.jump)
        row.addStretch(1)
        page.set_guide(self.beside, self.above)
        self._shown: tuple[Anchor, ...] = ()

    def show(self, anchors: Sequence[Anchor]) -> None:
        """Lead to these parts."""
        if tuple(anchors) == self._shown:
            return
        self._shown = tuple(anchors)
        for anchor in anchors:
            if anchor.key not in self.ways:
                self.ways[anchor.key] = self.beside.add(Button("", partial(self._lead, anchor.key), "link"))
            self.ways[anchor.key].setText(literal(anchor.words))
        named = {anchor.key for anchor in anchors}
        for key, way in self.ways.items():
            set_shown(way, key in named)
        self.jump.offer([(anchor.key, anchor.words) for anchor in anchors])
        self.jump.setCurrentIndex(-1)
        if self._note is not None:
            self.beside.add(self._note)  # below the ways
        self._page.fit_guide()

    def _jump(self) -> None:
        key = self.jump.currentData()
        self.jump.setCurrentIndex(-1)
        if isinstance(key, str):
            self._lead(key)

"""Repeating groups: persons, sites, earlier projects; one card of fields each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.base.text import _
from desktop.ui.forms.fields import ChoiceField, DateField, Field, FieldRow, TextField
from desktop.ui.theme import px
from desktop.ui.widgets import Button, Text, column, emptied, icon_button, line


@dataclass(frozen=True)
class Column:
    """One field of the group: `chars` its width, `kind` is text, date or choice (with `options` as keys and words)."""

    key: str
    label: str
    chars: int = 20
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()


class Groups(QWidget):
    """A list of the same few fields. `committed` tells all groups, as written, after every change."""

    committed = Signal(object)  # list[dict[str, str]]

    def __init__(self, label: str, columns: Sequence[Column], add: str, help_text: str = "") -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._fields: list[dict[str, Field]] = []
        layout = column(self, 8)
        self.label, self.help, self.error = Text(label, "label"), Text(help_text, "note"), Text(role="error")
        self._rows = column(gap=8)
        self.add_button = Button(add, self.add_group, "outlined", "add")
        foot = line()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        for part in (self.label, self.help):
            layout.addWidget(part)
        layout.addLayout(self._rows)
        layout.addWidget(self.error)
        layout.addLayout(foot)

    def value(self) -> list[dict[str, str]]:
        """What is written now; empty groups are left out."""
        written = [{key: one.text() for key, one in group.items()} for group in self._fields]
        return [group for group in written if any(group.values())]

    def set_value(self, groups: Sequence[Mapping[str, str]]) -> None:
        """Show these groups, unless they are shown already."""
        if self._fields and [dict(group) for group in groups] == self.value():
            return
        emptied(self._rows)
        self._fields = []
        for group in groups:
            self._show(group)

    def set_error(self, text: str) -> None:
        """Say what is missing or wrong, or nothing."""
        self.error.set(text)

    def add_group(self) -> None:
        """One more, empty, with the focus in its first field."""
        self._show({})
        next(iter(self._fields[-1].values())).setFocus()

    def _show(self, group: Mapping[str, str]) -> None:
        card, fields = QFrame(), {one.key: self._field(one) for one in self._columns}
        card.setProperty("role", "card")
        across, rows = line(card, 8), column(gap=8)
        across.setContentsMargins(px(12), px(8), px(8), px(12))
        across.addLayout(rows, 1)
        number = len(self._fields) + 1
        shown = list(fields.values())
        for one in shown:
            one.committed.connect(lambda _text: self.committed.emit(self.value()))
        for first in range(0, len(shown), 2):
            rows.addWidget(FieldRow(*shown[first : first + 2]))
        name = _("Take off number {number}").format(number=number)
        remove = icon_button("remove", name, lambda: self._remove(card, fields))
        across.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        self._fields.append(fields)
        self._rows.addWidget(card)
        for key, one in fields.items():
            one.set_value(group.get(key, ""))

    def _field(self, one: Column) -> Field:
        if one.kind == "date":
            return DateField(one.label)
        if one.kind == "choice":
            made = ChoiceField(one.label, one.options, chars=one.chars)
            made.chosen.connect(lambda _key: self.committed.emit(self.value()))
            return made
        return TextField(one.label)

    def _remove(self, card: QFrame, fields: dict[str, Field]) -> None:
        self._fields.remove(fields)
        card.hide()
        card.deleteLater()
        self.committed.emit(self.value())

"""Forms made from what a presenter asks: a widget for each kind of field, all telling plain values.

A field tells its value when it is left, as in `fields`; a value that cannot be understood is not told.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.base.text import LANGUAGE_NAMES, _
from desktop.presenters.agreements.asks import Ask, amount, first_money
from desktop.ui.forms.choices import CheckLine, MultiChoice, Option
from desktop.ui.forms.fields import (
    ChoiceField,
    DateField,
    Field,
    FieldRow,
    MoneyField,
    NumberField,
    TextArea,
    TextField,
)
from desktop.ui.theme import px
from desktop.ui.widgets import Button, Text, column, emptied, icon_button, line

FEW_LINES = 3  # of a sentence in one language


class Asked(QWidget):
    """One field of a form; `committed` tells its value when the user has written another one."""

    committed = Signal(object)

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.ask = ask
        self._column = column(self, 4)
        self.note = Text(ask.note, "note")

    def set_value(self, value: Any) -> None:
        """Show a value, unless another is being typed."""
        raise NotImplementedError

    def show_note(self, ask: Ask) -> None:
        """Say where the value comes from, or that it is missing."""
        self.note.set(_("To complete.") if ask.missing else ask.note)
        self.note.set_role("error" if ask.missing else "note")

    def first(self) -> QWidget:
        """Where the focus goes."""
        raise NotImplementedError


class _Simple(Asked):
    """A field of one box."""

    def __init__(self, ask: Ask, box: Field) -> None:
        super().__init__(ask)
        self.box = box
        self._column.addWidget(box)
        self._column.addWidget(self.note)

    def first(self) -> QWidget:
        return self.box.box


class TextAsked(_Simple):
    """A line of text, the same in every language."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask, TextField(ask.label, ask.help))
        self.box.committed.connect(lambda text: self.committed.emit(text.strip()))

    def set_value(self, value: Any) -> None:
        self.box.set_value(str(value or ""))


class NumberAsked(_Simple):
    """A number, as decimal text."""

    def __init__(self, ask: Ask) -> None:
        self.number = NumberField(ask.label, ask.help)
        super().__init__(ask, self.number)
        self.number.number.connect(self._tell)

    def set_value(self, value: Any) -> None:
        self.number.set_number(None if value in (None, "") else Decimal(str(value)))

    def _tell(self, value: Decimal | None) -> None:
        if value is not None or not self.number.text().strip():
            self.committed.emit("" if value is None else str(value))


class MoneyAsked(_Simple):
    """An amount with its currency."""

    def __init__(self, ask: Ask) -> None:
        self.money = MoneyField(ask.label, [code for code, _word in ask.choices], ask.help)
        super().__init__(ask, self.money)
        self.money.money.connect(self._tell)

    def set_value(self, value: Any) -> None:
        kept = value if isinstance(value, Mapping) else {}
        self.money.set_money(amount(value), str(kept.get("currency") or first_money([])))

    def _tell(self, value: Decimal | None, currency: str) -> None:
        if value is not None:
            self.committed.emit({"amount": str(value), "currency": currency})
        elif not self.money.text().strip():
            self.committed.emit("")


class DateAsked(_Simple):
    """A day, as ISO text."""

    def __init__(self, ask: Ask) -> None:
        self.date = DateField(ask.label, ask.help)
        super().__init__(ask, self.date)
        self.date.day.connect(self._tell)

    def set_value(self, value: Any) -> None:
        self.date.set_day(date.fromisoformat(value) if value else None)

    def _tell(self, day: date | None) -> None:
        if day is not None or not self.date.text().strip():
            self.committed.emit(day.isoformat() if day else "")


class ChoiceAsked(_Simple):
    """One of several codes."""

    def __init__(self, ask: Ask) -> None:
        self.choice = ChoiceField(ask.label, ask.choices, ask.help)
        super().__init__(ask, self.choice)
        self.choice.chosen.connect(lambda key: self.committed.emit(key))

    def set_value(self, value: Any) -> None:
        self.choice.set_value(str(value or ""))


class YesAsked(Asked):
    """Yes or no."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self.check = CheckLine(ask.label, ask.help)
        self._column.addWidget(self.check)
        self._column.addWidget(self.note)
        self.check.clicked.connect(lambda on: self.committed.emit(bool(on)))

    def set_value(self, value: Any) -> None:
        self.check.setChecked(bool(value))

    def first(self) -> QWidget:
        return self.check


class CodesAsked(Asked):
    """Any number of codes, as rows of one."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._key = ask.items[0].key
        self.choice = MultiChoice(ask.label, [Option(key, words) for key, words in ask.choices])
        self._column.addWidget(self.choice)
        self._column.addWidget(self.note)
        self.choice.changed.connect(lambda keys: self.committed.emit([{self._key: key} for key in keys]))

    def set_value(self, value: Any) -> None:
        rows = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
        self.choice.set_value([row.get(self._key, "") if isinstance(row, Mapping) else str(row) for row in rows])

    def first(self) -> QWidget:
        return next(iter(self.choice.buttons.values()))


class ProseAsked(Asked):
    """A sentence in each language of the document, side by side."""

    def __init__(self, ask: Ask, lines: int = FEW_LINES) -> None:
        super().__init__(ask)
        self._kept: Any = None
        several = len(ask.languages) > 1
        self.areas = {
            code: TextArea(f"{ask.label} — {LANGUAGE_NAMES[code]}" if several else ask.label, ask.help, lines)
            for code in ask.languages
        }
        for area in self.areas.values():
            area.committed.connect(lambda _text: self._tell())
        self._column.addWidget(FieldRow(*self.areas.values()))
        self._column.addWidget(self.note)

    def value(self) -> Any:
        """The sentences as written; what was one text for all languages stays one until another is written."""
        written = {code: area.text().strip() for code, area in self.areas.items()}
        first = next(iter(written))
        if isinstance(self._kept, str) and written == {**dict.fromkeys(written, ""), first: self._kept}:
            return self._kept
        return {code: text for code, text in written.items() if text} or ""

    def set_value(self, value: Any) -> None:
        self._kept = value
        first = self.ask.languages[0]
        texts = value if isinstance(value, Mapping) else {first: str(value or "")}
        for code, area in self.areas.items():
            area.set_value(str(texts.get(code) or ""))

    def first(self) -> QWidget:
        empty = [area for area in self.areas.values() if not area.text().strip()]
        return (empty or list(self.areas.values()))[0].box

    def _tell(self) -> None:
        self.committed.emit(self.value())


class RowsAsked(Asked):
    """A table whose rows are cards of the same fields; what a row holds beside them stays in it."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._rows: list[tuple[dict[str, Any], dict[str, Asked], QFrame]] = []
        self.label, self.help = Text(ask.label, "label"), Text(ask.help, "note")
        self._cards = column(gap=8)
        self.add_button = Button(_("Add a row"), self.add_row, "outlined", "add")
        self.add_button.setAccessibleDescription(ask.label)
        foot = line()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        for part in (self.label, self.help):
            self._column.addWidget(part)
        self._column.addLayout(self._cards)
        self._column.addWidget(self.note)
        self._column.addLayout(foot)

    def value(self) -> list[dict[str, Any]]:
        """The rows as they stand; those where nothing is written are left out."""
        return [kept for kept, _fields, _card in self._rows if any(_says(kept.get(i.key)) for i in self.ask.items)]

    def set_value(self, value: Any) -> None:
        rows = [dict(row) for row in value or () if isinstance(row, Mapping)]
        if rows == self.value() and (rows or not self._rows or self._typing()):
            return
        emptied(self._cards)
        self._rows = []
        for row in rows:
            self._show(row)

    def _typing(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def add_row(self) -> None:
        """One more, empty, with the focus in its first field."""
        self._show({})
        next(iter(self._rows[-1][1].values())).first().setFocus()

    def first(self) -> QWidget:
        for kept, fields, _card in self._rows:
            for key, one in fields.items():
                if not _says(kept.get(key)):
                    return one.first()
        return self.add_button

    def _show(self, row: dict[str, Any]) -> None:
        card, fields = QFrame(), {item.key: made(item) for item in self.ask.items}
        card.setProperty("role", "card")
        across, rows = line(card, 8), column(gap=8)
        across.setContentsMargins(px(12), px(8), px(8), px(12))
        across.addLayout(rows, 1)
        for part in _side_by_side(list(fields.values())):
            rows.addWidget(part)
        entry = (row, fields, card)
        name = _("Take off number {number}").format(number=len(self._rows) + 1)
        across.addWidget(icon_button("remove", name, lambda: self._remove(entry)), 0, Qt.AlignmentFlag.AlignTop)
        self._rows.append(entry)
        self._cards.addWidget(card)
        for key, one in fields.items():
            one.set_value(row.get(key))
            one.committed.connect(lambda value, key=key: self._write(row, key, value))

    def _write(self, row: dict[str, Any], key: str, value: Any) -> None:
        row[key] = value
        self.committed.emit(self.value())

    def _remove(self, entry: tuple[dict[str, Any], dict[str, Asked], QFrame]) -> None:
        self._rows.remove(entry)
        entry[2].hide()
        entry[2].deleteLater()
        self.committed.emit(self.value())


def _says(value: Any) -> bool:
    return value not in (None, "", [], {})


def _side_by_side(fields: list[Asked]) -> list[QWidget]:
    """Short fields two by two, sentences across the whole width."""
    rows: list[QWidget] = []
    waiting: list[Asked] = []
    for one in fields:
        if isinstance(one, ProseAsked):
            rows.append(one)
        else:
            waiting.append(one)
    rows += [FieldRow(*waiting[at : at + 2]) for at in range(0, len(waiting), 2)]
    return rows


KINDS: Mapping[str, type[Asked]] = {
    "text": TextAsked,
    "prose": ProseAsked,
    "number": NumberAsked,
    "money": MoneyAsked,
    "date": DateAsked,
    "country": ChoiceAsked,
    "choice": ChoiceAsked,
    "yes": YesAsked,
    "list": RowsAsked,
    "codes": CodesAsked,
}


def made(ask: Ask) -> Asked:
    """The widget of a field; raises KeyError for an unknown kind."""
    return KINDS[ask.kind](ask)

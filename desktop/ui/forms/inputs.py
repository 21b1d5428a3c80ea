"""The widgets of a form's fields: one class for each kind, all showing and telling values in the shape of the kind.

A field tells its value when it is left or after a pause, as in `fields`. What it told itself is not written back into
it, so nothing being typed is ever lost.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.base.clock import Clock
from desktop.base.dates import day_in_words
from desktop.base.numbers import format_number
from desktop.base.places import USUAL_MONEY
from desktop.base.text import LANGUAGE_NAMES, _, language
from desktop.base.values import Json
from desktop.definitions.answers import is_day
from desktop.presenters.form import FieldSpec, Option, is_empty, text_of, texts_of
from desktop.presenters.form_words import chosen_keys
from desktop.ui import deeds
from desktop.ui.forms.choices import CheckLine, ChoiceRows, MultiChoice
from desktop.ui.forms.days import DateField, PartialDayField
from desktop.ui.forms.fields import ChoiceField, Field, PasswordField, TextArea, TextField
from desktop.ui.forms.numbers import MoneyField, NumberField
from desktop.ui.keyboard import Letters, shortcut, under_focus
from desktop.ui.theme import look, px
from desktop.ui.widgets import (
    Button,
    HeadWords,
    Remark,
    Text,
    UndoLine,
    column,
    empty_layout,
    icon_button,
    line,
    set_shown,
)

LANGUAGE_COLUMN = 17  # em: the least width of a text beside its translation


class FieldInput(QWidget):
    """One field of a form. `changed` tells its value when the user has given another one."""

    changed = Signal(object)
    typing = Signal()  # another key
    unchanged = Signal()  # it was left, and holds the value shown or told before
    empty: ClassVar[Json] = ""  # the value while nothing is given

    def __init__(self, spec: FieldSpec, clock: Clock, letters: Letters | None = None) -> None:
        super().__init__()
        self.spec, self.clock, self.letters = spec, clock, letters
        self._value = self._before = self.empty
        self._refused = False  # whether what is typed was told and not taken
        self._column = column(self, 4)
        self.note = Remark(self.place_note, "note")
        self.build()
        self._show_note()

    def build(self) -> None:
        """Make the widgets, once."""
        raise NotImplementedError

    def place_note(self, note: Text) -> None:
        """Put the note where it stands: below the widgets."""
        self._column.addWidget(note)

    def write(self, value: Json) -> None:
        """Put a value into the widgets without telling, unless another one is being typed."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Where the focus goes."""
        raise NotImplementedError

    def describe(self) -> None:
        """Show label, help and options of a description that changed."""

    def commit(self) -> None:
        """Tell what is being typed."""

    def forget(self) -> None:
        """Let go of what is being typed."""

    def show_head(self, on: bool) -> None:
        """Show label and help, or leave them to the head of a table."""

    @property
    def understood(self) -> bool:
        """Whether what is typed is a value of this kind."""
        return True

    @property
    def value(self) -> Json:
        """What was shown last, or told since."""
        return self._value

    def set_value(self, value: Json) -> None:
        """Show a value, unless it is the one shown or told already, or another one is being typed."""
        value = self.empty if value is None else value
        if value != self._value:
            self._value = value
            self.write(value)

    def fill(self, value: Json) -> None:
        """Show a value whatever is being typed, without an error."""
        self.forget()
        self._value = self.empty if value is None else value
        self.write(self._value)
        self.set_error("")

    def tell(self, value: Json) -> None:
        """Tell a value, unless it is the one shown."""
        if self._refused:
            self._refused = False
            self.set_error("")
        if value != self._value:
            self._before, self._value = self._value, value
            self.changed.emit(value)
        else:
            self.unchanged.emit()

    def refuse(self, reason: str) -> None:
        """What was told last is not taken: it stays as it was typed, with the reason; the value is the one before."""
        self._value, self._refused = self._before, True
        self.set_error(reason)

    @property
    def typed(self) -> Json:
        """What is in the widgets now, letter for letter, whether or not it is a value of this kind."""
        return self._value

    def resume(self, typed: Json) -> None:
        """Put back what was typed here before."""
        self.write(typed)
        self.tell(typed)

    def set_spec(self, spec: FieldSpec) -> None:
        """Ask otherwise: another label, other options, another note."""
        if spec != self.spec:
            self.spec = spec
            self.describe()
            self._show_note()

    def set_error(self, text: str) -> None:
        """Say at the field what is missing or wrong, or nothing."""
        if text:
            self.note.set(text)
            self.note.set_role("error")
        else:
            self._show_note()

    def check(self) -> bool:
        """Whether the field is as it must be; says at the field what is missing."""
        lacks = self.spec.required if is_empty(self._value) and self.understood else ""
        if lacks or self.understood:
            self.set_error(lacks)
        return not lacks and self.understood

    def _show_note(self) -> None:
        self.note.set(_("To complete.") if self.spec.missing else self.spec.note)
        self.note.set_role("error" if self.spec.missing else "note")
        self.setToolTip(self.spec.origin)
        if self.spec.origin:
            self.first().setAccessibleDescription(" ".join(part for part in (self.spec.help, self.spec.origin) if part))


class BoxInput(FieldInput):
    """A field with one box; a subclass says which, what it shows for a value and what it understands."""

    box: Field

    def build(self) -> None:
        self.box = self.make_box()
        self.box.committed.connect(lambda _text: self.take())
        self.box.typing.connect(self.typing)
        self.box.unchanged.connect(self._still)
        self._column.addWidget(self.box)

    def make_box(self) -> Field:
        """The labelled box."""
        raise NotImplementedError

    def shown(self, value: Json) -> str:
        """What the box shows for a value."""
        return text_of(value)

    def read(self) -> Json:
        """The value of what is typed; None when it cannot be understood."""
        return self.box.text().strip()

    def take(self) -> None:
        """Tell what was typed."""
        value = self.read()
        if value is not None:
            self.tell(value)
        elif self.spec.as_typed:
            self.tell(self.box.text().strip())

    def _still(self) -> None:
        if self.understood:
            self.unchanged.emit()

    @property
    def typed(self) -> Json:
        return self.box.text()

    def resume(self, typed: Json) -> None:
        self.box.resume(text_of(typed))

    @property
    def understood(self) -> bool:
        return self.spec.as_typed or self.read() is not None

    def write(self, value: Json) -> None:
        self.box.set_value(self.shown(value))

    def first(self) -> QWidget:
        return self.box.box

    def show_head(self, on: bool) -> None:
        self.box.show_head(on)

    def describe(self) -> None:
        self.box.set_label(self.spec.label, self.spec.help)

    def commit(self) -> None:
        self.box.commit()

    def forget(self) -> None:
        self.box.forget()

    def set_error(self, text: str) -> None:
        self.box.set_error(text)


class TextInput(BoxInput):
    """A line of text."""

    def make_box(self) -> Field:
        field = TextField(self.spec.label, self.spec.help, self.spec.chars or 0)
        if self.spec.live:
            field.edit.textEdited.connect(lambda _text: self.take())
        return field


class AreaInput(BoxInput):
    """Several lines of text."""

    def make_box(self) -> Field:
        return TextArea(self.spec.label, self.spec.help, self.spec.lines)


class NamesInput(BoxInput):
    """Several texts in one line, separated by semicolons."""

    empty: ClassVar[Json] = []

    def make_box(self) -> Field:
        return TextField(self.spec.label, self.spec.help, self.spec.chars or 0)

    def shown(self, value: Json) -> str:
        return "; ".join(texts_of(value))

    def read(self) -> Json:
        return [name.strip() for name in self.box.text().split(";") if name.strip()]


class NumberInput(BoxInput):
    """A number, as decimal text."""

    number: NumberField

    def make_box(self) -> Field:
        chars = 14 if self.spec.chars is None else self.spec.chars
        self.number = NumberField(self.spec.label, self.spec.help, chars, self.spec.places, self.spec.unit)
        return self.number

    def shown(self, value: Json) -> str:
        try:
            return "" if value == "" else format_number(Decimal(str(value)), language())
        except InvalidOperation:
            return str(value)  # as it was typed

    def read(self) -> Json:
        if not self.number.text().strip():
            return ""
        number = self.number.value()
        return None if number is None else str(number)


class MoneyInput(BoxInput):
    """An amount with its currency; a new one begins with the first currency offered, or the usual one."""

    money: MoneyField

    def make_box(self) -> Field:
        self.money = MoneyField(self.spec.label, [option.key for option in self.spec.options], self.spec.help)
        return self.money

    def write(self, value: Json) -> None:
        money = value if isinstance(value, Mapping) else {}
        try:
            amount = Decimal(str(money.get("amount", "")))
        except InvalidOperation:
            amount = None
        self.money.set_money(amount, str(money.get("currency") or USUAL_MONEY[0]))

    def read(self) -> Json:
        currency = self.money.code
        if not self.money.text().strip():
            return {"amount": "", "currency": currency} if self.spec.currency_alone else ""
        amount = self.money.value()
        return None if amount is None else {"amount": str(amount), "currency": currency}

    @property
    def typed(self) -> Json:
        return {"amount": self.money.text(), "currency": self.money.currency.currentText()}

    def resume(self, typed: Json) -> None:
        if isinstance(typed, Mapping):
            self.money.currency.setCurrentIndex(max(self.money.currency.findData(typed.get("currency")), 0))
            self.money.resume(text_of(typed.get("amount")))


class _DayInput(BoxInput):
    """A day in a box of its own, shown in words once it is one."""

    def shown(self, value: Json) -> str:
        return day_in_words(str(value), language(), "short") if is_day(value) else str(value)


class DateInput(_DayInput):
    """A day, as ISO text."""

    date: DateField

    def make_box(self) -> Field:
        self.date = DateField(self.spec.label, self.clock, self.spec.help)
        return self.date

    def read(self) -> Json:
        if not self.date.text().strip():
            return ""
        day = self.date.value()
        return None if day is None else day.isoformat()


class PartialDayInput(_DayInput):
    """A day of which only the year may be known, as ISO text."""

    partial: PartialDayField

    def make_box(self) -> Field:
        self.partial = PartialDayField(self.spec.label, self.clock, self.spec.help)
        return self.partial

    def read(self) -> Json:
        return self.partial.value()


class DropdownInput(BoxInput):
    """One of many options, as its key."""

    choice: ChoiceField

    def make_box(self) -> Field:
        chars = 32 if self.spec.chars is None else self.spec.chars
        self._offered = self.spec.options
        self.choice = ChoiceField(self.spec.label, self._pairs(), self.spec.help, chars)
        self.choice.chosen.connect(self._chosen)
        return self.choice

    def _pairs(self) -> list[tuple[str, str]]:
        return [(option.key, option.title) for option in self.spec.options]

    def _chosen(self, key: str) -> None:
        self.choice.commit()
        if self.spec.proposed:
            self._value = ""
        self.tell(key)

    def describe(self) -> None:
        super().describe()
        if self.spec.options != self._offered:
            self._offered = self.spec.options
            self.choice.set_options(self._pairs())
            self.write(self._value)


class SecretInput(BoxInput):
    """A secret: never told, taken once when it is needed."""

    secret: PasswordField

    @property
    def typed(self) -> Json:
        return None

    def make_box(self) -> Field:
        self.secret = PasswordField(self.spec.label, self.spec.help)
        return self.secret

    def take_secret(self) -> str:
        """What was typed; the box is empty afterwards."""
        secret = self.secret.text()
        self.secret.clear()
        return secret


class YesInput(FieldInput):
    """Yes or no."""

    empty: ClassVar[Json] = False

    def build(self) -> None:
        self.check_line = CheckLine(self.spec.label, self.spec.help)
        self.check_line.clicked.connect(lambda on: self.tell(bool(on)))
        self._column.addWidget(self.check_line)

    def write(self, value: Json) -> None:
        self.check_line.setChecked(bool(value))

    def first(self) -> QWidget:
        return self.check_line


def marked(spec: FieldSpec, letters: Letters | None) -> list[Option]:
    """The options with a letter each, where the page gives letters."""
    if letters is None or not spec.lettered:
        return list(spec.options)
    return [Option(option.key, letters.mark(option.title), option.note) for option in spec.options]


class RadioInput(FieldInput):
    """One of a few options, all in sight."""

    def build(self) -> None:
        self._holder = QWidget()
        self._inner = column(self._holder, 0)
        self._column.addWidget(self._holder)
        self._offer()

    def _offer(self) -> None:
        self._offered = self.spec.options
        options = marked(self.spec, self.letters)
        in_columns = self.letters is None  # the answers of a page that asks one question stand below one another
        self.choice = ChoiceRows(self.spec.label, options, heading=self.spec.heading, in_columns=in_columns)
        self.choice.chosen.connect(self.tell)
        self._inner.addWidget(self.choice)

    def write(self, value: Json) -> None:
        self.choice.set_value(text_of(value) or None)

    def first(self) -> QWidget:
        key = self.choice.value() or next(iter(self.choice.buttons))
        return self.choice.buttons[key]

    def describe(self) -> None:
        if self.spec.options != self._offered:
            empty_layout(self._inner)
            self._offer()
            self.write(self._value)


class ChecksInput(FieldInput):
    """Any number of options; one of them may exclude the others."""

    empty: ClassVar[Json] = []

    def build(self) -> None:
        self.choice = MultiChoice(self.spec.label, marked(self.spec, self.letters), heading=self.spec.heading)
        self.choice.hide_options(self.spec.hidden)
        self.choice.changed.connect(self._chosen)
        self._opener: Button | None = None
        if self.spec.rare:
            self._opener = Button("", self._open, "link", "down")
            self._column.addWidget(self._opener, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.choice)
        self._fold(self._opener is not None)

    def _fold(self, on: bool) -> None:
        """Stand as one line that says what is in it, or show the options."""
        if self._opener is not None:
            count = sum(option.key not in self.spec.hidden for option in self.spec.options)
            words = _("{label}: {count} to choose from")
            self._opener.setText(words.format(label=self.spec.label, count=count))
            set_shown(self._opener, on)
        set_shown(self.choice, not on)

    @property
    def folded(self) -> bool:
        """Whether its options are out of sight behind one line."""
        return self.choice.isHidden()

    def _open(self) -> None:
        self._fold(False)
        self.first().setFocus(Qt.FocusReason.TabFocusReason)

    def set_error(self, text: str) -> None:
        """Say at the options what is wrong with them."""
        super().set_error(text)
        if text:
            self._fold(False)

    def describe(self) -> None:
        self.choice.hide_options(self.spec.hidden)
        self._fold(self.folded)

    def _chosen(self, keys: Sequence[str]) -> None:
        if (alone := self.spec.alone) in keys and len(keys) > 1:
            last = alone not in chosen_keys(self.spec, self._value)
            keys = [alone] if last else [key for key in keys if key != alone]
            self.choice.set_value(keys)
        column_name = self.spec.column
        self.tell([{column_name: key} for key in keys] if column_name else list(keys))

    def write(self, value: Json) -> None:
        keys = chosen_keys(self.spec, value)
        self.choice.set_value(keys)
        if keys:
            self._fold(False)

    def first(self) -> QWidget:
        if self._opener is not None and self.folded:
            return self._opener
        return next(button for key, button in self.choice.buttons.items() if key not in self.spec.hidden)


class PicksInput(FieldInput):
    """Several of many options: a drop-down picks one more, each one picked has a button that takes it off."""

    empty: ClassVar[Json] = []

    def build(self) -> None:
        self.choice = ChoiceField(self.spec.label, [(option.key, option.title) for option in self.spec.options])
        self.choice.chosen.connect(self._pick)
        self.picked = QWidget()
        self._rows = column(self.picked, 4)
        self.undo = UndoLine(self)
        self._column.setSpacing(px(8))
        for part in (self.choice, self.picked, self.undo):
            self._column.addWidget(part)
        shortcut(self, deeds.TAKE_OFF, self._take_off_last, whole_window=False)
        self.write(self._value)

    def write(self, value: Json) -> None:
        empty_layout(self._rows)
        titles = {option.key: option.title for option in self.spec.options}
        keys = texts_of(value)
        for key in keys:
            self._rows.addWidget(self._row(key, titles.get(key, key)))
        set_shown(self.picked, bool(keys))

    def describe(self) -> None:
        self.choice.set_label(self.spec.label, self.spec.help)

    def first(self) -> QWidget:
        return self.choice.box

    def commit(self) -> None:
        self.choice.commit()

    def _pick(self, key: str) -> None:
        self.choice.write("")
        keys = texts_of(self._value)
        if key and key not in keys:
            self._choose([*keys, key])

    def _choose(self, keys: list[str]) -> None:
        self.write(keys)
        self.tell(keys)

    def _row(self, key: str, title: str) -> QWidget:
        holder = QWidget()
        row = line(holder, 8)
        row.addWidget(Text(title, measure=0))
        sentence = _("Remove {name}").format(name=title)
        row.addWidget(icon_button("remove", sentence, lambda: self._take_off(key), deeds.TAKE_OFF))
        row.addStretch(1)
        return holder

    def forget(self) -> None:
        self.undo.forget()

    def _take_off_last(self) -> None:
        if keys := texts_of(self._value):
            self._take_off(keys[-1])

    def _take_off(self, key: str) -> None:
        """Take an entry off; it can be brought back to its place."""
        keys = texts_of(self._value)
        place, titles = keys.index(key), {option.key: option.title for option in self.spec.options}
        if under_focus(self.picked):
            self.choice.box.setFocus()
        self._choose([picked for picked in keys if picked != key])
        self.undo.offer(titles.get(key, key), lambda: self._bring_back(place, key), lambda: self._take_off(key))

    def _bring_back(self, place: int, key: str) -> None:
        keys = [picked for picked in texts_of(self._value) if picked != key]
        self._choose([*keys[:place], key, *keys[place:]])
        self.choice.box.setFocus()


class ProseInput(FieldInput):
    """A sentence in each language under one label; one text for all stays one until another is written.

    The languages stand side by side where there is room, as in a wide cell of a table.
    """

    def build(self) -> None:
        several = len(self.spec.languages) > 1
        label, lines = self.spec.label, self.spec.lines
        self._head = HeadWords(Text(label, "label", measure=0), self.spec.help, "note")
        self._beside = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._column.addLayout(self._head)
        self._column.addLayout(self._beside)
        self.areas = {
            code: TextArea(f"{label} — {LANGUAGE_NAMES[code]}" if several else label, self.spec.help, lines)
            for code in self.spec.languages
        }
        for code, area in self.areas.items():
            area.committed.connect(lambda _text: self.tell(self._read()))
            area.typing.connect(self.typing)
            area.unchanged.connect(self._still)
            area.show_head(False)
            if several:
                area.add_before(_language_tag(code))
            self._beside.addWidget(area, 1, Qt.AlignmentFlag.AlignTop)

    def show_head(self, on: bool) -> None:
        self._head.show_words(on)
        self._settle()

    def event(self, event: QEvent) -> bool:
        """Stand side by side where there is room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._settle()
        return super().event(event)

    def _settle(self) -> None:
        self._head.settle(self.width())
        beside = self.width() >= len(self.areas) * look().em(LANGUAGE_COLUMN)
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._beside.setSpacing(px(16 if beside else 4))

    def minimumSizeHint(self) -> QSize:
        """It can always be made narrower: its languages stand below one another then."""
        return QSize(look().em(12), super().minimumSizeHint().height())

    def _read(self) -> Json:
        texts = {code: area.text().strip() for code, area in self.areas.items()}
        first = self.spec.languages[0]
        if isinstance(self._value, str) and texts == {**dict.fromkeys(texts, ""), first: self._value}:
            return self._value
        return {code: text for code, text in texts.items() if text} or ""

    def write(self, value: Json) -> None:
        texts = value if isinstance(value, Mapping) else {self.spec.languages[0]: value}
        for code, area in self.areas.items():
            area.set_value(str(texts.get(code) or ""))

    def first(self) -> QWidget:
        empty = [area for area in self.areas.values() if not area.text().strip()]
        return (empty or list(self.areas.values()))[0].box

    def _still(self) -> None:
        if all(area.text() == area.told for area in self.areas.values()):
            self.unchanged.emit()

    @property
    def typed(self) -> Json:
        return {code: area.text() for code, area in self.areas.items()}

    def resume(self, typed: Json) -> None:
        if isinstance(typed, Mapping):
            for code, area in self.areas.items():
                area.resume(text_of(typed.get(code)))

    def commit(self) -> None:
        for area in self.areas.values():
            area.commit()

    def forget(self) -> None:
        for area in self.areas.values():
            area.forget()


def _language_tag(code: str) -> Text:
    """Which language the box beside it is for."""
    tag = Text(code.upper(), "note", measure=0)
    tag.setWordWrap(False)
    tag.setMinimumWidth(look().em(1.6))
    tag.setToolTip(LANGUAGE_NAMES[code])
    tag.setAlignment(Qt.AlignmentFlag.AlignTop)
    tag.setContentsMargins(0, px(8), 0, 0)
    return tag

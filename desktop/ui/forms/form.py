"""A form: widgets made from the descriptions of its fields, telling values by name; and tables of such fields."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from desktop.base.clock import Clock
from desktop.base.text import _
from desktop.base.values import Json, JsonObject
from desktop.presenters.form import FieldSpec, FormRows, InputKind, in_pairs, is_empty, rows_of, text_of
from desktop.ui import deeds
from desktop.ui.forms.fields import ChoiceField, Field, align_boxes
from desktop.ui.forms.inputs import (
    AreaInput,
    BoxInput,
    ChecksInput,
    DateInput,
    DropdownInput,
    FieldInput,
    MoneyInput,
    NamesInput,
    NumberInput,
    PartialDayInput,
    PicksInput,
    ProseInput,
    RadioInput,
    SecretInput,
    TextInput,
    YesInput,
)
from desktop.ui.keyboard import Letters, shortcut, under_focus
from desktop.ui.theme import px
from desktop.ui.widgets import Button, Text, UndoLine, column, icon_button, line, set_shown


class Form(QWidget):
    """Fields in rows. `changed` tells the key and the value of a field that the user has given another value.

    `show_fields` may be called at any time with other descriptions: fields that are no longer described are hidden
    with what they hold, new ones appear in their place, and the focus stays where it is. `clock` is the one of the
    office: calendars open at its day.
    """

    changed = Signal(str, object)
    typing = Signal(str)  # another key in the field of this key
    unchanged = Signal(str)  # the field of this key was left as it was

    def __init__(self, clock: Clock, rows: FormRows = (), *, letters: Letters | None = None, gap: float = 16) -> None:
        super().__init__()
        self.inputs: dict[str, FieldInput] = {}
        self.rows = column(self, gap)
        self._clock, self._letters = clock, letters
        self._arranged: tuple[tuple[str, ...], ...] = ()
        self._resuming: dict[str, Json] = {}  # what was typed into fields that are not asked for yet
        self.show_fields(rows)

    # Fields

    def show_fields(self, rows: FormRows) -> None:
        """Ask for these fields and no others."""
        specs = {spec.key: spec for row in rows for spec in row}
        for spec in specs.values():
            self._offer(spec)
        arranged = tuple(tuple(spec.key for spec in row) for row in rows)
        if arranged != self._arranged:
            self._arranged = arranged
            self._arrange()
        for key, field in self.inputs.items():
            set_shown(field, key in specs)

    def _offer(self, spec: FieldSpec) -> None:
        field = self.inputs.get(spec.key)
        if field is not None and _same_widgets(field.spec, spec):
            field.set_spec(spec)
            return
        typing = field is not None and under_focus(field)
        before, field = field, field_input(spec, self._clock, self._letters)
        self.inputs[spec.key] = field
        field.setParent(self)
        if before is not None:
            if typing:
                field.first().setFocus()
            before.hide()
            before.deleteLater()
            self._arranged = ()
        field.changed.connect(lambda value, key=spec.key: self.changed.emit(key, value))
        field.typing.connect(lambda key=spec.key: self.typing.emit(key))
        field.unchanged.connect(lambda key=spec.key: self.unchanged.emit(key))
        if spec.key in self._resuming:
            field.resume(self._resuming.pop(spec.key))

    def _arrange(self) -> None:
        """Lay the fields out anew. They stay children of the form: one that changed its parent would lose the focus."""
        _unlay(self.rows)
        for keys in self._arranged:
            fields = [self.inputs[key] for key in keys]
            if len(fields) == 1:
                self.rows.addWidget(fields[0])
                continue
            beside = line(gap=16)
            for field in fields:
                beside.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.rows.addLayout(beside)

    def event(self, event: QEvent) -> bool:
        """Align the boxes of each row whenever the form was laid out."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            for keys in self._arranged:
                align_boxes([field.box for key in keys if isinstance(field := self.inputs[key], BoxInput)])
        return super().event(event)

    @property
    def shown(self) -> dict[str, FieldInput]:
        """The fields that are asked for now, in their order."""
        return {key: self.inputs[key] for keys in self._arranged for key in keys}

    # Values

    def values(self) -> dict[str, Json]:
        """What every field in sight holds."""
        return {key: field.value for key, field in self.shown.items()}

    def set_values(self, values: JsonObject) -> None:
        """Show the values of these fields; what is being typed stays."""
        for key, value in values.items():
            if key in self.inputs:
                self.inputs[key].set_value(value)

    def fill(self, values: JsonObject) -> None:
        """Show the values of these fields whatever is being typed, as a form that was just opened."""
        for key, value in values.items():
            self.inputs[key].fill(value)

    def commit(self) -> None:
        """Tell everything that is being typed."""
        for field in self.shown.values():
            field.commit()

    def typed(self) -> dict[str, Json]:
        """What is in the widgets of every field now, letter for letter; secrets are never told."""
        return {key: field.typed for key, field in self.inputs.items() if field.typed is not None}

    def resume(self, typed: JsonObject) -> None:
        """Put back what was typed into these fields before; one that is not asked for yet takes it when it is."""
        self._resuming = {key: content for key, content in typed.items() if key not in self.inputs}
        for key, content in typed.items():
            if key in self.inputs:
                self.inputs[key].resume(content)

    def put_back(self) -> None:
        """Show the values shown or told last in the place of what is typed."""
        self._resuming = {}
        for field in self.inputs.values():
            field.fill(field.value)

    def complete(self) -> bool:
        """Tell what is being typed, and whether every field is as it must be; the first that is not gets the focus."""
        self.commit()
        wrong = self.wrong()
        if wrong:
            wrong[0].first().setFocus()
        return not wrong

    def wrong(self) -> list[FieldInput]:
        """The fields that are not as they must be; each says at itself what is wrong."""
        return [field for field in self.shown.values() if not field.check()]


def _same_widgets(before: FieldSpec, spec: FieldSpec) -> bool:
    """Whether a field can be described anew without being made anew."""
    if before.kind is InputKind.CHECKS and before.options != spec.options:
        return False
    same = ("kind", "columns", "languages", "as_typed", "lines", "places", "unit", "chars")
    return all(getattr(before, name) == getattr(spec, name) for name in same)


def _unlay(layout: QLayout) -> None:
    """Take everything out of a layout; the widgets live on."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            _unlay(inner)
            inner.deleteLater()


WORDS = (TextInput, AreaInput, ProseInput)  # inputs that hold words


class RowCard(QFrame):
    """One row of a table, as a card of fields. What the row holds beside its columns stays in it."""

    changed = Signal()
    removed = Signal()
    typing = Signal()

    def __init__(self, columns: Iterable[FieldSpec], row: JsonObject, clock: Clock) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.row = dict(row)
        across = line(self, 8)
        across.setContentsMargins(px(12), px(8), px(8), px(12))
        self.form = Form(clock, in_pairs(columns), gap=8)
        self.remove_button = icon_button("remove", " ", self.removed.emit)
        shortcut(self, deeds.TAKE_OFF, self.removed.emit, whole_window=False)
        across.addWidget(self.form, 1)
        across.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        self.form.set_values(row)
        self.form.changed.connect(self._take)
        self.form.typing.connect(lambda _key: self.typing.emit())

    def set_row(self, row: JsonObject) -> None:
        """Show another row; what is being typed stays."""
        self.row = dict(row)
        self.form.set_values({key: row.get(key) for key in self.form.inputs})

    def set_number(self, number: int) -> None:
        """Say which row it takes off."""
        name = _("Remove number {number}").format(number=number)
        self.remove_button.setAccessibleName(name)
        self.remove_button.says_key(deeds.TAKE_OFF)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in its columns."""
        return all(is_empty(self.row.get(key)) for key in self.form.inputs)

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands in its boxes either, understood or not; what is only chosen is told at once."""
        boxes = (box for box in self.form.findChildren(Field) if not isinstance(box, ChoiceField))
        return self.is_blank and not any(box.text().strip() for box in boxes)

    def name(self, number: int) -> str:
        """What it says first, for a sentence about it; else its number."""
        written = (self.row.get(key) for key, field in self.form.inputs.items() if isinstance(field, WORDS))
        texts = (text_of(next(iter(value.values()), "") if isinstance(value, Mapping) else value) for value in written)
        return next((text for text in texts if text), _("number {number}").format(number=number))

    def _take(self, key: str, value: Json) -> None:
        self.row[key] = value
        self.changed.emit()


class RowsInput(FieldInput):
    """A table whose rows are cards of the same fields; rows where nothing is written are left out of its value."""

    empty: ClassVar[Json] = []

    def build(self) -> None:
        self.cards: list[RowCard] = []
        self.label, self.help = Text(self.spec.label, "label"), Text(self.spec.help, "note")
        self._cards = column(gap=8)
        self.add_button = Button(self.spec.add, self.add_row, "outlined", "add")
        self.add_button.setAccessibleDescription(self.spec.label)
        self.undo = UndoLine(self)
        foot = line()
        foot.addWidget(self.add_button)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        self._column.setSpacing(px(8))
        for part in (self.label, self.help):
            self._column.addWidget(part)
        self._column.addLayout(self._cards)
        self._column.addLayout(foot)

    def place_note(self, note: Text) -> None:
        self._column.insertWidget(self._column.count() - 1, note)

    def set_value(self, value: Json) -> None:
        rows = rows_of(value)
        if rows == self._value and (rows or under_focus(self) or not all(card.is_bare for card in self.cards)):
            return
        self._value = rows
        self.write(rows)

    def write(self, value: Json) -> None:
        rows = rows_of(value)
        for card in self.cards[len(rows) :]:
            self._drop(card)
        for card, row in zip(self.cards, rows, strict=False):
            card.set_row(row)
        for row in rows[len(self.cards) :]:
            self._add(row)

    def forget(self) -> None:
        self.undo.forget()

    def describe(self) -> None:
        self.label.set(self.spec.label)
        self.help.set(self.spec.help)

    def add_row(self) -> None:
        """One more, empty, with the focus in its first field."""
        card = self._add({})
        next(iter(card.form.inputs.values())).first().setFocus()

    def first(self) -> QWidget:
        for card in self.cards:
            for field in card.form.inputs.values():
                if is_empty(field.value):
                    return field.first()
        return self.add_button

    def commit(self) -> None:
        for card in self.cards:
            card.form.commit()

    @property
    def understood(self) -> bool:
        return all(field.understood for card in self.cards for field in card.form.inputs.values())

    @property
    def typed(self) -> Json:
        return [{"row": card.row, "typed": card.form.typed()} for card in self.cards if not card.is_bare]

    def resume(self, typed: Json) -> None:
        """The rows as they were, those told and those that were not; what can be understood is told."""
        cards = rows_of(typed)
        self.write([row if isinstance(row := card.get("row"), Mapping) else {} for card in cards])
        for shown, card in zip(self.cards, cards, strict=True):
            if isinstance(content := card.get("typed"), Mapping):
                shown.form.resume(content)
        self.commit()
        self._take()

    def _add(self, row: JsonObject) -> RowCard:
        card = RowCard(self.spec.columns, row, self.clock)
        card.changed.connect(self._take)
        card.removed.connect(lambda: self._remove(card))
        card.typing.connect(self.typing)
        self.cards.append(card)
        self._cards.addWidget(card)
        card.set_number(len(self.cards))
        return card

    def _drop(self, card: RowCard) -> None:
        self.cards.remove(card)
        card.hide()
        card.deleteLater()
        for number, left in enumerate(self.cards, 1):
            left.set_number(number)

    def _remove(self, card: RowCard) -> None:
        """Take a row off; one that held something can be brought back to its place."""
        card.form.commit()
        place, row, bare = self.cards.index(card), dict(card.row), card.is_bare
        if under_focus(card):
            self.add_button.setFocus()
        self._drop(card)
        self._take()
        if not bare:
            self.undo.offer(
                card.name(place + 1), lambda: self._bring_back(place, row), lambda: self._remove(self.cards[place])
            )

    def _bring_back(self, place: int, row: JsonObject) -> None:
        card = self._add(row)
        self.cards.remove(card)
        self.cards.insert(place, card)
        self._cards.removeWidget(card)
        self._cards.insertWidget(place, card)
        for number, left in enumerate(self.cards, 1):
            left.set_number(number)
        self._take()
        next(iter(card.form.inputs.values())).first().setFocus()

    def _take(self) -> None:
        self.tell([dict(card.row) for card in self.cards if not card.is_blank])


INPUTS: Mapping[InputKind, type[FieldInput]] = {
    InputKind.TEXT: TextInput,
    InputKind.AREA: AreaInput,
    InputKind.NAMES: NamesInput,
    InputKind.PROSE: ProseInput,
    InputKind.NUMBER: NumberInput,
    InputKind.MONEY: MoneyInput,
    InputKind.DATE: DateInput,
    InputKind.PARTIAL_DAY: PartialDayInput,
    InputKind.DROPDOWN: DropdownInput,
    InputKind.RADIO: RadioInput,
    InputKind.CHECKS: ChecksInput,
    InputKind.PICKS: PicksInput,
    InputKind.YES: YesInput,
    InputKind.ROWS: RowsInput,
    InputKind.SECRET: SecretInput,
}


def field_input(spec: FieldSpec, clock: Clock, letters: Letters | None = None) -> FieldInput:
    """The widget of a field."""
    return INPUTS[spec.kind](spec, clock, letters)

"""A form: widgets made from the descriptions of its fields, telling values by name; and tables of such fields."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QWidget

from desktop.base.clock import Clock
from desktop.base.text import _
from desktop.base.values import Json, JsonObject
from desktop.presenters.form import FieldSpec, FormRows, InputKind, in_runs, is_empty, rows_of, text_of
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
from desktop.ui.forms.words import FormWords
from desktop.ui.keyboard import Letters, shortcut, under_focus
from desktop.ui.theme import look, px
from desktop.ui.widgets import Button, HeadWords, Text, UndoLine, column, icon_button, line, restyle, set_shown

MOST_BESIDE = 4  # fields beside one another
USUAL_LEAST = 15.5  # em: the least width of a field beside others
LEAST: Mapping[InputKind, float] = {
    InputKind.NUMBER: 11.0,
    InputKind.PARTIAL_DAY: 11.0,
    InputKind.DATE: 13.5,
    InputKind.DROPDOWN: 14.0,
    InputKind.YES: 20.0,
}
CELLS: Mapping[InputKind, float] = {  # em: the least width of each kind as a cell of a table
    InputKind.TEXT: 9.0,
    InputKind.NAMES: 9.0,
    InputKind.AREA: 12.0,
    InputKind.PROSE: 13.0,
    InputKind.NUMBER: 10.5,
    InputKind.MONEY: 17.0,
    InputKind.DATE: 12.5,
    InputKind.PARTIAL_DAY: 10.5,
    InputKind.DROPDOWN: 11.0,
}
GAINS = (InputKind.TEXT, InputKind.NAMES, InputKind.AREA, InputKind.PROSE)  # cells that get the width left over
CELL_GAP = 8
WIDEST = 16_777_215  # as Qt bounds a widget


class Form(QWidget):
    """Fields in rows, each row in as many columns as its fields have room for.

    `changed` tells the key and the value of a field that the user has given another value.

    `show_fields` may be called at any time with other descriptions: fields that are no longer described are hidden
    with what they hold, new ones appear in their place, and the focus stays where it is. `clock` is the one of the
    office: calendars open at its day.

    One that is `lock`ed or `fold`ed reads as a document: labels and words, which can be copied, and nothing that looks
    as if it could be changed.
    """

    changed = Signal(str, object)
    typing = Signal(str)  # another key in the field of this key
    unchanged = Signal(str)  # the field of this key was left as it was
    folds = Signal(bool)  # whether anything of it is folded now, so that it can be unfolded

    def __init__(self, clock: Clock, rows: FormRows = (), *, letters: Letters | None = None, gap: float = 16) -> None:
        super().__init__()
        self.inputs: dict[str, FieldInput] = {}
        self.rows = column(self, gap)
        self._laid = column(gap=gap)
        self.rows.addLayout(self._laid)
        self._words: FormWords | None = None
        self._locked = self._folded = False
        self._filled: dict[str, bool] = {}  # the fields of a folded form: whether they are read as words
        self._specs: tuple[tuple[FieldSpec, ...], ...] = ()
        self._clock, self._letters = clock, letters
        self._arranged: tuple[tuple[str, ...], ...] = ()
        self._across: tuple[int, ...] = ()  # how many fields of each row stand beside one another
        self._cells: tuple[int, ...] = ()  # the widths of the fields of one row of a table
        self._resuming: dict[str, Json] = {}  # what was typed into fields that are not asked for yet
        self.show_fields(rows)

    # Fields

    def make(self, specs: Iterable[FieldSpec], values: JsonObject) -> None:
        """Have these fields ready, with their values, before `show_fields` asks for them."""
        for spec in specs:
            self._offer(spec)
            self.inputs[spec.key].hide()
            self.inputs[spec.key].set_value(values.get(spec.key))

    def show_fields(self, rows: FormRows, values: JsonObject | None = None) -> None:
        """Ask for these fields and no others; with `values` as `set_values` after it, which lays it out once only."""
        self._specs = tuple(tuple(row) for row in rows)
        specs = {spec.key: spec for row in rows for spec in row}
        for spec in specs.values():
            self._offer(spec)
        arranged = tuple(tuple(spec.key for spec in row) for row in rows)
        if arranged != self._arranged:
            self._arranged = arranged
            self._arrange()
        if values is not None:
            self._write(values)
            self._judge()
        self._show_fields_or_words()

    def _show_fields_or_words(self) -> None:
        shown = self.shown
        if self.reads and self._words is None:
            self._words = FormWords()
            self.rows.insertWidget(0, self._words)
        for key, field in self.inputs.items():
            set_shown(field, key in shown and not self.is_read(key))
        if self._words is not None:
            read = [[spec for spec in row if self.is_read(spec.key)] for row in self._specs]
            self._words.show_fields(read, self.values())
            set_shown(self._words, any(read))
        self.folds.emit(self._folded and not self._locked and self._words is not None and not self._words.isHidden())

    # Fields that are read

    @property
    def reads(self) -> bool:
        """Whether what is filled in reads as a document now."""
        return self._locked or self._folded

    def is_read(self, key: str) -> bool:
        """Whether a field is read as words: all of a locked form, of a folded one what was filled in already."""
        return self._locked or (self._folded and self._filled.get(key, False))

    def _judge(self) -> None:
        """Fields that are empty when a folded form is shown are there to be filled in, and stay so under the hands."""
        for key, field in self.shown.items() if self._folded else ():
            empty = field.spec.kind is not InputKind.YES and is_empty(field.value)
            filled = not (empty or field.spec.missing or not field.understood)
            self._filled[key] = self._filled.get(key, True) and filled

    def lock(self, on: bool) -> None:
        """Let nothing be changed, or let it be filled in again."""
        if on is not self._locked:
            self._locked = on
            self._show_fields_or_words()

    def fold(self, on: bool) -> None:
        """Show what is filled in with the values set next as words, until somebody wants to change it."""
        if on is not self._folded:
            self._folded, self._filled = on, {}
            self._show_fields_or_words()

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
        _unlay(self._laid)
        self._across = self._fitting()
        for keys in self._lines():
            fields = [self.inputs[key] for key in keys]
            across = len(fields) if self._cells else self._across_of(keys[0])
            if across == 1:
                self._laid.addWidget(fields[0])
                continue
            beside = line(gap=CELL_GAP if self._cells else 16)
            for field in fields:
                beside.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            for _hole in range(across - len(fields)):
                beside.addSpacing(px(16))
                beside.addStretch(1)
            self._laid.addLayout(beside)

    def _fitting(self) -> tuple[int, ...]:
        """How many fields of each row have room beside one another."""
        gap, room = px(16), self.width()
        fitting = []
        for keys in self._arranged:
            least = max(look().em(LEAST.get(self.inputs[key].spec.kind, USUAL_LEAST)) for key in keys)
            fitting.append(max(1, min(len(keys), MOST_BESIDE, (room + gap) // (least + gap))))
        return tuple(fitting)

    def _lines(self) -> list[tuple[str, ...]]:
        """The keys of the fields that stand beside one another, from the top."""
        if self._cells:
            return [tuple(self.shown)]
        rows = zip(self._arranged, self._across, strict=True)
        return [keys[start : start + across] for keys, across in rows for start in range(0, len(keys), across)]

    def _across_of(self, key: str) -> int:
        return next(across for keys, across in zip(self._arranged, self._across, strict=True) if key in keys)

    def stand_in_cells(self, widths: Sequence[int]) -> None:
        """Be one row of a table whose columns are so wide, without labels; a form of its own again without widths."""
        if tuple(widths) == self._cells:
            return
        was_row, self._cells = bool(self._cells), tuple(widths)
        for key, width in zip(self.shown, widths or [WIDEST] * len(self.shown), strict=True):
            field = self.inputs[key]
            field.setMinimumWidth(width if widths else 0)
            field.setMaximumWidth(width)
            if was_row is not bool(widths):
                field.show_head(not widths)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """It can always be made narrower: fewer fields stand beside one another then."""
        return QSize(look().em(12), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._fitting() != self._across:
            self._arrange()

    def event(self, event: QEvent) -> bool:
        """Align the boxes of each row whenever the form was laid out."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and not self._cells:
            for keys in self._lines():
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
        self._write(values)
        self._show_values()

    def _write(self, values: JsonObject) -> None:
        for key, value in values.items():
            if key in self.inputs:
                self.inputs[key].set_value(value)

    def fill(self, values: JsonObject) -> None:
        """Show the values of these fields whatever is being typed, as a form that was just opened."""
        for key, value in values.items():
            self.inputs[key].fill(value)
        self._show_values()

    def _show_values(self) -> None:
        if self.reads:
            self._judge()
            self._show_fields_or_words()

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
                self.fold(False)

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
    for at in range(layout.count() - 1, -1, -1):
        placed = layout.itemAt(at)
        if placed is not None and (widget := placed.widget()) is not None:
            layout.removeWidget(widget)  # what is only taken out leaves Qt the height that it had there
        elif (gone := layout.takeAt(at)) is not None and (inner := gone.layout()) is not None:
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
        self._around = line(self, 8)
        self.form = Form(clock, in_runs(columns), gap=8)
        self.remove_button = icon_button("remove", " ", self.removed.emit)
        shortcut(self, deeds.TAKE_OFF, self.removed.emit, whole_window=False)
        self._around.addWidget(self.form, 1)
        self._around.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        self._show_frame(True)
        self.form.set_values(row)
        self.form.changed.connect(self._take)
        self.form.typing.connect(lambda _key: self.typing.emit())

    def stand_in_cells(self, widths: Sequence[int]) -> None:
        """Be a row of a table with columns so wide, or a card again without widths."""
        if bool(widths) is (self.property("role") == "card"):
            self._show_frame(not widths)
        self.form.stand_in_cells(widths)

    def _show_frame(self, on: bool) -> None:
        self.setProperty("role", "card" if on else "cells")
        sides = (px(12), px(8), px(8), px(12)) if on else (0, px(3), 0, px(3))
        self._around.setContentsMargins(*sides)
        restyle(self)

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


class _RoomAhead(QWidget):
    """Keeps the room of rows that are not made yet, each as high as the last that is: what stands below stays there."""

    def __init__(self) -> None:
        super().__init__()
        self._like: QWidget | None = None
        self._rows, self._gap = 0, 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keep(self, rows: int, like: QWidget, gap: int) -> None:
        """Keep the room of so many rows like this one, with such gaps between them."""
        self._rows, self._like, self._gap = rows, like, gap
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        each = 0 if self._like is None else self._like.heightForWidth(width)
        return max(self._rows * (each + self._gap) - self._gap, 0)

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))


class RowsInput(FieldInput):
    """A table of rows of the same fields, each a card where the columns have no room beside one another.

    Rows where nothing is written are left out of its value. A long table may `begin` with a few of its rows: the
    others are made one after the other, and all at once for whoever asks for its cards.
    """

    empty: ClassVar[Json] = []

    def build(self) -> None:
        self._made: list[RowCard] = []
        self._ahead: list[JsonObject] = []  # the rows after those, which are not made yet
        self._room: _RoomAhead | None = None
        self._head = HeadWords(Text(self.spec.label, "label", measure=0), self.spec.help, "note")
        self.label, self.help = self._head.heading, self._head.words
        self._names = QWidget()
        self._titles = _column_titles(self._names, self.spec.columns)
        self._cards = column(gap=8)
        self.add_button = Button(self.spec.add, self.add_row, "outlined", "add")
        self.add_button.setAccessibleDescription(self.spec.label)
        self.undo = UndoLine(self)
        self._foot = QWidget()
        foot = line(self._foot)
        foot.addWidget(self.add_button)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        self._column.setSpacing(px(6))
        self._title = line(gap=12)
        self._title.addLayout(self._head)
        self._column.addLayout(self._title)
        self._column.addWidget(self._names)
        self._column.addLayout(self._cards)
        self._names.hide()
        self._place_foot()

    @property
    def cards(self) -> list[RowCard]:
        """The card of each row."""
        self._make_all()
        return self._made

    def _make_all(self) -> None:
        while self._ahead:
            self.make_next()

    def begin(self, value: Json, rows: int) -> None:
        """Show a value for the first time, with no more than so many of its rows; `make_next` makes the others."""
        self._value = rows_of(value)
        self._ahead = list(self._value[rows:])
        for row in self._value[:rows]:
            self._append(row)
        self._keep_room()
        self._stand()

    @property
    def lacks_rows(self) -> bool:
        """Whether rows are still to be made."""
        return bool(self._ahead)

    def make_next(self) -> None:
        """Make the next row, if there is one to be made."""
        if self._ahead:
            self._append(self._ahead.pop(0))
            self._keep_room()
            self._stand()

    def _keep_room(self) -> None:
        if self._ahead and self._made:
            if self._room is None:
                self._room = _RoomAhead()
                self._column.insertWidget(self._column.indexOf(self._cards) + 1, self._room)
            self._room.keep(len(self._ahead), self._made[-1], self._cards.spacing())
        elif self._room is not None:
            self._room.hide()
            self._room.deleteLater()
            self._room = None

    def _place_foot(self) -> None:
        """What adds a row: below the rows, or beside the label while there is none."""
        beside = not self._made and bool(self.spec.label)
        if (self._title.indexOf(self._foot) >= 0) is beside and self._foot.parent() is self:
            return
        self._title.removeWidget(self._foot)
        self._column.removeWidget(self._foot)
        self._title.setStretch(0, 0 if beside else 1)
        if beside:
            self._title.addWidget(self._foot, 1)
        else:
            self._column.addWidget(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        """Have the rows stand as a table where its columns have room, else as cards."""
        self._place_foot()
        self._head.settle(self.width() // 2 if not self._made else self.width())
        widths = self._column_widths()
        self._cards.setSpacing(px(0 if widths else 8))
        for title, width in zip(self._titles, widths, strict=False):
            title.setFixedWidth(width)
        set_shown(self._names, bool(widths) and bool(self._made))
        for card in self._made:
            card.stand_in_cells(widths)

    def _column_widths(self) -> list[int]:
        """The widths of the columns of the table; none where they have no room, or one holds more than a cell can."""
        kinds = [spec.kind for spec in self.spec.columns]
        if not all(kind in CELLS for kind in kinds):
            return []
        widths = [look().em(CELLS[kind]) for kind in kinds]
        room = self.width() - px(CELL_GAP) * len(kinds) - px(36) - sum(widths)
        growing = [at for at, kind in enumerate(kinds) if kind in GAINS]
        growing = growing or [at for at, kind in enumerate(kinds) if kind is InputKind.DROPDOWN]
        if room < 0 or not growing:
            return [] if room < 0 else widths
        part = room // (len(growing) + 1)
        for at in growing:
            widths[at] += part * (2 if at == growing[0] else 1)  # the first says what the row is
        return widths

    def place_note(self, note: Text) -> None:
        self._column.addWidget(note)

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
        fresh = rows[len(self.cards) :]
        for row in fresh:
            self._append(row)
        if fresh:
            self._stand()

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
        for card in self._made:
            card.form.commit()

    @property
    def understood(self) -> bool:
        return all(field.understood for card in self.cards for field in card.form.inputs.values())

    @property
    def typed(self) -> Json:
        if self._ahead:  # nobody has typed here yet: whoever does has all rows
            return None
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
        self._make_all()
        card = self._append(row)
        self._stand()
        return card

    def _append(self, row: JsonObject) -> RowCard:
        card = RowCard(self.spec.columns, row, self.clock)
        card.changed.connect(self._take)
        card.removed.connect(lambda: self._remove(card))
        card.typing.connect(self._typing)
        self._made.append(card)
        self._cards.addWidget(card)
        card.set_number(len(self._made))
        return card

    def _typing(self) -> None:
        """A key in one of the rows: what is held of the table is all of it."""
        self._make_all()
        self.typing.emit()

    def _drop(self, card: RowCard) -> None:
        self.cards.remove(card)
        card.hide()
        card.deleteLater()
        for number, left in enumerate(self.cards, 1):
            left.set_number(number)
        self._stand()

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


def _column_titles(head: QWidget, columns: Iterable[FieldSpec]) -> list[QWidget]:
    """The names of the columns of a table, each with its help below."""
    across, titles = line(head, CELL_GAP), []
    for spec in columns:
        title = QWidget()
        words = column(title, 2)
        words.addWidget(Text(spec.label.replace("&", ""), "label"))
        if spec.help:
            words.addWidget(Text(spec.help, "note"))
        words.addStretch(1)
        across.addWidget(title)
        titles.append(title)
    across.addStretch(1)
    return titles


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

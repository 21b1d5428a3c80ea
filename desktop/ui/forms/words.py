"""A form that nobody fills in now, as a document: the label of each field and what it holds, which can be copied."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from desktop.base.text import LANGUAGE_NAMES, _
from desktop.base.values import Json, JsonObject
from desktop.presenters.form import FieldSpec, FormRows, InputKind, rows_of
from desktop.presenters.form_words import by_language, field_in_words
from desktop.ui.forms.fields import NOTHING
from desktop.ui.measures import words_width
from desktop.ui.theme import look, px
from desktop.ui.widgets import Text, empty_layout, hairline, line

NAME = 13  # em: the width of a label before its words
PAIR = 25  # em: the least width of a label with its words, beside another
TRANSLATED = 30  # em: the least width of texts in several languages beside one another
STACKED = 24  # em: below this the words stand under their label
LONG = (InputKind.AREA, InputKind.PROSE, InputKind.CHECKS, InputKind.PICKS, InputKind.ROWS)  # never beside another
WORDY = (InputKind.TEXT, InputKind.NAMES, InputKind.AREA, InputKind.PROSE)  # columns that get the room
FIGURES = (InputKind.NUMBER, InputKind.MONEY)
WIDEST = 16_777_215  # as Qt bounds a widget
TOP = Qt.AlignmentFlag.AlignTop


class FormWords(QWidget):
    """What the fields of a form hold, in two columns of labels and words where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._fields: tuple[tuple[FieldSpec, Json], ...] = ()
        self._cells: list[tuple[FieldSpec, Text, QWidget]] = []
        self._across = self._named = -1  # fields beside one another, 0: each under its label; the width of the labels
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))

    def show_fields(self, rows: FormRows, values: JsonObject) -> None:
        """Say these fields and no others."""
        fields = tuple((spec, values.get(spec.key)) for row in rows for spec in row)
        if fields == self._fields:
            return
        self._fields = fields
        empty_layout(self._grid)
        self._cells = [(spec, _label(spec), _words(spec, value)) for spec, value in fields]
        self._across = -1
        self._stand()

    def minimumSizeHint(self) -> QSize:
        """It can always be made narrower."""
        return QSize(look().em(12), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._stand()

    def _stand(self) -> None:
        """Stand in as many columns as the width has room for."""
        across = self._fitting()
        if across != self._across:
            self._across = across
            self._place()
        if (named := self._name_width()) != self._named:
            self._named = named
            for _spec, label, _said in self._cells if across else ():
                label.setFixedWidth(named)

    def _fitting(self) -> int:
        """As many beside one another as leave room for the longest word, such as an address, beside its label."""
        word = max((self._advance(part) for part in self._parts()), default=0) + px(8)
        labels = min(self._longest_label(), look().em(NAME)) + px(12)
        for across, least in ((2, 2 * look().em(PAIR) + px(12)), (1, look().em(STACKED))):
            if self.width() >= least and (self.width() - px(12) * (across - 1)) // across - labels >= word:
                return across
        return 0

    def _parts(self) -> Iterator[str]:
        """The words that cannot be parted of the fields that may stand beside one another."""
        for spec, value in self._fields:
            if spec.kind not in LONG:
                yield from field_in_words(spec, value).split()

    def _advance(self, words: str) -> int:
        return words_width(self.font(), words)

    def _longest_label(self) -> int:
        return max(
            (self._advance(spec.label) + px(4) for spec, _label, _said in self._cells if spec.heading), default=0
        )

    def _place(self) -> None:
        across, place = self._across, 0  # counted in halves of a line
        self._named = -1
        for _spec, label, words in self._cells:
            self._grid.removeWidget(label)
            self._grid.removeWidget(words)
        after = [*(spec.kind for spec, _label, _said in self._cells[1:]), LONG[0]]
        for (spec, label, words), then in zip(self._cells, after, strict=False):
            alone = spec.kind in LONG or across < 2 or (place % 2 == 0 and then in LONG)
            place += place % 2 if alone else 0
            row, half = 2 * (place // 2), place % 2
            if across == 0 or spec.kind is InputKind.ROWS:
                label.setMinimumWidth(0)
                label.setMaximumWidth(WIDEST)
                self._grid.addWidget(label, row, 0, 1, 4, TOP)
                self._grid.addWidget(words, row + 1, 0, 1, 4, TOP)
            else:
                self._grid.addWidget(label, row, 2 * half, TOP)
                self._grid.addWidget(words, row, 2 * half + 1, 1, 3 if alone else 1, TOP)
            place += 2 if alone else 1
        for at, stretch in enumerate((0, 1, 0, 1 if across == 2 else 0)):
            self._grid.setColumnStretch(at, stretch)

    def _name_width(self) -> int:
        """The labels have what the words beside them leave, where these are short; else their usual share."""
        measure, usual = self._advance, look().em(NAME)
        beside = [(spec, value) for spec, value in self._fields if spec.kind is not InputKind.ROWS]
        longest = max((measure(spec.label) + px(4) for spec, _value in beside if spec.heading), default=0)
        said = max((measure(field_in_words(spec, value)) for spec, value in beside), default=0)
        left = (self.width() - px(12 if self._across == 2 else 0)) // max(self._across, 1) - said - px(24)
        return min(longest, max(usual, left))

    @property
    def text(self) -> str:
        """All of it, a line for each field."""
        return "\n".join(f"{spec.label}: {field_in_words(spec, value) or NOTHING}" for spec, value in self._fields)


def _label(spec: FieldSpec) -> Text:
    label = Text(spec.label.replace("&", "") if spec.heading else "", "quiet", measure=0)
    label.setToolTip(spec.origin)
    if spec.kind is InputKind.ROWS:  # the heading of a table
        label.setContentsMargins(0, px(6), 0, 0)
    return label


def _words(spec: FieldSpec, value: Json) -> QWidget:
    """What a field holds: a table for rows, texts beside one another for languages, else words."""
    if spec.kind is InputKind.ROWS:
        return _table(spec, rows_of(value))
    if spec.kind is InputKind.PROSE and len(spec.languages) > 1:
        return _Translations(spec, value)
    if spec.missing and not field_in_words(spec, value):
        return Text(_("To complete."), "error")
    return Text(field_in_words(spec, value) or NOTHING)


class _Translations(QWidget):
    """A text in each language after the code of that, beside one another where there is room."""

    def __init__(self, spec: FieldSpec, value: Json) -> None:
        super().__init__()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(px(4))
        for code, text in by_language(spec, value).items():
            tag = Text(code.upper(), "note", measure=0)
            tag.setToolTip(LANGUAGE_NAMES[code])
            tag.setFixedWidth(look().em(1.8))
            tag.setContentsMargins(0, px(2), 0, 0)
            role = "body" if text or not spec.missing else "error"
            said = line(gap=8)
            said.addWidget(tag, 0, TOP)
            said.addWidget(Text(text or (_("To complete.") if spec.missing else NOTHING), role), 1, TOP)
            self._beside.addLayout(said, 1)

    def minimumSizeHint(self) -> QSize:
        """It can be made narrow: the languages stand below one another then."""
        return QSize(look().em(8), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        wide = self.width() >= look().em(TRANSLATED)
        self._beside.setDirection(directions.LeftToRight if wide else directions.TopToBottom)


def _table(spec: FieldSpec, rows: Sequence[JsonObject]) -> QWidget:
    """The rows of a field under the names of their columns."""
    if not rows:
        return Text(_("To complete.") if spec.missing else NOTHING, "error" if spec.missing else "body")
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(4))
    for at, named in enumerate(spec.columns):
        side = Qt.AlignmentFlag.AlignRight if named.kind in FIGURES else Qt.AlignmentFlag.AlignLeft
        grid.addWidget(_cell(named.label.replace("&", ""), "note", side), 0, at, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(at, 3 if named.kind in WORDY else 1)
        for number, row in enumerate(rows):
            words = field_in_words(named, row.get(named.key)) or NOTHING
            grid.addWidget(_cell(words, "body", side), 2 * number + 2, at, TOP)
    for number in range(len(rows)):
        grid.addWidget(hairline(), 2 * number + 1, 0, 1, len(spec.columns))
    return holder


def _cell(words: str, role: str, side: Qt.AlignmentFlag) -> Text:
    cell = Text(words, role, measure=0)
    cell.setAlignment(side | TOP)
    return cell

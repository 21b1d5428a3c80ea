"""The handbook: contents or what answers a search at the left, the text at the right; one or the other if narrow."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.office.handbook import ContentsLine, HandbookPresenter
from desktop.ui.handbook_text import HandbookReading
from desktop.ui.keyboard import announce
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.theme import look
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Button, EmptyState, Text, column, line, set_shown

CONTENTS, BESIDE = 22, 50  # em: the width of the contents, and of a page that has room for them beside the text
_WIDEST = (1 << 24) - 1  # as Qt says of a widget that may be as wide as it likes


class _Beside(QWidget):
    """Two parts beside one another, or one of them alone where that is too narrow."""

    arranged = Signal()

    def __init__(self, contents: QWidget, text: QWidget) -> None:
        super().__init__()
        self.contents, self.text = contents, text
        self.beside, self.reading = True, False
        layout = line(self, 16)
        layout.addWidget(contents)
        layout.addWidget(text, 1)

    def read(self, reading: bool) -> None:
        """Show the text where there is room for one part, else the contents."""
        self.reading = reading
        set_shown(self.contents, self.beside or not reading)
        set_shown(self.text, self.beside or reading)
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= look().em(BESIDE)
        if beside is self.beside:
            return
        self.beside = beside
        width = look().em(CONTENTS)
        self.contents.setMinimumWidth(width if beside else 0)  # never the own width: it would grow with every look
        self.contents.setMaximumWidth(width if beside else _WIDEST)
        self.read(self.reading)


class HandbookView(PaperView[HandbookPresenter]):
    """Typing searches, the arrow goes into the list, Enter opens; arrows in the text go from word to word."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The search, the contents, the text, and the word that is explained."""
        page, presenter = self.page, self.presenter
        self.filter = page.add(FilterBar(_("Search in the handbook")))
        self.filter.edit.setPlaceholderText(_("Search in the handbook"))
        contents, text = QWidget(), QWidget()
        left, right = column(contents, 8), column(text, 8)
        self.none = EmptyState("search", "")
        self.list = RowList(_("Contents"))
        self.list.opened.connect(self._open)
        left.addWidget(self.list, 1)
        left.addWidget(self.none)
        self.text = HandbookReading(_("Handbook"))
        self.text.asked.connect(presenter.explain)
        self.word = Text("", "strong")
        right.addWidget(self.text, 1)
        right.addWidget(self.word)
        self.parts = page.add(_Beside(contents, text), 1)
        self.parts.read(bool(presenter.section))
        self.parts.arranged.connect(self._agree_on_way_back)
        self.filter.searched.connect(self._look_for)
        self.filter.into_list.connect(self._show_contents)
        self.filter.write(presenter.text)
        self.way_back: Button | None = None
        self.add_paper()
        self._explained = ""

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(_("Handbook"), shown.state)
        self.list.set_rows([_row(line) for line in shown.lines])
        set_shown(self.list, not shown.nothing)
        self.none.say(shown.nothing)
        set_shown(self.none, bool(shown.nothing))
        self.text.show_chapter(shown.chapter, shown.section)
        self.word.set(shown.explanation)
        set_shown(self.word, bool(shown.explanation))
        if shown.explanation != self._explained:
            self._explained = shown.explanation
            announce(self.text, shown.explanation)
        if not shown.text and shown.section:
            self.list.set_current(shown.section)
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_bar(self) -> None:
        self.way_back = self.page.bar.other(_("Contents"), self._show_contents)
        self.page.bar.other(_("Save as PDF…"), self.presenter.show_paper, drawing="save")
        self._agree_on_way_back()

    def _agree_on_way_back(self) -> None:
        """The contents have a button where only the text is shown."""
        if self.way_back is not None:
            set_shown(self.way_back, self.parts.reading and not self.parts.beside)

    def fill_paper_bar(self) -> None:
        self.way_back = None
        self.page.bar.back(_("Handbook"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def focus_first(self) -> None:
        """In the search; where a section was asked for, in its text."""
        (self.text if self.presenter.section else self.filter.edit).setFocus()

    def _open(self, key: object) -> None:
        self.presenter.read(key)
        self.parts.read(True)
        self.text.setFocus()

    def _look_for(self, text: str) -> None:
        self.presenter.look_for(text)
        if text.strip():
            self.parts.read(False)

    def _show_contents(self) -> None:
        self.parts.read(False)
        self.list.focus_rows()


def _row(line: ContentsLine) -> Row:
    """What answers is bold, and so are the chapters."""
    whole = ((0, len(line.title.text)),) if line.is_chapter else line.title.marked
    return Row(line.key, line.title.text, line.around.text, bold_title=whole, bold_note=line.around.marked)

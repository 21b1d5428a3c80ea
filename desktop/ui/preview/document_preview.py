"""The document as it is looked at: the tools above, the small pages beside, the pages themselves."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QStackedWidget, QWidget

from desktop.base.numbers import format_percent
from desktop.base.text import _, language
from desktop.ui import deeds
from desktop.ui.deeds import ListedDeed
from desktop.ui.keyboard import announce
from desktop.ui.preview.find_bar import FindBar
from desktop.ui.preview.finding import Finder
from desktop.ui.preview.full_screen import FullScreen
from desktop.ui.preview.page_canvas import Fit, PageCanvas
from desktop.ui.preview.page_pictures import PagePictures
from desktop.ui.preview.page_strip import PageStrip
from desktop.ui.preview.pdf_pages import PdfPages
from desktop.ui.theme import look, px
from desktop.ui.widgets import Deed, EmptyState, Text, column, icon_button, line, set_shown

STRIP_FROM = 64  # em: the narrowest preview with small pages beside


class DocumentPreview(QWidget):
    """Shows PDF bytes: `prints` and `saves` are what its two buttons do in full screen, and Ctrl+P on its page."""

    def __init__(self, prints: Deed, saves: Deed) -> None:
        super().__init__()
        self._prints = prints
        self._outer = column(self, 0)
        self.sheet = QWidget()  # what moves into the full screen and back
        self._outer.addWidget(self.sheet)
        self._layout = column(self.sheet, 8)
        self._full: FullScreen | None = None
        self._parts: _Parts | None = None
        self._strip_wanted = True
        self._row: QHBoxLayout | None = None  # of the page, where the tools stand
        self._tools(prints, saves)
        self.stack = QStackedWidget()
        self.waiting = EmptyState("document", _("The pages are being prepared…"))
        self.refused = EmptyState("document", _("The document cannot be shown here."))
        for state in (self.waiting, self.refused):
            self.stack.addWidget(state)
        self._layout.addWidget(self.stack, 1)
        self.setMinimumHeight(look().em(6))
        self.sheet.installEventFilter(self)
        self._say()

    def _tools(self, prints: Deed, saves: Deed) -> None:
        self.head = QWidget()
        self.head.setMinimumWidth(1)  # what has no room is left out
        row = line(self.head, 4)
        self.strip_button = icon_button("small_pages", _("Small pages"), self._turn_strip)
        self.previous = icon_button("up", _("Previous page"), lambda: self.turn(-1))
        self.next = icon_button("down", _("Next page"), lambda: self.turn(1))
        self.number = QSpinBox()
        self.number.setAccessibleName(_("Go to the page"))
        self.number.setToolTip(_("Go to the page"))
        self.number.setKeyboardTracking(False)
        self.number.setFixedWidth(px(52))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.valueChanged.connect(self._go_to)
        self.where = Text(role="note", measure=0)
        self.where.setWordWrap(False)
        self.finding = icon_button("search", _("Find in the document"), self.find_words, deeds.SEARCH)
        self.smaller = icon_button("smaller", _("Smaller"), lambda: self.magnify(-1), deeds.PAGES_SMALLER)
        self.zoom = Text(role="note", measure=0)
        self.zoom.setWordWrap(False)
        self.larger = icon_button("larger", _("Larger"), lambda: self.magnify(1), deeds.PAGES_LARGER)
        self.whole = icon_button("whole_page", _("Whole page"), lambda: self.show_fit(Fit.PAGE), deeds.PAGES_FIT)
        self.wide = icon_button("page_width", _("Width of the page"), lambda: self.show_fit(Fit.WIDTH), deeds.PAGES_FIT)
        self.full = icon_button("full_screen", _("Full screen"), self.turn_full_screen, deeds.FULL_SCREEN)
        self.leave = icon_button(
            "leave_full_screen", _("Leave the full screen"), self.turn_full_screen, deeds.FULL_SCREEN
        )
        self.printing = icon_button("print", _("Print…"), prints, deeds.PRINT)
        self.saving = icon_button("save", _("Save as PDF…"), saves)
        for part in (self.strip_button, self.previous, self.number, self.where, self.next):
            row.addWidget(part)
        row.addStretch(1)
        self._tail = (self.finding, self.smaller, self.zoom, self.larger, self.whole, self.wide)
        for part in (*self._tail, self.saving, self.printing, self.full, self.leave):
            row.addWidget(part)
        self._layout.addWidget(self.head)
        self.head.installEventFilter(self)

    def lend_tools(self, row: QHBoxLayout) -> None:
        """Put the tools into a row of the page, which saves the height of one; in full screen they come along."""
        self._row = row
        row.addWidget(self.head, 1)

    # What is shown

    @property
    def pages(self) -> int:
        """How many pages the document has; 0 when none could be read."""
        return self._parts.pages.count if self._parts else 0

    @property
    def page(self) -> int:
        """The page in front, from 1."""
        return self._parts.canvas.page + 1 if self._parts and self.pages else 0

    @property
    def is_drawn(self) -> bool:
        """Whether everything in sight has its picture."""
        return self._parts is None or not self._parts.pictures.busy

    @property
    def parts(self) -> "_Parts":
        """What shows pages, made with the first document."""
        if self._parts is None:
            self._parts = parts = _Parts(self)
            self.stack.addWidget(parts.place)
            self._layout.insertWidget(self._layout.indexOf(self.stack), parts.bar)
            parts.canvas.turned.connect(self._say)
            parts.strip.chosen.connect(lambda page: self.turn(page + 1 - self.page))
            parts.bar.wanted.connect(lambda words: parts.finder.look_for(words, parts.canvas.page))
            parts.bar.closed.connect(parts.canvas.setFocus)
            parts.finder.changed.connect(self._show_passage)
        return self._parts

    def show_none(self) -> None:
        """There are no pages to wait for; why is said above."""
        self.stack.setCurrentWidget(self.refused)

    def set_pdf(self, content: bytes) -> None:
        """Show a document; bytes that are none say so calmly."""
        parts = self.parts
        parts.pictures.forget()
        readable = parts.pages.open(content)
        self.stack.setCurrentWidget(parts.place if readable else self.refused)
        parts.canvas.begin()
        parts.strip.fill()
        parts.finder.forget()
        self._arrange()
        self._say()
        focus = self.window().focusWidget()
        if readable and (focus is None or focus.isAncestorOf(self)):  # whoever has gone on elsewhere stays there
            parts.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, by: int) -> None:
        """Go some pages on or back."""
        if self._parts is not None and 1 <= self.page + by <= self.pages:
            self._parts.canvas.go_to(self.page - 1 + by)

    def magnify(self, by: int) -> None:
        """One step larger or smaller."""
        if self._parts is not None:
            self._parts.canvas.magnify(by)

    def show_fit(self, fit: Fit) -> None:
        """Whole pages, or their width."""
        if self._parts is not None:
            self._parts.canvas.show_fit(fit)

    def find_words(self) -> None:
        """Open the line in which words of the document are looked for."""
        if self.pages:
            self.parts.bar.open()

    def to_paper(self) -> None:
        """What Ctrl+P does here."""
        self._prints()

    def turn_full_screen(self) -> None:
        """Over the whole screen, or back to the page."""
        if self._full is not None:
            self._full.reject()
            return
        if not self.pages:
            return
        self._layout.insertWidget(0, self.head)
        self._full = FullScreen(self, self.sheet)
        self._full.finished.connect(self._come_back)
        self._arrange()
        self.parts.canvas.setFocus()

    def _come_back(self) -> None:
        self._full = None
        self._outer.addWidget(self.sheet)
        self.sheet.show()
        if self._row is not None:
            self.lend_tools(self._row)
        self._arrange()
        self.parts.canvas.setFocus()

    def _go_to(self, number: int) -> None:
        self.turn(number - self.page)

    def _turn_strip(self) -> None:
        self._strip_wanted = self._parts is not None and self._parts.strip.isHidden()
        self._arrange()

    def _show_passage(self) -> None:
        passage = self.parts.finder.current
        if passage is not None and passage is not self.parts.shown:
            self.parts.canvas.show_passage(passage)
        self.parts.shown = passage

    def _say(self) -> None:
        parts, count = self._parts, self.pages
        self.where.set(_("of {count}").format(count=count) if count else "")
        self.number.blockSignals(True)
        self.number.setRange(min(1, count), count)
        self.number.setValue(self.page)
        self.number.blockSignals(False)
        self.previous.setEnabled(self.page > 1)
        self.next.setEnabled(self.page < count)
        for part in (self.number, self.finding, self.smaller, self.larger, self.whole, self.wide, self.full):
            part.setEnabled(count > 0)
        if parts is None or not count:
            self.zoom.setText("")
            return
        self.zoom.setText(format_percent(round(100 * parts.canvas.zoom), language()))  # shown only where it has room
        self._arrange()
        parts.strip.follow(self.page - 1)
        parts.canvas.tell_reader()
        announce(parts.canvas, parts.canvas.accessibleName())

    # Room and keys

    def _arrange(self) -> None:
        """Small pages only where there is room beside the pages; of the tools, those that have room."""
        roomy = self.sheet.width() >= look().em(STRIP_FROM) and self.pages > 1
        if self._parts is not None:
            set_shown(self._parts.strip, roomy and self._strip_wanted)
        set_shown(self.strip_button, roomy)
        tools = self._by_need()
        for other in {self.whole, self.wide, self.full, self.leave} - set(tools):
            other.hide()
        full = self._full is not None
        for part in (self.saving, self.printing):
            part.setVisible(full)
        always = sum(px(40) for part in (self.saving, self.printing, self.strip_button) if not part.isHidden())
        spare = self.head.width() - always
        for tool in tools:
            spare -= max(tool.sizeHint().width(), tool.minimumWidth()) + px(4)
            tool.setVisible(spare >= 0)

    def _by_need(self) -> tuple[QWidget, ...]:
        """The tools that always apply, the most needed first."""
        whole = self._parts is not None and self._parts.canvas.fit is Fit.PAGE
        fitting, screen = (self.wide if whole else self.whole), (self.leave if self._full else self.full)
        others = (self.larger, self.smaller, self.next, self.previous, self.zoom)
        return (self.number, self.where, self.finding, screen, fitting, *others)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean the document while it has the focus, whatever else they mean in the window; its room."""
        tools_changed = event.type() == QEvent.Type.LayoutRequest and watched is self.head
        if event.type() == QEvent.Type.Resize or tools_changed:
            self._arrange()
        if isinstance(event, QKeyEvent) and (deed := self._deed(event)) is not None:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                deed()
                return True
        return super().eventFilter(watched, event)

    def _deed(self, event: QKeyEvent) -> Deed | None:
        pressed = QKeySequence(event.keyCombination())
        if not self.pages:
            return None
        return next((deed for listed, deed in self._keys() if pressed in map(QKeySequence, listed.keys)), None)

    def _keys(self) -> Iterator[tuple[ListedDeed, Deed]]:
        parts = self.parts
        yield deeds.SEARCH, self.find_words
        yield deeds.PRINT, self.to_paper
        yield deeds.FULL_SCREEN, self.turn_full_screen
        yield deeds.FIND_NEXT, lambda: parts.finder.go(1)
        yield deeds.FIND_PREVIOUS, lambda: parts.finder.go(-1)
        yield deeds.PAGES_LARGER, lambda: self.magnify(1)
        yield deeds.PAGES_SMALLER, lambda: self.magnify(-1)
        yield deeds.PAGES_FIT, lambda: self.show_fit(Fit.WIDTH if parts.canvas.fit is Fit.PAGE else Fit.PAGE)


class _Parts:
    """What shows the pages of a document, and how its words are found."""

    def __init__(self, owner: QWidget) -> None:
        self.pages = PdfPages(owner)
        self.pictures = PagePictures(self.pages)
        self.finder = Finder(owner, self.pages)
        self.canvas = PageCanvas(self.pages, self.pictures, self.finder)
        self.strip = PageStrip(self.pages, self.pictures)
        self.bar = FindBar(self.finder)
        self.place = QWidget()
        row = line(self.place, 8)
        row.addWidget(self.strip)
        row.addWidget(self.canvas, 1)
        self.shown = self.finder.current

"""Text of the handbook as it is read: headings, steps, what can go wrong; a word of the glossary is a link."""

from collections.abc import Iterable, Iterator
from html import escape
from math import ceil

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from desktop.definitions.handbook import HandbookChapter, HandbookSection, HandbookText, TextKind
from desktop.ui.keyboard import announce
from desktop.ui.theme import look, px

WORD = "word:"  # how the address of a link to the glossary begins


class HandbookReading(QTextBrowser):
    """Shows a chapter or a section. Right and Left go from word to word that is explained, Enter asks for one; `asked`
    tells which. Tab goes on to what comes after the text.

    The text follows the size and the colours in force when it is shown. One that is `whole` is as high as its text, and
    does not scroll: what it stands in does.
    """

    asked = Signal(str)

    def __init__(self, name: str, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "reading")
        self.setOpenLinks(False)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard | flags.LinksAccessibleByMouse
        )
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._ask)
        self._shown: tuple[object, str] = (None, "")

    def show_chapter(self, chapter: HandbookChapter, section: str) -> None:
        """Show a chapter from the section of this key; from its beginning where it has none such."""
        if (chapter, section) == self._shown:
            return
        before, self._shown = self._shown[0], (chapter, section)
        if before != chapter:
            sections = "".join(f'<a name="{part.key}"></a>{_section(part)}' for part in chapter.sections)
            heading = f"<h1>{chapter.number}&nbsp; {escape(chapter.title)}</h1>"
            self._write(f"{heading}{_lines(chapter.opening)}{sections}")
        if section in {part.key for part in chapter.sections}:
            self.scrollToAnchor(section)
            self.setTextCursor(self.cursorForPosition(QPoint(px(12), px(4))))
        else:
            self.verticalScrollBar().setValue(0)

    def show_section(self, section: HandbookSection) -> None:
        """Show one section alone."""
        self._shown = (section, "")
        self._write(_section(section))

    def _write(self, html: str) -> None:
        tokens = look().tokens
        sheet = (
            f"h1 {{ font-size: {px(20)}px; color: {tokens.text}; }}"
            f"h2 {{ font-size: {px(16)}px; color: {tokens.text}; margin-top: {px(18)}px; margin-bottom: {px(4)}px; }}"
            f"p, li {{ margin-top: {px(4)}px; margin-bottom: {px(4)}px; }}"
            f"a {{ color: {tokens.accent}; }}"
        )
        self.document().setDefaultStyleSheet(sheet)
        self.document().setDocumentMargin(px(8))
        self.setHtml(html)
        self._be_whole()

    def _be_whole(self) -> None:
        """As high as the text at the width that there is; without effect where it scrolls itself."""
        if self._whole:
            self.document().setTextWidth(self.viewport().width())
            self.setFixedHeight(ceil(self.document().size().height()) + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._be_whole()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QTextEdit.focusNextPrevChild(self, forward)  # not from link to link: a chapter has dozens

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._go_to_word(1 if event.key() == Qt.Key.Key_Right else -1)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(QUrl(self.textCursor().charFormat().anchorHref()))
        else:
            super().keyPressEvent(event)

    def _go_to_word(self, by: int) -> None:
        """Select the next word that is explained, or the one before."""
        cursor = self.textCursor()
        words = list(self._words())
        if by < 0:
            words = [word for word in reversed(words) if word[1] <= cursor.selectionStart()]
        else:
            words = [word for word in words if word[0] >= cursor.selectionEnd()]
        if words:
            start, end = words[0]
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            announce(self, cursor.selectedText())

    def _words(self) -> Iterator[tuple[int, int]]:
        """Where the words that are explained begin and end."""
        block = self.document().begin()
        while block.isValid():
            pieces = block.begin()
            while not pieces.atEnd():
                fragment = pieces.fragment()
                if fragment.charFormat().anchorHref():
                    yield fragment.position(), fragment.position() + fragment.length()
                pieces += 1
            block = block.next()

    def _ask(self, address: QUrl) -> None:
        if (words := address.toString()).startswith(WORD):
            self.asked.emit(words.removeprefix(WORD))


def _section(section: HandbookSection) -> str:
    return f"<h2>{section.number}&nbsp; {escape(section.title)}</h2>{_lines(section.texts)}"


def _lines(texts: Iterable[HandbookText]) -> str:
    """The lines as HTML; steps that follow each other are one list, which a screen reader counts."""
    html: list[str] = []
    in_list = False
    for text in texts:
        is_step = text.kind is TextKind.STEP
        if is_step is not in_list:
            html.append("<ol>" if is_step else "</ol>")
            in_list = is_step
        html.append(_line(text))
    return "".join(html) + ("</ol>" if in_list else "")


def _line(text: HandbookText) -> str:
    words = "".join(
        f'<a href="{WORD}{escape(piece.term)}">{escape(piece.shown)}</a>' if piece.term else escape(piece.shown)
        for piece in text.pieces
    )
    if text.kind is TextKind.STEP:
        return f"<li>{words}</li>"
    if text.kind is TextKind.TELLING:
        return f"<p>{words}</p>"
    ground, ink = look().tokens.raised, look().tokens.text
    return (
        f'<table width="100%" cellpadding="{px(6)}" bgcolor="{ground}" style="margin-top: {px(6)}px">'
        f'<tr><td style="color: {ink}">⚠&nbsp; {words}</td></tr></table>'
    )

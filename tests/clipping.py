"""What is cut, covered or out of reach on a page, by its geometry alone."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from desktop.ui.preview.page_canvas import PageCanvas
from desktop.ui.theme import px
from desktop.ui.widgets.messages import MessagePanel

SLACK = 2  # pixels by which drawing and measuring may differ
SHOWN_LINES = 3  # the fewest lines of text that a part which scrolls shows


def faults(page: QWidget) -> Iterator[str]:
    """Each fault of a page that is shown and laid out, in a few words that name the widget."""
    outside: set[QWidget] = set()  # what stands in something beyond the edge stands there itself
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or not widget.size().isValid() or widget.objectName().startswith("qt_"):
            continue
        yield from _cut(widget)
        if beyond := [*_beyond(widget, page)]:
            outside.add(widget)
            yield from beyond if widget.parentWidget() not in outside else ()
        yield from _covering(widget)
        if isinstance(widget, QAbstractScrollArea):
            yield from _scrolling(widget, page)


def _cut(widget: QWidget) -> Iterator[str]:
    """Words that have less room than they need, with nothing that says the rest."""
    if isinstance(widget, QLabel) and widget.text() and widget.textFormat() is Qt.TextFormat.PlainText:
        room = widget.contentsRect().adjusted(widget.margin(), widget.margin(), -widget.margin(), -widget.margin())
        if widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + SLACK:
                yield f"too low: {_named(widget)} {widget.height()} of {widget.heightForWidth(widget.width())}"
            metrics = widget.fontMetrics()
            longest = max(metrics.horizontalAdvance(word) for word in widget.text().split() or [""])
            if longest > room.width() + SLACK:
                yield f"a word is cut: {_named(widget)} {room.width()} of {longest}"
        elif widget.fontMetrics().horizontalAdvance(widget.text()) > room.width() + SLACK and not widget.toolTip():
            yield f"cut: {_named(widget)} {room.width()}"
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
        need = _least(widget)
        if need.width() > widget.width() + SLACK or need.height() > widget.height() + SLACK:
            yield f"cut: {_named(widget)} {widget.width()}x{widget.height()} of {need.width()}x{need.height()}"
    elif isinstance(widget, QComboBox) and widget.currentText() and not widget.toolTip():
        need_width = widget.fontMetrics().horizontalAdvance(widget.currentText()) + px(28)
        if need_width > widget.width() + SLACK:
            yield f"cut: {_named(widget)} {widget.width()} of {need_width}"


def _least(widget: QAbstractButton) -> QSize:
    """The room that a button cannot do without: its hint, or what its words take where it wraps them itself."""
    if widget.layout() is not None:  # its words are labels inside, which are looked at by themselves
        return QSize(0, 0)
    if widget.hasHeightForWidth():  # a row that breaks its words into lines
        return QSize(0, widget.heightForWidth(widget.width()))
    return widget.minimumSizeHint()


def _beyond(widget: QWidget, page: QWidget) -> Iterator[str]:
    """What stands to the right of the page, or of what scrolls around it, where nobody can get."""
    around = _area(widget, page)
    right = around.viewport() if around is not None else page
    if isinstance(around, QAbstractItemView | PageCanvas) or widget is right or isinstance(widget, QScrollBar):
        return
    if around is not None and around.horizontalScrollBar().maximum() > 0 and around.horizontalScrollBar().isVisible():
        return
    corner = widget.mapTo(right, QPoint(widget.width(), 0))
    if corner.x() > right.width() + SLACK and widget.width() > 0:
        yield f"beyond the right edge: {_named(widget)} by {corner.x() - right.width()}"


def _covering(parent: QWidget) -> Iterator[str]:
    """Children of a laid-out widget that cover one another."""
    if parent.layout() is None or isinstance(parent, QAbstractScrollArea):
        return
    placed = [child for child in parent.children() if isinstance(child, QWidget) and _stands(child)]
    for first, second in combinations(placed, 2):
        common = first.geometry().intersected(second.geometry())
        covers = common.width() > SLACK and common.height() > SLACK
        if covers and _places(parent, first) and _places(parent, second):
            yield f"covers another: {_named(first)} and {_named(second)} by {common.width()}x{common.height()}"


def _places(parent: QWidget, child: QWidget) -> bool:
    """Whether the layout of `parent`, or one inside it, places a child."""
    layout = parent.layout()
    inside = [layout, *layout.findChildren(QLayout)] if layout is not None else []
    return any(each.indexOf(child) >= 0 for each in inside)


def _stands(child: QWidget) -> bool:
    return child.isVisible() and not child.isWindow() and not child.geometry().isEmpty()


def _scrolling(area: QAbstractScrollArea, page: QWidget) -> Iterator[str]:
    """Two parts that scroll, one in the other; one that shows too little of what it holds."""
    if not area.verticalScrollBar().maximum() or isinstance(area, PageCanvas):
        return
    outer = _area(area, page)
    if isinstance(outer, QScrollArea) and outer.verticalScrollBar().maximum() > 0 and not _is_field(area):
        yield f"scrolls inside what scrolls: {_named(area)}"
    lines = area.viewport().height() / max(area.fontMetrics().lineSpacing(), 1)
    messages = any(panel.isVisible() for panel in page.findChildren(MessagePanel))  # each can be closed
    if lines < SHOWN_LINES - messages and not _is_field(area):
        yield f"shows {lines:.1f} lines of more: {_named(area)}"


def _is_field(area: QAbstractScrollArea) -> bool:
    return isinstance(area, QPlainTextEdit) and not area.isReadOnly()


def _area(widget: QWidget, page: QWidget) -> QAbstractScrollArea | None:
    """What scrolls around a widget, within the page."""
    around = widget.parentWidget()
    while around is not None and around is not page:
        if isinstance(around, QAbstractScrollArea):
            return around
        around = around.parentWidget()
    return None


def _named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    words = text or widget.accessibleName() or (widget.currentText() if isinstance(widget, QComboBox) else "")
    return f"{type(widget).__name__} “{words[:48]}”"

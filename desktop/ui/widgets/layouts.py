"""Layouts in the theme's lengths; emptying them, showing and restyling what stands in them."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.theme import px

W = TypeVar("W", bound=QWidget)
L = TypeVar("L", QVBoxLayout, QHBoxLayout)


def column(parent: QWidget | None = None, gap: float = 8, around: float = 0) -> QVBoxLayout:
    """A vertical layout with theme lengths."""
    return _spaced(QVBoxLayout(parent) if parent else QVBoxLayout(), gap, around)


def line(parent: QWidget | None = None, gap: float = 8, around: float = 0) -> QHBoxLayout:
    """A horizontal layout with theme lengths."""
    return _spaced(QHBoxLayout(parent) if parent else QHBoxLayout(), gap, around)


def _spaced(layout: L, gap: float, around: float) -> L:
    layout.setSpacing(px(gap))
    layout.setContentsMargins(px(around), px(around), px(around), px(around))
    return layout


def row_of(*parts: QWidget, filling: QWidget | None = None) -> QWidget:
    """Widgets as wide as their words, in a line; what fills it stands last and takes the rest."""
    row = QWidget()
    across = line(row, 12)
    for part in parts:
        across.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom if filling is None else Qt.AlignmentFlag(0))
    if filling is not None:
        across.addWidget(filling, 1)
    across.addStretch(0 if filling is not None else 1)
    return row


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty_layout(inner)


def set_shown(widget: QWidget, on: bool) -> None:
    """Show or hide a widget, even one that has no parent yet and must not become a window."""
    if on and widget.parent() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    elif not on or widget.isHidden():  # else it shows with its page, and Qt would lay out what is in it too early
        widget.setVisible(on)


def restyle(widget: QWidget) -> None:
    """Make the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()

"""What opens below the search box while one types: the likeliest hits, without leaving the page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop.base.text import _
from desktop.presenters.search import HitLine, SearchPresenter
from desktop.ui.keyboard import announce
from desktop.ui.lists import RowList
from desktop.ui.row_layout import row_height
from desktop.ui.theme import look, px
from desktop.ui.views.search import row_of
from desktop.ui.widgets import Text, column, set_shown

MOST = 8  # hits shown below the box
WIDEST, NARROWEST = 60, 30  # em


class SearchPopup(QFrame):
    """A card over the page. The box keeps the focus: arrows choose, Enter opens, Escape closes."""

    def __init__(self, box: QLineEdit, over: QWidget, presenter: Callable[[], SearchPresenter]) -> None:
        """`presenter` makes one that looks in the office that is open now; it is asked once something is typed."""
        super().__init__(over)
        self.box, self._over, self._make = box, over, presenter
        self.presenter: SearchPresenter | None = None
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = column(self, 0)
        layout.setContentsMargins(px(1), px(1), px(1), px(1))
        self.state = Text(role="note", measure=0)
        self.state.setContentsMargins(px(14), px(8), px(14), px(8))
        self.list = RowList(_("Search"))
        self.list.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.view.keeps_selection = True
        self.list.opened.connect(self._open)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.state)
        self.hide()
        box.installEventFilter(self)

    @property
    def lines(self) -> tuple[HitLine, ...]:
        """The hits that have room here."""
        return self.presenter.lines[:MOST] if self.presenter is not None else ()

    def type(self, text: str) -> None:
        """Look for what stands in the box now."""
        if not text.strip():
            self.hide()
            return
        if self.presenter is None:
            self.presenter = self._make()
            self.presenter.changed = self._show
        self.presenter.look_for(text)

    def _show(self) -> None:
        presenter = self.presenter
        if presenter is None or not self.box.text().strip() or not self.box.hasFocus():
            self.hide()
            return
        if presenter.text != presenter.answered:
            return  # more was typed: its answer is on its way
        self.list.view.clearSelection()
        self.list.set_rows([row_of(line) for line in self.lines])
        set_shown(self.list, bool(self.lines))
        more = len(presenter.lines) > MOST
        if not self.lines:
            self.state.set("\n".join(presenter.nothing))
        elif more:
            self.state.set(_("Enter shows all that was found."))
        else:
            self.state.set(presenter.state)
        self._place()
        self.show()
        self.raise_()
        announce(self.box, presenter.state or presenter.nothing[0])

    def _place(self) -> None:
        """Below the box, as tall as its rows; never beyond the window."""
        width = min(max(self.box.width(), look().em(NARROWEST)), look().em(WIDEST), self._over.width() - px(16))
        corner = self.box.mapTo(self._over, QPoint(0, self.box.height() + px(4)))
        left = max(px(8), min(corner.x(), self._over.width() - width - px(8)))
        self.setFixedWidth(width)
        self.state.setWordWrap(True)
        self.state.setFixedWidth(width - px(2))
        words = self.state.heightForWidth(width - px(2))
        rows = len(self.lines) * row_height(any(line.note.text for line in self.lines)) + px(4) if self.lines else 0
        self.setFixedHeight(min(rows + words + px(4), self._over.height() - corner.y() - px(8)))
        self.move(left, corner.y())

    def _open(self, key: object) -> None:
        if isinstance(key, HitLine) and self.presenter is not None:
            self.hide()
            self.presenter.open(key)

    # --- keys of the box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.isVisible():
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        """Whether the key was for this card."""
        at, last = self.list.view.at if self.chosen is not None else -1, len(self.lines) - 1
        if key == Qt.Key.Key_Escape:
            self.hide()
        elif key == Qt.Key.Key_Down and last >= 0:
            self._choose(0 if at == last else at + 1)
        elif key == Qt.Key.Key_Up and last >= 0:
            self._choose(last if at <= 0 else at - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self._open(self.chosen)
        else:
            return False
        return True

    @property
    def chosen(self) -> HitLine | None:
        """The hit that the arrows are on; None before they were pressed."""
        rows = self.list.view.selectionModel().selectedRows()
        return self.lines[rows[0].row()] if rows and rows[0].row() < len(self.lines) else None

    def _choose(self, at: int) -> None:
        self.list.view.go_to(at)
        announce(self.box, self.list.rows[at].spoken())

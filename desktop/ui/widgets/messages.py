"""Messages in the flow of the page: what happened, what is safe, what to do."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout

from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.keyboard import ASIDE
from desktop.ui.theme import look, px
from desktop.ui.widgets.basics import Button, Deed, Text, icon_button, picture
from desktop.ui.widgets.flow import ButtonFlow
from desktop.ui.widgets.layouts import column, line

LEAST_BESIDE = 28  # em: what a sentence and its drawing need beside buttons


@dataclass(frozen=True)
class Message:
    """What happened, what is safe, what to do. `kind`: info, good, warn or bad; `actions` are words and deeds."""

    kind: str
    what: str
    do: str = ""
    actions: tuple[tuple[str, Deed], ...] = field(default=())
    details: str = ""


class MessagePanel(QFrame):
    """A message in the flow, above what it concerns."""

    def __init__(self, message: Message, close: Deed | None = None) -> None:
        super().__init__()
        self.message, self.close_deed = message, close or self.hide
        self.setProperty(ASIDE, True)
        self.setProperty("role", "message")
        self.setProperty("tone", message.kind)
        ink, _ground = look().tone(message.kind)
        layout = line(self, 12, 12)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(picture(message.kind, 20, ink), 0, top)
        words = column(gap=4)
        words.addWidget(Text(message.what, "strong", measure=56))
        words.addWidget(Text(message.do, measure=56))
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(px(12))
        self._across.addLayout(words, 1)
        layout.addLayout(self._across, 1)
        self._beside = False
        if message.details:
            self._add_actions(words)
        elif message.actions:
            self._add_beside()
        words.addStretch(1)
        if close is not None:
            layout.addWidget(icon_button("close", _("Close this message"), close, deeds.CLOSE_MESSAGE), 0, top)
        self.setAccessibleName(f"{message.what} {message.do}".strip())

    def _add_beside(self) -> None:
        """Sentences have their buttons beside them, where they leave them room: a low window needs the height."""
        self._ways = ButtonFlow()
        for text, deed in self.message.actions:
            self._ways.addWidget(Button(text, deed))
        self._across.addLayout(self._ways)
        self._beside = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._beside:
            fits = self.width() - self._ways.sizeHint().width() >= look().em(LEAST_BESIDE)
            directions = QBoxLayout.Direction
            self._across.setDirection(directions.LeftToRight if fits else directions.TopToBottom)

    def _add_actions(self, words: QVBoxLayout) -> None:
        row = ButtonFlow()
        for text, deed in self.message.actions:
            row.addWidget(Button(text, deed))
        if self.message.details:
            self._add_details(row, words)
        if row.count():
            words.addSpacing(px(4))
            words.insertLayout(2, row)

    def _add_details(self, row: ButtonFlow, words: QVBoxLayout) -> None:
        details = Text(self.message.details, "note", measure=56)
        details.hide()
        row.addWidget(Button(_("Details"), lambda: details.setVisible(details.isHidden()), "link"))
        row.addWidget(Button(_("Copy for support"), self._copy, "link"))
        words.addWidget(details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join((self.message.what, self.message.do, self.message.details)))

"""The bottom of a page: what can be done here, in one line where the window is low."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.theme import px
from desktop.ui.widgets.basics import Button, Deed, icon_button
from desktop.ui.widgets.flow import ButtonFlow
from desktop.ui.widgets.layouts import empty_layout, set_shown


class BarButton(Button):
    """One that may fold into a menu; for whoever shows, hides or counts it, it is there all the same."""

    _folded, _wanted, _showing = False, True, False

    def fold(self, on: bool) -> None:
        """Stand in the menu of the bar, or in the bar itself."""
        if on is not self._folded:
            wanted = not self.isHidden()
            self._folded, self._wanted = on, wanted
            if not self._showing:
                super().setVisible(wanted and not on)

    @property
    def is_folded(self) -> bool:
        """Whether the menu has it, and the bar does not."""
        return self._folded and self._wanted

    def isHidden(self) -> bool:
        return not self._wanted if self._folded else super().isHidden()

    def setVisible(self, visible: bool) -> None:
        """Qt lays out the bar while it shows the button; what is folded meanwhile is hidden once it stands."""
        self._wanted, self._showing = visible, True
        super().setVisible(visible and not self._folded)
        self._showing = False
        if visible and self._folded:
            super().setVisible(False)


class ActionBar(QWidget):
    """The bottom of a page: back at the left; at the right the others and the one filled button, last.

    In a low window it is one line: what has no room beside the filled button folds into a menu.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = ButtonFlow(self)
        self._low = True  # until it is known: a bar of several lines would make a window grow that never shrinks
        self._ends = (px(24), px(24))  # of the content, at the left and at the right
        self._before = 0  # how many stand at the left
        self._stands: tuple[BarButton, ...] = ()  # in the bar itself, when it was last folded
        self._stepped_back = False  # the content has a button that does what the filled one does
        self.main: BarButton | None = None
        self.more = icon_button("more", _("More that can be done here"), self._open_more)
        self.menu: QMenu | None = None  # the last one that was opened
        self._row.insert_button(0, self.more, at_end=True)
        self.more.hide()
        self.hide()

    def back(self, text: str, deed: Deed) -> Button:
        """The button at the left."""
        self._before += 1
        return self._put(self._before - 1, BarButton(text, deed))

    def other(self, text: str, deed: Deed, kind: str = "outlined", drawing: str = "") -> Button:
        """One more button, before the filled one."""
        at = self._row.count() - (1 if self.main else 0)
        return self._put(at, BarButton(text, deed, kind, drawing))

    def primary(self, text: str, deed: Deed) -> Button:
        """The one filled button; raises ValueError when the page has one."""
        if self.main is not None:
            raise ValueError("a page has exactly one filled button")
        self.main = self._put(self._row.count(), BarButton(text, deed, "filled"))
        return self.main.says_key(deeds.CONTINUE)

    def lead_with(self, button: Button | None, among: Sequence[Button]) -> None:
        """Of these others, fill the one that leads on now and have it stand last; none while the main one does."""
        for other in among:
            other.set_kind("filled" if other is button else "outlined")
        last = self._row.count() - (2 if self.main else 1)
        if button is not None and self._row.indexOf(button) != last:
            self._row.removeWidget(button)
            self._row.insert_button(last, button, at_end=True)

    def press_together(self, on: bool, left: int = 0, right: int = 0) -> None:
        """Leave less air above and below the buttons where a window is low; begin and end where the content does."""
        self._low, self._ends = on, (left or px(24), right or px(24))
        self._fold()

    def _begin_and_end(self, wanted: int) -> None:
        """Where the content does, or further out where buttons that want this width would take a second line."""
        around, (left, right) = px(3 if self._low else 10), self._ends
        over, spare = wanted - (self.width() - left - right), left + right - 2 * px(24)
        if over > 0 and spare > 0:
            gives = min(over, spare)
            left -= gives * (left - px(24)) // spare
            right = self._ends[0] + self._ends[1] - gives - left
        self._row.setContentsMargins(left, around, right, around)

    @property
    def buttons(self) -> list[Button]:
        """The buttons that can be pressed, from the left, those of the menu too."""
        return [button for button in self._all() if not button.isHidden()]

    def step_back(self, on: bool) -> None:
        """Leave what the filled button does to one in the content, so that nothing stands there twice."""
        if on is self._stepped_back or self.main is None:
            return
        self._stepped_back = on
        if self.buttons == [self.main]:
            self.setVisible(not on)
        self._fold()

    def clear(self) -> None:
        """No buttons."""
        self._row.removeWidget(self.more)
        empty_layout(self._row)
        self._row.insert_button(0, self.more, at_end=True)
        self.more.hide()
        self._before, self.main, self._stepped_back = 0, None, False
        self.hide()

    def _all(self) -> list[BarButton]:
        widgets = (item.widget() for at in range(self._row.count()) if (item := self._row.itemAt(at)) is not None)
        return [button for button in widgets if isinstance(button, BarButton)]

    def _put(self, at: int, button: BarButton) -> BarButton:
        self._row.insert_button(at, button, at_end=at >= self._before)
        button.show()  # at once, not when events are next heeded: a key may press it before
        self.show()
        return button

    # One line

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        if not self._low:
            return least
        margins = self._row.contentsMargins()
        stays = self.main.sizeHint().width() + self.more.sizeHint().width() + px(12) if self.main is not None else 0
        wide = min(least.width(), stays + margins.left() + margins.right()) if stays else least.width()
        return QSize(wide, self._row.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return self._row.sizeHint().height() if self._low else super().heightForWidth(width)

    def event(self, event: QEvent) -> bool:
        """What stands here came, went or got other words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Of a low window's bar, fold what has no room in one line: first what stands beside the way back."""
        if self.main is not None and self._stepped_back:
            self.main.fold(True)
        main = None if self._stepped_back else self.main
        gone = self.main if self._stepped_back else None
        visible, gap = [b for b in self._all() if b is not gone and not b.isHidden()], px(12)
        wide = {button: button.sizeHint().width() + gap for button in visible}
        self._begin_and_end(sum(wide.values()) - gap)
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() + gap
        folds = self._low and sum(wide.values()) > room
        leading = [button for button in visible if button.property("kind") == "filled" and button is not main]
        stay = [*([main] if main in wide else []), *leading, *visible[: self._before], *reversed(visible)]
        spare = room - self.more.sizeHint().width() - gap
        for button in dict.fromkeys(stay):
            spare -= wide[button]
            button.fold(folds and spare < 0 and button is not stay[0])
        set_shown(self.more, any(button.is_folded for button in visible if button is not main))
        stands = tuple(button for button in self._all() if button.isVisibleTo(self))
        if stands != self._stands:  # showing a button lays out the page at once, with the height of before
            self._stands = stands
            QTimer.singleShot(0, self, self.updateGeometry)

    def _open_more(self) -> None:
        self.menu = menu = QMenu(self.more)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self._all():
            if button.is_folded and button is not self.main:
                action = menu.addAction(button.icon(), button.text())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

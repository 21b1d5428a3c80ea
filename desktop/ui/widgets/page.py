"""The page: breadcrumb, title, state, messages, content, side column and action bar."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.ui import deeds
from desktop.ui.keyboard import PAGE, announce, bring_into_sight, first_field, stay_in_sight, stop_before
from desktop.ui.theme import look, px
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.basics import Button, Deed, Text, icon_button, literal, picture
from desktop.ui.widgets.boxes import EMPTINESS, EmptyState, NextStepBox, SectionBox
from desktop.ui.widgets.headings import one_line
from desktop.ui.widgets.layouts import W, column, empty_layout, line, restyle, set_shown
from desktop.ui.widgets.marks import Chip, Mark
from desktop.ui.widgets.messages import Message, MessagePanel

COLUMN, COLUMN_WIDE = 50, 58  # em: the column for answering, and what it grows to beside a side column
SIDE, SIDE_WIDE = 20, 28  # em: the side column, and what it grows to
GUIDE = 19  # em: what leads through a long page
ROOMY_FROM = 100  # em: a page from this width on has a wide guide
GUTTER = 32  # pixels between the two
SCROLL_BAR = 12  # pixels kept for it, so that nothing moves when it comes
SIDE_FROM = 63  # em: the narrowest page that has room for both
SHARE = 0.45  # of what is seen: the least for what somebody has just turned to
CARD = 34  # em: a page that stands alone as a card in the middle
SHORT = 28  # em: below this a page keeps less air above and below
TIGHT_PAGE = 16  # em: below this what fills a page has the room of its state too
LEAST_BELOW = 9  # em: the least height of a list or a table below messages
LONGEST_CRUMB = 36  # characters


def _crumb(text: str, deed: Deed | None) -> QWidget:
    short = _shortened(text)
    crumb = Button(literal(short), deed, "crumb") if deed else Text(short, "here", measure=0)
    if isinstance(crumb, Text):
        crumb.setWordWrap(False)
        crumb.setIndent(0)
    if short != text:
        crumb.setToolTip(text)
        crumb.setAccessibleName(text)
    return crumb


def _whole(crumb: QWidget) -> int:
    """The width of a part of the way here on one line; a title that may wrap would ask for less."""
    return one_line(crumb) if isinstance(crumb, Text) and crumb.wordWrap() else crumb.sizeHint().width()


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_CRUMB else f"{text[: LONGEST_CRUMB - 1]}…"


class _Content(QWidget):
    """Lets the scroll area ask for the height at its width, not for that of the narrowest wrapping.

    One that `fills` its page takes the height that is there, and gives it to what stretches in it; it scrolls only
    where not even the least of everything has room.
    """

    arranged = Signal()
    fills = False

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if self.fills and layout else super().heightForWidth(width)

    def event(self, event: QEvent) -> bool:
        """Tell that what stands here got other places."""
        heeded = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.arranged.emit()
        return heeded


def _scroll_area(inside: QWidget) -> QScrollArea:
    """What scrolls a part of a page up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


class PageFrame(QWidget):
    """Breadcrumb, title, one sentence of state, messages, content, side column and action bar.

    One that is `centred` is a card in the middle of its window, for a page before or over all others.
    """

    def __init__(self, *, wide: bool = False, scrolls: bool = True, centred: bool = False) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty(PAGE, True)
        self._wide, self._scrolls, self._centred = wide, scrolls, centred
        self._document: QWidget | None = None
        self._shrunk, self._low = False, False
        self.least_below = LEAST_BELOW  # em that what fills the page needs beside messages
        self._tight = False  # what fills the page needs the room of the state
        self._span = 0, 0  # where content and side column begin, and how wide they are; of a wide page nothing
        self._helped = False  # whether the side column showed anything when the width was shared
        outer = column(self, 0)
        self.content = _Content()
        self.content.setProperty("role", "clear")
        self._build_content(wide)
        self.content.fills = not scrolls
        self._left: QWidget | None = None  # what had the focus when messages took the page
        self._above, self._across = line(gap=0), line(gap=0)
        self._guide: QScrollArea | None = None
        self._jump: QWidget | None = None
        self._notes: QWidget | None = None
        outer.addLayout(self._above)
        self._across.addWidget(self._scrolled(), 1)
        outer.addLayout(self._across, 1)
        self.bar = ActionBar()
        outer.addWidget(self.bar)

    def _scrolled(self) -> QScrollArea:
        area = _scroll_area(self.content)
        if self._scrolls:
            self.content.arranged.connect(self._heed_content)
            self.content.arranged.connect(partial(stay_in_sight, area))
            self.area = area
        return area

    def _build_content(self, wide: bool) -> None:
        around = column(self._card(), 16, 24) if self._centred else column(self.content, 16, 24)
        self._head = QWidget()
        self._head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grave: Mark | None = None
        self._gravity: Chip | None = None
        head = column(self._head, 4)
        self._head_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head_layout.setSpacing(px(4))
        self._crumbs = line(gap=2)
        self._title_line = line(gap=12)
        self._around = around
        self.title, self.state = Text(role="title", measure=0), Text(role="quiet", measure=60)
        self._title_line.addWidget(self.title, 1)
        self._head_layout.addLayout(self._crumbs)
        self._head_layout.addLayout(self._title_line)
        head.addLayout(self._head_layout)
        head.addWidget(self.state)
        self._message_area = QWidget()
        self._messages = column(self._message_area, 8)
        self._message_area.hide()
        self._panels: dict[str, MessagePanel] = {}
        self._title, self._state = "", ""
        self.walk_words = ""  # which record of how many this is
        self._crumb_words: list[tuple[str, bool]] = []
        self._crumb_here: QWidget | None = None
        self._crumb_deeds: list[Deed | None] = []
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(px(GUTTER))
        self._body, self._side = QWidget(), QWidget()
        self._body_layout, self._side_layout = column(self._body, 16), column(self._side, 16)
        self._side_layout.addStretch(1)
        if not wide:
            for part in (self._head, self._message_area, self._body):
                part.setMaximumWidth(look().em(COLUMN))
        top = Qt.AlignmentFlag.AlignTop if self._scrolls else Qt.AlignmentFlag(0)
        self._split.addWidget(self._body, 1, top)
        self._split.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        self._split.addStretch(0)
        self._side.hide()
        for part in (self._head, self._message_area):
            row = line(gap=0)  # a row heeds the greatest width when it asks for heights; a column does not
            row.addWidget(part, 1)
            row.addStretch(0)
            around.addLayout(row)
        around.addLayout(self._split, 1)

    def _card(self) -> QFrame:
        """The card in the middle, a little above it where there is room: there a reader looks first."""
        self.card = QFrame()
        self.card.setProperty("role", "card")
        upright, across = column(self.content, 0, 8), line(gap=0)
        across.addStretch(1)
        across.addWidget(self.card)
        across.addStretch(1)
        upright.addStretch(2)
        upright.addLayout(across)
        upright.addStretch(3)
        return self.card

    def event(self, event: QEvent) -> bool:
        """Heed that an empty list came or went."""
        if isinstance(event, QDynamicPropertyChangeEvent) and event.propertyName().data() == EMPTINESS.encode():
            self._lead_once()
        return super().event(event)

    def _lead_once(self) -> None:
        """Where an empty list offers what the bar's filled button does, it stands there, and not in the bar too."""
        main = self.bar.main
        # While a state is being hidden, Qt still calls its button visible
        shown = [state for state in self.content.findChildren(EmptyState) if state.isVisible()]
        states = [state for state in shown if state.button.isVisible()]
        twin = next((state for state in states if main is not None and state.button.text() == main.text()), None)
        if twin is not None:
            twin.take_lead()
        self.bar.step_back(twin is not None)

    @property
    def main_button(self) -> Button | None:
        """The one filled button: that of the bar, else the one in the content, such as the next step's."""
        if self.bar.main is not None and not (self.bar.isHidden() or self.bar.main.isHidden()):
            return self.bar.main
        filled = (button for button in self.content.findChildren(Button) if button.property("kind") == "filled")
        return next((button for button in filled if button.isVisible()), None)

    # The head

    def set_crumbs(self, crumbs: Sequence[tuple[str, Deed | None]]) -> None:
        """The way here: words and what a click does; the last one is the page itself."""
        self._crumb_deeds = [deed for _text, deed in crumbs]
        words = [(text, deed is not None) for text, deed in crumbs]
        if words == self._crumb_words:  # made anew, one that was just pressed would be gone before it acts
            return
        self._crumb_words = words
        empty_layout(self._crumbs)
        for at, (text, leads) in enumerate(words):
            if at:
                self._crumbs.addWidget(picture("next", 14))
            self._crumb_here = _crumb(text, partial(self._follow_crumb, at) if leads else None)
            self._crumbs.addWidget(self._crumb_here)
        self._crumbs.addStretch(1)
        self._show_title()
        self._fold_crumbs()

    def _fold_crumbs(self) -> None:
        """Leave out the beginning of the way where it has no room: a page is never wider than its window for it."""
        row = [
            part
            for at in range(self._crumbs.count())
            if (place := self._crumbs.itemAt(at)) and (part := place.widget())
        ]
        around = self._head.contentsMargins()  # a grave page has a bar at its left
        room = min(self.width() - px(2 * 24 + 12), self._head.maximumWidth()) - self._beside_way()
        room -= around.left() + around.right()
        gap = self._crumbs.spacing()
        spare = room - sum(_whole(part) + gap for part in row)
        for crumb, mark in zip(row[:-1:2], row[1::2], strict=True):
            for part in (crumb, mark):
                set_shown(part, spare >= 0)
            if spare < 0:
                spare += crumb.sizeHint().width() + mark.sizeHint().width() + 2 * gap

    def _beside_way(self) -> int:
        """The room that chips take in the line of the way here, where the way ends with the title."""
        if self._head_layout.direction() is not QBoxLayout.Direction.LeftToRight:
            return 0
        items = (self._title_line.itemAt(at) for at in range(self._title_line.count()))
        parts = (part for item in items if item is not None and (part := item.widget()) is not None)
        return sum(part.sizeHint().width() + px(12) for part in parts if not part.isHidden())

    def _follow_crumb(self, at: int) -> None:
        if (deed := self._crumb_deeds[at]) is not None:
            deed()

    def set_title(self, title: str, state: str = "") -> None:
        """What this is, and what is missing and who is next."""
        self._title, self._state = title, state
        self._show_title()
        self.content.setAccessibleName(f"{title}. {state}" if state else title)

    def _show_title(self) -> None:
        """Title and state; in a low window the title ends the way here, in the place of its last word."""
        named = self._low and bool(self._title) and not all(leads for _text, leads in self._crumb_words)
        directions = QBoxLayout.Direction
        beside = self._shrunk or named
        self._head_layout.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self.title.set("" if beside else self._title)
        self.title.set_role("strong" if self._tight else "section" if self._low else "title")
        self.title.setToolTip(self._state if self._tight else "")
        self.state.set("" if self._shrunk or self._tight else self._state)
        self.state.set_role("note" if self._low else "quiet")
        self.state.setMaximumWidth(look().em(90 if self._low else 60))
        if isinstance(self._crumb_here, Text):
            self._crumb_here.setWordWrap(named)
            self._crumb_here.setText(self._title if named else _shortened(self._crumb_words[-1][0]))
            self._crumb_here.set_role("strong" if named else "here")
            self._crumbs.setStretchFactor(self._crumb_here, 1 if named else 0)
            self._crumbs.setStretch(self._crumbs.count() - 1, 0 if named else 1)

    def focus_heading(self) -> None:
        """Begin at the top: a screen reader says the title, Tab goes to the first field."""
        self.content.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Begin in the first field of a page that asks for something; one that only tells begins at its heading."""
        if (field := first_field(self._body)) is None:
            self.focus_heading()
        else:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on_from(self, lost: QWidget) -> None:
        """Give the focus a place after what had it went away: before that, else where the page begins.

        Never a button that takes something away; after a button of the bar the page is another one.
        """
        before = stop_before(self.content, lost) if self.content.isAncestorOf(lost) else None
        if before is None or not self._body.isAncestorOf(before):
            self.begin()
        else:
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_grave(self, mark: Mark | None) -> None:
        """Let the page look as grave as it is: this chip beside its title, a bar in the chip's colour; or no more."""
        if mark == self._grave:
            return
        self._grave = mark
        self._head.setProperty("role", "grave" if mark else "")
        self._head.setProperty("tone", mark.tone if mark else "")
        restyle(self._head)
        self._head.setContentsMargins(px(18) if mark else 0, px(2) if mark else 0, 0, px(2) if mark else 0)
        if self._gravity is None:
            self._gravity = Chip()
            self.add_beside_title(self._gravity)
        self._gravity.set(mark)
        self._fold_crumbs()

    def add_before_title(self, widget: QWidget) -> None:
        """A drawing at the left of the title."""
        self._title_line.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignTop)

    def add_beside_title(self, widget: QWidget) -> None:
        """A chip or an outlined button at the right of the title."""
        self._title_line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_walk(self, words: str, walk: Callable[[int], object], before: bool, after: bool) -> None:
        """Which record of how many in its list this is, with a way to those before and after it."""
        here = QWidget()
        row = line(here, 2)
        row.addWidget(Text(words, "quiet", measure=0))
        for drawing, name, listed, by, on in (
            ("up", _("The record before in the list"), deeds.PREVIOUS_RECORD, -1, before),
            ("down", _("The record after in the list"), deeds.NEXT_RECORD, 1, after),
        ):
            button = icon_button(drawing, name, partial(walk, by), listed)
            button.setEnabled(on)
            row.addWidget(button)
        self.walk_words = words
        self.add_beside_title(here)

    # Messages

    def show_message(self, message: Message, key: str = "", close: Deed | None = None) -> None:
        """Show a message above the content, in place of the one with the same key."""
        self.clear_message(key)
        panel = MessagePanel(message, close or (lambda: self.clear_message(key)))
        self._panels[key] = panel
        self._messages.addWidget(panel)
        self._message_area.show()
        self._make_room()
        announce(self, panel.accessibleName())

    def clear_message(self, key: str = "") -> None:
        """Take a message away, if it is there."""
        if (panel := self._panels.pop(key, None)) is not None:
            self._message_area.setVisible(bool(self._panels))
            panel.hide()  # it goes with the page: deleting it from its own button crashes when the page goes first
            self._make_room()

    def _above_what_fills(self, width: int) -> int:
        """The height of what stands above the list, table or document that has the rest, such as its filters.

        As they ask for it in this width: what was not laid out yet, or is out of sight, has no height of its own.
        """
        layout = self._body_layout
        items = (layout.itemAt(at) for at in range(layout.count()) if not layout.stretch(at))
        parts = (item.widget() for item in items if item is not None)
        asked = (
            part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
            for part in parts
            if part is not None and not part.isHidden()
        )
        return sum(height + layout.spacing() for height in asked)

    def _make_room(self) -> None:
        """Where messages leave too little of a page that does not scroll, they have all of it until they are closed."""
        if self._scrolls or self._centred or (self._document is not None and not self._document.isHidden()):
            return
        bar = 0 if self.bar.isHidden() else self.bar.height()  # one without buttons was never laid out
        room, shown = self.height() - bar, self._message_area.isVisibleTo(self)
        width = min(self.width() - px(48), self._message_area.maximumWidth())
        head_and_messages = self._head.heightForWidth(width) + self._messages.heightForWidth(width) + px(24)
        alone = (
            shown
            and self._panels != {}
            and room - head_and_messages - self._above_what_fills(self.width() - px(48)) < look().em(self.least_below)
        )
        if alone is self._body.isHidden():
            return
        focused = self.window().focusWidget()
        if alone and focused is not None and self._body.isAncestorOf(focused):
            self._left = focused
        self._body.setHidden(alone)
        self.content.fills = not alone
        self.content.updateGeometry()
        if not alone and self._left is not None:
            self._left.setFocus(Qt.FocusReason.OtherFocusReason)
            self._left = None

    def close_one_message(self) -> bool:
        """Close the last message, if there is one: what Esc does."""
        if not self._panels:
            return False
        list(self._panels.values())[-1].close_deed()
        return True

    def show_problem(
        self, problem: Problem | None, close: Deed | None = None, ways_on: Sequence[tuple[str, Deed]] = ()
    ) -> None:
        """Show what the user can act on, and how, or take it away."""
        if problem is None:
            self.clear_message("problem")
            return
        self.show_message(Message("bad", problem.text, problem.remedy, tuple(ways_on)), "problem", close)
        self.to_top()

    def to_top(self) -> None:
        """Back to the title."""
        if hasattr(self, "area"):
            self.area.verticalScrollBar().setValue(0)

    # Content

    def add(self, widget: W, stretch: int = 0) -> W:
        """Put a widget below the others and give it back."""
        self._body_layout.addWidget(widget, stretch)
        if isinstance(widget, NextStepBox):
            widget.press_together(self._low)
        return widget

    def add_section(self, title: str, note: str = "") -> SectionBox:
        """A group under a heading."""
        return self.add(SectionBox(title, note))

    def insert(self, at: int, widget: W) -> W:
        """Put a widget below as many of the others and give it back: it was made after what stands below it."""
        self._body_layout.insertWidget(at, widget)
        return widget

    def add_stretch(self) -> None:
        """Push what was added so far to the top."""
        self._body_layout.addStretch(1)

    def add_side(self, widget: W) -> W:
        """Put a widget into the side column, which moves under the content when the page is narrow."""
        self._side_layout.insertWidget(self._side_layout.count() - 1, widget)
        self._side.show()
        self._arrange()
        return widget

    def set_guide(self, beside: QWidget, above: QWidget) -> None:
        """What leads through a long page, and stays where it is while the page scrolls.

        `beside` is shown where the page has room for it, `above` in its place where it has none.
        """
        guide = QWidget()
        guide.setProperty("role", "clear")
        self._guide, self._jump = _scroll_area(guide), above
        self._guide_layout = column(guide, 16)
        self._guide_layout.setContentsMargins(0, px(24), px(24), px(24))
        self._guide_layout.addWidget(beside)
        self._guide_layout.addStretch(1)
        self._above.addWidget(above)
        self._across.addWidget(self._guide)
        self._arrange()

    def add_to_guide(self, widget: W) -> W:
        """What is of use anywhere on a long page, under what leads through it; at its end where it is narrow."""
        self._notes = widget
        self._body_layout.addWidget(widget)
        self._arrange()
        return widget

    def _arrange_guide(self, beside: bool) -> None:
        if self._guide is None or self._jump is None:
            return
        set_shown(self._guide, beside)
        set_shown(self._jump, not beside)
        self._jump.setContentsMargins(px(24), px(6), px(24), 0)
        self._guide.setFixedWidth(max(look().em(self._side_width() if self._notes is not None else GUIDE), self._led()))
        if self._notes is not None and beside is not self._guide.isAncestorOf(self._notes):
            if beside:
                self._guide_layout.insertWidget(1, self._notes)
            else:
                self._body_layout.addWidget(self._notes)

    def fit_guide(self) -> None:
        """Give what leads through the page the width of its words, which are others now."""
        self._arrange()

    def _led(self) -> int:
        """The width without which the words of the guide would be cut."""
        inside = self._guide.widget() if self._guide is not None else None
        return inside.minimumSizeHint().width() + px(SCROLL_BAR) if inside is not None else 0

    def _side_width(self) -> int:
        return SIDE_WIDE if self.width() >= look().em(ROOMY_FROM) else SIDE

    def add_document(self, widget: W) -> W:
        """A document, which takes the whole page under its title while it is shown, in place of the content."""
        self._document = widget
        self._around.addWidget(widget, 0)
        widget.hide()
        return widget

    def show_document(self, on: bool) -> None:
        """Show the document, or the content again."""
        if self._document is None or on is not self._document.isHidden():
            return
        self._document.setVisible(on)
        self._body.setVisible(not on)
        self._side.setVisible(not on and self._side_layout.count() > 1)
        self._around.setStretchFactor(self._document, 1 if on else 0)
        self._around.setStretch(self._around.indexOf(self._split), 0 if on else 1)
        self.shrink_head(on)
        if hasattr(self, "area"):
            seldom = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if on else Qt.ScrollBarPolicy.ScrollBarAsNeeded
            self.area.setVerticalScrollBarPolicy(seldom)
            self.to_top()

    def shrink_head(self, on: bool) -> None:
        """Way here and chip in one line, as the way ends with the title: a document needs the height."""
        self._shrunk = on
        self._show_title()
        self._arrange()

    def clear(self) -> None:
        """Take out content and side column."""
        empty_layout(self._body_layout)
        while self._side_layout.count() > 1:
            if (item := self._side_layout.takeAt(0)) and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        self._side.hide()

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a part of the content to the top of what is seen."""
        if hasattr(self, "area"):
            bar = self.area.verticalScrollBar()
            bar.setValue(min(widget.mapTo(self.content, QPoint(0, 0)).y() - px(8), bar.maximum()))

    def lift(self, widget: QWidget) -> None:
        """Bring a part of the content to the top where it would have less than its share of what is seen."""
        if hasattr(self, "area"):
            seen = self.area.viewport()
            if seen.height() - widget.mapTo(seen, QPoint(0, 0)).y() < seen.height() * SHARE:
                self.scroll_to(widget)

    def is_seen(self, widget: QWidget) -> bool:
        """Whether the beginning of a part of the content is in sight."""
        if not hasattr(self, "area"):
            return True
        first_line = widget.mapTo(self.area.viewport(), QPoint(0, widget.fontMetrics().height()))
        return bool(first_line.y() < self.area.viewport().height())

    def reveal(self, widget: QWidget) -> None:
        """Bring a widget into sight and give it the focus."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(widget.focusProxy() or widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._make_room()

    def _arrange(self) -> None:
        self._share()
        self._fold_crumbs()  # in the width that the head has now

    def _share(self) -> None:
        current = look()
        beside = self.width() >= current.em(SIDE_FROM)
        short = self.height() < current.em(SHORT)
        self._arrange_guide(beside)
        tight = not self._scrolls and self.height() < current.em(TIGHT_PAGE)
        air = px(2 if tight else 4 if short else 24)
        if (short, tight) != (self._low, self._tight):
            self._low, self._tight = short, tight
            self._show_title()
            self._around.setSpacing(px(2 if tight else 6 if short else 16))
            for box in self._body.findChildren(NextStepBox):
                box.press_together(short)
        self._head.setHidden(self._shrunk and short)  # the bar leads back as well
        if not self._scrolls:
            self._body_layout.setSpacing(px(4 if tight else 6 if short else 16))
        if self._centred:
            self._arrange_card(short)
            return
        directions = QBoxLayout.Direction
        self._split.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._split.setStretch(0, 1 if beside or not self._scrolls else 0)
        self._split.setStretch(2, 0 if beside or not self._scrolls else 1)
        if self._wide or self._shrunk:
            self._span = 0, 0
            self._side.setMinimumWidth(current.em(SIDE) if beside else 0)
            self._around.setContentsMargins(px(24), air, px(24), air)
            self._head.setMaximumWidth(self.width())
            self._side.setMaximumWidth(current.em(SIDE) if beside else self.width())
            self.bar.press_together(short)
            return
        self._helped = self._has_help()
        self._split.setSpacing(px(GUTTER) if self._helped else 0)
        self._share_width(beside and self._helped, air)

    def _has_help(self) -> bool:
        """Whether anything in the side column is shown; an empty one takes no room."""
        return not self._side.isHidden() and any(not part.isHidden() for part in self._side_parts())

    def _side_parts(self) -> list[QWidget]:
        """What the side column has, shown or not."""
        places = (self._side_layout.itemAt(at) for at in range(self._side_layout.count()))
        return [part for place in places if place is not None and (part := place.widget()) is not None]

    def _heed_content(self) -> None:
        """What stands here came or went."""
        if not (self._wide or self._shrunk) and self._has_help() is not self._helped:
            self._arrange()
        self._end_content()

    def _share_width(self, side_shown: bool, air: int) -> None:
        """Content, and its side column where there is one, in the middle; head and action bar are as wide as both."""
        current, edge = look(), px(24)
        room = self.width() - 2 * edge - (px(SCROLL_BAR) if self._scrolls else 0)
        side = 0
        if side_shown:
            beside_side = room - px(GUTTER) - current.em(SIDE_WIDE)
            column_wide = min(max(beside_side, current.em(COLUMN)), current.em(COLUMN_WIDE))
            side = min(max(room - px(GUTTER) - column_wide, current.em(SIDE)), current.em(SIDE_WIDE)) + px(GUTTER)
            column_wide = min(column_wide, room - side)
        else:
            most = room if self._side_parts() else current.em(COLUMN)  # while it has no help to show, the room of both
            column_wide = min(most, current.em(COLUMN_WIDE + SIDE_WIDE), room)
        left = edge + max(room - column_wide - side, 0) // 2
        self._span = left, column_wide + side
        self._end_content()
        self._around.setContentsMargins(left, air, self._around.contentsMargins().right(), air)
        self._body.setMaximumWidth(column_wide)
        self._message_area.setMaximumWidth(column_wide)
        self._head.setMaximumWidth(column_wide + side)
        self._side.setMinimumWidth(side - px(GUTTER) if side_shown else 0)
        self._side.setMaximumWidth(side - px(GUTTER) if side_shown else column_wide)
        self.bar.press_together(self._low, left, self.width() - left - column_wide - side)

    def _end_content(self) -> None:
        """Give the content exactly its width: a column of widgets asks for heights at all the width that there is."""
        left, wide = self._span
        margins = self._around.contentsMargins()
        right = max(self.content.width() - left - wide, 0)
        if wide and right != margins.right():
            self._around.setContentsMargins(margins.left(), margins.top(), right, margins.bottom())

    def _arrange_card(self, short: bool) -> None:
        wide = min(look().em(CARD), self.width() - px(48))
        self.card.setFixedWidth(wide)
        around = px(8 if short else 32)
        self._around.setContentsMargins(px(32), around, px(32), around)
        beside = (self.width() - wide) // 2
        self.bar.press_together(short, beside, beside)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

"""Every style that the theme declares is painted as declared, measured from pixels, in every theme and state.

The sheet itself is walked: a new rule is tried by itself, and one for a kind of widget that is unknown here fails until
`STAGES` says how to show it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QTableView,
    QToolButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop import ui
from desktop.ui.frame.bars import TopBar
from desktop.ui.theme import Theme, look
from desktop.ui.widgets import PageFrame, restyle
from tests.ui.test_focus import THEMES, dressed
from tests.ui.test_theme import contrast

WORDS = "MWEM"  # letters of straight strokes: some pixel of theirs has the colour of the ink
READ, SEEN = 4.5, 3.0  # least contrast of words, and of what is no word (WCAG 2.2, 1.4.3 and 1.4.11)
NEAR = 70  # how far from its colour the ink of small letters is at most, over red, green and blue together
COMPOUND = re.compile(
    r"(?P<kind>[A-Z]\w+)(?P<given>(?:\[\w+=\"[^\"]*\"\])*)(?:::(?P<part>[\w-]+))?(?P<states>(?::[\w-]+)*)"
)
SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True)
class Style:
    """One rule for one kind of widget, with the properties, the part and the states that it is for."""

    selector: str
    kinds: str
    part: str
    given: Mapping[str, str]
    around: Mapping[str, str]
    states: tuple[str, ...]
    declared: Mapping[str, str]


def styles(sheet: str) -> Iterator[Style]:
    """Every rule of a sheet, for each of its selectors."""
    for heads, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        declared = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)", body))
        for selector in (head.strip() for head in heads.split(",")):
            found = [*COMPOUND.finditer(selector)]
            assert "".join(match.group(0) for match in found) == selector.replace(" ", "", 1) or len(found) == 1, (
                selector
            )
            last = found[-1]
            given = dict(re.findall(r"\[(\w+)=\"([^\"]*)\"\]", last["given"]))
            around = dict(re.findall(r"\[(\w+)=\"([^\"]*)\"\]", found[0]["given"] if len(found) > 1 else ""))
            kinds = " ".join(match["kind"] for match in found)
            states = tuple(state for state in last["states"].split(":") if state)
            yield Style(selector, kinds, last["part"] or "", given, around, states, declared)


Shown = tuple[QWidget, QRect]  # what is pictured, and where in it the style is


def whole(widget: QWidget) -> Shown:
    return widget, widget.rect()


def plain(kind: Callable[[], QWidget]) -> Callable[[QWidget], QWidget]:
    """A widget with words, where it can have some."""

    def make(page: QWidget) -> QWidget:
        widget = kind()
        widget.setParent(page)
        for name in ("setText", "setPlainText", "setTitle"):
            if hasattr(widget, name):
                getattr(widget, name)(WORDS)
        widget.setGeometry(20, 20, 160, 60)
        return widget

    return make


def table(page: QWidget) -> QTableView:
    view = QTableView(page)
    model = QStandardItemModel(2, 3, view)
    model.setHorizontalHeaderLabels([WORDS] * 3)
    view.setModel(model)
    view.horizontalHeader().setProperty("role", "rows")
    view.horizontalHeader().setSectionsClickable(True)
    view.verticalHeader().hide()
    view.setGeometry(20, 20, 400, 160)
    return view


def headers(page: QWidget) -> QHeaderView:
    view = table(page)
    view.show()
    return view.horizontalHeader()


def names(page: QWidget) -> QListView:
    view = QListView(page)
    model = QStandardItemModel(view)
    for _row in range(3):
        model.appendRow(QStandardItem(WORDS))
    view.setModel(model)
    view.setGeometry(20, 20, 200, 160)
    return view


def tabs(page: QWidget) -> QTabBar:
    bar = QTabBar(page)
    bar.setDrawBase(False)
    for _tab in range(3):
        bar.addTab(WORDS)
    bar.setGeometry(20, 20, 400, 60)
    return bar


def menu(page: QWidget) -> QMenu:
    shown = QMenu(page)
    shown.addAction(WORDS)
    shown.addSeparator()
    shown.addAction(WORDS).setEnabled(False)
    shown.popup(page.mapToGlobal(QPoint(20, 20)))
    return shown


def within_message(kind: type[QLabel | QPushButton]) -> Callable[[QWidget], QWidget]:
    """A part of a message; the tone of the message is that of the style's first part."""

    def make(page: QWidget) -> QWidget:
        panel = QFrame(page)
        panel.setProperty("role", "message")
        panel.setGeometry(10, 10, 300, 100)
        panel.show()
        return plain(kind)(panel)

    return make


def drop_down(page: QWidget) -> QAbstractItemView:
    box = QComboBox(page)
    box.addItems([WORDS] * 3)
    box.setGeometry(20, 20, 200, 30)
    box.show()
    box.showPopup()
    return box.view()


def calendar(page: QWidget) -> QCalendarWidget:
    shown = QCalendarWidget(page)
    shown.setGeometry(20, 20, 420, 300)
    return shown


def spin(page: QWidget) -> QSpinBox:
    box = QSpinBox(page)
    box.setMaximum(99999)
    box.setValue(44444)
    box.setGeometry(20, 20, 160, 40)
    return box


def bar_of(orientation: Qt.Orientation) -> Callable[[QWidget], QScrollBar]:
    def make(page: QWidget) -> QScrollBar:
        bar = QScrollBar(orientation, page)
        bar.setRange(0, 10)
        bar.setPageStep(1000)
        bar.setGeometry(20, 20, *((14, 200) if orientation is Qt.Orientation.Vertical else (200, 14)))
        return bar

    return make


def progress(page: QWidget) -> QProgressBar:
    bar = QProgressBar(page)
    bar.setTextVisible(False)
    bar.setRange(0, 2)
    bar.setValue(1)
    bar.setGeometry(20, 20, 200, 12)
    return bar


def child(make: Callable[[QWidget], QWidget], kind: type[QWidget], name: str = "") -> Callable[[QWidget], QWidget]:
    """A part of a widget that is a widget itself."""

    def inside(page: QWidget) -> QWidget:
        outer = make(page)
        outer.show()
        return next(part for part in outer.findChildren(kind) if not name or part.objectName() == name)

    return inside


def many_tabs(page: QWidget) -> QTabBar:
    bar = tabs(page)
    bar.setUsesScrollButtons(True)
    for _more in range(12):
        bar.addTab(WORDS)
    bar.setGeometry(20, 20, 200, 40)
    return bar


def tip(page: QWidget) -> QWidget:
    QToolTip.showText(page.mapToGlobal(QPoint(30, 30)), WORDS, page)
    return next(top for top in QApplication.topLevelWidgets() if top.metaObject().className() == "QTipLabel")


STAGES: Mapping[str, Callable[[QWidget], QWidget]] = {
    "QWidget": plain(QWidget),
    "QMainWindow": plain(QMainWindow),
    "QDialog": plain(QDialog),
    "PageFrame": plain(PageFrame),
    "QScrollArea": plain(QScrollArea),
    "QToolTip": tip,
    "QLabel": plain(QLabel),
    "QFrame QLabel": within_message(QLabel),
    "QFrame QPushButton": within_message(QPushButton),
    "QFrame": plain(QFrame),
    "QPushButton": plain(QPushButton),
    "QLineEdit": plain(QLineEdit),
    "QPlainTextEdit": plain(QPlainTextEdit),
    "QComboBox": plain(QComboBox),
    "QComboBox QAbstractItemView": drop_down,
    "QTableView": table,
    "QListView": names,
    "QHeaderView": headers,
    "QMenu": menu,
    "QTabBar": tabs,
    "QTabBar QToolButton": child(many_tabs, QToolButton),
    "QSpinBox": spin,
    "QSpinBox QLineEdit": child(spin, QLineEdit),
    "QProgressBar": progress,
    "QScrollBar": bar_of(Qt.Orientation.Vertical),
    "QScrollBar:horizontal": bar_of(Qt.Orientation.Horizontal),
    "QCalendarWidget QWidget": child(calendar, QWidget, "qt_calendar_navigationbar"),
    "QCalendarWidget QToolButton": child(calendar, QToolButton, "qt_calendar_yearbutton"),
    "QCalendarWidget QSpinBox": child(calendar, QSpinBox),
    "QCalendarWidget QAbstractItemView": child(calendar, QAbstractItemView),
}
FIELDS = ("QLineEdit", "QPlainTextEdit", "QSpinBox")  # whose edge alone says that one can write there
UNSEEN = ("add-line", "sub-line", "up-button", "down-button", "add-page", "sub-page", "menu-indicator")  # taken away


def stage(page: QWidget, style: Style) -> Shown:
    """The widget that a style is for, in its states, and where the style's part of it is."""
    kinds = "QScrollBar:horizontal" if "horizontal" in style.states else style.kinds
    assert kinds in STAGES, f"{style.selector}: say in STAGES of {__name__} how to show {kinds}"
    QTest.mouseMove(page, QPoint(page.width() - 1, page.height() - 1))
    widget = STAGES[kinds](page)
    if type(widget) is QWidget or isinstance(widget, PageFrame):
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if not isinstance(widget, QMenu | QLabel) or widget.parent() is page:
        widget.setStyleSheet("" if widget.window() is page.window() else page.window().styleSheet())
    if style.around:
        widget.parentWidget().setProperty("tone", style.around["tone"])
        restyle(widget.parentWidget())
    for name, text in style.given.items():
        widget.setProperty(name, {"true": True}.get(text, text))
    restyle(widget)
    widget.show()
    area = part_of(widget, style)
    for state in style.states:
        enter(widget, state, area)
    QApplication.processEvents()
    return widget, area


def part_of(widget: QWidget, style: Style) -> QRect:
    """Where the part of a widget is that a style is for."""
    QApplication.processEvents()
    if isinstance(widget, QMenu) and style.part:
        at = 1 if style.part == "separator" else 2 if "disabled" in style.states else 0
        area = widget.actionGeometry(widget.actions()[at])
        return QRect(area.left(), area.center().y(), area.width(), 1) if at == 1 else area
    if isinstance(widget, QTabBar) and style.part == "tab":
        return widget.tabRect(0 if "selected" in style.states else 1).adjusted(0, 0, -look().px(16), 0)  # its margin
    if isinstance(widget, QHeaderView) and style.part:
        view = widget.parentWidget()
        view.resize(view.width() + 1, view.height())  # the style may have made it higher
        QApplication.processEvents()
        at = 2 if "last" in style.states else 0
        return QRect(widget.sectionViewportPosition(at), 0, widget.sectionSize(at), widget.height())
    if style.part == "item" and isinstance(widget, QAbstractItemView):
        return widget.visualRect(widget.model().index(1, 0)).translated(widget.viewport().pos())
    if style.part == "chunk":
        return QRect(0, 0, widget.width() // 2, widget.height())
    if style.part == "handle":
        return QRect(widget.rect().center() - QPoint(2, 2), QSize(4, 4))
    return widget.rect()


def free_the_mouse(window: QWidget) -> None:
    """Let the mouse be this window's, whatever earlier tests left open, held or pressed."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.hide()
    if (holder := QWidget.mouseGrabber()) is not None:
        holder.releaseMouse()
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    window.activateWindow()


def enter(widget: QWidget, state: str, area: QRect) -> None:
    """Bring a widget, or the part of it there, into a state."""
    match state:
        case "hover":
            aim = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
            QTest.mouseMove(aim, QPoint(1, 1))
            QTest.mouseMove(aim, area.center())
        case "pressed":
            assert isinstance(widget, QPushButton)
            widget.setDown(True)
        case "focus":
            widget.window().activateWindow()
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
        case "disabled" if not isinstance(widget, QMenu | QAbstractItemView):
            widget.setEnabled(False)
        case "read-only":
            assert isinstance(widget, QLineEdit | QPlainTextEdit)
            widget.setReadOnly(True)
        case "selected" if isinstance(widget, QMenu):
            widget.setActiveAction(widget.actions()[0])
        case "selected" if isinstance(widget, QAbstractItemView):
            widget.setCurrentIndex(widget.model().index(1, 0))
        case "selected" | "disabled" | "enabled" | "vertical" | "horizontal" | "last":
            pass  # the first tab is selected, and the others are which part of the widget is looked at
        case _:
            raise AssertionError(f"say in {__name__} how a widget comes into the state {state}")


def pictured(widget: QWidget, area: QRect) -> QImage:
    """The part of a widget on whatever is behind it."""
    top = widget.window()
    corner = widget.mapTo(top, area.topLeft())
    return top.grab(QRect(corner, area.size())).toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels(picture: QImage) -> Counter[str]:
    """How often each colour is there."""
    counted = Counter(memoryview(picture.constBits()).cast("B").cast("I"))
    return Counter({f"#{pixel & 0xFFFFFF:06x}": number for pixel, number in counted.items()})


def apart(first: str, second: str) -> int:
    pairs = zip(QColor(first).getRgb()[:3], QColor(second).getRgb()[:3], strict=True)
    return sum(abs(one - other) for one, other in pairs)


def edge(picture: QImage, side: str) -> set[str]:
    """The colours in the middle third of an edge."""
    wide, high = picture.width(), picture.height()
    if side in ("left", "right"):
        column = 0 if side == "left" else wide - 1
        return {QColor(picture.pixel(column, y)).name() for y in range(high // 3, 2 * high // 3 + 1)}
    row = 0 if side == "top" else high - 1
    return {QColor(picture.pixel(x, row)).name() for x in range(wide // 3, 2 * wide // 3 + 1)}


def colour_in(text: str) -> str:
    """The colour that a declaration names; empty for none and for one that cannot be seen."""
    found = re.search(r"#[0-9A-Fa-f]{6}", text)
    return found.group(0).lower() if found else ""


def broken(style: Style, picture: QImage, shows_words: bool) -> Iterator[str]:
    """What of a style is not painted as declared, or cannot be read or seen."""
    counted = pixels(picture)
    inside = (
        picture.copy(picture.rect().adjusted(4, 4, -4, -4)) if min(picture.width(), picture.height()) > 12 else picture
    )
    ground = pixels(inside).most_common(1)[0][0]
    for name, text in style.declared.items():
        colour = colour_in(text)
        if not colour:
            continue
        if name in ("background", "background-color") and ground != colour:
            yield f"{name} {colour} is {ground}"
        elif name == "color" and shows_words and min(apart(shown, colour) for shown in counted) > NEAR:
            yield f"no letter has the colour {colour}"
        elif name in ("border", "border-color", *(f"border-{side}" for side in SIDES)):
            for side in SIDES if name in ("border", "border-color") else [name.removeprefix("border-")]:
                own = style.declared.get(f"border-{side}")
                if (own is None or own == text) and colour not in edge(picture, side):
                    yield f"the {side} edge has no {colour} but {edge(picture, side)}"
    if shows_words:
        best = max(contrast(shown, ground) for shown in counted)
        if best < READ:
            yield f"words have {best:.2f} : 1 on {ground}"
    yield from faint(style, ground)


def faint(style: Style, ground: str) -> Iterator[str]:
    """The edge of a field, and of whatever has the focus, that differs too little from what is inside it."""
    field = style.kinds in FIELDS and not {"disabled", "read-only"} & set(style.states)
    ringed = "focus" in style.states and style.given.get("kind") != "filled"  # that one has a ring inside it
    colour = colour_in(style.declared.get("border", ""))
    if (field or ringed) and colour and contrast(colour, ground) < SEEN:
        yield f"its edge has {contrast(colour, ground):.2f} : 1"


@pytest.mark.parametrize("name", THEMES)
def test_every_declared_style_is_painted_and_can_be_read(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    theme = dressed(qapp, THEMES[name])
    window = QMainWindow()
    window.setStyleSheet(theme.sheet)
    window.resize(700, 500)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    free_the_mouse(window)
    wrong: dict[str, list[str]] = {}
    tried = 0
    for style in styles(theme.sheet):
        if style.part in UNSEEN:
            continue
        page = QWidget(window)
        page.setProperty("role", "ground")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setGeometry(0, 0, 700, 500)
        page.show()
        widget, area = stage(page, style)
        shows_words = isinstance(widget, QLabel | QPushButton | QLineEdit | QPlainTextEdit) or style.part in (
            "item",
            "tab",
            "section",
        )
        if found := [*broken(style, pictured(widget, area), shows_words)]:
            wrong[style.selector] = found
        tried += 1
        QToolTip.hideText()
        widget.close()
        page.hide()
        page.deleteLater()
    window.close()
    Theme(qapp, "light")
    assert tried > 80
    assert not wrong, "\n".join(f"{selector}: {', '.join(found)}" for selector, found in wrong.items())


def test_no_style_is_declared_outside_the_theme() -> None:
    """Else it would not be walked: windows put on the theme's sheet, and nothing else sets one."""
    setting = re.compile(r"setStyleSheet\((?!(self\.)?_?theme\.sheet\)|owner\.window\(\)\.styleSheet\(\)\))")
    files = (Path(ui.__file__).parent).rglob("*.py")
    assert [path.name for path in files if setting.search(path.read_text(encoding="utf-8"))] == []


def test_the_drawing_of_the_search_box_grows_with_the_text(qapp: QApplication, qtbot: QtBot) -> None:
    widths = []
    for size in (100, 200):
        theme = Theme(qapp, "light", size)
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.setStyleSheet(theme.sheet)
        bar.resize(1200, bar.sizeHint().height())
        bar.search.setPlaceholderText("")
        bar.show()
        picture = bar.search.grab().toImage()
        inside = [
            x
            for x in range(4, look().px(30))
            for y in range(4, picture.height() - 4)
            if contrast(QColor(picture.pixel(x, y)).name(), look().tokens.surface) > SEEN
        ]
        widths.append(max(inside) - min(inside))
    Theme(qapp, "light")
    assert widths[1] >= 1.8 * widths[0]

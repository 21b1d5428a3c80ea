"""What has the focus is seen: measured from pixels on every kind of control, in every theme."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractButton, QApplication, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.text import speak
from desktop.ui import theme as themes
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme, Tokens
from desktop.ui.widgets.page import _Content
from tests.offices import Templates
from tests.training import gestures, opened, set_up_training
from tests.ui.test_theme import contrast

THEMES = {
    "light": themes.LIGHT,
    "dark": themes.DARK,
    "contrast": themes.CONTRAST_LIGHT,
    "contrast dark": themes.CONTRAST_DARK,
}
PAGES = ("partners", "partner", "partnership", "diligence", "question", "screening", "settings")  # all kinds of control
LEAST = 3.0  # WCAG 2.2, 1.4.11 and 2.4.13
SMALLEST = 6  # pixels around a control, at least, that change so much for each ten of its width


def dressed(app: QApplication, tokens: Tokens) -> Theme:
    """The application in these colours, whatever the system prefers."""

    class Fixed(Theme):
        def _tokens(self) -> Tokens:
            return tokens

    return Fixed(app, "light")


@pytest.fixture(scope="module")
def folder(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training office."""
    return Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path_factory.mktemp("focus") / "training"))


def kind_of(widget: QWidget) -> str:
    """Which kind of control it is, by what its style depends on."""
    state = "" if not isinstance(widget, QAbstractButton) else f" {widget.isChecked()}" if widget.isCheckable() else ""
    return " ".join(
        [type(widget).__name__, *(str(widget.property(name) or "") for name in ("kind", "role", "tone")), state]
    ).strip()


def stops(window: Window) -> Iterator[QWidget]:
    """The controls in sight that take the focus; the heading of a page is no control."""
    for widget in window.findChildren(QWidget):
        seen = widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if seen and takes and not isinstance(widget, _Content) and widget.width() > 8:
            yield widget


def seen_of(widget: QWidget, ground: str) -> QImage:
    """A control on the ground behind it, wherever the page is scrolled to."""
    picture = QPixmap(widget.size())
    picture.fill(QColor(ground))
    widget.render(picture, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return picture.toImage()


def changed(before: QImage, after: QImage) -> int:
    """How many pixels differ between two pictures by at least 3 : 1."""
    ratios: dict[tuple[int, int], float] = {}
    count = 0
    for y in range(min(before.height(), after.height())):
        if bytes(before.constScanLine(y)) == bytes(after.constScanLine(y)):
            continue
        for x in range(min(before.width(), after.width())):
            pair = before.pixel(x, y), after.pixel(x, y)
            if pair[0] != pair[1]:
                if pair not in ratios:
                    ratios[pair] = contrast(QColor(pair[0]).name(), QColor(pair[1]).name())
                count += ratios[pair] >= LEAST
    return count


@pytest.mark.matrix(3)
@pytest.mark.parametrize("name", THEMES)
def test_the_focus_is_seen_on_every_kind_of_control(folder: Path, qapp: QApplication, qtbot: QtBot, name: str) -> None:
    speak("fr")
    faint: dict[str, str] = {}
    met: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    with opened(folder) as office:
        tasks = Tasks()
        window = Window(office, places(), tasks, dressed(qapp, THEMES[name]))
        window.resize(1366, 740)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        for key, arguments in gestures(office):
            if key not in PAGES or (key, *arguments) in seen:
                continue
            seen.add((key, *arguments))
            window.go(key, **arguments)
            QApplication.processEvents()
            for widget in list(stops(window)):
                if (kind := kind_of(widget)) in met:
                    continue
                met.add(kind)
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                QApplication.processEvents()
                after, focused = seen_of(widget, THEMES[name].ground), widget.hasFocus()
                widget.clearFocus()
                QApplication.processEvents()
                count = changed(seen_of(widget, THEMES[name].ground), after)
                least = min(widget.width(), 160) * SMALLEST // 10
                if focused and count < least:
                    faint[kind] = f"{count} of {least} pixels, {key}"
        tasks.settle()
        window.close()
        tasks.close()
        window.deleteLater()
    assert len(met) >= 15, met
    assert faint == {}


@pytest.mark.parametrize("name", THEMES)
def test_progress_is_seen_against_its_track(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    bar.setStyleSheet(dressed(qapp, THEMES[name]).sheet)
    bar.setTextVisible(False)
    bar.setFixedSize(200, 8)
    bar.setRange(0, 2)
    bar.setValue(1)
    bar.show()
    picture = bar.grab().toImage()
    done, rest = (QColor(picture.pixel(x, 4)).name() for x in (50, 150))
    assert contrast(done, rest) >= LEAST
    ground = THEMES[name].ground
    assert contrast(done, ground) >= LEAST

"""Charts in the window: by keys, by ear, as a table, in every theme, and the same marks as on paper."""

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.text import LANGUAGES
from desktop.documents.chart_ink import SIZE, PrintedLetters
from desktop.documents.charts.chart import Chart
from desktop.documents.charts.marks import ChartBar, MarkInk
from desktop.documents.charts.plot import plot
from desktop.ui.chart_painter import ChartPainter, ScreenLetters, inks
from desktop.ui.charts import ChartPanel, table_rows
from desktop.ui.theme import SIZES, Theme, look
from tests.charted import assert_nothing_meets, contrast, typical
from tests.paper import page_texts

pytestmark = pytest.mark.usefixtures("theme")
NO_BREAK = "\u00a0"
WIDTH = 481.9  # points between the margins of a page


@pytest.fixture
def panel(qtbot: QtBot) -> ChartPanel:
    """The contributions by kind and year, as a card in a window that has the keys."""
    made = ChartPanel(typical("fr")["kinds"])
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    made.canvas.setFocus()
    return made


def heard(panel: ChartPanel) -> str:
    """What a screen reader is told of the number that the arrows are on."""
    reading = QAccessible.queryAccessibleInterface(panel.canvas)
    return reading.child(panel.canvas.at).text(QAccessible.Text.Name).replace(NO_BREAK, " ")


def press(panel: ChartPanel, *keys: Qt.Key) -> str:
    """Press keys in the chart; what is heard then."""
    for key in keys:
        QTest.keyClick(panel.canvas, key)
    return heard(panel)


def test_arrows_go_from_number_to_number_and_each_is_spoken(panel: ChartPanel) -> None:
    keys = Qt.Key
    assert heard(panel) == "2022, argent : 12 400 USD"
    assert press(panel, keys.Key_Right) == "2023, argent : 18 900 USD"
    assert press(panel, keys.Key_Up) == "2023, biens : 2 500 USD"
    assert press(panel, keys.Key_Down, keys.Key_Left, keys.Key_Left) == "2022, argent : 12 400 USD"
    assert press(panel, keys.Key_End) == "2026, technologie : 8 000 USD"
    assert press(panel, keys.Key_Home) == "2022, argent : 12 400 USD"
    reading = QAccessible.queryAccessibleInterface(panel.canvas)
    assert reading.role() == QAccessible.Role.List
    assert reading.childCount() == 25
    assert reading.child(7).role() == QAccessible.Role.ListItem
    assert reading.indexOfChild(reading.child(7)) == 7
    assert reading.child(7).rect().isValid()
    assert reading.text(QAccessible.Text.Name) == "Contributions par nature"
    assert reading.text(QAccessible.Text.Description).startswith("Total. Hausse de")


def test_a_screen_reader_that_listens_may_ask_for_a_number_of_a_chart_that_is_gone(qtbot: QtBot) -> None:
    QAccessible.setActive(True)
    panel = ChartPanel(typical("fr")["trend"])
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    panel.canvas.setFocus()
    qtbot.waitUntil(panel.canvas.hasFocus)
    assert press(panel, Qt.Key.Key_End) == "2026 : 4,0 %"
    number = QAccessible.queryAccessibleInterface(panel.canvas).child(3)
    assert number.parent().role() == QAccessible.Role.List
    QTest.keyClick(panel.canvas, Qt.Key.Key_Left)
    assert number.state().focused
    panel.close()
    panel.deleteLater()
    qtbot.wait(20)
    assert not number.isValid()
    assert number.text(QAccessible.Text.Name) == "" and not number.rect().isValid() and not number.state().focused
    QAccessible.setActive(False)


def test_enter_and_a_click_open_the_records_of_a_number(panel: ChartPanel, qtbot: QtBot) -> None:
    opened: list[str] = []
    panel.opened.connect(opened.append)
    press(panel, Qt.Key.Key_Right, Qt.Key.Key_Return)
    stop = panel.canvas.scene.stops[panel.canvas.at + 5]
    QTest.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=panel.canvas.ring(stop).center())
    panel.turn()
    panel.rows.view.pressed_enter.emit()
    assert opened == ["argent/1", "argent/2", "argent/2"]


def test_the_table_is_one_key_away_at_the_same_number_and_says_everything(panel: ChartPanel) -> None:
    press(panel, Qt.Key.Key_Right, Qt.Key.Key_Up)
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    assert panel.rows.isVisible()
    assert panel.rows.view.hasFocus()
    assert panel.rows.current_key() == (1, 1)
    spoken = [row.words.replace(NO_BREAK, " ") for row in panel.rows.rows]
    assert len(spoken) == 30
    assert spoken[-2:] == ["2026\ttechnologie\t8 000 USD", "2026\tTotal\t82 560 USD"]
    QTest.keyClick(panel.rows.view, Qt.Key.Key_T)
    assert panel.canvas.isVisible()
    assert panel.canvas.hasFocus()
    assert not panel.rows.isVisible()
    for chart in typical("fr").values():
        assert len(table_rows(chart)) >= len(chart.labels)


def test_picture_and_numbers_are_copied(panel: ChartPanel) -> None:
    QTest.keyClick(panel.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    content = QGuiApplication.clipboard().mimeData()
    assert content.hasImage()
    assert content.text().splitlines()[:2] == [
        "USD\targent\tbiens\tservices\ttemps de travail\ttechnologie",
        "2022\t12400\t4000\t1200\t0\t0",
    ]
    assert b"2026;46000;16400;7160;5000;8000" in content.data("text/csv").data()


@pytest.mark.parametrize("choice", ["light", "dark", "contrast"])
def test_every_mark_is_seen_in_every_theme(theme: Theme, choice: str) -> None:
    """3:1 against the ground that it stands on, and between two series by pattern, not by colour."""
    theme.choose(choice)
    tokens = look().tokens
    for ink, colour in inks(look()).items():
        if ink is not MarkInk.HAIR:
            assert contrast(colour, tokens.surface) >= 3, (choice, ink)
    theme.choose("light")


def test_the_ring_of_the_focus_is_drawn_around_the_number(panel: ChartPanel) -> None:
    press(panel, Qt.Key.Key_Right)
    ring = panel.canvas.ring(panel.canvas.scene.stops[panel.canvas.at])
    shown = panel.canvas.grab().toImage()
    ratio = shown.devicePixelRatio()
    on_ring = shown.pixelColor(int((ring.left()) * ratio), int(ring.center().y() * ratio))
    assert contrast(on_ring.name(), look().tokens.surface) >= 3
    assert on_ring.name() == look().tokens.accent.lower()


@pytest.mark.parametrize("size", [SIZES[0], 150, SIZES[-1]])
def test_nothing_is_cut_at_any_width_text_size_or_language(theme: Theme, size: int) -> None:
    theme.resize(size)
    letters = ScreenLetters(look())
    for language, width in product(LANGUAGES, (320, 480, 760, 1200)):
        for chart in typical(language).values():
            assert_nothing_meets(plot(chart, width, letters))
    theme.resize(100)


@pytest.mark.parametrize("language", LANGUAGES)
def test_screen_and_paper_have_the_same_marks(language: str, tmp_path: Path) -> None:
    """The same numbers and texts, bars of the same look; and what the window's painter draws can be read back."""
    for name, chart in typical(language).items():
        printed, letters = plot(chart, WIDTH, PrintedLetters(language)), ScreenLetters(look())
        shown = plot(chart, WIDTH * letters.size / SIZE, letters)
        assert sorted(words.text for words in shown.words()) == sorted(words.text for words in printed.words()), name
        assert [stop.spoken for stop in shown.stops] == [stop.spoken for stop in printed.stops]
        assert [_look_of(bar) for bar in shown.bars()] == [_look_of(bar) for bar in printed.bars()]
        assert len(shown.marks) == len(printed.marks)
        read = _read_back(chart, tmp_path / f"{name}.pdf")
        assert [words.text for words in shown.words() if "".join(words.text.split()) not in read] == []


def _look_of(bar: ChartBar) -> tuple[object, ...]:
    return bar.ink, bar.pattern, bar.stop


def _read_back(chart: Chart, file: Path) -> str:
    """The letters of a chart, without blanks, that the window's painter drew into a file."""
    letters = ScreenLetters(look())
    scene = plot(chart, WIDTH * letters.size / SIZE, letters)
    writer = QPdfWriter(str(file))
    writer.setResolution(int(QGuiApplication.primaryScreen().logicalDotsPerInch()))
    writer.setPageSize(QPageSize(QSizeF(scene.width + 100, scene.height + 100), QPageSize.Unit.Point))
    painter = QPainter(writer)
    ChartPainter(painter, look(), letters).draw(scene)
    painter.end()
    return "".join("".join(page_texts(file.read_bytes())).split())


def test_a_chart_follows_the_width_and_the_size_of_letters(panel: ChartPanel, theme: Theme, qapp: QApplication) -> None:
    canvas = panel.canvas
    assert canvas.heightForWidth(400) > 0
    low = canvas.heightForWidth(700)
    theme.resize(200)
    assert canvas.heightForWidth(700) > low
    theme.resize(100)
    panel.show_chart(typical("fr")["missing"])
    assert heard(panel) == "2022 : non calculable"

"""A document on screen: pages as large as one likes, words found and copied, the whole screen, and no waiting."""

from collections.abc import Iterator
from io import BytesIO
from time import thread_time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.base.numbers import format_percent
from desktop.base.text import language
from desktop.ui.preview import DocumentPreview
from desktop.ui.preview.finding import folded
from desktop.ui.preview.page_canvas import Fit
from desktop.ui.theme import Theme

A4 = (595.276, 841.89)
WORDS = ("Le partenaire signe à Dakar.", "Rien ici.", "PARTENAIRE, bénéficiaires", "La fin : le partenaire.")


def paper(pages: tuple[str, ...], size: tuple[float, float] = A4) -> bytes:
    """A PDF with one line at the top of each page."""
    written = BytesIO()
    canvas = Canvas(written, pagesize=size)
    for words in pages:
        canvas.drawString(72, size[1] - 100, words)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


@pytest.fixture
def deeds() -> list[str]:
    """What the preview was asked to do."""
    return []


@pytest.fixture
def preview(qtbot: QtBot, theme: Theme, deeds: list[str]) -> Iterator[DocumentPreview]:
    """Four pages, as on a usual laptop."""
    window = QWidget()
    window.setStyleSheet(theme.sheet)
    shown = DocumentPreview(lambda: deeds.append("print"), lambda: deeds.append("save"))
    shown.setParent(window)
    qtbot.addWidget(window)
    window.resize(1100, 520)
    shown.resize(1100, 520)
    with qtbot.waitActive(window):
        window.show()
    shown.set_pdf(paper(WORDS))
    qtbot.waitUntil(lambda: shown.is_drawn)
    yield shown


def press(
    preview: DocumentPreview, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    for key in keys:
        QTest.keyClick(preview.window().focusWidget(), key, modifier)


CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_whole_page_and_its_width_come_by_a_key(preview: DocumentPreview) -> None:
    canvas = preview.parts.canvas
    assert canvas.hasFocus(), "reading begins in the document"
    press(preview, Qt.Key.Key_0, modifier=CONTROL)
    assert canvas.fit is Fit.PAGE
    assert canvas._box(0).height() <= canvas.viewport().height()
    press(preview, Qt.Key.Key_0, modifier=CONTROL)
    assert canvas.fit is Fit.WIDTH
    assert canvas._box(0).width() > 0.9 * canvas.viewport().width()


def test_keys_make_pages_larger_and_smaller_and_the_page_in_front_stays(preview: DocumentPreview, qtbot: QtBot) -> None:
    preview.turn(2)
    before = preview.parts.canvas.zoom
    press(preview, Qt.Key.Key_Plus, Qt.Key.Key_Plus, modifier=CONTROL)
    assert preview.parts.canvas.zoom > before and preview.page == 3
    press(preview, Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Minus, modifier=CONTROL)
    assert preview.parts.canvas.zoom < before and preview.page == 3
    assert preview.zoom.text() == format_percent(round(100 * preview.parts.canvas.zoom), language())


def test_words_are_found_whatever_their_case_and_marked(preview: DocumentPreview, qtbot: QtBot) -> None:
    press(preview, Qt.Key.Key_F, modifier=CONTROL)
    bar = preview.parts.bar
    assert bar.field.hasFocus()
    QTest.keyClicks(bar.field, "Partenaire")
    press(preview, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.count.text().replace("\xa0", " ") == "1 sur 3")
    press(preview, Qt.Key.Key_Return)
    assert preview.page == 3 and bar.count.text().replace("\xa0", " ") == "2 sur 3"
    press(preview, Qt.Key.Key_Return, modifier=SHIFT)
    assert preview.page == 1
    assert [len(preview.parts.finder.on_page(page)) for page in range(4)] == [1, 0, 1, 1]
    bar.field.selectAll()
    QTest.keyClicks(bar.field, "beneficiaires")
    press(preview, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: preview.page == 3)
    bar.field.selectAll()
    QTest.keyClicks(bar.field, "absent")
    press(preview, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.count.text() == "Introuvable dans ce document")
    press(preview, Qt.Key.Key_Escape)
    assert bar.isHidden() and preview.parts.canvas.hasFocus() and preview.parts.finder.passages == []


def test_a_mark_stands_where_the_word_stands(preview: DocumentPreview, qtbot: QtBot) -> None:
    preview.find_words()
    preview.parts.finder.look_for("partenaire", 0)
    qtbot.waitUntil(lambda: not preview.parts.finder.searching)
    place = preview.parts.canvas._places(preview.parts.finder.passages[0])[0]
    assert 72 < place.left() < 100 and 85 < place.top() < 100 and place.width() > 30


def test_words_are_compared_as_a_reader_would() -> None:
    text = folded("L’ac-\x02\r\ncord  entre\r\nles  PARTIES")
    assert text.letters == "l'ac-cord entre les parties"
    assert [*folded("cœur de Cœur").occurrences(folded("coeur").letters)] == [(0, 4), (8, 4)]


def test_a_page_is_gone_to_by_its_number_and_by_its_small_picture(preview: DocumentPreview, qtbot: QtBot) -> None:
    shown = preview.number.findChild(QLineEdit)
    assert shown.text() == "1" and shown.width() > shown.fontMetrics().horizontalAdvance("888"), "the number is seen"
    preview.number.setFocus()
    preview.number.selectAll()
    QTest.keyClicks(preview.number, "4")
    press(preview, Qt.Key.Key_Return)
    assert preview.page == 4
    strip = preview.parts.strip
    assert strip.isVisible() and strip.currentRow() == 3
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.visualItemRect(strip.item(1)).center())
    assert preview.page == 2


def test_small_pages_make_way_where_there_is_no_room(preview: DocumentPreview) -> None:
    preview.window().resize(640, 300)
    preview.resize(640, 300)
    assert preview.parts.strip.isHidden() and preview.strip_button.isHidden()
    shown = [part for part in preview.head.children() if isinstance(part, QWidget) and part.isVisible()]
    assert max(part.geometry().right() for part in shown) <= preview.head.width()


def test_words_are_selected_and_copied(preview: DocumentPreview) -> None:
    canvas = preview.parts.canvas
    press(preview, Qt.Key.Key_A, modifier=CONTROL)
    press(preview, Qt.Key.Key_C, modifier=CONTROL)
    assert QGuiApplication.clipboard().text().strip() == WORDS[0]
    box, scale = canvas._box(0), canvas._scale
    start = box.topLeft() + QPoint(round(74 * scale), round(96 * scale))
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas.viewport(), start + QPoint(round(60 * scale), 0))
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(round(60 * scale), 0))
    assert canvas.selected_text and WORDS[0].startswith(canvas.selected_text.strip())


def test_the_whole_screen_and_back(preview: DocumentPreview, deeds: list[str], qtbot: QtBot) -> None:
    press(preview, Qt.Key.Key_F11)
    screen = preview.sheet.window()
    assert screen is not preview.window()
    qtbot.waitUntil(screen.isFullScreen)
    QTest.keyClick(preview.parts.canvas, Qt.Key.Key_P, CONTROL)
    assert deeds == ["print"]
    QTest.keyClick(preview.parts.canvas, Qt.Key.Key_F11)
    assert preview.sheet.window() is preview.window() and preview.sheet.isVisible()
    press(preview, Qt.Key.Key_F11)
    QTest.keyClick(preview.parts.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: preview.sheet.window() is preview.window())


def test_no_turn_of_the_window_draws_a_page(preview: DocumentPreview, qapp: QApplication) -> None:
    canvas = preview.parts.canvas
    preview.set_pdf(paper(tuple("page" for _page in range(60))))
    slowest = 0.0
    for step in range(120):
        canvas.verticalScrollBar().setValue(step * 400)
        if step % 30 == 10:
            preview.magnify(1)
        before = thread_time()
        qapp.processEvents()
        slowest = max(slowest, thread_time() - before)
    assert slowest < 0.05


def test_what_is_scrolled_past_is_never_drawn(preview: DocumentPreview, qtbot: QtBot) -> None:
    preview.set_pdf(paper(tuple("page" for _page in range(60))))
    canvas = preview.parts.canvas
    canvas.go_to(59)
    qtbot.waitUntil(lambda: preview.is_drawn)
    large = {size.page for size in preview.parts.pictures._sheets if size.width > 200}
    assert 59 in large and len(large) < 6


def test_bytes_that_are_no_document_say_so(preview: DocumentPreview) -> None:
    preview.set_pdf(b"not a document")
    assert preview.pages == 0 and preview.stack.currentWidget() is preview.refused
    assert not preview.finding.isEnabled()
    preview.set_pdf(paper(WORDS[:1]))
    assert preview.pages == 1

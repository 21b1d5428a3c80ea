"""Printing: what comes out are the pages of the PDF, and only what a printer took is said."""

import sys
from collections.abc import Generator, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.base.progress import Progress
from desktop.presenters.office.settings import UnsavedSettings
from desktop.presenters.presenter import HandedOver, Printout
from desktop.ui.asking import ConfirmBox
from desktop.ui.preview.pdf_pages import PdfPages
from desktop.ui.printing import Placing, PrinterDesk, placing
from desktop.ui.tasks import Tasks
from desktop.ui.widgets import Text
from tests.refusal import refused
from tests.systems import only_where

ALIKE = 0.003  # of all dots, at the edges of letters
A4, LETTER, WIDE = (595.276, 841.89), (612.0, 792.0), (841.89, 595.276)


def pdf_of(*sizes: tuple[float, float]) -> bytes:
    """A PDF whose pages each hold a word, a line and a filled box."""
    written = BytesIO()
    canvas = Canvas(written)
    for number, (wide, high) in enumerate(sizes, 1):
        canvas.setPageSize((wide, high))
        canvas.setFont("Helvetica", 24)
        canvas.drawString(90, high - 120, f"Page {number} : accord de don")
        canvas.line(60, 60, wide - 60, 60)
        canvas.setFillColorRGB(0.0, 0.2, 0.63)
        canvas.rect(100, 200 + 40 * number, 120, 60, fill=1)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[PrinterDesk]:
    window, tasks = Text(), Tasks()
    qtbot.addWidget(window)
    yield PrinterDesk(window, tasks, UnsavedSettings())
    tasks.close()


def file_printer(path: Path, size: tuple[float, float] = A4, resolution: int = 150) -> QPrinter:
    """A printer that writes what it would print into a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(resolution)
    printer.setPageSize(QPageSize(QSizeF(*size), QPageSize.Unit.Point))
    return printer


def printed(desk: PrinterDesk, printer: QPrinter, pdf: bytes, qtbot: QtBot) -> list[HandedOver]:
    """What was said after printing all that was chosen."""
    said: list[HandedOver] = []
    desk.accept(printer, desk.source(Printout("Accord", pdf)), said.append)
    qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=10_000)
    return said


def pictures(pdf: bytes, qapp: QApplication) -> list[Image.Image]:
    """The pages of a PDF, in grey."""
    document = PdfPages(qapp)
    assert document.open(pdf)
    shown = []
    for page, size in enumerate(document.sizes):
        drawn = document.pdf.render(page, QSize(round(2 * size.width()), round(2 * size.height())))
        paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
        paper.fill(0xFFFFFFFF)
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        shown.append(Image.frombytes("RGBA", drawn.size().toTuple(), bytes(paper.constBits())).convert("L"))
    return shown


def differing(first: Image.Image, second: Image.Image) -> float:
    """The share of dots that are clearly not alike; drivers round the size of paper to whole points."""
    assert max(abs(ours - theirs) for ours, theirs in zip(first.size, second.size, strict=True)) <= 2
    box = (0, 0, min(first.width, second.width), min(first.height, second.height))
    counts = ImageChops.difference(first.crop(box), second.crop(box)).histogram()
    return sum(counts[128:]) / sum(counts)


@pytest.mark.parametrize("size", [A4, LETTER], ids=["A4", "Letter"])
def test_what_comes_out_are_the_pages_of_the_pdf(
    desk: PrinterDesk, tmp_path: Path, qtbot: QtBot, qapp: QApplication, size: tuple[float, float]
) -> None:
    pdf = pdf_of(size, size)
    said = printed(desk, file_printer(tmp_path / "out.pdf", size), pdf, qtbot)
    assert [handed.pages for handed in said] == [2]
    ours, theirs = pictures((tmp_path / "out.pdf").read_bytes(), qapp), pictures(pdf, qapp)
    assert len(ours) == 2
    assert max(differing(one, other) for one, other in zip(ours, theirs, strict=True)) < ALIKE
    assert differing(ours[0], theirs[1]) > 0.01, "pages that differ are told apart"


def test_only_the_pages_chosen_are_printed_in_the_order_chosen(
    desk: PrinterDesk, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    pdf, printer = pdf_of(*[A4] * 4), file_printer(tmp_path / "out.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert printed(desk, printer, pdf, qtbot)[0].pages == 2
    ours, theirs = pictures((tmp_path / "out.pdf").read_bytes(), qapp), pictures(pdf, qapp)
    assert [differing(ours[0], theirs[2]) < ALIKE, differing(ours[1], theirs[1]) < ALIKE] == [True, True]


def test_copies_are_whole_one_after_the_other(desk: PrinterDesk, tmp_path: Path, qtbot: QtBot) -> None:
    printer = file_printer(tmp_path / "out.pdf")
    printer.setCopyCount(2)
    said = printed(desk, printer, pdf_of(A4, A4), qtbot)
    assert said[0].pages == 4


def test_a_wide_page_lies_on_its_side(desk: PrinterDesk, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    pdf = pdf_of(A4, WIDE)
    printed(desk, file_printer(tmp_path / "out.pdf"), pdf, qtbot)
    ours, theirs = pictures((tmp_path / "out.pdf").read_bytes(), qapp), pictures(pdf, qapp)
    assert differing(ours[1], theirs[1]) < ALIKE


@pytest.mark.modal
@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows asks in a window of its own")
@pytest.mark.parametrize(
    ("answer", "pages"), [(QDialog.DialogCode.Accepted, [1]), (QDialog.DialogCode.Rejected, [])], ids=["print", "not"]
)
def test_the_dialogue_of_the_system_prints_or_not(
    desk: PrinterDesk, tmp_path: Path, qtbot: QtBot, answer: QDialog.DialogCode, pages: list[int]
) -> None:
    said: list[HandedOver] = []
    desk.window.show()
    desk.ask(file_printer(tmp_path / "out.pdf"), Printout("Accord", pdf_of(A4)), said.append)
    dialog = desk.window.findChild(QPrintDialog)
    assert dialog is not None and dialog.isVisible()
    QDialog.done(dialog, answer.value)  # as its buttons do, which before that choose a printer of this computer
    qtbot.waitUntil(lambda: not desk.tasks.busy and not desk.window.findChildren(QPrintDialog), timeout=10_000)
    assert [handed.pages for handed in said] == pages
    assert (tmp_path / "out.pdf").exists() == bool(pages)


@pytest.mark.modal
def test_pages_are_never_made_smaller_without_a_word(desk: PrinterDesk, tmp_path: Path, qtbot: QtBot) -> None:
    said: list[HandedOver] = []
    desk.accept(file_printer(tmp_path / "out.pdf", LETTER), desk.source(Printout("Accord", pdf_of(A4))), said.append)
    box = next(box for box in desk.window.findChildren(ConfirmBox))
    assert "94 %" in box.confirm.text().replace("\xa0", " ")
    box.confirm.click()
    qtbot.waitUntil(lambda: len(said) == 1, timeout=10_000)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_how_pages_come_onto_paper() -> None:
    assert placing(QSizeF(*A4), QSizeF(595, 842)) == Placing(1.0, False), "drivers round"
    assert placing(QSizeF(*A4), QSizeF(*LETTER)).percent == 94
    assert placing(QSizeF(*LETTER), QSizeF(*A4)).percent == 97
    assert placing(QSizeF(*WIDE), QSizeF(*A4)) == Placing(1.0, True)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said_and_nothing_was_handed_over(
    desk: PrinterDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[HandedOver] = []
    source = desk.source(Printout("Accord", pdf_of(A4)))
    steps = desk.steps(file_printer(tmp_path / "missing" / "out.pdf"), source, [0], Progress())
    with refused("printer-not-ready"):
        list(steps)
    assert said == []


def test_the_printer_used_last_is_remembered(desk: PrinterDesk, tmp_path: Path, qtbot: QtBot) -> None:
    printer = file_printer(tmp_path / "out.pdf")
    printed(desk, printer, pdf_of(A4), qtbot)
    assert desk.machine.settings.printer == printer.printerName()


def test_stop_withdraws_what_was_not_finished(desk: PrinterDesk, tmp_path: Path, qtbot: QtBot) -> None:
    said: list[HandedOver] = []
    begun: list[Progress] = []
    desk.tasks.started.connect(lambda _what, progress: begun.append(progress))
    desk.accept(file_printer(tmp_path / "out.pdf"), desk.source(Printout("Accord", pdf_of(*[A4] * 9))), said.append)
    begun[0].stop()
    qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=10_000)
    assert said == []


@only_where(sys.platform != "win32", "Windows always has a printer")
def test_without_a_printer_one_sentence_says_so(desk: PrinterDesk) -> None:
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this computer has a printer")
    with refused("no-printer"):
        desk.put_on_paper(Printout("Accord", pdf_of(A4)), lambda _handed: None)


def test_turns_end_with_the_window(qtbot: QtBot) -> None:
    tasks, ended, turns = Tasks(), [], []

    def steps(progress: Progress) -> Generator[None, None, int]:
        try:
            while True:
                turns.append(True)
                yield
        finally:
            ended.append(True)

    tasks.by_turns("Printing", steps, lambda _count: None)
    qtbot.waitUntil(lambda: len(turns) > 2)
    tasks.close()
    assert ended == [True]

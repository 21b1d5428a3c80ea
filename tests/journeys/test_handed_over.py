"""Files and what is no file on the place for evidence: cases beside those of test_dropped_files."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.settings import load_settings
from desktop.office import Office
from desktop.services.diligence import assessments
from desktop.store.vault import Vault
from desktop.ui.app import Program
from desktop.ui.evidence import FileDrop
from desktop.ui.widgets import Button, Text
from tests.casework import Casework, work
from tests.foreign import UNUSABLE, saved
from tests.journeys.test_dropped_files import said

__all__ = ["work"]

LINK = QUrl("https://www.example.org/rapport?an=2026")


def begun(work: Casework, qapp: QApplication) -> Program:
    program = Program(qapp, load_settings(), work.office.folder)
    program.begin()
    program._entered(work.office)
    return program


@pytest.fixture
def program(work: Casework, qapp: QApplication) -> Iterator[Program]:
    program = begun(work, qapp)
    yield program
    program.close()


def place(program: Program, work: Casework, qtbot: QtBot) -> FileDrop:
    assert program.controller is not None
    qtbot.waitUntil(lambda: bool(list(work.office.backups.glob("*"))), timeout=20_000)
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=20_000)
    window = program.controller.window
    window.go("question", case=work.case.id, question="A01")
    window.view.presenter.answer("A01", {"text": "Teranga SA", "assessment": "verified"})
    QApplication.processEvents()
    drop: FileDrop = window.view.boxes["A01"].evidence.drop
    return drop


def dropped(drop: FileDrop, *urls: QUrl) -> None:
    brought = QMimeData()
    brought.setUrls(list(urls))
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    drop.dropEvent(QDropEvent(QPointF(5, 5), action, brought, left, Qt.KeyboardModifier.NoModifier))


def file_of(folder: Path, name: str) -> QUrl:
    (folder / name).write_bytes(UNUSABLE[name][0]() if name in UNUSABLE else saved(name))
    return QUrl.fromLocalFile(str(folder / name))


def names(drop: FileDrop) -> list[str]:
    return [button.text() for button in drop.findChildren(Button) if "." in button.text() and button.isVisible()]


def link_label(drop: FileDrop) -> Any:
    return next((text for text in drop.findChildren(Text) if "PDF" in text.text()), None)


def test_a_link_dropped_among_files_is_spoken_of_as_well(
    work: Casework, program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    drop = place(program, work, qtbot)
    dropped(drop, file_of(tmp_path, "writer.docx"), LINK)
    qtbot.waitUntil(lambda: names(drop) == ["writer.docx"], timeout=20_000)
    assert "PDF" in said(drop), "the link went without a word"


def test_a_file_on_a_phone_is_not_taken_for_a_page(work: Casework, program: Program, qtbot: QtBot) -> None:
    drop = place(program, work, qtbot)
    dropped(drop, QUrl("mtp://telephone/DCIM/1.jpg"))
    assert "PDF" not in said(drop), "there is no page to save as a PDF"
    assert drop.error.text() or link_label(drop) is None


def test_what_is_said_of_a_link_stays_while_somebody_types_on(work: Casework, program: Program, qtbot: QtBot) -> None:
    drop = place(program, work, qtbot)
    dropped(drop, LINK)
    assert "PDF" in said(drop)
    written = program.controller.window.view.boxes["A01"].control.inputs["text"].box  # type: ignore[union-attr]
    written.box.setFocus()
    QTest.keyClicks(written.box, "x")
    written.commit()
    QApplication.processEvents()
    assert "PDF" in said(drop), "it was taken away by the next word that is saved"


@pytest.mark.parametrize("size", [(1366, 768), (911, 464)])
def test_what_is_said_of_a_link_is_in_sight(
    size: tuple[int, int], work: Casework, program: Program, qtbot: QtBot
) -> None:
    drop = place(program, work, qtbot)
    window = program.controller.window  # type: ignore[union-attr]
    window.resize(*size)
    QTest.qWait(200)
    area = window.view.page.area
    bar = area.verticalScrollBar()
    top = drop.frame.mapTo(window.view.page.content, drop.frame.rect().topLeft()).y()
    bar.setValue(top + 40 - area.viewport().height())  # only the upper edge of the place is seen, and dropped on
    QTest.qWait(50)
    dropped(drop, LINK)
    QTest.qWait(300)
    label = link_label(drop)
    assert label is not None and not label.visibleRegion().isEmpty(), "what is said lies under the foot"


def test_pasting_words_or_a_picture_is_not_silent(work: Casework, program: Program, qtbot: QtBot) -> None:
    drop = place(program, work, qtbot)
    before = said(drop)
    brought = QMimeData()
    brought.setText("Vérifié le matin")
    QGuiApplication.clipboard().setMimeData(brought)
    QTest.keyClick(drop, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert said(drop) != before


def test_of_two_drops_one_after_the_other_every_verdict_stays(
    work: Casework, program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    drop = place(program, work, qtbot)
    begun, go_on = Event(), Event()
    program.tasks.run("Liste", lambda _progress: (begun.set(), go_on.wait(20)), lambda _done: None)
    begun.wait(20)
    dropped(drop, file_of(tmp_path, "facture.pdf"), file_of(tmp_path, "coupe.png"))
    dropped(drop, file_of(tmp_path, "verrouille.pdf"), file_of(tmp_path, "writer.docx"))
    go_on.set()
    qtbot.waitUntil(lambda: "writer.docx" in names(drop), timeout=20_000)
    words = said(program.controller.window)  # type: ignore[union-attr]
    assert "« facture.pdf » n’a pas été ajouté" in words
    assert "« coupe.png » a été ajouté, mais" in words, "the second drop took away what was said of the first"
    assert "« verrouille.pdf » a été ajouté, mais" in words


def test_what_was_dropped_while_other_work_ran_is_kept_although_the_window_is_closed(
    work: Casework, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    program = begun(work, qapp)
    drop = place(program, work, qtbot)
    under_way, go_on = Event(), Event()
    program.tasks.run("Liste", lambda _progress: (under_way.set(), go_on.wait(20)), lambda _done: None)
    under_way.wait(20)
    dropped(drop, file_of(tmp_path, "writer.docx"))
    Timer(0.3, go_on.set).start()
    folder, opened = work.office.folder, work.office.opened
    program.close()
    with Office.enter(folder, Vault.open(folder), opened) as office:
        kept = {piece.name for piece in assessments.read(office.work, work.case.id).evidence}
    assert kept == {"writer.docx"}, "lost without a word"

"""Five files of others dropped, and pasted, on a question in the real window: one of them is bad."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.progress import Progress
from desktop.base.settings import load_settings
from desktop.ui.app import Program
from desktop.ui.evidence import FileDrop
from desktop.ui.widgets import Text
from tests.casework import Casework, work
from tests.foreign import UNUSABLE, saved

__all__ = ["work"]

FIVE = ("writer.docx", "imagemagick.jpg", "facture.pdf", "verrouille.pdf", "coupe.png")


@pytest.fixture
def program(work: Casework, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    program = Program(qapp, load_settings(), work.office.folder)
    program.begin()
    program._entered(work.office)
    yield program
    program.close()


def five(folder: Path) -> QMimeData:
    """What the system's file manager hands over."""
    for name in FIVE:
        (folder / name).write_bytes(UNUSABLE[name][0]() if name in UNUSABLE else saved(name))
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(folder / name)) for name in FIVE])
    return dragged


def said(window: QWidget) -> str:
    """Every word that stands in the window."""
    texts = (text.text() for text in window.findChildren(Text) if text.isVisibleTo(window))
    return " ".join(texts).replace("\xa0", " ")


@pytest.mark.parametrize("by", ["dropping", "pasting"])
def test_the_good_ones_stand_in_the_list_and_the_bad_one_is_named(
    by: str, work: Casework, program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    assert program.controller is not None
    window = program.controller.window
    window.go("question", case=work.case.id, question="A01")
    window.view.presenter.answer("A01", {"text": "Teranga SA", "assessment": "verified"})
    drop = window.view.boxes["A01"].evidence.drop
    assert isinstance(drop, FileDrop)
    dragged = five(tmp_path)
    give(drop, dragged, by)
    qtbot.waitUntil(lambda: "« facture.pdf » n’a pas été ajouté" in said(window))
    words = said(window)
    assert "« facture.pdf » n’a pas été ajouté : c’est un programme." in words
    assert "Les 4 autres fichiers ont été ajoutés." in words
    assert "« verrouille.pdf » a été ajouté, mais il demande un mot de passe" in words
    assert "« coupe.png » a été ajouté, mais il est abîmé ou incomplet" in words
    qtbot.waitUntil(lambda: "ne s’ouvre pas en entier" in said(drop))
    rows = said(drop)
    assert "a été ajouté, mais" in rows, "what is wrong with a file is said beside it"
    assert "demande un mot de passe" in rows and "ne s’ouvre pas en entier" in rows
    assert {piece.name for piece in work.file.evidence} == set(FIVE) - {"facture.pdf"}
    photograph(window, f"question-{by}")
    window.view.page.scroll_to(drop)
    photograph(window, f"evidence-{by}")
    window.go("diligence", case=work.case.id)
    qtbot.waitUntil(lambda: "verrouille.pdf" in gaps(window))
    assert "coupe.png" in gaps(window) and "facture.pdf" not in gaps(window)
    QTest.qWait(100)
    window.view.page.scroll_to(window.view.gaps)
    photograph(window, f"hub-{by}")


@pytest.mark.parametrize("by", ["dropping", "pasting", "pasting its words"])
def test_of_a_link_it_is_said_what_to_do_instead(by: str, work: Casework, program: Program, qtbot: QtBot) -> None:
    assert program.controller is not None
    window = program.controller.window
    window.go("question", case=work.case.id, question="A01")
    drop = window.view.boxes["A01"].evidence.drop
    link = QMimeData()
    if by == "pasting its words":
        link.setText(" https://www.teranga.sn/statuts\n")
    else:
        link.setUrls([QUrl("https://www.teranga.sn/statuts")])
    give(drop, link, "dropping" if by == "dropping" else "pasting")
    assert "enregistrez-la en PDF" in said(drop), "nothing is said of a link"
    assert not work.file.evidence


def give(drop: FileDrop, dragged: QMimeData, by: str) -> None:
    """Drop or paste it on the place for evidence."""
    if by == "dropping":
        action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        drop.dropEvent(QDropEvent(QPointF(5, 5), action, dragged, left, Qt.KeyboardModifier.NoModifier))
    else:
        QGuiApplication.clipboard().setMimeData(dragged)
        QTest.keyClick(drop, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_no_file_is_judged_on_the_thread_of_the_window(
    work: Casework, program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    """While the worker is busy the window goes on, and each file has its verdict afterwards; Stop leaves the rest."""
    assert program.controller is not None
    window = program.controller.window
    window.go("question", case=work.case.id, question="A01")
    drop = window.view.boxes["A01"].evidence.drop
    begun: list[Progress] = []
    program.tasks.started.connect(lambda _what, progress: begun.append(progress))
    for stops in (True, False):
        goes_on = Event()
        program.tasks.quietly(goes_on.wait, lambda _waited: None)
        give(drop, five(tmp_path), "dropping")
        QApplication.processEvents()
        assert not work.file.evidence, "the window waited for the verdicts"
        if stops:
            begun[-1].stop()
        goes_on.set()
        qtbot.waitUntil(lambda: ("Vous avez arrêté" if stops else "« coupe.png » a été ajouté") in said(drop))  # noqa: B023
        assert bool(work.file.evidence) is not stops
    assert {piece.name for piece in work.file.evidence} == set(FIVE) - {"facture.pdf"}


def gaps(window: Any) -> str:
    """The rows of what is missing."""
    return " ".join(f"{row.title} {row.note}" for row in window.view.gap_list.rows)


def photograph(window: QWidget, name: str) -> None:
    """Pictures for whoever changes these pages: set the variable to a folder."""
    folder = os.environ.get("PASSERELLE_TEST_PICTURES")
    if not folder:
        return
    for size in (QSize(1366, 768), QSize(911, 464)):
        window.resize(size)
        QTest.qWait(300)
        window.grab().save(f"{folder}/{name}-{size.width()}.png")

"""A file dropped anywhere on the window goes to the page that takes it, or a sentence says where it belongs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.frame.window import Window
from tests.casework import Casework, work
from tests.training import window_of

__all__ = ["work"]


@pytest.fixture
def shown(work: Casework, qapp: QApplication) -> Iterator[Window]:
    with window_of(work.office, qapp, QSize(1100, 700)) as window:
        window.go("today")
        yield window


def drop(window: Window, path: Path) -> None:
    """Let a file go over the rail."""
    path.write_bytes(b"not what its name says")
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    copies = Qt.DropAction.CopyAction
    window.dropEvent(QDropEvent(QPointF(20, 300), copies, dragged, Qt.MouseButton.LeftButton, none))


def test_a_return_goes_to_the_page_that_looks_at_it(shown: Window, tmp_path: Path) -> None:
    assert shown.acceptDrops()
    drop(shown, tmp_path / "retour.psb")
    assert shown.here == "receive" and shown.arguments == {"path": str(tmp_path / "retour.psb")}


def test_a_file_that_the_page_does_not_take_is_said_and_stays(shown: Window, tmp_path: Path) -> None:
    drop(shown, tmp_path / "registre.pdf")
    assert shown.here == "today" and shown.view is not None
    message = shown.view.page._panels["dropped"].message
    assert "registre.pdf" in message.what and "importé" in message.what and "question" in message.do


def test_evidence_goes_to_the_question_at_hand(shown: Window, work: Casework, tmp_path: Path) -> None:
    shown.go("question", case=work.case.id, question="A01")
    assert shown.view is not None
    given: list[list[Path]] = []
    shown.view.boxes["A01"].evidence.drop.added.connect(given.append)
    drop(shown, tmp_path / "note.txt")
    assert given == [[tmp_path / "note.txt"]] and "dropped" not in shown.view.page._panels

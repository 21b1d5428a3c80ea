"""A file dropped anywhere on the window goes to the page that takes it, or a sentence says where it belongs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.office.unlock import UnlockPresenter
from desktop.presenters.registry.partners import TABLES
from desktop.store.records import Agreement
from desktop.store.vault import Vault
from desktop.ui.frame.front import FrontWindow
from desktop.ui.frame.window import Window
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.office.unlock import UnlockView
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.casework import Casework, work
from tests.offices import Templates, headquarters
from tests.training import finish, gestures, opened, set_up_training, window_of

__all__ = ["agreed", "agreed_folder", "complete_draft", "headquarters", "work"]


@pytest.fixture
def shown(work: Casework, qapp: QApplication) -> Iterator[Window]:
    with window_of(work.office, qapp, QSize(1100, 700)) as window:
        window.go("today")
        yield window


def drop(window: Window | FrontWindow, path: Path, over: QPoint) -> None:
    """Let a file go over a point of a window, as the system does it; every field under it may want it."""
    if not path.exists():
        path.write_bytes(b"not what its name says")
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(path))])
    none, left, copies = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    handle = window.windowHandle()
    QApplication.sendEvent(handle, QDragEnterEvent(QPointF(over), copies, dragged, left, none))
    QApplication.sendEvent(handle, QDropEvent(QPointF(over), copies, dragged, left, none))
    QApplication.processEvents()
    if isinstance(window, Window):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        finish(window, application)  # whether it is a case that is carried is found out away from the window


RAIL = QPoint(20, 300)
NAMES = (
    "accord.pdf",
    "accord.jpg",
    "note.txt",
    "reponse.kit",
    "demande.enrol",
    "envoi.psb",
    "liste.xml",
    "dossier",
    "v.update",
)


def test_a_return_goes_to_the_page_that_looks_at_it(shown: Window, tmp_path: Path) -> None:
    assert shown.acceptDrops()
    drop(shown, tmp_path / "retour.psb", RAIL)
    assert shown.here == "receive" and shown.arguments == {"path": str(tmp_path / "retour.psb")}


def test_a_file_that_the_page_does_not_take_is_said_and_stays(shown: Window, tmp_path: Path) -> None:
    drop(shown, tmp_path / "registre.pdf", RAIL)
    assert shown.here == "today" and shown.view is not None
    message = shown.view.page._panels["dropped"].message
    assert "registre.pdf" in message.what and "importé" in message.what and "question" in message.do


def test_evidence_goes_to_the_question_at_hand(shown: Window, work: Casework, tmp_path: Path) -> None:
    shown.go("question", case=work.case.id, question="A01")
    assert shown.view is not None
    given: list[list[Path]] = []
    shown.view.boxes["A01"].evidence.drop.added.connect(given.append)
    drop(shown, tmp_path / "note.txt", RAIL)
    assert given == [[tmp_path / "note.txt"]] and "dropped" not in shown.view.page._panels


def dropped(window: Window) -> str:
    """What is said of the file that was dropped, if anything."""
    assert window.view is not None
    panel = window.view.page._panels.get("dropped")
    return f"{panel.message.what} {panel.message.do}" if panel is not None else ""


def file_of(folder: Path, name: str) -> Path:
    """A file, or folder, of a kind; the list begins as one of the United Nations."""
    path = folder / name
    if name == "dossier":
        path.mkdir(exist_ok=True)
    elif name == "liste.xml":
        path.write_text('<CONSOLIDATED_LIST dateGenerated="2026-11-02T00:00:00"></CONSOLIDATED_LIST>', "utf-8")
    return path


@pytest.fixture(scope="module")
def training(templates: Templates, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    """The window of a training office."""
    folder = tmp_path_factory.mktemp("dropping") / "training"
    shutil.copytree(templates.folder(set_up_training)[0], folder)
    with opened(folder) as office, window_of(office, qapp, QSize(1100, 700)) as window:
        yield window


def takes(place: str, name: str) -> bool:
    """Whether a page is for files of this kind: it says itself what is wrong with one."""
    if place in ("company_form", "carry"):
        return name.endswith((".pdf", ".txt") if place == "company_form" else ".psb")
    if place in ("partners", "partner_import", "contributions"):
        return name.endswith(TABLES)
    return place in (
        "partner",
        "question",
        "finding",
        "lists",
    )  # a signed sheet is taken by those who did not prepare the case


@pytest.mark.qt_no_exception_capture  # what is wrong with such files is a Problem, which the program shows
def test_every_kind_of_file_goes_its_way_from_every_place(training: Window, tmp_path: Path) -> None:
    """Taken by the page, led to another one, or said where it belongs; what is typed is never touched."""
    for place, arguments in gestures(training.office):
        view = None
        for name in NAMES:
            if view is None or training.view is not view:
                training.go(place, **arguments)
                view = training.view
                assert view is not None
            view.page.clear_message("dropped")
            drop(training, file_of(tmp_path, name), RAIL)
            taken = training.view is not view or takes(place, name)
            assert taken or name in dropped(training), (place, name)
            if name == "liste.xml" and not takes(place, name):
                assert training.here == "lists"
            if name.endswith((".kit", ".enrol", ".psb", ".update")) and not takes(place, name):
                assert "entraînement" in dropped(training), (place, name)


@pytest.mark.qt_no_exception_capture  # what is wrong with such files is a Problem, which the program shows
def test_a_file_dropped_on_a_text_field_goes_the_same_road(training: Window, tmp_path: Path) -> None:
    seen = 0
    for place, arguments in gestures(training.office):
        training.go(place, **arguments)
        QApplication.processEvents()
        view = training.view
        assert view is not None
        boxes = [box for kind in (QLineEdit, QPlainTextEdit) for box in view.findChildren(kind)]
        for box in [training.top.search, *boxes]:
            over = box.mapTo(training, box.rect().center())
            if box.visibleRegion().isEmpty() or training.childAt(over) not in (box, *box.findChildren(QWidget)):
                continue
            before = words_of(box)
            drop(training, tmp_path / "registre.pdf", over)
            seen += 1
            assert words_of(box) == before, place
            assert takes(place, "registre.pdf") or "registre.pdf" in dropped(training), place
            view.page.clear_message("dropped")
            QApplication.processEvents()
    assert seen > 20


@pytest.mark.qt_no_exception_capture  # such a scan is no scan, which the program shows
def test_a_signed_scan_goes_from_any_step_of_its_agreement_to_the_pack(
    agreed: Agreed, complete_draft: Agreement, qapp: QApplication, tmp_path: Path
) -> None:
    printed = AgreementPresenter(agreed.office, RunNow(), complete_draft.id, "pack")
    printed.packs.finish()
    printed.packs.mark_printed()
    with window_of(agreed.office, qapp, QSize(1100, 700)) as window:
        for step in ("", "clauses"):
            window.go("agreement", id=complete_draft.id, step=step)
            drop(window, tmp_path / "signé.pdf", RAIL)
            assert window.arguments == {"id": complete_draft.id, "step": "pack"}
            drop(window, tmp_path / "notes.xyz", RAIL)
            assert window.arguments == {"id": complete_draft.id, "step": "pack"}
        window.go("agreement", id=complete_draft.id)
        drop(window, tmp_path / "notes.xyz", RAIL)
        assert "notes.xyz" in dropped(window)


def words_of(box: QLineEdit | QPlainTextEdit) -> str:
    """What stands in a field."""
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


@pytest.mark.qt_no_exception_capture  # what is wrong with such files is a Problem, which the program shows
def test_headquarters_and_an_office_each_read_their_own(
    shown: Window, headquarters: Office, qapp: QApplication, tmp_path: Path
) -> None:
    for name, place in (("reponse.kit", "sync"), ("envoi.psb", "receive"), ("v.update", "contents")):
        shown.go("partners")
        drop(shown, file_of(tmp_path, name), RAIL)
        assert shown.here == place
    shown.go("partners")
    drop(shown, tmp_path / "demande.enrol", RAIL)
    assert shown.here == "partners" and "Siège" in dropped(shown)
    with window_of(headquarters, qapp, QSize(1100, 700)) as window:
        for name, place in (("demande.enrol", "hq_enrol"), ("envoi.psb", "hq")):
            window.go("partners")
            drop(window, file_of(tmp_path, name), RAIL)
            assert window.here == place
        window.go("partners")
        window.open_file(tmp_path / "envoi.psb")
        finish(window, qapp)
        assert window.here == "hq" and window.view is not None and not window.view.presenter.verdicts
        window.go("partners")
        drop(window, tmp_path / "v.update", RAIL)
        assert window.here == "partners" and "Règles et listes" in dropped(window)
        drop(window, tmp_path / "reponse.kit", RAIL)
        assert window.here == "partners" and "reponse.kit" in dropped(window)


def test_before_the_office_is_open_a_file_is_refused_in_a_sentence(
    qapp: QApplication, templates: Templates, tmp_path: Path
) -> None:
    front = FrontWindow(Theme(qapp, "light"))
    vault = Vault.open(templates.folder(set_up_training)[0])
    tasks = Tasks()
    presenter: UnlockPresenter[Office] = UnlockPresenter(
        vault, tasks, lambda _vault, _opened: pytest.fail(), lambda _office: None, lambda _damage: None, office=""
    )
    view = UnlockView(presenter)
    front.put(view)
    front.show()
    QApplication.processEvents()
    drop(front, tmp_path / "reponse.kit", view.secret.edit.mapTo(front, view.secret.edit.rect().center()))
    assert view.secret.edit.text() == "" and "reponse.kit" in view.page._panels["dropped"].message.what
    front.close()
    tasks.close()
    front.deleteLater()

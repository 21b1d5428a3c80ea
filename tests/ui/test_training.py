"""The training office says where to begin and how to play another person; system dialogs in the program's language."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.progress import Progress, RunNow
from desktop.base.settings import load_settings
from desktop.base.text import speak
from desktop.office import Account, Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.presenters.office.welcome import _new_training_office
from desktop.services.diligence import cases, decisions
from desktop.services.office import people
from desktop.store.records import OfficeProfile
from desktop.store.states import OfficeKind
from desktop.store.vault import FLOOR
from desktop.ui.app import Program
from desktop.ui.views.diligence.decision import DecisionView
from desktop.ui.widgets import Text
from tests.refusal import refused


def said(window: QWidget) -> str:
    """Every word that stands in the window."""
    texts = (text.text() for text in window.findChildren(Text) if text.isVisibleTo(window))
    return " ".join(texts).replace("\xa0", " ")


def says(window: QWidget, words: str) -> bool:
    """Whether these words stand in the window."""
    return words in said(window)


def test_the_dialogs_of_the_system_speak_the_language_of_the_program(tmp_path: Path, qapp: QApplication) -> None:
    program = Program(qapp, load_settings(), tmp_path / "office")
    said = {}
    for spoken in ("fr", "es", "en"):
        speak(spoken)
        program.speak_dialogs()
        said[spoken] = qapp.translate("QFileDialog", "File &name:").replace("&", "")
    program.close()
    assert (said["fr"][:4], said["es"][:6], said["en"]) == ("Nom ", "Nombre", "File name:")


def test_the_training_office_says_where_to_begin_and_how_to_act_as_somebody_else(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    account = Account("Awa Ndiaye", "", "officer", TRAINING_PASSPHRASE)
    profile = OfficeProfile(code="SN10", country="SN", kind=OfficeKind.PRACTICE)
    office = Office.create(tmp_path / "office", account, profile, cost=FLOOR)
    program = Program(qapp, load_settings(), tmp_path / "office")
    program.begin()
    program._entered(office)
    assert program.controller is not None
    window = program.controller.window
    for place, words in (("today", "Prochaine étape"), ("decisions", "Ctrl+L"), ("people", "Ctrl+L")):
        window.go(place)
        qtbot.waitUntil(partial(says, window, words))
    program.close()


def test_in_the_training_office_one_becomes_the_decider_first(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with practised(tmp_path) as office:
        waiting = cases.in_state(office.store, "ready")[0]
        presenter = DecisionPresenter(office, RunNow(), waiting.id)
        view = DecisionView(presenter)
        qtbot.addWidget(view)
        assert not presenter.can_decide and "Jean-Marc Okafor" in presenter.why_not and "Ctrl+L" in said_all(view)
        chief = next(one for one in people.officers(office.store) if one.role == "chief_of_mission")
        vault = office.vault
        opened = vault.unlock(chief.id, TRAINING_PASSPHRASE)
    with Office.enter(tmp_path / "training", vault, opened) as office:
        presenter = DecisionPresenter(office, RunNow(), waiting.id)
        assert presenter.can_decide and not presenter.asks_passphrase
        view = DecisionView(presenter)
        qtbot.addWidget(view)
        assert view.page.bar.main is None, "nothing is to be sealed yet"
        assert "Décider" in [button.text() for button in view.page.bar.buttons]
        with refused("nothing-chosen"):
            presenter.seal("")
        presenter.change(outcome="approved", reason="Utile et sans risque.", no_interest=True)
        assert view.page.bar.main is not None and view.page.bar.main.text() == "Sceller la décision"
        presenter.seal("")
        assert presenter.decision is not None and presenter.problem is None
        assert [partner.name for _made, _case, partner in decisions.newest(office.store)] == ["Fondation Kër Jigéen"]


def practised(folder: Path) -> Office:
    """The training office in a folder of its own."""
    return _new_training_office(folder / "training", Progress())


def said_all(view: QWidget) -> str:
    """Every word that the page holds."""
    return " ".join(text.text() for text in view.findChildren(Text))


def test_the_first_page_says_what_the_program_is_in_every_language_and_no_page_number(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """Nobody has chosen a language yet: a progress line would speak one of them."""
    program = Program(qapp, load_settings(), tmp_path / "office")
    program.begin()
    assert program.front is not None
    for words in ("sans réseau", "without a network", "sin red"):
        assert says(program.front, words)
    assert not says(program.front, "Page 1")
    program.close()


def test_the_window_before_the_office_keeps_its_size(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with practised(tmp_path) as office:
        program = Program(qapp, load_settings(), tmp_path / "training")
        program.begin()
        assert program.front is not None
        program.front.resize(740, 610)
        program._entered(office)
        QApplication.processEvents()  # what a start begins has begun
        qtbot.waitUntil(lambda: not program.tasks.busy)
        program.close()
        again = Program(qapp, load_settings(), tmp_path / "training")
        again.begin()
        assert again.front is not None and (again.front.width(), again.front.height()) == (740, 610)
        again.close()

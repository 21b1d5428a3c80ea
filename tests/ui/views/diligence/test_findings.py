"""Findings in the window: recorded from a question, weighed while they are typed, taken off and brought back."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.text import speak
from desktop.services.diligence import findings
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.finding import FindingView
from desktop.ui.views.diligence.findings import FindingsView
from desktop.ui.views.diligence.hub import DiligenceView
from desktop.ui.views.diligence.question import QuestionView
from desktop.ui.widgets import Button, Chip
from tests.casework import Casework, work

__all__ = ["work"]


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, work: Casework) -> Iterator[Window]:
    speak("fr")
    opened = Window(work.office, places(), Tasks(), Theme(qapp, "light"))
    opened.resize(1366, 768)
    opened.show()
    opened.go("question", case=work.case.id, question="C01")
    yield opened
    opened.tasks.settle()
    opened.close()
    opened.tasks.close()
    opened.deleteLater()


def button(window: Window, words: str) -> Button:
    assert window.view is not None
    return next(b for b in window.view.findChildren(Button) if b.text().startswith(words) and not b.isHidden())


def test_a_finding_is_recorded_from_its_question_and_stands_there_with_its_level(
    window: Window, work: Casework
) -> None:
    button(window, "Consigner une constatation").click()
    view = window.view
    assert isinstance(view, FindingView)
    view.save.click()
    assert isinstance(window.view, FindingView), "what lacks is said at its field"
    inputs = view.form.inputs
    for key, value in {"text": "Vente d’armes", "source": "Rapport de l’ONU", "status": "charge", "scale": "3"}.items():
        inputs[key].set_value(value)
        view.presenter.take(key, value)
    view.save.click()
    assert isinstance(window.view, QuestionView)
    box = window.view.boxes["C01"].findings
    assert [b.text() for b in box.findChildren(Button) if b is not box.add] == ["Vente d’armes"]
    assert box.findChildren(Chip)
    assert len(findings.lines(work.office.definitions.form, work.file)) == 1


def test_a_finding_taken_off_is_brought_back_by_undo(window: Window, work: Casework) -> None:
    facts = findings.FindingFacts(question="C01", text="Vente", source="Rapport", status="charge")
    finding = findings.add(work.office.work, work.case.id, facts)
    window.go("finding", case=work.case.id, finding=finding.id)
    view = window.view
    assert isinstance(view, FindingView)
    view.remove.click()
    assert view.presenter.removed and not view.save.isEnabled()
    view.undo.undo()
    assert not view.presenter.removed and view.save.isEnabled()


def test_the_list_opens_from_the_case_and_a_search_is_recorded_there_and_taken_back(
    window: Window, work: Casework
) -> None:
    window.go("diligence", case=work.case.id)
    assert isinstance(window.view, DiligenceView)
    button(window, "Constatations").click()
    view = window.view
    assert isinstance(view, FindingsView)
    view.unsearched.button.click()
    inputs = view.form.inputs
    for key, value in {"where": "Seneweb", "words": "Téranga", "found": "Rien de défavorable"}.items():
        inputs[key].set_value(value)
    inputs["questions"].set_value(["D04"])
    button(window, "Enregistrer la recherche").click()
    assert len(view.searches.keys) == 1 and view.card.isHidden()
    view.undo.undo()
    assert not view.presenter.searches

"""The views of lists, screening and decisions: wired, and usable by keyboard."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.base.values import new_id, today
from desktop.office import Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.presenter import Confirmation
from desktop.presenters.screening.lists import ListsPresenter
from desktop.presenters.screening.screening import ScreeningPresenter
from desktop.screening import library
from desktop.services.demo import invented, sound_answers
from desktop.services.diligence import cases, handing_over
from desktop.store.records import Case, Officer
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.decision import DecisionView
from desktop.ui.views.diligence.decisions import DecisionsView
from desktop.ui.views.screening.lists import ListsView
from desktop.ui.views.screening.screening import ScreeningView
from desktop.ui.views.view import View
from desktop.ui.widgets import Text
from tests.makers import on
from tests.offices import PASSPHRASE, chief, office, office_folder
from tests.services.diligence.test_decisions import read_before

__all__ = ["chief", "office", "office_folder"]

CTRL = Qt.KeyboardModifier.ControlModifier


class Yes:
    """Somebody who confirms and chooses nothing."""

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        confirmed()

    def files(self, title: str, patterns: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        chosen([])

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        chosen(Path())

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        chosen(Path(name))


def shown(qtbot: QtBot, view: View[Any]) -> None:
    """Put a view on the screen."""
    view.presenter.asker = Yes()
    qtbot.addWidget(view)
    view.resize(1366, 720)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()


def sound(view: View[Any]) -> None:
    """One letter for one thing, a name for everything, one filled button at most."""
    assert [letter for letter, count in mnemonics(view).items() if count > 1] == []
    assert unnamed(view) == []


@pytest.fixture
def case(office: Office) -> Case:
    """An open case and the practice list, three days old."""
    partner = invented.partner(office.work, "fr")
    planned = invented.partnership(on(office, today()), partner.id, "fr")
    published = (today() - timedelta(days=3)).isoformat()
    source = paths.resources() / "reference" / library.PRACTICE
    library.install(office.lists, source, published=published, accept=True)
    return cases.open_case(on(office, today()), office.definitions.form, planned)


def test_an_office_without_a_list_reads_where_to_get_one(qtbot: QtBot, theme: Theme, office: Office) -> None:
    view = ListsView(ListsPresenter(office, RunNow()))
    shown(qtbot, view)
    assert "Liste récapitulative du Conseil de sécurité" in view.none.text.text()
    assert view.none.isVisible() and not view.versions.isVisible() and not view.practice.isVisible()
    sound(view)


def test_a_list_shows_its_date_and_age(qtbot: QtBot, theme: Theme, office: Office, case: Case) -> None:
    view = ListsView(ListsPresenter(office, RunNow()))
    shown(qtbot, view)
    (row,) = view.versions.rows
    assert row.title == "Conseil de sécurité de l’ONU"
    assert "il y a 3" in row.right
    assert row.mark is not None and row.mark.text == "Récente"
    sound(view)


def test_a_candidate_is_ruled_on_by_keyboard_alone(
    qtbot: QtBot, theme: Theme, office: Office, chief: Officer, case: Case
) -> None:
    view = ScreeningView(ScreeningPresenter(office, RunNow(), case=case.id))
    shown(qtbot, view)
    assert view.step.button.isVisible()
    sound(view)
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert len(view.candidate_rows.rows) == 1
    sound(view)
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert view.presenter.shown == "candidate"
    sound(view)
    view.choice.buttons["not_same"].click()
    view.reason.edit.setFocus()
    qtbot.keyClicks(view.reason.edit, "Naissance en 1984, pas en 1971, jk.")
    qtbot.keyClick(view.reason.edit, Qt.Key.Key_Return, CTRL)
    assert view.presenter.shown == "overview" and view.step.button.text() == "Continuer"
    assert chief.name in view.step.detail.text()
    office.user = chief
    view.presenter.refresh()
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)  # the second person confirms
    assert view.presenter.shown == "overview"
    assert view.candidate_rows.rows[0].mark is not None
    assert view.candidate_rows.rows[0].mark.text == "Pas la même"


def test_the_stop_page_says_whom_to_call_and_what_not_to_say(
    qtbot: QtBot, theme: Theme, office: Office, case: Case
) -> None:
    view = ScreeningView(ScreeningPresenter(office, RunNow(), case=case.id))
    shown(qtbot, view)
    view.presenter.search()
    view.presenter.begin()
    view.presenter.choose("same")
    view.reason.edit.setFocus()
    qtbot.keyClicks(view.reason.edit, "Passeport identique.")
    assert view.page.bar.main is not None
    view.page.bar.main.click()
    assert view.faces["stop"].isVisible()
    assert view.page.title.text().startswith("Arrêt")
    said = " ".join(text.text() for text in view.acts.findChildren(Text))
    assert "Appelez" in said and "Ne dites ni au partenaire" in said
    sound(view)


def test_a_case_is_decided_on_the_page(qtbot: QtBot, theme: Theme, office: Office, chief: Officer, case: Case) -> None:
    with library.open_index(office.lists) as index:
        sound_answers.screen(on(office, today()), chief, index, case.id, "fr")
    proof = sound_answers.evidence(office.outbox, "fr")
    sound_answers.answer_all(on(office, today()), case.id, proof, "fr")
    handing_over.submit(on(office, today()), case.id, "favourable", "Utile.")
    inbox = DecisionsView(DecisionsPresenter(office, RunNow()))
    shown(qtbot, inbox)
    assert len(inbox.other_rows.rows) == 1 and not inbox.mine.isVisible()
    sound(inbox)
    view = DecisionView(DecisionPresenter(office, RunNow(), case=case.id))
    shown(qtbot, view)
    assert view.form.isVisible() and not view.result.isVisible()
    sound(view)
    fields = view.form.form.inputs
    fields["outcome"].choice.buttons["conditions"].click()
    assert fields["conditions"].isVisible()
    fields["conditions"].add_button.click()
    (condition,) = fields["conditions"].cards
    cells = condition.form.inputs
    qtbot.keyClicks(cells["wording"].first(), "Sans logo.")
    cells["bound"].choice.chosen.emit("partner")
    cells["kind"].choice.chosen.emit("until")
    qtbot.keyClicks(cells["due"].first(), "31/12/2099")
    fields["reason"].first().setFocus()
    qtbot.keyClicks(fields["reason"].first(), "Les risques sont couverts.")
    fields["no_interest"].check_line.click()
    secret = fields["passphrase"].secret.edit
    secret.setFocus()
    secret.setText(f"{PASSPHRASE} chef")
    sound(view)
    qtbot.keyClick(secret, Qt.Key.Key_Return, CTRL)
    assert view.presenter.decision is not None
    assert view.result.isVisible() and not view.form.isVisible()
    assert view.presenter.conditions[0] == (
        "Sans logo.",
        "Teranga Câbles & Réseaux SA (partenaire) · jusqu’au 31\u00a0décembre\u00a02099",
    )
    sound(view)


def test_a_reviewer_says_on_the_page_what_they_think_before_the_case_is_decided(
    qtbot: QtBot, theme: Theme, office: Office, chief: Officer, case: Case, tmp_path: Path
) -> None:
    read_before(office, tmp_path / "forms", "second_staff")
    with library.open_index(office.lists) as index:
        sound_answers.screen(on(office, today()), chief, index, case.id, "fr")
    proof = sound_answers.evidence(office.outbox, "fr")
    sound_answers.answer_all(on(office, today()), case.id, proof, "fr")
    handing_over.submit(on(office, today()), case.id, "favourable", "Utile.")
    second = Officer(id=new_id(), name="Fatou Sarr", role="officer")
    with office.store.change("Second comes", office.user.id) as session:
        session.add(second)
    preparer, office.user = office.user, second
    view = DecisionView(DecisionPresenter(office, RunNow(), case=case.id))
    shown(qtbot, view)
    assert view.review is not None and view.review.isVisible() and not view.reviewed.isVisible()
    assert "après relecture (Second membre du personnel)" in view.presenter.who_decides
    sound(view)
    view.review.opinion.buttons["conditions"].click()
    view.review.reason.edit.setFocus()
    qtbot.keyClicks(view.review.reason.edit, "Sans logo.")
    view.review._record()
    assert not view.review.isVisible() and view.reviewed.isVisible()
    assert "Fatou Sarr" in view.reviewed.text() and "Sans logo." in view.reviewed.text()
    office.user = preparer
    again = DecisionView(DecisionPresenter(office, RunNow(), case=case.id))
    shown(qtbot, again)
    assert again.review is None and again.reviewed.isVisible()

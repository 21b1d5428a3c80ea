"""What somebody may only read is a document: labels and words, which can be copied, and nothing to fill in."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.base.clock import Clock
from desktop.base.text import speak
from desktop.office import Office
from desktop.presenters.form import FieldSpec, InputKind, options
from desktop.presenters.form_words import field_in_words
from desktop.services.office.rights import Role
from desktop.store.records import Agreement, Officer
from desktop.store.states import AgreementState
from desktop.ui.forms.form import Form
from desktop.ui.forms.words import FormWords
from desktop.ui.frame.window import Window
from desktop.ui.keyboard import is_field
from desktop.ui.navigation import places
from desktop.ui.screens import OfficeScreen, screens
from desktop.ui.views.registry.partner import PartnerView
from desktop.ui.views.registry.partners import PartnersView
from desktop.ui.widgets import Text
from tests.offices import Templates
from tests.training import opened, set_up_training, window_of

READ = ("partner", "agreement-type", "agreement-parties", "agreement-annexes", "partnership-plan", "question-open")


@pytest.fixture(scope="module")
def only_read(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The training office with its agreement final, opened by somebody who neither registers, answers nor drafts."""
    folder = tmp_path_factory.mktemp("only-read") / "office"
    shutil.copytree(templates.folder(set_up_training)[0], folder)
    with opened(folder) as office, office.store.change("Made final, and roles changed", office.user.id) as session:
        for agreement in session.scalars(select(Agreement)):
            agreement.state = AgreementState.FINAL
        for officer in session.scalars(select(Officer)):
            officer.role = Role.REGIONAL_DIRECTOR
    with opened(folder) as office:
        yield office


def shown(window: Window, screen: OfficeScreen, qtbot: QtBot) -> QWidget:
    """The content of a page, once all of it stands."""
    window.go(screen.key, **screen.arguments)
    assert window.view is not None
    if hasattr(window.view, "face") and hasattr(window.view.face, "fields"):
        assert window.view.face.fields or screen.name == "agreement-type"
    QApplication.processEvents()
    return window.view.page._body  # beside it one goes to other questions


def test_what_is_only_read_has_nothing_to_type_or_choose_in(
    only_read: Office, qapp: QApplication, qtbot: QtBot
) -> None:
    read = [screen for screen in screens(only_read, places().all) if screen.name in READ]
    assert {screen.name for screen in read} == set(READ)
    with window_of(only_read, qapp, QSize(1366, 768)) as window:
        for screen in read:
            content = shown(window, screen, qtbot)
            fields = [part for part in content.findChildren(QWidget) if part.isVisible() and is_field(part)]
            assert [part for part in fields if part.isEnabled()] == [], screen.name
            assert all(isinstance(part, QAbstractButton) for part in fields), screen.name  # drawn as a tick and words
            words = [text for text in content.findChildren(Text) if text.isVisible() and text.text()]
            assert any(text.lay_open() for text in words), screen.name


def test_a_partner_and_its_persons_are_read_in_words(only_read: Office, qapp: QApplication, qtbot: QtBot) -> None:
    partner = next(screen for screen in screens(only_read, places().all) if screen.name == "partner")
    with window_of(only_read, qapp, QSize(1366, 768)) as window:
        content = shown(window, partner, qtbot)
        view = window.view
        assert isinstance(view, PartnerView)
        offered = [button.text() for button in view.findChildren(QAbstractButton) if button.isVisible()]
        assert not {"Modifier les renseignements", "Ajouter une personne", "Archiver"} & set(offered)
        qtbot.keyClick(view, Qt.Key.Key_F2)
        assert not view.presenter.editing
        view.person_list.opened.emit(view.person_list.rows[0].key)
        form = view.person_form
        assert form is not None and form.isVisible() and not form.keep.isVisible() and not form.remove.isVisible()
        assert [part for part in content.findChildren(QWidget) if part.isVisible() and is_field(part)] == []
        name = str(view.presenter.person.name) if view.presenter.person is not None else ""
        assert name and any(name in words.text for words in form.findChildren(FormWords))
        form.leave.click()
        assert not form.isVisible()


def test_who_may_not_register_is_offered_no_new_partner(only_read: Office, qapp: QApplication, qtbot: QtBot) -> None:
    with window_of(only_read, qapp, QSize(1366, 768)) as window:
        window.go("partners")
        view = window.view
        assert isinstance(view, PartnersView)
        qtbot.waitUntil(lambda: len(view.list.rows) > 0)
        buttons = [button.text() for button in view.page.findChildren(QAbstractButton) if button.isVisible()]
        assert "Ajouter un partenaire" not in buttons and view.list.deeds == ()


def test_an_annex_that_is_only_read_is_a_table_of_words(only_read: Office, qapp: QApplication, qtbot: QtBot) -> None:
    annexes = next(screen for screen in screens(only_read, places().all) if screen.name == "agreement-annexes")
    with window_of(only_read, qapp, QSize(1366, 768)) as window:
        content = shown(window, annexes, qtbot)
        said = [text.text() for table in content.findChildren(FormWords) for text in table.findChildren(Text)]
    assert "Quantité" in said and any("Carte SIM" in words for words in said)


LEVELS = options((("low", "&Faible"), ("high", "Élevé")))
SAID = (
    (FieldSpec("a", InputKind.TEXT, "A"), "Dakar", "Dakar"),
    (FieldSpec("a", InputKind.NAMES, "A"), ["Awa", "Moussa"], "Awa; Moussa"),
    (FieldSpec("a", InputKind.PROSE, "A", languages=("fr", "en")), {"fr": "oui", "en": "yes"}, "FR  oui\nEN  yes"),
    (FieldSpec("a", InputKind.PROSE, "A", languages=("fr",)), "oui", "oui"),
    (FieldSpec("a", InputKind.NUMBER, "A", unit="jours"), "1200.5", "1\xa0200,5 jours"),
    (FieldSpec("a", InputKind.NUMBER, "A"), "environ mille", "environ mille"),
    (FieldSpec("a", InputKind.MONEY, "A"), {"amount": "9600", "currency": "USD"}, "9\xa0600,00\xa0USD"),
    (FieldSpec("a", InputKind.MONEY, "A"), {"amount": "", "currency": "USD"}, ""),
    (FieldSpec("a", InputKind.DATE, "A"), "2026-12-01", "1er\xa0déc.\xa02026"),
    (FieldSpec("a", InputKind.PARTIAL_DAY, "A"), "1984-03", "mars 1984"),
    (FieldSpec("a", InputKind.DROPDOWN, "A", options=LEVELS), "low", "Faible"),
    (FieldSpec("a", InputKind.RADIO, "A", options=LEVELS), "gone", "gone"),
    (FieldSpec("a", InputKind.CHECKS, "A", options=LEVELS, column="code"), [{"code": "high"}], "Élevé"),
    (FieldSpec("a", InputKind.PICKS, "A", options=LEVELS), ["high", "low"], "Élevé; Faible"),
    (FieldSpec("a", InputKind.YES, "A"), False, "Non"),
    (FieldSpec("a", InputKind.SECRET, "A"), "open sesame", ""),
)


@pytest.mark.parametrize(("spec", "value", "words"), SAID)
def test_every_kind_of_field_has_its_words(spec: FieldSpec, value: object, words: str) -> None:
    speak("fr")
    assert field_in_words(spec, value) == words  # type: ignore[arg-type]
    assert set(InputKind) - {said.kind for said, _value, _words in SAID} == {
        InputKind.AREA,
        InputKind.ROWS,  # its cells are said one by one
    }


NAME = FieldSpec("name", InputKind.TEXT, "Nom")
DAYS = FieldSpec("days", InputKind.NUMBER, "Délai, en jours")


def test_a_folded_form_reads_what_is_filled_in_and_asks_for_the_rest(qtbot: QtBot) -> None:
    form = Form(Clock(), [[NAME, DAYS]])
    qtbot.addWidget(form)
    folded: list[bool] = []
    form.folds.connect(folded.append)
    form.fold(True)
    form.set_values({"name": "Teranga", "days": ""})
    form.show()
    assert not form.inputs["name"].isVisible() and form.inputs["days"].isVisible() and folded[-1]
    assert form.findChildren(FormWords)[0].text == "Nom: Teranga"
    form.set_values({"name": "Teranga", "days": str(Decimal(30))})
    assert form.inputs["days"].isVisible(), "what somebody just filled in stays where it was typed"
    form.fold(False)
    assert form.inputs["name"].isVisible() and not folded[-1]


def test_a_folded_form_opens_for_what_is_missing_or_was_being_typed(qtbot: QtBot) -> None:
    form = Form(Clock(), [[replace(NAME, missing=True), DAYS]])
    qtbot.addWidget(form)
    form.fold(True)
    form.set_values({"name": "Teranga", "days": "30"})
    form.show()
    assert form.inputs["name"].isVisible() and not form.inputs["days"].isVisible()
    form.resume({"days": "trente"})
    assert form.inputs["days"].isVisible() and form.inputs["days"].typed == "trente"


def test_an_address_that_cannot_be_parted_has_the_room_that_it_needs(qtbot: QtBot) -> None:
    form = Form(Clock(), [[replace(NAME, key=key) for key in "ab"]])
    qtbot.addWidget(form)
    form.lock(True)
    form.set_values({"a": "Dakar", "b": "une-adresse@" + "tres-longue" * 3 + ".exemple.test"})
    form.resize(760, 200)
    form.show()
    said = [text for text in form.findChildren(Text) if "@" in text.text()]
    qtbot.waitUntil(lambda: said[0].width() >= said[0].fontMetrics().horizontalAdvance(said[0].text()))

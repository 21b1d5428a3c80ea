"""The page of an import: its questions, its columns, its lines."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.partner_import import NOTED, PRACTICE, PartnerImportPresenter
from desktop.services.registry import partner_list
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.partner_import import PartnerImportView
from desktop.ui.widgets import Text
from tests.exchanging import User, user
from tests.offices import office, office_folder, runner

__all__ = ["office", "office_folder", "runner", "user"]


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, office: Office, runner: RunNow, user: User) -> PartnerImportView:
    presenter = PartnerImportPresenter(office, runner, str(paths.resources() / "reference" / PRACTICE))
    presenter.open_place, presenter.asker = user.go, user
    page = PartnerImportView(presenter)
    qtbot.addWidget(page)
    presenter.arrive()
    page.resize(1366, 768)
    page.show()
    return page


def test_questions_come_first_and_the_button_waits_for_them(view: PartnerImportView, office: Office) -> None:
    assert len(view._asked) == 4 and not view.deed.isEnabled()
    view._asked["kind:Jeune pousse"].set_value("small")
    view.presenter.answer("kind:Jeune pousse", "small")
    for id_, answer in (("alike", "new"), ("public", "outside"), ("countries", "each")):
        box = view._asked[id_]
        assert isinstance(box, ChoiceRows)
        box.buttons[answer].click()
    assert view.deed.isEnabled()
    view.deed.click()
    assert len(partner_list.find(office.store)) == 11
    assert "11 partenaires enregistrés." in [text.text() for text in view.findChildren(Text)]
    assert view.order.isVisible() and not view.lines.isVisible()
    assert [row.title for row in view.imports.rows] == [PRACTICE]


def test_a_column_is_chosen_and_stays_so(view: PartnerImportView) -> None:
    fax = next(box for box in view._fields.values() if box.label.text().startswith("Fax"))
    fax.set_value(NOTED)
    fax.chosen.emit(NOTED)
    assert fax.value() == NOTED and view.presenter.mapping.noted


def test_lines_say_what_becomes_of_them(view: PartnerImportView) -> None:
    by_name = {row.title: row for row in view.list.rows}
    assert by_name["Alizé Transport"].cells["like"].text == "Alizé Transport SARL, ligne 2"
    assert "environ 200" in by_name["Coopérative des Pêcheurs de Yarakh"].cells["remarks"].text
    assert view.list.deeds[0].words == "Laisser de côté"
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())

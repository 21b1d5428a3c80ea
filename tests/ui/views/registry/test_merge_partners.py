"""Two records side by side, by keys alone: chosen, merged with Ctrl+Enter, taken back with Ctrl+Z."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.merge_partners import MergePartnersPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.registry import partners
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.merge_partners import MergePartnersView
from desktop.ui.views.registry.partner import PartnerView
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.presenters.registry.test_merge_partners import add

__all__ = ["office", "office_folder", "user"]


def test_two_records_are_compared_merged_and_parted_by_keys(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    one, other = add(office, "Alpha", city="Dakar"), add(office, "Alfa", city="Thiès")
    view = MergePartnersView(seated(MergePartnersPresenter(office, RunNow(), one.id, other.id), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert {"name", "city", "apart"} == set(view.form.shown)
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.form.inputs["name"].choice.buttons["own"].click()
    view.page.main_button.click()
    partner = partners.partner(office.store, one.id)
    assert (partner.name, partner.city, partner.other_names) == ("Alpha", "Thiès", ["Alfa"])
    assert view.presenter.merged and not view.main.isVisible()
    view.undoing.undo()
    assert partners.partner(office.store, one.id).city == "Dakar" and view.main.isVisible()
    view.undoing.redo()
    assert partners.partner(office.store, one.id).city == "Thiès"
    assert view.undoing.last is not None


def test_another_record_is_looked_for_and_chosen(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    one, other = add(office, "Teranga Logistique"), add(office, "Teranga Logistiques")
    view = MergePartnersView(seated(MergePartnersPresenter(office, RunNow(), one.id), user))
    qtbot.addWidget(view)
    view.show()
    (row,) = view.list.rows
    assert row.key == other.id
    assert unnamed(view) == []
    view.list.opened.emit(row.key)
    assert user.went[-1] == ("merge_partners", {"partner": one.id, "other": other.id})


def test_the_page_of_a_partner_leads_there_and_parts_what_was_merged(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    one, other = add(office, "Alpha"), add(office, "Alfa")
    merging = seated(MergePartnersPresenter(office, RunNow(), one.id, other.id), user)
    merging.ask()
    view = PartnerView(seated(PartnerPresenter(office, RunNow(), one.id), user))
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.merge.click()
    assert user.went[-1] == ("merge_partners", {"partner": one.id})
    (row,) = view.former_list.rows
    view.former_list.opened.emit(row.key)
    assert len(user.asked) == 1
    assert partners.partner(office.store, other.id).same_as is None
    assert not view.former.isVisible()

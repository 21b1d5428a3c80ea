"""The pages of offers: the short form by keys, what is on record, the list."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.offers import OffersPresenter
from desktop.services.registry import offers
from desktop.services.registry.offers import NewOffer
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.offer import OfferView
from desktop.ui.views.registry.offers import OffersView
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.presenters.registry.test_offers import page

__all__ = ["office", "office_folder", "user"]


def test_the_form_says_what_lacks_and_records_what_is_whole(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = OfferView(page(office, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.page.main_button.click()
    assert user.went == []
    view.form.inputs["name"].box.edit.setText("Kaoural Transport")
    view.form.inputs["what"].box.edit.setText("20 camions")
    view.page.main_button.click()
    assert user.went[-1][0] == "offer"


def test_one_on_record_is_declined_with_its_letter_in_sight(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    offer = offers.record(office.work, NewOffer("Boulangerie", "Mille pains"))
    view = OfferView(page(office, user, id=offer.id))
    qtbot.addWidget(view)
    view.show()
    assert unnamed(view) == [] and not view.letters.isVisible()
    view.presenter.ask_why()
    assert view.why.isVisible()
    view._decline()
    assert view.presenter.is_open, "without a reason nothing is declined"
    view.presenter.decline("no_need", "")
    assert view.letters.isVisible() and not view.why.isVisible()
    view.undoing.undo()
    assert view.presenter.is_open and not view.letters.isVisible()


def test_the_list_opens_an_offer(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = OffersView(seated(OffersPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.show()
    assert view.none.isVisible()
    offer = offers.record(office.work, NewOffer("Boulangerie", "Mille pains"))
    view.presenter.refresh()
    assert [row.key for row in view.list.rows] == [offer.id] and unnamed(view) == []
    view.list.opened.emit(offer.id)
    assert user.went[-1] == ("offer", {"id": offer.id})

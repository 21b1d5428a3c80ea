"""What is typed on the pages of exchange is safe and comes back: who carries a bundle, another value.

They need an enrolled office and Headquarters; the fields of a training office stand in `tests/typed.py`.
"""

from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.disagreements import DisagreementsPresenter
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.presenters.exchange.sending import WRITTEN, SendPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.demo import invented
from desktop.services.registry import partners
from desktop.store.records import Partner
from desktop.ui.forms.fields import Field
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.disagreements import DisagreementsView
from desktop.ui.views.exchange.sending import SendView
from desktop.ui.views.registry.partner import PartnerView
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused
from tests.typed import press, take_focus

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


V = TypeVar("V", bound=QWidget)


def shown(view: V, qtbot: QtBot) -> V:
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    return view


def write(field: Field, words: str) -> None:
    take_focus(field)
    for letter in words:
        press(field, letter)


def written(office: Office, user: User, runner: RunNow, number: int = 0) -> SendPresenter:
    """A bundle on the stick, not handed over yet."""
    screen = seated(SendPresenter(office, runner, number), user)
    if not number:
        screen.pack()
    screen.choose_folder()
    screen.write()
    assert screen.step == WRITTEN
    return screen


def test_who_carries_a_bundle_is_found_again_and_done_with_when_it_leaves(
    office: Office, headquarters: Office, user: User, runner: RunNow, qtbot: QtBot, theme: Theme
) -> None:
    enrol(office, headquarters, user, runner)
    invented.partner(office.work, "fr")
    first = shown(SendView(written(office, user, runner)), qtbot)
    write(first.carrier, "Moussa Diop")
    first.settle_typing()  # as when the page is left, or the program is closed
    assert first.presenter.sent is not None
    number = first.presenter.sent.number
    again = shown(SendView(written(office, user, runner, number)), qtbot)
    assert again.carrier.text() == "Moussa Diop"
    again.presenter.hand_over()
    assert not office.unsaved.form(f"carrier:{number}")


def test_another_value_is_found_again_and_done_with_when_it_settles(
    office: Office, headquarters: Office, user: User, runner: RunNow, qtbot: QtBot, theme: Theme
) -> None:
    enrol(office, headquarters, user, runner)
    partner = invented.partner(office.work, "fr")
    sent(office, user, runner)
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([user.stick])
    with headquarters.store.change("Noted", headquarters.user.id, office=office.store.identity.office) as session:
        session.get_one(Partner, partner.id).notes = "Vu par le Siège."
    partners.change(office.work, partner.id, notes="Vu par le bureau.")
    sent(office, user, runner)
    desk.take_in([user.stick])
    first = shown(DisagreementsView(seated(DisagreementsPresenter(headquarters, runner), user)), qtbot)
    write(first.findChildren(Field)[0], "Vu par les deux.")
    first.settle_typing()
    again = shown(DisagreementsView(seated(DisagreementsPresenter(headquarters, runner), user)), qtbot)
    (field,) = again.findChildren(Field)
    assert field.text() == "Vu par les deux."
    (disagreement,) = again.presenter.review.disagreements
    again.presenter.write(disagreement, field.text())
    assert partners.partner(headquarters.store, partner.id).notes == "Vu par les deux."
    assert not headquarters.unsaved.form("disagreements")


def test_a_warning_of_headquarters_is_found_again_saved_taken_back_and_read_in_the_office(
    office: Office, headquarters: Office, user: User, runner: RunNow, qtbot: QtBot, theme: Theme
) -> None:
    enrol(office, headquarters, user, runner)
    partner = invented.partner(office.work, "fr")
    sent(office, user, runner)
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([user.stick])
    first = shown(PartnerView(seated(PartnerPresenter(headquarters, runner, partner.id), user)), qtbot)
    first.activateWindow()
    first.presenter.warning.write(True)
    qtbot.waitUntil(lambda: first.warning_form is not None and first.warning_form.first().hasFocus())
    (field,) = [field for field in first.findChildren(Field) if field.isVisible()]
    write(field, "Ne rien signer avant la fin de l’enquête.")
    first.settle_typing()
    again = shown(PartnerView(seated(PartnerPresenter(headquarters, runner, partner.id), user)), qtbot)
    assert again.warning_form is not None and again.presenter.warning.writing
    (field,) = [field for field in again.findChildren(Field) if field.isVisible()]
    assert field.text() == "Ne rien signer avant la fin de l’enquête."
    again.warning_form._save()
    assert not headquarters.unsaved.form(f"warning:{partner.id}")
    again.presenter.take_back()
    assert partners.partner(headquarters.store, partner.id).watch_note == ""
    again.presenter.warning.save("Ne rien signer avant la fin de l’enquête.")
    before = set(user.stick.glob("*.psb"))
    desk.write_returns()
    (answer,) = set(user.stick.glob("*.psb")) - before
    seated(ReceivePresenter(office, runner, str(answer)), user).take_in()
    page = shown(PartnerView(seated(PartnerPresenter(office, runner, partner.id), user)), qtbot)
    assert page.warning_text.text() == "Ne rien signer avant la fin de l’enquête." and page.warning.isVisible()
    assert not page.presenter.warning.may_write
    with refused("role-not-allowed"):
        page.presenter.warning.save("")

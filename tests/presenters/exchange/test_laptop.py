"""The pages of the laptops at Headquarters: the list, a withdrawal with its question, what is kept aside."""

import pytest

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.laptop import LaptopDeed, LaptopPresenter
from desktop.presenters.exchange.laptops import LaptopsPresenter
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]

REASON = "Volé dans la voiture du bureau le 12 novembre ; appel de Fatou Diop."


def taken_in(office: Office, headquarters: Office, user: User, runner: RunNow) -> HeadquartersPresenter:
    """A bundle of the office, written and imported."""
    bundle = sent(office, user, runner).written
    assert bundle is not None
    screen = seated(HeadquartersPresenter(headquarters, runner), user)
    screen.take_in([bundle])
    return screen


@pytest.fixture
def device(office: Office, headquarters: Office, user: User, runner: RunNow) -> str:
    """The device id of an authorized laptop that sent its first bundle."""
    enrol(office, headquarters, user, runner)
    taken_in(office, headquarters, user, runner)
    return office.store.identity.device


def withdraw(screen: LaptopPresenter) -> None:
    screen.take("reason", REASON)
    screen.do()


def test_the_list_tells_where_each_laptop_stands(headquarters: Office, runner: RunNow, user: User, device: str) -> None:
    screen = seated(LaptopsPresenter(headquarters, runner), user)
    ((line, _tone, word),) = screen.lines
    assert (line.key, line.cells["office"].text, word) == (device, "SN10", "autorisé")
    assert screen.sentence == "1 ordinateur est autorisé."
    screen.narrow(state="withdrawn")
    assert screen.lines == [] and screen.sentence == "1 ordinateur est autorisé."
    screen.open_laptop(line.key)
    assert user.went[-1] == ("hq_laptop", {"id": device})


def test_a_withdrawal_is_asked_about_and_what_comes_later_is_shown_and_taken_in(
    office: Office, headquarters: Office, runner: RunNow, user: User, device: str
) -> None:
    screen = seated(LaptopPresenter(headquarters, runner, id=device), user)
    held = headquarters.store.position(device).number
    assert screen.deed is LaptopDeed.WITHDRAW and screen.fields["after"] == str(held)
    withdraw(screen)
    assert str(held) in user.asked[-1].text and screen.deed is None
    assert ("Motif", REASON) in [tuple(fact) for fact in screen.facts]
    with office.store.change("Officer renamed", office.user.id) as session:
        session.merge(office.user).name = "Awa Ndiaye-Sow"
    arrivals = taken_in(office, headquarters, user, runner)
    assert [verdict.word for verdict in arrivals.verdicts] == ["mis de côté"]
    screen.refresh()
    assert screen.deed is LaptopDeed.TAKE_IN and len(screen.aside_lines) >= 1
    assert screen.aside_lines[0].key == str(held + 1)
    screen.take("after", str(held + len(screen.aside_lines)))
    screen.take("reason", "Fatou Diop reconnaît ce travail.")
    screen.do()
    assert screen.deed is None and not screen.busy
    assert screen.outcome.startswith(f"{headquarters.store.position(device).number - held} ")
    assert headquarters.store.position(device).number > held


def test_what_is_typed_as_a_number_is_checked_before_anything_is_asked(
    headquarters: Office, runner: RunNow, user: User, device: str
) -> None:
    screen = seated(LaptopPresenter(headquarters, runner, id=device), user)
    screen.take("after", "beaucoup")
    with refused("change-number-unreadable"):
        withdraw(screen)
    screen.take("after", "0")
    with refused("withdrawal-before-taken-in"):
        withdraw(screen)
    assert screen.deed is LaptopDeed.WITHDRAW


def test_an_office_and_a_stranger_show_no_laptop(
    office: Office, headquarters: Office, runner: RunNow, user: User
) -> None:
    for desk, id_ in ((office, office.store.identity.device), (headquarters, "f" * 32)):
        screen = seated(LaptopPresenter(desk, runner, id=id_), user)
        assert screen.is_read and screen.line is None and screen.deed is None and screen.facts == ()
    assert seated(LaptopsPresenter(office, runner), user).is_empty

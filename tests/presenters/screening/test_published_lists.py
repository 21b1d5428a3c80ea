"""A list that Headquarters published: released at its screen, seen and used in an office, everybody searched."""

from pathlib import Path

import pytest

from desktop.base.progress import Progress, RunNow
from desktop.base.text import speak
from desktop.office import Office
from desktop.presenters.exchange.hq_contents import HqContentsPresenter
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.presenters.screening.lists import ListsPresenter
from desktop.presenters.today import house_cards, machine_of
from desktop.screening import library
from desktop.services import today as day
from desktop.services.exchange import sending
from desktop.services.exchange.headquarters import answering, consolidating
from desktop.services.registry import partners
from desktop.store.records import Partner
from tests.exchanging import User, enrol, headquarters, seated, user
from tests.offices import PASSPHRASE, office, office_folder, runner
from tests.publishing import colleague, un_list
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]
UN = "un-sc"


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


def cards(office: Office) -> list[str]:
    """Where the cards of Today about the house lead, with their titles."""
    state = day.badge(office.work, machine_of(office)).house
    return [f"{card.place}: {card.title}" for card in house_cards(office, state, office.work.today())]


def test_a_list_goes_from_the_screen_of_headquarters_to_that_of_an_office(
    office: Office, headquarters: Office, runner: RunNow, user: User, tmp_path: Path
) -> None:
    enrol(office, headquarters, user, runner)
    partners.register(office.work, Partner(name="Moussa Harouna Abdou", group="HNW", country="TD"))
    path = office.outbox / sending.pack(office.work, office.keys, office.outbox).name
    consolidating.take_in(headquarters.work, headquarters.keys, [path], headquarters.inbox)
    library.install(headquarters.lists, un_list(tmp_path, "2026-10-01"), Progress(), accept=True)

    desk = seated(HqContentsPresenter(headquarters, runner), user)
    (line,) = desk.list_lines
    assert (line.title, line.note) == ("UN Security Council", "not published yet")
    desk.look_at_list(UN)
    assert desk.may_prepare and len(desk.change_lines) == 1
    assert any("Moussa Harouna Abdou" in sentence for sentence in desk.touched)
    desk.take("reason", "La liste de la semaine.")
    desk.prepare()
    assert desk.list_lines[0].note == "waits for a second person" and not desk.may_release
    headquarters.user = colleague(headquarters)
    assert "hq_contents: Look at this and release it: UN Security Council, 1\u00a0Oct\u00a02026" in cards(headquarters)
    second = seated(HqContentsPresenter(headquarters, runner), user)
    second.open_version(second.version_lines[0].key)
    assert second.may_release and second.change_lines
    second.release(PASSPHRASE)
    assert second.list_lines[0].note == "published as version 1"
    assert second.sentence == "The rules and templates of the program are in force."

    screen = seated(ListsPresenter(office, runner), user)
    assert screen.published_lines == []
    back = answering.answer(headquarters.work, headquarters.keys, office.store.identity.office, headquarters.outbox)
    returned = seated(ReceivePresenter(office, runner, str(back)), user)
    assert ("Lists and rates", "UN Security Council, 1\u00a0Oct\u00a02026") in returned.facts()
    returned.take_in()
    assert "UN Security Council, 1\u00a0Oct\u00a02026 waits under “Sanctions lists”." in returned.summary()
    assert "lists: Use what Headquarters published: UN Security Council, 1\u00a0Oct\u00a02026" in cards(office)
    screen.refresh()
    (line,) = screen.published_lines
    assert line.cells["state"].text == "waits to be used"
    screen.look_at_published(UN)
    assert screen.preview is not None and len(screen.preview_lines) == 1
    assert "La liste de la semaine. (prepared by Omar Haddad, released by Mina Okafor)" in screen.preview_facts
    screen.leave_published()
    assert screen.preview is None and screen.versions == ()
    screen.look_at_published(UN)
    screen.use_published()
    assert screen.preview is None and screen.published_lines == []
    assert [version.published for version in screen.versions] == ["2026-10-01"]
    assert screen.again.startswith("1 partner was searched again."), "as after an import by hand"
    assert not any("Use what Headquarters published" in card for card in cards(office))

    office.user.role = "reader"
    with refused("role-not-allowed"):
        screen.import_list(tmp_path / "un-2026-10-01.xml")

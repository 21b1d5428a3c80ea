"""Who else in IOM knows them: while a partner is added, on its page, in the list, by command."""

from dataclasses import replace
from datetime import timedelta

from desktop.base.progress import RunNow
from desktop.base.values import stamp
from desktop.office import Office
from desktop.presenters.registry.add_partner import AddPartnerPresenter
from desktop.presenters.registry.elsewhere import ElsewherePresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.demo import invented, other_offices
from desktop.services.registry import elsewhere, partners
from desktop.store.records import Partner
from desktop.store.store import recall_in
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]


def listed(office: Office, user: User, text: str = "") -> ElsewherePresenter:
    return seated(ElsewherePresenter(office, RunNow(), text), user)


def age(office: Office, days: int) -> None:
    """Let what Headquarters told lie further back."""
    with office.store.note() as session:
        kept = recall_in(session, elsewhere.EXTRACT)
    at = stamp(office.work.clock.now() - timedelta(days=days))
    office.store.remember(elsewhere.EXTRACT, {**kept, "at": at})


def test_a_partner_that_is_typed_is_asked_of_the_other_offices(office: Office, user: User) -> None:
    page = seated(AddPartnerPresenter(office, RunNow()), user)
    page.take("name", "Teranga Cables")
    page.look()
    assert page.elsewhere is None, "nothing was told yet"
    other_offices.tell(office.work)
    page.look()
    assert page.elsewhere is not None and not page.elsewhere.warning
    names = [name for name, _note in page.elsewhere.partners]
    assert names[0] == invented.PARTNER and "Teranga Cables and Networks" in names  # that of the same country first
    assert "NE10, Niamey" in page.elsewhere.partners[0][1] and "il y a 3\u00a0jours" in page.elsewhere.day
    page.take("name", "Zyx Opaline")
    page.look()
    assert page.elsewhere.partners == () and "aucun autre bureau" in page.elsewhere.sentence
    page.take("group", "HNW")
    page.look()
    assert page.elsewhere is None, "of individuals nothing is told"


def test_the_page_of_a_partner_says_who_else_knows_it_and_that_it_is_old(office: Office, user: User) -> None:
    partner = partners.register(office.work, Partner(name="Sahel Fret SARL", country="ML"))
    other_offices.tell(office.work)
    page = seated(PartnerPresenter(office, RunNow(), partner.id), user)
    assert page.elsewhere is not None
    assert [name for name, _note in page.elsewhere.partners] == ["Sahel Fret"]
    assert "Refusé" in page.elsewhere.partners[0][1]
    age(office, 61)
    page.refresh()
    assert page.elsewhere is not None and page.elsewhere.warning
    page.open_elsewhere()
    assert user.went[-1] == ("elsewhere", {"text": "Sahel Fret SARL"})


def test_the_list_is_searched_narrowed_and_says_what_it_rests_on(office: Office, user: User) -> None:
    page = listed(office, user)
    assert page.is_read and page.state == "" and not page.lines
    other_offices.tell(office.work)
    page.refresh()
    assert len(page.lines) == 9 and "4 autres bureaux" in page.state and not page.is_old
    assert [line.name for line in page.lines][:2] == ["Banque du Fleuve", "Cafés Sierra Clara S.A.S."]
    page.filter("kaoural")
    assert [line.cells["office"].text for line in page.lines] == ["NE10"]
    page.clear()
    page.narrow(country="ML")
    assert {line.cells["country"].text for line in page.lines} == {"Mali"}
    assert {option.code for option in page.filters[0].options} == {"ML10"}
    for column in ("office", "country", "stage", "heard", "name", "name"):
        page.listing.sort(column)
        assert len(page.lines) == 3
    found: list[int] = []
    page.find("sah", 0, found.append)
    assert page.lines[found[0]].name == "Sahel Fret"
    page.add(page.lines[found[0]].key)
    assert user.went[-1] == ("add_partner", {"name": "Sahel Fret"})


def test_a_list_that_did_not_arrive_is_named(office: Office, user: User) -> None:
    other_offices.tell(office.work)
    with office.store.note() as session:
        kept = recall_in(session, elsewhere.EXTRACT)
        kept["offices"]["TH10"]["held"] = ""
    office.store.remember(elsewhere.EXTRACT, kept)
    assert "TH10" in listed(office, user).state
    standing = elsewhere.standing(office.work)
    assert standing.lacking == ["TH10"] and replace(standing, offices={}).lacking == []

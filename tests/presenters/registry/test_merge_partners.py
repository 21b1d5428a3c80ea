"""The page on which two records of one partner are merged: what it shows before, and what it takes back."""

from typing import Any

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.merge_partners import MergePartnersPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partners import PartnersPresenter
from desktop.services.registry import partners, partnerships
from desktop.store.records import Partner, Partnership
from tests.exchanging import User, seated, user
from tests.refusal import refused

__all__ = ["user"]


def add(office: Office, name: str, **fields: Any) -> Partner:
    return partners.register(office.work, Partner(name=name, country="SN", **fields))


def test_what_resembles_the_partner_is_proposed_and_anything_else_is_searched(office: Office, user: User) -> None:
    one = add(office, "Teranga Logistique")
    like, other = add(office, "Teranga Logistiques SA"), add(office, "Kora Énergie")
    page = seated(MergePartnersPresenter(office, RunNow(), one.id), user)
    page.arrive()
    assert [record.id for record in page.likely or ()] == [like.id]
    page.search("kora")
    assert [record.id for record in page.likely or ()] == [other.id]
    page.search("teranga")
    assert [record.id for record in page.likely or ()] == [like.id]
    page.choose(like.id)
    assert user.went[-1] == ("merge_partners", {"partner": one.id, "other": like.id})


def test_two_are_merged_as_chosen_and_taken_back(office: Office, user: User) -> None:
    one, other = add(office, "Alpha", city="Dakar"), add(office, "Alfa", city="Thiès", phone="33")
    partnerships.plan(office.work, Partnership(partner_id=other.id, title="Camions"))
    page = seated(MergePartnersPresenter(office, RunNow(), one.id, other.id), user)
    assert [row[0].key for row in page.rows] == ["name", "city", "phone", "apart"]
    assert page.fields == {"name": "other", "city": "other", "phone": "other"}
    page.take("name", "own")
    again = seated(MergePartnersPresenter(office, RunNow(), one.id, other.id), user)  # what was chosen is still there
    assert again.fields["name"] == "own"
    assert "1 partenariat" in " ".join(page.facts)
    page.ask()
    assert page.merged
    partner = partners.partner(office.store, one.id)
    assert (partner.name, partner.city, partner.phone) == ("Alpha", "Thiès", "33")
    page.part()
    assert not page.merged
    assert partners.partner(office.store, one.id).city == "Dakar"


def test_what_must_be_known_is_asked_about_before(office: Office, user: User) -> None:
    one, other = add(office, "Alpha", registration="1"), add(office, "Alfa", registration="2", supplier=True)
    page = seated(MergePartnersPresenter(office, RunNow(), one.id, other.id), user)
    assert len(page.warnings) == 2
    page.ask()
    assert page.merged
    assert len(user.asked) == 1


def test_two_that_were_told_apart_are_not_proposed_again(office: Office, user: User) -> None:
    one, other = add(office, "Teranga Logistique"), add(office, "Teranga Logistiques")
    page = seated(MergePartnersPresenter(office, RunNow(), one.id, other.id), user)
    with refused("apart-without-reason"):
        page.are_two()
    page.take("apart", "Deux villes, deux registres.")
    page.are_two()
    assert user.went[-1] == ("partner", {"id": one.id})
    for known in (one, other):
        choosing = seated(MergePartnersPresenter(office, RunNow(), known.id), user)
        assert list(choosing.likely or ()) == []


def test_what_can_be_no_one_partner_says_why(office: Office, user: User) -> None:
    one = add(office, "Alpha")
    child = add(office, "Alpha Sénégal", parent_id=one.id)
    page = seated(MergePartnersPresenter(office, RunNow(), one.id, child.id), user)
    assert page.refusal is not None and page.refusal.code == "merge-subsidiary"
    assert (page.rows, page.facts, page.warnings) == ([], (), ())
    page.ask()
    assert not page.merged


def test_the_page_of_the_partner_shows_what_was_merged_and_parts_it(office: Office, user: User) -> None:
    one, other = add(office, "Alpha"), add(office, "Alfa")
    page = seated(MergePartnersPresenter(office, RunNow(), one.id, other.id), user)
    page.ask()
    shown = seated(PartnerPresenter(office, RunNow(), other.id), user)
    shown.refresh()
    assert (shown.id, [former.name for former in shown.shown.merged]) == (one.id, ["Alfa"])
    shown.read_changes()
    assert shown.deeds is not None and shown.deeds[0].what == "Partenaires fusionnés"
    planned = partnerships.plan(office.work, Partnership(partner_id=one.id, title="Camions"))
    shown.refresh()
    with refused("part-rests"):
        shown.part(other.id)
    partnerships.archive(office.work, planned.id)
    shown.refresh()
    shown.part(other.id)
    assert shown.shown.merged == ()
    shown.merge()
    assert user.went[-1] == ("merge_partners", {"partner": one.id})


def test_two_lines_of_the_list_are_merged_and_three_are_not(office: Office, user: User) -> None:
    ids = [add(office, name).id for name in ("Alpha", "Alfa", "Kora")]
    page = seated(PartnersPresenter(office, RunNow()), user)
    page.merge(ids[:2])
    assert user.went[-1] == ("merge_partners", {"partner": ids[0], "other": ids[1]})
    page.merge(ids[:1])
    assert user.went[-1] == ("merge_partners", {"partner": ids[0]})
    with refused("merge-two"):
        page.merge(ids)

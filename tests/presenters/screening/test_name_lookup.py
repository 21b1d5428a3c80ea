"""The page on which names are looked up: typed, searched, read, printed, and the ways on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.office import Office
from desktop.presenters.screening.name_lookup import NameLookupPresenter
from desktop.screening import library
from desktop.services.registry import partners
from desktop.store.only_reading import OnlyReading
from desktop.store.records import Partner
from desktop.store.states import Role
from tests.exchanging import User, user
from tests.makers import on
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["office", "office_folder", "user"]

DAY = date(2026, 11, 23)
Screen = Callable[..., NameLookupPresenter]


@pytest.fixture
def screen(office: Office, user: User) -> Screen:
    def opened(**arguments: str) -> NameLookupPresenter:
        shown = NameLookupPresenter(office, RunNow(), **arguments)
        shown.open_place, shown.asker = user.go, user
        shown.arrive()
        return shown

    speak("fr")
    on(office, DAY)
    library.install(office.lists, paths.resources() / "reference" / library.PRACTICE)
    return opened


def test_without_a_list_the_page_says_so_and_searches_nothing(office: Office, user: User) -> None:
    shown = NameLookupPresenter(office, RunNow())
    shown.arrive()
    assert shown.is_read and not shown.versions and not shown.may_search and not shown.refusal


def test_several_names_are_searched_and_the_first_with_a_match_is_opened(screen: Screen, office: Office) -> None:
    shown = screen()
    shown.write("Fatou Sarr Diouf\n박정건\n!?")
    shown.search()
    assert shown.at is not None and shown.at.name == "박정건"
    assert shown.state == "2 noms cherchés. 1 a des correspondances possibles."
    assert shown.hit is not None and dict(shown.facts)["Référence"] == "PRi.008"
    assert any("Se lit" in name for name, _quality in shown.listed_names)
    shown.look_at_name("Fatou Sarr Diouf")
    assert shown.hit is None and not shown.facts
    assert shown.typed.waits is False


def test_the_paper_is_shown_and_its_name_tells_no_name(screen: Screen) -> None:
    shown = screen(name="Moussa Harouna Abdou")
    shown.show_paper()
    assert shown.pdf is None
    shown.search()
    shown.show_paper()
    assert shown.pdf is not None and shown.pdf.startswith(b"%PDF")
    assert "Moussa" not in shown.paper_name


def test_one_goes_on_to_a_new_partner_or_to_the_one_of_that_name(screen: Screen, office: Office, user: User) -> None:
    known = partners.register(office.work, Partner(name="Sahel Fret Logistique SARL", country="NE"))
    shown = screen(name="Sahel Fret Logistique SARL")
    shown.search()
    [(words, open_it)] = shown.ways_to_partners
    assert known.name in words
    open_it()
    assert user.went[-1] == ("partner", {"id": known.id})
    shown.add_partner()
    assert user.went[-1] == ("add_partner", {"name": "Sahel Fret Logistique SARL"})


def test_an_earlier_search_is_typed_again_until_its_names_are_erased(screen: Screen, office: Office) -> None:
    shown = screen(name="Fatou Sarr")
    shown.choose_kind("person")
    shown.search()
    [lookup] = shown.remembered
    again = screen()
    again.search_again(lookup.id)
    assert (again.text, again.kind) == ("Fatou Sarr", "person")
    on(office, DAY + timedelta(days=office.definitions.authority.lookup_days))
    later = screen()
    later.search_again(lookup.id)
    assert later.text == "" and "effacé" in later.names_of(later.remembered[0])


def test_an_old_list_is_named(screen: Screen, office: Office) -> None:
    assert screen().warning == ""
    on(office, DAY + timedelta(days=90))
    assert "ONU" in screen().warning


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR, Role.LOCAL_ADMINISTRATOR])
def test_who_does_not_screen_reads_why(screen: Screen, office: Office, role: Role) -> None:
    office.user.role = role
    shown = screen(name="Fatou Sarr")
    assert shown.refusal and not shown.may_search and not shown.may_add
    with refused("role-not-allowed"):
        shown.search()


def test_where_only_reading_is_possible_no_search_stays_without_a_trace(screen: Screen, office: Office) -> None:
    office.store.only_read(OnlyReading.COPY)
    shown = screen(name="Fatou Sarr")
    assert "trace" in shown.refusal and not shown.may_search
    with refused("records-read-only"):
        shown.search()

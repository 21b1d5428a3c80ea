"""One box for everything: without accents, every word, best first."""

from collections.abc import Iterator

import pytest

from desktop.store.records import Partner, Person
from desktop.store.search import find
from desktop.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(tmp_path_factory.mktemp("search") / "office.db", b"k" * 32)
    opened.become("SN10")
    with opened.change("Registered", "o") as session:
        for name, city in (
            ("Téranga Câbles & Réseaux SA", "Dakar"),
            ("Câbles Téranga", "Thiès"),
            ("Société des câbles", "Saint-Louis"),
            ("100 % local", "Ziguinchor"),
            ("A_B Conseil", "Kaolack"),
            ("Œuvre d’Élisabeth", "Ærøskøbing"),
            ("O’Brien & Søn S.A.R.L.", "Łódź"),
        ):
            session.add(Partner(name=name, city=city, country="SN"))
        session.add(Person(partner_id="x", name="Aïcha Câblé", title="Directrice"))
    yield opened
    opened.close()


def titles(store: Store, text: str, **asked: tuple[int, ...] | int) -> list[str]:
    with store.read() as session:
        return [found.title for found in find(session, text, **asked)]  # type: ignore[arg-type]


def test_accents_and_case_do_not_matter(store: Store) -> None:
    assert titles(store, "TERANGA") == titles(store, "téranga") == ["Téranga Câbles & Réseaux SA", "Câbles Téranga"]


@pytest.mark.parametrize("typed", ["oeuvre", "Œuvre", "ŒUVRE", "delisabeth", "d'elisabeth", "elisabeth", "aeroskobing"])
def test_ligatures_are_found_as_they_are_typed_without_their_keys(store: Store, typed: str) -> None:
    assert titles(store, typed) == ["Œuvre d’Élisabeth"]


@pytest.mark.parametrize(
    "typed",
    ["obrien", "o'brien", "O’BRIEN", "O BRIEN", "brien", "sarl", "S.A.R.L.", "s.a.r.l", "lodz", "obrien son sarl"],
)
def test_apostrophes_and_full_stops_may_be_left_out(store: Store, typed: str) -> None:
    assert titles(store, typed) == ["O’Brien & Søn S.A.R.L."]


@pytest.mark.parametrize("typed", ["saint louis", "Saint-Louis", "saint–louis", "louis saint"])
def test_a_dash_is_a_space(store: Store, typed: str) -> None:
    assert titles(store, typed) == ["Société des câbles"]


def test_every_word_is_wanted_in_any_order_and_any_part_of_the_line(store: Store) -> None:
    assert titles(store, "thies cables") == ["Câbles Téranga"]
    assert titles(store, "cables dakar") == ["Téranga Câbles & Réseaux SA"]
    assert titles(store, "cables nouakchott") == []


def test_lines_that_begin_with_what_was_typed_come_first_then_short_ones(store: Store) -> None:
    assert titles(store, "cables", kinds=(Partner.KIND,))[0] == "Câbles Téranga"
    assert titles(store, "cabl")[0] == "Câbles Téranga"


def test_a_family_may_be_asked_for(store: Store) -> None:
    assert titles(store, "cable", kinds=(Person.KIND,)) == ["Aïcha Câblé"]


def test_signs_of_the_database_mean_themselves(store: Store) -> None:
    assert titles(store, "%") == ["100 % local"]
    assert titles(store, "_") == ["A_B Conseil"]
    assert titles(store, "'; DROP TABLE partner; --") == []


def test_no_more_than_asked_for(store: Store) -> None:
    assert len(titles(store, "", limit=2)) == 2


def test_a_new_name_is_found_and_the_old_one_no_more(store: Store) -> None:
    with store.change("Registered", "o") as session:
        partner = Partner(name="Ancien nom", country="SN")
        session.add(partner)
    with store.change("Renamed", "o") as session:
        session.get_one(Partner, partner.id).name = "Nouvelle raison"
    assert titles(store, "ancien nom") == []
    assert titles(store, "nouvelle") == ["Nouvelle raison"]

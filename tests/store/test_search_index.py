"""The index of the search is kept in the transaction that writes the record, and can be made anew from the records."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.store import search_index
from desktop.store.records import Agreement, Incident, Interaction, Partner, Person, Task
from desktop.store.search_index import Column, Sought
from desktop.store.store import Store
from tests.makers import empty_store
from tests.server import Databases

EVERYWHERE = tuple(Column)


@pytest.fixture(params=["office", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An office's encrypted database, and Headquarters' on PostgreSQL."""
    if request.param == "office":
        opened = empty_store(tmp_path / "office.db")
    else:
        databases: Databases = request.getfixturevalue("databases")
        opened = Store.connect(databases.with_tables())
    opened.become("SN10")
    yield opened
    opened.close()


def ids(store: Store, *begun: str, columns: tuple[Column, ...] = EVERYWHERE, kinds: tuple[int, ...] = ()) -> set[str]:
    with store.read() as session:
        sought = [Sought((word,)) for word in begun]
        return {line.id for line in search_index.lines(session, sought, columns, 50, kinds=kinds)}


def registered(store: Store) -> tuple[Partner, Person]:
    with store.change("Registered", "o") as session:
        partner = Partner(name="Téranga Câbles", country="SN", summary="Fibre optique")
        person = Person(partner_id=partner.id, name="Awa Cissé", document="SN-445566")
        session.add_all((partner, person))
    return partner, person


def test_words_stand_where_they_are_said(store: Store) -> None:
    partner, person = registered(store)
    assert ids(store, "cabl", columns=(Column.NAMES,)) == {partner.id}
    assert ids(store, "fibre", columns=(Column.NAMES,)) == set()
    assert ids(store, "fibre", "teranga") == {partner.id}
    assert ids(store, "cisse", kinds=(Partner.KIND,)) == set()
    assert ids(store, "cisse", kinds=(Person.KIND,)) == {person.id}
    with store.read() as session:
        (number,) = search_index.numbers(session, Sought(("c",)), (Column.NAMES,), 9, (Person.KIND,))
        both = (number, search_index.number_of(partner.id))
        assert search_index.shortest(session, both, 9) == (person.id, partner.id)
        assert search_index.words_begun(session, ("cab", "cis"), 9) == ("cables", "cisse")


def test_a_changed_record_is_found_by_its_new_words_alone(store: Store) -> None:
    partner, _person = registered(store)
    with store.change("Renamed", "o") as session:
        session.get_one(Partner, partner.id).name = "Nouvelle raison"
    assert (
        ids(store, "nouvelle") == {partner.id} and ids(store, "cables") == set() and ids(store, "fibre") == {partner.id}
    )


def test_what_is_put_away_stands_apart(store: Store) -> None:
    partner, _person = registered(store)
    with store.change("Archived", "o") as session:
        session.get_one(Partner, partner.id).archived = True
        task = Task(about=partner.id, what="Relancer Téranga", done_on="2026-11-01")
        session.add(task)
    assert ids(store, "teranga", columns=(Column.NAMES, Column.SAYS)) == set()
    assert ids(store, "teranga", columns=(Column.OLD_NAMES,)) == {partner.id, task.id}


def test_what_is_not_saved_is_not_found(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.change("Registered", "o") as session:
        session.add(Partner(name="Jamais enregistré", country="SN"))
        session.flush()
        raise ZeroDivisionError
    assert ids(store, "jamais") == set()
    with store.read() as session:
        assert search_index.words_among(session, ["jamais"], begin=False) == ()


def test_what_was_told_in_confidence_and_identity_papers_are_not_searched(store: Store) -> None:
    registered(store)
    with store.change("Recorded", "o") as session:
        session.add(Incident(partner_id="x", summary="Plainte", account="confié par Mariama"))
    assert ids(store, "plainte") and not ids(store, "mariama") and not ids(store, "445566")


def test_the_text_of_a_final_agreement_and_its_fields_are_searched(store: Store) -> None:
    with store.change("Drafted", "o") as session:
        content = {"activities": [{"what": "Pose de pylônes"}]}
        agreement = Agreement(partnership_id="x", type="MOU", content=content, wording="Article 4. Arbitrage.")
        session.add(agreement)
    assert ids(store, "pylones") == ids(store, "arbitrage") == {agreement.id}


def test_it_is_made_anew_as_it_was(store: Store) -> None:
    registered(store)
    with store.change("Met", "o") as session:
        session.add(Interaction(partner_id="x", happened_on="2026-01-01", subject="Camions", text="Vingt camions"))
    before = whole(store)
    assert search_index.rebuild(store.engine, store.families) == 3
    assert whole(store) == before


def whole(store: Store) -> set[tuple[object, ...]]:
    with store.read() as session:
        return {tuple(row) for row in session.execute(select(search_index.LINE))}


def test_a_database_without_it_or_with_an_older_one_gets_it_at_its_opening(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "office.db", b"k" * 32)
    store.become("SN10")
    partner, _person = registered(store)
    for spoil in ("UPDATE search_way SET way = 0", "DROP TABLE search_way"):
        with store.engine.begin() as connection:
            connection.execute(text(spoil))
            connection.execute(text("DELETE FROM search_line"))
        store.close()
        store = Store.open(tmp_path / "office.db", b"k" * 32)
        assert ids(store, "teranga") == {partner.id}
    store.close()


def test_words_that_sound_alike_and_words_that_are_misspelt_are_known(store: Store) -> None:
    with store.change("Registered", "o") as session:
        session.add(Partner(name="Шевченко Harmattan", country="UA"))
    with store.read() as session:
        assert search_index.words_sounding(session, ["SvSnk"], begin=False) == ("shevchenko",)
        assert search_index.words_among(session, ["harmattan", "harmatan"], begin=False) == ("harmattan",)
        assert search_index.words_among(session, ["harma", "hrma"], begin=True) == ("harmattan",)

"""What is typed finds what is meant: the queries were written before the search was."""

from collections.abc import Iterator, Mapping

import pytest

from desktop.services.search.hits import Hits, search
from desktop.services.work import Work
from tests.makers import empty_store, work_of
from tests.services.search.register import fill, queries

LEAST = 0.95
FIRST = 5
CROWD = 600  # of the register’s two thousand other partners; the whole crowd gives the same figures


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Work, Mapping[str, str]]]:
    store = empty_store(tmp_path_factory.mktemp("search") / "office.db")
    store.become("SN10")
    yield work_of(store), fill(store, CROWD)
    store.close()


def test_what_is_meant_is_among_the_first_five(register: tuple[Work, Mapping[str, str]]) -> None:
    work, keys = register
    missed, asked = [], list(queries())
    for query in asked:
        first = [keys.get(hit.record.id, hit.record.id) for hit in search(work, query.typed).hits[:FIRST]]
        if not set(query.wanted) <= set(first):
            missed.append(f"{query.typed} ({query.tries}): {', '.join(query.wanted)}, not {first}")
    found = 1 - len(missed) / len(asked)
    assert found >= LEAST, f"{found:.1%} of {len(asked)}:\n" + "\n".join(missed)


def hit_of(register: tuple[Work, Mapping[str, str]], typed: str, key: str) -> tuple[str, list[str], str, list[str]]:
    work, keys = register
    hit = next(hit for hit in search(work, typed).hits if keys.get(hit.record.id) == key)
    marked = [hit.title.text[a:b] for a, b in hit.title.marked]
    return hit.title.text, marked, hit.around.text, [hit.around.text[a:b] for a, b in hit.around.marked]


def test_the_words_around_the_hit_are_shown_and_what_answers_is_marked(
    register: tuple[Work, Mapping[str, str]],
) -> None:
    _title, none, said, marked = hit_of(register, "carburant", "m_trucks")
    assert not none and marked == ["carburant"] and "qui paie le carburant" in said
    _title, _none, said, marked = hit_of(register, "agents dollars", "m_labour")
    assert "take fees of 3,000 dollars" in said and marked == ["agents", "dollars"]


def test_a_title_that_says_all_needs_nothing_around_it(register: tuple[Work, Mapping[str, str]]) -> None:
    assert hit_of(register, "obrien", "obrien") == ("O’Brien Freight Ltd", ["O’Brien"], "", [])


@pytest.mark.parametrize(
    ("typed", "key", "marked"),
    [("chevchenko", "shevchenko", "Шевченко"), ("muhammad", "muhammad", "محمد"), ("mueller", "muller", "Müller")],
)
def test_what_is_written_otherwise_is_marked_as_it_is_written(
    register: tuple[Work, Mapping[str, str]], typed: str, key: str, marked: str
) -> None:
    assert marked in hit_of(register, typed, key)[1]


def test_a_hit_names_the_partner_to_whom_it_belongs(register: tuple[Work, Mapping[str, str]]) -> None:
    work, keys = register
    hits = {keys.get(hit.record.id): hit.partner for hit in search(work, "onduleur").hits}
    assert hits["d_solar_warranty"] == hits["t_inverter"] == hits["m_solar"] == "Soleil du Ténéré Énergie"


def test_what_is_put_away_is_found_last_and_says_so(register: tuple[Work, Mapping[str, str]]) -> None:
    work, keys = register
    hits = [(keys.get(hit.record.id), hit.away) for hit in search(work, "baobab agro").hits]
    assert hits.index(("baobab_live", False)) < hits.index(("baobab_dead", True))


@pytest.mark.parametrize("typed", ["", " ", "'", "…", "%", "_", '"', "* (", "^ -"])
def test_signs_alone_are_nothing_to_look_for(register: tuple[Work, Mapping[str, str]], typed: str) -> None:
    assert search(register[0], typed).hits == ()


@pytest.mark.parametrize(
    "typed", ["teranga AND (", 'NEAR("teranga", 2)', "teranga'; DROP TABLE partner; --", "-teranga*"]
)
def test_signs_of_the_database_mean_nothing(register: tuple[Work, Mapping[str, str]], typed: str) -> None:
    work, keys = register
    assert "teranga" in [keys.get(hit.record.id) for hit in search(work, typed).hits]


def test_nothing_is_found_where_nothing_answers(register: tuple[Work, Mapping[str, str]]) -> None:
    assert search(register[0], "xylophonique") == Hits((), whole=True)


def test_where_nothing_holds_every_word_the_nearest_come_and_it_is_said(
    register: tuple[Work, Mapping[str, str]],
) -> None:
    work, keys = register
    nearest = search(work, "teranga xylophonique carburant")
    assert not nearest.whole and {"m_trucks", "t_fuel"} <= {keys.get(hit.record.id) for hit in nearest.hits[:5]}
    assert search(work, "teranga carburant").whole

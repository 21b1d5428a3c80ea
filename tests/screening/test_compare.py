"""Our facts beside a listed entry's: they help a person to rule and decide nothing."""

import pytest

from desktop.screening.compare import compare
from desktop.screening.entries import EntryKind, ParsedList


def verdicts(birth: str, country: str, document: str, practice: ParsedList, at: int = 0) -> dict[str, str]:
    entry = list(practice.entries)[at]
    facts = (entry.births, entry.nationalities, entry.documents)
    rows = compare(EntryKind.PERSON, birth, country, document, entry.kind, *facts, "en")
    return {row.fact: row.verdict for row in rows}


def test_the_false_positive_of_the_journey_contradicts_in_birth_and_nationality(practice: ParsedList) -> None:
    found = verdicts("1984-03-14", "NE", "CNI 1984-0314-55", practice)
    assert found == {"kind": "agrees", "birth": "contradicts", "nationality": "contradicts", "document": "unknown"}


def test_the_listed_person_agrees(practice: ParsedList) -> None:
    found = verdicts("1971-06-02", "TD", "R 0098213", practice)
    assert found == {"kind": "agrees", "birth": "agrees", "nationality": "agrees", "document": "agrees"}


def test_what_is_not_known_contradicts_nothing(practice: ParsedList) -> None:
    found = verdicts("", "", "", practice)
    assert found == {"kind": "agrees", "birth": "unknown", "nationality": "unknown", "document": "unknown"}


@pytest.mark.parametrize(("birth", "verdict"), [("1975", "agrees"), ("1979", "close"), ("1985-01-01", "contradicts")])
def test_a_birth_between_two_years_is_compared_with_both(practice: ParsedList, birth: str, verdict: str) -> None:
    assert verdicts(birth, "", "", practice, at=3)["birth"] == verdict


def test_official_names_of_countries_are_known(practice: ParsedList) -> None:
    assert verdicts("", "KP", "", practice, at=7)["nationality"] == "agrees"


def test_a_nationality_in_free_words_contradicts_nothing() -> None:
    row = compare(EntryKind.PERSON, "", "TD", "", EntryKind.PERSON, (), ("possibly Yemeni",), (), "en")[2]
    assert (row.fact, row.verdict) == ("nationality", "unknown")

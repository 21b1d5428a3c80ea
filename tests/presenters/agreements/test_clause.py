"""A clause of the library is read whole: its texts, when it is there, what is filled in and what may be changed."""

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES
from desktop.definitions.loading import Definitions, shipped
from desktop.office import Office
from desktop.presenters.agreements.clause import ClausePresenter, LibraryClause
from tests.exchanging import User, user
from tests.refusal import refused

__all__ = ["user"]


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return shipped()


def test_every_clause_is_read_in_every_language_and_each_branch_says_when_it_is_there(
    definitions: Definitions,
) -> None:
    for mark in definitions.library.clauses:
        read = LibraryClause(definitions, mark)
        shapes = {code: [(line.depth, line.condition) for line in read.text(code)] for code in LANGUAGES}
        assert shapes["fr"] == shapes["en"] == shapes["es"], mark
        assert read.uses and read.changes and "{{" not in str(read.text("fr")), mark


def test_the_conditions_are_said_in_the_language_spoken_and_blanks_in_that_of_the_text(
    definitions: Definitions,
) -> None:
    read = LibraryClause(definitions, " c-pur ")
    assert (read.title, read.languages[0]) == ("Objectif commun", "fr")
    english = [line.text for line in read.text("en")]
    assert "The Parties together pursue the following purpose: [Common purpose]." in english
    assert any(line.condition and line.text.startswith("Pour chaque ligne de") for line in read.text("en"))
    assert ("Mémorandum d’accord", "Toujours présente. Texte verrouillé.") in read.uses
    assert "Avantage pour le partenaire" in read.filled_in


def test_a_clause_of_short_forms_says_what_it_stands_for(definitions: Definitions) -> None:
    assert "Neutralité des achats" in LibraryClause(definitions, "S-GEN").says_for


def test_a_clause_that_is_not_there_is_refused(office: Office, user: User) -> None:
    with refused("clause-unknown"):
        ClausePresenter(office, RunNow(), "X-YZ")

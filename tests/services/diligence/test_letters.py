"""Letters to a partner: which may be written when, and that they say nothing they must not."""

import pytest
from sqlalchemy import select

from desktop.base.text import LANGUAGES
from desktop.base.values import today
from desktop.definitions.letters import letters_of
from desktop.definitions.source import parse_toml
from desktop.services.diligence import letters
from desktop.store.records import Case, Decision, Person
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder"]


def refuse(agreed: Agreed, reason: str) -> str:
    with agreed.office.store.change("Refused", agreed.office.user.id) as session:
        decision = session.scalars(select(Decision)).one()
        decision.outcome, decision.reason = "refused", reason
        return session.scalars(select(Case.id)).one()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_neither_why_nor_whom_nor_which_list(agreed: Agreed, language: str) -> None:
    case = refuse(agreed, "Mines antipersonnel, liste du Conseil de sécurité")
    work = on(agreed.office, today())
    assert [letter.id for letter in letters.of_case(work, case)] == ["refusal"]
    data = letters.pdf(work, case, "refusal", language)
    printed = words_of(data).lower()
    assert "teranga" in printed
    with agreed.office.store.read() as session:
        behind = [person.name for person in session.scalars(select(Person))]
    secret = ["mines", "conseil", "sanction", "exclu", "security council", "criblage", "screening", "niveau", *behind]
    assert not [word for word in secret if word.lower() in printed]
    assert b"antipersonnel" not in data


def test_a_holding_letter_is_written_only_while_nothing_was_refused(agreed: Agreed) -> None:
    work = on(agreed.office, today())
    with agreed.office.store.read() as session:
        case = session.scalars(select(Case.id)).one()
    assert [letter.id for letter in letters.of_case(work, case)] == ["holding"]
    assert letters.pdf(work, case, "holding", "fr").startswith(b"%PDF")
    with refused("letter-not-now"):
        letters.pdf(work, case, "refusal", "fr")


def test_a_letter_with_another_tag_is_refused() -> None:
    text = """
id = "letters"
version = "1"
[[letters]]
id = "x"
label = { fr = "a", en = "a", es = "a" }
subject = { fr = "a", en = "a", es = "a" }
body.fr = ["{reason}"]
body.en = ["a"]
body.es = ["a"]
"""
    with refused("letter-tag"):
        letters_of(parse_toml(text, "letters.toml"))

"""The shape of every type of answer, and what a malformed one is told, in three languages."""

from json import dumps
from typing import Any

import pytest

from desktop.base.text import LANGUAGES
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import CHOICE_TYPES, TYPES
from desktop.definitions.authority import Authority
from desktop.definitions.facts import Facts
from desktop.definitions.form import Questionnaire
from desktop.definitions.rating import rate
from tests.definitions.files import best, case, plan

MALFORMED: list[tuple[str, Any]] = [
    ("C01", "maybe"),
    ("C01", ["yes"]),
    ("C06", {"choices": ["mining"]}),
    ("C06", ["garments"]),
    ("A01", "Teranga"),
    ("A01", {"text": 3}),
    ("A01", {"text": "", "assessment": "perhaps"}),
    ("E05", {"number": -1}),
    ("E05", {"number": True}),
    ("A03", {"names": [{"share": "30"}]}),
    ("A03", {"names": [{"name": "Awa", "share": "130"}]}),
    ("A05", {"persons": [{"name": " "}]}),
    ("A05", {"persons": "Awa"}),
    ("B01", {"result": "clear", "list_day": "2026-13-01"}),
    ("B01", "clear"),
    ("C02", {"percents": {"weapons": "a little"}}),
    ("C02", {"percents": {"arms": "1"}}),
    ("C02", {"percents": {"weapons": "1"}, "role": "thief"}),
    ("L02", {"scale": 0}),
    ("L02", {"scale": 2.0}),
    ("L03", {"usd": "NaN"}),
    ("D04", {"found": "some"}),
    ("M02", {"assessment": "good"}),
]


@pytest.mark.parametrize(("question", "value"), MALFORMED)
def test_a_malformed_value_is_told_so_in_every_language(form: Questionnaire, question: str, value: Any) -> None:
    for answer in ({"value": value}, {"declared": value}):
        said = form.by_id[question].check(AnswerContent.from_json(answer))
        assert said is not None
        assert len({said[code] for code in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    "records",
    [
        {"findings": [{"source": "Le Soleil"}]},
        {"findings": [{"source": "Le Soleil", "status": "gossip"}]},
        {"findings": [{"source": "Le Soleil", "status": "rumour", "scale": 4}]},
        {"findings": [{"source": "Le Soleil", "status": "rumour", "date": "last year"}]},
        {"findings": ["rumour"]},
        {"plan": [{"what": "Repay"}]},
        {"plan": [{"what": "Repay", "owner": "Awa", "due": "soon"}]},
        {"unknown": {"who": "Awa", "by": "tomorrow"}},
    ],
)
def test_records_that_hang_on_an_answer_are_checked_too(form: Questionnaire, records: dict[str, Any]) -> None:
    assert form.by_id["D04"].check(AnswerContent.from_json({"value": {"found": "found"}, **records})) is not None


def test_a_good_answer_of_every_type_passes_and_none_is_no_answer(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority)
    for question in form.questions:
        assert question.check(AnswerContent.from_json(best(question, facts))) is None, question.id
        assert question.check(AnswerContent()) is None
        assert question.check(AnswerContent.from_json({"value": None})) is None
        unknown = AnswerContent(value="unknown", unknown={"who": "Awa", "by": "2026-12-01"})
        assert question.check(unknown) is None
    assert form.by_id["M02"].check(AnswerContent.from_json(plan())) is None
    assert {question.type for question in form.questions} == set(TYPES)


@pytest.mark.parametrize(
    "json",
    [
        {},
        {"note": "", "value": None},
        {"value": "unknown", "unknown": {"why": "Nothing was published.", "since": 2025}, "declared": "no"},
        {"findings": [{"source": "Le Soleil", "status": "rumour"}], "value": {"found": "found"}},
        {"plan": "to come", "findings": [1], "note": 3, "unknown": "2026-12-01"},
        {"later": {"of": "a newer program"}, "value": "yes"},
    ],
)
def test_what_was_read_is_written_as_it_was(json: dict[str, Any]) -> None:
    written = AnswerContent.from_json(json).to_json()
    assert dumps(written) == dumps(json)
    assert AnswerContent.from_json(written) == AnswerContent.from_json(json)


def test_a_changed_answer_keeps_the_order_of_its_parts_and_what_it_does_not_know() -> None:
    answer = AnswerContent.from_json({"later": 1, "note": "a", "value": "yes"})
    assert list(answer.with_(value="no", declared="no").to_json().items()) == [
        *(("later", 1), ("note", "a"), ("value", "no"), ("declared", "no")),
    ]
    assert answer.with_(note="").to_json() == {"later": 1, "note": "", "value": "yes"}
    assert answer.without_value().to_json() == {"later": 1, "note": "a"}
    assert AnswerContent(value="yes").to_json() == {"value": "yes"}


def test_a_reason_that_partner_and_officer_share_is_said_once(form: Questionnaire) -> None:
    """“Partly; Partly” says less than “Partly”: one reason, over all choices that rate above low."""
    doubled = []
    for question in form.questions:
        for choice in question.choices:
            same = AnswerContent(value=choice.id, declared=choice.id)
            rated = rate(question, same, Facts({}), 0) if question.type in CHOICE_TYPES else None
            if rated is not None and len(rated.reasons) > 1:
                doubled.append((question.id, choice.id))
    assert doubled == []

"""The shape of every type of answer, and what a malformed one is told, in three languages."""

from typing import Any

import pytest

from desktop.base.text import LANGUAGES
from desktop.definitions.answers import TYPES
from desktop.definitions.authority import Authority
from desktop.definitions.form import Questionnaire
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
        said = form.by_id[question].check(answer)
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
    assert form.by_id["D04"].check({"value": {"found": "found"}, **records}) is not None


def test_a_good_answer_of_every_type_passes_and_none_is_no_answer(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority)
    for question in form.questions:
        assert question.check(best(question, facts)) is None, question.id
        assert question.check({}) is None
        assert question.check({"value": None}) is None
        assert question.check({"value": "unknown", "unknown": {"who": "Awa", "by": "2026-12-01"}}) is None
    assert form.by_id["M02"].check(plan()) is None
    assert {question.type for question in form.questions} == set(TYPES)

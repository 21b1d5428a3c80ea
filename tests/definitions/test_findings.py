"""Findings that stand in records: they rate by the one rule, leave the light route, and never make anything milder."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.definitions.answers import CREDIBILITIES, LINKS, RANK, RESPONSES, STATUSES
from desktop.definitions.authority import Authority
from desktop.definitions.facts import Facts
from desktop.definitions.form import Questionnaire, load_form
from desktop.definitions.loading import Definitions
from desktop.definitions.review import CaseReview
from desktop.definitions.terms import Depth, Level, QuestionType
from tests.definitions.files import FORMS, case, filled
from tests.definitions.test_light import hotel

GRAVE = {"id": "1", "source": "Le Soleil", "status": "charge", "credibility": "independent", "scale": 3}
LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH, Level.EXCLUDED)


def with_finding(
    form: Questionnaire, facts: Facts, question: str, *rows: dict[str, Any], **answers: dict[str, Any]
) -> CaseReview:
    """A well-filled case with these findings on record at a question."""
    complete = filled(form, facts, **answers)
    before = complete.get(question, AnswerContent())
    return form.review({**complete, question: replace(before, on_record=rows)}, facts)


@pytest.mark.parametrize(
    ("row", "level"),
    [
        ({}, "high"),
        ({"scale": 2}, "medium"),
        ({"response": "remedied"}, "medium"),
        ({"status": "rumour"}, "low"),
        ({"credibility": "partisan"}, "low"),
        ({"status": "closed"}, "low"),
        ({"date": "2019-01-01"}, "medium"),
        ({"date": "2019-01-01", "running": True}, "high"),
        ({"date": "2019-01-01", "scale": 2}, "low"),
        ({"scale": 1, "irremediability": 3}, "high"),
    ],
)
def test_a_finding_at_any_question_weighs_by_its_source_gravity_and_age(
    form: Questionnaire, authority: Authority, row: dict[str, Any], level: str
) -> None:
    review = with_finding(form, case(authority), "K06", {**GRAVE, **row})
    assert review.answers["K06"].level == level
    if review.missing:  # a high answer asks for a deeper review
        assert level == "high" and review.tier is Depth.ENHANCED
    else:
        assert review.inherent == review.verdicts["22c"] == level


def test_what_is_on_record_weighs_whatever_is_answered(form: Questionnaire, authority: Authority) -> None:
    row = {**GRAVE, "status": "allegation"}
    nothing = with_finding(form, case(authority), "D04", row)
    assert nothing.answers["D04"].level == Level.HIGH  # the answer itself says that nothing was found
    assert not any(gap.question == "D04" for gap in nothing.missing)


def test_one_finding_leaves_the_light_route_wherever_it_touches(form: Questionnaire, authority: Authority) -> None:
    assert form.review(filled(form, hotel(authority)), hotel(authority)).light
    weak = {**GRAVE, "status": "rumour"}
    for question in ("C01", "D04", "D02", "F02"):  # D02 is for a deeper review, F02 for employers of migrants
        review = with_finding(form, hotel(authority), question, weak)
        assert not review.light, question
        assert question in [id_ for section in review.sections for id_ in section.questions], question


def test_a_finding_without_its_parts_leaves_the_answer_malformed(form: Questionnaire, authority: Authority) -> None:
    review = with_finding(form, case(authority), "D04", {"id": "1", "status": "a newer status", "source": "x"})
    assert [gap.reason for gap in review.missing] == ["malformed"]


# --- never milder

FORM = load_form(FORMS / "diligence" / "questionnaire.toml")
AUTHORITY = Definitions.load(FORMS).authority
ROWS = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "source": st.just("Presse"),
        "status": st.sampled_from(STATUSES),
        "link": st.sampled_from(LINKS),
        "response": st.sampled_from(RESPONSES),
        "credibility": st.sampled_from(CREDIBILITIES),
        "scale": st.integers(1, 3),
        "scope": st.integers(1, 3),
        "running": st.booleans(),
        "date": st.sampled_from(["2018-03-01", "2026-02-01"]),
    }
)
QUESTIONS = st.sampled_from([question.id for question in FORM.questions])


@settings(max_examples=60, deadline=None)
@given(QUESTIONS, st.lists(ROWS, max_size=3), ROWS, st.booleans())
def test_a_further_finding_never_lowers_the_level(
    question: str, rows: list[dict[str, Any]], further: dict[str, Any], light: bool
) -> None:
    facts = hotel(AUTHORITY) if light else case(AUTHORITY)
    before = with_finding(FORM, facts, question, *rows)
    after = with_finding(FORM, facts, question, *rows, further)
    _not_milder(before, after)
    if after.inherent is not Level.EXCLUDED:  # who is excluded is asked nothing more
        assert tuple(Depth).index(after.tier) >= tuple(Depth).index(before.tier)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_worse_answer_never_lowers_the_level(data: st.DataObject) -> None:
    choosing = [q for q in FORM.questions if q.choices and q.type not in (QuestionType.SCREENING, QuestionType.CHOICES)]
    question = data.draw(st.sampled_from(choosing))
    ranked = sorted(
        (choice for choice in question.choices if not choice.cases and choice.outcome.level is not Level.NONE),
        key=lambda choice: RANK[choice.outcome.level],
    )
    if len(ranked) < 2:
        return
    place = data.draw(st.integers(0, len(ranked) - 2))
    facts = case(AUTHORITY)
    others: dict[str, Any] = {}
    for other in data.draw(st.lists(st.sampled_from(choosing), max_size=3, unique_by=lambda q: q.id)):
        if other.id != question.id:
            others[other.id] = answered_by(other.id, data.draw(st.sampled_from(other.choices)).id)
    milder, worse = (
        FORM.review(filled(FORM, facts, **others, **{question.id: answered_by(question.id, choice.id)}), facts)
        for choice in ranked[place : place + 2]
    )
    _not_milder(milder, worse)


def answered_by(question_id: str, choice: str) -> dict[str, Any]:
    """An answer that chooses this, whatever its type."""
    question = FORM.by_id[question_id]
    if question.type is QuestionType.FINDINGS:
        return {"value": {"found": choice}}
    if question.type is QuestionType.CHOICES:
        return {"value": {"choices": [choice], "text": "Vu."}, "evidence": ["file-1"]}
    kinds = (QuestionType.TEXT, QuestionType.NUMBER, QuestionType.NAMES, QuestionType.PLAN)
    whole: dict[str, Any] = {"text": "Vu.", "names": [{"name": "Awa"}], "number": 1, "assessment": choice}
    value: Any = whole if question.type in kinds else choice
    return {"value": value, "evidence": ["file-1"]}


def _not_milder(before: CaseReview, after: CaseReview) -> None:
    if before.inherent in LEVELS and after.inherent in LEVELS:
        assert LEVELS.index(after.inherent) >= LEVELS.index(before.inherent), (before.deciding, after.deciding)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([q.id for q in FORM.questions]), st.lists(ROWS, max_size=2), st.booleans(), st.booleans())
def test_no_unanswered_question_ever_gives_a_level(
    question: str, rows: list[dict[str, Any]], unknown: bool, light: bool
) -> None:
    """Neither one left blank nor one of which somebody still finds out."""
    facts = hotel(AUTHORITY) if light else case(AUTHORITY)
    complete = filled(FORM, facts)
    plan = {"who": "Mme Sow", "by": "2026-12-05"} if unknown else {}
    blank = AnswerContent(value=UNKNOWN if unknown else None, unknown=plan, on_record=tuple(rows))
    review = FORM.review({**complete, question: blank}, facts)
    if any(question in section.questions for section in review.sections):
        assert review.inherent in (Level.INCOMPLETE, Level.EXCLUDED)
        decides = review.inherent is Level.EXCLUDED and question in review.deciding  # by what is on record already
        assert decides or any(gap.question == question for gap in review.missing)


KEPT = [
    (question.id, choice.id)
    for question in FORM.questions
    if question.section in ("B", "C") and question.type is not QuestionType.SCREENING
    for choice in question.choices
    if choice.outcome.level in (Level.MEDIUM, Level.HIGH)
]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_measures_lower_one_step_at_most_and_never_sanctions_or_sectors(data: st.DataObject) -> None:
    choosing = [q for q in FORM.questions if q.choices and q.type in (QuestionType.CHOICE, QuestionType.YES_NO)]
    facts = case(AUTHORITY)
    answers: dict[str, Any] = {}
    for question in data.draw(st.lists(st.sampled_from(choosing), max_size=4, unique_by=lambda q: q.id)):
        answers[question.id] = answered_by(question.id, data.draw(st.sampled_from(question.choices)).id)
    sections = data.draw(st.lists(st.sampled_from([section.id for section in FORM.sections]), unique=True))
    kept = data.draw(st.sampled_from([None, *KEPT]))
    if kept is not None:  # a section that no measure lowers, with a measure and something that one would lower
        answers[kept[0]] = answered_by(*kept)
        sections = [*{*sections, FORM.by_id[kept[0]].section}]
    whole = {"what": "x", "owner": "x", "date": "2027-01-01", "clause": "C-NEX", "accepted": True}
    measured = facts.with_("measures", [{**whole, "section": section} for section in sections])
    complete = filled(FORM, facts, **answers)
    plain, review = FORM.review(complete, facts), FORM.review(complete, measured)
    assert (review.inherent, review.missing) == (plain.inherent, plain.missing)
    assert plain.residual.rank - review.residual.rank in (0, 1) or plain.residual is review.residual
    steps = {(Level.HIGH, Level.MEDIUM), (Level.MEDIUM, Level.LOW)}
    for before, after in zip(plain.sections, review.sections, strict=True):
        if before.id in ("B", "C"):
            assert after.residual == after.level == before.level
        assert after.residual == before.residual or (before.residual, after.residual) in steps

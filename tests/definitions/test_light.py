"""The light route: at most fifteen answers for a low-risk gift in kind, and nothing that excludes is left out (¶21)."""

from typing import Any

import pytest

from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.definitions.answers import CHOICE_TYPES, Question, first_value
from desktop.definitions.authority import Authority
from desktop.definitions.facts import Facts
from desktop.definitions.form import Questionnaire
from desktop.definitions.review import CaseReview
from desktop.definitions.terms import Depth, Level, QuestionType
from tests.definitions.files import case, filled

MOST = 15  # answers that a low-risk gift in kind may need


def hotel(authority: Authority, **flat: Any) -> Facts:
    """Rooms worth USD 7,400, given by a hotel."""
    rooms: dict[str, Any] = {
        "partner__subtype": "medium",
        "partner__sectors": ["other"],
        "partnership__services": True,
        "partnership__value_usd": "7400",
        "partnership__countries": ["SN"],
        "agreement__type": "INK",
    }
    return case(authority, **(rooms | flat))


def asked(review: CaseReview) -> list[str]:
    return [id_ for section in review.sections for id_ in section.questions]


def gestures(form: Questionnaire, review: CaseReview) -> int:
    """Answers that somebody gives: one for a joint answer, and one search for all the lists."""
    questions = set(asked(review))
    joint = [set(joint.questions) & questions for joint in form.joint_answers]
    lists = {id_ for id_ in questions if form.by_id[id_].type is QuestionType.SCREENING}
    return len(questions) - sum(len(group) - 1 for group in (*joint, lists) if group)


def can_exclude(question: Question) -> bool:
    outcomes = [choice.outcome for choice in question.choices] + [each.outcome for each in question.cases]
    return any(outcome.level is Level.EXCLUDED for outcome in outcomes)


def test_a_low_risk_gift_in_kind_needs_at_most_fifteen_answers(form: Questionnaire, authority: Authority) -> None:
    for subtype, group in (("medium", "ENT"), ("cooperative", "ENT"), ("foundation", "FOA"), ("person", "HNW")):
        facts = hotel(authority, partner__subtype=subtype, partner__group=group)
        review = form.review({}, facts)
        assert review.light and review.tier is Depth.BASIC, subtype
        known = {"A02", "L01"} & set(asked(review))  # the register says them
        assert gestures(form, review) - len(known) <= MOST, (subtype, gestures(form, review))
        assert review.answers_missing == gestures(form, review)
    answered = form.review(filled(form, hotel(authority)), hotel(authority))
    assert (answered.light, answered.inherent, answered.missing) == (True, Level.LOW, ())


def test_nothing_that_could_exclude_the_partner_is_left_out(form: Questionnaire, authority: Authority) -> None:
    review = form.review({}, hotel(authority))
    left_out = [q for q in form.questions if can_exclude(q) and q.id not in asked(review)]
    assert left_out, "some are for other partners"
    assert [question.id for question in left_out if question.when.holds(review.facts)] == []
    screenings = {q.id for q in form.questions if q.type is QuestionType.SCREENING and q.tier is Depth.BASIC}
    assert screenings and screenings <= set(asked(review))
    basic = {q.id for q in form.questions if q.tier is Depth.BASIC and q.when.holds(review.facts)}
    assert basic <= set(asked(review))  # what a gift of money of this size is asked, this one is asked too


def worse_answers(question: Question) -> list[Any]:
    """Every answer to a question that is not the best: by its choices, and shares that are not nothing."""
    bad = [choice for choice in question.choices if choice.outcome.level in (Level.MEDIUM, Level.HIGH, Level.EXCLUDED)]
    if question.type in CHOICE_TYPES:
        return [choice.id for choice in bad]
    if question.type is QuestionType.FINDINGS:
        return [{"found": choice.id, "text": "Searched."} for choice in question.choices if choice.role]
    if question.type is QuestionType.PERCENTS:
        return [{"percents": {share.id: "3"}, "role": None} for share in question.shares]
    if question.type is QuestionType.SCREENING:
        return [{"result": choice.id, "list_day": "2026-11-22"} for choice in bad]
    if question.type is QuestionType.CHOICES:
        return [{"choices": [choice.id]} for choice in bad]
    return [{"text": "", "assessment": choice.id} for choice in bad]


def test_every_answer_that_speaks_against_the_partner_leaves_the_route(
    form: Questionnaire, authority: Authority
) -> None:
    facts = hotel(authority)
    before = asked(form.review({}, facts))
    tried = 0
    for question in form.questions:
        for value in worse_answers(question):
            said = [AnswerContent(value=value)]
            if question.type in CHOICE_TYPES:  # the partner's own word weighs as much as the officer's
                said.append(AnswerContent(value=first_value(question), declared=value))
            for answer in said:
                if not question.when.holds(form.review({}, facts).facts):
                    continue
                tried += 1
                review = form.review({question.id: answer}, facts)
                assert not review.light and review.tier is not Depth.BASIC, (question.id, value)
                assert set(before) - {"F06"} <= set(asked(review)), (question.id, value)
    assert tried > 60


def test_what_is_not_known_yet_stays_and_what_could_not_be_established_leaves(
    form: Questionnaire, authority: Authority
) -> None:
    facts = hotel(authority)
    not_yet = AnswerContent(value=UNKNOWN, unknown={"who": "Awa", "by": "2026-12-15"})
    assert form.review({"K02": not_yet}, facts).light
    never = AnswerContent(value=UNKNOWN, unknown={"why": "The registry burnt down."})
    assert not form.review({"K02": never}, facts).light


def test_an_answer_that_the_route_would_not_ask_for_counts_against_it(
    form: Questionnaire, authority: Authority
) -> None:
    """A politically exposed owner who was noted at a deeper examination is not forgotten by a shallower one."""
    exposed = next(choice.id for choice in form.by_id["A06"].choices if choice.outcome.level is Level.MEDIUM)
    review = form.review({"A06": AnswerContent(value=exposed)}, hotel(authority))
    assert not review.light and "A06" in asked(review)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("partnership__cash", True),
        ("partnership__value_usd", "10000"),
        ("partnership__value_usd", None),
        ("partnership__services", False),
        ("partnership__source_12_months_usd", "10000"),
        ("partnership__logo", True),
        ("partnership__sales", True),
        ("partnership__personal_data", True),
        ("partnership__beneficiary_contact", True),
        ("partnership__children", True),
        ("partnership__matching_funds", True),
        ("partnership__other_parties", True),
        ("partnership__works", True),
        ("partnership__goods_kinds", ["medicines"]),
        ("partnership__countries", ["SN", "ML"]),
        ("agreement__type", "LIC"),
        ("agreement__type", "MOU"),
        ("emergency", True),
        ("office__conflict", True),
        ("diligence__raised_tier", "standard"),
        ("limits", {}),
    ],
)
def test_every_limit_of_the_route_closes_it(form: Questionnaire, authority: Authority, name: str, fact: Any) -> None:
    review = form.review({}, hotel(authority, **{name: fact}))
    assert not review.light
    if name not in ("partnership__source_12_months_usd",):
        assert review.tier is not Depth.BASIC or not name.startswith("partnership__value")


def test_the_level_on_the_light_route_is_never_more_than_low(form: Questionnaire, authority: Authority) -> None:
    """One wrong answer to each question asked, all others the best."""
    facts = hotel(authority)
    best = filled(form, facts)
    for id_ in best:
        for value in worse_answers(form.by_id[id_]):
            review = form.review({**best, id_: AnswerContent(value=value)}, facts)
            assert not review.light or review.inherent in (Level.LOW, Level.INCOMPLETE), (id_, value)

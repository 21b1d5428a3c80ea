"""A well-filled questionnaire for tests: every question asked gets its best answer, except those given."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import CHOICE_TYPES, RANK, Question
from desktop.definitions.authority import Authority
from desktop.definitions.facts import Facts
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import Claim, QuestionRole

FORMS = Path(__file__).parents[2] / "forms"
TODAY = "2026-11-24"


def best(question: Question, facts: Facts) -> dict[str, Any]:
    """The mildest answer to a question, with its evidence."""
    picked = min(question.choices, key=lambda choice: RANK[choice.outcome.level] or RANK["low"], default=None)
    id_ = picked.id if picked else ""
    if question.role is QuestionRole.NATURE:
        id_ = str(facts.get("partner.subtype"))
    values: dict[str, Any] = {
        **dict.fromkeys(CHOICE_TYPES, id_),
        "choices": {
            "choices": ["a"] if question.role is QuestionRole.AIMS else ["none"],
            "text": "Clean water for migrants.",
        },
        "text": {"text": "Checked.", "assessment": id_},
        "number": {"number": 0, "assessment": id_},
        "names": {"names": [{"name": "Awa Ndiaye", "share": "100"}], "assessment": id_},
        "persons": {"persons": [{"name": "Awa Ndiaye", "born": "1970-02-01", "role": "director", "signs": True}]},
        "screening": {"result": "clear", "list_day": "2026-11-22"},
        "percents": {"percents": {share.id: "0" for share in question.shares}, "role": None},
        "scale": {"scale": 3, "text": "Many."},
        "amount": {"usd": "50", "text": "Two hours."},
        "findings": {"found": "none", "text": "Searched in French and Wolof."},
        "plan": plan()["value"],
    }
    chosen = question.choice(id_)
    proved = question.file or (chosen is not None and Claim.DOCUMENT in chosen.claims)
    return {"value": values[question.type], "evidence": ["file-1"] if proved else []}


def chosen_code(question: Question) -> str:
    """What a question of several choices is answered with."""
    return "a" if question.role is QuestionRole.AIMS else "none"


def plan() -> dict[str, Any]:
    """A credible remedy plan."""
    value = {"assessment": "credible", "acknowledged": True, "signed_by_head": True}
    step = {"what": "Fees repaid to every worker", "owner": "Director", "due": "2027-06-30"}
    named = {"verifier": "An auditor", "know_how": "Ethical recruitment"}
    return {"value": value | named, "plan": [step], "evidence": ["file-2"]}


def filled(form: Questionnaire, facts: Facts, **given: Mapping[str, Any]) -> dict[str, AnswerContent]:
    """Answers to everything that is asked, given those as JSON."""
    answers = {id_: AnswerContent.from_json(answer) for id_, answer in given.items()}
    for _pass in range(6):
        asked = [id_ for section in form.review(answers, facts).sections for id_ in section.questions]
        answers |= {id_: AnswerContent.from_json(best(form.by_id[id_], facts)) for id_ in asked if id_ not in answers}
    return answers


def case(authority: Authority, **flat: Any) -> Facts:
    """Facts of a small local company's gift, unless said otherwise; `__` stands for a dot."""
    usual = {
        "today": TODAY,
        "partner.group": "ENT",
        "partner.subtype": "small",
        "partner.employees": 8,
        "partner.founded": "2001-01-01",
        "partnership.value_usd": "30000",
        "office.people": 5,
        "limits": dict(authority.limits),
    }
    return Facts.of(usual | {name.replace("__", "."): value for name, value in flat.items()})

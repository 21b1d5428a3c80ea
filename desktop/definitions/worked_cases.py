"""Worked cases: what a questionnaire makes of invented files, before and after somebody edits it (dossier 2.10).

    for change in changed_results(cases, authority, before, after): ...

Whatever a case does not answer itself gets its best answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.text import Text, _
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import ASSESSED_TYPES, CHOICE_TYPES, RANK, Question
from desktop.definitions.authority import Authority
from desktop.definitions.facts import Facts, FactValue
from desktop.definitions.form import Questionnaire
from desktop.definitions.source import read_toml
from desktop.definitions.terms import Claim, Depth, Level, QuestionRole, QuestionType

ROUNDS = 8  # answers open questions at most a few deep


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One invented file: what is known of it, and the answers that matter."""

    id: str
    label: Text
    facts: Facts
    answers: Mapping[str, AnswerContent]


@dataclass(frozen=True, slots=True)
class WorkedResult:
    """What a questionnaire and the decision matrix make of a case. `decides` is a role, empty while nobody may.

    `questions` counts those asked; `wrong` says what of the case the questionnaire does not know.
    """

    tier: Depth
    result: str
    deciding: tuple[str, ...]
    decides: str
    questions: int
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedResult:
    """A case that comes out otherwise with another questionnaire."""

    case: WorkedCase
    before: WorkedResult
    after: WorkedResult


def load_worked_cases(path: Path, authority: Authority) -> tuple[WorkedCase, ...]:
    """Read the worked cases; a mistake raises Problem naming the file, the line and the entry."""
    top = read_toml(path).top()
    top.only(("id", "usual", "cases"))
    usual: Mapping[str, FactValue] = {**top.table("usual").content, "limits": dict(authority.limits)}
    cases = []
    for table in top.tables("cases"):
        table.only(("id", "label", "facts", "answers"))
        facts = table.table("facts").content if "facts" in table else {}
        answers = table.table("answers").content if "answers" in table else {}
        contents = {id_: AnswerContent.from_json(answer) for id_, answer in answers.items()}
        cases.append(WorkedCase(table.string("id"), table.text("label"), Facts(_joined(usual, facts)), contents))
    return tuple(cases)


def _joined(usual: Mapping[str, FactValue], own: Mapping[str, FactValue]) -> Mapping[str, FactValue]:
    joined = dict(usual)
    for key, part in own.items():
        before = usual.get(key)
        joined[key] = {**before, **part} if isinstance(before, Mapping) and isinstance(part, Mapping) else part
    return joined


def result_of(case: WorkedCase, form: Questionnaire, authority: Authority) -> WorkedResult:
    """What a questionnaire makes of a case."""
    review = form.review(filled(form, case.facts, case.answers), case.facts)
    return WorkedResult(
        tier=review.tier,
        result=review.result,
        deciding=review.deciding,
        decides=authority.route(review.facts).decides,
        questions=sum(len(section.questions) for section in review.sections),
        wrong=tuple(_unknown_answers(case, form)),
    )


def _unknown_answers(case: WorkedCase, form: Questionnaire) -> Sequence[str]:
    wrong = []
    for id_, answer in case.answers.items():
        question = form.by_id.get(id_)
        if question is None:
            wrong.append(_("the question {question} is not there any more").format(question=id_))
        elif question.check(answer) is not None:
            wrong.append(_("its answer to {question} is not offered any more").format(question=id_))
    return wrong


def changed_results(
    cases: Sequence[WorkedCase], authority: Authority, before: Questionnaire, after: Questionnaire
) -> tuple[ChangedResult, ...]:
    """The cases that come out otherwise: another depth, result, reason or decider, or other questions."""
    pairs = ((case, result_of(case, before, authority), result_of(case, after, authority)) for case in cases)
    return tuple(ChangedResult(case, first, second) for case, first, second in pairs if first != second)


# --- the best answers


def filled(form: Questionnaire, facts: Facts, own: Mapping[str, AnswerContent]) -> dict[str, AnswerContent]:
    """Answers to everything that is asked: a case's own, and the best one to every other question."""
    answers = dict(own)
    for _round in range(ROUNDS):
        visible = [id_ for section in form.review(answers, facts).sections for id_ in section.questions]
        fresh = [id_ for id_ in visible if id_ not in answers]
        if not fresh:
            break
        answers |= {id_: best_answer(form.by_id[id_], facts) for id_ in fresh}
    return answers


def best_answer(question: Question, facts: Facts) -> AnswerContent:
    """The mildest answer to a question, with its evidence."""
    picked = min(question.choices, key=lambda choice: RANK[choice.outcome.level] or RANK[Level.LOW], default=None)
    chosen = picked.id if picked else ""
    if question.role is QuestionRole.NATURE:
        chosen = str(facts.get("partner.subtype"))
    choice = question.choice(chosen)
    proved = question.file or (choice is not None and Claim.DOCUMENT in choice.claims)
    return AnswerContent(value=_best_value(question, chosen, facts), evidence=("evidence",) if proved else ())


def _best_value(question: Question, chosen: str, facts: Facts) -> Json:
    if question.type in CHOICE_TYPES:
        return chosen
    person: JsonObject = {"name": "Awa Ndiaye", "born": "1970-02-01"}
    values: Mapping[QuestionType, JsonObject] = {
        QuestionType.CHOICES: {"choices": [chosen], "text": "Clean water for migrants."},
        QuestionType.TEXT: {"text": "Checked."},
        QuestionType.NUMBER: {"number": 0},
        QuestionType.NAMES: {"names": [{"name": "Awa Ndiaye", "share": "100"}]},
        QuestionType.PERSONS: {"persons": [{**person, "role": "director", "signs": True}]},
        QuestionType.SCREENING: {"result": chosen, "list_day": str(facts.get("today"))},
        QuestionType.PERCENTS: {"percents": {share.id: "0" for share in question.shares}, "role": None},
        QuestionType.SCALE: {"scale": 3, "text": "Many."},
        QuestionType.AMOUNT: {"usd": "50", "text": "Two hours."},
        QuestionType.FINDINGS: {"found": chosen, "text": "Searched in French and Wolof."},
        QuestionType.PLAN: {"acknowledged": True, "signed_by_head": True},
    }
    value = values[question.type]
    return {**value, "assessment": chosen} if question.type in ASSESSED_TYPES else value

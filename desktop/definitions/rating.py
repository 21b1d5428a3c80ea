"""What one answer comes to: the outcomes of its value, the worst of which rates, and the reasons (dossier 2.3, 2.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.base.text import N_, Text
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.definitions.answers import (
    CHOICE_TYPES,
    RANK,
    AnswerChoice,
    FindingRules,
    Outcome,
    Question,
    core,
    fields_of,
    is_day,
    text_of,
)
from desktop.definitions.facts import Facts, FactValue
from desktop.definitions.rules import number
from desktop.definitions.terms import ChoiceRole, Credibility, FindingStatus, Level, QuestionType

LOW = Outcome(Level.LOW)
MILDER = {Level.EXCLUDED: Level.HIGH, Level.HIGH: Level.MEDIUM, Level.MEDIUM: Level.LOW}
DIFFERENCE = N_("What the partner declared and what the officer found are not the same.")


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """One visible, answered question: its level, the outcome that rates, and the reasons behind it."""

    question: str
    level: Level
    outcome: Outcome
    reasons: tuple[Text, ...] = ()
    unknown: bool = False
    differs: bool = False


def worse_value(question: Question, answer: AnswerContent) -> Json:
    """The value that rates when partner and officer differ: the officer's, or the partner's when it is worse."""
    value, declared = answer.value, answer.declared
    if declared is None or value is None or value == declared or question.type not in CHOICE_TYPES:
        return value
    if value == UNKNOWN or declared == UNKNOWN:
        return value
    pair = [question.choice(value), question.choice(declared)]
    levels = [RANK[choice.outcome.level] if choice else 0 for choice in pair]
    return declared if levels[1] > levels[0] else value


def rate(question: Question, answer: AnswerContent | None, facts: Facts, rules: FindingRules) -> RatedAnswer | None:
    """The worst of everything an answer says and of the findings on record about its question, whatever it says.

    None while the officer has given no value.
    """
    if answer is None or answer.value is None:
        return None
    value, declared = answer.value, answer.declared
    rated = outcomes(question, answer, value, facts, rules)
    if declared is not None and declared != UNKNOWN:
        without = replace(answer, findings=()) if answer.findings else answer
        rated += outcomes(question, without, declared, facts, rules)
    rated += rated_findings(question, answer, facts, rules)
    differs = _differs(question, value, declared)
    if differs:
        rated.append((Outcome(Level.HIGH), text_of(DIFFERENCE)))
    outcome = together([each_outcome for each_outcome, _reason in rated])
    reasons: list[Text] = []
    for each_outcome, reason in rated:  # partner and officer may say the same: it is one reason
        if reason and each_outcome.level is outcome.level and reason not in reasons:
            reasons.append(reason)
    return RatedAnswer(question.id, outcome.level, outcome, tuple(reasons), value == UNKNOWN, differs)


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """The worst level, with everything that any of the outcomes asks for."""
    if len(outcomes) == 1:
        return outcomes[0]
    return Outcome(
        worst([outcome.level for outcome in outcomes]),
        any(outcome.remedy for outcome in outcomes),
        any(outcome.never_adhoc for outcome in outcomes),
        any(outcome.blocks_signature for outcome in outcomes),
        tuple(dict.fromkeys(code for outcome in outcomes for code in outcome.conditions)),
        tuple(dict.fromkeys(code for outcome in outcomes for code in outcome.clauses)),
    )


def _differs(question: Question, value: Json, declared: Json) -> bool:
    """Whether the partner's own answer contradicts the officer's; `I don't know yet` contradicts nothing."""
    if declared is None or UNKNOWN in (value, declared):
        return False
    if question.type in CHOICE_TYPES:
        pair = question.choice(value), question.choice(declared)
        return pair[0] is not None and pair[1] is not None and pair[0].says != pair[1].says
    if question.type is QuestionType.PERCENTS:
        shares = [
            {key: number(share) for key, share in fields_of(fields_of(side).get("percents")).items()}
            for side in (value, declared)
        ]
        return shares[0] != shares[1] or fields_of(value).get("role") != fields_of(declared).get("role")
    if question.type is QuestionType.FINDINGS:
        return bool(core(question, value) != core(question, declared))
    if question.type is QuestionType.NUMBER and (figure := fields_of(declared).get("number")) is not None:
        return fields_of(value).get("number") != figure
    return False


# The outcomes of a value


def worst(levels: Iterable[Level]) -> Level:
    """The worst of some levels; `none` when there are none."""
    return max(levels, key=RANK.__getitem__, default=Level.NONE)


def outcomes(
    question: Question, answer: AnswerContent, value: Json, facts: Facts, rules: FindingRules
) -> list[tuple[Outcome, Text | None]]:
    """Every outcome an answer's value has, each with its reason; the worst one rates."""
    if value == UNKNOWN:
        return [(Outcome(question.unknown), None)]
    if question.type is QuestionType.FINDINGS:
        return _of_findings(question, answer, value, facts, rules)
    if question.type in (QuestionType.PERCENTS, QuestionType.SCALE, QuestionType.AMOUNT):
        with_answer = facts.with_("answer", value)
        return [(case.outcome, case.label) for case in question.cases if case.when.holds(with_answer)] or [(LOW, None)]
    if question.type is QuestionType.PERSONS:
        return [(LOW if fields_of(value).get("persons") else Outcome(Level.INCOMPLETE), None)]
    chosen = core(question, value)
    picked = [question.choice(choice_id) for choice_id in (chosen if isinstance(chosen, list) else [chosen])]
    return [(_of_choice(choice, facts), choice.label) for choice in picked if choice is not None]


def _of_choice(choice: AnswerChoice, facts: Facts) -> Outcome:
    return next((case.outcome for case in choice.cases if case.when.holds(facts)), choice.outcome)


def rated_findings(
    question: Question, answer: AnswerContent, facts: Facts, rules: FindingRules
) -> list[tuple[Outcome, Text | None]]:
    """What each finding on record about a question comes to, in their order."""
    count = len(answer.every_finding)
    return [_of_finding(question, finding, count, facts, rules) for finding in answer.on_record]


def _of_findings(
    question: Question, answer: AnswerContent, value: Json, facts: Facts, rules: FindingRules
) -> list[tuple[Outcome, Text | None]]:
    choice = question.choice(core(question, value))
    if choice is None:
        return []
    rated: list[tuple[Outcome, Text | None]] = [(_of_choice(choice, facts), choice.label)]
    if choice.role is ChoiceRole.FINDINGS:
        count = len(answer.every_finding)
        rated += [_of_finding(question, finding, count, facts, rules) for finding in answer.findings]
    return rated


def _of_finding(
    question: Question, finding: JsonObject, count: int, facts: Facts, rules: FindingRules
) -> tuple[Outcome, Text | None]:
    """Rate one finding by the first case that holds; old facts that are no longer running weigh less."""
    seen = derived(finding, str(facts.get("today") or ""), count, rules.old_days)
    with_finding = facts.with_("answer", seen)
    cases = question.cases if question.type is QuestionType.FINDINGS else rules.cases
    case = next((case for case in cases if case.when.holds(with_finding)), None)
    if case is None:
        return LOW, None
    if not (seen["old"] and question.ages) or case.outcome.never_adhoc:
        return case.outcome, case.label
    milder = MILDER.get(case.outcome.level, case.outcome.level)
    return Outcome(milder, case.outcome.remedy and milder is Level.HIGH), case.label


def derived(finding: JsonObject, today: str, count: int, old_days: int) -> dict[str, FactValue]:
    """A finding with what follows from it: severity, age, whether it is confirmed or at least credible."""
    grades = [grade for key in ("scale", "scope", "irremediability") if isinstance(grade := finding.get(key), int)]
    status, credibility = finding.get("status"), finding.get("credibility")
    closed, by_court = status == FindingStatus.CLOSED, credibility == Credibility.COURT
    confirmed = status == FindingStatus.JUDGMENT or (by_court and not closed)
    weak = credibility == Credibility.PARTISAN or status == FindingStatus.RUMOUR
    return {
        **finding,
        "severity": max(grades, default=3),  # not graded yet: assume the worst
        "old": _old(finding, today, old_days),
        "confirmed": confirmed,
        "credible": confirmed or not (weak or closed),
        "count": count,
    }


def _old(finding: JsonObject, today: str, old_days: int) -> bool:
    day = finding.get("date")
    if finding.get("running") or not is_day(day) or not is_day(today[:10]):
        return False
    return (date.fromisoformat(today[:10]) - date.fromisoformat(str(day))).days > old_days

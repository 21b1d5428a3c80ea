"""Judging the answers of a questionnaire: worst-of, never an average (dossier 2.3 to 2.8).

Nothing here knows a question by its id: the remedy plan and the cost are found by their roles, and thresholds, limits
and levels stand in the questionnaire's file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.base.text import N_, Text
from desktop.definitions.answers import (
    CHOICE_TYPES,
    RANK,
    UNKNOWN,
    Answer,
    Outcome,
    Question,
    core,
    is_day,
    outcomes,
    text_of,
    worst,
)
from desktop.definitions.facts import TIERS
from desktop.definitions.questionnaire import LabelledRule, QuestionnaireFile, QuestionnaireSection, TierOpening
from desktop.definitions.rules import Facts, Rule, look_up, number
from desktop.definitions.terms import ChoiceRole, ConductTest, Depth, Level, QuestionRole, QuestionType

REASONS = {
    "unanswered": N_("There is no answer yet."),
    "unchecked": N_("The partner has answered; the officer has not checked the answer yet."),
    "unknown": N_("This must be known before anything can be decided."),
    Level.INCOMPLETE: N_("This answer does not allow a decision yet."),
    "malformed": N_("The answer is not complete or not written as asked."),
    "evidence": N_("A document must be attached."),
    "findings": N_("The findings must be listed one by one."),
    "stale": N_("The sanctions list used is too old: screen again with a recent list."),
    "undated": N_("The date of the sanctions list is not known: screen again."),
    "plan": N_("The remedy plan needs at least one milestone with its person in charge and its date."),
    "no_route": N_("Until the shortcoming is remedied no other route is open, and the path of ¶23 is closed."),
}
WHY_NOT = {
    "nothing_to_remedy": N_("No answer opens a remedy plan."),
    "other_reasons": N_("Other answers rated high or excluded cannot be remedied on this path."),
    "never": N_("This finding can never follow this path."),
    "no_plan": N_("There is no credible remedy plan."),
    "not_acknowledged": N_("The partner has not acknowledged the shortcoming in writing."),
    "not_signed": N_("The head of the entity has not signed the plan."),
    "no_know_how": N_("The know-how and capacity that IOM brings are not named."),
}


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    """Why no decision can be taken yet: a question and a key of REASONS."""

    question: str
    reason: str

    @property
    def text(self) -> Text:
        """The reason in the languages of the program."""
        return text_of(REASONS[self.reason])


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """One visible, answered question: its level, the outcome that rates, and the reasons behind it."""

    question: str
    level: Level
    outcome: Outcome
    reasons: tuple[Text, ...] = ()
    unknown: bool = False
    differs: bool = False


@dataclass(frozen=True, slots=True)
class SectionReview:
    """A section as the hub shows it. `state`: not_applicable, to_start, in_progress, unknowns or done.

    `questions` are asked; `hidden` are not applicable, with the reason: `tier` or `when`.
    """

    id: str
    state: str
    questions: tuple[str, ...]
    hidden: Mapping[str, str]
    answered: int
    unknown: int
    level: Level
    residual: Level
    accumulated: bool

    @property
    def total(self) -> int:
        """How many questions are asked here."""
        return len(self.questions)


@dataclass(frozen=True, slots=True)
class AdhocPath:
    """The path of ¶23 (dossier 2.7). `opened_by` are the answers that call for a remedy; `why_not` are keys of
    WHY_NOT with the questions concerned; `limits` are those of the questionnaire that the partnership breaks."""

    opened_by: tuple[str, ...]
    applies: bool
    why_not: Mapping[str, tuple[str, ...]]
    limits: tuple[LabelledRule, ...]


@dataclass(frozen=True)
class CaseReview:
    """What a questionnaire makes of a set of answers. Levels are keys of `answers.RANK`.

    `deciding` names the questions that make the inherent level; `verdicts` are the three tests of ¶22.
    `missing` blocks a decision; `postponed` may wait because of an emergency; `not_established` is what nobody knows.
    `facts` are the caller's with what follows from the answers (`answers.*`, `diligence.*`): the decision matrix,
    the clauses and the agreements read those.
    """

    tier: Depth
    opened: tuple[TierOpening, ...]
    sections: tuple[SectionReview, ...]
    answers: Mapping[str, RatedAnswer]
    missing: tuple[MissingAnswer, ...]
    postponed: tuple[str, ...]
    not_established: tuple[str, ...]
    differences: tuple[str, ...]
    warnings: tuple[str, ...]  # questions whose sanctions list grows old
    verdicts: Mapping[str, Level]
    inherent: Level
    residual: Level
    deciding: tuple[str, ...]
    uplifts: tuple[LabelledRule, ...]
    adhoc: AdhocPath
    benefit: LabelledRule | None
    blocks_signature: tuple[str, ...]
    conditions: tuple[str, ...]
    clauses: tuple[str, ...]
    index: int  # for sorting lists of cases only; it never decides (dossier 2.5, 7)
    facts: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)

    @property
    def result(self) -> str:
        """The inherent level, or `adhoc` when the path of ¶23 applies."""
        return "adhoc" if self.adhoc.applies else self.inherent

    @property
    def decidable(self) -> bool:
        """Whether a decision may be taken on these answers."""
        return self.inherent != Level.INCOMPLETE

    def section(self, section: str) -> SectionReview:
        """One section by its id."""
        return next(review for review in self.sections if review.id == section)


@dataclass
class _ReviewState:
    """Which questions are asked and what they come to, settled by repeated passes."""

    facts: dict[str, Any]
    tier: Depth = Depth.BASIC
    opened: tuple[TierOpening, ...] = ()
    visible: tuple[Question, ...] = ()
    hidden: dict[str, str] = field(default_factory=dict)
    rated: dict[str, RatedAnswer] = field(default_factory=dict)


PASSES = 8  # tiers rise at most twice and questions open questions at most a few deep


def review(form: QuestionnaireFile, answers: Mapping[str, Answer], facts: Facts) -> CaseReview:
    """Judge answers: see `Form.review`."""
    sound = {id_: answer for id_, answer in answers.items() if (q := form.by_id.get(id_)) and not q.check(answer)}
    state = _ReviewState(_overlay(facts, {}))
    for _pass in range(PASSES):
        before = state.tier, state.visible, state.rated
        _settle(form, state, sound, facts)
        if before == (state.tier, state.visible, state.rated):
            break
    return _judged(form, state, answers, sound)


def _settle(form: QuestionnaireFile, state: _ReviewState, answers: Mapping[str, Answer], facts: Facts) -> None:
    """One pass: facts from what is asked now, then the depth, then what is asked, then what it comes to."""
    questions = {q.id: q for q in state.visible if q.id in answers}
    flat = {f"answers.{id_}": core(q, _worse(q, answers[id_])) for id_, q in questions.items()}
    for id_, question in questions.items():
        choice = question.choice(flat[f"answers.{id_}"]) if question.type in CHOICE_TYPES else None
        flat.update(choice.sets or {} if choice else {})
    flat["diligence.high_answers"] = [r.question for r in state.rated.values() if r.level == Level.HIGH]
    flat["diligence.remedy"] = bool(_opened_by(form, state.rated))
    state.facts = _overlay(facts, flat)
    state.facts["kind"] = {name: rule.holds(state.facts) for name, rule in form.kinds.items()}
    state.tier, state.opened = _tier(form, state)
    state.facts["diligence"]["tier"] = state.tier
    _ask(form, state)
    state.rated = {q.id: r for q in state.visible if (r := _rated(form, q, answers.get(q.id), state.facts))}


def _overlay(facts: Facts, flat: Mapping[str, Any]) -> dict[str, Any]:
    """The caller's facts with some of them set; the caller's own mappings stay as they are."""
    seen = {**facts, "diligence": dict(facts.get("diligence") or {}), "answers": {}}
    copied = {"diligence", "answers"}
    for name, value in flat.items():
        owner, _dot, rest = name.partition(".")
        if owner not in copied:
            seen[owner] = dict(seen.get(owner) or {})
            copied.add(owner)
        seen[owner][rest] = value
    return seen


def _tier(form: QuestionnaireFile, state: _ReviewState) -> tuple[Depth, tuple[TierOpening, ...]]:
    """The deepest tier that a rule opens; standard when none does. It never falls while answers are given."""
    opened = [opening for opening in form.openings if opening.when.holds(state.facts)]
    deep = tuple(opening for opening in opened if opening.tier is not Depth.BASIC)
    if not deep:
        shallow = tuple(opening for opening in opened if opening.tier is Depth.BASIC)
        return (Depth.BASIC if shallow else Depth.STANDARD), shallow
    tier = max((opening.tier for opening in deep), key=TIERS.index)
    return tier, tuple(opening for opening in deep if opening.tier == tier)


def _ask(form: QuestionnaireFile, state: _ReviewState) -> None:
    depth, visible, state.hidden = TIERS.index(state.tier), [], {}
    for question in form.questions:
        if not question.any_tier and TIERS.index(question.tier) > depth:
            state.hidden[question.id] = "tier"
        elif not question.when.holds(state.facts):
            state.hidden[question.id] = "when"
        else:
            visible.append(question)
    state.visible = tuple(visible)


# One answer


def _worse(question: Question, answer: Answer) -> Any:
    """The value that rates when partner and officer differ: the officer's, or the partner's when it is worse."""
    value, declared = answer.get("value"), answer.get("declared")
    if declared is None or value is None or value == declared or question.type not in CHOICE_TYPES:
        return value
    if value == UNKNOWN or declared == UNKNOWN:
        return value
    pair = [question.choice(value), question.choice(declared)]
    levels = [RANK[choice.outcome.level] if choice else 0 for choice in pair]
    return declared if levels[1] > levels[0] else value


def _rated(form: QuestionnaireFile, question: Question, answer: Answer | None, facts: Facts) -> RatedAnswer | None:
    """The worst of everything an answer says; None while the officer has given no value."""
    value = (answer or {}).get("value")
    if answer is None or value is None:
        return None
    old_days = form.thresholds.old_finding_days
    rated = outcomes(question, answer, value, facts, old_days)
    declared = answer.get("declared")
    if declared is not None and declared != UNKNOWN:
        rated += outcomes(question, {**answer, "findings": []}, declared, facts, old_days)
    differs = _differs(question, value, declared)
    if differs:
        rated.append((Outcome(Level.HIGH), text_of(DIFFERENCE)))
    outcome = _together([one for one, _reason in rated])
    reasons = tuple(reason for one, reason in rated if reason and one.level == outcome.level)
    return RatedAnswer(question.id, outcome.level, outcome, reasons, value == UNKNOWN, differs)


DIFFERENCE = N_("What the partner declared and what the officer found are not the same.")


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """The worst level, with everything that any of the outcomes asks for."""
    return Outcome(
        worst([outcome.level for outcome in outcomes]),
        any(outcome.remedy for outcome in outcomes),
        any(outcome.never_adhoc for outcome in outcomes),
        any(outcome.blocks_signature for outcome in outcomes),
        tuple(dict.fromkeys(code for outcome in outcomes for code in outcome.conditions)),
        tuple(dict.fromkeys(code for outcome in outcomes for code in outcome.clauses)),
    )


def _differs(question: Question, value: Any, declared: Any) -> bool:
    """Whether the partner's own answer contradicts the officer's; `I don't know yet` contradicts nothing."""
    if declared is None or UNKNOWN in (value, declared):
        return False
    if question.type in CHOICE_TYPES:
        pair = question.choice(value), question.choice(declared)
        return pair[0] is not None and pair[1] is not None and pair[0].says != pair[1].says
    if question.type is QuestionType.PERCENTS:
        shares = [
            {key: number(share) for key, share in shares_given["percents"].items()}
            for shares_given in (value, declared)
        ]
        return shares[0] != shares[1] or value.get("role") != declared.get("role")
    if question.type is QuestionType.FINDINGS:
        return bool(core(question, value) != core(question, declared))
    if question.type is QuestionType.NUMBER and declared.get("number") is not None:
        return bool(value.get("number") != declared["number"])
    return False


# What is missing


def _settled(answer: Answer) -> bool:
    """Whether a person wrote why it cannot be known: “I don't know yet” blocks a decision (product decision 4), what
    could not be established after a search is rated and listed (dossier 2.3)."""
    about = answer.get("unknown")
    return isinstance(about, Mapping) and bool(str(about.get("why", "")).strip())


def _missing(question: Question, answer: Answer | None, state: _ReviewState, sound: bool) -> str | None:
    """The first reason why this question does not allow a decision yet."""
    if answer is not None and not sound:
        return "malformed"
    rated = state.rated.get(question.id)
    if answer is None or rated is None:
        return "unchecked" if answer and answer.get("declared") is not None else "unanswered"
    if rated.level == Level.EXCLUDED:
        return None
    if rated.level == Level.INCOMPLETE:
        return "unknown" if rated.unknown else Level.INCOMPLETE
    if rated.unknown:
        return None if _settled(answer) else "unknown"
    chosen = core(question, answer["value"])
    if chosen is None and question.type not in ("persons", "percents"):
        return "unanswered"
    return _unproven(question, answer, chosen, state.facts)


def _unproven(question: Question, answer: Answer, chosen: Any, facts: Facts) -> str | None:
    if question.type is QuestionType.SCREENING:
        age, stale = _list_age(question, answer, facts), number(look_up(facts, "limits.stale_days"))
        if age is None:
            return "undated"
        if age > (stale or 0):
            return "stale"
    if question.type is QuestionType.FINDINGS and not answer.get("findings"):
        choice = question.choice(chosen)
        if choice is not None and choice.role is ChoiceRole.FINDINGS:
            return "findings"
    if question.type is QuestionType.PERCENTS and set(answer["value"]["percents"]) != {
        share.id for share in question.shares
    }:
        return "unanswered"
    if question.type is QuestionType.CHOICES and not chosen:
        return "unanswered"
    if question.type is QuestionType.PLAN and not answer.get("plan"):
        return "plan"
    return "evidence" if question.file and not answer.get("evidence") else None


AGE = Rule("days(day, today)")


def _list_age(question: Question, answer: Answer, facts: Facts) -> int | None:
    """The age in days of the sanctions list behind a screening, today."""
    day = answer["value"].get("list_day")
    age_of_day = AGE.value({"day": day, "today": facts.get("today")}) if is_day(day) else None
    age = number(age_of_day if age_of_day is not None else look_up(facts, f"screening.{question.list}.age_days"))
    return None if age is None else int(age)


# The whole


def _judged(
    form: QuestionnaireFile, state: _ReviewState, answers: Mapping[str, Answer], sound: Mapping[str, Answer]
) -> CaseReview:
    lacking = {q.id: _missing(q, answers.get(q.id), state, q.id in sound) for q in state.visible}
    missing = [MissingAnswer(id_, reason) for id_, reason in lacking.items() if reason]
    missing, postponed = _emergency(form, state, missing)
    adhoc = _adhoc(form, state, sound)
    plan = form.role(QuestionRole.REMEDY_PLAN)
    settled = any(one.level == Level.EXCLUDED for one in state.rated.values())
    if adhoc.opened_by and not (adhoc.applies or settled or any(one.question == plan.id for one in missing)):
        missing += [MissingAnswer(id_, "no_route") for id_ in adhoc.opened_by]
    sections = tuple(_section(form, section, state, lacking) for section in form.sections)
    uplifts = tuple(uplift for uplift in form.uplifts if uplift.when.holds(state.facts))
    inherent, deciding = _inherent(form, state, sections, missing, adhoc, uplifts)
    unrated = inherent in (Level.INCOMPLETE, Level.EXCLUDED)
    residual = inherent
    if not unrated:
        residual = _overall(form, [one.residual for one in sections], _mediums(state, sections), uplifts)
    rated = state.rated
    together = _together([answer.outcome for answer in rated.values()])
    return CaseReview(
        tier=state.tier,
        opened=state.opened,
        sections=sections,
        answers=rated,
        missing=tuple(missing),
        postponed=postponed,
        not_established=tuple(one.question for one in rated.values() if one.unknown),
        differences=tuple(one.question for one in rated.values() if one.differs),
        warnings=_ageing(state, sound),
        verdicts=_verdicts(form, state, missing),
        inherent=inherent,
        residual=residual,
        deciding=deciding,
        uplifts=uplifts,
        adhoc=adhoc,
        benefit=_benefit(form, state, residual),
        blocks_signature=tuple(one.question for one in rated.values() if one.outcome.blocks_signature),
        conditions=together.conditions,
        clauses=together.clauses,
        index=sum(form.index.get(one.level, 0) for one in rated.values()),
        facts=_outward(state, inherent, residual, adhoc, deciding, together),
    )


def _outward(
    state: _ReviewState,
    inherent: Level,
    residual: Level,
    adhoc: AdhocPath,
    deciding: tuple[str, ...],
    together: Outcome,
) -> Mapping[str, Any]:
    """The facts that the rest of the program reads of a judged questionnaire."""
    diligence = {"level": inherent, "residual": residual, "adhoc": adhoc.applies, "deciding": list(deciding)}
    diligence["conditions"] = list(together.conditions)
    return {**state.facts, "diligence": {**state.facts["diligence"], **diligence}}


def _emergency(
    form: QuestionnaireFile, state: _ReviewState, missing: list[MissingAnswer]
) -> tuple[list[MissingAnswer], tuple[str, ...]]:
    """In a sudden-onset emergency only the questions that are never skipped must be complete (dossier 2.8)."""
    if not state.facts.get("emergency"):
        return missing, ()
    late = [gap for gap in missing if not form.by_id[gap.question].emergency and gap.reason != "malformed"]
    for gap in late:
        if (rated := state.rated.get(gap.question)) and rated.level == Level.INCOMPLETE:
            del state.rated[gap.question]  # it waits: it neither blocks nor rates
    return [one for one in missing if one not in late], tuple(one.question for one in late)


def _opened_by(form: QuestionnaireFile, rated: Mapping[str, RatedAnswer]) -> tuple[str, ...]:
    """The answers that call for a remedy: those that say so, and exclusions that ¶23 allows to remedy."""
    return tuple(
        one.question
        for one in rated.values()
        if one.question != form.role(QuestionRole.REMEDY_PLAN).id
        and form.by_id[one.question].adhoc
        and not one.outcome.never_adhoc
        and (one.outcome.remedy or one.level == Level.EXCLUDED)
    )


def _adhoc(form: QuestionnaireFile, state: _ReviewState, answers: Mapping[str, Answer]) -> AdhocPath:
    plan = form.role(QuestionRole.REMEDY_PLAN)
    opened = _opened_by(form, state.rated)
    grave = [
        one for one in state.rated.values() if one.level in (Level.HIGH, Level.EXCLUDED) and one.question != plan.id
    ]
    others = tuple(one.question for one in grave if not form.by_id[one.question].adhoc)
    never = tuple(one.question for one in grave if one.outcome.never_adhoc)
    why_not: dict[str, tuple[str, ...]] = {} if opened else {"nothing_to_remedy": ()}
    why_not |= {"other_reasons": others} if others else {}
    why_not |= {"never": never} if never else {}
    if opened:
        why_not |= dict.fromkeys(_plan_lacks(plan, state.rated.get(plan.id), answers.get(plan.id)), (plan.id,))
    broken = tuple(limit for limit in form.adhoc_limits if opened and limit.when.holds(state.facts))
    return AdhocPath(opened, not why_not, why_not, broken)


def _plan_lacks(plan: Question, rated: RatedAnswer | None, answer: Answer | None) -> list[str]:
    value = (answer or {}).get("value")
    if answer is None or rated is None or not isinstance(value, Mapping):
        return ["no_plan"]
    choice = plan.choice(value.get("assessment"))
    credible = choice and choice.role is ChoiceRole.CREDIBLE and answer.get("plan") and answer.get("evidence")
    lacks = {
        "no_plan": credible and str(value.get("verifier") or "").strip(),
        "not_acknowledged": value.get("acknowledged"),
        "not_signed": value.get("signed_by_head"),
        "no_know_how": str(value.get("know_how") or "").strip(),
    }
    return [code for code, there in lacks.items() if not there]


def _section(
    form: QuestionnaireFile, section: QuestionnaireSection, state: _ReviewState, lacking: Mapping[str, str | None]
) -> SectionReview:
    inside = form.by_section[section.id]
    question_ids = tuple(q.id for q in inside if q.id in lacking)
    rated = [state.rated[id_] for id_ in question_ids if id_ in state.rated]
    level, accumulated = _section_level([one.level for one in rated], form.thresholds.mediums_in_section)
    unknown = sum(one.unknown for one in rated)
    open_ = [id_ for id_ in question_ids if lacking[id_] and not (id_ in state.rated and state.rated[id_].unknown)]
    return SectionReview(
        id=section.id,
        state=_section_state(question_ids, len(rated), len(open_), unknown),
        questions=question_ids,
        hidden={q.id: state.hidden[q.id] for q in inside if q.id in state.hidden},
        answered=len(question_ids) - len(open_),
        unknown=unknown,
        level=level,
        residual=_lowered(section, level, state.facts),
        accumulated=accumulated,
    )


def _section_state(question_ids: tuple[str, ...], rated: int, open_: int, unknown: int) -> str:
    if not question_ids:
        return "not_applicable"
    if open_:
        return "in_progress" if rated else "to_start"
    return "unknowns" if unknown else "done"


def _section_level(levels: list[Level], many: int) -> tuple[Level, bool]:
    level = worst(levels)
    if level == Level.MEDIUM and levels.count(Level.MEDIUM) >= many:
        return Level.HIGH, True
    return level, False


def _lowered(section: QuestionnaireSection, level: Level, facts: Facts) -> Level:
    """One step down where every measure for the section has owner, date, clause and the approver's agreement."""
    measures = [m for m in facts.get("measures") or [] if m.get("section") == section.id]
    sound = all(all(m.get(key) for key in ("what", "owner", "date", "clause", "accepted")) for m in measures)
    if not section.mitigable or not measures or not sound:
        return level
    return {Level.HIGH: Level.MEDIUM, Level.MEDIUM: Level.LOW}.get(level, level)


def _mediums(state: _ReviewState, sections: tuple[SectionReview, ...]) -> int:
    """Medium answers that no measure has lowered."""
    unlowered = {id_ for section in sections if section.residual == section.level for id_ in section.questions}
    return sum(one.level == Level.MEDIUM for one in state.rated.values() if one.question in unlowered)


def _overall(form: QuestionnaireFile, levels: list[Level], mediums: int, uplifts: tuple[LabelledRule, ...]) -> Level:
    level = worst(levels)
    if mediums >= form.thresholds.mediums_in_all and RANK[level] < RANK[Level.HIGH]:
        level = Level.HIGH
    if uplifts:
        level = {Level.NONE: Level.MEDIUM, Level.LOW: Level.MEDIUM, Level.MEDIUM: Level.HIGH}.get(level, level)
    return Level.LOW if level is Level.NONE else level


def _inherent(
    form: QuestionnaireFile,
    state: _ReviewState,
    sections: tuple[SectionReview, ...],
    missing: list[MissingAnswer],
    adhoc: AdhocPath,
    uplifts: tuple[LabelledRule, ...],
) -> tuple[Level, tuple[str, ...]]:
    """The inherent level and the questions that decide it: exclusion first, then what is missing, then the worst."""
    rated = state.rated.values()
    excluded = tuple(one.question for one in rated if one.level == Level.EXCLUDED)
    if excluded and not adhoc.applies:
        return Level.EXCLUDED, excluded
    if missing:
        return Level.INCOMPLETE, tuple(dict.fromkeys(one.question for one in missing))
    mediums = [one.question for one in rated if one.level == Level.MEDIUM]
    level = _overall(form, [one.level for one in sections if one.level != Level.EXCLUDED], len(mediums), uplifts)
    level = Level.HIGH if excluded else level
    return level, _deciding(state, sections, level)


def _deciding(state: _ReviewState, sections: tuple[SectionReview, ...], level: Level) -> tuple[str, ...]:
    """The answers at that level; failing those, the medium ones that add up or are raised."""
    rated = state.rated.values()
    grave = tuple(one.question for one in rated if RANK[one.level] >= RANK[level] > RANK[Level.LOW])
    if grave or level == Level.LOW:
        return grave
    piled = {id_ for section in sections if section.accumulated for id_ in section.questions}
    mediums = tuple(one.question for one in rated if one.level == Level.MEDIUM)
    return tuple(id_ for id_ in mediums if id_ in piled) or mediums


def _verdicts(form: QuestionnaireFile, state: _ReviewState, missing: list[MissingAnswer]) -> dict[str, Level]:
    """The three tests of ¶22, shown apart."""
    levels: dict[ConductTest, list[Level]] = {test: [Level.NONE] for test in ConductTest}
    for one in state.rated.values():
        levels[form.by_id[one.question].verdict].append(one.level)
    for gap in missing:
        levels[form.by_id[gap.question].verdict].append(Level.INCOMPLETE)
    return {f"22{letter}": worst(many) for letter, many in levels.items()}


def _ageing(state: _ReviewState, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    warn = number(look_up(state.facts, "limits.warn_days"))
    ages = {
        q.id: _list_age(q, answers[q.id], state.facts)
        for q in state.visible
        if q.type is QuestionType.SCREENING and q.id in state.rated and not state.rated[q.id].unknown
    }
    return tuple(id_ for id_, age in ages.items() if age is not None and warn is not None and age > warn)


def _benefit(form: QuestionnaireFile, state: _ReviewState, residual: Level) -> LabelledRule | None:
    """The cell of the grid of ¶21; None while either side is not known."""
    cost = state.rated.get(form.role(QuestionRole.COST).id)
    levels = {**state.facts["diligence"], "residual": residual, "cost": cost.level if cost else None}
    facts = {**state.facts, "diligence": levels}
    return next((benefit for benefit in form.benefits if benefit.when.holds(facts)), None)

"""Judging the answers of a questionnaire: worst-of, never an average (dossier 2.3 to 2.8).

Nothing here knows a question by its id: the remedy plan and the cost are found by their roles, and thresholds, limits
and levels stand in the questionnaire's file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import CHOICE_TYPES, Outcome, Question, core
from desktop.definitions.completeness import OpenQuestion, is_settled, list_age, open_reason
from desktop.definitions.facts import TIERS, Facts, FactValue
from desktop.definitions.questionnaire import LabelledRule, QuestionnaireFile, TierOpening
from desktop.definitions.rating import RatedAnswer, rate, together, worse_value, worst
from desktop.definitions.remedy import AdhocPath, adhoc_path, calls_for_remedy
from desktop.definitions.rules import number
from desktop.definitions.sections import SectionReview, review_section
from desktop.definitions.terms import (
    ChoiceRole,
    ConductTest,
    Depth,
    HiddenReason,
    Level,
    OpenReason,
    QuestionRole,
    QuestionType,
)


@dataclass(frozen=True)
class CaseReview:
    """What a questionnaire makes of a set of answers. Levels are keys of `answers.RANK`.

    `deciding` names the questions that make the inherent level; `verdicts` are the three tests of ¶22.
    `missing` blocks a decision; `postponed` may wait because of an emergency; `not_established` is what nobody knows.
    `facts` are the caller's with what follows from the answers (`answers.*`, `diligence.*`): the decision matrix,
    the clauses and the agreements read those.
    """

    tier: Depth
    ruled_tier: Depth  # what the rules ask for now, whatever was asked for before or by an officer
    opened: tuple[TierOpening, ...]
    light: bool  # on the light route: joint answers may be given
    sections: tuple[SectionReview, ...]
    answers: Mapping[str, RatedAnswer]
    missing: tuple[OpenQuestion, ...]
    answers_missing: int  # that somebody has yet to give: a joint answer counts once, and so does a search of the lists
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
    facts: Facts = field(repr=False, compare=False, default=Facts({}))

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
    """Which questions are asked and what they come to, settled by repeated passes.

    `said` are the facts that follow from the answers: all that a pass takes over from the one before. `once` holds what
    needs no other fact than the answer to be rated.
    """

    facts: Facts
    said: Mapping[str, FactValue] = field(default_factory=dict)
    once: dict[str, RatedAnswer | None] = field(default_factory=dict)
    tier: Depth = Depth.BASIC
    ruled_tier: Depth = Depth.BASIC
    opened: tuple[TierOpening, ...] = ()
    light: bool = False
    visible: tuple[Question, ...] = ()
    hidden: dict[str, HiddenReason] = field(default_factory=dict)
    rated: dict[str, RatedAnswer] = field(default_factory=dict)


NEVER_LATER = (OpenReason.MALFORMED, OpenReason.SENT_BACK)  # open also where an emergency lets answers come later
CHOSEN = {"diligence.raised_tier", "diligence.reached_tier"}  # facts by which a depth is not the rules' own
ADVERSE = (Level.MEDIUM, Level.HIGH, Level.EXCLUDED)  # of an answer: the light route is left
PASSES = 8  # tiers rise at most twice and questions open questions at most a few deep


def review(form: QuestionnaireFile, answers: Mapping[str, AnswerContent], facts: Facts) -> CaseReview:
    """Judge answers: see `Form.review`."""
    sound = {id_: answer for id_, answer in answers.items() if (q := form.by_id.get(id_)) and not q.check(answer)}
    state = _ReviewState(_overlay(facts, {}))
    for _pass in range(PASSES):
        said = _said(form, state, sound)
        if said == state.said:
            break  # a further pass would find the same
        state.said = said
        _settle(form, state, sound, facts)
    return _judged(form, state, answers, sound)


def _said(
    form: QuestionnaireFile, state: _ReviewState, answers: Mapping[str, AnswerContent]
) -> Mapping[str, FactValue]:
    """The facts that follow from the answers to what is asked now, by their dotted names."""
    questions = {q.id: q for q in state.visible if q.id in answers}
    values = {id_: core(q, worse_value(q, answers[id_])) for id_, q in questions.items()}
    flat: dict[str, FactValue] = {f"answers.{id_}": value for id_, value in values.items()}
    for id_, question in questions.items():
        choice = question.choice(values[id_]) if question.type in CHOICE_TYPES else None
        flat.update(choice.sets or {} if choice else {})
    flat["diligence.high_answers"] = [r.question for r in state.rated.values() if r.level == Level.HIGH]
    flat["diligence.remedy"] = bool(calls_for_remedy(form, state.rated))
    return flat


def _settle(form: QuestionnaireFile, state: _ReviewState, answers: Mapping[str, AnswerContent], facts: Facts) -> None:
    """One pass: facts from what is asked now, then the depth, then what is asked, then what it comes to."""
    seen = _overlay(facts, state.said)
    state.facts = seen.with_("kind", {name: rule.holds(seen) for name, rule in form.kinds.items()})
    light = form.light.when.holds(state.facts) and not _adverse(form, state, answers)
    state.facts = state.facts.with_("diligence.light", light)
    opened = [opening for opening in form.openings if opening.when.holds(state.facts)]
    state.tier, state.opened = _deepest(opened)
    state.ruled_tier, by_rules = _deepest([opening for opening in opened if not CHOSEN & set(opening.when.names())])
    if state.ruled_tier is state.tier:
        state.opened = by_rules  # what was chosen or reached before adds nothing
    state.light = light and state.tier is Depth.BASIC
    state.facts = state.facts.with_("diligence.tier", state.tier)
    _ask(form, state, answers)
    state.rated = {q.id: r for q in state.visible if (r := _rated(form, q, answers.get(q.id), state))}


def _rated(
    form: QuestionnaireFile, question: Question, answer: AnswerContent | None, state: _ReviewState
) -> RatedAnswer | None:
    """What an answer comes to; one that no rule compares with other facts is rated in the first pass only."""
    if question.reads:
        return rate(question, answer, state.facts, form.finding_rules)
    if question.id not in state.once:
        state.once[question.id] = rate(question, answer, state.facts, form.finding_rules)
    return state.once[question.id]


def _adverse(form: QuestionnaireFile, state: _ReviewState, answers: Mapping[str, AnswerContent]) -> bool:
    """Whether anything speaks against the partner, in an answer that the present depth does not ask for either.

    “I don't know yet” does not; what could not be established does.
    """
    for question in form.questions:
        answer = answers.get(question.id)
        if answer is not None and answer.on_record:
            return True
        if answer is None or not question.when.holds(state.facts):
            continue
        rated = _rated(form, question, answer, state)
        if rated is None or (rated.unknown and not is_settled(answer)):
            continue
        if rated.level in ADVERSE or answer.findings or _tells_of_findings(question, answer):
            return True
    return False


def _tells_of_findings(question: Question, answer: AnswerContent) -> bool:
    choices = (question.choice(core(question, value)) for value in (answer.value, answer.declared))
    return any(choice is not None and choice.role is ChoiceRole.FINDINGS for choice in choices)


def _overlay(facts: Facts, flat: Mapping[str, FactValue]) -> Facts:
    """The caller's facts with those that follow from the answers."""
    return facts.with_all({"answers": {}, **flat})


def _deepest(opened: Sequence[TierOpening]) -> tuple[Depth, tuple[TierOpening, ...]]:
    """The deepest of the tiers that are opened, and by what; standard when none is. It never falls by an answer."""
    deep = tuple(opening for opening in opened if opening.tier is not Depth.BASIC)
    if not deep:
        shallow = tuple(opening for opening in opened if opening.tier is Depth.BASIC)
        return (Depth.BASIC if shallow else Depth.STANDARD), shallow
    tier = max((opening.tier for opening in deep), key=TIERS.index)
    return tier, tuple(opening for opening in deep if opening.tier == tier)


def _ask(form: QuestionnaireFile, state: _ReviewState, answers: Mapping[str, AnswerContent]) -> None:
    """What is asked now; what there is a finding about is asked whatever else is known."""
    depth, visible, state.hidden = TIERS.index(state.tier), [], {}
    touched = {id_ for id_, answer in answers.items() if answer.on_record}
    for question in form.questions:
        if question.id in touched:
            visible.append(question)
            continue
        besides = question.any_tier or (state.light and question.id in form.light.besides)
        if not besides and TIERS.index(question.tier) > depth:
            state.hidden[question.id] = HiddenReason.TIER
        elif not question.when.holds(state.facts):
            state.hidden[question.id] = HiddenReason.WHEN
        else:
            visible.append(question)
    state.visible = tuple(visible)


# The whole


def _judged(
    form: QuestionnaireFile,
    state: _ReviewState,
    answers: Mapping[str, AnswerContent],
    sound: Mapping[str, AnswerContent],
) -> CaseReview:
    reasons = {
        q.id: open_reason(q, answers.get(q.id), state.rated.get(q.id), state.facts, q.id in sound)
        for q in state.visible
    }
    missing = [OpenQuestion(id_, reason) for id_, reason in reasons.items() if reason]
    missing, postponed = _emergency(form, state, missing)
    adhoc = adhoc_path(form, state.rated, sound, state.facts)
    plan = form.role(QuestionRole.REMEDY_PLAN)
    settled = any(answer.level is Level.EXCLUDED for answer in state.rated.values())
    if adhoc.opened_by and not (adhoc.applies or settled or any(gap.question == plan.id for gap in missing)):
        missing += [OpenQuestion(id_, OpenReason.NO_ROUTE) for id_ in adhoc.opened_by]
    sections = tuple(
        review_section(form, section, state.rated, reasons, state.hidden, state.facts) for section in form.sections
    )
    uplifts = tuple(uplift for uplift in form.uplifts if uplift.when.holds(state.facts))
    inherent, deciding = _inherent(form, state, sections, missing, adhoc, uplifts)
    unrated = inherent in (Level.INCOMPLETE, Level.EXCLUDED)
    residual = inherent
    if not unrated:
        residual = _overall(form, [section.residual for section in sections], _mediums(state, sections), uplifts)
    rated = state.rated
    outcome = together([answer.outcome for answer in rated.values()])
    return CaseReview(
        tier=state.tier,
        ruled_tier=state.ruled_tier,
        opened=state.opened,
        light=state.light,
        sections=sections,
        answers=rated,
        missing=tuple(missing),
        answers_missing=_answers_missing(form, state.light, {gap.question for gap in missing}),
        postponed=postponed,
        not_established=tuple(answer.question for answer in rated.values() if answer.unknown),
        differences=tuple(answer.question for answer in rated.values() if answer.differs),
        warnings=_ageing(state, sound),
        verdicts=_verdicts(form, state, missing),
        inherent=inherent,
        residual=residual,
        deciding=deciding,
        uplifts=uplifts,
        adhoc=adhoc,
        benefit=_benefit(form, state, residual),
        blocks_signature=tuple(answer.question for answer in rated.values() if answer.outcome.blocks_signature),
        conditions=outcome.conditions,
        clauses=outcome.clauses,
        index=sum(form.index.get(answer.level, 0) for answer in rated.values()),
        facts=_outward(state, inherent, residual, adhoc, deciding, outcome),
    )


def _answers_missing(form: QuestionnaireFile, light: bool, questions: set[str]) -> int:
    together = [{q.id for q in form.questions if q.type is QuestionType.SCREENING}]
    together += [set(joint.questions) for joint in form.joint_answers] if light else []
    return len(questions) - sum(len(group & questions) - 1 for group in together if group & questions)


def _outward(
    state: _ReviewState,
    inherent: Level,
    residual: Level,
    adhoc: AdhocPath,
    deciding: tuple[str, ...],
    outcome: Outcome,
) -> Facts:
    """The facts that the rest of the program reads of a judged questionnaire."""
    return state.facts.with_all(
        {
            "diligence.level": inherent,
            "diligence.residual": residual,
            "diligence.adhoc": adhoc.applies,
            "diligence.deciding": list(deciding),
            "diligence.conditions": list(outcome.conditions),
        }
    )


def _emergency(
    form: QuestionnaireFile, state: _ReviewState, missing: list[OpenQuestion]
) -> tuple[list[OpenQuestion], tuple[str, ...]]:
    """In a sudden-onset emergency only the questions that are never skipped must be complete (dossier 2.8)."""
    if not state.facts.get("emergency"):
        return missing, ()
    late = [gap for gap in missing if not form.by_id[gap.question].emergency and gap.reason not in NEVER_LATER]
    for gap in late:
        if (rated := state.rated.get(gap.question)) and rated.level == Level.INCOMPLETE:
            del state.rated[gap.question]  # it waits: it neither blocks nor rates
    return [gap for gap in missing if gap not in late], tuple(gap.question for gap in late)


def _mediums(state: _ReviewState, sections: tuple[SectionReview, ...]) -> int:
    """Medium answers that no measure has lowered."""
    unlowered = {id_ for section in sections if section.residual == section.level for id_ in section.questions}
    return sum(answer.level is Level.MEDIUM for answer in state.rated.values() if answer.question in unlowered)


def _overall(form: QuestionnaireFile, levels: list[Level], mediums: int, uplifts: tuple[LabelledRule, ...]) -> Level:
    level = worst(levels)
    if mediums >= form.thresholds.mediums_in_all and level.rank < Level.HIGH.rank:
        level = Level.HIGH
    if uplifts:
        level = {Level.NONE: Level.MEDIUM, Level.LOW: Level.MEDIUM, Level.MEDIUM: Level.HIGH}.get(level, level)
    return Level.LOW if level is Level.NONE else level


def _inherent(
    form: QuestionnaireFile,
    state: _ReviewState,
    sections: tuple[SectionReview, ...],
    missing: list[OpenQuestion],
    adhoc: AdhocPath,
    uplifts: tuple[LabelledRule, ...],
) -> tuple[Level, tuple[str, ...]]:
    """The inherent level and the questions that decide it: exclusion first, then what is missing, then the worst."""
    rated = state.rated.values()
    excluded = tuple(answer.question for answer in rated if answer.level is Level.EXCLUDED)
    if excluded and not adhoc.applies:
        return Level.EXCLUDED, excluded
    if missing:
        return Level.INCOMPLETE, tuple(dict.fromkeys(gap.question for gap in missing))
    mediums = sum(answer.level is Level.MEDIUM for answer in rated)
    levels: list[Level] = [section.level for section in sections if section.level is not Level.EXCLUDED]
    level = _overall(form, levels, mediums, uplifts)
    level = Level.HIGH if excluded else level
    return level, _deciding(state, sections, level)


def _deciding(state: _ReviewState, sections: tuple[SectionReview, ...], level: Level) -> tuple[str, ...]:
    """The answers at that level; failing those, the medium ones that add up or are raised."""
    rated = state.rated.values()
    grave = tuple(answer.question for answer in rated if answer.level.rank >= level.rank > Level.LOW.rank)
    if grave or level == Level.LOW:
        return grave
    piled = {id_ for section in sections if section.accumulated for id_ in section.questions}
    mediums = tuple(answer.question for answer in rated if answer.level is Level.MEDIUM)
    return tuple(id_ for id_ in mediums if id_ in piled) or mediums


def _verdicts(form: QuestionnaireFile, state: _ReviewState, missing: list[OpenQuestion]) -> dict[str, Level]:
    """The three tests of ¶22, shown apart."""
    levels: dict[ConductTest, list[Level]] = {test: [Level.NONE] for test in ConductTest}
    for answer in state.rated.values():
        levels[form.by_id[answer.question].verdict].append(answer.level)
    for gap in missing:
        levels[form.by_id[gap.question].verdict].append(Level.INCOMPLETE)
    return {f"22{letter}": worst(many) for letter, many in levels.items()}


def _ageing(state: _ReviewState, answers: Mapping[str, AnswerContent]) -> tuple[str, ...]:
    warn = number(state.facts.get("limits.warn_days"))
    ages = {
        q.id: list_age(q, answers[q.id], state.facts)
        for q in state.visible
        if q.type is QuestionType.SCREENING and q.id in state.rated and not state.rated[q.id].unknown
    }
    return tuple(id_ for id_, age in ages.items() if age is not None and warn is not None and age > warn)


def _benefit(form: QuestionnaireFile, state: _ReviewState, residual: Level) -> LabelledRule | None:
    """The cell of the grid of ¶21; None while either side is not known."""
    cost = state.rated.get(form.role(QuestionRole.COST).id)
    facts = state.facts.with_all({"diligence.residual": residual, "diligence.cost": cost.level if cost else None})
    return next((benefit for benefit in form.benefits if benefit.when.holds(facts)), None)

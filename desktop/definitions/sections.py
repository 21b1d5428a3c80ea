"""What the answers of one section come to: its worst level, medium answers that add up, and measures that lower it."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.definitions.facts import Facts
from desktop.definitions.questionnaire import QuestionnaireFile, QuestionnaireSection
from desktop.definitions.rating import RatedAnswer, worst
from desktop.definitions.terms import HiddenReason, Level, OpenReason, SectionState


@dataclass(frozen=True, slots=True)
class SectionReview:
    """A section as the hub shows it.

    `questions` are asked; `hidden` are not applicable, with the reason.
    """

    id: str
    state: SectionState
    questions: tuple[str, ...]
    hidden: Mapping[str, HiddenReason]
    answered: int
    unknown: int
    level: Level
    residual: Level
    accumulated: bool

    @property
    def total(self) -> int:
        """How many questions are asked here."""
        return len(self.questions)


def review_section(
    form: QuestionnaireFile,
    section: QuestionnaireSection,
    rated: Mapping[str, RatedAnswer],
    reasons: Mapping[str, OpenReason | None],
    hidden: Mapping[str, HiddenReason],
    facts: Facts,
) -> SectionReview:
    """What the answers of a section come to. `reasons` holds every question that is asked."""
    inside = form.by_section[section.id]
    question_ids = tuple(q.id for q in inside if q.id in reasons)
    answers = [rated[id_] for id_ in question_ids if id_ in rated]
    level, accumulated = _section_level([answer.level for answer in answers], form.thresholds.mediums_in_section)
    unknown = sum(answer.unknown for answer in answers)
    open_ = [id_ for id_ in question_ids if reasons[id_] and not (id_ in rated and rated[id_].unknown)]
    return SectionReview(
        id=section.id,
        state=_section_state(question_ids, len(answers), len(open_), unknown),
        questions=question_ids,
        hidden={q.id: hidden[q.id] for q in inside if q.id in hidden},
        answered=sum(reasons[id_] is None for id_ in question_ids),  # what the case counts as missing is not done
        unknown=unknown,
        level=level,
        residual=_lowered(section, level, facts),
        accumulated=accumulated,
    )


def _section_state(question_ids: tuple[str, ...], rated: int, open_: int, unknown: int) -> SectionState:
    if not question_ids:
        return SectionState.NOT_APPLICABLE
    if open_:
        return SectionState.IN_PROGRESS if rated else SectionState.TO_START
    return SectionState.UNKNOWNS if unknown else SectionState.DONE


def _section_level(levels: list[Level], many: int) -> tuple[Level, bool]:
    level = worst(levels)
    if level is Level.MEDIUM and levels.count(Level.MEDIUM) >= many:
        return Level.HIGH, True
    return level, False


MEASURE_PARTS = ("what", "owner", "date", "clause", "accepted")  # what a measure needs to lower a level


def _lowered(section: QuestionnaireSection, level: Level, facts: Facts) -> Level:
    """One step down where every measure for the section has owner, date, clause and the approver's agreement."""
    measures = [measure for measure in facts.rows("measures") if measure.get("section") == section.id]
    sound = all(all(map(measure.get, MEASURE_PARTS)) for measure in measures)
    if not section.mitigable or not measures or not sound:
        return level
    return {Level.HIGH: Level.MEDIUM, Level.MEDIUM: Level.LOW}.get(level, level)

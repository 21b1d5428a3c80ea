"""“What would change this?”: the answers and measures that would give a case another level, each tried out."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import CHOICE_TYPES, Question
from desktop.definitions.facts import FactValue
from desktop.definitions.form import Questionnaire
from desktop.definitions.questionnaire import QuestionnaireSection
from desktop.definitions.terms import Level
from desktop.services.diligence.assessments import Assessment

MOST = 6  # that are tried
GRAVE = (Level.MEDIUM, Level.HIGH, Level.EXCLUDED)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would give another level: another answer to a question, or measures for a whole section.

    `level` is the inherent level after the answer, or the residual one after the measures.
    """

    question: str
    section: str
    level: Level


def prospects(form: Questionnaire, assessment: Assessment) -> Sequence[Prospect]:
    """What would lower the level of a case that has one; nothing for a case that cannot be rated yet."""
    review = assessment.review
    if review.inherent not in GRAVE:
        return ()
    by_answers = [
        Prospect(id_, "", level)
        for id_ in review.deciding[:MOST]
        if (level := _with_mildest(form, assessment, [id_])).rank < review.inherent.rank
    ]
    if not by_answers and len(review.deciding) > 1:
        level = _with_mildest(form, assessment, review.deciding)
        by_answers = [Prospect(id_, "", level) for id_ in review.deciding if level.rank < review.inherent.rank]
    return (*by_answers, *_by_measures(form, assessment))


def _with_mildest(form: Questionnaire, assessment: Assessment, questions: Sequence[str]) -> Level:
    """The inherent level if these questions had their mildest answer, and nothing adverse on record."""
    changed = {id_: _mildest(form.by_id[id_], assessment.answers.get(id_)) for id_ in questions}
    return form.review({**assessment.answers, **changed}, assessment.facts).inherent


def _mildest(question: Question, content: AnswerContent | None) -> AnswerContent:
    before = content or AnswerContent()
    rated = [choice for choice in question.choices if choice.outcome.level is not Level.NONE and not choice.cases]
    mildest = min(rated, key=lambda choice: choice.outcome.level.rank, default=None)
    if mildest is None:
        return before
    if question.type in CHOICE_TYPES:
        value: object = mildest.id
    else:
        key = {"screening": "result", "findings": "found"}.get(question.type, "assessment")
        inside = before.value if isinstance(before.value, dict) else {}
        value = {**inside, key: mildest.id}
    return AnswerContent(value=value, evidence=before.evidence)  # type: ignore[arg-type]


def _by_measures(form: Questionnaire, assessment: Assessment) -> Sequence[Prospect]:
    """The sections whose measures would lower the residual level, where they may and do not yet."""
    review = assessment.review
    heads: dict[str, QuestionnaireSection] = {head.id: head for head in form.sections}
    worst = [section for section in review.sections if section.residual.rank >= review.residual.rank]
    open_ = [section for section in worst if section.residual in (Level.MEDIUM, Level.HIGH)]
    if not open_ or not all(heads[section.id].mitigable and section.residual == section.level for section in open_):
        return ()
    sound: list[FactValue] = [
        {"section": section.id, "what": "x", "owner": "x", "date": "x", "clause": "x", "accepted": True}
        for section in open_
    ]
    others = [row.tree for row in assessment.facts.rows("measures") if row.get("section") not in {s.id for s in open_}]
    after = form.review(assessment.answers, assessment.facts.with_("measures", [*others, *sound])).residual
    return [Prospect("", section.id, after) for section in open_] if after.rank < review.residual.rank else ()

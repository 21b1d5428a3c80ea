"""The path of ¶23: an ad hoc collaboration with a firm determined to remedy its shortcomings (dossier 2.7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.base.text import N_
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import Question
from desktop.definitions.facts import Facts
from desktop.definitions.questionnaire import LabelledRule, QuestionnaireFile
from desktop.definitions.rating import RatedAnswer
from desktop.definitions.terms import ChoiceRole, Level, PathObstacle, QuestionRole

WHY_NOT = {
    PathObstacle.NOTHING_TO_REMEDY: N_("No answer opens a remedy plan."),
    PathObstacle.OTHER_REASONS: N_("Other answers rated high or excluded cannot be remedied on this path."),
    PathObstacle.NEVER: N_("This finding can never follow this path."),
    PathObstacle.NO_PLAN: N_("There is no credible remedy plan."),
    PathObstacle.NOT_ACKNOWLEDGED: N_("The partner has not acknowledged the shortcoming in writing."),
    PathObstacle.NOT_SIGNED: N_("The head of the entity has not signed the plan."),
    PathObstacle.NO_KNOW_HOW: N_("The expertise and capacity that IOM brings are not named."),
}


@dataclass(frozen=True, slots=True)
class AdhocPath:
    """The path of ¶23 (dossier 2.7). `opened_by` are the answers that call for a remedy; `why_not` are keys of
    WHY_NOT with the questions concerned; `limits` are those of the questionnaire that the partnership breaks."""

    opened_by: tuple[str, ...]
    applies: bool
    why_not: Mapping[PathObstacle, tuple[str, ...]]
    limits: tuple[LabelledRule, ...]


def calls_for_remedy(form: QuestionnaireFile, rated: Mapping[str, RatedAnswer]) -> tuple[str, ...]:
    """The answers that call for a remedy: those that say so, and exclusions that ¶23 allows to remedy."""
    plan = form.role(QuestionRole.REMEDY_PLAN).id
    return tuple(
        answer.question
        for answer in rated.values()
        if answer.question != plan
        and form.by_id[answer.question].adhoc
        and not answer.outcome.never_adhoc
        and (answer.outcome.remedy or answer.level is Level.EXCLUDED)
    )


def adhoc_path(
    form: QuestionnaireFile, rated: Mapping[str, RatedAnswer], answers: Mapping[str, AnswerContent], facts: Facts
) -> AdhocPath:
    """Whether the path applies, and if not, why; `answers` are the well-formed ones."""
    plan = form.role(QuestionRole.REMEDY_PLAN)
    opened = calls_for_remedy(form, rated)
    grave = [
        answer
        for answer in rated.values()
        if answer.level in (Level.HIGH, Level.EXCLUDED) and answer.question != plan.id
    ]
    others = tuple(answer.question for answer in grave if not form.by_id[answer.question].adhoc)
    never = tuple(answer.question for answer in grave if answer.outcome.never_adhoc)
    why_not: dict[PathObstacle, tuple[str, ...]] = {}
    if not opened:
        why_not[PathObstacle.NOTHING_TO_REMEDY] = ()
    if others:
        why_not[PathObstacle.OTHER_REASONS] = others
    if never:
        why_not[PathObstacle.NEVER] = never
    if opened:
        why_not |= dict.fromkeys(_plan_lacks(plan, rated.get(plan.id), answers.get(plan.id)), (plan.id,))
    broken = tuple(limit for limit in form.adhoc_limits if opened and limit.when.holds(facts))
    return AdhocPath(opened, not why_not, why_not, broken)


def _plan_lacks(plan: Question, rated: RatedAnswer | None, answer: AnswerContent | None) -> list[PathObstacle]:
    if answer is None or rated is None or not isinstance(value := answer.value, Mapping):
        return [PathObstacle.NO_PLAN]
    choice = plan.choice(value.get("assessment"))
    credible = choice and choice.role is ChoiceRole.CREDIBLE and answer.plan and answer.evidence
    present = {
        PathObstacle.NO_PLAN: credible and str(value.get("verifier") or "").strip(),
        PathObstacle.NOT_ACKNOWLEDGED: value.get("acknowledged"),
        PathObstacle.NOT_SIGNED: value.get("signed_by_head"),
        PathObstacle.NO_KNOW_HOW: str(value.get("know_how") or "").strip(),
    }
    return [obstacle for obstacle, there in present.items() if not there]

"""A case in short, as it stands beside the list of decisions: what is asked, or what was decided, and why."""

from desktop.base.dates import ago, day_in_words, day_of
from desktop.base.numbers import format_money
from desktop.base.text import _, language, pick
from desktop.presenters.listing import RecordSummary, SummaryGroup
from desktop.presenters.presenter import Tone
from desktop.presenters.record_labels import OUTCOME_TONES
from desktop.services import next_step
from desktop.services.diligence import assessments, conditions, decided, verdicts
from desktop.services.diligence.assessments import Assessment
from desktop.services.labels import OPINIONS, OUTCOMES
from desktop.services.office import people
from desktop.services.work import Work
from desktop.store.records import Case, Verdict
from desktop.store.states import CaseState

MOST = 6  # grounds or conditions


def read(work: Work, case_id: str) -> RecordSummary:
    """Read everything at once; raises NoResultFound for a case that is not known here."""
    with work.store.read() as session:
        assessment = assessments.assess(session, work, session.get_one(Case, case_id))
        verdict = verdicts.latest_of(session, [case_id]).get(case_id)
        officers = people.names_in(session)
        step = next_step.case_step_in(session, work, assessment)
    case = assessment.case
    waits = case.state == CaseState.READY and (verdict is None or verdict.hand_over != case.hand_over)
    return RecordSummary(
        key=case_id,
        title=assessment.partner.name,
        about=" · ".join(part for part in (case.number, assessment.partnership.title) if part),
        next=step.sentence,
        next_detail=step.detail,
        level=assessment.review.inherent if waits else None,
        state="" if waits or verdict is None else _(OUTCOMES[verdict.outcome]),
        tone=Tone.NEUTRAL if waits or verdict is None else OUTCOME_TONES[verdict.outcome],
        facts=tuple((name, text) for name, text in _facts(work, assessment, verdict, officers) if text),
        groups=tuple(group for group in _groups(work, assessment, None if waits else verdict) if group.things),
    )


def _facts(
    work: Work, assessment: Assessment, verdict: Verdict | None, officers: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    case, planned = assessment.case, assessment.partnership
    handed = ago(day_of(case.submitted_at), work.today(), language()) if case.submitted_at else ""
    opinion = " · ".join(part for part in (_(OPINIONS[case.opinion]), case.opinion_reason) if part)
    facts = (
        (_("Purpose"), planned.purpose),
        (_("Value"), format_money(planned.value, planned.currency, language()) if planned.value else ""),
        (_("Handed over"), " · ".join(part for part in (handed, officers.get(case.submitted_by, "")) if part)),
        (_("Opinion"), opinion if case.opinion else ""),
    )
    if verdict is None:
        return facts
    outcome = " · ".join((_(OUTCOMES[verdict.outcome]), decided.decider(verdict, language()), _day(verdict.decided_at)))
    until = _day(verdict.valid_until) if verdict.valid_until else ""
    return (*facts, (_("Decision"), outcome), (_("Reason"), verdict.reason), (_("Valid until"), until))


def _day(stored: str) -> str:
    return day_in_words(stored, language())


def _groups(work: Work, assessment: Assessment, verdict: Verdict | None) -> tuple[SummaryGroup, ...]:
    questions = work.definitions.form.by_id
    deciding = [pick(questions[id_].short) for id_ in assessment.review.deciding if id_ in questions]
    bound = verdict.conditions if verdict is not None else ()
    return (
        SummaryGroup(_("Why this level"), tuple((ground, "", "", "") for ground in deciding[:MOST])),
        SummaryGroup(
            _("Conditions"),
            tuple(
                (conditions.wording(condition, language()), conditions.day(condition, language()), "", "")
                for condition in bound[:MOST]
            ),
        ),
    )

"""Handing a complete case over for decision, with the officer's opinion; from then on its answers are locked."""

from dataclasses import replace

from desktop.base.errors import Problem
from desktop.base.text import N_, _, plural
from desktop.base.values import new_id
from desktop.services.diligence import answers, assessments, recording, requests, risks, unknowns
from desktop.services.diligence.assessments import Assessment, summary_of
from desktop.services.diligence.authority import Deciders
from desktop.services.diligence.cases import require_open
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars
from desktop.services.work import Work
from desktop.store.records import Case
from desktop.store.records.values import AnswerDigest
from desktop.store.states import CaseState, Opinion


def submit(work: Work, case_id: str, opinion: str, reason: str) -> Assessment:
    """Hand a complete case over for decision with the officer's opinion; its answers are locked.

    Raises Problem while anything mandatory is missing or the opinion has no reason.
    """
    require(work.officer, Right.ANSWER)
    if opinion not in tuple(Opinion) or not reason.strip():
        raise Problem(
            _("Your opinion and its reason are needed; the case stays open."),
            _("Choose an opinion and say why in one or two sentences."),
            code="opinion-incomplete",
        )
    clock = sealing_clock(work)
    recording.record(work, case_id)
    assessment = assessments.read(work, case_id)
    if not assessment.review.decidable:
        raise Problem(
            plural(
                "{count} answer is still missing or unknown, so the case stays open.",
                "{count} answers are still missing or unknown, so the case stays open.",
                assessment.review.answers_missing,
            ),
            _("Complete the answers listed, then submit the case."),
            code="case-incomplete",
        )
    dollars.require_known(assessment.partnership)
    with work.store.change(N_("Due diligence submitted for decision"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        on_record = {id_: assessment.answers[id_] for id_ in assessment.registered if assessment.is_registered(id_)}
        answers.record_registered(session, work.officer, case_id, on_record, clock.stamp())
        risks.take_over(session, case)
        unknowns.end_tasks(session, case, clock.today().isoformat(), work.officer.id)
        case.opinion, case.opinion_reason = Opinion(opinion), reason
        case.state, case.submitted_by, case.submitted_at = CaseState.READY, work.officer.id, clock.stamp()
        case.outcome, case.hand_over = summary_of(assessment.review), new_id()
        case.handed_over = tuple(
            AnswerDigest(question=question, digest=answer.digest()) for question, answer in assessment.answers.items()
        )
        way = Deciders(session, work, [case]).of(work.officer, replace(assessment, case=case)).route
        requests.ask_for_route(session, work, case, way, clock.today(), case.submitted_at)
    return replace(assessment, case=case)

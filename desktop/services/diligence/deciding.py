"""Everything that the page of a decision shows, read in one session: nothing on it asks the records again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.diligence import (
    assessments,
    brief,
    conditions,
    decided,
    paper_decisions,
    papers,
    requests,
    reviewing,
    seals,
    verdicts,
)
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import AuthorityToDecide, Deciders, KnownDeciders
from desktop.services.diligence.brief import BriefSheet
from desktop.services.diligence.papers import PartnerPaper
from desktop.services.diligence.requests import RequestStanding
from desktop.services.office import people
from desktop.services.work import Work
from desktop.store.records import Case, Officer, PaperDecision, Task, Verdict
from desktop.store.states import CaseState


@dataclass(frozen=True)
class CaseToDecide:
    """One case as its decider reads it.

    `decision` is the one taken on what was handed over last, None while the case waits. `deciders` are the officers
    who may decide or at least send back; `authorities` has, by id, how they and the officer at work stand; `able_here`
    says who may decide it. `colleagues` are the officers of its office and of this one who have not left;
    `agreement_languages` those of the drafts of its agreement, in which its conditions are worded; `tasks_open` what is
    still to be done of them.
    """

    assessment: Assessment
    sheet: BriefSheet
    decision: Verdict | None
    seal_holds: bool
    stood_in: bool  # the decider, where it was decided in somebody's place
    deciders: Sequence[Officer]
    authorities: Mapping[str, AuthorityToDecide]
    able_here: KnownDeciders
    colleagues: Sequence[Officer]
    agreement_languages: Sequence[str]
    tasks_open: Sequence[Task]
    may_review: bool
    sealer: str  # the name of whose key sealed the decision
    in_ink: str  # that the decision was signed in ink, in words; empty for others
    on_paper: PaperDecision | None  # what was entered of a signed sheet and waits for its second officer
    may_handle_paper: bool  # whether the officer at work may enter or confirm a signed sheet
    reviewer: str  # the name of who reviewed what was handed over; empty before
    reviews_as: str  # the role of the matrix in which the officer at work may review it
    requests: Sequence[RequestStanding]  # what was asked of Headquarters about the case
    papers: Sequence[PartnerPaper]  # the files of its evidence, those too that have not arrived here
    lacks_request: bool  # whether Headquarters decides it and was not asked yet


def read(work: Work, case_id: str, language: str) -> CaseToDecide:
    """The case with its sheet in one language of the program."""
    with work.store.read() as session:
        assessment = assessments.assess(session, work, session.get_one(Case, case_id))
        authority = Deciders(session, work, [assessment.case])
        able = authority.able(assessment)
        decision = verdicts.latest(session, case_id)
        if decision is not None and not _answers_what_was_handed_over(decision, assessment.case):
            decision = None
        offices = (assessment.case.office, work.store.identity.office)
        colleagues = select(Officer).where(Officer.left_on.is_(None), Officer.office.in_(offices))
        way = authority.of(work.officer, assessment).route
        case = assessment.case
        reviewer = session.get(Officer, case.reviewed_by) if case.reviewed_hand_over == case.hand_over else None
        return CaseToDecide(
            assessment=assessment,
            sheet=brief.sheet_in(session, work, assessment, language),
            decision=decision,
            seal_holds=decision is not None and seals.holds(session, decision),
            stood_in=decision is not None and seals.stood_in(session, decision),
            deciders=able,
            authorities={officer.id: authority.of(officer, assessment) for officer in (*able, work.officer)},
            able_here=authority.deciders_of(assessment.case),
            colleagues=session.scalars(colleagues.order_by(Officer.name)).all(),
            agreement_languages=conditions.languages_needed(session, assessment.partnership.id),
            tasks_open=conditions.open_tasks(session, work, case_id),
            sealer=_sealer(session, decision, language),
            in_ink=decided.in_ink(session, decision, language) if decision is not None else "",
            on_paper=paper_decisions.pending(session, case),
            may_handle_paper=paper_decisions.may_handle(session, work.officer, case),
            may_review=decision is None and reviewing.can_review(session, work.officer, case, way),
            reviewer=reviewer.name if reviewer is not None and case.hand_over else "",
            reviews_as=reviewing.reviews_as(session, work.officer, case, way),
            requests=requests.of_case(session, work, case_id),
            papers=papers.of_case_in(session, case_id),
            lacks_request=case.office == work.store.identity.office and requests.lacks_request(session, case, way),
        )


def _sealer(session: Session, decision: Verdict | None, language: str) -> str:
    """The name of whose key sealed a decision: of one signed in ink, who confirmed it."""
    if decision is None or not decision.paper:
        return decided.decider(decision, language) if decision is not None else ""
    return people.names_in(session).get(decision.confirmed_by, "–")


def _answers_what_was_handed_over(decision: Verdict, case: Case) -> bool:
    return case.state != CaseState.OPEN and verdicts.answers(decision, case)

"""The reviewer's step: somebody who did not prepare a case reads it before it is decided, and says what they think.

Which routes ask for it, and of whom, is the matrix's to say (`before` of a route); the decision asks `lacking`. Who
reviews in the office writes it with the case; who reviews at Headquarters gives an opinion of Headquarters.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick
from desktop.definitions.authority import Authority, Route
from desktop.services.diligence import assessments, opinions, requests, verdicts
from desktop.services.diligence.authority import Deciders, preparers
from desktop.services.diligence.requests import HERE_ALONE, REVIEWS
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.work import Work
from desktop.store.records import Case, HeadquartersOpinion, Officer
from desktop.store.states import CaseState, Opinion, Role
from desktop.store.store import HQ


def reads(officer: Officer) -> bool:
    """Whether some route may wait for an officer of this role."""
    return any(officer.role in roles for roles in REVIEWS.values()) and not officer.left_on


def waiting(session: Session, work: Work, cases: Sequence[Case]) -> Sequence[Case]:
    """Those of these cases whose route waits for the opinion of the officer at work."""
    officer, hands = work.officer, preparers(session, cases)
    cases = [case for case in cases if officer.id not in hands[case.id]]
    if not cases:
        return ()
    deciders = Deciders(session, work, cases)
    return [
        assessment.case
        for assessment in assessments.assess_all(session, work, cases)
        if can_review(session, officer, assessment.case, deciders.of(officer, assessment).route)
    ]


def can_review(session: Session, officer: Officer, case: Case, way: Route) -> bool:
    """Whether this officer is one whom the route of the case waits for, and neither prepared nor decides it."""
    return reviews_as(session, officer, case, way) != ""


def reviews_as(session: Session, officer: Officer, case: Case, way: Route) -> str:
    """The role of the matrix in which the case waits for this officer's opinion; empty when it does not."""
    if case.state != CaseState.READY or officer.left_on or officer.role == way.decides:
        return ""
    awaited = [role for role in way.before if officer.role in REVIEWS.get(role, ())]
    if officer.office not in (HQ, case.office) and officer.office:
        return ""
    if officer.office == HQ and case.office != HQ:  # a second member of the staff is one of the office
        awaited = [role for role in awaited if role not in HERE_ALONE]
    able = (role for role in awaited if requests.is_second_pair(session, officer, case, role))
    role = next(able, "")
    return role if role and not verdicts.on_case(session, case) else ""


def lacking(session: Session, case: Case, way: Route, in_writing: str) -> tuple[str, ...]:
    """The reviewers of the route whose opinion on the case, as it was handed over, is not on record.

    The regional office's may be a letter or a call, named by `in_writing`.
    """
    reviewer = session.get(Officer, case.reviewed_by) if case.reviewed_by else None
    read = reviewer is not None and case.reviewed_hand_over == case.hand_over
    prepared = preparers(session, [case])[case.id] if way.before else frozenset()
    sound = read and reviewer is not None and reviewer.id not in prepared
    spoken = opinions.on_case(session, case) if way.before else {}
    return tuple(
        role
        for role in way.before
        if not (sound and reviewer is not None and reviewer.role in REVIEWS.get(role, ()))
        and not (role in spoken and spoken[role].given_by not in prepared)
        and not (role == Role.REGIONAL_OFFICE and in_writing.strip())
    )


def standing_against(session: Session, authority: Authority, case: Case) -> HeadquartersOpinion | None:
    """The opinion against which the case is not approved: that of somebody whom the matrix says binds."""
    spoken = opinions.on_case(session, case)
    binding = (opinion for role, opinion in spoken.items() if authority.binds(role))
    against = (opinion for opinion in binding if opinion.opinion == Opinion.UNFAVOURABLE)
    return next(against, None)


def review(work: Work, case_id: str, way: Route, opinion: str, reason: str) -> None:
    """Record what the officer at work, who did not prepare the case, thinks of it; whoever reviews does not decide.

    Raises Problem, with nothing changed, for anybody whom the route does not wait for, or without a reason.
    """
    requests.require_complete(opinion, reason)
    clock = sealing_clock(work)
    with work.store.read() as session:
        case = session.get_one(Case, case_id)
        role = reviews_as(session, work.officer, case, way)
        request = requests.open_for(session, work, case, role) if role else None
    if not role:
        raise _not_yours()
    if requests.is_of_headquarters(work, role):
        review_given = requests.drawn(work, request, case, role, opinion, reason)
        with work.store.change(requests.deed_of(role), work.officer.id, office=case.office) as session:
            session.add(review_given)
        return
    with work.store.change(N_("Case reviewed"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        if not can_review(session, work.officer, case, way):
            raise _not_yours()
        case.reviewed_by, case.reviewed_at = work.officer.id, clock.stamp()
        case.review_opinion, case.review_reason = Opinion(opinion), reason.strip()
        case.reviewed_hand_over = case.hand_over


def _not_yours() -> Problem:
    return Problem(
        _("This case does not wait for your review; nothing was recorded."),
        _("Whoever prepared it, or decides it, does not review it."),
        code="review-not-yours",
    )


def missing_words(work: Work, roles: tuple[str, ...]) -> str:
    """Who has still to review, in words."""
    return ", ".join(pick(work.definitions.authority.role(role)) for role in roles)

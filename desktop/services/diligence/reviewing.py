"""The reviewer's step: somebody who did not prepare a case reads it before it is decided, and says what they think.

Which routes ask for it, and of whom, is the matrix's to say (`before` of a route); the decision asks `lacking`.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick
from desktop.definitions.authority import Route
from desktop.services.diligence import assessments
from desktop.services.diligence.authority import Deciders, preparers
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import ROLES_WITH, Right
from desktop.services.work import Work
from desktop.store.records import Case, Officer
from desktop.store.states import CaseState, Opinion, Role

READERS = ROLES_WITH[Right.ANSWER] | ROLES_WITH[Right.DECIDE]
REVIEWS = {  # which officers a reviewer of the matrix can be
    "second_staff": READERS,
    "regional_office": frozenset({Role.REGIONAL_OFFICE, Role.REGIONAL_DIRECTOR}),
}


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
    """Whether this officer is one whom the route of the case waits for, and did not prepare it."""
    asked = any(officer.role in REVIEWS.get(role, ()) for role in way.before)
    waits = case.state == CaseState.READY and not officer.left_on and officer.role != way.decides
    return asked and waits and officer.id not in preparers(session, [case])[case.id]


def lacking(session: Session, case: Case, way: Route, in_writing: str) -> tuple[str, ...]:
    """The reviewers of the route whose opinion on the case, as it was handed over, is not on record.

    The regional office's may be a letter or a call, named by `in_writing`.
    """
    reviewer = session.get(Officer, case.reviewed_by) if case.reviewed_by else None
    read = reviewer is not None and case.reviewed_hand_over == case.hand_over
    sound = read and reviewer is not None and reviewer.id not in preparers(session, [case])[case.id]
    return tuple(
        role
        for role in way.before
        if not (sound and reviewer is not None and reviewer.role in REVIEWS.get(role, ()))
        and not (role == Role.REGIONAL_OFFICE and in_writing.strip())
    )


def review(work: Work, case_id: str, way: Route, opinion: str, reason: str) -> None:
    """Record what the officer at work, who did not prepare the case, thinks of it; whoever reviews does not decide.

    Raises Problem, with nothing changed, for anybody whom the route does not wait for, or without a reason.
    """
    if opinion not in tuple(Opinion) or not reason.strip():
        raise Problem(
            _("Your opinion and its reason are needed; nothing was recorded."),
            _("Choose an opinion and say why in one or two sentences."),
            code="review-incomplete",
        )
    clock = sealing_clock(work)
    with work.store.change(N_("Case reviewed"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        if not can_review(session, work.officer, case, way):
            raise Problem(
                _("This case does not wait for your review; nothing was recorded."),
                _("Whoever prepared it, or decides it, does not review it."),
                code="review-not-yours",
            )
        case.reviewed_by, case.reviewed_at = work.officer.id, clock.stamp()
        case.review_opinion, case.review_reason = Opinion(opinion), reason.strip()
        case.reviewed_hand_over = case.hand_over


def missing_words(work: Work, roles: tuple[str, ...]) -> str:
    """Who has still to review, in words."""
    return ", ".join(pick(work.definitions.authority.role(role)) for role in roles)

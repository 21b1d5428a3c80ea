"""How deep a case is examined: as deep as its answers called for, or an officer chose, and never less without a reason.

Dossier 2.1: the depth may rise while answers are given; it never falls without a written reason.
"""

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.facts import TIERS
from desktop.definitions.terms import Depth
from desktop.services.diligence.assessments import assess
from desktop.services.diligence.cases import require_open
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Case


def reach(session: Session, work: Work, case: Case) -> None:
    """Record, within a deed's transaction, the depth that the answers call for, where it is deeper than any before.

    A depth that only a newer program knows counts as none here.
    """
    reached = case.depth_reached if case.depth_reached in TIERS else Depth.BASIC
    if reached == TIERS[-1]:
        return
    tier = assess(session, work, case).review.tier
    if TIERS.index(tier) > TIERS.index(Depth(reached)):
        case.depth_reached = tier


def change_depth(work: Work, case_id: str, tier: str, reason: str) -> None:
    """Examine a case more deeply than before, or less.

    Raises Problem without a reason, and for less than the rules ask.
    """
    require(work.officer, Right.ANSWER)
    if not reason.strip():
        raise Problem(
            _("A reason is needed to change the depth; nothing was changed."),
            _("Give a reason in one sentence."),
            code="depth-without-reason",
        )
    with work.store.change(N_("Depth of due diligence changed"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        if TIERS.index(Depth(tier)) < TIERS.index(assess(session, work, case).review.ruled_tier):
            raise Problem(
                _("The rules ask for a deeper review than that; nothing was changed."),
                _("Choose one of the depths offered."),
                code="depth-below-rules",
            )
        case.depth_raised_to, case.depth_reason, case.depth_reached = tier, reason, tier

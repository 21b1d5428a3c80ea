"""The gate of ¶21 before a final text: it belongs to the decision under which it was made final, and to no other.

The newest decision of a partnership alone counts. When it is not the one a final text rests on, its conditions are not
those of the text: nothing more is printed or signed of it, and it becomes a draft again (`finalising.take_back`).
"""

from datetime import date

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.follow_up import FrozenDeed
from desktop.definitions.terms import Depth
from desktop.services.diligence import decisions
from desktop.services.work import Work
from desktop.store.records import Agreement, Clearance, Verdict
from desktop.store.states import AgreementState

DEPTHS = {str(depth): place for place, depth in enumerate(Depth)}
UNSIGNED = (AgreementState.FINAL, AgreementState.PRINTED)  # the text is locked, and nobody has signed it
DECIDED_ANEW = N_("The partnership was decided anew after this text was made final: what the decision asks may differ.")


def decided_anew(agreement: Agreement, decision: Verdict | None) -> bool:
    """Whether a final text that nobody signed rests on another decision than this one, which is in force."""
    return agreement.state in UNSIGNED and decision is not None and decision.id != agreement.decision_id


def uncovered(agreement_type: AgreementType, decision: Verdict) -> bool:
    """Whether a decision that was taken for another type of agreement does not support this one.

    It does where it reached the depth that this type needs and, for a type that Headquarters signs, was Headquarters'
    own (dossier 2.8, 3.1). A decision of a version before 0.3 that has no brief supports what the office itself signs.
    """
    if agreement_type.headquarters_only and not isinstance(decision, Clearance):
        return True
    if decision.brief is None or decision.brief.agreement_type == agreement_type.code:
        return False
    return DEPTHS.get(decision.brief.tier, 0) < DEPTHS[agreement_type.tier]


def why_uncovered(agreement_type: AgreementType, decision: Verdict) -> str:
    """One sentence about a type that the decision does not support."""
    if agreement_type.headquarters_only and not isinstance(decision, Clearance):
        return _("Headquarters alone decides on this type of agreement, whatever the level: hand the case over to it.")
    return _("The due diligence was not as deep as this type of agreement needs: have the case decided for this type.")


def require_decision(work: Work, agreement: Agreement, day: date) -> Verdict:
    """The decision that allows this text to be printed and signed on a day; raises Problem without one (¶21)."""
    decision = decisions.require_in_force(work, agreement.partnership_id, day, FrozenDeed.FINAL)
    if decided_anew(agreement, decision):
        raise Problem(
            _("{why} Nothing was changed.").format(why=_(DECIDED_ANEW)),
            _("Make the text a draft again, read it and make it final under the new decision."),
            code="agreement-decided-anew",
        )
    return decision

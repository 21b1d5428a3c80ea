"""An agreement whose partnership has become more than its type may hold, and the type that it has become.

What a type may not hold is said by its file: what moves under it, and its limits over the facts of the partnership.
"""

from dataclasses import dataclass

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick
from desktop.definitions.agreements.assembling import LOCAL_ANNEX
from desktop.definitions.agreements.checking import UNMOVED, VALUED, kinds_in_words
from desktop.definitions.agreements.proposing import Proposal
from desktop.services.agreements import drafting
from desktop.services.agreements.composing import Composition
from desktop.services.office.rights import Right, require
from desktop.services.registry.contribution import kinds_brought
from desktop.services.work import Work
from desktop.store.records import Agreement, Departure, Partnership


@dataclass(frozen=True)
class Outgrowth:
    """What the partnership brings or does that the type of its agreement may not hold, a sentence each.

    `proposal` is the type that suits it now; None where none here does.
    """

    reasons: tuple[str, ...]
    proposal: Proposal | None


def of_agreement(work: Work, composition: Composition) -> Outgrowth | None:
    """What the partnership of an agreement has outgrown its type by; None while the type holds it."""
    kind = composition.type
    if kind.amends:
        return None
    basis = drafting.basis(work, composition.partnership.id)
    reasons = [pick(limit.text) for limit in kind.limits_met(basis.plan)]
    brought = kinds_brought(composition.partnership)
    if unmoved := kind.unmoved(brought):
        reasons.append(_(UNMOVED).format(kinds=kinds_in_words(unmoved)))
    elif not kind.carries(brought, basis.plan.get("partnership.valued") is True):
        reasons.append(_(VALUED))
    if not reasons:
        return None
    proposal = basis.proposal if basis.proposal and basis.proposal.code != kind.code else None
    return Outgrowth(tuple(reasons), proposal)


def become(work: Work, agreement_id: str, code: str) -> None:
    """Make a draft one of another type; what was filled in and the other type asks for stays.

    Raises Problem for a text that is final, and for one with negotiated changes: they belong to paragraphs that the
    other type may not have. The office's own annex belongs to no type and stays.
    """
    require(work.officer, Right.DRAFT)
    kind = work.definitions.agreements[code]
    if kind.amends:
        raise ValueError(f"{code}: begun from the agreement that it changes")
    with work.store.change(N_("Agreement given another type"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        drafting.require_draft(agreement)
        changes = select(Departure.id).where(
            Departure.agreement_id == agreement_id, Departure.archived.is_(False), Departure.clause != LOCAL_ANNEX
        )
        if session.scalars(changes).first() is not None:
            raise Problem(
                _("Paragraphs of this draft were negotiated, and they belong to its type; nothing was changed."),
                _("Take the changes back, or begin a new agreement."),
                code="agreement-negotiated",
            )
        agreement.type, agreement.template_digest = code, kind.sha256
        session.get_one(Partnership, agreement.partnership_id).agreement_type = code


def succeed(work: Work, composition: Composition, code: str) -> Agreement:
    """Begin the agreement of another type that follows one whose text is final, in its languages."""
    return drafting.draft(work, composition.partnership.id, code, composition.agreement.languages)

"""The seal of a decision: who decided signs everything that it says with a key of their own.

A decision that was signed in ink is sealed by the second officer, who compared it with its scan; naming a deputy is
sealed like a decision, because it hands on the power to take one.

One rule says whether a seal holds (`holds`, and `which_hold` for many); the gate of ¶21, the screen, paper and what
takes in the decisions of others all ask it.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import Json, canonical, digest
from desktop.services.office import delegating, officer_seals
from desktop.services.office.officer_seals import RegisteredKeys
from desktop.store.records import Clearance, Officer, Verdict
from desktop.store.records.values import OnBehalf
from desktop.store.store import HQ


def seal(decision: Verdict, seed: bytes) -> None:
    """Sign a decision with the officer's own key, as the last thing that is done to it.

    Raises Problem without a seed: the recovery words open the records and give none.
    """
    if not seed:
        raise Problem(
            _("The recovery words open the records but cannot seal a decision; nothing was decided."),
            _("Choose a new passphrase first, then decide."),
            code="no-seal-key",
        )
    decision.seal, decision.seal_key = officer_seals.sign(_decided_bytes(decision), seed)


def holds(session: Session, decision: Verdict) -> bool:
    """Whether a decision is as it was sealed, with a key registered for the officer who is said to have decided.

    The officer is one of the office whose decision it is; a clearance is Headquarters'. A key is registered when it
    stands in that officer's record or stood there once: a seal is renewed after the recovery words were used, and what
    was sealed before stays decided. A key that the same laptop registered only after it had sealed does not count. Of
    Headquarters' officers an office has no record: there a clearance holds by its own key, because only Headquarters'
    signed changes can write a clearance.
    """
    return decision.id in which_hold(session, [decision])


def which_hold(session: Session, decisions: Sequence[Verdict]) -> set[str]:
    """The ids of those of these decisions whose seal holds."""
    officers = {_sealer(decision) for decision in decisions}
    known = {officer.id: officer for officer in session.scalars(select(Officer).where(Officer.id.in_(officers)))}
    keys = RegisteredKeys(session, known.values())
    return {decision.id for decision in decisions if _holds(decision, known.get(_sealer(decision)), keys)}


def stood_in(session: Session, decision: Verdict) -> bool:
    """Whether a decision in somebody's place was taken while that stood, as far as the journal tells.

    A deputy who was taken back meanwhile, on another laptop or before a backup was put back, has decided for nobody:
    only what whoever took it back knew of, or the same laptop wrote before, still counts.
    """
    if not decision.delegation:
        return True
    own = OnBehalf(chief=decision.on_behalf_of, delegation=decision.delegation)
    return delegating.stood_in_place(session, decision, decision.decided_by, own)


def _sealer(decision: Verdict) -> str:
    """Whose key seals it: the decider's, or that of the second officer where it was signed in ink."""
    return decision.confirmed_by if decision.paper else decision.decided_by


def _two_hands(decision: Verdict) -> bool:
    """Whether what was signed in ink was entered by one officer and confirmed by another, with its scan."""
    hands = {decision.entered_by, decision.confirmed_by} - {""}
    return len(hands) == 2 and bool(decision.scan and decision.paper_code and decision.signed_on)


def _holds(decision: Verdict, decider: Officer | None, keys: RegisteredKeys) -> bool:
    brief = decision.brief.to_json() if decision.brief else {}
    if digest(canonical(brief)) != decision.brief_digest or not _is_signed(decision):
        return False
    if decision.paper and not _two_hands(decision):
        return False
    cleared = isinstance(decision, Clearance)
    if decider is None:
        return cleared
    return decider.office == (HQ if cleared else decision.office) and keys.knew(decider, decision)


def _is_signed(decision: Verdict) -> bool:
    return officer_seals.is_signed(_decided_bytes(decision), decision.seal, decision.seal_key)


def _decided_bytes(decision: Verdict) -> bytes:
    """What a decider signs: everything that the decision says."""
    content: dict[str, Json] = {
        "case": decision.case_id,
        "partner": decision.partner_id,
        "outcome": decision.outcome,
        "level": decision.level,
        "residual": decision.residual,
        "reason": decision.reason,
        "conditions": [condition.to_json() for condition in decision.conditions],
        "send_back": decision.send_back,
        "decided_by": decision.decided_by,
        "decider": [decision.decider_name, decision.decider_role],
        "decided_at": decision.decided_at,
        "valid_until": decision.valid_until,
        "brief": decision.brief_digest,
        "paper": decision.paper,
        "route": decision.route.to_json() if decision.route else {},
        "ad_hoc": decision.ad_hoc,
    }
    if decision.hand_over:  # decisions of versions before 0.3 name none of these
        content["hand_over"] = decision.hand_over
    if decision.no_interest:
        content["no_interest"] = True
    if decision.follows:
        content["follows"] = decision.follows
    ink = [decision.signed_on or "", decision.paper_code, decision.scan, decision.entered_by, decision.confirmed_by]
    if any(ink):
        content["ink"] = ink
    on_behalf = [decision.on_behalf_of, decision.on_behalf_name, decision.delegation]
    if any(on_behalf):
        content["on_behalf"] = on_behalf
    return b"passerelle-decision\0" + canonical(content)

"""The seal of a decision: who decided signs everything that it says with a key of their own.

One rule says whether a seal holds (`holds`); the gate of ¶21, the screen and paper all ask it.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import canonical, digest
from desktop.store.journal import read_entries
from desktop.store.records import ChangeRow, Clearance, Family, Officer, Verdict


def seal(decision: Verdict, seed: bytes) -> None:
    """Sign a decision with the decider's own key, as the last thing that is done to it.

    Raises Problem without a seed: the recovery words open the records and give none.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not seed:
        raise Problem(
            _("The recovery words open the records but cannot seal a decision; nothing was decided."),
            _("Choose a new passphrase first, then decide."),
            code="no-seal-key",
        )
    key = Ed25519PrivateKey.from_private_bytes(seed)
    decision.seal = key.sign(_sealed_bytes(decision)).hex()
    decision.seal_key = key.public_key().public_bytes_raw().hex()


def holds(session: Session, decision: Verdict) -> bool:
    """Whether a decision is as it was sealed, with a key registered for the officer who is said to have decided.

    A key is registered when it stands in that officer's record or stood there once: a seal is renewed after the
    recovery words were used, and what was sealed before stays decided. Of Headquarters' officers an office has no
    record: there a clearance holds by its own key, because only Headquarters' signed changes can write a clearance.
    """
    if digest(canonical(decision.brief.to_json() if decision.brief else {})) != decision.brief_digest or not _is_signed(
        decision
    ):
        return False
    decider = session.get(Officer, decision.decided_by)
    if decider is None:
        return isinstance(decision, Clearance)
    return decider.seal_key == decision.seal_key or _was_registered(session, decider, decision.seal_key)


def _is_signed(decision: Verdict) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(decision.seal_key))
        key.verify(bytes.fromhex(decision.seal), _sealed_bytes(decision))
    except (InvalidSignature, ValueError):
        return False
    return True


def _was_registered(session: Session, officer: Officer, seal_key: str) -> bool:
    """Whether the journal knows a deed that gave this officer this key."""
    field = Family(Officer).number["seal_key"]
    changes = session.scalars(select(ChangeRow).where(ChangeRow.entries.contains(seal_key, autoescape=True)))
    return any(
        entry.id == officer.id and any(cell.field == field and cell.value == seal_key for cell in entry.cells)
        for change in changes
        for entry in read_entries(change.device, change.entries)
    )


def _sealed_bytes(decision: Verdict) -> bytes:
    """What a decider signs: everything that the decision says."""
    content = {
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
    return b"passerelle-decision\0" + canonical(content)

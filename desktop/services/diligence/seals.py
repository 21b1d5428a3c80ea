"""The seal of a decision: who decided signs everything that it says with a key of their own.

A decision that was signed in ink is sealed by the second officer, who compared it with its scan; naming a deputy is
sealed like a decision, because it hands on the power to take one.

One rule says whether a seal holds (`holds`, and `which_hold` for many); the gate of ¶21, the screen, paper and what
takes in the decisions of others all ask it.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import Stamp
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import Json, canonical, digest
from desktop.store.journal import read_entries, read_stamps
from desktop.store.records import ChangeRow, Clearance, Delegation, Family, Officer, Record, StampRow, Verdict
from desktop.store.store import HQ

Sealed = Verdict | Delegation


def seal(decision: Sealed, seed: bytes) -> None:
    """Sign a decision, or the naming of a deputy, with the officer's own key, as the last thing that is done to it.

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
    keys = _RegisteredKeys(session, known.values())
    return {decision.id for decision in decisions if _holds(decision, known.get(_sealer(decision)), keys)}


def naming_holds(session: Session, delegation: Delegation, chief: Officer) -> bool:
    """Whether the naming of a deputy is as the officer who is away sealed it, with a key registered for them."""
    mine = delegation.chief == chief.id and delegation.office == chief.office
    return mine and _is_signed(delegation) and _RegisteredKeys(session, [chief]).knew(chief, delegation)


def stood_in(session: Session, decision: Verdict) -> bool:
    """Whether a decision in somebody's place was taken while that stood, as far as the journal tells.

    A deputy who was taken back meanwhile, on another laptop or before a backup was put back, has decided for nobody:
    only what whoever took it back knew of, or the same laptop wrote before, still counts.
    """
    if not decision.delegation:
        return True
    naming = session.get(Delegation, decision.delegation)
    chief = session.get(Officer, decision.on_behalf_of)
    if naming is None or chief is None or naming.deputy != decision.decided_by:
        return False
    if not naming_holds(session, naming, chief):
        return False
    if naming.withdrawn_at is None or decision.id in naming.decided_before:
        return True
    ended, sealed = _written(session, naming, "withdrawn_at"), _written(session, decision, "seal")
    return ended is not None and sealed is not None and ended[0] == sealed[0] and sealed[1] < ended[1]


def _sealer(decision: Verdict) -> str:
    """Whose key seals it: the decider's, or that of the second officer where it was signed in ink."""
    return decision.confirmed_by if decision.paper else decision.decided_by


def _two_hands(decision: Verdict) -> bool:
    """Whether what was signed in ink was entered by one officer and confirmed by another, with its scan."""
    hands = {decision.entered_by, decision.confirmed_by} - {""}
    return len(hands) == 2 and bool(decision.scan and decision.paper_code and decision.signed_on)


def _holds(decision: Verdict, decider: Officer | None, keys: "_RegisteredKeys") -> bool:
    brief = decision.brief.to_json() if decision.brief else {}
    if digest(canonical(brief)) != decision.brief_digest or not _is_signed(decision):
        return False
    if decision.paper and not _two_hands(decision):
        return False
    cleared = isinstance(decision, Clearance)
    if decider is None:
        return cleared
    return decider.office == (HQ if cleared else decision.office) and keys.knew(decider, decision)


class _RegisteredKeys:
    """Which keys are and were registered for these officers; the journal is read at most once."""

    def __init__(self, session: Session, officers: Iterable[Officer]) -> None:
        self._session = session
        self._officers = {officer.id for officer in officers}
        self._once: dict[tuple[str, str], list[Stamp]] | None = None

    def knew(self, officer: Officer, decision: Sealed) -> bool:
        """Whether the key of this decision was registered for the officer when it was sealed."""
        sealed = _written(self._session, decision, "seal")
        if officer.seal_key == decision.seal_key and _was_before(_written(self._session, officer, "seal_key"), sealed):
            return True
        registered = self._in_journal().get((officer.id, decision.seal_key), [])
        return any(_was_before(stamp, sealed) for stamp in registered)

    def _in_journal(self) -> dict[tuple[str, str], list[Stamp]]:
        """Who registered which key, by officer and key."""
        if self._once is None:
            self._once = {}
            field, begins = Family(Officer).number["seal_key"], f'[{Officer.KIND},"'
            for change in self._session.scalars(select(ChangeRow).where(ChangeRow.entries.contains(begins))):
                for entry in read_entries(change.device, change.entries):
                    if entry.kind == Officer.KIND and entry.id in self._officers:
                        for cell in entry.cells:
                            if cell.field == field:
                                key = (entry.id, str(cell.value))
                                self._once.setdefault(key, []).append((change.device, change.number))
        return self._once


def _written(session: Session, record: Record, name: str) -> Stamp | None:
    """The change that wrote what a field of the record holds."""
    row = session.get(StampRow, record.id)
    stamp = read_stamps(row.cells).get(Family(type(record)).number[name]) if row else None
    return stamp[:2] if stamp else None


def _was_before(registered: Stamp | None, sealed: Stamp | None) -> bool:
    """Whether a key was registered when it sealed; between two laptops nothing says which came first."""
    if registered is None or sealed is None or registered[0] != sealed[0]:
        return True
    return registered[1] <= sealed[1]


def _is_signed(decision: Sealed) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(decision.seal_key))
        key.verify(bytes.fromhex(decision.seal), _sealed_bytes(decision))
    except (InvalidSignature, ValueError):
        return False
    return True


def _sealed_bytes(sealed: Sealed) -> bytes:
    return _delegated_bytes(sealed) if isinstance(sealed, Delegation) else _decided_bytes(sealed)


def _delegated_bytes(delegation: Delegation) -> bytes:
    """What an officer who is away signs."""
    content = {
        "chief": delegation.chief,
        "deputy": delegation.deputy,
        "days": [delegation.first_day, delegation.last_day],
        "reason": delegation.reason,
        "named_at": delegation.named_at,
    }
    return b"passerelle-delegation\0" + canonical(content)


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

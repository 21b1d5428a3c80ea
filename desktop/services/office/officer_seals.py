"""What officers sign with keys of their own: a decision, a deputy, an edition of the register, figures, contents.

Each kind of record says which bytes are signed (`diligence/seals.py`, `office/delegating.py`,
`register/editions.py`, `results/periods.py`, `exchange/releasing.py`);
here stands what they have in common: the signature, and whose key it is.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import Stamp
from desktop.store.journal import read_entries, read_stamps
from desktop.store.records import (
    ChangeRow,
    ContentVersion,
    Delegation,
    Family,
    Officer,
    PeriodClosing,
    Record,
    Restatement,
    SealedEdition,
    StampRow,
    Verdict,
)

SealedRecord = Verdict | Delegation | SealedEdition | PeriodClosing | Restatement | ContentVersion


def sign(content: bytes, seed: bytes) -> tuple[str, str]:
    """The signature over these bytes with an officer’s own key, and that key, both hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.sign(content).hex(), key.public_key().public_bytes_raw().hex()


def is_signed(content: bytes, seal: str, seal_key: str) -> bool:
    """Whether a signature over these bytes was made with this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal_key))
        key.verify(bytes.fromhex(seal), content)
    except (InvalidSignature, ValueError):
        return False
    return True


class RegisteredKeys:
    """Which keys are and were registered for these officers; the journal is read at most once."""

    def __init__(self, session: Session, officers: Iterable[Officer]) -> None:
        self._session = session
        self._officers = {officer.id for officer in officers}
        self._once: dict[tuple[str, str], list[Stamp]] | None = None

    def knew(self, officer: Officer, record: SealedRecord) -> bool:
        """Whether the key of this record was registered for the officer when it was sealed."""
        sealed, key = written(self._session, record, "seal"), record.seal_key
        if officer.seal_key == key and _was_before(written(self._session, officer, "seal_key"), sealed):
            return True
        registered = self._in_journal().get((officer.id, key), [])
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


def written(session: Session, record: Record, name: str) -> Stamp | None:
    """The change that wrote what a field of the record holds."""
    row = session.get(StampRow, record.id)
    stamp = read_stamps(row.cells).get(Family(type(record)).number[name]) if row else None
    return stamp[:2] if stamp else None


def _was_before(registered: Stamp | None, sealed: Stamp | None) -> bool:
    """Whether a key was registered when it sealed; between two laptops nothing says which came first."""
    if registered is None or sealed is None or registered[0] != sealed[0]:
        return True
    return registered[1] <= sealed[1]

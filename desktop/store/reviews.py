"""Fields on which two sides wrote different values: a review each, closed by a person's change and by nothing else."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.base.change import SETTLED, Stamp
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import digest
from desktop.store.journal import read_entries
from desktop.store.records import ChangeRow, Family, Owner, Review
from desktop.store.records.codec import StoredJson
from desktop.store.records.values import ReviewCandidate
from desktop.store.store import HQ, Store


def review_key(record: str, number: int) -> str:
    """The id of the review of one field of a record: the same wherever the two values meet."""
    return digest(record.encode(), str(number).encode())[:32]


def closed_by(writer: Stamp) -> str:
    """How a review names the change that closed it."""
    return f"{writer[0]}:{writer[1]}"


def may_settle(store: Store, family: Family, number: int) -> bool:
    """Whether this side may write the field: its own or a shared one."""
    side = Owner.HQ if store.identity.office == HQ else Owner.OFFICE
    return family.owner.get(number) in (side, Owner.SHARED)


def settle(store: Store, by: str, review_id: str, *, chosen: Stamp | None = None, written: str = "") -> None:
    """Close a review with one of its values, named by the change that wrote it, or with another text.

    It is a change like any other, whose bases are the value in force and all those that were looked at, so that it
    closes the review everywhere, and never over a value that nobody had seen. Fields that are one value together are
    chosen together. `by` is an officer's id. Raises Problem, nothing changed, where the other side owns the field or
    the review was closed meanwhile.
    """
    with store.read() as session:
        office = session.get_one(Review, review_id).office
    with store.change(SETTLED, by, office=office if store.identity.office == HQ else "") as session:
        review = session.get_one(Review, review_id)
        family = store.families[review.kind]
        _require_open(store, review, family)
        names = family.companions.get(family.field[review.field], (family.field[review.field],))
        record = session.get_one(family.record, review.record)
        for name in names:
            row = session.get(Review, review_key(review.record, family.number[name]))
            candidates = row.candidates if row is not None else ()
            content: StoredJson = written.strip()
            if chosen is not None:
                standing = family.plain(name, getattr(record, name))
                content = _chosen(session, review.record, family.number[name], candidates, chosen, standing)
            seen = [(candidate.device, candidate.number) for candidate in candidates]
            session.rewrite(record, name, family.typed(name, content), seen)
            if row is not None and row.closed_by is None:
                row.closed_by = closed_by(session.stamp)


def _require_open(store: Store, review: Review, family: Family) -> None:
    if review.closed_by is not None:
        raise Problem(
            _("This disagreement was settled meanwhile; nothing was changed."),
            _("Look at the list again."),
            code="disagreement-closed",
        )
    if not may_settle(store, family, review.field):
        raise Problem(
            _("This value belongs to the other side, so it is settled there; nothing was changed."),
            _("Tell the other side which value is right."),
            code="disagreement-not-ours",
        )


def _chosen(
    session: Session,
    record: str,
    field: int,
    candidates: Sequence[ReviewCandidate],
    writer: Stamp,
    standing: StoredJson,
) -> StoredJson:
    """What the chosen change wrote into this field, one of several that are one value together; else what stands.

    A value of which an equal one was there already is no candidate: only the journal has it.
    """
    for candidate in candidates:
        if (candidate.device, candidate.number) == writer:
            return candidate.value
    row = session.get(ChangeRow, writer)
    entries = read_entries(row.device, row.entries) if row is not None else ()
    cells = [cell for entry in entries if entry.id == record for cell in entry.cells if cell.field == field]
    return cells[-1].value if cells else standing

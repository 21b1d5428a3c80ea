"""Fields on which two sides wrote different values: a review each, closed by a person's change and by nothing else."""

from desktop.base.change import SETTLED, Stamp
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import digest
from desktop.store.records import Family, Owner, Review
from desktop.store.records.codec import StoredJson
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

    It is a change like any other, whose base is the value in force, so that it closes the review on the other side too.
    Fields that are one value together are chosen together. `by` is an officer's id. Raises Problem, nothing changed,
    where the other side owns the field or the review was closed meanwhile.
    """
    with store.read() as session:
        office = session.get_one(Review, review_id).office
    with store.change(SETTLED, by, office=office if store.identity.office == HQ else "") as session:
        review = session.get_one(Review, review_id)
        family = store.families[review.kind]
        _require_open(store, review, family)
        names = family.companions.get(family.field[review.field], (family.field[review.field],))
        keys = [review_key(review.record, family.number[name]) for name in names]
        reviews = [row for key in keys if (row := session.get(Review, key)) and row.closed_by is None]
        record = session.get_one(family.record, review.record)
        for row in reviews:
            name = family.field[row.field]
            content = _content(row, chosen, written, family.plain(name, getattr(record, name)))
            session.rewrite(record, name, family.typed(name, content))
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


def _content(review: Review, chosen: Stamp | None, written: str, current: StoredJson) -> StoredJson:
    """What the field shall hold: the text, or the value that the chosen change wrote, or what it holds now."""
    if chosen is None:
        return written.strip()
    writers = {(candidate.device, candidate.number): candidate for candidate in review.candidates}
    return writers[chosen].value if chosen in writers else current

"""What this laptop's journal holds that Headquarters has not acknowledged, as a person reads it."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import _
from desktop.services.exchange import record_titles
from desktop.services.office import people
from desktop.store.journal import change_of
from desktop.store.records import ChangeRow
from desktop.store.store import Store

SHOWN = 20  # deeds read at once
LOOKED_AT = 8  # records of one deed among which one with a name is looked for


@dataclass(frozen=True)
class UnsentDeed:
    """One deed as a person reads it: what was done, to which record by name, by whom."""

    number: int
    at: datetime
    what: str
    about: str
    by: str


def newest(store: Store, session: Session, after: int, count: int = SHOWN) -> tuple[UnsentDeed, ...]:
    """The deeds of this laptop after change `after`, the newest first."""
    query = select(ChangeRow).where(ChangeRow.device == store.identity.device, ChangeRow.number > after)
    rows = session.scalars(query.order_by(ChangeRow.number.desc()).limit(count))
    changes = [change_of(row) for row in rows]
    records = {(entry.kind, entry.id) for change in changes for entry in change.entries[:LOOKED_AT]}
    titles = record_titles.titles(session, store.families, records)
    names = people.names_in(session)
    return tuple(
        UnsentDeed(
            change.number,
            datetime.fromtimestamp(change.at / 1000, UTC),
            _(change.what),
            next((titles[entry.id] for entry in change.entries[:LOOKED_AT] if entry.id in titles), ""),
            names.get(change.by, ""),
        )
        for change in changes
    )


def families_in(store: Store, session: Session, first: int, last: int) -> dict[str, int]:
    """How many records of each family this laptop's changes `first` to `last` touch, the most numerous first."""
    between = ChangeRow.number.between(first, last)
    rows = session.scalars(select(ChangeRow).where(ChangeRow.device == store.identity.device, between))
    touched = {(entry.kind, entry.id) for row in rows for entry in change_of(row).entries}
    counts = Counter(kind for kind, _id in touched)
    return {store.families[kind].name: count for kind, count in counts.most_common() if kind in store.families}

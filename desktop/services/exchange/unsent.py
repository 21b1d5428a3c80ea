"""What this laptop's journal holds that Headquarters has not acknowledged, as a person reads it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import Change
from desktop.base.text import _
from desktop.services.exchange import record_titles
from desktop.services.office import people
from desktop.store.journal import change_of
from desktop.store.records import ChangeRow
from desktop.store.store import Store

SHOWN = 20  # deeds read at once


@dataclass(frozen=True)
class UnsentDeed:
    """One deed as a person reads it: what was done, to which record by name, by whom."""

    number: int
    at: datetime
    what: str
    about: str
    by: str


def newest(store: Store, count: int = SHOWN) -> tuple[UnsentDeed, ...]:
    """The newest deeds of this laptop that HQ has not acknowledged, the newest first."""
    own = store.position()
    names = people.names(store)
    with store.read() as session:
        query = select(ChangeRow).where(ChangeRow.device == own.device, ChangeRow.number > own.acked)
        rows = session.scalars(query.order_by(ChangeRow.number.desc()).limit(count)).all()
        return tuple(_deed(store, session, change_of(row), names) for row in rows)


def _deed(store: Store, session: Session, change: Change, names: Mapping[str, str]) -> UnsentDeed:
    at = datetime.fromtimestamp(change.at / 1000, UTC)
    titles = (record_titles.title_of(store, session, entry.kind, entry.id) for entry in change.entries[:8])
    about = next((title for title in titles if title), "")
    return UnsentDeed(change.number, at, _(change.what), about, names.get(change.by, ""))


def families_in(store: Store, first: int, last: int) -> dict[str, int]:
    """How many records of each family this laptop's changes `first` to `last` touch, the most numerous first."""
    own = store.position().device
    with store.read() as session:
        between = ChangeRow.number.between(first, last)
        rows = session.scalars(select(ChangeRow).where(ChangeRow.device == own, between)).all()
        touched = {(entry.kind, entry.id) for row in rows for entry in change_of(row).entries}
    counted = Counter(kind for kind, _id in touched)
    return {store.families[kind].name: n for kind, n in counted.most_common() if kind in store.families}

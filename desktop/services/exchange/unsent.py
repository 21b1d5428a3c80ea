"""The changes that a bundle carries, or that wait for one, as a person reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from desktop.base.text import _
from desktop.base.values import moment_at
from desktop.services.exchange import record_titles
from desktop.services.office import people
from desktop.store.journal import first_records
from desktop.store.records import ChangeRow
from desktop.store.records.values import ChangeRun
from desktop.store.store import Store

SHOWN = 20  # deeds read at once
LOOKED_AT = 8  # records of one deed among which one with a name is looked for


@dataclass(frozen=True)
class UnsentDeed:
    """One deed as a person reads it: what was done, to which record by name, by whom."""

    device: str
    number: int
    at: datetime
    what: str
    about: str
    by: str


def newest(store: Store, session: Session, runs: Sequence[ChangeRun], count: int = SHOWN) -> tuple[UnsentDeed, ...]:
    """The last deeds of these runs, the last run's first and each run's newest first."""
    rows: list[ChangeRow] = []
    for run in reversed(runs):
        query = select(ChangeRow).where(_within(run)).order_by(ChangeRow.number.desc())
        rows += session.scalars(query.limit(count - len(rows)))
    records = {(row.device, row.number): first_records(row.entries, LOOKED_AT) for row in rows}
    titles = record_titles.titles(session, store.families, {record for first in records.values() for record in first})
    names = people.names_in(session)
    return tuple(
        UnsentDeed(
            row.device,
            row.number,
            moment_at(row.at),
            _(row.what),
            next((titles[record] for _kind, record in records[row.device, row.number] if record in titles), ""),
            names.get(row.by, ""),
        )
        for row in rows
    )


def _within(run: ChangeRun) -> ColumnElement[bool]:
    return and_(ChangeRow.device == run.device, ChangeRow.number.between(run.first, run.last))


def count_families(store: Store, runs: Sequence[ChangeRun]) -> dict[str, int]:
    """How many records of each family these changes touch, the most numerous first.

    An office's database counts them from the journal's JSON: a fifth of a second for ten thousand records, which is
    too long for the window's thread. Headquarters packs no such bundle, so that its PostgreSQL need not count.
    """
    entry = func.json_each(ChangeRow.entries).table_valued("value").alias("entry")
    kind, record = func.json_extract(entry.c.value, "$[0]", type_=Integer), func.json_extract(entry.c.value, "$[1]")
    within = or_(false(), *map(_within, runs))
    touched = (
        select(kind.label("kind"), record.label("record")).select_from(ChangeRow).join(entry, true()).where(within)
    )
    each = touched.distinct().subquery()
    count = func.count().label("count")
    with store.read() as session:
        rows = session.execute(select(each.c.kind, count).group_by(each.c.kind).order_by(count.desc()))
        return {store.families[number].name: records for number, records in rows if number in store.families}

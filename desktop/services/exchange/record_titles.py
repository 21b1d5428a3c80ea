"""The names by which people know records of any family, read for a whole page at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.records import Agreement, Case, Family, Findable, Partner, Partnership

OWNERS = {  # the fields that say what a record hangs on, with the family of that record; any of ANY for `about`
    "partner_id": Partner.KIND,
    "partnership_id": Partnership.KIND,
    "case_id": Case.KIND,
    "agreement_id": Agreement.KIND,
    "about": 0,
}
ANY = (Case.KIND, Agreement.KIND, Partnership.KIND)
STEPS = 4  # from a record to the one that has a name at most


def titles(session: Session, families: Mapping[int, Family], records: Iterable[tuple[int, str]]) -> dict[str, str]:
    """The name of each record, given by the number of its family and its id.

    It is the record's own, or that of the partner, case or agreement it hangs on; a record without any is left out.
    A handful of queries for all of them together.
    """
    named: dict[str, str] = {}
    reached = {record: (kind, record) for kind, record in records}  # where the search for each record's name stands
    for _step in range(STEPS):
        if not reached:
            break
        ids = {at for _kind, at in reached.values()}
        lines = {line.id: line for line in session.scalars(select(Findable).where(Findable.id.in_(ids)))}
        untitled = {at: kind for kind, at in reached.values() if at not in lines or not lines[at].title}
        rows = _rows(session, families, {at: lines[at].kind if at in lines else untitled[at] for at in untitled})
        further = {}
        for record, (_kind, at) in reached.items():
            if at in lines and lines[at].title:
                named[record] = lines[at].title
            elif owner := _owner(rows.get(at)):
                further[record] = owner
            elif name := str(getattr(rows.get(at), "name", "") or ""):
                named[record] = name
        reached = further
    return named


def _owner(row: Any) -> tuple[int, str] | None:
    """What a record hangs on: the number of its family, 0 when it may be one of several, and its id."""
    return next(((kind, str(above)) for name, kind in OWNERS.items() if (above := getattr(row, name, None))), None)


def _rows(session: Session, families: Mapping[int, Family], kinds: Mapping[str, int]) -> dict[str, Any]:
    """The records of these ids, whose families' numbers are given; 0 stands for any of ANY."""
    by_family: dict[int, list[str]] = {}
    for record, kind in kinds.items():
        for number in (kind,) if kind else ANY:
            by_family.setdefault(number, []).append(record)
    rows: dict[str, Any] = {}
    for number, ids in by_family.items():
        if number in families:
            table = families[number].record
            rows |= {row.id: row for row in session.scalars(select(table).where(table.id.in_(ids)))}
    return rows

"""Which records of the register are one partner: a record that was merged into another keeps its id and what it says.

Nothing is moved by a merge: whatever hangs on the record that was merged goes on naming it, as it was sealed, sent and
printed. Whoever asks for what hangs on a partner asks for that of all its records (`Identities.records`), and whoever
shows a partner shows the one they became (`Identities.partner`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from desktop.store.records import Partner
from desktop.store.sessions import WritingSession, once_in_a_state

T = TypeVar("T")
_IDENTITIES = "identities"  # under which a session that only reads has them


@dataclass(frozen=True)
class Identities:
    """Which record each merged one became, as far as it is known here: `became` by id, never in a circle."""

    became: Mapping[str, str]
    _said: Mapping[str, str] = field(default_factory=dict)  # what each merged record itself names
    _merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the partner, the ids merged into it

    @classmethod
    def read_in(cls, session: Session) -> Self:
        """Those of every office whose records are known here.

        Two laptops may each have merged two records into the other: of those that lead round in a circle the one with
        the first id stands for all. A session that only reads sees one state, and reads them once: a page of a partner
        asks for them some forty times.
        """
        if isinstance(session, WritingSession):
            return cls._of_now(session)
        if _IDENTITIES not in session.info:
            session.info[_IDENTITIES] = cls._of_now(session)
        identities: Self = session.info[_IDENTITIES]
        return identities

    @classmethod
    def _of_now(cls, session: Session) -> Self:
        rows = session.execute(select(Partner.id, Partner.same_as).where(Partner.same_as > ""))
        named_by = {record: str(became) for record, became in rows}
        became = {record: end for record in named_by if (end := _end(named_by, record)) != record}
        merged: dict[str, list[str]] = {}
        for record, partner in sorted(became.items()):
            merged.setdefault(partner, []).append(record)
        return cls(became, named_by, {partner: tuple(records) for partner, records in merged.items()})

    def partner(self, record: str) -> str:
        """The id of the partner that a record is one of: its own, unless it was merged."""
        return self.became.get(record, record)

    def records(self, record: str) -> tuple[str, ...]:
        """The ids of all records that are one partner with this one, that of the partner first."""
        partner = self.partner(record)
        return (partner, *self._merged.get(partner, ()))

    def all_records(self, records: Iterable[str]) -> frozenset[str]:
        """The same for several."""
        return frozenset(same for record in records for same in self.records(record))

    def is_circle(self, record: str, merged_into: str) -> bool:
        """Whether the record that another was merged into was merged into that one in turn."""
        return record in _way(self._said, merged_into)

    def together(self, records: Collection[str], by_record: Mapping[str, Iterable[T]]) -> dict[str, list[T]]:
        """For each of these records what stands `by_record` of all that are one with it; those without any are left
        out."""
        gathered = {
            record: [thing for same in self.records(record) for thing in by_record.get(same, ())] for record in records
        }
        return {record: several for record, several in gathered.items() if several}


def _end(named_by: Mapping[str, str], record: str) -> str:
    way = _way(named_by, record)
    back = named_by.get(way[-1], "")
    return min(way[way.index(back) :]) if back else way[-1]


def _way(named_by: Mapping[str, str], record: str) -> list[str]:
    """The records from one to the last that it became, each once."""
    way = [record]
    while (following := named_by.get(way[-1], "")) and following not in way:
        way.append(following)
    return way


def records(session: Session, record: str) -> tuple[str, ...]:
    """The ids of all records that are one partner with this one, that of the partner first."""
    return Identities.read_in(session).records(record)


def partner_in(session: Session, record: str) -> Partner:
    """The partner that a record is one of. Raises NoResultFound for an id that is not known here."""
    own = session.get_one(Partner, record)
    if not own.same_as:
        return own
    return session.get(Partner, Identities.read_in(session).partner(record)) or own


@once_in_a_state
def partners_in(session: Session, ids: Collection[str]) -> dict[str, Partner]:
    """The same for several, by the id asked for; one that is not known here is left out."""
    identities = Identities.read_in(session)
    read_ids = {identities.partner(record) for record in ids} | set(ids)
    read = {row.id: row for row in session.scalars(select(Partner).where(Partner.id.in_(read_ids)))}
    return {i: read.get(identities.partner(i), read[i]) for i in ids if i in read}


def is_no_merged_record(session: Session) -> ColumnElement[bool]:
    """That a record is a partner by itself, for a list of partners."""
    circles = Identities.read_in(session)
    alone = Partner.same_as.is_(None) | (Partner.same_as == "")
    heads = sorted(set(circles.became.values()))
    return or_(alone, Partner.id.in_(heads)) if heads else alone

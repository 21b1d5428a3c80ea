"""Which of some records came later: told by the journal and by what they name, never by their time stamps.

A record that replaces others names those it knew (`follows`). What names nothing (records of program versions before
0.3) comes after what the same device wrote before it. Of two records whose writers knew nothing of each other neither
is the later one, and whoever asks says which of them is the stricter.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import Stamp
from desktop.store.journal import Stamps, read_stamps
from desktop.store.records import (
    Case,
    Clearance,
    Decision,
    HeadquartersOpinion,
    Ruling,
    ScreeningRun,
    StampRow,
    table_of,
)
from desktop.store.records.fields import field_of

Ordered = Case | Decision | Clearance | HeadquartersOpinion | Ruling | ScreeningRun
ABOUT = "partner_id"  # each of these records is inserted with it and never changes it: its stamp is the insertion's


class Following(Protocol):
    """A record, or some columns of it, that names those it came after."""

    @property
    def id(self) -> Any: ...

    @property
    def follows(self) -> Any: ...


F = TypeVar("F", bound=Following)


@dataclass(frozen=True)
class JournalOrder:
    """The order of some records. `places` has the device and number of the change that inserted each, by record."""

    places: Mapping[str, Stamp]

    @classmethod
    def of(cls, session: Session, family: type[Ordered], ids: Collection[str]) -> Self:
        """The order of the records of one family with these ids."""
        return cls(_places(session, family, ids))

    def and_of(self, session: Session, family: type[Ordered], ids: Collection[str]) -> "JournalOrder":
        """The same, with the records of another family."""
        return JournalOrder({**self.places, **_places(session, family, ids)})

    def is_after(self, later: Following, earlier: Following) -> bool:
        """Whether a record names the other, or was written after it by the same device."""
        if earlier.id in (later.follows or ()):
            return True
        return self.stands_before(earlier.id, later.id)

    def stands_before(self, earlier: str, later: str) -> bool:
        """Whether the device that inserted one record had inserted the other before; ids of records."""
        here, there = self.places.get(later), self.places.get(earlier)
        return here is not None and there is not None and here[0] == there[0] and here[1] > there[1]

    def newest_first(
        self,
        records: Iterable[F],
        strict: Callable[[F], int],
        follows: Callable[[F, F], bool] | None = None,
    ) -> list[F]:
        """The records in their order; where neither is the later one, the stricter comes first.

        `follows(later, earlier)` says what else makes one later than another.
        """

        def precedes(earlier: F, later: F) -> bool:
            return self.is_after(later, earlier) or (follows is not None and follows(later, earlier))

        left, order = list(records), []
        while left:
            last = [one for one in left if not any(other is not one and precedes(one, other) for other in left)]
            # records that follow each other in a circle were made up: the strictest of them counts
            first = max(last or left, key=lambda record: (strict(record), record.id))
            order.append(first)
            left.remove(first)
        return order

    def last(self, records: Sequence[F]) -> list[F]:
        """Those that none of the others follows: one, unless their writers knew nothing of each other."""
        last = [one for one in records if not any(other is not one and self.is_after(other, one) for other in records)]
        return sorted(last or records, key=lambda record: str(record.id))


def strictness(mildest_first: Sequence[str], code: str) -> int:
    """The place of a code in a row; one that only a newer program knows is the strictest."""
    return mildest_first.index(code) if code in mildest_first else len(mildest_first)


def last_writers(session: Session, ids: Collection[str]) -> Mapping[str, Stamps]:
    """Who last wrote each field of these records, by record: the device, the number of its change, its generation.

    Of two of them by the same device the one with the higher number came later.
    """
    stamp = table_of(StampRow)
    rows = session.execute(select(stamp.c.id, stamp.c.cells).where(stamp.c.id.in_(ids))) if ids else ()
    return {record: read_stamps(cells) for record, cells in rows}


def _places(session: Session, family: type[Ordered], ids: Collection[str]) -> dict[str, Stamp]:
    field = field_of(table_of(family).c[ABOUT])
    if field is None:
        raise ValueError(f"{family.__name__} has no field {ABOUT}")
    written = last_writers(session, ids)
    return {record: stamps[field.number][:2] for record, stamps in written.items() if field.number in stamps}

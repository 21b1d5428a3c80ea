"""What the records of each office come to in a list of Headquarters, kept beside them (`store/figure_rows`).

Headquarters has hundreds of offices, of which few change between two looks. What is kept of an office holds until
something of it is taken in, or of an office with which it has merged partners, or Headquarters clears a case of theirs,
which says the level of a partner: nothing else changes what its records say. It is derived, and never needed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import Field, dataclass, fields
from enum import Enum
from typing import Any, ClassVar, Generic, Protocol, TypeVar, get_origin, get_type_hints

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import desktop
from desktop.base.errors import Problem
from desktop.base.progress import undisturbed
from desktop.base.values import Json, canonical, digest, parse_json
from desktop.services.office import taken_in
from desktop.services.registry.identity import Identities
from desktop.store import figure_rows
from desktop.store.figure_rows import DerivedEntry
from desktop.store.records import Clearance, Partner, Record, table_of
from desktop.store.store import HQ, Store

ALWAYS = ("", "")  # for no days
T = TypeVar("T")


class ListedRecord(Protocol):
    """What a list says of a record of an office: a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def office(self) -> str: ...


L = TypeVar("L", bound=ListedRecord)
Count = Callable[[Sequence[str], Collection[str]], Mapping[str, Json]]


@dataclass(frozen=True)
class OfficeCounts(Generic[T]):
    """What was kept or counted anew, by office, in one state of the store; `keep` writes the latter."""

    by_office: Mapping[str, T]
    _store: Store
    _fresh: Sequence[DerivedEntry]

    def keep(self) -> None:
        """Keep what was counted anew; where that cannot be written, it is counted again the next time."""
        if self._fresh and self._store.only_reading is None:
            with suppress(Problem), self._store.note() as session:
                figure_rows.keep_in(session, self._fresh)


@undisturbed()
def read(
    store: Store,
    session: Session,
    family: type[Record],
    way: Sequence[str | int],
    count: Count,
    parsed: Callable[[str, Any], T],
    together: Iterable[Collection[str]] = (),
) -> OfficeCounts[T]:
    """What the records of a family come to, of every office that has some, `parsed` from the office and its JSON.

    `way` says what is counted, how, by which rules and on which day: counted otherwise before, they are counted anew by
    `count`, which is given these offices, and those whose records say something of theirs: those with merged partners,
    and what is `together` besides.
    """
    tied = _tied(session, together)
    of_each = _stamps(session, family, way, tied)
    what = str(way[0])
    entries = figure_rows.read_in(session, of_each, [ALWAYS], [what])
    contents = {own.office: parse_json(own.content) for own in entries if own.stamp == of_each[own.office]}
    fresh: list[DerivedEntry] = []
    if stale := [office for office in of_each if office not in contents]:
        counted = count(stale, {other for office in stale for other in tied.get(office, {office})})
        fresh = [
            DerivedEntry(office, *ALWAYS, what, of_each[office], canonical(content).decode())
            for office, content in counted.items()
        ]
        contents |= {own.office: parse_json(own.content) for own in fresh}
    return OfficeCounts({office: parsed(office, content) for office, content in contents.items()}, store, fresh)


def read_lines(
    store: Store,
    session: Session,
    family: type[Record],
    way: Sequence[str | int],
    lines: Callable[[Collection[str]], Iterable[L]],
    line: type[L],
    together: Iterable[Collection[str]] = (),
) -> OfficeCounts[Sequence[L]]:
    """The lines of a list of such records, as `read` keeps what it counts: `lines` gives those of some offices, each a
    `line`, a dataclass that has an `office` and besides plain contents, codes and tuples."""
    names = tuple(own.name for own in fields(line))
    hints = get_type_hints(line)
    made: list[tuple[int, Callable[[Any], Any]]] = []
    for place, name in enumerate(names):
        if get_origin(hints[name]) is tuple:
            made.append((place, tuple))
        elif isinstance(hints[name], type) and issubclass(hints[name], Enum):
            made.append((place, hints[name]))

    def rows(offices: Sequence[str], saying: Collection[str]) -> Mapping[str, Json]:
        of_each: dict[str, list[Json]] = {office: [] for office in offices}
        for own in lines(saying):
            if own.office in of_each:
                of_each[own.office].append([getattr(own, name) for name in names])
        return dict(of_each)

    def parsed(_office: str, contents: Any) -> Sequence[L]:
        for row in contents:
            for place, form in made:
                row[place] = form(row[place])
        return [line(*row) for row in contents]

    return read(store, session, family, way, rows, parsed, together)


def stamps(session: Session, family: type[Record], way: Sequence[str | int]) -> Mapping[str, str]:
    """Of each office that has such records, on what that rests which they say, and how it is worked out."""
    return _stamps(session, family, way, _tied(session))


def _stamps(
    session: Session, family: type[Record], way: Sequence[str | int], tied: Mapping[str, Collection[str]]
) -> Mapping[str, str]:
    heads, cleared = taken_in.heads(session, HQ), _clearances(session)

    def stamp(office: str) -> str:
        rests_on = [[own, heads.get(own, ()), cleared.get(own, 0)] for own in sorted(tied.get(office, {office}))]
        return digest(canonical([desktop.__version__, way, rests_on]))

    return {office: stamp(office) for office in _offices(session, family)}


def _clearances(session: Session) -> Mapping[str, int]:
    """How many cases of each office Headquarters cleared or refused: what it writes once about the records of another,
    and what no change of that office tells."""
    return dict(session.execute(select(Clearance.office, func.count()).group_by(Clearance.office)).all())


def _offices(session: Session, family: type[Record]) -> Sequence[str]:
    """Every office that has such a record, each found by the index behind the one before it."""
    name = table_of(family).name
    query = (
        f"WITH RECURSIVE found(office) AS (SELECT min(office) FROM {name}"  # noqa: S608 - names of our own tables
        f" UNION ALL SELECT (SELECT min(office) FROM {name} WHERE office > found.office) FROM found"
        " WHERE office IS NOT NULL) SELECT office FROM found WHERE office IS NOT NULL"
    )
    return tuple(session.scalars(text(query)))


def _tied(session: Session, together: Iterable[Collection[str]] = ()) -> Mapping[str, Collection[str]]:
    """The offices whose records became one partner with another’s, or are together, each with all it is tied to."""
    tied: dict[str, set[str]] = {}
    for own in (*_merged(session), *together):
        joined = set(own).union(*(tied.get(office, ()) for office in own))
        tied.update(dict.fromkeys(joined, joined))
    return tied


def _merged(session: Session) -> Iterator[tuple[str, str]]:
    """The offices of each record that became one partner with that of another office."""
    became = Identities.read_in(session).became
    if not became:
        return
    query = select(Partner.id, Partner.office)
    office_of = dict(session.execute(query.where(Partner.id.in_({*became, *became.values()}))).all())
    for record, partner in became.items():
        first, second = office_of.get(record), office_of.get(partner)
        if first is not None and second is not None and first != second:
            yield first, second

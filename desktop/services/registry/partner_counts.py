"""How many partners have the same codes: what each choice of a filter of their list would leave.

At Headquarters, where hundreds of offices have thousands of partners each, the counts of an office are kept beside the
records (`store/figure_rows`) until something of it is taken in: nothing else changes them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select, text
from sqlalchemy.orm import Session

import desktop
from desktop.base.errors import Problem
from desktop.base.values import canonical, digest, parse_json
from desktop.services.office import taken_in
from desktop.services.registry import identity
from desktop.services.registry.identity import Identities
from desktop.services.registry.partner_levels import last_levels
from desktop.store import figure_rows
from desktop.store.figure_rows import DerivedEntry
from desktop.store.records import Partner, table_of
from desktop.store.references import among
from desktop.store.store import Store

UNRATED = "unrated"  # nothing was said of the level; as an owner, nobody
OWNER, LEVEL, REGION, LABEL = "owner", "level", "region", "label"
CODED = ("office", "group", "kind", "stage", OWNER, LEVEL)  # in the order of an alike
COUNTED = (*CODED, REGION, LABEL)
FEW = 5000  # ids that one question to an office's database may hold
PARTNERS = "partners"  # under which the counts of an office are kept
ALWAYS = ("", "")  # for no days
WAY = 1  # how they are kept

Counts = Mapping[str, Mapping[str, int]]


class Alike(NamedTuple):
    """What partners have in common that are counted together."""

    office: str
    group: str
    kind: str
    stage: str
    owner: str
    level: str
    archived: bool
    labels: tuple[str, ...]


_COLUMNS = (Partner.office, Partner.group, Partner.subtype, Partner.stage, Partner.owner, Partner.archived)


def written_labels() -> ColumnElement[str]:
    """The labels of a partner as the database writes them."""
    return cast(Partner.labels, String)


def counted(session: Session, matching: Select[str], levels: Mapping[str, str]) -> Counter[Alike]:
    """The partners that a query of ids gives, counted by what they have in common; `levels` are those said last."""
    columns = (*_COLUMNS, written_labels())
    rows = session.execute(matching.with_only_columns(*columns, func.count()).group_by(*columns))
    counts = Counter({_alike(*codes): count for *codes, count in rows})
    if levels:
        rated = matching.with_only_columns(Partner.id, *columns)
        connection = session.connection()
        if connection.dialect.name == "postgresql" or len(levels) <= FEW:
            rated = rated.where(among(connection, table_of(Partner).c.id, list(levels)))
        for partner_id, *codes in session.execute(rated):
            if partner_id in levels:
                alike = _alike(*codes)
                counts[alike] -= 1
                counts[alike._replace(level=levels[partner_id])] += 1
    return counts


def _alike(office: str, group: str, kind: str, stage: str, owner: str, archived: bool, labels: str) -> Alike:
    own = () if labels == "[]" else tuple(parse_json(labels))
    return Alike(office, group, kind, stage, owner or UNRATED, UNRATED, bool(archived), own)


def by_filter(counts: Mapping[Alike, int], chosen: Mapping[str, str], regions: Mapping[str, str]) -> tuple[Counts, int]:
    """How many each code of each filter would leave, with the other filters in force, and how many all of them leave.

    `chosen` is the code of each filter in force, `regions` the region of each office.
    """
    passing: list[tuple[Alike, int]] = []
    failing: dict[str, list[tuple[Alike, int]]] = {}
    tests = [(name, code, CODED.index(name) if name in CODED else -1) for name, code in chosen.items() if code]
    for alike, count in counts.items():
        missed = [name for name, code, at in tests if not _has(alike, name, code, at, regions)]
        if not missed:
            passing.append((alike, count))
        elif len(missed) == 1:
            failing.setdefault(missed[0], []).append((alike, count))
    left = {name: _sums([*passing, *failing.get(name, ())], name, regions) for name in COUNTED}
    return left, sum(count for _alike, count in passing)


def _has(alike: Alike, name: str, code: str, at: int, regions: Mapping[str, str]) -> bool:
    if at >= 0:
        return bool(alike[at] == code)
    return code in alike.labels if name == LABEL else regions.get(alike.office, "") == code


def _sums(counts: Iterable[tuple[Alike, int]], name: str, regions: Mapping[str, str]) -> Mapping[str, int]:
    sums: Counter[str] = Counter()
    if name == LABEL:
        for alike, count in counts:
            for label in set(alike.labels):
                sums[label] += count
        return sums
    at = CODED.index("office" if name == REGION else name)
    for alike, count in counts:
        sums[str(alike[at])] += count
    if name != REGION:
        return sums
    of_region: Counter[str] = Counter()
    for office, count in sums.items():
        of_region[regions.get(office, "")] += count
    return of_region


# --- what Headquarters keeps


class KeptCounts:
    """The partners of all offices, counted in one state of the store; `keep` writes what had to be counted anew."""

    def __init__(self, store: Store, session: Session) -> None:
        self._store = store
        offices = _offices(session)
        stamps = _stamps(session, store.identity.office, offices)
        entries = {own.office: own for own in figure_rows.read_in(session, offices, [ALWAYS], [PARTNERS])}
        sound = {office: own for office, own in entries.items() if own.stamp == stamps[office]}
        self.counts: Counter[Alike] = Counter()
        for office, own in sound.items():
            for group, kind, stage, owner, level, is_archived, labels, count in parse_json(own.content):
                alike = Alike(office, group, kind, stage, owner, level, is_archived, tuple(labels))
                self.counts[alike] = count
        self._fresh: list[DerivedEntry] = []
        if stale := [office for office in offices if office not in sound]:
            self._count(session, stale, stamps)

    def _count(self, session: Session, offices: Sequence[str], stamps: Mapping[str, str]) -> None:
        everyone = select(Partner.id).where(identity.is_no_merged_record(session), Partner.office.in_(offices))
        tied = _tied(session)
        saying = {*offices, *(other for office in offices for other in tied.get(office, ()))}
        fresh = counted(session, everyone, last_levels(session, offices=saying))
        self.counts.update(fresh)
        rows: dict[str, list[object]] = {office: [] for office in offices}
        for alike, count in sorted(fresh.items()):
            if count:
                rows[alike.office].append([*alike[1:], count])
        self._fresh = [
            DerivedEntry(office, *ALWAYS, PARTNERS, stamps[office], canonical(own).decode())
            for office, own in rows.items()
        ]

    def keep(self) -> None:
        """Keep what was counted anew; where that cannot be written, it is counted again the next time."""
        if self._fresh:
            with suppress(Problem), self._store.note() as session:
                figure_rows.keep_in(session, self._fresh)


# Every office that has a partner, each found by the index behind the one before it
_OFFICES = text(
    "WITH RECURSIVE one(office) AS (SELECT min(office) FROM partner"
    " UNION ALL SELECT (SELECT min(office) FROM partner WHERE office > one.office) FROM one WHERE office IS NOT NULL)"
    " SELECT office FROM one WHERE office IS NOT NULL"
)


def _offices(session: Session) -> Sequence[str]:
    return tuple(session.scalars(_OFFICES))


def _stamps(session: Session, own: str, offices: Sequence[str]) -> Mapping[str, str]:
    """On what the counts of each office rest: its changes, those of the offices with which it has merged partners, and
    the program that counts."""
    heads, tied = taken_in.heads(session, own), _tied(session)
    return {
        office: digest(
            canonical(
                [
                    WAY,
                    desktop.__version__,
                    [[other, heads.get(other, ())] for other in sorted(tied.get(office, {office}))],
                ]
            )
        )
        for office in offices
    }


def _tied(session: Session) -> Mapping[str, Collection[str]]:
    """The offices whose records became one partner with another’s, each with all that it is tied to so."""
    became = Identities.read_in(session).became
    if not became:
        return {}
    query = select(Partner.id, Partner.office)
    office_of = dict(session.execute(query.where(Partner.id.in_({*became, *became.values()}))).all())
    tied: dict[str, set[str]] = {}
    for record, partner in became.items():
        first, second = office_of.get(record), office_of.get(partner)
        if first is None or second is None or first == second:
            continue
        together = tied.get(first, {first}) | tied.get(second, {second})
        tied.update(dict.fromkeys(together, together))
    return tied

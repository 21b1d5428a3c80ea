"""How many partners have the same codes: what each choice of a filter of their list would leave."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import Session

from desktop.base.values import Json, parse_json
from desktop.services.registry import identity, office_counts
from desktop.services.registry.office_counts import OfficeCounts
from desktop.services.registry.partner_levels import last_levels
from desktop.store.records import Partner, table_of
from desktop.store.references import among
from desktop.store.store import Store

UNRATED = "unrated"  # nothing was said of the level; as an owner, nobody
OWNER, LEVEL, REGION, LABEL = "owner", "level", "region", "label"
CODED = ("office", "group", "kind", "stage", OWNER, LEVEL)  # in the order of an alike
COUNTED = (*CODED, REGION, LABEL)
FEW = 5000  # ids that one question to an office's database may hold
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


# --- at Headquarters


def of_offices(store: Store, session: Session) -> tuple[Mapping[Alike, int], OfficeCounts[Mapping[Alike, int]]]:
    """The partners of all offices, as they are kept of each; and what is to be kept."""

    def count(offices: Sequence[str], saying: Collection[str]) -> Mapping[str, Json]:
        everyone = select(Partner.id).where(identity.is_no_merged_record(session), Partner.office.in_(offices))
        rows: dict[str, list[Json]] = {office: [] for office in offices}
        for alike, number in sorted(counted(session, everyone, last_levels(session, offices=saying)).items()):
            if number:
                rows[alike.office].append([*alike[1:], number])
        return dict(rows)

    def alikes(office: str, rows: Sequence[Sequence[Any]]) -> Mapping[Alike, int]:
        return {Alike._make((office, *codes, tuple(labels))): number for *codes, labels, number in rows}

    of_each = office_counts.read(store, session, Partner, ["partners", WAY], count, alikes)
    return {alike: number for own in of_each.by_office.values() for alike, number in own.items()}, of_each

"""What each office's records come to for the figures, kept until they change, and figures put together from it.

A large office, and every region, is read in a moment: of an office nothing is counted anew before something of it is
taken in, its partners are merged, or the rules are replaced. Budgets and rulings on companies are read each time.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

import desktop
from desktop.base.errors import Problem
from desktop.base.progress import undisturbed
from desktop.base.values import canonical, digest, parse_json
from desktop.definitions.condensed import (
    PRODUCTS,
    CondensedBasis,
    CondensedRows,
    PartedOffice,
    PartedRows,
    Spans,
    condense,
    hangs_on_givers,
    has_shareable,
    is_condensed,
    part,
    part_products,
    shareable_keys,
)
from desktop.definitions.indicator import (
    COLUMNS,
    FactTable,
    Figure,
    Indicator,
    Indicators,
    Measure,
    NotCounted,
    Period,
    Tally,
)
from desktop.definitions.loading import Definitions
from desktop.services.office import taken_in
from desktop.services.registry.global_key import Companies, known_elsewhere_in
from desktop.services.registry.identity import Identities
from desktop.services.results import facts, shared_keys
from desktop.services.results.facts import Edition
from desktop.services.results.shared_keys import ALWAYS, SHARED, SharedKeys
from desktop.services.work import Work
from desktop.store import figure_rows
from desktop.store.figure_rows import DerivedEntry
from desktop.store.records import OfficeProfile, Partner
from desktop.store.store import HQ

GIVERS, WORKS, YEARS, KEYS = "givers", "works", "years", "keys"  # what is kept of an office beside its indicators
ROWS = "rows "  # before what is kept as it was before it was parted
WAY = 2  # how it is kept
_CONDENSED = "condensed"  # under which a session that only reads has it
_Key = tuple[str, str, str, str]  # an office, the days of a period, and what


def figures_of(
    work: Work, offices: Collection[str] | None, periods: Collection[Period], chosen: Collection[str] = ()
) -> Mapping[Period, Mapping[str, Figure]]:
    """The figures of several periods, all or only those that are chosen and what they are shares of: of these offices,
    or of every one that is known here. They name no records (`Figure.not_counted` says how many are left out)."""
    with work.store.read() as session, undisturbed():  # no cycles are made, and much that stays
        reading = _OfficesCondensed(work, session, offices, periods, chosen)
        figures = {period: reading.figures(period) for period in periods}
    if reading.fresh and work.store.only_reading is None:
        with suppress(Problem), work.store.note() as session:  # a full disk loses nothing but time
            lists = shared_keys.register(session, reading.fresh_keys) if reading.fresh_keys else ()
            figure_rows.keep_in(session, [*reading.fresh, *lists])
    return figures


def rules_digest(definitions: Definitions) -> str:
    """The digest of every file by which figures are counted, and of the program that counts them."""
    files = (definitions.indicators, definitions.contributions, definitions.results, definitions.regions)
    return digest(canonical([*(own.digest for own in files), desktop.__version__]))


class _Worked:
    """What was worked out in a session: it is not in the state that the session sees."""

    def __init__(self) -> None:
        self.entries: dict[_Key, DerivedEntry] = {}
        self.contents: dict[_Key, Any] = {}
        self.keys: dict[str, AbstractSet[str]] = {}  # of each office what others may have as well


class _OfficesCondensed:
    """What is kept of some offices, read once, in one state of the store; `fresh` and `fresh_keys` are what had to be
    worked out."""

    def __init__(
        self,
        work: Work,
        session: Session,
        offices: Collection[str] | None,
        periods: Collection[Period],
        chosen: Collection[str],
    ) -> None:
        self._definitions, self._session, self._offices = work.definitions, session, offices
        self._shares = work.store.identity.office == HQ
        self._stamps = _stamps(work, session, offices)
        self._indicators = {period: _with_parts(work.definitions.indicators, period, chosen) for period in periods}
        self.fresh: list[DerivedEntry] = []
        self.fresh_keys: dict[str, AbstractSet[str]] = {}
        self._worked: _Worked = session.info.setdefault(_CONDENSED, _Worked())
        self._entries = self._kept(self._whats())
        for office in self._stamps:
            self._complete(office)
        self._shared = self._shared_keys()
        self._part()

    # --- what is asked for

    def _counted(self, period: Period) -> Sequence[Indicator]:
        return [own for own in self._indicators[period].values() if is_condensed(own)]

    def _asks_givers(self, period: Period) -> bool:
        return any(map(hangs_on_givers, self._counted(period)))

    def _has_products(self, period: Period) -> bool:
        return any(own.over == PRODUCTS for own in self._indicators[period].values())

    @cached_property
    def _shareable(self) -> Mapping[tuple[tuple[str, str], str], tuple[tuple[str, str], str]]:
        """What of each office, and of which days, rests on what others have as well; each with that from which it is
        parted."""
        sources: dict[tuple[tuple[str, str], str], tuple[tuple[str, str], str]] = {}
        for period, indicators in self._indicators.items():
            days = _days(period)
            for own in indicators.values():
                if own.over == PRODUCTS:
                    sources[ALWAYS, WORKS] = sources[days, own.id] = ALWAYS, ROWS + WORKS
                elif is_condensed(own) and has_shareable(own):
                    sources[days, own.id] = days, ROWS + own.id
            if self._asks_givers(period):
                sources[days, GIVERS] = days, ROWS + GIVERS
        return sources

    def _whats(self) -> set[str]:
        whats = {YEARS, KEYS, SHARED, *(what for _days, what in self._shareable)}
        return whats | {own.id for period in self._indicators for own in self._counted(period)}

    # --- what is kept

    def _kept(self, whats: Collection[str], among: Collection[str] | None = None) -> dict[_Key, DerivedEntry]:
        offices = self._stamps if among is None else among
        days = {*map(_days, self._indicators), ALWAYS}
        entries = {entry[:4]: entry for entry in figure_rows.read_in(self._session, offices, days, whats)}
        return {**entries, **self._worked.entries}

    def _is_sound(self, key: _Key, stamp: str = "") -> bool:
        """Whether what is kept rests on the records of today, or has this stamp."""
        entry = self._entries.get(key)
        return entry is not None and entry.stamp == (stamp or self._stamps[key[0]])

    def _complete(self, office: str) -> None:
        """Work out from all its records what is not kept of an office, as far as that rests on nothing else."""
        always = YEARS, KEYS if self._shares else SHARED
        alone = {
            period: [own.id for own in self._counted(period) if not has_shareable(own)] for period in self._indicators
        }
        if not all(self._is_sound((office, *ALWAYS, what)) for what in always):
            self._condense(office, list(alone))
            return
        lacking = [
            period
            for period, ids in alone.items()
            if not all(self._is_sound((office, *_days(period), id_)) for id_ in ids)
        ]
        if lacking:
            self._condense(office, lacking)

    @undisturbed()  # as a whole: its facts are gone again before garbage is looked for
    def _condense(self, office: str, periods: Collection[Period]) -> None:
        own = facts.read_office(self._session, self._definitions, office)
        indicators, stamp = self._definitions.indicators, self._stamps[office]
        stays = self._shares  # of an office nothing is parted anew before something of it changes
        self._add((office, *ALWAYS, ROWS + WORKS), stamp, own.editions, stays=stays)
        self._add((office, *ALWAYS, YEARS), stamp, sorted(own.received_in))
        if not self._shares:  # it has nobody else's records, but heard of some of its partners that others know them
            self._add((office, *ALWAYS, SHARED), stamp, [own.key for own in known_elsewhere_in(self._session)])
        elif not self._is_sound((office, *ALWAYS, KEYS)):
            keys = shareable_keys(indicators, own.basis).union(*(edition.keys for edition in own.editions))
            self.fresh_keys[office] = self._worked.keys[office] = keys
            self._add((office, *ALWAYS, KEYS), stamp, len(keys))
        for period in periods:
            condensed, definitions = condense(indicators, own.basis, period), indicators.of_period(period)
            for id_, rows in condensed.indicators.items():
                if has_shareable(definitions[id_]):
                    self._add((office, *_days(period), ROWS + id_), stamp, rows, stays=stays)
                else:
                    self._add((office, *_days(period), id_), stamp, part(definitions[id_], rows, set()))
            self._add((office, *_days(period), ROWS + GIVERS), stamp, condensed.givers, stays=stays)

    def _add(self, key: _Key, stamp: str, content: Any, *, stays: bool = True) -> None:
        entry = DerivedEntry(*key, stamp, canonical(_notation_of(key).pack(content)).decode() if stays else "")
        self._entries[key] = self._worked.entries[key] = entry
        self._worked.contents[key] = content
        if stays:
            self.fresh.append(entry)

    def _shared_keys(self) -> SharedKeys:
        renamed = self._renamed
        ruled = {*renamed, *renamed.values()}
        if not self._shares:
            fresh = {office: ruled.union(self._content(office, ALWAYS, SHARED)) for office in self._stamps}
            return SharedKeys(self._session, {}, fresh, ruled.union(*fresh.values()))
        listed = {key[0]: entry for key, entry in self._entries.items() if key[1:] == (*ALWAYS, SHARED)}
        return SharedKeys(self._session, listed, self._worked.keys, ruled)

    def _part(self) -> None:
        """Part what several offices may have from what is one’s alone, where others came to have the same."""
        stamps = {office: _parted_stamp(own, self._shared.stamp(office)) for office, own in self._stamps.items()}
        lacking: dict[str, list[tuple[tuple[str, str], str]]] = {}
        for office, stamp in stamps.items():
            for days, what in self._shareable:
                if not self._is_sound((office, *days, what), stamp):
                    lacking.setdefault(office, []).append((days, what))
        if lacking:
            whats = {self._shareable[own][1] for several in lacking.values() for own in several}
            self._entries |= self._kept(whats, lacking)
        for office, several in lacking.items():
            sources = {self._shareable[own] for own in several}
            missing = {days for days, what in sources if not self._is_sound((office, *days, what))}
            if missing:
                self._condense(office, [period for period in self._indicators if _days(period) in missing])
            for days, what in several:
                self._add((office, *days, what), stamps[office], self._parted(office, days, what))

    def _parted(self, office: str, days: tuple[str, str], what: str) -> Any:
        source_days, source = self._shareable[days, what]
        shared, content = self._shared.of(office), self._content(office, source_days, source)
        if what == GIVERS:
            return {key: content[key] for key in sorted(shared & content.keys())}
        if source == ROWS + WORKS:
            alone, common = facts.part_editions(content, shared)
            if what == WORKS:
                return common
        period = next(own for own in self._indicators if _days(own) == days)
        indicator = self._indicators[period][what]
        if source == ROWS + WORKS:
            return part_products(indicator, facts.products_of(alone), period)
        return part(indicator, content, shared)

    def _content(self, office: str, period: tuple[str, str], what: str) -> Any:
        key = office, *period, what
        if key in self._worked.contents:
            return self._worked.contents[key]
        return _notation_of(key).unpack(parse_json(self._entries[key].content))

    @cached_property
    def _products(self) -> FactTable:
        """The works of which several of these offices may have editions."""
        editions = [edition for office in self._stamps for edition in self._content(office, ALWAYS, WORKS)]
        return FactTable(COLUMNS[PRODUCTS], facts.products_of(editions))

    @cached_property
    def _budgets(self) -> Mapping[int, Decimal]:
        """Their budgets by year."""
        received = {(office, year) for office in self._stamps for year in self._content(office, ALWAYS, YEARS)}
        return facts.budgets_in(self._session, self._offices, received)

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        return Companies.read_in(self._session).renamed

    def figures(self, period: Period) -> Mapping[str, Figure]:
        """The figures of one of the periods."""
        days, asks_givers = _days(period), self._asks_givers(period)
        ids = [own.id for own in self._indicators[period].values() if own.measure is not Measure.SHARE]
        with undisturbed():
            offices = [
                PartedOffice(
                    {id_: self._content(office, days, id_) for id_ in ids},
                    self._content(office, days, GIVERS) if asks_givers else {},
                )
                for office in self._stamps
            ]
        products = self._products if self._has_products(period) else FactTable(COLUMNS[PRODUCTS], ())
        basis = CondensedBasis(offices, products, self._budgets, self._renamed)
        return basis.figures(self._indicators[period], period)


def _with_parts(indicators: Indicators, period: Period, chosen: Collection[str]) -> Mapping[str, Indicator]:
    """The indicators that are chosen, or all, with those of which they are shares."""
    definitions = indicators.of_period(period)
    own = [definitions[id_] for id_ in chosen if id_ in definitions] if chosen else list(definitions.values())
    ids = {id_ for indicator in own for id_ in (indicator.id, indicator.part, indicator.whole)}
    return {id_: indicator for id_, indicator in definitions.items() if id_ in ids}


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()


# --- on what it rests


def _stamps(work: Work, session: Session, offices: Collection[str] | None) -> Mapping[str, str]:
    """On what the records of each office stand: its changes, what of them waits, its merged partners, the rules.

    An office has the records of nobody else: whatever is taken in there concerns its own.
    """
    changes = taken_in.heads(session, work.store.identity.office)
    if offices is None:
        offices = {*session.scalars(select(OfficeProfile.office)), *changes} - {HQ}
    merged, rules = _merged(session), rules_digest(work.definitions)
    return {
        office: digest(canonical([WAY, rules, changes.get(office, []), merged.get(office, [])]))
        for office in sorted(offices)
    }


def _parted_stamp(stamp: str, shared: str) -> str:
    return digest(stamp.encode(), shared.encode())


def _merged(session: Session) -> Mapping[str, Sequence[Any]]:
    """The partners of each office that were merged, with what the figures read of those that they became: these may be
    of another office, whose changes are not this one’s."""
    became = Identities.read_in(session).became
    if not became:
        return {}
    columns = (Partner.id, Partner.office, Partner.lei, Partner.country, Partner.registration, Partner.group)
    query = select(*columns, Partner.subtype).where(Partner.id.in_({*became, *became.values()}))
    rows = {row.id: [str(content) for content in row] for row in session.execute(query)}
    groups: dict[str, list[str]] = {}
    for record, partner in sorted(became.items()):
        groups.setdefault(partner, [partner]).append(record)
    merged: dict[str, list[Any]] = {}
    for records in groups.values():
        known_here = [rows[record] for record in records if record in rows]
        for office in sorted({row[1] for row in known_here}):
            merged.setdefault(office, []).append([records, known_here])
    return merged


# --- as it is kept: column by column, which is read faster than row by row


def _packed(condensed: CondensedRows) -> Any:
    columns = [_packed_column(column) for column in zip(*condensed.rows, strict=True)]
    missed = [condensed.missed.records, dict(condensed.missed.reasons)]
    return [columns, missed, condensed.estimated, condensed.counts, condensed.reasons]


def _packed_column(column: Sequence[Any]) -> Any:
    types = set(map(type, column))
    if Decimal in types:
        return ["exact", [None if content is None else str(content) for content in column]]
    return ["several" if tuple in types else "", column]


def _unpacked(content: Any) -> CondensedRows:
    columns, missed, *rest = content
    rows = list(zip(*(_unpacked_column(*own) for own in columns), strict=True))
    return CondensedRows(rows, NotCounted._make(missed), *rest)


def _unpacked_column(kind: str, column: Sequence[Any]) -> Iterable[Any]:
    if kind == "exact":
        return (None if content is None else Decimal(content) for content in column)
    return map(_tupled, column) if kind == "several" else column


def _tupled(content: Any) -> Any:
    return tuple(map(_tupled, content)) if isinstance(content, list) else content


def _packed_parts(parted: PartedRows) -> Any:
    rows, value, groups = parted.tally
    amounts = [[dimension, list(own), [str(amount) for amount in own.values()]] for dimension, own in groups.items()]
    missed = [parted.missed.records, dict(parted.missed.reasons)]
    others = _packed(parted.rows) if parted.rows.rows else None
    return [[rows, str(value), amounts], missed, parted.estimated, others]


def _parts(content: Any) -> PartedRows:
    (count, value, amounts), missed, is_estimated, others = content
    groups = {dimension: dict(zip(own, map(Decimal, texts), strict=True)) for dimension, own, texts in amounts}
    tally = Tally(count, Decimal(value), groups)
    rows = CondensedRows(()) if others is None else _unpacked(others)
    return PartedRows(tally, NotCounted._make(missed), is_estimated, rows)


def _editions(content: Sequence[Sequence[Any]]) -> Sequence[Edition]:
    return [Edition._make(map(_tupled, fields)) for fields in content]


def _packed_spans(spans: Spans) -> Any:
    return [list(spans), *map(list, zip(*spans.values(), strict=True))]


def _spans(content: Any) -> Spans:
    keys, *columns = content
    return dict(zip(keys, zip(*columns, strict=True), strict=True)) if keys else {}


class _Notation(NamedTuple):
    """How content is written as JSON, and read from it."""

    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]


def _as_it_is(content: Any) -> Any:
    return content


_PLAIN = _Notation(_as_it_is, _as_it_is)
_NOTATIONS = {
    **dict.fromkeys((YEARS, KEYS, SHARED), _PLAIN),
    WORKS: _Notation(_as_it_is, _editions),
    GIVERS: _Notation(_packed_spans, _spans),
}
_ROWS, _PARTS = _Notation(_packed, _unpacked), _Notation(_packed_parts, _parts)  # of an indicator, as is and parted


def _notation_of(key: _Key) -> _Notation:
    what = key[-1].removeprefix(ROWS)
    return _NOTATIONS.get(what) or (_PARTS if what == key[-1] else _ROWS)

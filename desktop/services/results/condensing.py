"""What each office's records come to for the figures, kept until they change, and figures put together from it.

A large office, and every region, is read in a moment: of an office nothing is counted anew before something of it is
taken in, its partners are merged, or the rules are replaced. Budgets and rulings on companies are read each time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import desktop
from desktop.base.errors import Problem
from desktop.base.progress import undisturbed
from desktop.base.values import canonical, digest, parse_json
from desktop.definitions.condensed import (
    PRODUCTS,
    CondensedBasis,
    CondensedOffice,
    CondensedRows,
    condense,
    hangs_on_givers,
    is_condensed,
)
from desktop.definitions.indicator import (
    COLUMNS,
    FactTable,
    Figure,
    Indicator,
    Indicators,
    NotCounted,
    Period,
)
from desktop.definitions.loading import Definitions
from desktop.services.registry.global_key import Companies
from desktop.services.registry.identity import Identities
from desktop.services.results import facts
from desktop.services.results.facts import Edition
from desktop.services.work import Work
from desktop.store import figure_rows
from desktop.store.figure_rows import DerivedEntry
from desktop.store.records import OfficeProfile, Parked, Partner, Position
from desktop.store.store import HQ

GIVERS, WORKS, YEARS = "givers", "works", "years"  # what is kept of an office beside its indicators
ALWAYS = "", ""  # of what belongs to no period
WAY = 1  # how it is kept
_CONDENSED = "condensed"  # under which a session that only reads has it
_Key = tuple[str, str, str, str]  # an office, the days of a period, and what


def figures_of(
    work: Work, offices: Collection[str] | None, periods: Collection[Period], chosen: Collection[str] = ()
) -> Mapping[Period, Mapping[str, Figure]]:
    """The figures of several periods, all or only those that are chosen and what they are shares of: of these offices,
    or of every one that is known here. They name no records (`Figure.not_counted` says how many are left out)."""
    with work.store.read() as session:
        reading = _OfficesCondensed(work, session, offices, periods, chosen)
        figures = {period: reading.figures(period) for period in periods}
    if reading.fresh:
        with suppress(Problem), work.store.note() as session:  # a full disk loses nothing but time
            figure_rows.keep_in(session, reading.fresh)
    return figures


def rules_digest(definitions: Definitions) -> str:
    """The digest of every file by which figures are counted, and of the program that counts them."""
    files = (definitions.indicators, definitions.contributions, definitions.results, definitions.regions)
    return digest(canonical([*(own.digest for own in files), desktop.__version__]))


class _OfficesCondensed:
    """What is kept of some offices, read once, in one state of the store; `fresh` is what had to be worked out."""

    def __init__(
        self,
        work: Work,
        session: Session,
        offices: Collection[str] | None,
        periods: Collection[Period],
        chosen: Collection[str],
    ) -> None:
        self._definitions, self._session, self._offices = work.definitions, session, offices
        self._stamps = _stamps(work, session, offices)
        self._indicators = {period: _with_parts(work.definitions.indicators, period, chosen) for period in periods}
        self.fresh: list[DerivedEntry] = []
        self._contents = self._kept()  # what was worked out in a session is not looked for in its state
        for office in self._stamps:
            self._complete(office)

    def _wanted(self, period: Period) -> Collection[str]:
        """What is read of each office in a period."""
        counted = [own for own in self._indicators[period].values() if is_condensed(own)]
        return [own.id for own in counted] + ([GIVERS] if any(map(hangs_on_givers, counted)) else [])

    def _has_products(self, period: Period) -> bool:
        return any(own.over == PRODUCTS for own in self._indicators[period].values())

    def _kept(self) -> dict[_Key, str]:
        days = {*(_days(period) for period in self._indicators), ALWAYS}
        whats = {YEARS, *(what for period in self._indicators for what in self._wanted(period))}
        if any(map(self._has_products, self._indicators)):
            whats.add(WORKS)
        contents: dict[_Key, str] = self._session.info.setdefault(_CONDENSED, {})
        for entry in figure_rows.read_in(self._session, self._stamps, days, whats):
            if entry.stamp == self._stamps[entry.office]:
                contents.setdefault(entry[:4], entry.content)
        return contents

    def _complete(self, office: str) -> None:
        """Work out what is not kept of an office, from all its records."""
        lacking = [
            period
            for period in self._indicators
            if any((office, *_days(period), what) not in self._contents for what in self._wanted(period))
        ]
        if not lacking and (office, *ALWAYS, YEARS) in self._contents:
            return
        own = facts.read_office(self._session, self._definitions, office)
        self._add((office, *ALWAYS, WORKS), own.editions)
        self._add((office, *ALWAYS, YEARS), sorted(own.received_in))
        for period in lacking:
            condensed = condense(self._definitions.indicators, own.basis, period)
            for id_, rows in condensed.indicators.items():
                self._add((office, *_days(period), id_), _packed(rows))
            spans = condensed.givers
            self._add((office, *_days(period), GIVERS), [list(spans), *map(list, zip(*spans.values(), strict=True))])

    def _add(self, key: "_Key", content: Any) -> None:
        text = canonical(content).decode()
        self._contents[key] = text
        self.fresh.append(DerivedEntry(*key, self._stamps[key[0]], text))

    @cached_property
    def _products(self) -> FactTable:
        """The products of all these offices."""
        works = [parse_json(self._contents[office, *ALWAYS, WORKS]) for office in self._stamps]
        editions = [_edition(fields) for own in works for fields in own]
        return FactTable(COLUMNS[PRODUCTS], facts.products_of(editions))

    @cached_property
    def _budgets(self) -> Mapping[int, Decimal]:
        """Their budgets by year."""
        received = {
            (office, year) for office in self._stamps for year in parse_json(self._contents[office, *ALWAYS, YEARS])
        }
        return facts.budgets_in(self._session, self._offices, received)

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        return Companies.read_in(self._session).renamed

    def figures(self, period: Period) -> Mapping[str, Figure]:
        """The figures of one of the periods."""
        wanted, days = self._wanted(period), _days(period)
        with undisturbed():
            offices = [
                CondensedOffice(
                    {id_: _unpacked(self._contents[office, *days, id_]) for id_ in wanted if id_ != GIVERS},
                    _spans(self._contents[office, *days, GIVERS]) if GIVERS in wanted else {},
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
    own = work.store.identity.office
    changes: dict[str, list[Any]] = {}
    if offices is None:
        changes = {office: [] for office in session.scalars(select(OfficeProfile.office)) if office != HQ}
    waiting = dict(session.execute(_WAITING).all())
    positions = select(Position.device, Position.office, Position.head).order_by(Position.device)
    for device, office, head in session.execute(positions):
        whose = office if own == HQ else own
        if whose != HQ:
            changes.setdefault(whose, []).append([device, head, waiting.get(device, 0)])
    merged, rules = _merged(session), rules_digest(work.definitions)
    chosen = sorted(changes if offices is None else offices)
    return {
        office: digest(canonical([WAY, rules, changes.get(office, []), merged.get(office, [])])) for office in chosen
    }


_WAITING = select(Parked.device, func.count()).group_by(Parked.device)


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
    if any(isinstance(content, Decimal) for content in column):
        return ["exact", [None if content is None else str(content) for content in column]]
    return ["several" if any(isinstance(content, tuple) for content in column) else "", column]


def _unpacked(text: str) -> CondensedRows:
    columns, missed, *rest = parse_json(text)
    rows = list(zip(*(_unpacked_column(*own) for own in columns), strict=True))
    return CondensedRows(rows, NotCounted._make(missed), *rest)


def _unpacked_column(kind: str, column: Sequence[Any]) -> Iterable[Any]:
    if kind == "exact":
        return (None if content is None else Decimal(content) for content in column)
    return map(_tupled, column) if kind == "several" else column


def _tupled(content: Any) -> Any:
    return tuple(map(_tupled, content)) if isinstance(content, list) else content


def _edition(fields: Sequence[Any]) -> Edition:
    return Edition._make(map(_tupled, fields))


def _spans(text: str) -> Mapping[str, tuple[str, str, bool]]:
    keys, *columns = parse_json(text)
    return dict(zip(keys, zip(*columns, strict=True), strict=True)) if keys else {}

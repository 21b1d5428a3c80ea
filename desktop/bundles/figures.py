"""The figures that Headquarters worked out for an office, which a return carries: by period and indicator.

The document `figures` names the changes of the office that had been taken in and the fingerprint of what follows; where
the office does not hold that already, it stands in `figures-1`: the figures with what is left out and why, the records
that wait at Headquarters, what it aims at, and where the office stands in its region. No partner of another office and
nothing of a person is in it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from desktop.base.values import Json, canonical, moment, sha256
from desktop.bundles import strict
from desktop.bundles.strict import JsonFields, JsonObject, Unsound

INDEX, CONTENT = "figures", "figures-1"
FINGERPRINT = 16  # of the 64 digits of its digest
NUMBER = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,400})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CODE = re.compile(r"[0-9A-Za-z_.-]{0,40}")
PERIODS, INDICATORS, REASONS, CHAINS = 100, 60, 60, 500  # that are told of at most
KINDS = 1 << 20  # the highest number of a family of records
SOURCE = 500  # characters that name a document
LISTED = 5_000  # records left out that are named, in all
HELD, UNITED, AIMS, OFFICES = 5_000, 2_000, 5_000, 500
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class FigureTold:
    """An indicator of a period as Headquarters has it, by a version of its definition.

    `value` is None where it cannot be computed, and `missing` names what lacks. `left_out` are the records that are not
    counted, by the id of the reason; of very many only some are named, and `unnamed` says how many are not.
    """

    indicator: str
    version: int
    value: Decimal | None
    missing: str = ""
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unnamed: int = 0

    def to_json(self) -> list[Json]:
        named: JsonFields = {reason: list(records) for reason, records in self.left_out.items()}
        return [self.indicator, self.version, _number(self.value), self.missing, named, self.unnamed]

    @classmethod
    def from_json(cls, source: object) -> "FigureTold":
        indicator, version, value, missing, named, unnamed = _facts(source, 6, "of a figure")
        reasons = JsonObject(named)
        if len(list(reasons)) > REASONS:
            raise Unsound("figures: too many reasons")
        return cls(
            strict.text(indicator, "indicator", 40, CODE),
            strict.whole(version, "version", 0, 1 << 20),
            _number_told(value),
            strict.text(missing, "missing", 40, CODE),
            {strict.text(own, "reason", 40, CODE): reasons.texts(own, LISTED, strict.NAME) for own in reasons},
            strict.whole(unnamed, "unnamed"),
        )


@dataclass(frozen=True, slots=True)
class PeriodTold:
    """All figures of the days from `first` to `last`."""

    first: str
    last: str
    figures: tuple[FigureTold, ...]

    def to_json(self) -> list[Json]:
        return [self.first, self.last, [figure.to_json() for figure in self.figures]]

    @classmethod
    def from_json(cls, source: object) -> "PeriodTold":
        first, last, figures = _facts(source, 3, "of a period")
        return cls(_day(first), _day(last), _every(FigureTold.from_json, figures, "figures", INDICATORS))


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A record of the office of which Headquarters does not have what was sent: `why` is conflict, parked, refused."""

    kind: int
    record: str
    why: str

    @property
    def is_sound(self) -> bool:
        """Whether it can be told: what was refused may have been refused for its very name."""
        return 0 <= self.kind <= KINDS and strict.NAME.fullmatch(self.record) is not None

    def to_json(self) -> list[Json]:
        return [self.kind, self.record, self.why]

    @classmethod
    def from_json(cls, source: object) -> "HeldRecord":
        kind, record, why = _facts(source, 3, "of a record that waits")
        return cls(
            strict.whole(kind, "kind", 0, KINDS),
            strict.text(record, "record", 64, strict.NAME),
            strict.text(why, "why", 40, CODE),
        )


@dataclass(frozen=True, slots=True)
class AimTold:
    """What Headquarters set for a year: `meaning` is target, baseline or budget; `scope` as `StrategyFigure` has it."""

    meaning: str
    indicator: str
    year: str
    scope: str
    amount: Decimal
    source: str
    dated_on: str = ""

    def to_json(self) -> list[Json]:
        dated = self.dated_on
        return [self.meaning, self.indicator, self.year, self.scope, _number(self.amount), self.source, dated]

    @classmethod
    def from_json(cls, source: object) -> "AimTold":
        meaning, indicator, year, scope, amount, document, dated_on = _facts(source, 7, "of an aim")
        number = _number_told(amount)
        if number is None:
            raise Unsound("figures: an aim without its number")
        return cls(
            strict.text(meaning, "meaning", 40, CODE),
            strict.text(indicator, "indicator", 40, CODE),
            strict.text(year, "year", 4, CODE),
            strict.text(scope, "scope", 40, CODE),
            number,
            strict.text(document, "source", SOURCE),
            _day(dated_on) if dated_on else "",
        )


@dataclass(frozen=True, slots=True)
class StandingTold:
    """An indicator over all offices of the office’s region, distinct things counted once; and the figure of each office
    of it, the highest first, without its name. Those that cannot be computed are left out."""

    indicator: str
    first: str
    last: str
    total: Decimal | None
    offices: tuple[Decimal, ...]

    def to_json(self) -> list[Json]:
        return [self.indicator, self.first, self.last, _number(self.total), [_number(own) for own in self.offices]]

    @classmethod
    def from_json(cls, source: object) -> "StandingTold":
        indicator, first, last, total, offices = _facts(source, 5, "of a region")
        values = _every(_number_told, offices, "offices", OFFICES)
        return cls(
            strict.text(indicator, "indicator", 40, CODE),
            _day(first),
            _day(last),
            _number_told(total),
            tuple(own for own in values if own is not None),
        )


@dataclass(frozen=True)
class FiguresContent:
    """What Headquarters worked out for one office. `definitions` are the version and the digest of the rules it counted
    by, `united` the records of the office, several of one company each, of which it says that they are one."""

    definitions: tuple[str, str]
    periods: tuple[PeriodTold, ...] = ()
    waiting: tuple[HeldRecord, ...] = ()
    united: tuple[tuple[str, ...], ...] = ()
    aims: tuple[AimTold, ...] = ()
    region: str = ""
    standings: tuple[StandingTold, ...] = ()

    def to_json(self) -> JsonFields:
        """The content of the second document."""
        return {
            "definitions": list(self.definitions),
            "periods": [own.to_json() for own in self.periods],
            "waiting": [own.to_json() for own in self.waiting],
            "united": [list(own) for own in self.united],
            "aims": [own.to_json() for own in self.aims],
            "region": self.region,
            "standings": [own.to_json() for own in self.standings],
        }

    @classmethod
    def from_json(cls, source: object) -> "FiguresContent":
        """What `to_json` wrote; raises Unsound for anything else."""
        fields = JsonObject(source)
        version, digest = _facts(fields.get("definitions"), 2, "of the definitions")
        return cls(
            (strict.text(version, "version", 40), strict.text(digest, "digest", 64)),
            _every(PeriodTold.from_json, fields.get("periods"), "periods", PERIODS),
            _every(HeldRecord.from_json, fields.get("waiting"), "waiting", HELD),
            _every(_united, fields.get("united"), "united", UNITED),
            _every(AimTold.from_json, fields.get("aims"), "aims", AIMS),
            fields.text("region", 40, CODE),
            _every(StandingTold.from_json, fields.get("standings"), "standings", PERIODS * INDICATORS),
        )

    @cached_property
    def fingerprint(self) -> str:
        """By which two of them are known to be the same."""
        return sha256(canonical(self.to_json()))[:FINGERPRINT]


@dataclass(frozen=True)
class FiguresTold:
    """Of which moment the figures are, the last change of each laptop of the office that is in them, and the figures:
    None where the reader holds those with this fingerprint already."""

    at: str
    chains: Mapping[str, int]
    fingerprint: str
    content: FiguresContent | None = None

    def documents(self) -> dict[str, JsonFields]:
        """The documents of a bundle that say it."""
        index: JsonFields = {"at": self.at, "chains": dict(self.chains), "fingerprint": self.fingerprint}
        return {INDEX: index} | ({CONTENT: self.content.to_json()} if self.content is not None else {})

    @classmethod
    def from_documents(cls, documents: Mapping[str, Json]) -> "FiguresTold | None":
        """What the documents of a bundle say; None where they say nothing of it. Raises Unsound for what are no such
        figures, and for others than their fingerprint announces."""
        if INDEX not in documents:
            return None
        fields = JsonObject(documents[INDEX])
        chains = fields.child("chains")
        devices = list(chains)
        if len(devices) > CHAINS or not all(strict.NAME.fullmatch(device) for device in devices):
            raise Unsound("figures: laptops were expected")
        announced = cls(
            _moment(fields.text("at", 40)),
            {device: chains.whole(device) for device in devices},
            fields.text("fingerprint", FINGERPRINT),
        )
        if CONTENT not in documents:
            return announced
        content = FiguresContent.from_json(documents[CONTENT])
        if content.fingerprint != announced.fingerprint:
            raise Unsound("figures: others than their fingerprint says")
        return replace(announced, content=content)


def _facts(source: object, count: int, what: str) -> Sequence[object]:
    if not isinstance(source, list) or len(source) != count:
        raise Unsound(f"figures: {count} facts {what} were expected")
    return source


def _every(read: Callable[[object], Told], source: object, name: str, limit: int) -> tuple[Told, ...]:
    return tuple(read(own) for own in strict.items(source, name, limit))


def _united(source: object) -> tuple[str, ...]:
    return tuple(strict.text(own, "record", 64, strict.NAME) for own in strict.items(source, "united", UNITED))


def _day(source: object) -> str:
    return strict.text(source, "day", 10, DAY)


def _moment(stamped: str) -> str:
    try:
        moment(stamped)
    except ValueError as error:
        raise Unsound("figures: a moment was expected") from error
    return stamped


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _number_told(source: object) -> Decimal | None:
    return None if source is None else Decimal(strict.text(source, "number", 600, NUMBER))

"""The kinds of report as data: what each is called, what it contains in which order, for whom it is (¶27, ¶30)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from desktop.base.numbers import NO_BREAK
from desktop.base.text import Text
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.strategy import Strategy, StrategyTerm
from desktop.definitions.terms import Audience


class ReportPlace(StrEnum):
    """Where a kind of report is written."""

    OFFICE = "office"
    HEADQUARTERS = "headquarters"
    BOTH = "both"


class UsualPeriod(StrEnum):
    """The period that is proposed: the present year, everything since the strategy began, this month and the next."""

    YEAR = "year"
    SINCE = "since"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A section that a report may have, and what stands below its title."""

    id: str
    label: Text
    about: Text


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report with its sections in order, and for whom it is. One on a `sheet` has one page and no cover;
    one `of_partner` is about a partner and for it; a `regional` one may be of one region alone; a `frozen` one stays as
    it was once it is handed out."""

    id: str
    place: ReportPlace
    period: UsualPeriod
    audience: Audience
    sheet: bool
    of_partner: bool
    regional: bool
    frozen: bool
    paragraph: str
    label: Text
    about: Text
    parts: tuple[ReportPart, ...]

    @property
    def internal(self) -> bool:
        """Whether it is IOM's alone: its pages say so."""
        return self.audience is Audience.INTERNAL

    def is_written_at(self, headquarters: bool) -> bool:
        """Whether it is written at Headquarters, or in an office."""
        own = ReportPlace.HEADQUARTERS if headquarters else ReportPlace.OFFICE
        return self.place in (own, ReportPlace.BOTH)


@dataclass(frozen=True)
class ReportRules:
    """Everything that the file says; the kinds in the order in which they are offered."""

    version: str
    digest: str
    kinds: tuple[ReportKind, ...]
    narrative_characters: int  # of each answer of an office about a period, at most

    @cached_property
    def by_kind(self) -> Mapping[str, ReportKind]:
        """The kinds by id."""
        return {kind.id: kind for kind in self.kinds}


KEYS = (
    *("id", "place", "period", "audience", "sheet", "of_partner", "regional", "frozen", "paragraph", "sections"),
    *("label", "about"),
)


def load_reports(path: Path, strategy: Strategy) -> ReportRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return reports_of(read_toml(path), strategy)


def reports_of(source: Source, strategy: Strategy) -> ReportRules:
    """What a file that was read declares; a section that is a pillar of ¶30 is called as the strategy calls it."""
    top = source.top("reports")
    top.only(("id", "version", "narrative_characters", "kinds", "sections"))
    top.one_of("id", ("reports",))
    pillars = {own.id: own for own in strategy.pillars}
    parts = {part.id: part for part in (_part(table, pillars) for table in top.tables("sections"))}
    kinds = tuple(_kind(table, parts) for table in top.tables("kinds"))
    return ReportRules(top.string("version"), source.digest, kinds, top.number("narrative_characters"))


def _part(table: DefinitionTable, pillars: Mapping[str, StrategyTerm]) -> ReportPart:
    id_ = table.string("id")
    if id_ not in pillars:
        table.only(("id", "label", "about"))
        return ReportPart(id_, table.text("label"), table.text("about"))
    table.only(("id", "about"))
    number, letter = pillars[id_].paragraph[:-1], pillars[id_].paragraph[-1:]
    label = {spoken: f"{words} (¶{number}{NO_BREAK}{letter})" for spoken, words in pillars[id_].label.items()}
    return ReportPart(id_, label, table.text("about"))


def _kind(table: DefinitionTable, parts: Mapping[str, ReportPart]) -> ReportKind:
    table.only(
        (
            "id",
            "place",
            "period",
            "audience",
            "sheet",
            "of_partner",
            "regional",
            "frozen",
            "paragraph",
            "sections",
            "label",
            "about",
        )
    )
    return ReportKind(
        id=table.string("id"),
        place=table.code("place", ReportPlace),
        period=table.code("period", UsualPeriod),
        audience=table.code("audience", Audience),
        sheet=table.flag("sheet", default=False),
        of_partner=table.flag("of_partner", default=False),
        regional=table.flag("regional", default=False),
        frozen=table.flag("frozen", default=False),
        paragraph=table.string("paragraph"),
        label=table.text("label"),
        about=table.text("about"),
        parts=tuple(parts[id_] for id_ in table.codes("sections", tuple(parts))),
    )

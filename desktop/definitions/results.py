"""What comes of partnerships, as data: kinds of activities, stages of innovations, how persons are counted (¶29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import Level


class ActivityFamily(StrEnum):
    """What an activity is for: messages, things done together, or what can be read."""

    AWARENESS = "awareness"
    PROJECT = "project"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of activity; `usual` are the roles of partners that are proposed first."""

    id: str
    label: Text
    family: ActivityFamily
    usual: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InnovationStage:
    """A stage of an innovation, which counts for the indicators or not."""

    id: str
    label: Text
    counts: bool


@dataclass(frozen=True, slots=True)
class CountingMethod:
    """How persons were counted; `explained` where a sentence has to say how."""

    id: str
    label: Text
    explained: bool


@dataclass(frozen=True, slots=True)
class HeadCountDimension:
    """By what persons are told apart, with the labels of its groups by code."""

    id: str
    label: Text
    groups: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class VisibilityMark:
    """A name or an emblem that is shown: that of the Organization, or of a partner."""

    id: str
    label: Text
    ours: bool


@dataclass(frozen=True, slots=True)
class RiskLikelihood:
    """How likely a risk of a partnership under way is; `levels` is the level by impact, by its code."""

    id: str
    label: Text
    levels: Mapping[str, Level]


@dataclass(frozen=True)
class ResultRules:
    """Everything that the file says. The stages are in their order."""

    version: str
    digest: str
    activities: tuple[ActivityKind, ...]
    roles: Mapping[str, Text]
    sorts: Mapping[str, Text]
    stages: tuple[InnovationStage, ...]
    methods: tuple[CountingMethod, ...]
    dimensions: tuple[HeadCountDimension, ...]
    languages: Mapping[str, Text]
    marks: tuple[VisibilityMark, ...]
    take_down_soon_days: int
    likelihoods: tuple[RiskLikelihood, ...]
    impacts: Mapping[str, Text]
    review_days: int

    @cached_property
    def by_kind(self) -> Mapping[str, ActivityKind]:
        """The kinds of activities by id."""
        return {kind.id: kind for kind in self.activities}

    @cached_property
    def stage_order(self) -> Mapping[str, int]:
        """The place of each stage in their order."""
        return {stage.id: place for place, stage in enumerate(self.stages)}

    @cached_property
    def by_method(self) -> Mapping[str, CountingMethod]:
        """The methods of counting by id."""
        return {method.id: method for method in self.methods}

    @cached_property
    def by_dimension(self) -> Mapping[str, HeadCountDimension]:
        """The dimensions by id."""
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def by_mark(self) -> Mapping[str, VisibilityMark]:
        """The names and emblems by id."""
        return {mark.id: mark for mark in self.marks}

    def risk_level(self, likelihood: str, impact: str) -> Level:
        """To what level the likelihood and the impact of a risk lead; NONE while one of them is not known."""
        named = next((own for own in self.likelihoods if own.id == likelihood), None)
        return named.levels.get(impact, Level.NONE) if named is not None else Level.NONE

    def is_product(self, kind: str) -> bool:
        """Whether an activity of this kind can be read; never for a kind that the file does not have."""
        return kind in self.by_kind and self.by_kind[kind].family == ActivityFamily.PRODUCT

    def labels(self, kind: str) -> Mapping[str, Text]:
        """The labels of one list by code: `labels("stages")["pilot"]`."""
        listed = getattr(self, kind)
        return listed if isinstance(listed, Mapping) else {term.id: term.label for term in listed}


RISK_LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH)
KEYS = (
    *("id", "version", "take_down_soon_days", "marks", "review_days", "likelihoods", "impacts"),
    *("activities", "roles", "sorts", "stages", "methods", "dimensions", "languages"),
)


def load_results(path: Path) -> ResultRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return results_of(read_toml(path))


def results_of(source: Source) -> ResultRules:
    """What a file that was read declares."""
    top = source.top("results")
    top.only(KEYS)
    top.one_of("id", ("results",))
    roles = {code.id: code.label for code in top.labelled_codes("roles")}
    impacts = {code.id: code.label for code in top.labelled_codes("impacts")}
    return ResultRules(
        version=top.string("version"),
        digest=source.digest,
        activities=tuple(_activity(table, tuple(roles)) for table in top.tables("activities")),
        roles=roles,
        sorts={code.id: code.label for code in top.labelled_codes("sorts")},
        stages=tuple(_stage(table) for table in top.tables("stages")),
        methods=tuple(_method(table) for table in top.tables("methods")),
        dimensions=tuple(_dimension(table) for table in top.tables("dimensions")),
        marks=tuple(_mark(table) for table in top.tables("marks")),
        take_down_soon_days=top.number("take_down_soon_days"),
        likelihoods=tuple(_likelihood(table, tuple(impacts)) for table in top.tables("likelihoods")),
        impacts=impacts,
        review_days=top.number("review_days"),
        languages={code.id: code.label for code in top.labelled_codes("languages")},
    )


def _activity(table: DefinitionTable, roles: tuple[str, ...]) -> ActivityKind:
    table.only(("id", "family", "usual", "label"))
    family, usual = table.code("family", ActivityFamily), table.codes("usual", roles)
    return ActivityKind(table.string("id"), table.text("label"), family, usual)


def _mark(table: DefinitionTable) -> VisibilityMark:
    table.only(("id", "ours", "label"))
    return VisibilityMark(table.string("id"), table.text("label"), table.flag("ours"))


def _likelihood(table: DefinitionTable, impacts: tuple[str, ...]) -> RiskLikelihood:
    table.only(("id", "levels", "label"))
    levels = table.codes("levels", RISK_LEVELS)
    if len(levels) != len(impacts):
        wrong = _("`levels` holds one level for each impact, and there are {count}.").format(count=len(impacts))
        raise table.refuse("results-levels", wrong, "levels")
    return RiskLikelihood(table.string("id"), table.text("label"), dict(zip(impacts, map(Level, levels), strict=True)))


def _stage(table: DefinitionTable) -> InnovationStage:
    table.only(("id", "counts", "label"))
    return InnovationStage(table.string("id"), table.text("label"), table.flag("counts"))


def _method(table: DefinitionTable) -> CountingMethod:
    table.only(("id", "explained", "label"))
    return CountingMethod(table.string("id"), table.text("label"), table.flag("explained"))


def _dimension(table: DefinitionTable) -> HeadCountDimension:
    table.only(("id", "label", "groups"))
    groups = {group.id: group.label for group in table.labelled_codes("groups")}
    return HeadCountDimension(table.string("id"), table.text("label"), groups)

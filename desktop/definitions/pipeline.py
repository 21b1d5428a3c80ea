"""The pipeline as data: its stages, why a partnership stops, by what it is told apart, what is asked of an offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.strategy import Stage, Strategy, StrategyTerm
from desktop.definitions.terms import MovedKind


class PipelineStage(StrEnum):
    """Where a partnership stands on its way (dossier 6.1), in order."""

    PROSPECT = "prospect"
    EXPLORATION = "exploration"
    DILIGENCE = "diligence"
    DECISION = "decision"
    DRAFTING = "drafting"
    ACTIVE = "active"
    RENEWAL = "renewal"
    CLOSED = "closed"


class ReasonTime(StrEnum):
    """When a reason for stopping can be given: before an agreement was in force, after, or whenever."""

    START = "start"
    AGREEMENT = "agreement"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class StageRule(Stage):
    """A stage with what a person sets by hand in it, and the months after which it sleeps; 0 for never."""

    holds: tuple[str, ...] = ()
    dormant_months: int = 0


@dataclass(frozen=True, slots=True)
class StopReason:
    """Why a partnership is not pursued or ends, and when that can be said."""

    id: str
    label: Text
    after: ReasonTime


@dataclass(frozen=True, slots=True)
class Capability:
    """What somebody can offer, and the kind of contribution that it would be."""

    id: str
    label: Text
    brings: str


@dataclass(frozen=True)
class PipelineRules:
    """Everything that the file says.

    A partnership is to be renewed or closed `renew_days` before its end. `answer_days` and `emergency_days` are
    proposed for the answer to an offer, `notice_hours` for one that stands by.
    """

    version: str
    digest: str
    renew_days: int
    stages: tuple[StageRule, ...]
    reasons: tuple[StopReason, ...]
    levels: tuple[StrategyTerm, ...]
    forms: tuple[StrategyTerm, ...]
    moments: tuple[StrategyTerm, ...]
    declines: Mapping[str, Text]
    capabilities: tuple[Capability, ...]
    answer_days: int
    emergency_days: int
    notice_hours: tuple[int, ...]

    @cached_property
    def by_stage(self) -> Mapping[PipelineStage, StageRule]:
        """The stages by id."""
        return {PipelineStage(stage.id): stage for stage in self.stages}

    def held(self, code: str) -> PipelineStage:
        """The stage in which a stage that a person set by hand lies; the first one for a code that none holds."""
        return next((PipelineStage(stage.id) for stage in self.stages if code in stage.holds), PipelineStage.PROSPECT)

    def labels(self, kind: str) -> Mapping[str, Text]:
        """The labels of one list by code: `labels("levels")["local"]`."""
        return {term.id: term.label for term in getattr(self, kind)}


KEYS = (
    "id",
    "version",
    "renew_days",
    "stages",
    "reasons",
    "levels",
    "forms",
    "moments",
    "offers",
    "declines",
    "capabilities",
)


def load_pipeline(path: Path, strategy: Strategy) -> PipelineRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return pipeline_of(read_toml(path), strategy)


def pipeline_of(source: Source, strategy: Strategy) -> PipelineRules:
    """What a file that was read declares; the stages that it holds are those of the strategy's file."""
    top = source.top("pipeline")
    top.only(KEYS)
    top.one_of("id", ("pipeline",))
    offers = top.table("offers")
    offers.only(("answer_days", "emergency_days", "notice_hours"))
    codes = (*(stage.id for stage in strategy.stages), *(way_out.id for way_out in strategy.exits))
    return PipelineRules(
        version=top.string("version"),
        digest=source.digest,
        renew_days=top.number("renew_days"),
        stages=_stages(top, codes),
        reasons=tuple(_reason(table) for table in top.tables("reasons")),
        levels=_terms(top, "levels"),
        forms=_terms(top, "forms"),
        moments=_terms(top, "moments"),
        declines={code.id: code.label for code in top.labelled_codes("declines")},
        capabilities=tuple(_capability(table) for table in top.tables("capabilities")),
        answer_days=offers.number("answer_days"),
        emergency_days=offers.number("emergency_days"),
        notice_hours=offers.numbers("notice_hours"),
    )


def _stages(top: DefinitionTable, codes: tuple[str, ...]) -> tuple[StageRule, ...]:
    tables = top.tables("stages")
    if [table.string("id") for table in tables] != [stage.value for stage in PipelineStage]:
        ids = ", ".join(PipelineStage)
        raise top.refuse("pipeline-stages", _("the stages must be {ids}, in this order.").format(ids=ids), "stages")
    for table in tables:
        table.only(("id", "holds", "dormant_months", "label", "entry", "exit"))
    return tuple(
        StageRule(
            id=table.string("id"),
            label=table.text("label"),
            entry=table.text("entry"),
            exit=table.text("exit"),
            holds=table.codes("holds", codes),
            dormant_months=table.number("dormant_months"),
        )
        for table in tables
    )


def _reason(table: DefinitionTable) -> StopReason:
    table.only(("id", "after", "label"))
    return StopReason(table.string("id"), table.text("label"), table.code("after", ReasonTime))


def _terms(top: DefinitionTable, key: str) -> tuple[StrategyTerm, ...]:
    tables = top.tables(key)
    for table in tables:
        table.only(("id", "paragraph", "label"))
    return tuple(StrategyTerm(table.string("id"), table.string("paragraph"), table.text("label")) for table in tables)


def _capability(table: DefinitionTable) -> Capability:
    table.only(("id", "brings", "label"))
    return Capability(table.string("id"), table.text("label"), table.one_of("brings", tuple(MovedKind)))

"""What of Today can be put off, for how long and why, and what never: `forms/today.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.text import Text
from desktop.definitions.source import DefinitionTable, Source, read_toml


class Unmoved(StrEnum):
    """What waits on Today and can be named as never put off."""

    STOPPED = "stopped"
    FROZEN = "frozen"
    RULE = "rule"
    CONFIRM = "confirm"
    MATCH = "match"
    DECISION_ENDS = "decision_ends"
    CHECK = "check"
    CATCH_UP = "catch_up"
    CONDITION = "condition"
    TASK = "task"
    TRAINING = "training"
    FOCAL_POINT = "focal_point"
    PROMISE = "promise"
    EXPIRY = "expiry"
    FIGURES = "figures"
    RESTATEMENT = "restatement"


@dataclass(frozen=True)
class PutOffReason:
    """Why something is put off; `words` where it says nothing by itself."""

    id: str
    label: Text
    words: bool


@dataclass(frozen=True)
class PutOffRules:
    """The days for which something is put off, at most and as it is proposed; the reasons; what never is, and why.

    An office that never had a focal point is reminded so many days after its first one; the figures of a year are to be
    put forward so many days after its last one.
    """

    longest_days: int
    proposed_days: int
    reasons: tuple[PutOffReason, ...]
    never: Mapping[str, Text]
    focal_point_after_days: int
    figures_after_days: int


AFTER_DAYS = ("focal_point_after_days", "figures_after_days")


def load_put_off_rules(path: Path) -> PutOffRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return put_off_rules_of(read_toml(path))


def put_off_rules_of(source: Source) -> PutOffRules:
    """What a file that was read declares."""
    top = source.top("today")
    top.only(("id", "version", "longest_days", "proposed_days", "reasons", "never", *AFTER_DAYS))
    top.one_of("id", ("today",))
    top.string("version")
    never = {}
    for table in top.tables("never"):
        table.only(("id", "why"))
        never[str(table.code("id", Unmoved))] = table.text("why")
    return PutOffRules(
        longest_days=top.number("longest_days"),
        proposed_days=top.number("proposed_days"),
        reasons=tuple(_reason(table) for table in top.tables("reasons")),
        never=never,
        focal_point_after_days=top.number("focal_point_after_days"),
        figures_after_days=top.number("figures_after_days"),
    )


def _reason(table: DefinitionTable) -> PutOffReason:
    table.only(("id", "label", "words"))
    return PutOffReason(table.string("id"), table.text("label"), table.flag("words", default=False))

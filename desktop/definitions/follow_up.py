"""What happens after a decision: what re-opens a case (dossier 2.8), incidents, what each freezes, who is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from desktop.base.text import Text
from desktop.definitions.authority import ROLES
from desktop.definitions.source import DefinitionTable, Source, read_toml


class FrozenDeed(StrEnum):
    """What can be refused while something stands against a partnership."""

    DRAFT = "draft"  # a new agreement is begun
    PACK = "pack"  # a pack, or the partner's copy of one, is made
    FINAL = "final"  # the text becomes final, its pack is printed, the signed scan is filed
    RECEIPT = "receipt"  # a contribution is received


@dataclass(frozen=True, slots=True)
class InformedRole:
    """A role of the decision matrix that is told of something, within so many days; 0 is the same day."""

    role: str
    days: int


@dataclass(frozen=True, slots=True)
class FollowUpKind:
    """A kind of incident, or of what re-opens a case. `lifts` is the lowest role that may lift it, empty for whoever
    decides; `first` is what to do before anything else."""

    id: str
    label: Text
    first: Text
    noticed: bool
    incident: bool
    urgent: bool
    confidential: bool
    adverse: bool
    lifts: str
    freezes: frozenset[FrozenDeed]
    informs: tuple[InformedRole, ...]


@dataclass(frozen=True, slots=True)
class SuspensionRule:
    """What a suspended agreement freezes of its partnership, and what to do about it."""

    freezes: frozenset[FrozenDeed]
    first: Text


@dataclass(frozen=True, slots=True)
class EarlierRule:
    """What was signed before the office worked with the program: what its partnership is refused until due diligence is
    made, what to do about it, and within how many days of the recording."""

    days: int
    freezes: frozenset[FrozenDeed]
    first: Text

    def due(self, recorded: date, ends: str) -> str:
        """By which day due diligence must be made, as ISO text: never after the agreement ends.

        Empty for one that was over on the day of the recording: nothing comes of it any more. `ends` is an ISO day, or
        empty for none.
        """
        if ends and ends < recorded.isoformat():
            return ""
        last = (recorded + timedelta(days=self.days)).isoformat()
        return min(last, ends) if ends else last


@dataclass(frozen=True)
class FollowUp:
    """Everything that the file says. `check_months` and `cure_days` are of an ad hoc collaboration (¶23)."""

    version: str
    digest: str
    check_months: int
    cure_days: int
    suspension: SuspensionRule
    earlier: EarlierRule
    kinds: tuple[FollowUpKind, ...]

    @cached_property
    def by_id(self) -> Mapping[str, FollowUpKind]:
        """The kinds by id."""
        return {kind.id: kind for kind in self.kinds}


KEYS = ("id", "label", "first", "noticed", "incident", "urgent", "confidential", "adverse", "lifts", "freezes")


def load_follow_up(path: Path) -> FollowUp:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return follow_up_of(read_toml(path))


def follow_up_of(source: Source) -> FollowUp:
    """What a file that was read declares."""
    top = source.top("follow_up")
    top.only(("id", "version", "adhoc", "suspension", "signed_before", "kinds"))
    top.one_of("id", ("follow_up",))
    adhoc = top.table("adhoc")
    adhoc.only(("check_months", "cure_days"))
    return FollowUp(
        version=top.string("version"),
        digest=source.digest,
        check_months=adhoc.number("check_months"),
        cure_days=adhoc.number("cure_days"),
        suspension=_suspension(top.table("suspension")),
        earlier=_earlier(top.table("signed_before")),
        kinds=tuple(_kind(table) for table in top.tables("kinds")),
    )


def _suspension(table: DefinitionTable) -> SuspensionRule:
    table.only(("freezes", "first"))
    table.require("freezes", "first")
    freezes = frozenset(FrozenDeed(code) for code in table.codes("freezes", tuple(FrozenDeed)))
    return SuspensionRule(freezes, table.text("first"))


def _earlier(table: DefinitionTable) -> EarlierRule:
    table.only(("days", "freezes", "first"))
    table.require("days", "freezes", "first")
    freezes = frozenset(FrozenDeed(code) for code in table.codes("freezes", tuple(FrozenDeed)))
    return EarlierRule(table.number("days"), freezes, table.text("first"))


def _kind(table: DefinitionTable) -> FollowUpKind:
    table.only((*KEYS, "informs"))
    return FollowUpKind(
        id=table.string("id"),
        label=table.text("label"),
        first=table.text("first"),
        noticed=table.flag("noticed", False),
        incident=table.flag("incident", False),
        urgent=table.flag("urgent", False),
        confidential=table.flag("confidential", False),
        adverse=table.flag("adverse", False),
        lifts=table.one_of("lifts", ("", *ROLES), ""),
        freezes=frozenset(FrozenDeed(code) for code in table.codes("freezes", tuple(FrozenDeed))),
        informs=tuple(_informed(inner) for inner in table.nameless_tables("informs")),
    )


def _informed(table: DefinitionTable) -> InformedRole:
    table.only(("role", "days"))
    return InformedRole(table.one_of("role", ROLES), table.number("days"))

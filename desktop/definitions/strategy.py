"""What the strategy C/106/INF/16 itself names, each with its paragraph, in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.text import Text
from desktop.definitions.facts import GROUPS, SUBTYPES, TYPES
from desktop.definitions.source import Entry, Source, read_toml


@dataclass(frozen=True, slots=True)
class StrategyTerm:
    """One thing the strategy names. `paragraph` is where; `about` may be None."""

    id: str
    paragraph: str
    label: Text
    about: Text | None = None


@dataclass(frozen=True, slots=True)
class Subtype(StrategyTerm):
    """A sub-type of footnotes 11 to 14, and the group of ¶28 it belongs to."""

    group: str = ""


@dataclass(frozen=True, slots=True)
class Principle(StrategyTerm):
    """One of the ten principles of the Global Compact, and its domain."""

    domain: str = ""


@dataclass(frozen=True, slots=True)
class PartnershipType:
    """A type of ¶29 with its aim of ¶15, its objective, its outcome by 2020 and the ids of its indicators."""

    id: str
    paragraph: str
    aim: str
    label: Text
    objective: Text
    outcome: Text
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the pipeline (dossier 6.1): what lets a partnership in, and what lets it out."""

    id: str
    label: Text
    entry: Text
    exit: Text


@dataclass(frozen=True)
class Strategy:
    """The strategy as data. `principles` are those of ¶18 to ¶27, `compact` the ten of the Global Compact."""

    version: str
    digest: str
    title: Text
    document: str
    groups: tuple[StrategyTerm, ...]
    subtypes: tuple[Subtype, ...]
    types: tuple[PartnershipType, ...]
    aims: tuple[StrategyTerm, ...]
    principles: tuple[StrategyTerm, ...]
    pillars: tuple[StrategyTerm, ...]
    themes: tuple[StrategyTerm, ...]
    stages: tuple[Stage, ...]
    exits: tuple[StrategyTerm, ...]
    compact: tuple[Principle, ...]
    domains: tuple[StrategyTerm, ...]

    def subtypes_of(self, group: str) -> tuple[Subtype, ...]:
        """The sub-types of one target group, in the order of the footnotes."""
        return tuple(subtype for subtype in self.subtypes if subtype.group == group)

    def labels(self, kind: str) -> Mapping[str, Text]:
        """The labels of one family by code: `labels("groups")["ENT"]`."""
        return {term.id: term.label for term in getattr(self, kind)}


def load_strategy(path: Path) -> Strategy:
    """Read the strategy's file; a mistake raises Problem naming the file, the line and the entry."""
    source = read_toml(path)
    table, head = source.table, "strategy"
    strategy = Strategy(
        version=source.value(head, table, "version", str),
        digest=source.digest,
        title=source.words(head, table, "title"),
        document=source.value(head, table, "document", str),
        groups=_named(source, "groups"),
        subtypes=tuple(_subtype(source, entry) for entry in _entries(source, "subtypes")),
        types=tuple(_type(source, entry) for entry in _entries(source, "types")),
        aims=_named(source, "aims"),
        principles=_named(source, "principles"),
        pillars=_named(source, "pillars"),
        themes=_named(source, "themes"),
        stages=tuple(_stage(source, entry) for entry in _entries(source, "stages")),
        exits=_named(source, "exits"),
        compact=tuple(_principle(source, entry) for entry in _entries(source, "compact")),
        domains=_named(source, "domains"),
    )
    for group in (strategy.groups, strategy.subtypes, strategy.aims, strategy.principles, strategy.themes):
        source.unique(one.id for one in group)
    return strategy


def _entries(source: Source, key: str) -> list[Entry]:
    found: list[Entry] = source.value("strategy", source.table, key, list)
    return found


def _named(source: Source, key: str) -> tuple[StrategyTerm, ...]:
    return tuple(_one(source, entry) for entry in _entries(source, key))


def _one(source: Source, entry: Entry) -> StrategyTerm:
    id_, about = str(entry.get("id", "?")), None
    if "about" in entry:
        about = source.words(id_, entry, "about")
    return StrategyTerm(id_, source.value(id_, entry, "paragraph", str), source.words(id_, entry, "label"), about)


def _subtype(source: Source, entry: Entry) -> Subtype:
    one = _one(source, entry)
    source.one_of(one.id, entry, "id", SUBTYPES)
    return Subtype(one.id, one.paragraph, one.label, None, source.one_of(one.id, entry, "group", GROUPS))


def _principle(source: Source, entry: Entry) -> Principle:
    one = _one(source, entry)
    return Principle(one.id, one.paragraph, one.label, None, source.value(one.id, entry, "domain", str))


def _type(source: Source, entry: Entry) -> PartnershipType:
    id_ = source.one_of(str(entry.get("id", "?")), entry, "id", TYPES)
    return PartnershipType(
        id=id_,
        paragraph=source.value(id_, entry, "paragraph", str),
        aim=source.value(id_, entry, "aim", str),
        label=source.words(id_, entry, "label"),
        objective=source.words(id_, entry, "objective"),
        outcome=source.words(id_, entry, "outcome"),
        indicators=tuple(source.value(id_, entry, "indicators", list)),
    )


def _stage(source: Source, entry: Entry) -> Stage:
    id_ = str(entry.get("id", "?"))
    label, entry_, exit_ = (source.words(id_, entry, key) for key in ("label", "entry", "exit"))
    return Stage(id_, label, entry_, exit_)

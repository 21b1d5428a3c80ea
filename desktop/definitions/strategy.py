"""What the strategy C/106/INF/16 itself names, each with its paragraph, in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.facts import SUBTYPES
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import PartnerGroup, PartnershipCode


@dataclass(frozen=True, slots=True)
class StrategyTerm:
    """One thing the strategy names. `paragraph` is where; `about` may be None."""

    id: str
    paragraph: str
    label: Text
    about: Text | None = None


FACTS_OF_SOME_GROUPS = (
    *("registration", "lei", "founded", "employees", "birth_date", "nationality", "address", "email", "phone"),
    *("website", "sectors", "traits", "supplier", "parent_id"),
)
FACTS_WORDED = ("name", "summary", *FACTS_OF_SOME_GROUPS)  # those that a group may call something else
PERSON_ROLES = ("owner", "director", "signatory", "contact")


@dataclass(frozen=True, slots=True)
class TargetGroup(StrategyTerm):
    """A target group of ¶28.

    `facts` are those of FACTS_OF_SOME_GROUPS that are asked of its partners, `persons` the roles in which somebody may
    be recorded behind one, `words` what a fact is called there, for the facts that are called otherwise elsewhere.
    """

    facts: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    words: Mapping[str, Text] = field(default_factory=dict)

    def asks(self, fact: str) -> bool:
        """Whether a fact is asked of the partners of this group."""
        return fact in self.facts or fact not in FACTS_OF_SOME_GROUPS


@dataclass(frozen=True, slots=True)
class Subtype(StrategyTerm):
    """A sub-type of footnotes 11 to 14, and the group of ¶28 it belongs to."""

    group: str = ""


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
    """The strategy as data. `principles` are those of ¶18 to ¶27."""

    version: str
    digest: str
    title: Text
    document: str
    groups: tuple[TargetGroup, ...]
    subtypes: tuple[Subtype, ...]
    types: tuple[PartnershipType, ...]
    aims: tuple[StrategyTerm, ...]
    principles: tuple[StrategyTerm, ...]
    pillars: tuple[StrategyTerm, ...]
    themes: tuple[StrategyTerm, ...]
    stages: tuple[Stage, ...]
    exits: tuple[StrategyTerm, ...]

    def group(self, code: str) -> TargetGroup:
        """A target group by its code; that of companies for a code that no group has."""
        return next((group for group in self.groups if group.id == code), self.groups[0])

    def subtypes_of(self, group: str) -> tuple[Subtype, ...]:
        """The sub-types of one target group, in the order of the footnotes."""
        return tuple(subtype for subtype in self.subtypes if subtype.group == group)

    def labels(self, kind: str) -> Mapping[str, Text]:
        """The labels of one family by code: `labels("groups")["ENT"]`."""
        return {term.id: term.label for term in getattr(self, kind)}


STRATEGY_KEYS = (
    *("id", "version", "title", "document", "groups", "subtypes", "types", "aims", "principles", "pillars", "themes"),
    *("stages", "exits"),
)


def load_strategy(path: Path) -> Strategy:
    """Read the strategy's file; a mistake raises Problem naming the file, the line and the entry."""
    return strategy_of(read_toml(path))


def strategy_of(source: Source) -> Strategy:
    """What a file that was read declares."""
    top = source.top("strategy")
    top.only(STRATEGY_KEYS)
    top.one_of("id", ("strategy",))
    return Strategy(
        version=top.string("version"),
        digest=source.digest,
        title=top.text("title"),
        document=top.string("document"),
        groups=_groups(top),
        subtypes=tuple(_subtype(table) for table in top.tables("subtypes")),
        types=tuple(_type(table) for table in top.tables("types")),
        aims=_terms(top, "aims"),
        principles=_terms(top, "principles"),
        pillars=_terms(top, "pillars"),
        themes=_terms(top, "themes"),
        stages=tuple(_stage(table) for table in top.tables("stages")),
        exits=_terms(top, "exits"),
    )


def _groups(top: DefinitionTable) -> tuple[TargetGroup, ...]:
    tables = top.tables("groups")
    if {table.string("id") for table in tables} != set(PartnerGroup):
        wrong = _("the groups must be {groups}.").format(groups=", ".join(PartnerGroup))
        raise top.refuse("definition-groups", wrong, "groups")
    return tuple(_group(table) for table in tables)


def _group(table: DefinitionTable) -> TargetGroup:
    table.only(("id", "paragraph", "label", "about", "facts", "persons", "words"))
    words = table.table("words") if "words" in table else None
    if words is not None:
        words.only(FACTS_WORDED)
    return TargetGroup(
        table.code("id", PartnerGroup),
        table.string("paragraph"),
        table.text("label"),
        table.optional_text("about"),
        table.codes("facts", FACTS_OF_SOME_GROUPS),
        table.codes("persons", PERSON_ROLES),
        {} if words is None else {fact: words.text(fact) for fact in words.content},
    )


def _terms(top: DefinitionTable, key: str) -> tuple[StrategyTerm, ...]:
    tables = top.tables(key)
    for table in tables:
        table.only(("id", "paragraph", "label", "about"))
    return tuple(
        StrategyTerm(table.string("id"), table.string("paragraph"), table.text("label"), table.optional_text("about"))
        for table in tables
    )


def _subtype(table: DefinitionTable) -> Subtype:
    table.only(("id", "paragraph", "label", "group"))
    id_, group = table.one_of("id", SUBTYPES), table.code("group", PartnerGroup)
    return Subtype(id_, table.string("paragraph"), table.text("label"), None, group)


def _type(table: DefinitionTable) -> PartnershipType:
    table.only(("id", "paragraph", "aim", "label", "objective", "outcome", "indicators"))
    return PartnershipType(
        id=table.code("id", PartnershipCode),
        paragraph=table.string("paragraph"),
        aim=table.string("aim"),
        label=table.text("label"),
        objective=table.text("objective"),
        outcome=table.text("outcome"),
        indicators=table.strings("indicators"),
    )


def _stage(table: DefinitionTable) -> Stage:
    table.only(("id", "label", "entry", "exit"))
    return Stage(table.string("id"), table.text("label"), table.text("entry"), table.text("exit"))

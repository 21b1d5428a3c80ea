"""Clauses: one file each, its languages side by side, filled from facts and never evaluated.

    id: S-TRM
    version: 1
    ref: 26
    title.fr: Durée
    title.en: Duration
    title.es: Duración
    --- fr
    Le présent accord prend fin le {{agreement.end|date}}, sous réserve de l’article {{ref:S-TER}}.
    {{#if agreement.renewable}}
    Il peut être renouvelé dans les cas suivants :
    {{#each agreement.cases}}
    - {{item.what}} ;
    {{/each}}
    {{/if}}

An empty line separates paragraphs; `- ` begins an item of the list below the paragraph before it. Numbers of articles
and paragraphs are never in the source. Block tags (`#if`, `#each`, `#choose` with a `#when` for every answer, `#with`
and `#without` another clause of the agreement) stand alone on their line. Names are dotted paths into plain
dictionaries, declared as fields with a kind.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from desktop.base.text import Text
from desktop.definitions.facts import Facts, FactValue, empty
from desktop.definitions.terms import ClauseFieldKind, LabelledCode


class Filter(StrEnum):
    """How a tag writes its value; a reference to another clause has one of its own.

    The names of units write a number with its unit, in words and figures: `sept (7) jours`.
    """

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    WORDS = "words"
    COUNTRY = "country"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    PERCENT = "percent"
    ORIGINALS = "originals"
    REF = "ref"


class BlockKind(StrEnum):
    """What a block of a clause does with its branches."""

    IF = "if"
    EACH = "each"
    CHOOSE = "choose"
    WITH = "with"  # another clause is in the agreement
    WITHOUT = "without"


OF_CLAUSES = (BlockKind.WITH, BlockKind.WITHOUT)  # the blocks that name a clause, and not a field


# The kinds of field that each filter writes; `text` is written without one
FILTERS: Mapping[str, tuple[ClauseFieldKind, ...]] = {
    Filter.TEXT: (ClauseFieldKind.TEXT, ClauseFieldKind.PROSE),
    Filter.DATE: (ClauseFieldKind.DATE,),
    Filter.NUMBER: (ClauseFieldKind.NUMBER,),
    Filter.MONEY: (ClauseFieldKind.MONEY,),
    Filter.WORDS: (ClauseFieldKind.MONEY, ClauseFieldKind.NUMBER),
    Filter.COUNTRY: (ClauseFieldKind.COUNTRY,),
    Filter.HOURS: (ClauseFieldKind.NUMBER,),
    Filter.DAYS: (ClauseFieldKind.NUMBER,),
    Filter.MONTHS: (ClauseFieldKind.NUMBER,),
    Filter.YEARS: (ClauseFieldKind.NUMBER,),
    Filter.PERCENT: (ClauseFieldKind.NUMBER,),
    Filter.ORIGINALS: (ClauseFieldKind.NUMBER,),
}


@dataclass(frozen=True, slots=True)
class ClauseField:
    """A value that clauses ask for, described so that a screen can ask it.

    `name` is the dotted fact; `source` the fact it is proposed from (empty: only the officer knows). `prose` is a
    sentence in each language of the document (`{"fr": …, "en": …}`), `text` is the same in all (a name, an address).
    `money` is `{"amount": "18400.00", "currency": "USD"}`; `number` decimal text or an integer; `date` ISO text;
    `country` an ISO 3166 code; `choice` one of `choices`; `list` a list of rows with the columns `items`, where a
    plain code stands for `{"code": …}`. The lists with the same `total` add up to that field together.
    """

    name: str
    kind: ClauseFieldKind
    label: Text
    help: Text = field(default_factory=dict)
    required: bool = True
    source: str = ""
    default: FactValue = None
    choices: tuple[LabelledCode, ...] = ()
    items: tuple["ClauseField", ...] = ()
    total: str = ""

    def item(self, name: str) -> "ClauseField | None":
        """The column of a list by its name, or None."""
        return next((column for column in self.items if column.name == name), None)


Fields = Mapping[str, ClauseField]  # by their names


@dataclass(frozen=True, slots=True)
class ClauseFault:
    """Something wrong in a clause file: the id of the broken check, where, and one sentence."""

    rule: str
    clause: str
    text: str
    language: str = ""
    line: int = 1

    def __str__(self) -> str:
        where = ":".join(part for part in (self.clause, self.language, str(self.line)) if part)
        return f"{where} {self.rule}: {self.text}"


# What a clause is made of


@dataclass(frozen=True, slots=True)
class Tag:
    """`{{name|filter}}`; a reference to another clause has the filter `ref`."""

    name: str
    filter: str
    line: int


@dataclass(frozen=True, slots=True)
class TextNode:
    """A paragraph, or an item of a list."""

    pieces: tuple[str | Tag, ...]
    item: bool
    line: int


@dataclass(frozen=True, slots=True)
class BlockNode:
    """`choose` has a branch for each answer, every other block one."""

    kind: BlockKind
    name: str
    branches: tuple[tuple[str, tuple["Node", ...]], ...]
    line: int


Node = TextNode | BlockNode


@dataclass(frozen=True)
class Clause:
    """One clause as its file says it; `sha256` names this very wording, `faults` is what parsing found.

    `says` are the clauses in whose place it stands in a short form, because it says what they say in fewer words.
    """

    id: str
    version: int
    ref: str
    brief: str
    title: Text
    bodies: Mapping[str, tuple[Node, ...]]
    sha256: str
    faults: tuple[ClauseFault, ...] = ()
    says: tuple[str, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """The facts it reads, rows of lists left out."""
        read = {name for body in self.bodies.values() for name in names_in(body)}
        return frozenset(name for name in read if not name.startswith("item."))

    @cached_property
    def _has_branches(self) -> bool:
        return any(isinstance(node, BlockNode) for body in self.bodies.values() for node in body)

    def refs(self) -> frozenset[str]:
        """The clauses it refers to whether they are in the agreement or not, which a `#with` around it would ask."""
        return frozenset(name for body in self.bodies.values() for name in _refs_in(body, frozenset()))

    def live_names(self, facts: Facts, fields: Fields, clauses: Collection[str]) -> frozenset[str]:
        """The facts that it reads as these facts stand in an agreement of these clauses: no branch left out."""
        if not self._has_branches:
            return self.names
        answers = _Answers(facts, fields, clauses)
        read = {name for body in self.bodies.values() for name in _live_names(body, answers)}
        return frozenset(name for name in read if not name.startswith("item."))


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, and those within blocks."""
    for node in nodes:
        yield node
        if isinstance(node, BlockNode):
            for _answer, branch in node.branches:
                yield from walk(branch)


def tags_in(nodes: Iterable[Node]) -> Iterator[Tag]:
    """Every tag of the nodes and of those within blocks."""
    for node in walk(nodes):
        if isinstance(node, TextNode):
            yield from (piece for piece in node.pieces if isinstance(piece, Tag))


def names_in(nodes: Sequence[Node]) -> Iterator[str]:
    """The names of the fields that the nodes write, choose by or repeat over."""
    yield from (tag.name for tag in tags_in(nodes) if tag.filter != Filter.REF)
    blocks = (node for node in walk(nodes) if isinstance(node, BlockNode))
    yield from (block.name for block in blocks if block.kind not in OF_CLAUSES)


def _refs_in(nodes: Sequence[Node], guarded: frozenset[str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TextNode):
            tags = (piece for piece in node.pieces if isinstance(piece, Tag) and piece.filter == Filter.REF)
            yield from (tag.name for tag in tags if tag.name not in guarded)
            continue
        inner = guarded | {node.name} if node.kind is BlockKind.WITH else guarded
        for _answer, branch in node.branches:
            yield from _refs_in(branch, inner)


def _live_names(nodes: Sequence[Node], answers: "_Answers") -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TextNode):
            for piece in node.pieces:
                if isinstance(piece, Tag) and piece.filter != Filter.REF:
                    yield piece.name
            continue
        if node.kind not in OF_CLAUSES:
            yield node.name
        for answer, branch in node.branches:
            if not answers.leave_out(node, answer):
                yield from _live_names(branch, answers)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What decides which branches of a clause are printed."""

    facts: Facts
    fields: Fields
    clauses: Collection[str]

    def leave_out(self, block: BlockNode, answer: str) -> bool:
        """Whether a branch is left out; one that is not decided about yet is not."""
        if block.kind in OF_CLAUSES:
            return (block.name in self.clauses) is (block.kind is BlockKind.WITHOUT)
        value, declared = self.facts.get(block.name), self.fields.get(block.name)
        if empty(value) and declared is not None:
            value = declared.default
        if block.kind is BlockKind.IF:
            return empty(value) or value is False
        if block.kind is not BlockKind.CHOOSE or empty(value):
            return False
        return answer != (("yes" if value else "no") if isinstance(value, bool) else value)


def declared_field(name: str, fields: Fields, rows: ClauseField | None) -> ClauseField | None:
    """The field of a name, or the column of the list whose rows are being written for `item.…`; None for neither."""
    if name.startswith("item."):
        return rows.item(name.removeprefix("item.")) if rows else None
    return fields.get(name)

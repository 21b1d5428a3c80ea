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
and paragraphs are never in the source. Block tags (`#if`, `#each`, `#choose` with a `#when` for every answer) stand
alone on their line. Names are dotted paths into plain dictionaries, declared as fields with a kind.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, Text, _, missing_languages, said_in
from desktop.base.values import sha256
from desktop.definitions.wording import WRITERS, Unwritable

Facts = Mapping[str, Any]

LARGEST_FILE = 64_000  # characters of one clause file
LONGEST_PARAGRAPH = 4_000
MOST_PARAGRAPHS = 60  # paragraphs and items of one language
DEEPEST = 4  # blocks within blocks
MOST_ROWS = 500  # rows of one list
LARGEST_OUTPUT = 200_000  # characters of one filled clause

KINDS = ("text", "prose", "number", "money", "date", "country", "yes", "choice", "list")
FILTERS = {
    "text": ("text", "prose"),
    "date": ("date",),
    "number": ("number",),
    "money": ("money",),
    "words": ("money", "number"),
    "country": ("country",),
}


@dataclass(frozen=True, slots=True)
class ClauseField:
    """A value that clauses ask for, described so that a screen can ask it.

    `name` is the dotted fact; `source` the fact it is proposed from (empty: only the officer knows). `prose` is a
    sentence in each language of the document (`{"fr": …, "en": …}`), `text` is the same in all (a name, an address).
    `money` is `{"amount": "18400.00", "currency": "USD"}`; `number` decimal text or an integer; `date` ISO text;
    `country` an ISO 3166 code; `choice` one of `choices`; `list` a list of rows with the columns `items`, where a
    plain code stands for `{"code": …}`.
    """

    name: str
    kind: str
    label: Text
    help: Text = field(default_factory=dict)
    required: bool = True
    source: str = ""
    default: Any = None
    choices: tuple[tuple[str, Text], ...] = ()
    items: tuple["ClauseField", ...] = ()

    def item(self, name: str) -> "ClauseField | None":
        return next((column for column in self.items if column.name == name), None)


@dataclass(frozen=True, slots=True)
class ClauseFault:
    """Something wrong in a clause file: the id of the broken check, where, and one sentence."""

    rule: str
    clause: str
    text: str
    language: str = ""
    line: int = 0

    def __str__(self) -> str:
        where = ":".join(part for part in (self.clause, self.language, str(self.line or "")) if part)
        return f"{where} {self.rule}: {self.text}"


# What a clause is made of


@dataclass(frozen=True, slots=True)
class Tag:
    """`{{name|filter}}`; a reference to another clause has the filter `ref`."""

    name: str
    filter: str
    line: int


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A paragraph, or an item of a list."""

    pieces: tuple[str | Tag, ...]
    item: bool
    line: int


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    """`if` and `each` have one branch, `choose` one for each answer."""

    kind: str
    name: str
    branches: tuple[tuple[str, tuple["Node", ...]], ...]
    line: int


Node = ClauseText | ClauseBlock


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A place without a value: shown, counted, and in the way of a final document."""

    name: str
    label: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class FilledValue:
    """A fact as it was written into a paragraph: a screen can light it up and lead to its field."""

    name: str
    filter: str
    text: str

    def __str__(self) -> str:
        return self.text


TextPart = str | FilledValue | MissingValue


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One filled paragraph: its parts, and the items of the list under it; `str` of a part is what is printed."""

    parts: tuple[TextPart, ...]
    items: tuple[tuple[TextPart, ...], ...] = ()

    @property
    def text(self) -> str:
        """The paragraph and its list as plain text, one item a line."""
        lines = ["".join(map(str, self.parts)), *("- " + "".join(map(str, item)) for item in self.items)]
        return "\n".join(lines)

    def all_parts(self) -> Iterator[TextPart]:
        """The parts of the paragraph and of its items, in order."""
        yield from self.parts
        for item in self.items:
            yield from item


@dataclass(frozen=True, slots=True)
class FilledClause:
    """A clause in one language, its facts in place."""

    clause: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    gaps: tuple[MissingValue, ...]


@dataclass(frozen=True)
class Clause:
    """One clause as its file says it; `sha256` names this very wording, `faults` is what parsing found."""

    id: str
    version: int
    ref: str
    brief: str
    title: Text
    bodies: Mapping[str, tuple[Node, ...]]
    sha256: str
    faults: tuple[ClauseFault, ...] = ()

    def fill(self, facts: Facts, language: str, refs: Mapping[str, str], fields: "Fields") -> FilledClause:
        """The clause in a language, with numbers of articles from `refs`; what has no value becomes a Gap.

        Raises Problem when the facts would make it longer than LARGEST_OUTPUT.
        """
        return _Filler(self, facts, language, refs, fields).filled()

    @cached_property
    def names(self) -> frozenset[str]:
        """The facts it reads, rows of lists left out."""
        read = {name for body in self.bodies.values() for name in _names(body)}
        return frozenset(name for name in read if not name.startswith("item."))

    def refs(self) -> frozenset[str]:
        """The clauses it refers to."""
        return frozenset(tag.name for body in self.bodies.values() for tag in _tags(body) if tag.filter == "ref")


Fields = Mapping[str, ClauseField]


@dataclass(frozen=True, slots=True)
class ClauseLibrary:
    """All clauses and the fields they may name; everything in it has passed `check`."""

    clauses: Mapping[str, Clause]
    fields: Fields


def _walk(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, ClauseBlock):
            for _answer, branch in node.branches:
                yield from _walk(branch)


def _tags(nodes: Iterable[Node]) -> Iterator[Tag]:
    for node in _walk(nodes):
        if isinstance(node, ClauseText):
            yield from (piece for piece in node.pieces if isinstance(piece, Tag))


def _names(nodes: Sequence[Node]) -> Iterator[str]:
    yield from (tag.name for tag in _tags(nodes) if tag.filter != "ref")
    yield from (node.name for node in _walk(nodes) if isinstance(node, ClauseBlock))


# Reading

TAG = re.compile(r"\{\{([^{}]*)\}\}")
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+\Z")
CLAUSE_ID = re.compile(r"[A-Z]{1,6}(?:-[A-Z]{2,10})?\Z")
HEADER = re.compile(r"(id|version|ref|brief|note|title\.[a-z]{2}): *(.*?) *\Z")
OPENING = re.compile(r"#(if|each|choose|when) +(\S+)\Z")
CLOSING = re.compile(r"/(if|each|choose|when)\Z")


class _ParseError(Exception):
    def __init__(self, rule: str, text: str, line: int) -> None:
        super().__init__(text)
        self.rule, self.text, self.line = rule, text, line


def parse(source: str, name: str = "") -> Clause:
    """The clause a file holds. Never raises: what is wrong with the file is in `faults`, with its line.

    `name` stands for the id where the file has none.
    """
    parts: dict[str, list[str]] = {}
    starts: dict[str, int] = {}
    faults: list[ClauseFault] = []
    head: dict[str, str] = {}
    if len(source) > LARGEST_FILE:
        faults.append(ClauseFault("size", name, _("The file is too large.")))
        source = source[:LARGEST_FILE]
    here: list[str] | None = None
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith("--- "):
            here = _section(line[4:].strip(), parts, starts, number, faults, name)
        elif here is not None:
            here.append(line)
        elif line.strip():
            _header(line, head, number, faults, name)
    clause_id = head.get("id", "")
    if not CLAUSE_ID.match(clause_id):
        faults.append(ClauseFault("line", name, _("The clause has no valid id.")))
    bodies = {code: _body(lines, starts[code], clause_id or name, code, faults) for code, lines in parts.items()}
    version = int(head["version"]) if head.get("version", "").isdecimal() else 0
    if not version:
        faults.append(ClauseFault("line", clause_id or name, _("The clause has no version number.")))
    title = {code: head.get(f"title.{code}", "") for code in LANGUAGES}
    return Clause(
        clause_id or name,
        version,
        head.get("ref", ""),
        head.get("brief", ""),
        title,
        bodies,
        sha256(source.encode()),
        tuple(faults),
    )


def parse_text(texts: Text, name: str) -> Clause:
    """A text that is not an article (a recital, a heading) in the same grammar, one string for each language."""
    head = "".join(f"title.{code}: {name}\n" for code in LANGUAGES)
    body = "".join(f"--- {code}\n{texts[code]}\n" for code in LANGUAGES if texts.get(code, "").strip())
    return parse(f"id: {name}\nversion: 1\n{head}{body}", name)


def _section(
    code: str,
    parts: dict[str, list[str]],
    starts: dict[str, int],
    number: int,
    faults: list[ClauseFault],
    name: str,
) -> list[str]:
    if code not in LANGUAGES:
        faults.append(
            ClauseFault("lang", name, _("“{code}” is not one of the languages.").format(code=code), "", number)
        )
        return []
    if code in parts:
        faults.append(ClauseFault("lang", name, _("This language comes twice."), code, number))
        return []
    starts[code] = number + 1
    parts[code] = []
    return parts[code]


def _header(line: str, head: dict[str, str], number: int, faults: list[ClauseFault], name: str) -> None:
    found = HEADER.match(line)
    if not found or found[1] in head:
        faults.append(ClauseFault("line", name, _("This line is not part of a clause’s head."), "", number))
        return
    head[found[1]] = found[2]


def _body(lines: list[str], start: int, clause: str, code: str, faults: list[ClauseFault]) -> tuple[Node, ...]:
    try:
        nodes = _BodyParser(lines, start).nodes()
    except _ParseError as fault:
        faults.append(ClauseFault(fault.rule, clause, fault.text, code, fault.line))
        return ()
    if sum(isinstance(node, ClauseText) for node in _walk(nodes)) > MOST_PARAGRAPHS:
        faults.append(ClauseFault("size", clause, _("There are too many paragraphs."), code))
    if nodes and isinstance(nodes[0], ClauseText) and nodes[0].item:
        faults.append(ClauseFault("line", clause, _("A list needs a paragraph before it."), code, nodes[0].line))
    return nodes


class _BodyParser:
    """Reads the lines of one language into nodes; raises _Faulty at the first fault."""

    def __init__(self, lines: list[str], start: int) -> None:
        self.lines, self.start, self.at = lines, start, 0

    @property
    def number(self) -> int:
        return self.start + self.at

    def nodes(self) -> tuple[Node, ...]:
        nodes, closing = self._until(0)
        if closing:
            self._fail("block", _("“{tag}” closes nothing.").format(tag=closing))
        return nodes

    def _fail(self, rule: str, text: str, line: int = 0) -> NoReturn:
        raise _ParseError(rule, text, line or self.number)

    def _until(self, depth: int) -> tuple[tuple[Node, ...], str]:
        """The nodes up to a closing tag or the end, and that tag; the reader stands on the line of the tag."""
        nodes: list[Node] = []
        text: list[str] = []
        began = 0
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            block = line.startswith(("{{#", "{{/"))
            if text and (block or not line or line.startswith("- ")):
                nodes.append(self._words(text, began))
                text = []
            if block:
                tag = line[2:-2].strip() if line.endswith("}}") and line.count("{{") == 1 else ""
                if CLOSING.match(tag):
                    return tuple(nodes), tag
                nodes.append(self._block(tag, depth + 1))
            elif line:
                began = began if text else self.number
                text.append(line)
            self.at += 1
        if text:
            nodes.append(self._words(text, began))
        return tuple(nodes), ""

    def _block(self, tag: str, depth: int) -> ClauseBlock:
        opening = OPENING.match(tag)
        if not opening:
            self._fail("block", _("A block tag must be well formed and alone on its line."))
        kind, name = opening[1], opening[2]
        line = self.number
        if kind == "when":
            self._fail("block", _("“#when” belongs inside “#choose”."))
        if depth > DEEPEST:
            self._fail("depth", _("The blocks are nested too deeply."))
        if not NAME.match(name):
            self._fail("tag", _("“{name}” is not the name of a field.").format(name=name))
        self.at += 1
        branches = self._whens(line, depth) if kind == "choose" else (("", self._inside(kind, line, depth)),)
        return ClauseBlock(kind, name, branches, line)

    def _inside(self, kind: str, line: int, depth: int) -> tuple[Node, ...]:
        nodes, closing = self._until(depth)
        if closing != f"/{kind}":
            self._fail("block", _("“{tag}” is not closed.").format(tag=f"#{kind}"), line)
        if not nodes:
            self._fail("block", _("The block is empty."), line)
        return nodes

    def _whens(self, line: int, depth: int) -> tuple[tuple[str, tuple[Node, ...]], ...]:
        branches: list[tuple[str, tuple[Node, ...]]] = []
        while self.at < len(self.lines):
            text = self.lines[self.at].strip()
            if text == "{{/choose}}":
                return tuple(branches)
            opening = OPENING.match(text[2:-2].strip()) if text.startswith("{{#when") else None
            if opening:
                began = self.number
                self.at += 1
                branches.append((opening[2], self._inside("when", began, depth)))
            elif text:
                self._fail("block", _("Only “#when” may stand directly inside “#choose”."))
            self.at += 1
        raise _ParseError("block", _("“{tag}” is not closed.").format(tag="#choose"), line)

    def _words(self, lines: list[str], line: int) -> ClauseText:
        item = lines[0].startswith("- ")
        text = " ".join(lines).removeprefix("- ").strip()
        if len(text) > LONGEST_PARAGRAPH:
            self._fail("size", _("The paragraph is too long."), line)
        split = TAG.split(text)
        pieces: list[str | Tag] = []
        for index, piece in enumerate(split):
            if index % 2:
                pieces.append(self._tag(piece.strip(), line))
            elif "{{" in piece or "}}" in piece:
                self._fail("tag", _("A tag is not closed."), line)
            elif piece:
                pieces.append(piece)
        return ClauseText(tuple(pieces), item, line)

    def _tag(self, text: str, line: int) -> Tag:
        if text.startswith(("#", "/")):
            self._fail("block", _("A block tag must be well formed and alone on its line."), line)
        if text.startswith("ref:"):
            return Tag(text[4:].strip(), "ref", line)
        name, _bar, wanted = (part.strip() for part in text.partition("|"))
        if not NAME.match(name):
            self._fail("tag", _("“{name}” is not the name of a field.").format(name=name), line)
        return Tag(name, wanted, line)


# Checking


def check(clauses: Sequence[Clause], fields: Fields) -> tuple[ClauseFault, ...]:
    """Everything wrong with these clauses together, in the order of the files; empty when they may be used."""
    faults: list[ClauseFault] = []
    known: set[str] = set()
    ids = {clause.id for clause in clauses}
    for clause in clauses:
        if clause.id in known:
            faults.append(ClauseFault("id-duplicate", clause.id, _("Another clause has the same id.")))
        known.add(clause.id)
        faults.extend(clause.faults)
        faults.extend(check_one(clause, fields, ids))
    return tuple(faults)


def check_one(clause: Clause, fields: Fields, ids: Iterable[str]) -> Iterator[ClauseFault]:
    """What is wrong with a clause beside its grammar: its languages, fields and references."""
    for code in missing_languages(clause.title):
        yield ClauseFault("title-missing", clause.id, _("The title is missing in this language."), code)
    broken = {fault.language for fault in clause.faults}
    for code in LANGUAGES:
        if not clause.bodies.get(code) and code not in broken:
            yield ClauseFault("translation-missing", clause.id, _("The text is missing in this language."), code)
    known = frozenset(ids)
    for code, body in clause.bodies.items():
        yield from _Checker(clause.id, code, fields, known).faults(body, None)
    yield from _differences(clause)


def _differences(clause: Clause) -> Iterator[ClauseFault]:
    first, *others = [code for code in LANGUAGES if clause.bodies.get(code)] or [""]
    for code in others:
        ours, theirs = _shapes(clause.bodies[code]), _shapes(clause.bodies[first])
        if ours != theirs:
            line = next((mine[0] for mine, other in zip(ours, theirs, strict=False) if mine[1] != other[1]), 0)
            if line or [shape for _line, shape in ours] != [shape for _line, shape in theirs]:
                text = _("Paragraphs, blocks or tags are not those of the language “{first}”.").format(first=first)
                yield ClauseFault("translation-differs", clause.id, text, code, line)


def _shapes(nodes: Sequence[Node]) -> list[tuple[int, object]]:
    """Line and shape of each paragraph and block, in order: what must be the same in every language."""
    shapes: list[tuple[int, object]] = []
    for node in nodes:
        if isinstance(node, ClauseText):
            tags = frozenset((piece.name, piece.filter) for piece in node.pieces if isinstance(piece, Tag))
            shapes.append((node.line, ("item" if node.item else "paragraph", tags)))
            continue
        for answer, branch in node.branches:
            shapes.append((node.line, (node.kind, node.name, answer)))
            shapes.extend(_shapes(branch))
        shapes.append((node.line, "end"))
    return shapes


@dataclass(frozen=True, slots=True)
class _Checker:
    clause: str
    language: str
    fields: Fields
    ids: frozenset[str]

    def faults(self, nodes: Sequence[Node], rows: ClauseField | None) -> Iterator[ClauseFault]:
        for node in nodes:
            if isinstance(node, ClauseText):
                for piece in node.pieces:
                    if isinstance(piece, Tag):
                        yield from self._tag(piece, rows)
            else:
                yield from self._block(node, rows)

    def _fault(self, rule: str, text: str, line: int, **places: str) -> ClauseFault:
        return ClauseFault(rule, self.clause, text.format(**places), self.language, line)

    def _tag(self, tag: Tag, rows: ClauseField | None) -> Iterator[ClauseFault]:
        if tag.filter == "ref":
            if tag.name not in self.ids:
                yield self._fault("ref-broken", _("There is no clause “{name}”."), tag.line, name=tag.name)
            return
        declared = _declared(tag.name, self.fields, rows)
        if declared is None:
            yield self._fault("variable-unknown", _("No field is called “{name}”."), tag.line, name=tag.name)
        elif declared.kind in ("yes", "choice", "list"):
            text = _("“{name}” cannot be written into a sentence.")
            yield self._fault("variable-type", text, tag.line, name=tag.name)
        elif tag.filter and tag.filter not in FILTERS:
            yield self._fault("filter-unknown", _("There is no filter “{name}”."), tag.line, name=tag.filter)
        elif not tag.filter and declared.kind not in FILTERS["text"]:
            yield self._fault("filter-missing", _("“{name}” needs a filter."), tag.line, name=tag.name)
        elif tag.filter and declared.kind not in FILTERS[tag.filter]:
            text = _("The filter does not suit “{name}”.")
            yield self._fault("filter-type", text, tag.line, name=tag.name)

    def _block(self, block: ClauseBlock, rows: ClauseField | None) -> Iterator[ClauseFault]:
        declared = _declared(block.name, self.fields, rows)
        if declared is None:
            yield self._fault("variable-unknown", _("No field is called “{name}”."), block.line, name=block.name)
            return
        if block.kind == "if" and declared.required and declared.kind not in ("yes", "list"):
            text = _("“{name}” always has a value: it cannot be a condition.")
            yield self._fault("condition-type", text, block.line, name=block.name)
        if block.kind == "each" and declared.kind != "list":
            yield self._fault("each-type", _("“{name}” is not a list."), block.line, name=block.name)
        if block.kind == "choose":
            yield from self._choose(block, declared)
        for _answer, branch in block.branches:
            yield from self.faults(branch, declared if block.kind == "each" else rows)

    def _choose(self, block: ClauseBlock, declared: ClauseField) -> Iterator[ClauseFault]:
        if declared.kind not in ("choice", "yes"):
            text = _("“{name}” is neither a choice nor a yes or no.")
            yield self._fault("condition-type", text, block.line, name=block.name)
        elif sorted(answer for answer, _branch in block.branches) != sorted(_answers(declared)):
            text = _("Each answer of “{name}” must come exactly once.")
            yield self._fault("choose-answers", text, block.line, name=block.name)


def _answers(declared: ClauseField) -> tuple[str, ...]:
    return ("yes", "no") if declared.kind == "yes" else tuple(code for code, _label in declared.choices)


def _declared(name: str, fields: Fields, rows: ClauseField | None) -> ClauseField | None:
    if name.startswith("item."):
        return rows.item(name[5:]) if rows else None
    return fields.get(name)


# Filling

TO_COMPLETE = N_("[to be completed: {label}]")


def look_up(facts: Facts, path: str) -> Any:
    """The fact at a dotted path in nested dictionaries, or None; attributes are never read."""
    reached: Any = facts
    for name in path.split("."):
        if not isinstance(reached, Mapping):
            return None
        reached = reached.get(name)
    return reached


def empty(value: Any) -> bool:
    """Whether a fact says nothing: absent, blank, or an empty list."""
    return value is None or value == "" or value == [] or (isinstance(value, str) and not value.strip())


@dataclass(slots=True)
class _Filler:
    clause: Clause
    facts: Facts
    language: str
    refs: Mapping[str, str]
    fields: Fields
    gaps: list[MissingValue] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    length: int = 0

    def filled(self) -> FilledClause:
        self._nodes(self.clause.bodies.get(self.language, ()), None, None)
        self.paragraphs = [_ended(paragraph) for paragraph in self.paragraphs]
        title = self.clause.title.get(self.language, "")
        return FilledClause(self.clause.id, title, tuple(self.paragraphs), tuple(self.gaps))

    def _nodes(self, nodes: Sequence[Node], rows: ClauseField | None, row: Facts | None) -> None:
        for node in nodes:
            if isinstance(node, ClauseText):
                self._words(node, rows, row)
            else:
                BLOCKS[node.kind](self, node, rows, row)

    def _value(self, name: str, row: Facts | None) -> Any:
        if name.startswith("item."):
            return look_up(row, name[5:]) if row is not None else None
        value = look_up(self.facts, name)
        declared = self.fields.get(name)
        return declared.default if declared and empty(value) else value

    def _if(self, block: ClauseBlock, rows: ClauseField | None, row: Facts | None) -> None:
        value = self._value(block.name, row)
        if not empty(value) and value is not False:
            self._nodes(block.branches[0][1], rows, row)

    def _each(self, block: ClauseBlock, rows: ClauseField | None, row: Facts | None) -> None:
        rows_given = self._value(block.name, row)
        declared = _declared(block.name, self.fields, rows)
        if not isinstance(rows_given, Sequence) or isinstance(rows_given, str) or not rows_given:
            self._say((self._gap(block.name, declared),), True)
            return
        if len(rows_given) > MOST_ROWS:
            self._too_long()
        for entry in rows_given:
            self._nodes(block.branches[0][1], declared, entry if isinstance(entry, Mapping) else {"code": entry})

    def _choose(self, block: ClauseBlock, rows: ClauseField | None, row: Facts | None) -> None:
        value = self._value(block.name, row)
        answer = ("yes" if value else "no") if isinstance(value, bool) else value
        chosen = next((branch for code, branch in block.branches if code == answer), None)
        if chosen is not None:
            self._nodes(chosen, rows, row)
            return
        item = isinstance(first := block.branches[0][1][0], ClauseText) and first.item
        self._say((self._gap(block.name, _declared(block.name, self.fields, rows), rows),), bool(item))

    def _words(self, words: ClauseText, rows: ClauseField | None, row: Facts | None) -> None:
        parts: list[TextPart] = []
        for piece in words.pieces:
            if isinstance(piece, str):
                if parts and isinstance(value := parts[-1], FilledValue):
                    if piece.startswith(".") and value.text.endswith("."):
                        piece = piece[1:]
                    elif piece.lstrip("\u00a0").startswith(";"):
                        parts[-1] = self._open(value, rows)
                parts.append(piece)
            elif piece.filter == "ref":
                parts.append(self.refs.get(piece.name) or self._gap(piece.name, None))
            else:
                parts.append(self._put(piece, rows, row))
        self._say(tuple(parts), words.item)

    def _put(self, tag: Tag, rows: ClauseField | None, row: Facts | None) -> TextPart:
        value = self._value(tag.name, row)
        try:
            if empty(value):
                raise Unwritable(tag.name)
            text = WRITERS[tag.filter or "text"](value, self.language).replace("{{", "{").replace("}}", "}")
            if not text.strip():
                raise Unwritable(tag.name)
        except Unwritable:
            return self._gap(tag.name, _declared(tag.name, self.fields, rows), rows)
        name = f"{rows.name}.{tag.name[5:]}" if rows and tag.name.startswith("item.") else tag.name
        return FilledValue(name, tag.filter or "text", text)

    def _open(self, value: FilledValue, rows: ClauseField | None) -> FilledValue:
        """A sentence that somebody ended, without its full stop where a semicolon follows."""
        name = value.name
        declared = self.fields.get(name) or (rows.item(name.removeprefix(f"{rows.name}.")) if rows else None)
        if declared is None or declared.kind != "prose":
            return value
        return FilledValue(value.name, value.filter, value.text.rstrip(" .;\u00a0") or value.text)

    def _gap(self, name: str, declared: ClauseField | None, rows: ClauseField | None = None) -> MissingValue:
        label = declared.label.get(self.language, name) if declared else name
        name = f"{rows.name}.{name[5:]}" if rows and name.startswith("item.") else name
        gap = MissingValue(name, said_in(self.language, TO_COMPLETE).format(label=label))
        self.gaps.append(gap)
        return gap

    def _say(self, parts: tuple[TextPart, ...], item: bool) -> None:
        self.length += sum(len(str(part)) for part in parts)
        if self.length > LARGEST_OUTPUT:
            self._too_long()
        if item and self.paragraphs:
            above = self.paragraphs[-1]
            self.paragraphs[-1] = Paragraph(above.parts, (*above.items, parts))
        else:
            self.paragraphs.append(Paragraph(parts))

    def _too_long(self) -> NoReturn:
        raise Problem(
            _("The clause “{title}” becomes too long with these entries.").format(
                title=self.clause.title.get(self.language, self.clause.id)
            ),
            _("Put the long list into an annex and shorten it here."),
        )


def _ended(paragraph: Paragraph) -> Paragraph:
    """The paragraph with a full stop after the last item of its list, where the source has a semicolon for each row."""
    last = paragraph.items[-1][-1] if paragraph.items else ""
    if not isinstance(last, str) or not last.endswith(";"):
        return paragraph
    item = (*paragraph.items[-1][:-1], last[:-1].rstrip() + ".")
    return Paragraph(paragraph.parts, (*paragraph.items[:-1], item))


BLOCKS: dict[str, Callable[[_Filler, ClauseBlock, ClauseField | None, Facts | None], None]] = {
    "if": _Filler._if,
    "each": _Filler._each,
    "choose": _Filler._choose,
}


# The folder


def read_fields(declared: Mapping[str, Any]) -> dict[str, ClauseField]:
    """The fields that `fields.toml` declares, by name; raises ValueError naming the field that is wrong."""
    return {name: _field(name, entry) for name, entry in declared.items()}


def _field(name: str, entry: Mapping[str, Any]) -> ClauseField:
    kind = entry.get("kind", "")
    if kind not in KINDS:
        raise ValueError(f"{name}: unknown kind {kind!r}")
    label = entry.get("label", {})
    choices = tuple((code, text) for code, text in entry.get("choices", {}).items())
    for text in (label, *(each for _code, each in choices), *([entry["help"]] if "help" in entry else [])):
        if tuple(missing_languages(text)):
            raise ValueError(f"{name}: a label, help or choice lacks a language")
    items = tuple(_field(each, about) for each, about in entry.get("items", {}).items())
    if (kind == "list") != bool(items) or (kind == "choice") != bool(choices):
        raise ValueError(f"{name}: a list needs items and a choice needs choices")
    unknown = set(entry) - {"kind", "label", "help", "required", "source", "default", "choices", "items"}
    if unknown:
        raise ValueError(f"{name}: unknown key {min(unknown)}")
    required = bool(entry.get("required", True))
    help_, source, default = entry.get("help", {}), entry.get("source", ""), entry.get("default")
    return ClauseField(name, kind, label, help_, required, source, default, choices, items)


def read_library(folder: Path) -> ClauseLibrary:
    """The clauses of a folder (`*.clause`) and their fields (`fields.toml`).

    All or nothing: raises Problem with the first fault when anything is wrong, so that an old set stays in use.
    """
    import tomllib

    try:
        with (folder / "fields.toml").open("rb") as file:
            fields = read_fields(tomllib.load(file))
        sources = [(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.clause"))]
    except (OSError, ValueError) as error:
        raise _unusable(str(error)) from error
    clauses = [parse(source, name) for name, source in sources]
    faults = check(clauses, fields)
    if faults:
        raise _unusable(str(faults[0]))
    return ClauseLibrary({clause.id: clause for clause in clauses}, fields)


def _unusable(why: str) -> Problem:
    return Problem(
        _("The clauses cannot be used: {why}").format(why=why),
        _("Keep the clauses you have and ask Headquarters for a corrected set."),
    )

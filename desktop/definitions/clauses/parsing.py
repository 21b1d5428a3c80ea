"""From the text of a clause file to its nodes; what is wrong with the grammar becomes a fault with its line."""

import re
from collections.abc import Mapping
from typing import NoReturn

from desktop.base.text import LANGUAGES, Text, _
from desktop.base.values import sha256
from desktop.definitions.clauses.clause import (
    OF_CLAUSES,
    BlockKind,
    BlockNode,
    Clause,
    ClauseFault,
    Filter,
    Node,
    Tag,
    TextNode,
    walk,
)

LARGEST_FILE = 64_000  # characters of one clause file
LONGEST_PARAGRAPH = 4_000
MOST_PARAGRAPHS = 60  # paragraphs and items of one language
DEEPEST = 4  # blocks within blocks
TAG = re.compile(r"\{\{([^{}]*)\}\}")
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+\Z")
CLAUSE_ID = re.compile(r"[A-Z]{1,6}(?:-[A-Z]{2,10})?\Z")
HEAD_KEYS = ("id", "version", "ref", "says", *(f"title.{code}" for code in LANGUAGES), "brief", "note")
HEADER = re.compile(rf"({'|'.join(map(re.escape, HEAD_KEYS))}): *(.*?) *\Z")
OPENING = re.compile(r"#(if|each|choose|when|with|without) +(\S+)\Z")
CLOSING = re.compile(r"/(if|each|choose|when|with|without)\Z")


class _ParseError(Exception):
    def __init__(self, rule: str, text: str, line: int) -> None:
        super().__init__(text)
        self.rule, self.text, self.line = rule, text, line


def parse(source: str, name: str = "") -> Clause:
    """The clause a file holds. Never raises: what is wrong with the file is in `faults`, with its line.

    `name` stands for the id where the file has none.
    """
    return _FileParser(source, name).clause()


def parse_text(texts: Text, name: str, starts: Mapping[str, int]) -> Clause:
    """A text that is not an article (a recital, a heading) in the same grammar, one string for each language.

    `starts` are the lines of the file on which the languages begin.
    """
    faults: list[ClauseFault] = []
    bodies = {
        code: _body(texts[code].splitlines(), starts[code], name, code, faults)
        for code in LANGUAGES
        if texts.get(code, "").strip()
    }
    return Clause(name, 1, "", "", dict.fromkeys(LANGUAGES, name), bodies, "", tuple(faults))


class _FileParser:
    """Reads a clause file into its head and its languages."""

    def __init__(self, source: str, name: str) -> None:
        self.source, self.name = source, name
        self.faults: list[ClauseFault] = []
        self.head: dict[str, str] = {}
        self.languages: dict[str, tuple[int, list[str]]] = {}  # the first line of each language, and its lines

    def clause(self) -> Clause:
        if len(self.source) > LARGEST_FILE:
            self._fault("size", _("The file is too large."))
        source = self.source[:LARGEST_FILE]
        self._lines(source)
        clause_id = self.head.get("id", "")
        if not CLAUSE_ID.match(clause_id):
            self._fault("line", _("The clause has no valid id."))
        version = int(self.head["version"]) if self.head.get("version", "").isdecimal() else 0
        if not version:
            self._fault("line", _("The clause has no version number."))
        if not self.head.get("brief"):
            self._fault("brief-missing", _("The head of the clause has no “brief”: what the clause must say."))
        self.name = clause_id or self.name
        bodies = {
            code: _body(lines, start, self.name, code, self.faults) for code, (start, lines) in self.languages.items()
        }
        title = {code: self.head.get(f"title.{code}", "") for code in LANGUAGES}
        ref, brief = self.head.get("ref", ""), self.head.get("brief", "")
        says = tuple(name.strip() for name in self.head.get("says", "").split(",") if name.strip())
        digest = sha256(source.encode())
        return Clause(self.name, version, ref, brief, title, bodies, digest, tuple(self.faults), says)

    def _fault(self, rule: str, text: str, language: str = "", line: int = 1) -> None:
        self.faults.append(ClauseFault(rule, self.name, text, language, line))

    def _lines(self, source: str) -> None:
        body: list[str] | None = None
        for number, line in enumerate(source.splitlines(), 1):
            if line.startswith("--- "):
                body = self._language(line[4:].strip(), number)
            elif body is not None:
                body.append(line)
            elif line.strip():
                self._header(line, number)

    def _language(self, code: str, number: int) -> list[str]:
        """The list that takes the lines of a language; a list of its own, not read, where it is at fault."""
        if code not in LANGUAGES:
            self._fault("lang", _("“{code}” is not one of the languages.").format(code=code), line=number)
            return []
        if code in self.languages:
            self._fault("lang", _("This language comes twice."), code, number)
            return []
        self.languages[code] = (number + 1, [])
        return self.languages[code][1]

    def _header(self, line: str, number: int) -> None:
        header = HEADER.match(line)
        if not header:
            wrong = _("This line is not part of a clause’s head; the known keys are {known}.")
            self._fault("line", wrong.format(known=", ".join(HEAD_KEYS)), line=number)
            return
        if header[1] in self.head:
            self._fault("line", _("“{key}” comes twice in the clause’s head.").format(key=header[1]), line=number)
            return
        self.head[header[1]] = header[2]


def _body(lines: list[str], start: int, clause: str, code: str, faults: list[ClauseFault]) -> tuple[Node, ...]:
    try:
        nodes = _BodyParser(lines, start).nodes()
    except _ParseError as error:
        faults.append(ClauseFault(error.rule, clause, error.text, code, error.line))
        return ()
    if sum(isinstance(node, TextNode) for node in walk(nodes)) > MOST_PARAGRAPHS:
        faults.append(ClauseFault("size", clause, _("There are too many paragraphs."), code, start))
    if nodes and isinstance(nodes[0], TextNode) and nodes[0].item:
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

    def _block(self, tag: str, depth: int) -> BlockNode:
        opening = OPENING.match(tag)
        if not opening:
            self._fail("block", _("A block tag must be well formed and alone on its line."))
        kind, name = opening[1], opening[2]
        line = self.number
        if kind == "when":
            self._fail("block", _("“#when” belongs inside “#choose”."))
        if depth > DEEPEST:
            self._fail("depth", _("The blocks are nested too deeply."))
        if kind in OF_CLAUSES and not CLAUSE_ID.match(name):
            self._fail("tag", _("“{name}” is not the id of a clause.").format(name=name))
        if kind not in OF_CLAUSES and not NAME.match(name):
            self._fail("tag", _("“{name}” is not the name of a field.").format(name=name))
        self.at += 1
        branches = self._whens(line, depth) if kind == BlockKind.CHOOSE else (("", self._inside(kind, line, depth)),)
        return BlockNode(BlockKind(kind), name, branches, line)

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

    def _words(self, lines: list[str], line: int) -> TextNode:
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
        return TextNode(tuple(pieces), item, line)

    def _tag(self, text: str, line: int) -> Tag:
        if text.startswith(("#", "/")):
            self._fail("block", _("A block tag must be well formed and alone on its line."), line)
        if text.startswith("ref:"):
            return Tag(text[4:].strip(), Filter.REF, line)
        name, _bar, filter_name = (part.strip() for part in text.partition("|"))
        if not NAME.match(name):
            self._fail("tag", _("“{name}” is not the name of a field.").format(name=name), line)
        return Tag(name, filter_name, line)

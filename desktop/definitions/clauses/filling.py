"""A clause filled from facts in one language; a place without a value is counted and shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from desktop.base.errors import Problem
from desktop.base.text import N_, _, said_in
from desktop.definitions.clauses.clause import (
    BlockNode,
    Clause,
    ClauseField,
    Fields,
    Filter,
    Node,
    Tag,
    TextNode,
    declared_field,
)
from desktop.definitions.facts import Facts, FactValue, empty
from desktop.definitions.terms import ClauseFieldKind
from desktop.definitions.wording import WRITERS, Unwritable

MOST_ROWS = 500  # rows of one list
LARGEST_OUTPUT = 200_000  # characters of one filled clause
TO_COMPLETE = N_("[to be completed: {label}]")


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


def fill(clause: Clause, facts: Facts, language: str, refs: Mapping[str, str], fields: Fields) -> FilledClause:
    """The clause in a language, with numbers of articles from `refs`; what has no value becomes a MissingValue.

    Raises Problem when the facts would make it longer than LARGEST_OUTPUT.
    """
    return _Filler(clause, facts, language, refs, fields).filled()


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
            if isinstance(node, TextNode):
                self._words(node, rows, row)
            else:
                BLOCKS[node.kind](self, node, rows, row)

    def _value(self, name: str, row: Facts | None) -> FactValue:
        if name.startswith("item."):
            return row.get(name[5:]) if row is not None else None
        value = self.facts.get(name)
        declared = self.fields.get(name)
        return declared.default if declared and empty(value) else value

    def _if(self, block: BlockNode, rows: ClauseField | None, row: Facts | None) -> None:
        value = self._value(block.name, row)
        if not empty(value) and value is not False:
            self._nodes(block.branches[0][1], rows, row)

    def _each(self, block: BlockNode, rows: ClauseField | None, row: Facts | None) -> None:
        rows_given = self._value(block.name, row)
        declared = declared_field(block.name, self.fields, rows)
        if not isinstance(rows_given, Sequence) or isinstance(rows_given, str) or not rows_given:
            self._say((self._gap(block.name, declared),), True)
            return
        if len(rows_given) > MOST_ROWS:
            self._too_long()
        for entry in rows_given:
            row = Facts(entry if isinstance(entry, Mapping) else {"code": entry})
            self._nodes(block.branches[0][1], declared, row)

    def _choose(self, block: BlockNode, rows: ClauseField | None, row: Facts | None) -> None:
        value = self._value(block.name, row)
        answer = ("yes" if value else "no") if isinstance(value, bool) else value
        chosen = next((branch for code, branch in block.branches if code == answer), None)
        if chosen is not None:
            self._nodes(chosen, rows, row)
            return
        item = isinstance(first := block.branches[0][1][0], TextNode) and first.item
        self._say((self._gap(block.name, declared_field(block.name, self.fields, rows), rows),), bool(item))

    def _with(self, block: BlockNode, rows: ClauseField | None, row: Facts | None) -> None:
        if block.name in self.refs:
            self._nodes(block.branches[0][1], rows, row)

    def _without(self, block: BlockNode, rows: ClauseField | None, row: Facts | None) -> None:
        if block.name not in self.refs:
            self._nodes(block.branches[0][1], rows, row)

    def _words(self, words: TextNode, rows: ClauseField | None, row: Facts | None) -> None:
        parts: list[TextPart] = []
        for piece in words.pieces:
            if isinstance(piece, str):
                if parts and isinstance(value := parts[-1], FilledValue):
                    if piece.startswith(".") and value.text.endswith("."):
                        piece = piece[1:]
                    elif piece.lstrip("\u00a0").startswith(";"):
                        parts[-1] = self._open(value, rows)
                parts.append(piece)
            elif piece.filter == Filter.REF:
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
            return self._gap(tag.name, declared_field(tag.name, self.fields, rows), rows)
        name = f"{rows.name}.{tag.name[5:]}" if rows and tag.name.startswith("item.") else tag.name
        return FilledValue(name, tag.filter or "text", text)

    def _open(self, value: FilledValue, rows: ClauseField | None) -> FilledValue:
        """A sentence that somebody ended, without its full stop where a semicolon follows."""
        name = value.name
        declared = self.fields.get(name) or (rows.item(name.removeprefix(f"{rows.name}.")) if rows else None)
        if declared is None or declared.kind != ClauseFieldKind.PROSE:
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
            code="clause-too-long",
        )


def _ended(paragraph: Paragraph) -> Paragraph:
    """The paragraph with a full stop after the last item of its list, where the source has a semicolon for each row."""
    last = paragraph.items[-1][-1] if paragraph.items else ""
    if not isinstance(last, str) or not last.endswith(";"):
        return paragraph
    item = (*paragraph.items[-1][:-1], last[:-1].rstrip() + ".")
    return Paragraph(paragraph.parts, (*paragraph.items[:-1], item))


BLOCKS: dict[str, Callable[[_Filler, BlockNode, ClauseField | None, Facts | None], None]] = {
    "if": _Filler._if,
    "each": _Filler._each,
    "choose": _Filler._choose,
    "with": _Filler._with,
    "without": _Filler._without,
}

"""Whether clauses may be used: their languages, their fields and filters, and the clauses they refer to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from desktop.base.text import LANGUAGES, _, missing_languages
from desktop.definitions.clauses.clause import (
    FILTERS,
    OF_CLAUSES,
    BlockKind,
    BlockNode,
    Clause,
    ClauseFault,
    ClauseField,
    Fields,
    Filter,
    Node,
    Tag,
    TextNode,
    declared_field,
)
from desktop.definitions.terms import ClauseFieldKind


def check_clauses(clauses: Sequence[Clause], fields: Fields) -> tuple[ClauseFault, ...]:
    """Everything wrong with these clauses together, in the order of the files; empty when they may be used."""
    return tuple(fault for _index, fault in located_faults(clauses, fields))


def located_faults(clauses: Sequence[Clause], fields: Fields) -> Iterator[tuple[int, ClauseFault]]:
    """Each fault, with the position of the clause it is about among the given ones."""
    ids = [clause.id for clause in clauses]
    for index, clause in enumerate(clauses):
        if clause.id in ids[:index]:
            yield index, ClauseFault("id-duplicate", clause.id, _("Another clause has the same id."), "", 1)
        for fault in (*clause.faults, *check_clause(clause, fields, ids)):
            yield index, fault


def check_clause(clause: Clause, fields: Fields, ids: Iterable[str]) -> Iterator[ClauseFault]:
    """What is wrong with a clause beside its grammar: its languages, fields and references to clauses of `ids`."""
    for code in missing_languages(clause.title):
        yield ClauseFault("title-missing", clause.id, _("The title is missing in this language."), code, 1)
    broken = {fault.language for fault in clause.faults}
    for code in LANGUAGES:
        if not clause.bodies.get(code) and code not in broken:
            yield ClauseFault("translation-missing", clause.id, _("The text is missing in this language."), code, 1)
    clause_ids = frozenset(ids)
    for name in clause.says:
        if name not in clause_ids:
            yield ClauseFault("ref-broken", clause.id, _("There is no clause “{name}”.").format(name=name), "", 1)
    for code, body in clause.bodies.items():
        yield from _LanguageChecker(clause.id, code, fields, clause_ids).faults(body, None)
    yield from _differences(clause)


def _differences(clause: Clause) -> Iterator[ClauseFault]:
    """The first place of each language that is not shaped as in the first language."""
    first, *others = [code for code in LANGUAGES if clause.bodies.get(code)] or [""]
    for code in others:
        ours, theirs = _shapes(clause.bodies[code]), _shapes(clause.bodies[first])
        same = takewhile(lambda pair: pair[0][1] == pair[1][1], zip(ours, theirs, strict=False))
        count = len(list(same))
        if count < max(len(ours), len(theirs)):
            line = ours[min(count, len(ours) - 1)][0]
            text = _("Paragraphs, blocks or tags are not those of the language “{first}”.").format(first=first)
            yield ClauseFault("translation-differs", clause.id, text, code, line)


def _shapes(nodes: Sequence[Node]) -> list[tuple[int, object]]:
    """Line and shape of each paragraph and block, in order: what must be the same in every language."""
    shapes: list[tuple[int, object]] = []
    for node in nodes:
        if isinstance(node, TextNode):
            tags = frozenset((piece.name, piece.filter) for piece in node.pieces if isinstance(piece, Tag))
            shapes.append((node.line, ("item" if node.item else "paragraph", tags)))
            continue
        for answer, branch in node.branches:
            shapes.append((node.line, (node.kind, node.name, answer)))
            shapes.extend(_shapes(branch))
        shapes.append((node.line, "end"))
    return shapes


@dataclass(frozen=True, slots=True)
class _LanguageChecker:
    clause: str
    language: str
    fields: Fields
    ids: frozenset[str]

    def faults(self, nodes: Sequence[Node], rows: ClauseField | None) -> Iterator[ClauseFault]:
        for node in nodes:
            if isinstance(node, TextNode):
                for piece in node.pieces:
                    if isinstance(piece, Tag):
                        yield from self._tag(piece, rows)
            else:
                yield from self._block(node, rows)

    def _fault(self, rule: str, text: str, line: int, **places: str) -> ClauseFault:
        return ClauseFault(rule, self.clause, text.format(**places), self.language, line)

    def _tag(self, tag: Tag, rows: ClauseField | None) -> Iterator[ClauseFault]:
        if tag.filter == Filter.REF:
            if tag.name not in self.ids:
                yield self._fault("ref-broken", _("There is no clause “{name}”."), tag.line, name=tag.name)
            return
        declared = declared_field(tag.name, self.fields, rows)
        if declared is None:
            yield self._fault("variable-unknown", _("No field is called “{name}”."), tag.line, name=tag.name)
        elif declared.kind in (ClauseFieldKind.YES, ClauseFieldKind.CHOICE, ClauseFieldKind.LIST):
            text = _("“{name}” cannot be written into a sentence.")
            yield self._fault("variable-type", text, tag.line, name=tag.name)
        elif tag.filter and tag.filter not in FILTERS:
            yield self._fault("filter-unknown", _("There is no filter “{name}”."), tag.line, name=tag.filter)
        elif not tag.filter and declared.kind not in FILTERS[Filter.TEXT]:
            yield self._fault("filter-missing", _("“{name}” needs a filter."), tag.line, name=tag.name)
        elif tag.filter and declared.kind not in FILTERS[tag.filter]:
            text = _("The filter does not suit “{name}”.")
            yield self._fault("filter-type", text, tag.line, name=tag.name)

    def _block(self, block: BlockNode, rows: ClauseField | None) -> Iterator[ClauseFault]:
        if block.kind in OF_CLAUSES:
            if block.name not in self.ids:
                yield self._fault("ref-broken", _("There is no clause “{name}”."), block.line, name=block.name)
            for _answer, branch in block.branches:
                yield from self.faults(branch, rows)
            return
        declared = declared_field(block.name, self.fields, rows)
        if declared is None:
            yield self._fault("variable-unknown", _("No field is called “{name}”."), block.line, name=block.name)
            return
        if (
            block.kind == BlockKind.IF
            and declared.required
            and declared.kind not in (ClauseFieldKind.YES, ClauseFieldKind.LIST)
        ):
            text = _("“{name}” always has a value: it cannot be a condition.")
            yield self._fault("condition-type", text, block.line, name=block.name)
        if block.kind == BlockKind.EACH and declared.kind != ClauseFieldKind.LIST:
            yield self._fault("each-type", _("“{name}” is not a list."), block.line, name=block.name)
        if block.kind == BlockKind.CHOOSE:
            yield from self._choose(block, declared)
        for _answer, branch in block.branches:
            yield from self.faults(branch, declared if block.kind == BlockKind.EACH else rows)

    def _choose(self, block: BlockNode, declared: ClauseField) -> Iterator[ClauseFault]:
        if declared.kind not in (ClauseFieldKind.CHOICE, ClauseFieldKind.YES):
            text = _("“{name}” is neither a choice nor a yes or no.")
            yield self._fault("condition-type", text, block.line, name=block.name)
        elif sorted(answer for answer, _branch in block.branches) != sorted(_answers(declared)):
            text = _("Each answer of “{name}” must come exactly once.")
            yield self._fault("choose-answers", text, block.line, name=block.name)


def _answers(declared: ClauseField) -> tuple[str, ...]:
    return ("yes", "no") if declared.kind == ClauseFieldKind.YES else tuple(choice.id for choice in declared.choices)

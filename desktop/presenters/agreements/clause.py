"""A clause of the library to be read: its texts, which types of agreement have it and when, what may be changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGES, _, language, pick
from desktop.definitions.agreements.agreement_type import AgreementType, ClauseUse
from desktop.definitions.agreements.inclusion import DECIDED_BY_THE_TYPE
from desktop.definitions.clauses.clause import (
    BlockKind,
    BlockNode,
    Clause,
    ClauseField,
    Filter,
    Node,
    Tag,
    TextNode,
    declared_field,
)
from desktop.definitions.clauses.library import ClauseLibrary
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import ClauseFieldKind, ClauseStatus
from desktop.presenters.presenter import Presenter

if TYPE_CHECKING:
    from desktop.office import Office

PARAGRAPH = "\n"  # the empty line above a paragraph


@dataclass(frozen=True)
class LibraryLine:
    """A paragraph or an item of a clause, or the condition under which what is `depth` deeper stands."""

    text: str
    depth: int = 0
    condition: bool = False
    item: bool = False


def clause_text(lines: Iterable[LibraryLine]) -> str:
    """Lines as one text: paragraphs apart, the items of a list below one another."""
    return "".join(f"{'' if line.item else PARAGRAPH}\n{line.text}" for line in lines).strip()


class LibraryClause:
    """One clause by its mark, in whatever letters; raises Problem for one that the library does not have."""

    def __init__(self, definitions: Definitions, mark: str) -> None:
        self._library, self._types = definitions.library, definitions.agreements.values()
        clause = self._library.clauses.get(mark.strip().upper())
        if clause is None:
            raise Problem(
                _("The library has no clause “{mark}”; nothing was changed.").format(mark=mark),
                _("Look for it by a word of its title or of its text."),
                code="clause-unknown",
            )
        self.clause: Clause = clause

    @property
    def title(self) -> str:
        """Its title in the language that is spoken."""
        return pick(self.clause.title)

    @property
    def state(self) -> str:
        """Its mark, its version, and of which paragraph of the strategy it is."""
        clause = self.clause
        parts = (clause.id, _("version {number}").format(number=clause.version))
        return " · ".join((*parts, _("strategy, ¶{number}").format(number=clause.ref)) if clause.ref else parts)

    @property
    def languages(self) -> Sequence[str]:
        """The languages of its texts, the one that is spoken first."""
        return sorted(LANGUAGES, key=lambda code: code != language())

    def text(self, code: str) -> Sequence[LibraryLine]:
        """Its text in a language; in brackets what each agreement fills in."""
        return tuple(_lines(self.clause.bodies[code], code, self._library, None, 0))

    @property
    def uses(self) -> Sequence[tuple[str, str]]:
        """The types of agreement that have it, and how: when, and whether its text is locked."""
        types = sorted(self._types, key=lambda kind: pick(kind.name))
        return [
            (pick(kind.name), _use_in_words(kind, use))
            for kind in types
            for use in kind.clauses
            if use.clause == self.clause.id
        ]

    @property
    def filled_in(self) -> Sequence[str]:
        """What each agreement fills into it."""
        names = self.clause.names - DECIDED_BY_THE_TYPE
        return [pick(own.label) for name, own in self._library.fields.items() if name in names]

    @property
    def changes(self) -> str:
        """What may be changed of its text in an agreement."""
        uses = [use for kind in self._types for use in kind.clauses]
        locked = {use.locked for use in uses if use.clause == self.clause.id}
        if locked == {True}:
            return _("What is in brackets. Every other change of its words needs a reason, and Legal clears it.")
        if locked == {False}:
            return _("What is in brackets. Its words can be changed with a reason; what was changed stays on record.")
        return _(
            "What is in brackets. Its words can be changed with a reason; where the text is locked, Legal clears it."
        )

    @property
    def says_for(self) -> str:
        """The clauses in whose place it stands in a short form."""
        return ", ".join(pick(self._library.clauses[name].title) for name in self.clause.says)


class ClausePresenter(Presenter):
    """A clause of the library on a page; nothing of it changes here."""

    shows: frozenset[str] = frozenset()

    def __init__(self, office: "Office", runner: Runner, id: str) -> None:  # noqa: A002
        super().__init__(office, runner)
        self.read = LibraryClause(office.definitions, id)

    def arrive(self) -> None:
        self.changed()

    def open_agreements(self) -> None:
        """Go to the agreements."""
        self.open_place("agreements")


def _use_in_words(kind: AgreementType, use: ClauseUse) -> str:
    if use.status is ClauseStatus.MANDATORY:
        said = [_("Always there.")]
    elif use.status is ClauseStatus.CONDITIONAL:
        said = [_("On a condition: {why}").format(why=pick(use.why))]
    elif use.default:
        said = [_("There unless it is left out. {why}").format(why=pick(use.why))]
    else:
        said = [_("There when it is chosen. {why}").format(why=pick(use.why))]
    if kind.short is not None and use.clause in kind.short.leaves_out:
        said.append(_("Left out of the short form."))
    if use.locked:
        said.append(_("The text is locked."))
    return " ".join(said)


def _lines(
    nodes: Sequence[Node], code: str, library: ClauseLibrary, rows: ClauseField | None, depth: int
) -> Iterator[LibraryLine]:
    for node in nodes:
        if isinstance(node, TextNode):
            words = "".join(
                piece if isinstance(piece, str) else _blank(piece, code, library, rows) for piece in node.pieces
            )
            yield LibraryLine(f"• {words}" if node.item else words, depth, item=node.item)
            continue
        inner = declared_field(node.name, library.fields, rows) if node.kind is BlockKind.EACH else rows
        for answer, branch in node.branches:
            yield LibraryLine(_condition(node, answer, library, rows), depth, condition=True)
            yield from _lines(branch, code, library, inner, depth + 1)


def _blank(tag: Tag, code: str, library: ClauseLibrary, rows: ClauseField | None) -> str:
    """What stands in the place of a value, or of the number of another article."""
    if tag.filter == Filter.REF:
        return f"[{library.clauses[tag.name].title[code]}]"
    declared = declared_field(tag.name, library.fields, rows)
    return f"[{declared.label[code] if declared else tag.name}]"


def _condition(block: BlockNode, answer: str, library: ClauseLibrary, rows: ClauseField | None) -> str:
    """When a branch of a block is printed, in the language that is spoken."""
    if block.kind in (BlockKind.WITH, BlockKind.WITHOUT):
        title = pick(library.clauses[block.name].title)
        if block.kind is BlockKind.WITH:
            return _("Where the agreement has “{clause}”:").format(clause=title)
        return _("Where the agreement does not have “{clause}”:").format(clause=title)
    declared = declared_field(block.name, library.fields, rows)
    label = pick(declared.label) if declared else block.name
    if block.kind is BlockKind.EACH:
        return _("For each line of “{field}”:").format(field=label)
    if block.kind is BlockKind.IF:
        if declared is not None and declared.kind is ClauseFieldKind.YES:
            return _("Where “{field}” is answered yes:").format(field=label)
        return _("Where “{field}” is filled in:").format(field=label)
    named = next((pick(choice.label) for choice in (declared.choices if declared else ()) if choice.id == answer), "")
    named = named or {"yes": _("yes"), "no": _("no")}.get(answer, answer)
    return _("Where “{field}” is “{answer}”:").format(field=label, answer=named)

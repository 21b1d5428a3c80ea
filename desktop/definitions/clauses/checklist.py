"""The checklist of drafting that clauses are held against beside their grammar: what they say, one rule for a thing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, Text, _, pick
from desktop.definitions.clauses.clause import Clause, ClauseFault, Tag, TextNode, walk
from desktop.definitions.clauses.library import ClauseLibrary, fault_in
from desktop.definitions.source import DefinitionTable, read_toml

Patterns = Mapping[str, re.Pattern[str]]  # by language


@dataclass(frozen=True, slots=True)
class DraftingCheck:
    """What a paragraph must or must not say; `where` it is found it `needs` to say something, or it is `never` said."""

    id: str
    text: Text
    where: Patterns
    needs: Patterns
    never: Patterns
    spared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneThing:
    """A thing with one rule: the French words that state it, and the only clauses that may."""

    id: str
    words: re.Pattern[str]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that the file says."""

    checks: tuple[DraftingCheck, ...]
    things: tuple[OneThing, ...]

    def faults(self, clauses: Iterable[Clause]) -> Iterator[ClauseFault]:
        """What clauses say otherwise, with the rule, the language and the line."""
        for clause in clauses:
            for code in LANGUAGES:
                for node in walk(clause.bodies.get(code, ())):
                    if isinstance(node, TextNode):
                        yield from self._of_paragraph(clause, code, node)

    def _of_paragraph(self, clause: Clause, code: str, node: TextNode) -> Iterator[ClauseFault]:
        words = "".join(
            f"{{{{{piece.name}|{piece.filter}}}}}" if isinstance(piece, Tag) else piece for piece in node.pieces
        )
        for check in self.checks:
            if clause.id not in check.spared and _is_broken(check, code, words):
                yield ClauseFault(check.id, clause.id, f"{pick(check.text)}.", code, node.line)
        for thing in self.things if code == "fr" else ():
            allowed = clause.id in thing.clauses or set(thing.clauses) & set(clause.says)
            if not allowed and thing.words.search(words):
                wrong = _("“{thing}” is ruled by {clauses} alone.")
                text = wrong.format(thing=thing.id, clauses=", ".join(thing.clauses))
                yield ClauseFault("second-rule", clause.id, text, code, node.line)


def _is_broken(check: DraftingCheck, code: str, words: str) -> bool:
    if check.never:
        return check.never[code].search(words) is not None
    return check.where[code].search(words) is not None and check.needs[code].search(words) is None


def checklist_problems(path: Path, library: ClauseLibrary) -> Iterator[Problem]:
    """What the clauses say otherwise than the checklist of this file; raises Problem for the file itself."""
    for fault in load_checklist(path).faults(library.clauses.values()):
        yield fault_in(f"{fault.clause}.clause", fault)


def load_checklist(path: Path) -> Checklist:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    top = read_toml(path).top("checklist")
    top.only(("id", "version", "checks", "things"))
    top.one_of("id", ("checklist",))
    return Checklist(tuple(map(_check, top.tables("checks"))), tuple(map(_thing, top.tables("things"))))


def _check(table: DefinitionTable) -> DraftingCheck:
    table.only(("id", "text", "where", "needs", "never", "except"))
    table.require("id", "text")
    where, needs, never = (_patterns(table, key) for key in ("where", "needs", "never"))
    if bool(where) != bool(needs) or bool(where) == bool(never):
        raise table.refuse("check-shape", _("a check says “where” and “needs”, or “never”."), "id")
    return DraftingCheck(table.string("id"), table.text("text"), where, needs, never, table.strings("except", ()))


def _thing(table: DefinitionTable) -> OneThing:
    table.only(("id", "words", "clauses"))
    return OneThing(table.string("id"), _pattern(table, "words", table.string("words")), table.strings("clauses"))


def _patterns(table: DefinitionTable, key: str) -> Patterns:
    texts = table.optional_text(key) or {}
    return {code: _pattern(table, key, text) for code, text in texts.items()}


def _pattern(table: DefinitionTable, key: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise table.refuse(
            "check-pattern", _("this is no regular expression: {wrong}.").format(wrong=error), key
        ) from error

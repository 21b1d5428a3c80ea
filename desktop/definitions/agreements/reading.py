"""Reading the types of agreement from their files, checked against the clauses."""

from collections.abc import Iterator
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, Text, _
from desktop.definitions.agreements.agreement_type import (
    AgreementType,
    AnnexDefinition,
    Caution,
    ClauseUse,
    ProposalRule,
    ShortForm,
    TypeLimit,
)
from desktop.definitions.authority import ROLES, UNITS
from desktop.definitions.clauses.checking import check_clause
from desktop.definitions.clauses.clause import FILTERS, ClauseField
from desktop.definitions.clauses.library import ClauseLibrary, fault_in
from desktop.definitions.clauses.parsing import parse_text
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import ClauseFieldKind, ClauseStatus, Depth, LegalForce, MovedKind

REQUIRED_KEYS = (
    *("code", "version", "name", "use", "force", "moves", "tier", "signs", "consults", "countersigns", "opening"),
    "clauses",
)
COLUMN_KINDS = [*(kind for kind in FILTERS if kind in tuple(ClauseFieldKind)), ClauseFieldKind.PROSE]


def read_agreement_types(folder: Path, library: ClauseLibrary) -> dict[str, AgreementType]:
    """The types of agreement of a folder, by code; all or nothing.

    Raises Problem naming the file, the line and the entry of the first mistake.
    """
    types: dict[str, AgreementType] = {}
    for path in sorted(folder.glob("*.toml")):
        source = read_toml(path)
        agreement_type = read_agreement_type(source, library)
        if agreement_type.code in types:
            raise source.top().refuse("definition-id-twice", _("this id is given twice."), "code")
        types[agreement_type.code] = agreement_type
    return types


def agreement_problems(folder: Path, library: ClauseLibrary) -> Iterator[Problem]:
    """The first thing wrong with each type of a folder, in the order of the files."""
    for path in sorted(folder.glob("*.toml")):
        try:
            read_agreement_type(read_toml(path), library)
        except Problem as problem:
            yield problem


def read_agreement_type(source: Source, library: ClauseLibrary) -> AgreementType:
    """The type of agreement that a file declares; raises Problem when it cannot be used."""
    top = source.top()
    top.only((*REQUIRED_KEYS, "annexes", "proposal", "limits", "short", "amends"))
    top.require(*REQUIRED_KEYS)
    code = top.string("code")
    opening = top.table("opening")
    opening.only(LANGUAGES)
    starts = {language: _first_line(source, opening, language) for language in LANGUAGES}
    agreement_type = AgreementType(
        code=code,
        version=top.number("version"),
        name=top.text("name"),
        use=top.text("use"),
        force=top.code("force", LegalForce),
        moves=tuple(map(MovedKind, top.codes("moves", tuple(MovedKind)))),
        tier=top.code("tier", Depth),
        signs=top.codes("signs", ROLES),
        consults=top.codes("consults", UNITS),
        countersigns=top.codes("countersigns", UNITS),
        opening=parse_text(top.text("opening"), code, starts),
        clauses=tuple(_clause_use(table) for table in top.tables("clauses")),
        annexes=tuple(_annex(source, table) for table in top.tables("annexes", "code", required=False)),
        sha256=source.digest,
        proposal=_proposal(top.table("proposal")) if "proposal" in top else None,
        limits=tuple(_limit(table) for table in top.tables("limits", required=False)),
        short=_short(top.table("short")) if "short" in top else None,
        library=library,
        amends=top.flag("amends", False),
    )
    for problem in (*_text_problems(source, agreement_type), *_clause_problems(top, agreement_type)):
        raise problem
    return agreement_type


def _first_line(source: Source, opening: DefinitionTable, language: str) -> int:
    """The line of the file on which the text of a language begins: below its key where that opens a block of lines."""
    line = opening.line(language)
    return line + 1 if source.text.splitlines()[line - 1].rstrip().endswith(('"""', "'''")) else line


def _proposal(table: DefinitionTable) -> ProposalRule:
    table.only(("rank", "when", "why", "cautions"))
    table.require("rank", "when", "why")
    cautions = table.nameless_tables("cautions")
    for caution in cautions:
        caution.only(("when", "text"))
    return ProposalRule(
        table.number("rank"),
        table.rule("when"),
        table.text("why"),
        tuple(Caution(caution.rule("when"), caution.text("text")) for caution in cautions),
    )


def _limit(table: DefinitionTable) -> TypeLimit:
    table.only(("id", "when", "text", "field"))
    table.require("id", "when", "text")
    return TypeLimit(table.string("id"), table.rule("when"), table.text("text"), table.string("field", ""))


def _short(table: DefinitionTable) -> ShortForm:
    table.only(("when", "leaves_out", "annexes", "close"))
    table.require("when", "leaves_out")
    annexes = table.strings("annexes") if "annexes" in table else ()
    return ShortForm(table.rule("when"), table.strings("leaves_out"), annexes, table.flag("close", False))


def _clause_use(table: DefinitionTable) -> ClauseUse:
    table.only(("id", "status", "when", "why", "locked", "default"))
    table.require("id", "status")
    status = table.code("status", ClauseStatus)
    when = table.optional_rule("when")
    if (status is ClauseStatus.CONDITIONAL) != (when is not None):
        raise table.refuse("clause-rule-misplaced", _("a conditional clause, and no other, has a rule."), "status")
    return ClauseUse(
        clause=table.string("id"),
        status=status,
        when=when,
        why=table.text("why") if status is not ClauseStatus.MANDATORY else {},
        locked=table.flag("locked", status is not ClauseStatus.OPTIONAL),
        default=table.flag("default", True),
    )


def _annex(source: Source, table: DefinitionTable) -> AnnexDefinition:
    table.only(("code", "title", "required", "source", "when", "total", "columns", "text", "lines", "sums"))
    table.require("code", "title", "required")
    if "text" not in table:
        table.require("columns")
    text = None
    if "text" in table:
        words = table.table("text")
        starts = {language: _first_line(source, words, language) for language in LANGUAGES}
        text = parse_text(table.text("text"), table.string("code"), starts)
    return AnnexDefinition(
        code=table.string("code"),
        title=table.text("title"),
        required=table.flag("required"),
        source=table.string("source", ""),
        when=table.optional_rule("when"),
        total=table.string("total", ""),
        columns=tuple(_column(column) for column in table.tables("columns", "key", required=False)),
        text=text,
        lines=tuple(_line(line) for line in table.nameless_tables("lines")),
        sums=table.flag("sums", False),
    )


def _line(table: DefinitionTable) -> Text:
    table.only(("label",))
    table.require("label")
    return table.text("label")


def _column(table: DefinitionTable) -> ClauseField:
    table.only(("key", "kind", "label"))
    table.require("key", "kind", "label")
    return ClauseField(table.string("key"), ClauseFieldKind(table.one_of("kind", COLUMN_KINDS)), table.text("label"))


# What no key says by itself: the opening, and references that could lead nowhere


def _text_problems(source: Source, agreement_type: AgreementType) -> Iterator[Problem]:
    clause_ids = {use.clause for use in agreement_type.clauses}
    texts = [agreement_type.opening, *(annex.text for annex in agreement_type.annexes if annex.text)]
    for text in texts:
        for fault in (*text.faults, *check_clause(text, agreement_type.library.fields, clause_ids)):
            yield fault_in(source.name, fault)


def _clause_problems(top: DefinitionTable, agreement_type: AgreementType) -> Iterator[Problem]:
    always = {use.clause for use in agreement_type.clauses if use.status is ClauseStatus.MANDATORY}
    left_out = set(agreement_type.short.leaves_out if agreement_type.short else ())
    always -= left_out
    for table, use in zip(top.tables("clauses"), agreement_type.clauses, strict=True):
        clause = agreement_type.library.clauses.get(use.clause)
        if clause is None:
            yield table.refuse("clause-unknown", _("There is no clause “{name}”.").format(name=use.clause), "id")
            continue
        for name in sorted(clause.refs() - always):
            wrong = _("{clause} refers to {name}, which may be left out.").format(clause=use.clause, name=name)
            yield table.refuse("clause-ref-conditional", wrong, "id")
    if agreement_type.short is not None:
        yield from _short_problems(top.table("short"), agreement_type, left_out)


def _short_problems(table: DefinitionTable, agreement_type: AgreementType, left_out: set[str]) -> Iterator[Problem]:
    """What the short form leaves out is said all the same: no duty is lost with the article that had it."""
    uses, library = agreement_type.clauses, agreement_type.library.clauses
    kept = (use.clause for use in uses if use.clause not in left_out and use.clause in library)
    spoken = {name for clause in kept for name in library[clause].says}
    for use in uses:
        if use.clause in left_out and use.status is ClauseStatus.MANDATORY and use.clause not in spoken:
            wrong = _("the short form leaves out {name}, and no clause that it keeps says the same in fewer words.")
            yield table.refuse("short-unsaid", wrong.format(name=use.clause), "leaves_out")
    letters = {annex.code for annex in agreement_type.annexes}
    for name in agreement_type.short.annexes if agreement_type.short else ():
        if name not in letters:
            yield table.refuse("annex-unknown", _("There is no annex “{name}”.").format(name=name), "annexes")

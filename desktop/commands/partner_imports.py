"""`passerelle partners import | imports | roll-back`, `contributions import`: an office's own table into the register.

A table of contributions, or an activity file of IATI, goes the same way as one of partners, and out again.
"""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from desktop.base.dates import moment_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _, language, plural
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.definitions.spreadsheets import TableField, TableKind
from desktop.definitions.strategy import Strategy
from desktop.presenters.registry import import_labels
from desktop.services.agreements import earlier_tables
from desktop.services.office.rights import Right, require
from desktop.services.registry.spreadsheets import columns, importing
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineOutcome
from desktop.services.registry.spreadsheets.importing import PartnerImport
from desktop.services.registry.spreadsheets.questions import ImportAnswers, ImportQuestion
from desktop.services.registry.spreadsheets.reading import read_table
from desktop.services.registry.spreadsheets.sheets import TableSheet

if TYPE_CHECKING:
    from argparse import _SubParsersAction

SHOWN = 12  # answers that a question lists


def arguments(verbs: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """The three commands, below `partners`."""
    import_arguments(verbs.add_parser("import", help=_("read a table of partners, and import it with --write")))
    listed = verbs.add_parser("imports", help=_("list the tables that were imported"))
    terminal.office_arguments(listed)
    listed.set_defaults(run=list_imports)
    undone = verbs.add_parser("roll-back", help=_("undo an import where nobody worked with it since"))
    undone.add_argument("id", metavar="ID", help=_("the import, as the list of imports shows it"))
    terminal.office_arguments(undone)
    undone.set_defaults(run=roll_back)


def import_arguments(parser: argparse.ArgumentParser, table: TableKind | None = None) -> None:
    """The arguments of an import, of a table whose lines are told by its headings where nobody says it."""
    files = _("a CSV file, a workbook (XLSX, ODS), or an activity file of IATI")
    parser.add_argument("file", type=terminal.file, metavar=_("FILE"), help=files)
    if table is None:
        kinds = [str(kind) for kind in TableKind]
        parser.add_argument("--table", choices=kinds, help=_("what its lines are; else the headings tell it"))
    else:
        parser.set_defaults(table=str(table))
    parser.add_argument("--sheet", default="", metavar=_("NAME"), help=_("which sheet of a workbook"))
    parser.add_argument(
        "--column", action="append", default=[], metavar=_("FIELD=HEADING"), help=_("which column holds a field")
    )
    parser.add_argument(
        "--note", action="append", default=[], metavar=_("HEADING"), help=_("a column that goes into the notes")
    )
    parser.add_argument(
        "--answer", action="append", default=[], metavar=_("QUESTION=ANSWER"), help=_("the answer to a question")
    )
    parser.add_argument("--write", action="store_true", help=_("import what the dry run shows"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=import_partners)


def import_partners(options: argparse.Namespace) -> int:
    """Say what importing a table would do, and do it with `--write`; the exit code is 1 while something is asked."""
    with terminal.open_office(options) as office:
        require(office.user, Right.REGISTER)
        rules = office.work.definitions.spreadsheets
        table = read_table(options.file, rules, TableKind(options.table) if options.table else None)
        rules = rules.for_table(table.kind)
        sheet = table.sheet(options.sheet) if options.sheet else table.likeliest
        proposal = columns.proposed(office.store, sheet, rules, office.profile.country)
        mapping = _mapping(sheet, proposal, options)
        answers = ImportAnswers(dict(_parted(answer) for answer in options.answer))
        plan = earlier_tables.examine(office.work, table, sheet, mapping, answers, Progress())
        result = None
        if options.write:
            office.back_up_before_import(Progress())
            result = earlier_tables.import_table(office.work, table, plan, Progress())
            columns.remember(office.store, sheet, mapping)
        strategy = office.work.definitions.strategy
        terminal.answer(options, _told(sheet, mapping, plan, result), _lines(sheet, mapping, plan, result, strategy))
    return 1 if plan.unanswered else 0


def _told(sheet: TableSheet, mapping: ColumnMapping, plan: DryRun, result: PartnerImport | None) -> JsonObject:
    return {
        "sheet": sheet.name,
        "table": str(mapping.table),
        "columns": {str(field): sheet.headings[at] for field, at in mapping.fields.items()},
        "counts": {str(kind): count for kind, count in plan.counts.items()},
        "lines": [_line(line) for line in plan.lines],
        "questions": [{"id": question.id, **asdict(question)} for question in plan.unanswered],
        "import": asdict(result) if result else None,
    }


def _line(line: LineOutcome) -> JsonObject:
    """A line without what is written of it, which the lists show once it is imported."""
    unwritten = ("signed", "gift", "promise", "arrival", "refund")
    return {name: part for name, part in asdict(line).items() if name not in unwritten}


def _lines(
    sheet: TableSheet, mapping: ColumnMapping, plan: DryRun, result: PartnerImport | None, strategy: Strategy
) -> list[str]:
    headings = ((import_labels.field_label(field), sheet.headings[at]) for field, at in mapping.fields.items())
    counts = ((str(count), import_labels.verdict(kind, mapping.table)) for kind, count in plan.counts.items())
    remarks = ((str(line.number), import_labels.remark(remark)) for line in plan.lines for remark in line.remarks)
    return [
        *terminal.table(headings),
        *terminal.table(counts),
        *terminal.table(remarks),
        *(_asked(question, strategy) for question in plan.unanswered),
        _imported(result) if result else _("Nothing was written. Add --write to import it."),
    ]


def _mapping(sheet: TableSheet, proposal: ColumnMapping, options: argparse.Namespace) -> ColumnMapping:
    """The proposal with the columns that the options name. An empty heading leaves a field out."""
    mapping = proposal
    for pair in options.column:
        field, heading = _parted(pair)
        named.require_code(field, tuple(TableField))
        mapping = mapping.with_field(TableField(field), _column(sheet, heading) if heading else None)
    for heading in options.note:
        mapping = mapping.with_note(_column(sheet, heading), True)
    return mapping


def _column(sheet: TableSheet, heading: str) -> int:
    if heading in sheet.headings:
        return sheet.headings.index(heading)
    raise Problem(
        _("The table has no column “{heading}”; nothing was imported.").format(heading=heading),
        _("Its columns: {columns}.").format(columns=", ".join(filter(None, sheet.headings))),
        code="spreadsheet-no-column",
    )


def _parted(pair: str) -> tuple[str, str]:
    """Both sides of `question=answer`; a question may hold an equals sign itself."""
    left, sign, right = pair.rpartition("=")
    if not sign:
        raise Problem(
            _("“{pair}” lacks its equals sign; nothing was imported.").format(pair=pair),
            _("Write it like public=outside."),
            code="spreadsheet-pair",
        )
    return left, right


def _asked(question: ImportQuestion, strategy: Strategy) -> str:
    codes = [code for code, _words in import_labels.answers(question, strategy)]
    answers = ", ".join((*codes[:SHOWN], "…") if len(codes) > SHOWN else codes)
    sentence = _("{question} Answer with --answer “{id}=…”: {answers}.")
    return sentence.format(question=import_labels.question(question), id=question.id, answers=answers)


def _imported(result: PartnerImport) -> str:
    sentence = _("{done}. Undo it with passerelle partners roll-back {id}.")
    return sentence.format(done=import_labels.done(result), id=result.id)


def list_imports(options: argparse.Namespace) -> int:
    """The imports made on this laptop, the newest first."""
    with terminal.open_office(options) as office:
        listed = importing.imports(office.store)
    rows = ((row.id, moment_in_words(row.at, language()), row.file, str(row.registered)) for row in listed)
    terminal.answer(options, {"imports": [asdict(row) for row in listed]}, terminal.table(rows) or [_("No import.")])
    return 0


def roll_back(options: argparse.Namespace) -> int:
    """Undo an import, and name the partners that stay."""
    with terminal.open_office(options) as office:
        undone = importing.roll_back(office.work, options.id)
    lines = [
        plural("{count} partner was archived.", "{count} partners were archived.", undone.put_away),
        plural("{count} record is as before.", "{count} records are as before.", undone.set_back),
        *(
            [
                plural(
                    "{count} agreement or contribution counts no more.",
                    "{count} agreements and contributions count no more.",
                    undone.withdrawn,
                )
            ]
            if undone.withdrawn
            else []
        ),
        *(_("{name} stays: somebody worked with it since.").format(name=name) for name in undone.staying),
    ]
    terminal.answer(options, asdict(undone), lines)
    return 0

"""`passerelle forms export | import`: the questionnaire as a workbook that Headquarters edits, and back."""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.tables import sheets
from desktop.base.text import _, pick, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.definitions.loading import Definitions
from desktop.definitions.source import read_toml
from desktop.definitions.terms import Level
from desktop.definitions.worked_cases import ChangedResult, WorkedResult
from desktop.definitions.xlsforms.editing import EditedQuestionnaire, edited_questionnaire, workbook_sheets
from desktop.documents.blocks import ChipLevel
from desktop.documents.enclosures.wording import LEVEL_LABELS
from desktop.documents.sheet import Spreadsheet, workbook

RESULTS: Mapping[str, str] = {
    **{str(level): label for level, label in LEVEL_LABELS.items()},
    Level.INCOMPLETE: LEVEL_LABELS[ChipLevel.UNRATED],
}


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    written = verbs.add_parser("export", help=_("write the questionnaire into a workbook (XLSForm) to be edited"))
    written.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("ends in .xlsx"))
    _forms_argument(written)
    written.set_defaults(run=export)
    read = verbs.add_parser("import", help=_("read an edited workbook: every fault, and what would come out otherwise"))
    read.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the workbook (XLSForm)"))
    _forms_argument(read)
    where = read.add_mutually_exclusive_group(required=True)
    where.add_argument("--trial", action="store_true", help=_("write nothing: only try it on the worked cases"))
    where.add_argument("--out", type=terminal.file, metavar=_("FILE"), help=_("where to write questionnaire.toml"))
    read.set_defaults(run=import_)


def _forms_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--forms",
        type=terminal.folder,
        metavar=_("DIR"),
        default=paths.forms(),
        help=_("folder of the definitions in force; else those of the program"),
    )


def export(options: argparse.Namespace) -> int:
    target: Path = options.file
    if target.suffix.lower() != ".xlsx":
        raise Problem(
            _("“{name}” is no name of a workbook; nothing was written.").format(name=target.name),
            _("Let the name end in .xlsx."),
            code="workbook-name",
        )
    definitions = Definitions.load(options.forms)
    questions = len(definitions.form.questions)
    written = workbook_sheets(read_toml(definitions.questionnaire_file))
    write_safely(target, workbook([Spreadsheet(name, tuple(rows[0]), rows[1:]) for name, rows in written.items()]))
    counted = plural("{count} question", "{count} questions", questions)
    sentence = _("The questionnaire is written: {questions}, in {path}.").format(questions=counted, path=target)
    terminal.answer(options, {"questions": questions, "file": str(target)}, [sentence])
    return 0


def import_(options: argparse.Namespace) -> int:
    source: Path = options.file
    if not source.is_file():
        raise Problem(
            _("“{name}” is not there; nothing was changed.").format(name=source.name),
            _("Check its name."),
            code="workbook-not-there",
        )
    edited = edited_questionnaire(sheets(source), source.name, Definitions.load(options.forms))
    if edited.text and options.out:
        write_safely(options.out, edited.text.encode())
    terminal.answer(options, _data(edited, options.out), _lines(edited, options.out))
    return 1 if edited.faults else 0


def _data(edited: EditedQuestionnaire, out: Path | None) -> dict[str, Json]:
    return {
        "questions": edited.questions,
        "faults": [asdict(fault) for fault in edited.faults],
        "changed": [
            {"case": change.case.id, "before": _result(change.before), "after": _result(change.after)}
            for change in edited.changed
        ],
        "file": str(out) if out and edited.text else None,
    }


def _result(result: WorkedResult) -> dict[str, Json]:
    return {**asdict(result), "deciding": list(result.deciding), "wrong": list(result.wrong)}


def _lines(edited: EditedQuestionnaire, out: Path | None) -> Iterator[str]:
    counted = plural("{count} question", "{count} questions", edited.questions)
    if edited.faults:
        yield from (fault.sentence() for fault in edited.faults)
        faults = plural("{count} fault", "{count} faults", len(edited.faults))
        yield _("{questions} read, {faults}: nothing was taken.").format(questions=counted, faults=faults)
        return
    yield _("{questions} read, and nothing is wrong with them.").format(questions=counted)
    if not edited.changed:
        cases = plural("{count} worked case", "{count} worked cases", edited.tried)
        yield _("{cases} tried: each comes out as before.").format(cases=cases)
    for change in edited.changed:
        yield from _changed(change)
    if out:
        yield _("The questionnaire is in {path}.").format(path=out)


def _changed(change: ChangedResult) -> Iterator[str]:
    yield _("Case {number}, {label}:").format(number=change.case.id, label=pick(change.case.label))
    yield "  " + _("before: {result}").format(result=_in_words(change.before))
    yield "  " + _("after: {result}").format(result=_in_words(change.after))


def _in_words(result: WorkedResult) -> str:
    parts = [
        _(RESULTS[result.result]) if result.result in RESULTS else _("ad hoc collaboration (¶23)"),
        plural("{count} question", "{count} questions", result.asked),
        *([_("because of {questions}").format(questions=", ".join(result.deciding))] if result.deciding else []),
        *result.wrong,
    ]
    return "; ".join(parts)

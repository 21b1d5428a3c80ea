"""`passerelle forms check | export | import | clause | company | answers`: whether the definitions can be used,
the questionnaire as a workbook that Headquarters edits, a clause, and the company's own form of a case."""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.tables import sheets
from desktop.base.text import LANGUAGE_NAMES, _, language, pick, plural
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
from desktop.office import Office
from desktop.presenters.agreements.clause import LibraryClause
from desktop.services.diligence import cases, company_form
from desktop.services.diligence.company_form import CompanyAnswers

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
    checked = verbs.add_parser("check", help=_("check the clauses, the types of agreement and all other definitions"))
    _forms_argument(checked)
    checked.set_defaults(run=check)
    clause = verbs.add_parser("clause", help=_("show a clause of the library: its texts, and who uses it when"))
    clause.add_argument("clause", metavar=_("CLAUSE"), help=_("its mark, as C-PUR"))
    _forms_argument(clause)
    clause.set_defaults(run=show_clause)
    form = verbs.add_parser("company", help=_("make the company’s own form of a case: a PDF to fill in, or an XLSForm"))
    form.add_argument("case", metavar=_("CASE"), help=_("its number, or its id"))
    form.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("ends in .pdf or .xlsx"))
    terminal.office_arguments(form)
    form.set_defaults(run=make_company_form)
    returned = verbs.add_parser("answers", help=_("read the company’s answers from the form that came back"))
    returned.add_argument("case", metavar=_("CASE"), help=_("its number, or its id"))
    returned.add_argument(
        "file", type=terminal.file, metavar=_("FILE"), help=_("the PDF, or a JSON, CSV or XLSX export")
    )
    returned.add_argument("--record", action="store_true", help=_("record what the company declares"))
    returned.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar=_("BLANK=READING"),
        help=_("which reading of a doubtful date or number is meant, as A05_1_born=1980-03-04"),
    )
    terminal.office_arguments(returned)
    returned.set_defaults(run=read_company_answers)


def _forms_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--forms",
        type=terminal.folder,
        metavar=_("DIR"),
        default=paths.forms(),
        help=_("folder of the definitions in force; else those of the program"),
    )


def check(options: argparse.Namespace) -> int:
    problems = list(Definitions.load(options.forms).problems())
    clauses = len(list((options.forms / "clauses").glob("*.clause")))
    types = len(list((options.forms / "agreements").glob("*.toml")))
    if problems:
        last = plural(
            "{count} fault: the forms cannot be used.", "{count} faults: the forms cannot be used.", len(problems)
        )
    else:
        last = _("Nothing is wrong: {clauses}, {types} and the other definitions.").format(
            clauses=plural("{count} clause of agreements", "{count} clauses of agreements", clauses),
            types=plural("{count} type of agreement", "{count} types of agreement", types),
        )
    faults: list[Json] = [{"rule": problem.code, "text": problem.text} for problem in problems]
    content: dict[str, Json] = {"clauses": clauses, "types": types, "faults": faults}
    terminal.answer(options, content, [*(f"{problem.code}: {problem.text}" for problem in problems), last])
    return 1 if problems else 0


def show_clause(options: argparse.Namespace) -> int:
    read = LibraryClause(Definitions.load(options.forms), options.clause)
    texts = {code: [f"{'  ' * line.depth}{line.text}" for line in read.text(code)] for code in read.languages}
    lines = [read.title, read.state, "", *(f"{name}: {how}" for name, how in read.uses), read.changes]
    for code, text in texts.items():
        lines += ["", f"{LANGUAGE_NAMES[code]}: {read.clause.title[code]}", *text]
    data: dict[str, Json] = {
        "id": read.clause.id,
        "version": read.clause.version,
        "title": dict(read.clause.title),
        "paragraph": read.clause.ref,
        "types": [{"type": name, "how": how} for name, how in read.uses],
        "filled_in": list(read.filled_in),
        "text": {code: "\n".join(text) for code, text in texts.items()},
    }
    terminal.answer(options, data, lines)
    return 0


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
        yield from changed_lines(change)
    if out:
        yield _("The questionnaire is in {path}.").format(path=out)


def changed_lines(change: ChangedResult) -> Iterator[str]:
    """A worked case that comes out otherwise, before and after."""
    yield _("Case {number}, {label}:").format(number=change.case.id, label=pick(change.case.label))
    yield "  " + _("before: {result}").format(result=_in_words(change.before))
    yield "  " + _("after: {result}").format(result=_in_words(change.after))


def _in_words(result: WorkedResult) -> str:
    parts = [
        _(RESULTS[result.result]) if result.result in RESULTS else _("ad hoc collaboration (¶23)"),
        plural("{count} question", "{count} questions", result.questions),
        *([_("because of {questions}").format(questions=", ".join(result.deciding))] if result.deciding else []),
        *result.wrong,
    ]
    return "; ".join(parts)


# --- the company's own form


def make_company_form(options: argparse.Namespace) -> int:
    target: Path = options.file
    makers = {".pdf": company_form.make_pdf, ".xlsx": company_form.make_xlsform}
    maker = makers.get(target.suffix.lower())
    if maker is None:
        raise Problem(
            _("“{name}” is no name of a form; nothing was written.").format(name=target.name),
            _("Let the name end in .pdf or .xlsx."),
            code="company-form-name",
        )
    with terminal.open_office(options) as office:
        data = maker(office.work, _case_id(office, options.case), language())
    write_safely(target, data)
    sentence = _("The company’s form is in {path}.").format(path=target)
    terminal.answer(options, {"file": str(target), "bytes": len(data)}, [sentence])
    return 0


def read_company_answers(options: argparse.Namespace) -> int:
    chosen = dict(pair.split("=", 1) for pair in options.choose if "=" in pair)
    with terminal.open_office(options) as office:
        case_id = _case_id(office, options.case)
        returned = company_form.compare(
            office.work, case_id, company_form.read_answers(office.work, options.file), chosen
        )
        count = 0
        if options.record:
            count = company_form.record_answers(office.work, case_id, returned, options.file)
    answer: dict[str, Json] = {
        "changes": [{"question": change.question, "value": change.declared} for change in returned.changes],
        "same": returned.same,
        "doubts": [{"blank": doubt.blank.name, "readings": list(doubt.readings)} for doubt in returned.doubts],
        "wrong": [{"blank": read.blank.name, "written": read.written, "why": read.wrong} for read in returned.wrong],
        "recorded": count,
    }
    terminal.answer(options, answer, _returned_lines(returned, count if options.record else None))
    return 1 if returned.doubts or returned.wrong else 0


def _returned_lines(returned: CompanyAnswers, recorded: int | None) -> Iterator[str]:
    for change in returned.changes:
        before = change.before or _("nothing")
        yield f"{change.question}  {change.label}: {before} → {change.after}"
    yield plural("{count} answer as on record", "{count} answers as on record", returned.same)
    for doubt in returned.doubts:
        sentence = _("{blank}: “{written}” may be {readings}: say which with --choose.")
        readings = " / ".join(doubt.readings)
        yield sentence.format(blank=doubt.blank.name, written=doubt.written, readings=readings)
    for blank in returned.wrong:
        yield _("{blank}: “{written}” was not taken: {why}.").format(
            blank=blank.blank.name, written=blank.written, why=blank.wrong.rstrip(".")
        )
    if recorded is not None:
        yield plural("{count} answer of the company recorded", "{count} answers of the company recorded", recorded)


def _case_id(office: Office, name: str) -> str:
    """The id of the case that a number, an id or the beginning of an id names."""
    numbers = cases.numbers(office.store)
    ids = [case_id for case_id, number in numbers.items() if name in (case_id, number)]
    ids = ids or [case_id for case_id in numbers if len(name) >= 6 and case_id.startswith(name.lower())]
    if len(ids) == 1:
        return ids[0]
    raise Problem(
        _("No single case is called “{name}”; nothing was made.").format(name=name),
        _("These are known: {names}.").format(names=", ".join(sorted(numbers.values())) or "–"),
        code="case-not-single",
    )

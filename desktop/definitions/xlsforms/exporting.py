"""The questionnaire's file as the sheets of a workbook; `importing` reads the same file from them, byte for byte."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.base.text import LANGUAGES
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import rows_in
from desktop.definitions.answers import fields_of
from desktop.definitions.source import Source
from desktop.definitions.toml_lines import TomlPath
from desktop.definitions.toml_writing import remarks_of
from desktop.definitions.xlsforms.help_sheet import HELP, help_rows
from desktop.definitions.xlsforms.layout import (
    ABOUT,
    BEFORE,
    BEGIN,
    CASE,
    CHOICE,
    CHOICE_OF,
    CODE_LISTS,
    DEFAULT_LANGUAGE,
    END,
    FIGURE,
    FIGURE_PARTS,
    FINDING,
    JOINT,
    LABELLED,
    LIST_NAME,
    PART,
    QUESTION_OF,
    QUESTION_ROW,
    REMARK,
    RULE_PARTS,
    SECTION,
    SHEET_HEADINGS,
    TYPE,
    WHOLE_FILE,
    CellKind,
    SheetColumn,
    SheetName,
    Sheets,
    language_name,
    list_name,
    xlsform_type,
)

Row = Mapping[str, str]  # the cells of a row by their headings


def questionnaire_sheets(source: Source) -> Sheets:
    """The sheets of the workbook that HQ edits, from a questionnaire's file that was read without a fault."""
    content = source.content
    rows: Mapping[SheetName, Iterator[Row]] = {
        SheetName.SURVEY: _survey(content),
        SheetName.CHOICES: _choices(content),
        SheetName.SETTINGS: _settings(content),
        SheetName.OUTCOMES: _outcomes(content),
        SheetName.RULES: _rules(content),
        SheetName.JOINT: (_cells(JOINT, entry) for entry in rows_in(content["joint"])),
        SheetName.FINDINGS: (_cells(FINDING, entry) for entry in rows_in(content["findings"])),
        SheetName.NUMBERS: _figures(content),
        SheetName.REMARKS: _remarks(source),
    }
    sheets = {str(name): _sheet(SHEET_HEADINGS[name], cells) for name, cells in rows.items()}
    return {**sheets, HELP: help_rows()}


def _sheet(headings: Sequence[str], rows: Iterator[Row]) -> list[list[str]]:
    return [list(headings), *([row.get(heading, "") for heading in headings] for row in rows)]


def _survey(content: JsonObject) -> Iterator[Row]:
    for section in rows_in(content["sections"]):
        yield {TYPE: BEGIN, **_cells(SECTION, section)}
        for question in rows_in(content["questions"]):
            if question["section"] == section["id"]:
                yield {TYPE: xlsform_type(_id(question), str(question["type"])), **_cells(QUESTION_ROW, question)}
        yield {TYPE: END}


def _choices(content: JsonObject) -> Iterator[Row]:
    for question in rows_in(content["questions"]):
        for choice in rows_in(question.get("choices")):
            yield {LIST_NAME: list_name(_id(question), ""), **_cells(CHOICE, choice)}
        for code_list in CODE_LISTS:
            for code in rows_in(question.get(code_list)):
                yield {LIST_NAME: list_name(_id(question), code_list), **_cells(LABELLED, code)}


def _settings(content: JsonObject) -> Iterator[Row]:
    yield {DEFAULT_LANGUAGE: language_name(LANGUAGES[0]), **_cells(ABOUT, content)}


def _outcomes(content: JsonObject) -> Iterator[Row]:
    for question in rows_in(content["questions"]):
        for case in rows_in(question.get("cases")):
            yield {QUESTION_OF: _id(question), **_cells(CASE, case)}
        for choice in rows_in(question.get("choices")):
            for case in rows_in(choice.get("cases")):
                yield {QUESTION_OF: _id(question), CHOICE_OF: _id(choice), **_cells(CASE, case)}


def _rules(content: JsonObject) -> Iterator[Row]:
    for part, columns in RULE_PARTS.items():
        for entry in _rule_entries(content, part):
            yield {PART: part, **_cells(columns, entry)}


def _rule_entries(content: JsonObject, part: str) -> Sequence[JsonObject]:
    """The entries of one part of the rules, each as a table: `kinds` are written as names with their rules."""
    if part == "kinds":
        return [{"id": name, "when": rule} for name, rule in fields_of(content[part]).items()]
    return [fields_of(content[part])] if part == "light" else rows_in(content[part])


def _figures(content: JsonObject) -> Iterator[Row]:
    for part in FIGURE_PARTS:
        for name, figure in fields_of(content[part]).items():
            yield {PART: part, **_cells(FIGURE, {"id": name, "number": figure})}


def _id(entry: JsonObject) -> str:
    return str(entry["id"])


def _remarks(source: Source) -> Iterator[Row]:
    for path, lines in remarks_of(source.text).items():
        for line in lines:
            yield {BEFORE: _named(source.content, path), REMARK: line}


def _named(content: JsonObject, path: TomlPath) -> str:
    """What a remark stands before, in words that still hold when rows are added: `questions A07`, `light`."""
    if not path:
        return WHOLE_FILE
    key = str(path[0])
    return key if len(path) == 1 else f"{key} {_id(rows_in(content[key])[int(path[1])])}"


# --- cells


def _cells(columns: Sequence[SheetColumn], entry: JsonObject) -> Row:
    cells: dict[str, str] = {}
    for column in columns:
        if column.key in entry:
            cells |= dict(zip(column.headings(), _written(column.kind, entry[column.key]), strict=True))
    return cells


def _written(kind: CellKind, part: Json) -> Sequence[str]:
    match kind:
        case CellKind.TEXT:
            return [str(fields_of(part)[language]) for language in LANGUAGES]
        case CellKind.FLAG:
            return ["true" if part else "false"]
        case CellKind.WORDS | CellKind.NUMBERS:
            return ["; ".join(map(str, part if isinstance(part, list) else []))]
        case CellKind.FACTS:
            return ["; ".join(f"{name} = {_fact(fact)}" for name, fact in fields_of(part).items())]
    return [str(part)]


def _fact(fact: Json) -> str:
    return str(fact).lower() if isinstance(fact, bool) else str(fact)

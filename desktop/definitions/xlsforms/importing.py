"""The questionnaire's file from the workbook that HQ edited: its text, or every fault by sheet, row and column.

`exporting` writes the workbook. What an untouched workbook holds is the very file it was made of, byte for byte.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, _
from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import rows_in
from desktop.definitions.form import Questionnaire, mistakes, questionnaire_of
from desktop.definitions.rules import BadRule, Rule
from desktop.definitions.soundness import UnsoundPlace
from desktop.definitions.source import Source, parse_toml
from desktop.definitions.toml_lines import TomlPath
from desktop.definitions.toml_writing import Remarks, toml_text
from desktop.definitions.xlsforms.faults import FormFault, column_letters
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
    QUESTION,
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
    list_names,
    xlsform_type,
)
from desktop.definitions.xlsforms.structure import FormSheet, plain_heading, structure_of

FLAGS = {"true": True, "false": False}
LACKING = "–"  # stands for a text that is missing, whose fault is known, so that the rest is read
FIRST_SECTION = ""  # of a question that stands in no group: its own reader refuses it
Entry = dict[str, Json]  # one table of the file
WHOLE = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class QuestionnaireReading:
    """What a workbook comes to: every fault, and where there is none the questionnaire's file as `text`.

    `questions` counts what the survey asks. `form` is also there with some faults, such as a missing translation, so
    that what is wrong with the rules is found at once.
    """

    questions: int
    faults: tuple[FormFault, ...]
    text: str = ""
    form: Questionnaire | None = None
    _places: "_CellPlaces | None" = field(default=None, repr=False)

    def with_unsound(self, wrongs: Sequence[UnsoundPlace]) -> "QuestionnaireReading":
        """This reading with what `soundness` finds wrong with its form, each at its place in the workbook."""
        if not wrongs or self._places is None:
            return self
        placed = [self._places.fault(wrong.path, "", wrong.code, wrong.wrong) for wrong in wrongs]
        return QuestionnaireReading(self.questions, _in_order([*self.faults, *placed]))


def read_questionnaire(sheets: Sheets, name: str) -> QuestionnaireReading:
    """Read the sheets of a workbook. `name` is its file's. Nothing raises: what is wrong is in the faults."""
    structure = structure_of(sheets)
    missing = tuple(_missing(sheets))
    if missing:
        return QuestionnaireReading(structure.questions, _in_order([*structure.faults, *missing]))
    reader = _WorkbookReader(sheets, name)
    content = reader.content()
    remarks = reader.remarks(content)
    faults = [*structure.faults, *reader.faults]
    spoilt = {(fault.sheet, fault.row) for fault in faults}
    problems = mistakes(_WorkbookSource(name, "", content, "-", reader.places))
    placed = [problem.fault for problem in problems if isinstance(problem, _PlacedProblem)]
    faults += [fault for fault in placed if (fault.sheet, fault.row) not in spoilt]
    text = toml_text(content, remarks)
    form = None if problems else questionnaire_of(parse_toml(text, name))
    return QuestionnaireReading(structure.questions, _in_order(faults), "" if faults else text, form, reader.places)


def _in_order(faults: Sequence[FormFault]) -> tuple[FormFault, ...]:
    """The faults in the order of their places; of two of one kind at one place the first."""
    by_place = {(fault.sheet, fault.row, fault.heading, fault.code): fault for fault in reversed(faults)}
    return tuple(sorted(by_place.values()))


def _missing(sheets: Sheets) -> Iterator[FormFault]:
    """What the workbook lacks to be a questionnaire of due diligence at all: sheets and columns."""
    for name, headings in SHEET_HEADINGS.items():
        if name not in sheets or not sheets[name]:
            wrong = _("this sheet is missing: a questionnaire of due diligence needs it.")
            yield FormFault(name, 1, "", "sheet-missing", wrong)
            continue
        present = FormSheet(name, sheets[name]).columns
        for heading in headings:
            if plain_heading(heading) not in present:
                wrong = _("this column is missing: a questionnaire of due diligence needs it.")
                yield FormFault(name, 1, heading, "column-missing", wrong)


# --- where each key stands


@dataclass
class _CellPlaces:
    """The row of the workbook behind each table of the file, with the heading of each of its keys."""

    sheets: Mapping[SheetName, FormSheet]
    rows: dict[TomlPath, tuple[SheetName, int, Mapping[str, str]]] = field(default_factory=dict)

    def fault(self, path: TomlPath, key: str, code: str, wrong: str) -> FormFault:
        """The fault at a path: the nearest row around it, and the column of the key, or of the last of the path."""
        names = [key, *(str(name) for name in reversed(path) if isinstance(name, str))]
        while path and path not in self.rows:
            path = path[:-1]
        sheet, row, headings = self.rows.get(path, (SheetName.SURVEY, 1, {}))
        heading = next((headings[name] for name in names if name in headings), "")
        return self.sheets[sheet].fault(row, plain_heading(heading), code, wrong)


class _PlacedProblem(Problem):
    """A mistake of a definition that stands in a workbook."""

    def __init__(self, fault: FormFault) -> None:
        super().__init__(fault.sentence(), code=fault.code)
        self.fault = fault


@dataclass(frozen=True)
class _WorkbookSource(Source):
    """What was read from a workbook, as a definition file: its mistakes name the sheet, the row and the column."""

    places: _CellPlaces = field(repr=False, compare=False, kw_only=False)

    def refuse(self, path: TomlPath, key: str, entry: str, code: str, wrong: str) -> Problem:
        return _PlacedProblem(self.places.fault(path, key, code, wrong))


# --- reading rows

QuestionLists = Mapping[tuple[int, str], list[Entry]]


class _WorkbookReader:
    """Turns rows into the tables of the file. What a cell cannot mean becomes a fault, and the cell counts as blank."""

    def __init__(self, sheets: Sheets, name: str) -> None:
        self.sheets = {sheet: FormSheet(sheet, sheets[sheet]) for sheet in SheetName}
        self.places = _CellPlaces(self.sheets)
        self.faults: list[FormFault] = []
        self.name = name

    def content(self) -> Entry:
        """The whole file, in the order in which it is written."""
        self._unread_columns()
        content = self._about() | self._figures()
        rules = self._rules()
        content |= {part: rules[part] for part in ("kinds", "tiers", "openings", "light")}
        content["joint"] = self._list(SheetName.JOINT, JOINT, "joint")
        sections, questions = self._survey()
        lists = self._choices(questions)
        cases = self._outcomes(questions, lists)
        content |= {"sections": sections, "questions": list(_assembled(questions, lists, cases))}
        content |= {part: rules[part] for part in ("uplifts", "adhoc_limits", "benefits", "finding_cases")}
        content["findings"] = self._list(SheetName.FINDINGS, FINDING, "findings")
        return content

    def _figures(self) -> Entry:
        figures: dict[str, Entry] = {part: {} for part in FIGURE_PARTS}
        for row, cells in self._lines(SheetName.NUMBERS):
            part = cells[PART]
            if self._one_of(SheetName.NUMBERS, row, PART, part, FIGURE_PARTS):
                figure = self._entry(SheetName.NUMBERS, row, cells, FIGURE, (part, cells["name"]), (PART,))
                figures[part][cells["name"]] = figure.get("number", 0)
        return {**figures}

    def remarks(self, content: JsonObject) -> Remarks:
        """The remarks, each before the table that its cell names."""
        remarks: dict[TomlPath, list[str]] = {}
        for row, cells in self._lines(SheetName.REMARKS):
            path = _named_path(content, cells[BEFORE])
            if path is None or not (cells[REMARK].startswith("#") or (not cells[REMARK] and path == ())):
                wrong = _("a remark begins with “#”, and “before” names the whole “file” or an entry of it.")
                self._refuse(SheetName.REMARKS, row, BEFORE, "cell-wrong", wrong)
            else:
                remarks.setdefault(path, []).append(cells[REMARK])
        return remarks

    def _about(self) -> Entry:
        for row, cells in self._lines(SheetName.SETTINGS):
            if cells[DEFAULT_LANGUAGE] != language_name(LANGUAGES[0]):
                wrong = _("the language of the form is “{language}”.").format(language=language_name(LANGUAGES[0]))
                self._refuse(SheetName.SETTINGS, row, DEFAULT_LANGUAGE, "cell-wrong", wrong)
            return self._entry(SheetName.SETTINGS, row, cells, ABOUT, (), (DEFAULT_LANGUAGE,))
        self._refuse(SheetName.SETTINGS, 2, "form_id", "cell-wrong", _("this row is missing."))
        return {}

    def _rules(self) -> Entry:
        kinds: Entry = {}
        light: Entry = {}
        lists: dict[str, list[Json]] = {part: [] for part in RULE_PARTS if part not in ("kinds", "light")}
        for row, cells in self._lines(SheetName.RULES):
            part = cells[PART]
            if not self._one_of(SheetName.RULES, row, PART, part, tuple(RULE_PARTS)):
                continue
            path: TomlPath = (part, len(lists[part])) if part in lists else (part,)
            path = (*path, cells["name"]) if part == "kinds" else path
            entry = self._entry(SheetName.RULES, row, cells, RULE_PARTS[part], path, (PART,))
            if part == "kinds":
                kinds[cells["name"]] = entry.get("when", "")
            elif part == "light":
                light = entry
            else:
                lists[part].append(entry)
        return {"kinds": kinds, "light": light, **lists}

    def _list(self, sheet: SheetName, columns: Sequence[SheetColumn], key: str) -> list[Json]:
        return [
            self._entry(sheet, row, cells, columns, (key, number), ())
            for number, (row, cells) in enumerate(self._lines(sheet))
        ]

    def _survey(self) -> tuple[list[Json], list[Entry]]:
        sections: list[Json] = []
        questions: list[Entry] = []
        inside = FIRST_SECTION
        for row, cells in self._lines(SheetName.SURVEY):
            type_ = " ".join(cells[TYPE].split())
            if type_ == BEGIN:
                path = ("sections", len(sections))
                sections.append(self._entry(SheetName.SURVEY, row, cells, SECTION, path, (TYPE,)))
                inside = cells["name"]
            elif type_ == END:
                self._entry(SheetName.SURVEY, row, cells, (), ("sections", len(sections) - 1, END), (TYPE,))
                inside = FIRST_SECTION
            else:
                questions.append(self._question(row, cells, type_, inside, len(questions)))
        return sections, questions

    def _question(self, row: int, cells: Mapping[str, str], type_: str, section: str, number: int) -> Entry:
        entry = self._entry(SheetName.SURVEY, row, cells, QUESTION_ROW, ("questions", number), (TYPE,))
        expected = xlsform_type(str(entry.get("id", "")), str(entry.get("type", "")))
        if type_ != expected and "type" in entry:
            wrong = _("for an answer of the kind “{kind}” the type is “{type}”.")
            wrong = wrong.format(kind=entry["type"], type=expected)
            self._refuse(SheetName.SURVEY, row, TYPE, "cell-wrong", wrong)
        entry["section"] = section
        return {column.key: entry[column.key] for column in QUESTION if column.key in entry}

    def _choices(self, questions: Sequence[Entry]) -> QuestionLists:
        """The lists of the questions: choices, shares, roles and kinds, by the question's number and the list's key."""
        numbers = {str(question.get("id", "")): number for number, question in enumerate(questions)}
        names = {name: (numbers[id_], code_list or "choices") for name, id_, code_list in list_names([*numbers])}
        lists: dict[tuple[int, str], list[Entry]] = {}
        for row, cells in self._lines(SheetName.CHOICES):
            if cells[LIST_NAME] not in names:
                wrong = _("no question of the sheet “survey” has the list “{list}”.").format(list=cells[LIST_NAME])
                self._refuse(SheetName.CHOICES, row, LIST_NAME, "cell-wrong", wrong)
                continue
            number, key = names[cells[LIST_NAME]]
            entries = lists.setdefault((number, key), [])
            columns = CHOICE if key == "choices" else LABELLED
            path = ("questions", number, key, len(entries))
            entries.append(self._entry(SheetName.CHOICES, row, cells, columns, path, (LIST_NAME,)))
        return lists

    def _outcomes(self, questions: Sequence[Entry], lists: QuestionLists) -> Mapping[TomlPath, list[Entry]]:
        """The outcomes under a rule, by the path of the question or the choice that they are of."""
        numbers = {str(question.get("id", "")): number for number, question in enumerate(questions)}
        cases: dict[TomlPath, list[Entry]] = {}
        for row, cells in self._lines(SheetName.OUTCOMES):
            number = numbers.get(cells[QUESTION_OF])
            if number is None:
                wrong = _("the sheet “survey” has no question “{question}”.").format(question=cells[QUESTION_OF])
                self._refuse(SheetName.OUTCOMES, row, QUESTION_OF, "cell-wrong", wrong)
                continue
            path = self._judged(number, lists, row, cells)
            if path:
                entries = cases.setdefault(path, [])
                place = (*path, "cases", len(entries))
                entries.append(self._entry(SheetName.OUTCOMES, row, cells, CASE, place, (QUESTION_OF, CHOICE_OF)))
        return cases

    def _judged(self, number: int, lists: QuestionLists, row: int, cells: Mapping[str, str]) -> TomlPath:
        """What an outcome is of: a question, or one of its choices; nothing where there is no such choice."""
        if not cells[CHOICE_OF]:
            return ("questions", number)
        for place, choice in enumerate(lists.get((number, "choices"), [])):
            if choice.get("id") == cells[CHOICE_OF]:
                return ("questions", number, "choices", place)
        wrong = _("the question {question} has no choice “{choice}”.")
        wrong = wrong.format(question=cells[QUESTION_OF], choice=cells[CHOICE_OF])
        self._refuse(SheetName.OUTCOMES, row, CHOICE_OF, "cell-wrong", wrong)
        return ()

    # --- cells

    def _lines(self, sheet: SheetName) -> Iterator[tuple[int, Mapping[str, str]]]:
        return self.sheets[sheet].lines()

    def _refuse(self, sheet: SheetName, row: int, heading: str, code: str, wrong: str) -> None:
        self.faults.append(self.sheets[sheet].fault(row, plain_heading(heading), code, wrong))

    def _one_of(self, sheet: SheetName, row: int, heading: str, word: str, allowed: Sequence[str]) -> bool:
        if word not in allowed:
            wrong = _("this must be one of {allowed}.").format(allowed=", ".join(allowed))
            self._refuse(sheet, row, heading, "cell-wrong", wrong)
        return word in allowed

    def _unread_columns(self) -> None:
        """A cell in a column that nothing reads: what was meant by it would be lost without a word."""
        for name, sheet in self.sheets.items():
            read = {plain_heading(heading) for heading in SHEET_HEADINGS[name]}
            width = max((len(row) for row in sheet.rows), default=0)
            for number in range(width):
                heading = sheet.headings[number] if number < len(sheet.headings) else ""
                if plain_heading(heading) in read:
                    continue
                for row, cells in enumerate(sheet.rows[1:], 2):
                    if number < len(cells) and cells[number].strip():
                        self.faults.append(_stray(name, row, heading, number))

    def _entry(
        self,
        sheet: SheetName,
        row: int,
        cells: Mapping[str, str],
        columns: Sequence[SheetColumn],
        path: TomlPath,
        besides: Sequence[str],
    ) -> Entry:
        """One row as a table of the file; a cell that this kind of row does not have is a fault."""
        self.places.rows[path] = (sheet, row, {column.key: column.headings()[0] for column in columns})
        entry: Entry = {}
        own = {plain_heading(heading) for column in columns for heading in column.headings()}
        for heading in SHEET_HEADINGS[sheet]:
            if cells[plain_heading(heading)] and plain_heading(heading) not in own and heading not in besides:
                wrong = _("this cell stays blank: a row of this kind has nothing there.")
                self._refuse(sheet, row, heading, "cell-not-read", wrong)
        for column in columns:
            texts = [cells[plain_heading(heading)] for heading in column.headings()]
            if any(texts):
                self._key(sheet, row, column, texts, entry)
        return entry

    def _key(self, sheet: SheetName, row: int, column: SheetColumn, texts: Sequence[str], entry: Entry) -> None:
        text = texts[0]
        match column.kind:
            case CellKind.TEXT:
                entry[column.key] = {name: text or LACKING for name, text in zip(LANGUAGES, texts, strict=True)}
                for heading, written in zip(column.headings(), texts, strict=True):
                    if not written:
                        wrong = _("this text is missing: the others of its row are there.")
                        self._refuse(sheet, row, heading, "form-language-missing", wrong)
            case CellKind.FLAG if text.lower() in FLAGS:
                entry[column.key] = FLAGS[text.lower()]
            case CellKind.FLAG:
                self._refuse(sheet, row, column.heading, "cell-wrong", _("this is “true”, “false” or blank."))
            case CellKind.NUMBER if WHOLE.fullmatch(text):
                entry[column.key] = int(text)
            case CellKind.NUMBERS if all(WHOLE.fullmatch(part) for part in _parts(text)):
                entry[column.key] = [int(part) for part in _parts(text)]
            case CellKind.NUMBER | CellKind.NUMBERS:
                entry[column.key] = [] if column.kind is CellKind.NUMBERS else 0
                self._refuse(sheet, row, column.heading, "cell-wrong", _("only whole numbers stand in this column."))
            case CellKind.WORDS:
                entry[column.key] = _parts(text)
            case CellKind.FACTS:
                entry[column.key] = self._facts(sheet, row, column, text)
            case CellKind.RULE:
                self._check_rule(sheet, row, column, text)
                entry[column.key] = text
            case _:
                entry[column.key] = text

    def _facts(self, sheet: SheetName, row: int, column: SheetColumn, text: str) -> Entry:
        pairs = [part.partition("=") for part in _parts(text)]
        if not all(sign for _name, sign, _fact in pairs):
            wrong = _("this is written in pairs like “partner.group = ENT”, with a semicolon between two.")
            self._refuse(sheet, row, column.heading, "cell-wrong", wrong)
        return {name.strip(): FLAGS.get(fact.strip(), fact.strip()) for name, _sign, fact in pairs}

    def _check_rule(self, sheet: SheetName, row: int, column: SheetColumn, text: str) -> None:
        try:
            Rule(text)
        except BadRule as error:
            wrong = _("the rule cannot be read: {wrong} at its letter {column}.")
            wrong = wrong.format(wrong=error.wrong, column=error.column)
            self._refuse(sheet, row, column.heading, "definition-rule", wrong)


def _named_path(content: JsonObject, words: str) -> TomlPath | None:
    """The path that `exporting` names in words: `file`, `light`, `questions A07`; None where there is no such entry."""
    key, _space, id_ = words.partition(" ")
    if words == WHOLE_FILE:
        return ()
    if not id_:
        return (key,) if isinstance(content.get(key), Mapping) else None
    entries = enumerate(rows_in(content.get(key)))
    return next(((key, number) for number, entry in entries if entry.get("id") == id_), None)


def _assembled(
    questions: Sequence[Entry], lists: QuestionLists, cases: Mapping[TomlPath, list[Entry]]
) -> Iterator[Entry]:
    """The questions with their lists and their outcomes, in the order in which the file writes them."""
    for number, question in enumerate(questions):
        path: TomlPath = ("questions", number)
        for key in (*CODE_LISTS, "choices"):
            entries = lists.get((number, key), [])
            owned = [_with_cases(entry, cases.get((*path, key, place))) for place, entry in enumerate(entries)]
            question |= {key: owned} if owned else {}
        yield _with_cases(question, cases.get(path))


def _with_cases(entry: Entry, cases: list[Entry] | None) -> Entry:
    return {**entry, "cases": list[Json](cases)} if cases else entry


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _stray(sheet: str, row: int, heading: str, number: int) -> FormFault:
    wrong = _("nothing reads this column: the program would lose what stands here.")
    return FormFault(sheet, row, heading or "–", "column-not-read", wrong, column_letters(number + 1))

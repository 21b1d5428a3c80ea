"""What is wrong with any XLSForm: the rules of the standard (xlsform.org), and KoboToolbox's on languages.

How many questions it asks is counted too: rows that somebody answers, not notes, groups, calculations or what a phone
notes by itself.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from desktop.base.text import _
from desktop.definitions.xlsforms.faults import FormFault, column_letters
from desktop.definitions.xlsforms.layout import Sheets

TRANSLATABLE = (
    *("label", "hint", "guidance_hint", "constraint_message", "required_message"),
    *("image", "audio", "video", "big-image"),
)
MEDIA = "media"  # `media::image::English` is `image::English`
PLAIN = ""  # the language of a column that names none
ANSWERED = {
    *("text", "string", "integer", "int", "decimal", "date", "time", "datetime", "dateTime", "range", "acknowledge"),
    *("trigger", "barcode", "geopoint", "geotrace", "geoshape", "location", "gps", "image", "photo", "audio", "video"),
    *("file", "osm", "percentage"),
}
UNANSWERED = {
    *("note", "calculate", "hidden", "start", "end", "today", "deviceid", "uri:deviceid", "simserial"),
    *("uri:simserial", "subscriberid", "uri:subscriberid", "phonenumber", "uri:phonenumber", "username"),
    *("uri:username", "email", "uri:email", "audit", "background-audio", "background-geopoint", "start-geopoint"),
    *("csv-external", "xml-external", "imei"),
}
NAMELESS = {"note", "audit"}  # whose rows may go without a name
SELECT = re.compile(
    r"(?:add )?(?P<word>select_one|select_multiple|rank|select one|select1|select multiple|select all that apply)"
    r"(?: prompt)?(?: from| using)? (?P<list>\S+)(?P<other> or_other| or specify other)?"
)
FROM_FILE = re.compile(r"(?:select_one|select_multiple)_(?:from_file|external) \S+")
BLOCK = re.compile(r"(begin|end)[ _](group|repeat)")
NAME = re.compile(r"[^\W\d][\w.-]*")
REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
READING = ("relevant", "constraint", "calculation", "repeat_count", "choice_filter", "default", "required", "read_only")
ALIASES = {
    "list name": "list_name",
    "relevance": "relevant",
    "caption": "label",
    "requiredmsg": "required_message",
    "required message": "required_message",
    "constraint message": "constraint_message",
}
NEVER = {"false()", "0", "no", "1 = 0", "1=0"}
EQUALS = re.compile(r"\$\{\s*([\w.-]+)\s*\}\s*=\s*['\"]([^'\"]+)['\"]")
SELECTED = re.compile(r"selected\(\s*\$\{\s*([\w.-]+)\s*\}\s*,\s*['\"]([^'\"]+)['\"]\s*\)")
DUPLICATES_ALLOWED = "allow_choice_duplicates"


@dataclass(frozen=True)
class FormSheet:
    """One sheet: its headings as they stand, and its rows."""

    name: str
    rows: Sequence[Sequence[str]]

    @cached_property
    def headings(self) -> Sequence[str]:
        """The headings, without spaces around them."""
        return [heading.strip() for heading in self.rows[0]] if self.rows else []

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The number of each column, from 0, under its plain name: `relevant`, `label::English (en)`."""
        numbers: dict[str, int] = {}
        for number, heading in enumerate(self.headings):
            numbers.setdefault(plain_heading(heading), number)
        return numbers

    def lines(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Every row that holds anything, with its number as a spreadsheet counts, and its cells by plain heading."""
        for number, row in enumerate(self.rows[1:], 2):
            cells = {name: row[column].strip() if column < len(row) else "" for name, column in self.columns.items()}
            if any(cells.values()):
                yield number, cells

    def fault(self, row: int, heading: str, code: str, wrong: str) -> FormFault:
        """A fault in a row of this sheet, under a plain heading."""
        number = self.columns.get(heading)
        if number is None:
            return FormFault(self.name, row, heading, code, wrong)
        return FormFault(self.name, row, self.headings[number], code, wrong, column_letters(number + 1))


@cache
def plain_heading(heading: str) -> str:
    """A heading as the standard has it now: older words and the optional `media::` are taken away."""
    tokens = [token.strip() for token in heading.split("::")]
    if tokens[0].lower() == MEDIA:
        tokens = tokens[1:]
    if tokens:
        tokens[0] = ALIASES.get(tokens[0].lower(), tokens[0].lower())
    return "::".join(tokens)


@dataclass(frozen=True)
class FormRow:
    """A row of the survey that has a name or a type."""

    number: int
    cells: Mapping[str, str]
    type: str
    name: str
    around: tuple[int, ...]  # the rows that begin the groups around it

    @property
    def choices(self) -> str:
        """The list that it offers; empty where it offers none that stands in the workbook."""
        select = SELECT.fullmatch(self.type)
        return select["list"] if select else ""

    @property
    def answered(self) -> bool:
        """Whether somebody answers it."""
        return self.type in ANSWERED or bool(self.choices) or bool(FROM_FILE.fullmatch(self.type))

    def has_known_type(self) -> bool:
        """Whether the standard knows its type."""
        return self.answered or self.type in UNANSWERED or bool(BLOCK.fullmatch(self.type))


@dataclass(frozen=True)
class FormStructure:
    """An XLSForm as it was read: how many questions it asks, and its faults in the order of their places."""

    questions: int
    faults: tuple[FormFault, ...]


def structure_of(sheets: Sheets) -> FormStructure:
    """Read the sheets of any XLSForm."""
    survey = FormSheet("survey", sheets.get("survey", ()))
    choices = FormSheet("choices", sheets.get("choices", ()))
    settings = FormSheet("settings", sheets.get("settings", ()))
    if "survey" not in sheets or "type" not in survey.columns:
        missing = _("the sheet “survey” with its column “type” is missing: this is no XLSForm.")
        return FormStructure(0, (FormFault("survey", 1, "", "form-survey-missing", missing),))
    rows = tuple(_rows(survey))
    faults = [
        *_headings(survey),
        *_headings(choices),
        *_types(survey, rows),
        *_names(survey, rows),
        *_blocks(survey, rows),
        *_lists(survey, rows, choices),
        *_choice_names(choices, settings),
        *_references(survey, rows),
        *_waiting(survey, rows),
        *_never(survey, rows, choices),
        *_languages(survey, choices),
    ]
    return FormStructure(sum(row.answered for row in rows), tuple(sorted(set(faults))))


def _rows(survey: FormSheet) -> Iterator[FormRow]:
    open_blocks: list[int] = []
    for number, cells in survey.lines():
        type_ = " ".join(cells.get("type", "").split())
        block = BLOCK.fullmatch(type_)
        if block and block[1] == "end":
            open_blocks = open_blocks[:-1]
        if type_ or cells.get("name"):
            yield FormRow(number, cells, type_, cells.get("name", ""), tuple(open_blocks))
        if block and block[1] == "begin":
            open_blocks = [*open_blocks, number]


def _headings(sheet: FormSheet) -> Iterator[FormFault]:
    first: dict[str, int] = {}
    for number, heading in enumerate(sheet.headings):
        plain = plain_heading(heading)
        if plain and plain in first:
            wrong = _("this heading stands in column {column} already.").format(column=column_letters(first[plain] + 1))
            yield FormFault(sheet.name, 1, heading, "form-column-twice", wrong, column_letters(number + 1))
        first.setdefault(plain, number)


def _types(survey: FormSheet, rows: Sequence[FormRow]) -> Iterator[FormFault]:
    for row in rows:
        if not row.type:
            yield survey.fault(row.number, "type", "form-type-missing", _("this row has a name and no type."))
        elif not row.has_known_type():
            wrong = _("XLSForm does not know the type “{type}”.").format(type=row.type)
            yield survey.fault(row.number, "type", "form-type-unknown", wrong)


def _names(survey: FormSheet, rows: Sequence[FormRow]) -> Iterator[FormFault]:
    taken: dict[tuple[tuple[int, ...], str], int] = {}
    for row in rows:
        ends = row.type.startswith("end") and BLOCK.fullmatch(row.type)
        if ends or (not row.name and row.type in NAMELESS):
            continue
        if not row.name:
            if not BLOCK.fullmatch(row.type):
                yield survey.fault(row.number, "name", "form-name-missing", _("this row has no name."))
        elif not NAME.fullmatch(row.name):
            wrong = _("“{name}” is no name: it begins with a letter, then letters, digits, “_”, “-” and “.”.")
            yield survey.fault(row.number, "name", "form-name-shape", wrong.format(name=row.name))
        elif row.name == "meta":
            wrong = _("the name “{name}” is kept for what the form notes of itself.").format(name=row.name)
            yield survey.fault(row.number, "name", "form-name-kept", wrong)
        elif (row.around, row.name) in taken:
            wrong = _("the name “{name}” stands in row {row} already.")
            wrong = wrong.format(name=row.name, row=taken[row.around, row.name])
            yield survey.fault(row.number, "name", "form-name-twice", wrong)
        taken.setdefault((row.around, row.name), row.number)


def _blocks(survey: FormSheet, rows: Sequence[FormRow]) -> Iterator[FormFault]:
    open_blocks: list[tuple[str, int]] = []
    for row in rows:
        block = BLOCK.fullmatch(row.type)
        if not block:
            continue
        if block[1] == "begin":
            open_blocks.append((block[2], row.number))
        elif not open_blocks or open_blocks[-1][0] != block[2]:
            wrong = _("this row ends a “{block}” that does not stand open.").format(block=block[2])
            yield survey.fault(row.number, "type", "form-block-not-open", wrong)
        else:
            open_blocks.pop()
    for block_type, number in open_blocks:
        wrong = _("this “{block}” is not ended.").format(block=block_type)
        yield survey.fault(number, "type", "form-block-not-ended", wrong)


# --- choices


def _lists(survey: FormSheet, rows: Sequence[FormRow], choices: FormSheet) -> Iterator[FormFault]:
    offered = {cells.get("list_name", "") for _number, cells in choices.lines()}
    for row in rows:
        if row.choices and row.choices not in offered and "${" not in row.choices:
            wrong = _("the sheet “choices” has no list “{list}”.").format(list=row.choices)
            yield survey.fault(row.number, "type", "form-list-missing", wrong)


def _choice_names(choices: FormSheet, settings: FormSheet) -> Iterator[FormFault]:
    allowed = any(cells.get(DUPLICATES_ALLOWED, "").lower() in ("yes", "true") for _row, cells in settings.lines())
    taken: dict[tuple[str, str], int] = {}
    for number, cells in choices.lines():
        key = cells.get("list_name", ""), cells.get("name", "")
        if key[0] and not key[1]:
            yield choices.fault(number, "name", "form-choice-nameless", _("this choice has no name."))
        elif key[1] and not key[0]:
            yield choices.fault(number, "list_name", "form-choice-listless", _("this choice is in no list."))
        elif key[0] and key in taken and not allowed:
            wrong = _("the list “{list}” has the choice “{name}” in row {row} already.")
            wrong = wrong.format(list=key[0], name=key[1], row=taken[key])
            yield choices.fault(number, "name", "form-choice-twice", wrong)
        taken.setdefault(key, number)


# --- rules


def _references(survey: FormSheet, rows: Sequence[FormRow]) -> Iterator[FormFault]:
    names = {row.name for row in rows}
    for row in rows:
        for heading, text in row.cells.items():
            if heading in READING or heading.split("::")[0] in TRANSLATABLE:
                for name in dict.fromkeys(REFERENCE.findall(text)):
                    if name not in names:
                        wrong = _("nothing here is called “{name}”.").format(name=name)
                        yield survey.fault(row.number, heading, "form-name-unknown", wrong)


def _waiting(survey: FormSheet, rows: Sequence[FormRow]) -> Iterator[FormFault]:
    """Rows whose relevance depends on themselves, by way of other rows and of the groups around them."""
    by_number = {row.number: row for row in rows}
    waits: dict[str, set[str]] = {}
    for row in rows:
        around = [by_number[number].cells.get("relevant", "") for number in row.around if number in by_number]
        texts = [row.cells.get("relevant", ""), *around]
        read = {name for text in texts for name in REFERENCE.findall(text)}
        read |= set(REFERENCE.findall(row.cells.get("calculation", ""))) - {row.name}
        waits.setdefault(row.name, set()).update(read)
    for row in rows:
        if row.cells.get("relevant") and row.name and _waits_for_itself(waits, row.name):
            wrong = _("whether “{name}” is asked depends on itself.").format(name=row.name)
            yield survey.fault(row.number, "relevant", "form-circular", wrong)


def _waits_for_itself(waits: Mapping[str, Collection[str]], start: str) -> bool:
    reached: set[str] = set()
    ahead = list(waits.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name == start:
            return True
        if name not in reached:
            reached.add(name)
            ahead += waits.get(name, ())
    return False


def _never(survey: FormSheet, rows: Sequence[FormRow], choices: FormSheet) -> Iterator[FormFault]:
    """Rows that are never asked: no rule, or one that wants an answer that its question does not offer."""
    lists: dict[str, set[str]] = {}
    for _number, cells in choices.lines():
        lists.setdefault(cells.get("list_name", ""), set()).add(cells.get("name", ""))
    offered = {
        row.name: lists[row.choices]
        for row in rows
        if row.choices in lists and not row.type.endswith(("or_other", "or specify other"))
    }
    for row in rows:
        rule = row.cells.get("relevant", "")
        if rule.lower() in NEVER:
            yield survey.fault(row.number, "relevant", "form-never-asked", _("this is never asked."))
        elif " or " not in rule.lower() and "not(" not in rule.lower().replace(" ", ""):
            for name, answer in (*EQUALS.findall(rule), *SELECTED.findall(rule)):
                if name in offered and answer not in offered[name]:
                    wrong = _("this is never asked: “{name}” does not offer “{answer}”.")
                    wrong = wrong.format(name=name, answer=answer)
                    yield survey.fault(row.number, "relevant", "form-never-asked", wrong)


# --- languages


def _languages(survey: FormSheet, choices: FormSheet) -> Iterator[FormFault]:
    """KoboToolbox's rule: every translatable column, and every text in it, stands in every language of the form.

    A column that names no language is of none of those: its text has to stand in each of them too.
    """
    spoken = {sheet.name: _spoken(sheet) for sheet in (survey, choices)}
    headings = (headed for texts in spoken.values() for headed in texts.values())
    languages = list(dict.fromkeys(language for headed in headings for language in headed if language))
    for sheet in (survey, choices):
        for text, headed in spoken[sheet.name].items():
            for language in languages:
                if language not in headed:
                    others = _("another language") if PLAIN in headed else next(iter(headed))
                    wrong = _("this column is missing: the text stands in {language}.").format(language=others)
                    yield sheet.fault(1, f"{text}::{language}", "form-language-column", wrong)
            yield from _untranslated(sheet, text, headed)


def _untranslated(sheet: FormSheet, text: str, headed: Mapping[str, str]) -> Iterator[FormFault]:
    for number, cells in sheet.lines():
        written = [language for language, heading in headed.items() if cells[heading]]
        for language, heading in headed.items():
            if written and language and language not in written:
                wrong = _("this text is missing: it stands there in {language}.")
                wrong = wrong.format(language=written[0] or _("another language"))
                yield sheet.fault(number, heading, "form-language-missing", wrong)


def _spoken(sheet: FormSheet) -> Mapping[str, Mapping[str, str]]:
    """Of each translatable text that a sheet has, the heading of its column in each language."""
    spoken: dict[str, dict[str, str]] = {}
    for heading in sheet.columns:
        text, *language = heading.split("::", 1)
        if text in TRANSLATABLE:
            spoken.setdefault(text, {})[language[0] if language else PLAIN] = heading
    return spoken

"""Where each key of a questionnaire's file stands in the workbook: the one table that export and import both read.

The workbook is an XLSForm: its sheets `survey`, `choices` and `settings` have the columns of that standard and, beside
them, the program's own; the sheets after these hold what XLSForm has no place for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.base.text import LANGUAGE_NAMES, LANGUAGES
from desktop.definitions.answers import CHOICE_TYPES
from desktop.definitions.terms import QuestionType

Sheets = Mapping[str, Sequence[Sequence[str]]]  # the rows of each sheet as texts, the headings first


class CellKind(StrEnum):
    """What a cell holds, and how it is written."""

    WORD = "word"  # a code or a text that is the same in every language
    RULE = "rule"
    TEXT = "text"  # a sentence: one column a language
    FLAG = "flag"  # true or false; blank where the file says nothing
    NUMBER = "number"
    WORDS = "words"  # several codes, parted by “; ”
    NUMBERS = "numbers"
    FACTS = "facts"  # what a choice establishes: `partner.group = ENT; partner.subtype = micro`


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One key of an entry, and the heading under which it stands."""

    key: str
    kind: CellKind
    heading: str

    def headings(self) -> tuple[str, ...]:
        """Its column, or its columns in the order of `LANGUAGES`."""
        if self.kind is not CellKind.TEXT:
            return (self.heading,)
        return tuple(translated(self.heading, language) for language in LANGUAGES)


def translated(heading: str, language: str) -> str:
    """The heading of a text in one language, as XLSForm writes it: `label::Français (fr)`."""
    return f"{heading}::{language_name(language)}"


def language_name(language: str) -> str:
    """A language as XLSForm names it: `Français (fr)`."""
    return f"{LANGUAGE_NAMES[language]} ({language})"


def _columns(**kinds: CellKind) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(key, kind, HEADINGS.get(key, key)) for key, kind in kinds.items())


WORD, RULE, TEXT, FLAG = CellKind.WORD, CellKind.RULE, CellKind.TEXT, CellKind.FLAG
NUMBER, WORDS, NUMBERS, FACTS = CellKind.NUMBER, CellKind.WORDS, CellKind.NUMBERS, CellKind.FACTS
HEADINGS = {"id": "name", "why": "hint", "evidence": "guidance_hint", "type": "answer"}  # where XLSForm has a word

# The keys of each kind of entry, in the order in which the file writes them.
OUTCOME = _columns(remedy=FLAG, never_adhoc=FLAG, blocks_signature=FLAG, conditions=WORDS, clauses=WORDS)
LABELLED = _columns(id=WORD, label=TEXT)
CASE = (*_columns(when=RULE, outcome=WORD, label=TEXT), *OUTCOME)
CHOICE = (
    *_columns(id=WORD, role=WORD, outcome=WORD, label=TEXT, says=WORD, sets=FACTS, claims=WORDS),
    *OUTCOME,
)
QUESTION = _columns(
    id=WORD,
    role=WORD,
    section=WORD,
    tier=WORD,
    who=WORD,
    type=WORD,
    when=RULE,
    verdict=WORD,
    paragraphs=WORDS,
    principles=NUMBERS,
    guiding=NUMBERS,
    sources=WORDS,
    any_tier=FLAG,
    unknown=WORD,
    list=WORD,
    file=FLAG,
    emergency=FLAG,
    adhoc=FLAG,
    ages=FLAG,
    label=TEXT,
    short=TEXT,
    why=TEXT,
    evidence=TEXT,
)
QUESTION_ROW = tuple(column for column in QUESTION if column.key != "section")  # the group around it says that
SECTION = (
    SheetColumn("id", WORD, "name"),
    SheetColumn("title", TEXT, "label"),
    SheetColumn("mitigable", FLAG, "mitigable"),
)
LABELLED_RULE = _columns(id=WORD, when=RULE, label=TEXT)
TIER = _columns(id=WORD, label=TEXT, minutes=NUMBER)
OPENING = _columns(id=WORD, tier=WORD, when=RULE, label=TEXT)
LIGHT = _columns(when=RULE, label=TEXT, minutes=NUMBER, besides=WORDS)
JOINT = _columns(id=WORD, title=TEXT, statement=TEXT, log=FLAG, questions=WORDS)
FINDING_CASE = _columns(id=WORD, when=RULE, outcome=WORD, label=TEXT)
FINDING = _columns(id=WORD, field=WORD, label=TEXT)
ABOUT = (
    SheetColumn("id", WORD, "form_id"),
    SheetColumn("version", WORD, "version"),
    SheetColumn("title", TEXT, "questionnaire"),  # XLSForm has a `title` of its own, in one language
    SheetColumn("about", TEXT, "about"),
)
KIND = (SheetColumn("id", WORD, "name"), SheetColumn("when", RULE, "when"))
FIGURE = (SheetColumn("id", WORD, "name"), SheetColumn("number", NUMBER, "number"))

# The lists of the file that have rows of their own, in the order in which the file writes them.
RULE_PARTS = {
    "kinds": KIND,
    "tiers": TIER,
    "openings": OPENING,
    "light": LIGHT,
    "uplifts": LABELLED_RULE,
    "adhoc_limits": LABELLED_RULE,
    "benefits": LABELLED_RULE,
    "finding_cases": FINDING_CASE,
}
FIGURE_PARTS = ("thresholds", "index")
CODE_LISTS = ("shares", "roles", "kinds")  # of a question: codes with a label, in a list of their own


class SheetName(StrEnum):
    """The sheets of the workbook, in their order: the first three are XLSForm's."""

    SURVEY = "survey"
    CHOICES = "choices"
    SETTINGS = "settings"
    OUTCOMES = "outcomes"
    RULES = "rules"
    JOINT = "joint"
    FINDINGS = "findings"
    NUMBERS = "numbers"
    REMARKS = "remarks"


LIST_NAME, PART, QUESTION_OF, CHOICE_OF, BEFORE, REMARK = "list_name", "part", "question", "choice", "before", "remark"
TYPE, BEGIN, END = "type", "begin_group", "end_group"
WHOLE_FILE = "file"  # a remark that stands before everything
DEFAULT_LANGUAGE = "default_language"


def headings_of(columns: Sequence[SheetColumn]) -> tuple[str, ...]:
    """The headings of these columns, each once."""
    return tuple(dict.fromkeys(heading for column in columns for heading in column.headings()))


SHEET_HEADINGS: Mapping[SheetName, tuple[str, ...]] = {
    SheetName.SURVEY: (TYPE, *headings_of((QUESTION[0], *QUESTION[-4:], *QUESTION_ROW, SECTION[2]))),
    SheetName.CHOICES: (LIST_NAME, *headings_of((CHOICE[0], *CHOICE[3:4], *CHOICE[1:3], *CHOICE[4:]))),
    SheetName.SETTINGS: (*headings_of(ABOUT[:2]), DEFAULT_LANGUAGE, *headings_of(ABOUT[2:])),
    SheetName.OUTCOMES: (QUESTION_OF, CHOICE_OF, *headings_of(CASE)),
    SheetName.RULES: (PART, *headings_of((*LABELLED_RULE, *OPENING[1:2], *LIGHT[2:], *FINDING_CASE[2:3]))),
    SheetName.JOINT: headings_of(JOINT),
    SheetName.FINDINGS: headings_of(FINDING),
    SheetName.NUMBERS: (PART, *headings_of(FIGURE)),
    SheetName.REMARKS: (BEFORE, REMARK),
}

XLSFORM_TYPES: Mapping[str, str] = {  # how XLSForm asks for an answer; `select_…` is followed by the list
    **dict.fromkeys((*CHOICE_TYPES, QuestionType.SCREENING, QuestionType.FINDINGS), "select_one"),
    QuestionType.CHOICES: "select_multiple",
    QuestionType.NUMBER: "integer",
    QuestionType.SCALE: "integer",
    QuestionType.AMOUNT: "decimal",
}
OTHERWISE = "text"  # names, persons, plans and shares: the company's form asks for their parts one by one


def xlsform_type(question_id: str, answer_type: str) -> str:
    """The `type` of a question's row: `select_one B05`, `text`."""
    word = XLSFORM_TYPES.get(answer_type, OTHERWISE)
    return f"{word} {question_id}" if word.startswith("select_") else word


def list_name(question_id: str, code_list: str) -> str:
    """The name of a list of choices: that of its question, and for shares, roles and kinds what they are."""
    return f"{question_id}_{code_list}" if code_list else question_id


def list_names(question_ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Every list that these questions may have: its name, its question, and which of `CODE_LISTS` it is, if any."""
    for id_ in question_ids:
        for code_list in ("", *CODE_LISTS):
            yield list_name(id_, code_list), id_, code_list

"""What a form asks, described without Qt: one frozen description a field, whatever record it belongs to.

The shape of a field's value depends on its kind; nothing given is "" (False for YES, an empty list for several):

    TEXT, AREA       text without blanks around it
    NAMES            a list of texts, typed in one line and separated by semicolons
    PROSE            one text for every language of the document, or {"fr": ..., "en": ...}
    NUMBER           decimal text: "18400.5"
    MONEY            {"amount": "18400.00", "currency": "USD"}; with `currency_alone` the amount may be ""
    DATE             a day as ISO text
    PARTIAL_DAY      a day that has come, as ISO text, of which the day or the month may lack: "1984-03"
    DROPDOWN, RADIO  the key of an option
    CHECKS           the keys of the chosen options; with `column` as rows of that one column: [{"code": ...}]
    PICKS            the keys of the options picked, in the order in which they were
    YES              True or False
    ROWS             a list of rows: {key of a column: value}; what a row holds beside its columns stays in it
    SECRET           never told: the view takes it when it is needed
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.base.values import Json


class InputKind(StrEnum):
    """What a field holds, and so which widget shows it."""

    TEXT = "text"
    AREA = "area"
    NAMES = "names"
    PROSE = "prose"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PARTIAL_DAY = "partial_day"
    DROPDOWN = "dropdown"
    RADIO = "radio"
    CHECKS = "checks"
    PICKS = "picks"
    YES = "yes"
    ROWS = "rows"
    SECRET = "secret"  # noqa: S105 - a kind of field


ACROSS = frozenset(
    {
        InputKind.AREA,
        InputKind.PROSE,
        InputKind.RADIO,
        InputKind.CHECKS,
        InputKind.PICKS,
        InputKind.ROWS,
    }
)  # the kinds that take the whole width of a form


@dataclass(frozen=True)
class Option:
    """One answer. An `&` in the title marks its letter; `note` explains it quietly.

    A member of an enumeration may be the key; its plain text is, because records store what a form tells.
    """

    key: str
    title: str
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", str(self.key))


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form.

    `required` is the sentence shown at the field while it is empty; `note` explains its value and `origin` says whence
    it was proposed, to who asks at the field; `missing` marks a gap. With `as_typed`, what cannot be understood is told
    as it was typed, for whoever checks it; otherwise it is not told, and the field says what is wrong.
    """

    key: str
    kind: InputKind
    label: str
    help: str = ""
    required: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple["FieldSpec", ...] = ()
    languages: tuple[str, ...] = ()
    note: str = ""
    origin: str = ""
    missing: bool = False
    as_typed: bool = False
    heading: bool = True  # False where the page itself asks the question
    lettered: bool = True  # False where the options have their own letters or none
    alone: str = ""  # the option of CHECKS that excludes the others
    column: str = ""  # of CHECKS that are told as rows
    rare: bool = False  # CHECKS that few need: one line, until something of them is chosen or wrong
    hidden: tuple[str, ...] = ()  # the options of CHECKS that are out of sight now
    live: bool = False  # TEXT that is told at each key
    proposed: bool = False  # the option shown in a DROPDOWN is a proposal: choosing the same one tells it
    currency_alone: bool = False  # MONEY whose currency may be chosen before its amount
    add: str = ""  # the button that adds a row
    chars: int | None = None  # the usual width; 0 is the whole column, None what suits the kind
    lines: int = 3
    places: int = 2  # decimals of a number
    unit: str = ""


FormRows = Sequence[Sequence[FieldSpec]]


def in_runs(specs: Iterable[FieldSpec]) -> list[list[FieldSpec]]:
    """The rows of a form: short fields that follow one another in one row, of which as many stand beside one another
    as there is room for; the others across the whole width."""
    rows: list[list[FieldSpec]] = []
    open_row = False
    for spec in specs:
        across = spec.kind in ACROSS
        if open_row and not across:
            rows[-1].append(spec)
        else:
            rows.append([spec])
        open_row = not across
    return rows


def options(pairs: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """Options without notes, from keys and titles."""
    return tuple(Option(key, title) for key, title in pairs)


def is_empty(value: object) -> bool:
    """Whether a field holds nothing; 0 is something."""
    return value is None or value is False or value in ("", [], {}, ())


def text_of(value: object) -> str:
    """A value that is a text; empty for anything else."""
    return value if isinstance(value, str) else ""


def texts_of(value: object) -> list[str]:
    """A value that is a list of texts."""
    return [text for text in value if isinstance(text, str)] if isinstance(value, list | tuple) else []


def rows_of(value: object) -> list[dict[str, Json]]:
    """A value that is a list of rows."""
    return [dict(row) for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []

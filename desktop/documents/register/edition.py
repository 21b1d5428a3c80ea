"""An edition of the transparency register (¶27), ready to be written: what leaves, and nothing else.

Whatever a rule hides was taken away before: no field of these classes holds a value that may not leave, so that a
writer needs no rule and can forget none. The same edition is a table in each language, in words, for people, and a list
of activities in codes, for programs; their totals are equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.definitions.terms import Audience, PartnerGroup
from desktop.documents.sheet import Content


class ColumnKind(StrEnum):
    """What the cells of a column hold, by which a writer chooses its side, its width and its format.

    A cell is None where there is nothing to say. TEXT is a few words, LONG running text, CODE a short sign that is
    never broken (a register number, a currency); DAY holds a `date`, MONEY a `Decimal` in the currency that its heading
    or the column beside it names, NUMBER an `int` or a `Decimal`.
    """

    TEXT = "text"
    LONG = "long"
    CODE = "code"
    DAY = "day"
    MONEY = "money"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column: the id of its field, the same in every language, its heading, and what it means in a sentence."""

    field: str
    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class RegisterNotice:
    """A line of the title page: the office, the period, the day, definitions, a sentence on totals. In words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class OmittedRows:
    """Why partnerships are not in this edition, in words, and how many."""

    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class HiddenField:
    """What is hidden in rows that are in this edition: the heading of the field, the rule, its reason, how many rows.

    In words; never what was hidden.
    """

    field: str
    rule: str
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """Rows below their columns; `totals` is a row too, None where a column has no total, or empty without any.

    A row holds as many cells as there are columns; raises ValueError otherwise.
    """

    title: str
    columns: tuple[RegisterColumn, ...]
    rows: Sequence[tuple[Content, ...]]
    totals: tuple[Content, ...] = ()

    def __post_init__(self) -> None:
        wrong = next((row for row in (*self.rows, self.totals or self.columns) if len(row) != len(self.columns)), None)
        if wrong is not None:
            raise ValueError(f"a row of {len(wrong)} cells in a register of {len(self.columns)} columns")

    def place(self, field: str) -> int | None:
        """Which column holds this field, counted from 0; None where it is not in this edition."""
        return next((place for place, column in enumerate(self.columns) if column.field == field), None)


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """The register in one language, in words: one row for each partnership.

    `contributions` has a row for each contribution where the rules let them leave one by one: register number, day,
    kind, amount, currency, US dollars, provider or that it is hidden; None where they do not.
    """

    language: str
    title: str
    notices: tuple[RegisterNotice, ...]
    partnerships: RegisterRows
    left_out: tuple[OmittedRows, ...] = ()
    hidden: tuple[HiddenField, ...] = ()
    contributions: RegisterRows | None = None

    @property
    def lists(self) -> tuple[RegisterRows, ...]:
        """Both lists, or the first alone."""
        return (self.partnerships, self.contributions) if self.contributions else (self.partnerships,)


# --- in codes, for programs


class ActivityState(StrEnum):
    """Where a partnership with a signed agreement stands."""

    COMING = "coming"  # signed, its first day is not there yet
    RUNNING = "running"
    ENDING = "ending"  # past its last day, reports or instalments outstanding
    ENDED = "ended"
    CANCELLED = "cancelled"  # ended before its time
    SUSPENDED = "suspended"


class ActivityRole(StrEnum):
    """What a party does in a partnership."""

    PROVIDES = "provides"  # gives money, goods or services
    IMPLEMENTS = "implements"
    ACCOUNTABLE = "accountable"
    OTHER = "other"


class ReportedStep(StrEnum):
    """How far a contribution has come; a refund is a receipt below zero."""

    PLEDGED = "pledged"
    COMMITTED = "committed"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class ActivityParty:
    """A party to a partnership. One whose name is hidden has an empty `name`, no country and no identifier.

    `group` is empty for a party that is no partner of ¶28 (a ministry, a body of the UN); `subtype` is of
    forms/strategy.toml. `identifier` is a number of a register as IATI writes it (org-id.guide prefix, hyphen, number),
    empty where the office has none; `is_organization` is IOM itself.
    """

    name: str
    role: ActivityRole
    group: PartnerGroup | None = None
    subtype: str = ""
    country: str = ""
    identifier: str = ""
    is_organization: bool = False


@dataclass(frozen=True, slots=True)
class ActivityContribution:
    """A contribution in its own currency and in US dollars (None where nobody knows them), never with a giver's name.

    `kind` is cash, goods or services, `form` of forms/contributions.toml; `provider` counts the parties of its activity
    from 0, None where none of them gave it or this is hidden. A refund is negative. `matching` is empty, or whose
    counterpart funds it is: organization, partner, third.
    """

    step: ReportedStep
    kind: str
    day: date
    amount: Decimal
    currency: str
    usd: Decimal | None = None
    form: str = ""
    description: str = ""
    reference: str = ""
    provider: int | None = None
    matching: str = ""


@dataclass(frozen=True, slots=True)
class ActivityBudget:
    """Money that is planned for a stretch of days: what was agreed, or counterpart funds of `matching`."""

    first: date
    last: date
    amount: Decimal
    currency: str
    matching: str = ""
    is_committed: bool = True


@dataclass(frozen=True, slots=True)
class ActivityDocument:
    """A paper at an address of Headquarters, which alone may publish; none without an address."""

    url: str
    title: str
    agreement_type: str
    language: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterActivity:
    """A partnership in codes (dossier 7); texts are those that people typed, by language, "" where it is not known.

    `number` is that of the register and names the activity for ever. Countries are ISO 3166-1 alpha-2, in shares of a
    hundred where the office divides them, else None; `themes`, `aims`, `type` are ids of forms/strategy.toml.
    """

    number: str
    titles: Mapping[str, str]
    purposes: Mapping[str, str]
    state: ActivityState
    parties: tuple[ActivityParty, ...]
    office_code: str
    office_name: str
    aims_in_words: Mapping[str, str] = field(default_factory=dict)  # the objectives, said by the catalogue
    type: str = ""
    agreement_type: str = ""
    aims: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    countries: tuple[tuple[str, Decimal | None], ...] = ()
    level: str = ""  # local, national, regional, global (¶29 d)
    is_emergency: bool = False
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    ended_on: date | None = None
    project_code: str = ""
    budgets: tuple[ActivityBudget, ...] = ()
    contributions: tuple[ActivityContribution, ...] = ()
    documents: tuple[ActivityDocument, ...] = ()
    related: tuple[str, ...] = ()  # register numbers of partnerships that go with it


@dataclass(frozen=True, slots=True)
class RegisterEdition:
    """A numbered edition for an audience; one that is not sealed yet has no number and is written as a preview.

    `period` is as people type it (2026), `first` and `last` are its days. `corrects` is the number of the edition that
    this one replaces, with `correction` in words by language. The tables are of the same rows in the same order.
    """

    number: str
    audience: Audience
    period: str
    first: date
    last: date
    sealed_on: date
    office_code: str
    office_name: str
    tables: tuple[RegisterTable, ...]
    activities: tuple[RegisterActivity, ...] = ()
    corrects: str = ""
    correction: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""  # of the office, never of a person

    @property
    def is_sealed(self) -> bool:
        """Whether it has a number; all others are previews."""
        return bool(self.number)

    def table(self, language: str) -> RegisterTable:
        """The table in a language; raises KeyError for one in which the edition is not written."""
        table = next((table for table in self.tables if table.language == language), None)
        if table is None:
            raise KeyError(language)
        return table

"""Contributions as data: their forms and headings, channels, how their value is found, why they do not come (¶29 c)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.source import DefinitionTable, Source, read_toml

HEADINGS = ("cash", "goods", "services")  # the kinds of a contribution, under which indicators count (¶29 c)


@dataclass(frozen=True, slots=True)
class ContributionForm:
    """What is given: `kind` is the heading under which it counts. With `hours` it is worth hours at a rate; with
    `disclosed` accounts may disclose it rather than book it."""

    id: str
    kind: str
    label: Text
    hours: bool
    disclosed: bool

    @property
    def is_in_kind(self) -> bool:
        """Whether its value has to be found: everything but money."""
        return self.kind != HEADINGS[0]


@dataclass(frozen=True, slots=True)
class ValuationMethod:
    """How a value was found: which forms it fits, whether a paper has to show it, whether the value counts."""

    id: str
    forms: tuple[str, ...]
    evidence: bool
    counts: bool
    label: Text
    short: Text


@dataclass(frozen=True)
class ContributionRules:
    """Everything that the file says; the limit of a second reader is in US dollars."""

    version: str
    digest: str
    second_reader_from_usd: int
    late_after_days: int
    expires_soon_days: int
    forms: tuple[ContributionForm, ...]
    channels: Mapping[str, Text]
    earmarks: Mapping[str, Text]
    methods: tuple[ValuationMethod, ...]
    write_offs: Mapping[str, Text]
    refusals: Mapping[str, Text]

    @cached_property
    def by_form(self) -> Mapping[str, ContributionForm]:
        """The forms by id."""
        return {form.id: form for form in self.forms}

    @cached_property
    def by_method(self) -> Mapping[str, ValuationMethod]:
        """The methods by id."""
        return {method.id: method for method in self.methods}

    def form_of(self, form: str, kind: str) -> ContributionForm:
        """The form of a record; of one that names none, or one of another file, the first of its kind, else of all."""
        known = self.by_form.get(form)
        return known if known is not None else next((own for own in self.forms if own.kind == kind), self.forms[0])

    def needs_second_reader(self, kind: str, usd: Decimal | None, method: str) -> bool:
        """Whether a value is read by a second person before it counts (blueprint S12).

        That is one of what is no money, found by a method that counts, that reaches the limit in US dollars or of which
        nobody knows the dollars.
        """
        own = self.by_method.get(method)
        if kind == HEADINGS[0] or (own is not None and not own.counts):
            return False
        return usd is None or usd >= self.second_reader_from_usd

    def methods_of(self, form: str) -> tuple[ValuationMethod, ...]:
        """The methods that fit a form."""
        return tuple(method for method in self.methods if form in method.forms)


KEYS = (
    *("id", "version", "second_reader_from_usd", "late_after_days", "expires_soon_days"),
    *("forms", "channels", "earmarks", "methods", "write_offs", "refusals"),
)


def load_contributions(path: Path) -> ContributionRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return contributions_of(read_toml(path))


def contributions_of(source: Source) -> ContributionRules:
    """What a file that was read declares."""
    top = source.top("contributions")
    top.only(KEYS)
    top.one_of("id", ("contributions",))
    tables = top.tables("forms")
    forms = tuple(_form(table) for table in tables)
    if {form.kind for form in forms} != set(HEADINGS):
        raise top.refuse("contribution-headings", _("each heading needs a form: cash, goods, services."), "forms")
    ids = [form.id for form in forms]
    return ContributionRules(
        version=top.string("version"),
        digest=source.digest,
        second_reader_from_usd=top.number("second_reader_from_usd"),
        late_after_days=top.number("late_after_days"),
        expires_soon_days=top.number("expires_soon_days"),
        forms=forms,
        channels=_labels(top, "channels"),
        earmarks=_labels(top, "earmarks"),
        methods=tuple(_method(table, ids) for table in top.tables("methods")),
        write_offs=_labels(top, "write_offs"),
        refusals=_labels(top, "refusals"),
    )


def _labels(top: DefinitionTable, key: str) -> Mapping[str, Text]:
    top.tables(key)
    return {code.id: code.label for code in top.labelled_codes(key)}


def _form(table: DefinitionTable) -> ContributionForm:
    table.only(("id", "kind", "hours", "disclosed", "label"))
    return ContributionForm(
        table.string("id"),
        table.one_of("kind", HEADINGS),
        table.text("label"),
        table.flag("hours", default=False),
        table.flag("disclosed", default=False),
    )


def _method(table: DefinitionTable, forms: list[str]) -> ValuationMethod:
    table.only(("id", "forms", "evidence", "counts", "short", "label"))
    return ValuationMethod(
        table.string("id"),
        table.codes("forms", forms),
        table.flag("evidence"),
        table.flag("counts"),
        table.text("label"),
        table.text("short"),
    )

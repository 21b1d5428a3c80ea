"""How an office's own tables of partners are read: headings, kinds of partner, public bodies, names of countries."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from desktop.base import places
from desktop.base.text import LANGUAGES, _, folded
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.strategy import Strategy
from desktop.definitions.terms import PartnerGroup


class TableKind(StrEnum):
    """What the lines of a table are."""

    PARTNERS = "partners"
    AGREEMENTS = "agreements"  # signed before the program
    GIFTS = "gifts"  # contributions: promised, received, given before the program


class TableField(StrEnum):
    """What a column of a table may hold; which of them a table has, the file says of each kind."""

    NAME = "name"
    OTHER_NAMES = "other_names"
    KIND = "kind"
    COUNTRY = "country"
    CITY = "city"
    ADDRESS = "address"
    REGISTRATION = "registration"
    LEI = "lei"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    EMPLOYEES = "employees"
    FOUNDED = "founded"
    BROUGHT_BY = "brought_by"
    SUPPLIER = "supplier"
    NEXT_ACTION = "next_action"
    NEXT_ACTION_ON = "next_action_on"
    SUMMARY = "summary"
    LABELS = "labels"
    NOTES = "notes"
    CONTACT_NAME = "contact_name"
    CONTACT_TITLE = "contact_title"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"
    TITLE = "title"
    REFERENCE = "reference"
    SIGNED = "signed"
    SIGNED_BY = "signed_by"
    ENDS_ON = "ends_on"
    AMOUNT = "amount"
    CURRENCY = "currency"
    SCAN = "scan"
    DESCRIPTION = "description"
    GIFT_KIND = "gift_kind"
    RECEIVED_ON = "received_on"
    QUANTITY = "quantity"
    UNIT = "unit"
    PROMISED_ON = "promised_on"
    DUE_ON = "due_on"
    INVOICE = "invoice"
    RECEIVER = "receiver"
    GIVER_KIND = "giver_kind"
    THEME = "theme"


GIFTS = ("cash", "goods", "services")  # kinds of contribution (¶29 c)
TELLING: Mapping[TableKind, tuple[frozenset[TableField], ...]] = {
    TableKind.PARTNERS: (frozenset(),),
    TableKind.AGREEMENTS: (frozenset({TableField.SIGNED}),),
    TableKind.GIFTS: (
        frozenset({TableField.RECEIVED_ON, TableField.AMOUNT}),
        frozenset({TableField.PROMISED_ON, TableField.AMOUNT}),
    ),
}
WRITTEN_IN = frozenset((*LANGUAGES, "ar", "pt", "ru", "zh", "de", "it"))  # languages that end a heading: `name_en`


def plain_words(text: str) -> tuple[str, ...]:
    """The words and numbers of a heading or a cell, without accents, capitals and punctuation."""
    return tuple(re.findall(r"[^\W_]+", folded(text)))


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a column may hold: its headings in words, the likeliest first, and its tags of HXL without #."""

    field: TableField
    heads: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerKind:
    """A kind of partner that words of a table name; `is_outside` for who is no private partner (¶28).

    `group` is empty for who is outside, and for a word that tells no kind.
    """

    group: str
    subtype: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it was understood: a field, how likely (0 is the likeliest), and the language it says it is in."""

    field: TableField
    rank: int
    language: str = ""


@dataclass(frozen=True)
class SpreadsheetRules:
    """Everything that the file says, as it is read for one kind of table. Phrases are tuples of plain words."""

    version: str
    digest: str
    table: TableKind
    columns: tuple[ColumnRule, ...]  # of that kind
    columns_by_kind: Mapping[TableKind, tuple[ColumnRule, ...]]
    telling: Mapping[TableKind, tuple[frozenset[TableField], ...]]  # fields of which only such a table has all
    currencies: Mapping[tuple[str, ...], tuple[str, ...]]  # by words: the codes that they may mean
    gifts: Mapping[tuple[str, ...], str]  # by words: the kind of contribution
    in_kind: tuple[tuple[str, ...], ...]  # how a description begins to tell that no money was given
    own: tuple[tuple[str, ...], ...]  # names of the organization
    unnamed: tuple[tuple[str, ...], ...]  # what stands instead of a name that is not published
    fillers: frozenset[str]
    kinds: Mapping[tuple[str, ...], PartnerKind]
    public: tuple[tuple[str, ...], ...]
    yes: frozenset[str]
    no: frozenset[str]
    more_countries: Mapping[tuple[str, ...], str]

    def for_table(self, table: TableKind) -> "SpreadsheetRules":
        """The same for another kind of table."""
        return replace(self, table=table, columns=self.columns_by_kind[table])

    def currency(self, text: str) -> tuple[str, ...]:
        """The codes of the currencies that a text may mean: several for words that countries share, none unknown."""
        bare = text.strip()
        if re.fullmatch(r"[A-Za-z]{3}", bare) and bare.upper() in self._currency_codes:
            return (bare.upper(),)
        return self.currencies.get(plain_words(bare) or (bare,), ())

    def gift(self, text: str) -> str:
        """The kind of contribution that a cell names; empty for none that is known."""
        words = plain_words(text)
        return next((kind for phrase, kind in self.gifts.items() if _without(words, phrase) is not None), "")

    def is_in_kind(self, text: str) -> bool:
        """Whether a description says that what was given is no money."""
        return _any_in(self.in_kind, text)

    def is_own(self, text: str) -> bool:
        """Whether a name or an identifier is the organization’s own."""
        return _any_in(self.own, text)

    def is_unnamed(self, name: str) -> bool:
        """Whether a text stands for a giver who is not named."""
        return plain_words(name) in self.unnamed

    def heading(self, text: str) -> Heading | None:
        """What a heading says that its column holds; None for one that is not known.

        A heading that is known as it stands goes before one that also holds fillers.
        """
        words = plain_words(text)
        language = words[-1] if len(words) > 1 and words[-1] in WRITTEN_IN else ""
        for spoken in (words, words[:-1]) if language else (words,):
            if spoken in self._headings:
                field, rank = self._headings[spoken]
                return Heading(field, rank, language if spoken != words else "")
        longest = max(
            (
                (len(phrase), -rank, field)
                for phrase, (field, rank) in self._headings.items()
                if (rest := _without(words, phrase)) is not None and set(rest) <= self.fillers
            ),
            default=None,
        )
        return Heading(longest[2], len(self._headings) - longest[1]) if longest else None

    def tagged(self, tag: str) -> Heading | None:
        """What a tag of HXL (`#org+es`) says; attributes that it is not known with are left out of it."""
        plain = re.sub(r"\s+", "", tag.casefold()).removeprefix("#")
        for name in (plain, plain.partition("+")[0]):
            for column in self.columns:
                if name in column.tags:
                    return Heading(column.field, 0)
        return None

    def kind(self, text: str) -> PartnerKind | None:
        """Which kind of partner a cell names; None for none that is known."""
        words = plain_words(text)
        phrases = [phrase for phrase in self.kinds if _without(words, phrase) is not None and _counts(phrase, words)]
        return self.kinds[max(phrases, key=len)] if phrases else None

    def is_public(self, name: str) -> bool:
        """Whether a name is likely a public body's."""
        words = plain_words(name)
        return any(_without(words, phrase) is not None for phrase in self.public)

    def country(self, text: str) -> str:
        """The ISO code of a country by its name in any language of the program, or its code; empty for none known."""
        return self._countries.get(plain_words(text), "")

    def yes_or_no(self, text: str) -> bool | None:
        """What a cell for yes or no says; None for anything else."""
        plain = " ".join(plain_words(text))
        return True if plain in self.yes else False if plain in self.no else None

    @cached_property
    def _headings(self) -> Mapping[tuple[str, ...], tuple[TableField, int]]:
        return {head: (column.field, rank) for column in self.columns for rank, head in enumerate(column.heads)}

    @cached_property
    def _currency_codes(self) -> frozenset[str]:
        return frozenset(code for code, _name in places.currencies(LANGUAGES[0]))

    @cached_property
    def _countries(self) -> Mapping[tuple[str, ...], str]:
        codes = dict(self.more_countries)
        for language in reversed(LANGUAGES):
            codes.update({plain_words(name): code for code, name in places.countries(language)})
        return {**codes, **{(code.casefold(),): code for code, _name in places.countries(LANGUAGES[0])}}


def _any_in(phrases: tuple[tuple[str, ...], ...], text: str) -> bool:
    words = plain_words(text)
    return any(_without(words, phrase) is not None for phrase in phrases)


def _without(words: tuple[str, ...], phrase: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words around a phrase; None where it does not stand among them."""
    for start in range(len(words) - len(phrase) + 1):
        if words[start : start + len(phrase)] == phrase:
            return words[:start] + words[start + len(phrase) :]
    return None


def _counts(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """A number is a code, and only where nothing stands beside it."""
    return words == phrase or not all(word.isdigit() for word in phrase)


def load_spreadsheet_rules(path: Path, strategy: Strategy) -> SpreadsheetRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return spreadsheet_rules_of(read_toml(path), strategy)


def spreadsheet_rules_of(source: Source, strategy: Strategy) -> SpreadsheetRules:
    """What a file that was read declares; its sub-types are the strategy's."""
    top = source.top("spreadsheets")
    names = ("columns", "kinds", "public", "answers", "countries", "currencies", "gifts", "organizations")
    top.only(("id", "version", "fillers", *names))
    top.one_of("id", ("spreadsheets",))
    public, answers, countries = top.table("public"), top.table("answers"), top.table("countries")
    organizations = top.table("organizations")
    public.only(("words",))
    organizations.only(("own", "unnamed", "in_kind"))
    answers.only(("yes", "no"))
    countries.only(code for code, _name in places.countries(LANGUAGES[0]))
    money, gifts = top.table("currencies"), top.table("gifts")
    money.only(code for code, _name in places.currencies(LANGUAGES[0]))
    gifts.only(GIFTS)
    columns = _columns(top.tables("columns", "field"))
    return SpreadsheetRules(
        version=top.string("version"),
        digest=source.digest,
        table=TableKind.PARTNERS,
        columns=columns[TableKind.PARTNERS],
        columns_by_kind=columns,
        telling=TELLING,
        currencies=_currencies(money),
        gifts={phrase: kind for kind in GIFTS if kind in gifts for phrase in _phrases(gifts, kind)},
        in_kind=_phrases(organizations, "in_kind"),
        own=_phrases(organizations, "own"),
        unnamed=_phrases(organizations, "unnamed"),
        fillers=frozenset(top.strings("fillers")),
        kinds=_kinds(top.nameless_tables("kinds"), {kind.id: kind.group for kind in strategy.subtypes}),
        public=_phrases(public, "words"),
        yes=frozenset(answers.strings("yes")),
        no=frozenset(answers.strings("no")),
        more_countries={phrase: code for code in countries.content for phrase in _phrases(countries, code)},
    )


def _columns(tables: Collection[DefinitionTable]) -> Mapping[TableKind, tuple[ColumnRule, ...]]:
    """The columns of each kind of table; in one kind a heading names one column, and a field has one."""
    columns: dict[TableKind, list[ColumnRule]] = {kind: [] for kind in TableKind}
    headings: dict[TableKind, set[tuple[str, ...]]] = {kind: set() for kind in TableKind}
    for table in tables:
        table.only(("field", "heads", "tags", "tables"))
        column = ColumnRule(table.code("field", TableField), _phrases(table, "heads"), table.strings("tags", ()))
        kinds = table.codes("tables", tuple(TableKind)) if "tables" in table else (TableKind.PARTNERS,)
        for kind in map(TableKind, kinds):
            twice = headings[kind].intersection(column.heads)
            if twice or len(set(column.heads)) < len(column.heads):
                heading = " ".join(next(iter(twice), ()))
                wrong = _("the heading “{heading}” is given twice.").format(heading=heading)
                raise table.refuse("definition-id-twice", wrong, "heads")
            headings[kind].update(column.heads)
            columns[kind].append(column)
    return {kind: tuple(rules) for kind, rules in columns.items()}


def _currencies(table: DefinitionTable) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """A word may stand under several codes; a sign that holds no letter is itself its word."""
    codes: dict[tuple[str, ...], tuple[str, ...]] = {}
    for code in table.content:
        for text in table.strings(code):
            phrase = plain_words(text) or (text,)
            codes[phrase] = (*codes.get(phrase, ()), code)
    return codes


def _kinds(tables: Collection[DefinitionTable], groups: Mapping[str, str]) -> Mapping[tuple[str, ...], PartnerKind]:
    kinds: dict[tuple[str, ...], PartnerKind] = {}
    for table in tables:
        table.only(("subtype", "group", "outside", "untold", "words"))
        subtype = table.one_of("subtype", groups) if "subtype" in table else ""
        group = groups.get(subtype) or (table.code("group", PartnerGroup) if "group" in table else "")
        kind = PartnerKind(group, subtype, table.flag("outside", False))
        if sum((bool(group), kind.is_outside, table.flag("untold", False))) != 1:
            wrong = _("one of “subtype”, “group”, “outside” and “untold” is needed, and only one.")
            raise table.refuse("definition-key-missing", wrong)
        kinds.update(dict.fromkeys(_phrases(table, "words"), kind))
    return kinds


def _phrases(table: DefinitionTable, key: str) -> tuple[tuple[str, ...], ...]:
    return tuple(plain_words(phrase) for phrase in table.strings(key))

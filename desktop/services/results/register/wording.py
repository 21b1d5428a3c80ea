"""An edition of the register in words and in codes, from what leaves for its audience and from nothing else (¶27).

The same rows in the same order in each language; numbers and days are the same values in all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.base.dates import day_in_words
from desktop.base.numbers import EXACT, format_money
from desktop.base.places import DOLLARS, country_name
from desktop.base.text import LANGUAGES, N_, CodeTable, Text, _, in_series, pick, plural, speaking
from desktop.definitions.loading import Definitions
from desktop.definitions.register import Publication, RegisterField
from desktop.definitions.terms import PartnerGroup
from desktop.documents.register.edition import (
    ActivityBudget,
    ActivityContribution,
    ActivityParty,
    ActivityRole,
    ActivityState,
    ColumnKind,
    HiddenField,
    OmittedRows,
    RegisterActivity,
    RegisterColumn,
    RegisterEdition,
    RegisterNotice,
    RegisterRows,
    RegisterTable,
    ReportedStep,
)
from desktop.documents.sheet import Content
from desktop.services.labels import KINDS, VISIBILITY
from desktop.services.results import figure_words
from desktop.services.results.register.entries import EntryParty, RegisterEntry
from desktop.services.results.register.publishing import (
    NAME,
    WHOLE,
    PublishedEntry,
    PublishedRegister,
    Withheld,
    amount_of,
)
from desktop.services.work import Work
from desktop.store.store import HQ

STATUS: Mapping[str, str] = CodeTable(
    {
        ActivityState.COMING: N_("Signed, not yet in force"),
        ActivityState.RUNNING: N_("Signed and active"),
        ActivityState.ENDING: N_("Signed and active"),
        ActivityState.ENDED: N_("Ended"),
        ActivityState.CANCELLED: N_("Terminated early"),
        ActivityState.SUSPENDED: N_("Suspended"),
    },
    N_("unknown to this version of Passerelle"),
)
RULES: Mapping[str, str] = CodeTable(
    {
        Publication.NEVER: N_("Not published for this audience"),
        Publication.HOLD: N_("Published later"),
        "individual": N_("Individuals are not named"),
        "discretion": N_("Discretion was asked for"),
        "mention": N_("The text names somebody who is not named"),
        "remainder": N_("It would reveal another amount"),
    },
    N_("Rule of Headquarters"),
)
CONTRIBUTION_COLUMNS = (
    ("number", N_("Register number"), ColumnKind.CODE),
    ("day", N_("Received on"), ColumnKind.DAY),
    ("kind", N_("Form"), ColumnKind.TEXT),
    ("amount", N_("Amount"), ColumnKind.MONEY),
    ("currency", N_("Currency"), ColumnKind.CODE),
    ("usd", N_("US dollars"), ColumnKind.MONEY),
    ("provider", N_("From"), ColumnKind.TEXT),
)


@dataclass(frozen=True)
class EditionHead:
    """What an edition says of itself: without a number it is a preview."""

    sealed_on: date
    number: str = ""
    corrects: str = ""
    correction: Mapping[str, str] | None = None


def edition(work: Work, published: PublishedRegister, head: EditionHead) -> RegisterEdition:
    """The edition in every language of the program."""
    period, maker = published.basis.period, published.basis.maker
    is_whole = work.store.identity.office == HQ
    return RegisterEdition(
        number=head.number,
        audience=published.audience,
        period=figure_words.period_words(period),
        first=period.first,
        last=period.last,
        sealed_on=head.sealed_on,
        office_code=maker.code,
        office_name=maker.name,
        tables=tuple(_Table(work, published, head, language).table() for language in LANGUAGES),
        activities=tuple(_activity(own, published.has_contributions) for own in published.entries),
        corrects=head.corrects,
        correction=dict(head.correction or {}),
        contact="" if is_whole else maker.contact,
    )


class _Table:
    """One table in one language."""

    def __init__(self, work: Work, published: PublishedRegister, head: EditionHead, language: str) -> None:
        self._work = work
        self._published = published
        self._head = head
        self._language = language
        self._definitions: Definitions = work.definitions

    def table(self) -> RegisterTable:
        with speaking(self._language):
            return RegisterTable(
                language=self._language,
                title=_("Transparency register"),
                notices=tuple(self._notices()),
                partnerships=self._partnerships(),
                left_out=tuple(self._left_out()),
                hidden=tuple(self._hidden()),
                contributions=self._contributions() if self._published.has_contributions else None,
            )

    def _partnerships(self) -> RegisterRows:
        fields = self._published.fields
        columns = tuple(
            RegisterColumn(own.id, pick(own.label), ColumnKind(own.kind), pick(own.meaning)) for own in fields
        )
        cells = Cells(self._definitions, self._language)
        rows = [tuple(cells.cell(own, field) for field in fields) for own in self._published.entries]
        whole = self._published.totals.whole
        totals = tuple(_("Total, with what is in no row") if own is fields[0] else whole.get(own.id) for own in fields)
        return RegisterRows(_("Partnerships"), columns, rows, totals)

    def _contributions(self) -> RegisterRows:
        columns = tuple(RegisterColumn(key, _(heading), kind) for key, heading, kind in CONTRIBUTION_COLUMNS)
        forms = self._definitions.contributions.by_form
        rows: list[tuple[Content, ...]] = []
        for own in self._published.entries:
            if not own.shows(WHOLE):
                continue
            name = Cells(self._definitions, self._language).cell(own, self._published.rules.by_field[NAME])
            for receipt in own.entry.receipts:
                if receipt.is_private:
                    form = forms.get(receipt.form)
                    what = pick(form.label) if form is not None else _(KINDS[receipt.kind])
                    money = receipt.amount, receipt.currency, receipt.usd
                    rows.append((own.entry.number, receipt.day, what, *money, name))
        return RegisterRows(_("Contributions"), columns, rows)

    def _left_out(self) -> Iterator[OmittedRows]:
        counts: dict[str, int] = {}
        for own in self._published.left_out:
            counts[own.reason] = counts.get(own.reason, 0) + 1
        for reason, label in self._published.rules.left_out.items():
            if reason in counts:
                yield OmittedRows(pick(label), counts[reason])

    def _hidden(self) -> Iterator[HiddenField]:
        for rule in hidden_fields(self._published):
            heading = self._published.rules.by_field[rule.field].label
            yield HiddenField(pick(heading), _(RULES[rule.withheld.rule]), pick(rule.withheld.reason), rule.count)
        if not self._published.has_contributions:
            reason = pick(self._published.rules.contributions_reason)
            yield HiddenField(_("Contributions"), _(RULES[Publication.NEVER]), reason, len(self._published.entries))

    def _notices(self) -> Iterator[RegisterNotice]:
        published, totals, spoken = self._published, self._published.totals, self._language
        yield RegisterNotice(_("Audience"), _(VISIBILITY[published.audience]))
        yield RegisterNotice(_("Made on"), day_in_words(self._head.sealed_on.isoformat(), spoken, "long"))
        if self._head.corrects:
            why = (self._head.correction or {}).get(spoken, "")
            words = _("Edition {number}: {why}").format(number=self._head.corrects, why=why) if why else ""
            yield RegisterNotice(_("Corrects"), words or self._head.corrects)
        count = plural("{count} partnership", "{count} partnerships", len(published.entries))
        yield RegisterNotice(_("Partnerships"), count)
        received = totals.whole[WHOLE]
        if received is not None:
            yield RegisterNotice(_("Received in the period"), format_money(received, DOLLARS, spoken))
            if totals.beside:
                words = _("{rows} in the rows of this edition, {beside} in none of them.").format(
                    rows=format_money(totals.in_rows, DOLLARS, spoken),
                    beside=format_money(totals.beside, DOLLARS, spoken),
                )
                yield RegisterNotice(_("Of which"), words)
        if totals.not_broken_down:
            headings = [pick(published.rules.by_field[field].label) for field in totals.not_broken_down]
            words = _("No total of {fields}: with it, one partnership that is not published could be worked out.")
            yield RegisterNotice(_("Totals left out"), words.format(fields=in_series(spoken, headings)))
        yield RegisterNotice(
            _("How amounts are counted"),
            _(
                "In US dollars at the rate of the United Nations of the month, by the indicator of ¶29 c, {version}."
            ).format(version=self._definitions.indicators.version),
        )
        yield RegisterNotice(_("Rules of publication"), published.rules.version)


class Cells:
    """What the cells of a row say in one language; to be asked while it is spoken."""

    def __init__(self, definitions: Definitions, language: str) -> None:
        self._definitions = definitions
        self._language = language

    def cell(self, own: PublishedEntry, field: RegisterField) -> Content:
        """The content of a cell, or what stands in its place."""
        withheld = own.withheld.get(field.id)
        if withheld is None:
            return self._content(own, field.id)
        if ColumnKind(field.kind) not in (ColumnKind.TEXT, ColumnKind.LONG):
            return None
        return withheld_words(withheld, self._language)

    def _content(self, own: PublishedEntry, field: str) -> Content:
        entry, strategy = own.entry, self._definitions.strategy
        match field:
            case "number" | "document" | "contact":
                return getattr(entry, field) or None
            case "office":
                return entry.office_name
            case "countries" | "places":
                return self._series(country_name(code, self._language) for code in getattr(entry, field))
            case "partner":
                return entry.partner.name
            case "partner_type":
                return self._named(strategy.labels("groups"), (entry.partner.group,))
            case "partner_subtype":
                return self._named(strategy.labels("subtypes"), (entry.partner.subtype,))
            case "partner_country":
                return country_name(entry.partner.country, self._language) or None
            case "type":
                return self._named(strategy.labels("types"), entry.types)
            case "agreement_type":
                kind = self._definitions.agreements.get(entry.agreement_type)
                return pick(kind.name) if kind is not None else None
            case "purpose":
                return entry.purpose or None
            case "activities":
                return self._series(entry.activities)
            case "starts_on" | "ends_on":
                return entry.starts_on if field == "starts_on" else entry.ends_on
            case "aims" | "themes":
                return self._named(strategy.labels(field), getattr(entry, field))
            case "committed":
                return entry.committed
            case "committed_currency":
                return entry.committed_currency or None
            case "committed_kinds":
                return self._series(_(KINDS[kind]) for kind in entry.committed_kinds)
            case "committed_usd":
                return entry.committed_usd
            case "received":
                return self._received(entry)
            case "parties":
                return self._series(self._party(party) for party in own.parties)
            case "status":
                return _(STATUS[entry.status])
            case "diligence":
                return self._diligence(entry.diligence_on)
            case _:
                return amount_of(entry, field) or None

    def _series(self, parts: "Iterator[str] | Sequence[str]") -> str | None:
        return in_series(self._language, [part for part in parts if part]) or None

    def _named(self, labels: Mapping[str, Text], codes: Sequence[str]) -> str | None:
        return self._series([pick(labels[code]) for code in codes if code in labels])

    def _party(self, party: EntryParty | Withheld) -> str:
        return party.name if isinstance(party, EntryParty) else withheld_words(party, self._language)

    def _received(self, entry: RegisterEntry) -> str | None:
        sums: dict[str, Decimal] = {}
        for own in entry.receipts:
            if own.is_private and own.amount is not None:
                sums[own.currency] = EXACT.add(sums.get(own.currency, Decimal(0)), own.amount)
        return self._series([format_money(sums[code], code, self._language) for code in sorted(sums)])

    def _diligence(self, day: date | None) -> str | None:
        if day is None:
            return None
        return _("Completed, {day}").format(day=day_in_words(day.isoformat(), self._language))


def withheld_words(withheld: Withheld, language: str) -> str:
    """What stands in the place of something withheld."""
    if withheld.words is not None:
        return withheld.words[language]
    if withheld.until is not None:
        return _("Published from {day}").format(day=day_in_words(withheld.until.isoformat(), language, "long"))
    return _("Not published")


@dataclass(frozen=True, slots=True)
class HiddenRule:
    """A field that is withheld in some rows by one rule, and in how many."""

    field: str
    withheld: Withheld
    count: int


def hidden_fields(published: PublishedRegister) -> Sequence[HiddenRule]:
    """Which fields are withheld by which rule and in how many rows, in the order of the register."""
    counts: dict[tuple[str, str], tuple[Withheld, int]] = {}
    for own in published.entries:
        hidden = list(own.withheld.items())
        hidden += [("parties", party) for party in own.parties if isinstance(party, Withheld)]
        for field, withheld in hidden:
            first, count = counts.get((field, withheld.rule), (withheld, 0))
            counts[field, withheld.rule] = first, count + 1
    order = [field.id for field in published.rules.fields]
    rules = [HiddenRule(field, withheld, count) for (field, _rule), (withheld, count) in counts.items()]
    return sorted(rules, key=lambda rule: (order.index(rule.field), rule.withheld.rule))


# --- in codes


def _activity(own: PublishedEntry, one_by_one: bool) -> RegisterActivity:
    """A row in codes; what is withheld is not in it. Texts that people typed are in no language that is known."""
    entry, shows = own.entry, own.shows
    purpose = entry.purpose if shows("purpose") else ""
    own_contributions = tuple(_contributions(entry)) if one_by_one and shows(WHOLE) else ()
    starts, ends = (entry.starts_on if shows("starts_on") else None), (entry.ends_on if shows("ends_on") else None)
    budgets: tuple[ActivityBudget, ...] = ()
    if shows("committed") and entry.committed is not None and starts is not None:
        last = ends if ends is not None and ends >= starts else starts
        budgets = (ActivityBudget(starts, last, entry.committed, entry.committed_currency),)
    return RegisterActivity(
        number=entry.number,
        titles={"": purpose or entry.number},
        purposes={"": purpose} if purpose else {},
        state=entry.status,
        parties=tuple(_parties(own)),
        office_code=entry.office,
        office_name=entry.office_name,
        type=entry.types[0] if entry.types and shows("type") else "",
        agreement_type=entry.agreement_type if shows("agreement_type") else "",
        aims=entry.aims if shows("aims") else (),
        themes=entry.themes if shows("themes") else (),
        countries=tuple((code, None) for code in entry.countries) if shows("countries") else (),
        level=entry.level,
        is_emergency=entry.is_emergency,
        signed_on=entry.signed_on if shows("starts_on") else None,
        starts_on=starts,
        ends_on=ends,
        ended_on=entry.ended_on if shows("ends_on") else None,
        budgets=budgets,
        contributions=own_contributions,
    )


def _parties(own: PublishedEntry) -> Iterator[ActivityParty]:
    partner = own.entry.partner
    group = PartnerGroup(partner.group) if partner.group in tuple(PartnerGroup) else None
    if own.shows(NAME):
        yield ActivityParty(partner.name, ActivityRole.PROVIDES, group, partner.subtype, partner.country)
    else:
        yield ActivityParty("", ActivityRole.PROVIDES, group, partner.subtype)
    yield ActivityParty("IOM", ActivityRole.ACCOUNTABLE, is_organization=True)
    for party in own.parties if own.shows("parties") else ():
        if isinstance(party, EntryParty):
            yield ActivityParty(party.name, ActivityRole.OTHER)


def _contributions(entry: RegisterEntry) -> Iterator[ActivityContribution]:
    for own in entry.receipts:
        if own.day is not None and own.amount is not None:
            provider = 0 if own.is_private else None
            yield ActivityContribution(
                ReportedStep.RECEIVED,
                own.kind,
                own.day,
                own.amount,
                own.currency,
                own.usd,
                own.form,
                provider=provider,
                matching=own.matching,
            )

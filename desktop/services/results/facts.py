"""The facts from which the indicators are computed, read from the store of an office or of Headquarters (dossier 4.3).

A partner is told from every other one by its global key: two records that are one company are one partner, in an office
and at Headquarters alike. Without a signed agreement a partnership counts nowhere (¶26).
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy import Row as StoredRow
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.numbers import EXACT
from desktop.base.progress import undisturbed
from desktop.base.work_numbers import work_number
from desktop.definitions.indicator import BEGINNING, COLUMNS, FIRST, OFFICE, FactTable, FiguresBasis, Row
from desktop.definitions.loading import Definitions
from desktop.services.registry.global_key import Companies, global_key
from desktop.services.registry.identity import Identities
from desktop.services.results import strategy_figures
from desktop.services.results.counted import WORTH_COLUMNS, WorthRule, parsed, plain, plain_text
from desktop.services.results.ledger import ARRIVED
from desktop.store.records import (
    Activity,
    Agreement,
    Budget,
    Contribution,
    EarlierAgreement,
    Partner,
    Partnership,
    Party,
    Result,
)
from desktop.store.records.base import table_of
from desktop.store.records.values import HeadCount
from desktop.store.references import among
from desktop.store.states import AgreementState, ResultKind

SIGNED = frozenset((AgreementState.SIGNED, AgreementState.ACTIVE, AgreementState.ENDED))
FOREVER = "9999-12-31"


class _CountedPartner(NamedTuple):
    key: str
    group: str
    subtype: str
    region: str


_NOBODY = _CountedPartner("", "", "", "")


class _PartnersByRecord(dict[str, _CountedPartner]):
    """Partners by record; of one that has not reached Headquarters yet nothing is known but that it is one."""

    def __missing__(self, record: str) -> _CountedPartner:
        self[record] = _CountedPartner(global_key(record, "", "", ""), "", "", "")
        return self[record]


@dataclass
class _Terms:
    """What the signed agreements of a partnership say of its days."""

    first: str = ""  # since when the first of them was in force
    signed: str = ""  # when the first that is no amendment was signed
    is_signed: bool = False
    has_first: bool = False  # whether one of them is no amendment
    is_renewal: bool = False  # whether that one renews another
    spans: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Narrowed:
    """The activities of which facts are read, and the partnerships and partners that they name, by id; without the
    first two, all activities, with every partner that any of them names."""

    partners: frozenset[str]
    activities: frozenset[str] | None = None
    partnerships: frozenset[str] | None = None


def read(session: Session, definitions: Definitions, offices: Collection[str] | None = None) -> FiguresBasis:
    """The facts of these offices, or of every one that is known here; budgets are added up over offices, unless
    Headquarters wrote that of the whole Organization.

    A year for which an office that received something has no budget has none, because a share of it would be too large.
    """
    reader = _FactReader(session, definitions, offices)
    with undisturbed():
        tables = {name: FactTable(COLUMNS[name], rows) for name, rows in reader.tables()}
    return FiguresBasis(tables, budgets_in(session, offices, _received_in(tables["contributions"])))


@dataclass(frozen=True)
class OfficeFacts:
    """The facts of one office before they are put together with those of others: partners by the keys of their numbers,
    whatever was ruled of them, the editions of its works, and in which years it received something."""

    basis: FiguresBasis
    editions: "Sequence[Edition]"
    received_in: frozenset[str]


def read_office(session: Session, definitions: Definitions, office: str) -> OfficeFacts:
    """The facts of one office, without budgets."""
    reader = _FactReader(session, definitions, [office], companies=Companies())
    with undisturbed():
        tables = {name: FactTable(COLUMNS[name], rows) for name, rows in reader.tables() if name != "products"}
        years = frozenset(year for _office, year in _received_in(tables["contributions"]))
        return OfficeFacts(FiguresBasis(tables), list(reader.editions()), years)


def of_activities(session: Session, definitions: Definitions, narrowed: Narrowed | None = None) -> FiguresBasis:
    """The facts about activities alone, of every office that is known here: of all of them, or of these."""
    reader = _FactReader(session, definitions, None, narrowed)
    return FiguresBasis({name: FactTable(COLUMNS[name], rows) for name, rows in reader.of_activities()})


class _FactReader:
    """One reading of the store, each family once."""

    def __init__(
        self,
        session: Session,
        definitions: Definitions,
        offices: Collection[str] | None,
        narrowed: Narrowed | None = None,
        companies: Companies | None = None,
    ) -> None:
        self._session = session
        self._definitions = definitions
        self._offices = offices
        self._narrowed = narrowed
        self._identities = Identities.read_in(session)
        self._companies = Companies.read_in(session) if companies is None else companies

    def tables(self) -> Iterator[tuple[str, Sequence[Row]]]:
        """Every table of facts with its rows."""
        yield "contributions", list(self._contributions())
        yield from self.of_activities()
        yield "innovations", list(self._innovations())
        yield "replications", list(self._replications())
        yield "assisted", list(self._assisted())
        yield "partnerships", list(self._partnerships())
        yield "participants", list(self._participants())

    def of_activities(self) -> Iterator[tuple[str, Sequence[Row]]]:
        """Those about activities."""
        yield "activities", list(self._activities())
        yield "countries", list(self._countries())
        yield "products", products_of(list(self.editions()))

    def _rows(
        self,
        record: type[Any],
        *columns: Any,
        only: ColumnElement[bool] | None = None,
        further: Sequence[ColumnElement[Any]] = (),
    ) -> Sequence[StoredRow[Any]]:
        """Columns of a family as the database holds them, with the id and the office: JSON as its text (`parsed`)."""
        table = table_of(record)
        query = select(table.c.id, table.c.office, *map(plain, columns), *further)
        if only is not None:
            query = query.where(only)
        if self._offices is not None:
            query = query.where(table.c.office.in_(self._offices))
        if self._narrowed is not None:
            query = query.where(*_named_by(self._narrowed, record))
        return sorted(self._session.execute(query).all(), key=itemgetter(0))  # dearer in an encrypted database

    # --- what several tables need

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        return {code: region.id for region in self._definitions.regions.every for code in region.countries}

    @cached_property
    def _partners(self) -> "_PartnersByRecord":
        """Every partner record by its id, as the partner that it is: of a record that was merged, the one it became."""
        fields = (Partner.lei, Partner.country, Partner.registration, Partner.group, Partner.subtype)
        query = select(Partner.id, *map(plain, fields))
        if self._offices is not None:  # an office records what its own partners do
            became = self._identities.became
            merged = became.keys() | set(became.values())  # whosesoever they are
            query = query.where(or_(Partner.office.in_(self._offices), Partner.id.in_(merged)))
        if self._narrowed is not None:
            named = list(self._identities.all_records(self._narrowed.partners))
            query = query.where(among(self._session.connection(), table_of(Partner).c.id, named))
        rows = {row[0]: row for row in self._session.execute(query).all()}
        shown: dict[str, str] = {}  # of a partner whose own record has not come yet the first of those merged into it
        for record in sorted(rows):
            shown.setdefault(self._identities.partner(record), record)
        partners: dict[str, _CountedPartner] = {}
        regions, companies = self._regions, self._companies
        for partner, first in shown.items():
            id_, lei, country, registration, group, subtype = rows.get(partner) or rows[first]
            key = companies.key(global_key(id_, lei, country, registration))
            partners[partner] = _CountedPartner(key, group, subtype, regions.get(country, ""))
        return _PartnersByRecord({id_: partners[self._identities.partner(id_)] for id_ in rows} | partners)

    @cached_property
    def _terms(self) -> Mapping[str, _Terms]:
        """The days of the agreements of each partnership, by its id."""
        terms: dict[str, _Terms] = {}
        for span in sorted(self._signed, key=lambda span: (span.signed or FOREVER, span.id)):
            own = terms.setdefault(span.partnership_id, _Terms())
            own.is_signed = True
            if span.first:
                own.first = min(own.first or span.first, span.first)
                own.spans.append((span.first, span.end or FOREVER))
            if not span.amends and not own.has_first:
                own.has_first, own.signed, own.is_renewal = True, span.signed, span.renews
        return terms

    @cached_property
    def _signed(self) -> "Sequence[_SignedAgreement]":
        """Every signed agreement, those from before the program among them."""
        partnerships = self._of_partnership
        columns = (
            *(Agreement.partnership_id, Agreement.state, Agreement.signed_on, Agreement.active_from),
            *(Agreement.ended_on, Agreement.amends, Agreement.renews, Agreement.archived),
        )
        signed, agreements = list[_SignedAgreement](), cast(Sequence[Any], self._rows(Agreement, *columns))
        for row in agreements:
            id_, _office, partnership_id, state, signed_on, active_from, ended_on, amends, renews, archived = row
            if archived or state not in SIGNED or (state == AgreementState.ENDED and not signed_on):
                continue
            own = partnerships.get(partnership_id)
            end = (own.ends_on or "") if own is not None else ""
            if ended_on and not "" < end < ended_on:  # dossier 4.3: neither ended nor terminated before
                end = ended_on
            first, signed_on = active_from or signed_on or "", signed_on or ""
            signed.append(_SignedAgreement(id_, partnership_id, signed_on, first, end, bool(amends), bool(renews)))
        before = (
            *(EarlierAgreement.partnership_id, EarlierAgreement.signed, EarlierAgreement.ends_on),
            EarlierAgreement.archived,
        )
        for row in self._rows(EarlierAgreement, *before):
            if not row.archived:
                day = _last_day(row.signed)
                signed.append(_SignedAgreement(row.id, row.partnership_id, day, day, row.ends_on or "", False, False))
        return signed

    @cached_property
    def _agreement_days(self) -> Mapping[str, int]:
        """For how many days each signed agreement that has an end runs, by its id."""
        days = {}
        known = {text: day_known(text) for signed in self._signed for text in {signed.first, signed.end}}
        for signed in self._signed:
            first, last = known[signed.first], known[signed.end]
            if first is not None and last is not None:
                days[signed.id] = (last - first).days
        return days

    @cached_property
    def _of_partnership(self) -> "Mapping[str, _PartnershipColumns]":
        columns = (
            *(Partnership.partner_id, Partnership.type, Partnership.other_types, Partnership.form, Partnership.level),
            *(Partnership.archived, Partnership.ends_on),
        )
        return {row[0]: row for row in map(_PartnershipColumns._make, self._rows(Partnership, *columns))}

    @cached_property
    def _results(self) -> Sequence[StoredRow[Any]]:
        columns = (
            *(Result.partnership_id, Result.activity_id, Result.kind, Result.happened_on, Result.until),
            *(Result.office_code, Result.count, Result.method, Result.archived, Result.stages, Result.others),
            *(Result.sort, Result.breakdown),
        )
        return self._rows(Result, *columns)

    @cached_property
    def _activity_rows(self) -> "Sequence[_ActivityColumns]":
        columns = (
            *(Activity.partnership_id, Activity.kind, Activity.countries, Activity.starts_on, Activity.ends_on),
            *(Activity.partner_roles, Activity.themes, Activity.project_code, Activity.released_on),
            *(Activity.edition_of, Activity.language, Activity.archived, Activity.evidence, Activity.work),
            Activity.donor,
        )
        return list(map(_ActivityColumns._make, self._rows(Activity, *columns)))

    @cached_property
    def _agreed(self) -> Mapping[str, str]:
        """Since when a signed agreement of a partnership was in force, by its id."""
        return {id_: terms.first for id_, terms in self._terms.items() if terms.first}

    def _is_agreed(self, partnership_id: str, day: str) -> bool:
        """Whether a signed agreement of a partnership was in force by a day (¶26); without a day, whether any is."""
        first = self._agreed.get(partnership_id)
        return first is not None and (not day or first <= day)

    @cached_property
    def _withdrawn(self) -> frozenset[str]:
        """The partnerships that were recorded by mistake, and all that hangs on them."""
        return frozenset(id_ for id_, own in self._of_partnership.items() if own.archived)

    @cached_property
    def _spans(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        return {id_: tuple(terms.spans) for id_, terms in self._terms.items()}

    @cached_property
    def _types(self) -> Mapping[str, tuple[str, ...]]:
        alike: dict[tuple[str, str], tuple[str, ...]] = {}
        types: dict[str, tuple[str, ...]] = {}
        for id_, own in self._of_partnership.items():
            texts = own.type, own.other_types
            if texts not in alike:
                alike[texts] = tuple(dict.fromkeys((own.type, *parsed(own.other_types))))
            types[id_] = alike[texts]
        return types

    # --- the tables

    def _contributions(self) -> Iterator[Row]:
        """What arrived. A refund is of what it pays back in all but its day and its amount: where that does not count,
        there is nothing to deduct."""
        rules = self._definitions.contributions
        columns = (
            *(Contribution.partner_id, Contribution.agreement_id, Contribution.form, Contribution.channel),
            *(Contribution.earmark, Contribution.themes, Contribution.received_on, Contribution.refund_of),
        )
        arrived = table_of(Contribution).c.state.in_(ARRIVED)
        rows = list(map(tuple, self._rows(Contribution, *columns, only=arrived, further=WORTH_COLUMNS)))
        refunds = len(columns) + 1  # where a row says of what it is a refund
        width = len(WORTH_COLUMNS)
        repaid = {row[refunds] for row in rows if row[refunds]}
        receipts = {row[0]: row for row in rows if row[0] in repaid}
        days, partners, worth = self._agreement_days, self._partners, WorthRule(rules).of
        forms: dict[tuple[str, str], str] = {}
        for row in rows:
            id_, office, partner_id, agreement_id, form, channel, earmark, themes, day, refund_of = row[: refunds + 1]
            own = first = row[-width:]
            day = day or ""
            if refund_of in receipts:
                receipt = receipts[refund_of]
                first = receipt[-width:]
                partner_id, agreement_id, form, channel, earmark, themes = receipt[2:8]
            kind, amount = first[0], own[1]
            heading = kind, form
            if heading not in forms:
                forms[heading] = rules.form_of(form, kind).id
            whole = Decimal(amount) if amount and (refund_of or id_ in repaid) else None
            # fmt: off
            yield (id_, office, day, day, *partners[partner_id], kind, forms[heading], channel, earmark, parsed(themes),
                   *worth(own, first, bool(refund_of)), bool(refund_of), whole, refund_of or "", days.get(agreement_id))
            # fmt: on

    @cached_property
    def _activity_facts(self) -> "Sequence[tuple[_ActivityColumns, Row, bool]]":
        """The activities with what every row about them begins with, and whether they were agreed."""
        facts, withdrawn, agreed = [], self._withdrawn, self._agreed
        for row in self._activity_rows:
            first, last = row.starts_on or row.ends_on or "", row.ends_on or row.starts_on or ""
            partnership, is_withdrawn = row.partnership_id, bool(row.archived) or row.partnership_id in withdrawn
            about = row.kind, is_withdrawn, bool(parsed(row.evidence)), parsed(row.themes)
            since = agreed.get(partnership)
            is_agreed = since is not None and (not last or since <= last)
            facts.append((row, (row.id, row.office, first, last, *about), is_agreed))
        return facts

    def _activities(self) -> Iterator[Row]:
        beginning, partners = len(BEGINNING), self._partners
        projects = {code: project_key(code) for code in {row.project_code for row in self._activity_rows}}
        for row, facts, agreed in self._activity_facts:
            rest = (projects[row.project_code], row.donor, parsed(row.countries), agreed)
            for partner, role in _roles(row.partner_roles):
                yield (*facts[:beginning], *partners[partner], *facts[beginning:], role, *rest)

    def _countries(self) -> Iterator[Row]:
        regions = self._regions
        for row, facts, agreed in self._activity_facts:
            is_supported = bool(parsed(row.partner_roles))
            for country in parsed(row.countries) or ("",):
                yield (*facts, is_supported, country, regions.get(country, ""), agreed)

    def editions(self) -> "Iterator[Edition]":
        """The activities that are an edition of a work, say of which one they are, or are named by such a one."""
        rules, named = self._definitions.results, {row.edition_of for row in self._activity_rows}
        products = {kind: rules.is_product(kind) for kind in {row.kind for row in self._activity_rows}}
        agreed = self._agreed
        for row, facts, _is_agreed in self._activity_facts:
            is_product = products[row.kind]
            if is_product or row.edition_of or row.work or row.id in named:
                kind, is_withdrawn, _has_evidence, themes = facts[len(BEGINNING) :]
                number = _number(row.work) if row.work else ""
                roles = tuple(sorted({role for _partner, role in _roles(row.partner_roles)}))
                yield Edition(
                    *(row.id, row.office, row.edition_of or "", number, is_product, kind, themes, row.language),
                    *(row.released_on or "", is_withdrawn, roles, agreed.get(row.partnership_id, "")),
                )

    @cached_property
    def _innovation_facts(self) -> Mapping[str, tuple[StoredRow[Any], Row]]:
        """The innovations with what every row about them begins with, by id."""
        counts = {stage.id for stage in self._definitions.results.stages if stage.counts}
        facts: dict[str, tuple[StoredRow[Any], Row]] = {}
        for row in self._results:
            if row.kind == ResultKind.INNOVATION:
                counting = [own for own in parsed(row.stages) if plain_text(own.get("stage")) in counts]
                days = [on for own in counting if (on := plain_text(own.get("on")))]
                origin = row.office_code or row.office
                is_withdrawn = bool(row.archived) or row.partnership_id in self._withdrawn
                facts[row.id] = row, (row.id, is_withdrawn, origin, bool(counting), min(days, default=""))
        return facts

    def _innovations(self) -> Iterator[Row]:
        for row, facts in self._innovation_facts.values():
            of = self._of_partnership.get(row.partnership_id)
            partner = self._partners[of.partner_id] if of is not None else _NOBODY
            yield (
                *(row.id, row.office, facts[-1], facts[-1], *partner, *facts, row.sort, row.partnership_id),
                *(self._types.get(row.partnership_id, ()), self._spans.get(row.partnership_id, ())),
            )

    def _replications(self) -> Iterator[Row]:
        innovations = self._innovation_facts
        regions = self._definitions.regions
        for row in self._results:
            if row.kind != ResultKind.REPLICATION or row.activity_id not in innovations:
                continue
            innovation, facts = innovations[row.activity_id]
            began, own = row.happened_on or "", innovation.partnership_id
            yield (
                *(row.id, row.office, began, began, *facts, own),
                *(self._types.get(own, ()), self._spans.get(own, ())),
                *(row.archived, row.office_code, regions.of_country(row.office_code[:2]), began),
            )

    def _assisted(self) -> Iterator[Row]:
        innovations = self._innovation_facts
        for row in self._results:
            if row.kind != ResultKind.ASSISTED or row.activity_id not in innovations:
                continue
            innovation, facts = innovations[row.activity_id]
            last = row.until or row.happened_on or ""
            yield (
                *(row.id, row.office, last, last, *facts),
                *(row.archived, row.count, row.method, row.others, self._is_agreed(innovation.partnership_id, last)),
                tuple((own.dimension, own.group, own.count) for own in map(HeadCount.from_json, parsed(row.breakdown))),
            )

    def _partnerships(self) -> Iterator[Row]:
        of_partnership, partners, types, nothing = self._terms, self._partners, self._types, _Terms()
        for id_, office, partner_id, _type, _other_types, form, level, archived, _ends in self._of_partnership.values():
            terms = of_partnership.get(id_, nothing)
            yield (
                *(id_, office, terms.signed, terms.signed, *partners[partner_id], id_, types[id_], form, level),
                *(terms.is_signed, terms.is_renewal, archived),
            )

    def _participants(self) -> Iterator[Row]:
        of, types, spans_of, partners = self._of_partnership, self._types, self._spans, self._partners
        further = self._rows(Party, Party.partnership_id, Party.partner_id, Party.archived)
        parties = [(id_, row.partner_id) for id_, row in of.items()]
        parties += [
            (row.partnership_id, row.partner_id)
            for row in further
            if row.partner_id and not row.archived and row.partnership_id in of
        ]
        for id_, partner_id in parties:
            spans, own = spans_of.get(id_, ()), of[id_]
            first = spans[0][0] if spans else ""
            yield (id_, own.office, first, first, *partners[partner_id], types[id_], own.archived, spans)


class Edition(NamedTuple):
    """What an activity says of the work of which it is an edition; `number` is the one that names the work in the
    world, `agreed` the first day on which an agreement was in force, empty without any."""

    id: str
    office: str
    edition_of: str
    number: str
    is_product: bool
    kind: str
    themes: tuple[str, ...]
    language: str
    released: str
    is_withdrawn: bool
    roles: tuple[str, ...]
    agreed: str

    @property
    def keys(self) -> AbstractSet[str]:
        """By whatever it is one work with others: its own id, the edition that it names, and the number of the work."""
        return {self.id, self.edition_of or self.id, f"work {self.number}" if self.number else self.id}


def part_editions(editions: Sequence[Edition], shared: AbstractSet[str]) -> tuple[Sequence[Edition], Sequence[Edition]]:
    """The editions of an office’s works of which other offices have none, and those of which they may have some, as
    `shared` keys say."""
    if not shared:
        return editions, ()
    works = _works(editions)
    common = {works[edition.id] for edition in editions if not shared.isdisjoint(edition.keys)}
    alone = [edition for edition in editions if works[edition.id] not in common]
    return alone, [edition for edition in editions if works[edition.id] in common]


def products_of(editions: Sequence[Edition]) -> Sequence[Row]:
    """The works, each once: in the edition that was released first, which was made together if any of them was."""
    works, gathered = _works(editions), dict[str, list[Edition]]()
    for edition in editions:
        if edition.is_product:
            gathered.setdefault(works[edition.id], []).append(edition)
    products: list[Row] = []
    for key, own in gathered.items():
        alive = [edition for edition in own if not edition.is_withdrawn] or own
        first = min(alive, key=lambda edition: (edition.released or FOREVER, edition.id))
        roles = tuple(sorted({role for edition in alive for role in edition.roles}))
        agreed = any(edition.agreed and (not first.released or edition.agreed <= first.released) for edition in alive)
        about = key, first.kind, first.themes, first.language, first.is_withdrawn, roles, agreed
        products.append((first.id, first.office, first.released, first.released, *about))
    return products


def _roles(text: str) -> Sequence[tuple[str, str]]:
    """The partners of an activity by their records, each with its role, from the text of their JSON."""
    return [(plain_text(own.get("partner")), plain_text(own.get("role"))) for own in parsed(text)]


def _named_by(narrowed: Narrowed, record: type[Any]) -> Iterator[ColumnElement[bool]]:
    columns = table_of(record).c
    if record is Activity and narrowed.activities is not None:
        yield columns.id.in_(narrowed.activities)
    elif record is not Activity and narrowed.partnerships is not None:
        own: ColumnElement[Any] = columns.id if record is Partnership else columns.partnership_id
        yield own.in_(narrowed.partnerships)


class _PartnershipColumns(NamedTuple):
    id: str
    office: str
    partner_id: str
    type: str
    other_types: str
    form: str
    level: str
    archived: bool
    ends_on: str | None


class _ActivityColumns(NamedTuple):
    id: str
    office: str
    partnership_id: str
    kind: str
    countries: str
    starts_on: str | None
    ends_on: str | None
    partner_roles: str
    themes: str
    project_code: str
    released_on: str | None
    edition_of: str
    language: str
    archived: bool
    evidence: str
    work: str
    donor: str


class _SignedAgreement(NamedTuple):
    id: str
    partnership_id: str
    signed: str
    first: str
    end: str
    amends: bool
    renews: bool


def project_key(code: str) -> str:
    """A project code by which two are the same: without spaces, in capitals."""
    return "".join(code.split()).upper()


def _works(editions: Sequence[Edition]) -> Mapping[str, str]:
    """Of each edition the work that it is, the first id of its editions: what names one another as edition, in however
    many steps, and what bears the same number is one (dossier 4.4 ADV-3)."""
    became: dict[str, str] = {}

    def end(name: str) -> str:
        while name in became:
            name = became[name]
        return name

    ids = {edition.id for edition in editions}
    numbered: dict[str, str] = {}
    for edition in editions:
        others = [edition.edition_of] if edition.edition_of in ids else []
        if edition.number:
            others.append(numbered.setdefault(edition.number, edition.id))
        for other in others:
            first, last = sorted((end(edition.id), end(other)))
            if first != last:
                became[last] = first
    return {id_: end(id_) for id_ in ids}


def _number(work: str) -> str:
    try:
        return work_number(work)
    except ValueError:
        return work.strip().casefold()


def _last_day(day: str) -> str:
    """The last day of what may be only a year or a month; empty for what is no day."""
    if len(day) == 7 and (first := day_known(f"{day}-01")) is not None:
        return f"{day}-{monthrange(first.year, first.month)[1]}"
    return day if len(day) == 10 else f"{day}-12-31" if len(day) == 4 else ""


def _received_in(received: FactTable) -> frozenset[tuple[str, str]]:
    """The offices and years in which something was received."""
    withdrawn = received.places["contribution.withdrawn"]
    return frozenset((row[OFFICE], row[FIRST][:4]) for row in received.rows if not row[withdrawn])


def budgets_in(
    session: Session, offices: Collection[str] | None, received_in: Collection[tuple[str, str]]
) -> Mapping[int, Decimal]:
    """The budgets by year, added up over offices; none of a year for which one that received something has none."""
    query = select(Budget.office, Budget.year, Budget.amount_usd).where(Budget.archived.is_(False))
    if offices is not None:
        query = query.where(Budget.office.in_(offices))
    budgets = {(office, year): Decimal(usd) for office, year, usd in session.execute(query) if usd and year.isdigit()}
    incomplete = {year for office, year in received_in if (office, year) not in budgets}
    sums: dict[int, Decimal] = {}
    for (_office, year), usd in budgets.items():
        if year not in incomplete:
            sums[int(year)] = EXACT.add(sums.get(int(year), Decimal(0)), usd)
    return sums if offices is not None else {**sums, **strategy_figures.budgets_in(session)}


def agreed_spans(
    session: Session, definitions: Definitions, offices: Collection[str] | None = None
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The days between which the signed agreements of each partnership are in force, by its id, as the indicators
    count them; the last is FOREVER without an end. A partnership without a signed agreement is not among them (¶26)."""
    terms = _FactReader(session, definitions, offices)._terms
    return {id_: tuple(own.spans) for id_, own in terms.items() if own.is_signed}

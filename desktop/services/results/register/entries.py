"""The rows of the transparency register before any rule of publication: the partnerships with a signed agreement.

They come from the facts of the indicators, so that what the register adds up is what the indicator of ¶29 c counts. A
row is within a period while an agreement is in force, or where something of it was received. Inside the program only:
`publishing` decides what of it leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.numbers import EXACT
from desktop.base.values import local_day, moment
from desktop.definitions.indicator import OFFICE, RECEIVED, RECORD, SPANS, FactTable, Figure, Period, measure
from desktop.definitions.loading import Definitions
from desktop.documents.register.edition import ActivityState
from desktop.services.registry import dollars, identity
from desktop.services.registry.global_key import Companies, global_key
from desktop.services.results import facts
from desktop.services.results.facts import SIGNED
from desktop.services.results.figures import Scope
from desktop.services.results.ledger import ARRIVED
from desktop.services.work import Work
from desktop.store.records import (
    Activity,
    Agreement,
    Clearance,
    Contribution,
    Decision,
    EarlierAgreement,
    OfficeProfile,
    Partner,
    Partnership,
    Party,
)
from desktop.store.states import FAVOURABLE, AgreementEnd, AgreementState, Matcher

COUNTERPART = "counterpart"  # of forms/indicators.toml: matching funds of others
NOTHING = Decimal(0)
LAST_OF_ALL = "9999-12-31"


@dataclass(frozen=True, slots=True)
class EntryPartner:
    """The partner of a row, or another private party of it; `key` tells it from every other one in the world.

    `groups` and `is_discreet` are those of any record that is this company: what one asks holds for all.
    """

    id: str
    key: str
    name: str
    group: str
    subtype: str
    country: str
    lei: str
    registration: str
    groups: frozenset[str]
    is_discreet: bool


@dataclass(frozen=True, slots=True)
class EntryParty:
    """Another party (¶16): `partner` is None for one that is no partner of ¶28."""

    name: str
    partner: EntryPartner | None = None


@dataclass(frozen=True, slots=True)
class EntryReceipt:
    """Something that arrived in the period, below nothing for what was paid back.

    `matching` is empty, or whose counterpart funds it is; those of IOM and of third parties are no private money.
    """

    record: str
    day: date | None
    kind: str
    form: str
    amount: Decimal | None
    currency: str
    usd: Decimal
    matching: str = ""

    @property
    def is_private(self) -> bool:
        """Whether the indicator of what was received counts it."""
        return self.matching in ("", Matcher.PARTNER)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A partnership with a signed agreement, as the office recorded it; codes are those of the records."""

    id: str
    office: str
    office_name: str
    contact: str
    number: str
    title: str
    countries: tuple[str, ...]
    partner: EntryPartner
    types: tuple[str, ...]
    agreement_type: str
    purpose: str
    activities: tuple[str, ...]
    places: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    signed_on: date | None
    ended_on: date | None
    aims: tuple[str, ...]
    themes: tuple[str, ...]
    committed: Decimal | None
    committed_currency: str
    committed_usd: Decimal | None
    committed_kinds: tuple[str, ...]
    receipts: tuple[EntryReceipt, ...]
    parties: tuple[EntryParty, ...]
    status: ActivityState
    diligence_on: date | None
    document: str
    visibility: str
    visibility_reason: str
    level: str
    is_emergency: bool
    project_code: str

    def usd(self, *, matching: str | None = None, kind: str = "") -> Decimal:
        """What was received of it in US dollars: what counts, or the counterpart funds of one matcher; of one kind."""
        return total(
            own.usd
            for own in self.receipts
            if (own.is_private if matching is None else own.matching == matching) and kind in ("", own.kind)
        )


class LeftOutPartnership(NamedTuple):
    """A partnership that is no row, its office, its title, and why: a reason of forms/register.toml."""

    id: str
    office: str
    title: str
    reason: str


class EditionMaker(NamedTuple):
    """The office, or Headquarters, that makes an edition: its code, its name, its address."""

    code: str
    name: str
    contact: str


@dataclass(frozen=True)
class RegisterBasis:
    """Everything from which an edition of a period is made.

    `outside` was received without a partnership that is a row (a gift, a campaign without a written agreement): it is
    in the totals. `received` is the figure of what was received (¶29 c iii a), which all rows and `outside` come to.
    """

    period: Period
    scope: Scope
    entries: tuple[RegisterEntry, ...]
    outside: tuple[EntryReceipt, ...]
    left_out: tuple[LeftOutPartnership, ...]
    received: Figure
    maker: EditionMaker


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Exactly their sum."""
    added = NOTHING
    for amount in amounts:
        added = EXACT.add(added, amount)
    return added


def read(work: Work, scope: Scope, period: Period) -> RegisterBasis:
    """The rows of these offices, or of all that are known here, over a period, with what is not in one and why."""
    with work.store.read() as session:
        return read_in(session, work, scope, period)


def read_in(session: Session, work: Work, scope: Scope, period: Period) -> RegisterBasis:
    """The same, read with what else an edition needs."""
    return _EntryReader(session, work, scope, period).read()


@dataclass
class _SignedPapers:
    """The signed agreements of a partnership, the last signed one last; and when due diligence was completed."""

    agreements: list[Agreement] = field(default_factory=list)
    earlier: list[EarlierAgreement] = field(default_factory=list)


class _EntryReader:
    """One reading of the store, each family once."""

    def __init__(self, session: Session, work: Work, scope: Scope, period: Period) -> None:
        self._session = session
        self._today, self._own = work.today(), work.store.identity.office
        self._definitions: Definitions = work.definitions
        self._scope = scope
        self._period = period
        self._first, self._last = period.first.isoformat(), period.last.isoformat()

    def read(self) -> RegisterBasis:
        basis = facts.read(self._session, self._definitions, self._scope.offices)
        figure = measure(self._definitions.indicators, basis, self._period)[RECEIVED]
        receipts, outside = self._receipts(figure)
        spans = self._spans(basis.tables["participants"])
        table = basis.tables["partnerships"]
        keys = {row[RECORD]: str(row[table.places["partner.key"]]) for row in table.rows}
        chosen, left_out = self._chosen(table, spans, receipts.keys())
        entries = self._entries(chosen, keys, spans, receipts)
        beside = tuple(own for key, several in receipts.items() if key not in chosen for own in several)
        private = tuple(own for own in (*outside, *beside) if own.is_private)
        return RegisterBasis(self._period, self._scope, entries, private, left_out, figure, self._maker())

    def _maker(self) -> EditionMaker:
        query = select(OfficeProfile).where(OfficeProfile.office == self._own)
        profile = self._session.scalars(query).first() or OfficeProfile(code=self._own)
        return EditionMaker(profile.code or self._own, profile.name, profile.email)

    def _rows(self, record: type[Any], *columns: Any) -> Sequence[Any]:
        query = select(*columns).order_by(record.id)
        if self._scope.offices is not None:
            query = query.where(record.office.in_(self._scope.offices))
        return self._session.execute(query).all()

    # --- what was received

    def _receipts(self, figure: Figure) -> tuple[dict[str, list[EntryReceipt]], list[EntryReceipt]]:
        """What counts as received, and counterpart funds of others, by partnership; and what belongs to none."""
        table = figure.table
        assert table is not None
        usd_at = table.places["contribution.usd"]
        counted = {row[RECORD]: row[usd_at] for row in figure.counted} | dict(self._counterpart(figure, table))
        agreed = {row.id: row.partnership_id for row in self._rows(Agreement, Agreement.id, Agreement.partnership_id)}
        agreed |= {
            row.id: row.partnership_id
            for row in self._rows(EarlierAgreement, EarlierAgreement.id, EarlierAgreement.partnership_id)
        }
        columns = (
            *(Contribution.id, Contribution.partnership_id, Contribution.agreement_id, Contribution.kind),
            *(Contribution.form, Contribution.amount, Contribution.currency, Contribution.received_on),
            *(Contribution.matching_by, Contribution.refund_of, Contribution.state),
        )
        rows = {row.id: row for row in self._rows(Contribution, *columns) if row.state in ARRIVED}
        of_partnership: dict[str, list[EntryReceipt]] = {}
        outside: list[EntryReceipt] = []
        for record, usd in counted.items():
            row = rows[record]
            of = rows.get(row.refund_of or "", row)  # a refund is of what it pays back
            amount = Decimal(row.amount) if row.amount else None
            receipt = EntryReceipt(
                record,
                day_known(row.received_on),
                str(of.kind),
                self._definitions.contributions.form_of(of.form, of.kind).id,
                amount.copy_negate() if amount is not None and row.refund_of else amount,
                row.currency,
                usd,
                str(of.matching_by or ""),
            )
            partnership = of.partnership_id or agreed.get(of.agreement_id or "", "")
            if partnership:
                of_partnership.setdefault(partnership, []).append(receipt)
            else:
                outside.append(receipt)
        return of_partnership, outside

    @staticmethod
    def _counterpart(figure: Figure, table: FactTable) -> Iterable[tuple[str, Decimal]]:
        """Counterpart funds of others that would count if they were the partner's, in US dollars."""
        not_counted = {line.record for line in figure.left_out if line.reason == COUNTERPART}
        at = [table.places[f"contribution.{name}"] for name in ("symbolic", "valued", "unread", "usd")]
        for row in table.rows:
            if row[RECORD] in not_counted:
                symbolic, valued, unread, usd = (row[place] for place in at)
                if valued and not symbolic and not unread and usd is not None:
                    yield row[RECORD], usd

    # --- which partnerships

    def _spans(self, participants: FactTable) -> Mapping[str, Sequence[tuple[str, str]]]:
        return {row[RECORD]: row[participants.places[SPANS]] for row in participants.rows}

    def _chosen(
        self, table: FactTable, spans: Mapping[str, Sequence[tuple[str, str]]], receiving: Iterable[str]
    ) -> tuple[frozenset[str], tuple[LeftOutPartnership, ...]]:
        signed_at, withdrawn_at = table.places["partnership.signed"], table.places["partnership.withdrawn"]
        titles = {row.id: row.title for row in self._rows(Partnership, Partnership.id, Partnership.title)}
        receiving, chosen, left_out = set(receiving), set(), []
        for row in table.rows:
            record, reason = row[RECORD], ""
            if row[withdrawn_at]:
                reason = "withdrawn"
            elif not row[signed_at]:
                reason = "unsigned"
            elif record not in receiving and not self._is_within(spans.get(record, ())):
                reason = "period"
            if reason:
                left_out.append(LeftOutPartnership(record, row[OFFICE], titles.get(record, ""), reason))
            else:
                chosen.add(record)
        return frozenset(chosen), tuple(left_out)

    def _is_within(self, spans: Sequence[tuple[str, str]]) -> bool:
        return any(first <= self._last and self._first <= last for first, last in spans)

    # --- rows

    def _entries(
        self,
        chosen: frozenset[str],
        keys: Mapping[str, str],
        spans: Mapping[str, Sequence[tuple[str, str]]],
        receipts: Mapping[str, Sequence[EntryReceipt]],
    ) -> tuple[RegisterEntry, ...]:
        partnerships = [row for row in self._records(Partnership) if row.id in chosen]
        parties: dict[str, list[Party]] = {}
        for party in self._records(Party):
            if party.partnership_id in chosen and not party.archived:
                parties.setdefault(party.partnership_id, []).append(party)
        papers, activities = self._papers(chosen), self._activities(chosen)
        named = {row.partner_id for row in partnerships}
        named |= {party.partner_id for several in parties.values() for party in several if party.partner_id}
        partners = self._partners(named, {row.partner_id: keys[row.id] for row in partnerships})
        completed = self._completed([own for several in papers.values() for own in several.agreements])
        offices = {row.office: row for row in self._session.scalars(select(OfficeProfile))}
        entries = []
        for row in partnerships:
            several, office = papers.get(row.id, _SignedPapers()), offices.get(row.office)
            done = activities.get(row.id, ())
            newest = several.agreements[-1] if several.agreements else None
            before = several.earlier[-1] if several.earlier else None
            span = spans.get(row.id) or (("", ""),)
            usd, own = dollars.known(row), partners[row.partner_id]
            places = dict.fromkeys(country for activity in done for country in activity.countries)
            reference = newest.reference if newest is not None else (before.reference if before is not None else "")
            entries.append(
                RegisterEntry(
                    id=row.id,
                    office=row.office,
                    office_name=office.name if office is not None else row.office,
                    contact=office.email if office is not None else "",
                    number=row.register_number or reference or f"{row.office}-{row.id[:8].upper()}",
                    title=row.title,
                    countries=tuple(row.countries) or ((office.country,) if office is not None else ()),
                    partner=own,
                    types=tuple(dict.fromkeys((row.type, *row.other_types))),
                    agreement_type=newest.type if newest is not None else (before.type if before is not None else ""),
                    purpose=row.purpose or row.title,
                    activities=tuple(activity.title for activity in done),
                    places=tuple(places),
                    starts_on=day_known(row.starts_on) or day_known(span[0][0]),
                    ends_on=day_known(row.ends_on) or self._end(span),
                    signed_on=day_known(newest.signed_on) if newest is not None else day_known(span[0][0]),
                    ended_on=day_known(newest.ended_on) if newest is not None else None,
                    aims=tuple(row.aims),
                    themes=tuple(row.themes),
                    committed=Decimal(row.value) if row.value else None,
                    committed_currency=row.currency if row.value else "",
                    committed_usd=Decimal(usd) if usd else None,
                    committed_kinds=tuple(row.contribution_kinds),
                    receipts=tuple(receipts.get(row.id, ())),
                    parties=tuple(self._parties(parties.get(row.id, ()), row.partner_id, partners)),
                    status=self._status(newest, row.ends_on or (before.ends_on if before is not None else "") or ""),
                    diligence_on=completed.get(newest.decision_id) if newest is not None else None,
                    document=reference,
                    visibility=row.visibility,
                    visibility_reason=row.visibility_reason,
                    level=row.level,
                    is_emergency=row.emergency,
                    project_code=row.project_code,
                )
            )
        return tuple(_numbered(sorted(entries, key=lambda own: (own.office, own.number, own.id))))

    def _records(self, record: type[Any]) -> Sequence[Any]:
        query = select(record).order_by(record.id)
        if self._scope.offices is not None:
            query = query.where(record.office.in_(self._scope.offices))
        return self._session.scalars(query).all()

    def _papers(self, chosen: frozenset[str]) -> Mapping[str, _SignedPapers]:
        papers: dict[str, _SignedPapers] = {}
        for agreement in self._records(Agreement):
            if agreement.partnership_id in chosen and agreement.state in SIGNED and not agreement.archived:
                papers.setdefault(agreement.partnership_id, _SignedPapers()).agreements.append(agreement)
        for before in self._records(EarlierAgreement):
            if before.partnership_id in chosen and not before.archived:
                papers.setdefault(before.partnership_id, _SignedPapers()).earlier.append(before)
        for several in papers.values():
            several.agreements.sort(key=lambda own: (own.signed_on or LAST_OF_ALL, own.id))
            several.earlier.sort(key=lambda own: (own.signed or LAST_OF_ALL, own.id))
        return papers

    def _activities(self, chosen: frozenset[str]) -> Mapping[str, Sequence[Activity]]:
        """What was done together in the period, by partnership; what has no day is of every period."""
        done: dict[str, list[Activity]] = {}
        for activity in self._records(Activity):
            if activity.partnership_id in chosen and not activity.archived:
                first = activity.starts_on or activity.released_on or activity.ends_on or ""
                last = activity.ends_on or first
                if not first or (first <= self._last and self._first <= last):
                    done.setdefault(activity.partnership_id, []).append(activity)
        return done

    def _partners(self, ids: Iterable[str], keys: Mapping[str, str]) -> Mapping[str, EntryPartner]:
        """The partners by the id of any of their records, with what any record of the same company asks."""
        companies = Companies.read_in(self._session)
        shown = identity.partners_in(self._session, sorted(set(ids)))
        identities = identity.Identities.read_in(self._session)
        columns = Partner.id, Partner.lei, Partner.country, Partner.registration, Partner.group, Partner.discreet
        groups: dict[str, set[str]] = {}
        discreet: set[str] = set()
        records = {row.id: row for row in self._session.execute(select(*columns)).all()}
        key_of: dict[str, str] = {}
        for id_ in records:
            own = records.get(identities.partner(id_)) or records[id_]
            key_of[id_] = companies.key(global_key(own.id, own.lei, own.country, own.registration))
            groups.setdefault(key_of[id_], set()).add(records[id_].group)
            if records[id_].discreet:
                discreet.add(key_of[id_])
        partners = {}
        for id_ in ids:
            of, key = shown.get(id_), key_of.get(id_) or keys.get(id_, id_)
            partners[id_] = EntryPartner(
                id=of.id if of is not None else id_,
                key=key,
                name=of.name if of is not None else "",
                group=of.group if of is not None else "",
                subtype=of.subtype if of is not None else "",
                country=of.country if of is not None else "",
                lei=of.lei if of is not None else "",
                registration=of.registration if of is not None else "",
                groups=frozenset(groups.get(key, ())),
                is_discreet=key in discreet,
            )
        return partners

    @staticmethod
    def _parties(
        parties: Sequence[Party], partner_id: str, partners: Mapping[str, EntryPartner]
    ) -> Iterable[EntryParty]:
        for party in sorted(parties, key=lambda own: (own.name, own.id)):
            if party.partner_id and partners[party.partner_id].id != partners[partner_id].id:
                yield EntryParty(partners[party.partner_id].name, partners[party.partner_id])
            elif not party.partner_id and party.name:
                yield EntryParty(party.name)

    def _completed(self, agreements: Sequence[Agreement]) -> Mapping[str, date]:
        """On which day due diligence was completed, by the decision on which an agreement rests: nothing else of it."""
        ids = {own.decision_id for own in agreements} - {""}
        completed: dict[str, date] = {}
        for kind in (Decision, Clearance) if ids else ():
            for row in self._session.execute(select(kind.id, kind.outcome, kind.decided_at)):
                if row.id in ids and row.outcome in FAVOURABLE and row.decided_at:
                    completed[row.id] = local_day(moment(row.decided_at))
        return completed

    @staticmethod
    def _end(spans: Sequence[tuple[str, str]]) -> date | None:
        last = max(end for _first, end in spans)
        return day_known(last) if last and last < LAST_OF_ALL else None

    def _status(self, agreement: Agreement | None, ends_on: str) -> ActivityState:
        today = self._today.isoformat()
        if agreement is not None and agreement.state == AgreementState.ENDED:
            return ActivityState.CANCELLED if agreement.ended_how == AgreementEnd.TERMINATED else ActivityState.ENDED
        if ends_on and ends_on < today:
            return ActivityState.ENDED
        if agreement is not None and agreement.suspended_on:
            return ActivityState.SUSPENDED
        begins = (agreement.active_from or agreement.signed_on or "") if agreement is not None else ""
        return ActivityState.COMING if begins > today else ActivityState.RUNNING


def _numbered(entries: Iterable[RegisterEntry]) -> Iterable[RegisterEntry]:
    """The rows, each with a number of its own: one that stands twice gets the beginning of its id besides."""
    before: set[str] = set()
    for entry in entries:
        number = entry.number if entry.number not in before else f"{entry.number}-{entry.id[:4].upper()}"
        before.add(number)
        yield replace(entry, number=number)

"""Tables and activity files of contributions, through the import desk of partners.

What arrived before the office's first day is recorded as given before; what arrived since only under an agreement in
force, by the rule of every reception (¶26), and what is expected as a promise. A sum below zero may be paid back of
what arrived. Each record names its file and line. The same line twice, in one file or in two, is recorded once: two
equal gifts on one day are two only where the table itself has both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.numbers import EXACT
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES, _
from desktop.base.values import new_id
from desktop.definitions.spreadsheets import PartnerKind, TableField
from desktop.services.agreements import earlier, fulfilling, receiving
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.agreements.fulfilling import ContributionOutcome, PaidBack
from desktop.services.agreements.partner_comparison import MINUSES, PartnerComparison, PartnerLineOutcome
from desktop.services.agreements.receiving import ContributionArrival
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars
from desktop.services.registry.identity import Identities
from desktop.services.registry.spreadsheets import cells, importing
from desktop.services.registry.spreadsheets.cells import PartnerFacts
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.comparing import KnownPartner, name_key
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineOutcome, LineRemark, LineVerdict, RemarkKind
from desktop.services.registry.spreadsheets.questions import GeneralAnswer, ImportAnswers, QuestionKind
from desktop.services.registry.spreadsheets.reading import OfficeTable
from desktop.services.registry.spreadsheets.sheets import TableLine, TableSheet
from desktop.services.results import ledger
from desktop.services.results.ledger import ARRIVED, ContributionDetails, NewPromise
from desktop.services.work import Work
from desktop.store.records import Contribution, EarlierAgreement
from desktop.store.sessions import ChangeSession
from desktop.store.states import ContributionKind

THOUSANDTH, FOUR_DECIMALS = Decimal("0.001"), -4
DAYS = (TableField.RECEIVED_ON, TableField.PROMISED_ON, TableField.DUE_ON)

GiftKey = tuple[str, str, str, str, str]  # the partner, the day, the amount, its currency, what or its reference


@dataclass
class _Receipt:
    """What arrived, of which `left` was not paid back."""

    record: str
    currency: str
    day: str
    reference: str
    description: str
    left: Decimal


@dataclass(frozen=True)
class _StatedContribution:
    """What a line says of a contribution, once everything in it is understood."""

    partner: str
    giver: str  # as the line names the partner, as a key
    kind: ContributionKind
    description: str
    amount: Decimal | None
    currency: str
    quantity: Decimal | None
    unit: str
    details: ContributionDetails
    mentions: str  # an agreement by its reference or its title, as a key
    is_described: bool  # whether the line itself says what it is

    def key(self, day: str, what: str = "") -> GiftKey:
        """By which a line and a record are the same contribution."""
        return _key(self.partner, day, self.amount, self.currency, what or self.description)


def examine(
    work: Work,
    table: OfficeTable,
    sheet: TableSheet,
    mapping: ColumnMapping,
    answers: ImportAnswers,
    progress: Progress,
) -> DryRun:
    """Hold a sheet of contributions against the register; nothing is written. Raises Cancelled when it is stopped."""
    return _ContributionLines(work, table, sheet, mapping, answers).run(progress)


def require_may(work: Work, lines: Sequence[PartnerLineOutcome]) -> None:
    """Raise Problem where one of the lines records what this officer records nowhere else."""
    of_ledger = [line for line in lines if isinstance(line, ContributionOutcome) and line.gift is None]
    if of_ledger:
        require(work.officer, Right.DRAFT)
    for arrival in (line.arrival for line in of_ledger if line.arrival is not None):
        receiving.require_receivable(work, arrival)


def write(work: Work, session: ChangeSession, line: ContributionOutcome) -> None:
    """Record the contribution of a line, inside a deed that is under way."""
    arrived = line.gift or line.arrival
    if arrived is not None and arrived.fulfils:
        session.flush()  # its promise may be of a line before
    if line.gift is not None:
        earlier.record_gift_in(work, session, line.gift, line.record)
    if line.promise is not None:
        ledger.promise_in(work, session, line.promise, another=True, id_=line.record)  # who was asked said so
    if line.arrival is not None:
        receiving.receive_in(work, session, line.arrival, line.record)
    if line.refund is not None:
        session.flush()
        back = line.refund
        ledger.refund_in(work, session, back.receipt_id, f"{back.amount:f}", back.on, back.notes)


class _ContributionLines(PartnerComparison):
    """One run over the lines of a sheet of contributions."""

    takes_negative = True

    def __init__(
        self, work: Work, table: OfficeTable, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers
    ) -> None:
        super().__init__(work, table, sheet, mapping, answers)
        self.work = work
        self.groups = {kind.id: kind.group for kind in work.definitions.strategy.subtypes}
        self.themes = {
            name_key(words): theme.id
            for theme in work.definitions.strategy.themes
            for words in (theme.id, *(theme.label[spoken] for spoken in LANGUAGES))
        }
        self.begins = work.definitions.indicators.begins
        self.arrived = frozenset(self._arrived_for(sheet))
        self.bases: dict[tuple[str, ContributionKind], Sequence[tuple[str, str]]] = {}
        self.barred: dict[str, str] = {}  # by agreement: what stands against a reception, empty for nothing
        with work.store.read() as session:
            self.partnerships = _partnerships(session)
            self._read_register(session)

    def _arrived_for(self, sheet: TableSheet) -> Iterator[tuple[str, str]]:
        """Of whom the table tells that something arrived, and for which agreement or activity."""
        for line in sheet.lines:
            about = self.cell(line, TableField.REFERENCE) or self.cell(line, TableField.TITLE)
            if about and self.cell(line, TableField.RECEIVED_ON):
                yield name_key(self.cell(line, TableField.NAME)), name_key(" ".join(about.split()))

    def _read_register(self, session: Session) -> None:
        identities = Identities.read_in(session)
        self.received: Counter[GiftKey] = Counter()
        self.sums: Counter[GiftKey] = Counter()  # what arrived, whatever it is
        self.promised: Counter[GiftKey] = Counter()
        self.paid_back: Counter[GiftKey] = Counter()
        self.by_reference: set[GiftKey] = set()
        self.references: dict[str, str] = {}
        self.receipts: dict[str, list[_Receipt]] = defaultdict(list)
        receipts: dict[str, _Receipt] = {}
        refunds: list[tuple[str, Decimal]] = []
        for record in session.scalars(select(Contribution).where(Contribution.archived.is_(False))):
            partner, amount = identities.partner(record.partner_id), Decimal(record.amount) if record.amount else None
            arrived_on, bare = record.received_on or "", ledger.bare_reference(record.reference)
            if bare:
                self.references[bare] = record.description
            for day in filter(None, (arrived_on, record.promised_on or "")):
                self.by_reference.add(_key(partner, day, amount, record.currency, bare or "-"))
            if record.refund_of:
                self.paid_back[_key(partner, arrived_on, amount, record.currency, "")] += 1
                refunds.append((record.refund_of, amount or Decimal(0)))
                continue
            if record.promised_on:  # one that came has the words of what arrived
                words = "" if record.state in ARRIVED else record.description
                self.promised[_key(partner, record.promised_on, amount, record.currency, words)] += 1
            if record.state in ARRIVED:
                self.received[_key(partner, arrived_on, amount, record.currency, record.description)] += 1
                left = amount or Decimal(0)
                self.sums[_key(partner, arrived_on, amount, record.currency, "")] += 1
                receipt = _Receipt(record.id, record.currency, arrived_on, bare, record.description, left)
                receipts[record.id] = receipt
                self.receipts[partner].append(receipt)
        for receipt_id, amount in refunds:
            if receipt_id in receipts:
                receipts[receipt_id].left = EXACT.subtract(receipts[receipt_id].left, amount)

    def run(self, progress: Progress) -> DryRun:
        """What becomes of each line; what arrived belongs to its promise where somebody said so."""
        plan = super().run(progress)
        if self.answers.to(QuestionKind.ARRIVED) != GeneralAnswer.FULFIL:
            return plan
        return replace(plan, lines=fulfilling.fulfilled(plan.lines))

    # --- whose lines they are

    def beside(self, line: TableLine, name: str) -> LineVerdict | None:
        """Given to somebody else, by nobody who is named, or by a public body."""
        receiver = self.cell(line, TableField.RECEIVER)
        if receiver and not self.rules.is_own(receiver):
            return LineVerdict.FOREIGN
        if self.rules.is_unnamed(name):
            return LineVerdict.UNNAMED
        if self.rules.is_own(name) or self.kind_of(line).is_outside:
            return LineVerdict.OUTSIDE
        return super().beside(line, name)

    def kind_of(self, line: TableLine) -> PartnerKind:
        """What the line tells of its giver, else the kind of the table."""
        cell = self.cell(line, TableField.GIVER_KIND)
        kind = self.rules.kind(cell) if cell else None
        if cell and kind is None:
            answer = self.answer(QuestionKind.KIND, cell, cell)
            is_outside = answer == GeneralAnswer.OUTSIDE
            return PartnerKind(self.groups.get(answer, answer), answer if answer in self.groups else "", is_outside)
        return kind if kind is not None and (kind.group or kind.is_outside) else super().kind_of(line)

    # --- what the line says

    def money_of(self, line: TableLine, remarks: list[LineRemark]) -> tuple[Decimal | None, str]:
        """The same; of an activity file without the zero that parts decimals from thousands."""
        amount, currency = super().money_of(line, remarks)
        if self.table.is_published and amount is not None and amount == (shorter := amount.quantize(THOUSANDTH)):
            amount = shorter if amount.as_tuple().exponent == FOUR_DECIMALS else amount
        return amount, currency

    def of_partner(self, line: TableLine, partner: KnownPartner, registers: PartnerFacts) -> LineOutcome:
        """What this partner gave, promised, or was paid back."""
        remarks: list[LineRemark] = []
        days = self._days_until_today(line, remarks)
        amount, currency = self.money_of(line, remarks)
        plain = ContributionOutcome(
            line.number, partner.facts.name, LineVerdict.UNDATED, partner.id,
            like=partner.facts.name, like_line=partner.line if partner.line != line.number else 0,
        )  # fmt: skip
        day = days.get(TableField.RECEIVED_ON) or days.get(TableField.PROMISED_ON, "")
        if not day:
            return replace(plain, remarks=tuple(remarks))
        if day < self.begins.isoformat():
            remarks.append(LineRemark(RemarkKind.EARLY, TableField.RECEIVED_ON, day, self.begins.isoformat()))
        number, _beside = cells.money_parts(self.cell(line, TableField.AMOUNT))
        if number.startswith(tuple(MINUSES)) and amount is not None:
            outcome = self._refund(line, plain, day, amount, currency, remarks)
        else:
            stated = self._stated(line, partner, amount, currency, remarks)
            plain = replace(plain, belongs=(stated.mentions, stated.kind))
            outcome = self._recorded(plain, stated, days, remarks)
        if outcome.verdict in importing.ENTERED:
            outcome = replace(outcome, facts=registers)
        return replace(outcome, remarks=tuple(remarks))

    def _days_until_today(self, line: TableLine, remarks: list[LineRemark]) -> Mapping[TableField, str]:
        """The days of a line; only that on which something is expected may be to come."""
        days = dict(self.days_of(line, DAYS, remarks))
        for column in (TableField.RECEIVED_ON, TableField.PROMISED_ON):
            if days.get(column, "") > self.today.isoformat():
                remarks.append(LineRemark(RemarkKind.FUTURE, column, self.cell(line, column)))
                del days[column]
        return days

    def _stated(
        self,
        line: TableLine,
        partner: KnownPartner,
        amount: Decimal | None,
        currency: str,
        remarks: list[LineRemark],
    ) -> _StatedContribution:
        text = {column: " ".join(self.cell(line, column).split()) for column in TableField}
        word, title, mentions = text[TableField.GIFT_KIND], text[TableField.TITLE], text[TableField.REFERENCE]
        described = text[TableField.DESCRIPTION] or title
        kind = self.rules.gift(word) if word else ""
        kind = kind or self.rules.gift(described) or self.answer(QuestionKind.GIFT, word, word or partner.facts.name)
        quantity = self._quantity(line, remarks)
        parts = cells.several(self.cell(line, TableField.THEME))
        themes = [(part, self.themes.get(name_key(part), "")) for part in parts]
        remarks += [LineRemark(RemarkKind.UNREADABLE, TableField.THEME, part) for part, theme in themes if not theme]
        details = ContributionDetails(
            reference=text[TableField.INVOICE],
            themes=tuple(dict.fromkeys(theme for _part, theme in themes if theme)),
            notes=self._notes(line, text, described, remarks),
        )
        return _StatedContribution(
            partner.id,
            name_key(text[TableField.NAME]),
            ContributionKind(kind),
            described or word or mentions or _("Contribution"),
            amount,
            currency,
            quantity,
            text[TableField.UNIT],
            details,
            name_key(mentions or title),
            bool(text[TableField.DESCRIPTION]),
        )

    def _notes(
        self, line: TableLine, text: Mapping[TableField, str], described: str, remarks: Sequence[LineRemark]
    ) -> str:
        """The notes of a line, what stands in no field of the record, and where the line is."""
        unreadable = [remark for remark in remarks if remark.kind is RemarkKind.UNREADABLE]
        beside = [
            _("{heading}: {cell}").format(heading=self.sheet.headings[self.mapping.fields[column]], cell=text[column])
            for column in (TableField.TITLE, TableField.REFERENCE)
            if text[column] and text[column] != described
        ]
        return cells.lines_of(
            [self.cell(line, TableField.NOTES), *self.noted(line, unreadable), *beside, self._source(line)]
        )

    def _source(self, line: TableLine) -> str:
        place = {"file": self.table.name, "number": line.number, "sheet": self.sheet.name}
        if self.table.is_published:
            return _("Source: “{file}”, transaction {number}.").format(**place)
        if self.sheet.name:
            return _("Source: “{file}”, sheet “{sheet}”, line {number}.").format(**place)
        return _("Source: “{file}”, line {number}.").format(**place)

    def _quantity(self, line: TableLine, remarks: list[LineRemark]) -> Decimal | None:
        if not (cell := self.cell(line, TableField.QUANTITY)):
            return None
        try:
            return cells.amount(cell, self.readings.numbers[TableField.QUANTITY])
        except cells.Undecided:
            self.ask_reading(TableField.QUANTITY, cell)
        except cells.Unreadable:
            remarks.append(LineRemark(RemarkKind.UNREADABLE, TableField.QUANTITY, cell))
        return None

    # --- what becomes of it

    def _recorded(
        self,
        plain: ContributionOutcome,
        stated: _StatedContribution,
        days: Mapping[TableField, str],
        remarks: list[LineRemark],
    ) -> ContributionOutcome:
        received, promised = days.get(TableField.RECEIVED_ON, ""), days.get(TableField.PROMISED_ON, "")
        if self._is_on_record(stated, received, promised):
            return replace(plain, verdict=LineVerdict.KNOWN)
        bare = ledger.bare_reference(stated.details.reference)
        other = self.references.get(bare)
        if bare and other is not None:
            remarks.append(LineRemark(RemarkKind.TWICE, TableField.INVOICE, stated.details.reference, other))
            if self.answer(QuestionKind.TWICE, "", stated.details.reference) == GeneralAnswer.LEAVE:
                return replace(plain, verdict=LineVerdict.LEFT_OUT)
        outcome = self._arrived(plain, stated, received, remarks) if received else self._expected(plain, stated, days)
        if outcome.verdict not in importing.ENTERED:
            return outcome
        if bare:
            self.references[bare] = stated.description
        if received and stated.amount is not None:
            receipt = _Receipt(outcome.record, stated.currency, received, bare, stated.description, stated.amount)
            self.receipts[stated.partner].append(receipt)
        return outcome

    def _is_on_record(self, stated: _StatedContribution, received: str, promised: str) -> bool:
        """Whether the register has it: each record answers for one line."""
        day, counted = (received, self.received) if received else (promised, self.promised)
        bare = ledger.bare_reference(stated.details.reference)
        if bare and stated.key(day, bare) in self.by_reference:
            return True
        key, bare_key = stated.key(day), _key(stated.partner, day, stated.amount, stated.currency, "")
        if not received and not counted[key]:
            key = bare_key
        if received and self.table.is_published and not stated.is_described:  # as in an edition that hides the words
            counted, key = self.sums, bare_key
        if counted[key] > 0:
            counted[key] -= 1
            return True
        return False

    def _expected(
        self, plain: ContributionOutcome, stated: _StatedContribution, days: Mapping[TableField, str]
    ) -> ContributionOutcome:
        is_answered = (stated.giver, stated.mentions) in self.arrived
        if is_answered and self.answer(QuestionKind.ARRIVED, "", stated.description) == GeneralAnswer.LEAVE:
            return replace(plain, verdict=LineVerdict.LEFT_OUT)
        promised_on, due_on = days[TableField.PROMISED_ON], days.get(TableField.DUE_ON, "")
        promise = NewPromise(
            stated.partner,
            self.work.definitions.contributions.form_of("", stated.kind).id,
            stated.description,
            promised_on,
            f"{stated.amount:f}" if stated.amount is not None else "",
            stated.currency,
            due_on if due_on >= promised_on else "",
            self.partnerships.get((stated.partner, stated.mentions), ""),
            quantity=f"{stated.quantity:f}" if stated.quantity is not None else "",
            unit=stated.unit,
            details=stated.details,
        )
        return replace(plain, verdict=LineVerdict.PROMISED, record=new_id(), promise=promise)

    def _arrived(
        self, plain: ContributionOutcome, stated: _StatedContribution, received: str, remarks: list[LineRemark]
    ) -> ContributionOutcome:
        day = day_known(received) or self.today
        if stated.amount is not None:
            worth = dollars.received(self.work, f"{stated.amount:f}", stated.currency, day, takes_earlier=False)
            if worth.usd is None:
                remarks.append(LineRemark(RemarkKind.NO_RATE, TableField.CURRENCY, stated.currency, received[:7]))
        if earlier.is_before(received, self.first_day):
            gift = GivenBefore(
                stated.partner,
                stated.description,
                received,
                stated.kind,
                stated.amount,
                stated.currency,
                stated.quantity,
                stated.unit,
                stated.details.notes,
                self.partnerships.get((stated.partner, stated.mentions), ""),
                stated.details.reference,
                stated.details.themes,
            )
            return replace(plain, verdict=LineVerdict.NEW, record=new_id(), gift=gift)
        agreement = self._agreement(stated, remarks)
        if not agreement:
            return replace(plain, verdict=LineVerdict.UNCOVERED)
        arrival = ContributionArrival(
            agreement,
            stated.kind,
            stated.description,
            day,
            stated.amount,
            stated.currency,
            stated.quantity,
            stated.unit,
            details=stated.details,
            another=True,
        )
        if agreement not in self.barred:
            self.barred[agreement] = self._barring(arrival)
        if self.barred[agreement]:
            remarks.append(LineRemark(RemarkKind.REFUSED, TableField.REFERENCE, self.barred[agreement]))
            return replace(plain, verdict=LineVerdict.UNCOVERED)
        return replace(plain, verdict=LineVerdict.RECEIVED, record=new_id(), arrival=arrival)

    def _agreement(self, stated: _StatedContribution, remarks: list[LineRemark]) -> str:
        """The agreement in force that a line names, or the only one that brings this kind; empty for none."""
        sought = stated.partner, stated.kind
        if sought not in self.bases:
            self.bases[sought] = receiving.basis_of(self.work, *sought)
        bases = self.bases[sought]
        mentioned = [basis for basis in bases if name_key(basis[1]) == stated.mentions]
        chosen = (mentioned or bases) if len(mentioned or bases) == 1 else ()
        for id_, reference in chosen:
            remarks.append(LineRemark(RemarkKind.UNDER, TableField.REFERENCE, reference))
            return id_
        if bases:
            references = ", ".join(reference for _id, reference in bases)
            remarks.append(LineRemark(RemarkKind.SEVERAL, TableField.REFERENCE, references))
        return ""

    def _barring(self, arrival: ContributionArrival) -> str:
        """What stands against a reception, in a sentence; empty for nothing."""
        try:
            receiving.require_receivable(self.work, arrival)
        except Problem as problem:
            return problem.text
        return ""

    def _refund(
        self,
        line: TableLine,
        plain: ContributionOutcome,
        day: str,
        amount: Decimal,
        currency: str,
        remarks: list[LineRemark],
    ) -> ContributionOutcome:
        """A sum below zero: paid back of what arrived with its reference, else of the last that is large enough."""
        key = _key(plain.partner, day, amount, currency, "")
        if self.paid_back[key] > 0:
            self.paid_back[key] -= 1
            return replace(plain, verdict=LineVerdict.KNOWN)
        if self.answer(QuestionKind.NEGATIVE, "", self.cell(line, TableField.AMOUNT)) == GeneralAnswer.LEAVE:
            return replace(plain, verdict=LineVerdict.LEFT_OUT)
        bare = ledger.bare_reference(self.cell(line, TableField.INVOICE))
        fitting = [
            receipt
            for receipt in self.receipts.get(plain.partner, ())
            if receipt.currency == currency and receipt.left >= amount and receipt.day <= day
        ]
        named = [receipt for receipt in fitting if bare and receipt.reference == bare]
        receipt = max(named or fitting, key=lambda receipt: receipt.day, default=None)
        if receipt is None:
            return replace(plain, verdict=LineVerdict.UNRECEIVED)
        receipt.left = EXACT.subtract(receipt.left, amount)
        remarks.append(LineRemark(RemarkKind.UNDER, TableField.INVOICE, receipt.description))
        text = {column: " ".join(self.cell(line, column).split()) for column in TableField}
        notes = self._notes(line, text, text[TableField.DESCRIPTION] or text[TableField.TITLE], remarks)
        back = PaidBack(receipt.record, amount, currency, day_known(day) or self.today, notes)
        return replace(plain, verdict=LineVerdict.REFUNDED, refund=back)


def _partnerships(session: Session) -> Mapping[tuple[str, str], str]:
    """The partnership behind each *signed before*, by the partner and its reference, and by its title."""
    columns = (EarlierAgreement.partner_id, EarlierAgreement.reference, EarlierAgreement.title)
    rows = session.execute(
        select(*columns, EarlierAgreement.partnership_id).where(EarlierAgreement.archived.is_(False))
    )
    behind: dict[tuple[str, str], str] = {}
    for partner, reference, title, partnership in rows:
        behind.setdefault((partner, name_key(title)), partnership)
        if reference:
            behind[partner, name_key(reference)] = partnership
    return behind


def _key(partner: str, day: str, amount: Decimal | None, currency: str, what: str) -> GiftKey:
    return (
        partner,
        day,
        f"{amount.normalize():f}" if amount is not None else "",
        currency if amount else "",
        name_key(what),
    )

"""An office's tables of what was signed and given before the program, through the import desk of partners.

A line names a partner of the register, or one that is registered with it. The same line twice, in one file or in two,
is recorded once: two equal gifts on one day are two only where the table itself has both. What is not before the
office's first day is left out and named: it goes through its due diligence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.places import currency_of
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import new_id
from desktop.definitions.spreadsheets import TableField, TableKind
from desktop.documents.foreign.judging import judge
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import GivenBefore, SignedBefore
from desktop.services.diligence import papers
from desktop.services.office import office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry.partners import set_fields
from desktop.services.registry.spreadsheets import cells, dry_run, importing
from desktop.services.registry.spreadsheets.cells import NOTHING_STATED, PartnerFacts
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.comparing import KnownPartner, name_key
from desktop.services.registry.spreadsheets.dry_run import (
    AnswerNeeded,
    DryRun,
    LineOutcome,
    LineRemark,
    LineVerdict,
    RemarkKind,
    SheetComparison,
)
from desktop.services.registry.spreadsheets.importing import PartnerImport
from desktop.services.registry.spreadsheets.questions import (
    NO_COUNTRY,
    GeneralAnswer,
    ImportAnswers,
    LineChoice,
    QuestionKind,
)
from desktop.services.registry.spreadsheets.reading import OfficeTable, TableLine, TableSheet
from desktop.services.work import Work
from desktop.store.files import read_file
from desktop.store.records import Contribution, EarlierAgreement, Partner
from desktop.store.sessions import ChangeSession
from desktop.store.states import ContributionKind

IMPORTED = N_("Signed and given before the program: imported from a table")
AT_ONCE = 100  # lines in one change of the journal

AgreementKey = tuple[str, str, str]  # the partner, the reference or the title, and the day
GiftKey = tuple[str, str, str, str, str]  # the partner, the day, the amount, its currency, what


@dataclass(frozen=True)
class EarlierOutcome(LineOutcome):
    """What becomes of a line about what was before; `facts` are of a partner that the line registers.

    `scan` is the name of the file that the line names, which lies beside the table.
    """

    signed: SignedBefore | None = None
    gift: GivenBefore | None = None
    scan: str = ""
    restores: bool = False  # its partner, which was archived


def examine(
    work: Work,
    table: OfficeTable,
    sheet: TableSheet,
    mapping: ColumnMapping,
    answers: ImportAnswers,
    progress: Progress,
) -> DryRun:
    """Hold a sheet of any kind against the register; nothing is written. Raises Cancelled when it is stopped."""
    if mapping.table is TableKind.PARTNERS:
        return dry_run.dry_run(work, sheet, mapping, answers, progress)
    progress.step(0, len(sheet.lines))
    return _BeforeComparison(work, table.folder, sheet, mapping, answers).run(progress)


def import_table(work: Work, table: OfficeTable, plan: DryRun, progress: Progress) -> PartnerImport:
    """Write what a dry run of a table of any kind found new. Raises as `importing.import_partners` does."""
    if table.kind is TableKind.PARTNERS:
        return importing.import_partners(work, table, plan, progress)
    require(work.officer, Right.REGISTER)
    sealing_clock(work)
    importing.require_ready(work, plan)
    lines = [line for line in plan.lines if isinstance(line, EarlierOutcome) and line.verdict is LineVerdict.NEW]
    if not lines:
        raise importing.nothing_new()
    result = PartnerImport(
        new_id(), table.name, table.digest, work.clock.stamp(), work.officer.id, table=str(table.kind)
    )
    for first in range(0, len(lines), AT_ONCE):
        progress.step(first, len(lines))
        portion = lines[first : first + AT_ONCE]
        with work.store.change(IMPORTED, work.officer.id) as session:
            for line in portion:
                _write(work, session, table.folder, line)
            result = replace(
                result,
                registered=result.registered + sum(line.facts != NOTHING_STATED for line in portion),
                entered=result.entered + len(portion),
                changes=(*result.changes, session.stamp),
                is_whole=first + len(portion) == len(lines),
            )
            importing.note(session, result)
    return result


def _write(work: Work, session: ChangeSession, folder: Path, line: EarlierOutcome) -> None:
    if line.facts != NOTHING_STATED:
        partner = Partner(id=line.partner, name=line.facts.name, owner=work.officer.id)
        set_fields(partner, {name: content for name, content in line.facts.stated().items() if content})
        session.add(partner)
        session.flush()
    if line.restores:
        set_fields(session.get_one(Partner, line.partner), {"archived": False, "archived_reason": ""})
    if line.gift is not None:
        earlier.record_gift_in(work, session, line.gift)
    if line.signed is not None:
        agreement = earlier.record_in(work, session, line.signed)
        if line.scan:
            path = folder / line.scan
            data = read_file(path)
            agreement.scan = papers.keep_in(work, session, line.partner, path, data, judge(data, path.name)).id


class _BeforeComparison(SheetComparison):
    """One run over the lines of a sheet of agreements or gifts."""

    def __init__(
        self, work: Work, folder: Path, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers
    ) -> None:
        super().__init__(work, sheet, mapping, answers)
        self.folder = folder
        self.is_of_gifts = mapping.table is TableKind.GIFTS
        self.own_currency = currency_of(office_profile.read(work.store).country)
        with work.store.read() as session:
            self.first_day = office_profile.first_day(session, self.today)
            self.agreements = set(_agreement_keys(session))
            self.partnerships = _partnerships(session)
            self.gifts = Counter(_gift_keys(session))

    def outcome(self, line: TableLine) -> LineOutcome:
        """What becomes of one line: recorded, on record already, or left out with the reason."""
        name = " ".join(self.cell(line, TableField.NAME).split())
        choice = self.answers.lines.get(line.number)
        if not name_key(name):
            return LineOutcome(line.number, name, LineVerdict.NAMELESS)
        if choice is LineChoice.LEAVE:
            return LineOutcome(line.number, name, LineVerdict.LEFT_OUT)
        try:
            if choice is None and self.is_public_body(name):
                return LineOutcome(line.number, name, LineVerdict.OUTSIDE)
            return self._placed(line, name, choice)
        except AnswerNeeded:
            return LineOutcome(line.number, name, LineVerdict.ASKED)

    # --- the partner

    def _placed(self, line: TableLine, name: str, choice: LineChoice | None) -> LineOutcome:
        country_cell, country = self.cell(line, TableField.COUNTRY), ""
        if country_cell:
            country = self.rules.country(country_cell) or self.answer(QuestionKind.COUNTRY, country_cell, country_cell)
        stated = PartnerFacts(name=name, country="" if country == NO_COUNTRY else country)
        match = next(iter(self.partners.same(stated)), None)
        if match is None and choice is not LineChoice.NEW:
            alike = self.partners.alike(stated)
            if alike is not None and choice is not LineChoice.SAME:
                answer = self.answers.to(QuestionKind.ALIKE)
                self.concerned[QuestionKind.ALIKE, ""].append(name)
                if answer != GeneralAnswer.NEW:
                    verdict = LineVerdict.LEFT_OUT if answer == GeneralAnswer.LEAVE else LineVerdict.ALIKE
                    return LineOutcome(line.number, name, verdict, like=alike.facts.name, like_line=alike.line)
            match = alike if choice is LineChoice.SAME else None
        if match is not None and match.is_archived:
            if self.answer(QuestionKind.ARCHIVED, "", name) == GeneralAnswer.LEAVE:
                return LineOutcome(line.number, name, LineVerdict.LEFT_OUT, like=match.facts.name)
            outcome = self._of_partner(line, match, NOTHING_STATED)
            return replace(outcome, restores=True) if isinstance(outcome, EarlierOutcome) else outcome
        if match is not None:
            return self._of_partner(line, match, NOTHING_STATED)
        if self.answer(QuestionKind.UNREGISTERED, "", name) == GeneralAnswer.LEAVE:
            return LineOutcome(line.number, name, LineVerdict.LEFT_OUT)
        facts = replace(
            stated,
            country=stated.country or self.mapping.country,
            group=self.mapping.group,
            subtype=self.mapping.subtype,
        )
        match = KnownPartner(new_id(), facts, line.number)
        outcome = self._of_partner(line, match, facts)
        if outcome.verdict is LineVerdict.NEW:
            self.partners.add(match)
        return outcome

    # --- what the line says

    def _of_partner(self, line: TableLine, partner: KnownPartner, registers: PartnerFacts) -> LineOutcome:
        remarks: list[LineRemark] = []
        days = self._days(line, remarks)
        number, currency = self._money(line, remarks)
        day = days.get(TableField.RECEIVED_ON if self.is_of_gifts else TableField.SIGNED, "")
        plain = LineOutcome(
            line.number, partner.facts.name, LineVerdict.UNDATED, partner.id, remarks=tuple(remarks),
            like=partner.facts.name, like_line=partner.line,
        )  # fmt: skip
        if not day:
            return plain
        if not earlier.is_before(day, self.first_day):
            return replace(plain, verdict=LineVerdict.SINCE)
        text = {column: " ".join(self.cell(line, column).split()) for column in TableField}
        scan = self._scan(text[TableField.SCAN], remarks)
        if self.is_of_gifts:
            gift = self._gift(line, text, partner, day, number, currency, remarks)
            verdict = self._count_gift(gift)
            signed = None
        else:
            signed = self._signed(line, text, partner, days, number, currency, remarks)
            verdict, gift = self._count_agreement(signed), None
        return EarlierOutcome(
            line.number,
            partner.facts.name,
            verdict,
            partner.id,
            registers if verdict is LineVerdict.NEW else NOTHING_STATED,
            remarks=tuple(remarks),
            like=partner.facts.name,
            like_line=partner.line if partner.line != line.number else 0,
            signed=signed,
            gift=gift,
            scan=scan,
        )

    def _days(self, line: TableLine, remarks: list[LineRemark]) -> Mapping[TableField, str]:
        columns = (TableField.RECEIVED_ON,) if self.is_of_gifts else (TableField.SIGNED, TableField.ENDS_ON)
        days: dict[TableField, str] = {}
        for column in columns:
            if not (cell := self.cell(line, column)):
                continue
            try:
                order = self.readings.days[column]
                is_partial = column is TableField.SIGNED
                days[column] = cells.partial_day(cell, order, self.today) if is_partial else cells.day(cell, order)
            except cells.Undecided:
                self.ask_reading(column, cell)
            except cells.Unreadable:
                remarks.append(LineRemark(RemarkKind.UNREADABLE, column, cell))
        return days

    def _money(self, line: TableLine, remarks: list[LineRemark]) -> tuple[Decimal | None, str]:
        """The amount of a line and its currency, which is asked once where nothing says it."""
        cell = self.cell(line, TableField.AMOUNT)
        number, beside = cells.money_parts(cell) if cell else ("", "")
        if not number:
            return None, self.own_currency
        try:
            amount = cells.amount(number, self.readings.numbers[TableField.AMOUNT])
        except cells.Undecided:
            self.ask_reading(TableField.AMOUNT, number)
            raise
        except cells.Unreadable:
            remarks.append(LineRemark(RemarkKind.UNREADABLE, TableField.AMOUNT, cell))
            return None, self.own_currency
        word = self.cell(line, TableField.CURRENCY) or beside
        codes = self.rules.currency(word) if word else ()
        if len(codes) == 1:
            return amount, codes[0]
        if self.own_currency in codes:
            return amount, self.own_currency
        return amount, self.answer(QuestionKind.CURRENCY, word, cell)

    def _scan(self, name: str, remarks: list[LineRemark]) -> str:
        """The name of the scan that a line names, of a file that lies beside the table and nowhere else."""
        if not name:
            return ""
        try:
            if Path(name).name != name:
                raise FileNotFoundError(name)
            judge(read_file(self.folder / name), name)
        except (OSError, Problem):
            remarks.append(LineRemark(RemarkKind.NO_SCAN, TableField.SCAN, name))
            return ""
        return name

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

    def _signed(
        self,
        line: TableLine,
        text: Mapping[TableField, str],
        partner: KnownPartner,
        days: Mapping[TableField, str],
        number: Decimal | None,
        currency: str,
        remarks: list[LineRemark],
    ) -> SignedBefore:
        ends = days.get(TableField.ENDS_ON, "")
        if ends and ends < days[TableField.SIGNED]:
            remarks.append(LineRemark(RemarkKind.UNREADABLE, TableField.ENDS_ON, self.cell(line, TableField.ENDS_ON)))
            ends = ""
        reference = text[TableField.REFERENCE]
        return SignedBefore(
            partner.id,
            text[TableField.TITLE] or reference or _("Partnership with {name}").format(name=partner.facts.name),
            days[TableField.SIGNED],
            reference,
            signed_by=text[TableField.SIGNED_BY],
            ends_on=ends,
            value=number,
            currency=currency,
            notes=cells.lines_of([self.cell(line, TableField.NOTES), *self.noted(line, remarks)]),
        )

    def _gift(
        self,
        line: TableLine,
        text: Mapping[TableField, str],
        partner: KnownPartner,
        day: str,
        number: Decimal | None,
        currency: str,
        remarks: list[LineRemark],
    ) -> GivenBefore:
        word = text[TableField.GIFT_KIND]
        kind = self.rules.gift(word) if word else ""
        described = text[TableField.DESCRIPTION] or text[TableField.TITLE]
        kind = kind or self.rules.gift(described) or self.answer(QuestionKind.GIFT, word, word or partner.facts.name)
        quantity = self._quantity(line, remarks)
        about = self.partnerships.get((partner.id, name_key(text[TableField.REFERENCE] or text[TableField.TITLE])), "")
        return GivenBefore(
            partner.id,
            described or word or text[TableField.REFERENCE] or _("Contribution"),
            day,
            ContributionKind(kind),
            number,
            currency,
            quantity,
            text[TableField.UNIT],
            cells.lines_of([self.cell(line, TableField.NOTES), *self.noted(line, remarks)]),
            about,
        )

    # --- what is on record

    def _count_agreement(self, signed: SignedBefore) -> LineVerdict:
        key = (signed.partner_id, name_key(signed.reference or signed.title), signed.signed)
        if key in self.agreements:
            return LineVerdict.KNOWN
        self.agreements.add(key)
        return LineVerdict.NEW

    def _count_gift(self, gift: GivenBefore) -> LineVerdict:
        key = _gift_key(gift.partner_id, gift.received_on, gift.amount, gift.currency, gift.description)
        if self.gifts[key] > 0:
            self.gifts[key] -= 1
            return LineVerdict.KNOWN
        return LineVerdict.NEW


def _agreement_keys(session: Session) -> Iterator[AgreementKey]:
    columns = (EarlierAgreement.partner_id, EarlierAgreement.reference, EarlierAgreement.title, EarlierAgreement.signed)
    for partner, reference, title, day in session.execute(select(*columns).where(EarlierAgreement.archived.is_(False))):
        yield partner, name_key(reference or title), day


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


def _gift_keys(session: Session) -> Iterator[GiftKey]:
    columns = (Contribution.partner_id, Contribution.received_on, Contribution.amount)
    query = select(*columns, Contribution.currency, Contribution.description)
    for partner, day, amount, currency, what in session.execute(query.where(Contribution.archived.is_(False))):
        yield _gift_key(partner, day or "", Decimal(amount) if amount else None, currency, what)


def _gift_key(partner: str, day: str, amount: Decimal | None, currency: str, what: str) -> GiftKey:
    return (
        partner,
        day,
        f"{amount.normalize():f}" if amount is not None else "",
        currency if amount else "",
        name_key(what),
    )

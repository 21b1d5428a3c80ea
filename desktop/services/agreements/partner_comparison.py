"""Lines that name a partner of the register and say something of it: an agreement, a contribution.

A line names a partner that is here, or one that is registered with it. What only an officer can tell is asked once for
all lines that it concerns.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.base.numbers import MINUS
from desktop.base.places import currency_of
from desktop.base.values import new_id
from desktop.definitions.spreadsheets import PartnerKind, TableField
from desktop.services.office import office_profile
from desktop.services.registry.partners import set_fields
from desktop.services.registry.spreadsheets import cells, importing
from desktop.services.registry.spreadsheets.cells import NOTHING_STATED, PartnerFacts
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.comparing import KnownPartner, name_key
from desktop.services.registry.spreadsheets.dry_run import (
    AnswerNeeded,
    LineOutcome,
    LineRemark,
    LineVerdict,
    RemarkKind,
    SheetComparison,
)
from desktop.services.registry.spreadsheets.questions import (
    NO_COUNTRY,
    GeneralAnswer,
    ImportAnswers,
    LineChoice,
    QuestionKind,
)
from desktop.services.registry.spreadsheets.reading import OfficeTable
from desktop.services.registry.spreadsheets.sheets import TableLine, TableSheet
from desktop.services.work import Work
from desktop.store.records import Partner
from desktop.store.sessions import ChangeSession

MINUSES = f"-{MINUS}"


@dataclass(frozen=True)
class PartnerLineOutcome(LineOutcome):
    """What becomes of a line about a partner; `facts` are of a partner that the line registers."""

    restores: bool = False  # its partner, which was archived


def write_partner(work: Work, session: ChangeSession, line: PartnerLineOutcome) -> None:
    """Register the partner of a line, or bring it back, as the line needs it."""
    if line.facts != NOTHING_STATED:
        partner = Partner(id=line.partner, name=line.facts.name, owner=work.officer.id)
        set_fields(partner, {name: content for name, content in line.facts.stated().items() if content})
        session.add(partner)
        session.flush()
    if line.restores:
        set_fields(session.get_one(Partner, line.partner), {"archived": False, "archived_reason": ""})


class PartnerComparison(SheetComparison):
    """One run over the lines of a sheet that name partners; `takes_negative` where a sum below zero means something."""

    takes_negative = False

    def __init__(
        self, work: Work, table: OfficeTable, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers
    ) -> None:
        super().__init__(work, sheet, mapping, answers)
        self.table = table
        self.own_currency = currency_of(office_profile.read(work.store).country)
        with work.store.read() as session:
            self.first_day = office_profile.first_day(session, self.today)

    def outcome(self, line: TableLine) -> LineOutcome:
        """What becomes of one line: recorded, on record already, or left out with the reason."""
        name = " ".join(self.cell(line, TableField.NAME).split())
        choice = self.answers.lines.get(line.number)
        if not name_key(name):
            return LineOutcome(line.number, name, LineVerdict.NAMELESS)
        if choice is LineChoice.LEAVE:
            return LineOutcome(line.number, name, LineVerdict.LEFT_OUT)
        try:
            if choice is None and (beside := self.beside(line, name)) is not None:
                return LineOutcome(line.number, name, beside)
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
            outcome = self.of_partner(line, match, NOTHING_STATED)
            return replace(outcome, restores=True) if isinstance(outcome, PartnerLineOutcome) else outcome
        if match is not None:
            return self.of_partner(line, match, NOTHING_STATED)
        if self.answer(QuestionKind.UNREGISTERED, "", name) == GeneralAnswer.LEAVE:
            return LineOutcome(line.number, name, LineVerdict.LEFT_OUT)
        kind = self.kind_of(line)
        country = stated.country or self.mapping.country
        facts = replace(stated, country=country, group=kind.group, subtype=kind.subtype)
        match = KnownPartner(new_id(), facts, line.number)
        outcome = self.of_partner(line, match, facts)
        if outcome.verdict in importing.ENTERED:
            self.partners.add(match)
        return outcome

    def kind_of(self, line: TableLine) -> PartnerKind:
        """Which kind of partner a line registers: that of the table, or what the line tells."""
        return PartnerKind(self.mapping.group, self.mapping.subtype, False)

    def beside(self, line: TableLine, name: str) -> LineVerdict | None:
        """Why a line is none for this office before its partner is looked for; None where it may be one."""
        return LineVerdict.OUTSIDE if self.is_public_body(name) else None

    @abstractmethod
    def of_partner(self, line: TableLine, partner: KnownPartner, registers: PartnerFacts) -> LineOutcome:
        """What becomes of a line of this partner, of which it registers these facts."""

    # --- what cells say

    def days_of(
        self, line: TableLine, columns: tuple[TableField, ...], remarks: list[LineRemark]
    ) -> Mapping[TableField, str]:
        """The days that a line says in these columns, as ISO texts."""
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

    def money_of(self, line: TableLine, remarks: list[LineRemark]) -> tuple[Decimal | None, str]:
        """The amount of a line without its sign, and its currency, which is asked once where nothing says it."""
        cell = self.cell(line, TableField.AMOUNT)
        number, beside = cells.money_parts(cell) if cell else ("", "")
        number = number.lstrip(MINUSES) if self.takes_negative else number
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

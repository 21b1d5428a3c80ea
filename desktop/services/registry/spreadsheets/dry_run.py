"""What importing a sheet would do, line by line, without writing; and what must be asked first, once for all."""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import new_id
from desktop.definitions.spreadsheets import PartnerKind, TableField
from desktop.services.registry.spreadsheets import cells
from desktop.services.registry.spreadsheets.cells import (
    NOTHING_STATED,
    ColumnReadings,
    ContactFacts,
    FactContent,
    PartnerFacts,
)
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.comparing import (
    KnownPartner,
    KnownPartners,
    journal_length,
    name_key,
    of_register,
)
from desktop.services.registry.spreadsheets.questions import (
    NO_COUNTRY,
    DayOrder,
    GeneralAnswer,
    ImportAnswers,
    ImportQuestion,
    LineChoice,
    MarkReading,
    QuestionKind,
)
from desktop.services.registry.spreadsheets.sheets import TableLine, TableSheet
from desktop.services.work import Work

PACE = 200  # lines between two words about how far it is
EXAMPLES = 3
LONG = frozenset({"summary", "notes"})  # texts that may say more than a line does
STAYING = frozenset({"name", "group", "subtype"})  # of a partner that is here, whatever a line says


class LineVerdict(StrEnum):
    """What becomes of a line."""

    NEW = "new"  # a partner that is registered
    REPEATED = "repeated"  # names the partner of a line before; adds what that one lacks
    KNOWN = "known"  # the register has it, and everything that the line says
    COMPLETED = "completed"  # the register has it, and lacks some of what the line says
    RESTORED = "restored"  # the register has it put away; it is brought back
    ALIKE = "alike"  # may be another one: asked
    ASKED = "asked"  # waits for an answer
    LEFT_OUT = "left_out"  # somebody said so
    OUTSIDE = "outside"  # a public body or one of the UN: no private partner (¶28)
    NAMELESS = "nameless"  # no name
    SINCE = "since"  # signed since the office works with the program: not before it
    UNDATED = "undated"  # nothing that can be read says when
    PROMISED = "promised"  # a contribution that is expected
    RECEIVED = "received"  # a contribution that arrived under an agreement in force
    REFUNDED = "refunded"  # what is paid back of a contribution
    FOREIGN = "foreign"  # given to somebody else
    UNNAMED = "unnamed"  # its giver is not named
    UNCOVERED = "uncovered"  # arrived since, under no agreement in force (¶26)
    UNRECEIVED = "unreceived"  # a sum below zero of which nothing arrived


class RemarkKind(StrEnum):
    """Why a cell does not stand where its column belongs."""

    UNREADABLE = "unreadable"  # it is not what its column holds; it stands in the notes
    DIFFERS = "differs"  # the register, or a line before, says otherwise, which stays
    EARLY = "early"  # before the figures of the strategy begin
    FUTURE = "future"  # its day has not come yet
    SEVERAL = "several"  # the agreements under which it may have arrived
    NO_RATE = "no_rate"  # no rate of its currency is here for its month
    TWICE = "twice"  # its reference stands on another contribution too
    UNDER = "under"  # the agreement under which it arrived, or what it is paid back of
    REFUSED = "refused"  # what stands against its agreement, a sentence
    NO_SCAN = "no_scan"  # no such file lies beside the table, or none that is kept


@dataclass(frozen=True)
class LineRemark:
    """A cell that is not taken as it stands: its field, what it says, and what stands there instead."""

    kind: RemarkKind
    field: str
    cell: str
    instead: str = ""


@dataclass(frozen=True)
class LineOutcome:
    """What becomes of one line. `partner` is the id of the partner that it is, or becomes; empty where it is none.

    `facts` are what is written into the record of the partner, `like` the name of the one that it is, or looks like,
    and `like_line` the line of that one where it is no partner of the register.
    """

    number: int
    name: str
    verdict: LineVerdict
    partner: str = ""
    facts: PartnerFacts = NOTHING_STATED
    contact: ContactFacts | None = None
    remarks: tuple[LineRemark, ...] = ()
    like: str = ""
    like_line: int = 0
    apart_from: str = ""


@dataclass(frozen=True)
class DryRun:
    """What importing a sheet would do. `position` is how many changes the journal knew when it was looked at."""

    lines: tuple[LineOutcome, ...]
    questions: tuple[ImportQuestion, ...]
    answers: ImportAnswers
    position: int

    @property
    def unanswered(self) -> tuple[ImportQuestion, ...]:
        """The questions that nobody answered yet."""
        return tuple(entry for entry in self.questions if not self.answers.to(entry.kind, entry.about))

    @cached_property
    def counts(self) -> Mapping[LineVerdict, int]:
        """How many lines have each verdict."""
        return Counter(line.verdict for line in self.lines)


def dry_run(
    work: Work, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers, progress: Progress
) -> DryRun:
    """Hold a sheet against the register; nothing is written. Raises Cancelled when it is stopped."""
    progress.step(0, len(sheet.lines))  # before the register is read
    return _RegisterComparison(work, sheet, mapping, answers).run(progress)


@dataclass
class _Statement:
    """What a line says, once everything in it is understood."""

    number: int
    facts: PartnerFacts
    contact: ContactFacts | None
    remarks: tuple[LineRemark, ...]


class AnswerNeeded(Exception):
    """A line waits for the answer to a question."""


class SheetComparison(ABC):
    """One run over the lines of a sheet, whatever they are: its questions, and how days and numbers are read."""

    def __init__(self, work: Work, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers) -> None:
        self.rules, self.today = work.definitions.spreadsheets.for_table(mapping.table), work.today()
        self.sheet, self.mapping, self.answers = sheet, mapping, answers
        self.concerned: dict[tuple[QuestionKind, str], list[str]] = defaultdict(list)  # examples by question
        self.readings = self._column_readings()
        self.partners = KnownPartners()
        with work.store.read() as session:
            self.position = journal_length(session)
            for match in of_register(session):
                self.partners.add(match)

    def run(self, progress: Progress) -> DryRun:
        """What becomes of each line, and what is asked."""
        outcomes = []
        for at, line in enumerate(self.sheet.lines):
            if at % PACE == 0:
                progress.step(at, len(self.sheet.lines))
            outcomes.append(self.outcome(line))
        questions = tuple(
            ImportQuestion(kind, about, tuple(different)[:EXAMPLES], len(different), len(examples))
            for (kind, about), examples in self.concerned.items()
            for different in [dict.fromkeys(examples)]
        )
        return DryRun(tuple(outcomes), questions, self.answers, self.position)

    @abstractmethod
    def outcome(self, line: TableLine) -> LineOutcome:
        """What becomes of one line."""

    def answer(self, kind: QuestionKind, about: str, example: str) -> str:
        """The answer to a question, which concerns one more line; raises AnswerNeeded while there is none."""
        self.concerned[kind, about].append(example)
        answer = self.answers.to(kind, about)
        if not answer:
            raise AnswerNeeded
        return answer

    def cell(self, line: TableLine, column: TableField) -> str:
        """What a line says in the column of a field; empty where no column holds it."""
        at = self.mapping.fields.get(column)
        return "" if at is None else line.cells[at]

    def noted(self, line: TableLine, unreadable: Sequence[LineRemark]) -> list[str]:
        """What a line says in the columns that go into the notes, and in cells that are not what their column holds."""
        headed = [(self.sheet.headings[at], line.cells[at]) for at in self.mapping.noted if line.cells[at]]
        headed += [(self.sheet.headings[self.mapping.fields[TableField(r.field)]], r.cell) for r in unreadable]
        return [_("{heading}: {cell}").format(heading=heading, cell=cell) for heading, cell in headed]

    def ask_reading(self, column: TableField, cell: str) -> None:
        """Ask what comes first in the days, or what a mark means in the numbers, of a column; raises AnswerNeeded."""
        self.answer(QuestionKind.DAYS if column in cells.DAY_COLUMNS else QuestionKind.NUMBERS, column, cell)

    def is_public_body(self, name: str) -> bool:
        """Whether a name is a public body's; asked once for all that read like one."""
        if not self.rules.is_public(name):
            return False
        return self.answer(QuestionKind.PUBLIC, "", name) == GeneralAnswer.OUTSIDE

    def _column_readings(self) -> ColumnReadings:
        days: dict[TableField, DayOrder | None] = {}
        numbers: dict[TableField, MarkReading | None] = {}
        for column in self.mapping.fields:
            texts: Sequence[str] = self.sheet.column(self.mapping.fields[column])
            if column in cells.DAY_COLUMNS:
                proven, matters = cells.day_order(texts)
                answer = self.answers.to(QuestionKind.DAYS, column) if matters and not proven else ""
                days[column] = DayOrder(answer) if answer else proven
            elif column in cells.NUMBER_COLUMNS:
                decimals = cells.NUMBER_COLUMNS[column]
                texts = cells.numbers_of_money(texts) if decimals else texts
                asks = cells.has_two_readings(texts, decimals)
                answer = self.answers.to(QuestionKind.NUMBERS, column) if asks else ""
                numbers[column] = MarkReading(answer) if answer else None
        return ColumnReadings(days, numbers)


class _RegisterComparison(SheetComparison):
    """One run over the lines of a sheet of partners."""

    def __init__(self, work: Work, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers) -> None:
        super().__init__(work, sheet, mapping, answers)
        self.groups = {kind.id: kind.group for kind in work.definitions.strategy.subtypes}
        self.in_several_countries = self._names_in_several_countries()

    def _names_in_several_countries(self) -> frozenset[str]:
        if not {TableField.NAME, TableField.COUNTRY} <= self.mapping.fields.keys():
            return frozenset()
        countries: dict[str, set[str]] = defaultdict(set)
        names = self.sheet.column(self.mapping.fields[TableField.NAME])
        for name, cell in zip(names, self.sheet.column(self.mapping.fields[TableField.COUNTRY]), strict=True):
            if cell:
                countries[name_key(name)].add(self.rules.country(cell) or cell.casefold())
        return frozenset(name for name, places in countries.items() if name and len(places) > 1)

    # --- one line

    def outcome(self, line: TableLine) -> LineOutcome:
        """The partner that a line names, and what it adds."""
        name = " ".join(self.cell(line, TableField.NAME).split())
        choice = self.answers.lines.get(line.number)
        if not name_key(name):
            return LineOutcome(line.number, name, LineVerdict.NAMELESS)
        if choice is LineChoice.LEAVE:
            return LineOutcome(line.number, name, LineVerdict.LEFT_OUT)
        try:
            kind = self._kind(self.cell(line, TableField.KIND))
            if kind.is_outside or (choice is None and self.is_public_body(name)):
                return LineOutcome(line.number, name, LineVerdict.OUTSIDE)
            return self._placed(self._statement(line, name, kind), choice)
        except AnswerNeeded:
            return LineOutcome(line.number, name, LineVerdict.ASKED)

    def _kind(self, cell: str) -> PartnerKind:
        """The kind that a cell names, or the table's own where it names none."""
        default = PartnerKind(self.mapping.group, self.mapping.subtype, False)
        kind = self.rules.kind(cell) if cell else default
        if kind is None:
            answer = self.answer(QuestionKind.KIND, cell, cell)
            is_outside = answer == GeneralAnswer.OUTSIDE
            return PartnerKind(self.groups.get(answer, answer), answer if answer in self.groups else "", is_outside)
        return kind if kind.group or kind.is_outside else default

    def _country(self, cell: str, name: str) -> str:
        """The code of the country that a cell names; empty for none."""
        if not cell:
            return ""
        code = self.rules.country(cell) or self.answer(QuestionKind.COUNTRY, cell, cell)
        if name_key(name) in self.in_several_countries:
            self.answer(QuestionKind.COUNTRIES, "", name)
        return "" if code == NO_COUNTRY else code

    def _statement(self, line: TableLine, name: str, kind: PartnerKind) -> _Statement:
        """What a line says; every question about it is noted before it waits."""
        country, waits = "", False
        try:
            country = self._country(self.cell(line, TableField.COUNTRY), name)
        except AnswerNeeded:
            waits = True
        values: dict[str, FactContent] = {}
        unreadable: list[LineRemark] = []
        for column in cells.READ_COLUMNS:
            if not (cell := self.cell(line, column)):
                continue
            try:
                values[column] = self._value(column, cell)
            except cells.Unreadable:
                unreadable.append(LineRemark(RemarkKind.UNREADABLE, column, cell))
            except AnswerNeeded:
                waits = True
        if waits:
            raise AnswerNeeded
        text = {column: " ".join(self.cell(line, column).split()) for column in TableField}
        contact, more_notes = self._contact(text)
        facts = PartnerFacts(
            name=name,
            group=kind.group,
            subtype=kind.subtype,
            other_names=cells.several(self.cell(line, TableField.OTHER_NAMES)),
            country=country,
            city=text[TableField.CITY],
            address=text[TableField.ADDRESS],
            registration=text[TableField.REGISTRATION],
            lei=text[TableField.LEI],
            website=text[TableField.WEBSITE],
            email=text[TableField.EMAIL] or ("" if contact else text[TableField.CONTACT_EMAIL]),
            phone=text[TableField.PHONE] or ("" if contact else text[TableField.CONTACT_PHONE]),
            brought_by=text[TableField.BROUGHT_BY],
            next_action=text[TableField.NEXT_ACTION]
            or (_("To follow up") if TableField.NEXT_ACTION_ON in values else ""),
            summary=self.cell(line, TableField.SUMMARY),
            labels=cells.several(self.cell(line, TableField.LABELS)),
            notes=cells.lines_of([self.cell(line, TableField.NOTES), *more_notes, *self.noted(line, unreadable)]),
        )
        return _Statement(line.number, facts.stating(values), contact, tuple(unreadable))

    def _value(self, column: TableField, cell: str) -> str | int | bool:
        """What a cell means; raises Unreadable, and AnswerNeeded while its column has two readings."""
        try:
            if column is TableField.EMPLOYEES:
                return cells.whole_number(cell, self.readings.numbers[column])
            if column is TableField.SUPPLIER:
                return cells.yes_or_no(cell, self.rules)
            if column is TableField.FOUNDED:
                return cells.partial_day(cell, self.readings.days[column], self.today)
            return cells.day(cell, self.readings.days[column])
        except cells.Undecided as error:
            self.ask_reading(column, cell)
            raise cells.Unreadable(cell) from error

    def _contact(self, text: Mapping[TableField, str]) -> tuple[ContactFacts | None, list[str]]:
        """The person whom a line names; of one without a name, what has no place with the partner, for the notes."""
        title, email = text[TableField.CONTACT_TITLE], text[TableField.CONTACT_EMAIL]
        name, phone = text[TableField.CONTACT_NAME], text[TableField.CONTACT_PHONE]
        if name:
            return ContactFacts(name, title, email, phone), []
        second = [email if text[TableField.EMAIL] else "", phone if text[TableField.PHONE] else ""]
        return None, [title, *second]

    # --- where a line belongs

    def _placed(self, statement: _Statement, choice: LineChoice | None) -> LineOutcome:
        facts = statement.facts
        one_for_all = self.answers.to(QuestionKind.COUNTRIES) == GeneralAnswer.ONE
        anywhere = one_for_all and name_key(facts.name) in self.in_several_countries
        matches = self.partners.same(replace(facts, country="") if anywhere else facts)
        telling = (match for match in matches if _says_all(match, statement))
        match = next(telling, next(iter(matches), None))
        if match is None and choice is not LineChoice.NEW:
            alike = self.partners.alike(facts)
            if alike is not None and not self._is_of_another_country(facts, alike):
                if choice is not LineChoice.SAME:
                    return self._looking_like(statement, alike)
                match = alike
        if match is None:
            return self._new(statement)
        return self._compared(statement, match) if match.line else self._registered(statement, match)

    def _is_of_another_country(self, facts: PartnerFacts, alike: KnownPartner) -> bool:
        """Whether the one that looks alike has the same name in another country, which was told apart for all lines."""
        key = name_key(facts.name)
        return bool(alike.line) and name_key(alike.facts.name) == key and key in self.in_several_countries

    def _looking_like(self, statement: _Statement, alike: KnownPartner) -> LineOutcome:
        name, like = statement.facts.name, alike.facts.name
        try:
            answer = self.answer(QuestionKind.ALIKE, "", name)
        except AnswerNeeded:
            answer = ""
        if answer == GeneralAnswer.LEAVE:
            return LineOutcome(statement.number, name, LineVerdict.LEFT_OUT, like=like, like_line=alike.line)
        verdict = LineVerdict.NEW if answer else LineVerdict.ALIKE
        outcome = replace(self._new(statement), verdict=verdict, apart_from=alike.id)
        return replace(outcome, like=like, like_line=alike.line)

    def _new(self, statement: _Statement) -> LineOutcome:
        facts = statement.facts
        if not facts.country and TableField.COUNTRY not in self.mapping.fields:
            facts = replace(facts, country=self.mapping.country)
        match = KnownPartner(new_id(), facts, statement.number)
        self.partners.add(match)
        contact = match.unknown_person(statement.contact)
        return LineOutcome(statement.number, facts.name, LineVerdict.NEW, match.id, facts, contact, statement.remarks)

    def _registered(self, statement: _Statement, match: KnownPartner) -> LineOutcome:
        outcome = self._compared(statement, match)
        if not match.is_archived:
            return outcome
        answer = self.answer(QuestionKind.ARCHIVED, "", statement.facts.name)
        if answer == GeneralAnswer.RESTORE:
            return replace(outcome, verdict=LineVerdict.RESTORED)
        return LineOutcome(statement.number, outcome.name, LineVerdict.LEFT_OUT, like=match.facts.name)

    def _compared(self, statement: _Statement, match: KnownPartner) -> LineOutcome:
        """The line of a partner that is here: what it adds, and where it says otherwise."""
        added, differing = _compared_facts(match.facts, statement.facts)
        match.complete(added)
        contact = match.unknown_person(statement.contact)
        verdict = LineVerdict.COMPLETED if added != NOTHING_STATED or contact else LineVerdict.KNOWN
        return LineOutcome(
            statement.number,
            statement.facts.name,
            LineVerdict.REPEATED if match.line else verdict,
            match.id,
            added,
            contact,
            (*statement.remarks, *differing),
            match.facts.name,
            match.line,
        )


def _says_all(match: KnownPartner, statement: _Statement) -> bool:
    """Whether the partner has everything that the line says, and its person."""
    added, _differing = _compared_facts(match.facts, statement.facts)
    contact = statement.contact
    return added == NOTHING_STATED and (contact is None or name_key(contact.name) in match.persons)


def _compared_facts(known: PartnerFacts, stated: PartnerFacts) -> tuple[PartnerFacts, tuple[LineRemark, ...]]:
    """What a line adds to what is known of a partner, and where it says otherwise."""
    added = NOTHING_STATED
    differing: list[LineRemark] = []
    for name, content in stated.stated().items():
        present = getattr(known, name)
        if name in STAYING:
            continue
        if isinstance(content, tuple):
            more = tuple(text for text in content if name_key(text) not in map(name_key, present))
            added = added.stating({name: (*present, *more)}) if more else added
        elif not present:
            added = added.stating({name: content})
        elif not _is_said(name, str(content), str(present)):
            differing.append(LineRemark(RemarkKind.DIFFERS, name, str(content), str(present)))
    return added, tuple(differing)


def _is_said(name: str, content: str, present: str) -> bool:
    """Whether a field says already what a line says, but for accents, capitals and punctuation."""
    return name_key(content) in name_key(present) if name in LONG else name_key(content) == name_key(present)

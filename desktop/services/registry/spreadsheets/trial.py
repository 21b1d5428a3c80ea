"""What taking in a sheet would do, line by line, without writing anything; what must be asked first, once for all lines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy import select

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.definitions.spreadsheets import PartnerKind
from desktop.services.registry import partner_persons
from desktop.services.registry.spreadsheets.cells import (
    DAYS,
    NUMBERS,
    PARTIAL_DAYS,
    SEVERAL,
    ColumnReadings,
    DayOrder,
    MarkReading,
    Undecided,
    Unreadable,
    day_order,
    two_readings,
    value_of,
)
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.known import KnownPartner, KnownPartners, journal_length, name_key, of_register
from desktop.services.registry.spreadsheets.reading import TableLine, TableSheet
from desktop.services.work import Work
from desktop.store.records import Partner, Person

PACE = 200  # lines between two words about how far it is
EXAMPLES = 3


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


class QuestionKind(StrEnum):
    """What is asked once, for all lines that it concerns."""

    KIND = "kind"  # which kind of partner a word means: the id of a sub-type, a group, or `outside`
    COUNTRY = "country"  # which country a word means: its ISO code, or empty for none
    COUNTRIES = "countries"  # a name in several countries: `one` partner, or `each`
    PUBLIC = "public"  # names that read like public bodies': `outside`, or `partner`
    ALIKE = "alike"  # partners that look like another: `new` ones, or `leave` them out
    ARCHIVED = "archived"  # partners that were put away: `restore`, or `leave` them where they are
    DAYS = "days"  # what comes first in the days of a column: the `day`, or the `month`
    NUMBERS = "numbers"  # a mark before three digits: `thousands`, or `decimal`


CHOICES: Mapping[QuestionKind, tuple[str, ...]] = {
    QuestionKind.COUNTRIES: ("one", "each"),
    QuestionKind.PUBLIC: ("outside", "partner"),
    QuestionKind.ALIKE: ("new", "leave"),
    QuestionKind.ARCHIVED: ("restore", "leave"),
    QuestionKind.DAYS: tuple(DayOrder),
    QuestionKind.NUMBERS: tuple(MarkReading),
}


@dataclass(frozen=True)
class ImportQuestion:
    """One question. `about` is the word or the field it is about; `examples` are names or cells, `lines` how many wait."""

    kind: QuestionKind
    about: str
    examples: tuple[str, ...]
    lines: int

    @property
    def id(self) -> str:
        """Under which it is answered: `kind:Scientific Center`, `public`."""
        return f"{self.kind}:{self.about}" if self.about else str(self.kind)


class LineChoice(StrEnum):
    """What somebody said about one line."""

    NEW = "new"  # it is a partner of its own
    SAME = "same"  # it is the one that it looks like
    LEAVE = "leave"  # it is left out


class RemarkKind(StrEnum):
    """Why a cell does not stand where its column belongs."""

    UNREADABLE = "unreadable"  # it is not what its column holds; it stands in the notes
    DIFFERS = "differs"  # the register, or a line before, says otherwise and stays


@dataclass(frozen=True)
class LineRemark:
    """A cell that is not taken as it stands: its field, what it says, and what stands there instead."""

    kind: RemarkKind
    field: str
    cell: str
    instead: str = ""


@dataclass(frozen=True)
class ContactEntry:
    """A person whom a line names."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class TriedLine:
    """What becomes of one line. `partner` is the id of the partner that it is, or becomes; empty where it is none.

    `fields` are what is written into the record of the partner, `like` the name of the one it is, or looks like, and
    `like_line` the line of that one where it is no partner of the register.
    """

    number: int
    name: str
    verdict: LineVerdict
    partner: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    contact: ContactEntry | None = None
    remarks: tuple[LineRemark, ...] = ()
    like: str = ""
    like_line: int = 0
    apart_from: str = ""


@dataclass(frozen=True)
class Trial:
    """What taking in a sheet would do. `position` is how many changes the journal knew when it was tried."""

    lines: tuple[TriedLine, ...]
    questions: tuple[ImportQuestion, ...]
    answers: Mapping[str, str]
    position: int

    @property
    def unanswered(self) -> tuple[ImportQuestion, ...]:
        """The questions that nobody answered yet."""
        return tuple(question for question in self.questions if question.id not in self.answers)

    @property
    def counts(self) -> Mapping[LineVerdict, int]:
        """How many lines have each verdict."""
        return Counter(line.verdict for line in self.lines)


@dataclass(frozen=True)
class ImportAnswers:
    """What somebody answered: questions by their id, and single lines by their number."""

    questions: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[int, LineChoice] = field(default_factory=dict)


def try_lines(
    work: Work, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers, progress: Progress
) -> Trial:
    """Try a sheet against the register; nothing is written."""
    trying = _Trying(work, sheet, mapping, answers)
    return trying.run(progress)


class _Trying:
    """One run over the lines of a sheet."""

    def __init__(self, work: Work, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers) -> None:
        self.rules, self.today = work.definitions.spreadsheets, work.today()
        self.subtypes = {kind.id: kind.group for kind in work.definitions.strategy.subtypes}
        self.sheet, self.mapping, self.answers = sheet, mapping, answers
        self.asked: dict[tuple[QuestionKind, str], list[str]] = defaultdict(list)
        self.readings = self._column_readings()
        self.known = KnownPartners()
        self.position = journal_length(work.store)
        with work.store.read() as session:
            register = {known.partner.id: known for known in of_register(session)}
            for partner_id, persons in partner_persons.of_partners(session, register).items():
                register[partner_id].persons.update(name_key(person.name) for person in persons)
        for known in register.values():
            self.known.add(known)
        self.in_several_countries = self._names_in_several_countries()

    def run(self, progress: Progress) -> Trial:
        lines = []
        for at, line in enumerate(self.sheet.lines):
            if at % PACE == 0:
                progress.step(at, len(self.sheet.lines))
            lines.append(self._tried(line))
        questions = tuple(
            ImportQuestion(kind, about, tuple(dict.fromkeys(examples))[:EXAMPLES], len(examples))
            for (kind, about), examples in self.asked.items()
        )
        return Trial(tuple(lines), questions, self.answers.questions, self.position)

    # --- questions

    def _answer(self, kind: QuestionKind, about: str, example: str) -> str | None:
        """The answer to a question, which is asked of one more line; None where nobody answered yet."""
        self.asked[kind, about].append(example)
        return self.answers.questions.get(f"{kind}:{about}" if about else str(kind))

    def _column_readings(self) -> ColumnReadings:
        days: dict[str, DayOrder | None] = {}
        numbers: dict[str, MarkReading | None] = {}
        for name in (*DAYS, *PARTIAL_DAYS, *NUMBERS):
            cells = self.sheet.column(self.mapping.fields[name]) if name in self.mapping.fields else ()
            if name in NUMBERS:
                said = self.answers.questions.get(f"{QuestionKind.NUMBERS}:{name}") if two_readings(cells) else None
                numbers[name] = MarkReading(said) if said else None
            else:
                proven, matters = day_order(cells)
                said = self.answers.questions.get(f"{QuestionKind.DAYS}:{name}") if matters and not proven else None
                days[name] = DayOrder(said) if said else proven
        return ColumnReadings(days, numbers)

    def _names_in_several_countries(self) -> frozenset[str]:
        if not {"name", "country"} <= self.mapping.fields.keys():
            return frozenset()
        countries: dict[str, set[str]] = defaultdict(set)
        names, cells = (self.sheet.column(self.mapping.fields[column]) for column in ("name", "country"))
        for name, cell in zip(names, cells, strict=True):
            if cell:
                countries[name_key(name)].add(self.rules.country(cell) or cell.casefold())
        return frozenset(name for name, several in countries.items() if name and len(several) > 1)

    # --- one line

    def _tried(self, line: TableLine) -> TriedLine:
        cells = {name: line.cells[at] for name, at in self.mapping.fields.items() if line.cells[at]}
        name = " ".join(cells.pop("name", "").split())
        choice = self.answers.lines.get(line.number)
        if not name_key(name):
            return TriedLine(line.number, name, LineVerdict.NAMELESS)
        if choice is LineChoice.LEAVE:
            return TriedLine(line.number, name, LineVerdict.LEFT_OUT)
        kind = self._kind(cells.pop("kind", ""))
        if kind is None:
            return TriedLine(line.number, name, LineVerdict.ASKED)
        if kind.is_outside:
            return TriedLine(line.number, name, LineVerdict.OUTSIDE)
        if choice is None and self.rules.is_public(name):
            said = self._answer(QuestionKind.PUBLIC, "", name)
            if said != "partner":
                return TriedLine(line.number, name, LineVerdict.OUTSIDE if said else LineVerdict.ASKED)
        entry = self._entry(line, name, kind, cells)
        return TriedLine(line.number, name, LineVerdict.ASKED) if entry is None else self._placed(entry, choice)

    def _kind(self, cell: str) -> PartnerKind | None:
        """The kind that a cell names, or the table's own where it names none; None while it is asked."""
        default = PartnerKind(self.mapping.group, self.mapping.subtype, False)
        known = self.rules.kind(cell) if cell else default
        if known is None:
            said = self._answer(QuestionKind.KIND, cell, cell)
            if said is None:
                return None
            return PartnerKind(self.subtypes.get(said, said), said if said in self.subtypes else "", said == "outside")
        return known if known.group or known.is_outside else default

    def _entry(self, line: TableLine, name: str, kind: PartnerKind, cells: dict[str, str]) -> "_Entry | None":
        """What a line says; None while it waits for an answer."""
        country = self._country(cells.pop("country", ""), name)
        fields: dict[str, object] = {"name": name, "group": kind.group, "subtype": kind.subtype}
        remarks: list[LineRemark] = []
        waits = country is None
        for column, cell in cells.items():
            try:
                fields[column] = value_of(column, cell, self.readings, self.rules, self.today)
            except Undecided:
                about = QuestionKind.NUMBERS if column in NUMBERS else QuestionKind.DAYS
                self._answer(about, column, cell)
                waits = True
            except Unreadable:
                remarks.append(LineRemark(RemarkKind.UNREADABLE, column, cell))
        if waits:
            return None
        if "next_action_on" in fields and "next_action" not in fields:
            fields["next_action"] = _("To follow up")
        contact = self._contact(fields)
        noted = [(self.sheet.headings[at], line.cells[at]) for at in self.mapping.noted if line.cells[at]]
        noted += [(self.sheet.headings[self.mapping.fields[remark.field]], remark.cell) for remark in remarks]
        notes = [str(fields.get("notes", "")), *(_("{heading}: {cell}").format(heading=h, cell=c) for h, c in noted)]
        written = {**fields, "country": country, "notes": "\n".join(filter(None, notes))}
        return _Entry(line.number, {n: v for n, v in written.items() if v not in ("", [], None)}, contact, remarks)

    def _country(self, cell: str, name: str) -> str | None:
        """The code of the country that a cell names, or the table's own; None while it is asked."""
        if not cell:
            return "" if "country" in self.mapping.fields else self.mapping.country
        code = self.rules.country(cell) or self._answer(QuestionKind.COUNTRY, cell, cell)
        if name_key(name) not in self.in_several_countries:
            return code
        return code if self._answer(QuestionKind.COUNTRIES, "", name) else None

    def _contact(self, fields: dict[str, object]) -> ContactEntry | None:
        """The person whom a line names; what it says of one without a name goes to the partner, or into the notes."""
        said = {key: str(fields.pop(f"contact_{key}", "")) for key in ("name", "title", "email", "phone")}
        if said["name"]:
            return ContactEntry(**said)
        for key in ("email", "phone"):
            fields.setdefault(key, said[key])
        rest = [said["title"], *(said[key] for key in ("email", "phone") if fields[key] != said[key])]
        if any(rest):
            fields["notes"] = "\n".join(filter(None, (str(fields.get("notes", "")), *rest)))
        return None

    # --- where a line belongs

    def _placed(self, entry: "_Entry", choice: LineChoice | None) -> TriedLine:
        one_for_all = self.answers.questions.get(QuestionKind.COUNTRIES) == "one"
        anywhere = one_for_all and name_key(entry.name) in self.in_several_countries
        same = self.known.same(entry.name, "" if anywhere else entry.text("country"), *entry.numbers)
        if same is None and choice is not LineChoice.NEW:
            alike = self.known.alike(entry.name, *entry.numbers)
            if alike is not None and not self._another_country(entry, alike):
                if choice is LineChoice.SAME:
                    same = alike
                else:
                    return self._looking_like(entry, alike)
        if same is None:
            return self._new(entry)
        return self._repeated(entry, same) if same.line else self._registered(entry, same)

    def _another_country(self, entry: "_Entry", alike: KnownPartner) -> bool:
        """Whether the one that looks alike is the same name of another country, told apart for all lines."""
        return bool(alike.line) and name_key(alike.partner.name) == name_key(entry.name) in self.in_several_countries

    def _looking_like(self, entry: "_Entry", alike: KnownPartner) -> TriedLine:
        said = self._answer(QuestionKind.ALIKE, "", entry.name)
        if said == "leave":
            verdict = LineVerdict.LEFT_OUT
            return TriedLine(entry.number, entry.name, verdict, like=alike.partner.name, like_line=alike.line)
        tried = self._new(entry)
        if said is None:
            tried = replace(tried, verdict=LineVerdict.ALIKE)
        return replace(tried, like=alike.partner.name, like_line=alike.line, apart_from=alike.partner.id)

    def _new(self, entry: "_Entry") -> TriedLine:
        partner = Partner(**entry.fields)
        known = KnownPartner(partner, entry.number)
        self.known.add(known)
        tried = TriedLine(entry.number, entry.name, LineVerdict.NEW, partner.id, entry.fields)
        return replace(tried, contact=_unknown_person(known, entry.contact), remarks=tuple(entry.remarks))

    def _repeated(self, entry: "_Entry", first: KnownPartner) -> TriedLine:
        return self._compared(entry, first, LineVerdict.REPEATED, LineVerdict.REPEATED)

    def _registered(self, entry: "_Entry", known: KnownPartner) -> TriedLine:
        if not known.partner.archived:
            return self._compared(entry, known, LineVerdict.KNOWN, LineVerdict.COMPLETED)
        said = self._answer(QuestionKind.ARCHIVED, "", entry.name)
        if said != "restore":
            verdict = LineVerdict.LEFT_OUT if said else LineVerdict.ASKED
            return TriedLine(entry.number, entry.name, verdict, like=known.partner.name)
        tried = self._compared(entry, known, LineVerdict.RESTORED, LineVerdict.RESTORED)
        return replace(tried, fields={**tried.fields, "archived": False, "archived_reason": ""})

    def _compared(
        self, entry: "_Entry", known: KnownPartner, nothing_new: LineVerdict, something_new: LineVerdict
    ) -> TriedLine:
        """The line of a partner that is here: what it adds, and where it says otherwise."""
        partner, added, remarks = known.partner, {}, list(entry.remarks)
        for name, value in entry.fields.items():
            here = known.lacking.get(name, getattr(partner, name))
            if name in SEVERAL:
                more = [text for text in _texts(value) if name_key(text) not in map(name_key, _texts(here))]
                value = [*_texts(here), *more]
            if name in ("name", "group", "subtype") or value == here:
                continue
            if name in SEVERAL or not here:
                added[name] = value
            elif not _contains(here, value):
                remarks.append(LineRemark(RemarkKind.DIFFERS, name, _shown(value), _shown(here)))
        known.lacking.update(added)
        contact = _unknown_person(known, entry.contact)
        verdict = something_new if added or contact else nothing_new
        tried = TriedLine(entry.number, entry.name, verdict, partner.id, added, contact, tuple(remarks))
        return replace(tried, like=partner.name, like_line=known.line)


@dataclass
class _Entry:
    """What a line says of its partner."""

    number: int
    fields: dict[str, object]
    contact: ContactEntry | None
    remarks: Sequence[LineRemark]

    @property
    def name(self) -> str:
        return self.text("name")

    @property
    def numbers(self) -> tuple[str, str]:
        return self.text("registration"), self.text("lei")

    def text(self, name: str) -> str:
        return str(self.fields.get(name, ""))


def _unknown_person(known: KnownPartner, contact: ContactEntry | None) -> ContactEntry | None:
    """The person, where nobody of this name is behind the partner yet."""
    if contact is None or name_key(contact.name) in known.persons:
        return None
    known.persons.add(name_key(contact.name))
    return contact


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(text) for text in value) if isinstance(value, Iterable) and not isinstance(value, str) else ()


def _contains(here: object, value: object) -> bool:
    """Whether what stands here says it already: the same text but for accents and capitals, or more."""
    return isinstance(here, str) and isinstance(value, str) and name_key(value) in name_key(here)


def _shown(value: object) -> str:
    return str(value)

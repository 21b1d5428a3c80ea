"""A sheet is imported into the register, and rolled back where nobody worked with what it brought."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import INSERT, Entry, Stamp
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import new_id
from desktop.definitions.spreadsheets import TableKind
from desktop.services.office.rights import Right, require
from desktop.services.registry.partners import set_fields
from desktop.services.registry.spreadsheets.cells import NOTHING_STATED, ContactFacts, PartnerFacts
from desktop.services.registry.spreadsheets.comparing import journal_length
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineVerdict
from desktop.services.registry.spreadsheets.reading import OfficeTable
from desktop.services.work import Work
from desktop.store.journal import change_of, read_stamps
from desktop.store.records import (
    ChangeRow,
    Contribution,
    EarlierAgreement,
    Evidence,
    Family,
    Local,
    Partner,
    Partnership,
    Party,
    Person,
    StampRow,
    families,
)
from desktop.store.records.codec import StoredJson
from desktop.store.records.values import ToldApart
from desktop.store.references import chunks, named_in
from desktop.store.sessions import ChangeSession
from desktop.store.states import PersonRole
from desktop.store.store import Store, recall_in

IMPORTED = N_("Partners imported from a table")
ROLLED_BACK = N_("Import of partners rolled back")
AT_ONCE = 250  # partners in one change of the journal
LARGEST = 500_000  # characters in one change of the journal
NAME = "spreadsheet imports"  # under which the store remembers them
WRITTEN = frozenset({LineVerdict.NEW, LineVerdict.REPEATED, LineVerdict.COMPLETED, LineVerdict.RESTORED})
ENTERED = frozenset({LineVerdict.NEW, LineVerdict.PROMISED, LineVerdict.RECEIVED, LineVerdict.REFUNDED})


@dataclass(frozen=True)
class PartnerImport:
    """A table that was imported: `at` a moment, `by` an officer, by which `changes` of the journal.

    It is not whole where it was stopped or cut off: what it had imported by then stands, and the same file goes on.
    """

    id: str
    file: str
    digest: str
    at: str
    by: str
    registered: int = 0
    completed: int = 0
    changes: tuple[Stamp, ...] = ()
    is_whole: bool = False
    rolled_back: Stamp | None = None  # by which change of the journal
    table: str = TableKind.PARTNERS  # what its lines were
    entered: int = 0  # agreements of before the program, contributions

    @property
    def undone(self) -> frozenset[Stamp]:
        """The changes that count as if they had never been: its own and the one that rolled it back."""
        return frozenset((*self.changes, self.rolled_back)) if self.rolled_back else frozenset()


@dataclass(frozen=True)
class RolledBack:
    """What rolling an import back did: how many partners it put away, how many records have their fields as before.

    `staying` are the names of partners, and of what was signed before, that stay because somebody worked with them
    since; `withdrawn` is how many agreements of before the program and contributions count no more.
    """

    put_away: int
    set_back: int
    staying: tuple[str, ...]
    withdrawn: int = 0


@dataclass
class _Plan:
    """What is written of one partner."""

    partner: str
    is_new: bool
    is_restored: bool
    apart_from: str
    facts: PartnerFacts = NOTHING_STATED
    contacts: list[ContactFacts] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not (self.is_new or self.is_restored or self.contacts or self.facts != NOTHING_STATED)

    @property
    def size(self) -> int:
        """Characters, about."""
        return len(repr(self.facts)) + len(repr(self.contacts))


def imports(store: Store) -> Sequence[PartnerImport]:
    """The imports made on this laptop, the newest first."""
    with store.read() as session:
        return tuple(reversed(_imports_in(session)))


def import_partners(work: Work, table: OfficeTable, plan: DryRun, progress: Progress) -> PartnerImport:
    """Register what a dry run found new, and complete what is here.

    Raises Problem while something is unanswered, when the register changed since, and when there is nothing new.
    Raises Cancelled when it is stopped: what was written until then stands, and is among the imports.
    """
    require(work.officer, Right.REGISTER)
    require_ready(work, plan)
    plans = _plans(plan)
    if not plans:
        raise nothing_new()
    result = PartnerImport(new_id(), table.name, table.digest, work.clock.stamp(), work.officer.id)
    written = 0
    for portion in _portions(plans):
        progress.step(written, len(plans))
        written += len(portion)
        with work.store.change(IMPORTED, work.officer.id) as session:
            for partner in portion:
                _write(work, session, partner)
            result = replace(
                result,
                registered=result.registered + sum(partner.is_new for partner in portion),
                completed=result.completed + sum(not partner.is_new for partner in portion),
                changes=(*result.changes, session.stamp),
                is_whole=written == len(plans),
            )
            note(session, result)
    return result


def nothing_new() -> Problem:
    """What is raised where the register has everything."""
    return Problem(
        _("The register has everything that the table says; there is nothing to import."),
        _("Nothing more is to be done with this file."),
        code="spreadsheet-nothing-new",
    )


def require_ready(work: Work, plan: DryRun) -> None:
    """Raise Problem while something is unanswered, or when the register changed since the dry run."""
    if plan.unanswered or plan.counts.keys() & {LineVerdict.ASKED, LineVerdict.ALIKE}:
        raise Problem(
            _("Lines of the table wait for an answer; nothing was imported."),
            _("Answer the questions about them, or leave these lines out."),
            code="spreadsheet-unanswered",
        )
    with work.store.read() as session:
        position = journal_length(session)
    if position != plan.position:
        raise Problem(
            _("The register changed since the table was looked at; nothing was imported."),
            _("Look at the table again, then import it."),
            code="spreadsheet-out-of-date",
        )


def _plans(dry_run: DryRun) -> list[_Plan]:
    plans: dict[str, _Plan] = {}
    for line in dry_run.lines:
        if line.verdict in WRITTEN:
            new, restored = line.verdict is LineVerdict.NEW, line.verdict is LineVerdict.RESTORED
            plan = plans.setdefault(line.partner, _Plan(line.partner, new, restored, line.apart_from))
            plan.facts = plan.facts.stating(line.facts.stated())
            plan.contacts += [line.contact] if line.contact else []
    return [plan for plan in plans.values() if not plan.is_empty]


def _portions(plans: Sequence[_Plan]) -> Iterator[Sequence[_Plan]]:
    """The plans in as many pieces as changes of the journal are written: each of a size that can always be sent."""
    portion: list[_Plan] = []
    size = 0
    for plan in plans:
        if portion and (len(portion) == AT_ONCE or size + plan.size > LARGEST):
            yield portion
            portion, size = [], 0
        portion.append(plan)
        size += plan.size
    if portion:
        yield portion


def _write(work: Work, session: ChangeSession, plan: _Plan) -> None:
    if plan.is_new:
        partner = Partner(id=plan.partner, name=plan.facts.name, owner=work.officer.id)
        if plan.apart_from:
            reason = _("The table names both.")
            partner.not_same_as = (ToldApart(partner=plan.apart_from, reason=reason, by=work.officer.id),)
    else:
        partner = session.get_one(Partner, plan.partner)
    contents = plan.facts.stated().items()
    set_fields(partner, {name: list(c) if isinstance(c, tuple) else c for name, c in contents})
    if plan.is_restored:
        set_fields(partner, {"archived": False, "archived_reason": ""})
    session.add(partner)
    for contact in plan.contacts:
        if contact.put_away:
            set_fields(session.get_one(Person, contact.put_away), {"archived": False})
        else:
            session.add(
                Person(
                    partner_id=plan.partner,
                    name=contact.name,
                    roles=[str(PersonRole.CONTACT)],
                    title=contact.title,
                    email=contact.email,
                    phone=contact.phone,
                )
            )


# --- what is remembered of it


def _imports_in(session: Session) -> tuple[PartnerImport, ...]:
    stored = (PartnerImport(**row) for row in recall_in(session, NAME).get("imports", ()))
    return tuple(
        replace(
            row,
            changes=tuple((device, number) for device, number in row.changes),
            rolled_back=(row.rolled_back[0], row.rolled_back[1]) if row.rolled_back else None,
        )
        for row in stored
    )


def note(session: Session, changed: PartnerImport) -> None:
    """Remember an import as it stands now, in the transaction that writes it."""
    others = [asdict(other) for other in _imports_in(session) if other.id != changed.id]
    session.merge(Local(name=NAME, value={"imports": [*others, asdict(changed)]}))


# --- rolled back


def roll_back(work: Work, import_id: str) -> RolledBack:
    """Put away the partners that an import registered, and give the fields it completed what stood there before; all
    in one deed. What anybody changed or named since, and its persons, stay as they are.

    Raises Problem when the import is not known here, or is rolled back already.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(ROLLED_BACK, work.officer.id) as session:
        undone = next((row for row in _imports_in(session) if row.id == import_id), None)
        if undone is None or undone.rolled_back:
            raise Problem(
                _("This import is not known on this laptop, or is rolled back already; nothing was changed."),
                _("Look at the list of imports."),
                code="spreadsheet-not-known",
            )
        brought = _Brought(session, undone)
        reason = _("The import of “{file}” was rolled back.").format(file=undone.file)
        staying = []
        put_away = withdrawn = 0
        for unit in brought.units:
            if brought.is_unit_touched(unit):
                staying += [record.title for record in unit if isinstance(record, EarlierAgreement)]
                continue
            for record in unit:
                withdrawn += not record.archived and isinstance(record, EarlierAgreement | Contribution)
                set_fields(record, {"archived": True})
        held = brought.partners_of_what_stays()
        for partner in brought.partners():
            if brought.is_touched(partner.id) or partner.id in held:
                staying.append(partner.name)
            else:
                put_away += not partner.archived
                set_fields(partner, {"archived": True, "archived_reason": reason})
        for person in brought.persons():
            if not brought.is_touched(person.partner_id) and not brought.is_touched(person.id):
                set_fields(person, {"archived": True})
        set_back = brought.set_fields_back()
        note(session, replace(undone, rolled_back=session.stamp))
    return RolledBack(put_away, set_back, tuple(sorted(staying)), withdrawn)


_OfBefore = Partnership | Party | EarlierAgreement | Contribution | Evidence


class _Brought:
    """What an import brought, and what became of it since, as the journal tells both."""

    def __init__(self, session: ChangeSession, undone: PartnerImport) -> None:
        self.session, self.changes = session, frozenset(undone.changes)
        self.undone = self.changes.union(*(other.undone for other in _imports_in(session)))
        self.entries = [entry for stamp in undone.changes for entry in self._change(stamp)]
        self.inserted = {entry.id: entry.kind for entry in self.entries if entry.op == INSERT}
        self._records = [
            record
            for kind in (Partner, Person, Partnership, Party, EarlierAgreement, Contribution, Evidence)
            for ids in chunks([id_ for id_, number in self.inserted.items() if number == kind.KIND])
            for record in session.scalars(select(kind).where(kind.id.in_(ids)))
        ]
        self.persons_of: dict[str, set[str]] = {}
        for person in self.persons():
            self.persons_of.setdefault(person.partner_id, set()).add(person.id)
        self._touched = self._named_since(undone.changes)
        self.units = self._units()

    def _units(self) -> Sequence[Sequence["_OfBefore"]]:
        """What was signed or given, each with the partnership, the party and the scan that came with it; a promise with
        what arrived for it and what of that was paid back."""
        units: dict[str, list[_OfBefore]] = {}
        scans: dict[str, str] = {}
        belongs = {own.id: own.fulfils or own.refund_of for own in self._records if isinstance(own, Contribution)}
        for record in self._records:
            if isinstance(record, EarlierAgreement):
                units.setdefault(record.partnership_id, []).append(record)
                scans[record.scan] = record.partnership_id
            elif isinstance(record, Partnership):
                units.setdefault(record.id, []).append(record)
            elif isinstance(record, Contribution):
                whole = record.id
                while (above := belongs[whole]) in belongs:
                    whole = above
                units.setdefault(whole, []).append(record)
            elif isinstance(record, Party):
                units.setdefault(record.partnership_id, []).append(record)
        for record in self._records:
            if isinstance(record, Evidence) and record.id in scans:
                units[scans[record.id]].append(record)
        return tuple(units.values())

    def is_unit_touched(self, unit: Sequence["_OfBefore"]) -> bool:
        """Whether somebody worked with something of it since."""
        return any(record.id in self._touched for record in unit)

    def partners_of_what_stays(self) -> frozenset[str]:
        """The partners of what was signed or given before and stays."""
        stays = (record for unit in self.units if self.is_unit_touched(unit) for record in unit)
        return frozenset(record.partner_id or "" for record in stays)

    def _change(self, stamp: Stamp) -> Sequence[Entry]:
        row = self.session.get(ChangeRow, stamp)
        return change_of(row).entries if row is not None else ()

    def _named_since(self, changes: Sequence[Stamp]) -> frozenset[str]:
        """The records of this import that a later change, or another device's, touched or named."""
        first = {device: min(n for d, n in changes if d == device) for device, _number in changes}
        named: set[str] = set()
        for row in self.session.scalars(select(ChangeRow).execution_options(yield_per=500)):
            if (row.device, row.number) not in self.undone and row.number > first.get(row.device, -1):
                for entry in change_of(row).entries:
                    named.add(entry.id)
                    for cell in entry.cells:
                        named.update(named_in(cell.value))
        return frozenset(named & self.inserted.keys())

    def partners(self) -> Iterator[Partner]:
        """The partners that it registered."""
        return (record for record in self._records if isinstance(record, Partner))

    def persons(self) -> Iterator[Person]:
        """The persons that it registered."""
        return (record for record in self._records if isinstance(record, Person))

    def is_touched(self, record: str) -> bool:
        """Whether somebody worked with a record since, or with a person behind it."""
        return record in self._touched or bool(self.persons_of.get(record, set()) & self._touched)

    def set_fields_back(self) -> int:
        """Give the fields it completed what stood in them before, unless written since; of how many records."""
        records = 0
        for entry in self.entries:
            if entry.op == INSERT:
                continue
            family = families()[entry.kind]
            stamps = self.session.get_one(StampRow, entry.id)
            ours = {number for number, stamp in read_stamps(stamps.cells).items() if stamp[:2] in self.changes}
            before = {
                family.field[cell.field]: self._content_before(family, entry, cell.field)
                for cell in entry.cells
                if cell.field in ours
            }
            records += bool(before)
            set_fields(self.session.get_one(family.record, entry.id), before)
        return records

    def _content_before(self, family: Family, entry: Entry, number: int) -> object:
        """What a field held before an entry wrote it, as a session gives it."""
        content: object = family.typed(family.field[number], self._value_before(family, entry, number))
        return content

    def _value_before(self, family: Family, entry: Entry, number: int) -> StoredJson:
        """The same as the journal holds it: what the base of the cell wrote, or nothing."""
        base = next(cell.base for cell in entry.cells if cell.field == number)
        while base is not None:
            written = next((e for e in self._change(base) if e.id == entry.id), None)
            cell = next((cell for cell in written.cells if cell.field == number), None) if written else None
            if cell is None:
                break
            if base not in self.changes:
                before: StoredJson = cell.value
                return before
            base = cell.base
        return family.empty(number)

"""A tried sheet is taken into the register, and taken back as long as nobody worked with what it brought."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import INSERT, Entry, Stamp
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import new_id
from desktop.services.office.rights import Right, require
from desktop.services.registry.partners import set_fields
from desktop.services.registry.spreadsheets.known import journal_length
from desktop.services.registry.spreadsheets.reading import OfficeTable
from desktop.services.registry.spreadsheets.trial import ContactEntry, LineVerdict, Trial
from desktop.services.work import Work
from desktop.store.journal import change_of, read_stamps
from desktop.store.records import ChangeRow, Local, Partner, Person, Record, StampRow, families
from desktop.store.records.values import ToldApart
from desktop.store.references import named_in
from desktop.store.sessions import ChangeSession
from desktop.store.store import Store, recall_in

IMPORTED = N_("Partners taken in from a table")
TAKEN_BACK = N_("Partners of a table taken back")
AT_ONCE = 250  # partners in one change of the journal
LARGEST = 500_000  # characters in one change of the journal
NAME = "spreadsheet imports"  # under which the store remembers them
TAKEN = frozenset({LineVerdict.NEW, LineVerdict.REPEATED, LineVerdict.COMPLETED, LineVerdict.RESTORED})


@dataclass(frozen=True)
class PartnerImport:
    """A table that was taken in. `changes` are those of the journal that it made; `at` is a moment, `by` an officer's id.

    `is_whole` is false where it was stopped or cut off: what it had taken in by then stands, and the same file goes on.
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
    taken_back: Stamp | None = None  # by this change of the journal

    @property
    def undone(self) -> frozenset[Stamp]:
        """The changes that count as if they had never been: its own and the one that took it back."""
        return frozenset((*self.changes, self.taken_back)) if self.taken_back else frozenset()


@dataclass(frozen=True)
class TakenBack:
    """What taking back did: how many partners were put away, how many records have their fields back, and the names of
    the partners that stay, because somebody worked with them since."""

    put_away: int
    set_back: int
    staying: tuple[str, ...]


@dataclass
class _Plan:
    """What is written of one partner."""

    is_new: bool
    fields: dict[str, object] = field(default_factory=dict)
    contacts: list[ContactEntry] = field(default_factory=list)
    apart_from: str = ""

    @property
    def size(self) -> int:
        return len(repr(self.fields)) + len(repr(self.contacts))


def imports(store: Store) -> Sequence[PartnerImport]:
    """The tables that were taken in on this laptop, the newest first."""
    with store.read() as session:
        return tuple(reversed(_imports_in(session)))


def take_in(work: Work, table: OfficeTable, tried: Trial, progress: Progress) -> PartnerImport:
    """Register what a trial found new, and complete what is here. Raises Problem while something is unanswered, and
    when the register changed since the trial; raises Cancelled when it is stopped, with what was written until then."""
    require(work.officer, Right.REGISTER)
    _require_answered(work, tried)
    plans = _plans(tried)
    done = PartnerImport(new_id(), table.name, table.digest, work.clock.stamp(), work.officer.id)
    written = 0
    for some in _portions(plans):
        progress.step(written, len(plans))
        with work.store.change(IMPORTED, work.officer.id) as session:
            for partner_id, plan in some:
                _write(work, session, partner_id, plan)
            done = replace(
                done,
                registered=done.registered + sum(plan.is_new for _id, plan in some),
                completed=done.completed + sum(not plan.is_new for _id, plan in some),
                changes=(*done.changes, session.stamp),
                is_whole=written + len(some) == len(plans),
            )
            _note(session, done)
        written += len(some)
    return done


def _require_answered(work: Work, tried: Trial) -> None:
    waiting = tried.counts.keys() & {LineVerdict.ASKED, LineVerdict.ALIKE}
    if tried.unanswered or waiting:
        raise Problem(
            _("Lines of the table wait for an answer; nothing was taken in."),
            _("Answer the questions about them, or leave these lines out."),
            code="spreadsheet-unanswered",
        )
    if journal_length(work.store) != tried.position:
        raise Problem(
            _("The register changed since the table was tried; nothing was taken in."),
            _("Try the table again, then take it in."),
            code="spreadsheet-out-of-date",
        )
    if not tried.counts.keys() & TAKEN:
        raise Problem(
            _("The register has everything that the table says; there is nothing to take in."),
            _("Nothing more is to be done with this file."),
            code="spreadsheet-nothing-new",
        )


def _plans(tried: Trial) -> list[tuple[str, _Plan]]:
    plans: dict[str, _Plan] = {}
    for line in tried.lines:
        if line.verdict in TAKEN:
            plan = plans.setdefault(line.partner, _Plan(line.verdict is LineVerdict.NEW, apart_from=line.apart_from))
            plan.fields.update(line.fields)
            plan.contacts += [line.contact] if line.contact else []
    return [(partner_id, plan) for partner_id, plan in plans.items() if plan.is_new or plan.fields or plan.contacts]


def _portions(plans: Sequence[tuple[str, _Plan]]) -> Iterator[Sequence[tuple[str, _Plan]]]:
    """The plans in as many pieces as changes of the journal are made: each of a size that can always be sent."""
    portion: list[tuple[str, _Plan]] = []
    size = 0
    for plan in plans:
        if portion and (len(portion) == AT_ONCE or size + plan[1].size > LARGEST):
            yield portion
            portion, size = [], 0
        portion.append(plan)
        size += plan[1].size
    if portion:
        yield portion


def _write(work: Work, session: ChangeSession, partner_id: str, plan: _Plan) -> None:
    fields: dict[str, Any] = dict(plan.fields)
    if plan.is_new:
        apart = (ToldApart(partner=plan.apart_from, reason=_("The table names both."), by=work.officer.id),)
        session.add(
            Partner(id=partner_id, owner=work.officer.id, not_same_as=apart if plan.apart_from else (), **fields)
        )
    else:
        set_fields(session.get_one(Partner, partner_id), fields)
    for contact in plan.contacts:
        session.add(Person(partner_id=partner_id, roles=["contact"], **asdict(contact)))


# --- what is remembered of it


def _imports_in(session: Session) -> tuple[PartnerImport, ...]:
    listed = recall_in(session, NAME).get("imports", ())
    return tuple(_import_of(told) for told in listed)


def _import_of(told: Mapping[str, Any]) -> PartnerImport:
    changes = tuple((device, number) for device, number in told["changes"])
    taken_back = tuple(told["taken_back"]) if told["taken_back"] else None
    return PartnerImport(**{**told, "changes": changes, "taken_back": taken_back})


def _note(session: Session, done: PartnerImport) -> None:
    others = [asdict(other) for other in _imports_in(session) if other.id != done.id]
    session.merge(Local(name=NAME, value={"imports": [*others, asdict(done)]}))


# --- taken back


def take_back(work: Work, import_id: str) -> TakenBack:
    """Put away the partners that an import registered, and give the fields it completed what stood there before; all
    in one deed. What anybody changed or named since, and its persons, stay as they are.

    Raises Problem when the import is not known here, or is taken back already.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(TAKEN_BACK, work.officer.id) as session:
        done = next((one for one in _imports_in(session) if one.id == import_id), None)
        if done is None or done.taken_back:
            raise Problem(
                _("This table is not among those taken in here, or is taken back already; nothing was changed."),
                _("Look at the list of tables taken in."),
                code="spreadsheet-not-known",
            )
        made = _Made(session, done)
        reason = _("The table “{file}” was taken back.").format(file=done.file)
        staying = []
        put_away = 0
        for partner in made.partners():
            if made.is_touched(partner.id):
                staying.append(partner.name)
            else:
                put_away += not partner.archived
                set_fields(partner, {"archived": True, "archived_reason": reason})
        for person in made.persons():
            if not made.is_touched(person.partner_id) and not made.is_touched(person.id):
                set_fields(person, {"archived": True})
        set_back = made.set_fields_back()
        _note(session, replace(done, taken_back=session.stamp))
    return TakenBack(put_away, set_back, tuple(sorted(staying)))


class _Made:
    """What an import made, and what became of it since, as the journal tells both."""

    def __init__(self, session: ChangeSession, done: PartnerImport) -> None:
        self.session, self.changes = session, frozenset(done.changes)
        self.undone = self.changes.union(*(other.undone for other in _imports_in(session)))
        self.entries = [entry for stamp in done.changes for entry in self._change(stamp)]
        self.inserted = {entry.id: entry.kind for entry in self.entries if entry.op == INSERT}
        self.persons_of: dict[str, set[str]] = {}
        for person in self.persons():
            self.persons_of.setdefault(person.partner_id, set()).add(person.id)
        self._touched = self._named_since(done.changes)

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
        for id_, kind in self.inserted.items():
            if kind == Partner.KIND:
                yield self.session.get_one(Partner, id_)

    def persons(self) -> Iterator[Person]:
        """The persons that it registered."""
        for id_, kind in self.inserted.items():
            if kind == Person.KIND:
                yield self.session.get_one(Person, id_)

    def is_touched(self, record: str) -> bool:
        """Whether somebody worked with a record since, or with a person behind it."""
        return record in self._touched or bool(self.persons_of.get(record, set()) & self._touched)

    def set_fields_back(self) -> int:
        """Give the fields of records that were here before what stood in them, unless written since; how many records."""
        known = families()
        records = 0
        for entry in self.entries:
            if entry.op == INSERT:
                continue
            family = known[entry.kind]
            stamps = self.session.get_one(StampRow, entry.id)
            ours = {number for number, stamp in read_stamps(stamps.cells).items() if stamp[:2] in self.changes}
            before = {
                family.field[cell.field]: family.typed(family.field[cell.field], self._value_before(entry, cell.field))
                for cell in entry.cells
                if cell.field in ours
            }
            records += bool(before)
            set_fields(self.session.get_one(family.record, entry.id), before)
        return records

    def _value_before(self, entry: Entry, number: int) -> Any:
        """What a field held before an entry wrote it: what its base wrote, or nothing."""
        base = next(cell.base for cell in entry.cells if cell.field == number)
        while base is not None:
            written = next((e for e in self._change(base) if e.id == entry.id), None)
            cell = next((cell for cell in written.cells if cell.field == number), None) if written else None
            if cell is None:
                break
            if base not in self.changes:
                return cell.value
            base = cell.base
        return families()[entry.kind].empty(number)

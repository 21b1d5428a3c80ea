"""What this computer remembers of names that were looked up without a record, for how long, and who may read it.

That somebody searched a name is personal data of the one searched and of the one searching. So it is remembered in the
encrypted database of this computer alone: it never enters the journal, which forgets nothing and travels to
Headquarters. The names are erased after `Authority.lookup_days`; who searched, when, in which lists and with how many
matches stays. A backup made before holds them as long as that backup is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.plausibility import age_in_days
from desktop.base.values import new_id
from desktop.services.office.believed_clock import believed_day
from desktop.services.office.rights import Right, may
from desktop.services.work import Work
from desktop.store.records import Local, Officer
from desktop.store.states import Role

NOTE = "lookup:"  # begins the names of the notes of this computer; the moment and an id follow
TABLE = "table"  # the kind of a search of a whole table, of which no name is remembered
MOST_SHOWN = 200  # searches, the last ones
SEE_ALL = frozenset({Role.CHIEF_OF_MISSION, Role.AUDITOR, Role.HQ_ADMINISTRATOR})  # who answer for what others search


@dataclass(frozen=True)
class RememberedName:
    """A name that was looked up, and how many matches it had."""

    name: str
    hits: int


@dataclass(frozen=True)
class RememberedLookup:
    """What this computer remembers of a search: `names` is empty once they are erased, `count` says how many they were.

    `lists` are the digests of the lists searched, `hits` the matches of all names.
    """

    id: str
    at: str
    by: str
    kind: str
    names: tuple[RememberedName, ...]
    count: int
    hits: int
    lists: tuple[str, ...]


def write(work: Work, note: RememberedLookup) -> None:
    """Remember a search on this computer; one without an id gets it."""
    value = {field: content for field, content in asdict(note).items() if field != "id"}
    work.machine.remember(note.id or f"{NOTE}{note.at}:{new_id()}", value)


def remembered(work: Work) -> tuple[RememberedLookup, ...]:
    """The last searches of this computer, the last first: one’s own, and of everybody for those who answer for them.

    Names whose days are over are erased before.
    """
    with work.machine.read() as session:
        notes = _notes(session)
    old = _erased(work, notes)
    shown = [old.get(note.id, note) for note in notes if may_see(work.officer, note.by)]
    return tuple(shown[:MOST_SHOWN])


def may_see(officer: Officer, by: str) -> bool:
    """Whether this officer may read what somebody looked up."""
    own = officer.id == by and may(officer, Right.SCREEN)
    return own or (officer.role in SEE_ALL and not officer.left_on)


def erase_old(work: Work) -> int:
    """Erase the names of searches whose days are over, and say of how many; nothing while the clock is doubted, or
    where nothing can be written."""
    with work.machine.read() as session:
        notes = _notes(session)
    return len(_erased(work, notes))


def _erased(work: Work, notes: Iterable[RememberedLookup]) -> Mapping[str, RememberedLookup]:
    """Erase the names of those of these searches whose days are over; what is remembered of them now, by id."""
    if work.machine.only_reading is not None or (today := believed_day(work)) is None:
        return {}
    most, day = work.definitions.authority.lookup_days, date.fromisoformat(today)
    old = [note for note in notes if note.names and age_in_days(day_of(note.at), day) >= most]
    without = {note.id: replace(note, names=()) for note in old}
    for note in without.values():
        write(work, note)
    return without


def _notes(session: Session) -> list[RememberedLookup]:
    query = select(Local.name, Local.value).where(Local.name.startswith(NOTE)).order_by(Local.name.desc())
    return [
        RememberedLookup(
            id=name,
            at=str(value["at"]),
            by=str(value["by"]),
            kind=str(value["kind"]),
            names=tuple(RememberedName(str(own["name"]), int(own["hits"])) for own in value["names"]),
            count=int(value["count"]),
            hits=int(value["hits"]),
            lists=tuple(map(str, value["lists"])),
        )
        for name, value in session.execute(query)
    ]

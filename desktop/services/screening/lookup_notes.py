"""What this computer remembers of names that were looked up without a record, for how long, and who may read it.

That somebody searched a name is personal data of the one searched and of the one searching. So it is remembered in the
encrypted database of this computer alone: it never enters the journal, which forgets nothing and travels to
Headquarters. The names are erased after `Authority.lookup_days`; who searched, when, in which lists and with how many
matches stays. A backup made before holds them as long as that backup is kept.
"""

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
    erase_old(work)
    with work.machine.read() as session:
        notes = [note for note in _notes(session) if may_see(work.officer, note.by)]
    return tuple(notes[:MOST_SHOWN])


def may_see(officer: Officer, by: str) -> bool:
    """Whether this officer may read what somebody looked up."""
    own = officer.id == by and may(officer, Right.SCREEN)
    return own or (officer.role in SEE_ALL and not officer.left_on)


def erase_old(work: Work) -> int:
    """Erase the names of searches whose days are over, and say of how many; nothing while the clock is doubted, or
    where nothing can be written."""
    if work.machine.only_reading is not None or (today := believed_day(work)) is None:
        return 0
    most, day = work.definitions.authority.lookup_days, date.fromisoformat(today)
    with work.machine.read() as session:
        old = [note for note in _notes(session) if note.names and age_in_days(day_of(note.at), day) >= most]
    for note in old:
        write(work, replace(note, names=()))
    return len(old)


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

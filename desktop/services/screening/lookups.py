"""Names looked up in the lists without a record: nobody becomes a partner by it, and it is no due diligence.

What this computer remembers of a search, and for how long, is for `lookup_notes`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.numbers import format_number
from desktop.base.progress import Progress
from desktop.base.text import _, folded, language
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index, IndexHit
from desktop.screening.remarks import remark, searchable
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import duplicates
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.screening import lookup_notes
from desktop.services.screening.lookup_notes import TABLE, RememberedLookup, RememberedName
from desktop.services.screening.search import MOST_HITS, list_used
from desktop.services.work import Work
from desktop.store.records import Partner, Person
from desktop.store.records.values import ListUsed
from desktop.store.store import HQ

MOST_NAMES = 50  # of one search; a whole register is for `passerelle screen --batch`
SAME_PARTNER = 0.97  # from this likeness a registered partner has the name already
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,3}[.)])\s+")


@dataclass(frozen=True)
class PartnerOfName:
    """A registered partner that has a name already; `person` where it is somebody behind the partner who has it."""

    partner_id: str
    partner: str
    person: str = ""


@dataclass(frozen=True)
class SearchedLookup:
    """One name as it was typed: its hits, the best first; `remark` is what is odd about it, empty for a usual name.

    It was not `searched` where it holds no letter, or is longer than any name.
    """

    name: str
    searched: bool
    remark: str
    hits: tuple[IndexHit, ...] = ()
    registered: tuple[PartnerOfName, ...] = ()


@dataclass(frozen=True)
class LookupAnswer:
    """What a search without a record came to. `kind` is None where persons and organisations were searched."""

    at: str
    by: str
    kind: EntryKind | None
    lists: tuple[ListUsed, ...]
    names: tuple[SearchedLookup, ...]


def names_in(text: str) -> tuple[str, ...]:
    """The names of a text, one a line, each once; dashes, points and numbers before them are left out."""
    lines = (" ".join(_BULLET.sub("", line).split()) for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def look_up(
    work: Work,
    index: Index,
    names: Sequence[str],
    kind: EntryKind | None,
    progress: Progress | None = None,
    most: int = MOST_HITS,
) -> LookupAnswer:
    """Search names in the lists installed and remember that on this computer; nothing becomes a record.

    `most` hits are told of each name.

    Raises Problem for a role that does not screen, without a name or with too many, while the clock is not believed,
    and where nothing can be written: no search stays unremembered. Raises Cancelled when stopped; nothing was shown
    then, and nothing is remembered.
    """
    require(work.officer, Right.SCREEN)
    work.machine.require_writing()
    clock, progress = sealing_clock(work), progress or Progress()
    _require_some(names)
    searched = []
    for done, name in enumerate(names):
        progress.step(done, len(names), _("Searching the names"))
        searched.append(_search(work, index, name, kind, most))
    lists = tuple(list_used(version, work.today()) for version in index.lists)
    answer = LookupAnswer(clock.stamp(), work.officer.id, kind, lists, tuple(searched))
    _remember(work, answer)
    return answer


def _require_some(names: Sequence[str]) -> None:
    if not names:
        raise Problem(
            _("No name was typed; nothing was searched."),
            _("Type a name, or paste several, one a line."),
            code="lookup-without-name",
        )
    if len(names) > MOST_NAMES:
        raise Problem(
            _("These are {count} names; at most {most} are looked up at once, and nothing was searched.").format(
                count=format_number(len(names), language()), most=MOST_NAMES
            ),
            _("Search fewer at a time, or a whole table with “passerelle screen --batch”."),
            code="lookup-too-long",
        )


def _search(work: Work, index: Index, name: str, kind: EntryKind | None, most: int) -> SearchedLookup:
    if not searchable(name):
        return SearchedLookup(name, searched=False, remark=remark(name, kind))
    hits = index.search(name, kind, most)
    return SearchedLookup(name, True, remark(name, kind), hits, registered(work, name))


def registered(work: Work, name: str) -> tuple[PartnerOfName, ...]:
    """The partners that have this name already, in whatever letters, and those behind whom somebody has it; at
    Headquarters, which would have to look through the persons of all offices, partners alone."""
    alike = duplicates.possible(work, TypedPartner(name=name))
    partners = [PartnerOfName(like.partner.id, like.partner.name) for like in alike if like.score >= SAME_PARTNER]
    if work.store.identity.office == HQ:
        return tuple(partners)
    with work.store.read() as session:
        persons = list(_persons_named(session, name))
    return tuple(dict.fromkeys((*partners, *persons)))


def _persons_named(session: Session, name: str) -> Iterator[PartnerOfName]:
    """The persons with the very name, whatever its capitals and accents."""
    like = select(Person.name, Person.partner_id, Partner.name).join(Partner, Partner.id == Person.partner_id)
    first = func.lower(name[:1])
    named = like.where(Person.archived.is_(False), func.lower(func.substr(Person.name, 1, 1)) == first)
    named = named.where(func.length(Person.name).between(len(name) - 2, len(name) + 2))
    for person, partner_id, partner in session.execute(named.limit(1000)):
        if folded(person) == folded(name):
            yield PartnerOfName(partner_id, partner, person)


def begin_table(work: Work) -> None:
    """Whether a whole table may be searched now; raises Problem as `look_up` does."""
    require(work.officer, Right.SCREEN)
    work.machine.require_writing()
    sealing_clock(work)


def remember_table(work: Work, index: Index, count: int, hits: int) -> None:
    """Remember that a whole table was searched: how many names it held and how many had a match, and no name."""
    note = RememberedLookup(
        "", sealing_clock(work).stamp(), work.officer.id, TABLE, (), count, hits, tuple(v.digest for v in index.lists)
    )
    lookup_notes.write(work, note)


def _remember(work: Work, answer: LookupAnswer) -> None:
    names = tuple(RememberedName(own.name, len(own.hits)) for own in answer.names)
    hits = sum(own.hits for own in names)
    lists = tuple(used.digest for used in answer.lists)
    lookup_notes.write(
        work, RememberedLookup("", answer.at, answer.by, str(answer.kind or ""), names, len(names), hits, lists)
    )

"""What the exchange with Headquarters looks like to a person: deeds not yet received, bundles, disagreements by name.

It reads, and settles disagreements; `sync` and `hq` do the rest.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.change import Change, Stamp
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.bundles import bundle
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.reader import BundleReader
from desktop.services.exchange import sync
from desktop.services.office import people
from desktop.services.office.people import require
from desktop.services.work import Work
from desktop.store import reviews
from desktop.store.journal import change_of
from desktop.store.records import (
    ChangeRow,
    Findable,
    Parked,
    Received,
    Review,
    Sent,
)
from desktop.store.records.values import ReviewCandidate
from desktop.store.store import HQ, Store

SHOWN = 20  # deeds read at once
OWNERS = ("partner_id", "partnership_id", "case_id", "agreement_id", "about")  # where a record says what it hangs on


@dataclass(frozen=True)
class Deed:
    """One deed as a person reads it: what was done, to which record by name, by whom."""

    number: int
    at: datetime
    what: str
    about: str
    by: str


def unsent(store: Store, count: int = SHOWN) -> tuple[Deed, ...]:
    """The newest deeds of this laptop that HQ has not acknowledged, the newest first."""
    own = store.position()
    names = people.names(store)
    with store.read() as session:
        query = select(ChangeRow).where(ChangeRow.device == own.device, ChangeRow.number > own.acked)
        rows = session.scalars(query.order_by(ChangeRow.number.desc()).limit(count)).all()
        return tuple(_deed(store, session, change_of(row), names) for row in rows)


def _deed(store: Store, session: Session, change: Change, names: Mapping[str, str]) -> Deed:
    at = datetime.fromtimestamp(change.at / 1000, UTC)
    titles = (title_of(store, session, entry.kind, entry.id) for entry in change.entries[:8])
    about = next((title for title in titles if title), "")
    return Deed(change.number, at, _(change.what), about, names.get(change.by, ""))


def title_of(store: Store, session: Session, kind: int, record: str) -> str:
    """The name by which people know a record: its own, or that of the partner, case or agreement it hangs on."""
    for _step in range(4):
        found = session.get(Findable, record)
        if found is not None and found.title:
            return found.title
        family = store.families.get(kind)
        kept = session.get(family.record, record) if family else None
        above = next((str(v) for name in OWNERS if (v := getattr(kept, name, None))), "")
        if not above:
            return str(getattr(kept, "name", "") or "")
        record, kind = above, _kind_of(store, session, above)
    return ""


def _kind_of(store: Store, session: Session, record: str) -> int:
    known = session.get(Findable, record)
    if known is not None:
        return known.kind
    families = (f for f in store.families.values() if f.name in ("diligence_case", "agreement", "partnership"))
    return next((f.kind for f in families if session.get(f.record, record) is not None), 0)


def families_in(store: Store, first: int, last: int) -> dict[str, int]:
    """How many records of each family this laptop's changes `first` to `last` touch, the most numerous first."""
    own = store.position().device
    with store.read() as session:
        between = ChangeRow.number.between(first, last)
        rows = session.scalars(select(ChangeRow).where(ChangeRow.device == own, between)).all()
        touched = {(entry.kind, entry.id) for row in rows for entry in change_of(row).entries}
    counted = Counter(kind for kind, _id in touched)
    return {store.families[kind].name: n for kind, n in counted.most_common() if kind in store.families}


def bundle_numbered(store: Store, number: int) -> Sent:
    """A bundle packed here; raises Problem when there is none of this number."""
    with store.read() as session:
        found = session.get(Sent, number)
    if found is None:
        raise Problem(_("There is no bundle of this number."), _("Choose one from the list of bundles."))
    return found


# --- what Headquarters returned


@dataclass(frozen=True)
class Holds:
    """What a return holds, before anything of it is applied. `confirmed` are bundles it acknowledges by number."""

    path: Path
    name: str
    size: int
    at: str
    known: bool
    confirmed: tuple[int, ...]
    deeds: tuple[str, ...]
    disagreements: int
    refused: int


def look_into(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> Holds:
    """Look into a return of HQ without applying it; the file is kept aside as it came.

    Raises Refused or Problem when it is damaged, not for this office or no return at all.
    """
    require(work.officer, "send")
    trusted = sync.keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("This laptop does not know Headquarters yet; nothing was changed."),
            _("Have Headquarters recognise this laptop first: it takes one file each way."),
        )
    kept = sync.archive(path, inbox)
    with BundleReader(trusted, (keys,)) as reader:
        content = reader.read(kept)
    answer = content.answer()
    if answer is None:
        raise bundle.Refused("bad-contents", "no return")
    own = work.store.position()
    upto = max((a.number for a in answer.acks if a.device == own.device), default=0)
    states = Counter(state.state for state in answer.states)
    return Holds(
        path=path,
        name=path.name,
        size=kept.stat().st_size,
        at=answer.at,
        known=answer.number <= int(work.machine.local("hq").get("number", 0)),
        confirmed=_confirmed(work.store, upto),
        deeds=tuple(_(change.what) for journal in content.journals for change in journal.changes),
        disagreements=states["conflict"],
        refused=states["refused"] + states["parked"],
    )


def _confirmed(store: Store, upto: int) -> tuple[int, ...]:
    with store.read() as session:
        query = select(Sent.number).where(Sent.received_at.is_(None), Sent.last <= upto)
        return tuple(session.scalars(query.order_by(Sent.number)))


def received(store: Store, count: int = 50) -> Sequence[Received]:
    """The files taken in here, the newest first."""
    with store.read() as session:
        return session.scalars(select(Received).order_by(Received.arrived_at.desc()).limit(count)).all()


# --- what two sides see differently


@dataclass(frozen=True)
class Version:
    """One of the values that disagree, with who wrote it when; `here` when it was this laptop.

    `stamp` names the change that wrote it; `stands` says that it is the value in force until somebody settles it.
    """

    value: Any
    by: str
    at: datetime
    here: bool
    stamp: Stamp = ("", 0)
    stands: bool = False


@dataclass(frozen=True)
class Disagreement:
    """A field of a record on which two versions disagree: `title` names the record, `office` whose it is."""

    id: str
    title: str
    family: str
    field: str
    office: str
    versions: tuple[Version, ...]
    ours: bool = False  # whether this side may settle it
    writable: bool = False  # whether another value may be written: a text that stands alone


@dataclass(frozen=True)
class Aside:
    """A part of a received change that was not applied. `reason`: newer, unknown-base or not-yours."""

    title: str
    family: str
    fields: tuple[str, ...] = field(default=())
    reason: str = ""


def disagreements(store: Store, count: int = 200) -> tuple[Disagreement, ...]:
    """What waits for a person's choice, the oldest first."""
    names = people.names(store)
    with store.read() as session:
        query = select(Review).where(Review.closed_by.is_(None)).order_by(Review.opened_at).limit(count)
        return tuple(_disagreement(store, session, row, names) for row in session.scalars(query).all())


def _disagreement(store: Store, session: Session, row: Review, names: Mapping[str, str]) -> Disagreement:
    family = store.families.get(row.kind)
    own = store.identity.device
    kept = session.get(family.record, row.record) if family else None
    name = family.field.get(row.field, "") if family else ""
    standing = family.plain(name, getattr(kept, name)) if family and kept and name else None
    versions = tuple(_version(session, c, names, own, standing) for c in row.candidates)
    return Disagreement(
        row.id,
        title_of(store, session, row.kind, row.record),
        family.name if family else "",
        name,
        row.office,
        versions,
        ours=family is not None and reviews.may_settle(store, family, row.field),
        writable=family is not None and isinstance(standing, str) and name not in family.companions,
    )


def settle(work: Work, review_id: str, *, chosen: Stamp | None = None, written: str = "") -> None:
    """Close a disagreement with one of its values, named by its change, or with another text (`store.reviews`)."""
    require(work.officer, "headquarters" if work.store.identity.office == HQ else "register")
    reviews.settle(work.store, work.officer.id, review_id, chosen=chosen, written=written)


def _version(
    session: Session, candidate: ReviewCandidate, names: Mapping[str, str], own: str, standing: object
) -> Version:
    writer = (candidate.device, candidate.number)
    change = session.get(ChangeRow, writer)
    at = datetime.fromtimestamp(candidate.at / 1000, UTC)
    by = names.get(change.by, "") if change else ""
    return Version(candidate.value, by, at, candidate.device == own, writer, candidate.value == standing)


def set_aside(store: Store, count: int = 200) -> tuple[Aside, ...]:
    """What was received and could not be applied yet, or was refused."""
    with store.read() as session:
        rows = session.scalars(select(Parked).order_by(Parked.device, Parked.number).limit(count)).all()
        return tuple(_aside(store, session, row) for row in rows)


def _aside(store: Store, session: Session, row: Parked) -> Aside:
    family = store.families.get(row.kind)
    numbers = [cell[0] for cell in row.cells if isinstance(cell, list) and cell]
    fields = tuple(family.field[n] for n in numbers if n in family.field) if family else ()
    title = title_of(store, session, row.kind, row.record)
    return Aside(title, family.name if family else "", fields, row.reason)


# --- Headquarters


def waiting_for_answer(store: Store) -> tuple[str, ...]:
    """The offices from which something was taken in since their last return, by code."""
    with store.read() as session:
        query = select(Received.office, func.max(Received.arrived_at)).where(Received.verdict == "applied")
        latest = dict(session.execute(query.group_by(Received.office)).all())
    answered = {office: store.local(f"returns:{office}").get("at", "") for office in latest}
    return tuple(sorted(office for office, at in latest.items() if office and at > answered[office]))

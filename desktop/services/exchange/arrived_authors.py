"""Who is said to have done what arrives: a laptop speaks for the officers of its own office, and for nobody else.

What it wrote is its office's to write and is applied; the name is not believed. An officer's record may arrive after
what the officer did, so that a doubt is noted, and forgotten when the record comes.
"""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.base.values import digest
from desktop.store.merge import Author, Merged
from desktop.store.records import Officer, Owner, Parked, Position
from desktop.store.references import ID, chunks
from desktop.store.states import ParkedReason


def check_authors(session: Session, merged: Merged) -> None:
    """Note the authors of changes that arrived who are no officers of their laptop's office; forget who is one now.

    One note for each laptop and name, which counts among what was refused.
    """
    if Officer.KIND in merged.touched:
        _forget(session, [arrival.device for arrival in merged.arrivals])
    unknown = {note_id(author): author for author in _unknown(session, merged.authors)}
    noted = _noted(session, unknown)
    for id_, author in unknown.items():
        if id_ not in noted:
            session.add(_note(id_, author, merged.authors[author]))
            merged.refused += 1


def note_id(author: Author) -> str:
    """Under which id the doubt about an author is noted."""
    return digest(b"author", author.device.encode(), author.officer.encode(errors="surrogatepass"))[:32]


def _noted(session: Session, ids: Collection[str]) -> set[str]:
    return {
        id_ for some in chunks(sorted(ids)) for id_ in session.scalars(select(Parked.id).where(Parked.id.in_(some)))
    }


def _unknown(session: Session, authors: Collection[Author]) -> list[Author]:
    """Those of these authors who are no officers of their laptop's office."""
    homes: dict[str, str] = {}
    for some in chunks(sorted({author.officer for author in authors if ID.fullmatch(author.officer)})):
        homes.update(session.execute(select(Officer.id, Officer.office).where(Officer.id.in_(some))).all())
    return [author for author in authors if homes.get(author.officer, "") != author.office]


def _forget(session: Session, devices: Collection[str]) -> None:
    """Forget the doubts about officers, of the offices whose changes arrived, whose records are here now."""
    offices = select(Position.office).where(Position.device.in_(devices))
    query = (
        select(Parked.id)
        .join(Position, Position.device == Parked.device)
        .join(Officer, Officer.id == Parked.record)
        .where(Parked.reason == ParkedReason.AUTHOR, Position.office.in_(offices), Officer.office == Position.office)
    )
    known = session.scalars(query).all()
    if known:
        session.execute(delete(Parked).where(Parked.id.in_(known)))


def _note(id_: str, author: Author, number: int) -> Parked:
    named = author.officer if ID.fullmatch(author.officer) else ""
    return Parked(
        id=id_,
        device=author.device,
        number=number,
        record=named,
        kind=Officer.KIND,
        owner=str(Owner.OFFICE),
        reason=ParkedReason.AUTHOR,
        office=author.office,
    )

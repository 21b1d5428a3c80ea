"""What is being typed: saved at once, on this machine only, until a deed makes it part of the record or drops it.

A draft belongs to what it is `about` (the id of a record, or the name of a form) and to a `part` of it (a question, a
field). It is never journaled and never sent. The functions that take a session are for deeds that read drafts, or
make them part of the record, in a transaction of their own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from desktop.base.values import JsonObject
from desktop.services.work import Work
from desktop.store.records import Draft

FORM = "form"  # the part of a form that is saved whole


def save(work: Work, about: str, part: str, content: JsonObject) -> str:
    """Save what is typed in one part; returns the moment at which it was safe."""
    return save_parts(work, about, {part: content})


def save_parts(work: Work, about: str, contents: Mapping[str, JsonObject]) -> str:
    """Save what is typed in several parts, all of it or nothing; returns the moment at which it was safe."""
    stamp = work.clock.stamp()
    with work.store.note() as session:
        for part, content in contents.items():
            session.merge(Draft(about=about, part=part, content=dict(content), kept_at=stamp))
    return stamp


def read(work: Work, about: str) -> dict[str, JsonObject]:
    """What was typed and not recorded, by part."""
    with work.store.read() as session:
        return {draft.part: draft.content for draft in of(session, about)}


def discard(work: Work, about: str) -> None:
    """Drop everything that was typed about something."""
    with work.store.note() as session:
        remove(session, about)


def of(session: Session, about: str) -> Sequence[Draft]:
    """What was typed and not recorded, with the moments at which it was, within a deed's transaction."""
    return session.scalars(select(Draft).where(Draft.about == about)).all()


def of_several(session: Session, abouts: Collection[str]) -> Mapping[str, Sequence[Draft]]:
    """The same for several things at once, by what the drafts are about; those without any are left out."""
    drafts: dict[str, list[Draft]] = {}
    for draft in session.scalars(select(Draft).where(Draft.about.in_(abouts))):
        drafts.setdefault(draft.about, []).append(draft)
    return drafts


def exist(session: Session, about: str) -> bool:
    """Whether anything was typed and not recorded."""
    return session.scalars(select(Draft.part).where(Draft.about == about).limit(1)).first() is not None


def remove(session: Session, about: str, only: Iterable[str] | None = None) -> None:
    """Drop drafts within a deed's transaction: all of them, or those of some parts."""
    statement = delete(Draft).where(Draft.about == about)
    session.execute(statement if only is None else statement.where(Draft.part.in_(list(only))))


# --- the forms of one officer, each saved whole: `unsaved` tells them


def save_forms(work: Work, contents: Mapping[str, JsonObject]) -> None:
    """Save an officer's half-filled forms by their names; an empty one is dropped; where only reading is, none."""
    if work.store.only_reading is not None:
        return
    stamp = work.clock.stamp()
    with work.store.note() as session:
        for name, content in contents.items():
            about = f"{work.officer.id}:{name}"
            if content:
                session.merge(Draft(about=about, part=FORM, content=dict(content), kept_at=stamp))
            else:
                remove(session, about)


def forms(work: Work) -> dict[str, JsonObject]:
    """The half-filled forms that this officer left, by their names; nobody else sees them."""
    own = f"{work.officer.id}:"
    with work.store.read() as session:
        left = session.scalars(select(Draft).where(Draft.part == FORM, Draft.about.startswith(own, autoescape=True)))
        return {draft.about.removeprefix(own): draft.content for draft in left}


def newest(work: Work) -> str:
    """The moment at which something that this officer finds again unrecorded was last safe; empty when nothing is."""
    own = Draft.about.startswith(f"{work.officer.id}:", autoescape=True)
    with work.store.read() as session:
        return session.scalar(select(func.max(Draft.kept_at)).where(or_(Draft.part != FORM, own))) or ""

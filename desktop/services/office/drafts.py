"""What is being typed: saved at once, on this machine only, until a deed makes it part of the record or drops it.

A draft belongs to what it is `about` (the id of a record, or the name of a form) and to a `part` of it (a question, a
field). It is never journaled and never sent. The functions that take a session are for deeds that read drafts, or
make them part of the record, in a transaction of their own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.base.values import Json, JsonObject
from desktop.services.work import Work
from desktop.store.records import Draft

FORM = "form"  # the part of a form that is saved whole


def save(work: Work, about: str, part: str, content: JsonObject) -> str:
    """Save what is typed in one part; returns the moment at which it was safe."""
    stamp = work.clock.stamp()
    with work.store.note() as session:
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


# --- a form of one officer, saved whole


def save_form(work: Work, name: str, content: JsonObject) -> None:
    """Save an officer's half-filled form; an empty one is dropped."""
    if content:
        save(work, _own(work, name), FORM, content)
    else:
        discard(work, _own(work, name))


def form(work: Work, name: str) -> dict[str, Json]:
    """The half-filled form that this officer left; nobody else sees it. Empty when there is none."""
    return dict(read(work, _own(work, name)).get(FORM, {}))


def _own(work: Work, name: str) -> str:
    return f"{work.officer.id}:{name}"

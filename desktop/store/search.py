"""One search box for everything: folded words, found anywhere in a record's line, best first."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desktop.base.text import searchable
from desktop.store.records import Findable


@dataclass(frozen=True)
class Found:
    """A record that search found: its id, its family's number and its title."""

    id: str
    kind: int
    title: str


def find(session: Session, text: str, kinds: tuple[int, ...] = (), limit: int = 50) -> tuple[Found, ...]:
    """The records whose line holds every word of `text`, those that begin with it first, then by title."""
    words = searchable(text).split()
    query = select(Findable.id, Findable.kind, Findable.title)
    for word in words:
        query = query.where(Findable.text.contains(word, autoescape=True))
    if kinds:
        query = query.where(Findable.kind.in_(kinds))
    if words:
        begins = case((Findable.text.startswith(searchable(text), autoescape=True), 0), else_=1)
        query = query.order_by(begins, func.length(Findable.text), Findable.text)
    else:
        query = query.order_by(Findable.text)
    return tuple(Found(*row) for row in session.execute(query.limit(limit)))

"""The versions of the contents that Headquarters published: questionnaire, clauses, types of agreement, rules (F86)."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.fields import by_headquarters


class ContentVersion(Record, kw_only=True):
    """A version of the contents: an inserted row, which only a newer version replaces.

    `content` is the digest of its texts, which lie in the database as an attachment; `previous` that of the version
    before, empty for the first. `program` is the version of the program that checked it.
    """

    __tablename__ = "content_version"
    KIND = 60
    SINCE = 2
    version: Mapped[int] = by_headquarters(1, default=0)
    content: Mapped[str] = by_headquarters(2, default="")
    previous: Mapped[str] = by_headquarters(3, default="")
    published_at: Mapped[str] = by_headquarters(4, default="")
    published_by: Mapped[str] = by_headquarters(5, default="")  # officer id
    publisher_name: Mapped[str] = by_headquarters(6, default="")
    valid_until: Mapped[str | None] = by_headquarters(7, default=None)
    reason: Mapped[str] = by_headquarters(8, default="")
    program: Mapped[str] = by_headquarters(9, default="")
    changes: Mapped[int] = by_headquarters(10, default=0)  # that differ from the version before

"""Headquarters' contents: the versions of the rules, lists and rates that it publishes to every office."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.fields import by_headquarters


class ContentVersion(Record, kw_only=True):
    """A version of a part of the contents: one person prepares it, a second one releases it, a newer one replaces it.

    `subject` is the part whose versions are counted together: empty for rules and templates, else the source of a
    sanctions list, or `rates`. `content` is the digest of its texts or files, `stored` that of the attachment in which
    these lie packed (empty where they lie as they are); `previous` the content of the version before, empty for the
    first. `program` is the version of the program that checked it. Until it is released `published_at` is empty, and
    whoever prepared it may withdraw it. The seal is the releaser's, over all that the notice of it says.
    """

    __tablename__ = "content_version"
    KIND = 60
    SINCE = 2
    TOGETHER = (
        ("published_at", "published_by", "publisher_name", "seal", "seal_key"),
        ("withdrawn_at", "withdrawn_by"),
    )
    version: Mapped[int] = by_headquarters(1, default=0)
    content: Mapped[str] = by_headquarters(2, default="")
    previous: Mapped[str] = by_headquarters(3, default="")
    published_at: Mapped[str] = by_headquarters(4, default="")
    published_by: Mapped[str] = by_headquarters(5, default="")  # officer id, of who released it
    publisher_name: Mapped[str] = by_headquarters(6, default="")
    valid_until: Mapped[str | None] = by_headquarters(7, default=None)
    reason: Mapped[str] = by_headquarters(8, default="")
    program: Mapped[str] = by_headquarters(9, default="")
    changes: Mapped[int] = by_headquarters(10, default=0)  # that differ from the version before
    subject: Mapped[str] = by_headquarters(11, default="")
    title: Mapped[str] = by_headquarters(12, default="")  # of a list, as its publisher calls it
    dated_on: Mapped[str] = by_headquarters(13, default="")  # the day that a list or rates bear themselves
    stored: Mapped[str] = by_headquarters(14, default="")
    prepared_at: Mapped[str] = by_headquarters(15, default="")
    prepared_by: Mapped[str] = by_headquarters(16, default="")  # officer id
    preparer_name: Mapped[str] = by_headquarters(17, default="")
    seal: Mapped[str] = by_headquarters(18, default="")
    seal_key: Mapped[str] = by_headquarters(19, default="")
    withdrawn_at: Mapped[str] = by_headquarters(20, default="")  # before anybody released it
    withdrawn_by: Mapped[str] = by_headquarters(21, default="")  # officer id

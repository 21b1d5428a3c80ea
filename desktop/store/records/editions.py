"""Sealed editions of the transparency register (¶27)."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import AmountColumn, OneValue, ValueList
from desktop.store.records.fields import by_office
from desktop.store.records.values import EditionFile, OnBehalf


class SealedEdition(Record, kw_only=True):
    """A numbered edition of the transparency register: an inserted row, corrected only by a later edition.

    `content` is the digest of what it says, `files` are those that are handed out, byte for byte; both lie in the
    database as attachments. An edition that corrects another names it in `corrects`, with the register numbers of the
    rows that it corrects and why.
    """

    __tablename__ = "register_edition"
    KIND = 56
    SINCE = 2
    number: Mapped[str] = by_office(1, default="", index=True)
    sequence: Mapped[int] = by_office(2, default=0)  # among all for its audience
    audience: Mapped[str] = by_office(3, default="")  # internal | members | public
    period: Mapped[str] = by_office(4, default="")  # as it was typed
    first_on: Mapped[str | None] = by_office(5, default=None)
    last_on: Mapped[str | None] = by_office(6, default=None)
    content: Mapped[str] = by_office(7, default="")
    files: Mapped[tuple[EditionFile, ...]] = by_office(8, ValueList(EditionFile), default=())
    partnerships: Mapped[int] = by_office(9, default=0)
    received_usd: Mapped[str | None] = by_office(10, AmountColumn(), default=None)
    definitions: Mapped[list[str]] = by_office(11, default_factory=list)  # digests of the rules it was made by
    corrects: Mapped[str] = by_office(12, default="")
    corrected: Mapped[list[str]] = by_office(13, default_factory=list)
    reason: Mapped[str] = by_office(14, default="")
    sealed_at: Mapped[str] = by_office(15, default="")
    sealed_by: Mapped[str] = by_office(16, default="")  # officer id
    sealer_name: Mapped[str] = by_office(17, default="")
    sealer_role: Mapped[str] = by_office(18, default="")
    seal: Mapped[str] = by_office(19, default="")
    seal_key: Mapped[str] = by_office(20, default="")
    on_behalf: Mapped[OnBehalf | None] = by_office(21, OneValue(OnBehalf), default=None, nullable=False)

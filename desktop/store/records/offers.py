"""What somebody offers to IOM: made by telephone or letter, or kept for the day when a crisis comes (¶5)."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import AmountColumn, CodeColumn
from desktop.store.records.fields import by_office
from desktop.store.states import Channel, OfferState


class Offer(Record, kw_only=True):
    """An offer that waits for an answer, or stands by (`standby`) until it is called up or its time is over.

    `name` is who offers, as it was told; `partner_id` is empty while that is no partner of the register.
    """

    __tablename__ = "offer"
    KIND = 17
    SINCE = 2
    TOGETHER = (
        ("value", "currency"),
        ("quantity", "unit"),
        ("state", "answered_on", "answered_by", "reason", "answer", "partnership_id"),
    )
    FOUND_BY = ("name", "what", "place")
    name: Mapped[str] = by_office(1, default="")
    partner_id: Mapped[str] = by_office(2, default="", index=True)
    contact: Mapped[str] = by_office(3, default="")
    channel: Mapped[Channel] = by_office(4, CodeColumn(Channel), default="")
    received_on: Mapped[str] = by_office(5, default="")
    what: Mapped[str] = by_office(6, default="")
    capability: Mapped[str] = by_office(7, default="")  # of forms/pipeline.toml
    quantity: Mapped[str | None] = by_office(8, AmountColumn(), default=None)
    unit: Mapped[str] = by_office(9, default="")
    value: Mapped[str | None] = by_office(10, AmountColumn(), default=None)
    currency: Mapped[str] = by_office(11, default="USD")
    country: Mapped[str] = by_office(12, default="")  # ISO 3166-1 alpha-2
    place: Mapped[str] = by_office(13, default="")
    emergency: Mapped[bool] = by_office(14, default=False)
    answer_on: Mapped[str | None] = by_office(15, default=None)  # by when an answer is due
    standby: Mapped[bool] = by_office(16, default=False)
    notice_hours: Mapped[int | None] = by_office(17, default=None)
    valid_until: Mapped[str | None] = by_office(18, default=None)
    owner: Mapped[str] = by_office(19, default="")  # officer id
    state: Mapped[OfferState] = by_office(20, CodeColumn(OfferState), default=OfferState.OPEN)
    answered_on: Mapped[str | None] = by_office(21, default=None)
    answered_by: Mapped[str] = by_office(22, default="")
    reason: Mapped[str] = by_office(23, default="")  # for which it is declined, of forms/pipeline.toml
    answer: Mapped[str] = by_office(24, default="")
    partnership_id: Mapped[str] = by_office(25, default="", index=True)  # what it led to

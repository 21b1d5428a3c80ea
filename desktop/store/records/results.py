"""What a partnership brings: contributions, activities, products, innovations and the people reached (¶29)."""

from typing import Any

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import AmountColumn, CodeColumn
from desktop.store.records.fields import by_office
from desktop.store.states import ContributionKind, ContributionState


class Contribution(Record, kw_only=True):
    """Money, goods or services promised and received (¶29 c); amounts are decimal text with their currency."""

    __tablename__ = "contribution"
    KIND = 40
    TOGETHER = (("amount", "currency", "rate", "rate_month", "amount_usd"), ("quantity", "unit"))
    partner_id: Mapped[str] = by_office(1, index=True)
    partnership_id: Mapped[str | None] = by_office(2, default=None, index=True)
    agreement_id: Mapped[str | None] = by_office(3, default=None, index=True)
    kind: Mapped[ContributionKind] = by_office(4, CodeColumn(ContributionKind), default=ContributionKind.CASH)
    description: Mapped[str] = by_office(5, default="")
    state: Mapped[ContributionState] = by_office(6, CodeColumn(ContributionState), default=ContributionState.PROMISED)
    promised_on: Mapped[str | None] = by_office(7, default=None)
    confirmed_on: Mapped[str | None] = by_office(8, default=None)
    received_on: Mapped[str | None] = by_office(9, default=None)
    amount: Mapped[str | None] = by_office(10, AmountColumn(), default=None)
    currency: Mapped[str] = by_office(11, default="USD")
    rate: Mapped[str | None] = by_office(12, AmountColumn(), default=None)
    rate_month: Mapped[str] = by_office(13, default="")
    amount_usd: Mapped[str | None] = by_office(14, AmountColumn(), default=None)
    earmark: Mapped[str] = by_office(15, default="")
    themes: Mapped[list[str]] = by_office(16, default_factory=list)
    channel: Mapped[str] = by_office(17, default="")
    project_code: Mapped[str] = by_office(18, default="")
    receipt: Mapped[str] = by_office(19, default="")
    quantity: Mapped[str | None] = by_office(20, AmountColumn(), default=None)
    unit: Mapped[str] = by_office(21, default="")
    condition: Mapped[str] = by_office(22, default="")
    expires_on: Mapped[str | None] = by_office(23, default=None)
    valuation: Mapped[dict[str, Any]] = by_office(24, default_factory=dict)
    second_reader: Mapped[str] = by_office(25, default="")
    refund_of: Mapped[str | None] = by_office(26, default=None)
    matching: Mapped[bool] = by_office(27, default=False)
    notes: Mapped[str] = by_office(28, default="")
    archived: Mapped[bool] = by_office(29, default=False)
    earlier: Mapped[bool] = by_office(30, default=False, since=2)  # given before the office worked with the program

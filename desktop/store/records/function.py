"""The private-sector function of an office: who was trained, who is its focal point, what it costs (¶30 b, e)."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import AmountColumn, OneValue
from desktop.store.records.fields import by_office
from desktop.store.records.values import DollarBasis


class Training(Record, kw_only=True):
    """A training that somebody of the office followed (¶30 e), in one or several subjects of `forms/function.toml`.

    `officer_id` is empty for somebody without an account. `certificate` is the digest of the paper, where there is one.
    """

    __tablename__ = "training"
    KIND = 7
    SINCE = 2
    TOGETHER = (("officer_id", "name"), ("certificate", "certificate_name"))
    officer_id: Mapped[str] = by_office(1, default="", index=True)
    name: Mapped[str] = by_office(2, default="")
    function: Mapped[str] = by_office(3, default="")
    subjects: Mapped[list[str]] = by_office(4, default_factory=list)
    taken_on: Mapped[str] = by_office(5, default="")  # its last day
    hours: Mapped[str | None] = by_office(6, AmountColumn(), default=None)
    trainer: Mapped[str] = by_office(7, default="")
    way: Mapped[str] = by_office(8, default="")  # of forms/function.toml
    certificate: Mapped[str] = by_office(9, default="")
    certificate_name: Mapped[str] = by_office(10, default="")
    notes: Mapped[str] = by_office(11, default="")
    noted_by: Mapped[str] = by_office(12, default="")  # officer id
    archived: Mapped[bool] = by_office(13, default=False)


class FocalPoint(Record, kw_only=True):
    """Somebody who is the focal point of the office since a day and until one, or the substitute of one (¶30 e).

    `stands_in_for` is the id of the focal point whose substitute it is, and empty for a focal point.
    """

    __tablename__ = "focal_point"
    KIND = 6
    SINCE = 2
    TOGETHER = (("officer_id", "name"),)
    officer_id: Mapped[str] = by_office(1, default="", index=True)
    name: Mapped[str] = by_office(2, default="")
    function: Mapped[str] = by_office(3, default="")
    first_on: Mapped[str] = by_office(4, default="")
    last_on: Mapped[str | None] = by_office(5, default=None)
    stands_in_for: Mapped[str] = by_office(6, default="", index=True)
    notes: Mapped[str] = by_office(7, default="")
    noted_by: Mapped[str] = by_office(8, default="")  # officer id
    archived: Mapped[bool] = by_office(9, default=False)


class FunctionCost(Record, kw_only=True):
    """Time, money or both that were spent on a partner, or on the function as a whole without a `partner_id` (¶30 b).

    `source` says who pays: the Organization, donors, the private sector. Dollars are those of the rate in use when the
    amount was written, and `dollars` says where they come from.
    """

    __tablename__ = "function_cost"
    KIND = 46
    SINCE = 2
    TOGETHER = (("amount", "currency", "amount_usd", "dollars"),)
    partner_id: Mapped[str] = by_office(1, default="", index=True)
    spent_on: Mapped[str] = by_office(2, default="")
    officer_id: Mapped[str] = by_office(3, default="", index=True)  # whose time, or who spent the money
    hours: Mapped[str | None] = by_office(4, AmountColumn(), default=None)
    amount: Mapped[str | None] = by_office(5, AmountColumn(), default=None)
    currency: Mapped[str] = by_office(6, default="USD")
    amount_usd: Mapped[str | None] = by_office(7, AmountColumn(), default=None)
    dollars: Mapped[DollarBasis | None] = by_office(8, OneValue(DollarBasis), default=None, nullable=False)
    purpose: Mapped[str] = by_office(9, default="")  # of forms/function.toml
    source: Mapped[str] = by_office(10, default="")  # of forms/function.toml
    description: Mapped[str] = by_office(11, default="")
    noted_by: Mapped[str] = by_office(12, default="")  # officer id
    archived: Mapped[bool] = by_office(13, default=False)

"""What an office asks of Headquarters about a case or a draft agreement, and the opinions that come back."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import CodeColumn
from desktop.store.records.fields import by_headquarters, by_office
from desktop.store.states import Asked, Opinion


class HeadquartersRequest(Record, kw_only=True):
    """An office asks a role of the decision matrix for a decision or an opinion, to be given by a working day.

    It is about the case as it was handed over then (`hand_over`), or about a draft agreement, whose text had
    `text_digest`. Whether it is answered is told by what Headquarters wrote, never by a field of it.
    """

    __tablename__ = "headquarters_request"
    KIND = 52
    SINCE = 2
    TOGETHER = (("withdrawn_by", "withdrawn_at"),)
    partner_id: Mapped[str] = by_office(1, index=True)
    case_id: Mapped[str] = by_office(2, default="", index=True)
    agreement_id: Mapped[str] = by_office(3, default="", index=True)
    asks: Mapped[Asked] = by_office(4, CodeColumn(Asked), default=Asked.OPINION)
    role: Mapped[str] = by_office(5, default="")
    question: Mapped[str] = by_office(6, default="")  # empty where the matrix asks, not an officer
    hand_over: Mapped[str] = by_office(7, default="")
    text_digest: Mapped[str] = by_office(8, default="")
    asked_by: Mapped[str] = by_office(9, default="")
    asked_at: Mapped[str] = by_office(10, default="")
    due_on: Mapped[str | None] = by_office(11, default=None)
    withdrawn_by: Mapped[str] = by_office(12, default="")
    withdrawn_at: Mapped[str | None] = by_office(13, default=None)


class HeadquartersOpinion(Record, kw_only=True):
    """What a role at Headquarters thinks of a case as it was handed over, or of a draft agreement.

    An inserted row, revised only by a later one, which names it (`follows`). An office has no record of
    Headquarters' officers: `giver_name` says who.
    """

    __tablename__ = "headquarters_opinion"
    KIND = 53
    SINCE = 2
    partner_id: Mapped[str] = by_headquarters(1, default="", index=True)
    case_id: Mapped[str] = by_headquarters(2, default="", index=True)
    agreement_id: Mapped[str] = by_headquarters(3, default="", index=True)
    request_id: Mapped[str] = by_headquarters(4, default="", index=True)  # empty where nobody had to ask
    role: Mapped[str] = by_headquarters(5, default="")
    opinion: Mapped[Opinion] = by_headquarters(6, CodeColumn(Opinion), default="")
    reason: Mapped[str] = by_headquarters(7, default="")
    hand_over: Mapped[str] = by_headquarters(8, default="")
    text_digest: Mapped[str] = by_headquarters(9, default="")
    given_by: Mapped[str] = by_headquarters(10, default="")
    giver_name: Mapped[str] = by_headquarters(11, default="")
    given_at: Mapped[str] = by_headquarters(12, default="")
    follows: Mapped[list[str]] = by_headquarters(13, default_factory=list)  # the opinions known before it

"""What is said of a period: signed figures, their restatements, questions of Member States, narratives (¶27, ¶30)."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import OneValue, ValueList
from desktop.store.records.fields import by_headquarters, by_office
from desktop.store.records.values import ChainReached, OnBehalf, SignedFigure


class PeriodClosing(Record, kw_only=True):
    """The figures of a period as somebody put them forward, and from the signature on as they were signed.

    Signed by the office, then by Headquarters, whose own closing is that of all offices. `rests_on` is how far the
    journal had come. Until it is signed it may be put forward anew or taken back; afterwards nothing of it changes.
    """

    __tablename__ = "period_closing"
    KIND = 57
    SINCE = 2
    TOGETHER = (
        ("figures", "definitions", "rests_on", "prepared_at", "prepared_by", "preparer_name"),
        ("signed_at", "signed_by", "signer_name", "signer_role", "seal", "seal_key", "on_behalf"),
        (
            *("accepted_at", "accepted_by", "acceptor_name", "acceptor_role", "accepted_figures"),
            *("acceptance_seal", "acceptance_key"),
        ),
    )
    first_on: Mapped[str | None] = by_office(1, default=None)
    last_on: Mapped[str | None] = by_office(2, default=None)
    figures: Mapped[tuple[SignedFigure, ...]] = by_office(3, ValueList(SignedFigure), default=())
    definitions: Mapped[list[str]] = by_office(4, default_factory=list)  # the version of the file, and its digest
    rests_on: Mapped[tuple[ChainReached, ...]] = by_office(5, ValueList(ChainReached), default=())
    prepared_at: Mapped[str] = by_office(6, default="")
    prepared_by: Mapped[str] = by_office(7, default="")  # officer id
    preparer_name: Mapped[str] = by_office(8, default="")
    signed_at: Mapped[str | None] = by_office(9, default=None)
    signed_by: Mapped[str] = by_office(10, default="")  # officer id
    signer_name: Mapped[str] = by_office(11, default="")
    signer_role: Mapped[str] = by_office(12, default="")
    seal: Mapped[str] = by_office(13, default="")
    seal_key: Mapped[str] = by_office(14, default="")
    archived: Mapped[bool] = by_office(15, default=False)  # taken back before anybody signed
    accepted_at: Mapped[str | None] = by_headquarters(16, default=None)
    accepted_by: Mapped[str] = by_headquarters(17, default="")  # officer id, of Headquarters
    acceptor_name: Mapped[str] = by_headquarters(18, default="")
    acceptor_role: Mapped[str] = by_headquarters(19, default="")
    accepted_figures: Mapped[tuple[SignedFigure, ...]] = by_headquarters(20, ValueList(SignedFigure), default=())
    acceptance_seal: Mapped[str] = by_headquarters(21, default="")
    acceptance_key: Mapped[str] = by_headquarters(22, default="")
    on_behalf: Mapped[OnBehalf | None] = by_office(23, OneValue(OnBehalf), default=None, nullable=False)


class Restatement(Record, kw_only=True):
    """A figure of a closed period that is another since: before and after, the records that changed, and why."""

    __tablename__ = "restatement"
    KIND = 58
    SINCE = 2
    closing_id: Mapped[str] = by_office(1, default="", index=True)
    sequence: Mapped[int] = by_office(2, default=0)  # among all of the closing
    indicator: Mapped[str] = by_office(3, default="")
    before: Mapped[SignedFigure | None] = by_office(4, OneValue(SignedFigure), default=None, nullable=False)
    after: Mapped[SignedFigure | None] = by_office(5, OneValue(SignedFigure), default=None, nullable=False)
    records: Mapped[list[str]] = by_office(6, default_factory=list)
    reason: Mapped[str] = by_office(7, default="")
    rests_on: Mapped[tuple[ChainReached, ...]] = by_office(8, ValueList(ChainReached), default=())
    signed_at: Mapped[str] = by_office(9, default="")
    signed_by: Mapped[str] = by_office(10, default="")  # officer id
    signer_name: Mapped[str] = by_office(11, default="")
    signer_role: Mapped[str] = by_office(12, default="")
    seal: Mapped[str] = by_office(13, default="")
    seal_key: Mapped[str] = by_office(14, default="")
    on_behalf: Mapped[OnBehalf | None] = by_office(15, OneValue(OnBehalf), default=None, nullable=False)


class MembersQuestion(Record, kw_only=True):
    """What a Member State asked about an edition of the register, and what it was answered."""

    __tablename__ = "members_question"
    KIND = 59
    SINCE = 2
    edition: Mapped[str] = by_office(1, default="", index=True)  # its number
    state: Mapped[str] = by_office(2, default="")  # code of the country that asked, never a person
    question: Mapped[str] = by_office(3, default="")
    asked_on: Mapped[str | None] = by_office(4, default=None)
    noted_by: Mapped[str] = by_office(5, default="")  # officer id
    answer: Mapped[str] = by_office(6, default="")
    answered_on: Mapped[str | None] = by_office(7, default=None)
    answered_by: Mapped[str] = by_office(8, default="")  # officer id
    answerer_name: Mapped[str] = by_office(9, default="")
    archived: Mapped[bool] = by_office(10, default=False)


class OfficeNarrative(Record, kw_only=True):
    """What an office tells of a period in its own words, in one language; one for an office and a period (S17)."""

    __tablename__ = "office_narrative"
    KIND = 61
    SINCE = 2
    TOGETHER = (("written_by", "writer_name", "written_on"),)
    first_on: Mapped[str] = by_office(1, default="")
    last_on: Mapped[str] = by_office(2, default="", index=True)
    achieved: Mapped[str] = by_office(3, default="")
    difficulties: Mapped[str] = by_office(4, default="")
    comes_next: Mapped[str] = by_office(5, default="")
    language: Mapped[str] = by_office(6, default="")
    written_by: Mapped[str] = by_office(7, default="")  # officer id
    writer_name: Mapped[str] = by_office(8, default="")
    written_on: Mapped[str | None] = by_office(9, default=None)
    archived: Mapped[bool] = by_office(10, default=False)

"""What happens to a partnership that was decided on: incidents, and what re-opens its case (dossier 2.8)."""

from sqlalchemy.orm import Mapped

from desktop.store.records.base import Record
from desktop.store.records.columns import CodeColumn, ValueList
from desktop.store.records.fields import by_both, by_headquarters, by_office
from desktop.store.records.values import PersonInformed
from desktop.store.states import IncidentEnd, MilestoneOutcome


class Incident(Record, kw_only=True):
    """Something that happened to a partner, of a kind of `forms/follow_up.toml`; it freezes what the kind says.

    It stands until somebody with the authority says otherwise, here or at Headquarters: no time ends it. `account` is
    what a person told in confidence: it is shown to those who work on it, and printed nowhere. `fingerprint` names what
    the program noticed by itself, beside the decision it compared with.

    The office or Headquarters records it, and nobody changes what was recorded: these fields are both's to write.
    """

    __tablename__ = "incident"
    KIND = 50
    SINCE = 2
    FOUND_BY = ("summary", "source")
    TOGETHER = (("ended", "ended_by", "ended_at", "ended_reason"), ("hq_ended", "hq_by", "hq_at", "hq_reason"))
    partner_id: Mapped[str] = by_both(1, index=True)
    partnership_id: Mapped[str] = by_both(2, default="", index=True)  # empty for all of the partner's
    kind: Mapped[str] = by_both(3, default="")
    happened_on: Mapped[str | None] = by_both(4, default=None)
    summary: Mapped[str] = by_both(5, default="")
    account: Mapped[str] = by_both(6, default="")
    source: Mapped[str] = by_both(7, default="")
    recorded_by: Mapped[str] = by_both(8, default="")
    recorded_at: Mapped[str | None] = by_both(9, default=None)
    decision_id: Mapped[str] = by_office(10, default="")
    fingerprint: Mapped[str] = by_office(11, default="")
    informed: Mapped[tuple[PersonInformed, ...]] = by_office(12, ValueList(PersonInformed), default=())
    case_id: Mapped[str] = by_office(13, default="")  # the case that was opened because of it
    ended: Mapped[IncidentEnd] = by_office(14, CodeColumn(IncidentEnd), default="")
    ended_by: Mapped[str] = by_office(15, default="")
    ended_at: Mapped[str | None] = by_office(16, default=None)
    ended_reason: Mapped[str] = by_office(17, default="")
    hq_ended: Mapped[IncidentEnd] = by_headquarters(30, CodeColumn(IncidentEnd), default="")
    hq_by: Mapped[str] = by_headquarters(31, default="")
    hq_at: Mapped[str | None] = by_headquarters(32, default=None)
    hq_reason: Mapped[str] = by_headquarters(33, default="")
    hq_recorder: Mapped[str] = by_headquarters(34, default="")  # the name of who recorded it there; empty at the office


class MilestoneCheck(Record, kw_only=True):
    """What an independent verifier saw of a remedy plan (¶23); an inserted row, never edited.

    `milestone` is its number in the plan that was decided on, from 0; None for a check of the whole.
    """

    __tablename__ = "milestone_check"
    KIND = 51
    SINCE = 2
    partner_id: Mapped[str] = by_office(1, index=True)
    case_id: Mapped[str] = by_office(2, default="", index=True)
    milestone: Mapped[int | None] = by_office(3, default=None)
    outcome: Mapped[MilestoneOutcome] = by_office(4, CodeColumn(MilestoneOutcome), default="")
    verifier: Mapped[str] = by_office(5, default="")
    evidence: Mapped[str] = by_office(6, default="")
    checked_on: Mapped[str] = by_office(7, default="")
    note: Mapped[str] = by_office(8, default="")
    recorded_by: Mapped[str] = by_office(9, default="")
    recorded_at: Mapped[str | None] = by_office(10, default=None)

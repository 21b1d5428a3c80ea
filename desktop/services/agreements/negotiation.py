"""Negotiating a draft: clauses taken in, left out or waived, and paragraphs that differ from the library's text."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.services.agreements.drafting import require_draft
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Agreement, ClauseChoice, Departure
from desktop.store.store import Store


def choose_clause(work: Work, agreement_id: str, clause: str, included: bool, reason: str = "") -> None:
    """Take an optional clause in or out, or waive a required one: that needs a reason and Legal's clearance."""
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Clause chosen"), work.officer.id) as session:
        require_draft(session.get_one(Agreement, agreement_id))
        choice = session.scalars(_choice_of(agreement_id, clause)).first()
        if choice is None:
            choice = ClauseChoice(agreement_id=agreement_id, clause=clause)
            session.add(choice)
        choice.included, choice.reason, choice.chosen_by = included, reason, work.officer.id


def reason_of(store: Store, agreement_id: str, clause: str) -> str:
    """The reason recorded with the choice about a clause; empty without one."""
    with store.read() as session:
        choice = session.scalars(_choice_of(agreement_id, clause)).first()
        return choice.reason if choice is not None else ""


def _choice_of(agreement_id: str, clause: str) -> Select[ClauseChoice]:
    return select(ClauseChoice).where(
        ClauseChoice.agreement_id == agreement_id, ClauseChoice.clause == clause, ClauseChoice.archived.is_(False)
    )


def depart(work: Work, agreement_id: str, negotiated: NegotiatedText) -> None:
    """Store a paragraph that differs from the library's text, with its reason (dossier 3.3)."""
    require(work.officer, Right.DRAFT)
    if not negotiated.reason.strip():
        raise Problem(
            _("A changed paragraph needs its reason; nothing was saved."),
            _("Say who asked for it, and give the reason in one sentence."),
            code="departure-without-reason",
        )
    with work.store.change(N_("Clause text changed"), work.officer.id) as session:
        require_draft(session.get_one(Agreement, agreement_id))
        session.add(
            Departure(
                agreement_id=agreement_id,
                clause=negotiated.clause,
                language=negotiated.language,
                paragraph=negotiated.paragraph,
                old=negotiated.old,
                new=negotiated.new,
                reason=negotiated.reason,
                proposed_by=work.officer.id,
            )
        )


def departures(store: Store, agreement_id: str) -> Sequence[Departure]:
    """The changed paragraphs of an agreement, as they are recorded."""
    query = select(Departure).where(Departure.agreement_id == agreement_id, Departure.archived.is_(False))
    with store.read() as session:
        return session.scalars(query).all()


def withdraw_departure(work: Work, departure_id: str) -> None:
    """Go back to the library's text."""
    _archive(work, departure_id, N_("Clause text restored"), archived=True)


def restore_departure(work: Work, departure_id: str) -> None:
    """Bring back a text that was withdrawn, with its reason and whoever proposed it."""
    _archive(work, departure_id, N_("Clause text changed"), archived=False)


def _archive(work: Work, departure_id: str, what: str, *, archived: bool) -> None:
    require(work.officer, Right.DRAFT)
    with work.store.change(what, work.officer.id) as session:
        departure = session.get_one(Departure, departure_id)
        require_draft(session.get_one(Agreement, departure.agreement_id))
        departure.archived = archived

"""Negotiating a draft: clauses taken in, left out or waived, and paragraphs that differ from the library's text."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.services.agreements.composing import is_waiver
from desktop.services.agreements.drafting import require_draft
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Agreement, ClauseChoice, Departure
from desktop.store.store import Store


def choose_clause(work: Work, agreement_id: str, clause: str, included: bool, reason: str = "") -> None:
    """Take an optional clause in or out, or waive a required one: that needs a reason and Legal's clearance.

    A waiver is a record of its own, which no later choice changes: Legal's word is about the one that it saw, whenever
    it arrives, and a clause that is waived again waits for it again.
    """
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Clause chosen"), work.officer.id) as session:
        require_draft(session.get_one(Agreement, agreement_id))
        before = session.scalars(_choice_of(agreement_id, clause)).all()
        if len(before) == 1 and (before[0].included, before[0].reason) == (included, reason):
            return
        choice = None if is_waiver(included, reason) else next(iter(before), None)
        for earlier in before:
            if earlier is not choice or is_waiver(earlier.included, earlier.reason):
                earlier.archived = True
        if choice is None or choice.archived:
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
        raise without_reason()
    with work.store.change(N_("Clause text changed"), work.officer.id) as session:
        require_draft(session.get_one(Agreement, agreement_id))
        session.add(_departure(work, agreement_id, negotiated))


def depart_together(work: Work, agreement_id: str, texts: Sequence[NegotiatedText]) -> None:
    """Store several paragraphs as one deed: each takes the place of an earlier change of the same paragraph.

    `old` is what the agreement says now. Raises Problem where one has no reason; then nothing is stored.
    """
    require(work.officer, Right.DRAFT)
    if any(not negotiated.reason.strip() for negotiated in texts):
        raise without_reason()
    with work.store.change(N_("Clause text changed"), work.officer.id) as session:
        require_draft(session.get_one(Agreement, agreement_id))
        query = select(Departure).where(Departure.agreement_id == agreement_id, Departure.archived.is_(False))
        earlier: dict[tuple[str, str, int], list[Departure]] = {}
        for change in session.scalars(query):  # two laptops may have changed the same one
            earlier.setdefault((change.clause, change.language, change.paragraph), []).append(change)
        for negotiated in texts:
            old = negotiated.old
            for before in earlier.get((negotiated.clause, negotiated.language, negotiated.paragraph), ()):
                before.archived, old = True, before.old
            if negotiated.new != old:
                session.add(_departure(work, agreement_id, replace(negotiated, old=old)))


def without_reason() -> Problem:
    """The Problem of a changed paragraph whose reason nobody gave."""
    return Problem(
        _("A changed paragraph needs its reason; nothing was saved."),
        _("Say who asked for it, and give the reason in one sentence."),
        code="departure-without-reason",
    )


def _departure(work: Work, agreement_id: str, negotiated: NegotiatedText) -> Departure:
    return Departure(
        agreement_id=agreement_id,
        clause=negotiated.clause,
        language=negotiated.language,
        paragraph=negotiated.paragraph,
        old=negotiated.old,
        new=negotiated.new,
        reason=negotiated.reason,
        proposed_by=work.officer.id,
    )


def clear(work: Work, agreement_id: str, clause: str) -> int:
    """Headquarters' word that Legal reviewed every change of a clause, or its being left out; how many there were.

    Raises Problem where nothing of the clause waits for a review.
    """
    require(work.officer, Right.HEADQUARTERS)
    clock = sealing_clock(work)
    with work.store.read() as session:
        office = session.get_one(Agreement, agreement_id).office
    with work.store.change(N_("Clause cleared by Legal"), work.officer.id, office=office) as session:
        waiting = _uncleared(session, agreement_id, clause)
        if not waiting:
            raise Problem(
                _("Nothing in this clause waits for a legal review; nothing was changed."),
                _("Look at the clauses that are marked as changed or waived."),
                code="clause-not-waiting",
            )
        for record in waiting:
            record.cleared_by, record.cleared_at = work.officer.name, clock.stamp()
    return len(waiting)


def _uncleared(session: Session, agreement_id: str, clause: str) -> list[Departure | ClauseChoice]:
    """What of a clause differs from the library, or was left out, without Legal's word."""
    departures = select(Departure).where(
        Departure.agreement_id == agreement_id,
        Departure.clause == clause,
        Departure.archived.is_(False),
        Departure.cleared_by == "",
    )
    waivers = _choice_of(agreement_id, clause).where(ClauseChoice.included.is_(False), ClauseChoice.cleared_by == "")
    return [*session.scalars(departures), *session.scalars(waivers)]


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

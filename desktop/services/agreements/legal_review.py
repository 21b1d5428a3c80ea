"""Legal's opinion on a draft agreement: asked with a question, answered at Headquarters, held against the final text.

Nobody has to ask, unless the matrix says so of the case. Who asked waits for the answer or takes the question back, and
what Legal did not clear is not made final: the draft is changed and asked about again.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import digest
from desktop.definitions.agreements.archiving import archive
from desktop.services.agreements.composing import Composition, compose
from desktop.services.agreements.drafting import record_fields
from desktop.services.diligence import opinions, requests
from desktop.services.diligence.requests import RequestState
from desktop.services.work import Work
from desktop.store.records import ClauseChoice, Departure, HeadquartersOpinion, HeadquartersRequest
from desktop.store.states import Opinion


def ask(work: Work, agreement_id: str, question: str) -> HeadquartersRequest:
    """Ask Legal for an opinion on the draft as it reads now; what is typed becomes part of it first.

    Raises Problem, with nothing asked, without a question or for a text that is final.
    """
    record_fields(work, agreement_id)
    return requests.ask_about_draft(work, agreement_id, question, text_digest(compose(work, agreement_id)))


def answer(work: Work, request_id: str, opinion: str, reason: str) -> HeadquartersOpinion:
    """Give the opinion that an office asked for, at Headquarters.

    What Legal clears of a draft clears its negotiated locked texts and the clauses left out, as they are known here.
    Raises Problem, with nothing changed, without a reason, for anybody else, or when nothing waits any more.
    """
    spoken = requests.drawn_for(work, request_id, opinion, reason)
    with work.store.read() as session:
        office = session.get_one(HeadquartersRequest, request_id).office
    cleared = spoken.role == requests.LEGAL and spoken.opinion == Opinion.FAVOURABLE
    with work.store.change(requests.deed_of(spoken.role), work.officer.id, office=office) as session:
        session.add(spoken)
        if spoken.agreement_id and cleared:
            _clear(session, spoken)
    return spoken


def _clear(session: Session, spoken: HeadquartersOpinion) -> None:
    agreement = spoken.agreement_id
    departures = select(Departure).where(Departure.agreement_id == agreement, Departure.cleared_by == "")
    choices = select(ClauseChoice).where(ClauseChoice.agreement_id == agreement, ClauseChoice.cleared_by == "")
    rows: list[Departure | ClauseChoice] = [*session.scalars(departures), *session.scalars(choices)]
    for negotiated in rows:
        if not negotiated.archived:
            negotiated.cleared_by, negotiated.cleared_at = spoken.giver_name, spoken.given_at


def text_digest(composition: Composition) -> str:
    """What tells this wording of a draft from another one."""
    return digest(b"draft-text", archive(composition.assembled).encode())


def standing(session: Session, agreement_id: str) -> HeadquartersOpinion | None:
    """Legal's newest opinion on a draft; None before any."""
    newest_first = opinions.of_agreement(session, agreement_id)
    return next((opinion for opinion in newest_first if opinion.role == requests.LEGAL), None)


def require_cleared(session: Session, work: Work, agreement_id: str) -> None:
    """Raise Problem while Legal was asked and has not answered, or did not clear the draft."""
    standings = requests.of_agreement(session, work, agreement_id)
    if any(opinion.state == RequestState.OPEN for opinion in standings):
        raise Problem(
            _("Legal Affairs was asked about this draft and has not answered yet; it stays a draft."),
            _("Wait for the answer with the next return of Headquarters, or withdraw the question."),
            code="agreement-awaits-legal",
        )
    opinion = standing(session, agreement_id)
    if (
        opinion is not None
        and work.definitions.authority.binds(opinion.role)
        and opinion.opinion == Opinion.UNFAVOURABLE
    ):
        raise Problem(
            _("Legal Affairs did not clear this draft: {reason} It stays a draft.").format(reason=opinion.reason),
            _("Change what Legal Affairs names, then ask again."),
            code="agreement-not-cleared",
        )

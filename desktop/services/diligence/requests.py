"""What an office asks of Headquarters: a decision that nobody in it may take, or an opinion, each by a working day.

Handing a case over asks, in the same change, whom the matrix names and nobody here can be: nobody has to think of it,
and nobody can choose the judge. An officer asks Legal besides, about a case or a draft. A request stays open until
Headquarters answers, what it is about is overtaken, or it is withdrawn; that is worked out, never stored.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, UNKNOWN, CodeTable, _, pick
from desktop.definitions.authority import Route, working_days_after
from desktop.definitions.loading import Definitions
from desktop.services.diligence import opinions, verdicts
from desktop.services.diligence.authority import HEADQUARTERS, preparers
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import ROLES_WITH, Right, may, require
from desktop.services.work import Work
from desktop.store.records import (
    Agreement,
    Case,
    HeadquartersOpinion,
    HeadquartersRequest,
    Officer,
    Partner,
)
from desktop.store.states import AgreementState, Asked, CaseState, Opinion, Role
from desktop.store.store import HQ

LEGAL = "hq_legal"
READERS = ROLES_WITH[Right.ANSWER] | ROLES_WITH[Right.DECIDE]
REVIEWS = {  # which officers a reviewer of the matrix can be
    "second_staff": READERS,
    "regional_office": frozenset({Role.REGIONAL_OFFICE, Role.REGIONAL_DIRECTOR}),
    "hq_reviewer": frozenset({Role.HQ_REVIEWER}),
    LEGAL: frozenset({Role.HQ_LEGAL}),
    "communications": frozenset({Role.HQ_COMMUNICATIONS}),
    "human_resources": frozenset({Role.HQ_HUMAN_RESOURCES}),
    "procurement": frozenset({Role.HQ_PROCUREMENT}),
    "technical_division": frozenset({Role.HQ_TECHNICAL}),
}
ASKED_BESIDES = (LEGAL, "communications", "human_resources", "procurement", "technical_division")  # by an officer
HERE_ALONE = frozenset({"second_staff"})  # nobody outside the office of a case can be one


class RequestState(StrEnum):
    """What became of a request."""

    OPEN = "open"
    ANSWERED = "answered"
    OVERTAKEN = "overtaken"  # the case was taken back or decided, or the text is no draft any more
    WITHDRAWN = "withdrawn"


ASKED: Mapping[str, str] = CodeTable(
    {Asked.DECISION: N_("Decision asked by {who}"), Asked.OPINION: N_("Opinion asked by {who}")}, UNKNOWN
)
STATES = {
    RequestState.OPEN: N_("not answered yet"),
    RequestState.ANSWERED: N_("answered"),
    RequestState.OVERTAKEN: N_("no longer needed"),
    RequestState.WITHDRAWN: N_("withdrawn"),
}
LATE = N_("not answered yet, and late")


@dataclass(frozen=True)
class RequestStanding:
    """A request with what it is about, the newest answer to it and whether it is late."""

    request: HeadquartersRequest
    partner: str
    about: str  # the number of the case, or the reference or type of the draft
    state: RequestState
    late: bool
    opinion: HeadquartersOpinion | None = None

    @property
    def is_of_matrix(self) -> bool:
        """Whether the matrix asks it of a case, not an officer: it is answered where the case is decided."""
        return bool(self.request.case_id) and not self.request.question


def roles_of(officer: Officer) -> frozenset[str]:
    """The roles of the decision matrix in whose name this officer answers what offices ask."""
    if officer.left_on or not may(officer, Right.ADVISE):
        return frozenset()
    return frozenset(role for role, able in REVIEWS.items() if officer.role in able and role not in HERE_ALONE)


def ask_for_route(session: Session, work: Work, case: Case, way: Route, today: date, stamped: str) -> None:
    """Ask, in the change that hands a case over, for the decision and the reviews that nobody in the office gives.

    `today` and the moment `stamped` are those of the handing over.
    """
    if way.decides in HEADQUARTERS:
        session.add(_request(work, stamped, case, Asked.DECISION, way.decides, way.due(today)))
    for role in way.before:
        if role not in HERE_ALONE and not _has_reviewer(session, case, role):
            due = min(working_days_after(today, work.definitions.authority.days_to_answer(role)), way.due(today))
            session.add(_request(work, stamped, case, Asked.OPINION, role, due))


def _request(work: Work, stamped: str, about: Case, asks: Asked, role: str, due: date) -> HeadquartersRequest:
    return HeadquartersRequest(
        partner_id=about.partner_id,
        case_id=about.id,
        hand_over=about.hand_over,
        asks=asks,
        role=role,
        asked_by=work.officer.id,
        asked_at=stamped,
        due_on=due.isoformat(),
    )


def _has_reviewer(session: Session, case: Case, role: str) -> bool:
    """Whether somebody of the case's own office can review it in a role."""
    office = case.office
    able = select(Officer.id).where(
        Officer.role.in_(REVIEWS.get(role, ())), Officer.office == office, Officer.left_on.is_(None)
    )
    return bool(set(session.scalars(able)) - preparers(session, [case])[case.id])


def ask_for_decision(work: Work, case_id: str, way: Route) -> HeadquartersRequest:
    """Ask Headquarters for the decision on a case of which nobody here is the judge any more.

    Raises Problem, with nothing changed, where somebody here decides, or where it was asked already.
    """
    require(work.officer, Right.ANSWER)
    clock = sealing_clock(work)
    with work.store.change(N_("Clearance asked of Headquarters"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        if not lacks_request(session, case, way):
            raise Problem(
                _("This case needs no further clearance request; nothing was asked."),
                _("It was asked already, was decided, or somebody in the office decides it."),
                code="clearance-not-needed",
            )
        request = _request(work, clock.stamp(), case, Asked.DECISION, way.decides, way.due(clock.today()))
        session.add(request)
    return request


def lacks_request(session: Session, case: Case, way: Route) -> bool:
    """Whether Headquarters decides a case that waits, and nobody asked it yet: whoever decided here may have left."""
    if way.decides not in HEADQUARTERS or case.state != CaseState.READY or verdicts.on_case(session, case):
        return False
    query = _about_case(case).where(HeadquartersRequest.asks == Asked.DECISION, HeadquartersRequest.role == way.decides)
    return session.scalars(query.limit(1)).first() is None


def _about_case(case: Case) -> Select[HeadquartersRequest]:
    return select(HeadquartersRequest).where(
        HeadquartersRequest.case_id == case.id,
        HeadquartersRequest.hand_over == case.hand_over,
        HeadquartersRequest.withdrawn_at.is_(None),
    )


def ask_about_case(work: Work, case_id: str, question: str, role: str = LEGAL) -> HeadquartersRequest:
    """Ask for an opinion on a case; Legal reads it as it is answered then, handed over or not.

    Raises Problem, with nothing changed, without a question.
    """
    require(work.officer, Right.ANSWER)
    _require_question(question)
    with work.store.read() as session:
        case = session.get_one(Case, case_id)
    if case.state == CaseState.DECIDED or case.archived:
        raise Problem(
            _("This case is over; nothing was asked."),
            _("Ask about the case that is open, or about the draft of the agreement."),
            code="nothing-to-ask-about",
        )
    return _asked(work, question, role, case.partner_id, case_id=case_id, hand_over=case.hand_over)


def ask_about_draft(work: Work, agreement_id: str, question: str, text_digest: str) -> HeadquartersRequest:
    """Ask Legal for an opinion on a draft agreement as it reads now; raises Problem without a question."""
    require(work.officer, Right.DRAFT)
    _require_question(question)
    with work.store.read() as session:
        agreement = session.get_one(Agreement, agreement_id)
        if agreement.state != AgreementState.DRAFT:
            raise Problem(
                _("This agreement is final, so its text is locked; nothing was asked."),
                _("Ask before a text is made final."),
                code="nothing-to-ask-about",
            )
    return _asked(work, question, LEGAL, agreement.partner_id, agreement_id=agreement_id, text_digest=text_digest)


def _require_question(question: str) -> None:
    if not question.strip():
        raise Problem(
            _("There is no question; nothing was asked."),
            _("Write in one or two sentences what you want to know."),
            code="request-without-question",
        )


def _asked(work: Work, question: str, role: str, partner: str, **about: str) -> HeadquartersRequest:
    clock = sealing_clock(work)
    due = working_days_after(clock.today(), work.definitions.authority.days_to_answer(role))
    request = HeadquartersRequest(
        partner_id=partner,
        asks=Asked.OPINION,
        role=role,
        question=question.strip(),
        asked_by=work.officer.id,
        asked_at=clock.stamp(),
        due_on=due.isoformat(),
        **about,
    )
    with work.store.change(N_("Opinion asked of Headquarters"), work.officer.id) as session:
        session.add(request)
    return request


def may_withdraw(work: Work, standing: RequestStanding) -> bool:
    """Whether the officer at work may take a question back: an officer asked it, of this office, and it is open."""
    request = standing.request
    ours = request.office == work.store.identity.office and bool(request.question)
    return ours and standing.state == RequestState.OPEN and may(work.officer, Right.ANSWER)


def withdraw(work: Work, request_id: str) -> None:
    """Take a question back that an officer asked; what the matrix asks for is not taken back. Raises Problem else."""
    clock = sealing_clock(work)
    with work.store.change(N_("Question to Headquarters withdrawn"), work.officer.id) as session:
        request = session.get_one(HeadquartersRequest, request_id)
        (standing,) = standings(session, work, [request])
        if not may_withdraw(work, standing):
            raise Problem(
                _("This question cannot be taken back; nothing was changed."),
                _("It was answered or withdrawn meanwhile, or the decision matrix asks it."),
                code="request-not-yours",
            )
        request.withdrawn_by, request.withdrawn_at = work.officer.id, clock.stamp()


# --- answering


def drawn_for(work: Work, request_id: str, opinion: str, reason: str) -> HeadquartersOpinion:
    """The opinion that an office asked for, in the name of the officer's own role at Headquarters, not recorded yet.

    Raises Problem without a reason, for anybody else, or when nothing waits any more.
    """
    require_complete(opinion, reason)
    with work.store.read() as session:
        request = session.get_one(HeadquartersRequest, request_id)
        if not may_answer(session, work, request):
            raise _not_yours()
        case = session.get(Case, request.case_id) if request.case_id else None
    return drawn(work, request, case, request.role, opinion, reason)


def require_complete(opinion: str, reason: str) -> None:
    """Raise Problem unless an opinion is chosen and has a reason."""
    if opinion not in tuple(Opinion) or not reason.strip():
        raise Problem(
            _("Your opinion and its reason are needed; nothing was recorded."),
            _("Choose an opinion and say why in one or two sentences."),
            code="review-incomplete",
        )


def _not_yours() -> Problem:
    return Problem(
        _("This question does not wait for your opinion; nothing was recorded."),
        _("It was answered or withdrawn meanwhile, or it is addressed to somebody else."),
        code="request-not-for-you",
    )


def may_answer(session: Session, work: Work, request: HeadquartersRequest) -> bool:
    """Whether an open request for an opinion is addressed to the officer at work, who took no part before."""
    if request.asks != Asked.OPINION or request.role not in roles_of(work.officer):
        return False
    (standing,) = standings(session, work, [request])
    if standing.state != RequestState.OPEN:
        return False
    case = session.get(Case, request.case_id) if request.case_id else None
    return case is None or is_second_pair(session, work.officer, case, request.role)


def open_for(session: Session, work: Work, case: Case, role: str) -> HeadquartersRequest | None:
    """The open request of the matrix for an opinion on a case in a role; None where nobody had to ask."""
    query = _about_case(case).where(HeadquartersRequest.asks == Asked.OPINION, HeadquartersRequest.role == role)
    standing_now = standings(session, work, session.scalars(query).all())
    return next((standing.request for standing in standing_now if standing.state == RequestState.OPEN), None)


def is_of_headquarters(work: Work, role: str) -> bool:
    """Whether what is thought here in a role of the matrix is an opinion of Headquarters."""
    return work.store.identity.office == HQ and role not in HERE_ALONE


def is_second_pair(session: Session, officer: Officer, case: Case, role: str) -> bool:
    """Whether an officer neither prepared the case nor spoke on it in another role."""
    if officer.id in preparers(session, [case])[case.id]:
        return False
    spoken = opinions.on_case(session, case)
    return all(by.given_by != officer.id or other == role for other, by in spoken.items())


def drawn(
    work: Work, request: HeadquartersRequest | None, case: Case | None, role: str, opinion: str, reason: str
) -> HeadquartersOpinion:
    """An opinion of Headquarters on a case or draft as it stands here, not recorded yet; the caller checks who may."""
    clock = sealing_clock(work)
    about = case or request
    if about is None:
        raise ValueError("an opinion is about a case or about a request")
    before = _before(work, case, request)
    return HeadquartersOpinion(
        partner_id=about.partner_id,
        case_id=case.id if case else "",
        agreement_id=request.agreement_id if request else "",
        request_id=request.id if request else "",
        role=role,
        opinion=Opinion(opinion),
        reason=reason.strip(),
        hand_over=case.hand_over if case else "",
        text_digest=request.text_digest if request else "",
        given_by=work.officer.id,
        giver_name=work.officer.name,
        given_at=clock.stamp(),
        follows=[earlier.id for earlier in before],
    )


def deed_of(role: str) -> str:
    """What giving an opinion in a role is called in the journal."""
    return N_("Legal opinion given") if role == LEGAL else N_("Case reviewed at Headquarters")


def _before(work: Work, case: Case | None, request: HeadquartersRequest | None) -> Sequence[HeadquartersOpinion]:
    with work.store.read() as session:
        if case is not None:
            return opinions.of_cases(session, [case.id]).get(case.id, ())
        return opinions.of_agreement(session, request.agreement_id) if request is not None else ()


# --- reading


def of_case(session: Session, work: Work, case_id: str) -> Sequence[RequestStanding]:
    """Everything asked about a case: what is open, then what was answered, the newest answer first."""
    rows = standings(session, work, session.scalars(_all(HeadquartersRequest.case_id == case_id)).all())
    return _ordered(rows, opinions.of_cases(session, [case_id]).get(case_id, ()))


def of_agreement(session: Session, work: Work, agreement_id: str) -> Sequence[RequestStanding]:
    """Everything asked about a draft agreement, in the same order."""
    about = session.scalars(_all(HeadquartersRequest.agreement_id == agreement_id)).all()
    return _ordered(standings(session, work, about), opinions.of_agreement(session, agreement_id))


def waiting_for(session: Session, work: Work) -> Sequence[RequestStanding]:
    """The open requests for an opinion that the officer at work may answer, the first due first."""
    return inbox_in(session, work).to_answer if roles_of(work.officer) else ()


@dataclass(frozen=True)
class RequestInbox:
    """The open requests for an opinion of the officer at work, and the others that wait for Headquarters."""

    to_answer: Sequence[RequestStanding]
    others: Sequence[RequestStanding]


def inbox(work: Work, offices: Collection[str] | None = None) -> RequestInbox:
    """What waits for an answer of Headquarters, the first due first, of these offices; of all when it is None."""
    with work.store.read() as session:
        return inbox_in(session, work, offices)


def inbox_in(session: Session, work: Work, offices: Collection[str] | None = None) -> RequestInbox:
    """The same, read with what else a page reads."""
    going = [standing for standing in open_in(session, work) if offices is None or standing.request.office in offices]
    mine = {standing.request.id for standing in _for(session, work, going)}
    to_answer = [standing for standing in going if standing.request.id in mine]
    others = [standing for standing in going if standing.request.id not in mine]
    return RequestInbox(_ordered(to_answer, ()), _ordered(others, ()))


def open_in(session: Session, work: Work) -> Sequence[RequestStanding]:
    """The requests to Headquarters that nobody has answered yet, whoever may."""
    standing_now = standings(session, work, session.scalars(_all(*_may_be_open())).all())
    return [standing for standing in standing_now if standing.state == RequestState.OPEN]


def _may_be_open() -> tuple[ColumnElement[bool], ...]:
    """What the database can tell of the requests that are still open: those of years ago are not read for each page."""
    asked, case = HeadquartersRequest, Case
    as_handed_over = exists().where(
        case.id == asked.case_id, case.state == CaseState.READY, case.hand_over == asked.hand_over
    )
    going = exists().where(case.id == asked.case_id, case.state != CaseState.DECIDED, case.archived.is_(False))
    drafted = exists().where(Agreement.id == asked.agreement_id, Agreement.state == AgreementState.DRAFT)
    answered = exists().where(HeadquartersOpinion.request_id == asked.id)
    return not_(answered), or_(as_handed_over, and_(asked.question != "", or_(going, drafted)))


def _for(session: Session, work: Work, going: Sequence[RequestStanding]) -> Sequence[RequestStanding]:
    """Those of these open requests that the officer at work may answer."""
    roles = roles_of(work.officer)
    able = []
    for standing in going:
        request = standing.request
        if request.asks != Asked.OPINION or request.role not in roles:
            continue
        case = session.get(Case, request.case_id) if request.case_id else None
        if case is None or is_second_pair(session, work.officer, case, request.role):
            able.append(standing)
    return able


def draft_name(definitions: Definitions, draft: Agreement) -> str:
    """The reference of a draft agreement, or the name of its type while it has none."""
    kind = definitions.agreements.get(draft.type)
    return draft.reference or (pick(kind.name) if kind is not None else draft.type)


def _all(*conditions: object) -> Select[HeadquartersRequest]:
    return select(HeadquartersRequest).where(HeadquartersRequest.withdrawn_at.is_(None), *conditions)  # type: ignore[arg-type]


def _ordered(rows: Sequence[RequestStanding], newest_first: Sequence[HeadquartersOpinion]) -> Sequence[RequestStanding]:
    order = list(RequestState)
    places = {opinion.id: place for place, opinion in enumerate(newest_first)}

    def place(row: RequestStanding) -> tuple[int, int, str, str]:
        answered = places.get(row.opinion.id, len(places)) if row.opinion is not None else len(places)
        return order.index(row.state), answered, row.request.due_on or "", row.request.id

    return sorted(rows, key=place)


def standings(session: Session, work: Work, requests: Collection[HeadquartersRequest]) -> Sequence[RequestStanding]:
    """What became of each of these requests, in a number of statements that does not grow with them."""
    case_ids = {request.case_id for request in requests} - {""}
    cases = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(case_ids)))}
    last = verdicts.latest_of(session, case_ids)
    decided = {id_ for id_, decision in last.items() if id_ in cases and verdicts.answers(decision, cases[id_])}
    drafts_ids = {request.agreement_id for request in requests} - {""}
    drafts = {
        standing.id: standing for standing in session.scalars(select(Agreement).where(Agreement.id.in_(drafts_ids)))
    }
    names = select(Partner.id, Partner.name).where(Partner.id.in_({request.partner_id for request in requests}))
    partners = dict(session.execute(names).all())
    spoken_on = opinions.of_cases(session, case_ids)
    ids = [request.id for request in requests]
    answers = select(HeadquartersOpinion).where(HeadquartersOpinion.request_id.in_(ids))
    direct = {standing.request_id: standing for standing in session.scalars(answers)}
    today, rows = work.today().isoformat(), []
    for request in requests:
        case, draft = cases.get(request.case_id), drafts.get(request.agreement_id)
        spoken = direct.get(request.id)
        if spoken is None and case is not None and not request.question:
            spoken = opinions.counting(case, spoken_on.get(case.id, ())).get(request.role)
        state = _state(request, case, draft, case is not None and case.id in decided, spoken)
        late = state == RequestState.OPEN and bool(request.due_on) and str(request.due_on) < today
        about = case.number if case else draft_name(work.definitions, draft) if draft else ""
        rows.append(RequestStanding(request, partners.get(request.partner_id, ""), about, state, late, spoken))
    return rows


def _state(
    request: HeadquartersRequest,
    case: Case | None,
    draft: Agreement | None,
    is_decided: bool,
    spoken: HeadquartersOpinion | None,
) -> RequestState:
    if request.withdrawn_at is not None:
        return RequestState.WITHDRAWN
    if spoken is not None or (request.asks == Asked.DECISION and is_decided):
        return RequestState.ANSWERED
    if request.agreement_id:
        going = draft is not None and draft.state == AgreementState.DRAFT and not draft.archived
    else:
        as_asked = case is not None and case.state == CaseState.READY and case.hand_over == request.hand_over
        going = case is not None and not case.archived and not is_decided and (as_asked or bool(request.question))
    return RequestState.OPEN if going else RequestState.OVERTAKEN

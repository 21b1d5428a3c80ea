"""Due-diligence cases (¶21–23): open one, find one, take one back before it is decided."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.numbers import next_in_series
from desktop.base.text import N_, _
from desktop.definitions.form import Questionnaire
from desktop.services.diligence import verdicts
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity, partnerships
from desktop.services.work import Work
from desktop.store.order import JournalOrder, strictness
from desktop.store.records import Case, Clearance, Local, Partnership, Ruling
from desktop.store.states import FAVOURABLE, CaseState, DecisionOutcome, PartnerStage
from desktop.store.store import Store, recall_in

BEFORE_DILIGENCE = (
    *(PartnerStage.IDENTIFIED, PartnerStage.RESEARCHED, PartnerStage.QUALIFIED, PartnerStage.DIALOGUE),
    PartnerStage.ABANDONED,
)
SETTLED_FIRST = (CaseState.DECIDED, CaseState.READY, CaseState.OPEN)


def open_case(work: Work, form: Questionnaire, partnership: Partnership) -> Case:
    """Begin due diligence for a partnership, or give back the case that is already open."""
    require(work.officer, Right.ANSWER)
    partnerships.require_going(partnership)
    with work.store.read() as session:
        earlier = of_partnership(session, partnership.id)
        if earlier and earlier[0].state != CaseState.DECIDED and not _final_clearance(session, earlier[0]):
            return earlier[0]
        renews = _renewed(session, earlier)
    case = Case(
        partner_id=partnership.partner_id,
        partnership_id=partnership.id,
        form=form.id,
        form_digest=form.digest,
        opened_on=work.today().isoformat(),
        opened_by=work.officer.id,
        follows=[before.id for before in earlier],
        renews=renews,
    )
    with work.store.change(N_("Due diligence opened"), work.officer.id) as session:
        case.number = _next_number(session, work.store.identity.office, work.today())
        own = identity.records(session, partnership.partner_id)
        ruled = select(Ruling.id).where(Ruling.partner_id.in_(own))
        case.rulings_before = list(session.scalars(ruled.order_by(Ruling.id)))
        session.add(case)
        partner = identity.partner_in(session, partnership.partner_id)
        if partner.stage in BEFORE_DILIGENCE:
            partner.stage = PartnerStage.DILIGENCE
    return case


def _renewed(session: Session, earlier: Sequence[Case]) -> str:
    """Which case a new one renews, of those of its partnership, the newest first; empty where it starts from zero.

    After an ad hoc collaboration due diligence starts from zero (dossier 2.7).
    """
    decided = verdicts.latest_of(session, [case.id for case in earlier])
    for case in earlier:
        if (verdict := decided.get(case.id)) is not None and verdict.outcome in FAVOURABLE:
            return "" if verdict.ad_hoc else case.id
    return ""


def case(store: Store, case_id: str) -> Case:
    """One case; raises NoResultFound for an id that is not known here."""
    with store.read() as session:
        return session.get_one(Case, case_id)


def numbers(store: Store) -> dict[str, str]:
    """The numbers of the cases that are not archived, by their ids."""
    with store.read() as session:
        return {case.id: case.number for case in session.scalars(select(Case).where(Case.archived.is_(False)))}


def of_partnership(session: Session, partnership_id: str) -> Sequence[Case]:
    """A partnership's cases that are not archived, the newest first; of two that two laptops opened, the open one."""
    query = select(Case).where(Case.partnership_id == partnership_id, Case.archived.is_(False))
    return newest_first(session, session.scalars(query).all())


def newest_first(session: Session, cases: Sequence[Case]) -> Sequence[Case]:
    """The cases of one partnership in the order in which they were opened, the newest first."""
    order = JournalOrder.of(session, Case, [case.id for case in cases]) if len(cases) > 1 else JournalOrder({})
    return order.newest_first(cases, lambda case: strictness(SETTLED_FIRST, case.state))


def of_partner(store: Store, partner_id: str) -> Sequence[Case]:
    """A partner's cases as a list shows them, by the day on which they were opened."""
    with store.read() as session:
        query = (
            select(Case)
            .where(Case.partner_id.in_(identity.records(session, partner_id)), Case.archived.is_(False))
            .order_by(Case.opened_on.desc(), Case.number.desc())
        )
        return session.scalars(query).all()


def in_state(store: Store, state: CaseState) -> Sequence[Case]:
    """The cases that are open, ready for decision or decided, oldest first."""
    with store.read() as session:
        query = select(Case).where(Case.state == state, Case.archived.is_(False)).order_by(Case.opened_on)
        return session.scalars(query).all()


def recall(work: Work, case_id: str) -> None:
    """Take a case back before it was decided."""
    require(work.officer, Right.ANSWER)
    with work.store.change(N_("Due diligence withdrawn from decision"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        if case.state != CaseState.READY:
            raise Problem(
                _("This case is not waiting for a decision; nothing was changed."),
                _("Open the case."),
                code="case-not-handed-over",
            )
        if _final_clearance(session, case):
            raise Problem(
                _("Headquarters has decided this case, so its answers stay as they were decided on."),
                _("Begin a new due diligence for the partnership."),
                code="decided-by-headquarters",
            )
        case.state = CaseState.OPEN


def require_open(case: Case) -> None:
    """Raise Problem unless the answers of the case may still be changed."""
    if case.state != CaseState.OPEN:
        raise Problem(
            _("This case has been submitted for decision, so its answers are locked; nothing was changed."),
            _("Withdraw it, or ask the decider to send it back."),
            code="case-locked",
        )


def _final_clearance(session: Session, case: Case) -> Clearance | None:
    """Headquarters' decision on a case as it was handed over last, unless it was sent back.

    The case's own record goes on saying that it waits.
    """
    if case.state != CaseState.READY:
        return None
    final = (decision for decision in verdicts.on_case(session, case) if decision.outcome != DecisionOutcome.SENT_BACK)
    return next((decision for decision in final if isinstance(decision, Clearance)), None)


def _next_number(session: Session, office: str, today: date) -> str:
    """`SN10-2026-007`: unique for one laptop; another laptop's may repeat it, the id never does."""
    prefix = f"{office}-{today.year}-"
    numbers = session.scalars(select(Case.number).where(Case.number.startswith(prefix)))
    return f"{prefix}{next_in_series(prefix, numbers):03d}"


# --- who goes on with it


def responsible(case: Case) -> str:
    """Who goes on with a case: whom it was handed to, else who opened it."""
    return case.entrusted_to or case.opened_by


def is_with(officer_id: str) -> ColumnElement[bool]:
    """The cases with which an officer goes on."""
    return or_(Case.entrusted_to == officer_id, and_(Case.entrusted_to == "", Case.opened_by == officer_id))


# --- where the officer stopped


def stop_at(machine: Store, case_id: str, **place: str) -> None:
    """Remember on this machine where the officer is in a case: `question`, or `opinion` and `reason` half written."""
    name = f"diligence.{case_id}"
    with machine.note() as session:
        session.merge(Local(name=name, value={**recall_in(session, name), **place}))


def stopped_at(machine: Store, case_id: str) -> dict[str, str]:
    """What `stop_at` remembered; empty on a first visit."""
    return machine.recall(f"diligence.{case_id}")

"""The risks of a partnership under way: what may go wrong, why, with which effect, what is done, who looks again when.

They go on with those of the due diligence, which stay as they were decided on. How likely a risk is and how grave its
effect lead to a level by `forms/results.toml`; its words are those of the due diligence. One that came about or that
threatens no more stays on record with the reason.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.office_codes import HQ
from desktop.base.text import N_, _
from desktop.definitions.terms import Level
from desktop.services.office import people
from desktop.services.office.believed_clock import believed_day
from desktop.services.office.rights import Right, require
from desktop.services.results.taking_part import NamedPartnership, TakingPart, named_partnerships, taking_part
from desktop.services.work import Work
from desktop.store.records import DeliveryRisk, Officer, Partnership, Risk
from desktop.store.states import RiskState


@dataclass(frozen=True, kw_only=True)
class NewDeliveryRisk:
    """A risk as it is written down. `likelihood` and `impact` are codes of forms/results.toml, `owner` an officer's id,
    `review_on` ISO text; `follows` is the id of the risk of the due diligence that it goes on with. `state_reason` says
    what happened, or why it threatens no more."""

    partnership_id: str
    title: str
    cause: str = ""
    effect: str = ""
    likelihood: str = ""
    impact: str = ""
    owner: str = ""
    response: str = ""
    review_on: str = ""
    follows: str = ""
    state: str = RiskState.OPEN
    state_reason: str = ""


@dataclass(frozen=True)
class DeliveryRiskLine:
    """A risk with its partnership, the name of its owner, its level, and whether it should have been looked at."""

    risk: DeliveryRisk
    whose: NamedPartnership
    owner: str
    level: Level
    late: bool


@dataclass(frozen=True)
class DeliveryRiskPage:
    """What the page of a risk reads: the risk (None for a new one), of whom it may be, the names of officers by id,
    those who may own one, and the risks of the due diligence that nobody took up yet."""

    line: DeliveryRiskLine | None
    whose: TakingPart
    officers: Mapping[str, str]
    owners: Sequence[Officer]
    before: Sequence[Risk] = ()


# --- deeds


def record(work: Work, new: NewDeliveryRisk) -> DeliveryRisk:
    """Write a risk down. Raises Problem without a partnership or what may go wrong; where only one of likelihood and
    impact is known; for one that is not open any more and does not say why."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Risk of a partnership recorded"), work.officer.id) as session:
        risk = DeliveryRisk(noted_by=work.officer.id, noted_on=believed_day(work))
        _write(work, risk, new)
        session.add(risk)
    return risk


def correct(work: Work, risk_id: str, new: NewDeliveryRisk) -> None:
    """Correct what was written, say when it is looked at again, that it came about or threatens no more. Raises Problem
    as `record` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Risk of a partnership corrected"), work.officer.id) as session:
        _write(work, session.get_one(DeliveryRisk, risk_id), new)


def set_aside(work: Work, risk_id: str, aside: bool) -> None:
    """Take back what was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.REGISTER)
    deed = N_("Risk of a partnership taken back") if aside else N_("Risk of a partnership brought back")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(DeliveryRisk, risk_id).archived = aside


def _write(work: Work, risk: DeliveryRisk, new: NewDeliveryRisk) -> None:
    title, rules = " ".join(new.title.split()), work.definitions.results
    if not new.partnership_id or not title:
        raise Problem(
            _("The partnership or what may go wrong lacks; nothing was recorded."),
            _("Say of which partnership it is, and what may go wrong."),
            code="delivery-risk-incomplete",
        )
    if bool(new.likelihood) != bool(new.impact):
        raise Problem(
            _("Only one of likelihood and effect is said; nothing was recorded."),
            _("Say both, which make the level of the risk, or leave both empty."),
            code="delivery-risk-half-rated",
        )
    if new.likelihood and rules.risk_level(new.likelihood, new.impact) == Level.NONE:
        raise Problem(
            _("This likelihood or effect is not known; nothing was recorded."),
            _("Choose among those of forms/results.toml."),
            code="delivery-risk-unknown-code",
        )
    is_open, reason = new.state == RiskState.OPEN, " ".join(new.state_reason.split())
    if not is_open and not reason:
        raise Problem(
            _("Nothing says why; the risk stays as it was."),
            _("Say in a few words what happened, or why it threatens no more."),
            code="risk-without-reason",
        )
    if new.state != risk.state:
        risk.state, risk.state_on = RiskState(new.state), None
        if not is_open:
            risk.state_on = believed_day(work)
    risk.state_reason = "" if is_open else reason
    risk.partnership_id, risk.title = new.partnership_id, title
    risk.cause, risk.effect, risk.response = new.cause.strip(), new.effect.strip(), new.response.strip()
    risk.likelihood, risk.impact, risk.owner = new.likelihood, new.impact, new.owner
    risk.review_on, risk.follows = new.review_on or None, new.follows


# --- reading


def as_written(work: Work, risk_id: str) -> NewDeliveryRisk:
    """A risk as it is on record, to be corrected; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        risk = session.get_one(DeliveryRisk, risk_id)
    return NewDeliveryRisk(
        partnership_id=risk.partnership_id,
        title=risk.title,
        cause=risk.cause,
        effect=risk.effect,
        likelihood=risk.likelihood,
        impact=risk.impact,
        owner=risk.owner,
        response=risk.response,
        review_on=risk.review_on or "",
        follows=risk.follows,
        state=risk.state,
        state_reason=risk.state_reason,
    )


def page(work: Work, risk_id: str, partnership_id: str, named: Iterable[str]) -> DeliveryRiskPage:
    """What the page of a risk reads, or of a new one of this partnership; `named` are partners to choose among. Raises
    NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        own = session.get_one(DeliveryRisk, risk_id) if risk_id else None
        about = own.partnership_id if own is not None else partnership_id
        taken_up = select(DeliveryRisk.follows).where(
            DeliveryRisk.partnership_id == about, DeliveryRisk.archived.is_(False)
        )
        register = select(Risk).where(Risk.partnership_id == about, Risk.archived.is_(False), Risk.text != "")
        before = session.scalars(register.where(Risk.id.not_in(taken_up)).order_by(Risk.id)).all() if about else ()
        return DeliveryRiskPage(
            _lines(session, work, [own])[0] if own is not None else None,
            taking_part(session, about, named),
            people.names_in(session),
            people.officers_in(session, work.store.identity.office),
            before if own is None else (),
        )


def ids(work: Work, archived: bool = False) -> Sequence[str]:
    """The ids of the risks known here: of those that were taken back, or of the others."""
    with work.store.read() as session:
        query = select(DeliveryRisk.id).where(DeliveryRisk.archived.is_(archived))
        return session.scalars(query.order_by(DeliveryRisk.id)).all()


def every(work: Work, partnership_id: str = "") -> Sequence[DeliveryRiskLine]:
    """Every risk, or those of a partnership: the open ones first, the gravest before, then by the day of the review."""
    with work.store.read() as session:
        query = _current()
        if partnership_id:
            query = query.where(DeliveryRisk.partnership_id == partnership_id)
        return _lines(session, work, session.scalars(query).all())


def of_partner(session: Session, own: Collection[str]) -> Sequence[DeliveryRisk]:
    """The risks of the partnerships of a partner, by the ids of all its records, the last noted first."""
    planned = select(Partnership.id).where(Partnership.partner_id.in_(own))
    query = _current().where(DeliveryRisk.partnership_id.in_(planned))
    return session.scalars(query.order_by(DeliveryRisk.noted_on.desc(), DeliveryRisk.title)).all()


def to_review(session: Session, work: Work) -> Sequence[DeliveryRiskLine]:
    """The open risks of this office that have a day of review; nothing at Headquarters.

    A risk that names no owner is the task of whoever is in charge of its partnership.
    """
    own = work.store.identity.office
    if own == HQ:
        return ()
    query = _current().where(DeliveryRisk.office == own, DeliveryRisk.state == RiskState.OPEN)
    return _lines(session, work, session.scalars(query.where(DeliveryRisk.review_on.is_not(None))).all())


def _current() -> Select[DeliveryRisk]:
    return select(DeliveryRisk).where(DeliveryRisk.archived.is_(False), DeliveryRisk.title != "")


LEVELS = (Level.HIGH, Level.MEDIUM, Level.LOW, Level.NONE)  # the gravest first
STATES = (RiskState.OPEN, RiskState.OCCURRED, RiskState.CLOSED)


def _lines(session: Session, work: Work, risks: Sequence[DeliveryRisk]) -> Sequence[DeliveryRiskLine]:
    if not risks:  # as on most days of Today
        return ()
    planned = named_partnerships(session, (risk.partnership_id for risk in risks))
    names, today, rules = people.names_in(session), work.today(), work.definitions.results
    lines = [
        DeliveryRiskLine(
            risk,
            planned.get(risk.partnership_id, NamedPartnership()),
            names.get(risk.owner, ""),
            rules.risk_level(risk.likelihood, risk.impact),
            _is_late(risk, today),
        )
        for risk in risks
    ]
    return sorted(lines, key=_order)


def _order(line: DeliveryRiskLine) -> tuple[int, int, str, str]:
    state = STATES.index(line.risk.state) if line.risk.state in STATES else len(STATES)
    return state, LEVELS.index(line.level), line.risk.review_on or "9", line.risk.title


def _is_late(risk: DeliveryRisk, today: date) -> bool:
    day = day_known(risk.review_on)
    return risk.state == RiskState.OPEN and day is not None and day < today

"""Offers that somebody makes: answered by a day, or standing by until a crisis comes (¶5).

An offer is taken up as a partnership with the partner who makes it, who is registered then if nobody did it before; or
it is declined with a reason, and a letter says so. Nothing is concluded by it: the due diligence comes next (¶21), in
an emergency on the fast track of `forms/authority.toml`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, first_line, folded
from desktop.services.office.believed_clock import believed_day, sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, identity
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import Offer, Partner, Partnership, Party
from desktop.store.states import Channel, ContributionKind, OfferState, PartnerStage

LONGEST_TITLE = 80  # characters of what is offered that a partnership is called by


@dataclass(frozen=True)
class NewOffer:
    """An offer as it was told. Amounts are decimal text, empty where nobody said; days may lack."""

    name: str
    what: str
    partner_id: str = ""
    contact: str = ""
    channel: Channel = Channel.CALL
    capability: str = ""
    quantity: str = ""
    unit: str = ""
    value: str = ""
    currency: str = "USD"
    country: str = ""
    place: str = ""
    emergency: bool = False
    answer_on: date | None = None
    standby: bool = False
    notice_hours: int | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class WantedCapability:
    """What is looked for among the offers that stand by; empty for whatever.

    `words` are looked for in what is offered, by whom and where; `within_hours` is the longest notice.
    """

    capability: str = ""
    country: str = ""
    words: str = ""
    within_hours: int | None = None


def record(work: Work, new: NewOffer) -> Offer:
    """Record an offer. An answer is due in the days of `forms/pipeline.toml` where nobody said by when.

    Raises Problem without who offers or what, and for a day that has passed.
    """
    require(work.officer, Right.REGISTER)
    _require_whole(work, new)
    today, rules = work.today(), work.definitions.pipeline
    days = rules.emergency_days if new.emergency else rules.answer_days
    due = None if new.standby else new.answer_on or today + timedelta(days=days)
    typed = {name: content for name, content in asdict(new).items() if name not in DERIVED}
    offer = Offer(
        **typed,
        name=" ".join(new.name.split()),
        what=new.what.strip(),
        quantity=new.quantity or None,
        value=new.value or None,
        answer_on=due.isoformat() if due else None,
        valid_until=new.valid_until.isoformat() if new.valid_until else None,
        received_on=believed_day(work) or "",
        owner=work.officer.id,
    )
    with work.store.change(N_("Offer recorded"), work.officer.id) as session:
        session.add(offer)
    return offer


DERIVED = frozenset({"name", "what", "quantity", "value", "answer_on", "valid_until"})


def take_up(work: Work, offer_id: str) -> Partnership:
    """Make a partnership of an offer, with its partner, who is registered if that was not done; raises Problem twice.

    The partner is a company until somebody says otherwise.
    """
    require(work.officer, Right.REGISTER)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Offer taken up"), work.officer.id) as session:
        offer = session.get_one(Offer, offer_id)
        _require_open(offer)
        partner = identity.partner_in(session, offer.partner_id) if offer.partner_id else None
        if partner is None:
            partner = _registered(work, offer)
            session.add(partner)
        planned = _planned(work, offer, partner)
        dollars.settle(work, planned, None)
        session.add_all([planned, Party(partnership_id=planned.id, partner_id=partner.id, role="partner")])
        answered = {"answered_on": day, "answered_by": work.officer.id, "partnership_id": planned.id}
        set_fields(offer, {"state": OfferState.ACCEPTED, "partner_id": partner.id, **answered})
    return planned


def _registered(work: Work, offer: Offer) -> Partner:
    country = offer.country or ""
    summary = _("Offered on {day}: {what}").format(day=offer.received_on, what=offer.what)
    return Partner(
        name=offer.name,
        country=country,
        owner=work.officer.id,
        stage=PartnerStage.IDENTIFIED,
        brought_by=offer.contact,
        summary=summary,
    )


def _planned(work: Work, offer: Offer, partner: Partner) -> Partnership:
    brings = next((own.brings for own in work.definitions.pipeline.capabilities if own.id == offer.capability), "")
    title = first_line(offer.what)
    return Partnership(
        partner_id=partner.id,
        title=title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…",
        value=offer.value,
        currency=offer.currency,
        contribution_kinds=[brings] if brings else [],
        goods_kinds=["other"] if brings == ContributionKind.GOODS else [],
        countries=[offer.country] if offer.country else [],
        emergency=offer.emergency,
        moments=["during"] if offer.emergency else [],
        owner=work.officer.id,
        next_action=_("Answer {name}").format(name=offer.contact or offer.name),
        next_action_on=offer.answer_on,
    )


def decline(work: Work, offer_id: str, reason: str, answer: str = "") -> None:
    """Decline an offer with a reason of `forms/pipeline.toml`. Raises Problem without one, and twice."""
    require(work.officer, Right.REGISTER)
    if reason not in work.definitions.pipeline.declines:
        raise Problem(
            _("The reason is missing; nothing was declined."),
            _("Choose why the offer is declined."),
            code="declining-without-reason",
        )
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Offer declined"), work.officer.id) as session:
        offer = session.get_one(Offer, offer_id)
        _require_open(offer)
        answered = {"answered_on": day, "answered_by": work.officer.id, "reason": reason, "answer": answer.strip()}
        set_fields(offer, {"state": OfferState.DECLINED, **answered})


def reopen(work: Work, offer_id: str) -> None:
    """Let an offer that was declined wait for an answer again. Raises Problem for one that was taken up."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Offer reopened"), work.officer.id) as session:
        offer = session.get_one(Offer, offer_id)
        if offer.state == OfferState.ACCEPTED:
            raise Problem(
                _("This offer led to a partnership; nothing was changed."),
                _("Stop the partnership in the pipeline instead."),
                code="offer-taken-up",
            )
        answered = {"answered_on": None, "answered_by": "", "reason": "", "answer": ""}
        set_fields(offer, {"state": OfferState.OPEN, **answered})


def name_partner(work: Work, offer_id: str, partner_id: str) -> None:
    """Say that whoever offers is a partner of the register; empty for nobody of it."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Offer linked to a partner"), work.officer.id) as session:
        set_fields(session.get_one(Offer, offer_id), {"partner_id": partner_id})


def _require_open(offer: Offer) -> None:
    if offer.state != OfferState.OPEN:
        raise Problem(
            _("This offer was answered already; nothing was changed."), _("Look at it again."), code="offer-answered"
        )


def _require_whole(work: Work, new: NewOffer) -> None:
    if not new.name.strip():
        raise Problem(
            _("Nothing says who offers; nothing was recorded."),
            _("Type the name of the company or the person."),
            code="offer-without-name",
        )
    if not new.what.strip():
        raise Problem(
            _("Nothing says what is offered; nothing was recorded."),
            _("Write it in a few words: 20 trucks for 10 days."),
            code="offer-without-what",
        )
    days = (new.valid_until,) if new.standby else (new.answer_on,)
    if any(day is not None and day < work.today() for day in days):
        raise Problem(_("That day has passed; nothing was recorded."), _("Correct the day."), code="offer-day-passed")


# --- reading


def read(work: Work, offer_id: str) -> Offer:
    """One offer; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return session.get_one(Offer, offer_id)


def every(work: Work) -> Sequence[Offer]:
    """Every offer, what waits first, the nearest day first."""
    with work.store.read() as session:
        listed = session.scalars(select(Offer).where(Offer.name != "")).all()
    order = list(OfferState)
    return sorted(listed, key=lambda offer: (_place(order, offer.state), offer.answer_on or "9", offer.name, offer.id))


def _place(order: Sequence[str], state: str) -> int:
    return order.index(state) if state in order else len(order)


def waiting(session: Session, office: str) -> Sequence[Offer]:
    """The offers of an office that wait for an answer, the nearest day first."""
    return session.scalars(_open().where(Offer.standby.is_(False), Offer.office == office)).all()


def standing_by(work: Work, needs: WantedCapability) -> Sequence[Offer]:
    """The offers that stand by today and have what is wanted, the shortest notice first."""
    with work.store.read() as session:
        listed = session.scalars(_open().where(Offer.standby.is_(True))).all()
    able = [offer for offer in listed if holds(offer, work.today()) and _has(offer, needs)]
    return sorted(able, key=lambda offer: (offer.notice_hours is None, offer.notice_hours or 0, offer.name))


def holds(offer: Offer, today: date) -> bool:
    """Whether an offer is still meant on a day."""
    return not offer.valid_until or offer.valid_until >= today.isoformat()


def _has(offer: Offer, needs: WantedCapability) -> bool:
    line = folded(" ".join((offer.name, offer.what, offer.place, offer.unit, offer.quantity or "")))
    in_time = needs.within_hours is None or (offer.notice_hours or 0) <= needs.within_hours
    return (
        needs.capability in ("", offer.capability)
        and needs.country in ("", offer.country)
        and all(word in line for word in folded(needs.words).split())
        and (in_time and (needs.within_hours is None or offer.notice_hours is not None))
    )


def _open() -> Select[Offer]:
    return select(Offer).where(Offer.state == OfferState.OPEN).order_by(Offer.answer_on, Offer.name, Offer.id)

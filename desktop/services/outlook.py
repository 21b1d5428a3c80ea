"""What would bring an office nearer to its share of the budget, and what waits for its Chief of Mission (¶30 a)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.numbers import EXACT
from desktop.services.next_step import RENEW_DAYS
from desktop.services.results.figures import CENT, Scope
from desktop.services.results.ledger import ARRIVED, EXPECTED, NOTHING, OF_OTHERS, outstanding_of
from desktop.services.work import Work
from desktop.store.records import Case, Contribution, Partnership
from desktop.store.states import CaseState


@dataclass(frozen=True)
class Expected:
    """What is still expected of promises: in US dollars by the rate of their plan; `unknown` counts those without."""

    usd: Decimal = NOTHING
    promises: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class EndingPartnership:
    """A partnership that ends within the days in which it is renewed or closed."""

    id: str
    title: str
    ends_on: str


@dataclass(frozen=True)
class Outlook:
    """What is confirmed, what is only promised, which partnerships end soon, how many cases wait for a decision."""

    confirmed: Expected
    promised: Expected
    ending: tuple[EndingPartnership, ...]
    to_decide: int


def of(work: Work, scope: Scope) -> Outlook:
    """The outlook of a scope on this day."""
    with work.store.read() as session:
        confirmed, promised = (_expected(session, scope, state) for state in reversed(EXPECTED))
        return Outlook(confirmed, promised, _ending(session, scope, work.today()), _to_decide(session, scope))


def _expected(session: Session, scope: Scope, state: str) -> Expected:
    query = select(Contribution).where(
        Contribution.state == state,
        Contribution.archived.is_(False),
        Contribution.matching_by.not_in(OF_OTHERS),
    )
    if scope.offices is not None:
        query = query.where(Contribution.office.in_(scope.offices))
    promises = session.scalars(query.order_by(Contribution.id)).all()
    arrived = Contribution.state.in_(ARRIVED), Contribution.archived.is_(False), Contribution.fulfils > ""
    parts: dict[str, list[Contribution]] = {}
    if promises:
        for part in session.scalars(select(Contribution).where(*arrived).order_by(Contribution.id)):
            parts.setdefault(part.fulfils or "", []).append(part)
    usd, count, unknown = NOTHING, 0, 0
    for promise in promises:
        left = outstanding_of(promise, parts.get(promise.id, ()))
        if left.is_settled:
            continue
        count += 1
        whole = Decimal((promise.quantity if left.unit else promise.amount) or 0)
        if left.left is None or not promise.amount_usd or not whole:
            unknown += 1
        else:
            usd += EXACT.divide(Decimal(promise.amount_usd) * left.left, whole)
    return Expected(usd.quantize(CENT, ROUND_HALF_UP), count, unknown)


def _ending(session: Session, scope: Scope, today: date) -> tuple[EndingPartnership, ...]:
    last = (today + timedelta(RENEW_DAYS)).isoformat()
    query = select(Partnership.id, Partnership.title, Partnership.ends_on).where(
        Partnership.archived.is_(False),
        Partnership.closed_on.is_(None),
        Partnership.ends_on.between(today.isoformat(), last),
    )
    if scope.offices is not None:
        query = query.where(Partnership.office.in_(scope.offices))
    rows = session.execute(query.order_by(Partnership.ends_on, Partnership.id))
    return tuple(EndingPartnership(id_, title, ends_on or "") for id_, title, ends_on in rows)


def _to_decide(session: Session, scope: Scope) -> int:
    query = select(Case.office).where(Case.state == CaseState.READY)
    if scope.offices is not None:
        query = query.where(Case.office.in_(scope.offices))
    return len(session.execute(query).all())

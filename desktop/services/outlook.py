"""What would bring an office nearer to its share of the budget, and what waits for its Chief of Mission (¶30 a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.text import _, language, plural
from desktop.services.results.figures import Scope
from desktop.services.results.ledger import EXPECTED, StillExpected, still_expected
from desktop.services.work import Work
from desktop.store.records import Case, Contribution, Partnership
from desktop.store.states import CaseState


@dataclass(frozen=True)
class EndingPartnership:
    """A partnership that ends within the days in which it is renewed or closed."""

    id: str
    title: str
    ends_on: str


@dataclass(frozen=True)
class Outlook:
    """What is confirmed, what is only promised, which partnerships end soon, how many cases wait for a decision."""

    confirmed: StillExpected
    promised: StillExpected
    ending: tuple[EndingPartnership, ...]
    to_decide: int
    ending_within: int  # days


def in_words(ahead: Outlook) -> Sequence[tuple[str, str]]:
    """The same in sentences: each with the place of the program that shows it; nothing of what there is none of."""
    lines = [
        ("contributions", _("Confirmed and not yet received: {sum}"), ahead.confirmed),
        ("contributions", _("Promised and not yet confirmed: {sum}"), ahead.promised),
    ]
    sentences = [(place, words.format(sum=_sum_in_words(own))) for place, words, own in lines if own.promises]
    if ahead.ending:
        partnerships = plural("{count} partnership", "{count} partnerships", len(ahead.ending))
        words = _("Ending within {days} days: {partnerships}")
        sentences.append(("pipeline", words.format(days=ahead.ending_within, partnerships=partnerships)))
    if ahead.to_decide:
        words = plural("{count} case waits for a decision", "{count} cases wait for a decision", ahead.to_decide)
        sentences.append(("decisions", words))
    return sentences


def _sum_in_words(expected: StillExpected) -> str:
    amount = format_money(expected.usd, DOLLARS, language())
    promises = plural("{count} promise", "{count} promises", expected.promises)
    if not expected.unknown:
        return f"{amount} ({promises})"
    unknown = plural("{count} without a value in dollars", "{count} without a value in dollars", expected.unknown)
    return f"{amount} ({promises}, {unknown})"


def of(work: Work, scope: Scope) -> Outlook:
    """The outlook of a scope on this day."""
    with work.store.read() as session:
        confirmed, promised = (_expected(session, scope, state) for state in reversed(EXPECTED))
        days = work.definitions.pipeline.renew_days
        ending = _ending(session, scope, work.today(), days)
        return Outlook(confirmed, promised, ending, _to_decide(session, scope), days)


def _expected(session: Session, scope: Scope, state: str) -> StillExpected:
    query = select(Contribution.id).where(Contribution.state == state)
    if scope.offices is not None:
        query = query.where(Contribution.office.in_(scope.offices))
    expected: StillExpected = still_expected(session, query, ()).get((), StillExpected())
    return expected


def _ending(session: Session, scope: Scope, today: date, days: int) -> tuple[EndingPartnership, ...]:
    last = (today + timedelta(days)).isoformat()
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

"""What of the contributions of this office has to be looked after: promises that are late or expected soon, goods that
expire soon, values that wait for a second reader.

An instalment for which its agreement has an open task already has that one alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.services.office.rights import Right, may
from desktop.services.results.counted import WORTH_COLUMNS, WorthBasis, parsed, worth_of
from desktop.services.results.ledger import ARRIVED, expires_soon, is_expected
from desktop.services.work import Work
from desktop.store.records import Contribution, Partner, Task
from desktop.store.records.values import Valuation
from desktop.store.states import ContributionKind
from desktop.store.store import HQ


class ReminderKind(StrEnum):
    """What has to be done: receive a promise, use goods, read a value a second time."""

    PROMISE = "promise"
    EXPIRY = "expiry"
    READING = "reading"


@dataclass(frozen=True)
class ContributionReminder:
    """A contribution by its id and words, its partner and who follows that one (an id, or "" for whoever can do it).

    `on` is the day on which it is expected or expires or was valued, `since` that from which on somebody has to do
    something.
    """

    kind: ReminderKind

    id: str
    what: str
    partner: str
    owner: str
    on: str
    since: str


def read(session: Session, work: Work, days: int) -> list[ContributionReminder]:
    """Those of this office, with the promises of the next so many days; Headquarters has none."""
    office = work.store.identity.office
    if office == HQ:
        return []
    rules, today = work.definitions.contributions, work.today()
    last = (today + timedelta(days=days)).isoformat()
    expiring = expires_soon(rules, today)
    has_task = exists().where(
        Task.agreement_id == Contribution.agreement_id, Task.due_on == Contribution.due_on, Task.done_on.is_(None)
    )
    query = (
        select(
            *(Contribution.id, Contribution.description, Contribution.due_on, Contribution.expires_on),
            *(Partner.name, Partner.owner, expiring.label("expiring")),
        )
        .join(Partner, Partner.id == Contribution.partner_id)
        .where(
            Contribution.office == office,
            Contribution.archived.is_(False),
            or_(and_(is_expected(), Contribution.due_on <= last, ~has_task), expiring),
        )
        .order_by(Contribution.id)
    )
    reminders = []
    for row in session.execute(query):
        on = (row.expires_on if row.expiring else row.due_on) or ""
        day, before = day_known(on), rules.expires_soon_days if row.expiring else -rules.late_after_days - 1
        since = (day - timedelta(days=before)).isoformat() if day is not None else on
        kind = ReminderKind.EXPIRY if row.expiring else ReminderKind.PROMISE
        reminders.append(ContributionReminder(kind, row.id, row.description, row.name, row.owner, on, since))
    return [*reminders, *_to_read(session, work)]


def _to_read(session: Session, work: Work) -> list[ContributionReminder]:
    """The values that somebody else found and this officer could read a second time (blueprint S12)."""
    if not may(work.officer, Right.DRAFT):
        return []
    rules, kinds = work.definitions.contributions, [form.kind for form in work.definitions.contributions.forms]
    query = (
        select(Contribution.id, Contribution.description, Partner.name.label("partner"), *WORTH_COLUMNS)
        .join(Partner, Partner.id == Contribution.partner_id)
        .where(
            Contribution.office == work.store.identity.office,
            Contribution.state.in_(ARRIVED),
            Contribution.archived.is_(False),
            Contribution.earlier.is_(False),
            Contribution.refund_of.is_(None) | (Contribution.refund_of == ""),
            Contribution.kind.in_({kind for kind in kinds if kind != ContributionKind.CASH}),
        )
        .order_by(Contribution.id)
    )
    reminders = []
    for id_, what, partner, *basis in session.execute(query):
        own = WorthBasis._make(basis)
        valuer = Valuation.part_in(parsed(own.valuation), "valued_by") if own.valuation else ""
        if valuer and valuer != work.officer.id and worth_of(rules, own, None, is_refund=False).unread:
            day = Valuation.part_in(parsed(own.valuation), "valued_on")
            reminders.append(ContributionReminder(ReminderKind.READING, id_, what, partner, "", day, day))
    return reminders

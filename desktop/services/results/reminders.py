"""What of the contributions of this office has to be looked after: promises that are late or expected soon, goods that
expire soon. An instalment for which its agreement has an open task already has that one alone."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.services.results.ledger import expires_soon, is_expected
from desktop.services.work import Work
from desktop.store.records import Contribution, Partner, Task
from desktop.store.store import HQ


@dataclass(frozen=True)
class ContributionReminder:
    """A promise, or goods that expire: its id and words, whose it is and who follows that partner (an id, or "").

    `on` is the day on which it is expected or expires, `since` that from which on somebody has to do something.
    """

    id: str
    what: str
    partner: str
    owner: str
    on: str
    since: str
    expires: bool


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
        what, partner, owner = row.description, row.name, row.owner
        reminders.append(ContributionReminder(row.id, what, partner, owner, on, since, bool(row.expiring)))
    return reminders

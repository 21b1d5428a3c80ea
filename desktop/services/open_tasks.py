"""Everything that somebody of the office has to do by a day, whoever sees to it: what Today has no room for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from desktop.services import today
from desktop.services.diligence import conditions
from desktop.services.office import people
from desktop.services.putting_off import PutOffs, never
from desktop.services.today import TodayItem
from desktop.services.work import Work
from desktop.store.records import Partner, Partnership, PutOff, Task

NO_DAY = "9999"  # what has no day comes last


@dataclass(frozen=True)
class OpenTask:
    """One thing to do as Today says it, the name of the partner it is about, and the id of who sees to it, or "".

    `put_off` says until when it is put off, and why; None where nobody did.
    """

    item: TodayItem
    partner: str
    owner: str
    put_off: PutOff | None = None


@dataclass(frozen=True)
class OpenTasks:
    """All of them by their day, and the names of the officers by id."""

    tasks: tuple[OpenTask, ...]
    names: Mapping[str, str]


def read(work: Work) -> OpenTasks:
    """Tasks not done, what Headquarters' conditions ask, what was signed before and waits, reminders with a day, and
    what the records of the office ask for by a day (`today.of_office`)."""
    with work.store.one_state(), work.store.read() as session:
        partners = {row.id: row.name for row in session.execute(select(Partner.id, Partner.name))}
        tasks = [
            *session.scalars(select(Task).where(Task.done_on.is_(None), Task.office == work.store.identity.office)),
            *conditions.tasks_of_clearances(session, work),
        ]
        open_tasks = [
            OpenTask(today.item_of(work, task, partners.get(task.about, "")), partners.get(task.about, ""), task.owner)
            for task in tasks
        ]
        reminded = select(Partner.id, Partner.name, Partner.owner, Partner.next_action, Partner.next_action_on).where(
            Partner.next_action != "", Partner.next_action_on.is_not(None), Partner.next_action_on != "",
            Partner.archived.is_(False), Partner.same_as.is_(None),
        )  # fmt: skip
        for partner_id, name, owner, what, on in session.execute(reminded):
            open_tasks.append(OpenTask(today.reminder_of(partner_id, name, what, on or ""), name, owner))
        open_tasks += [OpenTask(*waiting) for waiting in today.diligence_to_make(session)]
        open_tasks += [OpenTask(*waiting) for waiting in today.of_office(session, work)]
        planned = select(Partnership, Partner).join(Partner, Partner.id == Partnership.partner_id).where(
            Partnership.next_action != "", Partnership.next_action_on.is_not(None), Partnership.next_action_on != "",
            Partnership.archived.is_(False), Partnership.closed_on.is_(None), Partner.archived.is_(False),
        )  # fmt: skip
        for partnership, partner in session.execute(planned):
            on = partnership.next_action_on or ""
            item = today.action_of(partnership.id, partner.id, partner.name, partnership.next_action, on)
            open_tasks.append(OpenTask(item, partner.name, partnership.owner or partner.owner))
        names = people.names_in(session)
        later, rules = PutOffs.read_in(session, work.today()), work.definitions.put_off
    open_tasks = [
        replace(
            task, put_off=None if never(rules, task.item.waits.unmoved) else later.of(task.item.about, task.item.on)
        )
        for task in open_tasks
    ]
    open_tasks.sort(key=lambda task: (task.item.on or NO_DAY, task.partner, task.item.name))
    return OpenTasks(tuple(open_tasks), names)

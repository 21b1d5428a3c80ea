"""What Headquarters decided comes back with its next return, and asks of the office what its own decision would."""

from dataclasses import replace
from datetime import date

from desktop.definitions.putting_off import Unmoved
from desktop.office import Office
from desktop.services import pipeline, today
from desktop.services.agreements import composing, drafting
from desktop.services.diligence import conditions
from desktop.services.exchange.headquarters import offices
from desktop.store.records import Clearance, Officer, Task
from desktop.store.states import Obligor
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import chief, headquarters, office, office_folder
from tests.services.diligence.test_decisions import DAY, NO_EMBLEM, advised, decide, handed_over, read, reviewer
from tests.services.test_pipeline_at_headquarters import of_records

__all__ = ["chief", "headquarters", "office", "office_folder"]

LAST = date(2027, 12, 31)


def to_do(office: Office, officer: Officer, day: date = LAST) -> list[tuple[str, str, str]]:
    """The tasks on Today of an officer on a day, with the place to which each leads; without that of the function."""
    board = today.board(on(office, day).acting_as(officer))
    reminders = (Unmoved.FOCAL_POINT, Unmoved.FIGURES)
    tasks = [item for item in board.mine if item.kind == "task" and item.matter not in reminders]
    return [(item.name, item.on, item.step.place) for item in tasks if item.step]


def test_conditions_of_a_clearance_are_tasks_and_clauses_like_those_of_the_office(
    office: Office, headquarters: Office, chief: Officer
) -> None:
    hq = headquarters
    recognise(office, hq)
    ours = replace(NO_EMBLEM, text="Suivre la presse", owner=chief.name, obligor=Obligor.ORGANIZATION)
    case = handed_over(office, office.user, chief, "high")
    assert deliver(office, hq) == "applied"
    assert [card.stage for card in pipeline.read(hq.work)] == ["decision"] and pipeline.read(hq.work) == of_records(
        hq.work
    )
    advised(hq, case)
    decide(hq, case, reviewer(hq, "hq_reviewer"), "conditions", conditions=[NO_EMBLEM, ours])
    assert [card.stage for card in pipeline.read(hq.work)] == ["drafting"] and pipeline.read(hq.work) == of_records(
        hq.work
    )
    assert not to_do(office, office.user)
    assert answered(office, hq) == "applied"
    # the partner's is seen to by who handed the case over; IOM's by the officer whom the condition names
    assert to_do(office, office.user) == [(NO_EMBLEM.text, "2027-12-31", "decision")]
    assert to_do(office, chief) == [("Suivre la presse", "2027-12-31", "decision")]
    soon = today.board(on(office, date(2027, 12, 30))).soon
    assert [item.name for item in soon if item.kind == "task"] == [NO_EMBLEM.text]
    assert today.TodayKind.TASK not in today.board(on(office, LAST)).more, "each has room"

    partnership = read(office, case).partnership
    draft = drafting.draft(on(office, DAY), partnership.id, "CON", ["fr"])
    composition = composing.compose(on(office, DAY), draft.id)
    assert isinstance(composition.decision, Clearance)
    (clause,) = composition.facts.get("agreement.conditions")
    assert (clause["text"]["fr"], clause["due"]) == (NO_EMBLEM.wordings["fr"].rstrip(" ."), "2027-12-31")

    with office.store.read() as session:
        listed = conditions.open_tasks(session, on(office, LAST), case)
    assert {task.what for task in listed} == {NO_EMBLEM.text, "Suivre la presse"}
    (mine,) = [task for task in listed if task.owner == office.user.id]
    conditions.finish(on(office, LAST), mine.id)
    conditions.finish(on(office, LAST), mine.id)
    assert not to_do(office, office.user) and to_do(office, chief)
    deliver(office, hq)
    answered(office, hq)
    assert not to_do(office, office.user) and not offices.differences(office.store, hq.store)[1]
    with hq.store.read() as session:
        assert session.get_one(Task, mine.id).done_by == office.user.id
        assert not conditions.open_tasks(session, hq.work, case), "Headquarters has nothing to do of an office's tasks"

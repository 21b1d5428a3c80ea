"""An open case that was handed to a colleague, with a question somebody finds out, arrives at Headquarters as it is."""

from sqlalchemy import select

from desktop.base.values import new_id
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.office import Office
from desktop.services.diligence import answers, cases, entrusting, recording
from desktop.services.office import people
from desktop.store.records import Case, Officer, Task
from tests.casework import Casework, work
from tests.journeys.test_put_back import deliver, recognise
from tests.offices import headquarters

__all__ = ["headquarters", "work"]


def test_headquarters_sees_who_goes_on_with_a_case_and_what_is_still_looked_for(
    work: Casework, headquarters: Office
) -> None:
    office = work.office
    colleague = Officer(id=new_id(), name="Ibrahima Fall", role="officer")
    people.add_officer(office.work, colleague)
    recognise(office, headquarters)
    unknown = AnswerContent(value=UNKNOWN, unknown={"who": "Mme Sow", "by": "2026-12-05"})
    answers.save_draft(office.work, work.case.id, "J01", unknown)
    recording.record(office.work, work.case.id)
    entrusting.entrust(office.work, work.case.id, colleague.id, "Il manque les comptes.")
    assert deliver(office, headquarters) == "applied"
    with headquarters.store.read() as session:
        case = session.get_one(Case, work.case.id)
        assert (cases.responsible(case), case.entrusted_note) == (colleague.id, "Il manque les comptes.")
        (task,) = session.scalars(select(Task).where(Task.case_id == case.id))
        assert (task.question, task.what, task.due_on, task.owner) == ("J01", "Mme Sow", "2026-12-05", colleague.id)

"""Handing an open case to a colleague, who goes on with it, with a note on how it stands."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.diligence.cases import require_open, responsible
from desktop.services.diligence.unknowns import pass_tasks_on
from desktop.services.office import people
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, may, require
from desktop.services.work import Work
from desktop.store.records import Case, Officer


def colleagues(session: Session, case: Case) -> Sequence[Officer]:
    """Who could go on with a case: the officers of its office who answer, but for the one who does already."""
    return [
        officer
        for officer in people.officers_in(session, case.office)
        if may(officer, Right.ANSWER) and officer.id != responsible(case)
    ]


def entrust(work: Work, case_id: str, colleague: str, note: str) -> None:
    """Let a colleague go on with an open case; the note says how it stands and what is next.

    Raises Problem without a note, and for somebody who does not answer in this office.
    """
    require(work.officer, Right.ANSWER)
    if not note.strip():
        raise Problem(
            _("A note is needed for your colleague; the case stays with whoever has it."),
            _("Say in one or two sentences how the case stands and what is next."),
            code="entrusted-without-note",
        )
    clock = sealing_clock(work)
    with work.store.change(N_("Due diligence handed to a colleague"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        if colleague not in {officer.id for officer in colleagues(session, case)}:
            raise Problem(
                _("This person does not work on cases of this office; nothing was changed."),
                _("Choose a colleague of the list."),
                code="colleague-unknown",
            )
        pass_tasks_on(session, case, responsible(case), colleague)
        case.entrusted_to, case.entrusted_by = colleague, work.officer.id
        case.entrusted_at, case.entrusted_note = clock.stamp(), note.strip()

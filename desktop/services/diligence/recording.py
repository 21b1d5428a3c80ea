"""Making what was typed part of the record: a new version of each answer, and the depth that the answers call for."""

from desktop.base.dates import day_of
from desktop.base.text import N_
from desktop.services.diligence import unknowns
from desktop.services.diligence.answers import next_version
from desktop.services.diligence.assessments import assess
from desktop.services.diligence.cases import require_open
from desktop.services.diligence.depth import reach
from desktop.services.office import drafts
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Case


def record(work: Work, case_id: str) -> int:
    """Make the drafts of a case part of the record: a new version of each answer that really changed.

    How deep the answers go is recorded too: from there the depth never falls without a reason (dossier 2.1).
    """
    require(work.officer, Right.ANSWER)
    with work.store.read() as session:
        if not drafts.exist(session, case_id):
            return 0
    with work.store.change(N_("Due diligence answered"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        typed = drafts.of(session, case_id)
        versions = (
            next_version(session, work.officer, case_id, draft.part, draft.content, draft.kept_at) for draft in typed
        )
        fresh = [answer for answer in versions if answer]
        session.add_all(fresh)
        drafts.remove(session, case_id, [draft.part for draft in typed])
        if fresh:
            unknowns.keep_tasks(session, case, fresh)
            session.flush()
            reach(session, work, case)
            if unknowns.is_waiting(session, case_id):
                review = assess(session, work, case).review
                asked = {question for section in review.sections for question in section.questions}
                asked |= {answer.question for answer in fresh}
                unknowns.follow_questions(session, case, asked, day_of(fresh[-1].answered_at).isoformat())
    return len(fresh)

"""The answers of a case: typed as drafts on this machine, then recorded in the journal, version by version.

A recorded answer is never overwritten (dossier 2.3).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import N_, language
from desktop.definitions.answer_content import AnswerContent
from desktop.services.diligence.cases import require_open
from desktop.services.diligence.evidence import supported
from desktop.services.office import drafts
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Answer, Case, Draft, Evidence, Officer
from desktop.store.states import CaseState
from desktop.store.store import Store


def save_draft(work: Work, case_id: str, question: str, content: AnswerContent) -> str:
    """Save what is typed, at once and on this machine only; returns the moment at which it was safe."""
    require(work.officer, Right.ANSWER)
    plain = {key: value for key, value in content.to_json().items() if key != "evidence"}
    return drafts.save(work, case_id, question, plain)


def record(work: Work, case_id: str) -> int:
    """Make the drafts of a case part of the record: a new version of each answer that really changed."""
    require(work.officer, Right.ANSWER)
    with work.store.read() as session:
        if not drafts.exist(session, case_id):
            return 0
    with work.store.change(N_("Due diligence answered"), work.officer.id) as session:
        require_open(session.get_one(Case, case_id))
        typed = drafts.of(session, case_id)
        fresh = [answer for draft in typed if (answer := _next_version(session, work.officer, case_id, draft))]
        session.add_all(fresh)
        drafts.remove(session, case_id, [draft.part for draft in typed])
    return len(fresh)


def versions(store: Store, case_id: str, question: str) -> Sequence[Answer]:
    """Every recorded version of one answer, oldest first."""
    with store.read() as session:
        query = select(Answer).where(Answer.case_id == case_id, Answer.question == question).order_by(Answer.version)
        return session.scalars(query).all()


def last_version(session: Session, case_id: str, question: str) -> Answer | None:
    """The last recorded version of one answer; None before the first."""
    versions = select(Answer).where(Answer.case_id == case_id, Answer.question == question)
    return session.scalars(versions.order_by(Answer.version.desc(), Answer.id.desc()).limit(1)).first()


def answers_of(
    session: Session, cases: Sequence[Case], evidence: Mapping[str, Sequence[Evidence]]
) -> dict[str, dict[str, AnswerContent]]:
    """By case, the last version of each answer, by question, with its evidence, which is given by case too.

    While a case is open what is typed counts. Of two versions with one number, written on two laptops that knew nothing
    of each other, the same one stands everywhere.
    """
    by_case: dict[str, dict[str, AnswerContent]] = {case.id: {} for case in cases}
    columns = (Answer.case_id, Answer.question, Answer.content)
    recorded = select(*columns).where(Answer.case_id.in_(by_case)).order_by(Answer.version, Answer.id)
    for case_id, question, content in session.execute(recorded):
        by_case[case_id][question] = AnswerContent.from_json(content)
    open_cases = [case.id for case in cases if case.state == CaseState.OPEN]
    for case_id, typed in drafts.of_several(session, open_cases).items():
        by_case[case_id] |= {draft.part: AnswerContent.from_json(draft.content) for draft in typed}
    for case_id, answers in by_case.items():
        pieces = evidence[case_id]
        for question in {question for piece in pieces for question in piece.questions} | set(answers):
            answers[question] = supported(answers.get(question, AnswerContent()), pieces, question)
    return by_case


def _next_version(session: Session, officer: Officer, case_id: str, draft: Draft) -> Answer | None:
    """The draft as a new version of the answer; None when it says the same as the last one."""
    last = last_version(session, case_id, draft.part)
    if last is not None and last.content == draft.content:
        return None
    return Answer(
        case_id=case_id,
        question=draft.part,
        version=last.version + 1 if last else 1,
        content=draft.content,
        author=officer.id,
        answered_at=draft.kept_at,
        language=language(),
    )

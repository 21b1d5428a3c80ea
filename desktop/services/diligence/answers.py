"""The answers of a case: typed as drafts on this machine, then recorded in the journal, version by version.

A recorded answer is never overwritten (dossier 2.3).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import language
from desktop.base.values import JsonObject
from desktop.definitions.answer_content import AnswerContent
from desktop.services.diligence.evidence import supported
from desktop.services.office import drafts
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Answer, Case, Evidence, Officer
from desktop.store.states import CaseState
from desktop.store.store import Store


def save_draft(work: Work, case_id: str, question: str, content: AnswerContent) -> str:
    """Save what is typed, at once and on this machine only; returns the moment at which it was safe."""
    require(work.officer, Right.ANSWER)
    return drafts.save(work, case_id, question, without_evidence(content))


def save_joint(work: Work, case_id: str, contents: Mapping[str, AnswerContent]) -> str:
    """Save the answers that one statement gives to several questions, all or none; the moment is returned too."""
    require(work.officer, Right.ANSWER)
    return drafts.save_parts(work, case_id, {id_: without_evidence(content) for id_, content in contents.items()})


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


def record_registered(
    session: Session, officer: Officer, case_id: str, answers: Mapping[str, AnswerContent], at: str
) -> None:
    """Record, within a deed's transaction, answers that the register gave and nobody typed; `at` is the moment."""
    for question, answer in answers.items():
        if fresh := next_version(session, officer, case_id, question, without_evidence(answer), at):
            session.add(fresh)


def without_evidence(content: AnswerContent) -> JsonObject:
    """An answer as it is written: evidence stands in records of its own."""
    return {key: value for key, value in content.to_json().items() if key != "evidence"}


def next_version(
    session: Session, officer: Officer, case_id: str, question: str, content: JsonObject, at: str
) -> Answer | None:
    """A new version of the answer; None when it says the same as the last one."""
    last = last_version(session, case_id, question)
    if last is not None and last.content == content:
        return None
    return Answer(
        case_id=case_id,
        question=question,
        version=last.version + 1 if last else 1,
        content=dict(content),
        author=officer.id,
        answered_at=at,
        language=language(),
    )

"""What Member States ask about an edition of the register, and what they are answered, kept with the edition (¶27)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.base import places
from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, may, require
from desktop.services.results.register import editions
from desktop.services.work import Work
from desktop.store.records import MembersQuestion
from desktop.store.store import HQ

ASKED = N_("Question of a Member State")


@dataclass(frozen=True)
class NewMembersQuestion:
    """A question as it is written down: the number of the edition, the code of the State, its words, an ISO day, and
    what it was answered, empty before that."""

    edition: str
    state: str
    question: str
    asked_on: str = ""
    answer: str = ""


def _right(work: Work) -> Right:
    return Right.HEADQUARTERS if work.store.identity.office == HQ else Right.REGISTER


def record(work: Work, new: NewMembersQuestion, question_id: str = "") -> MembersQuestion:
    """Write a question down with its answer, or correct one that is on record.

    Raises Problem for an edition that is not here, a State that is none, a day that is none, and no words.
    """
    require(work.officer, _right(work))
    edition = editions.find(work, new.edition)
    state = new.state.strip().upper()
    if state not in dict(places.countries("en")):
        raise Problem(
            _("“{code}” is the code of no State; nothing was recorded.").format(code=new.state),
            _("A State asks, never a person: choose it from the list."),
            code="no-such-state",
        )
    if not new.question.strip():
        raise Problem(
            _("The question has no words; nothing was recorded."), _("Write what was asked."), code="question-empty"
        )
    today = sealing_clock(work).today().isoformat()
    day = new.asked_on or today
    if day_known(day) is None or day > today:
        raise Problem(
            _("The day of the question is none, or still to come; nothing was recorded."),
            _("Write the day on which it was asked."),
            code="question-day",
        )
    with work.store.change(ASKED, work.officer.id) as session:
        if question_id:
            question: MembersQuestion = session.get_one(MembersQuestion, question_id)
        else:
            question = MembersQuestion(edition=edition.number, noted_by=work.officer.id)
            session.add(question)
        question.state, question.question, question.asked_on = state, new.question.strip(), day
        if question.answer != new.answer.strip():
            _answer(work, question, new.answer.strip(), today)
    return question


def _answer(work: Work, question: MembersQuestion, words: str, today: str) -> None:
    question.answer, question.answered_on = words, today if words else None
    question.answered_by = work.officer.id if words else ""
    question.answerer_name = work.officer.name if words else ""


def answer(work: Work, question_id: str, words: str) -> MembersQuestion:
    """Write, or correct, what was answered; without words there is no answer any more."""
    require(work.officer, _right(work))
    today = sealing_clock(work).today().isoformat()
    with work.store.change(ASKED, work.officer.id) as session:
        question: MembersQuestion = session.get_one(MembersQuestion, question_id)
        _answer(work, question, words.strip(), today)
    return question


def withdraw(work: Work, question_id: str, *, withdrawn: bool = True) -> None:
    """Take a question back that was recorded by mistake, or put it back."""
    require(work.officer, _right(work))
    with work.store.change(ASKED, work.officer.id) as session:
        session.get_one(MembersQuestion, question_id).archived = withdrawn


def read(work: Work, question_id: str) -> MembersQuestion | None:
    """One of them; None where it is not here."""
    with work.store.read() as session:
        return session.get(MembersQuestion, question_id)


def may_write(work: Work) -> bool:
    """Whether the officer at work writes questions and answers down."""
    return may(work.officer, _right(work))


def listed(work: Work, edition: str = "") -> Sequence[MembersQuestion]:
    """Those about an edition, or about every one that is known here; the newest first, those without answer before."""
    query = select(MembersQuestion).where(MembersQuestion.archived.is_(False))
    if edition:
        query = query.where(MembersQuestion.edition == edition)
    with work.store.read() as session:
        questions = session.scalars(query.order_by(MembersQuestion.asked_on.desc(), MembersQuestion.id)).all()
    return sorted(questions, key=lambda own: bool(own.answer))

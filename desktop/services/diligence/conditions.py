"""The conditions of a decision: whom each binds, what its day means, and in which words.

Everything that shows a condition asks here: the page of the decision, the sheet, the clause. A decision of a version
before 0.3 names only who sees to a condition: whom it binds is told by that name, and what its day means is not said.

What is to be done of them are tasks. Those of the office's own decision are written with it. Those of a clearance are
read from it, because Headquarters writes no record of the office; the office writes one when it is done.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, _, folded, said_in
from desktop.base.values import canonical, digest
from desktop.services.diligence import seals, verdicts
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Clearance, Officer, Task, Verdict
from desktop.store.records.values import DecisionCondition
from desktop.store.states import AgreementState, ConditionKind, DecisionOutcome, Obligor, TaskSource

DAYS: Mapping[str, str] = {ConditionKind.BY: N_("by {day}"), ConditionKind.UNTIL: N_("until {day}")}
BOUND: Mapping[str, str] = {Obligor.PARTNER: N_("{name} (partner)"), Obligor.ORGANIZATION: N_("{name} (IOM)")}


def obligor(decision: Verdict, condition: DecisionCondition) -> Obligor | None:
    """Whom a condition binds; None when the decision does not say."""
    if condition.obligor:
        return Obligor(condition.obligor) if condition.obligor in tuple(Obligor) else None
    if not condition.owner.strip():
        return None
    partner = decision.brief.partner if decision.brief else ""
    return Obligor.PARTNER if folded(condition.owner) == folded(partner) else Obligor.ORGANIZATION


def day(condition: DecisionCondition, language: str) -> str:
    """What its day means, in words: “by 31 December 2027”. Only the day where the decision does not say."""
    if not condition.due:
        return ""
    written = day_in_words(condition.due, language, "long")
    sentence = DAYS.get(condition.kind)
    return said_in(language, sentence).format(day=written) if sentence else written


def bound(decision: Verdict, condition: DecisionCondition, language: str) -> str:
    """Who sees to it and for whom; empty when the decision does not say."""
    sentence = BOUND.get(obligor(decision, condition) or "")
    return said_in(language, sentence).format(name=condition.owner) if sentence else condition.owner


def wording(condition: DecisionCondition, language: str) -> str:
    """Its words in a language, else as its decider wrote them."""
    return condition.wordings.get(language) or condition.text


def languages_needed(session: Session, partnership_id: str) -> tuple[str, ...]:
    """The languages of the drafts of a partnership's agreement, in which its conditions are worded."""
    query = select(Agreement.languages).where(
        Agreement.partnership_id == partnership_id,
        Agreement.archived.is_(False),
        Agreement.state == AgreementState.DRAFT,
    )
    drafted = {language for languages in session.scalars(query) for language in languages}
    return tuple(language for language in LANGUAGES if language in drafted)


def of_partnership(work: Work, partnership_id: str) -> Sequence[DecisionCondition]:
    """What the decision that counts on a partnership asks for; nothing before there is one."""
    with work.store.read() as session:
        decided = verdicts.of_partnership(session, partnership_id).newest_first if partnership_id else ()
    return decided[0].conditions if decided else ()


def tasks_of(session: Session, decision: Verdict, case: Case) -> Sequence[Task]:
    """A task for each condition: of the officer who sees to it, else of the one who follows the partner's case.

    Of the same decision they have the same ids on every computer.
    """
    query = select(Officer.name, Officer.id).where(Officer.left_on.is_(None), Officer.office == case.office)
    by_name = {folded(name): officer_id for name, officer_id in session.execute(query)}
    return [
        Task(
            id=digest(canonical(["condition", decision.id, number]))[:32],
            about=case.partner_id,
            what=condition.text,
            owner=by_name.get(folded(condition.owner), case.submitted_by)
            if obligor(decision, condition) == Obligor.ORGANIZATION
            else case.submitted_by,
            due_on=condition.due or None,
            source=TaskSource.CONDITION,
            case_id=case.id,
        )
        for number, condition in enumerate(decision.conditions, 1)
    ]


def tasks_of_clearances(session: Session, work: Work, case_id: str = "") -> Sequence[Task]:
    """What nobody has noted as done of the conditions that Headquarters set on this office's cases, by day.

    On one case, or on all. They are no rows of the database. A clearance whose seal does not hold asks for nothing.
    """
    query = select(Clearance, Case).join(Case, Case.id == Clearance.case_id)
    query = query.where(Clearance.outcome == DecisionOutcome.CONDITIONS, Case.office == work.store.identity.office)
    if case_id:
        query = query.where(Case.id == case_id)
    cleared = [(clearance, case) for clearance, case in session.execute(query)]
    holding = seals.which_hold(session, [clearance for clearance, _case in cleared])
    tasks = [
        task for clearance, case in cleared if clearance.id in holding for task in tasks_of(session, clearance, case)
    ]
    written = set(session.scalars(select(Task.id).where(Task.id.in_([task.id for task in tasks]))))
    return sorted((task for task in tasks if task.id not in written), key=_by_day)


def _by_day(task: Task) -> str:
    return task.due_on or ""


def open_tasks(session: Session, work: Work, case_id: str) -> Sequence[Task]:
    """What is still to be done or respected of the conditions on a case, by day."""
    written = session.scalars(
        select(Task).where(Task.case_id == case_id, Task.question == "", Task.risk_id == "", Task.done_on.is_(None))
    )
    return sorted([*written, *tasks_of_clearances(session, work, case_id)], key=_by_day)


def finish(work: Work, task_id: str) -> None:
    """Note that what a condition asks for is done; Today no longer lists it.

    Nothing when that was noted already; raises Problem while the clock is not believed.
    """
    require(work.officer, Right.REGISTER)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Task done"), work.officer.id) as session:
        unwritten = [task for task in tasks_of_clearances(session, work) if task.id == task_id]
        session.add_all(unwritten)
        task = unwritten[0] if unwritten else session.get_one(Task, task_id)
        if task.done_on is None:
            task.done_on, task.done_by = day, work.officer.id


def require_complete(conditions: Sequence[DecisionCondition], languages: Sequence[str]) -> None:
    """Raise Problem unless each condition has its words in these languages, its kind, its day and whom it binds."""
    for number, condition in enumerate(conditions, 1):
        if lacking := _lacking(condition, languages):
            raise Problem(
                _("Condition {number} does not say {what}; nothing was decided.").format(number=number, what=lacking),
                _("Say of each condition what is asked, of whom, and by or until which day."),
                code="condition-incomplete",
            )


def _lacking(condition: DecisionCondition, languages: Sequence[str]) -> str:
    if not condition.text.strip():
        return _("what is asked")
    if any(not condition.wordings.get(language, "").strip() for language in languages):
        return _("what is asked in each language of the agreement")
    if condition.kind not in tuple(ConditionKind):
        return _("whether it is to be done by its day or respected until it")
    if condition.obligor not in tuple(Obligor) or not condition.owner.strip():
        return _("whom it binds")
    return "" if _is_day(condition.due) else _("its day")


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True

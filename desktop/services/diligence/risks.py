"""The risk register of a partnership (¶16, ¶21): one record for each risk, with what is done against it.

The case, the agreement and the follow-up are three views of it. What is done against a risk lowers the level of its
section by one step once it has an owner, a day and a clause (dossier 2.5); it is a task of its owner until then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import Json
from desktop.services.diligence import cases
from desktop.services.office import people
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Case, Risk, Task
from desktop.store.records.values import MitigationMeasure
from desktop.store.sessions import once_in_a_state
from desktop.store.states import CaseState, TaskSource


@dataclass(frozen=True, kw_only=True)
class RiskFacts:
    """What an officer writes of a risk: its section of the questionnaire, its words, and what is done against it.

    `owner` is an officer's id, `clause` the code of a clause of the agreement, `due_on` ISO text.
    """

    section: str = ""
    text: str = ""
    measure: str = ""
    owner: str = ""
    due_on: str | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk as lists show it; `done_on` is the day on which its measure was done."""

    risk: Risk
    owner: str
    done_on: str | None

    @property
    def lacks(self) -> tuple[str, ...]:
        """The fields without which it lowers no level."""
        return tuple(name for name in MEASURE if not getattr(self.risk, name))


MEASURE = ("measure", "owner", "due_on", "clause")


def add(work: Work, case_id: str, facts: RiskFacts) -> Risk:
    """Write a risk into the register of the partnership of a case; its measure becomes a task of its owner.

    Raises Problem without words or section, and while the case waits or is decided.
    """
    require(work.officer, Right.ANSWER)
    _require_words(facts)
    with work.store.change(N_("Risk recorded"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        cases.require_open(case)
        risk = Risk(
            partnership_id=case.partnership_id,
            partner_id=case.partner_id,
            case_id=case.id,
            added_by=work.officer.id,
            **asdict(facts),
        )
        session.add(risk)
        session.flush()
        _keep_task(session, risk, work)
    return risk


def change(work: Work, risk_id: str, facts: RiskFacts) -> None:
    """Write a risk anew; refused as in `add`."""
    require(work.officer, Right.ANSWER)
    _require_words(facts)
    with work.store.change(N_("Risk changed"), work.officer.id) as session:
        risk = session.get_one(Risk, risk_id)
        _require_changeable(session, risk)
        for name, part in asdict(facts).items():
            if getattr(risk, name) != part:
                setattr(risk, name, part)
        _keep_task(session, risk, work)


def set_aside(work: Work, risk_id: str, aside: bool) -> None:
    """Take a risk off the register, with its task, or bring both back."""
    require(work.officer, Right.ANSWER)
    deed = N_("Risk removed") if aside else N_("Risk brought back")
    with work.store.change(deed, work.officer.id) as session:
        risk = session.get_one(Risk, risk_id)
        _require_changeable(session, risk)
        risk.archived = aside
        _keep_task(session, risk, work)


def finish(work: Work, risk_id: str) -> None:
    """Note that the measure against a risk is done: its task ends. Nothing when that was noted already."""
    require(work.officer, Right.REGISTER)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Task done"), work.officer.id) as session:
        for task in _tasks(session, [risk_id]).get(risk_id, ()):
            if task.done_on is None:
                task.done_on, task.done_by = day, work.officer.id


def facts_of(risk: Risk) -> RiskFacts:
    """What is written of a risk."""
    return RiskFacts(**{name: getattr(risk, name) for name in asdict(RiskFacts())})


def _require_words(facts: RiskFacts) -> None:
    if not facts.text.strip() or not facts.section:
        raise Problem(
            _("A risk needs what could go wrong and the section it belongs to; nothing was saved."),
            _("Complete the fields that are marked."),
            code="risk-incomplete",
        )


def _require_changeable(session: Session, risk: Risk) -> None:
    """What was decided on stays as it was: a case that is opened anew takes the register over and may change it."""
    newest = cases.of_partnership(session, risk.partnership_id)
    cases.require_open(newest[0] if newest else session.get_one(Case, risk.case_id))


def _keep_task(session: Session, risk: Risk, work: Work) -> None:
    """Within a deed's transaction: the task of the measure, made, changed or ended as the measure is."""
    tasks = _tasks(session, [risk.id]).get(risk.id, ())
    task = tasks[0] if tasks else None
    if risk.archived or not (risk.measure and risk.owner and risk.due_on):
        if task is not None and task.done_on is None:
            task.done_on, task.done_by = (
                sealing_clock(work).today().isoformat(),
                "",
            )  # nobody did it: it is no longer to be done
        return
    if task is None:
        task = Task(
            about=risk.partner_id, what=risk.measure, source=TaskSource.MEASURE, case_id=risk.case_id, risk_id=risk.id
        )
        session.add(task)
    elif task.done_on is not None and not task.done_by:
        task.done_on = None
    task.what, task.owner, task.due_on = risk.measure, risk.owner, risk.due_on


# --- how it is read


@once_in_a_state
def of_partnerships(session: Session, partnership_ids: Collection[str]) -> Mapping[str, Sequence[Risk]]:
    """The register of each of these partnerships, in the order of its sections."""
    registers: dict[str, list[Risk]] = {partnership_id: [] for partnership_id in partnership_ids}
    query = select(Risk).where(Risk.partnership_id.in_(registers), Risk.archived.is_(False))
    for risk in session.scalars(query.order_by(Risk.section, Risk.id)):
        registers[risk.partnership_id].append(risk)
    return registers


def lines(session: Session, register: Sequence[Risk], officers: Mapping[str, str]) -> Sequence[RiskLine]:
    """A register as lists show it, with the names of owners and what is done."""
    tasks = _tasks(session, [risk.id for risk in register])
    done = {risk_id: next((task.done_on for task in many if task.done_by), None) for risk_id, many in tasks.items()}
    return [RiskLine(risk, officers.get(risk.owner, ""), done.get(risk.id)) for risk in register]


def measures(case: Case, register: Sequence[Risk]) -> list[Json]:
    """The register as rules read it (`measures`): those of the partnership while its case is open, then its own.

    Whoever decides a case accepts with it what is done against its risks; before, the residual level is a proposal.
    """
    return [
        {
            "section": risk.section,
            "what": risk.measure,
            "owner": risk.owner,
            "date": risk.due_on,
            "clause": risk.clause,
            "accepted": True,
        }
        for risk in register
        if case.state == CaseState.OPEN or case.id == risk.case_id
    ]


def printed(session: Session, case: Case, register: Sequence[Risk]) -> Sequence[MitigationMeasure]:
    """What papers say of the risks of a case, with what cases of versions before 0.3 hold themselves."""
    officers = people.names_in(session) if register else {}
    return (
        *case.mitigation,
        *(
            MitigationMeasure(
                risk=risk.text, measure=risk.measure, owner=officers.get(risk.owner, ""), due=risk.due_on or ""
            )
            for risk in register
            if case.state == CaseState.OPEN or case.id == risk.case_id
        ),
    )


def take_over(session: Session, case: Case) -> None:
    """Within a deed's transaction: the register belongs to this case, as it is handed over."""
    for risk in of_partnerships(session, [case.partnership_id])[case.partnership_id]:
        if risk.case_id != case.id:
            risk.case_id = case.id


def _tasks(session: Session, risk_ids: Sequence[str]) -> Mapping[str, Sequence[Task]]:
    by_risk: dict[str, list[Task]] = {}
    query = select(Task).where(Task.risk_id.in_(risk_ids), Task.source == TaskSource.MEASURE)
    for task in session.scalars(query.order_by(Task.id)):
        by_risk.setdefault(task.risk_id, []).append(task)
    return by_risk

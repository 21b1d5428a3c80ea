"""The ad hoc collaboration of ¶23 after its decision: milestones, checks, cure, and its end (dossier 2.7).

Where it stands is worked out from the plan that was decided on, the checks on record and the incidents: a milestone
that is verified in time counts, one that is missed opens a cure, a cure that runs out or an adverse incident ends it at
once, and every milestone verified closes it. Whoever prepared the plan's case does not verify it alone: a check names
the independent verifier and what was seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import is_day
from desktop.definitions.follow_up import FollowUp
from desktop.definitions.terms import QuestionRole
from desktop.services.diligence import verdicts
from desktop.services.diligence.answers import answers_of
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Clearance, Decision, Incident, MilestoneCheck, Partner, Verdict
from desktop.store.states import FAVOURABLE, IncidentEnd, MilestoneOutcome


class RemedyState(StrEnum):
    """Where an ad hoc collaboration stands, as its checks and its days tell."""

    RUNNING = "running"
    CURE = "cure"  # a milestone was missed: it can still be reached for some days
    ENDED = "ended"
    CLOSED = "closed"  # every milestone was verified: normal due diligence begins from zero


class MilestoneState(StrEnum):
    """Where one milestone stands."""

    DUE = "due"
    VERIFIED = "verified"
    CURE = "cure"
    MISSED = "missed"


@dataclass(frozen=True)
class MilestoneLine:
    """One milestone of the plan, from 0, with the check that counts; `last` is the day until which it counts."""

    number: int
    what: str
    owner: str
    due: str
    last: str
    state: MilestoneState
    check: MilestoneCheck | None


@dataclass(frozen=True)
class RemedyStanding:
    """An ad hoc collaboration on one day. `next_check` is when the partner is checked next; empty once it is over."""

    state: RemedyState
    milestones: Sequence[MilestoneLine]
    checks: Sequence[MilestoneCheck]
    next_check: str
    verifier: str
    know_how: str


@dataclass(frozen=True)
class NewCheck:
    """What a verifier saw. `milestone` is its number from 0; None for the regular check of the whole."""

    milestone: int | None
    outcome: MilestoneOutcome
    verifier: str
    evidence: str
    checked_on: date
    note: str = ""


def standing_of(
    follow_up: FollowUp,
    plan: AnswerContent,
    decision: Verdict,
    checks: Sequence[MilestoneCheck],
    *,
    adverse: bool,
    day: date,
) -> RemedyStanding:
    """Where it stands on a day: pure. `adverse` is whether an incident ends it."""
    milestones = tuple(
        _milestone(follow_up, number, row, [check for check in checks if check.milestone == number], day)
        for number, row in enumerate(plan.plan)
    )
    states = {line.state for line in milestones}
    if adverse or MilestoneState.MISSED in states:
        state = RemedyState.ENDED
    elif milestones and states == {MilestoneState.VERIFIED}:
        state = RemedyState.CLOSED
    else:
        state = RemedyState.CURE if MilestoneState.CURE in states else RemedyState.RUNNING
    going = state in (RemedyState.RUNNING, RemedyState.CURE)
    value = plan.value if isinstance(plan.value, dict) else {}
    return RemedyStanding(
        state,
        milestones,
        checks,
        _next_check(follow_up, decision, checks) if going else "",
        str(value.get("verifier") or ""),
        str(value.get("know_how") or ""),
    )


def _milestone(
    follow_up: FollowUp, number: int, row: object, checks: Sequence[MilestoneCheck], day: date
) -> MilestoneLine:
    fields = row if isinstance(row, dict) else {}
    due = str(fields.get("due") or "")
    cure = (date.fromisoformat(due) + timedelta(days=follow_up.cure_days)).isoformat() if is_day(due) else ""
    in_time = [
        check
        for check in checks
        if check.outcome == MilestoneOutcome.VERIFIED
        and is_day(check.checked_on)
        and (not cure or check.checked_on <= cure)
    ]
    missed = any(check.outcome == MilestoneOutcome.MISSED for check in checks)
    if in_time:
        state, last = MilestoneState.VERIFIED, in_time[0]
    elif cure and cure < day.isoformat():
        state, last = MilestoneState.MISSED, None
    elif missed or (due and is_day(due) and due < day.isoformat()):
        state, last = MilestoneState.CURE, None
    else:
        state, last = MilestoneState.DUE, None
    what, owner = str(fields.get("what") or ""), str(fields.get("owner") or "")
    return MilestoneLine(number, what, owner, due, cure, state, last)


def _next_check(follow_up: FollowUp, decision: Verdict, checks: Sequence[MilestoneCheck]) -> str:
    days = [check.checked_on for check in checks if is_day(check.checked_on)]
    last = date.fromisoformat(max(days)) if days else day_of(decision.decided_at)
    months = last.month - 1 + follow_up.check_months
    return last.replace(year=last.year + months // 12, month=months % 12 + 1, day=min(last.day, 28)).isoformat()


# --- reading


def read(work: Work, case_id: str) -> RemedyStanding | None:
    """Where the ad hoc collaboration of a case stands today; None where it is none."""
    with work.store.read() as session:
        case = session.get_one(Case, case_id)
        decision = adhoc_decision(session, case.partnership_id)
        if decision is None or decision.case_id != case_id:
            return None
        return of_decision(session, work, decision, work.today())


def of_decision(session: Session, work: Work, decision: Verdict, day: date) -> RemedyStanding | None:
    """Where the collaboration stands that a decision allowed; None where its case is not known here."""
    case = session.get(Case, decision.case_id)
    if case is None:
        return None
    plan, checks = plan_of(session, work, case), checks_of(session, case.id)
    adverse = _is_adverse(session, work, case)
    return standing_of(work.definitions.follow_up, plan, decision, checks, adverse=adverse, day=day)


def _is_adverse(session: Session, work: Work, case: Case) -> bool:
    """Whether an adverse incident stands that nobody found to be untrue: it ends the collaboration at once."""
    own = Incident.partner_id.in_(identity.records(session, case.partner_id))
    recorded = select(Incident).where(own, Incident.partnership_id.in_(("", case.partnership_id)))
    kinds = work.definitions.follow_up.by_id
    return any(
        (incident.kind not in kinds or kinds[incident.kind].adverse)
        and IncidentEnd.LIFTED not in (incident.hq_ended or incident.ended,)
        for incident in session.scalars(recorded)
    )


def require_one_activity(session: Session, partnership_id: str) -> None:
    """Raise Problem for a second agreement of an ad hoc collaboration, which is one activity (dossier 2.7)."""
    if not is_ad_hoc(session, partnership_id):
        return
    written = select(Agreement.id).where(Agreement.partnership_id == partnership_id, Agreement.archived.is_(False))
    if session.scalars(written.limit(1)).first() is not None:
        raise Problem(
            _("An ad hoc collaboration is one activity and has its agreement already; nothing was created (¶23)."),
            _("Go on with that agreement, or archive it."),
            code="adhoc-one-activity",
        )


def plan_of(session: Session, work: Work, case: Case) -> AnswerContent:
    """The remedy plan of a case, as it was answered last."""
    question = work.definitions.form.role(QuestionRole.REMEDY_PLAN).id
    return answers_of(session, [case], {case.id: ()})[case.id].get(question, AnswerContent())


def checks_of(session: Session, case_id: str) -> Sequence[MilestoneCheck]:
    """The checks of a case, in the order of the days on which somebody looked."""
    checks = session.scalars(select(MilestoneCheck).where(MilestoneCheck.case_id == case_id)).all()
    return sorted(checks, key=lambda check: (check.checked_on, check.id))


def adhoc_decision(session: Session, partnership_id: str) -> Verdict | None:
    """The newest decision of a partnership, where it is favourable and for an ad hoc collaboration."""
    newest = next(iter(verdicts.of_partnership(session, partnership_id).newest_first), None)
    favourable = newest is not None and newest.outcome in FAVOURABLE
    return newest if favourable and newest is not None and newest.ad_hoc else None


def under_way(session: Session) -> Sequence[tuple[Verdict, str]]:
    """The decisions for an ad hoc collaboration that count now, each with the name of its partner."""
    collaborations = []
    for kind in (Decision, Clearance):
        query = select(kind, Case.partnership_id, Partner.name).join(Case, Case.id == kind.case_id)
        query = query.join(Partner, Partner.id == kind.partner_id).where(kind.ad_hoc.is_(True))
        for decision, partnership_id, name in session.execute(query.order_by(Partner.name)):
            newest = adhoc_decision(session, partnership_id)
            if newest is not None and newest.id == decision.id:
                collaborations.append((decision, name))
    return collaborations


def is_ad_hoc(session: Session, partnership_id: str) -> bool:
    """Whether a partnership is an ad hoc collaboration: it counts in no indicator of resources (dossier 2.7)."""
    return adhoc_decision(session, partnership_id) is not None


# --- checking


def check(work: Work, case_id: str, new: NewCheck) -> MilestoneCheck:
    """Record what an independent verifier saw; never changed afterwards, a later check is another one.

    Raises Problem without a verifier or what was seen, for a day to come, or where there is no such milestone.
    """
    require(work.officer, Right.ANSWER)
    clock = sealing_clock(work)
    if not new.verifier.strip() or not new.evidence.strip():
        raise Problem(
            _("A check needs its verifier and what was seen; nothing was recorded."),
            _("Name the person or the firm, and the report or the paper."),
            code="check-incomplete",
        )
    if new.checked_on > clock.today():
        raise Problem(
            _("The check lies in the future; nothing was recorded."), _("Correct the day."), code="check-in-future"
        )
    with work.store.change(N_("Remedy plan checked"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        decision = adhoc_decision(session, case.partnership_id)
        milestones = len(plan_of(session, work, case).plan)
        if decision is None or decision.case_id != case_id or (new.milestone or 0) >= max(milestones, 1):
            raise Problem(
                _("This case is no ad hoc collaboration that goes on; nothing was recorded."),
                _("Open the case that was decided on last."),
                code="no-remedy-under-way",
            )
        recorded = MilestoneCheck(
            partner_id=case.partner_id,
            case_id=case_id,
            milestone=new.milestone,
            outcome=new.outcome,
            verifier=new.verifier.strip(),
            evidence=new.evidence.strip(),
            checked_on=new.checked_on.isoformat(),
            note=new.note.strip(),
            recorded_by=work.officer.id,
            recorded_at=clock.stamp(),
        )
        session.add(recorded)
    return recorded

"""What to do next with a partner: one sentence and the one button that does it, whatever the situation.

The order is the strategy's: due diligence before anything is concluded (¶21), then a written agreement (¶26).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words, format_date
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.definitions.terms import OpenReason
from desktop.services.agreements import composing
from desktop.services.diligence import assessments, verdicts
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import AuthorityToDecide, Deciders
from desktop.services.diligence.cases import newest_first
from desktop.services.diligence.verdicts import PartnershipVerdicts
from desktop.services.office.rights import Right, may
from desktop.services.screening import rulings, standing
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Officer, Partner, Partnership, Verdict
from desktop.store.states import AgreementState, CaseState, DecisionOutcome

BEGIN = "begin"  # instead of a place: open the due diligence of `partnership`, then show it
RESTORE = "restore"  # instead of a place: bring the partner back
RENEW_DAYS = 180  # before its end a partnership is renewed or closed (dossier 6.1)
FROZEN = N_("Somebody behind this partner was recognised on a sanctions list: everything is frozen (¶22 b).")
PAPER = (AgreementState.DRAFT, AgreementState.FINAL, AgreementState.PRINTED)


class StandingState(StrEnum):
    """How far a partnership has come, the most urgent first; `next_step` chooses by this order."""

    PRINTED = "printed"
    FINAL = "final"
    DECIDED = "decided"
    OPEN = "open"
    READY = "ready"
    PLANNED = "planned"
    ACTIVE = "active"
    STOPPED = "stopped"


@dataclass(frozen=True)
class NextStep:
    """`place` and `arguments` are what the button opens: a place of the window, BEGIN or RESTORE."""

    sentence: str
    button: str
    place: str
    arguments: JsonObject = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True)
class PartnershipStanding:
    """Where one partnership stands: its last case, the last decision on it, its agreement."""

    partnership: Partnership
    state: StandingState
    case: Case | None = None
    verdict: Verdict | None = None
    agreement: Agreement | None = None


def next_step(work: Work, partner: Partner) -> NextStep:
    """The one thing to do now with a partner, for this officer on this day."""
    with work.store.read() as session:
        return next_step_in(session, work, partner)


def next_step_in(session: Session, work: Work, partner: Partner) -> NextStep:
    """The same, read with what else a page reads."""
    if partner.archived:
        sentence = _("This partner has been put away: nothing is expected.")
        return NextStep(sentence, _("Bring back"), RESTORE, {"id": partner.id}, partner.archived_reason)
    if (step := _step_after_match(session, work, partner)) is not None:
        return step
    places = _standings(session, work, partner.id)
    if places:
        return _step(session, work, min(places, key=lambda at: list(StandingState).index(at.state)))
    sentence = _("Say what you want to do together: the due diligence depends on it.")
    return NextStep(sentence, _("Plan a partnership"), "partnership", {"partner": partner.id})


def standings(work: Work, partner_id: str) -> tuple[PartnershipStanding, ...]:
    """Where each partnership of a partner stands, by title."""
    with work.store.read() as session:
        return _standings(session, work, partner_id)


def _step_after_match(session: Session, work: Work, partner: Partner) -> NextStep | None:
    """What a list says of the partner comes before everything else, unless an open case asks for it already."""
    if rulings.recognised(session, partner.id) is not None:
        return NextStep(_(FROZEN), _("Read the screening"), "screening", {"partner": partner.id})
    being_answered = (Case.partner_id == partner.id, Case.state == CaseState.OPEN, Case.archived.is_(False))
    busy = session.scalars(select(Case.id).where(*being_answered).limit(1)).first()
    if busy is not None or not may(work.officer, Right.ANSWER):
        return None
    state = standing.partner_state(session, partner.id, work.today())
    if not state.open or state.run is None or state.run.case_id is not None:
        return None
    return NextStep(
        _("A name resembles a list: look at the facts and rule."),
        _("Look at the matches"),
        "screening",
        {"partner": partner.id},
        plural("{count} match to examine", "{count} matches to examine", len(state.open)),
    )


def _standings(session: Session, work: Work, partner_id: str) -> tuple[PartnershipStanding, ...]:
    query = select(Partnership).where(Partnership.partner_id == partner_id, Partnership.archived.is_(False))
    partnerships = session.scalars(query.order_by(Partnership.title)).all()
    cases = session.scalars(select(Case).where(Case.partner_id == partner_id, Case.archived.is_(False))).all()
    decided = verdicts.of_partnerships(session, [partnership.id for partnership in partnerships])
    agreements = session.scalars(
        select(Agreement).where(Agreement.partner_id == partner_id, Agreement.archived.is_(False))
    ).all()
    return tuple(
        _standing(session, work, partnership, cases, decided[partnership.id], agreements)
        for partnership in partnerships
    )


def _standing(
    session: Session,
    work: Work,
    partnership: Partnership,
    cases: Sequence[Case],
    decided: PartnershipVerdicts,
    agreements: Sequence[Agreement],
) -> PartnershipStanding:
    own_cases = [case for case in cases if case.partnership_id == partnership.id]
    case = next(iter(newest_first(session, own_cases)), None)
    verdict = decided.of_case(case.id) if case else None
    papers = [agreement for agreement in agreements if agreement.partnership_id == partnership.id]
    running = next((paper for paper in papers if paper.state == AgreementState.ACTIVE), None)
    if running is not None:
        return PartnershipStanding(partnership, StandingState.ACTIVE, case, verdict, running)
    under_way = [paper for paper in papers if paper.state in PAPER]
    agreement = max(under_way, key=lambda paper: PAPER.index(AgreementState(paper.state)), default=None)
    in_force = decided.in_force(session, work.today())
    if in_force is not None:
        verdict = in_force
        drafted = agreement is None or agreement.state == AgreementState.DRAFT
        state = StandingState.DECIDED if drafted or agreement is None else StandingState(agreement.state)
    else:
        state = _undecided(case, verdict)
    return PartnershipStanding(partnership, state, case, verdict, agreement)


def _undecided(case: Case | None, verdict: Verdict | None) -> StandingState:
    """Where a partnership stands for which no decision is in force."""
    if case is None:
        return StandingState.PLANNED
    sent_back = verdict is not None and verdict.outcome == DecisionOutcome.SENT_BACK
    answered = verdict is not None and verdicts.answers(verdict, case)
    if answered and case.state != CaseState.OPEN and not sent_back:
        return StandingState.STOPPED
    if answered and case.state == CaseState.READY:
        return StandingState.OPEN  # Headquarters sent it back
    states = {CaseState.OPEN: StandingState.OPEN, CaseState.READY: StandingState.READY}
    return states.get(case.state, StandingState.STOPPED)


# --- each situation


def _step(session: Session, work: Work, at: PartnershipStanding) -> NextStep:
    match at:
        case PartnershipStanding(state=StandingState.ACTIVE, agreement=Agreement() as agreement):
            return _active(work, at.partnership, agreement)
        case PartnershipStanding(state=StandingState.FINAL, agreement=Agreement() as agreement):
            return _final(agreement)
        case PartnershipStanding(state=StandingState.PRINTED, agreement=Agreement() as agreement):
            return _printed(agreement)
        case PartnershipStanding(state=StandingState.DECIDED, agreement=Agreement() as agreement):
            return _drafted(work, agreement)
        case PartnershipStanding(state=StandingState.DECIDED):
            return _decided(at.partnership, at.verdict)
        case PartnershipStanding(state=StandingState.OPEN, case=Case() as opened):
            return _open(session, work, opened, at.verdict)
        case PartnershipStanding(state=StandingState.READY, case=Case() as handed_over):
            return _ready(session, work, handed_over)
        case PartnershipStanding(state=StandingState.STOPPED):
            return _stopped(at.partnership, at.verdict)
    return _planned(at.partnership)


def _planned(partnership: Partnership) -> NextStep:
    sentence = _("Begin the due diligence: nothing may be concluded before it (¶21).")
    return NextStep(sentence, _("Begin the due diligence"), BEGIN, {"partnership": partnership.id}, partnership.title)


def _open(session: Session, work: Work, case: Case, verdict: Verdict | None) -> NextStep:
    assessment = assessments.assess(session, work, case)
    sentence, button = _("Finish the due diligence."), _("Continue")
    if verdict and verdict.outcome == DecisionOutcome.SENT_BACK:
        sentence = _("The case was sent back: complete the due diligence.")
    elif assessment.review.decidable and not assessment.screening.open:
        sentence, button = _("The due diligence is complete: hand it over for decision."), _("Hand over for decision")
    return NextStep(sentence, button, "diligence", {"case": case.id}, " · ".join(lacking(assessment)))


def lacking(assessment: Assessment) -> tuple[str, ...]:
    """What stands between a case and its decision, each in a few words with its count."""
    missing, searched = assessment.review.missing, assessment.screening
    unknown = sum(1 for question in missing if question.reason == OpenReason.UNKNOWN)
    gaps = []
    if missing:  # as many as the case itself says
        total = plural("{count} answer to complete", "{count} answers to complete", len(missing))
        among = _("{answers}, {count} of them unknown").format(answers=total, count=unknown)
        gaps.append(among if unknown else total)
    if searched.open:
        gaps.append(plural("{count} match to examine", "{count} matches to examine", len(searched.open)))
    if searched.run is not None and not searched.current:
        gaps.append(_("names changed since the last screening"))
    return tuple(gaps)


def _ready(session: Session, work: Work, case: Case) -> NextStep:
    deciders = Deciders(session, work, [case])
    authority = deciders.of(work.officer, assessments.assess(session, work, case))
    arguments = {"case": case.id}
    if authority.may:
        return NextStep(_("Your decision is awaited on this case."), _("Decide"), "decision", arguments, authority.why)
    whose = _whose_decision(work, authority, deciders.with_role(authority.route.decides))
    return NextStep(_("The case waits for a decision."), _("See the case"), "diligence", arguments, whose)


def _whose_decision(work: Work, authority: AuthorityToDecide, officers: Sequence[Officer]) -> str:
    if not authority.route.decides:
        return authority.why
    role = pick(work.definitions.authority.role(authority.route.decides))
    if not officers:
        return _("Decided by: {role}.").format(role=role)
    names = ", ".join(officer.name for officer in officers)
    return _("Decided by: {role} ({names}).").format(role=role, names=names)


def _decided(partnership: Partnership, verdict: Verdict | None) -> NextStep:
    sentence = _("The decision is favourable: draft the agreement (¶26).")
    arguments = {"partnership": partnership.id}
    return NextStep(sentence, _("Draft the agreement"), "new_agreement", arguments, _validity(verdict))


def _drafted(work: Work, agreement: Agreement) -> NextStep:
    composition = composing.compose(work, agreement.id)
    count = sum(1 for finding in composition.findings if finding.blocks)
    arguments = {"id": agreement.id}
    if not count:
        return NextStep(_("The agreement is complete: make it final."), _("Make it final"), "agreement", arguments)
    sentence = plural(
        "{count} point stands before the final text.", "{count} points stand before the final text.", count
    )
    return NextStep(_("Finish the draft of the agreement."), _("Continue the draft"), "agreement", arguments, sentence)


def _validity(verdict: Verdict | None) -> str:
    if verdict is None or not verdict.valid_until:
        return ""
    day = day_in_words(verdict.valid_until, language(), "long")
    return _("The decision is valid until {day}.").format(day=day)


def _final(agreement: Agreement) -> NextStep:
    sentence = _("The agreement is final: print its pack and have it signed.")
    return NextStep(sentence, _("Print the pack"), "agreement", {"id": agreement.id}, agreement.reference)


def _printed(agreement: Agreement) -> NextStep:
    sentence = _("When both parties have signed, file the scan of the signed pack.")
    return NextStep(sentence, _("File the signed scan"), "agreement", {"id": agreement.id}, agreement.reference)


def _active(work: Work, partnership: Partnership, agreement: Agreement) -> NextStep:
    ends = date.fromisoformat(partnership.ends_on) if partnership.ends_on else None
    button, arguments = _("See the agreement"), {"id": agreement.id}
    if ends is None:
        return NextStep(_("The agreement is in force."), button, "agreement", arguments, agreement.reference)
    day = format_date(ends, language(), "long")
    if ends < work.today():
        sentence = _("The partnership came to its end on {day}: plan what follows, or close it.").format(day=day)
    elif (ends - work.today()).days <= RENEW_DAYS:
        sentence = _("The partnership ends on {day}: prepare its renewal or its closure.").format(day=day)
    else:
        sentence = _("The agreement is in force until {day}.").format(day=day)
        return NextStep(sentence, button, "agreement", arguments, agreement.reference)
    return NextStep(sentence, _("Plan a partnership"), "partnership", {"partner": partnership.partner_id})


def _stopped(partnership: Partnership, verdict: Verdict | None) -> NextStep:
    if verdict is None or verdict.outcome != DecisionOutcome.REFUSED:
        sentence = _("The decision is no longer valid: the due diligence begins again.")
        return NextStep(sentence, _("Begin the due diligence"), BEGIN, {"partnership": partnership.id})
    day = day_in_words(verdict.decided_at, language(), "long")
    sentence = _("The partnership was refused on {day}: nothing may be concluded.").format(day=day)
    return NextStep(sentence, _("See the decision"), "decision", {"case": verdict.case_id}, verdict.reason)

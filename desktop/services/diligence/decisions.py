"""The decision on a case (¶21–23): by the right person, with a reason, sealed, never undone, only revised.

The gates stand here: who prepared does not decide, authority goes by the matrix, nothing incomplete is decided.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick
from desktop.base.values import JsonObject, canonical, digest
from desktop.definitions.authority import Route
from desktop.definitions.follow_up import FrozenDeed
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import Level
from desktop.services.diligence import assessments, freezing, reviewing, seals, verdicts
from desktop.services.diligence import conditions as decision_conditions
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import HEADQUARTERS, AuthorityToDecide, Deciders, authority_to_decide, route
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, partner_persons
from desktop.services.registry.contribution import kinds_brought
from desktop.services.work import Work
from desktop.store.records import Case, Clearance, Decision, HeadquartersRequest, Partner, Partnership, Verdict
from desktop.store.records.values import BriefRoute, BriefSummary, DecisionCondition, DecisionRoute, RegisterFacts
from desktop.store.states import FAVOURABLE, Asked, CaseState, DecisionOutcome, PartnerStage
from desktop.store.store import HQ, Store

OUTCOMES = tuple(DecisionOutcome)
PAGE = 20  # waiting cases that are read at once
NEVER = "9999"  # after every day
OUTGROWN = N_("Since the decision the value or the kind of contribution has changed, so nothing final can be made.")
# The conditions that rest on somebody else's word: its reference is asked for before a favourable decision.
REGIONAL = "regional_office"
IN_WRITING, BY_TELEPHONE = "regional_agreement", "phone_check"


@dataclass(frozen=True)
class WaitingCase:
    """A case handed over, with what an officer may do about it. `by_headquarters`: Headquarters decides it."""

    assessment: Assessment
    authority: AuthorityToDecide
    by_headquarters: bool


# --- what waits


def waits() -> ColumnElement[bool]:
    """That a case is handed over and that nobody, at Headquarters either, has answered that."""
    return and_(Case.state == CaseState.READY, Case.archived.is_(False), not_(verdicts.answered()))


@dataclass(frozen=True)
class Inbox:
    """One page of the cases that wait, the longest first, at Headquarters the first due.

    `total` counts them all, `by_office` those of each office.
    """

    waiting: Sequence[WaitingCase]
    total: int
    by_office: Mapping[str, int]


def inbox(work: Work, first: int = 0, size: int = PAGE, offices: Collection[str] | None = None) -> Inbox:
    """The cases handed over and not decided, from the `first` on, as this officer stands towards them.

    Who decides a case depends on its whole assessment, which is made of those of the page only. Of these `offices`;
    of all when it is None.
    """
    arrived = select(Case).join(Partner, Partner.id == Case.partner_id)
    arrived = arrived.join(Partnership, Partnership.id == Case.partnership_id).where(waits())
    with work.store.read() as session:
        by_office = _by_office(session, arrived)
        if offices is not None:
            arrived = arrived.where(Case.office.in_(offices))
        arrived = arrived.order_by(*_due_first(work), Case.submitted_at, Case.number)
        cases = session.scalars(arrived.limit(size).offset(first)).all()
        deciding = Deciders(session, work, cases)
        waiting = []
        for assessment in assessments.assess_all(session, work, cases):
            authority = deciding.of(work.officer, assessment)
            waiting.append(WaitingCase(assessment, authority, by_headquarters=authority.route.decides in HEADQUARTERS))
    total = sum(count for office, count in by_office.items() if offices is None or office in offices)
    return Inbox(waiting, total, by_office)


def _due_first(work: Work) -> Sequence[ColumnElement[str]]:
    """At Headquarters what it is asked for comes first, by the day on which its answer is due."""
    if work.store.identity.office != HQ:
        return ()
    due = select(func.min(HeadquartersRequest.due_on)).where(
        HeadquartersRequest.case_id == Case.id,
        HeadquartersRequest.hand_over == Case.hand_over,
        HeadquartersRequest.asks == Asked.DECISION,
        HeadquartersRequest.withdrawn_at.is_(None),
    )
    return (func.coalesce(due.scalar_subquery(), NEVER),)


def _by_office(session: Session, query: Select[Case]) -> Mapping[str, int]:
    cases = query.subquery()
    return dict(session.execute(select(cases.c.office, func.count()).group_by(cases.c.office)).all())


def clearances_asked(session: Session) -> Mapping[str, int]:
    """How many cases of each office wait for a decision that it asked of Headquarters."""
    request = exists().where(
        HeadquartersRequest.case_id == Case.id,
        HeadquartersRequest.hand_over == Case.hand_over,
        HeadquartersRequest.asks == Asked.DECISION,
        HeadquartersRequest.withdrawn_at.is_(None),
    )
    return dict(session.execute(select(Case.office, func.count()).where(waits(), request).group_by(Case.office)).all())


# --- the brief


def brief(definitions: Definitions, assessment: Assessment, preparer: str) -> BriefSummary:
    """What the decider reads on one page; the digest of its JSON is sealed with the decision."""
    review, way = assessment.review, route(definitions, assessment)
    return BriefSummary(
        case=assessment.case.number,
        partner=assessment.partner.name,
        country=assessment.partner.country,
        registration=assessment.partner.registration,
        partnership=assessment.partnership.title,
        purpose=assessment.partnership.purpose,
        type=assessment.partnership.type,
        agreement_type=assessment.partnership.agreement_type,
        value=assessment.partnership.value,
        currency=assessment.partnership.currency,
        tier=review.tier,
        outcome=assessments.summary_of(review),
        form_digest=assessment.case.form_digest,
        authority_digest=definitions.authority.digest,
        opinion=assessment.case.opinion,
        opinion_reason=assessment.case.opinion_reason,
        prepared_by=preparer,
        submitted_at=assessment.case.submitted_at,
        route=BriefRoute(
            id=way.id, decides=way.decides, conditions=tuple(condition.id for condition in way.conditions)
        ),
        kinds=tuple(kinds_brought(assessment.partnership)),
        value_usd=dollars.known(assessment.partnership),
        dollars=assessment.partnership.dollars,
    )


# --- deciding


@dataclass(frozen=True)
class DecisionTerms:
    """What a decider says. `agreement_in_writing` names the regional office's written agreement, or the call to it,
    where the matrix asks for one."""

    outcome: str
    reason: str
    conditions: Sequence[DecisionCondition] = ()
    send_back: Sequence[str] = ()
    agreement_in_writing: str = ""


def decide(
    work: Work,
    case_id: str,
    outcome: str,
    reason: str,
    seal_seed: bytes,
    conditions: Sequence[DecisionCondition] = (),
    send_back: Sequence[str] = (),
    agreement_in_writing: str = "",
    *,
    interest: bool,
) -> Verdict:
    """Decide a case and seal it with the decider's own key.

    `agreement_in_writing` names the regional office's written agreement where the matrix asks for it; `interest` is
    the decider's declared interest, which bars. Raises Problem, with nothing changed, when a gate is closed.
    """
    clock = sealing_clock(work)
    assessment = assessments.read(work, case_id)
    terms = DecisionTerms(outcome, reason, conditions, send_back, agreement_in_writing)
    decision = drawn_up(work, assessment, terms, clock.today(), interest=interest)
    _record(work, assessment, decision, seal_seed)
    return decision


def drawn_up(work: Work, assessment: Assessment, terms: DecisionTerms, day: date, *, interest: bool) -> Verdict:
    """The decision of the officer at work, not sealed and not recorded; every decision, on paper too, passes here.

    Its validity counts from that `day`. Raises Problem when a gate is closed.
    """
    clock = sealing_clock(work)
    authority = _require_decidable(work, assessment, terms, interest)
    way, deputy_of = authority.route, authority.deputy_of
    preparer = assessment.case.submitted_by
    summary = replace(brief(work.definitions, assessment, preparer), register=_register(work, assessment))
    acting_role = deputy_of.chief.role if deputy_of else work.officer.role
    kind = Clearance if acting_role in HEADQUARTERS else Decision
    return kind(
        case_id=assessment.case.id,
        partner_id=assessment.case.partner_id,
        outcome=DecisionOutcome(terms.outcome),
        level=str(assessment.review.inherent),
        residual=str(assessment.review.residual),
        reason=terms.reason.strip(),
        conditions=tuple(terms.conditions),
        send_back=list(terms.send_back),
        route=DecisionRoute(id=way.id, decides=way.decides, in_writing=terms.agreement_in_writing),
        decided_by=work.officer.id,
        decider_name=work.officer.name,
        decider_role=work.officer.role,
        decided_at=clock.stamp(),
        valid_until=way.expires(day).isoformat() if terms.outcome in FAVOURABLE else None,
        brief=summary,
        brief_digest=digest(canonical(summary.to_json())),
        ad_hoc=assessment.review.adhoc.applies,
        hand_over=assessment.case.hand_over,
        no_interest=not interest,
        on_behalf_of=deputy_of.chief.id if deputy_of else "",
        on_behalf_name=deputy_of.chief.name if deputy_of else "",
        delegation=deputy_of.delegation.id if deputy_of else "",
    )


def _register(work: Work, assessment: Assessment) -> RegisterFacts:
    """What the register says now: a change of it re-opens the case later (`freezing`)."""
    with work.store.read() as session:
        partner = assessment.partner
        behind = partner_persons.of_partners(session, [partner.id]).get(partner.id, ())
    return freezing.register_facts(partner, assessment.partnership, behind)


def _require_waiting(session: Session, case: Case, assessed: Case) -> None:
    """Raise Problem unless the case waits as it was handed over when it was `assessed`, and nobody has answered it."""
    same = (case.hand_over, case.submitted_at) == (assessed.hand_over, assessed.submitted_at)
    if case.state == CaseState.READY and same and not verdicts.on_case(session, case):
        return
    raise Problem(
        _("This case is not waiting for a decision any more; nothing was decided."),
        _("Read the case again: it was decided or taken back meanwhile."),
        code="case-not-waiting",
    )


def _require_decidable(work: Work, assessment: Assessment, terms: DecisionTerms, interest: bool) -> AuthorityToDecide:
    outcome = terms.outcome
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}")
    authority = authority_to_decide(work, assessment)
    if authority.deputy_of is None:
        require(work.officer, Right.DECIDE)
    if assessment.case.state != CaseState.READY:
        raise Problem(
            _("This case has not been submitted for decision; nothing was decided."),
            _("Have it completed and submitted."),
            code="case-not-handed-over-yet",
        )
    if not (authority.may or (authority.may_send_back and outcome == DecisionOutcome.SENT_BACK)):
        raise Problem(
            authority.why, _("Nothing was decided. Pass the case on with your opinion."), code="no-authority-to-decide"
        )
    if interest:
        raise Problem(
            _("A decider with an interest in the partner does not decide; nothing was decided."),
            _("Pass the case to another decider."),
            code="decider-has-interest",
        )
    if not terms.reason.strip():
        raise Problem(
            _("A decision needs its reason; nothing was decided."),
            _("Write it in one or two sentences."),
            code="decision-without-reason",
        )
    if outcome == DecisionOutcome.SENT_BACK and not terms.send_back:
        raise Problem(
            _("No question was ticked; nothing was decided."),
            _("Tick what is to be completed."),
            code="nothing-sent-back",
        )
    if outcome == DecisionOutcome.CONDITIONS:
        _require_conditions(work, assessment, terms.conditions)
    if outcome in FAVOURABLE:
        _require_approvable(assessment, authority.route, terms.agreement_in_writing)
        _require_reviewed(work, assessment.case, authority.route, terms.agreement_in_writing)
    return authority


def _require_reviewed(work: Work, case: Case, way: Route, in_writing: str) -> None:
    """The reviewer's step: of whom the route waits for; the regional office may have agreed by letter instead."""
    with work.store.read() as session:
        lacking = reviewing.lacking(session, case, way, in_writing)
        against = reviewing.standing_against(session, work.definitions.authority, case)
    agreed = in_writing.strip() or (REGIONAL in way.before and REGIONAL not in lacking)
    if any(condition.id == IN_WRITING for condition in way.conditions) and not agreed:
        raise Problem(
            _("The regional office must agree in writing; nothing was decided."),
            _("Give the reference and the date of its agreement."),
            code="regional-agreement-missing",
        )
    if lacking:
        raise Problem(
            _("This case is reviewed before it is decided ({reviewers}); nothing was decided.").format(
                reviewers=reviewing.missing_words(work, lacking)
            ),
            _("Have it reviewed by somebody who did not prepare it, on the page of the decision."),
            code="review-missing",
        )
    if against is not None:
        raise Problem(
            _("{role} did not clear this case, so it cannot be approved; nothing was decided.").format(
                role=pick(work.definitions.authority.role(against.role))
            ),
            _("Send the case back with what is to be settled, or refuse it."),
            code="case-not-cleared",
        )


def _require_conditions(work: Work, assessment: Assessment, conditions: Sequence[DecisionCondition]) -> None:
    if not any(condition.text.strip() for condition in conditions):
        raise Problem(
            _("No condition was written; nothing was decided."),
            _("Write at least one, or approve."),
            code="no-condition-written",
        )
    with work.store.read() as session:
        languages = decision_conditions.languages_needed(session, assessment.partnership.id)
    decision_conditions.require_complete(conditions, languages)


def _require_approvable(assessment: Assessment, way: Route, agreement_in_writing: str) -> None:
    review = assessment.review
    dollars.require_known(assessment.partnership)
    if not review.decidable:
        raise Problem(
            _("Answers are missing or a list is too old, so this case cannot be approved; nothing was decided."),
            _("Send it back with the questions to complete."),
            code="case-not-decidable",
        )
    if review.inherent == Level.EXCLUDED and not review.adhoc.applies:
        raise Problem(
            _("An excluded partner cannot be approved (¶22, ¶23); nothing was decided."),
            _("Record the refusal with its reason."),
            code="partner-excluded",
        )
    if review.adhoc.applies and review.adhoc.limits:
        raise Problem(
            _("An ad hoc collaboration (¶23) has limits that this partnership does not respect; nothing was decided."),
            " ".join(pick(limit.label) for limit in review.adhoc.limits),
            code="adhoc-limits-broken",
        )
    asked = {condition.id for condition in way.conditions}
    if BY_TELEPHONE in asked and not agreement_in_writing.strip():
        raise Problem(
            _("In an emergency the regional office is called before the decision; nothing was decided."),
            _("Say with whom you spoke, and when."),
            code="regional-call-missing",
        )


DEEDS = {
    DecisionOutcome.APPROVED: N_("Case approved"),
    DecisionOutcome.CONDITIONS: N_("Case approved with conditions"),
    DecisionOutcome.SENT_BACK: N_("Case sent back"),
    DecisionOutcome.REFUSED: N_("Case refused"),
}


def _record(work: Work, assessment: Assessment, decision: Verdict, seal_seed: bytes) -> None:
    office = assessment.case.office if isinstance(decision, Clearance) else ""
    with work.store.change(DEEDS[DecisionOutcome(decision.outcome)], work.officer.id, office=office) as session:
        record_in(session, assessment, decision, seal_seed)


def record_in(session: Session, assessment: Assessment, decision: Verdict, seal_seed: bytes) -> None:
    """Seal a decision and put down what follows of it, in one change; raises Problem when the case waits no more."""
    _require_waiting(session, session.get_one(Case, assessment.case.id), assessment.case)
    decided = verdicts.of_partnership(session, assessment.partnership.id)
    decision.follows = [before.id for before in decided.last]
    seals.seal(decision, seal_seed)
    session.add(decision)
    if isinstance(decision, Clearance):
        return
    case = session.get_one(Case, assessment.case.id)
    case.state = CaseState.OPEN if decision.outcome == DecisionOutcome.SENT_BACK else CaseState.DECIDED
    case.outcome = assessments.summary_of(assessment.review)
    partner = session.get_one(Partner, assessment.partner.id)
    if decision.outcome in FAVOURABLE:
        partner.stage = PartnerStage.NEGOTIATION
    elif decision.outcome == DecisionOutcome.REFUSED:
        partner.stage = PartnerStage.REFUSED
    session.add_all(decision_conditions.tasks_of(session, decision, case))


# --- what was decided


def newest(
    store: Store, most: int = 30, offices: Collection[str] | None = None
) -> Sequence[tuple[Verdict, Case, Partner]]:
    """The decisions on every case, the newest first, the office's own and Headquarters'.

    On cases of these `offices`; of all when it is None.
    """
    with store.read() as session:
        decided: list[tuple[Verdict, Case, Partner]] = []
        for kind in (Decision, Clearance):
            query: Any = (
                select(kind, Case, Partner)
                .join(Case, Case.id == kind.case_id)
                .join(Partner, Partner.id == Case.partner_id)
                .where(Case.archived.is_(False))
                .order_by(kind.decided_at.desc())
                .limit(most)
            )
            if offices is not None:
                query = query.where(Case.office.in_(offices))
            decided += [(decision, case, partner) for decision, case, partner in session.execute(query)]
    return sorted(decided, key=lambda row: row[0].decided_at, reverse=True)[:most]


def of_case(store: Store, case_id: str) -> Verdict | None:
    with store.read() as session:
        return verdicts.latest(session, case_id)


def is_sealed(store: Store, decision: Verdict) -> bool:
    """Whether a decision is as its decider sealed it: the rule of `seals.holds`, for a screen."""
    with store.read() as session:
        return seals.holds(session, decision)


def in_force(store: Store, partnership_id: str, today: date) -> Verdict | None:
    """The favourable decision on a partnership, valid on this day and sealed by its decider; None without one (¶21)."""
    with store.read() as session:
        return read_in_force(session, partnership_id, today)


def read_in_force(session: Session, partnership_id: str, today: date) -> Verdict | None:
    """The same, for a page that reads the decision together with what it is about."""
    return verdicts.of_partnership(session, partnership_id).in_force(session, today)


def require_in_force(work: Work, partnership_id: str, day: date, deed: FrozenDeed) -> Verdict:
    """The decision that allows a deed; raises Problem when there is none valid on this day (¶21), or while something
    stands against it (`freezing`) or the clock is not believed."""
    store = work.store
    sealing_clock(work)
    freezing.require_unfrozen(work, partnership_id, day, deed)
    decision = in_force(store, partnership_id, day)
    if decision is None:
        raise Problem(
            _("There is no valid favourable decision for this partnership (¶21), so nothing final can be made."),
            _("Complete the due diligence and have it decided; a draft can be printed meanwhile."),
            code="no-decision-in-force",
        )
    if bars := barring(decision):
        raise Problem(
            _("An answer that was decided on bars every signature: {questions}.").format(questions=", ".join(bars)),
            _("Settle it with the partner, then have a new due diligence decided."),
            code="answer-bars-signature",
        )
    with store.read() as session:
        partnership = session.get_one(Partnership, partnership_id)
    if outgrown(decision, partnership):
        raise Problem(
            _(OUTGROWN),
            _("Put the partnership back as it was, or have a new due diligence decided."),
            code="decision-outgrown",
        )
    return decision


def outgrown(decision: Verdict, partnership: Partnership) -> bool:
    """Whether a partnership is worth more than what was decided on, or brings another kind of contribution.

    Both ask for a new decision (dossier 2.8). A decision of a version before 0.3 does not name the kinds.
    """
    decided = decision.brief
    if decided and "kinds" not in decided.absent and set(kinds_brought(partnership)) - set(decided.kinds):
        return True
    if not partnership.value:
        return False
    if decided is None or not decided.value or decided.currency != partnership.currency:
        return True
    return Decimal(partnership.value) > Decimal(decided.value)


def barring(decision: Verdict) -> tuple[str, ...]:
    """The questions whose answers, as they were decided on, bar every signature."""
    return decision.brief.outcome.blocks_signature if decision.brief else ()


def described(decision: Verdict) -> JsonObject:
    """A decision as plain values, for documents and for `--json`."""
    return {
        "outcome": decision.outcome,
        "level": decision.level,
        "residual": decision.residual,
        "reason": decision.reason,
        "conditions": [condition.to_json() for condition in decision.conditions],
        "decided_by": decision.decider_name,
        "role": decision.decider_role,
        "decided_at": decision.decided_at,
        "valid_until": decision.valid_until,
        "seal": decision.seal,
        "seal_key": decision.seal_key,
        "brief_digest": decision.brief_digest,
        "ad_hoc": decision.ad_hoc,
        "verdicts": dict(decision.brief.outcome.verdicts) if decision.brief else {},
        "deciding": list(decision.brief.outcome.deciding) if decision.brief else [],
    }

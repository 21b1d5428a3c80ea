"""What to do next with a partner, a case or an agreement: one sentence and the one button that does it.

Every place that names a next step asks here, so that no two of them name different ones. The order is the strategy's:
due diligence before anything is concluded (¶21), then a written agreement (¶26).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words, format_date
from desktop.base.errors import Problem
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.definitions.terms import OpenReason
from desktop.services.agreements import composing, gate
from desktop.services.agreements.composing import Composition
from desktop.services.diligence import assessments, freezing, verdicts
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import Deciders, who_decides
from desktop.services.diligence.cases import newest_first
from desktop.services.diligence.freezing import CLOSED_PLAN, EXPIRED, LIST_MATCH, OF_REMEDY, Freeze
from desktop.services.diligence.verdicts import PartnershipVerdicts
from desktop.services.office.rights import Right, may
from desktop.services.registry import identity
from desktop.services.registry.identity import Identities, partners_in
from desktop.services.screening import rulings, standing
from desktop.services.screening.standing import ScreeningState
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Partner, Partnership, Verdict
from desktop.store.states import AgreementState, CaseState, DecisionOutcome

BEGIN = "begin"  # instead of a place: open the due diligence of `partnership`, then show it
RESTORE = "restore"  # instead of a place: bring the partner back
RULE = N_("A name resembles a list: look at the facts and rule.")
WAITS = N_("The case waits for a decision.")
FROZEN = N_("Somebody behind this partner was identified on a sanctions list: everything is frozen (¶22 b).")
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
    CLOSED = "closed"


GOING = (StandingState.OPEN, StandingState.READY)  # a case is being answered, or waits for its decision
LAST = date.max.isoformat()
GATED = (StandingState.PRINTED, StandingState.FINAL)  # a text is final and not signed
OF_PAPER = (StandingState.PRINTED, StandingState.FINAL, StandingState.DECIDED)  # what is next is done with a paper


DONE = (StandingState.ACTIVE, StandingState.STOPPED)  # what a decision led to, or no longer allows


@dataclass(frozen=True)
class NextStep:
    """`place` and `arguments` are what the button opens: a place of the window, BEGIN or RESTORE.

    `detail` says more in a few words: what is lacking, who decides.
    """

    sentence: str
    button: str
    place: str
    arguments: JsonObject = field(default_factory=dict)
    detail: str = ""

    def opened_from_afar(self, partner_id: str) -> tuple[str, JsonObject]:
        """The place to which another page leads: what is begun or brought back is so on the page of the partner."""
        return ("partner", {"id": partner_id}) if self.place in (BEGIN, RESTORE) else (self.place, self.arguments)


@dataclass(frozen=True)
class PartnershipStanding:
    """Where one partnership stands: its last case, the last decision on it, its agreement."""

    partnership: Partnership
    decided: PartnershipVerdicts
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
    places, recognised = _partnerships(session, partner.id), rulings.recognised_partners(session)
    return NextSteps(session, work, {partner.id: partner}, places, (), recognised).of_partner(partner)


def case_step_in(session: Session, work: Work, assessment: Assessment) -> NextStep:
    """The one thing to do now with a case, for this officer on this day, read with what else a page reads of it."""
    return case_standing_in(session, work, assessment)[0]


def case_standing_in(session: Session, work: Work, assessment: Assessment) -> tuple[NextStep, Sequence[Freeze]]:
    """The same, and what stands against the partnership of the case."""
    steps = NextSteps.about(session, work, [assessment.case], rulings.recognised_partners(session))
    steps.take_over(assessment)
    return steps.of_case(assessment.case), steps.against(assessment.partnership.id)


def agreement_step(work: Work, agreement_id: str) -> NextStep:
    """The one thing to do now with an agreement, for this officer on this day."""
    with work.store.read() as session:
        return _of_agreement(session, work, agreement_id)


def composed_step(work: Work, agreement_id: str) -> tuple[Composition, NextStep]:
    """The same with everything that makes the text, read at once."""
    with work.store.read() as session:
        composition = composing.compose_in(session, work, agreement_id)
        steps = NextSteps.about(session, work, [composition.agreement], rulings.recognised_partners(session))
        steps.take_over_text(composition)
        return composition, steps.of_agreement(composition.agreement)


def standings(work: Work, partner_id: str) -> tuple[PartnershipStanding, ...]:
    """Where each partnership of a partner stands, by title."""
    with work.store.read() as session:
        return standings_in(session, work, _partnerships(session, partner_id))


def _of_agreement(session: Session, work: Work, agreement_id: str) -> NextStep:
    agreement = session.get_one(Agreement, agreement_id)
    recognised = rulings.recognised_partners(session)
    return NextSteps.about(session, work, [agreement], recognised).of_agreement(agreement)


class NextSteps:
    """What is next with these partners and partnerships, read in a number of statements that does not grow with them.

    `partners` are by the ids of all their records that are asked about. The cases in `judged` are judged as `of_case`
    asks for them, any other case by itself. `recognised` are the partners with somebody recognised on a list
    (`rulings.recognised_partners`).
    """

    def __init__(
        self,
        session: Session,
        work: Work,
        partners: Mapping[str, Partner],
        partnerships: Sequence[Partnership],
        judged: Sequence[Case],
        recognised: frozenset[str],
    ) -> None:
        self._session, self._work, self._judged = session, work, judged
        self._partners = partners
        self._recognised = recognised
        self._taken_over: dict[str, Assessment] = {}
        self._composed: dict[str, Composition] = {}
        named = {partner.id for partner in partners.values() if not partner.archived} - self._recognised
        self._searched = self._resembling(named)
        self._standings = {at.partnership.id: at for at in standings_in(session, work, partnerships)}
        self._against = freezing.of_partnerships(session, work, partnerships, work.today())

    @classmethod
    def about(
        cls, session: Session, work: Work, things: Sequence[Case | Agreement], recognised: frozenset[str]
    ) -> "NextSteps":
        """Read for these cases and agreements; those whose partner or partnership is not known here are left out."""
        partners = partners_in(session, {thing.partner_id for thing in things})
        wanted = {thing.partnership_id for thing in things}
        partnerships = session.scalars(select(Partnership).where(Partnership.id.in_(wanted))).all()
        judged = [thing for thing in things if isinstance(thing, Case)]
        return cls(session, work, partners, partnerships, judged, recognised)

    def take_over(self, assessment: Assessment) -> None:
        """Judge its case by this, which was read in the same session."""
        self._taken_over[assessment.case.id] = assessment

    def take_over_text(self, composition: Composition) -> None:
        """Say what its agreement still lacks by this, which was read a moment ago."""
        self._composed[composition.agreement.id] = composition

    def against(self, partnership_id: str) -> Sequence[Freeze]:
        """What stands against a partnership on this day."""
        return self._against.get(partnership_id, ())

    def knows(self, thing: Case | Agreement) -> bool:
        """Whether what a case or agreement is about is known here: a bundle may bring one before its partnership."""
        return thing.partner_id in self._partners and thing.partnership_id in self._standings

    def of_partner(self, partner: Partner) -> NextStep:
        """The one thing to do now with a partner: the most urgent of its partnerships."""
        if (step := self._before_all(partner)) is not None:
            return step
        places = list(self._standings.values())
        if places:
            return self._step(min(places, key=lambda at: list(StandingState).index(at.state)))
        if self._is_theirs(partner):
            sentence = _("Office {office} has not planned a partnership yet.").format(office=partner.office)
            return NextStep(sentence, "", "partner", {"id": partner.id})
        sentence = _("Say what you want to do together: the due diligence depends on it.")
        return NextStep(sentence, _("Plan a partnership"), "partnership", {"partner": partner.id})

    def of_case(self, case: Case) -> NextStep:
        """The one thing to do now with a case: its own while it goes on, that of its partnership when it is over.

        Raises NoResultFound when what it is about is not known here.
        """
        if (step := self._before_all(self._partner_of(case))) is not None:
            return step
        at = self._standings[case.partnership_id]
        verdict = at.decided.of_case(case.id)
        state = _undecided(case, verdict)
        if state in GOING and not case.archived:
            return self._step(replace(at, state=state, case=case, verdict=verdict, agreement=None))
        return self._step(at)

    def of_agreement(self, agreement: Agreement) -> NextStep:
        """The one thing to do now with an agreement: that of its partnership, done with this one of several papers.

        Raises NoResultFound when what it is about is not known here.
        """
        if (step := self._before_all(self._partner_of(agreement))) is not None:
            return step
        at = self._standings[agreement.partnership_id]
        if at.state in OF_PAPER and agreement.state in PAPER:
            drafted = agreement.state == AgreementState.DRAFT
            state = StandingState.DECIDED if drafted else StandingState(agreement.state)
            at = replace(at, state=state, agreement=agreement)
        return self._step(at)

    def of_partnership(self, partnership_id: str) -> NextStep:
        """The one thing to do now for a partnership that is known here."""
        at = self._standings[partnership_id]
        return self._before_all(self._partners[at.partnership.partner_id]) or self._step(at)

    # --- whatever is under way

    def _partner_of(self, thing: Case | Agreement) -> Partner:
        if not self.knows(thing):
            raise NoResultFound(f"what {thing.id} is about")
        return self._partners[thing.partner_id]

    def _resembling(self, partner_ids: Collection[str]) -> Mapping[str, ScreeningState]:
        """What a list says of these partners, unless an open case asks for it already."""
        if not partner_ids or not may(self._work.officer, Right.ANSWER):
            return {}
        identities = Identities.read_in(self._session)
        own = Case.partner_id.in_(identities.all_records(partner_ids))
        going = select(Case.partner_id).where(own, Case.state == CaseState.OPEN, Case.archived.is_(False))
        under_way = {identities.partner(record) for record in self._session.scalars(going)}
        return standing.partner_states(self._session, set(partner_ids) - under_way, self._work.today())

    def _before_all(self, partner: Partner) -> NextStep | None:
        """What comes first whatever is under way with a partner: it is put away, or a list names it."""
        arguments = {"partner": partner.id}
        if partner.archived:
            sentence = _("This partner is archived: nothing is expected.")
            if self._is_theirs(partner):
                return NextStep(sentence, "", "partner", {"id": partner.id}, partner.archived_reason)
            return NextStep(sentence, _("Restore"), RESTORE, {"id": partner.id}, partner.archived_reason)
        if partner.id in self._recognised:
            return NextStep(_(FROZEN), _("See the screening results"), "screening", arguments)
        state = self._searched.get(partner.id)
        if state is None or not state.open or state.run is None or state.run.case_id is not None:
            return None
        examined = plural("{count} match to examine", "{count} matches to examine", len(state.open))
        return NextStep(_(RULE), _("Look at the matches"), "screening", arguments, examined)

    # --- each situation that asks for more than it holds

    def _is_theirs(self, about: Partner | Partnership) -> bool:
        """Whether the records are another office's, which Headquarters reads: only that office goes on with them."""
        return about.office not in ("", self._work.store.identity.office)

    def _step(self, at: PartnershipStanding) -> NextStep:
        if not self._is_theirs(at.partnership):
            return self._own_step(at)
        if at.state == StandingState.READY and at.case is not None:
            return self._ready(at.case)  # who decides is said by the authority, here as there
        return _theirs(self._work, at)

    def _own_step(self, at: PartnershipStanding) -> NextStep:
        against = self._against.get(at.partnership.id, ()) if at.state != StandingState.CLOSED else ()
        if against and at.state not in GOING and (step := _frozen(at, against[0])) is not None:
            return step
        match at:
            case PartnershipStanding(verdict=Verdict() as verdict) if at.state in DONE and _lapsed(self._work, verdict):
                return _suspended(at.partnership, verdict)
            case PartnershipStanding(state=StandingState.ACTIVE, agreement=Agreement() as agreement):
                return _active(self._work, at.partnership, agreement)
            case PartnershipStanding(agreement=Agreement() as agreement) if at.state in GATED and gate.decided_anew(
                agreement, at.verdict
            ):
                return _decided_anew(agreement)
            case PartnershipStanding(state=StandingState.FINAL, agreement=Agreement() as agreement):
                return _final(agreement)
            case PartnershipStanding(state=StandingState.PRINTED, agreement=Agreement() as agreement):
                return _printed(agreement)
            case PartnershipStanding(state=StandingState.DECIDED, agreement=Agreement() as agreement):
                return self._drafted(agreement)
            case PartnershipStanding(state=StandingState.DECIDED):
                return _decided(at.partnership, at.verdict)
            case PartnershipStanding(state=StandingState.OPEN, case=Case() as opened):
                return _open(self._work, self._assessment(opened), at.verdict)
            case PartnershipStanding(state=StandingState.READY, case=Case() as handed_over):
                return self._ready(handed_over)
            case PartnershipStanding(state=StandingState.STOPPED):
                return _stopped(at.partnership, at.verdict)
            case PartnershipStanding(state=StandingState.CLOSED):
                return _closed(self._work, at.partnership)
        return _planned(at.partnership)

    def _ready(self, case: Case) -> NextStep:
        work, deciders = self._work, self._deciders
        assessment = self._assessment(case)
        authority = deciders.of(work.officer, assessment)
        arguments = {"case": case.id}
        if authority.may:
            return NextStep(
                _("Your decision is awaited on this case."), _("Decide"), "decision", arguments, authority.why
            )
        whose = who_decides(work.definitions.authority, assessment.review, deciders.deciders_of(case))
        return NextStep(_(WAITS), _("See the case"), "diligence", arguments, whose)

    def _drafted(self, agreement: Agreement) -> NextStep:
        try:
            composition = self._composed.get(agreement.id)
            return _draft_step(composition or composing.compose_in(self._session, self._work, agreement.id))
        except Problem as unreadable:  # made by a newer version: said where it is next, and no other page fails for it
            arguments = {"id": agreement.id}
            sentence, button = _("Finish the draft of the agreement."), _("Continue the draft")
            return NextStep(sentence, button, "agreement", arguments, unreadable.text)

    @cached_property
    def _assessments(self) -> dict[str, Assessment]:
        return {each.case.id: each for each in assessments.assess_all(self._session, self._work, self._judged)}

    @cached_property
    def _deciders(self) -> Deciders:
        cases = {case.id: case for case in self._judged}
        cases |= {at.case.id: at.case for at in self._standings.values() if at.case is not None}
        return Deciders(self._session, self._work, list(cases.values()))

    def _assessment(self, case: Case) -> Assessment:
        if case.id in self._taken_over:
            return self._taken_over[case.id]
        return self._assessments.get(case.id) or assessments.assess(self._session, self._work, case)


def _partnerships(session: Session, partner_id: str) -> Sequence[Partnership]:
    own = Partnership.partner_id.in_(identity.records(session, partner_id))
    query = select(Partnership).where(own, Partnership.archived.is_(False))
    return session.scalars(query.order_by(Partnership.title)).all()


def standings_in(session: Session, work: Work, partnerships: Sequence[Partnership]) -> tuple[PartnershipStanding, ...]:
    """Where each of these partnerships stands, in their order, read with what else a page reads."""
    ids = [partnership.id for partnership in partnerships]
    cases = session.scalars(select(Case).where(Case.partnership_id.in_(ids), Case.archived.is_(False))).all()
    decided = verdicts.of_partnerships(session, ids)
    written = select(Agreement).where(Agreement.partnership_id.in_(ids), Agreement.archived.is_(False))
    agreements = session.scalars(written.order_by(Agreement.id)).all()
    cases_of: dict[str, list[Case]] = {}
    for case in cases:
        cases_of.setdefault(case.partnership_id, []).append(case)
    papers_of: dict[str, list[Agreement]] = {}
    for agreement in agreements:
        papers_of.setdefault(agreement.partnership_id, []).append(agreement)
    return tuple(
        _standing(session, work, at, cases_of.get(at.id, []), decided[at.id], papers_of.get(at.id, []))
        for at in partnerships
    )


def _standing(
    session: Session,
    work: Work,
    partnership: Partnership,
    cases: Sequence[Case],
    decided: PartnershipVerdicts,
    papers: Sequence[Agreement],
) -> PartnershipStanding:
    """Of one partnership with its own cases and agreements."""
    case = next(iter(newest_first(session, cases)), None)
    verdict = decided.of_case(case.id) if case else None
    if partnership.closed_on:
        return PartnershipStanding(partnership, decided, StandingState.CLOSED, case, verdict)
    running = next((paper for paper in papers if paper.state == AgreementState.ACTIVE), None)
    under_way = [paper for paper in papers if paper.state in PAPER]
    agreement = max(under_way, key=lambda paper: PAPER.index(AgreementState(paper.state)), default=None)
    state, in_force = _undecided(case, verdict), decided.in_force(session, work.today())
    if state in GOING:  # a case begun is finished first, beside an agreement in force too: this is its renewal
        return PartnershipStanding(partnership, decided, state, case, verdict, agreement)
    if running is not None:
        return PartnershipStanding(partnership, decided, StandingState.ACTIVE, case, verdict, running)
    if in_force is not None:
        drafted = agreement is None or agreement.state == AgreementState.DRAFT
        state = StandingState.DECIDED if drafted or agreement is None else StandingState(agreement.state)
    return PartnershipStanding(partnership, decided, state, case, in_force or verdict, agreement)


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


# --- what another office does next, and where that is read


def _theirs(work: Work, at: PartnershipStanding) -> NextStep:
    """The turn is that office's: what it does is said of it, and the button only shows where things stand."""
    office, partnership = at.partnership.office, at.partnership
    if at.state == StandingState.CLOSED:
        arguments = {"partner": partnership.partner_id, "id": partnership.id}
        return replace(_closed(work, partnership), button=_("See the partnership"), arguments=arguments)
    if at.agreement is not None and at.state in (*OF_PAPER, StandingState.ACTIVE):
        sentence = _their_paper(work, at, at.agreement).format(office=office)
        return NextStep(sentence, _("See the agreement"), "agreement", {"id": at.agreement.id}, at.agreement.reference)
    if at.state == StandingState.OPEN and at.case is not None:
        sentence = _("Office {office} is doing the due diligence.")
        if at.verdict is not None and at.verdict.outcome == DecisionOutcome.SENT_BACK:
            sentence = _("The case was sent back: office {office} completes the due diligence.")
        return NextStep(sentence.format(office=office), _("See the case"), "diligence", {"case": at.case.id})
    if at.verdict is not None:
        sentence = _("The decision is no longer valid: office {office} begins the due diligence again.")
        if at.state == StandingState.DECIDED:
            sentence = _("The decision is favourable: office {office} drafts the agreement (¶26).")
        elif at.verdict.outcome == DecisionOutcome.REFUSED:
            return _stopped(partnership, at.verdict)
        arguments = {"case": at.verdict.case_id}
        return NextStep(
            sentence.format(office=office), _("See the decision"), "decision", arguments, _validity(at.verdict)
        )
    sentence = _("Office {office} begins the due diligence: nothing may be concluded before it (¶21).")
    arguments = {"partner": partnership.partner_id, "id": partnership.id}
    return NextStep(
        sentence.format(office=office), _("See the partnership"), "partnership", arguments, partnership.title
    )


def _their_paper(work: Work, at: PartnershipStanding, agreement: Agreement) -> str:
    """What becomes of a paper, with a place for the office that does it."""
    if at.state in GATED and gate.decided_anew(agreement, at.verdict):
        return _("The partnership was decided anew: office {office} goes over the final text.")
    if at.state == StandingState.FINAL:
        return _("The agreement is final: office {office} prints its pack and has it signed.")
    if at.state == StandingState.PRINTED:
        return _("When both parties have signed, office {office} files the scan of the signed pack.")
    if at.state == StandingState.DECIDED:
        return _("Office {office} is finishing the draft of the agreement.")
    ends = date.fromisoformat(at.partnership.ends_on) if at.partnership.ends_on else None
    if ends is None:
        return _("The agreement is in force.")
    day = format_date(ends, language(), "long")
    if ends < work.today():
        sentence = _("The partnership came to its end on {day}: office {office} plans what follows, or closes it.")
    elif (ends - work.today()).days <= work.definitions.pipeline.renew_days:
        sentence = _("The partnership ends on {day}: office {office} prepares its renewal or its closure.")
    else:
        sentence = _("The agreement is in force until {day}.")
    return sentence.replace("{day}", day)


# --- each situation


def _planned(partnership: Partnership) -> NextStep:
    sentence = _("Begin the due diligence: nothing may be concluded before it (¶21).")
    return NextStep(sentence, _("Begin the due diligence"), BEGIN, {"partnership": partnership.id}, partnership.title)


def _open(work: Work, assessment: Assessment, verdict: Verdict | None) -> NextStep:
    gaps, open_ = " · ".join(lacking(assessment)), assessment.screening.open
    if may(work.officer, Right.ANSWER) and not all(candidate.ruled_alone_by(work.officer.id) for candidate in open_):
        return NextStep(_(RULE), _("Look at the matches"), "screening", {"case": assessment.case.id}, gaps)
    if _awaits_second_alone(work, assessment):
        sentence = _("A second person must confirm a ruling; everything else is complete.")
        return NextStep(sentence, _("See the screening results"), "screening", {"case": assessment.case.id}, gaps)
    sentence, button = _("Finish the due diligence."), _("Continue")
    if verdict and verdict.outcome == DecisionOutcome.SENT_BACK:
        sentence = _("The case was sent back: complete the due diligence.")
    elif assessment.review.decidable and not open_:
        sentence, button = _("The due diligence is complete: submit it for decision."), _("Submit for decision")
    return NextStep(sentence, button, "diligence", {"case": assessment.case.id}, gaps)


def _awaits_second_alone(work: Work, assessment: Assessment) -> bool:
    """Whether nothing is left but that a second person confirms: of the answers only those that the search gives."""
    searched = assessment.screening
    given = standing.values(work.definitions.form, searched)
    left = [question for question in assessment.review.missing if question.question not in given]
    return bool(searched.open) and not left and all(candidate.awaits_second for candidate in searched.open)


def lacking(assessment: Assessment) -> tuple[str, ...]:
    """What stands between a case and its decision, each in a few words with its count."""
    missing, searched = assessment.review.missing, assessment.screening
    unknown = sum(1 for question in missing if question.reason == OpenReason.UNKNOWN)
    gaps = []
    if missing:  # as many as the case itself says
        total = plural("{count} answer to complete", "{count} answers to complete", assessment.review.answers_missing)
        among = _("{answers}, {count} of them unknown").format(answers=total, count=unknown)
        gaps.append(among if unknown else total)
    if searched.open:
        gaps.append(plural("{count} match to examine", "{count} matches to examine", len(searched.open)))
    if searched.run is not None and not searched.current:
        gaps.append(_("names changed since the last screening"))
    return tuple(gaps)


def _decided(partnership: Partnership, verdict: Verdict | None) -> NextStep:
    sentence = _("The decision is favourable: draft the agreement (¶26).")
    arguments = {"partnership": partnership.id}
    return NextStep(sentence, _("Draft the agreement"), "new_agreement", arguments, _validity(verdict))


def _draft_step(composition: Composition) -> NextStep:
    count = sum(1 for finding in composition.findings if finding.blocks)
    arguments = {"id": composition.agreement.id}
    if not count:
        return NextStep(_("The agreement is complete: make it final."), _("Make it final"), "agreement", arguments)
    sentence = plural(
        "{count} issue to fix before the final text.", "{count} issues to fix before the final text.", count
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


def _decided_anew(agreement: Agreement) -> NextStep:
    sentence = _("The partnership was decided anew: make the final text a draft again and read it.")
    return NextStep(sentence, _("Make it a draft again"), "agreement", {"id": agreement.id}, agreement.reference)


def _printed(agreement: Agreement) -> NextStep:
    sentence = _("When both parties have signed, file the scan of the signed pack.")
    return NextStep(sentence, _("File the signed copy"), "agreement", {"id": agreement.id}, agreement.reference)


def _active(work: Work, partnership: Partnership, agreement: Agreement) -> NextStep:
    ends = date.fromisoformat(partnership.ends_on) if partnership.ends_on else None
    button, arguments = _("See the agreement"), {"id": agreement.id}
    if ends is None:
        return NextStep(_("The agreement is in force."), button, "agreement", arguments, agreement.reference)
    day = format_date(ends, language(), "long")
    if ends < work.today():
        sentence = _("The partnership came to its end on {day}: plan what follows, or close it.").format(day=day)
    elif (ends - work.today()).days <= work.definitions.pipeline.renew_days:
        sentence = _("The partnership ends on {day}: prepare its renewal or its closure.").format(day=day)
    else:
        sentence = _("The agreement is in force until {day}.").format(day=day)
        return NextStep(sentence, button, "agreement", arguments, agreement.reference)
    return NextStep(sentence, _("Plan a partnership"), "partnership", {"partner": partnership.partner_id})


def _frozen(at: PartnershipStanding, freeze: Freeze) -> NextStep | None:
    """What is next while something stands against a partnership; an emergency says itself what it lacks."""
    partner = at.partnership.partner_id
    if freeze.kind == EXPIRED:
        urgent = at.verdict is not None and freezing.in_emergency(at.verdict)
        if urgent or at.state not in (StandingState.ACTIVE, *GATED):
            return None
        sentence = _("{why} Nothing new is concluded or received until it is renewed.").format(why=freeze.why)
        return NextStep(sentence, _("Renew the due diligence"), BEGIN, {"partnership": at.partnership.id}, freeze.first)
    if freeze.kind == CLOSED_PLAN:
        return NextStep(
            freeze.why, _("Begin the due diligence"), BEGIN, {"partnership": at.partnership.id}, freeze.first
        )
    if freeze.kind in OF_REMEDY and at.verdict is not None:
        return NextStep(freeze.why, _("See the remedy plan"), "remedy", {"case": at.verdict.case_id}, freeze.first)
    if freeze.agreement_id:
        arguments: JsonObject = {"id": freeze.agreement_id, "step": "life"}
        return NextStep(freeze.why, _("See the agreement"), "agreement", arguments, freeze.first)
    if freeze.kind == LIST_MATCH:
        return NextStep(_(RULE), _("Look at the matches"), "screening", {"partner": partner})
    arguments = {"partner": partner, "kind": freeze.kind, "partnership": at.partnership.id}
    if freeze.incident is not None:
        arguments = {"partner": partner, "id": freeze.incident.id}
    return NextStep(freeze.why, _("See what happened"), "incident", arguments, "" if freeze.over else freeze.first)


def _lapsed(work: Work, verdict: Verdict) -> bool:
    """Whether the time of a decision taken in an emergency ran out before the full file was decided (F15)."""
    favourable = verdict.outcome in (DecisionOutcome.APPROVED, DecisionOutcome.CONDITIONS)
    return (
        freezing.in_emergency(verdict) and favourable and date.fromisoformat(verdict.valid_until or LAST) < work.today()
    )


def _suspended(partnership: Partnership, verdict: Verdict) -> NextStep:
    day = day_in_words(verdict.valid_until, language(), "long")
    sentence = _("Suspended: the full file of this emergency was due by {day} and was not decided.").format(day=day)
    detail = _("Nothing more may be concluded or received until it is.")
    return NextStep(sentence, _("Begin the due diligence"), BEGIN, {"partnership": partnership.id}, detail)


def _closed(work: Work, partnership: Partnership) -> NextStep:
    day = day_in_words(partnership.closed_on, language(), "long")
    reasons = {reason.id: reason.label for reason in work.definitions.pipeline.reasons}
    why = pick(reasons[partnership.closed_reason]) if partnership.closed_reason in reasons else ""
    sentence = _("This partnership was closed on {day}: nothing more is expected of it.").format(day=day)
    arguments = {"partner": partnership.partner_id}
    return NextStep(sentence, _("Plan another partnership"), "partnership", arguments, why)


def _stopped(partnership: Partnership, verdict: Verdict | None) -> NextStep:
    if verdict is None or verdict.outcome != DecisionOutcome.REFUSED:
        sentence = _("The decision is no longer valid: the due diligence begins again.")
        return NextStep(sentence, _("Begin the due diligence"), BEGIN, {"partnership": partnership.id})
    day = day_in_words(verdict.decided_at, language(), "long")
    sentence = _("The partnership was refused on {day}: nothing may be concluded.").format(day=day)
    return NextStep(sentence, _("See the decision"), "decision", {"case": verdict.case_id}, verdict.reason)

"""What to do next with a partner: one sentence and the one button that does it, whatever the situation.

The order is the strategy's: due diligence before anything is concluded (¶21), then a written agreement (¶26).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from desktop.base.dates import day_in_words, format_date
from desktop.base.text import _, language, pick, plural
from desktop.services.agreements import composing
from desktop.services.diligence import assessments, decisions
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import AuthorityToDecide, authority_to_decide
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.screening import rulings, standing
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Partner, Partnership, Verdict

BEGIN = "begin"  # instead of a place: open the due diligence of `partnership`, then show it
RESTORE = "restore"  # instead of a place: bring the partner back
RENEW_DAYS = 180  # before its end a partnership is renewed or closed (dossier 6.1)
PAPER = ("draft", "final", "printed")
ORDER = ("printed", "final", "decided", "open", "ready", "planned", "active", "stopped")


@dataclass(frozen=True)
class NextStep:
    """`place` and `arguments` are what the button opens: a place of the window, BEGIN or RESTORE."""

    sentence: str
    button: str
    place: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True)
class PartnershipStanding:
    """Where one partnership stands; `state` is one of ORDER."""

    partnership: Partnership
    state: str
    case: Case | None = None
    verdict: Verdict | None = None
    agreement: Agreement | None = None


def next_step(work: Work, partner: Partner) -> NextStep:
    """The one thing to do now with a partner, for this officer on this day."""
    if partner.archived:
        sentence = _("This partner has been put away: nothing is expected.")
        return NextStep(sentence, _("Bring back"), RESTORE, {"id": partner.id}, partner.archived_reason)
    if (matched := _step_after_match(work, partner)) is not None:
        return matched
    standings_found = standings(work, partner.id)
    if not standings_found:
        sentence = _("Say what you want to do together: the due diligence depends on it.")
        return NextStep(sentence, _("Plan a partnership"), "partnership", {"partner": partner.id})
    chosen = min(standings_found, key=lambda standing: ORDER.index(standing.state))
    return _STEPS[chosen.state](work, chosen)


def _step_after_match(work: Work, partner: Partner) -> NextStep | None:
    """What a list says of the partner comes before everything else, unless an open case asks for it already."""
    with work.store.read() as session:
        if rulings.recognised(session, partner.id) is not None:
            sentence = _(
                "Somebody behind this partner was recognised on a sanctions list: everything is frozen (¶22 b)."
            )
            return NextStep(sentence, _("Read the screening"), "screening", {"partner": partner.id})
        busy = select(Case.id).where(Case.partner_id == partner.id, Case.state == "open", Case.archived.is_(False))
        if session.scalars(busy.limit(1)).first() is not None or not may(work.officer, Right.ANSWER):
            return None
        state = standing.partner_state(session, partner.id, work.today())
    if not state.open or state.run is None or state.run.case_id is not None:
        return None
    sentence = plural("{count} match to examine", "{count} matches to examine", len(state.open))
    return NextStep(
        _("A name resembles a list: look at the facts and rule."),
        _("Look at the matches"),
        "screening",
        {"partner": partner.id},
        sentence,
    )


def standings(work: Work, partner_id: str) -> tuple[PartnershipStanding, ...]:
    """Where each partnership of a partner stands, by title."""
    with work.store.read() as session:
        query = select(Partnership).where(Partnership.partner_id == partner_id, Partnership.archived.is_(False))
        planned = session.scalars(query.order_by(Partnership.title)).all()
        cases = session.scalars(select(Case).where(Case.partner_id == partner_id, Case.archived.is_(False))).all()
        verdicts = {case.id: decisions.latest(session, case.id) for case in cases}
        written = session.scalars(
            select(Agreement).where(Agreement.partner_id == partner_id, Agreement.archived.is_(False))
        ).all()
    return tuple(_standing(work, partnership, cases, verdicts, written) for partnership in planned)


def _standing(
    work: Work,
    partnership: Partnership,
    cases: Sequence[Case],
    verdicts: Mapping[str, Verdict | None],
    written: Sequence[Agreement],
) -> PartnershipStanding:
    mine = [case for case in cases if case.partnership_id == partnership.id]
    case = max(mine, key=lambda one: (one.opened_on, one.number), default=None)
    verdict = verdicts[case.id] if case else None
    papers = [one for one in written if one.partnership_id == partnership.id]
    running = next((one for one in papers if one.state == "active"), None)
    if running is not None:
        return PartnershipStanding(partnership, "active", case, verdict, running)
    under_way = [one for one in papers if one.state in PAPER]
    agreement = max(under_way, key=lambda one: PAPER.index(one.state), default=None)
    state = _state(work, partnership, case, verdict, agreement)
    return PartnershipStanding(partnership, state, case, verdict, agreement)


def _state(
    work: Work, partnership: Partnership, case: Case | None, verdict: Verdict | None, agreement: Agreement | None
) -> str:
    if case is None:
        return "planned"
    if decisions.in_force(work.store, partnership.id, work.today()) is not None:
        return agreement.state if agreement and agreement.state != "draft" else "decided"
    if verdict and case.state != "open" and verdict.outcome != "sent_back":
        return "stopped"
    if verdict and case.state == "ready" and verdict.decided_at > (case.submitted_at or ""):
        return "open"  # Headquarters sent it back
    return {"open": "open", "ready": "ready"}.get(case.state, "stopped")


# --- each situation


def _planned(work: Work, at: PartnershipStanding) -> NextStep:
    sentence = _("Begin the due diligence: nothing may be concluded before it (¶21).")
    return NextStep(
        sentence, _("Begin the due diligence"), BEGIN, {"partnership": at.partnership.id}, at.partnership.title
    )


def _open(work: Work, at: PartnershipStanding) -> NextStep:
    assert at.case is not None
    assessment = assessments.read(work, at.case.id)
    with work.store.read() as session:
        searched = standing.case_state(session, at.case, work.today())
    sentence, button = _("Finish the due diligence."), _("Continue")
    if at.verdict and at.verdict.outcome == "sent_back":
        sentence = _("The case was sent back: complete the due diligence.")
    elif assessment.review.decidable and not searched.open:
        sentence, button = _("The due diligence is complete: hand it over for decision."), _("Hand over for decision")
    return NextStep(sentence, button, "diligence", {"case": at.case.id}, " · ".join(lacking(assessment, searched)))


def lacking(assessment: Assessment, searched: standing.ScreeningState) -> tuple[str, ...]:
    """What stands between a case and its decision, each in a few words with its count."""
    missing = assessment.review.missing
    unknown = sum(1 for question in missing if question.reason == "unknown")
    blank = len(missing) - unknown
    gaps = []
    if blank:
        gaps.append(plural("{count} answer to complete", "{count} answers to complete", blank))
    if unknown:
        gaps.append(plural("{count} unknown answer", "{count} unknown answers", unknown))
    if searched.open:
        gaps.append(plural("{count} match to examine", "{count} matches to examine", len(searched.open)))
    if searched.run is not None and not searched.current:
        gaps.append(_("names changed since the last screening"))
    return tuple(gaps)


def _ready(work: Work, at: PartnershipStanding) -> NextStep:
    assert at.case is not None
    assessment = assessments.read(work, at.case.id)
    authority = authority_to_decide(work, assessment)
    arguments = {"case": at.case.id}
    if authority.may:
        return NextStep(_("Your decision is awaited on this case."), _("Decide"), "decision", arguments, authority.why)
    sentence = _("The case waits for a decision.")
    return NextStep(sentence, _("See the case"), "diligence", arguments, _whose_decision(work, authority))


def _whose_decision(work: Work, authority: AuthorityToDecide) -> str:
    if not authority.route.decides:
        return authority.why
    role = pick(work.definitions.authority.role(authority.route.decides))
    names = [officer.name for officer in people.officers(work.store) if officer.role == authority.route.decides]
    if not names:
        return _("Decided by: {role}.").format(role=role)
    return _("Decided by: {role} ({names}).").format(role=role, names=", ".join(names))


def _decided(work: Work, at: PartnershipStanding) -> NextStep:
    if at.agreement is None:
        sentence = _("The decision is favourable: draft the agreement (¶26).")
        return NextStep(
            sentence,
            _("Draft the agreement"),
            "new_agreement",
            {"partnership": at.partnership.id},
            _validity(at.verdict),
        )
    composition = composing.compose(work, at.agreement.id)
    count = sum(1 for finding in composition.findings if finding.blocks)
    arguments = {"id": at.agreement.id}
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


def _final(work: Work, at: PartnershipStanding) -> NextStep:
    assert at.agreement is not None
    sentence = _("The agreement is final: print its pack and have it signed.")
    return NextStep(sentence, _("Print the pack"), "agreement", {"id": at.agreement.id}, at.agreement.reference)


def _printed(work: Work, at: PartnershipStanding) -> NextStep:
    assert at.agreement is not None
    sentence = _("When both parties have signed, file the scan of the signed pack.")
    return NextStep(sentence, _("File the signed scan"), "agreement", {"id": at.agreement.id}, at.agreement.reference)


def _active(work: Work, at: PartnershipStanding) -> NextStep:
    assert at.agreement is not None
    ends = date.fromisoformat(at.partnership.ends_on) if at.partnership.ends_on else None
    button, arguments = _("See the agreement"), {"id": at.agreement.id}
    if ends is None:
        return NextStep(_("The agreement is in force."), button, "agreement", arguments, at.agreement.reference)
    day = format_date(ends, language(), "long")
    if ends < work.today():
        sentence = _("The partnership came to its end on {day}: plan what follows, or close it.").format(day=day)
    elif (ends - work.today()).days <= RENEW_DAYS:
        sentence = _("The partnership ends on {day}: prepare its renewal or its closure.").format(day=day)
    else:
        sentence = _("The agreement is in force until {day}.").format(day=day)
        return NextStep(sentence, button, "agreement", arguments, at.agreement.reference)
    return NextStep(sentence, _("Plan a partnership"), "partnership", {"partner": at.partnership.partner_id})


def _stopped(work: Work, at: PartnershipStanding) -> NextStep:
    assert at.case is not None
    if at.verdict is None or at.verdict.outcome != "refused":
        sentence = _("The decision is no longer valid: the due diligence begins again.")
        return NextStep(sentence, _("Begin the due diligence"), BEGIN, {"partnership": at.partnership.id})
    day = day_in_words(at.verdict.decided_at, language(), "long")
    sentence = _("The partnership was refused on {day}: nothing may be concluded.").format(day=day)
    return NextStep(sentence, _("See the decision"), "decision", {"case": at.case.id}, at.verdict.reason)


_STEPS = {
    "planned": _planned,
    "open": _open,
    "ready": _ready,
    "decided": _decided,
    "final": _final,
    "printed": _printed,
    "active": _active,
    "stopped": _stopped,
}

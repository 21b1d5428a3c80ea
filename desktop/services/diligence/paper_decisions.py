"""A decision signed in ink: the sheet bears a code of exactly this state of the case, and two officers bring it in.

One enters what was signed, with its scan; a second one compares scan and entry and seals. Neither prepared the case,
the gates are those of every decision (`decisions.drawn_up`), and a case that changed since the print is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.plausibility import is_day_before
from desktop.base.text import N_, _
from desktop.base.values import canonical, digest
from desktop.documents.foreign.judging import judge
from desktop.services.diligence import assessments, decisions, opinions, verdicts
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import Deciders, preparers
from desktop.services.diligence.decisions import DecisionTerms
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, may
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Case, Clearance, Officer, PaperDecision, Verdict
from desktop.store.states import CaseState, DecisionOutcome, PaperState

CODE_DIGITS = 12


def sheet_code(work: Work, assessment: Assessment) -> str:
    """The code on the sheet of a case that waits: of everything that its decider reads, as people read it aloud.

    Whatever changes of the answers, the evidence, the screening, the review or the partner gives another one.
    """
    case, run = assessment.case, assessment.screening.run
    summary = decisions.brief(work.definitions, assessment, case.submitted_by)
    state = {
        "brief": summary.to_json(),
        "hand_over": case.hand_over,
        "answers": {question: answer.digest() for question, answer in assessment.answers.items()},
        "evidence": sorted(f"{piece.id} {piece.digest}" for piece in assessment.evidence),
        "search": run.id if run else "",
        "candidates": len(assessment.screening.candidates),
        "review": [case.reviewed_by, case.review_opinion, case.review_reason, case.reviewed_hand_over],
    }
    with work.store.read() as session:
        if spoken := opinions.on_case(session, case):
            state["opinions"] = sorted(opinion.id for opinion in spoken.values())
    digits = digest(b"decision-sheet", canonical(state))[:CODE_DIGITS].upper()
    return "-".join(digits[at : at + 4] for at in range(0, CODE_DIGITS, 4))


@dataclass(frozen=True)
class InkEntry:
    """What an officer enters of a sheet: who signed it on which day, its code, and what it says."""

    decider: str
    signed_on: date
    code: str
    terms: DecisionTerms
    interest: bool


@dataclass(frozen=True)
class SheetScan:
    """The scan of a signed sheet."""

    name: str
    content: bytes


def pending(session: Session, case: Case) -> PaperDecision | None:
    """The entry that waits for its second officer, on the case as it was handed over last."""
    if case.state != CaseState.READY or verdicts.on_case(session, case):
        return None
    query = select(PaperDecision).where(
        PaperDecision.case_id == case.id,
        PaperDecision.hand_over == case.hand_over,
        PaperDecision.state == PaperState.ENTERED,
    )
    return session.scalars(query.order_by(PaperDecision.id).limit(1)).first()


def nothing_entered() -> Problem:
    """That no sheet of a case waits for its second officer."""
    return Problem(
        _("No sheet of this case waits to be confirmed; nothing was changed."),
        _("Enter the signed sheet first, with its scan."),
        code="no-sheet-entered",
    )


def may_handle(session: Session, officer: Officer, case: Case) -> bool:
    """Whether this officer may enter or confirm a sheet of the case: at work here, and not one who prepared it."""
    at_work = may(officer, Right.SEND) or may(officer, Right.HEADQUARTERS)
    return at_work and officer.id not in preparers(session, [case])[case.id]


def waiting(session: Session, officer: Officer, cases: Sequence[Case]) -> Sequence[PaperDecision]:
    """The entries on these cases that this officer may confirm."""
    entries = [(case, entry) for case in cases if (entry := pending(session, case)) is not None]
    return [e for case, e in entries if e.entered_by != officer.id and may_handle(session, officer, case)]


def signatories(session: Session, work: Work, assessment: Assessment) -> Sequence[Officer]:
    """Who may have signed a sheet of this case: whoever may decide it, or at least send it back."""
    return Deciders(session, work, [assessment.case]).able(assessment)


def enter(work: Work, case_id: str, ink: InkEntry, scan: SheetScan) -> PaperDecision:
    """Enter what a sheet says, with its scan; nothing is decided before a second officer confirms it.

    Raises Problem, with nothing changed, where the decision could not be taken here, or the case is not as printed.
    """
    clock = sealing_clock(work)
    assessment = assessments.read(work, case_id)
    with work.store.read() as session:
        _require_hand(session, work.officer, assessment.case)
        decider = _decider(session, ink.decider)
    if not scan.content:
        raise Problem(
            _("The scan of the signed sheet is missing; nothing was recorded."),
            _("Scan the sheet and choose the file."),
            code="sheet-not-scanned",
        )
    _require_same(work, assessment, ink.code)
    _require_day(assessment, ink.signed_on, clock.today())
    decisions.drawn_up(work.acting_as(decider), assessment, ink.terms, ink.signed_on, interest=ink.interest)
    with work.store.change(N_("Decision on paper entered"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        if pending(session, case) is not None:
            raise Problem(
                _("A sheet of this case is entered already and waits for its second officer; nothing was recorded."),
                _("Have it confirmed, or withdraw it first."),
                code="sheet-entered-already",
            )
        entry = PaperDecision(
            case_id=case_id,
            hand_over=case.hand_over,
            code=sheet_code(work, assessment),
            decider=decider.id,
            outcome=DecisionOutcome(ink.terms.outcome),
            reason=ink.terms.reason.strip(),
            conditions=tuple(ink.terms.conditions),
            send_back=list(ink.terms.send_back),
            in_writing=ink.terms.agreement_in_writing.strip(),
            signed_on=ink.signed_on.isoformat(),
            scan=files.put(session, scan.content, scan.name, judge(scan.content, scan.name).kind.media_type),
            scan_name=scan.name,
            entered_by=work.officer.id,
            entered_at=clock.stamp(),
        )
        session.add(entry)
    return entry


def withdraw(work: Work, entry_id: str) -> None:
    """Take an entry back that nobody confirmed yet; it stays in the history, and its scan is kept."""
    clock = sealing_clock(work)
    with work.store.change(N_("Decision on paper withdrawn"), work.officer.id) as session:
        entry = _waiting_entry(session, entry_id)
        _require_hand(session, work.officer, session.get_one(Case, entry.case_id))
        entry.state, entry.settled_by, entry.settled_at = PaperState.WITHDRAWN, work.officer.id, clock.stamp()


def confirm(work: Work, entry_id: str, seal_seed: bytes) -> Verdict:
    """Confirm that the scan says what was entered, as a second officer: it is decided and sealed with their key.

    Every gate is asked again. Raises Problem, with nothing changed, when one is closed.
    """
    sealing_clock(work)
    with work.store.read() as session:
        entry = _waiting_entry(session, entry_id)
        case = session.get_one(Case, entry.case_id)
        _require_hand(session, work.officer, case)
        decider, scan_here = _decider(session, entry.decider), files.about(session, entry.scan) is not None
    if entry.entered_by == work.officer.id:
        raise Problem(
            _("You entered this sheet yourself; nothing was decided."),
            _("A second person compares it with the scan and confirms it."),
            code="sheet-own-entry",
        )
    if not scan_here:
        raise Problem(
            _("The scan of this sheet is not on this computer; nothing was decided."),
            _("Confirm it on the computer on which it was entered, or have the case carried here from it."),
            code="sheet-scan-elsewhere",
        )
    assessment = assessments.read(work, entry.case_id)
    _require_same(work, assessment, entry.code)
    terms = DecisionTerms(entry.outcome, entry.reason, entry.conditions, entry.send_back, entry.in_writing)
    signed_on = date.fromisoformat(entry.signed_on)
    decision = decisions.drawn_up(work.acting_as(decider), assessment, terms, signed_on, interest=False)
    decision.paper, decision.signed_on, decision.paper_code = True, entry.signed_on, entry.code
    decision.scan, decision.entered_by, decision.confirmed_by = entry.scan, entry.entered_by, work.officer.id
    office = assessment.case.office if isinstance(decision, Clearance) else ""
    with work.store.change(N_("Decision on paper confirmed"), work.officer.id, office=office) as session:
        decisions.record_in(session, assessment, decision, seal_seed)
        if not office:
            _settle(session, entry_id, decision)
    if office:  # what Headquarters writes for an office is another chain; an entry that is answered waits for nobody
        with work.store.change(N_("Decision on paper confirmed"), work.officer.id) as session:
            _settle(session, entry_id, decision)
    return decision


def _settle(session: Session, entry_id: str, decision: Verdict) -> None:
    entry = session.get_one(PaperDecision, entry_id)
    entry.state, entry.settled_by, entry.settled_at = (
        PaperState.CONFIRMED,
        decision.confirmed_by,
        decision.decided_at,
    )


def _waiting_entry(session: Session, entry_id: str) -> PaperDecision:
    entry = session.get_one(PaperDecision, entry_id)
    if entry.state != PaperState.ENTERED:
        raise Problem(
            _("This sheet was confirmed or withdrawn meanwhile; nothing was changed."),
            _("Read the case again."),
            code="sheet-settled-already",
        )
    return entry


def _decider(session: Session, officer_id: str) -> Officer:
    decider = session.get(Officer, officer_id)
    if decider is None:
        raise Problem(
            _("Nobody is named who signed the sheet; nothing was recorded."),
            _("Choose who signed it."),
            code="sheet-without-decider",
        )
    return decider


def _require_hand(session: Session, officer: Officer, case: Case) -> None:
    if not may_handle(session, officer, case):
        raise Problem(
            _("Whoever prepared a case neither enters nor confirms a decision on it; nothing was changed."),
            _("Ask two colleagues who took no part in preparing it."),
            code="sheet-not-yours",
        )


def _require_same(work: Work, assessment: Assessment, code: str) -> None:
    """Raise Problem unless the code on the sheet is that of the case as it stands."""
    if assessment.case.state == CaseState.READY and _plain(code) == _plain(sheet_code(work, assessment)):
        return
    raise Problem(
        _("The code of the sheet is not that of this case as it stands now; nothing was decided."),
        _("Compare the code; if it is as printed, the case changed since: print it anew and have it signed again."),
        code="sheet-other-state",
    )


def _plain(code: str) -> str:
    """A code as it was typed, without what people put between its digits; no letter O stands in it."""
    return "".join(sign for sign in code.upper().replace("O", "0") if sign.isalnum())


def _require_day(assessment: Assessment, signed_on: date, today: date) -> None:
    handed = assessment.case.submitted_at
    if signed_on > today or (handed and is_day_before(signed_on, day_of(handed))):
        raise Problem(
            _("The day of the signature lies before the case was submitted, or after today; nothing was recorded."),
            _("Type the day that stands on the sheet."),
            code="sheet-day-wrong",
        )

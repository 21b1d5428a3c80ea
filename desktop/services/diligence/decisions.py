"""The decision on a case (¶21–23): by the right person, with a reason, sealed, never undone, only revised.

The gates stand here: who prepared does not decide, authority goes by the matrix, nothing incomplete is decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import canonical, digest
from desktop.definitions.authority import Route
from desktop.definitions.loading import Definitions
from desktop.services.diligence import assessments, seals
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import HEADQUARTERS, AuthorityToDecide, Deciders, authority_to_decide, route
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Case, Clearance, Decision, Partner, Partnership, Task, Verdict
from desktop.store.records.states import CaseState
from desktop.store.records.values import BriefRoute, BriefSummary
from desktop.store.store import Store

OUTCOMES = ("approved", "conditions", "sent_back", "refused")
FAVOURABLE = ("approved", "conditions")
SHOWN = 20  # cases that wait, on one page
OUTGROWN = N_("Since the decision the value of the partnership has changed, so nothing final can be made.")
IN_WRITING = "regional_agreement"  # the condition that names somebody else's written word


@dataclass(frozen=True)
class Condition:
    """One condition of a decision; it becomes a task, and a clause where one covers it."""

    text: str
    owner: str = ""
    due: str = ""


@dataclass(frozen=True)
class Waiting:
    """A case handed over, with what an officer may do about it. `by_headquarters`: Headquarters decides it."""

    file: Assessment
    authority: AuthorityToDecide
    by_headquarters: bool


# --- what waits


def waits() -> ColumnElement[bool]:
    """That a case is handed over and that nobody, at Headquarters either, has decided it since."""
    since = func.coalesce(Case.submitted_at, "")
    decided = (
        exists().where(kind.case_id == Case.id, kind.decided_at > since).correlate(Case)
        for kind in (Decision, Clearance)
    )
    return and_(Case.state == CaseState.READY, Case.archived.is_(False), not_(or_(*decided)))


@dataclass(frozen=True)
class Inbox:
    """The cases that wait, the longest first, as far as a page shows them; `total` counts them all."""

    waiting: Sequence[Waiting]
    total: int


def inbox(work: Work, most: int = SHOWN) -> Inbox:
    """The cases handed over and not decided, as this officer stands towards them; a whole assessment for each shown."""
    arrived = select(Case).join(Partner, Partner.id == Case.partner_id)
    arrived = arrived.join(Partnership, Partnership.id == Case.partnership_id).where(waits())
    with work.store.read() as session:
        cases = session.scalars(arrived.order_by(Case.submitted_at, Case.number).limit(most)).all()
        deciding = Deciders(session, work, cases)
        waiting = []
        for case in cases:
            file = assessments.assess(session, work, case)
            authority = deciding.of(work.officer, file)
            waiting.append(Waiting(file, authority, by_headquarters=authority.route.decides in HEADQUARTERS))
        total = session.scalar(select(func.count()).select_from(arrived.subquery())) or 0
    return Inbox(waiting, total)


# --- the brief


def brief(definitions: Definitions, file: Assessment, preparer: str) -> dict[str, Any]:
    """What the decider reads on one page, as plain values; its digest is sealed with the decision."""
    review, way = file.review, route(definitions, file)
    summary = BriefSummary(
        case=file.case.number,
        partner=file.partner.name,
        country=file.partner.country,
        registration=file.partner.registration,
        partnership=file.partnership.title,
        purpose=file.partnership.purpose,
        type=file.partnership.type,
        agreement_type=file.partnership.agreement_type,
        value=file.partnership.value,
        currency=file.partnership.currency,
        tier=review.tier,
        outcome=assessments.summary_of(review),
        form_digest=file.case.form_digest,
        authority_digest=definitions.authority.digest,
        opinion=file.case.opinion,
        opinion_reason=file.case.opinion_reason,
        prepared_by=preparer,
        submitted_at=file.case.submitted_at,
        route=BriefRoute(id=way.id, decides=way.decides, conditions=tuple(c.id for c in way.conditions)),
    )
    return summary.to_json()


# --- deciding


def decide(
    work: Work,
    case_id: str,
    outcome: str,
    reason: str,
    seal_seed: bytes,
    conditions: Sequence[Condition] = (),
    send_back: Sequence[str] = (),
    agreement_in_writing: str = "",
    interest: bool = False,
) -> Verdict:
    """Decide a case and seal it with the decider's own key.

    `agreement_in_writing` names the regional office's written agreement where the matrix asks for it; `interest` is
    the decider's declared interest, which bars. Raises Problem, with nothing changed, when a gate is closed.
    """
    require(work.officer, Right.DECIDE)
    file = assessments.read(work, case_id)
    way = _checked(work, file, outcome, reason, conditions, send_back, agreement_in_writing, interest)
    preparer = file.case.submitted_by
    summary = brief(work.definitions, file, preparer)
    kind = Clearance if work.officer.role in HEADQUARTERS else Decision
    made = kind(
        case_id=case_id,
        partner_id=file.partner.id,
        outcome=outcome,
        level=str(file.review.inherent),
        residual=str(file.review.residual),
        reason=reason.strip(),
        conditions=[asdict(c) for c in conditions],
        send_back=list(send_back),
        route={"id": way.id, "decides": way.decides, "in_writing": agreement_in_writing},
        decided_by=work.officer.id,
        decider_name=work.officer.name,
        decider_role=work.officer.role,
        decided_at=work.clock.stamp(),
        valid_until=way.expires(work.today()).isoformat() if outcome in FAVOURABLE else None,
        brief=summary,
        brief_digest=digest(canonical(summary)),
        ad_hoc=file.review.adhoc.applies,
    )
    seals.seal(made, seal_seed)
    _keep(work, file, made)
    return made


def _require_waiting(session: Session, kept: Case) -> None:
    """Raise Problem unless the case was handed over and nobody has decided it since."""
    made = latest(session, kept.id)
    if kept.state == "ready" and (made is None or made.decided_at <= (kept.submitted_at or "")):
        return
    raise Problem(
        _("This case is not waiting for a decision any more; nothing was decided."),
        _("Read the case again: it was decided or taken back meanwhile."),
    )


def _checked(
    work: Work,
    file: Assessment,
    outcome: str,
    reason: str,
    conditions: Sequence[Condition],
    send_back: Sequence[str],
    agreement_in_writing: str,
    interest: bool,
) -> Route:
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}")
    if file.case.state != "ready":
        raise Problem(
            _("This case has not been handed over for decision; nothing was decided."),
            _("Ask the officer to complete it and hand it over."),
        )
    found = authority_to_decide(work, file)
    if not (found.may or (found.may_send_back and outcome == "sent_back")):
        raise Problem(found.why, _("Nothing was decided. Pass the case on with your opinion."))
    if interest:
        raise Problem(
            _("A decider with an interest in the partner does not decide; nothing was decided."),
            _("Pass the case to another decider."),
        )
    if not reason.strip():
        raise Problem(_("A decision needs its reason; nothing was decided."), _("Write it in one or two sentences."))
    if outcome == "sent_back" and not send_back:
        raise Problem(_("No question was ticked; nothing was decided."), _("Tick what the officer is to complete."))
    if outcome == "conditions" and not any(c.text.strip() for c in conditions):
        raise Problem(_("No condition was written; nothing was decided."), _("Write at least one, or approve."))
    if outcome in FAVOURABLE:
        _may_proceed(file, found.route, agreement_in_writing)
    return found.route


def _may_proceed(file: Assessment, way: Route, agreement_in_writing: str) -> None:
    review = file.review
    if not review.decidable:
        raise Problem(
            _("Answers are missing or a list is too old, so this case cannot be approved; nothing was decided."),
            _("Send it back with the questions to complete."),
        )
    if review.inherent == "excluded" and not review.adhoc.applies:
        raise Problem(
            _("An excluded partner cannot be approved (¶22, ¶23); nothing was decided."),
            _("Record the refusal with its reason."),
        )
    if any(c.id == IN_WRITING for c in way.conditions) and not agreement_in_writing.strip():
        raise Problem(
            _("The regional office must agree in writing; nothing was decided."),
            _("Give the reference and the date of its agreement."),
        )


def _keep(work: Work, file: Assessment, made: Verdict) -> None:
    deeds = {
        "approved": N_("Case approved"),
        "conditions": N_("Case approved with conditions"),
        "sent_back": N_("Case sent back"),
        "refused": N_("Case refused"),
    }
    office = file.case.office if isinstance(made, Clearance) else ""
    with work.store.change(deeds[made.outcome], work.officer.id, office=office) as session:
        _require_waiting(session, session.get_one(Case, file.case.id))
        session.add(made)
        if isinstance(made, Clearance):
            return
        case = session.get_one(Case, file.case.id)
        case.state = "open" if made.outcome == "sent_back" else "decided"
        case.outcome = assessments.summary_of(file.review).to_json()
        partner = session.get_one(Partner, file.partner.id)
        if made.outcome in FAVOURABLE:
            partner.stage = "negotiation"
        elif made.outcome == "refused":
            partner.stage = "refused"
        for condition in made.conditions:
            session.add(
                Task(
                    about=file.partner.id,
                    what=condition["text"],
                    owner=condition["owner"],
                    due_on=condition["due"] or None,
                    source="condition",
                )
            )


# --- what was decided


def latest(session: Session, case_id: str) -> Verdict | None:
    """The last decision on a case, the office's own or Headquarters'."""
    found: list[Verdict] = [
        *session.scalars(select(Decision).where(Decision.case_id == case_id)),
        *session.scalars(select(Clearance).where(Clearance.case_id == case_id)),
    ]
    return max(found, key=lambda made: made.decided_at, default=None)


def taken(store: Store, most: int = 30) -> Sequence[tuple[Verdict, Case, Partner]]:
    """The decisions on every case, the newest first, the office's own and Headquarters'."""
    with store.read() as session:
        found: list[tuple[Verdict, Case, Partner]] = []
        for kind in (Decision, Clearance):
            query: Any = (
                select(kind, Case, Partner)
                .join(Case, Case.id == kind.case_id)
                .join(Partner, Partner.id == Case.partner_id)
                .where(Case.archived.is_(False))
                .order_by(kind.decided_at.desc())
                .limit(most)
            )
            found += [(made, case, partner) for made, case, partner in session.execute(query)]
    return sorted(found, key=lambda one: one[0].decided_at, reverse=True)[:most]


def of_case(store: Store, case_id: str) -> Verdict | None:
    with store.read() as session:
        return latest(session, case_id)


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
    closed = (Case.archived.is_(False), Case.state != "open")
    cases = session.scalars(select(Case.id).where(Case.partnership_id == partnership_id, *closed))
    for case_id in cases:
        decision = latest(session, case_id)
        if decision is None or decision.outcome not in FAVOURABLE or (decision.valid_until or "") < today.isoformat():
            continue
        if seals.holds(session, decision):
            return decision
    return None


def require_in_force(store: Store, partnership_id: str, today: date) -> Verdict:
    """The decision that allows a signature; raises Problem when there is none valid on this day (¶21)."""
    made = in_force(store, partnership_id, today)
    if made is None:
        raise Problem(
            _("There is no valid favourable decision for this partnership (¶21), so nothing final can be made."),
            _("Complete the due diligence and have it decided; a draft can be printed meanwhile."),
            code="no-decision-in-force",
        )
    if bars := barring(made):
        raise Problem(
            _("An answer that was decided on bars every signature: {questions}.").format(questions=", ".join(bars)),
            _("Settle it with the partner, then have a new due diligence decided."),
            code="answer-bars-signature",
        )
    with store.read() as session:
        partnership = session.get_one(Partnership, partnership_id)
    if outgrown(made, partnership):
        raise Problem(
            _(OUTGROWN),
            _("Put the value back, or have a new due diligence decided."),
            code="decision-outgrown",
        )
    return made


def outgrown(made: Verdict, partnership: Partnership) -> bool:
    """Whether a partnership is worth more than what was decided on, which asks for a new decision (dossier 2.8)."""
    decided = made.brief
    if not partnership.value:
        return False
    if not decided.get("value") or decided.get("currency") != partnership.currency:
        return True
    return Decimal(partnership.value) > Decimal(decided["value"])


def barring(made: Verdict) -> tuple[str, ...]:
    """The questions whose answers, as they were decided on, bar every signature."""
    return tuple((made.brief.get("outcome") or {}).get("blocks_signature", ()))


def described(made: Verdict) -> Mapping[str, Any]:
    """A decision as plain values, for documents and for `--json`."""
    return {
        "outcome": made.outcome,
        "level": made.level,
        "residual": made.residual,
        "reason": made.reason,
        "conditions": made.conditions,
        "decided_by": made.decider_name,
        "role": made.decider_role,
        "decided_at": made.decided_at,
        "valid_until": made.valid_until,
        "seal": made.seal,
        "seal_key": made.seal_key,
        "brief_digest": made.brief_digest,
        "ad_hoc": made.ad_hoc,
        "verdicts": (made.brief.get("outcome") or {}).get("verdicts", {}),
        "deciding": (made.brief.get("outcome") or {}).get("deciding", []),
    }

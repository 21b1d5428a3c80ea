"""Drafting an agreement: its type and languages, and the fields that an officer fills.

What is typed is stored at once as a draft on this machine only; it becomes part of the record when the officer leaves
the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, _
from desktop.definitions.agreements.proposing import Proposal, propose
from desktop.definitions.facts import Facts
from desktop.definitions.follow_up import FrozenDeed
from desktop.services.agreements.composing import GIVEN, typed_fields
from desktop.services.agreements.proposals import of_decision
from desktop.services.diligence import decisions, facts, freezing, remedying
from desktop.services.office import drafts
from desktop.services.office.believed_clock import latest_day
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity, partnerships
from desktop.services.work import Work
from desktop.store.records import Agreement, Partner, Partnership
from desktop.store.states import AgreementState


@dataclass(frozen=True)
class DraftBasis:
    """The partnership that a new agreement is about, the type that suits it, and whether it was decided on.

    `plan` are the facts of the partnership, over which the limits of a type are told.
    """

    partnership: Partnership
    partner: Partner
    proposal: Proposal | None
    decided: bool
    plan: Facts


PARTIES = "agreement.parties"
ROLES = ("responsibility", "resource", "risk", "benefit")  # of a party (¶16)
CHANGEABLE = frozenset({"languages", "ruling_language", "signatories"})


def basis(work: Work, partnership_id: str) -> DraftBasis:
    """What the records say before an agreement is begun."""
    with work.store.read() as session:
        partnership = session.get_one(Partnership, partnership_id)
        partner = identity.partner_in(session, partnership.partner_id)
        decision = decisions.read_in_force(session, partnership_id, work.today())
    plan = facts.of_plan(work.definitions.authority, partner, partnership)
    plan = plan.with_("agreement.type", partnership.agreement_type)
    if decision is not None:
        plan = plan.with_all(
            {name: fact for name, fact in of_decision(decision).items() if name.startswith("diligence.")}
        )
    proposal = propose(work.definitions.agreements.values(), plan)
    return DraftBasis(partnership, partner, proposal, decision is not None, plan)


def draft(work: Work, partnership_id: str, code: str, languages: Sequence[str]) -> Agreement:
    """Begin an agreement of a type, in one or two languages; the first one rules unless changed."""
    require(work.officer, Right.DRAFT)
    agreement_type = work.definitions.agreements[code]
    if agreement_type.amends:
        raise ValueError(f"{code}: begun from the agreement that it changes")
    if not 1 <= len(set(languages)) <= 2 or set(languages) - set(LANGUAGES):
        raise Problem(
            _("An agreement is written in one or two languages; nothing was created."),
            _("Choose them."),
            code="agreement-languages",
        )
    freezing.require_unfrozen(work, partnership_id, latest_day(work), FrozenDeed.DRAFT)
    with work.store.read() as session:
        partnerships.require_going(session.get_one(Partnership, partnership_id))
        remedying.require_one_activity(session, partnership_id)
    with work.store.change(N_("Agreement drafted"), work.officer.id) as session:
        partnership = session.get_one(Partnership, partnership_id)
        agreement = Agreement(
            partnership_id=partnership_id,
            partner_id=partnership.partner_id,
            type=code,
            template_digest=agreement_type.sha256,
            languages=list(languages),
            ruling_language=languages[0],
            created_by=work.officer.id,
        )
        partnership.agreement_type = code
        session.add(agreement)
    return agreement


def save_field(work: Work, agreement_id: str, field: str, value: Any) -> str:
    """Store what is typed in one field, at once and on this machine only; returns the moment it was safe.

    Raises Problem for what the partnership or the decision says and nobody types.
    """
    require(work.officer, Right.DRAFT)
    if field in GIVEN:
        raise Problem(
            _("The partnership and the decision say this, so the agreement does not; nothing was changed."),
            _("Correct the partnership, or have a new decision taken."),
            code="field-given",
        )
    return drafts.save(work, agreement_id, field, {"value": value})


def record_fields(work: Work, agreement_id: str) -> int:
    """Make the typed fields part of the record; returns how many there were."""
    require(work.officer, Right.DRAFT)
    with work.store.read() as session:
        if not typed_fields(session, session.get_one(Agreement, agreement_id)):
            return 0
    with work.store.change(N_("Agreement completed"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        require_draft(agreement)
        typed = typed_fields(session, agreement)
        agreement.content = {**agreement.content, **typed}
        if PARTIES in typed:
            partnerships.keep_others(session, agreement.partnership_id, _parties(session, agreement.partnership_id))
        drafts.remove(session, agreement_id)
    return len(typed)


def _parties(session: Session, partnership_id: str) -> dict[str, dict[str, str]]:
    """What the further parties of each agreement of a partnership bring, by name, in its first language."""
    query = select(Agreement).where(Agreement.partnership_id == partnership_id, Agreement.archived.is_(False))
    named: dict[str, dict[str, str]] = {}
    for agreement in session.scalars(query.order_by(Agreement.id)):
        rows = agreement.content.get(PARTIES)
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and isinstance(name := row.get("name"), str):
                shares = {role: _said(row.get(role), agreement.languages) for role in ROLES}
                named[name] = {**shares, "role": str(row.get("kind") or "")}
    return named


def _said(prose: object, languages: Sequence[str]) -> str:
    if isinstance(prose, Mapping):
        return next((str(prose[code]) for code in languages if prose.get(code)), "")
    return prose if isinstance(prose, str) else ""


def change(work: Work, agreement_id: str, **fields: Any) -> None:
    """Change the languages, the ruling language or the signatories of a draft."""
    require(work.officer, Right.DRAFT)
    if foreign := fields.keys() - CHANGEABLE:
        raise ValueError(f"{', '.join(sorted(foreign))}: another deed changes this")
    with work.store.change(N_("Agreement changed"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        require_draft(agreement)
        for name, value in fields.items():
            if getattr(agreement, name) != value:
                setattr(agreement, name, value)


def require_draft(agreement: Agreement) -> None:
    """Raise Problem when the text is locked."""
    if agreement.state != AgreementState.DRAFT:
        raise Problem(
            _("This agreement is final, so its text is locked; nothing was changed."),
            _("Make an amendment, or a new agreement."),
            code="agreement-final",
        )

"""A deputy during an absence: an officer who decides names one, for days that the matrix bounds.

The deputy decides in the chief’s place and never more than the matrix lets be delegated (`authority.Deciders` is the
rule that asks). It ends by itself on its last day, when one of the two leaves, and when either takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import N_, _, language
from desktop.base.values import canonical, local_day
from desktop.definitions.authority import DelegationLimits
from desktop.services.office import officer_seals
from desktop.services.office.believed_clock import likely_now, sealing_clock
from desktop.services.office.officer_seals import RegisteredKeys, SealedRecord
from desktop.services.office.rights import ROLE_NAMES, Right, may, require
from desktop.services.work import Work
from desktop.store.records import (
    Clearance,
    Decision,
    Delegation,
    Officer,
    PeriodClosing,
    Restatement,
    SealedEdition,
)
from desktop.store.records.values import OnBehalf

ON_BEHALF = N_("{deputy}, on behalf of {chief}")


@dataclass(frozen=True)
class ActingFor:
    """A delegation that is in force, with the two it is about."""

    delegation: Delegation
    chief: Officer
    deputy: Officer


def in_force(session: Session, work: Work) -> Sequence[ActingFor]:
    """The delegations in force now: begun, not over, not taken back, as the chief sealed them, and both at work here.

    A clock that was put back does not bring one to life again that is over.
    """
    limits = work.definitions.authority.delegation
    rows = session.scalars(select(Delegation).where(Delegation.withdrawn_at.is_(None))).all()
    if not rows or limits is None:
        return ()
    today, likely = work.today(), local_day(likely_now(work))
    about = {officer for row in rows for officer in (row.chief, row.deputy)}
    known = {officer.id: officer for officer in session.scalars(select(Officer).where(Officer.id.in_(about)))}
    acting = []
    for row in rows:
        chief, deputy = known.get(row.chief), known.get(row.deputy)
        if chief is None or deputy is None or not _is_on(row, today, max(today, likely), limits):
            continue
        if _may_stand_in(chief, deputy, limits) and naming_holds(session, row, chief):
            acting.append(ActingFor(row, chief, deputy))
    return sorted(acting, key=lambda one: (one.chief.name, one.delegation.last_day))


def days_of(row: Delegation) -> tuple[date, date] | None:
    """From when to when it is; None for days that another program made up."""
    try:
        return date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    except ValueError:
        return None


def _is_on(row: Delegation, earliest: date, latest: date, limits: DelegationLimits) -> bool:
    """Whether it is on between these days; one that lasts longer than the matrix allows never is."""
    days = days_of(row)
    if days is None:
        return False
    first, last = days
    return first <= earliest and latest <= last and last - first < timedelta(days=limits.most_days)


def _may_stand_in(chief: Officer, deputy: Officer, limits: DelegationLimits) -> bool:
    at_work = not chief.left_on and not deputy.left_on and chief.id != deputy.id and chief.office == deputy.office
    return at_work and chief.role in limits.chiefs and deputy.role in limits.deputies


def may_name(work: Work) -> bool:
    """Whether the officer at work may name a deputy at all."""
    limits = work.definitions.authority.delegation
    return limits is not None and work.officer.role in limits.chiefs and may(work.officer, Right.DECIDE)


def possible_deputies(session: Session, work: Work) -> Sequence[Officer]:
    """Whom the officer at work may name."""
    limits = work.definitions.authority.delegation
    query = select(Officer).where(Officer.office == work.officer.office, Officer.left_on.is_(None))
    officers = session.scalars(query.order_by(Officer.name)).all()
    return [other for other in officers if limits is not None and _may_stand_in(work.officer, other, limits)]


def listed(work: Work) -> Sequence[Delegation]:
    """Every delegation known here, that which ends last first."""
    with work.store.read() as session:
        return session.scalars(select(Delegation).order_by(Delegation.last_day.desc(), Delegation.id)).all()


def name_deputy(work: Work, deputy: str, first: date, last: date, reason: str, seal_seed: bytes) -> Delegation:
    """Name a deputy for the days from `first` to `last`, sealed with the own key of whoever is away.

    Raises Problem, with nothing changed, for a role that names none, a deputy or days that the matrix does not allow.
    """
    require(work.officer, Right.DECIDE)
    clock = sealing_clock(work)
    limits = work.definitions.authority.delegation
    if limits is None or not may_name(work):
        raise Problem(
            _("Your function, {role}, names no deputy; nothing was changed.").format(
                role=_(ROLE_NAMES[work.officer.role])
            ),
            _("A case that waits goes to the next authority: the page of its decision says to whom."),
            code="role-names-no-deputy",
        )
    _require_days(first, last, clock.today(), limits)
    if not reason.strip():
        raise Problem(
            _("The reason of the absence is missing; nobody was named."),
            _("Say in a few words why you are away."),
            code="delegation-without-reason",
        )
    with work.store.change(N_("Deputy named"), work.officer.id) as session:
        if deputy not in {officer.id for officer in possible_deputies(session, work)}:
            raise Problem(
                _("This person cannot stand in for you; nobody was named."),
                _("Choose a colleague of this office from the list."),
                code="deputy-not-possible",
            )
        _require_free(session, work.officer, first, last)
        naming = Delegation(
            chief=work.officer.id,
            deputy=deputy,
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            reason=reason.strip(),
            named_at=clock.stamp(),
        )
        _seal(naming, seal_seed)
        session.add(naming)
    return naming


def _require_days(first: date, last: date, today: date, limits: DelegationLimits) -> None:
    if last < first or last < today:
        raise Problem(
            _("The last day of the absence lies before its first day, or before today; nobody was named."),
            _("Correct the days."),
            code="delegation-days-wrong",
        )
    if last - first >= timedelta(days=limits.most_days):
        raise Problem(
            _("A deputy is named for {count} days at most; nobody was named.").format(count=limits.most_days),
            _("Choose an earlier last day; a longer absence is for the next authority."),
            code="delegation-too-long",
        )


def _require_free(session: Session, chief: Officer, first: date, last: date) -> None:
    query = select(Delegation).where(
        Delegation.chief == chief.id,
        Delegation.withdrawn_at.is_(None),
        Delegation.first_day <= last.isoformat(),
        Delegation.last_day >= first.isoformat(),
    )
    if (other := session.scalars(query.limit(1)).first()) is not None:
        raise Problem(
            _("You have a deputy already until {day}; nobody else was named.").format(
                day=day_in_words(other.last_day, language(), "long")
            ),
            _("Take that back first, or choose other days."),
            code="deputy-named-already",
        )


def may_withdraw(work: Work, delegation: Delegation) -> bool:
    """Whether the officer at work may end a delegation: whoever is away, and the deputy."""
    mine = work.officer.id in (delegation.chief, delegation.deputy)
    return mine and delegation.withdrawn_at is None and not work.officer.left_on


def withdraw(work: Work, delegation_id: str) -> None:
    """End a delegation at once; what the deputy is known to have decided stays decided. Raises Problem for others."""
    clock = sealing_clock(work)
    with work.store.change(N_("Deputy taken back"), work.officer.id) as session:
        delegation = session.get_one(Delegation, delegation_id)
        if not may_withdraw(work, delegation):
            raise Problem(
                _("Only the officer who is away, or the deputy, ends this; nothing was changed."),
                _("Ask one of the two."),
                code="delegation-not-yours",
            )
        delegation.withdrawn_by, delegation.withdrawn_at = work.officer.id, clock.stamp()
        delegation.decided_before = _decided_by(session, delegation)


def _decided_by(session: Session, delegation: Delegation) -> list[str]:
    """What is known here that was decided, sealed and signed by a delegation."""
    queries = (select(kind.id).where(kind.delegation == delegation.id) for kind in (Decision, Clearance))
    deeds = {id_ for query in queries for id_ in session.scalars(query)}
    signed = (
        *session.scalars(select(SealedEdition)),
        *session.scalars(select(PeriodClosing)),
        *session.scalars(select(Restatement)),
    )
    deeds |= {own.id for own in signed if own.on_behalf is not None and own.on_behalf.delegation == delegation.id}
    return sorted(deeds)


# --- seals


def _seal(naming: Delegation, seed: bytes) -> None:
    if not seed:
        raise Problem(
            _("The recovery words open the records but cannot seal who stands in for you; nobody was named."),
            _("Choose a new passphrase first, then name a deputy."),
            code="no-seal-key",
        )
    naming.seal, naming.seal_key = officer_seals.sign(_delegated_bytes(naming), seed)


def naming_holds(session: Session, delegation: Delegation, chief: Officer) -> bool:
    """Whether the naming of a deputy is as the officer who is away sealed it, with a key registered for them."""
    mine = delegation.chief == chief.id and delegation.office == chief.office
    return (
        mine
        and officer_seals.is_signed(_delegated_bytes(delegation), delegation.seal, delegation.seal_key)
        and RegisteredKeys(session, [chief]).knew(chief, delegation)
    )


def stood_in_place(session: Session, signed: SealedRecord, deputy: str, own: OnBehalf) -> bool:
    """Whether what a deputy signed in somebody’s place was signed while that stood, as far as the journal tells.

    A deputy who was taken back meanwhile, on another laptop or before a backup was put back, has signed for nobody:
    only what whoever took it back knew of, or the same laptop wrote before, still counts.
    """
    naming, chief = session.get(Delegation, own.delegation), session.get(Officer, own.chief)
    if naming is None or chief is None or naming.deputy != deputy:
        return False
    if not naming_holds(session, naming, chief):
        return False
    if naming.withdrawn_at is None or signed.id in naming.decided_before:
        return True
    ended = officer_seals.written(session, naming, "withdrawn_at")
    sealed = officer_seals.written(session, signed, "seal")
    return ended is not None and sealed is not None and ended[0] == sealed[0] and sealed[1] < ended[1]


def _delegated_bytes(delegation: Delegation) -> bytes:
    """What an officer who is away signs."""
    content = {
        "chief": delegation.chief,
        "deputy": delegation.deputy,
        "days": [delegation.first_day, delegation.last_day],
        "reason": delegation.reason,
        "named_at": delegation.named_at,
    }
    return b"passerelle-delegation\0" + canonical(content)

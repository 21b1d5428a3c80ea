"""What becomes of a signed agreement: its obligations and their days, its suspension, its end, and what follows it.

Obligations are tasks that the office writes when the signed copy is filed, with the same ids on each of its laptops.
Where an agreement stands is told from its record and the day: nobody has to click for it to begin or to be over. While
it is suspended, nothing is begun, made final or received for its partnership (`freezing`). A task that nobody needs to
do any more has lapsed: it is closed by nobody, and never counts as done.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _, said_in
from desktop.base.values import canonical, digest
from desktop.definitions.facts import FactValue
from desktop.definitions.follow_up import FrozenDeed
from desktop.definitions.obligations import SUSPENSION, obligations
from desktop.services.agreements import composing
from desktop.services.agreements.composing import Composition
from desktop.services.diligence import freezing
from desktop.services.office import people
from desktop.services.office.believed_clock import latest_day, sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.registry.partners import set_fields
from desktop.services.results import ledger
from desktop.services.work import Work
from desktop.store.records import Agreement, Contribution, Partnership, Task
from desktop.store.states import (
    AgreementEnd,
    AgreementState,
    ContributionKind,
    ContributionState,
    PartnerStage,
    TaskSource,
)

UNIQUE_TO_A_PERIOD = ("agreement.start", "agreement.end", "decision.date", "delivery.by", "event.day")
INSTALMENT = "payment"  # the rule of forms/obligations.toml whose rows are promises of money
MOST_INSTALMENTS = 120
OF_THE_LAST_DAY = ("renewal", "visibility", "end")  # rules of forms/obligations.toml that an extension puts off
ROWS_OF_A_PERIOD = ("agreement.workplan", "report.calendar", "contribution.payments")


class LifeState(StrEnum):
    """Where an agreement stands on a day."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"  # it begins later
    ACTIVE = "active"
    SUSPENDED = "suspended"
    OVER = "over"  # its last day has passed, and nobody closed it
    ENDED = "ended"


@dataclass(frozen=True)
class AgreementLife:
    """What is known of a signed agreement: its tasks by day, what amends and renews it, and the names of officers."""

    state: LifeState
    tasks: tuple[Task, ...]
    amendments: tuple[Agreement, ...]
    renewals: tuple[Agreement, ...]
    names: Mapping[str, str]


def state_of(agreement: Agreement, starts: str, ends: str, today: date) -> LifeState:
    """Where an agreement stands; `starts` and `ends` are its days as ISO dates, empty where it has none."""
    if agreement.state == AgreementState.ENDED:
        return LifeState.ENDED
    if agreement.state != AgreementState.ACTIVE:
        return LifeState.UNSIGNED
    if agreement.suspended_on:
        return LifeState.SUSPENDED
    if ends and ends < today.isoformat():
        return LifeState.OVER
    return LifeState.SIGNED if starts > today.isoformat() else LifeState.ACTIVE


def state_on(composition: Composition, today: date, extended_to: str = "") -> LifeState:
    """Where an agreement stands on a day; `extended_to` is the last day that a signed amendment gave it."""
    starts, ends = (str(composition.facts.get(f"agreement.{name}") or "") for name in ("start", "end"))
    return state_of(composition.agreement, starts, max(ends, extended_to) if ends else ends, today)


def read(work: Work, composition: Composition) -> AgreementLife:
    """What became of an agreement."""
    agreement = composition.agreement
    with work.store.read() as session:
        tasks = session.scalars(select(Task).where(Task.agreement_id == agreement.id)).all()
        following = select(Agreement).where(Agreement.archived.is_(False))
        amendments = session.scalars(following.where(Agreement.amends == agreement.id)).all()
        renewals = session.scalars(following.where(Agreement.renews == agreement.id)).all()
        names = people.names_in(session)
    later = [
        str(amendment.content.get("amendment.end") or "")
        for amendment in amendments
        if amendment.state == AgreementState.ACTIVE and amendment.content.get("amendment.extends") is True
    ]
    return AgreementLife(
        state_on(composition, work.today(), max(later, default="")),
        tuple(sorted(tasks, key=lambda task: (task.due_on or "", task.what))),
        tuple(sorted(amendments, key=lambda amendment: amendment.reference or "~")),
        tuple(renewals),
        names,
    )


def tasks_of(work: Work, composition: Composition) -> list[Task]:
    """A task for each obligation, in the first language of the agreement; the same ids whoever writes them."""
    agreement = composition.agreement
    if composition.type.amends and composition.facts.get("amendment.extends") is not True:
        return []
    rules, facts = work.definitions.obligations, composition.complete
    return [
        Task(
            id=_id_of_obligation(agreement.id, obligation.rule, obligation.row),
            about=agreement.partner_id,
            what=f"{obligation.what} ({obligation.who})" if obligation.who else obligation.what,
            owner=agreement.created_by,
            due_on=obligation.due.isoformat(),
            source=TaskSource.OBLIGATION,
            agreement_id=agreement.id,
        )
        for obligation in obligations(rules, facts, agreement.languages[0])
    ]


def _id_of_obligation(agreement_id: str, rule: str, row: int) -> str:
    return digest(canonical(["obligation", agreement_id, rule, row]))[:32]


def write_tasks(session: Session, tasks: Sequence[Task]) -> None:
    """Add the tasks that are not there yet, inside a deed that is under way."""
    there = set(session.scalars(select(Task.id).where(Task.id.in_([task.id for task in tasks]))))
    session.add_all(task for task in tasks if task.id not in there)


def promises_of(work: Work, composition: Composition, signed_on: date) -> list[Contribution]:
    """A promise for each instalment that a signed agreement names, expected on its day and confirmed by the signature.

    They have the same ids whoever writes them.
    """
    agreement, language = composition.agreement, composition.agreement.languages[0]
    if composition.type.amends:
        return []
    rules = [rule for rule in work.definitions.obligations if rule.id == INSTALMENT]
    due, promises = obligations(rules, composition.complete, language), []
    for obligation in due:
        rule = next(own for own in rules if own.id == obligation.rule)
        money = composition.complete.rows(rule.source)[obligation.row - 1].get(rule.what)
        amount, currency = _money(money)
        if not amount:
            continue
        words = said_in(language, N_("Instalment {number} of {count}"))
        instalment = Contribution(
            id=_id_of_instalment(agreement.id, obligation.row),
            partner_id=agreement.partner_id,
            partnership_id=agreement.partnership_id,
            agreement_id=agreement.id,
            kind=ContributionKind.CASH,
            form=work.definitions.contributions.form_of("", ContributionKind.CASH).id,
            description=words.format(number=obligation.row, count=len(due)),
            state=ContributionState.CONFIRMED,
            promised_on=signed_on.isoformat(),
            confirmed_on=signed_on.isoformat(),
            due_on=obligation.due.isoformat(),
            recorded_by=work.officer.id,
        )
        set_fields(instalment, ledger.planned_money(work, amount, currency))
        promises.append(instalment)
    return promises


def _money(written: FactValue) -> tuple[str, str]:
    """The amount and the currency of a row; empty for what is no amount of money more than nothing."""
    if not isinstance(written, Mapping):
        return "", ""
    try:
        amount = Decimal(str(written.get("amount")))
    except InvalidOperation:
        return "", ""
    return (str(amount), str(written.get("currency") or DOLLARS)) if amount > 0 else ("", "")


def _id_of_instalment(agreement_id: str, row: int) -> str:
    return digest(canonical(["instalment", agreement_id, row]))[:32]


def write_promises(session: Session, promises: Sequence[Contribution]) -> None:
    """Add the promises that are not there yet, inside a deed that is under way."""
    there = set(session.scalars(select(Contribution.id).where(Contribution.id.in_([own.id for own in promises]))))
    session.add_all(own for own in promises if own.id not in there)


def tasks_of_instalment(session: Session, promise: Contribution) -> Sequence[Task]:
    """The open task of an instalment that a signed agreement promised; none for any other promise."""
    if not promise.agreement_id:
        return ()
    same_day = Task.due_on == promise.due_on, Task.agreement_id == promise.agreement_id, Task.done_on.is_(None)
    rows = session.scalars(select(Task).where(*same_day)).all()
    ids = {
        _id_of_obligation(promise.agreement_id, INSTALMENT, row)
        for row in range(1, MOST_INSTALMENTS + 1)
        if _id_of_instalment(promise.agreement_id, row) == promise.id
    }
    return [task for task in rows if task.id in ids]


def plan(work: Work, agreement_id: str) -> int:
    """Write the tasks and instalments of an agreement that an earlier version of the program signed; returns how many
    tasks there are."""
    require(work.officer, Right.DRAFT)
    composition = composing.compose(work, agreement_id)
    agreement = composition.agreement
    _require_in_force(agreement)
    tasks = tasks_of(work, composition)
    signed_on = day_known(agreement.signed_on) or latest_day(work)
    promises = promises_of(work, composition, signed_on)
    with work.store.change(N_("Obligations noted"), work.officer.id) as session:
        write_tasks(session, tasks)
        write_promises(session, promises)
    return len(tasks)


def suspend(work: Work, agreement_id: str, on: date, reason: str) -> None:
    """Suspend an agreement in force; raises Problem without a reason or for a day to come."""
    require(work.officer, Right.DRAFT)
    _require_said(reason, on, sealing_clock(work).today())
    composition = composing.compose(work, agreement_id)
    with work.store.change(N_("Agreement suspended"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        _require_in_force(agreement)
        agreement.suspended_on, agreement.suspended_reason = on.isoformat(), reason.strip()
        write_tasks(session, _tasks_of_suspension(work, composition, on.isoformat()))


def _tasks_of_suspension(work: Work, composition: Composition, on: str) -> list[Task]:
    """What a suspension asks for at once; again for each suspension."""
    agreement, facts = composition.agreement, composition.complete.with_(SUSPENSION, on)
    rules = [rule for rule in work.definitions.obligations if rule.source == SUSPENSION]
    return [
        Task(
            id=_id_in_suspension(agreement.id, obligation.rule, on),
            about=agreement.partner_id,
            what=obligation.what,
            owner=agreement.created_by,
            due_on=on,
            source=TaskSource.OBLIGATION,
            agreement_id=agreement.id,
        )
        for obligation in obligations(rules, facts, agreement.languages[0])
    ]


def _id_in_suspension(agreement_id: str, rule: str, on: str) -> str:
    return digest(canonical(["suspension", agreement_id, rule, on]))[:32]


def resume(work: Work, agreement_id: str) -> None:
    """Take a suspended agreement up again; raises Problem while something else stands against the partnership."""
    require(work.officer, Right.DRAFT)
    with work.store.read() as session:
        resting = session.get_one(Agreement, agreement_id)
    freezing.require_only_suspended(work, resting, latest_day(work), FrozenDeed.FINAL)
    with work.store.change(N_("Agreement resumed"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        _require_in_force(agreement)
        rules = [rule.id for rule in work.definitions.obligations if rule.source == SUSPENSION]
        ids = [_id_in_suspension(agreement_id, rule, agreement.suspended_on or "") for rule in rules]
        _let_lapse(session.scalars(select(Task).where(Task.id.in_(ids), Task.done_on.is_(None))), latest_day(work))
        agreement.suspended_on, agreement.suspended_reason = None, ""


def _let_lapse(tasks: Iterable[Task], on: date) -> None:
    """Close tasks that nobody has to do any more, by nobody."""
    for task in tasks:
        task.done_on, task.done_by = on.isoformat(), ""


def has_lapsed(task: Task) -> bool:
    """Whether a task was closed without anybody having done it."""
    return task.done_on is not None and not task.done_by


def end(work: Work, agreement_id: str, how: AgreementEnd, on: date, reason: str) -> None:
    """End an agreement: what it still asked for later than that day lapses.

    Its partnership closes with its last agreement. Raises Problem without a reason or for a day to come.
    """
    require(work.officer, Right.DRAFT)
    clock = sealing_clock(work)
    _require_said(reason, on, clock.today())
    with work.store.change(N_("Agreement ended"), work.officer.id) as session:
        agreement = session.get_one(Agreement, agreement_id)
        _require_in_force(agreement)
        agreement.state, agreement.ended_on = AgreementState.ENDED, on.isoformat()
        agreement.ended_how, agreement.ended_reason = how, reason.strip()
        later = (Task.agreement_id == agreement_id, Task.done_on.is_(None), Task.due_on > on.isoformat())
        _let_lapse(session.scalars(select(Task).where(*later)), on)
        _close(session, agreement)


def _close(session: Session, ended: Agreement) -> None:
    running = select(Agreement.partnership_id, Agreement.id).where(
        Agreement.partner_id.in_(identity.records(session, ended.partner_id)),
        Agreement.state == AgreementState.ACTIVE,
        Agreement.id != ended.id,
    )
    others = {partnership_id for partnership_id, _id in session.execute(running)}
    if ended.partnership_id not in others:
        session.get_one(Partnership, ended.partnership_id).stage = PartnerStage.CLOSURE
    if not others:
        identity.partner_in(session, ended.partner_id).stage = PartnerStage.STEWARDSHIP


def renew(work: Work, agreement_id: str) -> Agreement:
    """Begin the agreement that follows another one: what was agreed stays, its days and what depends on them do not.

    Only a decision in force makes it final (S-TRM: a fresh due diligence). Raises Problem for one that is not signed.
    """
    require(work.officer, Right.DRAFT)
    with work.store.read() as session:
        before = session.get_one(Agreement, agreement_id)
    if before.state not in (AgreementState.ACTIVE, AgreementState.ENDED):
        raise _not_in_force()
    freezing.require_unfrozen(work, before.partnership_id, latest_day(work), FrozenDeed.DRAFT)
    dropped = {*UNIQUE_TO_A_PERIOD, *ROWS_OF_A_PERIOD, *composing.GIVEN}
    with work.store.change(N_("Agreement drafted"), work.officer.id) as session:
        renewed = Agreement(
            partnership_id=before.partnership_id,
            partner_id=before.partner_id,
            type=before.type,
            template_digest=work.definitions.agreements[before.type].sha256,
            languages=list(before.languages),
            ruling_language=before.ruling_language,
            content={name: value for name, value in before.content.items() if name not in dropped},
            created_by=work.officer.id,
            renews=before.id,
        )
        session.add(renewed)
    return renewed


def amend(work: Work, agreement_id: str) -> Agreement:
    """Begin an amendment of an agreement in force: who signs is taken over, what changes is written in it."""
    require(work.officer, Right.DRAFT)
    code = next(kind.code for kind in work.definitions.agreements.values() if kind.amends)
    with work.store.read() as session:
        before = session.get_one(Agreement, agreement_id)
    _require_in_force(before)
    if before.amends:
        raise Problem(
            _("An amendment is not amended itself; nothing was changed."),
            _("Amend the agreement that it changes."),
            code="amendment-of-amendment",
        )
    freezing.require_unfrozen(work, before.partnership_id, latest_day(work), FrozenDeed.DRAFT)
    parties = ("partner.", "office.", "iom.", "agreement.parties", "agreement.originals")
    with work.store.change(N_("Agreement drafted"), work.officer.id) as session:
        amendment = Agreement(
            partnership_id=before.partnership_id,
            partner_id=before.partner_id,
            type=code,
            template_digest=work.definitions.agreements[code].sha256,
            languages=list(before.languages),
            ruling_language=before.ruling_language,
            content={name: value for name, value in before.content.items() if name.startswith(parties)},
            created_by=work.officer.id,
            amends=before.id,
        )
        session.add(amendment)
    return amendment


def take_effect(session: Session, amendment: Agreement, extends: bool, ends: str) -> None:
    """What a signed amendment changes of the records, inside the deed that files it: until when the partnership runs.

    What the agreement asked for by its former last day lapses; the amendment's own tasks take its place.
    """
    if not amendment.amends or not extends:
        return
    session.get_one(Partnership, amendment.partnership_id).ends_on = ends
    last = [_id_of_obligation(amendment.amends, rule, 1) for rule in OF_THE_LAST_DAY]
    open_tasks = session.scalars(select(Task).where(Task.id.in_(last), Task.done_on.is_(None)))
    _let_lapse(open_tasks, date.fromisoformat(amendment.signed_on or ends))


def _require_said(reason: str, on: date, today: date) -> None:
    if not reason.strip():
        raise Problem(
            _("Without a reason the agreement goes on; nothing was changed."),
            _("Say why in one sentence."),
            code="life-without-reason",
        )
    if on > today:
        raise Problem(
            _("That day is in the future; nothing was changed."), _("Correct the date."), code="life-in-future"
        )


def _require_in_force(agreement: Agreement) -> None:
    if agreement.state != AgreementState.ACTIVE:
        raise _not_in_force()


def _not_in_force() -> Problem:
    return Problem(
        _("This agreement is not in force; nothing was changed."),
        _("File its signed copy first."),
        code="agreement-not-in-force",
    )

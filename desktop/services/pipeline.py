"""The pipeline: at which stage each partnership stands, what lets it go on, and why it stops (dossier 6.1).

`stage_of` is the one rule: cases, decisions and agreements say the stage, and before the due diligence what a person
set. What stands between a partnership and a stage is told by `gate`, with the step of `next_step` that removes it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from desktop.base.dates import months_between
from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick
from desktop.base.values import digest, local_day
from desktop.definitions.pipeline import PipelineRules, PipelineStage, ReasonTime
from desktop.services import next_step
from desktop.services.next_step import NextStep, NextSteps, PartnershipStanding, StandingState
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, identity, office_counts
from desktop.services.registry.identity import Identities, partners_in
from desktop.services.registry.office_counts import OfficeCounts
from desktop.services.registry.partners import set_fields
from desktop.services.screening import rulings
from desktop.services.work import Work
from desktop.store.journal import read_stamps
from desktop.store.records import (
    Agreement,
    Answer,
    Case,
    ChangeRow,
    Delegation,
    Interaction,
    Officer,
    Partner,
    Partnership,
    StampRow,
)
from desktop.store.states import AgreementState, CaseState, DecisionOutcome, PartnerStage
from desktop.store.store import HQ

BY_HAND = (PipelineStage.PROSPECT, PipelineStage.EXPLORATION)
AFTER_AGREEMENT = (PipelineStage.ACTIVE, PipelineStage.RENEWAL)
STAGES_OF_PARTNERS: Mapping[PipelineStage, PartnerStage] = {  # what the register says of a partner so far on its way
    PipelineStage.PROSPECT: PartnerStage.IDENTIFIED,
    PipelineStage.EXPLORATION: PartnerStage.DIALOGUE,
    PipelineStage.DILIGENCE: PartnerStage.DILIGENCE,
    PipelineStage.DECISION: PartnerStage.DILIGENCE,
    PipelineStage.DRAFTING: PartnerStage.NEGOTIATION,
    PipelineStage.ACTIVE: PartnerStage.ACTIVE,
    PipelineStage.RENEWAL: PartnerStage.STEWARDSHIP,
    PipelineStage.CLOSED: PartnerStage.ABANDONED,
}
WAY = 1  # how Headquarters keeps the partnerships of an office
AT_ONCE = 400  # pairs that are asked of the database at once


@dataclass(frozen=True)
class PipelineCard:
    """One partnership on its way.

    `usd` is decimal text, None where nobody knows it. `touched_on` is the day of the last contact or change, empty
    where none is known. `refused` is set where a decision closed it. `next_action_on` may be empty.
    """

    id: str
    title: str
    partner_id: str
    partner: str
    office: str
    country: str
    sectors: tuple[str, ...]
    stage: PipelineStage
    usd: str | None
    owner: str
    next_action: str
    next_action_on: str
    overdue: bool
    touched_on: str
    dormant: bool
    closed_on: str = ""
    closed_reason: str = ""
    refused: bool = False
    signed: bool = False  # an agreement was in force once

    @property
    def living(self) -> bool:
        """Whether anything is still expected of it."""
        return self.stage != PipelineStage.CLOSED


@dataclass(frozen=True)
class Gate:
    """What stands between a partnership and a stage: nothing without a sentence; `step` is what removes it."""

    sentence: str = ""
    step: NextStep | None = None


@dataclass(frozen=True)
class StopCount:
    """How many partnerships stopped for a reason, with partners of one country and one sector; "" for no sector."""

    reason: str
    country: str
    sector: str
    count: int


def stage_of(rules: PipelineRules, at: PartnershipStanding, today: date) -> PipelineStage:
    """The stage of a partnership from where it stands: the one rule of the pipeline."""
    set_by_hand = rules.held(at.partnership.stage)
    match at.state:
        case StandingState.CLOSED:
            return PipelineStage.CLOSED
        case StandingState.PLANNED:
            return set_by_hand if set_by_hand != PipelineStage.CLOSED else PipelineStage.PROSPECT
        case StandingState.OPEN | StandingState.READY if set_by_hand == PipelineStage.ACTIVE:
            return PipelineStage.RENEWAL  # the case beside an agreement in force is its renewal
        case StandingState.OPEN:
            return PipelineStage.DILIGENCE
        case StandingState.READY:
            return PipelineStage.DECISION
        case StandingState.ACTIVE:
            return PipelineStage.RENEWAL if _ends_soon(rules, at.partnership, today) else PipelineStage.ACTIVE
        case StandingState.STOPPED if at.verdict is not None and at.verdict.outcome == DecisionOutcome.REFUSED:
            return PipelineStage.CLOSED
        case StandingState.STOPPED if set_by_hand in AFTER_AGREEMENT:
            return PipelineStage.RENEWAL
        case StandingState.STOPPED:
            return PipelineStage.DILIGENCE  # the decision is no longer valid: it begins again
        case _ if at.agreement is None and set_by_hand == PipelineStage.RENEWAL:
            return PipelineStage.RENEWAL  # its agreement has ended and no other one is drafted
    return PipelineStage.DRAFTING


def _ends_soon(rules: PipelineRules, partnership: Partnership, today: date) -> bool:
    ends_on = partnership.ends_on
    return bool(ends_on) and (date.fromisoformat(ends_on or "") - today).days <= rules.renew_days


# --- every partnership


def read(work: Work) -> tuple[PipelineCard, ...]:
    """Every partnership of partners in use, by stage, the nearest next action first."""
    with work.store.read() as session:
        if work.store.identity.office != HQ:
            return _in_order(_cards(session, work))
        of_each = _of_each_office(session, work)
    of_each.keep()
    return _in_order(card for own in of_each.by_office.values() for card in own)


def _in_order(cards: Iterable[PipelineCard]) -> tuple[PipelineCard, ...]:
    order = {stage: place for place, stage in enumerate(PipelineStage)}
    return tuple(
        sorted(
            cards, key=lambda card: (order[card.stage], card.next_action_on or "9", card.partner, card.title, card.id)
        )
    )


def _of_each_office(session: Session, work: Work) -> OfficeCounts[Sequence[PipelineCard]]:
    """The partnerships of every office as Headquarters keeps them; read anew each day, because they end and rest.

    A clearance holds by the keys of Headquarters' own officers, and by whose place they were given: what is written of
    these counts for all offices.
    """
    written = [
        session.scalars(
            select(StampRow.cells).join(kind, kind.id == StampRow.id).where(kind.office == HQ).order_by(kind.id)
        )
        for kind in (Officer, Delegation)
    ]
    sealers = digest(*(cells.encode() for own in written for cells in own))
    way: list[str | int] = ["pipeline", WAY, work.definitions.pipeline.digest, sealers, work.today().isoformat()]

    return office_counts.read_lines(
        work.store, session, Partnership, way,
        lambda offices: _cards(session, work, Partnership.office.in_(offices)), PipelineCard,
    )  # fmt: skip


def _cards(session: Session, work: Work, *which: ColumnElement[bool]) -> list[PipelineCard]:
    """The partnerships of partners in use of which all this holds, by their titles."""
    query = (
        select(Partnership)
        .join(Partner, Partner.id == Partnership.partner_id)
        .where(Partnership.archived.is_(False), Partner.archived.is_(False), *which)
    )
    partnerships = session.scalars(query.order_by(Partnership.title, Partnership.id)).all()
    partners = partners_in(session, {partnership.partner_id for partnership in partnerships})
    standings = next_step.standings_in(session, work, partnerships)
    touched = _touched(session, {at.partnership.id: at.partnership.partner_id for at in standings})
    alone = Counter(at.partnership.partner_id for at in standings if at.state != StandingState.CLOSED)
    today = work.today()
    return [
        _card(work, at, partners[at.partnership.partner_id], touched.get(at.partnership.id, ""), alone, today)
        for at in standings
    ]


def _card(
    work: Work, at: PartnershipStanding, partner: Partner, touched_on: str, alone: Mapping[str, int], today: date
) -> PipelineCard:
    partnership, rules = at.partnership, work.definitions.pipeline
    stage = stage_of(rules, at, today)
    action, on = partnership.next_action, partnership.next_action_on or ""
    if not action and alone[partner.id] == 1:  # what is noted for the partner is meant for its only partnership
        action, on = partner.next_action, partner.next_action_on or ""
    living = stage != PipelineStage.CLOSED
    months = rules.by_stage[stage].dormant_months
    quiet = months_between(touched_on, today.isoformat()) if touched_on else None
    return PipelineCard(
        id=partnership.id,
        title=partnership.title,
        partner_id=partner.id,
        partner=partner.name,
        office=partnership.office,
        country=partner.country,
        sectors=tuple(partner.sectors),
        stage=stage,
        usd=dollars.known(partnership),
        owner=partnership.owner or partner.owner,
        next_action=action,
        next_action_on=on,
        overdue=living and bool(on) and on < today.isoformat(),
        touched_on=touched_on,
        dormant=living and bool(months) and quiet is not None and quiet > months,  # begun months are counted
        closed_on=partnership.closed_on or "",
        closed_reason=partnership.closed_reason,
        refused=not living and not partnership.closed_on,
        signed=rules.held(partnership.stage) in AFTER_AGREEMENT,
    )


def asleep(session: Session, work: Work) -> int:
    """How many partnerships of this office are dormant, read with what else a page reads."""
    living = (
        select(Partnership.id, Partnership.partner_id)
        .join(Partner, Partner.id == Partnership.partner_id)
        .where(Partnership.archived.is_(False), Partnership.closed_on.is_(None), Partner.archived.is_(False))
        .where(Partnership.office == work.store.identity.office)
    )
    about = {row.id: row.partner_id for row in session.execute(living)}
    shortest = min(rule.dormant_months for rule in work.definitions.pipeline.stages if rule.dormant_months)
    today = work.today()

    def rests(on: str) -> bool:
        return bool(on) and (months_between(on, today.isoformat()) or 0) > shortest

    quiet = [id_ for id_, on in _touched(session, about).items() if rests(on)]
    return sum(card.dormant for card in _cards(session, work, Partnership.id.in_(quiet))) if quiet else 0


def _touched(session: Session, about: Mapping[str, str]) -> Mapping[str, str]:
    """The day of the last contact or change of each partnership, its case, its answers and its agreements.

    `about` has the partner of each. What was written last is told by the journal; its time only says how long ago that
    was.
    """
    ids = list(about)
    if not ids:
        return {}
    written: dict[str, set[tuple[str, int]]] = {}
    stamped = (
        select(Partnership.id, StampRow.cells)
        .join(StampRow, StampRow.id == Partnership.id)
        .where(Partnership.id.in_(ids)),
        select(Case.partnership_id, StampRow.cells)
        .join(StampRow, StampRow.id == Case.id)
        .where(Case.partnership_id.in_(ids)),
        select(Agreement.partnership_id, StampRow.cells)
        .join(StampRow, StampRow.id == Agreement.id)
        .where(Agreement.partnership_id.in_(ids)),
        select(Case.partnership_id, StampRow.cells)
        .join(Answer, Answer.case_id == Case.id)
        .join(StampRow, StampRow.id == Answer.id)
        .where(Case.partnership_id.in_(ids), Case.state == CaseState.OPEN),
    )
    for query in stamped:
        _note(written, session.execute(query))
    days = _days_of(session, {place for places in written.values() for place in places})
    last = {id_: max((days[place] for place in places if place in days), default="") for id_, places in written.items()}
    for id_, on in _contacts(session, about):
        last[id_] = max(last.get(id_, ""), on)
    return last


def _note(written: dict[str, set[tuple[str, int]]], rows: Iterable[Any]) -> None:
    """Add to each partnership the last change of every device that wrote one of its records."""
    for partnership_id, cells in rows:
        last: dict[str, int] = {}
        for device, number, _generation in read_stamps(cells).values():
            last[device] = max(number, last.get(device, 0))
        written.setdefault(partnership_id, set()).update(last.items())


def _days_of(session: Session, places: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """The day on which each of these changes was made, as the device that made it told."""
    listed, days = sorted(places), {}
    for first in range(0, len(listed), AT_ONCE):
        asked_for = tuple_(ChangeRow.device, ChangeRow.number).in_(listed[first : first + AT_ONCE])
        rows = session.execute(select(ChangeRow.device, ChangeRow.number, ChangeRow.at).where(asked_for))
        for device, number, at_ms in rows:
            days[device, number] = local_day(datetime.fromtimestamp(at_ms / 1000, UTC)).isoformat()
    return days


def _contacts(session: Session, about: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The last contact about each partnership, or about its partner as a whole."""
    identities = Identities.read_in(session)
    query = (
        select(Interaction.partner_id, Interaction.partnership_id, func.max(Interaction.happened_on))
        .where(Interaction.partner_id.in_(identities.all_records(about.values())), Interaction.archived.is_(False))
        .group_by(Interaction.partner_id, Interaction.partnership_id)
    )
    met = {(partner_id, partnership_id): on for partner_id, partnership_id, on in session.execute(query)}
    for id_, partner_id in about.items():
        days = (met.get((of, named), "") for of in identities.records(partner_id) for named in ("", id_))
        yield id_, max(days)


@dataclass(frozen=True)
class StageSum:
    """The living partnerships of one stage; `usd` is what they are planned to be worth, but for the `unknown` ones."""

    stage: PipelineStage
    count: int = 0
    overdue: int = 0
    dormant: int = 0
    usd: Decimal = Decimal(0)
    unknown: int = 0


def by_stage(cards: Iterable[PipelineCard]) -> tuple[StageSum, ...]:
    """How many partnerships stand at each stage but the last one, and what they are worth."""
    of: dict[PipelineStage, list[PipelineCard]] = {stage: [] for stage in PipelineStage}
    for card in cards:
        of[card.stage].append(card)
    return tuple(
        StageSum(
            stage,
            len(own),
            sum(card.overdue for card in own),
            sum(card.dormant for card in own),
            sum((Decimal(card.usd) for card in own if card.usd), Decimal(0)),
            sum(not card.usd for card in own),
        )
        for stage, own in of.items()
        if stage != PipelineStage.CLOSED
    )


def stops(cards: Iterable[PipelineCard]) -> tuple[StopCount, ...]:
    """Why partnerships stopped, by country and sector of the partner, the most frequent first (¶30 f).

    A refusal counts under “refused”; a partner of two sectors counts in both.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for card in cards:
        if not card.living:
            reason = "refused" if card.refused else card.closed_reason
            counts.update((reason, card.country, sector) for sector in card.sectors or ("",))
    return tuple(StopCount(*key, count) for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


# --- what stands in the way


def gate(work: Work, partnership_id: str, to: PipelineStage) -> Gate:
    """What stands between a partnership and a stage. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return _gate(session, work, session.get_one(Partnership, partnership_id), to)


def step(work: Work, partnership_id: str) -> NextStep:
    """The one thing to do now for a partnership. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        partnership = session.get_one(Partnership, partnership_id)
        partner = identity.partner_in(session, partnership.partner_id)
        steps = NextSteps(session, work, {partner.id: partner}, [partnership], (), rulings.recognised_partners(session))
        return steps.of_partnership(partnership_id)


def _gate(session: Session, work: Work, partnership: Partnership, to: PipelineStage) -> Gate:
    partner = identity.partner_in(session, partnership.partner_id)
    at = next_step.standings_in(session, work, [partnership])[0]
    now = stage_of(work.definitions.pipeline, at, work.today())

    def lacking() -> NextStep:
        steps = NextSteps(session, work, {partner.id: partner}, [partnership], (), rulings.recognised_partners(session))
        return steps.of_partnership(partnership.id)

    if now == to:
        return Gate(_("It stands there already."))
    if partnership.office not in ("", work.store.identity.office):
        return Gate(_("Only office {office} moves this partnership.").format(office=partnership.office))
    if now == PipelineStage.CLOSED and partnership.closed_on:
        return Gate(_("It is closed: reopen it first."))
    if now == PipelineStage.CLOSED:
        return Gate(_("It was refused: only another decision opens it again (¶23)."), lacking())
    if to in BY_HAND:
        return _gate_by_hand(partnership, partner, now, to, lacking)
    if to == PipelineStage.CLOSED:
        return _gate_of_closing(session, at)
    return Gate(_(LACKING[to]).format(days=work.definitions.pipeline.renew_days), lacking())


LACKING: Mapping[PipelineStage, str] = {
    PipelineStage.DILIGENCE: N_("The due diligence is not begun: nothing is concluded before it (¶21)."),
    PipelineStage.DECISION: N_("The case is not submitted for decision."),
    PipelineStage.DRAFTING: N_("A favourable decision is missing (¶21)."),
    PipelineStage.ACTIVE: N_("The signed agreement is missing (¶26)."),
    PipelineStage.RENEWAL: N_("It comes here by itself {days} days before its end, or when its agreement ends."),
}


def _gate_by_hand(
    partnership: Partnership, partner: Partner, now: PipelineStage, to: PipelineStage, lacking: Callable[[], NextStep]
) -> Gate:
    if now not in BY_HAND:
        return Gate(_("The due diligence has begun: a partnership does not go back before it."), lacking())
    if to == PipelineStage.EXPLORATION and not (partnership.aims and partnership.type):
        arguments = {"partner": partner.id, "id": partnership.id}
        complete = NextStep("", _("Complete the partnership"), "partnership", arguments)
        return Gate(_("Its aim and its type are not chosen yet (¶15, ¶29)."), complete)
    return Gate()


def _gate_of_closing(session: Session, at: PartnershipStanding) -> Gate:
    """What must be undone first: an agreement in force, a text that is final, a case that waits for its decision."""
    running = select(Agreement).where(
        Agreement.partnership_id == at.partnership.id,
        Agreement.archived.is_(False),
        Agreement.state.in_((AgreementState.ACTIVE, AgreementState.SIGNED)),
    )
    in_force = session.scalars(running.order_by(Agreement.id)).first()
    if in_force is not None:
        arguments = {"id": in_force.id, "step": "life"}
        return Gate(
            _("Its agreement is in force: end that first."),
            NextStep("", _("See the agreement"), "agreement", arguments),
        )
    if at.case is not None and at.state == StandingState.READY:
        return Gate(
            _("Its case waits for a decision: withdraw it from decision first."),
            NextStep("", _("See the case"), "diligence", {"case": at.case.id}),
        )
    final = (AgreementState.FINAL, AgreementState.PRINTED)
    if at.agreement is not None and at.agreement.state in final:
        return Gate(
            _("Its text is final: make it a draft again first."),
            NextStep("", _("See the agreement"), "agreement", {"id": at.agreement.id}),
        )
    return Gate()


# --- deeds


def move(work: Work, partnership_id: str, to: PipelineStage) -> None:
    """Set a partnership to one of the two stages before the due diligence.

    Raises Problem for any other stage, and where something stands in the way: it says what.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partnership moved"), work.officer.id) as session:
        partnership = session.get_one(Partnership, partnership_id)
        _require(_gate(session, work, partnership, to))
        partnership.stage = work.definitions.pipeline.by_stage[to].holds[0]
        session.flush()
        _settle_partner(session, work, partnership.partner_id)


def close(work: Work, partnership_id: str, reason: str, note: str = "", lessons: str = "") -> None:
    """End a partnership, or give it up, with a reason of `forms/pipeline.toml`; `lessons` are for whoever comes next.

    An open case and a draft of an agreement are put away with it. Raises Problem without a reason that fits, and
    while an agreement, a final text or a decision stands in the way.
    """
    require(work.officer, Right.REGISTER)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Partnership closed"), work.officer.id) as session:
        partnership = session.get_one(Partnership, partnership_id)
        _require(_gate(session, work, partnership, PipelineStage.CLOSED))
        if reason not in {code for code, _label in reasons(work, was_signed(work, partnership))}:
            raise Problem(
                _("The reason is missing; nothing was closed."),
                _("Choose why this partnership stops."),
                code="closing-without-reason",
            )
        fields = {"closed_on": day, "closed_reason": reason, "closed_note": note.strip()}
        set_fields(partnership, {**fields, "lessons": lessons.strip() or partnership.lessons})
        _put_away(session, partnership_id, away=True)
        session.flush()
        _settle_partner(session, work, partnership.partner_id)


def reopen(work: Work, partnership_id: str) -> None:
    """Take a partnership up again that was closed, with its case and its draft as they were."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partnership reopened"), work.officer.id) as session:
        partnership = session.get_one(Partnership, partnership_id)
        set_fields(partnership, {"closed_on": None, "closed_reason": "", "closed_note": ""})
        _put_away(session, partnership_id, away=False)
        session.flush()
        _settle_partner(session, work, partnership.partner_id)


def plan_next(work: Work, partnership_id: str, what: str, on: date | None, owner: str | None = None) -> None:
    """Say what is done next for a partnership, on which day, and by whom.

    `owner` is an officer's id, empty for whoever follows the partner; None leaves it as it is.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Next action planned"), work.officer.id) as session:
        partnership = session.get_one(Partnership, partnership_id)
        fields = {"next_action": " ".join(what.split()), "next_action_on": on.isoformat() if on else None}
        set_fields(partnership, {**fields, "owner": partnership.owner if owner is None else owner})


def reasons(work: Work, signed: bool) -> tuple[tuple[str, str], ...]:
    """Why a partnership may stop, code and words: before an agreement was in force, or after one."""
    time = ReasonTime.AGREEMENT if signed else ReasonTime.START
    listed = work.definitions.pipeline.reasons
    return tuple((reason.id, pick(reason.label)) for reason in listed if reason.after in (time, ReasonTime.ANY))


def was_signed(work: Work, partnership: Partnership) -> bool:
    """Whether an agreement of this partnership was in force once."""
    return work.definitions.pipeline.held(partnership.stage) in AFTER_AGREEMENT


def _require(stands: Gate) -> None:
    if stands.sentence:
        raise Problem(
            _("{why} Nothing was moved.").format(why=stands.sentence),
            stands.step.button if stands.step is not None and stands.step.button else _("See the pipeline."),
            code="stage-gated",
        )


def _put_away(session: Session, partnership_id: str, *, away: bool) -> None:
    """The open case and the draft of a partnership: nothing else archives either, so that what comes back is theirs."""
    going = select(Case).where(Case.partnership_id == partnership_id, Case.state == CaseState.OPEN)
    drafted = select(Agreement).where(
        Agreement.partnership_id == partnership_id, Agreement.state == AgreementState.DRAFT
    )
    for record in (*session.scalars(going), *session.scalars(drafted)):
        set_fields(record, {"archived": away})


def _settle_partner(session: Session, work: Work, partner_id: str) -> None:
    """Let the register say of a partner how far the furthest of its partnerships has come."""
    own = Partnership.partner_id.in_(identity.records(session, partner_id))
    query = select(Partnership).where(own, Partnership.archived.is_(False))
    standings = next_step.standings_in(session, work, session.scalars(query).all())
    stages = {stage_of(work.definitions.pipeline, at, work.today()) for at in standings}
    living = [stage for stage in PipelineStage if stage in stages and stage != PipelineStage.CLOSED]
    furthest = living[-1] if living else PipelineStage.CLOSED
    set_fields(identity.partner_in(session, partner_id), {"stage": STAGES_OF_PARTNERS[furthest]})

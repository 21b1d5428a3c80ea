"""Incidents on a partnership, and what a person records or answers of what re-opens its case (dossier 2.8).

Recorded in a minute by anybody at work; lifted, answered or ended only by somebody whose role may and who did not
record it. What is told in confidence stays in the record: no paper prints it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick
from desktop.definitions.follow_up import FollowUpKind
from desktop.services.diligence import cases, freezing, verdicts
from desktop.services.diligence.freezing import AT_HEADQUARTERS, Freeze
from desktop.services.office.believed_clock import clock_doubt, sealing_clock
from desktop.services.office.rights import Right, may, require
from desktop.services.registry import identity
from desktop.services.work import Work
from desktop.store.journal import read_stamps
from desktop.store.records import (
    Agreement,
    Case,
    Incident,
    Officer,
    Partner,
    Partnership,
    Position,
    StampRow,
    Verdict,
    table_of,
)
from desktop.store.records.fields import field_of
from desktop.store.records.values import ChangeRun, PersonInformed
from desktop.store.states import AgreementEnd, AgreementState, IncidentEnd
from desktop.store.store import HQ

ENDS = {
    IncidentEnd.LIFTED: N_("Suspension lifted"),
    IncidentEnd.UNCHANGED: N_("Decision confirmed after a change"),
    IncidentEnd.ENDED: N_("Partnership ended after an incident"),
}


@dataclass(frozen=True)
class NewIncident:
    """What somebody saw or heard, as it was typed. `account` is what was told in confidence."""

    partner_id: str
    kind: str
    summary: str
    partnership_id: str = ""  # empty for all of the partner's
    account: str = ""
    source: str = ""
    happened_on: date | None = None


@dataclass(frozen=True)
class DueInformation:
    """Somebody who is told of an incident: which role, by which day, and who was told when."""

    role: str
    by: str
    name: str = ""
    on: str = ""


@dataclass(frozen=True)
class IncidentPage:
    """An incident with its kind, its partner and what becomes of it. `end` is empty while it stands."""

    incident: Incident
    kind: FollowUpKind
    partner: Partner
    partnership: Partnership | None
    case: Case | None
    end: str
    informed: Sequence[DueInformation]
    needed: str
    may_end: bool
    may_lift: bool
    why_not: str  # why it is not this officer's to lift


def record(work: Work, new: NewIncident) -> Incident:
    """Record an incident, or what re-opens a case: from now on what its kind freezes is refused.

    It is saved whatever the clock says, and bears no moment while the clock is doubted. Headquarters records one on an
    office's partner, which learns of it with its return. Raises Problem without a sentence on what happened, for a day
    to come, or for the partner of another office.
    """
    require_recording(work)
    kind = freezing.kind_of(work, new.kind)
    if not new.summary.strip():
        raise Problem(
            _("Nothing says what happened; nothing was recorded."),
            _("Write it in one sentence, without the name of a victim."),
            code="incident-without-summary",
        )
    if new.happened_on is not None and new.happened_on > work.today():
        raise Problem(
            _("What happened lies in the future; nothing was recorded."),
            _("Correct the day."),
            code="incident-in-future",
        )
    with work.store.read() as session:
        office = session.get_one(Partner, new.partner_id).office
    elsewhere = office not in ("", work.store.identity.office)
    if elsewhere and work.store.identity.office != HQ:
        raise Problem(
            _("This partner is another office’s; nothing was recorded."),
            _("Tell that office, or Headquarters."),
            code="incident-of-another-office",
        )
    with work.store.change(N_("Incident recorded"), work.officer.id, office=office if elsewhere else "") as session:
        incident = Incident(
            partner_id=new.partner_id,
            partnership_id=new.partnership_id,
            kind=kind.id,
            happened_on=new.happened_on.isoformat() if new.happened_on else None,
            summary=new.summary.strip(),
            account=new.account.strip(),
            source=new.source.strip(),
            recorded_by=work.officer.id,
            recorded_at=_believed_moment(work),
            hq_recorder=work.officer.name if elsewhere else "",
        )
        session.add(incident)
    return incident


def _believed_moment(work: Work) -> str | None:
    """Now; None while the clock is doubted."""
    return work.clock.stamp() if clock_doubt(work) is None else None


def require_recording(work: Work) -> None:
    """Raise Problem unless this officer may record an incident: whoever works here, and whoever decides."""
    if not may(work.officer, Right.DECIDE):
        require(work.officer, Right.ANSWER)


def take_up(work: Work, freeze: Freeze, summary: str) -> Incident:
    """Make a record of what the program noticed, so that whoever may can answer it, here or at Headquarters."""
    require_recording(work)
    with work.store.change(N_("Change noticed by the program recorded"), work.officer.id) as session:
        same = select(Incident).where(Incident.fingerprint == freeze.fingerprint, Incident.fingerprint != "")
        incident = session.scalars(same.where(Incident.decision_id == freeze.decision_id)).first()
        if incident is None:
            incident = Incident(
                partner_id=freeze.partner_id,
                partnership_id=freeze.partnership_id,
                kind=freeze.kind,
                summary=summary.strip(),
                recorded_by=work.officer.id,
                recorded_at=_believed_moment(work),
                decision_id=freeze.decision_id,
                fingerprint=freeze.fingerprint,
            )
            session.add(incident)
    return incident


def inform(work: Work, incident_id: str, role: str, name: str, on: date) -> None:
    """Note that somebody was told, and on which day."""
    require_recording(work)
    if not name.strip():
        raise Problem(
            _("Nobody is named; nothing was noted."), _("Type the name of whoever was told."), code="nobody-informed"
        )
    if on > work.today():
        raise Problem(
            _("Nobody can have been told on a day to come; nothing was noted."),
            _("Correct the day."),
            code="informed-in-future",
        )
    with work.store.change(N_("Informed of an incident"), work.officer.id) as session:
        incident = session.get_one(Incident, incident_id)
        others = tuple(row for row in incident.informed if row.role != role)
        incident.informed = (*others, PersonInformed(role=role, name=name.strip(), on=on.isoformat()))


def end(work: Work, incident_id: str, how: IncidentEnd, reason: str) -> None:
    """Say what becomes of it: the suspension is lifted, the decision stands, or the partnership is over.

    Whoever decides in the office may end a partnership; what is lifted asks for the role of its kind. Raises Problem
    without a reason, while the clock is doubted, or for anybody whose role may not.
    """
    clock = sealing_clock(work)
    if not reason.strip():
        raise Problem(
            _("A reason is needed; nothing was changed."),
            _("Say in one or two sentences what was found out and who was asked."),
            code="incident-without-reason",
        )
    page = read(work, incident_id)
    if not (page.may_end if how == IncidentEnd.ENDED else page.may_lift):
        raise Problem(page.why_not, _("Nothing was changed."), code="incident-not-yours-to-end")
    at_headquarters = work.officer.role in AT_HEADQUARTERS
    office = page.incident.office if at_headquarters else ""
    with work.store.change(ENDS[how], work.officer.id, office=office) as session:
        incident = session.get_one(Incident, incident_id)
        if at_headquarters:
            incident.hq_ended, incident.hq_by, incident.hq_at = how, work.officer.name, clock.stamp()
            incident.hq_reason = reason.strip()
            return
        incident.ended, incident.ended_by, incident.ended_at = how, work.officer.id, clock.stamp()
        incident.ended_reason = reason.strip()
        if how == IncidentEnd.ENDED:
            _end_agreements(session, incident, clock.today().isoformat())


def _end_agreements(session: Session, incident: Incident, day: str) -> None:
    """The agreements in force end with the partnership; why stands with the incident alone."""
    own = Agreement.partner_id.in_(identity.records(session, incident.partner_id))
    running = select(Agreement).where(own, Agreement.state == AgreementState.ACTIVE)
    if incident.partnership_id:
        running = running.where(Agreement.partnership_id == incident.partnership_id)
    for agreement in session.scalars(running):
        agreement.state, agreement.ended_on = AgreementState.ENDED, day
        agreement.ended_how, agreement.ended_reason = AgreementEnd.TERMINATED, ""


def reopen(work: Work, incident_id: str) -> Case:
    """Open the case of the partnership anew because of it, or give back the one that is open."""
    page = read(work, incident_id)
    partnership = page.partnership
    if partnership is None:
        raise Problem(
            _("No partnership was decided on that could be examined again; nothing was changed."),
            _("Plan the partnership first."),
            code="nothing-to-reopen",
        )
    case = cases.open_case(work, work.definitions.form, partnership)
    with work.store.change(N_("Case opened because of an incident"), work.officer.id) as session:
        session.get_one(Incident, incident_id).case_id = case.id
    return case


# --- reading


def read(work: Work, incident_id: str) -> IncidentPage:
    """An incident with everything that its page shows. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        incident = session.get_one(Incident, incident_id)
        partner = identity.partner_in(session, incident.partner_id)
        partnership = _partnership_of(session, incident)
        decision = _decision(session, incident)
        case = session.get(Case, incident.case_id) if incident.case_id else None
        kind, needed = freezing.kind_of(work, incident.kind), freezing.needed_role(work, incident.kind, decision)
        why_not = _why_not(work, incident, needed, by_recorder=False)
        return IncidentPage(
            incident=incident,
            kind=kind,
            partner=partner,
            partnership=partnership,
            case=case,
            end=freezing.end_of(work, incident, decision),
            informed=_due(kind, incident),
            needed=needed,
            may_end=not _why_not(work, incident, work.definitions.authority.ladder[0], by_recorder=True),
            may_lift=not why_not,
            why_not=why_not,
        )


def listed(work: Work, partner_id: str = "") -> Sequence[tuple[Incident, str]]:
    """The incidents of a partner, of all without one, the last recorded first, each with the name of its partner."""
    recorded = select(Incident, Partner.name).outerjoin(Partner, Partner.id == Incident.partner_id)
    with work.store.read() as session:
        if partner_id:
            recorded = recorded.where(Incident.partner_id.in_(identity.records(session, partner_id)))
        rows = session.execute(recorded.order_by(Incident.recorded_at.desc(), Incident.id.desc())).all()
        return [(incident, name or "") for incident, name in rows]


def of_partner(session: Session, partner_id: str) -> Sequence[Incident]:
    """Every incident of a partner, the last recorded first."""
    recorded = select(Incident).where(Incident.partner_id.in_(identity.records(session, partner_id)))
    return session.scalars(recorded.order_by(Incident.recorded_at.desc(), Incident.id.desc())).all()


def urgent(session: Session, work: Work) -> Sequence[Incident]:
    """The incidents that stand and of which Headquarters is told the same day, of every office known here."""
    kinds = [kind.id for kind in work.definitions.follow_up.kinds if kind.urgent]
    recorded = session.scalars(select(Incident).where(Incident.kind.in_(kinds)).order_by(Incident.id)).all()
    return [incident for incident in recorded if not incident.hq_ended and not incident.ended]


def urgent_by_office(session: Session, work: Work) -> Mapping[str, int]:
    """How many of these each office has."""
    return Counter(incident.office for incident in urgent(session, work))


def urgent_unsent(session: Session, work: Work) -> int:
    """How many of this office's own Headquarters has not received: a bundle packed now is urgent."""
    acked = {row.device: row.acked for row in session.scalars(select(Position))}
    written = _first_written(session, [incident.id for incident in urgent(session, work)])
    return sum(1 for device, number in written if number > acked.get(device, 0))


def urgent_within(session: Session, work: Work, runs: Collection[ChangeRun]) -> int:
    """How many incidents of which Headquarters is told the same day these changes brought, whatever became of them."""
    kinds = [kind.id for kind in work.definitions.follow_up.kinds if kind.urgent]
    written = _first_written(session, session.scalars(select(Incident.id).where(Incident.kind.in_(kinds))).all())
    return sum(
        1 for device, number in written if any(run.device == device and run.first <= number <= run.last for run in runs)
    )


def _first_written(session: Session, incident_ids: Sequence[str]) -> Sequence[tuple[str, int]]:
    """The change that recorded each of these incidents."""
    field = field_of(table_of(Incident).c["partner_id"])
    stamps = (session.get(StampRow, id_) for id_ in incident_ids)
    written = (read_stamps(row.cells).get(field.number) for row in stamps if row is not None and field is not None)
    return [stamp[:2] for stamp in written if stamp is not None]


def _partnership_of(session: Session, incident: Incident) -> Partnership | None:
    """The partnership that it is about; of all of them the one that was decided on."""
    if incident.partnership_id:
        return session.get(Partnership, incident.partnership_id)
    records = identity.records(session, incident.partner_id)
    own = select(Partnership).where(Partnership.partner_id.in_(records), Partnership.archived.is_(False))
    planned = session.scalars(own.order_by(Partnership.title)).all()
    decided = set(session.scalars(verdicts.decided_partnerships()))
    return next((partnership for partnership in planned if partnership.id in decided), next(iter(planned), None))


def _decision(session: Session, incident: Incident) -> Verdict | None:
    partnership = _partnership_of(session, incident)
    return freezing.favourable(verdicts.of_partnership(session, partnership.id)) if partnership is not None else None


def _why_not(work: Work, incident: Incident, needed: str, *, by_recorder: bool) -> str:
    """Why this officer may not lift it, or end the partnership; empty where they may."""
    officer, ladder = work.officer, work.definitions.authority.ladder
    who = pick(work.definitions.authority.role(needed))
    if (
        not may(officer, Right.DECIDE)
        or officer.role not in ladder
        or ladder.index(officer.role) < ladder.index(needed)
    ):
        return _("This is for {who} to lift or to end.").format(who=who)
    if officer.id == incident.recorded_by and not by_recorder:
        return _("Whoever recorded an incident does not lift it. This is for another person: {who}.").format(who=who)
    if incident.office not in ("", work.store.identity.office) and officer.role not in AT_HEADQUARTERS:
        return _("This incident is another office’s.")
    return ""


def _due(kind: FollowUpKind, incident: Incident) -> Sequence[DueInformation]:
    already = {row.role: row for row in incident.informed}
    start = day_of(incident.recorded_at) if incident.recorded_at else None
    return tuple(
        DueInformation(
            informed.role,
            (start + timedelta(days=informed.days)).isoformat() if start else "",
            already[informed.role].name if informed.role in already else "",
            already[informed.role].on if informed.role in already else "",
        )
        for informed in kind.informs
    )


def responsible_names(session: Session, work: Work, needed: str) -> Sequence[str]:
    """Who in this office may lift what asks for a role: those of it, and above."""
    ladder = work.definitions.authority.ladder
    able = ladder[ladder.index(needed) :]
    query = select(Officer.name).where(Officer.role.in_(able), Officer.left_on.is_(None)).order_by(Officer.name)
    return session.scalars(query).all()

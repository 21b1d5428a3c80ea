"""Names and emblems that are shown (¶24, ¶30 c): with whose approval, where, until when, and what has to come down.

Nothing here allows anything: an approval is a paper that somebody gave. What is shown without one, and what hangs
beyond its last day, is said until it is approved or taken down.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known, days_later
from desktop.base.errors import Problem
from desktop.base.office_codes import HQ
from desktop.base.text import N_, _
from desktop.base.values import Json
from desktop.definitions.results import ResultRules
from desktop.services.office import people
from desktop.services.office.believed_clock import believed_day, sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry.identity import Identities
from desktop.services.results.taking_part import TakingPart, evidence_in, taking_part
from desktop.services.work import Work
from desktop.store.records import Agreement, Evidence, Partner, Partnership, VisibilityUse
from desktop.store.states import AgreementState

LOGO = "logo"  # the feature of a partnership that involves the name or emblem of the Organization
ARTWORK, MEASURES = "licence.artwork", "agreement.visibility"  # fields of agreements that say what will be shown
OURS = "our_logo"  # the mark of what a licence allows (S-LIC)
UNDER_AGREEMENT = (AgreementState.SIGNED, AgreementState.ACTIVE, AgreementState.ENDED)


class VisibilityState(StrEnum):
    """Where a use stands on a day: the first that is true of it."""

    DOWN = "down"
    OVERDUE = "overdue"  # past its last day, and not taken down
    UNAPPROVED = "unapproved"
    SOON = "soon"  # its last day is near
    PLANNED = "planned"
    SHOWN = "shown"


STATE_WORDS: Mapping[VisibilityState, str] = {
    VisibilityState.OVERDUE: N_("to be taken down"),
    VisibilityState.UNAPPROVED: N_("approved by nobody"),
    VisibilityState.SOON: N_("ends soon"),
    VisibilityState.SHOWN: N_("shown"),
    VisibilityState.PLANNED: N_("planned"),
    VisibilityState.DOWN: N_("taken down"),
}
TO_DO = (VisibilityState.OVERDUE, VisibilityState.UNAPPROVED, VisibilityState.SOON)


class AgainstUse(StrEnum):
    """What stands against a partner's use of our name or emblem, as the partnership tells it."""

    AD_HOC = "ad_hoc"  # an ad hoc collaboration has no logo and no publicity (¶23)
    NOT_FORESEEN = "not_foreseen"  # the due diligence was not asked about it
    SUSPENDED = "suspended"  # its agreement is: no use is made meanwhile


@dataclass(frozen=True, kw_only=True)
class NewVisibilityUse:
    """A use as it is written down; days are ISO text, empty where nobody knows. `approval` names the paper."""

    partnership_id: str
    mark: str
    material: str
    place: str = ""
    approved_by: str = ""
    approved_on: str = ""
    approval: str = ""
    shown_from: str = ""
    shown_until: str = ""
    taken_down_on: str = ""
    text: str = ""


@dataclass(frozen=True)
class VisibilityLine:
    """A use with its partnership and the partner as it is now, where it stands and what stands against it.

    `until` is its last day (ISO text), empty where nothing ends it.
    """

    use: VisibilityUse
    partnership: str
    partner_id: str
    partner: str
    state: VisibilityState
    against: tuple[AgainstUse, ...]
    until: str = ""


@dataclass(frozen=True)
class VisibilityProposal:
    """A use that a signed agreement foresees and nobody recorded yet, with the reference of the agreement."""

    reference: str
    use: NewVisibilityUse


@dataclass(frozen=True)
class VisibilityPage:
    """What the page of a use reads: the use (None for a new one), its evidence, of whom it may be, the names of
    officers by id, and what the agreements of its partnership foresee."""

    line: VisibilityLine | None
    evidence: Sequence[Evidence]
    whose: TakingPart
    officers: Mapping[str, str]
    proposals: Sequence[VisibilityProposal] = ()


@dataclass(frozen=True)
class VisibilityTask:
    """What has to be done of a use: its state, by which day (ISO text), its partner by name, and the officer's id."""

    use_id: str
    material: str
    state: VisibilityState
    on: str
    partner: str
    owner: str


# --- deeds


def record(work: Work, new: NewVisibilityUse) -> VisibilityUse:
    """Write a use down. Raises Problem without a partnership, a mark or what it is shown on; for an approval of which
    the person or the day lacks; and for days that are turned round or, of what was done, to come."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Use of a name or an emblem recorded"), work.officer.id) as session:
        use = VisibilityUse(noted_by=work.officer.id, noted_on=believed_day(work))
        _write(work, use, new)
        session.add(use)
    return use


def correct(work: Work, use_id: str, new: NewVisibilityUse) -> None:
    """Correct what was written, add the approval, or say that it was taken down. Raises Problem as `record` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Use of a name or an emblem corrected"), work.officer.id) as session:
        _write(work, session.get_one(VisibilityUse, use_id), new)


def take_down(work: Work, use_id: str, on: str = "") -> None:
    """Say on which day it was taken down (ISO text), or today. Raises Problem for a day before the first or to come,
    and for today while the clock is not believed."""
    require(work.officer, Right.REGISTER)
    day = on or sealing_clock(work).today().isoformat()
    with work.store.change(N_("Name or emblem taken down"), work.officer.id) as session:
        use = session.get_one(VisibilityUse, use_id)
        _require_days(work, use.shown_from or "", "", use.approved_on or "", day)
        use.taken_down_on = day


def hang_again(work: Work, use_id: str) -> None:
    """Say that it is still shown, after it was said to be taken down."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Name or emblem shown again"), work.officer.id) as session:
        session.get_one(VisibilityUse, use_id).taken_down_on = None


def set_aside(work: Work, use_id: str, aside: bool) -> None:
    """Take back what was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.REGISTER)
    taken_back, brought_back = (
        N_("Use of a name or an emblem taken back"),
        N_("Use of a name or an emblem brought back"),
    )
    with work.store.change(taken_back if aside else brought_back, work.officer.id) as session:
        session.get_one(VisibilityUse, use_id).archived = aside


def _write(work: Work, use: VisibilityUse, new: NewVisibilityUse) -> None:
    material = " ".join(new.material.split())
    if not new.partnership_id or not material or new.mark not in work.definitions.results.by_mark:
        raise Problem(
            _("The partnership, whose name or emblem it is, or what it is shown on lacks; nothing was recorded."),
            _("Say of which partnership it is, and on what the name or the emblem stands."),
            code="visibility-incomplete",
        )
    if bool(new.approved_by.strip()) != (day_known(new.approved_on) is not None):
        raise Problem(
            _("An approval has a person and a day; nothing was recorded."),
            _("Say who approved it and on which day, or leave both empty."),
            code="approval-incomplete",
        )
    _require_days(work, new.shown_from, new.shown_until, new.approved_on, new.taken_down_on)
    use.partnership_id, use.mark, use.material, use.place = new.partnership_id, new.mark, material, new.place.strip()
    use.approved_by, use.approved_on = new.approved_by.strip(), new.approved_on or None
    use.approval, use.text = new.approval.strip(), new.text.strip()
    use.shown_from, use.shown_until = new.shown_from or None, new.shown_until or None
    use.taken_down_on = new.taken_down_on or None


def _require_days(work: Work, shown_from: str, shown_until: str, approved_on: str, taken_down_on: str) -> None:
    begins, ends, today = day_known(shown_from), day_known(shown_until), work.today()
    approved, down = day_known(approved_on), day_known(taken_down_on)
    turned = begins is not None and any(day is not None and day < begins for day in (ends, down))
    if turned or any(day is not None and day > today for day in (approved, down)):
        raise Problem(
            _("The days are turned round or have not come yet; nothing was recorded."),
            _("Correct the days."),
            code="visibility-days",
        )


# --- reading


def page(work: Work, use_id: str, partnership_id: str, named: Iterable[str]) -> VisibilityPage:
    """What the page of a use reads, or of a new one of this partnership; `named` are partners to choose among. Raises
    NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        own = session.get_one(VisibilityUse, use_id) if use_id else None
        shown = _lines(session, work, [own])[0] if own is not None else None
        about = own.partnership_id if own is not None else partnership_id
        return VisibilityPage(
            shown,
            evidence_in(session, own.evidence if own is not None else ()),
            taking_part(session, about, named),
            people.names_in(session),
            _proposals(session, about) if about and own is None else (),
        )


def _proposals(session: Session, partnership_id: str) -> Sequence[VisibilityProposal]:
    """What the signed agreements of a partnership foresee: the artwork of a licence, the measures of visibility."""
    signed = select(Agreement).where(
        Agreement.partnership_id == partnership_id,
        Agreement.archived.is_(False),
        Agreement.state.in_(UNDER_AGREEMENT),
    )
    partnership = session.get(Partnership, partnership_id)
    ends = partnership.ends_on or "" if partnership is not None else ""
    recorded = set(
        session.scalars(
            select(VisibilityUse.material).where(
                VisibilityUse.partnership_id == partnership_id, VisibilityUse.archived.is_(False)
            )
        )
    )
    proposed: list[VisibilityProposal] = []
    for agreement in session.scalars(signed.order_by(Agreement.reference)):
        begins = agreement.active_from or ""
        for row in _rows(agreement.content.get(ARTWORK)):
            material = " – ".join(part for part in (row.get("item", ""), row.get("use", "")) if part)
            paper = ", ".join(part for part in (agreement.reference, row.get("version", "")) if part)
            use = NewVisibilityUse(
                partnership_id=partnership_id,
                mark=OURS,
                material=material,
                approval=paper,
                shown_from=begins,
                shown_until=ends,
            )
            proposed.append(VisibilityProposal(agreement.reference, use))
        for row in _rows(agreement.content.get(MEASURES)):
            use = NewVisibilityUse(
                partnership_id=partnership_id,
                mark="",
                material=row.get("what", ""),
                place=row.get("where", ""),
                approval=agreement.reference,
                shown_until=ends,
                text=row.get("when", ""),
            )
            proposed.append(VisibilityProposal(agreement.reference, use))
    return [own for own in proposed if own.use.material and own.use.material not in recorded]


def _rows(table: Json) -> Iterator[Mapping[str, str]]:
    """The rows of a field of an agreement, as far as they are rows of texts, each on one line."""
    for row in table if isinstance(table, list) else ():
        if isinstance(row, dict):
            yield {key: " ".join(value.split()) for key, value in row.items() if isinstance(value, str)}


def of_partner(session: Session, own: Collection[str]) -> Sequence[VisibilityUse]:
    """The uses of the partnerships of a partner, by the ids of all its records, the last day first."""
    planned = select(Partnership.id).where(Partnership.partner_id.in_(own))
    query = _current().where(VisibilityUse.partnership_id.in_(planned))
    return session.scalars(query.order_by(VisibilityUse.shown_until.desc(), VisibilityUse.material)).all()


def to_do(session: Session, work: Work) -> Sequence[VisibilityTask]:
    """What this office has to have approved or taken down, and by which day: nothing at Headquarters.

    It is the task of whoever is in charge of the partnership, or follows its partner; an empty id where nobody does.
    """
    own, rules, today = work.store.identity.office, work.definitions.results, work.today()
    if own == HQ:
        return ()
    columns = select(VisibilityUse, Partnership, Partner.owner, Partner.name)
    query = columns.join(Partnership, Partnership.id == VisibilityUse.partnership_id)
    query = query.join(Partner, Partner.id == Partnership.partner_id)
    query = query.where(VisibilityUse.office == own, VisibilityUse.archived.is_(False), VisibilityUse.material != "")
    query = query.where(VisibilityUse.taken_down_on.is_(None), Partnership.archived.is_(False))
    tasks = []
    for use, partnership, follows, partner in session.execute(query):
        until = last_day(rules, use, partnership)
        state = state_on(rules, use, until, today)
        on = (use.shown_from or use.noted_on or until) if state == VisibilityState.UNAPPROVED else until
        if on and state in TO_DO:
            tasks.append(VisibilityTask(use.id, use.material, state, on, partner, partnership.owner or follows))
    return tasks


def as_written(work: Work, use_id: str) -> NewVisibilityUse:
    """A use as it is on record, to be corrected; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        use = session.get_one(VisibilityUse, use_id)
    return NewVisibilityUse(
        partnership_id=use.partnership_id,
        mark=use.mark,
        material=use.material,
        place=use.place,
        approved_by=use.approved_by,
        approved_on=use.approved_on or "",
        approval=use.approval,
        shown_from=use.shown_from or "",
        shown_until=use.shown_until or "",
        taken_down_on=use.taken_down_on or "",
        text=use.text,
    )


def ids(work: Work, archived: bool = False) -> Sequence[str]:
    """The ids of the uses known here: of those that were taken back, or of the others."""
    with work.store.read() as session:
        query = select(VisibilityUse.id).where(VisibilityUse.archived.is_(archived))
        return session.scalars(query.order_by(VisibilityUse.id)).all()


def every(work: Work, partnership_id: str = "") -> Sequence[VisibilityLine]:
    """Every use, or those of a partnership: what has to be done about first, then the nearest last day."""
    with work.store.read() as session:
        query = _current()
        if partnership_id:
            query = query.where(VisibilityUse.partnership_id == partnership_id)
        return _lines(session, work, session.scalars(query).all())


def _current() -> Select[VisibilityUse]:
    return select(VisibilityUse).where(VisibilityUse.archived.is_(False), VisibilityUse.material != "")


def _lines(session: Session, work: Work, uses: Sequence[VisibilityUse]) -> Sequence[VisibilityLine]:
    rules, today = work.definitions.results, work.today()
    identities = Identities.read_in(session)
    ids_of = {use.partnership_id for use in uses}
    planned = {row.id: row for row in session.scalars(select(Partnership).where(Partnership.id.in_(ids_of)))}
    whose = {id_: identities.partner(row.partner_id) for id_, row in planned.items()}
    named = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(set(whose.values()))))
    names = {row.id: row.name for row in named}
    resting = Agreement.suspended_on.is_not(None), Agreement.state == AgreementState.ACTIVE
    of_it = select(Agreement.partnership_id).where(Agreement.partnership_id.in_(ids_of), *resting)
    suspended = set(session.scalars(of_it.where(Agreement.archived.is_(False))))
    lines = [_line(rules, use, planned.get(use.partnership_id), suspended, whose, names, today) for use in uses]
    order = list(ORDER)
    return sorted(lines, key=lambda line: (order.index(line.state), line.until or "9", line.use.material))


ORDER = (
    VisibilityState.OVERDUE,
    VisibilityState.UNAPPROVED,
    VisibilityState.SOON,
    VisibilityState.SHOWN,
    VisibilityState.PLANNED,
    VisibilityState.DOWN,
)


def _line(
    rules: ResultRules,
    use: VisibilityUse,
    partnership: Partnership | None,
    suspended: Collection[str],
    whose: Mapping[str, str],
    names: Mapping[str, str],
    today: date,
) -> VisibilityLine:
    partner, until = whose.get(use.partnership_id, ""), last_day(rules, use, partnership)
    title = partnership.title if partnership is not None else ""
    against = against_use(rules, use.mark, partnership, suspended)
    state = state_on(rules, use, until, today)
    return VisibilityLine(use, title, partner, names.get(partner, ""), state, against, until)


def last_day(rules: ResultRules, use: VisibilityUse, partnership: Partnership | None) -> str:
    """The last day of a use (ISO text): the one that is written; of our own name or emblem never later than the closing
    of the partnership, and without a day that of its agreement (S-CSQ). Empty where nothing ends it."""
    written = use.shown_until or ""
    if partnership is None or not _is_ours(rules, use.mark):
        return written
    days = [written or partnership.ends_on or "", partnership.closed_on or ""]
    return min((day for day in days if day_known(day) is not None), default="")


def state_on(rules: ResultRules, use: VisibilityUse, until: str, today: date) -> VisibilityState:
    """Where a use whose last day is `until` (ISO text) stands on a day."""
    begins, ends = day_known(use.shown_from), day_known(until)
    if use.taken_down_on:
        return VisibilityState.DOWN
    if ends is not None and ends < today:
        return VisibilityState.OVERDUE
    if not use.approved_on:
        return VisibilityState.UNAPPROVED
    if ends is not None and ends <= days_later(today, rules.take_down_soon_days):
        return VisibilityState.SOON
    return VisibilityState.PLANNED if begins is not None and begins > today else VisibilityState.SHOWN


def _is_ours(rules: ResultRules, mark: str) -> bool:
    return mark in rules.by_mark and rules.by_mark[mark].ours


def against_use(
    rules: ResultRules, mark: str, partnership: Partnership | None, suspended: Collection[str]
) -> tuple[AgainstUse, ...]:
    """What stands against a use, as far as the partnership tells and those of which an agreement is `suspended`;
    nothing stands against showing a partner's own."""
    if partnership is None or not _is_ours(rules, mark):
        return ()
    reasons = {
        AgainstUse.AD_HOC: partnership.ad_hoc,
        AgainstUse.NOT_FORESEEN: LOGO not in partnership.features,
        AgainstUse.SUSPENDED: partnership.id in suspended,
    }
    return tuple(code for code, stands in reasons.items() if stands)

"""Names and emblems that are shown (¶24, ¶30 c): with whose approval, where, until when, and what has to come down.

Nothing here allows anything: an approval is a paper that somebody gave. What is shown without one, and what hangs
beyond its last day, is said until it is approved or taken down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known, days_later
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.results import ResultRules
from desktop.services.office.rights import Right, require
from desktop.services.registry.identity import Identities
from desktop.services.work import Work
from desktop.store.records import Partner, Partnership, VisibilityUse

LOGO = "logo"  # the feature of a partnership that involves the name or emblem of the Organization


class VisibilityState(StrEnum):
    """Where a use stands on a day: the first that is true of it."""

    DOWN = "down"
    OVERDUE = "overdue"  # past its last day, and not taken down
    UNAPPROVED = "unapproved"
    SOON = "soon"  # its last day is near
    PLANNED = "planned"
    SHOWN = "shown"


class AgainstUse(StrEnum):
    """What stands against a partner's use of our name or emblem, as the partnership tells it."""

    AD_HOC = "ad_hoc"  # an ad hoc collaboration has no logo and no publicity (¶23)
    NOT_FORESEEN = "not_foreseen"  # the due diligence was not asked about it


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
    """A use with its partnership and the partner as it is now, where it stands and what stands against it."""

    use: VisibilityUse
    partnership: str
    partner_id: str
    partner: str
    state: VisibilityState
    against: tuple[AgainstUse, ...]


# --- deeds


def record(work: Work, new: NewVisibilityUse) -> VisibilityUse:
    """Write a use down. Raises Problem without a partnership, a mark or what it is shown on; for an approval of which
    the person or the day lacks; and for days that are turned round or, of what was done, to come."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Use of a name or an emblem recorded"), work.officer.id) as session:
        use = VisibilityUse(noted_by=work.officer.id)
        _write(work, use, new)
        session.add(use)
    return use


def correct(work: Work, use_id: str, new: NewVisibilityUse) -> None:
    """Correct what was written, add the approval, or say that it was taken down. Raises Problem as `record` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Use of a name or an emblem corrected"), work.officer.id) as session:
        _write(work, session.get_one(VisibilityUse, use_id), new)


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
    approved, begins, ends = day_known(new.approved_on), day_known(new.shown_from), day_known(new.shown_until)
    if bool(new.approved_by.strip()) != (approved is not None):
        raise Problem(
            _("An approval has a person and a day; nothing was recorded."),
            _("Say who approved it and on which day, or leave both empty."),
            code="approval-incomplete",
        )
    down, today = day_known(new.taken_down_on), work.today()
    turned = begins is not None and any(day is not None and day < begins for day in (ends, down))
    if turned or any(day is not None and day > today for day in (approved, down)):
        raise Problem(
            _("The days are turned round or have not come yet; nothing was recorded."),
            _("Correct the days."),
            code="visibility-days",
        )
    use.partnership_id, use.mark, use.material, use.place = new.partnership_id, new.mark, material, new.place.strip()
    use.approved_by, use.approved_on = new.approved_by.strip(), new.approved_on or None
    use.approval, use.text = new.approval.strip(), new.text.strip()
    use.shown_from, use.shown_until = new.shown_from or None, new.shown_until or None
    use.taken_down_on = new.taken_down_on or None


# --- reading


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


def every(work: Work) -> Sequence[VisibilityLine]:
    """Every use: what has to be done about first, then the nearest last day."""
    with work.store.read() as session:
        return lines_in(session, work)


def lines_in(session: Session, work: Work) -> Sequence[VisibilityLine]:
    """The same, read with what else a page reads."""
    query = select(VisibilityUse).where(VisibilityUse.archived.is_(False), VisibilityUse.material != "")
    uses, rules, today = session.scalars(query).all(), work.definitions.results, work.today()
    identities = Identities.read_in(session)
    ids_of = {use.partnership_id for use in uses}
    planned = {row.id: row for row in session.scalars(select(Partnership).where(Partnership.id.in_(ids_of)))}
    whose = {id_: identities.partner(row.partner_id) for id_, row in planned.items()}
    named = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(set(whose.values()))))
    names = {row.id: row.name for row in named}
    lines = [_line(rules, use, planned, whose, names, today) for use in uses]
    order = list(ORDER)
    return sorted(lines, key=lambda line: (order.index(line.state), line.use.shown_until or "9", line.use.material))


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
    planned: Mapping[str, Partnership],
    whose: Mapping[str, str],
    names: Mapping[str, str],
    today: date,
) -> VisibilityLine:
    partnership, partner = planned.get(use.partnership_id), whose.get(use.partnership_id, "")
    title = partnership.title if partnership is not None else ""
    against = against_use(rules, use.mark, partnership)
    return VisibilityLine(use, title, partner, names.get(partner, ""), state_on(rules, use, today), against)


def state_on(rules: ResultRules, use: VisibilityUse, today: date) -> VisibilityState:
    """Where a use stands on a day."""
    begins, ends = day_known(use.shown_from), day_known(use.shown_until)
    if use.taken_down_on:
        return VisibilityState.DOWN
    if ends is not None and ends < today:
        return VisibilityState.OVERDUE
    if not use.approved_on:
        return VisibilityState.UNAPPROVED
    if ends is not None and ends <= days_later(today, rules.take_down_soon_days):
        return VisibilityState.SOON
    return VisibilityState.PLANNED if begins is not None and begins > today else VisibilityState.SHOWN


def against_use(rules: ResultRules, mark: str, partnership: Partnership | None) -> tuple[AgainstUse, ...]:
    """What stands against a use, as far as the partnership tells; nothing stands against showing a partner's own."""
    ours = mark in rules.by_mark and rules.by_mark[mark].ours
    if partnership is None or not ours:
        return ()
    reasons = {
        AgainstUse.AD_HOC: partnership.ad_hoc,
        AgainstUse.NOT_FORESEEN: LOGO not in partnership.features,
    }
    return tuple(code for code, stands in reasons.items() if stands)

"""Partners: registered once, changed, put away and brought back, never deleted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office.rights import Right, require
from desktop.services.registry import duplicates, identity
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.registry.identity import Identities
from desktop.services.work import Work
from desktop.store.records import Partner, Person, Record
from desktop.store.store import Store


def register(work: Work, partner: Partner, children: Sequence[str] = (), doubts: Collection[str] = ()) -> Partner:
    """Register a new partner, with the partners of which it is the parent company.

    `doubts` are those of which nobody could say whether they are the same: a task to find out is made for each. Raises
    Problem without a name, and where another one has its number of a register and nobody said what that means.
    """
    require(work.officer, Right.REGISTER)
    if not partner.name.strip():
        raise Problem(
            _("A partner needs a name; nothing was saved."), _("Type its full legal name."), code="partner-without-name"
        )
    partner.name = " ".join(partner.name.split())
    partner.owner = partner.owner or work.officer.id
    tasks = [*duplicates.find_out(work, partner, doubts)] if doubts else []
    with work.store.change(N_("Partner registered"), work.officer.id) as session:
        answered = {*children, *doubts, *_related(partner)}
        duplicates.require_answered(session, _typed(partner), answered)
        session.add_all((partner, *tasks))
        for child in children:
            session.get_one(Partner, child).parent_id = partner.id
    return partner


def _typed(partner: Partner) -> TypedPartner:
    return TypedPartner(partner.name, partner.registration, partner.country, partner.website, partner.email, partner.id)


def _related(partner: Partner) -> set[str]:
    """Those of which a partner says that they are its parent company, or that it is another one."""
    return {partner.parent_id or "", *(apart.partner for apart in partner.not_same_as)} - {""}


def change(work: Work, partner_id: str, **fields: Any) -> None:
    """Change fields of a partner; those that stay equal are not journaled.

    Raises Problem for a target group in which the persons recorded behind it have no place (¶28), and for the number of
    a register that another partner has, unless the two are of one group of companies or were told apart.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partner changed"), work.officer.id) as session:
        partner = session.get_one(Partner, partner_id)
        if fields.get("group", partner.group) != partner.group:
            _require_place_for_persons(session, work, partner_id, fields["group"])
        numbered = partner.registration, partner.country
        set_fields(partner, fields)
        if numbered != (partner.registration, partner.country):
            own = identity.records(session, partner_id)
            children = session.scalars(select(Partner.id).where(Partner.parent_id.in_(own)))
            with session.no_autoflush:
                duplicates.require_answered(session, _typed(partner), {*_related(partner), *children})


def _require_place_for_persons(session: Session, work: Work, partner_id: str, group: str) -> None:
    allowed = set(work.definitions.strategy.group(group).persons)
    own = identity.records(session, partner_id)
    behind = select(Person).where(Person.partner_id.in_(own), Person.archived.is_(False)).order_by(Person.name)
    if odd := [person.name for person in session.scalars(behind) if not set(person.roles) <= allowed]:
        raise Problem(
            _("Persons are recorded who have no place in that group: {names}. Nothing was changed.").format(
                names=", ".join(odd)
            ),
            _("Give them another role or take them off first, then choose the group again."),
            code="persons-of-another-group",
        )


def archive(work: Work, partner_id: str, reason: str) -> None:
    """Put a partner out of the way; `restore` brings it back."""
    archive_all(work, [partner_id], reason)


def archive_all(work: Work, partner_ids: Sequence[str], reason: str) -> None:
    """Put several partners out of the way in one deed: all of them, or none; `restore_all` brings them back.

    Records that were merged into one of them go the same way: what hangs on them is the partner’s.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partner archived"), work.officer.id) as session:
        for record in Identities.read_in(session).all_records(partner_ids):
            set_fields(session.get_one(Partner, record), {"archived": True, "archived_reason": reason})


def restore(work: Work, partner_id: str) -> None:
    restore_all(work, [partner_id])


def restore_all(work: Work, partner_ids: Sequence[str]) -> None:
    """Bring several partners back in one deed: all of them, or none."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partner restored"), work.officer.id) as session:
        for record in Identities.read_in(session).all_records(partner_ids):
            set_fields(session.get_one(Partner, record), {"archived": False, "archived_reason": ""})


def warn(work: Work, partner_id: str, text: str) -> None:
    """Headquarters warns the office of a partner, which reads it with the next return; an empty text takes it back."""
    require(work.officer, Right.HEADQUARTERS)
    with work.store.read() as session:
        office = session.get_one(Partner, partner_id).office
    elsewhere = office if office != work.store.identity.office else ""
    with work.store.change(N_("Warning about a partner"), work.officer.id, office=elsewhere) as session:
        set_fields(session.get_one(Partner, partner_id), {"watch_note": text.strip()})


@dataclass(frozen=True)
class Reminder:
    """What is to be done next about a partner, and on which day, as ISO text; both empty for nothing."""

    what: str = ""
    on: str | None = None


def reminders(store: Store, partner_ids: Sequence[str]) -> Mapping[str, Reminder]:
    """What each of these partners is to be reminded of."""
    with store.read() as session:
        kept = [session.get_one(Partner, partner_id) for partner_id in partner_ids]
        return {partner.id: Reminder(partner.next_action, partner.next_action_on) for partner in kept}


def remind_all(work: Work, wanted: Mapping[str, Reminder]) -> None:
    """Give each of these partners its reminder in one deed: all of them, or none."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Reminder set"), work.officer.id) as session:
        for partner_id, reminder in wanted.items():
            fields = {"next_action": reminder.what, "next_action_on": reminder.on}
            set_fields(session.get_one(Partner, partner_id), fields)


def partner(store: Store, partner_id: str) -> Partner:
    with store.read() as session:
        return session.get_one(Partner, partner_id)


def name(store: Store, partner_id: str) -> str:
    """A partner's name; empty when it is not here."""
    with store.read() as session:
        return session.scalar(select(Partner.name).where(Partner.id == partner_id)) or ""


def names_in(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The names of these partners, those that are here."""
    query = select(Partner.id, Partner.name).where(Partner.id.in_(ids))
    return dict(session.execute(query).all()) if ids else {}


def children(store: Store, partner_id: str) -> Sequence[Partner]:
    """The subsidiaries of a partner, by name."""
    with store.read() as session:
        return children_in(session, identity.records(session, partner_id))


def children_in(session: Session, records: Collection[str]) -> Sequence[Partner]:
    """The same for all records of a partner, read with what else a page reads."""
    query = select(Partner).where(Partner.parent_id.in_(records), Partner.archived.is_(False))
    return session.scalars(query.where(identity.is_no_merged_record(session)).order_by(Partner.name)).all()


def count(store: Store) -> int:
    """How many partners there are, without those put away."""
    with store.read() as session:
        return count_in(session)


def count_in(session: Session) -> int:
    """The same, read with what else a page reads."""
    used = Partner.archived.is_(False), identity.is_no_merged_record(session)
    return session.scalar(select(func.count()).select_from(Partner).where(*used)) or 0


def set_fields(record: Record, fields: Mapping[str, Any]) -> None:
    """Set the fields whose content changes; the others stay out of the journal."""
    for name, value in fields.items():
        if getattr(record, name) != value:
            setattr(record, name, value)

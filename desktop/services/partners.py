"""Partners and the persons behind them: register once, find again, never delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded
from desktop.services.people import require
from desktop.store import search
from desktop.store.records import Decision, Officer, Partner, Person
from desktop.store.store import Store

ALIKE = 0.72  # from this score two names are shown as possibly the same partner
PERSON_ROLES = ("owner", "director", "signatory", "contact")


@dataclass(frozen=True)
class PartnerLine:
    """One line of the list of partners."""

    id: str
    name: str
    place: str  # city and country code
    group: str
    stage: str
    level: str  # of the last decision; empty before one
    next_action: str
    next_action_on: str | None


@dataclass(frozen=True)
class Alike:
    """A registered partner that may be the one being typed, and why."""

    partner: Partner
    score: float
    same_registration: bool


def register(store: Store, by: Officer, partner: Partner) -> Partner:
    """Keep a new partner. A name is needed; raises Problem without one."""
    require(by, "register")
    if not partner.name.strip():
        raise Problem(_("A partner needs a name; nothing was saved."), _("Type its full legal name."))
    partner.name = " ".join(partner.name.split())
    partner.owner = partner.owner or by.id
    with store.change(N_("Partner registered"), by.id) as session:
        session.add(partner)
    return partner


def change(store: Store, by: Officer, partner_id: str, **fields: Any) -> None:
    """Change fields of a partner; those that stay equal are not journaled."""
    require(by, "register")
    with store.change(N_("Partner changed"), by.id) as session:
        _set(session.get_one(Partner, partner_id), fields)


def archive(store: Store, by: Officer, partner_id: str, reason: str) -> None:
    """Put a partner out of the way; `restore` brings it back."""
    require(by, "register")
    with store.change(N_("Partner archived"), by.id) as session:
        _set(session.get_one(Partner, partner_id), {"archived": True, "archived_reason": reason})


def restore(store: Store, by: Officer, partner_id: str) -> None:
    require(by, "register")
    with store.change(N_("Partner restored"), by.id) as session:
        _set(session.get_one(Partner, partner_id), {"archived": False, "archived_reason": ""})


def partner(store: Store, partner_id: str) -> Partner:
    with store.read() as session:
        return session.get_one(Partner, partner_id)


def find(store: Store, text: str = "", limit: int = 200, archived: bool = False) -> tuple[PartnerLine, ...]:
    """The partners whose name, other names, number or town hold these words."""
    with store.read() as session:
        found = search.find(session, text, (Partner.KIND,), limit if text else 100_000)
        return _lines(session, [f.id for f in found], archived)


def _lines(session: Session, ids: Sequence[str], archived: bool) -> tuple[PartnerLine, ...]:
    columns = (
        Partner.id,
        Partner.name,
        Partner.city,
        Partner.country,
        Partner.group,
        Partner.stage,
        Partner.next_action,
        Partner.next_action_on,
    )
    query = select(*columns).where(Partner.archived.is_(archived))
    if len(ids) <= 500:
        query = query.where(Partner.id.in_(ids))
    rows = {row.id: row for row in session.execute(query)}
    levels = _levels(session, ids)
    return tuple(
        PartnerLine(
            row.id,
            row.name,
            ", ".join(part for part in (row.city, row.country) if part),
            row.group,
            row.stage,
            levels.get(row.id, ""),
            row.next_action,
            row.next_action_on,
        )
        for row in (rows[i] for i in ids if i in rows)
    )


def _levels(session: Session, ids: Sequence[str]) -> dict[str, str]:
    query = select(Decision.partner_id, Decision.level).order_by(Decision.decided_at)
    if len(ids) <= 500:
        query = query.where(Decision.partner_id.in_(ids))
    return {row.partner_id: row.level for row in session.execute(query)}


def count(store: Store) -> int:
    from sqlalchemy import func

    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Partner).where(Partner.archived.is_(False))) or 0


def alike(store: Store, name: str, registration: str = "", but: str = "") -> tuple[Alike, ...]:
    """Registered partners that may be the same as this name or number, most alike first; never the partner `but`."""
    wanted = folded(registration).replace(" ", "")
    with store.read() as session:
        found = {f.id for f in _sharing_a_word(session, name)} - {but}
        candidates = list(session.scalars(select(Partner).where(Partner.id.in_(found))))
        if wanted:
            numbered = session.execute(select(Partner.id, Partner.registration).where(Partner.registration != ""))
            same = {i for i, number in numbered if folded(number).replace(" ", "") == wanted} - {but}
            candidates += list(session.scalars(select(Partner).where(Partner.id.in_(same - found))))
    judged = [_judge(c, name, wanted) for c in candidates]
    return tuple(sorted((a for a in judged if a.same_registration or a.score >= ALIKE), key=lambda a: -a.score))


def _sharing_a_word(session: Session, name: str) -> list[search.Found]:
    found: list[search.Found] = []
    for word in folded(name).replace("&", " ").split():
        if len(word) >= 4:
            found += search.find(session, word[:5], (Partner.KIND,), 200)
    return found


def _judge(candidate: Partner, name: str, number: str) -> Alike:
    from desktop.screening.match import score

    kind = "person" if candidate.group == "HNW" else "organisation"
    names = (candidate.name, *candidate.other_names)
    best = max(score(name, known, kind) for known in names)
    return Alike(candidate, best, bool(number) and folded(candidate.registration).replace(" ", "") == number)


def not_the_same(store: Store, by: Officer, partner_id: str, other_id: str, reason: str) -> None:
    """Remember that two registered partners that look alike are two."""
    require(by, "register")
    with store.change(N_("Two partners told apart"), by.id) as session:
        record = session.get_one(Partner, partner_id)
        record.not_same_as = [*record.not_same_as, {"partner": other_id, "reason": reason, "by": by.id}]


# --- persons


def persons(store: Store, partner_id: str) -> Sequence[Person]:
    """The persons behind a partner, those not archived, by name."""
    with store.read() as session:
        query = select(Person).where(Person.partner_id == partner_id, Person.archived.is_(False)).order_by(Person.name)
        return session.scalars(query).all()


def add_person(store: Store, by: Officer, person: Person) -> Person:
    """Keep a person behind a partner; raises Problem without a name."""
    require(by, "register")
    if not person.name.strip():
        raise Problem(_("A person needs a name; nothing was saved."), _("Type the name as in the identity document."))
    with store.change(N_("Person added"), by.id) as session:
        session.add(person)
    return person


def change_person(store: Store, by: Officer, person_id: str, **fields: Any) -> None:
    require(by, "register")
    with store.change(N_("Person changed"), by.id) as session:
        _set(session.get_one(Person, person_id), fields)


def archive_person(store: Store, by: Officer, person_id: str) -> None:
    require(by, "register")
    with store.change(N_("Person archived"), by.id) as session:
        session.get_one(Person, person_id).archived = True


def _set(record: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if getattr(record, name) != value:
            setattr(record, name, value)

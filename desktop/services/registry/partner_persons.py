"""The persons behind a partner."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import NotADate, OddYear, parse_partial_day, what_is_wrong_with_partial_day
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.terms import PartnerGroup
from desktop.services.office.rights import Right, require
from desktop.services.registry import partners
from desktop.services.registry.identity import Identities
from desktop.services.work import Work
from desktop.store.records import Partner, Person
from desktop.store.sessions import once_in_a_state
from desktop.store.store import Store


def of_partner(store: Store, partner_id: str) -> Sequence[Person]:
    """The persons behind a partner, those not archived, by name; who left a role comes last."""
    with store.read() as session:
        return of_partners(session, [partner_id]).get(partner_id, ())


@once_in_a_state
def of_partners(session: Session, partner_ids: Collection[str]) -> Mapping[str, Sequence[Person]]:
    """The same for several partners at once, by partner; those with nobody behind them are left out."""
    identities = Identities.read_in(session)
    behind = Person.partner_id.in_(identities.all_records(partner_ids))
    by_record: dict[str, list[Person]] = {}
    for person in session.scalars(select(Person).where(behind, Person.archived.is_(False))):
        by_record.setdefault(person.partner_id, []).append(person)
    together = identities.together(partner_ids, by_record)
    return {
        partner_id: sorted(persons, key=lambda person: (person.is_former, person.name))
        for partner_id, persons in together.items()
    }


def add(work: Work, person: Person) -> Person:
    """Register a person behind a partner; raises Problem without a name, or for a role that its group has not."""
    require(work.officer, Right.REGISTER)
    if not person.name.strip():
        raise Problem(
            _("A person needs a name; nothing was saved."),
            _("Type the name as in the identity document."),
            code="person-without-name",
        )
    with work.store.change(N_("Person added"), work.officer.id) as session:
        _require_roles(work, session.get_one(Partner, person.partner_id), person.roles)
        _require_order(person.role_began, person.role_ended)
        session.add(person)
    return person


def _require_roles(work: Work, partner: Partner, roles: Collection[str]) -> None:
    """Raises Problem when nobody may be recorded in one of these roles behind a partner of this group (¶28)."""
    group = work.definitions.strategy.group(partner.group)
    if set(roles) <= set(group.persons) and (roles or partner.group != PartnerGroup.PUBLIC):
        return
    if partner.group == PartnerGroup.PUBLIC:
        raise Problem(
            _("The general public is a campaign: nobody who gives is recorded by name (¶28). Nothing was saved."),
            _("Record only the person who runs the campaign, as its contact."),
            code="campaign-names-nobody",
        )
    raise Problem(
        _("Nobody has this role with a partner of this kind; nothing was saved."),
        _("Choose another role, or correct the target group of the partner."),
        code="role-of-another-group",
    )


def _require_order(since: str, until: str) -> None:
    """Raises Problem for a role that would end before it began; of a day known in part, as much is compared."""
    known = min(len(since), len(until))
    if known and until[:known] < since[:known]:
        raise Problem(
            _("The role would end before it began; nothing was saved."),
            _("Correct one of the two days."),
            code="ends-before-start",
        )


def partial_day(work: Work, typed: str) -> str:
    """A day as it is kept when only its year may be known: `1984`, `1984-03` or a whole day; empty stays empty.

    Raises Problem for anything else: screening compares births, so a wrong one is worse than none.
    """
    today = work.clock.today()
    try:
        return parse_partial_day(typed, today)
    except NotADate as error:
        code = "odd-year" if isinstance(error, OddYear) else "not-a-date"
        raise Problem(
            _("“{typed}” cannot be that day; nothing was saved.").format(typed=typed.strip()),
            what_is_wrong_with_partial_day(typed, today),
            code=code,
        ) from error


def change(work: Work, person_id: str, **fields: Any) -> None:
    """Change fields of a person. Raises Problem for a role that the group of its partner has not."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Person changed"), work.officer.id) as session:
        person = session.get_one(Person, person_id)
        if "roles" in fields or fields.get("archived") is False:
            _require_roles(work, session.get_one(Partner, person.partner_id), fields.get("roles", person.roles))
        partners.set_fields(person, fields)
        _require_order(person.role_began, person.role_ended)


def archive(work: Work, person_id: str) -> None:
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Person removed"), work.officer.id) as session:
        session.get_one(Person, person_id).archived = True

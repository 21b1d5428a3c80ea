"""The persons whom an answer names, and those registered behind the partner: all of them are screened."""

from collections.abc import Collection, Sequence

from desktop.base.text import N_, folded
from desktop.base.values import JsonObject
from desktop.definitions.answers import is_partial_day
from desktop.definitions.terms import PartnerGroup
from desktop.services.diligence.cases import require_open
from desktop.services.diligence.registered import row_of
from desktop.services.office.rights import Right, require
from desktop.services.registry import partner_persons
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Person
from desktop.store.states import PersonRole
from desktop.store.store import Store


def name_persons(work: Work, case_id: str, persons: Sequence[JsonObject]) -> int:
    """Register the persons of an answer who are not yet known behind the partner, so that their names are screened.

    `persons` are in the shape of an answer of type `persons`; those without a name are left out. Returns how many
    were registered.
    """
    require(work.officer, Right.ANSWER)
    by_name = {folded(str(person.get("name", ""))): person for person in persons}
    with work.store.read() as session:
        partner = session.get_one(Partner, session.get_one(Case, case_id).partner_id)
    registered = {folded(person.name) for person in partner_persons.of_partner(work.store, partner.id)}
    if partner.group == PartnerGroup.INDIVIDUAL:
        registered.add(folded(partner.name))  # it is searched as itself
    allowed = work.definitions.strategy.group(partner.group).persons
    fresh = [person for name, person in by_name.items() if name and name not in registered]
    if not fresh:
        return 0
    with work.store.change(N_("Persons behind the partner registered"), work.officer.id) as session:
        require_open(session.get_one(Case, case_id))
        session.add_all(_person_of(partner.id, person, allowed) for person in fresh)
    return len(fresh)


def _person_of(partner_id: str, answer: JsonObject, allowed: Collection[str]) -> Person:
    role = PersonRole.SIGNATORY if answer.get("signs") else PersonRole.DIRECTOR
    return Person(
        partner_id=partner_id,
        name=str(answer["name"]).strip(),
        title=str(answer.get("role", "")),
        roles=[role.value if role in allowed else PersonRole.CONTACT.value],
        birth_date=born if is_partial_day(born := str(answer.get("born", ""))) else "",
        nationality=str(answer.get("nationality", "")),
    )


def registered_persons(store: Store, partner_id: str) -> list[JsonObject]:
    """The persons already known behind a partner, in the shape of an answer of type `persons`."""
    return [row_of(person) for person in partner_persons.of_partner(store, partner_id)]

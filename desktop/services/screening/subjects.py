"""Whose names are searched for a partner: the partner, its parent, the persons behind it, its counterparts."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import folded
from desktop.base.values import canonical, digest
from desktop.definitions.terms import PartnerGroup
from desktop.screening.entries import EntryKind
from desktop.store.records import Partner, Partnership, Party, Person

PARTNER, PARENT, COUNTERPART = "partner", "parent", "counterpart"
OURS = ("iom", "oim")  # the Organization is a party of every partnership and is not searched


@dataclass(frozen=True)
class Subject:
    """Somebody or something whose names are searched.

    `role` says what it is to the partner: one of the roles above, or the roles of a person parted by commas.
    """

    id: str
    kind: EntryKind  # a person or an organisation
    names: tuple[str, ...]
    role: str
    birth: str = ""
    nationality: str = ""
    document: str = ""

    def digest(self) -> str:
        """Names this version of what we know of it: a ruling holds for one version."""
        return digest(canonical([self.kind, sorted(self.names), self.birth, self.nationality, self.document]))


def subjects(session: Session, partner_id: str) -> tuple[Subject, ...]:
    """Everybody to search for a partner: itself, its parent, the persons behind it, its counterparts.

    The names of a partner hold its former names, short names and brands too.
    """
    partner = session.get_one(Partner, partner_id)
    searched = [_of_partner(partner, PARTNER)]
    if partner.parent_id and (parent := session.get(Partner, partner.parent_id)):
        searched.append(_of_partner(parent, PARENT))
    persons = select(Person).where(Person.partner_id == partner_id, Person.archived.is_(False)).order_by(Person.name)
    searched += map(_of_person, session.scalars(persons))
    ids = {subject.id for subject in searched}
    for counterpart in _counterparts(session, partner_id):
        if counterpart.id not in ids:
            ids.add(counterpart.id)
            searched.append(counterpart)
    return tuple(searched)


def _counterparts(session: Session, partner_id: str) -> Iterator[Subject]:
    """The other parties of the partnerships of a partner: other partners, and those that only have a name."""
    query = (
        select(Party, Partner)
        .join(Partnership, Partnership.id == Party.partnership_id)
        .outerjoin(Partner, Partner.id == Party.partner_id)
        .where(Partnership.partner_id == partner_id, Partnership.archived.is_(False), Party.archived.is_(False))
        .order_by(Party.name, Party.id)
    )
    for party, partner in session.execute(query):
        if partner is not None:
            yield _of_partner(partner, COUNTERPART)
        elif party.name.strip() and folded(party.name) not in OURS:
            yield Subject(party.id, EntryKind.ORGANISATION, (party.name.strip(),), COUNTERPART)


def _of_partner(partner: Partner, role: str) -> Subject:
    kind = EntryKind.PERSON if partner.group == PartnerGroup.INDIVIDUAL else EntryKind.ORGANISATION
    return Subject(partner.id, kind, (partner.name, *partner.other_names), role, nationality=partner.country)


def _of_person(person: Person) -> Subject:
    return Subject(
        person.id,
        EntryKind.PERSON,
        (person.name, *person.other_names),
        ",".join(person.roles),
        person.birth_date,
        person.nationality,
        person.document,
    )

"""Whose names are searched for a partner: itself, the companies above it, the persons behind it, its counterparts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import folded
from desktop.base.values import canonical, digest
from desktop.definitions.terms import PartnerGroup
from desktop.screening.entries import EntryKind
from desktop.services.registry import corporate_group
from desktop.services.registry.identity import Identities
from desktop.store.records import Partner, Partnership, Party, Person
from desktop.store.sessions import once_in_a_state

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
    """Everybody to search for a partner: itself, the companies above it, the persons behind it, its counterparts.

    The names of a partner hold its former names, short names and brands too. A record that was merged into it is
    searched under its own id, so that what was ruled on it holds. Raises NoResultFound for an unknown id.
    """
    session.get_one(Partner, partner_id)
    return subjects_of(session, [partner_id])[partner_id]


@once_in_a_state
def subjects_of(session: Session, partner_ids: Collection[str]) -> Mapping[str, tuple[Subject, ...]]:
    """The same for several partners at once, by partner; an id that is not known here is left out."""
    if not partner_ids:
        return {}
    known_as, above = Identities.read_in(session), corporate_group.ancestors_of(session, partner_ids)
    partners = session.scalars(select(Partner).where(Partner.id.in_(known_as.all_records(partner_ids)))).all()
    behind: dict[str, list[Subject]] = {partner.id: [] for partner in partners}
    persons = select(Person).where(Person.partner_id.in_(behind), Person.archived.is_(False)).order_by(Person.name)
    for person in session.scalars(persons):
        behind[person.partner_id].append(_of_person(person))
    for partner_id, counterpart in _counterparts(session, behind):
        behind[partner_id].append(counterpart)
    of_record: dict[str, list[Subject]] = {}
    for partner in partners:
        of_record[partner.id] = [_of_partner(partner, PARTNER), *behind[partner.id]]
    searched = {}
    for partner_id, several in known_as.together(partner_ids, of_record).items():
        companies = [_of_partner(own, PARENT) for company in above.get(partner_id, ()) for own in company.records]
        by_id: dict[str, Subject] = {}
        for subject in sorted((*companies, *several), key=lambda subject: subject.role != PARTNER):
            by_id.setdefault(subject.id, subject)  # once each, in the first of its roles
        searched[partner_id] = tuple(by_id.values())
    return searched


def _counterparts(session: Session, partner_ids: Collection[str]) -> Iterator[tuple[str, Subject]]:
    """The other parties of the partnerships of each partner: other partners, and those that only have a name."""
    query = (
        select(Partnership.partner_id, Party, Partner)
        .join(Partnership, Partnership.id == Party.partnership_id)
        .outerjoin(Partner, Partner.id == Party.partner_id)
        .where(Partnership.partner_id.in_(partner_ids), Partnership.archived.is_(False), Party.archived.is_(False))
        .order_by(Party.name, Party.id)
    )
    for partner_id, party, partner in session.execute(query):
        if partner is not None:
            yield partner_id, _of_partner(partner, COUNTERPART)
        elif party.name.strip() and folded(party.name) not in OURS:
            yield partner_id, Subject(party.id, EntryKind.ORGANISATION, (party.name.strip(),), COUNTERPART)


def _of_partner(partner: Partner, role: str) -> Subject:
    names = (partner.name, *partner.other_names)
    if partner.group == PartnerGroup.INDIVIDUAL:
        nationality = partner.nationality or partner.country
        return Subject(partner.id, EntryKind.PERSON, names, role, partner.birth_date, nationality)
    return Subject(partner.id, EntryKind.ORGANISATION, names, role, nationality=partner.country)


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

"""One partner in the world: by which two offices’ records are one company, and what Headquarters tells them of it.

The rule is that of the indicators (dossier 4.3): the LEI, else the country with the number of its register, else
nothing but the record itself; and where that does not decide it, what a person at Headquarters ruled (`one_company`).
An office never adds another’s records to its own: it is told who else knows the partner.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy import Text, and_, cast, or_, select
from sqlalchemy.orm import Session

from desktop.base.text import N_
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.registry.duplicates import number_key
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import CompanyRuling, Partner
from desktop.store.states import RulingKind

NOTED = N_("Also known to other offices")


def global_key(record: str, lei: str, country: str, registration: str) -> str:
    """What tells a partner from every other one in the world, whichever office writes it down; a number without its
    country says nothing, because two countries may give the same."""
    if number := number_key(lei):
        return f"lei {number}"
    number = number_key(registration)
    return f"register {country} {number}" if number and country else f"record {record}"


@dataclass(frozen=True)
class Companies:
    """Which keys are one company by the rulings of Headquarters, and which records these concern."""

    ruled: frozenset[str] = frozenset()  # the ids of the records on which somebody ruled that they are the same
    _became: Mapping[str, str] = field(default_factory=dict)  # a key, and one that is the same company

    @classmethod
    def read_in(cls, session: Session) -> Self:
        """Those of today. A record that its office merged into another counts as that one."""
        same = select(CompanyRuling.partner_id, CompanyRuling.other_id).where(CompanyRuling.ruling == RulingKind.SAME)
        pairs = [tuple(row) for row in session.execute(same)]
        named = {record for pair in pairs for record in pair}
        partners = identity.partners_in(session, named)
        keys = {i: key_by_rule(partner) for i, partner in partners.items()}
        became: dict[str, str] = {}
        for one, other in pairs:
            if (
                one in keys
                and other in keys
                and (first := _end(became, keys[one])) != (second := _end(became, keys[other]))
            ):
                became[max(first, second)] = min(first, second)
        return cls(frozenset(partner.id for partner in partners.values()), became)

    @property
    def renamed(self) -> Mapping[str, str]:
        """Every key that is not the one by which its company is known, with that one."""
        return {key: _end(self._became, key) for key in self._became}

    def key(self, key: str) -> str:
        """The key by which the company of this one is known."""
        return _end(self._became, key)

    def key_of(self, partner: Partner) -> str:
        """The same of a record."""
        return self.key(key_by_rule(partner))


def key_by_rule(partner: Partner) -> str:
    """The global key of a record by its numbers alone."""
    return global_key(partner.id, partner.lei, partner.country, partner.registration)


def _end(became: Mapping[str, str], key: str) -> str:
    while key in became:
        key = became[key]
    return key


def note_known_elsewhere(work: Work, office: str) -> None:
    """Write for each partner of an office which other offices know it, before they are told; at Headquarters alone."""
    require(work.officer, Right.HEADQUARTERS)
    with work.store.read() as session:
        stale = dict(_known_to(session, office))
    if not stale:
        return
    with work.store.change(NOTED, work.officer.id, office=office) as session:
        for record, known_to in stale.items():
            set_fields(session.get_one(Partner, record), {"known_to": known_to})


@dataclass(frozen=True)
class SharedPartner:
    """A partner of this office that other offices know too, by their codes; `key` tells it from every other one."""

    id: str
    name: str
    key: str
    offices: tuple[str, ...]


def known_elsewhere_in(session: Session) -> Sequence[SharedPartner]:
    """The partners of this office that others know, by name."""
    columns = (Partner.id, Partner.name, Partner.lei, Partner.country, Partner.registration, Partner.known_to)
    shared = and_(cast(Partner.known_to, Text) != "[]", identity.is_no_merged_record(session))
    rows = session.execute(select(*columns).where(shared).order_by(Partner.name, Partner.id))
    return [
        SharedPartner(row.id, row.name, global_key(row.id, row.lei, row.country, row.registration), tuple(row.known_to))
        for row in rows
        if row.known_to
    ]


def _known_to(session: Session, office: str) -> Iterator[tuple[str, list[str]]]:
    """The partners of an office whose note is not as it should be, each with the codes of the other offices."""
    companies = Companies.read_in(session)
    columns = (Partner.id, Partner.office, Partner.lei, Partner.country, Partner.registration, Partner.known_to)
    told_of = (Partner.lei != "", Partner.registration != "", Partner.office == office, Partner.id.in_(companies.ruled))
    offices: dict[str, set[str]] = {}
    own: list[tuple[str, str, list[str]]] = []
    for record, code, lei, country, number, known_to in session.execute(select(*columns).where(or_(*told_of))):
        key = companies.key(global_key(record, lei, country, number))
        offices.setdefault(key, set()).add(code)
        if code == office:
            own.append((record, key, list(known_to)))
    for record, key, known_to in own:
        others = sorted(offices[key] - {office})
        if others != known_to:
            yield record, others

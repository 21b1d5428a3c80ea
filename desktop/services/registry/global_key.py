"""One partner in the world: by which two offices’ records are one company, and what Headquarters tells them of it.

The rule is that of the indicators (dossier 4.3): the LEI, else the country with the number of its register, else
nothing but the record itself. An office never adds another’s records to its own: it is told who else knows the partner.
"""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.base.text import N_
from desktop.services.office.rights import Right, require
from desktop.services.registry.duplicates import number_key
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import Partner

NOTED = N_("Also known to other offices")


def global_key(record: str, lei: str, country: str, registration: str) -> str:
    """What tells a partner from every other one in the world, whichever office writes it down; a number without its
    country says nothing, because two countries may give the same."""
    if number := number_key(lei):
        return f"lei {number}"
    number = number_key(registration)
    return f"register {country} {number}" if number and country else f"record {record}"


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


def _known_to(session: Session, office: str) -> Iterator[tuple[str, list[str]]]:
    """The partners of an office whose note is not as it should be, each with the codes of the other offices."""
    columns = (Partner.id, Partner.office, Partner.lei, Partner.country, Partner.registration, Partner.known_to)
    told_of = (Partner.lei != "", Partner.registration != "", Partner.office == office)
    offices: dict[str, set[str]] = {}
    own: list[tuple[str, str, list[str]]] = []
    for record, code, lei, country, number, known_to in session.execute(select(*columns).where(or_(*told_of))):
        key = global_key(record, lei, country, number)
        offices.setdefault(key, set()).add(code)
        if code == office:
            own.append((record, key, list(known_to)))
    for record, key, known_to in own:
        others = sorted(offices[key] - {office})
        if others != known_to:
            yield record, others

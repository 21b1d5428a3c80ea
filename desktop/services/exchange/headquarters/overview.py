"""Where Headquarters stands with every office, read for a whole page at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.bundles.keys import DeviceKeys
from desktop.services.diligence import incidents
from desktop.services.exchange.headquarters import answering, offices, recognition
from desktop.services.exchange.headquarters.offices import OfficeLine
from desktop.services.office import office_profile
from desktop.services.office.office_profile import KnownOffice
from desktop.services.work import Work


@dataclass(frozen=True)
class HeadquartersOverview:
    """The offices heard of; the codes of those recognised of which nothing arrived yet, and of those to answer.

    `profiles` are those whose profile is here, by code; `urgent` counts the incidents that cannot wait, by office.
    """

    offices: tuple[OfficeLine, ...] = ()
    unheard: tuple[str, ...] = ()
    to_answer: tuple[str, ...] = ()
    profiles: Mapping[str, KnownOffice] = field(default_factory=dict)
    urgent: Mapping[str, int] = field(default_factory=dict)


def read(work: Work, keys: DeviceKeys) -> HeadquartersOverview:
    """All offices."""
    recognised = {certificate.office for certificate in recognition.trusted(work.machine, keys).certificates}
    with work.store.read() as session:
        lines = tuple(offices.heard_of_in(session, work.store.identity.office))
        to_answer = answering.offices_to_answer_in(session, work.store)
        profiles, urgent = office_profile.known_in(session, work), incidents.urgent_by_office(session, work)
    unheard = tuple(sorted(recognised - {line.office for line in lines}))
    return HeadquartersOverview(lines, unheard, to_answer, profiles, urgent)

"""Where Headquarters stands with every office, read for a whole page at once."""

from dataclasses import dataclass

from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange.headquarters import answering, offices, recognition
from desktop.services.exchange.headquarters.offices import OfficeLine
from desktop.services.work import Work


@dataclass(frozen=True)
class HeadquartersOverview:
    """The offices heard of; the codes of those recognised of which nothing arrived yet, and of those to answer."""

    offices: tuple[OfficeLine, ...]
    unheard: tuple[str, ...]
    to_answer: tuple[str, ...]


def read(work: Work, keys: DeviceKeys) -> HeadquartersOverview:
    """All offices."""
    recognised = {certificate.office for certificate in recognition.trusted(work.machine, keys).certificates}
    with work.store.read() as session:
        lines = tuple(offices.heard_of_in(session, work.store.identity.office))
        to_answer = answering.offices_to_answer_in(session, work.store)
    unheard = tuple(sorted(recognised - {line.office for line in lines}))
    return HeadquartersOverview(lines, unheard, to_answer)

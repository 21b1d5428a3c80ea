"""What an invented Headquarters told the training office: the partners of other offices, and its own figures."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from desktop.bundles.extract import OfficeTold, PartnerTold, RegisterExtract, fingerprint
from desktop.bundles.figures import FiguresTold
from desktop.bundles.innovations import InnovationsTold, InnovationTold
from desktop.bundles.innovations import fingerprint as innovations_fingerprint
from desktop.services.demo import invented
from desktop.services.registry import elsewhere
from desktop.services.results import confirmed, confirming, innovations_elsewhere
from desktop.services.work import Work
from desktop.store.states import PartnerStage

DAYS_AGO = 3
VAN = "Conseil en camionnette aux marchés"
OFFICES: Mapping[str, tuple[str, tuple[PartnerTold, ...]]] = {
    "CO10": (
        "Bogotá",
        (
            PartnerTold("Cafés Sierra Clara S.A.S.", "CO", PartnerStage.ACTIVE, other_names=("Sierra Clara",)),
            PartnerTold("Fundación Manos del Páramo", "CO", PartnerStage.DIALOGUE),
        ),
    ),
    "ML10": (
        "Bamako",
        (
            PartnerTold("Banque du Fleuve", "ML", PartnerStage.STEWARDSHIP),
            PartnerTold("Sahel Fret", "ML", PartnerStage.REFUSED),
            PartnerTold("Teranga Cables and Networks", "ML", PartnerStage.DIALOGUE),
        ),
    ),
    "NE10": (
        "Niamey",
        (
            PartnerTold("Kaoural Transport SARL", "NE", PartnerStage.ACTIVE, other_names=("KTS",)),
            PartnerTold(invented.PARTNER, "SN", PartnerStage.ACTIVE),
            PartnerTold("Union des coopératives de l’Aïr", "NE", PartnerStage.IDENTIFIED, archived=True),
        ),
    ),
    "TH10": ("Bangkok", (PartnerTold("Siam Harbour Logistics Co., Ltd.", "TH", PartnerStage.NEGOTIATION),)),
}


def tell(work: Work) -> None:
    """Keep it as if a return had brought it a few days ago."""
    at = work.clock.now() - timedelta(days=DAYS_AGO)
    offices = {
        code: OfficeTold(name, at.date().isoformat(), len(partners), fingerprint(partners), partners)
        for code, (name, partners) in OFFICES.items()
    }
    with work.store.note() as session:
        elsewhere.take_in(session, RegisterExtract(at.isoformat(), offices))
        own = work.store.identity.office
        van = InnovationTold("NE10", VAN, "approach", "pilot", _month_of(at), own, ("NE",), ("community",))
        innovations_elsewhere.take_in(session, InnovationsTold(at.isoformat(), innovations_fingerprint((van,)), (van,)))


def _month_of(moment: datetime) -> str:
    """The first day of the month of a moment, as ISO text."""
    return moment.date().replace(day=1).isoformat()


def confirm(work: Work) -> None:
    """Keep the figures of all that is recorded so far as if Headquarters had confirmed them a few days ago."""
    at, own = work.clock.now() - timedelta(days=DAYS_AGO), work.store.identity
    content = confirming.content_for(work, own.office)
    chains = {own.device: work.store.position().number}
    with work.store.note() as session:
        confirmed.take_in(session, FiguresTold(at.isoformat(), chains, content.fingerprint, content))

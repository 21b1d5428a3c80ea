"""The mutual-benefit sheet of a partnership as paper, in the language now spoken."""

from desktop.base.text import _, language
from desktop.documents.enclosures.benefit_sheet import PrintedBenefits, PrintedShare, draw_benefits
from desktop.services.labels import PARTY_ASPECTS, party_name
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.registry import mutual_benefit, partners, partnerships
from desktop.services.registry.mutual_benefit import ASPECTS, PartyShare
from desktop.services.work import Work


def pdf(work: Work, partnership_id: str) -> bytes:
    """The sheet as PDF bytes. Raises NoResultFound for an id that is not known here."""
    planned, spoken = partnerships.partnership(work.store, partnership_id), language()
    content = PrintedBenefits(
        partnership=planned.title,
        partner=partners.name(work.store, planned.partner_id),
        purpose=planned.purpose,
        shares=tuple(_printed(share) for share in mutual_benefit.read(work, partnership_id)),
    )
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    reference = f"{profile.code}-B-{partnership_id[:6]}"
    made_at, paper = work.clock.stamp(), office_paper.of(work)
    return draw_benefits(content, spoken, reference, made_at, profile.name, mark, paper).data


def _printed(share: PartyShare) -> PrintedShare:
    lines = ((_(PARTY_ASPECTS[aspect]), getattr(share, aspect)) for aspect in ASPECTS)
    return PrintedShare(party_name(share.kind, share.name), tuple((name, text) for name, text in lines if text))

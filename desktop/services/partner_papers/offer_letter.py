"""The letter that declines an offer: from the text of `forms/letters.toml`, without any reason."""

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import _, first_line
from desktop.documents.enclosures.letter import PrintedLetter, draw_letter
from desktop.services.diligence.letters import OFFER
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import offers
from desktop.services.work import Work
from desktop.store.states import OfferState


def pdf(work: Work, offer_id: str, language: str) -> bytes:
    """The letter as PDF bytes in one language of the program. Raises Problem while the offer is not declined."""
    require(work.officer, Right.REGISTER)
    clock, offer = sealing_clock(work), offers.read(work, offer_id)
    if offer.state != OfferState.DECLINED:
        raise Problem(
            _("This letter goes with an offer that was declined; nothing was made."),
            _("Decline the offer first."),
            code="letter-not-now",
        )
    letter = next(text for text in work.definitions.letters if text.id == OFFER)
    profile = office_profile.read(work.store)
    what = first_line(offer.what)
    tags = {"partner": offer.name, "partnership": what, "case": "", "office": profile.name}
    subject, paragraphs = letter.filled(language, tags)
    content = PrintedLetter(
        sender=profile.name,
        place=profile.city,
        date=day_in_words(clock.today().isoformat(), language, "long"),
        recipient=tuple(part for part in (offer.name, offer.contact, offer.place) if part),
        subject=subject,
        paragraphs=paragraphs,
    )
    reference = f"{profile.code}-O-{offer.received_on}"
    mark, paper = marks.of_office(work.store, (language,)), office_paper.of(work)
    return draw_letter(content, language, reference, clock.stamp(), mark, paper).data

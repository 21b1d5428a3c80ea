"""What Headquarters reads of all offices: the pipeline and the offers, with office and region, and nothing to move."""

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.offers import OffersPresenter
from desktop.presenters.registry.pipeline import CardSign, PipelinePresenter
from desktop.store.records import Offer, OfficeProfile, Partner, Partnership
from tests.exchanging import User, headquarters, seated, user
from tests.makers import arrived

__all__ = ["headquarters", "user"]


def two_offices(headquarters: Office) -> None:
    """Each with a profile, a partner, a partnership, an offer that waits and one that stands by."""
    for office, country in (("NE10", "NE"), ("CO10", "CO")):
        partner = Partner(name=f"Transports {country}", country=country)
        planned = Partnership(partner_id=partner.id, title=f"Vingt camions {country}", next_action="Appeler")
        offers = Offer(name="Kaoural", what=f"Camions {country}"), Offer(name="Sahel", what="Bennes", standby=True)
        profile = OfficeProfile(code=office, name=office, country=country)
        arrived(headquarters.store, office, profile, partner, planned, *offers)


def test_the_pipeline_of_all_offices_is_read_and_not_moved(headquarters: Office, user: User) -> None:
    empty = seated(PipelinePresenter(headquarters, RunNow()), user)
    assert empty.as_list and not empty.cards
    two_offices(headquarters)
    page = seated(PipelinePresenter(headquarters, RunNow()), user)
    assert page.as_list and not page.may_move
    cells = {card.office: page.cells(card) for card in page.cards}
    assert cells.keys() == {"NE10", "CO10"} and cells["NE10"]["region"].text != cells["CO10"]["region"].text
    assert [of.name for of in page.filters][:2] == ["office", "region"]
    page.narrow(office="CO10")
    assert [card.title for card in page.cards] == ["Vingt camions CO"]
    page.narrow(office="", region=next(option.code for option in page.filters[1].options))
    assert len(page.cards) == 1
    assert CardSign.MINE not in {option.code for option in page.filters[3].options}
    page.open(page.cards[0].id)
    assert user.went[-1][0] == "partnership"


def test_the_offers_of_all_offices_are_found_by_office_and_region(headquarters: Office, user: User) -> None:
    two_offices(headquarters)
    page = seated(OffersPresenter(headquarters, RunNow()), user)
    assert len(page.lines) == 4 and not page.may_add
    assert all(line.cells["region"].text for line in page.lines)
    page.narrow(office="NE10", kind="standby")
    assert [(line.offer.office, line.offer.what) for line in page.lines] == [("NE10", "Bennes")]

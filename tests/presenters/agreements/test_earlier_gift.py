"""The page of what was given before, without a window."""

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.agreements.earlier_gift import EarlierGiftPresenter
from desktop.services.agreements import receiving
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.presenters.agreements.test_earlier import partner_of
from tests.refusal import refused

__all__ = ["office", "office_folder", "user"]


def test_what_was_given_before_counts_and_what_arrives_now_is_refused(office: Office, user: User) -> None:
    partner = partner_of(office)
    page = seated(EarlierGiftPresenter(office, RunNow(), partner), user)
    page.take("description", "Don annuel")
    page.take("received_on", today().isoformat())
    page.take("worth", {"amount": "3000", "currency": "USD"})
    with refused("signed-since"):
        page.record()
    again = seated(EarlierGiftPresenter(office, RunNow(), partner), user)
    assert again.has_begun
    again.take("received_on", "2016-12-01")
    again.record()
    assert user.went[-1] == ("partner", {"id": partner, "tab": "agreements"})
    with office.store.read() as session:
        (kept,) = receiving.of_partner(session, partner)
    assert (kept.amount, kept.earlier, kept.received_on) == ("3000", True, "2016-12-01")
    office.user.role = "reader"
    assert not again.may_record

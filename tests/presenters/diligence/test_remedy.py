"""The page of the remedy plan: milestones in words, a check recorded, and the end said gravely."""

from datetime import timedelta

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.presenters.diligence.remedy import WHOLE, RemedyPresenter
from desktop.presenters.today import read_cards
from tests.agreed import Agreed, agreed, agreed_folder
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.services.diligence.test_remedying import CURE_ENDS, adhoc, case_of

__all__ = ["adhoc", "agreed", "agreed_folder", "user"]


def opened(adhoc: Agreed, user: User) -> RemedyPresenter:
    return seated(RemedyPresenter(adhoc.office, RunNow(), case_of(adhoc)), user)


def test_a_check_is_recorded_and_the_end_is_grave(adhoc: Agreed, user: User) -> None:
    on(adhoc.office, today())
    page = opened(adhoc, user)
    assert not page.is_grave and len(page.milestones) == 2 and "Cabinet Ndao" in dict(page.guidance).values()
    fields = {"verifier": "Cabinet Ndao", "evidence": "Rapport", "checked_on": today().isoformat()}
    page.check({**fields, "milestone": "0", "outcome": "verified"})
    page.check({**fields, "milestone": WHOLE, "outcome": "verified"})
    assert len(page.checks) == 2 and "Cabinet Ndao" in page.milestones[0][1]
    on(adhoc.office, CURE_ENDS + timedelta(days=1))
    page.refresh()
    assert page.is_grave and page.is_over


def test_a_check_that_is_due_is_on_today(adhoc: Agreed, user: User) -> None:
    on(adhoc.office, today())
    assert not [card for card in read_cards(adhoc.office).mine if card.key.startswith("check")]
    page = opened(adhoc, user)
    assert page.standing is not None
    on(adhoc.office, CURE_ENDS - timedelta(days=1))
    page.check({"verifier": "X", "evidence": "Y", "checked_on": today().isoformat(), "milestone": WHOLE})
    on(adhoc.office, today() + timedelta(days=100))
    places = [card.place for card in read_cards(adhoc.office).mine]
    assert "remedy" in places

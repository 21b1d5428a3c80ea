"""The page of the earlier answers: one at a time, confirmed, answered anew or left for later."""

from desktop.base.progress import RunNow
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.renewal import RenewalPresenter
from tests.agreed import Agreed, agreed, agreed_folder
from tests.exchanging import User, seated, user
from tests.services.diligence.test_renewing import renewal

__all__ = ["agreed", "agreed_folder", "user"]


def opened(agreed: Agreed, user: User) -> RenewalPresenter:
    case = renewal(agreed)
    return seated(RenewalPresenter(agreed.office, RunNow(), case.id), user)


def test_each_is_confirmed_answered_anew_or_left(agreed: Agreed, user: User) -> None:
    page = opened(agreed, user)
    first, count = page.shown, len(page.waiting)
    assert first is not None and dict(page.facts)["Réponse"]
    page.leave_for_later()
    assert page.shown is not None and page.shown.question.id != first.question.id
    second = page.shown.question.id
    page.confirm()
    assert len(page.waiting) == count - 1
    page.take_back(second)
    assert page.shown is not None and page.shown.question.id == second
    page.change()
    assert user.went[-1] == ("question", {"case": page.case_id, "question": second})


def test_the_hub_renews_a_decision_and_leads_to_the_earlier_answers(agreed: Agreed, user: User) -> None:
    earlier = renewal(agreed).renews
    hub = seated(DiligencePresenter(agreed.office, RunNow(), earlier), user)
    assert not hub.may_renew, "its renewal is open already"
    hub = seated(DiligencePresenter(agreed.office, RunNow(), renewal(agreed).id), user)
    assert hub.earlier_answers
    hub.open_renewal()
    assert user.went[-1][0] == "renewal"

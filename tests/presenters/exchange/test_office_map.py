"""The offices on the map."""

from desktop.base.progress import RunNow
from desktop.documents.charts.marks import DotShape
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.office_map import OfficeMapPresenter, looks
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_an_office_stands_in_its_country_once_its_profile_is_here(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    shown = seated(OfficeMapPresenter(headquarters, runner), user)
    assert shown.signs == [] and shown.sentence == "0 bureau sur la carte. Sans pays connu\u00a0: SN10."
    sent(office, user, runner)
    seated(HeadquartersPresenter(headquarters, runner), user).take_in([user.stick])
    shown.refresh()
    (sign,) = shown.signs
    assert (sign.key, sign.north, sign.east) == ("SN10", 14, -14) and "Sénégal\u00a0: " in sign.spoken
    assert sign.spoken in shown.description and shown.sentence == "1 bureau sur la carte."
    shown.open_office(sign.key)
    shown.open_table()
    assert user.went[-2:] == [("hq_office", {"code": "SN10"}), ("hq", {})]


def test_no_two_states_have_one_shape() -> None:
    assert len({look.shape for look in looks().values()}) == len(looks())
    assert DotShape.TRIANGLE in {look.shape for look in looks().values()}

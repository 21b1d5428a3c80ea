"""The page of one office at Headquarters: what it says, where it leads, its return."""

import desktop
from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.office_page import OfficePagePresenter
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_an_office_is_told_whole_and_gets_its_return(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    page = seated(OfficePagePresenter(headquarters, runner, code="SN10"), user)
    assert page.is_known and page.sentence == "Attendez son premier envoi." and page.may_return
    bundle = sent(office, user, runner).written
    assert bundle is not None
    seated(HeadquartersPresenter(headquarters, runner), user).take_in([bundle])
    page.refresh()
    facts = dict(page.facts)
    assert facts["Région"] == "Afrique de l’Ouest et du Centre"
    assert facts["Dernier retour"] == "aucun pour l’instant" and facts["Dernier envoi"] == "aujourd’hui"
    ((laptop, _tone, word),) = page.laptop_lines
    assert (laptop.cells["version"].text, word) == (desktop.__version__, "autorisé")
    ((arrived, _tone, verdict),) = page.arrived_lines
    assert (arrived.title, verdict) == (bundle.name, "pris en compte")
    page.write_return()
    assert (user.stick / page.written).is_file() and dict(page.facts)["Dernier retour"] != facts["Dernier retour"]
    page.open_laptop(laptop.key)
    page.open_partners()
    assert user.went[-2:] == [("hq_laptop", {"id": laptop.key}), ("partners", {})]
    assert headquarters.list_choices.of("partners").filters == {"office": "SN10"}


def test_an_office_nobody_knows_is_none_and_an_office_has_no_such_page(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    nobody = seated(OfficePagePresenter(headquarters, runner, code="XX99"), user)
    assert nobody.is_read and not nobody.is_known and not nobody.may_return and nobody.facts == ()
    elsewhere = seated(OfficePagePresenter(office, runner, code="SN10"), user)
    assert elsewhere.is_read and not elsewhere.is_known

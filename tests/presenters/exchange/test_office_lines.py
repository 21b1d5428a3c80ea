"""The offices as Headquarters lists them: what each last said of itself, what is missing, which need a look."""

from datetime import date, timedelta

import desktop
from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.definitions.loading import shipped
from desktop.office import Office
from desktop.presenters.exchange import office_lines
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.office_lines import Attention
from desktop.presenters.presenter import Tone
from desktop.screening import library
from desktop.services.demo import invented
from desktop.services.exchange.headquarters.offices import OfficeLine
from desktop.services.exchange.headquarters.overview import HeadquartersOverview
from desktop.services.office.office_profile import KnownOffice
from desktop.store.records.values import ChangeRun, SenderReport
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]

TODAY = date(2026, 11, 24)


def test_what_the_last_bundle_says_of_its_laptop_stands_in_the_list(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    published = (office.work.today() - timedelta(40)).isoformat()
    practice = paths.resources() / "reference" / invented.PRACTICE_LIST
    library.install(office.lists, practice, published=published, accept=True)
    sent(office, user, runner)
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([user.stick])
    (row,) = desk.offices
    assert row.cells["version"].text == desktop.__version__
    assert row.cells["lists"].exact == date.fromisoformat(published) and row.state == "listes trop anciennes"
    assert Attention.LISTS in row.attention and Attention.RETURN in row.attention
    desk.narrow(attention=Attention.LISTS)
    assert [each.code for each in desk.offices] == ["SN10"]
    desk.narrow(attention=Attention.SILENT)
    assert desk.offices == [] and desk.sentence.startswith("0 bureau")
    desk.narrow(attention="", region="wca")
    assert [each.code for each in desk.offices] == ["SN10"], "by the country of its profile"


def test_a_row_says_what_is_missing_how_long_an_office_was_silent_and_what_comes_first() -> None:
    report = SenderReport(app="0.1.9", lists={"UN": "2026-11-20", "OFAC": "not a day"}, conflicts=2, at="x")
    runs = (ChangeRun(device="d", first=85, last=86), ChangeRun(device="e", first=9, last=9))
    heard = "2026-10-03T08:00:00.000Z"
    lines = (
        OfficeLine("NE10", 2, 88, heard, 1, 0, 0, missing=runs, report=report),
        OfficeLine("BD10", 1, 140, "2026-11-23T08:00:00.000Z", 0, 1, 0, clearances=2),
    )
    profiles = {"NE10": KnownOffice("OIM Niamey", "wca", "NE")}
    niger, bangladesh, awaited = office_lines.rows(
        shipped(), HeadquartersOverview(lines, ("ML10",), ("NE10",), profiles), TODAY
    )
    texts = {key: cell.text for key, cell in niger.cells.items()}
    assert texts["missing"] == "85–86, 9" and niger.cells["missing"].exact == 3
    assert (texts["silence"], texts["version"], texts["disagreements"]) == (
        "52",
        "0.1.9, ancienne",
        "0 ici, 2 là-bas",
    )
    assert niger.attention == {Attention.MISSING, Attention.SILENT, Attention.RETURN, Attention.PROGRAM}
    assert niger.next.startswith("Demandez au bureau l’envoi qui manque") and niger.tone is Tone.WARN
    assert bangladesh.cells["clearances"].text == "2" and bangladesh.cells["version"].text == ""
    assert bangladesh.attention == {Attention.DISAGREES, Attention.DECISION}
    assert (awaited.code, awaited.attention) == ("ML10", {Attention.AWAITED})


def test_only_a_version_of_numbers_is_compared() -> None:
    assert office_lines.is_older("0.2.11") and not office_lines.is_older(desktop.__version__)
    assert not office_lines.is_older("99.0") and not office_lines.is_older("1.x") and not office_lines.is_older("")

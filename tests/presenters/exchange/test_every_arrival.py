"""Everything that arrived at Headquarters: refused files are remembered, and leave the list once they are taken in."""

import shutil

import pytest
from sqlalchemy import select

from desktop.base.progress import RunNow
from desktop.base.values import sha256
from desktop.office import Office
from desktop.presenters.exchange.every_arrival import EveryArrivalPresenter
from desktop.presenters.listing import NotedLine, RecordSummary
from desktop.presenters.today import read_cards
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import every_arrival
from desktop.store.records import ArrivalNote
from desktop.store.states import BundleVerdict
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


@pytest.fixture
def page(headquarters: Office, runner: RunNow, user: User) -> EveryArrivalPresenter:
    return seated(EveryArrivalPresenter(headquarters, runner), user)


def lines(page: EveryArrivalPresenter) -> list[NotedLine]:
    return [page.line(file)[0] for file in page.files]


def listed(page: EveryArrivalPresenter) -> list[tuple[str, str]]:
    return [(line.title, word) for line, _tone, word, _said in map(page.line, page.files)]


def test_a_folder_dropped_is_told_file_by_file_and_remembered(
    page: EveryArrivalPresenter, office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    assert page.is_empty and page.sentence == ""
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    assert bundle is not None
    (folder := user.stick / "dossier").mkdir()
    shutil.copy(bundle, folder / "a.psb")
    (folder / "b.psb").write_bytes(b"PSB1 and then nothing of use")
    (folder / "c.psb").write_bytes(bundle.read_bytes()[:-1])
    page.take_in([folder])
    assert [(v.name, v.word) for v in page.verdicts] == [
        ("b.psb", "refusé"), ("c.psb", "refusé"), ("a.psb", "pris en compte"),
    ]  # fmt: skip
    assert listed(page) == [("c.psb", "refusé"), ("b.psb", "refusé"), ("a.psb", "pris en compte")]
    assert page.sentence == "3 fichiers."
    refused, taken = lines(page)[0], lines(page)[2]
    assert refused.cells["to_do"].text == "Demandez à l’expéditeur de le renvoyer."
    assert refused.cells["office"].text == "", "nothing proves whose it is"
    assert taken.cells["office"].text == "SN10" and taken.cells["laptop"].text
    told: list[RecordSummary] = []
    page.summarise(refused.key, told.append)
    assert dict(told[0].facts)["Taille"] and told[0].about == "Cet envoi a été endommagé en route."
    page.open_file(taken.key)
    page.open_file(refused.key)
    assert user.went == [("hq_office", {"code": "SN10"})] and page.problem is not None
    page.take_in([folder])
    assert [v.word for v in page.verdicts] == ["refusé", "refusé", "déjà connu"]
    assert listed(page) == [("c.psb", "refusé"), ("b.psb", "refusé"), ("a.psb", "pris en compte")], "each file once"


def test_filters_leave_a_state_an_office_and_a_period_and_say_how_many(
    page: EveryArrivalPresenter, office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    assert bundle is not None
    (spoilt := user.stick / "spoilt.psb").write_bytes(b"nothing")
    page.take_in([bundle, spoilt])
    states, periods, offices, regions = page.filters
    assert [(option.words, option.count) for option in states.options] == [
        ("À regarder", 1), ("refusé", 1), ("pris en compte", 1),
    ]  # fmt: skip
    assert [option.words for option in periods.options] == [
        "Les 7 derniers jours", "Les 30 derniers jours", "Les douze derniers mois",
    ]  # fmt: skip
    assert [option.code for option in offices.options] == ["SN10"] and len(regions.options) == 1
    page.narrow(verdict="troubles", period="7")
    assert listed(page) == [("spoilt.psb", "refusé")]
    page.narrow(verdict="", office="SN10")
    assert listed(page) == [(bundle.name, "pris en compte")]
    page.narrow(office="XX99")
    assert lines(page) == [] and not page.is_empty
    page.show_all()
    assert len(page.files) == 2


def test_a_bundle_of_an_unknown_laptop_is_no_trouble_any_more_once_it_was_taken_in(
    page: EveryArrivalPresenter, office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    assert bundle is not None
    report = BundleReport(
        bundle.name, BundleVerdict.REFUSED, digest=sha256(bundle.read_bytes()), reason="unknown-sender"
    )
    every_arrival.note_untaken(headquarters.work, [report], headquarters.inbox)
    (card,) = [card for card in read_cards(headquarters).mine if card.key == "arrivals"]
    assert card.title == "1 fichier arrivé est à regarder"
    assert (card.place, card.arguments) == ("hq_arrivals", (("state", "troubles"),))
    opened = seated(EveryArrivalPresenter(headquarters, runner, "troubles"), user)
    assert listed(opened) == [(bundle.name, "refusé")]
    opened.show_all()
    assert "arrivals" not in [card.key for card in read_cards(headquarters).mine], "it was before the eyes"
    page.refresh()
    page.open_file(lines(page)[0].key)
    assert user.went[-1] == ("hq_enrol", {})
    page.take_in([bundle])
    assert listed(page) == [(bundle.name, "pris en compte")]


def test_notes_are_bounded_the_oldest_give_way(headquarters: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every_arrival, "MOST_NOTES", 3)
    for number in range(5):
        report = BundleReport(f"{number}.psb", BundleVerdict.REFUSED, digest=f"{number:064x}", reason="damaged")
        every_arrival.note_untaken(headquarters.work, [report], headquarters.inbox)
    with headquarters.store.read() as session:
        names = {row.name for row in session.scalars(select(ArrivalNote))}
    assert names == {"2.psb", "3.psb", "4.psb"}


def test_an_office_has_no_such_list(office: Office, user: User, runner: RunNow) -> None:
    page = seated(EveryArrivalPresenter(office, runner), user)
    assert page.is_read and page.is_empty and not page.files

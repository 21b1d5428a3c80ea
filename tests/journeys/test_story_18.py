"""Story 18 by keys alone: four gifts, and their figures to the cent on screen, in tables, on paper, at Headquarters."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.base.settings import load_settings
from desktop.base.text import speak
from desktop.base.values import today
from desktop.commands.demo_year import differences
from desktop.commands.indicators import as_json
from desktop.definitions.indicator import Period
from desktop.documents.sheet import SheetKind
from desktop.office import Office
from desktop.presenters.results.indicators import IndicatorsPresenter
from desktop.screening import library
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.demo import givers, invented, sound_answers
from desktop.services.demo.givers import InventedGiver, SealingChief
from desktop.services.diligence import papers
from desktop.services.office import people
from desktop.services.registry import exchange_rates
from desktop.services.results.figures import FiguresReader, PeriodFigures, Scope
from desktop.store.states import ContributionKind
from desktop.store.vault import FLOOR, Vault
from desktop.ui.app import Program
from tests.hand import CONTROL, Hand, Key
from tests.hand_results import budget, go, promise, push, receive, value
from tests.journeys.test_by_hand import become
from tests.journeys.test_put_back import deliver, recognise
from tests.offices import OFFICER, PASSPHRASE, Staff, Templates, add_chief, headquarters
from tests.paper import words_of

__all__ = ["headquarters"]
RESOURCES = ("RES-1", "RES-2", "RES-3", "RES-4")
GIFTS = ("18400.00", "40000.00", "19680.00", "4480.00")


def giver(name: str, number: str, head: str, kinds: tuple[str, ...]) -> InventedGiver:
    """One of the four of the story, whose agreement runs for less than a year."""
    return InventedGiver(
        name, "medium", "Dakar", number, head, "1975-01-15", "Partenariat avec l’OIM", "RES", "community", kinds,
        "9000.00", 6, 4, is_examined=True,
    )  # fmt: skip


TERANGA = giver("Teranga Câbles & Réseaux SA", "SN-DKR-2011-B-04417", "Mame Diarra Sow", ("goods",))
PUENTES = giver("Fundación Puentes del Caribe", "DO-SDQ-2001-F-0310", "Rosa Medina Polanco", ("cash",))
RUPSHA = giver("Rupsha Digital Wallet Ltd", "BD-DAC-2014-C-0820", "Nusrat Jahan Chowdhury", ("cash",))
SIERRA = giver("Cafés Sierra Clara S.A.S.", "CO-BOG-2009-S-0417", "Lucía Restrepo Osorio", ("services",))
FOUR = (TERANGA, PUENTES, RUPSHA, SIERRA)
RATES = "XOF,{day},562.1\nEUR,{day},0.857\nBDT,{day},121.951219512\n"
LONG_AGO = 400  # days: a gift so long before today makes a giver one that gives again
TOTAL, SHARE, MISSING = Decimal("82560.00"), Decimal(4), Decimal("20640.00")
KINDS = {"cash": Decimal("59680.00"), "goods": Decimal("18400.00"), "services": Decimal("4480.00")}


def set_up_story(folder: Path) -> Staff:
    """An office in which the four may give: their due diligence is made, and what shows their values lies there."""
    speak("fr")
    with Office.create(folder, OFFICER, invented.profile("fr"), cost=FLOOR) as office:
        work, chief = office.work, add_chief(office)
        published = (today() - timedelta(days=3)).isoformat()
        practice = paths.resources() / "reference" / invented.PRACTICE_LIST
        library.install(office.lists, practice, published=published, accept=True)
        rates = folder / "rates.csv"
        rates.write_text(f"Currency Code,Effective Date,Rate\n{RATES.format(day=today().replace(day=1))}")
        exchange_rates.install(work, rates)
        proof = sound_answers.evidence(office.outbox, "fr")
        decider = SealingChief(people.officer(office.store, chief.officer_id), chief.seal_seed)
        with library.open_index(office.lists) as index:
            known = {own.name: givers.known_before(work, own, decider, index, proof, "fr") for own in FOUR}
        for own in (TERANGA, SIERRA):
            papers.add(work, known[own.name].partner, proof)
        long_ago = (today() - timedelta(days=LONG_AGO)).isoformat()
        puentes = known[PUENTES.name]
        gift = GivenBefore(puentes.partner, "Don de l’an dernier", long_ago, ContributionKind.CASH, Decimal(40_000))
        earlier.record_gift(work, gift)
        return Staff(office.opened, chief)


@pytest.fixture
def hand(qapp: QApplication, templates: Templates, tmp_path: Path, qtbot: QtBot) -> Iterator[Hand]:
    template, staff = templates.folder(set_up_story)
    shutil.copytree(template, tmp_path / "office")
    program = Program(qapp, load_settings(), tmp_path / "office")
    program.begin()
    program._entered(Office.enter(tmp_path / "office", Vault.open(tmp_path / "office"), staff.officer))
    made = Hand(program, qtbot)
    made.window.activateWindow()
    made.wait(lambda: made.window.isActiveWindow())
    made.rest()
    yield made
    program.close()


def give(hand: Hand) -> None:
    """The four gifts of the story as an officer writes them down, and what two of them are worth."""
    promise(hand, TERANGA.name, form="goods", description="Cartes SIM et lots de messages", worth="18 400 USD")
    receive(hand)
    value(hand, {}, {"method": "price_list"}, {"amount": "18 400", "evidence": first_paper(hand)})
    promise(hand, PUENTES.name, form="money", description="Virement de l’année", worth="40 000 USD")
    receive(hand)
    promise(hand, RUPSHA.name, form="money", description="Collecte des clients", worth="2 400 000 BDT")
    receive(hand)
    promise(hand, SIERRA.name, form="staff_time", description="Formateurs prêtés", worth="4 480 USD")
    receive(hand)
    hours = {"hours": "320", "rate": "14"}
    value(hand, hours, {"method": "salary_scale"}, {"evidence": first_paper(hand)})


def first_paper(hand: Hand) -> str:
    """The paper of the partner whose contribution is shown."""
    record = hand.view.presenter.record
    with hand.desk.office.store.read() as session:
        return str(papers.titles(session, record.partner_id)[0].id)


def read_a_second_time(hand: Hand) -> None:
    """The Chief of Mission agrees to the value of the goods; then the officer is back."""
    become(hand, "Ibrahima Fall", f"{PASSPHRASE} chef")
    go(hand, "contributions")
    hand.wait(lambda: bool(hand.view.list.rows))
    hand.enter(hand.view.list, TERANGA.name)
    hand.arrive("contribution")
    push(hand, "J’approuve cette valeur")
    hand.wait(lambda: not hand.view.presenter.waits_for_reader)
    become(hand, "Awa Ndiaye", PASSPHRASE)


def test_four_gifts_typed_by_keys_have_the_same_figures_everywhere(hand: Hand, headquarters: Office) -> None:
    give(hand)
    budget(hand, money="2 064 000 USD", source="Budget de démonstration")
    assert hand.view.presenter.five_percent.received == TOTAL - KINDS["goods"], "nobody read the value of the goods yet"
    read_a_second_time(hand)
    go(hand, "indicators")
    hand.wait(lambda: hand.view.presenter.answer is not None)
    page, year = hand.view.presenter, str(today().year)
    sentence = "82 560,00 USD = 4,0 % d’un budget de 2 064 000,00 USD ; il manque 20 640,00 USD pour atteindre 5 %."
    assert plain(hand.view.sentence.text()) == sentence
    answer = page.answer
    assert dict(answer.figures["RES-1"].groups("contribution.kind")) == KINDS
    assert figures_of(answer) == (TOTAL, SHARE, Decimal(25), MISSING)

    (received,) = (rows for kind, _section, rows in hand.view.sections if kind.id == "RES")
    exported = page.listing.sheet(received.rows).written(SheetKind.XLSX)
    table = CalamineWorkbook.from_filelike(BytesIO(exported)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in table[1:]] == [82560.0, 4.0, 1.0, 25.0]
    data = {own["indicator"]: own for own in as_json(answer)["figures"]}
    assert [Decimal(data[code]["value"]) for code in RESOURCES] == [TOTAL, SHARE, Decimal(1), Decimal(25)]
    assert as_json(answer)["five_percent"]["missing_usd"] == "20640.00"

    hand.press(Key.Key_P, CONTROL)
    hand.wait(lambda: hand.view.presenter.pdf is not None)
    printed = plain(words_of(hand.view.presenter.pdf))
    assert sentence in printed and "25,0 %" in printed
    push(hand, "Retour aux indicateurs")
    hand.wait(received.isVisible)

    hand.enter(received, answer.figures["RES-1"].indicator.label["fr"])
    hand.arrive("indicator")
    hand.wait(lambda: len(hand.view.presenter.counted_lines) == 4)
    listed = {line.cells["partner"].text: line.cells["amount"].exact for line in hand.view.presenter.counted_lines}
    assert listed == dict(zip((own.name for own in FOUR), map(Decimal, GIFTS), strict=True))

    office = hand.desk.office
    recognise(office, headquarters)
    assert deliver(office, headquarters) == "applied"
    scope = Scope(frozenset({office.store.identity.office}))
    there = FiguresReader(headquarters.work, scope).overview(Period.year(int(year)))
    assert differences(answer, there) == []
    at_headquarters = IndicatorsPresenter(headquarters, RunNow())
    at_headquarters.refresh()
    at_headquarters.narrow(year=year)
    assert plain(at_headquarters.five_percent_sentence) == sentence


def figures_of(answer: PeriodFigures) -> tuple[Decimal | None, ...]:
    """The four numbers of the story."""
    own = answer.figures
    return own["RES-1"].value, own["RES-2"].value, own["RES-4"].value, answer.five_percent.missing_usd


def plain(words: str) -> str:
    """With blanks that break."""
    return words.replace("\u202f", " ").replace("\u00a0", " ")

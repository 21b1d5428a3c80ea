"""A year of an office, typed by keys alone: 12 partners, 9 agreements, 30 contributions, 20 activities, an innovation.

Takes minutes and is no part of the ordinary tests; whoever changes forms runs it by its name, in a real window where
one stands: `pytest tests/journeys/year_by_hand.py`. `YEAR_PICTURES` names a folder for pictures of the pages. The
figures at the end were worked out by hand, from what is typed here.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.base.values import today
from desktop.services.demo import sound_answers
from tests.hand import CONTROL, Hand, Key
from tests.hand_results import (
    activity,
    budget,
    fill,
    given_before,
    go,
    new_partner,
    open_partner,
    promise,
    push,
    signed_before,
    take_partner,
)
from tests.journeys.test_story_18 import give, hand, plain, read_a_second_time

__all__ = ["hand"]
PICTURES = os.environ.get("YEAR_PICTURES", "")
YESTERDAY = today() - timedelta(days=1)  # the office begins with the program today: what was before lies before
AGREED = (
    "Minoterie Sama Dund SA",
    "Transports Yoon Wi SARL",
    "Studio Xam Xam SARL",
    "Fondation Jant Bi",
    "Atelier Loxo",
)
OTHERS = ("Hôtel Kër Ndar", "Verger Lem Lem", "Imprimerie Bind Bi")
GIFTS = 17  # of 1 000 dollars and 100 more each time: 30 600 together
PROMISES = 8
# Twenty activities: kind, role, countries beside Senegal, whether a paper shows it, what else is typed
CAMPAIGNS = (("campaign", "facilitator", (), True), ("campaign", "supporter", ("Mali",), True))
MORE_CAMPAIGNS = tuple(("campaign", "facilitator", (), False) for _number in range(4))
AWARENESS = tuple(("awareness", "supporter", (), False) for _number in range(2))
EVENTS = tuple(("event", "host", (), False) for _number in range(3))
PROJECTS = tuple(("project", "implementer", (), False) for _number in range(5))
STUDIES = (("study", "author"), ("study", "data_provider"), ("research", "author"), ("publication", "funder"))
# Worked out by hand. Money: 82 560 of story 18 and 30 600 of gifts are 113 160; five per cent of 3 000 000 are 150 000,
# so that 36 840 lack, and the share is 3.772 per cent. Givers: the four of the story and the eight who gave before; one
# of them twice more than a year apart. Partners with a campaign that a paper shows: two; countries: Senegal and Mali.
# Four studies of which none is an edition. Five codes of projects. Persons: 214, of one innovation, by a list.
FIGURES = {
    "RES-1": Decimal("113160.00"),
    "RES-3": Decimal(1),
    "GIVERS": Decimal(12),
    "ADV-1": Decimal(2),
    "ADV-2": Decimal(2),
    "ADV-3": Decimal(4),
    "IMP-3": Decimal(5),
    "INN-3": Decimal(214),
}
SENTENCE = "113 160,00 USD = 3,77 % d’un budget de 3 000 000,00 USD ; il manque 36 840,00 USD pour atteindre 5 %."


@pytest.fixture
def pictures() -> Iterator[list[str]]:
    """The names of the pictures that were taken, in their order."""
    taken: list[str] = []
    yield taken


def shown(hand: Hand, name: str, taken: list[str]) -> None:
    """A picture of the window."""
    if PICTURES:
        hand.rest()
        for _turn in range(3):  # a page that was just filled is laid out
            QApplication.processEvents()
        taken.append(name)
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        hand.window.grab().save(str(Path(PICTURES) / f"{len(taken):02}-{name}.png"))


@pytest.mark.modal
@pytest.mark.timeout(3600)
def test_a_year_typed_by_keys_has_the_figures_worked_out_by_hand(
    hand: Hand, tmp_path: Path, pictures: list[str]
) -> None:
    hand.window.resize(1366, 768)
    give(hand)
    read_a_second_time(hand)
    know(hand, pictures)
    were_given(hand, pictures)
    promised(hand, pictures)
    carried_out(hand, sound_answers.evidence(tmp_path, "fr"), pictures)
    invented(hand, pictures)
    budget(hand, money="3 000 000 USD", source="Budget de l’année")
    shown(hand, "indicators", pictures)
    answer = hand.view.presenter.answer
    assert {code: answer.figures[code].value for code in FIGURES} == FIGURES
    assert plain(hand.view.sentence.text()) == SENTENCE
    for code in ("RES-1", "ADV-1"):
        rows = next(rows for _kind, _section, rows in hand.view.sections if any(row.key == code for row in rows.rows))
        hand.enter(rows, answer.figures[code].indicator.label["fr"])
        hand.arrive("indicator")
        hand.wait(lambda: hand.view.presenter.answer is not None)
        shown(hand, f"indicator-{code}", pictures)
        go(hand, "indicators")
        hand.wait(lambda: hand.view.presenter.answer is not None)


def know(hand: Hand, pictures: list[str]) -> None:
    """Eight partners, and what five of them had signed."""
    for number, name in enumerate((*AGREED, *OTHERS)):
        new_partner(hand, name)
        if name in AGREED:
            signed = today() - timedelta(days=300 + 20 * number)
            ends = today() + timedelta(days=400)
            typed = {"signed": f"{signed:%d/%m/%Y}", "ends_on": f"{ends:%d/%m/%Y}", "worth": f"{number + 1} 500 USD"}
            signed_before(hand, title=f"Accueil des personnes de retour, {number + 1}", **typed)
            shown(hand, "signed-before", pictures) if not number else None


def were_given(hand: Hand, pictures: list[str]) -> None:
    """Seventeen gifts of before, in turn from each of the eight."""
    every = (*AGREED, *OTHERS)
    for number in range(GIFTS):
        open_partner(hand, every[number % len(every)])
        kind = ("cash", "goods", "services")[number % 3]
        typed = {"received_on": f"{YESTERDAY:%d/%m/%Y}", "worth": f"{1000 + 100 * number} USD", "kind": kind}
        given_before(hand, description=f"Don n° {number + 1}", **typed)
    shown(hand, "partner", pictures)


def promised(hand: Hand, pictures: list[str]) -> None:
    """Eight promises that nothing came of yet."""
    for number in range(PROMISES):
        due = today() + timedelta(days=30 * (number + 1))
        typed = {"worth": f"{2 + number} 000 USD", "due_on": f"{due:%d/%m/%Y}"}
        promise(hand, AGREED[number % 5], form="money", description=f"Promesse n° {number + 1}", **typed)
    shown(hand, "contribution", pictures)
    go(hand, "contributions")
    shown(hand, "contributions", pictures)


def carried_out(hand: Hand, proof: Path, pictures: list[str]) -> None:
    """Twenty activities; two of them have a paper that shows them."""
    days = {"starts_on": f"{today() - timedelta(days=40):%d/%m/%Y}", "ends_on": f"{YESTERDAY:%d/%m/%Y}"}
    for number, (kind, role, countries, is_proved) in enumerate(
        (*CAMPAIGNS, *MORE_CAMPAIGNS, *AWARENESS, *EVENTS, *PROJECTS)
    ):
        project = {"project_code": f"PX.{number:04}"} if kind == "project" else {}
        title = f"Sur la route {number + 1}"
        activity(hand, AGREED[number % 5], role, countries, kind=kind, title=title, **days, **project)
        if is_proved:
            hand.press(Key.Key_E, CONTROL)
            hand.give_path(proof)
            hand.wait(lambda: len(hand.view.presenter.pieces) == 1)
            shown(hand, f"activity-{number + 1}", pictures)
    for number, (kind, role) in enumerate(STUDIES):
        title = ("Les mots du départ", "Combien coûte le voyage", "Après le retour", "Métiers de demain")[number]
        typed = {"released_on": f"{YESTERDAY:%d/%m/%Y}", "language": "fr"}
        activity(hand, AGREED[number], role, kind=kind, title=title, **typed)
    shown(hand, "study", pictures)
    go(hand, "pipeline")
    push(hand, "Activités")
    hand.arrive("activities")
    shown(hand, "activities", pictures)


def invented(hand: Hand, pictures: list[str]) -> None:
    """An innovation with two stages, an office that took it up, and whom it assisted."""
    push(hand, "Innovations")
    hand.arrive("innovations")
    push(hand, "Enregistrer une innovation")
    hand.arrive("innovation")
    take_partner(hand, AGREED[1])
    fill(hand, {"title": "Un comptoir qui roule", "sort": "approach"})
    begun = {"stage_idea": 200, "stage_prototype": 120}
    fill(hand, {key: f"{today() - timedelta(days=days):%d/%m/%Y}" for key, days in begun.items()})
    hand.go_on()
    hand.wait(lambda: bool(hand.view.presenter.id))
    push(hand, "Reprise par un autre bureau")
    hand.arrive("replication")
    fill(hand, {"office_code": "ML10", "happened_on": f"{today() - timedelta(days=30):%d/%m/%Y}"})
    hand.go_on()
    hand.arrive("innovation")
    push(hand, "Personnes aidées")
    hand.arrive("assisted")
    days = {"happened_on": f"{today() - timedelta(days=90):%d/%m/%Y}", "until": f"{YESTERDAY:%d/%m/%Y}"}
    fill(hand, {"count": "214", "method": "list", **days})
    hand.go_on()
    hand.arrive("innovation")
    shown(hand, "innovation", pictures)

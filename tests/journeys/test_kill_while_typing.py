"""The machine stops while somebody types without resting: at most two seconds are lost, and nothing false is said.

The program is a process of its own with its window; keys go to the field as a keyboard's do. It is killed without
warning at a random moment, the program is opened again on the same office, and the text of the field is compared,
letter by letter, with the keys that had been pressed. `PASSERELLE_KILLS=500` kills that often, in every kind of field.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.settings import load_settings
from desktop.office import Office
from desktop.store.vault import Vault
from desktop.ui.app import Program
from desktop.ui.frame.controller import WindowController
from tests.journeys.hand_at_work import type_on
from tests.offices import Templates
from tests.typed import FIELDS, OF_A_CASE, PAGE, Practice, TypedField, practice, typed_field

PAGES = int(os.environ.get("PASSERELLE_KILLED_PAGES", "2"))
KILLS = int(os.environ.get("PASSERELLE_KILLS", "2"))
SEED = int(os.environ.get("PASSERELLE_SEED", "9"))
LOST_AT_MOST = 2.0  # seconds of typing
KEY_AT_MOST = 0.05  # seconds on the window's thread, for nineteen keys of twenty on a busy machine
HERE_AGAIN = "Ce que vous aviez saisi sans l’enregistrer est de nouveau là."
KEPT = "est gardé, et réapparaît là où c’était saisi"


@dataclass(frozen=True)
class Key:
    """One key: when it was pressed, and how long the window was busy with it, both in seconds."""

    at: float
    took: float
    letter: str


@pytest.fixture
def hands(root: Path, monkeypatch: pytest.MonkeyPatch) -> BaseContext:
    """Processes that begin at once: split off one that has loaded the program already, except on Windows."""
    monkeypatch.setenv("PYTHONPATH", str(root))
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.hand_at_work"])
    return context


def killed(
    hands: BaseContext, work: Callable[..., None], arguments: tuple[object, ...], after: float
) -> tuple[list[Key], float]:
    """The keys pressed before the process was killed `after` some seconds of typing, and the moment of its end."""
    heard, line = hands.Pipe(duplex=False)
    hand = hands.Process(target=work, args=(*arguments, line))  # type: ignore[attr-defined]
    hand.start()
    line.close()
    with heard:
        said: list[tuple[float, float, str]] = [heard.recv()]
        end = said[0][0] + after
        while monotonic() < end:
            said.append(heard.recv())
        hand.kill()
        ended = monotonic()
        with suppress(EOFError, OSError):  # OSError where it was killed within a word
            while True:
                said.append(heard.recv())
    hand.join()
    assert hand.exitcode not in (0, 1), "it was killed, and did not end by itself"
    return [Key(*words) for words in said], ended


@pytest.fixture
def reopened(qapp: QApplication, tmp_path: Path) -> Iterator[Any]:
    """Opens the program again on the office; it is closed as it should be afterwards."""
    running: list[Program] = []

    def begin(folder: Path, at: Practice, typed: TypedField) -> WindowController:
        program = Program(qapp, load_settings(), folder)
        running.append(program)
        program.begin()
        program._entered(Office.enter(folder, Vault.open(folder), typed.opened(at)))
        assert program.controller is not None
        return program.controller

    def end() -> None:
        while running:
            running.pop().close()

    begin.end = end  # type: ignore[attr-defined]
    yield begin
    end()


def says(desk: WindowController) -> list[str]:
    """What the messages above the page say."""
    view: Any = desk.window.view
    return [panel.message.what for panel in view.page._panels.values()]


def found_again(desk: WindowController, at: Practice, typed: TypedField, qtbot: QtBot) -> str:
    """What stands in the field; the form is open by itself where something was typed."""
    desk.window.go(typed.place, **typed.arguments(at))
    view: Any = desk.window.view
    qtbot.waitUntil(lambda: not desk.owner.tasks.busy)
    if typed.key == "ruling" or not desk.office.unsaved.begun(""):
        typed.opens(view)
    if typed.key == "condition" and not view.form.form.inputs["conditions"].cards:
        return ""  # that there are conditions was chosen, and no word of one was safe yet
    field = typed.field(view)
    assert field.isVisibleTo(desk.window), f"{typed.key}: what was typed is out of sight"
    return field.text()


@dataclass
class Losses:
    """What some kills cost: the oldest key lost, in seconds before the end, and how long each key took."""

    worst: float = 0.0
    took: list[float] = field(default_factory=list)

    def of(self, keys: list[Key], ended: float, text: str, where: str) -> int:
        """Compare what is found with what was pressed; returns how many keys are found, fails where more is lost."""
        pressed = "".join(key.letter for key in keys)
        there = text if pressed.startswith(text) else ""
        lost = keys[len(there) :]
        age = ended - lost[0].at if lost else 0.0
        self.worst = max(self.worst, age)
        self.took += [key.took for key in keys[1:]]
        told = f"{where}: {len(keys)} keys, {len(there)} found, the first one lost {age:.2f} s before the end"
        assert age <= LOST_AT_MOST, f"{told}: {text[-40:]!r}"
        return len(there)

    def told(self, kills: int) -> str:
        """The figures in a line."""
        slow = sorted(self.took)
        middle, late = slow[len(slow) // 2] * 1000, slow[int(len(slow) * 0.99)] * 1000
        return (
            f"{kills} kills: at most {self.worst:.2f} s lost; a key took {middle:.0f} ms (median), "
            f"{late:.0f} ms (99 of 100), {slow[-1] * 1000:.0f} ms at most"
        )


@pytest.mark.timeout(30 * max(KILLS, 10))
def test_at_most_two_seconds_of_typing_are_lost(
    templates: Templates, hands: BaseContext, reopened: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    template, at = templates.folder(practice)
    chance, losses = random.Random(SEED), Losses()
    order = [FIELDS[n % len(FIELDS)] for n in range(KILLS)] if len(FIELDS) <= KILLS else chance.sample(FIELDS, KILLS)
    for run, typed in enumerate(order):
        folder = Path(shutil.copytree(template, tmp_path / f"office-{run}"))
        keys, ended = killed(hands, type_on, (folder, tmp_path / "settings", at, typed.key), chance.uniform(0.2, 4.5))
        desk = reopened(folder, at, typed)
        qtbot.waitUntil(lambda: any("brusquement" in words for words in says(desk)))  # noqa: B023 - waits here
        promised = any(KEPT in words for words in says(desk))
        where = f"run {run}, {typed.key}"
        there = losses.of(keys, ended, found_again(desk, at, typed, qtbot), where)
        begun = bool(there) or (typed.key == "condition" and bool(desk.office.unsaved.begun("")))
        assert (HERE_AGAIN in says(desk)) == begun, f"{where}: {says(desk)}"
        assert promised == begun, f"{where}: promised on the first page: {promised}"
        reopened.end()
        shutil.rmtree(folder)
    print(f"\n{losses.told(len(order))}")
    slow = sorted(losses.took)
    assert slow[int(len(slow) * 0.95)] <= KEY_AT_MOST


@pytest.mark.timeout(30 * max(PAGES, 10))
def test_whichever_page_of_a_case_was_open_one_goes_on_there(
    templates: Templates, hands: BaseContext, reopened: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    """Every page of questions and every form of a case; `PASSERELLE_KILLED_PAGES=200` goes over all several times."""
    template, at = templates.folder(practice)
    every = [*(f"{PAGE}{question}" for question in at.pages), *OF_A_CASE]
    chance, losses = random.Random(SEED), Losses()
    order = [key for _round in range(-(-PAGES // len(every))) for key in chance.sample(every, len(every))][:PAGES]
    for run, typed in enumerate(map(typed_field, order)):
        folder = Path(shutil.copytree(template, tmp_path / f"office-{run}"))
        keys, ended = killed(hands, type_on, (folder, tmp_path / "settings", at, typed.key), chance.uniform(0.2, 4.5))
        desk = reopened(folder, at, typed)
        qtbot.waitUntil(lambda: any("brusquement" in words for words in says(desk)))  # noqa: B023 - waits here
        where = f"run {run}, {typed.key}"
        if ended - keys[0].at > LOST_AT_MOST or ways_on(desk):  # where one has come to is noted beside the work too
            ways_on(desk)[0]()
            qtbot.waitUntil(lambda: not desk.owner.tasks.busy)  # noqa: B023 - waits here
            arrived = (desk.window.here, desk.window.arguments)
            assert arrived == (typed.place, typed.arguments(at)), f"{where}: goes on at {arrived}"
        losses.of(keys, ended, found_again(desk, at, typed, qtbot), where)
        reopened.end()
        shutil.rmtree(folder)
    print(f"\n{losses.told(len(order))}, on {len(set(order))} pages of {len(every)}")


def ways_on(desk: WindowController) -> list[Callable[[], object]]:
    """What the message of the first page leads to: where one was."""
    view: Any = desk.window.view
    return [deed for panel in view.page._panels.values() for _words, deed in panel.message.actions]

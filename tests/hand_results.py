"""What hands type about contributions and what came of them: promises, arrivals, values, gifts, activities."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.ui.forms.inputs import ChecksInput, DropdownInput, MoneyInput, RadioInput
from tests.hand import CONTROL, Hand, Key

SHIFT = Qt.KeyboardModifier.ShiftModifier


def go(hand: Hand, place: str) -> None:
    """To a place of the rail, by its number."""
    number = list(hand.window.rail.entries).index(place) + 1
    hand.press(Key(int(Key.Key_0) + number), CONTROL)
    hand.arrive(place)


def buttons(hand: Hand) -> dict[str, QPushButton]:
    """The buttons of the page that can be seen, by their words."""
    found = [own for own in hand.view.findChildren(QPushButton) if own.isVisible() and own.isEnabled()]
    return {own.text().replace("&&", "+").replace("&", "").replace("+", "&"): own for own in found}


def push(hand: Hand, words: str) -> None:
    """The button with these words, once it is there."""
    hand.wait(lambda: words in buttons(hand))
    hand.push(buttons(hand)[words])


def fill(hand: Hand, typed: Mapping[str, str]) -> None:
    """The fields of a form, each as a person fills in one of its kind; codes of what is chosen, else words."""
    for key, words in typed.items():
        hand.wait(lambda key=key: key in hand.view.form.inputs and hand.view.form.inputs[key].isVisible())
        field: Any = hand.view.form.inputs[key]
        match field:
            case MoneyInput():
                hand.write(field.money, words)
            case DropdownInput():
                combo = field.choice.combo
                hand.spell(field.choice, combo.itemText(combo.findData(words)))
                assert combo.currentData() == words, (key, combo.currentData())
            case RadioInput():
                hand.choose(field.choice, words)
            case ChecksInput():
                for code in words.split():
                    hand.push(field.choice.buttons[code])
            case _:
                hand.write(field.box, words)
    hand.tab()
    hand.rest()


def name_partner(hand: Hand, name: str) -> None:
    """The partner that a form is about: its name, then the one that is proposed."""
    fill(hand, {"partner_name": name})
    chosen = lambda: next((own for words, own in buttons(hand).items() if words.startswith(name)), None)  # noqa: E731
    hand.wait(lambda: chosen() is not None)
    button = chosen()
    assert button is not None
    hand.push(button)
    hand.wait(lambda: hand.view.presenter.partner is not None)


def promise(hand: Hand, partner: str, **typed: str) -> None:
    """A new promise, from the ledger; its page is shown then."""
    go(hand, "contributions")
    hand.press(Key.Key_N, CONTROL | SHIFT)
    hand.arrive("promise")
    name_partner(hand, partner)
    fill(hand, typed)
    hand.go_on()
    hand.arrive("contribution")


def receive(hand: Hand, **typed: str) -> None:
    """What arrived of the promise whose page is shown."""
    hand.press(Key.Key_R, CONTROL)
    hand.arrive("arrival")
    fill(hand, typed)
    hand.go_on()
    hand.arrive("contribution")
    hand.wait(lambda: hand.view.presenter.has_arrived)


def value(hand: Hand, *pages: Mapping[str, str]) -> None:
    """What the contribution on the page is worth, in four short pages."""
    hand.press(Key.Key_V, CONTROL | SHIFT)
    hand.arrive("valuation")
    for number, typed in enumerate((*pages, {}), 1):
        hand.wait(lambda number=number: hand.view.presenter.number == number)
        fill(hand, typed)
        hand.go_on()
    hand.arrive("contribution")
    hand.rest()


def budget(hand: Hand, **typed: str) -> None:
    """The budget of the year, from the indicators; they are shown again then."""
    go(hand, "indicators")
    hand.wait(lambda: hand.view.presenter.answer is not None)
    push(hand, "Budget de l’année")
    hand.arrive("budget")
    fill(hand, typed)
    hand.go_on()
    hand.rest()
    hand.wait(lambda: hand.view.presenter.budget is not None)
    go(hand, "indicators")
    hand.wait(lambda: hand.view.presenter.answer is not None)

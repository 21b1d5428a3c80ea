"""What hands type about contributions and what came of them: promises, arrivals, values, gifts, activities."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.ui.forms.inputs import ChecksInput, DropdownInput, MoneyInput, RadioInput
from tests.hand import CONTROL, Hand, Key

KEYLESS = str.maketrans("áíóúÉÀÇ", "aiouEAC")  # what a French keyboard has no key for is looked for without its accent
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
                hand.tab_to(combo)
                hand.type(combo.itemText(combo.findData(words)).translate(KEYLESS))
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
    fill(hand, {"partner_name": name.translate(KEYLESS)})
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


def new_partner(hand: Hand, name: str) -> None:
    """A partner of whom only the name is known yet; its page is shown then."""
    hand.press(Key.Key_N, CONTROL)
    hand.arrive("add_partner")
    hand.wait(lambda: hand.view.isAncestorOf(hand.at()))
    hand.type(name)
    hand.go_on()
    hand.arrive("partner")


def open_partner(hand: Hand, name: str) -> None:
    """The page of a partner, found by the first letters of its name in the list."""
    go(hand, "partners")
    hand.wait(lambda: any(row.title == name for row in hand.view.list.rows))
    hand.enter(hand.view.list, name)
    hand.arrive("partner")


def _agreements(hand: Hand) -> None:
    """The part of the page of a partner where its agreements stand."""
    while hand.view.presenter.tab != "agreements":
        hand.press(Key.Key_Tab, CONTROL)
        hand.rest()


def signed_before(hand: Hand, **typed: str) -> None:
    """What the partner on the page had signed before the program."""
    _agreements(hand)
    push(hand, "Enregistrer ce qui a été signé avant")
    hand.arrive("earlier")
    fill(hand, typed)
    hand.go_on()
    hand.wait(lambda: bool(hand.view.presenter.id))
    hand.rest()


def given_before(hand: Hand, **typed: str) -> None:
    """What the partner on the page had given before the program."""
    _agreements(hand)
    push(hand, "Enregistrer ce qui a été donné avant")
    hand.arrive("earlier_gift")
    fill(hand, typed)
    hand.go_on()
    hand.arrive("partner")


def activity(hand: Hand, partner: str, role: str, countries: Sequence[str] = (), **typed: str) -> None:
    """An activity with the part of a partner, in further countries; its page is shown then."""
    go(hand, "pipeline")
    push(hand, "Activités")
    hand.arrive("activities")
    push(hand, "Enregistrer une activité")
    hand.arrive("activity")
    take_partner(hand, partner)
    fill(hand, typed)
    take_part(hand, role)
    for country in countries:
        hand.spell(hand.view.form.inputs["countries"].choice, country)
        hand.press(Key.Key_Return)
    hand.go_on()
    hand.wait(lambda: bool(hand.view.presenter.id))
    hand.arrive("activity")


def take_partner(hand: Hand, name: str) -> None:
    """The partner of an activity or an innovation, typed and chosen; its only partnership follows."""
    fill(hand, {"partner_name": name})
    hand.wait(lambda: any(words.startswith(name) for words in buttons(hand)))
    hand.push(next(own for words, own in buttons(hand).items() if words.startswith(name)))
    hand.rest()
    hand.wait(lambda: bool(hand.view.presenter.fields.get("partnership_id")))


def take_part(hand: Hand, role: str) -> None:
    """The part that the partner takes."""
    part = hand.view.form.inputs["partner_roles"].cards[0].form.inputs["role"]
    combo = part.choice.combo
    hand.tab_to(combo)
    hand.type(combo.itemText(combo.findData(role)).translate(KEYLESS))
    assert combo.currentData() == role, combo.currentData()
    hand.tab()

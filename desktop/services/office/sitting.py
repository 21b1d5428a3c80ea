"""One sitting: from the unlocking to the closing of the window. It lets the next one go on where this one ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from desktop.base.plausibility import lies_within
from desktop.base.values import JsonObject, moment
from desktop.store.store import Store, recall_in

SITTING = "sitting"
LATER = "later"  # cards put off, with the moment until which
PUT_OFF_DAYS = 7


@dataclass(frozen=True)
class FormerSitting:
    """How the last sitting ended: `abruptly` when the program was not closed, at which place and moment."""

    abruptly: bool
    at: str
    key: str
    arguments: JsonObject = field(default_factory=dict)


def begin(machine: Store) -> FormerSitting | None:
    """Note that the office is open; returns how the sitting before ended, None for the first one."""
    if machine.only_reading is not None:
        return None
    former = machine.recall(SITTING)
    machine.remember(SITTING, {"open": True, "at": machine.clock.stamp(), "key": "", "arguments": {}})
    if not former:
        return None
    return FormerSitting(
        bool(former.get("open")), former.get("at", ""), former.get("key", ""), former.get("arguments", {})
    )


def note_place(machine: Store, key: str, arguments: JsonObject) -> None:
    """Note which screen is shown, so that a power cut costs no search for it."""
    if machine.only_reading is not None:
        return
    plain = {name: value for name, value in arguments.items() if isinstance(value, (str, int, bool))}
    machine.remember(SITTING, {"open": True, "at": machine.clock.stamp(), "key": key, "arguments": plain})


def end(machine: Store) -> None:
    """Note that the program is closed as it should be."""
    if machine.only_reading is not None:
        return
    machine.remember(SITTING, {**machine.recall(SITTING), "open": False, "at": machine.clock.stamp()})


def put_off(machine: Store, card: str) -> None:
    """Do not show a card for a week."""
    now = machine.clock.now()
    until = machine.clock.stamp(timedelta(days=PUT_OFF_DAYS))
    machine.remember(LATER, {**_still_put_off(machine.recall(LATER), now), card: until})


def bring_back(machine: Store, card: str) -> None:
    """Show a card again that was put off."""
    machine.remember(LATER, {name: until for name, until in machine.recall(LATER).items() if name != card})


def put_off_in(session: Session, now: datetime) -> frozenset[str]:
    """The cards that are not to be shown at this moment, read with what else a page reads of this computer's store."""
    return frozenset(_still_put_off(recall_in(session, LATER), now))


def _still_put_off(cards: Mapping[str, str], now: datetime) -> dict[str, str]:
    week = timedelta(days=PUT_OFF_DAYS)
    return {card: until for card, until in cards.items() if lies_within(moment(until), now, week)}

"""One sitting: from the unlocking to the closing of the window. It lets the next one go on where this one ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from desktop.base.values import moment, now, stamp
from desktop.store.store import Store

SITTING = "sitting"
LATER = "later"  # cards put off, with the moment until which
PUT_OFF_DAYS = 7


@dataclass(frozen=True)
class Ended:
    """How the last sitting ended: `abruptly` when the program was not closed, at which place and moment."""

    abruptly: bool
    at: str
    key: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def begin(desk: Store) -> Ended | None:
    """Note that the office is open; returns how the sitting before ended, None for the first one."""
    kept = desk.recall(SITTING)
    desk.remember(SITTING, {"open": True, "at": stamp(), "key": "", "arguments": {}})
    if not kept:
        return None
    return Ended(bool(kept.get("open")), kept.get("at", ""), kept.get("key", ""), kept.get("arguments", {}))


def note_place(desk: Store, key: str, arguments: Mapping[str, Any]) -> None:
    """Note which screen is shown, so that a power cut costs no search for it."""
    plain = {name: value for name, value in arguments.items() if isinstance(value, (str, int, bool))}
    desk.remember(SITTING, {"open": True, "at": stamp(), "key": key, "arguments": plain})


def end(desk: Store) -> None:
    """Note that the program is closed as it should be."""
    desk.remember(SITTING, {**desk.recall(SITTING), "open": False, "at": stamp()})


def put_off(desk: Store, card: str) -> None:
    """Do not show a card for a week."""
    until = stamp(now() + timedelta(days=PUT_OFF_DAYS))
    desk.remember(LATER, {**_still_put_off(desk), card: until})


def bring_back(desk: Store, card: str) -> None:
    """Show a card again that was put off."""
    desk.remember(LATER, {name: until for name, until in desk.recall(LATER).items() if name != card})


def is_put_off(desk: Store) -> frozenset[str]:
    """The cards that are not to be shown today."""
    return frozenset(_still_put_off(desk))


def _still_put_off(desk: Store) -> dict[str, str]:
    return {card: until for card, until in desk.recall(LATER).items() if moment(until) > now()}

"""What guessing a passphrase costs: a third of a second in the program, on purpose; next to nothing in the tests."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.store import slots
from desktop.store.slots import Cost

EASY = b"easy"  # what the salt of a passphrase begins with that a test set
CHEAPEST = Cost(64, 1, 1)
_worked_out = slots._derived


@dataclass
class Guesses:
    """The salt says what a guess costs, so that every process of the tests reads it alike.

    What another process of the program or an earlier version set is as dear as ever, and worked out once in the run.
    """

    dear: bool = False
    _remembered: dict[tuple[str, bytes, Cost], bytes] = field(default_factory=dict)

    def put_in_place(self, put: Callable[[object, str, object], None] = setattr) -> None:
        """From now on this process guesses so."""
        put(slots, "_derived", self.derived)
        put(slots, "_fresh_salt", self.fresh_salt)

    def fresh_salt(self) -> bytes:
        return os.urandom(16) if self.dear else EASY + os.urandom(16 - len(EASY))

    def derived(self, typed: str, salt: bytes, cost: Cost) -> bytes:
        if not any(salt):  # the program measures this computer
            return _worked_out(typed, salt, cost if self.dear else CHEAPEST)
        if salt.startswith(EASY):
            return _worked_out(typed, salt, CHEAPEST)
        if (typed, salt, cost) not in self._remembered:
            self._remembered[typed, salt, cost] = _worked_out(typed, salt, cost)
        return self._remembered[typed, salt, cost]

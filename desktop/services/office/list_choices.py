"""How each person had each list on this computer: its order, its columns and their widths, its filters.

Nothing of it is a record of the office: it lies in this computer's own notes, encrypted like everything, and leaves
with no bundle. What is typed to search is never among it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from desktop.base.text import _
from desktop.base.values import Json, JsonObject
from desktop.store.store import Store

NOTE = "lists:"  # and the id of the officer
LEAST, MOST = 20, 4000  # pixels: of a width that is believed


@dataclass(frozen=True)
class ListOrder:
    """The column by which a list is sorted, the last first when `descending`; without a column in its own order."""

    column: str = ""
    descending: bool = False


@dataclass(frozen=True)
class ListChoice:
    """How a list is shown. `columns` is None for those it shows by itself; `pane` is the width of what is beside it."""

    order: ListOrder = ListOrder()
    columns: tuple[str, ...] | None = None
    widths: Mapping[str, int] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    pane: int = 0

    def to_json(self) -> JsonObject:
        """As it is noted."""
        columns: Json = list(self.columns) if self.columns is not None else None
        return {
            "order": [self.order.column, self.order.descending],
            "columns": columns,
            "widths": dict(self.widths),
            "filters": dict(self.filters),
            "pane": self.pane,
        }

    @classmethod
    def of_json(cls, noted: object) -> "ListChoice":
        """As it was noted; whatever makes no sense gives way to what the list does by itself."""
        if not isinstance(noted, dict):
            return cls()
        order, columns = noted.get("order"), noted.get("columns")
        choice = cls()
        if isinstance(order, list) and len(order) == 2 and isinstance(order[0], str):
            choice = replace(choice, order=ListOrder(order[0], order[1] is True))
        if isinstance(columns, list):
            choice = replace(choice, columns=tuple(name for name in columns if isinstance(name, str)))
        widths = {name: width for name, width in _pairs(noted.get("widths")) if _is_width(width)}
        filters = {name: code for name, code in _pairs(noted.get("filters")) if isinstance(code, str)}
        pane = noted.get("pane")
        return replace(choice, widths=widths, filters=filters, pane=pane if _is_width(pane) else 0)


def _pairs(noted: object) -> list[tuple[str, object]]:
    return list(noted.items()) if isinstance(noted, dict) else []


def _is_width(noted: object) -> TypeGuard[int]:
    return type(noted) is int and LEAST <= noted <= MOST


Way = Callable[[object], tuple[str, JsonObject]]  # the place and the arguments that show a row's record


@dataclass(frozen=True)
class RecordTrail:
    """The rows of a list of which one was opened, in their order, and the way to each record."""

    name: str
    keys: Sequence[object]
    at: int
    way: Way

    @property
    def words(self) -> str:
        """Which of how many."""
        return _("{number} of {count}").format(number=self.at + 1, count=len(self.keys))

    @property
    def key(self) -> object:
        """The row whose record is now shown."""
        return self.keys[self.at]

    @property
    def record(self) -> tuple[str, JsonObject]:
        """The place of the record now shown."""
        return self.way(self.key)

    def moved(self, by: int) -> "RecordTrail | None":
        """The trail at another row; None beyond the first and the last."""
        at = self.at + by
        return replace(self, at=at) if 0 <= at < len(self.keys) else None


class ListChoices:
    """The choices of one officer, read once and noted as they change; `trail` is the list a record was opened from."""

    def __init__(self, machine: Store, officer: str) -> None:
        self.trail: RecordTrail | None = None
        self.last: dict[str, RecordTrail] = {}  # by list, the one that led to the record shown last
        self._machine, self._name = machine, NOTE + officer
        self._choices: dict[str, ListChoice] | None = None

    def of(self, name: str) -> ListChoice:
        """How the list of this name was shown last."""
        return self._read().get(name, ListChoice())

    def choose(self, name: str, choice: ListChoice) -> bool:
        """Show it so from now on; returns whether that is anything new, to be written by `write`."""
        choices = self._read()
        if choices.get(name, ListChoice()) == choice:
            return False
        choices[name] = choice
        return True

    def narrow(self, name: str, **codes: str) -> None:
        """Show only these in a list that is about to be opened; the filters before are taken off."""
        self.choose(name, replace(self.of(name), filters=codes))

    def follow(self, trail: RecordTrail) -> None:
        """A record of a list is about to be shown."""
        self.trail = trail
        self.last[trail.name] = trail

    def write(self) -> None:
        """Note all of them on this computer; where nothing is written, they hold until the program ends."""
        if self._machine.only_reading is not None:
            return
        self._machine.remember(self._name, {name: choice.to_json() for name, choice in self._read().items()})

    def _read(self) -> dict[str, ListChoice]:
        if self._choices is None:
            noted = self._machine.recall(self._name)
            self._choices = {name: ListChoice.of_json(choice) for name, choice in noted.items()}
        return self._choices

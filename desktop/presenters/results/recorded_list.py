"""A list of what was written down about partnerships, at Headquarters of every office: its rows and its filters."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop.base.progress import Runner
from desktop.base.values import JsonObject
from desktop.presenters.listing import ListColumn, ListFilter, Listing, RowCell, list_filter
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters
from desktop.presenters.presenter import Tone
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, may

if TYPE_CHECKING:
    from desktop.office import Office

T = TypeVar("T")


@dataclass(frozen=True)
class RecordedRow:
    """A record as a row; `word` and its `tone` say where it stands, `filed` under which codes of each filter it is."""

    key: str
    title: str
    note: str
    brief: str
    tone: Tone
    word: str
    office: str
    filed: Mapping[str, Sequence[str]]
    cells: Mapping[str, RowCell]


@dataclass(frozen=True)
class RowFilter:
    """By what the rows can be narrowed: its name, its words, those for all, and its codes in words, in their order."""

    name: str
    title: str
    everything: str
    choices: Sequence[tuple[str, str]]


class RecordedList(NarrowedList, Generic[T]):
    """Every record of a kind, or those of one partnership, read away from the window; a row leads to `place`."""

    place: str
    columns: tuple[ListColumn, ...]
    name: str  # under which what was chosen of the list is remembered
    title: str  # a sentence of the catalogue
    first_title: str

    def __init__(self, office: "Office", runner: Runner, partnership: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *self.columns) if office.is_hq else self.columns
        self.listing = Listing(self, self.name, self.title, columns, first_title=self.first_title)
        self.partnership = partnership
        self.every: Sequence[RecordedRow] = ()

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records them for this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    @abstractmethod
    def read(self) -> Sequence[T]:
        """Read them, in the order in which they are listed."""

    @abstractmethod
    def row(self, line: T) -> RecordedRow:
        """One of them as a row."""

    @property
    @abstractmethod
    def row_filters(self) -> Sequence[RowFilter]:
        """By what they can be narrowed beside the office."""

    def refresh(self) -> None:
        """Read them again."""
        if not self.is_read:
            self.changed()
        self.runner.quietly(self._read_rows, self._show)

    def _read_rows(self) -> Sequence[RecordedRow]:
        """The rows, made away from the window: at Headquarters they are those of every office."""
        self._regions = office_profile.regions(self.office.work)
        return [self.row(line) for line in self.read()]

    def _show(self, rows: Sequence[RecordedRow]) -> None:
        self.is_read = True
        self.every = rows
        self.changed()

    def of_office(self, code: str) -> Mapping[str, RowCell]:
        """What a row says of its office."""
        return office_cells(code, self.office.definitions.regions.labels.get(self._regions.get(code, ""), ""))

    # --- what is shown

    @property
    def lines(self) -> Sequence[RecordedRow]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        chosen = [(own.name, of(own.name)) for own in self.row_filters]
        return [
            row
            for row in self.every
            if all(not code or code in row.filed.get(name, ()) for name, code in chosen)
            and is_left(row.office, row.title, row.cells)
        ]

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what they can be narrowed, with how many rows each choice would leave."""
        of = self.listing.filter
        own = tuple(
            list_filter(
                each.name,
                each.title,
                each.everything,
                each.choices,
                self.counted(each.name),
                of(each.name),
            )
            for each in self.row_filters
        )
        if not self.office.is_hq:
            return own
        counts = Counter(row.office for row in self.every)
        return (*own, *office_filters(self.listing, self._regions, self.office.definitions.regions.labels, counts))

    def counted(self, name: str) -> Mapping[str, int]:
        """How many rows are filed under each code of a filter."""
        return Counter(code for row in self.every for code in row.filed.get(name, ()))

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return self.place, {"id": str(key)}

    def add(self) -> None:
        """Record one."""
        self.open_place(self.place, **({"partnership": self.partnership} if self.partnership else {}))


def beside(parts: Iterable[str]) -> str:
    """What stands quietly in one line."""
    return " · ".join(part for part in parts if part)

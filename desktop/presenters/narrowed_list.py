"""A list that is read whole, away from the window, and of which words and filters leave a part."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import folded
from desktop.base.values import JsonObject
from desktop.presenters.listing import ListFilter, Listing, RowCell
from desktop.presenters.office_filters import offices_chosen
from desktop.presenters.presenter import Presenter

if TYPE_CHECKING:
    from desktop.office import Office


class NarrowedList(Presenter):
    """`every` is what was read; `listing` keeps the filters and the columns, and is set when the page is made."""

    listing: Listing

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.every: Sequence[object] = ()
        self.is_read = False
        self.text = ""
        self._regions: Mapping[str, str] = {}  # the id of the region of each office, by the code of the office

    @property
    @abstractmethod
    def state(self) -> str:
        """How much it is, in one sentence."""

    @property
    @abstractmethod
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with what each choice would leave."""

    @abstractmethod
    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to narrow."""
        return self.is_read and not self.every

    def narrowing(self) -> Callable[[str, str, Mapping[str, RowCell]], bool]:
        """What tells of a row, by its office, its title and its cells, whether it is left.

        That is by the words that were typed, and at Headquarters by the filters of offices and regions.
        """
        words = folded(self.text).split()
        offices = offices_chosen(self.listing, self._regions) if self.office.is_hq else None

        def is_left(office: str, title: str, cells: Mapping[str, RowCell]) -> bool:
            if offices is not None and office not in offices:
                return False
            text = folded(" ".join((title, *(cell.text for cell in cells.values())))) if words else ""
            return all(word in text for word in words)

        return is_left

    def arrange(self) -> None:
        """Words or filters leave another part."""
        self.changed()

    def filter(self, text: str) -> None:
        """List only what contains this text."""
        if text != self.text:
            self.text = text
            self.arrange()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        self.listing.narrow(**codes)

    def clear(self) -> None:
        """Everything again."""
        self.text = ""
        if self.listing.is_narrowed:
            self.listing.widen_again()
        else:
            self.arrange()

    def open(self, key: object) -> None:
        """Go where a row leads."""
        place, arguments = self.way(key)
        self.open_place(place, **arguments)

"""A list of very many ids in their order, of which only those are read that somebody looks at."""

from abc import abstractmethod
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from threading import RLock
from typing import overload

PORTION = 210  # ids that are read at once: seven pages of a list
PORTIONS = 60  # that stay in memory
FAR = 5_000  # ids that are passed over before a list is asked for its edges

Mark = tuple[str, str]  # by what an id is sorted, and the id


class LongList(Sequence[str]):
    """Two million ids as a sequence. How many there are is known; wherever one was read, those beside it are quick.

    A place far from all that was read is looked for from the nearest one: that may take a second, so that a window asks
    `peek`. An id that is gone since they were counted is empty.
    """

    def __init__(self, count: int, about: object) -> None:
        """`about` says what is listed, and in which order: another one about the same has the same places."""
        self._count, self._about = count, about
        self._places: list[int] = []  # those whose mark is known, in their order
        self._marks: dict[int, Mark] = {}
        self._portions: dict[int, Sequence[str]] = {}
        self._edges: Sequence[tuple[int, Mark]] | None = None
        self._one_reader = RLock()

    @abstractmethod
    def read(self, beside: Mark | None, skipped: int, size: int, *, backwards: bool) -> Sequence[Mark]:
        """So many marks after this one (or from the first on), beyond those that are skipped; `backwards` those before
        it (or from the last on), the nearest first."""

    def edges(self) -> Sequence[tuple[int, Mark]]:
        """Places that are known without reading any, in their order, each with a mark before which those before it
        stand, and behind which what stands there and further on; it need be no id’s."""
        return ()

    def known_edges(self) -> Sequence[tuple[int, Mark]]:
        """The same, asked for once."""
        if self._edges is None:
            self._edges = self.edges()
        return self._edges

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(self._count))]
        place = at + self._count if at < 0 else at
        if not 0 <= place < self._count:
            raise IndexError(at)
        return self._portion(place // PORTION)[place % PORTION]

    def __iter__(self) -> Iterator[str]:
        for number in range(-(-self._count // PORTION)):
            yield from self._portion(number)

    def __contains__(self, id_: object) -> bool:
        return any(id_ in ids for ids in list(self._portions.values()))

    def index(self, id_: str, start: int = 0, stop: int | None = None) -> int:
        """The place of an id among those that were read; raises ValueError for any other."""
        for number, ids in list(self._portions.items()):
            if id_ in ids and start <= (place := number * PORTION + list(ids).index(id_)) < (stop or self._count):
                return place
        raise ValueError(id_)

    def peek(self, at: int) -> str:
        """The id at a place, empty where it was not read yet."""
        ids = self._portions.get(at // PORTION, ())
        return ids[at % PORTION] if at % PORTION < len(ids) else ""

    def has_read(self, first: int, last: int) -> bool:
        """Whether the ids from one place to another, this one left out, are in memory."""
        return all(number in self._portions for number in range(first // PORTION, -(-last // PORTION)))

    def in_memory(self) -> Iterator[tuple[int, str]]:
        """The ids that were read and are still in memory, with their places, in their order."""
        for number, ids in sorted(self._portions.items()):
            yield from enumerate(ids, number * PORTION)

    def go_on_from(self, other: Sequence[object], id_: object) -> None:
        """Know the places that another one knew, when it is about the same, and read those around this id."""
        if isinstance(other, LongList) and other._about == self._about and len(other) == len(self):
            with other._one_reader:
                self._places, self._marks = list(other._places), dict(other._marks)
                self._edges = other._edges
            if id_ in other:
                self._portion(other.index(str(id_)) // PORTION)

    def note(self, place: int, mark: Mark) -> None:
        """Know from now on what stands at a place."""
        with self._one_reader:
            if place not in self._marks:
                insort(self._places, place)
            self._marks[place] = mark

    def _portion(self, number: int) -> Sequence[str]:
        """The ids of one portion; what one reader asks for others find read."""
        ids = self._portions.get(number)
        if ids is None:
            with self._one_reader:
                ids = self._portions.get(number)
                if ids is None:
                    ids = self._read_portion(number)
                    self._portions = {**dict(list(self._portions.items())[1 - PORTIONS :]), number: ids}
        return ids

    def _read_portion(self, number: int) -> Sequence[str]:
        first = number * PORTION
        last = min(first + PORTION, self._count)  # the place after it
        at = bisect_left(self._places, first)
        before = self._places[at - 1] if at else -1
        at = bisect_left(self._places, last)
        after = self._places[at] if at < len(self._places) else self._count
        size = last - first
        edge = self._edge_before(first) if min(first - before, after - last) > FAR else None
        if first in self._marks:  # read before, and forgotten
            mark = self._marks[first]
            marks = [mark, *self.read(mark, 0, size - 1, backwards=False)]
        elif edge is not None:
            marks = list(self.read(edge[1], first - edge[0], size, backwards=False))
        elif first - before <= after - last + 1:
            marks = list(self.read(self._marks.get(before), first - before - 1, size, backwards=False))
        else:
            marks = list(reversed(self.read(self._marks.get(after), after - last, size, backwards=True)))
        if len(marks) == size:
            self.note(first, marks[0])
            self.note(last - 1, marks[-1])
        return tuple(id_ for _text, id_ in marks) + ("",) * (size - len(marks))

    def _edge_before(self, place: int) -> tuple[int, Mark] | None:
        """The last edge that does not stand behind this place."""
        edges = self.known_edges()
        at = bisect_right(edges, place, key=lambda edge: edge[0])
        return edges[at - 1] if at else None

"""A list of very many ids gives what a sequence of them all would, and reads only what is looked at."""

import random
from collections.abc import Sequence

from desktop.base.long_list import PORTION, LongList, Mark

COUNT = 20 * PORTION + 17
IDS = [f"{number:06}" for number in range(COUNT)]


class Numbers(LongList):
    """Reads from ids in memory, and remembers how far each reading was from what it began at."""

    def __init__(self, ids: Sequence[str] = IDS, about: str = "numbers") -> None:
        super().__init__(COUNT, about)
        self.ids, self.ways = ids, list[int]()

    def read(self, beside: Mark | None, skipped: int, size: int, *, backwards: bool) -> Sequence[Mark]:
        self.ways.append(skipped)
        ids = list(reversed(self.ids)) if backwards else self.ids
        first = 0 if beside is None else ids.index(beside[1]) + 1
        return [("", id_) for id_ in ids[first + skipped : first + skipped + size]]


def test_every_place_gives_its_id_in_whatever_order_it_is_looked_at() -> None:
    numbers, chance = Numbers(), random.Random(5)
    for at in [*(chance.randrange(COUNT) for _time in range(200)), 0, COUNT - 1, -1]:
        assert numbers[at] == IDS[at]
    assert list(Numbers()) == IDS and Numbers()[PORTION - 3 : 2 * PORTION + 5] == IDS[PORTION - 3 : 2 * PORTION + 5]
    assert len(numbers) == COUNT


def test_it_is_read_from_the_nearest_end_or_from_what_was_read() -> None:
    numbers = Numbers()
    assert (numbers[COUNT - 1], numbers.ways) == (IDS[-1], [0])
    assert numbers[10 * PORTION] and numbers.ways.pop() >= 9 * PORTION
    assert numbers[11 * PORTION] and numbers[9 * PORTION] and numbers.ways == [0, 0, 0]


def test_who_comes_back_to_the_same_list_finds_the_place_at_once() -> None:
    before, after, other = Numbers(), Numbers(), Numbers(about="others")
    assert before[10 * PORTION + 3] == IDS[10 * PORTION + 3]
    for again in (after, other):
        again.go_on_from(before, IDS[10 * PORTION + 3])
    assert IDS[10 * PORTION + 3] in after and after.index(IDS[10 * PORTION + 3]) == 10 * PORTION + 3
    assert after.ways == [0] and IDS[10 * PORTION + 3] not in other


def test_a_window_is_told_only_what_is_read() -> None:
    numbers = Numbers()
    assert (numbers.peek(5), numbers.has_read(0, 30)) == ("", False)
    assert numbers[5] and (numbers.peek(5), numbers.has_read(0, 30)) == (IDS[5], True)
    assert list(numbers.in_memory()) == list(enumerate(IDS[:PORTION]))


def test_an_id_that_is_gone_since_they_were_counted_is_empty() -> None:
    fewer = Numbers(IDS[:-1])
    assert [*fewer][-2:] == [IDS[-2], ""]

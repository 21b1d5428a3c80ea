"""Lines that are read as somebody looks at them: what is read, when, and by whom."""

from collections.abc import Callable, Sequence

from desktop.base.long_list import LongList, Mark
from desktop.presenters.listing import AROUND, FIRST, PAGE, PagedLines

IDS = [f"{number:05}" for number in range(2000)]


class Reader:
    """Reads lines, and remembers which; what is asked for ahead it reads at once."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.ahead = 0
        self.lines = PagedLines(IDS, self._lines, self._ahead)

    def _lines(self, ids: Sequence[str]) -> Sequence[str]:
        self.read += ids
        return [f"line {id_}" for id_ in ids]

    def _ahead(self, work: object) -> None:
        assert callable(work)
        self.ahead += 1
        work()


def test_the_lines_around_the_one_that_a_list_will_stand_on_are_read_before_it_is_shown() -> None:
    reader = Reader()
    reader.lines.read_near("01000")
    before = set(reader.read)
    assert {*IDS[:FIRST], *IDS[1000 - AROUND : 1000 + AROUND + 1]} <= before and reader.ahead == 0
    assert reader.lines[1000 + AROUND] == f"line {1000 + AROUND:05}" and reader.lines[0] == "line 00000"
    assert len(before) < 10 * PAGE


def test_what_is_looked_at_next_is_read_ahead_and_once() -> None:
    reader = Reader()
    shown = [reader.lines[at] for at in range(300)]
    assert shown == [f"line {id_}" for id_ in IDS[:300]]
    assert len(reader.read) == len(set(reader.read)) and reader.ahead == 300 // PAGE


def test_all_lines_are_read_in_their_order_and_none_is_kept() -> None:
    reader = Reader()
    assert [line.removeprefix("line ") for line in reader.lines] == IDS
    assert reader.read == IDS and reader.ahead == 0


class AllIds(LongList):
    """Two thousand ids that are read as if they were two million."""

    def read(self, beside: Mark | None, skipped: int, size: int, *, backwards: bool) -> Sequence[Mark]:
        ids = list(reversed(IDS)) if backwards else IDS
        first = 0 if beside is None else ids.index(beside[1]) + 1
        return [("", id_) for id_ in ids[first + skipped : first + skipped + size]]


def test_a_window_never_waits_for_a_line_of_a_very_long_list() -> None:
    """What it shows meanwhile says so; who goes through all lines waits for each."""
    asked: list[Callable[[], object]] = []
    lines = PagedLines(
        AllIds(len(IDS), "all"), lambda ids: [f"line {id_}" for id_ in ids if id_ != IDS[1001]], asked.append, "unread"
    )
    dragged = [lines[at] for at in range(0, 1000, 100)]
    assert dragged == ["unread"] * 10
    assert lines[1000] == lines[1001] == "unread"
    asked[-1]()
    assert lines[1000] == "line 01000" and lines[900] == "line 00900" and lines[0] == "unread"
    assert lines.line(1700) == "line 01700"
    assert [line for line in lines if line != "unread"] == [f"line {id_}" for id_ in IDS if id_ != IDS[1001]]

"""The marks of which a chart is made, each with its place: what draws them knows nothing else of charts.

Spots and lengths are in the unit in which the letters were measured (points on paper, logical pixels on a screen),
from the left and upper edge of the chart, downwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import NamedTuple, Protocol


class MarkInk(StrEnum):
    """What a mark is drawn in; a theme or paper has a colour for each. The first six are those of the series."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    SIXTH = "sixth"
    OTHERS = "others"  # what a marked datum stands out from
    TEXT = "text"
    QUIET = "quiet"
    HAIR = "hair"  # the lines at the ticks
    AXIS = "axis"  # the line of zero


class ChartPattern(StrEnum):
    """How a bar is filled, so that nobody has to see colours to tell one from another."""

    SOLID = "solid"
    DIAGONAL = "diagonal"
    DOTS = "dots"
    CROSS = "cross"
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    HOLLOW = "hollow"
    GAP = "gap"  # thin falling lines, wide apart, without an edge: what is not computable


class DotShape(StrEnum):
    """The signs of a line at its numbers."""

    DISC = "disc"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    RING = "ring"
    CROSS = "cross"


class WordsAnchor(StrEnum):
    """Which end of a text stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Spot(NamedTuple):
    """A point."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle by its four edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def meets(self, other: "Box", air: float = 0) -> bool:
        """Whether the two have a piece in common, or come nearer to one another than `air`."""
        return (
            self.left < other.right + air
            and other.left < self.right + air
            and self.top < other.bottom + air
            and other.top < self.bottom + air
        )


class LetterWidths(Protocol):
    """Measures letters; `size` is that of a chart's ordinary ones."""

    @property
    def size(self) -> float: ...

    def width(self, text: str, size: float, bold: bool) -> float: ...


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A filled rectangle; `stop` is the number of the datum in the scene, -1 for the sample of a key."""

    box: Box
    ink: MarkInk
    pattern: ChartPattern
    stop: int = -1


@dataclass(frozen=True, slots=True)
class ChartStroke:
    """A line through places, `dash` on and off; solid without one."""

    spots: tuple[Spot, ...]
    ink: MarkInk
    thick: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartDot:
    """The sign of a line at a number; `radius` reaches its farthest point."""

    spot: Spot
    radius: float
    ink: MarkInk
    shape: DotShape
    stop: int = -1


@dataclass(frozen=True, slots=True)
class ChartWords:
    """A line of text, its place on the base line; on a `cleared` one's box the ground is drawn first."""

    text: str
    spot: Spot
    anchor: WordsAnchor
    size: float
    width: float
    ink: MarkInk = MarkInk.TEXT
    bold: bool = False
    cleared: bool = False

    @property
    def left(self) -> float:
        shares = {WordsAnchor.START: 0.0, WordsAnchor.MIDDLE: 0.5, WordsAnchor.END: 1.0}
        return self.spot.x - self.width * shares[self.anchor]

    @property
    def box(self) -> Box:
        """The room of its letters, accents and tails included."""
        up, down = self.size * ABOVE_BASE, self.size * BELOW_BASE
        return Box(self.left, self.spot.y - up, self.left + self.width, self.spot.y + down)


ABOVE_BASE, BELOW_BASE = 0.96, 0.26  # of the size of letters, how far they reach from their base line

ChartMark = ChartBar | ChartStroke | ChartDot | ChartWords


@dataclass(frozen=True, slots=True)
class ChartStop:
    """One datum: which it is, where a key or a mouse meets it, what is spoken of it, and the key of its records."""

    series: int
    label: int
    box: Box
    spoken: str
    key: str


@dataclass(frozen=True, slots=True)
class ChartScene:
    """A chart with every mark at its place, in the order in which they are drawn; stops go label by label.

    In a `lying` one the labels stand one below the other.
    """

    width: float
    height: float
    marks: tuple[ChartMark, ...]
    stops: tuple[ChartStop, ...]
    lying: bool = False

    def words(self) -> Iterator[ChartWords]:
        """The texts."""
        return (mark for mark in self.marks if isinstance(mark, ChartWords))

    def bars(self) -> Iterator[ChartBar]:
        """The filled rectangles, samples of keys included."""
        return (mark for mark in self.marks if isinstance(mark, ChartBar))


class Hatching(NamedTuple):
    """How a bar is drawn: `filled` with its ink or with the ground, an edge inside it, and strokes with round ends."""

    edge: float
    thick: float
    strokes: list[tuple[Spot, Spot]]
    filled: bool


def hatching(bar: ChartBar, size: float) -> Hatching:
    """The pattern of a bar beside letters of this size; a dot is a stroke without length."""
    box, pattern = bar.box, bar.pattern
    if pattern is ChartPattern.GAP:
        step = size * (1.4 if box.height > 2 * size else 0.7)
        return Hatching(0, size * 0.06, list(_diagonals(box, step, rising=False)), filled=False)
    edge, thick = size * 0.1, size * (0.2 if pattern is ChartPattern.DOTS else 0.12)
    aside = edge + thick / 2
    inner = Box(box.left + aside, box.top + aside, box.right - aside, box.bottom - aside)
    if pattern is ChartPattern.SOLID or inner.width <= 0 or inner.height <= 0:
        return Hatching(edge, thick, [], filled=True)
    return Hatching(edge, thick, list(_strokes(pattern, inner, size)), filled=False)


def _strokes(pattern: ChartPattern, box: Box, size: float) -> Iterator[tuple[Spot, Spot]]:
    if pattern is ChartPattern.DOTS:
        yield from _dots(box, size * 0.42)
    elif pattern is ChartPattern.HORIZONTAL:
        for y in _spread(box.top, box.bottom, size * 0.38):
            yield Spot(box.left, y), Spot(box.right, y)
    elif pattern is ChartPattern.VERTICAL:
        for x in _spread(box.left, box.right, size * 0.38):
            yield Spot(x, box.top), Spot(x, box.bottom)
    elif pattern is ChartPattern.CROSS:
        yield from _diagonals(box, size * 0.72, rising=True)
        yield from _diagonals(box, size * 0.72, rising=False)
    elif pattern is ChartPattern.DIAGONAL:
        yield from _diagonals(box, size * 0.6, rising=True)


def _spread(start: float, end: float, step: float) -> list[float]:
    """Places as far apart as `step`, at least one, with the same distance at both ends."""
    count = max(1, int((end - start) / step))
    first = (start + end - (count - 1) * step) / 2
    return [first + step * place for place in range(count)]


def _dots(box: Box, step: float) -> Iterator[tuple[Spot, Spot]]:
    if box.width < 0 or box.height < 0:
        return
    for row, y in enumerate(_spread(box.top, box.bottom, step)):
        for x in _spread(box.left, box.right, 1.5 * step):
            shifted = x + step * (0.375 if row % 2 else -0.375)
            at = Spot(min(max(shifted, box.left), box.right), y)
            yield at, at


def _diagonals(box: Box, step: float, *, rising: bool) -> Iterator[tuple[Spot, Spot]]:
    """Lines at 45° over a box; they meet those of a bar beside it, since all count from one corner of the chart."""
    low, high = (box.left + box.top, box.right + box.bottom) if rising else (box.left - box.bottom, box.right - box.top)
    for number in range(ceil(low / step), ceil(high / step)):
        level = number * step  # x + y where it rises to the right, x - y where it falls
        if rising:
            start, end = max(box.left, level - box.bottom), min(box.right, level - box.top)
            yield Spot(start, level - start), Spot(end, level - end)
        else:
            start, end = max(box.left, level + box.top), min(box.right, level + box.bottom)
            yield Spot(start, start - level), Spot(end, end - level)


def corners(dot: ChartDot) -> list[Spot]:
    """The corners of a sign that is filled, the two ends of each stroke of a cross; none for a disc and a ring."""
    (x, y), r = dot.spot, dot.radius
    if dot.shape is DotShape.SQUARE:
        r *= 0.84
        return [Spot(x - r, y - r), Spot(x + r, y - r), Spot(x + r, y + r), Spot(x - r, y + r)]
    if dot.shape is DotShape.DIAMOND:
        return [Spot(x, y - r), Spot(x + r, y), Spot(x, y + r), Spot(x - r, y)]
    if dot.shape is DotShape.TRIANGLE:
        return [Spot(x, y - r), Spot(x + r, y + r * 0.8), Spot(x - r, y + r * 0.8)]
    if dot.shape is DotShape.CROSS:
        r *= 0.8
        return [Spot(x - r, y - r), Spot(x + r, y + r), Spot(x - r, y + r), Spot(x + r, y - r)]
    return []

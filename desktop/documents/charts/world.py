"""A map of the world as marks: a quiet dot for every country, a sign with its letters for each thing that is shown.

The places are drawn on straight degrees (plate carrée), north at the top; no border and no coast is drawn, and nothing
is said about any. What is told apart by colour is told apart by the shape of its sign too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.documents.charts.marks import (
    ABOVE_BASE,
    BELOW_BASE,
    Box,
    ChartDot,
    ChartMark,
    ChartScene,
    ChartStop,
    ChartStroke,
    ChartWords,
    DotShape,
    LetterWidths,
    MarkInk,
    Spot,
    WordsAnchor,
)

NORTH, SOUTH, WEST, EAST = 70.0, -46.0, -180.0, 180.0  # degrees that are drawn
HIGHEST = 0.34  # of the width: degrees are nearly as long both ways, and the map stays in a window
SIGN, COUNTRY = 0.42, 0.13  # letters: the radius of a sign, and of a country without one
NOTE = 0.92  # of the size of letters


@dataclass(frozen=True)
class MapLook:
    """What a kind of sign looks like, and what it is called in the key of the map."""

    ink: MarkInk
    shape: DotShape
    words: str


@dataclass(frozen=True)
class MapSign:
    """A thing on the map: the key of its record, degrees north and east, its look, its letters, what is spoken."""

    key: str
    north: float
    east: float
    look: MapLook
    letters: str
    spoken: str


def world(
    signs: Sequence[MapSign], countries: Iterable[tuple[float, float]], width: float, letters: LetterWidths
) -> ChartScene:
    """The scene at a width, from west to east; things at one place stand side by side, letters that would cover
    others are left out. Stops are in the order of the signs as they are drawn."""
    return _World(width, letters).scene(signs, countries)


class _World:
    """Sets out one map."""

    def __init__(self, width: float, letters: LetterWidths) -> None:
        self.width, self.letters, self.em = width, letters, letters.size
        self.height, self.top = width * HIGHEST, 0.0  # of the map, and where it begins below its key
        self.marks: list[ChartMark] = []
        self.taken: list[Box] = []

    def scene(self, signs: Sequence[MapSign], countries: Iterable[tuple[float, float]]) -> ChartScene:
        ordered = sorted(signs, key=lambda sign: (sign.east, -sign.north, sign.key))
        self._key(ordered)
        for degrees in (60, 30, 0, -30):
            ends = (self._spot(degrees, WEST), self._spot(degrees, EAST))
            self.marks.append(ChartStroke(ends, MarkInk.AXIS if not degrees else MarkInk.HAIR, self.em * 0.05))
        for north, east in countries:
            self.marks.append(ChartDot(self._spot(north, east), self.em * COUNTRY, MarkInk.OTHERS, DotShape.DISC))
        spots = self._apart(ordered)
        radius = self.em * SIGN
        self.taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
        stops = []
        for number, (sign, spot) in enumerate(zip(ordered, spots, strict=True)):
            self.marks.append(ChartDot(spot, radius, sign.look.ink, sign.look.shape, number))
            self._write(sign.letters, spot, radius)
            stops.append(ChartStop(0, number, self.taken[number], sign.spoken, sign.key))
        return ChartScene(self.width, self.top + self.height, tuple(self.marks), tuple(stops))

    def _spot(self, north: float, east: float) -> Spot:
        across = (east - WEST) / (EAST - WEST)
        down = (NORTH - min(max(north, SOUTH), NORTH)) / (NORTH - SOUTH)
        return Spot(across * self.width, self.top + down * self.height)

    def _apart(self, signs: Sequence[MapSign]) -> list[Spot]:
        """Where each stands: those of one place side by side, all of them inside the map."""
        there: dict[tuple[float, float], int] = {}
        spots = []
        room = self.em * SIGN
        for sign in signs:
            place = there.get((sign.north, sign.east), 0)
            there[sign.north, sign.east] = place + 1
            x, y = self._spot(sign.north, sign.east)
            x += place * 2.1 * room
            low = self.top + self.height - room
            spots.append(Spot(min(max(x, room), self.width - room), min(max(y, self.top + room), low)))
        return spots

    def _write(self, text: str, spot: Spot, radius: float) -> None:
        """The letters at the first side of the sign where they cover nothing; nowhere when there is none."""
        size = self.em * NOTE
        width = self.letters.width(text, size, False)
        middle = spot.y + size * (ABOVE_BASE - BELOW_BASE) / 2
        gap = radius * 1.5
        tried = (
            (Spot(spot.x + gap, middle), WordsAnchor.START),
            (Spot(spot.x - gap, middle), WordsAnchor.END),
            (Spot(spot.x, spot.y - gap - size * BELOW_BASE), WordsAnchor.MIDDLE),
            (Spot(spot.x, spot.y + gap + size * ABOVE_BASE), WordsAnchor.MIDDLE),
        )
        for place, anchor in tried:
            words = ChartWords(text, place, anchor, size, width, cleared=True)
            box = words.box
            inside = box.left >= 0 and box.top >= self.top and box.right <= self.width
            inside &= box.bottom <= self.top + self.height
            if inside and not any(box.meets(other) for other in self.taken):
                self.taken.append(box)
                self.marks.append(words)
                return

    def _key(self, signs: Sequence[MapSign]) -> None:
        """Each look with its words and how many there are, above the map."""
        size = self.em * NOTE
        looks = list(dict.fromkeys(sign.look for sign in signs))
        left, line = self.em * 0.7, size * 1.6
        x, y = left, line
        for look in looks:
            text = f"{look.words} ({sum(sign.look == look for sign in signs)})"
            width = self.letters.width(text, size, False)
            if x > left and x + 1.4 * self.em + width > self.width:
                x, y = left, y + line
            self.marks.append(ChartDot(Spot(x + 0.5 * self.em, y - size * 0.35), self.em * SIGN, look.ink, look.shape))
            self.marks.append(ChartWords(text, Spot(x + 1.3 * self.em, y), WordsAnchor.START, size, width))
            x += 1.3 * self.em + width + 1.6 * self.em
        self.top = y + size

"""The map of the world: every sign inside it, letters that cover nothing, shapes beside colours."""

from dataclasses import dataclass

import pytest

from desktop.base.places import country_point, country_points
from desktop.definitions.loading import shipped
from desktop.documents.charts.marks import ChartDot, DotShape, MarkInk
from desktop.documents.charts.world import MapLook, MapSign, world


@dataclass(frozen=True)
class Letters:
    """Letters that are all as broad."""

    size: float = 14.0

    def width(self, text: str, size: float, bold: bool) -> float:
        return len(text) * size * 0.6


LOOKS = (MapLook(MarkInk.FIRST, DotShape.DISC, "à jour"), MapLook(MarkInk.SECOND, DotShape.TRIANGLE, "à regarder"))


def sign(code: str, country: str, look: int = 0) -> MapSign:
    point = country_point(country)
    assert point is not None
    return MapSign(code, *point, LOOKS[look], code, f"{code}, {country}")


@pytest.mark.parametrize("width", [320, 1100, 1900])
def test_every_sign_lies_inside_and_no_letters_cover_one_another(width: int) -> None:
    regions = shipped().regions.every
    countries = [country for region in regions for country in region.countries]
    signs = [sign(f"{country}{n}0", country, n % 2) for country in countries for n in (1, 2)]
    scene = world(signs, country_points(), width, Letters())
    assert len(scene.stops) == len(signs) and {stop.key for stop in scene.stops} == {s.key for s in signs}
    for box in (*(stop.box for stop in scene.stops), *(words.box for words in scene.words())):
        assert box.left >= 0 and box.top >= 0 and box.right <= width + 0.01 and box.bottom <= scene.height + 0.01
    boxes = [words.box for words in scene.words()]
    assert not any(one.meets(other) for n, one in enumerate(boxes) for other in boxes[:n])


def test_offices_of_one_country_stand_side_by_side_and_the_key_counts_each_shape() -> None:
    scene = world([sign("SN10", "SN"), sign("SN20", "SN", 1), sign("CO10", "CO")], (), 1000, Letters())
    assert [stop.key for stop in scene.stops] == ["CO10", "SN10", "SN20"], "from west to east"
    first, second = scene.stops[1].box, scene.stops[2].box
    assert not first.meets(second)
    texts = [words.text for words in scene.words()]
    assert "à jour (2)" in texts and "à regarder (1)" in texts
    shapes = {mark.shape for mark in scene.marks if isinstance(mark, ChartDot) and mark.stop >= 0}
    assert shapes == {DotShape.DISC, DotShape.TRIANGLE}


def test_every_country_of_a_region_has_its_point_on_the_map() -> None:
    for region in shipped().regions.every:
        for country in region.countries:
            north, east = country_point(country) or (999, 999)
            assert -90 <= north <= 90 and -180 <= east <= 180, country
    assert country_point("") is None

"""Charts: every mark at its place at any width, the same on screen and paper, and read without eyes or colours."""

from collections import Counter
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desktop.base.text import LANGUAGES
from desktop.documents.chart_ink import GROUND, INKS, PrintedLetters
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit, ReferenceLine
from desktop.documents.charts.marks import ChartPattern, MarkInk
from desktop.documents.charts.plot import plot
from desktop.documents.charts.setting import LOOKS, tick_values
from desktop.documents.charts.telling import told
from tests.charted import assert_nothing_meets, contrast, on_paper, series, typical
from tests.paper import assert_archivable, page_texts, photographed

NO_BREAK = "\u00a0"
NAMES = (
    *("2026", "Teranga", "Coopérative des transporteurs transsahariens réunis", "mars 2026", "T4", "شركة النيل"),
    "x" * 60,
)
AMOUNTS = some.one_of(
    some.none(),
    some.integers(-3, 30).map(Decimal),
    some.decimals(-(10**11), 10**11, allow_nan=False, allow_infinity=False, places=2),
)


@some.composite
def charts(draw: some.DrawFn) -> Chart:
    """Any chart that anybody might ask for."""
    labels = tuple(draw(some.lists(some.sampled_from(NAMES), max_size=24)))
    count = draw(some.sampled_from((1, 1, 2, 3, 6)))
    unit = draw(some.sampled_from((ChartUnit(currency="USD"), ChartUnit("%", 1, percent=True), ChartUnit("accords"))))
    rows = [draw(some.lists(AMOUNTS, min_size=len(labels), max_size=len(labels))) for _series in range(count)]
    marked = draw(some.sampled_from((-1, 0, 2)))
    return Chart(
        draw(some.sampled_from(("Part du budget venue du secteur privé", "", "Contributions"))),
        draw(some.sampled_from(list(ChartKind))),
        labels,
        tuple(
            ChartSeries(f"{NAMES[number]} {number}", tuple(ChartDatum(v, "", p == marked) for p, v in enumerate(row)))
            for number, row in enumerate(rows)
        ),
        unit,
        draw(some.sampled_from(LANGUAGES)),
        draw(some.booleans()),
        draw(some.sampled_from((None, ReferenceLine(Decimal(5), f"Objectif{NO_BREAK}: 5{NO_BREAK}%")))),
    )


@given(chart=charts(), width=some.sampled_from((320, 420, 640, 900, 1200)), size=some.sampled_from((10, 14, 28)))
@settings(max_examples=80, deadline=None)
def test_nothing_is_cut_or_covered_at_any_width(chart: Chart, width: int, size: int) -> None:
    scene = plot(chart, width, PrintedLetters(chart.language, size))
    assert_nothing_meets(scene)
    places = Counter((stop.series, stop.label) for stop in scene.stops)
    assert places == Counter((s, p) for s in range(len(chart.series)) for p in range(len(chart.labels)))
    assert [stop.label for stop in scene.stops] == sorted(stop.label for stop in scene.stops)
    drawn = {mark.stop for mark in scene.marks if getattr(mark, "stop", -1) >= 0}
    for number, stop in enumerate(scene.stops):
        value = chart.series[stop.series].data[stop.label].value
        assert (number in drawn) or not value, "a number that is not nothing is seen"


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_on_paper_are_archivable_and_told_to_whoever_cannot_see_them(language: str) -> None:
    drawn = typical(language)
    data = on_paper(list(drawn.values()), language)
    assert_archivable(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        spoken = [str(figure.Alt) for figure in figures]
        boxes = [[float(edge) for edge in figure.A.BBox] for figure in figures]
    assert spoken == [f"{chart.title}. {told(chart)}" for chart in drawn.values()]
    assert all(left < right <= 595 and 0 < bottom < top for left, bottom, right, top in boxes)
    read = " ".join(page_texts(data)).replace(NO_BREAK, " ")
    for chart in drawn.values():
        for words in plot(chart, 481.9, PrintedLetters(language)).words():
            assert words.text.replace(NO_BREAK, " ") in read


TOLD = {
    "fr": (
        "Hausse de 1,2 % à 4,0 % entre 2022 et 2026. Non calculable : 2025. Une ligne marque « Objectif : 5 % ». "
        "En 2026, la valeur (4,0 %) est sous la ligne (5,0 %)."
    ),
    "en": (
        "Rise from 1.2% to 4.0% between 2022 and 2026. Not computable: 2025. A line marks “Target: 5%”. "
        "In 2026 the value (4.0%) is below the line (5.0%)."
    ),
    "es": (
        "Aumento de 1,2 % a 4,0 % entre 2022 y 2026. No calculable: 2025. Una línea marca “Meta: 5 %”. "
        "En 2026, el valor (4,0 %) está por debajo de la línea (5,0 %)."
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trend_is_told_in_whole_sentences(language: str) -> None:
    assert told(typical(language)["trend"]).replace(NO_BREAK, " ") == TOLD[language]


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ((12_400, 82_560), "Hausse de 12 400 USD à 82 560 USD entre 2022 et 2023."),
        (
            (5, 9, 2, 3),
            "Baisse de 5 USD à 3 USD entre 2022 et 2025. Au plus haut en 2023 : 9 USD. Au plus bas en 2024 : 2 USD.",
        ),
        ((100, 101), "Stable entre 2022 et 2023 : de 100 USD à 101 USD."),
        ((0, 0), "Stable entre 2022 et 2023 : de 0 USD à 0 USD."),
        ((None, 7), "Un seul nombre : 2023, 7 USD. Non calculable : 2022."),
        ((None, None), "Rien n’est encore calculable ici."),
        (("0.10", "-0.30"), "Baisse de 0,10 USD à −0,30 USD entre 2022 et 2023."),
    ],
)  # fmt: skip
def test_what_is_told_is_what_the_numbers_say(values: tuple[int | str | None, ...], sentences: str) -> None:
    years = tuple(str(2022 + place) for place in range(len(values)))
    chart = Chart("", ChartKind.LINES, years, (series("", *values),), ChartUnit(currency="USD"), "fr", over_time=True)
    assert told(chart).replace(NO_BREAK, " ") == sentences


def test_stacks_and_offices_are_told_too() -> None:
    drawn = typical("fr")
    assert (
        told(drawn["kinds"])
        .replace(NO_BREAK, " ")
        .startswith("Total. Hausse de 17 600 USD à 82 560 USD entre 2022 et 2026. Argent. Hausse de 12 400 USD")
    )
    assert "Dakar : rang 3 sur 5, 4,0 %." in told(drawn["region"]).replace(NO_BREAK, " ")
    assert drawn["channels"].spoken(1, 1) == f"2023, clients des partenaires{NO_BREAK}: non calculable"


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        ("0", "82560", 6, "0 20000 40000 60000 80000 100000"),
        ("-8300", "22000", 5, "-10000 0 10000 20000 30000"),
        ("0", "4.1", 6, "0 1 2 3 4 5"),
        ("0", "1", 5, "0 1"),
    ],
)
def test_ticks_are_round(low: str, high: str, most: int, ticks: str) -> None:
    values = tick_values(Decimal(low), Decimal(high), most, Decimal(1))
    assert " ".join(f"{value:f}" for value in values) == ticks


def test_every_series_differs_by_more_than_its_colour() -> None:
    assert len({pattern for _ink, pattern, _shape, _dash in LOOKS}) == len(LOOKS)
    assert len({shape for _ink, _pattern, shape, _dash in LOOKS}) == len(LOOKS)
    assert len({dash for _ink, _pattern, _shape, dash in LOOKS}) == len(LOOKS)
    for ink in (*(look[0] for look in LOOKS), MarkInk.OTHERS, MarkInk.TEXT, MarkInk.QUIET, MarkInk.AXIS):
        assert contrast(INKS[ink], GROUND) >= 3, ink


def test_patterns_are_seen_on_paper_printed_in_grey() -> None:
    """Each look darkens another share of its bar, and all but the solid and the hollow one have light and dark."""
    names = ("solid", "diagonal", "dots", "cross", "horizontal", "vertical")
    rows = tuple(series(name, 9) for name in names)
    chart = Chart("", ChartKind.COLUMNS, ("2026",), rows, ChartUnit(currency="USD"), "fr")
    data, dots = on_paper([chart], "fr"), 200
    page, shares = photographed(data, dots)[0], dict[ChartPattern, float]()
    with pikepdf.open(BytesIO(data)) as pdf:
        figure = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item)
        left, _bottom, _right, top = map(float, figure.A.BBox)
    for bar in plot(chart, 481.9, PrintedLetters("fr")).bars():
        if bar.stop >= 0:
            edges = (
                left + bar.box.left,
                841.89 - top + bar.box.top,
                left + bar.box.right,
                841.89 - top + bar.box.bottom,
            )
            cut = page.crop([round(edge * dots / 72) for edge in edges])
            shares[bar.pattern] = sum(cut.histogram()[:170]) / (cut.width * cut.height)
    assert shares.pop(ChartPattern.SOLID) > 0.95
    assert len(shares) == 5
    assert all(0.08 < share < 0.8 for share in shares.values()), shares

"""A chart as data that another process of the program reads, to draw it: numbers as decimal text."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from desktop.base.values import Json
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit, ReferenceLine


def written(chart: Chart) -> dict[str, Json]:
    """The chart as JSON takes it."""
    plain: dict[str, Json] = _plain(asdict(chart))
    return plain


def _plain(content: Any) -> Any:
    match content:
        case dict():
            return {key: _plain(value) for key, value in content.items()}
        case tuple():
            return [_plain(value) for value in content]
        case Decimal():
            return str(content)
    return content


def read(data: Any) -> Chart:
    """The chart that `written` gave as data; raises KeyError, TypeError or ValueError for anything else."""
    series = tuple(ChartSeries(own["name"], tuple(_datum(datum) for datum in own["data"])) for own in data["series"])
    line = data["reference"]
    return Chart(
        data["title"],
        ChartKind(data["kind"]),
        tuple(data["labels"]),
        series,
        ChartUnit(**data["unit"]),
        data["language"],
        data["over_time"],
        ReferenceLine(Decimal(line["value"]), line["words"]) if line else None,
        data["when_empty"],
    )


def _datum(data: Any) -> ChartDatum:
    return ChartDatum(Decimal(data["value"]) if data["value"] is not None else None, data["key"], data["marked"])

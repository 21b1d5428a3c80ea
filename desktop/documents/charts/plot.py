"""Where every mark of a chart stands: nothing cut, nothing over another text, at any width and any size of letters.

Labels that are too long for their columns are wrapped; then, over time, some are left out; otherwise the columns lie
down and become rows. No text is ever turned. Numbers that are too long are written in thousands, millions or billions.
"""

import re
from dataclasses import replace

from desktop.documents.charts.chart import Chart, ChartKind
from desktop.documents.charts.empty import EmptyChart
from desktop.documents.charts.lying import LyingChart
from desktop.documents.charts.marks import ChartScene, LetterWidths
from desktop.documents.charts.upright import UprightChart
from desktop.documents.typesetting import cleaned

NARROWEST = 8  # letters


def plot(chart: Chart, width: float, letters: LetterWidths, height: float = 0) -> ChartScene:
    """The scene of a chart at a width; it is as high as `height` says, or higher where its content asks for that.

    Without a height it has the one that suits its width. A chart is never less than NARROWEST letters wide.
    """
    width, chart = max(width, NARROWEST * letters.size), _on_lines(chart)
    if chart.is_empty:
        return EmptyChart(chart, width, letters).drawn(height)
    if chart.kind is not ChartKind.ROWS:
        tried = [UprightChart(chart, width, letters, beside=beside) for beside in (True, False)]
        readable = [upright for upright in tried if upright.labels]
        whole = [upright for upright in readable if len(upright.labels) == len(chart.labels)]
        for upright in (*whole, *readable):
            if scene := upright.drawn(height):
                return scene
    return LyingChart(chart, width, letters).drawn()


def _on_lines(chart: Chart) -> Chart:
    """The chart with each of its texts on one line and without what nobody sees, whatever somebody typed."""
    reference = chart.reference and replace(chart.reference, words=_one_line(chart.reference.words))
    return replace(
        chart,
        title=_one_line(chart.title),
        labels=tuple(map(_one_line, chart.labels)),
        series=tuple(replace(series, name=_one_line(series.name)) for series in chart.series),
        unit=replace(chart.unit, words=_one_line(chart.unit.words)),
        reference=reference,
        when_empty=_one_line(chart.when_empty),
    )


def _one_line(text: str) -> str:
    return re.sub("[ \n\t]+", " ", cleaned(text)).strip(" ")  # no-break spaces stay

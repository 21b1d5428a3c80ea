"""A chart none of whose numbers is computable: a hatched field that says so."""

from desktop.base.text import said_in
from desktop.documents.charts.marks import Box, ChartScene, WordsAnchor
from desktop.documents.charts.setting import ChartSheet


class EmptyChart(ChartSheet):
    """The field, its sentence, and the data that are met in it all the same."""

    def drawn(self, height: float) -> ChartScene:
        """The scene, at least so high."""
        self.head()
        self.down += self.em * 0.5
        sentence = self.chart.when_empty or said_in(self.chart.language, "Nothing can be computed here yet.")
        lines = self.lines_of(sentence, self.width - 2 * self.em)
        bottom = max(height, self.down + max(6 * self.em, (len(lines) + 2) * self.line))
        self.hatch(Box(0, self.down, self.width, bottom))
        top = (self.down + bottom - len(lines) * self.line) / 2
        self.stack(lines, self.width / 2, top, WordsAnchor.MIDDLE, cleared=True)
        count = len(self.chart.series)
        breadth = self.width / max(len(self.chart.labels) * count, 1)
        for label in range(len(self.chart.labels)):
            for series in range(count):
                left = breadth * (label * count + series)
                self.stop(series, label, Box(left, self.down, left + breadth, bottom))
        return self.scene(bottom)

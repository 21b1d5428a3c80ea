"""Pictures of charts as the window draws them, for the demonstration: `--charts-of FILE DIR`.

The file holds charts by the name of their picture, as `documents/charts/written.py` writes them.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from desktop.base.values import parse_json
from desktop.documents.charts.written import read
from desktop.ui.charts import ChartCanvas
from desktop.ui.display import application
from desktop.ui.theme import Theme

WIDTH, EDGE, SHARP = 760, 20, 2  # logical pixels of a chart and of the air around it, and the dots of each pixel


def main(arguments: Sequence[str]) -> int:
    """Draw every chart of the file named first into a PNG in the folder named second."""
    source, folder = (Path(argument) for argument in arguments[-2:])
    Theme(application(), "light")
    for name, data in parse_json(source.read_bytes()).items():
        canvas = ChartCanvas()
        canvas.show_chart(read(data))
        canvas.resize(WIDTH, canvas.heightForWidth(WIDTH))
        _framed(canvas.picture(SHARP)).save(str(folder / name))
    return 0


def _framed(drawn: QPixmap) -> QImage:
    """A picture with some air around it."""
    air = EDGE * SHARP
    sheet = QImage(drawn.size() + QSize(2 * air, 2 * air), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawPixmap(QRect(QPoint(air, air), drawn.size()), drawn)
    painter.end()
    return sheet

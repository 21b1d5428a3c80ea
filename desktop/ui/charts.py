"""Charts in the window: drawn from the same marks as on paper, read by keys and by ear, with their table one key away.

Arrows go from number to number, Enter opens its records, T shows the table, Ctrl+Shift+C copies picture and numbers.
"""

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QSizePolicy, QToolTip, QWidget

from desktop.base.text import _, said_in
from desktop.documents.charts.chart import Chart, ChartKind
from desktop.documents.charts.marks import (
    ChartScene,
    ChartStop,
)
from desktop.documents.charts.plot import plot
from desktop.documents.charts.telling import told
from desktop.documents.sheet import SheetKind
from desktop.ui import deeds
from desktop.ui.chart_painter import ChartPainter, ScreenLetters
from desktop.ui.keyboard import announce, bring_part_into_sight, shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.theme import look, px
from desktop.ui.widgets import Button, Card, Text, row_of, set_shown

NARROWEST = 16.0  # em: the least width that a page has to give
MOST_WIDTHS = 12  # of a chart whose marks are kept


class ChartCanvas(QWidget):
    """The drawing, with its title or, where that stands above it already, without. Its height follows its width."""

    opened = Signal(str)  # the key of the records behind a number

    def __init__(self, *, titled: bool = True) -> None:
        super().__init__()
        self._titled = titled
        self.chart: Chart | None = None
        self.at = 0  # the stop that the arrows are on
        self.reading: _ChartReading | None = None
        self._scenes: dict[tuple[object, ...], ChartScene] = {}  # of this chart; a layout asks for several widths
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        tell_of_charts()

    def show_chart(self, chart: Chart) -> None:
        """Draw another chart; the arrows stay at the same place of it."""
        if chart == self.chart:
            return
        self.chart, self._scenes = chart, {}
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(told(chart))
        self.at = min(self.at, max(len(self.scene.stops) - 1, 0))
        self._measure_again()

    @property
    def scene(self) -> ChartScene:
        """The marks at the width of now."""
        return self._scene_at(self.width())

    @property
    def stop(self) -> ChartStop | None:
        """The number that the arrows are on."""
        stops = self.scene.stops
        return stops[self.at] if self.at < len(stops) else None

    def _scene_at(self, width: int) -> ChartScene:
        key = width, look().scale, QApplication.font().key()
        scene = self._scenes.get(key)
        if scene is None:
            scene = self.drawn(width)
            if len(self._scenes) >= MOST_WIDTHS:
                self._scenes = {}
            self._scenes[key] = scene
        return scene

    def drawn(self, width: int) -> ChartScene:
        """The marks at a width; another kind of drawing has others."""
        chart = self.chart if self._titled or not self.chart else replace(self.chart, title="")
        return plot(chart, width, ScreenLetters(look())) if chart else ChartScene(width, 0, (), ())

    def forget_scenes(self) -> None:
        """What is drawn has changed."""
        self._scenes = {}
        self._measure_again()

    def _measure_again(self) -> None:
        self.updateGeometry()
        self.update()

    # --- room

    def heightForWidth(self, width: int) -> int:
        return round(self._scene_at(width).height + 0.5) + 2 * px(2)

    def sizeHint(self) -> QSize:
        width = look().em(40)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = look().em(NARROWEST)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._measure_again()

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter)
        stop = self.stop
        if stop is not None and self.hasFocus():
            painter.setPen(QPen(QColor(look().tokens.accent), px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.ring(stop)), px(3), px(3))
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(look().tokens.surface))
        painter.translate(0, px(2))
        ChartPainter(painter, look(), ScreenLetters(look())).draw(self.scene)
        painter.translate(0, -px(2))

    def ring(self, stop: ChartStop) -> QRect:
        """Around a number, inside the drawing."""
        box, air = stop.box, px(3)
        around = QRectF(box.left, box.top + px(2), box.width, box.height).adjusted(-air, -air, air, air)
        return around.toRect().intersected(self.rect().adjusted(1, 1, -1, -1))

    def picture(self, sharp: float = 1.0) -> QPixmap:
        """The drawing alone, as sharp as the screen, or with `sharp` dots for a pixel where those are more."""
        ratio = max(self.devicePixelRatioF(), sharp)
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self._paint(painter)
        painter.end()
        return picture

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = event.key(), Qt.Key
        ways = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, -1), keys.Key_Down: (0, 1)}
        if key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            self._open(self.stop)
        elif key in (keys.Key_Home, keys.Key_End):
            self.go_to(0 if key == keys.Key_Home else len(self.scene.stops) - 1)
        elif event.modifiers() or key not in ways or not self.step_on(*ways[Qt.Key(key)]):
            event.ignore()  # the page scrolls by it

    def step_on(self, across: int, down: int) -> bool:
        """Go on along the labels, or at one label to the next series; whether there was anything to do."""
        stops, chart = self.scene.stops, self.chart
        if not stops or chart is None:
            return False
        along, aside = (down, across) if self.scene.lying else (across, down)
        count = len(chart.series)
        beside = chart.kind in (ChartKind.COLUMNS, ChartKind.ROWS)  # the series stand along the labels too
        if along:
            self.go_to(self.at + along * (1 if beside else count))
            return True
        if beside or count == 1:
            return False
        stop = stops[self.at]
        at_label = [number for number, other in enumerate(stops) if other.label == stop.label]
        at_label.sort(key=lambda number: _middle(stops[number], across=self.scene.lying))
        place = at_label.index(self.at) + aside
        if 0 <= place < len(at_label):
            self.go_to(at_label[place])
        return True

    def go_to(self, number: int) -> None:
        """Put the arrows on a number, and tell a screen reader of it; nothing beyond the last."""
        if not 0 <= number < len(self.scene.stops):
            return
        self.at = number
        self.update()
        stop = self.scene.stops[number]
        bring_part_into_sight(self, self.ring(stop))
        self._tell()

    def _tell(self) -> None:
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(self.at)
            QAccessible.updateAccessibility(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _open(self, stop: ChartStop | None) -> None:
        if stop is not None and stop.key:
            self.opened.emit(stop.key)

    def number_at(self, at: QPointF) -> int:
        """The number under a point of the drawing, the smallest of several; -1 for none."""
        met = [
            (stop.box.width * stop.box.height, number)
            for number, stop in enumerate(self.scene.stops)
            if self.ring(stop).contains(at.toPoint())
        ]
        return min(met)[1] if met else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position())
        opens = number >= 0 and bool(self.scene.stops[number].key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.go_to(number)
            self._open(self.scene.stops[number])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.number_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.scene.stops[number].spoken if number >= 0 else "", self)
            return True
        return super().event(event)


def _middle(stop: ChartStop, *, across: bool) -> float:
    box = stop.box
    return box.left + box.right if across else box.top + box.bottom


class ChartPanel(Card):
    """A chart with its table behind it: one is shown, `T` turns to the other.

    `opened` tells the key of the records behind the number that was chosen, by keys or mouse, in either.
    """

    opened = Signal(str)

    def __init__(self, chart: Chart | None = None, *, titled: bool = True) -> None:
        super().__init__()
        self._titled = titled
        self.canvas = ChartCanvas(titled=titled)
        self.canvas.opened.connect(self.opened)
        self.heading, self.sentences = Text(role="strong"), Text(role="quiet")
        self.rows = RowList(_("Numbers of the chart"), fits=True)
        self.rows.opened.connect(self._open_row)
        self._turner = Button(_("Table"), self.turn, "link").says_key(deeds.CHART_OR_TABLE)
        self._copier = Button(_("Copy"), self.copy, "link").says_key(deeds.COPY_CHART)
        for part in (self.canvas, self.heading, self.sentences, self.rows):
            self.add(part)
        self.add(row_of(self._turner, self._copier))
        shortcut(self, deeds.CHART_OR_TABLE, self.turn, whole_window=False)
        shortcut(self, deeds.COPY_CHART, self.copy, whole_window=False)
        self.shows_table = False
        self._agree()
        if chart is not None:
            self.show_chart(chart)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart, or the same with other numbers."""
        self.canvas.show_chart(chart)
        self.heading.set(chart.title)
        self.sentences.set(told(chart))
        self.rows.view.setAccessibleName(chart.title)
        for button in (self._turner, self._copier):
            button.setAccessibleDescription(chart.title)
        self._agree()
        if self.shows_table:
            self.rows.set_rows(table_rows(chart))

    def turn(self) -> None:
        """From the chart to its table, or back; the keys stay where they were."""
        self.shows_table = not self.shows_table
        here, chart, stop = self.focusWidget(), self.canvas.chart, self.canvas.stop
        had_focus = here in (self.canvas, self.rows.view)
        self._agree()
        if chart is not None and self.shows_table:
            self.rows.set_rows(table_rows(chart))
            if stop is not None:
                self.rows.set_current((stop.series, stop.label))
        if had_focus:
            (self.rows.view if self.shows_table else self.canvas).setFocus(Qt.FocusReason.OtherFocusReason)

    def _agree(self) -> None:
        set_shown(self.canvas, not self.shows_table)
        set_shown(self.heading, self.shows_table and self._titled)
        set_shown(self.sentences, self.shows_table)
        set_shown(self.rows, self.shows_table)
        self._turner.setText(_("Chart") if self.shows_table else _("Table"))

    def _open_row(self, key: object) -> None:
        chart = self.canvas.chart
        if chart is not None and isinstance(key, tuple) and key[0] >= 0:
            series, label = key
            if records := chart.series[series].data[label].key:
                self.opened.emit(records)

    def copy(self) -> None:
        """Picture and numbers, each program takes what it can: a picture, a table, or text with tabs."""
        chart = self.canvas.chart
        if chart is None:
            return
        content, sheet = QMimeData(), chart.sheet()
        content.setImageData(self.canvas.picture().toImage())
        content.setData("text/csv", sheet.written(SheetKind.CSV))
        lines = [sheet.headings, *((str("" if cell is None else cell) for cell in row) for row in sheet.rows)]
        content.setText("\n".join("\t".join(line) for line in lines))
        QGuiApplication.clipboard().setMimeData(content)
        announce(self, _("Copied."))


def table_rows(chart: Chart) -> list[Row]:
    """The numbers as a list: each with its label, its series where there are several, and, of a stack, the total."""
    several, rows = len(chart.series) > 1, list[Row]()
    for label, words in enumerate(chart.labels):
        for number, series in enumerate(chart.series):
            value = chart.tabled_value(series.data[label].value)
            rows.append(Row((number, label), words, series.name if several else "", right=value))
        if several and chart.kind is ChartKind.STACKED:
            total = chart.tabled_value(chart.total(label))
            rows.append(Row((-1, label), words, said_in(chart.language, "Total"), right=total, strong=True))
    return rows


# --- what a screen reader is told


class _StopReading(QAccessibleInterface):
    """One number of a chart. Where there is none, Qt asks for nothing at all, which its typed signatures do not say."""

    def __init__(self, canvas: ChartCanvas, number: int) -> None:
        super().__init__()
        self.canvas: ChartCanvas | None = canvas  # none any more when the window has closed it
        self._number = number

    @property
    def _stop(self) -> ChartStop | None:
        stops = self.canvas.scene.stops if self.canvas else ()
        return stops[self._number] if self._number < len(stops) else None

    def isValid(self) -> bool:
        return self._stop is not None

    def object(self) -> QObject:
        return None  # type: ignore[return-value]

    def parent(self) -> QAccessibleInterface:
        return self.canvas and self.canvas.reading  # type: ignore[return-value]

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def text(self, kind: QAccessible.Text) -> str:
        return self._stop.spoken if kind == QAccessible.Text.Name and self._stop else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing of a chart is written."""

    def rect(self) -> QRect:
        stop, canvas = self._stop, self.canvas
        if stop is None or canvas is None:
            return QRect()
        ring = canvas.ring(stop)
        return QRect(canvas.mapToGlobal(ring.topLeft()), ring.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = state.selectable = True
        reached = self.canvas is not None and self.canvas.hasFocus() and self.canvas.at == self._number
        state.focused = state.selected = reached
        return state


class _ChartReading(QAccessibleWidget):
    """A chart as a list of its numbers."""

    asked: ClassVar[list[_StopReading]] = []  # kept for ever: a screen reader may ask for one whose chart is gone

    def __init__(self, canvas: ChartCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.List)
        self._canvas = canvas
        self._numbers = numbers = list[_StopReading]()
        canvas.destroyed.connect(lambda: _forget(numbers))

    def childCount(self) -> int:
        return len(self._canvas.scene.stops)

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < self.childCount():
            return None  # type: ignore[return-value]
        while len(self._numbers) <= index:
            self._numbers.append(_StopReading(self._canvas, len(self._numbers)))
            self.asked.append(self._numbers[-1])
        return self._numbers[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((number for number, reading in enumerate(self._numbers) if reading is child), -1)

    def focusChild(self) -> QAccessibleInterface:
        return self.child(self._canvas.at if self._canvas.hasFocus() else -1)


def _forget(numbers: list[_StopReading]) -> None:
    for number in numbers:
        number.canvas = None


TOLD = "told_of_charts"  # the application's property that says it was done


def told_of_charts(_kind: str, part: QObject) -> QAccessibleInterface | None:
    """For `QAccessible.installFactory`: what a screen reader is told of a chart; None for everything else."""
    if not isinstance(part, ChartCanvas):
        return None
    if part.reading is None:  # it lives as long as the widget, to which Qt gives it back
        part.reading = _ChartReading(part)
    return part.reading


def tell_of_charts() -> None:
    """Let screen readers be told so; once for an application."""
    app = QApplication.instance()
    if app is not None and not app.property(TOLD):
        QAccessible.installFactory(told_of_charts)
        app.setProperty(TOLD, True)

"""A field for a day: typed in any usual way, or chosen in a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCalendarWidget, QWidget

from desktop.base.clock import Clock
from desktop.base.dates import (
    NotADate,
    format_date,
    parse_date,
    parse_partial_day,
    what_is_wrong,
    what_is_wrong_with_partial_day,
)
from desktop.base.text import _, language
from desktop.ui.forms.fields import TextField
from desktop.ui.icons import icon
from desktop.ui.theme import look, px
from desktop.ui.widgets import icon_button


class DateField(TextField):
    """A day, typed or picked; `day` tells the date, or None. The echo says it in words.

    While it is empty, its calendar opens at the day of `clock`.
    """

    day = Signal(object)

    def __init__(self, label: str, clock: Clock, help_text: str = "") -> None:
        self._clock = clock
        super().__init__(label, help_text, 14, _("day/month/year"))
        self.button = icon_button(
            "calendar", _("Choose {label} in a calendar").format(label=label.replace("&", "")), self._pick
        )
        self.add_beside(self.button)
        self._calendar: QCalendarWidget | None = None

    def value(self) -> date | None:
        """The day in the box, if it is one."""
        try:
            return parse_date(self.text())
        except NotADate:
            return None

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.set_value(format_date(day, language(), "short") if day else "")

    def heard(self) -> None:
        """Echo the day in words, or say that it is none; half-typed days are left in peace."""
        day = self.value()
        self.echo.set(in_words(day) if day else "")
        half = self.edit.hasFocus() and self.text() != self._kept
        self.set_error("" if half else what_is_wrong(self.text()))

    def tell(self) -> None:
        """Emit what was typed and the day."""
        self.committed.emit(self.text())
        self.heard()
        self.day.emit(self.value())

    def _pick(self) -> None:
        if self._calendar is None:
            self._calendar = _calendar(self)
            self._calendar.clicked.connect(self._picked)
        day = self.value() or self._clock.today()
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._calendar.move(_beside(self.edit, self._calendar.sizeHint()))
        self._calendar.show()

    def _picked(self, picked: QDate) -> None:
        if self._calendar is not None:
            self._calendar.hide()
        self.edit.setText(format_date(date(picked.year(), picked.month(), picked.day()), language(), "short"))
        self.edit.setFocus()
        self.commit()


class PartialDayField(TextField):
    """A day that has come, or only its month or year; what is none is said beside it once the field is left."""

    def __init__(self, label: str, clock: Clock, help_text: str = "") -> None:
        self._clock = clock
        super().__init__(label, help_text, 14)

    def value(self) -> str | None:
        """What is in the box as `1984`, `1984-03` or a whole ISO day, "" for nothing; None when it is no day."""
        try:
            return parse_partial_day(self.text(), self._clock.today())
        except NotADate:
            return None

    def heard(self) -> None:
        """Say that it is no day; half-typed ones are left in peace."""
        half = self.edit.hasFocus() and self.text() != self._kept
        self.set_error("" if half else what_is_wrong_with_partial_day(self.text(), self._clock.today()))

    def commit(self) -> None:
        """Tell the value if it changed, and what is wrong with it in any case."""
        super().commit()
        self.heard()


def _beside(box: QWidget, size: QSize) -> QPoint:
    """Where something of this size opens: below the box, above it where the screen ends."""
    room, gap = box.screen().availableGeometry(), px(2)
    below, above = (box.mapToGlobal(QPoint(0, y)) for y in (box.height() + gap, -gap - size.height()))
    at = below if below.y() + size.height() <= room.bottom() or above.y() < room.top() else above
    return QPoint(max(room.left(), min(at.x(), room.right() - size.width())), at.y())


def _calendar(owner: QWidget) -> QCalendarWidget:
    calendar = QCalendarWidget(owner)
    calendar.setWindowFlags(Qt.WindowType.Popup)
    calendar.setLocale(QLocale(language()))
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    from PySide6.QtGui import QTextCharFormat

    plain = QTextCharFormat()
    plain.setForeground(QColor(look().tokens.quiet))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, plain)
    for name, drawing in (("qt_calendar_prevmonth", "previous"), ("qt_calendar_nextmonth", "next")):
        button = calendar.findChild(QWidget, name)
        if button is not None:
            button.setProperty("icon", icon(drawing))
    return calendar


def in_words(day: date) -> str:
    """A day with its weekday, as the language says it: mardi 24 novembre 2026."""
    weekday = QLocale(language()).dayName(day.isoweekday())
    return f"= {weekday} {format_date(day, language(), 'long')}"

"""Fields for numbers and amounts, with an echo of what was understood."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal

from desktop.base.numbers import Ambiguous, NotANumber, format_money, format_number, parse_number
from desktop.base.spelling import LARGEST, spell
from desktop.base.text import _, language
from desktop.ui.forms.fields import Choice, TextField
from desktop.ui.widgets import Text

SMALLEST_ECHO = 1000  # numbers below it are echoed only when a mark stands in them


class NumberField(TextField):
    """A number however it is written; `number` tells the Decimal, or None when the box is empty or not understood."""

    number = Signal(object)

    def __init__(self, label: str, help_text: str = "", chars: int = 14, places: int = 2, unit: str = "") -> None:
        self._places, self._unit = places, unit
        super().__init__(label, help_text, chars)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        if unit:
            self.add_beside(Text(unit, "quiet"))

    def value(self) -> Decimal | None:
        """The number in the box, if it is understood and has one reading."""
        try:
            return parse_number(self.text(), language(), places=self._places)
        except (NotANumber, Ambiguous):
            return None

    def set_number(self, value: Decimal | None) -> None:
        """Show a number as the language writes it."""
        self.set_value("" if value is None else format_number(value, language()))

    def heard(self) -> None:
        """Echo the number under the field, or say why it is none."""
        error, echo = "", ""
        try:
            if self.text().strip():
                echo = self._echo(parse_number(self.text(), language(), places=self._places))
        except Ambiguous as doubt:
            first, second = (format_number(reading, language()) for reading in doubt.readings)
            error = _("Is it {first} or {second}? Please write it in full.").format(first=first, second=second)
        except NotANumber:
            error = _("This is not a number.")
        self.echo.set(echo)
        self.set_error(error)

    def _echo(self, value: Decimal) -> str:
        """What was understood, in words too; nothing for a number that has only one reading as it is typed."""
        if value < SMALLEST_ECHO and self.text().strip().isdecimal():
            return ""
        whole = value == value.to_integral_value() and SMALLEST_ECHO <= value <= LARGEST
        words = f" ({spell(int(value), language())})" if whole else ""
        return f"= {self.shown(value)}{words}"

    def shown(self, value: Decimal) -> str:
        """The number in the echo."""
        return f"{format_number(value, language())} {self._unit}".strip()

    def tell(self) -> None:
        """Emit what was typed and the number."""
        self.committed.emit(self.text())
        self.number.emit(self.value())


class MoneyField(NumberField):
    """An amount and its currency; `money` tells the Decimal (or None) and the currency's code."""

    money = Signal(object, str)

    def __init__(self, label: str, currencies: Sequence[str], help_text: str = "") -> None:
        self.currency = Choice()
        self.currency.offer([(code, code) for code in currencies])
        super().__init__(label, help_text)
        self.currency.setAccessibleName(_("Currency"))
        self.add_beside(self.currency)
        self.currency.currentIndexChanged.connect(lambda: self.heard())
        self.currency.picked.connect(lambda: self.tell())
        self.currency.picked.connect(self.typing)

    def set_money(self, value: Decimal | None, currency: str) -> None:
        """Show an amount."""
        self.currency.setCurrentIndex(max(self.currency.findData(currency), 0))
        self.set_number(value)

    def shown(self, value: Decimal) -> str:
        """The amount in the echo."""
        return format_money(value if isinstance(value, str) else str(value), self.currency.currentText(), language())

    def tell(self) -> None:
        """Emit the amount."""
        super().tell()
        self.money.emit(self.value(), self.currency.currentText())

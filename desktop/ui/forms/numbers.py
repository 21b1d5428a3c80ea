"""Fields for numbers and amounts, with an echo of what was understood."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal

from desktop.base.numbers import (
    Ambiguous,
    DoubtfulCurrency,
    NotANumber,
    format_money,
    format_number,
    parse_money,
    parse_number,
)
from desktop.base.spelling import spell, spell_money
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
            return self.parsed()
        except (NotANumber, Ambiguous, DoubtfulCurrency):
            return None

    def parsed(self) -> Decimal:
        """The number in the box; raises NotANumber, Ambiguous and DoubtfulCurrency."""
        return parse_number(self.text(), language(), places=self._places)

    def set_number(self, value: Decimal | None) -> None:
        """Show a number as the language writes it."""
        self.set_value("" if value is None else format_number(value, language()))

    def heard(self) -> None:
        """Echo the number under the field, or say why it is none."""
        error, echo = "", ""
        try:
            if self.text().strip():
                echo = self._echo(self.parsed())
        except Ambiguous as doubt:
            first, second = (format_number(reading, language()) for reading in doubt.readings)
            error = _("Is it {first} or {second}? Please write it in full.").format(first=first, second=second)
        except DoubtfulCurrency as doubt:
            which = _("Which currency is meant ({codes})? Choose it beside the amount.")
            error = which.format(codes=", ".join(doubt.readings))
        except NotANumber:
            error = _("This is not a number.")
        self.echo.set(echo)
        self.set_error(error)

    def _echo(self, value: Decimal) -> str:
        """What was understood, in words too; nothing for a number that has only one reading as it is typed."""
        if value < SMALLEST_ECHO and self.text().strip().isdecimal():
            return ""
        words = self.spelled(value)
        return f"= {self.shown(value)} ({words})" if words else f"= {self.shown(value)}"

    def shown(self, value: Decimal) -> str:
        """The number in the echo."""
        return f"{format_number(value, language())} {self._unit}".strip()

    def spelled(self, value: Decimal) -> str:
        """The number in words; empty for one that is read at a glance, or that has no words."""
        try:
            whole = value == value.to_integral_value() and value >= SMALLEST_ECHO
            return spell(int(value), language()) if whole else ""
        except ValueError:
            return ""

    def tell(self) -> None:
        """Emit what was typed and the number."""
        self.committed.emit(self.text())
        self.number.emit(self.value())


class MoneyField(NumberField):
    """An amount and its currency; `money` tells the Decimal (or None) and the currency's code.

    A currency typed or pasted with the amount is chosen when the field is left.
    """

    money = Signal(object, str)

    def __init__(self, label: str, currencies: Sequence[str], help_text: str = "") -> None:
        self.currency, self._offered = Choice(), frozenset(currencies)
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

    @property
    def code(self) -> str:
        """The currency that stands in the box with the amount, or else the one that is chosen."""
        try:
            return self._read()[1]
        except (NotANumber, Ambiguous, DoubtfulCurrency):
            return self.currency.currentText()

    def _read(self) -> tuple[Decimal, str]:
        return parse_money(self.text(), language(), self.currency.currentText(), self._offered)

    def parsed(self) -> Decimal:
        """The amount in the box."""
        return self._read()[0]

    def shown(self, value: Decimal) -> str:
        """The amount in the echo."""
        return format_money(value, self.code, language())

    def spelled(self, value: Decimal) -> str:
        """The amount in words, as an agreement writes it."""
        try:
            return spell_money(value, self.code, language()) if value >= SMALLEST_ECHO else ""
        except ValueError:
            return ""

    def tell(self) -> None:
        """Emit the amount."""
        value, code = self.value(), self.code
        if value is not None and code != self.currency.currentText():
            self.set_money(value, code)
        super().tell()
        self.money.emit(value, code)

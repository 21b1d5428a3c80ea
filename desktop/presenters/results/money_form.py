"""A form with an amount of money whose dollars follow from the rate in use, or are typed where there is none."""

from collections.abc import Mapping

from desktop.base.places import DOLLARS
from desktop.base.text import _, language
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.held_form import HeldForm
from desktop.services.registry import dollars
from desktop.store.records.values import DollarBasis


class MoneyForm(HeldForm):
    """The amount is in the field `money`, the dollars that somebody types in the field `usd`."""

    @property
    def dollars_before(self) -> DollarBasis | None:
        """What the dollars on record rest on, which stay as they are for the same amount."""
        return None

    @property
    def typed_money(self) -> tuple[str, str]:
        """The amount as decimal text, empty for none, and the code of its currency."""
        typed = self.fields.get("money")
        money = typed if isinstance(typed, Mapping) else {}
        return text_of(money.get("amount")), text_of(money.get("currency")) or DOLLARS

    @property
    def typed_dollars(self) -> str:
        """The dollars that were typed for an amount in another currency."""
        return text_of(self.fields.get("usd")) if self.typed_money[1] != DOLLARS else ""

    @property
    def asks_dollars(self) -> bool:
        """Whether the dollars have to be typed: there is an amount in a currency without a rate."""
        amount, currency = self.typed_money
        return bool(amount) and dollars.worked_out(self.office.work, amount, currency, None)[0] is None

    @property
    def dollars_row(self) -> FormRows:
        """The field of the dollars, where they have to be typed."""
        usd = FieldSpec("usd", InputKind.NUMBER, _("In US dollars"), _("No rate is known for this currency."), chars=14)
        return [[usd]] if self.asks_dollars else []

    @property
    def dollars_in_words(self) -> str:
        """What the amount is in dollars, and by which rate."""
        amount, currency = self.typed_money
        if not amount or currency == DOLLARS:
            return ""
        typed = text_of(self.fields.get("usd"))
        usd, basis = dollars.worked_out(self.office.work, amount, currency, typed, self.dollars_before)
        return dollars.said(usd, basis, language(), self.office.work.today()) if usd else ""

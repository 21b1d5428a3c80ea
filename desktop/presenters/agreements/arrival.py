"""What arrives under an agreement in force, recorded once with the number of its receipt."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_known
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.rates import RateOfDay
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.partner_labels import CONTRIBUTIONS
from desktop.services.agreements import receiving
from desktop.services.agreements.receiving import ContributionArrival, ReceivingPage
from desktop.services.office.rights import Right, may
from desktop.services.registry import dollars, exchange_rates
from desktop.store.states import ContributionKind

if TYPE_CHECKING:
    from desktop.office import Office


class ArrivalPresenter(HeldForm):
    """The form of what arrived; without an agreement in force, why nothing can be recorded."""

    shows = frozenset({"agreement", "partnership", "partner"})

    page: ReceivingPage

    def __init__(self, office: "Office", runner: Runner, agreement: str) -> None:
        super().__init__(office, runner)
        self.agreement_id, self.form_name = agreement, f"arrival:{agreement}"
        self.page = receiving.page(office.work, agreement)

    def refresh(self) -> None:
        """Read the agreement again."""
        self.page = receiving.page(self.office.work, self.agreement_id)
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def may_record(self) -> bool:
        """Whether this reader's role records what arrives, and the agreement is in force."""
        return self.page.is_in_force and may(self.office.user, Right.DRAFT)

    @property
    def state(self) -> str:
        """Under which agreement, and with whom."""
        return " · ".join(part for part in (self.page.partner, self.page.reference) if part)

    @property
    def why_not(self) -> str:
        """Why nothing can be recorded here."""
        if not self.page.is_in_force:
            return _("A contribution is received under a signed agreement in force (¶26). This one is not.")
        return _("Your role reads what arrived; colleagues who prepare agreements record it.")

    @property
    def rows(self) -> FormRows:
        """The fields of the form."""
        described = FieldSpec("description", InputKind.TEXT, _("What arrived"), required=_("Say what arrived."))
        day = FieldSpec("received_on", InputKind.DATE, _("On which day"), required=_("Say on which day it arrived."))
        by, money = (
            _("By the agreement, or by its invoice."),
            options((code, code) for code, _name in places.currencies(language())),
        )
        worth = FieldSpec(
            "worth",
            InputKind.MONEY,
            _("What it is worth"),
            by,
            options=money,
            currency_alone=True,
            note=self.dollars,
        )
        takes = FieldSpec(
            "takes_earlier",
            InputKind.YES,
            _("Work its dollars out by that &earlier rate"),
            _("Otherwise they stay unknown, until the rate of the month is imported under Sanctions lists."),
        )
        count = FieldSpec("quantity", InputKind.NUMBER, _("How many"), chars=10, places=3)
        unit = FieldSpec("unit", InputKind.TEXT, _("Of what"), _("Cartons, rooms, days…"), chars=16)
        how = FieldSpec("condition", InputKind.TEXT, _("In what condition"), _("The receipt says it."))
        kind = FieldSpec("kind", InputKind.DROPDOWN, _("Kind of contribution"), options=options(self._kinds), chars=0)
        return [[described], [kind, day], [worth], *([[takes]] if self.asks_rate else []), [count, unit], [how]]

    @property
    def _money(self) -> tuple[str, str]:
        """The amount, empty for none, and its currency."""
        typed = self.fields.get("worth")
        money = typed if isinstance(typed, Mapping) else {}
        return text_of(money.get("amount")), text_of(money.get("currency")) or DOLLARS

    @property
    def _rate(self) -> RateOfDay | None:
        """The rate on the day of arrival; None for US dollars, and while there is no amount or no day."""
        (amount, currency), day = self._money, day_known(text_of(self.fields.get("received_on")))
        if day is None or not amount or currency == DOLLARS:
            return None
        return exchange_rates.rate_on(self.office.work, currency, day)

    @property
    def asks_rate(self) -> bool:
        """Whether the rate of the month lacks and an earlier one could be taken."""
        of_day = self._rate
        return of_day is not None and of_day.earlier is not None

    @property
    def dollars(self) -> str:
        """The amount in US dollars by the rate of its day; or that the rate lacks, and which one could be taken."""
        of_day, (amount, currency) = self._rate, self._money
        if of_day is None:
            return ""
        rate = of_day.rate or (of_day.earlier if self.fields.get("takes_earlier") is True else None)
        if rate is None:
            return dollars.lacking_in_words(of_day, currency)
        return f"≈ {dollars.at_rate_in_words(amount, rate, language())}"

    @property
    def _kinds(self) -> Sequence[tuple[str, str]]:
        return [(str(kind), _(CONTRIBUTIONS[kind][0])) for kind in self.page.kinds]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """Today, the first kind that the partnership brings, and its currency."""
        kinds = self.page.kinds
        return {
            "received_on": self.office.work.today().isoformat(),
            "kind": str(kinds[0]) if kinds else "",
            "worth": {"amount": "", "currency": self.page.currency},
        }

    def record(self) -> None:
        """Record what arrived, and go to the partner's page, where its receipt lies."""
        receiving.receive(self.office.work, self._arrival())
        self.forget()
        self.open_partner()

    def _arrival(self) -> ContributionArrival:
        held = self.fields
        amount, currency = self._money
        quantity = text_of(held.get("quantity"))
        return ContributionArrival(
            self.agreement_id,
            ContributionKind(text_of(held.get("kind"))),
            text_of(held.get("description")),
            date.fromisoformat(text_of(held.get("received_on"))),
            Decimal(amount) if amount else None,
            currency,
            Decimal(quantity) if quantity else None,
            text_of(held.get("unit")),
            text_of(held.get("condition")),
            self.asks_rate and held.get("takes_earlier") is True,
        )

    def open_agreement(self) -> None:
        """Back to the agreement."""
        self.open_place("agreement", id=self.agreement_id, step="life")

    def open_partner(self) -> None:
        """To the partner, among its agreements."""
        self.open_place("partner", id=self.page.partner_id)

"""What arrives under an agreement in force, recorded once with the number of its receipt."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_known
from desktop.base.numbers import format_money, number_in_words
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.rates import RateOfDay
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.agreements.contribution_fields import (
    another_field,
    details_of,
    details_rows,
    details_typed,
    reference_field,
    twin_words,
)
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of
from desktop.presenters.held_form import HeldForm
from desktop.services.agreements import receiving
from desktop.services.agreements.receiving import Beyond, ContributionArrival, ReceivingPage
from desktop.services.office.rights import Right, may
from desktop.services.registry import dollars, exchange_rates
from desktop.services.results import ledger
from desktop.services.results.ledger import ContributionDetails
from desktop.store.records import Contribution
from desktop.store.states import ContributionKind

if TYPE_CHECKING:
    from desktop.office import Office


class ArrivalPresenter(HeldForm):
    """The form of what arrived; without an agreement in force, why nothing can be recorded.

    It is for a `promise` where one is given, and corrects what was recorded as received where an `id` is.
    """

    shows = frozenset({"agreement", "partnership", "partner", "contribution"})

    page: ReceivingPage

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        agreement: str,
        promise: str = "",
        id: str = "",  # noqa: A002
    ) -> None:
        super().__init__(office, runner)
        self.id, self.promise_id = id, promise
        self.agreement_id, self.form_name = agreement, f"arrival:{id or promise or agreement}"
        self.page = receiving.page(office.work, agreement)
        before = id or promise
        self.before: Contribution | None = ledger.read(office.work, before) if before else None
        self.outstanding = ledger.outstanding(office.work, promise) if promise else None

    def refresh(self) -> None:
        """Read the agreement again."""
        self.page = receiving.page(self.office.work, self.agreement_id)
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def may_record(self) -> bool:
        """Whether this reader's role records what arrives, and the agreement is in force; a correction needs neither
        more nor less than the role."""
        return (self.page.is_in_force or bool(self.id)) and may(self.office.user, Right.DRAFT)

    @property
    def state(self) -> str:
        """Under which agreement, and with whom."""
        return " · ".join(part for part in (self.page.partner, self.page.reference, self._expected) if part)

    @property
    def _expected(self) -> str:
        """What is still expected of the promise."""
        expected = self.outstanding
        if expected is None or expected.left is None:
            return ""
        amount = format_money(expected.left, expected.currency, language()) if expected.currency else ""
        counted = f"{number_in_words(str(expected.left), language())} {expected.unit}".strip()
        return _("{left} still expected").format(left=amount or counted)

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
        questions = [
            *([self._covers_field] if self.asks_covers else []),
            *([self._beyond_field] if self.asks_beyond else []),
            *([another_field(self.twin)] if self.twin else []),
        ]
        return [
            [described],
            [kind, day],
            [worth],
            *([[takes]] if self.asks_rate else []),
            [count, unit],
            [how],
            [reference_field(), FieldSpec("expires_on", InputKind.DATE, _("Expires on"))],
            *([question] for question in questions),
            *(details_rows(self.office.definitions) if self.before is not None else []),
        ]

    @property
    def twin(self) -> str:
        """Another contribution with the reference that is typed, in words; empty for none."""
        return twin_words(self.office.work, text_of(self.fields.get("reference")), self.id or self.promise_id)

    @property
    def asks_covers(self) -> bool:
        """Whether the promise is in another currency than what came."""
        amount, currency = self._money
        promised = self.outstanding.currency if self.outstanding is not None else ""
        return bool(amount) and bool(promised) and currency != promised

    @property
    def _covers_field(self) -> FieldSpec:
        promised = self.outstanding.currency if self.outstanding is not None else ""
        return FieldSpec("covers", InputKind.NUMBER, _("How much of the promise it covers"), unit=promised, chars=14)

    @property
    def asks_beyond(self) -> bool:
        """Whether more came than is expected of the promise."""
        expected = self.outstanding
        if expected is None or expected.left is None:
            return False
        shown_fields = text_of(self.fields.get("quantity" if expected.currency == "" else "worth"))
        if expected.currency:
            shown_fields = text_of(self.fields.get("covers")) if self.asks_covers else self._money[0]
        return bool(shown_fields) and Decimal(shown_fields) > expected.left

    @property
    def _beyond_field(self) -> FieldSpec:
        answers = (
            Option(str(Beyond.SURPLUS), _("A &surplus: the promise stays as it was made")),
            Option(str(Beyond.CORRECT), _("The &promise was written wrongly: correct it")),
        )
        return FieldSpec(
            "beyond", InputKind.RADIO, _("More came than was promised. What is the rest?"), options=answers
        )

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
        forms = self.office.definitions.contributions.forms
        own = self.before.kind if self.before is not None else ""
        return [(form.id, pick(form.label)) for form in forms if form.kind in (*self.page.kinds, own)]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """Today, the first form that the partnership brings, and its currency; what a promise says, or what is
        corrected."""
        before, kinds = self.before, self._kinds
        if before is None:
            return {
                "received_on": self.office.work.today().isoformat(),
                "kind": kinds[0][0] if kinds else "",
                "worth": {"amount": "", "currency": self.page.currency},
            }
        left = self.outstanding.left if self.outstanding is not None else None
        is_counted = before.quantity is not None
        amount = str(left) if left and not is_counted else before.amount or ""
        return {
            "description": before.description,
            "received_on": before.received_on or self.office.work.today().isoformat(),
            "kind": self.office.definitions.contributions.form_of(before.form, str(before.kind)).id,
            "worth": {"amount": amount, "currency": before.currency},
            "quantity": str(left) if left and is_counted else before.quantity or "",
            "unit": before.unit,
            "condition": before.condition,
            "reference": before.reference if self.id else "",
            "expires_on": before.expires_on or "",
            "covers": before.covers or "",
            **details_typed(before),
        }

    def record(self) -> None:
        """Record what arrived, and go to the partner's page, where its receipt lies; or to the page of the promise or
        of what was corrected. Raises Problem for what cannot have arrived."""
        work = self.office.work
        if self.id:
            receiving.correct(work, self.id, self._arrival())
        else:
            received = receiving.receive(work, self._arrival())
        self.forget()
        if self.before is None:
            self.open_partner()
        else:
            self.open_place("contribution", id=self.id or received.id)

    def _arrival(self) -> ContributionArrival:
        held = self.fields
        amount, currency = self._money
        quantity, covers = text_of(held.get("quantity")), text_of(held.get("covers"))
        beyond = text_of(held.get("beyond")) if self.asks_beyond else ""
        form = ledger.form_named(self.office.work, text_of(held.get("kind")))
        return ContributionArrival(
            self.agreement_id,
            ContributionKind(form.kind),
            text_of(held.get("description")),
            date.fromisoformat(text_of(held.get("received_on"))),
            Decimal(amount) if amount else None,
            currency,
            Decimal(quantity) if quantity else None,
            text_of(held.get("unit")),
            text_of(held.get("condition")),
            self.asks_rate and held.get("takes_earlier") is True,
            form.id,
            self.promise_id,
            Decimal(covers) if covers and (self.asks_covers or self.id) else None,
            Beyond(beyond) if beyond else None,
            details_of(held, ContributionDetails.of(self.before) if self.before is not None else None, corrects=True),
            held.get("another") is True,
        )

    def open_agreement(self) -> None:
        """Back to the agreement, or to the page of the promise or of what is corrected."""
        if self.before is not None:
            self.open_place("contribution", id=self.before.id)
            return
        self.open_place("agreement", id=self.agreement_id, step="life")

    def open_partner(self) -> None:
        """To the partner, among its agreements."""
        self.open_place("partner", id=self.page.partner_id)

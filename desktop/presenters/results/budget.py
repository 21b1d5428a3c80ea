"""The budget of the office for a year, and what it aims at: one short form (¶29 c, dossier 4.4 RES-2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.results.money_form import MoneyForm
from desktop.services.office.rights import Right, may
from desktop.services.results import aims
from desktop.store.records import Budget

if TYPE_CHECKING:
    from desktop.office import Office


class BudgetPresenter(MoneyForm):
    """The budget of one year, with the document it stands in."""

    shows = frozenset({"budget"})

    def __init__(self, office: "Office", runner: Runner, year: str = "") -> None:
        super().__init__(office, runner)
        is_year = year.isascii() and year.isdigit() and len(year) == 4
        self.year = int(year) if is_year else office.work.today().year
        self.form_name = f"budget:{self.year}"
        self.before: tuple[Budget | None] | None = None  # what the last deed replaced
        self.budget: Budget | None = aims.budget_of(office.work, self.year)

    def refresh(self) -> None:
        """Read it again."""
        self.budget = aims.budget_of(self.office.work, self.year)
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role writes it."""
        return may(self.office.user, Right.ADMINISTER) and not self.office.is_hq

    @property
    def state(self) -> str:
        """What is on record."""
        if self.budget is None:
            return _("Not recorded yet: the share of the private sector cannot be computed.")
        amount = format_money(self.budget.amount or "0", self.budget.currency, language())
        return f"{amount} · {self.budget.source}"

    @property
    def rows(self) -> FormRows:
        """The fields."""
        codes = options((code, code) for code, _name in places.currencies(language()))
        needed = _("Write the amount.")
        note = self.dollars_in_words
        money = FieldSpec(
            "money",
            InputKind.MONEY,
            _("Amount of the budget"),
            options=codes,
            currency_alone=True,
            note=note,
            required=needed,
        )
        source = FieldSpec(
            "source",
            InputKind.TEXT,
            _("In which document it stands"),
            _("Programme and Budget, page and date"),
            required=_("Name the document."),
        )
        dated = FieldSpec("dated_on", InputKind.DATE, _("Day of the document"))
        return [[money], *self.dollars_row, [source], [dated]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record."""
        budget = self.budget
        if budget is None:
            return {"money": {"amount": "", "currency": DOLLARS}, "usd": "", "source": "", "dated_on": ""}
        typed = budget.dollars.usd if budget.dollars is not None and budget.dollars.typed_by else ""
        return {
            "money": {"amount": budget.amount or "", "currency": budget.currency},
            "usd": typed,
            "source": budget.source,
            "dated_on": budget.dated_on or "",
        }

    def save(self) -> None:
        """Write it. Raises Problem as `aims.set_budget` does."""
        typed, (amount, currency) = self.fields, self.typed_money
        self.before = (self.budget,)
        aims.set_budget(
            self.office.work,
            self.year,
            Decimal(amount) if amount else None,
            currency,
            text_of(typed.get("source")),
            text_of(typed.get("dated_on")),
            self.typed_dollars,
        )
        self.forget()
        self.refresh()

    def take_back(self) -> None:
        """As it was before the last deed, or, right after the page was opened, as if nobody had written it."""
        former = self.before[0] if self.before is not None else None
        self.before = (self.budget,)
        if former is None:
            aims.set_budget(self.office.work, self.year, None, DOLLARS, "", "")
        else:
            aims.put_back_budget(self.office.work, former)
        self.refresh()

    @property
    def recorded_sentence(self) -> str:
        """What is on record now."""
        if self.budget is None:
            return _("The budget was taken back.")
        amount = format_money(self.budget.amount or "0", self.budget.currency, language())
        return _("Budget of {year}: {amount}.").format(year=self.year, amount=amount)

"""What something given in kind is worth: by a method, with papers and a range, read by a second person from a limit on.

A value is worked out exactly and rounded once, to the cent: what it costs when new less what it has lost, or hours at a
rate. Methods and the limit are of forms/contributions.toml. A value that changes waits for a second reader again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.base.dates import day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.numbers import EXACT, format_money
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _, said_in
from desktop.definitions.contributions import ContributionRules
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars
from desktop.services.registry.partners import set_fields
from desktop.services.results import ledger
from desktop.services.work import Work
from desktop.store.records import Contribution
from desktop.store.records.values import Valuation

CENT = Decimal("0.01")
WHOLE = Decimal(100)  # per cent
VALUED = N_("{value} ({method} of {day})")
READ = N_("{value} ({method} of {day}, read a second time by {name})")
TO_READ = N_("{value} ({method} of {day}, still to be read by a second person)")


@dataclass(frozen=True)
class NewValuation:
    """How a value was found; amounts are decimal text, empty where they do not apply.

    `amount` is the value that was chosen. It may be left out where it follows: from what the same costs when new and
    the per cent that it has lost, or from hours and what an hour costs. `evidence` are ids of papers of the partner.
    """

    method: str
    amount: str = ""
    currency: str = DOLLARS
    source: str = ""
    low: str = ""
    high: str = ""
    why: str = ""
    new_value: str = ""
    depreciation: str = ""
    hours: str = ""
    rate: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def worked_out(self) -> Decimal | None:
        """The value that follows from hours or from the price when new, to the cent; None where none does."""
        if self.hours and self.rate:
            exact = EXACT.multiply(Decimal(self.hours), Decimal(self.rate))
        elif self.new_value:
            share = EXACT.divide(EXACT.subtract(WHOLE, Decimal(self.depreciation or 0)), WHOLE)
            exact = EXACT.multiply(Decimal(self.new_value), share)
        else:
            return None
        return exact.quantize(CENT, context=EXACT)

    @property
    def value(self) -> str:
        """The value: the one chosen, else the one that follows."""
        return self.amount or (str(self.worked_out) if self.worked_out is not None else "")


def value(work: Work, contribution_id: str, new: NewValuation) -> None:
    """Say what something given in kind is worth, and how that was found.

    Raises Problem for money and refunds, for a method that does not fit, without a value or a paper that the method
    asks for, for a value outside its range, for a range without a reason, and for a loss of more than everything.
    """
    require(work.officer, Right.DRAFT)
    day = sealing_clock(work).today()
    with work.store.change(N_("Contribution valued"), work.officer.id) as session:
        contribution = session.get_one(Contribution, contribution_id)
        _require_in_kind(work, contribution)
        _require_sound(work, contribution, new)
        valued = Valuation(
            method=new.method,
            source=new.source.strip(),
            low=new.low,
            high=new.high,
            why=new.why.strip(),
            new_value=new.new_value,
            depreciation=new.depreciation,
            rate=new.rate,
            evidence=new.evidence,
            valued_by=work.officer.id,
            valued_on=day.isoformat(),
        )
        received_on = day_known(contribution.received_on)
        if received_on is None:
            money = ledger.planned_money(work, new.value, new.currency)
        else:
            worth = dollars.received(work, new.value, new.currency, received_on, takes_earlier=True)
            held = {"rate": worth.rate, "rate_month": worth.month, "amount_usd": worth.usd}
            money = {"amount": new.value, "currency": new.currency, **held}
        hours = {"quantity": new.hours, "unit": _("hours")} if new.hours else {}
        set_fields(contribution, {"valuation": valued, **money, **hours})
        ledger.settle_refunds(session, contribution)
        ledger.settle(session, contribution)


def read_again(work: Work, contribution_id: str) -> None:
    """A second person agrees to the value. Raises Problem for whoever found it, and where none waits for a reader."""
    require(work.officer, Right.DRAFT)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Value of a contribution read a second time"), work.officer.id) as session:
        contribution = session.get_one(Contribution, contribution_id)
        valued = contribution.valuation
        if valued is None or not waits_for_reader(work.definitions.contributions, contribution):
            raise Problem(
                _("No value of this contribution waits for a second person; nothing was changed."),
                _("Look at it again."),
                code="value-not-waiting",
            )
        if valued.valued_by == work.officer.id:
            raise Problem(
                _("Whoever found a value does not read it a second time; nothing was changed."),
                _("Ask a colleague to open the office and to read it."),
                code="value-read-by-valuer",
            )
        value_read = contribution.amount or ""
        contribution.valuation = replace(valued, read_by=work.officer.id, read_on=day, read_value=value_read)


def needs_reader(rules: ContributionRules, contribution: Contribution) -> bool:
    """Whether a second person has to read this value: it is of something in kind, counts, and reaches the limit, or
    nobody knows its dollars."""
    if contribution.refund_of or contribution.earlier or not contribution.amount:
        return False
    usd = Decimal(contribution.amount_usd) if contribution.amount_usd else None
    valued = contribution.valuation
    return rules.needs_second_reader(str(contribution.kind), usd, valued.method if valued is not None else "")


def waits_for_reader(rules: ContributionRules, contribution: Contribution) -> bool:
    """Whether a value that was found has still to be read by a second person."""
    valued = contribution.valuation
    if valued is None or contribution.archived or not needs_reader(rules, contribution):
        return False
    return not valued.is_agreed(contribution.amount)


def in_words(rules: ContributionRules, contribution: Contribution, names: Mapping[str, str], language: str) -> str:
    """The value in a sentence: how much, by which method, of which day, and who read it; empty for none."""
    if not contribution.amount:
        return ""
    amount, valued = format_money(contribution.amount, contribution.currency, language), contribution.valuation
    if valued is None or not valued.method:
        return amount
    method = rules.by_method.get(valued.method)
    agreed = valued.is_agreed(contribution.amount)
    sentence = TO_READ if waits_for_reader(rules, contribution) else READ if agreed else VALUED
    return said_in(language, sentence).format(
        value=amount,
        method=method.short[language] if method is not None else valued.method,
        day=day_in_words(valued.valued_on, language),
        name=names.get(valued.read_by, ""),
    )


def _require_in_kind(work: Work, contribution: Contribution) -> None:
    form = work.definitions.contributions.form_of(contribution.form, str(contribution.kind))
    if not form.is_in_kind or contribution.refund_of or contribution.archived:
        raise Problem(
            _("Only what is given in kind is valued; nothing was changed."),
            _("Correct the amount itself."),
            code="value-of-money",
        )


def _require_sound(work: Work, contribution: Contribution, new: NewValuation) -> None:
    rules = work.definitions.contributions
    form = rules.form_of(contribution.form, str(contribution.kind))
    method = next((own for own in rules.methods_of(form.id) if own.id == new.method), None)
    if method is None:
        raise Problem(
            _("Nothing says how the value was found; nothing was changed."),
            _("Choose a method that fits."),
            code="value-without-method",
        )
    texts = (new.amount, new.low, new.high, new.new_value, new.hours, new.rate)
    lost = Decimal(new.depreciation or 0)
    if not new.value or any(text and Decimal(text) <= 0 for text in (new.value, *texts)) or not 0 <= lost < WHOLE:
        raise Problem(
            _("The value lacks, or a number cannot be; nothing was changed."),
            _("Write the value, or from what it follows; a loss lies between 0 and 100%."),
            code="value-without-amount",
        )
    if (new.low and Decimal(new.value) < Decimal(new.low)) or (new.high and Decimal(new.value) > Decimal(new.high)):
        raise Problem(
            _("The value lies outside its range; nothing was changed."),
            _("Correct the value, the lowest or the highest one."),
            code="value-outside-range",
        )
    if (new.low or new.high) and not new.why.strip():
        raise Problem(
            _("Nothing says why this value was chosen in its range; nothing was changed."),
            _("Say why in one sentence."),
            code="value-without-why",
        )
    if method.evidence and not new.evidence:
        raise Problem(
            _("This method asks for a paper that shows the value; nothing was changed."),
            _("Choose it among the papers of the partner, or put it there first."),
            code="value-without-evidence",
        )

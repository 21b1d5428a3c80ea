"""The words of a contribution: how it stands, what it is, what a row of it says."""

from collections.abc import Mapping
from decimal import Decimal

from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_money, number_in_words
from desktop.base.places import DOLLARS
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language, pick
from desktop.definitions.contributions import ContributionRules
from desktop.presenters.listing import RowCell
from desktop.services.labels import MATCHERS
from desktop.services.results.contribution_list import EXPIRES, FULFILLED, LATE, NO_CARE, REFUND, ListedContribution
from desktop.store.records import Contribution
from desktop.store.states import ContributionState

STANDINGS: Mapping[str, str] = CodeTable(
    {
        ContributionState.PROMISED: N_("Promised"),
        ContributionState.CONFIRMED: N_("Confirmed promise"),
        ContributionState.RECEIVED: N_("Arrived"),
        ContributionState.REPORTED: N_("Arrived and reported"),
        ContributionState.WRITTEN_OFF: N_("Written off"),
        ContributionState.REFUSED: N_("Refused on arrival"),
        FULFILLED: N_("Arrived in parts"),
        REFUND: N_("Paid back"),
    },
    UNKNOWN,
)
TONES: Mapping[str, str] = CodeTable(
    {
        ContributionState.PROMISED: "info",
        ContributionState.CONFIRMED: "info",
        ContributionState.RECEIVED: "good",
        ContributionState.REPORTED: "good",
        FULFILLED: "good",
        REFUND: "warn",
    },
    "neutral",
)
CARES: Mapping[str, str] = {LATE: N_("Late"), EXPIRES: N_("Expires soon"), NO_CARE: N_("Nothing to look after")}
HEADINGS: Mapping[str, str] = {"cash": N_("Money"), "goods": N_("Goods"), "services": N_("Services")}


def form_words(rules: ContributionRules, contribution: Contribution) -> str:
    """What is given: money, goods, staff time…"""
    return pick(rules.form_of(contribution.form, str(contribution.kind)).label)


def quantity_words(contribution: Contribution) -> str:
    """How many of what; empty where nobody said."""
    number = number_in_words(contribution.quantity, language()) if contribution.quantity else ""
    return " ".join(part for part in (number, contribution.unit) if part)


def amount_words(contribution: Contribution) -> str:
    """What it is worth in its own currency, a refund as less than nothing; empty where nobody said."""
    if not contribution.amount:
        return ""
    amount = -Decimal(contribution.amount) if contribution.refund_of else Decimal(contribution.amount)
    return format_money(amount, contribution.currency, language())


def standing_words(listed: ListedContribution) -> str:
    """How a row stands, and what of it has to be looked after."""
    parts = (_(STANDINGS[listed.standing]), _(CARES[listed.care]) if listed.care != NO_CARE else "")
    return " · ".join(part for part in parts if part)


def row_cells(rules: ContributionRules, listed: ListedContribution) -> dict[str, RowCell]:
    """What a row says in each column; amounts and days are exact for tables."""
    row, spoken = listed.record, language()
    sign = -1 if row.refund_of else 1
    day = row.received_on or row.due_on or row.promised_on or row.closed_on
    usd = sign * Decimal(row.amount_usd) if row.amount_usd else None
    channel, earmark = rules.channels.get(row.channel), rules.earmarks.get(row.earmark)
    return {
        "what": RowCell(row.description),
        "form": RowCell(form_words(rules, row)),
        "standing": RowCell(standing_words(listed)),
        "day": RowCell(day_in_words(day, spoken), day_known(day)),
        "due": RowCell(day_in_words(row.due_on, spoken), day_known(row.due_on)),
        "amount": RowCell(amount_words(row), sign * Decimal(row.amount) if row.amount else None),
        "currency": RowCell(row.currency if row.amount else ""),
        "usd": RowCell(format_money(usd, DOLLARS, spoken) if usd is not None else "", usd),
        "rate": RowCell(number_in_words(row.rate, spoken) if row.rate else "", Decimal(row.rate) if row.rate else None),
        "channel": RowCell(pick(channel) if channel else row.channel),
        "earmark": RowCell(pick(earmark) if earmark else row.earmark),
        "project": RowCell(row.project_code),
        "matching": RowCell(_(MATCHERS[row.matching_by]) if row.matching_by else ""),
        "reference": RowCell(row.reference),
        "receipt": RowCell(row.receipt),
    }

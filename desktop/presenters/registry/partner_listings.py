"""The lists of the page of a partner: their columns, and what each line says in them."""

from collections.abc import Mapping
from decimal import Decimal

from desktop.base.dates import day_in_words, day_known, moment_in_order
from desktop.base.numbers import format_money, number_in_words
from desktop.base.places import DOLLARS
from desktop.base.text import N_, Text, _, language, pick
from desktop.presenters import partner_labels as labels
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.presenter import Presenter
from desktop.presenters.registry.partner_lines import PartnerLines
from desktop.services.labels import CHANNELS
from desktop.services.partner_page import DecidedCase
from desktop.services.partner_papers.in_short import CONTRIBUTION_STATES
from desktop.services.registry.history import HistoryLine
from desktop.store.records import (
    Agreement,
    Contribution,
    EarlierAgreement,
    FunctionCost,
    Interaction,
    Partnership,
    Person,
)

Cells = Mapping[str, RowCell]

PERSONS = (
    ListColumn("roles", N_("Roles")),
    ListColumn("function", N_("Function"), shown=False),
    ListColumn("time", N_("In this role"), shown=False),
    ListColumn("birth", N_("Date of birth"), shown=False),
    ListColumn("nationality", N_("Nationality"), shown=False),
    ListColumn("lacks", N_("What is missing")),
)
CASES = (
    ListColumn("partnership", N_("Partnership")),
    ListColumn("opened", N_("Opened on")),
    ListColumn("until", N_("Valid until")),
    ListColumn("state", N_("State")),
)
PARTNERSHIPS = (
    ListColumn("type", N_("Type")),
    ListColumn("value", N_("Value"), figures=True),
    ListColumn("starts", N_("Starts on"), shown=False),
    ListColumn("ends", N_("Ends on")),
)
AGREEMENTS = (
    ListColumn("reference", N_("Reference")),
    ListColumn("final", N_("Final since"), shown=False),
    ListColumn("signed", N_("Signed on")),
    ListColumn("state", N_("State")),
)
INCIDENTS = (ListColumn("happened", N_("What happened")), ListColumn("state", N_("State")))
CONTACTS = (
    ListColumn("on", N_("Day")),
    ListColumn("theirs", N_("With whom")),
    ListColumn("way", N_("How"), shown=False),
)
SIGNED_BEFORE = (
    ListColumn("reference", N_("Reference")),
    ListColumn("signed", N_("Day of signature")),
    ListColumn("ends", N_("Ends on"), shown=False),
    ListColumn("state", N_("State")),
)
SPENT = (
    ListColumn("on", N_("Day")),
    ListColumn("purpose", N_("What for")),
    ListColumn("hours", N_("Hours"), figures=True),
    ListColumn("amount", N_("Amount"), figures=True),
)
CONTRIBUTIONS = (
    ListColumn("received", N_("Received on")),
    ListColumn("amount", N_("Amount"), figures=True),
    ListColumn("usd", N_("In US dollars"), figures=True),
    ListColumn("receipt", N_("Receipt")),
    ListColumn("state", N_("State")),
)
CAME_OF_IT = (ListColumn("kind", N_("What it is")), ListColumn("on", N_("Day")))
HISTORY = (ListColumn("changes", N_("What changed"), shown=False), ListColumn("at", N_("Done on")))


class PartnerListings:
    """One list for each kind of thing that hangs on a partner."""

    def __init__(self, presenter: Presenter) -> None:
        self.persons = Listing(presenter, "partner-persons", N_("Persons"), PERSONS, first_title=N_("Person"))
        self.cases = Listing(presenter, "partner-cases", N_("Due diligence"), CASES, first_title=N_("Case"))
        self.partnerships = Listing(
            presenter, "partner-partnerships", N_("Partnerships"), PARTNERSHIPS, first_title=N_("Partnership")
        )
        self.agreements = Listing(presenter, "partner-agreements", N_("Agreements"), AGREEMENTS, first_title=N_("Type"))
        self.incidents = Listing(presenter, "partner-incidents", N_("Incidents"), INCIDENTS, first_title=N_("About"))
        self.spent = Listing(presenter, "partner-costs", N_("Time and money spent"), SPENT, first_title=N_("About"))
        self.contacts = Listing(presenter, "partner-contacts", N_("Contacts"), CONTACTS, first_title=N_("About"))
        self.signed_before = Listing(
            presenter, "partner-earlier", N_("Signed before the program"), SIGNED_BEFORE, first_title=N_("What")
        )
        self.came_of_it = Listing(
            presenter, "partner-results", N_("What came of it"), CAME_OF_IT, first_title=N_("What")
        )
        self.contributions = Listing(
            presenter, "partner-contributions", N_("Contributions"), CONTRIBUTIONS, first_title=N_("What")
        )
        self.history = Listing(presenter, "partner-history", N_("History"), HISTORY, first_title=N_("What was done"))


def person_cells(lines: PartnerLines, person: Person) -> Cells:
    """What a person says in each column."""
    return {
        "roles": RowCell(lines.person_roles(person)),
        "function": RowCell(person.title),
        "time": RowCell(lines.in_role(person), person.role_began or None),
        "birth": RowCell(day_in_words(person.birth_date, language()), person.birth_date or None),
        "nationality": RowCell(labels.country(person.nationality)),
        "lacks": RowCell(lines.person_lacks(person)),
    }


def case_cells(lines: PartnerLines, line: DecidedCase) -> Cells:
    """What a case says in each column."""
    until = line.verdict.valid_until if line.verdict is not None else None
    return {
        "partnership": RowCell(line.title),
        "opened": RowCell(day_in_words(line.case.opened_on, language()), day_known(line.case.opened_on)),
        "until": RowCell(day_in_words(until, language()), day_known(until)),
        "state": RowCell(lines.case_state(line)),
    }


def partnership_cells(lines: PartnerLines, planned: Partnership) -> Cells:
    """What a partnership says in each column."""
    value = format_money(planned.value, planned.currency, language()) if planned.value else ""
    return {
        "type": RowCell(lines.partnership_type(planned)),
        "value": RowCell(value, Decimal(planned.value) if planned.value else None),
        "starts": RowCell(day_in_words(planned.starts_on, language()), day_known(planned.starts_on)),
        "ends": RowCell(day_in_words(planned.ends_on, language()), day_known(planned.ends_on)),
    }


def agreement_cells(lines: PartnerLines, agreement: Agreement) -> Cells:
    """What an agreement says in each column."""
    return {
        "reference": RowCell(agreement.reference),
        "final": RowCell(day_in_words(agreement.final_at, language()), day_known(agreement.final_at)),
        "signed": RowCell(day_in_words(agreement.signed_on, language()), day_known(agreement.signed_on)),
        "state": RowCell(lines.agreement_state(agreement)),
    }


def earlier_cells(signed: EarlierAgreement, is_due: bool) -> Cells:
    """What a *signed before* says in each column; `is_due` while its due diligence is to be made."""
    return {
        "reference": RowCell(signed.reference),
        "signed": RowCell(day_in_words(signed.signed, language()), signed.signed or None),
        "ends": RowCell(day_in_words(signed.ends_on, language()), day_known(signed.ends_on)),
        "state": RowCell(earlier_state(signed, is_due)),
    }


def earlier_state(signed: EarlierAgreement, is_due: bool) -> str:
    """Where a *signed before* stands, in a few words; never as an agreement of the program does."""
    if is_due and signed.diligence_due_on:
        day = day_in_words(signed.diligence_due_on, language())
        return _("Signed before; due diligence by {day}").format(day=day)
    return _("Signed before")


def contact_cells(contact: Interaction) -> Cells:
    """What a contact says in each column."""
    return {
        "on": RowCell(day_in_words(contact.happened_on, language()), day_known(contact.happened_on)),
        "theirs": RowCell(", ".join(contact.theirs)),
        "way": RowCell(_(CHANNELS[contact.channel]) if contact.channel else ""),
    }


def contribution_cells(contribution: Contribution) -> Cells:
    """What a contribution says in each column."""
    amount = contribution.amount
    usd = contribution.amount_usd if contribution.currency != DOLLARS else None  # said once where they are the same
    return {
        "received": RowCell(day_in_words(contribution.received_on, language()), day_known(contribution.received_on)),
        "amount": RowCell(format_money(amount, contribution.currency, language()), Decimal(amount))
        if amount
        else RowCell(""),
        "usd": RowCell(format_money(usd, DOLLARS, language()), Decimal(usd)) if usd else RowCell(""),
        "receipt": RowCell(contribution.receipt),
        "state": RowCell(_("given before") if contribution.earlier else _(CONTRIBUTION_STATES[contribution.state])),
    }


def deed_cells(lines: PartnerLines, deed: HistoryLine, partner: str) -> Cells:
    """What a deed on the partner of this name says in each column."""
    return {
        "changes": RowCell(lines.deed_note(deed, partner)),
        "at": RowCell(lines.deed_moment(deed), moment_in_order(deed.at)),
    }


def cost_cells(cost: FunctionCost, purposes: Mapping[str, Text]) -> Cells:
    """What time or money spent on a partner says in each column; `purposes` are the words of their codes."""
    spoken = language()
    return {
        "on": RowCell(day_in_words(cost.spent_on, spoken), day_known(cost.spent_on)),
        "purpose": RowCell(pick(purposes[cost.purpose]) if cost.purpose in purposes else cost.purpose),
        "hours": RowCell(
            number_in_words(cost.hours, spoken) if cost.hours else "", Decimal(cost.hours) if cost.hours else None
        ),
        "amount": RowCell(
            format_money(cost.amount, cost.currency, spoken) if cost.amount else "",
            Decimal(cost.amount) if cost.amount else None,
        ),
    }

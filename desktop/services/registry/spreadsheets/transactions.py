"""The transactions of an activity file of IATI as lines of a sheet: who gave or promised what to whom, on which day.

Money that comes in is the publisher's own to tell, money that goes out is what the publisher gave: either way a line
has a giver, a receiver, and a day of promise or of reception (codelist TransactionType). Everything else that is moved,
spent or guaranteed is no contribution and makes no line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from desktop.base import places
from desktop.base.text import LANGUAGES, N_, _
from desktop.definitions.spreadsheets import Heading, SpreadsheetRules, TableField, plain_words
from desktop.documents.foreign.iati import (
    NOBODY,
    IatiActivity,
    IatiOrganisation,
    IatiTransaction,
    OrganisationRole,
    TransactionType,
)
from desktop.services.registry.spreadsheets.sheets import TableLine, TableSheet
from desktop.store.states import ContributionKind

ARRIVED = (TransactionType.INCOMING_FUNDS, TransactionType.DISBURSEMENT)
INCOMING = (TransactionType.INCOMING_FUNDS, TransactionType.INCOMING_COMMITMENT, TransactionType.INCOMING_PLEDGE)
THREE_DECIMALS = 3  # figures after a point that could also part thousands
COLUMNS: Mapping[TableField, str] = {
    TableField.NAME: N_("Giver"),
    TableField.GIVER_KIND: N_("Kind of organization"),
    TableField.COUNTRY: N_("Country"),
    TableField.RECEIVER: N_("Receiver"),
    TableField.RECEIVED_ON: N_("Arrived on"),
    TableField.PROMISED_ON: N_("Promised on"),
    TableField.AMOUNT: N_("Amount"),
    TableField.CURRENCY: N_("Currency"),
    TableField.GIFT_KIND: N_("Kind of contribution"),
    TableField.DESCRIPTION: N_("What it is"),
    TableField.TITLE: N_("Activity"),
    TableField.REFERENCE: N_("Identifier of the activity"),
    TableField.INVOICE: N_("Reference of the transaction"),
    TableField.THEME: N_("Thematic area"),
}


def sheet_of(activities: Iterable[IatiActivity], rules: SpreadsheetRules) -> TableSheet:
    """The transactions of these activities that tell a contribution; a line's number counts them from 1."""
    countries = frozenset(code for code, _name in places.countries(LANGUAGES[0]))
    rows = (
        _line(activity, transaction, rules, countries)
        for activity in activities
        for transaction in activity.transactions
        if transaction.type in tuple(TransactionType)
    )
    cells = dict[str, str]()  # what stands in many lines is held once
    lines = tuple(
        TableLine(number, tuple(cells.setdefault(own, own) for own in (row.get(column, "") for column in COLUMNS)))
        for number, row in enumerate(rows, 1)
    )
    understood = tuple(Heading(column, 0) for column in COLUMNS)
    return TableSheet("", 0, tuple(_(words) for words in COLUMNS.values()), understood, lines)


def _line(
    activity: IatiActivity, transaction: IatiTransaction, rules: SpreadsheetRules, countries: frozenset[str]
) -> Mapping[TableField, str]:
    is_incoming = transaction.type in INCOMING
    giver = transaction.provider if transaction.provider.is_named else NOBODY
    receiver = transaction.receiver if transaction.receiver.is_named else NOBODY
    if giver is NOBODY:
        giver = _only(activity.in_role(OrganisationRole.FUNDING)) if is_incoming else activity.reporting
    if receiver is NOBODY:
        receiver = activity.reporting if is_incoming else _only(activity.in_role(OrganisationRole.IMPLEMENTING))
    giver = _completed(giver, activity)
    day = TableField.RECEIVED_ON if transaction.type in ARRIVED else TableField.PROMISED_ON
    prefix, hyphen, _number = giver.reference.partition("-")
    return {
        TableField.NAME: giver.name,
        TableField.GIVER_KIND: giver.type,
        TableField.COUNTRY: prefix if hyphen and prefix in countries else "",
        TableField.RECEIVER: " ".join(filter(None, (receiver.name, receiver.reference))),
        day: transaction.day,
        TableField.AMOUNT: _cell(transaction.amount),
        TableField.CURRENCY: transaction.currency,
        TableField.GIFT_KIND: _kind(transaction.description, rules),
        TableField.DESCRIPTION: _described(transaction.description, rules),
        TableField.TITLE: activity.title,
        TableField.REFERENCE: activity.identifier,
        TableField.INVOICE: transaction.reference,
        TableField.THEME: "; ".join(activity.sectors),
    }


def _only(organisations: Sequence[IatiOrganisation]) -> IatiOrganisation:
    """The one of them; nobody where several could be meant."""
    return organisations[0] if len({(own.reference, own.name) for own in organisations}) == 1 else NOBODY


def _completed(giver: IatiOrganisation, activity: IatiActivity) -> IatiOrganisation:
    """A giver of whom only the identifier is told, with the name that the activity has for it elsewhere."""
    if giver.name or not giver.reference:
        return giver
    others: Iterator[IatiOrganisation] = iter((activity.reporting, *activity.taking_part))
    return next((other for other in others if other.reference == giver.reference and other.name), giver)


def _kind(description: str, rules: SpreadsheetRules) -> str:
    """Money, unless the description says that it came in kind: services where it names some, else goods."""
    if not rules.is_in_kind(description):
        return ContributionKind.CASH
    is_of_services = rules.gift(_beside_kind(description, rules)) == ContributionKind.SERVICES
    return ContributionKind.SERVICES if is_of_services else ContributionKind.GOODS


def _beside_kind(description: str, rules: SpreadsheetRules) -> str:
    """The words of a description but those that say that it came in kind."""
    rest = " ".join(plain_words(description))
    for phrase in rules.in_kind:
        rest = rest.replace(" ".join(phrase), " ")
    return rest


def _described(description: str, rules: SpreadsheetRules) -> str:
    """What was given, without a sentence that says no more than that it came in kind."""
    first, _stop, rest = description.partition(". ")
    says_kind_alone = rules.is_in_kind(first) and len(_beside_kind(first, rules).split()) <= 1
    return rest if says_kind_alone else description


def _cell(amount: str) -> str:
    """A number that no reader takes for thousands: the standard's point always begins the decimals."""
    _whole, _point, decimals = amount.partition(".")
    return f"{amount}0" if len(decimals) == THREE_DECIMALS else amount

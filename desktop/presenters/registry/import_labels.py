"""The words for an import of partners: its questions with their answers, what becomes of lines, what was not taken."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money
from desktop.base.text import N_, _, language, pick, plural
from desktop.definitions.spreadsheets import TableField, TableKind
from desktop.definitions.strategy import Strategy
from desktop.definitions.terms import PartnerGroup
from desktop.presenters.partner_labels import CONTRIBUTIONS
from desktop.presenters.record_labels import field_name
from desktop.services.agreements.earlier_tables import EarlierOutcome
from desktop.services.agreements.fulfilling import ContributionOutcome
from desktop.services.registry.spreadsheets.dry_run import LineOutcome, LineRemark, LineVerdict, RemarkKind
from desktop.services.registry.spreadsheets.importing import PartnerImport
from desktop.services.registry.spreadsheets.questions import (
    NO_COUNTRY,
    DayOrder,
    GeneralAnswer,
    ImportQuestion,
    MarkReading,
    QuestionKind,
)
from desktop.store.states import ContributionKind

VERDICTS: Mapping[str, str] = {
    LineVerdict.NEW: N_("New partner"),
    LineVerdict.REPEATED: N_("Named in a line before"),
    LineVerdict.KNOWN: N_("Already registered"),
    LineVerdict.COMPLETED: N_("Completes a partner"),
    LineVerdict.RESTORED: N_("Brings a partner back"),
    LineVerdict.ALIKE: N_("Looks like another"),
    LineVerdict.ASKED: N_("Waits for an answer"),
    LineVerdict.LEFT_OUT: N_("Left out"),
    LineVerdict.OUTSIDE: N_("No private partner"),
    LineVerdict.NAMELESS: N_("Without a name"),
    LineVerdict.SINCE: N_("Not before the program"),
    LineVerdict.UNDATED: N_("Without a day"),
    LineVerdict.PROMISED: N_("Recorded as promised"),
    LineVerdict.RECEIVED: N_("Recorded as received"),
    LineVerdict.REFUNDED: N_("Recorded as paid back"),
    LineVerdict.FOREIGN: N_("Given to somebody else"),
    LineVerdict.UNNAMED: N_("Giver not named"),
    LineVerdict.UNCOVERED: N_("Under no agreement in force"),
    LineVerdict.UNRECEIVED: N_("Nothing to pay back"),
}
OF_BEFORE: Mapping[tuple[str, str], str] = {  # what a table says otherwise that is not of partners
    (TableKind.AGREEMENTS, LineVerdict.NEW): N_("Recorded as signed before"),
    (TableKind.AGREEMENTS, LineVerdict.KNOWN): N_("On record already"),
    (TableKind.GIFTS, LineVerdict.NEW): N_("Recorded as given before"),
    (TableKind.GIFTS, LineVerdict.KNOWN): N_("On record already"),
}
TABLES: Mapping[str, str] = {
    TableKind.PARTNERS: N_("Partners"),
    TableKind.AGREEMENTS: N_("Agreements signed before the program"),
    TableKind.GIFTS: N_("Contributions"),
}
SENTENCES: Mapping[str, str] = {
    QuestionKind.KIND: N_("“{about}”: what kind of partner is that?"),
    QuestionKind.COUNTRY: N_("“{about}”: which country is that?"),
    QuestionKind.COUNTRIES: N_("These names stand in several countries: {examples}. What are they?"),
    QuestionKind.PUBLIC: N_("These names read like public bodies, which are no private partners (¶28): {examples}."),
    QuestionKind.ALIKE: N_("These partners look like others: {examples}."),
    QuestionKind.ARCHIVED: N_("These partners are archived: {examples}."),
    QuestionKind.DAYS: N_("What comes first in the days of “{about}”, for instance in {examples}?"),
    QuestionKind.UNREGISTERED: N_("The register does not have these partners: {examples}."),
    QuestionKind.CURRENCY: N_("In which currency is {examples}?"),
    QuestionKind.GIFT: N_("What kind of contribution is that: {examples}?"),
    QuestionKind.ARRIVED: N_("Of these promises the same table tells receptions: {examples}."),
    QuestionKind.TWICE: N_("These references stand on another contribution too: {examples}."),
    QuestionKind.NEGATIVE: N_("These sums are below zero: {examples}. What are they?"),
    QuestionKind.NUMBERS: N_("What does the mark mean in the numbers of “{about}”, for instance in {examples}?"),
}
ANSWERS: Mapping[tuple[str, str], str] = {
    (QuestionKind.COUNTRIES, GeneralAnswer.ONE): N_("One partner each"),
    (QuestionKind.COUNTRIES, GeneralAnswer.EACH): N_("A partner in each country"),
    (QuestionKind.PUBLIC, GeneralAnswer.OUTSIDE): N_("Leave them out"),
    (QuestionKind.PUBLIC, GeneralAnswer.PARTNER): N_("Register them all the same"),
    (QuestionKind.ALIKE, GeneralAnswer.NEW): N_("Register them as partners of their own"),
    (QuestionKind.ALIKE, GeneralAnswer.LEAVE): N_("Leave them out"),
    (QuestionKind.ARCHIVED, GeneralAnswer.RESTORE): N_("Bring them back"),
    (QuestionKind.ARCHIVED, GeneralAnswer.LEAVE): N_("Leave them archived"),
    (QuestionKind.UNREGISTERED, GeneralAnswer.NEW): N_("Register them as partners"),
    (QuestionKind.UNREGISTERED, GeneralAnswer.LEAVE): N_("Leave them out"),
    (QuestionKind.ARRIVED, GeneralAnswer.FULFIL): N_("Record both: what arrived counts towards its promise"),
    (QuestionKind.ARRIVED, GeneralAnswer.LEAVE): N_("Leave them out: what arrived is recorded"),
    (QuestionKind.ARRIVED, GeneralAnswer.NEW): N_("Record both, each by itself: more is expected"),
    (QuestionKind.TWICE, GeneralAnswer.LEAVE): N_("Leave them out"),
    (QuestionKind.TWICE, GeneralAnswer.NEW): N_("Record them all the same"),
    (QuestionKind.NEGATIVE, GeneralAnswer.REFUND): N_("Paid back of what arrived"),
    (QuestionKind.NEGATIVE, GeneralAnswer.LEAVE): N_("Leave them out"),
    (QuestionKind.DAYS, DayOrder.DAY_FIRST): N_("The day"),
    (QuestionKind.DAYS, DayOrder.MONTH_FIRST): N_("The month"),
    (QuestionKind.NUMBERS, MarkReading.THOUSANDS): N_("It parts thousands"),
    (QuestionKind.NUMBERS, MarkReading.DECIMAL): N_("It begins the decimals"),
}
OWN_FIELDS: Mapping[str, str] = {  # those that are no field of a partner under the same name
    TableField.KIND: N_("Kind of partner"),
    TableField.CONTACT_NAME: N_("Contact person"),
    TableField.CONTACT_TITLE: N_("Function of the contact person"),
    TableField.CONTACT_EMAIL: N_("Email address of the contact person"),
    TableField.CONTACT_PHONE: N_("Telephone of the contact person"),
    TableField.TITLE: N_("What it is about"),
    TableField.REFERENCE: N_("Reference"),
    TableField.SIGNED: N_("Day of signature"),
    TableField.SIGNED_BY: N_("Who signed"),
    TableField.ENDS_ON: N_("Last day"),
    TableField.AMOUNT: N_("Amount"),
    TableField.CURRENCY: N_("Currency"),
    TableField.SCAN: N_("File of the scan, beside the table"),
    TableField.DESCRIPTION: N_("What arrived"),
    TableField.GIFT_KIND: N_("Kind of contribution"),
    TableField.RECEIVED_ON: N_("Arrived on"),
    TableField.QUANTITY: N_("How many"),
    TableField.UNIT: N_("Of what"),
    TableField.PROMISED_ON: N_("Promised on"),
    TableField.DUE_ON: N_("Expected on"),
    TableField.INVOICE: N_("Reference of the invoice or the transfer"),
    TableField.RECEIVER: N_("Receiver"),
    TableField.GIVER_KIND: N_("Kind of giver"),
    TableField.THEME: N_("Thematic area"),
}


OF_CONTRIBUTIONS: Mapping[RemarkKind, str] = {
    RemarkKind.EARLY: N_("{cell} lies before {instead}: no figure of the strategy counts it."),
    RemarkKind.FUTURE: N_("“{cell}” has not come yet."),
    RemarkKind.SEVERAL: N_("Several agreements could be meant: {cell}. Name one in the table."),
    RemarkKind.NO_RATE: N_("No United Nations rate of {cell} for {instead} is here: its dollars stay unknown."),
    RemarkKind.TWICE: N_("The reference “{cell}” stands on another contribution too: {instead}."),
    RemarkKind.UNDER: N_("For “{cell}”."),
}


def contents(line: LineOutcome) -> str:
    """What a line records, in a few words: what, how much, on which day; empty where it records nothing of the kind."""
    if isinstance(line, EarlierOutcome) and line.signed is not None:
        signed = line.signed
        return _in_short(signed.title, signed.value, signed.currency, signed.signed)
    if not isinstance(line, ContributionOutcome):
        return ""
    if line.gift is not None:
        return _in_short(line.gift.description, line.gift.amount, line.gift.currency, line.gift.received_on)
    if line.promise is not None:
        amount = Decimal(line.promise.amount) if line.promise.amount else None
        return _in_short(line.promise.description, amount, line.promise.currency, line.promise.promised_on)
    if line.arrival is not None:
        arrival = line.arrival
        return _in_short(arrival.description, arrival.amount, arrival.currency, arrival.received_on.isoformat())
    if line.refund is not None:
        back = line.refund
        return _in_short(_("Paid back"), back.amount, back.currency, back.on.isoformat())
    return ""


def _in_short(what: str, amount: Decimal | None, currency: str, day: str) -> str:
    money = format_money(f"{amount:f}", currency, language()) if amount is not None else ""
    return " · ".join(filter(None, (what, money, day_in_words(day, language()))))


def verdict(code: LineVerdict, table: str) -> str:
    """What becomes of a line of a kind of table, in words."""
    return _(OF_BEFORE.get((table, code)) or VERDICTS[code])


def field_label(field: str) -> str:
    """What a column holds, in words."""
    return _(OWN_FIELDS[field]) if field in OWN_FIELDS else field_name("partner", field)


def like(line: LineOutcome) -> str:
    """The partner that a line names or looks like: `Téranga Câbles`, `Téranga Câbles, line 4`."""
    if not line.like_line:
        return line.like
    return _("{name}, line {line}").format(name=line.like, line=line.like_line)


def remark(line_remark: LineRemark) -> str:
    """A cell that was not taken as it stands, in words."""
    if line_remark.kind is RemarkKind.REFUSED:
        return line_remark.cell
    if line_remark.kind in OF_CONTRIBUTIONS:
        instead = line_remark.instead
        if line_remark.kind in (RemarkKind.EARLY, RemarkKind.NO_RATE):
            instead = day_in_words(instead, language())
        cell = line_remark.cell
        if line_remark.kind is RemarkKind.EARLY:
            cell = day_in_words(cell, language())
        return _(OF_CONTRIBUTIONS[line_remark.kind]).format(cell=cell, instead=instead)
    if line_remark.kind is RemarkKind.NO_SCAN:
        sentence = _("“{name}” does not lie beside the table, or is no file that is kept: add the scan afterwards.")
        return sentence.format(name=line_remark.cell)
    if line_remark.kind is RemarkKind.UNREADABLE:
        sentence = _("{field}: “{cell}” cannot be read; it goes into the notes.")
        return sentence.format(field=field_label(line_remark.field), cell=line_remark.cell)
    sentence = _("{field}: “{cell}”; “{instead}” stays.")
    return sentence.format(field=field_label(line_remark.field), cell=line_remark.cell, instead=line_remark.instead)


def question(import_question: ImportQuestion) -> str:
    """A question in words."""
    about = (
        field_label(import_question.about)
        if import_question.kind in (QuestionKind.DAYS, QuestionKind.NUMBERS)
        else import_question.about
    )
    others = import_question.different - len(import_question.examples)
    names = [*import_question.examples, *([plural("{count} more", "{count} more", others)] if others else [])]
    examples = ", ".join(names)
    return _(SENTENCES[import_question.kind]).format(about=about, examples=examples)


def concerned(import_question: ImportQuestion) -> str:
    """How many lines a question concerns."""
    return plural("{count} line", "{count} lines", import_question.lines)


def answers(import_question: ImportQuestion, strategy: Strategy) -> Sequence[tuple[str, str]]:
    """What may be answered, each with its words."""
    if import_question.kind is QuestionKind.COUNTRY:
        return ((NO_COUNTRY, _("Leave it empty")), *places.countries(language()))
    if import_question.kind is QuestionKind.CURRENCY:
        return tuple((code, f"{code} – {name}") for code, name in places.currencies(language()))
    if import_question.kind is QuestionKind.GIFT:
        return tuple((str(kind), _(CONTRIBUTIONS[kind][0])) for kind in ContributionKind)
    if import_question.kind is QuestionKind.KIND:
        return ((str(GeneralAnswer.OUTSIDE), _(VERDICTS[LineVerdict.OUTSIDE])), *kinds(strategy))
    return tuple((code, _(words)) for (kind, code), words in ANSWERS.items() if kind == import_question.kind)


def done(result: PartnerImport) -> str:
    """What an import did: `12 partners registered, 3 completed`."""
    registered = plural("{count} partner registered", "{count} partners registered", result.registered)
    completed = plural("{count} completed", "{count} completed", result.completed)
    partners = ", ".join((registered, *([completed] if result.completed else [])))
    if result.table == TableKind.PARTNERS:
        return partners
    count = result.entered
    signed = plural("{count} agreement signed before recorded", "{count} agreements signed before recorded", count)
    gifts = plural("{count} contribution recorded", "{count} contributions recorded", count)
    entered = signed if result.table == TableKind.AGREEMENTS else gifts
    return ", ".join((entered, *([partners] if result.registered else [])))


def kinds(strategy: Strategy) -> Sequence[tuple[str, str]]:
    """The groups and sub-types that a line may be of, each with its words."""
    groups = [(group.id, pick(group.label)) for group in strategy.groups if not _is_the_public(group.id)]
    return (*groups, *((kind.id, pick(kind.label)) for kind in strategy.subtypes if not _is_the_public(kind.group)))


def _is_the_public(group: str) -> bool:
    """The general public is a campaign, and nobody in it is registered (¶28, fn 14)."""
    return group == PartnerGroup.PUBLIC

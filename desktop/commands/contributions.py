"""`passerelle contributions list|receive|receipt|withdraw|restore`: what arrived under agreements, and its receipts."""

import argparse

from desktop.base.files import write_safely
from desktop.base.text import LANGUAGES, _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.agreements import receiving
from desktop.services.agreements.receiving import ContributionArrival
from desktop.services.registry import dollars, exchange_rates
from desktop.store.states import ContributionKind


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the contributions of a partner"))
    shown.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    shown.set_defaults(run=show)
    receive = verbs.add_parser("receive", help=_("record what arrived under a signed agreement"))
    receive.add_argument("agreement", metavar=_("AGREEMENT"), help=_("its reference, or its id"))
    receive.add_argument("text", metavar=_("TEXT"), help=_("what arrived"))
    receive.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("the day, like 2026-11-24"))
    kinds = [str(kind) for kind in ContributionKind]
    receive.add_argument("--kind", required=True, choices=kinds, help=_("what kind of contribution"))
    receive.add_argument("--amount", type=terminal.number, metavar=_("AMOUNT"), help=_("what it is worth"))
    receive.add_argument("--currency", default="USD", metavar=_("CODE"), help=_("the currency, like USD"))
    receive.add_argument("--quantity", type=terminal.number, metavar=_("AMOUNT"), help=_("how many"))
    receive.add_argument("--unit", default="", metavar=_("TEXT"), help=_("of what"))
    receive.add_argument("--condition", default="", metavar=_("TEXT"), help=_("in what condition it arrived"))
    earlier = _("where the rate of its month lacks, take the nearest earlier one")
    receive.add_argument("--earlier-rate", dest="takes_earlier", action="store_true", help=earlier)
    receive.set_defaults(run=record)
    paper = verbs.add_parser("receipt", help=_("write the receipt for the partner as a PDF"))
    paper.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    paper.add_argument(
        "--in", dest="spoken", choices=LANGUAGES, help=_("language of the receipt, else that of its agreement")
    )
    paper.set_defaults(run=write_receipt)
    away = verbs.add_parser("withdraw", help=_("take back what was recorded by mistake"))
    away.set_defaults(run=put_away, aside=True)
    back = verbs.add_parser("restore", help=_("let a contribution count again"))
    back.set_defaults(run=put_away, aside=False)
    for verb in (paper, away, back):
        verb.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
        verb.add_argument("id", metavar="ID", help=_("the id of the contribution, or the number of its receipt"))
    for verb in (shown, receive, paper, away, back):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        partner = named.partner(office, options.partner)
        with office.store.read() as session:
            listed = receiving.of_partner(session, partner)
    data: list[Json] = [
        {
            "id": row.id,
            "receipt": row.receipt,
            "what": row.description,
            "state": str(row.state),
            "received_on": row.received_on,
            "amount": row.amount,
            "currency": row.currency,
        }
        for row in listed
    ]
    lines = terminal.table((row.receipt or row.id, row.received_on or "–", row.description) for row in listed)
    terminal.answer(options, {"contributions": data}, lines or [_("No contribution is recorded.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        arrival = ContributionArrival(
            named.agreement(office, options.agreement),
            ContributionKind(options.kind),
            options.text,
            options.on,
            options.amount,
            options.currency.upper(),
            options.quantity,
            options.unit,
            options.condition,
            options.takes_earlier,
        )
        received = receiving.receive(office.work, arrival)
        lacking = ""
        if received.amount and not received.amount_usd:
            of_day = exchange_rates.rate_on(office.work, received.currency, options.on)
            lacking = dollars.lacking_in_words(of_day, received.currency)
    sentence = _("Recorded as received; its receipt is {number}.").format(number=received.receipt)
    data: dict[str, Json] = {"id": received.id, "receipt": received.receipt, "usd": received.amount_usd}
    terminal.answer(options, data, [sentence, *([lacking] if lacking else [])])
    return 0


def write_receipt(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.contribution(office, options.partner, options.id)
        data = receiving.receipt(office.work, id_, options.spoken or receiving.receipt_language(office.work, id_))
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [_("The receipt is in {file}").format(file=options.out)])
    return 0


def put_away(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.contribution(office, options.partner, options.id, withdrawn=not options.aside)
        receiving.withdraw(office.work, id_, options.aside)
    aside = _("The contribution no longer counts; it stays in the history.")
    terminal.answer(options, {"id": id_}, [aside if options.aside else _("The contribution counts again.")])
    return 0

"""`passerelle contributions list|import|promise|confirm|receive|refund|write-off|expect|refuse|report|value|receipt|…`.

The ledger of contributions: what partners promise, what arrives under agreements, what is paid back or does not come.
"""

import argparse
from datetime import date
from decimal import Decimal
from pathlib import Path

from desktop.base.files import write_safely
from desktop.base.text import LANGUAGES, _, language, plural
from desktop.base.values import Json
from desktop.commands import named, partner_imports, terminal
from desktop.definitions.spreadsheets import TableKind
from desktop.office import Office
from desktop.presenters.mail_words import mail_sentence
from desktop.services.agreements import receiving
from desktop.services.agreements.receiving import Beyond, ContributionArrival
from desktop.services.office import people
from desktop.services.partner_papers import receipts
from desktop.services.registry import dollars, exchange_rates
from desktop.services.results import ledger, valuing
from desktop.services.results.ledger import ContributionDetails, NewPromise, RefusedGoods
from desktop.services.results.valuing import NewValuation
from desktop.store.records import Contribution
from desktop.store.states import ContributionKind, Matcher


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the contributions of a partner"))
    shown.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    shown.set_defaults(run=show)
    promised = verbs.add_parser("promise", help=_("record a promise as soon as it is written"))
    promised.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    promised.add_argument("text", metavar=_("TEXT"), help=_("what is promised"))
    promised.add_argument("--form", required=True, metavar=_("CODE"), help=_("a form of forms/contributions.toml"))
    promised.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("the day, like 2026-11-24"))
    promised.add_argument("--due", type=named.day, metavar=_("DAY"), help=_("when it is expected"))
    promised.add_argument("--agreement", default="", metavar=_("AGREEMENT"), help=_("its reference, or its id"))
    promised.set_defaults(run=promise)
    receive = verbs.add_parser("receive", help=_("record what arrived under a signed agreement"))
    receive.add_argument("agreement", metavar=_("AGREEMENT"), help=_("its reference, or its id"))
    receive.add_argument("text", metavar=_("TEXT"), help=_("what arrived"))
    receive.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("the day, like 2026-11-24"))
    kinds = [str(kind) for kind in ContributionKind]
    receive.add_argument("--kind", choices=kinds, default="", help=_("what kind of contribution"))
    receive.add_argument("--form", default="", metavar=_("CODE"), help=_("a form of forms/contributions.toml"))
    receive.add_argument("--condition", default="", metavar=_("TEXT"), help=_("in what condition it arrived"))
    earlier = _("where the rate of its month lacks, take the nearest earlier one")
    receive.add_argument("--earlier-rate", dest="takes_earlier", action="store_true", help=earlier)
    receive.add_argument("--of", default="", metavar="ID", help=_("the promise for which it arrived"))
    covers = _("how much of the promise it covers, in the currency of the promise")
    receive.add_argument("--covers", type=terminal.number, metavar=_("AMOUNT"), help=covers)
    more = _("what more than was promised is: a surplus, or the promise is corrected")
    receive.add_argument("--more", choices=[str(answer) for answer in Beyond], default="", help=more)
    receive.set_defaults(run=record)
    for verb in (promised, receive):
        _told(verb)
    table = verbs.add_parser("import", help=_("read a table or an IATI file, and import it with --write"))
    partner_imports.import_arguments(table, TableKind.GIFTS)
    dollars_lack = verbs.add_parser("convert", help=_("work out the dollars that lack, by the rate of each day"))
    dollars_lack.set_defaults(run=convert)
    paper = verbs.add_parser("receipt", help=_("write the receipt for the partner as a PDF"))
    paper.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    paper.add_argument(
        "--in", dest="spoken", choices=LANGUAGES, help=_("language of the receipt, else that of its agreement")
    )
    paper.set_defaults(run=write_receipt)
    thanked = verbs.add_parser("thank", help=_("write the letter that thanks for it, or an email draft"))
    thanked.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("ends in .pdf or .eml"))
    thanked.add_argument("--in", dest="spoken", choices=LANGUAGES, help=_("the language of the letter"))
    thanked.set_defaults(run=write_thanks)
    away = verbs.add_parser("withdraw", help=_("take back what was recorded by mistake"))
    away.set_defaults(run=put_away, aside=True)
    back = verbs.add_parser("restore", help=_("let a contribution count again"))
    back.set_defaults(run=put_away, aside=False)
    on_one = [*_steps(verbs), paper, thanked, away, back]
    for verb in on_one:
        verb.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
        verb.add_argument("id", metavar="ID", help=_("the id of the contribution, or the number of its receipt"))
    for verb in (shown, promised, receive, dollars_lack, *on_one):
        terminal.office_arguments(verb)


def _told(verb: argparse.ArgumentParser) -> None:
    """What is told of a promise and of what arrives alike."""
    verb.add_argument("--amount", type=terminal.number, metavar=_("AMOUNT"), help=_("what it is worth"))
    verb.add_argument("--currency", default="USD", metavar=_("CODE"), help=_("the currency, like USD"))
    verb.add_argument("--quantity", type=terminal.number, metavar=_("AMOUNT"), help=_("how many"))
    verb.add_argument("--unit", default="", metavar=_("TEXT"), help=_("of what"))
    verb.add_argument("--channel", default="", metavar=_("CODE"), help=_("by which channel (¶29 c)"))
    verb.add_argument("--earmark", default="", metavar=_("CODE"), help=_("for what it is meant"))
    verb.add_argument("--project", default="", metavar=_("CODE"), help=_("the code of the project"))
    verb.add_argument("--reference", default="", metavar=_("TEXT"), help=_("of the invoice or the transfer"))
    verb.add_argument("--expires", type=named.day, metavar=_("DAY"), help=_("when the goods expire"))
    whose = _("whose counterpart funds it is; without it, what the partner gives")
    verb.add_argument("--matching", choices=[str(own) for own in Matcher], default="", help=whose)
    another = _("record it although its reference stands on another contribution")
    verb.add_argument("--another", action="store_true", help=another)


def _steps(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> list[argparse.ArgumentParser]:
    """The deeds on one contribution."""
    confirm = verbs.add_parser("confirm", help=_("note that a promise is confirmed"))
    report = verbs.add_parser("report", help=_("note that the partner knows what became of it"))
    refund = verbs.add_parser("refund", help=_("record what is paid back of what arrived"))
    refund.add_argument("amount", type=terminal.number, metavar=_("AMOUNT"), help=_("in the currency of what arrived"))
    refuse = verbs.add_parser("refuse", help=_("record goods that are refused on arrival"))
    refuse.add_argument("--quantity", type=terminal.number, metavar=_("AMOUNT"), help=_("how many"))
    for verb, run in ((confirm, confirm_one), (report, report_one), (refund, refund_one), (refuse, refuse_one)):
        verb.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("the day, like 2026-11-24"))
        verb.set_defaults(run=run)
    closed = verbs.add_parser("write-off", help=_("say that the rest of a promise will not come"))
    closed.set_defaults(run=write_off_one)
    for verb in (closed, refuse):
        verb.add_argument("--reason", required=True, metavar=_("CODE"), help=_("of forms/contributions.toml"))
    for verb in (closed, refuse, refund):
        verb.add_argument("--note", default="", metavar=_("TEXT"), help=_("in a few words"))
    again = verbs.add_parser("expect", help=_("expect again what was written off"))
    again.set_defaults(run=expect_one)
    value = verbs.add_parser("value", help=_("say what something given in kind is worth, and how that was found"))
    value.add_argument("--method", required=True, metavar=_("CODE"), help=_("of forms/contributions.toml"))
    amounts = {
        "--amount": _("the value that was chosen"),
        "--new-value": _("what the same costs when new"),
        "--depreciation": _("how many per cent of that it has lost"),
        "--hours": _("hours of work"),
        "--rate": _("what an hour costs"),
        "--low": _("the lowest value of the range"),
        "--high": _("the highest value of the range"),
    }
    for option, words in amounts.items():
        value.add_argument(option, type=terminal.number, metavar=_("AMOUNT"), help=words)
    value.add_argument("--currency", default="USD", metavar=_("CODE"), help=_("the currency, like USD"))
    value.add_argument("--why", default="", metavar=_("TEXT"), help=_("why this value of the range"))
    value.add_argument("--source", default="", metavar=_("TEXT"), help=_("where it stands"))
    papers = _("the id of a paper of the partner that shows it; may be given several times")
    value.add_argument("--paper", action="append", default=[], metavar="ID", help=papers)
    value.set_defaults(run=value_one)
    read = verbs.add_parser("read", help=_("agree to a value as the second person"))
    read.set_defaults(run=read_one)
    return [confirm, report, refund, refuse, closed, again, value, read]


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        partner = named.partner(office, options.partner)
        with office.store.read() as session:
            listed = receiving.of_partner(session, partner)
            expected = {row.id: ledger.outstanding_in(session, row) for row in listed}
        names, rules = people.names(office.store), office.definitions.contributions
        worth = {row.id: valuing.in_words(rules, row, names, language()) for row in listed}
    data: list[Json] = [
        {
            "id": row.id,
            "receipt": row.receipt,
            "what": row.description,
            "form": rules.form_of(row.form, str(row.kind)).id,
            "state": str(row.state),
            "promised_on": row.promised_on,
            "due_on": row.due_on,
            "received_on": row.received_on,
            "amount": row.amount,
            "currency": row.currency,
            "usd": row.amount_usd,
            "rate": row.rate,
            "rate_month": row.rate_month,
            "value": worth[row.id],
            "left": str(left) if (left := expected[row.id].left) is not None else None,
            "refund_of": row.refund_of,
            "fulfils": row.fulfils,
            "reference": row.reference,
            "matching_by": str(row.matching_by),
        }
        for row in listed
    ]
    columns = (
        (row.receipt or row.id, row.received_on or row.due_on or "–", row.state, row.description, worth[row.id])
        for row in listed
    )
    lines = terminal.table(columns)
    terminal.answer(options, {"contributions": data}, lines or [_("No contribution is recorded.")])
    return 0


def _details(options: argparse.Namespace) -> ContributionDetails:
    return ContributionDetails(
        channel=options.channel,
        earmark=options.earmark,
        project_code=options.project,
        reference=options.reference,
        matching_by=options.matching,
        expires_on=_day(options.expires),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _text(number: Decimal | None) -> str:
    return str(number) if number is not None else ""


def promise(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        agreement = named.agreement(office, options.agreement) if options.agreement else ""
        new = NewPromise(
            partner_id=named.partner(office, options.partner),
            form=options.form,
            description=options.text,
            promised_on=_day(options.on),
            amount=_text(options.amount),
            currency=options.currency.upper(),
            due_on=_day(options.due),
            agreement_id=agreement,
            quantity=_text(options.quantity),
            unit=options.unit,
            details=_details(options),
        )
        promised = ledger.promise(office.work, new, options.another)
    terminal.answer(options, {"id": promised.id, "usd": promised.amount_usd}, [_("Recorded as promised.")])
    return 0


def _on_one(options: argparse.Namespace, office: Office) -> str:
    return named.contribution(office, options.partner, options.id)


def _answered(options: argparse.Namespace, id_: str, sentence: str) -> int:
    terminal.answer(options, {"id": id_}, [sentence])
    return 0


def confirm_one(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = _on_one(options, office)
        ledger.set_confirmed(office.work, id_, options.on)
    return _answered(options, id_, _("Recorded as confirmed."))


def report_one(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = _on_one(options, office)
        ledger.set_reported(office.work, id_, options.on)
    return _answered(options, id_, _("Recorded as reported to the partner."))


def refund_one(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        paid_back = ledger.refund(office.work, _on_one(options, office), str(options.amount), options.on, options.note)
    terminal.answer(options, {"id": paid_back.id, "usd": paid_back.amount_usd}, [_("Recorded as paid back.")])
    return 0


def refuse_one(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        promised = _on_one(options, office)
        refused = RefusedGoods(options.reason, options.on, _text(options.quantity), options.note, promised)
        id_ = ledger.refuse(office.work, refused).id
    return _answered(options, id_, _("Recorded as refused on arrival."))


def write_off_one(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = _on_one(options, office)
        ledger.write_off(office.work, id_, options.reason, options.note)
    return _answered(options, id_, _("The rest is written off; what arrived stays."))


def expect_one(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = _on_one(options, office)
        ledger.expect_again(office.work, id_)
    return _answered(options, id_, _("It is expected again."))


def value_one(options: argparse.Namespace) -> int:
    new = NewValuation(
        method=options.method,
        amount=_text(options.amount),
        currency=options.currency.upper(),
        source=options.source,
        low=_text(options.low),
        high=_text(options.high),
        why=options.why,
        new_value=_text(options.new_value),
        depreciation=_text(options.depreciation),
        hours=_text(options.hours),
        rate=_text(options.rate),
        evidence=tuple(options.paper),
    )
    with terminal.open_office(options) as office:
        id_ = _on_one(options, office)
        valuing.value(office.work, id_, new)
        sentence = _value_sentence(office, id_)
    return _answered(options, id_, sentence)


def read_one(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = _on_one(options, office)
        valuing.read_again(office.work, id_)
        sentence = _value_sentence(office, id_)
    return _answered(options, id_, sentence)


def _value_sentence(office: Office, id_: str) -> str:
    contribution: Contribution = ledger.read(office.work, id_)
    rules, names = office.definitions.contributions, people.names(office.store)
    return valuing.in_words(rules, contribution, names, language())


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        form = ledger.form_named(office.work, options.form) if options.form else None
        arrival = ContributionArrival(
            named.agreement(office, options.agreement),
            ContributionKind(form.kind if form is not None else options.kind or ContributionKind.CASH),
            options.text,
            options.on,
            options.amount,
            options.currency.upper(),
            options.quantity,
            options.unit,
            options.condition,
            options.takes_earlier,
            options.form,
            options.of,
            options.covers,
            Beyond(options.more) if options.more else None,
            _details(options),
            options.another,
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


def convert(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        count = receiving.convert(office.work)
    words = plural("{count} contribution has its dollars now.", "{count} contributions have their dollars now.", count)
    terminal.answer(options, {"converted": count}, [words])
    return 0


def write_receipt(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.contribution(office, options.partner, options.id)
        spoken = options.spoken or receipts.language_of(office.work, id_)
        drawn = receipts.receipt(office.work, id_, spoken)
        if not drawn.handed_on:
            receipts.hand_out(office.work, id_, spoken, drawn.data)
    write_safely(options.out, drawn.data)
    terminal.answer(options, {"file": str(options.out)}, [_("The receipt is in {file}").format(file=options.out)])
    return 0


def write_thanks(options: argparse.Namespace) -> int:
    target: Path = options.out
    with terminal.open_office(options) as office:
        id_ = named.contribution(office, options.partner, options.id)
        spoken = options.spoken or receipts.language_of(office.work, id_)
        if target.suffix.lower() == ".eml":
            data, sentence = receipts.thanks_draft(office.work, id_, spoken), mail_sentence(target)
        elif target.suffix.lower() == ".pdf":
            data = receipts.thanks(office.work, id_, spoken)
            sentence = _("The letter is in {path}.").format(path=target)
        else:
            raise terminal.letter_file_unknown(target)
    write_safely(target, data)
    terminal.answer(options, {"file": str(target)}, [sentence])
    return 0


def put_away(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.contribution(office, options.partner, options.id, withdrawn=not options.aside)
        ledger.withdraw(office.work, id_, options.aside)
    aside = _("The contribution no longer counts; it stays in the history.")
    terminal.answer(options, {"id": id_}, [aside if options.aside else _("The contribution counts again.")])
    return 0

"""`passerelle risks list|record|state|take-back|bring-back`: what may go wrong in partnerships under way."""

import argparse
from dataclasses import replace

from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.results import delivery_risks
from desktop.services.results.delivery_risks import NewDeliveryRisk
from desktop.store.states import RiskState


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list every risk, the open and the gravest first"))
    shown.set_defaults(run=show)
    recorded = verbs.add_parser("record", help=_("record what may go wrong"))
    recorded.add_argument("title", metavar=_("TEXT"), help=_("what may go wrong"))
    recorded.add_argument(
        "--partnership", required=True, metavar=_("NAME"), help=_("the title or id of its partnership")
    )
    recorded.add_argument("--cause", default="", metavar=_("TEXT"), help=_("why"))
    recorded.add_argument("--effect", default="", metavar=_("TEXT"), help=_("what would follow"))
    recorded.add_argument("--likelihood", default="", metavar=_("CODE"), help=_("a code of forms/results.toml"))
    recorded.add_argument("--impact", default="", metavar=_("CODE"), help=_("a code of forms/results.toml"))
    recorded.add_argument("--response", default="", metavar=_("TEXT"), help=_("what is done about it"))
    recorded.set_defaults(run=record)
    stands = verbs.add_parser("state", help=_("say when it is looked at again, or that it came about"))
    stands.add_argument("--state", choices=[str(state) for state in RiskState], help=_("how it stands"))
    stands.add_argument("--reason", default="", metavar=_("TEXT"), help=_("what happened, or why it threatens no more"))
    stands.set_defaults(run=settle)
    for verb in (recorded, stands):
        verb.add_argument("--review", type=named.day, metavar=_("DAY"), help=_("when it is looked at again"))
    away = verbs.add_parser("take-back", help=_("take back a risk that was recorded by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back a risk that was taken back"))
    back.set_defaults(run=bring_back)
    for verb in (stands, away, back):
        verb.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    for verb in (shown, recorded, stands, away, back):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        lines = delivery_risks.every(office.work)
    data: list[Json] = [
        {
            "id": line.risk.id,
            "office": line.risk.office,
            "risk": line.risk.title,
            "partnership": line.whose.title,
            "partner": line.whose.partner,
            "cause": line.risk.cause,
            "effect": line.risk.effect,
            "likelihood": line.risk.likelihood,
            "impact": line.risk.impact,
            "level": str(line.level),
            "response": line.risk.response,
            "owner": line.owner,
            "review": line.risk.review_on,
            "late": line.late,
            "state": str(line.risk.state),
            "reason": line.risk.state_reason,
        }
        for line in lines
    ]
    table = terminal.table(
        (
            line.risk.id[: named.BEGINNING],
            line.risk.title,
            line.whose.partner,
            str(line.level),
            line.risk.review_on or "",
            str(line.risk.state),
        )
        for line in lines
    )
    terminal.answer(options, {"risks": data}, table or [_("No risk is on record.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.results
        for code, listed in ((options.likelihood, "likelihoods"), (options.impact, "impacts")):
            if code:
                named.require_code(code, rules.labels(listed))
        new = NewDeliveryRisk(
            partnership_id=named.partnership(office, options.partnership),
            title=options.title,
            cause=options.cause,
            effect=options.effect,
            likelihood=options.likelihood,
            impact=options.impact,
            owner=office.user.id,
            response=options.response,
            review_on=options.review.isoformat() if options.review else "",
        )
        risk = delivery_risks.record(office.work, new)
        level = rules.risk_level(risk.likelihood, risk.impact)
    terminal.answer(options, {"id": risk.id, "level": str(level)}, [_("The risk is recorded.")])
    return 0


def settle(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        risk_id = named.delivery_risk(office, options.id)
        new = delivery_risks.as_written(office.work, risk_id)
        if options.state:
            new = replace(new, state=options.state, state_reason=options.reason)
        if options.review:
            new = replace(new, review_on=options.review.isoformat())
        delivery_risks.correct(office.work, risk_id, new)
    terminal.answer(options, {"id": risk_id, "state": new.state}, [_("It is recorded.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        delivery_risks.set_aside(office.work, named.delivery_risk(office, options.id), True)
    terminal.answer(options, {"id": options.id}, [_("The risk was taken back.")])
    return 0


def bring_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        delivery_risks.set_aside(office.work, named.delivery_risk(office, options.id, archived=True), False)
    terminal.answer(options, {"id": options.id}, [_("The risk was brought back.")])
    return 0

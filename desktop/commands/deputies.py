"""`passerelle deputies list|name|end`: who stands in for whom during an absence."""

import argparse

from desktop.base.text import _
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.services.office import delegating, people


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the deputies, the last absence first"))
    shown.set_defaults(run=show)
    name = verbs.add_parser("name", help=_("name a deputy for your own absence, sealed with your passphrase"))
    name.add_argument("deputy", metavar=_("NAME"), help=_("who stands in for you"))
    name.add_argument(
        "--first", required=True, type=named.day, metavar=_("DAY"), help=_("the first day, like 2026-11-24")
    )
    name.add_argument("--last", required=True, type=named.day, metavar=_("DAY"), help=_("the last day"))
    name.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why you are away"))
    name.set_defaults(run=name_deputy)
    end = verbs.add_parser("end", help=_("end an absence at once"))
    end.add_argument("id", metavar="ID", help=_("the id of the absence, as the list shows it"))
    end.set_defaults(run=end_absence)
    for verb in (shown, name, end):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        listed, names = delegating.listed(office.work), people.names(office.store)
        with office.store.read() as session:
            current = {acting.delegation.id for acting in delegating.in_force(session, office.work)}
    rows: list[JsonObject] = [
        {
            "id": row.id,
            "chief": names.get(row.chief, ""),
            "deputy": names.get(row.deputy, ""),
            "first": row.first_day,
            "last": row.last_day,
            "reason": row.reason,
            "in_force": row.id in current,
            "ended": row.withdrawn_at is not None,
        }
        for row in listed
    ]
    lines = terminal.table((row["id"], row["deputy"], row["chief"], row["first"], row["last"]) for row in rows)
    terminal.answer(options, {"deputies": rows}, lines or [_("Nobody has named a deputy yet.")])
    return 0


def name_deputy(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        deputy = named.officer(office, options.deputy)
        days = options.first, options.last
        naming = delegating.name_deputy(office.work, deputy, *days, options.reason, office.opened.seal_seed)
    sentence = _("{name} stands in for you from the first day on; it ends by itself.").format(name=options.deputy)
    terminal.answer(options, {"id": naming.id}, [sentence])
    return 0


def end_absence(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        delegating.withdraw(office.work, options.id)
    terminal.answer(options, {"id": options.id}, [_("Ended; what was decided meanwhile stays decided.")])
    return 0

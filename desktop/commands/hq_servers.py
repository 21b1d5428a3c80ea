"""`passerelle hq move`: offices of Headquarters on a second PostgreSQL server, and back."""

import argparse
from dataclasses import asdict
from typing import Any

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.office import Office
from desktop.services.exchange.headquarters import other_servers


def arguments(verbs: Any) -> tuple[argparse.ArgumentParser, ...]:
    """The command, which `hq` gives the arguments of an office."""
    move = verbs.add_parser("move", help=_("move offices to a second server, or back; alone: where they lie"))
    move.add_argument("codes", nargs="*", metavar=_("OFFICE"), help=_("the codes of the offices"))
    move.add_argument("--back", action="store_true", help=_("bring back to this server the groups in which they lie"))
    move.add_argument("--yes", action="store_true", help=_("do it; without this, only say what would happen"))
    terminal.database_arguments(move)
    move.set_defaults(run=run)
    return (move,)


def run(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        if not options.codes:
            return _show(office, options)
        return _bring_back(office, options) if options.back else _move_out(office, options)


def _show(office: Office, options: argparse.Namespace) -> int:
    groups = other_servers.groups(office.work)
    if options.yes:
        other_servers.finish_returns(office.work)
    lines = [f"{group.server}  {', '.join(group.offices)}" for group in groups]
    data: Json = [asdict(group) for group in groups]
    terminal.answer(options, {"groups": data}, lines or [_("All offices lie on the server of Headquarters.")])
    return 0


def _move_out(office: Office, options: argparse.Namespace) -> int:
    address = terminal.database(options)
    if not address:
        raise Problem(
            _("No other server was named; nothing was changed."),
            _("Put the address of an empty database there into a file, and use --database-file FILE."),
            code="database-not-named",
        )
    sizes = other_servers.plan(office.work, options.codes)
    if options.yes:
        other_servers.move_out(office.work, address, options.codes, Progress())
    rows = sum(size.rows for size in sizes)
    moved = plural("{count} row was moved and compared.", "{count} rows were moved and compared.", rows)
    would = plural("{count} row would be moved.", "{count} rows would be moved.", rows)
    lines = [*terminal.table((size.office, size.rows) for size in sizes), moved if options.yes else would]
    data: Json = [asdict(size) for size in sizes]
    terminal.answer(options, {"offices": data, "rows": rows, "moved": options.yes}, [*lines, *_hint(options)])
    return 0


def _bring_back(office: Office, options: argparse.Namespace) -> int:
    groups = other_servers.groups_of(office.work, options.codes)
    offices = sorted(code for group in groups for code in group.offices)
    if options.yes:
        for group in groups:
            other_servers.move_back(office.work, group, Progress())
    sentence = _("Back on the server of Headquarters: {offices}.") if options.yes else _("Would come back: {offices}.")
    data: dict[str, Json] = {"offices": list(offices), "moved": options.yes}
    terminal.answer(options, data, [sentence.format(offices=", ".join(offices)), *_hint(options)])
    return 0


def _hint(options: argparse.Namespace) -> list[str]:
    return [] if options.yes else [_("Nothing was changed. Add --yes to do it.")]

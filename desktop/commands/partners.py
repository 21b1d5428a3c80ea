"""`passerelle partners list`: the partners of the office."""

import argparse
from dataclasses import asdict

from desktop.base.text import _
from desktop.commands import terminal
from desktop.services.registry import partner_list


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the partners"))
    shown.add_argument("text", nargs="?", default="", help=_("words of the name, the number or the city"))
    terminal.office_arguments(shown)
    shown.set_defaults(run=list_partners)


def list_partners(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        listed = partner_list.find(office.store, options.text)
    lines = terminal.table((p.name, p.place, p.stage, p.level) for p in listed)
    terminal.answer(options, {"partners": [asdict(p) for p in listed]}, lines or [_("No partner matches.")])
    return 0

"""`passerelle hq laptops|withdraw|aside|import-aside`: the laptops that Headquarters authorized."""

import argparse
from dataclasses import asdict
from typing import Any

from desktop.base.errors import Problem
from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.office import Office
from desktop.presenters.exchange import laptop_words
from desktop.services.exchange.headquarters import laptops
from desktop.services.exchange.headquarters.laptops import LaptopLine
from desktop.services.office.people import Authors
from desktop.store.states import BundleVerdict


def arguments(verbs: Any) -> tuple[argparse.ArgumentParser, ...]:
    """The commands, which `hq` gives the arguments of an office."""
    listed = verbs.add_parser("laptops", help=_("list the laptops that were authorized"))
    listed.add_argument("--of", default="", metavar=_("OFFICE"), help=_("the code of the office"))
    listed.set_defaults(run=show)
    withdrawn = verbs.add_parser("withdraw", help=_("withdraw a laptop that was lost or stolen"))
    _laptop_argument(withdrawn)
    withdrawn.add_argument(
        "--after",
        type=int,
        metavar=_("NUMBER"),
        help=_("the last change that counts; without it, the last that Headquarters holds"),
    )
    withdrawn.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("what happened, and who said so"))
    withdrawn.set_defaults(run=withdraw)
    aside = verbs.add_parser("aside", help=_("what a withdrawn laptop sent afterwards, which is kept aside"))
    _laptop_argument(aside)
    aside.set_defaults(run=show_aside)
    taken = verbs.add_parser("import-aside", help=_("import what a withdrawn laptop sent, up to a change"))
    _laptop_argument(taken)
    taken.add_argument("--until", type=int, required=True, metavar=_("NUMBER"), help=_("the last change to import"))
    taken.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("who vouches for it"))
    taken.set_defaults(run=take_in)
    return listed, withdrawn, aside, taken


def _laptop_argument(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("laptop", metavar=_("LAPTOP"), help=_("its name, as the list shows it"))


def _laptop(office: Office, name: str) -> LaptopLine:
    """The laptop of this name or device id; raises Problem for none, and for a name that two have."""
    every = laptops.laptops(office.work, office.keys)
    named = [line for line in every if name in (line.device, line.label)]
    working = [line for line in named if line.state is not laptops.LaptopState.FORMER] or named
    if len(working) != 1:
        raise Problem(
            _("No single laptop is called “{name}”; nothing was changed.").format(name=name),
            _("Take the name, or the identity, from “passerelle hq laptops --json”."),
            code="laptop-not-named",
        )
    return working[0]


def _as_json(line: LaptopLine) -> dict[str, Json]:
    return {**asdict(line), "state": str(line.state)}


def show(options: argparse.Namespace) -> int:
    """The list."""
    with terminal.open_headquarters(options) as office:
        every = laptops.laptops(office.work, office.keys)
        today = office.work.clock.today()
    lines = [line for line in every if options.of in ("", line.office)]
    rows = terminal.table(
        (line.office, laptop_words.title(line), laptop_words.state_chip(line)[0], laptop_words.held_words(line, today))
        for line in lines
    )
    data: Json = [_as_json(line) for line in lines]
    terminal.answer(options, {"laptops": data}, rows or [_("No laptop was authorized yet.")])
    return 0


def withdraw(options: argparse.Namespace) -> int:
    """Withdraw it; the next returns tell the others."""
    with terminal.open_headquarters(options) as office:
        line = _laptop(office, options.laptop)
        after = line.number if options.after is None else options.after
        laptops.withdraw(office.work, office.keys, line.device, after, options.reason)
        line = _laptop(office, line.device)
    sentence = _("The laptop is withdrawn. The next returns tell the other laptops of the office.")
    terminal.answer(options, _as_json(line), [sentence, laptop_words.withdrawal_words(line)])
    return 0


def show_aside(options: argparse.Namespace) -> int:
    """What waits for a person."""
    with terminal.open_headquarters(options) as office:
        line = _laptop(office, options.laptop)
        aside = laptops.changes_aside(office.work, office.keys, office.inbox, line.device)
        with office.store.read() as session:
            authors = Authors.read_in(session, office.store.identity.office)
    shown = [laptop_words.change_line(change, authors.name(line.device, change.by)) for change in aside]
    rows = terminal.table((each.title, each.note) for each in shown)
    data: Json = [asdict(change) for change in aside]
    terminal.answer(options, {"laptop": line.device, "changes": data}, rows or [_("Nothing is kept aside.")])
    return 0


def take_in(options: argparse.Namespace) -> int:
    """Take it in, and say what became of it."""
    with terminal.open_headquarters(options) as office:
        device = _laptop(office, options.laptop).device
        reports = laptops.take_in_aside(office.work, office.keys, office.inbox, device, options.until, options.reason)
        line = _laptop(office, device)
    changes = sum(report.changes for report in reports)
    texts = [report.text for report in reports if report.verdict in (BundleVerdict.UNTRIED, BundleVerdict.WAITING)]
    lines = [plural("{count} change was imported.", "{count} changes were imported.", changes), *texts]
    terminal.answer(options, {**_as_json(line), "changes": changes}, lines)
    return 1 if texts else 0

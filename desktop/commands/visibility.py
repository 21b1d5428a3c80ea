"""`passerelle visibility list|record|take-down|take-back|bring-back`: names and emblems that are shown (¶24, ¶30 c)."""

import argparse
from pathlib import Path

from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.diligence import papers
from desktop.services.results import visibility
from desktop.services.results.visibility import NewVisibilityUse


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list every use, what has to come down first"))
    shown.set_defaults(run=show)
    recorded = verbs.add_parser("record", help=_("record where a name or an emblem is shown"))
    recorded.add_argument("mark", metavar=_("CODE"), help=_("whose, a code of forms/results.toml"))
    recorded.add_argument("material", metavar=_("TEXT"), help=_("on what: a poster, a page, a lorry"))
    recorded.add_argument(
        "--partnership", required=True, metavar=_("NAME"), help=_("the title or id of its partnership")
    )
    recorded.add_argument("--place", default="", metavar=_("TEXT"), help=_("where"))
    recorded.add_argument("--approved-by", default="", metavar=_("NAME"), help=_("who approved it"))
    recorded.add_argument("--approved-on", type=named.day, metavar=_("DAY"), help=_("on which day"))
    recorded.add_argument("--paper", default="", metavar=_("TEXT"), help=_("the paper that says so"))
    recorded.add_argument("--from", dest="first", type=named.day, metavar=_("DAY"), help=_("the first day"))
    recorded.add_argument("--until", dest="last", type=named.day, metavar=_("DAY"), help=_("the last day"))
    recorded.set_defaults(run=record)
    down = verbs.add_parser("take-down", help=_("say on which day it was taken down"))
    down.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("on which day"))
    down.set_defaults(run=take_down)
    down.add_argument("--evidence", type=Path, metavar=_("FILE"), help=_("a file that shows it"))
    away = verbs.add_parser("take-back", help=_("take back a use that was recorded by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back a use that was taken back"))
    back.set_defaults(run=bring_back)
    for verb in (down, away, back):
        verb.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    for verb in (shown, recorded, down, away, back):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        lines = visibility.every(office.work)
    data: list[Json] = [
        {
            "id": line.use.id,
            "office": line.use.office,
            "mark": line.use.mark,
            "material": line.use.material,
            "place": line.use.place,
            "partnership": line.partnership,
            "partner": line.partner,
            "approved_by": line.use.approved_by,
            "approved_on": line.use.approved_on,
            "paper": line.use.approval,
            "from": line.use.shown_from,
            "until": line.until or None,
            "taken_down_on": line.use.taken_down_on,
            "state": str(line.state),
            "against": [str(code) for code in line.against],
        }
        for line in lines
    ]
    table = terminal.table(
        (
            line.use.id[: named.BEGINNING],
            line.use.mark,
            line.use.material,
            line.partner,
            line.until,
            str(line.state),
            ", ".join(line.against),
        )
        for line in lines
    )
    terminal.answer(options, {"uses": data}, table or [_("No name or emblem is on record as shown.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        named.require_code(options.mark, office.definitions.results.by_mark)
        new = NewVisibilityUse(
            partnership_id=named.partnership(office, options.partnership),
            mark=options.mark,
            material=options.material,
            place=options.place,
            approved_by=options.approved_by,
            approved_on=options.approved_on.isoformat() if options.approved_on else "",
            approval=options.paper,
            shown_from=options.first.isoformat() if options.first else "",
            shown_until=options.last.isoformat() if options.last else "",
        )
        use = visibility.record(office.work, new)
        line = next(own for own in visibility.every(office.work) if own.use.id == use.id)
    sentences = [_("The use is recorded.")]
    if not use.approved_on:
        sentences.append(_("Nobody has approved it yet (¶24)."))
    if line.against:
        sentences.append(_("Against it stands: {codes}").format(codes=", ".join(line.against)))
    against: list[Json] = [str(code) for code in line.against]
    terminal.answer(options, {"id": use.id, "state": str(line.state), "against": against}, sentences)
    return 0


def take_down(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        use_id = named.visibility_use(office, options.id)
        visibility.take_down(office.work, use_id, options.on.isoformat())
        if options.evidence is not None:
            papers.add_to_result(office.work, use_id, options.evidence)
    terminal.answer(options, {"id": use_id}, [_("It is recorded as taken down.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        visibility.set_aside(office.work, named.visibility_use(office, options.id), True)
    terminal.answer(options, {"id": options.id}, [_("The use was taken back.")])
    return 0


def bring_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        visibility.set_aside(office.work, named.visibility_use(office, options.id, archived=True), False)
    terminal.answer(options, {"id": options.id}, [_("The use was brought back.")])
    return 0

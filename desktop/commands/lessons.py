"""`passerelle lessons list|record|take-back|bring-back`: what partnerships taught (¶30 f)."""

import argparse

from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.results import lessons
from desktop.services.results.lessons import NewLesson


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list every lesson, the last noted first"))
    shown.add_argument("--theme", default="", metavar=_("CODE"), help=_("only those of a theme"))
    shown.set_defaults(run=show)
    recorded = verbs.add_parser("record", help=_("record what a partnership taught"))
    recorded.add_argument("title", metavar=_("TEXT"), help=_("what was learned, in one sentence"))
    recorded.add_argument(
        "--partnership", required=True, metavar=_("NAME"), help=_("the title or id of its partnership")
    )
    recorded.add_argument("--worked", default="", metavar=_("TEXT"), help=_("what worked"))
    recorded.add_argument("--failed", default="", metavar=_("TEXT"), help=_("what did not"))
    recorded.add_argument("--for", dest="useful_for", default="", metavar=_("TEXT"), help=_("for whom it is of use"))
    recorded.add_argument("--theme", action="append", default=[], metavar=_("CODE"), help=_("a theme; repeat it"))
    recorded.add_argument("--shared", action="store_true", help=_("it may be shared beyond Headquarters"))
    recorded.set_defaults(run=record)
    away = verbs.add_parser("take-back", help=_("take back a lesson that was recorded by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back a lesson that was taken back"))
    back.set_defaults(run=bring_back)
    for verb in (away, back):
        verb.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    for verb in (shown, recorded, away, back):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        if options.theme:
            named.require_code(options.theme, office.definitions.strategy.labels("themes"))
        lines = [line for line in lessons.every(office.work) if options.theme in ("", *line.themes)]
    data: list[Json] = [
        {
            "id": line.lesson.id if line.lesson is not None else "",
            "office": line.office,
            "lesson": line.title,
            "partnership": line.whose.title,
            "partner": line.whose.partner,
            "worked": line.lesson.worked if line.lesson is not None else "",
            "failed": line.lesson.failed if line.lesson is not None else "",
            "useful_for": line.lesson.useful_for if line.lesson is not None else "",
            "themes": list(line.themes),
            "shared": line.lesson is not None and line.lesson.shared,
            "noted_on": line.lesson.noted_on if line.lesson is not None else None,
        }
        for line in lines
    ]
    table = terminal.table(
        (
            line.lesson.id[: named.BEGINNING] if line.lesson is not None else "",
            line.title,
            line.whose.partner,
            ", ".join(line.themes),
        )
        for line in lines
    )
    terminal.answer(options, {"lessons": data}, table or [_("No lesson is on record.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        for theme in options.theme:
            named.require_code(theme, office.definitions.strategy.labels("themes"))
        new = NewLesson(
            partnership_id=named.partnership(office, options.partnership),
            title=options.title,
            worked=options.worked,
            failed=options.failed,
            useful_for=options.useful_for,
            themes=tuple(options.theme),
            shared=options.shared,
        )
        lesson = lessons.record(office.work, new)
    terminal.answer(options, {"id": lesson.id}, [_("The lesson is recorded.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        lessons.set_aside(office.work, named.lesson(office, options.id), True)
    terminal.answer(options, {"id": options.id}, [_("The lesson was taken back.")])
    return 0


def bring_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        lessons.set_aside(office.work, named.lesson(office, options.id, archived=True), False)
    terminal.answer(options, {"id": options.id}, [_("The lesson was brought back.")])
    return 0

"""`passerelle narratives list|write|take-back|bring-back`: what offices tell of a period in their own words (S17)."""

import argparse
from dataclasses import replace

from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, _, language
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.commands.indicators import period_of
from desktop.services.reports import region_parts
from desktop.services.results import narratives
from desktop.services.results.figure_words import period_words
from desktop.services.results.figures import own_scope
from desktop.services.results.narratives import NarrativeText


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list what is told of a period; at Headquarters also who told nothing"))
    shown.set_defaults(run=show)
    written = verbs.add_parser("write", help=_("write or correct what the office tells of a period"))
    written.add_argument("--achieved", metavar=_("TEXT"), help=_("what was achieved"))
    written.add_argument("--difficulties", metavar=_("TEXT"), help=_("which difficulties there were"))
    written.add_argument("--next", dest="comes_next", metavar=_("TEXT"), help=_("what comes next"))
    written.add_argument("--in", dest="spoken", choices=LANGUAGES, help=_("the language in which it is written"))
    written.set_defaults(run=write)
    away = verbs.add_parser("take-back", help=_("take back what was written by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back what was taken back"))
    back.set_defaults(run=bring_back)
    for verb in (shown, written, away, back):
        verb.add_argument(
            "--period", default="", metavar=_("PERIOD"), help=_("a year, or two days: 2026-01-01..2026-06-30")
        )
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        period = period_of(options.period, office.work.today())
        stories = narratives.told_within(
            office.work, period, None if office.is_hq else (office.work.store.identity.office,)
        )
        silent = (
            region_parts.office_names(office.work, own_scope(office.work)).keys() - {own.office for own in stories}
            if office.is_hq
            else ()
        )
    rows: list[Json] = [
        {
            "office": own.office,
            "first": own.first_on,
            "last": own.last_on,
            "achieved": own.achieved,
            "difficulties": own.difficulties,
            "next": own.comes_next,
            "language": own.language,
            "written_by": own.writer_name,
            "written_on": own.written_on,
        }
        for own in stories
    ]
    lines = terminal.table(
        (own.office, f"{own.first_on} – {own.last_on}", LANGUAGE_NAMES.get(own.language, own.language), own.achieved)
        for own in stories
    )
    lines += [_("{office}: has written nothing").format(office=code) for code in sorted(silent)]
    answer: dict[str, Json] = {"narratives": rows, "nothing_written": [*sorted(silent)]}
    terminal.answer(options, answer, lines or [_("Nothing is written about this period.")])
    return 0


def write(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        period = period_of(options.period, office.work.today())
        before = narratives.read(office.work, period)
        wording = NarrativeText("", "", "", language())
        if before is not None and not before.archived:
            wording = NarrativeText(before.achieved, before.difficulties, before.comes_next, before.language)
        typed = {
            "achieved": options.achieved,
            "difficulties": options.difficulties,
            "comes_next": options.comes_next,
            "language": options.spoken,
        }
        changed = {name: text for name, text in typed.items() if text is not None}
        narratives.write(office.work, period, replace(wording, **changed))
    terminal.answer(options, {"period": period_words(period)}, [_("What the office tells of the period is written.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    return _set_aside(options, True, _("It was taken back."))


def bring_back(options: argparse.Namespace) -> int:
    return _set_aside(options, False, _("It is on record again."))


def _set_aside(options: argparse.Namespace, aside: bool, sentence: str) -> int:
    with terminal.open_office(options) as office:
        period = period_of(options.period, office.work.today())
        narratives.set_aside(office.work, period, aside)
    terminal.answer(options, {"period": period_words(period)}, [sentence])
    return 0

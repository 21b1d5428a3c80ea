"""`passerelle report`: the reports there are, or one of them for a period, as PDF, XLSX, CSV or JSON."""

import argparse
from datetime import date
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.commands.indicators import period_of
from desktop.definitions.indicator import Period
from desktop.definitions.report import ReportKind
from desktop.office import Office
from desktop.services.reports import building, handing_out
from desktop.services.reports.building import ReportFormat
from desktop.services.results.figure_words import period_words


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", default="", metavar=_("KIND"), help=_("which report; without it, the list"))
    parser.add_argument(
        "--period", default="", metavar=_("PERIOD"), help=_("a year, or two days: 2026-01-01..2026-06-30")
    )
    parser.add_argument("--from", dest="first", type=named.day, metavar=_("DAY"), help=_("the first day of the period"))
    parser.add_argument("--until", dest="last", type=named.day, metavar=_("DAY"), help=_("the last day of the period"))
    parser.add_argument(
        "--partner", default="", metavar=_("NAME"), help=_("of which partner, in a report to a partner")
    )
    parser.add_argument(
        "--region", default="", metavar=_("CODE"), help=_("of which region alone, in the consolidated report")
    )
    formats = ", ".join(ReportFormat)
    parser.add_argument(
        "--format",
        choices=tuple(map(str, ReportFormat)),
        default="",
        help=_("the kind of file: {kinds}; without it, as its name ends").format(kinds=formats),
    )
    parser.add_argument("--hand-out", action="store_true", help=_("keep it for ever as it is now (the evaluation)"))
    parser.add_argument("--to", type=terminal.file, metavar=_("FILE"), help=_("the file to write"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        if not options.kind:
            return _show_kinds(options, office)
        kind, target = building.kind_of(office.work, options.kind), _target(options)
        format_ = _format(options, target)
        about, period = (
            named.partner(office, options.partner) if options.partner else "",
            _period(options, office, kind),
        )
        if options.hand_out:
            handing_out.hand_out(office.work, kind, period)
        data = handing_out.data(office.work, kind, period, language(), format_, about=about, region=options.region)
    write_safely(target, data)
    answer: dict[str, Json] = {"file": str(target), "kind": kind.id, "period": period_words(period)}
    terminal.answer(options, answer, [_("The report is in {file}").format(file=target)])
    return 0


def _show_kinds(options: argparse.Namespace, office: Office) -> int:
    listed = building.kinds(office.work)
    rows: list[Json] = [
        {
            "kind": kind.id,
            "title": pick(kind.label),
            "about": pick(kind.about),
            "sections": [own.id for own in kind.parts],
        }
        for kind in listed
    ]
    terminal.answer(options, {"reports": rows}, terminal.table((kind.id, pick(kind.label)) for kind in listed))
    return 0


def _target(options: argparse.Namespace) -> Path:
    if options.to is None:
        raise Problem(
            _("Nothing says into which file the report goes; nothing was written."),
            _("Name it with --to FILE."),
            code="report-file-not-named",
        )
    return Path(options.to)


def _format(options: argparse.Namespace, target: Path) -> ReportFormat:
    ending = options.format or target.suffix.lower().lstrip(".")
    if ending not in tuple(ReportFormat):
        raise Problem(
            _("“{name}” is no kind of file for reports; nothing was written.").format(name=target.name),
            _("Let the name end in .pdf, .xlsx, .csv or .json."),
            code="report-file-unknown",
        )
    return ReportFormat(ending)


def _period(options: argparse.Namespace, office: Office, kind: ReportKind) -> Period:
    """The period that was typed, in whichever way; else the one that is proposed for the kind."""
    usual = building.usual_period(office.work, kind)
    whole = period_of(options.period, office.work.today()) if options.period else usual
    first: date = options.first or whole.first
    last: date = options.last or (whole.last if options.period or not options.first else office.work.today())
    return Period(first, last)

"""`passerelle deadlines`: what agreements ask for by which day, as lines, a sheet of the months, or a calendar file."""

import argparse
from datetime import date, timedelta
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.office import Office
from desktop.services.agreements import calendar_file, month_sheet

MOST_MONTHS = 24


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="first", type=named.day, metavar=_("DAY"), help=_("a day of the first month; else today")
    )
    parser.add_argument(
        "--months",
        type=int,
        choices=range(1, MOST_MONTHS + 1),
        default=month_sheet.AHEAD,
        metavar=_("NUMBER"),
        help=_("how many months"),
    )
    parser.add_argument(
        "--out", type=terminal.file, metavar=_("FILE"), help=_("ends in .pdf or .ics; without it the lines are shown")
    )
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    target: Path | None = options.out
    if target is not None and target.suffix.lower() not in (".pdf", ".ics"):
        raise Problem(
            _("“{name}” is no kind of file for deadlines; nothing was written.").format(name=target.name),
            _("Let the name end in .pdf or .ics."),
            code="deadline-file-unknown",
        )
    with terminal.open_office(options) as office:
        first: date = (options.first or office.work.today()).replace(day=1)
        if target is None:
            return _show(options, office, first)
        if target.suffix.lower() == ".pdf":
            data = month_sheet.pdf(office.work, first, options.months)
        else:
            data = calendar_file.write(office.work)
    write_safely(target, data)
    terminal.answer(options, {"file": str(target)}, [_("The deadlines are in {file}").format(file=target)])
    return 0


def _show(options: argparse.Namespace, office: Office, first: date) -> int:
    after = first
    for _month in range(options.months):
        after = (after + timedelta(days=32)).replace(day=1)
    listed = month_sheet.deadlines(office.work, first, after - timedelta(days=1))
    rows: list[Json] = [
        {"on": line.on.isoformat(), "what": line.what, "partner": line.partner, "reference": line.reference}
        for line in listed
    ]
    lines = terminal.table((line.on.isoformat(), line.partner, line.reference, line.what) for line in listed)
    terminal.answer(options, {"deadlines": rows}, lines or [_("Nothing is due in these months.")])
    return 0

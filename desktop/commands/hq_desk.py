"""hq offices, office, arrivals: where every office stands, one of them whole, every file that arrived."""

import argparse
from dataclasses import asdict, replace

from desktop.base.errors import Problem
from desktop.base.progress import RunNow
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.office import Office
from desktop.presenters.exchange import arrival_words as words
from desktop.presenters.exchange import office_lines
from desktop.presenters.exchange.every_arrival import VERDICTS, begin_of
from desktop.presenters.exchange.exchange_labels import verdict_chip
from desktop.presenters.exchange.office_page import OfficePagePresenter
from desktop.presenters.listing import RowCell
from desktop.services.exchange.headquarters import every_arrival, overview
from desktop.services.exchange.headquarters.every_arrival import ArrivalFilter
from desktop.services.exchange.headquarters.offices import OfficeLine


def arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> tuple[argparse.ArgumentParser, ...]:
    """The verbs, which the caller gives the arguments of an office."""
    shown = verbs.add_parser("offices", help=_("list the offices"))
    shown.add_argument("--region", default="", metavar=_("CODE"), help=_("only the offices of this region"))
    shown.set_defaults(run=show_offices)
    single = verbs.add_parser(
        "office", help=_("show one office: where it stands, its laptops, what it asks, what arrived")
    )
    single.add_argument("code", metavar=_("OFFICE"), help=_("its code"))
    single.set_defaults(run=show_office)
    came = verbs.add_parser("arrivals", help=_("list every file that arrived, with what became of it and what to do"))
    came.add_argument("--of", default="", metavar=_("OFFICE"), help=_("only the files of this office"))
    came.add_argument("--region", default="", metavar=_("CODE"), help=_("only those of the offices of this region"))
    came.add_argument("--state", default="", choices=list(VERDICTS), help=_("only those of which this became"))
    came.add_argument("--days", type=int, default=0, metavar="N", help=_("only those of the last days, today included"))
    came.set_defaults(run=show_arrivals)
    return shown, single, came


def show_offices(options: argparse.Namespace) -> int:
    """Where each office stands, of one region or of all."""
    with terminal.open_headquarters(options) as office:
        _require_region(office, options.region)
        state = overview.read(office.work, office.keys)
        every = office_lines.rows(office.definitions, state, office.work.clock.today())
    shown = [row for row in every if not options.region or row.region == options.region]
    details = {line.office: _office_json(line) for line in state.offices}
    offices_: list[Json] = [
        {"office": row.code, **details.get(row.code, {}), "name": row.name, "region": row.region,
         "attention": sorted(row.attention)}
        for row in shown
    ]  # fmt: skip
    columns = [column.key for column in office_lines.COLUMNS if column.key != "region"]
    words = [(row.code, *(row.cells.get(key, RowCell()).text for key in columns)) for row in shown]
    heads = (_("Office"), *(_(column.title) for column in office_lines.COLUMNS if column.key != "region"))
    terminal.answer(
        options,
        {"offices": offices_},
        terminal.table([heads, *words]) if words else [_("No office has been heard of yet.")],
    )
    return 0


def _require_region(office: Office, region: str) -> None:
    regions = office.definitions.regions.labels
    if region and region not in regions:
        raise Problem(
            _("There is no region “{region}”; nothing was shown.").format(region=region),
            _("The regions are: {regions}.").format(regions=", ".join(regions)),
            code="no-such-region",
        )


def show_arrivals(options: argparse.Namespace) -> int:
    """Every file that arrived, as the page of arrivals says it."""
    with terminal.open_headquarters(options) as office:
        _require_region(office, options.region)
        since = begin_of(office, options.days) if options.days > 0 else ""
        chosen = ArrivalFilter(options.of, options.region, VERDICTS.get(options.state, frozenset()), since)
        files, inbox = every_arrival.read(office.work, office.keys, chosen), office.inbox
    rows = [
        (words.moment(file), file.office or "–", file.laptop or "–", file.name, verdict_chip(file.verdict)[0],
         " ".join(part for part in (words.became(file), words.to_do(file)) if part))
        for file in files.files
    ]  # fmt: skip
    listed: list[Json] = [
        {"name": file.name, "at": file.at, "office": file.office, "device": file.device, "laptop": file.laptop,
         "kind": file.kind, "size": file.size, "sha256": file.digest, "verdict": str(file.verdict),
         "reason": file.reason, "text": words.became(file), "to_do": words.to_do(file),
         "set_aside_in": words.set_aside_in(file, inbox)}
        for file in files.files
    ]  # fmt: skip
    heads = (_("Arrived at"), _("Office"), _("Laptop"), _("File"), _("State"), _("What was done"))
    lines = terminal.table([heads, *rows]) if rows else [_("No file is like this.")]
    lines += [line for line in [words.refused_are_in(files.files, inbox)] if line]
    terminal.answer(options, {"total": files.total, "files": listed}, lines)
    return 0


def _office_json(line: OfficeLine) -> dict[str, Json]:
    report = line.report.to_json() if line.report is not None else None
    plain = asdict(replace(line, missing=(), report=None))
    return {**plain, "missing": [run.to_json() for run in line.missing], "report": report}


def show_office(options: argparse.Namespace) -> int:
    """One office, as its page says it."""
    with terminal.open_headquarters(options) as office:
        page = OfficePagePresenter(office, RunNow(), options.code)
        page.refresh()
        if not page.is_known:
            raise Problem(
                _("Nothing is known of an office “{code}”; nothing was shown.").format(code=options.code),
                _("“passerelle hq offices” lists the codes."),
                code="no-such-office",
            )
        chip, facts = page.chip, page.facts
        laptops = [(line.title, line.note, word) for line, _tone, word in page.laptop_lines]
        requests = [(line.title, line.note, line.word) for line in page.asked_lines]
        arrived = [(line.title, line.note, word) for line, _tone, word in page.arrived_lines]
    data: dict[str, Json] = {
        "office": options.code,
        "state": chip[0] if chip is not None else "",
        "next": page.sentence,
        "facts": [list(fact) for fact in facts],
        "lists": [list(pair) for pair in page.lists_held],
        "laptops": [list(line) for line in laptops],
        "requests": [list(line) for line in requests],
        "arrived": [list(line) for line in arrived],
    }
    parts = (facts, laptops, page.lists_held, requests, arrived)
    lines = [line for part in parts for line in (*terminal.table(part), "")]
    terminal.answer(options, data, [page.title, page.sentence, "", *lines[:-1]])
    return 0

"""`passerelle costs year|list|record|take-back|bring-back|sheet`: what the private-sector function costs (¶30 b)."""

import argparse

from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.office import office_profile
from desktop.services.partner_papers import cost_sheet
from desktop.services.results import function_costs
from desktop.services.results.function_costs import NewCost, Spent


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    year = verbs.add_parser("year", help=_("a year at a glance: by month and source, by partner, office and region"))
    year.set_defaults(run=show_year)
    listed = verbs.add_parser("list", help=_("list the entries of a year"))
    listed.set_defaults(run=show)
    sheet = verbs.add_parser("sheet", help=_("write the sheet of a year, as a PDF"))
    sheet.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    sheet.set_defaults(run=write_sheet)
    for verb in (year, listed, sheet):
        verb.add_argument(
            "--year", type=named.year, metavar=_("YEAR"), help=_("which year; the present one without it")
        )
    _record_arguments(verbs.add_parser("record", help=_("record time or money")))
    away = verbs.add_parser("take-back", help=_("take back an entry that was recorded by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back an entry that was taken back"))
    back.set_defaults(run=bring_back)
    for verb in (away, back):
        verb.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    for verb in (year, listed, sheet, away, back):
        terminal.office_arguments(verb)


def _record_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--hours", default="", metavar=_("HOURS"), help=_("how long, in hours"))
    verb.add_argument("--amount", default="", metavar=_("AMOUNT"), help=_("how much money"))
    verb.add_argument("--currency", default="USD", metavar=_("CODE"), help=_("its currency, like XOF"))
    verb.add_argument("--usd", default="", metavar=_("AMOUNT"), help=_("in US dollars, where no rate is known"))
    verb.add_argument("--source", required=True, metavar=_("CODE"), help=_("who pays: internal, donors, private"))
    verb.add_argument("--for", dest="purpose", default="", metavar=_("CODE"), help=_("what for"))
    verb.add_argument("--partner", default="", metavar=_("NAME"), help=_("on which partner; the function without it"))
    verb.add_argument("--on", type=named.day, metavar=_("DAY"), help=_("on which day; today without it"))
    verb.add_argument("--text", default="", metavar=_("TEXT"), help=_("in a few words"))
    terminal.office_arguments(verb)
    verb.set_defaults(run=record)


def _number(typed: str) -> str:
    return str(terminal.number(typed)) if typed else ""


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.function
        named.require_code(options.source, rules.labels("sources"))
        named.require_code(options.purpose, ("", *rules.purposes))
        day = options.on or office.work.today()
        new = NewCost(
            spent_on=day.isoformat(),
            source=options.source,
            hours=_number(options.hours),
            amount=_number(options.amount),
            currency=options.currency,
            usd=_number(options.usd),
            purpose=options.purpose,
            partner_id=named.partner(office, options.partner) if options.partner else "",
            officer_id=office.user.id,
            description=options.text,
        )
        cost = function_costs.record(office.work, new)
    terminal.answer(options, {"id": cost.id, "usd": cost.amount_usd}, [_("Recorded.")])
    return 0


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        entries = function_costs.every(office.work, options.year or office.work.today().year)
    data: list[Json] = [
        {
            "id": entry.cost.id,
            "office": entry.cost.office,
            "on": entry.cost.spent_on,
            "partner": entry.partner,
            "hours": entry.cost.hours,
            "amount": entry.cost.amount,
            "currency": entry.cost.currency if entry.cost.amount else None,
            "usd": entry.cost.amount_usd,
            "source": entry.cost.source,
            "purpose": entry.cost.purpose,
            "text": entry.cost.description,
        }
        for entry in entries
    ]
    lines = terminal.table(
        (
            entry.cost.id[: named.BEGINNING],
            entry.cost.office,
            entry.cost.spent_on,
            entry.partner,
            entry.cost.hours or "",
            f"{entry.cost.currency} {entry.cost.amount}" if entry.cost.amount else "",
            entry.cost.source,
            entry.cost.purpose,
        )
        for entry in entries
    )
    terminal.answer(options, {"entries": data}, lines or [_("No entry.")])
    return 0


def _sums(spent: Spent) -> dict[str, Json]:
    return {
        "hours": str(spent.hours),
        "usd": str(spent.usd),
        "entries": spent.entries,
        "without_dollars": spent.unknown,
    }


def show_year(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        year = function_costs.of_year(office.work, options.year or office.work.today().year)
        regions = office_profile.regions(office.work)
    by_office = [(code, source, spent) for (code, source), spent in sorted(year.by_office.items())]
    by_region: dict[tuple[str, str], Spent] = {}
    for code, source, spent in by_office:
        region = regions.get(code, "")
        by_region[region, source] = by_region.get((region, source), Spent()) + spent
    months = sorted(year.by_month.items())
    data: dict[str, Json] = {
        "year": year.year,
        "total": _sums(year.total),
        "months": [{"month": month, "source": source, **_sums(spent)} for (month, source), spent in months],
        "partners": [{"id": own.partner_id, "name": own.name, **_sums(own.spent)} for own in year.partners],
        "offices": [{"office": code, "source": source, **_sums(spent)} for code, source, spent in by_office],
        "regions": [
            {"region": region, "source": source, **_sums(spent)}
            for (region, source), spent in sorted(by_region.items())
        ],
    }
    rows = [(f"{year.year}-{month:02}", source, spent.hours, spent.usd) for (month, source), spent in months]
    lines = terminal.table([*rows, (_("Total"), "", year.total.hours, year.total.usd)] if rows else [])
    terminal.answer(options, data, lines or [_("Nothing is recorded for {year}.").format(year=year.year)])
    return 0


def write_sheet(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        year = function_costs.of_year(office.work, options.year or office.work.today().year)
        labels, offices = office.definitions.regions.labels, office_profile.known(office.work)
        shown = {code: (own.name, labels.get(own.region, "")) for code, own in offices.items()} if office.is_hq else {}
        data = cost_sheet.pdf(office.work, year, shown)
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [_("The sheet is in {file}").format(file=options.out)])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        function_costs.set_aside(office.work, named.cost(office, options.id), True)
    terminal.answer(options, {"id": options.id}, [_("The entry was taken back.")])
    return 0


def bring_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        function_costs.set_aside(office.work, named.cost(office, options.id, archived=True), False)
    terminal.answer(options, {"id": options.id}, [_("The entry was brought back.")])
    return 0

"""`passerelle indicators show|records|budget|target`: the thirteen indicators of ¶29 and the five per cent."""

import argparse
from datetime import date
from decimal import Decimal

from desktop.base.numbers import EXACT
from desktop.base.places import DOLLARS
from desktop.base.text import _, pick
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.definitions.indicator import Figure, Period
from desktop.presenters.results import confirmed_words
from desktop.services.results import aims, confirmed, figure_words, outcomes
from desktop.services.results.confirmed import ComparedFigure, ComparedFigures
from desktop.services.results.figure_words import value_words
from desktop.services.results.figures import FiguresReader, PeriodFigures, own_scope
from desktop.services.results.outcomes import SignReading

DECIMALS = 10  # of a share in data


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("show", help=_("every indicator of a period, with what is aimed at"))
    shown.set_defaults(run=show)
    records = verbs.add_parser("records", help=_("the records behind one figure, and those that are not counted"))
    records.add_argument("indicator", metavar=_("CODE"), help=_("the indicator, like RES-1"))
    records.set_defaults(run=show_records)
    for verb in (shown, records):
        verb.add_argument(
            "--period", default="", metavar=_("PERIOD"), help=_("a year, or two days: 2026-01-01..2026-06-30")
        )
    budget = verbs.add_parser("budget", help=_("write the budget of the office for a year"))
    budget.add_argument("year", type=named.year, metavar=_("YEAR"), help=_("the year"))
    budget.add_argument("amount", metavar=_("AMOUNT"), help=_("the amount; 0 takes it back"))
    budget.add_argument("--currency", default=DOLLARS, metavar=_("CODE"), help=_("its currency, like XOF"))
    budget.add_argument("--source", required=True, metavar=_("TEXT"), help=_("the document it stands in"))
    budget.add_argument("--dated", type=named.day, metavar=_("DAY"), help=_("the day of the document"))
    budget.set_defaults(run=write_budget)
    target = verbs.add_parser("target", help=_("write what the office means to reach"))
    target.add_argument("indicator", metavar=_("CODE"), help=_("the indicator, like RES-1"))
    target.add_argument("year", type=named.year, metavar=_("YEAR"), help=_("the year"))
    target.add_argument("amount", metavar=_("AMOUNT"), help=_("the number; empty takes it back"))
    target.set_defaults(run=write_target)
    for verb in (shown, records, budget, target):
        terminal.office_arguments(verb)


def period_of(typed: str, today: date) -> Period:
    """The period that somebody typed: a year, two days, or without anything the present year."""
    first, dots, last = typed.partition("..")
    if dots:
        return Period(named.day(first), named.day(last))
    return Period.year(named.year(typed) if typed else today.year)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        period = period_of(options.period, office.work.today())
        answer = FiguresReader(office.work, own_scope(office.work)).of_period(period)
        compared = None if office.is_hq else confirmed.compare(office.work, answer)
    lines = terminal.table(_line(figure, compared) for figure in answer.figures.values())
    if compared is not None:
        lines += ["", confirmed_words.standing_words(compared, period, answer.indicators.begins.year)]
        for id_, own in compared.figures.items():
            lines += [f"{id_}: {cause}" for cause in confirmed_words.causes_in_words(own, answer.indicators.reasons)]
    readings = outcomes.read(answer, office.definitions.regions.labels)
    signs = [(own.sign.id, figure_words.sign_words(own), pick(own.sign.label)) for own in readings]
    lines += ["", *terminal.table(signs)]
    data = as_json(answer, compared) | {"outcomes": [_sign_json(own) for own in readings]}
    terminal.answer(options, data, lines)
    return 0


def _sign_json(reading: SignReading) -> Json:
    return {
        "sign": reading.sign.id,
        "indicator": reading.sign.of,
        "measure": str(reading.sign.measure),
        "value": _text(reading.value),
        "part": _text(reading.part),
        "whole": _text(reading.whole),
    }


def _line(figure: Figure, compared: ComparedFigures | None) -> tuple[str, ...]:
    """An indicator with its value and, in an office, that of Headquarters."""
    id_ = figure.indicator.id
    there = (confirmed_words.confirmed_words(compared.figures.get(id_)),) if compared is not None else ()
    return (id_, value_words(figure.indicator, figure.value), *there, pick(figure.indicator.short))


def as_json(answer: PeriodFigures, compared: ComparedFigures | None = None) -> dict[str, Json]:
    """Figures as data: numbers are decimal text, so that no program rounds them."""
    five = answer.five_percent
    day = compared.confirmed.day.isoformat() if compared is not None and compared.confirmed is not None else None
    return {
        "confirmed_on": day,
        "from": answer.period.first.isoformat(),
        "to": answer.period.last.isoformat(),
        "run_on": answer.run_on.isoformat(),
        "definitions": answer.indicators.version,
        "figures": [
            {
                "indicator": figure.indicator.id,
                "version": figure.indicator.version,
                "unit": str(figure.indicator.unit),
                "value": _text(figure.value),
                "missing": figure.missing or None,
                "before": _text(answer.before[id_].value),
                "target": _text(answer.targets.get(id_)),
                "headquarters_target": _text(answer.headquarters_target(id_)),
                "confirmed": _confirmed_json(compared.figures[id_]) if compared is not None else None,
                "groups": {
                    dimension: {str(group): _text(value) for group, value in figure.groups(dimension).items()}
                    for dimension in figure.indicator.dimensions
                },
                "records": list(figure.records),
                "left_out": [{"record": line.record, "reason": line.reason} for line in figure.left_out],
            }
            for id_, figure in answer.figures.items()
        ],
        "five_percent": {
            "received": _text(five.received),
            "budget": _text(five.budget),
            "share": _text(five.share),
            "target": _text(five.target_percent),
            "missing_usd": _text(five.missing_usd),
            "missing_points": _text(five.missing_points),
        },
    }


def _confirmed_json(compared: ComparedFigure) -> Json:
    """What Headquarters has of a figure, and why it differs; nothing before it told of it."""
    theirs = compared.theirs
    if theirs is None:
        return None
    causes: list[Json] = [
        {
            "cause": str(cause.kind),
            "reason": cause.reason or None,
            "changes": list(cause.changes) if cause.changes[0] else None,
            "records": list(cause.records),
            "bearing": cause.bearing,
        }
        for cause in compared.causes
    ]
    return {"value": _text(theirs.value), "missing": theirs.missing or None, "version": theirs.version} | {
        "differs": compared.differs,
        "difference": _text(compared.difference),
        "causes": causes,
    }


def _text(value: Decimal | None) -> str | None:
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    endless = isinstance(exponent, int) and exponent < -DECIMALS  # a division that does not come out
    rounded = value.quantize(Decimal(1).scaleb(-DECIMALS), context=EXACT).normalize(EXACT) if endless else value
    return format(rounded, "f")


def show_records(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        period = period_of(options.period, office.work.today())
        answer = FiguresReader(office.work, own_scope(office.work)).of_period(period)
        named.require_code(options.indicator, answer.figures)
    figure = answer.figures[options.indicator]
    reasons = answer.indicators.reasons
    counted: list[Json] = list(figure.records)
    lines = terminal.table((record, _("counts")) for record in figure.records)
    lines += terminal.table((line.record, pick(reasons[line.reason])) for line in figure.left_out)
    data: dict[str, Json] = {
        "indicator": options.indicator,
        "value": _text(figure.value),
        "counted": counted,
        "left_out": [{"record": line.record, "reason": line.reason} for line in figure.left_out],
    }
    terminal.answer(options, data, lines or [_("No record.")])
    return 0


def write_budget(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        amount = terminal.number(options.amount)
        dated = options.dated.isoformat() if options.dated else ""
        budget = aims.set_budget(office.work, options.year, amount or None, options.currency, options.source, dated)
    sentence = _("Recorded.") if amount else _("The budget was taken back.")
    terminal.answer(options, {"year": options.year, "usd": budget.amount_usd}, [sentence])
    return 0


def write_target(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        amount = terminal.number(options.amount) if options.amount else None
        aims.set_target(office.work, options.indicator, options.year, amount)
    terminal.answer(options, {"indicator": options.indicator, "year": options.year}, [_("Recorded.")])
    return 0

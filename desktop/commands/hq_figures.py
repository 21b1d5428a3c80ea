"""`passerelle hq figures|targets|target|peer`: the figures of every office and region, and what is aimed at."""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.commands.indicators import as_json, period_of
from desktop.definitions.indicator import Period
from desktop.presenters.results.strategy_figures import MEANINGS, about_words, amount_words
from desktop.services.office import office_profile
from desktop.services.office.office_profile import KnownOffice
from desktop.services.results import strategy_figures
from desktop.services.results.figure_words import scope_words, value_words
from desktop.services.results.figures import FiguresReader, PeriodFigures, Scope
from desktop.services.results.strategy_figures import NewStrategyFigure
from desktop.services.work import Work
from desktop.store.records import StrategyFigure
from desktop.store.states import FigureMeaning


def arguments(verbs: Any) -> tuple[argparse.ArgumentParser, ...]:
    """The commands, which `hq` gives the arguments of an office."""
    shown = verbs.add_parser("figures", help=_("the figures of IOM, of each region and of each office"))
    shown.add_argument(
        "--period", default="", metavar=_("PERIOD"), help=_("a year, or two days: 2026-01-01..2026-06-30")
    )
    shown.add_argument("--indicator", default="", metavar=_("CODE"), help=_("only this one, like RES-1"))
    shown.set_defaults(run=show)
    listed = verbs.add_parser("targets", help=_("the targets, baselines and budgets that Headquarters set"))
    listed.set_defaults(run=show_targets)
    target = verbs.add_parser("target", help=_("set a target, a baseline or the budget of IOM"))
    target.add_argument("what", metavar=_("CODE"), help=_("the indicator, like RES-1; “budget” for the budget of IOM"))
    target.add_argument("year", type=named.year, metavar=_("YEAR"), help=_("the year"))
    target.add_argument(
        "amount", nargs="?", default="", metavar=_("AMOUNT"), help=_("the number; without it, it is taken back")
    )
    target.add_argument("--scope", default="", metavar=_("CODE"), help=_("the office or region; without it, IOM"))
    target.add_argument("--baseline", action="store_true", help=_("it is the baseline, not a target"))
    target.add_argument("--source", default="", metavar=_("TEXT"), help=_("the document it stands in"))
    target.add_argument("--dated", type=named.day, metavar=_("DAY"), help=_("the day of the document"))
    target.set_defaults(run=write_target)
    peer = verbs.add_parser("peer", help=_("write what another organization published of its private income"))
    peer.add_argument("name", metavar=_("NAME"), help=_("the organization"))
    peer.add_argument("year", type=named.year, metavar=_("YEAR"), help=_("the year"))
    peer.add_argument(
        "amount", nargs="?", default="", metavar=_("AMOUNT"), help=_("in US dollars; without it, it is taken back")
    )
    peer.add_argument("--source", default="", metavar=_("TEXT"), help=_("the document it stands in"))
    peer.add_argument("--dated", type=named.day, metavar=_("DAY"), help=_("the day of the document"))
    peer.set_defaults(run=write_peer)
    return shown, listed, target, peer


def show(options: argparse.Namespace) -> int:
    """Everything together first, then each region with its offices."""
    with terminal.open_headquarters(options) as office:
        work = office.work
        period = period_of(options.period, work.today())
        if options.indicator:
            named.require_code(options.indicator, work.definitions.indicators.of_period(period))
        answers = list(_answers(work, period, with_records=options.json))
        known = office_profile.known(work)
        lines = terminal.table(_row(work, answer, known, options.indicator) for answer in answers)
    heads = [options.indicator] if options.indicator else list(answers[0].figures)
    data: list[Json] = [
        {
            "region": answer.scope.region or None,
            "office": answer.scope.name if answer.scope.offices and not answer.scope.region else None,
            **_chosen(as_json(answer), options.indicator),
        }
        for answer in answers
    ]
    terminal.answer(options, {"scopes": data}, [" · ".join(heads), *lines])
    return 0


def _answers(work: Work, period: Period, *, with_records: bool) -> Iterator[PeriodFigures]:
    """The figures of the Organization, then of each region that has offices, with those of each of its offices."""

    def answer(scope: Scope) -> PeriodFigures:
        reader = FiguresReader(work, scope)
        return reader.of_period(period) if with_records else reader.overview(period)

    yield answer(Scope())
    for region, offices in office_profile.codes_by_region(work).items():
        if region:
            yield answer(Scope(frozenset(offices), region))
        for code in offices:
            yield answer(Scope(frozenset({code})))


def _row(work: Work, answer: PeriodFigures, known: Mapping[str, KnownOffice], only: str) -> tuple[str, ...]:
    scope = answer.scope
    whose = scope_words(work.definitions, scope.name, {code: own.name for code, own in known.items()})
    if scope.offices and not scope.region:
        whose = f"  {scope.name} {known[scope.name].name}"
    values = [figure for id_, figure in answer.figures.items() if only in ("", id_)]
    return (whose, *(value_words(figure.indicator, figure.value) for figure in values))


def _chosen(content: dict[str, Json], only: str) -> dict[str, Json]:
    figures = content["figures"]
    if only and isinstance(figures, list):
        figures = [own for own in figures if isinstance(own, dict) and own["indicator"] == only]
    return {**content, "figures": figures}


def show_targets(options: argparse.Namespace) -> int:
    """Every figure on record, the latest year first."""
    with terminal.open_headquarters(options) as office:
        answer, definitions = strategy_figures.every(office.work), office.definitions
        figures = [figure for figure in answer.every if not figure.archived]
        names = {code: own.name for code, own in answer.offices.items()}
        lines = terminal.table(
            (
                figure.year,
                _(MEANINGS[figure.meaning]),
                about_words(definitions, figure),
                scope_words(definitions, figure.scope, names),
                amount_words(definitions, figure),
                figure.source,
            )
            for figure in figures
        )
    terminal.answer(options, {"targets": list(map(_as_json, figures))}, lines or [_("No target is set yet.")])
    return 0


def _as_json(figure: StrategyFigure) -> Json:
    return {
        "id": figure.id,
        "what": str(figure.meaning),
        "indicator": figure.indicator or None,
        "year": figure.year,
        "scope": figure.scope or None,
        "amount": figure.amount,
        "source": figure.source,
        "dated_on": figure.dated_on,
    }


def write_target(options: argparse.Namespace) -> int:
    """Set it, or take it back without a number."""
    with terminal.open_headquarters(options) as office:
        meaning = FigureMeaning.BASELINE if options.baseline else FigureMeaning.TARGET
        is_budget = options.what == FigureMeaning.BUDGET
        new = NewStrategyFigure(
            FigureMeaning.BUDGET if is_budget else meaning,
            "" if is_budget else options.what,
            str(options.year),
            options.scope,
            "",
            options.source,
            options.dated.isoformat() if options.dated else "",
        )
        return _write(options, office.work, new)


def write_peer(options: argparse.Namespace) -> int:
    """Write it down with its source, or take it back without an amount."""
    with terminal.open_headquarters(options) as office:
        dated = options.dated.isoformat() if options.dated else ""
        new = NewStrategyFigure(FigureMeaning.PEER, "", str(options.year), options.name, "", options.source, dated)
        return _write(options, office.work, new)


def _write(options: argparse.Namespace, work: Work, new: NewStrategyFigure) -> int:
    if options.amount:
        figure = strategy_figures.record(work, replace(new, amount=str(terminal.number(options.amount))))
        sentence = _("Recorded.")
    else:
        figure = strategy_figures.take_back(work, new)
        sentence = _("Taken back: it stands in no list any more.")
    terminal.answer(options, {"target": _as_json(figure)}, [sentence])
    return 0

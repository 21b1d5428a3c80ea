"""Sections of the report of Headquarters: figures of each region and office, and which offices lack (¶30 f)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from desktop.base.text import _, language, pick
from desktop.base.values import local_day, moment
from desktop.definitions.indicator import RECEIVED, Figure, Indicator
from desktop.documents.charts.chart import MOST_LABELS, Chart, ChartDatum, ChartKind, ChartSeries
from desktop.documents.reports.content import (
    ReportCell,
    ReportChart,
    ReportColumn,
    ReportPiece,
    ReportRow,
    ReportTable,
    ReportWords,
)
from desktop.services.exchange.headquarters import offices as reporting
from desktop.services.exchange.headquarters.offices import OfficeLine
from desktop.services.office import office_profile
from desktop.services.reports.basis import ReportBasis, ScopeFigures, number
from desktop.services.results import figure_words
from desktop.services.results.figures import Scope
from desktop.services.work import Work


def regions(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Every indicator by region and office, a table for each type; what offices have in common counts once (dossier
    4.3), so that the figures of regions do not add up to that of IOM."""
    scopes = basis.by_region
    types = basis.work.definitions.strategy.types
    tables = [
        _table(basis, kind.id, pick(kind.label), [basis.figure(id_).indicator for id_ in kind.indicators], scopes)
        for kind in types
    ]
    words = _("What several offices have in common counts once: lines do not add up to the line above them.")
    return (*_drawn(basis, scopes), ReportWords((words,), quiet=True), *tables)


def _table(
    basis: ReportBasis, id_: str, title: str, indicators: Sequence[Indicator], scopes: Sequence[ScopeFigures]
) -> ReportTable:
    columns = (
        ReportColumn("scope", _("Region or office"), 2.0),
        *(ReportColumn(own.id, pick(own.short), 1.15, "right") for own in indicators),
    )
    rows = [ReportRow((basis.scope_name, *_values(basis.answer.figures, indicators)), "")]
    for own in scopes:
        name = own.name if not own.office else f"– {own.name}"
        rows.append(ReportRow((name, *_values(own.figures, indicators)), own.office or own.region))
    return ReportTable(f"regions_{id_}", title, columns, tuple(rows))


def _values(figures: Mapping[str, Figure], indicators: Sequence[Indicator]) -> Iterator[ReportCell]:
    return (number(own, figures[own.id].value) for own in indicators)


def _drawn(basis: ReportBasis, scopes: Sequence[ScopeFigures]) -> Iterator[ReportChart]:
    """What was received, by region; of one alone there is nothing to compare."""
    listed = [own for own in scopes if not own.office][:MOST_LABELS]
    if len(listed) < 2:
        return
    received = basis.figure(RECEIVED).indicator
    data = tuple(ChartDatum(own.figures[RECEIVED].value, own.region) for own in listed)
    title = _("Contributions received, by region")
    names, unit = tuple(own.name for own in listed), figure_words.chart_unit(received)
    chart = Chart(title, ChartKind.ROWS, names, (ChartSeries(title, data),), unit, language())
    yield ReportChart("received_by_region", chart, repeated=True)


# --- which offices are in it


def office_names(work: Work, scope: Scope) -> dict[str, str]:
    """Every office known at Headquarters within a scope, in the order of the codes: its code and its name."""
    profiles = {code: own for code, own in office_profile.known(work).items() if code != work.store.identity.office}
    every = profiles.keys() | {line.office for line in reporting.heard_of(work.store)}
    codes = sorted(every if scope.offices is None else every & scope.offices)
    return {code: f"{code} {profiles[code].name if code in profiles else ''}".strip() for code in codes}


def offices(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Every office known here: until when its records are here, and what of them is not counted and why."""
    work = basis.work
    profiles = office_profile.known(work)
    heard = {line.office: line for line in reporting.heard_of(work.store)}
    labels = work.definitions.regions.labels
    rows = []
    for code, name in office_names(work, basis.scope).items():
        own, line = profiles.get(code), heard.get(code)
        on = local_day(moment(line.heard_at)) if line is not None and line.heard_at else None
        region = labels.get(own.region, "") if own is not None else ""
        why = figure_words.as_heading("; ".join(_why(line, on, basis.period.last)) or _("counted in full"))
        rows.append(ReportRow((name, region, on, why), code))
    columns = (
        ReportColumn("office", _("Office"), 2.2),
        ReportColumn("region", _("Region"), 1.6),
        ReportColumn("heard", _("Last heard"), 1.0),
        ReportColumn("counted", _("Whether it is counted"), 2.4),
    )
    empty = _("No office has sent anything yet: nothing is counted.")
    return (ReportTable("offices", "", columns, tuple(rows), when_empty=empty),)


def _why(line: OfficeLine | None, on: date | None, last: date) -> Iterator[str]:
    """What is not counted of an office, in words."""
    if line is None or on is None:
        yield _("not counted: nothing has arrived from it")
        return
    if on < last:
        yield _("what it recorded later than that day is not counted")
    if line.waiting:
        yield _("bundles that wait for an earlier one: {count}").format(count=line.waiting)
    if line.disagreements:
        yield _("records in disagreement: {count}").format(count=line.disagreements)
    if line.set_aside:
        yield _("values set aside: {count}").format(count=line.set_aside)

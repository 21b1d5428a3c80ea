"""Sections of the data set for the evaluation after two years (¶30 f): how to read it, where it began, the series by
year, every record that is not counted."""

from collections.abc import Iterator, Mapping

from desktop.base.dates import day_in_words, day_known
from desktop.base.text import _, language, pick
from desktop.definitions.indicator import Figure
from desktop.documents.reports.content import (
    ReportChart,
    ReportColumn,
    ReportPiece,
    ReportRow,
    ReportTable,
    ReportWords,
)
from desktop.services.reports.basis import ReportBasis, count, number, usd
from desktop.services.results import figure_records, figure_words
from desktop.store.states import FigureMeaning

MEANING_ORDER: Mapping[str, int] = {FigureMeaning.BASELINE: 0, FigureMeaning.TARGET: 1, FigureMeaning.BUDGET: 2}


def guide(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """How the data are read: what a number is, what is none, where what stands."""
    begins, baseline = basis.answer.indicators.begins.year, basis.answer.indicators.baseline
    return (
        ReportWords(
            (
                _("Each figure is counted by one rule, in the version that held on the last day of its period."),
                _("“Not computable” is not 0: the record or the budget that would be needed is not there."),
                _("What several partners or offices have in common counts once; groups may overlap."),
                _("Amounts are US dollars at the United Nations rate of the month of receipt, refunds deducted."),
                _("The series begins in {year}; the baseline is that of {day}.").format(
                    year=begins, day=day_in_words(baseline.isoformat(), language(), "long")
                ),
                _("In the workbook and the CSV each line is one number with its code, its unit and its period."),
            ),
            bullets=True,
        ),
    )


def baseline(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Baselines, targets and budgets with their documents, as Headquarters and the office wrote them."""
    labels = {own.id: own for own in basis.answer.indicators.every}
    kinds: Mapping[str, str] = {
        FigureMeaning.BASELINE: _("Baseline"),
        FigureMeaning.TARGET: _("Target"),
        FigureMeaning.BUDGET: _("Budget"),
    }
    ordered = sorted(
        basis.answer.aims, key=lambda aim: (MEANING_ORDER.get(aim.meaning, len(MEANING_ORDER)), aim.indicator, aim.year)
    )
    rows = []
    for aim in ordered:
        own = labels.get(aim.indicator)
        scope = figure_words.scope_words(basis.work.definitions, aim.scope, {})
        title = pick(own.short) if own is not None else _("Budget of IOM")
        value = number(own, aim.amount) if own is not None else usd(aim.amount)
        rows.append(
            ReportRow((title, kinds.get(aim.meaning, aim.meaning), aim.year, scope, value, aim.source), aim.indicator)
        )
    columns = (
        ReportColumn("indicator", _("Indicator"), 1.6),
        ReportColumn("meaning", _("What it is"), 0.9),
        ReportColumn("year", _("Year"), 0.6),
        ReportColumn("scope", _("For whom"), 1.3),
        ReportColumn("value", _("Value"), 1.1, "right"),
        ReportColumn("source", _("Source"), 1.8),
    )
    empty = _("Headquarters has set no baseline, target or budget that is known here.")
    return (ReportTable("baseline", "", columns, tuple(rows), when_empty=empty),)


def series(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Each indicator year by year as a table for each type, and drawn where there is more than one year."""
    years, target = basis.every_year, basis.answer.indicators.target_percent
    pieces: list[ReportPiece] = []
    for kind in basis.work.definitions.strategy.types:
        indicators = [basis.figure(id_).indicator for id_ in kind.indicators]
        columns = (
            ReportColumn("year", pick(kind.label), 1.2),
            *(ReportColumn(own.id, pick(own.short), 1.15, "right") for own in indicators),
        )
        rows = tuple(
            ReportRow((str(year), *(number(own, figures[own.id].value) for own in indicators)), str(year))
            for year, figures in years.years.items()
        )
        pieces.append(ReportTable(f"series_{kind.id}", "", columns, rows))
        for own in indicators:
            chart = figure_words.by_year(years, own, target, language())
            if any(chart.values()) and len(years.years) > 1:
                pieces.append(ReportChart(f"series_{own.id}", chart, repeated=True))
    return tuple(pieces)


def groups(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Each indicator over the whole period by every dimension that it is broken down by."""
    rows = [row for figure in basis.answer.figures.values() for row in _group_rows(basis, figure)]
    columns = (
        ReportColumn("indicator", _("Indicator"), 1.7),
        ReportColumn("dimension", _("By what"), 1.6),
        ReportColumn("group", _("Group"), 2.0),
        ReportColumn("value", _("Value"), 1.1, "right"),
    )
    return (ReportTable("groups", "", columns, tuple(rows), when_empty=_("Nothing is counted in the period.")),)


def _group_rows(basis: ReportBasis, figure: Figure) -> Iterator[ReportRow]:
    own = figure.indicator
    for dimension in own.dimensions:
        for group, value in figure_words.ordered_groups(basis.work.definitions, dimension, figure.groups(dimension)):
            words = figure_words.group_words(basis.work.definitions, dimension, group)
            title = _(figure_words.DIMENSIONS[dimension])
            yield ReportRow((pick(own.short), title, words, number(own, value)), f"{own.id}.{dimension}.{group}")


def excluded(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Every record within the scope of an indicator that is not counted, with its office, its day and the reason."""
    figures = [own for own in basis.answer.figures.values() if own.left_out]
    overs = {own.indicator.over for own in figures}
    ids = {line.record for own in figures for line in own.left_out}
    records, reasons = figure_records.read(basis.work, overs, ids), basis.answer.indicators.reasons
    rows = []
    for figure in figures:
        for line in figure.left_out:
            record = records.get(line.record)
            title, on = (record.title, day_known(record.on)) if record is not None else ("", None)
            cells = (pick(figure.indicator.short), basis.text(title) or line.record, line.office, on)
            why = figure_words.as_heading(pick(reasons[line.reason]))
            rows.append(ReportRow((*cells, why), f"{figure.indicator.id}.{line.record}"))
    columns = (
        ReportColumn("indicator", _("Indicator"), 1.5),
        ReportColumn("record", _("Record"), 2.2),
        ReportColumn("office", _("Office"), 0.7),
        ReportColumn("day", _("Day"), 0.95),
        ReportColumn("reason", _("Why not"), 1.9),
    )
    return (ReportTable("excluded", "", columns, tuple(rows), when_empty=_("Every record of the period is counted.")),)


def versions(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Every version of the rule of every indicator with the day since which it holds, those in force before too."""
    rows = tuple(
        ReportRow((pick(own.short), pick(own.rule), count(own.version), own.since, f"¶{own.paragraph}"), own.id)
        for own in basis.answer.indicators.every
    )
    columns = (
        ReportColumn("indicator", _("Indicator"), 1.5),
        ReportColumn("rule", _("How it is counted"), 3.5),
        ReportColumn("version", _("Version"), 0.65, "right"),
        ReportColumn("since", _("Since"), 1.1),
        ReportColumn("paragraph", _("Source"), 0.8),
    )
    return (ReportTable("versions", "", columns, rows),)

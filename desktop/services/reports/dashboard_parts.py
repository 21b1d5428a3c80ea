"""The one page of a Chief of Mission (¶30 a): the five per cent, what would close the gap, the thirteen, what waits."""

from desktop.base.text import _, language, pick
from desktop.documents.reports.content import (
    ReportCell,
    ReportChart,
    ReportColumn,
    ReportPiece,
    ReportRow,
    ReportTable,
    ReportWords,
)
from desktop.services import outlook
from desktop.services.reports.basis import ReportBasis, count, number
from desktop.services.reports.figure_parts import figure_cell
from desktop.services.results import figure_words
from desktop.services.results.figures import SHARE


def five(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The part of the budget in money first, with its trend."""
    target = basis.answer.indicators.target_percent
    chart = figure_words.by_year(basis.years, basis.figure(SHARE).indicator, target, language())
    sentence = ReportWords((figure_words.five_percent_sentence(basis.answer.five_percent),))
    return (sentence, ReportChart("share_by_year", chart, repeated=True)) if any(chart.values()) else (sentence,)


def ahead(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What would close the gap, and what waits for her or him."""
    sentences = [words for _place, words in outlook.in_words(outlook.of(basis.work, basis.scope))]
    if not sentences:
        return (ReportWords((_("Nothing is promised, and nothing waits."),)),)
    return (ReportWords(tuple(sentences), bullets=True),)


def thirteen(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Every indicator in one table, as short as can be."""
    answer = basis.answer
    columns = (
        ReportColumn("indicator", _("Indicator"), 2.4),
        ReportColumn("value", _("Value"), 1.2, "right"),
        ReportColumn("before", _("Period before"), 1.2, "right"),
        ReportColumn("target", _("Target"), 1.1, "right"),
        ReportColumn("left_out", _("Not counted"), 0.9, "right"),
    )
    rows = []
    for kind in basis.work.definitions.strategy.types:
        for id_ in kind.indicators:
            figure = basis.figure(id_)
            own, before, target = figure.indicator, answer.before.get(id_), answer.targets.get(id_)
            target = target if target is not None else answer.headquarters_target(id_)
            cells: tuple[ReportCell, ...] = (
                pick(own.short),
                figure_cell(basis, figure),
                figure_cell(basis, before) if before is not None else None,
                number(own, target) if target is not None else None,
                count(len({line.record for line in figure.left_out})),
            )
            rows.append(ReportRow(cells, id_))
    return (ReportTable("indicators_all", "", columns, tuple(rows)),)

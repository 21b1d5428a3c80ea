"""The figures of a period on paper: the share of the budget, the thirteen indicators, the trends (¶29, ¶30 a).

What the screen shows and the sheet come from the same figures; a figure that cannot be computed says why.
"""

from dataclasses import dataclass

from desktop.base.dates import day_in_words
from desktop.base.text import N_, _, language
from desktop.documents.blocks import Align
from desktop.documents.charts.chart import Chart
from desktop.documents.enclosures.sums_sheet import PrintedSums, SumsSheet, draw_sums
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.work import Work

WORDY: tuple[float, Align] = 2.4, "left"  # the share and the side of a column of words
SHORT: tuple[float, Align] = 0.8, "left"  # of a column of codes
NUMBER: tuple[float, Align] = 1.25, "right"
COUNT: tuple[float, Align] = 0.8, "right"


@dataclass(frozen=True)
class FigureWords:
    """A figure as it is printed: what it is, its value, that of Headquarters, that of the period before, its target,
    what is not counted."""

    label: str
    value: str
    confirmed: str
    before: str
    target: str
    left_out: str


@dataclass(frozen=True)
class FiguresSheet:
    """Everything that the sheet says: `sentences` first, the figures by type, then the charts, why records lack, and
    why Headquarters has other figures: the indicator, the office’s figure, Headquarters’, the causes. At Headquarters
    itself (`is_confirmed`) no figure stands beside its own."""

    period: str
    whose: str
    sentences: tuple[str, ...]
    types: tuple[tuple[str, tuple[FigureWords, ...]], ...]
    charts: tuple[Chart, ...]
    reasons: tuple[tuple[str, str, str], ...]  # the indicator, the reason, how many records
    definitions: str
    differences: tuple[tuple[str, str, str, str], ...] = ()
    is_confirmed: bool = False


def pdf(work: Work, content: FiguresSheet) -> bytes:
    """The sheet as PDF bytes in the language now spoken."""
    spoken = language()
    there = () if content.is_confirmed else (_("Headquarters"),)
    columns = (_("Indicator"), _("Value"), *there, _("Period before"), _("Target"), _("Not counted"))
    layout = (WORDY, *(NUMBER,) * (len(columns) - 2), COUNT)
    tables = [
        PrintedSums(title, columns, tuple(_row(figure, bool(there)) for figure in figures), layout=layout)
        for title, figures in content.types
    ]
    if content.differences:
        heads = (_("Indicator"), _("This office"), _("Headquarters"), _("Why they differ"))
        beside = (SHORT, NUMBER, NUMBER, WORDY)
        tables.append(PrintedSums(_("Differences from Headquarters"), heads, content.differences, layout=beside))
    if content.reasons:
        heads_of_reasons = (_("Indicator"), _("Why not"), _("Records"))
        apart = (SHORT, WORDY, COUNT)
        tables.append(PrintedSums(_("Not counted"), heads_of_reasons, content.reasons, layout=apart))
    run_on = day_in_words(work.today().isoformat(), spoken, "long")
    note = _("{office}; run on {day}; definitions {version}.").format(
        office=content.whose, day=run_on, version=content.definitions
    )
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    sheet = SumsSheet(
        _("Indicators {period}").format(period=content.period),
        N_("Results against the strategy (¶29, ¶30 a)"),
        "indicators",
        (note, *content.sentences),
        tuple(tables),
        content.charts,
    )
    reference = f"{profile.code}-I-{content.period}".replace(" ", "")
    return draw_sums(sheet, spoken, reference, work.clock.stamp(), profile.name, mark, office_paper.of(work)).data


def _row(figure: FigureWords, is_beside: bool) -> tuple[str, ...]:
    confirmed = (figure.confirmed,) if is_beside else ()
    return (figure.label, figure.value, *confirmed, figure.before, figure.target, figure.left_out)

"""Where the pipeline stands: its charts, the same on screen and paper, and its sheet."""

from collections.abc import Sequence
from decimal import Decimal

from desktop.base.numbers import format_number
from desktop.base.places import DOLLARS
from desktop.base.text import N_, _, language, pick
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit
from desktop.documents.enclosures.sums_sheet import PrintedSums, SumsSheet, draw_sums
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.pipeline import StageSum
from desktop.services.work import Work


def charts(work: Work, sums: Sequence[StageSum]) -> tuple[Chart, ...]:
    """How many partnerships stand at each stage, and their planned worth; a number's key is its stage.

    None where nothing is under way; of the worth none where nobody knows of any.
    """
    stages = work.definitions.pipeline.by_stage
    labels = tuple(pick(stages[own.stage].label) for own in sums)
    drawn = []
    for title, unit, values in (
        (_("Partnerships by stage"), ChartUnit(), [Decimal(own.count) for own in sums]),
        (_("Planned worth by stage"), ChartUnit(currency=DOLLARS), [own.usd for own in sums]),
    ):
        if any(values):
            data = tuple(ChartDatum(value, str(own.stage)) for value, own in zip(values, sums, strict=True))
            drawn.append(Chart(title, ChartKind.ROWS, labels, (ChartSeries(title, data),), unit, language()))
    return tuple(drawn)


def pdf(work: Work, sums: Sequence[StageSum], whose: str) -> bytes:
    """The sheet as PDF bytes in the language now spoken; `whose` pipeline it is."""
    stages, spoken = work.definitions.pipeline.by_stage, language()
    columns = (
        _("Stage"),
        _("Partnerships"),
        _("Overdue"),
        _("Dormant"),
        _("Planned worth, USD"),
        _("Of unknown worth"),
    )
    rows = tuple((pick(stages[own.stage].label), *_figures(own)) for own in sums)
    together = StageSum(
        sums[0].stage,
        sum(own.count for own in sums),
        sum(own.overdue for own in sums),
        sum(own.dormant for own in sums),
        sum((own.usd for own in sums), Decimal(0)),
        sum(own.unknown for own in sums),
    )
    sheet = SumsSheet(
        _("Where the pipeline stands"),
        N_("Private-sector partnerships under way"),
        "pipeline",
        (whose,) if whose else (),
        (PrintedSums(_("By stage"), columns, rows, (_("Total"), *_figures(together))),),
        charts(work, sums),
    )
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    reference = f"{profile.code}-P-{work.today().isoformat()}"
    return draw_sums(sheet, spoken, reference, work.clock.stamp(), profile.name, mark, office_paper.of(work)).data


def _figures(own: StageSum) -> tuple[str, ...]:
    counts = [format_number(Decimal(count), language()) for count in (own.count, own.overdue, own.dormant)]
    worth = format_number(own.usd, language(), 2) if own.usd else ""
    return (*counts, worth, format_number(Decimal(own.unknown), language()) if own.unknown else "")

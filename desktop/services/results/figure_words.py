"""Figures in words and as charts: one way for the window, for paper and for the command line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.numbers import EXACT, format_money, format_number, format_percent, share_figures, with_percent
from desktop.base.places import DOLLARS
from desktop.base.text import N_, UNKNOWN, CodeTable, Text, _, language, pick
from desktop.bundles.figures import AimTold
from desktop.definitions.indicator import RECEIVED, Figure, FigureUnit, Indicator, Period, SignMeasure
from desktop.definitions.loading import Definitions
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit, ReferenceLine
from desktop.services.results.figures import SHARE, FivePercent, YearFigures
from desktop.services.results.outcomes import SignReading
from desktop.store.states import FigureMeaning

MILLIONTH = Decimal("0.000001")
AGES = "heads.age"  # the one dimension whose groups have an order of their own
UNITS: Mapping[str, str] = CodeTable(
    {
        FigureUnit.PARTNERS: N_("partners"),
        FigureUnit.PARTNERSHIPS: N_("partnerships"),
        FigureUnit.COUNTRIES: N_("countries"),
        FigureUnit.PRODUCTS: N_("works published"),
        FigureUnit.PERSONS: N_("persons"),
        FigureUnit.PROJECTS: N_("projects"),
        FigureUnit.USD: N_("US dollars"),
        FigureUnit.PERCENT: N_("per cent"),
    },
    UNKNOWN,
)
DIMENSIONS: Mapping[str, str] = CodeTable(
    {
        "partner.group": N_("By target group (¶28)"),
        "partner.subtype": N_("By kind of partner"),
        "partner.region": N_("By region of the partner"),
        "activity.themes": N_("By theme"),
        "activity.region": N_("By region"),
        "activity.kind": N_("By kind of activity"),
        "activity.country_list": N_("By country"),
        "activity.donor": N_("By donor"),
        "product.kind": N_("By kind of work"),
        "product.themes": N_("By theme"),
        "product.language": N_("By language of the first edition"),
        "innovation.new": N_("New in the period"),
        "innovation.sort": N_("By kind of innovation"),
        "replication.office": N_("By office that took it up"),
        "replication.region": N_("By region"),
        "assisted.method": N_("By how they were counted"),
        "heads.sex": N_("By sex"),
        "heads.age": N_("By age"),
        "heads.category": N_("By category of migrants"),
        "heads.reach": N_("Directly or indirectly"),
        "contribution.kind": N_("Money, goods, services"),
        "contribution.form": N_("By form"),
        "contribution.channel": N_("By channel"),
        "contribution.earmark": N_("By earmark"),
        "contribution.themes": N_("By theme"),
        "giving.basis": N_("By what makes them lasting"),
        "giving.new": N_("First gift in the period"),
        "partnership.form": N_("By form of partnership"),
        "partnership.level": N_("By level"),
    },
    UNKNOWN,
)
HEADINGS: Mapping[str, str] = CodeTable(
    {"cash": N_("Money"), "goods": N_("Goods"), "services": N_("Services")}, UNKNOWN
)
BASES: Mapping[str, str] = CodeTable(
    {
        "repeated": N_("gave more than a year apart"),
        "agreement": N_("give under an agreement of more than a year"),
    },
    UNKNOWN,
)
YES_OR_NO: Mapping[str, str] = CodeTable({"yes": N_("yes"), "no": N_("no")}, UNKNOWN)
LACKS: Mapping[str, str] = CodeTable(
    {
        "budget": N_("no budget is recorded"),
        "whole_years": N_("a budget is of whole years"),
        "GIVERS": N_("no partner gave in the period"),
    },
    UNKNOWN,
)


def usd_words(value: Decimal) -> str:
    """A value in US dollars, to the cent."""
    return format_money(value, DOLLARS, language())


def value_words(indicator: Indicator, value: Decimal | None) -> str:
    """A value with its unit where it has one of its own: dollars, per cent; rounded only where it is shown."""
    if value is None:
        return _("not computable")
    match indicator.unit:
        case FigureUnit.USD:
            return usd_words(value)
        case FigureUnit.PERCENT:
            return percent_words(value)
        case _other:
            return format_number(value, language())


def percent_words(value: Decimal) -> str:
    """A share as figures, charts and sheets say it: 4,0 %, or 4,95 % where one decimal would not say all of it."""
    return with_percent(share_figures(value, language()), language())


def target_words(percent: Decimal) -> str:
    """The per cent that the strategy aims at, as it is written there."""
    return format_percent(percent, language())


def sign_words(reading: SignReading) -> str:
    """What a sign of an outcome comes to: +33,3 %, 3 of 7, 4."""
    if reading.value is None:
        return _("not computable")
    match reading.sign.measure:
        case SignMeasure.GROWTH:
            plus = "+" if reading.value > 0 else ""
            return f"{plus}{percent_words(reading.value)}"
        case SignMeasure.REACH:
            return _of_words(reading)
        case _other:
            return percent_words(reading.value) if reading.is_percent else format_number(reading.value, language())


def sign_note(reading: SignReading) -> str:
    """The two numbers that are compared, in brackets; empty where the sign itself says them or has none."""
    part, whole = reading.part, reading.whole
    if part is None or whole is None:
        return ""
    match reading.sign.measure:
        case SignMeasure.GROWTH:
            now, before = format_number(part, language()), format_number(whole, language())
            return _("({now}; the period before: {before})").format(now=now, before=before)
        case SignMeasure.SHARE:
            return f"({_of_words(reading)})"
        case _other:
            return ""


def _of_words(reading: SignReading) -> str:
    part, whole = reading.part or Decimal(0), reading.whole or Decimal(0)
    return _("{part} of {whole}").format(part=format_number(part, language()), whole=format_number(whole, language()))


def scope_words(definitions: Definitions, scope: str, offices: Mapping[str, str]) -> str:
    """For whom Headquarters set something: the Organization, a region, an office by its name where it is known."""
    if not scope:
        return _("the whole Organization")
    label = definitions.regions.labels.get(scope)
    return label if label is not None else offices.get(scope, "") or scope


def aim_words(
    definitions: Definitions, indicator: Indicator, aim: AimTold, offices: Mapping[str, str]
) -> tuple[str, str]:
    """What Headquarters set of an indicator: what and for whom; the number with its document."""
    words = _("Baseline of {year}, {scope}") if aim.meaning == FigureMeaning.BASELINE else _("Target {year}, {scope}")
    name = words.format(year=aim.year, scope=scope_words(definitions, aim.scope, offices))
    return name, f"{value_words(indicator, aim.amount)} · {aim.source}"


def unit_words(indicator: Indicator) -> str:
    """What the indicator counts."""
    return _(UNITS[indicator.unit])


def period_words(period: Period) -> str:
    """A period: its year, or its two days."""
    if len(period.years) == 1:
        return str(period.first.year)
    if period.years:
        return _("{first} to {last}").format(first=period.first.year, last=period.last.year)
    return _("{first} to {last}").format(first=period.first.isoformat(), last=period.last.isoformat())


def period_in_words(period: Period) -> str:
    """A period as a report says it: its year or years, or its two days written out."""
    if period.years:
        return period_words(period)
    first, last = (day_in_words(day.isoformat(), language(), "long") for day in period)
    return _("from {first} to {last}").format(first=first, last=last)


def five_percent_sentence(five: FivePercent) -> str:
    """How far the private contributions are from their target, in money first (¶30 a)."""
    received = format_money(five.received, DOLLARS, language())
    if five.budget is None or five.share is None or five.missing_usd is None:
        return _("{received} received; without the budget of the year its share cannot be computed.").format(
            received=received
        )
    words = {
        "received": received,
        "share": percent_words(five.share),
        "budget": format_money(five.budget, DOLLARS, language()),
        "missing": format_money(five.missing_usd, DOLLARS, language()),
        "target": target_words(five.target_percent),
    }
    if five.missing_usd == 0:
        return _("{received} = {share} of a budget of {budget}; the target of {target} is reached.").format(**words)
    return _("{received} = {share} of a budget of {budget}; {missing} is missing to reach {target}.").format(**words)


def as_heading(words: str) -> str:
    """Words as they begin a cell, or stand at the head of a column or a row."""
    return words[:1].upper() + words[1:]


def group_words(definitions: Definitions, dimension: str, group: object) -> str:
    """A group of a dimension as it stands at the head of a row; what is not said of a row has words of its own."""
    return as_heading(_group_words(definitions, dimension, str(group)))


def _group_words(definitions: Definitions, dimension: str, code: str) -> str:
    if not code:
        return _("not said")
    labels = _labels(definitions).get(dimension)
    if labels is not None and code in labels:
        return pick(labels[code])
    fixed = {"contribution.kind": HEADINGS, "giving.basis": BASES, "giving.new": YES_OR_NO, "innovation.new": YES_OR_NO}
    if dimension in fixed and code in fixed[dimension]:
        return _(fixed[dimension][code])
    return places.country_name(code, language()) if dimension == "activity.country_list" else code


def ordered_groups(
    definitions: Definitions, dimension: str, groups: Mapping[Any, Decimal]
) -> Sequence[tuple[Any, Decimal]]:
    """The groups of a dimension as they are shown: ages in their order, others the largest first; what is not said of
    any row comes last, and not at all where that is nothing."""
    said = [(group, value) for group, value in groups.items() if value or str(group)]
    ages = {code: place for place, code in enumerate(_labels(definitions).get(AGES, ()))} if dimension == AGES else {}
    return sorted(said, key=lambda own: (not str(own[0]), ages.get(str(own[0]), len(ages)), -own[1], str(own[0])))


def _labels(definitions: Definitions) -> Mapping[str, Mapping[str, Text]]:
    strategy, results, given = definitions.strategy, definitions.results, definitions.contributions
    regions = {region.id: region.label for region in definitions.regions.every}
    themes = strategy.labels("themes")
    return {
        "partner.group": strategy.labels("groups"),
        "partner.subtype": strategy.labels("subtypes"),
        **dict.fromkeys(("partner.region", "activity.region", "replication.region"), regions),
        **dict.fromkeys(("activity.themes", "product.themes", "contribution.themes"), themes),
        **dict.fromkeys(("activity.kind", "product.kind"), results.labels("activities")),
        "product.language": results.languages,
        "innovation.sort": results.labels("sorts"),
        "assisted.method": results.labels("methods"),
        "contribution.form": {form.id: form.label for form in given.forms},
        "contribution.channel": given.channels,
        "contribution.earmark": given.earmarks,
        "partnership.form": {term.id: term.label for term in definitions.pipeline.forms},
        "partnership.level": {term.id: term.label for term in definitions.pipeline.levels},
        **{f"heads.{own.id}": own.groups for own in results.dimensions},
    }


# --- charts


def by_year(years: YearFigures, indicator: Indicator, target_percent: Decimal, spoken: str) -> Chart:
    """One indicator over the years; the share of the budget beside its target in per cent."""
    values = years.values(indicator.id)
    data = tuple(ChartDatum(tabled(indicator, value), str(year)) for year, value in values.items())
    line, title = None, indicator.short[spoken]
    if indicator.id == SHARE:
        line = ReferenceLine(target_percent, _("Target: {share}").format(share=target_words(target_percent)))
    kind = ChartKind.COLUMNS if line is None else ChartKind.LINES
    series = (ChartSeries(title, data),)
    return Chart(
        title, kind, tuple(map(str, values)), series, chart_unit(indicator), spoken, over_time=True, reference=line
    )


def tabled(indicator: Indicator, value: Decimal | None) -> Decimal | None:
    """A value as charts and tables hold it: a share without the endless decimals of a division."""
    if value is None or indicator.unit is not FigureUnit.PERCENT:
        return value
    return value.quantize(MILLIONTH, context=EXACT).normalize(EXACT)


def contributions_by_year(years: YearFigures, title: str, spoken: str) -> Chart:
    """The contributions received, by year and heading."""
    groups = {year: figures[RECEIVED].groups("contribution.kind") for year, figures in years.years.items()}
    series = [
        ChartSeries(_(words), tuple(ChartDatum(own.get(code, Decimal(0)), str(year)) for year, own in groups.items()))
        for code, words in HEADINGS.items()
    ]
    unit = ChartUnit(currency=DOLLARS)
    labels = tuple(str(year) for year in groups)
    return Chart(title, ChartKind.STACKED, labels, tuple(series), unit, spoken, over_time=True)


def groups_chart(
    definitions: Definitions, figure: Figure, dimension: str, groups: Mapping[Any, Decimal], spoken: str
) -> Chart:
    """A figure by its groups of one dimension, in their order."""
    ordered = ordered_groups(definitions, dimension, groups)
    labels = tuple(group_words(definitions, dimension, group) for group, _value in ordered)
    data = tuple(ChartDatum(value) for _group, value in ordered)
    title = _(DIMENSIONS[dimension])
    unit = chart_unit(figure.indicator)
    return Chart(title, ChartKind.ROWS, labels, (ChartSeries(title, data),), unit, spoken)


def chart_unit(indicator: Indicator) -> ChartUnit:
    """In what an indicator is drawn."""
    match indicator.unit:
        case FigureUnit.USD:
            return ChartUnit(currency=DOLLARS)
        case FigureUnit.PERCENT:
            return ChartUnit(places=1, percent=True)
        case _other:
            return ChartUnit(unit_words(indicator))


def reasons_in_words(figure: Figure, reasons: Mapping[str, Text]) -> Sequence[tuple[str, int]]:
    """Why records are not counted, and how many for each reason, the most first."""
    counts = figure.not_counted.reasons
    return [(pick(reasons[reason]), count) for reason, count in sorted(counts.items(), key=lambda own: -own[1])]

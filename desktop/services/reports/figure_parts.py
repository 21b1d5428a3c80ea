"""Sections of reports that come from figures: in short, the indicators, contributions, matching funds, what lacks."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop.base.dates import day_in_words
from desktop.base.text import _, in_series, language, pick, plural
from desktop.base.values import local_day, moment
from desktop.definitions.indicator import ASSISTED, RECEIVED, Figure, SignMeasure
from desktop.documents.reports.content import (
    NumberKind,
    ReportCell,
    ReportChart,
    ReportColumn,
    ReportNumber,
    ReportPiece,
    ReportRow,
    ReportTable,
    ReportWords,
)
from desktop.services.labels import MATCHERS
from desktop.services.reports.basis import ReportBasis, count, number, usd
from desktop.services.results import figure_words, matching, outcomes, period_words
from desktop.services.results.figures import SHARE
from desktop.services.results.ledger import NOTHING
from desktop.services.results.register.publishing import KINDS, WHOLE, told_together

BROKEN_DOWN = (  # what was received, by what: the first is drawn beside the years
    *("contribution.kind", "contribution.form", "partner.group", "partner.subtype"),
    *("contribution.channel", "contribution.earmark", "contribution.themes"),
)
DRAWN = ("contribution.form", "partner.group", "contribution.themes")
MOST_DRAWN = 12  # groups of a chart that leaves room for others on its page


# --- whether the period is closed


def standing(basis: ReportBasis) -> str:
    """That the figures of the period were closed, and restated since; who signed is said inside IOM alone."""
    line = basis.closing
    if line is None or line.closing.signed_at is None:
        return ""
    if basis.kind.internal:
        return period_words.state(line)
    words = _("closed on {day}").format(day=_day(line.closing.signed_at))
    if not line.restatements:
        return words
    restated = _("restated on {day}").format(day=_day(line.restatements[-1].signed_at))
    return f"{words} · {restated}"


def _day(stamp: str) -> str:
    """The day of a moment; a bundle may bring anything in its place."""
    try:
        return day_in_words(local_day(moment(stamp)).isoformat(), language(), "long")
    except (ValueError, OverflowError):
        return stamp or "–"


# --- in short


def summary(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The results of the period in sentences, the money first (¶30 a)."""
    answer, spoken = basis.answer, language()
    received = basis.figure(RECEIVED)
    groups = received.groups("contribution.kind")
    is_told = basis.tells(WHOLE)
    sentences = [figure_words.five_percent_sentence(answer.five_percent) if is_told else basis.why_withheld]
    if received.value and is_told and all(map(basis.tells, KINDS)):
        sentences.append(
            _("Of this, {cash} came in money, {goods} in goods and {services} in services.").format(
                **{kind: usd(groups.get(kind, NOTHING)).words(spoken) for kind in ("cash", "goods", "services")}
            )
        )
    before = answer.before.get(RECEIVED)
    if before is not None and before.value is not None and basis.tells(WHOLE, before.period):
        words = _("In the period before, {sum} was received.")
        sentences.append(words.format(sum=usd(before.value).words(spoken)))
    sentences += _counted(basis)
    if left := len({line.record for figure in answer.figures.values() for line in figure.left_out}):
        sentences.append(
            plural(
                "{count} record is not counted in some figure; below stands which and why.",
                "{count} records are not counted in some figure; below stands which and why.",
                left,
            )
        )
    return (ReportWords(tuple(sentences)), *_trend(basis))


def _counted(basis: ReportBasis) -> Iterator[str]:
    period = basis.period
    active = [own for own in basis.partnerships if own.is_active(period)]
    yield _("Partnerships in force: {active}; begun: {begun}; ended: {ended}.").format(
        active=len(active),
        begun=sum(own.begins_in(period) for own in active),
        ended=sum(own.ends_in(period) for own in active),
    )
    supporters, countries = basis.figure("ADV-1").value, basis.figure("ADV-2").value
    if supporters:
        yield _("{partners} supported advocacy and awareness, in {countries}.").format(
            partners=plural("{count} private actor", "{count} private actors", int(supporters)),
            countries=plural("{count} country", "{count} countries", int(countries or 0)),
        )
    if persons := basis.figure(ASSISTED).value:
        words = _("Persons assisted through new solutions: {count}.")
        yield words.format(count=ReportNumber(persons).words(language()))


def _trend(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What was received over five years, and its share of the budget."""
    spoken, target = language(), basis.answer.indicators.target_percent
    received = figure_words.contributions_by_year(basis.years, _("Contributions received"), spoken)
    share = figure_words.by_year(basis.years, basis.figure(SHARE).indicator, target, spoken)
    periods = [figures[RECEIVED].period for figures in basis.years.years.values()]
    if not any(received.values()) or not all(basis.tells(WHOLE, period) for period in periods):
        return ()
    charts = [ReportChart("share_by_year", share)]
    if all(basis.tells(kind, period) for period in periods for kind in KINDS):
        charts.insert(0, ReportChart("received_by_year", received))
    return tuple(own for own in charts if not own.chart.is_empty and any(own.chart.values()))


# --- the indicators


def indicators(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Every indicator by type, with the period before, what is aimed at, and the signs of the outcome."""
    return tuple(
        piece
        for kind in basis.work.definitions.strategy.types
        for piece in (
            _of_type(basis, kind.id, pick(kind.label), [id_ for id_ in kind.indicators if id_ in basis.answer.figures]),
        )
    )


def _of_type(basis: ReportBasis, type_: str, title: str, ids: Sequence[str]) -> ReportTable:
    confirmed = basis.compared.confirmed is not None
    columns = (
        ReportColumn("indicator", _("Indicator"), 2.6),
        ReportColumn("value", _("Value"), 1.2, "right"),
        *((ReportColumn("headquarters", _("Headquarters"), 1.2, "right"),) if confirmed else ()),
        ReportColumn("before", _("Period before"), 1.2, "right"),
        ReportColumn("target", _("Target"), 1.1, "right"),
        ReportColumn("left_out", _("Not counted"), 0.9, "right"),
    )
    rows = [_indicator_row(basis, id_, confirmed) for id_ in ids]
    rows += _signs(basis, type_, len(columns))
    return ReportTable(f"indicators_{type_}", title, columns, tuple(rows))


def _indicator_row(basis: ReportBasis, id_: str, confirmed: bool) -> ReportRow:
    answer, figure = basis.answer, basis.figure(id_)
    own, before, is_told = figure.indicator, answer.before.get(id_), basis.tells_figure(figure)
    target = answer.targets.get(id_)
    target = target if target is not None else answer.headquarters_target(id_)
    theirs = basis.compared.figures.get(id_)
    there = theirs.theirs if theirs is not None else None
    cells: tuple[ReportCell, ...] = (
        pick(own.label),
        number(own, figure.value) if is_told else basis.withheld,
        *(((number(own, there.value) if is_told else basis.withheld) if there else None,) if confirmed else ()),
        figure_cell(basis, before) if before is not None else None,
        number(own, target) if target is not None else None,
        count(len({line.record for line in figure.left_out})),
    )
    return ReportRow(cells, id_)


def figure_cell(basis: ReportBasis, figure: Figure) -> ReportCell:
    """The value of a figure, or what stands in its place where it would give a partnership away."""
    return number(figure.indicator, figure.value) if basis.tells_figure(figure) else basis.withheld


def _signs(basis: ReportBasis, type_: str, across: int) -> Iterator[ReportRow]:
    """How far the outcome of a type has come, beyond what is an indicator of its own."""
    for own in outcomes.read(basis.answer, basis.work.definitions.regions.labels):
        if own.sign.type != type_ or own.sign.measure is SignMeasure.VALUE:
            continue
        note = figure_words.sign_note(own)
        title = f"{pick(own.sign.label)} {note}".rstrip()
        kind = NumberKind.PERCENT if own.is_percent else NumberKind.COUNT
        value = own.value.quantize(figure_words.MILLIONTH).normalize() if own.is_percent and own.value else own.value
        yield ReportRow((title, ReportNumber(value, kind), *(None,) * (across - 2)), own.sign.id)


# --- contributions


def contributions(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What was received, by kind and by source; each breakdown adds up to the whole unless a gift is in several."""
    received = basis.figure(RECEIVED)
    if not received.counted:
        return (ReportWords((_("Nothing was received in the period."),), quiet=True),)
    pieces: list[ReportPiece] = []
    for dimension in BROKEN_DOWN:
        groups = received.groups(dimension)
        if set(groups) <= {""}:
            continue
        sums = _told_groups(basis, received, dimension, groups)
        is_drawn = dimension in DRAWN and 2 < len(groups) <= MOST_DRAWN and None not in sums.values()
        if is_drawn:
            chart = figure_words.groups_chart(basis.work.definitions, received, dimension, groups, language())
            pieces.append(ReportChart(f"received_{dimension}_drawn", chart, repeated=True, heads=True))
        pieces.append(_groups_table(basis, received, dimension, sums, titled=not is_drawn))
    return (*pieces, *_lasting(basis))


def _told_groups(
    basis: ReportBasis, figure: Figure, dimension: str, groups: Mapping[Any, Decimal]
) -> Mapping[Any, Decimal | None]:
    """A figure by its groups, None for one that would give a partnership away."""
    records = figure.records_by(dimension)
    sums = {group: own if basis.tells_sum(records.get(group, ())) else None for group, own in groups.items()}
    return told_together(sums)


def _groups_table(
    basis: ReportBasis, figure: Figure, dimension: str, groups: Mapping[Any, Decimal | None], *, titled: bool
) -> ReportTable:
    """A figure by its groups, in their order."""
    title = _(figure_words.DIMENSIONS[dimension])
    own, whole = figure.indicator, figure.value
    columns = (ReportColumn("group", "", 2.6), ReportColumn("value", _("Value"), 1.2, "right"))
    every = figure.groups(dimension)
    ordered = figure_words.ordered_groups(basis.work.definitions, dimension, every)
    rows = tuple(
        ReportRow(
            (
                figure_words.group_words(basis.work.definitions, dimension, group),
                number(own, value) if groups[group] is not None else basis.withheld,
            ),
            str(group),
        )
        for group, value in ordered
    )
    notes = () if sum(every.values(), Decimal()) == whole else (_("What is of several groups stands in each of them."),)
    if None in groups.values():
        notes = (*notes, basis.why_withheld)
    total = (_("Total"), figure_cell(basis, figure))
    return ReportTable(f"received_{dimension}", title if titled else "", columns, rows, total, " ".join(notes))


def _lasting(basis: ReportBasis) -> Iterator[ReportPiece]:
    """Who gives for long (¶29 c ii)."""
    lasting, share = basis.figure("RES-3"), basis.figure("RES-4")
    if share.part is None or share.whole is None or share.value is None:
        return
    yield ReportWords(
        (
            _("{part} of {whole} givers give repeatedly or for long: {share}.").format(
                part=number(lasting.indicator, lasting.value).words(language()),
                whole=number(share.whole.indicator, share.whole.value).words(language()),
                share=number(share.indicator, share.value).words(language()),
            ),
        )
    )


def matched(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Matching funds by whose they are; those of others than the partner are in no sum of contributions (¶27)."""
    funds = matching.read(basis.work, basis.period, basis.scope.offices)
    if not funds.usd and not funds.left_out:
        return (ReportWords((_("No matching funds are recorded in the period."),), quiet=True),)
    columns = (ReportColumn("whose", _("Whose"), 2.6), ReportColumn("value", _("US dollars"), 1.2, "right"))
    is_told_of = {whose: basis.tells(f"matching_{whose}") for whose in MATCHERS if whose in funds.usd}
    rows = tuple(
        ReportRow((_(MATCHERS[whose]), usd(funds.usd[whose]) if is_told else basis.withheld), whose)
        for whose, is_told in is_told_of.items()
    )
    note = _("Those of IOM and of third parties are no contributions of the private sector and are in no sum above.")
    total: ReportCell = usd(funds.total) if all(is_told_of.values()) else basis.withheld
    note = note if all(is_told_of.values()) else f"{note} {basis.why_withheld}"
    table = ReportTable("matching", "", columns, rows, (_("Total"), total), note)
    reasons = basis.answer.indicators.reasons
    missing = [f"{pick(reasons[reason])}: {many}" for reason, many in funds.left_out.items() if reason in reasons]
    if not missing:
        return (table,)
    return (table, ReportWords((_("In no sum: {why}.").format(why=in_series(language(), missing)),), quiet=True))


# --- what is not counted


def left_out(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The records that are in no figure, by indicator and reason, and what the report itself does not name."""
    rows = []
    for figure in basis.answer.figures.values():
        for words, many in figure_words.reasons_in_words(figure, basis.answer.indicators.reasons):
            rows.append(
                ReportRow(
                    (pick(figure.indicator.short), figure_words.as_heading(words), count(many)), figure.indicator.id
                )
            )
    columns = (
        ReportColumn("indicator", _("Indicator"), 2.2),
        ReportColumn("reason", _("Why not"), 2.6),
        ReportColumn("records", _("Records"), 0.9, "right"),
    )
    table = ReportTable("left_out", "", columns, tuple(rows), when_empty=_("Every record of the period is counted."))
    notes = list(_lacking(basis))
    return (table, *((ReportWords(tuple(notes), bullets=True),) if notes else ()))


def _lacking(basis: ReportBasis) -> Iterator[str]:
    for figure in basis.answer.figures.values():
        if figure.value is None:
            lacks = _(figure_words.LACKS[figure.missing])
            words = _("{indicator} cannot be computed: {why}. That is not 0.")
            yield words.format(indicator=pick(figure.indicator.short), why=lacks)
    closing = basis.closing
    if basis.kind.internal:
        restatements = closing.restatements if closing is not None else ()
        yield from (period_words.restatement(basis.answer.indicators, own) for own in restatements)
        return
    hidden = [own for own in basis.partnerships if own.is_active(basis.period) and not own.named]
    if hidden:
        yield plural(
            "{count} partnership is for inside IOM alone: it is counted, and not named.",
            "{count} partnerships are for inside IOM alone: they are counted, and not named.",
            len(hidden),
        )
    if any(basis.hides(own.record.partner_id) for own in basis.partnerships):
        yield _("Private individuals, and partners that asked for it, are counted and not named (¶27).")


def definitions(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The rule of each indicator in force on the last day of the period, with its version."""
    columns = (
        ReportColumn("indicator", _("Indicator"), 1.7),
        ReportColumn("rule", _("How it is counted"), 4.6),
        ReportColumn("version", _("Version"), 0.6, "right"),
    )
    rows = tuple(
        ReportRow((pick(own.short), pick(own.rule), count(own.version)), own.id)
        for own in basis.answer.indicators.of_period(basis.period).values()
    )
    return (ReportTable("definitions", "", columns, rows),)

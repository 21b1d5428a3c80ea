"""The six pillars of ¶30 a to f with what the records say of each, revisions, and what peers published (¶7)."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, select

from desktop.base.dates import day_known, days_later
from desktop.base.places import DOLLARS
from desktop.base.text import _, language, pick
from desktop.base.values import local_day, moment
from desktop.definitions.indicator import RECEIVED
from desktop.documents.charts.chart import MOST_LABELS, Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit
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
from desktop.services.exchange.headquarters import offices as reporting
from desktop.services.office import focal_points, office_profile, trainings
from desktop.services.office.trainings import TrainingState
from desktop.services.reports.basis import ReportBasis, count, number, usd
from desktop.services.reports.evaluation_parts import baseline
from desktop.services.reports.record_parts import brand, cost
from desktop.services.results import figure_words, strategy_figures
from desktop.services.results.figures import SHARE
from desktop.services.results.register import editions
from desktop.store.records import Clearance, Decision, Lesson
from desktop.store.states import FigureMeaning

QUIET_DAYS = -90  # before today, within which an office was heard lately


def _said(id_: str, rows: Sequence[tuple[str, str, ReportCell]]) -> ReportTable:
    """What the records say, a line each: its code, its words, the number."""
    columns = (ReportColumn("what", "", 3.2), ReportColumn("value", _("Value"), 1.2, "right"))
    return ReportTable(id_, "", columns, tuple(ReportRow((words, value), code) for code, words, value in rows))


def leadership(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """How far IOM and its offices are from the five per cent, and what was decided or waits (¶30 a)."""
    share, target = basis.figure(SHARE), basis.answer.indicators.target_percent
    offices = [own.figures[SHARE].value for own in basis.by_region if own.office]
    known_shares = [value for value in offices if value is not None]
    reached = sum(value >= target for value in known_shares)
    ahead = outlook.of(basis.work, basis.scope)
    first, last = basis.period.first.isoformat(), basis.period.last.isoformat()
    with basis.work.store.read() as session:
        decided = sum(
            session.scalar(
                select(func.count()).select_from(kind).where(func.substr(kind.decided_at, 1, 10).between(first, last))
            )
            or 0
            for kind in (Decision, Clearance)
        )
    return (
        ReportWords((figure_words.five_percent_sentence(basis.answer.five_percent),)),
        _said(
            "leadership",
            (
                ("share", pick(share.indicator.short), number(share.indicator, share.value)),
                ("offices_with_share", _("Offices whose share can be computed"), count(len(known_shares))),
                ("offices_reached", _("Of these, at the target or beyond"), count(reached)),
                ("decided", _("Decisions of the period"), count(decided)),
                ("to_decide", _("Cases that wait for a decision"), count(ahead.to_decide)),
            ),
        ),
    )


def funding(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What the function cost in the period and who paid, beside what was received (¶30 b)."""
    received = basis.figure(RECEIVED)
    own = (("received", pick(received.indicator.short), number(received.indicator, received.value)),)
    return (*cost(basis), _said("funding", own))


def visibility(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Where names and emblems are shown, and by which theme partnerships work (¶30 c)."""
    labels = basis.work.definitions.strategy.labels("themes")
    active = [own.record for own in basis.partnerships if own.is_active(basis.period)]
    counts = [(code, pick(label), sum(code in own.themes for own in active)) for code, label in labels.items()]
    columns = (ReportColumn("theme", _("Theme"), 3.2), ReportColumn("partnerships", _("Partnerships"), 1.2, "right"))
    unsaid = sum(not own.themes for own in active)
    counts += [("", figure_words.as_heading(_("not said")), unsaid)] if unsaid else []
    rows = tuple(ReportRow((words, count(many)), code) for code, words, many in counts)
    return (*brand(basis), ReportTable("themes", _("Partnerships in force, by theme"), columns, rows))


def tools(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The directives and tools in force, as files with their version (¶30 d)."""
    own = basis.work.definitions
    versions = (
        ("strategy", _("The strategy and its terms"), own.strategy.version),
        ("form", _("Due-diligence questionnaire"), own.form.version),
        ("authority", _("Who prepares, reviews and decides"), own.authority.version),
        ("pipeline", _("Stages of partnerships"), own.pipeline.version),
        ("contributions", _("Contributions and their value"), own.contributions.version),
        ("results", _("Activities and results"), own.results.version),
        ("indicators", _("Indicators"), own.indicators.version),
        ("register", _("Transparency register"), own.register.version),
        ("function", _("Training and cost of the function"), own.function.version),
        ("reports", _("Reports"), own.reports.version),
    )
    columns = (ReportColumn("tool", _("Directive or tool"), 3.2), ReportColumn("version", _("Version"), 1.2, "right"))
    rows = tuple(ReportRow((words, version), code) for code, words, version in versions)
    further = (
        ("clauses", _("Clauses in the library, each in three languages"), count(len(own.library.clauses))),
        ("agreements", _("Types of agreement"), count(len(own.agreements))),
        ("questions", _("Questions of due diligence"), count(len(own.form.questions))),
    )
    return (ReportTable("tools", "", columns, rows), _said("tools_counted", further))


def training(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Who was trained in the period, what lapsed, which offices have no focal point (¶30 e)."""
    register, focal = trainings.register(basis.work), focal_points.register(basis.work)
    lately = [
        own.training
        for own in register.standings
        if (on := day_known(own.training.taken_on)) is not None and basis.period.first <= on <= basis.period.last
    ]
    untrained = len(register.untrained)
    lapsed = sum(own.state == TrainingState.LAPSED for own in register.standings)
    return (
        _said(
            "training",
            (
                ("trainings", _("Trainings in the period"), count(len(lately))),
                ("persons", _("Persons trained in the period"), count(len({(t.office, t.name) for t in lately}))),
                ("lapsed", _("Trainings that have lapsed and were not renewed"), count(lapsed)),
                ("untrained", _("Officers who work with partners and were never trained"), count(untrained)),
                ("without", _("Offices without a focal point"), count(len(focal.without))),
                ("focal_untrained", _("Offices whose focal point lacks a training"), count(len(focal.untrained))),
            ),
        ),
    )


def monitoring(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Which offices are heard of, what was published and learnt (¶27, ¶30 f)."""
    work = basis.work
    known_codes = office_profile.known(work).keys() - {work.store.identity.office}
    heard = [local_day(moment(line.heard_at)) for line in reporting.heard_of(work.store) if line.heard_at]
    lately, sealed = days_later(work.today(), QUIET_DAYS), len(editions.listed(work))
    with work.store.read() as session:
        written = session.scalar(select(func.count()).select_from(Lesson).where(Lesson.archived.is_(False))) or 0
    return (
        _said(
            "monitoring",
            (
                ("offices", _("Offices known here"), count(len(known_codes))),
                ("heard", _("Offices heard in the last 90 days"), count(sum(day >= lately for day in heard))),
                ("editions", _("Editions of the transparency register that were sealed"), count(sealed)),
                ("lessons", _("Lessons recorded"), count(written)),
                ("left_out", _("Records not counted in some figure"), count(_left_out(basis))),
            ),
        ),
    )


def _left_out(basis: ReportBasis) -> int:
    return len({line.record for figure in basis.answer.figures.values() for line in figure.left_out})


def revisions(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The strategy in force, the definitions that changed and since when, what Headquarters set."""
    strategy, every = basis.work.definitions.strategy, basis.answer.indicators.every
    changed = {own.id for own in every if own.version > 1}
    rows = tuple(
        ReportRow((pick(own.short), count(own.version), own.since), own.id) for own in every if own.id in changed
    )
    columns = (
        ReportColumn("indicator", _("Indicator"), 2.6),
        ReportColumn("version", _("Version"), 0.9, "right"),
        ReportColumn("since", _("Since"), 1.1),
    )
    words = _("{title} ({document}), version {version} of its terms.").format(
        title=pick(strategy.title), document=strategy.document, version=strategy.version
    )
    empty = _("No definition of an indicator has changed since the strategy began.")
    return (
        ReportWords((words,)),
        ReportTable("revised", _("Definitions that changed"), columns, rows, when_empty=empty),
        *baseline(basis),
    )


def peers(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What comparable organizations published of their private income, as it was entered with its source (¶7)."""
    listed = [
        own
        for own in strategy_figures.every(basis.work).every
        if own.meaning == FigureMeaning.PEER and not own.archived and own.amount
    ]
    if not listed:
        words = _("No total of another organization was entered. They are optional: a year, an amount and its source.")
        return (ReportWords((words,), quiet=True),)
    columns = (
        ReportColumn("peer", _("Organization"), 1.8),
        ReportColumn("year", _("Year"), 0.7),
        ReportColumn("amount", _("US dollars"), 1.5, "right"),
        ReportColumn("source", _("Source"), 2.2),
    )
    ordered = sorted(listed, key=lambda own: (own.year, -Decimal(own.amount or 0)))
    rows = [ReportRow((own.scope, own.year, usd(Decimal(own.amount or 0)), own.source), own.id) for own in ordered]
    received = basis.figure(RECEIVED)
    ours: tuple[ReportCell, ...] = (
        _("IOM, received"),
        str(basis.period.last.year),
        usd(received.value),
        _("this report"),
    )
    note = _("Each organization counts by its own rules: these totals are for orientation, and no target.")
    labels = tuple(f"{own.scope} {own.year}" for own in ordered)
    chart = Chart(
        _("Private income as published"),
        ChartKind.ROWS,
        labels,
        (ChartSeries(_("US dollars"), tuple(ChartDatum(Decimal(own.amount or 0)) for own in ordered)),),
        ChartUnit(currency=DOLLARS),
        language(),
    )
    drawn = (ReportChart("peers_drawn", chart, repeated=True),) if len(ordered) <= MOST_LABELS else ()
    return (*drawn, ReportTable("peers", "", columns, (*rows, ReportRow(ours, "IOM")), note=note))

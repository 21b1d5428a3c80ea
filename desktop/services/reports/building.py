"""A report for a period is built from its sections, and written in a format (`passerelle report`)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _, pick, speaking
from desktop.definitions.indicator import RECEIVED, Period
from desktop.definitions.report import ReportKind, UsualPeriod
from desktop.documents.reports import tables
from desktop.documents.reports.content import Report, ReportHead, ReportPiece, ReportSection
from desktop.documents.reports.paper import draw_report
from desktop.services.agreements import month_sheet
from desktop.services.office import marks, office_paper
from desktop.services.reports import (
    dashboard_parts,
    deadline_parts,
    evaluation_parts,
    figure_parts,
    leaving,
    members_parts,
    money_parts,
    narrative_parts,
    partner_parts,
    pillar_parts,
    record_parts,
    region_parts,
)
from desktop.services.reports.basis import ReportBasis
from desktop.services.results.figure_words import period_in_words
from desktop.services.results.figures import FiguresReader, own_scope
from desktop.services.work import Work
from desktop.store.store import HQ

BUILDERS: Mapping[str, Callable[[ReportBasis], tuple[ReportPiece, ...]]] = {
    "summary": figure_parts.summary,
    "narrative": narrative_parts.own_narrative,
    "narratives": narrative_parts.narrative_list,
    "indicators": figure_parts.indicators,
    "contributions": figure_parts.contributions,
    "matching": figure_parts.matched,
    "partnerships": record_parts.partnerships,
    "activities": record_parts.activity_list,
    "persons": record_parts.persons,
    "visibility": record_parts.brand,
    "risks": record_parts.risks,
    "lessons": record_parts.lesson_list,
    "cost": record_parts.cost,
    "left_out": figure_parts.left_out,
    "definitions": figure_parts.definitions,
    "regions": region_parts.regions,
    "offices": region_parts.offices,
    "guide": evaluation_parts.guide,
    "versions": evaluation_parts.versions,
    "baseline": evaluation_parts.baseline,
    "series": evaluation_parts.series,
    "groups": evaluation_parts.groups,
    "excluded": evaluation_parts.excluded,
    "invested": money_parts.invested,
    "purposes": money_parts.purposes,
    "gave": partner_parts.gave,
    "came_of_it": partner_parts.came_of_it,
    "without_endorsement": partner_parts.without_endorsement,
    "deadlines": deadline_parts.deadlines,
    "published": members_parts.in_short,
    "published_totals": members_parts.totals,
    "published_where": members_parts.where,
    "register": members_parts.register,
    "withheld": members_parts.withheld,
    "leadership": pillar_parts.leadership,
    "funding": pillar_parts.funding,
    "brand": pillar_parts.visibility,
    "tools": pillar_parts.tools,
    "training": pillar_parts.training,
    "monitoring": pillar_parts.monitoring,
    "revisions": pillar_parts.revisions,
    "peers": pillar_parts.peers,
    "five": dashboard_parts.five,
    "ahead": dashboard_parts.ahead,
    "thirteen": dashboard_parts.thirteen,
}


DEADLINES = "deadlines"  # whose paper is the sheet of the months


class ReportFormat(StrEnum):
    """The formats of a report, as the names of its files end."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def kinds(work: Work) -> tuple[ReportKind, ...]:
    """The kinds that are written here, in an office or at Headquarters, in their order."""
    at_headquarters = work.store.identity.office == HQ
    return tuple(kind for kind in work.definitions.reports.kinds if kind.is_written_at(at_headquarters))


def kind_of(work: Work, id_: str) -> ReportKind:
    """One of them. Raises Problem for any other."""
    own = next((kind for kind in kinds(work) if kind.id == id_), None)
    if own is None:
        raise Problem(
            _("There is no report “{kind}” here; nothing was written.").format(kind=id_),
            _("Choose one of these: {kinds}.").format(kinds=", ".join(kind.id for kind in kinds(work))),
            code="report-unknown",
        )
    return own


def usual_period(work: Work, kind: ReportKind) -> Period:
    """The period that is proposed for a kind."""
    today, begins = work.today(), work.definitions.indicators.begins
    match kind.period:
        case UsualPeriod.SINCE:
            return Period(begins, Period.year(today.year).last)
        case UsualPeriod.MONTHS:
            first = today.replace(day=1)
            after = _month_after(_month_after(first))
            return Period(first, date.fromordinal(after.toordinal() - 1))
        case _year:
            return Period.year(today.year)


def givers(work: Work, period: Period, further: Sequence[str] = ()) -> Sequence[tuple[str, str]]:
    """The partners of whom something was received in a period, as the indicator counts it, and these: ids and names, by
    name."""
    received = FiguresReader(work, own_scope(work)).measured(period)[RECEIVED]
    return partner_parts.givers(work, received.records, further)


def _month_after(first: date) -> date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def build(
    work: Work,
    kind: ReportKind,
    period: Period,
    spoken: str,
    progress: Progress | None = None,
    about: str = "",
    region: str = "",
) -> Report:
    """The content of a report in one language, `about` a partner by its id where the kind is of one, of the offices of
    one `region` where the kind may be.

    Raises Problem for a period that ends before it begins, a report of nobody, and a region for a kind that has none.
    """
    if region and not kind.regional:
        raise Problem(
            _("This report is not written for one region; nothing was written."),
            _("Leave the region out, or choose the consolidated report."),
            code="report-not-regional",
        )
    if kind.of_partner and not about:
        raise Problem(
            _("Nothing says of which partner the report is; nothing was written."),
            _("Choose the partner."),
            code="report-of-nobody",
        )
    if period.last < period.first:
        raise Problem(
            _("The period ends before it begins; nothing was written."),
            _("Correct one of the two days."),
            code="report-period-reversed",
        )
    progress = progress or Progress()
    with speaking(spoken):
        basis = ReportBasis(work, kind, period, about, region)
        sections = []
        for place, part in enumerate(kind.parts):
            progress.step(place, len(kind.parts), pick(part.label))
            pieces = BUILDERS[part.id](basis)
            if pieces:  # a section that has nothing to say is left out, its title too
                sections.append(ReportSection(part.id, pick(part.label), pick(part.about), pieces))
        return Report(_head(basis, spoken), tuple(sections))


def _head(basis: ReportBasis, spoken: str) -> ReportHead:
    kind, period, profile, rules = basis.kind, basis.period, basis.profile, basis.work.definitions
    words = period_in_words(period)
    whose = profile.code if not basis.scope.region else f"{profile.code}-{basis.scope.region.upper()}"
    reference = f"{whose}-{kind.id.upper()}-{_period_code(period)}"
    label = pick(kind.label) if not basis.scope.region else f"{pick(kind.label)} · {basis.scope_name}"
    return ReportHead(
        kind=kind.id,
        title=partner_parts.title(basis) if kind.of_partner else label,
        about=pick(kind.about),
        language=spoken,
        first=period.first,
        last=period.last,
        period=words,
        office=profile.code,
        office_name=profile.name,
        run_on=basis.work.today(),
        definitions=(
            (_("indicators"), rules.indicators.version),
            (_("contributions"), rules.contributions.version),
            (_("results"), rules.results.version),
            (_("reports"), rules.reports.version),
        ),
        reference=reference,
        internal=kind.internal,
        sheet=kind.sheet,
        partner=basis.about,
        standing=figure_parts.standing(basis),
    )


def _period_code(period: Period) -> str:
    if len(period.years) == 1:
        return str(period.first.year)
    if period.years:
        return f"{period.first.year}-{period.last.year}"
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"


def written(work: Work, report: Report, format_: ReportFormat) -> bytes:
    """The report as the bytes of a file. Raises Problem where somebody would be named who is not (`leaving`)."""
    data = _written(work, report, format_)
    leaving.require_clean(work, report, f"{report.head.reference}.{format_}", data)
    return data


def _written(work: Work, report: Report, format_: ReportFormat) -> bytes:
    match format_:
        case ReportFormat.XLSX:
            return tables.as_workbook(report)
        case ReportFormat.CSV:
            return tables.as_csv(report)
        case ReportFormat.JSON:
            return tables.as_json(report)
        case _pdf if report.head.kind == DEADLINES:
            with speaking(report.head.language):
                first, last = report.head.first, report.head.last
                return month_sheet.pdf(work, first, (last.year - first.year) * 12 + last.month - first.month + 1)
        case _pdf:
            mark = marks.of_office(work.store, (report.head.language,))
            return draw_report(report, work.clock.stamp(), mark, office_paper.of(work)).data

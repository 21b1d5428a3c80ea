"""A report that is frozen once it was handed out: its files in every language are kept and given again byte for byte.

The evaluation rests on what it was given (¶30 f); a record that is corrected later changes the next data set, not this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES, _, language
from desktop.definitions.indicator import Period
from desktop.definitions.report import ReportKind
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.reports import building
from desktop.services.reports.building import ReportFormat
from desktop.services.work import Work
from desktop.store import files
from desktop.store.store import HQ

MEDIA_TYPES: Mapping[ReportFormat, str] = {
    ReportFormat.PDF: "application/pdf",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.CSV: "text/csv",
    ReportFormat.JSON: "application/json",
}


@dataclass(frozen=True)
class HandedReport:
    """When and by whom a report over a period was handed out; `digests` are its files, by language and format."""

    on: date
    by: str
    digests: Mapping[str, str]

    def in_words(self) -> str:
        """The same as a sentence."""
        day = day_in_words(self.on.isoformat(), language(), "long")
        return _("Handed out on {day} by {name}: it stays as it was then.").format(day=day, name=self.by)


def handed(work: Work, kind: ReportKind, period: Period) -> HandedReport | None:
    """The report of a kind over a period that was handed out; None before."""
    stored = work.store.recall(_name(kind, period))
    if not stored:
        return None
    return HandedReport(date.fromisoformat(stored["on"]), str(stored["by"]), dict(stored["digests"]))


def hand_out(work: Work, kind: ReportKind, period: Period, progress: Progress | None = None) -> HandedReport:
    """Write the report in every language and format, and keep it for ever as it is.

    Raises Problem for a kind that is not frozen, and for a period of which one was handed out already.
    """
    require(work.officer, Right.HEADQUARTERS if work.store.identity.office == HQ else Right.ADMINISTER)
    if not kind.frozen:
        raise Problem(
            _("This report is not frozen: it is written anew each time."),
            _("Save it as a file."),
            code="report-not-frozen",
        )
    before = handed(work, kind, period)
    if before is not None:
        raise Problem(
            before.in_words(), _("Choose another period, or take what was handed out."), code="report-handed-out"
        )
    day = sealing_clock(work).today()
    written = {
        f"{spoken}.{format_}": building.written(work, report, format_)
        for spoken in LANGUAGES
        for report in [building.build(work, kind, period, spoken, progress)]
        for format_ in ReportFormat
    }
    with work.store.note() as session:
        digests = {
            name: files.put(session, data, f"{kind.id}-{name}", MEDIA_TYPES[ReportFormat(name.partition(".")[2])])
            for name, data in written.items()
        }
    work.store.remember(_name(kind, period), {"on": day.isoformat(), "by": work.officer.name, "digests": digests})
    return HandedReport(day, work.officer.name, digests)


def data(
    work: Work,
    kind: ReportKind,
    period: Period,
    spoken: str,
    format_: ReportFormat,
    progress: Progress | None = None,
    about: str = "",
    region: str = "",
) -> bytes:
    """The file of a report: as it was handed out, or else written from the records as they are."""
    before = handed(work, kind, period) if kind.frozen else None
    if before is not None:
        with work.store.read() as session:
            return files.get(session, before.digests[f"{spoken}.{format_}"])
    return building.written(work, building.build(work, kind, period, spoken, progress, about, region), format_)


def _name(kind: ReportKind, period: Period) -> str:
    return f"report:{kind.id}:{period.first.isoformat()}..{period.last.isoformat()}"

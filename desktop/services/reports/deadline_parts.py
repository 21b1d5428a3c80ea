"""What agreements ask for by which day, as a report; on paper the sheet of the month is it."""

from desktop.base.text import _
from desktop.documents.reports.content import ReportColumn, ReportPiece, ReportRow, ReportTable
from desktop.services.agreements import month_sheet
from desktop.services.reports.basis import ReportBasis


def deadlines(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Everything due in the period, by day."""
    columns = (
        ReportColumn("what", _("What"), 2.4),
        ReportColumn("day", _("Day"), 1.0),
        ReportColumn("partner", _("Partner"), 1.7),
        ReportColumn("reference", _("Reference"), 1.2),
        ReportColumn("owner", _("Person in charge"), 1.2),
    )
    rows = tuple(
        ReportRow((own.what, own.on, own.partner, own.reference, own.owner), own.reference)
        for own in month_sheet.deadlines(basis.work, *basis.period)
    )
    return (ReportTable("deadlines", "", columns, rows, when_empty=_("Nothing is due in these months.")),)

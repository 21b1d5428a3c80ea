"""Sections of the report to a partner: what it gave and what came of it, without any endorsement (¶24)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from desktop.base.dates import day_known
from desktop.base.numbers import format_money
from desktop.base.text import _, language, pick
from desktop.definitions.indicator import RECEIVED, RECORD, Figure
from desktop.documents.reports.content import ReportCell, ReportColumn, ReportPiece, ReportRow, ReportTable, ReportWords
from desktop.services.registry import identity
from desktop.services.reports.basis import ReportBasis, usd
from desktop.services.reports.record_parts import activity_table, innovation_table
from desktop.services.results import activities, innovations
from desktop.services.results.figure_words import HEADINGS
from desktop.services.results.ledger import NOTHING
from desktop.services.work import Work
from desktop.store.records import Contribution


def gave(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What counts as received from the partner in the period, each with its day, and together by heading."""
    received, contributions = _of_partner(basis)
    dollars = received.table.places["contribution.usd"] if received.table is not None else 0
    worth = {row[RECORD]: row[dollars] for row in received.counted}
    spoken = language()
    rows = tuple(
        ReportRow(
            (
                day_known(own.received_on),
                _("{what} (paid back)").format(what=basis.text(own.description))
                if own.refund_of
                else basis.text(own.description),
                _(HEADINGS[own.kind]),
                format_money(own.amount, own.currency, spoken) if own.amount else "",
                usd(worth[own.id]),
            ),
            own.receipt or own.id,
        )
        for own in contributions
    )
    columns = (
        ReportColumn("day", _("Day"), 1.0),
        ReportColumn("what", _("What"), 2.4),
        ReportColumn("heading", _("Form"), 0.9),
        ReportColumn("amount", _("Amount"), 1.3, "right"),
        ReportColumn("usd", _("US dollars"), 1.2, "right"),
    )
    together = received.groups("contribution.kind")
    total: tuple[ReportCell, ...] = (_("Total"), "", "", "", usd(sum(together.values(), NOTHING)))
    empty = _("Nothing was received in the period.")
    return (ReportTable("gave", "", columns, rows, total if rows else (), when_empty=empty),)


def _of_partner(basis: ReportBasis) -> tuple[Figure, Sequence[Contribution]]:
    """What was received from the partner as the indicator counts it, and its records by day."""
    received = basis.figure(RECEIVED)
    with basis.work.store.read() as session:
        records = identity.records(session, basis.about)
        query = select(Contribution).where(Contribution.partner_id.in_(records))
        own = {row.id: row for row in session.scalars(query.order_by(Contribution.received_on, Contribution.id))}
    counted = [row for row in received.counted if row[RECORD] in own]
    ids = {row[RECORD] for row in counted}
    return replace(received, counted=counted), [row for id_, row in own.items() if id_ in ids]


def came_of_it(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The activities in which the partner took part, the solutions made with it and the persons whom they assisted."""
    took_part = [line for line in activities.every(basis.work) if basis.about in line.partners]
    made_with = [line for line in innovations.every(basis.work) if line.partner_id == basis.about]
    tables = [activity_table(basis, took_part, _("Activities, studies and publications"))]
    if made_with:
        tables.append(innovation_table(basis, made_with))
    return tuple(tables)


def without_endorsement(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What the report is not (¶24)."""
    return (
        ReportWords(
            (
                _("This report tells what was received and what came of it, from the records of the office."),
                _(
                    "It is no endorsement of the partner, of its products or of its services, it is not exclusive, and "
                    "it gives no advantage in any purchase of IOM (¶24)."
                ),
                _("The name and the emblem of IOM are used with its written approval alone."),
            )
        ),
    )


def givers(work: Work, contributions: Sequence[str], further: Sequence[str] = ()) -> Sequence[tuple[str, str]]:
    """The partners, as they are now, of whom these contributions are, and these: ids and names, by name."""
    with work.store.read() as session:
        counted = set(contributions)
        rows = session.execute(select(Contribution.id, Contribution.partner_id)).all()
        named = identity.partners_in(session, {row.partner_id for row in rows if row.id in counted} | set(further))
    return sorted({(own.id, own.name) for own in named.values()}, key=lambda own: (own[1], own[0]))


def title(basis: ReportBasis) -> str:
    """The title of the report with the name of the partner."""
    return _("{report}: {partner}").format(report=pick(basis.kind.label), partner=basis.partner(basis.about))

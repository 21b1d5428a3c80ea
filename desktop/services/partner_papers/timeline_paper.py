"""The timeline of a partner on paper, in the language now spoken."""

from collections.abc import Sequence

from desktop.base.dates import day_in_words
from desktop.base.text import _, language, plural
from desktop.documents.enclosures.printed_list import PrintedColumn, PrintedList
from desktop.services.office import list_paper
from desktop.services.registry import partners
from desktop.services.timeline import KINDS, TimelineEntry
from desktop.services.work import Work


def pdf(work: Work, partner_id: str, entries: Sequence[TimelineEntry]) -> bytes:
    """These entries of a partner as PDF bytes. Raises NoResultFound for a partner that is not known here."""
    title = _("Timeline of {name}").format(name=partners.name(work.store, partner_id))
    columns = (_("Day"), _("Kind"), _("What happened"), _("What"))
    rows = tuple(
        (day_in_words(entry.on, language()), _(KINDS[entry.kind]), entry.title, entry.detail) for entry in entries
    )
    counted = plural("{count} row", "{count} rows", len(rows))
    return list_paper.pdf(work, PrintedList(title, counted, tuple(map(PrintedColumn, columns)), rows))

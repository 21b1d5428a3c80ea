"""The partner sheet: one page on a partner for a colleague, in the language now spoken.

What happened last stands on it but for incidents: whoever reads it over a shoulder learns of none.
"""

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_number
from desktop.base.text import _, language
from desktop.documents.enclosures.partner_sheet import PrintedPartner, draw_partner
from desktop.services import timeline
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.partner_papers import in_short
from desktop.services.timeline import KINDS, TimelineEntry, TimelineKind
from desktop.services.work import Work

INCIDENT = TimelineKind.INCIDENT


def pdf(work: Work, partner_id: str) -> bytes:
    """The sheet as PDF bytes. Raises NoResultFound for a partner that is not known here."""
    of, spoken = in_short.read(work, partner_id), language()
    content = PrintedPartner(
        name=of.name,
        group=of.group,
        where=of.where,
        facts=tuple(of.facts),
        persons=tuple(of.persons),
        unnamed=format_number(of.unnamed, spoken),
        level=of.level,
        grounds=of.grounds,
        decision=of.decision,
        suspended=of.frozen,
        agreements=tuple((row.title, row.state, row.until) for row in of.agreements),
        contributions=tuple((row.what, row.amount, row.state) for row in of.contributions),
        realised=tuple(of.realised),
        happened=tuple(_happened(entry) for entry in timeline.read(work, partner_id) if entry.kind != INCIDENT),
        open=(*map(in_short.promise_in_words, of.promises), *of.open),
        day=day_in_words(work.today().isoformat(), spoken, "long"),
    )
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    reference = f"{profile.code}-P-{work.today().isoformat()}"
    made_at, paper = work.clock.stamp(), office_paper.of(work)
    return draw_partner(content, spoken, reference, made_at, profile.name, mark, paper).data


def _happened(entry: TimelineEntry) -> tuple[str, str, str]:
    what = " · ".join(part for part in (entry.title, entry.detail) if part)
    return day_in_words(entry.on, language()), _(KINDS[entry.kind]), what

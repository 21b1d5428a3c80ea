"""The note before a meeting: who they are, why we meet, what was promised, what is open, what to say and what not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.base.dates import day_in_words
from desktop.base.text import folded, language, pick
from desktop.documents.blocks import PaperSetting
from desktop.documents.enclosures.briefing import PrintedBriefing, draw_briefing, write_briefing
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.partner_papers import in_short
from desktop.services.partner_papers.in_short import PartnerInShort
from desktop.services.registry import meetings
from desktop.services.registry.meetings import KeptPromise
from desktop.services.work import Work

MOST_CONTACTS = 5


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting that is prepared, as it was typed: nothing of it is recorded before it took place."""

    on: date | None = None
    place: str = ""
    theirs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    why: str = ""
    points: tuple[str, ...] = ()


def pdf(work: Work, partner_id: str, plan: MeetingPlan) -> bytes:
    """The note as PDF bytes, in the language now spoken."""
    content, setting = _drawn(work, partner_id, plan)
    return draw_briefing(content, setting).data


def docx(work: Work, partner_id: str, plan: MeetingPlan) -> bytes:
    """The same note as a Word file."""
    content, setting = _drawn(work, partner_id, plan)
    return write_briefing(content, setting)


def cautions(work: Work, of: PartnerInShort) -> Sequence[str]:
    """What is not said to this partner now (`forms/briefing.toml`)."""
    return [pick(caution.text) for caution in work.definitions.cautions if caution.occasion in of.occasions]


def _drawn(work: Work, partner_id: str, plan: MeetingPlan) -> tuple[PrintedBriefing, PaperSetting]:
    of, spoken = in_short.read(work, partner_id), language()
    by_us, by_them = _promises(work, of)
    content = PrintedBriefing(
        partner=of.name,
        where=" · ".join(part for part in (of.group, of.where) if part),
        day=day_in_words(plan.on.isoformat(), spoken, "long") if plan.on else "",
        place=plan.place,
        with_whom=", ".join(plan.theirs),
        for_iom=", ".join(plan.ours),
        why=plan.why,
        summary=of.page.partner.summary,
        level=of.level,
        grounds=of.grounds,
        decision=of.decision,
        persons=tuple(of.persons),
        last_contacts=tuple(
            " – ".join(part for part in (contact.day, contact.who, contact.subject) if part)
            for contact in of.contacts[:MOST_CONTACTS]
        ),
        promised_by_us=tuple(map(in_short.promise_in_words, by_us)),
        promised_by_them=tuple(map(in_short.promise_in_words, by_them)),
        agreements=tuple(
            " – ".join(part for part in (row.title, row.state, row.until) if part) for row in of.agreements
        ),
        open=tuple(of.open),
        points=plan.points,
        cautions=tuple(cautions(work, of)),
    )
    profile = office_profile.read(work.store)
    setting = PaperSetting(
        spoken,
        f"{profile.code}-N-{work.today().isoformat()}",
        work.clock.stamp(),
        profile.name,
        marks.of_office(work.store, (spoken,)),
        office_paper.of(work),
    )
    return content, setting


def _promises(work: Work, of: PartnerInShort) -> tuple[list[KeptPromise], list[KeptPromise]]:
    """The promises still open of IOM's officers, and those of anybody else."""
    with work.store.read() as session:
        own = meetings.ours(session, of.page.partner.office)
    by_us = [promised for promised in of.promises if folded(promised.promise.by) in own]
    return by_us, [promised for promised in of.promises if promised not in by_us]

"""What an office tells of a period in its own words (blueprint S17): what it achieved, its difficulties, what comes
next. It is one short text for a period, of the whole office: the same on every laptop. It travels to Headquarters,
whose consolidated report shows it as it was written, in the language in which it was written.
"""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, _
from desktop.base.values import canonical, digest
from desktop.definitions.indicator import Period
from desktop.services.office.believed_clock import believed_day
from desktop.services.office.rights import Right, may, require
from desktop.services.work import Work
from desktop.store.records import OfficeNarrative
from desktop.store.store import HQ

WRITTEN = N_("What the office tells of a period")


@dataclass(frozen=True)
class NarrativeText:
    """The three answers, and the language in which they are written: one of `LANGUAGES`."""

    achieved: str
    difficulties: str
    comes_next: str
    language: str

    @property
    def answers(self) -> tuple[str, str, str]:
        """The three answers in their order."""
        return self.achieved, self.difficulties, self.comes_next


def may_write(work: Work) -> bool:
    """Whether the officer at work writes what the office tells; Headquarters reads it only."""
    return work.store.identity.office != HQ and may(work.officer, Right.REGISTER)


def write(work: Work, period: Period, wording: NarrativeText) -> OfficeNarrative:
    """Write, or correct, what this office tells of a period; it is on record again where it was taken back.

    Raises Problem at Headquarters, for a period that ends before it begins, without a word, for an answer that is
    longer than forms/reports.toml allows, and for a language that reports do not have.
    """
    require(work.officer, Right.REGISTER)
    wording = NarrativeText(*(text.strip() for text in astuple(wording)))
    _check(work, period, wording)
    with work.store.change(WRITTEN, work.officer.id) as session:
        narrative: OfficeNarrative | None = session.get(OfficeNarrative, _id(work, period))
        if narrative is None:
            narrative = OfficeNarrative(id=_id(work, period))
            session.add(narrative)
        narrative.first_on, narrative.last_on = period.first.isoformat(), period.last.isoformat()
        narrative.achieved, narrative.difficulties, narrative.comes_next = wording.answers
        narrative.language, narrative.archived = wording.language, False
        narrative.written_by, narrative.writer_name = work.officer.id, work.officer.name
        narrative.written_on = believed_day(work)
    return narrative


def _check(work: Work, period: Period, wording: NarrativeText) -> None:
    if work.store.identity.office == HQ:
        raise Problem(
            _("Headquarters writes no narrative: it reads those of the offices. Nothing was changed."),
            _("Ask the office to write it under “Reports” and to send it."),
            code="narrative-of-an-office",
        )
    if period.last < period.first:
        raise Problem(
            _("The period ends before it begins; nothing was written."),
            _("Correct one of the two days."),
            code="narrative-period-reversed",
        )
    if not any(wording.answers):
        raise Problem(
            _("Not a word is written; nothing was changed."),
            _("Write at least what was achieved, or take it back."),
            code="narrative-empty",
        )
    most, longest = work.definitions.reports.narrative_characters, max(map(len, wording.answers))
    if longest > most:
        raise Problem(
            _("One answer has {count} characters; nothing was changed.").format(count=longest),
            _("Shorten it to {most}: details belong to the records.").format(most=most),
            code="narrative-too-long",
        )
    if wording.language not in LANGUAGES:
        raise Problem(
            _("“{code}” is no language of the reports; nothing was changed.").format(code=wording.language),
            _("Choose one of these: {languages}.").format(languages=", ".join(LANGUAGES)),
            code="narrative-language",
        )


def set_aside(work: Work, period: Period, aside: bool) -> None:
    """Take back what the office told of a period, or put it back. Raises Problem where it never told anything."""
    require(work.officer, Right.REGISTER)
    with work.store.change(WRITTEN, work.officer.id) as session:
        narrative = session.get(OfficeNarrative, _id(work, period))
        if narrative is None:
            raise Problem(
                _("Nothing is written about this period; nothing was changed."),
                _("Look at the periods that are written about in the report of the office."),
                code="narrative-none",
            )
        narrative.archived = aside


def read(work: Work, period: Period) -> OfficeNarrative | None:
    """What this office told of exactly this period, or took back; None where it never told anything."""
    with work.store.read() as session:
        return session.get(OfficeNarrative, _id(work, period))


def told_within(work: Work, period: Period, offices: Collection[str] | None) -> Sequence[OfficeNarrative]:
    """What these offices (None: all that are known here) told of the period or of a part of it; those of one office
    one after the other, by the last day, the shorter first."""
    query = select(OfficeNarrative).where(
        OfficeNarrative.archived.is_(False),
        OfficeNarrative.first_on >= period.first.isoformat(),
        OfficeNarrative.last_on <= period.last.isoformat(),
    )
    if offices is not None:
        query = query.where(OfficeNarrative.office.in_(offices))
    order = OfficeNarrative.office, OfficeNarrative.last_on, OfficeNarrative.first_on.desc()
    with work.store.read() as session:
        return session.scalars(query.order_by(*order)).all()


def _id(work: Work, period: Period) -> str:
    """The id that every laptop of this office gives to its narrative of a period."""
    days = period.first.isoformat(), period.last.isoformat()
    return digest(canonical(["narrative", work.store.identity.office, *days]))[:32]

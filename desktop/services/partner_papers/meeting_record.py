"""The record of a contact as paper, in the language now spoken."""

from desktop.base.dates import day_in_words
from desktop.base.text import _, language
from desktop.documents.enclosures.meeting_record import PrintedMeeting, draw_meeting
from desktop.services.labels import CHANNELS
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.registry import meetings
from desktop.services.registry.meetings import KeptPromise
from desktop.services.work import Work


def pdf(work: Work, meeting_id: str) -> bytes:
    """The record as PDF bytes. Raises NoResultFound for an id that is not known here."""
    page, spoken = meetings.read(work, meeting_id), language()
    meeting = page.meeting
    content = PrintedMeeting(
        partner=page.partner.name,
        subject=meeting.subject,
        day=day_in_words(meeting.happened_on, spoken, "long"),
        way=_(CHANNELS[meeting.channel]) if meeting.channel else "",
        place=meeting.place,
        partnership=page.partnership.title if page.partnership else "",
        ours=", ".join(meeting.ours),
        theirs=", ".join(meeting.theirs),
        text=meeting.text,
        actions=tuple(_action(promised) for promised in page.promises),
    )
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    reference = f"{profile.code}-M-{meeting.happened_on}"
    made_at, paper = work.clock.stamp(), office_paper.of(work)
    return draw_meeting(content, spoken, reference, made_at, profile.name, mark, paper).data


def _action(promised: KeptPromise) -> tuple[str, str, str, str]:
    spoken = language()
    state = _("done on {day}").format(day=day_in_words(promised.done_on, spoken)) if promised.done_on else _("open")
    return promised.promise.by, promised.promise.what, day_in_words(promised.promise.due, spoken), state

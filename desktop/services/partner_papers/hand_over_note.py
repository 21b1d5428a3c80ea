"""What an officer holds, as a note for whoever goes on with it, in the language now spoken."""

from collections.abc import Iterator

from desktop.base.dates import day_in_words
from desktop.base.text import _, language
from desktop.documents.blocks import PaperSetting
from desktop.documents.enclosures.hand_over import PrintedHandOver, draw_hand_over, write_hand_over
from desktop.services import handing_on
from desktop.services.handing_on import KINDS, HeldKind, HeldThing, Holding
from desktop.services.office import believed_clock, marks, office_paper, office_profile
from desktop.services.work import Work


def pdf(work: Work, officer_id: str, note: str = "", receivers: str = "") -> bytes:
    """The note as PDF bytes. Raises NoResultFound for an officer that is not known here."""
    return draw_hand_over(*_drawn(work, officer_id, note, receivers)).data


def docx(work: Work, officer_id: str, note: str = "", receivers: str = "") -> bytes:
    """The same note as a Word file."""
    return write_hand_over(*_drawn(work, officer_id, note, receivers))


def thing_in_words(thing: HeldThing, partner: str) -> str:
    """One thing in a line: what, about whom, by which day."""
    day = day_in_words(thing.on, language()) if thing.on else ""
    about = partner if partner != thing.title else ""
    return " · ".join(part for part in (thing.title, thing.detail, about, day) if part)


def _drawn(work: Work, officer_id: str, note: str, receivers: str) -> tuple[PrintedHandOver, PaperSetting]:
    holding, spoken = handing_on.held(work, officer_id), language()
    officer, day = holding.officer, believed_clock.believed_day(work)
    content = PrintedHandOver(
        officer=" · ".join(part for part in (officer.name, officer.function) if part),
        receivers=receivers,
        day=day_in_words(day, spoken, "long") if day else "",
        note=note,
        groups=tuple(_groups(holding)),
    )
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    reference = f"{profile.code}-H-{day or officer_id[:6]}"
    paper = office_paper.of(work)
    return content, PaperSetting(spoken, reference, work.clock.stamp(), profile.name, mark, paper)


def _groups(holding: Holding) -> Iterator[tuple[str, tuple[str, ...]]]:
    for kind in HeldKind:
        if things := holding.of(kind):
            lines = tuple(thing_in_words(thing, holding.partners.get(thing.partner, "")) for thing in things)
            yield f"{_(KINDS[kind])} ({len(lines)})", lines

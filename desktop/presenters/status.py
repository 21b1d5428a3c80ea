"""The four chips of the status bar: to send, lists, backup, saved. Is my work safe, sent and checked?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.base.dates import ago, day_in_words, day_of, format_moment
from desktop.base.plausibility import age_in_days
from desktop.base.text import _, language, plural
from desktop.base.values import in_local_time, local_day
from desktop.presenters import only_reading
from desktop.screening import library
from desktop.screening.freshness import is_of_the_future, oldest_age
from desktop.services import house
from desktop.services.exchange.pending import UnsentChanges
from desktop.services.exchange.sending import TOO_OLD_DAYS
from desktop.services.house import HouseState
from desktop.services.office import backup
from desktop.services.office.second_place import SecondPlace
from desktop.store.only_reading import OnlyReading

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class StatusChip:
    """One chip in words: with room, without, and in full; `place` is where a click goes."""

    key: str
    text: str
    short: str
    full: str
    drawing: str
    place: str = ""
    warns: bool = False


def chips(office: "Office", *, unsaved: bool) -> tuple[StatusChip, ...]:
    """The state of the work, in the order in which it disappears when there is no room; read in one session.

    `unsaved` says that the page shown holds something typed that is not saved.
    """
    today = office.work.today()
    machine = house.on_this_machine(office.work)
    if (why := office.store.only_reading) is not None:
        return (_only_reading(office, why), _offices(), _lists(office, today))
    sent = _training() if office.is_practice else _offices() if office.is_hq else _sending(machine.unsent, today)
    lists, copies = _lists(office, today), _backup(office, machine.second_backups, machine.likely_now, today)
    return (sent, lists, copies, saved(office, unsaved=unsaved))


def safety(office: "Office", state: HouseState | None) -> tuple[StatusChip, ...]:
    """How old the sanctions lists and the last backup are; the training office has nothing to back up."""
    today = office.work.today()
    if state is None:
        return (_lists(office, today),)
    now = office.work.clock.now() if state.clock is None else state.clock.newest.at
    return (_lists(office, today), _backup(office, state.machine.second_backups, now, today))


def _only_reading(office: "Office", why: OnlyReading) -> StatusChip:
    """Until when the records reach: those of a copy up to its last change, any others until now."""
    reached = office.store.reaches_until()
    until = format_moment(reached, language()) if reached is not None else ""
    text = _("Records until {moment}").format(moment=until) if until else _("Records of this moment")
    if why is OnlyReading.COPY and not until:  # nothing came since this copy was started
        text = _("Read only")
    return StatusChip("send", text, _("Read only"), f"{only_reading.words(why)} {text}.", "lock", "hq", warns=True)


def _training() -> StatusChip:
    words = _("Training: nothing is sent")
    return StatusChip("send", words, words, words, "sending")


def _offices() -> StatusChip:
    return StatusChip("send", _("Offices"), _("Offices"), _("Bundles received and to return"), "sending", "hq")


def _sending(waiting: UnsentChanges, today: date) -> StatusChip:
    text = plural("{count} to send", "{count} to send", waiting.count)
    if not waiting.received_at:
        return StatusChip("send", text, text, _("{text}; no receipt yet").format(text=text), "sending", "sync")
    day = day_of(waiting.received_at)
    text_with_receipt = _("{text} · receipt of {day} ({age})").format(
        text=text, day=day_in_words(waiting.received_at, language()), age=ago(day, today, language())
    )
    old = age_in_days(day, today) > TOO_OLD_DAYS
    return StatusChip("send", text_with_receipt, text, text_with_receipt, "sending", "sync", old and waiting.count > 0)


def _lists(office: "Office", today: date) -> StatusChip:
    installed = library.installed(office.lists)
    oldest = oldest_age(installed, today)
    if is_of_the_future(installed, today):
        words, full = _("Lists: date in the future"), _("A sanctions list bears a date in the future: check the date")
        return StatusChip("lists", words, words, full, "shield", "lists", warns=True)
    if oldest is None:
        words = _("No sanctions list")
        return StatusChip("lists", words, words, words, "shield", "lists", warns=True)
    text = plural("Lists: {count} day", "Lists: {count} days", oldest)
    full = plural(
        "The oldest sanctions list is {count} day old", "The oldest sanctions list is {count} days old", oldest
    )
    return StatusChip("lists", text, text, full, "shield", "lists", oldest > office.definitions.authority.stale_days)


def _backup(office: "Office", second: SecondPlace | None, now: datetime, today: date) -> StatusChip:
    folders = backup.places(office.backups, second)
    last = backup.newest(folders, now)
    if backup.of_the_future(folders, now):
        words, full = _("Backup: date in the future"), _("A backup bears a date in the future: it counts for nothing")
        return StatusChip("backup", words, words, full, "backup", "backups", warns=True)
    if last is None:
        words = _("No backup yet")
        return StatusChip("backup", words, words, words, "backup", "backups", warns=True)
    day = local_day(last)
    age = ago(day, today, language())
    text = _("Backup: {age}").format(age=age)
    full = _("Last backup on {moment}").format(moment=format_moment(last, language()))
    return StatusChip("backup", text, text, full, "backup", "backups", age_in_days(day, today) > backup.TOO_OLD_DAYS)


def saved(office: "Office", *, unsaved: bool) -> StatusChip:
    """Whether what is on the page is saved, or kept as a draft, now; it needs no look at the records."""
    time = in_local_time(office.work.clock.now()).strftime("%H:%M")
    if unsaved:
        text = _("Draft kept at {time}").format(time=time)
        full = _("What is typed on this page was kept as a draft on this computer at {time}; it is not saved yet")
        return StatusChip("saved", text, time, full.format(time=time), "edit")
    text = _("Saved at {time}").format(time=time)
    return StatusChip("saved", text, time, _("Everything on this page is saved, at {time}").format(time=time), "check")

"""A bundle from its contents to the hand of whoever carries it, page by page; nothing is lost by leaving."""

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import volumes
from desktop.base.clock import Clock
from desktop.base.dates import day_of, format_date
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.numbers import format_size
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import moment
from desktop.base.volumes import Volume
from desktop.bundles import parts
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.exchange import unsent_lines
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import Listing
from desktop.presenters.presenter import Presenter
from desktop.services.diligence import incidents
from desktop.services.exchange import (
    by_mail,
    case_files,
    depositing,
    mailbox,
    overview,
    receiver_address,
    sending,
    unsent,
)
from desktop.services.exchange.case_files import CaseFile, WaitingFiles
from desktop.services.exchange.depositing import Deposited
from desktop.services.exchange.sending import TOO_OLD_DAYS
from desktop.services.office import marks, office_paper
from desktop.store.records import Sent
from desktop.store.records.values import ChangeRun

if TYPE_CHECKING:
    from desktop.office import Office

CONTENTS, PLACE, WRITTEN, GONE = "contents", "place", "written", "gone"
STEPS = (CONTENTS, PLACE, WRITTEN, GONE)
STICK, MAIL, INTERNET, SHARED = "stick", "mail", "internet", "shared"


class SendPresenter(Presenter):
    """`number` is a bundle packed before; 0 prepares a new one.

    `families` counts the bundle's records; None while they are being counted, away from the window.
    """

    def __init__(self, office: "Office", runner: Runner, number: int = 0) -> None:
        super().__init__(office, runner)
        self.latest = Listing(
            self, "bundle-changes", N_("The latest changes"), unsent_lines.COLUMNS, first_title=N_("What was done")
        )
        self.contents = Listing(self, "bundle-contents", N_("What it holds"))
        self.families: Mapping[str, int] | None = None
        self._counted: tuple[ChangeRun, ...] = ()  # the changes whose records were counted last
        self._read(number)
        sent = self.overview.sent
        self.step = CONTENTS if sent is None else GONE if sent.handed_at else PLACE
        self.way = STICK
        self.folder: Path | None = None
        self.sticks: tuple[Volume, ...] = ()
        self._looked = False  # whether it was looked for sticks
        self.written: Path | None = None
        self.carrier = ""
        self.slip: bytes | None = None
        self.slip_saved = ""
        self.fetched: Path | None = None  # a return that came back over the same line
        self.busy = False

    @property
    def sent(self) -> Sent | None:
        """The bundle, once it is packed."""
        return self.overview.sent

    @property
    def _clock(self) -> Clock:
        return self.office.work.clock

    def arrive(self) -> None:
        self.changed()
        self._count()

    def refresh(self) -> None:
        """Read again what waits, or what became of the bundle."""
        self._read(self.sent.number if self.sent else 0)
        self.changed()
        self._count()

    def _read(self, number: int) -> None:
        self.overview = overview.read_bundle(self.office.store, number)
        with self.office.store.read() as session:
            self.receiver, self.mailbox = receiver_address.read_in(session).road, mailbox.read_in(session)
            self.papers = WaitingFiles() if number else case_files.waiting_in(session, self.office.work)
            self.is_urgent = bool(incidents.urgent_within(session, self.office.work, self.overview.runs))

    def _count(self) -> None:
        """Count the bundle's records away from the window; meanwhile no number is shown."""
        store, runs = self.office.store, self.overview.runs
        if runs != self._counted:
            self._counted, self.families = runs, None
            self.runner.quietly(
                lambda: unsent.count_families(store, runs), lambda families: self._show_families(runs, families)
            )

    def _show_families(self, runs: tuple[ChangeRun, ...], families: Mapping[str, int]) -> None:
        if runs == self._counted:
            self.families = families
            self.changed()

    @property
    def holds(self) -> tuple[str, ...] | None:
        """How many records of each kind the bundle holds, in words; None while they are being counted."""
        return None if self.families is None else labels.counted(self.families)

    # --- in words

    @property
    def title(self) -> str:
        """What this bundle is called."""
        if self.sent is None:
            return _("Prepare a bundle")
        return _("Bundle {number}").format(number=labels.number(self.sent.number))

    @property
    def sentence(self) -> str:
        """Where it stands and what comes next."""
        if self.step == CONTENTS and self.is_urgent:
            return _("Urgent: it tells Headquarters of an incident. Step 1 of 4: look at what leaves.")
        if self.step == CONTENTS:
            return _("Step 1 of 4: look at what leaves. Nothing is written yet.")
        if self.step == PLACE and self.is_urgent:
            return _("Urgent: send it or hand it over today. Step 2 of 4: choose how it travels.")
        if self.step == PLACE:
            return _("Step 2 of 4: the bundle is sealed and kept here. Choose how it travels.")
        if self.step == WRITTEN:
            return _("Step 3 of 4: hand it over, and say so here.")
        return labels.story(self.sent, self._clock) if self.sent else ""

    @property
    def count(self) -> str:
        """How many deeds it holds."""
        count = self.sent.count if self.sent else self.overview.pending.count
        return plural("{count} change", "{count} changes", count)

    @property
    def papers_sentence(self) -> str:
        """Which papers of cases and which editions the bundle will carry, and what has no room in it."""
        left = self.papers.left
        carried = [file for file in self.papers.carried if not file.of_edition]
        sealed = [file for file in self.papers.carried if file.of_edition]
        sentences = []
        if sealed:
            words = plural(
                "With it goes {count} sealed edition of the register",
                "With it go {count} sealed editions of the register",
                len(sealed),
            )
            sentences.append(_with_size(words, sealed))
        if carried:
            words = plural(
                "With it goes {count} paper of the cases that wait for Headquarters",
                "With it go {count} papers of the cases that wait for Headquarters",
                len(carried),
            )
            sentences.append(_with_size(words, carried))
        if left:
            sentences.append(
                plural(
                    "{count} paper has no room in it and goes with a later bundle.",
                    "{count} papers have no room in it and go with a later bundle.",
                    len(left),
                )
            )
        return " ".join(sentences)

    @property
    def fingerprint(self) -> str:
        """The first digits of the file's digest, in groups to read aloud."""
        digits = self.sent.digest[:16].upper() if self.sent else ""
        return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))

    @property
    def size(self) -> str:
        """The file's size."""
        return format_size(self.sent.size, language()) if self.sent else ""

    def facts(self) -> list[tuple[str, str]]:
        """The bundle in names and values."""
        sent = self.sent
        if sent is None:
            return []
        return [
            (_("Bundle number"), labels.number(sent.number)),
            (_("Holds"), self.count),
            (_("Prepared"), labels.when(moment(sent.packed_at))),
            (_("File"), sent.name),
            (_("Size"), self.size),
            (_("Fingerprint"), self.fingerprint),
        ]

    # --- step by step

    def pack(self) -> None:
        """Seal the bundle."""
        self.office.require_real()
        office = self.office
        self._begin()
        self.runner.run(
            _("Sealing the bundle…"),
            lambda progress: sending.pack(office.work, office.keys, office.outbox),
            self._packed,
        )

    def _packed(self, sent: Sent) -> None:
        self._read(sent.number)
        self.step, self.busy = PLACE, False
        self.changed()
        self._count()

    def choose_way(self, way: str) -> None:
        """Onto a stick, as a file to attach to a message, or over the Internet."""
        self.way, self.folder = way, None
        self.changed()

    @property
    def waits_for_stick(self) -> bool:
        """Whether a stick plugged in now would be shown."""
        return self.step == PLACE and self.way == STICK and not self.busy

    def look_for_sticks(self) -> None:
        """See which sticks are plugged in, away from the window; what was left half-written on one is cleared away."""
        sent = self.sent
        if sent is not None and self.waits_for_stick:
            self.runner.quietly(lambda: _plugged_in(sent), self._show_sticks)

    def _show_sticks(self, sticks: tuple[Volume, ...]) -> None:
        before, self.sticks = {stick.folder for stick in self.sticks}, sticks
        there = {stick.folder for stick in sticks}
        if self.folder in before - there:  # it was pulled out
            self.folder = None
        if before == there and self._looked:
            return
        self._looked = True
        (only,) = sticks if len(sticks) == 1 else (None,)
        if only is not None and self.folder is None and not self._why_not(only.folder):
            self.folder = only.folder
        self.changed()

    def choose_stick(self, stick: Volume) -> None:
        """This one of those plugged in."""
        self.take_folder(stick.folder)

    def stick_words(self, stick: Volume) -> str:
        """A stick as its button says it."""
        if stick.is_read_only:
            return _("{name} (read-only)").format(name=stick.name)
        return _("{name} ({free} free)").format(name=stick.name, free=format_size(stick.free, language()))

    def choose_folder(self) -> None:
        """Which stick or folder."""
        title = _("The stick or folder") if self.way == STICK else _("Where to write the drafts of messages")
        self.asker.folder(title, self.take_folder)

    def take_folder(self, folder: Path) -> None:
        """Look at the folder chosen: present, not read-only, with room enough."""
        self.problem, self.folder = None, None
        if (problem := self._why_not(folder)) is not None:
            raise problem
        self.folder = folder
        self.changed()

    def _why_not(self, folder: Path) -> Problem | None:
        """Why the bundle cannot be written there; None when it can."""
        size = self.sent.size if self.sent else 0
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            return Problem(
                _("“{name}” cannot be written to; nothing was changed.").format(name=folder.name or str(folder)),
                _("Open the little lock of the stick, or choose another one."),
                code="stick-not-writable",
            )
        if self.free(folder) < 2 * size:
            return Problem(
                _("There is not enough room on “{name}”; nothing was written.").format(name=folder.name or str(folder)),
                _("Free some space, or choose another stick."),
                code="no-room",
            )
        return None

    @staticmethod
    def free(folder: Path) -> int:
        """The bytes that are free there; 0 when it is gone."""
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return 0

    @property
    def room(self) -> str:
        """The folder chosen and what is free on it."""
        if self.folder is None:
            return ""
        named = next((stick.name for stick in self.sticks if stick.folder == self.folder), str(self.folder))
        if not self.folder.is_dir():
            return _("{place} is no longer there.").format(place=named)
        free = format_size(self.free(self.folder), language())
        return _("{place}: {free} free, {size} needed.").format(place=named, free=free, size=self.size)

    @property
    def messages(self) -> str:
        """In how many messages it goes, where one would be too large for most mail servers."""
        count = -(-self.sent.size // parts.SIZE) if self.way == MAIL and self.sent is not None else 1
        if count < 2:
            return ""
        return plural("It goes in {count} message.", "It goes in {count} messages, each with a part of it.", count)

    @property
    def is_ready(self) -> bool:
        """Whether it is known where the bundle goes."""
        places = {INTERNET: self.receiver, SHARED: self.mailbox}
        return places.get(self.way, self.folder) is not None

    @property
    def road(self) -> str:
        """Where a bundle goes over the Internet or in a shared folder, or what is missing for it."""
        if self.way == SHARED and self.mailbox is None:
            return _("No folder shared with Headquarters is chosen yet.")
        if self.way == SHARED:
            return _("It is written into {folder}, read back, and copied from there by the other program.").format(
                folder=self.mailbox
            )
        if self.receiver is None:
            return _("The address of Headquarters is not set yet: Headquarters tells it to you.")
        return _("It goes to {host} in small pieces. Where the line breaks, only what is missing goes again.").format(
            host=self.receiver.host
        )

    def set_receiver(self) -> None:
        """Go where the address is typed."""
        self.open_place("settings")

    def hand_in(self) -> None:
        """Hand the bundle to Headquarters over the Internet; what comes back is shown."""
        office, sent = self.office, self.sent
        if sent is None:
            return
        self._begin()
        self.runner.run(
            _("Handing the bundle over…"),
            lambda progress: depositing.deposit(office.work, office.keys, sent, office.folder, progress),
            self._handed_in,
        )

    def _handed_in(self, done: Deposited) -> None:
        self.fetched, self.step, self.busy = done.fetched, GONE, False
        self.refresh()

    def drop(self) -> None:
        """Put the bundle into the folder that is shared with Headquarters."""
        office, sent = self.office, self.sent
        if sent is None:
            return
        self._begin()
        self.runner.run(
            _("Writing the bundle…"), lambda progress: mailbox.drop(office.work, sent, office.outbox), self._dropped
        )

    def _dropped(self, path: Path) -> None:
        self.written, self.step, self.busy = path, GONE, False
        self.refresh()

    def look_at_return(self) -> None:
        """Look into the return that came."""
        self.open_place("receive", path=str(self.fetched))

    def write(self) -> None:
        """Copy, read back, compare; over the Internet hand it in."""
        if self.way in (INTERNET, SHARED):
            (self.hand_in if self.way == INTERNET else self.drop)()
            return
        sent, folder, outbox = self.sent, self.folder, self.office.outbox
        office, by_drafts = self.office, self.way == MAIL
        if sent is None or folder is None:
            return
        self._begin()

        def work(progress: Progress) -> Path:
            if by_drafts:
                return by_mail.drafts(office.work, sent, outbox, folder, text_beside=True)[0]
            return sending.copy_to(outbox, sent, folder, progress)

        self.runner.run(_("Writing the bundle…"), work, self._copied)

    def _copied(self, path: Path) -> None:
        self.written, self.step = path, WRITTEN
        self.busy = False
        self.refresh()

    def say_carrier(self, name: str) -> None:
        """Who carries the stick, for the slip and the history."""
        self.carrier = name.strip()
        self.slip = None

    def hand_over(self) -> None:
        """It left: by whom, or by e-mail. Only a receipt will say that it arrived."""
        if self.sent is None:
            return
        sending.hand_over(self.office.work, self.sent.number, self._how())
        self.carrier_draft.drop()
        self.step = GONE
        self.refresh()

    @property
    def carrier_draft(self) -> FormDraft:
        """What is typed about who carries this bundle."""
        return self.form_draft(f"carrier:{self.sent.number if self.sent else 0}")

    def _how(self) -> str:
        if self.way == MAIL:
            return _("e-mail")
        place = self._place_name or _("stick")
        return _("{place}, carried by {name}").format(place=place, name=self.carrier) if self.carrier else place

    @property
    def _place_name(self) -> str:
        """What the stick calls itself, or the folder."""
        named = (stick.name for stick in self.sticks if stick.folder == self.folder)
        return next(named, "") or ((self.folder.name or str(self.folder)) if self.folder else "")

    def again(self) -> None:
        """Write the same bundle once more: another stick, another message."""
        self.step, self.written, self.folder = PLACE, None, None
        self.changed()

    def save_slip(self) -> None:
        """The delivery slip as a PDF to print."""
        if self.sent is not None:
            name = _("delivery-slip-{number}.pdf").format(number=f"{self.sent.number:04d}")
            self.asker.place_to_save(_("Save the delivery slip"), name, self._write_slip)

    def _write_slip(self, path: Path) -> None:
        self.runner.run(
            _("Making the delivery slip…"), lambda progress: self.draw_slip(), lambda data: self._slip_at(path, data)
        )

    def _slip_at(self, path: Path, data: bytes) -> None:
        write_safely(path, data)
        self.slip, self.slip_saved = data, path.name
        self.changed()

    def draw_slip(self) -> bytes:
        """One page that travels with the bundle, in the language now spoken."""
        from desktop.documents.enclosures.delivery import Delivery, draw_delivery_slip

        if self.sent is None:
            return b""
        left = day_of(self.sent.handed_at or self._clock.stamp())
        families = unsent.count_families(self.office.store, self.sent.runs)
        content = Delivery(
            number=labels.number(self.sent.number),
            sender=self.office.profile.name or self.office.profile.code,
            recipient=_("Headquarters"),
            date=format_date(left, language(), "long"),
            fingerprint=self.fingerprint,
            holds=tuple((line, "") for line in labels.counted(families)),
            size=self.size,
            file=self.sent.name,
            carrier=self.carrier or self.sent.handed_how,
            urgent=self.is_urgent,
            expected=format_date(left + timedelta(days=TOO_OLD_DAYS), language(), "long"),
        )
        spoken = (language(),)
        mark, paper = marks.of_office(self.office.store, spoken), office_paper.of(self.office.work)
        return draw_delivery_slip(content, spoken, self._clock.stamp(), mark, paper).data

    def close(self) -> None:
        """Back to the overview."""
        self.open_place("sync")

    def _begin(self) -> None:
        self.busy, self.problem = True, None
        self.changed()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)


def _with_size(words: str, files: Sequence[CaseFile]) -> str:
    size = format_size(sum(file.size for file in files), language())
    return _("{papers} ({size}).").format(papers=words, size=size)


def _plugged_in(sent: Sent) -> tuple[Volume, ...]:
    sticks = volumes.removable()
    for stick in sticks:
        if not stick.is_read_only:
            sending.clear_leftovers(stick.folder, sent)
    return sticks

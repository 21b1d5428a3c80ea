"""Send and receive, on the office's side: enrolment, what is to send, the bundles, what Headquarters returned."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.clock import Clock
from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.files import beginning_of, write_safely
from desktop.base.numbers import format_number, format_size
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import moment
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.exchange import receiving_words, unsent_lines
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.services.exchange import by_mail, carrying, enrolment, mailbox, overview, renewal, sending
from desktop.services.exchange.by_mail import MailedFiles
from desktop.services.exchange.carrying import CarriedFile
from desktop.services.exchange.enrolment import Kit
from desktop.services.exchange.overview import ExchangeOverview
from desktop.services.exchange.sending import BundleState
from desktop.services.exchange.unsent import UnsentDeed
from desktop.services.office.rights import Right, may
from desktop.store.records import Received, Sent
from desktop.store.records.values import ChangeRun

if TYPE_CHECKING:
    from desktop.office import Office

SENT_COLUMNS = (
    ListColumn("packed", N_("Prepared on")),
    ListColumn("handed", N_("Handed over on")),
    ListColumn("how", N_("How"), shown=False),
    ListColumn("changes", N_("Changes"), figures=True),
    ListColumn("size", N_("Size"), shown=False, figures=True),
    ListColumn("received", N_("Received on"), shown=False),
    ListColumn("state", N_("State")),
)
RETURN_COLUMNS = (
    ListColumn("arrived", N_("Imported on")),
    ListColumn("size", N_("Size"), figures=True),
    ListColumn("state", N_("State"), shown=False),
)


class ExchangePresenter(Presenter):
    """Shows what waits, what travelled and what disagrees; begins a bundle, takes in a return."""

    shows = frozenset(
        {"sent", "partner", "partnership", "diligence_case", "answer", "decision", "clearance", "agreement"}
    )

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        columns = (*unsent_lines.COLUMNS, ListColumn("bundle", N_("Bundle")))
        self.unsent = Listing(self, "unsent", N_("To send"), columns, first_title=N_("What was done"))
        self.bundles = Listing(self, "bundles", N_("Bundles"), SENT_COLUMNS, first_title=N_("Bundle"))
        self.returns = Listing(self, "returns", N_("Returns from Headquarters"), RETURN_COLUMNS, first_title=N_("File"))

    overview: ExchangeOverview
    kit: Kit | None = None  # HQ's answer, read and not yet trusted
    passed_on: CarriedFile | None = None  # what was last written here for the other laptops of the office
    request_saved = ""

    def refresh(self) -> None:
        """Read again where everything stands."""
        office = self.office
        self.practice = office.is_practice
        self.may_send = may(office.user, Right.SEND)
        self.overview = overview.read(office.work, office.folder)
        self.changed()

    def arrive(self) -> None:
        """Show what is here, and look for a return in the shared folder, away from the window."""
        office = self.office
        super().arrive()
        if self.may_send and not self.practice:
            self.runner.quietly(
                lambda: mailbox.collect(office.work, office.keys, office.folder),
                lambda there: self.refresh() if there else None,
            )

    @property
    def _clock(self) -> Clock:
        return self.office.work.clock

    # --- in words

    @property
    def sentence(self) -> str:
        """Where the exchange stands, in one sentence."""
        if self.practice:
            return _("This is the training office: nothing leaves this computer.")
        if not self.overview.enrolled:
            return self._unknown_laptop
        if self.overview.joining:
            return _(
                "This laptop joins an office that already works: import the return that Headquarters wrote for it. "
                "Until then the lists here are empty or not whole."
            )
        if not self.overview.pending.count:
            return _("Headquarters has everything. {receipt}").format(receipt=self.receipt)
        if self.travelling is not None:
            return _("Everything is in bundle {number}. {story}").format(
                number=labels.number(self.travelling.number), story=labels.story(self.travelling, self._clock)
            )
        waiting = plural("{count} change to send.", "{count} changes to send.", self.overview.pending.count)
        return _("{waiting} {receipt}").format(waiting=waiting, receipt=self.receipt)

    @property
    def _unknown_laptop(self) -> str:
        """What Headquarters has to do first and, after a restore, how much it lacks."""
        if self.overview.joining:
            return _(
                "Headquarters does not know this laptop yet. It takes one file each way, once; the office’s records "
                "come with the return that Headquarters writes then."
            )
        if self.overview.renewed:
            return plural(
                "This laptop took a new identity: Headquarters must authorize it again, by one file each "
                "way. It has not acknowledged {count} change of this office.",
                "This laptop took a new identity: Headquarters must authorize it again, by one file each "
                "way. It has not acknowledged {count} changes of this office.",
                self.overview.pending.count,
            )
        if self.overview.regained is None:
            return _("Headquarters does not know this laptop yet. It takes one file each way, once.")
        return plural(
            "This office was restored from a backup: Headquarters must authorize this laptop again, "
            "by one file each way. It has not acknowledged {count} change of this office.",
            "This office was restored from a backup: Headquarters must authorize this laptop again, "
            "by one file each way. It has not acknowledged {count} changes of this office.",
            self.overview.pending.count,
        )

    @property
    def receipt(self) -> str:
        """When HQ last acknowledged something."""
        received_at = self.overview.pending.received_at
        if not received_at:
            return _("No receipt yet: that is normal until the first bundle has travelled.")
        age = labels.how_long_ago(received_at, self._clock.today())
        return _("Last receipt of {day}, {ago}.").format(day=labels.day(received_at), ago=age)

    @property
    def regained(self) -> str:
        """What came back after a backup was restored; empty where none was, or Headquarters is to be asked first."""
        own = self.overview.regained
        return receiving_words.regained_words(own) if own is not None and self.overview.enrolled else ""

    @property
    def travelling(self) -> Sent | None:
        """The bundle that already holds everything that waits, unless it is too old."""
        newest = self.overview.sent[0] if self.overview.sent else None
        waiting = self.overview.pending.runs
        if newest is None or not waiting or not sending.holds_all(newest, waiting):
            return None
        return None if self.state(newest) is BundleState.TOO_OLD else newest

    @property
    def fingerprint(self) -> str:
        """This laptop's keys, to read aloud."""
        return self.office.keys.public.fingerprint

    def lines(self) -> list[tuple[UnsentDeed, str]]:
        """The newest deeds with what stands at their right; the same deed done several times in a row is one line."""
        lines: list[tuple[UnsentDeed, str]] = []
        for _key, group in groupby(self.overview.deeds, key=lambda deed: (deed.what, deed.about, self.in_bundle(deed))):
            deeds = list(group)
            times = plural("{count} time", "{count} times", len(deeds)) if len(deeds) > 1 else ""
            lines.append((deeds[0], " · ".join(part for part in (times, self.in_bundle(deeds[0])) if part)))
        return lines

    def deed_cells(self, deed: UnsentDeed) -> Mapping[str, RowCell]:
        """What a change says in each column."""
        return {**unsent_lines.cells(deed), "bundle": RowCell(self.in_bundle(deed))}

    def sent_cells(self, sent: Sent) -> Mapping[str, RowCell]:
        """What a bundle says in each column."""
        days = {"packed": sent.packed_at, "handed": sent.handed_at, "received": sent.received_at}
        return {
            **{name: RowCell(labels.day(at) if at else "", day_known(at)) for name, at in days.items()},
            "how": RowCell(sent.handed_how),
            "changes": RowCell(format_number(sent.count, language()), sent.count),
            "size": RowCell(format_size(sent.size, language()), sent.size),
            "state": RowCell(labels.state(self.state(sent))),
        }

    def sent_brief(self, sent: Sent) -> str:
        """The quiet line of a bundle beside columns: its story, unless these tell it."""
        told = all(self.bundles.shows(name) for name in ("packed", "handed", "state"))
        return "" if told and self.state(sent) is not BundleState.TOO_OLD else self.story(sent)

    @staticmethod
    def return_cells(row: Received) -> Mapping[str, RowCell]:
        """What a return says in each column."""
        return {
            "arrived": RowCell(labels.day(row.arrived_at), day_known(row.arrived_at)),
            "size": RowCell(format_size(row.size, language()), row.size),
            "state": RowCell(_("imported")),
        }

    def state(self, sent: Sent) -> BundleState:
        """How far a bundle is known to have come."""
        return sending.state_of(sent, self._clock.now())

    def story(self, sent: Sent) -> str:
        """What became of a bundle."""
        return labels.story(sent, self._clock)

    def in_bundle(self, deed: UnsentDeed) -> str:
        """The number of the newest bundle that holds a deed, if one does."""
        return next((labels.number(sent.number) for sent in self.overview.sent if _holds(sent, deed)), "")

    # --- what the filled button does

    @property
    def next_label(self) -> str:
        """The one thing to do now."""
        if not self.may_send or self.practice:
            return ""
        if self.overview.enrolled:
            return _("Prepare a bundle")
        if self.kit is not None:
            return _("They are the same: trust it")
        return _("Choose the answer file…") if self.request_saved else _("Save the request…")

    def do_next(self) -> None:
        """Do it."""
        if self.overview.enrolled:
            self.prepare()
        elif self.kit is not None:
            self.trust()
        elif self.request_saved:
            self.open_kit()
        else:
            self.save_request()

    # --- enrolment

    def save_request(self) -> None:
        """Step one: the file that asks HQ to recognise this laptop."""
        self.office.require_real()
        name = enrolment.request_name(self.office.machine)
        self.asker.place_to_save(_("Save the request for Headquarters"), name, self._write_request)

    def _write_request(self, path: Path) -> None:
        office = self.office
        write_safely(path, enrolment.request(office.work, office.keys))
        self.request_saved = path.name
        self.changed()

    def open_kit(self) -> None:
        """Step two: HQ's answer."""
        self.asker.files(_("The answer from Headquarters"), "*.kit", self.read_kit)

    def read_kit(self, paths: Sequence[Path]) -> None:
        """Look at HQ's answer; nothing is trusted yet."""
        self.kit = enrolment.read_kit(beginning_of(paths[0], enrolment.MOST_KIT), self.office.keys)
        self.changed()

    def trust(self) -> None:
        """The fingerprint was compared by voice: trust HQ's keys."""
        if self.kit is not None:
            enrolment.accept(self.office.work, self.kit)
            self.kit = None
            self.refresh()

    def distrust(self) -> None:
        """The fingerprint differs: forget the file."""
        self.kit = None
        self.refuse(
            Problem(
                _("Nothing was trusted and nothing was changed."),
                _("Tell Headquarters that the fingerprints differ, and ask for a new answer by another way."),
                code="fingerprints-differ",
            )
        )

    def renew_keys(self) -> None:
        """Ask once, then give this laptop new keys under a new identity."""
        self.office.require_real()
        self.asker.confirm(
            Confirmation(
                _("Give this laptop new keys?"),
                _(
                    "Nothing is lost: what was written here is sent as before. Headquarters must authorize this laptop "
                    "again, by one file each way; until then nothing can be sent."
                ),
                _("Give new keys"),
                _("Cancel"),
            ),
            self._renew_keys,
        )

    def _renew_keys(self) -> None:
        renewal.renew_keys(self.office.work)
        self.request_saved = ""
        self.refresh()

    # --- other laptops of the office

    @property
    def passed_on_words(self) -> str:
        """What was written for them, and who can open it; empty before."""
        if self.passed_on is None:
            return ""
        written = _("Written to {folder} and read back: you can remove the stick.").format(
            folder=self.passed_on.path.parent
        )
        names = ", ".join(self.passed_on.to)
        return " ".join((written, _("Only these laptops can open it: {laptops}.").format(laptops=names)))

    def pass_on(self) -> None:
        """Ask for the stick, then write all that the office did for its other laptops, and read it back."""
        self.office.require_real()
        self.asker.folder(_("Where is the stick?"), self._pass_on)

    def _pass_on(self, folder: Path) -> None:
        office = self.office
        self.runner.run(
            _("Writing the file…"),
            lambda progress: carrying.pass_on(office.work, office.keys, folder),
            self._show_passed_on,
        )

    def _show_passed_on(self, written: CarriedFile) -> None:
        self.passed_on, self.problem = written, None
        self.changed()

    # --- bundles

    def prepare(self) -> None:
        """Begin a bundle, page by page; ask first when everything is already on its way."""
        if self.travelling is None:
            self.open_place("send")
            return
        carried = labels.number(self.travelling.number)
        self.asker.confirm(
            Confirmation(
                _("Prepare another bundle?"),
                _("Bundle {number} already holds everything. A second copy does no harm.").format(number=carried),
                _("Prepare another one"),
                _("Cancel"),
            ),
            lambda: self.open_place("send"),
        )

    def open_bundle(self, number: object) -> None:
        """Go to a bundle of the history."""
        self.open_place("send", number=number)

    def import_return(self) -> None:
        """Take in a file of HQ: first look at what it holds."""
        self.asker.files(_("A return from Headquarters"), "*.psb *.psbp *.eml *.txt *.zip", self.look_into)

    def look_into(self, paths: Sequence[Path]) -> None:
        """Find the return in what came by mail, away from the window."""
        folder = self.office.folder
        self.runner.run(
            _("Looking into the file…"), lambda progress: by_mail.opened(paths, folder), self._receive_first
        )

    def _receive_first(self, mailed: MailedFiles) -> None:
        if mailed.files:
            self.receive(mailed.files[0])
            return
        raise Problem(
            " ".join(mailed.awaited), _("Choose the missing parts as soon as they came."), code="parts-missing"
        )

    def receive(self, path: Path) -> None:
        """Look at a file chosen or dropped here: a return, or what another laptop of the office hands over."""
        carried = carrying.is_carried(path, enrolment.keyset(self.office.machine))
        self.open_place("carry" if carried else "receive", path=str(path))

    @property
    def by_itself(self) -> str:
        """What left by itself, or why it could not; empty before the first try."""
        report = self.overview.outbox
        if not report.at:
            return ""
        when = labels.when(moment(report.at))
        if report.problem:
            words = _("Sending by itself did not work on {moment}: {problem} It is tried again by itself.")
            return words.format(moment=when, problem=report.problem)
        if report.number:
            words = _("Bundle {number} left by itself on {moment}, compared to its last byte.")
            return words.format(number=labels.number(report.number), moment=when)
        return _("On {moment} nothing had to leave by itself.").format(moment=when)

    def look_at_return(self) -> None:
        """Look into the return that came over the Internet."""
        if self.overview.fetched is not None:
            self.receive(self.overview.fetched)

    def show_troubles(self) -> None:
        """Go to what disagrees or was set aside."""
        self.open_place("disagreements")


def _holds(sent: Sent, deed: UnsentDeed) -> bool:
    """Whether a bundle holds this deed."""
    return sending.holds_all(sent, [ChangeRun(device=deed.device, first=deed.number, last=deed.number)])

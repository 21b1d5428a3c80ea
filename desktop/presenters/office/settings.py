"""Settings: each takes effect at once and is kept at once. People and backups have pages of their own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.base.errors import Problem
from desktop.base.files import beginning_of
from desktop.base.progress import Progress, Runner
from desktop.base.settings import Settings
from desktop.base.text import _, language
from desktop.bundles.wire import MOST_AUTHORITY
from desktop.documents.blocks import Paper
from desktop.presenters.office import recovery
from desktop.presenters.office.recovery import RecoveryWords
from desktop.presenters.presenter import Presenter
from desktop.services import house
from desktop.services.exchange import mailbox, receiver_address
from desktop.services.exchange.receiver_address import ReceiverSettings
from desktop.services.office import believed_clock, office_profile, scanner
from desktop.services.office.rights import Right, may, require

if TYPE_CHECKING:
    from desktop.office import Office
    from desktop.store.vault import Opened, Vault


class ComputerSettings(Protocol):
    """What keeps this computer's settings and applies them."""

    settings: Settings

    def keep(self, **values: object) -> None: ...

    def apply(self) -> None:
        """Dress and speak as the settings say, in every window."""

    def reopen(self, work: "Callable[[Vault, Opened], Opened]", place: str) -> None:
        """Close the office, do what needs it closed, open it again with what `work` gives, and show a place."""


class UnsavedSettings:
    """A Machine for windows that nobody works in: pictures, tests of other screens."""

    def __init__(self) -> None:
        self.settings = Settings()

    def keep(self, **values: object) -> None:
        """Change settings, for as long as this object lasts."""
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]

    def apply(self) -> None:
        """Nothing to dress."""

    def reopen(self, work: "Callable[[Vault, Opened], Opened]", place: str) -> None:
        """Nothing to open."""


class SettingsPresenter(Presenter):
    """What this officer may change about the computer, the office and their own way in."""

    def __init__(self, office: "Office", runner: Runner, machine: ComputerSettings) -> None:
        super().__init__(office, runner)
        self.machine = machine
        self.may_administer = may(office.user, Right.ADMINISTER)
        self.remembered, self.can_remember = False, False
        self.words_checked, self.scanner_folder = False, ""
        self.clock_doubt, self.may_confirm_clock = "", False
        self.receiver, self.mailbox = ReceiverSettings(), ""
        self.may_send = may(office.user, Right.SEND) and not (office.is_practice or office.is_hq)
        self.recovery = RecoveryWords()
        self.done = ""
        self.profile = office.profile
        self._looked = False

    @property
    def settings(self) -> Settings:
        """This computer's settings."""
        return self.machine.settings

    @property
    def language(self) -> str:
        """The language spoken now."""
        return language()

    def refresh(self) -> None:
        """Read the office and the way in again; the keyring is asked away from the window."""
        office = self.office
        self.profile = office.profile
        state = house.machine_state(office.work)
        self.words_checked = state.words_checked
        self.scanner_folder = str(state.scanner or "")  # empty until somebody chose it
        self.receiver, self.mailbox = state.receiver, str(state.mailbox or "")
        doubted = believed_clock.clock_doubt(office.work)
        self.clock_doubt = believed_clock.doubt_in_words(doubted) if doubted is not None else ""
        self.may_confirm_clock = doubted is not None and believed_clock.may_confirm(office.work)
        self.remembered = any(o.remembered for o in office.vault.officers if o.id == office.user.id)
        if not self._looked:
            self._looked = True
            self.runner.run(_("Looking for a keyring"), lambda _p: office.vault.can_remember(), self._found_keyring)
        self.changed()

    def _found_keyring(self, available: bool) -> None:
        self.can_remember = available and not self.office.is_practice
        self.changed()

    # --- this computer

    def speak(self, chosen: str) -> None:
        """Change the language while running; documents have their own."""
        self.machine.keep(language=chosen)
        self.machine.apply()

    def dress(self, theme: str) -> None:
        """Light, dark, high contrast, or as the system says."""
        self.machine.keep(theme=theme)
        self.machine.apply()

    def resize(self, percent: int) -> None:
        """The size of all texts."""
        self.machine.keep(text_size=percent)
        self.machine.apply()

    def lock_after(self, minutes: int) -> None:
        """After how many minutes without a key the window locks."""
        self.machine.keep(lock_minutes=minutes)
        self.changed()

    def choose_scanner(self) -> None:
        """Ask for the folder into which the scanner writes."""
        self.asker.folder(_("Into which folder does the scanner write?"), self._choose_scanner)

    def _choose_scanner(self, folder: Path) -> None:
        scanner.choose(self.office.work, folder)
        self.refresh()

    def confirm_clock(self, typed: date | None) -> None:
        """Believe the clock, because the day typed is the one it shows; raises Problem when it is another one."""
        if typed is None:
            raise Problem(
                _("No date was typed; nothing was confirmed."), _("Type today’s date."), code="date-to-confirm-missing"
            )
        believed_clock.confirm(self.office.work, typed)
        self.done = _("The date is confirmed: searching, ruling and deciding go on.")
        self.refresh()

    # --- my way in

    def remember(self, passphrase: str) -> None:
        """Let this computer's keyring open the office at the start, for this officer."""
        vault, officer = self.office.vault, self.office.user.id
        self._do(
            _("Remembering"),
            lambda: vault.remember(officer, passphrase),
            _("This computer now opens the office for you."),
        )

    def forget(self) -> None:
        """Ask for the passphrase again at each start."""
        vault, opened = self.office.vault, self.office.opened
        self._do(_("Forgetting"), lambda: vault.forget(opened), _("The passphrase is asked for again at each start."))

    def change_passphrase(self, old: str, new: str) -> None:
        """Take another passphrase; the seal for decisions stays."""
        vault, officer = self.office.vault, self.office.user.id
        self._do(
            _("Changing the passphrase"),
            lambda: vault.change_passphrase(officer, old, new),
            _("The new passphrase is in force; the old one opens nothing any more."),
        )

    def _do(self, what: str, deed: Callable[[], object], sentence: str) -> None:
        self.problem, self.done = None, ""

        def work(_progress: Progress) -> Problem | None:
            try:
                deed()
            except Problem as problem:
                return problem
            return None

        self.runner.run(what, work, lambda problem: self._show_outcome(problem, sentence))

    def _show_outcome(self, problem: Problem | None, sentence: str) -> None:
        if problem is not None:
            self.refuse(problem)
            return
        self.done = sentence
        self.refresh()

    # --- recovery words

    def make_words(self) -> None:
        """Twelve new words, which replace the earlier sheet."""
        require(self.office.user, Right.ADMINISTER)
        office, spoken = self.office, language()
        self.runner.run(
            _("Making the recovery words"),
            lambda _progress: recovery.make(office, spoken),
            self._show_words,
        )

    def _show_words(self, words: tuple[str, ...]) -> None:
        self.recovery = RecoveryWords(words)
        self.changed()

    def turn_words(self) -> None:
        """Hide the words and ask for two of them from the paper, or show them again."""
        self.recovery, self.problem = self.recovery.turned(), None
        self.changed()

    def save_sheet(self) -> None:
        """Ask where the recovery sheet goes, and write it there as a PDF."""
        name = recovery.sheet_name(self.office)
        self.asker.place_to_save(_("Save the recovery sheet"), name, self._write_sheet)

    def _write_sheet(self, path: Path) -> None:
        office, words = self.office, self.recovery.words
        sentence = _("The sheet is saved: print it, then delete the file.")
        self._do(_("Writing the recovery sheet"), lambda: recovery.write_sheet(office, words, path), sentence)

    def check_words(self, typed: tuple[str, ...]) -> None:
        """Compare the words typed from the paper; raises Problem when they are others."""
        self.recovery.require(typed)
        recovery.note_checked(self.office)
        self.recovery, self.problem = RecoveryWords(), None
        self.done = _("The words on your paper are right; they open the office.")
        self.refresh()

    # --- the office

    @property
    def papers(self) -> list[tuple[str, str]]:
        """What the office may print on: what is usual in its country, or the one it names."""
        return [("", _("As usual in the country")), *((str(paper), str(paper)) for paper in Paper)]

    def write_profile(self, name: str, value: str) -> None:
        """Change what documents print about the office."""
        if getattr(self.profile, name) != value.strip():
            office_profile.change(self.office.work, **{name: value.strip()})
            self.profile = self.office.profile
            self.changed()

    # --- Headquarters over the Internet

    @property
    def certificate(self) -> str:
        """Whose word is taken that what answers there is Headquarters."""
        if self.receiver.road is not None and self.receiver.road.authority:
            return _("Only the certificate that was chosen here is believed.")
        return _("Whom this computer believes, is believed.")

    def write_receiver(self, name: str, typed: str) -> None:
        """Set the address or the proxy; raises Problem for what is none."""
        road = self.receiver.road
        if typed.strip() != (getattr(road, name) if road else ""):
            write = receiver_address.set_address if name == "address" else receiver_address.set_proxy
            write(self.office.work, typed)
            self.refresh()

    def choose_certificate(self) -> None:
        """Ask for the file with Headquarters' certificate."""
        self.asker.files(_("The certificate of Headquarters"), "*.pem *.crt *.cer", self.read_certificate)

    def read_certificate(self, paths: Sequence[Path]) -> None:
        """Believe only this certificate from now on."""
        receiver_address.set_authority(self.office.work, beginning_of(paths[0], MOST_AUTHORITY))
        self.refresh()

    def send_by_itself(self, on: bool) -> None:
        """Let bundles leave by themselves when the line is there, or not."""
        if on != self.receiver.automatic:
            receiver_address.set_automatic(self.office.work, on)
            self.refresh()

    def forget_certificate(self) -> None:
        """Believe whom the computer believes again."""
        receiver_address.set_authority(self.office.work, b"")
        self.refresh()

    # --- the folder shared with Headquarters

    def choose_mailbox(self) -> None:
        """Ask for the folder that is shared with Headquarters."""
        self.asker.folder(_("The folder shared with Headquarters"), self._choose_mailbox)

    def _choose_mailbox(self, folder: Path | None) -> None:
        mailbox.choose(self.office.work, folder)
        self.refresh()

    def forget_mailbox(self) -> None:
        """Have no such folder any more; what lies in it stays."""
        self._choose_mailbox(None)

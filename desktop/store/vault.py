"""The key of the database: passphrases, recovery sheet, system keyring (which no other module knows)."""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.base.values import new_id
from desktop.store import cipher, place, words
from desktop.store.slots import (
    FLOOR,
    WORDS,
    Cost,
    Opened,
    Slot,
    Slots,
    calibrated,
    damaged_slots,
    from_bytes,
    new_slot,
    opened,
    sealed_ring,
)

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["FLOOR", "Cost", "KeyHolder", "Opened", "Vault", "advice", "calibrated", "delay_after", "is_enough"]

SERVICE = "Passerelle"
SHORTEST = 12
FEWEST_WORDS = 4

# By class, never by what happens to be installed: keyrings.alt writes secrets in plain files.
REAL_KEYRINGS = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
    }
)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Somebody who opens this office with a passphrase. `remembered` says that the system's keyring may do it too."""

    id: str
    name: str
    remembered: bool


class Vault:
    """The slots of one folder, an office's or Headquarters'. Officers' names are readable in it, nothing else is.

    Every method that changes something takes what `unlock` gave. A wrong passphrase is found before the database is
    touched. `remove_officer` needs the database closed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / place.DATABASE
        self._known: Slots | None = None

    @classmethod
    def create(
        cls, folder: Path, officer_id: str, name: str, passphrase: str, cost: Cost | None = None
    ) -> tuple["Vault", Opened]:
        """A new vault with a random key and its first officer; raises Problem when the folder is not suitable."""
        vault, opened_, slots = cls.begin(folder, officer_id, name, passphrase, cost)
        vault.finish(slots)
        return vault, opened_

    @classmethod
    def begin(
        cls, folder: Path, officer_id: str, name: str, passphrase: str, cost: Cost | None = None
    ) -> tuple["Vault", Opened, Slots]:
        """A new vault that nobody can open before `finish`: what is set up in it is there wholly or not at all.

        What an interrupted setting up left in the folder is taken away: no key to it is kept anywhere.
        """
        place.prepare(folder)
        vault = cls(folder)
        vault._remove_unfinished()
        if vault._path.exists() or vault.database.exists():
            raise Problem(
                _("This folder already holds an office; nothing was changed."),
                _("Open it, or choose an empty folder."),
                code="folder-holds-an-office",
            )
        require_enough(passphrase)
        key, name_of_vault = secrets.token_bytes(cipher.KEY_BYTES), new_id()
        slot, secret = new_slot(name_of_vault, officer_id, name, passphrase, cost or calibrated())
        write_safely(vault._begun, b"")
        return vault, opened(officer_id, secret, key), Slots(name_of_vault, sealed_ring(name_of_vault, [slot], key))

    def finish(self, slots: Slots) -> None:
        """From here on the office is there, and opens; raises Problem when the disk does not take it."""
        self._write(slots)
        self.unmark()

    def unmark(self) -> None:
        """Take away what says that this folder is being set up: it is."""
        self._begun.unlink(missing_ok=True)

    @property
    def _begun(self) -> Path:
        return self.folder / place.BEGUN

    def _remove_unfinished(self) -> None:
        if not self._begun.exists():
            return
        with place.office_lock(self.folder):
            if not self._path.exists():
                cipher.remove(self.database)
            self.unmark()

    @classmethod
    def open(cls, folder: Path) -> "Vault":
        """The vault of an existing folder, its file checked for form; raises Problem when missing or damaged."""
        vault = cls(folder)
        vault._slots()
        return vault

    @property
    def exists(self) -> bool:
        """Whether the folder holds what opens an office."""
        return self._path.exists()

    @property
    def officers(self) -> tuple[KeyHolder, ...]:
        """Who may open this office, in the order they were added."""
        slots = self._slots().current.slots
        return tuple(KeyHolder(slot.id, slot.name, bool(slot.kept)) for slot in slots if slot.id != WORDS)

    def require_database(self) -> None:
        """Raise `cipher.Damaged` when the database is gone, so that nobody begins an empty one in its place."""
        if not self.database.exists():
            raise cipher.Damaged(
                _("The database of this office is missing; your backups are untouched."),
                _("Check that the folder is the right one, or restore the last backup."),
                code="database-missing",
            )

    @property
    def has_recovery(self) -> bool:
        """Whether a recovery sheet was made."""
        return self._slots().current.slot(WORDS) is not None

    def unlock(self, officer_id: str, passphrase: str) -> Opened:
        """Open with an officer's passphrase; raises Problem when it is wrong."""
        slots = self._slots()
        return self._settled(slots, officer_id, slots.find(officer_id).secret(slots.vault, passphrase))

    def unlock_with_words(self, typed: str) -> Opened:
        """Open with the words of the recovery sheet, which name no officer; raises Problem when they are wrong."""
        secret = words.read(typed).hex()
        slots = self._slots()
        return self._settled(slots, WORDS, slots.find(WORDS).secret(slots.vault, secret))

    def unlock_with_keyring(self, officer_id: str) -> Opened:
        """Open with what the system's keyring remembers; else raises Problem: the passphrase still opens."""
        slots = self._slots()
        key = read_keyring(_require_keyring(), _entry(slots.vault, officer_id))
        secret = slots.find(officer_id).kept_secret(slots.vault, key) if key else None
        if secret is None:
            raise _not_remembered()
        return self._settled(slots, officer_id, secret)

    def add_officer(self, by: Opened, officer_id: str, name: str, passphrase: str, cost: Cost | None = None) -> Opened:
        """Let one more officer open the office; returns what they will open, for the public half of their seal."""
        if any(officer.id == officer_id for officer in self.officers):
            raise ValueError(f"officer {officer_id} has a slot already")
        return self._put(by, officer_id, name, passphrase, cost)

    def take_back(self, by: Opened, officer_id: str) -> None:
        """Take out the slot of an officer whose adding was not finished; the key of the database stays."""
        slots = self._slots()
        if not slots.current.proves(slots.vault, by.key):
            raise damaged_slots()
        others = [slot for slot in slots.current.slots if slot.id != officer_id]
        if len(others) < len(slots.current.slots):
            self._write(Slots(slots.vault, sealed_ring(slots.vault, others, by.key)))

    def reset_passphrase(self, by: Opened, officer_id: str, passphrase: str, cost: Cost | None = None) -> Opened:
        """A new passphrase for somebody who forgot theirs. Their seal is new: record its public half."""
        return self._put(by, officer_id, self._slots().find(officer_id).name, passphrase, cost)

    def _put(self, by: Opened, whose: str, name: str, passphrase: str, cost: Cost | None) -> Opened:
        require_enough(passphrase)
        slots = self._slots()
        slot, secret = new_slot(slots.vault, whose, name, passphrase, cost or calibrated())
        self._write(_changed(slots, slot.seal(slots.vault, by.key), by))
        return opened(whose, secret, by.key)

    def change_passphrase(self, officer_id: str, old: str, new: str, cost: Cost | None = None) -> None:
        """Replace one's own passphrase; the seal for decisions stays. Raises Problem when the old one is wrong."""
        require_enough(new)
        slots = self._slots()
        slot = slots.find(officer_id)
        secret = slot.secret(slots.vault, old)
        by = self._settled(slots, officer_id, secret)
        fresh = slot.wrap_again(slots.vault, secret, new, cost or calibrated())
        self._write(_changed(self._slots(), fresh.seal(slots.vault, by.key), by))

    def remove_officer(self, by: Opened, officer_id: str) -> Opened:
        """Take an officer's way in and give the database a new key; returns what opens it from now on.

        The database must be closed. Whatever interrupts this, the next unlocking finishes it or takes it back whole.
        """
        slots = self._slots()
        slots.find(officer_id)
        if officer_id in (by.officer_id, WORDS):
            raise Problem(
                _("You cannot remove your own access; nothing was changed."),
                _("Ask another officer of this office to do it."),
                code="own-access-not-removed",
            )
        if not slots.current.proves(slots.vault, by.key):
            raise damaged_slots()
        fresh = secrets.token_bytes(cipher.KEY_BYTES)
        coming = sealed_ring(slots.vault, (s for s in slots.current.slots if s.id != officer_id), fresh)
        self._write(replace(slots, coming=coming))
        cipher.rekey(self.database, by.key, fresh)
        self._write(Slots(slots.vault, coming))
        return replace(by, key=fresh)

    def make_recovery(self, by: Opened, language: str) -> tuple[str, ...]:
        """The 12 words of a new recovery sheet, which replaces any earlier one; they are kept nowhere else."""
        secret = secrets.token_bytes(words.ENTROPY)
        slots = self._slots()
        slot, _secret = new_slot(slots.vault, WORDS, "", secret.hex(), FLOOR)
        self._write(_changed(slots, slot.seal(slots.vault, by.key), by))
        return words.written(secret, language)

    def check_words(self, typed: str) -> bool:
        """Whether these are the words of this office's sheet; raises Problem when a word is on no list."""
        slots = self._slots()
        slot, secret = slots.current.slot(WORDS), words.read(typed).hex()
        return slot is not None and slot.opens(slots.vault, secret)

    def can_remember(self) -> bool:
        """Whether this machine has a keyring that keeps secrets."""
        return _keyring() is not None

    def remember(self, officer_id: str, passphrase: str) -> None:
        """Let the system's keyring open the office for this officer; raises Problem when it cannot."""
        ring, slots = _require_keyring(), self._slots()
        slot = slots.find(officer_id)
        secret = slot.secret(slots.vault, passphrase)
        by = self._settled(slots, officer_id, secret)
        key = secrets.token_bytes(cipher.KEY_BYTES)
        write_keyring(ring, _entry(slots.vault, officer_id), key)
        now = self._slots()
        self._write(_changed(now, now.find(officer_id).keep(slots.vault, secret, key), by))

    def forget(self, by: Opened) -> None:
        """Never again open with the system's keyring for this officer, whatever the keyring still holds."""
        slots = self._slots()
        self._write(_changed(slots, replace(slots.find(by.officer_id), kept=""), by))
        ring = _keyring()
        if ring is not None:
            clear_keyring(ring, _entry(slots.vault, by.officer_id))

    @property
    def _path(self) -> Path:
        return self.folder / place.SLOTS

    def _slots(self) -> Slots:
        """The slots as they lie on the disk; while their file is away, as they were read last: a lock opens."""
        if self._known is not None and not self._path.exists():
            return self._known
        try:
            self._known = from_bytes(self._path.read_bytes())
            return self._known
        except OSError as error:
            raise Problem(
                _("The file that opens this office is missing or cannot be read; nothing was changed."),
                _("Check that the folder is the right one, or restore the last backup."),
                code="slots-missing",
            ) from error

    def _write(self, slots: Slots) -> None:
        write_safely(self._path, slots.to_bytes())
        self._known = slots

    def as_read_last(self) -> bytes:
        """What opens this office, as it was read or written last, should its file be gone by now."""
        return (self._known or self._slots()).to_bytes()

    def _settled(self, slots: Slots, whose: str, secret: bytes) -> Opened:
        """What the slot's secret opens, after finishing or taking back a change of key that was interrupted."""
        key, coming = slots.keys(whose, secret)
        if slots.coming is not None and self._has(coming):
            key = coming
            self._write(Slots(slots.vault, slots.coming))
        elif slots.coming is not None and self._has(key):
            self._write(Slots(slots.vault, slots.current))
        elif slots.coming is not None and coming is None and self.database.exists():
            key = None
        if key is None:
            raise Problem(
                _("Your access to this office was removed; nothing was changed."),
                _("Ask another officer of this office."),
                code="access-removed",
            )
        return opened(whose, secret, key)

    def _has(self, key: bytes | None) -> bool:
        return key is not None and self.database.exists() and cipher.fits(self.database, key)


def _changed(slots: Slots, slot: Slot, by: Opened) -> Slots:
    if not slots.current.proves(slots.vault, by.key):
        raise damaged_slots()
    return slots.with_slot(slot, by.key)


def is_enough(passphrase: str) -> bool:
    """Whether a passphrase may be used: 12 characters, or 4 different words of 3 letters, and not one key held down."""
    spoken = {word.casefold() for word in passphrase.split() if len(word) >= 3}
    varied = len(set(passphrase.casefold())) >= 5
    return varied and (len(passphrase) >= SHORTEST or len(spoken) >= FEWEST_WORDS)


def require_enough(passphrase: str) -> None:
    """Raise Problem when the passphrase is too easily guessed."""
    if not is_enough(passphrase):
        raise Problem(
            _("This passphrase is too easily guessed; it was not taken."),
            _("Take four words that have nothing to do with one another, or at least 12 characters."),
            code="passphrase-too-weak",
        )


def advice(passphrase: str) -> str:
    """One sentence on how well a passphrase would protect the office."""
    if not passphrase:
        return _("Four words that have nothing to do with one another are easy to remember and hard to guess.")
    if not is_enough(passphrase):
        return _("Too easily guessed: take four words, or at least 12 characters.")
    if len(passphrase) < 20:
        return _("Good: it is long enough. One more word would make it stronger.")
    return _("Very good: its length makes it hard to guess, even for somebody who has the computer.")


def delay_after(wrong: int) -> int:
    """How many seconds to wait after so many wrong tries: none before the fifth, then doubling to 5 minutes."""
    return 0 if wrong < 5 else min(300, 5 * 2 ** (wrong - 5))


def _keyring() -> "KeyringBackend | None":
    from keyring.backend import get_all_keyring

    real = [ring for ring in get_all_keyring() if f"{type(ring).__module__}.{type(ring).__qualname__}" in REAL_KEYRINGS]
    return max(real, key=lambda ring: float(ring.priority), default=None)


def _require_keyring() -> "KeyringBackend":
    ring = _keyring()
    if ring is None:
        raise Problem(
            _("This computer has no keyring that keeps secrets; nothing was changed."),
            _("Open with your passphrase."),
            code="keyring-missing",
        )
    return ring


def _entry(vault: str, officer_id: str) -> str:
    return f"{vault}/{officer_id}"


def read_keyring(ring: "KeyringBackend", entry: str) -> bytes | None:
    from keyring.errors import KeyringError

    try:
        password = ring.get_password(SERVICE, entry)
    except KeyringError as error:
        raise _keyring_shut() from error
    return b64decode(password) if password else None


def write_keyring(ring: "KeyringBackend", entry: str, key: bytes) -> None:
    from keyring.errors import KeyringError

    try:
        ring.set_password(SERVICE, entry, b64encode(key).decode())  # 44 characters: Windows takes 1,280
    except KeyringError as error:
        raise _keyring_shut() from error


def clear_keyring(ring: "KeyringBackend", entry: str) -> None:
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        ring.delete_password(SERVICE, entry)
    except PasswordDeleteError:
        return  # it was not there, which is what is wanted
    except KeyringError as error:
        raise _keyring_shut() from error


def _keyring_shut() -> Problem:
    return Problem(
        _("The computer's keyring is locked or does not answer; nothing was changed."),
        _("Open with your passphrase."),
        code="keyring-shut",
    )


def _not_remembered() -> Problem:
    return Problem(
        _("The computer's keyring does not remember this office; nothing was changed."),
        _("Open with your passphrase."),
        code="keyring-empty",
    )

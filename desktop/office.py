"""One office's working set, opened from its folder and handed to whoever needs it. Headquarters is one too."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.files import make_folder, remove_leftovers
from desktop.base.lock import FolderLock
from desktop.base.office_codes import require_office_code
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import new_id
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.services.exchange import contents, enrolment, program_updates
from desktop.services.exchange.headquarters import backing_up, door, recognition, records_database
from desktop.services.office import accounts, backup, office_profile, people, restore_test
from desktop.services.office.list_choices import ListChoices
from desktop.services.office.restore_test import RestoreTest
from desktop.services.office.unsaved import UnsavedForms
from desktop.services.screening import lookup_notes
from desktop.services.work import Work
from desktop.store import server, server_copy
from desktop.store.place import DATABASE, office_lock
from desktop.store.records import OfficeProfile, Officer
from desktop.store.states import OfficeKind, Role
from desktop.store.store import HQ as HQ
from desktop.store.store import Store
from desktop.store.vault import Cost, Opened, Vault


@dataclass(frozen=True)
class Account:
    """The person who sets up an office: what the welcome pages ask."""

    name: str
    function: str
    role: str
    passphrase: str


class Office:
    """The folder, its key, its records and definitions, and the officer at work.

    `store` holds the records; `machine` holds what belongs to this computer alone. They are one encrypted database in
    an office; Headquarters may keep its records in PostgreSQL. `on_change` is called after each commit, on the
    committing thread, with the names of the families changed.
    """

    def __init__(self, folder: Path, vault: Vault, opened: Opened, lock: FolderLock) -> None:
        self.folder = folder
        self.vault = vault
        self.opened = opened
        self._lock = lock
        self._keys: DeviceKeys | None = None
        records_database.require_this_version(folder / DATABASE, opened.key)
        self.machine = Store.open(folder / DATABASE, opened.key)
        address = records_database.address(self.machine)
        self.store = Store.connect(address) if address else self.machine
        if self.store.only_reading is not None:
            self.machine.only_read(self.store.only_reading)
        self.definitions = contents.definitions_in_force(self.store, self.machine, folder)
        self.user = self._officer_at_work()
        self.on_change: Callable[[frozenset[str]], None] = lambda families: None
        self._profile = office_profile.read(self.store)
        self.unsaved = UnsavedForms(lambda: self.work)
        self.list_choices = ListChoices(self.machine, opened.officer_id)
        for store in {id(store): store for store in (self.store, self.machine)}.values():
            store.on_change = self._changed

    def _officer_at_work(self) -> Officer:
        """Who opened the office; whatever their role, they only read where nothing can be written."""
        officer = people.officer(self.store, self.opened.officer_id) or Officer(name="", role=Role.READER)
        if self.store.only_reading is None:
            return officer
        return Officer(
            id=officer.id,
            name=officer.name,
            function=officer.function,
            role=Role.READER,
            language=officer.language,
        )

    # --- opening

    @classmethod
    def create(
        cls,
        folder: Path,
        account: Account,
        profile: OfficeProfile,
        *,
        cost: Cost | None = None,
        address: str = "",
        clock: Clock | None = None,
    ) -> "Office":
        """Set up a new office (or Headquarters) in an empty folder, with its first officer and this laptop's keys.

        `address` is Headquarters' PostgreSQL database, `clock` that of a demonstration. Raises Problem when the folder
        is unsuitable, already used, or the passphrase too weak.
        """
        if profile.code != HQ:
            require_office_code(profile.code)
        return cls._set_up(folder, account, profile, cost=cost, address=address, clock=clock)

    @classmethod
    def join(cls, folder: Path, account: Account, code: str, language: str, *, cost: Cost | None = None) -> "Office":
        """Set up this laptop, in an empty folder, for an office that already works: its records come from Headquarters.

        Raises Problem as `create` does, ValueError for an account that decides.
        """
        require_office_code(code)
        profile = OfficeProfile(code=code, language=language)
        return cls._set_up(folder, account, profile, cost=cost, joins=True)

    @classmethod
    def _set_up(
        cls,
        folder: Path,
        account: Account,
        profile: OfficeProfile,
        *,
        cost: Cost | None = None,
        address: str = "",
        clock: Clock | None = None,
        joins: bool = False,
    ) -> "Office":
        """The folder with its first records; where an office is joined, `profile` says which one, in which language."""
        officer_id = new_id()
        with _nothing_left_of_a_failure(folder), _filling(address):
            vault, opened, slots = Vault.begin(folder, officer_id, account.name, account.passphrase, cost)
            cls._begin(folder, opened, profile, address)
            office = cls._locked(folder, vault, opened, clock)
            try:
                office._establish(account, officer_id, profile, joins)
                vault.finish(slots)  # from here on there is an office: whatever interrupts before leaves none
            except BaseException:
                office.close()
                raise
        return office

    def _establish(self, account: Account, officer_id: str, profile: OfficeProfile, joins: bool) -> None:
        """Write the first records."""
        officer = Officer(
            id=officer_id,
            name=account.name,
            function=account.function,
            role=Role(account.role),
            seal_key=self.opened.seal_public().hex(),
            language=profile.language,
        )
        laptop, public_keys = _this_computer(), self.keys.public.fingerprint
        if joins:
            people.join(self.store, officer=officer, laptop=laptop, public_keys=public_keys)
        else:
            people.establish(self.store, officer=officer, profile=profile, laptop=laptop, public_keys=public_keys)
        self.user = officer

    @staticmethod
    def _begin(folder: Path, opened: Opened, profile: OfficeProfile, address: str) -> None:
        """Give the new database its identity and keys."""
        machine = Store.open(folder / DATABASE, opened.key)
        try:
            identity = machine.become(profile.code)
            machine.remember("keys", dict(DeviceKeys.generate(identity.device).to_json()))
            if address:
                machine.remember(records_database.RECORDS, {records_database.ADDRESS: address})
                records = Store.connect(address)
                records.become(profile.code, identity.device)
                records.close()
        finally:
            machine.close()

    @classmethod
    def unlock(cls, folder: Path, officer_id: str, passphrase: str) -> "Office":
        """Open an existing office with an officer's passphrase. Raises Problem when it is wrong or already open."""
        return cls._opened(folder, lambda vault: vault.unlock(officer_id, passphrase))

    @classmethod
    def unlock_with_keyring(cls, folder: Path, officer_id: str) -> "Office":
        """Open with what the system's keyring remembers of this officer."""
        return cls._opened(folder, lambda vault: vault.unlock_with_keyring(officer_id))

    @classmethod
    def _opened(cls, folder: Path, unlock: Callable[[Vault], Opened]) -> "Office":
        vault = Vault.open(folder)
        return cls.enter(folder, vault, unlock(vault))

    @classmethod
    def enter(cls, folder: Path, vault: Vault, opened: Opened, clock: Clock | None = None) -> "Office":
        """Open the office with what unlocking gave, on this computer's clock or a demonstration's.

        What a power cut left half made is finished, or taken back. Raises Problem when it is already open,
        `cipher.Damaged` when its database is damaged or missing.
        """
        office = cls._locked(folder, vault, opened, clock)
        try:
            office._finish_interrupted()
        except BaseException:
            office.close()
            raise
        return office

    def _finish_interrupted(self) -> None:
        if self.store.only_reading is not None:
            return  # whoever opens it where it can be changed does
        self.vault.unmark()
        if self.store is not self.machine:
            records_database.require_not_older(self.machine, self.store)
            server_copy.finish(self.store.engine)
        accounts.settle(self.machine, self.store, self.vault, self.opened)
        self._renew_seal()
        with suppress(Problem):  # a full disk keeps nobody out: the next opening erases them
            lookup_notes.erase_old(self.work)
        with suppress(Problem):  # nor does what cannot be noted now
            program_updates.note_running(self.machine)
        with suppress(Problem):  # nobody may stand before that door: the next opening tells it again
            self.renew_door()

    def renew_door(self) -> None:
        """Tell Headquarters' receiver whose bundles it takes; an office has none."""
        if self.is_hq and self.store.only_reading is None:
            door.renew(self.work, self.keys, self.folder)

    def offer_return(self, office: str, path: Path) -> None:
        """Let the laptops of an office fetch the return just written for it."""
        self.renew_door()
        door.offer(self.folder, office, path)

    @classmethod
    def _locked(cls, folder: Path, vault: Vault, opened: Opened, clock: Clock | None) -> "Office":
        """The office opened, with its folder locked."""
        vault.require_database()
        lock = office_lock(folder)
        lock.__enter__()
        try:
            remove_leftovers(folder)
            office = cls(folder, vault, opened, lock)
            if clock is not None:
                office.store.clock = office.machine.clock = clock
            return office
        except BaseException:
            lock.__exit__(None, None, None)
            raise

    def _renew_seal(self) -> None:
        """Record the seal that came with a new passphrase, after the recovery words were used."""
        may_seal = self.user.id == self.opened.officer_id and bool(self.opened.seal_seed)
        if may_seal and self.user.seal_key != (fresh := self.opened.seal_public().hex()):
            people.renew_seal(self.store, self.user.id, fresh)
            self.user.seal_key = fresh

    def _changed(self, families: frozenset[str]) -> None:
        """After each commit, on the committing thread: forget what was read of these families, then tell."""
        if OfficeProfile.__tablename__ in families:
            self._profile = office_profile.read(self.store)
        self.on_change(families)

    def renew_definitions(self) -> None:
        """Work by the contents that are in force now, after a version was applied or published here."""
        self.definitions = contents.definitions_in_force(self.store, self.machine, self.folder)

    def back_up(self, targets: Sequence[Path], progress: Progress) -> tuple[Path, ...]:
        """One verified backup of everything in each of the folders: of Headquarters its records on a server too.

        Raises Problem, leaving earlier backups untouched.
        """
        if not self.is_hq:
            return backup.back_up(self.work, self.folder, self.opened.key, targets, progress)
        return backing_up.back_up(self.folder, self.opened.key, self.work, targets, progress)

    def back_up_whole(self, target: Path, progress: Progress) -> tuple[Path, ...]:
        """The same in one file that needs nothing beside it, wherever it is carried; Headquarters' always is one."""
        if not self.is_hq:
            return backup.back_up_whole(self.work, self.folder, self.opened.key, target, progress)
        return backing_up.back_up(self.folder, self.opened.key, self.work, (target,), progress)

    def back_up_before_import(self, progress: Progress) -> None:
        """A backup on this computer before something is taken in, unless one holds all that is here already.

        Raises Problem, nothing taken in, when it cannot be made. Headquarters takes in bundles all day, each of them
        whole or not at all, and goes back to its backup of the day; the training office has nothing to lose.
        """
        if not (self.is_hq or self.is_practice or self.store.only_reading):
            backup.back_up_before_import(self.work, self.folder, self.backups, self.opened.key, progress)

    def test_restore(self, progress: Progress) -> RestoreTest | None:
        """Restore the newest backup on trial, and note the outcome; None where there is none to try.

        Each backup of Headquarters is restored on trial as it is made.
        """
        if self.is_hq:
            return None
        return restore_test.try_out(self.work, self.folder, self.backups, self.opened.key, progress)

    def rescue(self, target: Path) -> Path:
        """Everything saved until now as a backup in another folder, when the office's own went away while open."""
        rescue = backing_up.rescue if self.is_hq else backup.rescue
        return rescue(self.work, self.vault.as_read_last(), self.opened.key, target)

    def close(self) -> None:
        """Let go of the databases and the folder, once what was typed is safe."""
        try:
            self.unsaved.write()
        finally:
            with suppress(Problem):  # a full disk, or a folder that went away: the next opening tells it again
                self.renew_door()
            if self.store is not self.machine:
                with suppress(Problem):  # records only read, or a server that is gone: the note of before is still true
                    records_database.note_changes(self.machine, self.store)
                self.store.close()
            self.machine.close()
            self._lock.__exit__(None, None, None)

    def __enter__(self) -> "Office":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what it holds

    @property
    def keys(self) -> DeviceKeys:
        """This laptop's keys; raises Problem when the office was restored without them."""
        if self._keys is not None and self._keys.device == self.machine.identity.device:
            return self._keys
        saved = self.machine.recall("keys")
        if not saved:
            raise Problem(
                _("This laptop has no keys of its own yet; nothing was sent."),
                _("Have Headquarters authorize it, under “Send and receive”."),
                code="laptop-without-keys",
            )
        self._keys = DeviceKeys.from_json(saved)
        return self._keys

    def read_keys_again(self) -> None:
        """Work with the keys that are in use now: others were taken in use meanwhile."""
        self._keys = None

    @property
    def work(self) -> Work:
        """The officer at work: what every deed takes first."""
        return Work(self.store, self.machine, self.definitions, self.user, self.lists)

    def keyset(self) -> Keyset | None:
        """Whom this office (or Headquarters) trusts; None before its enrolment."""
        return recognition.trusted(self.machine, self.keys) if self.is_hq else enrolment.keyset(self.machine)

    def require_real(self) -> None:
        """Raise Problem in the training office, whose records may never leave."""
        office_profile.require_real(self.store)

    @property
    def profile(self) -> OfficeProfile:
        """What documents print of the office; read again only after it was changed."""
        return self._profile

    @property
    def is_hq(self) -> bool:
        return self.store.identity.office == HQ

    @property
    def is_practice(self) -> bool:
        """Whether this is the training office, whose records may never leave."""
        return self._profile.kind == OfficeKind.PRACTICE

    @property
    def lists(self) -> Path:
        """The folder of the sanctions lists and their index: public data, not encrypted."""
        return self._folder("lists")

    @property
    def outbox(self) -> Path:
        """Bundles written here, as they left."""
        return self._folder("outbox")

    @property
    def inbox(self) -> Path:
        """Bundles received, kept as they came."""
        return self._folder("inbox")

    @property
    def backups(self) -> Path:
        return self._folder("backups")

    def _folder(self, name: str) -> Path:
        folder = self.folder / name
        with suppress(Problem):  # to look into; whoever writes there says that it cannot be
            make_folder(folder)
        return folder


@contextmanager
def _nothing_left_of_a_failure(folder: Path) -> Iterator[None]:
    """Take away what was begun in the folder."""
    there_before = set(folder.iterdir()) if folder.is_dir() else None
    try:
        yield
    except BaseException:
        _remove_all_but(folder, there_before)
        raise


@contextmanager
def _filling(address: str) -> Iterator[None]:
    """Fill the database, which must be empty: all of it stays or none; without an address there is none to fill."""
    if not address:
        yield
        return
    engine = server.engine(address)
    try:
        with server_copy.filling(engine):
            yield
    finally:
        engine.dispose()


def _remove_all_but(folder: Path, there_before: set[Path] | None) -> None:
    if there_before is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in set(folder.iterdir()) - there_before:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _this_computer() -> str:
    import platform

    return platform.node() or "laptop"

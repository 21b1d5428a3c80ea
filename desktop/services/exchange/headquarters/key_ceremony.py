"""Headquarters changes its own keys: the root keys come on their sticks, two of them sign a new list, and it holds.

Nothing is changed before everybody's key was opened; then keys, list and certificates change in one transaction.
Offices learn of it by their next return, signed by a key that they know (`key_lists_told`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.bundles import key_list as key_lists
from desktop.bundles import root_signed
from desktop.bundles.key_list import FORMER, KeyList, KeyPair
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.root_signed import ROOTS, THRESHOLD
from desktop.services.exchange.headquarters import key_files, own_keys, put_back, recognition
from desktop.services.exchange.headquarters.key_files import KeyFile, KeyFileKind
from desktop.services.office import laptop_keys
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Device, Local
from desktop.store.slots import Cost


class KeyDeed(StrEnum):
    """What is done to Headquarters' own keys."""

    BEGIN = "begin"  # make the root keys and the spare key, once
    RENEW = "renew"  # every year: another key to work with
    REVOKE = "revoke"  # the folder, or a copy of it, may be in somebody's hands
    RECOVER = "recover"  # the folder was put back from before the last change of keys, or its keys are gone
    ROOT = "root"  # one root key is lost: another takes its place
    SPARE = "spare"  # the spare key is lost: another takes its place


@dataclass(frozen=True)
class KeyStep:
    """A key that a deed needs: one that exists, or one to be made."""

    kind: KeyFileKind
    creates: bool


_OPEN_ROOT, _NEW_ROOT = KeyStep(KeyFileKind.ROOT, False), KeyStep(KeyFileKind.ROOT, True)
_OPEN_SPARE, _NEW_SPARE = KeyStep(KeyFileKind.SPARE, False), KeyStep(KeyFileKind.SPARE, True)
_BY_TWO = (_OPEN_ROOT,) * THRESHOLD

STEPS: Mapping[KeyDeed, tuple[KeyStep, ...]] = {
    KeyDeed.BEGIN: ((_NEW_ROOT,) * ROOTS + (_NEW_SPARE,)),
    KeyDeed.RENEW: _BY_TWO,
    KeyDeed.REVOKE: (*_BY_TWO, _OPEN_SPARE, _NEW_SPARE),
    KeyDeed.RECOVER: (*_BY_TWO, _OPEN_SPARE, _NEW_SPARE),
    KeyDeed.ROOT: (*_BY_TWO, _NEW_ROOT),
    KeyDeed.SPARE: (*_BY_TWO, _NEW_SPARE),
}

# As the audit trail reads them
TRAIL: Mapping[KeyDeed, str] = {
    KeyDeed.BEGIN: N_("Root keys of Headquarters made"),
    KeyDeed.RENEW: N_("Key of Headquarters renewed"),
    KeyDeed.REVOKE: N_("Key of Headquarters revoked"),
    KeyDeed.RECOVER: N_("Key of Headquarters replaced with the spare key"),
    KeyDeed.ROOT: N_("Root key of Headquarters replaced"),
    KeyDeed.SPARE: N_("Spare key of Headquarters replaced"),
}


@dataclass(frozen=True)
class SignedList:
    """What a deed came to: the list that holds now, and the names of the key files that could not take it up."""

    list: KeyList
    not_written: tuple[str, ...]


class KeyCeremony:
    """One deed from its first key to the signed list. What was opened lies in memory only, until it is finished.

    Raises Problem at once where the deed does not fit: root keys are made once, and by a folder that has the key that
    offices encrypt to; whoever put back an older folder recovers.
    """

    def __init__(self, work: Work, keys: DeviceKeys, deed: KeyDeed) -> None:
        require(work.officer, Right.OWN_KEYS)
        self.deed = deed
        self._work, self._keys = work, keys
        self._every = own_keys.lists(work.machine)
        self.files: list[KeyFile] = []
        self._require_fitting()

    @property
    def present(self) -> KeyList | None:
        """The list that holds now, as far as the sticks opened so far tell."""
        return self._every[-1] if self._every else None

    @property
    def next_step(self) -> KeyStep | None:
        """The key that is due; None once there is every one."""
        steps = STEPS[self.deed]
        return steps[len(self.files)] if len(self.files) < len(steps) else None

    def _require_fitting(self) -> None:
        current = self.present
        if self.deed is KeyDeed.BEGIN and current is not None:
            raise Problem(
                _("Headquarters has its root keys already; nothing was changed."),
                _("Replace a lost one: two of the three others suffice."),
                code="root-keys-exist",
            )
        if current is None and self.deed not in (KeyDeed.BEGIN, KeyDeed.RECOVER, KeyDeed.REVOKE):
            raise _no_root_keys()
        outdated = current is not None and current.online != KeyPair.of(self._keys.public)
        if outdated and self.deed not in (KeyDeed.RECOVER, KeyDeed.REVOKE):
            raise Problem(
                _("This folder does not hold the key with which Headquarters works now; nothing was changed."),
                _("Replace the key with the help of the spare key: two root keys and the spare one are needed."),
                code="own-key-outdated",
            )

    def open(self, path: Path, typed: str) -> None:
        """Open the key that is due with its passphrase or the words of its sheet.

        Raises Problem where it is another one, was opened already, or is none of those that the present list names.
        """
        step = self._due(creates=False)
        file = key_files.opened(path, typed)
        if file.kind is not step.kind:
            raise _other_key()
        if any(file.keys == other.keys for other in self.files):
            raise Problem(
                _("This key was opened already; nothing was changed."),
                _("Take the stick of somebody else: two different root keys are needed."),
                code="key-opened-twice",
            )
        every = self._with_lists_of(file)
        current = every[-1] if every else None
        if current is None:
            raise _no_root_keys()
        eligible = set(current.roots) if file.kind is KeyFileKind.ROOT else {current.spare.sign}
        if file.keys.public.sign not in eligible:
            raise Problem(
                _("This key is not one of those that hold now: it was replaced; nothing was changed."),
                _("Take another stick, and destroy this one."),
                code="key-replaced",
            )
        self._every = every
        self.files.append(file)
        self._require_fitting()

    def create(self, path: Path, passphrase: str, language: str, cost: Cost | None = None) -> tuple[str, ...]:
        """Make the key that is due; returns the words for its sheet. Raises Problem as `key_files.create` does."""
        step = self._due(creates=True)
        file, spoken = key_files.create(path, step.kind, passphrase, language, cost)
        self.files.append(file)
        return spoken

    def _due(self, *, creates: bool) -> KeyStep:
        step = self.next_step
        if step is None or step.creates is not creates:
            raise _other_key()
        return step

    def _with_lists_of(self, file: KeyFile) -> tuple[KeyList, ...]:
        """Every list known, with those that this file tells of and that follow; raises Problem where one does not."""
        current, every = self.present, list(self._every)
        for later in sorted(file.lists, key=lambda entry: entry.version):
            newest = root_signed.newest(current, [later])
            if newest is later and (current is None or later.version > current.version):
                every.append(later)
                current = later
        return tuple(every)

    def finish(self) -> SignedList:
        """Sign the new list and hold to it; Headquarters works with its keys from then on.

        Raises Problem, nothing changed, while a key lacks or the clock is not believed.
        """
        if self.next_step is not None:
            raise Problem(
                _("A key is still missing; nothing was changed."),
                _("Open or make every key that is asked for."),
                code="key-missing",
            )
        fresh = self._keys
        if self.deed in (KeyDeed.RENEW, KeyDeed.REVOKE, KeyDeed.RECOVER):
            fresh = DeviceKeys.generate(self._work.machine.identity.device)
        signed = self._new_list(fresh)
        for file in self.files:
            if file.kind is KeyFileKind.ROOT:
                signed = signed.signed(file.keys)
        if self.present is not None:
            signed = self.present.followed_by(signed)
        every = (*self._every, signed)
        self._hold_to(every, fresh)
        with self._work.store.change(TRAIL[self.deed], self._work.officer.id) as session:
            record = session.get(Device, self._work.store.identity.device)
            if record is None:
                record = Device(id=self._work.store.identity.device)
                session.add(record)
            record.public_keys = signed.fingerprint
        return SignedList(signed, tuple(file.path.name for file in self.files if not _took_up(file, every)))

    def _hold_to(self, every: Sequence[KeyList], fresh: DeviceKeys) -> None:
        """Keys, lists and certificates in one transaction: whatever interrupts it, all are the former or the new."""
        machine = self._work.machine
        trusted = recognition.trusted(machine, self._keys)
        spares = [file.keys for file, step in self._steps_done() if step == _OPEN_SPARE]
        certificates = tuple(certificate.signed(fresh) for certificate in trusted.certificates)
        devices = [keys.device for keys in trusted.hq]
        hq = key_lists.under_devices(every[-1].believed, devices)
        keyset = replace(trusted, hq=hq, certificates=certificates, version=trusted.version + 1).signed(fresh)
        with machine.note() as session:
            if fresh is not self._keys:
                laptop_keys.take_in_use(session, fresh, *spares)
            own_keys.note_lists(session, every)
            session.merge(Local(name=put_back.KEYSET, value=dict(keyset.to_json())))

    def _steps_done(self) -> Sequence[tuple[KeyFile, KeyStep]]:
        return list(zip(self.files, STEPS[self.deed], strict=False))

    def _of(self, step: KeyStep) -> list[KeyFile]:
        return [file for file, done in self._steps_done() if done == step]

    def _new_list(self, fresh: DeviceKeys) -> KeyList:
        """The list that is to be signed."""
        current, at = self.present, sealing_clock(self._work).stamp()
        new_roots = tuple(file.keys.public.sign for file in self._of(_NEW_ROOT))
        new_spares = [KeyPair.of(file.keys.public) for file in self._of(_NEW_SPARE)]
        online = KeyPair.of(fresh.public)
        if current is None:
            return KeyList(1, at, new_roots, online, new_spares[0])
        roots, spare = current.roots, new_spares[0] if new_spares else current.spare
        if new_roots:
            opened = {file.keys.public.sign for file in self._of(_OPEN_ROOT)}
            roots = tuple(root if root in opened else new_roots[0] for root in roots)
        former, revoked = self._set_aside(current)
        version = current.version + 1
        if put_back.earlier(self._work.store).identities:  # lists may have been signed of which nothing is known here
            version = put_back.beyond(current.version)
        return KeyList(version, at, roots, online, spare, former, revoked)

    def _set_aside(self, current: KeyList) -> tuple[tuple[KeyPair, ...], tuple[str, ...]]:
        """Which keys still count though they are replaced, the newest first, and which never do again."""
        if self.deed is KeyDeed.RENEW:
            return (current.online, *current.former)[:FORMER], current.revoked
        if self.deed is KeyDeed.RECOVER:
            return (current.online, current.spare, *current.former)[:FORMER], current.revoked
        if self.deed is KeyDeed.SPARE:
            return current.former, (*current.revoked, current.spare.key_id)
        if self.deed is KeyDeed.REVOKE:
            in_folder = {keys.public.key_id for keys in own_keys.to_open_with(self._work.machine, self._keys)}
            seen = [pair for pair in current.believed if pair != current.spare or pair.key_id in in_folder]
            former = () if current.spare in seen else (current.spare,)
            return former, (*current.revoked, *(pair.key_id for pair in seen))
        return current.former, current.revoked


def _took_up(file: KeyFile, every: Sequence[KeyList]) -> bool:
    """Whether the stick carries the lists from now on; where it does not, the next sitting writes them."""
    try:
        file.write_lists(every)
    except Problem:
        return False
    return True


def _other_key() -> Problem:
    return Problem(
        _("Another key is due now; nothing was changed."),
        _("Follow the steps in their order: root keys first."),
        code="key-not-due",
    )


def _no_root_keys() -> Problem:
    return Problem(
        _("Headquarters has no root keys yet; nothing was changed."),
        _("Make the root keys first: three of them, each for somebody else to lock away."),
        code="no-root-keys",
    )

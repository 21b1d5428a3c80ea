"""Which lists of Headquarters' keys an office took in: by which key its return is signed, which lists it carries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.bundles.key_list import KeyList
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange.headquarters import own_keys, recognition
from desktop.services.work import Work
from desktop.store.records import Received

TOLD = "key_lists_told:"  # with the office's code, which list of HQ's keys each return carried


class KeyListsTold:
    """Which lists the working laptops of an office took in, by the returns and answers that they say they have.

    `seen` gives for each of them the number of the last return that it took in, 0 for none.
    """

    def __init__(self, work: Work, office: str, seen: Mapping[str, int]) -> None:
        self._work, self._name = work, f"{TOLD}{office}"
        self._every = own_keys.lists(work.machine)
        self._by_return: Mapping[str, int] = work.store.recall(self._name)
        by_kit = recognition.versions_in_kits(work, office)
        self._seen = min(seen.values(), default=0)
        self._versions = [
            self._by_return.get(str(number), 0) if number else by_kit.get(device, 0) for device, number in seen.items()
        ]

    def signer(self, keys: DeviceKeys) -> DeviceKeys:
        """The key that every laptop knows; the working one where there is none, and they need a new answer first."""
        return own_keys.signer(self._work.machine, keys, self._versions) or keys

    def lacks_key(self, keys: DeviceKeys) -> bool:
        """Whether one of them knows none of the keys that still count and lie here."""
        return own_keys.signer(self._work.machine, keys, self._versions) is None

    @property
    def is_current(self) -> bool:
        """Whether every one of them took in the newest list."""
        return not self._every or all(version >= self._every[-1].version for version in self._versions)

    def to_carry(self) -> tuple[KeyList, ...]:
        """The lists that one of them lacks; always the newest, which tells an old one from it."""
        lowest = min(self._versions, default=0)
        return tuple(entry for entry in self._every if entry.version > lowest) or self._every[-1:]

    def note(self, number: int) -> None:
        """Note that the return of this number carries the newest."""
        if not self._every:
            return
        still = {at: version for at, version in self._by_return.items() if self._seen <= int(at) < number}
        self._work.store.remember(self._name, {**still, str(number): self._every[-1].version})


@dataclass(frozen=True)
class LaggingOffice:
    """An office of which a laptop has not taken in the newest list; `lacks_key` where it knows no key that counts."""

    code: str
    lacks_key: bool


def lagging(work: Work, keys: DeviceKeys) -> Sequence[LaggingOffice]:
    """The offices that have not taken in the newest list, by code: what they believe is older."""
    keyset = recognition.trusted(work.machine, keys)
    working: dict[str, dict[str, str]] = defaultdict(dict)
    for certificate in keyset.certificates:
        if certificate.rights and keyset.valid_to(certificate.device) is None:
            working[certificate.office][certificate.keys.key_id] = certificate.device
    seen: dict[str, int] = defaultdict(int)
    with work.store.read() as session:
        for sender, detail in session.execute(select(Received.sender, Received.detail)):
            seen[sender] = max(seen[sender], detail.ack_seen if detail is not None else 0)
    lag = []
    with work.store.one_state(), work.machine.one_state():
        for code, devices in sorted(working.items()):
            told = KeyListsTold(work, code, {device: seen[key_id] for key_id, device in devices.items()})
            if not told.is_current:
                lag.append(LaggingOffice(code, told.lacks_key(keys)))
    return tuple(lag)

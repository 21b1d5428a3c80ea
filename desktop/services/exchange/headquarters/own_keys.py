"""Headquarters' own keys as its folder holds them: the lists that its root keys signed, and the private halves.

The folder holds the key that works, every former one (what was encrypted to it may still arrive) and, once it was
brought, the spare one. The root keys lie in files elsewhere (`root_files`); what they sign is made in `key_ceremony`.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.base.values import local_day, moment
from desktop.bundles import key_list as key_lists
from desktop.bundles.key_list import KeyList, KeyPair
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.strict import JsonObject
from desktop.services.office import laptop_keys
from desktop.store.records import Local
from desktop.store.store import Store, recall_in

LISTS = "key_lists"  # under this name stand the lists, the oldest first


def lists(machine: Store) -> tuple[KeyList, ...]:
    """Every list that the root keys signed, the oldest first; none before the root keys were made."""
    with machine.read() as session:
        return lists_in(session)


def lists_in(session: Session) -> tuple[KeyList, ...]:
    """The same, read with what else is read."""
    return key_lists.lists_from_json(JsonObject(recall_in(session, LISTS)).get("lists"))


def note_lists(session: Session, every: Sequence[KeyList]) -> None:
    """Write the lists down; of very many the last."""
    told = [entry.to_json() for entry in every[-key_lists.LISTS :]]
    session.merge(Local(name=LISTS, value={"lists": told}))


def present(machine: Store) -> KeyList | None:
    """The list that holds now; None before the root keys were made."""
    return max(lists(machine), key=lambda entry: entry.version, default=None)


def working_since(every: Sequence[KeyList]) -> date | None:
    """The day on which the key that works now was taken in use; None before the root keys were made."""
    if not every:
        return None
    return local_day(moment(next(entry.at for entry in every if entry.online == every[-1].online)))


def to_open_with(machine: Store, keys: DeviceKeys) -> tuple[DeviceKeys, ...]:
    """Every private key that may open what offices sent: the present one, former ones, the spare one if it is here."""
    return (keys, *laptop_keys.former(machine))


def believed(machine: Store, keys: DeviceKeys) -> Sequence[KeyPair]:
    """The pairs that offices are to take for Headquarters', the working one first."""
    current = present(machine)
    return current.believed if current is not None else (KeyPair.of(keys.public),)


def held_to_list(machine: Store, keyset: Keyset) -> Keyset:
    """Headquarters' own keyset with the keys of its present list."""
    return key_lists.held_to(keyset, present(machine))


def signer(machine: Store, keys: DeviceKeys, versions: Iterable[int]) -> DeviceKeys | None:
    """The key by which Headquarters signs for laptops that took in lists up to these versions, 0 for none.

    The working one where they know it, else the newest former one that they know, else the spare one: one that still
    counts and lies here. None where they know none of these: they need a new answer first, compared by voice.
    """
    every = lists(machine)
    if not every:
        return keys
    believed_by_each = [_known(every, version) for version in versions]
    private = {mine.public.key_id: mine for mine in to_open_with(machine, keys)}
    current = every[-1]
    for pair in (current.online, *current.former, current.spare):
        if pair.key_id in private and all(pair.key_id in ids for ids in believed_by_each):
            return private[pair.key_id]
    return None


def _known(every: Sequence[KeyList], version: int) -> set[str]:
    """The ids of the keys that a laptop believes which took in the list of this version, or none."""
    reached = [entry for entry in every if entry.version <= version]
    if not reached:
        return {every[0].online.key_id}  # with it Headquarters worked when the first list was made
    return {pair.key_id for pair in reached[-1].believed}

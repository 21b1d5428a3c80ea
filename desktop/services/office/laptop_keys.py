"""The keys of this laptop, and those of the identities under which it, or its backup, worked before."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.bundles.keys import DeviceKeys
from desktop.store.records import Local
from desktop.store.store import Store, recall_in

KEYS, FORMER = "keys", "former_keys"


def former(machine: Store) -> Sequence[DeviceKeys]:
    """The keys of earlier identities: they sign what was not yet sent under them, and open what is still on its way."""
    with machine.read() as session:
        return former_in(session)


def former_in(session: Session) -> Sequence[DeviceKeys]:
    """The same, read with what else is read."""
    return [DeviceKeys.from_json(keys) for keys in recall_in(session, FORMER).get("keys", [])]


def all_of(machine: Store) -> Sequence[DeviceKeys]:
    """The keys of the present identity, where it has any, and of the former ones."""
    present = machine.recall(KEYS)
    return [*([DeviceKeys.from_json(present)] if present else []), *former(machine)]


def renew_in(session: Session, device: str) -> None:
    """Give this laptop the keys of a new identity and put its present ones among the former."""
    take_in_use(session, DeviceKeys.generate(device))


def take_in_use(session: Session, fresh: DeviceKeys, *others: DeviceKeys) -> None:
    """Work with these keys from now on; the present ones, and the others, join the former, which open what arrives."""
    present, earlier = recall_in(session, KEYS), recall_in(session, FORMER).get("keys", [])
    coming = [*([present] if present else []), *(dict(keys.to_json()) for keys in others)]
    unknown = [saved for saved in coming if saved not in earlier]
    if unknown:
        session.merge(Local(name=FORMER, value={"keys": [*unknown, *earlier]}))
    session.merge(Local(name=KEYS, value=dict(fresh.to_json())))

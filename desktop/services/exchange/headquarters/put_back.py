"""Headquarters goes on after it was put back from a backup: same keys, new chains, numbers that were never used.

Since the backup it may have written returns, decisions and keysets of which it knows nothing any more. So it never
continues a chain of changes of its own (two histories under one name could not be told apart), leaves out every number
it may have given out, and asks the offices for what it lacks (`need_from`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import new_id
from desktop.bundles.keys import HQ_KEYS, DeviceKeys, Keyset, PublicKeys
from desktop.services.office.believed_clock import moment_of_a_restore
from desktop.services.work import Work
from desktop.store.records import Device, Local
from desktop.store.store import HQ, Identity, Store, chain_for

PUT_BACK = "put_back"
KEYSET, KEYS = "keyset", "keys"
RETURNS = "returns:"  # under this name, with the office's code, stand the returns written for it
UNUSED = 1 << 20  # numbers left out: more than were ever given out between a backup and the next


@dataclass(frozen=True)
class EarlierHeadquarters:
    """What is known of the time before: the identities, the last first, and the number that every return exceeds."""

    identities: tuple[str, ...] = ()
    floor: int = 0

    def chains(self, office: str) -> tuple[str, ...]:
        """The device ids of the chains written for this office before, the last first."""
        return tuple(chain_for(identity, office) for identity in self.identities)


def earlier(store: Store) -> EarlierHeadquarters:
    """The identities under which Headquarters wrote before it was put back; none when it never was."""
    saved = store.recall(PUT_BACK)
    return EarlierHeadquarters(tuple(saved.get("identities", [])), int(saved.get("floor", 0)))


def go_on(work: Work) -> Identity:
    """Give Headquarters the identity under which it goes on.

    The machine holds its keys, the records what it knows; they are the same where there is no server. Its keys stay, so
    that offices accept it and bundles on their way open. Raises Problem for a backup of anything else, and under a
    clock that lies far before what it holds: numbers taken from it would be lower than those given out before.
    """
    records, machine = work.store, work.machine
    old = machine.identity
    saved = machine.recall(KEYS)
    if old.office != HQ or records.identity != old or not saved:
        raise Problem(
            _("This backup is not one of Headquarters; nothing was changed."),
            _("Restore an office's backup with “passerelle restore”."),
            code="backup-not-headquarters",
        )
    before, seconds = earlier(records), int(moment_of_a_restore(work).timestamp())
    reached = records.position().number
    fresh = machine.become(HQ, new_id())
    if records is not machine:
        records.become(HQ, fresh.device)
    _renew_keyset(machine, DeviceKeys.from_json(saved), fresh.device, seconds)
    number = _forget_returns(records)
    records.remember(
        PUT_BACK,
        {"identities": [old.device, *before.identities], "floor": _unused(max(number, before.floor), seconds)},
    )
    with records.change(N_("Headquarters restored from a backup"), work.officer.id) as session:
        device = session.get(Device, old.device)
        name = device.name if device is not None else ""
        session.add(Device(id=fresh.device, name=name, continues=old.device, continues_at=reached))
    return fresh


def beyond(number: int) -> int:
    """A number given out neither after this one nor beside it: after a restore returns and keysets begin alike."""
    return number + UNUSED


def _unused(last: int, seconds: int) -> int:
    """A number that was not given out after `last`, nor by the same backup put back earlier."""
    return max(beyond(last), seconds)


def _renew_keyset(machine: Store, keys: DeviceKeys, device: str, seconds: int) -> None:
    """The same keys under the new identity, in a keyset that offices take for newer than any they hold."""
    public = PublicKeys(device, keys.public.sign, keys.public.open)
    fresh = replace(keys, device=device, public=public)
    saved = machine.recall(KEYSET)
    keyset = Keyset.from_json(saved) if saved else Keyset(hq=(keys.public,))
    renewed = replace(keyset, hq=(public, *keyset.hq)[:HQ_KEYS], version=_unused(keyset.version, seconds))
    machine.remember(KEYS, dict(fresh.to_json()))
    machine.remember(KEYSET, renewed.signed(fresh).to_json())


def _forget_returns(records: Store) -> int:
    """Forget what the returns of an earlier chain carried, so that every office is due one; the highest number."""
    with records.note() as session:
        rows = session.scalars(select(Local).where(Local.name.startswith(RETURNS, autoescape=True))).all()
        numbers = [int(row.value.get("number", 0)) for row in rows]
        for row in rows:
            row.value = _renumbered(row.value)
    return max(numbers, default=0)


def _renumbered(returns: Mapping[str, Any]) -> dict[str, Any]:
    return {**returns, "carried": {}, "answered": 0}

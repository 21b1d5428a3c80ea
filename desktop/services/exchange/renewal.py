"""A laptop whose history parted from the one that Headquarters holds takes a new identity and goes on.

It does when its folder or disk was copied and both copies were worked on (sync design 2.12): Headquarters believes the
history that it saw first. Nothing is lost: what this laptop wrote after the parting is sent under the new identity, and
what the other wrote comes with the next return.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import new_id
from desktop.bundles.content import DeviceJournal
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import receiving
from desktop.services.office import laptop_keys
from desktop.services.work import Work
from desktop.store import regraft
from desktop.store.records import ChangeRow, Device, Local
from desktop.store.store import Identity


def take_new_identity(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> int:
    """Take a new identity because a return of HQ shows another history; returns how many changes go on under it.

    The laptop is to be recognised again. Raises Problem, nothing changed, when the return does not show that the two
    histories parted.
    """
    journal = receiving.own_history(work, keys, path, inbox)
    after = None if journal is None else _last_common(work, journal)
    if after is None:
        raise Problem(
            _("This file does not show that Headquarters holds another history of this laptop; nothing was changed."),
            _("Send a bundle, then import the return that answers it."),
            code="histories-agree",
        )
    old, fresh = work.store.identity, Identity(new_id(), work.store.identity.office)

    def note(session: Session) -> None:
        laptop_keys.renew_in(session, fresh.device)
        values: dict[str, dict[str, Any]] = {
            "identity": {"device": fresh.device, "office": fresh.office},
            "keyset": {},
            "restored": {},
            "renewed": {"at": work.clock.stamp(), "from": old.device},
        }
        for name, value in values.items():
            session.merge(Local(name=name, value=value))

    moved = regraft.continue_as(work.store, fresh.device, after, note)
    work.store.identity = fresh
    with work.store.change(N_("Laptop given a new identity"), work.officer.id) as session:
        before = session.get(Device, old.device)
        name = before.name if before is not None else ""
        session.add(Device(id=fresh.device, name=name, continues=old.device, continues_at=after))
    return moved


def _last_common(work: Work, journal: DeviceJournal) -> int | None:
    """The number of the last change that HQ's history of this laptop and its own share; None when they agree."""
    numbers = [change.number for change in journal.changes]
    query = select(ChangeRow.number, ChangeRow.head).where(
        ChangeRow.device == journal.device, ChangeRow.number.between(numbers[0] - 1, numbers[-1])
    )
    with work.store.read() as session:
        ours = {row.number: row.head for row in session.execute(query)}
    theirs = dict(zip(numbers, journal.heads, strict=True))
    if numbers[0] > 1 and ours.get(numbers[0] - 1) != journal.before:
        return None  # they parted earlier than this file tells
    for number in numbers:
        if number in ours and ours[number] != theirs[number]:
            return number - 1
    return None

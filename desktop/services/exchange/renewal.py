"""A laptop takes a new identity and goes on: with new keys that somebody wants for it, or because histories parted.

They do when its folder or disk was copied and both copies were worked on (sync design 2.12): Headquarters believes the
history that it saw first. Nothing is lost: what this laptop wrote after the parting is sent under the new identity, and
what the other wrote comes with the next return.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import new_id
from desktop.bundles.content import DeviceJournal
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import enrolment, receiving
from desktop.services.office import laptop_keys
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import regraft
from desktop.store.records import ChangeRow, Local
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
    return _go_on_as_another(work, after)


def renew_keys(work: Work) -> None:
    """Give this laptop new keys, under a new identity that goes on where the present one ends: the old ones may have
    been seen by somebody, or are years old.

    What was written stays as it is and is sent as the former identity's. The laptop is to be authorized again. Raises
    Problem where it never was: its keys are new then.
    """
    require(work.officer, Right.SEND)
    if enrolment.keyset(work.machine) is None:
        raise Problem(
            _("Headquarters does not know this laptop yet: its keys are new. Nothing was changed."),
            _("Save the request, and send it to Headquarters."),
            code="keys-not-used-yet",
        )
    _go_on_as_another(work, work.store.position().number)
    # Its next answer is compared by voice, and may come from a Headquarters that lost its root keys.
    work.machine.remember(enrolment.KEY_LIST, {})


def _go_on_as_another(work: Work, after: int) -> int:
    """Take a new identity with new keys; the changes after number `after` become its first ones. How many they are."""
    old, fresh = work.store.identity, Identity(new_id(), work.store.identity.office)

    def note(session: Session) -> None:
        laptop_keys.renew_in(session, fresh.device)
        values: dict[str, dict[str, Any]] = {
            "identity": {"device": fresh.device, "office": fresh.office},
            "keyset": {},
            "restored": {},
            enrolment.RENEWED: {"at": work.clock.stamp(), "from": old.device, "after": after},
        }
        for name, value in values.items():
            session.merge(Local(name=name, value=value))

    moved = regraft.continue_as(work.store, fresh.device, after, note)
    work.store.identity = fresh
    enrolment.record_identity(work)
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

"""Accounts: a way in (a slot of the vault) and an officer's record, which belong together and are written one by one.

Whatever interrupts, no account is half made: what was begun is noted first, and settled at the next opening.
"""

from collections.abc import Callable

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.services.office import people
from desktop.services.work import Work
from desktop.store.records import Officer
from desktop.store.store import Store
from desktop.store.vault import Cost, Opened, Vault

ADDING = "adding"  # under this name this computer notes whose account is being added


def add(
    work: Work,
    vault: Vault,
    by: Opened,
    officer: Officer,
    passphrase: str,
    register: Callable[[Officer], None],
    cost: Cost | None = None,
) -> None:
    """Give an officer a way in, then let `register` write their record; raises Problem, and then neither is there."""
    work.machine.remember(ADDING, {"officer": officer.id})
    try:
        opened = vault.add_officer(by, officer.id, officer.name, passphrase, cost)
        officer.seal_key = opened.seal_public().hex()
        register(officer)
    finally:
        settle(work.machine, work.store, vault, by)


def remove(vault: Vault, by: Opened, officer_id: str, note: Callable[[Opened], None]) -> Opened:
    """Take an officer's way in, then let `note` write that they left; returns what opens the office from now on.

    Interrupted between the two, the officer stands in the list as one who cannot open it, and is removed once more.
    """
    fresh = vault.remove_officer(by, officer_id)
    note(fresh)
    return fresh


def settle(machine: Store, records: Store, vault: Vault, opened: Opened) -> None:
    """Take back a way in whose officer was never recorded.

    Raises Problem when it is the one by which the office was just opened.
    """
    officer_id = str(machine.recall(ADDING).get("officer", ""))
    if not officer_id:
        return
    missing = people.officer(records, officer_id) is None
    if missing:
        vault.take_back(opened, officer_id)
    machine.remember(ADDING, {})
    if missing and officer_id == opened.officer_id:
        raise Problem(
            _("Adding this account was interrupted; nothing of it is left."),
            _("Ask a colleague who opens this office to add you once more."),
            code="account-unfinished",
        )

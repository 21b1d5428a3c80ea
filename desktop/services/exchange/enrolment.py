"""An office asks Headquarters to recognise its laptop, and trusts what Headquarters answers."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import canonical
from desktop.bundles import strict
from desktop.bundles.keys import IDENTITIES, DeviceKeys, EnrolmentRequest, FormerIdentity, Keyset
from desktop.services.office import laptop_keys
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.store import Store, recall_in


def request(work: Work, keys: DeviceKeys) -> bytes:
    """The file that asks HQ to recognise this laptop; the fingerprint of its keys is compared by voice."""
    require(work.officer, Right.SEND)
    request = EnrolmentRequest(
        keys.public,
        work.store.identity.office,
        f"{work.store.identity.office} {keys.device[:8]}",
        work.officer.name,
        work.clock.stamp(),
        tuple(FormerIdentity.of(former, keys.public) for former in laptop_keys.former(work.machine)[:IDENTITIES]),
    )
    return request.to_bytes(keys)


@dataclass(frozen=True)
class Kit:
    """What HQ answers to an enrolment: the keys to trust. `fingerprint` is HQ's, to compare by voice."""

    office: str
    keyset: Keyset
    fingerprint: str


def kit_bytes(office: str, keyset: Keyset) -> bytes:
    """The kit file of an office."""
    return canonical({"psb1": "kit", "office": office, "keyset": keyset.to_json()}) + b"\n"


def read_kit(data: bytes, keys: DeviceKeys) -> Kit:
    """Look into a kit before trusting it; raises Problem when it is not for this laptop or not sound."""
    try:
        source = strict.JsonObject(strict.loads(data))
        keyset = Keyset.from_json(source.get("keyset"))
        office = source.text("office", 64)
        sound = Keyset(hq=keyset.hq, version=-1).renewed(keyset) is keyset
    except strict.Unsound as error:
        raise _no_kit() from error
    if not sound or not any(c.keys == keys.public and c.office == office for c in keyset.certificates):
        raise _no_kit()
    return Kit(office, keyset, keyset.hq[0].fingerprint)


def _no_kit() -> Problem:
    return Problem(
        _("This file is not the answer of Headquarters for this laptop; nothing was changed."),
        _("Ask Headquarters for the answer to this laptop's own request."),
        code="no-kit",
    )


def accept(work: Work, kit: Kit) -> None:
    """Trust the kit: a person has compared HQ's fingerprint by voice."""
    require(work.officer, Right.SEND)
    work.machine.remember("keyset", kit.keyset.to_json())


def keyset(machine: Store) -> Keyset | None:
    """Whom this laptop trusts; None before its enrolment."""
    with machine.read() as session:
        return keyset_in(session)


def keyset_in(session: Session) -> Keyset | None:
    """The same, read with what else a page reads."""
    saved = recall_in(session, "keyset")
    return Keyset.from_json(saved) if saved else None

"""An office asks Headquarters to recognise its laptop, and trusts what Headquarters answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from desktop.base import file_kinds
from desktop.base.errors import Problem
from desktop.base.files import safe_name
from desktop.base.text import N_, _
from desktop.base.values import canonical
from desktop.bundles import key_list as key_lists
from desktop.bundles import keys as signing
from desktop.bundles import root_signed, strict
from desktop.bundles.content import checkpoint_bytes
from desktop.bundles.key_list import KeyList
from desktop.bundles.keys import IDENTITIES, LENGTHS, DeviceKeys, EnrolmentRequest, FormerIdentity, Keyset, PublicKeys
from desktop.services.exchange.pending import VOUCHED
from desktop.services.office import laptop_keys, office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Device, Local, Officer
from desktop.store.store import HQ, Store, recall_in

RENEWED = "renewed"  # which identity this laptop had before it took the present one by itself
SEALED = re.compile(r"(?:[0-9a-f]{2}){1,1000}")  # the test of a laptop’s keys, as a kit brings it
MOST_KIT = 1 << 20  # bytes of HQ's answer to an enrolment at most
KEY_LIST = "key_list"  # the newest list of HQ's own keys that its root keys signed, as this laptop believes it
KIT = "kit"  # which version of the keys the last answer of HQ brought, and the proof that ours open what it seals


def request(work: Work, keys: DeviceKeys) -> bytes:
    """The file that asks HQ to recognise this laptop; the fingerprint of its keys is compared by voice.

    It is signed and dated: raises Problem while the clock is not believed, and in the training office.
    """
    require(work.officer, Right.SEND)
    office_profile.require_real(work.store)
    clock = sealing_clock(work)
    record_identity(work)
    request = EnrolmentRequest(
        keys.public,
        work.store.identity.office,
        f"{work.store.identity.office} {keys.device[:8]}",
        work.officer.name,
        clock.stamp(),
        tuple(FormerIdentity.of(former, keys.public) for former in laptop_keys.former(work.machine)[:IDENTITIES]),
    )
    return request.to_bytes(keys)


def record_identity(work: Work) -> None:
    """Record with which identity the present one goes on, where that is not recorded yet.

    A power cut may come between the new identity and its record; before anything leaves under it, the record is there.
    """
    own, renewed = work.store.identity, work.machine.recall(RENEWED)
    former = renewed.get("from", "")
    if not former or "after" not in renewed:
        return
    with work.store.read() as session:
        if session.get(Device, own.device) is not None:
            return
    with work.store.change(N_("Laptop given a new identity"), work.officer.id) as session:
        before = session.get(Device, former)
        name = before.name if before is not None else ""
        session.add(Device(id=own.device, name=name, continues=former, continues_at=int(renewed["after"])))


@dataclass(frozen=True)
class Kit:
    """What HQ answers to an enrolment: the keys to trust. `fingerprint` is HQ's, to compare by voice.

    `lists` are those of its own keys that its root keys signed, the oldest first; none where it has no root keys. Then
    the fingerprint is that of the newest, the same for every office; else that of HQ's keys for this office.
    `proof` shows HQ that this laptop's keys open what is sealed to them; empty where an older HQ did not test them.
    """

    office: str
    keyset: Keyset
    fingerprint: str
    proof: str = ""
    lists: tuple[KeyList, ...] = ()


def kit_bytes(office: str, keyset: Keyset, lists: Sequence[KeyList], tests: Mapping[str, bytes]) -> bytes:
    """The kit file of an office; `tests` are secrets sealed to its laptops, by device."""
    sealed = {device: secret.hex() for device, secret in tests.items()}
    kit = {"psb1": "kit", "office": office, "keyset": keyset.to_json(), "tests": sealed}
    signed = {"key_lists": [entry.to_json() for entry in lists]} if lists else {}
    return canonical({**kit, **signed}) + b"\n"


def fingerprint_of(keyset: Keyset, newest: KeyList | None) -> str:
    """What an office and HQ compare by voice: the newest list of HQ's own keys, else its keys for this office."""
    return newest.fingerprint if newest is not None else keyset.hq[0].fingerprint


def read_kit(data: bytes, keys: DeviceKeys) -> Kit:
    """Look into a kit before trusting it; raises Problem when it is not for this laptop or not sound.

    This laptop's keys have to open what HQ sealed to them: else its returns could not be read either.
    """
    try:
        source = strict.JsonObject(strict.loads(data))
        keyset = Keyset.from_json(source.get("keyset"))
        office = source.text("office", LENGTHS["office"])
        tests = source.child("tests") if source.get("tests") is not None else None
        sealed = tests.text(keys.device, 2_000, SEALED) if tests is not None and keys.device in tests else ""
        lists = key_lists.lists_from_json(source.get("key_lists"))
    except strict.Unsound as error:
        raise _no_kit() from error
    newest = root_signed.newest(None, lists)
    believed = key_lists.held_to(keyset, newest)
    sound = replace(believed, version=-1).renewed(keyset) is keyset
    if not sound or not any(c.keys == keys.public and c.office == office for c in keyset.certificates):
        raise _no_kit()
    proof = signing.answer(keys, bytes.fromhex(sealed)) if sealed else ""
    return Kit(office, keyset, fingerprint_of(keyset, newest), proof, lists)


def _no_kit() -> Problem:
    return Problem(
        _("This file is not the answer of Headquarters for this laptop; nothing was changed."),
        _("Ask Headquarters for the answer to this laptop's own request."),
        code="no-kit",
    )


def accept(work: Work, kit: Kit) -> None:
    """Trust the kit: a person has compared HQ's fingerprint by voice.

    Raises Problem when it is another office's or names an identity of ours for somebody else, and where its list of
    HQ's keys does not follow from the one that this laptop believes.
    """
    require(work.officer, Right.SEND)
    require_fitting(work.machine, kit.keyset)
    newest = _later_list(work.machine, kit)
    with work.machine.note() as session:
        _note_taken(session, kit, newest)


def note_answered(session: Session) -> None:
    """HQ wrote a return to this laptop, which opened it: its bundles need not prove any more that its keys work."""
    kit = recall_in(session, KIT)
    if kit.get("proof"):
        session.merge(Local(name=KIT, value={**kit, "proof": ""}))


def _later_list(machine: Store, kit: Kit) -> KeyList | None:
    """The list of HQ's keys that holds once this kit is taken; raises Problem for an older one, or another's."""
    pinned = key_list(machine)
    if pinned is None:
        return root_signed.newest(None, kit.lists)
    if max((entry.version for entry in kit.lists), default=0) < pinned.version:
        raise Problem(
            _("This answer holds an older list of Headquarters’ keys; the later list stays in use."),
            _("Tell Headquarters by telephone where this file came from, and ask for a new answer."),
            code="key-list-older",
        )
    return root_signed.newest(pinned, kit.lists)


def note_trusted(session: Session, keyset: Keyset, newest: KeyList | None) -> None:
    """Trust this keyset and this list of HQ's keys from now on: of HQ's keys those that the list names.

    What HQ signed with a key that counts no more is sent nowhere: nobody would believe it.
    """
    believed = key_lists.held_to(keyset, newest)
    session.merge(Local(name="keyset", value=dict(believed.to_json())))
    if newest is None:
        return
    session.merge(Local(name=KEY_LIST, value=dict(newest.to_json())))
    vouched = recall_in(session, VOUCHED)
    by_hq = {device: saved for device, saved in vouched.items() if _is_believed(believed, device, saved)}
    if by_hq.keys() != vouched.keys():
        session.merge(Local(name=VOUCHED, value=by_hq))


def _is_believed(keyset: Keyset, device: str, vouched: Mapping[str, Any]) -> bool:
    """Whether a signature over a chain counts; one of before chains' heads were noted beside it is left as it is."""
    if "head" not in vouched:
        return True
    signed = checkpoint_bytes(device, int(vouched["number"]), str(vouched["head"]))
    signers = (*keyset.of_device(device), *keyset.hq)
    return any(signing.verify(k.sign, signing.CHECKPOINT, signed, str(vouched["signature"])) for k in signers)


def _note_taken(session: Session, kit: Kit, newest: KeyList | None) -> None:
    note_trusted(session, kit.keyset, newest)
    session.merge(Local(name=KIT, value={"version": kit.keyset.version, "proof": kit.proof}))


def confirm_decider(work: Work, officer: Officer, kit: Kit) -> None:
    """Register somebody who decides where nobody does any more: HQ confirmed it with a new answer to this laptop.

    An answer counts once, and none that was taken before: it lies on the computer of whoever would confirm themselves.
    Raises Problem for any other.
    """
    require(work.officer, Right.ADMINISTER)
    held = keyset(work.machine)
    taken = int(work.machine.recall(KIT).get("version", held.version if held else 0))
    newest = _later_list(work.machine, kit)
    believed = key_lists.held_to(held, newest) if held is not None else None
    if believed is None or believed.renewed(kit.keyset).version != kit.keyset.version or kit.keyset.version <= taken:
        raise Problem(
            _("This answer from Headquarters was already used; nothing was changed."),
            _("Ask Headquarters to authorize this laptop once more, and open its new answer."),
            code="kit-taken-already",
        )
    require_fitting(work.machine, kit.keyset)
    officer.confirmed_by = HQ
    with work.store.change(N_("Officer added"), work.officer.id) as session:  # an office's records are on its machine
        session.add(officer)
        _note_taken(session, kit, newest)


def require_fitting(machine: Store, keyset: Keyset) -> None:
    """Raise Problem for a keyset that is another office's, or gives a laptop's identity to somebody else.

    Under the name of Headquarters' chain nobody else writes, and under a name of ours only we do: whoever could make us
    take one for the other would write decisions into our records.
    """
    office = machine.identity.office
    ours = {keys.device: keys.public for keys in laptop_keys.all_of(machine)}
    laptops = {certificate.device for certificate in keyset.certificates}
    foreign = any(certificate.office != office for certificate in keyset.certificates)
    taken = any(ours.get(c.device, c.keys) != c.keys for c in keyset.certificates)
    if foreign or taken or laptops & {keys.device for keys in keyset.hq} or ours.keys() & {k.device for k in keyset.hq}:
        raise Problem(
            _("These keys of Headquarters give an identity of this office to somebody else; nothing was changed."),
            _("Tell Headquarters where this file came from."),
            code="keyset-takes-identity",
        )


def request_name(machine: Store) -> str:
    """The file name proposed for this laptop's request."""
    return f"{safe_name(machine.identity.office)}-{safe_name(machine.identity.device[:8])}{file_kinds.REQUEST}"


def kit_name(request: EnrolmentRequest) -> str:
    """The file name proposed for the answer to a request."""
    return f"{safe_name(request.office)}-{safe_name(request.keys.device[:8])}{file_kinds.ANSWER}"


def keyset(machine: Store) -> Keyset | None:
    """Whom this laptop trusts; None before its enrolment."""
    with machine.read() as session:
        return keyset_in(session)


def keyset_in(session: Session) -> Keyset | None:
    """The same, read with what else a page reads."""
    saved = recall_in(session, "keyset")
    return Keyset.from_json(saved) if saved else None


def key_list(machine: Store) -> KeyList | None:
    """The newest list of HQ's own keys that this laptop believes; None where it was never told of one."""
    with machine.read() as session:
        return key_list_in(session)


def key_list_in(session: Session) -> KeyList | None:
    """The same, read with what else is read."""
    saved = recall_in(session, KEY_LIST)
    return KeyList.from_json(saved) if saved else None


def recipients(machine: Store, trusted: Keyset) -> tuple[PublicKeys, ...]:
    """To which of HQ's keys a bundle is encrypted: the one that works and the spare one."""
    pinned = key_list(machine)
    if pinned is None:
        return trusted.hq
    return tuple(pair.under(trusted.hq[0].device) for pair in pinned.recipients)

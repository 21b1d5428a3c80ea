"""The keys of Headquarters and the laptops it recognises."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from desktop.base import office_codes
from desktop.base.errors import Problem
from desktop.base.office_codes import require_office_code
from desktop.base.text import N_, _
from desktop.bundles import key_list as key_lists
from desktop.bundles.keys import (
    DeviceCertificate,
    DeviceKeys,
    EnrolmentRequest,
    Keyset,
    PublicKeys,
    answers_challenge,
    challenge,
)
from desktop.services.exchange import enrolment
from desktop.services.exchange.headquarters import own_keys
from desktop.services.exchange.headquarters.put_back import earlier
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Device, Local
from desktop.store.store import Store, recall_in

RIGHTS = ("office",)  # of an office's laptop
KIT_LISTS = "key_lists_in_kits:"  # with the office's code, which list of HQ's keys each laptop had at first
TESTS = "key_tests"  # what was sealed to laptops, to see that they open it


def trusted(machine: Store, keys: DeviceKeys) -> Keyset:
    """Whom HQ trusts: itself and every laptop it enrolled."""
    saved = machine.recall("keyset")
    keyset = Keyset.from_json(saved) if saved else Keyset(hq=(keys.public,), version=0).signed(keys)
    return own_keys.held_to_list(machine, keyset)


def enrol(work: Work, keys: DeviceKeys, request: EnrolmentRequest) -> DeviceCertificate:
    """Recognise a laptop whose fingerprint was compared by voice; the same laptop twice gets the same certificate.

    Each time the keyset gets a new version: its answer tells the office that HQ spoke to it again. Raises Problem for
    the keys of a laptop that was withdrawn, and for an identity that is somebody else's.
    """
    require(work.officer, Right.HEADQUARTERS)
    require_office_code(request.office)
    if request.office == work.store.identity.office:
        raise Problem(
            _("This request names no office; nothing was changed."),
            _("Ask the office to create the request again."),
            code="request-without-office",
        )
    keyset = trusted(work.machine, keys)
    _refuse_withdrawn(keyset, request)
    if certificate := next((c for c in keyset.certificates if c.keys == request.keys), None):
        again = replace(keyset, version=keyset.version + 1).signed(keys)
        work.machine.remember("keyset", again.to_json())
        return certificate
    _refuse_taken(work, keyset, request)
    clock = sealing_clock(work)
    certificate = request.certified(keys, RIGHTS, clock.stamp())
    known = {c.keys for c in keyset.certificates}
    former = (c for c in request.former_certified(keys, clock.stamp()) if c.keys not in known)
    renewed = replace(keyset, certificates=(*keyset.certificates, certificate, *former), version=keyset.version + 1)
    with work.store.change(N_("Laptop authorized"), work.officer.id, office=request.office) as session:
        record = session.get(Device, request.keys.device)
        if record is None:
            record = Device(id=request.keys.device)  # its other fields are the office's to write
            session.add(record)
        record.certificate = certificate.signature
    work.machine.remember("keyset", renewed.signed(keys).to_json())
    return certificate


def look_alike(work: Work, keys: DeviceKeys, office: str) -> str:
    """A recognised office whose code a person could take for this one; empty when there is none."""
    return office_codes.look_alike(office, {c.office for c in trusted(work.machine, keys).certificates})


def _refuse_withdrawn(keyset: Keyset, request: EnrolmentRequest) -> None:
    """Raise Problem for the keys of a laptop that was withdrawn: whoever had it may have copied them."""
    until = keyset.valid_to(request.keys.device)
    if until is not None and request.keys in keyset.of_device(request.keys.device):
        raise Problem(
            _("This laptop was withdrawn after change {number}; nothing was changed.").format(number=until),
            _("Ask the office to give this laptop new keys, under “Send and receive”, then to send a new request."),
            code="laptop-withdrawn",
        )


def _refuse_taken(work: Work, keyset: Keyset, request: EnrolmentRequest) -> None:
    """Raise Problem for an identity that is another laptop's, another office's, or one under which HQ itself writes."""
    taken = {(c.device, c.keys, c.office) for c in keyset.certificates}
    reserved = {keys.device for keys in keyset.hq} | {work.store.identity.device, work.machine.identity.device}
    offices = {request.office, *(c.office for c in keyset.certificates)}
    before = earlier(work.store)
    reserved |= {work.store.writing_for(office).device for office in offices} | set(before.identities)
    reserved |= {chain for office in offices for chain in before.chains(office)}
    for keys in (request.keys, *(former.keys for former in request.former)):
        same_device = {(k, office) for device, k, office in taken if device == keys.device}
        if keys.device in reserved or same_device - {(keys, request.office)}:
            raise Problem(
                _("Another laptop was authorized under this identity; nothing was changed."),
                _("Ask the office to give this laptop a new identity, then to send a new request."),
                code="identity-taken",
            )


def keyset_for(work: Work, keys: DeviceKeys, office: str) -> Keyset:
    """The keys that one office needs: HQ's, under the names of its chains, and those of its own laptops."""
    whole = trusted(work.machine, keys)
    mine = tuple(c for c in whole.certificates if c.office == office)
    revoked = {d: n for d, n in (whole.revoked or {}).items() if any(c.device == d for c in mine)}
    own = channel(work.store, keys, office)
    chains = (own.device, *earlier(work.store).chains(office))
    hq = key_lists.under_devices(own_keys.believed(work.machine, keys), chains)
    return Keyset(hq=hq, certificates=mine, revoked=revoked, version=whole.version).signed(own)


def exceed(work: Work, keys: DeviceKeys, office: str, version: int) -> Keyset:
    """Give the keyset this version, unless it has a higher one; the keys that one office needs then."""
    whole = trusted(work.machine, keys)
    renewed = replace(whole, version=max(version, whole.version)).signed(keys)
    work.machine.remember("keyset", renewed.to_json())
    return keyset_for(work, keys, office)


def channel(store: Store, keys: DeviceKeys, office: str) -> DeviceKeys:
    """HQ's keys under the device id of its chain of changes for this office."""
    device = store.writing_for(office).device
    return replace(keys, device=device, public=PublicKeys(device, keys.public.sign, keys.public.open))


def kit(work: Work, keys: DeviceKeys, office: str) -> bytes:
    """The file that answers an enrolment, with a test of the keys of each laptop that has not passed one."""
    keyset, every = keyset_for(work, keys, office), own_keys.lists(work.machine)
    newest = max((entry.version for entry in every), default=0)
    devices = [certificate.device for certificate in keyset.certificates]
    work.store.remember(f"{KIT_LISTS}{office}", {**dict.fromkeys(devices, newest), **versions_in_kits(work, office)})
    tests = work.store.recall(TESTS)
    for certificate in keyset.certificates:
        if certificate.rights and keyset.valid_to(certificate.device) is None and certificate.device not in tests:
            sealed, digest = challenge(certificate.keys)
            tests[certificate.device] = {"sealed": sealed.hex(), "digest": digest, "passed": ""}
    work.store.remember(TESTS, tests)
    own = {c.device: tests[c.device] for c in keyset.certificates if c.device in tests}
    sealed_to = {device: bytes.fromhex(test["sealed"]) for device, test in own.items() if not test["passed"]}
    return enrolment.kit_bytes(office, keyset, every, sealed_to)


def fingerprint(work: Work, keys: DeviceKeys, office: str) -> str:
    """What Headquarters reads aloud to an office that gets its answer."""
    return enrolment.fingerprint_of(keyset_for(work, keys, office), own_keys.present(work.machine))


def versions_in_kits(work: Work, office: str) -> Mapping[str, int]:
    """Of each laptop of an office, which list of Headquarters' keys came with the first answer written for it."""
    return work.store.recall(f"{KIT_LISTS}{office}")


def note_proof(session: Session, laptop: PublicKeys, proof: str, at: str) -> None:
    """Note that a laptop opened what was sealed to it, where its proof is right; a wrong one says nothing."""
    tests = recall_in(session, TESTS)
    test = tests.get(laptop.device)
    if test is not None and not test["passed"] and answers_challenge(laptop, test["digest"], proof):
        session.merge(Local(name=TESTS, value={**tests, laptop.device: {**test, "passed": at}}))


def tests_passed(session: Session) -> Mapping[str, str]:
    """Of each laptop whose keys were tested, the moment when it showed that they work; empty before it did."""
    return {device: str(test["passed"]) for device, test in recall_in(session, TESTS).items()}

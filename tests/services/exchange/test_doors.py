"""What an office and Headquarters take from a file that claims to be somebody: codes and identities."""

from dataclasses import replace

import pytest

from desktop.base.values import canonical
from desktop.bundles import keys as signing
from desktop.bundles import strict
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, EnrolmentRequest, Keyset, PublicKeys
from desktop.office import Office
from desktop.services.exchange import enrolment, receiving
from desktop.services.exchange.headquarters import answering, recognition
from tests.journeys.test_put_back import name, recognise, send
from tests.offices import headquarters, office, office_folder
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder"]


def asked(keys: DeviceKeys, office: str) -> bytes:
    """A request as a hostile laptop writes it, whatever its own program would refuse."""
    body = EnrolmentRequest(keys.public, office, "laptop", "Eve", "2026-11-28").to_json()
    signature = keys.sign(signing.ENROL, canonical(body))
    return strict.dumps({"psb1": "enrol", "request": body, "signature": signature})


@pytest.mark.parametrize("code", ["A" * 200, "../../SN10", "sn10", "S", "SN10 ", "HQ"])
def test_no_laptop_is_recognised_under_a_code_that_is_none(headquarters: Office, code: str) -> None:
    before = recognition.trusted(headquarters.machine, headquarters.keys)
    with pytest.raises(signing.Problem) as refusal:
        request = EnrolmentRequest.from_bytes(asked(DeviceKeys.generate(), code))
        recognition.enrol(headquarters.work, headquarters.keys, request)
    assert refusal.value.code in ("enrolment-request-unsound", "office-code-unsound")
    assert recognition.trusted(headquarters.machine, headquarters.keys) == before


def test_a_code_that_looks_like_a_recognised_one_is_pointed_out(office: Office, headquarters: Office) -> None:
    recognise(office, headquarters)
    assert recognition.look_alike(headquarters.work, headquarters.keys, "SN1O") == "SN10"
    assert recognition.look_alike(headquarters.work, headquarters.keys, "SN11") == ""


def test_no_keys_give_an_identity_of_the_office_to_somebody_else(office: Office, headquarters: Office) -> None:
    """Signed by Headquarters itself, in a kit or in a return: what it says of our identity is compared with our own."""
    recognise(office, headquarters)
    name(office, "A")
    send(office)
    own, hq = office.keys, recognition.channel(headquarters.store, headquarters.keys, "SN10")
    fitting = recognition.keyset_for(headquarters.work, headquarters.keys, "SN10")
    stranger = DeviceKeys.generate(own.device)
    as_us = DeviceCertificate(stranger.public, "SN10", ("office",), "2026", "x").signed(hq)
    as_hq = DeviceCertificate(PublicKeys(hq.device, *stranger_keys(stranger)), "SN10", ("office",), "2026", "x").signed(
        hq
    )
    elsewhere = DeviceCertificate(DeviceKeys.generate().public, "ML10", ("office",), "2026", "x").signed(hq)
    ours_as_hq = PublicKeys(own.device, hq.public.sign, hq.public.open)
    wrong = [
        replace(fitting, certificates=(*fitting.certificates, certificate)) for certificate in (as_us, as_hq, elsewhere)
    ]
    wrong.append(replace(fitting, hq=(*fitting.hq, ours_as_hq)))
    trusted = enrolment.keyset(office.machine)
    for keyset in wrong:
        signed = replace(keyset, version=99).signed(hq)
        with refused("keyset-takes-identity"):
            enrolment.accept(office.work, enrolment.Kit("SN10", signed, ""))
        assert enrolment.keyset(office.machine) == trusted


def stranger_keys(keys: DeviceKeys) -> tuple[str, str]:
    return keys.public.sign, keys.public.open


def test_a_return_with_such_keys_is_refused_whole(office: Office, headquarters: Office) -> None:
    recognise(office, headquarters)
    hq = headquarters.keys
    whole = recognition.trusted(headquarters.machine, hq)
    stranger = DeviceKeys.generate(office.keys.device)
    as_us = DeviceCertificate(stranger.public, "SN10", ("office",), "2026", "x").signed(hq)
    renewed = Keyset(whole.hq, (*whole.certificates, as_us), {}, whole.version + 1).signed(hq)
    headquarters.machine.remember("keyset", renewed.to_json())
    path = answering.answer(headquarters.work, hq, "SN10", headquarters.outbox)
    before = enrolment.keyset(office.machine)
    with refused("keyset-takes-identity"):
        receiving.take_in(office.work, office.keys, path, office.inbox)
    assert enrolment.keyset(office.machine) == before

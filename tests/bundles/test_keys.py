"""Keys, certificates, the set of keys, and enrolment."""

import json
from dataclasses import replace

import pytest

from desktop.bundles import keys
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, EnrolmentRequest, Keyset
from desktop.bundles.strict import Unsound
from tests.bundles.world import certificate
from tests.refusal import refused


def test_keys_survive_being_kept_and_their_private_halves_are_never_shown(world):
    stored = json.loads(json.dumps(world.laptop.to_json()))
    assert DeviceKeys.from_json(stored) == world.laptop
    assert world.laptop.secret_sign not in repr(world.laptop) and "AGE-SECRET" not in repr(world.laptop)


@pytest.mark.parametrize("spoil", [{"sign": "00"}, {"open": "AGE-SECRET-KEY-1"}, {"device": ""}, {"device": None}])
def test_unsound_keys_are_refused(world, spoil):
    with pytest.raises(Unsound):
        DeviceKeys.from_json({**world.laptop.to_json(), **spoil})


def test_a_signature_holds_for_its_own_prefix_data_and_key_only(world):
    signature = world.laptop.sign(keys.HEADER, b"data")
    assert keys.verify(world.laptop.public.sign, keys.HEADER, b"data", signature)
    assert not keys.verify(world.laptop.public.sign, keys.CHECKPOINT, b"data", signature)
    assert not keys.verify(world.laptop.public.sign, keys.HEADER, b"Data", signature)
    assert not keys.verify(world.hq.public.sign, keys.HEADER, b"data", signature)
    assert not keys.verify(world.hq.public.sign, keys.HEADER, b"data", "zz")


def test_fingerprints_have_sixty_bits_in_three_groups_and_depend_on_all_keys(world):
    public = world.laptop.public
    assert [len(group) for group in public.fingerprint.split("-")] == [4, 4, 4]
    others = [replace(public, open=world.hq.public.open), replace(public, device="e" * 32), world.hq.public]
    assert len({public.fingerprint, *(keys.fingerprint for keys in others)}) == 4


def test_a_certificate_holds_only_as_signed(world):
    mine = certificate(world.laptop, world.hq)
    assert DeviceCertificate.from_json(json.loads(json.dumps(mine.to_json()))) == mine
    assert mine.holds([world.hq.public])
    assert not replace(mine, rights=("hq",)).holds([world.hq.public])
    assert not mine.holds([world.stranger.public])


def test_a_newer_keyset_replaces_the_older_and_never_the_reverse(world):
    newer = replace(world.keyset, version=2, revoked={world.colleague.device: 9}).signed(world.hq)
    assert Keyset.from_json(json.loads(json.dumps(newer.to_json()))) == newer
    assert world.keyset.renewed(newer) is newer
    assert newer.renewed(world.keyset) is newer
    assert newer.valid_to(world.colleague.device) == 9 and newer.valid_to(world.laptop.device) is None


def test_a_keyset_that_headquarters_did_not_sign_is_refused(world):
    forged = replace(world.keyset, version=3, signer="", signature="")
    uncertified = (*world.keyset.certificates, certificate(world.stranger, world.stranger))
    with refused("keyset-uncertified-laptop"):
        world.keyset.renewed(replace(forged, certificates=uncertified).signed(world.hq))
    for wrong in (
        forged,
        forged.signed(world.stranger),
        replace(forged.signed(world.hq), version=4),
        replace(forged, hq=(world.stranger.public,)).signed(world.stranger),
    ):
        with refused("keyset-not-from-hq"):
            world.keyset.renewed(wrong)


def test_headquarters_renews_its_own_keys_with_the_former_ones(world):
    fresh = DeviceKeys.generate(world.hq.device)
    rotated = replace(world.keyset, version=2, hq=(fresh.public, world.hq.public)).signed(world.hq)
    now = world.keyset.renewed(rotated)
    later = replace(now, version=3, hq=(fresh.public,)).signed(fresh)
    assert now.renewed(later) is later
    assert {public.sign for public in now.of_device(world.hq.device)} == {fresh.public.sign, world.hq.public.sign}


def request(world):
    return EnrolmentRequest(world.stranger.public, "TN", "Portable 3", "A. Benali", "2026-11-24T12:00:00.000Z")


def test_an_enrolment_request_is_read_compared_and_certified(world):
    file = request(world).to_bytes(world.stranger)
    assert len(file) < keys.REQUEST
    read = EnrolmentRequest.from_bytes(file)
    assert read == request(world)
    assert read.keys.fingerprint == world.stranger.public.fingerprint
    assert read.certified(world.hq, ["office"], "2026-11-25T00:00:00.000Z").holds([world.hq.public])


def test_every_changed_byte_of_a_request_is_noticed(world):
    file = request(world).to_bytes(world.stranger)[:-1]  # the line's end means nothing
    for at in range(len(file)):
        with refused("enrolment-request-unsound"):
            EnrolmentRequest.from_bytes(file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :])
    for wrong in (b"", b"{}", b"[" * 10_000, file + b" " * keys.REQUEST, request(world).to_bytes(world.laptop)):
        with refused("enrolment-request-unsound"):
            EnrolmentRequest.from_bytes(wrong)


def test_a_laptop_shows_that_its_keys_work(world):
    sealed, digest = keys.challenge(world.laptop.public)
    assert keys.answers_challenge(world.laptop.public, digest, keys.answer(world.laptop, sealed))
    with refused("challenge-not-opened"):
        keys.answer(world.stranger, sealed)
    other, _digest = keys.challenge(world.laptop.public)
    assert not keys.answers_challenge(world.laptop.public, digest, keys.answer(world.laptop, other))

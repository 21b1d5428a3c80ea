"""Whatever can be written into a request, a certificate or a keyset can be read; what is too long is never signed."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import Problem
from desktop.bundles import strict
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, EnrolmentRequest, FormerIdentity, Keyset

HQ, LAPTOP, EARLIER = (DeviceKeys.generate() for _ in range(3))
TEXT = st.one_of(
    st.text(max_size=30), st.integers(30, 400).map("😀".__mul__), st.sampled_from(["\ud800", "a\0", "\x1b[2J"])
)
CODE = st.one_of(st.from_regex(r"[A-Z0-9]{1,14}", fullmatch=True), TEXT, st.sampled_from(["../SN", "A" * 200]))


@settings(max_examples=150)
@given(CODE, TEXT, TEXT, TEXT, st.integers(0, 40))
def test_a_request_that_can_be_signed_is_recognised_and_its_keyset_read(
    office: str, label: str, officer: str, at: str, former: int
) -> None:
    identities = (FormerIdentity.of(EARLIER, LAPTOP.public),) * former
    request = EnrolmentRequest(LAPTOP.public, office, label, officer, at, identities)
    try:
        written = request.to_bytes(LAPTOP)
    except Problem as problem:
        assert problem.code == "not-readable-when-signed"
        return
    read = EnrolmentRequest.from_bytes(written)
    assert read == request
    certificate = read.certified(HQ, ("office",), "2026-11-28T10:00:00.000Z")
    keyset = Keyset((HQ.public,), (certificate, *read.former_certified(HQ, "2026")), {}, 3).signed(HQ)
    assert Keyset.from_json(strict.loads(strict.dumps(keyset.to_json()))) == keyset


@settings(max_examples=150)
@given(CODE, TEXT, TEXT, st.lists(st.sampled_from(["office", "hq", "X Y", "a" * 40]), max_size=20))
def test_a_certificate_that_can_be_signed_can_be_read(office: str, label: str, at: str, rights: list[str]) -> None:
    certificate = DeviceCertificate(LAPTOP.public, office, tuple(rights), at, label)
    try:
        signed = certificate.signed(HQ)
    except Problem as problem:
        assert problem.code == "not-readable-when-signed"
        return
    assert DeviceCertificate.from_json(json.loads(json.dumps(signed.to_json()))) == signed
    assert signed.holds([HQ.public])


def test_a_keyset_that_holds_an_office_code_of_before_the_rule_is_still_read() -> None:
    old = replace(DeviceCertificate(LAPTOP.public, "../" + "A" * 197, ("office",), "2026", "L")).signed(HQ)
    keyset = Keyset((HQ.public,), (old,), {}, 1).signed(HQ)
    assert Keyset.from_json(json.loads(json.dumps(keyset.to_json()))).certificates[0].office == old.office

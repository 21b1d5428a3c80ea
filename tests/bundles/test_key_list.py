"""A list of Headquarters' own keys is believed by the root keys of the list before, and by nothing else."""

from dataclasses import replace

import pytest

from desktop.base.values import canonical
from desktop.bundles import strict
from desktop.bundles.key_list import KeyList, KeyPair, held_to
from desktop.bundles.keys import KEYSET, DeviceKeys, Keyset
from desktop.bundles.root_signed import RootSignature, newest
from tests.refusal import refused

ONLINE, SPARE, LATER, THIEF = (DeviceKeys.generate() for _ in range(4))
A, B, C, D, E = (DeviceKeys.generate() for _ in range(5))
AT = "2026-11-30T09:00:00.000Z"


def pair(keys: DeviceKeys) -> KeyPair:
    return KeyPair.of(keys.public)


def listed(version: int, roots: tuple[DeviceKeys, ...] = (A, B, C), online: DeviceKeys = ONLINE) -> KeyList:
    former = () if online is ONLINE else (pair(ONLINE),)
    return KeyList(version, AT, tuple(root.public.sign for root in roots), pair(online), pair(SPARE), former)


def signed(unsigned: KeyList, *roots: DeviceKeys) -> KeyList:
    for root in roots:
        unsigned = unsigned.signed(root)
    return unsigned


FIRST = signed(listed(1), A, B, C)


def test_two_of_three_root_keys_suffice_and_any_two() -> None:
    for two in ((A, B), (A, C), (B, C)):
        later = signed(listed(2, online=LATER), *two)
        assert FIRST.followed_by(later) is later
    assert KeyList.from_json(strict.loads(strict.dumps(FIRST.to_json()))) == FIRST


def hostile() -> dict[str, KeyList]:
    """Lists of a thief who has Headquarters' working key, and perhaps one root key."""
    wanted = listed(2, online=THIEF)
    once = signed(wanted, A)
    unsigned = {key: value for key, value in wanted.to_json().items() if key != "signatures"}
    copied = RootSignature(B.public.sign, once.signatures[0].signature)
    others = tuple(RootSignature(root.public.sign, root.sign(KEYSET, canonical(unsigned))) for root in (A, B))
    return {
        "no signature": wanted,
        "one signature": once,
        "two by the same key": signed(once, A),
        "one, and its copy under another name": replace(wanted, signatures=(*once.signatures, copied)),
        "unknown roots": signed(listed(2, (D, E, THIEF), THIEF), D, E, THIEF),
        "one known root and unknown ones": signed(listed(2, (A, D, E), THIEF), A, D, E),
        "signatures of another kind": replace(wanted, signatures=others),
        "signatures of another list": replace(wanted, signatures=FIRST.signatures),
        "the keys that work": signed(wanted, ONLINE, SPARE),
    }


@pytest.mark.parametrize("which", list(hostile()))
def test_a_hostile_list_is_refused(which: str) -> None:
    with refused("key-list-not-signed"):
        FIRST.followed_by(hostile()[which])


def test_new_roots_must_sign_too_and_then_alone_count() -> None:
    with refused("key-list-not-signed"):
        FIRST.followed_by(signed(listed(2, (A, D, E)), A, B))
    second = signed(listed(2, (A, B, D)), A, B, D)
    assert FIRST.followed_by(second) is second
    third = signed(listed(3, (A, B, D), LATER), B, D)
    assert newest(FIRST, [third, second]) is third
    with refused("key-list-not-signed"):
        newest(FIRST, [third])  # by one root that the first names: whoever skips a list cannot judge the next
    with refused("key-list-not-signed"):
        second.followed_by(signed(listed(3), B, C))


def test_an_older_list_changes_nothing_and_two_of_one_number_are_refused() -> None:
    second = signed(listed(2, online=LATER), A, B)
    assert newest(second, [FIRST]) is second
    assert newest(second, [signed(listed(1, online=THIEF), D, E)]) is second
    assert second.followed_by(signed(listed(2, online=LATER), B, C)) is second
    with refused("key-list-forked"):
        second.followed_by(signed(listed(2, online=THIEF), A, C))


def test_the_first_list_is_believed_by_its_own_roots() -> None:
    assert newest(None, [FIRST]) is FIRST
    assert newest(None, []) is None
    with refused("key-list-not-signed"):
        newest(None, [signed(listed(1), A)])


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(FIRST, roots=(A.public.sign, A.public.sign, B.public.sign)),
        replace(FIRST, spare=pair(ONLINE)),
        replace(FIRST, former=(pair(SPARE),)),
        replace(FIRST, revoked=(ONLINE.public.key_id,)),
        replace(FIRST, online=pair(A)),
        replace(FIRST, version=0),
    ],
)
def test_a_list_that_contradicts_itself_is_not_read(spoilt: KeyList) -> None:
    with pytest.raises(strict.Unsound):
        KeyList.from_json(strict.loads(strict.dumps(spoilt.to_json())))


def test_a_keyset_is_held_to_the_keys_of_the_list() -> None:
    forged = Keyset((THIEF.public, ONLINE.public), version=7)
    believed = held_to(forged, FIRST)
    assert not believed.is_hq(THIEF.public.key_id)
    assert {keys.key_id for keys in believed.hq} == {each.key_id for each in FIRST.believed}
    assert [keys.device for keys in believed.hq] == [THIEF.device, THIEF.device, ONLINE.device]


def test_every_word_of_a_list_is_in_its_fingerprint() -> None:
    prints = {each.fingerprint for each in (FIRST, listed(2), listed(1, (A, B, D)), listed(1, online=LATER))}
    assert len(prints) == 4
    assert FIRST.fingerprint == listed(1).fingerprint

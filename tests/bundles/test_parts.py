"""Bundles cut into parts, and joined again."""

import random

from hypothesis import given
from hypothesis import strategies as st

from desktop.base.values import sha256
from desktop.bundles.parts import BundlePart, cut, join, missing, sort_of
from tests.refusal import refused

DATA = random.Random(1).randbytes(1000)


@given(st.binary(max_size=300), st.integers(1, 400), st.randoms())
def test_parts_join_in_any_order_and_repeated(data, size, chance):
    files = [part.to_bytes() for part in cut(data, size)] * 2
    chance.shuffle(files)
    parts = [BundlePart.from_bytes(file) for file in files]
    assert join(parts) == {sha256(data): data}
    assert missing(parts) == {}


def test_what_is_missing_is_listed_by_place():
    parts = cut(DATA, 100)
    assert missing(parts[:3] + parts[5:9]) == {sha256(DATA): (3, 4, 9)}
    assert join(parts[1:]) == {}


def test_different_cuts_of_one_bundle_do_not_mix():
    small, large = cut(DATA, 100), cut(DATA, 400)
    assert join([*small[:4], *large[:2]]) == {}
    assert missing([*small[:4], *large[:2]]) == {sha256(DATA): (2,)}
    assert join([*small[:4], *large]) == {sha256(DATA): DATA}


def test_parts_of_several_bundles_are_told_apart():
    other = DATA[::-1]
    assert join([*cut(DATA, 300), *cut(other, 300)]) == {sha256(DATA): DATA, sha256(other): other}


def test_a_part_that_claims_a_place_it_does_not_fill_spoils_nothing_else():
    parts = cut(DATA, 500)
    wrong = BundlePart(parts[0].bundle, 1, 2, b"something else")
    assert join([parts[0], wrong]) == {}
    assert missing([parts[0], wrong]) == {sha256(DATA): (0, 1)}
    assert join([parts[0], wrong, parts[1]]) == {sha256(DATA): DATA}
    assert join([wrong, *parts, *cut(DATA, 300)]) == {sha256(DATA): DATA}


def test_every_damaged_byte_of_a_part_is_noticed():
    file = cut(b"data" * 5)[0].to_bytes()
    for bit in range(len(file) * 8):
        with refused("part-damaged"):
            BundlePart.from_bytes(file[: bit >> 3] + bytes([file[bit >> 3] ^ 1 << (bit & 7)]) + file[(bit >> 3) + 1 :])
    for size in range(len(file)):
        with refused("part-damaged"):
            BundlePart.from_bytes(file[:size])


def test_files_are_told_apart_by_their_first_bytes():
    assert [sort_of(start) for start in (b"PSB1....", b"PSBP....", b"%PDF", b"")] == [
        "bundle",
        "part",
        "other",
        "other",
    ]

"""Ids, times, canonical bytes and digests: what must never change from one version to the next."""

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.values import canonical, digest, fingerprint, moment, new_id, now, sha256, stamp

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abéñ"), inner, max_size=4),
    max_leaves=12,
)


def test_ids_are_long_and_differ() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)


def test_a_moment_is_kept_in_utc_to_the_millisecond_and_comes_back() -> None:
    there = datetime(2026, 11, 24, 13, 30, 5, 123456, tzinfo=timezone(timedelta(hours=1)))
    assert stamp(there) == "2026-11-24T12:30:05.123Z"
    assert moment(stamp(there)) == datetime(2026, 11, 24, 12, 30, 5, 123000, tzinfo=UTC)
    present = now()
    assert moment(stamp(present)) == present


@given(JSON)
def test_equal_values_have_equal_bytes_whatever_the_order_of_keys(value: object) -> None:
    turned = dict(reversed(value.items())) if isinstance(value, dict) else value
    assert canonical(turned) == canonical(value)


def test_canonical_bytes_are_the_same_for_ever() -> None:
    assert canonical({"b": [1, None, True], "a": "é"}) == '{"a":"é","b":[1,null,true]}'.encode()
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_parts_of_a_digest_cannot_be_moved_into_one_another() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc") != digest(b"abc")
    assert sha256(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_a_fingerprint_can_be_read_aloud() -> None:
    assert fingerprint("7f2a91c4" + "0" * 56) == "7F2A-91C4"

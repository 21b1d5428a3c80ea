"""A run of changes as columns, and back."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.change import START, Cell, Change, Entry, chain
from desktop.bundles import payload, strict
from desktop.bundles.strict import Unsound
from tests.bundles import workload

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
whole = st.integers(-(2**53), 2**53)
values = st.recursive(
    st.none() | st.booleans() | whole | texts | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
numbers = st.integers(0, 300)
devices = st.sampled_from(("a" * 32, "b" * 32, "HQ"))
bases = st.none() | st.tuples(devices, st.integers(0, 40))
cells = st.builds(Cell, numbers, values, bases)
ops = st.sampled_from(("insert", "update", "delete"))
erased = st.sampled_from(("", "", "0" * 64, "f" * 64))
entries = st.builds(
    Entry,
    numbers,
    texts,
    st.sampled_from(("insert", "update", "delete")),
    st.lists(cells, max_size=4).map(tuple),
    erased,
)


@st.composite
def runs(draw):
    device, first = draw(devices), draw(st.integers(1, 50))
    deeds = draw(st.lists(st.lists(entries, max_size=4).map(tuple), min_size=1, max_size=6))
    about = [(draw(texts), draw(texts), draw(whole), draw(st.integers(-840, 840))) for _ in deeds]
    return tuple(
        Change(device, first + i, what, by, at, zone, "1.0", 7, inside)
        for i, (inside, (what, by, at, zone)) in enumerate(zip(deeds, about, strict=True))
    )


def exactly(changes):
    """Tells 1 from 1.0 and True, which compare equal."""
    return repr(changes)


@pytest.mark.matrix(3)
@pytest.mark.parametrize("part", range(3))  # three tests share the tries
@settings(max_examples=100)
@given(changes=runs())
def test_every_run_of_changes_comes_back_exactly(part, changes):
    back = payload.decode(payload.encode(changes))
    assert back == changes
    assert exactly(back) == exactly(changes)
    assert chain(START, back) == chain(START, changes)


def change(value, number=1, base=None):
    return Change("a" * 32, number, "Tried", "o", 0, 0, "1.0", 1, (Entry(1, "r", "update", (Cell(1, value, base),)),))


def nested(depth):
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        nested(9),
        float("nan"),
        float("inf"),
        2**53 + 1,
        "\ud800",
        "x" * (strict.TEXT + 1),
        (1, 2),
        {1: 2},
        b"x",
        object(),
    ],
    ids=range(10),
)
def test_what_the_reader_would_refuse_is_not_written(value):
    with pytest.raises(Unsound):
        payload.encode([change(value)])


def test_values_eight_deep_travel():
    changes = (change(nested(8)),)
    assert payload.decode(payload.encode(changes)) == changes


def test_a_run_with_a_hole_or_of_two_devices_is_not_written():
    for broken in ([], [change(1), change(1, 3)], [change(1), change(1, 2)._replace(device="b" * 32)]):
        with pytest.raises(Unsound):
            payload.encode(broken)


def test_overlong_names_and_numbers_out_of_range_are_not_written():
    entry = change(1).entries[0]
    for wrong in (
        change(1)._replace(what="x" * 1001),
        change(1)._replace(by="x" * 65),
        change(1)._replace(zone=5000),
        change(1)._replace(entries=(entry._replace(id="x" * 65),)),
        change(1)._replace(entries=(entry._replace(kind=-1),)),
        change(1)._replace(entries=(entry._replace(cells=(Cell(-1, 1, None),)),)),
        change(1, base=("b" * 65, 1)),
        change(1, base=("b", -1)),
    ):
        with pytest.raises(Unsound):
            payload.encode([wrong])


SAMPLE = payload.encode(workload.edits(20, partners=5))


def sample():
    return json.loads(SAMPLE)


def spoiled():
    """One thing wrong in each."""
    for key in sample():
        yield f"{key} missing", {k: v for k, v in sample().items() if k != key}
        for wrong in (None, True, -1, 2**60, "x", {}, 1.5, [[]], ["\ud800"]):
            if sample()[key] != wrong and (key, wrong) != ("device", "x"):
                yield f"{key} is {wrong!r}", {**sample(), key: wrong}
    for key in ("did", "who", "n", "row", "shape", "base"):
        column = sample()[key]
        for wrong in (column[:-1], [*column, 0], [10**9, *column[1:]], [-(10**9), *column[1:]], [True, *column[1:]]):
            yield f"{key} {wrong[:2]}.. of {len(wrong)}", {**sample(), key: wrong}
    columns = sample()["values"]
    yield "values short", {**sample(), "values": [columns[0][:-1], *columns[1:]]}
    yield "values long", {**sample(), "values": [[*columns[0], 1], *columns[1:]]}
    yield "values deep", {**sample(), "values": [[nested(9), *columns[0][1:]], *columns[1:]]}
    yield "fields twice", {**sample(), "fields": [sample()["fields"][0]] * len(columns)}
    yield "erased nowhere", {**sample(), "gone": [[20, "0" * 64]]}


SPOILED = list(spoiled())


@pytest.mark.parametrize("document", [d for _, d in SPOILED], ids=[name for name, _ in SPOILED])
def test_columns_that_disagree_are_refused(document):
    with pytest.raises(Unsound):
        payload.decode(json.dumps(document).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"\xff", b'{"v":1,"v":1}', b"[" * 100_000, b'{"a":' * 100_000, b"NaN", b'{"at":1e999}',
        b"9" * 5000, b'"\x00"', '{"v":1}'.encode("utf-16"), b"\xef\xbb\xbf{}", b"{} {}",
    ],
    ids=range(14),
)  # fmt: skip
def test_bytes_that_are_no_run_are_refused(data):
    with pytest.raises(Unsound):
        payload.decode(data)


def test_long_journals_are_cut_into_runs_within_the_limit():
    changes = workload.edits(3000, partners=50)
    cut = list(payload.runs(changes, 60_000))
    assert len(cut) > 1 and all(len(data) <= 60_000 for _run, data in cut)
    assert [c for _run, data in cut for c in payload.decode(data)] == changes
    with pytest.raises(Unsound):
        list(payload.runs([change("x" * 1000)], 500))


def test_ten_thousand_edits_are_encoded_and_chained_within_some_plain_json():
    """Floor: the same changes as JSON rows, written and read by the standard library."""
    changes = workload.edits(10_000)
    floor, encoding, decoding = [], [], []
    for _ in range(3):
        start = time.process_time()
        json.loads(json.dumps(changes))
        between = time.process_time()
        data = payload.encode(changes)
        middle = time.process_time()
        chain(START, payload.decode(data))
        floor.append(between - start)
        encoding.append(middle - between)
        decoding.append(time.process_time() - middle)
    print(f"floor {min(floor):.3f} s, encoding {min(encoding):.3f} s, decoding {min(decoding):.3f} s")
    assert min(encoding) < 2 * min(floor)
    assert min(decoding) < 4 * min(floor)

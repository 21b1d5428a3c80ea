"""The chain of deeds: any alteration, gap or exchange shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.change import START, Cell, Change, Entry, chain


def deed(number: int, value: str = "Teranga", device: str = "d1") -> Change:
    entry = Entry(1, "a" * 32, "insert", (Cell(2, value, None), Cell(3, 7, ("d1", 1))))
    return Change(device, number, "Register a partner", "officer", 1_795_000_000_000, 60, "0.1.0", 1, (entry,))


def test_the_same_deeds_have_the_same_head() -> None:
    assert chain(START, [deed(1), deed(2)]) == chain(chain(START, [deed(1)]), [deed(2)])
    assert chain(START, []) == START


@given(
    st.sampled_from(
        [
            {"what": "Other"},
            {"by": "x"},
            {"at": 1},
            {"zone": 0},
            {"app": "0.1.1"},
            {"schema": 2},
            {"number": 2},
            {"device": "d2"},
            {"entries": ()},
        ]
    )
)
def test_whatever_is_altered_changes_the_head(altered: dict[str, object]) -> None:
    assert deed(1)._replace(**altered).head(START) != deed(1).head(START)  # type: ignore[arg-type]
    assert deed(1, "Téranga").head(START) != deed(1).head(START)


@pytest.mark.parametrize("second", [deed(3), deed(1), deed(2, device="d2")])
def test_a_gap_a_repetition_or_another_device_breaks_the_chain(second: Change) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        chain(START, [deed(1), second])


def test_an_erased_entry_keeps_the_head() -> None:
    whole = deed(1)
    entry = whole.entries[0]
    erased = whole._replace(entries=(entry._replace(cells=(), erased=entry.digest()),))
    assert erased.head(START) == whole.head(START)

"""What a test expects to be refused, named by its code: sentences may be reworded, the reason may not change."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop.base.errors import Problem


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Problem]]:
    """Expect the block to raise the Problem of this code; anything else fails the test."""
    with pytest.raises(Problem) as caught:
        yield caught
    assert caught.value.code == code, f"refused with {caught.value.code!r} instead: {caught.value}"

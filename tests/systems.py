"""Tests of what only some systems have."""

import sys

import pytest

OF_ANOTHER_SYSTEM = "of another system: "  # packaging/windows/outcomes.py counts these apart


def only_where(there: bool, reason: str) -> pytest.MarkDecorator:
    """For a test whose subject this system does not have, so that nothing of it is left untested here."""
    return pytest.mark.skipif(not there, reason=f"{OF_ANOTHER_SYSTEM}{reason}")


# What goes there is the stick, or the server: a folder stays as long as a file in it is open
lets_folders_go = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets no folder go in which a file is open"
)

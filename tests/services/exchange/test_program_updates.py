"""A program update is copied as it is; an office learns whether it is whole, and that nobody checked its maker."""

from pathlib import Path

import pytest

from desktop.base.progress import Progress
from desktop.base.values import sha256
from desktop.presenters.exchange import update_words
from desktop.services.exchange import program_updates
from desktop.services.exchange.program_updates import SLIP, SlipState
from tests.refusal import refused
from tests.services.exchange.test_sync import Desk, _english, headquarters, make, office

__all__ = ["_english", "headquarters", "make", "office"]
CONTENT = b"\x00installer of the maker, signed by the maker\xff" * 5_000


@pytest.fixture
def update(tmp_path: Path) -> Path:
    """The file as its maker gives it."""
    (tmp_path / "maker").mkdir()
    path = tmp_path / "maker" / "passerelle-0.4.pup"
    path.write_bytes(CONTENT)
    return path


def test_an_update_is_handed_on_byte_by_byte_and_compared(
    office: Desk, headquarters: Desk, update: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    sent = program_updates.forward(headquarters.work, update, stick, Progress())
    assert sorted(path.name for path in stick.iterdir()) == [update.name, update.name + SLIP]
    assert sent.path.read_bytes() == CONTENT and (sent.size, sent.digest) == (len(CONTENT), sha256(CONTENT))
    assert (stick / (update.name + SLIP)).read_text() == f"{sent.digest}  {update.name}\n", "as sha256sum reads it"
    arrived = program_updates.look_at(sent.path, Progress())
    assert arrived == sent and "cannot check who made it" in update_words.looked_words(arrived)

    sent.path.write_bytes(CONTENT[:-1])
    short = program_updates.look_at(sent.path, Progress())
    assert short.slip is SlipState.OTHER and "do not install it" in update_words.looked_words(short)
    (stick / (update.name + SLIP)).write_bytes(b"\xff\x00" * 9_000)
    assert program_updates.look_at(sent.path, Progress()).slip is SlipState.OTHER
    (stick / (update.name + SLIP)).unlink()
    assert program_updates.look_at(sent.path, Progress()).slip is SlipState.NONE

    with refused("update-in-place"):
        program_updates.forward(headquarters.work, update, update.parent, Progress())
    with refused("role-not-allowed"):
        program_updates.forward(office.work, update, stick, Progress())
    with refused("file-not-readable"):
        program_updates.look_at(tmp_path / "gone.pup", Progress())

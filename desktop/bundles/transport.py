"""How bundles travel: anything that can take a file and list what arrived.

A transport is a mailbox, never a state: an absent file means nothing, an incomplete one is not there yet, names carry
no meaning, and nobody deletes what another wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import sha256


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file in the mailbox, identified by the SHA-256 of its content; `size` in bytes, the name only for showing."""

    sha256: str
    name: str
    size: int


class Transport(Protocol):
    """Where files are put and found; raises Problem when the place is not there."""

    def put(self, name: str, data: bytes) -> None:
        """Store a file there durably; the same content put twice is there once."""

    def arrived(self, skip: frozenset[str] = frozenset()) -> Sequence[ArrivedFile]:
        """The bundles and parts there, each content once, without those whose SHA-256 is in `skip`."""

    def take(self, file: ArrivedFile) -> bytes:
        """The file's content; raises Problem when it is gone or has changed. The file stays there."""


class MemoryTransport:
    """A transport within the program: for tests, and for handing a bundle from one office folder to another."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, bytes]] = {}

    def put(self, name: str, data: bytes) -> None:
        self._files.setdefault(sha256(data), (name, data))

    def arrived(self, skip: frozenset[str] = frozenset()) -> Sequence[ArrivedFile]:
        return [
            ArrivedFile(digest, name, len(data)) for digest, (name, data) in self._files.items() if digest not in skip
        ]

    def take(self, file: ArrivedFile) -> bytes:
        if file.sha256 not in self._files:
            raise gone(file.name)
        return self._files[file.sha256][1]


def gone(name: str) -> Problem:
    """The Problem of a file that was there when it was listed."""
    return Problem(
        _("“{name}” is not there any more, or was changed meanwhile; nothing was changed here.").format(name=name),
        _("Look for new files again."),
        code="transported-file-gone",
    )

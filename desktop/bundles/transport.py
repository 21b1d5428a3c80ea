"""How bundles go from hand to hand: anything that can take a file and list what arrived.

A transport is a mailbox, never a state: what is absent means nothing, what is half there is not there yet, names carry
no meaning, and nobody deletes what another wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import sha256


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies in the mailbox, known by the SHA-256 of its content; the name is only for showing."""

    sha256: str
    name: str
    size: int


class Transport(Protocol):
    """Where files are put and found; raises Problem when the place is not there."""

    def put(self, name: str, data: bytes) -> None:
        """Lay a file there, durably; the same content put twice lies there once."""

    def arrived(self, known: frozenset[str] = frozenset()) -> Sequence[Arrived]:
        """The bundles and parts lying there, each content once, without those whose SHA-256 is `known`."""

    def take(self, one: Arrived) -> bytes:
        """The content; raises Problem when it is gone or is not the same any more. The file stays there."""


class MemoryTransport:
    """A transport within the program: for tests, and for handing a bundle from one office folder to another."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, bytes]] = {}

    def put(self, name: str, data: bytes) -> None:
        self._files.setdefault(sha256(data), (name, data))

    def arrived(self, known: frozenset[str] = frozenset()) -> Sequence[Arrived]:
        there = self._files.items()
        return [Arrived(digest, name, len(data)) for digest, (name, data) in there if digest not in known]

    def take(self, one: Arrived) -> bytes:
        if one.sha256 not in self._files:
            raise gone(one.name)
        return self._files[one.sha256][1]


def gone(name: str) -> Problem:
    """The Problem of a file that was there a moment ago."""

    return Problem(
        _("“{name}” is not there any more, or was changed meanwhile; nothing was changed here.").format(name=name),
        _("Look for new files again."),
    )

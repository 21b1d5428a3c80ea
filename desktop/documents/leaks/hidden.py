"""What has to stay hidden, and what is said where it does not."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class HiddenKind(StrEnum):
    """What a hidden value is, by which it is told what is telling in it and in which forms people write it."""

    PERSON = "person"  # the name of a person: in any order, by initials with a day
    ORGANIZATION = "organization"  # the name of a firm or foundation
    TEXT = "text"  # an answer, a finding, a note, a reason
    NUMBER = "number"  # of an identity paper, a register, a telephone, an account
    ADDRESS = "address"  # of electronic mail, of a page
    FILE = "file"  # the name of a piece of evidence


class LeakForm(StrEnum):
    """In which form a hidden value stands in a file."""

    PLAIN = "plain"
    ENCODED = "encoded"  # as base64 or as hexadecimal digits
    DIGEST = "digest"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class HiddenValue:
    """A value that may be in no file. `days` are those by which initials tell who a person is: of birth, of a gift."""

    kind: HiddenKind
    text: str = field(repr=False)
    days: tuple[date, ...] = field(default=(), repr=False)


class Leak(NamedTuple):
    """A file in which a hidden value stands, and which: `place` counts the hidden values from 0.

    The value itself is not in it, so that a log which says what leaked does not leak it again.
    """

    file: str
    kind: HiddenKind
    form: LeakForm
    place: int

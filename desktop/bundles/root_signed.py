"""What two of three root keys sign, and how what they sign next is believed (TUF, root metadata; sync design 2.10).

Root keys lie in no computer: each on a stick of its own. Two things are signed so: the list of Headquarters' own keys,
and the keys with which releases of the program are signed. The version only rises; whoever holds one believes a later
one when two of the root keys *of the one it holds* signed it, and two of its own.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

from desktop.base.errors import Problem
from desktop.base.values import canonical
from desktop.bundles import strict
from desktop.bundles.keys import DeviceKeys, verify
from desktop.bundles.strict import JsonFields, JsonObject

ROOTS, THRESHOLD = 3, 2  # root keys, and how many of them must sign


@dataclass(frozen=True, slots=True)
class RootSignature:
    """A root key's signature; `root` is the public key."""

    root: str
    signature: str

    def to_json(self) -> JsonFields:
        return {"root": self.root, "signature": self.signature}

    @classmethod
    def from_json(cls, source: object) -> "RootSignature":
        fields = JsonObject(source)
        return cls(fields.text("root", form=strict.HEX64), fields.text("signature", form=strict.HEX128))


class RootSigned:
    """What bears a version, three root keys (public, 64 hexadecimal digits each) and their signatures."""

    __slots__ = ()
    PREFIX: ClassVar[bytes]
    version: int
    roots: tuple[str, ...]
    signatures: tuple[RootSignature, ...]

    @abstractmethod
    def to_json(self) -> JsonFields:
        """All of it, `signatures` among the fields."""

    @abstractmethod
    def with_signatures(self, signatures: tuple[RootSignature, ...]) -> Self:
        """The same, signed by these."""

    @classmethod
    @abstractmethod
    def not_signed(cls) -> Problem:
        """That one is not believed."""

    @classmethod
    @abstractmethod
    def forked(cls) -> Problem:
        """That two of one version say different things."""

    def signed(self, root: DeviceKeys) -> Self:
        """The same with the signature of one more root key."""
        signature = RootSignature(root.public.sign, root.sign(self.PREFIX, self.body()))
        return self.with_signatures((*self.signatures, signature))

    def is_signed_by(self, roots: Sequence[str]) -> bool:
        """Whether two different ones of these root keys signed it."""
        body = self.body()
        return len(signers(self.signatures, roots, self.PREFIX, body)) >= THRESHOLD

    def says_the_same(self, other: Self) -> bool:
        """Whether both say the same, whoever signed them."""
        return self.body() == other.body()

    def followed_by(self, later: Self) -> Self:
        """The later one once its signatures are verified; this one where the other is older or says the same.

        Raises Problem where two root keys of this one did not sign the other, or two of its own; and where both have
        one version and say different things.
        """
        if not later.is_signed_by(self.roots) or not later.is_signed_by(later.roots):
            raise self.not_signed()
        if later.version == self.version and not self.says_the_same(later):
            raise self.forked()
        return later if later.version > self.version else self

    def body(self) -> bytes:
        """What the root keys sign, after the prefix."""
        return canonical({key: value for key, value in self.to_json().items() if key != "signatures"})


def signers(signatures: Sequence[RootSignature], roots: Sequence[str], prefix: bytes, body: bytes) -> frozenset[str]:
    """Which of these root keys signed `prefix + body`: each counts once, however often it signed."""
    return frozenset(s.root for s in signatures if s.root in roots and verify(s.root, prefix, body, s.signature))


S = TypeVar("S", bound=RootSigned)


def newest(pinned: S | None, every: Sequence[S]) -> S | None:
    """The newest, each believed by the one before it; `pinned` is what was believed until now, None for nothing.

    Without any pinned one the first is believed by its own root keys alone: whoever brings it must be believed for
    another reason. Raises Problem as `RootSigned.followed_by` does. Ones older than the pinned one change nothing.
    """
    for later in sorted(every, key=lambda entry: entry.version):
        if pinned is None:
            if not later.is_signed_by(later.roots):
                raise later.not_signed()
            pinned = later
        elif later.version >= pinned.version:
            pinned = pinned.followed_by(later)
    return pinned

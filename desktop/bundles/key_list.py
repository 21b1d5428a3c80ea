"""The list of Headquarters' own keys, which two of its three root keys sign (sync design 2.10; TUF, root metadata).

The root keys lie in no computer: each on a stick of its own. The list names the key with which Headquarters works, a
spare one that is locked away, former ones that still count, and revoked ones that never do again. Its version only
rises; whoever holds a list believes a later one when two of the root keys *of the list it holds* signed it, and two of
its own (`root_signed`). Public keys, ids and signatures are written as in `desktop.bundles.keys`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.bundles import strict
from desktop.bundles.keys import AGE, HQ_KEYS, Keyset, PublicKeys, spoken
from desktop.bundles.root_signed import ROOTS, RootSignature, RootSigned
from desktop.bundles.strict import JsonFields, JsonObject

ROOT = b"psb1-root\0"
FORMER = 6  # former keys that still count at most: what an office heard of three rotations ago
REVOKED = 200  # key ids at most
LISTS = 64  # in one return or kit at most


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The public halves of one of Headquarters' pairs: `sign` verifies what it signed, `open` encrypts to it."""

    sign: str
    open: str

    @property
    def key_id(self) -> str:
        """The name under which bundles say who signed them, as that of a laptop's keys."""
        return self.under("").key_id

    def under(self, device: str) -> PublicKeys:
        """The pair as the keys of one of Headquarters' chains."""
        return PublicKeys(device, self.sign, self.open)

    def to_json(self) -> JsonFields:
        return {"sign": self.sign, "open": self.open}

    @classmethod
    def of(cls, keys: PublicKeys) -> "KeyPair":
        """The pair of these keys, whatever their chain."""
        return cls(keys.sign, keys.open)

    @classmethod
    def from_json(cls, source: object) -> "KeyPair":
        fields = JsonObject(source)
        return cls(fields.text("sign", form=strict.HEX64), fields.text("open", form=AGE))


@dataclass(frozen=True, slots=True)
class KeyList(RootSigned):
    """Which keys are Headquarters', by the word of its root keys.

    `roots` are three public keys (64 hexadecimal digits each), `online` works, `spare` is locked away; bundles are
    encrypted to both. `former` still sign for offices that heard of nothing later, the newest first. `revoked` are ids
    of keys whose signature never counts again. `at` is Headquarters' clock, for people only.
    """

    version: int
    at: str
    roots: tuple[str, ...]
    online: KeyPair
    spare: KeyPair
    former: tuple[KeyPair, ...] = ()
    revoked: tuple[str, ...] = ()
    signatures: tuple[RootSignature, ...] = ()

    PREFIX: ClassVar[bytes] = ROOT

    @property
    def believed(self) -> tuple[KeyPair, ...]:
        """The pairs whose signature counts: the working one, the spare one, the former ones."""
        return (self.online, self.spare, *self.former)

    @property
    def recipients(self) -> tuple[KeyPair, ...]:
        """The pairs to which bundles for Headquarters are encrypted."""
        return (self.online, self.spare)

    @property
    def fingerprint(self) -> str:
        """60 bits of a digest over all that the root keys sign, to be compared by voice."""
        return spoken(sha256(self.body()))

    def with_signatures(self, signatures: tuple[RootSignature, ...]) -> "KeyList":
        return replace(self, signatures=signatures)

    @classmethod
    def not_signed(cls) -> Problem:
        return not_by_root_keys()

    @classmethod
    def forked(cls) -> Problem:
        return Problem(
            _("Headquarters’ root keys signed two different lists of the same number; the former stays in use."),
            _("Tell Headquarters at once, by telephone: it has to sign a later list."),
            code="key-list-forked",
        )

    def to_json(self) -> JsonFields:
        return {
            "version": self.version,
            "at": self.at,
            "roots": list(self.roots),
            "online": self.online.to_json(),
            "spare": self.spare.to_json(),
            "former": [pair.to_json() for pair in self.former],
            "revoked": list(self.revoked),
            "signatures": [signature.to_json() for signature in self.signatures],
        }

    @classmethod
    def from_json(cls, source: object) -> "KeyList":
        fields = JsonObject(source)
        read = cls(
            fields.whole("version", 1),
            fields.text("at", 40),
            fields.texts("roots", ROOTS, strict.HEX64),
            KeyPair.from_json(fields.get("online")),
            KeyPair.from_json(fields.get("spare")),
            tuple(KeyPair.from_json(pair) for pair in fields.items("former", FORMER)),
            fields.texts("revoked", REVOKED, strict.HEX32),
            tuple(RootSignature.from_json(signature) for signature in fields.items("signatures", 2 * ROOTS)),
        )
        if len(set(read.roots)) != ROOTS:
            raise strict.Unsound("roots: three different ones were expected")
        ids = [pair.key_id for pair in read.believed]
        if len({*ids, *read.revoked}) != len(ids) + len(set(read.revoked)):
            raise strict.Unsound("a key twice, or a revoked one")
        if set(read.roots) & {pair.sign for pair in read.believed}:
            raise strict.Unsound("a root key that works")
        return read


def lists_from_json(source: object) -> tuple[KeyList, ...]:
    """The lists of a return or a kit, the oldest first; none where it is of a program that knew of none.

    Raises Unsound for anything but what `KeyList.to_json` gives.
    """
    if source is None:
        return ()
    return tuple(KeyList.from_json(entry) for entry in strict.items(source, "key_lists", LISTS))


def under_devices(pairs: Sequence[KeyPair], devices: Sequence[str]) -> tuple[PublicKeys, ...]:
    """Headquarters' keys as a keyset names them: all pairs under its present chain, the first under former ones."""
    first, *others = dict.fromkeys(devices)
    own = [pair.under(first) for pair in pairs]
    return (*own, *(pairs[0].under(device) for device in others))[:HQ_KEYS]


def held_to(keyset: Keyset, pinned: KeyList | None) -> Keyset:
    """The keyset as it is believed: of Headquarters' keys those that the list names, under the chains of the keyset."""
    if pinned is None:
        return keyset
    devices = [keys.device for keys in keyset.hq]
    return replace(keyset, hq=under_devices(pinned.believed, devices))


def not_by_root_keys() -> Problem:
    """That a list is not believed."""
    return Problem(
        _("This list of Headquarters’ keys is not signed by two of its root keys; the former list stays in use."),
        _("Tell Headquarters where this file came from, by telephone."),
        code="key-list-not-signed",
    )

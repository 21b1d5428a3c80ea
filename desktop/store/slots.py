"""The database's key, wrapped once for each way of opening it: pure values and cryptography, no files.

Every slot has a secret of its own, known after its passphrase (or its recovery words) was right. From that secret
come a key pair, to which the database's key is sealed, and for officers the seed of the key that seals their
decisions. So the database's key can be changed without knowing anybody's passphrase: it is sealed again to the key
pairs that remain. The list of slots carries a code made with the database's key: without it nobody adds a slot.
"""

import hmac
import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from time import perf_counter

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import canonical, parse_json

FORMAT = 1
SECRET = 32
NONCE = 12
WRONG = "passphrase-wrong"  # the code of the refusal of a passphrase
WORDS = "words"  # the id of the recovery slot; officers have ids of 32 hexadecimal digits
TARGET_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear a guess is: Argon2id's memory in KiB, passes and lanes."""

    memory: int
    passes: int
    lanes: int

    def allowed(self) -> bool:
        """Whether it is neither too cheap to protect nor so dear that the file could freeze the machine."""
        return 65_536 <= self.memory <= 1_048_576 and 3 <= self.passes <= 10 and 1 <= self.lanes <= 8


FLOOR = Cost(65_536, 3, 4)
MOST_MEMORY = 262_144


def calibrated() -> Cost:
    """The cost that makes one try last about 0.7 s on this machine: more memory first, then more passes."""
    start = perf_counter()
    _derived("calibration", bytes(16), FLOOR)
    factor = TARGET_SECONDS / max(perf_counter() - start, 0.001)
    memory = FLOOR.memory
    while memory * 2 <= min(MOST_MEMORY, FLOOR.memory * factor):
        memory *= 2
    passes = round(FLOOR.passes * factor * FLOOR.memory / memory)
    return Cost(memory, min(10, max(FLOOR.passes, passes)), FLOOR.lanes)


@dataclass(frozen=True, slots=True)
class Opened:
    """What unlocking gave: the database's key and who opened it.

    `officer_id` and `seal_seed` are empty after the recovery words: they open the database and decide nothing.
    """

    key: bytes
    seal_seed: bytes
    officer_id: str

    def __repr__(self) -> str:
        return f"Opened(officer_id={self.officer_id!r})"  # keys stay out of logs

    def seal_public(self) -> bytes:
        """The public half, 32 bytes, of the officer's Ed25519 key for decisions."""
        return seal_public(self.seal_seed)


def seal_public(seed: bytes) -> bytes:
    """The public half, 32 bytes, of the Ed25519 key with this seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class Slot:
    """One way of opening. Bytes are base64; `kept` is the same secret wrapped for the system's keyring, or empty."""

    id: str
    name: str
    cost: Cost
    salt: str
    wrapped: str
    public: str
    sealed: str
    kept: str = ""

    def secret(self, vault: str, typed: str) -> bytes:
        """The slot's secret; raises Problem when the passphrase is wrong or the slot was altered."""
        secret = self._try(vault, typed)
        if secret is None:
            raise wrong_passphrase()
        return secret

    def opens(self, vault: str, typed: str) -> bool:
        """Whether this passphrase is the slot's."""
        return self._try(vault, typed) is not None

    def _try(self, vault: str, typed: str) -> bytes | None:
        if not self.cost.allowed():
            raise damaged_slots()
        salt, wrapped, about = b64decode(self.salt), b64decode(self.wrapped), self._about(vault)
        readings = dict.fromkeys((without_line_ends(typed), typed))  # before 0.3 a line end could be part of it
        secrets_read = (_unwrapped(_derived(text, salt, self.cost), wrapped, about) for text in readings)
        return next((secret for secret in secrets_read if secret is not None), None)

    def wrap_again(self, vault: str, secret: bytes, typed: str, cost: Cost) -> "Slot":
        """The same slot under another passphrase; the keyring has to be told again."""
        salt = _fresh_salt()
        slot = replace(self, cost=cost, salt=_text(salt), kept="")
        return replace(
            slot, wrapped=_text(_wrapped(_derived(without_line_ends(typed), salt, cost), secret, slot._about(vault)))
        )

    def kept_secret(self, vault: str, key: bytes) -> bytes | None:
        """The slot's secret through the system's keyring; None when that key is not the right one."""
        return _unwrapped(key, b64decode(self.kept), self._about(vault)) if self.kept else None

    def keep(self, vault: str, secret: bytes, key: bytes) -> "Slot":
        """The same slot, which a key held by the system's keyring opens as well."""
        return replace(self, kept=_text(_wrapped(key, secret, self._about(vault))))

    def seal(self, vault: str, key: bytes) -> "Slot":
        """The same slot, holding this key of the database."""
        return replace(self, sealed=_text(_sealed_to(b64decode(self.public), key, self._binding(vault))))

    def unseal(self, vault: str, secret: bytes) -> bytes | None:
        """The database's key; None when the slot holds none for this secret."""
        return _unsealed(_from(secret, b"box"), b64decode(self.sealed), self._binding(vault))

    def _about(self, vault: str) -> bytes:
        return canonical([vault, self.id, asdict(self.cost), self.salt, self.public])

    def _binding(self, vault: str) -> bytes:
        return canonical([vault, self.id, self.public])


def new_slot(vault: str, whose: str, name: str, typed: str, cost: Cost) -> tuple[Slot, bytes]:
    """A slot that this passphrase (or these words) opens, holding no key yet, and its secret of 32 bytes."""
    if not cost.allowed():
        raise ValueError(f"{cost} is outside the limits")
    secret, salt = secrets.token_bytes(SECRET), _fresh_salt()
    slot = Slot(whose, name, cost, _text(salt), "", _text(_public(_from(secret, b"box"))), "")
    wrapped = _wrapped(_derived(without_line_ends(typed), salt, cost), secret, slot._about(vault))
    return replace(slot, wrapped=_text(wrapped)), secret


def seal_seed(secret: bytes) -> bytes:
    """The seed of the officer's key for decisions, which follows from the slot's secret."""
    return _from(secret, b"seal")


@dataclass(frozen=True, slots=True)
class Ring:
    """The slots that hold one key of the database, and the code that proves they were made by somebody who knew it."""

    slots: tuple[Slot, ...]
    code: str

    def slot(self, whose: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == whose), None)

    def proves(self, vault: str, key: bytes) -> bool:
        return hmac.compare_digest(self.code, _code(vault, self.slots, key))


def ring(vault: str, slots: Iterable[Slot], key: bytes) -> Ring:
    """These slots with their code; they hold this key already."""
    listed = tuple(slots)
    return Ring(listed, _code(vault, listed, key))


def sealed_ring(vault: str, slots: Iterable[Slot], key: bytes) -> Ring:
    """These slots, made to hold this key."""
    return ring(vault, (slot.seal(vault, key) for slot in slots), key)


def _code(vault: str, slots: tuple[Slot, ...], key: bytes) -> str:
    whole = canonical([FORMAT, vault, [asdict(slot) for slot in slots]])
    return hmac.new(_from(key, b"slots"), whole, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Slots:
    """Everything in `slots.json`. `coming` is there only while the database is being given another key."""

    vault: str
    current: Ring
    coming: Ring | None = None

    def keys(self, whose: str, secret: bytes) -> tuple[bytes | None, bytes | None]:
        """The database's current and coming keys for the holder of this slot's secret; raises Problem when altered."""
        keys = [self._key(ring, whose, secret) for ring in (self.current, self.coming)]
        return keys[0], keys[1]

    def _key(self, ring: Ring | None, whose: str, secret: bytes) -> bytes | None:
        slot = ring.slot(whose) if ring else None
        if ring is None or slot is None:
            return None
        key = slot.unseal(self.vault, secret)
        if key is None or not ring.proves(self.vault, key):
            raise damaged_slots()
        return key

    def unlock(self, whose: str, typed: str) -> Opened:
        """Open with a passphrase, or with the secret of the words for the slot WORDS; raises Problem when wrong."""
        return self.opened(whose, self.find(whose).secret(self.vault, typed))

    def opened(self, whose: str, secret: bytes) -> Opened:
        """What the slot's secret opens, under the current key."""
        current, _coming = self.keys(whose, secret)
        if current is None:
            raise damaged_slots()
        return opened(whose, secret, current)

    def find(self, whose: str) -> Slot:
        """The slot with this id; raises Problem when there is none."""
        slot = self.current.slot(whose) or (self.coming.slot(whose) if self.coming else None)
        if slot is None:
            raise Problem(
                _("This way of opening the office does not exist here; nothing was changed."),
                _("Choose your name in the list, or use the recovery sheet."),
                code="slot-unknown",
            )
        return slot

    def with_slot(self, slot: Slot, key: bytes) -> "Slots":
        """The same with this slot put in, in the place of the one with its id; `key` is the database's."""
        others = [other for other in self.current.slots if other.id != slot.id]
        return Slots(self.vault, ring(self.vault, [*others, slot], key))

    def to_bytes(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False).encode()


def opened(whose: str, secret: bytes, key: bytes) -> Opened:
    """`Opened` for the holder of this slot's secret."""
    return Opened(key, b"", "") if whose == WORDS else Opened(key, seal_seed(secret), whose)


def from_bytes(data: bytes) -> Slots:
    """Read `slots.json`; raises Problem when it is damaged or written by a newer program."""
    try:
        read = parse_json(data)
        if read["format"] != FORMAT:
            raise Problem(
                _("This office was last opened by a newer version of the program; nothing was changed."),
                _("Install the newer version."),
                code="slots-newer-than-program",
            )
        coming = _ring_from(read["coming"]) if read["coming"] else None
        return Slots(str(read["vault"]), _ring_from(read["current"]), coming)
    except (ValueError, KeyError, TypeError) as error:
        raise damaged_slots() from error


def _ring_from(read: dict[str, object]) -> Ring:
    slots = read["slots"]
    if not isinstance(slots, list):
        raise TypeError("slots is a list")
    return Ring(tuple(_slot_from(slot) for slot in slots), str(read["code"]))


def _slot_from(read: dict[str, object]) -> Slot:
    cost = read["cost"]
    if not isinstance(cost, dict) or not all(isinstance(number, int) for number in cost.values()):
        raise TypeError("cost is three numbers")
    texts = {name: str(value) for name, value in read.items() if name != "cost"}
    for name in ("salt", "wrapped", "public", "sealed", "kept"):
        b64decode(texts[name], validate=True)
    return Slot(cost=Cost(**cost), **texts)


def wrong_passphrase() -> Problem:
    return Problem(
        _("This passphrase does not open the office; nothing was touched."),
        _("Check capitals and the keyboard's language, then try again, or use the recovery sheet."),
        code=WRONG,
    )


def damaged_slots() -> Problem:
    return Problem(
        _("The file that opens the office was damaged or altered outside the program; the data was not touched."),
        _("Restore the last backup: it carries a good copy of this file."),
        code="slots-damaged",
    )


def without_line_ends(typed: str) -> str:
    """A passphrase without the line ends that came along when it was pasted or read from a file."""
    return typed.strip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def _fresh_salt() -> bytes:
    return secrets.token_bytes(16)


def _derived(typed: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    same = unicodedata.normalize("NFKC", typed).encode()  # é is one character on one keyboard and two on another
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(same)


def _from(secret: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"passerelle " + purpose).derive(secret)


def _wrapped(key: bytes, secret: bytes, about: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, about)


def _unwrapped(key: bytes, wrapped: bytes, about: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(wrapped) < NONCE + 16:
        return None
    try:
        return ChaCha20Poly1305(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], about)
    except InvalidTag:
        return None


def _public(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _sealed_to(public: bytes, key: bytes, about: bytes) -> bytes:
    """The key for the holder of the private half only: an ephemeral X25519 key, then an AEAD."""
    ephemeral = secrets.token_bytes(32)
    shared = _shared(ephemeral, public)
    return _public(ephemeral) + _wrapped(_from(shared, b"sealed" + _public(ephemeral) + public), key, about)


def _unsealed(private: bytes, sealed: bytes, about: bytes) -> bytes | None:
    ephemeral, wrapped = sealed[:32], sealed[32:]
    try:
        shared = _shared(private, ephemeral)
    except ValueError:  # too short, or a point that gives everybody the same secret
        return None
    return _unwrapped(_from(shared, b"sealed" + ephemeral + _public(private)), wrapped, about)


def _shared(private: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def wrap_apart(key: bytes, purpose: bytes, data: bytes) -> bytes:
    """Data encrypted under a key derived from the database's, for one purpose."""
    return _wrapped(_from(key, purpose), data, purpose)


def unwrap_apart(key: bytes, purpose: bytes, data: bytes) -> bytes | None:
    """What `wrap_apart` encrypted; None with another key or when altered."""
    return _unwrapped(_from(key, purpose), data, purpose)


def keyed_digest(key: bytes, purpose: bytes, data: bytes) -> str:
    """A digest of data, in hexadecimal, that nobody can compare with a file he has without the database's key."""
    return hmac.new(_from(key, b"digest " + purpose), data, "sha256").hexdigest()

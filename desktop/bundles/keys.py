"""Who may send and who may open: each laptop's keys, the certificates that HQ signs, and the set of all of these.

Every laptop, and HQ, is a device: a random id, an Ed25519 key pair that signs and an X25519 pair (age) that opens what
is sent to it. Every kind of signature starts with a prefix of its own, so that none can pass for another.
Signatures, public signing keys and digests are written in hexadecimal; opening keys as age writes them. Every
`from_json` takes any parsed JSON value and raises Unsound for anything but what `to_json` gives.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol, TypeVar

from desktop.base import office_codes
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import canonical, sha256
from desktop.bundles import strict
from desktop.bundles.strict import JsonFields, JsonObject

HEADER = b"psb1-header\0"
CHECKPOINT = b"psb1-checkpoint\0"
CERTIFICATE = b"psb1-certificate\0"
KEYSET = b"psb1-keyset\0"
ENROL = b"psb1-enrol\0"
PROOF = b"psb1-proof\0"
FORMER = b"psb1-former\0"

REQUEST = 16 << 10  # bytes of an enrolment request at most
DEVICES = 20_000  # certificates in one keyset at most
IDENTITIES = 32  # former ones in a request at most
HQ_KEYS = 16  # of Headquarters in one keyset at most
RIGHTS = 16  # of one certificate at most
# Characters of each text of a request, a certificate and a keyset at most: what a request holds goes into a
# certificate, so they agree; whatever is longer is refused before it is signed.
LENGTHS = {"office": 200, "label": 200, "officer": 200, "at": 40, "valid_from": 40}
SHOWN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*")  # a stranger's text without control characters
RIGHT = re.compile(r"[a-z-]{1,32}")
AGE = re.compile(r"age1[a-z0-9]{58}")
READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misheard or misread


class Readable(Protocol):
    """What is written as JSON, signed, and read by others."""

    def to_json(self) -> JsonFields: ...


R = TypeVar("R", bound=Readable)


def spoken(digest: str) -> str:
    """The first 60 bits of a digest in hexadecimal, as people read them aloud: `7K2M-9QXC-4TRB`."""
    bits = int(digest[:15], 16)
    digits = "".join(READABLE[bits >> shift & 31] for shift in range(55, -1, -5))
    return "-".join((digits[:4], digits[4:8], digits[8:]))


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public half of a device's keys: `sign` verifies what it signed, `open` encrypts to it."""

    device: str
    sign: str
    open: str

    @property
    def key_id(self) -> str:
        """The name of the signing key: the first 32 hexadecimal digits of SHA-256 over its 32 bytes."""
        return sha256(bytes.fromhex(self.sign))[:32]

    @property
    def fingerprint(self) -> str:
        """60 bits of a digest over device and keys, to be compared by voice: `7K2M-9QXC-4TRB`."""
        return spoken(sha256(canonical(self.to_json())))

    def to_json(self) -> JsonFields:
        return {"device": self.device, "sign": self.sign, "open": self.open}

    @classmethod
    def from_json(cls, source: object) -> "PublicKeys":
        fields = JsonObject(source)
        return cls(
            fields.text("device", form=strict.NAME),
            fields.text("sign", form=strict.HEX64),
            fields.text("open", form=AGE),
        )


@dataclass(frozen=True, slots=True, repr=False)
class DeviceKeys:
    """A device's keys with their private halves: never shown, never logged, stored encrypted."""

    device: str
    secret_sign: str
    secret_open: str
    public: PublicKeys

    @classmethod
    def generate(cls, device: str = "") -> "DeviceKeys":
        """Fresh keys for this device, or for a new one with a random id of 128 bits."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from pyrage import x25519  # type: ignore[import-untyped]

        return cls._of(
            device or secrets.token_hex(16),
            Ed25519PrivateKey.generate().private_bytes_raw().hex(),
            str(x25519.Identity.generate()),
        )

    @classmethod
    def _of(cls, device: str, secret_sign: str, secret_open: str) -> "DeviceKeys":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from pyrage import x25519

        signing = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret_sign)).public_key()
        opening = x25519.Identity.from_str(secret_open).to_public()
        public = PublicKeys(device, signing.public_bytes_raw().hex(), str(opening))
        return cls(device, secret_sign, secret_open, public)

    def sign(self, prefix: bytes, data: bytes) -> str:
        """The signature over `prefix + data`: 128 hexadecimal digits."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.secret_sign))
        return private.sign(prefix + data).hex()

    def to_json(self) -> dict[str, str]:
        """Everything, private halves included."""
        return {"device": self.device, "sign": self.secret_sign, "open": self.secret_open}

    @classmethod
    def from_json(cls, source: object) -> "DeviceKeys":
        from pyrage import IdentityError

        fields = JsonObject(source)
        device = fields.text("device", form=strict.NAME)
        secret_sign = fields.text("sign", form=strict.HEX64)
        try:
            return cls._of(device, secret_sign, fields.text("open"))
        except IdentityError as error:
            raise strict.Unsound("open: not an age identity") from error


def verify(sign: str, prefix: bytes, data: bytes, signature: str) -> bool:
    """Whether the holder of the public signing key `sign` signed `prefix + data`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign)).verify(bytes.fromhex(signature), prefix + data)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class DeviceCertificate:
    """HQ's signed statement that these keys belong to this laptop of this office, with these rights, from now on."""

    keys: PublicKeys
    office: str
    rights: tuple[str, ...]
    valid_from: str
    label: str
    signer: str = ""
    signature: str = ""

    @property
    def device(self) -> str:
        return self.keys.device

    def signed(self, hq: DeviceKeys) -> "DeviceCertificate":
        """The same certificate with HQ's signature; raises Problem for what nobody could read afterwards."""
        signed = replace(self, signer=hq.public.key_id, signature="0" * 128)
        _require_readable(signed, DeviceCertificate.from_json)
        return replace(signed, signature=hq.sign(CERTIFICATE, self._body()))

    def holds(self, hq: Iterable[PublicKeys]) -> bool:
        """Whether one of HQ's keys signed it."""
        signers = (keys for keys in hq if keys.key_id == self.signer)
        return any(verify(keys.sign, CERTIFICATE, self._body(), self.signature) for keys in signers)

    def _body(self) -> bytes:
        return canonical(replace(self, signer="", signature="").to_json())

    def to_json(self) -> JsonFields:
        return {
            "keys": self.keys.to_json(),
            "office": self.office,
            "rights": list(self.rights),
            "valid_from": self.valid_from,
            "label": self.label,
            "signer": self.signer,
            "signature": self.signature,
        }

    @classmethod
    def from_json(cls, source: object) -> "DeviceCertificate":
        fields = JsonObject(source)
        return cls(
            PublicKeys.from_json(fields.get("keys")),
            fields.text("office", LENGTHS["office"]),  # a keyset may hold one of before there was a rule for codes
            fields.texts("rights", RIGHTS, RIGHT),
            fields.text("valid_from", LENGTHS["valid_from"]),
            fields.text("label", LENGTHS["label"]),
            fields.text("signer", form=strict.HEX32),
            fields.text("signature", form=strict.HEX128),
        )


@dataclass(frozen=True, slots=True)
class Keyset:
    """Everybody who may send.

    `revoked` gives, for a revoked device, the number of the last of its changes that still counts (0: none). `hq` are
    HQ's own keys, pinned at installation and renewed by a keyset that the former ones signed.
    """

    hq: tuple[PublicKeys, ...]
    certificates: tuple[DeviceCertificate, ...] = ()
    revoked: Mapping[str, int] | None = None
    version: int = 0
    signer: str = ""
    signature: str = ""

    def signed(self, hq: DeviceKeys) -> "Keyset":
        """The same keyset with the signature of one of HQ's keys; raises Problem for what nobody could read."""
        signed = replace(self, signer=hq.public.key_id, signature=hq.sign(KEYSET, self._body()))
        _require_readable(replace(signed, revoked=signed.revoked or {}), Keyset.from_json)
        return signed

    def renewed(self, newer: "Keyset") -> "Keyset":
        """The newer keyset once its signature is verified; this one when the other is older or the same.

        Raises Problem when HQ's present keys did not sign it, or one of its certificates.
        """
        signers = [keys for keys in self.hq if keys.key_id == newer.signer]
        if not any(verify(keys.sign, KEYSET, newer._body(), newer.signature) for keys in signers):
            raise Problem(
                _("The list of keys does not come from Headquarters; the former list stays in use."),
                _("Tell Headquarters where this file came from."),
                code="keyset-not-from-hq",
            )
        if newer.version <= self.version:
            return self
        if not all(certificate.holds((*self.hq, *newer.hq)) for certificate in newer.certificates):
            raise Problem(
                _("The list of keys names a laptop that Headquarters did not certify; the former list stays in use."),
                _("Tell Headquarters where this file came from."),
                code="keyset-uncertified-laptop",
            )
        return newer

    def sender(self, key_id: str) -> DeviceCertificate | None:
        """The certificate of the laptop that signs with this key; HQ's own keys carry the right `hq`."""
        for certificate in self.certificates:
            if certificate.keys.key_id == key_id:
                return certificate
        for keys in self.hq:
            if keys.key_id == key_id:
                return _of_hq(keys)
        return None

    def is_hq(self, key_id: str) -> bool:
        """Whether Headquarters signs with this key."""
        return any(keys.key_id == key_id for keys in self.hq)

    def of_device(self, device: str) -> tuple[PublicKeys, ...]:
        """All keys this device has or had."""
        all_keys = (*(certificate.keys for certificate in self.certificates), *self.hq)
        return tuple(keys for keys in all_keys if keys.device == device)

    def valid_to(self, device: str) -> int | None:
        """The number of the last change that still counts; None when the device is not revoked."""
        return (self.revoked or {}).get(device)

    def with_withdrawn(self, device: str) -> "Keyset":
        """The same, as if this laptop were still recognised: to look at what it sent, never to apply that."""
        return replace(self, revoked={own: last for own, last in (self.revoked or {}).items() if own != device})

    def doubtful_from(self, device: str, carrier: str) -> int | None:
        """The number of the first change of a revoked device that does not count; None when all do.

        `carrier` is the key id of who signed the bundle. Another laptop of the office that is still recognised, or
        Headquarters, may bring what the revoked one had made before it was lost: it held that in a backup, and whoever
        has the lost laptop has not its keys.
        """
        valid_to = self.valid_to(device)
        if valid_to is None:
            return None
        sender = self.sender(carrier)
        by_another = sender is not None and sender.device != device and self.valid_to(sender.device) is None
        return None if by_another else valid_to + 1

    def _body(self) -> bytes:
        return canonical(replace(self, signer="", signature="").to_json())

    def to_json(self) -> JsonFields:
        return {
            "version": self.version,
            "hq": [keys.to_json() for keys in self.hq],
            "certificates": [certificate.to_json() for certificate in self.certificates],
            "revoked": dict(self.revoked or {}),
            "signer": self.signer,
            "signature": self.signature,
        }

    @classmethod
    def from_json(cls, source: object) -> "Keyset":
        fields = JsonObject(source)
        revoked = fields.child("revoked")
        return cls(
            tuple(PublicKeys.from_json(keys) for keys in fields.items("hq", HQ_KEYS)),
            tuple(DeviceCertificate.from_json(item) for item in fields.items("certificates", DEVICES)),
            {device: revoked.whole(device) for device in revoked},
            fields.whole("version"),
            fields.text("signer", 32),
            fields.text("signature", 128),
        )


def _of_hq(keys: PublicKeys) -> DeviceCertificate:
    return DeviceCertificate(keys, office="", rights=("hq",), valid_from="", label="HQ")


@dataclass(frozen=True, slots=True)
class FormerIdentity:
    """An identity that a laptop, or its backup, had before; `proof` is its own signature over the new public keys."""

    keys: PublicKeys
    proof: str

    @classmethod
    def of(cls, former: DeviceKeys, present: PublicKeys) -> "FormerIdentity":
        """The proof that whoever has the present keys has the former ones."""
        return cls(former.public, former.sign(FORMER, canonical(present.to_json())))

    def holds(self, present: PublicKeys) -> bool:
        """Whether these keys were given to the holder of the present ones."""
        return verify(self.keys.sign, FORMER, canonical(present.to_json()), self.proof)

    def to_json(self) -> JsonFields:
        return {"keys": self.keys.to_json(), "proof": self.proof}

    @classmethod
    def from_json(cls, source: object) -> "FormerIdentity":
        fields = JsonObject(source)
        return cls(PublicKeys.from_json(fields.get("keys")), fields.text("proof", form=strict.HEX128))


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A laptop's request to be certified, signed with its own keys; a person compares the fingerprints by voice.

    `former` are the identities whose unsent changes it brings, after a restore.
    """

    keys: PublicKeys
    office: str
    label: str
    officer: str
    at: str
    former: tuple[FormerIdentity, ...] = ()

    def to_bytes(self, keys: DeviceKeys) -> bytes:
        """The request file, signed with the keys it asks a certificate for; raises Problem for what HQ would refuse."""
        _require_readable(self, EnrolmentRequest.from_json)
        body = self.to_json()
        whole = {"psb1": "enrol", "request": body, "signature": keys.sign(ENROL, canonical(body))}
        if len(written := strict.dumps(whole) + b"\n") > REQUEST:
            raise _unreadable()
        return written

    def to_json(self) -> JsonFields:
        """The request as it is signed."""
        request: JsonFields = {
            "keys": self.keys.to_json(),
            "office": self.office,
            "label": self.label,
            "officer": self.officer,
            "at": self.at,
        }
        return {**request, "former": [former.to_json() for former in self.former]} if self.former else request

    @classmethod
    def from_json(cls, source: object) -> "EnrolmentRequest":
        fields = JsonObject(source)
        office = fields.text("office", form=office_codes.FORM)
        label, officer, at = (fields.text(key, LENGTHS[key], SHOWN) for key in ("label", "officer", "at"))
        former = fields.items("former", IDENTITIES) if fields.get("former") is not None else ()
        identities = tuple(map(FormerIdentity.from_json, former))
        return cls(PublicKeys.from_json(fields.get("keys")), office, label, officer, at, identities)

    @classmethod
    def from_bytes(cls, data: bytes) -> "EnrolmentRequest":
        """Read a request file; raises Problem when it is none, is damaged, or is not signed by the keys it names."""
        try:
            request, signature = cls._parse(data)
        except strict.Unsound as error:
            raise _no_request() from error
        signed = verify(request.keys.sign, ENROL, canonical(request.to_json()), signature)
        if not signed or not all(former.holds(request.keys) for former in request.former):
            raise _no_request()
        return request

    @classmethod
    def _parse(cls, data: bytes) -> "tuple[EnrolmentRequest, str]":
        if len(data) > REQUEST:
            raise strict.Unsound("too long")
        fields = JsonObject(strict.loads(data))
        fields.text("psb1", form=re.compile("enrol"))
        return cls.from_json(fields.get("request")), fields.text("signature", form=strict.HEX128)

    def certified(self, hq: DeviceKeys, rights: Sequence[str], at: str) -> DeviceCertificate:
        """HQ's certificate for this request, once the fingerprints agreed."""
        return DeviceCertificate(self.keys, self.office, tuple(rights), at, self.label).signed(hq)

    def former_certified(self, hq: DeviceKeys, at: str) -> tuple[DeviceCertificate, ...]:
        """Certificates without rights for its former identities: what they signed is known, they send nothing."""
        return tuple(
            DeviceCertificate(former.keys, self.office, (), at, self.label).signed(hq) for former in self.former
        )


def _require_readable(signed: R, read: Callable[[object], R]) -> None:
    """Raise Problem unless what is to be signed is read back as it is."""
    try:
        same = read(strict.loads(strict.dumps(signed.to_json()))) == signed
    except strict.Unsound as error:
        raise _unreadable() from error
    if not same:
        raise _unreadable()


def _unreadable() -> Problem:
    return Problem(
        _("The office’s code, a name or another text in it is too long or not allowed; nothing was signed."),
        _("Shorten the names; a code has 2 to 12 capital letters and digits, like SN10."),
        code="not-readable-when-signed",
    )


def _no_request() -> Problem:
    return Problem(
        _("This file is not a sound request to authorize a laptop; nothing was changed."),
        _("Ask the office to create the request again and to send the file unaltered."),
        code="enrolment-request-unsound",
    )


def challenge(keys: PublicKeys) -> tuple[bytes, str]:
    """A secret sealed to this device, and the secret's digest: opening it shows that the device's keys work."""
    secret = secrets.token_bytes(32)
    return seal(secret, [keys]), hashlib.sha256(secret).hexdigest()


def answer(keys: DeviceKeys, sealed: bytes) -> str:
    """The device's proof that it opened the challenge; raises Problem when its keys cannot."""
    import io

    opened = io.BytesIO()
    try:
        unseal(io.BytesIO(sealed), opened, [keys])
    except WrongKey as error:
        raise Problem(
            _("This laptop cannot open what Headquarters sent to test its keys; nothing was changed."),
            _("Ask Headquarters to authorize this laptop again."),
            code="challenge-not-opened",
        ) from error
    return keys.sign(PROOF, hashlib.sha256(opened.getvalue()).digest())


def answers_challenge(keys: PublicKeys, digest: str, proof: str) -> bool:
    """Whether the proof answers the challenge with this digest."""
    return verify(keys.sign, PROOF, bytes.fromhex(digest), proof)


class WrongKey(Exception):
    """None of our keys opens the file, or the file was altered."""


def seal(data: bytes, recipients: Iterable[PublicKeys]) -> bytes:
    """An age file that each of the recipients can open."""
    import io

    import pyrage

    sealed = io.BytesIO()
    to = [pyrage.x25519.Recipient.from_str(keys.open) for keys in recipients]
    pyrage.encrypt_io(io.BytesIO(data), sealed, to)
    return sealed.getvalue()


class Writable(Protocol):
    """Takes what `unseal` decrypts, piece by piece."""

    def write(self, piece: bytes, /) -> int: ...

    def flush(self) -> None: ...


def unseal(source: BinaryIO, into: Writable, mine: Iterable[DeviceKeys]) -> None:
    """Decrypt an age file from one binary file to another, which may be used only after this has returned.

    Only identities are tried, never a passphrase: its cost would be chosen by the sender. Raises WrongKey when nothing
    of ours opens it or it was altered; lets through what `into.write` raises.
    """
    import pyrage

    identities = [pyrage.x25519.Identity.from_str(keys.secret_open) for keys in mine]
    try:
        pyrage.decrypt_io(source, into, identities)
    except (pyrage.DecryptError, OSError) as error:
        raise WrongKey from error

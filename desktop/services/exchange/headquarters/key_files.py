"""The files in which Headquarters' root keys, its spare keys and the release keys lie, each on a stick of its own.

Such a file is opened by a passphrase, or by the twelve words of a sheet; what is secret in it is of no use without one
of the two. It also carries the lists that the root keys signed, so that a stick tells Headquarters of a list that a
restored backup knows nothing of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import beginning_of, remove_leftovers_beside, write_safely
from desktop.base.text import _
from desktop.base.values import canonical, new_id, parse_json
from desktop.bundles import key_list as key_lists
from desktop.bundles import strict
from desktop.bundles.key_list import KeyList
from desktop.bundles.keys import DeviceKeys, PublicKeys
from desktop.bundles.strict import JsonFields, JsonObject
from desktop.store import slots, words
from desktop.store.slots import Cost, Slots
from desktop.store.vault import require_enough

SUFFIX = ".hqkey"
LARGEST = 1 << 20  # bytes of such a file at most
HOLDER = "holder"  # the slot of the passphrase
SEALED = b"headquarters key file"


class KeyFileKind(StrEnum):
    """Which key a file holds: one of Headquarters', or one that signs releases of the program and nothing else."""

    ROOT = "root"
    SPARE = "spare"
    RELEASE = "release"


@dataclass(frozen=True)
class KeyFile:
    """A key file that was opened: the private keys in it, and the lists it carries, the oldest first."""

    path: Path
    kind: KeyFileKind
    keys: DeviceKeys
    lists: tuple[KeyList, ...]
    closed: "_ClosedKeyFile"

    def write_lists(self, lists: Sequence[KeyList]) -> None:
        """Let the file carry these lists; raises Problem where it cannot be written, which loses nothing."""
        _write(self.path, self.closed, lists)


@dataclass(frozen=True)
class _ClosedKeyFile:
    """What lies in the file and is not a list: whose it is, how it is opened, what is sealed."""

    kind: KeyFileKind
    public: PublicKeys
    ways: Slots
    sealed: bytes


def create(
    path: Path, kind: KeyFileKind, passphrase: str, language: str, cost: Cost | None = None
) -> tuple[KeyFile, tuple[str, ...]]:
    """Write a new key file and read it back; with it the twelve words for its sheet, which are kept nowhere else.

    Raises Problem where a file of this name is there, the passphrase is too weak or the file cannot be written.
    """
    import secrets

    require_enough(passphrase)
    if path.exists():
        raise Problem(
            _("“{name}” is there already; it was not touched.").format(name=path.name),
            _("Choose another name, or another stick."),
            code="key-file-exists",
        )
    keys, name = DeviceKeys.generate(), new_id()
    key, written = secrets.token_bytes(32), secrets.token_bytes(words.ENTROPY)
    by_passphrase, _secret = slots.new_slot(name, HOLDER, "", passphrase, cost or slots.calibrated())
    by_words, _secret = slots.new_slot(name, slots.WORDS, "", written.hex(), slots.FLOOR)
    ways = Slots(name, slots.sealed_ring(name, [by_passphrase, by_words], key))
    sealed = slots.wrap_apart(key, SEALED, canonical(keys.to_json()))
    _write(path, _ClosedKeyFile(kind, keys.public, ways, sealed), ())
    spoken = words.written(written, language)
    file = opened(path, " ".join(spoken))
    if file.keys != keys:
        raise _damaged()
    return file, spoken


def opened(path: Path, typed: str) -> KeyFile:
    """Open a key file with its passphrase or the words of its sheet.

    Raises Problem where it is none, is damaged, or neither of the two is right.
    """
    remove_leftovers_beside(path.parent, f"*{SUFFIX}")
    closed, lists = _read(path)
    key = _key(closed, typed)
    secret = slots.unwrap_apart(key, SEALED, closed.sealed)
    try:
        keys = DeviceKeys.from_json(strict.loads(secret or b""))
    except strict.Unsound as error:
        raise _damaged() from error
    if keys.public != closed.public:
        raise _damaged()
    return KeyFile(path, closed.kind, keys, lists, closed)


def _key(closed: _ClosedKeyFile, typed: str) -> bytes:
    """What the secret is sealed under: by the words where they are words of a sheet, else by the passphrase."""
    try:
        secret = words.read(typed).hex() if len(words.starts_of(typed)) == words.COUNT else None
    except Problem:  # twelve words of somebody's passphrase
        secret = None
    try:
        way, typed = (HOLDER, typed) if secret is None else (slots.WORDS, secret)
        return closed.ways.unlock(way, typed).key
    except Problem as problem:
        if problem.code == slots.WRONG:
            raise _wrong_passphrase() from problem
        raise _damaged() from problem


def _read(path: Path) -> tuple[_ClosedKeyFile, tuple[KeyList, ...]]:
    data = beginning_of(path, LARGEST)
    try:
        fields = JsonObject(strict.loads(data))
        family = fields.text("psb1")
        if family not in {f"hq-{kind}" for kind in KeyFileKind}:
            raise strict.Unsound("psb1: no key file")
        sealed = bytes.fromhex(fields.text("sealed", 4_000))
        ways = slots.from_bytes(canonical(fields.get("opened_by")))
        public = PublicKeys.from_json(fields.get("public"))
        lists = key_lists.lists_from_json(fields.get("lists"))
    except (strict.Unsound, ValueError, Problem) as error:
        raise _damaged() from error
    return _ClosedKeyFile(KeyFileKind(family.removeprefix("hq-")), public, ways, sealed), lists


def _write(path: Path, closed: _ClosedKeyFile, lists: Sequence[KeyList]) -> None:
    content: JsonFields = {
        "psb1": f"hq-{closed.kind}",
        "public": closed.public.to_json(),
        "opened_by": parse_json(closed.ways.to_bytes()),
        "sealed": closed.sealed.hex(),
        "lists": [entry.to_json() for entry in lists[-key_lists.LISTS :]],
    }
    write_safely(path, canonical(content) + b"\n")


def _damaged() -> Problem:
    return Problem(
        _("This file is no key of Headquarters, or it was damaged; nothing was changed."),
        _("Take the right stick, or the copy of the file that is locked away elsewhere."),
        code="key-file-unsound",
    )


def _wrong_passphrase() -> Problem:
    return Problem(
        _("This passphrase does not open the key; nothing was changed."),
        _("Check capitals and the keyboard’s language, or type the twelve words of its sheet."),
        code="key-passphrase-wrong",
    )

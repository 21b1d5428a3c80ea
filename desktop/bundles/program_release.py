"""A release of the program as one file: what is in it, signed by two of three release keys, and everything packed.

`psu1`, a line feed; three lengths of four bytes, the highest first; the chain of release roots, the manifest and the
signatures, each as canonical JSON; then the content of every file, one after another in the order of the manifest, as
one zstandard stream. There is no archive format to be read: names, sizes and links stand in the signed manifest alone.
The signatures are over the bytes of chain and manifest as they lie there; the manifest is read only once they hold.
Release keys lie in no computer, as the root keys of Headquarters do (`root_signed`), and are none of its keys.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import BinaryIO, ClassVar

from desktop.base import file_kinds
from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.files import (
    PART,
    PIECE,
    bring_folders_to_disk,
    bring_to_disk,
    clean_name,
    discard,
    explaining,
    make_folder,
    make_link,
    open_to_all,
    pieces_of,
    put_in_place,
    write_new,
)
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES, _
from desktop.base.values import canonical, sha256
from desktop.bundles import root_signed, strict
from desktop.bundles.keys import DeviceKeys, spoken
from desktop.bundles.root_signed import ROOTS, THRESHOLD, RootSignature, RootSigned
from desktop.bundles.strict import JsonFields, JsonObject

SUFFIX = file_kinds.UPDATE
MAGIC = b"psu1\n"
ROOT, RELEASE = b"psu1-root\0", b"psu1-release\0"
LENGTH = 4  # bytes of each of the three lengths
CHAIN, MANIFEST, SIGNATURES = 64 << 10, 8 << 20, 4 << 10  # bytes of the three parts at most
CHAIN_ROOTS = 64  # roots in a chain at most
FILES, UNPACKED, ARCHIVE = 20_000, 2 << 30, 1 << 30  # files, their bytes, and those of the archive at most
NOTES, NOTE = 60, 600  # lines of what is new in one language at most, and characters of each
PATH = 200  # characters, of which Windows leaves some for the folder
WINDOW = 27  # the logarithm of the bytes that the archive may refer back to
VERSION = re.compile(r"(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})")
PLATFORM = re.compile(r"[a-z0-9-]{1,40}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def order(version: str) -> tuple[int, ...]:
    """By which versions are put in order: 0.10.0 comes after 0.9.1."""
    return tuple(int(number) for number in version.split("."))


@dataclass(frozen=True, slots=True)
class ReleaseRoot(RootSigned):
    """The three release keys that hold; a later root is signed by two of these and by two of its own."""

    version: int
    roots: tuple[str, ...]
    signatures: tuple[RootSignature, ...] = ()

    PREFIX: ClassVar[bytes] = ROOT

    @property
    def is_for_development(self) -> bool:
        """Whether anybody can sign with these keys: those of a program that is not meant for offices."""
        return bool(DEVELOPMENT.intersection(self.roots))

    @property
    def fingerprint(self) -> str:
        """60 bits of a digest over the number and the keys, as the handbook prints them."""
        return spoken(sha256(self.body()))

    def with_signatures(self, signatures: tuple[RootSignature, ...]) -> "ReleaseRoot":
        return replace(self, signatures=signatures)

    @classmethod
    def not_signed(cls) -> Problem:
        return Problem(
            _("The release keys in this update are not signed by two of those that this office knows; it was refused."),
            _("Tell Headquarters where this file came from, by telephone."),
            code="release-root-not-signed",
        )

    @classmethod
    def forked(cls) -> Problem:
        return Problem(
            _("This update names other release keys than those that this program was delivered with; it was refused."),
            _("Tell Headquarters where this file came from, by telephone."),
            code="release-root-other",
        )

    def to_json(self) -> JsonFields:
        return {
            "version": self.version,
            "roots": list(self.roots),
            "signatures": [signature.to_json() for signature in self.signatures],
        }

    @classmethod
    def from_json(cls, source: object) -> "ReleaseRoot":
        fields = JsonObject(source)
        read = cls(
            fields.whole("version", 1),
            fields.texts("roots", ROOTS, strict.HEX64),
            tuple(RootSignature.from_json(item) for item in fields.items("signatures", 2 * ROOTS)),
        )
        if len(set(read.roots)) != ROOTS:
            raise strict.Unsound("roots: three different ones were expected")
        return read


# Public keys whose private halves anybody can work out (packaging/releases.py): for trials, never for offices
DEVELOPMENT = frozenset(
    {
        "ea0d28b72dc4631bea7849f889be7a1d8274e1ddbed0d9b4b66f5a55274f492f",
        "8e3b80560827b153be845bc425bfab8efbe8d2a26efcd3057e83d68d745fe3b3",
        "d9bfe310c40071a828d96832156f0a76d6c39a7a16da8e9d4fd1760ca4e91756",
    }
)


def chain_to_bytes(chain: Sequence[ReleaseRoot]) -> bytes:
    """The roots as they lie in a file."""
    return canonical([root.to_json() for root in chain])


def chain_from_bytes(data: bytes) -> tuple[ReleaseRoot, ...]:
    """The roots of a file, the oldest first; raises Unsound for anything but what `chain_to_bytes` gives."""
    chain = tuple(ReleaseRoot.from_json(item) for item in strict.items(strict.loads(data), "roots", CHAIN_ROOTS))
    if chain_to_bytes(chain) != data:
        raise strict.Unsound("roots: not as they are written")
    return chain


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of the program: its path from the program's folder, its bytes, its SHA-256, and whether it is started."""

    path: str
    size: int
    sha256: str
    starts: bool

    def to_json(self) -> JsonFields:
        return {"path": self.path, "size": self.size, "sha256": self.sha256, "starts": self.starts}

    @classmethod
    def from_json(cls, source: object) -> "ReleaseFile":
        fields = JsonObject(source)
        starts = fields.get("starts")
        if not isinstance(starts, bool):
            raise strict.Unsound("starts: yes or no was expected")
        return cls(
            _path(fields.text("path", PATH)),
            fields.whole("size", 0, UNPACKED),
            fields.text("sha256", form=strict.HEX64),
            starts,
        )


@dataclass(frozen=True, slots=True)
class ReleaseLink:
    """A symbolic link of the Linux folder to one of its own files, written as from the link's folder."""

    path: str
    target: str

    def to_json(self) -> JsonFields:
        return {"path": self.path, "target": self.target}

    @classmethod
    def from_json(cls, source: object) -> "ReleaseLink":
        fields = JsonObject(source)
        return cls(_path(fields.text("path", PATH)), fields.text("target", PATH))

    def file(self) -> str:
        """The path to which it leads from the program's folder; raises Unsound where that lies outside."""
        steps = list(PurePosixPath(self.path).parts[:-1])
        for part in self.target.split("/"):
            if part == ".." and steps:
                steps.pop()
            elif part == ".." or clean_name(part) != part:
                raise strict.Unsound("target: outside the program")
            else:
                steps.append(part)
        return "/".join(steps)


def _path(text: str) -> str:
    """A path that leads nowhere else on any system; raises Unsound for another."""
    if any(clean_name(part) != part or part in (".", "..") for part in text.split("/")):
        raise strict.Unsound("path: not a plain path")
    return text


@dataclass(frozen=True, slots=True)
class ReleaseManifest:
    """What a release says of itself.

    `platform` is where it runs, `root` the number of the release root whose keys sign it. `data_from` and `data_to` are
    the first and the last form of an office's database that it opens. It is not installed after the day `expires`.
    `notes` are what is new, a sentence a line, in each language of the program. `archive` is the SHA-256 of what is
    packed, `packed` its bytes.
    """

    version: str
    platform: str
    root: int
    built: date
    expires: date
    data_from: int
    data_to: int
    notes: Mapping[str, tuple[str, ...]]
    files: tuple[ReleaseFile, ...]
    links: tuple[ReleaseLink, ...] = ()
    archive: str = ""
    packed: int = 0

    @property
    def unpacked(self) -> int:
        """The bytes of all files."""
        return sum(file.size for file in self.files)

    def to_json(self) -> JsonFields:
        return {
            "version": self.version,
            "platform": self.platform,
            "root": self.root,
            "built": self.built.isoformat(),
            "expires": self.expires.isoformat(),
            "data_from": self.data_from,
            "data_to": self.data_to,
            "notes": {language: list(lines) for language, lines in self.notes.items()},
            "files": [file.to_json() for file in self.files],
            "links": [link.to_json() for link in self.links],
            "archive": self.archive,
            "packed": self.packed,
        }

    @classmethod
    def from_json(cls, source: object) -> "ReleaseManifest":
        fields = JsonObject(source)
        notes = fields.child("notes")
        read = cls(
            fields.text("version", form=VERSION),
            fields.text("platform", form=PLATFORM),
            fields.whole("root", 1),
            _day(fields, "built"),
            _day(fields, "expires"),
            fields.whole("data_from"),
            fields.whole("data_to"),
            {code: tuple(strict.text(x, code, NOTE) for x in notes.items(code, NOTES)) for code in LANGUAGES},
            tuple(ReleaseFile.from_json(item) for item in fields.items("files", FILES)),
            tuple(ReleaseLink.from_json(item) for item in fields.items("links", FILES)),
            fields.text("archive", form=strict.HEX64),
            fields.whole("packed", 0, ARCHIVE),
        )
        read.require_sound()
        return read

    def require_sound(self) -> None:
        """Raise Unsound for paths that meet, that lie under a file, or lead outside, and for more than fits."""
        paths = [path.lower() for path in (*(file.path for file in self.files), *(link.path for link in self.links))]
        if len(set(paths)) != len(paths) or self.unpacked > UNPACKED or not self.files:
            raise strict.Unsound("files: twice the same, none, or too much")
        taken = set(paths)
        if any(str(above) in taken for path in paths for above in PurePosixPath(path).parents):
            raise strict.Unsound("files: one lies under another")
        files = {file.path for file in self.files}
        folders = {str(above) for path in files for above in PurePosixPath(path).parents}
        if not all(link.file() in files | folders for link in self.links):
            raise strict.Unsound("links: to nothing")


def _day(fields: JsonObject, name: str) -> date:
    try:
        return date.fromisoformat(fields.text(name, form=DAY))
    except ValueError as error:
        raise strict.Unsound(f"{name}: no day") from error


@dataclass(frozen=True, slots=True)
class Release:
    """An update whose signatures hold: `chain` are the release roots it brings, `root` the one that it is signed under.

    `signers` are the public keys that signed; `offset` is where the packed files begin.
    """

    path: Path
    manifest: ReleaseManifest
    root: ReleaseRoot
    chain: tuple[ReleaseRoot, ...]
    signers: tuple[str, ...]
    offset: int

    @property
    def digest(self) -> str:
        """By which this release is told from every other."""
        return sha256(canonical(self.manifest.to_json()))


# --- reading


@dataclass(frozen=True, slots=True)
class _UpdateParts:
    """What lies before the packed files, as bytes."""

    chain: bytes
    manifest: bytes
    signatures: bytes

    @property
    def offset(self) -> int:
        """Where the packed files begin."""
        return len(MAGIC) + 3 * LENGTH + len(self.chain) + len(self.manifest) + len(self.signatures)

    @property
    def body(self) -> bytes:
        """What release keys sign, after the prefix: the chain too, so that no bit of the file is free."""
        return len(self.chain).to_bytes(LENGTH, "big") + self.chain + self.manifest

    def to_bytes(self) -> bytes:
        every = (self.chain, self.manifest, self.signatures)
        return MAGIC + b"".join(len(part).to_bytes(LENGTH, "big") for part in every) + b"".join(every)


def read(path: Path, pinned: ReleaseRoot, of_headquarters: Collection[str]) -> Release:
    """What an update says of itself, once two release keys of the newest root that `pinned` leads to signed it.

    `of_headquarters` are the public signing keys of Headquarters, which forwards releases and signs none. What is
    packed is not looked at yet: see `require_whole` and `unpack`. Raises Problem, each time with its own sentence.
    """
    parts = _read_parts(path)
    try:
        chain, signatures = chain_from_bytes(parts.chain), _signatures(parts.signatures)
    except strict.Unsound as error:
        raise _altered(path) from error
    root = root_signed.newest(pinned, chain) or pinned
    if not any(root.says_the_same(brought) for brought in chain):
        raise _other_root(path)
    _require_two(path, signatures, root, of_headquarters)
    if len(root_signed.signers(signatures, root.roots, RELEASE, parts.body)) != len(signatures):
        raise _altered(path)
    try:
        manifest = ReleaseManifest.from_json(strict.loads(parts.manifest))
        if canonical(manifest.to_json()) != parts.manifest:
            raise strict.Unsound("manifest: not as it is written")
    except strict.Unsound as error:
        raise _altered(path) from error
    if manifest.root != root.version:
        raise _other_root(path)
    if path.stat().st_size != parts.offset + manifest.packed:
        raise _altered(path)
    return Release(path, manifest, root, chain, tuple(s.root for s in signatures), parts.offset)


def _read_parts(path: Path) -> _UpdateParts:
    try:
        with path.open("rb") as content:
            beginning = content.read(len(MAGIC) + 3 * LENGTH)
            if not beginning.startswith(MAGIC) or len(beginning) != len(MAGIC) + 3 * LENGTH:
                raise _no_update(path)
            starts = range(len(MAGIC), len(beginning), LENGTH)
            lengths = [int.from_bytes(beginning[start : start + LENGTH], "big") for start in starts]
            if any(length > most for length, most in zip(lengths, (CHAIN, MANIFEST, SIGNATURES), strict=True)):
                raise _altered(path)
            parts = [content.read(length) for length in lengths]
    except OSError as error:
        raise Problem(
            _("“{name}” cannot be read; nothing was changed.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
            code="file-not-readable",
        ) from error
    if [len(part) for part in parts] != lengths:
        raise _altered(path)
    return _UpdateParts(*parts)


def _signatures(data: bytes) -> tuple[RootSignature, ...]:
    read = tuple(RootSignature.from_json(item) for item in strict.items(strict.loads(data), "signatures", ROOTS))
    if canonical([signature.to_json() for signature in read]) != data:
        raise strict.Unsound("signatures: not as they are written")
    return read


def _require_two(
    path: Path, signatures: Sequence[RootSignature], root: ReleaseRoot, of_headquarters: Collection[str]
) -> None:
    """Raise Problem unless two different keys of this root are named."""
    signing = [signature.root for signature in signatures]
    if any(key in of_headquarters for key in (*signing, *root.roots)):
        raise Problem(
            _("“{name}” is signed with a key of Headquarters, which only forwards updates; it was refused.").format(
                name=path.name
            ),
            _("Tell Headquarters where this file came from, by telephone."),
            code="release-by-headquarters",
        )
    if not all(key in root.roots for key in signing):
        raise Problem(
            _("“{name}” is signed with a key that is no release key of Passerelle; it was refused.").format(
                name=path.name
            ),
            _("Tell Headquarters where this file came from, by telephone."),
            code="release-key-unknown",
        )
    if len(set(signing)) != len(signing):
        raise Problem(
            _("“{name}” is signed twice with the same release key; two different ones are needed.").format(
                name=path.name
            ),
            _("Ask Headquarters for a file signed by two people."),
            code="release-key-twice",
        )
    if len(signing) < THRESHOLD:
        raise Problem(
            _("“{name}” is not signed with two release keys yet; it was refused.").format(name=path.name),
            _("Ask Headquarters for a file signed by two people."),
            code="release-signatures-lacking",
        )


def require_whole(release: Release, progress: Progress) -> None:
    """Raise Problem unless what is packed is what was signed; every byte of the file is read."""
    whole, count = hashlib.sha256(), 0
    for piece in pieces_of(release.path):
        progress.step(count >> 20, (release.offset + release.manifest.packed) >> 20, _("Reading the program update"))
        whole.update(piece[max(release.offset - count, 0) :])
        count += len(piece)
    if whole.hexdigest() != release.manifest.archive:
        raise _altered(release.path)


def unpack(release: Release, folder: Path, progress: Progress) -> None:
    """Write the files of a release into a new folder and bring each to the disk, compared with its digest.

    Raises Problem, with what was written left for the caller to remove, where one differs or the disk refuses.
    """
    import zstandard

    files = release.manifest.files
    try:
        with release.path.open("rb") as content:
            content.seek(release.offset)
            with zstandard.ZstdDecompressor(max_window_size=1 << WINDOW).stream_reader(content) as packed:
                for number, file in enumerate(files):
                    progress.step(number, len(files), _("Unpacking the new version"))
                    _write_file(folder / file.path, file, packed, release.path)
                if packed.read(1):
                    raise _altered(release.path)
    except zstandard.ZstdError as error:
        raise _altered(release.path) from error
    for link in release.manifest.links:
        make_folder((folder / link.path).parent)
        make_link(folder / link.path, link.target)
    bring_folders_to_disk(folder)


def _write_file(target: Path, file: ReleaseFile, packed: BinaryIO, path: Path) -> None:
    whole = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        left = file.size
        while left and (piece := packed.read(min(left, PIECE))):
            whole.update(piece)
            left -= len(piece)
            yield piece

    make_folder(target.parent)
    write_new(target, pieces())
    if whole.hexdigest() != file.sha256:
        raise _altered(path)
    open_to_all(target, starts=file.starts)
    bring_to_disk(target)
    reached(f"after {target.name}")


def _no_update(path: Path) -> Problem:
    return Problem(
        _("“{name}” is no update of Passerelle; nothing was changed.").format(name=path.name),
        _("Choose the file whose name ends in .update."),
        code="release-none",
    )


def _altered(path: Path) -> Problem:
    return Problem(
        _("“{name}” is not whole, or was altered after it was signed; nothing was changed.").format(name=path.name),
        _("Copy it again from the stick it came on, or ask Headquarters for it."),
        code="release-altered",
    )


def _other_root(path: Path) -> Problem:
    return Problem(
        _("“{name}” is signed under release keys that were replaced since; it was refused.").format(name=path.name),
        _("Ask Headquarters for the update that is signed with today’s keys."),
        code="release-root-replaced",
    )


# --- writing, for whoever makes a release


def pack(frozen: Path, target: Path, manifest: ReleaseManifest, chain: Sequence[ReleaseRoot]) -> ReleaseManifest:
    """Write an update that nobody signed yet, of everything in a frozen folder; returns the manifest with all it tells.

    The files, links and archive of `manifest` are those of the folder. The same folder gives the same bytes. Raises
    Unsound for what nobody could read afterwards.
    """
    paths = sorted(path for path in frozen.rglob("*") if path.is_symlink() or path.is_file())
    files = tuple(_file_of(frozen, path) for path in paths if not path.is_symlink())
    links = tuple(
        ReleaseLink(path.relative_to(frozen).as_posix(), path.readlink().as_posix())
        for path in paths
        if path.is_symlink()
    )
    archive = target.with_name(f"{target.name}.archive")
    write_new(archive, _packed(frozen, files))
    whole = hashlib.sha256()
    for piece in pieces_of(archive):
        whole.update(piece)
    complete = replace(manifest, files=files, links=links, archive=whole.hexdigest(), packed=archive.stat().st_size)
    body = canonical(complete.to_json())
    ReleaseManifest.from_json(strict.loads(body))
    _write_update(target, _UpdateParts(chain_to_bytes(chain), body, canonical([])), archive, 0)
    discard(archive)
    return complete


def _packed(frozen: Path, files: Sequence[ReleaseFile]) -> Iterator[bytes]:
    import zstandard

    settings = zstandard.ZstdCompressionParameters.from_level(19, window_log=WINDOW)
    packing = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    for file in files:
        yield packing.compress((frozen / file.path).read_bytes())
    yield packing.flush()


def _file_of(frozen: Path, path: Path) -> ReleaseFile:
    content = path.read_bytes()
    starts = bool(path.stat().st_mode & 0o100)
    return ReleaseFile(path.relative_to(frozen).as_posix(), len(content), sha256(content), starts)


def sign(path: Path, release_key: DeviceKeys) -> int:
    """Add the signature of one more release key to an update; returns how many it bears.

    Raises Problem, nothing changed, where the key is none of the newest root in it, signed already, or the update is
    not whole.
    """
    parts = _read_parts(path)
    try:
        chain, signatures = chain_from_bytes(parts.chain), _signatures(parts.signatures)
        manifest = ReleaseManifest.from_json(strict.loads(parts.manifest))
    except strict.Unsound as error:
        raise _altered(path) from error
    root = root_signed.newest(None, chain)
    if root is None or root.version != manifest.root or release_key.public.sign not in root.roots:
        raise Problem(
            _("This key is none of the release keys that hold now; nothing was signed."),
            _("Take the stick of one of the three people who sign releases."),
            code="release-key-not-of-root",
        )
    if release_key.public.sign in {signature.root for signature in signatures}:
        raise Problem(
            _("This release key signed the update already; nothing was changed."),
            _("Take the stick of somebody else: two different release keys are needed."),
            code="release-key-signed-already",
        )
    require_whole(Release(path, manifest, root, chain, (), parts.offset), Progress())
    signature = RootSignature(release_key.public.sign, release_key.sign(RELEASE, parts.body))
    every = (*signatures, signature)
    signed = replace(parts, signatures=canonical([entry.to_json() for entry in every]))
    _write_update(path, signed, path, parts.offset)
    return len(every)


def _write_update(target: Path, parts: _UpdateParts, archive: Path, offset: int) -> None:
    """The parts, then what lies in `archive` from `offset` on."""
    part = target.with_name(f"{target.name}{PART}")

    def pieces() -> Iterator[bytes]:
        yield parts.to_bytes()
        left = offset
        for piece in pieces_of(archive):
            yield piece[min(left, len(piece)) :]
            left = max(left - len(piece), 0)

    write_new(part, pieces())
    with explaining(target):
        put_in_place(part, target)

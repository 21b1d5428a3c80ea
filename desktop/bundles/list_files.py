"""The files of a sanctions list, or of rates, as Headquarters sends them: whole, or as a patch (sync.md 2.14).

A list is the files of its publisher as they are, with what a person said of them (its day, what its columns hold), in
one run of bytes whose digest names it. It travels packed, or as what changes against a run that the reader has; either
way the digest of what comes out is compared.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from desktop.base.values import sha256
from desktop.bundles import strict
from desktop.bundles.strict import JsonFields, JsonObject, Unsound

MEDIA_TYPE = "application/x-passerelle-list"
LARGEST = 96 << 20  # bytes of all files of a list
HEAD = 64 << 10  # bytes of what is said of them
MOST = 8  # files
NAME = re.compile(r"[a-z][a-z0-9-]{0,31}\.[a-z0-9]{1,8}")
WINDOW = 64 << 20  # of a frame: a patch looks back over the whole list before (sync.md 2.6)
LEVEL = 12
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?")


@dataclass(frozen=True)
class ListFiles:
    """The files by their names; the day that a person gave to a list without one; what its columns hold, or nothing."""

    files: Mapping[str, bytes]
    published: str = ""
    mapping: JsonFields = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """All of it as one run of bytes: the same files give the same."""
        names = sorted(self.files)
        head_fields: JsonFields = {
            "published": self.published,
            "mapping": dict(self.mapping),
            "files": [[name, len(self.files[name])] for name in names],
        }
        head = strict.dumps(head_fields)
        return b"".join((len(head).to_bytes(4, "big"), head, *(self.files[name] for name in names)))

    @classmethod
    def from_bytes(cls, run: bytes) -> "ListFiles":
        """Raises Unsound for anything but what `to_bytes` gives."""
        size = int.from_bytes(run[:4], "big")
        if size > HEAD or len(run) > LARGEST:
            raise Unsound("list: too large")
        head_fields = JsonObject(strict.loads(run[4 : 4 + size]))
        mapping = head_fields.get("mapping")
        if not isinstance(mapping, dict):
            raise Unsound("list: what its columns hold")
        files: dict[str, bytes] = {}
        at = 4 + size
        for entry in head_fields.items("files", MOST):
            name, length = _named(entry)
            if name in files:
                raise Unsound("list: a file twice")
            files[name], at = run[at : at + length], at + length
            if len(files[name]) != length:
                raise Unsound("list: cut short")
        if not files or at != len(run):
            raise Unsound("list: other files than it names")
        return cls(files, head_fields.text("published", form=DAY), mapping)


def _named(entry: object) -> tuple[str, int]:
    if not isinstance(entry, list) or len(entry) != 2:
        raise Unsound("list: a name and a length were expected")
    return strict.text(entry[0], "name", form=NAME), strict.whole(entry[1], "length", 0, LARGEST)


def packed(run: bytes) -> bytes:
    """The run as it is stored and travels whole."""
    import zstandard

    return zstandard.ZstdCompressor(level=LEVEL).compress(run)


def unpacked(data: bytes, content: str) -> bytes:
    """The run of this digest out of its packed form. Raises Unsound for any other."""
    return _unfolded(data, b"", content)


@lru_cache(maxsize=8)
def patch(before: bytes, after: bytes) -> bytes:
    """What changes from one run to another. The last ones stay: every office of a round gets the same."""
    import zstandard

    window = min((len(before) + len(after)).bit_length(), WINDOW.bit_length() - 1)
    settings = zstandard.ZstdCompressionParameters.from_level(LEVEL, window_log=max(window, 10))
    base = zstandard.ZstdCompressionDict(before, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(compression_params=settings, dict_data=base).compress(after)


def patched(before: bytes, data: bytes, content: str) -> bytes:
    """The run of this digest that a patch makes of an earlier one. Raises Unsound for any other."""
    return _unfolded(data, before, content)


def _unfolded(data: bytes, before: bytes, content: str) -> bytes:
    """Unfold piece by piece: the size that a frame itself states is not believed."""
    import zstandard

    base = zstandard.ZstdCompressionDict(before, dict_type=zstandard.DICT_TYPE_RAWCONTENT) if before else None
    pieces, size = [], 0
    try:
        with zstandard.ZstdDecompressor(dict_data=base, max_window_size=WINDOW).stream_reader(data) as reader:
            while piece := reader.read(1 << 20):
                pieces.append(piece)
                size += len(piece)
                if size > LARGEST:
                    raise Unsound("list: too large")
    except zstandard.ZstdError as error:
        raise Unsound("list: not packed as it should be") from error
    run = b"".join(pieces)
    if sha256(run) != content:
        raise Unsound("list: another one than its digest says")
    return run

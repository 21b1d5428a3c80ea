"""Bundles and parts as they come by mail: as text that no gateway changes for good, in messages, in archives.

Armoured, the file stands as base64 between two lines. Other line ends, other line lengths, marks of quoting, a
disclaimer below, another name: all of that is taken away again; whether every byte is right the file itself says.
"""

import re
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import compat32
from io import BytesIO

from desktop.base.swelling import DAMAGED_PACKAGE
from desktop.bundles.parts import FileSort, sort_of

BEGIN, END = "-----BEGIN PASSERELLE FILE-----", "-----END PASSERELLE FILE-----"
AMONG = r"[\s>]*"  # what lines broken elsewhere, and quoting, leave within the two lines too
FIRST, LAST = (re.compile(AMONG.join(map(re.escape, line.replace(" ", "")))) for line in (BEGIN, END))
OTHER = re.compile(r"[^A-Za-z0-9+/]")
LINE = 64
SUFFIX = ".txt"
MOST_MAIL = 48 << 20  # bytes of a message or an archive that is looked into, and of all that is in it
INSIDE = 50  # files of one message or archive
DEPTH = 2  # an archive in a message


def armoured(file: bytes) -> bytes:
    """The file as a text of short lines."""
    text = b64encode(file).decode("ascii")
    lines = [text[at : at + LINE] for at in range(0, len(text), LINE)]
    return "\r\n".join((BEGIN, *lines, END, "")).encode("ascii")


def files_in(data: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """The bundles and parts in a file that came by mail: itself, armoured, attached to a message, or in an archive.

    None of what cannot be read; nothing is checked here but their first bytes.
    """
    if sort_of(data[:4]) is not FileSort.OTHER:
        yield data
    elif depth and data[:4] == b"PK\3\4":
        yield from _in_archive(data, depth)
    elif texts := list(_in_text(data)):
        yield from texts
    elif depth:
        yield from _in_message(data, depth)


def _in_text(data: bytes) -> Iterator[bytes]:
    wide = b"\0" in data[:400]
    kind = "utf-16-be" if data[:2] == b"\xfe\xff" else "utf-16-le" if wide else "latin-1"
    text, at = data.decode(kind, "replace"), 0
    while (first := FIRST.search(text, at)) and (last := LAST.search(text, first.end())):  # each byte is seen twice
        block, at = OTHER.sub("", text[first.end() : last.start()]), last.end()
        yield b64decode(block + "=" * (-len(block) % 4)) if len(block) % 4 != 1 else b""


def _in_message(data: bytes, depth: int) -> Iterator[bytes]:
    if not re.match(rb"(?:From |[A-Za-z][A-Za-z0-9-]*:)", data.lstrip()[:80]):
        return
    parts = [part for part in message_from_bytes(data, policy=compat32).walk() if not part.is_multipart()]
    for part in parts[:INSIDE]:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield from files_in(content, depth - 1)


def _in_archive(data: bytes, depth: int) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            left = MOST_MAIL
            for entry in archive.infolist()[:INSIDE]:
                with archive.open(entry) as packed:
                    content = packed.read(left + 1)
                left -= len(content)
                if left < 0:
                    return
                yield from files_in(content, depth - 1)
    except DAMAGED_PACKAGE:
        return  # behind a password, damaged, of an unknown method: nothing in it can be read

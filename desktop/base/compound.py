"""Compound files (MS-CFB): files of Office up to 2003 and of Outlook, and modern documents under a password."""

from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNDER_PASSWORD = "encryptedpackage"  # noqa: S105 - the stream of a modern document under a password (MS-OFFCRYPTO, 2.3.4)


def streams(file: BinaryIO) -> frozenset[str]:
    """The names of the outermost streams in small letters; none of a file that is damaged."""
    import olefile

    try:
        with olefile.OleFileIO(file) as compound:
            return frozenset(path[0].casefold() for path in compound.listdir(streams=True, storages=False))
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError, MemoryError):
        return frozenset()

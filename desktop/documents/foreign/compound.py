"""Compound files (MS-CFB): Office up to 2003, Outlook's messages, and modern Office documents under a password."""

from io import BytesIO

from desktop.documents.foreign import kinds
from desktop.documents.foreign.kinds import FileKind, RefusedKind

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BY_STREAM: tuple[tuple[str, RefusedKind | None], ...] = (
    ("encryptedpackage", None),
    ("worddocument", kinds.OLD_WORD),
    ("workbook", kinds.OLD_EXCEL),
    ("book", kinds.OLD_EXCEL),
    ("powerpoint document", kinds.OLD_POWERPOINT),
    ("__properties_version1.0", kinds.OUTLOOK),
)


def compound_kind(content: bytes, ending: str) -> FileKind | RefusedKind | None:
    """What a compound file is, by its streams; None for a modern document under a password (MS-OFFCRYPTO).

    Of a damaged one its ending is believed.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(content)) as compound:
            streams = {path[0].casefold() for path in compound.listdir(streams=True, storages=False)}
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        streams = set()
    for stream, kind in _BY_STREAM:
        if stream in streams:
            return kind
    old = (kinds.OLD_WORD, kinds.OLD_EXCEL, kinds.OLD_POWERPOINT, kinds.OUTLOOK)
    return next((kind for kind in old if ending in kind.endings), kinds.OLD_OFFICE)


def protected_kind(ending: str) -> FileKind | RefusedKind:
    """What a document under a password is: its content cannot be read, so its ending is believed."""
    if ending in kinds.MACROS.endings:
        return kinds.MACROS
    return next((kind for kind in kinds.OFFICE_PACKAGES if ending in kind.endings), kinds.PROTECTED)

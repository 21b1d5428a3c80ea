"""What a compound file is, by its streams."""

from io import BytesIO

from desktop.base.compound import UNDER_PASSWORD, streams
from desktop.documents.foreign import kinds
from desktop.documents.foreign.kinds import FileKind, RefusedKind

_BY_STREAM: tuple[tuple[str, RefusedKind | None], ...] = (
    (UNDER_PASSWORD, None),
    ("worddocument", kinds.OLD_WORD),
    ("workbook", kinds.OLD_EXCEL),
    ("book", kinds.OLD_EXCEL),
    ("powerpoint document", kinds.OLD_POWERPOINT),
    ("__properties_version1.0", kinds.OUTLOOK),
)


def compound_kind(content: bytes, ending: str) -> RefusedKind | None:
    """What a compound file is; None for a modern document under a password. Of a damaged one its ending is believed."""
    held = streams(BytesIO(content))
    for stream, kind in _BY_STREAM:
        if stream in held:
            return kind
    if ending in kinds.PROGRAM.endings:  # an installer is a compound file too
        return kinds.PROGRAM
    old = (kinds.OLD_WORD, kinds.OLD_EXCEL, kinds.OLD_POWERPOINT, kinds.OUTLOOK)
    return next((kind for kind in old if ending in kind.endings), kinds.OLD_OFFICE)


def protected_kind(ending: str) -> FileKind | RefusedKind:
    """What a document under a password is: its content cannot be read, so its ending is believed."""
    if ending in kinds.MACROS.endings:
        return kinds.MACROS
    return next((kind for kind in kinds.OFFICE_PACKAGES if ending in kind.endings), kinds.PROTECTED)

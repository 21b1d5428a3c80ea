"""Attachments: bytes kept in the database under their digest, so that none is lost, doubled or altered unnoticed."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem, RefusedFile
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.store.records import Attachment, table_of

WARN_ABOVE = 10 * 1024 * 1024
REFUSE_ABOVE = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """What is known of an attached file without reading it. `size` is in bytes."""

    digest: str
    size: int
    media_type: str


def caution(size: int) -> str:
    """A sentence for a large file, which slows the mail to Headquarters; empty below 10 MB."""
    if size <= WARN_ABOVE:
        return ""
    megabytes = round(size / 1024 / 1024)
    return _("This file is {size} MB: it will make what you send to Headquarters heavy.").format(size=megabytes)


def require_size(size: int, name: str) -> None:
    """Raise RefusedFile for a file of more than 25 MB."""
    if size > REFUSE_ABOVE:
        raise RefusedFile(
            _("“{name}” was not added: it is larger than 25 MB.").format(name=name),
            _("Make it smaller, for example by scanning at 200 dots per inch in grey, then add it again."),
            code="file-too-large",
        )


def read_file(path: Path) -> bytes:
    """The bytes of a file that is to be kept; raises RefusedFile for a folder, an unreadable or a too large one."""
    if path.is_dir():
        raise RefusedFile(
            _("“{name}” was not added: it is a folder.").format(name=path.name),
            _("Open it, and add the files in it that are needed."),
            code="file-is-folder",
        )
    try:
        with path.open("rb") as file:
            data = file.read(REFUSE_ABOVE + 1)  # more is refused, and need not be read to be
    except OSError as error:
        raise RefusedFile(
            _("“{name}” was not added: it cannot be read.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
            code="file-unreadable",
        ) from error
    require_size(len(data), path.name)
    return data


def put(session: Session, data: bytes, name: str, media_type: str) -> str:
    """Keep these bytes and return their SHA-256; the same bytes are kept once. `name` serves only to name it.

    `media_type` is what it was judged to be. Raises RefusedFile for more than 25 MB.
    """
    require_size(len(data), name)
    digest = sha256(data)
    row = {"digest": digest, "size": len(data), "media_type": media_type, "content": data}
    if about(session, digest) is None:
        session.execute(insert(table_of(Attachment)), row)
    return digest


def about(session: Session, digest: str) -> Attached | None:
    """Size and type of an attached file; None when it is not here, as when Headquarters has not received it yet."""
    query = select(Attachment.size, Attachment.media_type).where(Attachment.digest == digest)
    row = session.execute(query).one_or_none()
    return Attached(digest, row.size, row.media_type) if row else None


def present(session: Session, digests: Collection[str]) -> frozenset[str]:
    """Those of these digests whose file is here."""
    return frozenset(session.scalars(select(Attachment.digest).where(Attachment.digest.in_(digests))))


def get(session: Session, digest: str) -> bytes:
    """The bytes, proved to be those that were added; raises Problem when they are missing or altered."""
    content = session.scalar(select(Attachment.content).where(Attachment.digest == digest))
    if content is None:
        raise Problem(
            _("This file is not on this computer; the rest of the record is complete."),
            _("Receive it in the next exchange, or ask the office that added it."),
            code="file-not-here",
        )
    data = bytes(content)
    if sha256(data) != digest:
        raise Problem(
            _("This file was altered since it was added, so it is not shown; the rest of the record is complete."),
            _("Restore a backup, or add the file again."),
            code="file-altered",
        )
    return data

"""Attachments: bytes kept in the database under their digest, so that none is lost, doubled or altered unnoticed."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.store.records import Attachment, table_of

WARN_ABOVE = 10 * 1024 * 1024
REFUSE_ABOVE = 25 * 1024 * 1024

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ODT = "application/vnd.oasis.opendocument.text"
_MARKS = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_TEXTS = {"txt": "text/plain", "csv": "text/csv", "eml": "message/rfc822"}
_MAIL_HEADERS = ("from:", "to:", "date:", "subject:", "received:", "return-path:", "mime-version:", "message-id:")


@dataclass(frozen=True, slots=True)
class Attached:
    """What is known of a attached file without reading it. `size` is in bytes."""

    digest: str
    size: int
    media_type: str


def media_type(data: bytes, name: str) -> str:
    """The type of a file by its first bytes; raises Problem when it is none that an agreement's file may hold.

    PDF, PNG, JPEG, DOCX, XLSX, ODT are known by their content whatever their name; TXT, CSV and EML by both.
    """
    by_mark = next((kind for mark, kind in _MARKS if data.startswith(mark)), "")
    kind = by_mark or _office_type(data) or _text_type(data, name)
    if not kind:
        raise Problem(
            _("“{name}” is not of a kind the program keeps; nothing was added.").format(name=name),
            _("Add it as a PDF, a picture (PNG, JPEG), DOCX, XLSX, ODT, TXT, CSV or EML file."),
            code="file-kind-refused",
        )
    return kind


def _office_type(data: bytes) -> str:
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""  # macros
    if "[Content_Types].xml" in names:
        return _WORD if "word/document.xml" in names else _EXCEL if "xl/workbook.xml" in names else ""
    declared = data[30:].startswith(b"mimetype" + _ODT.encode())
    return _ODT if declared and "content.xml" in names else ""


def _text_type(data: bytes, name: str) -> str:
    kind = _TEXTS.get(name.rpartition(".")[2].casefold(), "")
    if not kind or b"\0" in data or not data.strip():
        return ""
    if kind == "message/rfc822" and not data.lstrip().lower().startswith(tuple(h.encode() for h in _MAIL_HEADERS)):
        return ""
    return kind


def caution(size: int) -> str:
    """A sentence for a large file, which slows the mail to Headquarters; empty below 10 MB."""
    if size <= WARN_ABOVE:
        return ""
    megabytes = round(size / 1024 / 1024)
    return _("This file is {size} MB: it will make what you send to Headquarters heavy.").format(size=megabytes)


def put(session: Session, data: bytes, name: str) -> str:
    """Keep these bytes and return their SHA-256; the same bytes are kept once. `name` serves only to judge the type.

    Raises Problem for more than 25 MB and for a kind of file that is not kept.
    """
    if len(data) > REFUSE_ABOVE:
        raise Problem(
            _("“{name}” is larger than 25 MB; nothing was added.").format(name=name),
            _("Make it smaller, for example by scanning at 200 dots per inch in grey, then add it again."),
            code="file-too-large",
        )
    digest = sha256(data)
    row = {"digest": digest, "size": len(data), "media_type": media_type(data, name), "content": data}
    if about(session, digest) is None:
        session.execute(insert(table_of(Attachment)), row)
    return digest


def about(session: Session, digest: str) -> Attached | None:
    """Size and type of a attached file; None when it is not here, as when Headquarters has not received it yet."""
    query = select(Attachment.size, Attachment.media_type).where(Attachment.digest == digest)
    row = session.execute(query).one_or_none()
    return Attached(digest, row.size, row.media_type) if row else None


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
            _("Put a backup back, or add the file again."),
            code="file-altered",
        )
    return data

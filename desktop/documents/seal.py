"""The record inside a PDF of ours: read back, and what may be said of the file around it."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import parse_json, sha256
from desktop.documents.blocks import DocumentRecord
from desktop.documents.codes import foot


def holds_record(data: bytes) -> bool:
    """Whether a file is a PDF with a record of ours inside, sound or not: paper that was scanned has none."""
    from desktop.documents.archive import embedded_record

    try:
        embedded_record(data)
    except Problem:
        return False
    return True


def read_record(data: bytes) -> DocumentRecord:
    """The record attached to a PDF of ours; raises Problem when there is none or it was altered."""
    from desktop.documents.archive import embedded_record

    embedded = embedded_record(data)
    if sha256(embedded.record) != embedded.stated:
        raise Problem(
            _("The record inside this PDF does not match its digest: the file was altered or damaged."),
            _("Ask for the original file, and compare the digest on the printed pages."),
            code="record-altered",
        )
    try:
        value = parse_json(embedded.record)
    except ValueError as error:
        raise Problem(
            _("The record inside this PDF cannot be read: the file was altered or damaged."),
            _("Ask for the original file, and compare the digest on the printed pages."),
            code="record-unreadable",
        ) from error
    return dict(value)


class PaperVerdict(StrEnum):
    """What was found of a PDF that says it is ours."""

    SOUND = "sound"  # byte for byte the file that its office keeps
    UNCHECKED = "unchecked"  # its record is unaltered, its pages were not compared with anything
    OTHER_FILE = "other"  # not the file that its office keeps
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class PdfReport:
    """The verification of a PDF, which needs no office folder. Digests are SHA-256 in hexadecimal.

    `whole` tells whether the attached record matches its digest; `file` is the digest of the file itself;
    `fingerprint` is printed at the foot of every page; `archive` is the standard the file claims; `loose` are the
    fonts that are not embedded.
    """

    title: str
    reference: str
    pages: int
    record: str
    stated: str
    file: str
    fingerprint: str
    archive: str
    whole: bool
    loose: tuple[str, ...] = ()

    def judged(self, identical: bool | None) -> PaperVerdict:
        """What may be said of the paper; `identical`: its office keeps this very file; None when it was not asked.

        The record proves nothing about the pages around it: whoever paints over a page leaves the record as it is.
        """
        if not self.whole:
            return PaperVerdict.ALTERED
        if identical is None:
            lasts = bool(self.archive) and not self.loose  # as we write it: PDF/A with its fonts
            return PaperVerdict.UNCHECKED if lasts else PaperVerdict.ALTERED
        return PaperVerdict.SOUND if identical else PaperVerdict.OTHER_FILE


def verify(data: bytes) -> PdfReport:
    """Verify a PDF of ours; raises Problem when it is no PDF or has no record."""
    from desktop.documents.archive import embedded_record

    embedded = embedded_record(data)
    record = sha256(embedded.record)
    return PdfReport(
        title=embedded.title,
        reference=embedded.reference,
        pages=embedded.pages,
        record=record,
        stated=embedded.stated,
        file=sha256(data),
        fingerprint=foot(record),
        archive=embedded.archive,
        whole=record == embedded.stated,
        loose=embedded.loose,
    )

"""What a file of somebody else is, whatever its name says, and whether it opens: one judgement for all of the program.

Kinds are told by their standards: signatures, the relationships of a package, the fields of a mail, the mark of a text.
What is not told so is a text, or is refused by name.
"""

import re
from dataclasses import dataclass

from desktop.base.compound import SIGNATURE
from desktop.base.decoding import NoTextError, decoded, is_cut
from desktop.base.errors import RefusedFile
from desktop.base.text import _
from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign import compound, kinds, mails, packages, pdfs, pictures
from desktop.documents.foreign.kinds import FileKind, RefusedKind, ending_of, refusal

LEADING = 1024  # bytes before %PDF that readers pass over (ISO 32000-1, implementation notes; Acrobat and qpdf do)
_START = 64 * 1024  # characters by which a text is told

_SIGNATURES: tuple[tuple[bytes, FileKind | RefusedKind], ...] = (
    (b"%PDF-", kinds.PDF),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"GIF87a", kinds.GIF),
    (b"GIF89a", kinds.GIF),
    (b"II*\0", kinds.TIFF),
    (b"MM\0*", kinds.TIFF),
    (b"II+\0", kinds.TIFF),  # BigTIFF
    (b"MM\0+", kinds.TIFF),
    (b"{\\rtf", kinds.RTF),
    (b"MZ", kinds.PROGRAM),
    (b"\x7fELF", kinds.PROGRAM),
    (b"\xca\xfe\xba\xbe", kinds.PROGRAM),
    (b"\xcf\xfa\xed\xfe", kinds.PROGRAM),
    (b"L\0\0\0\x01\x14\x02\0", kinds.SHORTCUT),
    (b"7z\xbc\xaf\x27\x1c", kinds.ARCHIVE),
    (b"Rar!\x1a\x07", kinds.ARCHIVE),
    (b"\x1f\x8b", kinds.ARCHIVE),
    (b"\xfd7zXZ\0", kinds.ARCHIVE),
    (b"BZh", kinds.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", kinds.ARCHIVE),
    (b"MSCF", kinds.ARCHIVE),
    (b"ID3", kinds.RECORDING),
    (b"fLaC", kinds.RECORDING),
    (b"OggS", kinds.RECORDING),
    (b"#!AMR", kinds.RECORDING),
    (b"\x1aE\xdf\xa3", kinds.RECORDING),
    (b"8BPS", kinds.DRAWING),
    (b"%!PS", kinds.DRAWING),
    (b"AT&TFORM", kinds.DRAWING),
    (b"gimp xcf", kinds.DRAWING),
    (b"\xc5\xd0\xd3\xc6", kinds.DRAWING),
    (b"\0\0\0\x0cjP  \r\n", kinds.OTHER_PICTURE),
    (b"\0\0\0\x0cJXL ", kinds.OTHER_PICTURE),
    (b"\xff\x0a", kinds.OTHER_PICTURE),
    (b"\x78\x9f\x3e\x22", kinds.WINMAIL),
    (b"!BDN", kinds.MAILBOX),
    (b"\xe4\x52\x5c\x7b", kinds.NOTES),
    (b"SQLite format 3\0", kinds.DATABASE),
    (b"\0\x01\0\0Standard ", kinds.DATABASE),
    (b"-----BEGIN PGP MESSAGE", kinds.ENCRYPTED),
    (b"age-encryption.org/", kinds.ENCRYPTED),
    (b"[InternetShortcut]", kinds.LINK),
    (b"#!", kinds.PROGRAM),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"heif"}
_AVIF_BRANDS = {b"avif", b"avis"}
_FORMATTED = {kinds.DRAWING, kinds.XML, kinds.WEB_PAGE}  # texts in themselves, told by what stands in them


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """A file that may be kept: its kind, a name with the ending of that kind, and why it cannot be opened, if so."""

    kind: FileKind
    name: str
    flaw: FileFlaw


def judge(content: bytes, name: str) -> JudgedFile:
    """What a file is; raises RefusedFile, with the true reason, for one that is not kept."""
    _require_content(content, name)
    ending = ending_of(name)
    kind = _kind_of(content, name, ending)
    flaw = None
    if kind is None:
        kind, flaw = compound.protected_kind(ending), FileFlaw.PASSWORD
    if isinstance(kind, RefusedKind):
        raise refusal(kind, name)
    return JudgedFile(kind, _named(name, ending, kind), flaw or _flaw(kind, content, name) or FileFlaw.NONE)


def _require_content(content: bytes, name: str) -> None:
    if not content:
        raise RefusedFile(
            _("“{name}” was not added: it is empty.").format(name=name),
            _("Save or copy it again from where it came, then add it."),
            code="file-empty",
        )
    if not content.strip(b"\0"):
        raise RefusedFile(
            _("“{name}” was not added: it holds nothing but zeros, as after a copy that was interrupted.").format(
                name=name
            ),
            _("Save or copy it again from where it came, then add it."),
            code="file-zeros",
        )


def _kind_of(content: bytes, name: str, ending: str) -> FileKind | RefusedKind | None:
    """The kind by content; None for an Office document under a password."""
    if content.startswith(SIGNATURE):
        return compound.compound_kind(content, ending)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return packages.package_kind(content, name)
    kind = next((kind for signature, kind in _SIGNATURES if _is_signed(content, signature)), None)
    kind = kind or _box_kind(content) or _riff_kind(content) or _bitmap_kind(content)
    if kind is None and is_pdf(content):
        kind = kinds.PDF
    return kind or _text_kind(content, name, ending)


def _is_signed(content: bytes, signature: bytes) -> bool:
    """Whether a file begins so; a few letters could begin a text too, which holds no zeros."""
    return content.startswith(signature) and (not signature.isalnum() or b"\0" in content[:_START])


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, which may begin after a mark, line ends or what a server sent before it."""
    at = content.find(b"%PDF-", 0, LEADING + 5)
    lead = content[: max(at, 0)].strip(b"\0\r\n\t \xef\xbb\xbf")
    if at < 0 or not lead:
        return at >= 0
    return b"startxref" in content[at:] and not mails.is_mail(lead.decode("latin-1"), at_least=2)


def is_telephone_picture(content: bytes) -> bool:
    """Whether a file is a HEIC or AVIF picture, in which telephones keep what they photograph."""
    return _box_kind(content) in (kinds.HEIC, kinds.AVIF)


def _box_kind(content: bytes) -> FileKind | RefusedKind | None:
    if content[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, size, 4)}
    if brands & _AVIF_BRANDS:
        return kinds.AVIF
    return kinds.HEIC if brands & _HEIC_BRANDS else kinds.RECORDING


def _riff_kind(content: bytes) -> FileKind | RefusedKind | None:
    if not content.startswith(b"RIFF"):
        return None
    return kinds.WEBP if content[8:12] == b"WEBP" else kinds.RECORDING


def _bitmap_kind(content: bytes) -> FileKind | None:
    """BMP: two letters alone prove nothing, the reserved bytes and the size of its header do."""
    header = int.from_bytes(content[14:18], "little")
    return kinds.BMP if content[:2] == b"BM" and header in (12, 40, 52, 56, 64, 108, 124) else None


# --- texts


def _text_kind(content: bytes, name: str, ending: str) -> FileKind | RefusedKind:
    """What a text is; raises RefusedFile for one whose ending promises what only another program can have saved."""
    if re.match(rb"P[1-6]\s", content):
        return kinds.PORTABLE_MAP
    try:
        text = decoded(content)
    except NoTextError:
        return _by_ending(ending) or kinds.UNKNOWN
    if not text.strip():
        raise RefusedFile(
            _("“{name}” was not added: it holds no text, only blanks.").format(name=name),
            _("Save or copy it again from where it came, then add it."),
            code="file-empty",
        )
    told = kinds.LINK if ending in kinds.LINK.endings else _told_by_words(text[:_START].lstrip().casefold())
    if told is not None:
        return told
    if mails.is_mail(text[:_START], at_least=1 if ending in kinds.MAIL.endings else 3):
        return kinds.MAIL
    return _plain_kind(name, ending)


def _told_by_words(start: str) -> RefusedKind | None:
    start = start.removeprefix("\ufeff")
    if start.startswith(("<!doctype html", "<html")) or (start.startswith("<") and "<html" in start[:2000]):
        return kinds.WEB_PAGE
    if start.startswith("<") and "<svg" in start[:4000]:
        return kinds.DRAWING
    if start.startswith("<?xml"):
        return kinds.XML
    if start.startswith("{") and '"doc_id"' in start[:500]:
        return kinds.LINK
    return None


def _plain_kind(name: str, ending: str) -> FileKind | RefusedKind:
    if ending in kinds.CSV.endings:
        return kinds.CSV
    if ending in kinds.MAIL.endings:
        raise _misnamed(name, ending, kinds.MAIL)
    refused = _by_ending(ending)
    if refused is not None and refused not in _FORMATTED:
        if refused in (kinds.PROGRAM, kinds.LINK, kinds.ENCRYPTED, kinds.DOWNLOADING):
            return refused
        raise _misnamed(name, ending, refused)
    promised = next((kind for kind in kinds.FILE_KINDS if ending in kind.endings and kind is not kinds.TEXT), None)
    if promised is not None:
        raise _misnamed(name, ending, promised)
    return refused or kinds.TEXT


def _misnamed(name: str, ending: str, promised: FileKind | RefusedKind) -> RefusedFile:
    return RefusedFile(
        _("“{name}” was not added: it ends in “.{ending}”, but is not {kind}: it holds plain text.").format(
            name=name, ending=ending, kind=_(promised.words)
        ),
        _("Look at what it says: often it is a message that the download failed. Save the document again."),
        code="file-misnamed",
    )


def _by_ending(ending: str) -> RefusedKind | None:
    return next((kind for kind in kinds.REFUSED_KINDS if ending in kind.endings), None)


# --- names and flaws


def _named(name: str, ending: str, kind: FileKind) -> str:
    """The name with an ending by which other programs open this kind; that of another kind is replaced."""
    if ending in kind.endings or not kind.endings or (kind is kinds.TEXT and ending):
        return name
    known = any(ending in other.endings for other in (*kinds.FILE_KINDS, *kinds.REFUSED_KINDS))
    stem = name[: -len(ending) - 1] if known and ending else name
    return f"{stem}.{kind.endings[0]}"


def _flaw(kind: FileKind, content: bytes, name: str) -> FileFlaw | None:
    if kind is kinds.PDF:
        return pdfs.pdf_flaw(content, name)
    if kind in kinds.PICTURES:
        return pictures.picture_flaw(kind, content, name)
    if kind in (kinds.HEIC, kinds.AVIF):
        return pictures.boxes_flaw(content)
    if kind in (*kinds.OFFICE_PACKAGES, *kinds.OPEN_DOCUMENTS):
        return packages.package_flaw(content)
    if kind is kinds.MAIL:
        return mails.mail_flaw(content)
    if kind is kinds.RTF:
        return None if content.rstrip(b"\0\r\n\t \x1a").endswith(b"}") else FileFlaw.CUT
    return FileFlaw.CUT if kind in (kinds.TEXT, kinds.CSV) and is_cut(content) else None

"""Files that are ZIP packages: Office Open XML (ISO/IEC 29500-2) and OpenDocument (ISO/IEC 26300-3)."""

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from desktop.base.errors import RefusedFile
from desktop.base.swelling import DAMAGED_PACKAGE, swells
from desktop.base.text import _
from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign import kinds
from desktop.documents.foreign.kinds import FileKind, RefusedKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PART = 4 << 20  # bytes of a part that is read as XML: real ones have some kilobytes
PIECE = 1 << 20

_MAIN: dict[str, FileKind | RefusedKind] = {  # what a package is, by the content type of its main part
    "wordprocessingml.document.main": kinds.DOCX,
    "wordprocessingml.template.main": kinds.DOCX,
    "spreadsheetml.sheet.main": kinds.XLSX,
    "spreadsheetml.template.main": kinds.XLSX,
    "presentationml.presentation.main": kinds.PPTX,
    "presentationml.slideshow.main": kinds.PPTX,
    "presentationml.template.main": kinds.PPTX,
    "ms-excel.sheet.binary.macroenabled.main": kinds.BINARY_WORKBOOK,
    "ms-visio.drawing.main": kinds.DRAWING,
}
_ODF = {kind.media_type: kind for kind in kinds.OPEN_DOCUMENTS}
_CUT_NAMES: tuple[
    tuple[bytes, FileKind | RefusedKind], ...
] = (  # of a package whose directory is lost: the names that stand before its parts
    (b"vbaProject.bin", kinds.MACROS),
    (b"word/", kinds.DOCX),
    (b"xl/", kinds.XLSX),
    (b"ppt/", kinds.PPTX),
)


def package_kind(content: bytes, name: str) -> FileKind | RefusedKind:
    """What a package is, by its relationships or its type; raises RefusedFile for one that unfolds too far."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if swells(package, len(content)):
                raise unfolds_too_far(name)
            if any(part.flag_bits & 1 for part in package.infolist()):
                return _cut_kind(content)  # its parts cannot be read, their names can
            return _kind_of(package)
    except DAMAGED_PACKAGE:
        return _cut_kind(content)


def package_flaw(content: bytes) -> FileFlaw | None:
    """Why a package cannot be opened: a password, or parts that are missing or damaged; None when all are sound."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if any(part.flag_bits & 1 for part in package.infolist()):
                return FileFlaw.PASSWORD
            names = {part.filename.casefold(): part.filename for part in package.infolist()}
            manifest = names.get("meta-inf/manifest.xml")
            if manifest and b"encryption-data" in _part(package, manifest):
                return FileFlaw.PASSWORD
            for part in package.infolist():
                _read_through(package, part)
            return None if main_part(package) != "" else FileFlaw.CUT
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, KeyError, OSError):
        return FileFlaw.CUT
    except NotImplementedError:
        return None  # folded in a way that this program does not know: nothing was seen to be wrong


def unfolds_too_far(name: str) -> RefusedFile:
    """What is said of a small file that takes all the memory of a computer when it is opened."""
    return RefusedFile(
        _("“{name}” was not added: it would swell to many times its size when opened and block the computer.").format(
            name=name
        ),
        _("Do not open it. Ask whoever sent it for the document as a PDF."),
        code="file-unfolds-too-far",
    )


def _kind_of(package: zipfile.ZipFile) -> FileKind | RefusedKind:
    names = [part.filename.replace("\\", "/") for part in package.infolist()]
    folded = {name.casefold() for name in names}
    if "[content_types].xml" in folded:
        return _office_kind(package, folded)
    if "mimetype" in folded:
        return _open_kind(package, names)
    if "index/document.iwa" in folded or "index.apxl" in folded:
        return kinds.APPLE
    if "meta-inf/manifest.mf" in folded or "androidmanifest.xml" in folded:
        return kinds.PROGRAM
    return kinds.ARCHIVE


def _office_kind(package: zipfile.ZipFile, names: set[str]) -> FileKind | RefusedKind:
    """Office Open XML: the relationships of the package name its main part, the content types what that is."""
    types = _content_types(package)
    if any("vbaproject" in text for text in (*names, *types.values())):
        return kinds.MACROS
    main = main_part(package)
    if main is None:
        relations = _part_named(package, "_rels/.rels")
        return kinds.PRINTED if b"fixedrepresentation" in relations.lower() else kinds.ARCHIVE
    declared = types.get(main.casefold()) or types.get(f"*.{kinds.ending_of(main)}", "")
    if "macroenabled" in declared and "binary" not in declared:
        return kinds.MACROS
    if not main:  # it is missing: what the package was is told by the types that are left
        declared = " ".join(types.values())
    return next((kind for mark, kind in _MAIN.items() if mark in declared), kinds.UNKNOWN)


def main_part(package: zipfile.ZipFile) -> str | None:
    """The part that the package's relationships name as the document; "" where it is missing, None where none is."""
    relations = _part_named(package, "_rels/.rels")
    if not relations:
        return "" if _part_named(package, "[Content_Types].xml") else None
    for relation in _xml(relations):
        if relation.get("Type", "").endswith(("/officeDocument", "/relationships/document")):
            target = posixpath.normpath(posixpath.join("/", relation.get("Target", ""))).lstrip("/")
            names = {part.filename.replace("\\", "/").casefold(): part.filename for part in package.infolist()}
            return names.get(target.casefold(), "")
    return None


def _content_types(package: zipfile.ZipFile) -> dict[str, str]:
    """The declared types in small letters, by part in small letters, and by `*.ending`."""
    types: dict[str, str] = {}
    for declaration in _xml(_part_named(package, "[Content_Types].xml")):
        declared = declaration.get("ContentType", "").casefold()
        if "PartName" in declaration.attrib:
            types[declaration.get("PartName", "").lstrip("/").casefold()] = declared
        else:
            types[f"*.{declaration.get('Extension', '').casefold()}"] = declared
    return types


def _open_kind(package: zipfile.ZipFile, names: list[str]) -> FileKind | RefusedKind:
    """OpenDocument and EPUB: their first part, `mimetype`, says what they are."""
    declared = _part_named(package, "mimetype").decode("ascii", "replace").strip().removesuffix("-template")
    if declared == "application/epub+zip":
        return kinds.BOOK
    if any(re.fullmatch(r"Basic/[^/]+/(?!script-l[bc]\.xml).+\.xml|Scripts/.+[^/]", name) for name in names):
        return kinds.MACROS
    return _ODF.get(declared, kinds.DATABASE if declared.endswith(".base") else kinds.ARCHIVE)


def _cut_kind(content: bytes) -> FileKind | RefusedKind:
    """What is left of a package whose directory, which stands at its end, is missing."""
    heads = re.findall(rb"PK\x03\x04.{22}(..)..(.{1,200})", content, re.DOTALL)
    names = [rest[: int.from_bytes(length, "little")] for length, rest in heads]
    if names[:1] == [b"mimetype"]:
        start = content[38:138]
        fitting = [kind for media_type, kind in _ODF.items() if start.startswith(media_type.encode())]
        return max(fitting, key=lambda kind: len(kind.media_type), default=kinds.ARCHIVE)
    if any(name in (b"[Content_Types].xml", b"_rels/.rels") for name in names):
        return next((kind for mark, kind in _CUT_NAMES if any(mark in name for name in names)), kinds.UNKNOWN)
    return kinds.ARCHIVE


def _part_named(package: zipfile.ZipFile, wanted: str) -> bytes:
    """A small part, its name in any case; empty where there is none."""
    for part in package.infolist():
        if part.filename.replace("\\", "/").casefold() == wanted.casefold():
            return _part(package, part.filename)
    return b""


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as opened:
        return opened.read(PART)


def _read_through(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unfold a part, a piece at a time; raises BadZipFile where its checksum is wrong."""
    with package.open(part) as opened:
        while opened.read(PIECE):
            pass


def _xml(content: bytes) -> "Element":
    """The root of a small XML part; raises ValueError for one that is damaged or defines entities."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content)
    except (ParseError, LookupError) as error:
        raise ValueError("damaged XML") from error
    return root

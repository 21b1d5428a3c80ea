"""Files of others: those stored in `evidence_files`, saved by the programs that its table names, and unusable ones.

The unusable ones are made here: cut, emptied, put under a password, misnamed, or swelling when they are opened.
"""

import csv
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent / "evidence_files"


@dataclass(frozen=True)
class SavedFile:
    """A file as a program saved it. `kind` is its media type, `password`, or `refused: ` with the code."""

    name: str
    kind: str
    program: str
    version: str

    @property
    def content(self) -> bytes:
        return (FOLDER / self.name).read_bytes()


def _saved_files() -> tuple[SavedFile, ...]:
    with (FOLDER / "programs.csv").open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table)
        return tuple(SavedFile(row["file"], row["kind"], row["program"], row["version"]) for row in rows)


SAVED = _saved_files()
SOUND = tuple(saved for saved in SAVED if "/" in saved.kind)


def saved(name: str) -> bytes:
    """The content of one of them."""
    return (FOLDER / name).read_bytes()


def without_zip_end(name: str) -> bytes:
    """A package whose download stopped: its directory, which stands at its end, is missing."""
    content = saved(name)
    return content[: content.rindex(b"PK\x05\x06") * 2 // 3]


def repacked(name: str, change: Mapping[str, bytes | None]) -> bytes:
    """The package with other parts; None leaves a part out."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(name))) as package, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as other:
        for part in package.namelist():
            if part not in change:
                other.writestr(part, package.read(part))
        for part, content in change.items():
            if content is not None:
                other.writestr(part, content)
    return written.getvalue()


def packed(**members: bytes) -> bytes:
    """A ZIP file of these parts; `__` in a name is a slash, `_` before its last word a dot."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in members.items():
            path = name.replace("__", "/")
            stem, _underscore, ending = path.rpartition("_")
            package.writestr(f"{stem}.{ending}" if stem else path, content)
    return written.getvalue()


def damaged_inside(name: str) -> bytes:
    """The package with a wrong byte in the middle of its largest part, as a failing stick gives it back."""
    content = bytearray(saved(name))
    with zipfile.ZipFile(BytesIO(bytes(content))) as package:
        part = max(package.infolist(), key=lambda info: info.compress_size)
    at = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    content[at : at + 8] = bytes(byte ^ 0xFF for byte in content[at : at + 8])
    return bytes(content)


def zip_bomb() -> bytes:
    """A workbook of 100 kB whose sheet unfolds to 100 MB."""
    return repacked("openpyxl.xlsx", {"xl/worksheets/sheet1.xml": b"<x>" + b" " * (100 << 20)})


def pdf_bomb() -> bytes:
    """A PDF whose structure, which is read before any page, unfolds to 300 MB."""
    folding, folded = zlib.compressobj(9), b""
    for _piece in range(300):
        folded += folding.compress(b" " * (1 << 20))
    folded += folding.flush()
    head = b"%PDF-1.7\n1 0 obj\n<</Type /ObjStm /N 1 /First 10 /Filter /FlateDecode /Length "
    return head + str(len(folded)).encode() + b">>\nstream\n" + folded + b"\nendstream\nendobj\nstartxref\n0\n%%EOF\n"


def picture_bomb() -> bytes:
    """A PNG of a few bytes that asks for 60,000 by 60,000 pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def locked_zip(name: str) -> bytes:
    """The package with its parts marked as encrypted, as archiving programs mark them."""
    content = bytearray(saved(name))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def half(name: str, share: float = 0.5) -> bytes:
    """The first half of a file."""
    content = saved(name)
    return content[: int(len(content) * share)]


def encrypted_odt() -> bytes:
    """An OpenDocument text under a password: its manifest says so (OpenDocument 1.3, part 2, 4.8)."""
    manifest = b'<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    return repacked("writer.odt", {"META-INF/manifest.xml": manifest})


PASSWORD, CUT = "password", "cut"  # the flaws of files that are kept
UNUSABLE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "verrouille.pdf": (lambda: saved("qpdf-user-password.pdf"), PASSWORD),
    "verrouille.xlsx": (lambda: saved("msoffcrypto.xlsx"), PASSWORD),
    "verrouille.odt": (encrypted_odt, PASSWORD),
    "verrouille.docx": (lambda: locked_zip("python-docx.docx"), PASSWORD),
    "coupe-linearise.pdf": (lambda: half("qpdf-linearized.pdf"), CUT),
    "coupe-writer.pdf": (lambda: half("writer.pdf"), CUT),
    "coupe-objets.pdf": (lambda: half("qpdf-object-streams.pdf", 0.8), CUT),
    "coupe-debut.pdf": (lambda: saved("reportlab.pdf")[:300], CUT),
    "coupe-scan.pdf": (lambda: half("img2pdf.pdf", 0.7), CUT),
    "coupe.jpg": (lambda: half("imagemagick.jpg"), CUT),
    "coupe-progressif.jpg": (lambda: half("pillow-progressive.jpg", 0.7), CUT),
    "coupe.png": (lambda: half("netpbm.png"), CUT),
    "coupe.gif": (lambda: half("imagemagick.gif"), CUT),
    "coupe.bmp": (lambda: half("imagemagick.bmp"), CUT),
    "coupe.tif": (lambda: half("poppler.tif"), CUT),
    "coupe-lzw.tif": (lambda: half("pillow.tif", 0.6), CUT),
    "coupe.webp": (lambda: half("cwebp.webp"), CUT),
    "coupe.heic": (lambda: half("libheif.heic"), CUT),
    "coupe.avif": (lambda: half("pillow.avif"), CUT),
    "coupe.docx": (lambda: without_zip_end("python-docx.docx"), CUT),
    "coupe.xlsx": (lambda: without_zip_end("calc.xlsx"), CUT),
    "coupe.odt": (lambda: without_zip_end("writer.odt"), CUT),
    "abime.docx": (lambda: damaged_inside("writer.docx"), CUT),
    "sans-document.docx": (lambda: repacked("python-docx.docx", {"word/document.xml": None}), CUT),
    "coupe.rtf": (lambda: half("writer.rtf"), CUT),
    "coupe.eml": (lambda: half("python-email.eml", 0.8), CUT),
    "coupe-utf16.txt": (lambda: saved("iconv-utf16.txt")[:-1], CUT),
    "vide.pdf": (lambda: b"", "file-empty"),
    "blancs.txt": (lambda: b" \r\n\r\n", "file-empty"),
    "zeros.docx": (lambda: bytes(4096), "file-zeros"),
    "ancien.doc": (lambda: saved("writer.doc"), "file-is-old-office"),
    "ancien.xls": (lambda: saved("calc.xls"), "file-is-old-office"),
    "ancien.ppt": (lambda: compound_with("PowerPoint Document"), "file-is-old-office"),
    "ancien-renomme.docx": (lambda: saved("writer.doc"), "file-is-old-office"),
    "message.msg": (lambda: compound_with("__properties_version1.0"), "file-is-outlook-message"),
    "winmail.dat": (lambda: b"\x78\x9f\x3e\x22" + bytes(60), "file-is-outlook-message"),
    "macros.docm": (
        lambda: repacked("python-docx.docx", {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"}),
        "file-holds-macros",
    ),
    "macros-renomme.docx": (
        lambda: repacked("python-docx.docx", {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"}),
        "file-holds-macros",
    ),
    "macros.ods": (
        lambda: repacked("calc.ods", {"Basic/Standard/Module1.xml": b"<script:module/>"}),
        "file-holds-macros",
    ),
    "archive.zip": (lambda: saved("sevenzip.zip"), "file-is-archive"),
    "archive.7z": (lambda: saved("sevenzip.7z"), "file-is-archive"),
    "archive-renommee.pdf": (lambda: packed(letter_txt=b"x"), "file-is-archive"),
    "facture.pdf": (lambda: b"MZ\x90\0\x03\0\0\0\x04\0", "file-is-program"),
    "facture.pdf.exe": (lambda: b"MZ\x90\0\x03\0\0\0\x04\0", "file-is-program"),
    "lire.bat": (lambda: b"@echo off\r\ndel *.*\r\n", "file-is-program"),
    "page.html": (lambda: b"<!DOCTYPE html><html><body>Registre</body></html>", "file-is-web-page"),
    "telecharge.pdf": (lambda: b"<html><head><title>404</title></head></html>", "file-is-web-page"),
    "erreur.pdf": (lambda: b'{"error": "session expired"}', "file-misnamed"),
    "lettre.docx": (lambda: "Voici la lettre demandée.\n".encode(), "file-misnamed"),
    "photo.jpg": (lambda: b"Bonjour, je n'arrive pas a joindre la photo.\n", "file-misnamed"),
    "pas-un-message.eml": (lambda: b"Bonjour, voici le message.\n", "file-misnamed"),
    "dessin.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "file-is-drawing"),
    "page.ps": (lambda: b"%!PS-Adobe-3.0\n", "file-is-drawing"),
    "voix.mp3": (lambda: b"ID3\x04\0\0\0\0\0\0" + bytes(50), "file-is-recording"),
    "film.mp4": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(50), "file-is-recording"),
    "raccourci.lnk": (lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(60), "file-is-link"),
    "site.url": (lambda: b"[InternetShortcut]\r\nURL=https://exemple.test/\r\n", "file-is-link"),
    "secret.pgp": (lambda: b"-----BEGIN PGP MESSAGE-----\n\nabc\n", "file-is-encrypted"),
    "bombe.xlsx": (zip_bomb, "file-unfolds-too-far"),
    "bombe.pdf": (pdf_bomb, "file-unfolds-too-far"),
    "bombe.png": (picture_bomb, "file-unfolds-too-far"),
    "inconnu.bin": (lambda: bytes(range(256)) * 4, "file-kind-refused"),
}


def compound_with(stream: str) -> bytes:
    """A compound file whose main stream has this name, by which PowerPoint and Outlook (MS-OXMSG) are known."""
    content = saved("writer.doc")
    at = content.index("WordDocument".encode("utf-16-le"))
    name = stream.encode("utf-16-le").ljust(64, b"\0")
    return content[:at] + name + struct.pack("<H", len(stream) * 2 + 2) + content[at + 66 :]


def sound_pdf(words: str = "exemple") -> bytes:
    """A PDF of one page that opens; the same words give the same bytes, at any second."""
    import pikepdf

    written = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = words
        pdf.save(written, deterministic_id=True)
    return written.getvalue()


def sound_png() -> bytes:
    """A PNG that opens."""
    from PIL import Image

    written = BytesIO()
    Image.new("L", (4, 4)).save(written, "PNG")
    return written.getvalue()

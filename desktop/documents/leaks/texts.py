"""The texts that a file holds, in their order: what it shows, and its names, attributes, comments and properties."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote

from desktop.base.decoding import NoTextError, decoded
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.documents.leaks.pdf_texts import UnreadablePdf, pdf_texts

PNG = b"\x89PNG\r\n\x1a\n"
DEEPEST = 6  # packages within packages
MOST = 1 << 30  # bytes that the parts of a package unfold to
_HIDDEN_MARKUP = re.compile(r"<!--(.*?)-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_WITHIN = re.compile(  # what stands within a word or between words of one text: on pages, and between runs of Office
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>"
    r"|</(\w+:)?t></(?:\1)?r><(?:\1)?r(?:\s[^<>]*)?>(?:<(?:\1)?rPr>.*?</(?:\1)?rPr>)?<(?:\1)?t(?:\s[^<>]*)?>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_TOLD_IN_TAGS = re.compile(r"<[^<>]*=[^<>]*>|<[!?][^<>]*>")
_NAME_OF_TAG = re.compile(r"<[/!?]?([^\s<>/]{7,})")
_ATTRIBUTE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_CELLS = re.compile(rb' r="[A-Z]{1,3}[0-9]{1,7}"')  # the place of a cell in a sheet, of which each has another
_CUT = re.compile(r"[;\t\r\n]+")
_HEADINGS = re.compile(  # of a table whose cells are parted by commas
    r"\ufeff?[^\n,;\"]+(?:,(?! )(?:\"[^\"\n]*\"|[^\n,;\"]+)){5,}\r?\n"
)
_CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"|([^,"\r\n]+)')
_QUOTED = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"|([^"]+)', re.DOTALL)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([nrtbf/\"'\\])")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_BYTES_8 = re.compile(rb"[\x20-\x7e\x80-\xff]{4,}")
_BYTES_16 = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}")
_SHORT = re.compile(r"[\W\d_]*|.{0,2}")


def texts(name: str, content: bytes, depth: int = 0) -> Iterator[str]:
    """Every text of a file, by what its bytes are; raises Problem `leaks-unreadable` where they cannot be read.

    The names of the parts of a package are among them, its own name is not.
    """
    if depth > DEEPEST:
        raise unreadable(name)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _package(name, content, depth)
    elif content[:1024].lstrip().startswith(b"%PDF-"):
        yield from _pdf(name, content, depth)
    elif content.startswith(b"\x1f\x8b"):
        yield from texts(name, zlib.decompress(content, 47), depth + 1)
    else:
        try:
            text = decoded(_CELLS.sub(b"", content) if b"<sheetData" in content else content)
        except NoTextError:
            text = ""
        if text and "\x00" not in text:
            yield from text_pieces(text)
        else:
            yield from _binary(content)


def unreadable(name: str) -> Problem:
    """What is said where nobody can tell what a file holds."""
    return Problem(
        _("“{name}” cannot be read to see whether anything hidden is in it; nothing was handed out.").format(name=name),
        _("Write the edition again. If it happens again, tell support."),
        code="leaks-unreadable",
    )


def text_pieces(text: str) -> Iterator[str]:
    """The pieces of a text by its own marks: markup, JSON, or lines and cells."""
    start = text[:200].lstrip()
    if start.startswith("<") or "</" in text[:4096]:
        yield from _marked_up(text)
    elif start.startswith(("{", "[")):
        yield from _json(text)
    elif _HEADINGS.match(text):
        yield from (quoted or plain for quoted, plain in _CELL.findall(text))
    else:
        yield from _CUT.split(text)


def readings(piece: str) -> Iterator[str]:
    """What a piece says where signs stand for others: escapes of scripts, of addresses, of markup; nothing else."""
    if "\\" in piece and (unescaped := _unescaped(piece)) != piece:
        yield unescaped
    if "%" in piece and _PERCENT.search(piece):
        yield unquote(piece, errors="replace")
    if "&" in piece and (reading := html.unescape(piece)) != piece:
        yield reading


def _marked_up(text: str) -> Iterator[str]:
    """What stands between tags, as one text across tags that part no words; then attributes, comments, other names."""
    comments = ["".join(hidden) for hidden in _HIDDEN_MARKUP.findall(text)]
    if comments:
        text = _HIDDEN_MARKUP.sub(" ", text)
    tags = dict.fromkeys(_TOLD_IN_TAGS.findall(text))
    names = dict.fromkeys(_NAME_OF_TAG.findall(text))
    shown = _TAG.split(_WITHIN.sub("", text))
    yield from (html.unescape(piece) if "&" in piece else piece for piece in shown if piece and not piece.isspace())
    for tag in tags:
        values = ("".join(value) for value in _ATTRIBUTE.findall(tag))
        yield from (html.unescape(value) for value in values if not _SHORT.fullmatch(value) or len(value) > 4)
        if tag.startswith(("<?", "<!")):
            yield tag
    yield from names
    for comment in comments:
        yield from text_pieces(comment) if "<" in comment else (html.unescape(comment),)


def _json(text: str) -> Iterator[str]:
    for quoted, between in _QUOTED.findall(text):
        if quoted:
            yield quoted
        elif len(between) > 8 or not _SHORT.fullmatch(between):
            yield between


def _unescaped(text: str) -> str:
    """With the signs that JSON and scripts write by numbers; halves of a sign outside the first plane are joined."""
    reading = _ESCAPED.sub(lambda sign: chr(int(sign[1] or sign[2], 16)) if sign[1] or sign[2] else " ", text)
    return reading.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pdf(name: str, content: bytes, depth: int) -> Iterator[str]:
    try:
        for part in pdf_texts(content):
            if isinstance(part, str):
                yield part
            else:
                yield from texts(name, part, depth + 1)
    except UnreadablePdf as error:
        raise unreadable(name) from error


def _package(name: str, content: bytes, depth: int) -> Iterator[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MOST or any(part.flag_bits & 1 for part in parts):
                raise unreadable(name)
            yield decoded(package.comment) if package.comment else ""
            for part in parts:
                yield part.filename
                yield from _binary(part.comment + b" " + part.extra)
            for part in parts:
                yield from texts(f"{name}/{part.filename}", package.read(part), depth + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, NoTextError) as error:
        raise unreadable(name) from error


def _binary(content: bytes) -> Iterator[str]:
    """Texts within bytes that are none, such as the properties of a picture: of one byte a sign, of two, of UTF-8."""
    for run in _BYTES_8.findall(content):
        yield run.decode("utf-8", "ignore")
        if not run.isascii():
            yield run.decode("cp1252", "replace")
    for run in _BYTES_16.findall(content):
        yield run.decode("utf-16-le")
    for run in _BYTES_16.findall(content[1:]):
        yield run.decode("utf-16-le")
    if content.startswith(PNG):
        yield from _png(content)
    yield from _picture(content)


def _png(content: bytes) -> Iterator[str]:
    """The texts of a PNG (ISO/IEC 15948, 11.3.4), folded ones too, several of one name too."""
    at = len(PNG)
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        chunk = content[at + 8 : at + 8 + length]
        at += length + 12
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for begun in re.finditer(rb"\x00(?=[^\x00])", chunk):  # a folded text, or a plain one, is last
                yield _unfolded(chunk[begun.end() :])


def _unfolded(chunk: bytes) -> str:
    try:
        return zlib.decompressobj().decompress(chunk).decode("utf-8", "replace")
    except zlib.error:
        return chunk.decode("utf-8", "replace")


def _picture(content: bytes) -> Iterator[str]:
    """The properties of a picture, unfolded."""
    from PIL import ExifTags, Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as picture:
            picture.load()
            properties = dict(picture.info)
            exif = picture.getexif()
            properties |= {f"exif {tag}": value for tag, value in exif.items()}
            for directory in ExifTags.IFD:
                properties |= {f"exif {directory} {tag}": value for tag, value in exif.get_ifd(directory).items()}
            properties |= {f"text {key}": value for key, value in getattr(picture, "text", {}).items()}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, EOFError, Image.DecompressionBombError):
        return
    for key, value in properties.items():
        yield str(key)
        if isinstance(value, bytes):
            yield value.decode("utf-8", "replace")
            yield value.decode("utf-16-le", "replace")
        else:
            yield from text_pieces(str(value))

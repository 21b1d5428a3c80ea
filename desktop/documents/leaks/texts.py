"""The texts that a file holds, in their order: what it shows, and its names, attributes, comments and properties."""

import html
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from urllib.parse import unquote

from desktop.base.decoding import NoTextError, decoded, has_refused
from desktop.documents.leaks.pdf_texts import UnreadablePdf, pdf_texts

PNG = b"\x89PNG\r\n\x1a\n"
DEEPEST = 6  # packages within packages
MOST = 1 << 30  # bytes that the parts of a package unfold to
_HIDDEN_MARKUP = re.compile(r"<!--(.*?)-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_INLINE = re.compile(  # what stands within a word or between words of one text on pages
    r"/?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?"
)
_RUNS = re.compile(  # what parts two runs of one text in files of Office
    r"</(\w+:)?t></(?:\1)?r><(?:\1)?r(?:\s[^<>]*)?>(?:<(?:\1)?rPr>.*?</(?:\1)?rPr>)?<(?:\1)?t(?:\s[^<>]*)?>", re.DOTALL
)
_NAME_OF_TAG = re.compile(r"[/!?]?([^\s/]{7,})")
_ATTRIBUTE = re.compile(r"=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"']+))")
_CELLS = re.compile(rb' r="[A-Z]{1,3}[0-9]{1,7}"')  # the place of a cell in a sheet, of which each has another
_CUT = re.compile(r"[;\t\r\n]+")
_HEADINGS = re.compile(  # of a table whose cells are parted by commas
    r"\ufeff?[^\n,;\"]+(?:,(?! )(?:\"[^\"\n]*\"|[^\n,;\"]+)){5,}\r?\n"
)
_CELL = re.compile(r"[,\r\n]+")
_QUOTE, _SLASH = (
    "\x02",
    "\x03",
)  # stand for \" and \\ while a text is parted at its quotation marks; in none by themselves
_NEXT = "\x02"  # stands for the signs between two tags
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([nrtbf/\"'\\])")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_BYTES_8 = re.compile(rb"[\x20-\x7e\x80-\xff]{4,}")
_BYTES_16 = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}")
_SHORT = re.compile(r"[\W\d_]*|.{0,2}")


class UnreadableFile(Exception):
    """Nobody can tell what a file holds, by its name."""


def texts(name: str, content: bytes, depth: int = 0) -> list[str]:
    """Every text of a file, by what its bytes are; raises UnreadableFile where they cannot be read.

    The names of the parts of a package are among them, its own name is not.
    """
    if depth > DEEPEST:
        raise UnreadableFile(name)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return list(_package(name, content, depth))
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(name, content, depth)
    if content.startswith(b"\x1f\x8b"):
        try:
            return texts(name, zlib.decompress(content, 47), depth + 1)
        except zlib.error as error:
            raise UnreadableFile(name) from error
    if b"<sheetData" in content[:4096]:
        content = _CELLS.sub(b"", content)
    if (b"</" in content[:4096] or content.startswith(b"<")) and not has_refused(content):
        try:
            return _marked_up(content.decode("latin-1"), _from_utf8)  # letters are read once for each piece
        except UnicodeDecodeError:
            return _decoded_pieces(content)
    return _decoded_pieces(content)


def _decoded_pieces(content: bytes) -> list[str]:
    """The pieces of a text in whatever encoding, or of bytes that are none."""
    try:
        return text_pieces(decoded(content))
    except NoTextError:
        return list(_binary(content))


def text_pieces(text: str) -> list[str]:
    """The pieces of a text by its own marks: markup, JSON, or lines and cells."""
    start = text[:200].lstrip()
    if start.startswith("<") or "</" in text[:4096]:
        return _marked_up(text)
    if start.startswith(("{", "[")):
        return _json(text)
    return _cells(text) if _HEADINGS.match(text) else _CUT.split(text)


def readings(piece: str) -> Iterator[str]:
    """What a piece says where signs stand for others: escapes of scripts, of addresses, of markup; nothing else."""
    if "\\" in piece and (unescaped := _unescaped(piece)) != piece:
        yield unescaped
    if "%" in piece and _PERCENT.search(piece):
        yield unquote(piece, errors="replace")
    if "&" in piece and (reading := html.unescape(piece)) != piece:
        yield reading


def _from_utf8(text: str) -> str:
    return text if text.isascii() else text.encode("latin-1").decode()


def _marked_up(text: str, letters: Callable[[str], str] = str) -> list[str]:
    """What stands between tags, as one text across tags that part no words; then attributes, comments, other names.

    `letters` reads each piece where the signs of the text are bytes.
    """
    comments: list[str] = []
    markup = _Markup(text, letters)
    if any(tag.startswith(("!--", "![CDATA[")) for tag in markup.tags):
        comments = [letters("".join(hidden)) for hidden in _HIDDEN_MARKUP.findall(text)]
        text = _HIDDEN_MARKUP.sub(" ", text)
        markup = _Markup(text, letters)
    tags = markup.tags
    if any(tag == "/r" or tag.endswith(":r") for tag in tags):
        markup = _Markup(_RUNS.sub("", text), letters)
    pieces = [piece for piece in markup.together() if piece and not piece.isspace()]
    for tag in tags:
        values = ("".join(value) for value in _ATTRIBUTE.findall(tag)) if "=" in tag else ()
        pieces += [html.unescape(value) for value in values if not _SHORT.fullmatch(value) or len(value) > 4]
        if tag.startswith(("?", "!")):
            pieces.append(tag)
    names = (_NAME_OF_TAG.match(tag) for tag in tags)
    pieces += dict.fromkeys(name[1] for name in names if name)
    for comment in comments:
        pieces += text_pieces(comment) if "<" in comment else (html.unescape(comment),)
    return pieces


class _Markup:
    """A text parted at its tags. Tags without a text between them stay together: most of a table are such."""

    def __init__(self, text: str, letters: Callable[[str], str]) -> None:
        first, *self._parts = text.replace("><", _NEXT).split("<")
        self._first = letters(first)
        self._shown: dict[str, str] = {}  # of each part
        self._within: set[str] = set()  # the parts that begin with tags which part no words
        heads: dict[str, bool] = {}  # the tags before a text, and whether they part no words
        for part in dict.fromkeys(self._parts):
            before, _next, last = part.rpartition(_NEXT)
            tag, closed, piece = last.partition(">")
            if not closed:  # a sign that opens no tag
                tag, piece = "", f"<{last}"
            if ">" in before:  # it stood in a text, right before a tag
                piece = "".join((*(f"{own.partition('>')[2]}>" for own in before.split(_NEXT) if ">" in own), piece))
            head = f"{before}{_NEXT}{tag}"
            if head not in heads:
                heads[head] = all(not own or _INLINE.fullmatch(own) for own in head.split(_NEXT))
            if heads[head]:
                self._within.add(part)
            piece = piece if piece.isascii() else letters(piece)
            self._shown[part] = html.unescape(piece) if "&" in piece else piece
        tags = dict.fromkeys(_NEXT.join(heads).split(_NEXT) if heads else ())
        self.tags = list(map(letters, dict.fromkeys(own.partition(">")[0] for own in tags)))

    def together(self) -> Iterable[str]:
        """What is shown, as one text over tags that part no words."""
        shown, within = self._shown, self._within
        if not within:
            return (self._first, *map(shown.__getitem__, self._parts))
        texts, together = list[str](), [self._first]
        for part in self._parts:
            if part in within:
                together.append(shown[part])
            else:
                texts.append("".join(together))
                together = [shown[part]]
        return (*texts, "".join(together))


def _json(text: str) -> list[str]:
    """What is quoted, and what stands between unless it is as good as nothing."""
    parts = _parted(text)
    between = {part: "" if len(part) <= 8 and _SHORT.fullmatch(part) else part for part in dict.fromkeys(parts[::2])}
    parts[::2] = map(between.__getitem__, parts[::2])
    return [part for part in parts if part]


def _cells(text: str) -> list[str]:
    """The cells of a table that are parted by commas."""
    parts = text.replace('""', _QUOTE).split('"')
    return [cell for at, part in enumerate(parts) for cell in ((part,) if at % 2 else _CELL.split(part)) if cell]


def _parted(text: str) -> list[str]:
    """A text parted at its quotation marks but for those behind a backslash: every second part is quoted."""
    if "\\" not in text:
        return text.split('"')
    parts = text.replace("\\\\", _SLASH).replace('\\"', _QUOTE).split('"')
    marked = {part for part in dict.fromkeys(parts) if _SLASH in part or _QUOTE in part}
    return [part.replace(_QUOTE, '\\"').replace(_SLASH, "\\\\") if part in marked else part for part in parts]


def _unescaped(text: str) -> str:
    """With the signs that JSON and scripts write by numbers; halves of a sign outside the first plane are joined."""
    reading = _ESCAPED.sub(lambda sign: chr(int(sign[1] or sign[2], 16)) if sign[1] or sign[2] else " ", text)
    return reading.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pdf(name: str, content: bytes, depth: int) -> list[str]:
    pieces: list[str] = []
    try:
        for part in pdf_texts(content):
            pieces += texts(name, part, depth + 1) if isinstance(part, bytes) else part
    except UnreadablePdf as error:
        raise UnreadableFile(name) from error
    return pieces


def _package(name: str, content: bytes, depth: int) -> Iterator[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MOST or any(part.flag_bits & 1 for part in parts):
                raise UnreadableFile(name)
            yield decoded(package.comment) if package.comment else ""
            for part in parts:
                yield part.filename
                yield from _binary(part.comment + b" " + part.extra)
            for part in parts:
                yield from texts(f"{name}/{part.filename}", package.read(part), depth + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, NoTextError) as error:
        raise UnreadableFile(name) from error


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

"""The texts of a PDF (ISO 32000): as its pages show them, and every other string, property, name and file in it.

Pages are read by their fonts, so that letters which stand apart, are joined in one sign or have numbers of their own
are the letters that a reader copies. All else is read from the unfolded objects, where nothing is overlooked because no
page names it.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from html.entities import name2codepoint
from io import BytesIO
from typing import Any

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_SHOWN = re.compile(
    rb"/([^\s/\[\]()<>{}%]+)\s+[-\d.]+\s+Tf|\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<([0-9A-Fa-f\s]+)>|(ET|Tm|Td|TD|T\*)\b",
    re.DOTALL,
)
_LITERAL = re.compile(
    rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<([0-9A-Fa-f\s]{4,})>|/([^\s/\[\]()<>{}%]{6,})", re.DOTALL
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b"", b"\r": b""}
_OTHER_FILTER = re.compile(rb"/(?:LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL|Crypt)\b")
_PICTURE = re.compile(rb"/(?:DCTDecode|DCT|JPXDecode|CCITTFaxDecode|CCF|JBIG2Decode)\b")
_SPAN = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CODES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_MARKS = re.compile(rb"%[^\r\n]*|/[A-Za-z]+\s*<<.*?>>", re.DOTALL)  # what a drawing says that nobody sees
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")

Letters = Mapping[int, str]


class UnreadablePdf(Exception):
    """A PDF that cannot be opened, or is encrypted."""


def pdf_texts(content: bytes) -> Iterator[str | bytes]:
    """Every text of a PDF, and as bytes the files in it; raises UnreadablePdf."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise UnreadablePdf
            fonts: dict[tuple[int, int], _Font] = {}
            for page in pdf.pages:
                yield from _page_texts(page.obj, set(), fonts)
            if _OTHER_FILTER.search(content):
                for part in pdf.objects:
                    if isinstance(part, pikepdf.Stream) and _OTHER_FILTER.search(repr(part.get("/Filter")).encode()):
                        yield bytes(part.read_bytes())
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadablePdf from error
    yield from _objects(content)


# --- what pages show


def _page_texts(owner: Any, visited: set[tuple[int, int]], read: dict[tuple[int, int], "_Font"]) -> Iterator[str]:
    """The texts of a page or of a drawing in it, and of the drawings that it uses; `read` are fonts of other pages."""
    resources = owner.get("/Resources") or {}
    fonts: dict[str, _Font] = {}
    for key, font in dict(resources.get("/Font") or {}).items():
        known = read.get(font.objgen) if font.is_indirect else None
        fonts[str(key)[1:]] = own = known or _Font(font)
        if font.is_indirect:
            read[font.objgen] = own
    yield from _shown_texts(_drawing(owner), fonts)
    for drawing in dict(resources.get("/XObject") or {}).values():
        if str(drawing.get("/Subtype")) == "/Form" and drawing.objgen not in visited:
            visited.add(drawing.objgen)
            yield from _page_texts(drawing, visited, read)


def _drawing(owner: Any) -> bytes:
    import pikepdf

    if isinstance(owner, pikepdf.Stream):
        return bytes(owner.read_bytes())
    contents = owner.get("/Contents")
    if contents is None:
        return b""
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


class _Font:
    """How the codes of a font are read: by the letters that it declares, else by its encoding."""

    def __init__(self, font: Any) -> None:
        declared = font.get("/ToUnicode")
        self.bytes, self.letters = (1, _encoding(font)) if declared is None else _declared(declared.read_bytes())
        self.table = {code: self.letters.get(code, "") for code in range(256)}
        self.read: dict[bytes, str] = {}

    def text(self, codes: bytes) -> str:
        """What a string shows; one that was read before is read once."""
        reading = self.read.get(codes)
        if reading is None:
            if self.bytes == 1:
                reading = codes.decode("latin-1").translate(self.table)
            else:
                size = self.bytes
                numbers = (int.from_bytes(codes[at : at + size], "big") for at in range(0, len(codes), size))
                reading = "".join(self.letters.get(number, "") for number in numbers)
            self.read[codes] = reading
        return reading


def _declared(cmap: bytes) -> tuple[int, Letters]:
    space = _CODES.search(cmap)
    letters: dict[int, str] = {}
    for kind, body in _SPAN.findall(cmap):
        tokens = [
            (bytes.fromhex(digits.decode()) if digits else None, opens) for digits, opens, _ in _HEX.findall(body)
        ]
        codes = [code for code, _opens in tokens]
        if kind == b"char":
            for code, reading in zip(codes[0::2], codes[1::2], strict=False):
                if code is not None and reading is not None:
                    letters[int.from_bytes(code, "big")] = reading.decode("utf-16-be", "replace")
        else:
            letters |= _ranges(tokens)
    return (len(space[1]) // 2 if space else 1), letters


def _ranges(tokens: list[tuple[bytes | None, bytes]]) -> dict[int, str]:
    """Codes from one to another: the letters follow each other, or stand in a list."""
    letters: dict[int, str] = {}
    at = 0
    while at + 2 < len(tokens):
        first, last = (int.from_bytes(tokens[at + step][0] or b"", "big") for step in (0, 1))
        reading, opens = tokens[at + 2]
        at += 3
        if opens:
            code = first
            while at < len(tokens) and tokens[at][0] is not None and code <= last:
                letters[code] = (tokens[at][0] or b"").decode("utf-16-be", "replace")
                at, code = at + 1, code + 1
            at += 1
        elif reading:
            start = int.from_bytes(reading[-2:], "big")
            head = reading[:-2].decode("utf-16-be", "replace")
            letters |= {code: head + chr(start + code - first) for code in range(first, min(last, first + 65_535) + 1)}
    return letters


def _encoding(font: Any) -> Letters:
    """The letters of a font that declares none: as Windows writes them, but for those that the font names."""
    letters = {code: bytes([code]).decode("cp1252", "replace") for code in range(256)}
    encoding = font.get("/Encoding")
    differences = encoding.get("/Differences") if encoding is not None and hasattr(encoding, "keys") else None
    code = 0
    for part in list(differences or ()):
        if isinstance(part, int):
            code = int(part)
        else:
            letters[code] = _glyph(str(part)[1:])
            code += 1
    return letters


def _glyph(name: str) -> str:
    if name in name2codepoint:
        return chr(name2codepoint[name])
    if re.fullmatch(r"uni[0-9A-F]{4}", name):
        return chr(int(name[3:], 16))
    return {"f_i": "fi", "f_l": "fl", "f_f": "ff", "space": " ", "hyphen": "-"}.get(
        name, name if len(name) == 1 else ""
    )


def _shown_texts(drawing: bytes, fonts: Mapping[str, _Font]) -> Iterator[str]:
    """What each text object of a drawing shows, its strings by the font that is set; objects of one line go together.

    A program that draws each line or each letter as an object of its own so gives one text, as one that does not.
    """
    font: _Font | None = None
    lines, line, together = list[str](), list[str](), list[str]()
    for name, literal, digits, moves in _SHOWN.findall(drawing):
        if name:
            font = fonts.get(name.decode("latin-1"))
        elif moves:
            if line:
                lines.append("".join(line))
                line = []
            if moves == b"ET" and len(lines) == 1:
                together += lines
                lines = []
            elif moves == b"ET" and lines:
                if together:
                    yield "\n".join(together)
                    together = []
                yield "\n".join(lines)
                lines = []
        else:
            codes = unescaped(literal) if literal else bytes.fromhex(_even(digits).decode())
            line.append(string(codes) if font is None or codes.startswith(b"\xfe\xff") else font.text(codes))
    yield "\n".join((*together, *lines, "".join(line)))


# --- everything else


def _objects(content: bytes) -> Iterator[str | bytes]:
    """The strings and long names of every object, unfolded, and what its streams hold that are no drawings."""
    outside, at = list[bytes](), 0
    for begun in _STREAM.finditer(content):
        if begun.start() < at:
            continue
        outside.append(content[at : begun.start()])
        end = content.find(b"endstream", begun.end())
        folded, at = content[begun.end() : end], end
        head = outside[-1].rpartition(b" obj")[2]
        if _PICTURE.search(head):
            yield folded
            continue
        try:
            part = zlib.decompressobj().decompress(folded) if re.search(rb"/(?:FlateDecode|Fl)\b", head) else folded
        except zlib.error:
            part = folded
        yield from _stream(head, part)
    outside.append(content[at:])
    yield from _strings(b"\n".join(outside))


def _stream(head: bytes, part: bytes) -> Iterator[str | bytes]:
    if b"/ObjStm" in head:
        yield from _strings(part)
        return
    if b"/XRef" in head or b"/Length1" in head or b"begincmap" in part[:2000]:
        return  # numbers of objects, a font, the letters of one
    if b" Tf" in part or b"/Subtype /Form" in head or b"/Image" in head:
        yield from _strings(b"\n".join(_MARKS.findall(part)))
    else:
        yield part


def _strings(objects: bytes) -> Iterator[str]:
    for literal, digits, named in _LITERAL.findall(objects):
        if named:
            yield _NUMBERED.sub(lambda sign: bytes.fromhex(sign[1].decode()), named).decode("utf-8", "replace")
        elif literal:
            yield string(unescaped(literal))
        else:
            yield string(bytes.fromhex(_even(digits).decode()))


def _even(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return digits + b"0" * (len(digits) % 2)


def unescaped(literal: bytes) -> bytes:
    """The bytes of a string that is written in parentheses."""
    if b"\\" not in literal:
        return literal
    return _ESCAPE.sub(_sign, literal)


def _sign(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    return bytes([int(sign, 8) & 255]) if sign[:1].isdigit() and sign[:1] < b"8" else _SIGNS.get(sign, sign)


def string(codes: bytes) -> str:
    """The text of a string outside of pages, by its mark."""
    if codes.startswith(b"\xfe\xff"):
        return codes[2:].decode("utf-16-be", "replace")
    if codes.startswith(b"\xef\xbb\xbf"):
        return codes[3:].decode("utf-8", "replace")
    return codes.decode("pdfdoc_pikepdf", "replace")

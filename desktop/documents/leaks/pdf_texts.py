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

_STREAM = re.compile(rb"stream\r?\n")
_STRING = rb"\(([^()\\]*(?:(?:\\.|\([^()\\]*(?:\\.[^()\\]*)*\))[^()\\]*)*)\)|<([0-9A-Fa-f\s]"
_SHOWN = re.compile(  # what programs write for a line, at once, or its parts in any order; each begins with its sign
    rb"Tm /([^\s/\[\]()<>{}%]+) [-\d.]+ Tf [-\d.]+ TL \(([^()\\]*(?:\\\d{3}[^()\\]*)*)\) Tj(\s+ET\b)?|"
    + _STRING
    + rb"+)>"
    rb"|/([^\s/\[\]()<>{}%]+)\s+[-\d.]+\s+Tf|E(T)\b|T[mdD]\b|T\*",
    re.DOTALL,
)
_LITERAL = re.compile(_STRING + rb"{4,})>|/(?!StructElem\b)([^\s/\[\]()<>{}%]{6,})", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b"", b"\r": b""}
_LENGTH, _ENDS = re.compile(rb"/Length (\d+)\s*[/>]"), re.compile(rb"\s{0,2}endstream")
_FLATE, _PICTURE = rb"/(?:FlateDecode|Fl)\b", rb"/(?:DCTDecode|DCT|JPXDecode|CCITTFaxDecode|CCF|JBIG2Decode)\b"
_IS_FOLDED, _IS_PICTURE = re.compile(_FLATE), re.compile(_PICTURE)
_FILTER = re.compile(rb"/Filter\s*(?:(?!\[)|\[\s*)(?:" + _FLATE + rb"|" + _PICTURE + rb")(?!\s*/\w+\s*\])")
_SPAN = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CODES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_MARKS = re.compile(rb"%[^\r\n]*|/[A-Za-z]+\s*<<.*?>>", re.DOTALL)  # what a drawing says that nobody sees
_NUMBERS = re.compile(rb"<</MCID \d+>>")  # of its parts, of which nothing is said
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")

HIGHEST = 20  # pages above a page

Letters = Mapping[int, str]


class UnreadablePdf(Exception):
    """A PDF that cannot be opened, or is encrypted."""


def pdf_texts(content: bytes) -> Iterator[list[str] | bytes]:
    """Every text of a PDF, those that follow each other in one list, and as bytes the files in it.

    Raises UnreadablePdf.
    """
    import pikepdf

    outside, streams = _apart(content)
    drawings: set[bytes] = set()
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise UnreadablePdf
            pages = _Pages()
            for page in pdf.pages:
                yield from pages.texts(page.obj)
            drawings = pages.drawings
            if not all(_is_plain(head) for head, _folded in streams):
                yield from _read_by_qpdf(pdf)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadablePdf from error
    for head, folded in streams:
        if folded not in drawings:
            yield from _stream(head, folded)
    yield _strings(outside)


# --- what pages show


class _Pages:
    """Reads pages, and keeps the fonts of pages that were read and what of the file they were."""

    def __init__(self) -> None:
        self.drawings: set[bytes] = set()  # as they lie in the file
        self._fonts: dict[tuple[int, int], _Font] = {}
        self._visited: set[tuple[int, int]] = set()

    def texts(self, owner: Any, inherited: Any = None) -> Iterator[list[str]]:
        """The texts of a page or of a drawing in it, and of the drawings that it uses.

        A drawing without resources of its own has those of the page, which are `inherited`.
        """
        resources = owner.get("/Resources") or inherited or _resources_above(owner)
        fonts = {str(key)[1:].encode(): self._font(font) for key, font in dict(resources.get("/Font") or {}).items()}
        drawing = self._drawing(owner)
        yield _shown_texts(drawing, fonts)
        if b"%" in drawing or drawing.count(b"<<") > len(_NUMBERS.findall(drawing)):
            yield _strings(b"\n".join(_MARKS.findall(drawing)))
        for own in dict(resources.get("/XObject") or {}).values():
            if str(own.get("/Subtype")) == "/Form" and own.objgen not in self._visited:
                self._visited.add(own.objgen)
                yield from self.texts(own, resources)

    def _font(self, font: Any) -> "_Font":
        if not font.is_indirect:
            return _Font(font)
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = _Font(font)
        return self._fonts[font.objgen]

    def _drawing(self, owner: Any) -> bytes:
        import pikepdf

        contents = owner if isinstance(owner, pikepdf.Stream) else owner.get("/Contents")
        parts = [] if contents is None else list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        self.drawings.update(bytes(part.read_raw_bytes()) for part in parts)
        return b"\n".join(part.read_bytes() for part in parts)


def _resources_above(owner: Any) -> Any:
    """What a page has of the pages above it."""
    for _above in range(HIGHEST):
        owner = owner.get("/Parent")
        if owner is None:
            return {}
        if "/Resources" in owner:
            return owner["/Resources"]
    return {}


class _Font:
    """How the codes of a font are read: by the letters that it declares, else by its encoding."""

    def __init__(self, font: Any) -> None:
        declared = font.get("/ToUnicode")
        self.bytes, self.letters = (1, _encoding(font)) if declared is None else _declared(declared.read_bytes())
        self.table = {code: self.letters.get(code, "") for code in range(256)}
        self.read: dict[bytes, str] = {}

    def text(self, codes: bytes) -> str:
        """What a string shows."""
        if self.bytes == 1:
            return codes.decode("latin-1").translate(self.table)
        size = self.bytes
        numbers = (int.from_bytes(codes[at : at + size], "big") for at in range(0, len(codes), size))
        return "".join(self.letters.get(number, "") for number in numbers)


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


def _shown_texts(drawing: bytes, fonts: Mapping[bytes, _Font]) -> list[str]:
    """What each text object of a drawing shows, its strings by the font that is set; objects of one line go together.

    A program that draws each line or each letter as an object of its own so gives one text, as one that does not.
    """
    font: _Font | None = None
    texts, lines, line, together = list[str](), list[str](), list[str](), list[str]()
    for set_with, shown, ends_too, literal, digits, name, ends in _SHOWN.findall(drawing):
        if set_with:
            if line:
                lines.append("".join(line))
            font = fonts.get(set_with)
            line = [_literal(shown, font)]
            if not ends_too:
                continue
        elif literal:
            line.append(_literal(literal, font))
            continue
        elif digits:
            line.append(_text(bytes.fromhex(_even(digits).decode()), font))
            continue
        elif name:
            font = fonts.get(name)
            continue
        if line:
            lines.append("".join(line))
            line = []
        if not (ends or ends_too):
            continue
        if len(lines) > 1:
            if together:
                texts.append("\n".join(together))
                together = []
            texts.append("\n".join(lines))
        else:
            together += lines
        lines = []
    texts.append("\n".join((*together, *lines, "".join(line))))
    return texts


def _literal(literal: bytes, font: _Font | None) -> str:
    """What a string in parentheses shows; one that a font showed before is read once."""
    if font is None:
        return string(unescaped(literal))
    reading = font.read.get(literal)
    if reading is None:
        reading = font.read[literal] = _text(unescaped(literal), font)
    return reading


def _text(codes: bytes, font: _Font | None) -> str:
    return string(codes) if font is None or codes.startswith(b"\xfe\xff") else font.text(codes)


# --- everything else


def _apart(content: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """What stands outside of streams, and each stream as it lies there, after its head."""
    outside, streams, at = list[bytes](), list[tuple[bytes, bytes]](), 0
    for begun in _STREAM.finditer(content):
        if begun.start() < at or content.endswith(b"end", 0, begun.start()):
            continue
        outside.append(content[at : begun.start()])
        head = outside[-1].rpartition(b" obj")[2]
        length = _LENGTH.search(head)
        end = begun.end() + int(length[1]) if length else -1
        if not _ENDS.match(content, end) if length else True:
            end = content.find(b"endstream", begun.end())
        streams.append((_named(head), content[begun.end() : end]))
        at = end
    outside.append(content[at:])
    return b"\n".join(outside), streams


def _is_plain(head: bytes) -> bool:
    """Whether a stream lies there as it is, folded in the usual way, or is a picture: all else is unfolded by qpdf."""
    is_usual = b"/Predictor" not in head or b"/XRef" in head or b"/Image" in head
    return is_usual and (b"/F" not in head or bool(_FILTER.search(head)))


def _read_by_qpdf(pdf: Any) -> Iterator[list[str] | bytes]:
    """Every object and every stream that can be unfolded."""
    import pikepdf

    for part in pdf.objects:
        if isinstance(part, pikepdf.Stream) and not _is_plain(_named(part.stream_dict.unparse())):
            try:
                yield bytes(part.read_bytes())
            except pikepdf.PdfError:  # a picture that was folded once more, or what nobody can unfold
                yield bytes(part.read_raw_bytes())
        yield _strings(part.stream_dict.unparse() if isinstance(part, pikepdf.Stream) else part.unparse())


def _stream(head: bytes, folded: bytes) -> Iterator[list[str] | bytes]:
    try:
        part = zlib.decompressobj().decompress(folded) if _IS_FOLDED.search(head) else folded
    except zlib.error:
        part = folded
    if _IS_PICTURE.search(head):
        yield part
        return
    if b"/ObjStm" in head:
        yield _strings(part)
        return
    if b"/XRef" in head or b"/Length1" in head or b"begincmap" in part[:2000]:
        return  # numbers of objects, a font, the letters of one
    if b" Tf" in part or b"/Subtype /Form" in head or b"/Image" in head:
        yield _strings(b"\n".join(_MARKS.findall(part)))
    else:
        yield part


def _strings(objects: bytes) -> list[str]:
    texts = list[str]()
    for literal, digits, named in _LITERAL.findall(objects):
        if named:
            texts.append(_named(named).decode("utf-8", "replace"))
        elif literal:
            texts.append(string(unescaped(literal)))
        else:
            texts.append(string(bytes.fromhex(_even(digits).decode())))
    return texts


def _named(named: bytes) -> bytes:
    """Names without numbers in the place of signs."""
    return _NUMBERED.sub(lambda sign: bytes.fromhex(sign[1].decode()), named) if b"#" in named else named


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

"""Texts that other programs saved: read by their mark, else as UTF-8, else as Windows writes them (Windows-1252)."""

import codecs
from collections.abc import Iterable

SAMPLE = 4096  # bytes by which UTF-16 without a mark is known
MARKS = (  # the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS = "cp1252"
_REFUSED = bytes({*range(ord(" "))} - set(b"\t\n\v\f\r\x1a\x1b"))  # the control characters that no text holds


class NoTextError(ValueError):
    """These bytes are no text."""


def encoding_of(pieces: Iterable[bytes]) -> str:
    """The encoding of a text given piece by piece, each of 4 kB or more except the last: one that Python knows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, start = True, b""
    for number, piece in enumerate(pieces):
        if number == 0:
            start = piece[:SAMPLE]
            if marked := next((encoding for mark, encoding in MARKS if piece.startswith(mark)), ""):
                return marked
            if unmarked := _utf16(start):
                return unmarked
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            is_utf8 = False
            break
    return "utf-8" if is_utf8 else WINDOWS


def _utf16(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero, and no other encoding of text has any."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if half and odd > half * 0.4 and not even:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.4 and not odd else ""


def decoded(content: bytes) -> str:
    """The text of a file, without its mark; raises NoTextError for bytes that are none.

    A text that was cut inside its last character is read up to there.
    """
    encoding = encoding_of([content])
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content)
    except UnicodeDecodeError as error:
        if encoding != WINDOWS:
            raise NoTextError from error
        text = content.decode("latin-1")  # another code page of one byte a character: no letter is lost
    text = text.removeprefix("\ufeff")
    if encoding.startswith(("utf-16", "utf-32")):
        content = text.encode("utf-8", "surrogatepass")
    if has_refused(content):
        raise NoTextError
    return text


def has_refused(content: bytes) -> bool:
    """Whether bytes of an encoding of one or more bytes a letter hold control characters that no text holds."""
    return len(content.translate(None, _REFUSED)) < len(content)


def is_cut(content: bytes) -> bool:
    """Whether a text ends inside a character."""
    encoding = encoding_of([content])
    if encoding == WINDOWS:
        return False
    decoder = codecs.getincrementaldecoder(encoding)()
    decoder.decode(content)
    return bool(decoder.getstate()[0])

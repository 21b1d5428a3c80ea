"""Whether a PDF (ISO 32000) opens: without a password, and to its last page."""

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign.packages import unfolds_too_far

if TYPE_CHECKING:
    import pikepdf

MOST_STRUCTURE = 256 << 20  # bytes that the structure of a PDF may unfold to: it is read whole before any page
PIECE = 1 << 20
MOST_CONTENT = 256 << 20  # bytes of pages that are looked at
_STRUCTURE = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")


def pdf_flaw(content: bytes, name: str) -> FileFlaw | None:
    """Why a PDF cannot be opened to its end, None when it can; raises RefusedFile where that takes too much memory."""
    import pikepdf

    _require_measured(content, name)
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            is_mended = any("reconstruct" in warning or "startxref" in warning for warning in _warnings(pdf))
            _before, end, rest = content.rpartition(b"%%EOF")
            if is_mended and (not end or b" obj" in rest):  # further parts follow the last end, or there is none
                return FileFlaw.CUT
            return None if _is_whole(pdf) else FileFlaw.CUT
    except pikepdf.PasswordError:
        return FileFlaw.PASSWORD
    except pikepdf.PdfError as error:
        return FileFlaw.PASSWORD if "encrypt" in str(error) else FileFlaw.CUT  # a certificate instead of a password
    except (RuntimeError, ValueError, TypeError, AttributeError, KeyError, zlib.error):
        return FileFlaw.CUT


def _warnings(pdf: "pikepdf.Pdf") -> list[str]:
    return [str(warning) for warning in pdf.get_warnings()]


def _is_whole(pdf: "pikepdf.Pdf") -> bool:
    """Whether there is a page, each has its content, and what is folded can be unfolded."""
    import pikepdf

    left = MOST_CONTENT
    for page in pdf.pages:
        if "/Contents" in page.obj and page.obj.get("/Contents") is None:
            return False
    for part in pdf.objects:
        if isinstance(part, pikepdf.Stream) and part.get("/Filter") == "/FlateDecode" and left > 0:
            left -= _unfolded_length(part.read_raw_bytes(), left)
    return len(pdf.pages) > 0


def _require_measured(content: bytes, name: str) -> None:
    """Raise RefusedFile when the parts that are read before any page unfold beyond all measure."""
    left = MOST_STRUCTURE
    for declared in _STRUCTURE.finditer(content):
        stream = _STREAM.search(content, declared.end(), declared.end() + 2000)
        if stream is None:
            continue
        folded: bytes = content[stream.end() : content.find(b"endstream", stream.end())]
        head = content[max(0, declared.start() - 500) : stream.start()].rpartition(b" obj")[2]
        filters = len(re.findall(rb"/(?:FlateDecode|Fl)\b", head))
        try:
            for _filter in range(filters - 1):
                folded = zlib.decompressobj().decompress(folded, left + 1)
            left -= _unfolded_length(folded, left) if filters else len(folded)
        except zlib.error:
            continue  # damaged: it is said when it is opened
        if left < 0:
            raise unfolds_too_far(name)


def _unfolded_length(folded: bytes, most: int) -> int:
    """How many bytes this unfolds to, or more than `most`, without ever holding them all."""
    unfolding, length = zlib.decompressobj(), 0
    while folded and length <= most:
        length += len(unfolding.decompress(folded, PIECE))
        folded = unfolding.unconsumed_tail
    return length

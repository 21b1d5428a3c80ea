"""Whether a PDF (ISO 32000) opens: without a password, and to its last page."""

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign.packages import unfolds_too_far

if TYPE_CHECKING:
    import pikepdf

TAIL = 2048  # bytes in which a PDF ends: readers look for %%EOF in the last 1,024, behind which some programs add more
MOST_STRUCTURE = 256 << 20  # bytes that the structure of a PDF may unfold to: it is read whole before any page
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
            if is_mended and b"%%EOF" not in content[-TAIL:]:
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
            unfolded = zlib.decompressobj().decompress(part.read_raw_bytes(), left)
            left -= len(unfolded)
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
        for _filter in re.findall(rb"/(?:FlateDecode|Fl)\b", head):
            unfolding = zlib.decompressobj()
            try:
                folded = unfolding.decompress(folded, left + 1)
            except zlib.error:
                break  # damaged: it is said when it is opened
        left -= len(folded)
        if left < 0:
            raise unfolds_too_far(name)

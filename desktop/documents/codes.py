"""The square code on every page: the page, the version and the record that this paper claims to be.

A code is a claim, not a signature: with it the pages of a scan are counted and matched; a person compares the content.
"""

import re
from typing import Any, NamedTuple, cast

PREFIX = "PSR1"
DIGITS = 24  # hexadecimal digits of the record's SHA-256 in a code
_FORM = re.compile(rf"{PREFIX}:([^:]{{1,60}}):([0-9A-F]{{{DIGITS}}}):P([1-9][0-9]{{0,4}})")
_OUTSIDE = re.compile(r"[^A-Z0-9 $%*+\-./]")  # what the compact mode of a QR code cannot hold


class Code(NamedTuple):
    """The content of a code. `digest` is the first 24 hexadecimal digits, upper case; pages count from 1."""

    reference: str
    digest: str
    page: int


def code_content(reference: str, record: str, page: int) -> str:
    """The text of a page's code; `record` is the record's whole SHA-256 in hexadecimal, `page` counts from 1."""
    return f"{PREFIX}:{plain_reference(reference)}:{record[:DIGITS].upper()}:P{page}"


def plain_reference(reference: str) -> str:
    """A reference as a code can hold it: at most 40 capitals, digits and marks."""
    return _OUTSIDE.sub("-", reference.upper())[:40] or "-"


def parse_code(content: str) -> Code | None:
    """The code that a text stands for, or None when it is not one of ours."""
    match = _FORM.fullmatch(content.strip().upper())
    return Code(match[1], match[2], int(match[3])) if match else None


def foot(record: str) -> str:
    """The first twelve digits of a record's digest as printed at the foot of every page: `7B20 9195 7B9F`."""
    return f"{record[:4]} {record[4:8]} {record[8:12]}".upper()


def modules(content: str) -> list[list[bool]]:
    """The dark squares of the code, row by row from the top, without the quiet zone."""
    import zxingcpp

    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    # its stubs call it a buffer in the wheels for some Pythons only
    picture = memoryview(cast("Any", code.to_image(add_quiet_zones=False)))
    size = picture.shape[1] if picture.shape else 0
    dots = picture.tobytes()
    return [[dot == 0 for dot in dots[start : start + size]] for start in range(0, len(dots), size)]

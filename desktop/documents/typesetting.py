"""User text prepared for print: characters, spaces, scripts. Independent of the library that draws.

`runs` cuts a text into pieces that one font can print, in the order in which they stand on paper.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

NO_BREAK = "\u00a0"
_ARABIC_LETTER = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC = re.compile(rf"[{_ARABIC_LETTER}]+(?:[\s{NO_BREAK}'’.\-]+[{_ARABIC_LETTER}]+)*")
_BENGALI = re.compile("[\u0980-\u09ff\u0964\u0965]+")
_UNPRINTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_SPACES = re.compile("[\t\u2000-\u200a\u202f\u205f\u3000]")
_FRENCH = re.compile(f" (?=[:;?!»%])|(?<=«)[ {NO_BREAK}]?(?=\\S)|(?<=[^\\s{NO_BREAK}])(?=»)")
_FIGURES = re.compile(
    r"(?<=\d) (?=\d{3}(?!\d))|(?<=\d) (?=(?:[A-Z]{3}|kg|km|m|t|h)\b)|(?<=\b[A-Z]{3}) (?=\d)|(?<=[¶§№]) |(?<=\bn[°º]) "
    r"|(?<=\w) (?=\(\d{1,3}\))"
)
_CONSONANT = "[\u0995-\u09b9\u09dc-\u09df]\u09bc?"
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|January|February|March|April|"
    "May|June|July|August|September|October|November|December|de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "septiembre|octubre|noviembre|diciembre)"
)
_DATES = re.compile(rf"(?<=\d|r) (?=(?:{_MONTHS})\b)")
_FIRST = re.compile(rf"\b1er(?=[ {NO_BREAK}](?:{_MONTHS})\b)")  # of a month: paper raises its letters
_PRE_BASE = re.compile(f"((?:{_CONSONANT}\u09cd)*{_CONSONANT})([\u09bf\u09c7\u09c8])")


class Script(StrEnum):
    """The scripts that have a font of their own; all but Latin are named like its face."""

    LATIN = "latin"
    ARABIC = "arabic"
    BENGALI = "bengali"


class ScriptRun(NamedTuple):
    """Text in printing order and the script whose font draws it."""

    text: str
    script: Script


def cleaned(text: str) -> str:
    """Without control characters, marks of direction or invisible characters; odd spaces become ordinary ones."""
    plain = unicodedata.normalize("NFC", _UNPRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _SPACES.sub(lambda space: NO_BREAK if space.group() == "\u202f" else " ", plain)


def one_line(text: str) -> str:
    """A cleaned text without line breaks: for bookmarks and metadata."""
    return " ".join(cleaned(text).split())


def shortened(text: str, length: int) -> str:
    """At most so many characters, the last an ellipsis when some are left out: for what must not be cut by a page."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def spaced(text: str, language: str) -> str:
    """With no-break spaces where the language wants them; only existing spaces are hardened, except inside « ».

    The first of a month in French is written `1ᵉʳ`.
    """
    hard = _DATES.sub(NO_BREAK, _FIGURES.sub(NO_BREAK, text))
    return _FIRST.sub("1ᵉʳ", _FRENCH.sub(NO_BREAK, hard)) if language == "fr" else hard


def runs(text: str, printable: Callable[[str, Script], bool]) -> Iterator[ScriptRun]:
    """The pieces of a cleaned text; `printable(character, script)` says whether a script's font has the character.

    What no font can print is romanised between square brackets; the record keeps the original.
    """
    position = 0
    for match in re.finditer(f"{_ARABIC.pattern}|{_BENGALI.pattern}", text):
        yield from _latin(text[position : match.start()], printable)
        yield from _shape_run(match.group(), printable)
        position = match.end()
    yield from _latin(text[position:], printable)


def _shape_run(text: str, printable: Callable[[str, Script], bool]) -> Iterator[ScriptRun]:
    script, drawn = (Script.BENGALI, bengali(text)) if _BENGALI.match(text) else (Script.ARABIC, arabic(text))
    if all(printable(character, script) or character.isspace() for character in drawn):
        yield ScriptRun(drawn, script)
    else:
        yield ScriptRun(_romanise(text), Script.LATIN)


def _latin(text: str, printable: Callable[[str, Script], bool]) -> Iterator[ScriptRun]:
    if not text:
        return
    if all(character.isspace() or printable(character, Script.LATIN) for character in text):
        yield ScriptRun(text, Script.LATIN)
        return
    foreign = ""
    plain = ""
    for character in text:
        if printable(character, Script.LATIN) or (character.isspace() and not foreign):
            plain += _close_foreign(foreign) + character
            foreign = ""
        else:
            foreign += character
    yield ScriptRun(plain + _close_foreign(foreign), Script.LATIN)


def _close_foreign(foreign: str) -> str:
    space = foreign[len(foreign.rstrip()) :]
    return _romanise(foreign.strip()) + space if foreign else ""


PRINTED = (  # how the names of letters begin that the fonts have: scripts, and º, ª, µ, ᵉ
    *("LATIN", "GREEK", "CYRILLIC", "ARABIC", "BENGALI"),
    *("MASCULINE ORDINAL", "FEMININE ORDINAL", "MICRO SIGN", "MODIFIER LETTER"),
)


def romanised(text: str) -> bool:
    """Whether a text has letters of a script that no font prints, so that paper shows them in Latin letters."""
    return any(letter.isalpha() and not unicodedata.name(letter, "").startswith(PRINTED) for letter in text)


def _romanise(text: str) -> str:
    from anyascii import anyascii

    return f"[{anyascii(text).strip() or '?'}]"


@cache
def _reshaper() -> Callable[[str], str]:
    from arabic_reshaper import ArabicReshaper

    reshape: Callable[[str], str] = ArabicReshaper(
        {"delete_harakat": True, "use_unshaped_instead_of_isolated": True, "support_ligatures": True}
    ).reshape
    return reshape


def arabic(text: str) -> str:
    """The text with its letters joined, from right to left, and no-break spaces, so that no line reverses the words."""
    from bidi.algorithm import get_display

    return str(get_display(_reshaper()(" ".join(text.split())), base_dir="R")).replace(" ", NO_BREAK)


def bengali(text: str) -> str:
    """The text with the vowel signs that are written before a consonant moved there; conjuncts keep a visible sign."""
    split = text.replace("\u09cb", "\u09c7\u09be").replace("\u09cc", "\u09c7\u09d7")
    return _PRE_BASE.sub(r"\2\1", split)

"""A name in another script as Latin letters, for somebody who cannot read it: a help to the eye that proves nothing.

Nothing is compared by it: `names` and `match` read the script itself. A word that is a known form of a name is read by
that form; Arabic and Hebrew, which leave out vowels, by their letters; every other script through anyascii.
"""

import re
import unicodedata
from functools import lru_cache

from desktop.base.text import _
from desktop.screening import tables
from desktop.screening.names import token

_SIGNS = {  # of the tables of letters, as most lists write them
    "S": "sh", "x": "kh", "C": "ch", "Z": "zh", "θ": "th", "ð": "dh", "ʕ": "’", "T": "a", "A": "a", "c": "ts",
}  # fmt: skip
_LONG = {"W": ("w", "u"), "Y": ("y", "i")}  # as the first letter of a word, and within one
_SMALL = {"بن": "bin", "ابن": "ibn", "بنت": "bint", "بو": "bu", "אל": "al"}
_ARTICLE = "ال"
_LEAST = 5  # letters of a word that may begin with the Arabic article


@lru_cache(maxsize=4096)
def latin_reading(text: str) -> str:
    """The text in Latin letters, each word with a capital; empty where every letter is Latin already."""
    if not any(map(_is_foreign, text)):
        return ""
    return " ".join(filter(None, map(_read_word, text.split())))


def with_reading(text: str) -> str:
    """The text, with its reading in brackets, called one in the language now spoken; alone where it needs none."""
    read = latin_reading(text)
    return _("{name} (read as {reading})").format(name=text, reading=read) if read else text


def reading_below(text: str) -> str:
    """The text, with its reading on a line below, so that each line runs its own way; alone where it needs none."""
    read = latin_reading(text)
    return "\n".join((text, _("Read as {reading}").format(reading=read))) if read else text


def _is_foreign(sign: str) -> bool:
    return sign.isalpha() and not sign.isascii() and not unicodedata.name(sign, "").startswith("LATIN")


def _read_word(word: str) -> str:
    if not any(map(_is_foreign, word)):
        return word
    whole = "".join(sign for sign in word if not unicodedata.combining(sign))
    if form := token(whole).variant.strip("_") if "_" not in token(whole).variant else "":
        return form.capitalize()
    if whole in _SMALL:
        return _SMALL[whole]
    if any(sign in tables.ARABIC for sign in whole):
        if whole.startswith(_ARTICLE) and len(whole) >= _LEAST:
            return f"al-{_read_letters(whole.removeprefix(_ARTICLE), tables.ARABIC)}"
        return _read_letters(whole, tables.ARABIC)
    if any(sign in tables.HEBREW for sign in whole):
        return _read_letters(whole, tables.HEBREW)
    from anyascii import anyascii

    read = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", anyascii(word)).strip("`' ")
    return " ".join(part[:1].upper() + part[1:] for part in read.split())


def _read_letters(word: str, letters: dict[str, str]) -> str:
    """A word of a script without vowels, sign by sign."""
    signs = [letters.get(sign, sign if sign.isalnum() or sign in "-’" else "") for sign in word]
    if signs[:1] == ["ʕ"]:  # ayn at the beginning is heard as the vowel after it, which may not be written
        signs[0] = "" if signs[1:2] and signs[1] in "AWY" else "A"
    plain = "".join(_LONG[sign][at > 0] if sign in _LONG else _SIGNS.get(sign, sign) for at, sign in enumerate(signs))
    return plain[:1].upper() + plain[1:]

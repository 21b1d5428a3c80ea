"""Words as search keeps them: of any script, in the letters a-z and digits; and how they sound.

A word of a text is kept in every form in which people type it: `O’Brien` as `obrien` and `brien`, `Müller` as
`muller` and `mueller`, `النيل` as `alnil` and `nil`. Two spellings that sound alike share a sound: `Chevchenko`,
`Szewczenko` and `Шевченко`. The letters follow the usual transliterations of Russian, Ukrainian and Arabic into
English and French.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain as joined
from itertools import pairwise
from typing import NamedTuple

from desktop.base.text import SPELT

LONGEST = 32  # letters of a word that are kept
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_APOSTROPHES = "'’‘‛ʼʻʹ′`´"
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"  # accents and vowel signs that stand by themselves
_RUN = rf"(?:[^\W_]|[{_MARKS}])+"
# Runs of letters that belong together: names with apostrophes and hyphens, abbreviations, numbers, addresses, files.
_CHUNK = re.compile(rf"{_RUN}(?:[{_APOSTROPHES}.@/_‐‑–-]{_RUN})*")
# The same where there is no underscore: one class of signs, which is looked for in half the time.
_CHUNK_WITHOUT_UNDERSCORE = re.compile(rf"[\w{_MARKS}]+(?:[{_APOSTROPHES}.@/‐‑–-][\w{_MARKS}]+)*")
_PART = re.compile(_RUN)
_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(r"(?<!\w)\+?\d(?:[ \u00a0\u202f.()/-]{0,2}\d){6,19}(?!\w)")  # a telephone or account number
_REFERENCE = re.compile(r"[^\W\d_]{0,6}[‐‑–/-]?\d[\w‐‑–/-]{2,20}")  # of an invoice or a receipt: FA-2026/014
_LAST_FIGURES = 9  # of a telephone number, without its country
_SHORT = 100  # signs of a text whose words are remembered
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ARABIC_LETTERS = {
    "ا": "a", "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ؤ": "u", "ي": "i",
    "ئ": "i", "ى": "a", "ة": "a", "ء": "", "پ": "p", "چ": "ch", "گ": "g", "ژ": "zh", "ک": "k", "ی": "i", "ہ": "h",
}  # fmt: skip
_CYRILLIC_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u",
    "ү": "u", "һ": "h", "ј": "j", "љ": "l", "њ": "n", "ћ": "c", "ђ": "d", "џ": "dz",
}  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_ARTICLES = ("وال", "بال", "كال", "ال", "لل")
_ASSIMILATED = re.compile(r"[aeu](sh|[tdrznsl])(?=\1)")  # `as-salam` in one word: its article took the sound after it


class Word(NamedTuple):
    """A word where it stands in a text, from `start` to before `end`, in the forms under which search keeps it."""

    start: int
    end: int
    forms: tuple[str, ...]


def composed(text: str) -> str:
    """The text in which `words_of` counts its places: letters with their accents are one sign."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def words_of(text: str) -> Iterator[Word]:
    """The words of a text that is `composed`; whatever is written together comes as its parts and as one word too."""
    for chunk in _CHUNK.finditer(text):
        at = chunk.start()
        for word in _words_together(chunk[0]):
            yield Word(at + word.start, at + word.end, word.forms)
    for figures in _FIGURES.finditer(text):
        yield Word(figures.start(), figures.end(), _forms_of_figures(figures[0]))


def forms_in(text: str) -> Iterable[str]:
    """The forms of all words of a text, in the order of `words_of`: what is short is likely to come again."""
    return _forms_in_short(text) if len(text) <= _SHORT else _forms_in(text)


def _forms_in(text: str) -> Iterator[str]:
    text = composed(text)
    chunks = (_CHUNK if "_" in text else _CHUNK_WITHOUT_UNDERSCORE).findall(text)
    is_usual = len(text) <= _SHORT or max(map(len, chunks), default=0) <= _SHORT
    forms = joined.from_iterable(map(_forms_together if is_usual else _forms_anew, chunks))
    if _DIGIT.search(text) is None:
        return forms
    return joined(forms, joined.from_iterable(map(_forms_of_figures, _FIGURES.findall(text))))


@lru_cache(maxsize=8192)
def _forms_in_short(text: str) -> tuple[str, ...]:
    return tuple(_forms_in(text))


def _forms_anew(chunk: str) -> tuple[str, ...]:
    if chunk.isascii() and chunk.isalnum():  # most words, of which nothing has to be told
        return (chunk.lower()[:LONGEST],)
    return tuple(form for word in _words_together(chunk) for form in word.forms)


_forms_together = lru_cache(maxsize=16384)(_forms_anew)


def _words_together(chunk: str) -> Iterator[Word]:
    """The words of what is written together, with their places in it."""
    parts = list(_PART.finditer(chunk))
    for part in parts:
        if forms := forms_of(part[0]):
            yield Word(part.start(), part.end(), forms)
    if len(parts) > 1:
        yield from _joined(chunk, parts)


def _forms_of_figures(figures: str) -> tuple[str, ...]:
    digits = "".join(sign for sign in figures if sign.isdigit())
    return (digits, digits[-_LAST_FIGURES:]) if len(digits) > _LAST_FIGURES else (digits,)


def _joined(text: str, parts: "list[re.Match[str]]") -> Iterator[Word]:
    """The whole of what is written together, and each two neighbours of it that an apostrophe joins."""
    is_path = "/" in text and not _REFERENCE.fullmatch(text)
    if "@" not in text and not is_path and len(text) <= LONGEST + len(parts):
        yield Word(0, len(text), forms_of("".join(part[0] for part in parts)))
    if len(parts) > 2:
        for left, right in pairwise(parts):
            if text[left.end()] in _APOSTROPHES:
                yield Word(left.start(), right.end(), forms_of(left[0] + right[0]))


@lru_cache(maxsize=65536)
def forms_of(word: str) -> tuple[str, ...]:
    """One word of any script as it is kept, the most usual form first; none for a word without letters or digits."""
    forms: list[str] = []
    if _ARABIC.search(word):
        forms += _arabic(unicodedata.normalize("NFKC", word))
    else:
        lower = composed(word).casefold()
        forms.append(_plain(lower))
        if (spelt := lower.translate(_UMLAUTS)) != lower:
            forms.append(_plain(spelt))
    return tuple(dict.fromkeys(form[:LONGEST] for form in forms if form))


def _plain(word: str) -> str:
    if word.isascii():
        return "".join(sign for sign in word if sign.isalnum())
    if _CYRILLIC.search(word):
        word = "".join(_CYRILLIC_LETTERS.get(sign, sign) for sign in word)
    bare = unicodedata.normalize("NFKD", word.translate(SPELT)).translate(SPELT)
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    if not bare.isascii():
        from anyascii import anyascii

        bare = anyascii(bare).lower()
    return "".join(sign for sign in bare if sign in LETTERS)


def _arabic(word: str) -> list[str]:
    """With its article and without it; the last letter of `sharika(t)` is read or not."""
    letters = re.sub(rf"[{_MARKS}]", "", word)
    stems = [letters]
    stems += [
        letters[len(start) :] for start in _ARTICLES if letters.startswith(start) and len(letters) > len(start) + 2
    ][:1]
    return [form for stem in stems for form in _in_latin(stem)]


def _in_latin(stem: str) -> Iterator[str]:
    first = {"و": "w", "ي": "y", "ی": "y"}.get(stem[:1])
    latin = first or _letter(stem[:1])
    latin += "".join(map(_letter, stem[1:]))
    yield latin
    if stem.endswith("ة"):
        yield latin + "t"


def _letter(sign: str) -> str:
    if sign.isdigit():
        return str(unicodedata.digit(sign))
    return _ARABIC_LETTERS.get(sign, "") if _ARABIC.match(sign) else _plain(sign)


def without_article(form: str) -> str:
    """`ennil` and `assalam` without the article that is written together with them; empty for other words."""
    article = _ASSIMILATED.match(form)
    rest = form[article.end() :] if article else form[2:] if form.startswith(("al", "el")) else ""
    return rest if len(rest) >= 3 else ""


_SOUNDS = (
    (re.compile(r"chtch|shch|sch|tch|sh|sz|ch|cz"), "S"),
    (re.compile(r"dzh|dj|zh|j|g(?=[eiy])"), "J"),
    (re.compile(r"kh|ck|qu|q|c(?![eiy])"), "k"),
    (re.compile(r"c"), "s"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"bh"), "b"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"h$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=65536)
def sounds(form: str) -> tuple[str, ...]:
    """How a form of a word sounds: its consonants, alike ones by one sign; a vowel at the beginning is marked as one.

    A word that begins with `y` before a vowel has two: `Yekaterina` and `Ekaterina` are one name. None for numbers.
    """
    if not form.isalpha():
        return ()
    sound = form
    for letters, sign in _SOUNDS:
        sound = letters.sub(sign, sound)
    start = _VOWELS.match(sound)
    bones = _VOWELS.sub("", sound)
    if start is None:
        return (bones,)
    vowel = "a" + bones
    return (vowel, "y" + bones) if re.match(r"[yi][aeou]", sound) else (vowel,)


def misspelt(form: str) -> frozenset[str]:
    """Every word that is one mistake away: a letter too many, missing, wrong, or changed places with the next."""
    cuts = [(form[:at], form[at:]) for at in range(len(form) + 1)]
    dropped = {left + right[1:] for left, right in cuts if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    wrong = {left + letter + right[1:] for left, right in cuts if right for letter in LETTERS}
    missing = {left + letter + right for left, right in cuts for letter in LETTERS}
    return frozenset((dropped | turned | wrong | missing) - {form})

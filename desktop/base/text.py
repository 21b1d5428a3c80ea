"""The languages of the program: interface sentences by gettext, definitions by language code.

Sentences in code are English and pass through `_` whole, with named places:
`_("{count} answers are missing.").format(count=n)`. Catalogues lie in `resources/locale`.
"""

import gettext
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TypeVar

from desktop.base.numbers import format_number
from desktop.base.paths import resources

LANGUAGES = ("fr", "en", "es")
LANGUAGE_NAMES = {"fr": "Français", "en": "English", "es": "Español"}
SOURCE = "en"

Text = Mapping[str, str]  # one sentence in each of LANGUAGES
T = TypeVar("T")


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The sentences of the interface in one language: the source language's own where their file is missing."""
    return gettext.translation("passerelle", resources() / "locale", [language], fallback=True)


def is_complete(language: str) -> bool:
    """Whether the sentences of a language lie with the program; the source language needs no file."""
    return language == SOURCE or gettext.find("passerelle", resources() / "locale", [language]) is not None


def lacking_language() -> str:
    """The sentence that says why the program speaks English instead of its language; empty when it does not."""
    if is_complete(language()):
        return ""
    name = LANGUAGE_NAMES[language()]
    return f"The texts in “{name}” are missing here: the program speaks English until it is installed again."


class _Speaker:
    """Which language the interface speaks now: one per program, because there is one reader."""

    language = "fr"


_of_paper: ContextVar[str] = ContextVar("language of a paper", default="")


def first_spoken(names: Iterable[str]) -> str:
    """The language of the first of these locales that the program speaks; French otherwise, as most offices do."""
    return next((name[:2] for name in names if name[:2] in LANGUAGES), "fr")


def speak(language: str) -> None:
    """Make `_` answer in this language from now on; raises ValueError for one the program does not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    _Speaker.language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language within the block and in this thread alone: a paper has one of its own, whatever its reader
    speaks. Raises ValueError for one the program does not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    token = _of_paper.set(language)
    try:
        yield
    finally:
        _of_paper.reset(token)


def language() -> str:
    """The language spoken now: of the interface, or of the paper that this thread is at."""
    return _of_paper.get() or _Speaker.language


def _(sentence: str) -> str:
    return said_in(language(), sentence)


def plural(singular: str, many: str, count: int) -> str:
    """The sentence for this count, in the interface's language; use it as `plural("{count} file", "{count} files", n)`.

    The place `{count}` is filled here, as the language writes numbers: "1 355 personnes".
    """
    return catalogue(language()).ngettext(singular, many, count).format(count=format_number(count, language()))


def N_(sentence: str) -> str:
    """Mark a sentence for translation where it stands; it is translated by `_` where it is shown."""
    return sentence


UNKNOWN = N_("unknown to this version of Passerelle")


class CodeTable(dict[str, T]):
    """What is said of codes, or their tones; a code that a newer program wrote, or anybody, gives `otherwise`."""

    def __init__(self, table: Mapping[str, T], otherwise: T) -> None:
        super().__init__(table)
        self.otherwise = otherwise

    def __missing__(self, code: str) -> T:
        return self.otherwise


def said_in(language: str, sentence: str) -> str:
    """A sentence of the catalogue in a given language: for documents, which have a language of their own."""
    return catalogue(language).gettext(sentence) if sentence else ""  # which would be the catalogue's head


def in_series(language: str, parts: Iterable[str]) -> str:
    """The parts one after the other on a line, with the semicolon that a document's language puts between them."""
    return ("\u00a0; " if language == "fr" else "; ").join(parts)


def pick(text: Text) -> str:
    """A definition's text in the interface's language."""
    return text[language()]


# Letters that Unicode takes for letters of their own, as people write them without their keys
SPELT = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ĸ": "k"}
)
LEFT_OUT = str.maketrans(dict.fromkeys("'’‘‛ʼʻʹ′`´.", "") | dict.fromkeys("-‐‑‒–—―−", " "))


def first_line(text: str) -> str:
    """The first line of a text; empty for an empty one."""
    return next(iter(text.splitlines()), "")


def in_fours(figures: str) -> str:
    """A long number or digest in groups of four, as two people compare it."""
    return " ".join(figures[at : at + 4] for at in range(0, len(figures), 4))


def folded(text: str) -> str:
    """Text as it is compared: without accents, ligatures, case or doubled spaces."""
    if text.isascii():  # most are: nothing of them is spelt otherwise
        return " ".join(text.lower().split())
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.casefold()).translate(SPELT)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def searchable(text: str) -> str:
    """Text as search finds it: folded, without apostrophes and full stops, and with spaces for dashes.

    `O’Brien`, `O'BRIEN` and `obrien` are one, and so are `S.A.R.L.` and `sarl`.
    """
    return folded(text.translate(LEFT_OUT))


def missing_languages(text: object) -> Iterable[str]:
    """The languages that a definition's text lacks or leaves blank."""
    if not isinstance(text, Mapping):
        return LANGUAGES
    return tuple(code for code in LANGUAGES if not str(text.get(code, "")).strip())

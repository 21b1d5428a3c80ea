"""Secrets as words people can write down and read aloud, in the three languages of the program.

The lists are those of BIP-39: 2,048 words whose first four letters differ, so that accents, capitals and endings
do not matter when they are typed again.
"""

import re
from functools import cache

from desktop.base.errors import Problem
from desktop.base.text import _, folded

ENTROPY = 16  # bytes; with the checksum, 132 bits in 12 words
COUNT = 12
BITS = 11
_LISTS = {"fr": "french", "en": "english", "es": "spanish"}


def written(secret: bytes, language: str) -> tuple[str, ...]:
    """The 12 words, in lower case, of a secret of 16 bytes; raises KeyError for a language without a list."""
    import unicodedata

    from mnemonic import Mnemonic

    words = Mnemonic(_LISTS[language]).to_mnemonic(secret).split()
    return tuple(unicodedata.normalize("NFC", word) for word in words)


def read(typed: str) -> bytes:
    """The secret behind 12 words in any of the languages.

    Accents, capitals, and whatever is no letter do not matter: the numbers of the sheet, points, commas, line ends.

    Raises Problem naming the first word that is on no list, or saying that the words do not belong together.
    """
    starts = starts_of(typed)
    if len(starts) != COUNT:
        raise Problem(
            _("{found} words were typed, but the recovery sheet has {wanted}; nothing was changed.").format(
                found=len(starts), wanted=COUNT
            ),
            _("Type all the words of the sheet, in their order."),
            code="recovery-words-too-few-or-many",
        )
    languages = [language for language in _LISTS if all(start in _numbers(language) for start in starts)]
    secrets = [secret for language in languages if (secret := _secret(starts, language)) is not None]
    if not secrets:
        raise _unknown(starts)
    return secrets[0]


def starts_of(typed: str) -> list[str]:
    """The first four letters of each word, by which words are told apart."""
    return [word[:4] for word in re.findall(r"[^\W\d_]+", folded(typed))]


def _secret(starts: list[str], language: str) -> bytes | None:
    from mnemonic import Mnemonic

    speaker = Mnemonic(_LISTS[language])
    words = " ".join(speaker.wordlist[_numbers(language)[start]] for start in starts)
    return bytes(speaker.to_entropy(words)) if speaker.check(words) else None


def _unknown(starts: list[str]) -> Problem:
    best = max(_LISTS, key=lambda language: sum(start in _numbers(language) for start in starts))
    wrong = [place for place, start in enumerate(starts, 1) if start not in _numbers(best)]
    if wrong:
        return Problem(
            _("Word {place} is not a word of a recovery sheet; nothing was changed.").format(place=wrong[0]),
            _("Compare it with the sheet, letter by letter, then try again."),
            code="recovery-word-unknown",
        )
    return Problem(
        _("These words do not belong together; nothing was changed."),
        _("Check their order and each word against the sheet, then try again."),
        code="recovery-words-mismatched",
    )


@cache
def _numbers(language: str) -> dict[str, int]:
    """The number of each word by its first four plain letters."""
    from mnemonic import Mnemonic

    return {folded(word)[:4]: number for number, word in enumerate(Mnemonic(_LISTS[language]).wordlist)}


def spoken(digest: str, language: str, count: int = 6) -> tuple[str, ...]:
    """The first bits of a hexadecimal digest as words, 11 bits each, to compare over the telephone."""
    import unicodedata

    from mnemonic import Mnemonic

    bits = int(digest, 16) >> (len(digest) * 4 - count * BITS)
    words = Mnemonic(_LISTS[language]).wordlist
    numbers = [bits >> (BITS * place) & (2**BITS - 1) for place in reversed(range(count))]
    return tuple(unicodedata.normalize("NFC", words[number]) for number in numbers)

"""Words in the scripts of India -> a-z with their vowels, which a letter-by-letter romanisation loses."""

import re

# The blocks of nine scripts (Devanagari to Malayalam) keep the same letter at the same place: one table reads them all.
_INDIC = re.compile("[\u0900-\u0d7f]")
_INDIC_RUN = re.compile("[\u0900-\u0d7f\u200c\u200d]+")
_BLOCK = 0x80
_BENGALI = 0x980
_VOWELS = "a a i i u u ri e e ai o o au"
_CONSONANTS = "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h"
_VOWELS_OF_INDIA = dict(zip(
    (0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0E, 0x0F, 0x10, 0x12, 0x13, 0x14),
    _VOWELS.split(), strict=True,
))  # fmt: skip
_SIGNS_OF_INDIA = dict(zip(
    (0x3E, 0x3F, 0x40, 0x41, 0x42, 0x43, 0x46, 0x47, 0x48, 0x4A, 0x4B, 0x4C),
    _VOWELS.split()[1:], strict=True,
))  # fmt: skip
_CONSONANTS_OF_INDIA = dict(enumerate(
    _CONSONANTS.split(), start=0x15,
))  # fmt: skip
_WITH_NUKTA = {"j": "z", "ph": "f", "d": "r", "dh": "rh", "y": "y"}
_NUKTA, _VIRAMA, _ANUSVARA, _YA = 0x3C, 0x4D, 0x02, 0x2F


def romanise_india(text: str) -> str:
    """Words in the scripts of India as a-z, each consonant with its vowel; other words as they are."""
    return _INDIC_RUN.sub(lambda run: _indic_word(run[0]), text) if _INDIC.search(text) else text


def _indic_word(word: str) -> str:
    letters: list[str] = []
    vowel_due = False  # the consonant before carries an `a` unless a sign says otherwise
    for sign in word:
        place = ord(sign) % _BLOCK
        if place in _CONSONANTS_OF_INDIA:
            letters += ["a"] if vowel_due else []
            bengali = ord(sign) - place == _BENGALI and place == _YA
            letters.append("j" if bengali else _CONSONANTS_OF_INDIA[place])
            vowel_due = True
        elif place == _NUKTA and letters:
            letters[-1] = (
                "y"
                if letters[-1] == "j" and ord(sign) - place == _BENGALI
                else _WITH_NUKTA.get(letters[-1], letters[-1])
            )
        elif place in _SIGNS_OF_INDIA:
            letters.append(_SIGNS_OF_INDIA[place])
            vowel_due = False
        elif place == _VIRAMA:
            vowel_due = False
        elif place in _VOWELS_OF_INDIA:
            letters += ["a"] if vowel_due else []
            letters.append(_VOWELS_OF_INDIA[place])
            vowel_due = False
        elif place == _ANUSVARA:
            letters += ["a", "n"] if vowel_due else ["n"]
            vowel_due = False
    return "".join(letters)  # the last `a` is not said

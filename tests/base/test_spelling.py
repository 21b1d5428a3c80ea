"""Numbers in words, against the cases that trip people up."""

import pytest

from desktop.base.spelling import LARGEST, spell
from desktop.base.text import LANGUAGES


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1000, "mille"),
        (18_400, "dix-huit mille quatre cents"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (103_000, "cent trois mille"),
        (1_000_000, "un million"),
        (80_000_000, "quatre-vingts millions"),
        (2_000_001_000, "deux milliards mille"),
    ],
)
def test_french(number: int, words: str) -> None:
    assert spell(number, "fr") == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (101, "one hundred and one"),
        (1_001, "one thousand and one"),
        (18_400, "eighteen thousand four hundred"),
        (1_250_000, "one million two hundred and fifty thousand"),
    ],
)
def test_english(number: int, words: str) -> None:
    assert spell(number, "en") == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "cero"),
        (16, "dieciséis"),
        (31, "treinta y uno"),
        (100, "cien"),
        (101, "ciento uno"),
        (500, "quinientos"),
        (1000, "mil"),
        (21_000, "veintiún mil"),
        (31_000, "treinta y un mil"),
        (18_400, "dieciocho mil cuatrocientos"),
        (1_000_000, "un millón"),
        (1_250_000, "un millón doscientos cincuenta mil"),
        (21_000_000, "veintiún millones"),
        (2_000_000_000, "dos mil millones"),
    ],
)
def test_spanish(number: int, words: str) -> None:
    assert spell(number, "es") == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_numbers_sound_alike(language: str) -> None:
    numbers = [*range(1200), *range(1200, LARGEST, LARGEST // 997)]
    assert len({spell(number, language) for number in numbers}) == len(numbers)
    assert all(spell(number, language) == spell(number, language).strip() for number in numbers)


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_beyond_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not spelled"):
        spell(number, "fr")

"""Characters and spaces before they are drawn."""

import pytest

from desktop.documents.typesetting import bengali, cleaned, runs, spaced


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Objet : « Biens » ; oui ?", "Objet\xa0: «\xa0Biens\xa0»\xa0; oui\xa0?"),
        ("18 400 USD", "18\xa0400\xa0USD"),
        ("le 23 novembre 2026", "le 23\xa0novembre 2026"),
        ("¶ 22, n° 12", "¶\xa022, n°\xa012"),
        ("10 h 12", "10\xa0h 12"),
    ],
)
def test_french_spaces_do_not_break(typed: str, printed: str) -> None:
    assert spaced(typed, "fr") == printed


def test_english_punctuation_is_left_alone() -> None:
    assert spaced("Why : because", "en") == "Why : because"


def test_invisible_and_directional_characters_are_dropped() -> None:
    assert cleaned("a\u202eb\u2066c\u200bd\x00e\ufefff\r\ng\u202fh") == "abcdef\ng\xa0h"


def test_arabic_words_are_set_from_right_to_left_and_glued() -> None:
    (run,) = runs("محمد الأمين", lambda character, script: True)
    assert run.script == "arabic"
    assert " " not in run.text
    assert run.text[-1] == "\ufee3"  # the initial meem of the first word stands at the right


def test_what_no_font_can_print_is_romanised_in_brackets() -> None:
    drawn = "".join(run.text for run in runs("ABC 中国 d", lambda character, script: character.isascii()))
    assert drawn == "ABC [ZhongGuo] d"


def test_bengali_vowels_that_come_first_are_set_first() -> None:
    assert bengali("কি কো ক্তি") == "িক েকা িক্ত"

"""Numbers in words, against the cases that trip people up."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base import places
from desktop.base.spelling import LARGEST, spell, spell_money
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


# What the words of numbers are worth, written here anew: what is said is read back by another hand
WORTH = {
    "fr": """
    zéro:0 un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9 dix:10 onze:11 douze:12 treize:13
    quatorze:14 quinze:15 seize:16 vingt:20 trente:30 quarante:40 cinquante:50 soixante:60 octante:80 cent:*
    cents:* mille:1000 million:1000000 millions:1000000 milliard:1000000000 milliards:1000000000
    """,
    "en": """
    zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13
    fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50
    sixty:60 seventy:70 eighty:80 ninety:90 hundred:* thousand:1000 million:1000000 billion:1000000000
    """,
    "es": """
    cero:0 un:1 uno:1 una:1 ún:1 dos:2 tres:3 cuatro:4 cinco:5 seis:6 siete:7 ocho:8 nueve:9 diez:10 once:11
    doce:12 trece:13 catorce:14 quince:15 dieciséis:16 diecisiete:17 dieciocho:18 diecinueve:19 veinte:20
    veintiún:21 veintiuno:21 veintiuna:21 veintidós:22 veintitrés:23 veinticuatro:24 veinticinco:25 veintiséis:26
    veintisiete:27 veintiocho:28 veintinueve:29 treinta:30 cuarenta:40 cincuenta:50 sesenta:60 setenta:70
    ochenta:80 noventa:90 cien:100 ciento:100 doscientos:200 trescientos:300 cuatrocientos:400 quinientos:500
    seiscientos:600 setecientos:700 ochocientos:800 novecientos:900 mil:1000 millón:1000000 millones:1000000
    """,
}


def heard(words: str, language: str) -> int:
    worth = dict(pair.split(":") for pair in WORTH[language].split())
    words = re.sub("quatre-vingts?", "octante", words)
    total = section = group = 0
    for word in re.sub("ientas", "ientos", words).replace("-", " ").split():
        if word in ("et", "and", "y"):
            continue
        if (value := worth[word]) == "*":
            group = max(group, 1) * 100
        elif int(value) < 1000:
            group += int(value)
        elif int(value) == 1000:
            section, group = section + max(group, 1) * 1000, 0
        else:
            total, section, group = total + (section + group) * int(value), 0, 0
    return total + section + group


@given(
    whole=st.one_of(st.integers(0, LARGEST), st.integers(0, 1000).map(lambda n: n * 10**6)),
    hundredths=st.integers(0, 99),
    code=st.sampled_from(["USD", "EUR", "XOF", "GBP", "HTG", "MGA", "JPY", "BRL"]),
)
@settings(max_examples=300)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_in_words_is_heard_as_that_amount(language: str, whole: int, hundredths: int, code: str) -> None:
    words = spell_money(Decimal(whole) + Decimal(hundredths) / 100, code, language)
    rest = re.search(r" (?:et|and|con) (\d\d)/100$", words)
    words = words.removesuffix(rest[0]) if rest else words
    assert (int(rest[1]) if rest else 0) == hundredths
    noun = places.currency_counted(code, whole, language)
    assert words.endswith(noun)
    number = re.sub("( de| d’)?$", "", words.removesuffix(noun).rstrip(" "))
    assert heard(number, language) == whole


@pytest.mark.parametrize("amount", ["-0.01", "0.001", f"{LARGEST + 1}", "1." + "0" * 30 + "1"])
def test_an_amount_without_words_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"spelled|words"):
        spell_money(Decimal(amount), "USD", "fr")

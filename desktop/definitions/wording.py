"""Values as an agreement writes them: dates, money, numbers, countries, and amounts in words, per language.

Amounts are decimal text, never floats. French groups thousands with U+00A0, because U+202F breaks over lines on paper.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import NamedTuple

from desktop.base.places import country_name
from desktop.definitions.facts import FactValue

NBSP = "\u00a0"
BREAKS = re.compile("[ \\x00-\\x1f\\x7f\\x85\\u2028\\u2029]+")  # everything that ends a line, but no no-break space
LOCALES = {"fr": "fr", "en": "en_GB", "es": "es"}
FEMININE = frozenset(
    [
        "GBP",
        "EGP",
        "LBP",
        "SYP",
        "SDG",
        "SSP",
        "INR",
        "PKR",
        "LKR",
        "NPR",
        "MUR",
        "SCR",
        "IDR",
        "SEK",
        "NOK",
        "DKK",
        "ISK",
        "CZK",
        "TRY",
        "UAH",
    ]
)
LARGEST = Decimal("999999999999.99")


class Unwritable(ValueError):
    """A value that is not of the kind its place asks for."""


def amount(value: FactValue) -> Decimal:
    """A decimal from decimal text or a whole number; raises Unwritable for floats, NaN and anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unwritable(f"{value!r} is not decimal text")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Unwritable(f"{value!r} is not decimal text") from None
    if not number.is_finite():
        raise Unwritable(f"{value!r} is not a number")
    return number


def money(value: FactValue) -> tuple[Decimal, str]:
    """Amount and ISO 4217 code of `{"amount": "18400.00", "currency": "USD"}`."""
    if not isinstance(value, Mapping):
        raise Unwritable(f"{value!r} is not an amount with its currency")
    code = value.get("currency")
    if not (isinstance(code, str) and len(code) == 3 and code.isalpha() and code.isupper()):
        raise Unwritable(f"{code!r} is not a currency code")
    return amount(value.get("amount")), code


def day(value: "FactValue | date") -> date:
    """A date from `2026-12-01` or a date."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise Unwritable(f"{value!r} is not a date") from None


def write_text(value: FactValue, language: str) -> str:
    """One line of text, its no-break spaces kept; a mapping gives its sentence in the language."""
    if isinstance(value, Mapping):
        value = value.get(language)
    if not isinstance(value, str):
        raise Unwritable(f"{value!r} is not text")
    return BREAKS.sub(" ", value).strip(" ")


def write_date(value: FactValue, language: str) -> str:
    """`24 novembre 2026`, `24 November 2026`, `24 de noviembre de 2026`; the first of a month is `1er` in French."""
    from babel.dates import format_date

    when = day(value)
    written = format_date(when, "long", locale=LOCALES[language])
    return "1er" + written[1:] if language == "fr" and when.day == 1 else written


def write_number(value: FactValue, language: str) -> str:
    """`200 000`, `200,000`, `200.000`; as many decimals as the text holds."""
    number = amount(value)
    return _grouped(number, language, max(0, -int(number.as_tuple().exponent)))


def write_money(value: FactValue, language: str) -> str:
    """`18 400,00 USD`, `USD 18,400.00`, `18.400,00 USD`, with the decimals usual for the currency."""
    from babel.numbers import get_currency_precision

    number, code = money(value)
    places = max(get_currency_precision(code), _places(number))
    figures = _grouped(number, language, places)
    return f"{code}{NBSP}{figures}" if language == "en" else f"{figures}{NBSP}{code}"


def write_country(value: FactValue, language: str) -> str:
    """The name of a country from its ISO 3166 code."""
    name = country_name(value, language) if isinstance(value, str) else ""
    if not name or name == value:  # an unknown code reads as itself
        raise Unwritable(f"{value!r} is not a country code")
    return name


def write_words(value: FactValue, language: str) -> str:
    """An amount of money, or a number, in words; hundredths of a currency stand as `50/100`, as on a cheque."""
    if not isinstance(value, Mapping):
        return in_words(value, language)
    number, code = money(value)
    whole, hundredths = _split(number)
    spelled = in_words(whole, language, feminine=code in FEMININE, before_noun=True)
    of = _of(spelled, language)
    rest = {"fr": " et {:02}/100", "en": " and {:02}/100", "es": " con {:02}/100"}[language].format(hundredths)
    return f"{spelled}{of} {_currency(code, whole, language)}{rest if hundredths else ''}"


def in_words(value: FactValue, language: str, *, feminine: bool = False, before_noun: bool = False) -> str:
    """A number from 0 to 999 999 999 999.99 in words; raises Unwritable outside.

    `feminine` and `before_noun` say what is counted: `veintiún dólares`, `veintiuna libras`, `vingt et une livres`.
    """
    whole, hundredths = _split(amount(value))
    spelled = SPELLERS[language](whole, feminine, before_noun)
    if not hundredths:
        return spelled
    rest = SPELLERS[language](hundredths, False, True)
    singular, plural, joined = HUNDREDTHS[language]
    return f"{spelled} {joined} {rest} {singular if hundredths == 1 else plural}"


class Unit(NamedTuple):
    """What an agreement counts, of one and of several."""

    one: str
    several: str
    feminine: bool = False


UNITS: Mapping[str, Mapping[str, Unit]] = {
    "hours": {
        "fr": Unit("heure", "heures", feminine=True),
        "en": Unit("hour", "hours"),
        "es": Unit("hora", "horas", feminine=True),
    },
    "days": {"fr": Unit("jour", "jours"), "en": Unit("day", "days"), "es": Unit("día", "días")},
    "months": {"fr": Unit("mois", "mois"), "en": Unit("month", "months"), "es": Unit("mes", "meses")},
    "percent": {
        "fr": Unit("pour cent", "pour cent"),
        "en": Unit("per cent", "per cent"),
        "es": Unit("por ciento", "por ciento"),
    },
    "years": {"fr": Unit("an", "ans"), "en": Unit("year", "years"), "es": Unit("año", "años")},
    "originals": {
        "fr": Unit("exemplaire original", "exemplaires originaux"),
        "en": Unit("original copy", "original copies"),
        "es": Unit("ejemplar original", "ejemplares originales"),
    },
}


def write_counted(unit: str, value: FactValue, language: str) -> str:
    """A whole number in words and figures with what it counts: `sept (7) jours`, `seven (7) days`, `siete (7) días`.

    `unit` is one of UNITS. Raises Unwritable for a fraction: nobody agrees on half a day.
    """
    whole, hundredths = _split(amount(value))
    if hundredths:
        raise Unwritable(f"{value!r} is not a whole number")
    counted = UNITS[unit][language]
    spelled = in_words(whole, language, feminine=counted.feminine, before_noun=True)
    single = whole < 2 if language == "fr" else whole == 1
    figures = _grouped(Decimal(whole), language, 0)
    return f"{spelled} ({figures}){_of(spelled, language)}{NBSP}{counted.one if single else counted.several}"


HUNDREDTHS = {
    "fr": ("centième", "centièmes", "et"),
    "en": ("hundredth", "hundredths", "and"),
    "es": ("centésimo", "centésimos", "con"),
}


def _split(number: Decimal) -> tuple[int, int]:
    if number < 0 or number > LARGEST or _places(number) > 2:
        raise Unwritable(f"{number} cannot be written in words")
    whole = int(number)
    return whole, int((number - whole) * 100)


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _grouped(number: Decimal, language: str, places: int) -> str:
    return _figures(str(number), language, places)


@lru_cache(maxsize=1024)  # a page writes the same figures again and again, and Babel takes its time for each
def _figures(number: str, language: str, places: int) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * places if places else "")
    written = format_decimal(Decimal(number), pattern, locale=LOCALES[language], decimal_quantization=False)
    return written.replace("\u202f", NBSP)


def _currency(code: str, count: int, language: str) -> str:
    from babel.core import UnknownLocaleError
    from babel.numbers import get_currency_name

    try:
        name = get_currency_name(code, count=count, locale=LOCALES[language])
    except UnknownLocaleError:  # pragma: no cover - the three locales are part of Babel
        return code
    return name.split(" (")[0].replace("'", "’")


def _of(spelled: str, language: str) -> str:
    """French and Spanish say `un million de dollars`, `un millón de dólares`."""
    millions = {"fr": ("million", "millions", "milliard", "milliards"), "es": ("millón", "millones")}
    return " de" if spelled.rsplit(" ", 1)[-1] in millions.get(language, ()) else ""


# French

FR_UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


def _fr_below_100(number: int, *, last: bool) -> str:
    if number < 20:
        return FR_UNITS[number]
    if number < 70:
        ten, unit = divmod(number, 10)
        return FR_TENS[ten] + (" et un" if unit == 1 else f"-{FR_UNITS[unit]}" if unit else "")
    if number < 80:
        return "soixante et onze" if number == 71 else f"soixante-{FR_UNITS[number - 60]}"
    return ("quatre-vingts" if last else "quatre-vingt") if number == 80 else f"quatre-vingt-{FR_UNITS[number - 80]}"


def _fr_below_1000(number: int, *, last: bool) -> str:
    hundred, rest = divmod(number, 100)
    if not hundred:
        return _fr_below_100(rest, last=last)
    head = "cent" if hundred == 1 else f"{FR_UNITS[hundred]} cent{'s' if not rest and last else ''}"
    return f"{head} {_fr_below_100(rest, last=last)}" if rest else head


def _french(number: int, feminine: bool, before_noun: bool) -> str:
    """`vingt` and `cent` take their s before million and milliard, which are nouns, and not before mille."""
    milliards, rest = divmod(number, 10**9)
    millions, rest = divmod(rest, 10**6)
    thousands, units = divmod(rest, 1000)
    spoken = []
    for count, noun in ((milliards, "milliard"), (millions, "million")):
        if count:
            spoken.append(f"{_fr_below_1000(count, last=True)} {noun}{'s' if count > 1 else ''}")
    if thousands:
        spoken.append("mille" if thousands == 1 else f"{_fr_below_1000(thousands, last=False)} mille")
    if units or not spoken:
        spoken.append(_fr_below_1000(units, last=True))
    whole = " ".join(spoken)
    return f"{whole}e" if feminine and (whole == "un" or whole.endswith((" un", "-un"))) else whole


# English

EN_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
EN_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _en_below_1000(number: int) -> str:
    hundred, rest = divmod(number, 100)
    ten, unit = divmod(rest, 10)
    tail = EN_UNITS[rest] if rest < 20 else EN_TENS[ten] + (f"-{EN_UNITS[unit]}" if unit else "")
    if not hundred:
        return tail
    return f"{EN_UNITS[hundred]} hundred" + (f" and {tail}" if rest else "")


def _english(number: int, feminine: bool, before_noun: bool) -> str:
    spoken = []
    rest = number
    for size, noun in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        count, rest = divmod(rest, size)
        if count:
            spoken.append(f"{_en_below_1000(count)} {noun}")
    if rest or not spoken:
        spoken.append(("and " if spoken and rest < 100 else "") + _en_below_1000(rest))
    return " ".join(spoken)


# Spanish

ES_UNITS = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
ES_TENS = {3: "treinta", 4: "cuarenta", 5: "cincuenta", 6: "sesenta", 7: "setenta", 8: "ochenta", 9: "noventa"}
ES_HUNDREDS = [
    "-",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]


def _es_below_1000(number: int, *, feminine: bool, before_noun: bool) -> str:
    if number == 100:
        return "cien"
    hundred, rest = divmod(number, 100)
    ten, unit = divmod(rest, 10)
    tail = ES_UNITS[rest] if rest < 30 else ES_TENS[ten] + (f" y {ES_UNITS[unit]}" if unit else "")
    spelled = " ".join([*([ES_HUNDREDS[hundred]] if hundred else []), *([tail] if rest or not hundred else [])])
    if feminine:
        spelled = spelled.replace("cientos", "cientas").replace("quinientos", "quinientas")
    if unit == 1 and rest != 11:
        ending = "una" if feminine else "uno" if not before_noun else "ún" if rest == 21 else "un"
        spelled = spelled[:-3] + ending
    return spelled


def _spanish(number: int, feminine: bool, before_noun: bool) -> str:
    """The long scale: a thousand millions is `mil millones`."""
    millions, rest = divmod(number, 10**6)
    spoken = []
    if millions:
        spoken.append("un millón" if millions == 1 else f"{_es_thousands(millions, False, True)} millones")
    if rest or not millions:
        spoken.append(_es_thousands(rest, feminine, before_noun))
    return " ".join(spoken)


def _es_thousands(number: int, feminine: bool, before_noun: bool) -> str:
    thousands, units = divmod(number, 1000)
    spoken = []
    if thousands:
        head = _es_below_1000(thousands, feminine=feminine, before_noun=True)
        spoken.append("mil" if thousands == 1 else f"{head} mil")
    if units or not thousands:
        spoken.append(_es_below_1000(units, feminine=feminine, before_noun=before_noun))
    return " ".join(spoken)


SPELLERS: dict[str, Callable[[int, bool, bool], str]] = {"fr": _french, "en": _english, "es": _spanish}
WRITERS: dict[str, Callable[[FactValue, str], str]] = {
    "text": write_text,
    "date": write_date,
    "number": write_number,
    "money": write_money,
    "country": write_country,
    "words": write_words,
    **{unit: partial(write_counted, unit) for unit in UNITS},
}

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
from desktop.base.spelling import counted_noun, spell, spell_money, split_hundredths
from desktop.definitions.facts import FactValue

NBSP = "\u00a0"
BREAKS = re.compile("[ \\x00-\\x1f\\x7f\\x85\\u2028\\u2029]+")  # everything that ends a line, but no no-break space
LOCALES = {"fr": "fr", "en": "en_GB", "es": "es"}


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
    try:
        return spell_money(*money(value), language)
    except ValueError as error:
        raise Unwritable(str(error)) from None


def in_words(value: FactValue, language: str, *, feminine: bool = False, before_noun: bool = False) -> str:
    """A number from 0 to 999 999 999 999.99 in words; raises Unwritable outside.

    `feminine` and `before_noun` say what is counted: `veintiún dólares`, `veintiuna libras`, `vingt et une livres`.
    """
    whole, hundredths = _split(amount(value))
    spelled = spell(whole, language, feminine=feminine, before_noun=before_noun)
    if not hundredths:
        return spelled
    rest = spell(hundredths, language, before_noun=True)
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
    noun = counted_noun(spelled, counted.one if single else counted.several, language)
    return f"{spelled} ({figures}){' de' * noun.startswith('de ')}{NBSP}{noun.removeprefix('de ')}"


HUNDREDTHS = {
    "fr": ("centième", "centièmes", "et"),
    "en": ("hundredth", "hundredths", "and"),
    "es": ("centésimo", "centésimos", "con"),
}


def _split(number: Decimal) -> tuple[int, int]:
    try:
        return split_hundredths(number)
    except ValueError as error:
        raise Unwritable(str(error)) from None


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


WRITERS: dict[str, Callable[[FactValue, str], str]] = {
    "text": write_text,
    "date": write_date,
    "number": write_number,
    "money": write_money,
    "country": write_country,
    "words": write_words,
    **{unit: partial(write_counted, unit) for unit in UNITS},
}

"""Numbers and amounts in words: on paper, and in the echo under a field, where a slip of a zero is heard, not seen.

French as taught before 1990 (hyphens below a hundred only), which is what cheques and contracts still use. Hundredths
of a currency stand as `50/100`, as on a cheque.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from desktop.base.numbers import EXACT
from desktop.base.places import currency_counted
from desktop.base.text import folded

LARGEST = 10**12 - 1
LIVRES = "GBP EGP LBP SYP SDG SSP FKP GIP SHP INR PKR LKR NPR MUR SCR IDR MVR SEK NOK DKK ISK CZK TRY UAH MOP"
FEMININE = {"fr": f"{LIVRES} HTG".split(), "en": (), "es": f"{LIVRES} BGN SLE".split()}  # what their names are
NOUNS = {"fr": ("million", "millions", "milliard", "milliards"), "es": ("millón", "millones")}  # followed by `de`
REST = {"fr": "et {:02}/100", "en": "and {:02}/100", "es": "con {:02}/100"}


def spell(number: int, language: str, *, feminine: bool = False, before_noun: bool = False) -> str:
    """The number in words, from 0 to 999 999 999 999; raises ValueError beyond.

    `feminine` and `before_noun` say what is counted: `veintiún dólares`, `veintiuna libras`, `vingt et une livres`.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not spelled")
    return SPELLERS[language](number, feminine, before_noun)


def spell_money(number: Decimal, currency: str, language: str) -> str:
    """An amount in words: `deux millions de francs CFA et 50/100`, `veintiún dólares estadounidenses`.

    Raises ValueError below nothing, beyond 999 999 999 999.99, and for more than two decimals.
    """
    whole, hundredths = split_hundredths(number)
    spelled = spell(whole, language, feminine=currency in FEMININE[language], before_noun=True)
    words = f"{spelled} {counted_noun(spelled, currency_counted(currency, whole, language), language)}"
    return f"{words} {REST[language].format(hundredths)}" if hundredths else words


def split_hundredths(number: Decimal) -> tuple[int, int]:
    """The whole and the hundredths of a number that can be written in words; raises ValueError for another one."""
    hundredths = EXACT.multiply(number, 100)
    if number < 0 or hundredths != hundredths.to_integral_value() or int(number) > LARGEST:
        raise ValueError(f"{number} cannot be written in words")
    return divmod(int(hundredths), 100)


def counted_noun(spelled: str, noun: str, language: str) -> str:
    """The noun after a number in words: `dollars`, but `un million de dollars`, `d’euros`, `un millón de euros`."""
    if spelled.rsplit(" ", 1)[-1] not in NOUNS.get(language, ()):
        return noun
    return f"d’{noun}" if language == "fr" and folded(noun[:1]) in "aeiou" else f"de {noun}"


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


SPELLERS: Mapping[str, Callable[[int, bool, bool], str]] = {"fr": _french, "en": _english, "es": _spanish}

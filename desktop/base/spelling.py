"""Whole numbers in words, for the echo under a field: a slip of a zero is heard where it is not seen.

French as taught before 1990 (hyphens below a hundred only), which is what cheques and contracts still use.
"""

FRENCH = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
FRENCH_TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)
ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SPANISH = (
    *("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    *("trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
    *(
        "veintidós",
        "veintitrés",
        "veinticuatro",
        "veinticinco",
        "veintiséis",
        "veintisiete",
        "veintiocho",
        "veintinueve",
    ),
)
SPANISH_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
SPANISH_HUNDREDS = (
    *("", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos"),
    *("ochocientos", "novecientos"),
)

LARGEST = 10**12 - 1


def spell(number: int, language: str) -> str:
    """The number in words, from 0 to 999 999 999 999; raises ValueError beyond."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not spelled")
    if number == 0:
        return {"fr": FRENCH, "en": ENGLISH, "es": SPANISH}[language][0]
    return {"fr": _french, "en": _english, "es": _spanish}[language](number)


def _french(number: int) -> str:
    parts = []
    for size, noun in ((10**9, "milliard"), (10**6, "million")):
        count, number = divmod(number, size)
        if count:
            parts += [_french_hundreds(count), noun + "s" * (count > 1)]
    thousands, rest = divmod(number, 1000)
    if thousands:
        words = _french_hundreds(thousands)
        words = words.removesuffix("s") if _plural_form(thousands) else words
        parts += [words, "mille"] if thousands > 1 else ["mille"]
    if rest:
        parts.append(_french_hundreds(rest))
    return " ".join(parts)


def _plural_form(number: int) -> bool:
    """Whether the French words end in the s of `cents` or `quatre-vingts`, which `mille` takes away."""
    return number % 100 == 80 or (number % 100 == 0 and number >= 200)


def _french_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [] if hundreds < 2 else [FRENCH[hundreds]]
    if hundreds:
        parts.append("cents" if hundreds > 1 and not rest else "cent")
    if rest:
        parts.append(_french_tens(rest))
    return " ".join(parts)


def _french_tens(number: int) -> str:
    if number < 20:
        return FRENCH[number]
    tens, ones = divmod(number, 10)
    if tens in (7, 9):  # soixante-dix, quatre-vingt-dix
        ones += 10
    if not ones:
        return FRENCH_TENS[tens] + "s" * (tens == 8)
    if ones in (1, 11) and tens < 8:
        return f"{FRENCH_TENS[tens]} et {FRENCH[ones]}"
    return f"{FRENCH_TENS[tens]}-{FRENCH[ones]}"


def _english(number: int) -> str:
    parts = []
    for size, noun in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        count, number = divmod(number, size)
        if count:
            parts += [_english_hundreds(count), noun]
    if number:
        parts.append(_english_hundreds(number) if number >= 100 or not parts else f"and {_english_hundreds(number)}")
    return " ".join(parts)


def _english_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return f"{ENGLISH[hundreds]} hundred" + (f" and {_english_hundreds(rest)}" if rest else "")
    if rest < 20:
        return ENGLISH[rest]
    tens, ones = divmod(rest, 10)
    return ENGLISH_TENS[tens] + (f"-{ENGLISH[ones]}" if ones else "")


def _spanish(number: int) -> str:
    parts = []
    millions, rest = divmod(number, 10**6)
    if millions:
        parts += [_shortened(_spanish_thousands(millions)), "millón" if millions == 1 else "millones"]
    if rest:
        parts.append(_spanish_thousands(rest))
    return " ".join(parts)


def _spanish_thousands(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands:
        parts += [_shortened(_spanish_hundreds(thousands)), "mil"] if thousands > 1 else ["mil"]
    if rest:
        parts.append(_spanish_hundreds(rest))
    return " ".join(parts)


def _shortened(words: str) -> str:
    """`uno` and `veintiuno` before a noun."""
    if words.endswith("veintiuno"):
        return f"{words.removesuffix('uno')}ún"
    return words.removesuffix("o") if words.endswith("uno") else words


def _spanish_hundreds(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    parts = [SPANISH_HUNDREDS[hundreds]] if hundreds else []
    if rest:
        parts.append(_spanish_tens(rest))
    return " ".join(parts)


def _spanish_tens(number: int) -> str:
    if number < 30:
        return SPANISH[number]
    tens, ones = divmod(number, 10)
    return SPANISH_TENS[tens] + (f" y {SPANISH[ones]}" if ones else "")

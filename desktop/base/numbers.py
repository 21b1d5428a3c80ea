"""Numbers, money and sizes: typed tolerantly, shown as the interface's language writes them.

Babel does the same but costs 150 to 200 ms before its first answer, as much as a whole start of the program; three
languages fit in these tables. Forms follow the interface's language, not the machine's region.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

NO_BREAK = "\u00a0"  # not U+202F: ReportLab breaks lines at it
MINUS = "\u2212"
LONGEST = 40  # characters of a typed number
MOST_DIGITS = 24  # of a number: with more, sums and roundings would no longer be exact
FARTHEST = 99  # places of the first digit from the point
NUMBERED = re.compile("[0-9]{1,6}")  # the last part of the reference of an agreement or the number of a case
EXACT = Context(prec=200, rounding=ROUND_HALF_UP)  # a record may bring thirty digits before the point and thirty after

DECIMAL_MARK = {"fr": ",", "en": ".", "es": ","}
GROUP_MARK = {"fr": NO_BREAK, "en": ",", "es": "."}
SILENT = " \u00a0\u2007\u2009\u202f'\u2019"  # what people and office programs put between thousands

# ISO 4217: currencies whose amounts have no decimals, and those that have three
WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THREE = "BHD IQD JOD KWD LYD OMR TND"


# What people write after a number instead of its zeros. In French and Spanish a small m is a thousand to some and a
# million to others; a billion is not the same number in the three languages, and is read in English alone.
THOUSAND, MILLION, MILLIARD = Decimal(10**3), Decimal(10**6), Decimal(10**9)
TIMES = {
    "fr": {"k": THOUSAND, "mille": THOUSAND, "M": MILLION, "million": MILLION, "millions": MILLION}
    | dict.fromkeys(("Md", "Mds", "md", "mds", "Mrd", "mrd", "milliard", "milliards"), MILLIARD),
    "en": {"k": THOUSAND, "thousand": THOUSAND, "M": MILLION, "m": MILLION, "million": MILLION}
    | dict.fromkeys(("bn", "billion"), MILLIARD),
    "es": {
        "k": THOUSAND,
        "mil": THOUSAND,
        "M": MILLION,
        "millón": MILLION,
        "millones": MILLION,
        "mil millones": MILLIARD,
    },
}
SMALL_M = ("fr", "es")
# What is written for a currency beside its code; where it stands for several, the one chosen beside the amount is meant
MONEY_SIGNS = {
    "€": ("EUR",),
    "US$": ("USD",),
    "$US": ("USD",),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "COP", "CLP", "ARS"),
    "£": ("GBP", "EGP", "LBP", "SYP", "SDG", "SSP"),
    "FCFA": ("XOF", "XAF"),
    "F CFA": ("XOF", "XAF"),
    "CFA": ("XOF", "XAF"),
}


class NotANumber(ValueError):
    """What was typed is no number."""

    readings: tuple[Decimal, ...] = ()


class Ambiguous(ValueError):
    """What was typed has two readings; `readings` lists them, thousands first. The user is to choose."""

    def __init__(self, text: str, readings: tuple[Decimal, ...]) -> None:
        super().__init__(text)
        self.readings = readings


class DoubtfulCurrency(ValueError):
    """The sign beside an amount stands for several currencies; `readings` are those that are offered."""

    def __init__(self, text: str, readings: tuple[str, ...]) -> None:
        super().__init__(text)
        self.readings = readings


# ---- typed numbers ----------------------------------------------------------------------------------------------


def parse_number(text: str, language: str, *, places: int = 2) -> Decimal:
    """The number typed or pasted, whichever of the usual ways it is written.

    Spaces and apostrophes part thousands; of a comma and a point, the last is the decimal mark. A single mark before
    exactly three digits parts thousands where the language says so, is a decimal mark where the language says so and
    the value may have three decimals (`places`), and otherwise raises Ambiguous. A word or letter of TIMES stands for
    zeros: `1,2 M`, `20k`. Raises NotANumber for anything else.
    """
    if len(text) > LONGEST:
        raise NotANumber(text)
    figures, word = _parted(text.strip())
    if word:
        return _multiplied(text, figures, word, language)
    sign, body = _signed("".join(map(_plain, text.strip())))
    if not body or not re.fullmatch(rf"[0-9.,{re.escape(SILENT)}]+", body):
        raise NotANumber(text)
    if sum(map(str.isdigit, body)) > MOST_DIGITS:
        raise NotANumber(text)
    whole, mark, rest = _split(body)
    if mark and not rest.isdigit():
        raise NotANumber(text)
    as_thousands = _ungrouped(whole + mark + rest)
    as_decimal = _ungrouped(whole) + (f".{rest}" if mark else "")
    if mark and _looks_grouped(whole, rest):
        if mark == GROUP_MARK[language]:
            return sign * Decimal(as_thousands)
        if mark != DECIMAL_MARK[language] or places < 3:
            raise Ambiguous(text, (sign * Decimal(as_thousands), sign * Decimal(as_decimal)))
    if not _well_grouped(whole):
        raise NotANumber(text)
    return sign * Decimal(as_decimal)


def parse_money(text: str, language: str, chosen: str, offered: Collection[str]) -> tuple[Decimal, str]:
    """The amount typed or pasted, and its currency: that which stands before or after it, or else the one `chosen`.

    A code has to be one of those `offered`. Raises NotANumber and Ambiguous as `parse_number` does, and
    DoubtfulCurrency for a sign that stands for several of which none is chosen.
    """
    stripped = text.strip()
    for sign in sorted((*MONEY_SIGNS, *offered), key=len, reverse=True):
        rest = _without(stripped, sign)
        if rest is None:
            continue
        meant = tuple(code for code in MONEY_SIGNS.get(sign, (sign,)) if code in offered)
        if not meant:
            raise NotANumber(text)
        if chosen not in meant and len(meant) > 1:
            raise DoubtfulCurrency(text, meant)
        return parse_number(rest, language), chosen if chosen in meant else meant[0]
    return parse_number(text, language), chosen


def _without(text: str, sign: str) -> str | None:
    """The text without the sign at its beginning or its end; None where it stands at neither."""
    folded, sign = text.upper(), sign.upper()
    if len(folded) == len(text) and folded.startswith(sign):
        return text[len(sign) :]
    if len(folded) == len(text) and folded.endswith(sign):
        return text[: -len(sign)]
    return None


def _parted(text: str) -> tuple[str, str]:
    """The figures, and the word or letter after them."""
    match = re.fullmatch(r"(.*?[\d.,])[\s\u00a0\u202f]*([^\W\d_]+(?: [^\W\d_]+)?)", text)
    return (match[1], match[2]) if match else (text, "")


def _multiplied(text: str, figures: str, word: str, language: str) -> Decimal:
    """The number that figures and a word like `million` are; a comma or point in them is read as in any number."""
    times = TIMES[language].get(word) or TIMES[language].get(word.lower() if len(word) > 1 or word == "K" else word)
    sizes = (THOUSAND, MILLION) if word == "m" and language in SMALL_M else (times,)
    if sizes[0] is None:
        raise NotANumber(text)
    try:
        number = parse_number(figures, language)
    except Ambiguous as error:
        if len(sizes) > 1:
            raise NotANumber(text) from error
        raise Ambiguous(text, tuple(EXACT.multiply(reading, sizes[0]) for reading in error.readings)) from error
    results = tuple(_plainly(EXACT.multiply(number, size)) for size in sizes if size is not None)
    if len(results) > 1:
        raise Ambiguous(text, results)
    return results[0]


def _plainly(number: Decimal) -> Decimal:
    """Without decimals that are nothing: 1200000 for 1200000.0."""
    whole = number.to_integral_value()
    return whole if whole == number else number


def _plain(character: str) -> str:
    """A digit of any script as its ASCII digit; anything else as it is."""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _signed(text: str) -> tuple[int, str]:
    if text[:1] in ("-", MINUS):
        return -1, text[1:].lstrip(SILENT)
    return 1, text[1:].lstrip(SILENT) if text[:1] == "+" else text


def _split(body: str) -> tuple[str, str, str]:
    """The part before the decimal mark, the mark, the part after; no mark when all marks part thousands."""
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return body, "", ""
    mark = body[last]
    if body.count(mark) > 1:
        return body, "", ""
    return body[:last], mark, body[last + 1 :]


def _looks_grouped(whole: str, rest: str) -> bool:
    return len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole) is not None


def _well_grouped(whole: str) -> bool:
    """Digits alone, or thousands parted by one and the same mark (spaces of any width count as one mark).

    Commas may part them as in South Asia: `12,34,567`.
    """
    if whole.isdigit() or not whole:
        return True
    marks = {" " if mark.isspace() else mark for mark in re.findall(r"\D", whole)}
    grouped = re.fullmatch(r"\d{1,3}(\D\d{3})+", whole) or re.fullmatch(r"\d{1,2}(,\d{2})*,\d{3}", whole)
    return len(marks) == 1 and grouped is not None


def _ungrouped(text: str) -> str:
    return re.sub(r"\D", "", text) or "0"


# ---- shown numbers ----------------------------------------------------------------------------------------------


def format_number(value: Decimal | int | float, language: str, places: int | None = None) -> str:
    """The value as the language writes it; with its own decimals, or rounded half up to `places`."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not is_written_out(number):
        return str(number)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), context=EXACT)
    whole, _point, decimals = f"{number.copy_abs():f}".partition(".")
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", GROUP_MARK[language], whole)
    sign = MINUS if number < 0 else ""
    return f"{sign}{groups}{DECIMAL_MARK[language]}{decimals}" if decimals else f"{sign}{groups}"


def is_written_out(number: Decimal) -> bool:
    """Whether a number is shown digit by digit: `1e999999` and NaN, which a file may bring, are shown as they are."""
    return number.is_finite() and abs(number.adjusted()) <= FARTHEST


def number_in_words(stored: str, language: str, places: int | None = None) -> str:
    """A number of a record as people read it; text that is no number as it is."""
    try:
        number = Decimal(stored)
        return format_number(number, language, places) if number.is_finite() else stored
    except InvalidOperation:
        return stored


def format_money(amount: str | Decimal, currency: str, language: str) -> str:
    """An amount with its currency's code: `18 400,50 USD`, in English `USD 18,400.50`.

    As many decimals as the currency has (ISO 4217), more when the amount has more: no cent is ever hidden.
    """
    number = Decimal(amount)
    if not is_written_out(number):
        return f"{number} {currency}"
    own = -int(number.normalize(EXACT).as_tuple().exponent)
    shown = format_number(number, language, max(_decimals(currency), own))
    return f"{currency}{NO_BREAK}{shown}" if language == "en" else f"{shown}{NO_BREAK}{currency}"


def format_percent(value: Decimal | int | float, language: str, places: int | None = None) -> str:
    """Hundredths with their sign: `4,0 %`, in English `4.0%`; rounded half up to `places` where they are given."""
    return with_percent(format_number(value, language, places), language)


def share_decimals(share: Decimal) -> int:
    """The decimals of a share in hundredths: one; two where one would not say all of it."""
    return 1 if share.quantize(Decimal("0.1"), context=EXACT) == share else 2


def share_figures(share: Decimal, language: str, least: int = 1) -> str:
    """A share in hundredths with as many decimals as it needs, or as others that it stands below; rounded half up.

    4.95 is never shown as 5.0: it may stand beside a target of 5.
    """
    return format_number(share, language, max(least, share_decimals(share)))


def with_percent(figures: str, language: str) -> str:
    """Figures with the sign of a percentage: bare in English, elsewhere after a space that never breaks."""
    return f"{figures}%" if language == "en" else f"{figures}{NO_BREAK}%"


def _decimals(currency: str) -> int:
    return 0 if currency in WHOLE.split() else 3 if currency in THREE.split() else 2


SIZES = {"fr": ("octets", "ko", "Mo", "Go", "To"), "en": ("bytes", "kB", "MB", "GB", "TB")}
SIZES["es"] = SIZES["en"]


def format_size(size: int, language: str) -> str:
    """A file's size in decimal units: `3,2 Mo`; whole from 100 of a unit on."""
    amount, units = Decimal(size), iter(SIZES[language])
    unit = next(units)
    while amount >= Decimal("999.5") and unit[0] != "T":
        amount, unit = amount / 1000, next(units)
    if size < 1000:
        return f"{size}{NO_BREAK}{unit if size != 1 else unit[:-1]}"
    return f"{format_number(amount, language, 1 if amount < 100 else 0)}{NO_BREAK}{unit}"


def next_in_series(prefix: str, references: Iterable[str]) -> int:
    """The number after the highest of the references that are this prefix and a number; 1 where there is none.

    What another laptop, or anybody, wrote otherwise after the prefix is no number of the series.
    """
    numbers = (reference.removeprefix(prefix) for reference in references if reference.startswith(prefix))
    counted = (int(number) for number in numbers if NUMBERED.fullmatch(number))
    return max(counted, default=0) + 1


def in_ranges(numbers: Iterable[int]) -> str:
    """Numbers in their order, three and more that follow one another as a range: “1, 4, 9–24”."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)

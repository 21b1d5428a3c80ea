"""The numbers in a name: digits, words, ordinals and Roman numerals are one value, written in digits.

French, English and Spanish number words are read whole (`vingt-trois`, `twenty-third`, `veintitrés`); of the other
languages the ordinals that lists use for units and offices.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from desktop.screening.tables import words_of

MONTHS = words_of("""
    january february march april may june july august september october november december
""")
# What is numbered: after these words a single letter is a Roman numeral (`Phase V`), and `premier` means the first.
NUMBERED = words_of("""
    phase fund fonds fondo fond division brigade brigada battalion bataillon batallon regiment regimiento unit
    unite unidad
    zone zona region block bloc bloque lot lote part partie parte volume volumen class classe clase type tipo series
    serie plan army armee ejercito corps cuerpo section seccion sector secteur tome plant usine planta chapter chapitre
    capitulo bureau oficina office centre center centro station estacion terminal district distrito tranche stage etape
    etapa group groupe grupo front frente institute institut instituto ministry ministere ministerio number numero
""")

_UNITS = """
    0 zero cero | 1 one un une uno eins | 2 two deux dos zwei | 3 three trois tres drei |
    4 four quatre cuatro quatro vier 5 five cinq cinco | 6 six seis sechs | 7 seven sept siete sete sieben |
    8 eight huit ocho oito acht 9 nine neuf nueve nove neun | 10 ten dix diez dez zehn | 11 eleven onze once |
    12 twelve douze doce zwolf 13 thirteen treize trece | 14 fourteen quatorze catorce | 15 fifteen quinze quince |
    16 sixteen seize dieciseis 17 seventeen diecisiete | 18 eighteen dieciocho | 19 nineteen diecinueve |
    20 twenty vingt vingts veinte 21 veintiuno veintiun | 22 veintidos | 23 veintitres | 24 veinticuatro |
    25 veinticinco | 26 veintiseis 27 veintisiete | 28 veintiocho | 29 veintinueve | 30 thirty trente treinta |
    40 forty quarante cuarenta 50 fifty cinquante cincuenta | 60 sixty soixante sesenta |
    70 seventy septante setenta | 80 eighty octante ochenta 90 ninety nonante noventa |
    100 hundred cent cents cien ciento | 1000 thousand mille
"""
_ORDINALS = """
    1 first premiere primero primera primer primeiro primeira erste erster erstes pervyy pervaya pervoe اول اولى
    2 second seconde segundo segunda zweite zweiter zweites vtoroy vtoraya ثاني ثانيه | 3 third tercero tercera tercer
    3 terceiro terceira dritte dritter drittes tretiy tretya ثالث ثالثه | 4 fourth cuarto cuarta quarto quarta vierte
    4 vierter chetvertyy chetvertaya رابع رابعه | 5 fifth quinto quinta funfte funfter pyatyy pyataya خامس خامسه
    6 sixth sexto sexta sechste shestoy shestaya سادس سادسه | 7 seventh septimo septima setimo setima siebte sedmoy
    7 sedmaya سابع سابعه | 8 eighth octavo octava oitavo oitava achte vosmoy vosmaya ثامن ثامنه | 9 ninth noveno novena
    9 neunte devyatyy devyataya تاسع تاسعه | 10 tenth decimo decima zehnte desyatyy desyataya عاشر عاشره
    11 eleventh undecimo undecima | 12 twelfth duodecimo duodecima | 13 thirteenth | 14 fourteenth | 15 fifteenth
    16 sixteenth | 17 seventeenth | 18 eighteenth | 19 nineteenth | 20 twentieth vigesimo vigesima | 30 thirtieth
    40 fortieth | 50 fiftieth | 100 hundredth centesimo
"""
# French ordinals are the cardinal with an ending: `deuxième`, `quatrième`, `cinquième`, `neuvième`, `vingt et unième`.
_FRENCH_STEMS = {
    "un": 1, "deux": 2, "trois": 3, "quatr": 4, "cinqu": 5, "six": 6, "sept": 7, "huit": 8, "neuv": 9, "dix": 10,
    "onz": 11, "douz": 12, "treiz": 13, "quatorz": 14, "quinz": 15, "seiz": 16, "vingt": 20, "trent": 30, "quarant": 40,
    "cinquant": 50, "soixant": 60, "cent": 100,
}  # fmt: skip
_ORDINAL = re.compile(
    r"0*(\d+)(?:st|nd|rd|th|e|er|ere|re|eme|ieme|de|a|o|d|os|as|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na"
    r"|y|i|yy|iy|ya|aya|oy|ogo)?"
)
_ATTACHED = re.compile(r"([a-z]+)(\d+)|(\d{2,})([a-z]+)")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_LETTER_NUMERALS = frozenset(("vi", "xi", "xx", "xv", "xix"))  # also names: numerals only at the end
_SAID_NUMBER = words_of("no nr n nro num numero number nummer numer nomer raqm رقم")
_ARTICLES_TOO = frozenset(("one", "un", "une", "uno", "eins"))
_JOINING = frozenset(("et", "y", "and", "e", "und"))
_HAN_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def in_digits(words: Sequence[str], set_aside: frozenset[str] = frozenset()) -> list[str]:
    """The words of a name with every number in digits; `No`, `N°`, `numéro` before a number are left out.

    `set_aside` are words that may follow the last word of a name: legal forms.
    """
    parts = _apart(words)
    last = max((at for at, word in enumerate(parts) if word not in set_aside), default=-1)
    read: list[str] = []
    at = 0
    while at < len(parts):
        value, taken = _number_at(parts, at, last)
        if value is None:
            read.append(parts[at])
        else:
            while read and read[-1] in _SAID_NUMBER:
                read.pop()
            read.append(str(value))
        at += taken
    return read


def without_foreign_digits(text: str) -> str:
    """Digits of all scripts as 0-9, and Chinese ordinals (`第五`); `°` as the `o` of `N°`."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    return re.sub("第([一二三四五六七八九十]+|[0-9]+)", lambda ordinal: f" {_han_value(ordinal[1])} ", plain).replace(
        "°", "o "
    )


def _han_value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, units = text.rpartition("十")
    return (_HAN_DIGITS.get(tens[-1:], 1) * 10 if ten else 0) + _HAN_DIGITS.get(units[-1:], 0)


def _apart(words: Sequence[str]) -> list[str]:
    """Letters and digits written together are two words: `M23`, `Sinpyong5`; an ordinal's ending is not."""
    parts: list[str] = []
    for word in words:
        attached = None if _ORDINAL.fullmatch(word) else _ATTACHED.fullmatch(word)
        parts.extend([part for part in attached.groups() if part] if attached else [word])
    return parts


def _number_at(words: Sequence[str], at: int, last: int) -> tuple[int | None, int]:
    """The number that begins at a word, and how many words it takes; None and 1 where none begins."""
    word = words[at]
    if digits := _ORDINAL.fullmatch(word):
        return int(digits[1][:18]), 1
    if word in ("premier", "premiers"):
        return (1, 1) if at + 1 < len(words) and words[at + 1] in NUMBERED else (None, 1)
    if (roman := _roman_value(words, at, last)) is not None:
        return roman, 1
    if word in ("dos", "once") and not _is_spanish_number(words, at, last):
        return None, 1
    if (ordinal := _ordinal_value(word)) is not None:
        return ordinal, 1
    if word in _ARTICLES_TOO and (not at or words[at - 1] not in NUMBERED) and _cardinal_at(words, at)[1] == 1:
        return None, 1  # `Sky One`: a name, unless something is counted
    return _cardinal_at(words, at)


def _is_spanish_number(words: Sequence[str], at: int, last: int) -> bool:
    """`dos` is also Portuguese for `of the`, `once` also English: a number at the end, or before `mil`, `de`."""
    return at == last or (at + 1 < len(words) and words[at + 1] in ("mil", "cientos", "de"))


def _roman_value(words: Sequence[str], at: int, last: int) -> int | None:
    """A Roman numeral, but not the first word, a surname (`Xi`), nor an initial."""
    word, before = words[at], words[at - 1] if at else ""
    if not at or len(word) > 6 or not (numeral := _ROMAN.fullmatch(word)) or not word:
        return None
    if len(word) == 1 or word in _LETTER_NUMERALS:
        ends_name = at == last and len(before.rstrip(".")) > 1
        if not ends_name and before not in NUMBERED:
            return None
    units = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}[numeral[2]]
    return 10 * len(numeral[1]) + units


def _ordinal_value(word: str) -> int | None:
    if word.endswith(("ieme", "iemes")):
        return _FRENCH_STEMS.get(word.removesuffix("s").removesuffix("ieme"))
    return _values(_ORDINALS).get(word)


def _cardinal_at(words: Sequence[str], at: int) -> tuple[int | None, int]:
    """Number words added up as they are said: `quatre vingt dix sept`, `treinta y tres`, `two hundred and five`."""
    cardinals = _values(_UNITS)
    value = cardinals.get(words[at])
    if value is None:
        return None, 1
    taken = 1
    while at + taken < len(words):
        step = 2 if words[at + taken] in _JOINING and at + taken + 1 < len(words) else 1
        word = words[at + taken + step - 1]
        following = 1 if word == "unieme" else cardinals.get(word, 1000 if word == "mil" else None)
        ordinal = _ordinal_value(word) if following is None else None
        joined = _said_together(value, following if following is not None else ordinal)
        if joined is None or (step == 2 and joined < value):
            break
        value, taken = joined, taken + step
        if ordinal is not None:
            break
    return value, taken


def _said_together(value: int, following: int | None) -> int | None:
    """What two number words that follow one another mean together, None when they are two numbers."""
    if following is None:
        return None
    if value == 4 and following == 20:
        return 80
    if 1 <= value < 1000 and following in (100, 1000) and value % 100 < 100 and value < following:
        return value * following
    if value >= 100 and following < 100 and value % 100 == 0:
        return value + following
    if value % 100 == 10 and following in (7, 8, 9):  # `dix-sept`
        return value + following
    room = 20 if value % 100 in (60, 80) else 10
    tens, unit = value % 100, following
    return value + following if tens >= 20 and tens % 10 == 0 and 0 < unit < room else None


@cache
def _values(table: str) -> dict[str, int]:
    values: dict[str, int] = {}
    number = 0
    for word in table.replace("|", " ").split():
        if word.isdigit():
            number = int(word)
        else:
            values.setdefault(word, number)
    return values

"""How the name of an organisation is read: what is said of it, in which language, and how much each word tells.

A name is cut at elisions and brackets, its numbers are read, its Chinese words are parted by the words that are known.
Each word then has a role: legal form, kind of body, trade, word of meaning, place, number, or the name itself.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from desktop.screening import meanings, places, tables
from desktop.screening.numbers import in_digits, without_foreign_digits

# Roles, one letter a word. ASIDE are words in brackets: they help when they agree and never count against a name.
NAME, PARTICLE, LEGAL, NUMBER = "npc#"
BODY, TRADE, WORD, PLACE, ASIDE = "bgwla"
TELLING = (NAME, WORD, NUMBER)  # what, left over, makes of a name that agrees otherwise another one

_ELIDED = re.compile(r"(?<![^\W_])(l|d|qu|dell|dall|nell|sull|all)['’‘`´ʼʹ′＇](?=\w)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{（]([^)\]}）]*)[)\]}）]?")
_VESSEL = re.compile(r"^\s*([mfs])\s*[/.]\s*([vty])\b\.?(?=\s+\w\w)", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_RUSSIAN_SHORT = {  # what stands before the names of Russian companies
    "НК": "нефтяная компания", "ГК": "группа компаний", "ГМК": "горно-металлургическая компания",
    "УК": "управляющая компания", "НПО": "научно-производственное объединение",
    "НПК": "научно-производственная корпорация", "НПП": "научно-производственное предприятие",
    "ЦБ": "центральный банк", "МО": "министерство обороны",
}  # fmt: skip
_RUSSIAN = re.compile(rf"\b(?:{'|'.join(_RUSSIAN_SHORT)})\b")
_PREFIXES = frozenset(("mv", "mt", "ms", "ss", "fv", "my", "lpg", "lng"))  # of ships, before their names
# Chinese legal forms; what stands before them is the name.
_CHINESE_FORMS = {"股份有限公司": "ltd", "有限责任公司": "ltd", "有限公司": "ltd", "责任公司": "ltd", "株式会社": "kk"}
_CHINESE_FORMS |= {"研究院": "research institute", "研究所": "research institute"}
_VOWEL_SIGNS = "".join(map(chr, (*range(0x64B, 0x653), 0x670)))  # which a name is read without
_ALEFS = str.maketrans("أإآٱىةۃکیگ", "ااااي" + "هه" + "كيك", _VOWEL_SIGNS)
# What everybody writes short, whatever the language of the words it stands for; `ed-Dine` as it is else written.
_USUAL_SHORT = {
    **dict.fromkeys(("isis", "isil", "daesh", "daech", "daish", "داعش"), "islamic state"),
    **dict.fromkeys(("dprk", "rpdc", "kndr"), "korea"),
    **dict.fromkeys(("drc", "rdc"), "congo"),
    **dict.fromkeys(("mod",), "ministry defence"),
    **dict.fromkeys(tables.FAITH, "din"),
}


def spelled(text: str) -> str:
    """A name ready to be cut into words: elisions apart, digits as 0-9, Chinese words parted and in Latin letters."""
    plain = _RUSSIAN.sub(
        lambda short: f" {_RUSSIAN_SHORT[short[0]]} ", _ELIDED.sub(r"\1 ", without_foreign_digits(text))
    )
    plain = _VESSEL.sub(r"\1\2 ", plain)
    return _HAN.sub(lambda run: f" {' '.join(_parted(run[0]))} ", plain) if _HAN.search(plain) else plain


def main_and_asides(text: str) -> tuple[str, str]:
    """What stands outside of brackets, and what within; a name wholly in brackets is no aside."""
    outside = _BRACKETS.sub(" ", text)
    if not any(c.isalnum() for c in outside):
        return text, ""
    return outside, " ".join(bracket[1] for bracket in _BRACKETS.finditer(text))


def read(words: Sequence[str], aside: Sequence[str] = ()) -> tuple[list[str], str]:
    """Cut words -> (words as they are compared, their roles). A word said again is left out."""
    surfaces, roles = _with_roles(words)
    bracketed, their_roles = _with_roles(aside)
    if not surfaces:
        return bracketed, their_roles
    met = {word for word, role in zip(surfaces, roles, strict=True) if role != PARTICLE}
    for word, role in zip(bracketed, their_roles, strict=True):
        if word not in met and role not in (PARTICLE, LEGAL):
            surfaces.append(word)
            roles += NUMBER if role == NUMBER and len(word) < 4 else ASIDE
            met.add(word)
    return surfaces, roles


def _with_roles(words: Sequence[str]) -> tuple[list[str], str]:
    words = _acronyms([_bare(word) for word in words])
    line = f" {' '.join(words)} "
    for phrase, form in tables.LEGAL_PHRASES.items():
        if phrase in line:
            line = line.replace(f" {phrase} ", f" {form} ")
    parts = [part for word in line.split() for part in _without_attached_form(word)]
    parts = [part for word in parts for part in _USUAL_SHORT.get(word, word).split()]
    parts = list(_phrases(in_digits(parts, tables.LEGAL)))
    surfaces: list[str] = []
    roles = ""
    for at, word in enumerate(parts):
        role = LEGAL if not at and word in _PREFIXES and len(parts) > 1 else _role(word)
        if role != PARTICLE and role != NUMBER and word in surfaces:
            continue
        surfaces.append(word)
        roles += role
    if all(role in (LEGAL, PARTICLE) for role in roles):
        roles = NAME * len(roles)
    return surfaces, roles


def weight(text: str, role: str) -> float:
    """How much a word of a name tells, 0..1."""
    if role == ASIDE:
        role = _role(text)
    if role == NAME:
        return {1: 0.15, 2: 0.6}.get(len(text), 1.0)
    if role == NUMBER and len(text) > 4:  # of which there is one: `Unit 29155`
        return 1.0
    return {PARTICLE: 0.02, LEGAL: 0.03, BODY: 0.1, TRADE: 0.34, WORD: 0.6, PLACE: 0.5, NUMBER: 0.5}[role]


# --- meanings ------------------------------------------------------------------------------------------------------


def _role(word: str) -> str:
    if word.isdigit():
        return NUMBER
    if word in tables.LEGAL:
        return LEGAL
    if word in tables.PARTICLES or word in tables.CONNECTORS:
        return PARTICLE
    if senses := meanings_of(word):
        return _roles()[senses[0]]
    return LEGAL if _is_misspelt_form(word) else NAME


_LONG_FORMS = (
    "anonima",
    "anonyme",
    "limited",
    "limitada",
    "sociedad",
    "responsabilidad",
    "corporation",
    "incorporated",
)


@lru_cache(maxsize=32768)
def _is_misspelt_form(word: str) -> bool:
    """`Sociedad Anomina`, `Limitted`: one slip away from a long legal form."""
    if len(word) < 6 or not word.isascii():
        return False
    from rapidfuzz.distance import OSA

    return any(OSA.distance(word, form, score_cutoff=1) <= 1 for form in _LONG_FORMS)


@lru_cache(maxsize=32768)
def meanings_of(word: str) -> tuple[str, ...]:
    """The English words for what a word means in the languages, empty for one that is not known: `red`, `network`.

    Inflected forms are tried by the rules of the languages: plural, feminine, genitive, `l'`-like prefixes in Arabic.
    """
    table = _meanings()
    if not word.isascii():
        return next((senses for form in _arabic_forms(word.translate(_ALEFS)) if (senses := table.get(form))), ())
    if (senses := table.get(word)) or len(word) < 4:
        return senses or ()
    for ending, base in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(word) > len(stem) > 2 and (senses := table.get(stem + base)):
            return senses
    return ()


# (ending, what the table has instead): English and Romance plurals and feminines, German cases, Russian cases.
_ENDINGS = (
    ("s", ""), ("es", ""), ("e", ""), ("a", "o"), ("as", "o"), ("os", "o"), ("as", "a"), ("aux", "al"), ("ale", "al"),
    ("ales", "al"), ("elle", "el"), ("elles", "el"), ("enne", "en"), ("iennes", "ien"), ("ne", "n"), ("ive", "if"),
    ("ies", "y"), ("is", "al"), ("oes", "ao"), ("ones", "on"), ("iva", "ivo"), ("aise", "ais"), ("aises", "ais"),
    ("er", ""), ("en", ""), ("em", ""), ("liche", ""),
    ("licher", ""), ("lichen", ""), ("liches", ""), ("es", "e"), ("n", ""), ("er", "e"),
    ("ul", ""), ("ut", ""), ("us", ""), ("ud", ""), ("ul", "a"), ("at", "a"), ("at", ""),
    ("iy", "iya"), ("aya", "yy"), ("oe", "yy"), ("oye", "yy"), ("ye", "yy"), ("ogo", "yy"), ("oy", "yy"),
    ("ykh", "yy"), ("ym", "yy"),
    ("aya", "oy"), ("oe", "oy"), ("ogo", "oy"), ("yi", "yy"), ("yj", "yy"), ("y", "yy"), ("iy", "yy"),
    ("aya", "iy"), ("oe", "iy"), ("ogo", "iy"), ("ikh", "iy"),
    ("oy", "iy"), ("i", "iy"), ("a", ""), ("y", ""), ("i", ""), ("ov", ""), ("ii", "iya"), ("i", "iya"), ("ey", "iya"),
    ("y", "a"), ("i", "a"), ("u", "a"), ("ya", "e"), ("iya", "ie"), ("i", "yy"), ("ei", "eya"), ("yu", "ya"),
    ("i", "ya"), ("ami", ""), ("lar", ""), ("ler", ""), ("lari", ""), ("leri", ""), ("si", ""), ("i", ""), ("u", ""),
    ("in", ""), ("un", ""),
)  # fmt: skip


def _arabic_forms(word: str) -> Iterator[str]:
    """An Arabic word and what it may be a form of: without `and`, `for`, `by`, feminine, plural and nisba endings."""
    yield f"ال{word}"  # `المانيا`: what was cut off as the article belongs to the word
    for start in ("", "وال", "ولل", "لل", "و", "ل", "ب"):
        if not word.startswith(start) or (start and len(word) < len(start) + 3):
            continue
        bare = word[len(start) :]
        yield bare
        for ending, base in _ARABIC_ENDINGS:
            if bare.endswith(ending) and len(bare) - len(ending) >= 2:
                yield bare[: len(bare) - len(ending)] + base


_ARABIC_ENDINGS = (
    ("يه", ""), ("ه", ""), ("ي", ""), ("ي", "ه"), ("ي", "ا"), ("يه", "ه"), ("يه", "ا"), ("ات", "ه"), ("ات", ""),
    ("ين", ""), ("ون", ""), ("ين", "ون"), ("ون", "ين"), ("ان", ""), ("", "ه"), ("ا", "ه"),
)  # fmt: skip


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    """Every form -> the first words of its lines. Cyrillic forms are romanised, Arabic ones have plain alefs."""
    table: dict[str, tuple[str, ...]] = {}
    for line, _role_of_line in _all_lines():
        forms = line.split()
        sense = forms[0]
        for form in forms:
            if "\u0400" <= form[0] <= "\u04ff":
                form = "".join(tables.CYRILLIC.get(c, c) for c in form)
            elif not form.isascii():
                form = "_".join(map(_plain, form.split("_"))) if "_" in form else form.translate(_ALEFS)
            senses = table.get(form)
            if not senses:
                table[form] = (sense,)
            elif sense not in senses:
                table[form] = (*senses, sense)
    return table


@cache
def _roles() -> dict[str, str]:
    return {line.split(None, 1)[0]: role for line, role in reversed(list(_all_lines()))}


def _all_lines() -> Iterator[tuple[str, str]]:
    for table, role in (
        (places.COUNTRIES, PLACE), (places.REGIONS, PLACE), (meanings.TRADES, TRADE), (meanings.BODIES, BODY),
        (meanings.WORDS, WORD),
    ):  # fmt: skip
        for line in table:
            yield line, role
    for place in places.CHINESE.values():
        yield place, PLACE


@cache
def _phrase_starts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word -> the phrases of the tables that begin with it, the longest first."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for form in _meanings():
        if "_" in form:
            words = tuple(form.split("_"))
            starts.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in starts.items()}


def _plain(word: str) -> str:
    """A word as phrases are compared: Arabic ones without the article, with plain alefs."""
    return word if word.isascii() else word.removeprefix("ال").translate(_ALEFS)


def _phrases(words: Sequence[str]) -> Iterator[str]:
    """The words, those of a known phrase with `_` between; German and Dutch compounds of known words parted."""
    starts = _phrase_starts()
    plain = tuple(map(_plain, words))
    at = 0
    while at < len(words):
        phrase = next((phrase for phrase in starts.get(plain[at], ()) if plain[at : at + len(phrase)] == phrase), ())
        if phrase:
            yield "_".join(phrase)
            at += len(phrase)
        else:
            yield from _compound(words[at])
            at += 1


_COMPOUND_TAILS = (
    "bank", "front", "gesellschaft", "bau", "werke", "fonds", "verein", "handel", "industrie", "stiftung", "partei",
    "armee",
    "bewegung", "organisation", "institut", "ministerium", "beweging", "leger", "partij", "maatschappij", "regierung",
    "krafte", "dienst", "verband", "brigade", "universitat", "zentrum", "kommission", "komitee", "rat", "schutz",
)  # fmt: skip


def _compound(word: str) -> tuple[str, ...]:
    """`Befreiungsfront`, `Entwicklungsbank`: two known words written as one, with or without a joining letter."""
    if len(word) < 8 or not word.isascii() or meanings_of(word):
        return (word,)
    for tail in _COMPOUND_TAILS:
        if word.endswith(tail):
            head = word[: -len(tail)]
            for joint in ("s", "n", "en", ""):
                if head.endswith(joint) and len(bare := head[: len(head) - len(joint)]) > 2 and meanings_of(bare):
                    return (bare, tail)
    return (word,)


# --- words ---------------------------------------------------------------------------------------------------------


def _bare(word: str) -> str:
    """An Arabic word without `and the`, `of the`, `by the`."""
    for start in ("وال", "بال", "لل"):
        if word.startswith(start) and len(word) > len(start) + 2:
            return word[len(start) :]
    return word


def _acronyms(words: Sequence[str]) -> list[str]:
    """`M. D. S.` is one word."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word.rstrip(".")) == 1 and word[0].isascii() and word[0].isalpha() and (word.endswith(".") or run):
            run += word[0]
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return [*joined, run] if run else joined


def _without_attached_form(word: str) -> tuple[str, ...]:
    form = re.fullmatch(r"([a-z]{4,})(jsc|llc|gmbh|ooo|ltd)", word)
    return (form[1], form[2]) if form else (word,)


# --- Chinese -------------------------------------------------------------------------------------------------------


def _parted(run: str) -> Iterator[str]:
    """Chinese written without spaces, parted at known words, the longest first; the rest is a name, in pinyin."""
    words, name = _chinese_words(), ""
    at = 0
    while at < len(run):
        word = next((run[at : at + size] for size in range(6, 1, -1) if run[at : at + size] in words), "")
        if not word:
            name += run[at]
            at += 1
            continue
        if name:
            yield _pinyin(name)
            name = ""
        yield words[word]
        at += len(word) + (
            run[at + len(word) : at + len(word) + 1] in ("市", "省") and words[word] in _chinese_places()
        )
    if name:
        yield _pinyin(name)


def _pinyin(name: str) -> str:
    from anyascii import anyascii

    return anyascii("".join(_USUAL_READINGS.get(c, c) for c in name)).lower()


# Characters of two readings, as they are read in names: another character of that reading stands for each.
_USUAL_READINGS = {
    "长": "常",
    "重": "崇",
    "厦": "夏",
    "行": "航",
    "曾": "增",
    "盛": "圣",
    "乐": "勒",
    "朝": "潮",
    "都": "督",
}


@cache
def _chinese_places() -> frozenset[str]:
    return frozenset(places.CHINESE.values())


@cache
def _chinese_words() -> dict[str, str]:
    """Chinese words of two and more characters -> what stands for them: a meaning's word, a place's Latin spelling."""
    words = {form: senses[0] for form, senses in _meanings().items() if len(form) > 1 and _HAN.fullmatch(form)}
    return words | places.CHINESE | _CHINESE_FORMS


def is_chinese(words: Sequence[str]) -> bool:
    """Whether a Chinese place, or China, stands in a name: its unknown words are then pinyin."""
    return any(word in _chinese_places() or "china" in meanings_of(word) for word in words)

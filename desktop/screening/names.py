"""A name -> tokens: what of it is name, title or small word, how each part sounds, and which key finds it again.

Every script is brought to one alphabet of sounds, in which spellings of one name lie close: Latin letters by their
usual digraphs, Cyrillic by its letters, Arabic and Hebrew by their consonants and long vowels, all others by anyascii.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from desktop.screening import organisations, syllables, tables, traditions
from desktop.screening.entries import EntryKind
from desktop.screening.india import romanise_india
from desktop.screening.syllables import SyllableReading, korean

LONGEST = 400  # characters of a name that are read: the longest listed name has about 200
MOST = 24  # tokens of a name that are read

NAME, PARTICLE, TITLE, INITIAL, NUMBER, SERVANT = "npti#s"  # of persons; `organisations` has its own

_VOWELS = frozenset("aeiou")
_ARABIC = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_UNVOWELLED = tables.ARABIC | tables.HEBREW
_APOSTROPHES = re.compile("['’‘`´ʹʻʼʽʾʿˈ′＇‛ʺ\"“”]")
_UNREAD = frozenset(("Mn", "Mc", "Me", "Cf", "Cc", "Co", "Cs"))  # loose marks, controls, direction signs
_REGISTERED = re.compile(r"\(\s*(?:reg\b|registration\b|n°|no\b)[^)]*\)?", re.IGNORECASE)  # `(Reg. No. 1114448)`
_LOST = re.compile(r"(?<=\w)[?\ufffd]+(?=[?\ufffd]*\w|\s)")  # letters that a program could not write: `N?ñez`
_SEPARATORS = re.compile(r"[^\w.]|_")


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One word of a name. `text` is what is compared by letter, `sound` what is compared by ear.

    Made by `token` only, which gives the same object for the same word: comparing and hashing go by identity.

    `arabic` is true of scripts without short vowels, Hebrew too. `bones` are the consonants, `coarse` what is left of
    them when such scripts are to be met. `stands_for` are the names of which it is a short form, `abbreviates` those
    of which it is an abbreviation; `recognised` when any of these, or `variant`, tells what name it is.
    """

    text: str
    arabic: bool
    sound: str
    bones: str
    coarse: str
    variant: str
    slavic: str
    korean: str
    mass: float
    stands_for: frozenset[str]
    abbreviates: frozenset[str]
    recognised: bool
    meanings: tuple[str, ...] = ()  # of a word in an organisation's name: the English words for it


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to be compared: its tokens, the role of each and its weight (0..1).

    `syllabic` when a family name of Korea, China or Vietnam stands in it: `read_in_syllables` may then cut it.
    """

    tokens: tuple[Token, ...]
    roles: str
    weights: tuple[float, ...]
    syllabic: bool
    organisation: bool = False

    @property
    def packed(self) -> str:
        """The name as the index keeps it; `unpack` gives it back."""
        return " ".join(role + token.text for role, token in zip(self.roles, self.tokens, strict=True))


def unpack(packed: str, kind: EntryKind) -> Name:
    """The name that `packed` was."""
    words = packed.split()
    return _with_weights([word[1:] for word in words], "".join(word[0] for word in words), kind)


@lru_cache(maxsize=4096)
def parse(text: str, kind: EntryKind) -> Name:
    """A name as it was written -> Name. All but persons are read as organisations."""
    if kind == EntryKind.PERSON:
        surfaces, roles = _person(_words(text))
    else:
        outside, within = organisations.main_and_asides(_REGISTERED.sub(" ", organisations.spelled(text[:LONGEST])))
        surfaces, roles = organisations.read(_words(outside), _words(within))
    return _with_weights(surfaces[:MOST], roles[:MOST], kind)


# --- from text to words --------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    """Lower-case words without marks; Arabic and Hebrew ones stay in their letters, the others become a-z and 0-9."""
    plain = romanise_india(unicodedata.normalize("NFKC", _as_written(text[:LONGEST])))
    plain = "".join(c for c in plain if unicodedata.category(c) not in _UNREAD or c in "\t\n\r\u200c")
    plain = _LOST.sub("", _APOSTROPHES.sub("", plain)).replace("&", " and ").replace("\u200c", " ")
    words: list[str] = []
    for word in _SEPARATORS.sub(" ", plain).split():
        words.extend(_latin(word) if not _ARABIC.search(word) else [_arabic(word)])
        if len(words) >= 2 * MOST:
            break
    return [word for word in words if word]


def _as_written(text: str) -> str:
    """`FranÃ§ois` and `Fran├ºois` as `François`: UTF-8 that a program took for Windows' or DOS's letters."""
    if not any(sign in text for sign in _MISREAD_SIGNS):
        return text
    return " ".join(_word_as_written(word) for word in re.split("[ \t\n]+", text))


_MISREAD_SIGNS = "ÃÅÄÐØÙ├┼─ð"


def _word_as_written(word: str) -> str:
    for signs, encoding in (("ÃÅÄÐØÙ", "cp1252"), ("├┼─ð", "cp850")):
        if any(sign in word for sign in signs):
            try:
                return word.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return word


def _latin(word: str) -> list[str]:
    if not word.isascii():
        single = len(word.rstrip(".")) == 1 and word[0].lower() in tables.CYRILLIC
        word = _romanise(word)
        if single and len(word.rstrip(".")) > 1:
            return [f"{word[0]}."]  # an initial of two Latin letters, as in `Ю.`
    if any(c.isupper() for c in word[1:]) and not word.isupper() and word.startswith("\0"):
        return ["ri" if part == "I" else part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]", word)]
    word = word.strip("\0").lower()
    if re.fullmatch(r"(?:[a-z]|[cpst]h)\.", word):  # `Th.` and `Ph.` are initials too
        return [f"{word[0]}."]
    parts = [part for part in re.split(r"[^a-z0-9]+", word) if part]
    dotted = len(parts) > 1 and all(len(part) == 1 for part in parts)
    return [f"{part}." for part in parts] if dotted else parts


_GREEK = (
    ("μπ", "mp"), ("ντ", "nt"), ("γκ", "gk"), ("γγ", "ng"), ("γξ", "nx"), ("γχ", "nch"), ("τζ", "tz"), ("ου", "ou"),
    ("αυ", "av"), ("ευ", "ev"), ("ει", "ei"), ("οι", "oi"), ("αι", "ai"), ("χ", "ch"), ("υ", "y"), ("η", "i"),
)  # fmt: skip


def _in_greek_pairs(word: str) -> str:
    """A Greek word with what is spelt by two letters in Latin ones, as ELOT 743 and passports write them."""
    if not any("\u0370" <= sign <= "\u03ff" for sign in word):
        return word
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))
    plain = re.sub("^χατζ", "hatz", re.sub("(?:^|(?<=ζη))γι(?=[αο])", "yi", plain))
    for greek, latin in _GREEK:
        plain = plain.replace(greek, latin)
    return re.sub("[ae]v(?=[θκξπσςτφψ])|[ae]v$", lambda pair: f"{pair[0][0]}f", plain)


_AS_IN_PASSPORTS = {"ə": "a"}  # of Azerbaijan: `Əliyev` is Aliyev


def _romanise(word: str) -> str:
    """Letters as a-z. Words of scripts written without spaces start with NUL and keep a capital per syllable."""
    from anyascii import anyascii

    folded = _in_greek_pairs(unicodedata.normalize("NFC", word))
    if any(unicodedata.category(c) == "Lo" for c in folded) and not _ARABIC.search(folded):
        return "\0" + re.sub(r"[^A-Za-z0-9]", "", anyascii(folded))
    cyrillic = any("\u0400" <= c <= "\u052f" for c in folded)
    letters = []
    for c in folded.lower():
        letters.append(
            tables.CYRILLIC.get(c) if cyrillic and c in tables.CYRILLIC else _AS_IN_PASSPORTS.get(c) or anyascii(c)
        )
    return re.sub(r"[^a-z0-9.]", "", "".join(letter or "" for letter in letters).lower())


def _arabic(word: str) -> str:
    """Arabic or Hebrew letters only, without vowel signs, without the article."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", word) if c in _UNVOWELLED or c.isdigit())
    if letters.startswith("ال") and len(letters) > 3 and letters not in ("الله", "اللہ"):
        return letters[2:]
    return letters


# --- from words to roles -------------------------------------------------------------------------------------------


def _person(words: list[str]) -> tuple[list[str], str]:
    surfaces, roles = [], []
    words = _compounds([_letters_for_digits(word) for word in words])
    for number, word in enumerate(words):
        surfaces.append(word)
        between = 0 < number < len(words) - 1
        joins = between and (word in traditions.MARRIAGE or (word in _DUTCH_ARTICLES and words[number - 1] in _OF))
        addressed = word in _HIS and words[number + 1 : number + 2] and words[number + 1] in _EXCELLENCE
        role = PARTICLE if joins or addressed else _person_role(word)
        roles.append(NAME if role == PARTICLE and word in tables.ARTICLES else role)  # an article is left out by now
    if all(role in (PARTICLE, TITLE, SERVANT) for role in roles):
        roles = [NAME] * len(roles)
    return surfaces, "".join(roles)


_HIS = frozenset(("son", "sa", "his", "her", "su", "sua"))  # `Son Excellence`; alone, `Son` is a name of Korea
_EXCELLENCE = frozenset(("excellence", "excellency", "excelencia", "majesty", "majeste", "highness", "altesse"))
_OF = frozenset(("van", "in", "op", "aan", "uit", "bij", "vande"))
_DUTCH_ARTICLES = frozenset(("den", "het", "t", "s"))  # `van den Berg`, `van 't Hof`, `in het Veld`: names elsewhere
_DIGITS = str.maketrans("01358", "oiesb")


def _letters_for_digits(word: str) -> str:
    """`Bosc0` as `Bosco`: a scanner reads a round letter as a nought."""
    if word.isalpha() or not any(c.isdigit() for c in word) or sum(c.isalpha() for c in word) < 3:
        return word
    return word.translate(_DIGITS)


def _person_role(word: str) -> str:
    if word in ("abd", "عبد", "din", "دین", "دين", "allah", "الله"):
        return SERVANT
    if len(word.rstrip(".")) == 1 and word[0].isalpha():
        return PARTICLE if word in ("y", "e", "i", "u", "d", "l") else INITIAL
    if word.isdigit():
        return NUMBER
    if word in tables.TITLES or word in traditions.GENERATIONS:
        return TITLE
    return PARTICLE if word in tables.PARTICLES or word in ("بن", "ولد", "ابن", "بنت") else NAME


def _is_article(words: list[str], at: int) -> bool:
    """Whether a word is the Arabic article: before another word, and where its `l` became another sound before that.

    `un` and `il` in the names of Korea are none: `Kim Jong Un`, `Kim Il Nam`.
    """
    word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
    pet_name = at == 0 and word in traditions.short_names()  # `Ed` is an article only before a name
    if word not in tables.ARTICLES or not following or pet_name:
        return False
    as_spoken = word.endswith("l") or word[1] == following[0] or not following.isascii()
    return as_spoken and not syllables.korean_readings(tuple(words))


def _compounds(words: list[str]) -> list[str]:
    """`Abdurrahman`, `Nureddin`, `Aminullah` cut where other spellings cut them; articles left out."""
    parts: list[str] = []
    for number, word in enumerate(words):
        if len(words) > 1 and (word in ("آل", "ال") or _is_article(words, number)):
            continue
        if word in tables.GOD and parts and parts[-1] == "abd":
            parts[-1] = "abdullah"
        elif word in ("الله", "لله", "اللہ") and parts and parts[-1] == "عبد":
            parts[-1] = "عبدالله"
        elif word in tables.SERVANT and number + 1 < len(words):
            parts.append("abd")
        elif word in tables.FAITH:
            parts.append("din")
        elif word in tables.GOD:
            parts.append("allah")
        else:
            parts.extend(_cut(word))
    return parts


_SERVANT_OF = re.compile(
    r"c?abd(?:oul|ool|ul|el|al|ol|il|our|ur|ar|er|or|ir|ouss|us|as|es|oun|un|en|an|ou|u|e|o|i)?(?=[^aeiou].{2})"
)
_ABDULLAH_AND = re.compile(r"c?abd[aeou]l+[ae]h(?=[^aeiou].{3})")
_FAITH_OF = re.compile(r"(?<=[a-z]{3})(?:[aeiou]{1,2}[dl]?d|ld|dd|d)(?:een|in|ine|eyn|yn)$")
_GOD_OF = re.compile(r"(?<=[a-z]{3})(?:ul|ol|oul|ool|al|el)l?[aoe]h$")


@lru_cache(maxsize=32768)
def _cut(word: str) -> tuple[str, ...]:
    if word in variants():
        return (word,)
    if word.isascii():
        return _cut_latin(word)
    if word.startswith("عبدال") and len(word) > 6 and word[3:] not in ("الله", "اللہ"):
        return ("عبد", word[5:])
    if word.endswith(("الدین", "الدين")) and len(word) > 6:
        return (word[:-5], "دين")
    if word.endswith(("الله", "اللہ")) and len(word) > 6 and not word.startswith("عبد"):
        return (word[:-4], "الله")
    return (word,)


def _cut_latin(word: str) -> tuple[str, ...]:
    if whole := _ABDULLAH_AND.match(word):
        return ("abdullah", *_cut(word[whole.end() :]))
    if servant := _SERVANT_OF.match(word):
        rest = word[servant.end() :]
        if len(rest) >= (5 if rest.startswith("l") else 3):  # `Abdullav` is Abdullah misspelt, not a servant of Lav
            return ("abd", *_cut(rest))
    if len(word) >= 7 and (faith := _FAITH_OF.search(word)):
        return (word[: faith.start()], "din")
    if len(word) >= 7 and (god := _GOD_OF.search(word)):
        stem = word[: god.start()]
        return (stem[:-3], "abdullah") if stem.endswith("abd") and len(stem) > 5 else (stem, "allah")
    return (word,)


def _with_weights(surfaces: list[str], roles: str, kind: EntryKind) -> Name:
    if kind == EntryKind.PERSON:
        tokens = tuple(token(surface) for surface in surfaces)
        weights = tuple(_person_weight(part, role) for part, role in zip(tokens, roles, strict=True))
        return Name(tokens, roles, weights, any(part.text in syllabic_families() for part in tokens))
    tokens = tuple(organisation_token(surface) for surface in surfaces)
    weights = tuple(organisations.weight(part, role) for part, role in zip(surfaces, roles, strict=True))
    return Name(tokens, roles, weights, syllabic=False, organisation=True)


def _person_weight(part: Token, role: str) -> float:
    if role == NAME:
        if part.abbreviates & traditions.LEFT_OUT:
            return 0.3
        return 0.6 if part.text in tables.COMMON or part.variant in tables.COMMON else 1.0
    if role == TITLE:
        return 0.5 if part.text in tables.NAMES_TOO else 0.12
    return {PARTICLE: 0.05, INITIAL: 0.4, SERVANT: 0.2, NUMBER: 0.5}.get(role, 1.0)


# --- one token -----------------------------------------------------------------------------------------------------


@cache
def variants() -> dict[str, str]:
    """Every known form of a name -> the form that names its class."""
    classes: dict[str, str] = {}
    for line in (*tables.VARIANTS, *map(" ".join, traditions.name_classes())):
        first, *others = line.split()
        first = classes.get(first, first)
        for form in (first, *others):
            classes.setdefault(form, first)
    return classes


@cache
def syllabic_families() -> frozenset[str]:
    """Family names of the languages whose names are cut into syllables."""
    return syllables.families() | tables.KOREAN_FAMILIES


@lru_cache(maxsize=1024)
def _full_names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The classes of the names that a word is a short form of, and of those that it abbreviates."""
    classes = variants()
    return (
        frozenset(classes.get(name, name) for name in traditions.short_names().get(text, ())),
        frozenset(classes.get(name, name) for name in traditions.abbreviations().get(text, ())),
    )


_NO_NAMES: frozenset[str] = frozenset()


@lru_cache(maxsize=32768)
def token(text: str) -> Token:
    """The token for a word as `parse` leaves it."""
    if text and not text.isascii():
        sound = _without_doubles("".join(_UNVOWELLED.get(c, c) for c in text))
        sound = re.sub("h$", "T", sound) if text[-1] in "هہۀ" and len(sound) > 2 else sound
        variant = variants().get(text, "")
        coarse, recognised = _coarse(sound), bool(variant)
        return Token(text, True, sound, sound, coarse, variant, "", "", _mass(sound), _NO_NAMES, _NO_NAMES, recognised)
    plain = text.rstrip(".")
    sound = latin_sound(plain)
    variant = variants().get(plain, "")
    short, abbreviated = _full_names(plain)
    bones, coarse = _bones(sound), _coarse(sound)
    key, syllable, recognised = slavic(plain), korean(plain), bool(variant or short or abbreviated)
    return Token(
        text, False, sound, bones, coarse, variant, key, syllable, _mass(sound), short, abbreviated, recognised
    )  # fmt: skip


@lru_cache(maxsize=32768)
def organisation_token(text: str) -> Token:
    """The token for a word of an organisation's name: it may mean something in one of the languages."""
    return replace(token(text), meanings=organisations.meanings_of(text))


_DIGRAPHS = (
    ("szcz", "S"), ("sz", "S"), ("schtsch", "S"), ("tsch", "C"),
    ("tch", "C"), ("dzh", "j"), ("dj", "j"), ("shch", "S"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("cz", "C"),
    ("kh", "x"), ("gh", "g"), ("zh", "Z"), ("ph", "f"), ("th", "θ"), ("dh", "ð"), ("tz", "z"), ("ts", "c"), ("ck", "k"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ii", "i"), ("qu", "k"),
)  # fmt: skip
_LETTERS = str.maketrans({"q": "k", "w": "v", "y": "i"})


@lru_cache(maxsize=1024)
def latin_sound(text: str) -> str:
    """A word of a-z as sounds: one sign a sound, doubled ones once."""
    sound = re.sub(r"c(?=[eiy])(?!h)", "s", text) if "c" in text else text
    if sound.endswith("ie") and len(sound) > 3:
        sound = sound[:-1]  # `Ngoie` and `Ngoy`, `Natalie` and `Nataly`
    for letters, sign in _DIGRAPHS:
        if letters in sound:
            sound = sound.replace(letters, sign)
    sound = sound.replace("c", "k") if "ts" not in text else re.sub("(?<!t)c(?!$)", "c", sound)
    if "x" in text and "kh" not in text:
        sound = ("X" + sound[1:] if text[0] == "x" else sound).replace("x", "ks")
    return _without_doubles(sound.translate(_LETTERS))


def _without_doubles(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sound)


_BONES = str.maketrans(
    {"x": "k", "X": "h", "θ": "t", "ð": "d", "z": "s", "c": "s", "C": "S", "Z": "j"} | dict.fromkeys("aeiou")
)
_COARSE = str.maketrans(
    {"x": "k", "g": "k", "θ": "t", "ð": "d", "z": "d", "c": "s", "C": "S", "Z": "j", "p": "b"}
    | dict.fromkeys("aeiouhvXAWYTʕ")
)


def _bones(sound: str) -> str:
    return sound[:1].translate(_BONES) + _without_doubles(sound[1:].replace("h", "").translate(_BONES))


def _coarse(sound: str) -> str:
    return _without_doubles(sound.translate(_COARSE))


def _mass(sound: str) -> float:
    return sum(0.5 if c in _VOWELS else 0.6 if c in "AWYT" else 0.2 if c == "ʕ" else 1.0 for c in sound)


@lru_cache(maxsize=1024)
def slavic(text: str) -> str:
    """A key that is equal for the Russian, Ukrainian and Belarusian romanisations of one name, empty for short words.

    A patronymic becomes its father's name with a mark, so that `Nikolaevna` meets `Mikalaeuna`.
    """
    if len(text) < 5:
        return ""
    if patronymic := re.search(r"(?:o|e|a|y|i|yo|ia|ie|ye)?(?:vich|vych|vitch|vic|vna|una|una|wna)$", text):
        stem = re.sub(r"[aeiouyj]+$", "", text[: patronymic.start()])
        if len(stem) >= 3:
            father = _father(stem)
            return f"{father}-" + ("f" if text.endswith("a") else "m")
    letters = _slavic_letters(text)
    return letters if len(letters) > 3 else ""


@lru_cache(maxsize=16384)
def _father(stem: str) -> str:
    for ending in ("", "i", "y", "iy", "ey", "ei", "ii", "ai", "a", "o", "r"):
        if variant := variants().get(stem + ending):
            return _slavic_letters(variant)
    return _slavic_letters(stem)


_SLAVIC_SIGNS = (
    ("schtsch", "S"), ("tsch", "C"), ("shch", "S"), ("sch", "S"), ("sh", "S"), ("tch", "C"), ("ch", "C"), ("zh", "Z"),
    ("kh", "h"),
)  # fmt: skip
_SLAVIC_ENDS = ("iy", "ij", "yy", "ii", "yi", "ey", "ei", "ej", "ay", "ai", "aj")
_SLAVIC_VOWELS = str.maketrans({"o": "a", "e": "i", "y": "i"})


@lru_cache(maxsize=1024)
def _slavic_letters(text: str) -> str:
    """The letters in which the romanisations of one Slavic name agree. Patterns are tried only where they may fit."""
    if "dz" in text:
        text = re.sub(r"dz(?=[^aou])", "d", text)
    if "ts" in text:
        text = re.sub(r"ts(?=[ieyj])", "t", text)
    for letters, sign in _SLAVIC_SIGNS:
        text = text.replace(letters, sign)
    if "u" in text or "w" in text:
        text = re.sub(r"[jy]?o[uw](?=[^aeiou]|$)", "ov", text)
        text = re.sub(r"([ae])[uw](?=[^aeiou]|$)", r"\1v", text)
    text = text.replace("w", "v").replace("g", "h")
    if text.endswith(_SLAVIC_ENDS):
        text = f"{text[:-2]}y"
    text = re.sub(r"[iy](?=[aeou])", "", text).replace("ks", "x")
    text = re.sub("i+", "i", _without_doubles(text).translate(_SLAVIC_VOWELS))
    return text.rstrip("ai")


# --- syllables -----------------------------------------------------------------------------------------------------


Sounds = tuple[frozenset[str], ...]


def read_in_syllables(query: Name, name: Name) -> tuple[Name, Sounds, Name, Sounds, bool] | None:
    """Two names cut into the syllables of one language, each with their sounds; None when they share none.

    The last says whether a name of that language has all its syllables or is another one.
    """
    readings = syllables.read_alike(_readings(query), _readings(name))
    if readings is None:
        return None
    left, right = readings
    return _in_syllables(left.syllables), left.sounds, _in_syllables(right.syllables), right.sounds, left.whole


@lru_cache(maxsize=8192)
def _readings(name: Name) -> tuple[SyllableReading, ...]:
    """How a name may be read in syllables: all of it, or what is left without titles (`tuan` is a title and a name), or
    without the name that a Chinese of the coast bears beside his own: `Lee Ka-chiu John`."""
    if any(part.arabic or "." in part.text or (len(part.text) > 5 and part.variant) for part in name.tokens):
        return ()  # `Susan` is no `Su-san`
    untitled = tuple(part.text for part, role in zip(name.tokens, name.roles, strict=True) if role != TITLE)
    without_christian = tuple(part.text for part in name.tokens if not (part.variant and len(part.text) > 3))
    return _read(tuple(part.text for part in name.tokens)) or _read(untitled) or _read(without_christian)


def _read(words: tuple[str, ...]) -> tuple[SyllableReading, ...]:
    if len(words) < 2:
        return ()
    vietnamese = syllables.vietnamese_reading(words)
    chinese = (*syllables.chinese_readings(words), *([vietnamese] if vietnamese else []))
    return (*syllables.korean_readings(words), *chinese)


@lru_cache(maxsize=8192)
def _in_syllables(parts: tuple[str, ...]) -> Name:
    tokens = tuple(token(syllable) for syllable in parts)
    weights = tuple(_person_weight(part, NAME) for part in tokens)
    return Name(tokens, NAME * len(tokens), weights, syllabic=True)


# --- keys ----------------------------------------------------------------------------------------------------------


def keys(part: Token) -> set[str]:
    """Under which keys the index keeps this word: close spellings share at least one."""
    word_keys = {f"x{part.text}"}
    if part.variant:
        word_keys.add(f"v{part.variant}")
    word_keys |= {f"v{name}" for name in part.stands_for | part.abbreviates}
    word_keys.update(f"m{meaning}" for meaning in part.meanings)
    if part.arabic:
        return word_keys | {f"ca{part.coarse}"}
    if part.korean:
        word_keys.add(f"k{part.korean}")
    if part.slavic and len(part.slavic) > 2:
        word_keys.add(f"s{part.slavic}")
    if len(part.text) > 2 and part.coarse:
        word_keys |= {f"b{part.bones}", f"cl{part.coarse}"}
        dropped = _one_dropped(part.sound) | _one_dropped(part.text)
        word_keys |= {f"d{piece}" for piece in dropped if len(piece) > 2}
    if part.text[:2] in ("al", "el") and len(part.text) > 5:
        word_keys.add(f"x{part.text[2:]}")
    return word_keys


def may_be_syllables(part: Token) -> bool:
    """Whether a word reads as syllables of Korean or Chinese at all: most do not, and need not be compared so."""
    return bool(part.korean or syllables.chinese_sounds(part.text))


def same_syllables(left: Token, right: Token) -> bool:
    """Whether two words are the same syllables of Korean, or of Chinese in another system."""
    if left.korean and left.korean == right.korean:
        return True
    sounds = syllables.chinese_sounds(left.text)
    return bool(sounds and sounds & syllables.chinese_sounds(right.text))


def query_keys(part: Token) -> set[str]:
    """Under which keys words close to this one are looked for."""
    word_keys = keys(part)
    if part.arabic:
        return (
            word_keys | {f"cl{part.coarse}"} | {f"ca{piece}" for piece in _one_dropped(part.coarse) if len(piece) > 1}
        )
    word_keys = {key for key in word_keys if not key.startswith("cl")}
    word_keys |= {f"x{word}" for word in syllables.other_spellings(part.text)}
    return word_keys | {f"ca{part.coarse}", f"xal{part.text}"} if part.coarse else word_keys


def _one_dropped(sound: str) -> set[str]:
    if not 3 < len(sound) < 15:
        return {sound}
    return {sound[:at] + sound[at + 1 :] for at in range(len(sound))} | {sound}

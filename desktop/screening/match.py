"""Two names -> how close they are, 0..1, and why: an alignment of their words, which is also the explanation.

Words agree by letter, by sound, as known forms of one name, as an initial, or joined. What is left over on both
sides contradicts; what is left over on one side was merely left out. Every weight and cost stands below.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from types import ModuleType

from desktop.screening import acronyms, organisations
from desktop.screening.entries import EntryKind
from desktop.screening.names import (
    INITIAL,
    NUMBER,
    PARTICLE,
    TITLE,
    Name,
    Sounds,
    Token,
    organisation_token,
    parse,
    read_in_syllables,
    token,
)
from desktop.screening.syllables import pinyin_syllables, same_pronunciation
from desktop.screening.traditions import MARRIAGE, easily_taken, misread, other_family, same_family

VERSION = "2"

STRONG = 0.86
REVIEW = 0.72
WEAK = 0.60

UNLIKE = 0.5  # below this it is not worked out how far apart two sounds are
ALIKE = 0.62  # below this two words have nothing to do with one another
CONFLICT = 1.9  # a word that stands against another costs about as much as two that agree earn
OMISSION = 0.22  # a word the other side leaves out costs little: lists and papers seldom carry whole names
SYLLABLE = 0.9  # but nobody leaves out a syllable of a Chinese or Korean name: `Li Ming`, `Li Mingzhe`
THIN = 0.55  # and when names are shortened, one common word is not enough to know somebody by
ENOUGH = 1.6
GENERIC_THIN = 0.22  # less where an organisation's name leaves out only what it deals in
SLIP = (0.76, 0.84, 0.87, 0.89, 0.9)  # one letter wrong in a word of 4, 5, 6, 7, 8 or more
SLOPE = 1.5  # how fast a word loses its worth as it grows unlike
FIRST = 1.3  # spellings of one name seldom begin differently
SURE = 0.86  # pairs this close are settled before words are joined, the others after
JOINED = 0.86  # two words joined must be nearly the one: chance joins many
TRANSLATED = 0.97  # two words of one meaning in two languages
NEAR_NAME = 0.8  # two invented names less close than this are two names
UNASPIRATED = 0.92
ABBREVIATED = 0.84  # an acronym beside the words it stands for: enough for a review, never strong
BEARING = 0.74  # the least for two names whose only rare word agrees while all the rest is generic: a review
OTHER_NUMBER = 0.55  # at most, where numbers contradict
UNNUMBERED = 0.86  # times the score, where a number of low count stands on one side only
KNOWN_APART = 0.7  # two well-known names of different classes are two names, however alike: Ahmad, Mahmud
VOWELS_APART = 0.76  # unless only vowels part them, which romanisations confuse: Mahamoud, Mohamud


SAME_SOUND = 0.93  # closer than this two words differ by what romanisations confuse, and sound the same
LONG = 10  # letters of a word in which two slips are still slips
OTHER_VOWELS = 0.5  # vowels that differ as much: `Kayumba`, `Kayembe`
OTHER_LETTER = ALIKE  # a consonant that nothing takes for the other: too much in a name of two words
ROMANISED = 0.35  # at most between two romanisations of one sound
NEAR = 0.5  # sounds that cost no more than this are taken for one another
UNLIKE = 0.7  # less alike than this by sound and letter two words are two names


class Band(StrEnum):
    """How close a name is, in steps; `NONE` for one that is not proposed."""

    STRONG = "strong"
    REVIEW = "review"
    WEAK = "weak"
    NONE = ""


class Reason(StrEnum):
    """How two words agree, or that one has no counterpart, or that they contradict."""

    EXACT = "exact"
    VARIANT = "variant"
    TRANSLATION = "translation"
    ACRONYM = "acronym"
    TRANSLITERATION = "transliteration"
    SPELLING = "spelling"
    JOINED = "joined"
    INITIAL = "initial"
    NICKNAME = "nickname"
    ABBREVIATION = "abbreviation"
    PATRONYMIC = "patronymic"
    MARRIED = "married"  # a maiden or married name, on one side only
    MISSING = "missing"  # only in the list
    EXTRA = "extra"  # only in the query
    CONFLICT = "conflict"


KNOWN_FORM = {Reason.NICKNAME: 0.94, Reason.ABBREVIATION: 0.95}  # how close a short form is to the name it stands for


@dataclass(frozen=True, slots=True)
class WordPair:
    """One step of an alignment. `query` or `name` is empty where a word has no counterpart."""

    query: str
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Alignment:
    """How one name lies on another. `reordered` when the words agree in another order."""

    score: float
    pairs: tuple[WordPair, ...]
    reordered: bool


def score(query: str, name: str, kind: EntryKind) -> float:
    """How close two names are, 0..1; all but persons are read as organisations. Never raises on any text."""
    return closeness(parse(query, kind), parse(name, kind))


def explain(query: str, name: str, kind: EntryKind) -> Alignment:
    """The score and the alignment that gave it."""
    return align(parse(query, kind), parse(name, kind))


def band(score: float) -> Band:
    """The band of a score."""
    if score >= STRONG:
        return Band.STRONG
    return Band.REVIEW if score >= REVIEW else Band.WEAK if score >= WEAK else Band.NONE


def sentence(alignment: Alignment) -> str:
    """The alignment in words, in the interface's language: what agrees, what is left out, what contradicts."""
    from desktop.base.text import _

    parts = []
    for reason, template in reasons().items():
        pairs = [pair for pair in alignment.pairs if pair.reason == reason]
        if pairs and reason in (Reason.EXACT, Reason.EXTRA, Reason.MISSING, Reason.MARRIED):
            parts.append(template.format(words=", ".join(pair.query or pair.name for pair in pairs)))
        elif pairs:
            parts.append(template.format(words=", ".join(f"{pair.query} ~ {pair.name}" for pair in pairs)))
    if alignment.reordered:
        parts.append(_("The words are in a different order."))
    return " ".join(parts)


def reasons() -> dict[Reason, str]:
    """What each reason means, in the interface's language; `{words}` takes the words concerned."""
    from desktop.base.text import _

    return {
        Reason.EXACT: _("The same: {words}."),
        Reason.VARIANT: _("Variants of one name: {words}."),
        Reason.TRANSLATION: _("Translations: {words}."),
        Reason.ACRONYM: _("An acronym: {words}."),
        Reason.TRANSLITERATION: _("Same pronunciation: {words}."),
        Reason.SPELLING: _("Similar spelling: {words}."),
        Reason.JOINED: _("Written as one word or separately: {words}."),
        Reason.INITIAL: _("An initial: {words}."),
        Reason.NICKNAME: _("A short or pet form of the name: {words}."),
        Reason.ABBREVIATION: _("An abbreviation of the name: {words}."),
        Reason.PATRONYMIC: _("The father's name in two spellings: {words}."),
        Reason.MARRIED: _("A maiden or married name, on one side only: {words}."),
        Reason.MISSING: _("Only in the list: {words}."),
        Reason.EXTRA: _("Only in your record: {words}."),
        Reason.CONFLICT: _("Different: {words}."),
    }


@cache
def _distances() -> ModuleType:
    """rapidfuzz's distances, loaded at the first comparison: starting the program does not wait for them."""
    from rapidfuzz import distance

    return distance


# --- words ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def alike(left: Token, right: Token) -> tuple[float, Reason]:
    """How close two words are, 0..1, and by what."""
    if left.text == right.text:
        return 1.0, Reason.EXACT
    if left.variant and left.variant == right.variant:
        return 0.97, Reason.VARIANT
    if _with_article(left.text, right.text):
        return SAME_SOUND, Reason.VARIANT
    if left.recognised and right.recognised:
        if reason := _known_form(left, right):
            return KNOWN_FORM[reason], reason
        if left.bones != right.bones and not (left.arabic or right.arabic):
            return 0.0, Reason.CONFLICT
    if _other_sex(left, right):
        return 0.0, Reason.CONFLICT
    if not left.coarse or not right.coarse:
        room = 3 if left.arabic != right.arabic else 1
        best = _sound_closeness(left, right) if abs(len(left.sound) - len(right.sound)) <= room else 0.0
        return best, _reason(left, right, best)
    if left.text.isdigit() or right.text.isdigit():
        return 0.0, Reason.CONFLICT
    best = _sound_closeness(left, right)
    if left.slavic and left.slavic == right.slavic and best < 0.95:
        best = 0.95
    reread = 0.0  # how close they are as another orthography writes them
    if best < 0.96:
        reread = max((0.98 * _sound_closeness(a, b) for a, b in _other_readings(left, right)), default=0.0)
    if same_family(left.text, right.text):
        reread = max(reread, SAME_SOUND)
    if reread > best:
        return reread, Reason.VARIANT if reread >= SAME_SOUND else Reason.SPELLING
    if best < 0.9 and not (left.arabic or right.arabic):
        best = max(best, _slip_closeness(left.text, right.text))
    if left.sound != right.sound and left.recognised and right.recognised:
        same_letters = left.bones == right.bones and left.text[-1] == right.text[-1]
        best *= VOWELS_APART if same_letters else KNOWN_APART
    elif best < SAME_SOUND and left.slavic != right.slavic and _other_family(left, right):
        best = 0.0
    if best < UNLIKE:
        return 0.0, Reason.CONFLICT
    if best < SAME_SOUND and not (left.arabic or right.arabic) and _other_letter(left, right):
        best = OTHER_LETTER
    return best, _reason(left, right, best)


def _with_article(left: str, right: str) -> bool:
    """Whether one word is the other with the article of the next at its end: `Ziaul Haque` for `Zia ul-Haq`."""
    short, long = sorted((left, right), key=len)
    return len(short) > 2 and long in (f"{short}ul", f"{short}ur", f"{short}ud")


def _other_sex(left: Token, right: Token) -> bool:
    """Whether the names are a man's, which is known, and a woman's: `Antonio`, `Antonia`; `Karim`, `Karima`.

    Tajik writes `Abdullo` for `Abdulla`: that is no known man's name beside another one. Nor are the forms of prophets'
    names in West Africa, `Idrissa` for `Idris`, which are known as such before this is asked.
    """
    man, woman = (left, right) if left.text[-1:] == "o" else (right, left)
    if man.text[-1:] == "o":
        pair = woman.text[-1:] == "a" and man.text[:-1] == woman.text[:-1]
        return pair and man.recognised and len(man.text) > 4
    man, woman = sorted((left, right), key=lambda word: len(word.text))
    if man.recognised and man.text[-1] in "ln" and woman.text == f"{man.text}{man.text[-1]}e":  # `Gabriel`, `Gabrielle`
        return True
    pair = woman.text.rstrip("h")[-1:] == "a" and woman.sound == f"{man.sound}a" and man.sound[-1:] not in _VOWELS
    known = man.recognised or man.text.endswith(("slav", "slaw", "mir"))
    return pair and known and len(man.text) > 3 and not man.text.endswith(_FAMILIES_OF_BOTH)


def _reason(left: Token, right: Token, close: float) -> Reason:
    """Why two words so close agree; by sound only where they differ by no more than romanisations do."""
    if left.sound == right.sound:
        return Reason.TRANSLITERATION
    if left.slavic and left.slavic == right.slavic:
        return Reason.PATRONYMIC if left.slavic[-2:-1] == "-" else Reason.TRANSLITERATION
    if left.arabic or right.arabic:
        return Reason.TRANSLITERATION if close >= SAME_SOUND else Reason.SPELLING
    endings = (left.text[-1], right.text[-1])
    same = close >= SAME_SOUND and (endings[0] == endings[1] or not set(endings) <= {"a", "o"})
    return Reason.TRANSLITERATION if same and _heard_alike(left.sound, right.sound) else Reason.SPELLING


def _heard_alike(left: str, right: str) -> bool:
    """Whether the consonants of two words are the same, or one consonant as two romanisations write it."""
    ours, theirs = _UNSTEADY.sub("", left), _UNSTEADY.sub("", right)
    for change in _distances().Levenshtein.editops(ours, theirs):
        if change.tag == "replace":
            if _NEAR_SOUNDS.get((ours[change.src_pos], theirs[change.dest_pos]), 1.0) > ROMANISED:
                return False
        elif (ours[change.src_pos] if change.tag == "delete" else theirs[change.dest_pos]) not in "vj":
            return False
    return True


def _known_form(left: Token, right: Token) -> Reason | None:
    """Whether one of the words is a short form or an abbreviation of the other, or both are short for one name."""
    for part, whole in ((left, right), (right, left)):
        full = whole.variant or whole.text
        if full in part.abbreviates:
            return Reason.ABBREVIATION
        if full in part.stands_for:
            return Reason.NICKNAME
    return Reason.NICKNAME if left.stands_for & right.stands_for else None


def _other_family(left: Token, right: Token) -> bool:
    """Whether two words alike are two families or two fathers: `Medvedev`, `Medvedchuk`; `Petrovna`, `Pavlovna`."""
    if left.slavic[-2:-1] == right.slavic[-2:-1] == "-":
        return left.slavic[-1] != right.slavic[-1] or bool(_distances().OSA.distance(left.slavic, right.slavic) > 1)
    return not (left.arabic or right.arabic) and other_family(left.text, right.text)


def _other_letter(left: Token, right: Token) -> bool:
    """Whether the words differ by more than a hand, an eye or an ear takes for the other: `Norris`, `Morrit`.

    A consonant more or less is a slip only where nothing else differs: `Naeem` may be `Nadeem`, `Makris` no `Makrakis`.
    """
    if (left.slavic and left.slavic == right.slavic) or misread(left.text) == misread(right.text):
        return False
    slips = _distances().OSA.distance(left.text, right.text, score_cutoff=2)
    slip = slips <= (2 if min(len(left.text), len(right.text)) >= LONG else 1)
    if slips == 1 and len(left.text) == len(right.text):
        changed = [letters for letters in zip(left.text, right.text, strict=True) if letters[0] != letters[1]]
        if len(changed) > 1 or easily_taken(*changed[0]):
            return False
    ours, theirs = _UNSTEADY.sub("", left.sound), _UNSTEADY.sub("", right.sound)
    for change in _distances().Levenshtein.editops(ours, theirs):
        if change.tag == "replace":
            if not _near(ours[change.src_pos], theirs[change.dest_pos]):
                return True
        elif not slip:
            longer, sign = (left, ours[change.src_pos]) if change.tag == "delete" else (right, theirs[change.dest_pos])
            shorter = right if longer is left else left
            if {"v": "u", "j": "i"}.get(sign, "-") not in shorter.sound:  # which the other side hears as a vowel
                return True
    return _vowels_apart(left.sound, right.sound) >= OTHER_VOWELS


_FAMILIES_OF_BOTH = ("ov", "ev", "in", "yn")  # a woman's family name is written with `a`, a man's without
_VOWELS = "aeiou"
_UNSTEADY = re.compile("[aeiouh]")  # sounds that romanisations add and leave out


def _vowels_apart(left: str, right: str) -> float:
    """What it costs to take the vowels of one word for those of the other, where both have them in the same places."""
    if len(left) != len(right):
        return 0.0
    pairs = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
    if any((a in "aeiou") != (b in "aeiou") for a, b in pairs):
        return 0.0
    return sum(_NEAR_SOUNDS.get((a, b), 1.0) for a, b in pairs if a in "aeiou")


def _near(left: str, right: str) -> bool:
    """Whether romanisations confuse two sounds."""
    return left == right or _NEAR_SOUNDS.get((left, right), 1.0) <= NEAR


@lru_cache(maxsize=16384)
def alike_in_organisations(left: Token, right: Token) -> tuple[float, Reason]:
    """How close two words of organisations' names are: by meaning where both are known words, else as they are read."""
    if left.text == right.text:
        return 1.0, Reason.EXACT
    if left.variant and left.variant == right.variant:
        return TRANSLATED, Reason.VARIANT
    if left.meanings and right.meanings:
        shared = not set(left.meanings).isdisjoint(right.meanings)
        return (TRANSLATED, Reason.TRANSLATION) if shared else (0.0, Reason.CONFLICT)
    if _unaspirated(left.text) == _unaspirated(right.text):
        return UNASPIRATED, Reason.TRANSLITERATION
    if _swapped(left.text, right.text):
        return SURE, Reason.SPELLING
    close, reason = alike(left, right)
    if close < SURE and (left.meanings or right.meanings):  # no known word misspelt
        return 0.0, Reason.CONFLICT
    if (
        not (left.arabic or right.arabic)
        and left.coarse
        and right.coarse
        and not _one_invented_name(left, right, close)
    ):
        return 0.0, Reason.CONFLICT
    return close, reason


def _alike_in_chinese(left: Token, right: Token) -> tuple[float, Reason]:
    """As in organisations, but words of two and more syllables of pinyin agree or do not: `Minghui`, `Mingda`."""
    ours, theirs = pinyin_syllables(left.text), pinyin_syllables(right.text)
    if len(ours) > 1 and len(theirs) > 1 and not left.meanings and not right.meanings:
        return (1.0, Reason.EXACT) if ours == theirs else (0.0, Reason.CONFLICT)
    return alike_in_organisations(left, right)


@lru_cache(maxsize=16384)
def _unaspirated(text: str) -> str:
    """`Phyong` and `Pyong`, `Shinhung` and `Sinhung`: romanisations of Korean and others write the breath or not."""
    return re.sub("^shi", "si", re.sub("(?<=[ptk])h", "", text)) if len(text) > 4 else text


def _swapped(left: str, right: str) -> bool:
    """Whether two neighbouring letters changed places, which only a hand does: `Turst` for `Trust`."""
    if left[0] != right[0] or len(left) != len(right) or len(left) < 5 or sorted(left) != sorted(right):
        return False
    return bool(_distances().OSA.distance(left, right, score_cutoff=1) == 1)


def _one_invented_name(left: Token, right: Token, close: float) -> bool:
    """Whether two Latin words may be spellings of one invented name: such names are parted by little.

    They contradict where they begin with other sounds (`Kingsway`, `Queensway`), and short ones where any sound that no
    romanisation confuses differs (`Bemba`, `Bomba`).
    """
    shorter, longer = sorted((len(left.text), len(right.text)))
    apart = _distances().OSA.distance(left.text, right.text)
    if left.text[0] != right.text[0] and (_begin_apart(left, right) or apart > 0.4 * longer):
        return close >= SURE and not apart > 0.4 * longer
    if {left.text[-1], right.text[-1]} == {"a", "o"} and left.text[:-1] == right.text[:-1]:
        return False  # no romanisation confuses them at an end, and they make two names
    if left.slavic and left.slavic == right.slavic:
        return True
    if shorter < 6 and left.sound != right.sound:
        return _conversion_cost(left.sound, right.sound, False, 0.4) < 0.4
    return close >= NEAR_NAME or apart <= 1


def _begin_apart(left: Token, right: Token) -> bool:
    a, b = left.sound[:1], right.sound[:1]
    return a != b and _substitution_cost(a, b, first=False) > 0.5


def _slip_closeness(left: str, right: str) -> float:
    """Closeness of two words that one slip of the hand parts, 0 when more: in a long word it tells less."""
    shorter = min(len(left), len(right))
    if shorter > 4 and misread(left) == misread(right):
        return SLIP[min(shorter, 8) - 4]
    if shorter < 4 or _distances().OSA.distance(left, right, score_cutoff=1) > 1:
        return 0.0
    return SLIP[min(shorter, 8) - 4] - (0.08 if left[0] != right[0] else 0.0)


def _other_readings(left: Token, right: Token) -> Iterator[tuple[Token, Token]]:
    """The words as another orthography writes them, where that may bring them together.

    `Alzahrani` is `Zahrani` with its article, `Gandhiji` Gandhi with respect; Azerbaijan's `Orxan` is `Orkhan`,
    Somalia's `Maxamuud` `Mahamud`, Senegal's `Diatta` the Gambia's `Jatta`, Turkey's `Caner` `Janer`, Greece's
    `Mpouras` `Bouras`, and the Indies' `Tjokro` Indonesia's `Cokro`.
    """
    if left.text[0] == right.text[0] and not _SPELT_APART.search(f"{left.text} {right.text}"):
        return
    for part, whole in ((left, right), (right, left)):
        text = part.text
        if text[:2] in ("al", "el") and len(text) > 5 and whole.text[:2] != text[:2]:
            bare = token(text[2:])
            if bare.text[0] not in "aeiou" or bare.sound == whole.sound:  # `Alimohammed` is no `al-Imohammed`
                yield bare, whole
        elif text[0] != whole.text[0] and len(text) > 3:
            for start, rewritten in _REWRITTEN.get(text[0], ()):
                if text.startswith(start) and whole.text.startswith(rewritten):
                    yield token(rewritten + text[len(start) :]), whole
        if "ph" in text and "p" in whole.text and "ph" not in whole.text:
            yield token(text.replace("ph", "p")), whole
        if "shch" in text and "sht" in whole.text:
            yield token(text.replace("shch", "sht")), whole
        if "gn" in text and "ny" in whole.text:
            yield token(text.replace("gn", "ny")), whole
        if "oe" in text and "oe" not in whole.text:
            yield token(text.replace("oe", "u")), whole
        if "x" in text and "x" not in whole.text and "h" in whole.text:
            yield token(text.replace("x", "kh" if "kh" in whole.text else "h")), whole
        if text.endswith("ji") and len(text) > 6 and text[:-2] == whole.text:
            yield whole, whole
        for ending, heard in _SILENT:
            if text.endswith(ending) and not whole.text.endswith(ending):
                yield token(text.removesuffix(ending) + heard), whole


_SPELT_APART = re.compile("gn|x|ji|oe|[sk]d|shch|ph|ul|ol")
_SILENT = (  # letters that Thai keeps of Sanskrit and does not say, or says otherwise at an end
    ("asdi", "at"), ("akdi", "ak"), ("asdhi", "at"), ("kul", "kun"), ("phol", "phon"), ("pol", "pon"), ("bol", "bon"),
)  # fmt: skip
_REWRITTEN = {
    "d": (("di", "j"),), "c": (("c", "j"),), "m": (("mp", "b"),), "n": (("nt", "d"),), "g": (("gk", "g"),),
    "i": (("ij", "y"),), "t": (("tj", "c"),),
}  # fmt: skip


def _sound_closeness(left: Token, right: Token) -> float:
    """Closeness by sound: 1 less the cost of turning one word into the other, over their weight."""
    if left.sound == right.sound:
        return 0.98 if max(len(left.text), len(right.text)) > 2 else 0.9
    longest = max(len(left.coarse), len(right.coarse))
    if _distances().Levenshtein.distance(left.coarse, right.coarse) > (longest + 1) // 2 and longest > 1:
        return 0.0
    unvowelled = left.arabic or right.arabic
    mass = (
        max(left.mass, right.mass)
        if not unvowelled
        else max(_sound_weight(left.sound), _sound_weight(right.sound), 1.5)
    )
    strict = 1.4 if mass < 2.6 else 1.0  # in a short word every sound tells
    most = (1.0 - UNLIKE) * mass / strict
    return max(0.0, 1.0 - strict * _conversion_cost(left.sound, right.sound, unvowelled, most) / mass)


def _sound_weight(sound: str) -> float:
    return sum(0.25 if c in "aeiou" else 0.5 if c in "AWYT" else 0.2 if c == "ʕ" else 1.0 for c in sound)


def _cost_table(text: str) -> dict[tuple[str, str], float]:
    costs = {}
    for entry in text.split():
        letters, cost = entry[:2], float(entry[2:])
        costs[letters[0], letters[1]] = costs[letters[1], letters[0]] = cost
    return costs


# What it costs to take one sound for another: near sounds that romanisations confuse are cheap.
_NEAR_SOUNDS = _cost_table("""
    ei.1 ou.1 ea.2 oa.25 ai.3 au.3 iu.4 eo.4 oi.4 eu.4 kx.25 kg.35 xh.25 xg.4 θt.05 θs.15 θð.36 ðd.05 ðz.15 dz.45 td.4
    sz.25 Ss.35 SC.15 CZ.4 Cj.45 jg.3 jZ.15 jd.5 ji.3 pb.4 bv.4 fv.3 vu.15 vo.3 pf.5 cz.3 cs.3 cC.3 ct.4 ck.4
    kC.5 sC.5 mn.8 Xh.1 XS.3 Xx.2 Xk.4 Xj.3 Ch.4 Cx.3 jz.3 tC.4 hf.4 jh.4
    Zz.3 lr.6 gh.5 kh.7 ht.4 Zð.3 ʕa.0 ʕi.0 ʕu.0 ʕo.0 ʕe.0 ʕA.2 Aa.0 Ae.1
    Ao.25 Ai.4 Au.4 Wu.0 Wo.0 Wv.0 Yi.0 Ye.05 Ya.3 Ta.0 Te.1 Tt.1 Th.0 Wa.4 TA.1 WY.6 AY.4 AW.5 Yj.3
""")


@lru_cache(maxsize=4096)
def _conversion_cost(left: str, right: str, unvowelled: bool, most: float) -> float:
    """The least cost of turning one word's sounds into the other's; neighbours may change places.

    Exact up to `most`; beyond it only known to be more, and not worked out.
    """
    left_costs = [_omission_cost(left, at, unvowelled) for at in range(len(left))]
    right_costs = [_omission_cost(right, at, unvowelled) for at in range(len(right))]
    before_last: list[float] = []
    row = [0.0]
    for cost in right_costs:
        row.append(row[-1] + cost)
    for i, a in enumerate(left):
        last, row = row, [row[0] + left_costs[i]]
        for j, b in enumerate(right):
            best = last[j]
            if a != b:
                best += _substitution_cost(a, b, first=i == j == 0)
            best = min(best, last[j + 1] + left_costs[i], row[j] + right_costs[j])
            if i and j and a == right[j - 1] and b == left[i - 1]:
                best = min(best, before_last[j - 1] + 0.7)
            row.append(best)
        if min(row) > most and min(last) > most:
            return min(row)
        before_last = last
    return row[-1]


def _substitution_cost(a: str, b: str, *, first: bool) -> float:
    """What taking one sound for another costs. A first alef carries any vowel."""
    if first and (a == "A" or b == "A") and (a in "aeiou" or b in "aeiou"):
        return 0.0
    return _NEAR_SOUNDS.get((a, b), 0.8 if a in "aeiou" and b in "aeiou" else 1.0) * (FIRST if first else 1.0)


def _omission_cost(sound: str, at: int, unvowelled: bool) -> float:
    """What leaving out a sound costs: consonants most; vowels little, and next to nothing where a script omits them."""
    sign, first, last = sound[at], at == 0, at == len(sound) - 1
    if sign in "aeiou":
        if not unvowelled:
            return 0.6 if first else 0.4
        if first:
            return 0.4
        return 0.25 if last or sound[at - 1] in "aeiou" else 0.06
    if sign in "AWYT":
        return 0.4 if first else 0.15 if last and sign in "AT" else 0.45
    if sign == "ʕ":
        return 0.35 if first and sound[1:2] not in ("A", "W", "Y") else 0.1
    if sign == "h":
        return 0.5 if unvowelled and not last else 0.3
    return 1.0


def _initial_letter(part: Token) -> str:
    """The letter an initial stands for, the same in all scripts."""
    letter = part.sound[:1] if part.arabic else part.text[:1]
    return {"y": "i", "Y": "i", "A": "a", "W": "w", "S": "s", "x": "k", "C": "c", "θ": "t", "ð": "d"}.get(
        letter, letter
    )


# --- names ---------------------------------------------------------------------------------------------------------


def align(query: Name, name: Name) -> Alignment:
    """Lay `name` on `query`."""
    if not query.tokens or not name.tokens:
        return Alignment(0.0, (), False)
    aligner = _best_aligner(query, name)
    return Alignment(aligner.score(), aligner.pairs(), aligner.reordered())


def closeness(query: Name, name: Name) -> float:
    """The score alone, for ranking many names."""
    return _best_aligner(query, name).score() if query.tokens and name.tokens else 0.0


def _best_aligner(query: Name, name: Name) -> "_Aligner":
    """Word beside word; for organisations also an acronym beside its words, where that explains more."""
    aligner = _Aligner(query, name)
    if not query.organisation or aligner.score() >= STRONG:
        return aligner
    links = [*_acronym_links(query, name), *((words, letters) for letters, words in _acronym_links(name, query))]
    return max((aligner, *(_Aligner(query, name, link) for link in links)), key=lambda aligner: aligner.score())


def _acronym_links(short: Name, long: Name) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Where a word of one name is an acronym of the other: `PFLP`; `M23` beside `Mouvement du 23 mars`."""
    numbers = {part.text: at for at, part in enumerate(long.tokens) if long.roles[at] == NUMBER}
    words = acronyms.spelled_out(long)
    for at, part in enumerate(short.tokens):
        number = numbers.get(short.tokens[at + 1].text) if at + 1 < len(short.tokens) else None
        if acronyms.is_acronym(short, at) and part.text in acronyms.forms(long):
            yield (at,), words
        elif number is not None and len(words) > 1 and acronyms.dated_initials(long) == part.text:
            yield (at, at + 1), (*words, number)


def _names_a_marriage(name: Name) -> bool:
    return any(role == PARTICLE and part.text in MARRIAGE for part, role in zip(name.tokens, name.roles, strict=True))


def _is_year(number: str) -> bool:
    """A year, which is often left out, and counts nothing."""
    return len(number) == 4 and 1900 <= int(number) <= 2100


def _spans(name: Name, free: set[int]) -> list[tuple[int, ...]]:
    """Every two and three neighbouring words that are still free."""
    pairs = [(at, at + 1) for at in sorted(free) if at + 1 in free]
    return [*pairs, *((at, at + 1, at + 2) for at, _next in pairs if at + 2 in free)]


def _as_one(name: Name, span: tuple[int, ...], target: Token) -> Token | None:
    """These words written together, None where they cannot be `target`: another beginning or length."""
    first = name.tokens[span[0]]
    length = sum(len(name.tokens[at].text) for at in span)
    if first.arabic == target.arabic:
        if first.text[0] != target.text[0] and not _near(first.sound[:1], target.sound[:1]):
            return None
        if abs(length - len(target.text)) > 2:
            return None
    elif abs(length - len(target.text)) > max(5, length // 2):
        return None
    written = "".join(name.tokens[at].text.rstrip(".") for at in span)
    return organisation_token(written) if name.organisation else token(written)


def _written_together(name: Name) -> str:
    return "".join(part.text for part in name.tokens).replace(".", "")


def _written(tokens: Sequence[Token], places: tuple[int, ...]) -> str:
    """Words as an explanation shows them; those of a phrase are apart."""
    return " ".join(tokens[at].text for at in places).replace("_", " ")


class _Aligner:
    """The best pairs of words first, then joined words, then initials; the rest is left over."""

    def __init__(self, query: Name, name: Name, acronym: tuple[tuple[int, ...], tuple[int, ...]] | None = None) -> None:
        self.query, self.name = query, name
        self.steps: list[tuple[tuple[int, ...], tuple[int, ...], float, Reason, float]] = []
        self.free_q, self.free_n = set(range(len(query.tokens))), set(range(len(name.tokens)))
        self.sounds: tuple[Sounds, Sounds] | None = None
        self.omission = OMISSION
        if query.syllabic and name.syllabic and (read := read_in_syllables(query, name)):
            self.query, query_sounds, self.name, name_sounds, whole = read
            self.omission = SYLLABLE if whole else OMISSION
            query, name, self.sounds = self.query, self.name, (query_sounds, name_sounds)
            self.free_q, self.free_n = set(range(len(query.tokens))), set(range(len(name.tokens)))
        self.compare = self._comparison()
        if acronym:
            self._take(*acronym, ABBREVIATED, Reason.ACRONYM, 1.0)
        options = self._options()
        self._settle([option for option in options if option[3] >= SURE])
        if self.free_q and self.free_n and not self.sounds:
            self._pair_joined(query, name, swapped=False)
            self._pair_joined(name, query, swapped=True)
            if not self._pair_shifted():
                self._settle([option for option in options if option[3] < SURE])
                self._pair_initials()

    def _comparison(self) -> Callable[[Token, Token], tuple[float, Reason]]:
        """How words are compared: those of organisations by what they mean."""
        if not self.query.organisation:
            return alike
        sides = (self.query, self.name)
        if all(organisations.is_chinese([part.text for part in side.tokens]) for side in sides):
            return _alike_in_chinese
        return alike_in_organisations

    def _options(self) -> list[tuple[float, int, int, float, Reason]]:
        """The pairs of words that could belong together, the best first: (rank, query at, name at, closeness, why)."""
        q, n = self.query, self.name
        options = []
        for i, ours in enumerate(q.tokens):
            for j, listed in enumerate(n.tokens):
                close, reason = self._compare_syllables(i, j) if self.sounds else self.compare(ours, listed)
                if close < ALIKE or (q.roles[i] == INITIAL) != (n.roles[j] == INITIAL):
                    continue
                if close == 1.0 or NUMBER not in (q.roles[i], n.roles[j]):
                    options.append((close * (q.weights[i] + n.weights[j]) - 0.01 * abs(i - j), i, j, close, reason))
        return sorted(options, reverse=True)

    def _settle(self, options: list[tuple[float, int, int, float, Reason]]) -> None:
        for __, i, j, close, reason in options:
            if i in self.free_q and j in self.free_n:
                self._take((i,), (j,), close, reason, (self.query.weights[i] + self.name.weights[j]) / 2)

    def _compare_syllables(self, i: int, j: int) -> tuple[float, Reason]:
        """Syllables agree or do not: `Song` and `Sok` are two names, `Pom` and `Bom` are one."""
        assert self.sounds is not None
        if self.query.tokens[i].text == self.name.tokens[j].text:
            return 1.0, Reason.EXACT
        if not self.sounds[0][i] & self.sounds[1][j]:
            return 0.0, Reason.CONFLICT
        heard = same_pronunciation(self.query.tokens[i].text, self.name.tokens[j].text)
        return 0.95, Reason.TRANSLITERATION if heard else Reason.VARIANT

    def _take(self, i: tuple[int, ...], j: tuple[int, ...], close: float, reason: Reason, weight: float) -> None:
        self.free_q.difference_update(i)
        self.free_n.difference_update(j)
        self.steps.append((i, j, close, reason, weight))

    def _pair_joined(self, apart: Name, whole: Name, *, swapped: bool) -> None:
        """Two or three neighbouring words of one side written as one on the other."""
        free_apart, free_whole = (self.free_n, self.free_q) if swapped else (self.free_q, self.free_n)
        for j in sorted(free_whole):
            target = whole.tokens[j]
            if len(target.text) < 5:
                continue
            for span in _spans(apart, free_apart):
                joined = _as_one(apart, span, target)
                close = self.compare(joined, target)[0] if joined is not None else 0.0
                if close >= JOINED:
                    weight = max(whole.weights[j], min(1.5, sum(apart.weights[at] for at in span)))
                    left, right = ((j,), span) if swapped else (span, (j,))
                    self._take(left, right, close, Reason.JOINED, weight)
                    break

    def _pair_shifted(self) -> bool:
        """The same letters with the spaces elsewhere: `Oma rAshkal`."""
        left, right = _written_together(self.query), _written_together(self.name)
        if left != right or len(left) < 7:
            return False
        self.steps.clear()
        weight = max(sum(self.query.weights), sum(self.name.weights))
        self._take(
            tuple(range(len(self.query.tokens))), tuple(range(len(self.name.tokens))), 0.95, Reason.JOINED, weight
        )
        return True

    def _pair_initials(self) -> None:
        self._pair_initials_of(self.query, self.name, swapped=False)
        self._pair_initials_of(self.name, self.query, swapped=True)

    def _pair_initials_of(self, short: Name, long: Name, *, swapped: bool) -> None:
        free_short, free_long = (self.free_n, self.free_q) if swapped else (self.free_q, self.free_n)
        for i in sorted(free_short):
            if short.roles[i] != INITIAL:
                continue
            letter = _initial_letter(short.tokens[i])
            for j in sorted(free_long):
                if long.roles[j] not in (INITIAL, TITLE, PARTICLE) and _initial_letter(long.tokens[j]) == letter:
                    left, right = ((j,), (i,)) if swapped else ((i,), (j,))
                    self._take(left, right, 0.9, Reason.INITIAL, 0.45)
                    break

    def score(self) -> float:
        earned = weighed = 0.0
        for _i, _j, close, _reason, weight in self.steps:
            weighed += weight
            earned += weight * max(0.0, 1.0 - SLOPE * (1.0 - close))
        if not weighed:
            return 0.0
        if self.query.organisation:
            return self._organisation_score(earned, weighed)
        if all(step[3] == Reason.INITIAL for step in self.steps):
            return 0.0  # an initial alone is nobody
        left_q = sum(self.query.weights[i] for i in self.free_q)
        left_n = sum(self.name.weights[j] for j in self.free_n)
        against, omitted = min(left_q, left_n), abs(left_q - left_n)
        thin = THIN * max(0.0, ENOUGH - weighed) if omitted > 0.15 else 0.0
        return earned / (weighed + CONFLICT * against + self.omission * omitted + thin)

    def _organisation_score(self, earned: float, weighed: float) -> float:
        """Words in brackets never count against; numbers contradict; a rare word that agrees is worth a review."""
        q, n = self.query, self.name
        free_q, free_n = self.free_q, self.free_n
        if not (
            any(q.roles[i] == organisations.ASIDE for i in free_q)
            and any(n.roles[j] == organisations.ASIDE for j in free_n)
        ):
            free_q = {i for i in free_q if q.roles[i] != organisations.ASIDE}
            free_n = {j for j in free_n if n.roles[j] != organisations.ASIDE}
        left_q, left_n = sum(q.weights[i] for i in free_q), sum(n.weights[j] for j in free_n)
        against, omitted = min(left_q, left_n), abs(left_q - left_n)
        left_over = [(q.roles[i], q.tokens[i]) for i in free_q] + [(n.roles[j], n.tokens[j]) for j in free_n]
        left_roles = {role for role, part in left_over if role != NUMBER or not _is_year(part.text)}
        only_generic = not left_roles & set(organisations.TELLING)
        thin = (
            (GENERIC_THIN if only_generic and self._bears_name() else THIN) * max(0.0, ENOUGH - weighed)
            if omitted > 0.15
            else 0.0
        )
        score = earned / (weighed + CONFLICT * against + OMISSION * omitted + thin)
        if against < 0.2 and only_generic and self._bears_rare_word():
            score = max(score, BEARING)
        return self._judge_numbers(score, free_q, free_n)

    def _bears_name(self) -> bool:
        """Whether a word that is more than a trade and a place agrees."""
        return any(self.query.roles[i[0]] in (organisations.NAME, organisations.WORD) for i, *_step in self.steps)

    def _bears_rare_word(self) -> bool:
        """Whether a word that is a name on both sides, and rare, agrees."""
        return any(
            close >= 0.9 and reason != Reason.ACRONYM and weight >= 1.0 and self.query.roles[i[0]] == organisations.NAME
            for i, _j, close, reason, weight in self.steps
        )

    def _judge_numbers(self, score: float, free_q: set[int], free_n: set[int]) -> float:
        ours = [self.query.tokens[i].text for i in free_q if self.query.roles[i] == NUMBER]
        theirs = [self.name.tokens[j].text for j in free_n if self.name.roles[j] == NUMBER]
        if ours and theirs:
            return min(OTHER_NUMBER, score)
        return score if all(map(_is_year, (*ours, *theirs))) else score * UNNUMBERED

    def reordered(self) -> bool:
        order = [step[1][0] for step in sorted(self.steps)]
        return order != sorted(order)

    def pairs(self) -> tuple[WordPair, ...]:
        q, n = self.query.tokens, self.name.tokens
        pairs = [
            WordPair(_written(q, i), _written(n, j), reason) for i, j, _close, reason, _weight in sorted(self.steps)
        ]
        return (*pairs, *self._left_over())

    def _left_over(self) -> Sequence[WordPair]:
        q = [_written(self.query.tokens, (i,)) for i in sorted(self.free_q) if self.query.weights[i] > 0.05]
        n = [_written(self.name.tokens, (j,)) for j in sorted(self.free_n) if self.name.weights[j] > 0.05]
        both = min(len(q), len(n))
        married = _names_a_marriage(self.query) != _names_a_marriage(self.name)
        against = [WordPair(a, b, Reason.CONFLICT) for a, b in zip(q[:both], n[:both], strict=True)]
        return [
            *against,
            *(WordPair(a, "", Reason.MARRIED if married else Reason.EXTRA) for a in q[both:]),
            *(WordPair("", b, Reason.MARRIED if married else Reason.MISSING) for b in n[both:]),
        ]

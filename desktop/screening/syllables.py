"""Names of Korea, China and Vietnam as syllables, under each of the systems that spell them.

A syllable agrees or does not: `Jianguo` and `Jianhua` are two persons, `Jianguo` and `Chien-kuo` are one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from desktop.screening import tables

# All syllables of standard Chinese in pinyin (GB/T 16159), by initial.
PINYIN = """
    a ai an ang ao e ei en er o ou yi ya ye yao you yan yin yang ying yong yu yue yuan yun wu wa wo wai wei wan wen
    wang weng b:a o ai ei ao an en ang eng i ie iao ian in ing u p:a o ai ei ao ou an en ang eng i ie iao ian in ing
    u m:a o ai ei ao ou an en ang eng i ie iao iu ian in ing u f:a o ei ou an en ang eng u d:a e ai ei ao ou an ang
    eng ong i ie iao iu ian ing u uo ui uan un t:a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un n:a e
    ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ue l:a e ai ei ao ou an ang eng ong i ia ie
    iao iu ian in iang ing u uo uan un v ue yu g:a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang k:a e
    ai ao ou an en ang eng ong u ua uo uai ui uan un uang h:a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un
    uang j:i ia ie iao iu ian in iang ing iong u ue uan un q:i ia ie iao iu ian in iang ing iong u ue uan un x:i ia
    ie iao iu ian in iang ing iong u ue uan un zh:a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang ch:a e
    i ai ao ou an en ang eng ong u ua uo uai ui uan un uang sh:a e i ai ei ao ou an en ang eng u ua uo uai ui uan un
    uang r:e i ao ou an en ang eng ong u ua uo ui uan un z:a e i ai ei ao ou an en ang eng ong u uo ui uan un c:a e
    i ai ao ou an en ang eng ong u uo ui uan un s:a e i ai ao ou an en ang eng ong u uo ui uan un
"""
# Wade-Giles writes the same syllables by rule; apostrophes and marks are lost on paper, so one spelling may be several.
_WADE_INITIALS = {
    "b": "p",
    "d": "t",
    "g": "k",
    "j": "ch",
    "q": "ch",
    "x": "hs",
    "zh": "ch",
    "r": "j",
    "z": "ts",
    "c": "ts",
}
_WADE_FINALS = {"ian": "ien", "ie": "ieh", "iong": "iung", "ong": "ung", "ue": "ueh"}
_WADE_WHOLE = {
    "zhi": ("chih",), "chi": ("chih",), "shi": ("shih",), "ri": ("jih",), "zi": ("tzu", "tze"), "ci": ("tzu", "tze"),
    "si": ("ssu", "szu", "sze"), "yi": ("i", "yi"), "yan": ("yen",), "you": ("yu",), "yong": ("yung",), "ye": ("yeh",),
    "yue": ("yueh",), "er": ("erh",), "e": ("o", "e"), "ge": ("ko", "ke"), "ke": ("ko", "ke"), "he": ("ho",),
    "gui": ("kuei",), "kui": ("kuei",), "de": ("te", "teh"),
    "duo": ("to",), "tuo": ("to",), "nuo": ("no",), "luo": ("lo",),
    "zuo": ("tso",),
    "cuo": ("tso",), "suo": ("so",), "zhuo": ("cho",), "chuo": ("cho",), "ruo": ("jo",), "zhe": ("che",),
    "che": ("che",), "re": ("je",), "le": ("le",), "se": ("se",), "lv": ("lu",), "nv": ("nu",), "lyu": ("lu",),
}  # fmt: skip
# Usual Cantonese and Hokkien spellings, in no system, as passports of Hong Kong, Singapore and Malaysia write them.
COASTAL_FAMILIES = """
    wong:huang,wang cheung:zhang cheong:zhang,zhong chan:chen tan:chen lam:lin lim:lin leung:liang leong:liang
    ng:wu,huang goh:wu lau:liu low:liu lo:luo kwok:guo quek:guo kwek:guo tsang:zeng yeung:yang yeo:yang ho:he
    cheng:zheng,zhong tang:deng chow:zhou chew:zhou tse:xie chia:xie tsui:xu chui:xu hui:xu koh:xu yip:ye yap:ye
    fung:feng szeto:situ chiu:zhao mak:mai kwan:guan poon:pan tam:tan chua:cai choi:cai choy:cai ong:wang heng:wang
    teo:zhang tay:zheng tee:zheng lee:li toh:zhuo,du siu:xiao wu:hu,wu woo:hu kwong:kuang yuen:yuan chung:zhong,zong
    tong:tang shum:shen sim:shen chong:zhuang,zhang soh:su so:su to:du,tao lui:lei,lv mok:mo kam:gan,jin hung:hong
    ang:hong foo:fu
"""
COASTAL_GIVEN = """
    ming:ming kar:jia ka:jia fai:hui siu:xiao,shao wai:wei,hui man:wen,min kwok:guo keung:qiang chi:zhi,zi
    hung:hong,xiong kin:jian wah:hua wa:hua ching:qing,zheng,jing yuen:yuan shing:cheng,sheng sing:cheng,sheng,xing
    tak:de kong:guang,jiang,gang lung:long wing:yong,rong yee:yi yi:yi,er mei:mei ping:ping lai:li on:an
    chun:jun,zhen,chun kit:jie hoi:hai pui:pei suet:xue fong:fang,huang lok:le yiu:yao,rao cheuk:zhuo yan:ren,en,xin
    ho:hao,he chung:zhong,song,cong tung:dong sau:xiu ying:ying king:jing,qing po:bao,bo lin:lian san:shan,xin
    shan:shan kwan:jun,kun yuk:yu,yi wan:yun cheong:chang,xiang heung:xiang hing:xing,qing leung:liang mun:min,wen
    pang:peng,bang kei:qi,ji sum:xin shun:shun tat:da yin:yan,xian yat:yi sai:shi shui:shui chak:ze fu:fu hin:xian
    lun:lun bun:bin tin:tian wang:hong,heng kuen:quan chor:chu yau:you ngai:yi,wei nga:ya ngor:e yuet:yue
    chiu:chao,zhao ling:ling suk:shu tai:da,tai chuen:quan,chuan hang:heng,xing
    yeuk:ruo tsz:zi,zhi shui:shui hei:xi sze:shi,si oi:ai
"""
# The most frequent Chinese family names in pinyin; the spellings of Wade-Giles follow from them.
CHINESE_FAMILIES = """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang
    deng han feng cao peng zeng xiao tian dong yuan pan yu jiang cai du ye cheng su wei lu lv lyu ding ren shen yao
    jiang cui zhong tan fan liao wang jin shi jia xia fu fang zou xiong bai meng qin qiu hou yin xue yan duan lei
    long tao he mao hao gu gong shao wan qian ouyang situ shangguan zhuge sima xiahou huangfu zhuang qi kong xiang
    tong ji kang bao ou pu niu nie hong dai mo ruan
"""
VIETNAMESE_FAMILIES = """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong trinh dao doan lam mai cao
    luong luu ha ta thai phung quach chau to vuong kieu
"""
_VIETNAMESE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uyen|uyet|uoi|uou|ieu|yeu|oai|oay|uay|uya|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)


@dataclass(frozen=True, slots=True)
class SyllableReading:
    """A name cut into the syllables of one spelling system, each with every sound it may stand for.

    `whole` says that a name of this language has all its syllables or is another one.
    """

    language: str
    syllables: tuple[str, ...]
    sounds: tuple[frozenset[str], ...]
    whole: bool = True


@cache
def _pinyin() -> Mapping[str, frozenset[str]]:
    syllables: dict[str, frozenset[str]] = {}
    initial = ""
    for piece in PINYIN.split():
        if ":" in piece:
            initial, piece = piece.split(":")
        sound = {"lyu": "lv", "lue": "lve", "nue": "nve"}.get(initial + piece, initial + piece)
        syllables[initial + piece] = frozenset((sound,))
    for written, meant in (("lu", "lv"), ("nu", "nv")):  # the two dots are often left out
        syllables[written] |= {meant}
    return syllables


@cache
def _wade() -> Mapping[str, frozenset[str]]:
    spellings: dict[str, set[str]] = {}
    for syllable, sounds in _pinyin().items():
        for spelling in _WADE_WHOLE.get(syllable) or (_by_rule(syllable),):
            spellings.setdefault(spelling, set()).update(sounds)
    return {spelling: frozenset(sounds) for spelling, sounds in spellings.items()}


def _by_rule(syllable: str) -> str:
    start = re.match("[^aeiouv]*", syllable)
    initial = start[0] if start else ""
    final = syllable[len(initial) :]
    return _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final).replace("v", "u")


def _spellings(table: str) -> dict[str, frozenset[str]]:
    return {spelling: frozenset(sounds.split(",")) for spelling, sounds in (item.split(":") for item in table.split())}


@cache
def _coastal() -> Mapping[str, frozenset[str]]:
    families, given = _spellings(COASTAL_FAMILIES), _spellings(COASTAL_GIVEN)
    return {word: families.get(word, frozenset()) | given.get(word, frozenset()) for word in families.keys() | given}


@cache
def _families(system: str) -> frozenset[str]:
    """The family names of a system as it writes them."""
    if system == "coastal":
        return frozenset(_spellings(COASTAL_FAMILIES))
    if system == "vietnamese":
        return frozenset(VIETNAMESE_FAMILIES.split())
    chinese = frozenset(CHINESE_FAMILIES.split())
    if system == "pinyin":
        return chinese
    return frozenset(spelling for spelling, sounds in _wade().items() if sounds & chinese)


@cache
def families() -> frozenset[str]:
    """Every word that is a family name in one of the systems of syllables, Korean apart."""
    return frozenset().union(*(_families(system) for system in ("pinyin", "wade", "coastal", "vietnamese")))


_MOST_SYLLABLES = 4
_CHINESE = {"pinyin": _pinyin, "wade": _wade, "coastal": _coastal}


@lru_cache(maxsize=8192)
def _cut_into(word: str, system: str) -> tuple[tuple[str, ...], ...]:
    """Every way to read a word as syllables of the system in the fewest; empty when it is none."""
    table = _CHINESE[system]()
    ways: list[tuple[str, ...]] = []

    def cut(rest: str, before: tuple[str, ...]) -> None:
        if not rest:
            ways.append(before)
        elif len(before) < 3:
            for length in range(min(6, len(rest)), 0, -1):
                if rest[:length] in table:
                    cut(rest[length:], (*before, rest[:length]))

    cut(word, ())
    fewest = min(map(len, ways), default=0)
    return tuple(way for way in ways if len(way) == fewest)


@lru_cache(maxsize=16384)
def pinyin_syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word of pinyin, however many, empty when it is none. The longest first, as it is read."""
    for end in range(min(6, len(word)), 0, -1):
        if word[:end] in _pinyin():
            rest = pinyin_syllables(word[end:])
            if rest or end == len(word):
                return (word[:end], *rest)
    return ()


def _joined(cuts: Iterable[tuple[tuple[str, ...], ...]]) -> list[tuple[str, ...]]:
    """The ways to cut a whole name, from those of its words; empty when a word has none or the name too many parts."""
    ways = [tuple(syllable for parts in way for syllable in parts) for way in product(*cuts)]
    return [way for way in ways if 2 <= len(way) <= _MOST_SYLLABLES]


@lru_cache(maxsize=8192)
def chinese_readings(words: tuple[str, ...]) -> tuple[SyllableReading, ...]:
    """How a whole name may be read as Chinese, one reading for each spelling system it fits."""
    readings = []
    for system, table in _CHINESE.items():
        if words[0] not in _families(system) and words[-1] not in _families(system):
            continue
        for syllables in _joined(_cut_into(word, system) for word in words):
            readings.append(SyllableReading("chinese", syllables, tuple(table()[syllable] for syllable in syllables)))
    return tuple(readings)


@lru_cache(maxsize=8192)
def vietnamese_reading(words: tuple[str, ...]) -> SyllableReading | None:
    """A name as Vietnamese syllables, None when it is none."""
    if not 3 <= len(words) <= 5 or not {words[0], words[-1]} & _families("vietnamese"):
        return None
    if not all(_VIETNAMESE.fullmatch(word) for word in words):
        return None
    sounds = tuple(frozenset((word,)) for word in words)
    return SyllableReading("vietnamese", words, sounds, whole=False)  # what stands in the middle is left out


def _agreement(left: SyllableReading, right: SyllableReading) -> int:
    open_sounds = list(right.sounds)
    agreed = 0
    for sounds in left.sounds:
        for other in open_sounds:
            if sounds & other:
                open_sounds.remove(other)
                agreed += 1
                break
    return agreed


def read_alike(
    left: Sequence[SyllableReading], right: Sequence[SyllableReading]
) -> tuple[SyllableReading, SyllableReading] | None:
    """Of the ways to read two names in one language the pair that agrees most, None when they share no language."""
    pairs = [pair for pair in product(left, right) if pair[0].language == pair[1].language]
    return max(pairs, key=lambda pair: _agreement(*pair), default=None)


_MOST_SPELLINGS = 12


@lru_cache(maxsize=8192)
def chinese_sounds(word: str) -> frozenset[str]:
    """The sounds of one word under every system that reads it as Chinese: the same word of two systems shares one."""
    sounds: set[str] = set()
    for system, table in _CHINESE.items():
        for parts in _cut_into(word, system):
            sounds.update("".join(way) for way in product(*(sorted(table()[part]) for part in parts)))
    return frozenset(sorted(sounds)[:_MOST_SPELLINGS])


@cache
def _spelt() -> Mapping[str, tuple[str, ...]]:
    """Every syllable of standard Chinese -> how Wade-Giles and the coast write it."""
    spelt: dict[str, list[str]] = {}
    for table in (_wade(), _coastal()):
        for spelling, sounds in table.items():
            for sound in sounds:
                spelt.setdefault(sound, []).append(spelling)
    return {sound: tuple(spellings) for sound, spellings in spelt.items()}


def other_spellings(word: str) -> frozenset[str]:
    """A Chinese word as the other systems write it; empty for any other word."""
    cuts = _cut_into(word, "pinyin")
    written = ["".join(way) for parts in cuts for way in product(*(_spelt().get(part, ()) for part in parts))]
    return frozenset((*written[:_MOST_SPELLINGS], *chinese_sounds(word))) - {word}


_SYLLABLE = re.compile(
    r"(kk|tt|pp|ss|jj|ch|[gkndtrlmbpsjh])?(yae|yeo|yae|wae|eui|ae|ya|ye|yo|yu|wa|we|wi|wo|oe|eo|eu|ui|oo|woo|ee|[aeiouy])"
    r"(ng|[nmlkptbg])?"
)
_KOREAN_FIRST = {
    "g": "k", "d": "t", "b": "p", "j": "ch", "r": "l", "kk": "k", "tt": "t", "pp": "p", "jj": "ch", "ss": "s",
}  # fmt: skip
_KOREAN_VOWEL = {"eo": "o", "eu": "u", "oo": "u", "ee": "i", "yeo": "yo", "woo": "u", "eui": "ui", "wo": "o", "y": "i"}
# Romanisations in everyday use that follow no system.
_KOREAN_USUAL = {
    "park": "pak", "bag": "pak", "choi": "choe", "rhee": "ri", "lee": "ri", "yi": "ri", "yoon": "yun",
    "moon": "mun", "sohn": "son", "byung": "pyong", "young": "yong", "joo": "ju", "hyung": "hyong",
    "kyung": "kyong", "sung": "song", "jung": "jong", "chung": "chong", "myung": "myong", "chul": "chol",
    "paik": "paek",
    "noh": "ro", "no": "ro", "roh": "ro", "im": "rim", "lim": "rim", "ryu": "yu", "yoo": "yu", "ryoo": "yu",
    "hui": "hi",
    "hyun": "hyon", "sun": "son", "weon": "on", "ahn": "an", "suh": "so", "huh": "ho", "byeong": "pyong", "suk": "sok",
    "shin": "sin", "shim": "sim",
}  # fmt: skip


@lru_cache(maxsize=32768)
def korean(text: str) -> str:
    """One Korean syllable as all romanisations of it read it, or empty when it is none."""
    text = _KOREAN_USUAL.get(text, text)
    syllable = _SYLLABLE.fullmatch(text) if len(text) <= 6 else None
    if not syllable:
        return ""
    first, vowel, last = syllable[1] or "", syllable[2], syllable[3] or ""
    return _KOREAN_FIRST.get(first, first) + _KOREAN_VOWEL.get(vowel, vowel) + {"b": "p", "g": "k"}.get(last, last)


_LONGEST_SYLLABLE = 6


# Everyday spellings write `u` for what the systems write `eo`: `Hyuk`, `Hyun`, `Sung` are `Hyeok`, `Hyeon`, `Seong`.
_KOREAN_ALSO = {
    "sung": "sung",
    "jung": "chung",
    "chung": "chung",
    "suk": "suk",
    "sun": "son",
    "chun": "chon",
    "hyung": "hyung",
}


@lru_cache(maxsize=8192)
def _korean_sounds(syllable: str) -> frozenset[str]:
    sound = korean(syllable)
    southern = re.sub("^[ln](?=[yi])", "", sound)  # which the South leaves out: `Ryong` is Yong there
    return frozenset((sound, southern, _KOREAN_ALSO.get(syllable, re.sub("yu(?=[nk])", "yo", sound))))


def same_pronunciation(left: str, right: str) -> bool:
    """Whether two syllables are one in Korean, or one of standard Chinese; `Wong` is how Hong Kong says `Huang`."""
    if _korean_sounds(left) & _korean_sounds(right) - {""}:
        return True
    return bool(_standard_sounds(left) & _standard_sounds(right))


def _standard_sounds(syllable: str) -> frozenset[str]:
    return _pinyin().get(syllable, frozenset()) | _wade().get(syllable, frozenset())


@lru_cache(maxsize=8192)
def _korean_cuts(word: str) -> tuple[tuple[str, ...], ...]:
    """How a word may be read as Korean: as one syllable, else as two (`Hoon` is no `Ho-on`)."""
    if korean(word):
        return ((word,),)
    halves = [(word[:at], word[at:]) for at in range(1, len(word)) if korean(word[:at]) and korean(word[at:])]
    return tuple(halves) if len(word) <= 2 * _LONGEST_SYLLABLE else ()


@cache
def _korean_families() -> frozenset[str]:
    """The family names of Korea as any romanisation of them is read."""
    return frozenset(map(korean, tables.KOREAN_FAMILIES)) - {""}


@lru_cache(maxsize=8192)
def korean_readings(words: tuple[str, ...]) -> tuple[SyllableReading, ...]:
    """How a whole name may be read as Korean: a family name of one syllable, first or last, and one to three others."""
    if not {korean(words[0]), korean(words[-1])} & _korean_families():
        return ()
    if len(words) > _MOST_SYLLABLES:
        return ()
    ways = _joined(_korean_cuts(word) for word in words)
    return tuple(SyllableReading("korean", way, tuple(_korean_sounds(syllable) for syllable in way)) for way in ways)

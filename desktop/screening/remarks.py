"""What is odd about a name that somebody wants to search, in one sentence, so that “no match” is never misread."""

import unicodedata

from desktop.base.numbers import format_number
from desktop.base.text import _, language
from desktop.screening import tables
from desktop.screening.entries import EntryKind
from desktop.screening.names import LONGEST, NUMBER, PARTICLE, TITLE, Name, parse
from desktop.screening.organisations import LEGAL

HIDDEN = ("Cc", "Cf", "Co", "Cs")  # control characters, direction signs, private and broken ones
JOINERS = "\t\n\r\u200c\u200d"  # plain spaces, and what joins or parts letters in Persian and Indian scripts
SIGNS = ("So", "Sk")  # pictures and loose signs; currency and mathematics stand in some brands


def searchable(name: str) -> bool:
    """Whether a search for this text means anything: it has letters or digits, and is not longer than any name."""
    return len(name) <= LONGEST and bool(parse(name, EntryKind.ORGANISATION).tokens)


def remark(name: str, kind: EntryKind | None) -> str:
    """What a person must know about a name that is searched, in one sentence; empty for a usual name.

    The first of: too long, without letters, only a title, only a legal form, hidden characters, pictures, alphabets
    mixed within a word, one word only. `kind` is None where it is not known.
    """
    if len(name) > LONGEST:
        sentence = _("This text has {count} characters; no name has more than {most}. It was not searched.")
        return sentence.format(count=format_number(len(name), language()), most=LONGEST)
    if not parse(name, EntryKind.ORGANISATION).tokens:
        return _("There is no letter in this name: it was not searched.")
    return _only_title_or_form(name, kind) or _odd_characters(name) or _single_word(name, kind)


def _only_title_or_form(name: str, kind: EntryKind | None) -> str:
    words = {part.text.rstrip(".") for part in parse(name, EntryKind.ORGANISATION).tokens}
    if kind != EntryKind.ORGANISATION and words <= tables.TITLES | tables.PARTICLES and words & tables.TITLES:
        return _("This is only a title: add the name itself.")
    if kind != EntryKind.PERSON and words <= set(tables.LEGAL) | tables.PARTICLES:
        return _("This is only a legal form: add the name itself.")
    return ""


def _odd_characters(name: str) -> str:
    kinds = {unicodedata.category(c) for c in name if c not in JOINERS}
    if kinds & set(HIDDEN):
        return _("This name holds invisible characters; it was searched without them.")
    if kinds & set(SIGNS):
        return _("This name holds pictures or signs; it was searched without them.")
    if any(_mixes_alphabets(word) for word in name.split()):
        return _("One word of this name mixes two alphabets: check how it is written.")
    return ""


def _mixes_alphabets(word: str) -> bool:
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW"}) > 1


def _single_word(name: str, kind: EntryKind | None) -> str:
    if kind == EntryKind.PERSON and _name_words(parse(name, EntryKind.PERSON)) == 1:
        return _("One word alone names many people: search the whole name too.")
    return ""


def _name_words(name: Name) -> int:
    return sum(role not in (PARTICLE, TITLE, LEGAL, NUMBER) for role in name.roles)

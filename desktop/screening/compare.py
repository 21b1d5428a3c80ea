"""Our facts beside a listed entry's, one by one: agrees, close, contradicts, unknown.

They help a person to rule and rank nothing away: no fact clears a match, and none confirms one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from desktop.base.places import countries, country_name
from desktop.base.text import LANGUAGES, N_, SOURCE, folded, said_in
from desktop.screening.entries import EntryKind

NEAR_YEARS = 2  # births that differ by no more are close: papers and lists often round
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(~)?(?:/(\d{4}))?")


class FactVerdict(StrEnum):
    """How one of our facts stands to the listed one."""

    AGREES = "agrees"
    CLOSE = "close"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


class Fact(StrEnum):
    """What is compared."""

    BIRTH = "birth"
    NATIONALITY = "nationality"
    DOCUMENT = "document"
    KIND = "kind"


FACTS = {
    Fact.BIRTH: N_("Birth"),
    Fact.NATIONALITY: N_("Nationality or country"),
    Fact.DOCUMENT: N_("Document"),
    Fact.KIND: N_("Person or organization"),
}


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One fact on both sides; `ours` and `theirs` are as written, empty when not known."""

    fact: Fact
    ours: str
    theirs: str
    verdict: FactVerdict

    def line(self, language: str) -> str:
        """`Birth: 1984-03-14 / 1971`, for documents."""
        return f"{said_in(language, FACTS[self.fact])}: {self.ours} / {self.theirs}"


def compare(
    kind: EntryKind | None,
    birth: str,
    country: str,
    document: str,
    listed_kind: EntryKind,
    births: Sequence[str],
    nationalities: Sequence[str],
    documents: Sequence[str],
    language: str,
) -> tuple[ComparedFact, ...]:
    """The facts side by side. `kind` is None where it is not known; `country` is our country's code.

    `birth` is an ISO date, possibly partial; `births` are as `ListEntry` writes them. Our country is shown in
    `language`.
    """
    rows = [ComparedFact(Fact.KIND, kind or "", listed_kind, _kinds(kind, listed_kind))]
    if kind is EntryKind.PERSON:
        rows.append(ComparedFact(Fact.BIRTH, birth, ", ".join(births), _births(birth, births)))
    verdict = _nationalities(country, nationalities)
    rows.append(ComparedFact(Fact.NATIONALITY, country_name(country, language), ", ".join(nationalities), verdict))
    if kind is EntryKind.PERSON:
        rows.append(ComparedFact(Fact.DOCUMENT, document, ", ".join(documents), _documents(document, documents)))
    return tuple(rows)


def _kinds(ours: EntryKind | None, theirs: EntryKind) -> FactVerdict:
    if ours is None or theirs is EntryKind.OTHER:
        return FactVerdict.UNKNOWN
    return FactVerdict.AGREES if ours == theirs else FactVerdict.CONTRADICTS


# As the lists write countries where Unicode's names differ: the UN's official names, OFAC's inverted ones.
FORMAL = {
    "BA": ("Bosnia and Herzegovina",),
    "CD": ("Democratic Republic of the Congo", "Congo, Democratic Republic of the"),
    "GB": ("United Kingdom of Great Britain and Northern Ireland",),
    "GM": ("The Gambia",),
    "IR": ("Iran (Islamic Republic of)",),
    "KP": ("Democratic People's Republic of Korea", "Korea, North"),
    "KR": ("Republic of Korea", "Korea, South"),
    "LA": ("Lao People's Democratic Republic",),
    "MD": ("Republic of Moldova",),
    "MK": ("Macedonia, The Former Yugoslav Republic of",),
    "MM": ("Burma",),
    "PS": ("State of Palestine",),
    "RU": ("Russian Federation",),
    "SY": ("Syrian Arab Republic",),
    "TR": ("Turkey",),
    "TT": ("Trinidad and Tobago",),
    "TZ": ("United Republic of Tanzania",),
    "US": ("United States of America",),
    "VE": ("Venezuela (Bolivarian Republic of)",),
    "VN": ("Viet Nam",),
    "BO": ("Bolivia (Plurinational State of)",),
    "XK": ("Kosovo",),
    "KN": ("St. Kitts & Nevis",),
    "LC": ("St. Lucia",),
    "SH": ("St. Helena",),
    "VC": ("St. Vincent & Grenadines",),
}


@cache
def _country_codes() -> dict[str, str]:
    """Every way of writing a country that is known here -> its code."""
    codes = {folded(name): code for language in LANGUAGES for code, name in countries(language)}
    codes |= {folded(name): code for code, formal in FORMAL.items() for name in formal}
    return codes | {code.casefold(): code for code, _name in countries(SOURCE)}


def _nationalities(country: str, theirs: Sequence[str]) -> FactVerdict:
    """Countries agree by their codes. A nationality in free words (`possibly Yemeni`) contradicts nothing."""
    ours = {folded(country), *(folded(country_name(country, language)) for language in LANGUAGES)} - {""}
    ours |= {_country_codes()[name] for name in ours if name in _country_codes()}
    listed = [folded(name) for name in theirs]
    if not ours or not listed:
        return FactVerdict.UNKNOWN
    if any(name in ours or _country_codes().get(name) in ours for name in listed):
        return FactVerdict.AGREES
    return FactVerdict.CONTRADICTS if all(name in _country_codes() for name in listed) else FactVerdict.UNKNOWN


def _documents(ours: str, theirs: Sequence[str]) -> FactVerdict:
    digits = re.sub(r"\W", "", ours).casefold()
    if not digits or not theirs:
        return FactVerdict.UNKNOWN
    agrees = any(digits in re.sub(r"\W", "", listed).casefold() for listed in theirs)
    # A person has many documents: another number contradicts nothing.
    return FactVerdict.AGREES if agrees else FactVerdict.UNKNOWN


def _births(ours: str, theirs: Sequence[str]) -> FactVerdict:
    if not PARTIAL.match(ours) or not theirs:
        return FactVerdict.UNKNOWN
    verdicts = {_birth(ours, listed) for listed in theirs}
    return next(
        (v for v in (FactVerdict.AGREES, FactVerdict.CLOSE, FactVerdict.CONTRADICTS) if v in verdicts),
        FactVerdict.UNKNOWN,
    )


def _birth(ours: str, theirs: str) -> FactVerdict:
    mine, listed = PARTIAL.match(ours), PARTIAL.match(theirs)
    if mine is None or listed is None:
        return FactVerdict.UNKNOWN
    year, first = int(mine[1]), int(listed[1])
    last = int(listed[5] or first)
    if first <= year <= last:
        parts = [(a, b) for a, b in zip(mine.group(2, 3), listed.group(2, 3), strict=True) if a and b]
        return FactVerdict.AGREES if all(a == b for a, b in parts) else FactVerdict.CLOSE
    near = NEAR_YEARS + (1 if listed[4] else 0)
    return FactVerdict.CLOSE if min(abs(year - first), abs(year - last)) <= near else FactVerdict.CONTRADICTS

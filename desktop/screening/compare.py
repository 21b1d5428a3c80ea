"""Our facts beside a listed entry's, one by one: agrees, close, contradicts, unknown.

They help a person to rule and rank nothing away: no fact clears a match, and none confirms one.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from desktop.base.paths import resources
from desktop.base.text import N_, folded, said_in

VERDICTS = ("agrees", "close", "contradicts", "unknown")
NEAR_YEARS = 2  # births that differ by no more are close: papers and lists often round
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(~)?(?:/(\d{4}))?")

FACTS = {
    "birth": N_("Birth"),
    "nationality": N_("Nationality or country"),
    "document": N_("Document"),
    "kind": N_("Person or organisation"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact on both sides; `ours` and `theirs` are as written, empty when not known."""

    fact: str
    ours: str
    theirs: str
    verdict: str

    def line(self, language: str) -> str:
        """`Birth: 1984-03-14 / 1971`, for documents."""
        return f"{said_in(language, FACTS[self.fact])}: {self.ours} / {self.theirs}"


def compare(
    kind: str,
    birth: str,
    country: Sequence[str],
    document: str,
    listed_kind: str,
    births: Sequence[str],
    countries: Sequence[str],
    documents: Sequence[str],
) -> tuple[Row, ...]:
    """The facts side by side. `birth` is an ISO date, possibly partial; `births` are as `lists.Entry` writes them.

    `country` holds all the names and codes by which our country may be written.
    """
    rows = [Row("kind", kind, listed_kind, _kinds(kind, listed_kind))]
    if kind == "person":
        rows.append(Row("birth", birth, ", ".join(births), _births(birth, births)))
    rows.append(Row("nationality", country[0] if country else "", ", ".join(countries), _any(country, countries)))
    if kind == "person":
        rows.append(Row("document", document, ", ".join(documents), _documents(document, documents)))
    return tuple(rows)


def _kinds(ours: str, theirs: str) -> str:
    if theirs not in ("person", "organisation", "vessel"):
        return "unknown"
    return "agrees" if ours == theirs else "contradicts"


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
}


@cache
def _codes() -> dict[str, str]:
    """Every way of writing a country that is known here -> its code."""
    names = json.loads((resources() / "reference" / "places.json").read_text(encoding="utf-8"))["countries"]
    found = {folded(name): code for language in names.values() for code, name in language.items()}
    found |= {folded(name): code for code, formal in FORMAL.items() for name in formal}
    return found | {code.casefold(): code for language in names.values() for code in language}


def _any(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """Countries agree by their codes. A nationality in free words (`possibly Yemeni`) contradicts nothing."""
    mine = {folded(name) for name in ours}
    mine |= {_codes()[name] for name in mine if name in _codes()}
    listed = [folded(name) for name in theirs]
    if not mine or not listed:
        return "unknown"
    if any(name in mine or _codes().get(name) in mine for name in listed):
        return "agrees"
    return "contradicts" if all(name in _codes() for name in listed) else "unknown"


def _documents(ours: str, theirs: Sequence[str]) -> str:
    digits = re.sub(r"\W", "", ours).casefold()
    if not digits or not theirs:
        return "unknown"
    found = any(digits in re.sub(r"\W", "", listed).casefold() for listed in theirs)
    return "agrees" if found else "unknown"  # a person has many documents: another number contradicts nothing


def _births(ours: str, theirs: Sequence[str]) -> str:
    if not PARTIAL.match(ours) or not theirs:
        return "unknown"
    verdicts = {_birth(ours, listed) for listed in theirs}
    return next((v for v in ("agrees", "close", "contradicts") if v in verdicts), "unknown")


def _birth(ours: str, theirs: str) -> str:
    mine, listed = PARTIAL.match(ours), PARTIAL.match(theirs)
    if mine is None or listed is None:
        return "unknown"
    year, first = int(mine[1]), int(listed[1])
    last = int(listed[5] or first)
    if first <= year <= last:
        parts = [(a, b) for a, b in zip(mine.group(2, 3), listed.group(2, 3), strict=True) if a and b]
        return "agrees" if all(a == b for a, b in parts) else "close"
    near = NEAR_YEARS + (1 if listed[4] else 0)
    return "close" if min(abs(year - first), abs(year - last)) <= near else "contradicts"

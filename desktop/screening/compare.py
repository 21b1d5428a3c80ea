"""Our facts beside a listed entry's, one by one: agrees, close, contradicts, unknown.

They help a person to rule and rank nothing away: no fact clears a match, and none confirms one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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


def _any(ours: Sequence[str], theirs: Sequence[str]) -> str:
    if not ours or not theirs:
        return "unknown"
    known = {folded(name) for name in ours}
    return "agrees" if any(folded(name) in known for name in theirs) else "contradicts"


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

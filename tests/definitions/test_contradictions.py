"""No two clauses of a type give different rules for one thing: each thing is ruled on once, or one rule yields."""

import re
from dataclasses import dataclass

import pytest

from desktop.base.text import LANGUAGES
from desktop.definitions.agreements.assembling import LanguageVersion, assemble
from desktop.definitions.facts import Facts
from tests.definitions.agreement_facts import everything_on, sample
from tests.definitions.test_agreements import TYPES


@dataclass(frozen=True)
class Thing:
    """Something that an agreement rules on: what a rule on it says in French, English and Spanish.

    `yields` names the clause whose rule stands aside, and the one to which it then has to refer.
    """

    says: tuple[str, str, str]
    yields: tuple[str, str] | None = None


THINGS = {
    "title of goods": Thing(
        (
            r"La propriété et les risques (?:des biens )?(?:sont|passent)",
            r"Title and risk shall pass",
            r"La propiedad y los riesgos",
        )
    ),
    "amendment": Thing(
        (
            r"ne peut être modifié que|ne peuvent être modifiés que",
            r"may be amended only",
            r"solo podrán? modificarse",
        ),
        ("S-AMD", "C-ROL"),
    ),
    "dates of the workplan": Thing(
        (r"peuvent ajuster par écrit les dates", r"may adjust the dates", r"podrán ajustar por escrito las fechas")
    ),
    "public communication": Thing(
        (
            r"toute communication publique de l’une ou l’autre",
            r"any public communication by either",
            r"toda comunicación pública de cualquiera",
        ),
        ("S-VIS", "C-TRA"),
    ),
    "what prevails over confidentiality": Thing(
        (
            r"prévaut sur toute clause de confidentialité",
            r"prevails over any confidentiality clause",
            r"prevalece sobre toda cláusula de confidencialidad",
        )
    ),
    "confidentiality": Thing(
        (
            r"protège les informations que l’autre lui communique",
            r"shall protect the information that the other communicates",
            r"protegerá la información que la otra",
        ),
        ("S-CNF", "C-TRA"),
    ),
    "survival": Thing(
        (
            r"destinées à produire effet après la fin",
            r"intended to have effect after the end",
            r"destinadas a surtir efecto|deban surtir efecto|tener efectos? (?:tras|después)|producir efectos?",
        )
    ),
    "compensation for termination": Thing(
        (r"n’ouvre droit à aucune indemnité", r"no right to compensation", r"derecho a indemnización alguna")
    ),
    "indemnity": Thing(
        (r"Partenaire indemnise et garantit", r"indemnify and hold harmless", r"\bindemne|indemnizará y man")
    ),
    "entry into force": Thing((r"entre en vigueur le ", r"shall enter into force on ", r"entrará en vigor el ")),
    "disputes": Thing(
        (r"à l’arbitrage|arbitre unique", r"to arbitration|sole arbitrator", r"a arbitraje|árbitro único")
    ),
}


def written(version: LanguageVersion) -> dict[str, str]:
    """The words of each article by its clause, on one line."""
    return {
        article.clause: " ".join(" ".join(each.paragraph.text for each in article.paragraphs).split())
        for article in version.articles
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", TYPES)
def test_each_thing_is_ruled_on_by_one_clause_or_one_of_them_yields(code: str, language: str) -> None:
    place = ("fr", "en", "es").index(language)
    for facts in (sample, everything_on) if code != "AMD" else (sample,):
        version = assemble(TYPES[code], Facts(facts(code)), (language,)).versions[0]
        texts, numbers = written(version), {article.clause: article.number for article in version.articles}
        for name, thing in THINGS.items():
            ruling = [clause for clause, text in texts.items() if re.search(thing.says[place], text)]
            assert len(ruling) <= 1, (name, ruling)
            if thing.yields and set(thing.yields) <= texts.keys() and thing.yields[0] in ruling:
                yielding, ruled = thing.yields
                assert re.search(rf"[Aa]rt[íi]c(?:le|ulo) {numbers[ruled]}\b", texts[yielding]), (name, yielding)


def test_the_table_finds_each_thing_in_every_language() -> None:
    """In some type at least: an expression that nothing says any more would hold nothing."""
    for place, language in enumerate(("fr", "en", "es")):
        said = [
            text
            for code, kind in TYPES.items()
            if code != "AMD"
            for text in written(assemble(kind, Facts(everything_on(code)), (language,)).versions[0]).values()
        ]
        assert [name for name, thing in THINGS.items() if not any(re.search(thing.says[place], t) for t in said)] == []

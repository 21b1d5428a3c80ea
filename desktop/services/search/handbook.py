"""What is typed, looked for in the handbook: the sections that answer, each with the sentence that does."""

from dataclasses import dataclass
from functools import lru_cache

from desktop.definitions.handbook import HandbookSection, handbook
from desktop.services.search.clauses import words_in
from desktop.services.search.hits import MarkedText, best_passage, title_marked
from desktop.services.search.ranking import Reach, ranked
from desktop.store.search_index import TextIndex, line_of_text

SHOWN = 30  # sections of one search


@dataclass(frozen=True)
class HandbookHit:
    """A section that answers; `around` is the sentence with the words that do, empty where the title says all."""

    section: HandbookSection
    title: MarkedText
    around: MarkedText


def sections_answering(language: str, typed: str) -> tuple[HandbookHit, ...]:
    """The sections of the handbook in a language that answer what was typed, the best first.

    Accents and capitals do not count and a mistake in a word is forgiven, as in the search among the records. What
    holds only some of the words comes where nothing holds every one.
    """
    sections = handbook(language).sections
    with _index(language).read() as session:
        ranking = ranked(session, typed, most=SHOWN, reach=Reach.SOME)
    hits: list[HandbookHit] = []
    for best in ranking.records:
        section = sections[best.id]
        title, by_title = title_marked(section.title, best.by)
        around = best_passage((text.words for text in section.texts), best.by, by_title, words_in)
        hits.append(HandbookHit(section, title, around))
    return tuple(hits)


@lru_cache(maxsize=3)
def _index(language: str) -> TextIndex:
    """The index of a language: made when something is first looked for, and kept."""
    return TextIndex(
        [
            line_of_text(key, (section.title,), (text.words for text in section.texts))
            for key, section in handbook(language).sections.items()
        ]
    )

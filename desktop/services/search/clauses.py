"""The clauses of the library among what the search finds: content, which is searched in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from desktop.base.likeness import Word, words_of
from desktop.base.text import LANGUAGES, language
from desktop.definitions.clauses.clause import Clause, TextNode, walk
from desktop.definitions.clauses.library import ClauseLibrary
from desktop.services.search.ranking import Ranking, Reach, ranked
from desktop.store.search_index import TextIndex, line_of_text

AS_SPELT = 0.5  # what a clause weighs at least that holds a word as it is spelt, or one that begins so


def ranked_clauses(library: ClauseLibrary, typed: str, most: int, reach: Reach) -> Ranking:
    """The clauses that answer what was typed, by their ids, in whichever language; as `ranked` finds records.

    Of those that answer surely, where no other may, those alone that hold the words as they are spelt.
    """
    marks = tuple(clause.sha256 for clause in library.clauses.values())
    with _index(_Wordings(marks, library)).read() as session:
        ranking = ranked(session, typed, most=most, reach=reach)
    if reach is Reach.SURELY:
        return replace(ranking, records=tuple(best for best in ranking.records if best.weight >= AS_SPELT))
    return ranking


def texts_of(clause: Clause) -> Iterator[str]:
    """The titles of a clause and then its paragraphs, in each language, the one that is spoken first."""
    spoken = sorted(LANGUAGES, key=lambda code: code != language())
    yield from (clause.title[code] for code in spoken)
    for code in spoken:
        yield from _paragraphs(clause, code)


def _paragraphs(clause: Clause, code: str) -> Iterator[str]:
    """The words of a clause in a language; an ellipsis stands where an agreement writes what is its own."""
    for node in walk(clause.bodies[code]):
        if isinstance(node, TextNode):
            yield "".join(piece if isinstance(piece, str) else "…" for piece in node.pieces)


@lru_cache(maxsize=4096)
def words_in(part: str) -> tuple[Word, ...]:
    """The words of a text of the library, kept: the same are looked through at every letter. It is public."""
    return tuple(words_of(part))


@dataclass(frozen=True)
class _Wordings:
    """A library, known by the marks of its clauses: Headquarters may publish another one."""

    marks: tuple[str, ...]
    library: ClauseLibrary = field(compare=False)


@lru_cache(maxsize=1)
def _index(wordings: _Wordings) -> TextIndex:
    """The index of a library: made when something is first looked for, and kept."""
    return TextIndex(
        [
            line_of_text(
                clause.id,
                (clause.id, *clause.title.values()),
                (words for code in LANGUAGES for words in _paragraphs(clause, code)),
            )
            for clause in wordings.library.clauses.values()
        ]
    )

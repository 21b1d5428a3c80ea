"""Which records are meant by what was typed, the likeliest and those at work first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import pairwise
from typing import TypeVar, TypeVarTuple, Unpack

from sqlalchemy.orm import Session

from desktop.base import likeness
from desktop.services.search.reading import Reading, TypedWord, readings
from desktop.store import search_index
from desktop.store.records import Agreement, Case, Partner, Partnership, Person
from desktop.store.search_index import Column, Line, Sought

ENOUGH = 60  # lines weighed closely; rarer ways of reading are tried until there are as many
PARTNERS = 40  # whose words may stand for what belongs to them
LEAST_ALIKE = 0.5  # of two spellings that share a sound, for each to stand for the other
SHORTEST_MISTAKEN = 4  # letters of a word in which one may be mistaken
SHORTEST_HALF = 3  # letters of a word that was written together with another one
ALIKE = 24  # other spellings of one word that are looked for
THROUGH = 2  # ways of reading in which partners may stand for words
MOST_TYPED = 5  # words: who writes more of them copied a title or a sentence
COPIED = frozenset("@/\\_")  # who writes one of these copied an address or a name of a file
LIKELIEST = 2  # ways of reading it that are tried with a word less
WHOLE_LINES = 3  # letters from which on more than names is looked through
NAMED = 64  # words that are looked for one by one; of more that begin alike, their beginning is
AT_WORK, PUT_AWAY = (Column.NAMES, Column.SAYS), (Column.OLD_NAMES, Column.OLD_SAYS)
NEAR = {Partner.KIND: 0.06, Person.KIND: 0.04, Partnership.KIND: 0.03, Agreement.KIND: 0.03, Case.KIND: 0.03}


@dataclass(frozen=True)
class Spelt:
    """The words of the register that may be one that was typed, each with how sure that is (0..1)."""

    typed: TypedWord
    begun: tuple[str, ...] | None  # the words that begin like it; None where they are too many to name
    alike: Mapping[str, float] = field(default_factory=dict)
    above: tuple[str, ...] = ()  # terms of the partners whose names hold it
    _weights: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)  # worked out once

    def sought(self, *, alike: bool, above: bool = False) -> Sought:
        """What the index is asked for in the place of this word: whole words, which it follows from line to line,
        where it can; of beginnings it gathers every line first."""
        begun, whole = self.typed.beginnings, self.typed.whole
        others = (*(self.alike if alike else ()), *(self.above if above else ()))
        if self.begun is None:
            return Sought(begun, (*whole, *others))
        return Sought((), (*self.begun, *whole, *others))

    @property
    def in_vain(self) -> bool:
        """Whether no line can hold it, by whatever spelling."""
        return self.begun == () and not (self.typed.whole or self.alike or self.above)

    def weight(self, words: Collection[str]) -> float:
        """How well these words of a line answer it (0..1)."""
        known = self._weights
        for word in words:
            if word not in known:
                known[word] = self._worked_out(word)
        return max(map(known.__getitem__, words), default=0.0)

    def _worked_out(self, word: str) -> float:
        for at, form in enumerate(self.typed.forms):
            if word == form:
                return 1.0 if at == 0 else 0.95
        for form in self.typed.forms:
            if word.startswith(form):
                return 0.7 + 0.2 * len(form) / len(word)
        return 0.6 * self.alike.get(word, 0.0)


@dataclass(frozen=True)
class Ranked:
    """A record that answers, how well, and by which words."""

    id: str
    kind: int
    away: bool
    weight: float
    by: tuple[Spelt, ...]


@dataclass(frozen=True)
class Ranking:
    """The records that answer what was typed, the best first; `whole` when they answer every word of it, and `surely`
    when they do as it is spelt or as it sounds."""

    records: tuple[Ranked, ...]
    whole: bool = True
    surely: bool = False


class Reach(IntEnum):
    """How far from what was typed an answer may be: each holds the one before, which is tried first."""

    SURELY = 1  # every word, as it is spelt and as it sounds
    MISTAKEN = 2  # with one mistake in a word
    SOME = 3  # only some of the words


def ranked(
    session: Session, typed: str, kinds: Sequence[int] = (), most: int = 50, *, reach: Reach = Reach.SOME
) -> Ranking:
    """What answers, as near to what was typed as anything does; of the records of `kinds` where some are named."""
    ways = [_spelt(session, reading) for reading in readings(typed)]
    longest = max(ways, key=len, default=())
    copied = len(longest) > MOST_TYPED or not COPIED.isdisjoint(typed)
    through = 0 if copied else THROUGH
    answers = _answering(session, ways, kinds, through)
    surely = bool(answers)
    if copied:
        ways = [longest]
    if not answers and reach >= Reach.MISTAKEN:
        answers = _answering(session, _corrected(session, ways, copied), kinds, through)
    whole = bool(answers) or reach < Reach.SOME or len(longest) < 2
    if not whole:
        fewer = _answering_copied(session, longest, kinds) if copied else _answering(session, _fewer(ways), kinds, 0)
        answers = fewer or _answering(session, _alone(ways), kinds, 0)
    best = sorted(answers.values(), key=lambda record: (-record.weight, record.id))
    return Ranking(tuple(best[:most]), whole, surely)


Question = TypeVarTuple("Question")
T = TypeVar("T")


def _once(session: Session, ask: Callable[[Session, Unpack[Question]], T], *question: *Question) -> T:
    """What the index answers, asked once: the ways of reading what was typed have most of their words in common.

    The session only reads, and sees one state.
    """
    answers: dict[tuple[object, ...], T] = session.info.setdefault(ask, {})
    if question not in answers:
        answers[question] = ask(session, *question)
    return answers[question]


def _lines_of(
    session: Session,
    sought: tuple[Sought, ...],
    columns: tuple[Column, ...],
    most: int,
    kinds: tuple[int, ...],
    any_of: tuple[Sought, ...],
) -> tuple[Line, ...]:
    return search_index.lines(session, sought, columns, most, kinds=kinds, any_of=any_of)


def _words_sounding(session: Session, heard: tuple[str, ...], begin: bool) -> tuple[str, ...]:
    return search_index.words_sounding(session, heard, begin=begin)


def _words_begun(session: Session, beginnings: tuple[str, ...]) -> tuple[str, ...] | None:
    words = search_index.words_begun(session, beginnings, NAMED + 1)
    return words if len(words) <= NAMED else None


def _words_among(session: Session, spellings: tuple[str, ...], begin: bool) -> tuple[str, ...]:
    return search_index.words_among(session, spellings, begin=begin)


def _fewer(ways: Sequence[tuple[Spelt, ...]]) -> list[tuple[Spelt, ...]]:
    """Each of the likeliest ways without one of its words."""
    return [way for whole in ways[:LIKELIEST] if len(whole) > 1 for way in _without_one(whole, range(len(whole)))]


def _answering_copied(session: Session, way: tuple[Spelt, ...], kinds: Sequence[int]) -> dict[str, Ranked]:
    """What answers a long way without one of its words, or else two neighbours of it.

    What has all words but one has every word of one of its halves: most copies are done with after two questions.
    """
    answers: dict[str, Ranked] = {}
    middle = len(way) // 2
    for half, others in ((way[:middle], range(middle, len(way))), (way[middle:], range(middle))):
        if not half or any(word.in_vain for word in half):
            continue
        heard = tuple(word.sought(alike=True) for word in half)
        lines = _once(session, _lines_of, heard, (*AT_WORK, *PUT_AWAY), ENOUGH, tuple(kinds), ())
        if len(lines) < ENOUGH:  # these are all
            rest = [way[at] for at in others]
            _take(answers, (line for line in lines if _lacking(line, rest) <= 1), way)
        else:
            answers |= _answering(session, _without_one(way, others), kinds, 0)
    return answers or _answering(session, list(pairwise(way)), kinds, 0)


def _lacking(line: Line, way: Sequence[Spelt]) -> int:
    """How many of the words a line does not hold."""
    words = (*line.names.split(), *line.says.split())
    return sum(not word.weight(words) for word in way)


def _without_one(way: tuple[Spelt, ...], places: Iterable[int]) -> list[tuple[Spelt, ...]]:
    return [(*way[:at], *way[at + 1 :]) for at in places]


def _alone(ways: Sequence[tuple[Spelt, ...]]) -> list[tuple[Spelt, ...]]:
    """Each word by itself."""
    return [(word,) for way in ways[:1] for word in way]


def _spelt(session: Session, reading: Reading) -> tuple[Spelt, ...]:
    return tuple(_word(session, typed) for typed in reading)


def _word(session: Session, typed: TypedWord) -> Spelt:
    return Spelt(typed, _once(session, _words_begun, typed.beginnings), _sounding(session, typed))


def _sounding(session: Session, typed: TypedWord) -> dict[str, float]:
    """Words that sound like it, or begin so while it is long enough."""
    alike: dict[str, float] = {}
    for form in typed.forms:
        heard = [sound for sound in likeness.sounds(form) if len(sound) > 1]
        for word in _once(session, _words_sounding, tuple(heard), len(form) > 4):
            sure = max(_similarity(form, word), _similarity(form, word[: len(form)]) * 0.9)
            if word not in typed.forms and sure >= LEAST_ALIKE and sure > alike.get(word, 0.0):
                alike[word] = sure
    return dict(sorted(alike.items(), key=lambda pair: -pair[1])[:ALIKE])


def _similarity(left: str, right: str) -> float:
    from rapidfuzz.distance import OSA

    return float(OSA.normalized_similarity(left, right))


def _partners(session: Session, spelt: Spelt) -> tuple[str, ...]:
    """The terms of the partners whose names hold a word, and of their cases and agreements."""
    sought = [spelt.sought(alike=True)]
    lines = _once(session, _lines_of, (*sought,), (Column.NAMES, Column.OLD_NAMES), PARTNERS, (Partner.KIND,), ())
    if not lines or len(lines) == PARTNERS:  # a word that is in every other name tells no partner from another
        return ()
    return tuple(search_index.term_of(line.id) for line in lines)


def _corrected(session: Session, ways: Sequence[tuple[Spelt, ...]], copied: bool) -> list[tuple[Spelt, ...]]:
    """The same with the words that are one mistake away in the place of those that nobody wrote, and with these cut.

    Where each was written by somebody it may be any of them, unless it was copied, which makes no mistakes.
    """
    unknown = {word.typed for way in ways for word in way if word.in_vain}
    if copied and not unknown:
        return []
    near = {typed: _near(session, typed) for typed in unknown or {word.typed for way in ways for word in way}}
    corrected = [
        tuple(replace(word, alike={**near.get(word.typed, {}), **word.alike}) for word in way) for way in ways
    ]  # fmt: skip
    for way in ways[:LIKELIEST]:
        for at, word in enumerate(way):
            for halves in _cut(session, word.typed) if word.typed in unknown and not near[word.typed] else ():
                corrected.append((*way[:at], *halves, *way[at + 1 :]))
    return corrected


def _near(session: Session, typed: TypedWord) -> dict[str, float]:
    """The words of the register that are one mistake away, or begin so."""
    form = typed.forms[0]
    if len(form) < SHORTEST_MISTAKEN:
        return {}
    words = _once(session, _words_among, tuple(sorted(likeness.misspelt(form))), len(form) > SHORTEST_MISTAKEN)
    return {word: 0.8 * max(_similarity(form, word), _similarity(form, word[: len(form)])) for word in words}


def _cut(session: Session, typed: TypedWord) -> Iterator[tuple[Spelt, Spelt]]:
    """The word as two that the register knows by their letters or their sound."""
    form = typed.forms[0]
    for at in range(SHORTEST_HALF, len(form) - SHORTEST_HALF + 1):
        left = _word(session, TypedWord((form[:at],)))
        if not left.in_vain and not (right := _word(session, TypedWord((form[at:],), typed.typing))).in_vain:
            yield left, right


def _answering(
    session: Session, ways: Sequence[tuple[Spelt, ...]], kinds: Sequence[int], through: int
) -> dict[str, Ranked]:
    """What answers one of the ways; in the first `through` of them the name of a partner may stand for a word."""
    answers: dict[str, Ranked] = {}
    for at, way in enumerate(ways):
        if len(answers) >= ENOUGH:
            break  # the likelier ways of reading it answered enough
        _take(answers, _lines(session, way, kinds), way)
        if len(way) > 1 and at < through and len(answers) < ENOUGH:
            above = tuple(replace(word, above=_partners(session, word)) for word in way)
            _take(answers, _through(session, above, kinds), above)
    return answers


def _take(answers: dict[str, Ranked], lines: Iterable[Line], way: tuple[Spelt, ...]) -> None:
    """Add these lines, each by the way that answers best."""
    for line in lines:
        record = _weighed(line, way)
        if line.id not in answers or answers[line.id].weight < record.weight:
            answers[line.id] = record


def _lines(session: Session, way: Sequence[Spelt], kinds: Sequence[int]) -> Iterable[Line]:
    """The lines that hold every word: as spelt before as heard, in names before elsewhere, at work before put away."""
    if not way or any(word.in_vain for word in way):
        return ()
    plain, heard = [word.sought(alike=False) for word in way], [word.sought(alike=True) for word in way]
    steps: list[tuple[list[Sought], tuple[Column, ...]]] = [(plain, (Column.NAMES,))]
    letters = max(len(word.typed.forms[0]) for word in way)
    if letters >= WHOLE_LINES:
        anywhere = _once(session, _lines_of, tuple(heard), (*AT_WORK, *PUT_AWAY), ENOUGH, tuple(kinds), ())
        if len(anywhere) < ENOUGH:
            return anywhere  # these are all
        steps.append((plain, AT_WORK))
        if heard != plain:
            steps.append((heard, AT_WORK))
    lines: dict[int, Line] = {}
    for sought, columns in steps:
        if len(lines) < ENOUGH:
            answers = _once(session, _lines_of, tuple(sought), columns, ENOUGH, tuple(kinds), ())
            lines |= {line.number: line for line in answers}
    if letters < WHOLE_LINES and len(lines) >= ENOUGH:
        return tuple(lines.values())
    put_away = _once(session, _lines_of, tuple(heard), PUT_AWAY, ENOUGH, tuple(kinds), ())
    return (*lines.values(), *put_away)


def _through(session: Session, way: Sequence[Spelt], kinds: Sequence[int]) -> tuple[Line, ...]:
    """The lines in which the name of the partner to whom they belong stands for a word, and not for all of them."""
    if any(word.in_vain for word in way) or not any(word.above for word in way):
        return ()
    sought = [word.sought(alike=True, above=True) for word in way]
    own = [word.sought(alike=True) for word in way]
    return _once(session, _lines_of, tuple(sought), AT_WORK, ENOUGH, tuple(kinds), tuple(own))


def _weighed(line: Line, way: tuple[Spelt, ...]) -> Ranked:
    names, says = line.names.split(), line.says.split()
    total = 0.0
    for word in way:
        through = 0.4 if word.above and any(term in says for term in word.above) else 0.0
        total += max(word.weight(names), 0.6 * word.weight(says), through)
    weight = total / len(way)
    if names and way[0].weight(names[:1]) > 0.6:
        weight += 0.1  # it begins with what was typed
    weight += 0.1 * min(1.0, len(way) / max(len(names), 1)) + NEAR.get(line.kind, 0.0)
    return Ranked(line.id, line.kind, line.away, weight - (0.35 if line.away else 0.0), way)

"""What the search found, as it is shown: the record, the words around the place of the hit, and what it belongs to."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from desktop.base.likeness import Word, composed, words_of
from desktop.base.text import folded, pick
from desktop.definitions.clauses.clause import Clause
from desktop.services.search.clauses import ranked_clauses, texts_of, words_in
from desktop.services.search.ranking import Ranked, Reach, Spelt, ranked
from desktop.services.work import Work
from desktop.store.records import (
    Activity,
    Agreement,
    Case,
    DeliveryRisk,
    Family,
    Lesson,
    Partner,
    Partnership,
    Party,
    Record,
    Result,
    Task,
    VisibilityUse,
)
from desktop.store.search_index import SEARCHED, texts_in
from desktop.store.store import HQ

OF_A_PARTNERSHIP = (Party, Activity, Result, VisibilityUse, DeliveryRisk, Lesson)
SHOWN = 50  # hits of one search
CLAUSES_SHOWN = 8  # of them clauses of the library, which are long
SHORTEST_LABEL = 4  # letters of what is looked for among levels, forms and moments
BEFORE, AROUND = 40, 160  # letters shown before the first word that answers, and in all
Words = Callable[[str], Iterable[Word]]
EXACT = 0.95  # how well a word answers that is the very one
ALIKE_ENOUGH = 0.3  # a word that answers so well is marked


@dataclass(frozen=True)
class MarkedText:
    """A line of text; `marked` are the places of the words that answer, from one letter to before another."""

    text: str
    marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Hit:
    """A record, or a clause of the library, that was found. `title` names it where it has a name; `around` are the
    words at the place of the hit.

    `partner` is the name of the partner to whom it belongs, and empty of a partner and of a clause.
    """

    record: Record | Clause
    title: MarkedText
    around: MarkedText
    partner_id: str
    partner: str
    away: bool


@dataclass(frozen=True)
class Hits:
    """What was found, the best first; without `whole` nothing holds every word, and these hold some of them."""

    hits: tuple[Hit, ...]
    whole: bool = True


def search(work: Work, typed: str, most: int = SHOWN) -> Hits:
    """Everything that answers what was typed and that this officer may see: records at work, then clauses of the
    library, then records that were put away. What holds only some of the words comes where nothing holds every one.

    Tasks are of the office that has them: Headquarters finds none.
    """
    kinds = () if work.store.identity.office != HQ else tuple(f.KIND for f in SEARCHED if f is not Task)
    with work.store.read() as session:
        ranking = ranked(session, typed, kinds, most)
        records = _records(session, work.store.families, ranking.records)
        partners = _Partners(session, records.values())
        by_words = tuple(_hit(records[best.id], best, partners, work) for best in ranking.records if best.id in records)
        by_label = _by_label(session, work, typed, {hit.record.id for hit in by_words})
    library = work.definitions.library
    surely = ranking.surely or bool(by_label)
    some = bool(by_words) and not ranking.whole  # clauses that hold some of the words are no better
    reach = Reach.SURELY if surely else Reach.SURELY if some else Reach.SOME
    clauses = ranked_clauses(library, typed, CLAUSES_SHOWN, reach)
    by_clause = tuple(_clause(library.clauses[best.id], best) for best in clauses.records)
    found = ((by_words, ranking.whole), (by_label, True), (by_clause, clauses.whole))
    whole = any(hits and holds for hits, holds in found)
    of_words, of_label, of_clauses = (hits if holds or not whole else () for hits, holds in found)
    at_work, away = [hit for hit in of_words if not hit.away], [hit for hit in of_words if hit.away]
    at_work += of_label
    if clauses.surely and not surely:  # records answer with a mistake in a word, and clauses without
        order = (*of_clauses, *at_work, *away)
    else:
        named = typed.strip().upper()  # the mark of a clause is meant as one
        order = (*at_work, *of_clauses, *away)
        order = tuple(sorted(order, key=lambda hit: hit.record.id != named))
    return Hits(order[:most], whole or not order)


def _by_label(session: Session, work: Work, typed: str, but: Collection[str]) -> tuple[Hit, ...]:
    """Partnerships whose level, form or moment is called as it was typed, in whichever language (¶4, ¶5, ¶29 d)."""
    words, rules = folded(typed).split(), work.definitions.pipeline
    if len("".join(words)) < SHORTEST_LABEL:
        return ()
    labels: dict[str, str] = {}  # of each record, what it is called
    for kind, column in (("levels", Partnership.level), ("forms", Partnership.form), ("moments", Partnership.moments)):
        for code, label in rules.labels(kind).items():
            if not any(_calls(said, words) for said in label.values()):
                continue
            holds = cast(column, String).contains(f'"{code}"') if kind == "moments" else column == code
            query = select(Partnership.id).where(holds, Partnership.archived.is_(False)).limit(SHOWN)
            labels |= dict.fromkeys(session.scalars(query), pick(label))
    planned = session.scalars(select(Partnership).where(Partnership.id.in_(labels.keys() - set(but)))).all()
    partners = _Partners(session, planned)
    return tuple(
        Hit(
            record,
            MarkedText(record.title),
            MarkedText(labels[record.id]),
            record.partner_id,
            partners.names.get(record.partner_id, ""),
            away=False,
        )
        for record in planned
    )


def _calls(label: str, words: Iterable[str]) -> bool:
    """Whether a label has a word that begins like each of these."""
    parts = folded(label).replace("-", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _records(session: Session, families: Mapping[int, Family], ranking: Sequence[Ranked]) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for kind in dict.fromkeys(best.kind for best in ranking):
        family = families[kind].record
        ids = [best.id for best in ranking if best.kind == kind]
        records |= {row.id: row for row in session.scalars(select(family).where(family.id.in_(ids)))}
    return records


class _Partners:
    """To which partners the records belong, read for all of them together."""

    def __init__(self, session: Session, records: Iterable[Record]) -> None:
        records = tuple(records)
        cases = {i for r in records if (i := getattr(r, "case_id", ""))}
        agreements = {i for r in records if (i := getattr(r, "agreement_id", ""))}
        planned = {r.partnership_id for r in records if isinstance(r, OF_A_PARTNERSHIP)}
        self._above: dict[str, str] = {}
        for family, ids in ((Case, cases), (Agreement, agreements), (Partnership, planned)):
            rows = session.execute(select(family.id, family.partner_id).where(family.id.in_(ids))) if ids else ()
            self._above |= {row.id: row.partner_id for row in rows}
        named = {self.of(record) for record in records}
        rows = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(named)))
        self.names = {row.id: row.name for row in rows}

    def of(self, record: Record) -> str:
        """The id of the partner; empty of a partner itself."""
        if isinstance(record, Partner):
            return ""
        if isinstance(record, OF_A_PARTNERSHIP):  # of the partnership, whichever party it is
            return self._above.get(record.partnership_id, getattr(record, "partner_id", None) or "")
        own = getattr(record, "partner_id", "") or getattr(record, "about", "")
        above = (self._above.get(getattr(record, name, "") or "", "") for name in ("case_id", "agreement_id"))
        return str(own or next(filter(None, above), ""))


def _hit(record: Record, best: Ranked, partners: _Partners, work: Work) -> Hit:
    fields = SEARCHED[type(record)]
    family = work.store.families[record.KIND]
    texts = [
        part for name in (*fields.names, *fields.says) for part in texts_in(family.plain(name, getattr(record, name)))
    ]
    named = bool(fields.names and getattr(record, fields.names[0]))
    title, by_title = title_marked(texts[0] if named else "", best.by)
    partner = partners.of(record)
    name = partners.names.get(partner, "")
    rest = (part for part in texts[1 if named else 0 :] if part != name)  # which stands beside it anyway
    return Hit(record, title, best_passage(rest, best.by, by_title), partner, name, best.away)


def _clause(clause: Clause, best: Ranked) -> Hit:
    first, *rest = texts_of(clause)
    title, by_title = title_marked(first, best.by)
    return Hit(clause, title, best_passage(rest, best.by, by_title, words_in), "", "", away=False)


def best_passage(
    texts: Iterable[str], by: Sequence[Spelt], by_title: Mapping[int, float], words: Words = words_of
) -> MarkedText:
    """The words around the place that answers most of what the title does not say; empty where the title says all."""
    best, most = MarkedText(""), 0.0
    if len(by_title) == len(by):
        return best
    for part in map(composed, texts):
        own = tuple(words(part))
        answers = _answers(own, by)
        worth = sum(weight for number, weight in answers.items() if number not in by_title) + 0.1 * len(answers)
        if worth > most:
            best, most = _cut(MarkedText(part, _places(own, by))), worth
        if len(answers) == len(by) and min(answers.values()) >= EXACT:
            break  # none says more
    return best


def _answers(words: Iterable[Word], by: Sequence[Spelt]) -> dict[int, float]:
    """How well these words answer each that was typed, by its number; those that they do not answer are left out."""
    answers: dict[int, float] = {}
    forms = {form for word in words for form in word.forms}
    for number, spelt in enumerate(by):
        if (weight := spelt.weight(forms)) >= ALIKE_ENOUGH:
            answers[number] = weight
    return answers


def title_marked(part: str, by: Sequence[Spelt]) -> tuple[MarkedText, Mapping[int, float]]:
    """A title with the words that answer, and how well it answers each that was typed."""
    part = composed(part)
    words = tuple(words_of(part))
    return MarkedText(part, _places(words, by)), _answers(words, by)


def _places(words: Iterable[Word], by: Sequence[Spelt]) -> tuple[tuple[int, int], ...]:
    """The places of the words that answer; of what is written together, of the part that does."""
    places = [(word.start, word.end) for word in words if any(spelt.weight(word.forms) >= ALIKE_ENOUGH for spelt in by)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[1] - place[0], place)):
        if not any(start < other_end and other_start < end for other_start, other_end in apart):
            apart.append((start, end))
    return tuple(sorted(apart))


def _cut(passage: MarkedText) -> MarkedText:
    """So much of a long text as stands around its first word that answers, on one line."""
    text = "".join(" " if sign.isspace() else sign for sign in passage.text)
    first = passage.marked[0][0] if passage.marked else 0
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE // 2) + 1
    end = len(text) if len(text) - start <= AROUND else start + AROUND
    head, tail = "… " if start else "", " …" if end < len(text) else ""
    shift = len(head) - start
    marked = ((a + shift, b + shift) for a, b in passage.marked if a >= start and b <= end)
    return MarkedText(f"{head}{text[start:end]}{tail}", tuple(marked))

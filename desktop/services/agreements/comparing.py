"""An agreement held against another one of its type: which paragraphs and filled values differ, article by article."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from sqlalchemy import select

from desktop.base.change import Stamp
from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.rewording import Wording
from desktop.base.text import LANGUAGE_NAMES, N_, _, language, plural
from desktop.definitions.agreements.assembling import Article, AssembledAnnex, LanguageVersion
from desktop.documents.enclosures.redline import PrintedDifference, Redline, draw_redline
from desktop.services.agreements.composing import compose, compose_in
from desktop.services.labels import STATES
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.work import Work
from desktop.store.journal import Stamps, read_stamps
from desktop.store.records import Agreement, Family, Partner, StampRow
from desktop.store.states import AgreementState

MOST_ALIGNED = 2_500  # pairs of paragraphs that are weighed: of more, each stands beside the one in its place
ALIKE = 0.3  # of two paragraphs: from here on one is the other, worded or filled otherwise
SIDES = {
    Wording.BOTH: N_("worded or filled in otherwise"),
    Wording.NEW: N_("only in this agreement"),
    Wording.OLD: N_("only in the earlier one"),
}


@dataclass(frozen=True)
class EarlierText:
    """An agreement whose text is older; `day` is when it was signed, else since when it is final, empty for a draft."""

    id: str
    reference: str
    partner: str
    state: AgreementState
    day: str

    @property
    def name(self) -> str:
        """Its reference, or the beginning of its id before it has one."""
        return self.reference or self.id[:6].upper()

    @property
    def since(self) -> str:
        """Its state with its day, in the language now spoken."""
        state = _(STATES[self.state])
        return f"{state}, {day_in_words(self.day, language())}" if self.day else state


@dataclass(frozen=True)
class ParagraphDifference:
    """A paragraph, or a line of an annex, that the two do not say alike; an empty text is not there.

    `number` is that of the paragraph in the agreement that is held against the other; of the other where only that one
    has it; empty in the opening and in an annex.
    """

    number: str
    ours: str
    theirs: str

    @property
    def said_by(self) -> Wording:
        """Whether only the newer agreement says it, only the older one, or both, each in its own way."""
        return Wording.OLD if not self.ours else Wording.BOTH if self.theirs else Wording.NEW


@dataclass(frozen=True)
class ComparedPart:
    """The opening, an article or an annex in one language; without differences where the two say the same.

    `clause` is empty in the opening and in an annex; `number` is that of the article or the letter of the annex.
    `said_by` says which of the two has the part at all.
    """

    clause: str
    number: str
    title: str
    language: str
    said_by: Wording
    differences: tuple[ParagraphDifference, ...]

    @property
    def heading(self) -> str:
        """Its number and title, as a heading says them in the language now spoken."""
        if not self.title:
            return _("Opening")
        if not self.clause:
            return _("Annex {letter}. {title}").format(letter=self.number, title=self.title)
        return f"{self.number}. {self.title}"

    @property
    def manner(self) -> str:
        """Which of the two has it, where only one has; else how many of its paragraphs differ."""
        if self.said_by is not Wording.BOTH:
            return _(SIDES[self.said_by])
        return plural("{count} difference", "{count} differences", len(self.differences))


@dataclass(frozen=True)
class ComparedTexts:
    """Two agreements of one type, part by part in each language that both have."""

    reference: str
    partner: str
    earlier: EarlierText
    languages: tuple[str, ...]
    parts: tuple[ComparedPart, ...]

    def differing(self, code: str) -> tuple[ComparedPart, ...]:
        """The parts in a language in which the two differ, in the order of the newer text."""
        return tuple(part for part in self.parts if part.language == code and part.differences)

    def alike(self, code: str) -> str:
        """What both say in the same words, in one sentence; empty where that is nothing."""
        same = [part for part in self.parts if part.language == code and not part.differences]
        return _("Both say the same in: {numbers}.").format(numbers=_in_ranges(same)) if same else ""


def earlier(work: Work, agreement_id: str) -> tuple[EarlierText, ...]:
    """The agreements of the office of the same type whose text is older, the newest reference first.

    A final text is older than a draft; of two final ones that which was made final first, of two drafts that which was
    begun first, as the journal of their laptop tells. Between two laptops nothing says which came first: it is listed.
    """
    with work.store.read() as session:
        own = session.get_one(Agreement, agreement_id)
        columns = (Agreement.id, Agreement.reference, Agreement.state, Agreement.signed_on, Agreement.final_at)
        query = (
            select(*columns, Partner.name, StampRow.cells)
            .join(Partner, Partner.id == Agreement.partner_id)
            .join(StampRow, StampRow.id == Agreement.id)
            .where(Agreement.archived.is_(False), Agreement.type == own.type, Agreement.office == own.office)
            .order_by(Agreement.reference.desc(), Partner.name, Agreement.id)
        )
        rows = session.execute(query).all()
    numbers = Family(Agreement).number
    since = {row[0]: _since(row[2], read_stamps(row[6]), numbers) for row in rows}
    drafts = {row[0]: row[2] == AgreementState.DRAFT for row in rows}
    if agreement_id not in since:  # archived: whatever is not was begun to be used
        return ()

    def is_earlier(other: str) -> bool:
        if drafts[other] != drafts[agreement_id]:
            return drafts[agreement_id]
        return since[other][0] != since[agreement_id][0] or since[other][1] < since[agreement_id][1]

    return tuple(
        EarlierText(row[0], row[1], row[5], row[2], row[3] or row[4] or "")
        for row in rows
        if row[0] != agreement_id and is_earlier(row[0])
    )


def _since(state: AgreementState, stamps: Stamps, numbers: Mapping[str, int]) -> Stamp:
    """The change since which a text stands: that which made it final; of a draft, that which began it."""
    name = "partnership_id" if state == AgreementState.DRAFT else "final_at"
    device, number, _generation = stamps.get(numbers[name], ("", 0, 0))
    return device, number


def compare(work: Work, agreement_id: str, other_id: str) -> ComparedTexts:
    """What an agreement says otherwise than another one, in each language that both have, in its order.

    Raises Problem for two that are of different types or have no language in common, and for an agreement that is not
    there.
    """
    with work.store.read() as session:
        if session.get(Agreement, other_id) is None:
            raise Problem(
                _("The agreement to compare with is not in the records of this computer; nothing was compared."),
                _("Choose another one."),
                code="compare-unknown",
            )
        ours, theirs = compose_in(session, work, agreement_id), compose_in(session, work, other_id)
    if ours.type.code != theirs.type.code:
        raise Problem(
            _("These agreements are of different types; nothing was compared."),
            _("Choose another one of the same type."),
            code="compare-other-type",
        )
    languages = tuple(code for code in ours.assembled.languages if code in theirs.assembled.languages)
    if not languages:
        raise Problem(
            _("These agreements have no language in common; nothing was compared."),
            _("Choose another one in the same language."),
            code="compare-other-language",
        )
    parts = tuple(
        part
        for code in languages
        for part in _parts(ours.assembled.in_language(code), theirs.assembled.in_language(code))
    )
    own, other = ours.agreement, theirs.agreement
    day = other.signed_on or other.final_at or ""
    older = EarlierText(other.id, other.reference, theirs.partner.name, other.state, day)
    return ComparedTexts(own.reference or own.id[:6].upper(), ours.partner.name, older, languages, parts)


def _in_ranges(parts: Sequence[ComparedPart]) -> str:
    """The opening, articles and annexes as short as people write them: `opening, 1–4, 7, A, B`."""
    words: list[str] = []
    last = -1
    for part in parts:
        number = int(part.number) if part.clause else -1
        if number > 0 and number == last + 1:
            words[-1] = f"{words[-1].partition('–')[0]}–{number}"
        else:
            words.append(part.number or _("opening"))
        last = number
    return ", ".join(words)


def on_paper(work: Work, agreement_id: str, other_id: str, code: str = "") -> bytes:
    """The comparison as a PDF, of the texts in one language; without one, in each that both have."""
    compared, spoken, stamp = compare(work, agreement_id, other_id), language(), work.clock.stamp()
    kind = work.definitions.agreements[compose(work, agreement_id).type.code]
    codes = (code,) if code else compared.languages
    facts = (
        (N_("Agreement"), f"{compared.reference} · {kind.name[spoken]}"),
        (N_("Partner"), compared.partner),
        (N_("Earlier agreement"), f"{compared.earlier.name} · {compared.earlier.partner}"),
        (N_("State of the earlier one"), compared.earlier.since),
        (N_("Language of the texts"), " · ".join(LANGUAGE_NAMES[named] for named in codes)),
        (N_("Compared on"), day_in_words(stamp, spoken)),
    )
    pages = Redline(
        reference=compared.reference,
        title=N_("What differs from an earlier agreement"),
        facts=facts,
        note=N_("Struck through: only in the earlier agreement. Underlined: only in this one."),
        against=other_id,
        office=office_profile.read(work.store).name,
        differences=tuple(_printed(compared, codes)),
        ends=tuple(sentence for named in codes if (sentence := compared.alike(named))),
    )
    mark = marks.of_office(work.store, (spoken,))
    return draw_redline(pages, (spoken,), stamp, mark, office_paper.of(work)).data


def _printed(compared: ComparedTexts, codes: Sequence[str]) -> Iterator[PrintedDifference]:
    for code in codes:
        for part in compared.differing(code):
            names = (part.heading, LANGUAGE_NAMES[code] if len(codes) > 1 else "")
            heading = " · ".join(name for name in names if name)
            for difference in part.differences:
                place = " · ".join(word for word in (difference.number, _(SIDES[difference.said_by])) if word)
                yield PrintedDifference(place, "", difference.theirs, difference.ours, part=heading)


# --- which paragraph stands beside which


def _parts(ours: LanguageVersion, theirs: LanguageVersion) -> Iterator[ComparedPart]:
    code = ours.language
    opening = [paragraph.text for paragraph in ours.opening], [paragraph.text for paragraph in theirs.opening]
    yield ComparedPart("", "", "", code, Wording.BOTH, tuple(_differences(*map(_unnumbered, opening))))
    articles = {article.clause: article for article in theirs.articles}
    for article in ours.articles:
        other = articles.pop(article.clause, None)
        differing = tuple(_differences(_numbered(article), _numbered(other)))
        said_by = Wording.BOTH if other is not None else Wording.NEW
        yield ComparedPart(article.clause, str(article.number), article.title, code, said_by, differing)
    for other in articles.values():
        differing = tuple(_differences([], _numbered(other)))
        yield ComparedPart(other.clause, str(other.number), other.title, code, Wording.OLD, differing)
    annexes = {annex.title: annex for annex in theirs.annexes}
    for annex in ours.annexes:
        beside = annexes.pop(annex.title, None)
        differing = tuple(_differences(_lines(annex), _lines(beside)))
        said_by = Wording.BOTH if beside is not None else Wording.NEW
        yield ComparedPart("", annex.code, annex.title, code, said_by, differing)
    for annex in annexes.values():
        yield ComparedPart("", annex.code, annex.title, code, Wording.OLD, tuple(_differences([], _lines(annex))))


Line = tuple[str, str]  # the number and the text of a paragraph


def _numbered(article: Article | None) -> list[Line]:
    return (
        [(paragraph.number, paragraph.paragraph.text) for paragraph in article.paragraphs]
        if article is not None
        else []
    )


def _unnumbered(texts: Sequence[str]) -> list[Line]:
    return [("", text) for text in texts]


def _lines(annex: AssembledAnnex | None) -> list[Line]:
    """The paragraphs of an annex, and each row of its table on one line."""
    if annex is None:
        return []
    rows = [" · ".join(map(str, row)) for row in annex.rows]
    return _unnumbered([*(paragraph.text for paragraph in annex.words), *rows, *([annex.total] if annex.total else [])])


def _differences(ours: Sequence[Line], theirs: Sequence[Line]) -> Iterator[ParagraphDifference]:
    """The paragraphs that differ, each beside that which it comes from."""
    own, other = [text for _number, text in ours], [text for _number, text in theirs]
    for tag, low, high, low_there, high_there in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for line, beside in _aligned(ours[low:high], theirs[low_there:high_there]):
            number = line[0] if line[1] else beside[0]
            yield ParagraphDifference(number, line[1], beside[1])


def _aligned(ours: Sequence[Line], theirs: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """The lines of both in their order, those side by side that are most alike; what has none stands alone."""
    nothing = ("", "")
    if len(ours) * len(theirs) > MOST_ALIGNED:
        yield from zip_longest(ours, theirs, fillvalue=nothing)
        return
    own, other = [Counter(text.split()) for _n, text in ours], [Counter(text.split()) for _n, text in theirs]
    best = [[0.0] * (len(theirs) + 1) for _row in range(len(ours) + 1)]  # of what follows a place in both
    for at in reversed(range(len(ours))):
        for there in reversed(range(len(theirs))):
            paired = _likeness(own[at], other[there])
            together = paired + best[at + 1][there + 1] if paired >= ALIKE else 0.0
            best[at][there] = max(together, best[at + 1][there], best[at][there + 1])
    at = there = 0
    while at < len(ours) and there < len(theirs):
        if best[at][there] == best[at][there + 1]:
            yield nothing, theirs[there]
            there += 1
        elif best[at][there] == best[at + 1][there]:
            yield ours[at], nothing
            at += 1
        else:
            yield ours[at], theirs[there]
            at, there = at + 1, there + 1
    yield from ((nothing, line) for line in theirs[there:])
    yield from ((line, nothing) for line in ours[at:])


def _likeness(text: Counter[str], other: Counter[str]) -> float:
    """How much two texts have in common, from 0 to 1, by their words."""
    words = text.total() + other.total()
    return 2 * (text & other).total() / words if words else 1.0

"""The due-diligence dossier: a whole case on paper, every answer with its reasons, its evidence and its author."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.base.text import N_
from desktop.base.values import JsonObject
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    CellText,
    ChipLevel,
    ContentsBlock,
    CoverBlock,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    LevelChip,
    NoticeBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
    Sentence,
    TableBlock,
    TableColumn,
)
from desktop.documents.enclosures.certificate import PrintedCertificate, certificate_blocks
from desktop.documents.enclosures.coverage import PrintedCoverage, coverage_blocks
from desktop.documents.enclosures.wording import Languages, in_first_language, in_languages, level_chip
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """One question with its answer. `level` is None where the answer is not rated; `author` says who and when."""

    code: str
    question: str
    answer: str
    declared: str
    note: str
    level: ChipLevel | None
    reasons: str
    records: tuple[str, ...]  # findings, or milestones of a remedy plan
    evidence: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """One section: its level, its answers, and the questions that were not asked, each with the reason."""

    code: str
    title: str
    level: ChipLevel
    answers: tuple[PrintedAnswer, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedEvidence:
    """One piece of evidence: what it is, for which questions, its day and the SHA-256 of a file."""

    title: str
    form: str
    questions: str
    day: str
    digest: str


@dataclass(frozen=True, slots=True)
class PrintedVerdict:
    """One decision on the case, as it was sealed."""

    outcome: str
    level: ChipLevel
    rows: tuple[tuple[str, str], ...]  # label and words
    conditions: tuple[str, ...]
    warning: str  # why it must not be relied on; empty when it may


@dataclass(frozen=True, slots=True)
class PrintedReason:
    """Why one question was asked: its name, then heads and texts."""

    question: str
    passages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintedDossier:
    """The content of a dossier; every text in the one language of the document."""

    partner: str
    facts: tuple[tuple[str, str], ...]
    level: ChipLevel
    reason: str
    summary: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[str, ChipLevel], ...]  # the three tests of ¶22
    missing: tuple[str, ...]
    sections: tuple[PrintedSection, ...]
    evidence: tuple[PrintedEvidence, ...]
    certificate: PrintedCertificate | None
    measures: tuple[tuple[str, str, str, str], ...]  # the register of risks: risk, measure, responsible, by which day
    reviews: tuple[tuple[str, str], ...]  # who read it before the decision or was asked to, and what they say
    decisions: tuple[PrintedVerdict, ...]
    history: tuple[tuple[str, str, str], ...]  # day, person, deed
    coverage: PrintedCoverage
    changes: tuple[tuple[str, str, str], ...] | None  # since the case before: question, before, after; None for a first
    reasons: tuple[PrintedReason, ...]  # of the questions asked


def draw_dossier(
    content: PrintedDossier,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    record: JsonObject,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The whole case as one document, for IOM alone, with the record of it inside."""
    languages = (language,)
    title = in_languages(languages, N_("Due-diligence dossier"))
    blocks = (
        CoverBlock(office, title, content.facts, in_languages(languages, N_("For IOM only."))),
        ContentsBlock(in_languages(languages, N_("Contents"))),
        *_summary(content, languages),
        *_changes(content.changes, languages),
        *(block for section in content.sections for block in _section(section, languages)),
        *_evidence(content.evidence, languages),
        *(certificate_blocks(content.certificate, languages, internal=True) if content.certificate else ()),
        *_risks(content.measures, languages),
        *_reviews(content.reviews, languages),
        *_decisions(content.decisions, languages),
        *_history(content.history, languages),
        *coverage_blocks(content.coverage, languages),
        *_reasons(content.reasons, languages),
    )
    return render(
        Document(title, reference, blocks, languages, made_at, office, record, mark, internal=True, paper=paper)
    )


def _summary(content: PrintedDossier, languages: Languages) -> Iterator[Block]:
    yield PartBlock(in_languages(languages, N_("Summary")), internal=True)
    yield RatingBlock(level_chip(content.level, languages), content.reason)
    yield KeyValuesBlock(tuple((label, words) for label, words in content.summary if words))
    columns = (
        TableColumn(in_languages(languages, N_("The three tests of ¶22")), 4),
        TableColumn(in_languages(languages, N_("Level")), 1.6),
    )
    yield TableBlock(columns, tuple((test, level_chip(level, languages)) for test, level in content.verdicts))
    if content.missing:
        yield HeadingBlock(in_languages(languages, N_("What is missing")), 3)
        yield BulletsBlock(content.missing)


def _changes(changes: tuple[tuple[str, str, str], ...] | None, languages: Languages) -> Iterator[Block]:
    if changes is None:
        return
    yield PartBlock(in_languages(languages, N_("Since the last decision")), internal=True, flows=True)
    if not changes:
        yield ParagraphBlock(in_languages(languages, N_("Every answer is as it was.")), "quiet")
        return
    columns = (
        TableColumn(in_languages(languages, N_("Question")), 3),
        TableColumn(in_languages(languages, N_("Before")), 3.5),
        TableColumn(in_languages(languages, N_("Now")), 3.5),
    )
    yield TableBlock(columns, changes)


def _section(section: PrintedSection, languages: Languages) -> Iterator[Block]:
    label = in_languages(languages, N_("Section {code} of the questionnaire"), code=section.code)
    yield PartBlock(section.title, label, internal=True, flows=True)
    if not section.answers:
        yield ParagraphBlock(in_languages(languages, N_("No question of this section was asked.")), "quiet")
    for answer in section.answers:
        yield HeadingBlock(f"{answer.code} · {answer.question}", 3)
        yield KeyValuesBlock(tuple(_rows(answer, languages)))
    if section.not_asked:
        yield HeadingBlock(in_languages(languages, N_("Not asked")), 3)
        yield BulletsBlock(section.not_asked)


def _rows(answer: PrintedAnswer, languages: Languages) -> Iterator[tuple[Sentence, CellText]]:
    nothing = in_first_language(languages, N_("No answer yet."))
    yield in_languages(languages, N_("Answer")), answer.answer or nothing
    rest: tuple[tuple[str, CellText], ...] = (
        (N_("The partner declares"), answer.declared),
        (N_("Explanation"), answer.note),
        *((N_("On record"), record) for record in answer.records),
        (N_("Level"), level_chip(answer.level, languages) if answer.level else ""),
        (N_("Reason"), answer.reasons),
        (N_("Evidence"), " · ".join(answer.evidence)),
        (N_("Recorded by"), answer.author),
    )
    for label, words in rest:
        if isinstance(words, LevelChip) or words:
            yield in_languages(languages, label), words


def _evidence(pieces: tuple[PrintedEvidence, ...], languages: Languages) -> Iterator[Block]:
    yield PartBlock(in_languages(languages, N_("Evidence")), internal=True, flows=True)
    if not pieces:
        yield ParagraphBlock(in_languages(languages, N_("Nothing was attached.")), "quiet")
        return
    columns = (
        TableColumn(in_languages(languages, N_("Evidence")), 3.4),
        TableColumn(in_languages(languages, N_("Kind")), 1.6),
        TableColumn(in_languages(languages, N_("For questions")), 1.8),
        TableColumn(in_languages(languages, N_("Date")), 1.7),
        TableColumn(in_languages(languages, N_("Digest (SHA-256)")), 4),
    )
    rows = tuple((piece.title, piece.form, piece.questions, piece.day, piece.digest) for piece in pieces)
    yield TableBlock(columns, rows)


def _risks(measures: tuple[tuple[str, str, str, str], ...], languages: Languages) -> Iterator[Block]:
    if not measures:
        return
    yield PartBlock(in_languages(languages, N_("Risks and measures")), internal=True, flows=True)
    columns = (
        TableColumn(in_languages(languages, N_("Risk")), 4),
        TableColumn(in_languages(languages, N_("Measure")), 4),
        TableColumn(in_languages(languages, N_("Responsible")), 2.6),
        TableColumn(in_languages(languages, N_("By")), 2.2),
    )
    yield TableBlock(columns, measures)


def _reviews(reviews: tuple[tuple[str, str], ...], languages: Languages) -> Iterator[Block]:
    if reviews:
        yield PartBlock(in_languages(languages, N_("Reviews and legal opinion")), internal=True, flows=True)
        yield KeyValuesBlock(reviews)


def _decisions(decisions: tuple[PrintedVerdict, ...], languages: Languages) -> Iterator[Block]:
    yield PartBlock(in_languages(languages, N_("Decision")), internal=True, flows=True)
    if not decisions:
        yield ParagraphBlock(in_languages(languages, N_("Nothing has been decided yet.")), "quiet")
    for decision in decisions:
        yield RatingBlock(level_chip(decision.level, languages), decision.outcome)
        if decision.warning:
            yield NoticeBlock(decision.warning, grave=True)
        yield KeyValuesBlock(decision.rows)
        if decision.conditions:
            yield HeadingBlock(in_languages(languages, N_("Conditions")), 3)
            yield BulletsBlock(decision.conditions)


def _history(rows: tuple[tuple[str, str, str], ...], languages: Languages) -> Iterator[Block]:
    yield PartBlock(in_languages(languages, N_("History")), internal=True, flows=True)
    columns = (
        TableColumn(in_languages(languages, N_("Date")), 1.8),
        TableColumn(in_languages(languages, N_("Person")), 2.2),
        TableColumn(in_languages(languages, N_("What was done")), 6),
    )
    yield TableBlock(columns, rows)


def _reasons(reasons: tuple[PrintedReason, ...], languages: Languages) -> Iterator[Block]:
    yield PartBlock(in_languages(languages, N_("Why each question is asked")), internal=True, flows=True)
    for reason in reasons:
        yield HeadingBlock(reason.question, 3)
        yield KeyValuesBlock(reason.passages)

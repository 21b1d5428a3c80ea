"""Several documents -> one agreement pack to print, sign and file (dossier 3.3), from plain values only.

The partner's sheets come first: cover, contents, agreement, signatures, annexes, transparency sheet. IOM's own sheets
follow under a black header: decision, screening certificate, clause checklist; `partner_copy` leaves them out. Users'
values are plain strings; fixed texts, dates and amounts come in every language of the document, already formatted.
"""

from dataclasses import dataclass, field, replace

from desktop.base.text import N_, said_in
from desktop.documents.blocks import (
    ArticleBlock,
    Block,
    ChecklistBlock,
    ChecklistLine,
    ContentsBlock,
    CoverBlock,
    CoverParties,
    Document,
    DocumentRecord,
    HeadingBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    Sentence,
    Signatory,
    SignatureLabels,
    SignaturesBlock,
    TableBlock,
    TableColumn,
    Tick,
    each_language,
)
from desktop.documents.enclosures.certificate import PrintedCertificate, certificate_blocks
from desktop.documents.enclosures.decision_sheet import PrintedDecision, decision_blocks
from desktop.documents.enclosures.transparency import TransparencySheet, transparency_blocks
from desktop.documents.enclosures.wording import as_a_line, in_languages
from desktop.documents.pdf import render
from desktop.documents.typesetting import romanised

FEW = 5  # articles that need no contents
SHORT = 8  # rows of an annex that need no page of their own


@dataclass(frozen=True, slots=True)
class PrintedAnnex:
    """One annex: its letter, its title and its blocks."""

    letter: str
    title: Sentence
    blocks: tuple[Block, ...]

    def is_short(self) -> bool:
        """Whether it may follow another one on the same page: a form to fill in by hand has a page of its own."""
        tables = [block for block in self.blocks if isinstance(block, TableBlock)]
        return not any(table.tall for table in tables) and sum(len(table.rows) for table in tables) <= SHORT


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One line of the clause checklist; `waived_by` names the officer who waived a missing clause, `reason` why.

    `changed_by` names who departed from the text of a clause that is there, and `cleared_by` who reviewed it at Legal.
    What was `added` is no clause of the library but all the officer's own.
    """

    id: str
    title: Sentence
    present: bool
    waived_by: str = ""
    reason: str = ""
    changed_by: str = ""
    cleared_by: str = ""
    added: bool = False


@dataclass(frozen=True, slots=True)
class PackContent:
    """The content of a pack.

    `reference` is the pack's number and version (`SN10-2026-014/v3`). `languages` are one or two codes; every `Said`
    follows their order. `kind`, `purpose`, `period`, `contribution`, `value` are the agreement's type, common purpose
    (¶18), duration, the kinds of what is given and its total; `title` is the partnership's. `others` sign beside the
    Organization and the partner. `made` is the record's
    moment as `desktop.base.values.stamp` writes it. `mark` for what binds nobody: a draft, an exercise. `record` is
    what the pack was made from: it is attached, and its digest is on each page. A sheet that is None, and an empty
    checklist, are left out. A `short` pack has neither cover nor contents, and its sheets follow on one another,
    those beside the agreement in the first language alone; one that is `close` is set in smaller letters. `originals`
    tells for whom each original is ("" for nobody's yet); `original` is the number of the one that is drawn, or 0.
    """

    reference: str
    languages: tuple[str, ...]
    made_at: str
    masthead: Sentence
    office: str
    kind: Sentence
    partner: str
    country: Sentence
    purpose: Sentence
    period: Sentence
    value: Sentence
    articles: tuple[ArticleBlock, ...]
    signatories: tuple[Signatory, ...]
    others: tuple[str, ...] = ()
    partner_local: str = ""
    preamble: tuple[Sentence, ...] = ()
    closing: Sentence = ""
    annexes: tuple[PrintedAnnex, ...] = ()
    transparency: TransparencySheet | None = None
    decision: PrintedDecision | None = None
    certificate: PrintedCertificate | None = None
    clauses: tuple[ClauseLine, ...] = ()
    mark: PageMark | None = None
    record: DocumentRecord = field(default_factory=dict)
    contribution: Sentence = ""
    title: Sentence = ""
    place_and_date: Sentence = ""
    paper: Paper = Paper.A4
    short: bool = False
    close: bool = False
    originals: tuple[Sentence, ...] = ()
    original: int = 0


@dataclass(frozen=True, slots=True)
class Pack:
    """A drawn pack; `record` is the SHA-256 of the attached record, in hexadecimal."""

    data: bytes
    pages: int
    record: str


def build_pack(content: PackContent) -> Pack:
    """Draw the pack: the same content gives the same bytes."""
    pdf = render(pack_document(content))
    return Pack(pdf.data, pdf.pages, pdf.record)


def partner_copy(content: PackContent, reference: str, record: DocumentRecord) -> PackContent:
    """The partner's copy: no internal sheet, and a `record` from which the caller removed the findings (¶27).

    It has a `reference` of its own, so that its pages are never taken for those of the pack.
    """
    return replace(content, reference=reference, decision=None, certificate=None, clauses=(), record=record)


def original_mark(number: int, count: int, party: str, language: str) -> str:
    """What one of the originals says of itself: `Original 2 of 3 — for: Ministry of Labour`; `party` may be empty."""
    sentence = N_("Original {number} of {count} — for: {party}") if party else N_("Original {number} of {count}")
    return said_in(language, sentence).format(number=number, count=count, party=party)


def _mark(content: PackContent, number: int, languages: tuple[str, ...]) -> Sentence:
    """The mark of an original, from 1, in each of these languages of the pack; "" for number 0."""
    if not number:
        return ""
    party, count = each_language(content.originals[number - 1]), len(content.originals)
    named = dict(zip(content.languages, party * len(content.languages), strict=False))
    return tuple(original_mark(number, count, named[language], language) for language in languages)


def pack_document(content: PackContent) -> Document:
    """The pack as blocks, before it is drawn."""
    return Document(
        title=content.kind,
        reference=content.reference,
        blocks=tuple(_blocks(content)),
        languages=content.languages,
        made_at=content.made_at,
        author=content.office,
        record=content.record,
        mark=content.mark,
        initials=True,
        paper=content.paper,
        close=content.close,
        original=_mark(content, content.original, content.languages),
    )


def _blocks(content: PackContent) -> list[Block]:
    languages = content.languages
    blocks: list[Block] = []
    if not content.short:
        blocks.append(_cover(content))
    if not content.short and len(content.articles) > FEW:
        blocks.append(ContentsBlock(in_languages(languages, N_("Contents"))))
    blocks += _agreement(content)
    for place, annex in enumerate(content.annexes):
        label = in_languages(languages, N_("Annex {letter}"), letter=annex.letter)
        flows = content.short or (annex.is_short() and place > 0)
        blocks += [PartBlock(annex.title, label, flows=flows), *annex.blocks]
    beside = languages[:1] if content.short else languages
    if content.transparency:
        blocks += _following(content, transparency_blocks(content.transparency, beside))
    if content.decision:
        blocks += decision_blocks(content.decision, beside)
        blocks += _handing_out(content, beside) if len(beside) == 1 else []  # where a page has room for it
    if content.certificate:
        blocks += _following(content, certificate_blocks(content.certificate, beside, internal=True))
    if content.clauses:
        blocks += _following(content, _checklist(content.clauses, beside))
    if content.clauses and not (content.decision and len(beside) == 1):
        blocks += _handing_out(content, beside)
    return blocks


def _following(content: PackContent, blocks: list[Block]) -> list[Block]:
    """The blocks of a sheet, which in a short pack follow on those of the sheet before."""
    part, *others = blocks
    return [replace(part, flows=content.short), *others] if isinstance(part, PartBlock) else blocks


def _cover(content: PackContent) -> Block:
    languages = content.languages
    facts: tuple[tuple[Sentence, Sentence], ...] = (
        (in_languages(languages, N_("This copy")), _mark(content, content.original, languages)),
        (in_languages(languages, N_("Reference")), content.reference),
        (in_languages(languages, N_("Country")), content.country),
        (in_languages(languages, N_("Common purpose")), as_a_line(content.purpose)),
        (in_languages(languages, N_("Period")), content.period),
        (in_languages(languages, N_("Contribution")), content.contribution),
        (in_languages(languages, N_("Total value")), content.value if content.value != content.contribution else ""),
        (in_languages(languages, N_("Office")), content.office),
    )
    told = tuple((label, said) for label, said in facts if any(each_language(said)))
    parties = CoverParties(
        between=in_languages(languages, N_("between")),
        first=in_languages(languages, N_("the International Organization for Migration (IOM)")),
        joined=in_languages(languages, N_("and")),
        second=content.partner,
        second_locally=content.partner_local,
        others=content.others,
        subject=content.title,
        place_and_date=content.place_and_date,
    )
    return CoverBlock(content.masthead, content.kind, told, _cover_note(content), parties)


def _cover_note(content: PackContent) -> Sentence:
    sentence = N_(
        "This pack is printed and signed on paper. The square codes on each page name the record "
        "and the version it was printed from."
    )
    return _notes(content, () if content.mark else (in_languages(content.languages, sentence),))


def _notes(content: PackContent, first: tuple[Sentence, ...] = ()) -> Sentence:
    """What a reader is told before the text: what comes `first`, why it binds nobody, and of names in other scripts."""
    notes = [*first, *([content.mark.note] if content.mark else [])]
    if romanised(content.partner + content.partner_local):
        sentence = N_("A name between square brackets is written in other scripts in the record.")
        notes.append(in_languages(content.languages, sentence))
    return tuple(map(" ".join, zip(*map(each_language, notes), strict=True)))


def _agreement(content: PackContent) -> list[Block]:
    blocks: list[Block] = [PartBlock(content.kind)]
    if content.short and (note := _notes(content)):
        blocks.append(ParagraphBlock(note, "quiet"))
    blocks += [ParagraphBlock(text) for text in content.preamble]
    blocks += content.articles[:-1]
    blocks += [replace(article, kept=True) for article in content.articles[-1:]]  # never a page of signatures alone
    blocks.append(PartBlock(in_languages(content.languages, N_("Signatures")), flows=True))
    if any(each_language(content.closing)):
        blocks.append(ParagraphBlock(content.closing, keep=True))
    return [*blocks, SignaturesBlock(content.signatories, labels(content.languages))]


def labels(languages: tuple[str, ...]) -> SignatureLabels:
    """The captions of a signature block."""
    return SignatureLabels(
        name=in_languages(languages, N_("Name and title")),
        signature=in_languages(languages, N_("Signature")),
        date=in_languages(languages, N_("Date and place")),
        stamp=in_languages(languages, N_("Stamp")),
    )


def _checklist(clauses: tuple[ClauseLine, ...], languages: tuple[str, ...]) -> list[Block]:
    return [
        PartBlock(in_languages(languages, N_("Clause checklist")), internal=True, sheet=True),
        ParagraphBlock(
            in_languages(languages, N_("Each clause that this type of agreement calls for, and who waived what.")),
            "quiet",
        ),
        ChecklistBlock(tuple(_clause(clause, languages) for clause in clauses)),
    ]


def _handing_out(content: PackContent, languages: tuple[str, ...]) -> list[Block]:
    """Which originals there are and for whom; when each was handed over and came back is written in by hand."""
    if not content.originals:
        return []
    columns = (
        TableColumn(in_languages(languages, N_("Original")), 5),
        TableColumn(in_languages(languages, N_("Handed over on")), 2.4),
        TableColumn(in_languages(languages, N_("Signed copy back on")), 2.4),
    )
    marks = [_mark(content, number, languages) for number in range(1, len(content.originals) + 1)]
    return [
        HeadingBlock(in_languages(languages, N_("Originals"))),
        ParagraphBlock(
            in_languages(
                languages,
                N_(
                    "Each party signs and keeps an original. They are alike but for this mark, and any one that comes "
                    "back signed counts as the pack."
                ),
            ),
            "quiet",
            keep=True,
        ),
        TableBlock(columns, tuple((mark, "", "") for mark in marks)),
    ]


def _clause(clause: ClauseLine, languages: tuple[str, ...]) -> ChecklistLine:
    if clause.changed_by:
        changed = N_("Added by {name}: {reason}") if clause.added else N_("Changed by {name}: {reason}")
        notes = [in_languages(languages, changed, name=clause.changed_by, reason=clause.reason)]
        if clause.cleared_by:
            notes.append(in_languages(languages, N_("Cleared by {name}."), name=clause.cleared_by))
        note = tuple(" ".join(parts) for parts in zip(*notes, strict=True))
        return ChecklistLine(Tick.YES if clause.cleared_by else Tick.OPEN, clause.title, note, clause.id)
    if clause.present:
        return ChecklistLine(Tick.YES, clause.title, in_languages(languages, N_("Present")), clause.id)
    if clause.waived_by:
        note = in_languages(languages, N_("Waived by {name}: {reason}"), name=clause.waived_by, reason=clause.reason)
        return ChecklistLine(Tick.OPEN, clause.title, note, clause.id)
    return ChecklistLine(Tick.NO, clause.title, in_languages(languages, N_("Missing")), clause.id)

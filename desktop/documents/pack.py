"""Several documents -> one agreement pack to print, sign and file (dossier 3.3), from plain values only.

What may be handed to the partner comes first: cover, contents, agreement, signatures, annexes, transparency sheet.
IOM's own sheets follow under a black header: decision, screening certificate, clause checklist. `partner_copy` leaves
them out. Values of users are plain strings; fixed words, dates and amounts come in every language of the
document, already written for the reader.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from desktop.base.text import N_
from desktop.documents.blocks import (
    Article,
    Block,
    Check,
    Checklist,
    Contents,
    Cover,
    Document,
    Labels,
    Mark,
    Paragraph,
    Part,
    Said,
    Signatory,
    Signatures,
    said,
)
from desktop.documents.enclosures import (
    Certificate,
    Decision,
    Transparency,
    both,
    certificate_blocks,
    decision_blocks,
    transparency_blocks,
)
from desktop.documents.pdf import render


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: its letter, its title and what it holds."""

    letter: str
    title: Said
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One line of the clause checklist; `waived_by` names who waived a missing clause, and `reason` why."""

    id: str
    title: Said
    present: bool
    waived_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PackContent:
    """All that a pack shows.

    `reference` is the pack's number and version (`SN10-2026-014/v3`). `languages` are one or two codes; every `Said`
    follows their order. `kind`, `purpose`, `period`, `value` are the agreement's type, common purpose (¶18), duration
    and total. `made` is the record's moment as `desktop.base.values.stamp` writes it. `mark` for what binds
    nobody: a draft, an exercise. `record` is what the pack was made from: it is attached, and its digest is on each
    page. A sheet that is None, and an empty checklist, are left out.
    """

    reference: str
    languages: tuple[str, ...]
    made: str
    masthead: Said
    office: str
    kind: Said
    partner: str
    country: Said
    purpose: Said
    period: Said
    value: Said
    articles: tuple[Article, ...]
    signatories: tuple[Signatory, ...]
    partner_local: str = ""
    preamble: tuple[Said, ...] = ()
    closing: Said = ""
    annexes: tuple[Annex, ...] = ()
    transparency: Transparency | None = None
    decision: Decision | None = None
    certificate: Certificate | None = None
    clauses: tuple[ClauseLine, ...] = ()
    mark: Mark | None = None
    record: dict[str, Any] = field(default_factory=dict)


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


def partner_copy(content: PackContent, reference: str, record: dict[str, Any]) -> PackContent:
    """What the partner may have: no internal sheet, and a record that the caller has freed of findings (¶27).

    It goes by a `reference` of its own, so that its pages are never taken for those of the pack.
    """
    return replace(content, reference=reference, decision=None, certificate=None, clauses=(), record=record)


def pack_document(content: PackContent) -> Document:
    """The pack as blocks: for other forms than PDF, and for tests."""
    return Document(
        title=content.kind,
        reference=content.reference,
        blocks=tuple(_blocks(content)),
        languages=content.languages,
        made=content.made,
        author=content.office,
        record=content.record,
        mark=content.mark,
        initials=True,
    )


def _blocks(content: PackContent) -> list[Block]:
    languages = content.languages
    blocks = [_cover(content), Contents(both(languages, N_("Contents")))]
    blocks += _agreement(content)
    for annex in content.annexes:
        label = both(languages, N_("Annex {letter}"), letter=annex.letter)
        blocks += [Part(annex.title, label), *annex.blocks]
    if content.transparency:
        blocks += transparency_blocks(content.transparency, languages)
    if content.decision:
        blocks += decision_blocks(content.decision, languages)
    if content.certificate:
        blocks += certificate_blocks(content.certificate, languages, internal=True)
    if content.clauses:
        blocks += _checklist(content.clauses, languages)
    return blocks


def _cover(content: PackContent) -> Block:
    languages = content.languages
    name = " · ".join(part for part in (content.partner, content.partner_local) if part)
    facts: tuple[tuple[Said, Said], ...] = (
        (both(languages, N_("Reference")), content.reference),
        (both(languages, N_("Partner")), name),
        (both(languages, N_("Country")), content.country),
        (both(languages, N_("Common purpose")), content.purpose),
        (both(languages, N_("Period")), content.period),
        (both(languages, N_("Total value")), content.value),
        (both(languages, N_("Office")), content.office),
    )
    return Cover(content.masthead, content.kind, facts, _cover_note(content))


def _cover_note(content: PackContent) -> Said:
    if content.mark:
        return content.mark.note
    return both(
        content.languages,
        N_(
            "This pack is printed and signed on paper. The square codes on each page name the record "
            "and the version it was printed from."
        ),
    )


def _agreement(content: PackContent) -> list[Block]:
    blocks: list[Block] = [Part(content.kind)]
    blocks += [Paragraph(text) for text in content.preamble]
    blocks += content.articles
    blocks.append(Part(both(content.languages, N_("Signatures")), flows=True))
    if any(said(content.closing)):
        blocks.append(Paragraph(content.closing, keep=True))
    return [*blocks, Signatures(content.signatories, labels(content.languages))]


def labels(languages: tuple[str, ...]) -> Labels:
    """The words of a signature block."""
    return Labels(
        name=both(languages, N_("Name and title")),
        signature=both(languages, N_("Signature")),
        date=both(languages, N_("Date and place")),
        stamp=both(languages, N_("Stamp")),
    )


def _checklist(clauses: tuple[ClauseLine, ...], languages: tuple[str, ...]) -> list[Block]:
    return [
        Part(both(languages, N_("Clause checklist")), internal=True),
        Paragraph(
            both(languages, N_("Each clause that this type of agreement calls for, and who waived what.")), "quiet"
        ),
        Checklist(tuple(_clause(clause, languages) for clause in clauses)),
    ]


def _clause(clause: ClauseLine, languages: tuple[str, ...]) -> Check:
    if clause.present:
        return Check("yes", clause.title, both(languages, N_("Present")), clause.id)
    if clause.waived_by:
        note = both(languages, N_("Waived by {name}: {reason}"), name=clause.waived_by, reason=clause.reason)
        return Check("open", clause.title, note, clause.id)
    return Check("no", clause.title, both(languages, N_("Missing")), clause.id)

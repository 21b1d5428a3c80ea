"""What a pack shows and carries: the records of one agreement as the plain content that the documents draw.

The pack carries the record it was made from; the codes on its pages name that record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from desktop.base.text import N_, said_in
from desktop.base.values import Json
from desktop.definitions.agreements.assembling import (
    LOCAL_ANNEX,
    Article,
    AssembledAgreement,
    AssembledAnnex,
    NegotiatedText,
)
from desktop.definitions.agreements.inclusion import Inclusion
from desktop.definitions.clauses.filling import Paragraph
from desktop.definitions.facts import FactValue
from desktop.definitions.rules import number
from desktop.definitions.terms import ClauseFieldKind, ClauseStatus
from desktop.documents.blocks import (
    ArticleBlock,
    Block,
    ClauseBlock,
    Sentence,
    Signatory,
    SignaturesBlock,
    TableBlock,
    TableColumn,
)
from desktop.documents.pack import ClauseLine, PackContent, PrintedAnnex, labels
from desktop.services.agreements.composing import Composition, plain
from desktop.services.agreements.lookup import pack_reference
from desktop.services.agreements.sheets import SheetWriter, further, purpose
from desktop.services.diligence import decisions
from desktop.services.office import marks, office_paper
from desktop.services.work import Work
from desktop.store.states import AgreementState

LOCAL_TITLE = N_("Local annex: {title}")
MOST_ORIGINALS = 50  # that are marked for a receiver; a record may say any number
MASTHEAD = N_("International Organization for Migration")
CLOSING = N_("In witness whereof the undersigned, duly authorized, have signed this Agreement.")
BLANK_ROWS, FEW_BLANK_ROWS = 12, 3  # of a table that nobody filled in yet, in the long form and in the short one
RULED_ROWS = 7  # of a form that is filled in by hand and signed below, on one page of Letter paper in two languages
RIGHT = frozenset({ClauseFieldKind.MONEY, ClauseFieldKind.NUMBER})
SHARES = {  # of the width of a table, by what a column holds
    ClauseFieldKind.PROSE: 5.0,
    ClauseFieldKind.TEXT: 4.0,
    ClauseFieldKind.MONEY: 2.2,
    ClauseFieldKind.NUMBER: 2.6,
    ClauseFieldKind.DATE: 2.9,
}
USUAL_SHARE = 3.0
LAST_LATIN = 0x24F  # letters beyond it are of another script


def content(work: Work, composition: Composition, number: int, *, draft: bool | None = None) -> PackContent:
    """Everything the pack shows, in the agreement's languages."""
    whole = shared(work, composition, number, draft=draft)
    inner = SheetWriter(work, composition, whole.languages[:1] if whole.short else ())
    return replace(
        whole,
        decision=inner.decision(),
        certificate=inner.certificate(),
        clauses=_checklist(composition, inner.languages),
    )


def shared(work: Work, composition: Composition, number: int, *, draft: bool | None = None) -> PackContent:
    """What of it the partner may see: without the sheets for IOM alone."""
    writer = SheetWriter(work, composition)
    agreement, partner, assembled = composition.agreement, composition.partner, composition.assembled
    made_at = agreement.final_at or work.clock.stamp()
    as_draft = agreement.state == AgreementState.DRAFT if draft is None else draft
    short = any(inclusion.shortened for inclusion in assembled.inclusions)
    inner = SheetWriter(work, composition, writer.languages[:1]) if short else writer
    return PackContent(
        reference=pack_reference(agreement, number),
        languages=writer.languages,
        made_at=made_at,
        masthead=writer.sentence(MASTHEAD),
        office=writer.profile.name,
        kind=tuple(version.title for version in assembled.versions),
        partner=partner.name,
        country=writer.country(partner.country),
        purpose=purpose(composition, writer.languages),
        period=writer.period(),
        value=writer.value(),
        contribution=writer.contributed(),
        articles=_articles(assembled),
        signatories=_signatories(composition, writer),
        others=tuple(str(row.get("name") or "") for row in further(composition.facts)),
        partner_local=" · ".join(filter(_in_another_script, partner.other_names)),
        title=composition.partnership.title,
        place_and_date=writer.place_and_date(made_at),
        paper=office_paper.of(work),
        originals=receivers(composition, writer.sentence(MASTHEAD)),
        short=short,
        close=short and composition.type.short is not None and composition.type.short.close,
        preamble=_in_every_language([version.opening for version in assembled.versions]),
        closing=writer.sentence(CLOSING),
        annexes=_annexes(composition, writer, FEW_BLANK_ROWS if short else BLANK_ROWS),
        transparency=inner.transparency(),
        mark=marks.of_draft(work.store, writer.languages)
        if as_draft
        else marks.of_office(work.store, writer.languages),
        record=record(composition, number),
    )


def record(composition: Composition, number: int) -> dict[str, Json]:
    """What the pack was made from, as plain values: attached to it, and named by the codes on its pages."""
    agreement, assembled = composition.agreement, composition.assembled
    return {
        "kind": "agreement-pack",
        "office": agreement.office,
        "agreement": agreement.id,
        "reference": agreement.reference,
        "number": number,
        "type": agreement.type,
        "template": agreement.template_digest,
        "languages": agreement.languages,
        "ruling_language": assembled.ruling,
        "state": agreement.state,
        "partner": {
            "id": composition.partner.id,
            "name": composition.partner.name,
            "registration": composition.partner.registration,
        },
        "partnership": {"id": composition.partnership.id, "title": composition.partnership.title},
        "facts": plain(composition.facts.tree),
        "clauses": assembled.wordings(),
        "departures": [
            {
                "clause": departure.clause,
                "language": departure.language,
                "paragraph": departure.paragraph,
                "new": departure.new,
                "who": departure.who,
            }
            for departure in assembled.departures
        ],
        "decision": dict(decisions.described(composition.decision)) if composition.decision else None,
    }


def _in_another_script(name: str) -> bool:
    return any(ord(letter) > LAST_LATIN for letter in name)


# --- the text


def _lines(paragraph: Paragraph) -> tuple[str, ...]:
    """The sentence of a paragraph and the items of its list."""
    return ("".join(map(str, paragraph.parts)), *("".join(map(str, item)) for item in paragraph.items))


def _written(paragraph: Paragraph) -> str:
    return "\n• ".join(_lines(paragraph))


def _in_every_language(versions: Sequence[Sequence[Paragraph]]) -> tuple[Sentence, ...]:
    """Paragraphs level by level: each with its wording in every language."""
    return tuple(tuple(map(_written, level)) for level in zip(*versions, strict=True))


def _articles(assembled: AssembledAgreement) -> tuple[ArticleBlock, ...]:
    levels = zip(*(version.articles for version in assembled.versions), strict=True)
    return tuple(_article(level) for level in levels)


def _article(level: tuple[Article, ...]) -> ArticleBlock:
    """One article, from its wording in every language."""
    paragraphs = zip(*(article.paragraphs for article in level), strict=True)
    return ArticleBlock(
        str(level[0].number),
        tuple(article.title for article in level),
        tuple(
            ClauseBlock(row[0].number, sentence, tuple(items))
            for row in paragraphs
            for sentence, *items in [list(zip_longest(*(_lines(each.paragraph) for each in row), fillvalue=""))]
        ),
    )


def receivers(composition: Composition, organization: Sentence) -> tuple[Sentence, ...]:
    """For whom each original is: the Organization, as it is said here, the partner, other parties, then nobody yet."""
    others = (str(row.get("name") or "") for row in further(composition.facts))
    parties: list[Sentence] = [organization, composition.partner.name, *others]
    count = min(int(number(composition.facts.get("agreement.originals")) or 0), MOST_ORIGINALS)
    return (*parties, *("" for _place in range(count - len(parties))))


def _signatories(composition: Composition, writer: SheetWriter) -> tuple[Signatory, ...]:
    facts, others = composition.facts, further(composition.facts)
    organization, partner = writer.sentence(N_("For the Organization")), writer.sentence(N_("For the Partner"))
    return (
        _signatory(organization, writer.sentence(MASTHEAD), facts.branch("iom"), writer),
        _signatory(partner, composition.partner.name, facts.branch("partner"), writer),
        *(_signatory(writer.sentence(N_("For:")), str(row.get("name") or ""), row.tree, writer) for row in others),
    )


def _signatory(label: Sentence, name: Sentence, party: Mapping[str, FactValue], writer: SheetWriter) -> Signatory:
    title = party.get("signatory_title")
    if isinstance(title, Mapping):
        titles: Sentence = tuple(str(title[language]) for language in writer.languages if title.get(language))
    else:
        titles = str(title or "")
    return Signatory(label, str(party.get("signatory_name") or ""), titles, name)


# --- the annexes


def _annexes(composition: Composition, writer: SheetWriter, blanks: int) -> tuple[PrintedAnnex, ...]:
    levels = zip(*(version.annexes for version in composition.assembled.versions), strict=True)
    organization, partner, *_others = _signatories(composition, writer)
    unsigned = [replace(party, name="", title="") for party in (organization, partner)]  # whoever is there that day
    boxes = SignaturesBlock(tuple(unsigned), labels(writer.languages))
    ruled = {annex.code for annex in composition.type.annexes_due(composition.complete) if annex.is_ruled}
    return tuple(_annex(level, writer, blanks, (boxes,) if level[0].code in ruled else ()) for level in levels)


def _annex(
    level: tuple[AssembledAnnex, ...], writer: SheetWriter, blanks: int, signed: tuple[Block, ...]
) -> PrintedAnnex:
    """One annex, from its table in every language, then the boxes in which it is `signed`.

    One without rows is a form of so many lines to fill in by hand.
    """
    headings = zip(*(table.columns for table in level), strict=True)
    columns = tuple(
        TableColumn(label, SHARES.get(ClauseFieldKind(kind), USUAL_SHARE), "right" if kind in RIGHT else "left")
        for label, kind in zip(headings, level[0].kinds, strict=True)
    )
    rows = tuple(
        tuple(_once(cells) for cells in zip(*row, strict=True)) for row in zip(*(t.rows for t in level), strict=True)
    )
    blank = tuple(tuple("" for _column in columns) for _row in range(RULED_ROWS if signed else blanks))
    total = _total(tuple(table.total for table in level), columns, writer)
    by_hand = not any(any(cell if isinstance(cell, str) else any(cell) for cell in row[1:]) for row in rows)
    words = _words([table.words for table in level])
    tables = (TableBlock(columns, rows or blank, total, tall=by_hand),) if columns else ()
    return PrintedAnnex(level[0].code, tuple(table.title for table in level), (*words, *tables, *signed))


def _words(versions: Sequence[Sequence[Paragraph]]) -> Iterator[ClauseBlock]:
    """Paragraphs of an annex level by level, with their lists."""
    for row in zip(*versions, strict=True):
        sentence, *items = zip_longest(*map(_lines, row), fillvalue="")
        yield ClauseBlock("", sentence, tuple(items))


def _once(cells: tuple[Any, ...]) -> Sentence:
    """A cell in every language, written once where all languages say the same."""
    written = tuple(map(str, cells))
    return written[0] if len(set(written)) == 1 else written


def _total(totals: tuple[str, ...], columns: tuple[TableColumn, ...], writer: SheetWriter) -> tuple[Sentence, ...]:
    if not any(totals):
        return ()
    return (writer.sentence(N_("Total")), *("" for _column in columns[2:]), _once(totals))


# --- the checklist of the clauses


def _checklist(composition: Composition, languages: Sequence[str]) -> tuple[ClauseLine, ...]:
    assembled = composition.assembled
    library = composition.type.library.clauses
    levels = zip(*(assembled.in_language(language).articles for language in languages), strict=True)
    titles: dict[str, Sentence] = {
        **{name: tuple(clause.title[language] for language in languages) for name, clause in library.items()},
        **{level[0].clause: tuple(article.title for article in level) for level in levels},
    }
    changed = {departure.clause: departure for departure in assembled.departures}
    clauses = tuple(
        ClauseLine(
            inclusion.clause,
            titles.get(inclusion.clause, inclusion.clause),
            inclusion.included,
            inclusion.cleared_by if inclusion.waived else "",
            _why(inclusion, changed.get(inclusion.clause)),
            changed[inclusion.clause].who if inclusion.clause in changed else "",
            changed[inclusion.clause].cleared_by if inclusion.clause in changed else "",
        )
        for inclusion in assembled.inclusions
        if inclusion.included or (inclusion.status == ClauseStatus.MANDATORY and not inclusion.shortened)
    )
    return (*clauses, *_local_annex(assembled, languages))


def _local_annex(assembled: AssembledAgreement, languages: Sequence[str]) -> Iterator[ClauseLine]:
    """The line of the annex that the office wrote itself: Legal cleared it once it cleared each of its texts."""
    annexes = [annex for code in languages for annex in assembled.in_language(code).annexes if annex.local]
    own = [departure for departure in assembled.departures if departure.clause == LOCAL_ANNEX]
    if not annexes or not own:
        return
    cleared = own[-1].cleared_by if all(departure.cleared_by for departure in own) else ""
    titles = tuple(
        said_in(code, LOCAL_TITLE).format(title=annex.title) for code, annex in zip(languages, annexes, strict=True)
    )
    yield ClauseLine(annexes[0].code, titles, True, "", own[-1].reason, own[-1].who, cleared, added=True)


def _why(inclusion: Inclusion, departure: NegotiatedText | None) -> str:
    if departure is not None:
        return departure.reason
    return "" if inclusion.included else inclusion.reason

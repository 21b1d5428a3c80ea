"""The screening certificate (¶22 b): lists searched, names, hits with their rulings, checks made elsewhere."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    CellText,
    ChipLevel,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    LevelChip,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
    Sentence,
    TableBlock,
    TableColumn,
    each_language,
)
from desktop.documents.enclosures.wording import Languages, in_first_language, in_languages
from desktop.documents.pdf import Pdf, render

METHOD = N_(
    "Method: names are compared by {matcher}; a person rules on every name at least as alike as {threshold} "
    "(1 is the same name)."
)


@dataclass(frozen=True, slots=True)
class ScreenedList:
    """A list searched: its name, date, age on the day of the search, numbers of entries and of names, and SHA-256."""

    name: Sentence
    dated: Sentence
    age: Sentence
    entries: Sentence
    names: Sentence
    digest: str


@dataclass(frozen=True, slots=True)
class SearchedName:
    """A name searched, the role of its bearer in the partnership, and the number of its hits."""

    name: str
    role: Sentence
    hits: int


@dataclass(frozen=True, slots=True)
class PrintedHit:
    """A candidate and the human ruling on it: the facts that agree and contradict, in words, and `why` it was proposed.

    `name` and `listed` have their reading beside them where they are in another script.
    """

    name: str
    listed: str
    why: Sentence
    source: str
    score: Sentence
    agree: Sentence
    contradict: Sentence
    ruling: Sentence
    ruled_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AttestedCheck:
    """A check made outside the program: what was asked, the result, the officer who attests it and the day."""

    check: Sentence
    result: Sentence
    by: str
    on: Sentence


@dataclass(frozen=True, slots=True)
class PrintedCertificate:
    """The names searched, the lists, the method and the hits. `clear` when no hit is confirmed or open."""

    partner: str
    done_on: Sentence
    done_by: str
    threshold: Sentence
    matcher: str
    lists: tuple[ScreenedList, ...]
    names: tuple[SearchedName, ...]
    hits: tuple[PrintedHit, ...] = ()
    clear: bool = True
    attested: tuple[AttestedCheck, ...] = ()


def certificate_blocks(certificate: PrintedCertificate, languages: Languages, *, internal: bool) -> list[Block]:
    """The screening certificate (¶22 b): lists with their digests, names, hits and rulings with reasons."""
    blocks: list[Block] = [
        PartBlock(in_languages(languages, N_("Screening certificate")), internal=internal),
        _outcome_block(certificate, languages),
        KeyValuesBlock(
            (
                (in_languages(languages, N_("Partner")), certificate.partner),
                (in_languages(languages, N_("Searched on")), certificate.done_on),
                (in_languages(languages, N_("Searched by")), certificate.done_by),
            )
        ),
        HeadingBlock(in_languages(languages, N_("Lists searched"))),
        _list_table(certificate.lists, languages),
        HeadingBlock(in_languages(languages, N_("Names searched"))),
        _name_table(certificate.names, languages),
        ParagraphBlock(_method(certificate, languages), "quiet"),
    ]
    if certificate.hits:
        blocks += [
            HeadingBlock(in_languages(languages, N_("Matches and rulings"))),
            _hit_table(certificate.hits, languages),
        ]
    if certificate.attested:
        blocks += [
            HeadingBlock(in_languages(languages, N_("Checks made elsewhere"))),
            _attested_table(certificate.attested, languages),
        ]
    return blocks


def _method(certificate: PrintedCertificate, languages: Languages) -> Sentence:
    """How names were compared, for whoever repeats the search."""
    thresholds = each_language(certificate.threshold)
    return tuple(
        in_first_language((language,), METHOD, matcher=certificate.matcher, threshold=thresholds[-1 if one else place])
        for one in [len(thresholds) == 1]
        for place, language in enumerate(languages)
    )


def _attested_table(checks: tuple[AttestedCheck, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("Check")), 4.6),
        TableColumn(in_languages(languages, N_("Result")), 3.6),
        TableColumn(in_languages(languages, N_("Attested by")), 2.2),
        TableColumn(in_languages(languages, N_("On")), 1.8),
    )
    return TableBlock(columns, tuple((check.check, check.result, check.by, check.on) for check in checks))


def _outcome_block(certificate: PrintedCertificate, languages: Languages) -> Block:
    if certificate.clear:
        text = in_languages(
            languages, N_("No name searched is confirmed on a list. Rulings are made by a person, on facts.")
        )
        return RatingBlock(LevelChip(ChipLevel.LOW, in_languages(languages, N_("no confirmed match"))), text)
    text = in_languages(languages, N_("At least one match is confirmed or still open: nothing may be signed."))
    return RatingBlock(LevelChip(ChipLevel.HIGH, in_languages(languages, N_("confirmed or open match"))), text)


def _list_table(lists: tuple[ScreenedList, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("List")), 3.2),
        TableColumn(in_languages(languages, N_("Dated")), 2),
        TableColumn(in_languages(languages, N_("Age")), 1.4),
        TableColumn(in_languages(languages, N_("Entries")), 1.7, "right"),
        TableColumn(in_languages(languages, N_("Names")), 1.3, "right"),
        TableColumn(in_languages(languages, N_("Digest (SHA-256)")), 3.4),
    )
    rows = tuple((used.name, used.dated, used.age, used.entries, used.names, used.digest) for used in lists)
    return TableBlock(columns, rows)


def _name_table(names: tuple[SearchedName, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("Name")), 5),
        TableColumn(in_languages(languages, N_("Role")), 4),
        TableColumn(in_languages(languages, N_("Matches")), 2.2, "right"),
    )
    return TableBlock(columns, tuple((searched.name, searched.role, str(searched.hits)) for searched in names))


def _hit_table(hits: tuple[PrintedHit, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("Searched and listed")), 3.4),
        TableColumn(in_languages(languages, N_("Agrees")), 2.6),
        TableColumn(in_languages(languages, N_("Contradicts")), 2.6),
        TableColumn(in_languages(languages, N_("Ruling and reason")), 4),
    )
    rows: list[tuple[CellText, ...]] = []
    for hit in hits:
        ruling = " / ".join(dict.fromkeys(each_language(hit.ruling)))
        score = " / ".join(dict.fromkeys(each_language(hit.score)))
        why = " / ".join(dict.fromkeys(each_language(hit.why)))
        names = f"{hit.name}\n{hit.listed} ({hit.source}, {score})\n{why}"
        reason = " — ".join(part for part in (hit.reason, hit.ruled_by) if part)
        rows.append((names, hit.agree, hit.contradict, f"{ruling}\n{reason}"))
    return TableBlock(columns, tuple(rows))


def draw_certificate(
    sheet: PrintedCertificate,
    languages: Languages,
    reference: str,
    made_at: str,
    office: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """The screening certificate alone; its record is the certificate itself."""
    record = {
        "kind": "screening-certificate",
        "reference": reference,
        "made": made_at,
        "partner": sheet.partner,
        "lists": [[_first(used.name), _first(used.dated), used.digest] for used in sheet.lists],
        "matcher": sheet.matcher,
        "clear": sheet.clear,
        "names": [searched.name for searched in sheet.names],
        "threshold": _first(sheet.threshold),
    }
    blocks = tuple(certificate_blocks(sheet, languages, internal=True))
    title = in_languages(languages, N_("Screening certificate"))
    return render(
        Document(title, reference, blocks, languages, made_at, office, record, mark, internal=True, paper=paper)
    )


def _first(sentence: Sentence) -> str:
    """The sentence in the document's first language."""
    return each_language(sentence)[0]

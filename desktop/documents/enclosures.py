"""The sheets that go with an agreement or alone: decision, screening certificate, transparency, brief, slips.

Each takes plain values and gives blocks or a drawn PDF. User's values are plain strings; `Said` values, dates and
figures among them, have one sentence per language of the document.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from desktop.base.text import N_, said_in
from desktop.documents.blocks import (
    Block,
    Bullets,
    Cell,
    Chip,
    Column,
    Document,
    Heading,
    KeyValues,
    Level,
    Mark,
    Notice,
    Paragraph,
    Part,
    Rating,
    Said,
    Table,
    Words,
    WriteIn,
    said,
)
from desktop.documents.pdf import Pdf, render

Languages = tuple[str, ...]
Verdict = Literal["yes", "no", "open"]

LEVEL_WORDS = {
    "low": N_("low risk"),
    "medium": N_("medium risk"),
    "high": N_("high risk"),
    "excluded": N_("excluded"),
    "unrated": N_("cannot be rated yet"),
}
VERDICT_WORDS: dict[Verdict, tuple[Level, str]] = {
    "yes": ("low", N_("satisfied")),
    "no": ("high", N_("not satisfied")),
    "open": ("unrated", N_("cannot be said yet")),
}
_GROUNDS = (
    ("¶ 22 a", N_("Conduct: human rights, labour, environment, corruption")),
    ("¶ 22 b", N_("Sanctions: no listing by the United Nations or ineligibility")),
    ("¶ 22 c", N_("Reputation, neutrality and safety of IOM and of migrants")),
)


def both(languages: Languages, sentence: str, **places: str) -> tuple[str, ...]:
    """A sentence of the catalogue in each language of a document, its places filled."""
    return tuple(said_in(language, sentence).format(**places) for language in languages)


def one(languages: Languages, sentence: str, **places: str) -> str:
    """A sentence in the document's first language."""
    return both(languages[:1], sentence, **places)[0]


# ---- decision ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """A deciding question: its id, the question, the answer given, and the level it led to."""

    id: str
    question: Said
    answer: Said
    level: Level


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the decision, who sees to it and until when."""

    text: str
    owner: str
    due: Said


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was sealed. `verdicts` are those of ¶22 a, b and c, in this order, each with its reason.

    `outcome` says the decision in words; `unknown` lists what could not be learnt; `seal` is the fingerprint of the
    sealed case, "" before it is sealed.
    """

    level: Level
    reason: Said
    depth: Said
    verdicts: tuple[tuple[Verdict, Said], tuple[Verdict, Said], tuple[Verdict, Said]]
    outcome: Said
    prepared_by: str
    decided_by: Said
    decided_on: Said
    valid_until: Said
    reviewed_by: str = ""
    questionnaire: str = ""
    grounds: tuple[Ground, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unknown: tuple[Said, ...] = ()
    benefit: Said = ""
    seal: str = ""


def level_chip(level: Level, languages: Languages) -> Chip:
    """The chip of a level with its word."""
    return Chip(level, both(languages, LEVEL_WORDS[level]))


def decision_blocks(decision: Decision, languages: Languages) -> list[Block]:
    """The due-diligence decision sheet (¶21, ¶22): internal."""
    blocks: list[Block] = [
        Part(both(languages, N_("Due-diligence decision")), internal=True),
        Rating(level_chip(decision.level, languages), decision.reason),
        Heading(both(languages, N_("The three verdicts of paragraph 22"))),
        _verdicts(decision, languages),
    ]
    if decision.grounds:
        blocks += [Heading(both(languages, N_("Deciding questions"))), _grounds(decision.grounds, languages)]
    if decision.unknown:
        blocks += [Heading(both(languages, N_("What could not be learnt"))), Bullets(decision.unknown)]
    if decision.conditions:
        blocks += [Heading(both(languages, N_("Conditions"))), _conditions(decision.conditions, languages)]
    return [*blocks, Heading(both(languages, N_("Decision"))), KeyValues(_signed(decision, languages))]


def _verdicts(decision: Decision, languages: Languages) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for (paragraph, words), (verdict, reason) in zip(_GROUNDS, decision.verdicts, strict=True):
        level, word = VERDICT_WORDS[verdict]
        rows.append((paragraph, both(languages, words), Chip(level, both(languages, word)), reason))
    return Table(
        (
            Column("¶", 1),
            Column(both(languages, N_("Ground")), 4),
            Column(both(languages, N_("Verdict")), 2.6),
            Column(both(languages, N_("Reason")), 4),
        ),
        tuple(rows),
    )


def _grounds(grounds: tuple[Ground, ...], languages: Languages) -> Table:
    columns = (
        Column(both(languages, N_("No.")), 1),
        Column(both(languages, N_("Question")), 5),
        Column(both(languages, N_("Answer")), 3.4),
        Column(both(languages, N_("Level")), 2.6),
    )
    return Table(columns, tuple((g.id, g.question, g.answer, level_chip(g.level, languages)) for g in grounds))


def _conditions(conditions: tuple[Condition, ...], languages: Languages) -> Table:
    columns = (
        Column(both(languages, N_("Condition")), 5.2),
        Column(both(languages, N_("Responsible")), 3),
        Column(both(languages, N_("Until")), 2.8),
    )
    return Table(columns, tuple((c.text, c.owner, c.due) for c in conditions))


def _signed(decision: Decision, languages: Languages) -> tuple[tuple[Said, Cell], ...]:
    rows: list[tuple[Said, Cell]] = [
        (both(languages, N_("Decision")), decision.outcome),
        (both(languages, N_("Depth of the inquiry")), decision.depth),
    ]
    optional = (
        (N_("Benefit against risk"), decision.benefit),
        (N_("Questionnaire"), decision.questionnaire),
        (N_("Prepared by"), decision.prepared_by),
        (N_("Reviewed by"), decision.reviewed_by),
        (N_("Decided by"), decision.decided_by),
        (N_("Decided on"), decision.decided_on),
        (N_("Valid until"), decision.valid_until),
        (N_("Seal"), decision.seal),
    )
    return tuple(rows + [(both(languages, label), value) for label, value in optional if any(said(value))])


# ---- screening -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScreenedList:
    """A list searched: its name, its date, its age on the day of the search, its entries and its SHA-256."""

    name: Said
    dated: Said
    age: Said
    entries: Said
    digest: str


@dataclass(frozen=True, slots=True)
class SearchedName:
    """A name searched, what its bearer is to the partnership, and how many hits it raised."""

    name: str
    role: Said
    hits: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate and the human ruling on it: the facts that agree and contradict, in words."""

    name: str
    listed: str
    source: str
    score: str
    agree: Said
    contradict: Said
    ruling: Said
    ruled_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attested:
    """A check made elsewhere, which the program cannot repeat: what was asked, the result, who says so and when."""

    check: Said
    result: Said
    by: str
    on: Said


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was searched, in which lists, how, and what was found. `clear` when no hit was confirmed or is open."""

    partner: str
    done_on: Said
    done_by: str
    threshold: Said
    matcher: str
    lists: tuple[ScreenedList, ...]
    names: tuple[SearchedName, ...]
    hits: tuple[Hit, ...] = ()
    clear: bool = True
    attested: tuple[Attested, ...] = ()


def certificate_blocks(certificate: Certificate, languages: Languages, *, internal: bool) -> list[Block]:
    """The screening certificate (¶22 b): lists with their digests, names, hits and rulings with reasons."""
    blocks: list[Block] = [
        Part(both(languages, N_("Screening certificate")), internal=internal),
        _outcome(certificate, languages),
        KeyValues(
            (
                (both(languages, N_("Partner")), certificate.partner),
                (both(languages, N_("Searched on")), certificate.done_on),
                (both(languages, N_("Searched by")), certificate.done_by),
                (both(languages, N_("Threshold")), certificate.threshold),
                (both(languages, N_("Matcher")), certificate.matcher),
            )
        ),
        Heading(both(languages, N_("Lists searched"))),
        _lists(certificate.lists, languages),
        Heading(both(languages, N_("Names searched"))),
        _names(certificate.names, languages),
    ]
    if certificate.hits:
        blocks += [Heading(both(languages, N_("Hits and rulings"))), _hits(certificate.hits, languages)]
    if certificate.attested:
        blocks += [Heading(both(languages, N_("Checks made elsewhere"))), _attested(certificate.attested, languages)]
    return blocks


def _attested(checks: tuple[Attested, ...], languages: Languages) -> Table:
    columns = (
        Column(both(languages, N_("Check")), 4.6),
        Column(both(languages, N_("Result")), 3.6),
        Column(both(languages, N_("Attested by")), 2.2),
        Column(both(languages, N_("On")), 1.8),
    )
    return Table(columns, tuple((one.check, one.result, one.by, one.on) for one in checks))


def _outcome(certificate: Certificate, languages: Languages) -> Block:
    if certificate.clear:
        text = both(languages, N_("No name searched is confirmed on a list. Rulings are made by a person, on facts."))
        return Rating(Chip("low", both(languages, N_("no match"))), text)
    text = both(languages, N_("At least one hit is confirmed or still open: nothing may be signed."))
    return Rating(Chip("high", both(languages, N_("match or open hit"))), text)


def _lists(lists: tuple[ScreenedList, ...], languages: Languages) -> Table:
    columns = (
        Column(both(languages, N_("List")), 3.6),
        Column(both(languages, N_("Dated")), 2),
        Column(both(languages, N_("Age")), 1.4),
        Column(both(languages, N_("Entries")), 1.4, "right"),
        Column(both(languages, N_("Digest (SHA-256)")), 4),
    )
    return Table(columns, tuple((x.name, x.dated, x.age, x.entries, x.digest) for x in lists))


def _names(names: tuple[SearchedName, ...], languages: Languages) -> Table:
    columns = (
        Column(both(languages, N_("Name")), 5),
        Column(both(languages, N_("Role")), 4),
        Column(both(languages, N_("Hits")), 1, "right"),
    )
    return Table(columns, tuple((x.name, x.role, str(x.hits)) for x in names))


def _hits(hits: tuple[Hit, ...], languages: Languages) -> Table:
    columns = (
        Column(both(languages, N_("Searched and listed")), 3.4),
        Column(both(languages, N_("Agrees")), 2.6),
        Column(both(languages, N_("Contradicts")), 2.6),
        Column(both(languages, N_("Ruling and reason")), 4),
    )
    rows: list[tuple[Cell, ...]] = []
    for hit in hits:
        ruling = " / ".join(dict.fromkeys(said(hit.ruling)))
        found = (hit.name, f"{hit.listed} ({hit.source}, {hit.score})")
        reason = " — ".join(part for part in (hit.reason, hit.ruled_by) if part)
        rows.append((found, hit.agree, hit.contradict, (ruling, reason)))
    return Table(columns, tuple(rows))


# ---- transparency --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contribution:
    """One kind of contribution (cash, goods, services): committed and received, in the original currency and USD."""

    kind: Said
    committed: Said
    committed_usd: Said
    received_usd: Said


@dataclass(frozen=True, slots=True)
class Transparency:
    """What IOM may disclose (¶27; dossier 4.5): never answers, findings, a level or personal data of owners.

    Due diligence is shown as completed on a date and no more. `visibility` says who may see the row.
    """

    number: Said
    office: str
    countries: Said
    partner: str
    partner_type: Said
    nature: Said
    scope: Said
    dates: Said
    status: Said
    contributions: tuple[Contribution, ...]
    total: Contribution | None = None
    places: str = ""
    aims: Said = ""
    themes: Said = ""
    matching: str = ""
    others: str = ""
    diligence_on: Said = ""
    document: str = ""
    contact: str = ""
    visibility: Said = ""


def transparency_blocks(sheet: Transparency, languages: Languages) -> list[Block]:
    """The transparency sheet, which the partner may see."""
    lines = (
        (N_("Register number"), sheet.number),
        (N_("Office"), sheet.office),
        (N_("Country or countries"), sheet.countries),
        (N_("Partner"), sheet.partner),
        (N_("Type of partner"), sheet.partner_type),
        (N_("Nature"), sheet.nature),
        (N_("Scope"), sheet.scope),
        (N_("Places"), sheet.places),
        (N_("Dates"), sheet.dates),
        (N_("Aims"), sheet.aims),
        (N_("Themes"), sheet.themes),
        (N_("Matching funds"), sheet.matching),
        (N_("Other parties"), sheet.others),
        (N_("Status"), sheet.status),
        (N_("Due diligence completed on"), sheet.diligence_on),
        (N_("Document"), sheet.document),
        (N_("Contact"), sheet.contact),
        (N_("Visibility"), sheet.visibility),
    )
    pairs = tuple((both(languages, label), value) for label, value in lines if any(said(value)))
    note = N_("What IOM may disclose about this partnership to its Member States and in its register (paragraph 27).")
    return [
        Part(both(languages, N_("Transparency sheet"))),
        Paragraph(both(languages, note), "quiet"),
        KeyValues(pairs),
        Heading(both(languages, N_("Contributions"))),
        _contributions(sheet, languages),
    ]


def _contributions(sheet: Transparency, languages: Languages) -> Table:
    columns = (
        Column(both(languages, N_("Kind")), 4),
        Column(both(languages, N_("Committed")), 3, "right"),
        Column(both(languages, N_("Committed, USD")), 3, "right"),
        Column(both(languages, N_("Received, USD")), 3, "right"),
    )
    rows = tuple((c.kind, c.committed, c.committed_usd, c.received_usd) for c in sheet.contributions)
    total = sheet.total
    return Table(columns, rows, (total.kind, total.committed, total.committed_usd, total.received_usd) if total else ())


def certificate(
    sheet: Certificate, languages: Languages, reference: str, made: str, office: str, mark: Mark | None = None
) -> Pdf:
    """The screening certificate alone; its record is the certificate itself."""
    record: dict[str, Any] = {
        "kind": "screening-certificate",
        "reference": reference,
        "made": made,
        "partner": sheet.partner,
    }
    lists = [[said(x.name)[0], said(x.dated)[0], x.digest] for x in sheet.lists]
    record |= {"lists": lists, "matcher": sheet.matcher, "clear": sheet.clear}
    record |= {"names": [x.name for x in sheet.names], "threshold": said(sheet.threshold)[0]}
    blocks = tuple(certificate_blocks(sheet, languages, internal=True))
    title = both(languages, N_("Screening certificate"))
    return render(Document(title, reference, blocks, languages, made, office, record, mark, internal=True))


# ---- brief ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Brief:
    """The decider's page (S9): who, what, value, why; what is known, what is not; whose authority it is."""

    partner: str
    purpose: str
    kind: str
    value: str
    level: Level
    reason: str
    depth: str
    benefits: tuple[str, ...]
    risks: tuple[str, ...]
    unknown: tuple[str, ...]
    conflicts: str
    screening: str
    opinion: str
    officer: str
    authority: str
    earlier: tuple[str, ...] = ()
    within_authority: bool = True


def brief(
    content: Brief,
    language: str,
    reference: str,
    made: str,
    office: str,
    record: dict[str, Any],
    mark: Mark | None = None,
) -> Pdf:
    """One page on which a decision can be taken and, without a laptop, signed in ink."""
    languages = (language,)
    blocks = tuple(_brief_blocks(content, languages))
    title = both(languages, N_("Decision brief"))
    return render(Document(title, reference, blocks, languages, made, office, record, mark, internal=True))


def _brief_blocks(content: Brief, languages: Languages) -> list[Block]:
    lines = (
        (N_("Common purpose"), content.purpose),
        (N_("Partnership"), content.kind),
        (N_("Total value"), content.value),
        (N_("Depth of the inquiry"), content.depth),
        (N_("Screening"), content.screening),
        (N_("Interests and procurement"), content.conflicts),
    )
    nothing = one(languages, N_("Nothing."))
    pairs = max(len(content.benefits), len(content.risks))
    return [
        Part(content.partner, both(languages, N_("Decision brief")), internal=True),
        Rating(level_chip(content.level, languages), content.reason),
        KeyValues(tuple((both(languages, label), value) for label, value in lines if value)),
        Table(
            (Column(both(languages, N_("Expected benefits")), 1), Column(both(languages, N_("Risks and measures")), 1)),
            tuple((_at(content.benefits, n), _at(content.risks, n)) for n in range(pairs)),
        ),
        Heading(both(languages, N_("What could not be learnt")), 3),
        Bullets(content.unknown or (nothing,)),
        Heading(both(languages, N_("Earlier decisions")), 3),
        Bullets(content.earlier or (nothing,)),
        Heading(both(languages, N_("Opinion of {name}"), name=content.officer), 3),
        Paragraph(content.opinion),
        Notice(content.authority, both(languages, N_("Authority")), grave=not content.within_authority),
        WriteIn((both(languages, N_("Decision and reason")), both(languages, N_("Name, date and signature")))),
    ]


def _at(texts: tuple[str, ...], place: int) -> str:
    return texts[place] if place < len(texts) else ""


# ---- slips ---------------------------------------------------------------------------------------------------------


def recovery_sheet(
    words: tuple[str, ...], office: str, officer: str, date: str, language: str, made: str, mark: Mark | None = None
) -> Pdf:
    """One page with the recovery words, to print and lock away. The words are on the paper, not in the record."""
    languages = (language,)
    record = {"kind": "recovery-sheet", "office": office, "officer": officer, "made": made}
    advice = (
        N_("Print this page once, then delete the file. Nobody at Headquarters can give you these words."),
        N_("Keep it under lock, away from the laptop: whoever holds it can open the office's data."),
        N_("To open the data without the passphrase, choose “Recovery words” and type them in this order."),
    )
    blocks: tuple[Block, ...] = (
        Part(both(languages, N_("Recovery sheet")), office, internal=True),
        Notice(both(languages, N_("These words open all the data of the office.")), grave=True),
        Words(words),
        Heading(both(languages, N_("How to use it"))),
        Bullets(tuple(both(languages, sentence) for sentence in advice)),
        KeyValues(
            (
                (both(languages, N_("Office")), office),
                (both(languages, N_("Made by")), officer),
                (both(languages, N_("Date")), date),
            )
        ),
        WriteIn((both(languages, N_("Kept in (place and person)")), both(languages, N_("Name, date and signature")))),
    )
    title = both(languages, N_("Recovery sheet"))
    banner = both(languages, N_("SECRET: keep under lock"))
    return render(
        Document(title, "PASSERELLE", blocks, languages, made, office, record, mark, internal=True, banner=banner)
    )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A bundle that leaves: its number, what it holds, its fingerprint, how and with whom it travels."""

    number: str
    sender: str
    recipient: str
    date: str
    fingerprint: str
    holds: tuple[tuple[Said, str], ...] = field(default_factory=tuple)
    size: str = ""
    file: str = ""
    carrier: str = ""
    expected: str = ""


def delivery_slip(content: Delivery, languages: Languages, made: str, mark: Mark | None = None) -> Pdf:
    """One page that travels with a bundle, or is read over the telephone. Handed over is not received."""
    lines = (
        (N_("Bundle number"), content.number),
        (N_("From"), content.sender),
        (N_("To"), content.recipient),
        (N_("Date"), content.date),
        (N_("Fingerprint"), content.fingerprint),
        (N_("File"), content.file),
        (N_("Size"), content.size),
        (N_("Carried by"), content.carrier),
        (N_("Receipt expected before"), content.expected),
    )
    record = {"kind": "delivery-slip", "number": content.number, "fingerprint": content.fingerprint, "made": made}
    note = N_(
        "Handed over is not received: only Headquarters' receipt proves that it arrived. Keep this slip until then."
    )
    blocks: list[Block] = [
        Part(both(languages, N_("Delivery slip")), content.sender),
        KeyValues(tuple((both(languages, label), value) for label, value in lines if value)),
    ]
    if content.holds:
        columns = (Column(both(languages, N_("What it holds")), 5), Column(both(languages, N_("Number")), 1, "right"))
        blocks.append(Table(columns, content.holds))
    blocks += [
        Notice(both(languages, note)),
        WriteIn(
            (
                both(languages, N_("Handed over by: name, date and signature")),
                both(languages, N_("Received by: name, date and signature")),
            )
        ),
    ]
    title = both(languages, N_("Delivery slip"))
    return render(Document(title, content.number, tuple(blocks), languages, made, content.sender, record, mark))

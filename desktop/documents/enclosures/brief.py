"""The decision brief: one page on which a decision can be taken, and on its back the sheet to sign in ink."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    ChecklistBlock,
    ChecklistLine,
    ChipLevel,
    Document,
    DocumentRecord,
    HeadingBlock,
    KeyValuesBlock,
    NoticeBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    RatingBlock,
    Sentence,
    Signatory,
    SignatureLabels,
    SignaturesBlock,
    TableBlock,
    TableColumn,
    Tick,
    WriteInBlock,
)
from desktop.documents.enclosures.wording import Languages, in_first_language, in_languages, level_chip
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedBrief:
    """The content of a decision brief (screen S9).

    `authority` is the sentence on who may decide, `where` says in a line where the partner is, `interests` holds each
    question on interests and procurement with its answer.
    """

    partner: str
    purpose: str
    kind: str
    value: str
    level: ChipLevel
    reason: str
    depth: str
    benefits: tuple[str, ...]
    risks: tuple[str, ...]
    unknown: tuple[str, ...]
    interests: tuple[tuple[str, str], ...]
    screening: str
    opinion: str
    officer: str
    authority: str
    earlier: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()  # of those who read the case before whoever decides
    where: str = ""
    within_authority: bool = True
    code: str = ""  # of the case exactly as printed; empty for one that does not wait for a decision


IN_INK = (N_("Approve"), N_("Approve with conditions"), N_("Send back"), N_("Refuse"))
WRITTEN = (
    N_("Reason"),
    N_("Reason, continued"),
    N_("Conditions: what, by whom, by or until which day"),
    N_("Questions to complete, by their codes"),
)


def draw_brief(
    content: PrintedBrief,
    language: str,
    reference: str,
    made_at: str,
    office: str,
    record: DocumentRecord,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """One page on which a decision can be taken; behind it, for a case that waits for one, the sheet to sign in ink."""
    languages = (language,)
    blocks = tuple(_brief_blocks(content, languages))
    title = in_languages(languages, N_("Decision brief"))
    return render(
        Document(title, reference, blocks, languages, made_at, office, record, mark, internal=True, paper=paper)
    )


def _brief_blocks(content: PrintedBrief, languages: Languages) -> list[Block]:
    lines = (
        (N_("Common purpose"), content.purpose),
        (N_("Partnership"), content.kind),
        (N_("Total value"), content.value),
        (N_("Depth of due diligence"), content.depth),
        (N_("Screening"), content.screening),
        (N_("Code of the sheet"), content.code),
    )
    nothing = in_first_language(languages, N_("Nothing."))
    empty = (
        (N_("What could not be established"), content.unknown),
        (N_("Earlier decisions"), content.earlier),
    )
    # a heading over the one word that there is nothing would take the place in which the decider writes
    missing = tuple((in_languages(languages, label), nothing) for label, things in empty if not things)
    pairs = max(len(content.benefits), len(content.risks))
    return [
        PartBlock(content.partner, in_languages(languages, N_("Decision brief")), internal=True),
        *([ParagraphBlock(content.where, "quiet")] if content.where else []),
        RatingBlock(level_chip(content.level, languages), content.reason),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines if value)),
        TableBlock(
            (
                TableColumn(in_languages(languages, N_("Expected benefits")), 1),
                TableColumn(in_languages(languages, N_("Risks and measures")), 1),
            ),
            tuple((_at(content.benefits, n), _at(content.risks, n)) for n in range(pairs)),
        ),
        *_interests(content.interests, languages),
        *_listed(in_languages(languages, N_("What could not be established")), content.unknown),
        *_listed(in_languages(languages, N_("Earlier decisions")), content.earlier),
        *([KeyValuesBlock(missing)] if missing else []),
        HeadingBlock(in_languages(languages, N_("Opinion of {name}"), name=content.officer), 3),
        ParagraphBlock(content.opinion),
        *_listed(in_languages(languages, N_("Reviews and legal opinion")), content.reviews),
        NoticeBlock(content.authority, in_languages(languages, N_("Authority")), grave=not content.within_authority),
        *(_decision_sheet(content, languages) if content.code else ()),
    ]


def _decision_sheet(content: PrintedBrief, languages: Languages) -> list[Block]:
    """The back of the brief, on which a decision is taken in ink: what may be ticked, room to write, to sign and stamp.

    The code stands beside the signature, so that what is signed is tied to the case as it was printed.
    """
    tied = N_(
        "Code of this sheet: {code}. It stands for the case exactly as it is printed here. Two colleagues who did not "
        "prepare the case bring the signed sheet into the program; when the case changes, the code fits no more."
    )
    labels = SignatureLabels(
        name=in_languages(languages, N_("Name and function")),
        signature=in_languages(languages, N_("Signature")),
        date=in_languages(languages, N_("Date")),
        stamp=in_languages(languages, N_("Stamp")),
    )
    return [
        PartBlock(content.partner, in_languages(languages, N_("Decision in ink")), internal=True),
        RatingBlock(level_chip(content.level, languages), content.reason),
        ChecklistBlock(tuple(ChecklistLine(Tick.OPEN, in_languages(languages, outcome)) for outcome in IN_INK)),
        WriteInBlock(tuple(in_languages(languages, label) for label in WRITTEN)),
        SignaturesBlock((Signatory(in_languages(languages, N_("I have no interest in this partner."))),), labels),
        NoticeBlock(
            in_languages(languages, tied, code=content.code), in_languages(languages, N_("One sheet, one case"))
        ),
    ]


def _listed(heading: Sentence, things: tuple[str, ...]) -> list[Block]:
    """Things under their heading; nothing when there are none."""
    return [HeadingBlock(heading, 3), BulletsBlock(things)] if things else []


def _interests(interests: tuple[tuple[str, str], ...], languages: Languages) -> list[Block]:
    """The questions on interests and procurement, each with its answer."""
    if not interests:
        return []
    columns = (
        TableColumn(in_languages(languages, N_("Interests and procurement")), 3),
        TableColumn(in_languages(languages, N_("Answer")), 2),
    )
    return [TableBlock(columns, interests)]


def _at(texts: tuple[str, ...], place: int) -> str:
    return texts[place] if place < len(texts) else ""

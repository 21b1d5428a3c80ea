"""The delivery slip that travels with a bundle."""

from dataclasses import dataclass, field, replace

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    Document,
    KeyValuesBlock,
    NoticeBlock,
    PageMark,
    Paper,
    PartBlock,
    Sentence,
    TableBlock,
    TableColumn,
    WriteInBlock,
)
from desktop.documents.enclosures.wording import Languages, in_languages
from desktop.documents.pdf import Pdf, render

URGENT = N_("Urgent: it tells Headquarters of an incident. Hand it over, or send it, the same day.")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A bundle that leaves the office: `holds` counts its content by label, `fingerprint` names its bytes."""

    number: str
    sender: str
    recipient: str
    date: str
    fingerprint: str
    holds: tuple[tuple[Sentence, str], ...] = field(default_factory=tuple)
    size: str = ""
    file: str = ""
    carrier: str = ""
    expected: str = ""
    urgent: bool = False


def draw_delivery_slip(
    content: Delivery,
    languages: Languages,
    made_at: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """One page that travels with a bundle or is read over the telephone; it is no receipt."""
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
    record = {"kind": "delivery-slip", "number": content.number, "fingerprint": content.fingerprint, "made": made_at}
    note = N_(
        "Handed over does not mean received: only a receipt from Headquarters proves that it "
        "arrived. Keep this slip until then."
    )
    blocks: list[Block] = [
        PartBlock(in_languages(languages, N_("Delivery slip")), content.sender),
        *([NoticeBlock(in_languages(languages, URGENT), grave=True)] if content.urgent else []),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines if value)),
    ]
    if content.holds:
        columns = (
            TableColumn(in_languages(languages, N_("What it holds")), 5),
            TableColumn(in_languages(languages, N_("Number")), 1, "right"),
        )
        blocks.append(TableBlock(columns, content.holds))
    blocks += [
        NoticeBlock(in_languages(languages, note)),
        WriteInBlock(
            (
                in_languages(languages, N_("Handed over by: name, date and signature")),
                in_languages(languages, N_("Received by: name, date and signature")),
            )
        ),
    ]
    title = in_languages(languages, N_("Delivery slip"))
    slip = Document(title, content.number, tuple(blocks), languages, made_at, content.sender, record, mark)
    return render(replace(slip, paper=paper))

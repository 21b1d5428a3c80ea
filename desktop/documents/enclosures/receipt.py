"""The receipt for a contribution: what arrived, on which day, under which agreement; it goes to the partner."""

from dataclasses import asdict, dataclass, replace

from desktop.base.text import N_
from desktop.base.values import canonical, sha256
from desktop.documents.blocks import (
    Block,
    Document,
    KeyValuesBlock,
    NoticeBlock,
    PageMark,
    Paper,
    ParagraphBlock,
    PartBlock,
    WriteInBlock,
)
from desktop.documents.enclosures.wording import in_languages
from desktop.documents.pdf import Pdf, render


@dataclass(frozen=True, slots=True)
class PrintedReceipt:
    """What the receipt says, every text in its one language."""

    number: str
    office: str
    place: str
    partner: str
    address: str
    received_on: str
    what: str
    quantity: str
    amount: str
    agreement: str
    condition: str
    replaces: str = ""  # the day of one that was handed out and said otherwise

    @property
    def digest(self) -> str:
        """What tells a receipt from another of the same number that says something else: a SHA-256 in hexadecimal."""
        return sha256(canonical(asdict(replace(self, replaces=""))))


def draw_receipt(content: PrintedReceipt, language: str, made_at: str, mark: PageMark | None, paper: Paper) -> Pdf:
    """One page. Its record holds its number and a digest of what it says: the partner's copy is what is read on it."""
    languages = (language,)
    lines = (
        (N_("Received from"), ", ".join(part for part in (content.partner, content.address) if part)),
        (N_("Received on"), content.received_on),
        (N_("What was received"), content.what),
        (N_("Quantity"), content.quantity),
        (N_("Value stated"), content.amount),
        (N_("Condition on arrival"), content.condition),
        (N_("Agreement"), content.agreement),
        (N_("Replaces the receipt of"), content.replaces),
    )
    thanks = N_(
        "The International Organization for Migration has received what is written here, and thanks {partner} for it."
    )
    limits = N_(
        "This receipt says what arrived. It confirms no value towards a tax authority or anybody else, gives no right "
        "to use the name or the emblem of the Organization, and is no advantage in any purchase."
    )
    blocks: tuple[Block, ...] = (
        PartBlock(in_languages(languages, N_("Receipt")), content.office),
        KeyValuesBlock(tuple((in_languages(languages, label), value) for label, value in lines if value)),
        ParagraphBlock(in_languages(languages, thanks, partner=content.partner)),
        NoticeBlock(in_languages(languages, limits)),
        WriteInBlock(
            (
                in_languages(languages, N_("Received for IOM by: name, function, date and signature")),
                in_languages(languages, N_("Handed over by: name, date and signature")),
            )
        ),
    )
    title = in_languages(languages, N_("Receipt"))
    record = {"kind": "receipt", "number": content.number, "content": content.digest, "made": made_at}
    return render(
        Document(title, content.number, blocks, languages, made_at, content.office, record, mark, paper=paper)
    )

"""The recovery sheet: the words that open the data of an office, to print and lock away."""

from dataclasses import replace

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    NoticeBlock,
    PageMark,
    Paper,
    PartBlock,
    WordsBlock,
    WriteInBlock,
)
from desktop.documents.enclosures.wording import in_languages
from desktop.documents.pdf import Pdf, render


def draw_recovery_sheet(
    words: tuple[str, ...],
    office: str,
    officer: str,
    date: str,
    language: str,
    made_at: str,
    mark: PageMark | None = None,
    paper: Paper = Paper.A4,
) -> Pdf:
    """One page with the recovery words, which are on the paper only, not in the attached record."""
    languages = (language,)
    record = {"kind": "recovery-sheet", "office": office, "officer": officer, "made": made_at}
    advice = (
        N_("Print this page once, then delete the file. Nobody at Headquarters can give you these words."),
        N_("Keep it under lock, away from the laptop: whoever holds it can open the office's data."),
        N_("To open the data without the passphrase, choose “Recovery words” and type them in this order."),
    )
    blocks: tuple[Block, ...] = (
        PartBlock(in_languages(languages, N_("Recovery sheet")), office, internal=True),
        NoticeBlock(in_languages(languages, N_("These words open all the data of the office.")), grave=True),
        WordsBlock(words),
        HeadingBlock(in_languages(languages, N_("How to use it"))),
        BulletsBlock(tuple(in_languages(languages, sentence) for sentence in advice)),
        KeyValuesBlock(
            (
                (in_languages(languages, N_("Office")), office),
                (in_languages(languages, N_("Made by")), officer),
                (in_languages(languages, N_("Date")), date),
            )
        ),
        WriteInBlock(
            (
                in_languages(languages, N_("Kept in (place and person)")),
                in_languages(languages, N_("Name, date and signature")),
            )
        ),
    )
    title = in_languages(languages, N_("Recovery sheet"))
    banner = in_languages(languages, N_("SECRET: keep under lock"))
    sheet = Document(
        title, "PASSERELLE", blocks, languages, made_at, office, record, mark, internal=True, banner=banner
    )
    return render(replace(sheet, paper=paper))

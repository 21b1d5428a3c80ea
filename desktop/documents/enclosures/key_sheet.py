"""The sheet of one of Headquarters' key files: the words that open it, to print and lock away apart from the stick."""

from dataclasses import dataclass, replace

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    Document,
    HeadingBlock,
    KeyValuesBlock,
    NoticeBlock,
    Paper,
    PartBlock,
    WordsBlock,
    WriteInBlock,
)
from desktop.documents.enclosures.wording import in_languages
from desktop.documents.pdf import Pdf, render

ADVICE = (
    N_("Print this page once, then delete the file. Nobody can give you these words again."),
    N_("Keep the page under lock, and the stick in another place: whoever has both has the key."),
    N_("A copy of the file on a second stick helps when the first one breaks; without its passphrase or these words "
       "it is of no use."),
    N_("To use the key without its passphrase, type these words in this order in its place."),
)  # fmt: skip


@dataclass(frozen=True)
class KeySheet:
    """What stands on the sheet: which key in which file, in words of the reader, made by whom on which day."""

    words: tuple[str, ...]
    key: str
    file: str
    officer: str
    date: str
    made_at: str


def draw_key_sheet(sheet: KeySheet, language: str, paper: Paper = Paper.A4) -> Pdf:
    """One page with the words, which are on the paper only, not in the attached record."""
    languages = (language,)
    record = {"kind": "key-sheet", "file": sheet.file, "officer": sheet.officer, "made": sheet.made_at}
    blocks: tuple[Block, ...] = (
        PartBlock(in_languages(languages, N_("Sheet of a key of Headquarters")), sheet.key, internal=True),
        NoticeBlock(in_languages(languages, N_("These words open a key of Headquarters.")), grave=True),
        WordsBlock(sheet.words),
        HeadingBlock(in_languages(languages, N_("How to use it"))),
        BulletsBlock(tuple(in_languages(languages, sentence) for sentence in ADVICE)),
        KeyValuesBlock(
            (
                (in_languages(languages, N_("Key")), sheet.key),
                (in_languages(languages, N_("File")), sheet.file),
                (in_languages(languages, N_("Made by")), sheet.officer),
                (in_languages(languages, N_("Date")), sheet.date),
            )
        ),
        WriteInBlock(
            (
                in_languages(languages, N_("Held by")),
                in_languages(languages, N_("Kept in (place and person)")),
                in_languages(languages, N_("Name, date and signature")),
            )
        ),
    )
    title = in_languages(languages, N_("Sheet of a key of Headquarters"))
    banner = in_languages(languages, N_("SECRET: keep under lock"))
    document = Document(
        title, "PASSERELLE", blocks, languages, sheet.made_at, "HQ", record, None, internal=True, banner=banner
    )
    return render(replace(document, paper=paper))

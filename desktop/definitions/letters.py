"""Letters to a partner: their texts in each language of the program, with the tags that are filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.text import LANGUAGES, Text, _
from desktop.definitions.source import DefinitionTable, Source, read_toml

TAGS = ("partner", "partnership", "case", "office")  # whatever else is known of a case stays inside IOM
TAG = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class LetterText:
    """A letter: what it is called, its subject and its paragraphs by language."""

    id: str
    label: Text
    subject: Text
    body: Mapping[str, tuple[str, ...]]

    def filled(self, language: str, tags: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
        """Subject and paragraphs in a language; `tags` has a text for each of TAGS."""
        paragraphs = tuple(_filled(paragraph, tags) for paragraph in self.body[language])
        return _filled(self.subject[language], tags), paragraphs


def _filled(text: str, tags: Mapping[str, str]) -> str:
    return TAG.sub(lambda tag: tags[tag.group(1)], text)


def load_letters(path: Path) -> tuple[LetterText, ...]:
    """Read the file of letters; a mistake raises Problem naming the file, the line and the entry."""
    return letters_of(read_toml(path))


def letters_of(source: Source) -> tuple[LetterText, ...]:
    """What a file that was read declares."""
    top = source.top("letters")
    top.only(("id", "version", "letters"))
    top.one_of("id", ("letters",))
    return tuple(_letter(table) for table in top.tables("letters"))


def _letter(table: DefinitionTable) -> LetterText:
    table.only(("id", "label", "subject", "body"))
    body = table.table("body")
    body.only(LANGUAGES)
    letter = LetterText(
        id=table.string("id"),
        label=table.text("label"),
        subject=table.text("subject"),
        body={language: body.strings(language) for language in LANGUAGES},
    )
    texts = (*letter.subject.values(), *(text for paragraphs in letter.body.values() for text in paragraphs))
    for tag in (tag for text in texts for tag in TAG.findall(text)):
        if tag not in TAGS:
            raise table.refuse("letter-tag", _("no letter may say “{tag}”.").format(tag=tag), "body")
    return letter

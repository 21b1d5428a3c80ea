"""Sentences of the catalogue in the languages of a sheet, and the chip of a risk level."""

from desktop.base.text import N_, said_in
from desktop.documents.blocks import ChipLevel, LevelChip, Sentence, each_language

Languages = tuple[str, ...]

LEVEL_LABELS = {
    ChipLevel.LOW: N_("low risk"),
    ChipLevel.MEDIUM: N_("medium risk"),
    ChipLevel.HIGH: N_("high risk"),
    ChipLevel.EXCLUDED: N_("excluded"),
    ChipLevel.UNRATED: N_("not yet rated"),
}


def in_languages(languages: Languages, sentence: str, **places: str) -> tuple[str, ...]:
    """A sentence of the catalogue in each language of a document, its named places filled."""
    return tuple(said_in(language, sentence).format(**places) for language in languages)


def in_first_language(languages: Languages, sentence: str, **places: str) -> str:
    """A sentence in the document's first language."""
    return in_languages(languages[:1], sentence, **places)[0]


def as_a_line(sentence: Sentence) -> Sentence:
    """A sentence that stands inside others, with a capital where it stands alone."""
    raised = tuple(text[:1].upper() + text[1:] for text in each_language(sentence))
    return raised[0] if isinstance(sentence, str) else raised


def level_chip(level: ChipLevel, languages: Languages) -> LevelChip:
    """The chip of a level with its word."""
    return LevelChip(level, in_languages(languages, LEVEL_LABELS[level]))

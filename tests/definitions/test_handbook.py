"""The handbook: the same in three languages, a section for each place, every marked word explained."""

import re

import pytest

from desktop.base.text import LANGUAGES
from desktop.definitions.handbook import Handbook, HandbookText, handbook
from desktop.ui.navigation import places
from tests.starting import ROOT

OTHERS = [language for language in LANGUAGES if language != "en"]
CHAPTERS = {  # beside the places: what somebody looks for in trouble
    *("before", "power", "forgotten", "lost_laptop", "by_stick", "name_on_a_list", "authority", "fingerprints"),
    *("what_to_record", "training_office"),
}


def texts(book: Handbook) -> list[HandbookText]:
    return [
        text
        for chapter in book.chapters
        for texts_there in (chapter.opening, *(section.texts for section in chapter.sections))
        for text in texts_there
    ]


def test_every_place_has_its_section_with_steps() -> None:
    sections = handbook("en").sections
    every = {place.key for place in places().all}
    assert every | CHAPTERS <= set(sections)
    assert not [key for key in every if len(sections[key].texts) < 3]


@pytest.mark.parametrize("language", OTHERS)
def test_the_languages_say_the_same(language: str) -> None:
    def shape(book: Handbook) -> list[object]:
        return [
            (chapter.key, chapter.number, [(s.key, [(t.kind, t.number) for t in s.texts]) for s in chapter.sections])
            for chapter in book.chapters
        ]

    assert shape(handbook(language)) == shape(handbook("en"))
    assert list(handbook(language).paragraphs) == list(handbook("en").paragraphs)
    english = {text.words for text in texts(handbook("en"))}
    assert not [text.words for text in texts(handbook(language)) if text.words in english]
    keys = [word.key for word in handbook("en").glossary.values()]
    assert [word.key for word in handbook(language).glossary.values()] == keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_unlike_each_other_and_marked_words_are_explained(language: str) -> None:
    book = handbook(language)
    titles = [section.title for section in book.sections.values()]
    assert len(set(titles)) == len(titles)
    marked = {piece.term for text in texts(book) for piece in text.pieces if piece.term}
    assert marked and marked <= set(book.glossary), marked - set(book.glossary)
    assert not [text.words for text in texts(book) if re.search(r"[\[\]{}'`]{2}|'|  ", text.words)]
    if language == "fr":
        assert not [text.words for text in texts(book) if re.search(r" [;:!?»%]|« |\w[;!?»]", text.words)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_explained_are_those_of_the_glossary(language: str) -> None:
    """Each word is one of the forms of docs/glossary.md where that has it."""
    column = ("en", "fr", "es").index(language)
    rows = [
        [cell.strip().lower() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    forms = {row[0]: row[column] for row in rows if len(row) == 5}
    words = [word for word in handbook(language).glossary.values() if word.key.lower() in forms]
    assert len(words) > 40
    assert not [
        word.word
        for word in words
        if not any(form in word.word.lower() for form in forms[word.key.lower()].split(", "))
    ]

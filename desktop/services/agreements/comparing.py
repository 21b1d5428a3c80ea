"""An agreement held against another one of its type: which paragraphs and filled values differ, clause by clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.definitions.agreements.assembling import AssembledAnnex, LanguageVersion
from desktop.services.agreements import lookup
from desktop.services.agreements.composing import compose
from desktop.services.work import Work
from desktop.store.records import Agreement, Partner


@dataclass(frozen=True)
class ClauseDifference:
    """One paragraph that only one of them has, or that they word or fill otherwise; an empty text is not there.

    `clause` is empty in the opening and in an annex, whose letter is `number`; else that is the number of the paragraph
    in the agreement that is held against the other, or in the other where only that one has it.
    """

    clause: str
    number: str
    title: str
    language: str
    ours: str
    theirs: str


def others(work: Work, agreement_id: str) -> tuple[tuple[Agreement, Partner], ...]:
    """The other agreements of the same type with their partners, the newest reference first."""
    kind = lookup.agreement(work.store, agreement_id).type
    listed = lookup.listed(work.store)
    return tuple((own, partner) for own, partner in listed if own.type == kind and own.id != agreement_id)


def compare(work: Work, agreement_id: str, other_id: str) -> tuple[ClauseDifference, ...]:
    """What an agreement says otherwise than another one, in each language that both have, in its order.

    Raises Problem for two that are of different types or have no language in common.
    """
    ours, theirs = compose(work, agreement_id), compose(work, other_id)
    if ours.type.code != theirs.type.code:
        raise Problem(
            _("These agreements are of different types; nothing was compared."),
            _("Choose another one of the same type."),
            code="compare-other-type",
        )
    languages = [code for code in ours.assembled.languages if code in theirs.assembled.languages]
    if not languages:
        raise Problem(
            _("These agreements have no language in common; nothing was compared."),
            _("Choose another one in the same language."),
            code="compare-other-language",
        )
    return tuple(
        difference
        for code in languages
        for difference in _differences(ours.assembled.in_language(code), theirs.assembled.in_language(code))
    )


def _differences(ours: LanguageVersion, theirs: LanguageVersion) -> Iterator[ClauseDifference]:
    language = ours.language
    opening = [paragraph.text for paragraph in ours.opening], [paragraph.text for paragraph in theirs.opening]
    for ours_text, theirs_text, _place in _pairs(*opening):
        yield ClauseDifference("", "", "", language, ours_text, theirs_text)
    articles = {article.clause: article for article in theirs.articles}
    for article in ours.articles:
        other = articles.pop(article.clause, None)
        texts = [numbered.paragraph.text for numbered in article.paragraphs]
        against = [numbered.paragraph.text for numbered in other.paragraphs] if other else []
        for ours_text, theirs_text, place in _pairs(texts, against):
            number = f"{article.number}.{place}"
            yield ClauseDifference(article.clause, number, article.title, language, ours_text, theirs_text)
    for other in articles.values():
        for numbered in other.paragraphs:
            text = numbered.paragraph.text
            yield ClauseDifference(other.clause, numbered.number, other.title, language, "", text)
    annexes = {annex.title: annex for annex in theirs.annexes}
    for annex in ours.annexes:
        against = _lines(annexes.pop(annex.title, None))
        for ours_text, theirs_text, _place in _pairs(_lines(annex), against):
            yield ClauseDifference("", annex.code, annex.title, language, ours_text, theirs_text)
    for annex in annexes.values():
        for text in _lines(annex):
            yield ClauseDifference("", annex.code, annex.title, language, "", text)


def _lines(annex: AssembledAnnex | None) -> list[str]:
    """The paragraphs of an annex, and each row of its table on one line."""
    if annex is None:
        return []
    rows = [" · ".join(map(str, row)) for row in annex.rows]
    return [*(paragraph.text for paragraph in annex.words), *rows, *([annex.total] if annex.total else [])]


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """The paragraphs that differ, each beside that which stands in its place, with its place among ours from 1."""
    for tag, low, high, low_there, high_there in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            texts = zip_longest(ours[low:high], theirs[low_there:high_there], fillvalue="")
            yield from ((text, against, place) for place, (text, against) in enumerate(texts, low + 1))

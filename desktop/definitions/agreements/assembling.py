"""The agreement that facts make of a type: the same articles, level by level, in each language.

`inclusion.fields_needed` says which facts a type needs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from string import ascii_uppercase

from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, N_, said_in
from desktop.definitions.agreements.agreement_type import AgreementType, AnnexDefinition
from desktop.definitions.agreements.inclusion import Inclusion, complete_facts, inclusions
from desktop.definitions.clauses.clause import ClauseField
from desktop.definitions.clauses.filling import (
    TO_COMPLETE,
    FilledClause,
    MissingValue,
    Paragraph,
    TextPart,
    fill,
)
from desktop.definitions.facts import Facts, FactValue, empty
from desktop.definitions.terms import ClauseFieldKind
from desktop.definitions.wording import WRITERS, Unwritable, money

OMITTED = N_("(Paragraph omitted by mutual agreement)")
LOCAL_ANNEX = "LOCAL-ANNEX"  # what stands for the clause in the departures that are the office's own annex
TITLE, TEXT = 1, 2  # its paragraphs
APART = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class NegotiatedText:
    """Negotiated text that replaces a paragraph (counted from 1) of a clause in one language.

    `old` is the text it replaced. An empty `new` leaves the paragraph out and keeps its number; an empty `old`
    with the number after the last adds a paragraph. Lines that begin with `- ` are items of a list. `cleared_by` is
    who cleared it at Legal, which a locked clause needs.

    The title and the text of the office's own annex are two such paragraphs of LOCAL_ANNEX, which replace nothing; an
    empty line there begins another paragraph.
    """

    clause: str
    language: str
    paragraph: int
    old: str
    new: str
    who: str
    reason: str
    cleared_by: str = ""


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph of an article: `number` is `3.2`; `departed` when its text was negotiated."""

    number: str
    paragraph: Paragraph
    departed: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `clause`, `version` and `sha256` name the wording it was made from."""

    number: int
    clause: str
    version: int
    sha256: str
    title: str
    locked: bool
    paragraphs: tuple[NumberedParagraph, ...]


@dataclass(frozen=True, slots=True)
class AssembledAnnex:
    """An annex in one language: words, labels, rows of written cells, and the written total, if any.

    One that is `local` was added by the office: no type of agreement calls for it.
    """

    code: str
    title: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[TextPart, ...], ...]
    total: str
    words: tuple[Paragraph, ...] = ()
    local: bool = False


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """The agreement in one language."""

    language: str
    title: str
    opening: tuple[Paragraph, ...]
    articles: tuple[Article, ...]
    annexes: tuple[AssembledAnnex, ...]
    gaps: tuple[MissingValue, ...]


@dataclass(frozen=True, slots=True)
class AssembledAgreement:
    """An agreement put together. `versions` are in the order of the languages asked for and level with one another.

    `stale` are departures that no longer meet the text they replaced: they were not applied.
    """

    code: str
    version: int
    sha256: str
    languages: tuple[str, ...]
    ruling: str
    versions: tuple[LanguageVersion, ...]
    inclusions: tuple[Inclusion, ...]
    departures: tuple[NegotiatedText, ...]
    stale: tuple[NegotiatedText, ...]

    @property
    def gaps(self) -> tuple[MissingValue, ...]:
        """The places without a value, in all languages."""
        return tuple(gap for version in self.versions for gap in version.gaps)

    def in_language(self, language: str) -> LanguageVersion:
        """The version in a language; raises KeyError for one that was not asked for."""
        for version in self.versions:
            if version.language == language:
                return version
        raise KeyError(language)

    def wordings(self) -> dict[str, str]:
        """The digest of each clause used, for the record that is sealed."""
        return {article.clause: article.sha256 for article in self.versions[0].articles}


def assemble(
    agreement_type: AgreementType,
    facts: Facts,
    languages: Sequence[str],
    departures: Sequence[NegotiatedText] = (),
) -> AssembledAgreement:
    """The agreement that these facts make, in one or two languages.

    The ruling language is `agreement.ruling_language`, or the first. Raises ValueError for a wrong choice of
    languages and Problem when the entries are too large; what has no value is a MissingValue.
    """
    if not 1 <= len(languages) <= 2 or len(set(languages)) != len(languages) or set(languages) - set(LANGUAGES):
        raise ValueError(f"an agreement has one or two of {LANGUAGES}, not {languages!r}")
    complete = complete_facts(agreement_type, facts, languages)
    decided = inclusions(agreement_type, complete)
    included = [inclusion for inclusion in decided if inclusion.included]
    refs = {inclusion.clause: str(number) for number, inclusion in enumerate(included, 1)}
    assembler = _Assembler(agreement_type, complete, included, refs, tuple(departures))
    versions = _levelled_annex(_levelled([assembler.version(language) for language in languages]))
    return AssembledAgreement(
        code=agreement_type.code,
        version=agreement_type.version,
        sha256=agreement_type.sha256,
        languages=tuple(languages),
        ruling=str(complete.get("agreement.ruling_language")),
        versions=versions,
        inclusions=decided,
        departures=tuple(departure for departure in departures if departure in assembler.applied),
        stale=tuple(
            departure
            for departure in departures
            if departure not in assembler.applied
            and not (departure.clause == LOCAL_ANNEX and departure.language not in languages)
        ),
    )


def _levelled(versions: Sequence[LanguageVersion]) -> tuple[LanguageVersion, ...]:
    """The versions with as many paragraphs in each language: one that was added in one only is a gap in the other."""
    levels = zip(*(version.articles for version in versions), strict=True)
    longest = [max(len(article.paragraphs) for article in level) for level in levels]
    return tuple(
        replace(
            version,
            articles=tuple(
                article
                if len(article.paragraphs) == count
                else replace(article, paragraphs=(*article.paragraphs, *_unwritten(article, count, version.language)))
                for article, count in zip(version.articles, longest, strict=True)
            ),
        )
        for version in versions
    )


def _levelled_annex(versions: Sequence[LanguageVersion]) -> tuple[LanguageVersion, ...]:
    """The versions with as many paragraphs of the local annex: one that is written in one language only is a gap."""
    most = max((len(annex.words) for version in versions for annex in version.annexes if annex.local), default=0)
    return tuple(
        replace(
            version,
            annexes=tuple(
                replace(
                    annex,
                    words=(*annex.words, *[Paragraph((_to_write(version.language),))] * (most - len(annex.words))),
                )
                if annex.local
                else annex
                for annex in version.annexes
            ),
        )
        for version in versions
    )


def _to_write(language: str) -> MissingValue:
    return MissingValue(LOCAL_ANNEX, said_in(language, TO_COMPLETE).format(label=LANGUAGE_NAMES[language]))


def _unwritten(article: Article, count: int, language: str) -> Iterator[NumberedParagraph]:
    label = said_in(language, TO_COMPLETE).format(label=LANGUAGE_NAMES[language])
    for place in range(len(article.paragraphs) + 1, count + 1):
        gap = MissingValue(article.clause, label)
        yield NumberedParagraph(f"{article.number}.{place}", Paragraph((gap,)), departed=True)


@dataclass(slots=True)
class _Assembler:
    """Puts one language together after the other and remembers which departures were applied."""

    agreement_type: AgreementType
    facts: Facts
    included: list[Inclusion]
    refs: Mapping[str, str]
    departures: tuple[NegotiatedText, ...]
    applied: list[NegotiatedText] = field(default_factory=list)

    def version(self, language: str) -> LanguageVersion:
        fields = self.agreement_type.library.fields
        opening = fill(self.agreement_type.opening, self.facts, language, self.refs, fields)
        gaps = list(opening.gaps)
        articles = []
        for position, inclusion in enumerate(self.included, 1):
            clause = self.agreement_type.library.clauses[inclusion.clause]
            filled = fill(clause, self.facts, language, self.refs, fields)
            paragraphs = self._paragraphs(position, filled, language)
            gaps.extend(_gaps(paragraphs))
            article = Article(
                position, clause.id, clause.version, clause.sha256, filled.title, inclusion.locked, paragraphs
            )
            articles.append(article)
        tables = tuple(self._table(annex, language) for annex in self.agreement_type.annexes_due(self.facts))
        gaps.extend(cell for table in tables for row in table.rows for cell in row if isinstance(cell, MissingValue))
        gaps.extend(part for table in tables for paragraph in table.words for part in _missing_in(paragraph))
        title = self.agreement_type.name[language]
        if any(departure.clause == LOCAL_ANNEX for departure in self.departures):
            tables = (*tables, self._local_annex(ascii_uppercase[len(tables)], language))
        return LanguageVersion(language, title, opening.paragraphs, tuple(articles), tables, tuple(gaps))

    def _paragraphs(self, article: int, filled: FilledClause, language: str) -> tuple[NumberedParagraph, ...]:
        paragraphs = [
            NumberedParagraph(f"{article}.{index}", paragraph) for index, paragraph in enumerate(filled.paragraphs, 1)
        ]
        for departure in self.departures:
            if (departure.clause, departure.language) == (filled.clause, language):
                self._apply(departure, paragraphs, article)
        return tuple(paragraphs)

    def _apply(self, departure: NegotiatedText, paragraphs: list[NumberedParagraph], article: int) -> None:
        at = departure.paragraph - 1
        new = _negotiated(departure.new or said_in(departure.language, OMITTED))
        if at == len(paragraphs) and not departure.old:
            paragraphs.append(NumberedParagraph(f"{article}.{at + 1}", new, departed=True))
        elif 0 <= at < len(paragraphs) and paragraphs[at].paragraph.text == departure.old:
            paragraphs[at] = replace(paragraphs[at], paragraph=new, departed=True)
        else:
            return
        self.applied.append(departure)

    def _local_annex(self, letter: str, language: str) -> AssembledAnnex:
        """The office's own annex, whose first line says that the articles prevail over it."""
        written: dict[int, str] = {}
        for departure in self.departures:
            own = (departure.clause, departure.language) == (LOCAL_ANNEX, language)
            if own and departure.paragraph in (TITLE, TEXT) and departure.paragraph not in written:
                written[departure.paragraph] = departure.new.strip()  # a second one, of another laptop, is stale
                self.applied.append(departure)
        opening = Paragraph((self.agreement_type.library.annex_opening[language],))
        parts = [part for part in APART.split(written.get(TEXT, "")) if part.strip()]
        words = tuple(map(_negotiated, parts)) or (Paragraph((_to_write(language),)),)
        title = " ".join(written.get(TITLE, "").split()) or str(_to_write(language))
        return AssembledAnnex(letter, title, (), (), (), "", (opening, *words), local=True)

    def _table(self, annex: AnnexDefinition, language: str) -> AssembledAnnex:
        rows = self.facts.rows(annex.source) if annex.source else ()
        labels = tuple(column.label[language] for column in annex.columns)
        kinds = tuple(column.kind for column in annex.columns)
        cells = tuple(
            tuple(_cell(annex, column, row.get(column.name), language) for column in annex.columns) for row in rows
        )
        if annex.lines:
            cells = tuple((line[language], *("" for _column in annex.columns[1:])) for line in annex.lines)
        words: tuple[Paragraph, ...] = ()
        if annex.text:
            words = fill(annex.text, self.facts, language, self.refs, self.agreement_type.library.fields).paragraphs
        total = self._total(annex)
        written = "" if empty(total) else _written("money", total, language) or ""
        return AssembledAnnex(annex.code, annex.title[language], labels, kinds, cells, written, words)

    def _total(self, annex: AnnexDefinition) -> FactValue:
        """What a table adds up to: its rows, or the field of its total before it has any."""
        if not annex.total and not annex.sums:
            return None
        sums = sums_of(annex.source, annex.columns, self.facts)
        if len(sums) == 1:
            return sums[0]
        return self.facts.get(annex.total) if annex.total and not sums else None


def _negotiated(text: str) -> Paragraph:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    items = tuple((line.removeprefix("- "),) for line in lines if line.startswith("- "))
    return Paragraph((" ".join(line for line in lines if not line.startswith("- ")),), items)


def sums_of(source: str, columns: Iterable[ClauseField], facts: Facts) -> tuple[dict[str, FactValue], ...]:
    """What the amounts of the rows at a fact add up to, by currency; a cell that is no amount counts for nothing."""
    sums: dict[str, Decimal] = {}
    for column in columns:
        for row in facts.rows(source) if column.kind is ClauseFieldKind.MONEY else ():
            try:
                amount, currency = money(row.get(column.name))
            except Unwritable:
                continue
            sums[currency] = sums.get(currency, Decimal()) + amount
    return tuple({"amount": str(amount), "currency": currency} for currency, amount in sums.items())


def _missing_in(paragraph: Paragraph) -> Iterator[MissingValue]:
    yield from (part for part in paragraph.all_parts() if isinstance(part, MissingValue))


def _gaps(paragraphs: Iterable[NumberedParagraph]) -> Iterator[MissingValue]:
    for numbered in paragraphs:
        yield from _missing_in(numbered.paragraph)


def _cell(annex: AnnexDefinition, column: ClauseField, value: FactValue, language: str) -> TextPart:
    written = None if empty(value) else _written(column.kind, value, language)
    if written is not None:
        return written
    label = said_in(language, TO_COMPLETE).format(label=column.label[language])
    return MissingValue(f"{annex.source}.{column.name}", label)


def _written(kind: str, value: FactValue, language: str) -> str | None:
    try:
        return (
            WRITERS["text" if kind == ClauseFieldKind.PROSE else kind](value, language)
            .replace("{{", "{")
            .replace("}}", "}")
        )
    except Unwritable:
        return None

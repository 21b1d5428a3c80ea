"""The text of a final agreement as the record keeps it: later editions of the clauses do not touch it."""

from collections.abc import Sequence
from typing import Any

from desktop.base.values import Json, canonical, parse_json
from desktop.definitions.agreements.assembling import (
    Article,
    AssembledAgreement,
    AssembledAnnex,
    LanguageVersion,
    NegotiatedText,
    NumberedParagraph,
)
from desktop.definitions.agreements.inclusion import Inclusion
from desktop.definitions.clauses.filling import Paragraph
from desktop.definitions.terms import ClauseStatus


def archive(assembled: AssembledAgreement) -> str:
    """The text as JSON; which of its words came from a field is not kept."""
    kept: dict[str, Json] = {
        "code": assembled.code,
        "version": assembled.version,
        "sha256": assembled.sha256,
        "ruling": assembled.ruling,
        "versions": [_version(version) for version in assembled.versions],
        "inclusions": [
            {
                "clause": inclusion.clause,
                "status": str(inclusion.status),
                "included": inclusion.included,
                "locked": inclusion.locked,
                "why": dict(inclusion.why),
                "waived": inclusion.waived,
                "cleared_by": inclusion.cleared_by,
                "shortened": inclusion.shortened,
            }
            for inclusion in assembled.inclusions
        ],
    }
    return canonical(kept).decode()


def unarchive(archived: str, departures: Sequence[NegotiatedText]) -> AssembledAgreement:
    """The agreement that `archive` made; `departures` are those that its text has taken up.

    Raises KeyError, TypeError or ValueError for what no version wrote.
    """
    kept = parse_json(archived)
    versions = tuple(map(_read_version, kept["versions"]))
    return AssembledAgreement(
        code=kept["code"],
        version=kept["version"],
        sha256=kept["sha256"],
        languages=tuple(version.language for version in versions),
        ruling=kept["ruling"],
        versions=versions,
        inclusions=tuple(
            Inclusion(
                inclusion["clause"],
                ClauseStatus(inclusion["status"]),
                inclusion["included"],
                inclusion["locked"],
                inclusion["why"],
                inclusion["waived"],
                inclusion["cleared_by"],
                inclusion.get("shortened", False),
            )
            for inclusion in kept["inclusions"]
        ),
        departures=tuple(departures),
        stale=(),
    )


def _version(version: LanguageVersion) -> Json:
    return {
        "language": version.language,
        "title": version.title,
        "opening": [paragraph.text for paragraph in version.opening],
        "articles": [
            {
                "number": article.number,
                "clause": article.clause,
                "version": article.version,
                "sha256": article.sha256,
                "title": article.title,
                "locked": article.locked,
                "paragraphs": [
                    [
                        numbered.number,
                        numbered.departed,
                        *_lines_of(numbered.paragraph),
                    ]
                    for numbered in article.paragraphs
                ],
            }
            for article in version.articles
        ],
        "annexes": [
            {
                "code": annex.code,
                "title": annex.title,
                "columns": list(annex.columns),
                "kinds": [str(kind) for kind in annex.kinds],
                "rows": [[str(cell) for cell in row] for row in annex.rows],
                "total": annex.total,
                "words": [_lines_of(paragraph) for paragraph in annex.words],
                **({"local": True} if annex.local else {}),
            }
            for annex in version.annexes
        ],
    }


def _read_version(kept: Any) -> LanguageVersion:
    return LanguageVersion(
        language=kept["language"],
        title=kept["title"],
        opening=tuple(Paragraph((text,)) for text in kept["opening"]),
        articles=tuple(
            Article(
                article["number"],
                article["clause"],
                article["version"],
                article["sha256"],
                article["title"],
                article["locked"],
                tuple(
                    NumberedParagraph(number, _read_paragraph(*lines), departed)
                    for number, departed, *lines in article["paragraphs"]
                ),
            )
            for article in kept["articles"]
        ),
        annexes=tuple(
            AssembledAnnex(
                annex["code"],
                annex["title"],
                tuple(annex["columns"]),
                tuple(annex["kinds"]),
                tuple(map(tuple, annex["rows"])),
                annex["total"],
                tuple(_read_paragraph(*lines) for lines in annex.get("words", ())),
                annex.get("local", False),
            )
            for annex in kept["annexes"]
        ),
        gaps=(),
    )


def _lines_of(paragraph: Paragraph) -> list[str]:
    return ["".join(map(str, paragraph.parts)), *("".join(map(str, item)) for item in paragraph.items)]


def _read_paragraph(text: str, *items: str) -> Paragraph:
    return Paragraph((text,), tuple((item,) for item in items))

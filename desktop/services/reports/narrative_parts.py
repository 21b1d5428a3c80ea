"""Sections in the words of offices: what each achieved in a period, its difficulties, what comes next (S17)."""

from collections.abc import Sequence

from desktop.base.dates import day_known
from desktop.base.text import LANGUAGE_NAMES, _
from desktop.definitions.indicator import Period
from desktop.documents.reports.content import (
    ReportColumn,
    ReportPiece,
    ReportRow,
    ReportTable,
    ReportWords,
)
from desktop.services.reports import region_parts
from desktop.services.reports.basis import ReportBasis
from desktop.services.results import narratives
from desktop.services.results.figure_words import period_in_words
from desktop.store.records import OfficeNarrative


def own_narrative(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What this office told of the period and of parts of it."""
    stories = narratives.told_within(basis.work, basis.period, (basis.profile.code,))
    if not stories:
        return (ReportWords((_("The office has written nothing about this period."),), quiet=True),)
    return tuple(_told_table(basis, own, _period_words(own) if len(stories) > 1 else "") for own in stories)


def narrative_list(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Who told something and who did not; then what each told, under its name, as it was written."""
    names = region_parts.office_names(basis.work, basis.scope)
    stories = narratives.told_within(basis.work, basis.period, basis.scope.offices)
    texts = [
        _told_table(basis, own, " · ".join((names.get(own.office, own.office), _period_words(own)))) for own in stories
    ]
    return (_whose_table(names, stories), *texts)


def _whose_table(names: dict[str, str], stories: Sequence[OfficeNarrative]) -> ReportTable:
    """Every office: of which period it told, in which language and when; or that it wrote nothing."""
    rows = []
    for code, name in sorted({**{own.office: own.office for own in stories}, **names}.items()):
        written = [own for own in stories if own.office == code]
        rows += [
            ReportRow((name, _period_words(own), _language_name(own), own.writer_name, day_known(own.written_on)), code)
            for own in written
        ]
        if not written:
            rows.append(ReportRow((name, _("Nothing written"), None, None, None), code))
    columns = (
        ReportColumn("office", _("Office"), 2.2),
        ReportColumn("period", _("Period covered"), 1.7),
        ReportColumn("language", _("Language"), 0.9),
        ReportColumn("writer", _("Written by"), 1.4),
        ReportColumn("written_on", _("Written on"), 1.0),
    )
    empty = _("No office has sent anything yet: nothing is counted.")
    return ReportTable("narratives", "", columns, tuple(rows), when_empty=empty)


def _told_table(basis: ReportBasis, own: OfficeNarrative, title: str) -> ReportTable:
    """The answers that were written, and above them in which language."""
    questions = _("What was achieved"), _("Difficulties"), _("What comes next")
    answers = own.achieved, own.difficulties, own.comes_next
    rows = tuple(
        ReportRow((question, basis.text(answer)), own.office)
        for question, answer in zip(questions, answers, strict=True)
        if answer
    )
    language = _("As it was written, in this language: {language}").format(language=_language_name(own))
    columns = (ReportColumn("question", "", 1.0), ReportColumn("answer", language, 4.2))
    return ReportTable(f"narrative_{own.office}_{own.first_on}_{own.last_on}", title, columns, rows)


def _language_name(own: OfficeNarrative) -> str:
    return LANGUAGE_NAMES.get(own.language, own.language)


def _period_words(own: OfficeNarrative) -> str:
    first, last = day_known(own.first_on), day_known(own.last_on)
    return period_in_words(Period(first, last)) if first is not None and last is not None else ""

"""What an office tells of a period: written, corrected, taken back; in its own report, and in that of Headquarters."""

import json
from collections.abc import Callable
from dataclasses import replace

from desktop.base.text import LANGUAGES
from desktop.definitions.indicator import Period
from desktop.documents.reports.content import Report
from desktop.office import Office
from desktop.services.office import office_profile
from desktop.services.reports import building
from desktop.services.reports.building import ReportFormat
from desktop.services.results import narratives
from desktop.services.results.narratives import NarrativeText
from desktop.services.work import Work
from desktop.store.records import Partner
from tests.offices import headquarters
from tests.paper import assert_archivable, words_of
from tests.refusal import refused
from tests.services.exchange.test_sync import Desk, enrol, make

__all__ = ["headquarters", "make"]
YEAR = Period.year(2026)
HALF = Period.half(2026, 1)
TOLD = NarrativeText("Cent familles ont du courant.", "Les pluies.", "La Mauritanie.\nPuis le Mali.", "fr")


def report(work: Work, kind: str, language: str = "fr") -> Report:
    return building.build(work, building.kind_of(work, kind), YEAR, language)


def texts(report: Report, table_id: str) -> list[list[object]]:
    """The cells of the rows of each table whose id begins so."""
    tables = [table for _section, table in report.tables() if table.id.startswith(table_id)]
    return [[cell for row in table.rows for cell in row.cells] for table in tables]


def test_it_is_written_once_for_a_period_corrected_and_taken_back(office: Office) -> None:
    work = office.work
    assert "n’a rien écrit" in json.dumps(
        json.loads(building.tables.as_json(report(work, "office"))), ensure_ascii=False
    )
    with refused("narrative-none"):
        narratives.set_aside(work, YEAR, True)
    first = narratives.write(work, YEAR, TOLD)
    assert narratives.write(work, YEAR, replace(TOLD, difficulties=" ")).id == first.id
    own = narratives.read(work, YEAR)
    assert own is not None and (own.difficulties, own.writer_name) == ("", work.officer.name)
    assert own.written_on == work.today().isoformat()
    narratives.set_aside(work, YEAR, True)
    assert narratives.told_within(work, YEAR, None) == []
    narratives.write(work, HALF, replace(TOLD, language="en"))
    narratives.set_aside(work, YEAR, False)
    assert [own.last_on for own in narratives.told_within(work, YEAR, None)] == ["2026-06-30", "2026-12-31"]
    assert [own.last_on for own in narratives.told_within(work, HALF, None)] == ["2026-06-30"]
    for told, code in (
        (NarrativeText(" ", "", "\n", "fr"), "narrative-empty"),
        (replace(TOLD, language="pt"), "narrative-language"),
        (replace(TOLD, comes_next="x" * 1501), "narrative-too-long"),
    ):
        with refused(code):
            narratives.write(work, YEAR, told)
    with refused("narrative-period-reversed"):
        narratives.write(work, Period(YEAR.last, YEAR.first), TOLD)


def test_the_report_of_the_office_names_nobody_who_is_hidden(office: Office) -> None:
    work = office.work
    with office.store.change("Registered", office.user.id) as session:
        session.add(Partner(name="Soukeyna Diop-Lavergne", group="HNW", subtype="person", country="SN", discreet=True))
    narratives.write(work, YEAR, replace(TOLD, achieved="Soukeyna Diop-Lavergne a payé les lampes."))
    for language in LANGUAGES:
        own = report(work, "office", language)
        for format_ in ReportFormat:
            assert b"Diop-Lavergne" not in building.written(work, own, format_)
        ((_question, achieved, *others),) = texts(own, "narrative_")
        assert "lampes" not in str(achieved) and "Les pluies." in others


def test_headquarters_shows_it_under_the_name_of_the_office_and_who_wrote_none(make: Callable[..., Desk]) -> None:
    headquarters = make("hq", "HQ", "hq_reviewer")
    dakar, niamey = (make(code.lower(), code) for code in ("SN10", "NE10"))
    for desk in (dakar, niamey):
        enrol(desk, headquarters)
        desk.register("Partenaire")
        office_profile.change(desk.work, name=f"Bureau de {desk.store.identity.office}", country="SN")
    narratives.write(dakar.work, YEAR, TOLD)
    narratives.write(dakar.work, HALF, replace(TOLD, language="en", achieved="A hundred families have power."))
    assert headquarters.verdicts(dakar.pack(), niamey.pack()) == ["applied"] * 2
    for language in LANGUAGES:
        own = report(headquarters.work, "consolidated", language)
        ((*cells,),) = texts(own, "narratives")
        names = [cell for cell in cells if "Bureau de" in str(cell)]
        assert names == ["NE10 Bureau de NE10", *["SN10 Bureau de SN10"] * 2]
        assert {"English", "Français"} <= set(cells)
        half, whole = texts(own, "narrative_")
        assert "A hundred families have power." in half and TOLD.achieved in whole
        (title,) = {table.title for _section, table in own.tables() if table.id.endswith("2026-12-31")}
        assert title == "SN10 Bureau de SN10 · 2026"
        paper = building.written(headquarters.work, own, ReportFormat.PDF)
        assert_archivable(paper)
        assert "Cent familles ont du courant." in words_of(paper) and title in words_of(paper)
    narratives.set_aside(dakar.work, YEAR, True)
    assert headquarters.verdicts(dakar.pack()) == ["applied"]
    assert len(texts(report(headquarters.work, "consolidated"), "narrative_")) == 1
    with refused("role-not-allowed"):
        narratives.write(headquarters.work, YEAR, TOLD)

"""Reports: the same numbers on paper, in the workbook, as CSV, as JSON and on the screens; nothing named that is not
for its reader."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from desktop.base.text import LANGUAGES, speaking
from desktop.definitions.indicator import Period
from desktop.definitions.loading import shipped
from desktop.definitions.register import REMAINDER
from desktop.definitions.terms import Audience
from desktop.documents.reports.content import (
    NumberKind,
    Report,
    ReportChart,
    ReportColumn,
    ReportNumber,
    ReportRow,
    ReportTable,
    cell_words,
)
from desktop.documents.sheet import EXCEL_MANNERS
from desktop.office import Office
from desktop.services.reports import building, handing_out
from desktop.services.reports.building import ReportFormat
from desktop.services.results import contribution_list, figure_words, matching, periods
from desktop.services.results.contribution_list import ContributionFilter
from desktop.services.results.figures import FiguresReader, PeriodFigures, Scope, own_scope
from desktop.services.results.register import publishing
from desktop.store.records import Contribution, Lesson, OfficeProfile, Officer, Partner, Partnership, Person
from desktop.store.states import ContributionState, Visibility
from tests.makers import arrived, on
from tests.offices import chief, chief_seal, headquarters
from tests.paper import assert_archivable, words_of
from tests.refusal import refused
from tests.services.results.histories import HOME, History, histories, records_of
from tests.services.results.test_register import gift, signed

__all__ = ["chief", "chief_seal", "headquarters"]
YEAR = Period.year(2026)


def record(office: Office, history: History) -> PeriodFigures:
    """Record a worked case; the figures of its year."""
    with office.store.change("Recorded", office.user.id) as session:
        session.add_all(own for code, own in records_of(history.records) if code == HOME)
    return FiguresReader(office.work, own_scope(office.work)).of_period(YEAR)


def built(office: Office, kind: str = "office", language: str = "fr", period: Period = YEAR, about: str = "") -> Report:
    return building.build(office.work, building.kind_of(office.work, kind), period, language, about=about)


def values(report: Report) -> Mapping[str, Decimal | None]:
    """The value of each indicator, as the JSON has it."""
    content = json.loads(building.tables.as_json(report))
    return {
        row["code"]: None if row["cells"][1]["number"] is None else Decimal(row["cells"][1]["number"])
        for section in content["sections"]
        for table in section["tables"]
        if table["id"].startswith("indicators_")
        for row in table["rows"]
    }


def exact(answer: PeriodFigures) -> Mapping[str, Decimal | None]:
    return {
        id_: figure_words.tabled(figure.indicator, figure.value)
        for id_, figure in answer.figures.items()
        if figure.indicator.type is not None
    }


def test_groups_have_an_order_and_shares_stand_even() -> None:
    ages = next(list(own.groups) for own in shipped().results.dimensions if own.id == "age")
    groups: dict[str, Decimal] = {"": Decimal(9), **{code: Decimal(n) for n, code in enumerate(reversed(ages), 1)}}
    ordered = figure_words.ordered_groups(shipped(), "heads.age", groups)
    assert [group for group, _value in ordered] == [*ages, ""]
    ordered = figure_words.ordered_groups(shipped(), "heads.sex", {"": Decimal(0), "m": Decimal(1), "f": Decimal(2)})
    assert [group for group, _value in ordered] == ["f", "m"]
    assert figure_words.group_words(shipped(), "product.language", "fr") != "fr"
    columns = (ReportColumn("a", "A"), ReportColumn("b", "B"))
    shares = tuple(ReportNumber(Decimal(value), NumberKind.PERCENT) for value in ("50", "33.33"))
    table = ReportTable("t", "", columns, (ReportRow(shares),))
    assert [cell_words(cell, "en", table.share_decimals) for cell in shares] == ["50.00%", "33.33%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_has_the_numbers_of_the_screens_to_the_cent(office: Office, language: str) -> None:
    answer = record(office, histories()[0])
    report = built(office, language=language)
    wanted = exact(answer)
    assert wanted["RES-1"] == Decimal("82560.00")
    assert {code: own for code, own in values(report).items() if code in wanted} == wanted
    files = {format_: building.written(office.work, report, format_) for format_ in ReportFormat}
    manner = EXCEL_MANNERS[language]
    rows = list(csv.DictReader(StringIO(files[ReportFormat.CSV].decode("utf-8-sig")), delimiter=manner.delimiter))
    in_csv = {
        row["code"]: row["number"].replace(manner.point, ".")
        for row in rows
        if row["table"].startswith("indicators_") and row["measure"] == "value"
    }
    assert {code: Decimal(in_csv[code]) for code, own in wanted.items() if own is not None} == {
        code: own for code, own in wanted.items() if own is not None
    }
    sheets = CalamineWorkbook.from_filelike(BytesIO(files[ReportFormat.XLSX]))
    readable, data = (sheets.get_sheet_by_index(place).to_python() for place in (0, 1))
    head = data[0]
    code, measure, number = (head.index(name) for name in ("code", "measure", "number"))
    in_data = {row[code]: row[number] for row in data[1:] if row[measure] == "value" and row[code] in wanted}
    assert in_data == {code: float(own) for code, own in wanted.items() if own is not None}
    assert any(82560.0 in row for row in readable), "the sheet to be read holds numbers"
    assert any(str(row[0]).endswith(" (%)") and row[1] == 4.0 for row in readable)
    with speaking(language):
        shown = [
            figure_words.value_words(figure.indicator, figure.value)
            for figure in answer.figures.values()
            if figure.indicator.type is not None
        ]
        sentence = figure_words.five_percent_sentence(answer.five_percent)
    paper = words_of(files[ReportFormat.PDF]).replace("\u00a0", " ").replace("\u202f", " ")
    for words in (*shown, sentence):
        assert " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split()) in paper
    assert_archivable(files[ReportFormat.PDF])
    for stated in (report.head.office_name, report.head.period, shipped().indicators.version):
        assert stated in paper


@pytest.mark.parametrize("history", histories(), ids=lambda history: history.name)
def test_a_report_of_any_history_has_its_figures_and_says_what_is_not_counted(history: History, office: Office) -> None:
    answer = record(office, history)
    report = built(office)
    wanted = exact(answer)
    assert {code: own for code, own in values(report).items() if code in wanted} == wanted
    left_out = next(table for _section, table in report.tables() if table.id == "left_out")
    printed: dict[str, int] = {}
    for row in left_out.rows:
        number = row.cells[2]
        printed[row.code] = printed.get(row.code, 0) + int(getattr(number, "value", 0))
    assert printed == {id_: len(own.left_out) for id_, own in answer.figures.items() if own.left_out}
    choice = ContributionFilter(year="2026")
    order = contribution_list.ListOrder("", False)
    sums = contribution_list.ordered(office.work, choice, order, {}).sums
    funds = matching.read(office.work, YEAR, frozenset({HOME})).usd
    assert sum((own for whose, own in funds.items() if whose != "partner"), Decimal()) == sums.others


def test_a_report_that_leaves_iom_names_nobody_who_is_not_for_its_reader(office: Office) -> None:
    record(office, histories()[0])
    with office.store.change("Recorded", office.user.id) as session:
        partners = session.query(Partner).order_by(Partner.id).all()
        partners[0].discreet, partners[0].name = True, "Discret et Fils SARL"
        partners[1].group, partners[1].name = "HNW", "Soukeyna Diop-Lavergne"
        for own in session.query(Partnership).filter(Partnership.partner_id == partners[2].id):
            own.visibility, own.title = Visibility.INTERNAL, "Partenariat réservé"
        session.add(Lesson(title="Enseignement réservé", shared=False))
    report = built(office)
    for format_ in ReportFormat:
        data = building.written(office.work, report, format_)
        if format_ is ReportFormat.PDF:
            text = words_of(data)
        elif format_ is ReportFormat.XLSX:
            book = CalamineWorkbook.from_filelike(BytesIO(data))
            text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
        else:
            text = data.decode("utf-8-sig")
        for secret in ("Discret et Fils", "Diop-Lavergne", "Partenariat réservé", "Enseignement réservé"):
            assert secret not in text, (format_, secret)


def test_each_kind_is_written_in_each_language_and_the_partner_s_names_the_partner_alone(office: Office) -> None:
    record(office, histories()[0])
    with office.store.change("Renamed", office.user.id) as session:
        names = {partner.id: f"Société {partner.name}-{partner.name}" for partner in session.query(Partner)}
        for partner in session.query(Partner):
            partner.name = names[partner.id]
    about = next(iter(names))
    for kind in building.kinds(office.work):
        period = building.usual_period(office.work, kind) if kind.id != "partner" else YEAR
        for language in LANGUAGES:
            report = building.build(office.work, kind, period, language, about=about)
            paper = words_of(building.written(office.work, report, ReportFormat.PDF))
            assert kind.id == "deadlines" or kind.label[language] in paper
            parts = [
                part for part in kind.parts if part.id != "purposes"
            ]  # no cost is recorded, as the one before says
            assert [section.title for section in report.sections] == [part.label[language] for part in parts]
    own = built(office, "partner", about=about)
    text = building.written(office.work, own, ReportFormat.JSON).decode()
    assert names[about] in text and not any(name in text for id_, name in names.items() if id_ != about)
    received = FiguresReader(office.work, own_scope(office.work)).of_period(YEAR).figures["RES-1"]
    assert received.table is not None
    with office.store.read() as session:
        ids = {row.id for row in session.query(Contribution).filter(Contribution.partner_id == about)}
    usd = received.table.places["contribution.usd"]
    wanted = sum((row[usd] for row in received.counted if row[0] in ids), Decimal())
    gave = next(table for _section, table in own.tables() if table.id == "gave")
    assert (gave.total[-1].value if gave.rows else Decimal()) == wanted  # type: ignore[union-attr]
    with refused("report-of-nobody"):
        built(office, "partner")


def test_what_member_states_read_is_what_the_register_lets_leave_and_nobody_hidden_is_in_a_file(office: Office) -> None:
    record(office, histories()[0])
    with office.store.change("Recorded", office.user.id) as session:
        partners = session.query(Partner).order_by(Partner.id).all()
        partners[0].group, partners[0].name = "HNW", "Soukeyna Diop-Lavergne"
        session.add(Person(partner_id=partners[1].id, name="Ndeye Coumba Sarr"))
    report = built(office, "members")
    tables = {table.id: table for _section, table in report.tables()}
    published = publishing.read(office.work, own_scope(office.work), YEAR, Audience.MEMBERS)
    cells = {row.code: row.cells[1] for row in tables["published_totals"].rows}
    assert cells["received_usd"] == ReportNumber(published.totals.whole["received_usd"], NumberKind.USD)
    assert published.totals.whole["received_usd"] == Decimal("82560.00")
    assert [row.code for row in tables["register"].rows] == [own.entry.number for own in published.entries]
    for format_ in ReportFormat:
        building.written(office.work, report, format_)
    head = replace(report.head, about="Le rapport de Coumba Sarr Ndeye")
    with refused("report-leaks"):
        building.written(office.work, replace(report, head=head), ReportFormat.PDF)


def test_the_evaluation_draws_a_series_of_several_years_alone(office: Office) -> None:
    record(office, histories()[0])
    kind = building.kind_of(office.work, "evaluation")

    def drawn(period: Period) -> list[str]:
        report = building.build(office.work, kind, period, "en")
        return [own.id for part in report.sections for own in part.pieces if isinstance(own, ReportChart)]

    assert not drawn(YEAR) and "series_RES-1" in drawn(Period(date(2025, 1, 1), YEAR.last))


def test_the_evaluation_stays_as_it_was_handed_out(office: Office) -> None:
    record(office, histories()[0])
    kind = building.kind_of(office.work, "evaluation")
    done = handing_out.hand_out(office.work, kind, YEAR)
    assert done == handing_out.handed(office.work, kind, YEAR)
    before = {own: handing_out.data(office.work, kind, YEAR, "en", own) for own in ReportFormat}
    with office.store.change("Corrected", office.user.id) as session:
        for own in session.query(Contribution):
            own.archived = True
    assert {own: handing_out.data(office.work, kind, YEAR, "en", own) for own in ReportFormat} == before
    other = handing_out.data(office.work, kind, Period.year(2025), "en", ReportFormat.JSON)
    assert json.loads(other)["period"]["first"] == "2025-01-01"
    with refused("report-handed-out"):
        handing_out.hand_out(office.work, kind, YEAR)
    with refused("report-not-frozen"):
        handing_out.hand_out(office.work, building.kind_of(office.work, "office"), YEAR)


def test_a_report_says_that_its_period_was_closed_and_outside_iom_not_by_whom(
    office: Office, chief: Officer, chief_seal: bytes
) -> None:
    record(office, histories()[0])
    work = on(office, date(2027, 1, 15))
    assert built(office).head.standing == ""
    periods.sign(work.acting_as(chief), periods.prepare(work, YEAR).id, chief_seal)
    for kind, names in (("office", False), ("dashboard", True)):
        report = building.build(work, building.kind_of(work, kind), YEAR, "en")
        assert "losed on" in report.head.standing and (chief.name in report.head.standing) is names
        assert report.head.standing in building.written(work, report, ReportFormat.JSON).decode()


def test_headquarters_counts_once_in_every_line_and_says_which_offices_lack(headquarters: Office) -> None:
    history = next(own for own in histories() if own.hq)
    records = [(code, own) for code, own in records_of(history.records) if own.id not in history.lacks]
    for code in {code for code, _record in records}:
        profile = OfficeProfile(code=code, name=f"Bureau {code}", country=code[:2])
        arrived(headquarters.store, code, profile, *(own for own_code, own in records if own_code == code))
    taught = Lesson(title="Begin with women’s associations", worked="They knew everybody", noted_on="2026-05-04")
    arrived(headquarters.store, records[0][0], taught)
    report = built(headquarters, "consolidated", "en")
    whole = FiguresReader(headquarters.work, Scope()).of_period(YEAR)
    tables = {table.id: table for _section, table in report.tables()}
    for kind in headquarters.definitions.strategy.types:
        rows = {row.code: row.cells[1:] for row in tables[f"regions_{kind.id}"].rows}
        for place, id_ in enumerate(kind.indicators):
            figure = whole.figures[id_]
            assert rows[""][place].value == figure_words.tabled(figure.indicator, figure.value)  # type: ignore[union-attr]
        for code in {code for code, _record in records}:
            own = FiguresReader(headquarters.work, Scope(frozenset({code}))).measured(YEAR)
            values = [figure_words.tabled(own[id_].indicator, own[id_].value) for id_ in kind.indicators]
            assert [cell.value for cell in rows[code]] == values  # type: ignore[union-attr]
    (lesson,) = tables["lessons"].rows
    assert lesson.cells[4:] == (records[0][0], date(2026, 5, 4))
    assert {row.code for row in tables["offices"].rows} == {code for code, _record in records}
    assert_archivable(building.written(headquarters.work, report, ReportFormat.PDF))


def test_headquarters_reports_on_the_offices_of_one_region_alone(headquarters: Office) -> None:
    for code, region in (("SN10", "wca"), ("ML10", "wca"), ("BD10", "ap")):
        profile = OfficeProfile(code=code, name=f"Bureau {code}", region=region)
        lesson = Lesson(title=f"Lesson of {code}", worked="Yes", noted_on="2026-05-04")
        arrived(headquarters.store, code, profile, lesson)
    kind = building.kind_of(headquarters.work, "consolidated")
    report = building.build(headquarters.work, kind, YEAR, "en", region="wca")
    with speaking("en"):
        name = headquarters.definitions.regions.labels["wca"]
    assert report.head.title.endswith(name) and report.head.reference == "HQ-WCA-CONSOLIDATED-2026"
    tables = {table.id: table for _section, table in report.tables()}
    for id_, codes in {"offices": {"SN10", "ML10"}, "narratives": {"SN10", "ML10"}}.items():
        assert {row.code for row in tables[id_].rows} == codes
    for table in (own for id_, own in tables.items() if id_.startswith("regions_")):
        assert [row.code for row in table.rows] == ["", "ML10", "SN10"] and table.rows[0].cells[0] == name
    assert {row.cells[0] for row in tables["lessons"].rows} == {"Lesson of SN10", "Lesson of ML10"}
    assert_archivable(building.written(headquarters.work, report, ReportFormat.PDF))
    with refused("region-without-offices"):
        building.build(headquarters.work, kind, YEAR, "en", region="roec")
    with refused("report-not-regional"):
        building.build(headquarters.work, building.kind_of(headquarters.work, "investment"), YEAR, "en", region="wca")


def test_what_is_no_report_or_no_period_is_refused_and_formulas_are_none(office: Office) -> None:
    with refused("report-unknown"):
        building.kind_of(office.work, "gossip")
    with refused("report-period-reversed"):
        built(office, period=Period(YEAR.last, YEAR.first))
    with office.store.change("Recorded", office.user.id) as session:
        session.add(Lesson(title='=HYPERLINK("x")', shared=True))
    report = built(office)
    text = building.written(office.work, report, ReportFormat.CSV).decode("utf-8-sig")
    assert "'=HYPERLINK" in text and ";=HYPERLINK" not in text
    assert replace(report.head, language="en").kind == "office"


def test_a_sum_that_one_partnership_alone_makes_up_is_told_in_no_report_that_leaves(office: Office) -> None:
    """By the rule of the register: one of two is for inside IOM alone, then the only one is."""
    goods = gift("S-2", "b", "777.77", currency="USD", kind="goods")
    arrived(
        office.store,
        HOME,
        Partner(id="a", name="Teranga Câbles", group="ENT", country="SN"),
        Partner(id="b", name="Fondation Baobab", group="FND", country="SN"),
        *signed("S-1", "a"),
        *signed("S-2", "b", visibility="internal"),
        money := gift("S-1", "a", "1000.50", currency="USD", kind="cash"),
        goods,
    )
    why, guard = "ces montants en révéleraient", office.work.definitions.register.guards[REMAINDER].words["fr"]
    told = building.tables.as_json(built(office)).decode()
    assert "1778.27" in told and why in told and guard in told
    assert "777.77" not in told and "1000.5" not in told and "777,77" not in told
    with office.store.change("Not here yet", office.user.id) as session:
        session.get_one(Contribution, money.id).state = ContributionState.PROMISED
    for kind in ("office", "members"):
        told = building.tables.as_json(built(office, kind)).decode()
        assert why in told and "777.77" not in told and "777,77" not in told
    assert "777.77" in building.tables.as_json(built(office, "dashboard")).decode()

"""The cost of the function: exact sums by month, source, partner and office, dollars by the rate in use, at HQ too."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.base.progress import RunNow
from desktop.documents.charts.telling import told
from desktop.office import Office
from desktop.presenters.results.costs import CostsPresenter
from desktop.services import merging
from desktop.services.exchange.headquarters import offices
from desktop.services.partner_papers import cost_sheet
from desktop.services.registry import exchange_rates, partners
from desktop.services.results import cost_charts, function_costs
from desktop.services.results.function_costs import NewCost, Spent
from desktop.store.records import FunctionCost, Partner
from tests.base.test_rates import HEADS, ROWS
from tests.exchanging import User, seated, user
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import headquarters
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["headquarters", "user"]
DAY = date(2026, 11, 28)
D = Decimal


def spend(office: Office, day: str, source: str = "internal", **fields: str) -> FunctionCost:
    return function_costs.record(office.work, NewCost(day, source, **fields))


def test_a_year_adds_up_by_month_source_partner_and_office(office: Office) -> None:
    on(office, DAY)
    teranga, orange = (partners.register(office.work, Partner(name=name)).id for name in ("Teranga", "Orange"))
    spend(office, "2026-01-31", hours="2.5", partner_id=teranga)
    spend(office, "2026-01-01", hours="0.25", amount="100.10", source="donors", partner_id=teranga)
    spend(office, "2026-11-28", amount="0.2", partner_id=orange, source="private")
    spend(office, "2026-11-01", hours="8")
    spend(office, "2025-12-31", hours="40")
    mistaken = spend(office, "2026-06-01", hours="99")
    function_costs.set_aside(office.work, mistaken.id, True)
    year = function_costs.of_year(office.work, 2026)
    assert {key: (spent.hours, spent.usd) for key, spent in year.by_month.items()} == {
        (1, "internal"): (D("2.5"), D(0)),
        (1, "donors"): (D("0.25"), D("100.10")),
        (11, "private"): (D(0), D("0.2")),
        (11, "internal"): (D(8), D(0)),
    }
    assert (year.total.hours, year.total.usd, year.total.entries) == (D("10.75"), D("100.30"), 4)
    assert [(own.name, own.spent.hours) for own in year.partners] == [
        ("Teranga", D("2.75")),
        ("Orange", D(0)),
        ("", D(8)),
    ]
    drawn, dollars = cost_charts.hours(office.work, year), cost_charts.money(office.work, year)
    assert drawn is not None and dollars is not None and drawn.labels[0] == "janvier" and len(drawn.labels) == 11
    assert [series.name for series in drawn.series] == ["Interne", "Donateurs"], "a source without hours is not drawn"
    assert (drawn.total(0), drawn.total(5), drawn.total(10)) == (D("2.75"), D(0), D(8))
    assert (sum(drawn.values()), sum(dollars.values())) == (year.total.hours, year.total.usd)
    assert "Total. Hausse de 2,75 à 8 entre janvier et novembre." in told(drawn)
    said = words_of(cost_sheet.pdf(office.work, year, {}))
    assert "Temps, en heures" in said and "2,8" in said
    assert cost_charts.hours(office.work, function_costs.of_year(office.work, 2025)) is None, "one month is no trend"
    foreign = {(month, f"code {month}"): Spent(D(month)) for month in range(1, 9)}  # of codes that no file has
    crowded = cost_charts.hours(office.work, replace(year, by_month={**year.by_month, **foreign}))
    assert crowded is not None and [series.name for series in crowded.series][-2:] == ["code 3", "Autre"]
    assert sum(crowded.values()) == year.total.hours + sum(range(1, 9)), "nothing is left out of the drawing"
    assert list(year.years) == [2026, 2025] and set(year.by_office) == {
        ("SN10", "internal"),
        ("SN10", "donors"),
        ("SN10", "private"),
    }
    function_costs.set_aside(office.work, mistaken.id, False)
    assert function_costs.of_year(office.work, 2026).total.hours == D("109.75")
    warnings = [warning.code for warning in merging.plan(office.work, teranga, orange).warnings]
    merging.merge(office.work, teranga, orange, chosen={}, knowing=warnings)
    merged = function_costs.of_year(office.work, 2026).partners[0]
    assert (merged.partner_id, merged.spent.usd) == (teranga, D("100.30")), "a merged partner is the one it became"
    entries = function_costs.every(office.work, 2026, orange)
    assert {entry.partner_id for entry in entries} == {teranga} and len(entries) == 3


def test_the_sheet_of_a_year_without_costs_says_so(office: Office) -> None:
    on(office, DAY)
    page = " ".join(words_of(cost_sheet.pdf(office.work, function_costs.of_year(office.work, 2026), {})).split())
    assert "Aucun coût de la fonction n’est enregistré pour la période." in page and "Total" not in page


def test_dollars_follow_from_the_rate_or_are_typed_or_are_not_known(office: Office, tmp_path: Path) -> None:
    on(office, DAY)
    lacking = spend(office, "2026-11-20", amount="590000", currency="XOF")
    typed = spend(office, "2026-11-20", amount="1000", currency="XOF", usd="1.70")
    assert (lacking.amount_usd, typed.amount_usd) == (None, "1.70")
    total = function_costs.of_year(office.work, 2026).total
    assert (total.usd, total.unknown) == (D("1.70"), 1)
    assert function_costs.convert(office.work) == 0
    path = tmp_path / "rates.csv"
    path.write_text(HEADS + ROWS, "utf-8")
    exchange_rates.install(on(office, DAY), path)
    assert function_costs.convert(office.work) == 1
    rate = exchange_rates.rate_of(office.work, "XOF")
    assert rate is not None
    now = function_costs.read(office.work, lacking.id)
    assert now.amount_usd == str(rate.dollars(D(590000))) and now.dollars is not None and now.dollars.rate
    new = NewCost("2026-11-20", "internal", amount="1000", currency="XOF", hours="1")
    function_costs.correct(office.work, typed.id, new)
    again = function_costs.read(office.work, typed.id)
    assert again.amount_usd == "1.70", "what somebody typed for this very amount stays"
    function_costs.correct(office.work, typed.id, NewCost("2026-11-20", "internal", amount="2000", currency="XOF"))
    assert function_costs.read(office.work, typed.id).amount_usd == str(rate.dollars(D(2000)))


def test_what_cannot_be_is_refused(office: Office) -> None:
    on(office, DAY)
    for code, new in (
        ("cost-incomplete", NewCost("", "internal", hours="1")),
        ("cost-incomplete", NewCost("2026-11-20", "", hours="1")),
        ("cost-incomplete", NewCost("2026-11-20", "internal")),
        ("cost-to-come", NewCost((DAY + timedelta(days=1)).isoformat(), "internal", hours="1")),
        ("cost-of-nothing", NewCost("2026-11-20", "internal", hours="-1")),
        ("cost-of-nothing", NewCost("2026-11-20", "internal", amount="0", currency="XOF")),
    ):
        with refused(code):
            function_costs.record(office.work, new)


AMOUNTS = st.decimals(min_value="0.01", max_value="99999999", places=2).map(str)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, st.booleans()), max_size=30))
def test_sums_are_exact_in_whatever_order(rows: list[tuple[str, str, bool]]) -> None:
    costs = [
        FunctionCost(hours=hours, amount=usd, amount_usd=usd if known else None, currency="XOF")
        for hours, usd, known in rows
    ]
    total = function_costs.together(costs)
    assert total == function_costs.together(reversed(costs))
    cents = sum(int(D(usd) * 100) for _hours, usd, known in rows if known)
    assert total.usd * 100 == cents and total.unknown == sum(not known for *_rest, known in rows)
    assert total == sum((function_costs.together([cost]) for cost in costs), Spent())


def test_headquarters_adds_up_by_office_region_and_year(office: Office, headquarters: Office, user: User) -> None:
    hq = headquarters
    recognise(office, hq)
    on(office, DAY)
    teranga = partners.register(office.work, Partner(name="Teranga")).id
    spend(office, "2026-10-05", hours="3", partner_id=teranga, purpose="talks", officer_id=office.user.id)
    spend(office, "2026-10-06", amount="250.50", source="donors", description="Salle")
    spend(office, "2025-10-06", amount="99", source="donors")
    assert deliver(office, hq) == "applied"
    assert answered(office, hq) == "applied"
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    with office.store.read() as here, hq.store.read() as there:
        names = office.store.families[FunctionCost.KIND].number
        ours = {row.id: {name: getattr(row, name) for name in names} for row in here.query(FunctionCost)}
        theirs = {row.id: {name: getattr(row, name) for name in names} for row in there.query(FunctionCost)}
        assert len(ours) == 3 and ours == theirs
    on(hq, DAY)
    shown = seated(CostsPresenter(hq, RunNow()), user)
    (line,) = shown.office_lines
    assert (line.key, line.cells["hours"].exact, line.cells["usd"].exact) == ("SN10", D(3), D("250.50"))
    (region,) = shown.region_lines
    assert region.title == line.cells["region"].text and region.cells["usd:donors"].exact == D("250.50")
    shown.narrow(office="NE10")
    assert not shown.office_lines and shown.year.total.entries == 0
    shown.narrow(office="", year="2025")
    assert [line.cells["usd"].exact for line in shown.office_lines] == [D(99)]
    shown.open_office("SN10")
    assert user.went[-1] == ("cost_entries", {"year": "2025"}) and not shown.may_add
    year = function_costs.of_year(hq.work, 2026)
    said = words_of(cost_sheet.pdf(hq.work, year, {"SN10": ("Dakar", region.title)}))
    for words in ("Coût de la fonction 2026", "Octobre", "250,50", "Teranga", region.title):
        assert words in said

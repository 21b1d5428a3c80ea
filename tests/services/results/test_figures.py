"""The thirteen indicators over the worked cases: in the office, and at Headquarters over every office."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.definitions.indicator import Figure, Period, measure
from desktop.office import Office
from desktop.services.office import office_profile
from desktop.services.results import aims, facts, outcomes
from desktop.services.results.figures import FiguresReader, own_scope, period_before
from desktop.store.records import Budget, Record
from tests.makers import arrived
from tests.offices import headquarters
from tests.refusal import refused
from tests.services.results.histories import HOME, History, histories, number, period_of, records_of

__all__ = ["headquarters"]


def figures(office: Office, period: str, offices: Sequence[str] | None) -> Mapping[str, Figure]:
    definitions = office.definitions
    with office.store.read() as session:
        basis = facts.read(session, definitions, offices)
    return measure(definitions.indicators, basis, period_of(period))


def record_all(office: Office, records: Sequence[tuple[str, Record]]) -> None:
    own = [record for code, record in records if code == HOME]
    with office.store.change("Recorded", office.user.id) as session:
        session.add_all(own)
    for code in {code for code, _record in records} - {HOME}:
        arrived(office.store, code, *(record for own_code, record in records if own_code == code))


@pytest.mark.parametrize("history", histories(), ids=lambda history: history.name)
def test_an_office_has_the_figures_that_were_worked_out_by_hand(history: History, office: Office) -> None:
    assert office_profile.read(office.store).code == HOME
    record_all(office, records_of(history.records))
    for wanted, text in history.figures.items():
        indicator, period = wanted.split("@")
        assert figures(office, period, [HOME])[indicator].value == number(text), wanted
    for wanted, text in history.parts.items():
        name, period = wanted.split("@")
        indicator, dimension, group = name.split(".")
        figure = figures(office, period, [HOME])[indicator]
        dimension = next(own for own in figure.indicator.dimensions if own.endswith(f".{dimension}"))
        assert figure.groups(dimension).get(group) == Decimal(text), wanted
    reader, regions = FiguresReader(office.work, own_scope(office.work)), office.definitions.regions.labels
    for wanted, text in history.signs.items():
        sign, period = wanted.split("@")
        readings = outcomes.read(reader.of_period(period_of(period)), regions)
        assert next(own.value for own in readings if own.sign.id == sign) == number(text), wanted
    for wanted, reasons in history.left_out.items():
        indicator, period = wanted.split("@")
        listed = figures(office, period, [HOME])[indicator].left_out
        assert sorted(f"{line.record}:{line.reason}" for line in listed) == sorted(reasons), wanted


@pytest.mark.parametrize("history", [own for own in histories() if own.hq], ids=lambda history: history.name)
def test_headquarters_counts_once_what_offices_have_in_common(history: History, headquarters: Office) -> None:
    records = [(code, record) for code, record in records_of(history.records) if record.id not in history.lacks]
    for code in {code for code, _record in records}:
        arrived(headquarters.store, code, *(record for own_code, record in records if own_code == code))
    for wanted, text in history.hq.items():
        indicator, period = wanted.split("@")
        assert figures(headquarters, period, None)[indicator].value == number(text), wanted


def test_the_share_of_the_budget_says_what_lacks_of_five_per_cent(office: Office) -> None:
    story = histories()[0]
    record_all(office, [own for own in records_of(story.records) if not isinstance(own[1], Budget)])
    year = Period.year(2026)
    scope = own_scope(office.work)
    unknown = FiguresReader(office.work, scope).of_period(year)
    assert unknown.figures["RES-2"].value is None and unknown.figures["RES-2"].missing == "budget"
    assert unknown.five_percent.missing_usd is None
    aims.set_budget(office.work, 2026, Decimal(2_064_000), "USD", "Budget annuel du bureau")
    aims.set_target(office.work, "RES-1", 2026, Decimal(100_000))
    answer = FiguresReader(office.work, scope).of_period(year)
    five = answer.five_percent
    assert (five.received, five.share, five.missing_usd) == (Decimal("82560.00"), Decimal(4), Decimal("20640.00"))
    assert five.missing_points == Decimal(1)
    assert answer.targets == {"RES-1": Decimal(100_000)}
    assert answer.before["RES-1"].value == Decimal("40000.00")
    assert FiguresReader(office.work, scope).of_years((2025, 2026), ("RES-4",)).values("RES-4") == {
        2025: Decimal(0),
        2026: Decimal(25),
    }
    aims.set_budget(office.work, 2026, Decimal(900), "XOF", "Budget", usd="1.50")
    typed = aims.set_budget(office.work, 2026, Decimal(900), "XOF", "Budget, page 3")
    assert typed.amount_usd == "1.50", "what somebody typed for this very amount stays"
    assert aims.set_budget(office.work, 2026, Decimal(901), "XOF", "Budget").amount_usd is None
    aims.set_budget(office.work, 2026, None, "USD", "")
    assert FiguresReader(office.work, scope).of_period(year).figures["RES-2"].value is None
    with refused("budget-without-source"):
        aims.set_budget(office.work, 2026, Decimal(1), "USD", " ")
    with refused("budget-not-positive"):
        aims.set_budget(office.work, 2026, Decimal(0), "USD", "Budget")
    with refused("target-negative"):
        aims.set_target(office.work, "RES-1", 2026, Decimal(-1))
    with refused("indicator-unknown"):
        aims.set_target(office.work, "RES-9", 2026, Decimal(1))


def test_a_changed_definition_counts_the_periods_since_it_holds(office: Office) -> None:
    declared = office.definitions.indicators
    first = next(own for own in declared.every if own.id == "IMP-1")
    second = replace(first, version=2, since=date(2026, 7, 1))
    changed = replace(declared, every=(*declared.every, second))
    assert changed.of_period(Period.year(2025))["IMP-1"].version == 1
    assert changed.of_period(Period.year(2026))["IMP-1"].version == 2
    assert changed.of_period(Period(date(2026, 1, 1), date(2026, 6, 30)))["IMP-1"].version == 1


def test_the_period_before_is_as_long() -> None:
    assert period_before(Period.year(2026)) == Period.year(2025)
    half = Period(date(2026, 1, 1), date(2026, 6, 30))
    assert period_before(half) == Period(date(2025, 7, 4), date(2025, 12, 31))
    assert period_before(Period(date(2024, 1, 1), date(2025, 12, 31))) == Period(date(2022, 1, 1), date(2023, 12, 31))

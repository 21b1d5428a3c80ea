"""The thirteen indicators over the worked cases: in the office, and at Headquarters over every office."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from desktop.definitions.indicator import Figure, measure
from desktop.office import Office
from desktop.services.office import office_profile
from desktop.services.results import facts
from desktop.store.records import Record
from tests.makers import arrived
from tests.offices import headquarters
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

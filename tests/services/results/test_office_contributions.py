"""What Headquarters keeps of each office for its lists says what the records say, of every filter and order."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, insert, select

from desktop.base.text import searchable
from desktop.services.agreements import agreement_list
from desktop.services.agreements.agreement_list import AgreementFilter
from desktop.services.office.list_choices import ListOrder
from desktop.services.results import contribution_list
from desktop.services.results.contribution_list import ContributionFilter, ContributionsByDay
from desktop.services.work import Work
from desktop.store.records import Contribution, Findable, Partner, Position, table_of
from desktop.store.store import HQ, Store
from tests.bench.test_figures import Sizes, invented
from tests.makers import work_of
from tests.server import Databases

OFFICES = {"SN10": "west", "ML20": "west", "BO30": "south"}


@pytest.fixture
def work(databases: Databases) -> Iterator[Work]:
    store = Store.connect(databases.with_tables())
    store.become(HQ)
    with store.engine.begin() as connection:
        for number, code in enumerate(OFFICES):
            for family, rows in invented(code, random.Random(number), Sizes(20, 12, 120, 3, 4)):
                connection.execute(insert(table_of(family)), rows)
                if family is Partner:
                    named = [{"id": row["id"], "text": searchable(str(row["name"]))} for row in rows]
                    lines = [{**line, "title": "", "kind": Partner.KIND, "office": code} for line in named]
                    connection.execute(insert(table_of(Findable)), lines)
        position = {"device": "d", "office": "SN10", "number": 1, "head": "h", "acked": 0}
        connection.execute(insert(table_of(Position)), position)
        without = select(Contribution.partner_id).where(Contribution.office == "ML20").limit(1)
        connection.execute(delete(table_of(Findable)).where(Findable.id.in_(without)))  # it has not arrived yet
    yield work_of(store)
    store.close()


@pytest.mark.parametrize(
    "choice",
    [
        ContributionFilter(),
        ContributionFilter(office="SN10"),
        ContributionFilter(region="west", year="2024"),
        ContributionFilter(standing="promised", care="none"),
    ],
)
def test_contributions_of_all_offices_are_counted_and_added_up_as_their_records_are(
    work: Work, choice: ContributionFilter
) -> None:
    choice = ContributionFilter(**{**choice.__dict__, "regions": OFFICES})
    first, again = (contribution_list.ordered(work, choice, ListOrder(), {}) for _time in range(2))
    work.store.become("SN10")  # whoever is no Headquarters reads the records
    plain = contribution_list.ordered(work, choice, ListOrder(), {})
    assert plain.ids and first == again
    assert (first.ids, first.total, first.sums) == (plain.ids, plain.total, plain.sums)
    assert {n: +codes for n, codes in first.counts.items()} == {n: +codes for n, codes in plain.counts.items()}  # type: ignore[operator]


def test_contributions_are_read_by_portions_in_the_order_in_which_all_are_read(work: Work) -> None:
    every = contribution_list.ordered(work, ContributionFilter(), ListOrder(), {}).ids
    chosen = select(Contribution.id).where(Contribution.id.in_(every))
    by_day = ContributionsByDay(work.store, chosen, len(every), ContributionFilter())
    assert by_day[len(every) - 1] == every[-1] and tuple(by_day) == tuple(every) and len(every) > 300
    for after in (0, 7, len(every) - 1):
        for spelt in ("Partenaire ML20-p3", "partenaire", "x"):
            there = contribution_list.position(work.store, every, spelt, after)
            assert contribution_list.position(work.store, by_day, spelt, after) == there


@pytest.mark.parametrize("choice", [AgreementFilter(), AgreementFilter(office="SN10"), AgreementFilter(expiry="over")])
def test_agreements_of_all_offices_are_counted_as_their_records_are(work: Work, choice: AgreementFilter) -> None:
    today = work.today()
    first, again = (agreement_list.ordered(work.store, choice, ListOrder(), {}, today) for _time in range(2))
    work.store.become("SN10")
    assert first == again == agreement_list.ordered(work.store, choice, ListOrder(), {}, today) and first.ids

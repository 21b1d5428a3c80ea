"""The list of agreements as the store reads it: sorted, narrowed and counted, in an office and at Headquarters."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, update

from desktop.base.text import searchable
from desktop.office import Account, Office
from desktop.services.agreements import agreement_list
from desktop.services.agreements.agreement_list import AgreementFilter
from desktop.services.office.list_choices import ListOrder
from desktop.store.records import Agreement, Findable, OfficeProfile, Partner, Partnership
from desktop.store.records.base import table_of
from desktop.store.states import AgreementState
from desktop.store.store import Store
from desktop.store.vault import FLOOR

TODAY = date(2026, 11, 29)
OF = "SN10"
AMOUNTS = {"A": "9600.00", "B": "18400.00", "C": "", "D": "environ mille"}
ENDS = {"A": "2026-11-28", "B": "2027-01-28", "C": None, "D": "2027"}
STATES = {"A": "signed", "B": "active", "C": "draft", "D": "ended"}
RANKS = {"type": {"MOU": 0, "INK": 1}, "state": {s: n for n, s in enumerate(AgreementState)}, "region": {"ML10": 0}}


@pytest.fixture(params=["office", "headquarters"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Four agreements, in an office's encrypted file or in the PostgreSQL of Headquarters."""
    if request.param == "office":
        account, profile, address = (
            Account("Awa", "", "officer", "une phrase de passe longue"),
            OfficeProfile(code=OF),
            "",
        )
    else:
        database: Callable[[], str] = request.getfixturevalue("database")
        account = Account("Omar", "", "hq_administrator", "une phrase de passe longue")
        profile, address = OfficeProfile(code="HQ", kind="hq"), database()
    with Office.create(tmp_path / "office", account, profile, cost=FLOOR, address=address) as office:
        _fill(office.store)
        yield office.store


def _fill(store: Store) -> None:
    with store.engine.begin() as connection:
        for number, letter in enumerate("DBCA"):
            partner, planned = Partner(name=f"{letter} Société"), Partnership(partner_id="", title=letter)
            planned.partner_id, planned.ends_on = partner.id, ENDS[letter]
            value = {"amount": AMOUNTS[letter], "currency": "USD"}
            written = Agreement(
                partnership_id=planned.id,
                partner_id=partner.id,
                type="MOU" if letter in "AC" else "INK",
                state=AgreementState(STATES[letter]),
                reference="" if letter == "C" else f"SN10-A-2026-{number:03}",
                content={"contribution.value": value} if value["amount"] else {},
            )
            place = OF if letter != "D" else "ML10"
            for record in (partner, planned, written):
                kept = {held.columns[0].name: getattr(record, held.key) for held in inspect(type(record)).column_attrs}
                connection.execute(insert(table_of(type(record))).values({**kept, "office": place}))
            found = {"id": partner.id, "kind": Partner.KIND, "title": partner.name, "text": searchable(partner.name)}
            connection.execute(insert(table_of(Findable)).values(found))


def letters(store: Store, choice: AgreementFilter | None = None, order: ListOrder | None = None) -> str:
    """The first letters of the partners of the agreements found."""
    whole = agreement_list.ordered(store, choice or AgreementFilter(), order or ListOrder(), RANKS, TODAY)
    return "".join(line.partner[0] for line in agreement_list.lines(store, whole.ids))


def test_every_column_sorts_and_what_says_nothing_comes_last_either_way(store: Store) -> None:
    assert letters(store) == "ABDC"
    assert letters(store, order=ListOrder("name")) == "ABCD"
    assert letters(store, order=ListOrder("name", True)) == "DCBA"
    assert letters(store, order=ListOrder("value")) == "ABCD"
    assert letters(store, order=ListOrder("value", True)) == "BACD"
    assert letters(store, order=ListOrder("ends"))[-1] == "C"
    assert letters(store, order=ListOrder("ends", True))[-1] == "C"
    assert letters(store, order=ListOrder("state")) == "CABD"
    assert letters(store, order=ListOrder("type")) == "ACBD"
    assert letters(store, order=ListOrder("reference", True)) == "ABDC"
    assert letters(store, order=ListOrder("region")) == "DABC"


def test_words_and_filters_narrow_and_each_choice_says_what_it_would_leave(store: Store) -> None:
    assert letters(store, AgreementFilter(text="b societe")) == "B"
    assert letters(store, AgreementFilter(text="societe memo", named={"memo": ["MOU"]})) == "AC"
    assert letters(store, AgreementFilter(text="2026-001")) == "B"
    assert letters(store, AgreementFilter(expiry="over")) == "A"
    assert letters(store, AgreementFilter(expiry="60")) == "B"
    assert letters(store, AgreementFilter(expiry="none")) == "DC"
    regions = {"ML10": "west", OF: "dakar"}
    assert letters(store, AgreementFilter(region="west", regions=regions)) == "D"
    whole = agreement_list.ordered(store, AgreementFilter(type="MOU", regions=regions), ListOrder(), RANKS, TODAY)
    assert whole.counts["type"] == {"MOU": 2, "INK": 2}
    assert whole.counts["state"] == {"signed": 1, "draft": 1}
    assert whole.counts["region"] == {"dakar": 2}
    assert (whole.total, whole.unsigned) == (4, 1)


def test_typing_finds_the_partner_from_where_one_is_and_around_the_end(store: Store) -> None:
    ids = agreement_list.ordered(store, AgreementFilter(), ListOrder("name"), RANKS, TODAY).ids
    assert agreement_list.position(store, ids, "c", 0) == 2
    assert agreement_list.position(store, ids, "a", 3) == 0
    assert agreement_list.position(store, ids, "z", 0) == -1


def test_an_agreement_that_names_no_partner_is_neither_in_the_order_nor_in_the_lines(store: Store) -> None:
    with store.engine.begin() as connection:
        other = {"id": "0" * 32, "kind": Agreement.KIND, "title": "Autre", "text": "autre"}
        connection.execute(insert(table_of(Findable)).values(other))
        agreements = table_of(Agreement)
        connection.execute(
            update(agreements).where(agreements.c.reference.endswith("2026-001")).values(partner_id="0" * 32)
        )
    whole = agreement_list.ordered(store, AgreementFilter(), ListOrder(), RANKS, TODAY)
    assert len(agreement_list.lines(store, whole.ids)) == len(whole.ids) == 3

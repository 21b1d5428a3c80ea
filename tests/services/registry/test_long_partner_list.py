"""At Headquarters: more partners than anybody reads, in the order of their names, and how many each filter leaves."""

from collections.abc import Iterator

import pytest
from sqlalchemy import insert, literal_column, text

from desktop.base import long_list
from desktop.base.long_list import PORTION
from desktop.base.text import searchable
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import partner_list
from desktop.services.registry.partner_counts import UNRATED
from desktop.services.registry.partner_list import PartnerFilter, PartnersByName
from desktop.store.records import Case, Clearance, Findable, Partner, Position, table_of
from desktop.store.states import CaseState, DecisionOutcome, PartnerStage
from desktop.store.store import HQ, Store
from tests.bench.test_figures import plain_row
from tests.server import Databases

COUNT = 3 * PORTION + 40


@pytest.fixture
def desk(databases: Databases) -> Iterator[Store]:
    store = Store.connect(databases.with_tables())
    store.become(HQ)
    rows, lines = [], []
    for number in range(COUNT):
        partner = Partner(
            id=f"id{number}",
            name=f"Étoile {number}",
            stage=PartnerStage.IDENTIFIED if number % 3 else PartnerStage.ACTIVE,
            group="ENT" if number % 5 else "FOA",
            archived=number % 7 == 0,
            labels=[] if number % 11 else ["blue", "new"],
        )
        office = "SN10" if number % 2 else "ML20"
        rows.append(dict(plain_row(partner, office)))
        line = {"id": partner.id, "title": partner.name, "text": searchable(partner.name), "office": office}
        lines.append({**line, "kind": Partner.KIND})
    with store.engine.begin() as connection:
        connection.execute(insert(table_of(Partner)), rows)
        connection.execute(insert(table_of(Findable)), lines)
    yield store
    store.close()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "choice", [PartnerFilter(), PartnerFilter(stage="active", group="ENT"), PartnerFilter(level=UNRATED)]
)
def test_the_names_are_read_by_portions_in_the_order_in_which_all_are_read(
    desk: Store, choice: PartnerFilter, descending: bool
) -> None:
    whole = partner_list.ordered(desk, choice, ListOrder("name", descending), {}, 20)
    assert isinstance(whole.ids, tuple) and len(whole.ids) > 100
    by_name = PartnersByName(desk, choice, len(whole.ids), descending=descending)
    assert by_name[len(whole.ids) // 2] == whole.ids[len(whole.ids) // 2] and tuple(by_name) == whole.ids
    again = PartnersByName(desk, choice, len(whole.ids), descending=descending)
    for after in (0, 5, len(whole.ids) - 1):
        for spelt in ("étoile", "Etoile 3", "etoile 99", "x"):
            there = partner_list.position(desk, whole.ids, spelt, after)
            assert partner_list.position(desk, again, spelt, after) == there, (spelt, after)
            assert there < 0 or again[there] == whole.ids[there]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("office", ["", "SN10"])
def test_a_far_place_is_read_from_a_name_whose_place_is_kept(
    desk: Store, monkeypatch: pytest.MonkeyPatch, descending: bool, office: str
) -> None:
    """Also after a name came in: what is kept of its office is another one then."""
    monkeypatch.setattr(long_list, "FAR", 0)
    choice = PartnerFilter(office=office, regions={"SN10": "west", "ML20": "west"})
    for name in ("", "Aaa"):
        if name:
            with desk.engine.begin() as connection:
                connection.execute(text("UPDATE findable SET text = 'aaa' WHERE id = 'id599'"))
                head = {"device": "d", "office": "SN10", "number": 1, "head": "h", "acked": 0}
                connection.execute(insert(table_of(Position)), head)
        whole = partner_list.ordered(desk, choice, ListOrder("name", descending), {}, 20).ids
        for place in (2 * PORTION // (2 if office else 1), PORTION, len(whole) - 1):
            far = PartnersByName(desk, choice, len(whole), descending=descending)
            assert len(far.edges()) > 100 and far[place] == whole[place]
            assert tuple(far) == tuple(whole)
            for spelt in ("étoile 3", "Etoile 99", "aaa", "x"):
                there = partner_list.position(desk, whole, spelt, place)
                assert partner_list.position(desk, far, spelt, place) == there


def test_what_is_kept_of_each_office_counts_as_its_records_do(desk: Store) -> None:
    """Each filter alone and several together; another count only when something of an office is taken in."""
    regions = {"SN10": "west", "ML20": "west"}
    choices = [
        PartnerFilter(regions=regions),
        PartnerFilter(office="SN10", regions=regions),
        PartnerFilter(stage="active", group="FOA", regions=regions, archived=True),
        PartnerFilter(label="blue", region="west", regions=regions),
        PartnerFilter(level="high", regions=regions),
    ]

    def counts() -> list[object]:
        lists = [partner_list.ordered(desk, choice, ListOrder("name"), {}, 5) for choice in choices]
        return [(own.total, len(own.ids), {n: +codes for n, codes in own.counts.items()}) for own in lists]  # type: ignore[operator]

    first = counts()
    every = [(len(partner_list.page(desk, choice, size=0).lines)) for choice in choices]
    assert [len_ for _total, len_, _counts in first] == every and all(every[:4])  # type: ignore[misc]
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE partner SET stage = 'suspended' WHERE id IN ('id2', 'id3')"))
    assert [own[0] for own in counts()] == [own[0] for own in first]  # nothing was taken in, as far as is told
    heads = [
        {"device": f"d{office}", "office": office, "number": 1, "head": "h", "acked": 0} for office in ("SN10", "ML20")
    ]
    with desk.engine.begin() as connection:
        connection.execute(insert(table_of(Position)), heads)
    stages = counts()[0][2]["stage"]  # type: ignore[index]
    assert stages["suspended"] == 2


def test_a_level_that_headquarters_cleared_is_counted_at_once(desk: Store) -> None:
    """A clearance is of Headquarters: no change of the office tells of it."""

    def rated() -> int:
        choice = PartnerFilter(level="high")
        listed = partner_list.ordered(desk, choice, ListOrder("name"), {}, 5)
        assert listed.counts["level"].get("high", 0) == len(listed.ids)
        return len(listed.ids)

    unsound = Case(id="k0", partner_id="id3", partnership_id="s", state=CaseState.READY)  # of no level: it says nothing
    with desk.engine.begin() as connection:
        connection.execute(insert(table_of(Case)), [dict(plain_row(unsound, "SN10"))])
    assert rated() == 0
    cleared = Clearance(id="c1", case_id="k", partner_id="id1", level="high", outcome=DecisionOutcome.APPROVED)
    row = {name: content for name, content in plain_row(cleared, "SN10").items() if content is not None}
    nothing = literal_column("'{}'")
    with desk.engine.begin() as connection:
        connection.execute(insert(table_of(Clearance)).values(**row, route=nothing, brief=nothing))
    assert rated() == 1

"""JSON columns hold values: read leniently, written again exactly as they came, and plain JSON in the journal."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, String, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from desktop.store.records import Partner
from desktop.store.records.codec import Value
from desktop.store.records.columns import CodeColumn, OneValue, ValueList
from desktop.store.records.values import (
    BriefSummary,
    DecisionCondition,
    DecisionRoute,
    ListUsed,
    ReviewCandidate,
    ReviewSummary,
    ScreeningHit,
    ToldApart,
    WordMatch,
)
from desktop.store.states import CaseState
from tests.store.replicas import BY, changes, deliver, headquarters, in_memory, laptop, register

HIT = {
    "subject": "s", "searched": "Omar", "list": "un-sc", "entry": "1", "entry_digest": "d", "name": "Omar",
    "primary": "O", "quality": "alias", "score": "0.910", "band": "strong", "why": [["omar", "omar", "same"]],
    "reordered": True,
    "kind": "person", "names": [["Omar", "alias"]], "births": ["1970"], "places": [], "nationalities": ["SN"],
    "documents": [], "programme": "", "reference": "QDi.1", "listed_on": "2001-01-01", "text": "…",
}  # fmt: skip
USED = (
    '[{"list": "un-sc", "title": "UN", "published": "", "age_days": 3, "digest": "", "entries": 9, '
    '"names": 0, "languages": []}]'
)
PARTS = st.recursive(
    st.none() | st.booleans() | st.integers(2, 9) | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=6,
)


def test_a_hit_reads_and_writes_the_keys_of_the_journal_in_their_order() -> None:
    hit = ScreeningHit.from_json(HIT)
    assert (hit.list_id, hit.entry_id, hit.why, hit.names[0].quality) == (
        "un-sc",
        "1",
        (WordMatch("omar", "omar", "same"),),
        "alias",
    )
    assert list(hit.to_json().items()) == list(HIT.items())
    assert not hit.unread
    assert not hit.absent


@pytest.mark.parametrize(
    "kind",
    [ScreeningHit, ListUsed, ReviewSummary, BriefSummary, DecisionRoute, ReviewCandidate],
    ids=lambda k: k.__name__,
)
@given(data=st.data())
def test_whatever_an_object_holds_is_written_again_as_it_came(kind: type[Value], data: st.DataObject) -> None:
    keys = st.sampled_from([part.metadata.get("key", part.name) for part in fields(kind)])
    kept = data.draw(st.dictionaries(keys | st.text(max_size=3), PARTS, max_size=8))
    assert kind.from_json(kept).to_json() == kept


def test_a_part_of_another_shape_is_blank_and_what_a_newer_program_knows_is_kept() -> None:
    condition = DecisionCondition.from_json({"text": 3, "owner": "Awa", "weight": "high"})
    assert (condition.text, condition.owner, condition.due) == ("", "Awa", "")
    assert condition.to_json() == {"text": 3, "owner": "Awa", "weight": "high"}
    assert DecisionCondition.from_json("text").text == ""


class _Rows(DeclarativeBase):
    pass


class _Sample(_Rows):
    __tablename__ = "sample"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[CaseState] = mapped_column(CodeColumn(CaseState))
    used: Mapped[tuple[ListUsed, ...]] = mapped_column(ValueList(ListUsed))
    route: Mapped[DecisionRoute | None] = mapped_column(OneValue(DecisionRoute))


def test_typed_columns_keep_text_and_json() -> None:
    engine = in_memory()
    _Rows.metadata.create_all(engine)
    used = ListUsed(list_id="un-sc", title="UN", age_days=3, entries=9)
    with Session(engine) as session:
        session.add(_Sample(id=1, state=CaseState.READY, used=(used,), route=None))
        session.commit()
        row = session.get_one(_Sample, 1, populate_existing=True)
        assert (row.state, row.used, row.route) == (CaseState.READY, (used,), None)
        assert session.scalar(select(_Sample.id).where(_Sample.state == "ready")) == 1
        assert session.scalar(select(_Sample.id).where(_Sample.used[0]["title"].as_string() == "UN")) == 1
        table = _Sample.__table__
        session.execute(insert(table).values(id=2, state="paused", used=[], route={"id": "r"}))
        newer = session.get_one(_Sample, 2)
        assert (newer.state, newer.used, newer.route and newer.route.id) == ("paused", (), "r")
        session.commit()
    assert kept(engine) == [
        ("ready", USED, "{}"),
        ("paused", "[]", '{"id": "r"}'),
    ]  # fmt: skip
    assert isinstance(_Sample.__table__.c.used.type.impl_instance, JSON)
    assert isinstance(_Sample.__table__.c.state.type.impl_instance, String)


def kept(engine: Any) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT state, used, route FROM sample ORDER BY id")]


def test_the_journal_and_the_other_side_hold_json_where_a_record_holds_values() -> None:
    store, other = laptop("a" * 32), headquarters()
    apart = ToldApart(partner="p", reason="Une autre ville", by=BY)
    record = register(store, not_same_as=(apart,))
    number = store.families[Partner.KIND].number["not_same_as"]
    (change,) = changes(store)
    (cell,) = [cell for entry in change.entries for cell in entry.cells if cell.field == number]
    assert cell.value == [{"partner": "p", "reason": "Une autre ville", "by": BY}]
    deliver(store, other)
    with other.read() as session:
        assert session.get_one(Partner, record).not_same_as == (apart,)
    with store.change("Edited", BY) as session:
        session.get_one(Partner, record).not_same_as = (apart,)
    assert len(changes(store)) == 1, "an equal value is no change"

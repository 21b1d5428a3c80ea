"""The pipeline of all offices: what Headquarters keeps of each says what their records say, whatever arrives."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from desktop.definitions.pipeline import PipelineStage
from desktop.services import pipeline
from desktop.services.pipeline import PipelineCard
from desktop.services.work import Work
from desktop.store.records import Case, Interaction, Officer, Partner, Partnership, Position, table_of
from desktop.store.states import CaseState
from desktop.store.store import HQ, Store
from tests.bench.test_figures import plain_row
from tests.makers import work_of
from tests.server import Databases
from tests.services.test_next_step import DAY

OFFICES = ("SN10", "ML20")


@pytest.fixture
def desk(databases: Databases) -> Iterator[Work]:
    store = Store.connect(databases.with_tables())
    store.become(HQ)
    rows: dict[type, list[dict[str, object]]] = {Partner: [], Partnership: [], Case: [], Interaction: []}
    for number in range(40):
        office, id_ = OFFICES[number % 2], f"id{number}"
        ends = (DAY + timedelta(days=number * 20)).isoformat()
        for record in (
            Partner(id=id_, name=f"Étoile {number}", sectors=["water"] if number % 3 else []),
            Partnership(
                id=f"s{number}", partner_id=id_, title="Puits", stage="planned", archived=number == 7, ends_on=ends
            ),
            Case(id=f"k{number}", partner_id=id_, partnership_id=f"s{number}", state=CaseState.READY),
            Interaction(id=f"i{number}", partner_id=id_, happened_on="2025-01-05"),
        ):
            if number % 4 == 0 or not isinstance(record, Case):
                rows[type(record)].append(dict(plain_row(record, office)))
    with store.engine.begin() as connection:
        for kind, several in rows.items():
            connection.execute(insert(table_of(kind)), several)
    yield work_of(store, Officer(name="HQ", role="hq_administrator"), machine=store, today=DAY)
    store.close()


def of_records(work: Work) -> Sequence[PipelineCard]:
    """The pipeline as the records alone tell it."""
    with work.store.read() as session:
        return pipeline._in_order(pipeline._cards(session, work))


def test_what_is_kept_of_each_office_says_what_its_records_say(desk: Work) -> None:
    cards = pipeline.read(desk)
    assert len(cards) == 39 and cards == of_records(desk) == pipeline.read(desk)
    assert {card.stage for card in cards} == {PipelineStage.PROSPECT, PipelineStage.DECISION}
    assert {card.sectors for card in cards} == {(), ("water",)}
    with desk.store.engine.begin() as connection:
        connection.execute(text("UPDATE partnership SET title = 'Forages' WHERE id IN ('s2', 's3')"))
    assert pipeline.read(desk) == cards, "nothing was taken in, as far as is told"
    heads = {"device": "d", "office": OFFICES[1], "number": 1, "head": "h", "acked": 0}
    with desk.store.engine.begin() as connection:
        connection.execute(insert(table_of(Position)), [heads])
    assert {card.id: card.title for card in pipeline.read(desk)} == {
        card.id: "Forages" if card.id == "s3" else "Puits" for card in cards
    }
    later = work_of(desk.store, desk.officer, machine=desk.store, today=DAY + timedelta(days=700))
    assert pipeline.read(later) == of_records(later) and any(card.dormant for card in pipeline.read(later))


def test_who_seals_for_headquarters_counts_for_every_office(desk: Work) -> None:
    before = len(pipeline.read(desk))
    with desk.store.engine.begin() as connection:
        connection.execute(text("UPDATE partnership SET archived = true WHERE id = 's2'"))
    assert len(pipeline.read(desk)) == before
    with desk.store.change("an officer", "nobody") as session:
        session.add(Officer(name="Lena Ferrari", role="hq_reviewer"))
    assert len(pipeline.read(desk)) == before - 1

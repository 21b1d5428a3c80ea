"""A sheet signed in ink is confirmed and sent, and the computer dies at any point on the way to Headquarters."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.office import Office
from desktop.services.diligence import decisions, paper_decisions
from desktop.services.exchange import sending
from desktop.services.exchange.headquarters import consolidating
from desktop.services.office import people
from desktop.store.records import Case, Decision, Officer, PaperDecision
from desktop.store.states import CaseState, PaperState
from tests.faulty import SHARE, deaths
from tests.journeys.test_fault_points import Sides, sides_in
from tests.journeys.test_put_back import recognise, until_the_same
from tests.makers import on
from tests.offices import Templates
from tests.services.diligence.test_decisions import DAY, handed_over
from tests.services.diligence.test_paper_decisions import enter, ink, pair


@dataclass(frozen=True)
class Sheet:
    """Both sides, with a sheet that waits for its second officer."""

    sides: Sides
    case: str
    second: tuple[Officer, bytes]


@pytest.fixture(scope="module")
def sheet(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    sides = sides_in(tmp_path_factory.mktemp("sheet"), templates)
    with sides.office() as laptop, sides.headquarters() as hq:
        on(laptop, DAY)
        on(hq, DAY)
        recognise(laptop, hq)
        chief = next(one for one in people.officers(laptop.store) if one.role == "chief_of_mission")
        case = handed_over(laptop, laptop.user, chief)
        first, second = pair(laptop)
        enter(laptop, case, first[0], ink(laptop, case, chief.id))
    return Sheet(sides, case, second)


def confirm_and_send(sheet: Sheet, sides: Sides) -> None:
    with sides.office() as laptop, sides.headquarters() as hq:
        on(laptop, DAY)
        on(hq, DAY)
        with laptop.store.read() as session:
            entry = paper_decisions.pending(session, session.get_one(Case, sheet.case))
        assert entry is not None
        paper_decisions.confirm(laptop.work.acting_as(sheet.second[0]), entry.id, sheet.second[1])
        sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        consolidating.take_in(hq.work, hq.keys, [laptop.outbox / sent.name], hq.inbox)


def test_a_confirmed_sheet_reaches_headquarters_whole_or_waits_whole(sheet: Sheet, tmp_path: Path) -> None:
    """It is decided once and sealed, with its entry settled, on both sides alike; or nothing of it is, and it waits."""

    def prepare(try_: str) -> Callable[[], None]:
        shutil.copytree(sheet.sides.folder, tmp_path / try_)
        return partial(confirm_and_send, sheet, replace(sheet.sides, folder=tmp_path / try_))

    ends = set()
    for try_ in deaths(prepare, tmp_path / "points", 2 * SHARE):
        sides = replace(sheet.sides, folder=tmp_path / try_)
        with sides.office() as laptop, sides.headquarters() as hq:
            on(laptop, DAY)
            on(hq, DAY)
            until_the_same(laptop, hq)
            assert how_it_stands(laptop) == how_it_stands(hq)
            ends.add(how_it_stands(laptop))
        shutil.rmtree(sides.folder)
    assert ends <= {(0, PaperState.ENTERED, CaseState.READY), (1, PaperState.CONFIRMED, CaseState.DECIDED)}
    # where few of the points are tried, none of them may lie behind the commit
    assert SHARE > 1 or (1, PaperState.CONFIRMED, CaseState.DECIDED) in ends


def how_it_stands(office: Office) -> tuple[int, str, str]:
    """How many decisions there are that hold, where the sheet stands, and the case."""
    with office.store.read() as session:
        made = session.scalars(select(Decision)).all()
        entry, case = session.scalars(select(PaperDecision)).one(), session.scalars(select(Case)).one()
    assert all(decisions.is_sealed(office.store, decision) for decision in made)
    return len(made), entry.state, case.state

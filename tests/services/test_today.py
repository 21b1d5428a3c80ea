"""What waits for whom."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.base.values import new_id, stamp, today
from desktop.office import Account, Office
from desktop.presenters.today import TodayPresenter, waiting
from desktop.services import next_step
from desktop.services import today as day
from desktop.services.office import people, sitting
from desktop.store.records import Case, Decision, OfficeProfile, Officer, Partner, Ruling, Task
from desktop.store.states import RulingKind
from desktop.store.vault import FLOOR, Opened
from tests.makers import on
from tests.offices import Templates, entered
from tests.reads import counted


def set_up(folder: Path) -> Opened:
    account = Account("Awa Ndiaye", "", "officer", "quatre mots sans rapport")
    with Office.create(folder, account, OfficeProfile(code="SN10", country="SN"), cost=FLOOR) as made:
        return made.opened


@pytest.fixture
def office(templates: Templates, tmp_path: Path) -> Iterator[Office]:
    template, opened = templates.folder(set_up)
    with entered(template, tmp_path / "office", opened) as made:
        yield made


@pytest.fixture
def chief(office: Office) -> Officer:
    made = Officer(id=new_id(), name="Jean-Marc Okafor", role="chief_of_mission")
    people.add_officer(office.work, made)
    return made


def case(office: Office, state: str, name: str = "Teranga") -> Case:
    partner = Partner(name=name)
    made = Case(
        partner_id=partner.id,
        partnership_id=new_id(),
        number="SN10-2026-001",
        opened_on=today().isoformat(),
        opened_by=office.user.id,
        state=state,
        submitted_by=office.user.id if state == "ready" else "",
        submitted_at=stamp() if state == "ready" else None,
    )
    with office.store.change("Due diligence opened", office.user.id) as session:
        session.add_all([partner, made])
    return made


def test_after_a_confirmed_match_the_stop_is_what_waits(office: Office) -> None:
    opened, going = case(office, "open"), case(office, "open", "Sahel Fret")
    with office.store.change("Ruled", office.user.id) as session:
        session.add(
            Ruling(
                partner_id=opened.partner_id,
                list="un",
                entry="1",
                subject=opened.partner_id,
                ruling=RulingKind.SAME,
                ruled_by=office.user.id,
            )
        )
    with counted(office) as asked:
        board = day.board(office.work)
    assert sum(" ruling" in statement and "ruling.ruling =" in statement for statement in asked.statements) == 1
    assert [(item.kind, item.id) for item in board.mine] == [
        (day.TodayKind.STOPPED, opened.partner_id),
        (day.TodayKind.CONTINUE, going.id),
    ]
    assert not board.more
    assert day.badge(office.work).count == 2
    presenter = TodayPresenter(office, RunNow())
    presenter.refresh()
    stop = next(card for card in presenter.mine if card.key == f"stopped:{opened.partner_id}")
    assert (stop.place, dict(stop.arguments)) == ("screening", {"partner": opened.partner_id})
    assert next_step.next_step(office.work, partner_of(office, opened)).sentence == stop.note


def partner_of(office: Office, opened: Case) -> Partner:
    with office.store.read() as session:
        return session.get_one(Partner, opened.partner_id)


def test_whoever_opened_a_case_is_asked_to_go_on(office: Office, chief: Officer) -> None:
    case(office, "open")
    assert [item.kind for item in day.board(on(office, today())).mine] == ["continue"]
    board = day.board(on(office, today()).acting_as(chief))
    assert not board.mine
    assert [item.who for item in board.others] == [office.user.id]


def test_the_badge_counts_what_the_page_lists(office: Office, chief: Officer) -> None:
    for _number in range(9):
        case(office, "open")
    with office.store.change("Due diligence opened", chief.id) as session:
        session.add(Case(partner_id=new_id(), partnership_id=new_id(), state="open", opened_by=chief.id))
        session.add_all([Task(about=new_id(), what="Appeler", owner="", due_on=today().isoformat()) for _n in range(9)])
    presenter = TodayPresenter(office, RunNow())
    presenter.refresh()
    assert waiting(office) == presenter.count == len(presenter.mine) + presenter.hidden >= 18


def test_what_ends_within_sixty_days_is_said_soon(office: Office) -> None:
    partner = Partner(name="Teranga")
    with office.store.change("Decision taken", office.user.id) as session:
        session.add(partner)
        for days in (10, 90):
            until = (today() + timedelta(days=days)).isoformat()
            case = Case(partner_id=partner.id, partnership_id=new_id(), state="decided")
            session.add(case)
            session.add(Decision(case_id=case.id, partner_id=partner.id, outcome="approved", valid_until=until))
        session.add(Task(about=partner.id, what="Rappeler", due_on=(today() + timedelta(days=5)).isoformat()))
    soon = day.board(on(office, today())).soon
    assert [item.kind for item in soon] == ["task", "decision_ends"]


def test_a_card_put_off_comes_back_when_it_is_asked_for(office: Office) -> None:
    presenter = TodayPresenter(office, RunNow())
    presenter.refresh()
    card = next(one for one in presenter.mine if one.puts_off)
    presenter.put_off(card)
    assert card.key not in {one.key for one in presenter.mine}
    sitting.bring_back(office.machine, card.key)
    presenter.refresh()
    assert card.key in {one.key for one in presenter.mine}


def test_a_new_office_is_told_what_protects_its_work(office: Office) -> None:
    presenter = TodayPresenter(office, RunNow())
    presenter.refresh()
    assert [one.key for one in presenter.mine] == ["lists", "backup", "recovery", "enrolment"]


def test_an_abrupt_end_is_told_with_its_place(office: Office) -> None:
    assert sitting.begin(office.machine) is None
    sitting.note_place(office.machine, "question", {"case": "1", "question": "S3.2"})
    ended = sitting.begin(office.machine)
    assert ended is not None
    assert (ended.abruptly, ended.key, ended.arguments) == (True, "question", {"case": "1", "question": "S3.2"})
    sitting.end(office.machine)
    again = sitting.begin(office.machine)
    assert again is not None and not again.abruptly


def test_today_counts_two_thousand_partners(office: Office) -> None:
    with office.store.change("Partners imported", office.user.id) as session:
        session.add_all(Partner(name=f"Partenaire {number}") for number in range(2000))
    presenter = TodayPresenter(office, RunNow())
    presenter.refresh()
    assert presenter.partners == 2000


def test_the_page_and_the_badge_of_an_office_take_few_sessions(office: Office) -> None:
    presenter = TodayPresenter(office, RunNow())
    with counted(office) as page:
        presenter.refresh()
    with counted(office) as badge:
        waiting(office)
    assert (page.sessions, badge.sessions) == (2, 2)

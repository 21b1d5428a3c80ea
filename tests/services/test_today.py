"""What waits for whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from desktop.base.dates import months_later
from desktop.base.progress import RunNow
from desktop.base.values import new_id, stamp, today
from desktop.definitions.putting_off import Unmoved
from desktop.office import Account, Office
from desktop.presenters.presenter import Printout
from desktop.presenters.tasks import TasksPresenter
from desktop.presenters.today import TodayPresenter, waiting
from desktop.services import next_step, open_tasks, putting_off
from desktop.services import today as day
from desktop.services.office import focal_points, people, sitting, trainings
from desktop.services.office.focal_points import NewFocalPoint
from desktop.services.office.trainings import NewTraining
from desktop.services.registry import partners
from desktop.services.results import ledger, valuing
from desktop.store.records import (
    Case,
    Contribution,
    Decision,
    OfficeProfile,
    Officer,
    Partner,
    Partnership,
    Ruling,
    Task,
)
from desktop.store.records.values import Valuation
from desktop.store.states import RulingKind
from desktop.store.vault import FLOOR, Opened
from tests.makers import on
from tests.offices import Templates, entered
from tests.paper import words_of
from tests.reads import counted
from tests.refusal import refused


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


def test_the_page_and_the_badge_of_an_office_take_few_sessions(office: Office) -> None:
    presenter = TodayPresenter(office, RunNow())
    with counted(office) as page:
        presenter.refresh()
    with counted(office) as badge:
        waiting(office)
    assert (page.sessions, badge.sessions) == (2, 2)


# --- put off


def reminded(office: Office, name: str = "Teranga") -> Partner:
    partner = Partner(
        name=name, group="ENT", owner=office.user.id, next_action="Appeler", next_action_on=today().isoformat()
    )
    task = Task(about=partner.id, what=f"Écrire à {name}", due_on=today().isoformat(), owner=office.user.id)
    bound = Task(about=partner.id, what="Condition", due_on=today().isoformat(), source="condition")
    plan = Partnership(partner_id=partner.id, title="SIM", next_action="Relancer", next_action_on=today().isoformat())
    with office.store.change("Partner registered", office.user.id) as session:
        session.add_all([partner, task, bound, plan])
    return partner


def mine(office: Office) -> set[str]:
    return {item.name for item in day.board(office.work).mine}


def test_what_is_put_off_leaves_the_list_the_badge_and_the_counts_until_its_day(office: Office) -> None:
    reminded(office)
    work, later = office.work, today() + timedelta(days=10)
    assert mine(office) == {"Appeler", "Écrire à Teranga", "Condition", "Relancer"}
    for item in day.board(work).mine:
        if item.name == "Condition":
            with refused("put-off-never"):
                putting_off.put_off(work, item.waits, later, "leave")
        else:
            putting_off.put_off(work, item.waits, later, "other", f"Attend {item.name}")
    shown = day.board(work)
    assert mine(office) == {"Condition"} and day.badge(work).count == 1
    assert not [item for item in shown.soon if item.name == "Relancer"]
    assert {(aside.item.name, aside.until, aside.by) for aside in shown.put_off} == {
        (name, later.isoformat(), office.user.id) for name in ("Appeler", "Écrire à Teranga", "Relancer")
    }
    assert all("Attend" in aside.why for aside in shown.put_off)
    assert {task.item.name for task in open_tasks.read(work).tasks if task.put_off} == {
        aside.item.name for aside in shown.put_off
    }
    on(office, later)
    assert mine(office) == {"Appeler", "Écrire à Teranga", "Condition", "Relancer"} and not day.board(work).put_off


def test_another_day_for_the_same_reminder_is_another_reminder(office: Office) -> None:
    partner = reminded(office)
    (call,) = [item for item in day.board(office.work).mine if item.name == "Appeler"]
    putting_off.put_off(office.work, call.waits, today() + timedelta(days=10), "partner")
    partners.change(office.work, partner.id, next_action_on=(today() - timedelta(days=1)).isoformat())
    assert "Appeler" in mine(office)


def test_a_day_and_a_reason_are_asked_for(office: Office) -> None:
    reminded(office)
    (call,) = [item for item in day.board(office.work).mine if item.name == "Appeler"]
    work, week = office.work, today() + timedelta(days=7)
    for until, reason, words, code in (
        (today(), "leave", "", "put-off-day"),
        (None, "leave", "", "put-off-day"),
        (today() + timedelta(days=91), "leave", "", "put-off-too-far"),
        (week, "", "", "put-off-without-reason"),
        (week, "other", " ", "put-off-without-words"),
    ):
        with refused(code):
            putting_off.put_off(work, call.waits, until, reason, words)
    assert "Appeler" in mine(office)


def test_every_kind_of_today_that_safety_demands_is_never_put_off(office: Office) -> None:
    never = office.definitions.put_off.never
    assert {"stopped", "frozen", "rule", "confirm", "match", "decision_ends", "check", "catch_up", "condition"} <= set(
        never
    )
    for kind in day.TodayKind:
        moved = kind == day.TodayKind.TASK
        assert bool(putting_off.never(office.definitions.put_off, kind)) != moved


def test_a_training_that_lapses_and_a_focal_point_that_lacks_wait_like_any_task(office: Office) -> None:
    """What is one’s own and what is nobody’s; of a colleague with an account it is the colleague’s own."""
    work, now = office.work, today()
    colleague = Officer(id=new_id(), name="Ibrahima Fall", role="officer")
    people.add_officer(work, colleague)
    taken = [months_later(now, -months).isoformat() for months in (23, 25)]
    for who, name, on_day in (
        (office.user.id, "", taken[0]),
        ("", "Fatou Sarr", taken[1]),
        (colleague.id, "", taken[1]),
    ):
        trainings.record(work, NewTraining(name, ("diligence",), on_day, officer_id=who))
    renew, own = "Renouveler la formation de Fatou Sarr : Diligence raisonnable", "Renouveler votre formation : "
    assert mine(office) == {renew.replace(" :", "\u00a0:")}, "the office is new: it may still name a focal point"
    assert [item.name.startswith(own.replace(" :", "\u00a0:")) for item in day.board(work).soon] == [True]
    on(office, now + timedelta(days=31))
    (focal,) = [item for item in day.board(work).mine if "point focal" in item.name]
    assert day.badge(work).count == len(day.board(work).mine) == 3, "one’s own has lapsed by now too"
    tasks = [task.item.matter for task in open_tasks.read(work).tasks]
    assert len(tasks) - tasks.count(Unmoved.FIGURES) == 4, "a quarter that has begun meanwhile brings one more"
    putting_off.put_off(work, focal.waits, now + timedelta(days=40), "headquarters")
    assert day.badge(work).count == 2 and [aside.item.name for aside in day.board(work).put_off] == [focal.name]
    on(office, now + timedelta(days=40))
    assert focal.name in mine(office)
    point = focal_points.record(work, NewFocalPoint("Fatou Sarr", now.isoformat()))
    assert focal.name not in mine(office)
    focal_points.correct(work, point.id, NewFocalPoint("Fatou Sarr", now.isoformat(), last_on=now.isoformat()))
    (again,) = [item for item in day.board(work).mine if item.name == focal.name]
    assert again.on == now.isoformat(), "with another day it is another task"


def test_a_late_promise_and_goods_that_expire_wait_like_any_task(office: Office) -> None:
    """The days are of forms/contributions.toml; what somebody else follows is among the tasks of the office alone."""
    work, now = on(office, today()), today()

    def day_in(days: int) -> str:
        return (now + timedelta(days=days)).isoformat()

    partner = partners.register(work, Partner(name="Teranga")).id
    others = partners.register(work, Partner(name="Kaoural", owner=new_id())).id
    begun = day_in(-90)
    late, to_come, _no_day, of_others = (
        ledger.promise(work, ledger.NewPromise(whose, "money", what, begun, "100", due_on=due))
        for whose, what, due in (
            (partner, "Un don", day_in(-1)),
            (partner, "Une aide", day_in(20)),
            (partner, "Un jour", ""),
            (others, "Un prêt", day_in(-2)),
        )
    )
    goods = {"partner_id": partner, "kind": "goods", "state": "received", "received_on": begun}
    with work.store.change("Goods", work.officer.id) as session:
        for what, days in (("Vaccins", 59), ("Riz", 61), ("Lait", -3)):
            session.add(Contribution(**goods, description=what, expires_on=day_in(days)))  # type: ignore[arg-type]
    waits = ["Biens périmés\u00a0: Lait", "Promesse en retard\u00a0: Un don", "Biens qui se périment\u00a0: Vaccins"]
    board = day.board(work)
    assert [item.name for item in board.mine] == waits and day.badge(work).count == 3
    assert [item.name for item in board.soon] == ["Promesse attendue\u00a0: Une aide"]
    tasks = {task.item.id: task for task in open_tasks.read(work).tasks}
    assert len(tasks) == 5 and tasks[of_others.id].owner and tasks[to_come.id].partner == "Teranga"
    step = tasks[late.id].item.step
    assert step is not None and (step.place, step.arguments) == ("contribution", {"id": late.id})
    putting_off.put_off(work, tasks[late.id].item.waits, now + timedelta(days=9), "partner")
    again = day.board(work)
    assert [item.name for item in again.mine] == [waits[0], waits[2]] and day.badge(work).count == 2
    assert [aside.item.name for aside in again.put_off] == [waits[1]]
    on(office, now + timedelta(days=9))
    assert waits[1] in mine(office)
    ledger.write_off(work, late.id, "withdrawn")
    assert waits[1] not in mine(office)


def test_what_waits_until_a_text_that_is_no_day_is_shown_all_the_same(office: Office) -> None:
    """Nobody can type it here; a bundle may bring it."""
    partner = partners.register(on(office, today()), Partner(name="Teranga")).id
    promise = ledger.promise(office.work, ledger.NewPromise(partner, "money", "Un don", today().isoformat(), "100"))
    with office.store.engine.execution_options(write=True).begin() as connection:
        connection.execute(update(Contribution).where(Contribution.id == promise.id).values(due_on="0open"))
    for page in (TodayPresenter(office, RunNow()), TasksPresenter(office, RunNow())):
        page.refresh()
    assert [task.item.on for task in open_tasks.read(office.work).tasks] == ["0open"]


def test_a_value_that_waits_for_its_second_reader_waits_on_the_day_of_whoever_did_not_find_it(office: Office) -> None:
    work, found_on = on(office, today()), today().isoformat()
    partner = partners.register(work, Partner(name="Teranga")).id
    valued = Valuation(method="price_list", valued_by=new_id(), valued_on=found_on)
    lamps = {"partner_id": partner, "kind": "goods", "form": "goods", "state": "received", "received_on": found_on}
    with work.store.change("Goods", work.officer.id) as session:
        for what, usd, own in (
            ("Lampes", "20000.00", valued),
            ("Piles", "20000.00", replace(valued, valued_by=work.officer.id)),
            ("Câbles", "20.00", valued),
            ("Pompes", "20000.00", replace(valued, read_by=new_id(), read_value="20000.00")),
        ):
            session.add(Contribution(**lamps, description=what, amount=usd, amount_usd=usd, valuation=own))  # type: ignore[arg-type]
    (name,) = mine(office)
    assert name == "Relire la valeur\u00a0: Lampes"
    (item,) = day.board(work).mine
    valuing.read_again(work, item.id)
    assert not mine(office)


def test_it_is_put_off_and_taken_back_on_the_page(office: Office) -> None:
    reminded(office)
    page = TodayPresenter(office, RunNow())
    page.refresh()
    (call,) = [card for card in page.mine if card.title == "Appeler"]
    page.put_off(call)
    with refused("put-off-without-reason"):
        page.save(page.proposed_day, "", "")
    page.save(page.proposed_day, "leave", "")
    assert "Appeler" not in {card.title for card in page.mine} and waiting(office) == page.count
    (aside,) = page.aside
    assert office.user.name in aside.note and "Congé" in aside.note
    page.take_back_deed(page.undo)
    assert "Appeler" in {card.title for card in page.mine} and not page.aside
    page.put_off(call)
    page.save(page.proposed_day, "leave", "")
    page.bring_back(page.aside[0])
    assert "Appeler" in {card.title for card in page.mine}
    page.take_back_deed(page.undo)
    assert [card.title for card in page.aside] == ["Appeler"]
    with refused("put-off-never"):
        page.put_off(next(card for card in page.mine if card.title == "Condition"))


def test_the_sheet_of_the_week_is_printed_from_today(office: Office) -> None:
    page, printed = TodayPresenter(office, RunNow()), []

    class Printer:
        @staticmethod
        def put_on_paper(paper: Printout, _handed_over: object) -> None:
            printed.append(words_of(paper.pdf))

    page.printers = Printer()
    page.print_week()
    assert not printed and "sept jours" in page.deed_sentence
    reminded(office)
    page.print_week()
    assert "Écrire à Teranga" in printed[0] and "Relancer" in printed[0]

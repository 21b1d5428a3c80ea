"""Clocks gone wrong before and after each deed of the exchange, at both sides: nothing hidden, nothing lost, no gate
opened; work goes to safety under any clock, and what testifies to a day waits for a right one."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.base.clock import Clock
from desktop.base.plausibility import is_after
from desktop.base.progress import Progress, RunNow
from desktop.base.values import local_day, now
from desktop.office import Office
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.presenters.exchange.recognition import RecognitionPresenter
from desktop.presenters.exchange.sending import SendPresenter
from desktop.presenters.office.backups import BackupsPresenter
from desktop.presenters.office.settings import UnsavedSettings
from desktop.presenters.presenter import Tone
from desktop.presenters.status import chips
from desktop.presenters.today import TodayPresenter
from desktop.services.agreements import packs
from desktop.services.exchange import receiving, sending
from desktop.services.exchange.headquarters import answering, backing_up
from desktop.services.exchange.pending import pending
from desktop.services.exchange.sending import BundleState
from desktop.services.office import backup, believed_clock
from desktop.services.screening import certificate
from desktop.store import backup as copies
from desktop.store.records import Agreement, Decision, Partner, Sent
from desktop.store.vault import Opened, Vault
from tests.agreed import Agreed, agreed, agreed_folder, final_agreement
from tests.casework import Casework, work
from tests.exchanging import User, enrol, seated, user
from tests.foreign import sound_pdf
from tests.journeys.test_headquarters_lost import watch
from tests.journeys.test_put_back import answered, assert_the_same, deliver, name, recognise, rounds
from tests.offices import (
    Staff,
    Templates,
    chief,
    entered,
    office,
    office_folder,
    runner,
    set_up,
    set_up_headquarters,
)
from tests.paper import marked
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "chief", "final_agreement", "office", "office_folder", "runner", "user", "work"]

BEHIND, AHEAD = (-6 * 365, -9 * 30, -1), (45, 5 * 365)
WRONG = (*BEHIND, *AHEAD)  # days by which a clock goes wrong
RIGHT = Clock()


def set_clock(side: Office, days: int) -> None:
    """The clock of this computer is off by so many days from now on."""
    side.store.clock = side.machine.clock = Clock(lambda: now() + timedelta(days=days))


def set_right(*sides: Office) -> None:
    for side in sides:
        side.store.clock = side.machine.clock = RIGHT


def set_up_sides(folder: Path) -> tuple[Staff, Opened]:
    """An office recognised by Headquarters that has worked, with two partners acknowledged; for `Templates.folder`."""
    staff, administrator = set_up(folder / "office"), set_up_headquarters(folder / "hq")
    (folder / "stick").mkdir()
    with (
        Office.enter(folder / "office", Vault.open(folder / "office"), staff.officer) as laptop,
        Office.enter(folder / "hq", Vault.open(folder / "hq"), administrator) as hq,
    ):
        enrol(laptop, hq, User(folder / "stick"), RunNow())
        name(laptop, "A", "B")
        rounds(laptop, hq, 1)
        for side in (laptop, hq):
            believed_clock.note_start(side.work)
        name(laptop, "C")
    return staff, administrator


@pytest.fixture
def enrolled(templates: Templates, tmp_path: Path) -> Iterator[Office]:
    """The office of `set_up_sides`; `headquarters` is its own."""
    template, (staff, _administrator) = templates.folder(set_up_sides)
    with entered(template / "office", tmp_path / "office", staff.officer) as laptop:
        yield laptop


@pytest.fixture
def headquarters(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> Iterator[Office]:
    """Headquarters: of the enrolled office, or without one."""
    template, administrator = templates.folder(set_up_headquarters)
    if "enrolled" in request.fixturenames:
        sides, (_staff, administrator) = templates.folder(set_up_sides)
        template = sides / "hq"
    with entered(template, tmp_path / "hq", administrator) as opened:
        yield opened


# --- recognition


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_nobody_asks_to_be_recognised_or_is_recognised_under_a_wrong_clock(
    office: Office, headquarters: Office, user: User, runner: RunNow, ahead: int
) -> None:
    for side in (office, headquarters):
        believed_clock.note_start(side.work)
    screen = seated(ExchangePresenter(office, runner), user)
    set_clock(office, ahead)
    with refused("clock-implausible"):
        screen.do_next()
    assert not list(user.stick.iterdir()), "nothing is left of a request that was refused"
    set_right(office)
    user.opens.clear()
    screen.do_next()
    set_clock(headquarters, ahead)
    desk = seated(RecognitionPresenter(headquarters, runner), user)
    desk.choose()
    with refused("clock-implausible"):
        desk.recognise()
    set_right(headquarters)
    desk.recognise()
    desk.save()
    set_clock(office, ahead)  # whom to trust is told by the keys
    screen.do_next()
    screen.do_next()
    assert screen.overview.enrolled


# --- bundle


def the_bundle(office: Office) -> Sent:
    return sending.bundles(office.store)[0]


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_a_bundle_leaves_under_a_wrong_clock_and_nothing_hangs_on_its_date(
    enrolled: Office, headquarters: Office, user: User, runner: RunNow, ahead: int
) -> None:
    set_clock(enrolled, ahead)
    screen = seated(SendPresenter(enrolled, runner), user)
    screen.pack()
    screen.choose_folder()
    screen.write()
    with refused("clock-implausible"):
        screen.hand_over()
    set_right(enrolled)
    state = sending.state_of(the_bundle(enrolled), now())
    assert state is BundleState.PACKED, "no receipt is awaited from a day that never was"
    screen.hand_over()
    assert sending.state_of(the_bundle(enrolled), now()) is BundleState.HANDED_OVER
    assert screen.written is not None
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([screen.written])
    assert answered(enrolled, headquarters) == "applied"
    assert_the_same(enrolled, headquarters)


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_a_bundle_handed_over_before_the_clock_went_wrong_is_never_hidden(
    enrolled: Office, user: User, runner: RunNow, ahead: int
) -> None:
    screen = seated(SendPresenter(enrolled, runner), user)
    screen.pack()
    screen.choose_folder()
    screen.write()
    screen.hand_over()
    set_clock(enrolled, ahead)
    overview = seated(ExchangePresenter(enrolled, runner), user)
    assert pending(enrolled.store).count, "only a receipt makes it received"
    if ahead != -1:
        assert overview.state(the_bundle(enrolled)) is BundleState.TOO_OLD and overview.travelling is None
    set_right(enrolled)
    assert overview.state(the_bundle(enrolled)) is BundleState.HANDED_OVER


@pytest.mark.parametrize("fast", [2, 20, 400])
def test_a_hand_over_dated_after_today_does_not_wait_for_its_day_to_be_called_late(enrolled: Office, fast: int) -> None:
    """As a clock notes it that is fast by less than anybody can tell."""
    sent = sending.pack(enrolled.work, enrolled.keys, enrolled.outbox)
    with enrolled.store.note() as session:
        session.get_one(Sent, sent.number).handed_at = RIGHT.stamp(timedelta(days=fast))
    assert sending.state_of(the_bundle(enrolled), now()) is BundleState.TOO_OLD


# --- Headquarters takes in, answers; the office receives


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_headquarters_takes_in_under_a_wrong_clock_and_answers_under_a_right_one(
    enrolled: Office, headquarters: Office, user: User, runner: RunNow, ahead: int
) -> None:
    set_clock(headquarters, ahead)
    assert deliver(enrolled, headquarters) == "applied"
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    with refused("clock-implausible"):
        desk.write_returns()
    assert not list(user.stick.glob("*.psb"))
    set_right(headquarters)
    desk.refresh()
    assert desk.to_answer == ("SN10",), "the return is still due"
    if abs(ahead) > 1:
        assert desk.offices[0].tone is Tone.WARN, "an office heard on no day that counts is not called up to date"
    desk.write_returns()
    (back,) = user.stick.glob("*.psb")
    set_clock(enrolled, ahead)
    reader = seated(ReceivePresenter(enrolled, runner, str(back)), user)
    reader.take_in()
    sent = the_bundle(enrolled)
    set_right(enrolled)
    assert sent.received_at and not is_after(now() - timedelta(days=1), sending.moment(sent.received_at))
    assert sending.state_of(sent, now()) is BundleState.RECEIVED
    assert_the_same(enrolled, headquarters)
    name(enrolled, "D")
    rounds(enrolled, headquarters, 1)
    desk.refresh()
    assert desk.offices[0].tone is Tone.GOOD, "a right clock sets it right"


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_after_a_receipt_a_wrong_clock_takes_nothing_back(
    enrolled: Office, headquarters: Office, user: User, runner: RunNow, ahead: int
) -> None:
    rounds(enrolled, headquarters, 1)
    for side in (enrolled, headquarters):
        set_clock(side, ahead)
    screen = seated(ExchangePresenter(enrolled, runner), user)
    assert pending(enrolled.store).count == 0 and "a tout" in screen.sentence
    name(enrolled, "D")
    assert deliver(enrolled, headquarters) == "applied"
    set_right(enrolled, headquarters)
    assert answered(enrolled, headquarters) == "applied"
    assert_the_same(enrolled, headquarters)


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.tuples(st.integers(-2500, 2500), st.integers(-2500, 2500)), min_size=1, max_size=4))
def test_under_random_clocks_both_sides_come_to_hold_the_same(
    enrolled: Office, headquarters: Office, days: list[tuple[int, int]]
) -> None:
    for at_office, at_hq in days:
        set_clock(enrolled, at_office)
        set_clock(headquarters, at_hq)
        name(enrolled, f"{at_office} {len(days)}")
        deliver(enrolled, headquarters)
        if believed_clock.clock_doubt(headquarters.work) is None:
            answered(enrolled, headquarters)
    set_right(enrolled, headquarters)
    with headquarters.machine.note():  # whoever is right may have to say so, when both clocks were fast for long
        believed_clock.believe(headquarters.work)
    rounds(enrolled, headquarters, 2)
    assert_the_same(enrolled, headquarters)


# --- backup


def made(office: Office, ahead: int) -> Path:
    """A backup made on the page while the clock is off by so many days."""
    set_clock(office, ahead)
    there = set(office.backups.iterdir())
    screen = BackupsPresenter(office, RunNow(), UnsavedSettings())
    screen.make()
    assert screen.problem is None
    (copy,) = set(office.backups.iterdir()) - there
    return copy


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_a_backup_is_made_under_any_clock_and_one_of_a_wrong_day_hides_none(office: Office, ahead: int) -> None:
    right, wrong = made(office, 0), made(office, ahead)
    doubted = believed_clock.clock_doubt(office.work) is not None
    assert backup.is_due(office.work, office.backups) == doubted, "a clock that is not believed tells no day"
    if doubted:
        moments = [copies.made_at(path) for path in (right, wrong)]
        assert all(moment and local_day(moment) == RIGHT.today() for moment in moments), "the last moment believed"
    set_right(office)
    assert not backup.is_due(office.work, office.backups)
    screen = BackupsPresenter(office, RunNow(), UnsavedSettings())
    screen.refresh()
    order = [right, wrong] if not doubted and ahead < 0 else [wrong, right]
    assert [line.path for line in screen.lines] == order and all(line.opens for line in screen.lines)
    assert not screen.is_old
    chip = next(chip for chip in chips(office, unsaved=False) if chip.key == "backup")
    assert not chip.warns


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_after_a_backup_a_wrong_clock_makes_another_which_is_the_last_of_its_day(office: Office, ahead: int) -> None:
    made(office, 0)
    set_clock(office, ahead)
    assert backup.is_due(office.work, office.backups)
    wrong = made(office, ahead)
    set_right(office)
    set_clock(office, 1)
    assert backup.is_due(office.work, office.backups), "the next day asks for the next one"
    next_day = made(office, 1)
    last = {wrong}  # it bears the last day that is believed
    assert {*last, next_day} == set(office.backups.iterdir()), "of a day that is over its last one stays"


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_an_office_put_back_under_a_wrong_clock_loses_nothing(
    enrolled: Office, headquarters: Office, tmp_path: Path, ahead: int
) -> None:
    copy = backup.back_up(enrolled.work, enrolled.folder, enrolled.opened.key, (tmp_path / "stick",))[0]
    folder, opened = enrolled.folder, enrolled.opened
    enrolled.close()
    backup.restore(folder, copy, opened.key, opened.officer_id)
    with Office.enter(folder, Vault.open(folder), opened) as again:
        set_clock(again, ahead)
        name(again, "D")
        with refused("clock-implausible"):
            recognise(again, headquarters)
        set_right(again)
        recognise(again, headquarters)
        rounds(again, headquarters, 2)
        assert_the_same(again, headquarters)


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_returns_stand_in_the_order_in_which_they_were_taken_in(
    enrolled: Office, headquarters: Office, ahead: int
) -> None:
    written = []
    for new, days in (("D", 0), ("E", ahead), ("F", 0)):
        set_right(enrolled)
        name(enrolled, new)
        deliver(enrolled, headquarters)
        set_clock(enrolled, days)
        path = answering.answer(headquarters.work, headquarters.keys, enrolled.profile.code, headquarters.outbox)
        assert receiving.take_in(enrolled.work, enrolled.keys, path, enrolled.inbox).verdict == "applied"
        written.append(path.name)
    set_right(enrolled)
    shown = seated(ExchangePresenter(enrolled, RunNow()), User(headquarters.outbox))
    assert [row.name for row in shown.overview.returns][:3] == written[::-1]


# --- Headquarters put back


@pytest.fixture
def lost(enrolled: Office, headquarters: Office, tmp_path: Path) -> Iterator[tuple[Office, Path, Opened]]:
    """An office whose Headquarters is gone, Headquarters' backup and what opens it."""
    rounds(enrolled, headquarters, 1)
    (copy,) = headquarters.back_up((tmp_path / "vault",), Progress())
    opened = headquarters.opened
    headquarters.close()
    shutil.rmtree(headquarters.folder)
    yield enrolled, copy, opened


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_headquarters_goes_on_from_its_backup_at_no_time_far_before_it(
    lost: tuple[Office, Path, Opened], ahead: int
) -> None:
    laptop, copy, opened = lost
    folder = copy.parent / "again"
    clock = Clock(lambda: now() + timedelta(days=ahead))
    if ahead < -30:
        with refused("clock-before-backup"):
            backing_up.restore(folder, copy, opened.key, opened.officer_id, "", clock)
        assert [path.name for path in copy.parent.iterdir()] == [copy.name], "as empty as before"
        clock = RIGHT
    backing_up.restore(folder, copy, opened.key, opened.officer_id, "", clock)
    with Office.enter(folder, Vault.open(folder), opened) as hq:
        come_to_agree(laptop, hq, "D")


@pytest.mark.parametrize("first", [-20, *AHEAD])
def test_the_same_backup_put_back_twice_under_two_clocks_is_heard_by_the_offices(
    lost: tuple[Office, Path, Opened], first: int
) -> None:
    laptop, copy, opened = lost
    for number, days in enumerate((first, 0)):
        folder = copy.parent / f"again {number}"
        clock = Clock(lambda days=days: now() + timedelta(days=days))  # type: ignore[misc]
        backing_up.restore(folder, copy, opened.key, opened.officer_id, "", clock)
        with Office.enter(folder, Vault.open(folder), opened) as hq:
            come_to_agree(laptop, hq, f"{number}")


def come_to_agree(laptop: Office, hq: Office, partner: str) -> None:
    """Ordinary rounds; both sides hold the same."""
    believed_clock.believe(hq.work)
    name(laptop, partner)
    watch(hq, laptop, "A", partner)
    for _round in range(3):
        deliver(laptop, hq)
        assert answered(laptop, hq) == "applied"
        if not pending(laptop.store).count:
            break
    assert_the_same(laptop, hq)
    with laptop.store.read() as session:
        watched = session.scalars(select(Partner.watch_note).where(Partner.name == "A")).one()
    assert watched == partner, "what Headquarters wrote has come"


# --- what a wrong clock may not show, hide or put on paper


@pytest.mark.parametrize("ahead", AHEAD)
def test_a_card_put_off_under_a_fast_clock_comes_back(office: Office, ahead: int) -> None:
    set_clock(office, ahead)
    presenter = TodayPresenter(office, RunNow())
    presenter.refresh()
    card = next(card for card in presenter.mine if card.puts_off)
    presenter.put_off(card)
    set_right(office)
    presenter.refresh()
    assert card.key in {card.key for card in presenter.mine}


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_evidence_is_attached_under_a_wrong_clock_without_a_day(work: Casework, tmp_path: Path, ahead: int) -> None:
    office = work.office
    set_right(office)
    believed_clock.believe(office.work)
    set_clock(office, ahead)
    page = QuestionPresenter(office, RunNow(), case=work.case.id, question="A01")
    page.cite("A01", "Registre du commerce", "https://example.org")
    proof = tmp_path / "statuts.pdf"
    proof.write_bytes(sound_pdf())
    page.attach("A01", [proof])
    assert [piece.seen_on for piece in page.assessment.evidence] == [None, None]
    set_right(office)
    page.cite("A01", "Statuts", "https://example.org/2")
    days = {piece.title: piece.seen_on for piece in page.assessment.evidence}
    assert days == {"Registre du commerce": None, "statuts": None, "Statuts": office.work.today().isoformat()}


@pytest.mark.parametrize("ahead", BEHIND)
def test_a_preview_under_a_clock_set_back_is_marked_as_a_draft(
    agreed: Agreed, final_agreement: Agreement, ahead: int
) -> None:
    office = agreed.office
    believed_clock.believe(office.work)
    right = packs.preview(office.work, final_agreement.id)
    set_clock(office, ahead)
    assert all(marked(packs.preview(office.work, final_agreement.id))) and not any(marked(right)), (
        "the word across each page"
    )


@pytest.mark.matrix(2)
@pytest.mark.parametrize("ahead", WRONG)
def test_no_certificate_is_drawn_under_a_wrong_clock(agreed: Agreed, ahead: int) -> None:
    office = agreed.office
    with office.store.read() as session:
        case = session.query(Decision).one().case_id
    believed_clock.believe(office.work)
    set_clock(office, ahead)
    with refused("clock-implausible"):
        certificate.case_certificate_pdf(office.work, case, ("fr",))
    set_right(office)
    assert certificate.case_certificate_pdf(office.work, case, ("fr",))

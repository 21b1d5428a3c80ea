"""Figures of a period: put forward by one, signed by another, by Headquarters too, restated with records and reason."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from desktop.definitions.indicator import Period
from desktop.definitions.putting_off import Unmoved
from desktop.office import Office
from desktop.services import open_tasks, putting_off, today
from desktop.services.next_step import NextStep
from desktop.services.results import periods
from desktop.services.results.figures import Scope, own_scope
from desktop.services.results.periods import ListedPeriod
from desktop.services.today import TodayItem
from desktop.services.work import Work
from desktop.store.records import Contribution, Family, Officer, PeriodClosing, Restatement
from desktop.store.records.base import table_of
from desktop.store.slots import seal_public
from tests.makers import on
from tests.offices import chief, chief_seal, office, office_folder
from tests.refusal import refused
from tests.services.exchange.test_confirmed_figures import SHARED, id_of, record
from tests.services.exchange.test_sync import Desk, enrol, make
from tests.services.results.histories import histories, records_of

__all__ = ["chief", "chief_seal", "make", "office", "office_folder"]

YEAR = Period.year(2026)
LATER = date(2027, 1, 15)
ONE, TWO = b"1" * 32, b"2" * 32


@pytest.fixture
def work(office: Office) -> Work:
    """The office of story 18, after its year."""
    with office.store.change("Recorded", office.user.id) as session:
        session.add_all(own for _code, own in records_of(histories()[0].records))
    return on(office, LATER)


def line(work: Work) -> ListedPeriod:
    (own,) = periods.listed(work)
    return own


def test_figures_are_put_forward_by_one_and_signed_by_another(work: Work, chief: Officer, chief_seal: bytes) -> None:
    boss = work.acting_as(chief)
    for period, code in (
        (Period.year(2027), "period-not-over"),
        (Period(date(2026, 1, 1), date(2026, 9, 30)), "period-not-closable"),
    ):
        with refused(code):
            periods.prepare(work, period)
    prepared = periods.prepare(work, YEAR)
    assert not line(work).is_signed and periods.standing(work, own_scope(work), YEAR) is None
    with refused("period-not-yours"):
        periods.sign(work, prepared.id, chief_seal)
    with refused("no-seal-key"):
        periods.sign(boss, prepared.id, b"")
    periods.prepare(boss, YEAR)
    with refused("period-own-preparation"):
        periods.sign(boss, prepared.id, chief_seal)
    periods.withdraw(work, prepared.id)
    assert periods.listed(work) == [] and periods.prepare(work, YEAR).id == prepared.id
    with work.store.change("Corrected", work.officer.id) as session:
        gift = session.get_one(Contribution, "g1")
        gift.amount, gift.amount_usd = "1.00", "1.00"
    with refused("period-changed"):
        periods.sign(boss, prepared.id, chief_seal)
    periods.prepare(work, YEAR)
    signed = periods.sign(boss, prepared.id, chief_seal)
    own = line(work)
    assert own.is_signed and own.seal_holds and not own.changed
    assert {figure.indicator for figure in own.closing.figures} >= {"RES-1", "RES-2", "INN-3"}
    assert own.closing.rests_on[0].number == work.store.position().number - 2
    assert periods.standing(work, own_scope(work), YEAR) is not None
    for deed in (lambda: periods.prepare(work, YEAR), lambda: periods.withdraw(work, signed.id)):
        with refused("period-signed"):
            deed()
    table = table_of(PeriodClosing)
    with work.store.engine.execution_options(write=True).begin() as connection:
        connection.execute(update(table).values(signer_name="Somebody else"))
    assert not line(work).seal_holds


def test_a_correction_after_the_signature_is_a_restatement(work: Work, chief: Officer, chief_seal: bytes) -> None:
    boss = work.acting_as(chief)
    closing = periods.prepare(work, YEAR)
    periods.sign(boss, closing.id, chief_seal)
    with refused("nothing-restated"):
        periods.restate(boss, closing.id, "Rien", chief_seal)
    before = line(work).current["RES-1"]

    def correct(amount: str) -> None:
        with work.store.change("Corrected", work.officer.id) as session:
            gift = session.get_one(Contribution, "g2")
            gift.amount, gift.amount_usd = amount, amount

    correct("5.00")  # nothing is refused, and it is seen at once
    changed = {own.after.indicator: own for own in line(work).changed}
    assert {"RES-1"} <= changed.keys() <= {"RES-1", "RES-2"}
    assert changed["RES-1"].before == before
    with refused("restatement-without-reason"):
        periods.restate(boss, closing.id, " ", chief_seal)
    with refused("period-not-yours"):
        periods.restate(work, closing.id, "Une facture", chief_seal)
    first = {own.indicator: own for own in periods.restate(boss, closing.id, "La facture", chief_seal)}
    own = first["RES-1"]
    assert own.before is not None and own.after is not None
    assert (own.before, own.records, own.reason) == (before, ["g2"], "La facture")
    assert Decimal(own.after.amount) == Decimal(before.amount) + 5 - Decimal(_amount_of_g2())
    assert not line(work).changed and line(work).current["RES-1"] == own.after
    correct("6.00")
    (second, *_more) = periods.restate(boss, closing.id, "Encore", chief_seal)
    assert second.before == own.after and second.sequence > own.sequence
    with work.store.read() as session:
        assert all(periods.restatement_holds(session, restated) for restated in line(work).restatements)
    assert line(work).closing.figures and line(work).seal_holds


def test_today_asks_for_figures_that_nobody_put_forward_and_for_those_that_are_others_since(
    work: Work, office: Office, chief: Officer, chief_seal: bytes
) -> None:
    def asked(day: date, who: Officer = office.user) -> dict[str, TodayItem]:
        at = on(office, day).acting_as(who)
        board, every = today.board(at), open_tasks.read(at).tasks
        of_periods = [item for item in board.mine if item.matter in (Unmoved.FIGURES, Unmoved.RESTATEMENT)]
        assert {item.about for item in of_periods} <= {task.item.about for task in every}
        assert today.badge(at).count == len(board.mine) + sum(board.more.values())
        return {item.about: item for item in of_periods}

    due = YEAR.last + timedelta(days=office.definitions.put_off.figures_after_days)
    year = periods.closing_id(office.store.identity.office, YEAR)
    assert year not in asked(due - timedelta(days=1)) and asked(due)[year].step == NextStep("", "", "periods", {})
    first, second = (periods.prepare(on(office, due), Period.half(2026, half)) for half in (1, 2))
    assert year not in asked(due)  # both halves are the year
    periods.withdraw(work, first.id)
    assert year in asked(due)
    periods.prepare(work, YEAR)
    boss = on(office, due).acting_as(chief)
    closing = periods.sign(boss, year, chief_seal)
    assert year not in asked(due) and second.id not in asked(due)
    with work.store.change("Corrected", work.officer.id) as session:
        gift = session.get_one(Contribution, "g2")
        gift.amount, gift.amount_usd = "5.00", "5.00"
    waits = asked(due, chief)[closing.id]
    assert waits.step == NextStep("", "", "period", {"id": closing.id}) and waits.matter == Unmoved.RESTATEMENT
    putting_off.put_off(boss, waits.waits, due + timedelta(days=3), "partner")
    assert closing.id not in asked(due, chief)
    periods.restate(boss, closing.id, "La facture", chief_seal)
    assert periods.not_restated(boss) == []


def _amount_of_g2() -> str:
    gift = next(own for _code, own in records_of(histories()[0].records) if own.id == "g2")
    assert isinstance(gift, Contribution)
    return gift.amount_usd or ""


def test_headquarters_signs_what_an_office_signed_and_the_figures_of_all(make: Callable[..., Desk]) -> None:
    office, hq = make("sn", "SN10"), make("hq", "HQ", "hq_administrator")
    enrol(office, hq)
    record(office, SHARED.records)
    boss, ddg = (seated(desk, role, seed) for desk, role, seed in ((office, "chief_of_mission", ONE), (hq, "ddg", TWO)))
    year = Period.year(2025)
    closing = periods.prepare(office.work, year)
    assert hq.verdicts(office.pack()) == ["applied"]
    with refused("period-not-waiting"):  # the office has not signed
        periods.accept(ddg, closing.id, TWO)
    periods.sign(boss, closing.id, ONE)
    assert hq.verdicts(office.pack()) == ["applied"]
    with refused("period-not-yours"):
        periods.accept(hq.work, closing.id, TWO)
    periods.accept(ddg, closing.id, TWO)
    with refused("period-not-waiting"):
        periods.accept(ddg, closing.id, TWO)
    (there,) = periods.listed(hq.work)
    assert there.is_accepted and there.acceptance_holds and there.seal_holds and there.disputed == []
    office.receive(hq.answer("SN10"))
    (here,) = periods.listed(office.work)
    assert here.is_accepted and here.acceptance_holds and here.closing.acceptor_name == ddg.officer.name
    fields = [name for name in Family(PeriodClosing).number if name != "archived"]
    assert [getattr(here.closing, name) for name in fields] == [getattr(there.closing, name) for name in fields]

    write(office, "g1", received_on="2025-05-05")
    assert [own.after.indicator for own in line(office.work).changed]
    (restated, *_more) = periods.restate(boss, closing.id, "Le reçu de mai manquait", ONE)
    assert restated.records == [id_of("g1")]
    assert hq.verdicts(office.pack()) == ["applied"]
    (there,) = periods.listed(hq.work)
    (here,) = periods.listed(office.work)
    names = list(Family(Restatement).number)
    assert [[getattr(own, name) for name in names] for own in there.restatements] == [
        [getattr(own, name) for name in names] for own in here.restatements
    ]
    assert not there.changed

    world = periods.prepare(hq.work, year)
    periods.sign(ddg, world.id, TWO)
    assert {own.closing.office for own in periods.listed(hq.work) if own.seal_holds} == {"HQ", "SN10"}
    assert periods.standing(hq.work, Scope(), year) is not None
    office.receive(hq.answer("SN10"))
    assert len(periods.listed(office.work)) == 1


def seated(desk: Desk, role: str, seed: bytes) -> Work:
    """Another officer of a desk, whose key is registered."""
    officer = Officer(name=f"{role} d’essai", role=role, seal_key=seal_public(seed).hex())
    with desk.store.change("Hired", desk.user.id) as session:
        session.add(officer)
    return desk.work.acting_as(officer)


def write(desk: Desk, gift: str, **fields: str) -> None:
    with desk.store.change("Corrected", desk.user.id) as session:
        own = session.get_one(Contribution, id_of(gift))
        for name, content in fields.items():
            setattr(own, name, content)

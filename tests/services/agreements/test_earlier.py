"""What was signed and given before the program: recorded with its day and scan, a task until its due diligence is made,
and no way round the gate of ¶21."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.base.values import today
from desktop.office import Office
from desktop.services import open_tasks
from desktop.services import today as today_page
from desktop.services.agreements import drafting, earlier, receiving
from desktop.services.agreements.earlier import GivenBefore, SignedBefore
from desktop.services.agreements.receiving import ContributionArrival
from desktop.services.diligence import freezing
from desktop.services.partner_papers import receipts
from desktop.services.registry import exchange_rates, partners
from desktop.store.records import EarlierAgreement, Partner, Partnership
from desktop.store.states import ContributionKind
from tests.agreed import Agreed, agreed, agreed_folder
from tests.foreign import sound_pdf
from tests.makers import on
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "office", "office_folder"]

ALL_YEAR = timedelta(days=365)


def partner_of(office: Office) -> str:
    return partners.register(office.work, Partner(name="Sahel Transit", country="SN")).id


def signed(partner: str, **fields: Any) -> SignedBefore:
    plain: dict[str, Any] = {"title": "Transport vers Agadez", "signed": "2014-03-12", "reference": "MOU 14/03"}
    return SignedBefore(partner, **{**plain, **fields})


def test_it_is_recorded_with_its_scan_and_is_a_task_until_a_day_of_the_forms(office: Office, tmp_path: Path) -> None:
    work, partner = on(office, today()), partner_of(office)
    (tmp_path / "Accord.pdf").write_bytes(sound_pdf("Accord"))
    kept = earlier.record(work, signed(partner, value=Decimal("12500.50")), tmp_path / "Accord.pdf")
    due = (today() + timedelta(days=work.definitions.follow_up.earlier.days)).isoformat()
    standing = earlier.standing(work, kept.id)
    assert (standing.is_due, standing.agreement.diligence_due_on, standing.partner) == (True, due, "Sahel Transit")
    assert (standing.partnership.value, standing.partnership.value_usd) == ("12500.50", "12500.50")
    assert bool(standing.agreement.scan)
    (task,) = [task for task in open_tasks.read(work).tasks if task.item.id == kept.id]
    assert task.item.on == due and task.item.step is not None and task.item.step.place == "earlier"
    assert kept.id not in {item.id for item in today_page.board(work).mine}
    late = on(office, today() + timedelta(days=200))
    assert kept.id in {item.id for item in today_page.board(late).mine}
    assert today_page.badge(late).count == len(today_page.board(late).mine)


def test_what_was_over_needs_no_due_diligence_and_what_ends_sooner_needs_it_sooner(office: Office) -> None:
    work, partner = on(office, today()), partner_of(office)
    over = earlier.record(work, signed(partner, signed="2012", ends_on="2015-12-31"))
    soon = (today() + timedelta(days=40)).isoformat()
    ending = earlier.record(work, signed(partner, ends_on=soon))
    assert (over.diligence_due_on, ending.diligence_due_on) == (None, soon)
    assert {task.item.id for task in open_tasks.read(work).tasks} == {ending.id}


def test_only_what_lies_before_the_first_day_of_the_office_is_recorded_so(office: Office) -> None:
    work, partner = on(office, today()), partner_of(office)
    for day in (today().isoformat(), str(today().year)):
        with refused("signed-since"):
            earlier.record(work, signed(partner, signed=day))
    with refused("signed-since"):
        earlier.record_gift(work, GivenBefore(partner, "Camions", today().isoformat()))
    later = on(office, today() + ALL_YEAR)
    with refused("signed-since"):
        earlier.record(later, signed(partner, signed=(today() + timedelta(days=9)).isoformat()))
    with refused("earlier-without-day"):
        earlier.record(work, signed(partner, signed=""))
    with refused("earlier-without-title"):
        earlier.record(work, signed(partner, title=" "))
    with work.store.read() as session:
        assert not earlier.every(session) and not receiving.of_partner(session, partner)


def test_no_gate_opens_through_it(office: Office) -> None:
    """No draft, hence no amendment, and no receipt; what stands against it says until when."""
    work, partner = on(office, today()), partner_of(office)
    kept = earlier.record(work, signed(partner))
    (freeze,) = freezing.of_partnership(work, kept.partnership_id)
    assert freeze.kind == freezing.EARLIER and "¶21" in freeze.why
    with refused("partnership-frozen"):
        drafting.draft(work, kept.partnership_id, "INK", ["fr"])
    with refused("partnership-frozen"):
        receiving.receive(work, ContributionArrival(kept.id, ContributionKind.GOODS, "Camions", today()))
    assert not [item for item in today_page.board(work).mine if item.kind == today_page.TodayKind.FROZEN]
    earlier.archive(work, kept.id, True)
    assert freezing.of_partnership(work, kept.partnership_id) == ()


def test_once_its_due_diligence_is_made_its_partner_gives_on(agreed: Agreed) -> None:
    work = on(agreed.office, today())
    with work.store.read() as session:
        planned = session.get_one(Partnership, agreed.partnership)
    kept = earlier.record(work, signed(planned.partner_id, partnership_id=planned.id))
    assert not earlier.standing(work, kept.id).is_due
    assert not open_tasks.read(work).tasks or kept.id not in {t.item.id for t in open_tasks.read(work).tasks}
    arrived = receiving.receive(work, ContributionArrival(kept.id, ContributionKind.GOODS, "Cartes SIM", today()))
    assert arrived.agreement_id == kept.id and b"%PDF" in receipts.receipt(work, arrived.id, "fr").data[:8]
    with refused("decision-expired"):
        receiving.receive(
            on(agreed.office, today() + 3 * ALL_YEAR),
            ContributionArrival(kept.id, ContributionKind.GOODS, "Cartes SIM", today()),
        )


def test_a_gift_of_before_counts_and_has_no_receipt_of_ours(office: Office, tmp_path: Path) -> None:
    work, partner = on(office, today()), partner_of(office)
    given = earlier.record_gift(work, GivenBefore(partner, "Don annuel", "2016-12-01", amount=Decimal("3000")))
    with work.store.read() as session:
        (kept,) = receiving.of_partner(session, partner)
    assert (kept.id, kept.earlier, kept.amount_usd, kept.receipt) == (given.id, True, "3000", "")
    with refused("given-before"):
        receipts.receipt(work, given.id, "fr")
    table = tmp_path / "taux.csv"
    table.write_text(
        "Code,Date,Rate\n" + "".join(f"{code},2016-12-01,614.5\n" for code in ("XOF", "EUR", "JPY")), "utf-8"
    )
    exchange_rates.install(work, table)
    for day, usd in (("2016-12-20", "4882.02"), ("2016-11-30", None)):
        in_francs = GivenBefore(partner, f"Don {day}", day, amount=Decimal(3_000_000), currency="XOF")
        assert earlier.record_gift(work, in_francs).amount_usd == usd


def test_it_is_corrected_and_stays_due(office: Office) -> None:
    work, partner = on(office, today()), partner_of(office)
    kept = earlier.record(work, signed(partner))
    earlier.correct(work, kept.id, signed(partner, signed="2013", ends_on="2014-01-31"))
    with work.store.read() as session:
        now = session.get_one(EarlierAgreement, kept.id)
    assert (now.signed, now.ends_on, now.diligence_due_on) == ("2013", "2014-01-31", None)
    with refused("ends-before-start"):
        earlier.correct(work, kept.id, signed(partner, ends_on="2012-01-31"))

"""Contributions of tables and activity files: held against the rules of each reception, asked once, recorded once."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.text import LANGUAGES, speaking
from desktop.base.values import today
from desktop.definitions.indicator import Period
from desktop.definitions.spreadsheets import TableKind
from desktop.definitions.terms import Audience
from desktop.documents.register.iati import as_activities
from desktop.office import Office
from desktop.services.agreements import earlier, receiving
from desktop.services.agreements.earlier import SignedBefore
from desktop.services.diligence import cases
from desktop.services.registry import partners
from desktop.services.registry.spreadsheets import importing, reading
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineVerdict, RemarkKind
from desktop.services.results import ledger
from desktop.services.results.register import editions
from desktop.services.results.register.editions import EditionOrder
from desktop.store.records import Agreement, Contribution, Partner
from desktop.store.states import ContributionState
from tests.activity_files import PUBLISHED
from tests.agreed import Agreed, agreed, agreed_folder, in_force
from tests.makers import on
from tests.offices import office, office_folder
from tests.refusal import refused
from tests.services.agreements.test_earlier_tables import imported, saved, tried
from tests.services.agreements.test_receiving import arrival

__all__ = ["agreed", "agreed_folder", "in_force", "office", "office_folder"]

LEFT = LineVerdict.LEFT_OUT
ANSWERS = {"unregistered": "new", "negative": "refund", "twice": "leave", "arrived": "new"}
HEADINGS = "Donateur;Type de don;Description;Reçu le;Promis le;Attendu le;Montant;Devise;Facture;Thématique;Accord"
SINCE, LATER = today().isoformat(), (today() + timedelta(days=60)).isoformat()
LINES = (
    f"Sahel Transit;Virement;Don promis;;{SINCE};{LATER};40000;EUR;E 7;Lutte contre la traite;",
    f"Sahel Transit;Virement;Don du jour;{SINCE};;;500;USD;F-1;;",
    "Sahel Transit;Virement;Première tranche;2014-06-01;;;1000;USD;F-2;labour|Sport;MOU 14/03",
    "Sahel Transit;Virement;Deuxième tranche;2014-07-01;;;1000;USD;F 2;;",
    "Sahel Transit;Virement;Rendu;2014-08-01;;;-400;USD;;;",
    "Sahel Transit;Virement;Rendu;2014-09-01;;;-4000;USD;;;",
    "Anonyme;Virement;Don;2014-09-01;;;70;USD;;;",
    f"Sahel Transit;Virement;Don à venir;{LATER};;;70;USD;;;",
)


def verdicts(plan: DryRun) -> list[str]:
    return [str(line.verdict) for line in plan.lines]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "fondation.xml"
    path.write_text(PUBLISHED, encoding="utf-8")
    return path


@pytest.fixture
def partner(office: Office) -> str:
    on(office, today())
    return partners.register(office.work, Partner(name="Sahel Transit", country="SN")).id


def test_an_activity_file_is_recorded_with_its_sources_and_once(office: Office, published: Path) -> None:
    on(office, today())
    table, first = tried(office, published, {})
    assert table.kind is TableKind.GIFTS and {question.id for question in first.questions} == {"unregistered"}
    _table, plan = tried(office, published, ANSWERS)
    assert verdicts(plan) == ["new", "new", "foreign", "refunded", "promised"]
    assert RemarkKind.EARLY in {remark.kind for remark in plan.lines[0].remarks}
    assert RemarkKind.NO_RATE in {remark.kind for remark in plan.lines[0].remarks}
    settled = tried(office, published, {**ANSWERS, "arrived": "leave"})[1]
    assert verdicts(settled)[4] == LEFT  # of what was promised, receptions stand in the same file
    done = imported(office, published, ANSWERS)
    assert (done.entered, done.registered, done.is_whole) == (4, 1, True)
    with office.store.read() as session:
        (giver,) = session.scalars(select(Partner))
        rows = sorted(session.scalars(select(Contribution)), key=lambda row: row.received_on or "9")
    assert (giver.name, giver.country, giver.group) == ("Fondation des Rives", "FR", "FOA")
    assert [(row.amount, row.currency, row.reference, row.earlier) for row in rows] == [
        ("1250.125", "EUR", "V-1", True),
        ("2000", "USD", "V-2", True),
        ("500", "USD", "", False),
        ("40000", "EUR", "E-1", False),
    ]
    assert rows[2].refund_of == rows[1].id and rows[2].amount_usd == "500"
    assert rows[3].state == ContributionState.PROMISED and rows[1].themes == ["labour"]
    assert all("fondation.xml" in row.notes and "FR-SIREN-000000000-17" in row.notes for row in rows)
    with refused("spreadsheet-nothing-new"):
        imported(office, published, ANSWERS)


def test_a_table_goes_by_the_rules_of_each_reception(office: Office, partner: str, tmp_path: Path) -> None:
    path = saved(tmp_path, HEADINGS, LINES, "dons.csv")
    _table, first = tried(office, path, {})
    assert {question.id for question in first.questions} == {"negative", "twice"}
    _table, plan = tried(office, path, {**ANSWERS, "twice": "new"})
    expected = ["promised", "uncovered", "new", "new", "refunded", "unreceived", "unnamed", "undated"]
    assert verdicts(plan) == expected
    assert verdicts(tried(office, path, ANSWERS)[1])[3] == LEFT
    assert {remark.kind for remark in plan.lines[2].remarks} >= {RemarkKind.EARLY, RemarkKind.UNREADABLE}
    assert RemarkKind.TWICE in {remark.kind for remark in plan.lines[3].remarks}
    assert RemarkKind.FUTURE in {remark.kind for remark in plan.lines[7].remarks}
    done = imported(office, path, {**ANSWERS, "twice": "new"})
    with office.store.read() as session:
        rows = {row.description: row for row in session.scalars(select(Contribution)) if not row.refund_of}
    promise, gift = rows["Don promis"], rows["Première tranche"]
    assert (promise.due_on, promise.themes, promise.reference) == (LATER, ["trafficking"], "E 7")
    assert gift.themes == ["labour"] and "Sport" in gift.notes and "MOU 14/03" in gift.notes
    assert "dons.csv" in gift.notes and "4" in gift.notes
    undone = importing.roll_back(office.work, done.id)
    assert (undone.withdrawn, undone.staying) == (4, ())
    with office.store.read() as session:
        assert not receiving.of_partner(session, partner)


def test_what_arrived_since_needs_an_agreement_that_nothing_stands_against(
    office: Office, partner: str, tmp_path: Path
) -> None:
    signed = SignedBefore(partner, "Transport", "2014-04-03", "MOU 14/03", ends_on=LATER)
    earlier.record(office.work, signed)
    path = saved(tmp_path, HEADINGS, (LINES[1], LINES[1].replace("F-1", "F-9") + "MOU 14/03"), "dons.csv")
    _table, plan = tried(office, path, ANSWERS)
    assert verdicts(plan) == ["uncovered", "uncovered"]
    assert RemarkKind.REFUSED in {remark.kind for remark in plan.lines[0].remarks}  # its due diligence is to be made
    with office.store.read() as session:
        planned = earlier.of_partner(session, partner)[0].partnership_id
    assert planned and not cases.of_partner(office.store, partner)
    assert not ledger.ids(office.work)


def test_what_arrived_under_an_agreement_is_received_and_the_same_reference_is_asked_about(
    agreed: Agreed, in_force: Agreement, tmp_path: Path
) -> None:
    office = agreed.office
    on(office, today())
    line = f"Teranga Câbles & Réseaux SA;En nature;1 200 cartes SIM;{SINCE};;;9600;USD;F-12;;"
    path = saved(tmp_path, HEADINGS, (line, line.replace("1 200", "300").replace("F-12", "f 12")), "livraisons.csv")
    _table, plan = tried(office, path, {"twice": "leave"})
    assert verdicts(plan) == ["received", LEFT]
    done = imported(office, path, {"twice": "leave"})
    with office.store.read() as session:
        (received,) = receiving.of_partner(session, in_force.partner_id)
    assert (received.agreement_id, received.state, received.amount_usd) == (in_force.id, "received", "9600")
    assert received.receipt.startswith("SN10-R-") and "livraisons.csv" in received.notes
    importing.roll_back(office.work, done.id)
    with office.store.read() as session:
        assert not receiving.of_partner(session, in_force.partner_id)


def test_what_arrived_counts_down_the_promise_of_the_same_file(
    agreed: Agreed, in_force: Agreement, tmp_path: Path
) -> None:
    """In any order of lines: two parts before the program; all of it since, of which a part is paid back."""
    office = agreed.office
    on(office, today())
    giver, before = "Teranga Câbles & Réseaux SA;En nature", "2014-03-01"
    lines = (
        f"{giver};Colis de mars;2014-06-01;;;400;USD;;;MOU 9",
        f"{giver};Cartes SIM;{SINCE};;;9600;USD;;;{in_force.reference}",
        f"{giver};Rendu;{SINCE};;;-600;USD;;;",
        f"{giver};Colis;;{before};;1000;USD;;;MOU 9",
        f"{giver};Cartes promises;;{SINCE};;9600;USD;;;{in_force.reference}",
        f"{giver};Colis en euros;2014-07-01;;;70;EUR;;;MOU 9",
        f"{giver};Colis de juin;2014-07-01;;;900;USD;;;MOU 9",
    )
    path = saved(tmp_path, HEADINGS, lines, "suivi.csv")
    answers = {"negative": "refund", "arrived": "fulfil"}
    done = imported(office, path, answers)
    assert (done.entered, done.is_whole) == (7, True)
    with office.store.read() as session:
        every = receiving.of_partner(session, in_force.partner_id)
        rows = {row.description: row for row in every if not row.refund_of}
        promise = rows["Colis"]
        left = ledger.outstanding_in(session, promise)
    assert (left.left, left.surplus) == (Decimal(0), Decimal(300)) and promise.closed_on == "2014-07-01"
    assert [rows[name].fulfils for name in ("Colis de mars", "Colis de juin", "Colis en euros")] == [
        promise.id,
        promise.id,
        None,
    ]
    whole = rows["Cartes SIM"]  # the promise itself, of which both lines are the source
    assert (whole.state, whole.promised_on, whole.notes.count("suivi.csv")) == (ContributionState.RECEIVED, SINCE, 2)
    assert {row.refund_of for row in every} == {None, whole.id} and "Cartes promises" not in rows
    assert {str(line.verdict) for line in tried(office, path, answers)[1].lines} == {"known"}
    undone = importing.roll_back(office.work, done.id)
    with office.store.read() as session:
        assert not receiving.of_partner(session, in_force.partner_id) and undone.staying == ()


def test_the_register_that_an_office_writes_is_read_back_as_what_it_has(
    agreed: Agreed, in_force: Agreement, tmp_path: Path
) -> None:
    """Its activity file through its own import desk: every contribution of it is on record already."""
    office = agreed.office
    work = on(office, today())
    receiving.receive(work, arrival(in_force.id, amount=Decimal("9600.50"), quantity=Decimal(12), unit="cartons"))
    for language in LANGUAGES:
        order = EditionOrder(Audience.INTERNAL, Period.year(today().year))
        edition = editions.prepare(work, order).edition
        path = tmp_path / f"register-{language}.xml"
        path.write_bytes(as_activities(edition, office.definitions.iati, office.definitions.strategy).content)
        with speaking(language):
            _table, plan = tried(office, path, ANSWERS)
        arrived = [line for line in plan.lines if line.verdict is LineVerdict.KNOWN]
        assert [line.partner for line in arrived] == [in_force.partner_id]
        assert {str(line.verdict) for line in plan.lines} <= {"known", "promised"}  # the sum agreed is no record yet


def test_public_files_hold_nothing_for_this_office(office: Office, shared_data: Path) -> None:
    on(office, today())
    counts = {}
    for path in sorted((shared_data / "cases/iati-activities").glob("*.xml")):
        try:
            table = reading.read_table(path, office.work.definitions.spreadsheets)
        except reading.Problem as problem:
            counts[path.name] = problem.code
            continue
        _table, plan = tried(office, path, ANSWERS)
        counts[path.name] = {str(line.verdict) for line in plan.lines}
        assert table.is_published and not plan.unanswered
    assert counts == {
        "acfspain-co.xml": "iati-no-transaction",
        "acfspain-ph.xml": "iati-no-transaction",
        "usaid-bb.xml": {"foreign"},
        "wri.xml": {"foreign"},
    }

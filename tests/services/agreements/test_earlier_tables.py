"""Tables of what was signed and given before the program: read, asked once, recorded once, and rolled back."""

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.progress import Progress
from desktop.base.values import today
from desktop.definitions.spreadsheets import TableKind
from desktop.office import Office
from desktop.services.agreements import earlier, earlier_tables, receiving
from desktop.services.diligence import cases
from desktop.services.registry import partners
from desktop.services.registry.spreadsheets import columns, importing, reading
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineVerdict
from desktop.services.registry.spreadsheets.importing import PartnerImport
from desktop.services.registry.spreadsheets.questions import ImportAnswers
from desktop.store.records import Contribution, EarlierAgreement, Evidence, Partner, Partnership
from tests.foreign import sound_pdf
from tests.makers import on
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["office", "office_folder"]

QUIET = Progress()
SIGNED = "Partenaire;Pays;Objet;Référence;Date de signature;Date de fin;Montant;Devise;Scan;Suivi"
AGREEMENTS = (
    "Sahel Transit;Sénégal;Transport vers Agadez;MOU 14/03;03/04/2014;31/12/2029;12 500,50;EUR;accord.pdf;papier",
    "Banque du Fleuve;Mali;Transferts;;2012;15/06/2015;3 000 000;F CFA;;",
    "Sahel Transit;Sénégal;Camions;;inconnue;;;;;",
    "Sahel Transit;Sénégal;Nouvel accord;;31/12/2099;;;;;",
    "Sahel Transit;Sénégal;Transport vers Agadez;MOU 14/03;03/04/2014;;;;;",
    "Ministère du Travail;Sénégal;Formation;;2013;;;;;",
)
GIVEN = "Donateur;Type de don;Description;Date du don;Montant;Quantité;Unité"
GIFTS = (
    "Sahel Transit;En nature;20 tentes;15/06/2016;1.250 €;20;tentes",
    "Sahel Transit;En nature;20 tentes;15/06/2016;1.250 €;20;tentes",
    "Sahel Transit;Virement;Don annuel;01/12/2016;$ 3,000.50;;",
    "Sahel Transit;Sponsoring;Gala;02/12/2016;beaucoup;;",
)


def saved(folder: Path, headings: str, lines: tuple[str, ...], name: str) -> Path:
    path = folder / name
    path.write_bytes("\r\n".join((headings, *lines, "")).encode("cp1252"))
    return path


def tried(office: Office, path: Path, answers: dict[str, str]) -> tuple[reading.OfficeTable, DryRun]:
    table = reading.read_table(path, office.work.definitions.spreadsheets)
    rules = office.work.definitions.spreadsheets.for_table(table.kind)
    mapping = columns.proposed(office.store, table.likeliest, rules, "SN")
    plan = earlier_tables.examine(office.work, table, table.likeliest, mapping, ImportAnswers(answers), QUIET)
    return table, plan


def imported(office: Office, path: Path, answers: dict[str, str]) -> PartnerImport:
    return earlier_tables.import_table(office.work, *tried(office, path, answers), QUIET)


ANSWERS = {
    "unregistered": "new",
    "public": "outside",
    "days:signed": "day",
    "numbers:amount": "thousands",
    "gift:Sponsoring": "cash",
    "gift": "cash",
}


@pytest.fixture
def agreements(office: Office, tmp_path: Path) -> Path:
    on(office, today())
    partners.register(office.work, Partner(name="Sahel Transit", country="SN"))
    (tmp_path / "accord.pdf").write_bytes(sound_pdf("Accord"))
    return saved(tmp_path, SIGNED, AGREEMENTS, "accords.csv")


def test_lines_are_recorded_as_signed_before_with_their_scan(office: Office, agreements: Path) -> None:
    table, first = tried(office, agreements, {})
    assert table.kind is TableKind.AGREEMENTS
    assert {question.id for question in first.questions} == {"unregistered", "public"}  # 31 and 15 prove the days
    done = imported(office, agreements, ANSWERS)
    assert (done.entered, done.registered, done.table, done.is_whole) == (2, 1, "agreements", True)
    with office.store.read() as session:
        listed = earlier.every(session)
        scans = session.scalars(select(Evidence)).all()
    rows = {row.agreement.title: row for row in listed}
    road, bank = rows["Transport vers Agadez"], rows["Transferts"]
    assert (road.agreement.signed, road.agreement.ends_on, road.partner) == (
        "2014-04-03",
        "2029-12-31",
        "Sahel Transit",
    )
    assert (road.partnership.value, road.partnership.currency) == ("12500.50", "EUR")
    assert road.agreement.notes == "" and [scan.id for scan in scans] == [road.agreement.scan]
    assert (bank.agreement.signed, bank.partnership.value, bank.partnership.currency) == ("2012", "3000000", "XOF")
    assert bank.agreement.diligence_due_on is None and road.agreement.diligence_due_on


def test_what_is_not_before_or_not_dated_is_left_out_and_named(office: Office, agreements: Path) -> None:
    _table, plan = tried(office, agreements, ANSWERS)
    assert [line.verdict for line in plan.lines] == [
        LineVerdict.NEW,
        LineVerdict.NEW,
        LineVerdict.UNDATED,
        LineVerdict.UNDATED,  # a day to come is no day of signature
        LineVerdict.KNOWN,
        LineVerdict.OUTSIDE,
    ]
    assert [remark.cell for remark in plan.lines[2].remarks] == ["inconnue"]


def test_the_same_file_twice_adds_nothing(office: Office, agreements: Path, tmp_path: Path) -> None:
    imported(office, agreements, ANSWERS)
    with refused("spreadsheet-nothing-new"):
        imported(office, agreements, ANSWERS)
    gifts = saved(tmp_path, GIVEN, GIFTS, "dons.csv")
    assert imported(office, gifts, ANSWERS).entered == 4
    with refused("spreadsheet-nothing-new"):
        imported(office, gifts, ANSWERS)


def test_gifts_are_read_with_their_currency_and_asked_about_once(
    office: Office, agreements: Path, tmp_path: Path
) -> None:
    gifts = saved(tmp_path, GIVEN, GIFTS, "dons.csv")
    table, first = tried(office, gifts, {})
    assert table.kind is TableKind.GIFTS
    assert {question.id for question in first.questions} == {"numbers:amount", "gift:Sponsoring"}
    _table, plan = tried(office, gifts, {**ANSWERS, "numbers:amount": "thousands"})
    assert not plan.unanswered
    done = imported(office, gifts, ANSWERS)
    with office.store.read() as session:
        kept = sorted(session.scalars(select(Contribution)), key=lambda row: (row.received_on or "", row.id))
    assert done.entered == len(kept) == 4
    assert [(row.amount, row.currency, str(row.kind)) for row in kept] == [
        ("1250", "EUR", "goods"),
        ("1250", "EUR", "goods"),
        ("3000.50", "USD", "cash"),
        (None, "XOF", "cash"),
    ]
    assert all(row.earlier for row in kept) and "beaucoup" in kept[3].notes


def test_it_is_rolled_back_and_what_somebody_worked_with_stays(office: Office, agreements: Path) -> None:
    done = imported(office, agreements, ANSWERS)
    undone = importing.roll_back(office.work, done.id)
    assert (undone.put_away, undone.withdrawn, undone.staying) == (1, 2, ())
    with office.store.read() as session:
        assert not earlier.every(session)
        assert all(row.archived for row in session.scalars(select(Partnership)))
        assert [row.archived for row in session.scalars(select(Evidence))] == [True]
    again = imported(office, agreements, {**ANSWERS, "archived": "restore"})
    with office.store.read() as session:
        road = next(row for row in earlier.every(session) if row.agreement.title == "Transport vers Agadez")
    cases.open_case(office.work, office.definitions.form, road.partnership)
    undone = importing.roll_back(office.work, again.id)
    assert (undone.withdrawn, undone.staying) == (1, ("Transport vers Agadez",))
    with office.store.read() as session:
        assert [row.agreement.title for row in earlier.every(session)] == ["Transport vers Agadez"]
        archived = {row.name: row.archived for row in session.scalars(select(Partner))}
    assert archived == {"Sahel Transit": False, "Banque du Fleuve": True}


def test_a_table_names_no_file_elsewhere(office: Office, tmp_path: Path) -> None:
    on(office, today())
    partners.register(office.work, Partner(name="Sahel Transit", country="SN"))
    (tmp_path / "secret.pdf").write_bytes(sound_pdf("Secret"))
    (tmp_path / "table").mkdir()
    line = "Sahel Transit;Sénégal;Transport;;2014;;;;../secret.pdf;"
    path = saved(tmp_path / "table", SIGNED, (line,), "accords.csv")
    _table, plan = tried(office, path, ANSWERS)
    assert [str(remark.kind) for remark in plan.lines[0].remarks] == ["no_scan"]
    imported(office, path, ANSWERS)
    with office.store.read() as session:
        assert [row.scan for row in session.scalars(select(EarlierAgreement))] == [""]
        assert not receiving.of_partner(session, plan.lines[0].partner)

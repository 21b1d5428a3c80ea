"""An office's old tables: 5,000 lines held against a register of 10,000 partners, imported and rolled back."""

import random
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.base.progress import Progress
from desktop.office import Account, Office
from desktop.services.agreements import earlier_tables
from desktop.services.registry.spreadsheets import columns, importing
from desktop.services.registry.spreadsheets.dry_run import dry_run
from desktop.services.registry.spreadsheets.questions import ImportAnswers
from desktop.services.registry.spreadsheets.reading import read_table
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR
from tests.bench.test_speed import PHRASE, Say, fill, named, processor

WORDS = ("Atlas", "Baobab", "Cauris", "Delta", "Ébène", "Fleuve", "Griot", "Harmattan", "Indigo", "Jujube", "Karité")
LINES, PARTNERS = 5_000, 10_000


@pytest.fixture
def table(tmp_path: Path) -> Path:
    drawn = random.Random(7)
    path = tmp_path / "partners.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Raison sociale;Pays;RCCM;Effectif;Relance;Prochaine étape;Contact;Fonction;Étiquettes;Remarques\n")
        for number in range(LINES):
            name = f"{drawn.choice(WORDS)} {drawn.choice(WORDS)} {drawn.randrange(16**5):05x}"
            note = " ".join(drawn.choices(WORDS, k=12))
            file.write(f"{name};Sénégal;SN {number};{number % 90};14/03/2027;Appeler;Awa {number};Gérante;a|b;{note}\n")
    return path


def test_five_thousand_lines(tmp_path: Path, table: Path, tell: Say, benchmark: BenchmarkFixture) -> None:
    """Floor: reading the table alone. The target is 20 s for everything."""
    profile = OfficeProfile(code="SN10", kind="country", name="Dakar", country="SN")
    with Office.create(tmp_path / "office", Account("Awa", "", "officer", PHRASE), profile, cost=FLOOR) as office:
        fill(office.store, PARTNERS)
        rules, quiet = office.work.definitions.spreadsheets, Progress()
        read = read_table(table, rules)
        floor = processor(lambda: read_table(table, rules))
        mapping = columns.proposed(office.store, read.likeliest, rules, "SN")
        answers = ImportAnswers({"alike": "new"})
        plan = dry_run(office.work, read.likeliest, mapping, answers, quiet)
        looked = processor(lambda: dry_run(office.work, read.likeliest, mapping, answers, quiet))
        written = processor(lambda: importing.import_partners(office.work, read, plan, quiet))
        (done,) = importing.imports(office.store)
        back = processor(lambda: importing.roll_back(office.work, done.id))
    benchmark.pedantic(lambda: None, rounds=1)
    assert (done.registered, done.is_whole) == (LINES, True)
    tell(
        f"{LINES} lines against {PARTNERS} partners: read {floor:,.0f} ms, held against the register {looked:,.0f} ms, "
        f"imported {written:,.0f} ms (target 20,000 for all), rolled back {back:,.0f} ms"
    )
    assert floor + looked + written <= 20_000


SIGNED = "Partenaire;Pays;Objet;Référence;Date de signature;Date de fin;Montant;Devise"
GIVEN = "Donateur;Type de don;Description;Date du don;Montant;Quantité;Unité"
ANSWERS = ImportAnswers({"unregistered": "new", "public": "outside", "gift": "cash", "numbers:amount": "thousands"})


@pytest.mark.parametrize("kind", ["agreements", "gifts"])
def test_five_thousand_lines_of_before_the_program(
    tmp_path: Path, tell: Say, benchmark: BenchmarkFixture, kind: str
) -> None:
    """A fifth of them of partners that are not in the register yet. Floor and target as above."""
    profile, quiet = OfficeProfile(code="SN10", kind="country", name="Dakar", country="SN"), Progress()
    path = tmp_path / f"{kind}.csv"
    with Office.create(tmp_path / "office", Account("Awa", "", "officer", PHRASE), profile, cost=FLOOR) as office:
        fill(office.store, PARTNERS)
        names = [partner.name for partner in named(PARTNERS)]
        with path.open("w", encoding="utf-8") as file:
            file.write(f"{SIGNED if kind == 'agreements' else GIVEN}\n")
            for number in range(LINES):
                name = names[2 * number] if number % 5 else f"Donateur {number} du Fleuve"
                day = f"{13 + number % 15:02}/{1 + number % 12:02}/{2012 + number % 10}"
                if kind == "agreements":
                    file.write(f"{name};Sénégal;Transport {number};MOU {number};{day};31/12/2029;{number} 500,50;EUR\n")
                else:
                    file.write(f"{name};Virement;Don {number};{day};{number} 500,50 €;;\n")
        rules = office.work.definitions.spreadsheets
        read = read_table(path, rules)
        floor = processor(lambda: read_table(path, rules))
        mapping = columns.proposed(office.store, read.likeliest, rules.for_table(read.kind), "SN")
        plan = earlier_tables.examine(office.work, read, read.likeliest, mapping, ANSWERS, quiet)
        looked = processor(lambda: earlier_tables.examine(office.work, read, read.likeliest, mapping, ANSWERS, quiet))
        written = processor(lambda: earlier_tables.import_table(office.work, read, plan, quiet))
        (done,) = importing.imports(office.store)
        back = processor(lambda: importing.roll_back(office.work, done.id))
    benchmark.pedantic(lambda: None, rounds=1)
    assert done.entered == LINES
    tell(
        f"{LINES} {kind} of before against {PARTNERS} partners: read {floor:,.0f} ms, held against the register "
        f"{looked:,.0f} ms, imported {written:,.0f} ms (target 20,000 for all), rolled back {back:,.0f} ms"
    )
    assert floor + looked + written <= 20_000

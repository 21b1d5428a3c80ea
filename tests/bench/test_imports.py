"""An office's old table: 5,000 lines held against a register of 10,000 partners, imported and rolled back."""

import random
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.base.progress import Progress
from desktop.office import Account, Office
from desktop.services.registry.spreadsheets import columns, importing
from desktop.services.registry.spreadsheets.dry_run import dry_run
from desktop.services.registry.spreadsheets.questions import ImportAnswers
from desktop.services.registry.spreadsheets.reading import read_table
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR
from tests.bench.test_speed import PHRASE, Say, fill, processor

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

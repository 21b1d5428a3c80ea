"""Everything that an office holds in a folder: every record and file, with names, real days and numbers, no formula."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES, speak
from desktop.base.values import sha256, today
from desktop.office import Office
from desktop.presenters.exchange.export_words import export_words
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import GivenBefore, SignedBefore
from desktop.services.exchange import everything
from desktop.services.registry import partners
from desktop.store.records import Partner, families
from tests.foreign import sound_pdf
from tests.makers import on
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["office", "office_folder"]

FORMULA = '=HYPERLINK("http://evil.example";"x")'


@pytest.fixture
def filled(office: Office, tmp_path: Path) -> Office:
    work = on(office, today())
    partner = partners.register(work, Partner(name=FORMULA, country="SN", employees=120))
    (tmp_path / "Accord.pdf").write_bytes(sound_pdf("Accord"))
    signed = SignedBefore(partner.id, "Transport", "2014-03-12", ends_on="2029-12-31", value=Decimal("12500.50"))
    earlier.record(work, signed, tmp_path / "Accord.pdf")
    earlier.record_gift(work, GivenBefore(partner.id, "Don", "2016-12-01", amount=Decimal("3000.25")))
    return office


def written(office: Office, target: Path) -> everything.WrittenExport:
    return everything.write(office.work, target, export_words(office), Progress())


def test_every_record_and_file_is_there_by_its_names(filled: Office, tmp_path: Path) -> None:
    made = written(filled, tmp_path / "out")
    whole = json.loads((made.folder / "records.json").read_text(encoding="utf-8"))
    with filled.store.read() as session:
        for kind, family in families().items():
            count = session.scalar(select(func.count()).select_from(family.record)) or 0
            kept = next((entry["records"] for entry in whole["kinds"] if entry["kind"] == kind), [])
            assert len(kept) == count, family.name
    partner = next(entry for entry in whole["kinds"] if entry["name"] == "partner")
    assert partner["label"] == "Partenaire" and partner["fields"][0] == {
        "number": 1,
        "name": "name",
        "label": "Nom officiel",
    }
    (digest, place), *_rest = whole["files"].items()
    assert sha256((made.folder / place).read_bytes()) == digest and "Accord" in place
    assert (made.records, made.files) == (sum(len(entry["records"]) for entry in whole["kinds"]), len(whole["files"]))


def test_the_workbook_has_days_and_numbers_and_no_formula(filled: Office, tmp_path: Path) -> None:
    made = written(filled, tmp_path / "out")
    book = CalamineWorkbook.from_path(made.folder / "records.xlsx")
    rows = book.get_sheet_by_name("Contribution").to_python()
    gift = dict(zip(rows[0], rows[1], strict=True))
    by_field = {str(heading).rpartition("(")[2].rstrip(")"): content for heading, content in gift.items()}
    assert by_field["received_on"] == date(2016, 12, 1) and by_field["amount"] == 3000.25
    assert by_field["partner_id"] == FORMULA  # a text, which a cell declared as one never calculates
    sheet = (made.folder / "records.xlsx").read_bytes()
    assert b"<f>" not in sheet


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_in_each_language_that_anybody_reads_it(filled: Office, tmp_path: Path, language: str) -> None:
    speak(language)
    made = written(filled, tmp_path / "out")
    text = (made.folder / "README.txt").read_text(encoding="utf-8-sig")
    assert filled.profile.code in text and len(text.splitlines()) == 7
    again = written(filled, tmp_path / "out")
    assert again.folder != made.folder


def test_nothing_stays_of_one_that_was_stopped_and_a_reader_writes_none(filled: Office, tmp_path: Path) -> None:
    progress = Progress()
    progress.stop()
    with pytest.raises(Cancelled):
        everything.write(filled.work, tmp_path / "out", export_words(filled), progress)
    assert list((tmp_path / "out").iterdir()) == []
    filled.user.role = "reader"
    with refused("role-not-allowed"):
        written(filled, tmp_path / "out")

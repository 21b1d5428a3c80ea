"""The invented office's old spreadsheet of 60 partners goes in like anybody's, and again adds nothing."""

from pathlib import Path

from sqlalchemy import select

from desktop.base.values import today
from desktop.office import Office
from desktop.services.demo import old_table
from desktop.store.records import Partner
from tests.makers import on
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["office", "office_folder"]


def test_sixty_dirty_lines_become_partners_of_four_groups_and_many_countries(office: Office, tmp_path: Path) -> None:
    work = on(office, today())
    path = old_table.write(tmp_path)
    done = old_table.take_in(work, path)
    with work.store.read() as session:
        partners = {partner.name: partner for partner in session.scalars(select(Partner))}
    assert path.name == "partners.xlsx" and done.is_whole and done.registered == len(partners) == 57
    assert {partner.group for partner in partners.values()} == {"ENT", "FOA", "HNW", "PUB"}
    assert len({partner.country for partner in partners.values()}) > 30
    assert "Ministère de la Jeunesse" not in partners and "Ambassade d'Utopie" not in partners
    bank, fishers = partners["Banque du Fleuve Bleu"], partners["Coopérative des Pêcheurs de Yarakh"]
    assert (bank.employees, bank.next_action_on) == (1250, "2027-03-15")
    assert fishers.employees is None and "environ 200" in fishers.notes and "31/02/2027" in fishers.notes
    assert partners["Hôtels Teranga Palmes"].employees == partners["Kilima Telecom PLC"].employees - 4200 == 1200
    buddhist = partners["ห้างหุ้นส่วนจำกัด ทะเลใต้"]
    assert not buddhist.founded and "2550" in buddhist.notes
    with refused("spreadsheet-nothing-new"):
        old_table.take_in(work, path)

"""How long searching everybody again takes: `python tests/bench/screening/rescreen.py DATA [PARTNERS]`.

An office of its own with as many partners, each with two other names and two persons behind it, is searched in the
lists of DATA (UN, OFAC, World Bank), as it is after an import.
"""

import csv
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from desktop.office import Account, Office
from desktop.screening import library
from desktop.services.demo import invented
from desktop.services.screening import rescreening
from desktop.store.records import Partner, Person
from desktop.store.vault import FLOOR
from tests.makers import on

DAY = date(2026, 11, 24)
FILES = ("unsc-2026-02-27.xml", "ofac-sdn.csv", "worldbank-debarred-2018.csv")


def names(data: Path) -> tuple[list[str], list[str]]:
    """Clean persons and organisations, mixed until there are enough different ones."""
    with (data / "names/clean_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = "kind" if "kind" in rows[0] else "entity_kind"
    people = [row["name"] for row in rows if row[key] == "person"]
    return people, [row["name"] for row in rows if row[key] != "person"] or people


def fill(office: Office, data: Path, partners: int) -> None:
    chance = random.Random(3)
    people, firms = names(data)

    def mixed(known: list[str]) -> str:
        one, other = chance.choice(known).split(), chance.choice(known).split()
        return " ".join([*one[: max(1, len(one) // 2)], *other[len(other) // 2 :]])

    for start in range(0, partners, 100):
        with office.store.change("Partners", office.user.id) as session:
            for _turn in range(start, min(start + 100, partners)):
                partner = Partner(name=mixed(firms), other_names=[mixed(firms), mixed(firms)], country="NE")
                session.add(partner)
                session.add_all(Person(partner_id=partner.id, name=mixed(people), roles=["director"]) for _ in range(2))


def main(data: Path, partners: int) -> None:
    folder = Path(tempfile.mkdtemp()) / "office"
    account = Account("Awa Ndiaye", "Officer", "officer", "baobab marée lanterne 27")
    with Office.create(folder, account, invented.profile("en"), cost=FLOOR) as office:
        fill(office, data, partners)
        for name in FILES:
            start = time.perf_counter()
            library.install(office.lists, data / "lists" / name, published="2026-11-20", accept=True)
            print(f"{name}: imported in {time.perf_counter() - start:.1f} s")
        for turn in ("first", "again"):
            wall, spent = time.perf_counter(), time.process_time()
            with library.open_index(office.lists) as index:
                print([(v.source, v.counts["names"]) for v in index.lists] if turn == "first" else "")
                done = rescreening.rescreen(on(office, DAY), index)
            wall, spent = time.perf_counter() - wall, time.process_time() - spent
            print(
                f"{turn}: {done.partners} partners, {done.names} names, {done.changed} with news: "
                f"{wall:.0f} s, {spent:.0f} s of processor"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2000)

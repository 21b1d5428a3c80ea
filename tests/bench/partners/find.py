"""How long the list of partners takes over 10,000 partners in an encrypted store: `find.py`, milliseconds of CPU."""

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[3]))

from desktop.base.values import new_id
from desktop.services.registry import duplicates, partner_list
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.registry.partner_counts import UNRATED
from desktop.services.registry.partner_list import PartnerFilter
from desktop.store.records import Decision, Partner
from desktop.store.store import Store
from tests.makers import work_of

FIRST = (
    *("Teranga", "Sahel", "Baobab", "Fleuve", "Niger", "Dakar", "Atlantique", "Kayes", "Agadez", "Lagune", "Volta"),
    *("Sine", "Saloum", "Fouta", "Étoile"),
)
SECOND = (
    *("Câbles", "Transport", "Énergie", "Bâtiment", "Pêche", "Textile", "Banque", "Fondation", "Agro", "Mines"),
    *("Santé", "Logistique", "Café"),
)


def filled(folder: Path) -> Store:
    """A store of 10,000 partners, a third of them decided."""
    store, chance = Store.open(folder / "bench.db", b"k" * 32), random.Random(1)
    store.become("SN10")
    for start in range(0, 10_000, 1000):
        with store.change("Bench", "bench") as session:
            for n in range(start, start + 1000):
                name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {chance.choice(FIRST)} {n} SA"
                stage = chance.choice(("identified", "diligence", "active"))
                one = Partner(name=name, registration=f"SN-DKR-2011-B-{n:05}", city="Dakar", country="SN", stage=stage)
                session.add(one)
                if n % 3 == 0:
                    level, day = chance.choice(("low", "medium", "high")), f"2026-01-{1 + n % 28:02}T09:00:00+00:00"
                    session.add(
                        Decision(case_id=new_id(), partner_id=one.id, outcome="approved", level=level, decided_at=day)
                    )
    return store


def timed(name: str, deed: Callable[[], object]) -> None:
    """Print the median of nine runs."""
    spent = []
    for _turn in range(9):
        begun = process_time()
        deed()
        spent.append((process_time() - begun) * 1000)
    print(f"{name:34} {median(spent):6.1f} ms")


def main() -> None:
    """Every kind of question that the list asks."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder))
        for wanted in (
            PartnerFilter(),
            PartnerFilter("a"),
            PartnerFilter("teranga"),
            PartnerFilter("etoile cafe"),
            PartnerFilter("04417"),
            PartnerFilter(group="ENT"),
            PartnerFilter(level="high"),
            PartnerFilter(level=UNRATED),
            PartnerFilter("da", stage="active", level="low"),
        ):
            words = " ".join(part for part in (wanted.text, wanted.group, wanted.stage, wanted.level) if part)
            timed(words or "everything", lambda wanted=wanted: partner_list.page(store, wanted))
        typed = TypedPartner("Teranga Câbles & Réseaux SA", "SN-DKR-2011-B-04417")
        timed("alike", lambda: duplicates.possible(work_of(store), typed))
        store.close()


if __name__ == "__main__":
    main()

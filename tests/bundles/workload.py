"""A reproducible month of office work: many small edits to partner records, as one or several laptops journal them.

Deterministic for a seed; the same generator feeds the tests and the benches.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.base.change import Cell, Change, Entry, Stamp

PARTNER = 1
# what the officer did, share of all edits, the fields it touches
DEEDS: tuple[tuple[str, int, tuple[int, ...]], ...] = (
    ("Status changed", 22, (3, 4)),
    ("Next step noted", 18, (5, 6)),
    ("Note written", 18, (7,)),
    ("Contact updated", 8, (8, 9)),
    ("Meeting recorded", 10, (10, 11, 12)),
    ("Amount agreed", 8, (13, 14)),
    ("Address corrected", 6, (15,)),
    ("Website corrected", 4, (16,)),
    ("Sector chosen", 6, (17,)),
)
STATUSES = ("lead", "contacted", "in discussion", "due diligence", "negotiation", "signed", "active", "closed")
SECTORS = ("garment", "logistics", "finance", "recruitment", "agri-food", "construction", "technology", "hospitality")
PEOPLE = ("Aïcha Benali", "Marta Gómez", "John Fraser", "Nguyễn Thị Hoa", "Élodie Lefèvre", "Omar Haddad")
STREETS = ("rue des Lilas", "calle Mayor", "Station Road", "avenue Habib-Bourguiba", "Hàng Bông")
OPENINGS = ("Called", "Wrote to", "Met", "Réunion avec", "Llamada con", "Received a draft from", "Relance de")
SUBJECTS = (
    "the apprenticeship scheme", "recruitment fees", "le projet de convention", "la feria de empleo",
    "housing for seasonal workers", "in-kind transport", "the pledge letter", "la formation des superviseurs",
)  # fmt: skip
ENDINGS = (
    "they ask for a shorter text", "réponse attendue vendredi", "piden más plazo", "agreed in principle",
    "needs the legal office", "budget to be confirmed", "sans suite pour l’instant", "next call in two weeks",
)  # fmt: skip
SYLLABLES = ("ba", "ri", "lo", "mé", "ka", "nou", "ti", "san", "el", "ha", "der", "qu", "vi", "zo", "gar", "ín")


@dataclass
class Office:
    """What the laptops of one office journal: `edits()` yields changes without end, each seeing all those before."""

    partners: int = 1000
    seed: int = 1
    devices: tuple[str, ...] = ("d0" * 16,)
    start: int = 1_760_000_000_000
    stamps: dict[tuple[str, int], Stamp] = field(default_factory=dict)

    def edits(self) -> Iterator[Change]:
        chance = random.Random(self.seed)
        ids = [f"{chance.getrandbits(128):032x}" for _ in range(self.partners)]
        officers = [f"{chance.getrandbits(128):032x}" for _ in range(4)]
        numbers = dict.fromkeys(self.devices, 0)
        at = self.start
        while True:
            device = chance.choice(self.devices)
            numbers[device] += 1
            at += chance.randint(5_000, 1_500_000)
            entry, what = self._edit(chance, chance.choice(ids), (device, numbers[device]))
            by = chance.choice(officers)
            yield Change(device, numbers[device], what, by, at, 120, "1.0.0", 7, (entry,))

    def _edit(self, chance: random.Random, record: str, stamp: Stamp) -> tuple[Entry, str]:
        what, _, fields = chance.choices(DEEDS, weights=[share for _, share, _ in DEEDS])[0]
        touched = fields if chance.random() < 0.6 else fields[:1]
        cells = tuple(Cell(f, _value(chance, f), self.stamps.get((record, f))) for f in touched)
        self.stamps.update(dict.fromkeys(((record, f) for f in touched), stamp))
        return Entry(PARTNER, record, "update", cells), what


def _value(chance: random.Random, number: int) -> object:
    makers = {
        3: lambda: chance.choice(STATUSES),
        4: lambda: _day(chance),
        6: lambda: _day(chance),
        8: lambda: chance.choice(PEOPLE),
        9: lambda: f"+{chance.randint(10**10, 10**11)}",
        10: lambda: _day(chance),
        11: lambda: [chance.choice(PEOPLE), chance.choice(PEOPLE)],
        13: lambda: {"amount": f"{chance.randint(1, 400) * 500}.00", "currency": chance.choice(("USD", "EUR", "XOF"))},
        14: lambda: chance.random() < 0.5,
        15: lambda: f"{chance.randint(1, 300)} {chance.choice(STREETS)}",
        16: lambda: f"https://www.{chance.choice(SECTORS)}-{chance.randint(1, 999)}.example",
        17: lambda: chance.choice(SECTORS),
    }
    return makers.get(number, lambda: _sentence(chance))()


def _day(chance: random.Random) -> str:
    return f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _sentence(chance: random.Random) -> str:
    """Half of it stock phrases, half of it names, days and sums that nobody can guess."""
    person = f"{_name(chance)} {_name(chance)}" if chance.random() < 0.6 else chance.choice(PEOPLE)
    first = f"{chance.choice(OPENINGS)} {person}: {chance.choice(SUBJECTS)}, {chance.choice(ENDINGS)}."
    if chance.random() < 0.6:
        return first
    return f"{first} {chance.choice(SUBJECTS)} ({_day(chance)}, {chance.randint(1, 99)} 000 {_name(chance)})"


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).title()


def edits(count: int, partners: int = 1000, seed: int = 1) -> list[Change]:
    """The first `count` changes of an office with one laptop."""
    source = Office(partners, seed).edits()
    return [next(source) for _ in range(count)]

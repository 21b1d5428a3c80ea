"""The invented register of `register.toml` in a store, and the queries that are asked of it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from desktop.store.records import (
    Agreement,
    Case,
    Contribution,
    Departure,
    Evidence,
    Interaction,
    Partner,
    Partnership,
    Person,
    Record,
    Task,
)
from desktop.store.store import Store

HERE = Path(__file__).parent
CASE_OF = "case"


@dataclass(frozen=True)
class Query:
    """What is typed, the keys of what must be among the first five, and what it tries."""

    typed: str
    wanted: tuple[str, ...]
    tries: str


def queries() -> Iterator[Query]:
    """Every query of `queries.txt`."""
    for line in (HERE / "queries.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            typed, wanted, tries = (part.strip() for part in line.split("|"))
            yield Query(typed, tuple(wanted.split()), tries)


def fill(store: Store, crowd: int | None = None) -> Mapping[str, str]:
    """Write the register and its crowd into the store; the key of each entry by the id of its record."""
    with (HERE / "register.toml").open("rb") as file:
        entries = tomllib.load(file)
    parts = entries.pop("crowd")
    records: dict[str, Record] = {}
    for kind, make in MAKERS.items():
        for entry in entries[kind]:
            records[entry["key"]] = make({k: v for k, v in entry.items() if k != "key"}, records)
    with store.change("Registered", "o") as session:
        session.add_all(records.values())
    _crowd(store, parts, parts["partners"] if crowd is None else crowd)
    return {record.id: key for key, record in records.items()}


def _crowd(store: Store, parts: Mapping[str, Any], count: int) -> None:
    draw = Random(7)
    for start in range(0, count, 500):
        with store.change("Registered", "o") as session:
            for number in range(start, min(start + 500, count)):
                name = f"{draw.choice(parts['first'])} {draw.choice(parts['second'])} {draw.choice(parts['forms'])}"
                partner = Partner(name=f"{name.strip()} {number % 97}", city=draw.choice(parts["cities"]))
                who = f"{draw.choice(parts['given'])} {draw.choice(parts['family'])}"
                person = Person(partner_id=partner.id, name=who)
                met = Interaction(
                    partner_id=partner.id, happened_on="2026-05-05", subject=draw.choice(parts["subjects"]),
                    text=" ".join(draw.sample(parts["sentences"], 2)),
                )  # fmt: skip
                session.add_all((partner, person, met))


def _of(records: Mapping[str, Record], key: str) -> Any:
    return records[key]


MAKERS = {
    "partners": lambda e, r: Partner(**e),
    "persons": lambda e, r: Person(partner_id=_of(r, e.pop("partner")).id, **e),
    "contacts": lambda e, r: Interaction(partner_id=_of(r, e.pop("partner")).id, **e),
    "partnerships": lambda e, r: Partnership(partner_id=_of(r, e.pop("partner")).id, **e),
    "cases": lambda e, r: Case(
        partnership_id=_of(r, e["partnership"]).id, partner_id=_of(r, e.pop("partnership")).partner_id, **e
    ),
    "agreements": lambda e, r: Agreement(
        partnership_id=_of(r, e["partnership"]).id, partner_id=_of(r, e.pop("partnership")).partner_id, **e
    ),
    "clauses": lambda e, r: Departure(agreement_id=_of(r, e.pop("agreement")).id, **e),
    "evidence": lambda e, r: Evidence(case_id=_of(r, e.pop("case")).id, **e),
    "papers": lambda e, r: Evidence(partner_id=_of(r, e.pop("partner")).id, **e),
    "contributions": lambda e, r: Contribution(partner_id=_of(r, e.pop("partner")).id, **e),
    "tasks": lambda e, r: Task(about=_of(r, e.pop("about")).id, **e),
}

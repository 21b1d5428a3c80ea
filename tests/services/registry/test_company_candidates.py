"""Which records Headquarters lays side by side: what its server keeps gives the same as comparing all of them."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import insert, update

from desktop.services.registry import company_candidates
from desktop.services.registry.company_candidates import USUAL
from desktop.services.work import Work
from desktop.store.only_reading import OnlyReading
from desktop.store.records import Partner, Position, table_of
from desktop.store.store import HQ, Store
from tests.bench.test_figures import plain_row
from tests.makers import work_of
from tests.server import Databases

OFFICES = ("SN10", "ML20", "NE30")
WORDS = ("Fleuve", "Soleil", "Baobab", "Sahel", "Teranga", "Étoile", "Horizon", "Karité")
MOST = 4_000


@pytest.fixture
def work(databases: Databases) -> Iterator[Work]:
    store = Store.connect(databases.with_tables())
    store.become(HQ)
    chance = random.Random(11)
    rows = [dict(plain_row(invented(number, chance), OFFICES[number % 3])) for number in range(150)]
    # As many as still tell companies apart have this word
    rows += [
        dict(plain_row(Partner(id=f"u{number}", name=f"Rarissime {number}", group="ENT"), OFFICES[number % 3]))
        for number in range(USUAL)
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(table_of(Partner)), rows)
        heads = [{"device": office, "office": office, "number": 1, "head": "0", "acked": 0} for office in OFFICES]
        connection.execute(insert(table_of(Position)), heads)
    yield work_of(store)
    store.close()


def invented(number: int, chance: random.Random) -> Partner:
    words = chance.sample(WORDS, 2)
    return Partner(
        id=f"p{number:03}",
        name=f"{' '.join(words)} {chance.randrange(30)}",
        other_names=[f"Maison {chance.randrange(40)}x"] if number % 4 == 0 else [],
        group="HNW" if number % 10 == 0 else "ENT",
        country="SN",
        website=f"https://www.compagnie{chance.randrange(40)}.sn" if number % 3 == 0 else "",
        registration=f"{chance.randrange(60):05}" if number % 5 == 0 else "",
    )


def took_in(work: Work, number: int, *offices: str, **written: object) -> None:
    """Something of these offices was taken in: some of their records say this now."""
    with work.store.engine.begin() as connection:
        partners, positions = table_of(Partner), table_of(Position)
        for at, office in enumerate(offices):
            record = written.pop("id", None)
            which = partners.c.id == record if record else partners.c.office == office
            values = dict(written)
            if record is None:
                values["name"] = f"{WORDS[number % 8]} {WORDS[(number + 3) % 8]} {number}"
                which = partners.c.id.in_([f"p{(number * 7 + step * 3 + at) % 150:03}" for step in range(6)])
                which &= partners.c.office == office
            connection.execute(update(partners).where(which).values(values))
            connection.execute(update(positions).where(positions.c.office == office).values(head=str(number)))


def compared_anew(work: Work) -> list[tuple[str, str]]:
    """What a desk answers that keeps nothing."""
    with work.store.read() as session:
        return [pair[:2] for pair in company_candidates._of_all(session, work, None)[1][:MOST]]


def test_pairs_that_are_kept_are_those_of_all_records_compared_anew(work: Work) -> None:
    assert company_candidates.likeliest(work, MOST) == compared_anew(work)
    assert len(compared_anew(work)) > USUAL * USUAL / 4
    steps: list[dict[str, object]] = [
        {"id": "u1", "name": "Autre chose"},  # 59 have the word
        {"id": "u1", "name": "Rarissime 1"},
        {"id": "p001", "name": "Rarissime de trop"},  # 61: it tells none from another any more
        {"id": "u2", "target_group": "HNW"},  # an individual: 60 again
        {"id": "u3", "same_as": "u6"},
        {"id": "u3", "same_as": ""},
        {"id": "u4", "website": "https://compagnie7.sn"},
        {"id": "p007", "registration": "00011", "other_names": ["Rarissime"]},
    ]
    for number, written in enumerate(steps, 1):
        with work.store.read() as session:
            office = session.get_one(Partner, str(written["id"])).office
        took_in(work, number, office, **written)
        assert company_candidates.likeliest(work, MOST) == compared_anew(work), written
    for number in range(20, 28):
        took_in(work, number, *OFFICES[: number % 3 + 1])
        assert company_candidates.likeliest(work, MOST) == compared_anew(work), number


def test_a_new_record_is_compared_once_something_of_its_office_was_taken_in(work: Work) -> None:
    company_candidates.likeliest(work, MOST)
    twin = Partner(id="new", name="Rarissime 1", registration="00011", country="SN", group="ENT")
    with work.store.engine.begin() as connection:
        connection.execute(insert(table_of(Partner)), [dict(plain_row(twin, "SN10"))])
    assert not any("new" in pair for pair in company_candidates.likeliest(work, MOST))
    took_in(work, 9, "SN10", id="p000", city="Dakar")
    after = company_candidates.likeliest(work, MOST)
    assert any("new" in pair for pair in after) and after == compared_anew(work)


def test_a_desk_that_only_reads_answers_alike_and_keeps_nothing(work: Work) -> None:
    kept = company_candidates.likeliest(work, MOST)
    took_in(work, 5, "SN10", id="u1", name="Autre chose")
    work.store.only_read(OnlyReading.ACCOUNT)
    assert company_candidates.likeliest(work, MOST) == compared_anew(work) != kept

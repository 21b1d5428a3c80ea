"""All indicators over an office with 40,000 contributions, beside plain SQL that only reads the same rows."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, inspect, text

from desktop.definitions.indicator import Period, measure
from desktop.office import Office
from desktop.services.office import office_profile
from desktop.services.results import facts
from desktop.store.records import Activity, Agreement, Contribution, Partner, Partnership, Record, Result
from desktop.store.records.base import table_of
from desktop.store.records.values import PartnerRole, StageReached
from desktop.store.states import AgreementState, ContributionKind, ContributionState, ResultKind
from tests.offices import headquarters, office, office_folder

__all__ = ["headquarters", "office", "office_folder"]

MOST = 5  # times the floor
OFFICES = 400


class Sizes(NamedTuple):
    """How many records an office has."""

    partners: int
    partnerships: int
    contributions: int
    activities: int
    results: int


LARGE, USUAL = Sizes(5_000, 8_000, 40_000, 8_000, 4_000), Sizes(25, 40, 200, 40, 20)


def test_all_indicators_of_a_large_office(office: Office, tell: Callable[[str], None]) -> None:
    fill(office)
    code = office_profile.read(office.store).code
    floor = best(lambda: plain(office))
    read = best(lambda: basis_of(office, code))
    basis = basis_of(office, code)
    indicators = office.definitions.indicators
    counting = best(lambda: measure(indicators, basis, Period.year(2026)))
    whole = read + counting
    tell(f"all fourteen: {whole * 1000:.0f} ms (read {read * 1000:.0f}, counted {counting * 1000:.0f}), "
         f"plain SQL {floor * 1000:.0f} ms: {whole / floor:.1f}×")  # fmt: skip
    assert whole / floor < MOST


def test_all_indicators_of_every_office_at_headquarters(headquarters: Office, tell: Callable[[str], None]) -> None:
    """On PostgreSQL: four hundred offices of a usual size, in which a partner in twelve is known to several."""
    fill(headquarters, [f"O{n:03}" for n in range(OFFICES)], USUAL)
    indicators = headquarters.definitions.indicators
    floor = best(lambda: plain(headquarters), 3)
    read = best(lambda: basis_of(headquarters, None), 3)
    basis = basis_of(headquarters, None)
    counting = best(lambda: measure(indicators, basis, Period.year(2026)), 3)
    whole, rows = read + counting, OFFICES * USUAL.contributions
    tell(f"all fourteen of {OFFICES} offices, {rows} contributions: {whole * 1000:.0f} ms (target 2,000; "
         f"read {read * 1000:.0f}, counted {counting * 1000:.0f}), "
         f"plain SQL {floor * 1000:.0f} ms: {whole / floor:.1f}×")  # fmt: skip
    assert whole / floor < MOST


def basis_of(office: Office, code: str | None) -> Any:
    with office.store.read() as session:
        return facts.read(session, office.definitions, None if code is None else [code])


def plain(office: Office) -> int:
    """Every row that is counted from, read by plain SQL."""
    statements = (
        "SELECT id, office, partner_id, agreement_id, kind, form, channel, earmark, themes, state, received_on, "
        "amount, amount_usd, matching_by, refund_of, archived, valuation FROM contribution",
        "SELECT id, office, target_group, subtype, country, lei, registration FROM partner",
        "SELECT id, office, partner_id, type, other_types, form, level, archived, ends_on FROM partnership",
        "SELECT id, office, partnership_id, state, signed_on, active_from, ended_on, amends, renews FROM agreement",
        "SELECT id, office, partnership_id, kind, countries, starts_on, ends_on, partner_roles, themes FROM activity",
        "SELECT id, office, partnership_id, activity_id, kind, happened_on, until, count, method, stages FROM result",
    )
    with office.store.read() as session:
        return sum(len(session.execute(text(statement)).all()) for statement in statements)


def best(deed: Callable[[], object], rounds: int = 5) -> float:
    def took() -> float:
        begun = time.thread_time()
        deed()
        return time.thread_time() - begun

    return min(took() for _round in range(rounds))


def fill(office: Office, codes: Sequence[str] = (), sizes: Sizes = LARGE) -> None:
    """Put the records of offices of a size into the store, without a journal."""
    chance = random.Random(7)
    with office.store.engine.execution_options(write=True).begin() as connection:
        for code in codes or [office_profile.read(office.store).code]:
            for kind, rows in invented(code, chance, sizes):
                connection.execute(insert(table_of(kind)), rows)


def invented(code: str, chance: random.Random, sizes: Sizes) -> Iterator[tuple[type[Record], list[dict[str, Any]]]]:
    """Records of an office from 2021 to 2026."""

    def day() -> str:
        return (date(2021, 1, 1) + timedelta(chance.randrange(6 * 365))).isoformat()

    partners = [f"{code}-p{n}" for n in range(sizes.partners)]
    countries = ("SN", "ML", "NE", "FR", "BD", "BO")
    yield (
        Partner,
        [
            plain_row(
                Partner(
                    id=id_,
                    name=f"Partenaire {id_}",
                    group=chance.choice(("ENT", "FOA", "HNW", "PUB")),
                    country=chance.choice(countries),
                    registration=f"{chance.randrange(sizes.partners * 400):08}" if n % 3 else "",
                ),
                code,
            )
            for n, id_ in enumerate(partners)
        ],
    )
    partnerships = [f"{code}-s{n}" for n in range(sizes.partnerships)]
    of = {id_: chance.choice(partners) for id_ in partnerships}
    types = ("ADV", "INN", "RES", "IMP")
    yield (
        Partnership,
        [
            plain_row(
                Partnership(
                    id=id_,
                    partner_id=of[id_],
                    type=chance.choice(types),
                    other_types=[chance.choice(types)] if n % 4 == 0 else [],
                    ends_on=(date.fromisoformat(day()) + timedelta(400)).isoformat(),
                ),
                code,
            )
            for n, id_ in enumerate(partnerships)
        ],
    )
    yield (
        Agreement,
        [
            plain_row(
                Agreement(
                    id=f"{id_}-g",
                    partnership_id=id_,
                    partner_id=of[id_],
                    type="CON",
                    state=AgreementState.ACTIVE,
                    signed_on=(signed := day()),
                    active_from=signed,
                ),
                code,
            )
            for id_ in partnerships
        ],
    )
    contributions = []
    for n in range(sizes.contributions):
        under = chance.choice(partnerships)
        amount = f"{chance.randrange(1, 9_000_000) / 100:.2f}"
        contributions.append(
            plain_row(
                Contribution(
                    id=f"{code}-c{n}",
                    partner_id=of[under],
                    partnership_id=under,
                    agreement_id=f"{under}-g",
                    kind=chance.choice((ContributionKind.CASH, ContributionKind.GOODS, ContributionKind.SERVICES)),
                    state=chance.choice((ContributionState.RECEIVED, ContributionState.PROMISED)),
                    received_on=day(),
                    amount=amount,
                    amount_usd=amount if n % 50 else None,
                    channel="direct",
                    themes=["health"] if n % 3 else [],
                ),
                code,
            )
        )
    yield Contribution, contributions
    kinds = ("campaign", "advocacy", "project", "study", "event")
    yield (
        Activity,
        [
            plain_row(
                Activity(
                    id=f"{code}-a{n}",
                    partnership_id=(under := chance.choice(partnerships)),
                    kind=(kind := chance.choice(kinds)),
                    title=f"Activité {n}",
                    countries=[chance.choice(countries)],
                    starts_on=(began := day()),
                    ends_on=began,
                    released_on=began if kind == "study" else None,
                    partner_roles=(
                        PartnerRole(partner=of[under], role=chance.choice(("supporter", "implementer", "author"))),
                    ),
                    project_code=f"{code}-{n % 500}",
                    evidence=["e"] if n % 5 else [],
                ),
                code,
            )
            for n in range(sizes.activities)
        ],
    )
    innovations = [f"{code}-i{n}" for n in range(sizes.results // 4)]
    rows = [
        plain_row(
            Result(
                id=id_,
                partnership_id=chance.choice(partnerships),
                kind=ResultKind.INNOVATION,
                title=id_,
                stages=(StageReached(stage="prototype", on=day()),),
            ),
            code,
        )
        for id_ in innovations
    ]
    rows += [
        plain_row(
            Result(
                id=f"{code}-n{n}",
                activity_id=chance.choice(innovations),
                kind=ResultKind.ASSISTED,
                count=chance.randrange(500),
                method="count",
                until=day(),
            ),
            code,
        )
        for n in range(sizes.results - len(innovations))
    ]
    yield Result, rows


def plain_row(record: Record, code: str) -> Mapping[str, Any]:
    """The columns of a record as a table takes them."""
    mapper = inspect(type(record))
    return {own.columns[0].name: getattr(record, own.key) for own in mapper.column_attrs} | {"office": code}

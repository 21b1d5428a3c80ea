"""The indicators over histories that nobody chose, beside plain SQL over the export that shares no code (slow.py)."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from desktop.base.progress import Progress
from desktop.definitions.indicator import Figure, measure
from desktop.office import Office
from desktop.services.exchange import everything
from desktop.services.results import condensing, facts
from desktop.store.records import families
from desktop.store.records.base import table_of
from tests.makers import arrived
from tests.offices import headquarters, office
from tests.services.results import slow
from tests.services.results.histories import HOME, period_of, records_of

__all__ = ["headquarters", "office"]

HISTORIES = int(os.environ.get("PASSERELLE_HISTORIES", "20"))  # how many are tried, of an office and of Headquarters
OFFICES = (HOME, "ML10", "NE10")
PERIODS = ("2025", "2026", "2025-01-01..2026-12-31", "2025-03-02..2026-03-01", "2016-01-01..2026-02-28")
DAYS = (
    *("2024-02-29", "2024-12-31", "2025-01-01", "2025-03-01", "2025-03-02", "2025-06-30", "2025-12-31", "2026-01-01"),
    *("2026-03-01", "2026-03-02", "2026-07-01", "2026-12-31", "2027-01-01", "2027-03-02"),
)
BARE = everything.ExportWords(str, lambda _family, name: name, lambda _family, _name, _value: "")  # no labels
SOMETIME = settings(
    max_examples=HISTORIES,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@SOMETIME
@given(st.randoms(use_true_random=True))
def test_an_office_counts_as_plain_sql_does(office: Office, tmp_path: Path, chance: Random) -> None:
    compare(office, history(chance, OFFICES[:1]), tmp_path, [OFFICES[:1]], chance.sample(PERIODS, 3))


@SOMETIME
@given(st.randoms(use_true_random=True))
def test_headquarters_counts_as_plain_sql_does(headquarters: Office, tmp_path: Path, chance: Random) -> None:
    lines = history(chance, OFFICES)
    if chance.random() < 0.3:
        lines = [line for line in lines if not line.startswith(("partner p1 ", "ruling "))]  # its bundle comes late
    some = chance.sample(OFFICES, chance.randint(1, 2))
    compare(headquarters, lines, tmp_path, [None, some], chance.sample(PERIODS, 2))


def compare(
    office: Office, lines: Sequence[str], place: Path, scopes: Sequence[Sequence[str] | None], periods: Sequence[str]
) -> None:
    """Every figure of these periods over each of some offices, its groups, and what is left out."""
    note("\n".join(lines))
    records = records_of(lines)
    with office.store.engine.execution_options(write=True).begin() as connection:
        for name in slow.TABLES:
            connection.execute(delete(table_of(next(own for own in families().values() if own.name == name).record)))
    for code in {*OFFICES, *(code for code, _record in records)}:
        arrived(office.store, code, *(record for own_code, record in records if own_code == code))
    made = everything.write(office.work, place, BARE, Progress())
    export = json.loads((made.folder / "records.json").read_text(encoding="utf-8"))
    shutil.rmtree(made.folder)
    regions = {region.id: region.countries for region in office.definitions.regions.every}
    for offices in scopes:
        with office.store.read() as session:
            basis = facts.read(session, office.definitions, offices)
        database = slow.database(export, regions, offices)
        for text in periods:
            period = period_of(text)
            wanted = slow.figures(database, *period)
            counted = measure(office.definitions.indicators, basis, period)
            for name, figure in counted.items():
                assert told(figure) == wanted[name], (name, text, offices)
            together = condensing.figures_of(office.work, offices, [period])[period]
            assert {name: read(figure) for name, figure in together.items()} == {
                name: read(figure) for name, figure in counted.items()
            }, (text, offices)
        database.close()


def told(figure: Figure) -> slow.SlowFigure:
    """A figure as the slow computation tells it."""
    groups = {dimension: dict(figure.groups(dimension)) for dimension in figure.indicator.dimensions}
    return slow.SlowFigure(figure.value, groups, frozenset((line.record, line.reason) for line in figure.left_out))


def read(figure: Figure) -> tuple[object, ...]:
    """What is read of a figure beside its records."""
    groups = {dimension: dict(figure.groups(dimension)) for dimension in figure.indicator.dimensions}
    missed = figure.not_counted
    return figure.value, groups, (missed.records, dict(missed.reasons)), figure.estimated, figure.missing, figure.budget


def history(chance: Random, offices: Sequence[str]) -> Sequence[str]:
    """Lines of tests/services/results/cases.toml that somebody might have written."""
    return _Writer(chance, offices).lines


class _Writer:
    """Writes the records of a history, each with what it may name of those before it."""

    def __init__(self, chance: Random, offices: Sequence[str]) -> None:
        self._chance = chance
        self._offices = offices
        self.lines: list[str] = []
        self._of: dict[str, str] = {}  # the office of each record
        self._planned = chance.randint(3, 7)
        self._partners = self._several("p", self._planned, self._planned, self._partner)
        self._partnerships = self._several("s", 2, 7, self._partnership)
        self._agreements = self._several("g", 2, 9, self._agreement)
        self._earlier = self._several("e", 0, 3, self._earlier_agreement)
        self._gifts = self._several("c", 3, 14, self._gift)
        self._several("r", 0, 5, self._refund)
        self._activities = self._several("a", 2, 10, self._activity)
        self._innovations = self._several("i", 0, 4, self._innovation)
        self._several("t", 0, 5, self._replication)
        self._several("n", 0, 6, self._assisted)
        for code in offices:
            for year in ("2024", "2025", "2026"):
                if self._maybe(0.6):
                    self._write("budget", f"year={year}", office=code, amount=self._amount(), withdrawn=self._mark(0.1))
        if len(offices) > 1 and self._maybe(0.4):
            one, other = self._chance.choice(self._partners), self._chance.choice(self._partners)
            self._write("ruling", "u0", one=one, other=other, office="HQ")

    def _several(self, letter: str, least: int, most: int, write: Callable[[str], bool]) -> list[str]:
        names = [f"{letter}{number}" for number in range(self._chance.randint(least, most))]
        return [name for name in names if write(name)]

    def _write(self, what: str, name: str, /, **fields: str | None) -> bool:
        pairs = [f"{key.rstrip('_')}='{value}'" for key, value in fields.items() if value]
        self.lines.append(" ".join([what, name, *pairs]))
        return True

    def _maybe(self, likelihood: float) -> bool:
        return self._chance.random() < likelihood

    def _mark(self, likelihood: float) -> str:
        return "yes" if self._maybe(likelihood) else ""

    def _one(self, *words: str) -> str:
        return self._chance.choice(words)

    def _day(self, missing: float = 0.08) -> str:
        return "" if self._maybe(missing) else self._chance.choice(DAYS)

    def _amount(self) -> str:
        return self._one("0.01", "9999.99", "10000", "10000.01", "333.33", "1234567890123456789012345678.55", "20000")

    def _themes(self, words: Sequence[str] = ("health", "labour", "trafficking")) -> str:
        return ",".join(sorted(self._chance.sample(list(words), self._chance.randint(0, 2))))

    def _above(self, name: str, several: Sequence[str]) -> str:
        """One of those to which this belongs, and with it its office."""
        above = self._chance.choice(several)
        self._of[name] = self._of[above]
        return above

    def _beside(self, name: str, several: Sequence[str]) -> Sequence[str]:
        return [own for own in several if self._of.get(own) == self._of[name]]

    def _partner(self, name: str) -> bool:
        self._of[name] = self._chance.choice(self._offices)
        beside = [f"p{number}" for number in range(self._planned) if f"p{number}" != name]
        merged = self._chance.choice(beside) if self._maybe(0.25) else ""
        return self._write(
            "partner",
            name,
            office=self._of[name],
            group=self._one("ENT", "FOA", "HNW", "PUB"),
            subtype=self._one("", "large", "network"),
            country=self._one("SN", "ML", "FR", "BO", "", "SN"),
            lei=self._one("", "", "", "529900T8BM49AURSDO55", "5299 00t8 bm49 aurs do55"),
            registration=self._one("", "", "SN.DKR-7", "sndkr7", "B 9", "b9"),
            merged=merged,
            archived=self._mark(0.1),
        )

    def _partnership(self, name: str) -> bool:
        partner = self._above(name, self._partners)
        further = self._chance.sample([*self._beside(name, self._partners), "ministry"], 1)
        return self._write(
            "partnership",
            name,
            of=partner,
            type=self._one("ADV", "INN", "INN", "RES", "IMP", "IMP"),
            also=self._one("", "", "IMP", "INN,IMP", "INN"),
            form=self._one("", "ppp"),
            level=self._one("", "local"),
            archived=self._mark(0.1),
            office=self._of[name],
            with_=",".join(further) if self._maybe(0.4) else "",
        )

    def _agreement(self, name: str) -> bool:
        partnership = self._above(name, self._partnerships)
        former = self._one("", "", "amends", "renews") if self._agreements_yet() else ""
        return self._write(
            "agreement",
            name,
            of=partnership,
            office=self._of[name],
            draft=self._mark(0.15),
            signed=self._day(),
            from_=self._one("", "", self._day()),
            ends=self._one("", self._day(), self._day(), "2028-06-30"),
            ended=self._one("", "", "", self._day()),
            **({former: "g0"} if former else {}),
        )

    def _agreements_yet(self) -> bool:
        return any(line.startswith("agreement g0 ") for line in self.lines)

    def _earlier_agreement(self, name: str) -> bool:
        partnership = self._above(name, self._partnerships)
        signed = self._one("2014", "2024", "2024-02", "2025-04", "2025-02", "2025-12", "2026-03-01")
        return self._write(
            "earlier",
            name,
            of=partnership,
            office=self._of[name],
            signed=signed,
            ends=self._one("", self._day(), "2026-06-30"),
        )

    def _gift(self, name: str) -> bool:
        partner = self._above(name, self._partners)
        under = self._beside(name, [*self._agreements, *self._earlier])
        kind = self._one("cash", "cash", "goods", "services")
        amount, currency = "" if self._maybe(0.1) else self._amount(), self._one("USD", "USD", "XOF")
        read = self._maybe(0.4)
        return self._write(
            "gift",
            name,
            of=partner,
            under=self._chance.choice(under) if under else "none",
            office=self._of[name],
            kind=kind,
            on=self._day(),
            amount=amount,
            currency=currency,
            usd=self._one("", "7.77", "10000.00", "9999.99") if amount and currency == "XOF" else "",
            state=self._one("", "", "", "", "reported", "promised", "confirmed", "written_off", "refused"),
            by=self._one("", "", "", "", "", "organization", "third", "partner"),
            method=self._one("", "expert", "price_list", "symbolic") if kind != "cash" else "",
            read="2026-04-01" if read else "",
            agreed=self._one("", "", "1") if read else "",
            theme=self._themes(),
            channel=self._one("", "web", "customers"),
            earmark=self._one("", "theme"),
            earlier=self._mark(0.1),
            form=self._one("", "staff_time") if kind == "services" else "",
            withdrawn=self._mark(0.1),
        )

    def _refund(self, name: str) -> bool:
        receipt = self._above(name, self._gifts)
        told = next(line for line in self.lines if line.startswith(f"gift {receipt} "))
        whole = next((part.split("=")[1].strip("'") for part in told.split() if part.startswith("amount=")), "")
        of = next(part.split("=")[1].strip("'") for part in told.split() if part.startswith("of="))
        return self._write(
            "gift",
            name,
            of=of,
            under="none",
            office=self._of[name],
            refunds=receipt,
            kind=self._one("cash", "goods"),
            on=self._day(0.05),
            amount=self._one(whole or "5", "0.01", whole or "5"),
            currency=self._one("USD", "XOF"),
            usd=self._one("", "0.01", "7.77"),
            theme=self._themes(),
            withdrawn=self._mark(0.1),
        )

    def _activity(self, name: str) -> bool:
        partnership = self._above(name, self._partnerships)
        days = sorted(day for day in (self._day(), self._day()) if day)
        partners = self._beside(name, self._partners)
        parts = ("facilitator", "supporter", "implementer", "implementer", "author", "funder")
        times = range(self._chance.randint(0, 3))
        roles = [f"{self._chance.choice(partners)}:{self._chance.choice(parts)}" for _time in times]
        kind = self._one(
            "advocacy",
            "campaign",
            "awareness",
            "initiative",
            "project",
            "service",
            "event",
            "study",
            "study",
            "study",
            "publication",
        )
        editions = ["", *(own for own in self._beside(name, [f"a{n}" for n in range(8)]) if own != name)]
        return self._write(
            "activity",
            name,
            of=partnership,
            office=self._of[name],
            kind=kind,
            from_=days[0] if days else "",
            to=days[-1] if len(days) > 1 else "",
            where=self._themes(("SN", "ML", "FR", "XX")),
            roles=",".join(roles),
            theme=self._themes(),
            proof=self._mark(0.75),
            project=self._one("", "SN 12", "sn12", "ML.4", "ML.4"),
            donor=self._one("", "UE"),
            released=self._day(0.15),
            language=self._one("", "fr", "en"),
            edition_of=self._chance.choice(editions) if self._maybe(0.4) else "",
            work=self._one("", "", "", "10.5555/abc.1", "https://doi.org/10.5555/ABC.1", "10.5555/z"),
            withdrawn=self._mark(0.12),
        )

    def _innovation(self, name: str) -> bool:
        partnership = self._above(name, self._partnerships)
        reached = self._chance.choices(("idea", "prototype", "pilot", "in_use", "scaled"), k=self._chance.randint(0, 3))
        stages = [f"{stage}:{self._day(0.15)}" for stage in reached]
        return self._write(
            "innovation",
            name,
            of=partnership,
            office=self._of[name],
            stages=",".join(stages),
            sort=self._one("", "technique"),
            in_=self._one("", "", *OFFICES),
            withdrawn=self._mark(0.1),
        )

    def _replication(self, name: str) -> bool:
        if not self._innovations:
            return False
        innovation = self._above(name, self._innovations)
        code = self._one("", *OFFICES, "XX10")
        return self._write(
            "replication",
            name,
            of=innovation,
            office=self._of[name],
            in_=code,
            on=self._day(),
            withdrawn=self._mark(0.1),
        )

    def _assisted(self, name: str) -> bool:
        if not self._innovations:
            return False
        innovation = self._above(name, self._innovations)
        number = self._chance.choice((0, 3, 40, 40, 150))
        days = sorted(day for day in (self._day(), self._day(0.3)) if day)
        heads = f"sex:women:{number // 2},sex:men:{number // 4},age:6_17:{number // 3},reach:direct:{number}"
        return self._write(
            "assisted",
            name,
            of=innovation,
            office=self._of[name],
            number="" if self._maybe(0.1) else str(number),
            method=self._one("list", "count", "estimate", "ceiling"),
            from_=days[0] if days else "",
            to=days[-1] if days else "",
            others=self._mark(0.3),
            heads=heads if self._maybe(0.5) else "",
            withdrawn=self._mark(0.1),
        )

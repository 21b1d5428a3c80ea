"""Headquarters confirms figures through real bundles: three offices, one company in all of them, causes."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.values import digest
from desktop.definitions.indicator import Period
from desktop.definitions.loading import Definitions
from desktop.services import pipeline
from desktop.services.agreements import agreement_list
from desktop.services.agreements.agreement_list import AgreementFilter
from desktop.services.exchange import receiving
from desktop.services.exchange.headquarters import answering
from desktop.services.office import office_profile
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import company_candidates, identity, name_places, one_company
from desktop.services.registry.one_company import GivenRuling
from desktop.services.results import activities, aims, confirmed, confirming, innovations, strategy_figures
from desktop.services.results.activities import ListedActivity
from desktop.services.results.confirmed import CauseKind, ComparedFigure, RegionStanding
from desktop.services.results.figures import FiguresReader, Scope, own_scope
from desktop.services.results.innovations import ListedInnovation
from desktop.services.results.strategy_figures import NewStrategyFigure
from desktop.services.work import Work
from desktop.store import figure_rows
from desktop.store.records import Agreement, Contribution, Findable, Local, Partner, Position, Record
from desktop.store.states import ContributionKind, ContributionState, FigureMeaning, RulingKind
from desktop.store.store import HQ, recall_in
from tests.refusal import refused
from tests.server import Databases
from tests.services.exchange.test_sync import Desk, documents_of, enrol, make
from tests.services.results.histories import histories, records_of
from tests.services.results.test_figures_random import read
from tests.services.test_pipeline_at_headquarters import of_records

__all__ = ["make"]
YEAR = Period.year(2026)
SHARED = next(own for own in histories() if own.name == "one company in three offices")
MORE = (
    "partner A2",
    "partnership PA2 of=A2 type=RES",
    "agreement GA2 of=PA2 signed=2026-01-10 ends=2026-12-31",
    "gift g5 of=A2 under=GA2 kind=cash on=2026-05-05 amount=7.01",
    "gift g6 of=A2 under=GA2 kind=cash on=2026-06-06",
)


@pytest.fixture
def headquarters(make: Callable[..., Desk], databases: Databases) -> Desk:
    return make("hq", "HQ", "hq_administrator", databases.with_tables())


def id_of(name: str) -> str:
    return digest(name.encode())[:32]


def record(desk: Desk, lines: Sequence[str]) -> None:
    """Write down what of these lines is this office's, under ids as they travel."""
    code, names = desk.store.identity.office, {line.split()[1] for line in lines}

    def named(pair: str) -> str:
        key, is_pair, content = pair.rpartition("=")
        return f"{key}{is_pair}{id_of(content) if content in names else content}"

    lines = [" ".join(map(named, line.split())) for line in lines]
    with desk.store.change("Recorded", desk.user.id) as session:
        session.add_all(own for office, own in records_of(lines) if office == code)


def compared(desk: Desk) -> dict[str, ComparedFigure]:
    answer = FiguresReader(desk.work, own_scope(desk.work)).of_period(YEAR)
    return dict(confirmed.compare(desk.work, answer).figures)


def kinds(figure: ComparedFigure) -> list[CauseKind]:
    return [cause.kind for cause in figure.causes]


def test_three_offices_hear_their_figures_and_why_they_differ(
    make: Callable[..., Desk], headquarters: Desk, tmp_path: Path
) -> None:
    desks = {code: make(code.lower(), code) for code in ("SN10", "NE10", "ML10")}
    for desk in desks.values():
        enrol(desk, headquarters)
        record(desk, SHARED.records)
    office, niamey = desks["SN10"], desks["NE10"]
    record(office, MORE)
    assert all(own.theirs is None and not own.differs for own in compared(office).values())

    assert headquarters.verdicts(*(desk.pack() for desk in desks.values())) == ["applied"] * 3
    world = FiguresReader(headquarters.work, Scope()).of_period(YEAR).figures
    assert (world["RES-1"].value, world["GIVERS"].value) == (Decimal("307.31"), 2)  # the company once, A2 besides
    first = headquarters.answer("SN10")
    assert documents_of(first, office)[-2:] == ["figures", "figures-1"]
    office.receive(first)
    here = compared(office)
    assert all(own.theirs is not None and not own.differs and not own.causes for own in here.values())
    told = here["RES-1"].theirs
    assert told is not None and (told.value, told.left_out) == (Decimal("107.11"), {"amount": (id_of("g6"),)})

    # what came after is newer than what Headquarters has; the records that make the difference are named
    with office.store.change("Corrected", office.user.id) as session:
        gift = session.get_one(Contribution, id_of("g5"))
        gift.amount, gift.amount_usd = "9.01", "9.01"
    last = office.store.position().number
    figure = compared(office)["RES-1"]
    assert figure.difference == Decimal("2.00") and kinds(figure) == [CauseKind.LATER]
    assert (figure.causes[0].records, figure.causes[0].changes) == ((id_of("g5"),), (last, last))
    assert not compared(office)["GIVERS"].differs

    # two partners of this office are one company by what was ruled on others; a value is disputed
    one_company.rule(headquarters.work, (id_of("A"), id_of("B")), GivenRuling(RulingKind.SAME, "Le même numéro."))
    one_company.rule(headquarters.work, (id_of("A2"), id_of("B")), GivenRuling(RulingKind.SAME, "La même maison mère."))
    assert headquarters.verdicts(office.pack()) == ["applied"]
    second = headquarters.answer("SN10")
    office.receive(second)
    figures = compared(office)
    givers = figures["GIVERS"]
    assert not figures["RES-1"].differs and givers.difference == 1
    assert (kinds(givers), givers.causes[0].records) == ([CauseKind.UNITED], tuple(sorted((id_of("A"), id_of("A2")))))

    # a return that came late says nothing; one that changes nothing does not carry the figures again
    office.receive(first)
    assert compared(office)["GIVERS"].difference == 1
    office.register("Balafon")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    third = headquarters.answer("SN10")
    assert "figures-1" not in documents_of(third, office) and "figures" in documents_of(third, office)
    office.receive(third)
    kept = confirmed.read(office.work)
    assert kept is not None and kept.chains[office.keys.device] == office.store.position().number

    # what Headquarters refused is named with it, and what nothing explains says so
    with office.store.change("Recorded", office.user.id) as session:
        session.add(Partner(id="a b", name="Un nom que rien ne porte"))  # its name cannot be told
        session.add(
            Contribution(
                id="strange",
                partner_id=id_of("A"),
                kind=ContributionKind.CASH,
                state=ContributionState.RECEIVED,
                received_on="2026-03-03",
                amount="3",
                amount_usd="3",
            )
        )
    assert headquarters.verdicts(office.pack()) == ["applied"]
    office.receive(headquarters.answer("SN10"))
    figure = compared(office)["RES-1"]
    assert (kinds(figure), figure.causes[0].records) == ([CauseKind.REFUSED], ("strange",))
    with office.store.note() as session:
        kept = recall_in(session, confirmed.CONFIRMED)
        kept["content"]["waiting"] = []
        session.merge(Local(name=confirmed.CONFIRMED, value=kept))
    assert kinds(compared(office)["RES-1"]) == [CauseKind.UNKNOWN]
    with refused("role-not-allowed"):
        confirming.told_to(office.work, "NE10", "")
    assert not compared(niamey)["RES-1"].differs


def test_what_is_kept_of_each_office_is_what_counting_anew_says(
    make: Callable[..., Desk], headquarters: Desk, tmp_path: Path
) -> None:
    """After whatever may change a figure, between one reading and the next, in the office and at Headquarters."""
    desks = {code: make(code.lower(), code) for code in ("SN10", "NE10")}
    for desk in desks.values():
        enrol(desk, headquarters)
        record(desk, SHARED.records)
    office, niamey = desks.values()
    record(office, MORE)

    def arrive(desk: Desk) -> set[str]:
        assert headquarters.verdicts(desk.pack()) == ["applied"]
        return anew(headquarters.work)

    def write(desk: Desk, kind: type[Record], name: str, **fields: object) -> None:
        with desk.store.change("Corrected", desk.user.id) as session:
            own = session.get_one(kind, id_of(name))
            for field, content in fields.items():
                setattr(own, field, content)

    write(office, Agreement, "GA2", partner_id=id_of("A2"))  # which its list names
    assert (anew(office.work), arrive(office), arrive(niamey)) == ({"SN10"}, {"SN10", "NE10"}, {"NE10"})
    assert anew(office.work) == set() == anew(headquarters.work)
    write(office, Contribution, "g5", amount="9.01", amount_usd="8.88")  # a corrected receipt, at another rate
    assert (anew(office.work), anew(headquarters.work), arrive(office)) == ({"SN10"}, set(), {"SN10"})
    aims.set_budget(office.work, 2026, Decimal(5000), "USD", "Note 3")
    assert arrive(office) == {"SN10"}
    late = make("ml10", "ML10")  # an office whose first bundle comes after all others
    enrol(late, headquarters)
    record(late, SHARED.records)
    assert arrive(late) == {"ML10"}
    for one, other in (("A", "B"), ("A2", "B")):
        one_company.rule(headquarters.work, (id_of(one), id_of(other)), GivenRuling(RulingKind.SAME, "Une maison."))
        assert anew(headquarters.work) == set()  # nobody is counted anew, and yet they are one
    assert agreement_list.ordered(
        headquarters.work.store, AgreementFilter(), ListOrder(), {}, headquarters.work.today()
    ).ids == (id_of("GA2"),)
    givers = FiguresReader(headquarters.work, Scope()).overview(YEAR).figures["GIVERS"]
    assert (givers.value, givers.records) == (1, [])
    write(office, Partner, "A2", same_as=id_of("A"))
    assert arrive(office) == {"SN10"}
    write(niamey, Partner, "B", group="FOA")
    assert arrive(niamey) == {"NE10"}
    own = "529900T8BM49AURSDO55"  # a number that one office gives a partner, then the other, until it takes it back
    write(office, Partner, "A2", same_as=None, lei=own)
    write(niamey, Partner, "B", lei=own)
    assert (arrive(office), arrive(niamey)) == ({"SN10"}, {"NE10"})
    write(niamey, Partner, "B", lei="")
    assert arrive(niamey) == {"NE10"}
    forms = shutil.copytree(headquarters.work.definitions.folder, tmp_path / "forms")
    rules = (forms / "indicators.toml").read_text(encoding="utf-8")
    stricter = rules.replace("giving.repeated or giving.agreement", "giving.repeated and giving.agreement")
    (forms / "indicators.toml").write_text(stricter, encoding="utf-8")
    other = replace(headquarters.work, definitions=Definitions(forms))
    assert anew(other) == {"SN10", "NE10", "ML10"}
    before = FiguresReader(headquarters.work, Scope()).overview(YEAR).figures["RES-3"].value
    assert FiguresReader(other, Scope()).overview(YEAR).figures["RES-3"].value != before


def anew(work: Work) -> set[str]:
    """Hold the figures at a glance, of all and of each office, against those counted from all records; which offices
    were worked out for it."""
    periods = (YEAR, Period(date(2016, 1, 1), date(2026, 6, 30)))
    before = _stamps(work, periods)
    with work.store.read() as session:
        heard = sorted(set(session.scalars(select(Position.office))) - {HQ})
    scopes = [Scope(), *(Scope(frozenset({code})) for code in heard)]
    for scope in scopes if work.store.identity.office == HQ else [own_scope(work)]:
        reader = FiguresReader(work, scope)
        for period in periods:
            glance, whole = reader.overview(period).figures, reader.of_period(period).figures
            assert {name: read(own) for name, own in glance.items()} == {n: read(own) for n, own in whole.items()}
    if work.store.identity.office == HQ:
        lists_are_as_counted_anew(work)
    after = _stamps(work, periods)
    return {office for office, stamp in after.items() if before.get(office) != stamp}


def lists_are_as_counted_anew(work: Work) -> None:
    """What the desk keeps for its lists, after whatever arrived."""
    with work.store.read() as session:
        pairs = company_candidates._of_all(session, work, None)[1]
        named = select(Findable.text).join(Partner, Partner.id == Findable.id).where(Findable.kind == Partner.KIND)
        names = session.scalars(
            named.where(Partner.archived.is_(False), identity.is_no_merged_record(session)).order_by(Findable.text)
        ).all()
        of_known = select(Agreement.id).join(Findable, Findable.id == Agreement.partner_id)
        agreements = set(session.scalars(of_known.where(Agreement.archived.is_(False))))
    assert company_candidates.likeliest(work, 1000) == [pair[:2] for pair in pairs[:1000]]
    for place, name in name_places.before_names(work.store, None, len(names)):
        assert place == sum(own < name for own in names), name
    listed = agreement_list.ordered(work.store, AgreementFilter(), ListOrder(), {}, work.today())
    assert set(listed.ids) == agreements and listed.total == len(agreements)
    assert pipeline.read(work) == of_records(work)
    assert activities.listed(work) == list(map(ListedActivity.of, activities.every(work)))
    assert set(innovations.listed(work)) == set(map(ListedInnovation.of, innovations.every(work)))


def _stamps(work: Work, periods: Sequence[Period]) -> dict[str, str]:
    days = [(period.first.isoformat(), period.last.isoformat()) for period in periods]
    with work.store.read() as session:
        entries = figure_rows.read_in(session, ("SN10", "NE10", "ML10"), days, ("RES-1",))
        return {entry.office: entry.stamp for entry in entries}


def test_what_headquarters_sets_reaches_the_offices_that_it_concerns(
    make: Callable[..., Desk], headquarters: Desk
) -> None:
    office = make("sn", "SN10")
    for desk, country in ((office, "SN"), (make("ne", "NE10"), "NE"), (make("co", "CO10"), "CO")):
        enrol(desk, headquarters)
        office_profile.change(desk.work, country=country)
        record(desk, SHARED.records)
        assert headquarters.verdicts(desk.pack()) == ["applied"]
    region = headquarters.work.definitions.regions.of_country("SN")
    aims.set_target(office.work, "RES-1", 2026, Decimal(90))
    hq = headquarters.work
    target = NewStrategyFigure(FigureMeaning.TARGET, "RES-1", "2026", "SN10", "120.5", "Note 7", "2026-01-05")
    for own in (
        target,
        replace(target, scope=region, amount="1000"),
        replace(target, scope="CO10", amount="5"),
        replace(target, meaning=FigureMeaning.BASELINE, scope="", amount="60", source="Stratégie, note 1"),
        replace(target, meaning=FigureMeaning.BUDGET, amount="20020", source="Programme et budget 2026"),
    ):
        strategy_figures.record(hq, own)
    world = FiguresReader(hq, Scope()).of_period(YEAR)
    assert world.figures["RES-2"].budget == Decimal(20020) and world.five_percent.share == Decimal("1.5")
    for wrong, code in (
        (replace(target, source=" "), "strategy-figure-without-source"),
        (replace(target, amount=""), "strategy-figure-number"),
        (replace(target, scope="XX10"), "strategy-figure-scope"),
        (replace(target, year="1999"), "strategy-figure-year"),
        (replace(target, indicator="RES-9"), "indicator-unknown"),
    ):
        with refused(code):
            strategy_figures.record(hq, wrong)
    with refused("role-not-allowed"):
        strategy_figures.record(office.work, target)

    office.receive(headquarters.answer("SN10"))
    answer = FiguresReader(office.work, own_scope(office.work)).of_period(YEAR)
    assert (answer.targets["RES-1"], answer.headquarters_target("RES-1")) == (Decimal(90), Decimal("120.5"))
    assert [(aim.meaning, aim.scope, aim.amount) for aim in answer.aims_of("RES-1")] == [
        ("baseline", "", Decimal(60)),
        ("target", region, Decimal(1000)),
        ("target", "SN10", Decimal("120.5")),
    ]
    # where the office stands in its region: the company of both counts once there
    here = confirmed.compare(office.work, answer)
    received, giving = here.standing(answer.figures["RES-1"]), here.standing(answer.figures["GIVERS"])
    assert received == RegionStanding(region, Decimal("300.30"), (Decimal("200.20"), Decimal("100.10")), 2)
    assert giving == RegionStanding(region, Decimal(1), (Decimal(1), Decimal(1)), 1)
    assert here.standing(replace(answer.figures["RES-1"], period=Period.year(2019))) is None
    before = headquarters.store.recall(f"{confirming.WORKED_OUT}:{region}")
    heard = answering.figures_told(hq, "SN10")
    assert (heard.day, heard.is_current, heard.waiting) == (hq.today(), True, 0)
    assert answering.figures_told(hq, "CO10").day is None
    # a correction is told again, what is taken back is gone, and what was there first is in the history
    written = strategy_figures.record(hq, replace(target, amount="130"))
    strategy_figures.take_back(hq, replace(target, scope=region))
    assert len(strategy_figures.history_of(hq, written.id)) == 2
    office.register("Balafon")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert not answering.figures_told(hq, "SN10").is_current
    path = headquarters.answer("SN10")
    shown = receiving.look_into(office.work, office.keys, path, office.inbox)
    assert [(aim.scope, aim.amount) for aim in shown.aims] == [("SN10", Decimal(130))], "only what is otherwise here"
    assert shown.registers == ()
    office.receive(path)
    answer = FiguresReader(office.work, own_scope(office.work)).of_period(YEAR)
    assert answer.headquarters_target("RES-1") == Decimal(130) and len(answer.aims_of("RES-1")) == 2
    after = headquarters.store.recall(f"{confirming.WORKED_OUT}:{region}")
    assert after["basis"] != before["basis"] and after["standings"] == before["standings"]
    with refused("strategy-figure-missing"):
        strategy_figures.take_back(hq, replace(target, scope=region))

"""Dollars of a planned value: from a dated rate or typed by somebody, never carried over."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES
from desktop.office import Office
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.presenters.registry.partnership_form import contribution_rows
from desktop.services.demo import invented
from desktop.services.diligence import assessments, cases, facts
from desktop.services.registry import dollars, exchange_rates, partnerships
from desktop.store.records import Contribution, Partner, Partnership
from tests.base.test_rates import HEADS, ROWS
from tests.makers import on
from tests.refusal import refused

DAY = date(2026, 11, 28)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rates.csv"
    path.write_text(HEADS + ROWS, "utf-8")
    return path


@pytest.fixture
def partner(office: Office) -> Partner:
    return invented.partner(on(office, DAY), "fr")


def planned(office: Office, partner: Partner, **fields: object) -> Partnership:
    return partnerships.plan(on(office, DAY), Partnership(partner_id=partner.id, title="Cartes", **fields))  # type: ignore[arg-type]


def kept(office: Office, partnership: Partnership) -> Partnership:
    return partnerships.partnership(office.store, partnership.id)


def test_dollars_are_never_carried_over_when_the_currency_is_changed(office: Office, partner: Partner) -> None:
    """4 500 000 typed while the currency was USD, then XOF chosen: the authority was that of 4 500 000 dollars."""
    form = PartnershipPresenter(office, RunNow(), partner.id)
    form.take("title", "Cartes")
    form.take("value", {"amount": "4500000", "currency": "USD"})
    form.take("value", {"amount": "4500000", "currency": "XOF"})
    assert form.draft.value_usd == ""
    assert "value_usd" in [spec.key for row in contribution_rows(form) for spec in row]
    form.save()
    record = kept(office, partnerships.of_partner(office.store, partner.id)[0])
    assert (record.value_usd, dollars.known(record)) == (None, None)


@pytest.mark.parametrize("changed", [{"currency": "EUR"}, {"value": "9000000"}, {"value": "1", "currency": "EUR"}])
def test_neither_by_form_nor_by_deed(office: Office, partner: Partner, changed: dict[str, str]) -> None:
    record = planned(office, partner, value="4500000", currency="XOF", value_usd="7400")
    assert dollars.known(record) == "7400"
    partnerships.change(on(office, DAY), record.id, **changed)
    assert dollars.known(kept(office, record)) is None
    with office.store.change("Written past every deed", office.user.id) as session:
        stored = session.get_one(Partnership, record.id)
        stored.value_usd = "7400"
    assert kept(office, record).dollars is None or dollars.known(kept(office, record)) is None


def test_what_an_earlier_version_carried_over_is_not_believed() -> None:
    record = Partnership(partner_id="", title="x", value="4500000", currency="XOF", value_usd="4500000.00")
    assert dollars.known(record) is None
    record.value_usd = "7400"
    assert dollars.known(record) == "7400"
    assert "version antérieure" in dollars.in_words(record, "fr", DAY)


def test_a_rate_gives_the_dollars_and_is_shown_with_its_age(office: Office, partner: Partner, table: Path) -> None:
    exchange_rates.install(on(office, DAY), table)
    form = PartnershipPresenter(office, RunNow(), partner.id)
    form.take("title", "Cartes")
    form.take("value", {"amount": "4500000", "currency": "XOF"})
    assert not form.asks_dollars
    note = next(spec.note for row in contribution_rows(form) for spec in row if spec.key == "value")
    assert "7\u00a0438,02" in note and "605" in note and "nov" in note and "il y a 27" in note
    form.save()
    record = partnerships.of_partner(office.store, partner.id)[0]
    assert dollars.known(record) == "7438.02"
    case = cases.open_case(on(office, DAY), office.definitions.form, record)
    assert assessments.read(on(office, DAY), case.id).facts.get("partnership.value_usd") == "7438.02"
    partnerships.change(on(office, DAY), record.id, title="Cartes SIM", value_usd="7438.02")
    again = kept(office, record)
    assert again.dollars is not None and again.dollars.rate == "605.00", "saved again, it still comes from the rate"


def test_typed_dollars_name_who_typed_them(office: Office, partner: Partner) -> None:
    record = planned(office, partner, value="4500000", currency="XOF", value_usd="7400")
    for language in LANGUAGES:
        assert office.user.name in dollars.in_words(record, language, DAY)


def test_no_authority_without_known_dollars(office: Office, partner: Partner) -> None:
    record = planned(office, partner, value="4500000", currency="XOF")
    with refused("dollars-unknown"):
        dollars.require_known(record)
    plan = facts.of_plan(office.definitions.authority, partner, record)
    assert plan.get("partnership.value_usd") is None
    dollars.require_known(planned(office, partner, value="4500000", currency="USD"))
    dollars.require_known(planned(office, partner))


def test_imports_add_and_correct_and_never_take_away(office: Office, table: Path, tmp_path: Path) -> None:
    work, older = on(office, DAY), tmp_path / "older.csv"
    first = exchange_rates.install(work, table)
    assert (first.before, first.added, first.months, first.corrected) == (None, 5, ["2026-10", "2026-11"], [])
    older.write_text((HEADS + ROWS).replace("Nov", "Sep").replace("2026-11-01", "2026-09-01"), "utf-8")
    second = exchange_rates.install(work, older)
    assert (second.before, second.added, second.months) == (date(2026, 11, 1), 4, ["2026-09"])
    table.write_text((HEADS + ROWS).replace("605.00", "606"), "utf-8")
    (mended,) = exchange_rates.install(work, table).corrected
    said = [(str(one.rate.units), one.imported_on) for one in (mended.before, mended.after)]
    assert said == [("605.00", DAY.isoformat()), ("606", DAY.isoformat())]
    again = exchange_rates.install(work, table)
    assert (again.added, again.months, again.corrected) == (0, [], [])
    kept = exchange_rates.kept_rates(work)
    assert (
        kept.corrected == [mended] and kept.table is not None and kept.table.months == ["2026-09", "2026-10", "2026-11"]
    )
    with refused("rates-unreadable"):
        exchange_rates.install(work, table.with_name("none.csv"))
    rate = exchange_rates.rate_of(work, "XOF")
    assert rate is not None and rate.units == 606
    of_days = [exchange_rates.rate_on(work, "XOF", date(2026, month, 20)) for month in (8, 9, 10, 11)]
    assert [str(of.rate.units) if of.rate else "" for of in of_days] == ["", "605.00", "598.2", "606"]


@pytest.mark.parametrize(
    ("content", "units"),
    [
        ('{"EUR":["0.922","2026-10-01"],"XOF":["605.00","2026-10-01"]}', "605.00"),  # of a version before
        ("{}", None),
        ('{"rates":{"XOF":[["2026-10-01","NaN",""]]}}', None),
        ('{"rates":{"XOF":[["2026-10-01","605"]]}}', None),
        ("[" * 9999, None),
    ],
)
def test_what_lies_there_is_read_or_kept_beside_the_next_import(
    office: Office, table: Path, content: str, units: str | None
) -> None:
    work = on(office, DAY)
    exchange_rates.install(work, table)
    (work.lists / exchange_rates.IN_USE).write_text(content)
    rate = exchange_rates.rate_of(work, "XOF")
    assert (str(rate.units) if rate else None) == units
    exchange_rates.install(work, table)
    damaged = work.lists / exchange_rates.DAMAGED
    assert damaged.exists() is (units is None) and (units is not None or damaged.read_text() == content)
    of_october = exchange_rates.rate_on(work, "XOF", date(2026, 10, 9)).rate
    assert of_october is not None and of_october.units == Decimal("598.2")


def test_the_months_whose_rates_lack_are_told_since_the_first_contribution(
    office: Office, partner: Partner, table: Path
) -> None:
    work = on(office, DAY)
    assert exchange_rates.gaps(work) == []
    exchange_rates.install(work, table)
    given = [
        ("2026-08-03", "USD"),
        ("2026-08-09", "XOF"),
        ("2026-10-20", "XOF"),
        ("2026-10-21", "EUR"),
        ("2026-11-02", "EUR"),
    ]
    with office.store.change("Given", work.officer.id) as session:
        for day, currency in given:
            session.add(Contribution(partner_id=partner.id, received_on=day, currency=currency, amount="10"))
        session.add(Contribution(partner_id=partner.id, received_on="2024-05-02", currency="MAD", earlier=True))
    assert [(gap.month, gap.currencies) for gap in exchange_rates.gaps(work)] == [
        ("2024-05", ("MAD",)),
        ("2026-08", ("XOF",)),
        ("2026-09", ()),
        ("2026-10", ("EUR",)),
    ]


STEPS = st.lists(
    st.tuples(st.sampled_from(["value", "currency", "value_usd"]), st.integers(1, 3)), min_size=1, max_size=8
)


@given(steps=STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_whatever_is_written_in_whatever_order_dollars_go_with_their_amount(
    office: Office, partner: Partner, table: Path, steps: list[tuple[str, int]]
) -> None:
    work = on(office, DAY)
    exchange_rates.install(work, table)
    record = planned(office, partner, value="100", currency="MAD")
    typed_for: tuple[str | None, str, str | None] | None = None
    for name, number in steps:
        change = {"value": f"{number}00", "currency": ("USD", "XOF", "MAD")[number - 1], "value_usd": f"{number}7"}[
            name
        ]
        partnerships.change(work, record.id, **{name: change})
        now = kept(office, record)
        usd = dollars.known(now)
        if name == "value_usd" and now.currency != "USD":
            typed_for = (now.value, now.currency, change)
        amount = Decimal(now.value or 0)
        fitting = {"USD": now.value, "XOF": str((amount / 605).quantize(Decimal("0.01"))), "MAD": None}[now.currency]
        typed = typed_for[2] if typed_for and typed_for[:2] == (now.value, now.currency) else None
        assert usd in {fitting, typed}

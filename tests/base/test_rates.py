"""The table of United Nations rates as offices have it: read whole, or refused with the reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.rates import MOST_ROWS, ExchangeRate, RateOfDay, RateTable, read_rates
from tests.refusal import refused

DAY = date(2026, 11, 28)
HEADS = "Country,Currency,Abbrev.,Effective Date,Rate"
ROWS = """
Senegal,CFA Franc,XOF,1 Nov 2026,605.00
Mali,CFA Franc,XOF,1 Oct 2026,598.2
France,Euro,EUR,1 Nov 2026,0.922
Japan,Yen,JPY,2026-11-01,151.35
United States,US Dollar,USD,1 Nov 2026,1
"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "rates.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_rate_of_each_currency_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    text = f"United Nations operational rates\n\n{HEADS}{ROWS}".replace(",", separator)
    table = read_rates(write(tmp_path, text, encoding), DAY)
    assert {code: [str(rate.units) for rate in rates] for code, rates in table.rates.items()} == {
        "XOF": ["598.2", "605.00"],
        "EUR": ["0.922"],
        "JPY": ["151.35"],
        "USD": ["1"],
    }
    assert table.months == ["2026-10", "2026-11"]
    assert table.published == date(2026, 11, 1)
    rate = table.newest("XOF")
    assert rate is not None and rate.dollars(Decimal("4500000")) == Decimal("7438.02")
    assert rate.dollars(Decimal("605" + "0" * 27)) == Decimal("1" + "0" * 27)  # all of its digits


def test_a_table_that_excel_saved_in_french_is_read(tmp_path: Path) -> None:
    text = (
        f"Taux opérationnels;;;;\n{HEADS}{ROWS}".replace(",", ";").replace("605.00", "605,00").replace("0.92", "0,92")
    )
    assert read_rates(write(tmp_path, text, "cp1252"), DAY).rates["XOF"][-1].units == Decimal("605.00")


def test_rates_of_the_future_wait(tmp_path: Path) -> None:
    table = read_rates(write(tmp_path, f"{HEADS}{ROWS}Senegal,CFA Franc,XOF,1 Dec 2026,700\n"), DAY)
    assert table.rates["XOF"][-1].units == 605


@pytest.mark.parametrize(
    ("day", "rate", "earlier", "age"),
    [
        ("2025-11-30", "", "", 0),
        ("2025-12-30", "", "", 0),
        ("2025-12-31", "560", "", 0),  # the revision of January is effective from the last day of December
        ("2026-01-01", "560", "", 0),
        ("2026-01-31", "560", "", 0),
        ("2026-02-01", "570", "", 0),
        ("2026-02-14", "570", "", 0),
        ("2026-02-15", "575", "", 0),  # revised in the middle of the month
        ("2026-02-28", "575", "", 0),
        ("2026-03-01", "", "575", 14),  # all rates are listed every month: this one lacks
        ("2026-06-15", "", "575", 120),
        ("2026-07-31", "601.5", "", 0),
        ("2026-08-01", "", "601.5", 31),
    ],
)
def test_what_arrives_is_worth_what_the_rate_of_its_month_says(day: str, rate: str, earlier: str, age: int) -> None:
    """The Treasury revises all on the 1st, of January on 31 December; in between those that changed."""
    known = {"2025-12-31": "560", "2026-02-01": "570", "2026-02-15": "575", "2026-07-01": "601.5"}
    rates = [ExchangeRate("XOF", Decimal(units), date.fromisoformat(on)) for on, units in known.items()]
    found = RateTable({"XOF": rates}).on("XOF", date.fromisoformat(day))
    assert [str(one.units) if one else "" for one in (found.rate, found.earlier)] == [rate, earlier]
    assert found.age == age
    assert RateTable({"XOF": rates}).on("EUR", date.fromisoformat(day)) == RateOfDay(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rates-without-headings"),
        ("a,b,c\n1,2,3\n", "rates-without-headings"),
        (f"{HEADS}\nSenegal,CFA Franc,XOF,1 Nov 2026,605\n", "rates-none-today"),
        (f"{HEADS}{ROWS}".replace("2026", "2027"), "rates-none-today"),
        (f"{HEADS}{ROWS}".replace("605.00", "-605"), "rates-line"),
        (f"{HEADS}{ROWS}".replace("605.00", "0"), "rates-line"),
        (f"{HEADS}{ROWS}".replace("605.00", "NaN"), "rates-line"),
        (f"{HEADS}{ROWS}".replace("605.00", "1e99"), "rates-line"),
        (f"{HEADS}{ROWS}".replace("605.00", ""), "rates-line"),
        (f"{HEADS}{ROWS}".replace("605.00", '"25,345"'), "rates-line"),
        (f"{HEADS}{ROWS}".replace("1 Nov 2026", "01/11/2026"), "rates-line"),
        (f"{HEADS}{ROWS}".replace("1 Nov 2026", "31 Feb 2026"), "rates-line"),
        (f"{HEADS}{ROWS}Benin,CFA Franc,XOF,1 Nov 2026,606\n", "rates-twice"),
        (f"{HEADS}{ROWS}Benin,CFA Franc,XOF,1 Oct 2026,606\n", "rates-twice"),
        (f"{HEADS}{ROWS}".replace("1 Nov 2026,1\n", "1 Nov 2026,0.92\n"), "rates-not-for-a-dollar"),
        (f"{HEADS}\n" + "x,x,EUR,1 Nov 2026,1\n" * (MOST_ROWS + 1), "rates-too-large"),
        (f'{HEADS}{ROWS}"Benin,CFA', "rates-unreadable"),
    ],
)
def test_what_is_no_sound_table_is_refused_whole(tmp_path: Path, text: str, code: str) -> None:
    with refused(code):
        read_rates(write(tmp_path, text), DAY)

"""The table of United Nations rates as offices have it: read whole, or refused with the reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.rates import MOST_ROWS, read_rates
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
def test_the_newest_rate_of_each_currency_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    text = f"United Nations operational rates\n\n{HEADS}{ROWS}".replace(",", separator)
    table = read_rates(write(tmp_path, text, encoding), DAY)
    assert {code: str(rate.units) for code, rate in table.rates.items()} == {
        "XOF": "605.00",
        "EUR": "0.922",
        "JPY": "151.35",
        "USD": "1",
    }
    assert table.published == date(2026, 11, 1)
    assert table.rates["XOF"].dollars(Decimal("4500000")) == Decimal("7438.02")
    assert table.rates["XOF"].dollars(Decimal("605" + "0" * 27)) == Decimal("1" + "0" * 27)  # all of its digits


def test_a_table_that_excel_saved_in_french_is_read(tmp_path: Path) -> None:
    text = (
        f"Taux opérationnels;;;;\n{HEADS}{ROWS}".replace(",", ";").replace("605.00", "605,00").replace("0.92", "0,92")
    )
    assert read_rates(write(tmp_path, text, "cp1252"), DAY).rates["XOF"].units == Decimal("605.00")


def test_rates_of_the_future_wait(tmp_path: Path) -> None:
    table = read_rates(write(tmp_path, f"{HEADS}{ROWS}Senegal,CFA Franc,XOF,1 Dec 2026,700\n"), DAY)
    assert table.rates["XOF"].units == 605


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
        (f"{HEADS}{ROWS}".replace("1 Nov 2026,1\n", "1 Nov 2026,0.92\n"), "rates-not-for-a-dollar"),
        (f"{HEADS}\n" + "x,x,EUR,1 Nov 2026,1\n" * (MOST_ROWS + 1), "rates-too-large"),
        (f'{HEADS}{ROWS}"Benin,CFA', "rates-unreadable"),
    ],
)
def test_what_is_no_sound_table_is_refused_whole(tmp_path: Path, text: str, code: str) -> None:
    with refused(code):
        read_rates(write(tmp_path, text), DAY)

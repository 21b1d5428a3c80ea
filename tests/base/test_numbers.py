"""Numbers as offices type and paste them, and as the program shows them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.numbers import (
    MINUS,
    NO_BREAK,
    Ambiguous,
    NotANumber,
    format_money,
    format_number,
    format_percent,
    format_size,
    in_ranges,
    next_in_series,
    number_in_words,
    parse_number,
)
from desktop.base.text import LANGUAGES


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        "18 400,50",
        "18\u00a0400,50",
        "18\u202f400,50",
        "18\u2009400.50",
        "18400,50",
        "18400.50",
        "18.400,50",
        "18,400.50",
        "18'400.50",
        "18’400,5",
        " 18 400,50 ",
        "+18400.5",
        "১৮৪০০.৫০",
        "١٨٤٠٠,٥",
    ],
)
def test_the_same_amount_is_understood_however_it_is_written(typed: str, language: str) -> None:
    assert parse_number(typed, language) == Decimal("18400.5")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", "0"),
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("1.250.000,50", "1250000.50"),
        ("1 250 000,50", "1250000.50"),
        ("12,34,567.00", "1234567"),
        ("12,34,567", "1234567"),
        ("12.34.567,00", None),
        ("1 250 000,125", "1250000.125"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        ("-3,5", "-3.5"),
        ("− 3.5", "-3.5"),
        ("1.2345", "1.2345"),
    ],
)
def test_the_last_mark_decides(typed: str, value: str | None, language: str) -> None:
    if value is None:
        with pytest.raises(NotANumber):
            parse_number(typed, language)
    else:
        assert parse_number(typed, language) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "language"), [("18.400", "fr"), ("18,400", "fr"), ("1,250", "es"), ("1.250", "en"), ("-1,250", "fr")]
)
def test_what_has_two_readings_is_asked_and_never_guessed(typed: str, language: str) -> None:
    with pytest.raises(Ambiguous) as asked:
        parse_number(typed, language)
    thousands, decimals = asked.value.readings
    assert thousands == decimals * 1000


def test_thousands_as_the_language_writes_them_are_not_asked_about() -> None:
    assert parse_number("18,400", "en") == parse_number("18.400", "es") == parse_number("18 400", "fr") == 18400


def test_three_decimals_are_not_asked_about_where_the_value_may_have_them() -> None:
    assert parse_number("1,125", "fr", places=3) == Decimal("1.125")
    assert parse_number("1.125", "en", places=3) == Decimal("1.125")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "abc",
        "1e5",
        "NaN",
        "12 34",
        "1,2,3",
        "1..5",
        "5,",
        "1.25,000.5",
        "½",
        "1 000'000",
        "9" * 41,
        "1\n2",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_number_is_refused(typed: str, language: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse_number(typed, language)
    assert refused.value.readings == ()


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(LANGUAGES))
def test_an_amount_shown_is_read_back(value: Decimal, language: str) -> None:
    assert parse_number(format_number(value, language), language) == value


@given(st.text(max_size=20), st.sampled_from(LANGUAGES))
def test_any_text_is_a_number_or_is_refused(text: str, language: str) -> None:
    try:
        assert parse_number(text, language).is_finite()
    except (Ambiguous, NotANumber) as refused:
        assert len(refused.readings) in (0, 2)


def test_each_language_writes_numbers_its_way() -> None:
    shown = [plain(format_number(Decimal("-1234567.891"), language, 2)) for language in LANGUAGES]
    assert shown == ["−1 234 567,89", "−1,234,567.89", "−1.234.567,89"]
    assert [plain(format_number(n, "fr")) for n in (0, 999, 1000, Decimal("1E+3"), 0.5)] == [
        "0",
        "999",
        "1 000",
        "1 000",
        "0,5",
    ]


def test_a_percentage_is_written_as_its_language_writes_it() -> None:
    written = {language: format_percent(Decimal("4"), language, 1) for language in ("fr", "en", "es")}
    assert written == {"fr": "4,0\u00a0%", "en": "4.0%", "es": "4,0\u00a0%"}


def test_money_shows_its_currency_and_never_hides_a_cent() -> None:
    assert plain(format_money("18400.5", "USD", "fr")) == "18 400,50 USD"
    assert plain(format_money("18400.50", "USD", "en")) == "USD 18,400.50"
    assert plain(format_money(Decimal(1250000), "COP", "es")) == "1.250.000,00 COP"
    assert plain(format_money("1250000", "XOF", "fr")) == "1 250 000 XOF"
    assert plain(format_money("1250000.25", "XOF", "fr")) == "1 250 000,25 XOF"
    assert plain(format_money("1.5", "TND", "fr")) == "1,500 TND"
    assert plain(format_money("1E+3", "USD", "fr")) == "1 000,00 USD"


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (0, "0 octets", "0 bytes"),
        (1, "1 octet", "1 byte"),
        (999, "999 octets", "999 bytes"),
        (3_200_000, "3,2 Mo", "3.2 MB"),
        (999_600, "1,0 Mo", "1.0 MB"),
        (245_000_000, "245 Mo", "245 MB"),
        (5 * 10**15, "5 000 To", "5,000 TB"),
    ],
)
def test_sizes_are_short(size: int, french: str, english: str) -> None:
    assert (plain(format_size(size, "fr")), plain(format_size(size, "en"))) == (french, english)


def test_a_number_that_could_not_be_reckoned_with_exactly_is_none() -> None:
    """A key held down in a field of money: what would be rounded, or stop the echo, is refused."""
    exact = "1234567890" * 2 + "1234"
    shown = "123 456 789 012 345 678 901 234,00 USD"
    assert format_money(parse_number(exact, "fr"), "USD", "fr").replace("\xa0", " ") == shown
    with pytest.raises(NotANumber):
        parse_number(f"{exact}5", "fr")


def test_the_longest_amount_that_a_record_may_bring_is_shown_to_its_last_digit() -> None:
    """A bundle may bring thirty digits before the point and thirty after it, in whatever currency."""
    whole = "123456789" * 3 + "123"
    groups = " ".join(whole[at : at + 3] for at in range(0, 30, 3))
    for decimals in ("1", "01", "123456789" * 3 + "123"):
        for currency in ("USD", "XOF", "TND"):
            shown = format_money(f"-{whole}.{decimals}", currency, "fr").replace(NO_BREAK, " ")
            places = {"XOF": 0, "TND": 3}.get(currency, 2)
            assert shown == f"{MINUS}{groups},{decimals.ljust(places, '0')} {currency}"


@pytest.mark.parametrize("brought", ["1e999999999", "-1e999999999", "1e-999999999", "NaN", "-Infinity", "sNaN"])
def test_a_number_that_no_page_could_hold_is_shown_as_it_is(brought: str) -> None:
    """A file of somebody else may hold it; writing it out would take all memory."""
    for language in ("fr", "en", "es"):
        assert len(format_number(Decimal(brought), language)) < 20
        assert len(format_number(Decimal(brought), language, 2)) < 20
        assert len(format_money(brought, "USD", language)) < 30
        assert len(number_in_words(brought, language)) < 20


def test_the_next_of_a_series_counts_only_what_is_a_number_of_it() -> None:
    assert next_in_series("SN10-A-2026-", []) == 1
    written = ["SN10-A-2026-014", "SN10-A-2026-x", "SN10-A-2026-", "SN10-A-2026-015/A1", "ML10-A-2026-099"]
    assert next_in_series("SN10-A-2026-", [*written, "SN10-A-2026-²", "SN10-A-2026-" + "9" * 5000]) == 15


def test_pages_are_listed_in_ranges() -> None:
    assert in_ranges([]) == ""
    assert in_ranges([7, 8]) == "7, 8"
    assert in_ranges([24, 1, 4, 9, 10, 11, 11, 12]) == "1, 4, 9–12, 24"

"""Days and moments as people read them."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.base.clock import Clock
from desktop.base.dates import (
    NotADate,
    ago,
    day_and_age,
    day_in_words,
    day_of,
    format_date,
    format_moment,
    parse_date,
    what_is_wrong,
)
from desktop.base.numbers import NO_BREAK
from desktop.base.text import LANGUAGES
from desktop.base.values import stamp
from tests.systems import only_where


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


def test_dates_are_written_as_each_language_writes_them() -> None:
    day = date(2026, 11, 24)
    assert [plain(format_date(day, language)) for language in LANGUAGES] == [
        "24 nov. 2026",
        "24 Nov 2026",
        "24 nov. 2026",
    ]
    assert [plain(format_date(day, language, "long")) for language in LANGUAGES] == [
        "24 novembre 2026",
        "24 November 2026",
        "24 de noviembre de 2026",
    ]
    assert [format_date(day, language, "short") for language in LANGUAGES] == ["24/11/2026", "2026-11-24", "24/11/2026"]
    assert plain(format_date(date(2026, 3, 1), "fr", "long")) == "1er mars 2026"


def test_month_names_agree_with_the_unicode_tables() -> None:
    from babel.dates import get_month_names

    for language in LANGUAGES:
        for month in range(1, 13):
            long = plain(format_date(date(2026, month, 2), language, "long"))
            assert get_month_names("wide", locale=language)[month] in long


def test_a_moment_is_shown_in_the_reader_s_zone() -> None:
    assert plain(format_moment(datetime(2026, 11, 24, 14, 5, tzinfo=UTC), "fr", UTC)) == "24 nov. 2026, 14:05"
    with pytest.raises(ValueError, match="zone"):
        format_moment(datetime(2026, 11, 24, 14, 5), "fr")  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("days", "french", "english", "spanish"),
    [
        (0, "aujourd’hui", "today", "hoy"),
        (-1, "hier", "yesterday", "ayer"),
        (1, "demain", "tomorrow", "mañana"),
        (-11, "il y a 11 jours", "11 days ago", "hace 11 días"),
        (30, "dans 30 jours", "in 30 days", "dentro de 30 días"),
        (-92, "il y a 3 mois", "3 months ago", "hace 3 meses"),
        (-800, "il y a 2 ans", "2 years ago", "hace 2 años"),
    ],
)
def test_how_far_a_day_lies_is_said_in_words(days: int, french: str, english: str, spanish: str) -> None:
    today = date(2026, 11, 24)
    said = [plain(ago(today + timedelta(days), today, language)) for language in LANGUAGES]
    assert said == [french, english, spanish]


@pytest.mark.parametrize(
    ("stored", "french", "english"),
    [
        ("", "", ""),
        (None, "", ""),
        ("2026-11-24", "24 nov. 2026", "24 Nov 2026"),
        ("1984-03", "mars 1984", "March 1984"),
        ("1984", "1984", "1984"),
        ("1984~", "vers 1984", "about 1984"),
        ("1984-03-14~", "vers 14 mars 1984", "about 14 Mar 1984"),
        ("1970/1975", "1970 – 1975", "1970 – 1975"),
        ("spring of 1984", "spring of 1984", "spring of 1984"),
        ("1984-13-40", "1984-13-40", "1984-13-40"),
    ],
)
def test_what_a_record_holds_of_a_day_is_put_in_words(stored: str | None, french: str, english: str) -> None:
    assert (plain(day_in_words(stored, "fr")), plain(day_in_words(stored, "en"))) == (french, english)


def test_a_moment_is_the_day_on_this_machine_s_clock() -> None:
    midnight = datetime(2026, 11, 24).astimezone()
    assert day_of(stamp(midnight)) == date(2026, 11, 24)
    assert plain(day_in_words(stamp(midnight), "fr", "long")) == "24 novembre 2026"
    assert plain(day_and_age(stamp(midnight), date(2026, 11, 25), "fr")) == "24 nov. 2026, hier"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("24/11/2026", ""),
        ("", ""),
        ("31/02/2026", "pas une date"),
        ("24/11/2569", "2569"),
        ("02/06/1448", "1448"),
        ("1er mars 1865", ""),
    ],
)
def test_impossible_days_and_odd_years_are_asked_about(typed: str, said: str) -> None:
    wrong = what_is_wrong(typed)
    assert (said in wrong) if said else not wrong
    if wrong:
        with pytest.raises(NotADate):
            parse_date(typed)


@only_where(hasattr(time, "tzset"), "a process chooses its time zone")
@pytest.mark.parametrize(("zone", "day"), [("America/Bogota", 24), ("Pacific/Fiji", 25)])
def test_a_day_is_the_office_s_own(zone: str, day: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert day_of("2026-11-24T21:30:00.000Z" if zone == "Pacific/Fiji" else "2026-11-25T02:30:00.000Z").day == day
        assert Clock(lambda: datetime(2026, 11, 25, 2, 30, tzinfo=UTC)).today().day == (24 if day == 24 else 25)
    finally:
        monkeypatch.undo()
        time.tzset()

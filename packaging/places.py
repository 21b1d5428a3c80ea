"""Write resources/reference/places.json: countries (ISO 3166-1) and currencies (ISO 4217) with their names.

The names are those of Unicode's CLDR as Babel carries it; the generated file is kept in the repository, so that the
program never pays for Babel at start. Run again after an update of Babel.
"""

import json
from pathlib import Path
from typing import Any

from babel import Locale, __version__

LOCALES = {"fr": "fr", "en": "en_GB", "es": "es"}  # each language of the program as CLDR names it
TARGET = Path(__file__).resolve().parents[1] / "resources" / "reference" / "places.json"

# Two letters that CLDR names but ISO 3166-1 has not assigned: groupings, exceptional and user-assigned codes
NOT_COUNTRIES = "AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ"
# ISO 4217 codes that are metals, funds, units of account or tests, not money that a partner gives
NOT_MONEY = "BOV CHE CHW CLF COU MXV USN UYI UYW XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX ZWG"


def countries(language: str) -> dict[str, str]:
    """The names of the assigned countries by their two letters."""
    names = Locale.parse(LOCALES[language]).territories
    left_out = NOT_COUNTRIES.split()
    return {code: names[code] for code in sorted(names) if len(code) == 2 and code.isalpha() and code not in left_out}


def currencies(language: str) -> dict[str, str]:
    """The names of the currencies that are legal tender somewhere today, by their three letters."""
    names = Locale.parse(LOCALES[language]).currencies
    return {code: names[code] for code in sorted(current()) if code in names}


def counted(language: str) -> dict[str, list[str]]:
    """What one and several units of each currency are called, without the bank that issues it."""
    from babel.numbers import get_currency_name

    def name(code: str, count: int) -> str:
        return get_currency_name(code, count=count, locale=LOCALES[language]).split(" (")[0]

    return {code: [name(code, 1), name(code, 2)] for code in currencies(language)}


def current() -> set[str]:
    """The currencies in use, from CLDR's history of each country's money."""
    from babel.core import get_global

    history = get_global("territory_currencies")
    used = {code for rows in history.values() for code, _start, end, tender in rows if end is None and tender}
    return used - set(NOT_MONEY.split())


def money() -> dict[str, str]:
    """The first currency in use in each country."""
    from babel.core import get_global

    history, left_out = get_global("territory_currencies"), NOT_MONEY.split()
    first = {}
    for country in countries("en"):
        used = [c for c, _s, end, tender in history.get(country, ()) if end is None and tender and c not in left_out]
        if used:
            first[country] = used[0]
    return first


def main() -> None:
    source = f"Unicode CLDR through Babel {__version__}"
    whole: dict[str, Any] = {
        "source": source,
        "countries": {language: countries(language) for language in LOCALES},
        "currencies": {language: currencies(language) for language in LOCALES},
        "money": money(),
        "counted": {language: counted(language) for language in LOCALES},
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    TARGET.write_text(text.replace("'", "’") + "\n", encoding="utf-8")
    print(f"{len(whole['countries']['fr'])} countries, {len(whole['currencies']['fr'])} currencies")


if __name__ == "__main__":
    main()

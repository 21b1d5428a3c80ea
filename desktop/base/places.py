"""Countries and currencies: ISO codes with their names, and how each country numbers its companies.

The names come from `resources/reference/places.json`, which `packaging/places.py` writes from Unicode's CLDR.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from desktop.base.paths import resources
from desktop.base.text import folded

# The money that offices meet most; it stands first in every choice of currency
DOLLARS = "USD"  # in which limits of authority are written
USUAL_MONEY = (DOLLARS, "EUR", "CHF", "GBP", "XOF", "XAF")

# The register or tax number by which a company is known, and how one looks. OHADA's uniform act on commercial
# companies gives its seventeen members the RCCM; the others are the numbers their registers print on extracts.
_RCCM = {
    "BF": "BF-OUA-2011-B-1234",
    "BJ": "RB/COT/11 B 1234",
    "CD": "CD/KIN/RCCM/14-B-01234",
    "CF": "CA/BG/2011-B-123",
    "CG": "CG/BZV/11 B 1234",
    "CI": "CI-ABJ-2011-B-1234",
    "CM": "RC/DLA/2011/B/1234",
    "GA": "RG LBV 2011 B 12345",
    "GN": "GN.TCC.2019.B.01234",
    "GQ": "GQ-MAL-2011-B-123",
    "GW": "GW-BIS-2011-B-123",
    "KM": "KM-MOR-2011-B-123",
    "ML": "MA.BKO.2011.B.1234",
    "NE": "NE-NIA-2011-B-1234",
    "SN": "SN-DKR-2011-B-01234",
    "TD": "TC/NDJ/2011/B/123",
    "TG": "TG-LOM-2011-B-1234",
}
_OTHERS = {
    "AR": ("CUIT", "30-12345678-9"),
    "BD": ("TIN", "123456789012"),
    "BE": ("BCE", "0123.456.789"),
    "BO": ("NIT", "123456021"),
    "BR": ("CNPJ", "12.345.678/0001-95"),
    "CA": ("BN", "123456789"),
    "CH": ("IDE", "CHE-123.456.789"),
    "CL": ("RUT", "76.123.456-7"),
    "CO": ("NIT", "900123456-7"),
    "CR": ("Cédula jurídica", "3-101-123456"),
    "DE": ("HRB", "HRB 12345"),
    "DO": ("RNC", "1-01-12345-6"),
    "DZ": ("NIF", "000116001234567"),
    "EC": ("RUC", "1790012345001"),
    "ES": ("NIF", "B12345678"),
    "ET": ("TIN", "0012345678"),
    "FR": ("SIREN", "732 829 320"),
    "GB": ("Companies House", "01234567"),
    "GH": ("TIN", "C0001234567"),
    "GT": ("NIT", "1234567-8"),
    "HN": ("RTN", "08011999123456"),
    "HT": ("NIF", "000-123-456-7"),
    "IN": ("CIN", "L12345MH2011PLC123456"),
    "IT": ("P. IVA", "01234567890"),
    "KE": ("PIN", "P051234567A"),
    "LU": ("RCS", "B 123456"),
    "MA": ("ICE", "001234567000089"),
    "MG": ("NIF", "3001234567"),
    "MX": ("RFC", "ABC110215XY1"),
    "NG": ("RC", "RC 123456"),
    "NI": ("RUC", "J0310000123456"),
    "NL": ("KvK", "12345678"),
    "PA": ("RUC", "1234567-1-123456"),
    "PE": ("RUC", "20123456789"),
    "PT": ("NIPC", "501234567"),
    "PY": ("RUC", "80012345-6"),
    "RW": ("TIN", "101234567"),
    "SV": ("NIT", "0614-010111-101-1"),
    "TN": ("MF", "1234567A/M/000"),
    "TR": ("MERSIS", "0123456789012345"),
    "TZ": ("TIN", "123-456-789"),
    "UG": ("TIN", "1001234567"),
    "US": ("EIN", "12-3456789"),
    "UY": ("RUT", "211234560012"),
    "VE": ("RIF", "J-12345678-9"),
    "ZA": ("CIPC", "2011/012345/07"),
}


@dataclass(frozen=True)
class _Reference:
    """The file of the names, by language and code; `money` gives the currency of a country by its code.

    `counted` gives what amounts of a currency are called: of one, and of several.
    """

    countries: Mapping[str, Mapping[str, str]]
    currencies: Mapping[str, Mapping[str, str]]
    money: Mapping[str, str]
    counted: Mapping[str, Mapping[str, tuple[str, str]]]


@cache
def _reference() -> _Reference:
    stored = json.loads((resources() / "reference" / "places.json").read_text(encoding="utf-8"))
    return _Reference(stored["countries"], stored["currencies"], stored["money"], stored["counted"])


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Every country of ISO 3166-1 as code and name, in the order of the language's dictionary."""
    return _sorted(_reference().countries[language])


@cache
def currencies(language: str) -> tuple[tuple[str, str], ...]:
    """Every currency in use (ISO 4217) as code and name: the usual ones first, then by code."""
    names = _reference().currencies[language]
    codes = (*USUAL_MONEY, *(code for code in names if code not in USUAL_MONEY))
    return tuple((code, names[code]) for code in codes)


def country_name(code: str, language: str) -> str:
    """A country's name by its ISO code; empty for none, and what is no known code reads as itself."""
    return _reference().countries[language].get(code, code)


@cache
def _points() -> Mapping[str, tuple[float, float]]:
    stored = json.loads((resources() / "reference" / "country_points.json").read_text(encoding="utf-8"))
    return {code: (float(north), float(east)) for code, (north, east) in stored["points"].items()}


def country_point(code: str) -> tuple[float, float] | None:
    """Where a country lies on a map of the world: degrees north and east, to half a degree; None for none known."""
    return _points().get(code)


def country_points() -> Iterable[tuple[float, float]]:
    """Those of all countries, which together show the shape of the world."""
    return _points().values()


def currency_name(code: str, language: str) -> str:
    """A currency's name; an unknown code reads as itself."""
    return _reference().currencies[language].get(code, code)


def currency_counted(code: str, count: int, language: str) -> str:
    """What a whole number of a currency is called: `franc CFA`, `francs CFA`; an unknown code reads as itself."""
    names = _reference().counted[language].get(code)
    if names is None:
        return code
    return names[0 if count == 1 or (count == 0 and language == "fr") else 1]


def currency_of(country: str) -> str:
    """The money used in a country; empty when none is known."""
    return _reference().money.get(country, "")


def register_of(country: str) -> tuple[str, str]:
    """The name of the number that companies of a country bear, and how one looks; two empty words when unknown."""
    if country in _RCCM:
        return "RCCM", _RCCM[country]
    return _OTHERS.get(country, ("", ""))


def _sorted(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda pair: folded(pair[1])))

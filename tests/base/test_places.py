"""Countries, currencies and registers."""

import pytest

from desktop.base import places
from desktop.base.text import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_of_iso_3166_has_a_name_in_order(language: str) -> None:
    found = places.countries(language)
    assert len(found) == 249
    assert all(len(code) == 2 and name for code, name in found)
    codes = [code for code, _name in found]
    assert codes.index("NE") + 1 == codes.index("NG")


def test_accents_do_not_send_a_country_to_the_end() -> None:
    names = [name for _code, name in places.countries("fr")]
    assert names.index("Égypte") < names.index("France")
    assert places.country_name("CI", "fr") == "Côte d’Ivoire"
    assert places.country_name("??", "fr") == "??"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_currencies_come_first_and_none_is_a_metal(language: str) -> None:
    codes = [code for code, _name in places.currencies(language)]
    assert tuple(codes[:6]) == places.USUAL_MONEY
    assert len(codes) == len(set(codes)) > 140
    assert not {"XAU", "XTS", "XXX", "CHW"} & set(codes)


def test_a_country_knows_its_money_and_its_register() -> None:
    assert places.currency_of("SN") == "XOF"
    assert places.currency_of("AQ") == ""
    assert places.register_of("SN")[0] == "RCCM"
    assert places.register_of("CO")[0] == "NIT"
    assert places.register_of("AQ") == ("", "")
    assert places.currency_name("XOF", "fr") == "franc CFA (BCEAO)"

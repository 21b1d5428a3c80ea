"""One rule for the codes of offices."""

import pytest

from desktop.base.files import safe_name
from desktop.base.office_codes import doubtful_letter, is_office_code, look_alike, require_office_code
from tests.refusal import refused


@pytest.mark.parametrize("code", ["EC", "SN10", "ABCDEFGHIJ12"])
def test_two_to_twelve_capital_letters_and_digits(code: str) -> None:
    assert is_office_code(code)
    require_office_code(code)


@pytest.mark.parametrize(
    "code", ["", "E", "A" * 13, "A" * 200, "sn10", "SN 10", "../SN", "SN/10", "ÉC10", "SN10\n", "ＳＮ10", "١٢", "HQ"]
)
def test_everything_else_is_refused(code: str) -> None:
    assert not is_office_code(code)
    with refused("office-code-unsound"):
        require_office_code(code)


def test_codes_that_are_read_alike() -> None:
    assert look_alike("EC1O", {"SN10", "EC10", "EC1O"}) == "EC10"
    assert look_alike("SN1O", {"5N10"}) == "5N10"
    assert look_alike("EC10", {"EC11", "EC10"}) == ""
    assert doubtful_letter("EC1O") == "O" and doubtful_letter("SNI0") == "I"
    assert doubtful_letter("SN10") == "" and doubtful_letter("BOLSI") == ""


def test_no_text_leads_a_file_name_elsewhere() -> None:
    assert safe_name("../../etc/x:y\\z") == "______etc_x_y_z"
    assert len(safe_name("A" * 200)) == 40 and safe_name("") == "_"

"""The decision matrix: no hole, no overlap, and the separation of duties (dossier 2.8)."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from desktop.definitions.authority import ROLES, Authority
from desktop.definitions.facts import AGREEMENTS, LEVELS, TIERS, Facts, undeclared
from desktop.definitions.form import Questionnaire


def facts(**flat: Any) -> Facts:
    usual = {"diligence.level": "low", "diligence.tier": "standard", "diligence.adhoc": False, "office.people": 5}
    return Facts.of(usual | {name.replace("__", "."): value for name, value in flat.items()})


def test_every_case_has_exactly_one_route(authority: Authority) -> None:
    deciding: tuple[list[str], ...] = ([], ["K07"])
    for level, tier, type_, emergency, adhoc, people, grounds in product(
        LEVELS, TIERS, (None, *AGREEMENTS), (None, True), (False, True), (None, 2, 3), deciding
    ):
        here = facts(diligence__level=level, diligence__tier=tier, agreement__type=type_, emergency=emergency)
        here = here.with_all({"diligence.adhoc": adhoc, "diligence.deciding": grounds, "office.people": people})
        assert len(authority.holding(here)) == 1, here
    assert {row.decides for row in authority.rows} <= {"", *ROLES}


def test_rules_of_the_matrix_read_declared_facts(authority: Authority) -> None:
    for rule in (*(row.when for row in authority.rows), *(extra.when for extra in authority.additions)):
        assert undeclared(rule.names()) == (), rule.text


@pytest.mark.parametrize(
    ("flat", "decides", "days", "months"),
    [
        ({"diligence__tier": "basic"}, "chief_of_mission", 3, 24),
        ({}, "chief_of_mission", 7, 24),
        ({"diligence__level": "medium"}, "chief_of_mission", 10, 12),
        ({"diligence__level": "high"}, "hq_reviewer", 20, 6),
        ({"diligence__level": "high", "diligence__deciding": ["K06"]}, "ddg", 20, 6),
        ({"diligence__level": "excluded"}, "chief_of_mission", 2, 24),
        ({"diligence__adhoc": True, "diligence__level": "high"}, "ddg", 20, 12),
        ({"agreement__type": "FRA"}, "hq_reviewer", 20, 12),
        ({"agreement__type": "SEC", "diligence__tier": "enhanced"}, "hq_reviewer", 20, 12),
        ({"diligence__level": "incomplete"}, "", 0, 0),
    ],
)
def test_who_decides_and_for_how_long(
    authority: Authority, flat: dict[str, Any], decides: str, days: int, months: int
) -> None:
    route = authority.route(facts(**flat))
    assert (route.decides, route.target_days, route.valid_months) == (decides, days, months)
    assert all(text["fr"] for text in route.why)


def test_an_emergency_shortens_the_way_of_low_and_medium_only(authority: Authority) -> None:
    quick = authority.route(facts(emergency=True, diligence__level="medium"))
    assert (quick.id, quick.target_days, quick.expires(date(2026, 11, 24))) == ("emergency", 1, date(2026, 12, 24))
    assert authority.route(facts(emergency=True, diligence__level="high")).target_days == 20
    assert authority.route(facts(emergency=True, agreement__type="LIC")).decides == "hq_reviewer"


def test_further_reviewers_join_where_they_are_needed(authority: Authority) -> None:
    supplier = authority.route(facts(answers__K02="supplier"))
    assert supplier.reviews == ("regional_office", "procurement") and len(supplier.why) == 2
    assert "human_resources" in authority.route(facts(agreement__type="SEC")).reviews
    assert "hq_legal" in authority.route(facts(agreement__type="IMP")).reviews
    assert "communications" in authority.route(facts(agreement__type="SPO")).reviews
    small = authority.route(facts(diligence__tier="basic", office__people=2))
    assert small.reviews == ("regional_office",)


def test_the_conditions_of_answers_exist_in_the_matrix(authority: Authority, form: Questionnaire) -> None:
    known = {one.id for one in authority.conditions}
    asked = {code for question in form.questions for choice in question.choices for code in choice.outcome.conditions}
    assert asked and asked <= known
    route = authority.route(facts(diligence__conditions=["firewall"]))
    assert "firewall" in [one.id for one in route.conditions]


def test_every_role_has_a_name(authority: Authority) -> None:
    assert {role.id for role in authority.roles} == set(ROLES)
    assert authority.role("ddg")["fr"] == "Directeur(trice) général(e) adjoint(e)"


def test_whoever_prepares_neither_reviews_nor_decides(authority: Authority) -> None:
    part = {"prepared": {"awa"}, "reviewed": {"ben"}, "interested": {"coumba"}}
    assert authority.barred("awa", "reviews", part) and authority.barred("awa", "decides", part)
    assert authority.barred("ben", "decides", part) and not authority.barred("ben", "reviews", part)
    assert authority.barred("coumba", "decides", part) and authority.barred("coumba", "reviews", part)
    assert authority.barred("dior", "decides", part) is None


def test_a_decision_expires_on_a_day_that_exists(authority: Authority) -> None:
    assert authority.route(facts(diligence__level="high")).expires(date(2026, 8, 31)) == date(2027, 2, 28)
    assert authority.route(facts()).expires(date(2024, 2, 29)) == date(2026, 2, 28)


def test_amounts_ages_and_reminders_are_there(authority: Authority) -> None:
    expected = {"warn_days": 7, "stale_days": 30, "standard_usd": "10000", "enhanced_usd": "100000"}
    expected |= {"adhoc_months": 12}
    assert dict(authority.limits) == expected
    assert authority.reminders == (90, 60, 30)

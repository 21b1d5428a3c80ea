"""The twelve worked cases of dossier 2.10, each with its result and its route."""

from datetime import date
from typing import Any

from desktop.definitions.authority import Authority, Route
from desktop.definitions.facts import Facts
from desktop.definitions.form import Questionnaire
from desktop.definitions.review import CaseReview
from tests.definitions.files import case, filled, plan

RECRUITER = {"value": {"choices": ["recruitment"]}}


def judged(form: Questionnaire, authority: Authority, facts: Facts, **given: Any) -> tuple[CaseReview, Route]:
    review = form.review(filled(form, facts, **given), facts)
    return review, authority.route(review.facts)


def test_1_a_bakery_that_gives_goods_is_low_and_decided_in_the_office(
    form: Questionnaire, authority: Authority
) -> None:
    facts = case(authority, partnership__value_usd="4000", partnership__goods=True, partner__subtype="micro")
    review, route = judged(form, authority, facts)
    assert (review.tier, review.result, review.missing) == ("basic", "low", ())
    assert (route.decides, route.reviews, route.target_days) == ("chief_of_mission", ("second_staff",), 3)
    assert route.expires(date(2026, 11, 24)) == date(2028, 11, 24)


def test_2_a_hotel_chain_with_an_uncertified_recruiter_is_medium(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority, agreement__type="INK", partner__subtype="medium", partner__employees=200)
    given = {"F01": {"value": "yes"}, "F02": {"value": "employer_verified"}, "F04": {"value": "licensed"}}
    review, route = judged(form, authority, facts, **given)
    assert (review.tier, review.result, review.deciding) == ("enhanced", "medium", ("F04",))
    assert [opening.id for opening in review.opened] == ["migrant_workers"]
    assert (route.decides, route.reviews, route.valid_months) == ("chief_of_mission", ("regional_office",), 12)
    assert "regional_agreement" in [condition.id for condition in route.conditions]


def test_3_a_recruiter_that_repays_its_workers_takes_the_ad_hoc_path(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority, agreement__type="MOU")
    review, route = judged(form, authority, facts, C06=RECRUITER, F02={"value": "worker"}, M02=plan())
    assert (review.result, review.adhoc.opened_by, review.adhoc.limits) == ("adhoc", ("F02",), ())
    assert (route.decides, route.valid_months, route.target_days) == ("ddg", 12, 20)
    assert {"adhoc_limits", "no_renewal"} <= {condition.id for condition in route.conditions}


def test_4_the_same_recruiter_without_a_plan_is_excluded(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority, agreement__type="MOU")
    none = {"value": {"assessment": "none"}}
    review, route = judged(form, authority, facts, C06=RECRUITER, F02={"value": "worker"}, M02=none)
    assert (review.result, review.deciding) == ("excluded", ("M02",))
    assert (route.id, route.target_days, route.valid_months) == ("excluded", 2, 24)
    assert "reason_coded" in [condition.id for condition in route.conditions]


def test_5_a_foundation_endowed_by_a_cigarette_maker_has_no_path_at_all(
    form: Questionnaire, authority: Authority
) -> None:
    facts = case(authority, partner__group="FOA", partner__subtype="foundation", partner__corporate_funder=True)
    tobacco = {"value": {"percents": {"tobacco": "0"}, "role": "front"}}
    wealth = {"value": {"text": "Endowed in 1990", "assessment": "excluded_sector"}}
    review, route = judged(form, authority, facts, A07=wealth, C03=tobacco)
    assert (review.result, review.deciding, route.id) == ("excluded", ("A07", "C03"), "excluded")
    assert not review.adhoc.applies and review.adhoc.why_not["other_reasons"] == ("A07", "C03")


def test_6_a_mining_firm_without_any_finding_is_high_and_never_lowered(
    form: Questionnaire, authority: Authority
) -> None:
    measure = {"section": "C", "what": "Audit", "owner": "A", "date": "2027-01-01", "clause": "C-RSK", "accepted": True}
    facts = case(authority, partner__subtype="large_national", partner__employees=900, measures=[measure])
    review, route = judged(form, authority, facts, C06={"value": {"choices": ["extractives"]}})
    assert (review.result, review.residual, review.deciding) == ("high", "high", ("C06",))
    assert (route.decides, route.valid_months, route.target_days) == ("hq_reviewer", 6, 20)
    assert review.benefit is not None and review.benefit.id == "hq_with_reasons"


def test_7_a_candidate_on_the_un_list_that_nobody_ruled_stops_everything(
    form: Questionnaire, authority: Authority
) -> None:
    open_match = {"value": {"result": "unresolved", "list_day": "2026-11-22"}}
    review, route = judged(form, authority, case(authority), B01=open_match)
    assert (review.result, review.deciding, route.decides) == ("incomplete", ("B01",), "")
    assert review.verdicts == {"22a": "low", "22b": "incomplete", "22c": "low"}


def test_8_a_bidder_that_gives_is_high_with_a_firewall(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority, agreement__type="CON", partnership__value_usd="150000", partnership__cash=True)
    review, route = judged(form, authority, facts, K02={"value": "bidder"})
    assert (review.tier, review.result, review.deciding) == ("enhanced", "high", ("K02",))
    assert route.decides == "hq_reviewer" and "procurement" in route.reviews
    assert {"firewall", "procurement_told"} <= {condition.id for condition in route.conditions}


def test_9_a_logo_on_sim_cards_is_high_and_for_headquarters_only(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority, agreement__type="LIC", partnership__logo=True, partnership__sales=True)
    review, route = judged(form, authority, facts, K04={"value": "sales"})
    assert (review.tier, review.result, review.deciding) == ("enhanced", "high", ("K04",))
    assert [uplift.id for uplift in review.uplifts] == ["licence"] and route.decides == "hq_reviewer"
    assert "licence_needed" in [condition.id for condition in route.conditions]


def test_10_three_medium_answers_in_one_section_add_up_to_high(form: Questionnaire, authority: Authority) -> None:
    given = {"K02": {"value": "supplier"}, "K03": {"value": "withdrawn"}, "K06": {"value": "possible"}}
    review, route = judged(form, authority, case(authority, agreement__type="CON"), **given)
    assert (review.result, review.deciding) == ("high", ("K02", "K03", "K06"))
    assert review.section("K").accumulated and review.section("K").level == "high"
    assert route.decides in ("hq_reviewer", "ddg")


def test_11_a_small_gift_of_a_wealthy_person_asks_nothing_of_relatives(
    form: Questionnaire, authority: Authority
) -> None:
    facts = case(authority, partner__group="HNW", partner__subtype="person", agreement__type="LTR")
    facts = facts.with_("partnership.value_usd", "5000")
    review, route = judged(form, authority, facts)
    assert (review.tier, review.result, route.decides) == ("basic", "low", "chief_of_mission")
    assert review.section("A").hidden["A06"] == review.section("A").hidden["A07"] == "tier"


def test_12_an_old_list_cannot_support_a_decision(form: Questionnaire, authority: Authority) -> None:
    old = {"value": {"result": "clear", "list_day": "2026-10-10"}}
    review, route = judged(form, authority, case(authority), B01=old)
    assert (review.result, route.decides) == ("incomplete", "")
    assert [(gap.question, gap.reason) for gap in review.missing] == [("B01", "stale")]

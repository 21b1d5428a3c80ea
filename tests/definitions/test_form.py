"""The questionnaire judged: levels, verdicts, depth, what is missing, the path of ¶23 (dossier 2.3 to 2.8)."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import RANK
from desktop.definitions.authority import Authority
from desktop.definitions.form import Questionnaire, load_form
from desktop.definitions.review import CaseReview
from desktop.definitions.terms import Depth, OpenReason
from tests.definitions.files import FORMS, case, filled, plan

JUDGED = {"source": "Tribunal de Dakar", "status": "judgment", "scale": 3, "date": "2025-03-01", "kind": "other"}


def judged(form: Questionnaire, authority: Authority, given: dict[str, Any] | None = None, **flat: Any) -> CaseReview:
    facts = case(authority, **flat)
    return form.review(filled(form, facts, **(given or {})), facts)


def found(**finding: Any) -> dict[str, Any]:
    return {"value": {"found": "found"}, "findings": [{**JUDGED, **finding}]}


def test_nothing_answered_cannot_be_rated_and_lists_every_question(form: Questionnaire, authority: Authority) -> None:
    review = form.review({}, case(authority))
    asked = [id_ for section in review.sections for id_ in section.questions]
    assert review.inherent == review.residual == "incomplete"
    assert [gap.question for gap in review.missing] == asked
    assert {section.state for section in review.sections} == {"to_start", "not_applicable"}
    assert review.missing[0].text["fr"] and review.benefit is None


def test_a_well_filled_file_is_low_in_all_three_tests(form: Questionnaire, authority: Authority) -> None:
    review = judged(form, authority)
    assert review.verdicts == {"22a": "low", "22b": "low", "22c": "low"}
    assert (review.inherent, review.deciding, review.index) == ("low", (), 0)
    assert {section.state for section in review.sections} == {"done", "not_applicable"}
    assert review.benefit is not None and review.benefit.id == "proceed"


@pytest.mark.parametrize("question", ["A05", "B01", "B02", "C01", "H04", "I01", "M01"])
def test_seven_questions_may_not_stay_unknown(form: Questionnaire, authority: Authority, question: str) -> None:
    review = judged(form, authority, {question: {"value": "unknown", "unknown": {"who": "Awa", "by": "2026-12-01"}}})
    assert [(gap.question, gap.reason) for gap in review.missing] == [(question, "unknown")]
    assert review.inherent == "incomplete" and review.not_established == (question,)


def test_not_known_yet_blocks_every_question_until_a_person_writes_why_it_cannot_be_known(
    form: Questionnaire, authority: Authority
) -> None:
    review = judged(form, authority, {"F05": {"value": "unknown", "unknown": {"who": "Awa", "by": "2026-12-01"}}})
    assert [(gap.question, gap.reason) for gap in review.missing] == [("F05", "unknown")]
    assert review.inherent == "incomplete"


def test_any_other_unknown_is_medium_and_listed_as_not_established(form: Questionnaire, authority: Authority) -> None:
    review = judged(form, authority, {"F05": {"value": "unknown", "unknown": {"why": "No report exists."}}})
    assert (review.inherent, review.not_established, review.missing) == ("medium", ("F05",), ())
    assert review.section("F").state == "unknowns" and review.verdicts["22c"] == "medium"


def test_a_difference_between_partner_and_officer_is_high_and_the_worse_rates(
    form: Questionnaire, authority: Authority
) -> None:
    review = judged(form, authority, {"H03": {"value": "no", "declared": "yes"}})
    assert review.differences == ("H03",) and review.answers["H03"].level == "high"
    review = judged(form, authority, {"F05": {"value": "unknown", "declared": "no", "unknown": {"why": "No report."}}})
    assert review.differences == () and review.answers["F05"].level == "medium"
    paid = {"F01": {"value": "yes"}, "F02": {"value": "employer_paper", "declared": "employer_verified"}}
    review = judged(form, authority, paid)
    assert review.differences == () and review.answers["F02"].level == "medium"


def test_an_answer_of_the_partner_waits_for_the_officer(form: Questionnaire, authority: Authority) -> None:
    review = judged(form, authority, {"C04": {"declared": "no"}})
    assert [(gap.question, gap.reason) for gap in review.missing] == [("C04", "unchecked")]


@pytest.mark.parametrize(
    ("question", "finding", "level", "remedy"),
    [
        ("D04", {}, "excluded", False),
        ("D04", {"response": "remedies"}, "high", True),
        ("D04", {"response": "remedied"}, "medium", False),
        ("D04", {"status": "allegation"}, "high", False),
        ("D04", {"status": "rumour"}, "low", False),
        ("D04", {"status": "closed"}, "low", False),
        ("D04", {"date": "2019-01-01"}, "high", False),
        ("D04", {"date": "2019-01-01", "running": True}, "excluded", False),
        ("D04", {"status": "allegation", "date": "2019-01-01"}, "medium", False),
        ("E01", {"link": "caused"}, "excluded", False),
        ("E01", {"link": "linked"}, "excluded", False),
        ("E01", {"link": "linked", "response": "remedies"}, "high", True),
        ("E01", {"status": "complaint"}, "high", True),
        ("E02", {"kind": "worst_forms"}, "excluded", False),
        ("E02", {"kind": "other"}, "high", True),
        ("F07", {"kind": "sustained"}, "excluded", False),
        ("F07", {"kind": "isolated"}, "high", False),
        ("G02", {}, "excluded", False),
        ("G02", {"response": "remedies"}, "high", True),
        ("G02", {"response": "remedied"}, "medium", False),
        ("H02", {"kind": "fraud"}, "excluded", False),
        ("H02", {"kind": "fraud", "response": "remedied"}, "high", False),
        ("H02", {"kind": "fraud", "status": "settlement"}, "high", False),
        ("I01", {"scope": 3}, "high", False),
        ("I01", {"scope": 1}, "medium", False),
        ("I01", {"scope": 3, "date": "2019-01-01"}, "medium", False),
    ],
)
def test_a_finding_is_rated_by_its_status_its_remedy_and_its_age(
    form: Questionnaire, authority: Authority, question: str, finding: dict[str, Any], level: str, remedy: bool
) -> None:
    rated = judged(form, authority, {question: found(**finding)}).answers[question]
    assert (rated.level, rated.outcome.remedy) == (level, remedy)


@pytest.mark.parametrize(
    ("question", "value", "level"),
    [
        ("C02", {"percents": {"weapons": "1"}, "role": "maker"}, "excluded"),
        ("C02", {"percents": {"weapons": "10.01"}, "role": "seller"}, "excluded"),
        ("C02", {"percents": {"weapons": "10"}, "role": "seller"}, "high"),
        ("C02", {"percents": {"weapons": "0"}, "role": "none"}, "low"),
        ("C03", {"percents": {"tobacco": "10"}, "role": "seller"}, "medium"),
        ("C05", {"percents": {"gambling": "3", "alcohol": "2"}}, "high"),
        ("C05", {"percents": {"gambling": "0", "alcohol": "2"}}, "medium"),
        ("C05", {"percents": {"gambling": "10.5", "alcohol": "0"}}, "excluded"),
        ("L03", {"usd": "30000.01"}, "high"),
        ("L03", {"usd": "15000.01"}, "medium"),
        ("L03", {"usd": "15000"}, "low"),
    ],
)
def test_shares_and_costs_are_compared_to_the_cent(
    form: Questionnaire, authority: Authority, question: str, value: dict[str, Any], level: str
) -> None:
    assert judged(form, authority, {question: {"value": value}}).answers[question].level == level


def test_answers_depend_on_size_on_sector_and_on_one_another(form: Questionnaire, authority: Authority) -> None:
    no = {"D01": {"value": "no"}}
    assert judged(form, authority, no).answers["D01"].level == "low"
    assert judged(form, authority, no, partner__subtype="multinational").answers["D01"].level == "medium"
    refused = {**no, "M01": {"value": "refused"}}
    assert judged(form, authority, refused).answers["D01"].level == "excluded"
    mining = {"C06": {"value": {"choices": ["extractives"]}}, "H01": {"value": "no"}, "D02": {"value": "no"}}
    review = judged(form, authority, mining, partner__subtype="multinational")
    assert review.answers["H01"].level == review.answers["D02"].level == "high"
    assert judged(form, authority, {"G01": {"value": "no"}}, partner__high_impact=True).inherent == "medium"


def test_the_depth_rises_with_the_stakes_and_says_why(form: Questionnaire, authority: Authority) -> None:
    small: dict[str, Any] = {"partnership__value_usd": "9999.99", "agreement__type": "LTR"}
    assert judged(form, authority, **small).tier == "basic"
    assert judged(form, authority, **{**small, "partnership__value_usd": "10000"}).tier == "standard"
    assert judged(form, authority, **small, partnership__source_12_months_usd="12000").tier == "standard"
    assert judged(form, authority, **small, partnership__logo=True).tier == "standard"
    assert judged(form, authority, **small, diligence__raised_tier="enhanced").tier == "enhanced"
    openings: dict[str, dict[str, Any]] = {
        "agreement_type": {"agreement__type": "SEC"},
        "value": {"partnership__value_usd": "100000.01"},
        "access": {"partnership__personal_data": True},
        "countries": {"partnership__countries": ["SN", "ML"]},
        "sensitive_goods": {"agreement__type": "INK", "partnership__goods_kinds": ["medicines"]},
    }
    for why, flat in openings.items():
        review = judged(form, authority, **flat)
        assert (review.tier, [opening.id for opening in review.opened]) == ("enhanced", [why])
    assert judged(form, authority, {"F05": {"value": "yes"}}).tier == "enhanced"


def test_each_depth_adds_questions_and_every_section_has_some(form: Questionnaire) -> None:
    assert {question.tier for question in form.questions} == set(Depth)
    assert all(form.by_section[section.id] for section in form.sections)


def test_six_medium_answers_in_all_make_the_whole_high(form: Questionnaire, authority: Authority) -> None:
    six = {
        "A06": {"value": "other"},
        "B05": {"value": "authorized"},
        "F05": {"value": "unknown", "unknown": {"why": "No report."}},
    }
    six |= {"I02": {"value": "performance"}, "K02": {"value": "supplier"}, "K05": {"value": "earmarked"}}
    review = judged(form, authority, six)
    assert review.inherent == "high" and set(review.deciding) == set(six)
    del six["K05"]
    assert judged(form, authority, six).inherent == "medium"


def test_a_licence_or_a_large_share_of_income_raises_the_level_once(form: Questionnaire, authority: Authority) -> None:
    assert judged(form, authority, agreement__type="LIC").inherent == "medium"
    assert judged(form, authority, partnership__office_income_share="20").inherent == "low"
    both = judged(form, authority, agreement__type="LIC", partnership__office_income_share="20.5")
    assert both.inherent == "medium" and [uplift.id for uplift in both.uplifts] == ["licence", "income_share"]


def test_measures_lower_the_residual_level_of_their_section_by_one_step(
    form: Questionnaire, authority: Authority
) -> None:
    measure = {"section": "K", "what": "Firewall", "owner": "Awa", "date": "2027-01-01", "clause": "C-PRO"}
    bidder = {"K02": {"value": "bidder"}}
    review = judged(form, authority, bidder, measures=[{**measure, "accepted": True}])
    assert (review.inherent, review.residual) == ("high", "medium")
    assert judged(form, authority, bidder, measures=[measure]).residual == "high"
    weapons = {"C02": {"value": {"percents": {"weapons": "2"}, "role": "seller"}}}
    kept = judged(form, authority, weapons, measures=[{**measure, "section": "C", "accepted": True}])
    assert kept.residual == "high"


def test_staff_among_beneficiaries_without_safeguards_block_the_signature(
    form: Questionnaire, authority: Authority
) -> None:
    review = judged(form, authority, {"D05": {"value": "none"}}, partnership__beneficiary_contact=True)
    assert review.blocks_signature == ("D05",) and review.inherent == "high"
    assert "D05" in judged(form, authority).section("D").hidden


def test_data_with_safeguards_call_for_their_clause(form: Questionnaire, authority: Authority) -> None:
    assert judged(form, authority, {"F06": {"value": "safeguards"}}).clauses == ("S-DPR",)


@pytest.mark.parametrize(
    ("names", "parts", "reason"),
    [
        ([], {"evidence": ["chart"]}, OpenReason.NAMES),
        ([{"name": "  "}], {"evidence": ["chart"]}, OpenReason.MALFORMED),
        ([{"name": "Awa Ndiaye", "share": "100"}], {}, OpenReason.EVIDENCE),
        ([{"name": "Awa Ndiaye", "share": "100"}], {"evidence": ["chart"]}, None),
    ],
)
def test_what_an_answer_claims_must_exist(
    form: Questionnaire, authority: Authority, names: list[Any], parts: dict[str, Any], reason: OpenReason | None
) -> None:
    """“Owners disclosed and checked” needs an owner and the document in which they were checked."""
    facts = case(authority)
    given = {"value": {"names": names, "assessment": "disclosed"}, **parts}
    review = form.review(filled(form, facts, A03=given), facts)
    assert next((gap.reason for gap in review.missing if gap.question == "A03"), None) is reason


def test_evidence_findings_and_milestones_that_are_owed_are_missing(form: Questionnaire, authority: Authority) -> None:
    lacking = {
        "M01": ({"value": "signed"}, "evidence"),
        "D04": ({"value": {"found": "found"}}, "findings"),
        "B03": ({"value": {"result": "clear"}}, "undated"),
        "C05": ({"value": {"percents": {"gambling": "0"}}}, "unanswered"),
        "C06": ({"value": {"choices": []}}, "unanswered"),
        "L02": ({"value": {"scale": 9}}, "malformed"),
        "A05": ({"value": {"persons": []}}, "incomplete"),
        "L03": ({"value": {"usd": "-1"}}, "malformed"),
    }
    for question, (answer, reason) in lacking.items():
        missing = judged(form, authority, {question: answer}).missing
        assert [(gap.question, gap.reason) for gap in missing] == [(question, reason)]


def test_a_list_a_week_old_warns_and_a_month_old_stops(form: Questionnaire, authority: Authority) -> None:
    def dated(day: str) -> CaseReview:
        return judged(form, authority, {"B03": {"value": {"result": "clear", "list_day": day}}})

    assert dated("2026-11-17").warnings == ()
    assert dated("2026-11-16").warnings == ("B03",) and dated("2026-10-25").decidable
    assert not dated("2026-10-24").decidable


def test_without_limits_the_review_is_strict(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority).with_("limits", None)
    review = form.review(filled(form, facts), facts)
    assert review.tier == "enhanced" and {gap.reason for gap in review.missing} == {"stale"}


def test_the_path_of_23_needs_every_one_of_its_conditions(form: Questionnaire, authority: Authority) -> None:
    paid = {"F01": {"value": "yes"}, "F02": {"value": "worker"}}
    assert judged(form, authority, {**paid, "M02": plan()}).result == "adhoc"
    for key, why in {
        "acknowledged": "not_acknowledged",
        "signed_by_head": "not_signed",
        "know_how": "no_know_how",
    }.items():
        weak = plan()
        weak["value"][key] = "" if key == "know_how" else False
        review = judged(form, authority, {**paid, "M02": weak})
        assert (review.result, review.adhoc.why_not) == ("incomplete", {why: ("M02",)})
    bare = {**plan(), "plan": []}
    assert judged(form, authority, {**paid, "M02": bare}).missing[0].reason == "plan"
    broken = judged(form, authority, {**paid, "M02": plan()}, partnership__cash=True, agreement__type="FRA")
    assert [limit.id for limit in broken.adhoc.limits] == ["type", "money"]


def test_a_grave_answer_elsewhere_closes_the_path_of_23(form: Questionnaire, authority: Authority) -> None:
    mining = {"C06": {"value": {"choices": ["extractives"]}}, "E01": found(status="allegation"), "M02": plan()}
    review = judged(form, authority, mining)
    assert review.adhoc.why_not == {"other_reasons": ("C06",)} and review.inherent == "incomplete"
    assert [(gap.question, gap.reason) for gap in review.missing] == [("E01", "no_route")]
    terror = {"H02": found(kind="terrorist_financing"), "M02": plan()}
    review = judged(form, authority, terror)
    assert review.inherent == "excluded" and review.adhoc.why_not == {"nothing_to_remedy": (), "never": ("H02",)}


def test_an_exclusion_that_can_be_remedied_takes_the_path_of_23_with_a_plan(
    form: Questionnaire, authority: Authority
) -> None:
    damage = {"G02": found()}
    assert judged(form, authority, {**damage, "M02": plan()}).result == "adhoc"
    assert (
        form.review(filled(form, case(authority), **damage) | {"M02": AnswerContent()}, case(authority)).result
        == "excluded"
    )


def test_in_an_emergency_only_what_is_never_skipped_must_be_there(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority, emergency=True)
    kept = ("B01", "B02", "B03", "C01", "K01")
    answers = {id_: answer for id_, answer in filled(form, facts).items() if id_ in kept}
    review = form.review(answers, facts)
    assert review.inherent == "low" and review.missing == () and "A01" in review.postponed
    assert authority.route(review.facts).id == "emergency"
    honest = form.review({**answers, "A05": AnswerContent(value="unknown")}, facts)
    assert honest.inherent == "low" and "A05" in honest.postponed
    del answers["K01"]
    assert [gap.question for gap in form.review(answers, facts).missing] == ["K01"]


def test_a_questionnaire_can_be_renumbered(tmp_path: Path, form: Questionnaire, authority: Authority) -> None:
    text = (FORMS / "diligence" / "questionnaire.toml").read_text("utf-8")
    for question in form.by_role.values():
        assert question.id < "Q" and f"Q{question.id}" not in text
        text = re.sub(rf"\b{question.id}\b", f"Q{question.id}", text)
    (tmp_path / "renumbered.toml").write_text(text, "utf-8")
    other = load_form(tmp_path / "renumbered.toml")
    assert all(other.role(role).id == f"Q{question.id}" for role, question in form.by_role.items())
    facts = case(authority, agreement__type="MOU")
    worker = {"C06": {"value": {"choices": ["recruitment"]}}, "F02": {"value": "worker"}}
    before = form.review(filled(form, facts, M02=plan(), **worker), facts)
    after = other.review(filled(other, facts, QM02=plan(), **worker), facts)
    assert before.adhoc.applies and after.adhoc == before.adhoc
    assert before.benefit is not None and after.benefit is not None and after.benefit.id == before.benefit.id
    assert (after.result, after.index) == (before.result, before.index)


def test_an_answer_that_is_no_longer_asked_no_longer_counts(form: Questionnaire, authority: Authority) -> None:
    answers = {"F01": {"value": "no"}, "F02": {"value": "bondage"}}
    assert judged(form, authority, answers).inherent == "low"
    assert judged(form, authority, {**answers, "F01": {"value": "yes"}}).inherent == "excluded"


def test_reviewing_changes_neither_the_answers_nor_the_facts(form: Questionnaire, authority: Authority) -> None:
    facts = case(authority)
    answers = filled(form, facts)
    before = repr((answers, facts))
    assert form.review(answers, facts) == form.review(answers, facts)
    assert repr((answers, facts)) == before


WILD = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["unknown", "yes", "no", "found", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["text", "assessment", "percents", "found", "scale", "usd"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


WRITTEN = ("value", "declared", "findings", "plan", "unknown", "evidence")


@settings(max_examples=60)
@given(data=st.data())
def test_no_answer_whatever_breaks_the_review(data: st.DataObject, form: Questionnaire, authority: Authority) -> None:
    question = data.draw(st.sampled_from(form.questions))
    answer = data.draw(st.fixed_dictionaries(dict.fromkeys(WRITTEN, WILD)))
    facts = case(authority)
    review = form.review({**filled(form, facts), question.id: AnswerContent.from_json(answer)}, facts)
    assert review.inherent in RANK

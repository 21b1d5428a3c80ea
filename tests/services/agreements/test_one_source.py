"""The agreement, its sheets and the decision say one thing about kind, value and conditions."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from desktop.base.dates import day_in_words
from desktop.base.text import LANGUAGES, said_in
from desktop.base.values import fingerprint, today
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.definitions.loading import shipped
from desktop.documents.blocks import ChipLevel
from desktop.documents.enclosures.wording import LEVEL_LABELS
from desktop.documents.pack import build_pack
from desktop.documents.typesetting import spaced
from desktop.services import labels
from desktop.services.agreements import drafting, finalising, pack_content
from desktop.services.agreements.sheets import NO_INTEREST
from desktop.services.demo import agreement_fields, invented
from desktop.services.diligence import assessments, cases, conditions, decisions, seals
from desktop.services.registry import partnerships
from desktop.store.records import Agreement, Case, Decision, Verdict, families
from desktop.store.records.values import DecisionCondition, DecisionRoute, MitigationMeasure
from desktop.store.states import ConditionKind, Obligor
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft, final_agreement, redecide
from tests.makers import on
from tests.paper import page_texts
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft", "final_agreement"]


def paper(agreed: Agreed, made: Agreement) -> str:
    """The words of the pack as it would be printed now."""
    shown = pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1)
    return " ".join(page_texts(build_pack(shown).data))


def plain(text: str) -> str:
    """A text with every blank as one plain blank."""
    return " ".join(text.split())


def rules(agreed: Agreed, made: Agreement) -> list[str]:
    return [finding.rule for finding in agreed.composition(made.id).findings if finding.blocks]


# --- what is brought, and the type


@pytest.mark.parametrize(
    ("kind", "code"),
    [("cash", "decision-outgrown"), ("goods", "agreement-incomplete"), ("services", "decision-outgrown")],
)
def test_a_type_that_moves_nothing_is_never_final_for_what_is_brought(agreed: Agreed, kind: str, code: str) -> None:
    partnerships.change(agreed.office.work, agreed.partnership, contribution_kinds=[kind], goods_kinds=[])
    made = agreed.draft("MOU")
    assert "kind-not-moved" in rules(agreed, made)
    with refused(code):
        finalising.finalise(on(agreed.office, today()), made.id)


def test_a_value_of_no_kind_is_not_put_under_a_type_that_moves_nothing(agreed: Agreed) -> None:
    partnerships.change(agreed.office.work, agreed.partnership, contribution_kinds=[], goods_kinds=[])
    assert "value-not-moved" in rules(agreed, agreed.draft("MOU"))
    assert "kind-not-said" in rules(agreed, agreed.draft("INK"))


@pytest.mark.parametrize(
    ("kinds", "named", "proposed"),
    [
        ([], "INK", "INK"),
        (["goods"], "MOU", "INK"),
        (["cash"], "MOU", "CON"),
        (["goods", "services"], "INK", "IMP"),
    ],
)
def test_the_agreement_proposes_what_the_partnership_says(
    agreed: Agreed, kinds: list[str], named: str, proposed: str
) -> None:
    """The partnership that said in-kind donation was proposed a memorandum without goods."""
    changed: dict[str, Any] = {"contribution_kinds": kinds, "goods_kinds": [], "agreement_type": named}
    partnerships.change(agreed.office.work, agreed.partnership, **changed)
    proposal = drafting.basis(on(agreed.office, today()), agreed.partnership).proposal
    assert (proposal.code if proposal else None) == proposed


@pytest.mark.parametrize("field", ["contribution.value", "contribution.kinds", "agreement.conditions"])
def test_nobody_types_what_the_partnership_and_the_decision_say(
    agreed: Agreed, complete_draft: Agreement, field: str
) -> None:
    before = agreed.composition(complete_draft.id).facts.get(field)
    with refused("field-given"):
        drafting.save_field(agreed.office.work, complete_draft.id, field, [])
    with agreed.office.store.change("Typed by an earlier version", agreed.office.user.id) as session:
        session.get_one(Agreement, complete_draft.id).content = {
            **complete_draft.content,
            field: [{"text": "Différent de la déclaration", "due": ""}],
        }
    assert agreed.composition(complete_draft.id).facts.get(field) == before


def test_a_final_text_stays_whatever_the_records_say_later(agreed: Agreed, final_agreement: Agreement) -> None:
    before = agreed.composition(final_agreement.id)
    partnerships.change(
        agreed.office.work, agreed.partnership, value="100.00", contribution_kinds=["cash"], goods_kinds=[]
    )
    after = agreed.composition(final_agreement.id)
    for name in ("contribution.value", "contribution.kinds", "agreement.conditions", "partner.name"):
        assert after.facts.get(name) == before.facts.get(name)


def test_a_new_kind_of_contribution_asks_for_a_new_decision(agreed: Agreed) -> None:
    made = agreed.draft()
    partnerships.change(agreed.office.work, agreed.partnership, contribution_kinds=["goods", "cash"])
    assert "outgrown" in rules(agreed, made)


# --- conditions


def test_a_condition_on_an_officer_never_binds_the_partner(agreed: Agreed) -> None:
    watch = DecisionCondition(
        text="Revue de presse trimestrielle",
        owner="Awa Ndiaye",
        due="2027-06-30",
        kind=ConditionKind.BY,
        obligor=Obligor.ORGANIZATION,
        wordings={"fr": "Revue de presse trimestrielle"},
    )
    report = replace(
        invented.condition(invented.PARTNER, date(2027, 3, 1)),
        kind=ConditionKind.BY,
        text="Remettre ses comptes",
        wordings={"fr": "Remettre ses comptes", "en": "Deliver its accounts", "es": "Entregar sus cuentas"},
    )
    redecide(agreed, [watch, report])
    made = agreed.complete(("fr", "en"))
    clause = next(a for a in agreed.composition(made.id).assembled.versions[0].articles if a.clause == "C-CND")
    words = " ".join(numbered.paragraph.text for numbered in clause.paragraphs)
    assert "d’ici au 1er mars 2027\u00a0: Remettre ses comptes." in words and "presse" not in words
    sheet = paper(agreed, made)
    assert "Revue de presse trimestrielle Awa Ndiaye (OIM)" in sheet


def test_a_condition_is_asked_for_in_each_language_and_translated_without_touching_its_words(agreed: Agreed) -> None:
    once = replace(
        invented.condition(invented.PARTNER, date(2027, 3, 1)), text="Sans logo", wordings={"fr": "Sans logo"}
    )
    redecide(agreed, [once])
    made = agreed.draft("INK", ("fr", "en"))
    agreement_fields.fill(on(agreed.office, today()), made)
    (finding,) = [each for each in agreed.composition(made.id).findings if each.rule == "condition-one-language"]
    assert finding.blocks and finding.field.startswith("condition.") and finding.field.endswith(".en")
    with refused("agreement-incomplete"):
        finalising.finalise(on(agreed.office, today()), made.id)
    drafting.save_field(agreed.office.work, made.id, finding.field, "No logo")
    drafting.save_field(agreed.office.work, made.id, finding.field.replace(".en", ".fr"), "Avec logo")
    (row,) = agreed.composition(made.id).facts.rows("agreement.conditions")
    assert row.get("text") == {"fr": "Sans logo", "en": "No logo"}
    assert rules(agreed, made) == []


def test_legal_clears_neither_another_wording_nor_the_lack_of_a_condition(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    whole = agreed.composition(complete_draft.id)
    article = next(each for each in whole.assembled.versions[0].articles if each.clause == "C-CND")
    old = article.paragraphs[0].paragraph.text
    for new in (old.replace("Pas d’usage", "Usage modéré"), ""):
        cleared = NegotiatedText("C-CND", "fr", 1, old, new, "Awa", "Demandé", cleared_by="Affaires juridiques")
        found = [each.rule for each in replace(whole, departures=(cleared,)).findings if each.blocks]
        assert "condition-reworded" in found
    waived = replace(whole, facts=whole.facts.with_("agreement.waivers", {"C-CND": "Affaires juridiques"}))
    assert [each.rule for each in waived.findings if each.blocks] == ["condition-uncovered"]


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({"kind": ""}, "d’ici à son jour"),
        ({"kind": "whenever"}, "d’ici à son jour"),
        ({"obligor": ""}, "qui elle engage"),
        ({"owner": " "}, "qui elle engage"),
        ({"due": ""}, "son jour"),
        ({"due": "2027-02-31"}, "son jour"),
        ({"text": " "}, "Aucune condition"),
    ],
)
def test_a_condition_says_what_of_whom_and_by_or_until_when(
    agreed: Agreed, changed: dict[str, str], lacking: str
) -> None:
    with refused("no-condition-written" if "text" in changed else "condition-incomplete") as problem:
        redecide(agreed, [replace(invented.condition(invented.PARTNER, date(2027, 3, 1)), **changed)])
    assert lacking in str(problem.value)


def test_a_condition_is_worded_in_the_languages_of_the_drafted_agreement(agreed: Agreed) -> None:
    agreed.draft("INK", ("fr", "es"))
    once = replace(invented.condition(invented.PARTNER, date(2027, 3, 1)), wordings={"fr": "Sans logo"})
    with refused("condition-incomplete"):
        redecide(agreed, [once])


OLD: dict[str, Any] = {"text": "Pas d’emblème.", "owner": "Teranga Câbles & Réseaux SA", "due": "2027-12-31"}


@pytest.mark.parametrize(
    ("owner", "bound"),
    [("Teranga Câbles & Réseaux SA", Obligor.PARTNER), ("Ibrahima Fall", Obligor.ORGANIZATION), ("", None)],
)
def test_a_decision_of_before_prints_what_it_says_and_no_more(
    agreed: Agreed, complete_draft: Agreement, owner: str, bound: Obligor | None
) -> None:
    office, before, (_chief, seal) = agreed.office, {**OLD, "owner": owner}, agreed.chief
    condition = DecisionCondition.from_json(before)
    assert condition.to_json() == before
    decision = agreed.composition(complete_draft.id).decision
    assert decision is not None
    with office.store.change("As version 0.2 wrote it", office.user.id) as session:
        stored = session.get_one(Decision, decision.id)
        stored.conditions, stored.no_interest = (condition,), False
        seals.seal(stored, seal)
    composition = agreed.composition(complete_draft.id)
    assert composition.decision is not None
    assert conditions.obligor(composition.decision, condition) is bound
    assert plain(conditions.day(condition, "fr")) == "31 décembre 2027"
    findings = [finding.rule for finding in composition.findings if finding.blocks]
    assert findings == (["condition-of-nobody"] if bound is None else [])
    clauses = " ".join(
        numbered.paragraph.text
        for article in composition.assembled.versions[0].articles
        for numbered in article.paragraphs
    )
    assert ("Pas d’emblème (31 décembre 2027)." in plain(clauses)) is (bound is Obligor.PARTNER)
    text = paper(agreed, complete_draft)
    assert "Pas d’emblème." in text and "jusqu’au 31 décembre" not in text and "d’ici au 31 décembre" not in text


# --- every field of the decision stands on its sheet


def _day(value: str | None, language: str) -> str:
    """As paper writes it: the first of a month in French has raised letters."""
    return plain(spaced(day_in_words(value, language, "long"), language)) if value else ""


def _level(level: str, language: str) -> str:
    return said_in(language, LEVEL_LABELS[ChipLevel.of(level)])


PRINTED: Mapping[str, Callable[[Verdict, str], str]] = {
    "outcome": lambda decision, language: said_in(language, labels.OUTCOMES[decision.outcome]),
    "level": lambda decision, language: _level(decision.level, language),
    "residual": lambda decision, language: (
        f"{said_in(language, 'Level after the measures')} {_level(decision.residual, language)}"
    ),
    "reason": lambda decision, _language: decision.reason,
    "conditions": lambda decision, language: decision.conditions[0].wordings[language],
    "route": lambda decision, _language: decision.route.in_writing if decision.route else "",
    "decider_name": lambda decision, _language: decision.decider_name,
    "decider_role": lambda _decision, language: shipped().authority.role("chief_of_mission")[language],
    "decided_at": lambda decision, language: _day(decision.decided_at, language),
    "valid_until": lambda decision, language: _day(decision.valid_until, language),
    "brief": lambda decision, _language: decision.brief.opinion_reason if decision.brief else "",
    "seal": lambda decision, _language: fingerprint(decision.seal),
    "ad_hoc": lambda _decision, language: said_in(language, "Ad hoc collaboration (¶23)"),
    "no_interest": lambda _decision, language: plain(said_in(language, NO_INTEREST)),
    "signed_on": lambda decision, language: _day(decision.signed_on, language),
    "paper_code": lambda decision, _language: decision.paper_code,
    "entered_by": lambda _decision, _language: "Awa Ndiaye",
    "confirmed_by": lambda decision, _language: decision.decider_name,  # the chief in this test
    "on_behalf_name": lambda decision, _language: decision.on_behalf_name,
}
OF_THE_PROGRAM = {  # which record it is about, and what proves it: nothing that somebody filled in
    *("case_id", "partner_id", "decided_by", "brief_digest", "seal_key", "paper", "hand_over", "follows"),
    *("scan", "on_behalf_of", "delegation"),
    "send_back",  # of a decision that allows no agreement, and so has no sheet
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_decision_stands_on_its_sheet(agreed: Agreed, language: str) -> None:
    """Over the fields declared: a new one fails here until it is printed or said to be the program's own."""
    assert families()[Decision.KIND].number.keys() == {*PRINTED, *OF_THE_PROGRAM}
    office, made = agreed.office, agreed.complete((language,))
    chief, seal = agreed.chief
    measure = MitigationMeasure(risk="Cartes revendues", measure="Registre signé", owner="Awa Ndiaye", due="2027-05-04")
    decision = agreed.composition(made.id).decision
    assert decision is not None
    with office.store.change("With every field filled", office.user.id) as session:
        stored = session.get_one(Decision, decision.id)
        stored.route = DecisionRoute(id="medium", decides="chief_of_mission", in_writing="RO/2026/114 du 3 novembre")
        stored.ad_hoc, stored.residual, stored.level = True, "low", "medium"
        stored.paper, stored.paper_code, stored.signed_on = True, "1917-6470-72FB", "2026-11-20"
        stored.scan = "0" * 64
        stored.entered_by, stored.confirmed_by = office.user.id, chief.id
        stored.on_behalf_of, stored.on_behalf_name = chief.id, "Hadiza Maïga"
        seals.seal(stored, seal)
        session.get_one(Case, stored.case_id).mitigation = (measure,)
    decision = agreed.composition(made.id).decision
    assert decision is not None
    text = paper(agreed, made)
    for name, written in PRINTED.items():
        assert getattr(decision, name) and written(decision, language), name
        assert written(decision, language) in text, name
    for part in fields(MitigationMeasure):
        value = getattr(measure, part.name) if part.name not in ("unread", "absent") else ""
        assert not value or (_day(value, language) if part.name == "due" else value) in text, part.name
    review = assessments.read(on(office, today()), decision.case_id).review
    for question in office.definitions.form.questions:
        if question.type == "screening" and question.id in review.answers:
            assert " ".join(question.label[language].split()) in text, question.id


@pytest.mark.parametrize("list_", ["world_bank"])
def test_a_check_that_somebody_attests_is_printed_with_its_day_and_its_author(
    agreed: Agreed, complete_draft: Agreement, list_: str
) -> None:
    office = agreed.office
    decision = agreed.composition(complete_draft.id).decision
    assert decision is not None
    shown = pack_content.content(on(office, today()), agreed.composition(complete_draft.id), 1).decision
    assert shown is not None
    question = next(each for each in office.definitions.form.questions if each.list == list_)
    check = next(each for each in shown.checks if each.check == (question.label["fr"],))
    assert all(each.result and each.by and each.on for each in shown.checks)
    assert (check.by, check.on) == (office.user.name, (day_in_words(today().isoformat(), "fr", "long"),))
    assert cases.case(office.store, decision.case_id).id == decision.case_id
    assert decisions.is_sealed(office.store, decision)

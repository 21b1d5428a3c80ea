"""The types of agreement: what is in them, what facts make of them, and the list before the final document."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest

from desktop.base.paths import forms
from desktop.base.text import LANGUAGES, speak
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.agreements.assembling import LanguageVersion, NegotiatedText, assemble
from desktop.definitions.agreements.checking import check_draft
from desktop.definitions.agreements.inclusion import fields_needed, inclusions
from desktop.definitions.agreements.reading import read_agreement_type, read_agreement_types
from desktop.definitions.clauses.checklist import load_checklist
from desktop.definitions.clauses.filling import FilledValue
from desktop.definitions.clauses.library import read_library
from desktop.definitions.clauses.parsing import parse
from desktop.definitions.facts import Facts, undeclared
from desktop.definitions.loading import Definitions
from desktop.definitions.source import parse_toml
from tests.definitions.agreement_facts import everything_on, giving, parties, sample, with_parties
from tests.refusal import refused

LIBRARY = read_library(forms() / "clauses")
TYPES = read_agreement_types(forms() / "agreements", LIBRARY)
GOLDEN = Path(__file__).parents[1] / "golden"
BRIEFS = Path(__file__).parents[2] / ".." / "shared" / "domain" / "clauses.json"
SOURCES = {path.stem.upper(): path.read_text("utf-8") for path in (forms() / "agreements").glob("*.toml")}
RENEW = "GOLDEN=renew python3 packaging/dev.py test tests/definitions/test_agreements.py"
BINDING_NEEDS = {"C-PUR", "C-NEX", "C-IND", "C-TRA", "C-ROL", "S-TRM", "S-TER", "S-DSP", "S-PIM", "S-PSE", "S-AFC"}

each_type = pytest.mark.parametrize("agreement", TYPES.values(), ids=lambda agreement: agreement.code)


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


def rules(
    agreement: AgreementType,
    facts: dict[str, Any],
    languages: Sequence[str] = ("fr", "en"),
    *departures: NegotiatedText,
) -> list[str]:
    return [finding.rule for finding in check_draft(agreement, Facts(facts), languages, departures)]


def changed(code: str = "INK", **agreement: Any) -> dict[str, Any]:
    facts = sample(code)
    facts["agreement"] |= agreement
    return facts


def plain(version: LanguageVersion) -> str:
    """The agreement as a person reads it, for the golden texts."""
    lines = [version.title, "", *(f"{paragraph.text}\n" for paragraph in version.opening)]
    for article in version.articles:
        lines += [f"{article.number}. {article.title} [{article.clause}]", ""]
        lines += [f"{each.number} {each.paragraph.text}\n" for each in article.paragraphs]
    for table in version.annexes:
        lines += [f"{table.code}. {table.title}", *(f"{paragraph.text}\n" for paragraph in table.words)]
        lines += [" | ".join(table.columns)]
        lines += (
            [" | ".join(map(str, row)) for row in table.rows] + ([f"= {table.total}"] if table.total else []) + [""]
        )
    return "\n".join(lines).strip() + "\n"


# What is in them


def test_the_memorandum_and_the_gift_in_kind_are_what_they_were() -> None:
    memorandum, gift = TYPES["MOU"], TYPES["INK"]
    assert (memorandum.binding, memorandum.moves, memorandum.tier) == (False, (), "standard")
    assert (gift.binding, gift.moves, gift.tier) == (True, ("goods",), "basic")
    assert TYPES["INK"].signs == ("chief_of_mission",)
    assert TYPES["INK"].countersigns == ("logistics",)
    assert TYPES["MOU"].consults == ("donor_relations_division",)


@each_type
def test_a_binding_type_holds_what_the_strategy_asks_of_it(agreement: AgreementType) -> None:
    always = {entry.clause for entry in agreement.clauses if entry.status == "mandatory"}
    if agreement.binding and not agreement.amends:  # an amendment leaves that to the agreement that it changes
        lacking = ", ".join(sorted(BINDING_NEEDS - always))
        assert not lacking, f"{agreement.code} is binding: it must always hold (status “mandatory”) {lacking} as well"


@each_type
def test_a_type_that_does_not_bind_says_so_on_paper(agreement: AgreementType) -> None:
    always = {entry.clause for entry in agreement.clauses if entry.status == "mandatory"}
    assert ("S-NBD" in always) == (agreement.force == "intention"), agreement.code


# Where a type holds a clause otherwise than its brief: what it holds all the same, and under what rule (DECISIONS.md)
HELD: dict[str, dict[str, str]] = {
    "LTR": {"S-DEF": "conditional", "S-DSP": "mandatory", "S-PSE": "conditional"},
    "LOI": {"S-DEF": "conditional", "S-DSP": "mandatory", "S-DPR": ""},
    "MOU": {"S-DEF": "mandatory", "S-DSP": "mandatory"},
    "FRA": {"S-NFO": "mandatory", "S-FIN": ""},  # nothing moves under a framework: its orders do
    "SPO": {"S-FIN": "conditional"},  # a sponsor may give goods alone
    "IMP": {"S-GDS": "conditional"},
    "AMD": {"C-REM": "", "S-DPR": ""},  # everything stands in the agreement that is changed
}


@each_type
def test_clauses_of_a_type_are_mandatory_and_conditional_as_the_briefs_say(agreement: AgreementType) -> None:
    """Of the clauses that the briefs know; the library has a few more."""
    if not BRIEFS.exists():
        pytest.skip("the briefs are not beside this copy")
    briefs = json.loads(BRIEFS.read_text("utf-8"))["clauses"]
    expected = dict.fromkeys(("C-REM", "S-DPR"), "conditional")
    for brief in briefs:
        if agreement.code in brief["mandatory_in"]:
            expected[brief["id"]] = "mandatory"
        elif agreement.code in brief["conditional"]:
            expected[brief["id"]] = "conditional"
    expected |= HELD.get(agreement.code, {})
    briefed = [entry for entry in agreement.clauses if entry.clause in {brief["id"] for brief in briefs}]
    status = {entry.clause: "mandatory" if entry.status == "mandatory" else "conditional" for entry in briefed}
    assert status == {clause: status for clause, status in expected.items() if status}


def test_the_library_holds_every_clause_of_the_briefs() -> None:
    if not BRIEFS.exists():
        pytest.skip("the briefs are not beside this copy")
    briefs = {brief["id"] for brief in json.loads(BRIEFS.read_text("utf-8"))["clauses"]}
    assert briefs <= set(LIBRARY.clauses)
    assert set(LIBRARY.clauses) - briefs == {
        "C-CND",
        "S-NBD",
        "S-ORD",
        "S-SCD",
        "S-EVT",
        "S-GEN",
        "S-EXE",
        "S-PTY",
        "S-AVT",
        "S-AVS",
    }


@each_type
def test_locked_is_what_is_not_optional(agreement: AgreementType) -> None:
    assert all(entry.locked == (entry.status != "optional") for entry in agreement.clauses)


@each_type
def test_every_field_of_a_type_can_be_shown_and_prefilled(agreement: AgreementType) -> None:
    names = [declared.name for declared in agreement.fields]
    assert len(names) == len(set(names))
    assert {"partner.name", "iom.signatory_name"} <= set(names)
    assert ("agreement.purpose" in names) != agreement.amends
    source = {declared.name: declared.source for declared in agreement.fields}
    assert source["partner.name"] == "partner.name"
    assert ("contribution.value" in names) == ("C-CTB" in {use.clause for use in agreement.clauses})


def test_the_fields_needed_follow_the_clauses_that_are_in() -> None:
    ink = TYPES["INK"]
    before = {declared.name for declared in fields_needed(ink, Facts(sample()))}
    after = {declared.name for declared in fields_needed(ink, Facts(everything_on()))}
    assert after - before >= {"data.purpose", "remedy.milestones", "agreement.report_days"}
    assert "partnership.personal_data" in before


@each_type
def test_rules_read_declared_facts_or_fields_only(agreement: AgreementType) -> None:
    read = {name for each in (*agreement.clauses, *agreement.annexes) if each.when for name in each.when.names()}
    assert set(undeclared(read)) <= set(LIBRARY.fields)


# The paragraphs of the strategy that every binding type covers, by what it always holds (design: dossier 3.2)
PARAGRAPHS = {"18": {"C-PUR", "C-MIS"}, "24": {"C-NEX", "C-PRO"}, "25": {"C-IND"}, "26": {"C-ROL"}, "27": {"C-TRA"}}


@each_type
def test_the_paragraphs_of_the_strategy_are_covered_at_least_once(agreement: AgreementType) -> None:
    always = {entry.clause for entry in agreement.clauses if entry.status == "mandatory"}
    for paragraph, clauses in PARAGRAPHS.items() if agreement.binding and not agreement.amends else ():
        held = clauses & always
        assert held, paragraph
        assert all(paragraph in LIBRARY.clauses[clause].ref.split(", ") for clause in held)


@each_type
def test_a_text_that_names_an_annex_has_one(agreement: AgreementType) -> None:
    """What a clause calls “annexed” is among the annexes whenever the clause is in."""
    sources = {annex.source for annex in agreement.annexes}
    clauses = {entry.clause for entry in agreement.clauses}
    needed = {
        "C-ROL": {"agreement.workplan"},
        "S-GDS": {"contribution.specifications", "contribution.goods"},
        "S-SRV": {"agreement.workplan"},
        "S-LIC": {"licence.artwork", "licence.takedown"},
        "S-EVT": {"agreement.visibility"},
        "S-REP": {"report.calendar"},
        "S-PTY": {"agreement.parties"},
    }
    for clause, facts in needed.items():
        assert clause not in clauses or facts <= sources, clause


def test_a_text_without_annexes_speaks_of_none() -> None:
    version = assemble(TYPES["LOI"], Facts(everything_on("LOI")), ("fr",)).versions[0]
    assert version.annexes == () and "annexe" not in plain(version)


# One thing, one rule: how a French text states each, and the clauses that may state it
CHECKLIST = load_checklist(forms() / "checklist.toml")
THINGS = {thing.id: (thing.words.pattern, set(thing.clauses)) for thing in CHECKLIST.things} | {
    "date of delivery": (r"au plus tard le 15 janvier 2027", {"C-CTB", "S-GDS"})
}


@each_type
@pytest.mark.parametrize("build", [sample, everything_on], ids=["plain", "everything"])
def test_no_two_clauses_give_different_rules_for_one_thing(
    agreement: AgreementType, build: Callable[[str], dict[str, Any]]
) -> None:
    version = assemble(agreement, Facts(build(agreement.code)), ("fr",)).versions[0]
    texts = {
        article.clause: " ".join(each.paragraph.text for each in article.paragraphs) for article in version.articles
    }
    for thing, (words, clauses) in THINGS.items():
        stating = {clause for clause, text in texts.items() if re.search(words, text)}
        assert stating <= clauses, (thing, stating)
        assert stating or not clauses & set(texts) or thing in SOMETIMES, thing


# Things that a clause states only when the facts call for it
SOMETIMES = {
    "keeping of records",
    "date of delivery",
    "authentic language",
    "end of the agreement",
    "unspent funds",
} | {
    "confidentiality",
    "indemnity",
    "total of the contribution",
    "number of originals",
}


def test_what_a_licence_guarantees_is_called_a_minimum_and_not_a_total() -> None:
    version = assemble(TYPES["LIC"], Facts(sample("LIC")), ("fr",)).versions[0]
    text = plain(version)
    assert "Le montant minimal de cette contribution est fixé à" in text
    assert "Le montant total" not in text


# Limits


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("LOI", {"agreement.end": "2027-06-01"}, "six months"),
        ("LOI", {"partnership.logo": True}, "name or logo"),
        ("LOI", {"partnership.works": True}, "names no activity"),
        ("LTR", {"partnership.sales": True}, "name or logo"),
        ("LTR", {"partnership.personal_data": True}, "no joint activity"),
        ("SPO", {"agreement.acknowledged": False}, "acknowledged at the event"),
        ("SPO", {"partnership.sales": True}, "licence"),
        ("LIC", {"diligence.adhoc": True}, "ad hoc"),
        ("FRA", {"diligence.adhoc": True}, "ad hoc"),
    ],
)
def test_a_draft_beyond_the_limits_of_its_type_is_not_final(code: str, facts: dict[str, Any], said: str) -> None:
    assert rules(TYPES[code], sample(code), ("fr",)) == []
    beyond = Facts(sample(code)).with_all(facts)
    found = [each for each in check_draft(TYPES[code], beyond, ("fr",)) if each.rule == "type-limit"]
    assert len(found) == 1 and found[0].blocks and said in found[0].text


def test_a_letter_of_intent_may_last_six_months_to_the_day() -> None:
    facts = Facts(sample("LOI")).with_all({"agreement.start": "2026-12-01", "agreement.end": "2027-05-31"})
    assert check_draft(TYPES["LOI"], facts, ("fr",)) == ()


@each_type
def test_limits_read_declared_facts_or_fields_only(agreement: AgreementType) -> None:
    read = {name for limit in agreement.limits for name in limit.when.names()}
    read |= agreement.short.when.names() if agreement.short else set()
    assert set(undeclared(read)) <= set(LIBRARY.fields)


def test_headquarters_alone_signs_what_it_alone_decides() -> None:
    assert {code for code, kind in TYPES.items() if kind.headquarters_only} == {"FRA", "LIC", "SEC"}


# Several parties


@each_type
@pytest.mark.parametrize("pair", [("fr",), ("es", "en")], ids="-".join)
def test_further_parties_are_named_and_their_roles_shared_out(agreement: AgreementType, pair: tuple[str, ...]) -> None:
    facts = with_parties(sample(agreement.code))
    assembled = assemble(agreement, Facts(facts), pair)
    version = assembled.versions[0]
    if agreement.code in (
        "LTR",
        "LOI",
        "AMD",
    ):  # a gift and an intention are between two, an amendment names nobody anew
        assert "Ministère" not in plain(version)
        return
    assert check_draft(agreement, Facts(facts), pair) == ()
    article = next(article for article in version.articles if article.clause == "S-PTY")
    assert len(article.paragraphs[0].paragraph.items) == 2
    assert f"{article.number}," in version.opening[2].text
    assert [str(row[0]) for row in version.annexes[-1].rows] == ["Ministère du Travail", "Association Retour Digne"]


def test_a_further_party_is_screened_known_to_the_case_and_has_its_original() -> None:
    facts = changed("IMP", parties=parties(), originals=2)
    facts["partner"]["screened_names"] = [facts["partner"]["signatory_name"], "MINISTÈRE DU TRAVAIL"]
    facts["partnership"]["other_parties"] = False
    found = check_draft(TYPES["IMP"], Facts(facts), ("fr", "en"))
    assert [finding.rule for finding in found] == ["parties-not-said", "party-unscreened", "originals-few"]
    assert all(finding.blocks for finding in found) and "Association Retour Digne" in found[1].text


# The short form


@pytest.mark.parametrize("pair", [("fr",), ("en",), ("es",), ("fr", "en")], ids="-".join)
def test_a_small_gift_has_a_short_letter(pair: tuple[str, ...]) -> None:
    facts = Facts(sample("LTR")).with_("diligence.tier", "basic")
    assert check_draft(TYPES["LTR"], facts, pair) == ()
    assembled = assemble(TYPES["LTR"], facts, pair)
    clauses = ["S-DEF"] * (len(pair) > 1) + ["C-PUR", "C-CTB", "S-GEN", "C-TRA", "S-SIG"]
    assert list(assembled.wordings()) == clauses
    left_out = {each.clause: each for each in assembled.inclusions if each.shortened}
    assert "C-SAN" in left_out and left_out["C-SAN"].reason == "Left out of the short form."
    words = sum(len(plain(version).split()) for version in assembled.versions) / len(pair)
    assert words < 1_300


SHORT = [code for code, kind in TYPES.items() if kind.short]
SHORT_CLAUSES = ["S-DEF", "C-PUR", "C-CTB", "S-GDS", "C-ROL", "S-GEN", "S-EXE", "C-TRA", "S-TRM", "S-SIG"]


def light(code: str) -> Facts:
    """Facts under which a type has its short form."""
    return Facts(sample(code)).with_all({"diligence.tier": "basic", "diligence.light": True})


@pytest.mark.parametrize("pair", [("fr",), ("en",), ("es",), ("fr", "en")], ids="-".join)
def test_a_donation_on_the_light_route_has_a_short_contract(pair: tuple[str, ...]) -> None:
    assert check_draft(TYPES["INK"], light("INK"), pair) == ()
    assembled = assemble(TYPES["INK"], light("INK"), pair)
    assert list(assembled.wordings()) == SHORT_CLAUSES
    assert [annex.code for annex in assembled.versions[0].annexes] == ["A", "B", "C"]
    words = sum(len(plain(version).split()) for version in assembled.versions) / len(pair)
    assert words < 2_300


@pytest.mark.parametrize(
    "beyond",
    [
        {"diligence.light": False},
        {"diligence.adhoc": True},
        {"agreement.confidential": True},
        {"agreement.reports": True},
        {"agreement.acknowledged": True},
        {"partnership.personal_data": True},
        {"agreement.parties": parties()},
    ],
    ids=lambda beyond: next(iter(beyond)),
)
def test_what_only_the_long_form_rules_ends_the_short_one(beyond: dict[str, Any]) -> None:
    long = assemble(TYPES["INK"], light("INK").with_all(beyond), ("fr",)).wordings()
    assert "S-EXE" not in long and {"S-TER", "S-DSP", "S-PIM", "S-PSE"} <= set(long)


@pytest.mark.parametrize("code", SHORT)
def test_a_short_form_says_what_it_leaves_out_and_one_rule_for_each_thing(code: str) -> None:
    kind, facts = TYPES[code], light(code)
    version = assemble(kind, facts, ("fr",)).versions[0]
    texts = {
        article.clause: " ".join(each.paragraph.text for each in article.paragraphs) for article in version.articles
    }
    general = {clause for clause in texts if LIBRARY.clauses[clause].says}
    for thing, (words, clauses) in THINGS.items():
        stating = {clause for clause, text in texts.items() if re.search(words, text)}
        assert stating <= clauses | general, (thing, stating)
    spoken = {name for clause in general for name in LIBRARY.clauses[clause].says}
    mandatory = {use.clause for use in kind.clauses if use.status == "mandatory"}
    assert mandatory <= {*texts, *spoken}


@pytest.mark.parametrize("code", SHORT)
def test_a_short_form_that_loses_a_duty_is_refused(code: str) -> None:
    silent = {name: replace(clause, says=()) for name, clause in LIBRARY.clauses.items()}
    with refused("short-unsaid") as problem:
        read_agreement_type(parse_toml(SOURCES[code], "kind.toml"), replace(LIBRARY, clauses=silent))
    assert re.search(r"line \d+", problem.value.text)


def test_a_short_form_without_an_annex_that_there_is_not_is_refused() -> None:
    with refused("annex-unknown"):
        read_agreement_type(parse_toml(SOURCES["INK"].replace('annexes = ["D"]', 'annexes = ["Z"]'), "i"), LIBRARY)


def test_a_clause_that_the_short_form_leaves_out_is_never_referred_to() -> None:
    source = SOURCES["LTR"].replace("leaves_out = [", 'leaves_out = ["C-TRA", ')
    with refused("clause-ref-conditional"):
        read_agreement_type(parse_toml(source, "ltr.toml"), LIBRARY)


# What is given


@pytest.mark.parametrize("kinds", [("cash",), ("goods",), ("services",), ("cash", "goods", "services")], ids="+".join)
def test_a_contribution_is_said_kind_by_kind_and_adds_up(kinds: tuple[str, ...]) -> None:
    facts = giving(sample("IMP"), *kinds)
    assert rules(TYPES["IMP"], facts, ("fr", "en")) == []
    version = assemble(TYPES["IMP"], Facts(facts), ("fr",)).versions[0]
    text = plain(version)
    assert ("une contribution en argent" in text) is ("cash" in kinds)
    assert ("des biens suivants" in text) is ("goods" in kinds)
    assert ("les services suivants" in text) is ("services" in kinds)
    shown = {
        "goods": "Liste des biens et de leur juste valeur",
        "cash": "Échéancier des versements",
        "services": "Déclaration de la valeur des services",
    }
    assert {table.title for table in version.annexes} >= {shown[kind] for kind in kinds}
    assert not {table.title for table in version.annexes} & {shown[kind] for kind in shown if kind not in kinds}
    assert "".join(table.code for table in version.annexes) in ascii_uppercase, "no letter is left out"
    facts["contribution"]["value"]["amount"] = "18400.01"
    assert rules(TYPES["IMP"], facts, ("fr", "en")) == ["amount-sum"]


def test_a_table_that_shares_a_total_prints_its_own() -> None:
    facts = giving(sample("SPO"), "cash", "goods")
    version = assemble(TYPES["SPO"], Facts(facts), ("en",)).versions[0]
    totals = {table.code: table.total for table in version.annexes if table.total}
    assert {total.replace("\u00a0", " ") for total in totals.values()} == {"USD 9,200.00"}


def test_a_person_signs_in_a_personal_capacity_and_has_no_registration() -> None:
    facts = sample("LTR")
    facts["partner"] |= {"group": "HNW", "registration": ""}
    assert rules(TYPES["LTR"], facts, ("fr", "en")) == []
    text = plain(assemble(TYPES["LTR"], Facts(facts), ("en",)).versions[0])
    assert "acting in a personal capacity" in text and "registered under number" not in text


# What facts make of them


@each_type
@pytest.mark.parametrize("pair", [("fr", "en"), ("fr", "es"), ("es", "en"), ("fr",)], ids="-".join)
@pytest.mark.parametrize("build", [sample, everything_on], ids=["plain", "everything"])
def test_the_languages_are_level_and_nothing_is_missing(
    agreement: AgreementType, pair: tuple[str, ...], build: Callable[[str], dict[str, Any]]
) -> None:
    assembled = assemble(agreement, Facts(build(agreement.code)), pair)
    assert assembled.gaps == ()
    levels = {
        tuple(
            (each.clause, len(each.paragraphs), *(len(p.paragraph.items) for p in each.paragraphs))
            for each in version.articles
        )
        for version in assembled.versions
    }
    assert len(levels) == 1
    assert [version.language for version in assembled.versions] == list(pair)
    assert not any("{{" in plain(version) or "}}" in plain(version) for version in assembled.versions)


@each_type
def test_each_condition_brings_its_clause_in_and_takes_it_out(agreement: AgreementType) -> None:
    on, off = everything_on(agreement.code), sample(agreement.code)
    off["agreement"]["risks"] = []
    off["contribution"]["kinds"] = ["nothing"]
    off["agreement"]["options"] = {entry.clause: False for entry in agreement.clauses}
    variable = {entry.clause for entry in agreement.clauses if entry.status != "mandatory"}
    # Under these a short form may leave some out and take one or two in
    basic = Facts(sample(agreement.code)).with_all({"diligence.tier": "basic", "diligence.light": True})
    on_either = (*inclusions(agreement, Facts(on)), *inclusions(agreement, basic))
    assert {each.clause for each in on_either if each.included} >= variable
    left_out = {each.clause: each for each in inclusions(agreement, Facts(off)) if not each.included}
    assert set(left_out) == variable
    assert all(each.reason for each in inclusions(agreement, Facts(on)) + inclusions(agreement, Facts(off)))


@each_type
def test_each_clause_alone_can_be_turned_on_without_leaving_a_gap(agreement: AgreementType) -> None:
    on = everything_on()
    switches = ("partnership.personal_data", "partnership.beneficiary_contact", "partnership.works")
    for name in (*switches, "agreement.confidential", "agreement.reports"):
        facts = sample(agreement.code) | {"data": on["data"]}
        room, _dot, key = name.partition(".")
        facts[room][key] = True
        assembled = assemble(agreement, Facts(facts), ("fr", "en"))
        assert assembled.gaps == ()
        assert len(assembled.versions[0].articles) >= len(
            assemble(agreement, Facts(sample(agreement.code)), ("fr", "en")).versions[0].articles
        )


def test_articles_are_numbered_and_references_follow_them() -> None:
    for facts in (sample(), everything_on()):
        version = assemble(TYPES["INK"], Facts(facts), ("en",)).versions[0]
        assert [article.number for article in version.articles] == list(range(1, len(version.articles) + 1))
        by_clause = {article.clause: article for article in version.articles}
        text = by_clause["C-SAN"].paragraphs[2].paragraph.text
        assert f"Article\u00a0{by_clause['S-TER'].number}" in text
        assert by_clause["S-TRM"].paragraphs[1].number == f"{by_clause['S-TRM'].number}.2"


def test_the_ruling_language_is_said_in_both_languages() -> None:
    def said(assembled: Any, language: str) -> str:
        return plain(assembled.in_language(language))

    first = assemble(TYPES["INK"], Facts(sample()), ("fr", "en"))
    assert first.ruling == "fr"
    assert "La version française du présent Accord fait foi." in said(first, "fr")
    assert "The French version of this Agreement is authentic." in said(first, "en")
    second = assemble(TYPES["INK"], Facts(changed(ruling_language="en")), ("fr", "en"))
    assert second.ruling == "en"
    assert "La version anglaise du présent Accord fait foi." in said(second, "fr")


def test_a_memorandum_settles_disputes_by_talks_only() -> None:
    assert "UNCITRAL" in plain(assemble(TYPES["INK"], Facts(sample()), ("en",)).versions[0])
    memorandum = plain(assemble(TYPES["MOU"], Facts(sample()), ("en",)).versions[0])
    assert "UNCITRAL" not in memorandum
    assert "arbitral tribunal or a national court" in memorandum


def test_the_ad_hoc_road_binds_the_partner_to_the_remedy() -> None:
    facts = everything_on()
    text = plain(assemble(TYPES["MOU"], Facts(facts), ("fr",)).versions[0])
    assert "remboursement des frais\u00a0: le 31 mars 2027." in text
    assert "s’abstient de toute utilisation publique du nom de l’Organisation" in text


def test_the_goods_and_their_value_are_in_the_article_and_in_the_annex() -> None:
    version = assemble(TYPES["INK"], Facts(sample()), ("fr",)).versions[0]
    text = plain(version)
    assert "18\u00a0400,00\u00a0USD (dix-huit mille quatre cents dollars des États-Unis)" in text
    annex = version.annexes[0]
    assert annex.rows[1] == ("messages texte", "200\u00a0000", "12\u00a0000,00\u00a0USD")
    assert annex.total == "18\u00a0400,00\u00a0USD"
    assert [table.code for table in version.annexes] == ["A", "B", "C", "D"]
    assert version.annexes[3].rows == ()


def test_a_written_fact_leads_back_to_its_field() -> None:
    article = assemble(TYPES["INK"], Facts(sample()), ("fr",)).versions[0].articles[3]
    found = {
        part.name: part.text for part in article.paragraphs[0].paragraph.all_parts() if isinstance(part, FilledValue)
    }
    assert found["contribution.goods.quantity"] == "200\u00a0000"
    assert [part.filter for part in article.paragraphs[1].paragraph.parts if isinstance(part, FilledValue)] == [
        "money",
        "words",
        "date",
    ]


def test_an_annex_can_depend_on_the_facts() -> None:
    def codes(facts: dict[str, Any]) -> list[str]:
        return [table.code for table in assemble(TYPES["MOU"], Facts(facts), ("fr",)).versions[0].annexes]

    assert codes(sample()) == ["A", "B"]
    assert codes(changed(acknowledged=True)) == ["A", "B", "C"]


def test_an_empty_file_assembles_into_gaps_and_never_into_tags() -> None:
    for agreement in TYPES.values():
        assembled = assemble(agreement, Facts({}), ("fr", "es"))
        required = {
            field.name for field in fields_needed(agreement, Facts({})) if field.required and field.default is None
        }
        assert {gap.name for gap in assembled.gaps} & required
        for version in assembled.versions:
            assert "{{" not in plain(version)
        assert rules(agreement, {})


def test_a_wrong_choice_of_languages_is_a_mistake_of_the_caller() -> None:
    for languages in ((), ("fr", "fr"), ("fr", "en", "es"), ("it",)):
        with pytest.raises(ValueError, match="an agreement has one or two"):
            assemble(TYPES["MOU"], Facts(sample()), languages)


def test_the_record_names_each_wording_by_its_digest() -> None:
    wordings = assemble(TYPES["INK"], Facts(sample()), ("fr",)).wordings()
    assert wordings["C-PUR"] == LIBRARY.clauses["C-PUR"].sha256
    included = [each.clause for each in inclusions(TYPES["INK"], Facts(sample())) if each.included]
    assert list(wordings) == included


# Departures


def paragraph(code: str, clause: str, number: int, language: str) -> str:
    version = assemble(TYPES[code], Facts(sample()), (language,)).versions[0]
    return next(a for a in version.articles if a.clause == clause).paragraphs[number - 1].paragraph.text


def departing(clause: str, number: int, language: str, new: str, **other: str) -> NegotiatedText:
    about = {
        "old": paragraph("INK", clause, number, language),
        "who": "Jean-Marc Okafor",
        "reason": "Demande du partenaire",
    }
    about |= other
    return NegotiatedText(clause, language, number, about["old"], new, about["who"], about["reason"])


def test_a_departure_replaces_its_paragraph_and_is_marked() -> None:
    both = [departing("S-PER", 2, "fr", "Nouveau texte."), departing("S-PER", 2, "en", "New text.")]
    assembled = assemble(TYPES["INK"], Facts(sample()), ("fr", "en"), both)
    for version, new in zip(assembled.versions, ("Nouveau texte.", "New text."), strict=True):
        article = next(a for a in version.articles if a.clause == "S-PER")
        assert article.paragraphs[1].paragraph.text == new
        assert [each.departed for each in article.paragraphs] == [False, True]
    assert assembled.departures == tuple(both)
    assert rules(TYPES["INK"], sample(), ("fr", "en"), *both) == ["departure-locked", "departure-locked"]
    cleared = [replace(each, cleared_by="Claire Aubert") for each in both]
    assert all(f.blocks for f in check_draft(TYPES["INK"], Facts(sample()), ("fr", "en"), both))
    assert not any(f.blocks for f in check_draft(TYPES["INK"], Facts(sample()), ("fr", "en"), cleared))


def test_a_departure_can_omit_a_paragraph_or_add_one_and_keeps_the_numbers() -> None:
    both = [
        departing("S-PER", 1, "fr", ""),
        NegotiatedText("S-PER", "fr", 3, "", "Ajout\u00a0:\n- un\u00a0;\n- deux.", "A", "B"),
    ]
    version = assemble(TYPES["INK"], Facts(sample()), ("fr",), both).versions[0]
    article = next(a for a in version.articles if a.clause == "S-PER")
    assert article.paragraphs[0].paragraph.text == "(Paragraphe supprimé d’un commun accord)"
    assert article.paragraphs[2].paragraph.items == (("un\u00a0;",), ("deux.",))
    assert [each.number for each in article.paragraphs] == [f"{article.number}.{n}" for n in (1, 2, 3)]


def test_a_departure_from_another_text_is_not_applied_and_is_listed() -> None:
    stale = departing("S-PER", 2, "fr", "Nouveau.", old="Un texte d’une ancienne version.")
    assembled = assemble(TYPES["INK"], Facts(sample()), ("fr",), [stale])
    assert assembled.stale == (stale,)
    assert "Nouveau." not in plain(assembled.versions[0])
    assert rules(TYPES["INK"], sample(), ("fr",), stale) == ["departure-stale"]


def test_a_departure_in_one_language_only_is_found() -> None:
    one = departing("S-PER", 2, "fr", "Nouveau.")
    assert "departure-one-language" in rules(TYPES["INK"], sample(), ("fr", "en"), one)
    added = NegotiatedText("S-PER", "fr", 3, "", "Ajout.", "A", "B")
    assert {"departure-one-language", "languages-uneven"} <= set(rules(TYPES["INK"], sample(), ("fr", "en"), added))


def test_a_departure_needs_an_author_and_a_reason() -> None:
    assert "departure-reason" in rules(TYPES["INK"], sample(), ("fr",), departing("S-PER", 2, "fr", "X.", reason=" "))


def test_a_wrong_amount_in_words_is_found() -> None:
    old = paragraph("INK", "C-CTB", 2, "fr")
    new = old.replace("dix-huit mille quatre cents", "dix-huit mille")
    assert new != old
    assert "amount-words" in rules(TYPES["INK"], sample(), ("fr",), departing("C-CTB", 2, "fr", new))
    moved = paragraph("INK", "C-CTB", 2, "fr").replace("2 octobre", "3 octobre")
    assert "departure-value" in rules(TYPES["INK"], sample(), ("fr",), departing("C-CTB", 2, "fr", moved))


def test_a_clause_can_be_waived_only_with_clearance() -> None:
    waived = changed(waivers={"S-LIA": ""})
    assert "S-LIA" not in assemble(TYPES["INK"], Facts(waived), ("fr",)).wordings()
    found = check_draft(TYPES["INK"], Facts(waived), ("fr",))
    assert [(each.rule, each.blocks) for each in found] == [("clause-waived", True)]
    cleared = changed(waivers={"S-LIA": "Claire Aubert"})
    assert [(each.rule, each.blocks) for each in check_draft(TYPES["INK"], Facts(cleared), ("fr",))] == [
        ("clause-waived", False)
    ]
    inclusion = next(each for each in inclusions(TYPES["INK"], Facts(cleared)) if each.clause == "S-LIA")
    assert inclusion.reason == "Waived; cleared by Claire Aubert."


def test_an_optional_clause_left_out_with_a_reason_needs_no_clearance() -> None:
    facts = changed("MOU", waivers={"S-COI": ""})
    assert "S-COI" not in assemble(TYPES["MOU"], Facts(facts), ("fr",)).wordings()
    assert rules(TYPES["MOU"], facts, ("fr",)) == []


def test_a_reference_to_a_waived_clause_is_a_gap() -> None:
    found = rules(TYPES["INK"], changed(waivers={"C-ROL": "Claire Aubert"}), ("fr",))
    assert sorted(set(found)) == ["clause-waived", "field-empty"]


# The list before the final document


@each_type
def test_a_complete_file_has_nothing_on_its_list(agreement: AgreementType) -> None:
    assert rules(agreement, sample(agreement.code)) == []


def test_an_empty_field_is_named_once() -> None:
    facts = changed(purpose={"fr": "un but", "en": ""})
    found = check_draft(TYPES["INK"], Facts(facts), ("fr", "en"))
    assert [(each.rule, each.field, each.text) for each in found] == [
        ("field-empty", "agreement.purpose", "“Common purpose” is not filled in.")
    ]


def test_a_sentence_written_once_is_found_in_a_bilingual_agreement() -> None:
    facts = changed(purpose="un but")
    assert rules(TYPES["INK"], facts) == ["field-one-language"]
    assert rules(TYPES["INK"], facts, ("fr",)) == []


def test_two_languages_need_one_that_is_authentic() -> None:
    facts = changed("MOU", waivers={"S-DEF": "Legal"})
    assert {"clause-waived", "ruling-missing"} <= set(rules(TYPES["MOU"], facts, ("fr", "en")))
    assert rules(TYPES["MOU"], facts, ("fr",)) == ["clause-waived"]


def test_a_row_written_once_in_a_bilingual_agreement_blocks() -> None:
    facts = sample()
    facts["contribution"]["goods"][0]["name"] = "cartes SIM"
    found = check_draft(TYPES["INK"], Facts(facts), ("fr", "en"))
    assert [(each.rule, each.field, each.blocks) for each in found] == [
        ("field-one-language", "contribution.goods.name", True)
    ]


def test_dates_out_of_order_are_found() -> None:
    assert "dates-order" in rules(TYPES["MOU"], changed("MOU", end="2026-11-30"))
    late = sample()
    late["delivery"]["by"] = "2028-01-01"
    assert rules(TYPES["INK"], late) == ["dates-order"]
    missed = everything_on("MOU")
    missed["agreement"]["acknowledged"] = False
    missed["remedy"]["milestones"][0]["due"] = "2028-01-01"
    assert rules(TYPES["MOU"], missed) == ["dates-order"]


def test_a_total_that_is_not_the_sum_is_found() -> None:
    facts = sample()
    facts["contribution"]["value"] = {"amount": "18400.01", "currency": "USD"}
    assert rules(TYPES["INK"], facts) == ["amount-sum"]
    facts["contribution"]["value"] = {"amount": "18400.00", "currency": "EUR"}
    assert rules(TYPES["INK"], facts) == ["currency-mixed"]
    facts["contribution"]["value"] = {"amount": "18400", "currency": "USD"}
    assert rules(TYPES["INK"], facts) == []


def test_a_condition_of_the_decision_must_be_in_the_agreement() -> None:
    facts = sample()
    facts["decision"]["conditions"] = [
        {"id": "K1", "text": "Pas de logo"},
        {"id": "K2", "text": "Veille", "clause": False},
    ]
    found = check_draft(TYPES["INK"], Facts(facts))
    assert [each.rule for each in found] == ["condition-uncovered"]
    assert "Pas de logo" in found[0].text
    facts["agreement"]["conditions"] = everything_on()["agreement"]["conditions"]
    assert rules(TYPES["INK"], facts) == []
    facts["agreement"]["conditions"] = [{"id": "K1", "text": "Pas de logo", "kind": "by", "due": "2027-11-30"}]
    assert rules(TYPES["INK"], facts, ("fr",)) == []
    assert "C-CND" in assemble(TYPES["INK"], Facts(facts), ("fr",)).wordings()


def test_somebody_who_was_screened_must_sign() -> None:
    facts = sample("MOU")
    facts["partner"]["signatory_name"] = ""
    assert rules(TYPES["MOU"], facts) == ["signatory-missing"]
    facts["partner"]["signatory_name"] = "Ousmane Ba"
    assert rules(TYPES["MOU"], facts) == ["signatory-unscreened"]
    facts["partner"]["signatory_name"] = "MAME DIARRA SOW"
    assert rules(TYPES["MOU"], facts) == []


def test_an_empty_annex_is_found() -> None:
    assert "annex-empty" in rules(TYPES["MOU"], changed(workplan=[]))


def test_the_ad_hoc_road_allows_no_visibility_and_twelve_months() -> None:
    facts = everything_on()
    assert rules(TYPES["INK"], facts) == ["ad-hoc-visibility"]
    facts["agreement"] |= {"acknowledged": False, "end": "2027-12-01"}
    assert rules(TYPES["INK"], facts) == ["ad-hoc-length"]
    assert rules(TYPES["INK"], facts | {"limits": {"adhoc_months": 24}}) == []
    assert rules(TYPES["INK"], facts | {"limits": {}}) == ["ad-hoc-length"]


@pytest.mark.parametrize("junk", [3, "x", [1, "x", None], {"a": 1}, None])
def test_facts_of_the_wrong_shape_never_break_the_list(junk: Any) -> None:
    names = ["partner", "partnership", "diligence", "decision", "agreement", "contribution", "delivery", "remedy"]
    for name in names:
        for agreement in TYPES.values():
            assert isinstance(rules(agreement, everything_on() | {name: junk}), list)
    for inner in ("goods", "value"):
        facts = sample()
        facts["contribution"][inner] = junk
        assert isinstance(rules(TYPES["INK"], facts), list)
    for inner in ("conditions", "waivers", "risks", "start", "options", "workplan", "purpose", "acknowledged"):
        assert isinstance(rules(TYPES["INK"], changed(**{inner: junk})), list)


# Files that cannot be used


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "C-PUR"', 'id = "C-ZZZ"', "clause-unknown"),
        ('id = "C-PUR"', 'id = "C-MIS"', "definition-id-twice"),
        (
            'id = "C-ROL"\nstatus = "mandatory"',
            'id = "C-ROL"\nstatus = "optional"\nwhy = {fr="x",en="x",es="x"}',
            "clause-ref-conditional",
        ),
        ('moves = ["goods"]', 'moves = ["gold"]', "definition-code-unknown"),
        ('when = "diligence.adhoc == True"', 'when = "diligence.adhoc ="', "definition-rule"),
        ('when = "diligence.adhoc == True"', "", "clause-rule-misplaced"),
        ("{{partner.name}}", "{{partner.nmae}}", "clause-variable-unknown"),
        ('force = "binding"', "force = ", "definition-not-toml"),
        ('force = "binding"', 'force = "law"', "definition-code-unknown"),
        ('code = "INK"', "", "definition-key-missing"),
    ],
)
def test_a_type_with_a_fault_is_refused(old: str, new: str, code: str) -> None:
    source = SOURCES["INK"]
    assert old in source
    with refused(code) as problem:
        read_agreement_type(parse_toml(source.replace(old, new), "ink.toml"), LIBRARY)
    assert "“ink.toml”" in problem.value.text and re.search(r"line \d+", problem.value.text)


def test_a_mistake_in_an_opening_names_its_line_in_the_file() -> None:
    source = SOURCES["INK"].replace("{{office.city}}", "{{office.town}}")
    with refused("clause-variable-unknown") as problem:
        read_agreement_type(parse_toml(source, "ink.toml"), LIBRARY)
    line = int(re.findall(r"line (\d+)", problem.value.text)[0])
    assert "office.town" in source.splitlines()[line - 1]


def test_a_reference_to_a_clause_outside_the_type_is_refused() -> None:
    wandering = parse((forms() / "clauses" / "S-PER.clause").read_text("utf-8").replace("\n\n", " {{ref:C-GOV}}\n\n"))
    clauses = {**LIBRARY.clauses, "S-PER": wandering}
    with refused("clause-ref-conditional"):
        read_agreement_type(parse_toml(SOURCES["INK"], "ink.toml"), replace(LIBRARY, clauses=clauses))


def test_the_definitions_of_the_program_hold_the_types() -> None:
    assert set(Definitions.load(forms()).agreements) == set(TYPES)


def test_starting_the_program_does_not_read_the_formats_of_all_languages() -> None:
    code = "import sys, desktop.definitions.agreements.reading; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0


# Golden texts


@pytest.mark.parametrize("language", LANGUAGES)
@each_type
def test_the_text_is_the_golden_one(agreement: AgreementType, language: str) -> None:
    text = plain(assemble(agreement, Facts(everything_on(agreement.code)), (language,)).versions[0])
    assert_golden(f"type-{agreement.code.lower()}.{language}.txt", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", SHORT)
def test_the_text_of_a_short_form_is_the_golden_one(code: str, language: str) -> None:
    text = plain(assemble(TYPES[code], light(code), (language,)).versions[0])
    assert_golden(f"type-{code.lower()}-short.{language}.txt", text)


def assert_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "renew":
        path.write_text(text, "utf-8")
    assert path.exists(), f"there is no {path.name} yet; read what this writes: {RENEW}"
    assert text == path.read_text("utf-8"), f"read the difference, then renew the golden texts: {RENEW}"

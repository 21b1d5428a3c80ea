"""The grammar of clauses, the values they write, and every clause that is shipped."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.paths import forms
from desktop.base.text import LANGUAGES, speak
from desktop.definitions.clauses.checking import check_clauses
from desktop.definitions.clauses.clause import Clause, tags_in
from desktop.definitions.clauses.filling import MissingValue, fill
from desktop.definitions.clauses.library import read_fields, read_library
from desktop.definitions.clauses.parsing import parse
from desktop.definitions.facts import Facts
from desktop.definitions.loading import Definitions
from desktop.definitions.source import parse_toml
from desktop.definitions.wording import (
    UNITS,
    WRITERS,
    Unwritable,
    in_words,
    write_country,
    write_date,
    write_money,
    write_number,
    write_text,
    write_words,
)
from tests.definitions.agreement_facts import everything_on, sample
from tests.refusal import refused

NBSP = "\u00a0"
CLAUSES = forms() / "clauses"
LIBRARY = read_library(CLAUSES)
REFS = {name: str(number) for number, name in enumerate(LIBRARY.clauses, 1)}
BRIEFS = Path(__file__).parents[2] / ".." / "shared" / "domain" / "clauses.json"

FIELDS = read_fields(
    parse_toml(
        """
["firm.name"]
kind = "text"
label = { fr = "nom", en = "name", es = "nombre" }
["firm.start"]
kind = "date"
label = { fr = "début", en = "start", es = "inicio" }
["firm.value"]
kind = "money"
label = { fr = "valeur", en = "value", es = "valor" }
["firm.note"]
kind = "prose"
required = false
label = { fr = "note", en = "note", es = "nota" }
["firm.public"]
kind = "yes"
label = { fr = "public", en = "public", es = "público" }
["firm.size"]
kind = "choice"
label = { fr = "taille", en = "size", es = "tamaño" }
choices.small = { fr = "petite", en = "small", es = "pequeña" }
choices.large = { fr = "grande", en = "large", es = "grande" }
["firm.goods"]
kind = "list"
label = { fr = "biens", en = "goods", es = "bienes" }
["firm.goods".items.what]
kind = "text"
label = { fr = "quoi", en = "what", es = "qué" }
""",
        "fields.toml",
    )
)


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


def written(body: str, **head: str) -> str:
    about = {"id": "C-ONE", "version": "1", "title.fr": "Un", "title.en": "One", "title.es": "Uno"}
    about |= {"brief": "One."} | head
    lines = [f"{key}: {value}" for key, value in about.items() if value]
    return "\n".join([*lines, *(f"--- {code}\n{body}" for code in LANGUAGES)]) + "\n"


def filled(body: str, facts: dict[str, Any], language: str = "en") -> list[str]:
    clause = parse(written(body))
    assert check_clauses([clause], FIELDS) == ()
    return [paragraph.text for paragraph in fill(clause, Facts(facts), language, {"C-ONE": "7"}, FIELDS).paragraphs]


# Filling


def test_paragraphs_are_separated_by_empty_lines_and_lines_are_joined() -> None:
    assert filled("One\ntwo.\n\nThree.", {}) == ["One two.", "Three."]


def test_a_list_hangs_below_its_paragraph_and_ends_with_a_full_stop() -> None:
    body = "Goods:\n{{#each firm.goods}}\n- {{item.what}};\n{{/each}}\n\nEnd."
    facts = {"firm": {"goods": [{"what": "nets"}, {"what": "lamps"}]}}
    assert filled(body, facts) == ["Goods:\n- nets;\n- lamps.", "End."]


def test_a_condition_holds_for_yes_and_for_anything_written() -> None:
    body = "A.\n{{#if firm.public}}\nB.\n{{/if}}\n{{#if firm.note}}\nC {{firm.note}}.\n{{/if}}"
    assert filled(body, {}) == ["A."]
    assert filled(body, {"firm": {"public": True, "note": "x"}}) == ["A.", "B.", "C x."]
    assert filled(body, {"firm": {"public": False, "note": " "}}) == ["A."]


def test_a_choice_prints_the_branch_of_the_answer() -> None:
    body = "{{#choose firm.size}}\n{{#when small}}\nS.\n{{/when}}\n\n{{#when large}}\nL.\n{{/when}}\n{{/choose}}"
    assert filled(body, {"firm": {"size": "large"}}) == ["L."]
    yes_or_no = body.replace("size", "public").replace("small", "yes").replace("large", "no")
    assert filled(yes_or_no, {"firm": {"public": False}}) == ["L."]


def test_a_reference_prints_the_number_it_has_in_this_agreement() -> None:
    assert filled("See Article {{ref:C-ONE}}.", {}) == ["See Article 7."]


def test_what_has_no_value_becomes_a_gap_in_the_language_of_the_document() -> None:
    body = "{{firm.name}}, {{firm.value|money}}.\n{{#each firm.goods}}\n- {{item.what}}\n{{/each}}"
    body += "\n{{#choose firm.size}}\n{{#when small}}\nS.\n{{/when}}\n{{#when large}}\nL.\n{{/when}}\n{{/choose}}"
    clause = parse(written(body))
    full = fill(clause, Facts({"firm": {"value": {"amount": 1.5, "currency": "USD"}}}), "fr", {}, FIELDS)
    assert [gap.name for gap in full.gaps] == ["firm.name", "firm.value", "firm.goods", "firm.size"]
    assert str(full.gaps[0]) == f"[à compléter{NBSP}: nom]"
    assert "{{" not in full.paragraphs[0].text
    assert full.paragraphs[0].parts[0] == full.gaps[0]
    rows = fill(clause, Facts({"firm": {"goods": [{}], "name": "X"}}), "fr", {}, FIELDS)
    assert MissingValue("firm.goods.what", f"[à compléter{NBSP}: quoi]") in rows.gaps


def test_a_sentence_is_taken_in_the_language_of_the_document() -> None:
    body = "A.\n{{#if firm.note}}\n{{firm.note}}\n{{/if}}"
    facts = {"firm": {"note": {"fr": "bon", "en": "good"}}}
    assert filled(body, facts, "fr")[1] == "bon"
    assert "to be completed" not in filled(body, facts, "en")[1]
    assert filled(body, facts, "es")[1] == "[por completar: nota]"


def test_a_sentence_that_was_ended_is_not_ended_twice() -> None:
    body = "A.\n{{#if firm.note}}\n{{firm.note}}.\n{{/if}}\n\n{{firm.name}}."
    assert filled(body, {"firm": {"note": {"en": "Good. Very good."}, "name": "Sierra S.A."}})[1:] == [
        "Good. Very good.",
        "Sierra S.A.",
    ]
    rows = "A:\n{{#each firm.goods}}\n- {{item.what}};\n{{/each}}\n{{#if firm.note}}\n- {{firm.note}};\n{{/if}}"
    facts = {"firm": {"goods": [{"what": "S.A."}], "note": {"en": "Good."}}}
    assert filled(rows, facts) == ["A:\n- S.A.;\n- Good."]


def test_names_are_looked_up_in_dictionaries_only() -> None:
    class Firm:
        name = "attribute"

    assert filled("{{firm.name}}.", {"firm": Firm()}) == ["[to be completed: name]."]


def test_a_value_cannot_bring_tags_or_lines_with_it() -> None:
    assert filled("{{firm.name}}.", {"firm": {"name": "a {{ref:C-ONE}}\nb"}}) == ["a {ref:C-ONE} b."]


def test_rows_and_total_length_are_limited() -> None:
    clause = parse(written("A:\n{{#each firm.goods}}\n- {{item.what}};\n{{/each}}"))
    with refused("clause-too-long"):
        fill(clause, Facts({"firm": {"goods": [{"what": "x"}] * 501}}), "en", {}, FIELDS)
    with refused("clause-too-long"):
        fill(clause, Facts({"firm": {"goods": [{"what": "x" * 5000}] * 100}}), "en", {}, FIELDS)


def test_the_digest_names_the_bytes_of_the_file() -> None:
    one, two = parse(written("A.")), parse(written("B."))
    assert one.sha256 != two.sha256
    assert one.sha256 == parse(written("A.")).sha256


# Checking

DEEP = "".join(f"{'{{'}#if firm.public{'}}'}\n" for _ in range(5)) + "x\n" + "{{/if}}\n" * 5
CHOOSE = "{{#choose firm.size}}\n{{#when small}}\nA.\n{{/when}}\n{{/choose}}"
PLANTED = {
    "variable-unknown": "{{firm.nmae}}",
    "variable-type": "{{firm.public}}",
    "filter-unknown": "{{firm.start|datum}}",
    "filter-missing": "{{firm.start}}",
    "filter-type": "{{firm.start|money}}",
    "condition-type": "{{#if firm.name}}\nA.\n{{/if}}",
    "each-type": "A:\n{{#each firm.name}}\n- x\n{{/each}}",
    "choose-answers": CHOOSE,
    "ref-broken": "Article {{ref:C-TWO}}",
    "tag": "Paid to {{firm.name",
    "block": "{{#if firm.public}}\nA.",
    "depth": DEEP,
    "line": "- an item without a paragraph",
    "size": "A" * 4001,
}


WITH = "A.\n\n{{#with C-TWO}}\nArticle {{ref:C-TWO}}.\n{{/with}}\n{{#without C-TWO}}\nNone.\n{{/without}}"


def test_a_clause_says_what_depends_on_another_one() -> None:
    clause = parse(written(WITH))
    two = replace(clause, id="C-TWO")
    assert check_clauses([clause, two], FIELDS) == ()

    def said(refs: dict[str, str]) -> list[str]:
        return [each.text for each in fill(clause, Facts({}), "en", refs, FIELDS).paragraphs]

    assert said({"C-TWO": "7"}) == ["A.", "Article 7."]
    assert said({}) == ["A.", "None."]
    assert clause.refs() == frozenset() and clause.names == frozenset()


def test_a_reference_outside_what_depends_on_its_clause_counts() -> None:
    assert parse(written("{{#with C-TWO}}\nArticle {{ref:C-ONE}}.\n{{/with}}")).refs() == {"C-ONE"}
    assert parse(written("{{#without C-TWO}}\nArticle {{ref:C-TWO}}.\n{{/without}}")).refs() == {"C-TWO"}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("{{#with C-NONE}}\nA.\n{{/with}}", "ref-broken"),
        ("{{#without C-NONE}}\nA.\n{{/without}}", "ref-broken"),
        ("{{#with firm.name}}\nA.\n{{/with}}", "tag"),
        ("{{#with C-TWO}}\nA.\n{{/without}}", "block"),
    ],
)
def test_what_depends_on_no_clause_is_found(body: str, rule: str) -> None:
    assert {fault.rule for fault in check_clauses([parse(written(body))], FIELDS)} >= {rule}


def test_only_the_branches_that_are_printed_ask_for_their_fields() -> None:
    body = "{{#if firm.public}}\n{{firm.name}}\n{{/if}}\n\n{{#with C-TWO}}\n{{firm.start|date}}\n{{/with}}"
    clause = parse(written(body))

    def asked(public: bool, *clauses: str) -> set[str]:
        return set(clause.live_names(Facts({"firm": {"public": public}}), FIELDS, clauses))

    assert asked(False) == {"firm.public"}
    assert asked(True) == {"firm.public", "firm.name"}
    assert asked(False, "C-TWO") == {"firm.public", "firm.start"}


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_found(rule: str) -> None:
    faults = check_clauses([parse(written(PLANTED[rule]))], FIELDS)
    assert {fault.rule for fault in faults} == {rule}
    assert {fault.language for fault in faults} == set(LANGUAGES)
    assert all(fault.line for fault in faults)


@pytest.mark.parametrize(
    "body",
    [
        "A {{#if firm.public}} b",
        "{{#if firm.public}}\n{{/if}}",
        "{{/if}}",
        "{{#when small}}\nA.\n{{/when}}",
        "{{#choose firm.size}}\nA.\n{{/choose}}",
        "{{#choose firm.size}}",
        "{{#while firm.public}}\nA.\n{{/while}}",
        "{{#if firm.public}}\nA.\n{{/each}}",
        "{{#if firm.public}} {{firm.name}}",
    ],
)
def test_blocks_that_do_not_nest_are_found(body: str) -> None:
    assert {fault.rule for fault in parse(written(body)).faults} == {"block"}


@pytest.mark.parametrize(
    "body", ["{{firm}}", "{{Firm.name}}", "{{firm.name()}}", "{{}}", "{{#if 1 == 1}}\nA.\n{{/if}}", "a }} b"]
)
def test_expressions_are_not_names(body: str) -> None:
    assert {fault.rule for fault in parse(written(body)).faults} <= {"tag", "block"}
    assert parse(written(body)).faults


def test_rows_are_known_inside_their_list_only() -> None:
    assert {fault.rule for fault in check_clauses([parse(written("{{item.what}}"))], FIELDS)} == {"variable-unknown"}


def test_a_fault_names_its_line() -> None:
    source = written("One.\n\nTwo {{firm.nmae}}.")
    fault = check_clauses([parse(source)], FIELDS)[0]
    assert "nmae" in source.splitlines()[fault.line - 1]
    assert str(fault) == f"C-ONE:fr:{fault.line} variable-unknown: No field is called “firm.nmae”."


def test_languages_must_say_the_same() -> None:
    source = written("One {{firm.name}}.\n\nTwo.")
    for change in (
        ("Two.\n--- en", "--- en"),
        ("Two.\n--- en", "- Two.\n--- en"),
        ("{{firm.name}}.\n\nTwo.\n--- es", "x.\n\nTwo.\n--- es"),
    ):
        faults = check_clauses([parse(source.replace(*change, 1))], FIELDS)
        assert {fault.rule for fault in faults} == {"translation-differs"}, change
    swapped = written("{{#if firm.public}}\nA.\n{{/if}}").replace("#if firm.public", "#if firm.note", 1)
    assert {fault.rule for fault in check_clauses([parse(swapped)], FIELDS)} == {"translation-differs"}


def test_a_missing_language_or_title_is_found() -> None:
    whole = written("A.")
    assert {f.rule for f in check_clauses([parse(whole.split("--- es")[0])], FIELDS)} == {"translation-missing"}
    assert {f.rule for f in check_clauses([parse(whole.replace("title.es: Uno\n", ""))], FIELDS)} == {"title-missing"}


def test_the_head_and_the_languages_are_checked() -> None:
    assert {f.rule for f in parse(written("A.").replace("--- es", "--- it")).faults} == {"lang"}
    assert {f.rule for f in parse(written("A.").replace("--- es", "--- fr")).faults} == {"lang"}
    for source in (written("A.", colour="blue"), written("A.", id=""), written("A.", version=""), "nonsense"):
        assert "line" in {f.rule for f in parse(source).faults}
    assert "size" in {f.rule for f in parse(written("A.\n\n" * 61)).faults}
    assert "size" in {f.rule for f in parse("x" * 70_000).faults}


@settings(max_examples=60)
@given(
    st.integers(0, 4000),
    st.integers(0, 60),
    st.sampled_from(["", "{{", "}}", "{{/if}}\n", "{{#choose a.b}}\n", "\n--- fr\n", "\0"]),
)
def test_a_damaged_file_is_faulty_or_readable_but_never_an_exception(at: int, cut: int, put: str) -> None:
    source = (CLAUSES / "S-DSP.clause").read_text("utf-8")
    clause = parse(source[:at] + put + source[at + cut :])
    check_clauses([clause], LIBRARY.fields)
    for code in LANGUAGES:
        text = "".join(each.text for each in fill(clause, Facts(sample()), code, {}, LIBRARY.fields).paragraphs)
        assert "{{" not in text


def test_an_id_is_used_once() -> None:
    faults = check_clauses([parse(written("A.")), parse(written("B."))], FIELDS)
    assert [fault.rule for fault in faults] == ["id-duplicate"]


def test_a_folder_with_one_fault_is_refused_whole(tmp_path: Path) -> None:
    (tmp_path / "fields.toml").write_text("", "utf-8")
    (tmp_path / "C-ONE.clause").write_text(written("{{firm.name}}"), "utf-8")
    with refused("clause-variable-unknown") as problem:
        read_library(tmp_path)
    assert "“C-ONE.clause”, line 8, entry “C-ONE/fr”: No field is called “firm.name”." in problem.value.text
    with refused("definition-unreadable"):
        read_library(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ('kind = "colour"\nlabel = { fr = "x", en = "x", es = "x" }', "definition-code-unknown"),
        ('kind = "text"\nlabel = { fr = "x", en = "x" }', "definition-language-missing"),
        ('kind = "list"\nlabel = { fr = "x", en = "x", es = "x" }', "definition-key-missing"),
        ('kind = "text"\nlabel = { fr = "x", en = "x", es = "x" }\ncolour = 1', "definition-key-unknown"),
        ('kind = "text"\nlabel = { fr = "x", en = "x", es = "x" }\nitems = {}', "definition-key-unknown"),
    ],
)
def test_a_field_declared_wrongly_is_named(declared: str, code: str) -> None:
    with refused(code) as problem:
        read_fields(parse_toml(f'["a.b"]\n{declared}\n', "fields.toml"))
    assert re.search(r"“fields\.toml”, line [1-4], entry “a\.b”", problem.value.text)


# Values


def test_dates_money_numbers_and_countries_are_written_in_each_language() -> None:
    gift = {"amount": "18400.00", "currency": "USD"}
    assert write_date("2026-11-24", "fr") == "24 novembre 2026"
    assert write_date("2026-12-01", "fr") == "1er décembre 2026"
    assert write_date("2026-12-11", "fr") == "11 décembre 2026"
    assert [write_date("2026-12-01", code) for code in ("en", "es")] == ["1 December 2026", "1 de diciembre de 2026"]
    assert write_money(gift, "fr") == f"18{NBSP}400,00{NBSP}USD"
    assert write_money(gift, "en") == f"USD{NBSP}18,400.00"
    assert write_money(gift, "es") == f"18.400,00{NBSP}USD"
    assert write_money({"amount": "12000000", "currency": "XOF"}, "fr") == f"12{NBSP}000{NBSP}000{NBSP}XOF"
    assert [write_number("200000", code) for code in LANGUAGES] == [f"200{NBSP}000", "200,000", "200.000"]
    assert write_number("0.0082", "fr") == "0,0082"
    assert [write_country("BD", code) for code in LANGUAGES] == ["Bangladesh", "Bangladesh", "Bangladés"]
    assert write_country("CI", "fr") == "Côte d’Ivoire"


def test_text_is_one_line_and_keeps_its_no_break_spaces() -> None:
    assert write_text(" a\n b\t c\x00d ", "fr") == "a b c d"
    assert write_text(f"«{NBSP}Un SMS{NBSP}»", "fr") == f"«{NBSP}Un SMS{NBSP}»"
    assert write_text("পদ্মা থ্রেডস", "fr") == "পদ্মা থ্রেডস"


@pytest.mark.parametrize(
    ("write", "value"),
    [
        (write_money, {"amount": 18400.0, "currency": "USD"}),
        (write_money, {"amount": "18 400", "currency": "USD"}),
        (write_money, {"amount": "1", "currency": "usd"}),
        (write_money, "18400 USD"),
        (write_number, "NaN"),
        (write_number, True),
        (write_date, "24/11/2026"),
        (write_date, 20261124),
        (write_country, "Sénégal"),
        (write_text, 12),
        (write_words, "-1"),
        (write_words, "1000000000000"),
        (write_words, "0.001"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(write: Any, value: Any) -> None:
    with pytest.raises(Unwritable):
        write(value, "fr")


WORDS = {
    "0": ("zéro", "zero", "cero"),
    "1": ("un", "one", "uno"),
    "16": ("seize", "sixteen", "dieciséis"),
    "21": ("vingt et un", "twenty-one", "veintiuno"),
    "22": ("vingt-deux", "twenty-two", "veintidós"),
    "31": ("trente et un", "thirty-one", "treinta y uno"),
    "70": ("soixante-dix", "seventy", "setenta"),
    "71": ("soixante et onze", "seventy-one", "setenta y uno"),
    "77": ("soixante-dix-sept", "seventy-seven", "setenta y siete"),
    "80": ("quatre-vingts", "eighty", "ochenta"),
    "81": ("quatre-vingt-un", "eighty-one", "ochenta y uno"),
    "91": ("quatre-vingt-onze", "ninety-one", "noventa y uno"),
    "100": ("cent", "one hundred", "cien"),
    "101": ("cent un", "one hundred and one", "ciento uno"),
    "200": ("deux cents", "two hundred", "doscientos"),
    "280": ("deux cent quatre-vingts", "two hundred and eighty", "doscientos ochenta"),
    "500": ("cinq cents", "five hundred", "quinientos"),
    "701": ("sept cent un", "seven hundred and one", "setecientos uno"),
    "1000": ("mille", "one thousand", "mil"),
    "1001": ("mille un", "one thousand and one", "mil uno"),
    "1100": ("mille cent", "one thousand one hundred", "mil cien"),
    "18400": ("dix-huit mille quatre cents", "eighteen thousand four hundred", "dieciocho mil cuatrocientos"),
    "21000": ("vingt et un mille", "twenty-one thousand", "veintiún mil"),
    "31000": ("trente et un mille", "thirty-one thousand", "treinta y un mil"),
    "80000": ("quatre-vingt mille", "eighty thousand", "ochenta mil"),
    "100000": ("cent mille", "one hundred thousand", "cien mil"),
    "200000": ("deux cent mille", "two hundred thousand", "doscientos mil"),
    "1000000": ("un million", "one million", "un millón"),
    "21000000": ("vingt et un millions", "twenty-one million", "veintiún millones"),
    "80000000": ("quatre-vingts millions", "eighty million", "ochenta millones"),
    "200000000": ("deux cents millions", "two hundred million", "doscientos millones"),
    "1000000000": ("un milliard", "one billion", "mil millones"),
    "1001000000": ("un milliard un million", "one billion one million", "mil un millones"),
    "21000000000": ("vingt et un milliards", "twenty-one billion", "veintiún mil millones"),
    "71.50": (
        "soixante et onze et cinquante centièmes",
        "seventy-one and fifty hundredths",
        "setenta y uno con cincuenta centésimos",
    ),
}


@pytest.mark.parametrize("number", WORDS)
def test_numbers_are_said_in_words(number: str) -> None:
    assert tuple(in_words(number, code) for code in LANGUAGES) == WORDS[number]


def test_amounts_are_said_with_their_currency() -> None:
    def said(amount: str, currency: str) -> list[str]:
        return [write_words({"amount": amount, "currency": currency}, code) for code in LANGUAGES]

    assert said("21", "USD") == [
        "vingt et un dollars des États-Unis",
        "twenty-one US dollars",
        "veintiún dólares estadounidenses",
    ]
    assert said("221.00", "GBP") == [
        "deux cent vingt et une livres sterling",
        "two hundred and twenty-one British pounds",
        "doscientas veintiuna libras esterlinas",
    ]
    assert said("2000000", "XOF")[0] == "deux millions de francs CFA"
    assert said("1000000", "EUR")[0] == "un million d’euros"
    assert said("21", "HTG")[0] == "vingt et une gourdes haïtiennes"
    assert said("1000000", "USD")[2] == "un millón de dólares estadounidenses"
    assert said("500000000", "GBP")[2] == "quinientos millones de libras esterlinas"
    assert said("18400.50", "USD")[0] == "dix-huit mille quatre cents dollars des États-Unis et 50/100"
    assert said("999999999999.99", "USD")[1].endswith("nine hundred and ninety-nine US dollars and 99/100")


def test_every_number_below_a_thousand_has_its_own_words() -> None:
    for code in LANGUAGES:
        assert len({in_words(number, code) for number in range(1000)}) == 1000


def test_every_number_below_a_thousand_is_said_as_another_program_says_it() -> None:
    """`tests/golden/numbers.json` holds what num2words 0.5.14 says."""
    said = json.loads((Path(__file__).parents[1] / "golden" / "numbers.json").read_text("utf-8"))
    for code in LANGUAGES:
        assert [in_words(number, code) for number in range(1000)] == said[code]


COUNTED = {
    ("days", "7"): ("sept (7) jours", "seven (7) days", "siete (7) días"),
    ("days", "1"): ("un (1) jour", "one (1) day", "un (1) día"),
    ("days", "0"): ("zéro (0) jour", "zero (0) days", "cero (0) días"),
    ("days", "21"): ("vingt et un (21) jours", "twenty-one (21) days", "veintiún (21) días"),
    ("hours", "48"): ("quarante-huit (48) heures", "forty-eight (48) hours", "cuarenta y ocho (48) horas"),
    ("hours", "1"): ("une (1) heure", "one (1) hour", "una (1) hora"),
    ("hours", "21"): ("vingt et une (21) heures", "twenty-one (21) hours", "veintiuna (21) horas"),
    ("hours", "31"): ("trente et une (31) heures", "thirty-one (31) hours", "treinta y una (31) horas"),
    ("months", "1"): ("un (1) mois", "one (1) month", "un (1) mes"),
    ("months", "18"): ("dix-huit (18) mois", "eighteen (18) months", "dieciocho (18) meses"),
    ("years", "80"): ("quatre-vingts (80) ans", "eighty (80) years", "ochenta (80) años"),
    ("years", "1200"): (
        "mille deux cents (1 200) ans",
        "one thousand two hundred (1,200) years",
        "mil doscientos (1.200) años",
    ),
    ("percent", "7"): ("sept (7) pour cent", "seven (7) per cent", "siete (7) por ciento"),
    ("originals", "1"): ("un (1) exemplaire original", "one (1) original copy", "un (1) ejemplar original"),
    ("originals", "2"): ("deux (2) exemplaires originaux", "two (2) original copies", "dos (2) ejemplares originales"),
}


@pytest.mark.parametrize(("unit", "number"), COUNTED)
def test_what_is_counted_stands_in_words_and_figures(unit: str, number: str) -> None:
    said = tuple(WRITERS[unit](number, code).replace("\u00a0", " ") for code in LANGUAGES)
    assert said == COUNTED[unit, number]


@pytest.mark.parametrize("stored", ["1.5", "-1", "some", None, True])
def test_only_a_whole_number_is_counted(stored: object) -> None:
    with pytest.raises(Unwritable):
        WRITERS["days"](stored, "en")  # type: ignore[arg-type]


def test_every_period_of_a_clause_stands_in_words_and_figures() -> None:
    """A number of a field is written with its unit; a number in figures alone is a quantity in a list."""
    unit = "|".join(word for units in UNITS.values() for said in units.values() for word in {said.one, said.several})
    bare = re.compile(rf"(?<![\w(])(?:\d+|{_spelled()})[ \u00a0](?:{unit})\b")
    for clause in LIBRARY.clauses.values():
        source = (CLAUSES / f"{clause.id}.clause").read_text("utf-8")
        assert not bare.findall(source.split("--- fr\n")[1]), clause.id
        plain = {tag.name for body in clause.bodies.values() for tag in tags_in(body) if tag.filter == "number"}
        assert all(name.startswith("item.") for name in plain), clause.id


def _spelled() -> str:
    return "|".join(in_words(number, code) for code in LANGUAGES for number in range(2, 100))


def test_the_aims_are_those_of_the_strategy_word_for_word(definitions: Definitions) -> None:
    """The field, the clause and the register call the four aims of ¶15 by one name."""
    declared = LIBRARY.fields["partnership.aims"].items[0].choices
    aims = definitions.strategy.labels("aims")
    assert {choice.id: choice.label for choice in declared} == dict(aims)
    for code in LANGUAGES:
        source = (CLAUSES / "C-PUR.clause").read_text("utf-8")
        for label in aims.values():
            words = label[code][0].lower() + label[code][1:]
            assert f"- {words}" in source or f"- to {words}" in source


# What is shipped


@pytest.mark.parametrize("clause", LIBRARY.clauses.values(), ids=lambda clause: clause.id)
@pytest.mark.parametrize("facts", [sample("IMP"), everything_on("IMP")], ids=["plain", "everything"])
def test_every_clause_fills_level_in_every_language(clause: Clause, facts: dict[str, Any]) -> None:
    on = everything_on("IMP")
    facts = {**facts, "data": on["data"], "remedy": on["remedy"], "contribution": on["contribution"]}
    facts["agreement"] = {
        **facts["agreement"],
        "binding": True,
        "ruling_language": "fr",
        "written_in": "fr_en",
        "conditions": on["agreement"]["conditions"],
        "parties": on["agreement"]["parties"],
    }
    facts["brings"] = {"cash": True, "goods": True, "services": True, "in_kind": True}
    texts = {code: fill(clause, Facts(facts), code, REFS, LIBRARY.fields) for code in LANGUAGES}
    for said in texts.values():
        assert said.gaps == ()
        assert said.title
        assert not any("{{" in each.text or "}}" in each.text or "  " in each.text for each in said.paragraphs)
    assert len({tuple(len(each.items) for each in said.paragraphs) for said in texts.values()}) == 1


@pytest.mark.parametrize("clause", LIBRARY.clauses.values(), ids=lambda clause: clause.id)
def test_every_clause_has_two_to_eight_paragraphs_and_ends_its_sentences(clause: Clause) -> None:
    on = everything_on()
    on["agreement"] |= {"binding": True, "annexed": True, "ruling_language": "fr", "written_in": "fr_en"}
    on["brings"] = {"goods": True, "in_kind": True}
    for code in LANGUAGES:
        paragraphs = fill(clause, Facts(on), code, REFS, LIBRARY.fields).paragraphs
        assert 2 <= len(paragraphs) <= 8
        for each in paragraphs:
            assert each.text.endswith(".") or (each.items and "".join(map(str, each.parts)).endswith(":")), each.text


TYPOGRAPHY = {  # what a clause may not hold, by language
    "fr": {
        "no no-break space (U+00A0) before ; : ! ? »": r"(?<!\u00a0)[;!?»]|(?<= ):",
        "no no-break space (U+00A0) after «": r"«(?!\u00a0)",
    },
    "en": {"a space before : ; ? or French quotation marks": r"\u00a0[:;]|[«»]"},
    "es": {"a space before : ; or inside « »": r"[ \u00a0][:;]| »|« "},
}


def test_typography_is_that_of_each_language() -> None:
    faults: list[str] = []
    for path in [*CLAUSES.glob("*.clause"), *(forms() / "agreements").glob("*.toml")]:
        language = ""
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            place = f"{path.name}, line {number}"
            language = line.removeprefix("--- ") if line.startswith("--- ") else language
            if "'" in line and not line.startswith(("when", "version", "#")):
                faults.append(f"{place}: a straight apostrophe: write ’: {line}")
            rules = TYPOGRAPHY.get(language, {})
            faults += [f"{place}: {fault}: {line}" for fault, pattern in rules.items() if re.search(pattern, line)]
    assert not faults, "\n".join(faults)


TERMS = {"fr": ("Organisation", "Partenaire"), "en": ("Organization", "Partner"), "es": ("Organización", "Asociado")}
BANNED = {
    "fr": ("OIM ", "partenaire ", " contrat ", "donateur"),
    "en": ("IOM ", "Organisation", "partner ", " contract ", "donor"),
    "es": ("OIM ", "Socio", "asociado ", " contrato ", "donante"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_parties_are_always_called_by_the_same_words(code: str) -> None:
    for clause in LIBRARY.clauses.values():
        source = (CLAUSES / f"{clause.id}.clause").read_text("utf-8")
        body = source.split(f"--- {code}\n")[1].split("\n--- ")[0]
        body = body.replace("Organisation internationale du Travail", "")
        for word in BANNED[code]:
            assert word not in body, f"{clause.id}.clause says “{word.strip()}”: the parties are {TERMS[code]}"


RETITLED = {  # what is called otherwise than in its brief
    "C-PUR": {"fr": "objectif commun", "es": "objetivo común"},  # as ¶17 says
    "C-RSK": {"es": "riesgos compartidos y notificación de incidentes"},  # ¶16 has them shared, as fr and en say
    "S-DEF": {  # it says which language is authentic too, and of a text without annexes nothing of their order
        "fr": "définitions et interprétation",
        "en": "definitions and interpretation",
        "es": "definiciones e interpretación",
    },
}


def test_titles_and_paragraphs_of_the_strategy_are_those_of_the_briefs() -> None:
    if not BRIEFS.exists():
        pytest.skip("the briefs are not beside this copy")
    briefs = {brief["id"]: brief for brief in json.loads(BRIEFS.read_text("utf-8"))["clauses"]}
    for clause in LIBRARY.clauses.values():
        if clause.id not in briefs:  # C-CND, what the decision demands of the partner, and whatever is added later
            continue
        brief = briefs[clause.id]
        numbers = ", ".join(part for part in brief["ref"].split(", ") if part != "gk")
        assert clause.ref == numbers, clause.id
        assert clause.brief.startswith(brief["must_say"].replace("'", "’")), clause.id
        named = {**brief, **RETITLED.get(clause.id, {})}
        assert [clause.title[code].replace("’", "'").casefold() for code in LANGUAGES] == [
            named[code].casefold() for code in LANGUAGES
        ], clause.id

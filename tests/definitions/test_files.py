"""Every definition file that this program ships: ids, languages, rules, facts; and mistakes that are located."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from desktop.base.text import LANGUAGES
from desktop.base.values import sha256
from desktop.definitions.answers import CHOICE_TYPES, RANK
from desktop.definitions.authority import Authority, load_authority
from desktop.definitions.contributions import load_contributions
from desktop.definitions.facts import SUBTYPES, VOCABULARY
from desktop.definitions.form import FINDING_CODES, Questionnaire, load_form
from desktop.definitions.loading import Definitions
from desktop.definitions.soundness import outcomes_of, rules_of
from desktop.definitions.source import read_toml
from desktop.definitions.strategy import Strategy, load_strategy
from desktop.definitions.toml_lines import TomlPath
from tests.definitions.files import FORMS, case, filled
from tests.refusal import refused

QUESTIONNAIRE = FORMS / "diligence" / "questionnaire.toml"
GUIDANCE = FORMS / "diligence" / "guidance.toml"
WORKED = FORMS / "diligence" / "worked_cases.toml"
REFERENCES = FORMS / "diligence" / "references.toml"
CONTRIBUTIONS = FORMS / "contributions.toml"
FILES = (QUESTIONNAIRE, GUIDANCE, REFERENCES, WORKED, FORMS / "authority.toml", FORMS / "strategy.toml", CONTRIBUTIONS)


Written = list[tuple[str, Mapping[str, str]]]  # each text of a file in its languages, with its file and line


def texts(value: Any, path: TomlPath = ()) -> Iterator[tuple[TomlPath, Mapping[str, str]]]:
    if isinstance(value, Mapping):
        if set(value) == set(LANGUAGES):
            yield path, value
        else:
            for key, inner in value.items():
                yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*path, index))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def written(request: pytest.FixtureRequest) -> Written:
    source = read_toml(request.param)
    return [(f"{source.name}, line {source.line(path)}", text) for path, text in texts(source.content)]


def test_no_translation_is_left_in_english(written: Written) -> None:
    long = [(place, text) for place, text in written if len(text["en"].split()) > 2]
    assert len(long) > 10
    assert [(place, text) for place, text in long if text["en"] in (text["fr"], text["es"])] == []


FAULTS = {  # what no text may hold, by language
    "a straight apostrophe: write ’": (LANGUAGES, r"'"),
    "two spaces, or a space at an end": (LANGUAGES, r"\s{2}|\s$|^\s"),
    "no no-break space (U+00A0) before ; : ! ? » %": (("fr",), r"(?<!\u00a0)[;!?»%]|(?<![\u00a0\d]):"),
    "no no-break space (U+00A0) after «": (("fr",), r"«(?!\u00a0)"),
    "no no-break space (U+00A0) between a number and %": (("es",), r"\d ?%"),
    "a space before %": (("en",), r"\s%"),
}


def test_the_typography_is_that_of_each_language(written: Written) -> None:
    faults = [
        f"{place}: {fault}: {text[language]}"
        for place, text in written
        for fault, (languages, pattern) in FAULTS.items()
        for language in languages
        if re.search(pattern, text[language])
    ]
    faults += [
        f"{place}: a ? without its ¿: {text['es']}"
        for place, text in written
        if text["es"].count("?") != text["es"].count("¿")
    ]
    assert not faults, "\n".join(faults)


def test_rules_compare_facts_and_answers_with_codes_that_exist(form: Questionnaire, definitions: Definitions) -> None:
    agreements = {
        *VOCABULARY["agreement.type"].values,
        *definitions.agreements,
    }  # a new type may have a code of its own
    for where, rule in rules_of(form):
        for name, code in re.findall(r'([a-z_.]+[A-Z]?\d*) (?:==|!=) "(\w+)"', rule.text):
            if name.startswith("answers."):
                assert form.by_id[name.removeprefix("answers.")].choice(code), (where, name, code)
            elif name == "agreement.type":
                assert code in agreements, (where, name, code)
            elif name in VOCABULARY and VOCABULARY[name].values:
                assert code in VOCABULARY[name].values, (where, name, code)
        for code, name in re.findall(r'"(\w+)" (?:not )?in answers\.(\w\d\d)', rule.text):
            assert form.by_id[name].choice(code), (where, name, code)


def test_every_declared_fact_is_read_somewhere() -> None:
    read = "".join(path.read_text() for path in FORMS.rglob("*") if path.is_file())
    read += "".join(
        path.read_text() for path in (FORMS.parent / "desktop" / "definitions").rglob("*.py") if path.stem != "facts"
    )
    for_new_types = ("screening.", "partnership.services")  # a type for services given, when HQ has one (dossier 3.1)
    unread = [name for name in VOCABULARY if name not in read and not name.startswith(for_new_types)]
    assert unread == []


def test_every_question_is_asked_in_some_file(form: Questionnaire, authority: Authority) -> None:
    large: dict[str, Any] = {"agreement__type": "IMP", "partnership__cash": True, "partnership__months": 24}
    large |= {"partnership__beneficiary_contact": True, "office__lists": ["eu"], "partner__employees": 900}
    large |= {"partner__subtype": "multinational"}
    mining = {"C06": {"value": {"choices": ["extractives"]}}, "F01": {"value": "yes"}}
    young = case(authority, partner__founded="2026-01-01")
    asked: set[str] = set()
    for facts, given in (
        (case(authority, **large), mining),
        (case(authority, **large), {"G02": {"value": {"found": "found"}, "findings": [FINDING]}}),
        (young, {}),
    ):
        review = form.review(filled(form, facts, **given), facts)
        asked |= {id_ for section in review.sections for id_ in section.questions}
    assert [question.id for question in form.questions if question.id not in asked] == []


FINDING = {"source": "Court", "status": "judgment", "scale": 3, "response": "remedies"}


def test_questions_are_complete_and_in_order(form: Questionnaire) -> None:
    sections = [section.id for section in form.sections]
    assert [q.section for q in form.questions] == sorted((q.section for q in form.questions), key=sections.index)
    for question in form.questions:
        assert question.paragraphs, question.id
        assert question.label["fr"].endswith("?"), question.id
        assert "¿" in question.label["es"], question.id
        assert max(len(text.split()) for text in question.label.values()) <= 50, question.id
        assert all(re.search("¶|rincip", text) for text in question.why.values()), question.id
        if question.type in CHOICE_TYPES:
            assert len(question.choices) > 1, question.id
            assert min(RANK[choice.outcome.level] for choice in question.choices) <= RANK["low"], question.id
    assert {choice.id for choice in form.by_id["A02"].choices} == set(SUBTYPES)
    for field, codes in FINDING_CODES.items():
        assert tuple(one.id for one in form.findings[field]) == codes


def test_which_questions_may_follow_the_path_of_23(form: Questionnaire) -> None:
    mitigable = {section.id for section in form.sections if section.mitigable}
    for question in form.questions:
        outcomes = list(outcomes_of(question))
        if question.adhoc:
            assert question.section in mitigable, f"{question.id}: a section without measures has no path of ¶23"
            assert any(RANK[outcome.level] > RANK["low"] for outcome in outcomes), f"{question.id}: no shortcoming"
        if any(outcome.remedy for outcome in outcomes):
            assert question.adhoc, f"{question.id} opens the remedy plan, so it needs adhoc = true"
    assert {q.id for q in form.questions if q.unknown == "incomplete"} >= {
        "A05",
        "B01",
        "B02",
        "C01",
        "H04",
        "I01",
        "M01",
    }
    assert {section.id for section in form.sections if not section.mitigable} == {"B", "C"}


def test_partner_side_forms_have_the_questions_of_partners(form: Questionnaire) -> None:
    partner = [question for question in form.questions if question.who in ("P", "PO")]
    assert any(question.tier == "basic" for question in partner)
    assert all(question.type not in ("screening", "scale") for question in partner)  # the office's own work


def test_the_digest_is_that_of_the_bytes_of_the_file(form: Questionnaire) -> None:
    assert form.digest == sha256(QUESTIONNAIRE.read_bytes())


def test_definitions_read_nothing_before_they_are_asked(tmp_path: Path) -> None:
    empty = Definitions.load(tmp_path)
    with refused("definition-unreadable") as problem:
        _form = empty.form
    assert "questionnaire.toml" in problem.value.text
    with refused("definitions-missing"):
        Definitions.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("written", "spoilt", "said", "code"),
    [
        (
            'tier = "basic"\nwho = "PO"\ntype = "text"',
            'tier = "bsic"\nwho = "PO"\ntype = "text"',
            ("A01", "tier"),
            "definition-code-unknown",
        ),
        (
            '{ id = "none", outcome = "high"',
            '{ id = "none", outcome = "hgh"',
            ("D05/none", "outcome"),
            "definition-code-unknown",
        ),
        ('when = "partnership.beneficiary_contact"', 'when = "partnership.("', ("D05", "column 13"), "definition-rule"),
        ('id = "A02"', 'id = "A01"', ("A01", "twice"), "definition-id-twice"),
        (
            'section = "C"\ntier = "basic"\nwho = "O"',
            'section = "Z"\ntier = "basic"\nwho = "O"',
            ("C06", "Z"),
            "question-section-unknown",
        ),
        ("any_tier = true", "anytier = true", ("E05", "anytier"), "definition-key-unknown"),
        ('en = "Signed form"', 'en = ""', ("M01", "en"), "definition-language-missing"),
        ('role = "cost"', 'role = "costs"', ("L03", "role"), "definition-code-unknown"),
        ('role = "cost"', 'role = "benefit"', ("L03", "held by question L02 already"), "question-role-twice"),
        ('role = "cost"\n', "", ("diligence", "no question has the role “cost”"), "question-role-missing"),
        (', role = "credible"', "", ("M02", "no choice has the role “credible”"), "choice-role-missing"),
    ],
)
def test_a_mistake_names_the_file_the_line_and_the_entry(
    tmp_path: Path, written: str, spoilt: str, said: tuple[str, str], code: str, english: None
) -> None:
    text = QUESTIONNAIRE.read_text()
    assert written in text
    (tmp_path / "mine.toml").write_text(text.replace(written, spoilt, 1))
    with refused(code) as caught:
        load_form(tmp_path / "mine.toml")
    assert "mine.toml" in caught.value.text and all(part in caught.value.text for part in said)
    assert re.search(r"line \d+", caught.value.text) and caught.value.remedy


@pytest.mark.parametrize(
    ("written", "spoilt", "entry"),
    [("answers.K02 in", "answers.K99 in", "procurement"), ('"K06" in', '"K99" in', "high")],
)
def test_a_question_that_the_matrix_names_and_the_questionnaire_lacks_is_refused(
    tmp_path: Path, written: str, spoilt: str, entry: str, english: None
) -> None:
    folder = Path(copytree(FORMS, tmp_path / "forms"))
    before, _written, after = (folder / "authority.toml").read_text().partition(written)
    assert after
    (folder / "authority.toml").write_text(before + spoilt + after)
    with refused("rule-question-unknown") as caught:
        _form = Definitions.load(folder).form
    line = before.count("\n") + 1
    assert f"“authority.toml”, line {line}, entry “{entry}”" in caught.value.text and "K99" in caught.value.text


@pytest.mark.parametrize(
    ("written", "spoilt", "code", "named"),
    [
        ('id = "E02"', 'id = "E99"', "guidance-question-unknown", "E99"),
        ("\nversion = ", "\nedition = ", "definition-key-unknown", "edition"),
    ],
)
def test_guidance_that_the_questionnaire_does_not_know_is_refused(
    tmp_path: Path, written: str, spoilt: str, code: str, named: str, english: None
) -> None:
    folder = Path(copytree(FORMS, tmp_path / "forms"))
    path = folder / "diligence" / "guidance.toml"
    before, _written, after = path.read_text().partition(written)
    assert after
    path.write_text(before + spoilt + after)
    with refused(code) as caught:
        _guidance = Definitions.load(folder).guidance
    assert "“guidance.toml”, line" in caught.value.text and named in caught.value.text


def test_a_question_without_an_example_is_refused_by_its_number(tmp_path: Path, english: None) -> None:
    folder = Path(copytree(FORMS, tmp_path / "forms"))
    path = folder / "diligence" / "guidance.toml"
    path.write_text(path.read_text().partition('\n[[questions]]\nid = "M02"')[0])
    with refused("guidance-missing") as caught:
        _guidance = Definitions.load(folder).guidance
    assert "question M02 has no example" in caught.value.text


def test_examples_and_places_to_look_are_short(definitions: Definitions) -> None:
    helped = definitions.guidance.by_question.values()
    long = [
        (help_.id, text[code])
        for help_ in helped
        for text in (help_.example, help_.offline)
        for code in LANGUAGES
        if len(text[code].split()) > 32
    ]
    assert len(helped) == len(definitions.form.questions) == 60
    assert long == []


def test_the_texts_are_those_that_the_strategy_names_and_each_principle_is_covered(definitions: Definitions) -> None:
    texts = {text.id: text for text in definitions.references.texts}
    assert {id_: text.paragraph[:2] for id_, text in texts.items()} == {
        **dict.fromkeys(("compact", "guiding", "guidelines"), "17"),
        **dict.fromkeys(("constitution", "council"), "18"),
        "mission": "19",
    }
    assert [point.number for point in texts["compact"].points] == [str(number) for number in range(1, 11)]
    assert len(texts["mission"].points) == 4
    points = [point for text in texts.values() for point in text.points]
    assert len({point.id for point in points}) == len(points)
    questions = definitions.form.questions
    assert [point.id for point in points if not any(map(point.is_covered_by, questions))] == []


@pytest.mark.parametrize(
    ("written", "spoilt", "code", "entry"),
    [
        ('"K04"', '"K99"', "reference-question-unknown", "guidelines-emblem"),
        ('questions = ["K04"]', "questions = []", "reference-uncovered", "guidelines-emblem"),
        ("principles = [5]", 'questions = ["E02"]', "reference-number-missing", "references"),
    ],
)
def test_a_principle_without_a_question_is_refused(
    tmp_path: Path, written: str, spoilt: str, code: str, entry: str, english: None
) -> None:
    folder = Path(copytree(FORMS, tmp_path / "forms"))
    path = folder / "diligence" / "references.toml"
    before, _written, after = path.read_text().rpartition(written)
    assert after
    path.write_text(before + spoilt + after)
    with refused(code) as caught:
        _references = Definitions.load(folder).references
    assert "“references.toml”, line" in caught.value.text and entry in caught.value.text


def test_each_heading_of_contributions_has_a_form_and_each_form_a_method(tmp_path: Path, english: None) -> None:
    rules = load_contributions(CONTRIBUTIONS)
    in_kind = [form.id for form in rules.forms if form.is_in_kind]
    assert in_kind == ["goods", "services", "staff_time", "technology"]
    assert all(any(method.counts for method in rules.methods_of(form)) for form in in_kind)
    assert not rules.methods_of("money") and not rules.by_method["symbolic"].counts
    assert (rules.form_of("", "services").id, rules.form_of("gold", "cash").id) == ("services", "money")
    written = CONTRIBUTIONS.read_text().replace('kind = "cash"', 'kind = "goods"')
    (tmp_path / "mine.toml").write_text(written)
    with refused("contribution-headings"):
        load_contributions(tmp_path / "mine.toml")


def test_a_file_that_is_not_toml_is_refused_with_its_place(tmp_path: Path, english: None) -> None:
    for name, load in (("a.toml", load_form), ("b.toml", load_authority), ("c.toml", load_strategy)):
        (tmp_path / name).write_text("id = \n")
        with refused("definition-not-toml") as problem:
            load(tmp_path / name)
        assert re.search(rf"{name}.*line 1", problem.value.text)


def test_the_strategy_names_what_its_paragraphs_name(strategy: Strategy) -> None:
    assert [group.id for group in strategy.groups] == ["ENT", "FOA", "HNW", "PUB"]
    assert {one.id for one in strategy.subtypes} == set(SUBTYPES)
    assert [one.id for one in strategy.subtypes_of("HNW")] == ["person", "family"]
    assert [(one.aim, one.paragraph) for one in strategy.types] == [
        ("a", "29a"),
        ("b", "29b"),
        ("c", "29c"),
        ("d", "29d"),
    ]
    assert sum(len(one.indicators) for one in strategy.types) == 13
    assert [one.paragraph for one in strategy.principles] == [str(number) for number in range(18, 28)]
    assert [one.paragraph for one in strategy.pillars] == ["30a", "30b", "30c", "30d", "30e", "30f"]
    assert (len(strategy.themes), len(strategy.stages)) == (5, 9)
    assert strategy.labels("groups")["ENT"]["fr"] == "Entreprises et leurs plateformes"

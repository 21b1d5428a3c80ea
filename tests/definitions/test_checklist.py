"""The checklist that clauses are held against: every rule finds what it is for, and the library keeps them all."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.paths import forms
from desktop.base.text import LANGUAGES, speak
from desktop.definitions.clauses.checklist import checklist_problems, load_checklist
from desktop.definitions.clauses.library import ClauseLibrary, read_library
from desktop.definitions.clauses.parsing import parse
from desktop.definitions.loading import Definitions
from tests.refusal import refused

PATH = forms() / "checklist.toml"
LIBRARY = read_library(forms() / "clauses")
CHECKLIST = load_checklist(PATH)
BAD = {
    "period-start": (
        "Il répond dans un délai de {{agreement.notice_days|days}}.",
        "It shall answer within {{agreement.notice_days|days}}.",
        "Responderá en un plazo de {{agreement.notice_days|days}}.",
    ),
    "figures-alone": ("Il répond en 15 jours.", "It shall answer in 15 days.", "Responderá en 15 días."),
    "consent": (
        "Nul ne cède rien sans l’accord de l’autre.",
        "Nothing is assigned without prior written agreement.",
        "Nada se cede sin acuerdo previo por escrito.",
    ),
    "two-parties": ("Les deux Parties le signent.", "Both Parties sign it.", "Lo firman ambas Partes."),
    "own-dates": ("Il paie aux dates convenues.", "It pays on the agreed dates.", "Paga en las fechas convenidas."),
    "whose-claims": (
        "La résiliation n’ouvre droit à aucune indemnité.",
        "Termination gives no right to compensation.",
        "La terminación no da derecho a indemnización alguna.",
    ),
    "remedy-words": ("Il atteint chaque étape.", "It reaches each stage.", "Alcanza cada etapa."),
    "who-ends": (
        "Tout manquement constitue un motif de résiliation.",
        "Any failure is a ground for immediate termination.",
        "Todo incumplimiento será motivo de terminación.",
    ),
    "whose-emblem": (
        "Il n’use pas de l’emblème de l’Organisation ou des Nations Unies sans consentement.",
        "It shall not use the emblem of the Organization or of the United Nations without consent.",
        "No usará el emblema de la Organización o de las Naciones Unidas sin consentimiento.",
    ),
    "purpose-words": ("La finalité commune demeure.", "The common goal remains.", "La finalidad común subsiste."),
}


def clause(texts: tuple[str, ...]) -> ClauseLibrary:
    """A library of one clause with these texts, one a language."""
    head = "id: S-PER\nversion: 1\nref: 25\nbrief: x\ntitle.fr: x\ntitle.en: x\ntitle.es: x\n"
    bodies = "".join(f"--- {code}\n{text}\n" for code, text in zip(LANGUAGES, texts, strict=True))
    return ClauseLibrary({"S-PER": parse(head + bodies)}, LIBRARY.fields, LIBRARY.annex_opening)


def test_the_library_keeps_every_rule() -> None:
    assert list(checklist_problems(PATH, LIBRARY)) == []
    assert {check.id for check in CHECKLIST.checks} == set(BAD), "each rule has its example here"


@pytest.mark.parametrize("rule", BAD)
def test_each_rule_finds_its_fault_in_every_language_with_its_line(rule: str) -> None:
    speak("en")
    order = {"fr": 0, "en": 1, "es": 2}
    library = clause(tuple(BAD[rule][order[code]] for code in LANGUAGES))
    found = [problem for problem in checklist_problems(PATH, library) if problem.code == f"clause-{rule}"]
    assert [re.search(r"S-PER/(\w\w)", problem.text)[1] for problem in found] == list(LANGUAGES)  # type: ignore[index]
    assert all(re.search(r"line \d+", problem.text) for problem in found)


@pytest.mark.parametrize("thing", CHECKLIST.things, ids=lambda thing: thing.id)
def test_each_thing_is_stated_by_its_own_clauses_and_by_no_other(thing: object) -> None:
    only = replace(CHECKLIST, checks=(), things=(thing,))  # type: ignore[arg-type]
    allowed = thing.clauses  # type: ignore[attr-defined]
    strangers = {id_: replace(each, id="X-YZ", says=()) for id_, each in LIBRARY.clauses.items() if id_ in allowed}
    assert [fault.rule for fault in only.faults(strangers.values())], "its words stand in the clauses that rule it"
    assert list(only.faults(LIBRARY.clauses.values())) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("dans un délai de \\{", "dans ( un délai de \\{", 1), "check-pattern"),
        (lambda text: text.replace("needs = ", "never = ", 1), "check-shape"),
        (lambda text: text.replace('id = "checklist"', 'id = "list"', 1), "definition-code-unknown"),
    ],
)
def test_a_checklist_with_a_fault_is_refused(change: object, code: str, tmp_path: Path) -> None:
    path = tmp_path / "checklist.toml"
    path.write_text(change(PATH.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    with refused(code):
        load_checklist(path)


def test_the_check_of_the_forms_names_what_the_checklist_finds(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(forms(), folder)
    path = folder / "clauses" / "S-PER.clause"
    path.write_text(path.read_text("utf-8").replace("Aucune Partie ne peut", "Les deux Parties ne peuvent"), "utf-8")
    assert [problem.code for problem in Definitions.load(folder).problems()] == ["clause-two-parties"]

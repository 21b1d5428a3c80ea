"""The coverage matrix: every principle with its questions, their answers, the evidence and the gap, in words."""

from pathlib import Path

import pytest

from desktop.base.text import LANGUAGES
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.services.diligence import answers, coverage, recording
from desktop.services.diligence.coverage import CoverageState, CoveredPrinciple
from tests.casework import Casework, complete, work
from tests.paper import words_of

__all__ = ["work"]


def principles(work: Casework, language: str = "fr") -> dict[str, CoveredPrinciple]:
    texts = coverage.matrix(work.office.work, work.file, language)
    return {principle.id: principle for text in texts for principle in text.principles}


def say(work: Casework, question: str, content: AnswerContent) -> None:
    answers.save_draft(work.office.work, work.case.id, question, content)
    recording.record(work.office.work, work.case.id)


def test_a_new_case_says_of_each_principle_which_answers_lack_and_which_questions_are_not_asked(work: Casework) -> None:
    seen = principles(work)
    assert seen["compact-5"].state is CoverageState.OPEN
    assert seen["compact-5"].gaps == ("E02 · Il n’y a pas encore de réponse.",)
    assert [asked.answer for asked in seen["compact-5"].questions] == ["Pas encore de réponse."]
    due = seen["guiding-17-21"]
    assert due.state is CoverageState.NOT_ASKED
    assert due.gaps == ("Aucune question posée à ce sujet\u00a0: un examen plus approfondi la poserait.",)
    assert (
        due.questions[0].answer == "Non posée\u00a0: un examen plus approfondi la poserait"
        and due.questions[0].level is None
    )


def test_a_complete_case_names_its_evidence_and_says_what_is_answered_without(work: Casework, tmp_path: Path) -> None:
    complete(work, tmp_path)
    seen = principles(work)
    states = {principle.state for principle in seen.values()}
    assert CoverageState.OPEN not in states and CoverageState.ADVERSE not in states
    proven = [principle for principle in seen.values() if principle.evidence]
    assert proven
    for principle in seen.values():
        if principle.state is CoverageState.UNPROVEN:
            assert principle.gaps[0].startswith("Sans pièce")
        if principle.state is CoverageState.COVERED:
            assert principle.gaps == ()
    assert "Relevé de recherche (E02)" in seen["compact-5"].evidence  # “searched, nothing found” is evidence
    assert seen["compact-5"].state is CoverageState.COVERED
    lists = "Recherche dans les listes de sanctions (B01, B03)"
    assert lists in seen["guidelines-partner"].evidence
    transparency = seen["guidelines-transparency"]
    assert any("M01" in piece for piece in transparency.evidence)


def test_an_adverse_answer_and_what_nobody_could_find_out_are_gaps(work: Casework) -> None:
    say(work, "K04", AnswerContent(value="sales"))
    unknown = AnswerContent(value=UNKNOWN, unknown={"why": "Le registre a brûlé."})
    say(work, "K03", unknown)
    seen = principles(work)
    assert seen["guidelines-emblem"].state is CoverageState.ADVERSE
    assert seen["guidelines-emblem"].gaps[0] == "Défavorable au partenaire\u00a0: K04."
    said = seen["guidelines-advantage"]
    assert "N’a pas pu être établi\u00a0: K03." in said.gaps
    assert "Le registre a brûlé." in next(asked.answer for asked in said.questions if asked.id == "K03")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_annex_holds_every_principle_and_the_dossier_holds_the_annex(work: Casework, language: str) -> None:
    said = "".join(words_of(coverage.pdf(work.office.work, work.case.id, language)).split())
    for principle in principles(work, language).values():
        assert "".join(principle.label.split()) in said
        for asked in principle.questions:
            assert f"{asked.id}·" in said
        for gap in principle.gaps:
            assert "".join(gap.split()) in said

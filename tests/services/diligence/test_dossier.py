"""The dossier: a whole case on paper, every answer of every type in words, with the case as JSON inside."""

import json
from pathlib import Path

import pikepdf
import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.base.values import today
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.services.diligence import answers, dossier, handing_over, recording
from desktop.services.diligence.answer_words import AnswerWords
from desktop.store.states import Opinion
from tests.casework import Casework, complete, records, sound, work
from tests.makers import on
from tests.paper import words_of

__all__ = ["work"]


def attached(data: bytes, tmp_path: Path) -> dict[str, object]:
    """The record inside a document."""
    path = tmp_path / "dossier.pdf"
    path.write_bytes(data)
    with pikepdf.open(path) as pdf:
        files = [spec.get_file().read_bytes() for spec in pdf.attachments.values()]
    return next(content for content in map(json.loads, files) if content.get("kind") == "due-diligence-dossier")


def holds(said: str, sentence: str) -> bool:
    """Whether a paper says a sentence, wherever its lines are broken."""
    return "".join(sentence.split()) in "".join(said.split())


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_dossier_holds_the_whole_case(work: Casework, tmp_path: Path, language: str) -> None:
    speak(language)
    complete(work, tmp_path)
    handing_over.submit(on(work.office, today()), work.case.id, Opinion.FAVOURABLE, "Un don utile et sans risque.")
    data = dossier.pdf(work.office.work, work.case.id, language)
    said, assessment = words_of(data), work.file
    asked = [id_ for section in assessment.review.sections for id_ in section.questions]
    assert [id_ for id_ in asked if f"{id_} ·" not in said] == []
    hidden = [id_ for section in assessment.review.sections for id_ in section.hidden]
    assert hidden and [id_ for id_ in hidden if f"{id_} ·" not in said] == []
    assert "Un don utile et sans risque." in said
    for piece in assessment.evidence:
        assert piece.title in said
    inside = attached(data, tmp_path)
    assert inside["number"] == work.file.case.number
    assert set(inside["answers"]) >= set(asked) - {"B01", "B03"}  # type: ignore[call-overload]
    assert inside["review"]["inherent"] == "low"  # type: ignore[index]
    helps = work.office.definitions.guidance.by_question
    assert [id_ for id_ in asked if not holds(said, helps[id_].example[language])] == []
    assert [id_ for id_ in asked if not holds(said, helps[id_].offline[language])] == []


def test_an_open_case_says_what_is_missing_and_what_nobody_knows_yet(work: Casework) -> None:
    who = AnswerContent(value=UNKNOWN, unknown={"who": "Ibrahima Fall", "by": "2026-12-15"})
    answers.save_draft(work.office.work, work.case.id, "C01", who)
    never = AnswerContent(value=UNKNOWN, unknown={"why": "Le registre a brûlé en 2019."})
    answers.save_draft(work.office.work, work.case.id, "C04", never)
    recording.record(work.office.work, work.case.id)
    said = words_of(dossier.pdf(work.office.work, work.case.id, "fr"))
    assert "Ibrahima Fall" in said and "15 déc. 2026" in said
    assert "Le registre a brûlé en 2019." in said
    assert "Ce qui manque" in said and "Rien n’a encore été décidé." in said
    assert "repris de ce qui est enregistré" in said  # nature, persons and aims


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_every_question_is_answered_in_words(work: Casework, language: str) -> None:
    """A full value of every question's type: no code, no brace and no bracket of the record is left in its words."""
    form = work.office.definitions.form
    words = AnswerWords(language, form.findings)
    for question in form.questions:
        value = sound(question)
        said = words.answer(question, value)
        assert said and not any(mark in said for mark in "{}[]'"), (question.id, said)
        codes = {choice.id for choice in question.choices if "_" in choice.id}
        assert not any(code in said for code in codes), (question.id, said)
        for row in records(question):
            told = words.milestone(row) if question.type == "plan" else words.finding(question, row)
            assert str(row.get("source") or row.get("what")) in told
    assert words.answer(form.by_id["A01"], None) == ""


def test_the_dossier_is_shown_saved_and_left_again(work: Casework, tmp_path: Path) -> None:
    hub = DiligencePresenter(work.office, RunNow(), work.case.id)
    hub.show_paper()
    assert hub.pdf is not None and hub.pdf.startswith(b"%PDF")
    places: list[str] = []

    class Asker:
        def place_to_save(self, title: str, name: str, chosen: object) -> None:
            places.append(name)
            chosen(tmp_path / "dossier.pdf")  # type: ignore[operator]

    hub.asker = Asker()  # type: ignore[assignment]
    hub.save_paper()
    assert (tmp_path / "dossier.pdf").read_bytes() == hub.pdf
    assert places == [f"Dossier de diligence raisonnable {work.file.case.number}.pdf"]
    hub.hide_paper()
    assert hub.pdf is None

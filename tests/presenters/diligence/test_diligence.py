"""The hub of a case: what it says before, during and after the work, and handing over."""

from collections.abc import Callable
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.question import QuestionPresenter, pages
from desktop.presenters.presenter import Confirmation
from desktop.services.diligence import answers, assessments, recording
from desktop.store.records import Partnership
from tests.casework import Casework, complete, work
from tests.foreign import sound_pdf
from tests.offices import add_chief
from tests.refusal import refused

__all__ = ["work"]


class Yes:
    """An officer who confirms everything, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[Confirmation] = []

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        self.asked.append(question)
        confirmed()


def hub(work: Casework) -> DiligencePresenter:
    return DiligencePresenter(work.office, RunNow(), work.case.id)


def page(work: Casework, question: str) -> QuestionPresenter:
    return QuestionPresenter(work.office, RunNow(), work.case.id, question=question)


def went(presenter: DiligencePresenter | QuestionPresenter) -> list[tuple[str, dict[str, object]]]:
    places: list[tuple[str, dict[str, object]]] = []
    presenter.open_place = lambda key, /, **arguments: places.append((key, arguments))
    return places


def test_a_new_case_says_how_long_what_is_needed_and_who_decides_and_rates_nothing(work: Casework) -> None:
    seen = hub(work)
    assert seen.fresh
    assert "60 minutes" in seen.welcome[0][1]
    assert "registre" in seen.welcome[1][1]
    assert seen.state.startswith("Le niveau ne peut pas encore être évalué")
    assert seen.level_reasons == [seen.state]
    assert len(seen.sections) == 13
    begun = {section.id for section in seen.sections if section.state == "doing"}
    assert begun == {"A", "L"}  # what is on record already: nature, directing persons, aims
    assert {section.state for section in seen.sections if section.id not in begun} == {"todo", "none"}
    assert seen.who_decides == (
        "Qui décide\xa0: Chef(fe) de mission si le niveau est faible ou modéré\xa0; "
        "Division des relations avec les donateurs si le niveau est élevé."
    )
    assert page(work, "A01").who_decides == seen.who_decides


def test_every_page_says_in_one_sentence_who_decides_a_complete_case_and_why(work: Casework, tmp_path: Path) -> None:
    add_chief(work.office)
    complete(work, tmp_path)
    seen = hub(work)
    assert seen.who_decides == "Qui décide\xa0: Chef(fe) de mission (Ibrahima Fall), car le niveau est faible."
    assert page(work, "A01").who_decides == seen.who_decides
    seen.asker = Yes()
    seen.give_opinion("favourable", "Utile.")
    seen.submit()
    assert seen.next_step.detail == seen.who_decides
    decision = DecisionPresenter(work.office, RunNow(), work.case.id)
    assert decision.who_decides.startswith(seen.who_decides)
    planned = work.file.partnership.id
    with work.office.store.change("Licence wanted", work.office.user.id) as session:
        session.get_one(Partnership, planned).agreement_type = "LIC"
    seen.refresh()
    assert "Division des relations avec les donateurs" in seen.who_decides
    assert "car une licence ou un accord-cadre se décide au Siège" in seen.who_decides


def test_continue_resumes_where_the_officer_stopped(work: Casework) -> None:
    page(work, "C01").leave()
    seen = hub(work)
    assert seen.next_detail == "Commencer par la section 3, question 1."
    places = went(seen)
    seen.resume()
    assert places == [("question", {"case": work.case.id, "question": "C01"})]
    first = page(work, "C01")
    first.declare("C01", "no")
    first.find("C01", "same")
    first.leave()
    seen = hub(work)
    places = went(seen)
    seen.resume()
    assert places == [("question", {"case": work.case.id, "question": "C02"})]


def test_unknowns_and_missing_documents_are_one_key_away(work: Casework) -> None:
    page(work, "A01").answer("A01", {"text": "Teranga", "assessment": "verified"})
    unknown = page(work, "I01")
    unknown.not_known("I01", True)
    seen = hub(work)
    places = went(seen)
    seen.next_unknown()
    seen.next_evidence()
    seen.open_nth(2)
    seen.open_nth(10)
    assert [arguments.get("question") or arguments["section"] for _key, arguments in places] == ["I01", "A01", "B"]
    assert next(gap for gap in seen.gaps if gap.question == "I01").section == 9


def test_more_depth_needs_a_reason_and_opens_questions(work: Casework) -> None:
    seen = hub(work)
    before = sum(section.total for section in seen.review.sections)
    assert [tier for tier, _word in seen.other_depths] == ["enhanced"]
    with refused("depth-without-reason"):
        seen.change_depth("enhanced", " ")
    seen.change_depth("enhanced", "Le ministère le demande.")
    assert seen.review.tier == "enhanced"
    assert sum(section.total for section in seen.review.sections) > before
    assert any("Le ministère le demande." in reason for reason in seen.depth_reasons)


def test_a_complete_case_is_handed_over_with_an_opinion_and_recalled(work: Casework, tmp_path: Path) -> None:
    complete(work, tmp_path)
    seen = hub(work)
    assert seen.ready and seen.gaps == []
    assert seen.state == "Toutes les réponses sont là\u00a0: le dossier peut être remis pour décision."
    seen.asker = asker = Yes()  # type: ignore[assignment]
    with refused("opinion-incomplete"):
        seen.hand_over()
    assert "Chef(fe) de mission" in asker.asked[0].text
    seen.give_opinion(opinion="favourable")
    seen.give_opinion(reason="Utile et peu risqué.")
    assert hub(work).reason == "Utile et peu risqué."
    seen.hand_over()
    assert seen.assessment.case.state == "ready"
    assert seen.locked and not seen.ready
    assert "Awa Ndiaye" in seen.state
    with refused("case-locked"):
        _write_anyway(work)
    seen.recall()
    assert seen.assessment.case.state == "open"


def _write_anyway(work: Casework) -> None:
    answers.save_draft(work.office.work, work.case.id, "A01", AnswerContent(note="après coup"))
    recording.record(work.office.work, work.case.id)


def test_a_page_is_left_for_the_next_one_and_the_last_for_the_hub(work: Casework) -> None:
    order = page(work, "A01").order
    last = page(work, order[-1])
    places = went(last)
    last.go_on()
    first = page(work, "A01")
    places += went(first)
    first.open_place = last.open_place
    first.go_back()
    first.go_on()
    assert places[:3] == [
        ("diligence", {"case": work.case.id}),
        ("diligence", {"case": work.case.id}),
        ("question", {"case": work.case.id, "question": "A02"}),
    ]


def test_pages_hold_every_question_once_in_order(work: Casework) -> None:
    form = work.office.definitions.form
    inside = [question for one in pages(form, light=False) for question in one]
    assert inside == [question.id for section in form.sections for question in form.by_section[section.id]]
    assert all(len({form.by_id[id_].section for id_ in one}) == 1 for one in pages(form, light=False))


def test_an_answer_is_kept_at_once_and_recorded_when_the_page_is_left(work: Casework) -> None:
    seen = page(work, "K01")
    seen.answer("K01", "no")
    assert seen.saved.startswith("Enregistré à")
    assert page(work, "K01").content("K01").value == "no"
    store = work.office.store
    assert answers.versions(store, work.case.id, "K01") == []
    seen.leave()
    seen.leave()
    seen.answer("K01", "recused")
    seen.answer("K01", "no")
    seen.leave()
    assert len(answers.versions(store, work.case.id, "K01")) == 1
    assert page(work, "K01").content("K01").value == "no"


def test_a_finding_the_same_as_the_declaration_follows_it_until_it_is_said_to_differ(work: Casework) -> None:
    seen = page(work, "C04")
    seen.declare("C04", "no")
    assert seen.shown("C04").finding == ""
    assert seen.shown("C04").missing == "Le partenaire a répondu\u00a0; sa réponse n’a pas encore été vérifiée."
    seen.find("C04", "same")
    seen.declare("C04", "yes")
    assert seen.content("C04").value == "yes"
    seen.find("C04", "other")
    seen.answer("C04", "no")
    seen.declare("C04", "yes")
    assert seen.content("C04").value == "no"
    rated = seen.shown("C04").rated
    assert rated is not None and rated.differs


def test_persons_named_in_an_answer_are_registered_so_that_they_are_screened(work: Casework) -> None:
    seen = page(work, "A05")
    known = [person["name"] for person in seen.registered]
    assert known
    seen.answer("A05", {"persons": [*seen.registered, {"name": "Léa N’Diaye", "signs": True, "born": "1981-12-31"}]})
    seen.leave()
    assert sorted(p["name"] for p in page(work, "A05").registered) == sorted([*known, "Léa N’Diaye"])
    seen.leave()
    assert len(page(work, "A05").registered) == len(known) + 1


def test_one_file_serves_several_questions_and_is_taken_off_one(work: Casework, tmp_path: Path) -> None:
    paper = tmp_path / "extrait.pdf"
    paper.write_bytes(sound_pdf())
    seen = page(work, "A01")
    seen.attach("A01", [paper])
    (held,) = seen.shown("A01").evidence
    other = page(work, "A02")
    assert other.elsewhere("A02") == [(held.id, "extrait")]
    other.use("A02", held.id, True)
    other.attach("A02", [paper])
    assert len(other.assessment.evidence) == 1
    other.use("A02", held.id, False)
    assert other.shown("A02").evidence == []
    assert len(page(work, "A01").shown("A01").evidence) == 1
    seen.cite("A01", "Registre en ligne", "https://exemple.test/registre")
    seen.cite("A01", "Original au coffre")
    assert sorted(one.form for one in seen.shown("A01").evidence) == ["file", "link", "paper"]
    with refused("evidence-without-title"):
        seen.cite("A01", " ")


def test_a_large_file_is_announced_and_a_huge_one_refused(work: Casework, tmp_path: Path) -> None:
    large, huge = tmp_path / "large.pdf", tmp_path / "huge.pdf"
    large.write_bytes(b"%PDF-1.7" + bytes(11 * 1024 * 1024))
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(26 * 1024 * 1024)
    seen = page(work, "A01")
    seen.attach("A01", [large])
    assert seen.notice
    with refused("file-too-large"):
        seen.attach("A01", [huge])
    assert len(seen.assessment.evidence) == 1


def test_judging_an_answer_shows_its_level_at_once(work: Casework) -> None:
    file, definitions = work.file, work.office.definitions
    assert (
        assessments.judge(definitions, file, "C01", AnswerContent(value="yes")).review.answers["C01"].level
        == "excluded"
    )
    assert file.case.opened_on == today().isoformat()

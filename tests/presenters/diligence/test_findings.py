"""The findings of a case in a list, the searches, and one finding with what it makes of the level."""

from pathlib import Path

from desktop.base.progress import RunNow
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.terms import Level
from desktop.documents.sheet import SheetKind
from desktop.presenters.diligence.finding import FindingPresenter
from desktop.presenters.diligence.findings import FindingsPresenter
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.presenters.listing import ListLine, RecordSummary
from desktop.services.diligence import answers, recording
from tests.casework import Casework, work
from tests.exchanging import User, seated, user
from tests.refusal import refused

__all__ = ["user", "work"]


def written(work: Casework, user: User, question: str = "D04", **fields: object) -> FindingPresenter:
    page = seated(FindingPresenter(work.office, RunNow(), work.case.id), user)
    facts = {"question": question, "text": "Grève", "source": "Le Soleil", "status": "charge", "scale": "3"}
    for key, value in {**facts, "credibility": "court", **fields}.items():
        page.take(key, value)  # type: ignore[arg-type]
    return page


def test_what_is_typed_is_weighed_at_once_and_nothing_is_recorded_before_it_is_saved(
    work: Casework, user: User
) -> None:
    page = written(work, user)
    assert page.own_level is Level.EXCLUDED and page.case_levels == (Level.INCOMPLETE, Level.EXCLUDED)
    page.take("response", "remedied")
    assert page.own_level is Level.MEDIUM
    page.take("happened_on", "2011-05-01")
    assert page.own_level is Level.LOW
    assert not FindingsPresenter(work.office, RunNow(), work.case.id).lines
    page.save()
    assert user.went[-1] == ("findings", {"case": work.case.id, "finding": page.id})
    assert [line.text for line in FindingsPresenter(work.office, RunNow(), work.case.id).lines] == ["Grève"]


def test_kinds_follow_the_question(work: Casework, user: User) -> None:
    page = written(work, user, "G02")
    kinds = [kind.id for kind in work.office.definitions.form.by_id["G02"].kinds]
    if kinds:
        page.take("kind", kinds[0])
    page.take("question", "C01")
    assert page.facts.kind == "" and not any(spec.key == "kind" for row in page.rows for spec in row)


def test_a_finding_that_came_from_a_question_leads_back_to_it(work: Casework, user: User) -> None:
    asked = seated(QuestionPresenter(work.office, RunNow(), work.case.id, question="C01"), user)
    asked.open_finding("C01")
    assert user.went[-1] == ("finding", {"case": work.case.id, "finding": "", "question": "C01"})
    page = seated(FindingPresenter(work.office, RunNow(), work.case.id, question="C01"), user)
    for key, value in {"text": "Vente d’armes", "source": "Rapport", "status": "allegation"}.items():
        page.take(key, value)
    page.save()
    assert user.went[-1] == ("question", {"case": work.case.id, "question": "C01"})
    again = QuestionPresenter(work.office, RunNow(), work.case.id, question="C01")
    assert [line.text for line in again.findings_at("C01")] == ["Vente d’armes"]


def test_a_finding_that_is_taken_off_does_not_count_and_comes_back(work: Casework, user: User) -> None:
    page = written(work, user)
    page.save()
    opened = seated(FindingPresenter(work.office, RunNow(), work.case.id, page.id), user)
    opened.set_aside(True)
    assert opened.removed and opened.own_level is None
    opened.set_aside(False)
    assert not opened.removed and opened.own_level is Level.EXCLUDED


def test_a_copy_of_the_source_is_evidence_of_the_case_and_of_the_finding(
    work: Casework, user: User, tmp_path: Path
) -> None:
    page = written(work, user)
    (tmp_path / "article.txt").write_text("Un article.", encoding="utf-8")
    page.attach_copy([tmp_path / "article.txt"])
    (piece,) = page.assessment.evidence
    assert page.facts.evidence_id == piece.id and piece.digest and "D04" in piece.questions


def test_the_list_says_each_finding_where_it_touches_and_goes_into_a_table(work: Casework, user: User) -> None:
    written(work, user).save()
    answers.save_draft(work.office.work, work.case.id, "C01", AnswerContent(value="no", declared="yes"))
    recording.record(work.office.work, work.case.id)
    page = seated(FindingsPresenter(work.office, RunNow(), work.case.id), user)
    assert [line.question for line in page.lines] == ["D04", "C01"]
    assert page.words(page.lines[1])["status"] and "2" in page.state
    page.open_line(page.lines[0].key)
    assert user.went[-1][0] == "finding"
    page.open_line(page.lines[1].key)
    assert user.went[-1] == ("question", {"case": work.case.id, "question": "C01"})
    summaries: list[RecordSummary] = []
    page.summarise(page.lines[0].key, summaries.append)
    assert "Le Soleil" in summaries[0].next
    lines = [ListLine(line.text, page.cells(line, line.level)) for line in page.lines]
    page.listing.export(SheetKind.CSV, lines)
    table = user.opens[-1].read_text(encoding="utf-8-sig")
    assert "Grève" in table and "2025" not in table and len(table.strip().splitlines()) == 3


def test_a_search_is_logged_for_the_questions_that_findings_answer(work: Casework, user: User) -> None:
    page = seated(FindingsPresenter(work.office, RunNow(), work.case.id), user)
    page.ask_search(True)
    with refused("search-without-question"):
        page.log_search({"where": "Seneweb", "words": "Téranga", "found": "Rien"})
    search = page.log_search({"where": "Seneweb", "words": "Téranga", "found": "Rien", "questions": ["I01"]})
    assert not page.searching and [piece.id for piece in page.searches] == [search.id]
    assert page.search_cells(search)["where"].text == "Seneweb"
    page.remove_search(search.id, True)
    assert not page.searches

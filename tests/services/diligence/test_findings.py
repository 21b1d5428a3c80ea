"""Adverse facts: one record each, read with the case, in the dossier, in the history and at Headquarters."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.terms import Depth, Level
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.services.diligence import answers, assessments, evidence, findings, handing_over, recording
from desktop.services.diligence.dossier import DossierWriter
from desktop.services.diligence.findings import FindingFacts, FindingOrigin
from desktop.store.records import Evidence, Finding
from tests.casework import Casework, complete, work
from tests.refusal import refused

__all__ = ["work"]

GRAVE = FindingFacts(
    question="C01",
    text="L’usine a fermé après un incendie.",
    source="Incendie à Rufisque",
    publisher="Le Soleil",
    published_on="2026-03-04",
    source_language="français",
    status="investigation",
    link="caused",
    scale=3,
    scope=1,
    irremediability=2,
    happened_on="2026-03-02",
    response="denies",
    credibility="independent",
)


def record(work: Casework, **parts: object) -> Finding:
    return findings.add(work.office.work, work.case.id, replace(GRAVE, **parts))  # type: ignore[arg-type]


def test_a_finding_needs_its_source_and_a_day_that_has_come(work: Casework) -> None:
    for lacking in ("text", "source", "status", "question"):
        with refused("finding-incomplete"):
            record(work, **{lacking: " "})
    with refused("finding-in-future"):
        record(work, happened_on=(today() + timedelta(days=2)).isoformat())
    assert not findings.lines(work.office.definitions.form, work.file)


def test_a_finding_deepens_the_review_and_answers_a_question_that_asks_for_findings(work: Casework) -> None:
    assert work.file.review.tier is Depth.STANDARD
    record(work, question="D04")
    file = work.file
    assert file.answers["D04"].value == {"found": "found"}
    assert file.review.answers["D04"].level is Level.HIGH
    assert file.review.tier is Depth.ENHANCED and file.case.depth_reached == Depth.ENHANCED


def test_a_finding_is_changed_removed_and_brought_back_and_leaves_its_history(work: Casework) -> None:
    form, finding = work.office.definitions.form, record(work)
    findings.change(work.office.work, finding.id, replace(GRAVE, status="closed"))
    assert [line.level for line in findings.lines(form, work.file)] == [Level.LOW]
    findings.set_aside(work.office.work, finding.id, True)
    assert not findings.lines(form, work.file)
    findings.set_aside(work.office.work, finding.id, False)
    assert [line.key for line in findings.lines(form, work.file)] == [finding.id]
    with work.office.store.read() as session:
        assert findings.facts_of(session.get_one(Finding, finding.id)).status == "closed"
    assert len(work.office.store.history(finding.id)) == 4


def test_what_partner_and_officer_say_otherwise_is_a_finding_by_itself(work: Casework) -> None:
    answers.save_draft(work.office.work, work.case.id, "C01", AnswerContent(value="no", declared="yes"))
    recording.record(work.office.work, work.case.id)
    (line,) = findings.lines(work.office.definitions.form, work.file)
    assert (line.origin, line.question, line.level) == (FindingOrigin.DIFFERENCE, "C01", Level.HIGH)


def test_what_an_answer_of_an_earlier_version_holds_is_listed_with_the_records(work: Casework) -> None:
    held = {"source": "Presse", "status": "judgment", "credibility": "court"}
    content = AnswerContent(value={"found": "found"}, findings=(held,))
    answers.save_draft(work.office.work, work.case.id, "D04", content)
    record(work, question="D04")
    lines = findings.lines(work.office.definitions.form, work.file)
    assert [(line.origin, line.level) for line in lines] == [
        (FindingOrigin.ANSWER, Level.EXCLUDED),
        (FindingOrigin.RECORD, Level.HIGH),
    ]


def test_typing_an_answer_does_not_write_the_findings_into_it(work: Casework) -> None:
    record(work, question="D04")
    file = work.file
    typed = file.answers["D04"].with_(note="Vu avec le gérant.")
    judged = assessments.judge(work.office.definitions, file, "D04", typed)
    assert judged.review.answers["D04"].level is Level.HIGH
    answers.save_draft(work.office.work, work.case.id, "D04", typed)
    recording.record(work.office.work, work.case.id)
    (version,) = answers.versions(work.office.store, work.case.id, "D04")
    assert "on_record" not in version.content and not version.content.get("findings")
    assert len(work.file.answers["D04"].on_record) == 1


def test_a_case_that_was_handed_over_takes_no_finding(work: Casework, tmp_path: Path) -> None:
    complete(work, tmp_path)
    finding = record(work, status="rumour")
    complete(work, tmp_path)
    handing_over.submit(work.office.work, work.case.id, "favourable", "Rien de grave.")
    for deed in (
        lambda: record(work),
        lambda: findings.change(work.office.work, finding.id, GRAVE),
        lambda: findings.set_aside(work.office.work, finding.id, True),
    ):
        with refused("case-locked"):
            deed()


def test_a_search_that_found_nothing_is_evidence_for_its_questions(work: Casework) -> None:
    search = Evidence(title="Téranga + incendie", link="Le Soleil, Seneweb", quoted="Rien.", seen_on="2026-11-02")
    with refused("search-incomplete"):
        evidence.log_search(work.office.work, work.case.id, ["I01"], Evidence(title="Téranga", link="", quoted=""))
    logged = evidence.log_search(work.office.work, work.case.id, ["I01", "D04"], search)
    assert logged.id in work.file.answers["I01"].evidence and logged.id in work.file.answers["D04"].evidence
    evidence.remove(work.office.work, logged.id, True)
    assert "I01" not in work.file.answers
    evidence.remove(work.office.work, logged.id, False)
    assert logged.id in work.file.answers["D04"].evidence


def test_the_dossier_says_each_finding_with_its_source_and_each_search_with_its_words(work: Casework) -> None:
    finding = record(work)
    search = Evidence(title="Téranga + incendie", link="Seneweb", quoted="Rien de défavorable.", seen_on="2026-11-02")
    evidence.log_search(work.office.work, work.case.id, ["C01"], search)
    with work.office.store.read() as session:
        writer = DossierWriter(session, work.office.work, work.file, "fr")
        printed, copy = writer.dossier(), writer.record()
    told = next(answer for section in printed.sections for answer in section.answers if answer.code == "C01").records
    assert "Le Soleil" in told[0] and "Incendie à Rufisque" in told[0] and "Enquête" in told[0]
    assert any("Rien de défavorable." in piece.title and "Seneweb" in piece.title for piece in printed.evidence)
    (row,) = copy["findings"]  # type: ignore[misc]
    assert (row["id"], row["level"], row["origin"]) == (finding.id, "high", "record")  # type: ignore[index]


def test_a_link_is_kept_with_its_very_words_and_the_day_on_which_it_was_seen(work: Casework) -> None:
    page = QuestionPresenter(work.office, RunNow(), work.case.id, question="I01")
    page.cite("I01", "Communiqué", "https://exemple.test/communique", " Nous regrettons l’accident. ")
    (piece,) = work.file.evidence
    assert (piece.quoted, piece.form, bool(piece.seen_on)) == ("Nous regrettons l’accident.", "link", True)
    with work.office.store.read() as session:
        (printed,) = DossierWriter(session, work.office.work, work.file, "fr").dossier().evidence
    assert "exemple.test" in printed.title and "Nous regrettons" in printed.title

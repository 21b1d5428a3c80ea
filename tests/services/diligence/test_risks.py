"""The risk register of a partnership: one store for the case, the papers of the agreement and what is to be done."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.terms import Level
from desktop.services.agreements import proposals
from desktop.services.diligence import answers, brief, cases, conditions, handing_over, prospects, recording, risks
from desktop.services.diligence.risks import RiskFacts
from desktop.store.records import Agreement, Partner, Partnership, Task
from tests.casework import Casework, complete, work
from tests.refusal import refused

__all__ = ["work"]


def facts(work: Casework, **parts: object) -> RiskFacts:
    due = (today() + timedelta(days=40)).isoformat()
    whole = RiskFacts(
        section="K",
        text="L’entreprise soumissionne à l’appel d’offres.",
        measure="Cloison entre les achats et le partenariat",
        owner=work.office.user.id,
        due_on=due,
        clause="C-NEX",
    )
    return replace(whole, **parts)  # type: ignore[arg-type]


def bidder(work: Casework, folder: Path) -> None:
    """A case that is complete but for one high answer in section K, and again once that deepened the review."""
    complete(work, folder)
    say(work, "K02", AnswerContent(value="bidder"))
    complete(work, folder)
    say(work, "K02", AnswerContent(value="bidder"))


def say(work: Casework, question: str, content: AnswerContent) -> None:
    choices = work.office.definitions.form.by_id[question].choices
    worst = max(choices, key=lambda choice: choice.outcome.level.rank if choice.outcome.level != "excluded" else 0)
    answers.save_draft(work.office.work, work.case.id, question, replace(content, value=worst.id))
    recording.record(work.office.work, work.case.id)


def open_tasks(work: Casework) -> list[Task]:
    with work.office.store.read() as session:
        return list(session.scalars(select(Task).where(Task.done_on.is_(None))))


def test_a_complete_measure_lowers_the_level_of_its_section_by_one_step_and_never_that_of_b_or_c(
    work: Casework, tmp_path: Path
) -> None:
    bidder(work, tmp_path)
    assert (work.file.review.inherent, work.file.review.residual) == (Level.HIGH, Level.HIGH)
    risk = risks.add(work.office.work, work.case.id, facts(work, clause=""))
    assert work.file.review.residual is Level.HIGH, "a measure without a clause is a gap"
    risks.change(work.office.work, risk.id, facts(work))
    assert (work.file.review.inherent, work.file.review.residual) == (Level.HIGH, Level.MEDIUM)
    for section in ("B", "C"):
        risks.add(work.office.work, work.case.id, facts(work, section=section))
    assert all(part.residual == part.level for part in work.file.review.sections if part.id in ("B", "C"))
    risks.set_aside(work.office.work, risk.id, True)
    assert work.file.review.residual is Level.HIGH


def test_a_measure_is_a_task_of_its_owner_which_follows_it_and_leads_back_to_the_register(work: Casework) -> None:
    risk = risks.add(work.office.work, work.case.id, facts(work))
    (task,) = open_tasks(work)
    assert (task.what, task.owner, task.risk_id) == (risk.measure, work.office.user.id, risk.id)
    risks.change(work.office.work, risk.id, facts(work, measure="Une autre"))
    assert [task.what for task in open_tasks(work)] == ["Une autre"]
    risks.set_aside(work.office.work, risk.id, True)
    assert not open_tasks(work)
    risks.set_aside(work.office.work, risk.id, False)
    assert [task.what for task in open_tasks(work)] == ["Une autre"]
    with work.office.store.read() as session:
        assert not conditions.open_tasks(session, work.office.work, work.case.id), (
            "a measure is no condition of a decision"
        )
    risks.finish(work.office.work, risk.id)
    assert not open_tasks(work)
    risks.change(work.office.work, risk.id, facts(work, measure="Encore une"))
    assert not open_tasks(work), "what somebody did stays done"


def test_a_risk_needs_its_words_and_its_section(work: Casework) -> None:
    for lacking in ("text", "section"):
        with refused("risk-incomplete"):
            risks.add(work.office.work, work.case.id, facts(work, **{lacking: ""}))


def test_the_register_is_locked_with_its_case_and_belongs_to_the_partnership(work: Casework, tmp_path: Path) -> None:
    risk = risks.add(work.office.work, work.case.id, facts(work))
    complete(work, tmp_path)
    handing_over.submit(work.office.work, work.case.id, "favourable", "Rien de grave.")
    for deed in (
        lambda: risks.add(work.office.work, work.case.id, facts(work)),
        lambda: risks.change(work.office.work, risk.id, facts(work, measure="")),
        lambda: risks.set_aside(work.office.work, risk.id, True),
    ):
        with refused("case-locked"):
            deed()
    assert [line.risk for line in lines(work)] and work.file.facts.rows("measures")
    cases.recall(work.office.work, work.case.id)
    risks.change(work.office.work, risk.id, facts(work, measure="Autre"))


def lines(work: Casework) -> list[risks.RiskLine]:
    with work.office.store.read() as session:
        register = risks.of_partnerships(session, [work.case.partnership_id])[work.case.partnership_id]
        return list(risks.lines(session, register, {}))


def test_the_brief_and_the_annex_of_the_agreement_read_the_same_register(work: Casework) -> None:
    risks.add(work.office.work, work.case.id, facts(work))
    sheet = brief.sheet(work.office.work, work.file, "fr")
    assert any("Cloison" in row and "soumissionne" in row for row in sheet.risks)
    with work.office.store.read() as session:
        agreement = Agreement(partnership_id=work.case.partnership_id, partner_id=work.case.partner_id, type="MOU")
        agreement.office, agreement.created_by = work.case.office, ""
        proposed = proposals.of_records(
            session,
            agreement,
            session.get_one(Partner, work.case.partner_id),
            session.get_one(Partnership, work.case.partnership_id),
        )
    assert proposed["partnership.risks"] == [
        {"risk": "L’entreprise soumissionne à l’appel d’offres.", "manager": "organization"}
    ]


def test_what_would_change_the_level_is_tried_out_and_said(work: Casework, tmp_path: Path) -> None:
    assert not prospects.prospects(work.office.definitions.form, work.file), "there is no level yet"
    bidder(work, tmp_path)
    found = prospects.prospects(work.office.definitions.form, work.file)
    assert [(line.question, line.section, line.level) for line in found] == [
        ("K02", "", Level.LOW),
        ("", "K", Level.MEDIUM),
    ]
    risks.add(work.office.work, work.case.id, facts(work))
    assert [line.section for line in prospects.prospects(work.office.definitions.form, work.file)] == [""]

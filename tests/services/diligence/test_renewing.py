"""Renewing a decision: earlier answers are offered, never copied; what changed is shown and printed."""

import pytest
from sqlalchemy import select

from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.services.diligence import answers, assessments, cases, dossier, recording, renewing
from desktop.store.records import Answer, Case, Decision, Evidence, Finding, Partnership
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder"]


def renewal(agreed: Agreed) -> Case:
    """The case that renews the decision, opened today."""
    work = on(agreed.office, today())
    with agreed.office.store.read() as session:
        planned = session.get_one(Partnership, agreed.partnership)
    return cases.open_case(work, work.definitions.form, planned)


def waiting(agreed: Agreed, case: Case) -> list[str]:
    with agreed.office.store.read() as session:
        assessment = assessments.assess(session, agreed.office.work, session.get_one(Case, case.id))
        return [row.question.id for row in renewing.to_confirm(session, agreed.office.work, assessment)]


def test_an_earlier_answer_counts_only_once_it_is_confirmed(agreed: Agreed) -> None:
    case, work = renewal(agreed), agreed.office.work
    with agreed.office.store.read() as session:
        recorded = select(Answer.question).where(Answer.case_id == case.id)
        assert case.renews and not session.scalars(recorded).all(), "nothing is copied"
    before = waiting(agreed, case)
    assert "C01" in before and "B01" not in before, "the search in the lists is done again"
    assert assessments.read(work, case.id).answers.get("C01", AnswerContent()).value is None
    renewing.confirm(work, case.id, "C01")
    version = answers.versions(agreed.office.store, case.id, "C01")[-1]
    assert version.author == agreed.office.user.id and version.content["value"] == "no"
    assert waiting(agreed, case) == [question for question in before if question != "C01"]
    with refused("nothing-to-confirm"):
        renewing.confirm(work, case.id, "C01")
    renewing.take_back(work, case.id, "C01")
    assert waiting(agreed, case) == before


def test_the_evidence_of_a_confirmed_answer_comes_along_once(agreed: Agreed) -> None:
    case, work = renewal(agreed), agreed.office.work
    with agreed.office.store.read() as session:
        earlier = session.scalars(select(Evidence).where(Evidence.case_id == case.renews)).all()
    piece = next(piece for piece in earlier if len(set(piece.questions) & set(waiting(agreed, case))) > 1)
    for question in [question for question in waiting(agreed, case) if question in piece.questions][:2]:
        renewing.confirm(work, case.id, question)
    with agreed.office.store.read() as session:
        here = session.scalars(select(Evidence).where(Evidence.case_id == case.id)).all()
    same = [own for own in here if own.digest == piece.digest and own.title == piece.title]
    assert len(same) == 1 and len(same[0].questions) == 2


def test_what_is_not_as_it_was_is_shown_and_printed(agreed: Agreed) -> None:
    case, work = renewal(agreed), agreed.office.work
    for question in waiting(agreed, case):
        if question != "L02":
            renewing.confirm(work, case.id, question)
    answers.save_draft(work, case.id, "L02", AnswerContent(value={"scale": 1, "text": "Bien moins qu’avant"}))
    recording.record(work, case.id)
    assert waiting(agreed, case) == []
    with agreed.office.store.read() as session:
        assessment = assessments.assess(session, work, session.get_one(Case, case.id))
        changed = renewing.differences(session, work.definitions.form, assessment)
    assert {row.question.id for row in changed} - set(assessment.registered) == {"L02"}
    printed = words_of(dossier.pdf(work, case.id, "fr"))
    assert "Depuis la dernière décision" in printed and "Bien moins" in printed
    assert "Depuis la dernière décision" not in words_of(dossier.pdf(work, case.renews, "fr"))


@pytest.mark.parametrize("state", ["refused", "adhoc"])
def test_after_a_refusal_or_an_ad_hoc_collaboration_it_starts_from_zero(agreed: Agreed, state: str) -> None:

    with agreed.office.store.change("Otherwise", agreed.office.user.id) as session:
        decision = session.scalars(select(Decision)).one()
        decision.ad_hoc = state == "adhoc"
        decision.outcome = "refused" if state == "refused" else decision.outcome
    case = renewal(agreed)
    assert case.renews == "" and waiting(agreed, case) == []


def test_no_finding_is_lost_between_two_cases(agreed: Agreed) -> None:
    """A finding at a question comes along when it is confirmed, also where nothing else asks that question."""
    with agreed.office.store.change("Found", agreed.office.user.id) as session:
        earlier = session.scalars(select(Case)).one()
        session.add(
            Finding(
                case_id=earlier.id,
                partner_id=earlier.partner_id,
                question="D04",
                source="Le Quotidien",
                status="allegation",
                link="linked",
                happened_on="2026-03-03",
                credibility="reliable",
                response="investigates",
                scale=2,
                scope=1,
                irremediability=1,
            )
        )
    case, work = renewal(agreed), agreed.office.work
    assert "D04" in waiting(agreed, case)
    renewing.confirm(work, case.id, "D04")
    assert "D04" not in waiting(agreed, case)
    with agreed.office.store.read() as session:
        (copy,) = session.scalars(select(Finding).where(Finding.case_id == case.id)).all()
    assert (copy.source, copy.question) == ("Le Quotidien", "D04")
    renewing.take_back(work, case.id, "D04")
    assert "D04" in waiting(agreed, case)

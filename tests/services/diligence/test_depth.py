"""The depth of a case rises with its answers and never falls without a written reason (dossier 2.1)."""

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.terms import Depth
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.services.diligence import answers, recording
from desktop.services.diligence.depth import change_depth
from desktop.services.registry import partnerships
from desktop.store.records import Case
from tests.casework import Casework, work
from tests.makers import on
from tests.refusal import refused

__all__ = ["work"]


def answer(work: Casework, question: str, value: object) -> None:
    answers.save_draft(work.office.work, work.case.id, question, AnswerContent(value=value))  # type: ignore[arg-type]
    recording.record(work.office.work, work.case.id)


def test_a_corrected_answer_does_not_make_the_review_lighter(work: Casework) -> None:
    assert work.file.review.tier is Depth.STANDARD
    answer(work, "F01", "yes")
    assert work.file.review.tier is Depth.ENHANCED
    answer(work, "F01", "no")
    review = work.file.review
    assert (review.tier, review.ruled_tier) == (Depth.ENHANCED, Depth.STANDARD)
    assert [opening.id for opening in review.opened] == ["reached_enhanced"]
    with refused("depth-without-reason"):
        change_depth(work.office.work, work.case.id, Depth.STANDARD, "  ")
    assert work.file.review.tier is Depth.ENHANCED
    change_depth(work.office.work, work.case.id, Depth.STANDARD, "La réponse F01 était une erreur de frappe.")
    assert work.file.review.tier is Depth.STANDARD
    hub = DiligencePresenter(work.office, RunNow(), work.case.id)
    assert any("erreur de frappe" in reason for reason in hub.depth_reasons)
    answer(work, "F01", "yes")
    assert work.file.review.tier is Depth.ENHANCED  # and it rises again


def test_what_is_only_typed_and_corrected_before_the_page_is_left_leaves_no_trace(work: Casework) -> None:
    answers.save_draft(work.office.work, work.case.id, "F01", AnswerContent(value="yes"))
    assert work.file.review.tier is Depth.ENHANCED  # what is typed counts at once
    answer(work, "F01", "no")
    assert work.file.review.tier is Depth.STANDARD and work.file.case.depth_reached == Depth.STANDARD


def test_nobody_chooses_less_than_the_rules_ask(work: Casework) -> None:
    with refused("depth-below-rules"):
        change_depth(work.office.work, work.case.id, Depth.BASIC, "Le partenaire est connu.")
    assert work.file.case.depth_reason == ""
    hub = DiligencePresenter(work.office, RunNow(), work.case.id)
    assert [tier for tier, _name in hub.other_depths] == [Depth.ENHANCED]


def test_a_partnership_that_grew_and_shrank_keeps_the_depth_of_its_answers(work: Casework) -> None:
    large = {"value": "150000.00", "value_usd": "150000.00"}
    partnerships.change(on(work.office, today()), work.case.partnership_id, **large)
    answer(work, "F01", "no")
    small = {"value": "7400.00", "value_usd": "7400.00"}
    partnerships.change(on(work.office, today()), work.case.partnership_id, **small)
    review = work.file.review
    assert (review.tier, review.ruled_tier, review.light) == (Depth.ENHANCED, Depth.BASIC, False)
    change_depth(work.office.work, work.case.id, Depth.BASIC, "La valeur écrite était en francs.")
    assert work.file.review.tier is Depth.BASIC and work.file.review.light


def test_a_depth_that_only_a_newer_program_knows_stops_no_answer(work: Casework) -> None:
    with work.office.store.change("", work.office.user.id) as session:
        session.get_one(Case, work.case.id).depth_reached = "thorough"
    answer(work, "F01", "yes")
    assert work.file.review.tier is Depth.ENHANCED and work.file.case.depth_reached == Depth.ENHANCED

"""The page of a question to Legal: put at the office, answered at Headquarters, taken back."""

from datetime import timedelta

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.legal_opinion import LegalOpinionPresenter
from desktop.store.records import Officer
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import chief, chief_seal, headquarters, office, office_folder
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, handed_over, officer_with_seal, prepared, ready

__all__ = ["chief", "chief_seal", "headquarters", "office", "office_folder", "prepared", "ready"]


def test_a_case_shows_what_was_asked_and_the_reviewer_at_headquarters_answers_on_its_page(
    office: Office, headquarters: Office, chief: Officer
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = handed_over(office, office.user, chief, "high")
    page = DecisionPresenter(office, RunNow(), case=case)
    assert [line.title for line in page.requested] == [
        "Avis – Affaires juridiques",
        "Décision – Division des relations avec les donateurs",
    ]
    hub = DiligencePresenter(office, RunNow(), case=case)
    words = hub.state.replace("\xa0", " ")
    assert "Avis – Affaires juridiques, réponse attendue d’ici au 8 déc. 2026." in words
    assert "Décision – Division des relations avec les donateurs, réponse attendue d’ici au 22 déc. 2026." in words
    on(office, DAY + timedelta(days=40))
    hub.refresh()
    assert hub.state.count("en retard depuis le") == 2
    on(office, DAY)
    deliver(office, hq)
    hq.user = officer_with_seal(hq, "hq_legal")[0]
    on(hq, DAY)
    legal = DecisionPresenter(hq, RunNow(), case=case)
    assert legal.may_review and next(word for _code, word in legal.advice) == "Validé"
    legal.review("conditions", "Le bail d’abord.")
    assert "Validé avec des modifications" in legal.reviewed
    hq.user = officer_with_seal(hq, "hq_reviewer")[0]
    page = DecisionsPresenter(hq, RunNow())
    page.refresh()
    assert [waiting.assessment.case.id for waiting in page.mine] == [case]
    answered(office, hq)
    page = DecisionPresenter(office, RunNow(), case=case)
    assert "Le bail d’abord." in page.reviewed and [line.word for line in page.requested] == [
        "pas encore de réponse",
        "Validé avec des modifications",
    ]


def test_a_question_is_kept_while_it_is_typed_and_taken_back(ready: tuple[Office, str]) -> None:
    office, case = ready
    on(office, DAY)
    page = LegalOpinionPresenter(office, RunNow(), case=case)
    with refused("request-without-question"):
        page.ask("  ")
    page.ask("Qui signe ?")
    ((line, _may),) = page.lines
    page.withdraw(line.id)
    assert page.lines == [] and page.state == "Rien n’a encore été demandé."

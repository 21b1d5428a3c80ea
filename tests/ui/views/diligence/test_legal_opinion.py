"""The page of a question to Legal: put at the office about a draft, answered at Headquarters, held against the text."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.diligence.legal_opinion import LegalOpinionPresenter
from desktop.presenters.today import TodayPresenter
from desktop.services.agreements import finalising, negotiation
from desktop.store.records import Agreement
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.decisions import DecisionsView
from desktop.ui.views.diligence.legal_opinion import LegalOpinionView
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.offices import headquarters
from tests.refusal import refused
from tests.services.diligence.test_decisions import officer_with_seal

__all__ = ["agreed", "agreed_folder", "complete_draft", "headquarters"]

QUESTION = "La clause de responsabilité peut-elle être supprimée ?"


def cards(office: Office) -> dict[str, str]:
    """What waits on Today for the reader and for others, with its note."""
    page = TodayPresenter(office, RunNow())
    page.refresh()
    return {card.title.replace("\xa0", " "): card.note for card in (*page.mine, *page.others)}


def test_a_question_about_a_draft_goes_to_legal_and_its_answer_holds(
    qtbot: QtBot, theme: Theme, agreed: Agreed, complete_draft: Agreement, headquarters: Office
) -> None:
    office, hq = agreed.office, headquarters
    recognise(office, hq)
    plan = AgreementPresenter(office, RunNow(), complete_draft.id)
    assert plan.may_ask_legal and plan.legal == ()
    view = LegalOpinionView(LegalOpinionPresenter(office, RunNow(), agreement=complete_draft.id))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert view.asking.isVisible() and not view.none.isVisible() and not view.answering.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.question.write(QUESTION)
    view._do()
    assert view.section.isVisible() and view.question.text() == ""
    ((line, may_withdraw),) = view.presenter.lines
    assert may_withdraw and QUESTION in line.note and line.title == "Avis – Affaires juridiques"
    with refused("agreement-awaits-legal"):
        finalising.finalise(office.work, complete_draft.id)
    assert QUESTION in cards(office)[f"Avis : {view.presenter.partner_name}"]

    assert deliver(office, hq) == "applied"
    administrator, legal = hq.user, officer_with_seal(hq, "hq_legal")[0]
    hq.user = legal
    inbox = DecisionsView(DecisionsPresenter(hq, RunNow()))
    qtbot.addWidget(inbox)
    inbox.show()
    inbox.presenter.refresh()
    ((asked),) = inbox.presenter.to_answer
    assert inbox.answering.isVisible() and inbox.presenter.state == "1 avis vous est demandé."
    assert inbox.presenter.way_of_request(asked.id) == ("legal_opinion", {"request": asked.id})
    assert QUESTION in cards(hq)[f"Avis : {view.presenter.partner_name}"]
    answering = LegalOpinionView(LegalOpinionPresenter(hq, RunNow(), request=asked.id))
    qtbot.addWidget(answering)
    answering.show()
    assert answering.answering.isVisible() and not answering.asking.isVisible()
    with refused("review-incomplete"):
        answering._do()
    answering.opinion.buttons["unfavourable"].click()
    answering.reason.write("Elle reste.")
    answering._do()
    assert not answering.answering.isVisible()
    hq.user = administrator
    assert answered(office, hq) == "applied"
    with refused("agreement-not-cleared"):
        finalising.finalise(office.work, complete_draft.id)

    inclusions = AgreementPresenter(office, RunNow(), complete_draft.id).composition.assembled.inclusions
    clause = next(
        inclusion.clause for inclusion in inclusions if inclusion.included and inclusion.status == "mandatory"
    )
    negotiation.choose_clause(office.work, complete_draft.id, clause, included=False, reason="L’entreprise la refuse.")
    again = LegalOpinionPresenter(office, RunNow(), agreement=complete_draft.id)
    again.ask("Et sans cette clause ?")
    with refused("agreement-incomplete"):  # a clause that the type requires is left out
        finalising.finalise(office.work, complete_draft.id)
    deliver(office, hq)
    hq.user = legal
    second = LegalOpinionPresenter(hq, RunNow(), agreement=complete_draft.id)
    second.answer("favourable", "Ainsi, oui.")
    hq.user = administrator
    answered(office, hq)
    assert [line.word for line in AgreementPresenter(office, RunNow(), complete_draft.id).legal] == [
        "Validé",
        "Non validé",
    ]
    assert finalising.finalise(office.work, complete_draft.id).state == "final"

"""A locked clause that was negotiated: listed at Headquarters, cleared there, and known so at the office."""

from desktop.base.progress import RunNow
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.office import Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.agreements.agreements import AgreementsPresenter
from desktop.services.agreements import agreement_list, composing, drafting, negotiation
from desktop.services.exchange.headquarters import offices
from desktop.store.records import Officer
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import chief, headquarters, office, office_folder
from tests.presenters.agreements.test_agreements import Chooser
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, handed_over, read

__all__ = ["chief", "headquarters", "office", "office_folder"]


def test_a_changed_clause_is_listed_and_cleared_at_headquarters(
    office: Office, headquarters: Office, chief: Officer
) -> None:
    hq = headquarters
    recognise(office, hq)
    partnership = read(office, handed_over(office, office.user, chief, "high")).partnership
    draft = drafting.draft(on(office, DAY), partnership.id, "MOU", ["fr"])
    composed = composing.compose(on(office, DAY), draft.id)
    old = next(each for each in composed.assembled.versions[0].articles if each.clause == "C-NEX").paragraphs[1]
    text = NegotiatedText("C-NEX", "fr", 2, old.paragraph.text, "Sans caution.", "", "Demandé par le partenaire.")
    negotiation.depart(on(office, DAY), draft.id, text)
    assert deliver(office, hq) == "applied"

    desk = hq
    listed = AgreementsPresenter(desk, RunNow())
    listed.narrow(review="waits")
    listed.refresh()
    assert [line.id for line in listed.lines] == [draft.id]
    shown = AgreementPresenter(desk, RunNow(), draft.id, "clauses:C-NEX")
    assert shown.clauses.can_clear and "Demandé par le partenaire." in shown.clauses.why
    (words,) = shown.clauses.levels[1].rewordings
    assert {told.wording for told in words} >= {"old", "new"}
    shown.asker = Chooser(office.folder)
    shown.clauses.ask_to_clear()
    assert not shown.clauses.can_clear
    with refused("clause-not-waiting"):
        negotiation.clear(desk.work, draft.id, "C-NEX")
    with refused("role-not-allowed"):
        negotiation.clear(on(office, DAY), draft.id, "C-NEX")

    assert answered(office, hq) == "applied"
    rules = {finding.rule for finding in composing.compose(on(office, DAY), draft.id).findings if finding.blocks}
    assert "departure-locked" not in rules
    (summary,) = agreement_list.lines(office.store, [draft.id])
    assert summary.uncleared == ()
    assert not offices.differences(office.store, hq.store)[1]

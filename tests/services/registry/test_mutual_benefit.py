"""What each party brings and gains: written once, read by the brief, proposed to the agreement, printed."""

from desktop.base.values import today
from desktop.office import Office
from desktop.services.agreements import composing, drafting
from desktop.services.demo import invented
from desktop.services.diligence import assessments, brief, cases
from desktop.services.partner_papers import benefit_sheet
from desktop.services.registry import mutual_benefit, partnerships
from desktop.services.registry.mutual_benefit import PartyKind
from desktop.store.records import Party
from tests.makers import on
from tests.paper import words_of

CALLS = "ils appellent chez eux dès leur arrivée."


def written(office: Office) -> str:
    """A partnership of which three parties have their shares, with a ministry beside them; its id."""
    partner = invented.partner(on(office, today()), "fr")
    planned = invented.partnership(office.work, partner.id, "fr")
    ministry = Party(partnership_id=planned.id, name="Ministère de la santé", role="ministry", benefit="des données")
    with office.store.change("Ministry named", office.user.id) as session:
        session.add(ministry)
    keys = {share.kind: share.key for share in mutual_benefit.read(office.work, planned.id)}
    said = {
        keys[PartyKind.PARTNER]: {"motives": "Son engagement social.", "benefit": "Il tient son engagement."},
        keys[PartyKind.IOM]: {"resource": "Ses équipes à Dakar."},
        keys[PartyKind.MIGRANTS]: {"benefit": CALLS},
    }
    mutual_benefit.keep(office.work, planned.id, said)
    return planned.id


def test_the_shares_are_those_of_the_partner_iom_further_parties_and_migrants(office: Office) -> None:
    id_ = written(office)
    partner, ours, ministry, people = mutual_benefit.read(office.work, id_)
    assert [share.kind for share in (partner, ours, ministry, people)] == list(PartyKind)
    assert (partner.name, ours.name, ministry.name) == (invented.PARTNER, "", "Ministère de la santé")
    assert (partner.motives, ours.resource, people.benefit) == ("Son engagement social.", "Ses équipes à Dakar.", CALLS)
    before = len(office.store.history(people.key))
    mutual_benefit.keep(office.work, id_, {people.key: {"benefit": f" {CALLS} "}})
    assert len(office.store.history(people.key)) == before and len(partnerships.parties(office.store, id_)) == 4
    with office.store.read() as session:
        assert [party.name for party in partnerships.others(session, id_)] == ["Ministère de la santé"]


def test_the_brief_the_agreement_and_the_paper_say_what_each_gains(office: Office) -> None:
    id_ = written(office)
    case = cases.open_case(office.work, office.definitions.form, partnerships.partnership(office.store, id_))
    lines = brief.sheet(office.work, assessments.read(office.work, case.id), "fr").benefits
    assert f"Migrants et communautés\u00a0: {CALLS}" in lines
    draft = drafting.draft(office.work, id_, "INK", ["fr"])
    facts = composing.compose(office.work, draft.id).facts
    assert facts.get("agreement.benefit_people") == {"fr": CALLS.rstrip(".")}
    assert facts.get("agreement.benefit_partner") == {"fr": "Il tient son engagement"}
    text = words_of(benefit_sheet.pdf(office.work, id_))
    assert "Son engagement social." in text and "Ministère de la santé" in text and CALLS in text

"""An agreement whose partnership has become more than its type may hold, and the type that it becomes."""

from typing import Any

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.base.values import today
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.services.agreements import composing, drafting, lookup, negotiation, outgrowing
from desktop.services.agreements.outgrowing import Outgrowth
from desktop.services.registry import partnerships
from tests.agreed import Agreed, agreed, agreed_folder, signed
from tests.definitions.test_agreements import TYPES
from tests.makers import on
from tests.presenters.agreements.test_agreements import visits
from tests.refusal import refused
from tests.services.agreements.test_agreements import changed

__all__ = ["agreed", "agreed_folder"]


def outgrowth(agreed: Agreed, agreement_id: str) -> Outgrowth | None:
    work = on(agreed.office, today())
    return outgrowing.of_agreement(work, composing.compose(work, agreement_id))


def brings(agreed: Agreed, **changes: Any) -> None:
    partnerships.change(on(agreed.office, today()), agreed.partnership, **changes)


@pytest.mark.parametrize("kind", [kind for kind in TYPES.values() if not kind.amends], ids=lambda kind: kind.code)
def test_every_type_says_what_it_may_not_hold(kind: AgreementType) -> None:
    assert kind.limits
    assert set(kind.moves) != {"cash", "goods", "services"} or kind.code in ("LTR", "IMP")


@pytest.mark.parametrize(
    ("code", "changes", "reason", "becomes"),
    [
        ("LOI", {}, "bring", "INK"),
        ("LOI", {"contribution_kinds": [], "goods_kinds": [], "value": None, "features": ["logo"]}, "logo", "MOU"),
        ("LOI", {"contribution_kinds": ["cash"], "goods_kinds": []}, "money", "CON"),
        ("INK", {"contribution_kinds": ["cash", "goods"]}, "money", "IMP"),
        ("INK", {"contribution_kinds": ["services"], "goods_kinds": []}, "services", "PBS"),
        ("MOU", {"contribution_kinds": ["cash"], "goods_kinds": [], "features": ["event"]}, "money", "SPO"),
        ("CON", {"contribution_kinds": ["cash"], "goods_kinds": [], "features": ["sales"]}, "licence", "LIC"),
    ],
)
def test_what_a_type_may_not_hold_is_said_with_the_type_it_has_become(
    agreed: Agreed, code: str, changes: dict[str, Any], reason: str, becomes: str
) -> None:
    speak("en")
    draft = agreed.draft(code)
    brings(agreed, **changes)
    grown = outgrowth(agreed, draft.id)
    assert grown is not None and reason in " ".join(grown.reasons)
    assert (grown.proposal.code if grown.proposal else "") == becomes


def test_a_draft_becomes_the_type_that_suits_it_and_keeps_what_was_filled_in(agreed: Agreed) -> None:
    work, draft = on(agreed.office, today()), agreed.draft("LOI")
    drafting.save_field(work, draft.id, "agreement.purpose", {"fr": "joindre les siens"})
    drafting.record_fields(work, draft.id)
    outgrowing.become(work, draft.id, "INK")
    after = agreed.composition(draft.id)
    assert after.type.code == "INK" and after.agreement.template_digest == after.type.sha256
    assert after.facts.get("agreement.purpose") == {"fr": "joindre les siens"}
    assert outgrowth(agreed, draft.id) is None
    assert after.partnership.agreement_type == "INK"


def test_negotiated_text_keeps_its_type_and_a_final_one_too(agreed: Agreed) -> None:
    work, draft = on(agreed.office, today()), agreed.draft("INK")
    negotiation.depart(work, draft.id, changed(agreed.composition(draft.id), "S-AMD", "Le partenaire le demande."))
    with refused("agreement-negotiated"):
        outgrowing.become(work, draft.id, "MOU")
    assert len(negotiation.departures(agreed.office.store, draft.id)) == 1
    with refused("agreement-final"):
        outgrowing.become(work, agreed.final().id, "MOU")


def test_the_page_of_the_type_offers_it_and_a_finding_leads_there(agreed: Agreed) -> None:
    speak("en")
    draft = agreed.draft("LOI")
    plan = AgreementPresenter(agreed.office, RunNow(), draft.id)
    fix = next(fix for fix in plan.fixes if "cannot be given" in fix.text)
    assert fix.step is AgreementStep.TYPE
    page = AgreementPresenter(agreed.office, RunNow(), draft.id, "type")
    gone = visits(page)
    assert page.becoming == "Make it: In-kind donation agreement"
    page.become()
    assert gone == [("agreement", {"id": draft.id, "step": "type"})]
    assert lookup.agreement(agreed.office.store, draft.id).type == "INK"
    assert AgreementPresenter(agreed.office, RunNow(), draft.id, "type").outgrown == ""


def test_a_signed_agreement_that_is_outgrown_is_followed_by_one_of_the_type_it_has_become(agreed: Agreed) -> None:
    speak("en")
    made = signed(agreed)
    assert AgreementPresenter(agreed.office, RunNow(), made.id, "life").outgrown == ""
    brings(agreed, contribution_kinds=["services"], goods_kinds=[])
    page = AgreementPresenter(agreed.office, RunNow(), made.id, "life")
    assert "services" in page.outgrown and page.becoming == "Begin: Pro bono services agreement"
    gone = visits(page)
    page.become()
    ((place, arguments),) = gone
    begun = lookup.agreement(agreed.office.store, arguments["id"])
    assert (place, begun.type, begun.state) == ("agreement", "PBS", "draft")
    assert lookup.agreement(agreed.office.store, made.id).type == "INK"

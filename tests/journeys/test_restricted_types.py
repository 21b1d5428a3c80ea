"""The types that an office does not decide alone, final by a real decision of who has the authority (dossier 2.8).

A framework, a licence and a secondment are decided at Headquarters, after Legal's opinion, and the decision comes back
with the next return. A joint implementation is decided by the Chief of Mission, once Legal has given its opinion.
"""

from typing import Any

import pytest

from desktop.base.values import today
from desktop.office import Office
from desktop.services.agreements import composing, finalising, packs, signing
from desktop.services.exchange.headquarters import offices
from desktop.store.records import Agreement, Clearance, Officer
from desktop.store.states import AgreementState
from tests.agreed import SEEN, Agreed, hand_in
from tests.definitions.agreement_facts import sample
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import chief, chief_seal, headquarters, office, office_folder
from tests.refusal import refused
from tests.services.agreements.test_every_type import blocking, filled
from tests.services.diligence.test_decisions import advised, decide, handed_over, read, reviewer

__all__ = ["chief", "chief_seal", "headquarters", "office", "office_folder"]


def planned(code: str) -> dict[str, Any]:
    """What the partnership of the sample of a type brings."""
    contribution = sample(code)["contribution"]
    value = contribution.get("value", {})
    return {
        "agreement_type": code,
        "contribution_kinds": contribution.get("kinds", []),
        "goods_kinds": [],
        "value": value.get("amount"),
        "currency": value.get("currency", "USD"),
        "features": ["sales", "logo"] if code == "LIC" else [],
    }


def drafted(office: Office, case: str, code: str) -> Agreement:
    """A draft of the type with everything filled in, of the partnership of the case."""
    return filled(Agreed(office, read(office, case).partnership.id), code, ("fr", "en"), sample(code))


def signed(office: Office, made: Agreement) -> Agreement:
    """The text made final, printed, come back and filed."""
    work = on(office, today())
    finalising.finalise(work, made.id)
    hand_in(Agreed(office, made.partnership_id), made)
    return signing.sign(work, made.id, SEEN)


@pytest.mark.parametrize("code", ["FRA", "LIC", "SEC"])
def test_what_headquarters_alone_decides_is_final_once_its_decision_came_back(
    office: Office, headquarters: Office, chief: Officer, chief_seal: bytes, code: str
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = handed_over(office, office.user, chief, **planned(code))
    with refused("no-authority-to-decide"):
        decide(office, case, (chief, chief_seal))
    made = drafted(office, case, code)
    assert "no-decision" in {rule for rule, _text in blocking(composing.compose(on(office, today()), made.id))}
    with refused("no-decision-in-force"):
        finalising.finalise(on(office, today()), made.id)

    assert deliver(office, hq) == "applied"
    decider = reviewer(hq, "hq_reviewer")
    with refused("review-missing"):
        decide(hq, case, decider)
    advised(hq, case)
    decide(hq, case, decider)
    with refused("no-decision-in-force"):  # decided, and not known here yet
        finalising.finalise(on(office, today()), made.id)
    assert answered(office, hq) == "applied"

    composition = composing.compose(on(office, today()), made.id)
    assert isinstance(composition.decision, Clearance) and blocking(composition) == []
    assert composition.facts.get("iom.signatory_name") == "Claire Aubert", "nobody of the office signs"
    assert signed(office, made).state == AgreementState.ACTIVE
    assert packs.of_agreement(office.store, made.id)[0].draft is False
    assert deliver(office, hq) == "applied"
    assert answered(office, hq) == "applied"
    with hq.store.read() as session:
        assert session.get_one(Agreement, made.id).state == AgreementState.ACTIVE
    assert not offices.differences(office.store, hq.store)[1]


def test_a_joint_implementation_is_final_once_legal_was_heard_and_the_chief_decided(
    office: Office, headquarters: Office, chief: Officer, chief_seal: bytes
) -> None:
    hq = headquarters
    recognise(office, hq)
    case = handed_over(office, office.user, chief, **planned("IMP"))
    with refused("review-missing"):
        decide(office, case, (chief, chief_seal))
    made = drafted(office, case, "IMP")
    assert deliver(office, hq) == "applied"
    advised(hq, case)
    assert answered(office, hq) == "applied"
    decide(office, case, (chief, chief_seal))
    composition = composing.compose(on(office, today()), made.id)
    assert not isinstance(composition.decision, Clearance) and blocking(composition) == []
    assert signed(office, made).state == AgreementState.ACTIVE

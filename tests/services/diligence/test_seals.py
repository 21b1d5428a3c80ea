"""One rule of the seal: a decision counts when its decider's registered key sealed it, everywhere alike (¶21)."""

from datetime import date

import pytest
from sqlalchemy import select

from desktop.base.progress import RunNow
from desktop.base.text import said_in
from desktop.base.values import new_id, today
from desktop.definitions.follow_up import FrozenDeed
from desktop.office import Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.agreements import pack_content, packs
from desktop.services.diligence import assessments, brief, decisions, seals
from desktop.services.next_step import standings
from desktop.services.office import people
from desktop.store.records import Agreement, Clearance, Decision, Officer, Verdict
from tests.agreed import PASSPHRASE, Agreed, agreed, agreed_folder, final_agreement
from tests.makers import on, work_of
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "final_agreement"]

MADE_UP = bytes(range(32))  # the seed of a key that nobody registered


def decision_of(office: Office) -> Decision:
    with office.store.read() as session:
        return session.scalars(select(Decision)).one()


def forge(agreed: Agreed, seed: bytes = MADE_UP, **fields: object) -> Decision:
    """The decision in the records, altered and sealed again with this key under the name of who decided."""
    office = agreed.office
    with office.store.change("Decision forged", office.user.id) as session:
        decision = session.scalars(select(Decision)).one()
        for name, content in {"valid_until": "2099-01-01", **fields}.items():
            setattr(decision, name, content)
        seals.seal(decision, seed)
    return decision


def in_force(agreed: Agreed, day: date | None = None) -> Verdict | None:
    return decisions.in_force(agreed.office.store, agreed.partnership, day or today())


def renew(agreed: Agreed) -> None:
    """The Chief of Mission has used the recovery words and chosen a new passphrase: a new key seals from now on."""
    people.renew_seal(agreed.office.store, decision_of(agreed.office).decided_by, "ab" * 32)


def test_a_decision_sealed_with_a_foreign_key_opens_no_gate_in_the_service(agreed: Agreed) -> None:
    assert in_force(agreed) is not None
    decision = forge(agreed)
    assert not decisions.is_sealed(agreed.office.store, decision)
    assert in_force(agreed) is None
    with refused("no-decision-in-force"):
        decisions.require_in_force(agreed.office.work, agreed.partnership, today(), FrozenDeed.FINAL)
    (at,) = standings(on(agreed.office, today()), decision.partner_id)
    assert at.state != "decided"


def test_another_officers_key_does_not_seal_the_chiefs_decision(agreed: Agreed) -> None:
    own = agreed.office.vault.unlock(agreed.office.user.id, PASSPHRASE).seal_seed
    assert not decisions.is_sealed(agreed.office.store, forge(agreed, own))
    assert in_force(agreed) is None


def test_a_decision_sealed_with_a_foreign_key_is_told_on_screen(agreed: Agreed) -> None:
    office, decision = agreed.office, forge(agreed)
    page = DecisionPresenter(office, RunNow(), case=decision.case_id)
    assert not page.seal_holds
    assert "scellée" in page.seal_sentence and "ne vous y fiez pas" in page.seal_sentence
    partner = PartnerPresenter(office, RunNow(), decision.partner_id)
    partner.refresh()
    assert partner.shown.next.place != "new_agreement"


def test_a_decision_sealed_with_a_foreign_key_prints_drafts_only_and_is_told_on_paper(
    agreed: Agreed, final_agreement: Agreement
) -> None:
    office = agreed.office
    decision = forge(agreed)
    with refused("no-decision-in-force"):
        packs.make(on(office, today()), final_agreement.id)
    composition = agreed.composition(final_agreement.id)
    assert composition.decision is None
    content = pack_content.content(on(office, today()), composition, 1)
    assert content.decision is None and content.certificate is None
    assessment = assessments.read(on(office, today()), decision.case_id)
    assessment.case.hand_over = new_id()  # as of a case handed over after that decision
    (earlier,) = brief.sheet(on(office, today()), assessment, "fr").earlier
    assert said_in("fr", brief.SEAL_BROKEN) in earlier


def test_what_was_sealed_before_the_seal_was_renewed_stays_decided(agreed: Agreed) -> None:
    renew(agreed)
    assert in_force(agreed) is not None


def test_a_renewed_seal_lets_no_foreign_key_in(agreed: Agreed) -> None:
    renew(agreed)
    forge(agreed)
    assert in_force(agreed) is None


def test_a_decision_of_somebody_unknown_here_does_not_hold(agreed: Agreed) -> None:
    forge(agreed, decided_by=new_id())
    assert in_force(agreed) is None


@pytest.mark.parametrize("known", [False, True])
def test_a_clearance_holds_by_its_own_key_only_where_its_decider_is_not_known(agreed: Agreed, known: bool) -> None:
    office = agreed.office
    clearance = Clearance(case_id=new_id(), decided_by=new_id(), decided_at="2026-11-24T10:00:00.000Z")
    clearance.brief_digest = decision_of(office).brief_digest
    clearance.brief = decision_of(office).brief
    seals.seal(clearance, MADE_UP)
    if known:
        people.add_officer(
            work_of(office.store, office.user), Officer(id=clearance.decided_by, name="Léa", role="reader")
        )
    assert decisions.is_sealed(office.store, clearance) is not known

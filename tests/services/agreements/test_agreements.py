"""Agreements through their services: what the records propose, what is chosen, and the gates (¶21, ¶26)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.base.values import today
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.definitions.follow_up import FrozenDeed
from desktop.services.agreements import (
    composing,
    drafting,
    finalising,
    lookup,
    negotiation,
    packs,
    returned_scan,
    signing,
)
from desktop.services.agreements.signing import SignatureDetails
from desktop.services.diligence import decisions
from desktop.services.registry import partnerships
from desktop.store.records import Agreement, ClauseChoice, Officer, Partnership
from tests.agreed import SEEN, Agreed, agreed, agreed_folder, complete_draft, final_agreement, hand_in
from tests.makers import on
from tests.paper import blank_picture
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft", "final_agreement"]

PNG = b"\x89PNG\r\n\x1a\n"


def rules(work: composing.Composition) -> list[str]:
    return [finding.rule for finding in work.findings]


# --- which type, and what the records fill


def test_a_draft_shows_what_the_records_propose_and_marks_it_so(agreed: Agreed) -> None:
    work = agreed.composition(agreed.draft().id)
    assert work.facts.get("partner.signatory_name") == "Mame Diarra Sow"
    assert "partner.signatory_name" in work.proposed
    drafting.save_field(agreed.office.work, work.agreement.id, "partner.signatory_name", "Autre Nom")
    again = agreed.composition(work.agreement.id)
    assert again.facts.get("partner.signatory_name") == "Autre Nom"
    assert "partner.signatory_name" not in again.proposed


def test_what_is_typed_survives_and_joins_the_record_once(agreed: Agreed) -> None:
    store = agreed.office.store
    made = agreed.draft()
    drafting.save_field(agreed.office.work, made.id, "delivery.place", "Thiès")
    drafting.save_field(agreed.office.work, made.id, "delivery.place", "Dakar")
    assert lookup.agreement(store, made.id).content == {}
    assert drafting.record_fields(agreed.office.work, made.id) == 1
    assert lookup.agreement(store, made.id).content == {"delivery.place": "Dakar"}
    assert drafting.record_fields(agreed.office.work, made.id) == 0


def test_an_agreement_has_one_or_two_languages(agreed: Agreed) -> None:
    for wrong in ((), ("fr", "en", "es"), ("de",)):
        with refused("agreement-languages"):
            agreed.draft("INK", wrong)


def test_only_a_partnership_without_an_agreement_waits_for_one(agreed: Agreed) -> None:
    store = agreed.office.store
    assert [planned.id for planned, _partner in lookup.without_agreement(store)] == [agreed.partnership]
    agreed.draft()
    assert lookup.without_agreement(store) == []


# --- the gate of a decision


def undecided(agreed: Agreed) -> str:
    """A second partnership, which nobody decided."""
    store = agreed.office.store
    known = partnerships.partnership(store, agreed.partnership)
    planned = Partnership(partner_id=known.partner_id, title="Sans décision", contribution_kinds=["goods"])
    return partnerships.plan(agreed.office.work, planned).id


def test_without_a_decision_a_draft_is_possible_and_a_final_agreement_is_not(agreed: Agreed) -> None:
    office = agreed.office
    made = Agreed(office, undecided(agreed)).draft()
    assert rules(agreed.composition(made.id))[0] == "no-decision"
    assert packs.preview(on(office, today()), made.id).startswith(b"%PDF")
    with refused("no-decision-in-force"):
        finalising.finalise(on(office, today()), made.id)
    assert lookup.agreement(office.store, made.id).state == "draft"


def test_a_draft_with_gaps_does_not_become_final(agreed: Agreed) -> None:
    office, made = agreed.office, agreed.draft()
    with refused("agreement-incomplete"):
        finalising.finalise(on(office, today()), made.id)
    assert lookup.agreement(office.store, made.id).reference == ""


def test_a_final_agreement_has_a_number_and_its_text_is_locked(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    assert final_agreement.reference == f"SN10-A-{today().year}-001"
    assert partnerships.partnership(office.store, agreed.partnership).register_number == final_agreement.reference
    with refused("agreement-final"):
        drafting.change(office.work, final_agreement.id, languages=["en"])
    with refused("agreement-final"):
        negotiation.choose_clause(office.work, final_agreement.id, "S-LIA", False, "motif")


@pytest.mark.parametrize(("field", "value"), [("value", "18400.01"), ("currency", "EUR")])
def test_a_decision_does_not_cover_more_than_was_decided_on(agreed: Agreed, field: str, value: str) -> None:
    drafted = agreed.draft()
    store, by = agreed.office.store, agreed.office.user
    with store.change("Changed after the decision", by.id) as session:
        setattr(session.get_one(Partnership, drafted.partnership_id), field, value)
    assert "outgrown" in rules(agreed.composition(drafted.id))
    with refused("decision-outgrown"):
        decisions.require_in_force(agreed.office.work, drafted.partnership_id, today(), FrozenDeed.FINAL)


def test_a_decision_that_has_expired_makes_no_final_agreement(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    later = today() + timedelta(days=365 * 4)
    assert decisions.in_force(office.store, agreed.partnership, later) is None
    with refused("decision-expired"):
        finalising.finalise(on(office, today() + timedelta(days=365 * 4)), complete_draft.id)


def test_a_reader_drafts_nothing(agreed: Agreed) -> None:
    office = agreed.office
    reader = Officer(name="Lecteur", role="reader")
    with refused("role-not-allowed"):
        drafting.draft(office.work.acting_as(reader), agreed.partnership, "MOU", ["fr"])


# --- signature


def test_nothing_is_active_without_a_scan(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    packs.make(on(office, today()), final_agreement.id)
    with refused("scan-missing"):
        signing.sign(on(office, today()), final_agreement.id, SEEN)
    assert lookup.agreement(office.store, final_agreement.id).state == "final"


def test_a_draft_is_not_signed(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    with refused("agreement-not-final"):
        signing.sign(on(office, today()), complete_draft.id, SEEN)
    with refused("agreement-not-final"):
        returned_scan.add(office.work, complete_draft.id, "s.png", blank_picture())


def test_a_scan_before_any_pack_is_refused(agreed: Agreed) -> None:
    with refused("scan-without-pack"):
        returned_scan.add(agreed.office.work, agreed.final().id, "s.png", blank_picture())


def test_a_signature_when_the_decision_had_expired_is_refused(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    hand_in(agreed, final_agreement)
    later = today() + timedelta(days=365 * 4)
    with refused("decision-expired"):
        signing.sign(on(office, later), final_agreement.id, SignatureDetails(later, "Dakar", seen=True))
    assert lookup.agreement(office.store, final_agreement.id).state == "final"


def test_a_signature_tomorrow_is_refused(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    hand_in(agreed, final_agreement)
    signature = SignatureDetails(today() + timedelta(days=1), "Dakar", seen=True)
    with refused("signature-in-future"):
        signing.sign(on(office, today()), final_agreement.id, signature)


def test_nothing_is_active_before_a_person_saw_the_signatures(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    hand_in(agreed, final_agreement)
    with refused("signatures-unconfirmed"):
        signing.sign(on(office, today()), final_agreement.id, SignatureDetails(today(), "Dakar", seen=False))
    signed_one = signing.sign(on(office, today()), final_agreement.id, SEEN)
    assert (signed_one.state, signed_one.signed_place, signed_one.active_from) == (
        "active",
        "Dakar",
        today().isoformat(),
    )
    assert partnerships.partnership(office.store, agreed.partnership).stage == "active"
    assert not returned_scan.exists(office.work, final_agreement.id)
    with refused("agreement-not-final"):
        returned_scan.add(office.work, final_agreement.id, "s.png", blank_picture())


# --- clauses


def included(work: composing.Composition) -> dict[str, bool]:
    return {each.clause: each.included for each in work.assembled.inclusions}


def test_a_required_clause_left_out_waits_for_legal(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    negotiation.choose_clause(office.work, complete_draft.id, "S-LIA", False, "Le partenaire le demande.")
    work = agreed.composition(complete_draft.id)
    assert not included(work)["S-LIA"]
    assert [f.rule for f in work.findings if f.blocks] == ["clause-waived"]
    negotiation.choose_clause(office.work, complete_draft.id, "S-LIA", True)
    assert included(agreed.composition(complete_draft.id))["S-LIA"]
    assert rules(agreed.composition(complete_draft.id)) == []


def test_of_two_choices_about_one_clause_the_stricter_counts(agreed: Agreed, complete_draft: Agreement) -> None:
    """Two laptops of an office may each have chosen, knowing nothing of the other."""
    office = agreed.office
    negotiation.choose_clause(office.work, complete_draft.id, "S-LIA", False, "Le partenaire le demande.")
    with office.store.change("Autre portable", office.user.id) as session:
        session.add(ClauseChoice(agreement_id=complete_draft.id, clause="S-LIA", included=True))
    assert included(agreed.composition(complete_draft.id))["S-LIA"]
    negotiation.choose_clause(office.work, complete_draft.id, "S-LIA", False, "Enfin.")
    with office.store.read() as session:
        left = session.scalars(select(ClauseChoice).where(ClauseChoice.archived.is_(False))).all()
    assert [choice.reason for choice in left if choice.clause == "S-LIA"] == ["Enfin."]
    assert [f.rule for f in agreed.composition(complete_draft.id).findings if f.blocks] == ["clause-waived"]


def test_a_required_clause_does_not_go_without_a_reason(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    negotiation.choose_clause(office.work, complete_draft.id, "S-LIA", False)
    assert included(agreed.composition(complete_draft.id))["S-LIA"]


def test_a_condition_of_the_decision_is_in_the_agreement(agreed: Agreed, complete_draft: Agreement) -> None:
    work = agreed.composition(complete_draft.id)
    assert included(work)["C-CND"]
    article = next(a for a in work.assembled.versions[0].articles if a.clause == "C-CND")
    assert any("emblème" in numbered.paragraph.text for numbered in article.paragraphs)


def changed(work: composing.Composition, clause: str, reason: str) -> NegotiatedText:
    """The clause's first paragraph with one more sentence."""
    article = next(a for a in work.assembled.versions[0].articles if a.clause == clause)
    old = article.paragraphs[0].paragraph.text
    return NegotiatedText(clause, "fr", 1, old, f"{old} Les parties en conviennent.", "Awa Ndiaye", reason)


def test_changed_text_is_shown_and_waits_for_legal_where_it_is_locked(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    office = agreed.office
    change = changed(agreed.composition(complete_draft.id), "S-AMD", "Demandé par le partenaire.")
    negotiation.depart(office.work, complete_draft.id, change)
    work = agreed.composition(complete_draft.id)
    article = next(a for a in work.assembled.versions[0].articles if a.clause == "S-AMD")
    assert article.paragraphs[0].departed and article.paragraphs[0].paragraph.text == change.new
    assert [f.rule for f in work.findings if f.blocks] == ["departure-locked"]
    with refused("agreement-incomplete"):
        finalising.finalise(on(office, today()), complete_draft.id)


def test_the_library_s_text_comes_back(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    negotiation.depart(office.work, complete_draft.id, changed(agreed.composition(complete_draft.id), "S-AMD", "motif"))
    (kept,) = negotiation.departures(office.store, complete_draft.id)
    negotiation.withdraw_departure(office.work, kept.id)
    assert negotiation.departures(office.store, complete_draft.id) == []
    assert rules(agreed.composition(complete_draft.id)) == []


def test_changed_text_needs_its_reason(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    with refused("departure-without-reason"):
        negotiation.depart(office.work, complete_draft.id, changed(agreed.composition(complete_draft.id), "S-AMD", " "))
    assert negotiation.departures(office.store, complete_draft.id) == []


# --- what is found before the final document


def test_a_sum_that_is_not_the_total_is_found(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    partnerships.change(office.work, agreed.partnership, value="18300.00")
    assert "amount-sum" in rules(agreed.composition(complete_draft.id))


def test_a_signatory_nobody_screened_is_found(agreed: Agreed, complete_draft: Agreement) -> None:
    office = agreed.office
    drafting.save_field(office.work, complete_draft.id, "partner.signatory_name", "Inconnu Total")
    assert "signatory-unscreened" in rules(agreed.composition(complete_draft.id))


def test_an_agreement_is_not_signed_before_it_was_decided_on(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    hand_in(agreed, final_agreement)
    before = SignatureDetails(today() - timedelta(days=2), "Dakar", seen=True)
    with refused("signature-before-decision"):
        signing.sign(on(office, today()), final_agreement.id, before)
    assert lookup.agreement(office.store, final_agreement.id).state == "final"


def test_no_road_but_the_signature_makes_an_agreement_or_a_partnership_active(
    agreed: Agreed, complete_draft: Agreement
) -> None:
    office = agreed.office
    with pytest.raises(ValueError):
        drafting.change(office.work, complete_draft.id, state="active")
    with pytest.raises(ValueError):
        partnerships.change(office.work, agreed.partnership, stage="active")


def test_the_preview_of_a_final_agreement_is_its_pack(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    before = packs.preview(on(office, today()), final_agreement.id)
    kept = packs.make(on(office, today()), final_agreement.id)
    assert before == kept.pdf == packs.preview(on(office, today()), final_agreement.id)

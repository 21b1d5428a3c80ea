"""The next step with a partner, along the whole road from its registration to the end of its agreement."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.base import paths
from desktop.base.values import today
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.definitions.terms import OpenReason
from desktop.office import Office
from desktop.screening import library
from desktop.services import next_step
from desktop.services.agreements import drafting, finalising, packs, returned_scan, signing
from desktop.services.demo import agreement_fields, invented, sound_answers
from desktop.services.diligence import answers, assessments, cases, decisions, handing_over, recording
from desktop.services.next_step import BEGIN, RESTORE, NextStep
from desktop.services.office import people
from desktop.services.registry import partners, partnerships
from desktop.services.screening import rulings, search, standing
from desktop.store.records import Agreement, Decision, Officer
from desktop.store.states import AgreementState, Role, RulingKind
from desktop.store.store import HQ, Identity
from tests.makers import on
from tests.paper import signed

DAY = today()


def step(office: Office, partner_id: str, by: Officer | None = None, day: date = DAY) -> NextStep:
    partner = partners.partner(office.store, partner_id)
    return next_step.next_step(on(office, day).acting_as(by or office.user), partner)


@pytest.fixture
def begun(office: Office) -> tuple[str, str, str]:
    """A partner with a planned partnership whose case has just begun: their ids."""
    partner = invented.partner(office.work, "fr")
    planned = invented.partnership(on(office, DAY), partner.id, "fr")
    case = cases.open_case(on(office, DAY), office.definitions.form, planned)
    return partner.id, planned.id, case.id


def answered(office: Office, chief: Officer, case: str) -> None:
    """Screen every name and answer every question as a sound company would."""
    published = (DAY - timedelta(days=3)).isoformat()
    library.install(
        office.lists, paths.resources() / "reference" / invented.PRACTICE_LIST, published=published, accept=True
    )
    with library.open_index(office.lists) as index:
        sound_answers.screen(on(office, DAY), chief, index, case, "fr")
    proof = sound_answers.evidence(office.outbox, "fr")
    sound_answers.answer_all(on(office, DAY), case, proof, "fr")


def submitted(office: Office, chief: Officer, case: str) -> None:
    answered(office, chief, case)
    handing_over.submit(on(office, DAY), case, "favourable", "Un don utile.")


def decided(office: Office, chief: Officer, seal: bytes, case: str, outcome: str) -> None:
    submitted(office, chief, case)
    back = ("A01",) if outcome == "sent_back" else ()
    decisions.decide(
        on(office, DAY).acting_as(chief), case, outcome, "Lu et pesé.", seal, send_back=back, interest=False
    )


def test_before_anything_a_partnership_is_planned(office: Office) -> None:
    partner = invented.partner(office.work, "fr")
    assert step(office, partner.id).place == "partnership"
    planned = invented.partnership(on(office, DAY), partner.id, "fr")
    found = step(office, partner.id)
    assert (found.place, found.arguments) == (BEGIN, {"partnership": planned.id})
    assert "¶21" in found.sentence


def test_a_partner_put_away_can_be_brought_back(office: Office) -> None:
    partner = invented.partner(office.work, "fr")
    partners.archive(office.work, partner.id, "doublon")
    assert step(office, partner.id).place == RESTORE


def test_an_open_case_says_what_is_lacking(office: Office, begun: tuple[str, str, str]) -> None:
    partner, _planned, case = begun
    found = step(office, partner)
    assert (found.place, found.arguments) == ("diligence", {"case": case})
    assert "réponses à compléter" in found.detail


def test_a_complete_case_is_handed_over_then_waits_for_its_decider(
    office: Office, chief: Officer, begun: tuple[str, str, str]
) -> None:
    partner, _planned, case = begun
    answered(office, chief, case)
    assert "complète" in step(office, partner).sentence
    handing_over.submit(on(office, DAY), case, "favourable", "Un don utile.")
    waits, decides = step(office, partner), step(office, partner, chief)
    assert waits.place == "diligence" and chief.name in waits.detail
    assert (decides.place, decides.arguments) == ("decision", {"case": case})


def test_what_was_sent_back_is_completed(
    office: Office, chief: Officer, chief_seal: bytes, begun: tuple[str, str, str]
) -> None:
    partner, _planned, case = begun
    decided(office, chief, chief_seal, case, "sent_back")
    found = step(office, partner)
    assert found.place == "diligence" and "renvoyé" in found.sentence


def test_what_was_refused_stays_refused(
    office: Office, chief: Officer, chief_seal: bytes, begun: tuple[str, str, str]
) -> None:
    partner, _planned, case = begun
    decided(office, chief, chief_seal, case, "refused")
    found = step(office, partner)
    assert (found.place, found.detail) == ("decision", "Lu et pesé.")


def test_after_a_favourable_decision_the_road_is_draft_final_print_sign_and_live(
    office: Office, chief: Officer, chief_seal: bytes, begun: tuple[str, str, str]
) -> None:
    partner, planned, case = begun
    store = office.store
    decided(office, chief, chief_seal, case, "approved")
    found = step(office, partner)
    assert (found.place, found.arguments) == ("new_agreement", {"partnership": planned})
    expired = step(office, partner, day=date(2030, 1, 1))
    assert (expired.place, expired.arguments) == (BEGIN, {"partnership": planned})

    made = drafting.draft(office.work, planned, "INK", ["fr"])
    found = step(office, partner)
    assert found.place == "agreement" and found.detail
    agreement_fields.complete(on(office, DAY), made)
    assert "définitif" in step(office, partner).sentence
    finalising.finalise(on(office, DAY), made.id)
    assert step(office, partner).button == "Imprimer la liasse"
    pack = packs.make(on(office, DAY), made.id)
    packs.mark_printed(office.work, pack.record.id)
    assert step(office, partner).button == "Classer l’accord signé"
    returned_scan.add(office.work, made.id, "signe.pdf", signed(pack.pdf))
    signing.sign(on(office, DAY), made.id, signing.SignatureDetails(DAY, "Dakar", seen=True))
    assert "en vigueur" in step(office, partner).sentence
    ends = date.fromisoformat(partnerships.partnership(store, planned).ends_on or "")
    assert "prend fin" in step(office, partner, day=ends - timedelta(days=30)).sentence
    over = step(office, partner, day=ends + timedelta(days=1))
    assert "a pris fin" in over.sentence and over.place == "partnership"


def test_the_partner_and_the_case_count_the_same_answers(office: Office, begun: tuple[str, str, str]) -> None:
    partner, _planned, case = begun
    asked = assessments.read(office.work, case).review.missing
    answers.save_draft(office.work, case, asked[0].question, AnswerContent(value=UNKNOWN))
    recording.record(office.work, case)
    review = assessments.read(office.work, case).review
    assert any(gap.reason == OpenReason.UNKNOWN for gap in review.missing)
    assert step(office, partner).detail.startswith(f"{review.answers_missing} réponses à compléter, dont 1 ")


def test_when_only_a_second_person_is_awaited_the_step_says_so(
    office: Office, chief: Officer, begun: tuple[str, str, str]
) -> None:
    partner, _planned, case = begun
    published = (DAY - timedelta(days=3)).isoformat()
    library.install(
        office.lists, paths.resources() / "reference" / invented.PRACTICE_LIST, published=published, accept=True
    )
    with library.open_index(office.lists) as index:
        search.screen_case(on(office, DAY), index, case)
    rulings_alone = [
        rulings.rule(on(office, DAY), case, candidate, RulingKind.NOT_SAME, "Une autre personne : née en 1984.")
        for candidate in standing.of_case(on(office, DAY), case).open
    ]
    sound_answers.answer_all(on(office, DAY), case, sound_answers.evidence(office.outbox, "fr"), "fr")
    found = step(office, partner)
    assert found.place == "screening" and found.sentence.startswith("Une seconde personne"), found
    for ruling in rulings_alone:
        rulings.confirm(on(office, DAY).acting_as(chief), ruling.id)
    assert step(office, partner).place == "diligence"


@contextmanager
def as_headquarters_holds(office: Office) -> Iterator[Officer]:
    """The same records as those of another office, in the store of Headquarters; its reviewer reads them."""
    own = office.store.identity
    office.store.identity = Identity(own.device, HQ)
    yield Officer(name="Lina", role=Role.HQ_REVIEWER)
    office.store.identity = own


def seen_from_headquarters(office: Office, partner_id: str) -> NextStep:
    with as_headquarters_holds(office) as reviewer:
        return step(office, partner_id, reviewer)


def test_headquarters_is_told_whose_turn_it_is_and_never_to_do_an_office_s_work(
    office: Office, chief: Officer, chief_seal: bytes, begun: tuple[str, str, str]
) -> None:
    partner, planned, case = begun
    seen = seen_from_headquarters(office, partner)
    assert (seen.sentence, seen.place) == ("Le bureau SN10 mène la diligence raisonnable.", "diligence")
    decided(office, chief, chief_seal, case, "approved")
    seen = seen_from_headquarters(office, partner)
    assert "le bureau SN10 rédige l’accord" in seen.sentence and seen.place == "decision"
    draft = drafting.draft(on(office, DAY), planned, "INK", ("fr",))
    with office.store.read() as session:
        verdict = session.scalars(select(Decision.id)).one()
    for state, words in (
        ("draft", "achève le projet d’accord"),
        ("final", "imprime son dossier et le fait signer"),
        ("printed", "classera la copie numérisée"),
        ("active", "L’accord est en vigueur"),
    ):
        with office.store.change("A state for a test", office.user.id) as session:
            paper = session.get_one(Agreement, draft.id)
            paper.state, paper.decision_id = AgreementState(state), verdict
        seen = seen_from_headquarters(office, partner)
        assert words in seen.sentence and (seen.place, seen.button) == ("agreement", "Voir l’accord"), state


def test_headquarters_counts_no_officer_of_an_office_among_its_people(office: Office) -> None:
    assert office.user.name in [officer.name for officer in people.officers(office.store)]
    with as_headquarters_holds(office):
        assert not people.officers(office.store)
        assert office.user.name in [officer.name for officer in people.officers_of(office.store, "SN10")]

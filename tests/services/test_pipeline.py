"""The pipeline: the stage of a partnership along its whole road, what stands in the way, why it stops."""

from datetime import date, timedelta

from sqlalchemy import select

from desktop.base.values import today
from desktop.definitions.pipeline import PipelineStage
from desktop.office import Office
from desktop.presenters.today import read_cards
from desktop.services import next_step, open_tasks, pipeline
from desktop.services.agreements import drafting
from desktop.services.demo import invented
from desktop.services.diligence import cases
from desktop.services.pipeline import PipelineCard
from desktop.services.registry import meetings, partners, partnerships
from desktop.services.registry.meetings import NewMeeting
from desktop.store.records import Agreement, Case, Officer, Partner, Partnership
from tests.makers import on
from tests.refusal import refused
from tests.services.test_next_step import DAY, decided, submitted

S = PipelineStage


def planned(office: Office, **fields: object) -> Partnership:
    partner = partners.register(on(office, DAY), Partner(name="Kaoural Transport", country="NE", sectors=["transport"]))
    return partnerships.plan(office.work, Partnership(partner_id=partner.id, title="Vingt camions", **fields))  # type: ignore[arg-type]


def card(office: Office, partnership_id: str, day: date = DAY) -> PipelineCard:
    return next(card for card in pipeline.read(on(office, day)) if card.id == partnership_id)


def test_the_stage_follows_from_the_records_along_the_whole_road(
    office: Office, chief: Officer, chief_seal: bytes
) -> None:
    partner = invented.partner(on(office, DAY), "fr")
    partnership = invented.partnership(office.work, partner.id, "fr")
    assert card(office, partnership.id).stage == S.PROSPECT
    assert pipeline.gate(office.work, partnership.id, S.DILIGENCE).step.place == next_step.BEGIN
    pipeline.move(office.work, partnership.id, S.EXPLORATION)
    assert card(office, partnership.id).stage == S.EXPLORATION
    case = cases.open_case(office.work, office.definitions.form, partnership)
    assert card(office, partnership.id).stage == S.DILIGENCE
    assert pipeline.gate(office.work, partnership.id, S.PROSPECT).step.place == "diligence"
    submitted(office, chief, case.id)
    assert card(office, partnership.id).stage == S.DECISION
    stands = pipeline.gate(office.work, partnership.id, S.DRAFTING)
    assert "¶21" in stands.sentence and stands.step.arguments == {"case": case.id}
    with refused("stage-gated"):
        pipeline.close(office.work, partnership.id, "other")
    cases.recall(office.work, case.id)
    decided(office, chief, chief_seal, case.id, "approved")
    assert card(office, partnership.id).stage == S.DRAFTING
    stands = pipeline.gate(office.work, partnership.id, S.ACTIVE)
    assert "¶26" in stands.sentence and stands.step.place == "new_agreement"
    assert card(office, partnership.id, DAY + timedelta(days=900)).stage == S.DILIGENCE  # the decision ran out


def test_a_refusal_closes_and_counts_among_what_stops_partnerships(
    office: Office, chief: Officer, chief_seal: bytes
) -> None:
    partner = invented.partner(on(office, DAY), "fr")
    partnership = invented.partnership(office.work, partner.id, "fr")
    case = cases.open_case(office.work, office.definitions.form, partnership)
    decided(office, chief, chief_seal, case.id, "refused")
    refusal = card(office, partnership.id)
    assert (refusal.stage, refusal.refused) == (S.CLOSED, True)
    assert "¶23" in pipeline.gate(office.work, partnership.id, S.EXPLORATION).sentence
    given_up = planned(office)
    pipeline.close(office.work, given_up.id, "no_answer", "Trois lettres sans réponse.")
    counted = [(row.reason, row.country, row.sector, row.count) for row in pipeline.stops(pipeline.read(office.work))]
    assert counted == [("no_answer", "NE", "transport", 1), ("refused", "SN", "other", 1)]


def test_a_card_says_what_lacks_before_it_moves_by_hand(office: Office) -> None:
    partnership = planned(office)
    stands = pipeline.gate(office.work, partnership.id, S.EXPLORATION)
    assert "¶15" in stands.sentence and stands.step.place == "partnership"
    with refused("stage-gated"):
        pipeline.move(office.work, partnership.id, S.EXPLORATION)
    partnerships.change(office.work, partnership.id, aims=["c"], type="RES")
    pipeline.move(office.work, partnership.id, S.EXPLORATION)
    assert partners.partner(office.store, partnership.partner_id).stage == "dialogue"
    pipeline.move(office.work, partnership.id, S.PROSPECT)
    assert partners.partner(office.store, partnership.partner_id).stage == "identified"
    assert pipeline.gate(office.work, partnership.id, S.PROSPECT).sentence


def test_what_is_closed_takes_its_case_and_its_draft_along_and_brings_them_back(
    office: Office, chief: Officer, chief_seal: bytes
) -> None:
    partner = invented.partner(on(office, DAY), "fr")
    partnership = invented.partnership(office.work, partner.id, "fr")
    first = cases.open_case(office.work, office.definitions.form, partnership)
    decided(office, chief, chief_seal, first.id, "approved")
    drafting.draft(office.work, partnership.id, "INK", ["fr"])
    going = planned(office)
    case = cases.open_case(office.work, office.definitions.form, going)
    for id_, reason in ((partnership.id, "demands"), (going.id, "withdrawn")):
        with refused("closing-without-reason"):
            pipeline.close(office.work, id_, "completed")  # no agreement was in force
        pipeline.close(office.work, id_, reason, lessons="Demander plus tôt.")
    assert card(office, going.id).closed_reason == "withdrawn"
    assert partners.partner(office.store, going.partner_id).stage == "abandoned"
    with office.store.read() as session:
        assert session.get_one(Case, case.id).archived and not session.get_one(Case, first.id).archived
        assert all(agreement.archived for agreement in session.scalars(select(Agreement)))
    closed = partnerships.partnership(office.store, going.id)
    assert closed.lessons == "Demander plus tôt."
    step = next_step.next_step(office.work, partners.partner(office.store, going.partner_id))
    assert step.place == "partnership" and step.detail == "Le partenaire renonce"
    with refused("partnership-closed"):
        cases.open_case(office.work, office.definitions.form, closed)
    with refused("partnership-closed"):
        drafting.draft(office.work, partnership.id, "INK", ["fr"])
    pipeline.reopen(office.work, going.id)
    pipeline.reopen(office.work, partnership.id)
    assert card(office, going.id).stage == S.DILIGENCE
    assert card(office, partnership.id).stage == S.DRAFTING
    with office.store.read() as session:
        assert not any(agreement.archived for agreement in session.scalars(select(Agreement)))
    assert partners.partner(office.store, going.partner_id).stage == "diligence"


def test_what_nobody_touched_for_long_sleeps_and_a_contact_wakes_it(office: Office) -> None:
    partnership = planned(office)
    assert not card(office, partnership.id).dormant
    later = DAY + timedelta(days=200)
    asleep = card(office, partnership.id, later)
    assert asleep.dormant and asleep.touched_on == DAY.isoformat()
    new = NewMeeting(partnership.partner_id, later - timedelta(days=2), "Un appel", theirs=("Salif",))
    meetings.record(on(office, later), new)
    assert not card(office, partnership.id, later).dormant


def test_the_next_action_is_the_partnership_s_own_or_what_is_noted_for_its_partner(office: Office) -> None:
    partnership = planned(office)
    partners.change(office.work, partnership.partner_id, next_action="Appeler", next_action_on="2020-01-02")
    noted = card(office, partnership.id)
    assert (noted.next_action, noted.overdue, noted.owner) == ("Appeler", True, office.user.id)
    pipeline.plan_next(office.work, partnership.id, " Écrire  une note ", today() + timedelta(days=2))
    own = card(office, partnership.id)
    assert (own.next_action, own.overdue) == ("Écrire une note", False)


def test_today_lists_what_is_next_and_counts_what_sleeps(office: Office) -> None:
    first, second = planned(office), planned(office)
    pipeline.plan_next(office.work, first.id, "Appeler", DAY)
    pipeline.plan_next(office.work, second.id, "Écrire", DAY + timedelta(days=9))
    cards = read_cards(office)
    (mine,) = [card for card in cards.mine if card.title == "Appeler"]
    assert (mine.place, dict(mine.arguments)["id"], mine.note) == ("partnership", first.id, "Kaoural Transport")
    assert [card.title for card in cards.soon] == ["Écrire"]
    assert {task.item.name for task in open_tasks.read(office.work).tasks} == {"Appeler", "Écrire"}
    on(office, DAY + timedelta(days=300))
    (line,) = [card for card in read_cards(office).soon if card.place == "pipeline"]
    assert line.title.startswith("2 ") and dict(line.arguments) == {"sign": "dormant"}
    pipeline.close(office.work, first.id, "no_need")
    assert [card.title for card in read_cards(office).mine if card.place == "partnership"] == ["Écrire"]

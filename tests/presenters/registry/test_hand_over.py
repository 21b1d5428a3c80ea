"""What an officer holds, handed on as one deed with a note, read by who goes on with it, and taken back."""

from datetime import timedelta

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.base.values import new_id, today
from desktop.office import Office
from desktop.presenters.registry.hand_over import HandOverPresenter
from desktop.presenters.today import TodayPresenter
from desktop.services import handing_on, timeline
from desktop.services import today as day
from desktop.services.handing_on import HeldKind
from desktop.services.office import people
from desktop.services.partner_papers import hand_over_note
from desktop.services.registry import meetings, offers, partners, partnerships
from desktop.services.registry.meetings import NewMeeting
from desktop.services.registry.offers import NewOffer
from desktop.store.records import Case, Officer, Partner, Partnership, Risk, Task
from desktop.store.records.values import Promise
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["user"]


@pytest.fixture
def colleagues(office: Office) -> tuple[Officer, Officer]:
    made = (Officer(id=new_id(), name="Ibrahima Fall"), Officer(id=new_id(), name="Aminata Ba"))
    for officer in made:
        people.add_officer(office.work, officer)
    return made


def holding(office: Office) -> tuple[str, str]:
    """Two partners of the user with one thing of each kind."""
    work, mine, due = on(office, today()), office.user.id, (today() + timedelta(days=5)).isoformat()
    one = partners.register(
        work, Partner(name="Teranga", group="ENT", owner=mine, next_action="Appeler", next_action_on=due)
    ).id
    two = partners.register(work, Partner(name="Sahel Fret", group="ENT", owner=mine)).id
    plan = partnerships.plan(work, Partnership(partner_id=one, title="Cartes SIM", owner=mine)).id
    said = (Promise(by="Mme Sow", what="Livrer", due=due), Promise(by="Mme Sow", what="Penser à l’école"))
    meetings.record(work, NewMeeting(one, today(), "Livraison", theirs=("Mme Sow",), promises=said))
    offer = offers.record(work, NewOffer(name="Sahel Fret", what="20 camions", partner_id=two)).id
    risk = Risk(partnership_id=plan, partner_id=one, text="Retard", measure="Suivre", owner=mine, due_on=due)
    with work.store.change("x", mine) as session:
        session.add_all(
            [
                Case(
                    partner_id=one, partnership_id=plan, number="SN10-1", opened_by=mine, opened_on=today().isoformat()
                ),
                Task(about=two, what="Relire l’annexe", owner=mine, due_on=due),
                risk,
                Task(about=one, what="Suivre", owner=mine, risk_id=risk.id, due_on=due),
            ]
        )
        session.get_one(type(offers.read(work, offer)), offer).owner = mine
    return one, two


def test_everything_is_handed_on_by_partner_and_nothing_stays_and_all_of_it_comes_back(
    office: Office, colleagues: tuple[Officer, Officer]
) -> None:
    one, two = holding(office)
    work, mine = office.work, office.user.id
    first, second = colleagues
    before = handing_on.held(work, mine)
    assert {thing.kind for thing in before.things} == set(HeldKind) - {HeldKind.AGREEMENT}
    assert [thing.title for thing in before.things if not thing.id] == ["Mme Sow\u00a0: Penser à l’école"]
    with refused("handed-on-without-note"):
        handing_on.hand_on(work, mine, " ", first.id)
    with refused("receiver-unknown"):
        handing_on.hand_on(work, mine, "Tout va bien", mine)
    deed = handing_on.hand_on(work, mine, "Relancer Mme Sow", first.id, {two: second.id})
    assert handing_on.held(work, mine).things == ()
    held = {officer.name: {thing.title for thing in handing_on.held(work, officer.id).things} for officer in colleagues}
    assert held["Aminata Ba"] == {"Sahel Fret", "Relire l’annexe"}
    assert {"Teranga", "Cartes SIM", "Suivre"} <= held["Ibrahima Fall"]
    with work.store.read() as session:
        assert not session.query(Task).filter(Task.owner == mine).count()
        assert session.query(Case).one().entrusted_note == "Relancer Mme Sow"
    assert any(entry.detail == "Relancer Mme Sow" for entry in timeline.read(work, one))
    assert [row[0] for row in handing_on.deeds(work)] == [deed]
    handing_on.take_back(work, deed)
    after = handing_on.held(work, mine)
    assert [thing.id for thing in after.things] == [thing.id for thing in before.things]
    with work.store.read() as session:
        case = session.query(Case).one()
        assert (case.entrusted_to, case.entrusted_by, case.entrusted_at, case.entrusted_note) == ("", "", None, "")
    with refused("handing-taken-back"):
        handing_on.take_back(work, deed)
    assert not handing_on.deeds(work)


def test_what_somebody_else_holds_by_now_stays_with_them(office: Office, colleagues: tuple[Officer, Officer]) -> None:
    one, _two = holding(office)
    first, second = colleagues
    deed = handing_on.hand_on(office.work, office.user.id, "Suite", first.id)
    partners.change(office.work, one, owner=second.id)
    handing_on.take_back(office.work, deed)
    assert "Teranga" in {thing.title for thing in handing_on.held(office.work, second.id).things}


def test_the_receiver_sees_it_on_today_with_the_note_until_it_is_read(
    office: Office, colleagues: tuple[Officer, Officer], user: User
) -> None:
    holding(office)
    first, second = colleagues
    page = seated(HandOverPresenter(office, RunNow()), user)
    page.refresh()
    assert page.may_hand_on and page.state.startswith("8") and not page.note
    page.take("note", "Relancer Mme Sow")
    page.take("everything", first.id)
    page.hand_on()
    assert not page.things and not page.may_hand_on
    page.take_back_deed(page.undo)
    assert page.things
    page.take("note", "Relancer Mme Sow")
    page.take("everything", first.id)
    page.hand_on()
    theirs = office.work.acting_as(first)
    (item,) = [item for item in day.board(theirs).mine if item.kind == day.TodayKind.HANDED]
    assert (item.note, item.who) == ("Relancer Mme Sow", office.user.id)
    counted = day.badge(theirs).count
    handing_on.note_read(office.work.acting_as(second), item.id)  # not theirs to say
    assert day.badge(theirs).count == counted
    came = seated(HandOverPresenter(office, RunNow(), id=item.id), user)
    came.refresh()
    assert came.note == "Relancer Mme Sow" and len(came.things) == 8 and not came.may_note_read
    handing_on.note_read(theirs, item.id)
    assert day.badge(theirs).count == counted - 1
    today_page = TodayPresenter(office, RunNow())
    today_page.refresh()
    assert not [card for card in today_page.mine if card.place == "hand_over"]


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_note_says_everything_on_paper_and_in_word(office: Office, language: str) -> None:
    holding(office)
    speak(language)
    words = words_of(hand_over_note.pdf(office.work, office.user.id, "Relancer Mme Sow", "Ibrahima Fall"))
    for said in (
        "Teranga",
        "Sahel Fret",
        "Cartes SIM",
        "20 camions",
        "Livrer",
        "Penser",
        "Suivre",
        "SN10-1",
        "Ibrahima",
    ):
        assert said in words, said
    assert hand_over_note.docx(office.work, office.user.id).startswith(b"PK")

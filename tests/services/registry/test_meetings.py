"""Contacts with a partner: recorded once, who does what by when as tasks, taken back and brought back whole."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.today import read_cards
from desktop.services.diligence import conditions
from desktop.services.registry import meetings, partners
from desktop.services.registry.meetings import NewMeeting
from desktop.store.records import Interaction, Partner, Task
from desktop.store.records.values import Promise
from tests.makers import on
from tests.refusal import refused

LATER = (today() + timedelta(days=3)).isoformat()


def meeting(office: Office, **fields: object) -> NewMeeting:
    partner = partners.register(on(office, today()), Partner(name="Teranga"))
    plain = {
        "partner_id": partner.id,
        "happened_on": today(),
        "subject": "Livraison des cartes",
        "theirs": ("Mame Diarra Sow", " mame diarra sow", "Mame Diarra Sow"),
        "text": "Elle livre à quai.",
    }
    return NewMeeting(**{**plain, **fields})


def tasks(office: Office) -> list[Task]:
    with office.store.read() as session:
        return list(session.scalars(select(Task).order_by(Task.due_on)))


def test_who_does_what_becomes_a_task_of_the_colleague_or_of_whoever_follows_the_partner(office: Office) -> None:
    name = office.user.name
    told = (
        Promise(by=name.upper(), what="Envoyer le plan du quai", due=today().isoformat()),
        Promise(by="Mame Diarra Sow", what="livrer 1 200 cartes", due=LATER),
        Promise(by="Mame Diarra Sow", what="dire qui conduit"),
    )
    recorded = meetings.record(office.work, meeting(office, promises=told))
    assert recorded.theirs == ["Mame Diarra Sow", "mame diarra sow"]
    own, followed = tasks(office)
    assert (own.what, own.owner, own.source) == ("Envoyer le plan du quai", office.user.id, "promise")
    assert (followed.what, followed.owner) == ("Mame Diarra Sow\u00a0: livrer 1 200 cartes", office.user.id)
    cards = read_cards(office)
    card = next(card for card in cards.mine if card.title == "Envoyer le plan du quai")
    assert card.place == "meeting" and dict(card.arguments)["id"] == recorded.id and card.note == "Teranga"
    assert [card.title for card in cards.soon] == ["Mame Diarra Sow\u00a0: livrer 1 200 cartes"]
    conditions.finish(office.work, own.id)
    done, still, undated = meetings.read(office.work, recorded.id).promises
    assert done.done_on == today().isoformat() and not still.done_on and undated.task is None


def test_what_is_taken_back_asks_for_nothing_and_comes_back_with_what_was_open(office: Office) -> None:
    told = tuple(Promise(by=office.user.name, what=what, due=LATER) for what in ("Un", "Deux"))
    recorded = meetings.record(office.work, meeting(office, promises=told))
    done, _still = tasks(office)
    conditions.finish(office.work, done.id)
    meetings.withdraw(office.work, recorded.id)
    with office.store.read() as session:
        assert not meetings.of_partner(session, recorded.partner_id)
    assert all(task.done_on for task in tasks(office))
    meetings.restore(office.work, recorded.id)
    assert {task.id: bool(task.done_on) for task in tasks(office)}[done.id]
    assert sum(task.done_on is None for task in tasks(office)) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"happened_on": None}, "meeting-without-day"),
        ({"happened_on": date(2200, 1, 1)}, "meeting-in-future"),
        ({"subject": " "}, "meeting-without-subject"),
        ({"theirs": (" ",)}, "meeting-with-nobody"),
        ({"promises": (Promise(by="", what="livrer"),)}, "promise-incomplete"),
        ({"promises": (Promise(by="Sow", what=" "),)}, "promise-incomplete"),
    ],
)
def test_what_lacks_is_refused_and_nothing_is_recorded(office: Office, fields: dict[str, object], code: str) -> None:
    new = meeting(office, **fields)
    with refused(code):
        meetings.record(office.work, new)
    with office.store.read() as session:
        assert not session.scalars(select(Interaction)).all()

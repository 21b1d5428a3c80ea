"""Trainings and focal points: what lapses, what a later training renews, who has none, the same at Headquarters."""

from datetime import date, timedelta

import pytest

from desktop.base.dates import months_later
from desktop.base.progress import RunNow
from desktop.base.values import new_id, today
from desktop.office import Office
from desktop.presenters.office.focal_points import FocalKind, FocalPointsPresenter
from desktop.presenters.office.trainings import TrainingsPresenter
from desktop.services.exchange.headquarters import offices
from desktop.services.office import focal_points, trainings
from desktop.services.office.focal_points import NewFocalPoint
from desktop.services.office.trainings import NewTraining, TrainingState
from desktop.store.records import FocalPoint, Officer, Training
from tests.exchanging import User, seated, user
from tests.foreign import FOLDER
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import headquarters
from tests.refusal import refused

__all__ = ["headquarters", "user"]
DAY = today()
ALL = ("basics", "diligence", "agreements")


def ago(months: int) -> str:
    return months_later(DAY, -months).isoformat()


def states(office: Office) -> dict[str, TrainingState]:
    return {own.training.taken_on: own.state for own in trainings.register(office.work).standings}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2026-11-29", 24, "2028-11-29"),
        ("2026-01-15", -2, "2025-11-15"),
        ("9999-06-01", 12, "9999-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(day: str, months: int, expected: str) -> None:
    assert months_later(date.fromisoformat(day), months).isoformat() == expected


def test_a_training_lapses_by_subject_and_a_later_one_renews_it(office: Office) -> None:
    me = office.user.id
    on(office, DAY)
    trainings.record(office.work, NewTraining("", ("diligence",), ago(40), officer_id=me))
    trainings.record(office.work, NewTraining("", ("basics", "diligence"), ago(23), officer_id=me, hours="6.5"))
    trainings.record(office.work, NewTraining("Fatou Sarr", ("diligence", "passerelle"), ago(30)))
    trainings.record(office.work, NewTraining("Fatou Sarr", ("passerelle",), ago(120)))
    assert states(office) == {
        ago(40): TrainingState.RENEWED,
        ago(23): TrainingState.SOON,
        ago(30): TrainingState.LAPSED,
        ago(120): TrainingState.HOLDS,
    }
    register = trainings.register(office.work)
    assert register.people.held("SN10", me, "", DAY) == {"basics", "diligence"}
    assert register.people.held("SN10", "", " fatou  SARR ", DAY) == {"passerelle"}, "one name, however it is typed"
    assert [officer.name for officer in register.untrained] == ["Ibrahima Fall"]
    soon = next(own for own in register.standings if own.state == TrainingState.SOON)
    assert soon.until == months_later(date.fromisoformat(ago(23)), 24), "the subject that lapses first"


def test_who_gets_an_account_later_keeps_the_trainings(office: Office) -> None:
    trainings.record(office.work, NewTraining("Fatou Sarr", ALL, ago(2)))
    officer = Officer(id=new_id(), name="Fatou  Sarr", role="officer")
    with office.store.change("An account", office.user.id) as session:
        session.add(officer)
    register = trainings.register(office.work)
    assert register.people.held("SN10", officer.id, "", DAY) == set(ALL)
    assert officer.name not in [one.name for one in register.untrained]


def test_what_cannot_be_is_refused_and_a_mistake_taken_back(office: Office) -> None:
    with refused("training-incomplete"):
        trainings.record(office.work, NewTraining("", ALL, ago(1)))
    with refused("training-incomplete"):
        trainings.record(office.work, NewTraining("Fatou", (), ago(1)))
    with refused("training-to-come"):
        trainings.record(office.work, NewTraining("Fatou", ALL, (DAY + timedelta(days=1)).isoformat()))
    with refused("no-hours"):
        trainings.record(office.work, NewTraining("Fatou", ALL, ago(1), hours="0"))
    with refused("focal-point-incomplete"):
        focal_points.record(office.work, NewFocalPoint("Fatou", ""))
    with refused("focal-days-turned"):
        focal_points.record(office.work, NewFocalPoint("Fatou", ago(1), last_on=ago(2)))
    training = trainings.record(office.work, NewTraining("Fatou", ALL, ago(1)))
    trainings.set_aside(office.work, training.id, True)
    assert not trainings.register(office.work).standings
    trainings.set_aside(office.work, training.id, False)
    assert len(trainings.register(office.work).standings) == 1
    point = focal_points.record(office.work, NewFocalPoint("Fatou", ago(1)))
    focal_points.set_aside(office.work, point.id, True)
    assert focal_points.register(office.work).without == ("SN10",)


def test_headquarters_sees_which_office_has_no_trained_focal_point(
    office: Office, headquarters: Office, user: User
) -> None:
    hq = headquarters
    recognise(office, hq)
    on(office, DAY)
    assert deliver(office, hq) == "applied"
    shown = seated(FocalPointsPresenter(hq, RunNow()), user)
    assert [(line.kind, line.office) for line in shown.lines] == [(FocalKind.NOBODY, "SN10")]
    shown.open(shown.lines[0].key)
    assert user.went[-1] == ("trainings", {"office_code": "SN10"})

    first = focal_points.record(office.work, NewFocalPoint("", ago(12), officer_id=office.user.id))
    focal_points.record(office.work, NewFocalPoint("Fatou Sarr", ago(6), stands_in_for=first.id))
    focal_points.record(office.work, NewFocalPoint("Ousmane Diop", ago(60), last_on=ago(13), function="Chargé"))
    training = trainings.record(office.work, NewTraining("Fatou Sarr", ALL, ago(1), hours="12", trainer="Dakar"))
    trainings.attach(office.work, training.id, FOLDER / "abiword.pdf")
    assert deliver(office, hq) == "applied"
    shown.refresh()
    assert shown.register.without == () and shown.register.untrained == ("SN10",), "a substitute is no focal point"
    kinds = {line.name: line.kind for line in shown.lines}
    assert kinds == {
        office.user.name: FocalKind.UNTRAINED,
        "Fatou Sarr": FocalKind.TRAINED,
        "Ousmane Diop": FocalKind.OVER,
    }
    assert {line.cells["region"].text for line in shown.lines} == {"Afrique de l’Ouest et du Centre"}
    trainings.record(office.work, NewTraining("", ALL, ago(1), officer_id=office.user.id))
    assert deliver(office, hq) == "applied"
    shown.refresh()
    assert shown.register.untrained == ()

    assert answered(office, hq) == "applied"
    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    with office.store.read() as here, hq.store.read() as there:
        for kind in (Training, FocalPoint):
            names = office.store.families[kind.KIND].number
            ours = {row.id: {name: getattr(row, name) for name in names} for row in here.query(kind)}
            theirs = {row.id: {name: getattr(row, name) for name in names} for row in there.query(kind)}
            assert ours and ours == theirs
    listed = seated(TrainingsPresenter(hq, RunNow(), office_code="SN10"), user)
    assert [line.name for line in listed.lines] == ["Ibrahima Fall", *sorted((office.user.name, "Fatou Sarr"))]
    assert not listed.may_add and not shown.may_add, "Headquarters reads what the office wrote"

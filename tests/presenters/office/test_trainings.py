"""Trainings and focal points as an officer has them: the lists with what lacks, the forms, the certificate."""

from typing import Any

from desktop.base.dates import months_later
from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.office.focal_point import FocalPointPresenter
from desktop.presenters.office.focal_points import FocalKind, FocalPointsPresenter
from desktop.presenters.office.person_fields import ANOTHER
from desktop.presenters.office.training import TrainingPresenter
from desktop.presenters.office.trainings import NEVER, OFFICER, TrainingsPresenter
from tests.exchanging import User, seated, user
from tests.foreign import FOLDER

__all__ = ["user"]


def told(page: Any, **typed: Any) -> Any:
    for key, value in typed.items():
        page.take(key, value)
    return page


def keys(page: Any) -> list[str]:
    return [field.key for row in page.rows for field in row]


def test_an_officer_without_training_leads_to_the_first_one(office: Office, user: User) -> None:
    listed = seated(TrainingsPresenter(office, RunNow()), user)
    assert [line.state for line in listed.lines] == [NEVER, NEVER] and "2 personnes" in listed.state
    own = next(line for line in listed.lines if line.key == f"{OFFICER}{office.user.id}")
    listed.open(own.key)
    place, arguments = user.went[-1]
    assert place == "training"
    new = seated(TrainingPresenter(office, RunNow(), **arguments), user)  # type: ignore[arg-type]
    assert new.fields["officer_id"] == office.user.id and "name" not in keys(new)
    day = months_later(today(), -1).isoformat()
    told(new, subjects=["basics", "passerelle"], taken_on=day, hours="6.5", way="room", trainer="Dakar").save()
    shown = seated(TrainingPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert shown.title == office.user.name and dict(shown.facts)["Passerelle, le programme"] == "sans échéance"
    shown.take_certificate([FOLDER / "abiword.pdf"])
    assert dict(shown.facts)["Certificat"] == "abiword.pdf"
    shown.show_certificate()
    assert shown.opened.pdf is not None
    told(shown, hours="7").save()
    assert shown.training is not None and not shown.has_begun
    listed.refresh()
    assert [(line.state, line.cells["hours"].text) for line in listed.lines if line.state != NEVER] == [("holds", "7")]
    listed.narrow(subject="basics")
    assert [line.name for line in listed.lines] == [office.user.name]
    listed.clear()
    listed.filter("dakar")
    assert [line.name for line in listed.lines] == [office.user.name] and listed.filtered


def test_a_focal_point_and_the_substitute_with_their_days(office: Office, user: User) -> None:
    listed = seated(FocalPointsPresenter(office, RunNow()), user)
    assert listed.state == "Ce bureau n’a pas de point focal aujourd’hui." and not listed.every
    told(seated(FocalPointPresenter(office, RunNow()), user), officer_id=office.user.id).save()
    first = user.went[-1][1]["id"]
    substitute = seated(FocalPointPresenter(office, RunNow()), user)
    assert told(substitute, officer_id=ANOTHER) and "name" in keys(substitute)
    told(substitute, name="Fatou Sarr", function="Chargée de programme", stands_in_for=first).save()
    shown = seated(FocalPointPresenter(office, RunNow(), id=str(user.went[-1][1]["id"])), user)
    assert {words for _subject, words in shown.facts} == {"pas encore formé(e)"} and shown.mark[1] == "à former"
    listed.refresh()
    assert [line.kind for line in listed.lines] == [FocalKind.UNTRAINED] * 2
    assert listed.lines[1].cells["role"].text == f"Suppléance de {office.user.name}"
    assert "Il manque la formation" in listed.state
    told(shown, first_on=months_later(today(), -3).isoformat(), last_on=months_later(today(), -1).isoformat()).save()
    listed.refresh()
    assert listed.lines[-1].kind == FocalKind.OVER and listed.lines[-1].brief == "Chargée de programme"
    shown.record_training()
    assert user.went[-1] == ("training", {})

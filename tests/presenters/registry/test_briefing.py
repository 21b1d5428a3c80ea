"""Preparing a meeting: the note as it is typed, on paper and in Word, and the way to its record."""

from datetime import timedelta

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.registry.briefing import BriefingPresenter
from desktop.presenters.registry.meeting import MeetingPresenter
from tests.exchanging import User, seated, user
from tests.paper import words_of
from tests.presenters.registry.test_meeting import partner_of, recorded

__all__ = ["user"]


def page(office: Office, user: User, partner: str) -> BriefingPresenter:
    return seated(BriefingPresenter(office, RunNow(), partner=partner), user)


def test_the_note_says_what_is_typed_and_what_is_known(office: Office, user: User) -> None:
    partner = partner_of(office)
    recorded(office, user, partner)
    shown = page(office, user, partner)
    for key, value in {"why": "Fixer les dates", "points": "La douane\n\nLa presse", "theirs": ["Sow"]}.items():
        shown.take(key, value)
    headings = [heading for heading, _text in shown.passages]
    assert headings == ["Ce qu’il ne faut pas dire", "Ce qui a été promis", "Ce qui reste ouvert"]
    shown.show_paper()
    assert shown.pdf is not None
    words = words_of(shown.pdf)
    assert all(word in words for word in ("Fixer les dates", "La douane", "La presse", "Livrer", "Sow"))
    shown.save_word()
    (file,) = user.opens
    assert file.name == "Note préparatoire Teranga-Câbles.docx" and file.read_bytes().startswith(b"PK")
    assert str(file) in shown.deed_sentence


def test_what_was_typed_goes_along_to_the_record_but_a_day_to_come(office: Office, user: User) -> None:
    partner = partner_of(office)
    shown = page(office, user, partner)
    later = (today() + timedelta(days=4)).isoformat()
    for key, value in {"on": later, "why": "Fixer les dates", "theirs": ["Sow"]}.items():
        shown.take(key, value)
    shown.record()
    assert user.went[-1] == ("meeting", {"partner": partner})
    record = seated(MeetingPresenter(office, RunNow(), partner=partner), user)
    assert (record.fields["subject"], record.fields["theirs"]) == ("Fixer les dates", ["Sow"])
    assert record.fields["happened_on"] == today().isoformat()
    shown.start_over()
    assert not shown.has_begun

"""Recording a contact with a partner, and the page of one that is on record."""

from datetime import timedelta

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.registry.meeting import MeetingPresenter
from desktop.presenters.registry.meeting_form import meeting_typed
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.registry import partner_persons, partners, partnerships
from desktop.store.records import Partner, Partnership, Person
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.refusal import refused

__all__ = ["user"]

DUE = (today() + timedelta(days=1)).isoformat()


def partner_of(office: Office) -> str:
    partner = partners.register(on(office, today()), Partner(name="Teranga/Câbles")).id
    partner_persons.add(office.work, Person(partner_id=partner, name="Mame Diarra Sow", roles=["contact"]))
    return partner


def page(office: Office, user: User, partner: str, **arguments: str) -> MeetingPresenter:
    return seated(MeetingPresenter(office, RunNow(), partner=partner, **arguments), user)


def recorded(office: Office, user: User, partner: str) -> MeetingPresenter:
    new = page(office, user, partner)
    rows = [{"by": "Sow", "what": "Livrer", "due": DUE}, {"by": "", "what": "", "due": ""}]
    for key, value in {"subject": "Livraison", "theirs": ["Sow"], "text": "À quai.", "promises": rows}.items():
        new.take(key, value)
    new.record()
    place, arguments = user.went[-1]
    assert place == "meeting"
    return page(office, user, partner, id=str(arguments["id"]))


def test_day_way_colleague_and_the_only_partnership_are_proposed(office: Office, user: User) -> None:
    partner = partner_of(office)
    assert page(office, user, partner).fields["partnership"] == "*"
    planned = partnerships.plan(office.work, Partnership(partner_id=partner, title="Cartes SIM"))
    new = page(office, user, partner)
    typed = meeting_typed(partner, new.fields)
    assert (typed.happened_on, typed.channel, typed.ours) == (today(), "meeting", (office.user.name,))
    assert typed.partnership_id == planned.id
    assert any("Mame Diarra Sow" in spec.help for row in new.rows for spec in row)


def test_what_is_recorded_is_shown_noted_as_done_taken_back_and_brought_back(office: Office, user: User) -> None:
    partner = partner_of(office)
    shown = recorded(office, user, partner)
    assert shown.title == "Livraison" and ("Ce qui s’est dit", "À quai.") in shown.facts
    (line,) = shown.lines
    assert (line.title, line.label) == ("Livrer", "À faire") and shown.may_finish
    assert not page(office, user, partner).has_begun  # the form of the next one is empty
    shown.finish(line.id)
    assert shown.lines[0].label == "Terminé" and not shown.may_finish
    assert shown.paper_name == f"Compte rendu Teranga-Câbles {today().isoformat()}.pdf"
    shown.show_paper()
    assert shown.pdf is not None and shown.pdf.startswith(b"%PDF")
    whole = seated(PartnerPresenter(office, RunNow(), id=partner), user)
    whole.refresh()
    assert [contact.id for contact in whole.shown.contacts] == [shown.id]
    assert [entry.title for entry in whole.timeline.lines] == ["Livraison"]
    whole.timeline.narrow("changes")
    assert any("Échange consigné" in deed.sentence for deed in whole.deeds or ())
    shown.withdraw(True)
    whole.refresh()
    assert shown.withdrawn and whole.shown.contacts == ()
    shown.withdraw(False)
    assert not shown.withdrawn


def test_what_is_typed_survives_a_refusal_and_goes_when_it_is_thrown_away(office: Office, user: User) -> None:
    new = page(office, user, partner_of(office))
    new.take("subject", "Livraison")
    with refused("meeting-with-nobody"):
        new.record()
    assert new.fields["subject"] == "Livraison" and new.has_begun
    new.start_over()
    assert not new.has_begun


def test_a_reader_records_nothing(office: Office, user: User) -> None:
    partner = partner_of(office)
    shown = recorded(office, user, partner)
    office.user.role = "reader"
    again = page(office, user, partner, id=shown.id)
    assert not again.editable and not again.may_finish
    again.finish(shown.lines[0].id)
    assert again.lines[0].label == "À faire"
    with refused("role-not-allowed"):
        again.withdraw(True)


def test_a_draft_of_an_email_to_those_who_were_there_is_kept_as_a_file_and_nothing_is_said_to_be_sent(
    office: Office, user: User
) -> None:
    shown = recorded(office, user, partner_of(office))
    shown.write_mail()
    (draft,) = user.stick.glob("*.eml")
    assert b"X-Unsent: 1" in draft.read_bytes()
    assert str(draft) in shown.deed_sentence and "envoyez-le de là" in shown.deed_sentence

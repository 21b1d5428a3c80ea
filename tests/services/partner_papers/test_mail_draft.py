"""A draft of an email: a file that any mail program opens as one, in the partner’s language, to whom it concerns."""

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from desktop.services.partner_papers import mail_draft
from desktop.services.registry import meetings
from desktop.services.registry.meetings import NewMeeting
from desktop.services.work import Work
from desktop.store.records import Agreement, OfficeProfile, Officer, Partner, Person
from desktop.store.records.values import Promise
from tests.makers import empty_store, work_of
from tests.refusal import refused

TODAY = date(2026, 11, 24)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    store = empty_store(tmp_path / "office.db")
    store.become("SN10")
    with store.change("Set up", "o") as session:
        officer = Officer(name="Awa Ndiaye", function="Chargée de partenariats", email="andiaye@iom.example")
        session.add(
            OfficeProfile(code="SN10", name="OIM Sénégal", country="SN", language="fr", phone="+221 33 869 62 00")
        )
        session.add(officer)
    yield work_of(store, officer, today=TODAY)
    store.close()


def partner_of(work: Work, **fields: str) -> Partner:
    with work.store.change("Registered", "o") as session:
        partner = Partner(name="Téranga Câbles", country="SN", **fields)
        session.add(partner)
    return partner


def opened(data: bytes) -> EmailMessage:
    """The draft as a mail program reads it: lines that any server takes, ASCII in its headers."""
    assert b"\r\n" in data and data.split(b"\r\n\r\n")[0].isascii()
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage) and message["X-Unsent"] == "1" and message["Date"] is None
    return message


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def plain(words: str) -> str:
    """The words with plain spaces."""
    return words.replace("\xa0", " ")


def met(work: Work, partner: Partner) -> str:
    new = NewMeeting(
        partner.id, TODAY, "Prêt de camions", "Ils doutent de nous.", theirs=("Moussa Bâ",),
        promises=(
            Promise(by="Moussa Bâ", what="envoyer les cartes grises", due="2026-12-05"),
            Promise(by="Awa Ndiaye", what="rappeler"),
        ),
    )  # fmt: skip
    return meetings.record(work, new).id


def test_a_draft_has_a_greeting_a_signature_and_the_partners_address(work: Work) -> None:
    message = opened(mail_draft.to_partner(work, partner_of(work, email="contact@teranga.example").id))
    assert (
        message["To"] == "Téranga Câbles <contact@teranga.example>"
        and message["From"].addresses[0].display_name == "Awa Ndiaye"
    )
    assert text(message).startswith("Madame, Monsieur,\n")
    assert text(message).rstrip().endswith("Awa Ndiaye\nChargée de partenariats\nOIM Sénégal\n+221 33 869 62 00")


def test_it_is_in_the_language_of_the_partners_agreements_or_the_one_asked_for(work: Work) -> None:
    partner = partner_of(work)
    with work.store.change("Drafted", "o") as session:
        session.add(Agreement(partnership_id="x", partner_id=partner.id, type="MOU", languages=["es", "fr"]))
    assert text(opened(mail_draft.to_partner(work, partner.id))).startswith("Estimados")
    assert text(opened(mail_draft.to_partner(work, partner.id, "en"))).startswith("Dear")


def test_without_an_address_it_is_a_draft_all_the_same(work: Work) -> None:
    assert opened(mail_draft.to_partner(work, partner_of(work).id))["To"] is None


def test_those_who_were_there_are_thanked_and_told_who_does_what_and_nothing_of_the_note(work: Work) -> None:
    partner = partner_of(work, email="contact@teranga.example")
    with work.store.change("Added", "o") as session:
        session.add(Person(partner_id=partner.id, name="Moussa Bâ", email="moussa@teranga.example"))
        session.add(Person(partner_id=partner.id, name="Awa Cissé", email="awa@teranga.example", roles=["contact"]))
    message = opened(mail_draft.to_meeting(work, met(work, partner)))
    assert message["To"] == "Moussa Bâ <moussa@teranga.example>"
    assert plain(message["Subject"]) == "Notre échange du 24 novembre 2026 : Prêt de camions"
    words = plain(text(message))
    assert "– Moussa Bâ : envoyer les cartes grises, d’ici le 5 décembre 2026" in words
    assert "– Awa Ndiaye : rappeler\n" in words and "doutent" not in words


def test_files_are_attached_under_their_names(work: Work, tmp_path: Path) -> None:
    file = tmp_path / "statuts signés.pdf"
    file.write_bytes(b"%PDF-1.7")
    (attached,) = opened(mail_draft.to_partner(work, partner_of(work).id, attached=[file])).iter_attachments()
    assert attached.get_filename() == "statuts signés.pdf" and attached.get_content() == b"%PDF-1.7"


def test_an_address_that_is_none_is_said_and_nothing_is_made(work: Work) -> None:
    partner = partner_of(work, email="à rappeler")
    with refused("mail-address-unsound"):
        mail_draft.to_partner(work, partner.id)


def test_what_no_server_lets_pass_is_refused(work: Work, tmp_path: Path) -> None:
    file = tmp_path / "video.mp4"
    with file.open("wb") as large:
        large.truncate(mail_draft.LARGEST + 1)
    with refused("mail-too-large"):
        mail_draft.to_partner(work, partner_of(work).id, attached=[file])

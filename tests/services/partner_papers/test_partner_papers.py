"""The papers about a partner: what each says in three languages, and what none of them may say."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from desktop.base.text import LANGUAGES, speak
from desktop.base.values import today
from desktop.definitions.briefing import Occasion, cautions_of
from desktop.definitions.source import parse_toml
from desktop.services.diligence import findings
from desktop.services.diligence.findings import FindingFacts
from desktop.services.partner_papers import briefing, in_short, meeting_record, sheet
from desktop.services.partner_papers.briefing import MeetingPlan
from desktop.services.registry import meetings, partner_persons, partners
from desktop.services.registry.meetings import NewMeeting
from desktop.services.work import Work
from desktop.store.records import Case, Contribution, Incident, Partnership, Person, Task
from desktop.store.records.values import Promise
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import on
from tests.paper import assert_archivable, page_texts, words_of
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder"]

SECRETS = ("Moussa Harouna", "Щербакова", "1979", "1984", "CNI", "confié de nuit", "correspondance", "constat caché")


@pytest.fixture(autouse=True)
def french() -> None:
    speak("fr")


def partner_of(agreed: Agreed) -> tuple[Work, str]:
    with agreed.office.store.read() as session:
        return on(agreed.office, today()), session.get_one(Partnership, agreed.partnership).partner_id


def met(work: Work, partner: str, promises: tuple[Promise, ...] = ()) -> str:
    new = NewMeeting(partner, today(), "Livraison", "À quai.", theirs=("Mame Diarra Sow",), promises=promises)
    return meetings.record(work, new).id


def lived(agreed: Agreed) -> tuple[Work, str]:
    """A partner of whom everything is on record that a sheet could say, and what it must not."""
    work, partner = partner_of(agreed)
    met(work, partner, (Promise(by=work.officer.name, what="Envoyer le plan", due=today().isoformat()),))
    with agreed.office.store.change("Filled", work.officer.id) as session:
        case = session.scalars(select(Case.id)).one()
        gift = {"partner_id": partner, "description": "Cartes SIM", "amount": "9600.00", "state": "received"}
        session.add(Contribution(**gift, received_on=today().isoformat()))
        session.add(Incident(partner_id=partner, kind="press", summary="constat caché", account="confié de nuit"))
        session.add(Task(about=partner, what="constat caché", case_id=case, question="F02"))
    return work, partner


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_one_sound_page_that_says_what_it_leaves_out(agreed: Agreed, language: str) -> None:
    work, partner = lived(agreed)
    speak(language)
    data = sheet.pdf(work, partner)
    (page,) = page_texts(data)
    for word in ("Teranga Câbles & Réseaux SA", "Mame Diarra Sow", "Livraison", "Cartes SIM", "Envoyer le plan"):
        assert word in page
    assert not [word for word in SECRETS if word in page]
    assert {"fr": "laisse de côté", "en": "leaves out", "es": "omite"}[language] in page
    assert {"fr": "INTERNE", "en": "INTERNAL", "es": "INTERNO"}[language] in page
    assert b"confi\xc3\xa9" not in data
    assert_archivable(data)


def test_long_lists_are_cut_to_the_page_and_say_by_how_much(agreed: Agreed) -> None:
    work, partner = partner_of(agreed)
    for number in range(30):
        met(work, partner, (Promise(by="Mame Diarra Sow", what=f"Chose numéro {number} " * 6),))
        person = Person(partner_id=partner, name=f"Signataire {number}", roles=["signatory"])
        partner_persons.add(work, person)
    (page,) = page_texts(sheet.pdf(work, partner))
    assert "de plus dans le programme" in page and "Signataire 0" in page


def test_what_a_user_types_is_printed_as_text(agreed: Agreed) -> None:
    work, partner = partner_of(agreed)
    hostile = "<img src='file:///etc/passwd'/> {{x}} =1+1 <b>"
    partners.change(work, partner, summary=hostile)
    id_ = meetings.record(work, NewMeeting(partner, today(), hostile, hostile, theirs=(hostile,))).id
    plan = MeetingPlan(why=hostile, points=(hostile,))
    for data in (sheet.pdf(work, partner), briefing.pdf(work, partner, plan), meeting_record.pdf(work, id_)):
        assert "file:///etc/passwd" in words_of(data)
    with ZipFile(BytesIO(briefing.docx(work, partner, plan))) as package:
        assert "&lt;img src='file:///etc/passwd'/&gt;" in package.read("word/document.xml").decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_says_who_why_what_was_promised_and_what_not_to_say(agreed: Agreed, language: str) -> None:
    work, partner = lived(agreed)
    partners.change(work, partner, supplier=True)
    speak(language)
    plan = MeetingPlan(today(), "Dakar", ("Mame Diarra Sow",), (work.officer.name,), "Fixer les dates", ("La douane",))
    words = words_of(briefing.pdf(work, partner, plan))
    said = in_short.read(work, partner)
    assert said.occasions == {Occasion.ALWAYS, Occasion.FROZEN, Occasion.SUPPLIER}
    wanted = ["Fixer les dates", "La douane", "Mame Diarra Sow", "Envoyer le plan", *briefing.cautions(work, said)]
    assert [text for text in wanted if " ".join(text.split()) not in words] == []
    assert not [word for word in SECRETS if word in words]
    with ZipFile(BytesIO(briefing.docx(work, partner, plan))) as package:
        written = package.read("word/document.xml").decode()
        assert "trackRevisions" not in package.read("word/settings.xml").decode()
        assert {"fr": "INTERNE", "en": "INTERNAL", "es": "INTERNO"}[language] in package.read(
            "word/header1.xml"
        ).decode()
    assert [text for text in wanted[:4] if text not in written] == []


def test_a_finding_and_its_words_come_into_no_paper(agreed: Agreed) -> None:
    work, partner = partner_of(agreed)
    with agreed.office.store.change("Opened again", work.officer.id) as session:
        case = session.scalars(select(Case)).one()
        case.state = "open"
    findings.add(work, case.id, FindingFacts(question="F02", text="constat caché", source="Le Quai", status="alleged"))
    for data in (sheet.pdf(work, partner), briefing.pdf(work, partner, MeetingPlan())):
        assert "constat" not in words_of(data).replace("les constats", "").replace("ni constat", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_of_a_meeting_says_who_does_what_by_when(agreed: Agreed, language: str) -> None:
    work, partner = partner_of(agreed)
    id_ = met(work, partner, (Promise(by="Mame Diarra Sow", what="Livrer", due=today().isoformat()),))
    speak(language)
    data = meeting_record.pdf(work, id_)
    words = words_of(data)
    assert all(word in words for word in ("Livraison", "À quai.", "Mame Diarra Sow", "Livrer"))
    assert_archivable(data)


def test_a_caution_for_an_unknown_occasion_is_refused() -> None:
    text = 'id = "briefing"\nversion = "1"\n[[cautions]]\nid = "x"\nwhen = "often"\ntext = {fr="a",en="a",es="a"}\n'
    with refused("definition-code-unknown"):
        cautions_of(parse_toml(text, "briefing.toml"))

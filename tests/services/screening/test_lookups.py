"""A name is looked up without a record: what is answered, what is remembered, for how long, and by whom it is read."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.base import paths
from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES, _, speaking
from desktop.office import Office
from desktop.screening import library
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index
from desktop.services.office import people
from desktop.services.registry import partner_persons, partners
from desktop.services.screening import lookup_notes, lookup_paper, lookup_words, lookups
from desktop.store.only_reading import OnlyReading
from desktop.store.records import Local, Partner, Person, ScreeningRun
from desktop.store.states import Role
from tests.makers import on
from tests.offices import office, office_folder
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["office", "office_folder"]

DAY = date(2026, 11, 23)
ARABIC = "يوسف عبد الكريم المزروقي"


@pytest.fixture
def index(office: Office) -> Iterator[Index]:
    on(office, DAY)
    library.install(office.lists, paths.resources() / "reference" / library.PRACTICE)
    with library.open_index(office.lists) as opened:
        yield opened


def test_what_is_pasted_is_a_name_a_line_without_its_bullets() -> None:
    pasted = "1. Moussa  Harouna\r\n- Fatou Sarr\n\n•\tFatou Sarr\n(3) 3M Sénégal\n习近平"
    assert lookups.names_in(pasted) == ("Moussa Harouna", "Fatou Sarr", "3M Sénégal", "习近平")


def test_a_name_in_another_script_is_answered_with_a_reading_and_becomes_no_record(
    office: Office, index: Index
) -> None:
    answer = lookups.look_up(office.work, index, (ARABIC, "Fatou Sarr Ndiaye"), EntryKind.PERSON)
    met, clear = answer.names
    assert met.hits[0].entry.reference == "PRi.002" and met.hits[0].band == "strong"
    assert not clear.hits
    for language in LANGUAGES:
        with speaking(language):
            assert "Yusuf" in lookup_words.listed(met.hits[0])
            assert lookup_words.explained(met.name, met.hits[0]) and lookup_words.result(clear)
    with office.store.read() as session:
        assert session.query(ScreeningRun).count() == 0 and session.query(Partner).count() == 0


def test_who_searched_what_in_which_lists_is_remembered_and_names_are_erased_in_time(
    office: Office, index: Index
) -> None:
    lookups.look_up(office.work, index, ("Moussa Harouna Abdou",), None)
    [note] = lookup_notes.remembered(office.work)
    assert (note.by, note.count, note.lists) == (office.user.id, 1, (index.lists[0].digest,))
    assert note.names[0].name == "Moussa Harouna Abdou" and note.hits >= 1
    on(office, DAY + timedelta(days=office.definitions.authority.lookup_days - 1))
    assert lookup_notes.erase_old(office.work) == 0
    on(office, DAY + timedelta(days=office.definitions.authority.lookup_days))
    assert lookup_notes.erase_old(office.work) == 1
    [note] = lookup_notes.remembered(office.work)
    assert note.names == () and note.count == 1 and note.hits >= 1
    with office.machine.read() as session:
        assert "Harouna" not in repr([local.value for local in session.scalars(select(Local))])


def test_nothing_is_searched_that_could_not_be_remembered(office: Office, index: Index) -> None:
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Cancelled):
        lookups.look_up(office.work, index, ("Fatou Sarr",), None, stopped)
    for names, code in (((), "lookup-without-name"), (("a b",) * 51, "lookup-too-long")):
        with refused(code):
            lookups.look_up(office.work, index, names, None)
    assert lookup_notes.remembered(office.work) == ()
    office.machine.only_read(OnlyReading.ACCOUNT)
    with refused("records-read-only"):
        lookups.look_up(office.work, index, ("Fatou Sarr",), None)


def test_a_reader_does_not_search_and_the_chief_reads_what_others_searched(office: Office, index: Index) -> None:
    lookups.look_up(office.work, index, ("Fatou Sarr",), None)
    at_work = {officer.role: officer for officer in people.officers(office.store)}
    office.user = at_work[Role.CHIEF_OF_MISSION]
    assert len(lookup_notes.remembered(office.work)) == 1
    lookups.look_up(office.work, index, ("Moussa Diop",), None)
    office.user = at_work[Role.OFFICER]
    assert [note.names[0].name for note in lookup_notes.remembered(office.work)] == ["Fatou Sarr"]
    for role, sees in ((Role.READER, 0), (Role.AUDITOR, 2)):
        office.user.role = role
        with refused("role-not-allowed"):
            lookups.look_up(office.work, index, ("Fatou Sarr",), None)
        assert len(lookup_notes.remembered(office.work)) == sees


def test_who_has_the_name_already_is_named(office: Office, index: Index) -> None:
    carrier = partners.register(office.work, Partner(name="Sahel Fret Logistique SARL", country="NE"))
    partner_persons.add(office.work, Person(partner_id=carrier.id, name="Hélène Abdou", roles=["director"]))
    answer = lookups.look_up(office.work, index, ("SAHEL FRET LOGISTIQUE", "helene abdou", "Nobody Else"), None)
    assert [[(own.partner_id, own.person) for own in name.registered] for name in answer.names] == [
        [(carrier.id, "")],
        [(carrier.id, "Hélène Abdou")],
        [],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_who_when_where_and_that_it_is_no_certificate(
    office: Office, index: Index, language: str
) -> None:
    answer = lookups.look_up(office.work, index, (ARABIC, "?!", "Fatou Sarr Ndiaye"), None)
    with speaking(language):
        words = words_of(lookup_paper.pdf(office.work, answer))
        said = (_("Not searched"), _(lookup_words.DISCLAIMER).split(".")[0])
    assert all(sentence in " ".join(words.split()) for sentence in said)
    assert "PRi.002" in words
    assert office.user.name in words
    assert index.lists[0].digest[:12] in words.replace("\n", "")


def test_a_list_that_is_old_is_warned_of(office: Office, index: Index) -> None:
    limits = office.definitions.authority.limits
    assert lookup_words.warning(index.lists, DAY, limits) == ""
    assert lookup_words.warning(index.lists, DAY + timedelta(days=60), limits)

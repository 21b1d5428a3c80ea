"""After a new list everybody is searched again: what is new or has changed comes back, nothing dismissed is hidden."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.dates import day_in_words
from desktop.base.errors import Cancelled, Problem
from desktop.base.lock import FolderLock
from desktop.base.progress import Progress
from desktop.definitions.answer_content import AnswerContent
from desktop.office import Office
from desktop.screening import library
from desktop.screening.entries import CsvMapping, EntryKind
from desktop.screening.lists import read_list, table_start
from desktop.screening.mappings import save_mapping, saved_mapping
from desktop.services import today
from desktop.services.demo import invented
from desktop.services.diligence import answers, cases, recording
from desktop.services.registry import partner_persons, partners, partnerships
from desktop.services.screening import certificate, rescreening, rulings, standing, subjects
from desktop.services.screening.candidates import Candidate
from desktop.services.screening.search import screen_case, screen_partner
from desktop.store.records import Officer, Partner, Partnership, Party, Person
from desktop.store.states import RulingKind
from tests.makers import on
from tests.refusal import refused
from tests.screening.test_side_by_side import ACCEPTANCE

DAY = date(2026, 11, 24)
LIST_SAMPLES = Path(__file__).parents[2] / "screening" / "samples"
NEAR = "Moussa Harouna Abdou"
Publish = Callable[..., None]


@pytest.fixture
def partner(office: Office) -> Partner:
    """Story 10's carrier and its manager."""
    made = partners.register(office.work, Partner(name="Sahel Fret Logistique SARL", country="NE"))
    manager = Person(partner_id=made.id, name=NEAR, roles=["director"], birth_date="1984-03-14", nationality="NE")
    partner_persons.add(office.work, manager)
    return made


@pytest.fixture
def publish(office: Office, tmp_path: Path) -> Publish:
    """Imports the practice list of a day, with one text changed, and searches everybody again."""
    text = (paths.resources() / "reference" / library.PRACTICE).read_text(encoding="utf-8")

    def publish(day: str, old: str = "", new: str = "") -> None:
        file = tmp_path / f"list-{day}.xml"
        file.write_text(text.replace("2026-11-03", day).replace(old, new, 1) if old else text, encoding="utf-8")
        library.install(office.lists, file, published=day, accept=True)
        search(office)

    return publish


def search(office: Office, progress: Progress | None = None) -> rescreening.Rescreening:
    with library.open_index(office.lists) as index:
        return rescreening.rescreen(on(office, DAY), index, progress)


def near(office: Office, partner: Partner) -> Candidate:
    state = standing.of_partner(on(office, DAY), partner.id)
    return next(c for c in state.candidates if c.hit.reference == "PRi.001" and c.subject.names[0] == NEAR)


def dismiss(office: Office, chief: Officer, partner: Partner) -> None:
    made = rulings.rule_on(
        office.work, partner.id, near(office, partner), RulingKind.NOT_SAME, "Naissance et pays contredits."
    )
    rulings.confirm(office.work.acting_as(chief), made.id)


def matches(office: Office) -> list[today.TodayItem]:
    return [item for item in today.board(on(office, DAY)).mine if item.kind == "match"]


def test_a_first_list_brings_its_candidates_to_today(office: Office, partner: Partner, publish: Publish) -> None:
    publish("2026-11-03")
    [item] = matches(office)
    assert (item.id, item.name, item.detail) == (partner.id, partner.name, "new")


def test_a_ruling_outside_a_case_settles_and_is_remembered(
    office: Office, chief: Officer, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    dismiss(office, chief, partner)
    assert not near(office, partner).open
    assert not matches(office)
    search(office)
    assert not near(office, partner).open


def test_a_changed_entry_brings_the_ruling_back(
    office: Office, chief: Officer, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    dismiss(office, chief, partner)
    publish("2026-11-23", "<YEAR>1971</YEAR>", "<YEAR>1984</YEAR>")
    back = near(office, partner)
    assert (back.open, back.reopened) == (True, "list")
    assert back.earlier[0].reason == "Naissance et pays contredits."
    [item] = matches(office)
    assert item.detail == "list"


def test_a_changed_record_brings_the_ruling_back(
    office: Office, chief: Officer, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    dismiss(office, chief, partner)
    person = partner_persons.of_partner(office.store, partner.id)[0]
    partner_persons.change(office.work, person.id, birth_date="1971")
    search(office)
    assert near(office, partner).reopened == "record"


def test_an_entry_that_left_the_list_stays_readable(
    office: Office, chief: Officer, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    dismiss(office, chief, partner)
    text = (paths.resources() / "reference" / library.PRACTICE).read_text(encoding="utf-8")
    entry = text[text.index("    <INDIVIDUAL>\n") : text.index("    </INDIVIDUAL>\n") + len("    </INDIVIDUAL>\n")]
    publish("2026-11-23", entry, "")
    gone = near(office, partner)
    assert (gone.hit.band, gone.open) == ("removed", False)
    assert [r.ruling for r in (gone.ruling, *gone.earlier) if r] == [RulingKind.NOT_SAME]


def test_somebody_recognised_stays_recognised_when_the_entry_leaves_the_list(
    office: Office, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    rulings.rule_on(office.work, partner.id, near(office, partner), RulingKind.SAME, "Passeport identique.")
    publish("2026-11-23", "PRi.001", "PRi.901")
    with office.store.read() as session, refused("partner-recognised"):
        rulings.require_unrecognised(session, partner.id)


def test_a_second_person_lifts_a_recognition_and_nobody_alone(
    office: Office, chief: Officer, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    found = near(office, partner)
    rulings.rule_on(office.work, partner.id, found, RulingKind.SAME, "Passeport identique.")
    error = rulings.rule_on(office.work, partner.id, found, RulingKind.NOT_SAME, "Erreur de lecture.")
    with office.store.read() as session:
        assert rulings.recognised(session, partner.id) is not None
    rulings.confirm(office.work.acting_as(chief), error.id)
    with office.store.read() as session:
        assert rulings.recognised(session, partner.id) is None


def test_a_partner_without_news_leaves_no_run(office: Office, publish: Publish) -> None:
    partners.register(office.work, Partner(name="Boulangerie du Plateau", country="SN"))
    publish("2026-11-03")
    assert rescreening.last_rescreening(office.machine).changed == 0
    assert rescreening.last_rescreening(office.machine).partners == 1
    assert not rescreening.is_due(office.machine, [v.digest for v in library.installed(office.lists)])


def test_a_stop_keeps_what_was_found_and_the_search_stays_due(
    office: Office, partner: Partner, publish: Publish
) -> None:
    publish("2026-11-03")
    library.install(office.lists, next(office.lists.glob("un-sc*/list.xml")), published="2026-11-24", accept=True)
    progress = Progress()
    progress.stop()
    before = rescreening.last_rescreening(office.machine)
    with pytest.raises(Cancelled):
        search(office, progress)
    assert rescreening.last_rescreening(office.machine) == before


def test_parties_of_a_partnership_are_searched_and_the_organization_is_not(office: Office, partner: Partner) -> None:
    planned = partnerships.plan(office.work, Partnership(partner_id=partner.id, title="Convoi"))
    with office.store.change("Parties", office.user.id) as session:
        session.add(Party(partnership_id=planned.id, name="IOM"))
        session.add(Party(partnership_id=planned.id, name="Yusuf Abd al-Karim al-Mazruqi"))
    with office.store.read() as session:
        found = subjects.subjects(session, partner.id)
    assert [s.names[0] for s in found if s.role == "counterpart"] == ["Yusuf Abd al-Karim al-Mazruqi"]


def test_a_list_out_of_use_is_not_searched_and_its_open_candidates_stay_open(
    office: Office, partner: Partner, tmp_path: Path
) -> None:
    table = tmp_path / "other.csv"
    table.write_text(f"id,schema,name,aliases\nX1,Person,{NEAR},\nX2,Person,Autre Nom,\n", encoding="utf-8")
    day = (DAY - timedelta(days=3)).isoformat()
    library.install(office.lists, table, published=day, accept=True)
    library.install(office.lists, paths.resources() / "reference" / library.PRACTICE, published=day, accept=True)
    search(office)
    library.set_searched(office.lists, "opensanctions", False)
    assert [v.source for v in library.installed(office.lists)] == ["un-sc"]
    assert [v.source for v in library.unsearched_versions(office.lists)] == ["opensanctions"]
    search(office)
    state = standing.of_partner(on(office, DAY), partner.id)
    assert any(c.open and c.hit.list_id == "opensanctions" for c in state.candidates)
    library.set_searched(office.lists, "opensanctions", True)
    assert {v.source for v in library.installed(office.lists)} == {"un-sc", "opensanctions"}
    with refused("un-list-always-searched"):
        library.set_searched(office.lists, "un-sc", False)


def test_an_import_beside_another_is_refused_and_nothing_changes(office: Office) -> None:
    source = paths.resources() / "reference" / library.PRACTICE
    held = FolderLock(office.lists / library.LOCK, Problem("held", code="held"))
    with held, refused("import-running"):
        library.install(office.lists, source, accept=True)
    assert library.installed(office.lists) == ()
    library.install(office.lists, source, accept=True)


def test_any_table_is_read_by_what_a_person_said_of_its_columns(office: Office, tmp_path: Path) -> None:
    table = tmp_path / "national.csv"
    table.write_text("Nom;Né le;Motif\nMoussa Harouna Abdou;1984;Décret 12\nFatou Sarr;;Décret 13\n", encoding="utf-8")
    heads, first, *_more = table_start(table).rows
    assert heads == ("Nom", "Né le", "Motif") and first[2] == "Décret 12"
    mapping = CsvMapping("national", "Liste nationale", "Nom", birth="Né le", programme="Motif", kind=EntryKind.PERSON)
    library.install(office.lists, table, published="2026-11-20", accept=True, mapping=mapping)
    save_mapping(office.lists, heads, mapping)
    assert saved_mapping(office.lists, [("Liste nationale",), heads, first]) == replace(mapping, head=1)
    assert saved_mapping(office.lists, [("Nom", "Autre")]) is None
    for damaged in ("", "[1]", '{"columns": 2}'):  # then a person says again what the columns hold
        (office.lists / "mappings.json").write_text(damaged, "utf-8")
        assert saved_mapping(office.lists, [heads]) is None
    library.rebuild(office.lists)
    with library.open_index(office.lists) as index:
        [hit] = index.search(NEAR, "person", 5)
    assert (hit.entry.births, hit.entry.programme) == (("1984",), "Décret 12")


def test_demonstration_partners_are_searched_with_everybody_behind_them(office: Office, publish: Publish) -> None:
    invented.partner(office.work, "fr")
    publish("2026-11-03")
    assert rescreening.last_rescreening(office.machine).names >= 4


def test_the_certificate_names_every_list_with_what_was_searched_of_it(office: Office, tmp_path: Path) -> None:
    source = invented.partner(office.work, "fr")
    for number, name in enumerate((*ACCEPTANCE, "un-fr.xml")):
        (tmp_path / str(number)).mkdir()
        path = Path(shutil.copy(LIST_SAMPLES / name, tmp_path / str(number)))
        published = "" if read_list(path).version.published else "2026-11-09"
        library.install(office.lists, path, published=published, accept=True)
    with library.open_index(office.lists) as index:
        screen_partner(on(office, DAY), index, source.id)
    made = certificate.partner_certificate(on(office, DAY), source.id, ("fr",))
    assert made is not None
    said = {"".join(used.name): (used.dated, used.entries, used.names) for used in made.lists}
    assert said["Conseil de sécurité de l’ONU (anglais, français)"] == (
        (day_in_words("2026-11-10", "fr"),),
        ("2",),
        ("6",),
    )
    assert said["Suisse – SECO"] == ((day_in_words("2026-11-12", "fr"),), ("3",), ("7",))
    assert said.keys() > {"OFAC SDN", "OFAC consolidated (non-SDN)", "Royaume-Uni – UK Sanctions List"}
    in_use = {version.source: version for version in library.installed(office.lists)}
    assert len(said) == len(in_use) == len(ACCEPTANCE)
    told = sorted((entries, names) for _dated, (entries,), (names,) in said.values())
    assert told == sorted((str(version.entries), str(version.names)) for version in in_use.values())


def test_a_check_made_elsewhere_stands_on_the_certificate(office: Office) -> None:
    partner = invented.partner(office.work, "fr")
    planned = invented.partnership(on(office, DAY), partner.id, "fr")
    source = paths.resources() / "reference" / library.PRACTICE
    library.install(office.lists, source, published="2026-11-20", accept=True)
    form = office.definitions.form
    case = cases.open_case(on(office, DAY), form, planned)
    with library.open_index(office.lists) as index:
        screen_case(on(office, DAY), index, case.id)
    answers.save_draft(office.work, case.id, "B02", AnswerContent(value="clear"))
    recording.record(office.work, case.id)
    made = certificate.case_certificate(on(office, DAY), case.id, ("fr",))
    assert made is not None
    [attested] = made.attested
    assert attested.by == office.user.name and attested.on
    assert attested.result == (
        "Vérifié : aucune mesure, ou mesure levée depuis plus de 3 ans".replace(" :", "\u00a0:"),
    )
    assert certificate.case_certificate_pdf(on(office, DAY), case.id, ("fr",)).startswith(b"%PDF")

"""An office's own tables of partners: understood, tried, taken in once, and taken back."""

import csv
import random
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.base.errors import Cancelled, Problem
from desktop.base.progress import Progress
from desktop.office import Office
from desktop.services.registry import partner_persons, partners, partnerships
from desktop.services.registry.spreadsheets import columns, importing, reading
from desktop.services.registry.spreadsheets.cells import PartnerFacts
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineVerdict, dry_run
from desktop.services.registry.spreadsheets.questions import ImportAnswers, LineChoice
from desktop.services.work import Work
from desktop.store.records import Officer, Partner, Partnership, Person, families
from desktop.store.store import Store
from tests.makers import empty_store, work_of
from tests.refusal import refused

EXPECTED = tomllib.loads((Path(__file__).parent / "office_tables.toml").read_text(encoding="utf-8"))["tables"]
QUIET = Progress()
UNANSWERED = ImportAnswers()
ON = "days:next_action_on"


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda told: f"{told['file']}-{len(told['asked'])}-{told['names']}")
def test_public_tables_say_what_was_counted_before(office: Office, shared_data: Path, expected: dict[str, Any]) -> None:
    rules = office.work.definitions.spreadsheets
    table = reading.read_table(shared_data / "cases" / "spreadsheets" / expected["file"], rules)
    sheet = table.sheet(expected["sheet"])
    mapping = columns.proposed(office.store, sheet, rules, "SN")
    assert {str(field): sheet.headings[at] for field, at in mapping.fields.items()} == expected["columns"]
    assert (sheet.head, len(sheet.lines)) == (expected["head"], expected["lines"])
    first = dry_run(office.work, sheet, mapping, ImportAnswers(), QUIET)
    tried = dry_run(office.work, sheet, mapping, ImportAnswers(expected["asked"]), QUIET)
    alike = {question.id for question in tried.questions} - expected["asked"].keys()
    assert alike <= {"alike"}
    assert {question.id for question in first.questions} - {"alike"} <= expected["asked"].keys()
    counts = tried.counts
    assert counts[LineVerdict.NEW] + counts[LineVerdict.ALIKE] == expected["names"]
    assert counts[LineVerdict.REPEATED] == expected["repeated"]
    assert counts[LineVerdict.OUTSIDE] == expected["outside"]
    assert counts[LineVerdict.NAMELESS] == expected["nameless"]
    assert not counts[LineVerdict.ASKED]


# --- an office's own table, as French Excel saves it

HEADINGS = "Raison sociale;Pays;RCCM;Effectif;Date de relance;Prochaine étape;Contact;Fonction;Courriel;Étiquettes;Fax"
LINES = (
    "Téranga Câbles SA;Sénégal;SN DKR 2011 B 4471;120;03/04/2027;Appeler;Awa Ndiaye;Directrice;a@t.ex;énergie;33 1",
    "TERANGA CABLES S.A.;SN;SN-DKR-2011-B-4471;;;;Moussa Fall;Comptable;;;",
    "Banque du Fleuve;Mali;;1 250;15/03/2027;Écrire;;;;crédit|fleuve;",
    ";Sénégal;;;;;;;;;",
    "Ministère du Travail;Sénégal;;;;;;;;;",
    "Étoile Maïs;Sénégal;;beaucoup;31/02/2027;Visiter;;;;;",
)


def saved(folder: Path, *lines: str, name: str = "partenaires.csv", headings: str = HEADINGS) -> Path:
    path = folder / name
    path.write_bytes("\r\n".join((headings, *lines, "")).encode("cp1252"))
    return path


def tried(office: Office, path: Path, answers: ImportAnswers = UNANSWERED) -> tuple[reading.OfficeTable, DryRun]:
    table = reading.read_table(path, office.work.definitions.spreadsheets)
    mapping = columns.proposed(office.store, table.likeliest, office.work.definitions.spreadsheets, "SN")
    return table, dry_run(office.work, table.likeliest, mapping, answers, QUIET)


def taken_in(office: Office, path: Path, **answers: str) -> importing.PartnerImport:
    said = {name.replace("__", ":"): answer for name, answer in answers.items()}
    return importing.import_partners(office.work, *tried(office, path, ImportAnswers(said)), QUIET)


def by_name(office: Office) -> dict[str, Partner]:
    with office.store.read() as session:
        return {partner.name: partner for partner in session.scalars(select(Partner)) if not partner.archived}


def test_a_line_becomes_a_partner_with_its_person_and_nothing_of_it_is_lost(office: Office, tmp_path: Path) -> None:
    path = saved(tmp_path, *LINES)
    _table, first = tried(office, path)
    assert {question.id for question in first.questions} == {"public"}  # 31/02 shows that days come first
    done = taken_in(office, path, public="outside")
    assert (done.registered, done.completed, done.is_whole) == (3, 0, True)
    here = by_name(office)
    assert here.keys() == {"Téranga Câbles SA", "Banque du Fleuve", "Étoile Maïs"}
    cables, bank, maize = here["Téranga Câbles SA"], here["Banque du Fleuve"], here["Étoile Maïs"]
    assert (cables.country, cables.employees, cables.next_action_on) == ("SN", 120, "2027-04-03")
    assert (bank.employees, bank.next_action_on, bank.labels) == (1250, "2027-03-15", ["crédit", "fleuve"])
    assert (maize.employees, maize.next_action_on) == (None, None)
    assert maize.notes == "Effectif\u00a0: beaucoup\nDate de relance\u00a0: 31/02/2027"
    persons = {person.name: person.title for person in partner_persons.of_partner(office.store, cables.id)}
    assert persons == {"Awa Ndiaye": "Directrice", "Moussa Fall": "Comptable"}


def test_the_same_file_again_adds_nothing(office: Office, tmp_path: Path) -> None:
    path = saved(tmp_path, *LINES)
    taken_in(office, path, public="outside")
    before = len(office.store.history())
    with refused("spreadsheet-nothing-new"):
        taken_in(office, path, public="outside")
    assert len(office.store.history()) == before


def test_a_column_left_out_changes_nothing_and_an_empty_cell_neither(office: Office, tmp_path: Path) -> None:
    partner = partners.register(office.work, Partner(name="Banque du Fleuve", country="ML", city="Kayes", employees=9))
    done = taken_in(office, saved(tmp_path, *LINES), public="outside")
    assert done.completed == 1
    here = partners.partner(office.store, partner.id)
    assert (here.city, here.employees, here.labels) == ("Kayes", 9, ["crédit", "fleuve"])
    _table, again = tried(office, saved(tmp_path, "Banque du Fleuve;;;;;;;;;;"))
    (line,) = again.lines
    assert (line.verdict, line.facts, line.remarks) == (LineVerdict.KNOWN, PartnerFacts(), ())


def test_what_the_register_says_otherwise_stays_and_is_told(office: Office, tmp_path: Path) -> None:
    partners.register(office.work, Partner(name="Banque du Fleuve", country="ML", employees=9))
    _table, found = tried(office, saved(tmp_path, "Banque du Fleuve;Mali;;1 250;;;;;;;"))
    (line,) = found.lines
    assert [(r.kind, r.field, r.cell, r.instead) for r in line.remarks] == [("differs", "employees", "1250", "9")]


@pytest.mark.parametrize(
    ("cells", "asked", "answers", "days"),
    [
        (("03/04/2027", "25/12/2027"), (), {}, ["2027-04-03", "2027-12-25"]),
        (("03/04/2027", "12/25/2027"), (), {}, ["2027-03-04", "2027-12-25"]),
        (("03/04/2027", "05/06/2027"), (ON,), {ON: "month"}, ["2027-03-04", "2027-05-06"]),
        (
            ("13/04/2027", "12/25/2027", "03/04/2027"), (ON,), {ON: "day"},
            ["2027-04-13", "2027-12-25", "2027-04-03"],
        ),
        (("04/04/2027", "4 avril 2027", "2027-04-04 00:00:00"), (), {}, ["2027-04-04"] * 3),
        (("31/02/2027", "4/4/2570", "bientôt"), (), {}, [None] * 3),
    ],
)  # fmt: skip
def test_days_are_read_right_or_asked_once_for_their_column(
    office: Office, tmp_path: Path, cells: tuple[str, ...], asked: tuple[str, ...], answers: dict[str, str],
    days: list[str | None],
) -> None:  # fmt: skip
    names = ("Alizé", "Boréal", "Cyprès")
    path = saved(
        tmp_path, *(f"{name};{cell}" for name, cell in zip(names, cells, strict=False)), headings="Nom;Relance"
    )
    assert tuple(question.id for question in tried(office, path)[1].questions) == asked
    _table, found = tried(office, path, ImportAnswers(answers))
    assert [line.facts.next_action_on or None for line in found.lines] == days
    unread = [cell for cell, day in zip(cells, days, strict=True) if day is None]
    assert [line.facts.notes for line in found.lines if line.facts.notes] == [f"Relance\u00a0: {c}" for c in unread]


@pytest.mark.parametrize(
    ("cell", "answer", "number"),
    [
        ("1 250", "", 1250), ("1\u00a0250", "", 1250), ("1'250", "", 1250), ("12", "", 12), ("120,0", "", 120),
        ("1.250", "thousands", 1250), ("environ 40", "", None), ("-3", "", None), ("12,5", "", None),
    ],
)  # fmt: skip
def test_numbers_are_read_right_or_asked_once_for_their_column(
    office: Office, tmp_path: Path, cell: str, answer: str, number: int | None
) -> None:
    path = saved(tmp_path, f"Alizé;{cell}", headings="Nom;Effectif")
    questions = tried(office, path)[1].questions
    assert [question.id for question in questions] == (["numbers:employees"] if answer else [])
    _table, found = tried(office, path, ImportAnswers({"numbers:employees": answer} if answer else {}))
    assert found.lines[0].facts.employees == number


def test_a_partner_that_looks_like_another_is_asked_about_and_told_apart(office: Office, tmp_path: Path) -> None:
    other = partners.register(office.work, Partner(name="Téranga Cables Holding", country="SN"))
    path = saved(tmp_path, "Téranga Câbles;Sénégal;;;;;;;;;")
    _table, found = tried(office, path)
    assert [(line.verdict, line.like) for line in found.lines] == [(LineVerdict.ALIKE, "Téranga Cables Holding")]
    with refused("spreadsheet-unanswered"):
        taken_in(office, path)
    taken_in(office, path, alike="new")
    assert [told.partner for told in by_name(office)["Téranga Câbles"].not_same_as] == [other.id]
    same = tried(office, saved(tmp_path, "Téranga Câbles H.;SN;;7;;;;;;;"), ImportAnswers({}, {2: LineChoice.SAME}))[1]
    assert [line.verdict for line in same.lines] == [LineVerdict.COMPLETED]


def test_the_same_number_under_another_name_is_asked_about(office: Office, tmp_path: Path) -> None:
    partners.register(office.work, Partner(name="Soleil du Sahel", country="SN", registration="SN-DKR-2011-B-4471"))
    _table, found = tried(office, saved(tmp_path, "Téranga Câbles SA;Sénégal;SN DKR 2011 B 4471;;;;;;;;"))
    assert [(line.verdict, line.like) for line in found.lines] == [(LineVerdict.ALIKE, "Soleil du Sahel")]


def test_a_register_that_changed_since_is_tried_again_first(office: Office, tmp_path: Path) -> None:
    table, found = tried(office, saved(tmp_path, "Alizé;Sénégal;;;;;;;;;"))
    partners.register(office.work, Partner(name="Alizé", country="SN"))
    with refused("spreadsheet-out-of-date"):
        importing.import_partners(office.work, table, found, QUIET)


# --- taken back


def test_taking_back_leaves_what_was_worked_with_and_names_it(office: Office, tmp_path: Path) -> None:
    bank = partners.register(office.work, Partner(name="Banque du Fleuve", country="ML"))
    done = taken_in(office, saved(tmp_path, *LINES), public="outside")
    partnerships.plan(office.work, Partnership(partner_id=by_name(office)["Étoile Maïs"].id, title="Semences"))
    back = importing.roll_back(office.work, done.id)
    assert (back.put_away, back.set_back, back.staying) == (1, 1, ("Étoile Maïs",))
    assert by_name(office).keys() == {"Banque du Fleuve", "Étoile Maïs"}
    here = partners.partner(office.store, bank.id)
    assert (here.employees, here.labels, here.next_action, here.next_action_on) == (None, [], "", None)
    with refused("spreadsheet-not-known"):
        importing.roll_back(office.work, done.id)


def test_what_was_taken_back_comes_again_from_the_same_file(office: Office, tmp_path: Path) -> None:
    path, said = saved(tmp_path, *LINES), {"public": "outside"}
    first = taken_in(office, path, **said)
    before = alive(office.store)
    importing.roll_back(office.work, first.id)
    _table, found = tried(office, path)
    assert "archived" in {question.id for question in found.questions}
    second = taken_in(office, path, archived="restore", **said)
    assert alive(office.store) == before
    importing.roll_back(office.work, second.id)
    assert by_name(office) == {}


def test_many_lines_are_taken_in_by_portions_and_a_stopped_one_goes_on(office: Office, tmp_path: Path) -> None:
    path = saved(tmp_path, *(f"{word(i)};Sénégal" for i in range(600)), headings="Nom;Pays")
    table, found = tried(office, path, ImportAnswers({"alike": "new"}))

    class Stopping(Progress):
        def step(self, done: int, total: int, text: str = "") -> None:
            if done > 250:
                raise Cancelled

    with pytest.raises(Cancelled):
        importing.import_partners(office.work, table, found, Stopping())
    (begun,) = importing.imports(office.store)
    assert (begun.registered, begun.is_whole, len(begun.changes)) == (500, False, 2)
    taken_in(office, path, alike="new")
    assert len(by_name(office)) == 600
    for done in importing.imports(office.store):
        importing.roll_back(office.work, done.id)
    assert by_name(office) == {}


def word(number: int) -> str:
    """A name unlike the others."""
    drawn = random.Random(number)
    return "".join(drawn.choice("bcdfghjklmnpqrstvwxz") + drawn.choice("aeiou") for _syllable in range(5)).title()


# --- whatever a table holds

NAMES = (
    "Alizé",
    "ALIZE",
    "Alizé Transport",
    "Baobab",
    "Baobab & Fils",
    "Corne d’Or",
    "Étoile",
    "Ministère X",
    "",
    "É\u0301",
)
CELLS = st.fixed_dictionaries(
    {
        "Nom": st.sampled_from(NAMES),
        "Pays": st.sampled_from(("", "Sénégal", "Mali", "ml", "Nulle part")),
        "RCCM": st.sampled_from(("", "", "SN-1", "SN 1", "SN-2")),
        "Effectif": st.sampled_from(("", "12", "1.250", "beaucoup", "-1")),
        "Relance": st.sampled_from(("", "03/04/2027", "31/02/2027", "2027-05-06")),
        "Contact": st.sampled_from(("", "Awa", "AWA", "Moussa")),
        "Type": st.sampled_from(("", "ONG", "Fondation", "Gouvernement", "Machin")),
        "Remarques": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
    }
)
TABLES = st.lists(CELLS, min_size=1, max_size=8)
ALL_ANSWERED = ImportAnswers(
    {
        "public": "partner",
        "alike": "new",
        "archived": "restore",
        "countries": "each",
        "kind:Machin": "small",
        "country:Nulle part": "none",
        "days:next_action_on": "day",
        "numbers:employees": "thousands",
    }
)


@settings(max_examples=40)
@given(first=TABLES, second=TABLES)
def test_rolling_back_undoes_an_import_exactly_and_the_same_table_adds_nothing(
    tmp_path_factory: pytest.TempPathFactory, first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("any table")
    with closing(empty_store(folder / "office.db")) as store:
        store.become("SN10")
        work = work_of(store, Officer(name="Awa", role="officer"))
        imported(work, folder / "first.csv", first)
        before = alive(store)
        done = imported(work, folder / "second.csv", second)
        if done is None:
            assert alive(store) == before
            return
        assert imported(work, folder / "second.csv", second) is None
        back = importing.roll_back(work, done.id)
        assert (alive(store), back.staying) == (before, ())


def imported(work: Work, path: Path, rows: list[dict[str, str]]) -> importing.PartnerImport | None:
    """Import a table with every question answered; None when it brings nothing new."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    rules = work.definitions.spreadsheets
    try:
        table = reading.read_table(path, rules)
    except Problem as problem:
        assert problem.code == "spreadsheet-empty"
        return None
    mapping = columns.proposed(work.store, table.likeliest, rules, "SN")
    plan = dry_run(work, table.likeliest, mapping, ALL_ANSWERED, QUIET)
    assert plan.unanswered == ()
    try:
        return importing.import_partners(work, table, plan, QUIET)
    except Problem as problem:
        assert problem.code == "spreadsheet-nothing-new"
        return None


def alive(store: Store) -> list[tuple[object, ...]]:
    """Every partner and person that is not put away, field by field."""
    with store.read() as session:
        return [
            tuple((name, getattr(record, name)) for name in sorted(family.number))
            for family in (families()[Partner.KIND], families()[Person.KIND])
            for record in session.scalars(select(family.record).order_by(family.record.id))
            if not record.archived
        ]

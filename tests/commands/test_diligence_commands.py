"""Findings, questions to Legal, sheets in ink, deputies and incidents on the command line, in a training office."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.base.values import new_id
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.services.agreements import lookup
from desktop.services.diligence import assessments, cases, reviewing
from desktop.services.diligence.authority import authority_to_decide
from desktop.services.office import accounts, people
from desktop.services.registry import partner_list
from desktop.store.records import Decision, Officer, Task
from desktop.store.states import CaseState, TaskSource
from desktop.store.vault import FLOOR
from tests.commands.running import Run, run
from tests.foreign import FOLDER
from tests.offices import Templates
from tests.paper import words_of
from tests.services.diligence.test_paper_decisions import PIXEL
from tests.training import opened, set_up_training

__all__ = ["run"]
PREPARER, CHIEF = "Awa Ndiaye", "Jean-Marc Okafor"
HANDS = ("Fatou Sow", "Moussa Ba")


def answer(run: Run, *arguments: str | Path) -> Any:
    code, out, err = run(*arguments, "--json")
    assert code == 0, err
    return json.loads(out)


def set_up(folder: Path) -> None:
    """A training office with two more people, who prepared nothing."""
    set_up_training(folder)
    with opened(folder) as office:
        for name in HANDS:
            hand = Officer(id=new_id(), name=name, role="officer")
            accounts.add(
                office.work,
                office.vault,
                office.opened,
                hand,
                TRAINING_PASSPHRASE,
                lambda officer: people.add_officer(office.work, officer),
                FLOOR,
            )


@pytest.fixture
def office(templates: Templates, tmp_path: Path) -> Path:
    return Path(shutil.copytree(templates.folder(set_up)[0], tmp_path / "office"))


def numbers(folder: Path) -> dict[str, str]:
    """The number of a case in each state."""
    with opened(folder) as office:
        return {state: cases.in_state(office.store, state)[0].number for state in (CaseState.OPEN, CaseState.READY)}


def at(folder: Path, name: str) -> tuple[str, ...]:
    return ("--office", str(folder), "--officer", name)


def test_findings_are_added_listed_removed_and_restored(run: Run, office: Path) -> None:
    by, number = at(office, PREPARER), numbers(office)[CaseState.OPEN]
    before = answer(run, "findings", "list", number, *by)["findings"]
    words = (number, "Amende pour heures non payées.", "--source", "Inspection du travail", "--status", "judgment")
    code, _out, err = run("findings", "add", *words, "--question", "Z99", *by)
    assert code == 1 and "Z99" in err
    made = answer(run, "findings", "add", *words, "--question", "F02", "--on", "2024-03-01", *by)["id"]
    listed = answer(run, "findings", "list", number, *by)["findings"]
    assert {row["key"] for row in listed} - {row["key"] for row in before} == {made}
    answer(run, "findings", "remove", made, *by)
    assert len(answer(run, "findings", "list", number, *by)["findings"]) == len(before)
    answer(run, "findings", "restore", made, *by)
    code, out, _err = run("findings", "list", number, *by)
    assert code == 0 and "Amende pour heures non payées." in out


def test_a_question_to_legal_is_put_listed_and_withdrawn(run: Run, office: Path) -> None:
    by, number = at(office, PREPARER), numbers(office)[CaseState.READY]
    made = answer(run, "requests", "ask", "Qui signe ?", "--case", number, *by)
    (row,) = answer(run, "requests", "list", *by)["requests"]
    assert (row["id"], row["question"], row["due"], row["late"]) == (made["id"], "Qui signe ?", made["due"], False)
    code, _out, err = run("requests", "answer", made["id"], "favourable", "--reason", "Oui.", *by)
    assert code == 1 and "n’attend pas votre avis" in err
    answer(run, "requests", "withdraw", made["id"], *by)
    assert answer(run, "requests", "list", *by) == {"requests": []}


def test_a_sheet_is_entered_by_one_officer_and_confirmed_by_another(run: Run, office: Path, tmp_path: Path) -> None:
    number, scan = numbers(office)[CaseState.READY], tmp_path / "feuille.png"
    scan.write_bytes(PIXEL)
    shown = answer(run, "sheets", "show", number, *at(office, HANDS[0]))
    assert shown["entered"] is None
    with opened(office) as made:
        today = made.work.today().isoformat()
    sheet = (number, "--code", shown["code"], "--signed-by", CHIEF, "--signed-on", today, "--scan", scan)
    says = (*sheet, "--decision", "refused", "--reason", "Trop cher.", "--no-interest")
    code, _out, err = run("sheets", "confirm", number, *at(office, HANDS[1]))
    assert code == 1 and "n’attend d’être confirmée" in err
    code, _out, err = run("sheets", "enter", *says, *at(office, PREPARER))
    assert code == 1 and "préparé" in err
    answer(run, "sheets", "enter", *says, *at(office, HANDS[0]))
    answer(run, "sheets", "withdraw", number, *at(office, HANDS[0]))
    answer(run, "sheets", "enter", *says, *at(office, HANDS[0]))
    assert answer(run, "sheets", "show", number, *at(office, HANDS[1]))["entered"]["signed_by"] == CHIEF
    assert answer(run, "sheets", "confirm", number, *at(office, HANDS[1]))["outcome"] == "refused"


def test_a_sheet_with_conditions_is_entered_and_confirmed(run: Run, office: Path, tmp_path: Path) -> None:
    number, scan = numbers(office)[CaseState.READY], tmp_path / "feuille.png"
    scan.write_bytes(PIXEL)
    with opened(office) as made:
        today = made.work.today().isoformat()
        partner = partner_list.find(made.store, "teranga")[0].name
        case = cases.in_state(made.store, CaseState.READY)[0].id
        second = next(person for person in people.officers(made.store) if person.name == HANDS[1])
        work = made.work.acting_as(second)
        way = authority_to_decide(work, assessments.read(work, case)).route
        reviewing.review(work, case, way, "favourable", "Rien ne s’y oppose.")
    code = answer(run, "sheets", "show", number, *at(office, HANDS[0]))["code"]
    sheet = (number, "--code", code, "--signed-by", CHIEF, "--signed-on", today, "--scan", scan, "--no-interest")
    says = (*sheet, "--decision", "conditions", "--reason", "Lu et pesé.", "--language", "fr")
    first = ("--condition", "by", "2027-03-31", "partner", partner, "Remettre les comptes certifiés.")
    further = ("--condition", "until", "2027-12-31", "organization", PREPARER, "Suivre la presse.")
    for wrong, said in (
        (("--condition", "demain", "2027-03-31", "partner", partner, "Remettre."), "demain"),
        (("--condition", "by", "bientôt", "partner", partner, "Remettre."), "bientôt"),
        (("--condition", "by", "2027-03-31", "voisin", partner, "Remettre."), "voisin"),
    ):
        exit_code, _out, err = run("sheets", "enter", *says, *wrong, *at(office, HANDS[0]))
        assert exit_code == 1 and said in err
    exit_code, _out, err = run("sheets", "enter", *says, *at(office, HANDS[0]))
    assert exit_code == 1 and "condition" in err, "a sheet with conditions names them"
    answer(run, "sheets", "enter", *says, *first, *further, *at(office, HANDS[0]))
    entered = answer(run, "sheets", "show", number, *at(office, HANDS[1]))["entered"]
    assert [row["text"] for row in entered["conditions"]] == [first[-1], further[-1]]
    assert answer(run, "sheets", "confirm", number, *at(office, HANDS[1]))["outcome"] == "conditions"
    with opened(office) as made, made.store.read() as session:
        decision = session.scalars(select(Decision).where(Decision.paper)).one()
        assert [(bound.text, bound.due, bound.kind, bound.obligor, bound.owner) for bound in decision.conditions] == [
            (first[-1], "2027-03-31", "by", "partner", partner),
            (further[-1], "2027-12-31", "until", "organization", PREPARER),
        ]
        tasks = session.scalars(select(Task).where(Task.source == TaskSource.CONDITION)).all()
        assert {first[-1], further[-1]} <= {task.what for task in tasks}


def test_a_deputy_is_named_listed_and_ended(run: Run, office: Path) -> None:
    with opened(office) as made:
        first, last = (made.work.today() + timedelta(days=days) for days in (0, 3))
    days = ("--first", first.isoformat(), "--last", last.isoformat(), "--reason", "Mission à Genève.")
    code, _out, err = run("deputies", "name", HANDS[0], "--first", "demain", *days[2:], *at(office, CHIEF))
    assert code == 1 and "« demain »".replace(" ", "\xa0") in err.replace(" ", "\xa0")
    naming = answer(run, "deputies", "name", HANDS[0], *days, *at(office, CHIEF))["id"]
    (row,) = answer(run, "deputies", "list", *at(office, PREPARER))["deputies"]
    assert (row["id"], row["deputy"], row["chief"], row["in_force"]) == (naming, HANDS[0], CHIEF, True)
    answer(run, "deputies", "end", naming, *at(office, HANDS[0]))
    assert answer(run, "deputies", "list", *at(office, CHIEF))["deputies"][0]["ended"]


def test_an_incident_is_recorded_told_listed_and_ended(run: Run, office: Path) -> None:
    by = at(office, PREPARER)
    with opened(office) as made:
        name = partner_list.find(made.store, "teranga")[0].name
    code, _out, err = run("incidents", "record", name, "Grève.", "--kind", "thunder", *by)
    assert code == 1 and "thunder" in err and "labour" in err
    recorded = answer(run, "incidents", "record", name, "Des frais demandés.", "--kind", "labour", *by)["id"]
    answer(run, "incidents", "inform", recorded, "--role", "chief_of_mission", "--name", CHIEF, *by)
    (row,) = answer(run, "incidents", "list", name, *by)["incidents"]
    assert (row["id"], row["summary"], row["ended"]) == (recorded, "Des frais demandés.", "")
    code, _out, err = run("incidents", "end", recorded, "lifted", "--reason", "Remboursés.", *by)
    assert code == 1, "whoever recorded it does not lift it"
    code, _out, err = run("incidents", "list", "Personne", *by)
    assert code == 1 and "Personne" in err


def test_a_meeting_is_recorded_printed_and_prepared_by_commands(run: Run, office: Path, tmp_path: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    name = "Teranga Câbles & Réseaux SA"
    told = ("--with", "Mame Diarra Sow", "--text", "À quai.", "--action", "Awa Ndiaye | Envoyer le plan | 2026-12-05")
    when = ("--on", "2026-11-02", "--about", "Livraison")

    def listed() -> set[str]:
        return {row["id"] for row in answer(run, "meetings", "list", name, *there)["meetings"]}

    before = listed()
    recorded = answer(run, "meetings", "record", name, *when, *told, *there)["id"]
    assert listed() - before == {recorded}
    paper, note, text, sheet = (tmp_path / ending for ending in ("m.pdf", "n.docx", "n.pdf", "s.pdf"))
    assert answer(run, "meetings", "print", recorded[:8], "--out", paper, *there)["file"] == str(paper)
    for target in (note, text):
        answer(run, "meetings", "brief", name, "--why", "Fixer les dates", "--out", target, *there)
    answer(run, "partners", "sheet", name, "--out", sheet, *there)
    assert all("Envoyer le plan" in words_of(file.read_bytes()) for file in (paper, text, sheet))
    assert note.read_bytes().startswith(b"PK")
    answer(run, "meetings", "withdraw", recorded, *there)
    assert listed() == before
    answer(run, "meetings", "restore", recorded, *there)
    for wrong in (
        ("print", "nobody", "--out", paper),
        ("brief", name, "--out", tmp_path / "n.odt"),
        ("record", name, *when, "--with", "Sow", "--action", "livrer"),
        ("record", name, "--on", "2199-01-01", "--about", "x", "--with", "Sow"),
    ):
        code, _out, err = run("meetings", *wrong, *there)
        assert code == 1 and err.count("\n") == 1 and "Traceback" not in err


def test_deadlines_and_contributions_are_asked_for_by_commands(run: Run, office: Path, tmp_path: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    assert answer(run, "deadlines", *there)["deadlines"] == []
    for name in ("mois.pdf", "mois.ics"):
        answer(run, "deadlines", "--months", "3", "--out", tmp_path / name, *there)
        assert (tmp_path / name).stat().st_size > 90
    assert answer(run, "contributions", "list", "Teranga Câbles & Réseaux SA", *there)["contributions"] == []
    assert answer(run, "contributions", "convert", *there) == {"converted": 0}
    with opened(office) as at:
        draft = next(iter(lookup.listed(at.store)))[0].id
    arrived = ("--on", "2026-11-02", "--kind", "goods")
    teranga = "Teranga Câbles & Réseaux SA"
    made = ("--form", "goods", "--on", "2026-11-02", "--quantity", "1200", "--unit", "cartes", "--amount", "9600")
    id_ = answer(run, "contributions", "promise", teranga, "Cartes", *made, "--reference", "LTR 7", *there)["id"]
    answer(run, "contributions", "confirm", teranga, id_, "--on", "2026-11-03", *there)
    why = ("--reason", "damaged", "--on", "2026-11-04", "--quantity", "200")
    answer(run, "contributions", "refuse", teranga, id_, *why, *there)
    listed = answer(run, "contributions", "list", teranga, *there)["contributions"]
    assert {row["state"]: row["left"] for row in listed} == {"confirmed": "1200", "refused": "0"}
    answer(run, "contributions", "write-off", teranga, id_, "--reason", "ended", *there)
    answer(run, "contributions", "expect", teranga, id_, *there)
    for wrong in (
        ("contributions", "promise", teranga, "Cartes", *made, "--reference", "ltr-7"),
        ("contributions", "report", teranga, id_, "--on", "2026-11-04"),
        ("contributions", "refund", teranga, id_, "5", "--on", "2026-11-04"),
        ("contributions", "value", teranga, id_, "--method", "invoice", "--amount", "5"),
        ("contributions", "read", teranga, id_),
        ("deadlines", "--out", tmp_path / "mois.txt"),
        ("contributions", "receive", draft, "Cartes", *arrived),
        ("contributions", "receive", draft, "Cartes", *arrived, "--amount", "beaucoup"),
        ("contributions", "receipt", "Teranga Câbles & Réseaux SA", "SN10-R-1", "--out", tmp_path / "r.pdf"),
        ("contributions", "thank", teranga, id_, "--out", tmp_path / "merci.eml"),
    ):
        code, _out, err = run(*wrong, *there)
        assert code == 1 and err.count("\n") == 1 and "Traceback" not in err


def test_partnerships_are_moved_closed_and_counted_by_commands(run: Run, office: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    rows = answer(run, "pipeline", "list", *there)["partnerships"]
    stages = {row["stage"] for row in rows}
    assert "diligence" in stages and "closed" not in stages
    of_one = answer(run, "pipeline", "list", "--stage", "diligence", *there)["partnerships"]
    id_ = of_one[0]["id"]
    code, _out, err = run("pipeline", "move", "drafting", id_, *there)
    assert code == 1 and "¶21" in err
    assert answer(run, "pipeline", "next", id_, "--what", "Appeler", "--on", "2020-01-02", *there)["id"] == id_
    (late,) = answer(run, "pipeline", "list", "--overdue", *there)["partnerships"]
    assert (late["id"], late["next_action"]) == (id_, "Appeler")
    code, _out, err = run("pipeline", "close", id_, "--reason", "thunder", *there)
    assert code == 1 and "no_answer" in err
    answer(run, "pipeline", "close", id_[:8], "--reason", "no_answer", *there)
    assert [row["reason"] for row in answer(run, "pipeline", "stops", *there)["stops"]] == ["no_answer"]
    answer(run, "pipeline", "reopen", id_, *there)
    assert answer(run, "pipeline", "list", "--stage", "diligence", *there)["partnerships"]


def test_offers_are_recorded_found_taken_up_and_declined_by_commands(run: Run, office: Path, tmp_path: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    trucks = ("--kind", "transport", "--quantity", "20", "--unit", "camions", "--country", "NE")
    standing = answer(run, "offers", "record", "Kaoural Transport", "20 camions", *trucks, "--notice", "48", *there)[
        "id"
    ]
    asked = ("--kind", "transport", "--country", "NE", "--within")
    assert [row["id"] for row in answer(run, "offers", "find", *asked, "48", *there)["offers"]] == [standing]
    assert answer(run, "offers", "find", "camions", *asked, "24", *there)["offers"] == []
    code, _out, err = run("offers", "find", "--kind", "thunder", *there)
    assert code == 1 and "transport" in err
    urgent = answer(run, "offers", "record", "Sahel Fret", "Dix bennes", "--emergency", *there)["id"]
    assert answer(run, "offers", "take-up", urgent, *there)["case"]
    declined = answer(run, "offers", "record", "Boulangerie", "Mille pains", *there)["id"]
    answer(run, "offers", "decline", declined, "--reason", "no_need", *there)
    letter = tmp_path / "lettre.pdf"
    answer(run, "offers", "letter", declined[:8], "--in", "es", "--out", letter, *there)
    assert letter.read_bytes().startswith(b"%PDF")
    answer(run, "offers", "reopen", declined, *there)
    states = {row["id"]: row["state"] for row in answer(run, "offers", "list", *there)["offers"]}
    assert states == {standing: "open", urgent: "accepted", declined: "open"}


def test_trainings_and_focal_points_by_commands(run: Run, office: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    before = {point["id"]: point for point in answer(run, "training", "focal-points", *there)["focal_points"]}
    for id_, point in before.items():
        if not point["until"]:
            answer(run, "training", "end", id_, "--on", point["since"], *there)
    assert answer(run, "training", "focal-points", *there)["without"] == ["SN10"]
    point = answer(run, "training", "name", PREPARER, "--since", "2025-01-15", *there)["id"]
    answer(run, "training", "name", "Ndèye", "--since", "2025-02-01", "--substitute-of", point, *there)
    code, _out, err = run("training", "record", PREPARER, "--subject", "thunder", "--on", "2026-01-15", *there)
    assert code == 1 and "agreements" in err
    subjects = ("--subject", "basics", "--subject", "diligence", "--subject", "agreements")
    id_ = answer(run, "training", "record", PREPARER, *subjects, "--on", "2026-01-15", "--hours", "6,5", *there)["id"]
    listed = answer(run, "training", "list", *there)
    assert [(row["name"], row["hours"], row["until"]) for row in listed["trainings"] if row["id"] == id_] == [
        (PREPARER, "6.5", "2028-01-15")
    ]
    assert PREPARER not in [row["name"] for row in listed["never_trained"]] and listed["never_trained"]
    points = answer(run, "training", "focal-points", *there)
    assert (points["without"], points["without_training"]) == ([], [])
    assert [
        (row["name"], row["substitute_of"], row["lacks"]) for row in points["focal_points"] if row["id"] not in before
    ] == [
        (PREPARER, "", []),
        ("Ndèye", PREPARER, ["basics", "diligence", "agreements"]),
    ]
    answer(run, "training", "attach", id_, FOLDER / "abiword.pdf", *there)
    answer(run, "training", "take-back", id_[:8], *there)
    assert id_ not in [row["id"] for row in answer(run, "training", "list", *there)["trainings"]]
    answer(run, "training", "bring-back", id_, *there)
    answer(run, "training", "end", point, "--on", "2026-01-31", *there)
    assert answer(run, "training", "focal-points", *there)["without"] == ["SN10"]


def test_activities_and_innovations_by_commands(run: Run, office: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    (title,) = {row["partnership"] for row in answer(run, "innovations", "list", *there)["innovations"]}
    code, _out, err = run("activities", "record", "party", "Fête", "--partnership", title, *there)
    assert code == 1 and "campaign" in err
    words = ("activities", "record", "study", "De quoi vivent les femmes du retour", "--partnership", title)
    study = answer(run, *words, "--in", "fr", "--number", "10.1000/182", *there)
    assert study["lacks"] == ["part"] and len(study["alike"]) == 1
    answer(run, "activities", "attach", study["id"], FOLDER / "abiword.pdf", *there)
    rows = {row["id"]: row for row in answer(run, "activities", "list", *there)["activities"]}
    assert (rows[study["id"]]["evidence"], rows[study["id"]]["number"], len(rows)) == (1, "doi:10.1000/182", 3)
    answer(run, "activities", "take-back", study["id"][:8], *there)
    answer(run, "activities", "bring-back", study["id"], *there)
    began = ("--stage", "idea", "--on", "2026-01-15")
    van = answer(run, "innovations", "record", "Guichet", "--partnership", title, *began, *there)["id"]
    answer(run, "innovations", "reach", van, "--stage", "pilot", "--on", "2026-02-15", *there)
    answer(run, "innovations", "replicate", van, "--by", "NE10", "--on", "2026-03-01", *there)
    assist = ("innovations", "assist", van, "--method", "list", "--from", "2026-02-20", "--count")
    first = answer(run, *assist, "120", "--group", "sex", "women", "80", *there)["id"]
    assert answer(run, *assist, "90", *there)["before"] == [first]
    (row,) = [row for row in answer(run, "innovations", "list", *there)["innovations"] if row["id"] == van]
    assert (row["persons"], list(row["stages"]), row["replications"]) == (
        120,
        ["idea", "pilot"],
        {"NE10": "2026-03-01"},
    )
    answer(run, "innovations", "take-back", van, *there)
    answer(run, "innovations", "bring-back", van[:8], *there)


def test_names_and_emblems_by_commands(run: Run, office: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    (title,) = {row["partnership"] for row in answer(run, "innovations", "list", *there)["innovations"]}
    code, _out, err = run("visibility", "record", "flag", "Affiche", "--partnership", title, *there)
    assert code == 1 and "our_logo" in err
    use = answer(run, "visibility", "record", "our_logo", "Affiche", "--partnership", title, "--place", "Thiès", *there)
    assert (use["state"], use["against"]) == ("unapproved", ["not_foreseen"])
    shows = ("--evidence", FOLDER / "pillow.tif")
    answer(run, "visibility", "take-down", use["id"][:8], "--on", "2026-01-15", *shows, *there)
    uses = answer(run, "visibility", "list", *there)["uses"]
    assert [row["state"] for row in uses if row["id"] == use["id"]] == ["down"]
    answer(run, "visibility", "take-back", use["id"], *there)
    assert use["id"] not in [row["id"] for row in answer(run, "visibility", "list", *there)["uses"]]
    answer(run, "visibility", "bring-back", use["id"], *there)


def test_risks_and_lessons_by_commands(run: Run, office: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    (title,) = {row["partnership"] for row in answer(run, "innovations", "list", *there)["innovations"]}
    code, _out, err = run("risks", "record", "Piste coupée", "--partnership", title, "--impact", "huge", *there)
    assert code == 1 and "grave" in err
    rated = ("--likelihood", "likely", "--impact", "grave", "--review", "2026-01-15")
    risk = answer(run, "risks", "record", "Piste coupée", "--partnership", title, *rated, *there)
    assert risk["level"] == "high"
    first = answer(run, "risks", "list", *there)["risks"][0]
    assert (first["id"], first["late"], first["state"]) == (risk["id"], True, "open")
    came = ("--state", "occurred", "--reason", "Pluies")
    answer(run, "risks", "state", risk["id"][:8], *came, *there)
    stands = {row["id"]: row["state"] for row in answer(run, "risks", "list", *there)["risks"]}
    assert stands[risk["id"]] == "occurred"
    answer(run, "risks", "take-back", risk["id"], *there)
    answer(run, "risks", "bring-back", risk["id"], *there)
    about = ("--partnership", title, "--worked", "Les affiches", "--theme", "health", "--shared")
    lesson = answer(run, "lessons", "record", "Commencer tôt", *about, *there)
    (row,) = answer(run, "lessons", "list", "--theme", "health", *there)["lessons"]
    assert (row["id"], row["shared"], row["worked"]) == (lesson["id"], True, "Les affiches")
    answer(run, "lessons", "take-back", lesson["id"], *there)
    assert answer(run, "lessons", "list", "--theme", "health", *there)["lessons"] == []
    answer(run, "lessons", "bring-back", lesson["id"], *there)


def test_what_the_office_tells_of_a_period_by_commands(run: Run, office: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    about = ("--period", "2026-01-01..2026-06-30")
    code, _out, err = run("narratives", "take-back", *about, *there)
    assert code == 1 and "Rien n’est écrit" in err
    answer(run, "narratives", "write", *about, "--achieved", "A road.", "--in", "en", *there)
    answer(run, "narratives", "write", *about, "--next", "Another road.", *there)
    (row,) = answer(run, "narratives", "list", "--period", "2026", *there)["narratives"]
    assert (row["achieved"], row["next"], row["language"], row["last"]) == (
        "A road.", "Another road.", "en", "2026-06-30",
    )  # fmt: skip
    answer(run, "narratives", "take-back", *about, *there)
    assert answer(run, "narratives", "list", *about, *there) == {"narratives": [], "nothing_written": []}
    answer(run, "narratives", "bring-back", *about, *there)
    assert len(answer(run, "narratives", "list", *about, *there)["narratives"]) == 1


def test_the_cost_of_the_function_by_commands(run: Run, office: Path, tmp_path: Path) -> None:
    there = ("--office", office, "--officer", PREPARER)
    partner = answer(run, "partners", "list", *there)["partners"][0]["name"]
    cost = ("costs", "record", "--source")
    first = answer(run, *cost, "internal", "--hours", "2,5", "--partner", partner, "--on", "2024-01-15", *there)["id"]
    paid = answer(run, *cost, "donors", "--amount", "1000", "--currency", "XOF", "--on", "2024-02-01", *there)
    assert paid["usd"] is None
    answer(run, *cost, "donors", "--amount", "12,50", "--for", "travel", "--on", "2024-02-02", *there)
    for wrong in (("thunder", "--hours", "1"), ("internal", "--hours", "abc"), ("internal",)):
        code, _out, err = run(*cost, *wrong, *there)
        assert code == 1 and err
    year = answer(run, "costs", "year", "--year", "2024", *there)
    assert year["total"] == {"hours": "2.5", "usd": "12.50", "entries": 3, "without_dollars": 1}
    assert [(row["name"], row["hours"]) for row in year["partners"]][-1] == (partner, "2.5")
    assert [row["office"] for row in year["offices"]] == ["SN10", "SN10"] and year["regions"]
    answer(run, "costs", "take-back", first[:8], *there)
    assert len(answer(run, "costs", "list", "--year", "2024", *there)["entries"]) == 2
    answer(run, "costs", "bring-back", first, *there)
    sheet = tmp_path / "2024.pdf"
    answer(run, "costs", "sheet", "--year", "2024", "--out", sheet, *there)
    assert sheet.read_bytes().startswith(b"%PDF")

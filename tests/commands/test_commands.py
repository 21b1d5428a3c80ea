"""The command line as a person or a script uses it: arguments in, answers, sentences and exit codes out."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from desktop.office import Account, Office
from desktop.services.exchange import enrolment, sending
from desktop.services.registry import partner_list, partners, partnerships
from desktop.store.records import EarlierAgreement, OfficeProfile, Partner, Partnership
from desktop.store.vault import FLOOR
from tests.activity_files import PUBLISHED
from tests.base.test_rates import HEADS, ROWS
from tests.commands.running import Run, run_with
from tests.offices import Templates

PASSPHRASE = "quatre mots assez longs"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command line and gives its exit code, standard output and standard error."""
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    return run_with(capsys)


def set_up(folder: Path) -> bytes:
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", PASSPHRASE)
    profile = OfficeProfile(code="SN10", name="OIM Dakar", country="SN", city="Dakar")
    with Office.create(folder, account, profile, cost=FLOOR) as opened:
        partners.register(opened.work, Partner(name="Teranga Câbles & Réseaux SA", city="Dakar"))
        return enrolment.request(opened.work, opened.keys)


@pytest.fixture
def office(templates: Templates, tmp_path: Path) -> Path:
    """An office in Dakar with one partner, its laptop's request for enrolment beside it."""
    template, request = templates.folder(set_up)
    (tmp_path / "request.enrol").write_bytes(request)
    return Path(shutil.copytree(template, tmp_path / "office"))


def answer(run: Run, *arguments: str | Path) -> Any:
    code, out, err = run(*arguments, "--json")
    assert code == 0, err
    return json.loads(out)


def test_partners_are_listed_by_any_words_of_theirs(run: Run, office: Path) -> None:
    found = answer(run, "partners", "list", "cables dakar", "--office", office)
    assert [p["name"] for p in found["partners"]] == ["Teranga Câbles & Réseaux SA"]
    assert answer(run, "partners", "list", "zzz", "--office", office) == {"partners": []}
    code, out, _err = run("partners", "list", "--office", office)
    assert code == 0 and out.startswith("Teranga Câbles & Réseaux SA")


def test_the_list_of_partners_is_written_into_a_file_for_a_spreadsheet(run: Run, office: Path, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    book = tmp_path / "partenaires.xlsx"
    assert answer(run, "partners", "export", book, "--office", office)["rows"] == 1
    heads, row = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert heads[0] == "Partenaire" and row[0] == "Teranga Câbles & Réseaux SA"
    assert answer(run, "partners", "export", tmp_path / "p.csv", "zzz", "--office", office)["rows"] == 0
    code, _out, err = run("partners", "export", tmp_path / "p.doc", "--office", office)
    assert code != 0 and ".xlsx" in err and not (tmp_path / "p.doc").exists()


def test_from_an_office_to_headquarters_and_back(run: Run, office: Path, tmp_path: Path) -> None:
    desk, stick = tmp_path / "hq", tmp_path / "stick"
    stick.mkdir()
    answer(run, "hq", "init", "--office", desk, "--name", "Omar Haddad")
    asked = answer(run, "laptop", "request", "--office", office, "--out", tmp_path / "asked.enrol")
    aloud = ("--fingerprint", asked["fingerprint"])
    enrolled = answer(run, "hq", "enrol", asked["file"], *aloud, "--office", desk, "--out", tmp_path / "SN10.kit")
    assert enrolled["office"] == "SN10"
    misheard = ("--fingerprint", "0000-0000-0000", "--office", office)
    code, _out, err = run("laptop", "accept", tmp_path / "SN10.kit", *misheard)
    assert code == 1 and "rien n’a été modifié" in err
    aloud = ("--fingerprint", enrolled["fingerprint"].lower())
    assert answer(run, "laptop", "accept", tmp_path / "SN10.kit", *aloud, "--office", office)["tested"] is True
    exported = answer(run, "bundle", "export", "--to", stick, "--office", office)
    assert exported["first"] == 1
    shown = answer(run, "bundle", "show", exported["file"])
    assert (shown["kind"], shown["signed"], shown["laptop"]) == ("changes", False, None)
    shown = answer(run, "bundle", "show", exported["file"], "--office", desk)
    assert (shown["signed"], shown["office"]) == (True, "SN10")
    checked = answer(run, "bundle", "verify", exported["file"], "--office", desk)
    assert checked["changes"] == exported["last"]
    taken = answer(run, "hq", "import", exported["file"], "--office", desk)
    assert [file["verdict"] for file in taken["files"]] == ["applied"]
    (laptop,) = answer(run, "hq", "laptops", "--office", desk)["laptops"]
    assert laptop["tested_at"] and laptop["state"] == "authorized"
    (line,) = answer(run, "hq", "offices", "--region", "wca", "--office", desk)["offices"]
    assert (line["office"], line["missing"], line["region"]) == ("SN10", [], "wca") and line["report"]["app"]
    assert answer(run, "hq", "offices", "--region", "ap", "--office", desk)["offices"] == []
    whole = answer(run, "hq", "office", "SN10", "--office", desk)
    assert whole["laptops"] and whole["arrived"] and run("hq", "office", "XX9", "--office", desk)[0] == 1
    aimed = ("hq", "target", "RES-1", "2026", "120.50", "--scope", "SN10", "--office", desk)
    code, _out, err = run(*aimed)
    assert code == 1 and "rien n’a été modifié" in err  # without its document
    target = answer(run, *aimed, "--source", "Note 7")["target"]
    assert answer(run, "hq", "targets", "--office", desk)["targets"] == [target]
    assert (target["scope"], target["amount"]) == ("SN10", "120.50")
    scopes = answer(run, "hq", "figures", "--period", "2026", "--indicator", "RES-1", "--office", desk)["scopes"]
    assert [(own["region"], own["office"]) for own in scopes][0::2] == [(None, None), (None, "SN10")]
    assert [own["figures"][0]["value"] for own in scopes] == ["0"] * 3
    code, out, _err = run("hq", "figures", "--period", "2026", "--indicator", "RES-1", "--office", desk)
    assert code == 0 and "  SN10" in out
    returned = answer(run, "hq", "return", "SN10", "--to", stick, "--office", desk)["file"]
    seen = answer(run, "bundle", "receive", returned, "--look", "--office", office)
    assert seen["confirmed"] == [1] and "verdict" not in seen
    taken = answer(run, "bundle", "receive", returned, "--office", office)
    assert (taken["verdict"], taken["receipts"]) == ("applied", 1)
    assert answer(run, "bundle", "receive", returned, "--office", office)["verdict"] == "known"
    with Office.unlock(office, _only(office), PASSPHRASE) as opened:
        assert [sending.state_of(sent, opened.store.clock.now()) for sent in sending.bundles(opened.store)] == [
            "received"
        ]
    shown = answer(run, "indicators", "show", "--period", "2026", "--office", office)
    received = next(own for own in shown["figures"] if own["indicator"] == "RES-1")
    assert shown["confirmed_on"] and (received["confirmed"]["value"], received["confirmed"]["differs"]) == ("0", False)
    assert received["headquarters_target"] == "120.50"
    code, out, _err = run("indicators", "show", "--period", "2026", "--office", office)
    assert code == 0 and "Tous les chiffres y sont les mêmes." in out
    listed = {own["kind"] for own in answer(run, "report", "--office", office)["reports"]}
    assert {"office", "dashboard", "members", "evaluation", "partner", "deadlines", "investment"} == listed
    target_file = stick / "rapport.json"
    period = ("--from", "2026-01-01", "--until", "2026-06-30")
    answer(run, "report", "office", *period, "--to", target_file, "--office", office)
    assert json.loads(target_file.read_text(encoding="utf-8"))["period"]["last"] == "2026-06-30"
    for name, beginning in (("note.docx", b"PK"), ("note.pdf", b"%PDF")):
        answer(run, "kit", "community", "--paper", "note", "--to", stick / name, "--office", office)
        assert (stick / name).read_bytes().startswith(beginning)
    assert run("kit", "community", "--to", stick / "note.odt", "--office", office)[0] == 1
    code, _out, err = run("report", "office", "--to", stick / "rapport.doc", "--office", office)
    assert code == 1 and "rien n’a été écrit" in err
    frozen = ("report", "evaluation", "--hand-out", "--to", stick / "evaluation.csv", "--office", desk)
    answer(run, *frozen)
    code, _out, err = run(*frozen)
    assert code == 1 and err.startswith("Remis le")
    peer = ("hq", "peer", "UNICEF", "2013")
    there = answer(run, *peer, "1670000000", "--source", "Annual report 2013", "--office", desk)["target"]
    assert (there["what"], there["scope"], there["amount"]) == ("peer", "UNICEF", "1670000000")
    assert answer(run, *peer, "--office", desk)["target"]["id"] == there["id"]
    back = answer(run, "hq", "target", "RES-1", "2026", "--scope", "SN10", "--office", desk)["target"]
    assert back["id"] == target["id"] and answer(run, "hq", "targets", "--office", desk) == {"targets": []}


def _only(office: Path) -> str:
    from desktop.store.vault import Vault

    return Vault.open(office).officers[0].id


def test_a_fingerprint_that_was_misheard_enrols_nobody(run: Run, office: Path, tmp_path: Path) -> None:
    run("hq", "init", "--office", tmp_path / "hq", "--name", "Omar Haddad")
    code, out, err = run(
        "hq", "enrol", tmp_path / "request.enrol", "--office", tmp_path / "hq", "--fingerprint", "0000-0000-0000"
    )
    assert (code, out) == (1, "") and "rien n’a été modifié" in err
    assert answer(run, "hq", "offices", "--office", tmp_path / "hq") == {"offices": []}


def test_an_offices_folder_is_not_headquarters(run: Run, office: Path) -> None:
    code, _out, err = run("hq", "offices", "--office", office)
    assert code == 1 and "celui d’un bureau" in err


def test_a_wrong_passphrase_is_one_sentence(run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", "une autre phrase secrète")
    code, out, err = run("partners", "list", "--office", office)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1 and "Traceback" not in err


def test_the_passphrase_may_lie_in_a_file(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PASSERELLE_PASSPHRASE")
    (tmp_path / "secret").write_text(PASSPHRASE + "\n", encoding="utf-8")
    code, _out, _err = run("partners", "list", "--office", office, "--passphrase-file", tmp_path / "secret")
    assert code == 0
    code, _out, err = run("partners", "list", "--office", office, "--passphrase-file", tmp_path / "nothing")
    assert code == 1 and err


def test_a_folder_without_an_office_is_said_so(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("partners", "list", "--office", tmp_path)
    assert code == 1 and "Traceback" not in err and err.strip()


def test_names_are_screened_in_list_files_with_the_reason_of_each_hit(run: Run, root: Path) -> None:
    practice = root / "resources" / "reference" / "practice-un.xml"
    found = answer(run, "screen", "Moussa Harouna Abdou", "Boulangerie du Plateau", "--list", practice)
    first, second = found["names"]
    assert first["hits"][0]["band"] == "strong" and first["hits"][0]["why"]
    assert second["hits"] == []
    code, out, _err = run("screen", "Moussa Harouna Abdou", "--list", practice, "--language", "es")
    assert code == 0 and "HAROUNA" in out


def test_lists_are_imported_shown_and_compared(run: Run, office: Path, root: Path, shared_data: Path) -> None:
    old, new = (shared_data / "lists" / name for name in ("unsc-2024-09-26.xml", "unsc-2026-02-27.xml"))
    assert answer(run, "lists", "show", "--office", office) == {"lists": []}
    first = answer(run, "lists", "import", old, "--office", office)
    assert (first["counts"]["person"], first["counts"]["organisation"]) == (682, 193)
    second = answer(run, "lists", "import", new, "--office", office)
    assert (second["counts"]["person"], second["counts"]["organisation"]) == (730, 273)
    difference = answer(run, "lists", "diff", old, new)
    assert {name: len(difference[name]) for name in second["changes"]} == second["changes"]
    code, _out, err = run("lists", "import", old, "--office", office)
    assert code == 1 and "2024" in err and "reste inchangée" in err
    [shown] = answer(run, "lists", "show", "--office", office)["lists"]
    assert shown["published"] == "2026-02-27"


def test_rates_are_imported_and_shown_with_their_age(run: Run, office: Path, tmp_path: Path) -> None:
    nothing = {"published": None, "months": [], "lacking": [], "corrected": []}
    assert answer(run, "rates", "list", "--office", office) == nothing
    table = tmp_path / "taux.csv"
    table.write_text(HEADS + ROWS.replace("2026", "2025"), "utf-8")
    brought = answer(run, "rates", "import", table, "--office", office)
    assert (brought["added"], brought["months"], brought["corrected"]) == (5, ["2025-10", "2025-11"], [])
    kept = answer(run, "rates", "list", "--office", office)
    assert kept["months"] == [{"month": "2025-10", "currencies": 1}, {"month": "2025-11", "currencies": 4}]
    shown = answer(run, "rates", "show", "xof", "2025-11", "--office", office)
    assert shown["rates"] == [{"units": "605.00", "effective": "2025-11-01", "month": "2025-11"}]
    lacking = answer(run, "rates", "show", "XOF", "2025-12", "--office", office)
    assert lacking["rates"] == [] and lacking["earlier"]["units"] == "605.00"
    code, out, _err = run("rates", "list", "--office", office)
    assert code == 0 and "il y a" in out
    code, out, _err = run("rates", "show", "XOF", "2025-12", "--office", office)
    assert code == 0 and "décembre 2025" in out and "60 jours plus tôt" in out
    table.write_text("rien\n", "utf-8")
    for wrong, why in ((("import", table), "n’ont pas changé"), (("show", "XOF", "2025-13"), "n’est pas un mois")):
        code, _out, err = run("rates", *wrong, "--office", office)
        assert code == 1 and why in err
    assert answer(run, "rates", "list", "--office", office) == kept


def test_an_activity_file_is_tried_imported_and_rolled_back(run: Run, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "fondation.xml"
    path.write_text(PUBLISHED, "utf-8")
    line = ("contributions", "import", path, "--office", office)
    code, out, _err = run(*line)
    assert code == 1 and "unregistered=" in out and "Rien n’a été écrit" in out
    answers = ("--answer", "unregistered=new", "--answer", "negative=refund", "--answer", "arrived=new")
    tried = answer(run, *line, *answers)
    assert tried["counts"] == {"new": 2, "foreign": 1, "refunded": 1, "promised": 1} and tried["import"] is None
    done = answer(run, *line, *answers, "--write")["import"]
    assert (done["entered"], done["registered"]) == (4, 1)
    assert len(answer(run, "contributions", "list", "Fondation des Rives", "--office", office)["contributions"]) == 4
    assert answer(run, "partners", "roll-back", done["id"], "--office", office)["withdrawn"] == 4


def test_wrong_usage_is_exit_code_2(run: Run) -> None:
    for line in (["fly"], ["bundle"], ["screen"], ["hq", "enrol"]):
        with pytest.raises(SystemExit) as left:
            run(*line)
        assert left.value.code == 2


def test_anything_is_found_by_what_one_remembers_of_it(run: Run, office: Path) -> None:
    code, out, _error = run("search", "tearnga", "--office", office)
    assert code == 0 and "Teranga" in out and out.startswith("Partenaire")
    found = answer(run, "search", "teranga", "xylophone", "--office", office)
    assert found["whole"] is False and found["hits"][0]["place"] == "partner"
    code, out, _error = run("search", "xylophone", "--office", office)
    assert code == 0 and "xylophone" in out and "Essayez moins de mots" in out


def test_a_draft_of_an_email_is_written_into_a_file(run: Run, office: Path, tmp_path: Path) -> None:
    file = tmp_path / "courriel.eml"
    name = answer(run, "partners", "list", "cables", "--office", office)["partners"][0]["name"]
    code, out, _error = run("partners", "mail", name, "--out", file, "--in", "es", "--office", office)
    assert code == 0 and str(file) in out and b"X-Unsent: 1" in file.read_bytes() and b"Estimados" in file.read_bytes()
    code, _out, error = run("partners", "mail", name, "--out", file, "--attach", tmp_path / "rien", "--office", office)
    assert code == 1 and "Traceback" not in error


def test_tasks_are_listed_and_a_week_without_any_is_said(run: Run, office: Path, tmp_path: Path) -> None:
    code, out, _error = run("tasks", "week", "--office", office, "--out", tmp_path / "semaine.pdf")
    assert code == 0 and "sept jours" in out and not (tmp_path / "semaine.pdf").exists()
    assert answer(run, "tasks", "list", "--everybody", "--office", office) == {"tasks": []}


def set_up_chief(folder: Path) -> None:
    """An office whose Chief of Mission is at work, with one partnership that was signed before the program."""
    account = Account("Jean-Marc Okafor", "", "chief_of_mission", PASSPHRASE)
    profile = OfficeProfile(code="SN10", name="OIM Dakar", country="SN", city="Dakar")
    with Office.create(folder, account, profile, cost=FLOOR) as opened:
        partner = partners.register(opened.work, Partner(name="Teranga Câbles", country="SN")).id
        planned = partnerships.plan(opened.work, Partnership(partner_id=partner, title="Bornes solaires", type="RES"))
        with opened.store.change("Signed", opened.user.id) as session:
            session.add(EarlierAgreement(partnership_id=planned.id, partner_id=partner, signed="2026-01-05"))


def test_the_register_is_read_sealed_corrected_and_saved(run: Run, templates: Templates, tmp_path: Path) -> None:
    office = Path(shutil.copytree(templates.folder(set_up_chief)[0], tmp_path / "office"))
    of_year = ("--period", "2026", "--office", office)
    shown = answer(run, "register", "preview", *of_year)
    assert [row["partner"] for row in shown["partnerships"]] == ["Teranga Câbles"] and shown["left_out"] == []
    assert answer(run, "register", "difference", *of_year) == {"last": None}
    assert answer(run, "register", "list", "--office", office) == {"editions": []}
    number = answer(run, "register", "seal", *of_year)["number"]
    assert number == "SN10 R-2026-M-01"
    code, out, _err = run("register", "difference", *of_year)
    assert (code, out) == (0, "Rien ne diffère.\n")
    code, _out, err = run("register", "seal", *of_year, "--corrects", number, "--reason", "Coquille")
    assert code == 1 and "Rien n’a été scellé" in err
    with Office.unlock(office, _only(office), PASSPHRASE) as opened:
        (line,) = partner_list.find(opened.store)
        partners.change(opened.work, line.id, name="Teranga Câbles & Réseaux")
    code, out, _err = run("register", "difference", *of_year)
    assert "Partenaire\u00a0: Teranga Câbles → Teranga Câbles & Réseaux" in out
    corrected = answer(run, "register", "seal", *of_year, "--corrects", number, "--reason", "Coquille")["number"]
    newest, first = answer(run, "register", "list", "--office", office)["editions"]
    assert (newest["number"], newest["corrects"], first["corrected_by"]) == (corrected, number, corrected)
    for form in ("pdf", "xlsx", "csv", "json", "html", "xml"):
        target = tmp_path / f"registre.{form}"
        answer(run, "register", "save", corrected, "--format", form, "--to", target, "--office", office)
        assert target.is_dir() if form == "html" else target.stat().st_size
    code, _out, err = run("register", "save", "SN10 R-1", "--to", tmp_path / "x.pdf", "--office", office)
    assert code == 1 and "SN10 R-1" in err and not (tmp_path / "x.pdf").exists()


def test_figures_of_a_period_and_questions_of_states_from_the_command_line(
    run: Run, templates: Templates, tmp_path: Path
) -> None:
    office = Path(shutil.copytree(templates.folder(set_up_chief)[0], tmp_path / "office"))
    at = ("--office", office)
    assert answer(run, "periods", "list", *at) == {"periods": []}
    code, _out, err = run("periods", "prepare", "2025-3", *at)
    assert code == 1 and "2025-3" in err and "2026-1" in err
    half = answer(run, "periods", "prepare", "2025-2", *at)
    assert (half["from"], half["to"], half["signed_by"]) == ("2025-07-01", "2025-12-31", None)
    code, out, _err = run("periods", "show", "2025-2", *at)
    assert code == 0 and "RES-1" in out and half["prepared_by"]
    code, _out, err = run("periods", "sign", "2025-2", *at)  # who put them forward does not sign them
    assert code == 1 and answer(run, "periods", "show", "2025-2", *at)["signed_by"] is None
    code, _out, err = run("periods", "restate", "2025-2", "--reason", "Une facture", *at)
    assert code == 1 and err
    answer(run, "periods", "withdraw", "2025-2", *at)
    assert answer(run, "periods", "list", *at) == {"periods": []}
    code, _out, err = run("periods", "ask", "SN10 R-1", "FR", "Pourquoi si peu ?", *at)
    assert code == 1 and "SN10 R-1" in err
    number = answer(run, "register", "seal", "--period", "2026", *at)["number"]
    asked = answer(run, "periods", "ask", number, "FR", "Pourquoi si peu ?", *at)
    answered = answer(run, "periods", "answer", asked["id"], "La plupart arrive en décembre.", *at)
    assert answered["answer"] == "La plupart arrive en décembre."
    code, out, _err = run("periods", "questions", *at)
    assert code == 0 and "France" in out and "décembre" in out


def test_a_table_is_mapped_by_the_command_line_and_remembered(run: Run, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "registre.csv"
    text = "Registre national\nRef;Nom;Prénom;Nature\n12;ABDOU;Moussa;PP\n13;SAHEL FRET;;PM\n12;ABDOU;M. H.;PP\n"
    path.write_text(text, encoding="utf-8")
    where = ("--office", office, "--published", "2026-11-03", "--accept")
    columns = ("name=Prénom", "name=Nom", "binding=Ref", "kind_column=Nature", "person_words=PP", "head=2")
    mapped = [part for column in columns for part in ("--map", column)]
    first = answer(run, "lists", "import", path, *where, "--called", "Registre", *mapped)
    assert (first["list"], first["entries"], first["names"]) == ("table-registre", 2, 3)
    assert (first["counts"]["person"], first["counts"]["organisation"]) == (1, 1)
    path.write_text(text.removeprefix("Registre national\n") + "14;KONE;Awa;PP\n", encoding="utf-8")
    again = answer(run, "lists", "import", path, *where[:2], "--published", "2026-11-10")
    assert (again["list"], again["entries"], again["counts"]["person"]) == ("table-registre", 3, 2)
    for wrong in ("nom=Nom", "name", "head=0", "kind=ship"):
        code, _out, err = run("lists", "import", path, *where, "--map", wrong, "--map", "name=Nom")
        assert code and "import" in err

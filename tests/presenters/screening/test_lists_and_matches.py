"""A table of any publisher on its screen, and the stop page's bundle, without a window."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.screening.list_columns import ListColumnsPresenter
from desktop.presenters.screening.lists import ListsPresenter
from desktop.presenters.screening.screening import ScreeningPresenter
from desktop.screening import library
from desktop.services import next_step
from desktop.services.agreements import drafting, finalising, lookup
from desktop.services.registry import partners, partnerships
from desktop.services.screening import rescreening, rulings
from desktop.store.records import Partner, Partnership
from desktop.store.states import RulingKind
from tests.base.test_rates import HEADS, ROWS
from tests.foreign import repacked, saved
from tests.makers import on
from tests.refusal import refused

DAY = date(2026, 11, 24)
TABLE = "Nom complet;Né le;Pays;Motif\nMoussa Harouna Abdou;1984;Niger;Décret 12\nFatou Sarr;;Sénégal;Décret 13\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "liste nationale.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_an_unknown_table_leads_to_its_columns(office: Office, runner: RunNow, table: Path) -> None:
    screen = ListsPresenter(office, runner)
    opened: list[tuple[str, dict[str, object]]] = []
    screen.open_place = lambda key, /, **arguments: opened.append((key, arguments))
    screen.examine(table)
    assert opened == [("list_columns", {"path": str(table)})]


@pytest.mark.parametrize("way", ["UTF-16 with tabs", "sep", "Windows", "workbook"])
def test_a_table_as_excel_saves_it_is_read_like_any_other(
    way: str, office: Office, runner: RunNow, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    if way == "workbook":
        path = tmp_path / "liste.xlsx"
        cell = '<c t="inlineStr"><is><t>'
        lines = [f"</t></is></c>{cell}".join(line.split(";")) for line in TABLE.splitlines()]
        sheet = "".join(f"<row>{cell}{line}</t></is></c></row>" for line in lines)
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        whole = f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
        path.write_bytes(repacked("openpyxl.xlsx", {"xl/worksheets/sheet1.xml": whole.encode()}))
    elif way == "sep":
        path.write_bytes(f"sep=;\r\n{TABLE}".encode("cp1252"))
    else:
        path.write_bytes(TABLE.encode("cp1252") if way == "Windows" else TABLE.replace(";", "\t").encode("utf-16"))
    screen = ListColumnsPresenter(office, runner, str(path))
    screen.refresh()
    assert (screen.columns["name"], screen.columns["birth"]) == ("Nom complet", "Né le")
    assert [name for name, _facts in screen.preview] == ["Moussa Harouna Abdou", "Fatou Sarr"]
    screen.date_it(date(2026, 11, 1))
    screen.call("Liste nationale")
    screen.import_table()
    assert bool(screen.doubts) == (way != "workbook"), "a workbook that was cut cannot be opened; a table can"
    if screen.doubts:
        assert not library.installed(office.lists)
        screen.import_table()
    [version] = library.installed(office.lists)
    assert version.entries == 2


def test_a_list_under_a_password_says_so(office: Office, runner: RunNow, tmp_path: Path) -> None:
    (tmp_path / "liste.xlsx").write_bytes(saved("msoffcrypto.xlsx"))
    screen = ListsPresenter(office, runner)
    with refused("table-under-password"):
        screen.examine(tmp_path / "liste.xlsx")


def test_rates_of_exchange_are_imported_beside_the_lists(office: Office, runner: RunNow, tmp_path: Path) -> None:
    screen = ListsPresenter(on_day(office), runner)
    assert screen.rates.startswith("Aucun pour l’instant")
    path = tmp_path / "taux.csv"
    path.write_text(HEADS + ROWS, "utf-8")
    screen.import_rates(path)
    assert screen.rates.startswith("4 monnaies") and "il y a" in screen.rates and "2 mois sont présents" in screen.rates
    assert screen.rates_news[0] == "5 taux ont été ajoutés." and not screen.rates_corrected
    path.write_text((HEADS + ROWS).replace("605.00", "606"), "utf-8")
    screen.import_rates(path)
    assert list(screen.rates_news) == ["1 taux a été corrigé."]
    (corrected,) = screen.rates_corrected
    assert "605,00 est devenu 606" in corrected
    path.write_text("rien", "utf-8")
    with refused("rates-without-headings"):
        screen.import_rates(path)
    assert screen.rates.startswith("4 monnaies")


def on_day(office: Office) -> Office:
    on(office, DAY)
    return office


def test_columns_are_guessed_shown_with_five_rows_and_remembered(office: Office, runner: RunNow, table: Path) -> None:
    screen = ListColumnsPresenter(office, runner, str(table))
    screen.refresh()
    assert (screen.columns["name"], screen.columns["birth"], screen.columns["nationality"]) == (
        "Nom complet",
        "Né le",
        "Pays",
    )
    assert screen.preview[0][0] == "Moussa Harouna Abdou" and "1984" in screen.preview[0][1]
    with refused("list-without-date"):
        screen.import_table()
    screen.date_it(date(2026, 11, 1))
    screen.call("Liste nationale")
    screen.import_table()
    screen.import_table()
    [version] = library.installed(office.lists)
    assert (version.title, version.published, version.entries) == ("Liste nationale", "2026-11-01", 2)
    again = ListColumnsPresenter(office, runner, str(table))
    again.refresh()
    assert (again.title, again.mapping) == (screen.title, screen.mapping)


def test_a_collection_without_a_name_is_called_once_on_the_page_of_the_lists(
    office: Office, runner: RunNow, tmp_path: Path
) -> None:
    line = '{"id": "%s", "caption": "Nom %s", "schema": "Person", "properties": {}, "datasets": ["a", "b%s"]}\n'
    path = tmp_path / "targets.nested.json"
    path.write_text("".join(line % (n, n, n) for n in range(9)).replace('"a", ', ""), encoding="utf-8")
    screen = ListsPresenter(on_day(office), runner)
    screen.examine(path)
    assert screen.needs_name and screen.needs_date
    screen.call("Sanctions")
    screen.date_it(date(2026, 11, 3))
    screen.accept()
    assert [version.title for version in library.installed(office.lists)] == ["OpenSanctions – Sanctions"]
    path.write_text("".join(line % (n, n, n) for n in range(10)).replace('"a", ', ""), encoding="utf-8")
    screen.examine(path)
    assert not screen.needs_name and screen.needs_date
    screen.date_it(date(2026, 11, 10))
    screen.accept()
    [version] = library.installed(office.lists)
    assert (version.title, version.entries) == ("OpenSanctions – Sanctions", 10)


ROWS_OF_NAMES = (
    "Liste nationale;;;;;\n"
    "Mise à jour : 3 novembre 2026;;;;;\n"
    "Réf.;Nom de famille;Prénom;Nature;Né le;Pays\n"
    "12;ABDOU;Moussa Harouna;Physique;03/11/1984;Niger\n"
    "13;SAHEL FRET;;Morale;;Mali\n"
    "12;ABDOU;Moussa;Physique;;Niger\n"
)


def test_a_table_with_titles_parted_names_kinds_and_rows_of_one_entry(
    office: Office, runner: RunNow, tmp_path: Path
) -> None:
    path = tmp_path / "registre.csv"
    path.write_text(ROWS_OF_NAMES, encoding="utf-8")
    screen = ListColumnsPresenter(office, runner, str(path))
    screen.refresh()
    assert (screen.head, screen.heads[:2]) == (2, ("Réf.", "Nom de famille"))
    screen.choose("name", "Prénom")
    screen.join(0, "Nom de famille")
    screen.choose("binding", "Réf.")
    screen.choose_kind_column("Nature")
    assert (screen.kinds_told, screen.person_words) == (("Physique", "Morale"), ())
    screen.call_people("physique")
    (first, facts), (second, other_facts) = screen.preview
    assert (first, second) == ("Moussa Harouna ABDOU", "SAHEL FRET")
    assert "personne" in facts and "Moussa ABDOU" in facts and "1984" in facts and "organisation" in other_facts
    screen.call("Registre national")
    screen.date_it(date(2026, 11, 3))
    screen.import_table()
    screen.import_table()
    [version] = library.installed(office.lists)
    assert (version.title, version.entries, version.names) == ("Registre national", 2, 3)
    next_one = tmp_path / "registre-suivant.csv"
    next_one.write_text(ROWS_OF_NAMES.replace("Liste nationale;;;;;\n", "") + "14;KONE;Awa;Physique;;Mali\n", "utf-8")
    again = ListColumnsPresenter(office, runner, str(next_one))
    again.refresh()
    assert (again.head, again.title, again.mapping.more_names) == (1, "Registre national", ("Nom de famille",))
    assert [name for name, _facts in again.preview][-1] == "Awa KONE"
    again.date_it(date(2026, 11, 10))
    again.import_table()
    assert library.installed(office.lists)[0].entries == 3


def test_the_sheet_of_a_workbook_is_chosen_and_found_again(office: Office, runner: RunNow, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Lisez-moi", "version 3"])
    sheet = book.create_sheet("Personnes")
    for row in (["Nom", "Pays"], ["Moussa Abdou", "Niger"], ["Fatou Sarr", "Mali"]):
        sheet.append(row)
    book.save(tmp_path / "registre.xlsx")
    screen = ListColumnsPresenter(office, runner, str(tmp_path / "registre.xlsx"))
    screen.refresh()
    assert screen.start.sheets[-1] == "Personnes" and not screen.preview
    screen.choose_sheet("Personnes")
    assert [name for name, _facts in screen.preview] == ["Moussa Abdou", "Fatou Sarr"]
    screen.date_it(date(2026, 11, 3))
    screen.import_table()
    assert library.installed(office.lists)[0].names == 2
    again = ListColumnsPresenter(office, runner, str(tmp_path / "registre.xlsx"))
    again.refresh()
    assert (again.sheet, again.columns["name"]) == ("Personnes", "Nom")


def test_a_confirmed_match_freezes_drafts_and_heads_the_partners_page(office: Office, runner: RunNow) -> None:
    partner = partners.register(office.work, Partner(name="Moussa Harouna Abdou", group="HNW"))
    planned = partnerships.plan(office.work, Partnership(partner_id=partner.id, title="Don"))
    drafted = drafting.draft(office.work, planned.id, "MOU", ["fr"])
    source = paths.resources() / "reference" / library.PRACTICE
    library.install(office.lists, source, published="2026-11-03", accept=True)
    with library.open_index(office.lists) as index:
        rescreening.rescreen(on(office, DAY), index)
    step = next_step.next_step(on(office, DAY), partner)
    assert (step.place, step.arguments) == ("screening", {"partner": partner.id})
    screen = ScreeningPresenter(office, runner, **step.arguments)
    screen.refresh()
    screen.begin()
    assert screen.candidate is not None
    rulings.rule_on(office.work, partner.id, screen.candidate, RulingKind.SAME, "Passeport identique.")
    with refused("partner-recognised"):
        finalising.finalise(on(office, DAY), drafted.id)
    assert lookup.agreement(office.store, drafted.id).state == "draft"
    step = next_step.next_step(on(office, DAY), partner)
    assert "gelé" in step.sentence
    assert not screen.may_send, "Headquarters does not know this laptop yet"

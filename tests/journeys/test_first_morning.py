"""Story of an officer’s first morning: an old spreadsheet of 400 partners goes in, in French, by keys alone."""

import itertools
import shutil
from pathlib import Path

from sqlalchemy import func, select

from desktop.definitions.spreadsheets import TableKind
from desktop.documents.sheet import Content, Spreadsheet, workbook
from desktop.office import Office
from desktop.services.registry.spreadsheets.dry_run import LineVerdict
from desktop.store.records import Partner, Person
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.widgets import Button
from tests.hand import CONTROL, Hand, Key
from tests.journeys.test_stories import Sit, sit
from tests.offices import Templates, set_up

__all__ = ["sit"]

HEADINGS = ("Raison sociale", "Type", "Pays", "Effectif", "Date de relance", "Prochaine étape", "Contact", "Remarques")
BEGINNINGS = ("Bako", "Tilu", "Moré", "Sanga", "Fuzel", "Grindo", "Hapwe", "Jolki", "Lumbra", "Névi", "Oska", "Pretch")
MIDDLES = ("rami", "gondo", "vekut", "tipsa", "zulfé", "naxo", "quelbi", "dormu")
ENDS = ("styr", "wala", "mench", "foki")
KINDS = ("Entreprise", "PME", "Fondation", "Coopérative", "Association")
COUNTRIES = ("Sénégal", "Mali", "SN", "Côte d'Ivoire", "Maroc", "RDC")
PARTNERS = 384


def old_spreadsheet(folder: Path) -> Path:
    """Four hundred lines as they came to be in ten years: 384 partners, six of them twice, and what is no partner."""
    names = ["".join(parts) for parts in itertools.product(BEGINNINGS, MIDDLES, ENDS)]
    names[106] = names[100].replace("nd", "dn")  # of the same country: by a slip of the hand, or another company
    assert len(set(names)) == PARTNERS
    rows: list[tuple[Content, ...]] = [
        (
            name,
            KINDS[at % len(KINDS)],
            COUNTRIES[at % len(COUNTRIES)],
            f"1\u202f{at:03}" if at % 3 else "env. 50",
            f"0{at % 9 + 1}/0{at % 7 + 1}/2027" if at % 4 else "13/05/2027",
            "Rappeler" if at % 2 else "",
            f"Awa N’Diaye {at}" if at % 5 == 0 else "",
            "",
        )
        for at, name in enumerate(names)
    ]
    rows += [(name.upper(), "", "", "", "", "", "", "déjà plus haut") for name in names[::64]]
    rows += [(f"Ministère {what}", "", "Sénégal", *[""] * 5) for what in ("du Travail", "des Pêches", "de la Jeunesse")]
    rows += [("", "Entreprise", "Mali", "", "", "", "", "à retrouver") for _each in range(7)]
    assert len(rows) == 400
    path = folder / "Partenaires.xlsx"
    path.write_bytes(workbook([Spreadsheet("Feuille 1", HEADINGS, rows)]))
    return path


def to_the_table(hand: Hand, path: Path) -> None:
    """From anywhere: the partners, the import, the file."""
    hand.press(Key.Key_2, CONTROL)
    hand.arrive("partners")
    hand.push(next(button for button in hand.view.findChildren(Button) if button.text().startswith("Importer")))
    hand.arrive("partner_import")
    assert hand.view.take_files([path])  # dropped on the window; the dialog is the system's own
    hand.wait(lambda: hand.view.presenter.path == path)
    hand.wait(lambda: hand.view.presenter.plan is not None)
    hand.rest()


def test_four_hundred_partners_go_in_before_the_first_coffee(templates: Templates, sit: Sit, tmp_path: Path) -> None:
    template, staff = templates.folder(set_up)
    folder = tmp_path / "office"
    shutil.copytree(template, folder)
    stick = tmp_path / "cle"
    stick.mkdir()
    path = old_spreadsheet(stick)
    hand = sit(folder, staff.officer)
    to_the_table(hand, path)
    page = hand.view.presenter
    assert page.table_kind == TableKind.PARTNERS
    assert {question.id for question in page.questions} == {"public", "alike"}
    for question, code in (("public", "outside"), ("alike", "new")):
        assert not hand.view.deed.isEnabled()
        box = hand.view._asked[question]
        assert isinstance(box, ChoiceRows)
        hand.choose(box, code)
        hand.rest()
    counts = page.plan.counts
    assert (counts[LineVerdict.NEW], counts[LineVerdict.REPEATED]) == (PARTNERS, 6)
    assert (counts[LineVerdict.OUTSIDE], counts[LineVerdict.NAMELESS]) == (3, 7)
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.result is not None)
    hand.rest()
    assert f"{PARTNERS} partenaires enregistrés" in hand.view.presenter.result_sentence
    assert registered(page.office) == (PARTNERS, 77)
    to_the_table(hand, path)  # the same file again
    assert {str(verdict) for verdict in hand.view.presenter.plan.counts} <= {"known", "nameless", "outside", "asked"}
    assert not hand.view.deed.isEnabled()


def registered(office: Office) -> tuple[int, int]:
    """How many partners and persons are on record."""
    with office.store.read() as session:
        partners, persons = (session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Partner, Person))
        return partners, persons

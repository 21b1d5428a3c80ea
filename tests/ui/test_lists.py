"""What hands expect of every list: columns, order, several rows, a menu by mouse and key, words in full, a file."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.long_list import LongList
from desktop.base.long_list import Mark as PlaceMark
from desktop.base.progress import RunNow
from desktop.base.text import N_
from desktop.documents.sheet import SheetKind
from desktop.office import Office
from desktop.presenters.listing import ListColumn, Listing, ListLine, NotedLine, PagedLines, RowCell, RowDeed
from desktop.presenters.presenter import HandedOver, Presenter, Printout
from desktop.ui.lists import LazyRows, Row, RowList, row_of
from desktop.ui.row_layout import row_height
from desktop.ui.theme import Theme
from desktop.ui.widgets import Mark
from tests.offices import office, office_folder, runner
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["office", "office_folder", "runner"]

COLUMNS = (
    ListColumn("city", N_("City")),
    ListColumn("value", N_("Value"), figures=True),
    ListColumn("state", N_("State")),
)
LONG = "Société sénégalaise de distribution et de transformation des produits de la mer et des fleuves"


class Saves:
    """Answers where to save."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.names = folder, list[str]()

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        self.names.append(name)
        chosen(self.folder / name)


@pytest.fixture
def presenter(office: Office, runner: RunNow) -> Presenter:
    return Presenter(office, runner)


@pytest.fixture
def rows(presenter: Presenter, qtbot: QtBot, theme: Theme) -> RowList:
    shown = RowList("Accords", listing=Listing(presenter, "trial", N_("Agreements"), COLUMNS))
    qtbot.addWidget(shown)
    shown.setStyleSheet(theme.sheet)

    def again() -> None:
        shown.set_rows([row("b", "Banque", "Thiès", 90), row("a", "=Alpha", "Dakar", 1200), row("c", LONG, "", 7)])

    presenter.changed = again
    again()
    shown.resize(1000, 400)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def row(key: str, title: str, city: str, value: int) -> Row:
    cells = {"city": RowCell(city), "value": RowCell(f"{value} USD", value), "state": RowCell("Brouillon")}
    return Row(key, title, f"{city} · {value}", Mark("neutral", "Brouillon"), cells=cells, brief="", mark_in="state")


def titles(rows: RowList) -> list[str]:
    return [row.title for row in rows.rows]


def click_head(qtbot: QtBot, rows: RowList, section: int) -> None:
    head = rows.view.header()
    place = QPoint(head.sectionViewportPosition(section) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_wide_lists_have_columns_and_are_sorted_by_their_heads(rows: RowList, qtbot: QtBot) -> None:
    model = rows.view.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["Accords", "Ville", "Valeur", "État"] and not rows.view.isHeaderHidden()
    assert titles(rows) == ["Banque", "=Alpha", LONG]
    click_head(qtbot, rows, 2)
    assert titles(rows) == [LONG, "Banque", "=Alpha"]  # by the number, not by its digits
    click_head(qtbot, rows, 2)
    assert titles(rows) == ["=Alpha", "Banque", LONG]
    click_head(qtbot, rows, 1)
    assert titles(rows) == ["=Alpha", "Banque", LONG]  # what has no city comes last
    click_head(qtbot, rows, 1)
    assert titles(rows) == ["Banque", "=Alpha", LONG]


def test_narrow_lists_keep_two_lines_and_say_by_what_they_are_sorted(
    rows: RowList, presenter: Presenter, qtbot: QtBot
) -> None:
    rows.resize(420, 400)
    assert rows.view.model().columnCount() == 1 and rows.view.isHeaderHidden()
    many = [row(str(n), f"Accord {n}", "Dakar", n) for n in range(12)]
    presenter.changed = lambda: rows.set_rows(many)
    presenter.changed()
    assert not rows.view.isHeaderHidden()
    rows.listing.sort("value")
    assert rows.view.model().headerData(0, Qt.Orientation.Horizontal) == "Trié par\u00a0: Valeur"
    click_head(qtbot, rows, 0)
    assert rows.menu is not None


def test_the_menu_says_the_same_by_mouse_and_by_key(rows: RowList, qtbot: QtBot) -> None:
    done: list[object] = []
    rows.deeds = (RowDeed("Ranger", done.append, for_several=True), RowDeed("Renommer", done.append))
    rows.view.setFocus()
    rows.view.go_to(0)
    qtbot.keyClick(rows.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    words = entries(rows)
    assert words[:4] == ["Ouvrir", "Ranger", "Renommer", "Copier"]
    assert {"Trier par", "Colonnes", "Exporter la liste vers Excel…", "Exporter la liste en CSV…"} <= set(words)
    rows.menu.close()
    qtbot.keyClick(rows.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    place = rows.view.visualRect(rows.view.model().index(1, 0)).center()
    qtbot.mouseClick(rows.view.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert rows.selected_keys() == ["b", "a"]  # the right button on one of several takes them all
    qtbot.keyClick(rows.view, Qt.Key.Key_Menu)
    assert entries(rows)[:2] == ["Ranger", "Copier"]
    next(action for action in rows.menu.actions() if action.text() == "Ranger").trigger()
    assert done == [["b", "a"]]


def entries(rows: RowList) -> list[str]:
    assert rows.menu is not None
    return [action.text().split("\t")[0] for action in rows.menu.actions() if action.text()]


def test_columns_are_chosen_and_remembered(rows: RowList, presenter: Presenter, qtbot: QtBot) -> None:
    rows.view.setFocus()
    qtbot.keyClick(rows.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    columns = next(action.menu() for action in rows.menu.actions() if action.text() == "Colonnes")
    next(action for action in columns.actions() if action.text() == "Ville").trigger()
    assert rows.view.model().columnCount() == 3
    again = Listing(presenter, "trial", N_("Agreements"), COLUMNS)
    assert [column.key for column in again.shown] == ["value", "state"]
    again.as_it_was()
    assert len(again.shown) == 3


def test_what_is_cut_is_said_whole_and_copied(rows: RowList) -> None:
    index, delegate = rows.view.model().index(2, 0), rows.view.itemDelegate()
    assert LONG in delegate.cut_words(index, QRect(0, 0, 200, 44))
    assert delegate.cut_words(rows.view.model().index(0, 0), QRect(0, 0, 600, 44)) == ""
    assert delegate.cut_words(rows.view.model().index(0, 1), QRect(0, 0, 40, 44)) == "Thiès"
    rows.view.selectAll()
    rows.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:2] == ["Banque\tThiès\t90 USD\tBrouillon", "=Alpha\tDakar\t1200 USD\tBrouillon"]


def test_a_click_opens_and_with_ctrl_or_shift_only_chooses(rows: RowList, qtbot: QtBot) -> None:
    opened: list[object] = []
    rows.opened.connect(opened.append)
    view = rows.view
    click = lambda at, keys=Qt.KeyboardModifier.NoModifier: qtbot.mouseClick(  # noqa: E731
        view.viewport(), Qt.MouseButton.LeftButton, keys, view.visualRect(view.model().index(at, 0)).center()
    )
    click(0)
    assert opened == ["b"]
    click(2, Qt.KeyboardModifier.ShiftModifier)
    assert opened == ["b"] and rows.selected_keys() == ["b", "a", "c"]
    click(1, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["b"] and rows.selected_keys() == ["b", "c"]
    rows.set_rows(list(rows.rows))
    assert rows.selected_keys() == ["b", "c"]  # read again, what was chosen stays


@pytest.mark.parametrize("kind", list(SheetKind))
def test_the_list_is_exported_as_it_is_shown(
    rows: RowList, presenter: Presenter, tmp_path: Path, kind: SheetKind
) -> None:
    from python_calamine import CalamineWorkbook

    presenter.asker = Saves(tmp_path)  # type: ignore[assignment]
    rows.listing.sort("value")
    rows.listing.turn_column("city")
    rows.export(kind)
    (name,) = presenter.asker.names
    assert name.startswith("Accords ") and name.endswith(f".{kind}")
    written = tmp_path / name
    if kind == SheetKind.CSV:
        assert written.read_bytes()[:3] == b"\xef\xbb\xbf"
        table = [line.split(";") for line in written.read_text(encoding="utf-8-sig").splitlines()]
        assert table[3] == ["'=Alpha", "1200", "Brouillon"]  # nothing that a spreadsheet would calculate
    elif kind == SheetKind.JSON:
        lines = json.loads(written.read_text(encoding="utf-8"))["rows"]
        table = [list(lines[0]), *(list(row.values()) for row in lines)]
        assert table[3] == ["=Alpha", 1200, "Brouillon"]
    else:
        table = CalamineWorkbook.from_path(written).get_sheet_by_index(0).to_python()
        assert table[3] == ["=Alpha", 1200, "Brouillon"]
    assert table[0] == ["Accords", "Valeur", "État"] and [line[0] for line in table[1:3]] == [LONG, "Banque"]
    assert name in presenter.deed_sentence


class Tray:
    """A printer that keeps what it is given."""

    def __init__(self) -> None:
        self.papers: list[Printout] = []

    def put_on_paper(self, paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        self.papers.append(paper)


def test_the_list_is_printed_as_it_is_shown_and_saved_as_pdf(
    rows: RowList, presenter: Presenter, tmp_path: Path
) -> None:
    presenter.printers, presenter.asker = Tray(), Saves(tmp_path)  # type: ignore[assignment]
    rows.listing.sort("value")
    rows.listing.turn_column("city")
    rows.print_rows()
    (paper,) = presenter.printers.papers
    words = words_of(paper.pdf)
    places = [words.index(word) for word in ("Accords", "Valeur", LONG[:20], "Banque", "=Alpha")]
    assert places == sorted(places)
    assert "3 lignes" in words and "Dakar" not in words
    rows.save_as_pdf()
    (name,) = presenter.asker.names
    assert name.startswith("Accords ") and (tmp_path / name).read_bytes().startswith(b"%PDF")


def test_a_list_that_nobody_would_read_on_paper_is_not_printed(rows: RowList, presenter: Presenter) -> None:
    presenter.printers = Tray()  # type: ignore[assignment]
    with refused("list-too-long-to-print"):
        rows.listing.put_on_paper(ListLine(f"Ligne {number}") for number in range(1001))
    assert presenter.printers.papers == []


def test_the_row_of_a_list_without_columns_fill_it(qtbot: QtBot, theme: Theme) -> None:
    plain = RowList("Étapes", fits=True, arrows=True)
    qtbot.addWidget(plain)
    plain.set_rows([Row("a", "Type et langues", "français", Mark("good", "terminé"))])
    plain.resize(640, 200)
    plain.show()
    assert plain.view.columnWidth(0) == plain.view.viewport().width()


def test_rows_that_are_shown_anew_tell_of_no_other_row(qtbot: QtBot, theme: Theme) -> None:
    """A page shows its rows anew whenever the row in front changes: it would never end."""
    told: list[object] = []
    plain = RowList("Personnes")
    qtbot.addWidget(plain)
    people = [Row(key, key.upper()) for key in ("awa", "ben", "coumba")]
    plain.current.connect(lambda key: (told.append(key), plain.set_rows(people)))
    plain.set_rows(people)
    plain.show()
    plain.set_current("ben")
    assert told == ["ben"] and plain.current_key() == "ben"
    qtbot.keyClick(plain.view, Qt.Key.Key_Down)
    assert told == ["ben", "coumba"]


def test_a_list_with_more_room_than_rows_ends_where_its_rows_end(qtbot: QtBot, theme: Theme) -> None:
    plain = RowList("Partenaires")
    qtbot.addWidget(plain)
    plain.resize(640, 600)
    plain.show()
    assert plain.stack.height() == 600, "what is said without rows has all the room"
    plain.set_rows([Row(key, key.upper()) for key in "ab"])
    qtbot.waitUntil(lambda: plain.stack.height() < 150)
    assert plain.stack.y() == 0 and plain.view.visualRect(plain.view.model().index(1, 0)).bottom() < 150
    plain.set_rows([Row(str(number), "Kër") for number in range(50)])
    qtbot.waitUntil(lambda: plain.stack.height() == 600)


def test_whoever_chose_every_row_of_a_long_list_copies_all_and_keeps_them_chosen(rows: RowList) -> None:
    rows.set_rows([row(f"{number:03}", f"Ligne {number:03}", "Dakar", number) for number in range(500)])
    rows.view.selectAll()
    rows.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 500 and copied[-1].startswith("Ligne 499")
    rows.set_rows([row(f"{number:03}", f"Ligne {number:03}", "Thiès", number) for number in range(20, 500)])
    assert len(rows.selected_keys()) == 480
    assert [each.title for each in rows.chosen_rows()][:1] == ["Ligne 020"]


def test_a_list_without_columns_has_rows_as_tall_as_what_they_say(qtbot: QtBot, theme: Theme) -> None:
    shown = RowList("Clauses")
    qtbot.addWidget(shown)
    shown.setStyleSheet(theme.sheet)
    for note in ("", "1-DEF", ""):
        shown.set_rows([Row(number, f"Clause {number}", note) for number in range(3)])
        assert shown.view.rowHeight(0) == row_height(bool(note))


class _Numbers(LongList):
    """Six hundred ids that are read as if they were two million."""

    def read(self, beside: PlaceMark | None, skipped: int, size: int, *, backwards: bool) -> Sequence[PlaceMark]:
        ids = [f"{number:03}" for number in range(600)]
        ids = ids[::-1] if backwards else ids
        first = 0 if beside is None else ids.index(beside[1]) + 1
        return [("", id_) for id_ in ids[first + skipped : first + skipped + size]]


def test_rows_of_a_very_long_list_are_shown_when_they_are_read_and_exported_whole(
    rows: RowList, presenter: Presenter, tmp_path: Path
) -> None:
    asked: list[Callable[[], object]] = []
    opened: list[object] = []
    rows.opened.connect(opened.append)
    lines = PagedLines(
        _Numbers(600, "all"), lambda ids: [NotedLine(i, f"Row {i}", "", {}) for i in ids], asked.append,
        NotedLine("", "Being read…", "", {}),
    )  # fmt: skip
    rows.set_rows(LazyRows(lines.ids, lines, row_of))
    rows.view.go_to(300)
    assert (rows.rows[300].title, rows.current_key()) == ("Being read…", None)
    rows._open(rows.view.currentIndex())
    asked[-1]()
    rows.look_again()
    assert (rows.rows[300].title, rows.current_key()) == ("Row 300", "300")
    rows._open(rows.view.currentIndex())
    assert opened == ["300"]
    rows.view.selectAll()
    assert list(rows.selected_keys()) == [f"{number:03}" for number in range(600)]
    rows.set_rows(LazyRows(lines.ids, lines, row_of))
    assert len(rows.selected_keys()) == 600
    presenter.asker = Saves(tmp_path)
    rows.view.clearSelection()
    rows.view.go_to(595)
    QTest.keyClick(rows.view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    rows.export(SheetKind.JSON)
    (file,) = tmp_path.glob("*.json")
    assert re.findall(r"Row \d+|Being", file.read_text()) == [f"Row {number}" for number in range(595, 600)]


@pytest.mark.parametrize("key", [0, "", "x"])
def test_a_row_is_opened_whatever_its_key(qtbot: QtBot, theme: Theme, key: object) -> None:
    shown = RowList("Faits")
    qtbot.addWidget(shown)
    opened: list[object] = []
    shown.opened.connect(opened.append)
    shown.set_rows([Row(key, "Premier"), Row("y", "Second")])
    shown.show()
    shown.view.setFocus()
    qtbot.keyClick(shown.view, Qt.Key.Key_Home)
    qtbot.keyClick(shown.view, Qt.Key.Key_Return)
    assert opened == [key] and shown.current_key() == key

"""The papers of a partner at the keyboard, and the panel of the scanner."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.partner import PartnerPresenter, PartnerTab
from desktop.services.diligence import papers
from desktop.services.office import scanner
from desktop.services.registry import partners
from desktop.store.records import Partner
from desktop.ui.theme import Theme
from desktop.ui.views.registry.partner import PartnerView
from tests.foreign import sound_pdf
from tests.offices import office, office_folder, runner

__all__ = ["office", "office_folder", "runner"]


@pytest.fixture
def shown(office: Office, runner: RunNow, qtbot: QtBot, theme: Theme) -> PartnerView:
    teranga = partners.register(office.work, Partner(name="Teranga Câbles SA", country="SN", city="Dakar"))
    view = PartnerView(PartnerPresenter(office, runner, teranga.id, PartnerTab.PAPERS))
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    qtbot.waitExposed(view)
    return view


def pdf(folder: Path, name: str, second: int = 1000) -> Path:
    path = folder / name
    path.write_bytes(sound_pdf(name))
    os.utime(path, (second, second))
    return path


def listed(view: PartnerView) -> list[str]:
    return [row.title for row in view.papers.list.rows]


def test_a_paper_dropped_on_the_page_stands_in_the_list_opens_and_comes_back(
    shown: PartnerView, tmp_path: Path, qtbot: QtBot
) -> None:
    assert shown.take_files([pdf(tmp_path, "Statuts.pdf"), pdf(tmp_path, "Lettre.pdf")])
    assert listed(shown) == ["Lettre", "Statuts"]
    rows = shown.papers.list
    rows.set_current(rows.keys[1])
    rows.view.setFocus()
    QTest.keyClick(rows.view, Qt.Key.Key_Return)
    assert shown.preview.isVisible() and shown.preview.pages == 1
    shown.page.bar.buttons[0].click()
    assert not shown.preview.isVisible() and shown.page.bar.buttons[0].text()
    rows.view.setFocus()
    QTest.keyClick(
        rows.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert listed(shown) == ["Lettre"]
    shown.undoing.undo()
    assert listed(shown) == ["Lettre", "Statuts"]


def test_many_papers_are_searched(shown: PartnerView, tmp_path: Path, office: Office) -> None:
    assert shown.papers.filters.isHidden()
    for number in range(7):
        papers.add(office.work, shown.presenter.id, pdf(tmp_path, f"Pièce {number}.pdf"))
    shown.presenter.refresh()
    assert not shown.papers.filters.isHidden()
    shown.papers.filters.searched.emit("piece 3")
    assert listed(shown) == ["Pièce 3"]


def test_the_scanner_gives_what_is_chosen_and_keeps_its_folder(
    shown: PartnerView, tmp_path: Path, office: Office, qtbot: QtBot
) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(3):
        pdf(folder, f"S{number}.pdf", 1000 + number)
    scanner.choose(office.work, folder)
    drop = shown.papers.drop
    drop.from_scanner.click()
    panel = drop.panel
    assert panel is not None and panel.isVisible()
    assert [row.title for row in panel.list.rows] == ["S2.pdf", "S1.pdf", "S0.pdf"]
    QApplication.processEvents()
    assert panel.list.current_key() == str(folder / "S2.pdf") and panel.taking.isEnabled()
    panel.list.view.setFocus()
    QTest.keyClick(panel.list.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    panel.taking.click()
    assert not panel.isVisible() and listed(shown) == ["S1", "S2"]
    drop.from_scanner.click()
    assert [row.title for row in panel.list.rows] == ["S0.pdf"]
    panel.old.click()
    assert len(panel.list.rows) == 3
    panel.leave.click()
    assert not panel.isVisible() and len(list(folder.iterdir())) == 3


def test_a_title_is_changed_from_the_menu_of_its_row(shown: PartnerView, tmp_path: Path) -> None:
    shown.take_files([pdf(tmp_path, "SCAN_0001.pdf")])
    title = next(deed for deed in shown.papers.list.deeds if deed.words == "Changer le titre")
    title.do([shown.papers.list.keys[0]])
    form = shown.papers.form
    assert form is not None and form.isVisible()
    field = form.form.inputs["title"].first()
    field.selectAll()
    QTest.keyClicks(field, "Statuts")
    form._save()
    assert listed(shown) == ["Statuts"] and not form.isVisible()


def test_a_tab_turned_to_in_a_low_window_has_its_share_of_what_is_seen(shown: PartnerView, qtbot: QtBot) -> None:
    shown.resize(860, 300)
    QApplication.processEvents()
    area = shown.page.area

    def top() -> int:
        return shown.tabs.mapTo(area.viewport(), QPoint(0, 0)).y()

    assert top() > area.viewport().height() * 0.55, "the page opens at its beginning"
    for tab in (PartnerTab.HISTORY, PartnerTab.PAPERS):
        shown.tabs.show_face(tab)
        QApplication.processEvents()
        assert 0 <= top() < area.viewport().height() * 0.55

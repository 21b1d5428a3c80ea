"""A list of 50,000 partners: no turn of the window's thread may be felt, whatever is done in it."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import insert, select

from desktop.base.progress import Progress, keep_loaded, release_loaded
from desktop.base.text import searchable
from desktop.base.values import new_id
from desktop.office import Office
from desktop.presenters.office.welcome import _new_training_office
from desktop.presenters.presenter import Presenter
from desktop.store.records import Findable, Partner
from desktop.store.records.base import table_of
from desktop.ui.frame.window import Window
from desktop.ui.navigation import Place, Places, places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from tests.bench.test_places import EmptyView
from tests.training import opened

PARTNERS = 50_000
MOST = 25  # times an empty page of the same window: what a turn of the window's thread may take


def test_fifty_thousand_rows_are_shown_sorted_and_scrolled_without_a_pause(
    tmp_path: Path, qapp: QApplication, tell: Callable[[str], None]
) -> None:
    _new_training_office(tmp_path / "office", Progress()).close()
    with opened(tmp_path / "office") as office:
        fill(office)
        tasks = Tasks()
        empty = Place("empty", lambda: "Passerelle", Presenter, EmptyView, under="partners")
        window = Window(office, Places((*places().all, empty)), tasks, Theme(qapp, "light"))
        window.resize(1366, 720)
        window.show()
        keep_loaded()
        window.go("empty")
        floor = min(longest(window, lambda: window.go("empty")) for _round in range(5))
        took = {"opening": longest(window, lambda: window.go("partners"))}
        view = window.view
        assert view is not None and len(view.list.rows) == PARTNERS + 4
        table = view.list.view
        table.go_to(0)
        took["a page down"] = max(longest(window, lambda: press(table, Qt.Key.Key_PageDown)) for _page in range(30))
        took["the end"] = longest(window, lambda: press(table, Qt.Key.Key_End))
        took["the beginning"] = longest(window, lambda: press(table, Qt.Key.Key_Home))
        took["typing ahead"] = longest(window, lambda: QTest.keyClicks(table, "comp"))
        took["sorting by place"] = longest(window, lambda: view.presenter.listing.sort("place"))
        took["a filter"] = longest(window, lambda: view.presenter.narrow(stage="identified"))
        release_loaded()
        window.close()
        tasks.close()
    tell(f"an empty page {floor:.1f} ms; longest turn of the window's thread in a list of {PARTNERS} (wished: 16):")
    for name, milliseconds in took.items():
        tell(f"  {name:20} {milliseconds:6.1f} ms {milliseconds / floor:6.1f} x")
    assert max(took.values()) <= MOST * floor


def fill(office: Office) -> None:
    """Partners as a store holds them, like the first one; they are in no journal, which this does not measure."""
    countries, partner, line = ("SN", "ML", "NE", "CI", "FR", "CH"), table_of(Partner), table_of(Findable)
    with office.store.engine.begin() as connection:
        like = dict(connection.execute(select(partner).limit(1)).mappings().one())
        found = dict(connection.execute(select(line).where(line.c.id == like["id"])).mappings().one())
        for first in range(0, PARTNERS, 1000):
            rows, lines = [], []
            for number in range(first, first + 1000):
                name, id_ = f"Compagnie {number:05} du Fleuve", new_id()
                rows.append({**like, "id": id_, "name": name, "country": countries[number % 6]})
                lines.append({**found, "id": id_, "title": name, "text": searchable(name)})
            connection.execute(insert(partner), rows)
            connection.execute(insert(line), lines)


def press(table: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(table, key)


def longest(window: Window, deed: Callable[[], object]) -> float:
    """Milliseconds of processor time of the longest turn of this thread: the deed's, and those that complete it."""
    turns = [spent(deed)]
    while window.tasks.busy:
        turns.append(spent(QApplication.processEvents))
    turns += [spent(QApplication.processEvents) for _turn in range(6)]
    return max(turns)


def spent(deed: Callable[[], object]) -> float:
    start = time.thread_time()
    deed()
    return (time.thread_time() - start) * 1000

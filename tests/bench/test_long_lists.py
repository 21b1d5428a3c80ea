"""Lists of 50,000 records: no turn of the window’s thread may be felt, whatever is done in them."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
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
from desktop.presenters.status import chips
from desktop.store.records import Agreement, Contribution, Findable, Offer, Partner, Partnership
from desktop.store.records.base import table_of
from desktop.ui.frame.window import Window
from desktop.ui.navigation import Page, Place, Places, places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from tests.bench.test_places import EmptyView
from tests.training import opened

ROWS = 50_000
# Times an empty page of the same window: what a turn of the window's thread may take. Offers and partnerships are all
# read into memory: Python looks for garbage among what is new while that goes on.
MOST = {"partners": 14, "agreements": 14, "contributions": 14, "offers": 30, "indicator": 40, "pipeline": 60}
FILTERS = {
    "partners": {"stage": "identified"},
    "agreements": {"state": "draft"},
    "contributions": {"year": "2026"},
    "offers": {"kind": "standby"},
    "pipeline": {"stage": "prospect"},
}
SORTED = {"partners": "place", "agreements": "ends", "contributions": "usd", "offers": "what", "pipeline": "title"}


@pytest.mark.parametrize("key", list(FILTERS))
def test_fifty_thousand_rows_are_shown_sorted_and_scrolled_without_a_pause(
    tmp_path: Path, qapp: QApplication, tell: Callable[[str], None], key: str
) -> None:
    _new_training_office(tmp_path / "office", Progress()).close()
    with opened(tmp_path / "office") as office:
        fill(office)
        tasks = Tasks()
        empty = Place("empty", lambda: "Passerelle", lambda: Page(Presenter, EmptyView), under="partners")
        window = Window(office, Places((*places().all, empty)), tasks, Theme(qapp, "light"))
        window.resize(1366, 720)
        window.show_status(chips(office, unsaved=False))  # as it does in the program: work under way stands beside them
        window.show()
        keep_loaded()
        window.go("empty")
        floor = min(longest(window, lambda: window.go("empty")) for _round in range(5))
        took = {"opening": best(window, lambda: window.go(key))}
        view: Any = window.view
        if key == "pipeline":
            took["the board becomes a list"] = longest(window, view.presenter.turn)
        assert view is not None and len(view.list.rows) >= ROWS
        table = view.list.view
        table.go_to(0)
        bar = table.verticalScrollBar()
        took["a step of the wheel"] = max(
            longest(window, lambda: bar.setValue(bar.value() + 3 * bar.singleStep())) for _step in range(60)
        )
        took["a page down"] = max(longest(window, lambda: press(table, Qt.Key.Key_PageDown)) for _page in range(30))
        took["the end"] = longest(window, lambda: press(table, Qt.Key.Key_End))
        took["the beginning"] = longest(window, lambda: press(table, Qt.Key.Key_Home))
        took["everything chosen"] = longest(
            window, lambda: press(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        )
        took["everything copied"] = longest(
            window, lambda: press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        )
        took["sorting all of it"] = best(window, lambda: view.presenter.listing.sort(SORTED[key]))
        press(table, Qt.Key.Key_Home)
        took["typing ahead"] = longest(window, lambda: QTest.keyClicks(table, "comp"))
        took["sorting"] = best(window, lambda: view.presenter.listing.sort(SORTED[key]))
        began = time.monotonic()
        took["a filter"] = longest(window, lambda: view.presenter.narrow(**FILTERS[key]))
        whole = (time.monotonic() - began) * 1000
        release_loaded()
        window.close()
        tasks.close()
    tell(f"{key}: an empty page {floor:.1f} ms; longest turn of the window's thread among {ROWS} rows (wished: 16):")
    for name, milliseconds in took.items():
        tell(f"  {name:26} {milliseconds:6.1f} ms {milliseconds / floor:6.1f} x")
    tell(f"  a filter, until it is shown {whole:6.1f} ms")
    assert max(took.values()) <= MOST[key] * floor


def test_the_records_behind_an_indicator_are_shown_without_a_pause(
    tmp_path: Path, qapp: QApplication, tell: Callable[[str], None]
) -> None:
    _new_training_office(tmp_path / "office", Progress()).close()
    with opened(tmp_path / "office") as office:
        fill(office)
        tasks = Tasks()
        empty = Place("empty", lambda: "Passerelle", lambda: Page(Presenter, EmptyView), under="partners")
        window = Window(office, Places((*places().all, empty)), tasks, Theme(qapp, "light"))
        window.resize(1366, 720)
        window.show_status(chips(office, unsaved=False))  # as it does in the program: work under way stands beside them
        window.show()
        keep_loaded()
        window.go("empty")
        floor = min(longest(window, lambda: window.go("empty")) for _round in range(5))
        first = longest(window, lambda: window.go("indicator", id="RES-1"))  # with the code of the page, read once
        took = {"opening": best(window, lambda: window.go("indicator", id="RES-1"))}
        view: Any = window.view
        took["every year"] = longest(window, lambda: view.presenter.narrow(year="since"))
        assert view is not None and len(view.counted_rows.rows) >= ROWS
        table = view.counted_rows.view
        table.go_to(0)
        took["a page down"] = max(longest(window, lambda: press(table, Qt.Key.Key_PageDown)) for _page in range(30))
        took["the end"] = longest(window, lambda: press(table, Qt.Key.Key_End))
        took["sorting by the amount"] = longest(window, lambda: view.presenter.counted.sort("amount"))
        release_loaded()
        window.close()
        tasks.close()
    tell(f"an indicator of {ROWS} records: an empty page {floor:.1f} ms; longest turn of the window's thread (wished: "
         f"50), the first opening of all {first:.1f} ms:")  # fmt: skip
    for name, milliseconds in took.items():
        tell(f"  {name:26} {milliseconds:6.1f} ms {milliseconds / floor:6.1f} x")
    assert max(took.values()) <= MOST["indicator"] * floor


def fill(office: Office) -> None:
    """Partners, each with an agreement, as a store holds them; they are in no journal, which this does not measure."""
    countries, found = ("SN", "ML", "NE", "CI", "FR", "CH"), table_of(Findable)
    with office.store.engine.begin() as connection:
        like = {
            record: dict(connection.execute(select(table_of(record)).limit(1)).mappings().one())
            for record in (Partner, Agreement, Partnership)
        }
        offer, given = (
            {
                column.name: column.default.arg if column.default is not None else None if column.nullable else ""
                for column in table_of(record).columns
            }
            for record in (Offer, Contribution)
        )
        given |= {"themes": [], "valuation": None, "state": "received", "kind": "cash", "office": "SN10"}
        line = dict(connection.execute(select(found).where(found.c.id == like[Partner]["id"])).mappings().one())
        for first in range(0, ROWS, 1000):
            made = []
            for number in range(first, first + 1000):
                name = f"Compagnie {number:05} du Fleuve"
                made.append((new_id(), name, searchable(name), countries[number % 6], f"SN10-A-2026-{number:05}"))
            for table, rows in (
                (table_of(Partner), [{**like[Partner], "id": i, "name": n, "country": c} for i, n, _t, c, _r in made]),
                (found, [{**line, "id": i, "title": n, "text": t} for i, n, t, _c, _r in made]),
                (
                    table_of(Agreement),
                    [{**like[Agreement], "id": new_id(), "partner_id": i, "reference": r} for i, _n, _t, _c, r in made],
                ),
                (
                    table_of(Partnership),
                    [{**like[Partnership], "id": new_id(), "partner_id": i, "title": n} for i, n, _t, _c, _r in made],
                ),
                (
                    table_of(Contribution),
                    [
                        {
                            **given,
                            "id": new_id(),
                            "partner_id": i,
                            "description": r,
                            "reference": r,
                            "amount": a,
                            "amount_usd": a,
                            "received_on": f"{2020 + int(a) % 7}-03-01",
                        }
                        for i, n, _t, _c, r in made
                        for a in (n.split()[1],)
                    ],
                ),
                (
                    table_of(Offer),
                    [{**offer, "id": new_id(), "name": n, "what": r, "country": c} for _i, n, _t, c, r in made],
                ),
            ):
                connection.execute(insert(table), rows)


def press(table: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(table, key, held)


def best(window: Window, deed: Callable[[], object]) -> float:
    """The same of several times: what is read once for the first list of a program is not the list’s."""
    return min(longest(window, deed) for _time in range(3))


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

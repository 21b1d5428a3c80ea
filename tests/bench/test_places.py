"""Opening each place of an office with 2,000 partners and 300 cases, against an empty page of the same window."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.base.progress import Progress, keep_loaded, release_loaded
from desktop.office import Office
from desktop.presenters.office.welcome import _new_training_office
from desktop.presenters.presenter import Presenter
from desktop.store.records import Partner
from desktop.ui.frame.window import Window
from desktop.ui.navigation import Page, Place, Places, places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.view import View
from tests.training import gestures, multiply, opened

Say = Callable[[str], None]
ROUNDS = 5
TURNS = 12  # of the events after a place was painted: what is out of sight is made then
CASES, PARTNERS = 300, 2000
MOST = 60  # times an empty page: a page of forty fields is that many widgets


class EmptyView(View[Presenter]):
    """A page with its title and nothing else."""

    def build(self) -> None:
        """Nothing."""

    def show_state(self) -> None:
        self.page.set_title("Passerelle")


def test_every_place_of_a_large_office_opens_at_once(tmp_path: Path, qapp: QApplication, tell: Say) -> None:
    _new_training_office(tmp_path / "office", Progress()).close()
    with opened(tmp_path / "office") as office:
        enlarge(office)
        tasks = Tasks()
        empty = Place("empty", lambda: "Passerelle", lambda: Page(Presenter, EmptyView), under="partners")
        window = Window(office, Places((*places().all, empty)), tasks, Theme(qapp, "light"))
        window.resize(1366, 720)
        window.show()
        keep_loaded()
        floor, _turn = spent(window, "empty", {})
        took, turns = {}, {}
        for key, arguments in gestures(office):
            name = " ".join((key, *sorted(arguments), arguments.get("step", ""))).strip()
            opening, turn = spent(window, key, arguments)
            took[name], turns[name] = max(took.get(name, 0), opening), max(turns.get(name, 0), turn)
        release_loaded()
        window.close()
        tasks.close()
    tell(f"an empty page {floor:.1f} ms; the longest of {len(took)} places {max(took.values()):.0f} ms (wished: 50)")
    for name, milliseconds in sorted(took.items(), key=lambda pair: -pair[1]):
        tell(f"  {name:32} {milliseconds:6.1f} ms {milliseconds / floor:6.1f} x, then {turns[name]:6.1f} ms at most")
    assert max(took.values()) <= MOST * floor


def enlarge(office: Office) -> None:
    """Fill the training office up to CASES cases and PARTNERS partners."""
    multiply(office, CASES // 3)
    with office.store.change("Partners registered", office.user.id) as session:
        session.add_all(
            Partner(name=f"Compagnie {number:04} du Fleuve", country="SN") for number in range(PARTNERS - 404)
        )


def spent(window: Window, key: str, arguments: dict[str, str]) -> tuple[float, float]:
    """Milliseconds of processor time of this thread to show a place, and of the longest turn that completes it.

    Each is the median of some rounds.
    """
    openings, turns = [], []
    for _round in range(ROUNDS):
        openings.append(milliseconds(lambda: shown(window, key, arguments)))
        later = [milliseconds(QApplication.processEvents) for _turn in range(TURNS)]
        while window.tasks.busy:
            later.append(milliseconds(QApplication.processEvents))
        turns.append(max(later))
    return statistics.median(openings), statistics.median(turns)


def shown(window: Window, key: str, arguments: dict[str, str]) -> None:
    """Show a place and paint it."""
    window.go(key, **arguments)
    QApplication.processEvents()


def milliseconds(work: Callable[[], object]) -> float:
    """The processor time that this thread takes for a piece of work."""
    start = time.thread_time()
    work()
    return (time.thread_time() - start) * 1000

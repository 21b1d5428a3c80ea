"""The page of a partner with whom the office has worked for years, against an empty page of the same window."""

import statistics
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.base.progress import Progress, keep_loaded, release_loaded
from desktop.office import Office
from desktop.presenters.office.welcome import _new_training_office
from desktop.presenters.presenter import Presenter
from desktop.presenters.registry.partner import PartnerTab
from desktop.services import partner_page
from desktop.store.records import Agreement, Contribution, Interaction, Partner, Partnership
from desktop.ui.frame.window import Window
from desktop.ui.navigation import Page, Place, Places, places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.registry.partner import PartnerView
from tests.bench.test_places import EmptyView, milliseconds
from tests.training import opened

ROUNDS = 9
CONTACTS, GIFTS, PLANS = 400, 60, 20  # with an agreement for each plan, five hundred things in all
MOST = 32  # times an empty page: what may be wished is 100 ms


def test_a_partner_with_five_hundred_things_on_record(
    tmp_path: Path, qapp: QApplication, tell: Callable[[str], None]
) -> None:
    _new_training_office(tmp_path / "office", Progress()).close()
    with opened(tmp_path / "office") as office:
        partner = long_known(office)
        tasks = Tasks()
        empty = Place("empty", lambda: "Passerelle", lambda: Page(Presenter, EmptyView), under="partners")
        window = Window(office, Places((*places().all, empty)), tasks, Theme(qapp, "light"))
        window.resize(1366, 720)
        window.show()
        keep_loaded()
        floor = statistics.median(turns(window, lambda: window.go("empty"))[0] for _round in range(ROUNDS))
        read = statistics.median(milliseconds(lambda: partner_page.read(office.work, partner)) for _r in range(ROUNDS))
        took = {"reading alone": read}
        openings, later = [], []
        for _round in range(ROUNDS):
            settle(window, lambda: window.go("empty"))
            first, *others = turns(window, lambda: window.go("partner", id=partner))
            openings.append(first)
            later.append(max(others))
        took["opening it"], took["the longest turn then"] = statistics.median(openings), statistics.median(later)
        for tab in PartnerTab:
            took[f"turning to {tab}"] = min(turning(window, partner, tab) for _round in range(3))
        release_loaded()
        window.close()
        tasks.close()
    tell(f"a partner with {CONTACTS + GIFTS + 2 * PLANS} things on record; an empty page {floor:.1f} ms (wished: 100)")
    for name, spent_there in took.items():
        tell(f"  {name:26} {spent_there:6.1f} ms {spent_there / floor:6.1f} x")
    assert max(took.values()) <= MOST * floor


def long_known(office: Office) -> str:
    """The id of a partner of the training office that has all of these on record, each by a deed of its own."""
    with office.store.read() as session:
        partner = session.scalars(select(Partner.id).order_by(Partner.name)).first() or ""
    months = [f"20{year}-{month:02}" for year in range(20, 26) for month in range(1, 13)]

    def record(what: Interaction | Contribution | Partnership | Agreement) -> str:
        with office.store.change("Recorded", office.user.id) as session:
            session.add(what)
        return what.id

    for number in range(CONTACTS):
        day, theirs = f"{months[number % len(months)]}-{number % 28 + 1:02}", [f"Fatou Sarr {number}"]
        record(Interaction(partner_id=partner, happened_on=day, subject=f"Appel {number}", theirs=theirs, text="Rien."))
    for number in range(PLANS):
        plan = record(Partnership(partner_id=partner, title=f"Partenariat {number}"))
        agreement = record(Agreement(partner_id=partner, partnership_id=plan, type="INK", languages=["fr"]))
        for gift in range(GIFTS // PLANS):
            day = f"{months[gift]}-07"
            record(
                Contribution(partner_id=partner, agreement_id=agreement, received_on=day, description=f"Envoi {gift}")
            )
    return partner


def turning(window: Window, partner: str, tab: PartnerTab) -> float:
    """The longest turn of turning to a face of the page for the first time."""
    settle(window, lambda: window.go("empty"))
    settle(window, lambda: window.go("partner", id=partner))
    view = window.view
    assert isinstance(view, PartnerView)
    return max(turns(window, lambda: view.tabs.show_face(tab)))


def settle(window: Window, deed: Callable[[], object]) -> None:
    turns(window, deed)


def turns(window: Window, deed: Callable[[], object]) -> list[float]:
    """Milliseconds of processor time of this thread: for the deed until it was painted, then of each turn after it."""

    def paint() -> None:
        deed()
        QApplication.processEvents()

    spent = [milliseconds(paint)]
    while window.tasks.busy:
        spent.append(milliseconds(QApplication.processEvents))
    return [*spent, *(milliseconds(QApplication.processEvents) for _turn in range(20))]

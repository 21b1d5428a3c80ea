"""Pictures of screening and decisions: `pictures_decisions.py FOLDER [WIDTHxHEIGHT] [THEME] [PERCENT] [LANGUAGE]`."""

import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from desktop.base import paths
from desktop.base.text import speak
from desktop.base.values import new_id, today
from desktop.office import Account, Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.screening.lists import ListsPresenter
from desktop.presenters.screening.screening import ScreeningPresenter
from desktop.screening import library
from desktop.services.demo import invented, sound_answers
from desktop.services.diligence import cases, handing_over
from desktop.services.office import people
from desktop.services.screening import rulings, standing
from desktop.services.screening.search import screen_case
from desktop.store.records import Case, Officer
from desktop.store.states import RulingKind
from desktop.store.vault import FLOOR
from desktop.ui.frame.window import Window
from desktop.ui.navigation import Page, Place, Places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.decision import DecisionView
from desktop.ui.views.diligence.decisions import DecisionsView
from desktop.ui.views.screening.lists import ListsView
from desktop.ui.views.screening.screening import ScreeningView
from tests.makers import on

SECRET = "baobab marée lanterne 27"


def places() -> Places:
    """The four screens."""
    return Places(
        (
            Place("decisions", lambda: "Décisions", lambda: Page(DecisionsPresenter, DecisionsView), "sign"),
            Place("lists", lambda: "Listes", lambda: Page(ListsPresenter, ListsView), "shield"),
            Place("screening", lambda: "Filtrage", lambda: Page(ScreeningPresenter, ScreeningView), under="decisions"),
            Place("decision", lambda: "Décision", lambda: Page(DecisionPresenter, DecisionView), under="decisions"),
        )
    )


def office(folder: Path, language: str) -> tuple[Office, Case, Officer]:
    """An invented office with an officer, a Chief of Mission and one open case."""
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", SECRET)
    made = Office.create(folder, account, invented.profile(language), cost=FLOOR)
    chief_id = new_id()
    opened = made.vault.add_officer(made.opened, chief_id, "Jean-Marc Okafor", f"{SECRET} chef", FLOOR)
    seal = opened.seal_public().hex()
    role = "chief_of_mission"
    chief = Officer(id=chief_id, name="Jean-Marc Okafor", function="Chef(fe) de mission", role=role, seal_key=seal)
    people.add_officer(made.work, chief)
    partner = invented.partner(made.work, language)
    planned = invented.partnership(on(made, today()), partner.id, language)
    case = cases.open_case(on(made, today()), made.definitions.form, planned)
    return made, case, chief


def install(made: Office, age: int) -> None:
    """The invented list, as old as wanted."""
    source = paths.resources() / "reference" / library.PRACTICE
    published = (today() - timedelta(days=age)).isoformat()
    library.install(made.lists, source, published=published, accept=True)


class Camera:
    """Takes one picture of what the window shows."""

    def __init__(self, app: QApplication, window: Window, folder: Path, suffix: str) -> None:
        self.app, self.window, self.folder, self.suffix = app, window, folder, suffix

    def settle(self) -> None:
        for _turn in range(6):
            self.app.processEvents()

    def wait(self, ready: Callable[[], bool]) -> None:
        while not ready():
            self.app.processEvents()
        self.settle()

    def shoot(self, name: str, down: int = 0) -> None:
        self.settle()
        view = self.window.view
        if view is not None and hasattr(view.page, "area"):
            view.page.area.verticalScrollBar().setValue(down)
        self.settle()
        self.window.grab().save(str(self.folder / f"{name}-{self.suffix}.png"))


def search(made: Office, case: Case) -> None:
    """Search every name of the case."""
    with library.open_index(made.lists) as index:
        screen_case(on(made, today()), index, case.id)


def rule_all(made: Office, case: Case, second: Officer) -> None:
    """Set every candidate aside."""
    for candidate in standing.of_case(on(made, today()), case.id).open:
        ruling = rulings.rule(made.work, case.id, candidate, RulingKind.NOT_SAME, sound_answers.RULING)
        if candidate.needs_second:
            rulings.confirm(made.work.acting_as(second), ruling.id)


def draw(camera: Camera, made: Office, case: Case, chief: Officer, language: str) -> None:
    """The story from no list to a sealed decision."""
    window = camera.window
    window.go("lists")
    camera.shoot("lists-empty")
    install(made, 21)
    window.go("lists")
    camera.shoot("lists")
    window.go("screening", case=case.id)
    camera.shoot("screening-before")
    search(made, case)
    window.go("screening", case=case.id)
    camera.shoot("screening")
    presenter = window.view.presenter  # type: ignore[union-attr]
    presenter.begin()
    camera.shoot("candidate")
    camera.shoot("candidate-down", 10_000)
    presenter.stop()
    camera.shoot("stop")
    rule_all(made, case, chief)
    window.go("screening", case=case.id)
    camera.shoot("screening-done")
    presenter = window.view.presenter  # type: ignore[union-attr]
    presenter.show_paper()
    camera.wait(lambda: presenter.pdf is not None)
    camera.shoot("certificate")
    proof = sound_answers.evidence(made.outbox, language)
    sound_answers.answer_all(on(made, today()), case.id, proof, language)
    reason = "Un don utile, une entreprise saine et peu de risques."
    handing_over.submit(on(made, today()), case.id, "favourable", reason)
    window.go("decisions")
    camera.shoot("decisions")
    window.go("decision", case=case.id)
    camera.shoot("decision")
    camera.shoot("decision-middle", 700)
    presenter = window.view.presenter  # type: ignore[union-attr]
    presenter.change(outcome="conditions")
    camera.shoot("decision-form", 10_000)
    presenter.change(outcome="approved", reason="Les risques sont couverts.", no_interest=True)
    presenter.seal(f"{SECRET} chef")
    camera.wait(lambda: presenter.decision is not None)
    camera.shoot("decision-sealed", 10_000)
    presenter.show_paper()
    camera.wait(lambda: presenter.pdf is not None)
    camera.shoot("brief")


def main() -> None:
    """Draw every screen."""
    folder = Path(sys.argv[1])
    wide, high = (int(n) for n in (sys.argv[2] if len(sys.argv) > 2 else "1366x768").split("x"))
    choice = sys.argv[3] if len(sys.argv) > 3 else "light"
    size = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    language = sys.argv[5] if len(sys.argv) > 5 else "fr"
    speak(language)
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        made, case, chief = office(Path(place) / "office", language)
        with made:
            window = Window(made, places(), Tasks(), Theme(app, choice, size))
            window.tasks.failed.connect(print)
            window.resize(wide, high)
            window.show()
            draw(Camera(app, window, folder, f"{wide}-{choice}-{size}"), made, case, chief, language)
            window.tasks.close()


if __name__ == "__main__":
    main()

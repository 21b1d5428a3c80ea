"""Pictures of the agreements: `pictures_agreements.py FOLDER [WIDTHxHEIGHT] [light|dark|contrast] [SIZE] [fr]`."""

import sys
import tempfile
from pathlib import Path
from time import monotonic, sleep
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from desktop.base.text import speak
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.agreements.agreements import AgreementsPresenter
from desktop.presenters.agreements.new_agreement import NewAgreementPresenter
from desktop.services.agreements import packs
from desktop.store.vault import Vault
from desktop.ui.frame.window import Window
from desktop.ui.navigation import Page, Place, Places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.agreements.agreement import AgreementView
from desktop.ui.views.agreements.agreements import AgreementsView
from desktop.ui.views.agreements.new_agreement import NewAgreementView
from tests.agreed import Agreed, build
from tests.makers import on

PAGES = 1.0  # seconds in which the pages of a document are drawn


def places() -> Places:
    """The three screens."""
    return Places(
        (
            Place("agreements", lambda: "Accords", lambda: Page(AgreementsPresenter, AgreementsView), "agreements"),
            Place("agreement", lambda: "Accord", lambda: Page(AgreementPresenter, AgreementView), under="agreements"),
            Place(
                "new_agreement",
                lambda: "Nouveau",
                lambda: Page(NewAgreementPresenter, NewAgreementView),
                under="agreements",
            ),
        )
    )


def shots(agreed: Agreed) -> list[tuple[str, str, dict[str, str]]]:
    """Name, place and arguments of each picture; the draft has gaps, the others have none."""
    draft, full, final = agreed.draft("INK", ("fr", "en")), agreed.complete(("fr", "en")), agreed.final()
    office, made = agreed.office, agreed.final()
    packs.make(on(office, today()), made.id)
    found = [("list", "agreements", {}), ("new", "new_agreement", {"partnership": agreed.partnership})]
    found += [
        (step or "plan", "agreement", {"id": draft.id, "step": step})
        for step in ("", "type", "parties", "clauses:C-CTB", "preview")
    ]
    found += [
        ("annexes", "agreement", {"id": full.id, "step": "annexes"}),
        ("pack-draft", "agreement", {"id": full.id, "step": "pack"}),
        ("pack-final", "agreement", {"id": final.id, "step": "pack"}),
        ("pack-made", "agreement", {"id": made.id, "step": "pack"}),
    ]
    return found


def shoot(app: QApplication, window: Window, folder: Path, label: str, shot: tuple[str, str, dict[str, str]]) -> None:
    """Show one place and take its picture."""
    name, key, arguments = shot
    window.go(key, **arguments)
    until = monotonic() + (PAGES if name == "preview" else 2.0)
    while monotonic() < until or window.tasks.waiting:
        app.processEvents()
        sleep(0.01)
    window.grab().save(str(folder / f"{name.partition(':')[0]}-{label}.png"))
    view: Any = window.view
    if name == "preview":
        view.face.tabs.show_face("fixes")
        app.processEvents()
        window.grab().save(str(folder / f"fixes-{label}.png"))


def main() -> None:
    """Draw every screen."""
    folder = Path(sys.argv[1])
    given = dict(enumerate(sys.argv))
    wide, high = (int(n) for n in given.get(2, "1366x768").split("x"))
    choice, size, language = given.get(3, "light"), int(given.get(4, "100")), given.get(5, "fr")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        office_folder = Path(place) / "office"
        opened, partnership = build(office_folder, language)
        with Office.enter(office_folder, Vault.open(office_folder), opened) as office:
            window = Window(office, places(), Tasks(), Theme(app, choice, size))
            window.resize(wide, high)
            window.show()
            for shot in shots(Agreed(office, partnership)):
                shoot(app, window, folder, f"{wide}-{choice}-{size}-{language}", shot)
            window.close()
            window.tasks.close()


if __name__ == "__main__":
    speak("fr")
    main()

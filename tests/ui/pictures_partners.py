"""Pictures of the partners' screens: `pictures_partners.py FOLDER [WIDTHxHEIGHT] [light|dark|contrast] [SIZE] [fr]`."""

import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from desktop.base.text import speak
from desktop.office import Account, Office
from desktop.presenters.registry.add_partner import AddPartnerPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partners import PartnersPresenter
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.services.demo import invented
from desktop.services.diligence import cases
from desktop.services.registry import partners
from desktop.store.records import Partner
from desktop.store.vault import FLOOR
from desktop.ui.frame.window import Window
from desktop.ui.navigation import Page, Place, Places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.registry.add_partner import AddPartnerView
from desktop.ui.views.registry.partner import PartnerView
from desktop.ui.views.registry.partners import PartnersView
from desktop.ui.views.registry.partnership import PartnershipView
from tests.makers import work_of

TODAY = date(2026, 11, 24)
OTHERS = (
    ("Sahel Fret Logistique SARL", "ENT", "NE", "Niamey", "dialogue"),
    ("Banque agricole du Fleuve", "ENT", "SN", "Saint-Louis", "qualified"),
    ("Fondation Kër Jigéen", "FOA", "SN", "Thiès", "researched"),
    ("Association des Sénégalais de Lyon", "FOA", "FR", "Lyon", "identified"),
    ("Étoile Maïs Coopérative", "ENT", "SN", "Kaolack", "identified"),
    ("Campagne « Un toit pour l’hiver »", "PUB", "SN", "Dakar", "identified"),
)


def places() -> Places:
    """The four screens."""
    return Places(
        (
            Place("partners", lambda: "Partenaires", lambda: Page(PartnersPresenter, PartnersView), "partners"),
            Place(
                "add_partner", lambda: "Ajouter", lambda: Page(AddPartnerPresenter, AddPartnerView), under="partners"
            ),
            Place("partner", lambda: "Partenaire", lambda: Page(PartnerPresenter, PartnerView), under="partners"),
            Place(
                "partnership",
                lambda: "Partenariat",
                lambda: Page(PartnershipPresenter, PartnershipView),
                under="partners",
            ),
        )
    )


def office(folder: Path, language: str) -> tuple[Office, str, str]:
    """An invented office with seven partners, one of them in due diligence; ids of that one and its partnership."""
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", "baobab marée lanterne 27")
    made = Office.create(folder, account, invented.profile(language), cost=FLOOR)
    store, by = made.store, made.user
    first = invented.partner(work_of(store, by), language)
    planned = invented.partnership(work_of(store, by, today=TODAY), first.id, language)
    cases.open_case(work_of(store, by, today=TODAY), made.definitions.form, planned)
    for name, group, country, city, stage in OTHERS:
        partners.register(work_of(store, by), Partner(name=name, group=group, country=country, city=city, stage=stage))
    return made, first.id, planned.id


def main() -> None:
    """Draw every screen."""
    folder = Path(sys.argv[1])
    wide, high = (int(n) for n in (sys.argv[2] if len(sys.argv) > 2 else "1366x768").split("x"))
    choice = sys.argv[3] if len(sys.argv) > 3 else "light"
    size = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    speak(sys.argv[5] if len(sys.argv) > 5 else "fr")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        made, partner, planned = office(Path(place) / "office", sys.argv[5] if len(sys.argv) > 5 else "fr")
        window = Window(made, places(), Tasks(), Theme(app, choice, size))
        window.resize(wide, high)
        window.show()
        for name, key, arguments in (
            ("list", "partners", {}),
            ("add", "add_partner", {"name": "TERANGA CABLES RESEAUX SA"}),
            ("partner", "partner", {"id": partner}),
            ("person", "partner", {"id": partner}),
            ("facts", "partner", {"id": partner}),
            ("agreements", "partner", {"id": partner, "tab": "agreements"}),
            ("history", "partner", {"id": partner, "tab": "history"}),
            ("partnership", "partnership", {"partner": partner, "id": planned}),
        ):
            window.go(key, **arguments)
            view = window.view
            assert view is not None
            if name == "person":
                view.presenter.edit_person(view.presenter.shown.persons[0].id)
            if name == "facts":
                view.presenter.edit(True)
                view.presenter.set("city", "Rufisque")
            while window.tasks.waiting:
                app.processEvents()
            for _turn in range(8):
                app.processEvents()
            window.grab().save(str(folder / f"{name}-{wide}-{choice}-{size}.png"))
            if name in ("person", "facts", "partnership", "add"):
                view.page.area.verticalScrollBar().setValue(view.page.area.verticalScrollBar().maximum() // 2)
                app.processEvents()
                window.grab().save(str(folder / f"{name}-2-{wide}-{choice}-{size}.png"))
        window.close()
        window.tasks.close()
        made.close()


if __name__ == "__main__":
    main()

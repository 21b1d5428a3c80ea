"""Pictures of the widgets on typical pages: `gallery.py FOLDER [WIDTHxHEIGHT] [light|dark|contrast] [SIZE] [fr]`."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from desktop.base.clock import Clock
from desktop.base.text import speak
from desktop.presenters.form import FieldSpec, InputKind, Option
from desktop.presenters.presenter import Presenter
from desktop.presenters.status import StatusChip
from desktop.ui.evidence import AttachmentLine, FileDrop
from desktop.ui.forms.choices import ChoiceRows, MultiChoice
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import ChoiceField, FieldRow, PasswordField, TextArea, TextField
from desktop.ui.forms.form import field_input
from desktop.ui.forms.numbers import MoneyField
from desktop.ui.frame.window import Window
from desktop.ui.lists import Row, RowList, Step, StepList
from desktop.ui.navigation import Badge, Page, Place, Places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    Chip,
    EmptyState,
    KeyValueGrid,
    Mark,
    Message,
    NextStepBox,
    ProgressLine,
    SideHelp,
    Tabs,
    Text,
    column,
    level_mark,
)


class Sample(Presenter):
    """A presenter with nothing behind it."""


class ListView(View[Sample]):
    wide, scrolls = True, False

    def build(self) -> None:
        self.page.set_title("Partenaires", "41 partenaires, dont 3 attendent quelque chose de vous.")
        filters = FieldRow(
            TextField("Nom ou numéro", placeholder="Filtrer cette liste"),
            ChoiceField("Étape", [("d", "Diligence raisonnable"), ("a", "Accord")], chars=0),
            ChoiceField("Niveau de risque", [("low", "faible")], chars=0),
        )
        self.page.add(filters)
        self.list = self.page.add(RowList("Partenaires"), 1)
        self.page.bar.other("Importer un tableau…", lambda: None, "link", "import")
        self.page.bar.primary("Ajouter un partenaire", lambda: None)

    def show_state(self) -> None:
        levels = ("medium", "unrated", "low", "high", "excluded")
        names = (
            ("Teranga Câbles & Réseaux SA", "Dakar, Sénégal · RCCM SN-DKR-2011-B-04417 · suivi par Awa Ndiaye"),
            ("Sahel Fret Logistique SARL", "Niamey, Niger · transport · suivi par Moussa Issoufou"),
            ("Banque agricole du Fleuve", "Saint-Louis, Sénégal · finance · suivi par Awa Ndiaye"),
            ("Compagnie minière de l’Aïr", "Agadez, Niger · mines · suivi par Moussa Issoufou"),
            ("Fondation Kër Jigéen", "Thiès, Sénégal · fondation · suivi par Fatou Sow"),
        )
        whens = ("Diligence raisonnable", "À qualifier", "Accord signé", "Décision du Siège", "Clos")
        self.list.set_rows([Row(n, *names[n % 5], level_mark(levels[n % 5]), right=whens[n % 5]) for n in range(41)])
        self.list.set_current(1)


class EmptyView(View[Sample]):
    wide, scrolls = True, False

    def build(self) -> None:
        self.page.set_title("Partenaires", "")
        empty = EmptyState(
            "partners",
            "Aucun partenaire pour l’instant. Ajoutez le premier, ou importez votre tableau.",
            "Ajouter un partenaire",
            lambda: None,
        )
        self.page.add(RowList("Partenaires", empty), 1).set_rows([])

    def show_state(self) -> None:
        """Nothing changes."""


class QuestionView(View[Sample]):
    def build(self) -> None:
        page = self.page
        page.set_crumbs(
            [
                ("Partenaires", lambda: None),
                ("Teranga Câbles & Réseaux SA", lambda: None),
                ("Diligence raisonnable", lambda: None),
                ("Section 4", None),
            ]
        )
        progress = page.add(ProgressLine())
        progress.set("Section 4 sur 9 — Droits de l’homme et travail · question 2 sur 6", 20, 47, level_mark("unrated"))
        question = (
            "L’entreprise, ou une entité qu’elle contrôle, a-t-elle fait l’objet, au cours des cinq dernières années, "
            "d’allégations crédibles de travail forcé ou de travail des enfants ?"
        )
        page.add(Text(question, "question", measure=0))
        answers = page.add(
            ChoiceRows(
                question,
                [
                    Option("yes", "&Oui", "Il faudra décrire les faits et les mesures prises."),
                    Option("no", "&Non"),
                    Option("na", "&Sans objet", "Vous direz pourquoi."),
                    Option("unknown", "&Je ne sais pas encore", "Vous direz qui le saura, et pour quand."),
                ],
                heading=False,
            )
        )
        answers.set_value("yes")
        page.add(TextArea("Expliquez en quelques phrases", "Qui, quand, où, et ce qui a été fait depuis.", 4))
        drop = page.add(FileDrop("Pièces justificatives", "Enregistrez la page au format PDF."))
        drop.set_files([AttachmentLine("1", "Rapport d’audit social 2025.pdf", 1_480_000, "jointe le 3 nov. 2026")])
        page.add_stretch()
        page.add_side(
            SideHelp(
                [
                    (
                        "Pourquoi cette question ?",
                        "Le paragraphe 22 a) de la stratégie demande de vérifier l’adhésion aux principes du Pacte "
                        "mondial (principes 4 et 5). Une réponse « Oui » n’exclut pas toujours le partenaire : elle "
                        "oriente vers une décision du Siège.",
                    ),
                    ("Bonne pièce", "Un rapport d’audit social de moins de deux ans, signé par un tiers."),
                ]
            )
        )
        page.bar.back("Retour", lambda: None)
        page.bar.other("Enregistrer et reprendre plus tard", lambda: None)
        page.bar.primary("Continuer", lambda: None)

    def show_state(self) -> None:
        """Nothing changes."""


class HubView(View[Sample]):
    def build(self) -> None:
        page = self.page
        page.set_crumbs(
            [
                ("Partenaires", lambda: None),
                ("Teranga Câbles & Réseaux SA", lambda: None),
                ("Diligence raisonnable", None),
            ]
        )
        page.set_title(
            "Diligence raisonnable",
            "Il manque 8 réponses obligatoires. Ensuite, la décision revient au chef de mission.",
        )
        page.add_beside_title(Chip(level_mark("unrated")))
        page.add(
            NextStepBox(
                "Reprendre la section 6, question 3.",
                "Environ 25 minutes ; tout s’enregistre au fur et à mesure.",
                "Continuer",
                lambda: None,
            )
        )
        steps = page.add(StepList("Sections de la diligence"))
        steps.set_steps(
            [
                Step(1, "Identité et structure", "done"),
                Step(2, "Partenariat envisagé", "done"),
                Step(3, "Critères d’exclusion", "done", "aucun"),
                Step(4, "Droits de l’homme et travail", "unknown", "2 inconnues"),
                Step(5, "Environnement", "none", "aucun site"),
                Step(6, "Corruption et finances", "doing", "3 sur 5"),
                Step(7, "Sanctions et obligations envers l’ONU", "review", "1 correspondance"),
                Step(8, "Indépendance, conflits d’intérêts, image", "todo"),
                Step(9, "Mission et avantages attendus", "todo"),
            ]
        )
        page.add_stretch()
        side = page.add_side(
            SideHelp(
                [
                    (
                        "Profondeur : standard",
                        "Entreprise du secteur des télécommunications, don en nature de moins de 50 000 USD.",
                    )
                ]
            )
        )
        side.add(Button("Voir pourquoi", lambda: None, "link"))
        page.bar.other("Imprimer le dossier en l’état", lambda: None, "link", "print")
        page.bar.other("Confier à un collègue…", lambda: None)

    def show_state(self) -> None:
        """Nothing changes."""


class FormView(View[Sample]):
    def build(self) -> None:
        page = self.page
        page.set_crumbs([("Partenaires", lambda: None), ("Nouveau partenaire", None)])
        page.set_title("Ajouter un partenaire", "Cinq informations suffisent pour commencer.")
        page.show_message(
            Message(
                "warn",
                "Ce partenaire existe peut-être déjà : Teranga Câbles & Réseaux (Dakar, bureau de Dakar).",
                "Comparez avant d’en créer un second.",
                (("C’est le même", lambda: None), ("Ce n’est pas le même", lambda: None)),
                details="teranga",
            )
        )
        name = page.add(TextField("&Dénomination légale", "Telle qu’elle figure au registre du commerce."))
        name.set_value("Teranga Câbles & Réseaux SA")
        first = page.add(
            FieldRow(
                ChoiceField("Pays", [("SN", "Sénégal"), ("NE", "Niger")], chars=0),
                TextField("Numéro d’immatriculation", chars=0),
            )
        )
        first.findChildren(ChoiceField)[0].set_value("SN")
        money = page.add(
            MoneyField("Valeur estimée", ("USD", "EUR", "XOF"), "Au cours du mois ; une fourchette suffit.")
        )
        money.set_money(Decimal("18400.50"), "USD")
        day = page.add(DateField("Date du premier contact", Clock()))
        day.set_day(date(2026, 11, 24))
        wrong = page.add(DateField("Fin prévue", Clock()))
        wrong.set_value("31/02/2027")
        page.add(
            MultiChoice(
                "Ce que le partenaire apporte",
                [
                    Option("a", "Ressources financières", "Dons, contributions affectées, fonds de contrepartie."),
                    Option("b", "Contributions en nature"),
                    Option("c", "Compétences"),
                ],
            )
        ).set_value(["b"])
        columns = (
            FieldSpec("name", InputKind.TEXT, "Nom complet"),
            FieldSpec("birth", InputKind.DATE, "Date de naissance"),
            FieldSpec("nationality", InputKind.TEXT, "Nationalité"),
            FieldSpec("role", InputKind.TEXT, "Fonction"),
        )
        title = "Dirigeants et bénéficiaires effectifs"
        people = page.add(
            field_input(
                FieldSpec("people", InputKind.ROWS, title, columns=columns, add="Ajouter une personne"), Clock()
            )
        )
        people.set_value(
            [
                {"name": "Moussa Harouna Abdou", "birth": "1984-03-14", "nationality": "Niger", "role": "gérant"},
                {"name": "Aïssatou Ba"},
            ]
        )
        page.add(PasswordField("Mot de passe"))
        page.bar.back("Annuler", lambda: None)
        page.bar.other("Enregistrer et en ajouter un autre", lambda: None)
        page.bar.primary("Enregistrer et ouvrir", lambda: None)

    def show_state(self) -> None:
        """Nothing changes."""


class PartnerView(View[Sample]):
    def build(self) -> None:
        page = self.page
        page.set_crumbs([("Partenaires", lambda: None), ("Teranga Câbles & Réseaux SA", None)])
        page.set_title(
            "Teranga Câbles & Réseaux SA", "Dakar, Sénégal · RCCM SN-DKR-2011-B-04417 · suivi par Awa Ndiaye"
        )
        page.add_beside_title(Chip(Mark("info", "Diligence raisonnable")))
        page.add(
            NextStepBox(
                "Terminer la diligence raisonnable.",
                "2 réponses inconnues, 1 correspondance à examiner. Décision prévue : chef de mission.",
                "Continuer",
                lambda: None,
            )
        )
        tabs = page.add(Tabs())
        face = Text("Aucun accord. Un accord peut être rédigé dès qu’une décision favorable existe.", "quiet")
        facts = KeyValueGrid(
            [
                ("Groupe", "Entreprise"),
                ("Secteur", "Télécommunications"),
                ("Effectif", "214"),
                ("Site internet", ""),
                ("Adresse", "12, avenue Cheikh Anta Diop, Dakar"),
            ]
        )
        from PySide6.QtWidgets import QWidget

        over = QWidget()
        inner = column(over, 16)
        inner.addWidget(facts)
        found = RowList("Accords", fits=True, arrows=True)
        found.set_rows(
            [
                Row(
                    1,
                    "Protocole d’accord 2025",
                    "signé le 12 mars 2025, valable jusqu’au 11 mars 2027",
                    Mark("good", "En vigueur"),
                    drawing="agreements",
                ),
                Row(
                    2,
                    "Accord de don en nature",
                    "brouillon du 3 nov. 2026",
                    Mark("neutral", "Brouillon"),
                    drawing="agreements",
                ),
            ]
        )
        inner.addWidget(found)
        inner.addStretch(1)
        tabs.add("over", "Vue d’ensemble", over)
        tabs.add("dd", "Diligence", face)
        for key, words in (("ag", "Accords"), ("co", "Contributions"), ("ct", "Contacts"), ("hi", "Historique")):
            tabs.add(key, words, Text(words))
        page.add_stretch()
        risk = page.add_side(
            SideHelp([("Niveau de risque", "Une allégation sans réparation ; secteur à risque élevé.")])
        )
        for level in ("low", "medium", "high", "excluded", "unrated"):
            risk.add(Chip(level_mark(level)))

    def show_state(self) -> None:
        """Nothing changes."""


SHOWN: tuple[tuple[str, str, str, type[View[Any]]], ...] = (
    ("today", "Aujourd’hui", "today", HubView),
    ("partners", "Partenaires", "partners", ListView),
    ("pipeline", "Parcours", "pipeline", EmptyView),
    ("agreements", "Accords", "agreements", PartnerView),
    ("contributions", "Contributions", "contributions", FormView),
    ("indicators", "Indicateurs", "indicators", QuestionView),
    ("sending", "Envois", "sending", QuestionView),
    ("settings", "Réglages", "settings", QuestionView),
)


def places() -> Places:
    """The sample pages."""
    return Places(
        tuple(
            Place(
                key,
                lambda title=title: title,
                lambda view=view: Page(Sample, view),
                icon,
                badge=Badge(frozenset(), lambda _office: 3) if key == "today" else None,
            )
            for key, title, icon, view in SHOWN
        )
    )


def status() -> list[StatusChip]:
    """The chips as on a usual day."""
    return [
        StatusChip(
            "send",
            "3 à envoyer · accusé du 12 nov. (11 j)",
            "3 à envoyer",
            "3 dossiers à envoyer ; dernier accusé de réception du 12 novembre 2026",
            "sending",
        ),
        StatusChip("lists", "Listes : 20 j", "20 j", "Listes de sanctions du 3 novembre 2026", "shield", warns=True),
        StatusChip("backup", "Sauvegarde : hier", "hier", "Dernière sauvegarde le 23 novembre 2026", "backup"),
        StatusChip("saved", "Enregistré à 14:32", "14:32", "Tout est enregistré, à 14:32", "check"),
    ]


def made(app: QApplication, choice: str = "light", size: int = 100) -> Window:
    """A window with the sample pages."""
    window = Window(cast(Any, None), places(), Tasks(), Theme(app, choice, size))
    window.show_badges()
    window.show_status(status())
    return window


def main() -> None:
    """Draw every sample page."""
    folder = Path(sys.argv[1])
    wide, high = (int(n) for n in (sys.argv[2] if len(sys.argv) > 2 else "1366x768").split("x"))
    choice = sys.argv[3] if len(sys.argv) > 3 else "light"
    size = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    speak(sys.argv[5] if len(sys.argv) > 5 else "fr")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    window = made(app, choice, size)
    window.resize(wide, high)
    window.show()
    for key, *_rest in SHOWN[:6]:
        window.go(key)
        for _turn in range(5):
            app.processEvents()
        window.grab().save(str(folder / f"{key}-{wide}-{choice}-{size}.png"))
    window.tasks.close()


if __name__ == "__main__":
    main()

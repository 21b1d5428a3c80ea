"""Ten typical charts in three languages, and pictures of them: `charted.py FOLDER`."""

import sys
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop.base.text import LANGUAGES
from desktop.documents.blocks import ChartBlock, Document, PartBlock
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit, ReferenceLine
from desktop.documents.charts.marks import Box, ChartDot, ChartPattern, ChartScene
from desktop.documents.pdf import render

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

MADE = "2026-11-29T09:00:00.000000Z"
Number = int | str | None


def series(name: str, *values: Number, marked: int = -1) -> ChartSeries:
    """Numbers under keys that say where they are."""
    data = (
        ChartDatum(None if value is None else Decimal(value), f"{name}/{place}", place == marked)
        for place, value in enumerate(values)
    )
    return ChartSeries(name, tuple(data))


YEARS = ("2022", "2023", "2024", "2025", "2026")
WORDS: dict[str, Sequence[str]] = {  # French, English, Spanish
    "share": (
        "Part du budget venue du secteur privé",
        "Share of the budget from the private sector",
        "Parte del presupuesto procedente del sector privado",
    ),
    "budget": ("% du budget du bureau", "% of the office’s budget", "% del presupuesto de la oficina"),
    "target": ("Objectif\u00a0: 5\u00a0%", "Target: 5%", "Meta: 5\u00a0%"),
    "kinds": ("Contributions par nature", "Contributions by kind", "Contribuciones por tipo"),
    "money": ("argent", "money", "dinero"),
    "goods": ("biens", "goods", "bienes"),
    "services": ("services", "services", "servicios"),
    "staff": ("temps de travail", "staff time", "tiempo de trabajo"),
    "technology": ("technologie", "technology", "tecnología"),
    "pipeline": ("Partenariats par étape", "Partnerships by stage", "Asociaciones por etapa"),
    "stages": (
        "Prospect|Premier contact|Diligence raisonnable|Négociation de l’accord|Accord signé|Mise en œuvre|Clos",
        "Prospect|First contact|Due diligence|Negotiation of the agreement|Agreement signed|Implementation|Closed",
        "Prospecto|Primer contacto|Debida diligencia|Negociación del acuerdo|Acuerdo firmado|Ejecución|Cerrado",
    ),
    "partnerships": ("partenariats", "partnerships", "asociaciones"),
    "region": (
        "Le bureau parmi ceux de sa région",
        "The office among those of its region",
        "La oficina entre las de su región",
    ),
    "offices": (
        "Dakar|Bamako|Niamey|Ouagadougou|Abidjan|Nouakchott",
        "Dakar|Bamako|Niamey|Ouagadougou|Abidjan|Nouakchott",
        "Dakar|Bamako|Niamey|Uagadugú|Abiyán|Nuakchot",
    ),
    "received": ("Contributions reçues en 2026", "Contributions received in 2026", "Contribuciones recibidas en 2026"),
    "monthly": ("Contributions par mois", "Contributions by month", "Contribuciones por mes"),
    "months": (
        "janv.|févr.|mars|avr.|mai|juin|juil.|août|sept.|oct.|nov.|déc.",
        "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
        "ene.|feb.|mar.|abr.|may.|jun.|jul.|ago.|sept.|oct.|nov.|dic.",
    ),
    "balance": (
        "Reçu, moins ce qui fut remboursé",
        "Received, less what was paid back",
        "Recibido, menos lo reembolsado",
    ),
    "innovation": ("Accords d’innovation signés", "Innovation agreements signed", "Acuerdos de innovación firmados"),
    "agreements": ("accords", "agreements", "acuerdos"),
    "sign": (
        "Signez un accord d’innovation pour faire passer cet indicateur à 1.",
        "Sign an innovation agreement to bring this indicator to 1.",
        "Firme un acuerdo de innovación para que este indicador pase a 1.",
    ),
    "partners": ("Dons des partenaires", "Gifts of the partners", "Donaciones de los asociados"),
    "long": (
        "Compagnie minière et métallurgique de l’Aïr et du Ténéré réunis SA|Fondation Kër Jigéen pour l’emploi des "
        "jeunes femmes de la région de Thiès|Coopérative interprofessionnelle des transporteurs transsahariens|Teranga",
        "United Mining and Metallurgical Company of the Aïr and the Ténéré|Kër Jigéen Foundation for the employment of "
        "young women of the region of Thiès|Cooperative of trans-Saharan transporters of all trades|Teranga",
        "Compañía minera y metalúrgica unida del Aïr y del Teneré|Fundación Kër Jigéen para el empleo de las mujeres "
        "jóvenes de la región de Thiès|Cooperativa interprofesional de transportistas transaharianos|Teranga",
    ),
    "worldwide": ("Plans de dépenses, du plus petit au plus grand", "Spending plans", "Planes de gasto"),
    "channels": ("Dons par voie", "Gifts by channel", "Donaciones por canal"),
    "direct": ("don direct", "direct", "donación directa"),
    "customers": ("clients des partenaires", "customers of the partners", "clientes de los asociados"),
    "employees": ("salariés", "employees", "empleados"),
}


def typical(language: str) -> dict[str, Chart]:
    """The charts by a short name, in a language."""
    at = ("fr", "en", "es").index(language)

    def say(key: str) -> str:
        return WORDS[key][at]

    usd = ChartUnit(currency="USD")
    percent = ChartUnit(say("budget"), 1, percent=True)
    target = ReferenceLine(Decimal(5), say("target"))
    months = tuple(f"{month} {year}" for year in (2025, 2026) for month in say("months").split("|"))
    monthly = [(place * 7919) % 83 * 120 + 400 for place in range(24)]
    kinds = (
        series(say("money"), 12_400, 18_900, 22_000, 31_250, 46_000),
        series(say("goods"), 4_000, 2_500, 9_800, 12_000, 16_400),
        series(say("services"), 1_200, 3_000, 2_800, 6_500, 7_160),
        series(say("staff"), 0, 800, 1_500, 2_400, 5_000),
        series(say("technology"), 0, 0, 3_000, 4_500, 8_000),
    )
    return {
        "trend": Chart(
            say("share"),
            ChartKind.LINES,
            YEARS,
            (series("", "1.2", "2.1", "1.9", None, "4.0"),),
            percent,
            language,
            over_time=True,
            reference=target,
        ),
        "kinds": Chart(say("kinds"), ChartKind.STACKED, YEARS, kinds, usd, language, over_time=True),
        "pipeline": Chart(
            say("pipeline"),
            ChartKind.ROWS,
            tuple(say("stages").split("|")),
            (series("", 14, 9, 6, 4, 7, 5, 2),),
            ChartUnit(say("partnerships")),
            language,
        ),
        "region": Chart(
            say("region"),
            ChartKind.COLUMNS,
            tuple(say("offices").split("|")),
            (series("", "4.0", "2.6", "5.3", None, "6.1", "0.4", marked=0),),
            percent,
            language,
            reference=target,
        ),
        "one": Chart(say("received"), ChartKind.COLUMNS, ("2026",), (series("", "82560"),), usd, language),
        "months": Chart(
            say("monthly"), ChartKind.COLUMNS, months, (series("", *monthly),), usd, language, over_time=True
        ),
        "negative": Chart(
            say("balance"),
            ChartKind.COLUMNS,
            YEARS,
            (series("", 12_400, -8_300, 22_000, None, "-1250.50"),),
            usd,
            language,
            over_time=True,
        ),
        "missing": Chart(
            say("innovation"),
            ChartKind.COLUMNS,
            YEARS,
            (series("", *[None] * 5),),
            ChartUnit(say("agreements")),
            language,
            over_time=True,
            when_empty=say("sign"),
        ),
        "huge": Chart(
            say("worldwide"),
            ChartKind.COLUMNS,
            tuple(say("offices").split("|")),
            (series("", 12, 4_300, 2_064_000, 0, 733_000_000, "4119000000"),),
            usd,
            language,
        ),
        "names": Chart(
            say("partners"),
            ChartKind.COLUMNS,
            tuple(say("long").split("|")),
            (series("", 46_000, 12_250, 7_600, 82_560),),
            usd,
            language,
        ),
        "channels": Chart(
            say("channels"),
            ChartKind.LINES,
            YEARS,
            (
                series(say("direct"), 12_400, 18_900, 22_000, 31_250, 46_000),
                series(say("customers"), 300, None, 2_900, 8_000, 41_000),
                series(say("employees"), 0, 900, 4_000, 6_000, 11_600),
            ),
            usd,
            language,
            over_time=True,
        ),
    }


def on_paper(charts: Sequence[Chart], language: str) -> bytes:
    """The charts one after the other in a PDF."""
    blocks = [ChartBlock(chart, chart.kind is ChartKind.STACKED) for chart in charts]
    return render(Document("Charts", "R-1", (PartBlock("Charts"), *blocks), (language,), MADE, "Dakar")).data


def assert_nothing_meets(scene: ChartScene) -> None:
    """No text over another, none cut, and no mark outside."""
    words = list(scene.words())
    for text in words:
        box = text.box
        assert box.left >= -0.01 and box.right <= scene.width + 0.01, text
        assert box.top >= -0.01 and box.bottom <= scene.height + 0.01, text
    for first, second in combinations(words, 2):
        assert not first.box.meets(second.box, -0.01), (first, second)
    for bar in scene.bars():
        assert bar.box.left >= -0.01 and bar.box.right <= scene.width + 0.01, bar
        assert bar.box.top >= -0.01 and bar.box.bottom <= scene.height + 0.01, bar
        for text in words:
            if bar.pattern is not ChartPattern.GAP:
                assert not text.box.meets(bar.box, -0.01), (text, bar)
    for dot in (mark for mark in scene.marks if isinstance(mark, ChartDot)):
        around = Box(*(edge - dot.radius for edge in dot.spot), *(edge + dot.radius for edge in dot.spot))
        assert not any(text.box.meets(around, -0.01) for text in words if not text.cleared), dot


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """How much two colours differ (WCAG 2.2, 1.4.11 asks for 3)."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def on_screen(charts: Sequence[Chart], width: int, file: Path) -> None:
    """A picture of the charts in the window's look of now, in two columns where there is room."""
    from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

    from desktop.ui.charts import ChartPanel

    page = QWidget()
    page.setProperty("role", "ground")
    layout, columns = QGridLayout(page), 2 if width > 1000 else 1
    for place, chart in enumerate(charts):
        panel = ChartPanel(chart)
        panel.setFixedWidth(width // columns - 24)
        layout.addWidget(panel, place // columns, place % columns)
    page.setFixedWidth(width)
    page.setStyleSheet(look_of_window().sheet)
    page.show()
    for _twice in range(2):
        QApplication.processEvents()
        page.adjustSize()
    page.grab().save(str(file))


def look_of_window() -> "Theme":
    """The theme that the application wears."""
    from PySide6.QtWidgets import QApplication

    from desktop.ui.theme import Theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return getattr(app, "charted_theme", None) or _dressed(app, Theme(app, "light"))


def _dressed(app: object, theme: "Theme") -> "Theme":
    app.charted_theme = theme
    return theme


def main(folder: Path) -> None:
    """A PDF and its pages in grey for each language, and the window in each look."""
    from desktop.base.text import speak
    from tests.paper import photographed

    folder.mkdir(parents=True, exist_ok=True)
    theme = look_of_window()
    for language in LANGUAGES:
        speak(language)
        charts = list(typical(language).values())
        data = on_paper(charts, language)
        (folder / f"charts-{language}.pdf").write_bytes(data)
        for number, page in enumerate(photographed(data, 110), 1):
            page.save(folder / f"paper-{language}-{number}.png")
        for choice, size, width in (
            ("light", 100, 1320),
            ("dark", 100, 1320),
            ("contrast", 150, 1320),
            ("light", 200, 640),
        ):
            theme.choose(choice)
            theme.resize(size)
            on_screen(charts, width, folder / f"screen-{language}-{choice}-{size}-{width}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

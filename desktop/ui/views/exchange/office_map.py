"""The offices on a map: arrows go from one to the next, Enter opens it, T shows the list."""

from collections.abc import Sequence

from desktop.base.places import country_points
from desktop.base.text import _
from desktop.documents.charts.marks import ChartScene
from desktop.documents.charts.world import MapSign, world
from desktop.presenters.exchange.office_map import OfficeMapPresenter
from desktop.ui import deeds
from desktop.ui.chart_painter import ScreenLetters
from desktop.ui.charts import ChartCanvas
from desktop.ui.keyboard import by_key
from desktop.ui.theme import look
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, set_shown


class OfficeMapCanvas(ChartCanvas):
    """The map; its stops are the offices from west to east."""

    def __init__(self) -> None:
        super().__init__(titled=False)
        self.signs: Sequence[MapSign] = ()

    def show_signs(self, signs: Sequence[MapSign], description: str) -> None:
        """Draw these offices; the arrows stay at the same one."""
        if signs == self.signs:
            return
        current = self.stop.key if self.stop is not None else ""
        self.signs = signs
        self.forget_scenes()
        self.at = next((number for number, stop in enumerate(self.scene.stops) if stop.key == current), 0)
        self.setAccessibleName(_("Map of the offices"))
        self.setAccessibleDescription(description)

    def drawn(self, width: int) -> ChartScene:
        """The map at a width."""
        return world(self.signs, country_points(), width, ScreenLetters(look()))

    def step_on(self, across: int, down: int) -> bool:
        """To the next office eastwards or westwards; up and down as well, since all are met that way."""
        self.go_to(self.at + (across or down))
        return bool(self.signs)


class OfficeMapView(View[OfficeMapPresenter]):
    """The map alone."""

    wide = True

    def build(self) -> None:
        """The map, and the way to the list."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Headquarters"), shown.open_table), (_("Map"), None)])
        self.none = page.add(EmptyState("headquarters", _("No office has said yet in which country it is.")))
        self.canvas = page.add(OfficeMapCanvas())
        self.canvas.opened.connect(shown.open_office)
        page.add_stretch()
        page.bar.back(_("Back to Headquarters"), shown.open_table)
        self.table = page.bar.other(_("Table"), shown.open_table)
        by_key(self.table, deeds.CHART_OR_TABLE)

    def show_state(self) -> None:
        """The offices."""
        shown = self.presenter
        self.page.set_title(_("Map of the offices"), shown.sentence)
        set_shown(self.none, shown.is_read and not shown.signs)
        set_shown(self.canvas, bool(shown.signs))
        self.canvas.show_signs(shown.signs, shown.description)

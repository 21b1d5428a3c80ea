"""The page on which a case is carried to another laptop of the office, and comes back decided."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.exchange.carrying import CarryPresenter
from desktop.ui.comparison import Point, Points
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, KeyValueGrid, SectionBox, set_shown


class CarryView(View[CarryPresenter]):
    """What to do in its order; what was written, or what a file that came says of itself."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Decisions"), lambda: presenter.open_place("decisions")), (_("Carry the case"), None)])
        self.file = page.add(SectionBox(_("The file")))
        self.facts = self.file.add(KeyValueGrid())
        self.order = page.add(SectionBox(_("How it goes")))
        self.acts = self.order.add(Points(numbered=True))
        text = _("No file is open. Open the one that was brought on a stick, or drop it on this window.")
        self.none = page.add(EmptyState("import", text, _("Open a file…"), presenter.press, "outlined"))
        page.add_stretch()
        page.bar.back(_("Back to the case") if presenter.case_id else _("All decisions"), presenter.close)
        self.again = page.bar.other(_("Write it again…"), presenter.write)
        self.main = page.bar.primary(_("Write the file…"), presenter.press)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(presenter.title, presenter.sentence)
        self.facts.set(presenter.facts)
        set_shown(self.file, bool(presenter.facts))
        self.acts.set([Point(act) for act in presenter.acts])
        set_shown(self.order, bool(presenter.acts))
        set_shown(self.none, presenter.asks_for_file)
        self.main.setText(presenter.main_button)
        self.main.setEnabled(not presenter.busy)
        set_shown(self.again, presenter.may_write_again)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A file that came back, dropped here."""
        if not self.presenter.takes(paths[0]):
            return False
        self.presenter.read(paths[0])
        return True

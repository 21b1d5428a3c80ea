"""The page of what hangs on an innovation or an activity: a short form that leads back to it."""

from abc import abstractmethod
from typing import TypeVar

from desktop.base.text import _
from desktop.presenters.results.assisted import AssistedPresenter
from desktop.presenters.results.replication import ReplicationPresenter
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.widgets import SideHelp

G = TypeVar("G", ReplicationPresenter, AssistedPresenter)


class HangingFormView(CorrectableFormView[G]):
    """Ctrl+Enter saves and leads back to what it hangs on."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What the page is called."""

    @property
    @abstractmethod
    def why(self) -> str:
        """What it is for."""

    def build(self) -> None:
        """The form, and of one on record the way to take it back."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Activities") if shown.of_activity else _("Innovations"), shown.open_list),
                (_("Activity") if shown.of_activity else _("Innovation"), shown.go_back),
                (self.name, None),
            ]
        )
        self.add_record_form()
        self.add_undo()
        self.add_way_back()
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("How it counts"), self.why)])
        back = _("Back to the activity") if shown.of_activity else _("Back to the innovation")
        page.bar.back(back, shown.go_back)
        self.add_saving(_("Record it"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        self.show_record()

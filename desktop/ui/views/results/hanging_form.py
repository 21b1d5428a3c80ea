"""The page of what hangs on an innovation or an activity: a short form that leads back to it."""

from abc import abstractmethod
from typing import TypeVar

from desktop.base.text import _
from desktop.presenters.results.assisted import AssistedPresenter
from desktop.presenters.results.replication import ReplicationPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form, take_back_or_again
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, SideHelp, UndoLine, set_shown

G = TypeVar("G", ReplicationPresenter, AssistedPresenter)


class HangingFormView(View[G]):
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
        self.form = add_held_form(self, shown.rows)
        self.form.lock(not shown.editable)
        self.undo = page.add(UndoLine(page))
        self.away = page.add(Button("", self._turn, "link"))
        set_shown(self.away, bool(shown.id) and shown.editable)
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("How it counts"), self.why)])
        back = _("Back to the activity") if shown.of_activity else _("Back to the innovation")
        page.bar.back(back, shown.go_back)
        if shown.editable:
            shortcut(self, deeds.CONTINUE, self._save)
            page.bar.primary(_("Save the corrections") if shown.id else _("Record it"), self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        words = _("Put it back on record") if shown.is_set_aside else _("Recorded by mistake: take it back")
        self.away.setText(words)

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()

    def _turn(self) -> None:
        take_back_or_again(self.presenter, self.undo)

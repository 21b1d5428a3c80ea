"""Persons who were assisted through an innovation or an activity."""

from desktop.base.text import _
from desktop.presenters.results.assisted import AssistedPresenter
from desktop.ui.views.results.hanging_form import HangingFormView
from desktop.ui.widgets import Message


class AssistedView(HangingFormView[AssistedPresenter]):
    """How many, how they were counted, when, by groups; a second number for the same thing is cautioned against."""

    @property
    def name(self) -> str:
        return _("Persons assisted")

    @property
    def why(self) -> str:
        return _(
            "A list or a count, an estimate and a ceiling are kept apart. Groups may stay empty and are never more "
            "than all persons together. The same persons are not reported twice; the indicator counts those assisted "
            "through innovations (¶29 b)."
        )

    def show_state(self) -> None:
        super().show_state()
        caution = self.presenter.caution
        if caution:
            self.page.show_message(Message("warn", caution), "overlap")
        else:
            self.page.clear_message("overlap")

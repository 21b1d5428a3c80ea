"""That another office took an innovation up."""

from desktop.base.text import _
from desktop.presenters.results.replication import ReplicationPresenter
from desktop.ui.views.results.hanging_form import HangingFormView


class ReplicationView(HangingFormView[ReplicationPresenter]):
    """Which office, since when."""

    @property
    def name(self) -> str:
        return _("Taken up by another office")

    @property
    def why(self) -> str:
        return _(
            "An innovation counts as replicated with one other office that uses it from a day on (¶29 b). The office "
            "where it began is none. Headquarters proposes what is like it in other offices."
        )

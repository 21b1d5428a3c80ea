"""One activity: its form, what lacks before it counts, and its evidence."""

from desktop.base.text import _
from desktop.presenters.results.activity import ActivityPresenter
from desktop.ui.views.results.recorded_form import EvidencedFormView, RecordWords


class ActivityView(EvidencedFormView[ActivityPresenter]):
    """Ctrl+Enter records, or saves what was corrected."""

    @property
    def words(self) -> RecordWords:
        return RecordWords(
            _("Activities"),
            _("Activity"),
            _("Your role reads the activities; colleagues who register partners record them."),
            _("Back to the activities"),
            _("Record the activity"),
            _("How it counts"),
            _(
                "A partner counts as supporting advocacy and awareness with one activity in which it facilitates or "
                "supports, with evidence; a country with one campaign, project or initiative; a study once, whatever "
                "its editions and translations (¶29 a). A project counts by its code, with a partner who implements it "
                "(¶29 d)."
            ),
        )

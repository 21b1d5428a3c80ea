"""One activity: its form, what lacks before it counts, and its evidence."""

from desktop.base.text import _
from desktop.presenters.results.activity import ActivityPresenter
from desktop.ui.views.results.head_counts import add_hanging_list, hanging_rows
from desktop.ui.views.results.recorded_form import EvidencedFormView, RecordWords


class ActivityView(EvidencedFormView[ActivityPresenter]):
    """Ctrl+Enter records, or saves what was corrected."""

    def build_below(self) -> None:
        none = _("Nobody on record. A number with the way in which it was counted is enough; groups can follow.")
        shown = self.presenter
        self.head_counts = add_hanging_list(self, shown.head_counts, none, shown.open_head_count)

    def fill_bar_beside(self) -> None:
        if self.presenter.id:
            self.page.bar.other(_("Persons assisted"), self.presenter.assist, drawing="add")

    def show_below(self) -> None:
        super().show_below()
        self.head_counts.set_rows(hanging_rows(self.presenter.head_count_rows))

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

"""The list of names and emblems that are shown."""

from desktop.base.text import _
from desktop.presenters.results.visibility import VisibilityPresenter
from desktop.ui.views.results.recorded_list import ListWords, RecordedListView


class VisibilityView(RecordedListView[VisibilityPresenter]):
    """What has to be done about comes first."""

    @property
    def words(self) -> ListWords:
        return ListWords(
            _("Names and emblems shown"),
            _("What it stands on, partner or place"),
            _(
                "No name or emblem is on record as shown. Note where a partner shows ours, or we show a partner’s, by "
                "whose approval and until when: the program says what has to come down (¶24, ¶30 c)."
            ),
            _("No use matches. Look for another word, or show them all again."),
            _("Record a use"),
        )

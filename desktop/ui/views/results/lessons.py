"""The list of lessons."""

from desktop.base.text import _
from desktop.presenters.results.lessons import LessonsPresenter
from desktop.ui.views.results.recorded_list import ListWords, RecordedListView


class LessonsView(RecordedListView[LessonsPresenter]):
    """The last noted first."""

    @property
    def words(self) -> ListWords:
        return ListWords(
            _("Lessons"),
            _("What was learned, partner or theme"),
            _(
                "No lesson is on record. One sentence of what a partnership taught, when it ends or before, helps who "
                "begins the next one; the evaluation reads them (¶30 f)."
            ),
            _("No lesson matches. Look for another word, or show them all again."),
            _("Record a lesson"),
        )

"""One lesson of a partnership."""

from desktop.base.text import _
from desktop.presenters.results.lesson import LessonPresenter
from desktop.ui.views.results.recorded_form import RecordedFormView, RecordWords


class LessonView(RecordedFormView[LessonPresenter]):
    """Ctrl+Enter records, or saves what was corrected."""

    @property
    def words(self) -> RecordWords:
        return RecordWords(
            _("Lessons"),
            _("Lesson"),
            _("Your role reads the lessons; colleagues who register partners record them."),
            _("Back to the lessons"),
            _("Record the lesson"),
            _("What it is for"),
            _(
                "Lessons are read by colleagues who prepare something like it, and by the evaluation of the strategy "
                "(¶30 f). Name no migrant and nobody’s conduct here: a lesson is about the work. Headquarters reads "
                "every lesson, and sees which may be told to others."
            ),
        )

"""What partnerships taught: by theme, and at Headquarters by office."""

from collections.abc import Sequence

from desktop.base.dates import day_in_words, day_known
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import ListColumn, RowCell
from desktop.presenters.presenter import Tone
from desktop.presenters.results.recorded_list import RecordedList, RecordedRow, RowFilter, beside
from desktop.services.results import lessons
from desktop.services.results.lessons import LessonLine

CLOSING = "closing:"  # before the id of a partnership, of what was typed when it was closed
SHARED, KEPT, TYPED = "shared", "kept", "typed"


class LessonsPresenter(RecordedList[LessonLine]):
    """The last noted first; those that stand in a theme are found by it."""

    shows = frozenset({"lesson", "partner", "partnership"})
    place, name = "lesson", "lessons"
    title, first_title = N_("Lessons"), N_("What was learned")
    columns = (
        ListColumn("partner", N_("Partner")),
        ListColumn("partnership", N_("Partnership"), shown=False),
        ListColumn("worked", N_("What worked"), shown=False),
        ListColumn("failed", N_("What did not"), shown=False),
        ListColumn("useful", N_("For whom")),
        ListColumn("themes", N_("Themes")),
        ListColumn("on", N_("Noted on")),
        ListColumn("state", N_("State")),
    )

    def read(self) -> Sequence[LessonLine]:
        """Every lesson, or those of the partnership."""
        return lessons.every(self.office.work, self.partnership)

    def row(self, line: LessonLine) -> RecordedRow:
        """A lesson as a row; what was typed at a closing says so."""
        spoken, lesson = language(), line.lesson
        labels = self.office.definitions.strategy.labels("themes")
        themes = ", ".join(pick(labels[code]) for code in line.themes if code in labels)
        tone, word, state = Tone.WARN, _("to be completed"), TYPED
        if lesson is not None:
            tone, word, state = (
                (Tone.GOOD, _("may be shared"), SHARED) if lesson.shared else (Tone.NEUTRAL, _("for the office"), KEPT)
            )
        on = lesson.noted_on if lesson is not None else None
        cells = {
            **self.of_office(line.office),
            "partner": RowCell(line.whose.partner),
            "partnership": RowCell(line.whose.title),
            "worked": RowCell(lesson.worked if lesson is not None else ""),
            "failed": RowCell(lesson.failed if lesson is not None else ""),
            "useful": RowCell(lesson.useful_for if lesson is not None else ""),
            "themes": RowCell(themes),
            "on": RowCell(day_in_words(on, spoken), day_known(on)),
            "state": RowCell(word),
        }
        note = beside((line.whose.partner, line.whose.title, themes))
        key = lesson.id if lesson is not None else f"{CLOSING}{line.partnership_id}"
        filed = {"state": (state,), "theme": line.themes}
        return RecordedRow(key, line.title, note, self.listing.brief({}), tone, word, line.office, filed, cells)

    def way(self, key: object) -> tuple[str, JsonObject]:
        """To the lesson, or to a new one of the partnership that was closed."""
        closing = str(key).removeprefix(CLOSING)
        return (self.place, {"partnership": closing}) if closing != key else super().way(key)

    @property
    def row_filters(self) -> Sequence[RowFilter]:
        """By the theme and by the state."""
        states = [(SHARED, _("may be shared")), (KEPT, _("for the office")), (TYPED, _("to be completed"))]
        themes = [(own.id, pick(own.label)) for own in self.office.definitions.strategy.themes]
        return (
            RowFilter("theme", _("Theme"), _("All themes"), themes),
            RowFilter("state", _("State"), _("All states"), states),
        )

    @property
    def state(self) -> str:
        """How many lessons, and how many were only typed at a closing."""
        if not self.is_read:
            return ""
        parts = [plural("{count} lesson on record", "{count} lessons on record", len(self.every))]
        if typed := self.counted("state").get(TYPED, 0):
            parts.append(plural("{count} to be completed", "{count} to be completed", typed))
        return beside(parts)

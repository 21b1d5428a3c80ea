"""One lesson of a partnership: what it taught, what worked, what did not, for whom it is of use, may it be shared."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of, texts_of
from desktop.presenters.results.recorded_form import RecordedForm
from desktop.presenters.results.recorded_list import beside
from desktop.services.results import lessons
from desktop.services.results.lessons import NewLesson

if TYPE_CHECKING:
    from desktop.office import Office


class LessonPresenter(RecordedForm):
    """A new lesson without an `id`, of a `partnership` or a `partner`, at the end of an `agreement`; else one on
    record."""

    shows = frozenset({"lesson", "partner", "partnership"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        partnership: str = "",
        partner: str = "",
        agreement: str = "",
    ) -> None:
        super().__init__(office, runner, id, partnership, partner)
        self.agreement = agreement
        self.form_name = f"lesson:{id or partnership or partner or 'new'}"
        self._read()

    def _read(self) -> None:
        about = text_of(self.held(self.form_name).get("partnership_id")) or self.came_from
        page = lessons.page(self.office.work, self.id, about, self.chosen)
        self.lesson, self.planned, self.of_it = page.lesson, page.planned, page.of_it
        self.whose, self.names = page.whose, page.officers

    @property
    def title(self) -> str:
        """What was learned."""
        return self.lesson.title if self.lesson is not None else _("New lesson")

    @property
    def state(self) -> str:
        """Of which partnership it is; of a new one, what is needed."""
        if self.lesson is None:
            return _("What would you tell a colleague who begins the same? One sentence is enough.")
        return beside((self.of_it.partner, self.of_it.title))

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.lesson is not None and self.lesson.archived

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields."""
        needed = _("Say in one sentence what it taught.")
        themes = options((theme.id, pick(theme.label)) for theme in self.office.definitions.strategy.themes)
        whom = _("Other offices, a sector, a kind of partnership.")
        shared = _("It may be shared beyond the office and Headquarters")
        return [
            [FieldSpec("title", InputKind.TEXT, _("What was learned"), required=needed)],
            [self.partnership_field(_("Choose the partnership that taught it.")), self.partner_field],
            [FieldSpec("worked", InputKind.AREA, _("What worked"), lines=2)],
            [FieldSpec("failed", InputKind.AREA, _("What did not"), lines=2)],
            [FieldSpec("useful_for", InputKind.TEXT, _("For whom it is of use"), whom)],
            [FieldSpec("themes", InputKind.CHECKS, _("Themes"), options=themes)],
            [FieldSpec("shared", InputKind.YES, shared)],
        ]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one its partnership, the themes of it, and what was typed at its closing."""
        own = self.lesson
        if own is None:
            planned = self.planned
            return {
                "partnership_id": self.own_partnership,
                "themes": list(planned.themes) if planned is not None else [],
                "worked": planned.lessons if planned is not None else "",
            }
        return {
            "title": own.title,
            "partnership_id": own.partnership_id,
            "worked": own.worked,
            "failed": own.failed,
            "useful_for": own.useful_for,
            "themes": list(own.themes),
            "shared": own.shared,
        }

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "partnership_id" and not self.id:
            self.refresh()

    def save(self) -> None:
        """Record it and show it, or correct what is on record. Raises Problem where something lacks."""
        typed = self.fields
        new = NewLesson(
            partnership_id=text_of(typed.get("partnership_id")),
            title=text_of(typed.get("title")),
            worked=text_of(typed.get("worked")),
            failed=text_of(typed.get("failed")),
            useful_for=text_of(typed.get("useful_for")),
            themes=tuple(texts_of(typed.get("themes"))),
            shared=typed.get("shared") is True,
            agreement_id=self.agreement,
        )
        work = self.office.work
        self.correct_or_record(
            "lesson", lambda: lessons.correct(work, self.id, new), lambda: lessons.record(work, new).id
        )

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Who wrote it down, and when."""
        if self.lesson is None:
            return ()
        pairs = (
            (_("Noted by"), self.names.get(self.lesson.noted_by, "")),
            (_("Noted on"), day_in_words(self.lesson.noted_on, language(), "long")),
        )
        return [(name, value) for name, value in pairs if value]

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        lessons.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def open_list(self) -> None:
        """Back to the list."""
        self.open_place("lessons")

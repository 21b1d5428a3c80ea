"""What the office tells of a period in its own words: one short form, shown in the reports (blueprint S17)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_number
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGE_NAMES, _, language
from desktop.base.values import Json
from desktop.definitions.indicator import Period
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.services.results import narratives
from desktop.services.results.figure_words import period_in_words
from desktop.services.results.narratives import NarrativeText
from desktop.store.records import OfficeNarrative

if TYPE_CHECKING:
    from desktop.office import Office


class NarrativePresenter(CorrectableForm):
    """Of the period between two ISO days; without them, or where they are none, of the present year."""

    shows = frozenset({"office_narrative"})

    def __init__(self, office: "Office", runner: Runner, first: str = "", last: str = "") -> None:
        super().__init__(office, runner)
        begins, ends = day_known(first), day_known(last)
        own = Period(begins, ends) if begins is not None and ends is not None and begins <= ends else None
        self.period = own or Period.year(office.work.today().year)
        self.form_name = f"narrative:{self.period.first.isoformat()}:{self.period.last.isoformat()}"
        self._before: NarrativeText | None = None  # what the last deed replaced
        self._read()

    def _read(self) -> None:
        self.narrative = narratives.read(self.office.work, self.period)
        self.id = self.narrative.id if self.narrative is not None else ""

    def refresh(self) -> None:
        """Read it again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader writes it."""
        return narratives.may_write(self.office.work)

    @property
    def title(self) -> str:
        """Of which period it tells."""
        return _("In the words of the office: {period}").format(period=period_in_words(self.period))

    @property
    def state(self) -> str:
        """Who wrote it and when; before that, what is needed."""
        own = self.narrative
        if own is None:
            return _("Nothing is written yet: a few sentences are enough.")
        if own.archived:
            return _("taken back")
        day = day_in_words(own.written_on, language())
        return _("written by {name} on {day}").format(name=own.writer_name or "–", day=day)

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back."""
        return self.narrative is not None and self.narrative.archived

    @property
    def most(self) -> int:
        """How many characters an answer may have."""
        return self.office.definitions.reports.narrative_characters

    @property
    def rows(self) -> FormRows:
        """The fields."""
        most = _("{count} characters at most.").format(count=format_number(self.most, language()))
        achieved = _("What changed for migrants, communities and partners; figures stand in the report already.")
        difficulties = _("What was slower or harder than planned, and what was done about it.")
        comes_next = _("What is planned, and what the office needs for it.")
        spoken = _("It is shown as it was written, and nobody translates it.")
        languages, written_in = options(LANGUAGE_NAMES.items()), _("Language in which it is written")
        return [
            [FieldSpec("achieved", InputKind.AREA, _("What was achieved"), f"{achieved} {most}", chars=0, lines=5)],
            [FieldSpec("difficulties", InputKind.AREA, _("Difficulties"), difficulties, chars=0, lines=4)],
            [FieldSpec("comes_next", InputKind.AREA, _("What comes next"), comes_next, chars=0, lines=4)],
            [FieldSpec("language", InputKind.DROPDOWN, written_in, spoken, options=languages)],
        ]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; before that nothing, in the language of the window."""
        wording = _as_told(self.narrative) if self.narrative is not None else NarrativeText("", "", "", language())
        return {
            "achieved": wording.achieved,
            "difficulties": wording.difficulties,
            "comes_next": wording.comes_next,
            "language": wording.language,
        }

    def save(self) -> None:
        """Write it, or correct it. Raises Problem as `narratives.write` does."""
        typed = self.fields
        wording = NarrativeText(
            text_of(typed.get("achieved")),
            text_of(typed.get("difficulties")),
            text_of(typed.get("comes_next")),
            text_of(typed.get("language")),
        )
        before = self.narrative
        narratives.write(self.office.work, self.period, wording)
        self._before = _as_told(before) if before is not None and not before.archived else None
        self.forget()
        self.refresh()

    def undo(self) -> None:
        """As it was before the last deed."""
        own = narratives.read(self.office.work, self.period)
        if own is None:
            return
        if self._before is not None:
            present = _as_told(own)
            narratives.write(self.office.work, self.period, self._before)
            self._before = present
        else:
            narratives.set_aside(self.office.work, self.period, not own.archived)
        self.refresh()

    def set_aside(self, aside: bool) -> None:
        """Take it back, or put it on record again."""
        narratives.set_aside(self.office.work, self.period, aside)
        self.refresh()

    @property
    def recorded_sentence(self) -> str:
        """What was written last, and where it is read."""
        if self.is_set_aside:
            return _("It was taken back.")
        return _("It stands in the report of the office, and Headquarters reads it with your next bundle.")

    def go_back(self) -> None:
        """The reports."""
        self.open_place("reports")


def _as_told(own: OfficeNarrative) -> NarrativeText:
    return NarrativeText(own.achieved, own.difficulties, own.comes_next, own.language)
